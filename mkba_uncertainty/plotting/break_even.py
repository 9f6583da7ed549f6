"""The break-even line of two estimates, in the plane of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mkba_uncertainty.analysis.curves.break_even import BreakEven
from mkba_uncertainty.plotting import style
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import chance

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BEYOND: dict[str, Any] = {"facecolor": "none", "edgecolor": style.VERMILLION, "hatch": "////", "linewidth": 0.0}
MARGIN = 0.06


def size(result: BreakEven) -> style.Size:
    """Give the size of the figure, in inches."""
    return 7.2, 5.2


def plot_break_even(result: BreakEven, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw the line on which the outcome is expected to be zero, among draws of the pair.

    Parameters
    ----------
    result : BreakEven
    ax : Axes, optional
        A new figure if absent.
    lang : {"nl", "en"}

    Returns
    -------
    Axes
        With the line (gid ``line``), its 95 % interval (``band``), the area with the other sign (``beyond``), draws of
        the pair (``draws``) and the point estimates (``point``).
    """
    ax = style.axes(ax, size(result))
    x, y = result.cloud
    ax.scatter(x, y, s=6, color=style.SKY, linewidths=0, zorder=1.8, rasterized=True, gid="draws")
    limits = [_limits(values, point) for values, point in zip(result.cloud, result.points, strict=True)]
    known = ~np.isnan(result.y)
    if known.any():
        line, low, high = result.y[known], result.y_low[known], result.y_high[known]
        edge = limits[1][0] if result.crossed_below else limits[1][1]
        ax.fill_between(result.x[known], line, edge, zorder=1.5, gid="beyond", **BEYOND)
        ax.fill_between(result.x[known], low, high, color=style.RULE, linewidth=0, zorder=2.8, gid="band")
        ax.plot(result.x[known], line, color=style.INK, linewidth=1.8, linestyle="-", marker="", zorder=3, gid="line")
    style.mark(ax, *result.points, gid="point", marker="o", filled=True)
    ax.set_xlim(max(limits[0][0], result.x[0]), min(limits[0][1], result.x[-1]))
    ax.set_ylim(*limits[1])
    for axis, label in zip((ax.xaxis, ax.yaxis), result.labels, strict=True):
        style.value_axis(axis, style.wrap(label[lang], 40), lang, "number")
    facts = {"label": result.label[lang], "chance": chance(result.probability_crossed, lang)}
    subtitle = say("plot.break_even.subtitle", lang, **facts)
    style.heading(ax, say("plot.break_even.title", lang), subtitle)
    dot = style.key_mark(say("plot.break_even.draws", lang), "o")
    dot.set(markersize=3, markerfacecolor=style.SKY, markeredgewidth=0)
    keys = [
        style.key_range(say("plot.break_even.line", lang)),
        style.patch(say("plot.break_even.beyond", lang), BEYOND),
        dot,
        style.key_mark(say("plot.point", lang), "o", filled=True),
    ]
    style.legend(ax, keys, columns=4, below=48.0)
    style.plain(ax)
    return ax


def _limits(values: Any, point: float) -> tuple[float, float]:
    low, high = min(float(values.min()), point), max(float(values.max()), point)
    return low - MARGIN * (high - low), high + MARGIN * (high - low)
