"""Section 6 of the page: every estimate with its distribution and source, and every post with its formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

from markupsafe import Markup

from mkba_uncertainty.analysis.monitoring.update import observation_text
from mkba_uncertainty.case import CHOICES, Case, Document, Estimate, Role, Source, conversion
from mkba_uncertainty.casefile import spread_of
from mkba_uncertainty.families import Family, Observation, Rescaled
from mkba_uncertainty.model import ModelOfCase
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.frame.markup import render, unbroken, written
from mkba_uncertainty.report.page.chapters.posts import formulas, stated
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.report.page.silhouette import HIGH, LOW, silhouette
from mkba_uncertainty.texts import LANGUAGES, Text, both
from mkba_uncertainty.texts.figures import FigureKind, estimate_range
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
        own_scale=any(one.hill and not one.comparable for one in records),
        documents=[reference(document) for document in model.case.documents.values()],
        formulas=formulas(analyses),
    )
    title = "estimates.title" if model.case.posts else "estimates.title.workbook"
    return Section("estimates", both(title), html)


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
        What each expert who was asked said.
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
    """List what experts said, each with a name if there is one."""
    said = [(one.label, stated(one.answer, kind)) for one in estimate.experts]
    lists = ("; ".join(f"{label[lang]} {at[lang]}" if label else at[lang] for label, at in said) for lang in LANGUAGES)
    return both("estimates.answers", answers=Text(*lists)) if said else None


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
        both("estimates.lead.uncertain", **sizes),
    ]


def _heading(role: Role, case: Case) -> str:
    """Give how estimates of a role are called; of one that stands in a cell nobody need have judged anything."""
    return "workbook" if role == "expert" and case.binding is not None else role


def cited(case: Case, source: Source) -> Text:
    """Give the place in a document, and the number that the document has in the list of sources."""
    return both("estimates.source", place=source.place, document=list(case.documents).index(source.document) + 1)


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
