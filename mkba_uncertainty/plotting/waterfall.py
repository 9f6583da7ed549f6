"""The waterfall: how the lines of the published table lead from costs to balance, each with its range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkba_uncertainty.analysis.answer.confidence import Confidence
from mkba_uncertainty.case import Side
from mkba_uncertainty.plotting import parts, style
from mkba_uncertainty.plotting.parts import Spread
from mkba_uncertainty.texts import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BELOW = 0.2
"""How far under the middle of a bar the published value is marked, so that it hides no range."""

_LOOKS = {"cost": style.COST, "benefit": style.BENEFIT, None: style.BALANCE}


@dataclass(frozen=True)
class _Bar:
    """One bar, from where the last one ended; a side of None is the balance."""

    gid: str
    label: str
    side: Side | None
    start: float
    spread: Spread
    published: float | None

    @property
    def end(self) -> float:
        return self.start + self.spread.mean.value


def size(result: Confidence) -> style.Size:
    """Give the size of the figure, in inches."""
    return style.rows_size(len(_bars(result, "en")), 0.44)


def plot_waterfall(result: Confidence, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw how the lines of the published table lead from costs to balance, and how sure each is.

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
        With for each line a bar as long as its mean (gid ``line:<id>``), its 90 % range (``range:line:<id>``) and its
        published value (``published:line:<id>``), both set off from where the bar starts; then the same for
        ``net_benefit``. Lines that are always zero are left out.

    Raises
    ------
    InputError
        If the result is of no case, or lacks a line.
    """
    case, bars = parts.case_of(result), _bars(result, lang)
    ax = style.axes(ax, size(result))
    style.zero_line(ax)
    for row, bar in enumerate(bars):
        ax.barh(row, bar.spread.mean.value, left=bar.start, height=0.62, gid=bar.gid, zorder=2, **_LOOKS[bar.side])
        style.whisker(ax, bar.start + bar.spread.low, bar.start + bar.spread.high, row, gid=f"range:{bar.gid}")
        if bar.published is not None:
            style.mark(ax, bar.start + bar.published, row + BELOW, gid=f"published:{bar.gid}")
        if bar.side is not None:
            ax.plot([bar.end] * 2, [row, row + 1], color=style.GREY, linewidth=0.7, linestyle="-", marker="", zorder=1)
    bold = [bar.side is None for bar in bars]
    style.rows(ax, [style.wrap(bar.label) for bar in bars], bold)
    style.column(ax, say("plot.mean_and_range", lang), [bar.spread.texts(lang) for bar in bars], bold)
    style.value_axis(ax.xaxis, say("plot.present_value", lang, year=case.price_level), lang, "money")
    style.heading(ax, say("plot.waterfall.title", lang), say("plot.waterfall.subtitle", lang))
    keys = [
        style.patch(say("plot.costs", lang), style.COST),
        style.patch(say("plot.benefits", lang), style.BENEFIT),
        style.patch(say("plot.balance", lang), style.BALANCE),
        style.key_range(say("plot.range", lang)),
        style.key_mark(say("plot.published", lang), "D"),
    ]
    style.legend(ax, keys, columns=3)
    style.plain(ax)
    return ax


def _bars(result: Confidence, lang: str) -> list[_Bar]:
    bars: list[_Bar] = []
    for line in parts.leaf_lines(parts.case_of(result)):
        sign = -1.0 if line.side == "cost" else 1.0
        spread = parts.spread(result, f"line:{line.name}", sign)
        published = None if line.published is None else sign * line.published
        if spread.is_zero and not published:
            continue
        start = bars[-1].end if bars else 0.0
        bars.append(_Bar(f"line:{line.name}", line.label[lang], line.side, start, spread, published))
    balance = parts.spread(result, "net_benefit")
    label = result.labels["net_benefit"][lang]
    return [*bars, _Bar("net_benefit", label, None, 0.0, balance, result.published)]
