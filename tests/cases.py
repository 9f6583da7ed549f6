"""Sound cases, for tests to change: ``aftercare.toml``, with experts, and with all that a case can say."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import mkba_uncertainty as mkba
from mkba_uncertainty.case import Case

MINIMAL = (Path(__file__).parent / "aftercare.toml").read_text("utf-8")

EXPERTS = """\
experts = [
  { answer = 0.2, weight = 30, label = { nl = "Noord", en = "North" } },
  { answer = 0.4, weight = 10 },
  { answer = 0.3 },
]
"""
"""What three experts said of an estimate, one of them without a weight and two without a name."""

POOLED_SCENARIO = """
[scenarios.own_answers]
label = { nl = "Eigen antwoorden", en = "Own answers" }
set = { relapse = "pooled" }
"""


def changed(changes: Mapping[str, str], text: str = MINIMAL) -> str:
    """Replace old texts, each of which stands in one place, by new ones."""
    for old, new in changes.items():
        assert text.count(old) == 1, f"{text.count(old)} times in the text: {old}"
        text = text.replace(old, new)
    return text


def without(text: str, *tables: str) -> str:
    """Leave tables out of a case file."""
    for table in tables:
        text = re.sub(rf"\[{table}\..*?(?=\n\[|\Z)", "", text, flags=re.DOTALL)
    return text


CERTAIN = re.sub(r"^distribution = .*\n", "", without(MINIMAL, "scenarios", "claims", "dependence"), flags=re.MULTILINE)
"""The minimal case with nothing uncertain in it."""


def read(text: str, folder: Path) -> Case:
    """Write a case file in the folder, and load it."""
    file = folder / "aftercare.toml"
    file.write_bytes(text.encode())
    return mkba.load_case(file)


def minimal(folder: Path, text: str = MINIMAL, **options: Any) -> mkba.CaseModel:
    """Give the model of the minimal case, or of a text much like it."""
    return mkba.build_model(read(text, folder), **options)


def same(found: Case, expected: Case) -> bool:
    """Say whether cases are equal but for where they were read."""
    return found.replace(name=expected.name, file=expected.file, sha256=expected.sha256) == expected


WITH_EXPERTS = changed({"high = 0.50 }\n": "high = 0.50 }\n" + EXPERTS}) + POOLED_SCENARIO
"""The minimal case in which experts gave their own answers, and a scenario takes these."""

WITH_ALTERNATIVES = f"""\
{WITH_EXPERTS}
[alternatives.whole]
label = {{ nl = "Alles", en = "All of it" }}

[alternatives.small]
label = {{ nl = "Klein", en = "Small" }}
set = {{ personnel = 50000 }}
without = [ "shelter" ]
"""
"""The same with another policy beside the case as it stands."""

_ALL = {
    "horizon = 4\n": 'description = { nl = "Waarom", en = "Why" }\nhorizon = 4\n',
    "price_level = 2020\n": 'price_level = 2020\nfirst_year = 2024\ndiscounting = "middle"\n'
    'currency = "GBP"\nlanguage = "nl"\nper = "per deelnemer"\n'
    "price_index = { 2015 = 92.5, 2020 = 100.0 }\n",
    "year = 2021\n": 'year = 2021\nurl = "https://example.org/aftercare"\n',
    'en = "Households" }\n': 'en = "Households" }\nparent = "everybody"\n\n'
    '[actors.everybody]\nlabel = { nl = "Iedereen", en = "Everybody" }\n',
    "published = 100000\n": 'published = 100000\nparent = "costs-0"\nsource = { document = "report", place = "5" }\n\n'
    '[lines.costs-0]\nlabel = { nl = "Kosten", en = "Costs" }\nside = "cost"\n',
    "\n[estimates.households_helped]": 'tags = ["effect", "expert-view"]\n'
    'note = { nl = "Geschat", en = "Judged" }\n\n[estimates.households_helped]',
    '{ family = "normal", mu = 1000, sigma = 100 }\n': '{ family = "mixture", families = ['
    '{ family = "discrete", values = [900, 1000], probabilities = [0.25, 0.75] }, '
    '{ family = "normal", sigma = "10%" }], weights = [0.5, 0.5], truncate = { low = 0 } }\nprice_level = 2015\n',
    'value = 60\ndistribution = { family = "gamma", shape = 60 }': 'point = "mean"\n'
    'distribution = { family = "gamma", shape = 60 }\ndifference = true',
    '"households_helped * keep"': '{ formula = "households_helped * keep", unit = "household", '
    'label = { nl = "Stabiel", en = "Stable" } }',
    '"personnel"\n': '"personnel"\ntiming = { year = 1, present_value_at = 0.03 }\n',
    '{ years = "stay" }\n': '{ years = "stay", year = 1 }\nnote = { nl = "Wie wint", en = "Who gains" }\n',
    "value = 3\n": "value = 2\n",
    "set = { relapse = 0.40 }\n": 'set = { relapse = 0.40 }\nnote = { nl = "Somber", en = "Gloomy" }\n',
    "\n[claims.relapse]\n": '\nnote = { nl = "Samen", en = "Together" }\nexperts = [ { '
    'between = ["relapse", "shelter_cost"], above = 0.7, weight = 2, label = { nl = "Noord", en = "North" }, '
    'reason = "Zo ging het", date = "2026-11-29" } ]\n\n[claims.relapse]\n',
    "  { answer = 0.3 },\n]\n": "  { answer = 0.3 },\n"
    '  { quantiles = { "0.05" = 0.1, "0.5" = 0.25 }, reason = "Zo ging het", date = "2026-11-29" },\n'
    "  { roulette = { low = 0, high = 1, chips = [2, 3, 1] } },\n]\n"
    'pooling = { method = "log", weights = "equal", low = 0, high = 1, family = "beta", '
    'replaced = { family = "pert", low = 0.1, mode = 0.3, high = 0.6 } }\n',
    "tolerance = 500\n": 'tolerance = 500\nnote = { nl = "Klopt", en = "Holds" }\n',
    'en = "The sum is wrong." }\n': 'en = "The sum is wrong." }\n'
    'source = { document = "report", place = "6" }\nposts = ["staff", "shelter"]\n',
}

FULL = f"""\
{changed(_ALL, WITH_EXPERTS.replace("EUR", "GBP"))}
[overlaps.both]
text = {{ nl = "Dubbel", en = "Double" }}
posts = ["staff", "shelter"]

[variants.all_relapse]
label = {{ nl = "Alles valt terug", en = "All relapse" }}
set = {{ relapse = 0.5 }}
quantities = {{ keep = "(1 - relapse) / 2" }}
posts = {{ shelter = "stable * shelter_cost / 2" }}
note = {{ nl = "Een andere lezing", en = "Another reading" }}

[series.intake]
label = {{ nl = "Instroom", en = "Intake" }}
unit = "household"
values = {{ 2024 = 10, 2025 = 20 }}
beyond = "last"
distribution = {{ family = "uniform", low = "-10%", high = "+10%" }}
basis = "judgement"
source = {{ document = "report", place = "7" }}
note = {{ nl = "Geraamd", en = "Projected" }}

[series.wages]
label = {{ nl = "Loon", en = "Wages" }}
unit = "GBP / year"
values = [1, 2, 3, 4]
price_level = 2015
basis = "published"
source = {{ document = "report", place = "7" }}

[posts.later]
label = {{ nl = "Later", en = "Later" }}
side = "benefit"
kind = "financial"
line = "benefits-1"
amount = "wages * (1 + t / 100 + age / 50) * rented * (1 - to_care)"
timing = {{ year = "0.5 * stay", years = "stay / 4", growth = 0.02, decline = "relapse", ramp = 2 }}
actors = {{ households = 1 }}
basis = "judgement"

[posts.again]
label = {{ nl = "Steeds weer", en = "Again and again" }}
side = "benefit"
kind = "financial"
line = "benefits-1"
amount = "shelter_cost"
timing = {{ until = 3, every = 2, cohorts = "intake" }}
actors = {{ households = 1 }}
basis = "judgement"

[alternatives.whole]
label = {{ nl = "Alles", en = "All of it" }}

[alternatives.small]
label = {{ nl = "Klein", en = "Small" }}
set = {{ personnel = 50000 }}
posts = ["staff", "shelter"]
variants = ["all_relapse"]
published = {{ net_benefit = 1000, "line:costs-1" = 50000 }}
source = {{ document = "report", place = "table 2" }}
note = {{ nl = "Half zo groot", en = "Half the size" }}

[alternatives.frugal]
label = {{ nl = "Zuinig", en = "Frugal" }}
without = ["later"]

[claims.small]
label = {{ nl = "Klein loont", en = "Small pays" }}
source = {{ document = "report", place = "8" }}
published = 1
measure = "sign"
outcome = "net_benefit"
alternative = "small"

[claims.fragile]
label = {{ nl = "Broos", en = "Fragile" }}
source = {{ document = "report", place = "8" }}
published = 1
measure = "sign"
outcome = "net_benefit"
variant = "fragile"

[variants.fragile]
label = {{ nl = "Broos", en = "Fragile" }}
set = {{ relapse = 0.45 }}

[shares.housing]
label = {{ nl = "Woonvorm", en = "Tenure" }}
members = {{ rented = {{ nl = "Huur", en = "Rented" }}, owned = {{ nl = "Koop", en = "Owned" }} }}
means = [0.75, 0.25]
count = 40
basis = "judgement"
source = {{ document = "report", place = "8" }}
tags = ["homes"]
observations = [ {{ observed = "12/30", date = "2024-03", source = "monitor", note = "once" }} ]
note = {{ nl = "Naar huishoudens", en = "By household" }}

[shares.outflow]
label = {{ nl = "Uitstroom", en = "Outflow" }}
members.to_work = {{ nl = "Werk", en = "Work" }}
members.to_school = {{ nl = "School", en = "School" }}
members.to_care = {{ nl = "Zorg", en = "Care" }}
concentrations = [12, 30.5, 8]
basis = "published"
source = {{ document = "report", place = "8" }}

[estimates.eviction]
use = "arnhem-ozo-2014:eviction"
note = {{ nl = "Wat een uitzetting in Nederland kost", en = "What an eviction costs in the Netherlands" }}

[estimates.exchange_rate]
label = {{ nl = "Wisselkoers", en = "Exchange rate" }}
role = "assumption"
unit = "GBP / EUR"
value = 0.85
basis = "judgement"
source = {{ document = "report", place = "9" }}

[posts.evictions]
label = {{ nl = "Uitzettingen", en = "Evictions" }}
side = "benefit"
kind = "financial"
line = "benefits-1"
amount = "eviction * exchange_rate * households_helped"
actors = {{ households = 1 }}
basis = "judgement"

[discounting]
bands = [ {{ from = 0, rate = "discount_rate" }}, {{ from = 2, rate = 0.01 }} ]
costs = 0.02
benefits = 0.03
posts = {{ again = 0.01 }}
actors = {{ households = "discount_rate" }}
"""
"""The case in which every field of every part says something, for what must not lose any of them."""

HEAD = """\
[case]
title = {{ nl = "{name}", en = "{name}" }}
horizon = 1
price_level = 2020

[documents.note]
title = "Note"
author = "-"
year = 2020

[actors.city]
label = {{ nl = "Stad", en = "City" }}

[lines.costs-1]
label = {{ nl = "Kosten", en = "Costs" }}
side = "cost"

[lines.benefits-1]
label = {{ nl = "Baten", en = "Benefits" }}
side = "benefit"

"""
"""What a case of one year has above its estimates and posts, with room for its name."""

_SMALL = (
    HEAD.format(name="Small")
    + """\
[estimates.discount_rate]
label = { nl = "Discontovoet", en = "Discount rate" }
role = "value_choice"
unit = "share"
value = 0.03
basis = "judgement"
source = { document = "note", place = "-" }
"""
)


def small(folder: Path, costs: Sequence[str], benefits: Sequence[str], more: str = "", **estimates: str) -> Case:
    """Make a case of one year with these formulas as posts; an estimate is its value, unit and distribution."""
    posts = [("cost", "costs-1", amount) for amount in costs] + [("benefit", "benefits-1", one) for one in benefits]
    text = _SMALL + "".join(
        f'\n[posts.p{number}]\nlabel = {{ nl = "Post", en = "Post" }}\nside = "{side}"\nkind = "financial"\n'
        f'line = "{line}"\namount = "{amount}"\nactors = {{ city = 1 }}\nbasis = "judgement"\n'
        for number, (side, line, amount) in enumerate(posts)
    )
    text += "".join(
        f'\n[estimates.{name}]\nlabel = {{ nl = "{name}", en = "{name}" }}\nrole = "expert"\nbasis = "judgement"\n'
        f'source = {{ document = "note", place = "-" }}\n{given}\n'
        for name, given in estimates.items()
    )
    return read(text + more, folder)


EUROS = 'value = 500\nunit = "EUR"\ndistribution = { family = "uniform", low = 1, high = 1000 }'
HALF = 'value = 1\nunit = "share"\ndistribution = { family = "discrete", values = [0, 1], probabilities = [0.5, 0.5] }'


def half_zero(folder: Path) -> Case:
    """Make a case of which the balance is ``eff * b``: 0 on half of the draws, and more on the others."""
    return small(folder, ["0.3 * a"], ["0.2 * a", "0.1 * a", "eff * b"], a=EUROS, b=EUROS, eff=HALF)


SHARES_WORTH = {"social": 1000.0, "private": 3000.0, "owned": 500.0}
"""What a whole of each share is worth in the case of :func:`housing`."""

_SHARES = """
[shares.housing]
label = { nl = "Woonvorm", en = "Tenure" }
basis = "published"
source = { document = "note", place = "-" }
concentrations = [12, 30, 8]  # counted in spring

[shares.housing.members]
social = { nl = "Sociale huur", en = "Social rent" }
private = { nl = "Vrije huur", en = "Private rent" }
owned = { nl = "Koop", en = "Owned" }

[scenarios.half]
label = { nl = "De helft", en = "Half" }
set = { private = 0.5 }
"""


def housing(folder: Path) -> Case:
    """Make a case of shares that sum to 1, beside one other uncertain estimate."""
    fixed = {f"worth_{name}": f'value = {worth}\nunit = "EUR"' for name, worth in SHARES_WORTH.items()}
    benefit = " + ".join(f"worth_{name} * {name}" for name in SHARES_WORTH) + " + other"
    return small(folder, ["cost"], [benefit], _SHARES, other=EUROS, cost='value = 100\nunit = "EUR"', **fixed)


BINDING = """\
[case]
title = "A small model"
language = "en"
price_level = 2024

[model]
workbook = "model.xlsx"

[documents.report]
title = "Report"
author = "Us"
year = 2024
"""
"""How a case begins whose model is a workbook."""
