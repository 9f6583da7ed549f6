"""What a cell is called: a name of the workbook, or the text beside or above it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from mkba_uncertainty.spreadsheet.book import Book
from mkba_uncertainty.spreadsheet.tree import Address

FAR = 8
"""Cells to the left or above that are looked at for a text."""

LONGEST = 60


def label_of(book: Book, cell: Address) -> str | None:
    """Give what people call a cell: the text to the left of it, or else above it; None if there is none near."""
    beside = (Address(cell.sheet, cell.row, cell.column - step) for step in range(1, min(FAR, cell.column - 1) + 1))
    above = (Address(cell.sheet, cell.row - step, cell.column) for step in range(1, min(FAR, cell.row - 1) + 1))
    for places in (beside, above):
        for place in places:
            text = book.constants.get(place)
            if isinstance(text, str) and re.search(r"[^\W\d_]", text):
                return " ".join(text.split())[:LONGEST].rstrip(" :=")
    return None


def slug(label: str) -> str:
    """Write a label as a name: plain small letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40].strip("_")
    return name if name[:1].isalpha() else f"input_{name}".rstrip("_")


@dataclass
class Names:
    """Gives names of which no two are the same."""

    taken: dict[str, int] = field(default_factory=dict)

    def unique(self, label: str) -> str:
        """Make a name of a label."""
        name = slug(label)
        self.taken[name] = self.taken.get(name, 0) + 1
        return name if self.taken[name] == 1 else self.unique(f"{name} {self.taken[name]}")
