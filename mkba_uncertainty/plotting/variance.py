"""Which estimates carry the variance: Sobol' indices, Shapley effects, and screening."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mkba_uncertainty.analysis.variance.screening import Screening
from mkba_uncertainty.analysis.variance.shapley import ShapleyResult
from mkba_uncertainty.analysis.variance.sobol import OutcomeIndices, SobolResult
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import style
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import chance, exact, figure, in_two_digits, interval, kind_of, part, share

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

MOST_BARS, MOST_PAIRED, MOST_EFFECTS, NAMED = 12, 9, 14, 10
"""Estimates, or groups, that get a row of their own in each figure, or are named in it."""

GUIDES = {"linear": (0.1, ":"), "monotonic": (0.5, "--")}
"""Ratios of sigma to mu* that Garcia Sanchez et al. (2014, Energy and Buildings 68: 741-750) read this way."""


# --- Sobol' indices


@style.sized(lambda result: style.rows_height(min(len(result.factors), MOST_BARS + 1) + 1))
def plot_sobol(result: SobolResult, ax: Axes, lang: str, *, outcome: str | None = None) -> None:
    """Draw the first and total order index of each estimate, largest first.

    Of the net benefit, or else the first outcome, unless ``outcome`` names one: two bars for each (gid
    ``first:<factor>`` and ``total:<factor>``; the first alone from a table of draws) and their 95 % intervals
    (``interval:first:<factor>``, ...). Of many the rest is pooled: the sum of what each carries alone
    (``first:others``). The last row is the share of all interactions (``interactions``).
    """
    name = outcome or result.leading_outcome
    indices = result.outcomes[name]
    order = list(indices.first_orders)
    of_table = result.rows is not None
    aside = 0.0 if of_table else 0.18
    style.zero_line(ax)
    labels: list[str] = []
    texts: list[tuple[str, str]] = []
    for factor in order[:MOST_BARS]:
        first, total = indices.indices[factor].first_order, indices.indices[factor].total_order
        _bar(ax, len(labels) - aside, first, f"first:{factor}", style.SOLID)
        if total is not None:
            _bar(ax, len(labels) + aside, total, f"total:{factor}", style.HATCHED)
        labels.append(style.wrap(result.factor_labels[factor][lang]))
        texts.append((part(first, lang), "" if total is None else part(total, lang)))
    if rest := order[MOST_BARS:]:
        together = sum(indices.indices[factor].first_order.value for factor in rest)
        ax.barh(len(labels) - aside, together, height=0.34, zorder=2, gid="first:others", **style.REST)
        labels.append(say("plot.others", lang, count=len(rest)))
        texts.append((part(together, lang), ""))
    if not indices.leaves_none:
        _bar(ax, len(labels) + aside, indices.interactions, "interactions", style.HATCHED)
        labels.append(result.rest_label[lang])
        texts.append(("", part(indices.interactions, lang)))
    style.rows(ax, labels, say("given_data.column" if of_table else "plot.sobol.column", lang), texts)
    style.share_axis(ax.xaxis, say("plot.sobol.x", lang), lang)
    subtitle = "given_data.subtitle" if of_table else "plot.sobol.subtitle"
    title = say("plot.sobol.title", lang, label=result.labels[name][lang])
    style.heading(ax, title, _subtitle(result, name, subtitle, lang))
    looks = {"plot.sobol.first": style.SOLID, "plot.sobol.total": style.HATCHED, "plot.interval": style.RANGE}
    if of_table:
        del looks["plot.sobol.total"]
    style.legend(ax, style.keys(lang, looks), columns=3)


def _subtitle(result: SobolResult | ShapleyResult, outcome: str, usual: str, lang: str) -> str:
    """Say how to read shares, or that a handful of draws decides on what they are shares of."""
    return say("plot.on_few" if outcome in result.provenance.on_few else usual, lang)


def _bar(ax: Axes, at: float, index: Measured, gid: str, look: style.Look) -> None:
    ax.barh(at, index.value, height=0.34, zorder=2, gid=gid, **look)
    end: style.Look = {"marker": "|", "markersize": 4.5, "zorder": 4, "gid": f"interval:{gid}"}
    style.line(ax, [index.low, index.high], [at, at], style.INK, 1.2, **end)


# --- which act together


def _second_order_height(result: SobolResult) -> float:
    if not result.outcomes[result.leading_outcome].pairs_that_act(result.provenance.replicates):
        return style.SENTENCE_HEIGHT
    return style.rows_height(min(len(result.factors), MOST_PAIRED))


@style.sized(_second_order_height)
def plot_second_order(result: SobolResult, ax: Axes, lang: str, *, outcome: str | None = None) -> None:
    """Draw the second-order indices of the estimates that take part in most of them.

    Of the net benefit, or else the first outcome, unless ``outcome`` names one: a square for each pair (gid
    ``<first>:<second>``), darker for a larger index, and the first-order indices framed on the diagonal. Where no
    pair acts together, a sentence says so.

    Raises
    ------
    InputError
        If the result was computed without second order.
    """
    name = outcome or result.leading_outcome
    indices = result.outcomes[name]
    if not indices.second_order:
        raise InputError("plot_no_second_order", key="result")
    order = _interacting(indices)
    pairs = {frozenset(pair): value for pair, value in indices.second_order}
    acting = {frozenset(pair) for pair in indices.pairs_that_act(result.provenance.replicates)}
    title = say("plot.second_order.title", lang, label=result.labels[name][lang])
    style.heading(ax, title, _subtitle(result, name, "plot.second_order.subtitle", lang))
    if not acting:
        most = max(value.high for value in pairs.values())
        said = say("plot.second_order.at_most", lang, share=share(in_two_digits(exact(most)), lang))
        style.sentence(ax, say("plot.second_order.none", lang, most=said if 0 < most < 1 else ""))
        return
    most = max(max(pairs[frozenset((a, b))].value for a in order for b in order if a != b), 1e-12)
    for row, one in enumerate(order):
        for place, other in enumerate(order[:row]):
            pair = frozenset((one, other))
            _square(ax, place, row, pairs[pair], most, lang, f"{other}:{one}", known=pair in acting)
        _frame(ax, row, part(indices.indices[one].first_order, lang), f"first:{one}")
    numbers = [str(place + 1) for place in range(len(order))]
    labels = [result.factor_labels[factor][lang] for factor in order]
    style.rows(ax, [style.wrap(f"{place}  {label}") for place, label in zip(numbers, labels, strict=True)])
    ax.set_ylim(len(order) - 0.5, -0.5)
    ax.set_xlim(-0.5, len(order) - 0.5)
    ax.set_xticks(range(len(order)), numbers, fontsize=style.SMALL)
    ax.tick_params(axis="x", length=0, labelcolor=style.INK)
    ax.spines[["left", "bottom"]].set_visible(False)


def _interacting(indices: OutcomeIndices) -> list[str]:
    """Choose the factors whose total order exceeds their first order most, and put the leading ones first."""
    apart = {
        name: index.first_order.value - index.total_order.value
        for name, index in indices.indices.items()
        if index.total_order
    }
    acting = sorted(apart, key=apart.__getitem__)[:MOST_PAIRED]
    return [name for name in indices.first_orders if name in acting]


def _square(ax: Axes, x: int, y: int, index: Measured, most: float, lang: str, gid: str, *, known: bool) -> None:
    import matplotlib as mpl
    from matplotlib.patches import Rectangle

    depth = 0.75 * max(index.value, 0.0) / most
    colour = mpl.colormaps["Blues"](depth) if known else "#EFEFEF"
    ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=colour, edgecolor="white", linewidth=1.0, gid=gid))
    ink = style.GREY if not known else "white" if depth > 0.5 else style.INK
    ax.text(x, y, part(index, lang), ha="center", va="center", fontsize=style.SMALL - 0.5, color=ink)


def _frame(ax: Axes, place: int, text: str, gid: str) -> None:
    from matplotlib.patches import Rectangle

    look: style.Look = {"facecolor": "white", "edgecolor": style.INK, "linewidth": 0.9}
    ax.add_patch(Rectangle((place - 0.46, place - 0.46), 0.92, 0.92, gid=gid, **look))
    bold: style.Look = {"fontsize": style.SMALL - 0.5, "color": style.INK, "fontweight": "bold"}
    ax.text(place, place, text, ha="center", va="center", **bold)


# --- Shapley effects


@style.sized(lambda result: style.rows_height(min(len(result.effects), MOST_EFFECTS + 1)))
def plot_shapley(result: ShapleyResult, ax: Axes, lang: str) -> None:
    """Draw the Shapley effect of each estimate, largest first: the variance divided, also where they hang together.

    For each estimate (or group) a bar (gid ``effect:<name>``), hatched where it hangs together with others, and the
    95 % interval (``interval:<name>``). Of many the rest is pooled in the last row (``effect:others``).
    """
    style.zero_line(ax)
    labels, texts = [], []
    for row, (name, effect) in enumerate(list(result.effects.items())[:MOST_EFFECTS]):
        look = style.HATCHED if name in result.dependent else style.SOLID
        ax.barh(row, effect.value, height=0.62, zorder=2, gid=f"effect:{name}", **look)
        style.whisker(ax, effect.low, effect.high, row, gid=f"interval:{name}")
        labels.append(style.wrap(result.factor_labels[name][lang]))
        texts.append((part(effect, lang), interval(effect, lang, "share")))
    if rest := list(result.effects.values())[MOST_EFFECTS:]:
        together = sum(effect.value for effect in rest)
        ax.barh(len(labels), together, height=0.62, zorder=2, gid="effect:others", **style.REST)
        labels.append(say("plot.others", lang, count=len(rest)))
        texts.append((part(together, lang), ""))
    style.rows(ax, labels, say("plot.shapley.column", lang), texts)
    style.share_axis(ax.xaxis, say("plot.shapley.x", lang), lang)
    title = say("plot.shapley.title", lang, label=result.label[lang])
    subtitle = "plot.shapley.dependent" if result.dependent else "plot.shapley.independent"
    style.heading(ax, title, _subtitle(result, result.outcome, subtitle, lang))
    looks = {"plot.shapley.alone": style.SOLID, "plot.shapley.together": style.HATCHED} if result.dependent else {}
    style.legend(ax, style.keys(lang, {**looks, "plot.interval": style.RANGE}), columns=3)


# --- screening


SCREENING_HEIGHT = 3.2
"""Of the axes, in inches."""

AWAY, TURNS = (8.0, 13.0, 19.0, 26.0, 34.0), [math.pi / 8 * (1 + 2 * eighth) for eighth in range(8)]
"""How far from its mark a number may stand, in points, nearest first, and in which directions."""

CLEAR = (10.0, 8.5)
"""So far apart numbers and marks stand, across or upwards, in points."""


@style.sized(lambda result: SCREENING_HEIGHT)
def plot_screening(result: Screening, ax: Axes, lang: str) -> None:
    """Draw the Morris measures of each estimate: mean size of its effects across, their spread upwards.

    A mark for each estimate (gid ``<estimate>``); the ten that weigh most are numbered and named, and have their 95 %
    intervals (``interval:<estimate>``). Groups have no spread: they are bars.
    """
    from matplotlib.lines import Line2D

    kind = kind_of(result.unit)
    sigmas = {name: found.sigma for name, found in result.morris.items() if found.sigma is not None}
    if len(sigmas) < len(result.morris):
        _sizes(result, ax, lang)
        return
    furthest = 1.05 * max(found.mu_star.high for found in result.morris.values())
    guides = []
    for name, (ratio, dashes) in GUIDES.items():
        look: style.Look = {"linestyle": dashes, "zorder": 1.5, "gid": f"guide:{name}"}
        label = say(f"plot.screening.{name}", lang)
        guides.append(style.line(ax, [0, furthest], [0, furthest * ratio], style.GREY, 0.9, label=label, **look))
    names: list[Artist] = []
    for place, (name, found) in enumerate(result.morris.items()):
        x, y = found.mu_star, sigmas[name]
        if place < NAMED:
            style.line(ax, (x.low, x.high), (y.value,) * 2, style.SKY, 1.2, gid=f"interval:x:{name}")
            style.line(ax, (x.value,) * 2, (y.low, y.high), style.SKY, 1.2, gid=f"interval:y:{name}")
            style.mark(ax, x.value, y.value, gid=name, marker="o", filled=True).set_markersize(4)
            names.append(Line2D([], [], linestyle="none", label=f"{place + 1}  {result.labels[name][lang]}"))
        else:
            style.mark(ax, x.value, y.value, gid=name, marker="o").set(markersize=3, zorder=3)
    ax.set_xlim(0, furthest)
    ax.set_ylim(0, 1.1 * max(sigma.high for sigma in sigmas.values()) or 1.0)
    style.value_axis(ax.xaxis, say("plot.screening.x", lang), lang, kind)
    style.value_axis(ax.yaxis, say("plot.screening.y", lang), lang, kind)
    style.heading(ax, say("plot.screening.title", lang, label=result.label[lang]), say("plot.screening.subtitle", lang))
    _number(ax, [(found.mu_star.value, sigmas[name]) for name, found in result.morris.items()])
    style.legend(ax, [*guides, *names], columns=2)


def _number(ax: Axes, places: Sequence[tuple[float, Measured]]) -> None:
    """Give the first marks a number, each beside its own where it covers no other mark or number."""
    across, up = style.breadth(ax) - 60.0, 72 * SCREENING_HEIGHT
    (low, high), top = ax.get_xlim(), ax.get_ylim()[1]
    marks = [((x - low) / (high - low) * across, y.value / top * up) for x, y in places]
    taken = [*marks]
    for number, (x, y) in enumerate(marks[:NAMED], 1):
        spots = [(x + far * math.cos(turn), y + far * math.sin(turn)) for far in AWAY for turn in TURNS]
        here = [*taken[: number - 1], *taken[number:]]
        free = [
            spot for spot in spots
            if 0 < spot[0] < across and 4 < spot[1] < up
            and all(abs(spot[0] - a) > CLEAR[0] or abs(spot[1] - b) > CLEAR[1] for a, b in here)
        ]  # fmt: skip
        spot = next(iter(free), spots[0])
        taken.append(spot)
        leader = {"arrowstyle": "-", "color": style.GREY, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 2}
        ax.annotate(
            str(number), (places[number - 1][0], places[number - 1][1].value), xytext=(spot[0] - x, spot[1] - y),
            textcoords="offset points", ha="center", va="center", fontsize=style.TINY, fontweight="bold",
            color=style.INK, arrowprops=leader if math.hypot(spot[0] - x, spot[1] - y) > AWAY[0] + 1 else None,
            zorder=6, gid=f"number:{number}",
        )  # fmt: skip


@style.sized(lambda result: style.rows_height(min(len(result.morris), MOST_BARS)))
def plot_region(result: Screening, ax: Axes, lang: str) -> None:
    """Draw what tells draws inside a region from those outside: how far the distributions of each estimate lie apart.

    A bar for each estimate (gid ``region:<estimate>``), the one that tells most first, with its 95 % interval
    (``interval:<estimate>``), and what an input that does nothing comes to (``dummy``).

    Raises
    ------
    InputError
        If no region was asked for.
    """
    region = result.region
    if region is None:
        raise InputError("plot_no_region", key="result")
    style.zero_line(ax)
    labels, texts = [], []
    order = sorted(region.distance, key=lambda name: -region.distance[name].value)
    for row, name in enumerate(order[:MOST_BARS]):
        apart = region.distance[name]
        ax.barh(row, apart.value, height=0.62, zorder=2, gid=f"region:{name}", **style.SOLID)
        style.whisker(ax, apart.low, apart.high, row, gid=f"interval:{name}")
        labels.append(style.wrap(result.labels[name][lang]))
        texts.append((part(apart, lang), interval(apart, lang, "share")))
    ax.axvline(region.dummy.value, color=style.GREY, linewidth=1.1, linestyle="--", zorder=3, gid="dummy")
    style.rows(ax, labels, say("plot.region.column", lang), texts)
    style.share_axis(ax.xaxis, say("plot.region.x", lang, where=region.event[lang]), lang)
    inside = chance(region.share, lang)
    title = say("plot.region.title", lang, where=region.event[lang])
    style.heading(ax, title, say("plot.region.subtitle", lang, where=region.event[lang], share=inside))
    nothing: style.Look = {"color": style.GREY, "linestyle": "--"}
    style.legend(ax, style.keys(lang, {"plot.interval": style.RANGE, "plot.region.dummy": nothing}), columns=2)


def _sizes(result: Screening, ax: Axes, lang: str) -> None:
    """Draw a bar of the mean size of effects for each group."""
    kind, labels, texts = kind_of(result.unit), [], []
    for row, (name, found) in enumerate(list(result.morris.items())[:MOST_BARS]):
        size = found.mu_star
        ax.barh(row, size.value, height=0.62, zorder=2, gid=name, **style.SOLID)
        style.whisker(ax, size.low, size.high, row, gid=f"interval:x:{name}")
        labels.append(style.wrap(result.labels[name][lang]))
        texts.append((figure(size, kind, lang), interval(size, lang, kind)))
    style.rows(ax, labels, "", texts)
    style.value_axis(ax.xaxis, say("plot.screening.x", lang), lang, kind)
    style.heading(ax, say("plot.screening.title", lang, label=result.label[lang]), say("screening.groups", lang))
