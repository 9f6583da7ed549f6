"""The look of tables on the screen."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.constrain import Constrain
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text as Styled

from mkba_uncertainty.texts.figures import AMOUNT_SPACE

PROSE = 100
"""The longest line of a text, however wide the terminal: eyes lose their way in longer ones."""

_LABEL = 12  # a column of words gets no narrower than this, where there are so many
_SIMILAR = 3  # columns whose widths differ by no more look alike: their cells break together or not at all


def heading(text: str) -> RenderableType:
    """Make a title."""
    return prose(text, "bold", above=1)


def prose(text: str, style: str = "", *, above: int = 0, below: int = 1, indent: int = 2) -> RenderableType:
    """Make a text of lines that are easy to read."""
    return Constrain(Padding(Styled(text, style=style), (above, 2, below, indent)), PROSE)


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
    """A cell with figures, which breaks before a bracket or the end of a range, but not inside ``€ 4,42 mln``."""

    def __init__(self, text: str) -> None:
        # Rich breaks at every kind of space, also one that asks not to be broken: so the lines are made here.
        self.text = re.sub(AMOUNT_SPACE, "\N{NO-BREAK SPACE}", text)
        self.parts = re.split(r" (?=\()", self.text)
        self.ends = [end for part in self.parts for end in _ends(part)]

    def _lines(self, width: int) -> Iterator[str]:
        for part in [self.text] if cell_len(self.text) <= width else self.parts:
            for end in [part] if cell_len(part) <= width else _ends(part):
                first, *words = end.split(" ")
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


def _ends(part: str) -> list[str]:
    """Cut a range, or a way, before its end."""
    return re.split(r" (?=tot |to |→)", part)


class Fitted(Table):
    """A table that loses nothing where it is too wide: its cells break between words, figures as late as they can.

    A row may have a note, which stands below it over the whole width.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.notes: list[str] = []

    def add_figures(self, header: str) -> None:
        """Add a column of figures."""
        self.add_column(Figures(header), justify="right", overflow="fold")

    def add_row(self, *cells: Any, note: str = "", **options: Any) -> None:
        """Add a row, as Rich does."""
        self.notes.append(note)
        shown = (
            Figures(cell) if isinstance(cell, str) and column.justify == "right" else cell
            for cell, column in zip(cells, self.columns, strict=False)  # a row may be short
        )
        super().add_row(*shown, **options)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw it as wide as the console is."""
        needs = [_need(column, console, options) for column in self.columns]
        if not any(need.figures for need in needs):
            options = options.update(max_width=min(options.max_width, PROSE))
        room = options.max_width - 1 - 3 * len(needs)  # a blank on both sides, and a line between
        close = room + len(needs)
        wanted = [sum(_wanted(need, how) for need in needs) for how in ("least", "ends", "parts", "whole")]
        self.padding = (0, 1)
        if wanted[0] > room or any(room < width <= close for width in wanted):  # more fits where columns come closer
            self.padding, room = (0, 1, 0, 0), close
        for column, width in zip(self.columns, _divided(needs, room), strict=True):
            column.width = width
        if any(self.notes):
            yield from self._with_notes()
        else:
            yield from super().__rich_console__(console, options)

    def _with_notes(self) -> Iterator[RenderableType]:
        """Draw each row as a table of its own, all of the same widths."""
        yield ""
        for place, (row, note) in enumerate(zip(self.rows, self.notes, strict=True)):
            one = Table(
                box=self.box, show_edge=False, show_header=place == 0, header_style="bold", padding=self.padding
            )
            for column in self.columns:
                one.add_column(column.header, justify=column.justify, overflow="fold", width=column.width)
            one.add_row(*(list(column.cells)[place] for column in self.columns), style=row.style)
            yield Padding(one, (0, 0, 0, 1))
            if note:
                yield prose(note, "dim", indent=4)
        yield ""


class _Need(NamedTuple):
    """How wide a column has to be, to hold ever more on one line."""

    figures: bool
    broken: int  # words, amounts without their unit
    least: int  # words, and amounts whole
    ends: int  # ranges up to their end
    parts: int  # cells with figures up to a bracket
    whole: int  # cells
    most: int  # cells and heading


def _need(column: Column, console: Console, options: ConsoleOptions) -> _Need:
    def measured(*cells: Any) -> Measurement:
        sizes = [Measurement.get(console, options.update(width=10_000), cell) for cell in cells]
        return Measurement(max((s.minimum for s in sizes), default=0), max((s.maximum for s in sizes), default=0))

    header, cells = measured(column.header), measured(*column.cells)
    least, most = max(header.minimum, cells.minimum), max(header.maximum, cells.maximum)
    if column.justify != "right":
        indented = (cell for cell in column.cells if isinstance(cell, str) and cell.strip())
        least = max(least, min(_LABEL, most), *(_longest_line(cell) for cell in indented), 0)
        return _Need(False, least, least, least, least, cells.maximum, most)
    figures = [cell for cell in column.cells if isinstance(cell, Figures)]
    broken = max([header.minimum, *(cell_len(word) for cell in figures for word in cell.text.split())])
    ends = max((cell_len(end) for cell in figures for end in cell.ends), default=0)
    parts = max((cell_len(part) for cell in figures for part in cell.parts), default=0)
    return _Need(True, broken, least, ends, parts, cells.maximum, most)


def _wanted(need: _Need, how: str) -> int:
    """Give the width for figures that break so, words being whole."""
    width: int = getattr(need, how) if need.figures else need.least
    return width


def _longest_line(cell: str) -> int:
    """Give the width that no word of an indented cell goes beyond."""
    words = cell.split()
    return max(len(cell) - len(cell.lstrip()) + cell_len(words[0]), *map(cell_len, words))


def _divided(needs: list[_Need], room: int) -> list[int]:
    """Divide a line over columns: every word whole, then figures on few lines, then labels, then headings."""
    widths = [need.least for need in needs]
    for place, need in enumerate(needs):  # amounts break before their unit
        widths[place] -= min(widths[place] - need.broken, max(sum(widths) - room, 0))
    while sum(widths) > room and max(widths) > 1:  # at last the longest words break
        widths[widths.index(max(widths))] -= 1
    figures = [place for place, need in enumerate(needs) if need.figures]
    labels = [place for place, need in enumerate(needs) if not need.figures]
    for place in figures:
        _widen(widths, {place: needs[place].ends}, room)
    for how in ("parts", "whole"):
        _widen(widths, {place: _wanted(needs[place], how) for place in figures}, room)
    _fill(widths, {place: needs[place].most for place in labels}, room)
    _fill(widths, {place: needs[place].most for place in figures}, room)
    return widths


def _widen(widths: list[int], wanted: dict[int, int], room: int) -> None:
    """Give columns what they want, those that look alike together or not at all."""
    for alike in _groups(wanted):
        need = sum(max(wanted[place] - widths[place], 0) for place in alike)
        if need <= room - sum(widths):
            for place in alike:
                widths[place] = max(widths[place], wanted[place])


def _fill(widths: list[int], most: dict[int, int], room: int) -> None:
    """Divide what is left, a character at a time to the narrowest that lacks some."""
    while sum(widths) < room and (short := [place for place in most if widths[place] < most[place]]):
        widths[min(short, key=lambda place: widths[place])] += 1


def _groups(needs: dict[int, int]) -> list[list[int]]:
    """Put columns of about the same need together, the least first."""
    groups: list[list[int]] = []
    for place in sorted(needs, key=lambda place: needs[place]):
        if groups and needs[place] - needs[groups[-1][-1]] <= _SIMILAR:
            groups[-1].append(place)
        else:
            groups.append([place])
    return groups
