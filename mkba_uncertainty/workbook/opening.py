"""Opens the workbook of a case for the library that knows Excel's format, which is an extra and may not be installed.

Such a workbook holds no macros and no links to something outside.
"""

from __future__ import annotations

import io
import re
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mkba_uncertainty.errors import CaseError
from mkba_uncertainty.spreadsheet.opening import Limits, Package, open_package, openpyxl
from mkba_uncertainty.store import LARGEST

LIMITS = Limits(
    packed=LARGEST,
    unpacked=4 * LARGEST,
    parts=1000,
    counts={
        "cells": 200_000,
        "rows": 50_000,
        "merges": 10_000,
        "merged": 200_000,
        "linked": 200_000,
        "filled": 200_000,
        "styles": 10_000,
        "texts": 100_000,
        "names": 10_000,
        "values": 400_000,
        "formulas": 200_000,
        "other": 20_000,
    },
)
"""Tens of times what a large case takes."""

_MACROS = re.compile(r"vbaproject|vbadata|macrosheet|dialogsheet|activex|ctrlprops|customui", re.IGNORECASE)
_LINKS = re.compile(r"externallink|connections\.xml|querytable|embeddings|oleobject|webextension|model/", re.IGNORECASE)
_MACRO_TYPE = re.compile(r"macroEnabled|vbaProject", re.IGNORECASE)


def is_installed() -> bool:
    """Whether workbooks can be written here."""
    return find_spec("openpyxl") is not None


def open_workbook(path: Path) -> tuple[Any, str]:
    """Open a workbook, without what could do harm.

    Returns
    -------
    book : openpyxl.Workbook
        With formulas as text, for the reader to refuse; no macros, no links.
    sha256 : str
        Of the bytes of the file.

    Raises
    ------
    InputError
        If openpyxl is not installed.
    CaseError
        If the file is too large, packed or unpacked, or holds too much; no workbook; or has macros or links to
        something outside.
    """
    library = openpyxl()
    package = open_package(path, LIMITS)
    for name in package.names:
        _inspect(package, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what the library leaves out: styles and extensions that are not read
            book = library.load_workbook(io.BytesIO(package.raw), keep_vba=False, keep_links=False, rich_text=False)
    except (ImportError, MemoryError):
        raise
    except Exception:  # the library meets a broken file with errors of many kinds
        raise CaseError("workbook_unreadable", file=package.file) from None
    return book, package.sha256


def _inspect(package: Package, name: str) -> None:
    """Look at a part before the library does."""
    if found := _MACROS.search(name):
        raise CaseError("workbook_macros", file=package.file, found=found[0])
    if found := _LINKS.search(name):
        raise CaseError("workbook_links", file=package.file, found=found[0])
    if not package.is_xml(name):
        return

    def opened(tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        if tag == "Relationship" and attributes.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            raise CaseError("workbook_links", file=package.file, found=name)
        if tag in ("Override", "Default") and (found := _MACRO_TYPE.search(attributes.get("ContentType", ""))):
            raise CaseError("workbook_macros", file=package.file, found=found[0])

    package.parse(name, opened)
