"""The outcome under every view of how estimates hang together, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkba_uncertainty.analysis.side_by_side.dependence import Dependences
from mkba_uncertainty.case import outcome_kind
from mkba_uncertainty.plotting import ranges, style
from mkba_uncertainty.texts import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def size(result: Dependences) -> style.Size:
    """Give the size of the figure, in inches."""
    return style.rows_size(len(result.variants), 0.62)


def plot_dependence(result: Dependences, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw how sure the outcome is under each variant of dependence.

    Parameters
    ----------
    result : Dependences
    ax : Axes, optional
        A new figure if absent.
    lang : {"nl", "en"}

    Returns
    -------
    Axes
        With for each variant its median (gid ``median:<variant>``), the middle half of the draws
        (``half:<variant>``) and the 90 % range (``range:<variant>``).

    Raises
    ------
    InputError
        If the outcome is a ratio that is meaningless on some draws.
    """
    kind = outcome_kind(result.outcome, of_case=result.case is not None)
    ax = style.axes(ax, size(result))
    style.zero_line(ax)
    for row, (name, variant) in enumerate(result.variants.items()):
        ranges.draw_range(ax, row, name, result.outcome, variant.quantiles)
    variants = list(result.variants.values())
    style.rows(ax, [style.wrap(variant.label[lang]) for variant in variants])
    column = [ranges.texts(variant.quantiles, variant.probability, lang, kind) for variant in variants]
    style.column(ax, say("plot.ranges.column", lang), column)
    style.value_axis(ax.xaxis, result.label[lang], lang, kind)
    title = say("plot.dependence.title", lang, label=result.label[lang])
    style.heading(ax, title, say("plot.dependence.subtitle", lang))
    style.legend(ax, ranges.keys(lang), columns=3)
    style.plain(ax)
    return ax
