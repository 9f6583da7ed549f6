"""How sure are we under each view of how estimates hang together? All variants of a case, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.analysis.provenance import Provenance, brief, provenance
from mkba_uncertainty.arrays import LEVELS, Rng
from mkba_uncertainty.case import Case
from mkba_uncertainty.copula.correlation import attainable_spearman
from mkba_uncertainty.design import Design, Kind
from mkba_uncertainty.model import CaseModel, build_model
from mkba_uncertainty.replication import Executor, Measured, over_batches
from mkba_uncertainty.simulation import RunBatch
from mkba_uncertainty.summary import Section, Statistics, Summary
from mkba_uncertainty.texts import Text

if TYPE_CHECKING:
    import pandas as pd

POSITIVE = "positive"


@dataclass(frozen=True)
class Attained:
    """A rank correlation that draws cannot reach, because a distribution has values that recur."""

    between: tuple[str, str]
    asked: float
    attained: float

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {"between": list(self.between), "asked": self.asked, "attained": self.attained}


@dataclass(frozen=True)
class DependenceVariant:
    """The outcome under one variant of dependence.

    Parameters
    ----------
    variant : str
    label : Text
    mean, sd : Measured
    quantiles : dict of level to Measured
    probability : Measured
        That the outcome is above zero.
    attained : tuple of Attained
        The rank correlations that come out otherwise than asked; none where all distributions are continuous.
    """

    variant: str
    label: Text
    mean: Measured
    sd: Measured
    quantiles: dict[float, Measured]
    probability: Measured
    attained: tuple[Attained, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {
            "mean": self.mean.to_dict(),
            "sd": self.sd.to_dict(),
            "quantiles": {str(level): value.to_dict() for level, value in self.quantiles.items()},
            "probability": self.probability.to_dict(),
            "attained": [one.to_dict() for one in self.attained],
        }


@dataclass(frozen=True)
class Dependences:
    """One outcome under every variant of dependence of a case, with the same seeds."""

    provenance: Provenance
    case: Case
    outcome: str
    label: Text
    variants: dict[str, DependenceVariant]

    __repr__ = brief

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {
            **self.provenance.to_dict(),
            "outcome": self.outcome,
            "variants": {name: variant.to_dict() for name, variant in self.variants.items()},
        }

    def to_frame(self) -> pd.DataFrame:
        """Give a row a variant: probability above zero, mean, sd and quantiles, each with its interval."""
        import pandas as pd

        rows = []
        for name, variant in self.variants.items():
            figures = {"probability": variant.probability, "mean": variant.mean, "sd": variant.sd}
            figures |= {f"q{level:g}": value for level, value in variant.quantiles.items()}
            row: dict[str, Any] = {"outcome": self.outcome, "dependence": name}
            for key, value in figures.items():
                row |= {key: value.value, f"{key}_low": value.low, f"{key}_high": value.high}
            rows.append(row)
        return pd.DataFrame(rows)


@dataclass(frozen=True)
class _RunVariants:
    """The task of one batch: every variant with the seeds of the same replicates."""

    runs: tuple[RunBatch, ...]
    statistics: Statistics

    def __call__(self, batch: range) -> list[Section]:
        return [self.statistics.section(run(batch).array(self.statistics.names)) for run in self.runs]


def dependence(
    case: Case,
    *,
    scenarios: Sequence[str] = (),
    outcome: str = "net_benefit",
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: Kind = "sobol",
    executor: Executor | None = None,
) -> Dependences:
    """Say how sure we are under each view of how estimates hang together.

    Parameters
    ----------
    case : Case
    scenarios : sequence of str
        Scenarios of the case, as for :func:`mkba_uncertainty.build_model`.
    outcome : str
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`. All variants have the same seeds, so that they differ by their
        dependence only: an estimate that depends on no other has the same draws in each.

    Returns
    -------
    Dependences
        A variant for each of the case, ``independent`` included.

    Raises
    ------
    InputError
        If a scenario or the outcome is unknown.
    """
    design = Design(draws, replicates, rng, kind)
    models = {name: build_model(case, scenarios=scenarios, dependence=name) for name in case.dependence}
    first = next(iter(models.values()))
    first.select([outcome])
    statistics = Statistics((outcome,), LEVELS, {POSITIVE: (outcome, 0.0)})
    task = _RunVariants(tuple(RunBatch(model, design, (outcome,)) for model in models.values()), statistics)
    summaries = {name: Summary(statistics) for name in models}
    for sections in over_batches(task, design.batches(), executor):
        for summary, section in zip(summaries.values(), sections, strict=True):
            summary.add(section)
    return Dependences(
        provenance=replace(provenance(first, design), dependence=None),
        case=case,
        outcome=outcome,
        label=first.label(outcome),
        variants={name: _variant(models[name], summary) for name, summary in summaries.items()},
    )


def _variant(model: CaseModel, summary: Summary) -> DependenceVariant:
    return DependenceVariant(
        variant=model.dependence,
        label=model.case.dependence[model.dependence].label,
        mean=summary.means()[0],
        sd=summary.sds()[0],
        quantiles=summary.quantiles()[0],
        probability=summary.probabilities()[POSITIVE],
        attained=attained(model),
    )


def attained(model: CaseModel) -> tuple[Attained, ...]:
    """Say which of a model's rank correlations draws cannot reach, and what they reach instead."""
    return tuple(
        Attained((first, second), rank, attainable_spearman(model.inputs[first], model.inputs[second], rank))
        for (first, second), rank in model.correlations.items()
        if model.inputs[first].atoms or model.inputs[second].atoms
    )
