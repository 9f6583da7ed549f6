"""The exceedance curve: the probability of more than each amount."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mkba_uncertainty.analysis.answer.confidence import Confidence, percentile_rank
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.case import outcome_kind
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import parts, style
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import FigureKind, chance, exact, figure, likelihood, range90

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def size(result: Confidence) -> style.Size:
    """Give the size of the figure, in inches."""
    return 8.0, 4.8


def plot_exceedance(result: Confidence, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw how likely an outcome is larger than any amount, than zero, and than what was published.

    Parameters
    ----------
    result : Confidence
        Of a case (its net benefit is drawn) or of any model (its first outcome).
    ax : Axes, optional
        A new figure if absent.
    lang : {"nl", "en"}

    Returns
    -------
    Axes
        With the curve (gid ``curve``), the 95 % interval of each quantile as a band around it, and the points at zero
        (``zero``) and at the published figure (``published``).

    Raises
    ------
    InputError
        If the outcome is a ratio that is meaningless on some draws.
    """
    outcome = result.curve_outcome
    if result.outcomes[outcome].meaningless:
        raise InputError("plot_meaningless", key="result", found=outcome)
    kind, label = outcome_kind(outcome, of_case=result.case is not None), result.labels[outcome][lang]
    more = 1.0 - np.array(list(result.curve))
    values, lows, highs = np.array([(at.value, at.low, at.high) for at in result.curve.values()]).T

    ax = style.axes(ax, size(result))
    ax.fill_betweenx(more, lows, highs, facecolor=style.SKY, alpha=0.6, linewidth=0.0, gid="band")
    ax.plot(values, more, color=style.BLUE, linewidth=2.0, linestyle="-", marker="", zorder=3, gid="curve")
    points = _points(result, lang, kind)
    _draw_points(ax, values, more, points)
    style.value_axis(ax.xaxis, _axis_label(result, lang), lang, kind)
    style.probability_axis(ax.yaxis, say("plot.exceedance.y", lang), lang)
    style.heading(ax, say("plot.exceedance.title", lang, label=label), _subtitle(result, lang, kind), 115)
    style.plain(ax)
    return ax


@dataclass(frozen=True)
class _Point:
    """A value that deserves to be marked: how likely more than it is, and what to say of it."""

    name: str
    value: float
    more: float
    text: str


def _points(result: Confidence, lang: str, kind: FigureKind) -> list[_Point]:
    found = []
    positive = result.probabilities.get(f"{result.curve_outcome} > 0")
    if positive is not None:
        words = textwrap.fill(likelihood(positive, lang), 30)
        text = say("plot.exceedance.positive", lang, probability=chance(positive, lang), words=words)
        found.append(_Point("zero", 0.0, positive.value, text))
    percentile = result.published_percentile
    if result.published is not None and percentile is not None and result.curve_outcome == "net_benefit":
        value = figure(exact(result.published), kind, lang)
        text = say("plot.exceedance.published", lang, value=value, percentile=percentile_rank(percentile.value))
        found.append(_Point("published", result.published, 1.0 - percentile.value, text))
    return sorted(found, key=lambda point: -point.more)


def _draw_points(ax: Axes, values: Array, more: Array, points: list[_Point]) -> None:
    """Mark the points that are not far off, and write their texts in the corner where the curve does not come."""
    width = float(values[-1] - values[0]) or 1.0
    near = [point for point in points if values[0] - width < point.value < values[-1] + width]
    ends = [*(point.value for point in near), float(values[0]), float(values[-1])]
    low, high = min(ends) - 0.04 * width, max(ends) + 0.04 * width
    ax.set_xlim(low, high)
    ax.set_ylim(-0.02, 1.02)
    left, top = (0.66, 0.97) if not np.any((values > low + 0.6 * (high - low)) & (more > 0.6)) else (0.03, 0.29)
    for row, point in enumerate(points):
        place: dict[str, Any] = {"textcoords": "axes fraction", "xytext": (left, top - 0.19 * row), "va": "top"}
        look: dict[str, Any] = {"fontsize": style.TEXT, "color": style.INK, "linespacing": 1.25, "zorder": 6}
        if point not in near:
            ax.annotate(point.text, (values[0], 0.0), gid=f"text:{point.name}", **place, **look)
            continue
        dash = "-" if point.name == "zero" else (0, (4, 3))
        ax.axvline(point.value, color=style.INK, linewidth=0.9, linestyle=dash, zorder=1.5)
        style.mark(ax, point.value, point.more, gid=point.name, filled=point.name == "zero")
        start = _leader_start((point.value - low) / (high - low), left)
        leader = {"arrowstyle": "-", "color": style.GREY, "linewidth": 0.7, "relpos": start, "shrinkA": 2, "shrinkB": 4}
        spot = (point.value, point.more)
        text = ax.annotate(point.text, spot, gid=f"text:{point.name}", arrowprops=leader, **place, **look)
        text.set_bbox({"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5})


def _leader_start(across: float, left: float) -> tuple[float, float]:
    """Say where on its text the line to a point starts: on the side, or if the point is above or below, there."""
    over = (across - left) / 0.32
    if left > 0.5:
        return (0.0, 0.5) if over < 0.0 else (min(over, 1.0), 0.0)
    return (1.0, 0.5) if over > 1.0 else (max(over, 0.0), 1.0)


def _subtitle(result: Confidence, lang: str, kind: FigureKind) -> str:
    quantiles = result.outcomes[result.curve_outcome].quantiles
    middle = figure(quantiles[parts.MEDIAN], kind, lang)
    ends = range90(quantiles, lang, kind)
    return say("plot.exceedance.subtitle", lang, median=middle, range=ends) + say("plot.exceedance.band", lang)


def _axis_label(result: Confidence, lang: str) -> str:
    label = result.labels[result.curve_outcome][lang]
    if result.case is None or result.curve_outcome != "net_benefit":
        return label
    return f"{label} ({say('plot.present_value', lang, year=result.case.price_level)})"
