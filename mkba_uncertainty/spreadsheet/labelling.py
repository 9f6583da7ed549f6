"""What a cell is called: a name of the workbook, or the text beside or above it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import count

from mkba_uncertainty.spreadsheet.book import Book
from mkba_uncertainty.spreadsheet.tree import Address
from mkba_uncertainty.texts.characters import printable

FAR = 12
"""Cells to the left or above that are looked at for a text."""

LONGEST, LONGEST_NAME = 60, 40
"""Characters of a label, and of a name; what is longer is cut behind a word."""


def label_of(book: Book, cell: Address) -> str | None:
    """Give what people call a cell: the text to the left of it, or else above it; None if there is none near.

    Where other numbers stand between, it is one of a table, and both say which.
    """
    sheet, row, column = cell
    beside = _nearest(book, [Address(sheet, row, column - step) for step in range(1, min(FAR, column - 1) + 1)])
    above = _nearest(book, [Address(sheet, row - step, column) for step in range(1, min(FAR, row - 1) + 1)])
    if beside is None or above is None:
        text, _ = beside or above or (None, True)
        return text
    (left, alone), (head, _) = beside, above
    return left if alone else f"{left}, {head}"


def _nearest(book: Book, places: list[Address]) -> tuple[str, bool] | None:
    """Give the first text among the nearest cells, and whether nothing stands before it."""
    alone = True
    for place in places:
        text = book.constants.get(place)
        if isinstance(text, str) and re.search(r"[^\W\d_]", text):
            return _cut(printable(" ".join(text.split())), LONGEST, " ").rstrip(" :="), alone
        alone = alone and text is None and place not in book.formulas
    return None


def slug(label: str) -> str:
    """Write a label as a name: plain small letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    name = _cut(re.sub(r"[^a-z0-9]+", "_", plain).strip("_"), LONGEST_NAME, "_")
    return name if name[:1].isalpha() else f"input_{name}".rstrip("_")


def _cut(text: str, longest: int, between: str) -> str:
    """Leave out the last words of a text that is too long; a word that is so itself is broken off."""
    return text if len(text) <= longest else text[: longest + 1].rpartition(between)[0] or text[:longest]


@dataclass
class Names:
    """Gives names of which no two are the same."""

    taken: set[str] = field(default_factory=set)

    def unique(self, label: str) -> str:
        """Make a name of a label, with a number behind it where it is taken."""
        plain = slug(label)
        every = (plain if place == 1 else f"{plain}_{place}" for place in count(1))
        name = next(one for one in every if one not in self.taken)
        self.taken.add(name)
        return name
