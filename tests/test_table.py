"""A table is laid once: what people read of it, and what programs get."""

from __future__ import annotations

from mkba_uncertainty.table import Column, Range, Row, Table
from mkba_uncertainty.texts import Text
from mkba_uncertainty.texts.figures import about

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
