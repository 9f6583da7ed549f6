"""How heavy are the tails of draws? What a few of them decide, the others do not know."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mkba_uncertainty.arrays import SMALLEST_SPREAD, Array

MOST_KEPT = 1024
"""Draws that are kept of each tail."""

FEWEST = 50
"""With fewer draws nothing can be said of their tails."""

FAR = 6.0
"""Standard deviations from the mean: where no draw is farther, no tail is heavy enough to matter."""

ENOUGH_CARRIERS = 50
"""Where fewer draws make up half of the variance, it is theirs to decide."""

MEAN, SPREAD, BOUNDLESS = 0.05, 0.25, 0.58
"""Shapes from which a mean, a spread, and any mean at all are in doubt: see benchmarks/coverage_tails.py."""

LARGEST_GAP = 15.0
"""Of 272 standard exponential numbers the largest is above this once in ten thousand times."""


@dataclass(frozen=True)
class Tail:
    """A tail that is so heavy that intervals cannot be believed.

    Parameters
    ----------
    draws : int
    shape : float
        The k of a generalised Pareto distribution of the farthest draws, in the heavier of both tails: moments of
        order m exist where ``k < 1 / m``.
    square_shape : float
        The same of the squares of the deviations from the mean, of which a variance is the mean.
    carriers : int or None
        How many draws make up half of the variance; None where these are more than were kept.
    boundless : bool
        Whether it has no variance, as far as its draws can say; such an outcome may have no mean.
    """

    draws: int
    shape: float
    square_shape: float
    carriers: int | None
    boundless: bool

    @property
    def rests_on_few(self) -> bool:
        """Whether a handful of draws decides on the variance."""
        return self.carriers is not None and self.carriers < min(ENOUGH_CARRIERS, self.draws / 50)

    @property
    def blurs_mean(self) -> bool:
        """Whether the mean may be further off than its interval says."""
        return self.rests_on_few or self.shape > MEAN + _error(self.draws)

    @property
    def blurs_spread(self) -> bool:
        """Whether the standard deviation and shares of the variance may be."""
        return self.rests_on_few or self.square_shape > SPREAD + _error(self.draws)

    def to_dict(self) -> dict[str, float | int | None]:
        """Give what JSON shows."""
        shapes = {"shape": self.shape, "square_shape": self.square_shape}
        return {**{name: k if math.isfinite(k) else None for name, k in shapes.items()}, "carriers": self.carriers}


def tails_of(values: Array) -> list[Tail | None]:
    """Look at the tails of draws of shape (k, n)."""
    mean = values.mean(axis=-1)
    squares = np.sum((values - mean[:, None]) ** 2, axis=-1)
    return heavy_tails(*ends(np.sort(values, axis=-1)), values.shape[-1], mean, squares)


def ends(ordered: Array) -> tuple[Array, Array]:
    """Give the lowest and the highest of ascending draws of shape (k, n), as many as are kept."""
    kept = min(MOST_KEPT, ordered.shape[-1] // 2)
    return ordered[:, :kept], ordered[:, ordered.shape[-1] - kept :]


def heavy_tails(lowest: Array, highest: Array, draws: int, mean: Array, squares: Array) -> list[Tail | None]:
    """Look at the tails of k outcomes; None of those that are light.

    Parameters
    ----------
    lowest, highest : array of shape (k, m)
        The farthest draws on both sides, ascending.
    draws : int
        How many there are in all.
    mean, squares : array of shape (k,)
        Their mean, and the sum of their squared deviations from it.
    """
    if draws < FEWEST:
        return [None] * len(mean)
    reach = np.maximum(mean - lowest[:, 0], highest[:, -1] - mean)
    far = (reach > SMALLEST_SPREAD * np.abs(mean)) & (reach**2 * draws > FAR**2 * squares)
    found = iter(_fitted(lowest[far], highest[far], draws, mean[far], squares[far]))
    looked = [next(found) if one else None for one in far]
    return [tail if tail and (tail.blurs_mean or tail.blurs_spread) else None for tail in looked]


def _fitted(lowest: Array, highest: Array, draws: int, mean: Array, squares: Array) -> list[Tail]:
    count = _tail_size(draws)
    farthest = np.sort((np.concatenate([lowest, highest], axis=1) - mean[:, None]) ** 2, axis=1)
    carriers = np.sum(np.cumsum(farthest[:, ::-1], axis=1) < squares[:, None] / 2, axis=1) + 1
    middle = (lowest[:, -1:] + highest[:, :1]) / 2
    sides = np.stack([highest - middle, (middle - lowest)[:, ::-1]])
    k = shapes(_beyond(sides, count))
    endless = (k > BOUNDLESS + _error(draws)) & (_widest_gaps(sides, count) <= LARGEST_GAP * k)
    return [
        Tail(draws, shape, square_shape, few if known else None, known and no_end)
        for shape, square_shape, few, known, no_end in zip(
            k.max(axis=0).tolist(),
            shapes(_beyond(farthest, count)).tolist(),
            carriers.tolist(),
            (carriers <= farthest.shape[1]).tolist(),
            np.any(endless, axis=0).tolist(),
            strict=True,
        )
    ]


def shapes(beyond: Array) -> Array:
    """Fit generalised Pareto distributions to ascending exceedances, shape (..., m), and give the k of each.

    Zhang and Stephens 2009, with the weak prior of Vehtari et al. 2024, appendix C. Where a quarter of the exceedances
    is zero they are no sample of a continuous distribution: minus infinity.
    """
    count = beyond.shape[-1]
    quarter, top = beyond[..., int(count / 4 + 0.5) - 1, None], beyond[..., -1:]
    continuous = quarter > 0
    quarter, top = (np.where(continuous, value, 1.0) for value in (quarter, top))
    steps = 30 + int(math.sqrt(count))
    theta = 1 / top + (1 - np.sqrt(steps / (np.arange(steps) + 0.5))) / (3 * quarter)
    k = np.log1p(-theta[..., None] * np.where(continuous, beyond, 0.5)[..., None, :]).mean(axis=-1)
    likelihood = count * (np.log(-theta / k) - k - 1)
    weight = np.exp(likelihood - likelihood.max(axis=-1, keepdims=True))
    best = np.sum(theta * weight, axis=-1, keepdims=True) / weight.sum(axis=-1, keepdims=True)
    found = np.log1p(-best * np.where(continuous, beyond, 0.5)).mean(axis=-1)
    return np.where(continuous[..., 0], (count * found + 5) / (count + 10), -math.inf)


def _tail_size(draws: int) -> int:
    """Give the number of draws that a tail is fitted to: Vehtari et al. 2024, section 2.3."""
    return min(draws // 5, math.ceil(3 * math.sqrt(draws)), MOST_KEPT - 1)


def _error(draws: int) -> float:
    """How far a shape near zero may be off."""
    return 2 / math.sqrt(_tail_size(draws))


def _beyond(ascending: Array, count: int) -> Array:
    return ascending[..., -count:] - ascending[..., -count - 1, None]


def _widest_gaps(sides: Array, count: int) -> Array:
    """Give the widest gap in each tail: where a rare branch of the model begins, if it has one.

    In a Pareto tail the j-th largest over the next has ``j log(x(j) / x(j + 1))`` exponential with mean k (Renyi 1953).
    """
    far = np.log(np.maximum(sides[..., -count - 1 :], np.finfo(np.float64).tiny))
    return np.asarray(np.max(np.diff(far, axis=-1) * np.arange(count, 0, -1), axis=-1))
