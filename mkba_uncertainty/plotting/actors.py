"""Who pays and who gains: the balance of each actor, with its range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkba_uncertainty.analysis.answer.confidence import Confidence
from mkba_uncertainty.case import actor_tree
from mkba_uncertainty.plotting import parts, style
from mkba_uncertainty.plotting.parts import Spread
from mkba_uncertainty.texts import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INDENT = "    "


@dataclass(frozen=True)
class _Row:
    gid: str
    label: str
    depth: int
    spread: Spread


def size(result: Confidence) -> style.Size:
    """Give the size of the figure, in inches."""
    return style.rows_size(len(_rows(result, "en")))


def plot_actors(result: Confidence, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw who pays and who gains, and how sure that is: figure 3.5 of the Arnhem report, with ranges.

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
        With for each actor a bar of its mean balance (gid ``actor:<id>``) and the 90 % range (``range:actor:<id>``);
        parts of an actor are indented below it. The last row, ``net_benefit``, is the sum of those not indented.

    Raises
    ------
    InputError
        If the result is of no case, or lacks an actor.
    """
    case, rows = parts.case_of(result), _rows(result, lang)
    ax = style.axes(ax, size(result))
    style.zero_line(ax)
    for at, row in enumerate(rows):
        mean = row.spread.mean.value
        look = style.COST if mean < 0 else style.BENEFIT
        ax.barh(at, mean, height=0.62 if row.depth == 0 else 0.36, gid=row.gid, zorder=2, **look)
        style.whisker(ax, row.spread.low, row.spread.high, at, gid=f"range:{row.gid}")
    ax.axhline(len(rows) - 1.5, color=style.GREY, linewidth=0.7, linestyle="-")
    bold = [row.gid == "net_benefit" for row in rows]
    style.rows(ax, [style.wrap(row.label, indent=INDENT * row.depth) for row in rows], bold)
    style.column(ax, say("plot.mean_and_range", lang), [row.spread.texts(lang) for row in rows], bold)
    prices = say("plot.present_value", lang, year=case.price_level)
    style.value_axis(ax.xaxis, say("plot.actors.x", lang, value=prices), lang, "money")
    style.heading(ax, say("plot.actors.title", lang), say("plot.actors.subtitle", lang))
    keys = [
        style.patch(say("plot.actors.pays", lang), style.COST),
        style.patch(say("plot.actors.gains", lang), style.BENEFIT),
        style.key_range(say("plot.range", lang)),
    ]
    style.legend(ax, keys, columns=3)
    style.plain(ax)
    return ax


def _rows(result: Confidence, lang: str) -> list[_Row]:
    rows = [
        _Row(f"actor:{actor.name}", actor.label[lang], depth, parts.spread(result, f"actor:{actor.name}"))
        for actor, depth in actor_tree(parts.case_of(result).actors)
    ]
    shown = [row for row in rows if not row.spread.is_zero]
    everybody = _Row("net_benefit", say("plot.actors.all", lang), 0, parts.spread(result, "net_benefit"))
    return [*shown, everybody]
