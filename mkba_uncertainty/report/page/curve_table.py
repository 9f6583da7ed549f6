"""The curve of the answer in numbers: how likely is more than what amount."""

from __future__ import annotations

from mkba_uncertainty.analysis.answer.confidence import Confidence
from mkba_uncertainty.report.page.page_table import PageTable, page_table
from mkba_uncertainty.table import Column, Row, Table, error_of
from mkba_uncertainty.texts import both
from mkba_uncertainty.texts.figures import kind_of

STEP = 5
"""Of the levels of the curve the table has every fifth."""


def curve_table(result: Confidence) -> PageTable:
    """Lay the table: a row for each of some chances, from nearly sure to nearly impossible."""
    kind, label = kind_of(result.units[result.curve_outcome]), result.labels[result.curve_outcome]
    levels = list(result.curve.items())[STEP - 1 :: STEP]
    more = Column("more", "figure.curve.chance", "share")
    laid = Table(
        [more, Column("value", label, kind), error_of("value", "drivers.error", kind)],
        [Row({"more": 1 - level, "value": value}) for level, value in levels],
        caption=both("figure.curve", label=label),
    )
    return page_table(laid, per=result.per)
