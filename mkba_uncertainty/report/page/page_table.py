"""Tables of the page: every cell in both languages, in a box of their own that scrolls where they are too wide."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from mkba_uncertainty.report.frame.markup import render, unbroken
from mkba_uncertainty.table import Table
from mkba_uncertainty.texts import LANGUAGES, Text, with_per

Cell = Text | str


@dataclass(frozen=True)
class Row:
    """A row: its cells from left to right; a part of the row above it is indented.

    ``numbers`` has the figures of each cell in full, for whoever takes them along: none, one, or both ends of a range.
    """

    cells: Sequence[Cell]
    depth: int = 0
    bold: bool = False
    numbers: Sequence[Sequence[float]] = ()

    def in_full(self, place: int) -> Markup:
        """Write the figures of a cell with all digits that can matter, as an attribute."""
        figures = " ".join(f"{number:.10g}" for number in self.numbers[place]) if self.numbers else ""
        return Markup(' data-number="{}"').format(figures) if figures else Markup("")


@dataclass(frozen=True)
class PageTable:
    """A table.

    Parameters
    ----------
    caption : Text
        What it holds.
    columns : sequence of Text
        Headings.
    rows : sequence of Row
        The first cell names the row.
    texts : collection of int
        Places of the columns with words: these are set to the left, figures to the right.
    """

    caption: Text
    columns: Sequence[Cell]
    rows: Sequence[Row]
    texts: Collection[int] = (0,)

    def names(self, lang: str) -> list[str]:
        """Give what each row is called."""
        return [_of(row.cells[0], lang) for row in self.rows]

    def html(self) -> Markup:
        """Make the element."""
        return render("table.html.j2", table=self)

    def in_words(self, columns: Sequence[int] = (1,), most: int = 12) -> Text:
        """Say the first rows in a sentence: what a figure of them shows, for whoever cannot see it.

        Parameters
        ----------
        columns : sequence of int
            Places of the columns that are said after the name of each row.
        most : int
            So many rows.
        """
        return Text(*(self._in_words(lang, columns, most) for lang in LANGUAGES))

    def _in_words(self, lang: str, columns: Sequence[int], most: int) -> str:
        said = []
        for row in self.rows[:most]:
            name, *cells = (_of(row.cells[place], lang) for place in (0, *columns))
            headings = [_of(self.columns[place], lang) if len(columns) > 1 else "" for place in columns]
            parts = [f"{heading} {cell}".strip() for heading, cell in zip(headings, cells, strict=True) if cell]
            said.append(f"{name}: {', '.join(parts)}")
        return f"{self.caption[lang]}. {'; '.join(said)}."


def page_table(laid: Table, *, per: Text | None = None) -> PageTable:
    """Set the table of a result, whole; ``per`` says whom its amounts are for."""
    by_lang = [(laid.headings(lang), laid.texts(lang)) for lang in LANGUAGES]
    (headings_nl, rows_nl), (headings_en, rows_en) = by_lang
    return PageTable(
        with_per(laid.caption or Text("", ""), per if laid.has_money else None),
        [Text(*pair) for pair in zip(headings_nl, headings_en, strict=True)],
        [
            Row(
                [unbroken(Text(*pair)) for pair in zip(nl, en, strict=True)],
                row.depth,
                row.bold,
                [column.numbers(row) for column in laid.shown],
            )
            for row, nl, en in zip(laid.rows, rows_nl, rows_en, strict=True)
        ],
        texts=[place for place, column in enumerate(laid.shown) if place == 0 or column.kind in ("text", "family")],
    )


def table(caption: Text, columns: Sequence[Cell], rows: Sequence[Row], *, texts: Collection[int] = (0,)) -> Markup:
    """Make a table that goes with no figure; see :class:`PageTable`."""
    return PageTable(caption, columns, rows, texts).html()


def _of(cell: Cell, lang: str) -> str:
    return cell if isinstance(cell, str) else cell[lang]
