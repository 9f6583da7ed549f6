"""Families given as a table: discrete values, observed values, or a mixture of other families."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families.base import Array, Family, numbers, require_positive


class _StepFamily(Family):
    """A distribution on a finite set of values: the cdf is a step function, the ppf its (left) inverse."""

    @property
    def _table(self) -> tuple[Array, Array]:
        """The distinct values, ascending, and their probabilities."""
        raise NotImplementedError

    @cached_property
    def _cumulative(self) -> Array:
        cumulative = np.cumsum(self._table[1])
        cumulative[-1] = 1.0  # exactly, whatever the rounding
        return cumulative

    def ppf(self, u: ArrayLike) -> Array:
        """Give, for probabilities ``u``, any shape, the lowest value whose cumulative probability is at least ``u``."""
        return self._table[0][np.searchsorted(self._cumulative, u)]

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        return np.append(0.0, self._cumulative)[np.searchsorted(self._table[0], x, side="right")]

    @property
    def mean(self) -> float:
        """The expected value."""
        values, probabilities = self._table
        return float(probabilities @ values)

    @property
    def sd(self) -> float:
        """The standard deviation."""
        values, probabilities = self._table
        return math.sqrt(float(probabilities @ (values - self.mean) ** 2))

    @property
    def support(self) -> tuple[float, float]:
        """The lowest and highest value."""
        values, _ = self._table
        return float(values[0]), float(values[-1])


@dataclass(frozen=True)
class Discrete(_StepFamily):
    """A few possible values, each with its probability."""

    values: tuple[float, ...]
    probabilities: tuple[float, ...]
    name: ClassVar[str] = "discrete"

    def check(self) -> None:
        """Require ascending values, and as many positive probabilities that sum to 1."""
        object.__setattr__(self, "values", numbers("values", self.values))
        object.__setattr__(self, "probabilities", numbers("probabilities", self.probabilities))
        _require_same_length("probabilities", self.probabilities, self.values)
        for lower, higher in zip(self.values, self.values[1:], strict=False):
            if not lower < higher:
                raise FamilyError("values_not_ascending", key="values", found=higher, before=lower)
        for probability in self.probabilities:
            require_positive("probabilities", probability)
        total = math.fsum(self.probabilities)
        if abs(total - 1) > 1e-9:
            raise FamilyError("probabilities_do_not_sum", key="probabilities", found=total)

    @cached_property
    def _table(self) -> tuple[Array, Array]:
        probabilities = np.array(self.probabilities)
        return np.array(self.values), probabilities / probabilities.sum()


@dataclass(frozen=True)
class Empirical(_StepFamily):
    """Values that were observed, in any order, each counting once or with its weight."""

    values: tuple[float, ...]
    weights: tuple[float, ...] | None = None
    name: ClassVar[str] = "empirical"

    def check(self) -> None:
        """Require at least two different values, and as many positive weights if any."""
        object.__setattr__(self, "values", numbers("values", self.values))
        if self.weights is not None:
            object.__setattr__(self, "weights", _weights(self.weights, self.values))
        if min(self.values) == max(self.values):
            raise FamilyError("values_all_equal", key="values", found=self.values[0])

    @cached_property
    def _table(self) -> tuple[Array, Array]:
        values, places = np.unique(self.values, return_inverse=True)
        sums = np.bincount(places, self.weights)
        return values, sums / sums.sum()


@dataclass(frozen=True)
class Mixture(Family):
    """One of several families, each with the probability that its weight says: experts' distributions pooled."""

    families: tuple[Family, ...]
    weights: tuple[float, ...] | None = None
    name: ClassVar[str] = "mixture"

    def check(self) -> None:
        """Require at least one family, and as many positive weights if any."""
        if isinstance(self.families, str) or not isinstance(self.families, Iterable):
            raise FamilyError("parameter_not_a_list", key="families", found=repr(self.families))
        object.__setattr__(self, "families", tuple(self.families))
        if not self.families:
            raise FamilyError("parameter_too_short", key="families", found=0)
        for family in self.families:
            if not isinstance(family, Family):
                raise FamilyError("not_a_family", key="families", found=repr(family))
        if self.weights is not None:
            object.__setattr__(self, "weights", _weights(self.weights, self.families))

    @cached_property
    def _shares(self) -> Array:
        weights = np.ones(len(self.families)) if self.weights is None else np.array(self.weights)
        return weights / weights.sum()

    def ppf(self, u: ArrayLike) -> Array:
        """Give the quantiles at probabilities ``u``, any shape."""
        u = np.asarray(u, dtype=np.float64)
        quantiles = [family.ppf(u) for family in self.families]
        low, high = np.minimum.reduce(quantiles), np.maximum.reduce(quantiles)
        for _ in range(200):
            middle = (low + high) / 2
            enough = self.cdf(middle) >= u
            low, high = np.where(enough, low, middle), np.where(enough, middle, high)
            if np.all(high - low <= 1e-14 * np.maximum(abs(low), abs(high))):
                break
        return high

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        return sum(share * family.cdf(x) for share, family in zip(self._shares, self.families, strict=True))

    @property
    def mean(self) -> float:
        """The expected value."""
        return float(self._shares @ [family.mean for family in self.families])

    @property
    def sd(self) -> float:
        """The standard deviation: of the variance within families and between their means."""
        mean = self.mean
        return math.sqrt(float(self._shares @ [family.sd**2 + (family.mean - mean) ** 2 for family in self.families]))

    @property
    def support(self) -> tuple[float, float]:
        """The lowest and highest value of any of the families."""
        lows, highs = zip(*(family.support for family in self.families), strict=True)
        return min(lows), max(highs)


def _require_same_length(name: str, found: tuple[float, ...], expected: tuple[object, ...]) -> None:
    if len(found) != len(expected):
        raise FamilyError("lengths_differ", key=name, found=len(found), expected=len(expected))


def _weights(weights: object, per: tuple[object, ...]) -> tuple[float, ...]:
    if len(per) == 1 and weights == (1.0,):
        return (1.0,)
    result = numbers("weights", weights)
    _require_same_length("weights", result, per)
    for weight in result:
        require_positive("weights", weight)
    return result
