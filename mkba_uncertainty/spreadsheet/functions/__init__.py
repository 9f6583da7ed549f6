"""The functions of a sheet, in rooms by kind."""

from mkba_uncertainty.spreadsheet.functions import aggregates, arithmetic, logic
from mkba_uncertainty.spreadsheet.functions.registry import FUNCTIONS

__all__ = ["FUNCTIONS", "aggregates", "arithmetic", "logic"]
