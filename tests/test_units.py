"""Units: which texts are units, and how they go through formulas."""

import pickle
import re
from functools import cache

import pint
import pytest
from hypothesis import given, settings, strategies as st

from mkba_uncertainty.errors import FormulaError
from mkba_uncertainty.formula import parse
from mkba_uncertainty.texts.units import is_money, is_share, powers
from mkba_uncertainty.units import DIMENSIONLESS, SIZES, UNITS, YEARS, check_unit, require_unit, same_unit, unit_of

UNITS_OF = {
    "cost": "EUR / year",
    "monthly": "EUR / month",
    "amount": "EUR",
    "price": "EUR / household",
    "households": "household",
    "months": "month",
    "years": "year",
    "months_per_year": "month / year",
    "rate": "share",
    "factor": "count",
    "qaly_gain": "QALY / household",
    "qaly_value": "EUR / QALY",
}


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("EUR", "EUR"),
        ("EUR/year", "EUR / year"),
        (" EUR / household ", "EUR / household"),
        ("EUR / (household * year)", "EUR / household / year"),
        ("EUR / household / year", "EUR / household / year"),
        ("year * EUR / year", "EUR"),
        ("share", "share"),
        ("count", "share"),
        ("1", "share"),
        ("EUR / count", "EUR"),
        ("1 / year", "1 / year"),
        ("year ** -1", "1 / year"),
        ("month / year", "month / year"),
        ("qualification / child", "qualification / child"),
        ("EUR ** 2", "EUR ** 2"),
        ("EUR/(tonne)", "EUR / tonne"),
        ("1 / metre", "1 / metre"),
        ("vehicle * kilometre / year", "kilometre * vehicle / year"),
    ],
)
def test_units_have_one_spelling(text, spelling):
    assert check_unit(text) == spelling
    assert check_unit(spelling) == spelling


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_stands_for_itself_only(unit):
    plain = unit in ("share", "count")
    assert check_unit(unit) == ("share" if plain else unit)
    assert [other for other in UNITS if same_unit(unit, other)] == (["share", "count"] if plain else [unit])


@pytest.mark.parametrize(
    ("text", "code", "quoted"),
    [
        ("", "unit_syntax", "''"),
        (" ", "unit_syntax", "household"),
        ("EUR year", "unit_syntax", "'EUR year'"),
        ("EUR per year", "unit_syntax", "'EUR per year'"),
        ("2 EUR", "unit_syntax", "'2 EUR'"),
        ("12", "unit_syntax", "'12'"),
        ("EUR /", "unit_syntax", "'EUR /'"),
        ("(EUR", "unit_syntax", "'(EUR'"),
        ("EUR)", "unit_syntax", "'EUR)'"),
        ("EUR // year", "unit_syntax", "'EUR // year'"),
        ("EUR ** year", "unit_syntax", "'EUR ** year'"),
        ("9**9**9", "unit_syntax", "'9**9**9'"),
        ("EUR**9**9", "unit_syntax", "'EUR**9**9'"),
        ("(EUR**9)**9", "unit_syntax", "'(EUR**9)**9'"),
        ("EUR**99999999", "unit_syntax", "'EUR**99999999'"),
        ("€", "unit_syntax", "'€'"),
        ("EUR + year", "unit_syntax", "'EUR + year'"),
        ("__import__", "unit_syntax", "'__import__'"),
        ("EUR\nyear", "unit_syntax", "EUR"),
        ("%", "unit_percent", "0.05"),
        ("percent", "unit_percent", "share"),
        ("per cent", "unit_percent", "share"),
        ("eur", "unit_unknown_nearest", " EUR?"),
        ("euros", "unit_unknown_nearest", " EUR?"),
        ("EUR / years", "unit_unknown_nearest", " year?"),
        ("qaly", "unit_unknown_nearest", " QALY?"),
        ("kEUR", "unit_unknown_nearest", " EUR?"),
        ("meter", "unit_unknown_nearest", " metre?"),
        ("kwh", "unit_unknown_nearest", " kWh?"),
        ("acre", "unit_unknown", "acre"),
        ("uur", "unit_unknown", "uur"),
        ("dimensionless", "unit_unknown", "dimensionless"),
        ("EUR / " + "household * " * 10 + "year", "unit_long", "60"),
    ],
)
def test_texts_that_are_not_units(text, code, quoted):
    with pytest.raises(FormulaError) as caught:
        check_unit(text)
    assert caught.value.code == code
    for lang in ("nl", "en"):
        assert quoted in caught.value.message(lang)
    assert caught.value.message("nl") != caught.value.message("en")


@settings(max_examples=150)
@given(
    st.text(max_size=30)
    | st.lists(st.sampled_from(["EUR", "year", "1", "*", "/", "**", "(", ")", "-", "2", " "])).map("".join)
)
def test_any_text_is_a_unit_or_a_refusal(text):
    try:
        spelling = check_unit(text)
    except FormulaError as error:
        spelling, refusal = None, error
    if spelling is None:
        assert refusal.message("nl") != refusal.message("en")
    else:
        assert same_unit(spelling, text)


def test_same_unit_has_factor_one():
    assert same_unit("EUR / year", "year ** -1 * EUR")
    assert same_unit("month / month", "share")
    assert not same_unit("month", "year")
    assert not same_unit("month / year", "share")
    assert not same_unit("EUR / month", "EUR / year")
    assert not same_unit("household", "person")
    assert same_unit("week / day * hour", "hour * week / day")


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("EUR", True),
        ("EUR / QALY", True),
        ("(EUR) / household / year", True),
        ("year ** -1 * EUR", True),
        ("EUR ** 2 / EUR", True),
        ("EUR / (EUR / EUR)", True),
        ("EUR / EUR", False),
        ("EUR ** 2", False),
        ("household / EUR", False),
        ("share", False),
        ("household / year", False),
        ("1000 EUR", False),
        ("kEUR", False),
        ("EUR2", False),
        ("EUR ** household", False),
        ("", False),
        ("(" * 500, False),
        (None, False),
    ],
)
def test_is_money(unit, expected):
    assert is_money(unit) is expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("share", True),
        ("(share)", True),
        ("1 * share", True),
        ("share ** 2 / share", True),
        ("1 / share", False),
        ("share / year", False),
        ("EUR", False),
        ("", False),
        (None, False),
    ],
)
def test_is_share(unit, expected):
    assert is_share(unit) is expected


WORDS = st.sampled_from([*UNITS, "1"])
PRODUCTS = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        inner.map("({})".format),
        st.tuples(WORDS.filter("1".__ne__), st.sampled_from([2, -1, 0.5, "(-2)"])).map("{0[0]} ** {0[1]}".format),
        st.tuples(inner, st.sampled_from([" * ", "/"]), inner).map("".join),
    ),
    max_leaves=8,
)


@cache
def pints_registry():
    registry = pint.UnitRegistry(None)
    for word in UNITS:
        size, root, power = SIZES.get(word, (1, word, 1))
        registry.define(f"{word} = [{word}]" if word == root else f"{word} = {size!r} * {root} ** {power}")
    return registry


@settings(max_examples=150)
@given(PRODUCTS, PRODUCTS)
def test_units_are_those_that_pint_finds(one, other):
    found, beside = (pints_registry().parse_units(re.sub("share|count", "1", text)) for text in (one, other))
    assert {word: power for word, power in powers(one).items() if word not in DIMENSIONLESS} == dict(found._units)
    assert check_unit(one) == (str(found) if found._units else "share")
    factor, root = pints_registry().get_root_units(found / beside)
    assert same_unit(one, other) == (not root._units and factor == pytest.approx(1, rel=1e-5))


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("cost * years", "EUR"),
        ("cost * months / months_per_year", "EUR"),
        ("monthly * months_per_year", "EUR / year"),
        ("months / months_per_year", "year"),
        ("months / 12", "month"),
        ("amount * (1 - rate) + price * households - 0", "EUR"),
        ("0 + amount", "EUR"),
        ("-amount", "EUR"),
        ("- -(amount - price * households)", "EUR"),
        ("households * qaly_gain * qaly_value", "EUR"),
        ("(amount + price * households) / households", "EUR / household"),
        ("(amount - amount) / amount", "share"),
        ("max(0, amount, price * households)", "EUR"),
        ("min(amount, 0)", "EUR"),
        ("clip(rate * 2, 0, 1)", "share"),
        ("clip(years, 0, years)", "year"),
        ("abs(amount)", "EUR"),
        ("sqrt(amount * amount)", "EUR"),
        ("sqrt(amount) ** 2", "EUR"),
        ("sqrt(rate)", "share"),
        ("exp(-rate * factor) * log(amount / amount + 1)", "share"),
        ("(1 + rate) ** 9 * amount", "EUR"),
        ("(1 + rate) ** -(years / years)", "share"),
        ("2 ** rate", "share"),
        ("cost * (1 + rate) ** years", "EUR / year"),  # so much a year, over a count of years
        ("(1 - rate) ** -(years - 1)", "share"),
        ("(1 + rate) ** (months / months_per_year)", "share"),
        ("amount ** 2 / amount", "EUR"),
        ("amount ** (1 / 2) * amount ** 0.5", "EUR"),
        ("amount ** -1", "1 / EUR"),
        ("1 / years", "1 / year"),
        ("421 * factor", "share"),
        ("rate + factor", "share"),
        ("0", "share"),
        ("12", "share"),
    ],
)
def test_units_of_formulas(formula, unit):
    found = unit_of(parse(formula), UNITS_OF)
    assert found == unit
    require_unit(parse(formula), UNITS_OF, unit)
    assert unit_of(parse("result"), {"result": found}) == unit


@pytest.mark.parametrize(
    "formula",
    ["amount ** (1 / 3)", "sqrt(sqrt(amount))", "amount ** 12", "price * cost * qaly_gain / monthly ** 2 / years ** 3"],
)
def test_a_computed_unit_can_be_used_again(formula):
    found = unit_of(parse(formula), UNITS_OF)
    require_unit(parse(f"result - {formula}"), UNITS_OF | {"result": found}, found)
    assert same_unit(found, unit_of(parse("result"), {"result": found}))


@pytest.mark.parametrize(
    ("smaller", "larger", "times"),
    [
        ("metre", "kilometre", "1000"),
        ("metre ** 2", "hectare", "10000"),
        ("litre", "metre ** 3", "1000"),
        ("kilogram", "tonne", "1000"),
        ("kWh", "MWh", "1000"),
        ("kWh", "GJ", "277.778"),
        ("metre / year", "kilometre / year", "1000"),
    ],
)
def test_physical_units_are_converted_by_a_number_that_the_reader_sees(smaller, larger, times):
    with pytest.raises(FormulaError) as caught:
        require_unit(parse("found"), {"found": larger}, smaller)
    assert caught.value.facts["value"] == times


def test_what_is_measured_in_unlike_ways_is_not_added():
    for one, other in [("metre", "hectare"), ("kilogram", "litre"), ("kWh", "tonne"), ("vehicle", "kilometre")]:
        with pytest.raises(FormulaError) as caught:
            unit_of(parse("one + other"), {"one": one, "other": other})
        assert caught.value.code == "unit_differs"


GROWS = {
    "t": YEARS,
    "age": YEARS,
    "rise": "metre / year",
    "faster": "metre / year ** 2",
    "height": "metre",
    "steepness": "1 / metre",
    "damage": "EUR / year",
    "delay": "year",
    "price": "EUR",
    "wear": "1 / year",
}


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("rise * t", "metre"),
        ("t * rise", "metre"),
        ("height - rise * t", "metre"),
        ("rise * t - height", "metre"),
        ("rise * (age + 1) / 2 + height", "metre"),
        ("rise * t + faster * t ** 2 / 2 + height", "metre"),
        ("damage * exp(steepness * (rise + rise) * t)", "EUR / year"),
        ("damage * exp(-steepness * (height - rise * t))", "EUR / year"),
        ("damage * 0.5 ** (t / delay)", "EUR / year"),
        ("damage * (1 + wear * age)", "EUR / year"),
        ("max(t - delay, 0) * rise", "metre"),
        ("price * t", "EUR"),
        ("damage * t", "EUR"),
        ("damage * t", "EUR / year"),
        ("rise * max(t - 5, 0)", "metre"),
        ("damage * min((age + 1) / 3, 1)", "EUR / year"),
    ],
)
def test_a_rate_times_the_years_that_have_passed_is_what_the_rate_is_of(formula, unit):
    require_unit(parse(formula), GROWS, unit)


@pytest.mark.parametrize(
    ("formula", "unit"),
    [
        ("rise", "metre"),
        ("rise / t", "metre"),
        ("rise * t ** -1", "metre"),
        ("damage * 1.1 ** age", "EUR"),
        ("damage * min((age + 1) / 3, 1)", "EUR"),
        ("damage * (1 + 0.02 * t)", "EUR"),
        ("damage * exp(-0.1 * age)", "EUR"),
        ("damage * sqrt(t)", "EUR"),
        ("damage * abs(2 * t - 3)", "EUR"),
        ("rise * t", "metre * year"),
        ("rise * t", "EUR"),
        ("faster * t", "metre"),
        ("height + rise", "metre"),
        ("exp(steepness * rise)", "share"),
    ],
)
def test_years_that_nobody_counted_are_missed(formula, unit):
    with pytest.raises(FormulaError):
        require_unit(parse(formula), GROWS, unit)


def test_a_plain_number_of_the_same_name_counts_no_years():
    with pytest.raises(FormulaError):
        require_unit(parse("rise * t"), GROWS | {"t": "share"}, "metre")


def test_zero_has_any_unit():
    require_unit(parse("0"), {}, "EUR / household")
    require_unit(parse("max(0, -0.0)"), {}, "EUR")


# formula, expected unit, code, facts
MISMATCHES = [
    ("cost * months", "EUR", "unit_divide", {"term": "months", "found": "month", "expected": "year"}),
    ("amount + cost * months", "EUR", "unit_divide", {"term": "months", "name": "months_per_year"}),
    ("months", "year", "unit_divide", {"term": "months", "found": "month", "expected": "year"}),
    ("monthly * years", "EUR", "unit_multiply", {"term": "years", "found": "year", "expected": "month"}),
    ("amount / months", "EUR / year", "unit_divide", {"term": "months", "found": "month", "expected": "year"}),
    ("min(years, months)", "year", "unit_divide", {"term": "months"}),
    ("monthly", "EUR / year", "unit_multiply", {"term": "monthly", "found": "EUR / month", "name": "months_per_year"}),
    ("cost", "EUR / month", "unit_divide", {"term": "cost", "expected": "EUR / month"}),
    ("years * 2 + (months - years)", "year", "unit_divide", {"term": "months"}),
    ("(years - months) * cost", "EUR", "unit_divide", {"term": "months", "found": "month", "expected": "year"}),
    ("price + amount", "EUR", "unit_differs", {"term": "price", "found": "EUR / household", "missing": "household"}),
    ("amount + price", None, "unit_differs", {"term": "price", "expected": "EUR", "missing": "household"}),
    ("households * 2", "EUR", "unit_differs", {"term": "households * 2", "missing": "EUR / household"}),
    ("amount * years", "EUR", "unit_differs", {"found": "EUR * year", "missing": "1 / year"}),
    ("amount", "share", "unit_differs", {"expected": "share", "missing": "1 / EUR"}),
    ("abs(amount - price)", None, "unit_differs", {"term": "price"}),
    ("-(amount + rate)", None, "unit_differs", {"term": "rate", "found": "share", "expected": "EUR"}),
    ("clip(rate, 0, years)", None, "unit_differs", {"term": "years", "expected": "share"}),
    ("exp(years)", None, "unit_differs", {"term": "years", "expected": "share"}),
    ("log(amount)", None, "unit_differs", {"term": "amount", "expected": "share"}),
    ("(1 + rate) ** amount", None, "unit_differs", {"term": "amount", "expected": "share"}),
    ("(1 + rate) ** (years + months)", None, "unit_divide", {"term": "months", "name": "months_per_year"}),
    ("(1 + rate) ** (cost * years)", None, "unit_differs", {"found": "EUR", "expected": "share"}),
    ("years ** years", None, "unit_exponent", {"term": "years", "exponent": "years"}),
    ("1 + months_per_year", None, "unit_number", {"term": "1", "expected": "month / year"}),
    ("500 + amount", None, "unit_number", {"term": "500", "expected": "EUR"}),
    ("amount - 2 * 3", None, "unit_number", {"term": "2 * 3", "expected": "EUR"}),
    ("clip(years, 0, 1)", None, "unit_number", {"term": "1", "expected": "year"}),
    ("5", "EUR", "unit_number", {"term": "5", "expected": "EUR"}),
    ("amount ** rate", None, "unit_exponent", {"term": "amount", "found": "EUR", "exponent": "rate"}),
    ("months_per_year ** rate", None, "unit_exponent", {"term": "months_per_year"}),
]


@pytest.mark.parametrize(("formula", "expected", "code", "facts"), MISMATCHES, ids=lambda value: str(value)[:30])
def test_mismatches_name_the_term_both_units_and_the_remedy(formula, expected, code, facts):
    arguments = (parse(formula), UNITS_OF) if expected is None else (parse(formula), UNITS_OF, expected)
    with pytest.raises(FormulaError) as caught:
        (unit_of if expected is None else require_unit)(*arguments)
    error = caught.value
    assert error.code == code
    assert facts.items() <= error.facts.items()
    for lang in ("nl", "en"):
        assert all(str(fact) in error.message(lang) for fact in facts.values())
    assert error.message("nl") != error.message("en")
    assert pickle.loads(pickle.dumps(error)).message("en") == error.message("en")


def test_a_remedy_repairs():
    with pytest.raises(FormulaError) as caught:
        require_unit(parse("cost * months"), {"cost": "EUR / year", "months": "month"}, "EUR")
    assert caught.value.code == "unit_divide_new"
    assert 'months_per_year = { formula = "12", unit = "month / year" }' in caught.value.message("nl")
    with pytest.raises(FormulaError) as caught:
        require_unit(parse("weeks"), {"weeks": "week"}, "day")
    assert caught.value.code == "unit_multiply_new"
    assert 'days_per_week = { formula = "7", unit = "day / week" }' in caught.value.message("en")
    require_unit(parse("weeks * days_per_week"), {"weeks": "week", "days_per_week": "day / week"}, "day")


def test_an_unknown_name_is_named():
    with pytest.raises(FormulaError) as caught:
        unit_of(parse("amounts * 2"), UNITS_OF)
    assert caught.value.code == "formula_unknown_nearest"
