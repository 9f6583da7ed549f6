"""Characters that a terminal obeys or does not show: refused in files, and escaped wherever a text is repeated."""

from __future__ import annotations

import re
import unicodedata

_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for a tab and the end of a line
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # what turns the direction of text, or has no width
    # the ends of lines elsewhere, and halves of a character, which JSON can hold and no file can
    "\u2028\u2029\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)

FORMULA_SIGNS = ("=", "+", "-", "@", "\t")
"""How a text begins that a spreadsheet takes for a formula."""


def odd_character(text: str) -> re.Match[str] | None:
    """Find a character that no text of a file may hold."""
    return None if text.isprintable() else _ODD.search(text)


def code_point(sign: str) -> str:
    """Write a character by its number: ``U+001B``."""
    return f"U+{ord(sign):04X}"


def printable(text: str) -> str:
    """Write characters that a terminal would not show, or would obey, as escapes."""
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(sign: str) -> str:
    kept = sign.isprintable() or unicodedata.category(sign) == "Zs"
    return sign if kept else sign.encode("unicode_escape").decode()
