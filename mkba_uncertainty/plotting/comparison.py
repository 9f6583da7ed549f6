"""Two cases side by side: how many euros of benefits each returns per euro of costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mkba_uncertainty.analysis.answer.confidence import Confidence
from mkba_uncertainty.analysis.side_by_side.comparison import INDEPENDENT, SHARED, Comparison
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import parts, style
from mkba_uncertainty.plotting.contrasts import density
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import chance, range90, ratio

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EVEN = 1.0
"""The ratio at which benefits equal costs."""

HEIGHT, FOOT, BELOW = 0.66, 0.26, 0.17
"""Height of the hills, where each stands below the middle of its row, and how far under its foot a mark lies."""


def size(result: Comparison) -> style.Size:
    """Give the size of the figure, in inches."""
    return style.rows_size(len(result.cases), 1.3)


def plot_comparison(result: Comparison, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw the distribution of the benefit-cost ratio of two cases above each other, on one axis.

    Parameters
    ----------
    result : Comparison
    ax : Axes, optional
        A new figure if absent.
    lang : {"nl", "en"}

    Returns
    -------
    Axes
        With for each case the density of its ratio as a hill, above 1 (gid ``gain:<case>``) and below it
        (``loss:<case>``), the median (``median:<case>``), the 90 % range (``range:<case>``) and the published ratio
        (``published:<case>``).

    Raises
    ------
    InputError
        If a ratio is meaningless, since costs are not positive on some draws.
    """
    shared, independent = (result.differences[reading] for reading in (SHARED, INDEPENDENT))
    if shared is None or independent is None:
        raise InputError("plot_meaningless", key="result", found="bcr")
    ax = style.axes(ax, size(result))
    ax.axvline(EVEN, color=style.INK, linewidth=0.9, linestyle="-", zorder=1.5, gid="even")
    for row, (name, answer) in enumerate(result.cases.items()):
        _draw(ax, row + FOOT, name, answer, result.curves[name])
    labels = [name if answer.case is None else answer.case.title[lang] for name, answer in result.cases.items()]
    style.rows(ax, [style.wrap(label) for label in labels])
    texts = [_texts(answer.outcomes["bcr"].quantiles, lang) for answer in result.cases.values()]
    style.column(ax, say("plot.comparison.column", lang), texts)
    style.value_axis(ax.xaxis, say("outcome.bcr", lang), lang, "ratio")
    first, second = result.cases
    chances = {"shared": chance(shared.probability, lang), "independent": chance(independent.probability, lang)}
    title = say("plot.comparison.title", lang)
    style.heading(ax, title, say("plot.comparison.subtitle", lang, first=first, second=second, **chances))
    keys = [
        style.patch(say("plot.comparison.loss", lang), style.COST),
        style.patch(say("plot.comparison.gain", lang), style.BENEFIT),
        style.key_mark(say("plot.contrasts.median", lang), "|"),
        style.key_range(say("plot.range", lang)),
        style.key_mark(say("plot.published", lang), "D"),
    ]
    style.legend(ax, keys, columns=3)
    style.plain(ax)
    return ax


def _draw(ax: Axes, base: float, name: str, answer: Confidence, curve: dict[float, Measured]) -> None:
    quantiles = answer.outcomes["bcr"].quantiles  # as `mkba run` gives them; the curve is of the joint draws
    low, median, high = (quantiles[level].value for level in (parts.LOW, parts.MEDIAN, parts.HIGH))
    x, height = density(curve, answer.provenance.draws * answer.provenance.replicates)
    x = np.insert(x, (at := int(np.searchsorted(x, EVEN))), EVEN)  # so that the two colours meet there
    height = np.insert(height, at, np.interp(EVEN, np.delete(x, at), height, left=0.0, right=0.0))
    top = base - HEIGHT * height / float(height.max())
    ax.fill_between(x, base, top, where=x <= EVEN, gid=f"loss:{name}", zorder=2, **style.COST)
    ax.fill_between(x, base, top, where=x >= EVEN, gid=f"gain:{name}", zorder=2, **style.BENEFIT)
    ax.plot(x, top, color=style.GREY, linewidth=0.8, linestyle="-", marker="", zorder=2.5)
    style.whisker(ax, low, high, base, gid=f"range:{name}")
    middle = float(np.interp(median, x, top))
    ax.plot(
        [median] * 2, [base, middle],
        color=style.INK, linewidth=1.6, linestyle="-", marker="", zorder=3, gid=f"median:{name}",
    )  # fmt: skip
    if answer.case is not None and "bcr" in answer.case.published:
        style.mark(ax, answer.case.published["bcr"], base + BELOW, gid=f"published:{name}")


def _texts(quantiles: dict[float, Measured], lang: str) -> tuple[str, str]:
    return ratio(quantiles[parts.MEDIAN], lang), range90(quantiles, lang, "ratio")
