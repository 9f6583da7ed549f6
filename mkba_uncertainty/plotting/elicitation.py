"""What experts answered: the families fitted to one answer, and several experts with the pool of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.elicitation import Consultation, Elicited
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import Family, LogPool, Mixture
from mkba_uncertainty.plotting import style
from mkba_uncertainty.plotting.parts import density_of
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import chance, exact, number, share

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from mkba_uncertainty.analysis.experts.round import Asked, ExpertRound

TAIL = 0.002
"""Densities are drawn between the quantiles at this level and at one minus it."""

COLOURS = (style.BLUE, style.VERMILLION, style.GREEN)
DASHES: tuple[Any, ...] = ((0, (6, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)), (0, (3, 1.5)))
LOOKS = tuple((COLOURS[place % 3], DASHES[place % 4]) for place in range(12))
"""How to tell lines apart, in colour and in dashes."""

SHOWN_FITS = 3

MOST, COLUMNS, GAPS, ABOVE = 6, 2, (0.08, 0.3), 0.12
"""So many estimates get a panel, in so many columns; room between panels and above each, as shares of the whole."""

POOL = style.stroke(style.INK, 2.6)
BEFORE = {**style.stroke(style.GREY, 1.6), "linestyle": (0, (5, 2))}

_density = partial(density_of, refusal="plot_no_density")


@style.sized(lambda result: 2.7)
def plot_fit(result: Elicited | Consultation, ax: Axes, lang: str) -> None:
    """Draw the distribution that says what an expert said, and whether it gives back what was asked.

    The density of the best fit (gid ``fit:<family>``) and those of the next two, a mark at each value that was asked
    (``asked:<place>``), and the best fit of the answer at its word, if it was read as less certain (``as_stated``).

    Raises
    ------
    InputError
        If there are several experts.
    """
    elicited = _one(result)
    best, *others = elicited.fits[:SHOWN_FITS]
    x = _reach([best.family], elicited.answer.values)
    heights = _density(best.family, x)
    ax.fill_between(x, 0.0, heights, facecolor=style.SKY, alpha=0.35, linewidth=0.0, zorder=1)
    lines = [_line(ax, x, heights, (style.BLUE, "-"), _fit_label(best, lang), f"fit:{best.family.name}", width=2.2)]
    for other, look in zip(others, LOOKS[1:], strict=False):
        lines.append(_line(ax, x, _density(other.family, x), look, _fit_label(other, lang), f"fit:{other.family.name}"))
    if elicited.as_stated is not None:
        label = say("plot.elicit.as_stated", lang, mass=chance(elicited.as_stated.answer.stated or 1.0, lang))
        stated = elicited.as_stated.best
        lines.append(_line(ax, x, _density(stated, x), (style.INK, (0, (4, 3))), label, "as_stated"))
    _mark_asked(ax, elicited, lang)
    _finish(ax, lines, lang)
    subtitle = say("plot.elicit.fit.subtitle", lang)
    if elicited.read_as is not None:
        subtitle += " " + say("plot.elicit.read_as", lang, mass=chance(elicited.read_as, lang))
    warning = elicited.warning(lang)
    style.heading(ax, say("plot.elicit.fit.title", lang), subtitle if warning is None else _sentence(warning))


@style.sized(lambda result: 2.7)
def plot_pool(result: Consultation | Mixture | LogPool, ax: Axes, lang: str) -> None:
    """Draw how far experts differ, and what they come to together.

    The density of each expert (gid ``expert:<place>``) and of the pool (``pool``); of single answers each as a stem as
    high as its weight (``answer:<place>``).

    Raises
    ------
    InputError
        If there is one expert only, or a distribution without a density.
    """
    pooled, experts, weights, answers = _parts(result)
    x = _reach([pooled, *experts], answers)
    heights = _density(pooled, x)
    ax.fill_between(x, 0.0, heights, facecolor=style.RULE, alpha=0.45, linewidth=0.0, zorder=1)
    lines = []
    for place, (expert, weight) in enumerate(zip(experts, weights, strict=False), start=1):
        who = {"place": place, "weight": chance(exact(weight), lang)}
        label = say("plot.elicit.expert", lang, **who)
        if isinstance(result, Consultation) and result.names:
            label = say("plot.elicit.named", lang, name=result.names[place - 1], **who)
        look = LOOKS[(place - 1) % len(LOOKS)]
        lines.append(_line(ax, x, _density(expert, x), look, label, f"expert:{place}", width=1.4))
    method = "answers" if answers else pooled.name
    lines.append(_line(ax, x, heights, (style.INK, "-"), say(f"plot.elicit.pool.{method}", lang), "pool", width=2.6))
    stacked: dict[float, float] = {}
    unit = 0.6 * float(np.nanmax(heights)) / max(weights)
    for place, (answer, weight) in enumerate(zip(answers, weights, strict=False), start=1):
        base = stacked.get(answer, 0.0)
        stacked[answer] = base + unit * weight
        ends = [base, stacked[answer]]
        style.line(ax, [answer, answer], ends, style.BLUE, 1.6, gid=f"stem:{place}", zorder=3)
        style.mark(ax, answer, stacked[answer], gid=f"answer:{place}", marker="o", filled=True)
    if answers:
        lines += style.keys(lang, {"plot.elicit.answer": style.symbol("o", filled=True)})
    _finish(ax, lines, lang)
    subtitle = say("plot.elicit.pool.subtitle.answers" if answers else "plot.elicit.pool.subtitle", lang)
    style.heading(ax, say("plot.elicit.pool.title", lang), subtitle)


@style.sized(lambda result: 2.7)
def plot_elicited(result: Consultation, ax: Axes, lang: str) -> None:
    """Draw one expert as :func:`plot_fit` does, several as :func:`plot_pool` does."""
    if result.pooled is None:
        plot_fit(result, ax, lang=lang)
    else:
        plot_pool(result, ax, lang=lang)


def _round_height(result: ExpertRound) -> float:
    count = min(len(result.estimates), MOST)
    return 2.7 if count == 1 else 2.3 * -(-count // COLUMNS)


@style.sized(_round_height)
def plot_round(result: ExpertRound, ax: Axes, lang: str) -> None:
    """Draw what each expert of a round said of each estimate, the pool, and what stood in the case before.

    In a panel for each of the first six estimates: what stands for each answer (gid ``expert:<estimate>:<name>``), the
    pool (``pool:<estimate>``) and the distribution before (``before:<estimate>``).

    Raises
    ------
    InputError
        If nobody was asked about a single estimate.
    """
    from matplotlib.lines import Line2D

    shown = list(result.estimates.values())[:MOST]
    if not shown:
        raise InputError("plot_no_estimates", key="result")
    looks = {name: LOOKS[place % len(LOOKS)] for place, name in enumerate(result.names)}
    above = ABOVE / -(-len(shown) // COLUMNS)
    for panel, asked in zip(style.panels(ax, len(shown), COLUMNS, gaps=GAPS, above=above), shown, strict=True):
        _draw_asked(panel, asked, looks, lang)
    named = {name: {**style.stroke(colour, 1.4), "linestyle": dash} for name, (colour, dash) in looks.items()}
    keys: list[Artist] = [Line2D([], [], label=name, **look) for name, look in named.items()]
    keys += style.keys(lang, {"plot.round.pool": POOL, "plot.round.before": BEFORE})
    style.heading(ax, say("plot.elicit.pool.title", lang), say("plot.round.subtitle", lang))
    style.legend(ax, keys, columns=4)


def _draw_asked(panel: Axes, asked: Asked, looks: Mapping[str, tuple[str, Any]], lang: str) -> None:
    """Draw one estimate: each expert, the pool and what was there before, which may have no density."""
    name = asked.question.name
    x = _reach([*asked.standing, asked.after], ())
    for who, family in zip(asked.names, asked.standing, strict=True):
        colour, dash = looks[who]
        style.line(panel, x, _density(family, x), colour, 1.4, linestyle=dash, gid=f"expert:{name}:{who}")
    with suppress(InputError):
        panel.plot(x, _density(asked.before, x), gid=f"before:{name}", zorder=2.4, **BEFORE)
    panel.plot(x, _density(asked.after, x), gid=f"pool:{name}", zorder=3, **POOL)
    _keep_tops(panel)
    estimate = asked.question.estimate
    style.estimate_axis(panel.xaxis, style.wrap(estimate.label[lang], 40), lang, estimate.unit, 4)


def _one(result: Elicited | Consultation) -> Elicited:
    if isinstance(result, Elicited):
        return result
    if len(result.experts) != 1:
        raise InputError("plot_several_experts", key="result", found=len(result.experts))
    return result.experts[0]


def _parts(
    result: Consultation | Mixture | LogPool,
) -> tuple[Family, Sequence[Family], Sequence[float], Sequence[float]]:
    """Give the pool, the experts' distributions, their weights, and their bare answers."""
    if isinstance(result, Consultation):
        if result.pooled is None:
            raise InputError("plot_one_expert", key="result")
        return result.pooled, [expert.best for expert in result.experts], result.weights, result.answers
    weights = np.array(result.weights or [1.0] * len(result.families))
    return result, result.families, (weights / weights.sum()).tolist(), ()


def _reach(families: Sequence[Family], values: Sequence[float]) -> Array:
    """Give the values to draw: all of importance to the families, and the values that were mentioned."""
    ends = [end for family in families for end in family.ppf(np.array([TAIL, 1 - TAIL])).tolist()]
    low, high = min([*ends, *values]), max([*ends, *values])
    return np.linspace(low, high, 801)


def _line(
    ax: Axes, x: Array, heights: Array, look: tuple[str, Any], label: str, gid: str, *, width: float = 1.2
) -> Artist:
    return style.line(ax, x, heights, look[0], width, linestyle=look[1], label=label, gid=gid, zorder=2.5)


def _fit_label(fit: Any, lang: str) -> str:
    return say(
        "plot.elicit.fit.label",
        lang,
        family=say(f"family.{fit.family.name}", lang),
        misfit=share(round(fit.misfit, 3), lang),
    )


def _mark_asked(ax: Axes, elicited: Elicited, lang: str) -> None:
    """Put a line at each value that was asked, with the probability of at most that, asked and achieved."""
    best, answer = elicited.best, elicited.answer
    for place, (value, asked) in enumerate(zip(answer.values, answer.probabilities, strict=True)):
        height = float(np.nan_to_num(_density(best, np.array([value]))[0]))
        achieved = float(best.cdf(value))
        style.line(ax, [value, value], [0.0, height], style.INK, 1.0, gid=f"asked:{place}", zorder=3)
        text = chance(asked, lang)
        if chance(achieved, lang) != text:
            text += f" ({chance(achieved, lang)})"
        note = ax.annotate(
            f"{number(exact(value), lang)}\n{text}", (value, height), xytext=(3, 4),
            textcoords="offset points", fontsize=style.SMALL, color=style.INK, va="bottom", gid=f"text:{place}",
            zorder=6,
        )  # fmt: skip
        note.set_bbox({"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.0})


def _finish(ax: Axes, lines: list[Artist], lang: str) -> None:
    _keep_tops(ax)
    style.value_axis(ax.xaxis, say("plot.elicit.x", lang), lang, "number")
    style.legend(ax, lines, columns=3)


def _keep_tops(ax: Axes) -> None:
    """Leave room for the highest line; of one that rises without end, for as much as three times the typical one."""
    drawn = [np.asarray(line.get_ydata(), dtype=np.float64) for line in ax.get_lines()]
    tops = [float(np.nanmax(heights)) for heights in drawn if np.isfinite(heights).any()]
    ax.set_ylim(0.0, 1.25 * min(max(tops), 3 * float(np.median(tops))))
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
