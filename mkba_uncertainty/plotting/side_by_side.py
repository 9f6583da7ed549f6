"""One outcome side by side: under scenarios, of two cases, under views of dependence and variants of the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtr

from mkba_uncertainty.analysis.side_by_side.alternatives import Alternatives
from mkba_uncertainty.analysis.side_by_side.comparison import INDEPENDENT, SHARED, Comparison
from mkba_uncertainty.analysis.side_by_side.contrast import Change, Contrasts
from mkba_uncertainty.analysis.side_by_side.dependence import Dependences, DependenceVariant
from mkba_uncertainty.analysis.side_by_side.structure import Structure, VariantOutcome
from mkba_uncertainty.arrays import LEVELS, Array
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import parts, style
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.currencies import say_of
from mkba_uncertainty.texts.figures import (
    FigureKind,
    Money,
    Numeric,
    chance,
    figure,
    kind_of,
    kind_of_change,
    range_text,
    share,
    shared_unit,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT, FOOT, BELOW = 0.66, 0.26, 0.17
"""Height of each hill (rows are 1 apart), where it stands below the middle of its row, and how far under its foot what
was published is marked, so that it hides nothing."""

POINT_BELOW = 0.34
"""How far under the middle of its row the value at the point estimates is marked."""

EVEN = 1.0
"""The ratio at which benefits equal costs."""

RANGES = {"plot.ranges.median": style.symbol("|"), "plot.ranges.half": style.PALE, "plot.range": style.RANGE}


# --- hills


@style.sized(lambda result: style.rows_height(len(result.contrasts), 0.6))
def plot_contrasts(result: Contrasts, ax: Axes, lang: str) -> None:
    """Draw how much each scenario changes the outcome, how sure that is, and what was published.

    For each scenario the density of the change as a hill (gid ``density:<scenario>``), the median
    (``median:<scenario>``), the 90 % range (``range:<scenario>``) and the published change (``published:<scenario>``).
    Where it sets an uncertain estimate, of the question that stands in front in the table, which the label names.

    Raises
    ------
    InputError
        If there are no scenarios.
    """
    contrasts = list(result.contrasts.values())
    if not contrasts:
        raise InputError("plot_no_scenarios", key="result")
    kind = kind_of_change(result.unit)
    draws = result.provenance.draws * result.provenance.replicates
    style.zero_line(ax)
    labels, texts = [], []
    for row, contrast in enumerate(contrasts):
        question, change = next(iter(contrast.questions.items()))
        shape = density(change.quantiles, draws)
        look = style.COST if change.quantiles[parts.MEDIAN].value < 0 else style.BENEFIT
        hill(ax, row, contrast.scenario, shape, change.quantiles, [("density", None, look)], contrast.published)
        labels.append(style.wrap(say(f"whatif.{question}", lang, label=contrast.label[lang])))
        texts.append(_change_texts(change, lang, kind))
    style.rows(ax, labels, say("plot.contrasts.column", lang, asked=result.asked[lang]), texts)
    label = result.label[lang]
    style.value_axis(ax.xaxis, say("plot.contrasts.x", lang, label=label.lower()), lang, kind)
    style.heading(ax, say("plot.contrasts.title", lang), say("plot.contrasts.subtitle", lang))
    published = any(contrast.published is not None for contrast in contrasts)
    hills_legend(ax, lang, "plot.contrasts.fall", "plot.contrasts.rise", published=published)


@style.sized(lambda result: style.rows_height(len(result.cases), 1.1))
def plot_comparison(result: Comparison, ax: Axes, lang: str) -> None:
    """Draw the distribution of the benefit-cost ratio of two cases above each other, on one axis.

    For each case the density of its ratio as a hill, above 1 (gid ``gain:<case>``) and below it (``loss:<case>``), the
    median (``median:<case>``), the 90 % range (``range:<case>``) and the published ratio (``published:<case>``).

    Raises
    ------
    InputError
        If a ratio is meaningless, since costs are not positive on some draws.
    """
    shared, independent = (result.differences.get(reading) for reading in (SHARED, INDEPENDENT))
    if shared is None:
        raise InputError("meaningless_ratio", key="result", found="bcr")
    ax.axvline(EVEN, color=style.INK, linewidth=0.9, linestyle="-", zorder=1.5, gid="even")
    labels, texts = [], []
    for row, (name, answer) in enumerate(result.cases.items()):
        quantiles = answer.outcomes["bcr"].quantiles  # as `mkba run` gives them; the curve is of the joint draws
        x, height = density(result.curves[name], answer.provenance.draws * answer.provenance.replicates)
        at = int(np.searchsorted(x, EVEN))  # a place of its own, so that the two colours meet there
        height = np.insert(height, at, np.interp(EVEN, x, height, left=0.0, right=0.0))
        x = np.insert(x, at, EVEN)
        fills = [("loss", x <= EVEN, style.COST), ("gain", x >= EVEN, style.BENEFIT)]
        hill(ax, row, name, (x, height), quantiles, fills, answer.published_figures.get("bcr"))
        labels.append(style.wrap(result.called[name][lang]))
        texts.append(median_and_range(quantiles, lang, "ratio"))
    style.rows(ax, labels, say("plot.comparison.column", lang), texts)
    style.value_axis(ax.xaxis, say_of(result.currency, "outcome.bcr", lang), lang, "ratio")
    first, second = (f"‘{called[lang]}’" for called in result.called.values())
    chances = {"shared": chance(shared.probability, lang)}
    if independent is not None:
        chances["independent"] = chance(independent.probability, lang)
    key = "plot.comparison.of_one_case" if independent is None else "plot.comparison.subtitle"
    subtitle = say_of(result.currency, key, lang, first=first, second=second, **chances)
    style.heading(ax, say_of(result.currency, "plot.comparison.title", lang), subtitle)
    published = any("bcr" in answer.published_figures for answer in result.cases.values())
    hills_legend(ax, lang, "plot.comparison.loss", "plot.comparison.gain", published=published)


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


def hill(
    ax: Axes,
    row: int,
    name: str,
    shape: tuple[Array, Array],
    quantiles: Mapping[float, Measured],
    fills: Sequence[tuple[str, Any, style.Look]],
    published: float | None,
) -> None:
    """Draw a density, filled in parts, with the median, the 90 % range and what was published."""
    base, (x, height) = row + FOOT, shape
    low, median, high = (quantiles[level].value for level in (parts.LOW, parts.MEDIAN, parts.HIGH))
    top = base - HEIGHT * height / float(height.max())
    for part, where, look in fills:
        ax.fill_between(x, base, top, where=where, gid=f"{part}:{name}", zorder=2, **look)
    style.line(ax, x, top, style.GREY, 0.8, zorder=2.5)
    style.whisker(ax, low, high, base, gid=f"range:{name}")
    middle = float(np.interp(median, x, top))
    style.line(ax, [median] * 2, [base, middle], style.INK, 1.6, zorder=3, gid=f"median:{name}")
    if published is not None:
        style.mark(ax, published, base + BELOW, gid=f"published:{name}")


def hills_legend(ax: Axes, lang: str, cost: str, benefit: str, *, published: bool) -> None:
    """Put the key of hills under the axes."""
    looks = {
        cost: style.COST,
        benefit: style.BENEFIT,
        "plot.contrasts.median": style.symbol("|"),
        "plot.range": style.RANGE,
        **({"plot.published": style.symbol()} if published else {}),
    }
    style.legend(ax, style.keys(lang, looks), columns=3)


def _change_texts(change: Change, lang: str, kind: FigureKind) -> tuple[str, str]:
    before, after = (chance(p, lang) for p in (change.before, change.after))
    shown = change.shown
    median, ends = _in_one_unit(shown["low"], shown["median"], shown["high"], lang, kind)
    chances = say("plot.contrasts.before_after", lang, before=before, after=after)
    return median, f"{ends}\n{chances}"


def median_and_range(quantiles: Mapping[float, Measured], lang: str, kind: FigureKind) -> tuple[str, str]:
    """Write both as a table does: in one unit, each with the digits that its own interval supports."""
    return _in_one_unit(quantiles[parts.LOW], quantiles[parts.MEDIAN], quantiles[parts.HIGH], lang, kind)


def _in_one_unit(low: Numeric, median: Numeric, high: Numeric, lang: str, kind: FigureKind) -> tuple[str, str]:
    unit = shared_unit((low, median, high)) if isinstance(kind, Money) else None
    return figure(median, kind, lang, unit=unit), range_text(low, high, lang, kind, unit=unit)


# --- chances


@style.sized(lambda result: style.rows_height(len(result.alternatives)))
def plot_alternatives(result: Alternatives, ax: Axes, lang: str) -> None:
    """Draw for each alternative the probability that it is the best (gid ``best:<alternative>``)."""
    table = result.table
    each = [result.alternatives[row.cells["alternative"]] for row in table.rows]
    for row, one in enumerate(each):
        look = style.SOLID if one is result.best else style.PALE
        ax.barh(row, one.probability_best.value, height=0.62, zorder=2, gid=f"best:{one.name}", **look)
    ax.set_xlim(0.0, 1.0)
    texts = table.of(table.rows, show=["label", "probability_best", "net_benefit"]).texts(lang)
    bold = [one is result.best for one in each]
    labels = [style.wrap(label) for label, *_ in texts]
    figures = [(chances, balance) for _, chances, balance in texts]
    style.rows(ax, labels, say("plot.alternatives.column", lang), figures, bold)
    style.probability_axis(ax.xaxis, say("voi.best", lang), lang)
    style.heading(ax, say("plot.alternatives.title", lang), say("plot.alternatives.subtitle", lang))


# --- ranges


@style.sized(lambda result: style.rows_height(len(result.variants), 0.56))
def plot_dependence(result: Dependences, ax: Axes, lang: str) -> None:
    """Draw how sure the outcome is under each view of how estimates hang together.

    For each variant its median (gid ``median:<variant>``), the middle half of the draws (``half:<variant>``) and the
    90 % range (``range:<variant>``).
    """
    labels = [style.wrap(variant.label[lang]) for variant in result.variants.values()]
    _draw_ranges(ax, result, result.variants, lang, labels)
    title = say("plot.dependence.title", lang, label=result.label[lang])
    style.heading(ax, title, say("plot.dependence.subtitle", lang))
    style.legend(ax, style.keys(lang, RANGES), columns=3)


@style.sized(lambda result: style.rows_height(len(result.differing), 0.6))
def plot_structure(result: Structure, ax: Axes, lang: str) -> None:
    """Draw how sure the outcome is under each variant of the model, and its value at the point estimates.

    For each variant its median (gid ``median:<variant>``), the middle half of the draws (``half:<variant>``), the 90 %
    range (``range:<variant>``) and the value at the point estimates (``point:<variant>``).
    """
    labels = []
    for row, (name, variant) in enumerate(result.differing.items()):
        style.mark(ax, variant.point, row + POINT_BELOW, gid=f"point:{name}")
        labels.append(style.wrap(variant.label[lang]))
    _draw_ranges(ax, result, result.differing, lang, labels, bold=[row == 0 for row in range(len(labels))])
    weights = "equal" if result.equal_weights else "stated"
    if result.between_share is None:
        subtitle = say("structure.boundless", lang, label=result.label[lang])
    else:
        subtitle = say(f"plot.structure.{weights}", lang, share=share(result.between_share, lang))
    style.heading(ax, say("plot.structure.title", lang, label=result.label[lang]), subtitle)
    style.legend(ax, style.keys(lang, {**RANGES, "plot.structure.point": style.symbol()}), columns=4)


def _draw_ranges(
    ax: Axes,
    result: Dependences | Structure,
    variants: Mapping[str, DependenceVariant | VariantOutcome],
    lang: str,
    labels: Sequence[str],
    bold: Sequence[bool] = (),
) -> None:
    """Draw for each variant the middle half as a box, the 90 % range and the median, with their figures."""
    kind = kind_of(result.unit)
    style.zero_line(ax)
    texts = []
    for row, (name, variant) in enumerate(variants.items()):
        low, first, median, third, high = (variant.quantiles[level].value for level in LEVELS)
        ax.barh(row, third - first, left=first, height=0.5, zorder=2, gid=f"half:{name}", **style.PALE)
        style.whisker(ax, low, high, row, gid=f"range:{name}")
        bar: style.Look = {"zorder": 4.5, "gid": f"median:{name}"}
        style.line(ax, [median] * 2, [row - 0.25, row + 0.25], style.INK, 2.2, **bar)
        middle, ends = median_and_range(variant.quantiles, lang, kind)
        texts.append((chance(variant.probability, lang), f"{middle}\n{ends}"))
    style.rows(ax, labels, say("plot.ranges.column", lang), texts, bold)
    style.value_axis(ax.xaxis, result.label[lang], lang, kind)
