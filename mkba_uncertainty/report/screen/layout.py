"""The look of tables on the screen."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import AMOUNT_SPACE

_LABEL = 12  # a column of words gets no narrower than this, where there are so many
_SIMILAR = 3  # columns whose widths differ by no more look alike: their cells break together or not at all


def heading(text: str) -> Padding:
    """Make a title."""
    return Padding(Styled(text, style="bold"), (1, 2))


def table(lang: str, *columns: str, texts: tuple[int, ...] = (0,)) -> Fitted:
    """Make an empty table; ``columns`` are keys of texts, ``texts`` the places of those with words, not figures."""
    return fitted([say(column, lang) for column in columns], texts)


def fitted(headings: Sequence[str], texts: Collection[int]) -> Fitted:
    """Make an empty table; ``texts`` are the places of the columns with words, not figures."""
    made = Fitted(box=box.SIMPLE_HEAD, pad_edge=True, header_style="bold")
    for place, heading_of in enumerate(headings):
        if place in texts:
            made.add_column(heading_of, overflow="fold")
        else:
            made.add_figures(heading_of)
    return made


class Figures:
    """A cell with figures, which breaks between words, before a bracket at best, but not inside ``€ 4,42 mln``."""

    def __init__(self, text: str) -> None:
        # Rich breaks at every kind of space, also one that asks not to be broken: so the lines are made here.
        self.text = re.sub(AMOUNT_SPACE, "\N{NO-BREAK SPACE}", text)
        self.parts = re.split(r" (?=\()", self.text)

    def _lines(self, width: int) -> Iterator[str]:
        for part in [self.text] if cell_len(self.text) <= width else self.parts:
            first, *words = part.split(" ")
            line = first
            for word in words:
                if cell_len(f"{line} {word}") <= width:
                    line = f"{line} {word}"
                else:
                    yield line
                    line = word
            yield line

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Write the lines."""
        yield Styled("\n".join(self._lines(options.max_width)).replace("\N{NO-BREAK SPACE}", " "), overflow="fold")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Give the width of the longest word, and of all on one line."""
        return Measurement(max(map(cell_len, self.text.split(" "))), cell_len(self.text))


class Fitted(Table):
    """A table that loses nothing where it is too wide: its cells break between words, figures as late as they can."""

    def add_figures(self, header: str) -> None:
        """Add a column of figures."""
        self.add_column(Figures(header), justify="right", overflow="fold")

    def add_row(self, *cells: Any, **options: Any) -> None:
        """Add a row, as Rich does."""
        shown = (
            Figures(cell) if isinstance(cell, str) and column.justify == "right" else cell
            for cell, column in zip(cells, self.columns, strict=False)  # a row may be short
        )
        super().add_row(*shown, **options)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it as wide as the console is."""
        for column, width in zip(self.columns, self._widths(console, options), strict=True):
            column.width = width
        yield from super().__rich_console__(console, options)

    def _widths(self, console: Console, options: ConsoleOptions) -> list[int]:
        """Divide the line: every word whole, then figures on few lines, then labels, then headings."""

        def measured(cells: list[Any]) -> Measurement:
            sizes = [Measurement.get(console, wide, cell) for cell in cells]
            return Measurement(max((s.minimum for s in sizes), default=0), max((s.maximum for s in sizes), default=0))

        wide = options.update(width=10_000)
        headers = [measured([column.header]) for column in self.columns]
        cells = [measured(list(column.cells)) for column in self.columns]
        every = range(len(self.columns))
        figures = [place for place in every if self.columns[place].justify == "right"]
        labels = [place for place in every if place not in figures]
        full = [max(header.maximum, cell.maximum) for header, cell in zip(headers, cells, strict=True)]
        widths = [max(header.minimum, cell.minimum) for header, cell in zip(headers, cells, strict=True)]
        for place in labels:
            widths[place] = max(widths[place], min(_LABEL, full[place]))
        room = options.max_width - 3 * len(widths) - 1 - sum(widths)  # a blank on both sides, and a line between
        self.padding = (0, 1)
        if room < 0:  # not every word fits: first the columns come closer, then amounts break before their unit
            self.padding = (0, 1, 0, 0)
            room += len(widths)
        for place in figures:
            spare = widths[place] - max(headers[place].minimum, *map(_word_width, self.columns[place].cells), 0)
            given = max(min(spare, -room), 0)
            widths[place] -= given
            room += given
        while room < 0 and max(widths) > 1:  # at last the longest words break
            widths[widths.index(max(widths))] -= 1
            room += 1
        parts = {place: max((_part_width(cell) for cell in self.columns[place].cells), default=0) for place in figures}
        whole = {place: cells[place].maximum for place in figures}
        for wanted in (parts, whole):
            for alike in _groups(wanted):
                need = sum(max(wanted[place] - widths[place], 0) for place in alike)
                if need <= room:
                    room -= need
                    for place in alike:
                        widths[place] = max(widths[place], wanted[place])
        for places in (labels, figures):
            while room > 0 and (short := [place for place in places if widths[place] < full[place]]):
                widths[min(short, key=lambda place: widths[place])] += 1
                room -= 1
        return widths


def _groups(needs: dict[int, int]) -> list[list[int]]:
    """Put columns of about the same need together, the least first."""
    order = sorted(needs, key=lambda place: needs[place])
    groups = [order[:1]] if order else []
    for before, place in pairwise(order):
        if needs[place] - needs[before] <= _SIMILAR:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups


def _word_width(cell: Any) -> int:
    """Give the width of the longest word of a cell with figures, amounts broken."""
    return max(map(cell_len, cell.text.split()), default=0) if isinstance(cell, Figures) else 0


def _part_width(cell: Any) -> int:
    """Give the width at which a cell breaks only before a bracket."""
    return max(map(cell_len, cell.parts)) if isinstance(cell, Figures) else 0
