"""Families with quantiles in closed form, on a bounded range."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.families.base import BoundedFamily, Family, require_mode, require_range


@dataclass(frozen=True)
class Point(Family):
    """A value that is not uncertain.

    Parameters
    ----------
    value : float
        In the unit of the estimate.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> rate = mkba.Point(0.04)
    >>> rate.mean, rate.sd
    (0.04, 0.0)
    """

    value: float
    name: ClassVar[str] = "point"

    def ppf(self, u: ArrayLike) -> Array:
        """Give the value, in the shape of ``u``."""
        return np.full(np.shape(u), self.value)[()]

    def cdf(self, x: ArrayLike) -> Array:
        """Give 0 below the value and 1 from there on."""
        return np.where(np.asarray(x) >= self.value, 1.0, 0.0)[()]

    @property
    def atoms(self) -> tuple[float, ...]:
        """The value."""
        return (self.value,)

    @property
    def peak(self) -> float:
        """The value."""
        return self.value

    @property
    def mean(self) -> float:
        """The value."""
        return self.value

    @property
    def sd(self) -> float:
        """Zero."""
        return 0.0

    @property
    def support(self) -> tuple[float, float]:
        """The value, twice."""
        return self.value, self.value


@dataclass(frozen=True)
class Uniform(BoundedFamily):
    """Every value from ``low`` to ``high`` as likely as any other.

    Parameters
    ----------
    low, high : float
        The lowest and the highest possible value, in the unit of the estimate.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> share = mkba.Uniform(0.2, 0.6)
    >>> round(float(share.ppf(0.25)), 6)
    0.3
    """

    low: float
    high: float
    name: ClassVar[str] = "uniform"

    def check(self) -> None:
        """Require ``low < high``."""
        require_range(self.low, self.high)

    def ppf(self, u: ArrayLike) -> Array:
        """Give the quantiles at probabilities ``u``, any shape."""
        return np.clip(self.low + (self.high - self.low) * np.asarray(u, dtype=np.float64), self.low, self.high)

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        return np.clip((np.asarray(x, dtype=np.float64) - self.low) / (self.high - self.low), 0.0, 1.0)

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density at ``x``, any shape; minus infinity outside the support."""
        x = np.asarray(x, dtype=np.float64)
        return self._inside(x, np.full(np.shape(x), -math.log(self.high - self.low)))

    @property
    def mean(self) -> float:
        """The expected value."""
        return (self.low + self.high) / 2

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return (self.high - self.low) / math.sqrt(12)


@dataclass(frozen=True)
class Triangular(BoundedFamily):
    """A density that rises in a straight line from ``low`` to ``mode`` and falls in one to ``high``.

    Parameters
    ----------
    low, mode, high : float
        The lowest, most likely and highest possible value, in the unit of the estimate.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> cost = mkba.Triangular(0, 3, 6)
    >>> cost.mean, round(float(cost.cdf(1.5)), 6)
    (3.0, 0.125)
    """

    low: float
    mode: float
    high: float
    name: ClassVar[str] = "triangular"

    def check(self) -> None:
        """Require ``low <= mode <= high`` and ``low < high``."""
        require_mode(self.low, self.mode, self.high)

    @property
    def _sides(self) -> tuple[float, float, float]:
        """The width of the range, and the shares of it to the left and right of the mode."""
        width = self.high - self.low
        return width, (self.mode - self.low) / width, (self.high - self.mode) / width

    def ppf(self, u: ArrayLike) -> Array:
        """Give the quantiles at probabilities ``u``, any shape."""
        u = np.asarray(u, dtype=np.float64)
        width, left, right = self._sides
        rising = self.low + width * np.sqrt(u * left)
        falling = self.high - width * np.sqrt((1.0 - u) * right)
        return np.where(u <= left, rising, falling)[()]

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        x = np.clip(np.asarray(x, dtype=np.float64), self.low, self.high)
        width, left, right = self._sides
        with np.errstate(over="ignore"):  # with the mode at an end, or all but there, that side is not used
            rising = ((x - self.low) / width) ** 2 / (left or 1.0)
            falling = 1.0 - ((self.high - x) / width) ** 2 / (right or 1.0)
        return np.where(x < self.mode, rising, falling)[()]

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density at ``x``, any shape; minus infinity outside the support."""
        x = np.asarray(x, dtype=np.float64)
        left, right, width = self.mode - self.low, self.high - self.mode, self.high - self.low
        with np.errstate(divide="ignore", invalid="ignore"):
            rising = np.log((x - self.low) / (left or 1.0))
            falling = np.log((self.high - x) / (right or 1.0))
        return self._inside(x, math.log(2 / width) + np.where(x < self.mode, rising, falling))

    @property
    def peak(self) -> float:
        """The mode."""
        return self.mode

    @property
    def mean(self) -> float:
        """The expected value."""
        return (self.low + self.mode + self.high) / 3

    @property
    def sd(self) -> float:
        """The standard deviation."""
        width, left, right = self._sides
        return width * math.sqrt((left * left + left * right + right * right) / 18)
