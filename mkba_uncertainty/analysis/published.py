"""Does the model give the published figures? Lines, claims, and where the publication disagrees with itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mkba_uncertainty.analysis.provenance import unsampled
from mkba_uncertainty.case import Case, Claim, Estimate, Remark
from mkba_uncertainty.model import CaseModel, build_model
from mkba_uncertainty.texts import Text

if TYPE_CHECKING:
    import pandas as pd

TOTALS = ("costs", "benefits", "net_benefit", "financial_net")
"""Published totals that are compared as lines; a published ratio is compared by a claim, which has a tolerance."""

ROUNDING = 1e-9


@dataclass(frozen=True)
class LineCheck:
    """A published line beside the model at the point estimates.

    ``relative`` is the difference over the published figure: 0 where both are 0, None where only the latter is.
    """

    id: str
    label: Text
    published: float
    computed: float

    @property
    def difference(self) -> float:
        """Computed minus published."""
        return self.computed - self.published

    @property
    def relative(self) -> float | None:
        """Difference over published."""
        if self.published == 0:
            return 0.0 if self.computed == 0 else None
        return self.difference / abs(self.published)


@dataclass(frozen=True)
class ClaimCheck:
    """A claim beside the model at the point estimates; ``reproduced`` is None where the model cannot tell."""

    claim: Claim
    computed: float | None
    reproduced: bool | None


@dataclass(frozen=True)
class Reconciliation:
    """All published lines and claims, and the findings of the case.

    Parameters
    ----------
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

    def __repr__(self) -> str:
        """Show it in a line."""
        return f"Reconciliation(case={self.case.name!r}, lines={len(self.lines)}, claims={len(self.claims)})"

    @property
    def updated(self) -> tuple[Estimate, ...]:
        """The estimates with data since, which are left out here."""
        return tuple(each for each in self.case.estimates.values() if each.distribution.evidence[1])

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Give what ``mkba reconcile --json`` shows."""
        return {
            **unsampled(self.case),
            "lines": [
                {
                    "id": line.id,
                    "label": line.label[lang],
                    "published": line.published,
                    "computed": line.computed,
                    "difference": line.difference,
                    "relative": line.relative,
                }
                for line in self.lines
            ],
            "claims": [
                {
                    "id": check.claim.name,
                    "label": check.claim.label[lang],
                    "measure": check.claim.measure,
                    "published": check.claim.published,
                    "computed": check.computed,
                    "reproduced": check.reproduced,
                    "note": check.claim.note[lang] if check.claim.note else "",
                }
                for check in self.claims
            ],
            "findings": _texts(self.findings, lang),
            "not_valued": _texts(self.case.not_valued, lang),
            "overlaps": _texts(self.case.overlaps, lang),
        }

    def to_frame(self, lang: str = "en") -> pd.DataFrame:
        """Give a row a published line: published, computed, difference, relative."""
        import pandas as pd

        return pd.DataFrame(self.to_dict(lang)["lines"])

    def claims_frame(self, lang: str = "en") -> pd.DataFrame:
        """Give a row a claim."""
        import pandas as pd

        return pd.DataFrame(self.to_dict(lang)["claims"])


def _texts(remarks: Sequence[Remark], lang: str) -> list[dict[str, str]]:
    return [{"id": remark.name, "text": remark.text[lang]} for remark in remarks]


def reconciliation(case: Case) -> Reconciliation:
    """Compare what was published with the model at the point estimates.

    Parameters
    ----------
    case : Case

    Returns
    -------
    Reconciliation
        Published figures are only compared; none of them enters the computation. Data that were taken in after the
        publication are left out: it cannot have known these.

    Raises
    ------
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
    model = build_model(before)
    computed = _at_point(model)
    published = {name: case.published[name] for name in TOTALS if name in case.published}
    published |= {f"line:{line.name}": line.published for line in case.lines.values() if line.published is not None}
    labels = model.labels(published)
    lines = tuple(
        LineCheck(name.removeprefix("line:"), labels[name], value, computed[name]) for name, value in published.items()
    )
    return Reconciliation(
        case, lines, tuple(_check(before, claim, computed) for claim in case.claims.values()), case.findings
    )


def before_data(case: Case) -> Case:
    """Give the case as it was before any data were taken in."""
    prior = {name: replace(each, distribution=each.distribution.evidence[0]) for name, each in case.estimates.items()}
    return case.replace(estimates=prior)


def _at_point(model: CaseModel) -> dict[str, float]:
    return {name: float(value[0]) for name, value in model.evaluate(model.point()).items()}


def _check(case: Case, claim: Claim, base: dict[str, float]) -> ClaimCheck:
    if claim.outcome is None or claim.published is None:
        return ClaimCheck(claim, None, None)
    under = base if claim.scenario is None else _at_point(build_model(case, scenarios=(claim.scenario,)))
    before, after = base[claim.outcome], under[claim.outcome]
    if claim.measure == "sign":
        sign = 0.0 if abs(after) <= claim.tolerance else float(np.sign(after))
        return ClaimCheck(claim, sign, sign == float(np.sign(claim.published)))
    computed = {"value": after, "difference": after - before, "ratio": after / before if before else np.nan}[
        claim.measure
    ]
    if np.isnan(computed):
        return ClaimCheck(claim, None, None)
    return ClaimCheck(
        claim, computed, abs(computed - claim.published) <= claim.tolerance + ROUNDING * abs(claim.published)
    )
