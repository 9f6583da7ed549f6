"""Every mistake that can be made in a case file, on one sound case, and what its one message must say.

A mistake is the texts to replace, each of which stands in the case once, the key that the message must name, and parts
of its sentence. The mark → stands on the line that the message must name; it is taken out again. ``NOT_TOML`` is for
what TOML itself refuses, no matter what stands around it: each is a short file in ``malformed/``.
"""

from cases import EXPERTS, WITH_ALTERNATIVES, changed

from mkba_uncertainty.formula import FUNCTIONS

MARK = "→"
ALLOWED_FUNCTIONS = ", ".join(FUNCTIONS)
RELAPSE, SHELTER, KEEP = "estimates.relapse", "posts.shelter", "quantities.keep"
AMOUNT, DISTRIBUTION = f"{SHELTER}.amount", f"{RELAPSE}.distribution"
SHARES = """
[shares.housing]
label = { nl = "Woonvorm", en = "Tenure" }
members = { rented = { nl = "Huur", en = "Rented" }, owned = { nl = "Koop", en = "Owned" } }
basis = "judgement"
source = { document = "report", place = "8" }
"""
HOUSING = "shares.housing"
ALL_STAY = "variants.all_stay"
EXPERT, OWN = f"{RELAPSE}.experts.1", "scenarios.own_answers.set"
TIMING = f"{SHELTER}.timing"
SMALL = "alternatives.small"
PRESENT_VALUE = "timing = { year = 1, present_value_at = 0.03 }"
PAIR = "dependence.expected.correlations.1"
COST, SHELTER_YEAR = "estimates.shelter_cost", '"arnhem-ozo-2014:shelter-year"'


def _series(values: str, name: str = "wages", more: str = "", mark: str = "values") -> str:
    """Write a series, with the mark at its name, its values or neither."""
    at = dict.fromkeys(("name", "values"), "") | {mark: MARK}
    return (
        f'{at["name"]}[series.{name}]\nlabel = {{ nl = "Loon", en = "Wages" }}\nunit = "EUR / year"\n'
        f"{at['values']}values = {values}\n"
        f'basis = "judgement"\nsource = {{ document = "report", place = "7" }}\n{more}\n\n'
    )


def _using(use: str, more: str = "", mark: str = "use") -> dict[str, str]:
    """Take the cost of shelter from the library, with the mark at that, at what comes with it, or at neither."""
    at = dict.fromkeys(("use", "more"), "") | {mark: MARK}
    own = 'value = 1000\ndistribution = { family = "normal", mu = 1000, sigma = 100 }\n'
    return {own: f"{at['use']}use = {use}\n{at['more']}{more}\n"}


def _variant(name: str, changes: str) -> str:
    return f'[variants.{name}]\nlabel = {{ nl = "Anders", en = "Otherwise" }}\n{changes}\n\n'


# file: wrong line, key, what the message must say
NOT_TOML = {
    "not_utf8": (2, None, ["byte 37", "0xe9", "Save the file as text in UTF-8"]),
    "not_toml": (3, None, ["value = 0,30", "decimals with a point"]),
    "decimal_comma": (2, None, ["0,15 in", "Write decimals with a point: 0.15."]),
    "unclosed_text": (3, None, ['author = "A. Author', "not closed", "Close it"]),
    "value_without_quotes": (2, None, ["role = expert", "a text in quotation marks"]),
    "backslash": (2, None, ["C:\\data", "Double it"]),
    "no_equals_sign": (3, None, ["value 0.30", "Expected: key = value"]),
    "key_as_table": (3, None, ["horizon.years = 4", "Write every key and table once"]),
    "empty": (None, None, ["is empty", "[estimates]"]),
    "duplicate_key": (4, f"{RELAPSE}.unit", ["is already on line 2", "Remove one"]),
    "duplicate_table": (4, RELAPSE, ["is already on line 1", "Remove one"]),
    "duplicate_inline_key": (2, "scenarios.more_relapse.set.relapse", ["is already on line 2", "Remove one"]),
}

# mistake: old text and new, key, what the message must say
MISTAKES = {
    # values of the library
    "use_unknown_value": (
        _using('"arnhem-ozo-2014:shelter-yaer"'), f"{COST}.use",
        ['arnhem-ozo-2014 has no unit value "shelter-yaer"', "Did you mean shelter-year?", "mkba values arnhem"],
    ),
    "use_unknown_list": (
        _using('"arnhem-ozo-2015:shelter-year"'), f"{COST}.use",
        ['no list "arnhem-ozo-2015"', "Did you mean arnhem-ozo-2014?", "discontovoet-2020", "mkba values"],
    ),
    "use_without_list": (
        _using('"shelter-year"'), f"{COST}.use",
        ['"shelter-year" does not say which', "the list and the name with a colon", "mkba values shows them"],
    ),
    "use_of_number": (_using("3"), f"{COST}.use", ["3 does not say which", "with a colon between them"]),
    "use_nothing": (_using('"arnhem-ozo-2014:"'), f"{COST}.use", ["does not say which", "with a colon between them"]),
    "use_twice_split": (_using('"a:b:c"'), f"{COST}.use", ['"a:b:c" does not say which', "with a colon between them"]),
    "use_and_value": (
        _using(SHELTER_YEAR, "value = 46000", "more"), f"{COST}.value",
        ["value = 46000", "arnhem-ozo-2014:shelter-year", "Keep one of the two"],
    ),
    "use_and_point": (
        _using(SHELTER_YEAR, 'point = "mean"', "more"), f"{COST}.point", ['point = "mean"', "Keep one of the two"],
    ),
    "use_of_another_unit": (
        {
            **_using('"arnhem-ozo-2014:eviction"', mark="unit"),
            'unit = "EUR / household / year"': '→unit = "EUR / household / year"',
        },
        f"{COST}.unit", ['"EUR / household / year"', "2014:eviction is in EUR / household", "Leave unit out"],
    ),
    "use_of_another_price_level": (
        _using(SHELTER_YEAR, "price_level = 2020", "more"), f"{COST}.price_level",
        ["this is 2020", "in prices of 2012", "Leave price_level out"],
    ),
    "use_beyond_index": (
        {**_using(SHELTER_YEAR), "price_level = 2020\n": "price_level = 2031\n"}, f"{COST}.use",
        ["prices of 2012", "those of 2031", "cpi-nl runs from 2010 to 2025", "Give a price_index with both years"],
    ),
    "use_of_series": (
        {"[quantities]": _series("[1, 2, 3, 4]", more=f"→use = {SHELTER_YEAR}", mark="more") + "[quantities]"},
        "series.wages.use", ['"use" is unknown', "remove it"],
    ),
    # tables and keys
    "unknown_key": (
        {"value = 0.30": "value = 0.30\n→prise_level = 2020"},
        f"{RELAPSE}.prise_level", ['"prise_level" is unknown', "Did you mean price_level?"],
    ),
    "unknown_key_far": (
        {"value = 0.30": "value = 0.30\n→qqq = 1"},
        f"{RELAPSE}.qqq", ['"qqq" is unknown', "Allowed: basis, difference, distribution", "remove it"],
    ),
    "unknown_table": ({"[findings.sum]": "→[finding.sum]"}, "finding", ['"finding"', "Did you mean findings?"]),
    "missing_key": (
        {"[posts.staff]": "→[posts.staff]", 'amount = "personnel"\n': ""},
        "posts.staff.amount", ["the key amount is missing", "Add it"],
    ),
    "missing_inline_key": ({', en = "Aftercare"': "→"}, "case.title.en", ["the key en is missing", "Add it"]),
    "missing_table": (
        {
            '[actors.city]\nlabel = { nl = "Gemeente", en = "Municipality" }\n': "",
            '[actors.households]\nlabel = { nl = "Huishoudens", en = "Households" }\n': "",
        },
        "actors", ["the table [actors] is missing", "Add it"],
    ),
    "missing_discount_rate": (
        {"[estimates.discount_rate]": "→[estimates.yearly]"},
        "estimates", ["discount_rate is missing", "role value_choice"],
    ),
    "discount_rate_is_a_share": (
        {
            "[estimates.discount_rate]": "→[estimates.yearly]",
            "[quantities]": f"{SHARES.replace('rented', 'discount_rate')}concentrations = [12, 3]\n[quantities]",
        },
        "estimates", ["discount_rate is missing", "role value_choice"],
    ),
    "text_for_number": (
        {"value = 0.30": '→value = "0.30"'},
        f"{RELAPSE}.value", ['"0.30"', "Expected: a number", "without quotation marks"],
    ),
    "number_for_text": (
        {'unit = "EUR"': "→unit = 1"},
        "estimates.personnel.unit", ["this is 1", "a text in quotation marks"],
    ),
    "text_for_table": (
        {'label = { nl = "Terugval", en = "Relapse" }': '→label = "Relapse"'},
        f"{RELAPSE}.label", ['"Relapse"', "in one language", "put language"],
    ),
    "other_language_alone": (
        {'price_level = 2020\n': 'price_level = 2020\nlanguage = "en"\n', ', en = "Aftercare"': "→"},
        "case.title.en", ["the key en is missing", "Add it"],
    ),
    "unknown_currency": (
        {"price_level = 2020\n": 'price_level = 2020\n→currency = "EURO"\n'},
        "case.currency", ['"EURO" is not a currency', "Did you mean EUR?", "such as EUR, USD or GBP"],
    ),
    "unknown_currency_of_unit": (
        {'unit = "EUR"\n': '→unit = "GPB"\n'}, "estimates.personnel.unit", ["GPB", "GBP"],
    ),
    "another_currency_than_the_case": (
        {'unit = "EUR"\n': 'unit = "USD"\n', 'amount = "personnel"': '→amount = "personnel"'},
        "posts.staff.amount", ["'personnel' has unit USD, where EUR is needed", "two currencies", "rate in EUR / USD"],
    ),
    "euros_in_a_case_in_dollars": (
        {
            "price_level = 2020\n": 'price_level = 2020\ncurrency = "USD"\n',
            "EUR / household / year": "USD / household / year", 'amount = "personnel"': '→amount = "personnel"',
        },
        "posts.staff.amount", ["'personnel' has unit EUR, where USD is needed", "exchange rate in USD / EUR"],
    ),
    "text_for_list": ({'["shelter"]': '→"shelter"'}, "not_valued.police.posts", ['"shelter"', "Expected: a list"]),
    "fraction_for_whole_number": (
        {"horizon = 4": "→horizon = 4.0"},
        "case.horizon", ["this is 4.0", "a whole number"],
    ),
    "truth_for_formula": (
        {'years = "stay"': "→years = true"},
        f"{SHELTER}.timing.years", ["this is true", "a formula"],
    ),
    "horizon_zero": ({"horizon = 4": "→horizon = 0"}, "case.horizon", ["this is 0", "at least 1"]),
    "empty_label": ({'en = "Relapse"': '→en = ""'}, f"{RELAPSE}.label.en", ["the text is empty", "Fill it in"]),
    "empty_scenario": (
        {"{ relapse = 0.40 }": "→{}"},
        "scenarios.more_relapse.set", ["the table is empty", "at least one"],
    ),
    "bad_year": (
        {"price_level = 2020": "price_level = 2020\n→price_index = { x2020 = 100 }"},
        "case.price_index.x2020", ['"x2020" is not a year', "four digits"],
    ),
    "unknown_role": (
        {'role = "observed"': '→role = "observd"'},
        "estimates.households_helped.role", ['"observd"', "Did you mean observed?"],
    ),
    "unknown_side": (
        {'side = "cost"\npublished': '→side = "loss"\npublished'},
        "lines.costs-1.side", ['"loss"', "Choose from: benefit, cost"],
    ),
    "name_with_capital": (
        {"[estimates.stay]": "→[estimates.Stay]", " / year": "", 'timing = { years = "stay" }\n': ""},
        "estimates.Stay", ['"Stay" cannot be a name', "lower-case"],
    ),
    "name_proto": (
        {"[scenarios.own_answers]": "→[scenarios.__proto__]"},
        "scenarios.__proto__", ['"__proto__" cannot be a name', "lower-case"],
    ),
    "name_of_function": (
        {"[quantities]": "[quantities]\n→max = 1"},
        "quantities.max", ["max is a function", "Choose another"],
    ),
    "name_twice": (
        {"[quantities]": '[quantities]\n→stay = { formula = 3, unit = "year" }'},
        "quantities.stay", ["stay is an estimate as well (line 72)", "Rename"],
    ),
    # estimates and their distributions
    "unknown_family": ({'"pert"': '→"perth"'}, f"{DISTRIBUTION}.family", ["perth", "Did you mean pert?"]),
    "family_with_control_character": ({'"pert"': '→"\\u001f[31m"'}, f"{DISTRIBUTION}.family", ["U+001F", "Remove it"]),
    "unknown_parameter": ({"mode =": "→mod ="}, f"{DISTRIBUTION}.mod", ["mod", "Did you mean mode?"]),
    "missing_parameter": ({"mode = 0.30, ": "→"}, f"{DISTRIBUTION}.mode", ["pert", "low, mode, high"]),
    "missing_family": ({'family = "pert", ': "→"}, f"{DISTRIBUTION}.family", ["the key family is missing", "Add it"]),
    "parameter_text": ({"low = 0.15": '→low = "0.15"'}, f"{DISTRIBUTION}.low", ["'0.15'", "number"]),
    "low_above_high": (
        {'"pert", low = 0.15, mode = 0.30, high = 0.50': '→"uniform", low = 0.50, high = 0.15'},
        f"{DISTRIBUTION}.low", ["0.5", "above high (0.15)", "Swap"],
    ),
    "low_above_mode": ({"low = 0.15": "→low = 0.35"}, f"{DISTRIBUTION}.mode", ["0.3", "low (0.35)", "high (0.5)"]),
    "mode_above_high": ({"mode = 0.30": "→mode = 0.60"}, f"{DISTRIBUTION}.mode", ["0.6", "low (0.15)", "high (0.5)"]),
    "dirichlet_of_zero": (
        {"[quantities]": f"{SHARES}→concentrations = [12, 0]\n[quantities]"},
        f"{HOUSING}.concentrations.1", ["this is 0", "above 0"],
    ),
    "dirichlet_twice": (
        {"[quantities]": f"{SHARES.replace('[shares', '→[shares')}concentrations = [12, 3]\nmeans = [0.5, 0.5]\n"
         "count = 9\n[quantities]"},
        HOUSING, ["in one way", "concentrations, or means with count"],
    ),
    "dirichlet_without_count": (
        {"[quantities]": f"{SHARES.replace('[shares', '→[shares')}means = [0.5, 0.5]\n[quantities]"},
        f"{HOUSING}.count", ["means and count belong together"],
    ),
    "dirichlet_of_three": (
        {"[quantities]": f"{SHARES}→concentrations = [1, 2, 3]\n[quantities]"},
        f"{HOUSING}.concentrations", ["3 numbers for 2 shares", "one for each member"],
    ),
    "means_of_more_than_all": (
        {"[quantities]": f"{SHARES}→means = [0.5, 0.6]\ncount = 9\n[quantities]"},
        f"{HOUSING}.means", ["sum to 1.1", "Make that 1"],
    ),
    "one_share": (
        {"[quantities]": SHARES.replace(", owned = { nl = \"Koop\", en = \"Owned\" }", "").replace(
            "members", "→members") + "concentrations = [1]\n[quantities]"},
        f"{HOUSING}.members", ["a single share is always 1", "two or more"],
    ),
    "share_name_twice": (
        {"[quantities]": SHARES.replace("rented", "stay").replace("members", "→members")
         + "concentrations = [1, 2]\n[quantities]"},
        f"{HOUSING}.members.stay", ["stay is an estimate as well", "Rename"],
    ),
    "share_truncated": (
        {"[quantities]": f"{SHARES}concentrations = [1, 2]\n→truncate = [0, 0.5]\n[quantities]"},
        f"{HOUSING}.truncate", ['"truncate" is unknown'],
    ),
    "share_correlated": (
        {"[quantities]": f"{SHARES}concentrations = [1, 2]\n[quantities]",
         'between = ["relapse", "shelter_cost"]': '→between = ["relapse", "rented"]'},
        f"{PAIR}.between", ["rented is one of several shares", "Remove this pair"],
    ),
    "share_counts": (
        {"[quantities]": f"{SHARES}concentrations = [1, 2]\n"
         '→observations = [{ observed = "1/2/3" }]\n[quantities]'},
        f"{HOUSING}.observations.0", ["1/2/3", "each of the 2 shares"],
    ),
    "shares_set_to_more_than_all": (
        {"[quantities]": f"{SHARES}concentrations = [1, 2]\n[quantities]",
         "set = { relapse = 0.40 }": "→set = { rented = 0.7, owned = 0.4 }"},
        "scenarios.more_relapse.set", ["housing", "sum to 1.1"],
    ),
    "relative_wrong_way": (
        {"low = 0.15, mode = 0.30, high = 0.50": '→low = "+50%", high = "-50%"'},
        f"{DISTRIBUTION}.low", ["0.45", "above high (0.15)", "Swap"],
    ),
    "relative_above_mode": (
        {"low = 0.15, mode = 0.30, high = 0.50": '→low = "+10%", high = "+50%"'},
        f"{DISTRIBUTION}.mode", ["0.3", "low (0.33)", "high (0.45)"],
    ),
    "relative_without_sign": (
        {"low = 0.15": '→low = "50%"'}, f"{DISTRIBUTION}.low", ["50%", 'with a sign: "+10%" or "-10%"'],
    ),
    "relative_to_nothing": (
        {"value = 0.30\n": "", "low = 0.15": '→low = "-50%"'},
        f"{DISTRIBUTION}.low", ["-50% of the value, which is missing", "Give value"],
    ),
    "relative_to_zero": (
        {'"share"\nvalue = 0.30': '"share"\nvalue = 0', "low = 0.15": '→low = "-50%"'},
        f"{DISTRIBUTION}.low", ["the value is 0", "Give a value above 0"],
    ),
    "relative_to_a_loss": (
        {"value = 1000\n": "value = -1000\n", "sigma = 100": '→sigma = "10%"'},
        "estimates.shelter_cost.distribution.sigma", ["the value is -1000", "Give a value above 0"],
    ),
    "relative_logarithm": (
        {'"normal", mu = 1000, sigma = 100': '→"log_normal", mu = "+10%", sigma = 0.1'},
        "estimates.shelter_cost.distribution.mu", ["'+10%'", "not a number"],
    ),
    "value_missing": (
        {"[estimates.stay]": "→[estimates.stay]", "value = 3\nbasis": "basis"},
        "estimates.stay.value", ["the key value is missing", "Give one of the two"],
    ),
    "point_and_value": (
        {"value = 0.30\n": 'value = 0.30\n→point = "mean"\n'}, f"{RELAPSE}.point", ["value = 0.3", "Remove one"],
    ),
    "point_unknown": (
        {"value = 0.30\n": '→point = "average"\n'}, f"{RELAPSE}.point", ["average", "mean, median, mode"],
    ),
    "no_peak": (
        {"value = 0.30\n": "", '"pert", low = 0.15, mode = 0.30,': '→"uniform", low = 0.15,'},
        DISTRIBUTION, ["uniform", 'point = "mean" or "median"'],
    ),
    "truncate_wrong_way": (
        {"high = 0.50 }": "→high = 0.50, truncate = [0.4, 0.2] }"},
        f"{DISTRIBUTION}.truncate", ["0.4", "below the high one (0.2)", "Swap"],
    ),
    "truncate_one_end": (
        {"high = 0.50 }": "→high = 0.50, truncate = [0.4] }"},
        f"{DISTRIBUTION}.truncate", ["[0.4]", "truncate = { low = 0 }"],
    ),
    "truncate_leaves_nothing": (
        {"sigma = 100": "→sigma = 100, truncate = [0, 5]"},
        "estimates.shelter_cost.distribution.truncate", ["between 0 and 5", "next to nothing", "unit"],
    ),
    "lambda": ({"high = 0.50": "→high = 0.50, lambda = 6"}, f"{DISTRIBUTION}.lambda", ["Did you mean concentration?"]),
    "study_without_se": (
        {'"normal", mu = 1000, sigma = 100': '→"studies", effects = [{ estimate = 1, se = 1 }, { estimate = 2 }]'},
        "estimates.shelter_cost.distribution.effects.1", ["study 2 has no standard error", "3.92", "leave it out"],
    ),
    "studies_of_another_kind": (
        {
            '"normal", mu = 1000, sigma = 100': '→"studies", use = "here", '
            "effects = [{ estimate = 1, se = 1 }, { estimate = 2, se = 1 }]"
        },
        "estimates.shelter_cost.distribution.use", ["here", "mean, new_place"],
    ),
    "few_studies_for_a_new_place": (
        {
            '"normal", mu = 1000, sigma = 100': '→"studies", use = "new_place", '
            "effects = [{ estimate = 1, se = 1 }, { estimate = 2, se = 1 }, { estimate = 3, se = 1 }]"
        },
        "estimates.shelter_cost.distribution.use", ["3 studies", 'predictive = "normal"'],
    ),
    "negative_sd": ({"sigma = 100": "→sigma = -100"}, "estimates.shelter_cost.distribution.sigma", ["-100", "above 0"]),
    "nan_parameter": ({"low = 0.15": "→low = nan"}, f"{DISTRIBUTION}.low", ["nan", "finite number"]),
    "infinite_parameter": (
        {'"normal", mu = 1000, sigma = 100': '→"uniform", low = 0, high = inf'},
        "estimates.shelter_cost.distribution.high", ["inf", "finite number"],
    ),
    "discount_rate_in_percent": (
        {"value = 0.03": "→value = 3.0"},
        "estimates.discount_rate.value", ["this is 3,", "discounted at it", "between -1 and 1"],
    ),
    "discount_rate_in_percent_in_a_scenario": (
        {"relapse = 0.40": "→discount_rate = -1"},
        "scenarios.more_relapse.set.discount_rate", ["this is -1,", "between -1 and 1"],
    ),
    "discount_rate_of_a_point_in_percent": (
        {"value = 0.03": '→distribution = { family = "point", value = 3 }'},
        "estimates.discount_rate.distribution", ["this is 3,", "between -1 and 1"],
    ),
    "share_negative": (
        {"relapse = 0.40": "→relapse = -0.02"},
        "scenarios.more_relapse.set.relapse", ["this is -0.02", "unit is share", "difference = true"],
    ),
    "share_distribution_negative": (
        {"low = 0.15": "→low = -0.15"},
        DISTRIBUTION, ["-0.15 to 0.5", "growth), give the estimate difference = true"],
    ),
    "share_distribution_above_1": (
        {"high = 0.50": "→high = 1.50"},
        DISTRIBUTION, ["0.15 to 1.5", "unit is share", "between 0 and 1"],
    ),
    "share_without_bounds": (
        {'"pert", low = 0.15, mode = 0.30, high = 0.50': '→"normal", mu = 0.3, sigma = 0.1'},
        DISTRIBUTION, ["-inf to inf", "unit is share", "truncated_normal"],
    ),
    "difference_in_percent": (
        {"value = 0.30": "→value = -30\ndifference = true"},
        f"{RELAPSE}.value", ["this is -30,", "0.05 for 5 percentage points"],
    ),
    "difference_without_percent_sign": (
        {
            "value = 0.30": "value = 0.30\ndifference = true",
            '"pert", low = 0.15, mode = 0.30, high = 0.50': '→"normal", mu = 0.3, sigma = 30',
        },
        DISTRIBUTION, ["from -92.4", "in 998 of 1000 draws", "between -1 and 1"],
    ),
    "difference_counted": (
        {
            "value = 0.30": "value = 0.30\ndifference = true",
            '{ family = "pert", low = 0.15, mode = 0.30, high = 0.50 }': '→{ family = "updated", '
            'prior = { family = "normal", mu = 0.3, sigma = 0.1 }, observations = [{ observed = "3/10" }] }',
        },
        f"{DISTRIBUTION}.observations.0", ["3/10 is a count", "a difference", "standard error"],
    ),
    "nan": ({"value = 0.30": "→value = nan"}, f"{RELAPSE}.value", ["this is nan", "a finite number"]),
    "infinity": (
        {"value = 1000\n": "→value = inf\n"},
        "estimates.shelter_cost.value", ["this is inf", "a finite number"],
    ),
    "nan_published": ({"126000": "→nan"}, "lines.benefits-1.published", ["this is nan", "a finite number"]),
    "sampled_lever": (
        {"value = 100000": 'value = 100000\n→distribution = { family = "uniform", low = 90000, high = 110000 }'},
        "estimates.personnel.distribution", ["role lever", "not sampled", "Remove the distribution"],
    ),
    "point_is_not_value": (
        {"value = 100000": 'value = 100000\n→distribution = { family = "point", value = 90000 }'},
        "estimates.personnel.distribution", ["90000", "100000", "equal"],
    ),
    "discount_rate_observed": (
        {'role = "value_choice"': '→role = "observed"'},
        "estimates.discount_rate.role", ["observed", "Expected: value_choice"],
    ),
    "price_level_of_share": (
        {"value = 0.30": "value = 0.30\n→price_level = 2020"},
        f"{RELAPSE}.price_level", ["2020", "no currency occurs in the unit share", "Remove"],
    ),
    # experts' own answers
    "expert_nan": ({"answer = 0.4": "→answer = nan"}, f"{EXPERT}.answer", ["this is nan", "a finite number"]),
    "expert_text": (
        {"answer = 0.4": '→answer = "40 %"'},
        f"{EXPERT}.answer", ['this is "40 %"', "Expected: a number"],
    ),
    "expert_negative_weight": ({"weight = 10": "→weight = -10"}, f"{EXPERT}.weight", ["this is -10", "at least 0"]),
    "expert_share_above_1": (
        {"answer = 0.4": "→answer = 40"},
        f"{EXPERT}.answer", ["this is 40,", "unit is share", "from 0 to 1"],
    ),
    "expert_unknown_key": (
        {"weight = 10": "→cases = 10"},
        f"{EXPERT}.cases", ['"cases" is unknown', "Allowed: answer, date, label"],
    ),
    "expert_without_answer": ({"answer = 0.4, ": "→"}, EXPERT, ["this is: -", "one of answer, quantiles"]),
    "expert_with_two_answers": (
        {"answer = 0.4, ": '→answer = 0.4, quantiles = { "0.1" = 0.2, "0.9" = 0.4 }, '},
        EXPERT, ["this is: answer, quantiles", "exactly one"],
    ),
    "expert_range_out_of_order": (
        {"answer = 0.4, ": '→quantiles = { "0.1" = 0.4, "0.9" = 0.2 }, '},
        f"{EXPERT}.quantiles", ["0.9 has the value 0.2", "no more than 0.4"],
    ),
    "expert_range_beyond": (
        {"answer = 0.4, ": '→quantiles = { "0.1" = 0.2, "0.9" = 1.4 }, '},
        f"{EXPERT}.quantiles", ["1.4 does not lie within", "0 to 1"],
    ),
    "expert_without_chips": (
        {"answer = 0.4, ": "→roulette = { low = 0, high = 1, chips = [0, 3, 0] }, "},
        f"{EXPERT}.roulette", ["there are chips in 1 bins", "at least three"],
    ),
    "pooling_of_single_answers": (
        {"experts = [": '→pooling = { method = "linear", weights = "equal" }\nexperts = ['},
        f"{RELAPSE}.pooling", ["nothing was pooled", "Remove pooling"],
    ),
    "pooling_by_no_family": (
        {
            "  { answer = 0.3 },\n]": '  { quantiles = { "0.1" = 0.2, "0.9" = 0.4 } },\n]\n'
            '→pooling = { method = "linear", weights = "equal", family = "bta" }'
        },
        f"{RELAPSE}.pooling.family", ["Did you mean beta?"],
    ),
    "expert_alone": (
        {
            "experts = [": "→experts = [", "  { answer = 0.4, weight = 10 },\n  { answer = 0.3 },\n": "",
            '"pooled"': "0.2",
        },
        f"{RELAPSE}.experts", ["answers with a weight above 0: 1.", "at least two", "a single answer in value"],
    ),
    "experts_without_weight": (
        {
            "experts = [": "→experts = [", "weight = 10": "weight = 0", "answer = 0.3": "answer = 0.3, weight = 0",
            '"pooled"': "0.2",
        },
        f"{RELAPSE}.experts", ["answers with a weight above 0: 1."],
    ),
    "experts_empty": (
        {EXPERTS: "→experts = []\n", '"pooled"': "0.2"},
        f"{RELAPSE}.experts", ["answers with a weight above 0: 0.", "at least two"],
    ),
    "experts_of_lever": (
        {"value = 100000": "value = 100000\n→experts = [{ answer = 90000 }, { answer = 110000 }]"},
        "estimates.personnel.experts", ["role lever", "chosen, not estimated", "Remove them"],
    ),
    "experts_agree": (
        {"answer = 0.4": "answer = 0.2", "answer = 0.3": "answer = 0.2", '"pooled"': '→"pooled"'},
        f"{OWN}.relapse", ["all answers are 0.2", "Ask the experts for a range"],
    ),
    "experts_contradict": (
        {
            "answer = 0.2": "answer = 0.0", "answer = 0.4": "answer = 1.0", "  { answer = 0.3 },\n": "",
            '"pooled"': '→"pooled"',
        },
        f"{OWN}.relapse", ["from 0 to 1", "further apart than one distribution can", "separate scenarios"],
    ),
    "pooled_without_experts": (
        {'relapse = "pooled"': '→stay = "pooled"'},
        f"{OWN}.stay", ["stay has no experts' answers", "Add them to the estimate"],
    ),
    "pooled_unknown_estimate": (
        {'relapse = "pooled"': '→relaps = "pooled"'},
        f"{OWN}.relaps", ['"relaps"', "Did you mean relapse?"],
    ),
    "pooled_in_variant": (
        {"relapse = 0.0 ": '→relapse = "pooled" '},
        f"{ALL_STAY}.set.relapse", ['this is "pooled"', "Expected: a number"],
    ),
    "scenario_text": (
        {'"pooled"': '→"pool"'},
        f"{OWN}.relapse", ['this is "pool"', 'a finite number, or "pooled"'],
    ),
    "scenario_nan": ({'"pooled"': "→nan"}, f"{OWN}.relapse", ["this is nan", "a finite number"]),
    # formulas
    "formula_unknown_name": (
        {'"stable * shelter_cost"': '→"stable * shelter_csot"'},
        AMOUNT, ["shelter_csot at column 10", "Did you mean shelter_cost?"],
    ),
    "formula_circular": (
        {'"1 - relapse"': '→"stable / households_helped"'},
        KEEP, ["keep -> stable -> keep", "without the others"],
    ),
    "formula_circular_itself": (
        {'"1 - relapse"': '→"keep * (1 - relapse)"'},
        KEEP, ["keep -> keep", "without the others"],
    ),
    "formula_attribute": (
        {'"stable * shelter_cost"': '→"stable.real * shelter_cost"'},
        AMOUNT, ["'stable.real' at column 1", "attribute", ALLOWED_FUNCTIONS],
    ),
    "formula_call": (
        {'"stable * shelter_cost"': '→"__import__(os).system(true)"'},
        AMOUNT, ["'__import__(os).system(true)' at column 1", ALLOWED_FUNCTIONS],
    ),
    "formula_unlisted_call": (
        {'"stable * shelter_cost"': '→"stable * round(shelter_cost)"'},
        AMOUNT, ["'round(shelter_cost)' at column 10", ALLOWED_FUNCTIONS],
    ),
    "formula_text": (
        {'"stable * shelter_cost"': "→\"stable * 'shelter_cost'\""},
        AMOUNT, ["at column 10", "no texts", ALLOWED_FUNCTIONS],
    ),
    "formula_comprehension": (
        {'"stable * shelter_cost"': '→"sum(x for x in stable)"'},
        AMOUNT, ["sum(x for x in stable)", "column 1", ALLOWED_FUNCTIONS],
    ),
    "formula_list_comprehension": (
        {'"stable * shelter_cost"': '→"[x for x in stable]"'},
        AMOUNT, ["[ at column 1", "no lists", ALLOWED_FUNCTIONS],
    ),
    "formula_power_tower": (
        {'"stable * shelter_cost"': '→"9**9**9"'},
        AMOUNT, ["9 ** 9 ** 9 is not a finite number", "a power that is too large"],
    ),
    "formula_parentheses": (
        {'"stable * shelter_cost"': f'→"{"(" * 10_000}stable{")" * 10_000}"'},
        AMOUNT, ["20006 characters", "2000 are allowed", "Split it"],
    ),
    "formula_parentheses_short": (
        {'"stable * shelter_cost"': f'→"{"(" * 900}stable{")" * 900}"'},
        AMOUNT, ["50 levels deep", "Split it"],
    ),
    "formula_minus_signs": (
        {'"stable * shelter_cost"': f'→"{"-" * 100_000}stable"'},
        AMOUNT, ["100006 characters", "2000 are allowed", "Split it"],
    ),
    "formula_minus_signs_short": (
        {'"stable * shelter_cost"': f'→"{"-" * 1_900}stable"'},
        AMOUNT, ["50 levels deep", "Split it"],
    ),
    "formula_proto": (
        {'"stable * shelter_cost"': '→"stable * __proto__"'},
        AMOUNT, ["__proto__ at column 10 cannot be a name"],
    ),
    "formula_empty": (
        {'"stable * shelter_cost"': '→""'},
        AMOUNT, ["the formula is empty", "Expected: a number, a name or a calculation"],
    ),
    "formula_number_too_large": ({'"1 - relapse"': f"→{'9' * 400}"}, KEEP, ["a size from 1e-18 to 1e+18"]),
    "formula_list": ({'"1 - relapse"': '→["1 - relapse"]'}, KEEP, ["this is [...]", "Expected: a formula"]),
    # units
    "unknown_unit": (
        {'unit = "household"': '→unit = "huishouden"'},
        "estimates.households_helped.unit", ["huishouden", "household"],
    ),
    "unit_with_control_character": (
        {'unit = "household"': '→unit = "house\\u001fhold"'},
        "estimates.households_helped.unit", ["U+001F", "nobody can see"],
    ),
    "label_that_clears_the_screen": (
        {'"EUR"': '"EUR"\n→note = { nl = "\\u001b[2J", en = "2J" }'},
        "estimates.personnel.note.nl", ["U+001B", "Remove it"],
    ),
    "text_turned_around": (
        {'"EUR"': '"EUR"\n→note = { nl = "nee", en = "no\\u202Eyes" }'},
        "estimates.personnel.note.en", ["U+202E"],
    ),
    "key_with_a_character_nobody_sees": (
        {'"EUR"': '"EUR"\n→"no\\u200bte" = { nl = "nee", en = "no" }'},
        'estimates.personnel."no\\u200bte"', ["U+200B"],
    ),
    "carriage_return": (
        {'"EUR"': '"EUR"\n→note = { nl = "een\\rtwee", en = "one" }'},
        "estimates.personnel.note.nl", ["U+000D"],
    ),
    "number_of_impossible_size": (
        {'"EUR"': '"EUR"\n→experts = [{ answer = 1e19 }]'},
        "estimates.personnel.experts.0.answer", ["this is 1e+19", "a size from 1e-18 to 1e+18"],
    ),
    "number_too_close_to_zero": (
        {"low = 0.15": "→low = -1e-200"}, f"{DISTRIBUTION}.low", ["this is -1e-200", "a size from 1e-18"],
    ),
    "formula_with_too_large_a_number": (
        {'"1 - relapse"': '→"1e19 - relapse"'}, KEEP, ["1e19 is larger than 1e+18"],
    ),
    "unit_with_typo": ({'"EUR"': '→"EURO"'}, "estimates.personnel.unit", ["EURO", "Did you mean EUR?"]),
    "share_in_brackets": (
        {'unit = "share"\nvalue = 0.30': 'unit = "(share)"\n→value = 30.0'},
        f"{RELAPSE}.value", ["this is 30,", "from 0 to 1"],
    ),
    "units_of_terms": (
        {'"households_helped * keep"': '→"households_helped + stay"'},
        "quantities.stable", ["'stay' has unit year, where household is needed"],
    ),
    "months_for_years": (
        {'unit = "year"': 'unit = "month"', 'years = "stay"': '→years = "stay"'},
        f"{SHELTER}.timing.years", ["'stay' has unit month, where year is needed", "month / year"],
    ),
    "amount_per_year": (
        {
            '"stable * shelter_cost"\ntiming = { years = "stay" }': '→"stable * shelter_cost"',
            'posts = { shelter = "stable * shelter_cost / 2" }': "",
        },
        AMOUNT, ["'stable * shelter_cost' has unit EUR / year, where EUR is needed"],
    ),
    "amount_once": (
        {'"stable * shelter_cost"': '→"stable * shelter_cost * stay"'},
        AMOUNT, ["'stable * shelter_cost * stay' has unit EUR, where EUR / year is needed"],
    ),
    "quantity_unit": (
        {'"1 - relapse"': '→{ formula = "1 - relapse", unit = "household" }', " * keep": ""},
        f"{KEEP}.formula", ["no unit", "household is needed"],
    ),
    # actors, lines and timing
    "shares_do_not_sum": (
        {"households = 0.25": "→households = 0.20"},
        f"{SHELTER}.actors", ["sum to 0.95", "Expected: a sum of 1"],
    ),
    "actor_share_above_1": (
        {"city = 0.75, households = 0.25": "→city = 1.25"},
        f"{SHELTER}.actors.city", ["this is 1.25", "at most 1"],
    ),
    "unknown_actor": (
        {"households = 0.25": "→houshold = 0.25"},
        f"{SHELTER}.actors.houshold", ['"houshold" is not an actor', "Did you mean households?"],
    ),
    "actor_is_sum": (
        {
            "[actors.city]":
                '[actors.welfare]\nlabel = { nl = "Welzijn", en = "Welfare" }\nparent = "city"\n\n[actors.city]',
            "city = 1.0": "→city = 1.0", "city = 0.75": "welfare = 0.75",
        },
        "posts.staff.actors.city", ["city adds up other actors (welfare)", "Give the share to"],
    ),
    "actors_in_a_circle": (
        {
            'en = "Municipality" }':
                'en = "Municipality" }\n→parent = "state"\n\n'
                '[actors.state]\nlabel = { nl = "Rijk", en = "State" }\nparent = "city"',
            "city = 1.0": "households = 1.0", "city = 0.75, households = 0.25": "households = 1",
        },
        "actors.city.parent", ["city -> state -> city", "Remove one parent"],
    ),
    "unknown_line": (
        {'line = "costs-1"': '→line = "costs-2"'},
        "posts.staff.line", ['"costs-2" is not a line', "Did you mean costs-1?"],
    ),
    "line_is_sum": (
        {
            "[lines.benefits-1]":
                '[lines.costs-1a]\nlabel = { nl = "Deel", en = "Part" }\nside = "cost"\nparent = "costs-1"\n\n'
                "[lines.benefits-1]",
            'line = "costs-1"': '→line = "costs-1"',
        },
        "posts.staff.line", ["costs-1 adds up other lines (costs-1a)", "Put the item in one of those"],
    ),
    "unknown_parent": (
        {"[lines.benefits-1]": '[lines.benefits-1]\n→parent = "benefit-1"'},
        "lines.benefits-1.parent", ['"benefit-1" is not a line', "Did you mean benefits-1?"],
    ),
    "side_differs": (
        {'side = "benefit"\nkind': '→side = "cost"\nkind'},
        f"{SHELTER}.side", ["this is cost", "benefits-1 is on the side benefit"],
    ),
    "year_beyond_horizon": (
        {'years = "stay"': '→years = "stay", year = 4'},
        f"{SHELTER}.timing.year", ["year 4", "last year of the case is 3"],
    ),
    # time: timings, series, rates
    "years_and_until": (
        {'years = "stay"': '→years = "stay", until = 3'},
        f"{TIMING}.until", ["years (how long) and until", "Remove one of the two"],
    ),
    "until_beyond_horizon": (
        {'years = "stay"': "→until = 4"},
        f"{TIMING}.until", ["year 4", "last year of the case is 3"],
    ),
    "until_before_year": (
        {'years = "stay"': "→until = 1, year = 2"},
        f"{TIMING}.until", ["last year is 1", "starts in year 2"],
    ),
    "negative_start": (
        {'years = "stay"': '→years = "stay", year = -1'},
        f"{TIMING}.year", ["-1", "at least 0"],
    ),
    "years_beyond_horizon": (
        {'years = "stay"': "→years = 5"},
        f"{TIMING}.years", ["5 years", "0 to 4 years"],
    ),
    "start_in_months": (
        {'years = "stay"': '→years = "stay", year = "relapse"'},
        f"{TIMING}.year", ["'relapse' has unit share, where year is needed"],
    ),
    "growth_of_all": (
        {'years = "stay"': '→years = "stay", growth = -1'},
        f"{TIMING}.growth", ["the growth is -1", "Write growth of 2% as 0.02"],
    ),
    "growth_in_euros": (
        {'years = "stay"': '→years = "stay", growth = "personnel"'},
        f"{TIMING}.growth", ["'personnel' has unit EUR, where share is needed"],
    ),
    "decline_in_percent": (
        {'years = "stay"': '→years = "stay", decline = 10'},
        f"{TIMING}.decline", ["the decline is 10", "0.10 for 10%"],
    ),
    "ramp_of_nothing": (
        {'years = "stay"': '→years = "stay", ramp = 0'},
        f"{TIMING}.ramp", ["the ramp is 0 years", "a third, two thirds, all"],
    ),
    "shape_of_once": (
        {'amount = "personnel"': 'amount = "personnel"\n→timing = { year = 1, growth = 0.02 }'},
        "posts.staff.timing.growth", ["growth says how", "occurs only once", "Say with years or until"],
    ),
    "every_half_year": (
        {'years = "stay"': '→years = "stay", every = 0'},
        f"{TIMING}.every", ["0", "at least 1"],
    ),
    "t_outside_an_amount": (
        {'years = "stay"': '→years = "stay * t"'},
        f"{TIMING}.years", ["t has a different value each year", "only in an amount"],
    ),
    "yearly_quantity_outside_an_amount": (
        {'years = "stay"': '→years = "later"', "[quantities]": '[quantities]\nlater = "stay * (1 + t)"'},
        f"{TIMING}.years", ["later has a different value each year"],
    ),
    "age_in_a_quantity": (
        {'keep = "1 - relapse"': '→keep = "1 - relapse * age / 9"'},
        KEEP, ["age counts the years since an item began", "amount of the item"],
    ),
    "age_of_once": (
        {'amount = "personnel"': '→amount = "personnel * (1 + age)"'},
        "posts.staff.amount", ["uses age, but occurs only once"],
    ),
    "present_value_of_yearly": (
        {'amount = "personnel"': 'amount = "personnel * (1 + t)"\n→timing = { year = 1, present_value_at = 0.03 }'},
        "posts.staff.timing.present_value_at", ["already the present value", "depends on the year (t)"],
    ),
    "unknown_cohorts": (
        {'years = "stay"': '→years = "stay", cohorts = "intake"'},
        f"{TIMING}.cohorts", ['no series "intake"', "under [series]"],
    ),
    "series_short": (
        {"[quantities]": _series('[1, 2, 3]') + "[quantities]"},
        "series.wages.values", ["3 values", "4 years", "last (the last value) or zero"],
    ),
    "series_gap": (
        {"[quantities]": _series('{ 0 = 1, 1 = 2, 3 = 4 }') + "[quantities]"},
        "series.wages.values", ["year 2 is missing", "from 0 on"],
    ),
    "series_before_the_first_year": (
        {
            "horizon = 4": "horizon = 4\nfirst_year = 2021",
            "[quantities]": _series('{ 2020 = 1, 2021 = 2 }', more='beyond = "last"') + "[quantities]",
        },
        "series.wages.values", ["year 2020", "begins in year 2021"],
    ),
    "series_of_nothing": (
        {"[quantities]": _series('[]') + "[quantities]"},
        "series.wages.values", ["empty"],
    ),
    "series_named_t": (
        {"[quantities]": _series('[1, 2, 3, 4]', name='t', mark="name") + "[quantities]"},
        "series.t", ["t"],
    ),
    "series_with_the_name_of_an_estimate": (
        {"[quantities]": _series('[1, 2, 3, 4]', name='stay', mark="name") + "[quantities]"},
        "series.stay", ["stay"],
    ),
    "series_beyond": (
        {"[quantities]": _series("[1]", more='→beyond = "lats"', mark="") + "[quantities]"},
        "series.wages.beyond", ["lats", "Did you mean last?"],
    ),
    "discounting_when": (
        {"horizon = 4": 'horizon = 4\n→discounting = "mid"'},
        "case.discounting", ["mid", "start"],
    ),
    "bands_not_from_zero": (
        {"[quantities]": '[discounting]\n→bands = [ { from = 1, rate = 0.03 } ]\n\n[quantities]'},
        "discounting.bands.0.from", ["begins in year 1", "from = 0"],
    ),
    "no_bands": (
        {"[quantities]": "[discounting]\n→bands = []\n\n[quantities]"},
        "discounting.bands", ["the list is empty", "at least one band, such as { from = 0, rate = 0.03 }"],
    ),
    "bands_overlap": (
        {
            "[quantities]": "[discounting]\n→bands = [ { from = 0, rate = 0.03 }, { from = 0, rate = 0.02 } ]\n\n"
            "[quantities]",
        },
        "discounting.bands.1.from", ["begins in year 0", "not after the one before"],
    ),
    "rate_of_three_hundred_percent": (
        {"[quantities]": "[discounting]\n→costs = 3\n\n[quantities]"},
        "discounting.costs.0.rate", ["3", "between -1 and 1", "such as 0.03"],
    ),
    "rate_that_is_sampled": (
        {"[quantities]": '[discounting]\n→costs = "relapse"\n\n[quantities]'},
        "discounting.costs.0.rate", ["role expert", "value_choice"],
    ),
    "rate_of_no_actor": (
        {"[quantities]": "[discounting]\n→actors = { town = 0.02 }\n\n[quantities]"},
        "discounting.actors.town", ["town", "actor"],
    ),
    # what is asked of a case
    "unknown_document": (
        {'"report", place = "2" }\n\n[estimates.households': '→"rapport", place = "2" }\n\n[estimates.households'},
        f"{RELAPSE}.source.document", ['"rapport" is not a document', "Did you mean report?"],
    ),
    "unknown_estimate_in_scenario": (
        {"relapse = 0.40": "→relaps = 0.40"},
        "scenarios.more_relapse.set.relaps", ['"relaps"', "Did you mean relapse?"],
    ),
    "scenario_share_above_1": (
        {"relapse = 0.40": "→relapse = 40"},
        "scenarios.more_relapse.set.relapse", ["this is 40", "unit is share"],
    ),
    "unknown_scenario": (
        {'scenario = "more_relapse"': '→scenario = "less_relapse"'},
        "claims.relapse.scenario", ['"less_relapse"', "Did you mean more_relapse?"],
    ),
    "irr_without_its_actor": (
        {'outcome = "net_benefit"': '→outcome = "actor:irr"'},
        "claims.relapse.outcome", ['"actor:irr"', "There are: costs, benefits, net_benefit"],
    ),
    "unknown_outcome": (
        {'outcome = "net_benefit"': '→outcome = "nett_benefit"'},
        "claims.relapse.outcome", ['"nett_benefit"', "Did you mean net_benefit?"],
    ),
    "unknown_outcome_post": (
        {"net_benefit = 26000": '→"post:shelters" = 26000'},
        'published."post:shelters"', ['"post:shelters"', "Did you mean post:shelter?"],
    ),
    "outcome_beyond_horizon": (
        {"net_benefit = 26000": '→"year:4" = 26000'},
        'published."year:4"', ['"year:4" is not an outcome', "Did you mean year:3?"],
    ),
    "unknown_post": (
        {'["shelter"]': '→["staff", "sheltre"]'},
        "not_valued.police.posts.1", ['"sheltre" is not an item', "Did you mean shelter?"],
    ),
    "claim_without_note": (
        {
            "[claims.top]": "→[claims.top]",
            'note = { nl = "Er zijn geen cijfers per groep.", en = "There are no figures by group." }\n': "",
        },
        "claims.top", ["without outcome", "Say in note why not"],
    ),
    "claim_without_published": (
        {"[claims.relapse]": "→[claims.relapse]", "published = -18000\n": ""},
        "claims.relapse.published", ["published is missing", "Add it"],
    ),
    "claim_without_scenario": (
        {"[claims.relapse]": "→[claims.relapse]", 'scenario = "more_relapse"\n': ""},
        "claims.relapse.scenario", ["difference", "Add the key scenario"],
    ),
    "claim_sign": (
        {'published = -18000\nmeasure = "difference"': '→published = -18000\nmeasure = "sign"'},
        "claims.relapse.published", ["-18000", "Expected: -1, 0 or 1"],
    ),
    # dependence
    "correlation_above_1": (
        {'["relapse", "shelter_cost"], rank = 0.3': '→["relapse", "shelter_cost"], rank = 1.3'},
        f"{PAIR}.rank", ["this is 1.3", "at most 1"],
    ),
    "correlations_impossible": (
        {
            "correlations = [": "→correlations = [", "rank = -0.4": "rank = -0.9",
            '["relapse", "shelter_cost"], rank = 0.3': '["relapse", "shelter_cost"], rank = 0.9',
            '["households_helped", "shelter_cost"], rank = 0.3': '["households_helped", "shelter_cost"], rank = 0.9',
        },
        "dependence.expected.correlations", ["cannot hold together", "The nearest that can"],
    ),
    "correlation_twice": (
        {'["relapse", "shelter_cost"]': '→["households_helped", "relapse"]'},
        f"{PAIR}.between", ["households_helped, relapse is here twice", "Remove one"],
    ),
    "correlation_of_one": (
        {'["relapse", "shelter_cost"]': '→["relapse", "relapse"]'},
        f"{PAIR}.between", ["both halves", "relapse", "two different estimates"],
    ),
    "correlation_of_three": (
        {'["relapse", "shelter_cost"]': '→["relapse", "stay", "shelter_cost"]'},
        f"{PAIR}.between", ["here are 3", "exactly two"],
    ),
    "correlation_of_none": (
        {'["relapse", "shelter_cost"]': "→[]"},
        f"{PAIR}.between", ["here are 0", "exactly two"],
    ),
    "correlation_of_lever": (
        {'["relapse", "shelter_cost"]': '→["relapse", "personnel"]'},
        f"{PAIR}.between", ["personnel is not uncertain", "Remove the pair"],
    ),
    "correlation_unknown": (
        {'["relapse", "shelter_cost"]': '→["relapse", "shelter_costs"]'},
        f"{PAIR}.between", ['"shelter_costs"', "Did you mean shelter_cost?"],
    ),
    "independent_correlated": (
        {"[dependence.expected]": "[dependence.independent]", "correlations = [": "→correlations = ["},
        "dependence.independent.correlations", ["no correlations", "Rename this variant"],
    ),
    # variants
    "variant_empty": (
        {
            "[variants.all_stay]": "→[variants.all_stay]", "{ relapse = 0.0 }": "{}",
            'quantities = { stable = "households_helped" }\nposts = { shelter = "stable * shelter_cost / 2" }\n': "",
        },
        ALL_STAY, ["changes nothing", "set, quantities or posts"],
    ),
    "variant_base": (
        {"[variants.all_stay]": "→[variants.base]"},
        "variants.base", ["the case as it is", "Rename this variant"],
    ),
    "variant_unknown_quantity": (
        {'stable = "households_helped"': '→stabel = "households_helped"'},
        f"{ALL_STAY}.quantities.stabel", ['"stabel"', "Did you mean stable?", "replaces"],
    ),
    "variant_unknown_post": (
        {"{ shelter =": "→{ shelters ="},
        f"{ALL_STAY}.posts.shelters", ['"shelters" is not an item', "Did you mean shelter?"],
    ),
    "variant_unknown_estimate": (
        {"relapse = 0.0 ": "→relaps = 0.0 "},
        f"{ALL_STAY}.set.relaps", ['"relaps"', "Did you mean relapse?"],
    ),
    "variant_unknown_key": (
        {"set = { relapse = 0.0 ": "→sets = { relapse = 0.0 "},
        f"{ALL_STAY}.sets", ['"sets" is unknown', "Did you mean set?"],
    ),
    "variant_share_above_1": (
        {"relapse = 0.0 ": "→relapse = 30 "},
        f"{ALL_STAY}.set.relapse", ["this is 30", "unit is share"],
    ),
    "variant_circular": (
        {'stable = "households_helped"': '→keep = "1 - stable / households_helped"'},
        f"{ALL_STAY}.quantities.keep", ["keep -> stable -> keep", "without the others"],
    ),
    "variant_unit": (
        {'stable = "households_helped"': '→stable = "households_helped * stay"'},
        f"{ALL_STAY}.quantities.stable", ["has unit household * year", "household is needed"],
    ),
    "variant_post_unit": (
        {'shelter_cost / 2"': '→shelter_cost * stay"'},
        f"{ALL_STAY}.posts.shelter", ["has unit EUR, where EUR / year is needed"],
    ),
    "variant_formula_unknown_name": (
        {'shelter_cost / 2"': '→shelter_csot"'},
        f"{ALL_STAY}.posts.shelter", ["shelter_csot at column 10", "shelter_cost?"],
    ),
    "variant_present_value_of_yearly": (
        {
            'amount = "personnel"': f'amount = "personnel"\n{PRESENT_VALUE}',
            "{ shelter =": '→{ staff = "personnel * (1 + t)", shelter =',
        },
        f"{ALL_STAY}.posts.staff", ["already the present value", "depends on the year (t)"],
    ),
    "variant_yearly_quantity_in_a_timing": (
        {
            'years = "stay"': 'years = "later"', "[quantities]": '[quantities]\nlater = "stay"',
            "{ stable =": '→{ later = "stay * (1 + t)", stable =',
        },
        f"{ALL_STAY}.quantities.later", ["later has a different value each year"],
    ),
    "variant_yearly_quantity_two_steps_from_a_present_value": (
        {
            'amount = "personnel"': f'amount = "dearer"\n{PRESENT_VALUE}',
            "[quantities]": '[quantities]\nrise = "1"\ndearer = "personnel * rise"',
            "{ stable =": '→{ rise = "1 + t", stable =',
        },
        f"{ALL_STAY}.quantities.rise", ["already the present value", "depends on the year (dearer)"],
    ),
    "variant_age_in_a_quantity": (
        {"{ stable =": '→{ keep = "1 - relapse * age / 9", stable ='},
        f"{ALL_STAY}.quantities.keep", ["age counts the years since an item began", "amount of the item"],
    ),
    "variant_age_of_once": (
        {"{ shelter =": '→{ staff = "personnel * (1 + age)", shelter ='},
        f"{ALL_STAY}.posts.staff", ["uses age, but occurs only once"],
    ),
    # alternatives
    "alternative_yearly_by_two_variants": (
        {
            'amount = "personnel"': f'amount = "personnel"\n{PRESENT_VALUE}',
            "[quantities]": '[quantities]\nrise = "1"',
            "[alternatives.small]": _variant("rising", 'quantities = { rise = "1 + t" }')
            + _variant("dearer", '→posts = { staff = "personnel * rise" }') + "[alternatives.small]",
            "set = { personnel = 50000 }": 'variants = ["rising", "dearer"]',
        },
        "variants.dearer.posts.staff", ["already the present value", "depends on the year (rise)"],
    ),
    "alternative_circular_by_two_variants": (
        {
            'amount = "personnel"': 'amount = "personnel * rise"',
            "[quantities]": '[quantities]\nrise = "1"\nfall = "2"',
            "[alternatives.small]": _variant("one", 'quantities = { rise = "fall" }')
            + _variant("other", 'quantities = { fall = "rise" }') + "[alternatives.small]",
            "set = { personnel = 50000 }": '→variants = ["one", "other"]',
        },
        f"{SMALL}.variants", ["-> rise", "-> fall"],
    ),
    "alternative_reserved": (
        {"[alternatives.small]": "→[alternatives.nothing]"},
        "alternatives.nothing", ["the name nothing is taken", "another name"],
    ),
    "alternative_base": (
        {"[alternatives.small]": "→[alternatives.base]"},
        "alternatives.base", ["the name base is taken", "another name"],
    ),
    "alternative_is_scenario": (
        {"[alternatives.small]": "→[alternatives.more_relapse]"},
        "alternatives.more_relapse", ["there is also a scenario more_relapse", "Rename the alternative"],
    ),
    "alternative_without_posts": (
        {'without = [ "shelter" ]': '→without = ["shelter", "staff"]'},
        f"{SMALL}.without", ["has no items at all", "Give it an item", "doing nothing is always there"],
    ),
    "alternative_of_no_posts": (
        {'without = [ "shelter" ]': "→posts = []"},
        f"{SMALL}.posts", ["has no items at all"],
    ),
    "alternative_posts_and_without": (
        {'without = [ "shelter" ]': 'posts = ["staff"]\n→without = ["shelter"]'},
        f"{SMALL}.without", ["both posts and without", "Keep one"],
    ),
    "alternative_unknown_post": (
        {'without = [ "shelter" ]': '→without = ["shelters"]'},
        f"{SMALL}.without.0", ['"shelters" is not an item', "Did you mean shelter?"],
    ),
    "alternative_unknown_estimate": (
        {"set = { personnel = 50000 }": "→set = { personel = 50000 }"},
        f"{SMALL}.set.personel", ['"personel"', "Did you mean personnel?"],
    ),
    "alternative_share_above_1": (
        {"set = { personnel = 50000 }": "→set = { relapse = 30 }"},
        f"{SMALL}.set.relapse", ["this is 30", "unit is share"],
    ),
    "alternative_text_for_number": (
        {"set = { personnel = 50000 }": '→set = { personnel = "pooled" }'},
        f"{SMALL}.set.personnel", ["Expected: a number", "in scenarios only"],
    ),
    "alternative_set_to_an_estimate": (
        {"set = { personnel = 50000 }": '→set = { personnel = "shelter_cost" }'},
        f"{SMALL}.set.personnel", ['this is "shelter_cost"', "Expected: a number", "a formula: of a quantity"],
    ),
    "variant_set_to_a_formula": (
        {"relapse = 0.0 ": '→relapse = "1 - keep" '},
        f"{ALL_STAY}.set.relapse", ['this is "1 - keep"', "Expected: a number", "a formula: of a quantity"],
    ),
    "scenario_set_to_a_formula": (
        {'"pooled"': '→"relapse / 2"'},
        f"{OWN}.relapse", ['this is "relapse / 2"', "a finite number", "a formula: of a quantity"],
    ),
    "alternative_unknown_variant": (
        {"set = { personnel = 50000 }": '→variants = ["all_stays"]'},
        f"{SMALL}.variants.0", ['"all_stays" is not a variant', "Did you mean all_stay?"],
    ),
    "alternative_post_twice": (
        {'without = [ "shelter" ]': '→without = ["shelter", "shelter"]'},
        f"{SMALL}.without.1", ["shelter is already here"],
    ),
    "alternative_set_twice": (
        {"set = { personnel = 50000 }": 'set = { relapse = 0.1 }\n→variants = ["all_stay"]'},
        f"{SMALL}.variants.0", ["relapse is set twice", "by set and by the variant all_stay"],
    ),
    "alternative_published_twice": (
        {"[alternatives.small]": "[alternatives.whole.published]\n→net_benefit = 1\n\n[alternatives.small]"},
        "alternatives.whole.published.net_benefit", ["is also given for the case itself", "of the first alternative"],
    ),
    "alternative_line_published_twice": (
        {"[alternatives.small]": '[alternatives.whole.published]\n→"line:costs-1" = 1\n\n[alternatives.small]'},
        'alternatives.whole.published."line:costs-1"', ["line:costs-1 is also given for the case itself"],
    ),
    "alternative_unknown_outcome": (
        {'without = [ "shelter" ]': 'without = ["shelter"]\n→published = { "post:shelter" = 1 }'},
        f'{SMALL}.published."post:shelter"', ["post:shelter"],
    ),
    "alternative_unknown_key": (
        {'without = [ "shelter" ]': '→withot = ["shelter"]'},
        f"{SMALL}.withot", ['"withot" is unknown', "Did you mean without?"],
    ),
    "claim_of_a_variant_of_an_alternative": (
        {
            "tolerance = 500": '→variant = "fewer"',
            'without = [ "shelter" ]': 'without = [ "shelter" ]\nvariants = ["fewer"]\n\n[variants.fewer]\n'
            'label = { nl = "Minder", en = "Fewer" }\nset = { relapse = 0.4 }',
        },
        "claims.relapse.variant", ["part of an alternative (small)", "Name the alternative"],
    ),
    "claim_unknown_alternative": (
        {"tolerance = 500": '→alternative = "smal"'},
        "claims.relapse.alternative", ['"smal" is not an alternative', "Did you mean small?"],
    ),
}  # fmt: skip


def mistaken(name: str) -> tuple[str, int | None]:
    """Give the text of the case with the mistake, and the line that its message must name."""
    before, *after = changed(MISTAKES[name][0], WITH_ALTERNATIVES).split(MARK)
    assert len(after) <= 1, f"{len(after)} marks in {name}"
    return before + "".join(after), before.count("\n") + 1 if after else None
