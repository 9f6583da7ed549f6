"""What replicates leave behind: statistics within each, and a merged distribution of bounded size.

So ``s(all)`` needs no draws, and memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from mkba_uncertainty.graph import Array
from mkba_uncertainty.replication import Measured, half_width, hazen, measure_probability

GRID = 8192
"""Points that stand for the draws that a pooled distribution no longer holds one by one."""


@dataclass
class Pooled:
    """The distribution of all draws of k outcomes: exact up to ``2 * GRID`` draws, then a fine quantile grid.

    When ``GRID`` or more recent draws have come in and do not fit any more, old grid and recent draws are replaced by
    ``GRID`` quantiles of the two together, each standing for the same number of draws.
    """

    grid: Array | None = None
    behind: int = 0
    recent: list[Array] = field(default_factory=list)

    def add(self, ordered: Array) -> None:
        """Take in draws of shape (k, n), sorted along the last axis."""
        self.recent.append(ordered)
        fresh = sum(block.shape[-1] for block in self.recent)
        if fresh + (0 if self.grid is None else GRID) > 2 * GRID:
            levels = (np.arange(GRID) + 0.5) / GRID
            self.grid, self.behind, self.recent = self.quantiles(levels), self.draws, []

    @property
    def draws(self) -> int:
        """Number of draws taken in."""
        return self.behind + sum(block.shape[-1] for block in self.recent)

    def quantiles(self, levels: Array) -> Array:
        """Give Hazen quantiles of shape (k, q), of draws weighted by what each point stands for."""
        blocks = ([] if self.grid is None else [self.grid]) + self.recent
        points = np.concatenate(blocks, axis=-1)
        if self.grid is None:
            return hazen(np.sort(points, axis=-1), levels)
        weights = np.concatenate([np.full(GRID, self.behind / GRID), np.ones(points.shape[-1] - GRID)])
        result = np.empty((len(points), len(levels)))
        for row, values in enumerate(points):
            order = np.argsort(values, kind="stable")
            mass = np.cumsum(weights[order]) - weights[order] / 2
            result[row] = np.interp(levels, mass / self.draws, values[order])
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
        above = [
            (values[self.names.index(outcome)] > limit).mean(axis=-1) for outcome, limit in self.thresholds.values()
        ]
        return Section(
            mean=mean.T,
            squares=np.sum((values - mean[..., None]) ** 2, axis=-1).T,
            quantiles=np.moveaxis(hazen(ordered, self.levels), 0, 1),
            above=np.array(above).T if above else np.empty((replicates, 0)),
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
        self._sections.append(replace(section, ordered=section.ordered[:, :0]))

    @property
    def replicates(self) -> int:
        """Number of replicates taken in."""
        return len(self._stack("mean"))

    @property
    def draws(self) -> int:
        """Number of draws taken in, over all replicates."""
        return self._pooled.draws

    def _stack(self, statistic: str) -> Array:
        return np.concatenate([getattr(section, statistic) for section in self._sections])

    def means(self) -> list[Measured]:
        """Give the mean of each outcome."""
        return _measured(self._stack("mean").mean(axis=0), self._stack("mean"))

    def sds(self) -> list[Measured]:
        """Give the standard deviation of each outcome."""
        means, squares = self._stack("mean"), self._stack("squares")
        each = self.draws // len(means)
        between = each * np.sum((means - means.mean(axis=0)) ** 2, axis=0)
        together = np.sqrt((squares.sum(axis=0) + between) / (self.draws - 1))
        return _measured(together, np.sqrt(squares / (each - 1)))

    def quantiles(self) -> list[dict[float, Measured]]:
        """Give for each outcome its quantile at every level."""
        levels = self.statistics.levels
        together, within = self._pooled.quantiles(np.array(levels)), self._stack("quantiles")
        return [
            dict(zip(levels, _measured(together[row], within[:, row]), strict=True))
            for row in range(len(self.statistics.names))
        ]

    def probabilities(self) -> dict[str, Measured]:
        """Give the share of draws above each threshold."""
        above = self._stack("above")
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
