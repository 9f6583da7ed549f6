"""Numbers in words and figures, and a catalogue that is complete in both languages."""

from __future__ import annotations

import ast
import json
import math
import re
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given, strategies as st

import mkba_uncertainty
from mkba_uncertainty import errors, texts
from mkba_uncertainty.texts import AREAS, CATALOGUE, LANGUAGES, Text, preferred_language, say
from mkba_uncertainty.texts.figures import (
    MONEY,
    Between,
    FigureKind,
    Numeric,
    about,
    balance_reading,
    chance,
    change_text,
    count,
    estimate_on_way,
    estimate_range,
    estimate_text,
    exact,
    figure,
    in_euros,
    in_two_digits,
    interval,
    kind_of,
    kind_of_change,
    likelihood,
    median,
    money,
    number,
    part,
    range90,
    range_text,
    ratio,
    share,
    shared_unit,
    signed_share,
    way_text,
)
from mkba_uncertainty.texts.places import place_text

AMOUNT = st.floats(-9e12, 9e12)
WIDTH = st.floats(0, 1e12)
PROBABILITY = st.floats(0, 1)
LANG = st.sampled_from(LANGUAGES)

# --- figures


@pytest.mark.parametrize(
    ("value", "half_width", "dutch", "english"),
    [
        (1_436_210.0, None, "€ 1,4 mln", "€1.4M"),
        (1_436_210.0, 300_000, "€ 1,4 mln", "€1.4M"),
        (1_436_210.0, 30_000, "€ 1,44 mln", "€1.44M"),
        (1_436_210.0, 3_000, "€ 1,44 mln", "€1.44M"),  # a hundredth of a million is the finest
        (1_436_210.0, 0, "€ 1,44 mln", "€1.44M"),
        (1_436_210.0, 3e6, "€ 1 mln", "€1M"),
        (1_436_210.0, 4e7, "€ 0", "€0"),  # the interval does not tell it from zero
        (1_400_000.0, 30_000, "€ 1,40 mln", "€1.40M"),
        (-706_000.0, 3_000, "−€ 706 duizend", "−€706k"),
        (-706_000.0, 30_000, "−€ 710 duizend", "−€710k"),
        (-706_000.0, None, "−€ 710 duizend", "−€710k"),
        (999_600.0, 1_000, "€ 1,00 mln", "€1.00M"),
        (45_000.0, None, "€ 45 duizend", "€45k"),
        (9_996.0, 100, "€ 10,0 duizend", "€10.0k"),
        (5_890.0, None, "€ 5.900", "€5,900"),
        (5_890.0, 2, "€ 5.890", "€5,890"),
        (99.6, None, "€ 100", "€100"),
        (23.5, 0, "€ 23,50", "€23.50"),
        (2.35, 0.2, "€ 2,35", "€2.35"),
        (2_500_000_000.0, None, "€ 2,5 mld", "€2.5bn"),
        (12_345_678_000_000.0, 0, "€ 12.345,68 mld", "€12,345.68bn"),
        (0.0, None, "€ 0", "€0"),
        (-0.001, None, "€ 0,00", "€0.00"),
    ],
)
def test_money(value: float, half_width: float | None, dutch: str, english: str) -> None:
    amount = value if half_width is None else about(value, half_width)
    assert money(amount, "nl") == dutch
    assert money(amount, "en") == english


def test_money_in_the_unit_of_the_other_rows_of_a_table() -> None:
    assert money(-706_000.0, "nl", unit="million") == "−€ 0,71 mln"
    assert money(Between(-706_000.0, -1e6, -4e5), "en", unit="million") == "−€0.7M"
    assert money(3_000.0, "en", unit="million") == "€0.00M"
    assert [money(zero, "nl", unit="thousand") for zero in (0.0, exact(0.0))] == ["€ 0", "€ 0"]
    assert money(Between(1_436_210.0, 1.43e6, 1.44e6), "nl", unit="thousand") == "€ 1.436 duizend"
    assert money(Between(1_436_210.0, 1.4362e6, 1.4363e6), "nl", unit="euro") == "€ 1.436.210"
    assert money(about(63_722.0, 350), "nl", unit="thousand") == "€ 63,7 duizend"
    assert money(about(1_436_210.0, 300), finer=1) == "€1.436M"


@pytest.mark.parametrize(
    ("value", "half_width", "dutch", "english"),
    [
        (8192.0, None, "8.200", "8,200"),
        (0.507, None, "0,51", "0.51"),
        (0.507, 0, "0,507", "0.507"),
        (7.111267522309978, 0, "7,11", "7.11"),  # computed
        (9.96, None, "10", "10"),
        (-1234.5, 0.25, "−1.234,5", "−1,234.5"),
        (33.0, 0.1 + 0.2 - 0.3 + 0.001, "33,000", "33.000"),
        (0.0, None, "0", "0"),
        (-0.04, 0.3, "0,0", "0.0"),
    ],
)
def test_number(value: float, half_width: float | None, dutch: str, english: str) -> None:
    found = value if half_width is None else about(value, half_width)
    assert number(found, "nl") == dutch
    assert number(found, "en") == english


def test_counts_are_shown_in_full() -> None:
    assert (count(421, "nl"), count(8192, "nl"), count(8192.0)) == ("421", "8.192", "8,192")


def test_ratio() -> None:
    assert ratio(5791 / 4355, "nl") == "1,33"
    assert ratio(Between(5791 / 4355, 1.23, 1.43)) == "1.3"
    assert ratio(Between(5791 / 4355, 1.3297, 1.3298)) == "1.33"
    assert (ratio(about(0.9972, 0.001)), ratio(about(0.9972, 0.01)), ratio(1.0004)) == ("0.997", "1.00", "1.0004")


def test_share() -> None:
    assert share(258 / 421, "nl") == "61%"
    assert share(-0.0041, "en") == "−0.4%"
    assert share(about(-0.0041, 0.0001), "nl") == "−0,4%"
    assert share(0, "en") == "0%"
    assert share(about(1.437, 0.007)) == "143.7%"


def test_a_part_of_a_whole_is_never_below_0_or_above_1() -> None:
    assert (part(about(-0.001, 0.003)), part(about(-0.001, 0.003), "nl")) == ("<0.2%", "<0,2%")
    assert (part(about(1.002, 0.004)), part(about(0.2814, 0.002)), part(0.0893)) == (">99.8%", "28.1%", "8.9%")
    assert (part(about(0.0004, 0.0001), finer=1), part(exact(0))) == ("0.04%", "0%")


def test_a_change_of_what_is_a_percentage_is_in_points() -> None:
    assert (change_text(0.477, 0.3, "en", "share"), change_text(0.477, 0.3, "nl", "share")) == (
        "+17.7 points",
        "+17,7 procentpunt",
    )
    assert (change_text(0.2, 0.3, "en", "share"), change_text(0.3, 0.3, "nl", "share")) == (
        "−10 points",
        "0 procentpunt",
    )
    assert (change_text(3, 2, "en", "year"), change_text(1, 2, "nl"), change_text(1, 0, "en")) == ("+50%", "−50%", "")
    assert figure(about(0.0123, 0.001), kind_of_change("share")) == "1.2 points"
    assert range_text(0.01, 0.05, "nl", "points") == "1,0 procentpunt tot 5,0 procentpunt"


def test_a_relative_change_has_a_sign() -> None:
    assert (signed_share(0.587), signed_share(-0.27, "nl"), signed_share(0.0)) == ("+59%", "−27%", "0%")
    assert signed_share(about(0.00001, 0.001)) == "0.0%"  # nothing of it is left in print


def test_what_no_float_can_count_is_a_power_of_ten() -> None:
    assert number(exact(2.688e43)) == "2.7\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁴³"
    assert number(exact(2.688e43), "nl") == "2,7\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10⁴³"
    assert number(exact(123456789012345.0)) == "123,456,789,012,345"


@pytest.mark.parametrize(
    ("p", "low", "high", "dutch", "english"),
    [
        (0.923, None, None, "92%", "92%"),
        (0.923, 0.920, 0.926, "92,3%", "92.3%"),
        (0.923, 0.9229, 0.9231, "92,3%", "92.3%"),  # a tenth is the finest
        (0.5, 0.3, 0.7, "50%", "50%"),
        (0.996, None, None, ">99%", ">99%"),
        (0.004, None, None, "<1%", "<1%"),
        (0.9998, 0.9997, 0.9999, ">99,9%", ">99.9%"),
        (0.0001, 0.0, 0.0002, "<0,1%", "<0.1%"),
        (1.0, None, None, "100%", "100%"),
        (1.0, 1.0, 1.0, "100%", "100%"),
        (0.0, 0.0, 0.0, "0%", "0%"),
        (1.0, 0.99955, 1.0, ">99,9%", ">99.9%"),
        (1.0, 0.9982, 1.0, ">99,8%", ">99.8%"),  # never more than the bound says
        (0.0, 0.0, 0.0123, "<1,3%", "<1.3%"),
        (0.899, None, None, "89,9%", "89.9%"),  # likely, and no 90 %
        (0.89996, None, None, "89,9%", "89.9%"),
        (0.899, 0.879, 0.919, "89%", "89%"),  # no tenths here
        (0.656, None, None, "65,6%", "65.6%"),
        (0.104, None, None, "10,4%", "10.4%"),  # unlikely, and no 10 %
        (0.334, 0.30, 0.36, "34%", "34%"),
        (0.0102, None, None, "1,1%", "1.1%"),
        (0.7 + 0.2, None, None, "90%", "90%"),  # a bit under 0.9, and yet 0.9
        (0.01 + 2e-14, None, None, "1%", "1%"),
        (0.7 + 0.2, 0.69, 0.95, "90%", "90%"),
        (0.8996, 0.69, 0.95, "89%", "89%"),  # no whole step of ten
    ],
)
def test_chance(p: float, low: float | None, high: float | None, dutch: str, english: str) -> None:
    probability = p if low is None or high is None else Between(p, low, high)
    assert chance(probability, "nl") == dutch
    assert chance(probability, "en") == english


@pytest.mark.parametrize(
    ("low", "high", "kind", "dutch", "english"),
    [
        (0.28e6, 2.63e6, MONEY, "€ 0,3 mln tot € 2,6 mln", "€0.3M to €2.6M"),
        (-300_000, 1.2e6, MONEY, "−€ 0,3 mln tot € 1,2 mln", "−€0.3M to €1.2M"),
        (-20_000, 2.63e6, MONEY, "−€ 0,02 mln tot € 2,6 mln", "−€0.02M to €2.6M"),  # below 0
        (21_594, 2.6e6, MONEY, "€ 22 duizend tot € 2.600 duizend", "€22k to €2,600k"),
        (1_433_000, 1_439_000, MONEY, "€ 1,433 mln tot € 1,439 mln", "€1.433M to €1.439M"),
        (35_000, 55_000, MONEY, "€ 35 duizend tot € 55 duizend", "€35k to €55k"),
        (2000, 2000, MONEY, "€ 2.000", "€2,000"),
        (0.916, 0.931, "chance", "91,6% tot 93,1%", "91.6% to 93.1%"),
        (0, 0.0004, "chance", "0% tot 0,040%", "0% to 0.040%"),
        (0.7, 0.998, "chance", "70% tot >99%", "70% to >99%"),
        (-0.2, 0.02, "share", "−20% tot 2%", "−20% to 2%"),
        (1.05, 1.62, "ratio", "1,1 tot 1,6", "1.1 to 1.6"),
        (0.96, 1.6, "ratio", "0,96 tot 1,6", "0.96 to 1.6"),  # below 1
        (0.4, 1.02, "ratio", "0,4 tot 1,02", "0.4 to 1.02"),
        (8000, 16000, "number", "8.000 tot 16.000", "8,000 to 16,000"),
        (10, 100_000, "number", "10 tot 100.000", "10 to 100,000"),
        (-1234, -0.0567, "number", "−1.200 tot −0,057", "−1,200 to −0.057"),
    ],
)
def test_range_text(low: float, high: float, kind: str, dutch: str, english: str) -> None:
    assert range_text(low, high, "nl", kind) == dutch
    assert range_text(low, high, "en", kind) == english


def test_an_interval_and_the_90_percent_range() -> None:
    assert interval(Between(0.3, 0.28, 0.33), "nl", "share") == "28% tot 33%"
    assert interval(exact(0.3), "nl", "share") == ""
    assert interval(about(0.3, 1e-5), "nl", "share") == ""  # the number says it all
    quantiles = {level: about(1e6 * at, 1e3) for level, at in ((0.05, 0.21), (0.5, 1.4), (0.95, 2.63))}
    assert (median(quantiles), range90(quantiles)) == ("€1.40M", "€0.21M to €2.63M")
    small = {level: about(1e4 * at, 1e2) for level, at in ((0.05, 2.1), (0.5, 8.4), (0.95, 12.6))}
    assert (median(small, "nl"), range90(small, "nl")) == ("€ 84,0 duizend", "€ 21,0 duizend tot € 126 duizend")
    assert range_text(1.2e6, 1.2e6, "en") == "€1.20M"


@pytest.mark.parametrize(
    ("low", "high", "kind", "dutch", "english"),
    [
        (about(63_722, 350), about(141_300, 900), MONEY, "€ 63,7 duizend tot € 141 duizend", "€63.7k to €141k"),
        (about(57_425, 435), about(141_300, 900), MONEY, "€ 57,4 duizend tot € 141 duizend", "€57.4k to €141k"),
        (about(-182_000, 9_000), about(2.63e6, 40_000), MONEY, "−€ 0,18 mln tot € 2,63 mln", "−€0.18M to €2.63M"),
        (about(0.9613, 0.004), about(1.598, 0.03), "ratio", "0,96 tot 1,60", "0.96 to 1.60"),
        (about(0.9972, 0.001), about(1.598, 0.03), "ratio", "0,997 tot 1,60", "0.997 to 1.60"),  # surely below 1
        (about(-0.2123, 0.003), about(0.0188, 0.01), "share", "−21,2% tot 2%", "−21.2% to 2%"),
        (about(8_140, 20), about(16_000, 3_000), "number", "8.140 tot 16.000", "8,140 to 16,000"),
        (exact(40_000), about(95_512, 30), MONEY, "€ 40,0 duizend tot € 95,5 duizend", "€40.0k to €95.5k"),
    ],
)
def test_ends_of_a_range_with_an_interval_have_the_digits_that_it_supports(
    low: Between, high: Between, kind: FigureKind, dutch: str, english: str
) -> None:
    assert range_text(low, high, "nl", kind) == dutch
    assert range_text(low, high, "en", kind) == english


@pytest.mark.parametrize(
    ("amounts", "unit"),
    [
        ([about(1.12e6, 14_000), about(-182_000, 9_000)], "million"),
        ([about(1.12e6, 14_000), about(21_594, 300)], "thousand"),
        ([about(1.12e6, 14_000), about(21_594, 30_000)], "million"),  # not told from 0
        ([about(1.12e6, 14_000), about(35.23, 0.01)], "euro"),
        ([2.5e9, 4e6], "million"),
        ([0.0, exact(0)], None),
        ([], None),
    ],
)
def test_amounts_side_by_side_are_in_one_unit_that_shows_two_digits_of_each(amounts: list[Numeric], unit: str) -> None:
    assert shared_unit(amounts) == unit


@pytest.mark.parametrize(
    ("low", "high", "kind", "way", "swing"),
    [
        (1_818_000.0, 604_000.0, MONEY, "€1.82M → €0.60M", "€1.2M"),
        (16_575.0, 115_674.0, MONEY, "€16.6k → €115.7k", "€99k"),
        (64_600.6, 64_035.4, MONEY, "€64,601 → €64,035", "€570"),
        (0.4127, 0.1004, "share", "41.3% → 10.0%", "31%"),
        (1.4142, 1.1051, "ratio", "1.414 → 1.105", "0.31"),
        (1_234_602.23, 1_234_567.0, "number", "1,234,602.2 → 1,234,567.0", "35"),
        (7.0, 7.0, MONEY, "€7.00 → €7.00", "€0"),
    ],
)
def test_who_subtracts_where_something_goes_finds_how_far(
    low: float, high: float, kind: FigureKind, way: str, swing: str
) -> None:
    far = in_two_digits(exact(abs(high - low)))
    assert figure(far, kind, "en") == swing
    assert way_text([low, high], far, "en", kind) == way


def test_an_error_takes_digits_of_how_far_and_of_where() -> None:
    far = in_two_digits(about(1_214_000, 300_000))
    assert money(far) == "€1.2M"
    assert money(in_two_digits(about(1_214_000, 2_000_000))) == "€1M"
    assert way_text([about(1_818_000, 9_000), 604_000, 1_000_000], far, "nl", MONEY) == (
        "€ 1,82 mln → € 0,60 mln → € 1,00 mln"
    )


def test_amounts_beside_larger_ones_have_no_cents() -> None:
    evppi = Between(95.05, 94.87, 95.24)
    assert money(evppi) == "€95.05"
    assert money(in_euros(evppi, exact(6_570))) == "€95"
    assert money(in_euros(evppi, exact(98))) == "€95.05"
    assert money(in_euros(about(37.0, 0.6), exact(6_570))) == "€37"
    assert money(in_euros(about(1_234.0, 30), exact(6_570))) == "€1,230"


@pytest.mark.parametrize(
    ("x", "kind", "english"),
    [
        (about(1_234_000.0, 4_000), MONEY, "€1.23M"),
        (about(0.384, 0.01), "share", "38%"),
        (about(1.334, 0.004), "ratio", "1.33"),
        (Between(0.996, 0.991, 0.999), "chance", "99.6%"),
        (about(1_234_000.0, 4_000), "number", "1,234,000"),
        (8192, "count", "8,192"),
        ("net_benefit", "text", "net_benefit"),
        (Text("Saldo", "Net benefit"), "text", "Net benefit"),
        (None, MONEY, ""),
        (None, "text", ""),
    ],
)
def test_a_figure_is_written_by_the_kind_of_its_column(x: object, kind: FigureKind, english: str) -> None:
    assert figure(x, kind) == english


def test_the_unit_says_how_to_write_a_number() -> None:
    units = ("EUR", "EUR / household / year", "share", "ratio", "year", None)
    assert [kind_of(unit) for unit in units] == [MONEY, MONEY, "share", "ratio", "number", "number"]


@pytest.mark.parametrize(
    ("value", "unit", "dutch", "english"),
    [
        (0.47686, None, "0,47686", "0.47686"),
        (45_000.0, None, "45.000", "45,000"),
        (0.0, None, "0", "0"),
        (-2.5, "month", "−2,5", "−2.5"),
        (11.0, "month", "11", "11"),
        (123_456.0, "household", "123.456", "123,456"),
        (0.12345, "share", "12,345%", "12.345%"),
        (0.6128266, "share", "61,283%", "61.283%"),  # derived from counts
        (1.5, "ratio", "1,5", "1.5"),
        (8_923.0, "EUR", "€ 8.923", "€8,923"),
        (45_000.0, "EUR / year", "€ 45 duizend", "€45k"),
        (45_670.0, "EUR / year", "€ 45.670", "€45,670"),
        (1_250_000.0, "EUR", "€ 1,25 mln", "€1.25M"),
        (12.5, "EUR", "€ 12,50", "€12.50"),
        (0.0, "EUR", "€ 0", "€0"),
        (7.111267522309978, "year", "7,11", "7.11"),  # computed
        (22 / 7 * 1e6, None, "3.140.000", "3,140,000"),
        (0.1 + 0.2, "share", "30%", "30%"),
        (1 / 3, "share", "33,3%", "33.3%"),
        (-4_567.0 / 3, "EUR", "−€ 1.520", "−€1,520"),
        (137_003 / 3, "EUR", "€ 45,7 duizend", "€45.7k"),
    ],
)
def test_values_of_estimates_are_as_typed_or_have_three_digits_if_they_were_computed(
    value: float, unit: str | None, dutch: str, english: str
) -> None:
    assert estimate_text(value, "nl", unit) == dutch
    assert estimate_text(value, "en", unit) == english


@pytest.mark.parametrize(
    ("value", "beside", "unit", "dutch", "english"),
    [
        (21_480.0, 19_570.0, "EUR", "€ 21.480", "€21,480"),
        (-706_123.4, -700_000.0, "EUR", "−€ 706 duizend", "−€706k"),
        (21_487.3, 0.02e6, "EUR", "€ 21,5 duizend", "€21.5k"),
        (5791 / 4355, 1.35, "ratio", "1,33", "1.33"),
        (5791 / 4355, 1.346, "ratio", "1,330", "1.330"),
    ],
)
def test_what_was_computed_beside_what_was_typed(
    value: float, beside: float, unit: str, dutch: str, english: str
) -> None:
    assert estimate_text(value, "nl", unit, beside=beside) == dutch
    assert estimate_text(value, "en", unit, beside=beside) == english


@pytest.mark.parametrize("unit", ["EUR", "EUR / household / year", "(EUR) / household / year", "1 / household * EUR"])
def test_amounts_of_money_have_a_euro_sign_however_their_unit_is_written(unit: str) -> None:
    assert estimate_text(45_000.0, "en", unit) == "€45k"
    assert estimate_text(-45_000.0, "en", unit) == "−€45k"
    assert estimate_range(1_000.0, 2_000.0, "en", unit) == "€1,000 to €2,000"


@pytest.mark.parametrize("unit", ["household / EUR", "EUR ** 2", "EUR / EUR", "EURO", "1000 EUR", "year", None])
def test_nothing_else_has_a_euro_sign(unit: str | None) -> None:
    assert estimate_text(45_000.0, "en", unit) == "45,000"


@pytest.mark.parametrize(
    ("x", "kind", "finer", "value", "ends"),
    [
        (Between(156.01, 155.53, 156.48), MONEY, 0, "€156", "€156 to €156"),
        (Between(156.01, 154.2, 157.8), MONEY, 0, "€156", "€154 to €158"),
        (Between(99_870.0, 98_940.0, 100_790.0), MONEY, 0, "€99.9k", "€98.9k to €100.8k"),
        (Between(0.99729, 0.99706, 0.99752), "chance", 0, "99.7%", "99.7% to 99.8%"),
        (Between(0.99729, 0.99706, 0.99752), "chance", 1, "99.73%", "99.71% to 99.75%"),
        (Between(0.2813, 0.2719, 0.2907), "part", 0, "28.1%", "27.2% to 29.1%"),
        (Between(1.324, 1.31, 1.338), "ratio", 0, "1.32", "1.31 to 1.34"),
        (Between(52.34, 50.1, 54.6), "number", 0, "52", "50 to 55"),
    ],
)
def test_a_number_and_its_interval_have_the_same_last_digit(
    x: Between, kind: FigureKind, finer: int, value: str, ends: str
) -> None:
    assert figure(x, kind, "en", finer=finer) == value
    both_ends = "" if ends == f"{value} to {value}" else ends
    assert interval(x, "en", "share" if kind == "part" else kind, finer=finer) == both_ends


def test_ranges_of_estimates() -> None:
    assert estimate_range(0.0225, 0.055, "en", "share") == "2.25% to 5.5%"
    assert estimate_range(1.125, 40.0, "nl", "year") == "1,125 tot 40"
    assert estimate_range(45_670.0, 60_123.456789123, "en", "EUR") == "€45,670 to €60,000"
    assert estimate_range(0.0225, 0.0225, "en", "share") == "2.25%"
    assert estimate_on_way(0.02125, 0.0225, 0.055, "en", "share") == "2.125%"
    assert estimate_on_way(1 / 3, 0.0, 1.0, "en", "share") == "33%"
    assert estimate_on_way(45_670.0, 0.0, 90_000.0, "en", "EUR") == "€45,670"
    assert estimate_range(0.22163749213, 0.39826571234, "nl") == "0,22 tot 0,40"
    assert estimate_range(0.22163749213, 0.39826571234, "en", "share") == "22% to 40%"
    assert estimate_range(0.0, 4_000.0, "en", "EUR / year") == "€0 to €4,000"


@pytest.mark.parametrize("write", [money, number, ratio, share, chance])
def test_what_has_no_figures_is_an_error(write: object) -> None:
    for value in (math.nan, math.inf):
        with pytest.raises(ValueError, match="no figures"):
            write(value)
        with pytest.raises(ValueError, match="no figures"):
            write(Between(value, 0.4, 0.6))
    for low, high in ((0.6, 0.4), (0.4, math.nan)):
        with pytest.raises(ValueError, match="not an interval"):
            write(Between(0.5, low, high))


@pytest.mark.parametrize("p", [-0.01, 1.01])
def test_what_is_no_probability_is_an_error(p: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        chance(p)
    with pytest.raises(ValueError, match="between 0 and 1"):
        likelihood(exact(p))


def _read(text: str) -> float:
    """Read English figures back, as a person would."""
    units = {"bn": 1e9, "M": 1e6, "k": 1e3, "%": 0.01}
    text = text.replace("−", "-").replace("€", "").replace(",", "").strip("<>")
    for unit, size in units.items():
        if text.endswith(unit):
            return float(text.removesuffix(unit)) * size
    return float(text)


@given(AMOUNT, WIDTH)
def test_what_is_read_lies_within_the_interval_or_a_hundredth_of_the_unit(value: float, half_width: float) -> None:
    amount = about(value, half_width)
    read, width = _read(money(amount)), amount.high - amount.low
    slack = max(width / 2, 0.006 * abs(value), 0.5 if abs(value) >= 100 else 0.005)
    assert abs(read - value) <= slack * 1.000001
    assert abs(_read(number(amount)) - value) <= max(width / 2, 1e-12 + 0.005 * abs(value))


@given(AMOUNT)
def test_two_figures_without_an_interval_are_within_five_percent(value: float) -> None:
    assert abs(_read(money(value)) - value) <= max(0.05 * abs(value) * 1.000001, 0.005)
    assert _read(number(value)) == pytest.approx(value, rel=0.05 * 1.000001, abs=0)


@given(AMOUNT, AMOUNT, st.none() | st.tuples(AMOUNT, WIDTH))
def test_a_larger_number_never_reads_smaller(one: float, other: float, around: tuple[float, float] | None) -> None:
    less, more = sorted((one, other))
    for write in (money, number, ratio, share):
        if around is None:
            assert _read(write(less)) <= _read(write(more))
        elif around[1] > 1e-3:  # an interval without width leaves each number its own last digit
            ends = around[0] - around[1], around[0] + around[1]
            assert _read(write(Between(less, *ends))) <= _read(write(Between(more, *ends)))


@given(PROBABILITY, PROBABILITY)
def test_a_larger_probability_never_reads_smaller(one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert _read(chance(less)) <= _read(chance(more))
    assert WORDS.index(likelihood(exact(less))) <= WORDS.index(likelihood(exact(more)))


@given(PROBABILITY, PROBABILITY, PROBABILITY, LANG)
def test_only_certainty_reads_0_or_100_percent(one: float, other: float, third: float, lang: str) -> None:
    low, p, high = sorted((one, other, third))
    text = chance(Between(p, low, high), lang)
    assert (text in ("0%", "100%")) == (low == high and p in (0, 1))
    if text.startswith(">"):
        assert _read(chance(Between(p, low, high))) <= p + 1e-12
    if text.startswith("<"):
        assert _read(chance(Between(p, low, high))) >= p - 1e-12


@given(AMOUNT, AMOUNT, LANG)
def test_the_ends_of_a_range_stay_apart(one: float, other: float, lang: str) -> None:
    low, high = sorted((one, other))
    for kind in (MONEY, "number", "ratio", "share"):
        text = range_text(low, high, lang, kind)
        if high - low > 0.1 + 1e-9 * max(abs(low), abs(high)):
            first, second = text.split({"nl": " tot ", "en": " to "}[lang])
            assert first != second
    if low >= 0 and high <= 1:
        assert range_text(low, high, lang, "chance")


# --- words

WORDS = [
    "exceptionally unlikely",
    "very unlikely",
    "unlikely",
    "about as likely as not",
    "likely",
    "very likely",
    "virtually certain",
]


@pytest.mark.parametrize(
    ("p", "english"),
    [
        (0, "exceptionally unlikely"),
        (0.01, "exceptionally unlikely"),
        (0.011, "very unlikely"),
        (0.10, "very unlikely"),
        (0.11, "unlikely"),
        (0.33, "unlikely"),
        (0.34, "about as likely as not"),
        (0.659, "about as likely as not"),
        (0.66, "likely"),
        (0.899, "likely"),
        (0.90, "very likely"),
        (0.989, "very likely"),
        (0.99, "virtually certain"),
        (1, "virtually certain"),
    ],
)
def test_likelihood_words_are_the_ipccs(p: float, english: str) -> None:
    assert likelihood(exact(p)) == english


@pytest.mark.parametrize(
    ("low", "high", "english"),
    [
        (0.88, 0.96, "likely"),
        (0.90, 0.96, "very likely"),
        (0.4, 0.95, "about as likely as not"),
        (0.05, 0.6, "about as likely as not"),
        (0.5, 0.7, "about as likely as not"),
        (0.04, 0.12, "unlikely"),
        (0.0, 0.01, "exceptionally unlikely"),
    ],
)
def test_the_words_of_a_measured_probability_are_the_most_modest_of_its_interval(
    low: float, high: float, english: str
) -> None:
    assert likelihood(Between((low + high) / 2, low, high)) == english


@pytest.mark.parametrize("half", [0.0, 0.0004, 0.004, 0.03, 0.2])
@pytest.mark.parametrize("whole", [True, False])
def test_a_printed_chance_never_contradicts_its_word(half: float, whole: bool) -> None:
    """Read back from print, it has the word of the value itself."""
    for p in (0.0005 + step / 1000 for step in range(1000)):
        measured = p if half == 0 else Between(p, max(p - half, 0.0), min(p + half, 1.0))
        printed = chance(measured, whole=whole)
        if printed[0] not in "<>":
            assert likelihood(exact(float(printed[:-1]) / 100)) == likelihood(exact(p)), (p, printed)


def test_likelihood_words_are_knmis_in_dutch() -> None:
    assert [likelihood(exact(p), "nl") for p in (0.005, 0.05, 0.2, 0.5, 0.8, 0.95, 0.995)] == [
        "zo goed als uitgesloten",
        "zeer onwaarschijnlijk",
        "onwaarschijnlijk",
        "ongeveer even waarschijnlijk als onwaarschijnlijk",
        "waarschijnlijk",
        "zeer waarschijnlijk",
        "zo goed als zeker",
    ]


@pytest.mark.parametrize(
    ("probability", "low", "high", "expected"),
    [
        (0.97, 0.1e6, 2.7e6, "positive"),
        (0.90, -0.1e6, 2.7e6, "positive"),
        (0.95, 0.0, 0.01e6, "positive"),  # small, but of one sign
        (0.10, -2.7e6, 0.1e6, "negative"),
        (0.60, -0.3e6, 0.5e6, "about_equal"),
        (0.60, -0.3e6, 0.6e6, "uncertain"),
        (0.40, -0.6e6, 0.3e6, "uncertain"),
        (0.50, -3e6, 3e6, "uncertain"),  # equal in the middle only
    ],
)
def test_balance_reading(probability: float, low: float, high: float, expected: str) -> None:
    assert balance_reading(probability, low, high, 5e6) == expected
    for lang in LANGUAGES:
        assert say(f"verdict.{expected}", lang)


def test_a_balance_without_costs_is_never_about_equal() -> None:
    assert balance_reading(0.5, -1.0, 1.0, 0.0) == "uncertain"
    assert balance_reading(0.5, -1.0, 1.0, -100.0) == "uncertain"


# --- the catalogue


def _names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_an_error_speaks_both_languages_and_says_where() -> None:
    error = errors.CaseError("several", file="case.toml", line=3, key="posts.shelter", count=2)
    assert error.text("nl") == "case.toml, regel 3, posts.shelter: 2 fouten gevonden"
    assert str(error) == "case.toml, line 3, posts.shelter: 2 errors found"


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_sentence_says_the_same_in_both_languages(key: str) -> None:
    dutch, english = CATALOGUE[key]
    assert dutch.strip()
    assert english.strip()
    assert _names(dutch) == _names(english)
    assert all(name.isidentifier() for name in _names(english)), "names only: no positions, no attributes"


@pytest.mark.parametrize("number", [0.25, 285.0, -7.111267522309978, 1.2345678901234e-12])
def test_every_error_can_quote_any_number(number: float) -> None:
    for key, (dutch, english) in CATALOGUE.items():
        if key.startswith("error.") and not key.startswith("error.place."):
            facts = dict.fromkeys(_names(english) - {"key", "file", "line", "did_you_mean"}, number)
            nearest = {"nearest": None} if "{did_you_mean}" in dutch else {}
            error = errors.MkbaError(key.removeprefix("error."), **facts, **nearest)
            assert error.message("nl")
            assert error.message("en")


@pytest.mark.parametrize(
    ("number", "dutch", "english"),
    [
        (285.0, "285 ligt vast op 285:", "285 is fixed at 285:"),
        (0.25, "0.25 ligt vast op 0.25:", "0.25 is fixed at 0.25:"),
        (1 / 7, "0,142857 ligt vast op 0,142857:", "0.142857 is fixed at 0.142857:"),
    ],
)
def test_an_error_quotes_what_was_typed_as_it_was_and_the_rest_in_its_language(
    number: float, dutch: str, english: str
) -> None:
    error = errors.InputError("observed_fixed", found=number, value=number)
    assert error.message("nl").startswith(dutch)
    assert error.message("en").startswith(english)


PARTS = ("error.place.line", "error.place.unread", "error.several")
"""What an error is put together with, not a sentence."""


@pytest.mark.parametrize("key", [key for key in CATALOGUE if key.startswith("error.") and key not in PARTS])
def test_every_error_says_what_is_wrong_and_what_to_do(key: str) -> None:
    for text in CATALOGUE[key]:
        sentences = re.split(r"(?<=[.?])\s+|\{did_you_mean\}\s*|;\s+", text)
        assert len(sentences) >= 2, "what was found, and what was expected or is to be done"
        assert text[-1] in ".?" or "{pip} install" in sentences[-1]
        assert not re.search(r"\d %|\bquotes\b", text), "12% and quotation marks, as in all other texts"


@pytest.mark.parametrize("key", CATALOGUE)
def test_dutch_has_one_word_for_a_case_and_for_a_replicate(key: str) -> None:
    dutch = re.sub(r"mkba \w+|[\[{]case[\]}]|case\.\w+", "", CATALOGUE[key][0])
    assert not re.search(r"\b[Cc]ases?\b|casebestand|herhaling", dutch)


def _calls() -> list[tuple[str, ast.Call]]:
    package = Path(mkba_uncertainty.__file__).parent
    return [
        (f"{path.relative_to(package)}:{node.lineno}", node)
        for path in sorted(package.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
    ]


def _sentences_used() -> list[tuple[str, str, ast.Call]]:
    classes = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
    used = []
    for place, call in _calls():
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in classes and issubclass(getattr(errors, name), errors.MkbaError):
            used.append((place, f"error.{call.args[0].value}", call))
        elif name in {"say", "both"}:
            used.append((place, str(call.args[0].value), call))
    return used


@pytest.mark.parametrize(
    ("key", "dutch", "english"),
    [
        ("explorer.more", "Nog 1 schatting", "1 more estimate"),
        ("explorer.fixed", "1 vast gegeven", "1 fixed figure"),
        ("plot.others", "1 andere", "1 other"),
    ],
)
def test_one_of_a_kind_is_said_in_the_singular(key: str, dutch: str, english: str) -> None:
    assert texts.both(key, count=1) == Text(dutch, english)
    assert texts.both(key, count=2).en == f"2 {english[2:]}s"


def test_every_sentence_used_exists_and_gets_the_values_it_mentions() -> None:
    used = _sentences_used()
    assert used
    assert [f"{place}: no sentence {key}" for place, key, _ in used if key not in CATALOGUE] == []
    for place, key, call in used:
        given_names = {keyword.arg for keyword in call.keywords} | {"key", "file"}
        given_names |= {"did_you_mean"} if "nearest" in given_names else set()
        missing = _names(CATALOGUE[key][1]) - given_names
        assert None in given_names or not missing, f"{place}: {key} mentions {sorted(missing)}"


def _written() -> set[str]:
    """Give the texts in the package's code, templates and scripts, the catalogue aside; ``{}`` where one has a gap."""
    package = Path(mkba_uncertainty.__file__).parent
    written = set()
    for path in package.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)):
            match node:
                case ast.Constant(value=str() as text):
                    written.add(text)
                case ast.JoinedStr(values=parts):
                    written.add("".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts))
    for path in (*package.rglob("*.j2"), *package.rglob("*.js")):
        quoted = re.findall(r"""(["`])([\w.]+|[\w.]*\$\{.*?\}[\w.]*)\1""", path.read_text(encoding="utf-8"))
        written |= {re.sub(r"\$\{.*\}", "{}", text) for _, text in quoted}
    return {text + "{}" if text.endswith(".") else text for text in written}


def test_no_area_has_a_sentence_twice() -> None:
    def pairs(found: list[tuple[str, object]]) -> dict[str, object]:
        keys = [key for key, _ in found]
        assert len(set(keys)) == len(keys), [key for key in keys if keys.count(key) > 1]
        return dict(found)

    for area in AREAS:
        file = Path(texts.__file__).with_name(f"{area}.json")
        sentences = json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=pairs)
        assert all(list(sentence) == ["nl", "en"] for sentence in sentences.values())


def test_every_sentence_is_used() -> None:
    written = _written()
    gapped = [
        re.compile(".+".join(map(re.escape, text.split("{}"))))
        for text in written
        if "{}" in text and re.search("[a-z]{3}", text)
    ]
    unused = [
        key
        for key in CATALOGUE
        if not any(
            name in written or any(pattern.fullmatch(name) for pattern in gapped)
            for name in (key, re.sub(r"^(error|warning)\.", "", key))
        )
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "MKBA_LANG": "nl"}, "nl"),
        ({"LANG": "nl_BE", "MKBA_LANG": "de"}, "nl"),
    ],
)
def test_preferred_language(environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MKBA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert preferred_language() == language


def test_parts_of_a_document_are_named_in_the_language_of_the_reader() -> None:
    assert place_text("noot 12; bijlage IV") == Text("noot 12; bijlage IV", "note 12; appendix IV")
    assert place_text("Table 6, p. 12") == Text("Table 6, blz. 12", "Table 6, p. 12")
    assert place_text("kader, ‘kosten’").en == "box, ‘kosten’"
    assert place_text("priors.R, subs_rate") == Text("priors.R, subs_rate", "priors.R, subs_rate")


def test_a_range_that_prints_as_one_number_is_one() -> None:
    assert range_text(about(1.3601, 0.004), about(1.3622, 0.004), kind="ratio") == "1.36"
