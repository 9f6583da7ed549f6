"""A data table: a line with its band along one input, a heat map with numbers over two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mkba_uncertainty.analysis.curves.data_table import DataTable, Varied
from mkba_uncertainty.arrays import Array, Flags
from mkba_uncertainty.plotting import style
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import Money, estimate_text, figure, shared_unit

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

LINE = {**style.stroke(style.BLUE, 1.8), "marker": "o", "markersize": 4.0}
EDGE = 2.4
"""Width of the line between what is above and what is below."""

PALEST = 0.08
"""Share of its colour that a cell has which only just lies on that side."""


def _height(result: DataTable) -> float:
    return 2.7 if result.by is None else style.rows_height(len(result.vary.at))


@style.sized(_height)
def plot_data_table(result: DataTable, ax: Axes, lang: str) -> None:
    """Draw the outcome at each value.

    Along one input: the line (gid ``line``) through the values, its 95 % interval (``band``), and the point estimate
    (``point``). Over two: a cell for each pair (``cells``) with its number (``cell:<row>:<column>``), in one colour
    above where the verdict flips and in another below, and the line between these (``flip``).
    """
    if result.by is None:
        _draw_line(result, ax, lang)
    else:
        _draw_cells(result, result.by, ax, lang)


def _draw_line(result: DataTable, ax: Axes, lang: str) -> None:
    cells = [cell for row in result.values for cell in row]
    band: style.Look = {"color": style.SKY, "linewidth": 0, "alpha": 0.6, "gid": "band"}
    ax.fill_between(result.vary.at, [cell.low for cell in cells], [cell.high for cell in cells], zorder=2, **band)
    ax.plot(result.vary.at, [cell.value for cell in cells], zorder=3, gid="line", **LINE)
    looks = {"plot.data_table.line": LINE}
    if result.vary.point in result.vary.at:
        place = result.vary.at.index(result.vary.point)
        style.mark(ax, result.vary.point, cells[place].value, gid="point", marker="o")
        looks["plot.point"] = style.symbol("o")
    if result.limit is None:
        style.zero_line(ax, upright=False)
        style.value_axis(ax.yaxis, "", lang, result.kind)
    else:
        style.probability_axis(ax.yaxis, "", lang)
    style.value_axis(ax.xaxis, style.wrap(result.vary.label[lang], 60), lang, "number")
    ax.xaxis.set_major_formatter(lambda x, _: estimate_text(float(f"{x:.12g}"), lang, result.vary.unit))
    style.heading(ax, result.shows[lang], say("data_table.others", lang))
    style.legend(ax, style.keys(lang, looks), columns=2)


def _draw_cells(result: DataTable, by: Varied, ax: Axes, lang: str) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    values = np.array([[cell.value for cell in row] for row in result.values])
    shades = LinearSegmentedColormap.from_list("sides", [style.VERMILLION, "white", style.BLUE])
    depth = _depth(values - result.even)
    edges = [np.arange(count + 1) - 0.5 for count in (values.shape[1], values.shape[0])]
    ax.pcolormesh(*edges, depth, cmap=shades, vmin=-1, vmax=1, edgecolors="white", linewidth=1.0, gid="cells")
    unit = shared_unit(cell for row in result.values for cell in row) if not isinstance(result.kind, str) else None
    room = (style.breadth(ax) - 60.0) / values.shape[1]
    for (row, column), shade in np.ndenumerate(depth):
        text = figure(result.values[row][column], result.kind, lang, unit=unit)
        colour = "white" if shade > 0.9 else style.INK  # only the darkest blue is too dark for ink
        look: style.Look = {"ha": "center", "va": "center", "fontsize": style.SMALL, "color": colour}
        if style.widest_line(text, style.SMALL) > room:
            text = "\n".join(text.rsplit(" ", 1))
        ax.text(column, row, text, gid=f"cell:{row}:{column}", **look)
    _draw_flip(ax, values > result.even)
    for axis, varied in ((ax.xaxis, by), (ax.yaxis, result.vary)):
        axis.set_ticks(range(len(varied.at)), varied.texts(lang), fontsize=style.SMALL, color=style.INK)
        axis.set_label_text(style.wrap(varied.label[lang], 50), fontsize=style.TEXT, color=style.INK)
        axis.set_tick_params(length=0)
    ax.set_ylim(len(values) - 0.5, -0.5)
    ax.spines[:].set_visible(False)
    said = " ".join(note[lang] for note in result.notes())
    money = style.prices(result, lang) if isinstance(result.kind, Money) else ""
    style.heading(ax, f"{result.shows[lang]}{money and f', {money}'}", said)
    style.legend(ax, _keys(result, values, lang), columns=3)


def _depth(apart: Array) -> Array:
    """Give how dark each cell is, from -1 to 1: the same on either side of where the verdict flips."""
    shares = apart / max(float(np.abs(apart).max()), np.finfo(float).tiny)
    return np.asarray(np.sign(shares) * (PALEST + (1 - PALEST) * np.abs(shares)))


def _draw_flip(ax: Axes, above: Flags) -> None:
    """Draw the edges between cells on different sides."""
    from matplotlib.collections import LineCollection

    across = [((x + 0.5, y - 0.5), (x + 0.5, y + 0.5)) for y, x in np.argwhere(above[:, 1:] != above[:, :-1])]
    down = [((x - 0.5, y + 0.5), (x + 0.5, y + 0.5)) for y, x in np.argwhere(above[1:] != above[:-1])]
    look: style.Look = {"colors": style.INK, "linewidths": EDGE, "capstyle": "projecting", "gid": "flip"}
    ax.add_collection(LineCollection([*across, *down], zorder=3, **look))


def _keys(result: DataTable, values: Array, lang: str) -> list[Artist]:
    """Make the keys of what is drawn: the sides that occur, and the line between them."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    even = figure(result.even, result.kind, lang)
    sides = {"above": (style.BLUE, values > result.even), "below": (style.VERMILLION, values < result.even)}
    made: list[Artist] = [
        Patch(label=say(f"plot.data_table.{side}", lang, even=even), **style.fill(colour))
        for side, (colour, there) in sides.items()
        if there.any()
    ]
    return (
        [*made, Line2D([], [], label=say("plot.data_table.flip", lang, even=even), **style.stroke(style.INK, EDGE))]
        if len(made) == 2
        else made
    )
