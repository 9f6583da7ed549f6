"""Draws of the outcome against the leading estimates, with the conditional mean through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkba_uncertainty.analysis.curves.main_effect import MainEffect
from mkba_uncertainty.plotting import panels, style
from mkba_uncertainty.plotting.main_effect import draw_curve, key_curve
from mkba_uncertainty.texts import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def size(result: MainEffect) -> style.Size:
    """Give the size of the figure, in inches."""
    return panels.size(result)


def plot_scatter(result: MainEffect, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw some draws of the outcome against each leading estimate, and the conditional mean through them.

    Parameters
    ----------
    result : MainEffect
    ax : Axes, optional
        A new figure if absent. The panels are laid out within it.
    lang : {"nl", "en"}

    Returns
    -------
    Axes
        With for each estimate the draws (gid ``draws:<estimate>``) and the curve (``curve:<estimate>``).

    Raises
    ------
    InputError
        If there are no curves.
    """
    panels.require_curves(result)
    ax = style.axes(ax, size(result))
    for panel, curve in panels.panels(result, ax, lang):
        style.zero_line(panel, upright=False)
        panel.scatter(
            result.cloud[curve.estimate],
            result.cloud[result.outcome],
            s=5,
            color=style.VERMILLION,
            alpha=0.35,
            linewidths=0,
            zorder=1.8,
            rasterized=True,
            gid=f"draws:{curve.estimate}",
        )
        draw_curve(panel, curve)
    style.heading(
        ax, say("plot.scatter.title", lang, label=result.label[lang]), say("plot.scatter.subtitle", lang), width=96
    )
    dot = style.key_mark(say("plot.scatter.draw", lang), "o")
    dot.set(markersize=3, markerfacecolor=style.VERMILLION, markeredgewidth=0)
    style.legend(ax, [key_curve(say("plot.main_effect.curve", lang)), dot], columns=2, below=50.0)
    style.plain(ax)
    return ax
