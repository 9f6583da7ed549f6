"""Every mistake in a case file gives one message: what, where (file, line, key), what was expected, what to do.

Each file in ``malformed/`` holds one mistake. A comment ``# <- here`` marks the line that the message must name.
"""

from pathlib import Path

import pytest
from cases import MINIMAL, changed

from mkba_uncertainty.casefile import load_case, problems
from mkba_uncertainty.casefile.reading import LARGEST
from mkba_uncertainty.errors import CaseError
from mkba_uncertainty.formula import FUNCTIONS

MALFORMED = Path(__file__).parent / "malformed"
ALLOWED_FUNCTIONS = ", ".join(FUNCTIONS)
RELAPSE, SHELTER, KEEP = "estimates.relapse", "posts.shelter", "quantities.keep"
AMOUNT, DISTRIBUTION = f"{SHELTER}.amount", f"{RELAPSE}.distribution"
ALL_STAY = "variants.all_stay"
EXPERT, OWN = f"{RELAPSE}.experts.1", "scenarios.own_answers.set"
PAIR = "dependence.expected.correlations.1"

# file, key, and what its message must say
MISTAKES = [
    # the file
    ("not_utf8", None, ["byte 826", "0xe9", "Save the file as text in UTF-8"]),
    ("not_toml", None, ["value = 0,30", "decimals with a point"]),
    ("unclosed_text", None, ['author = "A. Author', "not closed", "Close it"]),
    ("value_without_quotes", None, ["role = expert", "a text in quotation marks"]),
    ("backslash", None, ["C:\\data", "Double it"]),
    ("no_equals_sign", None, ["value 0.30", "Expected: key = value"]),
    ("key_as_table", None, ["horizon.years = 4", "Write every key and table once"]),
    ("empty", None, ["is empty", "[estimates]"]),
    # tables and keys
    ("unknown_key", f"{RELAPSE}.prise_level", ['"prise_level" is unknown', "Did you mean price_level?"]),
    ("unknown_key_far", f"{RELAPSE}.qqq", ['"qqq" is unknown', "Allowed: basis, distribution", "remove it"]),
    ("unknown_table", "finding", ['"finding"', "Did you mean findings?"]),
    ("duplicate_key", f"{RELAPSE}.unit", ["already stands on line 43", "Remove one"]),
    ("duplicate_table", RELAPSE, ["already stands on line 40", "Remove one"]),
    ("duplicate_inline_key", "scenarios.more_relapse.set.relapse", ["already stands on line 108", "Remove one"]),
    ("missing_key", "posts.staff.amount", ["the key amount is missing", "Add it"]),
    ("missing_inline_key", "case.title.en", ["the key en is missing", "Add it"]),
    ("missing_table", "actors", ["the table [actors] is missing", "Add it"]),
    ("missing_discount_rate", "estimates", ["discount_rate is missing", "role value_choice"]),
    ("text_for_number", f"{RELAPSE}.value", ['"0.30"', "Expected: a number", "without quotation marks"]),
    ("number_for_text", "estimates.personnel.unit", ["here stands 1", "a text in quotation marks"]),
    ("text_for_table", f"{RELAPSE}.label", ['"Relapse"', "Expected: a table"]),
    ("text_for_list", "not_valued.police.posts", ['"shelter"', "Expected: a list"]),
    ("fraction_for_whole_number", "case.horizon", ["here stands 4.0", "a whole number"]),
    ("truth_for_formula", f"{SHELTER}.timing.years", ["here stands true", "a formula"]),
    ("horizon_zero", "case.horizon", ["here stands 0", "at least 1"]),
    ("empty_label", f"{RELAPSE}.label.en", ["the text is empty", "Fill it in"]),
    ("empty_scenario", "scenarios.more_relapse.set", ["the table is empty", "at least one"]),
    ("bad_year", "case.price_index.x2020", ['"x2020" is not a year', "four digits"]),
    ("unknown_role", "estimates.households_helped.role", ['"observd"', "Did you mean observed?"]),
    ("unknown_side", "lines.costs-1.side", ['"loss"', "Choose from: benefit, cost"]),
    ("name_with_capital", "estimates.Stay", ['"Stay" cannot be a name', "lower-case"]),
    ("name_proto", "scenarios.__proto__", ['"__proto__" cannot be a name', "lower-case"]),
    ("name_of_function", "quantities.max", ["max is a function", "Choose another"]),
    ("name_twice", "quantities.stay", ["stay is an estimate as well (line 67)", "Rename"]),
    # estimates and their distributions
    ("unknown_family", f"{DISTRIBUTION}.family", ["perth", "Did you mean pert?"]),
    ("unknown_parameter", f"{DISTRIBUTION}.mod", ["mod", "Did you mean mode?"]),
    ("missing_parameter", f"{DISTRIBUTION}.mode", ["pert", "low, mode, high"]),
    ("missing_family", f"{DISTRIBUTION}.family", ["the key family is missing", "Add it"]),
    ("parameter_text", f"{DISTRIBUTION}.low", ["'0.15'", "number"]),
    ("low_above_high", f"{DISTRIBUTION}.low", ["0.5", "above high (0.15)", "Swap"]),
    ("low_above_mode", f"{DISTRIBUTION}.mode", ["0.3", "low (0.35)", "high (0.5)"]),
    ("mode_above_high", f"{DISTRIBUTION}.mode", ["0.6", "low (0.15)", "high (0.5)"]),
    ("negative_sd", "estimates.shelter_cost.distribution.sigma", ["-100", "above 0"]),
    ("nan_parameter", f"{DISTRIBUTION}.low", ["nan", "finite number"]),
    ("infinite_parameter", "estimates.shelter_cost.distribution.high", ["inf", "finite number"]),
    ("share_above_1", "estimates.discount_rate.value", ["here stands 3,", "unit is share", "from 0 to 1"]),
    ("share_distribution_above_1", DISTRIBUTION, ["0.15 to 1.5", "unit is share", "between 0 and 1"]),
    ("share_without_bounds", DISTRIBUTION, ["-inf to inf", "unit is share", "truncated_normal"]),
    ("nan", f"{RELAPSE}.value", ["here stands nan", "a finite number"]),
    ("infinity", "estimates.shelter_cost.value", ["here stands inf", "a finite number"]),
    ("nan_published", "lines.benefits-1.published", ["here stands nan", "a finite number"]),
    ("sampled_lever", "estimates.personnel.distribution", ["role lever", "not sampled", "Remove the distribution"]),
    ("point_is_not_value", "estimates.personnel.distribution", ["90000", "100000", "equal"]),
    ("discount_rate_observed", "estimates.discount_rate.role", ["observed", "Expected: value_choice"]),
    ("price_level_of_share", f"{RELAPSE}.price_level", ["2020", "no euros occur in the unit share", "Remove"]),
    # experts' own answers
    ("expert_nan", f"{EXPERT}.answer", ["here stands nan", "a finite number"]),
    ("expert_text", f"{EXPERT}.answer", ['here stands "40 %"', "Expected: a number"]),
    ("expert_negative_weight", f"{EXPERT}.weight", ["here stands -10", "at least 0"]),
    ("expert_share_above_1", f"{EXPERT}.answer", ["here stands 40,", "unit is share", "from 0 to 1"]),
    ("expert_unknown_key", f"{EXPERT}.cases", ['"cases" is unknown', "Allowed: answer, label, weight"]),
    ("expert_without_answer", f"{EXPERT}.answer", ["the key answer is missing"]),
    (
        "expert_alone",
        f"{RELAPSE}.experts",
        ["answers with a weight above 0: 1.", "at least two", "a single answer in value"],
    ),
    ("experts_without_weight", f"{RELAPSE}.experts", ["answers with a weight above 0: 1."]),
    ("experts_empty", f"{RELAPSE}.experts", ["answers with a weight above 0: 0.", "at least two"]),
    ("experts_of_lever", "estimates.personnel.experts", ["role lever", "chosen, not estimated", "Remove them"]),
    ("experts_agree", f"{OWN}.relapse", ["all answers are 0.2", "Ask the experts for a range"]),
    (
        "experts_contradict",
        f"{OWN}.relapse",
        ["from 0.0 to 1.0", "further apart than one distribution can", "scenarios of their own"],
    ),
    ("pooled_without_experts", f"{OWN}.stay", ["stay has no experts' answers", "Add them to the estimate"]),
    ("pooled_unknown_estimate", f"{OWN}.relaps", ['"relaps"', "Did you mean relapse?"]),
    ("pooled_in_variant", f"{ALL_STAY}.set.relapse", ['here stands "pooled"', "Expected: a number"]),
    ("scenario_text", f"{OWN}.relapse", ['here stands "pool"', 'a finite number, or "pooled"']),
    ("scenario_nan", f"{OWN}.relapse", ["here stands nan", "a finite number"]),
    # formulas
    ("formula_unknown_name", AMOUNT, ["shelter_csot at column 10", "Did you mean shelter_cost?"]),
    ("formula_circular", KEEP, ["keep -> stable -> keep", "without the others"]),
    ("formula_circular_itself", KEEP, ["keep -> keep", "without the others"]),
    ("formula_attribute", AMOUNT, ["'stable.real' at column 1", "attribute", ALLOWED_FUNCTIONS]),
    ("formula_call", AMOUNT, ["'__import__(os).system(true)' at column 1", ALLOWED_FUNCTIONS]),
    ("formula_unlisted_call", AMOUNT, ["'round(shelter_cost)' at column 10", ALLOWED_FUNCTIONS]),
    ("formula_text", AMOUNT, ["at column 10", "no texts", ALLOWED_FUNCTIONS]),
    ("formula_comprehension", AMOUNT, ["sum(x for x in stable)", "column 1", ALLOWED_FUNCTIONS]),
    ("formula_list_comprehension", AMOUNT, ["[ at column 1", "no lists", ALLOWED_FUNCTIONS]),
    ("formula_power_tower", AMOUNT, ["9 ** 9 ** 9 is not a finite number", "too large a power"]),
    ("formula_parentheses", AMOUNT, ["20006 characters", "2000 are allowed", "Split it"]),
    ("formula_parentheses_short", AMOUNT, ["50 levels deep", "Split it"]),
    ("formula_minus_signs", AMOUNT, ["100006 characters", "2000 are allowed", "Split it"]),
    ("formula_minus_signs_short", AMOUNT, ["50 levels deep", "Split it"]),
    ("formula_proto", AMOUNT, ["__proto__ at column 10 cannot be a name"]),
    ("formula_empty", AMOUNT, ["the formula is empty", "Expected: a number, a name or a calculation"]),
    ("formula_number_too_large", KEEP, ["not a finite number"]),
    ("formula_list", KEEP, ["here stands [...]", "Expected: a formula"]),
    # units
    ("unknown_unit", "estimates.households_helped.unit", ["huishouden", "household"]),
    ("unit_with_typo", "estimates.personnel.unit", ["EURO", "Did you mean EUR?"]),
    ("units_of_terms", "quantities.stable", ["'stay' has unit year, where household is due"]),
    ("months_for_years", f"{SHELTER}.timing.years", ["'stay' has unit month, where year is due", "month / year"]),
    ("amount_per_year", AMOUNT, ["'stable * shelter_cost' has unit EUR / year, where EUR is due"]),
    ("amount_once", AMOUNT, ["'stable * shelter_cost * stay' has unit EUR, where EUR / year is due"]),
    ("quantity_unit", f"{KEEP}.formula", ["no unit", "household is due"]),
    # actors, lines and timing
    ("shares_do_not_sum", f"{SHELTER}.actors", ["sum to 0.95", "Expected: 1"]),
    ("actor_share_above_1", f"{SHELTER}.actors.city", ["here stands 1.25", "at most 1"]),
    ("unknown_actor", f"{SHELTER}.actors.houshold", ['"houshold" is not an actor', "Did you mean households?"]),
    ("actor_is_sum", "posts.staff.actors.city", ["city adds up other actors (welfare)", "Give the share to"]),
    ("actors_in_a_circle", "actors.city.parent", ["city -> state -> city", "Take one parent out"]),
    ("unknown_line", "posts.staff.line", ['"costs-2" is not a line', "Did you mean costs-1?"]),
    ("line_is_sum", "posts.staff.line", ["costs-1 adds up other lines (costs-1a)", "Put the post in one of those"]),
    ("unknown_parent", "lines.benefits-1.parent", ['"benefit-1" is not a line', "Did you mean benefits-1?"]),
    ("side_differs", f"{SHELTER}.side", ["here stands cost", "benefits-1 is on the side benefit"]),
    ("year_beyond_horizon", f"{SHELTER}.timing.year", ["year 4", "last year of the case is 3"]),
    ("present_value_over_years", f"{SHELTER}.timing.present_value_at", ["per year", "Remove one of the two"]),
    # what is asked of a case
    ("unknown_document", f"{RELAPSE}.source.document", ['"rapport" is not a document', "Did you mean report?"]),
    ("unknown_estimate_in_scenario", "scenarios.more_relapse.set.relaps", ['"relaps"', "Did you mean relapse?"]),
    ("scenario_share_above_1", "scenarios.more_relapse.set.relapse", ["here stands 40", "unit is share"]),
    ("unknown_scenario", "claims.relapse.scenario", ['"less_relapse"', "Did you mean more_relapse?"]),
    ("unknown_outcome", "claims.relapse.outcome", ['"nett_benefit"', "Did you mean net_benefit?"]),
    ("unknown_outcome_post", 'published."post:shelters"', ['"post:shelters"', "Did you mean post:shelter?"]),
    ("outcome_beyond_horizon", 'published."year:4"', ['"year:4" is not an outcome', "Did you mean year:3?"]),
    ("unknown_post", "not_valued.police.posts.1", ['"sheltre" is not a post', "Did you mean shelter?"]),
    ("claim_without_note", "claims.top", ["without outcome", "Say in note why not"]),
    ("claim_without_published", "claims.relapse.published", ["published is missing", "Add it"]),
    ("claim_without_scenario", "claims.relapse.scenario", ["difference", "Add the key scenario"]),
    ("claim_sign", "claims.relapse.published", ["-18000", "Expected: -1, 0 or 1"]),
    # dependence
    ("correlation_above_1", f"{PAIR}.rank", ["here stands 1.3", "at most 1"]),
    ("correlations_impossible", "dependence.expected.correlations", ["cannot hold together", "these can"]),
    ("correlation_twice", f"{PAIR}.between", ["households_helped, relapse stands here twice", "Remove one"]),
    ("correlation_of_one", f"{PAIR}.between", ["both halves", "relapse", "two different estimates"]),
    ("correlation_of_three", f"{PAIR}.between", ["here are 3", "exactly two"]),
    ("correlation_of_lever", f"{PAIR}.between", ["personnel is not uncertain", "Remove the pair"]),
    ("correlation_unknown", f"{PAIR}.between", ['"shelter_costs"', "Did you mean shelter_cost?"]),
    ("independent_correlated", "dependence.independent.correlations", ["no correlations", "another name"]),
    # variants
    ("variant_empty", ALL_STAY, ["changes nothing", "set, quantities or posts"]),
    ("variant_base", "variants.base", ["the case as it stands", "another name"]),
    ("variant_unknown_quantity", f"{ALL_STAY}.quantities.stabel", ['"stabel"', "Did you mean stable?", "replaces"]),
    ("variant_unknown_post", f"{ALL_STAY}.posts.shelters", ['"shelters" is not a post', "Did you mean shelter?"]),
    ("variant_unknown_estimate", f"{ALL_STAY}.set.relaps", ['"relaps"', "Did you mean relapse?"]),
    ("variant_unknown_key", f"{ALL_STAY}.sets", ['"sets" is unknown', "Did you mean set?"]),
    ("variant_share_above_1", f"{ALL_STAY}.set.relapse", ["here stands 30", "unit is share"]),
    ("variant_circular", f"{ALL_STAY}.quantities.keep", ["keep -> stable -> keep", "without the others"]),
    ("variant_unit", f"{ALL_STAY}.quantities.stable", ["has unit household * year", "household is due"]),
    ("variant_post_unit", f"{ALL_STAY}.posts.shelter", ["has unit EUR, where EUR / year is due"]),
    ("variant_formula_unknown_name", f"{ALL_STAY}.posts.shelter", ["shelter_csot at column 10", "shelter_cost?"]),
]
SOUND = {"price_levels"}


def marked_line(file: Path) -> int | None:
    marked = [number for number, line in enumerate(file.read_bytes().split(b"\n"), 1) if b"# <- here" in line]
    assert len(marked) <= 1
    return marked[0] if marked else None


def only_problem(file: Path) -> CaseError:
    case, errors = problems(file)
    assert case is None
    assert len(errors) == 1, [str(error) for error in errors]
    return errors[0]


@pytest.mark.parametrize(("name", "key", "says"), MISTAKES, ids=[name for name, _, _ in MISTAKES])
def test_mistake(name, key, says):
    file = MALFORMED / f"{name}.toml"
    error = only_problem(file)
    assert (error.file, error.line, error.key) == (str(file), marked_line(file), key)
    for part in says:
        assert part in error.message("en")
    assert error.message("nl") != error.message("en")
    assert len(error.text("nl")) < 1000
    for foreign in ("pydantic", "Input should", "(at line", "None"):
        assert foreign not in error.message("en")


def test_every_file_is_in_the_table():
    assert {file.stem for file in MALFORMED.iterdir()} == {name for name, _, _ in MISTAKES} | SOUND


def test_folder(tmp_path):
    error = only_problem(tmp_path)
    assert error.file == str(tmp_path)
    assert "a folder" in error.message("en")
    assert "path to the .toml file" in error.message("en")


def test_too_large(tmp_path):
    file = tmp_path / "large.toml"
    file.write_text(MINIMAL + "#" * (LARGEST - len(MINIMAL)))
    assert problems(file)[1] == []
    file.write_text(MINIMAL + "#" * (LARGEST + 1 - len(MINIMAL)))
    error = only_problem(file)
    assert "larger than 5 MB" in error.message("en")
    assert "right file" in error.message("en")


@pytest.mark.parametrize("name", ["arnhem-oso", "somewhere/arnhem-ozoo.toml"])
def test_no_such_case_offers_the_nearest(name):
    with pytest.raises(CaseError, match=r"Did you mean arnhem-ozo\?"):
        load_case(name)


@pytest.mark.parametrize("name", ["qqqqqq", "nowhere/qqqqqq.toml", "", "a\0b", "x" * 5000, "."])
def test_no_such_file(name):
    with pytest.raises(CaseError):
        load_case(name)


@pytest.mark.parametrize(
    "text", ["1" * 400, "[1, " + "2" * 400 + "]", "0x" + "f" * 9000, "1e999", "1979-05-27", f'"{"x" * 9999}"']
)
def test_values_that_are_no_numbers(tmp_path, text):
    file = tmp_path / "case.toml"
    for old in ("shape = 60", "value = 60", "published = 126000"):
        file.write_text(changed(old, f"{old.split()[0]} = {text}"))
        error = only_problem(file)
        assert len(error.message("en")) < 1000
        assert error.line == 1 + MINIMAL[: MINIMAL.index(old)].count("\n")


def test_numbers_of_thousands_of_digits(tmp_path):
    file = tmp_path / "case.toml"
    file.write_text(changed("value = 60", "value = " + "1" * 5000))
    assert "thousands of digits" in only_problem(file).message("en")


def test_nested_too_deep(tmp_path):
    file = tmp_path / "case.toml"
    file.write_text("a = " + "[" * 100_000)
    assert "nested hundreds of levels" in only_problem(file).message("en")


def test_lines_above_each_other_without_end(tmp_path):
    """A chain of parents must not exhaust what walks along it."""
    label = 'label = { nl = "Regel", en = "Line" }\nside = "benefit"'
    chain = "".join(f'[lines.above-{i}]\n{label}\nparent = "above-{i + 1}"\n' for i in range(30))
    file = tmp_path / "case.toml"
    file.write_text(changed("[published]", f"{chain}[lines.above-30]\n{label}\n[published]"))
    errors = problems(file)[1]
    assert {error.code for error in errors} == {"parents_deep"}
    assert [error.key for error in errors] == [
        f"lines.above-{i}.parent" for i in range(11)
    ]  # from 10 to 30 are 21 levels
    assert "more than 20 levels" in errors[0].message("en")


def test_device_is_not_read():
    assert "ordinary file" in only_problem(Path("/dev/zero")).message("en")


def test_price_levels_that_meet_in_one_sum():
    case = load_case(MALFORMED / "price_levels.toml")
    (warning,) = case.warnings
    assert "2015: shelter_cost" in warning.en
    assert "prices of 2020" in warning.en
    assert "price_index" in warning.nl
    assert case.estimates["shelter_cost"].price_level == 2015
    assert case.estimates["personnel"].price_level == 2020
