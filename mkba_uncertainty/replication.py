"""Sectioning: any statistic to a value with its interval, from independent replicates.

One rule gives every number its error (Asmussen and Glynn 2007, III.5a; Nakayama 2014): the value comes from all
draws together, its error from computing it again within each replicate.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, stdtrit

from mkba_uncertainty.arrays import Array

CONFIDENCE_LEVEL = 0.95
IN_FLIGHT = 8
"""How many tasks may wait or run at once in an executor: memory does not grow with their number."""

TASK_ROWS = 400_000
"""Draws in a task, from which on the cost of handing it out to another machine is negligible."""

MOST_SECTIONS = 256
"""More say little more of the error: the interval of so many is half a percent wider than that of any number."""

Task = TypeVar("Task")
Result = TypeVar("Result")


class Batches(list[range]):
    """Replicates in batches, each of so many rows but for a last one that may be shorter."""

    def __init__(self, replicates: int, per_batch: int, draws: int) -> None:
        super().__init__(range(first, min(first + per_batch, replicates)) for first in range(0, replicates, per_batch))
        self.rows = per_batch * draws


class Executor(Protocol):
    """Anything that submits like ``concurrent.futures``: a pool, or a Dask client.

    One with a number in ``task_rows`` gets tasks of at least so many draws, such as ``TASK_ROWS``.
    """

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Any:
        """Return a future with a ``result()``."""


@dataclass(frozen=True)
class Pending:
    """A future that is asked no more than once: what an executor gives that does something with a result.

    Parameters
    ----------
    result : callable
        Gives the result; it may be what runs the task.
    cancel : callable
    """

    result: Callable[[], Any]
    cancel: Callable[[], object] = bool


@dataclass(frozen=True)
class Measured:
    """A number with its error: the value from all draws, and the interval over replicates.

    Parameters
    ----------
    value : float
        From all draws together.
    low, high : float
        The 95 % interval over replicates: how far off the value may be because draws are finite.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> mkba.Measured(5.0, 4.9, 5.1).to_dict()
    {'value': 5.0, 'low': 4.9, 'high': 5.1}
    >>> round(mkba.Measured(5.0, 4.9, 5.1).width, 6)
    0.2
    """

    value: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """Width of the interval."""
        return self.high - self.low

    def to_dict(self) -> dict[str, float]:
        """Give value, low and high."""
        return {"value": self.value, "low": self.low, "high": self.high}


def half_width(value: ArrayLike, by_replicate: ArrayLike, confidence_level: float = CONFIDENCE_LEVEL) -> Array:
    """Half the width of the sectioning interval.

    Parameters
    ----------
    value : array of shape (...)
        The statistic of all draws together.
    by_replicate : array of shape (R, ...)
        The statistic within each replicate.
    confidence_level : float

    Returns
    -------
    array of shape (...)
        ``t(R - 1) * sqrt(sum over r of (s(r) - s(all))^2 / (R (R - 1)))``, Nakayama 2014, section 4.
    """
    sections = np.asarray(by_replicate, dtype=np.float64)
    return _half_width(np.sum((sections - np.asarray(value)) ** 2, axis=0), len(sections), confidence_level)


def _half_width(squares: Array, count: int, confidence_level: float) -> Array:
    quantile = float(stdtrit(count - 1, 0.5 + confidence_level / 2))
    return np.asarray(quantile * np.sqrt(squares / (count * (count - 1))))


class Spread:
    """What :func:`half_width` needs of statistics by replicate, taken in batch by batch; its memory does not grow.

    ``mean`` and ``squares`` are their mean over ``count`` replicates and the sum of squared deviations from it.
    """

    def __init__(self) -> None:
        self.count = 0
        self.mean: Array = np.zeros(())
        self.squares: Array = np.zeros(())

    def add(self, by_replicate: ArrayLike) -> None:
        """Take in the statistics of some more replicates, shape (R, ...): Chan, Golub and LeVeque 1983, formula 2.1."""
        sections = np.asarray(by_replicate, dtype=np.float64)
        mean, fresh, count = sections.mean(axis=0), len(sections), self.count + len(sections)
        within, apart = np.sum((sections - mean) ** 2, axis=0), mean - self.mean
        self.squares = self.squares + within + apart**2 * (self.count * fresh / count)
        self.mean = self.mean + apart * (fresh / count)
        self.count = count

    def half_width(self, value: ArrayLike, confidence_level: float = CONFIDENCE_LEVEL) -> Array:
        """Give half the width of the sectioning interval of ``value``, shape (...)."""
        squares = self.squares + self.count * (self.mean - np.asarray(value)) ** 2
        return _half_width(squares, self.count, confidence_level)


class RatioSpread:
    """How sure ratios of means are, from the means within each replicate; its memory does not grow with replicates.

    A ratio ``s = u / v`` of small, heavy-tailed samples varies less than one of all draws, so that intervals from the
    ratios within replicates become too narrow where there are many. Here a replicate counts for
    ``s + (u(r) - s v(r)) / v``: the ratio, linearised at the means of all draws (Cochran 1977, section 6.3).
    """

    def __init__(self) -> None:
        self._count = 0
        self._means: list[Array] = [np.zeros(()), np.zeros(())]
        self._uu, self._uv, self._vv = np.zeros(()), np.zeros(()), np.zeros(())

    def add(self, u: Array, v: Array) -> None:
        """Take in means of some more replicates, each of shape (R, ...) where u and v fit together.

        Sums of squares and products are merged as in Chan, Golub and LeVeque 1983, formula 2.1.
        """
        count = self._count + len(u)
        mean_u, mean_v = u.mean(axis=0), v.mean(axis=0)
        du, dv = u - mean_u, v - mean_v
        apart_u, apart_v = mean_u - self._means[0], mean_v - self._means[1]
        weight = self._count * len(u) / count
        self._uu = self._uu + np.sum(du * du, axis=0) + weight * apart_u * apart_u
        self._uv = self._uv + np.sum(du * dv, axis=0) + weight * apart_u * apart_v
        self._vv = self._vv + np.sum(dv * dv, axis=0) + weight * apart_v * apart_v
        self._means = [self._means[0] + apart_u * len(u) / count, self._means[1] + apart_v * len(u) / count]
        self._count = count

    def half_width(self, ratio: Array, v: Array, confidence_level: float = CONFIDENCE_LEVEL) -> Array:
        """Give half the width of the interval of each ratio, where ``v`` is its denominator from all draws."""
        squares = self._uu - 2 * ratio * self._uv + ratio**2 * self._vv
        return np.asarray(_half_width(np.maximum(squares, 0.0), self._count, confidence_level) / np.abs(v))


def measure(value: float, by_replicate: ArrayLike, confidence_level: float = CONFIDENCE_LEVEL) -> Measured:
    """Give one number its interval by sectioning."""
    half = float(half_width(value, by_replicate, confidence_level))
    return Measured(float(value), float(value) - half, float(value) + half)


def measure_probability(
    value: float, by_replicate: ArrayLike, draws: int, confidence_level: float = CONFIDENCE_LEVEL
) -> Measured:
    """Give a proportion its interval, within [0, 1]: see :func:`bounded_probability`."""
    half = float(half_width(value, by_replicate, confidence_level))
    return bounded_probability(value, half, len(np.asarray(by_replicate)), draws, confidence_level)


def bounded_probability(
    value: float, half: float, replicates: int, draws: int, confidence_level: float = CONFIDENCE_LEVEL
) -> Measured:
    """Give a proportion with this half-width its interval, within [0, 1].

    A proportion of exactly 0 or 1 among ``draws`` draws gets the bound of Clopper and Pearson (1934) as if draws were
    independent; a width of 0 would claim certainty that no sample gives. Others are known no finer than :func:`finest`.
    With only some 4 to 12 draws on one side of the threshold, intervals of 95 % were found to hold the truth in 88 to
    96 % of runs.
    """
    tail = (1 - confidence_level) / 2
    if value <= 0.0:
        return Measured(0.0, 0.0, float(betaincinv(1, draws, 1 - tail)))
    if value >= 1.0:
        return Measured(1.0, float(betaincinv(draws, 1, tail)), 1.0)
    half = max(half, finest(replicates, draws))
    return Measured(float(value), max(float(value) - half, 0.0), min(float(value) + half, 1.0))


def finest(replicates: int, draws: int) -> float:
    """Give the half-width below which no share of the draws is known, however well replicates agree.

    Where an outcome hangs on one estimate the points of each replicate are even: the number of them below a value is
    right but for a fraction of one draw, so that all may agree and be wrong. The variance of such a count is at most
    1/4, and that of the sum over replicates a quarter of their number: two standard deviations of it are its root.
    """
    return math.sqrt(replicates) / draws


def sections(replicates: int) -> int:
    """Give the number of sections that many replicates are kept as: those of a section count as one large replicate.

    Each is a section by itself, unless there are more than ``MOST_SECTIONS`` and so many can be made of equal size.
    """
    if replicates <= MOST_SECTIONS:
        return replicates
    return max((n for n in range(MOST_SECTIONS // 4, MOST_SECTIONS + 1) if replicates % n == 0), default=replicates)


def in_sections(values: Array) -> Array:
    """Give the mean within each section of what there is of each replicate: (R, ...) -> (S, ...)."""
    kept = sections(len(values))
    return np.asarray(values.reshape(kept, len(values) // kept, *values.shape[1:]).mean(axis=1))


class Sections:
    """Means within replicates, gathered in order as means within :func:`sections` of them: memory stays bounded."""

    def __init__(self, replicates: int) -> None:
        self._size = replicates // sections(replicates)
        self._whole: list[Array] = []
        self._begun: list[Array] = []

    def add(self, values: Array) -> None:
        """Take in the means of some more replicates: shape (R, ...)."""
        self._begun.append(values)
        together = np.concatenate(self._begun)
        whole = len(together) // self._size * self._size
        self._whole.append(together[:whole].reshape(-1, self._size, *together.shape[1:]).mean(axis=1))
        self._begun = [together[whole:].copy()]

    def means(self) -> Array:
        """Give the mean within each section: shape (S, ...)."""
        return np.concatenate(self._whole)


def hazen(ordered: Array, levels: ArrayLike) -> Array:
    """Quantiles of sorted values by Hazen's rule: value ``i`` of ``n`` stands at level ``(i - 1/2) / n``.

    Parameters
    ----------
    ordered : array of shape (..., n)
        Sorted along the last axis.
    levels : array of shape (q,)

    Returns
    -------
    array of shape (..., q)
        Hyndman and Fan 1996, type 5.
    """
    count = ordered.shape[-1]
    position = np.clip(np.asarray(levels) * count - 0.5, 0, count - 1)
    below = np.minimum(position.astype(np.intp), max(count - 2, 0))
    share = position - below
    above = np.minimum(below + 1, count - 1)
    return np.asarray(ordered[..., below] * (1 - share) + ordered[..., above] * share)


def over_batches(
    function: Callable[[Task], Result],
    batches: Iterable[Task],
    executor: Executor | None = None,
    *,
    fold: Callable[[list[Result]], list[Result]] = list,
) -> Iterator[Result]:
    """Run a task for every batch, here or in an executor, and give the results in the order of the batches.

    The order makes every sum the same to the last bit for any number of workers. An executor with ``task_rows`` gets so
    many batches at once that a task has as many draws at least; no more than ``IN_FLIGHT`` tasks are under way.

    Parameters
    ----------
    function : callable
        Batch -> result; picklable for an executor in other processes.
    batches : iterable
        With ``rows``, the draws of each, if a task may take several.
    executor : optional
    fold : callable
        What makes the results of one task smaller before they travel, which leaves their sum as it was.
    """
    if executor is None:
        yield from map(function, batches)
        return
    task, waiting = _Together(function, fold), deque[Any]()
    together = max(1, math.ceil(getattr(executor, "task_rows", 1) / getattr(batches, "rows", 1)))
    try:
        coming = iter(batches)
        while some := list(islice(coming, together)):
            waiting.append(executor.submit(task, some))
            if len(waiting) >= IN_FLIGHT:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


@dataclass(frozen=True)
class _Together(Generic[Task, Result]):
    """Several batches as one task."""

    function: Callable[[Task], Result]
    fold: Callable[[list[Result]], list[Result]]

    def __call__(self, batches: Sequence[Task]) -> list[Result]:
        return self.fold([self.function(batch) for batch in batches])
