"""Main effects: the mean of the outcome along each of the leading estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mkba_uncertainty.analysis.curves.main_effect import Curve, MainEffect
from mkba_uncertainty.plotting import panels, style
from mkba_uncertainty.texts import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

RANGE = "#E6E6E6"
ENDS = (0.001, 0.999)
"""Quantiles between which a curve is drawn: beyond them hardly anything happens."""


def size(result: MainEffect) -> style.Size:
    """Give the size of the figure, in inches."""
    return panels.size(result)


def plot_main_effect(result: MainEffect, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw the mean of the outcome, given each of the estimates that carry most of its variance.

    Parameters
    ----------
    result : MainEffect
    ax : Axes, optional
        A new figure if absent. The panels are laid out within it.
    lang : {"nl", "en"}

    Returns
    -------
    Axes
        With for each estimate the curve (gid ``curve:<estimate>``), its 95 % interval (``band:<estimate>``), the 90 %
        range of the estimate (``range:<estimate>``) and its point value (``point:<estimate>``).

    Raises
    ------
    InputError
        If there are no curves.
    """
    panels.require_curves(result)
    ax = style.axes(ax, size(result))
    for panel, curve in panels.panels(result, ax, lang):
        style.zero_line(panel, upright=False)
        low, high = np.interp([0.05, 0.95], curve.probability, curve.x)
        panel.axvspan(low, high, color=RANGE, linewidth=0, zorder=0.5, gid=f"range:{curve.estimate}")
        draw_curve(panel, curve)
        at_point = float(np.interp(curve.point, curve.x, curve.mean))
        style.mark(panel, curve.point, at_point, gid=f"point:{curve.estimate}", marker="o")
    title = say("plot.main_effect.title", lang, label=result.label[lang])
    subtitle = say("plot.main_effect.subtitle", lang)
    style.heading(ax, title, subtitle, width=96)
    keys = [key_curve(say("plot.main_effect.curve", lang)), style.key_mark(say("plot.point", lang), "o")]
    style.legend(ax, keys, columns=2, below=50.0)
    style.plain(ax)
    return ax


def draw_curve(panel: Axes, curve: Curve) -> None:
    """Draw a curve with its interval."""
    inside = (curve.probability >= ENDS[0]) & (curve.probability <= ENDS[1])
    x, mean, half = curve.x[inside], curve.mean[inside], curve.half_width[inside]
    panel.fill_between(
        x, mean - half, mean + half, color=style.SKY, linewidth=0, zorder=2, gid=f"band:{curve.estimate}"
    )
    panel.plot(
        x, mean, color=style.BLUE, linewidth=1.8, linestyle="-", marker="", zorder=3, gid=f"curve:{curve.estimate}"
    )


def key_curve(label: str) -> Line2D:
    """Make the key of a curve."""
    from matplotlib.lines import Line2D

    return Line2D([], [], color=style.BLUE, linewidth=1.8, linestyle="-", marker="", label=label)
