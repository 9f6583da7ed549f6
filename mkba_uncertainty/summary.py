"""What replicates leave behind: statistics within each, and a merged distribution of bounded size.

So ``s(all)`` needs no draws, and memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from mkba_uncertainty.arrays import SMALLEST_SPREAD, Array, above
from mkba_uncertainty.replication import Measured, half_width, hazen, measure_probability

GRID = 8192
"""Values at which the draws of a pooled distribution are counted once they are too many to hold."""


@dataclass
class Pooled:
    """The distribution of all draws of k outcomes: exact up to ``2 * GRID`` draws, then counts at a grid of values.

    The grid holds draws themselves, evenly spread over the ranks of those that came in first. The numbers of draws
    below each of its values, and at or below it, are exact whatever comes in later, so that no error piles up. Between
    two neighbours, which have about ``1 / GRID`` of the draws between them, quantiles are interpolated.
    """

    draws: int = 0
    held: list[Array] = field(default_factory=list)
    grid: Array | None = None
    ends: Array | None = None
    counts: NDArray[np.int64] | None = None

    def add(self, values: Array) -> None:
        """Take in draws of shape (k, n)."""
        self.draws += int(values.shape[-1])
        self.held.append(values)
        if self.draws <= 2 * GRID:
            return
        ordered = np.sort(np.concatenate(self.held, axis=-1), axis=-1)
        self.held = []
        ends = ordered[:, [0, -1]]
        if self.grid is None or self.counts is None or self.ends is None:
            self.grid = ordered[:, np.linspace(0, ordered.shape[-1] - 1, GRID).astype(np.intp)]
            self.ends, self.counts = ends, np.zeros((len(ordered), 2, GRID), dtype=np.int64)
        self.ends = np.stack([np.minimum(self.ends[:, 0], ends[:, 0]), np.maximum(self.ends[:, 1], ends[:, 1])], axis=1)
        for counts, row, grid in zip(self.counts, ordered, self.grid, strict=True):
            counts[0] += np.searchsorted(row, grid, "left")
            counts[1] += np.searchsorted(row, grid, "right")

    def quantiles(self, levels: Array) -> Array:
        """Give Hazen quantiles of shape (k, q)."""
        if self.grid is None or self.counts is None or self.ends is None:
            return hazen(np.sort(np.concatenate(self.held, axis=-1), axis=-1), levels)
        result = np.empty((len(self.grid), len(levels)))
        for found, counts, grid, (lowest, highest) in zip(result, self.counts, self.grid, self.ends, strict=True):
            # each value twice, with the draws below it and those at or below it: a value that recurs keeps its mass
            values = np.concatenate([[lowest], np.repeat(grid, 2), [highest]])
            below = np.concatenate([[0], np.sort(counts, axis=None), [self.draws]])
            found[:] = np.interp(levels * self.draws, below, values)
        return result


@dataclass(frozen=True)
class Section:
    """Statistics within each replicate of a batch, and its draws.

    Shapes: R replicates of n draws, k outcomes, q levels, t thresholds.
    """

    mean: Array
    squares: Array
    quantiles: Array
    above: Array
    ordered: Array


@dataclass(frozen=True)
class Statistics:
    """Which statistics are taken of draws.

    Parameters
    ----------
    names : tuple of str
        The k outcomes.
    levels : tuple of float
        Levels of the q quantiles.
    thresholds : mapping of label to (outcome, value)
        Shares of draws in which an outcome exceeds a value.
    """

    names: tuple[str, ...]
    levels: tuple[float, ...]
    thresholds: Mapping[str, tuple[str, float]] = field(default_factory=dict)

    def section(self, values: Array) -> Section:
        """Take them of draws of shape (k, R, n), within each replicate; may run in another process."""
        outcomes, replicates, draws = values.shape
        mean = values.mean(axis=-1)
        ordered = np.sort(values, axis=-1)
        shares = [
            above(values[self.names.index(outcome)], limit).mean(axis=-1) for outcome, limit in self.thresholds.values()
        ]
        return Section(
            mean=mean.T,
            squares=np.sum((values - mean[..., None]) ** 2, axis=-1).T,
            quantiles=np.moveaxis(hazen(ordered, self.levels), 0, 1),
            above=np.array(shares).T if shares else np.empty((replicates, 0)),
            ordered=ordered.reshape(outcomes, replicates * draws),
        )


class Summary:
    """Statistics of all draws together and within each replicate, gathered batch by batch."""

    def __init__(self, statistics: Statistics) -> None:
        self.statistics = statistics
        self._pooled = Pooled()
        self._sections: list[Section] = []

    def add(self, section: Section) -> None:
        """Take in what a batch left behind; the order of batches must be fixed."""
        self._pooled.add(section.ordered)
        self._sections.append(replace(section, ordered=np.empty((len(section.ordered), 0))))

    @property
    def replicates(self) -> int:
        """Number of replicates taken in."""
        return len(self.within("mean"))

    @property
    def draws(self) -> int:
        """Number of draws taken in, over all replicates."""
        return self._pooled.draws

    def within(self, statistic: str) -> Array:
        """Give a statistic of each :class:`Section` within every replicate: shape (R, ...)."""
        return np.concatenate([getattr(section, statistic) for section in self._sections])

    def means(self) -> list[Measured]:
        """Give the mean of each outcome."""
        return _measured(self.within("mean").mean(axis=0), self.within("mean"))

    def sds(self) -> list[Measured]:
        """Give the standard deviation of each outcome; one of rounding alone is 0.

        Divided by n: the mean of quasi-random draws is nearly exact, so that n - 1 would shift every section alike.
        With a heavy tail its error is skewed: for a product of lognormals of sigma 0.2, 0.4 and 0.6 the 95 % interval
        holds the truth in 89 % of runs of 8 replicates, 91 % of 128 (benchmarks/results/coverage.md).
        """
        means, squares = self.within("mean"), self.within("squares")
        each = self.draws // len(means)
        between = each * np.sum((means - means.mean(axis=0)) ** 2, axis=0)
        together = np.sqrt((squares.sum(axis=0) + between) / self.draws)
        noise = SMALLEST_SPREAD * np.abs(means.mean(axis=0))
        return _measured(*(np.where(sd <= noise, 0.0, sd) for sd in (together, np.sqrt(squares / each))))

    def quantiles(self) -> list[dict[float, Measured]]:
        """Give for each outcome its quantile at every level."""
        levels = self.statistics.levels
        together, within = self._pooled.quantiles(np.array(levels)), self.within("quantiles")
        return [
            dict(zip(levels, _measured(together[row], within[:, row]), strict=True))
            for row in range(len(self.statistics.names))
        ]

    def probabilities(self) -> dict[str, Measured]:
        """Give the share of draws above each threshold."""
        above = self.within("above")
        return {
            label: measure_probability(float(above[:, column].mean()), above[:, column], self.draws)
            for column, label in enumerate(self.statistics.thresholds)
        }


def _measured(values: Array, by_replicate: Array) -> list[Measured]:
    halves = half_width(values, by_replicate)
    return [
        Measured(value, value - half, value + half)
        for value, half in zip(values.tolist(), halves.tolist(), strict=True)
    ]
