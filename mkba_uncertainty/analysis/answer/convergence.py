"""How the error of a run shrinks as replicates come in: what more draws would buy."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import chdtri, gammaln, stdtrit

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.design import Design
from mkba_uncertainty.model import AnyModel
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
    """The error of a run's mean, and of its probability of more than zero (of a ratio: one), against replicates.

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
        """Give the half-width of the mean that theory has on average for each step, from the spread of all replicates.

        That allows for a sample's standard deviation being too small on average, by :func:`c4`.
        """
        last = self.steps[-1]
        factor = last.mean / _width(last.replicates)
        return [factor * _width(step.replicates) for step in self.steps]

    def to_frame(self) -> pd.DataFrame:
        """Give a row a step."""
        import pandas as pd

        return pd.DataFrame([vars(step) for step in self.steps])


def convergence(
    model: AnyModel, design: Design, *, outcome: str | None = None, executor: Executor | None = None
) -> Convergence:
    """Repeat a run, and see how the error of its answer depends on the number of replicates.

    Parameters
    ----------
    model : AnyModel
    design : Design
        The run's own, so that the last step has the error that the run reports.
    outcome : str, optional
        By default the headline: the net benefit, or else the first outcome.
    executor : Executor, optional

    Returns
    -------
    Convergence

    Notes
    -----
    The half-width with ``n`` replicates is ``t(n - 1) s / sqrt(n)`` (see :mod:`mkba_uncertainty.replication`). As ``s``
    is estimated with ``n - 1`` degrees of freedom, it scatters: ``(n - 1) s^2 / sigma^2`` has about a chi-square
    distribution. On average it is :func:`c4` times ``sigma``.
    """
    outcome = outcome or model.headline
    ((_, limit),) = model.events([outcome]).values()
    means, above = [], []
    for batch in over_batches(RunBatch(model, design, (outcome,)), design.batches(), executor):
        values = batch.outcomes[outcome]
        means.append(values.mean(axis=-1))
        above.append((values > limit).mean(axis=-1))
    mean, share = np.concatenate(means), np.concatenate(above)
    steps = tuple(_step(mean[:count], share[:count], design.draws) for count in range(2, design.replicates + 1))
    return Convergence(outcome, design.draws, steps, _noise(design.replicates))


def _step(mean: Array, share: Array, draws: int) -> Step:
    probability = measure_probability(float(share.mean()), share, draws * len(share))
    return Step(len(mean), float(half_width(mean.mean(), mean)), probability.width / 2)


def _width(count: int) -> float:
    """Give the half-width to expect with so many replicates whose standard deviation is 1."""
    return float(stdtrit(count - 1, 0.5 + CONFIDENCE_LEVEL / 2)) / math.sqrt(count) * c4(count)


def c4(count: int) -> float:
    """Give the expected standard deviation of a sample of so many normal numbers whose own is 1.

    ``sqrt(2 / (n - 1)) Gamma(n / 2) / Gamma((n - 1) / 2)`` (Montgomery 2009, Statistical Quality Control, chapter 6).
    """
    return math.sqrt(2 / (count - 1)) * math.exp(gammaln(count / 2) - gammaln((count - 1) / 2))


def _noise(count: int) -> tuple[float, float]:
    tail, freedom = (1 - CONFIDENCE_LEVEL) / 2, count - 1
    low, high = (c4(count) * math.sqrt(freedom / float(chdtri(freedom, p))) for p in (tail, 1 - tail))
    return low, high
