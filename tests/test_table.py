"""A table is laid once: what people read of it, and what programs get."""

from __future__ import annotations

from hypothesis import given, strategies as st

import mkba_uncertainty as mkba
from mkba_uncertainty.table import Column, Range, Row, Table
from mkba_uncertainty.texts import Text
from mkba_uncertainty.texts.figures import Money, about

TABLE = Table(
    [
        Column("label", "table.estimate", data=False),
        Column("estimate"),
        Column("point", "table.point", "number"),
        Range("low", "high", "table.range90", "number"),
    ],
    [
        Row({"label": Text("gevraagd", "asked"), "estimate": "", "point": 3.0}, data=False),
        Row({"label": Text("Terugval", "Relapse"), "estimate": "relapse", "point": about(12.34, 0.1)}, starred=True),
        Row({"label": Text("Kosten", "Costs"), "estimate": "costs", "point": Text("geen", "none")}),
    ],
    constants={"outcome": "net_benefit"},
)


def test_in_a_language_names_stand_in_front_and_words_never_stand_for_a_figure() -> None:
    frame = TABLE.to_frame("nl")
    assert frame.columns.tolist() == ["label", "outcome", "estimate", "point"]
    assert frame["label"].tolist() == ["Terugval", "Kosten"]
    assert frame["point"].tolist()[:1] == [12.34]
    assert frame["point"].isna().tolist() == [False, True]
    assert TABLE.to_frame().columns.tolist() == ["outcome", "estimate", "point"]


def test_people_read_the_digits_that_count_and_a_star_behind_a_name() -> None:
    asked, relapse, costs = TABLE.texts("en")
    assert asked[0] == "asked"
    assert relapse == ["Relapse *", "12.3", ""]
    assert costs == ["Costs", "none", ""]


def test_a_range_of_figures_with_digits_of_their_own_keeps_these() -> None:
    row = Row({"low": about(14.2, 1), "high": about(66.1, 1)})
    assert TABLE.of([row]).texts("nl") == [["", "", "14 tot 66"]]


def test_rows_stay_in_place_unless_some_are_left_out() -> None:
    assert [row.cells["estimate"] for row in TABLE.on_screen().rows] == ["", "relapse", "costs"]
    few = TABLE.of(TABLE.rows, most=1, rest=lambda left: Row({"estimate": f"{len(left)} other"}))
    assert [row.cells["estimate"] for row in few.on_screen().rows] == ["relapse", "1 other", ""]


def measured(value: float, half_width: float) -> mkba.Measured:
    return mkba.Measured(value, value - half_width, value + half_width)


MONEY = Table(
    [
        Column("label", "table.outcome"),
        Column("median", "table.median", "outcome"),
        Range("low", "high", "table.range90", "outcome"),
    ],
    [],
)


def money_row(median: mkba.Measured, low: mkba.Measured, high: mkba.Measured, unit: str = "EUR") -> Row:
    return Row({"label": "x", "median": median, "low": low, "high": high}, unit)


def test_a_change_of_the_end_of_a_range_is_seen() -> None:
    rows = [
        money_row(measured(98_100, 300), measured(63_722, 350), measured(141_300, 900)),
        money_row(measured(98_100, 300), measured(57_425, 435), measured(149_700, 900)),
    ]
    assert [cells[2] for cells in MONEY.of(rows).texts("en")] == ["€63.7k to €141k", "€57.4k to €150k"]
    assert [cells[2] for cells in MONEY.of(rows).texts("nl")] == [
        "€ 63,7 duizend tot € 141 duizend",
        "€ 57,4 duizend tot € 150 duizend",
    ]


def test_a_row_is_in_one_unit_that_keeps_its_digits() -> None:
    row = money_row(measured(21_594, 120), measured(-182_300, 1_900), measured(1_244_000, 30_000))
    assert MONEY.of([row]).texts("en") == [["x", "€21.6k", "−€182k to €1,240k"]]
    row = money_row(measured(-956_000, 14_000), measured(-1_893_000, 30_000), measured(118_000, 20_000))
    assert MONEY.of([row]).texts("nl") == [["x", "−€ 0,96 mln", "−€ 1,89 mln tot € 0,12 mln"]]


def test_rows_that_differ_by_more_than_their_error_do_not_read_alike() -> None:
    amounts = [measured(1_437_200, 400), measured(1_439_900, 400), measured(1_521_000, 400)]
    rows = [money_row(each, each, measured(2.6e6, 4e5)) for each in amounts]
    assert [cells[1] for cells in MONEY.of(rows).texts("en")] == ["€1.437M", "€1.440M", "€1.52M"]
    ratios = [measured(0.19342, 0.0002), measured(0.19112, 0.0002), measured(0.191, 0.002)]
    rows = [money_row(each, each, each, "ratio") for each in ratios]
    assert [cells[1] for cells in MONEY.of(rows).texts("nl")] == ["0,193", "0,191", "0,191"]
    rows = [money_row(each, each, each, "ratio") for each in (measured(0.191, 0.004), measured(0.193, 0.004))]
    assert [cells[1] for cells in MONEY.of(rows).texts("en")] == ["0.19", "0.19"]


@given(
    st.lists(st.tuples(st.floats(-1e7, 1e7), st.floats(-4, -0.5)), min_size=2, max_size=5),
    st.sampled_from(["EUR", "share", "ratio", "year"]),
    st.sampled_from([1.0, 1e-3]),
)
def test_no_two_rows_that_differ_read_alike_and_none_is_off_by_more_than_half_a_digit(
    found: list[tuple[float, float]], unit: str, scale: float
) -> None:
    scale = scale if unit != "EUR" else 1.0  # less than a cent is nothing
    values = [measured(value * scale, max(abs(value * scale), 1.0) * 10.0**size) for value, size in found]
    rows = [money_row(each, each, each, unit) for each in values]
    texts = [cells[1] for cells in MONEY.of(rows).texts("en")]
    for one, text in zip(values, texts, strict=True):
        assert abs(read(text) - one.value) <= last_digit(text) / 2 * (1 + 1e-9) + 1e-9
        for other, same in zip(values, texts, strict=True):
            assert text != same or one.low <= other.high or max(one.width, other.width) < last_digit(text) / 2_000


def read(text: str) -> float:
    """Read an English figure back."""
    size = {"k": 1e3, "M": 1e6, "n": 1e9, "%": 0.01}.get(text[-1], 1.0)
    return float(text.translate(str.maketrans("−", "-", "€,kMbn%"))) * size


def last_digit(text: str) -> float:
    """Give what the last digit of an English figure stands for; of a round number the first zero of its end."""
    digits = text.translate(str.maketrans("", "", "−€,kMbn%"))
    size = read(f"{'1'}{text[-1]}") if text[-1] in "kM%" else {"n": 1e9}.get(text[-1], 1.0)
    decimals = len(digits.partition(".")[2])
    zeros = 0 if decimals else len(digits) - len(digits.rstrip("0"))
    return size * 10.0 ** (zeros - decimals)


def test_ends_of_a_bar_show_its_swing() -> None:
    ends = Range("low", "high", "table.outcome_from_to", Money(), arrow=True, by="swing")
    bars = Table([Column("label", "table.outcome"), ends, Column("swing", "table.swing", Money())], [])
    low, high = measured(1_234_567, 3_000), measured(1_234_602.23, 3_000)
    row = Row({"label": "x", "low": low, "high": high, "swing": measured(35.23, 0.01)})
    assert bars.of([row]).texts("en") == [["x", "€1,234,567.00 → €1,234,602.23", "€35.23"]]
    assert bars.of([row]).texts("nl") == [["x", "€ 1.234.567,00 → € 1.234.602,23", "€ 35,23"]]


def test_a_program_gets_the_figures_of_what_people_read() -> None:
    label, _, point, between = TABLE.columns
    asked, relapse, costs = TABLE.rows
    assert [label.numbers(row) for row in TABLE.rows] == [(), (), ()]
    assert [point.numbers(row) for row in (asked, relapse, costs)] == [(3.0,), (12.34,), ()]
    assert between.numbers(Row({"low": 1, "high": about(2.5, 0.1)})) == (1.0, 2.5)
    assert between.numbers(Row({"low": 1})) == ()
    assert Range("x", "x", "table.range90", "number").numbers(Row({"x": measured(5.0, 2.0)})) == (3.0, 7.0)
    assert Range("x", "x", "table.range90", "number").numbers(Row({"x": 5.0})) == ()
