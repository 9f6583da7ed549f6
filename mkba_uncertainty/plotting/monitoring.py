"""What monitoring data change: each estimate before and after, and the balance before and after."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from mkba_uncertainty.analysis.answer.confidence import Confidence
from mkba_uncertainty.analysis.monitoring.update import Learnt, Update, observation_text
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import parts, style
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import (
    FigureKind,
    chance,
    estimate_range,
    estimate_text,
    exact,
    figure,
    kind_of,
    number,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST, COLUMNS, GAPS, ABOVE = 6, 2, (0.08, 0.22), 0.12
"""So many estimates get a panel, in so many columns; room between panels and above each, as shares of the whole."""

FEW = [11, 21]
"""Which places of a likelihood are drawn at least: 2.5 standard errors from the data."""

TAIL = 0.001
"""Distributions are drawn between the quantiles at this level and at one minus it."""

PRIOR = {**style.stroke(style.GREY, 1.5), "linestyle": (0, (5, 2))}
ALONE = {**style.stroke(style.VERMILLION, 1.6), "linestyle": (0, (1.5, 1.5))}
POSTERIOR = style.stroke(style.BLUE, 2.2)
_density = partial(parts.density_of, refusal="plot_no_curve")

BELIEFS = {"plot.update.prior": PRIOR, "plot.update.likelihood": ALONE, "plot.update.posterior": POSTERIOR}


def _learnt_height(result: Update) -> float:
    count = min(len(result.learnt), MOST)
    return 2.6 if count == 1 else 2.3 * -(-count // COLUMNS)


@style.sized(_learnt_height)
def plot_learnt(result: Update, ax: Axes, lang: str) -> None:
    """Draw each observed estimate: what was known before, what the data alone say, and what is known after.

    For each estimate, in panels if there are several, the distributions before (gid ``prior:<estimate>``) and after
    (``posterior:<estimate>``) and the likelihood of its data on the same scale (``likelihood:<estimate>``); where the
    distribution has values with a probability of their own, stems instead of lines; where data on others have changed
    it, ranges.
    """
    shown = list(result.learnt.values())[:MOST]
    if len(shown) == 1:
        _draw_estimate(ax, shown[0], lang, alone=True)
        style.legend(ax, style.keys(lang, BELIEFS), columns=4)
        return
    above = ABOVE / -(-len(shown) // COLUMNS)
    for panel, each in zip(style.panels(ax, len(shown), COLUMNS, gaps=GAPS, above=above), shown, strict=True):
        _draw_estimate(panel, each, lang, alone=False)
    style.heading(ax, say("plot.update.titles", lang), say("plot.update.subtitles", lang))
    style.legend(ax, style.keys(lang, BELIEFS), columns=4)


@style.sized(lambda result: 2.9)
def plot_before_after(result: Update, ax: Axes, lang: str) -> None:
    """Draw how likely the outcome is larger than any amount, before the data and after.

    Of a case its net benefit, of any other model its first outcome: both curves (gid ``before`` and ``after``), the
    95 % interval of each quantile of the second as a band (``band``), and the chance of a positive outcome on each
    (``zero:before``, ``zero:after``).

    Raises
    ------
    InputError
        If the outcome is a ratio that is meaningless on some draws.
    """
    outcome = result.after.curve_outcome
    if any(answer.outcomes[outcome].meaningless for answer in (result.before, result.after)):
        raise InputError("meaningless_ratio", key="result", found=outcome)
    kind = kind_of(result.after.units[outcome])
    lows, highs = np.array([(at.low, at.high) for at in result.after.curve.values()]).T
    ax.fill_betweenx(_more(result.after), lows, highs, facecolor=style.SKY, alpha=0.6, linewidth=0.0, gid="band")
    lines, ends = [], []
    for answer, look, name in ((result.before, PRIOR, "before"), (result.after, POSTERIOR, "after")):
        values = np.array([at.value for at in answer.curve.values()])
        ends += [values[0], values[-1]]
        label = say(f"plot.before_after.{name}", lang)
        lines += ax.plot(values, _more(answer), label=label, gid=name, zorder=3, **look)
    low, high = min(ends), max(ends)
    ax.set_xlim(low - 0.04 * (high - low), high + 0.04 * (high - low))
    ax.set_ylim(-0.02, 1.02)
    if result.shift is not None and result.shift.limit == 0.0 and low < 0.0 < high:
        style.zero_line(ax)
        for above, name in zip(result.shift.probability, ("before", "after"), strict=True):
            style.mark(ax, 0.0, above.value, gid=f"zero:{name}", marker="o", filled=name == "after")
    style.value_axis(ax.xaxis, result.after.labels[outcome][lang], lang, kind)
    style.probability_axis(ax.yaxis, say("plot.exceedance.y", lang), lang)
    title = say("plot.before_after.title", lang, label=result.after.labels[outcome][lang])
    style.heading(ax, title, _subtitle(result, outcome, lang, kind))
    style.legend(ax, lines, columns=2)


def _more(answer: Confidence) -> Array:
    return np.asarray(1.0 - np.array(list(answer.curve)))


def _subtitle(result: Update, outcome: str, lang: str, kind: FigureKind) -> str:
    medians = [answer.outcomes[outcome].quantiles[parts.MEDIAN] for answer in (result.before, result.after)]
    was, now = (figure(each, kind, lang) for each in medians)
    if result.shift is None:
        return say("plot.before_after.subtitle_plain", lang, before=was, after=now)
    before, after = (chance(each, lang) for each in result.shift.probability)
    limit = number(exact(result.shift.limit), lang)
    facts = {"median_before": was, "median_after": now, "before": before, "after": after}
    return say("plot.before_after.subtitle", lang, limit=limit, **facts)


def _draw_estimate(ax: Axes, each: Learnt, lang: str, *, alone: bool) -> None:
    if each.families:
        _draw_families(ax, each)
    else:
        _draw_ranges(ax, each)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    style.estimate_axis(ax.xaxis, "", lang, each.unit)
    data = ", ".join(observation_text(one, each.unit, lang) for one in each.observations)
    facts = {
        "data": data,
        "before": estimate_text(each.prior.mean, lang, each.unit),
        "after": estimate_text(each.posterior.mean, lang, each.unit),
        "range": estimate_range(each.posterior.quantiles[0.05], each.posterior.quantiles[0.95], lang, each.unit),
    }
    if alone:
        title = say("plot.update.title", lang, label=each.label[lang])
        style.heading(ax, title, say("plot.update.subtitle", lang, **facts))
        return
    ax.set_title(each.label[lang], loc="left", fontsize=style.TEXT, color=style.INK, pad=16)
    note = say("plot.update.short", lang, **facts)
    place: dict[str, Any] = {"xycoords": "axes fraction", "xytext": (0, 4), "textcoords": "offset points"}
    ax.annotate(note, (0, 1), fontsize=style.SMALL - 0.5, color=style.GREY, va="bottom", **place)


def _draw_families(ax: Axes, each: Learnt) -> None:
    prior, posterior = each.families
    ends = [family.ppf(np.array([TAIL, 1 - TAIL])) for family in each.families]
    reach = [one.places()[FEW] for one in each.observations]  # some standard errors from the data
    low, high = (float(choose([end[side] for end in (*ends, *reach)])) for choose, side in ((min, 0), (max, 1)))
    low, high = max(low, prior.support[0]), min(high, prior.support[1])
    low, high = (
        min(low, *(one.value for one in each.observations)),
        max(high, *(one.value for one in each.observations)),
    )
    if prior.atoms:
        _draw_stems(ax, each)
        return
    x = np.linspace(low, high, 801)
    log = np.sum([one.log_likelihood(x) for one in each.observations], axis=0)
    likelihood = np.exp(log - np.nanmax(log))
    ax.plot(x, _density(prior, x), zorder=2.2, gid=f"prior:{each.name}", **PRIOR)
    area = float(np.nansum(likelihood) * (x[1] - x[0]))
    ax.plot(x, likelihood / area, zorder=2.4, gid=f"likelihood:{each.name}", **ALONE)
    after = _density(posterior, x)
    ax.fill_between(x, 0.0, after, facecolor=style.SKY, alpha=0.35, linewidth=0.0, zorder=1)
    ax.plot(x, after, zorder=2.6, gid=f"posterior:{each.name}", **POSTERIOR)
    ax.set_ylim(0.0, 1.12 * max(float(np.nanmax(after)), float(np.nanmax(likelihood / area))))


def _draw_stems(ax: Axes, each: Learnt) -> None:
    """Draw the probability of each value, before and after beside each other."""
    step = min(np.diff(each.families[0].atoms), default=1.0) / 6
    sides = ((each.families[0], PRIOR, "prior", -1), (each.families[1], POSTERIOR, "posterior", 1))
    for family, look, name, shift in sides:
        atoms = np.array(family.atoms)
        heights = family.atom_probabilities
        ax.vlines(atoms + shift * step / 2, 0.0, heights, color=look["color"], linewidth=3.0, gid=f"{name}:{each.name}")
    ax.set_ylim(bottom=0.0)


def _draw_ranges(ax: Axes, each: Learnt) -> None:
    """Draw the 90 % ranges before and after, for an estimate that data on others have changed as well."""
    for belief, look, name, at in ((each.prior, PRIOR, "prior", 0.7), (each.posterior, POSTERIOR, "posterior", 0.3)):
        ends = belief.quantiles[parts.LOW], belief.quantiles[parts.HIGH]
        ax.plot(ends, (at, at), gid=f"{name}:{each.name}", **{**look, "marker": "|", "markersize": 9})
        ax.plot([belief.mean], [at], marker="o", markersize=5, color=look["color"], linestyle="none")
    for place, one in enumerate(each.observations):
        ax.axvline(one.value, gid=f"likelihood:{each.name}" if place == 0 else None, **ALONE)
    ax.set_ylim(0.0, 1.0)
