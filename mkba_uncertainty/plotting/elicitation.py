"""What experts answered: the families fitted to one answer, and several experts with the pool of them."""

from __future__ import annotations

from collections.abc import Sequence
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

TAIL = 0.002
"""Densities are drawn between the quantiles at this level and at one minus it."""

COLOURS = (style.BLUE, style.VERMILLION, style.GREEN)
DASHES: tuple[Any, ...] = ((0, (6, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)), (0, (3, 1.5)))
LOOKS = tuple((COLOURS[place % 3], DASHES[place % 4]) for place in range(12))
"""How to tell lines apart, in colour and in dashes."""

SHOWN_FITS = 3

_density = partial(density_of, refusal="plot_no_density")


@style.sized(lambda result: (8.0, 4.6))
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


@style.sized(lambda result: (8.0, 4.6))
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


@style.sized(lambda result: (8.0, 4.6))
def plot_elicited(result: Consultation, ax: Axes, lang: str) -> None:
    """Draw one expert as :func:`plot_fit` does, several as :func:`plot_pool` does."""
    if result.pooled is None:
        plot_fit(result, ax, lang=lang)
    else:
        plot_pool(result, ax, lang=lang)


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
    return say("plot.elicit.fit.label", lang, family=fit.family.name, misfit=share(round(fit.misfit, 3), lang))


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
    """Leave room for the highest line; of one that rises without end, for as much as three times the typical one."""
    drawn = [np.asarray(line.get_ydata(), dtype=np.float64) for line in ax.get_lines()]
    tops = [float(np.nanmax(heights)) for heights in drawn if np.isfinite(heights).any()]
    ax.set_ylim(0.0, 1.25 * min(max(tops), 3 * float(np.median(tops))))
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    style.value_axis(ax.xaxis, say("plot.elicit.x", lang), lang, "number")
    style.legend(ax, lines, columns=3)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
