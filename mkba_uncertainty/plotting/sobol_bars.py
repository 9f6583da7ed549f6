"""Sobol' indices as bars: what each estimate carries alone, and with all it takes part in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkba_uncertainty.analysis.variance.sobol import SobolResult
from mkba_uncertainty.plotting import style
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import about, share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 12
"""Estimates, or groups, that get a row of their own."""

FIRST: dict[str, Any] = {"facecolor": style.BLUE, "edgecolor": "white", "linewidth": 0.0}
TOTAL: dict[str, Any] = {"facecolor": style.SKY, "edgecolor": "white", "linewidth": 0.0, "hatch": "////"}


def size(result: SobolResult) -> style.Size:
    """Give the size of the figure, in inches."""
    return style.rows_size(min(len(result.factors), MOST + 1) + 1, 0.42)


def plot_sobol(result: SobolResult, ax: Axes | None = None, *, lang: str = "en", outcome: str | None = None) -> Axes:
    """Draw the first and total order index of each estimate, largest first.

    Parameters
    ----------
    result : SobolResult
    ax : Axes, optional
        A new figure if absent.
    lang : {"nl", "en"}
    outcome : str, optional
        The net benefit, or the first outcome, unless named.

    Returns
    -------
    Axes
        With two bars for each (gid ``first:<factor>`` and ``total:<factor>``) and their 95 % intervals
        (``interval:first:<factor>``, ...). Of many the rest is pooled: the sum of what each carries alone
        (``first:others``). The last row is the share of all interactions (``interactions``).
    """
    name = outcome or result.leading_outcome
    indices = result.outcomes[name]
    order = list(indices.first_orders)
    ax = style.axes(ax, size(result))
    style.zero_line(ax)
    labels: list[str] = []
    texts: list[tuple[str, str]] = []
    for factor in order[:MOST]:
        first, total = indices.indices[factor].first_order, indices.indices[factor].total_order
        _bar(ax, len(labels) - 0.18, first, f"first:{factor}", FIRST)
        _bar(ax, len(labels) + 0.18, total, f"total:{factor}", TOTAL)
        labels.append(style.wrap(result.factor_labels[factor][lang]))
        texts.append((share(first, lang), share(total, lang)))
    if rest := order[MOST:]:
        together = sum(indices.indices[factor].first_order.value for factor in rest)
        ax.barh(len(labels) - 0.18, together, height=0.34, zorder=2, gid="first:others", **FIRST)
        labels.append(say("plot.others", lang, count=len(rest)))
        texts.append((share(together, lang), ""))
    _bar(ax, len(labels) + 0.18, indices.interactions, "interactions", TOTAL)
    labels.append(say("plot.sobol.interactions", lang))
    texts.append(("", share(indices.interactions, lang)))
    style.rows(ax, labels)
    style.column(ax, say("plot.sobol.column", lang), texts)
    style.value_axis(ax.xaxis, say("plot.sobol.x", lang), lang, "number")
    ax.xaxis.set_major_formatter(lambda value, _: share(about(float(value), 0.01), lang))
    style.heading(ax, say("plot.sobol.title", lang, label=result.labels[name][lang]), say("plot.sobol.subtitle", lang))
    keys = [
        style.patch(say("plot.sobol.first", lang), FIRST),
        style.patch(say("plot.sobol.total", lang), TOTAL),
        style.key_range(say("plot.interval", lang)),
    ]
    style.legend(ax, keys, columns=3)
    style.plain(ax)
    return ax


def _bar(ax: Axes, at: float, index: Measured, gid: str, look: dict[str, Any]) -> None:
    ax.barh(at, index.value, height=0.34, zorder=2, gid=gid, **look)
    ax.plot(
        [index.low, index.high], [at, at],
        color=style.INK, linewidth=1.2, linestyle="-", marker="|", markersize=4.5, zorder=4, gid=f"interval:{gid}",
    )  # fmt: skip
