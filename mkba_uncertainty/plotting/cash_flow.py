"""Costs and benefits by year, undiscounted: when money is spent, and when it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkba_uncertainty.analysis.answer.confidence import Confidence
from mkba_uncertainty.plotting import parts, style
from mkba_uncertainty.texts import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def size(result: Confidence) -> style.Size:
    """Give the size of the figure, in inches."""
    return max(6.5, 2.0 + 0.6 * parts.case_of(result).horizon), 4.6


def plot_cash_flow(result: Confidence, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw when costs and benefits fall: figure 3.4 of the Arnhem report, with ranges.

    Parameters
    ----------
    result : Confidence
        Of a case, with all its outcomes.
    ax : Axes, optional
        A new figure if absent.
    lang : {"nl", "en"}

    Returns
    -------
    Axes
        With for each year bars of the mean costs (gid ``year_costs:<k>``, below zero) and benefits
        (``year_benefits:<k>``), and the net cash flow as a point (``year:<k>``) with its 90 % range
        (``range:year:<k>``). A year in which nothing ever happens stays empty.

    Raises
    ------
    InputError
        If the result is of no case, or lacks a year.
    """
    case = parts.case_of(result)
    years = range(case.horizon)
    flows = {
        year: (
            parts.spread(result, f"year_costs:{year}", -1.0),
            parts.spread(result, f"year_benefits:{year}"),
            parts.spread(result, f"year:{year}"),
        )
        for year in years
    }
    ax = style.axes(ax, size(result))
    style.zero_line(ax, upright=False)
    for year, (costs, benefits, net) in flows.items():
        ax.bar(year, costs.mean.value, width=0.7, gid=f"year_costs:{year}", zorder=2, **style.COST)
        ax.bar(year, benefits.mean.value, width=0.7, gid=f"year_benefits:{year}", zorder=2, **style.BENEFIT)
        if not net.is_zero:
            style.whisker(ax, net.low, net.high, year, gid=f"range:year:{year}", upright=True)
            style.mark(ax, year, net.mean.value, gid=f"year:{year}", marker="o")
    ax.set_xlim(-0.6, case.horizon - 0.4)
    ax.set_xticks(years, [str(year) for year in years], fontsize=style.SMALL, color=style.INK)
    ax.tick_params(axis="x", length=0)
    ax.set_xlabel(say("plot.cash_flow.x", lang), fontsize=style.TEXT, color=style.INK)
    style.value_axis(ax.yaxis, "", lang, "money")
    subtitle = say("plot.cash_flow.subtitle", lang, year=case.price_level)
    style.heading(ax, say("plot.cash_flow.title", lang), subtitle, 110)
    keys = [
        style.patch(say("plot.costs", lang), style.COST),
        style.patch(say("plot.benefits", lang), style.BENEFIT),
        style.key_mark(say("plot.balance", lang), "o"),
        style.key_range(say("plot.range", lang)),
    ]
    style.legend(ax, keys, columns=4)
    style.plain(ax)
    return ax
