"""A case as an Excel workbook, and back: the round trip gives the same case.

A workbook is data from outside: it is opened without its macros, links or formulas, and refused if it has any.
"""

from mkba_uncertainty.workbook.layout import sheets
from mkba_uncertainty.workbook.opening import is_installed
from mkba_uncertainty.workbook.reading import load_workbook
from mkba_uncertainty.workbook.writing import results_workbook, save_workbook

__all__ = [
    "is_installed",
    "load_workbook",
    "results_workbook",
    "save_workbook",
    "sheets",
]
