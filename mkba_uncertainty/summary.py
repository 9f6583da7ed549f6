"""What replicates leave behind: statistics within each, and a merged distribution of bounded size.

So ``s(all)`` needs no draws, and memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from mkba_uncertainty.arrays import SMALLEST_SPREAD, Array, above
from mkba_uncertainty.replication import CONFIDENCE_LEVEL, Measured, finest, half_width, hazen, measure_probability
from mkba_uncertainty.tails import Tail, ends, heavy_tails

Z = float(ndtri(0.5 + CONFIDENCE_LEVEL / 2))

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
    ends: tuple[Array, Array] | None = None
    counts: NDArray[np.int64] | None = None
    _is_sorted: bool = field(default=False, init=False)

    def add(self, values: Array) -> None:
        """Take in draws of shape (k, n)."""
        self.draws += int(values.shape[-1])
        self.held.append(values)
        self._is_sorted = False
        if self.draws <= 2 * GRID:
            return
        ordered = self._ordered()
        self.held = []
        if self.grid is None or self.counts is None or self.ends is None:
            self.grid = ordered[:, np.linspace(0, ordered.shape[-1] - 1, GRID).astype(np.intp)]
            self.ends, self.counts = ends(ordered), np.zeros((len(ordered), 2, GRID), dtype=np.int64)
        else:
            self.ends = ends(np.sort(np.concatenate([*self.ends, ordered], axis=-1), axis=-1))
        for counts, row, grid in zip(self.counts, ordered, self.grid, strict=True):
            counts[0] += np.searchsorted(row, grid, "left")
            counts[1] += np.searchsorted(row, grid, "right")

    def quantiles(self, levels: Array) -> Array:
        """Give Hazen quantiles of shape (k, q)."""
        if self.grid is None or self.counts is None or self.ends is None:
            return hazen(self._ordered(), levels)
        result, (low, high) = np.empty((len(self.grid), len(levels))), self.ends
        for found, counts, grid, lowest, highest in zip(
            result, self.counts, self.grid, low[:, 0], high[:, -1], strict=True
        ):
            # each value twice, with the draws below it and those at or below it: a value that recurs keeps its mass
            values = np.concatenate([[lowest], np.repeat(grid, 2), [highest]])
            below = np.concatenate([[0], np.sort(counts, axis=None), [self.draws]])
            found[:] = np.interp(levels * self.draws, below, values)
        return result

    def farthest(self) -> tuple[Array, Array]:
        """Give the lowest and the highest draws, as many as are kept, exactly."""
        return ends(self._ordered()) if self.ends is None else self.ends

    def _ordered(self) -> Array:
        if not self._is_sorted:
            self.held, self._is_sorted = [np.sort(np.concatenate(self.held, axis=-1), axis=-1)], True
        return self.held[0]


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

    def tails(self) -> list[Tail | None]:
        """Give for each outcome its tails, where these are heavy."""
        mean, squares = self._moments()
        return heavy_tails(*self._pooled.farthest(), self.draws, mean, squares)

    def means(self) -> list[Measured]:
        """Give the mean of each outcome.

        Replicates of quasi-random points agree better than their mean is known where a few far draws carry it: there
        the interval is at least that of as many independent draws.
        """
        mean, squares = self._moments()
        independent = Z * np.sqrt(squares) / self.draws
        blurred = [tail is not None and tail.blurs_mean for tail in self.tails()]
        half = half_width(mean, self.within("mean"))
        return _between(mean, np.where(blurred, np.maximum(half, independent), half))

    def sds(self) -> list[Measured]:
        """Give the standard deviation of each outcome; one of rounding alone is 0.

        Divided by n: the mean of quasi-random draws is nearly exact, so that n - 1 would shift every section alike.
        With a heavy tail its error is skewed, and its interval too narrow: :meth:`tails` says where.
        """
        mean, squares = self._moments()
        within = self.within("squares")
        spreads = np.sqrt(squares / self.draws), np.sqrt(within / (self.draws // len(within)))
        return _measured(*(np.where(sd <= SMALLEST_SPREAD * np.abs(mean), 0.0, sd) for sd in spreads))

    def _moments(self) -> tuple[Array, Array]:
        """Give the mean of each outcome over all draws, and the sum of their squared deviations from it."""
        means, squares = self.within("mean"), self.within("squares")
        mean = means.mean(axis=0)
        between = self.draws // len(means) * np.sum((means - mean) ** 2, axis=0)
        return mean, squares.sum(axis=0) + between

    def quantiles(self) -> list[dict[float, Measured]]:
        """Give for each outcome its quantile at every level."""
        return _measured_quantiles(self._pooled, self.within("quantiles"), self.statistics.levels)

    def probabilities(self) -> dict[str, Measured]:
        """Give the share of draws above each threshold."""
        above = self.within("above")
        return {
            label: measure_probability(float(above[:, column].mean()), above[:, column], self.draws)
            for column, label in enumerate(self.statistics.thresholds)
        }


@dataclass(frozen=True)
class Partial:
    """What is taken of the draws of a batch that have an outcome: the others are NaN.

    Parameters
    ----------
    quantiles : array of shape (R, k, q)
        Within each replicate; NaN where no draw of it has the outcome.
    there : tuple of k arrays of shape (1, m)
        The draws that do.
    """

    quantiles: Array
    there: tuple[Array, ...]

    @classmethod
    def of(cls, values: Array, levels: tuple[float, ...]) -> Partial:
        """Take it of draws of shape (k, R, n)."""
        found = np.full((values.shape[1], len(values), len(levels)), np.nan)
        for outcome, replicate in np.ndindex(values.shape[:2]):
            row = values[outcome, replicate]
            if (there := np.sort(row[~np.isnan(row)])).size:
                found[replicate, outcome] = hazen(there, levels)
        return cls(found, tuple(every[~np.isnan(every)][None] for every in values))


class PartialSummary:
    """The quantiles of outcomes that draws may lack, over the draws that have them, gathered batch by batch."""

    def __init__(self, names: tuple[str, ...], levels: tuple[float, ...]) -> None:
        self.names, self.levels = names, levels
        self._pooled = [Pooled() for _ in names]
        self._within: list[Array] = []

    def add(self, part: Partial) -> None:
        """Take in what a batch left behind; the order of batches must be fixed."""
        self._within.append(part.quantiles)
        for pooled, there in zip(self._pooled, part.there, strict=True):
            if there.size:
                pooled.add(there)

    def quantiles(self) -> dict[str, dict[float, Measured]]:
        """Give each outcome's quantile at every level; none of one that less than two replicates have."""
        found: dict[str, dict[float, Measured]] = {}
        if not self.names:
            return found
        within = np.concatenate(self._within)
        for row, name in enumerate(self.names):
            known = within[~np.isnan(within[:, row, 0]), row]
            if len(known) < 2:
                found[name] = {}
                continue
            (found[name],) = _measured_quantiles(self._pooled[row], known[:, None], self.levels)
        return found


def _measured_quantiles(pooled: Pooled, within: Array, levels: tuple[float, ...]) -> list[dict[float, Measured]]:
    """Give quantiles, shape (R, k, q) within replicates, no narrower than their level is known at the finest."""
    asked, reach = np.array(levels), finest(len(within), pooled.draws)
    spread = np.clip(np.concatenate([asked, asked - reach, asked + reach]), 0.0, 1.0)
    together, low, high = np.split(pooled.quantiles(spread), 3, axis=1)
    half = half_width(together, within)
    low, high = np.minimum(low, together - half), np.maximum(high, together + half)
    return [
        dict(zip(levels, map(Measured, *map(np.ndarray.tolist, row)), strict=True))
        for row in zip(together, low, high, strict=True)
    ]


def _measured(values: Array, by_replicate: Array) -> list[Measured]:
    return _between(values, half_width(values, by_replicate))


def _between(values: Array, halves: Array) -> list[Measured]:
    return [
        Measured(value, value - half, value + half)
        for value, half in zip(values.tolist(), halves.tolist(), strict=True)
    ]
