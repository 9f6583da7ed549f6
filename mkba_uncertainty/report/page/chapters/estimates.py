"""Section 6 of the page: every estimate with its distribution and source, and every post with its formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from markupsafe import Markup

from mkba_uncertainty.analysis.monitoring.update import observation_text
from mkba_uncertainty.case import CHOICES, Case, Document, Estimate, Expert, Role, Source, conversion
from mkba_uncertainty.casefile import spread_of
from mkba_uncertainty.families import Family, Observation, Rescaled
from mkba_uncertainty.model import ModelOfCase
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.frame.markup import render, unbroken, written
from mkba_uncertainty.report.page.chapters.posts import formulas, stated
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.report.page.silhouette import HIGH, LOW, silhouette
from mkba_uncertainty.texts import LANGUAGES, Text, both, joined
from mkba_uncertainty.texts.figures import FigureKind, chance, estimate_range, estimate_text, exact
from mkba_uncertainty.texts.places import place_text
from mkba_uncertainty.texts.unit_words import unit_words
from mkba_uncertainty.texts.units import is_share

SHOWN = 6
"""Of a list among a distribution's parameters, so many are shown."""


def estimates_section(analyses: Analyses) -> Section:
    """Make the section."""
    model = analyses.model
    records = [_record(model, estimate) for estimate in model.case.estimates.values()]
    html = render(
        "estimates.html.j2",
        lead=lead(model.case),
        groups={
            _heading(role, model.case): chosen
            for role in get_args(Role)
            if (chosen := [one for one in records if one.estimate.role == role])
        },
        asked=[one for one in records if one.said],
        pairs=_pairs(model.case),
        own_scale=any(one.hill and not one.comparable for one in records),
        documents=[reference(document) for document in model.case.documents.values()],
        formulas=formulas(analyses),
    )
    title = "estimates.title" if model.case.posts else "estimates.title.workbook"
    return Section("estimates", both(title), html)


@dataclass(frozen=True)
class Said:
    """What an expert said, and why.

    Parameters
    ----------
    who : Text or None
    answer, weight : Text
    reason : str or None
        In the expert's own words.
    about : Text or None
        Which estimates, where that does not follow from the place.
    """

    who: Text | None
    answer: Text
    weight: Text
    reason: str | None
    about: Text | None = None


@dataclass(frozen=True)
class Record:
    """A row of the table: one estimate, in prices of the case's year.

    Parameters
    ----------
    estimate : Estimate
    value, unit : Text
        After any data on it.
    basis : Text
        What the value rests on.
    hill : Markup or None
        Its distribution drawn small; None for what is fixed or chosen.
    comparable : bool
        Whether the drawing has the scale that most have.
    range : Text or None
        Which nine tenths of the distribution lie between.
    parameters : str
        The distribution as the case file has it.
    source : Text
    conversion : Text or None
        How it was converted to prices of the case's year, of what is taken from the library.
    spread : Text or None
        Where the library has its distribution from, if it is that.
    answers : Text or None
        What each expert who was asked for one number said.
    said : tuple of Said
        What each expert who was asked for a range said, and why.
    pooled : Text or None
        What these ranges come to.
    fixed_at : Text or None
        What a scenario of this run sets it to.
    """

    estimate: Estimate
    value: Text
    unit: Text
    basis: Text
    hill: Markup | None
    comparable: bool
    range: Text | None
    parameters: str
    source: Text
    conversion: Text | None
    spread: Text | None
    answers: Text | None
    said: tuple[Said, ...]
    pooled: Text | None
    fixed_at: Text | None

    @property
    def more(self) -> bool:
        """Whether there is more to say than the row holds."""
        return bool(self.estimate.note or self.parameters or self.spread or self.answers or self.fixed_at)


def _record(model: ModelOfCase, estimate: Estimate) -> Record:
    kind: FigureKind = "share" if is_share(estimate.unit) else "number"
    family, point = estimate.distribution, model.points[estimate.name]
    hill, comparable = silhouette(family, estimate.point) if estimate.is_uncertain else (None, True)
    ends = (float(family.ppf(level)) for level in (LOW, HIGH))
    return Record(
        estimate=estimate,
        value=stated(estimate.point, kind),
        unit=unit_words(estimate.unit),
        basis=_basis(estimate, kind),
        hill=hill,
        comparable=comparable,
        range=written(estimate_range, *ends, unit=estimate.unit if kind == "share" else None) if hill else None,
        parameters=_parameters(family) if hill else "",
        source=cited(model.case, estimate.source),
        conversion=_conversion(model.whole, estimate),
        spread=spread_of(model.whole.estimates[estimate.name]) if estimate.use else None,
        answers=_answers(estimate, kind),
        said=_ranges(estimate),
        pooled=_pooled(estimate),
        fixed_at=None if point == estimate.point else stated(point, kind),
    )


def _conversion(case: Case, estimate: Estimate) -> Text | None:
    """Say how an estimate that is taken from the library was converted; None of another one."""
    said = conversion(case, case.estimates[estimate.name]) if estimate.use else None
    return said and unbroken(said)


def _basis(estimate: Estimate, kind: FigureKind) -> Text:
    """Say what the value rests on; after data, these and what it was before."""
    basis, (_, data) = both(f"estimates.basis.{estimate.basis}"), estimate.distribution.evidence
    if not data:
        return basis
    said = Text(*("; ".join(_observed(one, estimate.unit, lang) for one in data) for lang in LANGUAGES))
    return both("estimates.basis.updated", data=said, value=stated(estimate.value, kind), basis=basis)


def _observed(one: Observation, unit: str, lang: str) -> str:
    return ", ".join(part for part in (observation_text(one, unit, lang), one.source, one.date) if part)


def _answers(estimate: Estimate, kind: FigureKind) -> Text | None:
    """List the single numbers that experts said, each with a name if there is one."""
    said = [(one.label, stated(one.answer, kind)) for one in estimate.experts if one.answer is not None]
    lists = ("; ".join(f"{label[lang]} {at[lang]}" if label else at[lang] for label, at in said) for lang in LANGUAGES)
    return both("estimates.answers", answers=Text(*lists)) if said else None


def _ranges(estimate: Estimate) -> tuple[Said, ...]:
    """List the ranges that experts said, each with its weight and the reason."""
    total = sum(one.weight for one in estimate.ranges)
    return tuple(
        Said(one.label, _range(one, estimate), _weight(one.weight, total), one.reason) for one in estimate.ranges
    )


def _range(expert: Expert, estimate: Estimate) -> Text:
    """Write a range as it was asked: the median with the ends, or how many chips lie in each bin."""
    if expert.roulette is not None:
        bins = ((low, high, laid) for (low, high), laid in expert.roulette.bins.items() if laid)
        lists = zip(*(_chips(estimate, *one) for one in bins), strict=True)
        return both("estimates.chips", chips=Text(*("; ".join(texts) for texts in lists)))
    lowest, highest = min(expert.quantiles), max(expert.quantiles)
    between = _between(estimate, expert.quantiles[lowest], expert.quantiles[highest])
    mass = written(chance, exact(highest - lowest))
    if 0.5 not in expert.quantiles:
        return both("estimates.said", between=between, mass=mass)
    middle = written(estimate_text, expert.quantiles[0.5], unit=estimate.unit)
    return both("estimates.said.middle", between=between, mass=mass, middle=middle)


def _chips(estimate: Estimate, low: float, high: float, laid: int) -> tuple[str, str]:
    between = _between(estimate, low, high)
    return f"{laid} × {between.nl}", f"{laid} × {between.en}"


def _between(estimate: Estimate, low: float, high: float) -> Text:
    return written(estimate_range, low, high, unit=estimate.unit)


def _weight(weight: float, total: float) -> Text:
    return written(chance, exact(weight / total if total else 0.0))


def _pooled(estimate: Estimate) -> Text | None:
    """Say what the ranges come to, by which pool, and what stood there before."""
    if estimate.pooling is None:
        return None
    key = f"estimates.pooled.{estimate.pooling.method}.{estimate.pooling.weights}"
    now = _between(estimate, *(float(end) for end in estimate.pool_of_ranges.ppf((LOW, HIGH))))
    before = estimate.pooling.replaced
    if before is None:
        return both(key, between=now)
    was = _between(estimate, *(float(end) for end in before.ppf((LOW, HIGH))))
    return joined(
        [both(key, between=now), both("estimates.pooled.before", between=was, family=both(f"family.{before.name}"))],
        " ",
    )


def _pairs(case: Case) -> tuple[Said, ...]:
    """List what experts said of pairs of estimates."""
    return tuple(
        Said(
            one.label,
            both("estimates.above", chance=written(chance, one.above)),
            _weight(one.weight, sum(other.weight for other in variant.experts if other.between == one.between)),
            one.reason,
            joined(case.estimates[name].label for name in one.between),
        )
        for variant in case.dependence.values()
        for one in variant.experts
    )


def lead(case: Case) -> list[Text]:
    """Say how much rests on judgement, and how much of it is uncertain, fixed or chosen."""
    estimates = list(case.estimates.values())
    chosen = [one for one in estimates if one.role in CHOICES]
    experts = [one for one in estimates if one.role == "expert"]
    others = [one for one in estimates if one.role != "expert"]
    own, published, implied = (
        len([one for one in others if one.basis == basis]) for basis in ("judgement", "published", "implied")
    )
    uncertain = sum(one.is_uncertain for one in estimates)
    sizes = {"uncertain": uncertain, "chosen": len(chosen), "fixed": len(estimates) - uncertain - len(chosen)}
    if case.binding is not None:
        return [both("estimates.lead.workbook", count=len(estimates), **sizes)]
    judged_and_implied = sum(one.basis == "implied" for one in experts)
    return [
        both(
            "estimates.lead.basis",
            count=len(estimates),
            judged=len(experts) + own,
            experts=len(experts),
            own=own,
            published=published,
            implied=implied,
        ),
        *(
            [both("estimates.lead.implied", count=judged_and_implied, all=implied + judged_and_implied)]
            * bool(judged_and_implied)
        ),
        both("estimates.lead.uncertain", **sizes),
    ]


def _heading(role: Role, case: Case) -> str:
    """Give how estimates of a role are called; of one that stands in a cell nobody need have judged anything."""
    return "workbook" if role == "expert" and case.binding is not None else role


def cited(case: Case, source: Source) -> Text:
    """Give the place in a document, and the number that the document has in the list of sources."""
    return both(
        "estimates.source", place=place_text(source.place), document=list(case.documents).index(source.document) + 1
    )


def _parameters(family: Family) -> str:
    if isinstance(family, Rescaled):
        return f"{_parameters(family.family)} × {family.factor:.6g}"
    return f"{family.name}: " + ", ".join(f"{name} = {_shown(value)}" for name, value in family.parameters().items())


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_shown(part)}" for name, part in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        cut = [*map(_shown, value[:SHOWN]), *(["..."] if len(value) > SHOWN else [])]
        return "[" + ", ".join(cut) + "]"
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def reference(document: Document) -> str:
    """Write a document as a list of sources has it."""
    place = f" {document.url}" if document.url else ""
    return f"{document.cited}.{place}"
