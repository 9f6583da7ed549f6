"""What if: the distribution of the change by each scenario, as a row of hills."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

from mkba_uncertainty.analysis.side_by_side.contrast import Contrast, Contrasts
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.case import outcome_kind
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import parts, style
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import FigureKind, chance, figure, range90

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 0.66
"""Height of the highest point of each hill; rows are 1 apart."""

FOOT = 0.26
"""Where a hill stands, below the middle of its row."""

BELOW = 0.17
"""How far under the foot of the hill the published change is marked, so that it hides nothing."""


def size(result: Contrasts) -> style.Size:
    """Give the size of the figure, in inches."""
    return style.rows_size(len(result.contrasts), 0.68)


def plot_contrasts(result: Contrasts, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw how much each scenario changes the outcome, how sure that is, and what was published.

    Parameters
    ----------
    result : Contrasts
    ax : Axes, optional
        A new figure if absent.
    lang : {"nl", "en"}

    Returns
    -------
    Axes
        With for each scenario the density of the change as a hill (gid ``density:<scenario>``), the median
        (``median:<scenario>``), the 90 % range (``range:<scenario>``) and the published change
        (``published:<scenario>``).

    Raises
    ------
    InputError
        If there are no scenarios, or the outcome is a ratio that is meaningless on some draws.
    """
    contrasts = list(result.contrasts.values())
    if not contrasts:
        raise InputError("plot_no_scenarios", key="result")
    for contrast in contrasts:
        if not np.isfinite(contrast.quantiles[parts.MEDIAN].value):
            raise InputError("plot_meaningless", key="result", found=result.outcome)
    kind: FigureKind = outcome_kind(result.outcome, of_case=True)
    draws = result.provenance.draws * result.provenance.replicates
    ax = style.axes(ax, size(result))
    style.zero_line(ax)
    for row, contrast in enumerate(contrasts):
        _draw(ax, row + FOOT, contrast, draws)
    style.rows(ax, [style.wrap(contrast.label[lang]) for contrast in contrasts])
    style.column(ax, say("plot.contrasts.column", lang), [_texts(contrast, lang, kind) for contrast in contrasts])
    label = say(f"outcome.{result.outcome}", lang)
    style.value_axis(ax.xaxis, say("plot.contrasts.x", lang, label=label.lower()), lang, kind)
    style.heading(ax, say("plot.contrasts.title", lang), say("plot.contrasts.subtitle", lang))
    keys = [
        style.patch(say("plot.contrasts.fall", lang), style.COST),
        style.patch(say("plot.contrasts.rise", lang), style.BENEFIT),
        style.key_mark(say("plot.contrasts.median", lang), "|"),
        style.key_range(say("plot.range", lang)),
        style.key_mark(say("plot.published", lang), "D"),
    ]
    style.legend(ax, keys, columns=3)
    style.plain(ax)
    return ax


def density(quantiles: Mapping[float, Measured], draws: int, points: int = 128) -> tuple[Array, Array]:
    """Give the density of a distribution of which quantiles are known.

    The derivative of the quantile function gives a histogram whose bins hold equal shares; a Gaussian kernel smooths
    it, as wide as Silverman (1986, equation 3.31) has it for this number of draws.

    Parameters
    ----------
    quantiles : mapping of level to Measured
        In ascending order.
    draws : int
        How many draws the quantiles are of.
    points : int

    Returns
    -------
    x, density : arrays of shape (points,)
        What lies beyond the outermost quantiles is left out. The density of a change that is always the same is
        a needle.
    """
    levels, at = np.array(list(quantiles)), np.array([quantile.value for quantile in quantiles.values()])
    spread = min(float(np.std(at)), float(np.interp(0.75, levels, at) - np.interp(0.25, levels, at)) / 1.34)
    width = 0.9 * (spread or float(np.std(at)) or 1e-9 * (abs(float(at[0])) + 1.0)) * draws**-0.2
    x = np.linspace(at[0] - 3 * width, at[-1] + 3 * width, points)
    edges = ndtr((x[:, None] - at) / width)
    bins = np.maximum(np.diff(at), 1e-6 * width)
    wide = np.diff(at) > 1e-6 * width
    middle = (at[:-1] + at[1:]) / 2
    kernel = np.exp(-0.5 * ((x[:, None] - middle) / width) ** 2) / (width * np.sqrt(2 * np.pi))
    smooth = np.where(wide, (edges[:, :-1] - edges[:, 1:]) / bins, kernel)
    return x, np.asarray(smooth @ np.diff(levels))


def _draw(ax: Axes, base: float, contrast: Contrast, draws: int) -> None:
    low, median, high = (contrast.quantiles[level].value for level in (parts.LOW, parts.MEDIAN, parts.HIGH))
    x, height = density(contrast.quantiles, draws)
    look = style.COST if median < 0 else style.BENEFIT
    tallest = float(height.max())
    top = base - HEIGHT * height / tallest
    ax.fill_between(x, base, top, gid=f"density:{contrast.scenario}", zorder=2, **look)
    ax.plot(x, top, color=style.GREY, linewidth=0.8, linestyle="-", marker="", zorder=2.5)
    style.whisker(ax, low, high, base, gid=f"range:{contrast.scenario}")
    middle = base - HEIGHT * float(np.interp(median, x, height)) / tallest
    ax.plot(
        [median] * 2, [base, middle],
        color=style.INK, linewidth=1.6, linestyle="-", marker="", zorder=3, gid=f"median:{contrast.scenario}",
    )  # fmt: skip
    if contrast.published is not None:
        style.mark(ax, contrast.published, base + BELOW, gid=f"published:{contrast.scenario}")


def _texts(contrast: Contrast, lang: str, kind: FigureKind) -> tuple[str, str]:
    before, after = (chance(p, lang) for p in (contrast.before, contrast.after))
    ends = range90(contrast.quantiles, lang, kind)
    chances = say("plot.contrasts.before_after", lang, before=before, after=after)
    return figure(contrast.quantiles[parts.MEDIAN], kind, lang), f"{ends}\n{chances}"
