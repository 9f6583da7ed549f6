"""Does the model give the published figures? Lines, claims, and where the publication disagrees with itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from mkba_uncertainty.analysis.audit import audit_facts, audit_of
from mkba_uncertainty.analysis.provenance import unsampled
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.arrays import ROUNDING
from mkba_uncertainty.case import Alternative, Case, Claim, Estimate, Remark, Source, plain_unit
from mkba_uncertainty.model import ModelOfCase, build_model, variant_model
from mkba_uncertainty.table import Column, Row, Table
from mkba_uncertainty.texts import LANGUAGES, Text, both, joined
from mkba_uncertainty.texts.currencies import EURO, currency_names
from mkba_uncertainty.texts.figures import Between, Money, change_text, estimate_text, exact, in_full, share
from mkba_uncertainty.texts.places import place_text
from mkba_uncertainty.texts.units import is_share

if TYPE_CHECKING:
    import pandas as pd

    from mkba_uncertainty.spreadsheet import Audit

TOTALS = ("costs", "benefits", "net_benefit", "financial_net")
"""Published figures that come first."""

SMALLEST = 0.0005
"""A smaller difference prints as none."""

CLOSE = 0.01
"""A line that differs by less than this is called close."""

SIGNS = {-1: "negative", 0: "zero", 1: "positive"}


@dataclass(frozen=True)
class LineCheck:
    """A published figure beside the model at the point estimates; of which alternative, where there are several.

    ``computed`` is None where the model has no such figure, as of a payback that is never reached. ``relative`` is the
    difference over the published figure: 0 where both are 0, None where only the latter is. ``unit`` is that of a
    figure that is no amount of money.
    """

    id: str
    label: Text
    published: float
    computed: float | None
    alternative: Alternative | None = None
    unit: str | None = None
    source: Source | None = None

    @property
    def difference(self) -> float | None:
        """Computed minus published."""
        return None if self.computed is None else self.computed - self.published

    @property
    def relative(self) -> float | None:
        """Difference over published."""
        if self.difference is None:
            return None
        if self.published == 0:
            return 0.0 if self.computed == 0 else None
        return self.difference / abs(self.published)

    @property
    def off(self) -> Between | None:
        """The relative difference, which has no error."""
        return None if self.relative is None else exact(self.relative)

    @property
    def said_off(self) -> Between | Text | None:
        """What people read of it: of a figure that is a share itself, percentage points."""
        if self.computed is None or not is_share(self.unit):
            return self.off
        return Text(*(change_text(self.computed, self.published, lang, self.unit) for lang in LANGUAGES))


@dataclass(frozen=True)
class ClaimCheck:
    """A claim beside the model at the point estimates; ``reproduced`` is None where the model cannot tell."""

    claim: Claim
    computed: float | None
    reproduced: bool | None
    alternative: Alternative | None = None
    currency: str = EURO

    @property
    def verdict(self) -> str:
        """Whether it is reproduced: ``yes``, ``no`` or ``unknown``."""
        return {True: "yes", False: "no", None: "unknown"}[self.reproduced]

    @property
    def row(self) -> Row:
        """The claim as a row of the table."""
        claim, unit = self.claim, self._unit
        cells = {
            "id": claim.name,
            **_named(claim.label, self.alternative if claim.outcome else None),
            "measure": claim.measure,
            "published": claim.published,
            "computed": self.computed,
            "claimed": self._said(claim.published, unit),
            "found": self._said(self.computed, unit),
            "reproduced": self.reproduced,
            "verdict": both(f"reconciliation.{self.verdict}"),
            "note": claim.note or "",
        }
        return Row(cells, unit=unit)

    @property
    def _unit(self) -> str:
        if self.claim.measure == "ratio" or self.claim.outcome is None:
            return "ratio"
        return plain_unit(self.claim.outcome) or self.currency

    def _said(self, value: float | None, unit: str) -> Text | None:
        """Write what was published as typed, and what was computed beside it."""
        typed = self.claim.published
        if value is None or typed is None:
            return None
        if self.claim.measure == "sign":
            return both(f"reconciliation.sign.{SIGNS[int(value)]}")
        return Text(*(estimate_text(value, lang, unit, beside=typed) for lang in LANGUAGES))


@dataclass(frozen=True, repr=False)
class Reconciliation(Result):
    """All published lines and claims, and the findings of the case.

    Parameters
    ----------
    provenance : Provenance
    case : Case
        Whose publication it is.
    lines : tuple of LineCheck
        Each line and headline figure that was published, and what the model gives.
    claims : tuple of ClaimCheck
        Each figure in the publication's text, and what the model gives.
    findings : tuple of Remark
        What came to light in the publication.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> found = mkba.reconciliation(mkba.load_case("arnhem-ozo"))
    >>> {"published", "computed"} <= set(found.to_frame().columns)
    True
    """

    case: Case
    lines: tuple[LineCheck, ...]
    claims: tuple[ClaimCheck, ...]
    findings: tuple[Remark, ...]

    @cached_property
    def audit(self) -> Audit | None:
        """Of a case whose model is a workbook: whether its formulas come to what Excel stored."""
        return audit_of(self.case)

    @property
    def updated(self) -> tuple[Estimate, ...]:
        """The estimates with data since, which are left out here."""
        return tuple(each for each in self.case.estimates.values() if each.distribution.evidence[1])

    @property
    def _alternative_columns(self) -> list[Column]:
        several = any(line.alternative for line in self.lines) or any(check.alternative for check in self.claims)
        return [Column("alternative")] if several else []

    @property
    def table(self) -> Table:
        """The published lines, beside what the model gives."""
        sources = any(line.source for line in self.lines)
        return Table(
            [
                Column("id"),
                *self._alternative_columns,
                Column("label", "table.line"),
                Column("published", "table.published", self._whole),
                Column("computed", "table.computed", self._whole),
                Column("difference", "table.difference", self._whole),
                Column("relative"),
                Column("off", "reconciliation.relative", "change", data=False),
                *([Column("source", "table.source", screen=False, data=False)] if sources else []),
            ],
            [self._line(line) for line in self.lines],
            caption=both("reconciliation.lines", **currency_names(self.case.currency)),
        )

    @property
    def _whole(self) -> Money:
        return Money(self.case.currency, whole=True)

    def _line(self, line: LineCheck) -> Row:
        keys = ("published", "computed", "difference")
        figures = {key: getattr(line, key) for key in keys if getattr(line, key) is not None}
        if line.unit is None:
            largest = max(map(abs, figures.values()))
            figures = {key: in_full(amount, largest) for key, amount in figures.items()}
        known = self.case.lines.get(line.id)
        part = known is not None and known.parent is not None
        cells = {"id": line.id, "relative": line.relative, "off": line.said_off, **dict.fromkeys(keys), **figures}
        cells |= _named(line.label, line.alternative)
        cells["source"] = self._cited(line.source)
        own = {} if line.unit is None else dict.fromkeys(keys, line.unit)
        return Row(cells, depth=int(part), bold=known is None, units=own)

    def _cited(self, source: Source | None) -> Text | None:
        if source is None:
            return None
        document = self.case.documents[source.document]
        return both("reconciliation.source", author=document.author, year=document.year, place=place_text(source.place))

    @property
    def claims_table(self) -> Table:
        """The claims, beside what the model gives."""
        return Table(
            [
                Column("id"),
                *self._alternative_columns,
                Column("label", "table.claim"),
                Column("measure"),
                Column("published"),
                Column("computed"),
                Column("claimed", "table.published", "outcome", data=False),
                Column("found", "table.computed", "outcome", data=False),
                Column("reproduced"),
                Column("verdict", "reconciliation.reproduced", "outcome", data=False),
                Column("note", "table.note", screen=False, below=True),
            ],
            [check.row for check in self.claims],
            caption=both("reconciliation.claims"),
        )

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give lines and claims, and what is said of the publication."""
        remarks = {
            "reconciliation.findings": self.findings,
            "table.not_valued": self.case.not_valued,
            "table.overlap": self.case.overlaps,
        }
        tables = [self.table, self.claims_table, *(_listed(key, found) for key, found in remarks.items())]
        return [table for table in tables if table.rows]

    def title(self) -> Text:
        """Give the heading."""
        return both("reconcile.title", title=self.case.title)

    def lead(self) -> Sequence[Text]:
        """Say how close the model comes to the published table, and how many claims it gives."""
        counted = Counter(check.verdict for check in self.claims)
        audited = self.audit.said() if self.audit else []
        lines = [] if audited and not self.lines else [self._lines_lead()]
        return [*audited, *lines, *([claims_lead(counted)] if counted else [])]

    def _lines_lead(self) -> Text:
        off = [(line.label, line.off) for line in self.lines if line.off is not None]
        if not off:
            return both("reconciliation.lead.no_lines")
        label, most = max(off, key=lambda one: abs(one[1].value))
        side = "equal" if abs(most.value) < SMALLEST else "above" if most.value > 0 else "below"
        furthest = both(f"reconciliation.{side}", by=partial(share, exact(abs(most.value))))
        if len(off) == 1:
            return both("reconciliation.lead.line", label=label, furthest=furthest)
        close, within = sum(abs(one.value) < CLOSE for _, one in off), partial(share, exact(CLOSE))
        return both(
            "reconciliation.lead.lines", close=close, count=len(off), within=within, label=label, furthest=furthest
        )

    def notes(self) -> Sequence[Text]:
        """Say which data are left out."""
        labels = Text(*(", ".join(f"‘{one.label[lang]}’" for one in self.updated) for lang in LANGUAGES))
        return [both("reconciliation.updated", labels=labels)] if self.updated else []

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Give what ``mkba reconcile --json`` shows."""
        return {
            **self.provenance.to_dict(lang),
            "lines": self.table.records(lang),
            "claims": self.claims_table.records(lang),
            "findings": _texts(self.findings, lang),
            "not_valued": _texts(self.case.not_valued, lang),
            "overlaps": _texts(self.case.overlaps, lang),
            **({"audit": audit_facts(self.case, self.audit)} if self.audit else {}),
        }

    def to_frame(self, lang: str | None = "en") -> pd.DataFrame:
        """Give a row a published line: published, computed, difference, relative."""
        return self.table.to_frame(lang)


def claims_lead(found: Counter[str]) -> Text:
    """Say how many claims the model gives, without what is nil."""
    count, most = found.total(), max(found, key=lambda verdict: found[verdict])
    if count == 1:
        return both(f"reconciliation.lead.claim.{most}")
    if found[most] == count:
        return both(f"reconciliation.lead.claims.all.{most}", count=count)
    first = both(f"reconciliation.lead.claims.{'some' if found['yes'] else 'none'}", count=count, yes=found["yes"])
    parts = [first]
    if found["yes"] and found["no"]:
        parts.append(both("reconciliation.lead.claims.no", no=found["no"]))
    if found["unknown"]:
        number_of = "one" if found["unknown"] == 1 else "more"
        parts.append(both(f"reconciliation.lead.claims.unknown.{number_of}", unknown=found["unknown"]))
    return Text(*("".join(part[lang] for part in parts) + "." for lang in LANGUAGES))


def _listed(heading: str, remarks: Sequence[Remark]) -> Table:
    bullets = (Text(*(f"• {remark.text[lang]}" for lang in LANGUAGES)) for remark in remarks)
    return Table([Column("text", heading)], [Row({"text": bullet}) for bullet in bullets])


def _texts(remarks: Sequence[Remark], lang: str) -> list[dict[str, str]]:
    return [{"id": remark.name, "text": remark.text[lang]} for remark in remarks]


def _named(label: Text, alternative: Alternative | None) -> dict[str, Any]:
    """Give the cells that say what a figure is of."""
    if alternative is None:
        return {"label": label}
    return {"alternative": alternative.name, "label": joined([alternative.label, label], ": ")}


def reconciliation(case: Case, *, alternative: str | None = None) -> Reconciliation:
    """Compare what was published with the model at the point estimates.

    Parameters
    ----------
    case : Case
    alternative : str, optional
        Of a case with alternatives the one to look at; by default each, beside what was published of it.

    Returns
    -------
    Reconciliation
        Published figures are only compared; none of them enters the computation. Data that were taken in after the
        publication are left out: it cannot have known these.

    Raises
    ------
    InputError
        If the case has no such alternative.
    ModelError
        If an outcome is not a number at the point estimates.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> found = mkba.reconciliation(mkba.load_case("arnhem-ozo"))
    >>> len(found.lines) > 0 and len(found.claims) > 0
    True
    """
    before = before_data(case)
    names = [alternative] if alternative or not case.alternatives else [*case.alternatives]
    models = [build_model(before, alternative=name) for name in names]
    computed = [_at_point(model) for model in models]
    return Reconciliation(
        unsampled(case),
        case,
        tuple(line for model, values in zip(models, computed, strict=True) for line in _lines(model, values)),
        tuple(
            _check(model.case, claim, values)
            for model, values in zip(models, computed, strict=True)
            for claim in model.case.claims.values()
        ),
        case.findings,
    )


def _lines(model: ModelOfCase, computed: Mapping[str, float]) -> list[LineCheck]:
    case = model.case
    claimed = {claim.outcome for claim in case.claims.values() if claim.measure == "value" and claim.is_of_the_case}
    loose = [name for name in case.published if plain_unit(name) is None or name not in claimed]
    published = {name: case.published[name] for name in (*TOTALS, *loose) if name in loose}
    published |= {f"line:{line.name}": line.published for line in case.lines.values() if line.published is not None}
    sources = {f"line:{line.name}": line.source for line in case.lines.values()}
    if case.chosen:
        sources |= dict.fromkeys(case.chosen.published.keys() - sources, case.chosen.source)
    labels = model.labels(published)
    return [
        LineCheck(
            name.removeprefix("line:"),
            labels[name],
            value,
            None if np.isnan(computed[name]) else computed[name],
            case.chosen,
            plain_unit(name),
            sources.get(name),
        )
        for name, value in published.items()
    ]


def before_data(case: Case) -> Case:
    """Give the case as it was before any data were taken in."""
    prior = {name: replace(each, distribution=each.distribution.evidence[0]) for name, each in case.estimates.items()}
    return case.replace(estimates=prior)


def _at_point(model: ModelOfCase) -> dict[str, float]:
    return {name: float(value[0]) for name, value in model.evaluate(model.point()).items()}


def _check(case: Case, claim: Claim, base: dict[str, float]) -> ClaimCheck:
    if claim.outcome is None or claim.published is None:
        return ClaimCheck(claim, None, None, case.chosen, case.currency)
    plain = base if claim.variant is None else _under(case, claim.variant)
    under = plain if claim.scenario is None else _under(case, claim.variant, claim.scenario)
    before, after = plain[claim.outcome], under[claim.outcome]
    if np.isnan(after):
        return ClaimCheck(claim, None, None, case.chosen, case.currency)
    if claim.measure == "sign":
        sign = 0.0 if abs(after) <= claim.tolerance else float(np.sign(after))
        return ClaimCheck(claim, sign, sign == float(np.sign(claim.published)), case.chosen, case.currency)
    computed = {"value": after, "difference": after - before, "ratio": after / before if before else np.nan}[
        claim.measure
    ]
    if np.isnan(computed):
        return ClaimCheck(claim, None, None, case.chosen, case.currency)
    reproduced = abs(computed - claim.published) <= claim.tolerance + ROUNDING * abs(claim.published)
    return ClaimCheck(claim, computed, reproduced, case.chosen, case.currency)


def _under(case: Case, variant: str | None, *scenarios: str) -> dict[str, float]:
    """Give the outcomes of a variant of the model under scenarios."""
    if variant is None:
        return _at_point(build_model(case, scenarios=scenarios))
    return _at_point(variant_model(case, case.variants[variant], scenarios))
