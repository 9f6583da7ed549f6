"""A case as an Excel workbook, and back: the round trip gives the same case.

A workbook is data from outside: it is opened without its macros, links or formulas, and refused if it has any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkba_uncertainty.workbook.reading import load_workbook
    from mkba_uncertainty.workbook.writing import save_workbook

__all__ = ["load_workbook", "save_workbook"]


def __getattr__(name: str) -> object:
    """Import a function when it is first used."""
    if name == "load_workbook":
        from mkba_uncertainty.workbook.reading import load_workbook

        return load_workbook
    if name == "save_workbook":
        from mkba_uncertainty.workbook.writing import save_workbook

        return save_workbook
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
