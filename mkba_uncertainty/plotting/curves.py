"""How the outcome moves with estimates: main effects, the spider, switching values and the break-even line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from mkba_uncertainty.analysis.curves.break_even import BreakEven
from mkba_uncertainty.analysis.curves.main_effect import Curve, MainEffect
from mkba_uncertainty.analysis.curves.switching import Switching, SwitchingValue
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import style
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import FigureKind, chance, estimate_text, figure, kind_of, share
from mkba_uncertainty.texts.unit_words import with_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PANELS, COLUMNS, GAPS, ABOVE = 6, 3, (0.035, 0.24), 0.05
"""So many estimates get a panel, in so many columns; room between panels and above them, as shares of the whole."""

ENDS = (0.001, 0.999)
"""Quantiles between which a curve is drawn: beyond them hardly anything happens."""

NAMED, ROWS = 7, 10
"""Estimates that get a colour and a name in the spider, and a row among switching values."""

CURVE = style.stroke(style.BLUE, 1.8)
LOOKS: list[tuple[str, Any]] = [
    (style.BLUE, "-"), (style.VERMILLION, "--"), (style.GREEN, "-."), ("#CC79A7", ":"),
    (style.BLUE, (0, (8, 2))), (style.VERMILLION, (0, (1, 1))), (style.GREEN, (0, (6, 1, 1, 1, 1, 1))),
]  # fmt: skip
"""Of lines: no two differ by hue alone."""

BEYOND: style.Look = {"facecolor": "none", "edgecolor": style.VERMILLION, "hatch": "////", "linewidth": 0.0}
MARGIN = 0.06

Across = Literal["quantile", "relative"]


# --- a panel for each estimate


def _panels_height(result: MainEffect) -> float:
    return 1.75 * -(-min(len(result.curves), PANELS) // COLUMNS)


@style.sized(_panels_height)
def plot_main_effect(result: MainEffect, ax: Axes, lang: str) -> None:
    """Draw the mean of the outcome, given each of the estimates that carry most of its variance.

    Panels within the axes, with for each estimate the curve (gid ``curve:<estimate>``), its 95 % interval
    (``band:<estimate>``), the 90 % range of the estimate (``range:<estimate>``) and its point value
    (``point:<estimate>``).

    Raises
    ------
    InputError
        If there are no curves.
    """
    for panel, curve in _panels(result, ax, lang):
        low, high = np.interp([0.05, 0.95], curve.probability, curve.x)
        panel.axvspan(low, high, color="#E6E6E6", linewidth=0, zorder=0.5, gid=f"range:{curve.estimate}")
        _draw_curve(panel, curve)
        at_point = float(np.interp(curve.point, curve.x, curve.mean))
        style.mark(panel, curve.point, at_point, gid=f"point:{curve.estimate}", marker="o")
    title = say("plot.main_effect.title", lang, label=result.label[lang])
    style.heading(ax, title, say("plot.main_effect.subtitle", lang))
    looks = {"plot.main_effect.curve": CURVE, "plot.point": style.symbol("o")}
    style.legend(ax, style.keys(lang, looks), columns=2)


@style.sized(_panels_height)
def plot_scatter(result: MainEffect, ax: Axes, lang: str) -> None:
    """Draw some draws of the outcome against each leading estimate, and the conditional mean through them.

    Panels within the axes, with for each estimate the draws (gid ``draws:<estimate>``) and the curve
    (``curve:<estimate>``).

    Raises
    ------
    InputError
        If there are no curves.
    """
    for panel, curve in _panels(result, ax, lang):
        x, y = result.cloud[curve.estimate], result.cloud[result.outcome]
        look: style.Look = {"color": style.VERMILLION, "alpha": 0.35, "linewidths": 0}
        panel.scatter(x, y, s=5, zorder=1.8, rasterized=True, gid=f"draws:{curve.estimate}", **look)
        _draw_curve(panel, curve)
    title = say("plot.scatter.title", lang, label=result.label[lang])
    style.heading(ax, title, say("plot.scatter.subtitle", lang))
    looks = {"plot.main_effect.curve": CURVE, "plot.scatter.draw": style.dot(style.VERMILLION)}
    style.legend(ax, style.keys(lang, looks), columns=2)


def _panels(result: MainEffect, ax: Axes, lang: str) -> list[tuple[Axes, Curve]]:
    """Cut axes in a panel for each leading estimate, with the outcome upwards on one scale for all."""
    _require_curves(result)
    curves = result.leading(PANELS)
    kind = kind_of(result.unit)
    panels = style.panels(ax, len(curves), COLUMNS, gaps=GAPS, above=ABOVE)
    for place, (panel, curve) in enumerate(zip(panels, curves, strict=True)):
        if place:
            panel.sharey(panels[0])
        first = place % COLUMNS == 0
        style.value_axis(panel.yaxis, "", lang, kind)
        style.estimate_axis(panel.xaxis, style.wrap(curve.label[lang], 28), lang, curve.unit, ticks=4)
        panel.tick_params(axis="y", labelleft=first, length=3 if first else 0)
        if not first:
            panel.yaxis.label.set_label("")  # the first says of which year the prices are
        note: style.Look = {"fontsize": style.TINY, "color": style.GREY, "va": "bottom"}
        at: style.Look = {"xycoords": "axes fraction", "xytext": (2, 2), "textcoords": "offset points"}
        carried = say("plot.main_effect.share", lang, share=share(curve.variance_share, lang))
        panel.annotate(carried, (0, 1), **at, **note)
        style.zero_line(panel, upright=False)
    return list(zip(panels, curves, strict=True))


def _require_curves(result: MainEffect) -> None:
    if not result.curves:
        raise InputError("plot_no_curves", key="result")


def _draw_curve(panel: Axes, curve: Curve) -> None:
    """Draw a curve with its interval."""
    inside = _inside(curve)
    x, mean, half = curve.x[inside], curve.mean[inside], curve.half_width[inside]
    band: style.Look = {"color": style.SKY, "linewidth": 0, "gid": f"band:{curve.estimate}"}
    panel.fill_between(x, mean - half, mean + half, zorder=2, **band)
    panel.plot(x, mean, zorder=3, gid=f"curve:{curve.estimate}", **CURVE)


def _inside(curve: Curve) -> NDArray[np.bool_]:
    return (curve.probability >= ENDS[0]) & (curve.probability <= ENDS[1])


# --- the spider


@style.sized(lambda result: 3.0)
def plot_spider(result: MainEffect, ax: Axes, lang: str, *, across: Across = "quantile") -> None:
    """Draw the curves of all estimates together; those that carry most of the variance are named.

    For each estimate its curve (gid ``curve:<estimate>``). They are put side by side by where the estimate lies in its
    own distribution, or with ``across="relative"`` by its relative change from its point value (estimates with point
    value 0 are then left out).

    Raises
    ------
    InputError
        If there are no curves, or ``across`` is neither ``"quantile"`` nor ``"relative"``.
    """
    _require_curves(result)
    if across not in get_args(Across):
        raise InputError("plot_across", key="across", found=across, expected=", ".join(get_args(Across)))
    kind = kind_of(result.unit)
    curves = [curve for curve in result.leading() if across == "quantile" or curve.point != 0]
    handles = []
    for place, curve in enumerate(curves):
        inside = _inside(curve)
        x, mean = _across(curve, across)[inside], curve.mean[inside]
        said: style.Look = {"gid": f"curve:{curve.estimate}", "label": curve.label[lang]}
        if place < NAMED:
            colour, dashes = LOOKS[place]
            handles.append(style.line(ax, x, mean, colour, 1.8, linestyle=dashes, zorder=3, **said))
        else:
            style.line(ax, x, mean, style.RULE, 0.7, zorder=2, **said)
    style.zero_line(ax, upright=False)
    style.value_axis(ax.yaxis, "", lang, kind)
    axis = style.probability_axis if across == "quantile" else style.share_axis
    axis(ax.xaxis, say(f"plot.spider.{across}", lang), lang)
    style.heading(ax, say("plot.spider.title", lang, label=result.label[lang]), say("plot.spider.subtitle", lang))
    if len(curves) > NAMED:
        others = say("plot.others", lang, count=len(curves) - NAMED)
        handles.append(style.line(ax, [], [], style.RULE, 0.7, label=others))
    style.legend(ax, handles, columns=2)


def _across(curve: Curve, across: Across) -> Array:
    return curve.probability if across == "quantile" else np.asarray((curve.x - curve.point) / abs(curve.point))


# --- where the verdict flips


def _switching_height(result: Switching) -> float:
    return style.rows_height(min(len(result.values), ROWS)) if result.crossed else style.SENTENCE_HEIGHT


@style.sized(_switching_height)
def plot_switching(result: Switching, ax: Axes, lang: str) -> None:
    """Draw for each estimate its range and the values at which the verdict flips; those that flip it first.

    As changes from the point value: the 90 % range of each estimate (gid ``range:<estimate>``), those parts of it that
    have the other sign (``beyond:<number>:<estimate>``), and its switching value if there is one
    (``value:<estimate>``), with its interval (``interval:<estimate>``); of several the nearest, and then the others
    (``value:<estimate>:2``, ...). Where none flips it, a sentence says so.
    """
    style.heading(ax, say("plot.switching.title", lang), say("plot.switching.subtitle", lang, label=result.label[lang]))
    if not result.crossed:
        style.sentence(ax, say("plot.switching.never_any", lang, label=result.label[lang]))
        return
    shown = list(result.values.values())[:ROWS]
    kind = kind_of(result.unit)
    style.zero_line(ax)
    for row, value in enumerate(shown):
        _draw_switch(ax, row, value, result.mean.value)
    labels = [style.wrap(with_unit(value.label, value.unit)[lang]) for value in shown]
    style.rows(ax, labels, say("plot.switching.column", lang), [_texts(value, lang, kind) for value in shown])
    style.share_axis(ax.xaxis, say("plot.switching.x", lang), lang)
    ax.use_sticky_edges = False
    ax.margins(x=0.05)
    looks = {"plot.switching.range": style.PALE, "plot.beyond": BEYOND}
    looks["plot.switching.value"] = style.symbol(filled=True)
    style.legend(ax, style.keys(lang, looks), columns=3)


def _draw_switch(ax: Axes, row: int, value: SwitchingValue, mean: float) -> None:
    if value.point == 0:
        return  # nothing to be relative to

    def relative(x: float) -> float:
        return (x - value.point) / abs(value.point)

    def stretch(low: float, high: float, gid: str, look: style.Look, above: float) -> None:
        left = relative(low)
        ax.barh(row, relative(high) - left, left=left, height=0.5, zorder=above, gid=f"{gid}:{value.estimate}", **look)

    stretch(value.low, value.high, "range", style.PALE, 1.2)
    for place, region in enumerate(value.others(mean)):
        low = value.low if region.low is None else max(region.low, value.low)
        high = value.high if region.high is None else min(region.high, value.high)
        if low < high:
            stretch(low, high, f"beyond:{place + 1}", BEYOND, 1.3)
    for place, one in enumerate(sorted(value.values, key=lambda one: abs(one.value - value.point))):
        name = f"{value.estimate}:{place + 1}" if place else value.estimate
        style.whisker(ax, relative(one.low), relative(one.high), row, gid=f"interval:{name}")
        style.mark(ax, relative(one.value), row, gid=f"value:{name}", filled=True)


def _texts(value: SwitchingValue, lang: str, kind: FigureKind) -> tuple[str, str]:
    if value.value is None:
        side = "above" if value.closest.value > 0 else "below"
        closest = figure(value.closest, kind, lang)
        return say("plot.switching.never", lang), say(f"plot.switching.{side}", lang, closest=closest)
    flips = ", ".join(estimate_text(one.value, lang, value.unit) for one in value.values)
    beyond = chance(value.probability_crossed, lang)
    if value.relative_change is None or len(value.values) > 1:
        return flips, beyond
    return flips, say("plot.switching.chance", lang, change=value.change_text(value.value)[lang], chance=beyond)


# --- the break-even line


@style.sized(lambda result: 3.4)
def plot_break_even(result: BreakEven, ax: Axes, lang: str) -> None:
    """Draw the line on which the outcome is expected to be zero, in the plane of both estimates.

    The line (gid ``line:1``), its 95 % interval (``band:1``), the area with the other sign (``beyond:1``), draws of the
    pair (``draws``) and the point estimates (``point``). A line that is none, or several, is drawn in parts, numbered.
    """
    x, y = result.cloud
    ax.scatter(x, y, s=6, color=style.SKY, linewidths=0, zorder=1.8, rasterized=True, gid="draws")
    limits = [_limits(values, point) for values, point in zip(result.cloud, result.points, strict=True)]
    lines, areas = _parts_of_lines(result, limits[1])
    for number, (x, line) in enumerate(lines, 1):
        ends: style.Look = {"color": style.RULE, "linewidth": 0, "zorder": 2.8, "gid": f"band:{number}"}
        ax.fill_between(x, [root.low for root in line], [root.high for root in line], **ends)
        style.line(ax, x, [root.value for root in line], style.INK, 1.8, zorder=3, gid=f"line:{number}")
    for number, (x, area) in enumerate(areas, 1):
        low, high = np.clip(area, *limits[1]).T
        ax.fill_between(x, low, high, zorder=1.5, gid=f"beyond:{number}", **BEYOND)
    style.mark(ax, *result.points, gid="point", marker="o", filled=True)
    ax.set_xlim(max(limits[0][0], result.x[0]), min(limits[0][1], result.x[-1]))
    ax.set_ylim(*limits[1])
    for axis, label, unit in zip((ax.xaxis, ax.yaxis), result.labels, result.units, strict=True):
        style.estimate_axis(axis, style.wrap(label[lang], 40), lang, unit)
    facts = {"label": result.label[lang], "chance": chance(result.probability_crossed, lang)}
    style.heading(ax, say("plot.break_even.title", lang), say("plot.break_even.subtitle", lang, **facts))
    looks = {
        "plot.break_even.line": style.RANGE,
        "plot.beyond": BEYOND,
        "plot.break_even.draws": style.dot(style.SKY),
        "plot.point": style.symbol("o", filled=True),
    }
    style.legend(ax, style.keys(lang, looks), columns=4)


def _parts_of_lines(
    result: BreakEven, limits: tuple[float, float]
) -> tuple[list[tuple[Array, list[Measured]]], list[tuple[Array, list[tuple[float, float]]]]]:
    """Cut lines and areas where these begin or end: next to one another go columns with the same number of each.

    Areas go on to where their border leaves the limits, if that is before the column where it is otherwise, or else
    halfway to that.
    """
    edges = np.concatenate([result.x[:1], (result.x[1:] + result.x[:-1]) / 2, result.x[-1:]])
    columns = zip(result.x.tolist(), result.roots, result.other_sign, pairwise(edges.tolist()), strict=True)
    lines, areas = [], []
    for _, group in groupby(columns, key=lambda column: (len(column[1]), np.isinf(column[2]).tolist())):
        x, roots, others, sides = zip(*group, strict=True)
        lines += [(np.array(x), list(line)) for line in zip(*roots, strict=True)]
        for area in zip(*others, strict=True):
            (first, start), (last, end) = (
                _end_of_area(x[::step], area[::step], side, limits)
                for step, side in ((1, sides[0][0]), (-1, sides[-1][1]))
            )
            areas.append((np.array([first, *x, last]), [start, *area, end]))
    return lines, areas


def _end_of_area(
    x: Sequence[float], area: Sequence[tuple[float, float]], halfway: float, limits: tuple[float, float]
) -> tuple[float, tuple[float, float]]:
    """Give where an area ends before its first column, and its two borders there: one point if it runs out of sight."""
    inside = [side for side in (0, 1) if np.isfinite(area[0][side])]
    if len(x) > 1 and len(inside) == 1:
        (side,) = inside
        slope = (area[1][side] - area[0][side]) / (x[1] - x[0])
        limit = limits[1 - side]  # where the other border, which is out of sight, stays
        further = (limit - area[0][side]) / slope if slope else np.inf
        if 0 < further * np.sign(x[0] - x[1]) <= 2 * abs(halfway - x[0]):
            return x[0] + further, (limit, limit)
    return halfway, area[0]


def _limits(values: Any, point: float) -> tuple[float, float]:
    low, high = min(float(values.min()), point), max(float(values.max()), point)
    return low - MARGIN * (high - low), high + MARGIN * (high - low)
