"""Words for what is computed with: arrays and values, sources of random numbers, and the quantiles that are shown."""

from __future__ import annotations

import math
from collections.abc import Mapping
from numbers import Real

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Places = NDArray[np.intp]
Flags = NDArray[np.bool_]
Value = float | Array
Values = Mapping[str, Value]
Rng = int | np.random.SeedSequence | np.random.Generator | None

SMALLEST_GIVEN, LARGEST_GIVEN = 1e-18, 1e18
"""The sizes of numbers other than 0 in a file. In any currency that is more than the world has, and of a product of
three, even the fourth power, which the error of a variance takes, stays a number."""

LARGEST_COMPUTED = 1e70
"""The largest size of an outcome, for the same reason."""

ROUNDING = 1e-9
"""A smaller share of what was added or compared is rounding: numbers that differ by no more count as equal."""

LAST_DIGITS = 1e-14
"""The same for what one formula adds: a few tens of the last bits of its terms."""

SMALLEST_SPREAD = 1e-12
"""A standard deviation of at most this share of the mean is rounding."""

BELOW_ZERO = -math.ulp(0.0)
"""The largest number below zero: what is not above it is negative."""

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The quantiles that results show."""


def settled(values: Value, size: Value, at: float = 0.0, rounding: float = ROUNDING) -> Value:
    """Give values, exactly ``at`` where rounding alone keeps them from it.

    Parameters
    ----------
    values : float or array of shape (n,)
    size : float or array of shape (n,)
        Of what was added to come to them, without signs.
    at : float
        What they are compared with.
    rounding : float
        A smaller share of the size is rounding.
    """
    noise = np.abs(values - at) < rounding * size
    if not noise.any():
        return values
    return np.where(noise & np.isfinite(size), at, values)[()]


def shares_of_best(values: Array) -> Array:
    """Say which of the rows is the largest in each place; those that differ by rounding alone share it."""
    size = np.abs(values).max(axis=0)
    best = values >= values.max(axis=0) - ROUNDING * size
    return np.asarray(best / best.sum(axis=0))


def above(values: Array, threshold: float) -> Flags:
    """Say which values exceed a threshold by more than rounding; sums are settled at zero where they are made."""
    return np.asarray(values > threshold + ROUNDING * abs(threshold))


def is_number(value: object) -> bool:
    """Say whether a value is one real number: not True."""
    return isinstance(value, Real) and not isinstance(value, bool)


def is_whole(value: object) -> bool:
    """Say whether a value is a whole number: not 2.0, nor True."""
    return isinstance(value, int | np.integer) and not isinstance(value, bool)
