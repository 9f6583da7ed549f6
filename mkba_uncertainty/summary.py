"""What replicates leave behind: statistics within each, and a merged distribution of bounded size.

So ``s(all)`` needs no draws, and memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from mkba_uncertainty.arrays import SMALLEST_SPREAD, Array, above
from mkba_uncertainty.design import Design
from mkba_uncertainty.replication import (
    CONFIDENCE_LEVEL,
    Executor,
    Measured,
    Spread,
    bounded_probability,
    finest,
    hazen,
)
from mkba_uncertainty.tails import MOST_KEPT, Tail, ends, heavy_tails

Z = float(ndtri(0.5 + CONFIDENCE_LEVEL / 2))

GRID = 8192
"""Values at which the draws of a pooled distribution are counted once they are too many to hold."""


HELD = 3 * GRID
"""So many draws are held as they are, and their quantiles are exact; more are counted, so many at a time."""


@dataclass
class Pooled:
    """The distribution of all draws of k outcomes: exact up to ``HELD`` draws, then counts at a grid of values.

    The grid holds draws themselves, evenly spread over the ranks of the first ``HELD``. The numbers of draws below each
    of its values, and at or below it, are exact whatever comes in later, so that no error piles up; they add up, so
    that distributions with the same grid merge, in any grouping, in a time that does not hang on their draws. Between
    two neighbours, which have about ``1 / GRID`` of the draws between them, quantiles are interpolated.
    """

    grid: Array | None = None
    draws: int = 0
    held: list[Array] = field(default_factory=list)
    ends: tuple[Array, Array] | None = None
    counts: NDArray[np.int64] | None = None

    def add(self, values: Array) -> None:
        """Take in draws of shape (k, n)."""
        self.draws += int(values.shape[-1])
        self.held.append(values)
        if self.grid is None and self.draws > HELD:
            self.grid = grid_of(self._together()[:, :HELD])
        if self.grid is not None and sum(part.shape[-1] for part in self.held) > HELD:
            self._count()

    def merge(self, other: Pooled) -> None:
        """Take in all that another of the same outcomes holds; if that has a grid, it is the one of this."""
        if other.counts is not None:
            assert other.ends is not None
            assert other.grid is not None
            self.grid = other.grid if self.grid is None else self.grid
            if self.grid is not other.grid and not np.array_equal(self.grid, other.grid, equal_nan=True):
                raise AssertionError("counts at another grid do not add up")
            self.draws += other.draws - sum(part.shape[-1] for part in other.held)
            self.counts = other.counts.copy() if self.counts is None else self.counts + other.counts
            self.ends = other.ends if self.ends is None else _farthest(*self.ends, *other.ends)
        for values in other.held:
            self.add(values)

    def _count(self) -> None:
        """Count the draws that are held, and let go of them; as few as may be held are exact, grid or not."""
        if self.grid is None or not self.held or self.draws <= HELD:
            return
        ordered, self.held = np.sort(self._together(), axis=-1), []
        if self.counts is None:
            self.counts = np.zeros((len(ordered), 2, self.grid.shape[-1]), dtype=np.int64)
        self.ends = ends(ordered) if self.ends is None else _farthest(*self.ends, *ends(ordered))
        for counts, row, grid in zip(self.counts, ordered, self.grid, strict=True):
            within = np.searchsorted(row, grid, "right")
            met = np.flatnonzero(row[within - 1] == grid)  # few: elsewhere as many draws lie below as at or below
            counts += within
            counts[0, met] += np.searchsorted(row, grid[met], "left") - within[met]

    def quantiles(self, levels: Array) -> Array:
        """Give Hazen quantiles of shape (k, q)."""
        self._count()
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
        self._count()
        return ends(self._ordered()) if self.ends is None else self.ends

    def _together(self) -> Array:
        return np.concatenate(self.held, axis=-1)

    def _ordered(self) -> Array:
        return np.sort(self._together(), axis=-1)


def grid_of(first: Array) -> Array:
    """Choose the grid by the first draws of a run, shape (k, n): values at evenly spread ranks."""
    return np.sort(first, axis=-1)[:, np.linspace(0, first.shape[-1] - 1, GRID).astype(np.intp)]


def _farthest(low: Array, high: Array, other_low: Array, other_high: Array) -> tuple[Array, Array]:
    """Give the farthest of two lots on both sides: no more are looked at than are kept."""
    return (
        np.sort(np.concatenate([low, other_low], axis=-1), axis=-1)[:, :MOST_KEPT],
        np.sort(np.concatenate([high, other_high], axis=-1), axis=-1)[:, -MOST_KEPT:],
    )


@dataclass(frozen=True)
class Section:
    """Statistics within each replicate of a batch, and the distribution of its draws.

    Shapes: R replicates of so many draws, k outcomes, q levels, t thresholds.
    """

    mean: Array
    squares: Array
    quantiles: Array
    above: Array
    pooled: Pooled
    draws: int

    def by_replicate(self) -> Iterator[tuple[Array, Array, Array, Array]]:
        """Give mean, squares, quantiles and shares above thresholds of one replicate after the other, with R = 1."""
        every = (self.mean, self.squares, self.quantiles, self.above)
        return (tuple(part[each : each + 1] for part in every) for each in range(len(self.mean)))  # type: ignore[misc]

    def without_draws(self) -> Section:
        """Give the same without the distribution."""
        return replace(self, pooled=Pooled())

    @classmethod
    def together(cls, sections: Sequence[Section]) -> Section:
        """Give the statistics of several batches as of one."""
        pooled = Pooled(sections[0].pooled.grid)
        for section in sections:
            pooled.merge(section.pooled)
        every = {
            what: np.concatenate([getattr(section, what) for section in sections])
            for what in ("mean", "squares", "quantiles", "above")
        }
        return cls(**every, pooled=pooled, draws=sections[0].draws)


def merged(parts: list[list[Section]]) -> list[list[Section]]:
    """Give what several batches left behind, of each of some statistics, as of one: a fold of their results."""
    return [[Section.together(each) for each in zip(*parts, strict=True)]]


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
    grid : array of shape (k, GRID), optional
        Where draws are counted, if the first of the run have been looked at before.
    """

    names: tuple[str, ...]
    levels: tuple[float, ...]
    thresholds: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    grid: Array | None = None

    def section(self, blocks: Iterable[Array]) -> Section:
        """Take them of the draws of a batch, block by block: arrays of shape (k, R, n)."""
        gathered = Blocks(self)
        for values in blocks:
            gathered.add(values)
        return gathered.section()

    def above(self, values: Array) -> Array:
        """Give the share of draws of shape (k, R, n) above each threshold: shape (R, t)."""
        shares = [
            above(values[self.names.index(outcome)], limit).mean(axis=-1) for outcome, limit in self.thresholds.values()
        ]
        return np.array(shares).T if shares else np.empty((values.shape[1], 0))


def counted_alike(
    statistics: Sequence[Statistics],
    design: Design,
    executor: Executor | None,
    blocks: Callable[[range], Iterable[Sequence[Array]]],
) -> tuple[Statistics, ...]:
    """Take the same statistics; draws that are too many to hold are counted where the first of the run lie.

    So it is where a replicate has too many; and in an executor, whose tasks leave little if they agree on the grid.

    Parameters
    ----------
    statistics : sequence of Statistics
    design : Design
    executor : Executor or None
    blocks : function of range -> iterable of sequence of array of shape (k, R, n)
        Gives the draws of each of the statistics in a batch, block by block.
    """
    if design.draws <= HELD and (executor is None or design.draws * design.replicates <= HELD):
        return tuple(statistics)
    parts, held = list[list[Array]](), 0
    for block in chain.from_iterable(map(blocks, design.batches())):
        parts.append([values.reshape(len(values), -1) for values in block])
        held += parts[-1][0].shape[1]
        if held >= HELD:
            break
    firsts = (np.concatenate(each, axis=1)[:, :HELD] for each in zip(*parts, strict=True))
    return tuple(replace(each, grid=grid_of(first)) for each, first in zip(statistics, firsts, strict=True))


class Means:
    """Means within each replicate of a batch, gathered block by block."""

    def __init__(self, draws: int) -> None:
        self._draws = draws
        self._sums: list[Array] = []

    def add(self, values: Iterable[Array]) -> None:
        """Take in some draws of each: arrays of shape (..., R, n)."""
        sums = [each.sum(axis=-1) for each in values]
        self._sums = [before + more for before, more in zip(self._sums, sums, strict=True)] if self._sums else sums

    def by_replicate(self) -> list[Array]:
        """Give the mean of each over all its draws: arrays of shape (R, ...)."""
        return [np.ascontiguousarray(np.moveaxis(each, -1, 0)) / self._draws for each in self._sums]


class Blocks:
    """The statistics of a batch, gathered block by block, so that its draws need not be there all at once.

    There are several blocks only where the batch is one replicate.
    """

    def __init__(self, statistics: Statistics) -> None:
        self._statistics = statistics
        self._draws = 0
        self._mean = self._squares = self._above = np.zeros(())
        self._pooled = Pooled(statistics.grid)

    def add(self, values: Array) -> None:
        """Take in draws of shape (k, R, n): moments merge as in Chan, Golub and LeVeque 1983, formula 2.1."""
        fresh, before = values.shape[-1], self._draws
        self._draws += fresh
        mean = values.mean(axis=-1)
        squares = np.sum((values - mean[..., None]) ** 2, axis=-1)
        apart, share = mean.T - self._mean, fresh / self._draws
        self._mean = self._mean + apart * share
        self._squares = self._squares + squares.T + apart**2 * (before * share)
        self._above = self._above + (self._statistics.above(values) - self._above) * share
        self._pooled.add(values.reshape(len(values), -1))

    def section(self) -> Section:
        """Give the statistics of the whole batch."""
        return Section(self._mean, self._squares, self._quantiles(), self._above, self._pooled, self._draws)

    def _quantiles(self) -> Array:
        """Give those within each replicate; of several all draws are held."""
        levels, replicates = np.array(self._statistics.levels), len(self._mean)
        if replicates == 1:
            return self._pooled.quantiles(levels)[None]
        (values,) = self._pooled.held
        ordered = np.sort(values.reshape(len(values), replicates, -1), axis=-1)
        return np.moveaxis(hazen(ordered, levels), 0, 1)


class Summary:
    """Statistics of all draws together and within each replicate, gathered batch by batch.

    Its memory does not grow with the number of replicates, unless each of them is to be kept.
    """

    def __init__(self, statistics: Statistics, *, keep: bool = True) -> None:
        self.statistics = statistics
        self.replicates = self.draws = 0
        self._pooled = Pooled(statistics.grid)
        self._means, self._sds, self._quantiles, self._above = Spread(), Spread(), Spread(), Spread()
        self._squares: Array = np.zeros(())
        self._shares: Array = np.zeros(())
        self._kept: list[Section] | None = [] if keep else None

    def add(self, section: Section) -> None:
        """Take in what a batch left behind; the order of batches must be fixed."""
        self._pooled.merge(section.pooled)
        self.replicates += len(section.mean)
        self.draws += len(section.mean) * section.draws
        for mean, squares, quantiles, shares in section.by_replicate():
            self._means.add(mean)
            self._sds.add(_sd(squares / section.draws, mean))
            self._quantiles.add(quantiles)
            self._above.add(shares)
            self._squares = self._squares + squares[0]
            self._shares = self._shares + shares[0]
        if self._kept is not None:
            self._kept.append(section.without_draws())

    def within(self, statistic: str) -> Array:
        """Give a statistic of each :class:`Section` within every replicate, which must be kept: shape (R, ...)."""
        assert self._kept is not None
        return np.concatenate([getattr(section, statistic) for section in self._kept])

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
        half = self._means.half_width(mean)
        return _between(mean, np.where(blurred, np.maximum(half, independent), half))

    def sds(self) -> list[Measured]:
        """Give the standard deviation of each outcome; one of rounding alone is 0.

        Divided by n: the mean of quasi-random draws is nearly exact, so that n - 1 would shift every section alike.
        With a heavy tail its error is skewed, and its interval too narrow: :meth:`tails` says where.
        """
        mean, squares = self._moments()
        sd = _sd(squares / self.draws, mean)
        return _between(sd, self._sds.half_width(sd))

    def _moments(self) -> tuple[Array, Array]:
        """Give the mean of each outcome over all draws, and the sum of their squared deviations from it."""
        return self._means.mean, self._squares + self.draws // self.replicates * self._means.squares

    def quantiles(self) -> list[dict[float, Measured]]:
        """Give for each outcome its quantile at every level."""
        return _measured_quantiles(self._pooled, self._quantiles, self.statistics.levels)

    def probabilities(self) -> dict[str, Measured]:
        """Give the share of draws above each threshold."""
        values = self._shares / self.replicates
        halves = self._above.half_width(values)
        return {
            label: bounded_probability(float(value), float(half), self.replicates, self.draws)
            for label, value, half in zip(self.statistics.thresholds, values, halves, strict=True)
        }


def _sd(variance: Array, mean: Array) -> Array:
    sd = np.sqrt(variance)
    return np.where(sd <= SMALLEST_SPREAD * np.abs(mean), 0.0, sd)


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

    @classmethod
    def together(cls, parts: Sequence[Partial]) -> Partial:
        """Give what several batches left as of one."""
        there = zip(*(part.there for part in parts), strict=True)
        quantiles = np.concatenate([part.quantiles for part in parts])
        return cls(quantiles, tuple(np.concatenate(each, axis=1) for each in there))


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
            spread = Spread()
            spread.add(known[:, None])
            (found[name],) = _measured_quantiles(self._pooled[row], spread, self.levels)
        return found


def _measured_quantiles(pooled: Pooled, within: Spread, levels: tuple[float, ...]) -> list[dict[float, Measured]]:
    """Give quantiles, of shape (k, q) within each replicate, no narrower than their level is known at the finest."""
    asked, reach = np.array(levels), finest(within.count, pooled.draws)
    spread = np.clip(np.concatenate([asked, asked - reach, asked + reach]), 0.0, 1.0)
    together, low, high = np.split(pooled.quantiles(spread), 3, axis=1)
    half = within.half_width(together)
    low, high = np.minimum(low, together - half), np.maximum(high, together + half)
    return [
        dict(zip(levels, map(Measured, *map(np.ndarray.tolist, row)), strict=True))
        for row in zip(together, low, high, strict=True)
    ]


def _between(values: Array, halves: Array) -> list[Measured]:
    return [
        Measured(value, value - half, value + half)
        for value, half in zip(values.tolist(), halves.tolist(), strict=True)
    ]
