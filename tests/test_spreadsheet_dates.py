"""Days in workbooks that count from 1904, and texts that mean another day on another machine."""

from __future__ import annotations

from typing import Any

import pytest
from books import sheet, value

from mkba_uncertainty.spreadsheet import Unsupported


@pytest.mark.parametrize(
    ("formula", "answer"),
    [
        ("=YEAR(A1)", 1904),
        ("=DATE(1904,1,3)", 2),
        ("=EOMONTH(A1,0)", 30),
        ("=NETWORKDAYS(A1,A1+6,{4})", 4),  # from a Friday to the Thursday after; day 4 is a Tuesday
        ("=WEEKDAY(A1)", 6),
        ("=DAYS(A1+9,A1)", 9),
        ("=SUM(A1,5)", 5),
        ('=TEXT(A1,"d mmm yyyy")', "1 Jan 1904"),
        ('=TEXT(A1,"0.0")', "0.0"),
    ],
)
def test_days_may_be_counted_from_1904(formula: str, answer: Any) -> None:
    assert value(formula, sheet({"A1": 0}, date1904=True)) == answer


@pytest.mark.parametrize("formula", ['=DATEVALUE("3/4/2021")', '=YEAR("03-04-2021")', '=TEXT(1,"[$-413]mmmm")'])
def test_what_depends_on_the_machine_or_a_language_is_refused(formula: str) -> None:
    with pytest.raises(Unsupported):
        value(formula, sheet({}))
