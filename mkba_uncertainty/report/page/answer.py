"""The first section of the page: the answer in two sentences, and the figure that shows it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np

from mkba_uncertainty.analysis.answer.confidence import Confidence, percentile_rank
from mkba_uncertainty.model import CaseModel
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.page.markup import render, whole_chance, written
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import LANGUAGES, Text, both, say
from mkba_uncertainty.texts.figures import (
    Between,
    chance,
    exact,
    likelihood,
    money,
    range90,
    range_text,
    share,
    tick_text,
)

SIZES = {"wide": (720, 330), "narrow": (340, 280)}
"""The figure is there twice, so that its letters are never too small: for a desk and for a phone."""

LEFT, RIGHT, TOP, BOTTOM = 46, 14, 34, 44
LETTERS = {"wide": 40, "narrow": 19}
LETTER_WIDTH = 6.5
"""How many letters a line of a mark's text has, and how wide one is."""


def answer_section(analyses: Analyses) -> Section:
    """Make the section."""
    result = analyses.answer
    figures = {kind: figure(result, kind) for kind in SIZES}
    html = render(
        "answer.html.j2",
        sentences=sentences(result),
        drivers=_drivers(result, analyses.model),
        figures=figures,
        alternative=_alternative(result),
    )
    return Section("answer", both("answer.title"), html)


def _drivers(result: Confidence, model: CaseModel) -> Text | None:
    """Name the estimates that carry most of the uncertainty, and the share that each would take away by itself."""
    labels = model.labels(result.drivers)
    shares = {name: written(share, _whole(part)) for name, part in result.drivers.items()}
    named = {
        name: Text(*(f"{label[lang]} ({shares[name][lang]})" for lang in LANGUAGES)) for name, label in labels.items()
    }
    joined = (say("verdict.and", lang).join(driver[lang] for driver in named.values()) for lang in LANGUAGES)
    return Text(*joined) if named else None


def _whole(part: Measured) -> Between:
    """Give a share with an interval no narrower than for whole percents."""
    return Between(part.value, min(part.low, part.value - 0.01), max(part.high, part.value + 0.01))


def sentences(result: Confidence) -> list[Text]:
    """Give the answer: is it worth it, and does it pay for itself; with where the published figure sits, if any."""
    quantiles = result.outcomes["net_benefit"].quantiles
    positive, financial = (result.probabilities[event] for event in ("net_benefit > 0", "financial_net > 0"))
    assert positive is not None
    assert financial is not None
    median = quantiles[0.5]
    first = both(
        "answer.balance",
        likelihood=written(likelihood, positive),
        probability=whole_chance(positive),
        median=written(money, median),
        range=written(range90, quantiles),
    )
    pays = {
        "likelihood": written(likelihood, financial),
        "probability": whole_chance(financial),
    }
    if result.published is None or result.published_percentile is None:
        return [first, both("answer.financial", **pays)]
    published = written(money, exact(result.published))
    below = result.published_percentile
    rank = percentile_rank(below.value) / 100
    percentile = written(chance, rank) if 0 < below.value < 1 else whole_chance(below)
    return [first, both("answer.published", published=published, percentile=percentile, **pays)]


@dataclass(frozen=True)
class Mark:
    """A point of the curve that is explained: where it is, and two lines of text beside it."""

    name: str
    x: float
    y: float
    large: Text
    small: Text
    anchor: str
    text_x: float
    text_y: float
    letters: int

    def lines(self, lang: str) -> list[str]:
        """Break the small text in lines."""
        return textwrap.wrap(self.small[lang], self.letters)


@dataclass(frozen=True)
class Figure:
    """The exceedance curve as coordinates."""

    width: int
    height: int
    left: float
    right: float
    bottom: float
    band: str
    curve: str
    levels: list[tuple[float, str]]
    ticks: list[tuple[float, Text]]
    marks: list[Mark]


def figure(result: Confidence, kind: str) -> Figure:
    """Lay out the exceedance curve of the net benefit in a size of :data:`SIZES`."""
    width, height = SIZES[kind]
    values, lows, highs = np.array([(at.value, at.low, at.high) for at in result.curve.values()]).T
    more = 1.0 - np.array(list(result.curve))
    points = _points(result)
    low, high = min(0.0, float(values[0])), max(0.0, float(values[-1]))
    near = [point for point in points if low - (high - low) < point[1] < high + (high - low)]
    low, high = min(low, *(at for _, at, *_ in near)), max(high, *(at for _, at, *_ in near))
    margin = 0.02 * (high - low) or 1.0
    low, high = low - margin, high + margin
    bottom, right = height - BOTTOM, width - RIGHT

    def across(amount: float) -> float:
        return float(np.clip(LEFT + (right - LEFT) * (amount - low) / (high - low), LEFT, right))

    def down(probability: float) -> float:
        return TOP + (bottom - TOP) * (1.0 - probability)

    def path(amounts: np.ndarray, probabilities: np.ndarray) -> str:
        return "L".join(f"{across(x):.1f},{down(y):.1f}" for x, y in zip(amounts, probabilities, strict=True))

    ticks = round_values(low, high, 7 if kind == "wide" else 4)
    marks = []
    for name, amount, probability, large, small in near:
        x, y = across(amount), down(probability)
        fits = x + LETTER_WIDTH * LETTERS[kind] < width
        mark = Mark(
            name, x, y, large, small, "start" if fits else "end", x + (8 if fits else -12), y + 22, LETTERS[kind]
        )
        lines = max(len(mark.lines(lang)) for lang in LANGUAGES)
        marks.append(replace(mark, text_y=y - 10 - 14 * lines) if fits else mark)
    return Figure(
        width=width,
        height=height,
        left=LEFT,
        right=right,
        bottom=bottom,
        band=path(np.concatenate([lows, highs[::-1]]), np.concatenate([more, more[::-1]])),
        curve=path(values, more),
        levels=[(down(level), f"{100 * level:.0f}%") for level in (0, 0.25, 0.5, 0.75, 1)],
        ticks=[(across(tick), Text(*(tick_text(tick, ticks, lang, "money") for lang in LANGUAGES))) for tick in ticks],
        marks=marks,
    )


def round_values(low: float, high: float, most: int) -> list[float]:
    """Give the round values in a range: steps of 1, 2 or 5 times a power of ten, no more than ``most`` of them."""
    power = 10.0 ** np.floor(np.log10((high - low) / most))
    step = next(float(times * power) for times in (1, 2, 5, 10, 20) if (high - low) / (times * power) <= most)
    first = int(np.ceil(low / step))
    return [place * step for place in takewhile(lambda place: place * step <= high, range(first, first + most + 1))]


Point = tuple[str, float, float, Text, Text]


def _points(result: Confidence) -> Sequence[Point]:
    positive = result.probabilities["net_benefit > 0"]
    assert positive is not None
    points = [("zero", 0.0, positive.value, whole_chance(positive), both("answer.mark.zero"))]
    if result.published is not None and result.published_percentile is not None:
        below = result.published_percentile
        above = Measured(1.0 - below.value, 1.0 - below.high, 1.0 - below.low)
        value = written(money, exact(result.published))
        small = both("answer.mark.published", value=value)
        points.append(("published", result.published, above.value, whole_chance(above), small))
    return points


def _alternative(result: Confidence) -> Text:
    """Say in words what the figure shows."""
    quantiles = result.outcomes["net_benefit"].quantiles
    (_, _, _, positive, _), *others = _points(result)
    median, low, high = quantiles[0.5], quantiles[0.05].value, quantiles[0.95].value
    first = both(
        "answer.figure.text",
        positive=positive,
        median=written(money, median),
        range=written(range_text, low, high),
    )
    if not others:
        return first
    _, published, _, probability, _ = others[0]
    value = written(money, exact(published))
    more = both("answer.figure.published", published=value, probability=probability)
    return Text(first.nl + more.nl, first.en + more.en)
