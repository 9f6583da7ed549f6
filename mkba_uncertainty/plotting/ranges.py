"""Rows of ranges: one outcome under several views, each with its quantiles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from mkba_uncertainty.arrays import LEVELS
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import parts, style
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import FigureKind, chance, figure, range90

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

HALF: dict[str, Any] = {"facecolor": style.SKY, "edgecolor": "white", "linewidth": 0.0}


def draw_range(ax: Axes, row: int, name: str, outcome: str, quantiles: Mapping[float, Measured]) -> None:
    """Draw the middle half as a box (gid ``half:<name>``), the 90 % range (``range:<name>``) and the median.

    Raises
    ------
    InputError
        If the outcome is a ratio that is meaningless on some draws.
    """
    low, first, median, third, high = (quantiles[level].value for level in LEVELS)
    if not np.isfinite([low, high]).all():
        raise InputError("plot_meaningless", key="result", found=outcome)
    ax.barh(row, third - first, left=first, height=0.5, zorder=2, gid=f"half:{name}", **HALF)
    style.whisker(ax, low, high, row, gid=f"range:{name}")
    ax.plot(
        [median] * 2, [row - 0.25, row + 0.25],
        color=style.INK, linewidth=2.2, linestyle="-", marker="", zorder=4.5, gid=f"median:{name}",
    )  # fmt: skip


def keys(lang: str) -> list[Artist]:
    """Give the key of what :func:`draw_range` draws."""
    return [
        style.key_mark(say("plot.ranges.median", lang), "|"),
        style.patch(say("plot.ranges.half", lang), HALF),
        style.key_range(say("plot.range", lang)),
    ]


def texts(quantiles: Mapping[float, Measured], probability: Measured, lang: str, kind: FigureKind) -> tuple[str, str]:
    """Write the probability, and below it median and range."""
    middle = figure(quantiles[parts.MEDIAN], kind, lang)
    return chance(probability, lang), f"{middle}\n{range90(quantiles, lang, kind)}"
