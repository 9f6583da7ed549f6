"""How sure are we? Distributions of all outcomes, probabilities, and where the published figure sits in them."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mkba_uncertainty.analysis.confidence_result import Confidence, Distribution
from mkba_uncertainty.analysis.labels import input_labels, outcome_labels
from mkba_uncertainty.analysis.main_effect import main_effect
from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.verdict import verdict
from mkba_uncertainty.case import HEADLINES
from mkba_uncertainty.design import Design, Kind, Rng
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.graph import Array
from mkba_uncertainty.model import CaseModel, Model
from mkba_uncertainty.replication import Executor, Measured, over_batches
from mkba_uncertainty.simulation import Ensemble, RunBatch
from mkba_uncertainty.stopping import MAX_REPLICATES, Until, parse_until, run_until
from mkba_uncertainty.summary import Section, Statistics, Summary

if TYPE_CHECKING:
    pass

__all__ = ["Confidence", "Distribution", "confidence"]

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
CURVE_LEVELS = tuple(round(0.005 * step, 3) for step in range(1, 200))
THRESHOLDS = {
    "net_benefit > 0": ("net_benefit", 0.0),
    "bcr > 1": ("bcr", 1.0),
    "financial_net > 0": ("financial_net", 0.0),
    "financial_bcr > 1": ("financial_bcr", 1.0),
}
PUBLISHED = "net_benefit > published"
BELOW_ZERO = -math.ulp(0.0)
"""The largest number below zero: what is not above it is negative."""
DRIVERS, DRIVER_NODES, DRIVER_DRAWS, DRIVER_REPLICATES = 2, 16, 1024, 8


@dataclass(frozen=True)
class _Summarise:
    """The task of one batch: run it, and leave only its summaries."""

    run: RunBatch
    every: Statistics
    curve: Statistics

    def __call__(self, batch: range) -> tuple[Section, Section]:
        draws = self.run(batch)
        return self.of(draws.array(self.every.names), draws.array(self.curve.names))

    def of(self, every: Array, curve: Array) -> tuple[Section, Section]:
        return self.every.section(every), self.curve.section(curve)


def confidence(
    subject: Ensemble | Model,
    *,
    outcomes: Collection[str] | None = None,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: Kind = "sobol",
    executor: Executor | None = None,
    until: str | Until | None = None,
    max_replicates: int = MAX_REPLICATES,
) -> Confidence:
    """Say how sure we are of the outcomes of a model.

    Parameters
    ----------
    subject : Ensemble or Model
        An ensemble is summarised as it is. A model is run batch by batch and no draw is kept, so that memory does not
        grow with the number of replicates; the other options then say how.
    outcomes : collection of str, optional
        Which outcomes; all by default.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.
    until : str or Until, optional
        Grow the design until the interval (high - low) of a number is so narrow: ``"net_benefit > 0:0.01"``,
        ``"net_benefit.mean:5000"``, ``"net_benefit.q0.95:20000"``.
    max_replicates : int
        With ``until``: no more draws in all than so many replicates of ``draws``.

    Returns
    -------
    Confidence

    Raises
    ------
    InputError, ModelError
        As :func:`mkba_uncertainty.simulate`.

    Notes
    -----
    Values come from all draws together; intervals from sectioning over replicates (Nakayama 2014), see
    :mod:`mkba_uncertainty.replication`.
    """
    if isinstance(subject, Ensemble):
        if until is not None:
            raise InputError("until_ensemble", key="until")
        model, design = subject.model, subject.design
    else:
        model, design = subject, Design(draws, replicates, rng, kind)
    names = subject.select(outcomes)
    rule = parse_until(until) if isinstance(until, str) else until
    events = _events(model, names, rule)
    width_of = _width_of(rule, names, events) if rule else None

    def run(design: Design) -> Confidence:
        every = Statistics(names, LEVELS, events)
        curve = Statistics(("net_benefit",) if "net_benefit" in names else names[:1], CURVE_LEVELS)
        task = _Summarise(RunBatch(model, design, names), every, curve)
        parts: Iterable[tuple[Section, Section]]
        if isinstance(subject, Ensemble):  # in the same batches, so that the answer is the same to the last bit
            parts = (task.of(subject.array(names, part), subject.array(curve.names, part)) for part in design.batches())
        else:
            parts = over_batches(task, design.batches(), executor)
        summaries = Summary(every), Summary(curve)
        for sections in parts:
            for summary, section in zip(summaries, sections, strict=True):
                summary.add(section)
        return _answer(model, design, *summaries)

    if rule is None or width_of is None:
        return run(design)
    result, stopping = run_until(run, width_of, rule, design, max_replicates)
    return replace(result, stopping=stopping)


def _events(model: Model, names: Collection[str], rule: Until | None) -> dict[str, tuple[str, float]]:
    if isinstance(model, CaseModel):
        events = {event: threshold for event, threshold in THRESHOLDS.items() if threshold[0] in names}
        if "net_benefit" in names and "net_benefit" in model.case.published:
            events[PUBLISHED] = ("net_benefit", model.case.published["net_benefit"])
        events |= {_no_loss(name): (name, BELOW_ZERO) for name in names if name.startswith("actor:")}
    else:
        events = {f"{name} > 0": (name, 0.0) for name in names}
    if rule and rule.limit is not None and rule.outcome is not None and rule.outcome in names:
        events[rule.what] = (rule.outcome, rule.limit)
    return events


def _no_loss(outcome: str) -> str:
    return f"{outcome} >= 0"


def _width_of(
    rule: Until, names: Collection[str], events: Mapping[str, tuple[str, float]]
) -> Callable[[Confidence], float]:
    """Find the number that a stopping rule speaks of; its width is infinite where the number means nothing."""
    level = _level(rule.statistic)
    if rule.outcome not in names:
        raise InputError("until_unknown", key="until", found=rule.outcome or rule.what, known=", ".join(HEADLINES))
    if rule.limit is None and rule.statistic not in ("mean", "sd") and level not in LEVELS:
        known = ", ".join(["mean", "sd", *(f"q{known:g}" for known in LEVELS)])
        raise InputError("until_unknown", key="until", found=rule.what, known=known)

    def width(result: Confidence) -> float:
        if rule.limit is not None:
            found = result.probabilities[rule.what]
        else:
            outcome = result.outcomes[rule.outcome or ""]
            found = outcome.quantiles.get(level) if level else {"mean": outcome.mean, "sd": outcome.sd}[rule.statistic]
        return found.width if found else np.inf

    return width


def _level(statistic: str) -> float | None:
    return float(statistic[1:]) if statistic[:1] == "q" and statistic[1:].replace(".", "").isdigit() else None


def _answer(
    model: Model,
    design: Design,
    every: Summary,
    curve: Summary,
) -> Confidence:
    names, events = every.statistics.names, every.statistics.thresholds
    points = model.evaluate(model.point(), names)
    found = {
        name: _distribution(points[name], mean, sd, quantiles)
        for name, mean, sd, quantiles in zip(names, every.means(), every.sds(), every.quantiles(), strict=True)
    }
    probabilities: dict[str, Measured | None] = {
        event: None if found[events[event][0]].meaningless else value for event, value in every.probabilities().items()
    }
    published = events[PUBLISHED][1] if PUBLISHED in events else None
    above = probabilities.pop(PUBLISHED, None)
    percentile = above and _opposite(above)
    losses = {name: kept for name in names if (kept := probabilities.pop(_no_loss(name), None))}
    net = found.get("net_benefit")
    drivers = _drivers(model, design, net.sd) if isinstance(model, CaseModel) and net and net.sd else {}
    labels = input_labels(model, drivers)
    return Confidence(
        provenance=provenance(model, design, every.replicates),
        case=model.case if isinstance(model, CaseModel) else None,
        labels=outcome_labels(model, names),
        outcomes=found,
        probabilities=probabilities,
        published=published,
        published_percentile=percentile,
        losses={name: _opposite(kept) for name, kept in losses.items()},
        drivers=drivers,
        verdict=verdict(found, probabilities, percentile, [(labels[name], share) for name, share in drivers.items()])
        if isinstance(model, CaseModel)
        else None,
        curve=curve.quantiles()[0],
        curve_outcome=curve.statistics.names[0],
    )


def _opposite(probability: Measured) -> Measured:
    return Measured(1 - probability.value, 1 - probability.high, 1 - probability.low)


def _drivers(model: CaseModel, design: Design, spread: Measured) -> dict[str, Measured]:
    """Give the leading estimates, from curves with few nodes on a design of bounded size."""
    if not model.uncertain or model.evidence or spread.value == 0:  # what data have moved has no curve of its own
        return {}
    curves = main_effect(
        model,
        nodes=DRIVER_NODES,
        draws=min(design.draws, DRIVER_DRAWS),
        replicates=min(design.replicates, DRIVER_REPLICATES),
        rng=design.seeds,
        kind=design.kind,
    ).curves
    leading = sorted(curves.values(), key=lambda curve: -curve.variance_share.value)[:DRIVERS]
    return {curve.estimate: curve.variance_share for curve in leading}


def _distribution(point: Array, mean: Measured, sd: Measured, quantiles: dict[float, Measured]) -> Distribution:
    at_point = None if np.isnan(point[0]) else float(point[0])
    if np.isnan(mean.value):
        return Distribution(at_point, None, None, {}, meaningless=True)
    return Distribution(at_point, mean, sd, quantiles)
