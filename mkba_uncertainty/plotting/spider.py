"""The spider: the curves of all estimates in one plot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from mkba_uncertainty.analysis.curves.main_effect import Curve, MainEffect
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.case import outcome_kind
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import panels, style
from mkba_uncertainty.plotting.main_effect import ENDS
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import about, share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Across = Literal["quantile", "relative"]

NAMED = 7
"""Estimates that get a colour and a name."""

LOOKS = [
    (style.BLUE, "-"), (style.VERMILLION, "-"), (style.GREEN, "-"), ("#CC79A7", "-"),
    (style.BLUE, "--"), (style.VERMILLION, "--"), (style.GREEN, "--"),
]  # fmt: skip


def size(result: MainEffect) -> style.Size:
    """Give the size of the figure, in inches."""
    return 8.6, 4.8


def plot_spider(result: MainEffect, ax: Axes | None = None, *, lang: str = "en", across: Across = "quantile") -> Axes:
    """Draw the curves of all estimates together; those that carry most of the variance are named.

    Parameters
    ----------
    result : MainEffect
    ax : Axes, optional
        A new figure if absent.
    lang : {"nl", "en"}
    across : {"quantile", "relative"}
        What to put the curves side by side on: where the estimate lies in its own distribution, or its relative change
        from its point value (estimates with point value 0 are then left out).

    Returns
    -------
    Axes
        With for each estimate its curve (gid ``curve:<estimate>``).

    Raises
    ------
    InputError
        If there are no curves, or ``across`` is neither of the two.
    """
    panels.require_curves(result)
    if across not in get_args(Across):
        raise InputError("plot_across", key="across", found=across, expected=", ".join(get_args(Across)))
    ax = style.axes(ax, size(result))
    kind = outcome_kind(result.outcome, of_case=result.provenance.case_sha256 is not None)
    curves = [curve for curve in result.leading() if across == "quantile" or curve.point != 0]
    handles = []
    for place, curve in enumerate(curves):
        inside = (curve.probability >= ENDS[0]) & (curve.probability <= ENDS[1])
        x = _across(curve, across)[inside]
        named = place < NAMED
        colour, line = LOOKS[place] if named else (style.RULE, "-")
        (drawn,) = ax.plot(
            x, curve.mean[inside],
            color=colour, linestyle=line, linewidth=1.8 if named else 0.7, marker="", zorder=3 if named else 2,
            gid=f"curve:{curve.estimate}", label=style.wrap(curve.label[lang]),
        )  # fmt: skip
        if named:
            handles.append(drawn)
    style.zero_line(ax, upright=False)
    style.value_axis(ax.yaxis, "", lang, kind)
    _across_axis(ax, across, lang)
    style.heading(ax, say("plot.spider.title", lang, label=result.label[lang]), say("plot.spider.subtitle", lang))
    if len(curves) > NAMED:
        drawn = ax.plot([], [], color=style.RULE, linewidth=0.7, linestyle="-", marker="")[0]
        drawn.set_label(say("plot.others", lang, count=len(curves) - NAMED))
        handles.append(drawn)
    ax.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0.0, frameon=False,
        fontsize=style.SMALL, labelcolor=style.INK, labelspacing=0.9, handlelength=2.4,
    )  # fmt: skip
    style.plain(ax)
    return ax


def _across(curve: Curve, across: Across) -> Array:
    return curve.probability if across == "quantile" else np.asarray((curve.x - curve.point) / abs(curve.point))


def _across_axis(ax: Axes, across: Across, lang: str) -> None:
    label = say(f"plot.spider.{across}", lang)
    if across == "quantile":
        style.probability_axis(ax.xaxis, label, lang)
        return
    style.value_axis(ax.xaxis, label, lang, "number")
    ax.xaxis.set_major_formatter(lambda value, _: share(about(float(value), 0.01), lang))
