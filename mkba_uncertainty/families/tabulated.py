"""Families given as a table of values and their probabilities."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families.base import Family, numbers, require_positive


class StepFamily(Family):
    """A distribution on a finite set of values: the cdf is a step function, the ppf its left inverse."""

    @cached_property
    def table(self) -> tuple[Array, Array]:
        """The distinct values, ascending, and their probabilities."""
        raise NotImplementedError

    @cached_property
    def _cumulative(self) -> Array:
        cumulative = np.cumsum(self.table[1])
        cumulative[-1] = 1.0  # exactly, whatever the rounding
        return cumulative

    def ppf(self, u: ArrayLike) -> Array:
        """Give, for probabilities ``u``, any shape, the lowest value whose cumulative probability is at least ``u``."""
        return self.table[0][np.searchsorted(self._cumulative, u)]

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        return np.append(0.0, self._cumulative)[np.searchsorted(self.table[0], x, side="right")]

    @property
    def atoms(self) -> tuple[float, ...]:
        """The values."""
        return tuple(self.table[0].tolist())

    @property
    def mean(self) -> float:
        """The expected value."""
        values, probabilities = self.table
        return float(probabilities @ values)

    @property
    def sd(self) -> float:
        """The standard deviation."""
        values, probabilities = self.table
        return math.sqrt(float(probabilities @ (values - self.mean) ** 2))

    @property
    def support(self) -> tuple[float, float]:
        """The lowest and highest value."""
        values, _ = self.table
        return float(values[0]), float(values[-1])


@dataclass(frozen=True, repr=False)
class Discrete(StepFamily):
    """A few possible values, in ascending order, each with its probability.

    Parameters
    ----------
    values : tuple of float
        Ascending, in the unit of the estimate.
    probabilities : tuple of float
        One each; they sum to 1.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> price = mkba.Discrete((80.0, 100.0), (0.25, 0.75))
    >>> price.mean
    95.0
    >>> price.ppf([0.1, 0.9]).tolist()
    [80.0, 100.0]
    """

    values: tuple[float, ...]
    probabilities: tuple[float, ...]
    name: ClassVar[str] = "discrete"

    def check(self) -> None:
        """Require ascending values, and as many positive probabilities that sum to 1."""
        object.__setattr__(self, "values", numbers("values", self.values))
        object.__setattr__(self, "probabilities", positive("probabilities", self.probabilities, len(self.values)))
        for before, found in zip(self.values, self.values[1:], strict=False):
            if found <= before:
                raise FamilyError("values_not_ascending", key="values", found=found, before=before)
        total = math.fsum(self.probabilities)
        if abs(total - 1) > 1e-9:
            raise FamilyError("probabilities_do_not_sum", key="probabilities", found=total)
        require_more_than_one_value(self.values)

    @cached_property
    def table(self) -> tuple[Array, Array]:
        """The values and their probabilities."""
        return np.array(self.values), np.array(self.probabilities) / math.fsum(self.probabilities)


@dataclass(frozen=True, repr=False)
class Empirical(StepFamily):
    """Values that were observed, in any order; each counts once, or with its weight.

    Only these values are drawn, nothing between them: the ppf is the inverse of the empirical distribution function
    (definition 1 of Hyndman and Fan 1996, The American Statistician 50: 361-365).

    Parameters
    ----------
    values : tuple of float
        What was observed, in the unit of the estimate.
    weights : tuple of float, optional
        One each, 0 or more; they need not sum to 1.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> stays = mkba.Empirical((30.0, 60.0, 60.0, 90.0))
    >>> stays.mean
    60.0
    >>> float(stays.cdf(60))
    0.75
    """

    values: tuple[float, ...]
    weights: tuple[float, ...] | None = None
    name: ClassVar[str] = "empirical"

    def check(self) -> None:
        """Require at least two different values, and as many positive weights if any."""
        object.__setattr__(self, "values", numbers("values", self.values))
        if self.weights is not None:
            object.__setattr__(self, "weights", positive("weights", self.weights, len(self.values)))
        require_more_than_one_value(self.values)

    @cached_property
    def table(self) -> tuple[Array, Array]:
        """The distinct values, ascending, and the share of the weight that each has."""
        values, places = np.unique(self.values, return_inverse=True)
        weights = np.bincount(places, self.weights)
        return values, weights / weights.sum()


def positive(name: str, found: object, expected: int) -> tuple[float, ...]:
    """Check that parameter ``name`` is a list of ``expected`` positive numbers, and give them as floats."""
    result = numbers(name, found)
    if len(result) != expected:
        raise FamilyError("lengths_differ", key=name, found=len(result), expected=expected)
    for value in result:
        require_positive(name, value)
    return result


def require_more_than_one_value(values: tuple[float, ...]) -> None:
    """Check that the values are not all the same."""
    if min(values) == max(values):
        raise FamilyError("constant", key="values", found=values[0])
