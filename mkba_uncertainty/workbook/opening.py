"""Opens a workbook from outside, or refuses to: nothing in it is ever executed, fetched or calculated.

The library that knows Excel's format is an extra, which may not be installed.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mkba_uncertainty.casefile.reading import LARGEST, read_bytes
from mkba_uncertainty.errors import CaseError, InputError

UNPACKED = 4 * LARGEST
"""Bytes that a workbook may take when it is unpacked."""

MOST_PARTS = 1000
"""Files that a workbook may consist of; a case takes some thirty."""

_MACROS = re.compile(r"vbaproject|vbadata|macrosheet|dialogsheet|activex|ctrlprops|customui", re.IGNORECASE)
_LINKS = re.compile(r"externallink|connections\.xml|querytable|embeddings|oleobject|webextension|model/", re.IGNORECASE)
_MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
_HYPERLINK = re.compile(rb"/hyperlink[\"']", re.IGNORECASE)


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


def open_workbook(path: Path) -> tuple[Any, bytes]:
    """Open a workbook, without what could do harm.

    Returns
    -------
    book : openpyxl.Workbook
        With formulas as text, for the reader to refuse; no macros, no links.
    raw : bytes
        The bytes of the file.

    Raises
    ------
    InputError
        If openpyxl is not installed.
    CaseError
        If the file is too large, packed or unpacked; no workbook; or has macros or links to something outside.
    """
    library = openpyxl()
    try:
        raw = read_bytes(path)
    except CaseError as error:
        if error.code == "file_too_large":
            raise CaseError("workbook_too_large", file=str(path), limit=LARGEST // 1_000_000) from None
        raise
    _inspect(raw, str(path))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what the library leaves out: styles and extensions that are not read
            return library.load_workbook(io.BytesIO(raw), keep_vba=False, keep_links=False, rich_text=False), raw
    except Exception:  # the library meets a broken file with errors of many kinds
        raise CaseError("workbook_unreadable", file=str(path)) from None


def _inspect(raw: bytes, file: str) -> None:
    """Look at the parts of a workbook before the library does."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        parts = archive.infolist()
        # what a part claims as its size is all that is ever unpacked of it
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
            raise CaseError("workbook_too_large", file=file, limit=UNPACKED // 1_000_000)
        for part in parts:
            if found := _MACROS.search(part.filename):
                raise CaseError("workbook_macros", file=file, found=found[0])
            if found := _LINKS.search(part.filename):
                raise CaseError("workbook_links", file=file, found=found[0])
            _inspect_part(part.filename, archive.read(part), file)
    except CaseError:
        raise
    except Exception:  # a broken or encrypted archive: zipfile and zlib have errors of many kinds
        raise CaseError("workbook_unreadable", file=file) from None


def _inspect_part(name: str, content: bytes, file: str) -> None:
    plain = content.replace(b"\0", b"")  # UTF-16 would hide what is sought
    if name.endswith((".xml", ".rels", ".vml")) and _DECLARATION.search(plain):
        raise CaseError(
            "workbook_unreadable", file=file
        )  # a workbook has no declarations; they are how XML is blown up
    if name == "[Content_Types].xml" and (found := _MACRO_TYPE.search(plain)):
        raise CaseError("workbook_macros", file=file, found=found[0].decode())
    if name.endswith(".rels"):
        for relationship in _RELATIONSHIP.findall(plain):
            if _EXTERNAL.search(relationship) and not _HYPERLINK.search(relationship):
                raise CaseError("workbook_links", file=file, found=name)
