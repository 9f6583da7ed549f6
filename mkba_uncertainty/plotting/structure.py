"""The outcome under every variant of the model, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkba_uncertainty.analysis.side_by_side.structure import Structure
from mkba_uncertainty.case import outcome_kind
from mkba_uncertainty.plotting import ranges, style
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BELOW = 0.34
"""How far under the middle of its row the value at the point estimates is marked, so that it hides nothing."""


def size(result: Structure) -> style.Size:
    """Give the size of the figure, in inches."""
    return style.rows_size(len(result.variants), 0.68)


def plot_structure(result: Structure, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw how sure the outcome is under each variant of the model, and its value at the point estimates.

    Parameters
    ----------
    result : Structure
    ax : Axes, optional
        A new figure if absent.
    lang : {"nl", "en"}

    Returns
    -------
    Axes
        With for each variant its median (gid ``median:<variant>``), the middle half of the draws
        (``half:<variant>``), the 90 % range (``range:<variant>``) and the value at the point estimates
        (``point:<variant>``).

    Raises
    ------
    InputError
        If the outcome is a ratio that is meaningless on some draws.
    """
    kind = outcome_kind(result.outcome, of_case=result.case is not None)
    ax = style.axes(ax, size(result))
    style.zero_line(ax)
    labels, bold = [], []
    for row, (name, variant) in enumerate(result.variants.items()):
        ranges.draw_range(ax, row, name, result.outcome, variant.quantiles)
        style.mark(ax, variant.point, row + BELOW, gid=f"point:{name}")
        is_base = row == 0
        remark = "" if variant.differs or is_base else "\n" + style.wrap(say("structure.same", lang))
        labels.append(style.wrap(variant.label[lang]) + remark)
        bold.append(is_base)
    style.rows(ax, labels, bold)
    variants = result.variants.values()
    column = [ranges.texts(variant.quantiles, variant.probability, lang, kind) for variant in variants]
    style.column(ax, say("plot.ranges.column", lang), column, bold)
    style.value_axis(ax.xaxis, result.label[lang], lang, kind)
    between = result.between_share
    said = share(between, lang)
    key = "plot.structure.equal" if result.equal_weights else "plot.structure.stated"
    style.heading(ax, say("plot.structure.title", lang, label=result.label[lang]), say(key, lang, share=said))
    style.legend(ax, [*ranges.keys(lang), style.key_mark(say("plot.structure.point", lang), "D")], columns=4)
    style.plain(ax)
    return ax
