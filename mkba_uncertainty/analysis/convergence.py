"""How the error of a run shrinks as replicates come in: what more draws would buy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import chdtri, stdtrit

from mkba_uncertainty.design import Design
from mkba_uncertainty.graph import Array
from mkba_uncertainty.model import Model
from mkba_uncertainty.replication import CONFIDENCE_LEVEL, Executor, half_width, measure_probability, over_batches
from mkba_uncertainty.simulation import RunBatch

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Step:
    """The error with the first so many replicates of a run: half the width of the interval of each number."""

    replicates: int
    mean: float
    probability: float


@dataclass(frozen=True)
class Convergence:
    """The error of a run's mean, and of its probability of more than zero, against replicates.

    Parameters
    ----------
    outcome : str
    draws : int
        In each replicate.
    steps : tuple of Step
        From 2 replicates to all.
    noise : (float, float)
        An interval itself is estimated. The one that endlessly many repetitions of the run would give on average lies,
        in 95 % of runs, between these multiples of the one found with all replicates (for a mean, whose replicates
        are about normal).
    """

    outcome: str
    draws: int
    steps: tuple[Step, ...]
    noise: tuple[float, float]

    def expected(self) -> list[float]:
        """Give the half-width of the mean that theory has for each step, from the spread between all replicates."""
        last = self.steps[-1]
        factor = last.mean / _student(last.replicates)
        return [factor * _student(step.replicates) for step in self.steps]

    def to_frame(self) -> pd.DataFrame:
        """Give a row a step."""
        import pandas as pd

        return pd.DataFrame([vars(step) for step in self.steps])


def convergence(
    model: Model, design: Design, *, outcome: str = "net_benefit", executor: Executor | None = None
) -> Convergence:
    """Repeat a run, and see how the error of its answer depends on the number of replicates.

    Parameters
    ----------
    model : Model
    design : Design
        The run's own, so that the last step has the error that the run reports.
    outcome : str
    executor : Executor, optional

    Returns
    -------
    Convergence

    Notes
    -----
    The half-width with ``n`` replicates is ``t(n - 1) s / sqrt(n)`` (see :mod:`mkba_uncertainty.replication`). As ``s``
    is estimated with ``n - 1`` degrees of freedom, it scatters: ``(n - 1) s^2 / sigma^2`` has about a chi-square
    distribution.
    """
    means, above = [], []
    for batch in over_batches(RunBatch(model, design, (outcome,)), design.batches(), executor):
        values = batch.outcomes[outcome]
        means.append(values.mean(axis=-1))
        above.append((values > 0).mean(axis=-1))
    mean, share = np.concatenate(means), np.concatenate(above)
    steps = tuple(_step(mean[:count], share[:count], design.draws) for count in range(2, design.replicates + 1))
    return Convergence(outcome, design.draws, steps, _noise(design.replicates))


def _step(mean: Array, share: Array, draws: int) -> Step:
    probability = measure_probability(float(share.mean()), share, draws * len(share))
    return Step(len(mean), float(half_width(mean.mean(), mean)), probability.width / 2)


def _student(count: int) -> float:
    return float(stdtrit(count - 1, 0.5 + CONFIDENCE_LEVEL / 2)) / float(np.sqrt(count))


def _noise(count: int) -> tuple[float, float]:
    tail, freedom = (1 - CONFIDENCE_LEVEL) / 2, count - 1
    low, high = (float(np.sqrt(freedom / chdtri(freedom, p))) for p in (tail, 1 - tail))
    return low, high
