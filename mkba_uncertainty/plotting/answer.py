"""How sure we are: the exceedance curve, and the posts, years and actors behind it, each with its range."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mkba_uncertainty.analysis.answer.confidence import Confidence
from mkba_uncertainty.analysis.answer.verdict import percentile_rank
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.case import NET_BENEFIT, Side, actor_tree
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.model import limit_of
from mkba_uncertainty.plotting import parts, style
from mkba_uncertainty.plotting.parts import Spread
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import FigureKind, chance, exact, figure, kind_of, likelihood, median, range90

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BELOW = 0.2
"""How far under the middle of a bar the published value is marked, so that it hides no range."""

ROW = 0.19
"""How much of the height a text at a point of the curve takes."""

DASHES: dict[str, Any] = {"zero": "-", "median": (0, (1, 2)), "published": (0, (4, 3))}

INDENT = "    "

LINE = 0.05
"""The height of a line of the texts beside a curve, as a share of the axes."""

BESIDE = 40.0
"""About how many points stand to the left of a curve: chances, and what they are of."""


# --- the exceedance curve


@style.sized(lambda result: 2.9)
def plot_exceedance(result: Confidence, ax: Axes, lang: str) -> None:
    """Draw how likely an outcome is larger than any amount, than zero, and than what was published.

    Of a case its net benefit is drawn, of any other model its first outcome: the curve (gid ``curve``), the 95 %
    interval of each quantile as a band around it, the 90 % range (``range90``), and the points at zero (``zero``), at
    the median (``median``) and at the published figure (``published``).

    Raises
    ------
    InputError
        If the outcome is a ratio that is meaningless on some draws, or the result has none that every draw has.
    """
    outcome = result.curve_outcome
    if outcome not in result.outcomes:
        raise InputError("plot_needs_outcomes", key="result", found="net_benefit")
    if result.outcomes[outcome].meaningless:
        raise InputError("meaningless_ratio", key="result", found=outcome)
    kind, label = kind_of(result.units[outcome]), result.labels[outcome][lang]
    more = 1.0 - np.array(list(result.curve))
    values, lows, highs = np.array([(at.value, at.low, at.high) for at in result.curve.values()]).T
    ax.fill_betweenx(more, lows, highs, facecolor=style.SKY, alpha=0.6, linewidth=0.0, gid="band")
    style.line(ax, values, more, style.BLUE, 2.0, zorder=3, gid="curve")
    low, high = (result.curve[level].value for level in (parts.LOW, parts.HIGH))
    ax.axvspan(low, high, facecolor=style.RULE, alpha=0.3, linewidth=0.0, zorder=0.5, gid="range90")
    _draw_points(ax, values, more, _points(result, lang, kind))
    style.value_axis(ax.xaxis, _axis_label(result, lang), lang, kind)
    style.probability_axis(ax.yaxis, say("plot.exceedance.y", lang), lang)
    style.heading(ax, say("plot.exceedance.title", lang, label=label), _subtitle(result, lang, kind))


@dataclass(frozen=True)
class _Point:
    """A value that deserves to be marked: how likely more than it is, and what to say of it."""

    name: str
    value: float
    more: float
    text: str


def _points(result: Confidence, lang: str, kind: FigureKind) -> list[_Point]:
    found = []
    limit = limit_of(result.units[result.curve_outcome])
    positive = result.probabilities.get(f"{result.curve_outcome} > {limit:g}")
    if positive is not None:
        words = textwrap.fill(_beside_chance(result, positive, lang), 30)
        said = {"limit": f"{limit:g}", "probability": chance(positive, lang, whole=True), "words": words}
        text = say("plot.exceedance.positive", lang, **said)
        found.append(_Point("zero", limit, positive.value, text.rstrip()))
    if not result.provenance.certain:
        middle, quantiles = result.curve[parts.MEDIAN].value, result.outcomes[result.curve_outcome].quantiles
        said = {"median": median(quantiles, lang, kind), "range": range90(quantiles, lang, kind)}
        found.append(_Point("median", middle, 0.5, say("plot.exceedance.median", lang, **said)))
    percentile = result.published_percentile
    if result.published is not None and percentile is not None:
        value = figure(exact(result.published), kind, lang)
        text = say("plot.exceedance.published", lang, value=value, percentile=percentile_rank(percentile.value))
        found.append(_Point("published", result.published, 1.0 - percentile.value, text))
    return sorted(found, key=lambda point: -point.more)


def _beside_chance(result: Confidence, positive: Measured, lang: str) -> str:
    """Give the likelihood word; where the verdict's is that of several views of dependence, say which view this is."""
    if result.provenance.certain:
        return ""
    return likelihood(positive, lang) if result.view is None else result.view[lang]


def _draw_points(ax: Axes, values: Array, more: Array, points: list[_Point]) -> None:
    """Mark the points that are not far off, and write their texts in the corner where the curve does not come."""
    width = float(values[-1] - values[0]) or 1.0
    near = [point for point in points if values[0] - width < point.value < values[-1] + width]
    ends = [*(point.value for point in near), float(values[0]), float(values[-1])]
    low, high = min(ends) - 0.04 * width, max(ends) + 0.04 * width
    ax.set_xlim(low, high)
    ax.set_ylim(-0.02, 1.02)
    needed = ROW * len(points)
    is_free = not np.any((values > low + 0.6 * (high - low)) & (more > 0.98 - needed))
    left, top = (0.66, 0.97) if is_free else (0.03, needed - 0.02)
    room = 0.33 * (style.breadth(ax) - BESIDE)
    for point in points:
        text = "\n".join(style.fold(line, room, style.TEXT) for line in point.text.split("\n"))
        place: dict[str, Any] = {"textcoords": "axes fraction", "xytext": (left, top), "va": "top"}
        top -= max(ROW, LINE * (text.count("\n") + 1.5))
        look: dict[str, Any] = {"fontsize": style.TEXT, "color": style.INK, "linespacing": 1.25, "zorder": 6}
        if point not in near:
            ax.annotate(text, (values[0], 0.0), gid=f"text:{point.name}", **place, **look)
            continue
        ax.axvline(point.value, color=style.INK, linewidth=0.9, linestyle=DASHES[point.name], zorder=1.5)
        style.mark(ax, point.value, point.more, gid=point.name, filled=point.name == "zero")
        start = _leader_start((point.value - low) / (high - low), left)
        leader = {"arrowstyle": "-", "color": style.GREY, "linewidth": 0.7, "relpos": start, "shrinkA": 2, "shrinkB": 4}
        spot = (point.value, point.more)
        note = ax.annotate(text, spot, gid=f"text:{point.name}", arrowprops=leader, **place, **look)
        note.set_bbox({"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5})


def _leader_start(across: float, left: float) -> tuple[float, float]:
    """Say where on its text the line to a point starts: on the side, or if the point is above or below, there."""
    over = (across - left) / 0.32
    if left > 0.5:
        return (0.0, 0.5) if over < 0.0 else (min(over, 1.0), 0.0)
    return (1.0, 0.5) if over > 1.0 else (max(over, 0.0), 1.0)


def _subtitle(result: Confidence, lang: str, kind: FigureKind) -> str:
    quantiles = result.outcomes[result.curve_outcome].quantiles
    said = {"median": median(quantiles, lang, kind), "range": range90(quantiles, lang, kind)}
    return say("plot.exceedance.subtitle", lang, **said) + say("plot.exceedance.band", lang)


def _axis_label(result: Confidence, lang: str) -> str:
    label = result.labels[result.curve_outcome][lang]
    if result.case is None or result.case.binding is not None or result.curve_outcome != NET_BENEFIT:
        return label
    return f"{label}, {say('plot.present_value', lang)}"


# --- the lines of the published table


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


def _bars(result: Confidence, lang: str) -> list[_Bar]:
    bars: list[_Bar] = []
    for line in parts.leaf_lines(parts.case_of(result)):
        sign = -1.0 if line.side == "cost" else 1.0
        spread = parts.spread(result, f"line:{line.name}", sign)
        said = result.published_figures.get(f"line:{line.name}")
        published = None if said is None else sign * said
        if spread.is_zero and not published:
            continue
        start = bars[-1].end if bars else 0.0
        bars.append(_Bar(f"line:{line.name}", line.label[lang], line.side, start, spread, published))
    balance = parts.spread(result, "net_benefit")
    label = result.labels["net_benefit"][lang]
    return [*bars, _Bar("net_benefit", label, None, 0.0, balance, result.published)]


@style.sized(lambda result: style.rows_height(len(_bars(result, "en"))))
def plot_waterfall(result: Confidence, ax: Axes, lang: str) -> None:
    """Draw how the lines of the published table lead from costs to balance, and how sure each is.

    For each line a bar as long as its mean (gid ``line:<id>``), its 90 % range (``range:line:<id>``) and its published
    value (``published:line:<id>``), both set off from where the bar starts; then the same for ``net_benefit``. Lines
    that are always zero are left out.

    Raises
    ------
    InputError
        If the result is of no case, or lacks a line.
    """
    bars = _bars(result, lang)
    looks = {"cost": style.COST, "benefit": style.BENEFIT, None: style.BALANCE}
    style.zero_line(ax)
    for row, bar in enumerate(bars):
        ax.barh(row, bar.spread.mean.value, left=bar.start, height=0.62, gid=bar.gid, zorder=2, **looks[bar.side])
        style.whisker(
            ax, bar.start + bar.spread.low.value, bar.start + bar.spread.high.value, row, gid=f"range:{bar.gid}"
        )
        if bar.published is not None:
            style.mark(ax, bar.start + bar.published, row + BELOW, gid=f"published:{bar.gid}")
        if bar.side is not None:
            style.line(ax, [bar.end] * 2, [row, row + 1], style.GREY, 0.7, zorder=1)
    labels, texts = [style.wrap(bar.label) for bar in bars], [bar.spread.texts(lang) for bar in bars]
    style.rows(ax, labels, say("plot.mean_and_range", lang), texts, [bar.side is None for bar in bars])
    style.value_axis(ax.xaxis, say("plot.present_value", lang), lang, result.provenance.kind)
    style.heading(ax, say("plot.waterfall.title", lang), say("plot.waterfall.subtitle", lang))
    keys = {
        "plot.costs": style.COST,
        "plot.benefits": style.BENEFIT,
        "plot.balance": style.BALANCE,
        "plot.range": style.RANGE,
        **({"plot.published": style.symbol()} if any(bar.published is not None for bar in bars) else {}),
    }
    style.legend(ax, style.keys(lang, keys), columns=3)


# --- the years


MOST_YEARS = 18
"""Of more than this not every one is named, nor has a mark and a range of its own."""

BAND: style.Look = {"facecolor": style.INK, "alpha": 0.25, "linewidth": 0.0}


@style.sized(lambda result: 2.9)
def plot_cash_flow(result: Confidence, ax: Axes, lang: str) -> None:
    """Draw when costs and benefits fall, undiscounted: figure 3.4 of the Arnhem report, with ranges.

    For each year bars of the mean costs (gid ``year_costs:<k>``, below zero) and benefits (``year_benefits:<k>``), and
    the net cash flow as a point (``year:<k>``) with its 90 % range (``range:year:<k>``). A year in which nothing ever
    happens stays empty. Of very many years the net cash flow is a line (``year``) with a band (``range:year``).

    Raises
    ------
    InputError
        If the result is of no case, or lacks a year.
    """
    case = parts.case_of(result)
    years = range(case.horizon)
    style.zero_line(ax, upright=False)
    for year in years:
        costs, benefits = (
            parts.spread(result, f"year_costs:{year}", -1.0),
            parts.spread(result, f"year_benefits:{year}"),
        )
        net = parts.spread(result, f"year:{year}")
        ax.bar(year, costs.mean.value, width=0.7, gid=f"year_costs:{year}", zorder=2, **style.COST)
        ax.bar(year, benefits.mean.value, width=0.7, gid=f"year_benefits:{year}", zorder=2, **style.BENEFIT)
        if not net.is_zero and len(years) <= MOST_YEARS:
            style.whisker(ax, net.low.value, net.high.value, year, gid=f"range:year:{year}", upright=True)
            style.mark(ax, year, net.mean.value, gid=f"year:{year}", marker="o")
    if len(years) > MOST_YEARS:
        _draw_band(ax, [parts.spread(result, f"year:{year}") for year in years])
    ax.set_xlim(-0.6, case.horizon - 0.4)
    named = years[:: next(step for step in (1, 2, 5, 10, 20) if case.horizon <= step * MOST_YEARS)]
    ax.set_xticks(named, [str(case.calendar(year)) for year in named], fontsize=style.SMALL, color=style.INK)
    ax.tick_params(axis="x", length=0)
    ax.set_xlabel(say("plot.cash_flow.x", lang), fontsize=style.TEXT, color=style.INK)
    style.value_axis(ax.yaxis, say("plot.cash_flow.y", lang), lang, result.provenance.kind)
    style.heading(ax, say("plot.cash_flow.title", lang), say("plot.cash_flow.subtitle", lang))
    looks = {
        "plot.costs": style.COST,
        "plot.benefits": style.BENEFIT,
        "plot.balance": style.symbol("o") if len(years) <= MOST_YEARS else style.stroke(style.INK, 1.6),
        "plot.range": style.RANGE if len(years) <= MOST_YEARS else BAND,
    }
    style.legend(ax, style.keys(lang, looks), columns=4)


def _draw_band(ax: Axes, nets: list[Spread]) -> None:
    """Draw the net cash flow of very many years as a line, with its range as a band."""
    years, means = range(len(nets)), [net.mean.value for net in nets]
    ends = [net.low.value for net in nets], [net.high.value for net in nets]
    ax.fill_between(years, *ends, zorder=2.5, gid="range:year", **BAND)
    style.line(ax, years, means, style.INK, 1.6, zorder=3, gid="year")
    for year, mean in zip(years, means, strict=True):
        style.mark(ax, year, mean, gid=f"year:{year}", marker="o", filled=True).set_markersize(1.5)


# --- the actors


@dataclass(frozen=True)
class _Actor:
    gid: str
    label: str
    depth: int
    spread: Spread


def _actors(result: Confidence, lang: str) -> list[_Actor]:
    rows = [
        _Actor(f"actor:{actor.name}", actor.label[lang], depth, parts.spread(result, f"actor:{actor.name}"))
        for actor, depth in actor_tree(parts.case_of(result).actors)
    ]
    shown = [row for row in rows if not row.spread.is_zero]
    return [*shown, _Actor("net_benefit", say("plot.actors.all", lang), 0, parts.spread(result, "net_benefit"))]


@style.sized(lambda result: style.rows_height(len(_actors(result, "en"))))
def plot_actors(result: Confidence, ax: Axes, lang: str) -> None:
    """Draw who pays and who gains, and how sure that is: figure 3.5 of the Arnhem report, with ranges.

    For each actor a bar of its mean balance (gid ``actor:<id>``) and the 90 % range (``range:actor:<id>``); parts of an
    actor are indented below it. The last row, ``net_benefit``, is the sum of those not indented.

    Raises
    ------
    InputError
        If the result is of no case, or lacks an actor.
    """
    rows = _actors(result, lang)
    style.zero_line(ax)
    for at, row in enumerate(rows):
        mean = row.spread.mean.value
        look = style.COST if mean < 0 else style.BENEFIT
        ax.barh(at, mean, height=0.62 if row.depth == 0 else 0.36, gid=row.gid, zorder=2, **look)
        style.whisker(ax, row.spread.low.value, row.spread.high.value, at, gid=f"range:{row.gid}")
    ax.axhline(len(rows) - 1.5, color=style.GREY, linewidth=0.7, linestyle="-")
    labels = [style.wrap(row.label, indent=INDENT * row.depth) for row in rows]
    texts = [row.spread.texts(lang) for row in rows]
    style.rows(ax, labels, say("plot.mean_and_range", lang), texts, [row.gid == "net_benefit" for row in rows])
    label = say("plot.actors.x", lang, value=say("plot.present_value", lang))
    style.value_axis(ax.xaxis, label, lang, result.provenance.kind)
    style.heading(ax, say("plot.actors.title", lang), say("plot.actors.subtitle", lang))
    looks = {"plot.actors.pays": style.COST, "plot.actors.gains": style.BENEFIT, "plot.range": style.RANGE}
    style.legend(ax, style.keys(lang, looks), columns=3)
