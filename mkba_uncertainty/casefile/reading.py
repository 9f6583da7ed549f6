"""From a path to the tables of a TOML file, or what is wrong with the file as a file."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from mkba_uncertainty.casefile.collecting import dotted
from mkba_uncertainty.casefile.limits import require_modest
from mkba_uncertainty.casefile.lines import LineIndex, decimal_comma
from mkba_uncertainty.errors import CaseError, UnreadError
from mkba_uncertainty.texts.characters import printable

PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How workbooks begin, of today and of before 2007."""

_REASONS = {
    "Unclosed": "toml_unclosed",
    "Unterminated": "toml_unclosed",
    "Illegal character '\\n'": "toml_unclosed",
    "Expected ']": "toml_unclosed",
    "Invalid value": "toml_value",
    "Expected newline": "toml_more",
    "Expected '='": "toml_key",
    "Invalid initial character": "toml_key",
    "Invalid statement": "toml_key",
    "Unescaped": "toml_backslash",
    "Invalid hex": "toml_backslash",
    "Cannot": "toml_again",
    "Duplicate": "toml_again",
}
"""How tomllib's messages begin, and the sentence that says the same with a remedy."""


def decode(raw: bytes, file: str) -> str:
    """Decode UTF-8, with or without a byte order mark.

    Raises
    ------
    CaseError
        If it is a workbook, or a byte is not UTF-8; ``offset`` counts from 0.
    """
    if raw.startswith(PACKED):
        path = Path(file)
        workbook, case = str(path.with_suffix(".xlsx")), f"{path.stem}.toml"
        raise CaseError("file_is_workbook", file=file, workbook=workbook, case=case)
    try:
        return raw.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"0x{raw[error.start]:02x}"
        raise CaseError("file_not_utf8", file=file, line=line, found=found, offset=error.start) from None


def parse_toml(text: str, file: str) -> dict[str, Any]:
    """Parse TOML.

    Raises
    ------
    CaseError
        If it is not TOML, holds nothing, or more than a case can need.
    """
    require_modest(text, file)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(str(error), text, file) from None
    except ValueError:  # a whole number of thousands of digits
        raise CaseError("toml_number", file=file) from None
    if not data:
        raise CaseError("file_empty", file=file)
    return data


def _not_toml(message: str, text: str, file: str) -> UnreadError:
    at = re.search(r"at line (\d+), column \d+\)$", message)
    lines = text.split("\n")
    line = int(at[1]) if at else len(text.rstrip().split("\n"))
    if comma := decimal_comma(lines[line - 1]):
        meant = comma.replace(".", "").replace(",", ".")
        return UnreadError(
            "decimal_comma", file=file, line=line, found=_excerpt(lines[line - 1]), comma=comma, meant=meant
        )
    code = next((code for start, code in _REASONS.items() if message.startswith(start)), "toml_other")
    if code == "toml_again":
        repeated = LineIndex("\n".join(lines[:line])).repeated
        if repeated:
            first, again = repeated[0].first, repeated[0].again
            return UnreadError("duplicate_key", file=file, line=again, key=dotted(repeated[0].path), first=first)
    return UnreadError(code, file=file, line=line, found=_excerpt(lines[line - 1]))


def _excerpt(line: str) -> str:
    """Quote a line of the file, as far as it can be printed."""
    text = printable(line.strip())
    return f"`{text if len(text) <= 60 else text[:57] + '...'}`"
