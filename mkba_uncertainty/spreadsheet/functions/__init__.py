"""The functions of a sheet, in rooms by kind."""

from mkba_uncertainty.spreadsheet.functions import (
    arithmetic,
)
from mkba_uncertainty.spreadsheet.functions.registry import FUNCTIONS

__all__ = ["FUNCTIONS", "arithmetic"]
