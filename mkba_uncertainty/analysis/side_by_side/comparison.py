"""Two cases side by side: which returns more per euro, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mkba_uncertainty.analysis.answer.confidence import CURVE_LEVELS, Confidence, confidence
from mkba_uncertainty.analysis.provenance import Provenance, brief
from mkba_uncertainty.analysis.requirements import require_unmoved
from mkba_uncertainty.arrays import LEVELS, Rng
from mkba_uncertainty.case import Case
from mkba_uncertainty.design import Design, Kind, transform
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.model import CaseModel, build_model
from mkba_uncertainty.replication import Executor, Measured, over_batches
from mkba_uncertainty.summary import Section, Statistics, Summary
from mkba_uncertainty.texts import Text

if TYPE_CHECKING:
    import pandas as pd

SHARED, INDEPENDENT = "shared", "independent"
DIFFERENCE = "difference"


@dataclass(frozen=True)
class Difference:
    """The benefit-cost ratio of the first case minus that of the second, under one reading of their errors.

    Parameters
    ----------
    probability : Measured
        That the ratio of the first case exceeds that of the second.
    mean, sd : Measured
    quantiles : dict of level to Measured
    """

    probability: Measured
    mean: Measured
    sd: Measured
    quantiles: dict[float, Measured]

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows of the difference itself."""
        return {
            "mean": self.mean.to_dict(),
            "sd": self.sd.to_dict(),
            "quantiles": {str(level): value.to_dict() for level, value in self.quantiles.items()},
        }


@dataclass(frozen=True)
class Comparison:
    """Two cases side by side.

    Parameters
    ----------
    provenance : Provenance
        Names both cases; each has its own in ``cases``.
    cases : dict of name to Confidence
        The first and the second case, each as by itself.
    shared : dict of estimate to Text
        The uncertain estimates that both cases have by the same name, and their labels.
    differences : dict of reading to Difference or None
        ``"shared"``: the errors in estimates of the same name are the same in both cases. ``"independent"``: they
        have nothing to do with each other. None where a ratio is meaningless, since costs are not always positive.
    curves : dict of name to dict of level to Measured
        Quantiles of the benefit-cost ratio of each case, for its plot; empty where the ratio is meaningless.
    """

    provenance: Provenance
    cases: dict[str, Confidence]
    shared: dict[str, Text]
    differences: dict[str, Difference | None]
    curves: dict[str, dict[float, Measured]]

    __repr__ = brief

    def to_dict(self) -> dict[str, Any]:
        """Give what ``mkba compare --json`` shows; ``value``, ``low`` and ``high`` are those of shared errors."""
        found = {reading: each and each.probability.to_dict() for reading, each in self.differences.items()}
        first, second = self.cases
        return {
            **self.provenance.to_dict(),
            "cases": {name: result.to_dict() for name, result in self.cases.items()},
            "shared": list(self.shared),
            "probability_better_bcr": {
                **(found[SHARED] or {"value": None, "low": None, "high": None}),
                "better": first,
                "than": second,
                **found,
            },
            "difference_bcr": {reading: each and each.to_dict() for reading, each in self.differences.items()},
        }

    def to_frame(self) -> pd.DataFrame:
        """Give a row a case and outcome, as for each by itself, and two rows for the difference of the ratios.

        The latter have ``difference`` as case and the reading of errors as ``errors``, and hold the probability that
        the first case's ratio exceeds the second's.
        """
        import pandas as pd

        frames = [result.to_frame().assign(case=name) for name, result in self.cases.items()]
        rows: list[dict[str, Any]] = []
        for reading, each in self.differences.items():
            row: dict[str, Any] = {"case": DIFFERENCE, "errors": reading, "outcome": "bcr"}
            if each is not None:
                figures = {"mean": each.mean, "sd": each.sd}
                figures |= {f"q{level:g}": value for level, value in each.quantiles.items()}
                for key, value in (figures | {"probability": each.probability}).items():
                    row |= {key: value.value, f"{key}_low": value.low, f"{key}_high": value.high}
            rows.append(row)
        frame = pd.concat([*frames, pd.DataFrame(rows)], ignore_index=True)
        return frame[["case", "errors", *(name for name in frame.columns if name not in ("case", "errors"))]]


@dataclass(frozen=True)
class _Pair:
    """The task of one batch: both models on one design, in which the first ``common`` dimensions are for both."""

    models: tuple[CaseModel, CaseModel]
    common: int
    design: Design
    statistics: Statistics

    def __call__(self, batch: range) -> Section:
        """Give the statistics of both ratios and of their difference."""
        first, second = (len(model.uncertain) for model in self.models)
        dimensions = first + second - self.common
        points = np.concatenate([self.design.uniforms(replicate, dimensions) for replicate in batch], axis=1)
        rows = (np.arange(first), np.r_[: self.common, first:dimensions])
        ratios = [
            model.evaluate(transform(model, points[own]), ["bcr"])["bcr"]
            for model, own in zip(self.models, rows, strict=True)
        ]
        shape = (len(batch), self.design.draws)
        columns = [np.broadcast_to(ratio, points.shape[1]).reshape(shape) for ratio in ratios]
        return self.statistics.section(np.stack([*columns, columns[0] - columns[1]]))


def compare(
    cases: Sequence[Case],
    *,
    scenarios: Sequence[str] = (),
    dependence: str = "independent",
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: Kind = "sobol",
    executor: Executor | None = None,
) -> Comparison:
    """Say which of two cases returns more per euro of costs, and how sure that is.

    Two analyses by the same bureau may err in the same direction: if shelter is dearer than was thought, it is so in
    both. So the probability is given twice. With shared errors, estimates that have the same name in both cases are
    drawn once: the same quantile of each case's own distribution. With independent errors nothing is shared. The truth
    mostly lies between the two.

    Each case keeps its own distributions and its own dependence exactly. Where both correlate the same estimates in
    the same way, these are drawn once as well; where they do not, draws are shared as far as that allows (in the
    Cholesky factor of each case the shared estimates come first, in the same order).

    Parameters
    ----------
    cases : sequence of two Case
        Of different names.
    scenarios, dependence
        As for :func:`mkba_uncertainty.build_model`; both cases must have them.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    Comparison

    Raises
    ------
    InputError
        If there are not two cases, they have the same name, or one lacks a scenario or dependence variant.
    """
    if len(cases) != 2:
        raise InputError("compare_two", key="cases", found=len(cases))
    if cases[0].name == cases[1].name:
        raise InputError("compare_same_name", key="cases", found=cases[0].name)
    first, second = (build_model(case, scenarios=scenarios, dependence=dependence) for case in cases)
    for model in (first, second):
        if any(len(block.observed) > 1 for block in model.evidence):  # whose draws have weights of their own
            require_unmoved(model)
    design = Design(draws, replicates, rng, kind)
    shared = [name for name in first.uncertain if name in second.uncertain]
    joint = {
        SHARED: _Pair((_with_first(first, shared), _with_first(second, shared)), len(shared), design, _statistics()),
        INDEPENDENT: _Pair((first, second), 0, design, _statistics()),
    }
    summaries = {reading: _summary(pair, executor) for reading, pair in joint.items()}
    seed = design.seeds if design.seed is None else design.seed  # a generator would give the second case other numbers
    answers = {
        model.name: confidence(model, draws=draws, replicates=replicates, rng=seed, kind=kind, executor=executor)
        for model in (first, second)
    }
    own = answers[first.name].provenance
    return Comparison(
        provenance=replace(own, case=f"{first.name}, {second.name}", case_sha256=None),
        cases=answers,
        shared={name: first.case.estimates[name].label for name in shared},
        differences={reading: _difference(summary) for reading, summary in summaries.items()},
        curves=_curves(summaries[SHARED], list(answers)),
    )


def _statistics() -> Statistics:
    names = ("first", "second", DIFFERENCE)
    return Statistics(names, CURVE_LEVELS, {DIFFERENCE: (DIFFERENCE, 0.0)})


def _summary(pair: _Pair, executor: Executor | None) -> Summary:
    summary = Summary(pair.statistics)
    for section in over_batches(pair, pair.design.batches(), executor):
        summary.add(section)
    return summary


def _with_first(model: CaseModel, names: Sequence[str]) -> CaseModel:
    """Put some inputs in front: they get the first dimensions, and the first rows of the Cholesky factor."""
    ordered = {name: model.inputs[name] for name in names}
    return replace(model, inputs=ordered | dict(model.inputs))


def _difference(summary: Summary) -> Difference | None:
    mean, quantiles = summary.means()[-1], summary.quantiles()[-1]
    if np.isnan(mean.value):
        return None
    shown = {level: quantiles[level] for level in LEVELS}
    return Difference(summary.probabilities()[DIFFERENCE], mean, summary.sds()[-1], shown)


def _curves(summary: Summary, names: Sequence[str]) -> dict[str, dict[float, Measured]]:
    means, quantiles = summary.means(), summary.quantiles()
    return {name: {} if np.isnan(means[row].value) else quantiles[row] for row, name in enumerate(names)}
