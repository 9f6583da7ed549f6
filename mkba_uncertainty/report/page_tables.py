"""Tables of the page: every cell in both languages, in a box of their own that scrolls where they are too wide."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from mkba_uncertainty.case import Text
from mkba_uncertainty.report.markup import render


@dataclass(frozen=True)
class Row:
    """A row: its cells from left to right; a part of the row above it is indented by ``depth``."""

    cells: Sequence[Text | str]
    depth: int = 0
    bold: bool = False


def table(
    caption: Text, columns: Sequence[Text | str], rows: Sequence[Row], *, texts: Collection[int] = (0,)
) -> Markup:
    """Make a table.

    Parameters
    ----------
    caption : Text
        What the table holds; also the name of its box for who cannot see it.
    columns : sequence of Text
        Headings.
    rows : sequence of Row
        The first cell names the row.
    texts : collection of int
        Places of the columns with words: these are set to the left, figures to the right.
    """
    return render("table.html.j2", caption=caption, columns=columns, rows=rows, texts=texts)
