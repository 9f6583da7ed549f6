"""The library that knows Excel's format, which is an extra."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from mkba_uncertainty.errors import InputError


def openpyxl() -> Any:
    """Import the library.

    Raises
    ------
    InputError
        If it is not installed; it says how to.
    """
    try:
        import openpyxl
    except ImportError:
        raise InputError("excel_missing") from None
    return openpyxl


def is_installed() -> bool:
    """Whether workbooks can be written here."""
    return find_spec("openpyxl") is not None
