"""The functions of a sheet, in rooms by kind."""

from mkba_uncertainty.spreadsheet.functions import (
    aggregates,
    arithmetic,
    conditional,
    dates,
    distributions,
    engineering,
    finance,
    logic,
    lookup,
    regression,
    statistics,
    text,
)
from mkba_uncertainty.spreadsheet.functions.references import SPECIAL
from mkba_uncertainty.spreadsheet.functions.registry import FUNCTIONS

__all__ = [
    "FUNCTIONS",
    "aggregates",
    "arithmetic",
    "conditional",
    "dates",
    "distributions",
    "engineering",
    "finance",
    "known_functions",
    "logic",
    "lookup",
    "regression",
    "statistics",
    "text",
]


def known_functions() -> frozenset[str]:
    """Give the names of all functions that can be computed."""
    return frozenset({*FUNCTIONS, *SPECIAL})
