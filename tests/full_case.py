"""A case in which every field of every part says something, for what must not lose any of them."""

from cases import WITH_EXPERTS, changed

_CHANGES = (
    ("horizon = 4\n", 'description = { nl = "Waarom", en = "Why" }\nhorizon = 4\n'),
    ("price_level = 2020\n", "price_level = 2020\nprice_index = { 2015 = 92.5, 2020 = 100.0 }\n"),
    ("year = 2021\n", 'year = 2021\nurl = "https://example.org/aftercare"\n'),
    (
        'label = { nl = "Huishoudens", en = "Households" }\n',
        'label = { nl = "Huishoudens", en = "Households" }\nparent = "everybody"\n\n'
        '[actors.everybody]\nlabel = { nl = "Iedereen", en = "Everybody" }\n',
    ),
    ("published = 100000\n", 'published = 100000\nparent = "costs-0"\nsource = { document = "report", place = "5" }\n'),
    (
        "[lines.benefits-1]\n",
        '[lines.costs-0]\nlabel = { nl = "Kosten", en = "Costs" }\nside = "cost"\n\n[lines.benefits-1]\n',
    ),
    (
        'source = { document = "report", place = "2" }\n\n[estimates.households_helped]',
        'source = { document = "report", place = "2" }\ntags = ["effect", "expert-view"]\n'
        'note = { nl = "Geschat", en = "Judged" }\n\n[estimates.households_helped]',
    ),
    (
        'distribution = { family = "normal", mu = 1000, sigma = 100 }\n',
        'distribution = { family = "mixture", families = [{ family = "discrete", values = [900, 1000], '
        'probabilities = [0.25, 0.75] }, { family = "normal", mu = 1000, sigma = 100 }], weights = [0.5, 0.5] }\n'
        "price_level = 2015\n",
    ),
    (
        'stable = "households_helped * keep"\n',
        'stable = { formula = "households_helped * keep", unit = "household", '
        'label = { nl = "Stabiel", en = "Stable" } }\n',
    ),
    ('amount = "personnel"\n', 'amount = "personnel"\ntiming = { year = 1, present_value_at = 0.03 }\n'),
    (
        'timing = { years = "stay" }\n',
        'timing = { years = "stay", year = 1 }\nnote = { nl = "Wie wint", en = "Who gains" }\n',
    ),
    ("value = 3\nbasis", "value = 2\nbasis"),
    ("set = { relapse = 0.40 }\n", 'set = { relapse = 0.40 }\nnote = { nl = "Somber", en = "Gloomy" }\n'),
    ("\n[claims.relapse]\n", '\nnote = { nl = "Samen", en = "Together" }\n\n[claims.relapse]\n'),
    ("tolerance = 500\n", 'tolerance = 500\nnote = { nl = "Klopt", en = "Holds" }\n'),
    (
        'text = { nl = "De som klopt niet.", en = "The sum is wrong." }\n',
        'text = { nl = "De som klopt niet.", en = "The sum is wrong." }\n'
        'source = { document = "report", place = "6" }\nposts = ["staff", "shelter"]\n',
    ),
)

FULL = WITH_EXPERTS
for _old, _new in _CHANGES:
    FULL = changed(_old, _new, FULL)
FULL += """
[overlaps.both]
text = { nl = "Dubbel", en = "Double" }
posts = ["staff", "shelter"]

[variants.all_relapse]
label = { nl = "Alles valt terug", en = "All relapse" }
set = { relapse = 0.5 }
quantities = { keep = "(1 - relapse) / 2" }
posts = { shelter = "stable * shelter_cost / 2" }
note = { nl = "Een andere lezing", en = "Another reading" }
"""
