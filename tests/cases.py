"""A minimal sound case, for tests to change."""

MINIMAL = """\
#:schema ../../distributions/case.schema.json

[case]
title = { nl = "Nazorg", en = "Aftercare" }
horizon = 4
price_level = 2020

[documents.report]
title = "Aftercare in numbers"
author = "A. Author"
year = 2021

[actors.city]
label = { nl = "Gemeente", en = "Municipality" }

[actors.households]
label = { nl = "Huishoudens", en = "Households" }

[lines.costs-1]
label = { nl = "Personeel", en = "Staff" }
side = "cost"
published = 100000

[lines.benefits-1]
label = { nl = "Minder opvang", en = "Less shelter" }
side = "benefit"
published = 126000

[published]
net_benefit = 26000

[estimates.discount_rate]
label = { nl = "Discontovoet", en = "Discount rate" }
role = "value_choice"
unit = "share"
value = 0.03
basis = "judgement"
source = { document = "report", place = "1" }

[estimates.relapse]
label = { nl = "Terugval", en = "Relapse" }
role = "expert"
unit = "share"
value = 0.30
distribution = { family = "pert", low = 0.15, mode = 0.30, high = 0.50 }
basis = "published"
source = { document = "report", place = "2" }

[estimates.households_helped]
label = { nl = "Geholpen huishoudens", en = "Households helped" }
role = "observed"
unit = "household"
value = 60
distribution = { family = "gamma", shape = 60 }
basis = "published"
source = { document = "report", place = "2" }

[estimates.shelter_cost]
label = { nl = "Kosten van opvang", en = "Cost of shelter" }
role = "unit_value"
unit = "EUR / household / year"
value = 1000
distribution = { family = "normal", mu = 1000, sigma = 100 }
basis = "published"
source = { document = "report", place = "3" }

[estimates.stay]
label = { nl = "Verblijf", en = "Stay" }
role = "expert"
unit = "year"
value = 3
basis = "judgement"
source = { document = "report", place = "3" }

[estimates.personnel]
label = { nl = "Personeel", en = "Staff" }
role = "lever"
unit = "EUR"
value = 100000
basis = "published"
source = { document = "report", place = "1" }

[quantities]
keep = "1 - relapse"
stable = "households_helped * keep"

[posts.staff]
label = { nl = "Personeel", en = "Staff" }
side = "cost"
kind = "financial"
line = "costs-1"
amount = "personnel"
actors = { city = 1.0 }
basis = "published"

[posts.shelter]
label = { nl = "Minder opvang", en = "Less shelter" }
side = "benefit"
kind = "financial"
line = "benefits-1"
amount = "stable * shelter_cost"
timing = { years = "stay" }
actors = { city = 0.75, households = 0.25 }
basis = "judgement"

[scenarios.more_relapse]
label = { nl = "Meer terugval", en = "More relapse" }
set = { relapse = 0.40 }

[dependence.expected]
label = { nl = "Verwacht", en = "Expected" }
correlations = [
  { between = ["relapse", "households_helped"], rank = -0.4 },
  { between = ["relapse", "shelter_cost"], rank = 0.3 },
  { between = ["households_helped", "shelter_cost"], rank = 0.3 },
]

[claims.relapse]
label = { nl = "Meer terugval kost 18.000", en = "More relapse costs 18,000" }
source = { document = "report", place = "4" }
published = -18000
measure = "difference"
outcome = "net_benefit"
scenario = "more_relapse"
tolerance = 500

[claims.top]
label = { nl = "De kleine groep loont", en = "The small group pays" }
source = { document = "report", place = "4" }
note = { nl = "Er zijn geen cijfers per groep.", en = "There are no figures by group." }

[findings.sum]
text = { nl = "De som klopt niet.", en = "The sum is wrong." }

[not_valued.police]
text = { nl = "Politie-inzet", en = "Police work" }
posts = ["shelter"]

[variants.all_stay]
label = { nl = "Zonder terugval, halve prijs", en = "No relapse, half the price" }
set = { relapse = 0.0 }
quantities = { stable = "households_helped" }
posts = { shelter = "stable * shelter_cost / 2" }
"""


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


def changed(old: str, new: str, text: str = MINIMAL) -> str:
    """Replace the one place where ``old`` stands."""
    assert text.count(old) == 1, f"{text.count(old)} times in the text: {old}"
    return text.replace(old, new)


_RELAPSE = 'distribution = { family = "pert", low = 0.15, mode = 0.30, high = 0.50 }\n'

WITH_EXPERTS = changed(_RELAPSE, _RELAPSE + EXPERTS) + POOLED_SCENARIO
"""The minimal case in which experts gave their own answers, and a scenario takes these."""
