"""Where the rows of a table are in a figure that shows them, so that a page can tell their values at the pointer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Box = tuple[float, float, float, float]

WHOLE = 1000
"""Marks are in thousandths of the width and height of the figure, from its upper left corner."""


def marks(figure: Figure, rows: Sequence[str]) -> str:
    """Find rows of a table in a figure that has been drawn.

    A row that the figure labels has the whole breadth of the figure; one of a year the height of its axes; of a curve
    the rows are points at even distances along it.

    Parameters
    ----------
    figure : Figure
    rows : sequence of str
        What the table calls them.

    Returns
    -------
    str
        Of each that is there its place in the table and its left, upper, right and lower end: ``"0 0 120 1000 164"``,
        with semicolons between.
    """
    from matplotlib.axes import Axes

    found: dict[int, Box] = {}
    for ax in figure.findobj(Axes):
        assert isinstance(ax, Axes)
        for row, box in [*_along(ax, len(rows)), *_years(ax)] or _labelled(ax, rows, figure.bbox.width):
            found.setdefault(row, box)
    return written_marks({row: _within(figure, box) for row, box in found.items() if row < len(rows)})


def written_marks(placed: Mapping[int, Box]) -> str:
    """Write the places of rows, given as shares of the width and height of the figure."""
    ends = {row: " ".join(str(round(WHOLE * share)) for share in box) for row, box in sorted(placed.items())}
    return ";".join(f"{row} {each}" for row, each in ends.items())


def _labelled(ax: Axes, rows: Sequence[str], width: float) -> Iterator[tuple[int, Box]]:
    """Find rows by their labels, which figures break in lines, and may end with a unit."""
    free = {place: _bare(row) for place, row in enumerate(rows)}
    for y, label in zip(ax.get_yticks(), ax.get_yticklabels(), strict=True):
        text = _bare(label.get_text())
        begins = [place for place, row in free.items() if row and text.startswith(row)]
        if begins:
            place = max(begins, key=lambda one: len(free[one]))
            del free[place]
            upper, lower = sorted(ax.transData.transform([(0, y - 0.5), (0, y + 0.5)])[:, 1], reverse=True)
            yield place, (0.0, upper, width, lower)


def _bare(label: str) -> str:
    return "".join(label.replace("\N{WORD JOINER}", "").split()).removesuffix("*")


def _years(ax: Axes) -> Iterator[tuple[int, Box]]:
    """Find years by the mark of their balance."""
    lower, upper = ax.bbox.y0, ax.bbox.y1
    for line in ax.lines:
        kind, _, year = (line.get_gid() or "").partition(":")
        if kind == "year" and year:
            x = float(np.asarray(line.get_xdata())[0])
            left, right = ax.transData.transform([(x - 0.5, 0), (x + 0.5, 0)])[:, 0]
            yield int(year), (left, upper, right, lower)


def _along(ax: Axes, rows: int) -> Iterator[tuple[int, Box]]:
    """Find points along a curve, of which the table has every so many."""
    for line in ax.lines:
        if line.get_gid() == "curve":
            points = ax.transData.transform(line.get_xydata())
            step = (len(points) + 1) // (rows + 1)
            for row, (x, y) in enumerate(points[step - 1 :: step]):
                yield row, (x, y, x, y)


def _within(figure: Figure, box: Box) -> Box:
    left, upper, right, lower = box
    width, height = figure.bbox.width, figure.bbox.height
    return left / width, 1 - upper / height, right / width, 1 - lower / height
