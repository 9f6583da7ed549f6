"""What if? The published sensitivities as full distributions: the same draws with and without the change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mkba_uncertainty.analysis.provenance import Provenance, brief, provenance
from mkba_uncertainty.arrays import LEVELS, Array, Rng, Values
from mkba_uncertainty.case import Case
from mkba_uncertainty.design import Design, Kind, sample
from mkba_uncertainty.model import CaseModel
from mkba_uncertainty.names import unknown
from mkba_uncertainty.replication import Executor, Measured, over_batches
from mkba_uncertainty.summary import Section, Statistics, Summary
from mkba_uncertainty.texts import Text

if TYPE_CHECKING:
    import pandas as pd

PERCENTILES = tuple(round(0.01 * step, 2) for step in range(1, 100))
DIFFERENCE, BEFORE, AFTER = "difference", "before", "after"


@dataclass(frozen=True)
class Contrast:
    """The change of an outcome by one scenario.

    Parameters
    ----------
    scenario : str
    label : Text
    published : float or None
        The change that the publication claims, if any.
    point : float
        The change at the point estimates.
    mean, sd : Measured
    quantiles : dict of level to Measured
        At 1, 2, ..., 99 %.
    before, after : Measured
        Probability of a positive net benefit without and with the change.
    """

    scenario: str
    label: Text
    published: float | None
    point: float
    mean: Measured
    sd: Measured
    quantiles: dict[float, Measured]
    before: Measured
    after: Measured

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {
            "published": self.published,
            "point": self.point,
            "mean": self.mean.to_dict(),
            "sd": self.sd.to_dict(),
            "quantiles": {str(level): self.quantiles[level].to_dict() for level in LEVELS},
            "probability_net_benefit_positive": {"before": self.before.to_dict(), "after": self.after.to_dict()},
        }


@dataclass(frozen=True)
class Contrasts:
    """The changes of one outcome by several scenarios."""

    provenance: Provenance
    case: Case
    outcome: str
    contrasts: dict[str, Contrast]

    __repr__ = brief

    def to_dict(self) -> dict[str, Any]:
        """Give what ``mkba whatif --json`` shows."""
        return {
            **self.provenance.to_dict(),
            "outcome": self.outcome,
            "contrasts": {name: contrast.to_dict() for name, contrast in self.contrasts.items()},
        }

    def to_frame(self) -> pd.DataFrame:
        """Give a row a scenario: published, point, mean and quantiles of the change with their intervals."""
        import pandas as pd

        rows = []
        for name, contrast in self.contrasts.items():
            row: dict[str, Any] = {
                "outcome": self.outcome,
                "scenario": name,
                "published": contrast.published,
                "point": contrast.point,
            }
            figures = {"mean": contrast.mean, **{f"q{level:g}": contrast.quantiles[level] for level in LEVELS}}
            figures |= {"probability_before": contrast.before, "probability_after": contrast.after}
            for key, value in figures.items():
                row |= {key: value.value, f"{key}_low": value.low, f"{key}_high": value.high}
            rows.append(row)
        return pd.DataFrame(rows)


@dataclass(frozen=True)
class _Compare:
    """The task of one batch: every scenario on the same draws."""

    model: CaseModel
    design: Design
    outcome: str
    scenarios: tuple[str, ...]
    statistics: Statistics

    def __call__(self, batch: range) -> list[Section]:
        draws = sample(self.model, self.design, batch)
        shape = (len(batch), self.design.draws)
        rows = shape[0] * shape[1]
        wanted = {self.outcome, "net_benefit"}
        sections = []
        for name in self.scenarios:
            scenario = self.model.case.scenarios[name]
            one, other = self._pooled(scenario.pooled, batch) if scenario.pooled else (draws, draws)
            before = self.model.evaluate({**one, **pinned_before(self.model, scenario.values)}, wanted)
            after = self.model.evaluate({**other, **scenario.values}, wanted)
            columns = (after[self.outcome] - before[self.outcome], before["net_benefit"], after["net_benefit"])
            values: Array = np.stack([np.broadcast_to(column, rows).reshape(shape) for column in columns])
            sections.append(self.statistics.section(values))
        return sections

    def _pooled(self, names: Collection[str], batch: range) -> tuple[Values, Values]:
        """Draw with and without the distributions of experts' answers, from the same points of the unit cube.

        An estimate that is fixed without them takes part in the design on both sides: the points are the same.
        """
        fixed = {name: value for name, value in self.model.fixed.items() if name in names}
        before = sample(self.model.pooled(fixed), self.design, batch)
        return {**before, **fixed}, sample(self.model.pooled(names), self.design, batch)


def pinned_before(model: CaseModel, changed: Collection[str]) -> dict[str, float]:
    """Give the point values of the changed estimates: uncertain ones are pinned on both sides of a contrast."""
    return {name: model.points[name] for name in changed}


def contrast(
    model: CaseModel,
    *,
    scenarios: Collection[str] | None = None,
    outcome: str = "net_benefit",
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: Kind = "sobol",
    executor: Executor | None = None,
) -> Contrasts:
    """Say how much scenarios change an outcome, and how sure we are of that.

    Each scenario is compared with the model on the same draws, so that the difference is not blurred by them. An
    uncertain estimate that a scenario sets is pinned on both sides: at its point value before, at the scenario's after.
    One that it sets to what experts' answers come to is uncertain on both sides, at the same quantiles of the two
    distributions.

    Parameters
    ----------
    model : CaseModel
    scenarios : collection of str, optional
        All of the case by default.
    outcome : str
        Whose change.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    Contrasts

    Raises
    ------
    InputError
        If a scenario or outcome is unknown.
    """
    design = Design(draws, replicates, rng, kind)
    model.select([outcome])
    names = tuple(model.case.scenarios if scenarios is None else scenarios)
    for name in names:
        if name not in model.case.scenarios:
            raise unknown("unknown_scenario", "scenario", name, model.case.scenarios)
    statistics = Statistics((DIFFERENCE, BEFORE, AFTER), PERCENTILES, {BEFORE: (BEFORE, 0.0), AFTER: (AFTER, 0.0)})
    summaries = {name: Summary(statistics) for name in names}
    for sections in over_batches(_Compare(model, design, outcome, names, statistics), design.batches(), executor):
        for summary, section in zip(summaries.values(), sections, strict=True):
            summary.add(section)
    found = {name: _contrast(model, name, outcome, summary) for name, summary in summaries.items()}
    return Contrasts(provenance(model, design), model.case, outcome, found)


def _contrast(model: CaseModel, scenario: str, outcome: str, summary: Summary) -> Contrast:
    case = model.case
    base, after = model.point(), model.pooled(case.scenarios[scenario].pooled).point()
    changed = {**after, **case.scenarios[scenario].values}
    at_point = [float(model.evaluate(inputs, [outcome])[outcome][0]) for inputs in (base, changed)]
    claimed = [
        claim.published
        for claim in case.claims.values()
        if (claim.measure, claim.outcome, claim.scenario) == ("difference", outcome, scenario)
    ]
    probabilities = summary.probabilities()
    return Contrast(
        scenario=scenario,
        label=case.scenarios[scenario].label,
        published=claimed[0] if claimed else None,
        point=at_point[1] - at_point[0],
        mean=summary.means()[0],
        sd=summary.sds()[0],
        quantiles=summary.quantiles()[0],
        before=probabilities[BEFORE],
        after=probabilities[AFTER],
    )
