"""The first section of the page, and all that ``mkba report --summary`` writes: what fits one screen and one sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mkba_uncertainty.analysis.answer.confidence import Confidence
from mkba_uncertainty.analysis.answer.verdict import how_sure, whole_share
from mkba_uncertainty.case import Case
from mkba_uncertainty.plotting.parts import spread
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.frame.markup import render, unbroken, whole_chance, written
from mkba_uncertainty.report.page.answer import curve, of_variants, sentences
from mkba_uncertainty.report.page.chapters.actors import loss, parties
from mkba_uncertainty.report.page.chapters.drivers import lead as drivers_lead
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import LANGUAGES, Text, both
from mkba_uncertainty.texts.figures import figure, share

PARTIES, LEFT_OUT = 6, 3
"""So many of each are named; of parties those with the largest balances."""

DOTS, ACROSS = 100, 20
"""So many calculations are shown as dots, in rows of so many."""

SENTENCE = re.compile(r".*?[.!?](?=\s+[^a-z]|$)", re.DOTALL)


def summary_section(analyses: Analyses) -> Section:
    """Make the section."""
    result = analyses.answer
    drivers = _drivers(result)
    made, shown = curve(result)
    html = render(
        "summary.html.j2",
        sentences=[*sentences(result, *of_variants(analyses)), *_alternatives(analyses)],
        cautions=[caution.minded() for caution in result.provenance.warnings],
        dots=_dots(result),
        made=made,
        figure=shown,
        drivers=drivers,
        no_drivers=[] if drivers else drivers_lead(analyses),
        parties=_parties(result),
        left_out=_left_out(analyses.model.case),
    )
    return Section("answer", both("answer.title"), html)


def _alternatives(analyses: Analyses) -> list[Text]:
    """Say which alternative is expected to be best."""
    beside = analyses["alternatives"]
    return [] if beside is None else [unbroken(beside.finding())]


@dataclass(frozen=True)
class Dots:
    """In how many of a hundred calculations the headline exceeds its limit: surely, in some views, or not."""

    places: dict[str, list[tuple[int, int]]]
    said: Text

    @property
    def is_open(self) -> bool:
        """Whether views of dependence differ."""
        return bool(self.places["open"])


def _dots(result: Confidence) -> Dots | None:
    """Lay the dots; None where nothing is uncertain."""
    if result.provenance.certain or result.asked is None:
        return None
    found = result.probability_range
    low, high = (round(DOTS * end.value) for end in ((found.low, found.high) if found else 2 * (result.asked,)))
    kinds = {"sure": range(low), "open": range(low, high), "not": range(high, DOTS)}
    return Dots(
        {kind: [(dot % ACROSS, dot // ACROSS) for dot in dots] for kind, dots in kinds.items()},
        both(
            "summary.dots",
            label=result.labels[result.headline],
            limit=f"{result.limit:g}",
            probability=how_sure(result, whole=True)["probability"],
        ),
    )


@dataclass(frozen=True)
class Bar:
    """A row: a name, a bar from ``start`` over ``length`` percent of the width, and what is said beside it."""

    label: Text
    start: float
    length: float
    said: Text
    more: Text | None = None
    pays: bool = False


def _drivers(result: Confidence) -> list[Bar]:
    """Give the estimates that carry most of the uncertainty, with the share that each would take away by itself."""
    return [
        Bar(result.labels[name], 0.0, 100.0 * whole_share(part).value, written(share, whole_share(part)))
        for name, part in result.drivers.items()
    ]


def _parties(result: Confidence) -> list[Bar]:
    """Give who pays and who gains, from the largest loss to the largest gain."""
    if result.case is None or not result.case.actors:
        return []
    actors = parties(result)
    means = {name: spread(result, f"actor:{name}").mean for name in actors}
    largest = sorted(means, key=lambda name: -abs(means[name].value))[:PARTIES]
    named = sorted(largest, key=lambda name: means[name].value)
    lowest, highest = (end(0.0, *(means[name].value for name in named)) for end in (min, max))
    scale = 100.0 / ((highest - lowest) or 1.0)
    return [
        Bar(
            actors[name].label,
            scale * (min(means[name].value, 0.0) - lowest),
            scale * abs(means[name].value),
            written(figure, means[name], result.provenance.kind),
            whole_chance(loss(result, name)),
            pays=means[name].value < 0,
        )
        for name in named
    ]


@dataclass(frozen=True)
class LeftOut:
    """What is in none of the amounts, what may be in them twice, and how much rests on judgement."""

    absent: list[Text]
    more: list[Text]


def _left_out(case: Case) -> LeftOut:
    absent, estimates = case.not_valued, case.estimates.values()
    judged = sum(one.role == "expert" or one.basis == "judgement" for one in estimates)
    rest = len(absent) - LEFT_OUT
    return LeftOut(
        [Text(*(_first_sentence(remark.text[lang]) for lang in LANGUAGES)) for remark in absent[:LEFT_OUT]],
        [
            *([both("summary.left_out.more", count=rest)] * (rest > 0)),
            *([] if absent else [both("limits.not_valued.none")]),
            *([both("summary.overlaps", count=len(case.overlaps))] if case.overlaps else []),
            *([both("summary.judged", count=judged, all=len(estimates))] if case.binding is None else []),
        ],
    )


def _first_sentence(text: str) -> str:
    found = SENTENCE.match(text)
    return found[0] if found else text
