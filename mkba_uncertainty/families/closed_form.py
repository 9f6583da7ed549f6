"""Families whose quantiles have a closed form."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families.base import (
    Array,
    Family,
    NormalScoreFamily,
    number,
    require_mass,
    require_mode,
    require_positive,
    require_range,
)


@dataclass(frozen=True)
class Point(Family):
    """A value that is not uncertain."""

    value: float
    name: ClassVar[str] = "point"

    def ppf(self, u: ArrayLike) -> Array:
        """Give the value, in the shape of ``u``."""
        return np.full(np.shape(u), self.value)[()]

    def cdf(self, x: ArrayLike) -> Array:
        """Give 0 below the value and 1 from there on."""
        return np.where(np.asarray(x) >= self.value, 1.0, 0.0)[()]

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
class Uniform(Family):
    """Every value from ``low`` to ``high`` as likely as any other."""

    low: float
    high: float
    name: ClassVar[str] = "uniform"

    def check(self) -> None:
        """Require ``low < high``."""
        require_range(self.low, self.high)

    def ppf(self, u: ArrayLike) -> Array:
        """Give the quantiles at probabilities ``u``, any shape."""
        return self.low + (self.high - self.low) * np.asarray(u, dtype=np.float64)

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        return np.clip((np.asarray(x, dtype=np.float64) - self.low) / (self.high - self.low), 0.0, 1.0)

    @property
    def mean(self) -> float:
        """The expected value."""
        return (self.low + self.high) / 2

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return (self.high - self.low) / math.sqrt(12)

    @property
    def support(self) -> tuple[float, float]:
        """``low`` and ``high``."""
        return self.low, self.high


@dataclass(frozen=True)
class Triangular(Family):
    """A density that rises in a straight line from ``low`` to ``mode`` and falls in one to ``high``."""

    low: float
    mode: float
    high: float
    name: ClassVar[str] = "triangular"

    def check(self) -> None:
        """Require ``low <= mode <= high`` and ``low < high``."""
        require_mode(self.low, self.mode, self.high)

    def ppf(self, u: ArrayLike) -> Array:
        """Give the quantiles at probabilities ``u``, any shape."""
        u = np.asarray(u, dtype=np.float64)
        left, right, width = self.mode - self.low, self.high - self.mode, self.high - self.low
        rising = self.low + np.sqrt(u * (left * width))
        falling = self.high - np.sqrt((1.0 - u) * (right * width))
        return np.where(u * width <= left, rising, falling)[()]

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        x = np.clip(np.asarray(x, dtype=np.float64), self.low, self.high)
        left, right, width = self.mode - self.low, self.high - self.mode, self.high - self.low
        rising = (x - self.low) ** 2 / (left * width if left > 0 else 1.0)
        falling = 1.0 - (self.high - x) ** 2 / (right * width if right > 0 else 1.0)
        return np.where(x < self.mode, rising, falling)[()]

    @property
    def mean(self) -> float:
        """The expected value."""
        return (self.low + self.mode + self.high) / 3

    @property
    def sd(self) -> float:
        """The standard deviation."""
        left, right = self.mode - self.low, self.high - self.mode
        return math.sqrt((left * left + left * right + right * right) / 18)

    @property
    def support(self) -> tuple[float, float]:
        """``low`` and ``high``."""
        return self.low, self.high


@dataclass(frozen=True)
class Normal(NormalScoreFamily):
    """The normal distribution with mean ``mu`` and standard deviation ``sigma``."""

    mu: float
    sigma: float
    name: ClassVar[str] = "normal"
    constructors: ClassVar[tuple[str, ...]] = ("from_interval",)

    @classmethod
    def from_interval(cls, lower: float, upper: float, mass: float = 0.9) -> Self:
        """Make the one whose central interval of probability ``mass`` runs from ``lower`` to ``upper``."""
        lower, upper = _interval(lower, upper, mass)
        return cls((lower + upper) / 2, (upper - lower) / (2 * _half_width(mass)))

    def check(self) -> None:
        """Require ``sigma > 0``."""
        require_positive("sigma", self.sigma)

    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give the quantiles at standard normal scores ``z``, any shape."""
        return self.mu + self.sigma * np.asarray(z, dtype=np.float64)

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        return ndtr((np.asarray(x, dtype=np.float64) - self.mu) / self.sigma)

    @property
    def mean(self) -> float:
        """The expected value."""
        return self.mu

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return self.sigma

    @property
    def support(self) -> tuple[float, float]:
        """Unbounded on both sides."""
        return -math.inf, math.inf


@dataclass(frozen=True)
class LogNormal(NormalScoreFamily):
    """A positive value whose logarithm is normal, with mean ``mu`` and standard deviation ``sigma``."""

    mu: float
    sigma: float
    name: ClassVar[str] = "log_normal"
    constructors: ClassVar[tuple[str, ...]] = ("from_interval", "from_mean_sd")

    @classmethod
    def from_interval(cls, lower: float, upper: float, mass: float = 0.9) -> Self:
        """Make the one whose central interval of probability ``mass`` runs from ``lower`` to ``upper``."""
        lower, upper = _interval(lower, upper, mass)
        require_positive("lower", lower)
        log_lower, log_upper = math.log(lower), math.log(upper)
        return cls((log_lower + log_upper) / 2, (log_upper - log_lower) / (2 * _half_width(mass)))

    @classmethod
    def from_mean_sd(cls, mean: float, sd: float) -> Self:
        """Make the one with this mean and standard deviation (of the value itself, not of its logarithm)."""
        mean, sd = number("mean", mean), number("sd", sd)
        require_positive("mean", mean)
        require_positive("sd", sd)
        variance = math.log1p((sd / mean) ** 2)
        return cls(math.log(mean) - variance / 2, math.sqrt(variance))

    def check(self) -> None:
        """Require ``sigma > 0``."""
        require_positive("sigma", self.sigma)

    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give the quantiles at standard normal scores ``z``, any shape."""
        return np.exp(self.mu + self.sigma * np.asarray(z, dtype=np.float64))

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        with np.errstate(divide="ignore"):
            return ndtr((np.log(np.maximum(x, 0.0)) - self.mu) / self.sigma)

    @property
    def mean(self) -> float:
        """The expected value."""
        return math.exp(self.mu + self.sigma**2 / 2)

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return self.mean * math.sqrt(math.expm1(self.sigma**2))

    @property
    def support(self) -> tuple[float, float]:
        """From zero up."""
        return 0.0, math.inf


@dataclass(frozen=True)
class TruncatedNormal(Family):
    """The normal distribution of ``mu`` and ``sigma``, given that the value lies between ``low`` and ``high``."""

    mu: float
    sigma: float
    low: float
    high: float
    name: ClassVar[str] = "truncated_normal"

    def check(self) -> None:
        """Require ``sigma > 0``, ``low < high``, and something left between them."""
        require_positive("sigma", self.sigma)
        require_range(self.low, self.high)
        if not self._mass > 1e-290:
            raise FamilyError("truncation_leaves_nothing", key="low", found=self.low, high=self.high, mu=self.mu)

    @property
    def _ends(self) -> tuple[float, float]:
        return (self.low - self.mu) / self.sigma, (self.high - self.mu) / self.sigma

    @property
    def _sign(self) -> float:
        """Minus one where most of what is left is above the mean: then the mirror image keeps more digits."""
        return -1.0 if sum(self._ends) > 0 else 1.0

    @property
    def _mass(self) -> float:
        first, last = sorted(self._sign * end for end in self._ends)
        return float(ndtr(last) - ndtr(first))

    def ppf(self, u: ArrayLike) -> Array:
        """Give the quantiles at probabilities ``u``, any shape."""
        u, sign = np.asarray(u, dtype=np.float64), self._sign
        first = min(sign * end for end in self._ends)
        z = ndtri(ndtr(first) + self._mass * (u if sign > 0 else 1.0 - u))
        return np.clip(self.mu + self.sigma * sign * z, self.low, self.high)

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        sign = self._sign
        z = (np.clip(np.asarray(x, dtype=np.float64), self.low, self.high) - self.mu) / self.sigma
        first = min(sign * end for end in self._ends)
        share = (ndtr(sign * z) - ndtr(first)) / self._mass
        return share if sign > 0 else 1.0 - share

    @property
    def mean(self) -> float:
        """The expected value."""
        a, b = self._ends
        return self.mu + self.sigma * (_density(a) - _density(b)) / self._mass

    @property
    def sd(self) -> float:
        """The standard deviation."""
        a, b = self._ends
        shift = (_density(a) - _density(b)) / self._mass
        return self.sigma * math.sqrt(1.0 + (a * _density(a) - b * _density(b)) / self._mass - shift**2)

    @property
    def support(self) -> tuple[float, float]:
        """``low`` and ``high``."""
        return self.low, self.high


def _density(z: float) -> float:
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def _interval(lower: float, upper: float, mass: float) -> tuple[float, float]:
    lower, upper = number("lower", lower), number("upper", upper)
    if not lower < upper:
        raise FamilyError("lower_not_below_upper", key="lower", found=lower, upper=upper)
    require_mass(mass)
    return lower, upper


def _half_width(mass: float) -> float:
    """Give the half-width, in standard deviations, of the central normal interval of probability ``mass``."""
    return float(ndtri((1 + mass) / 2))
