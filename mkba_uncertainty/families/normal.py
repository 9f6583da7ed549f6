"""The normal distribution and those made from it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families.base import (
    LARGEST,
    Family,
    NormalScoreFamily,
    normal_log_density,
    number,
    require_mass,
    require_positive,
    require_range,
)


@dataclass(frozen=True)
class Normal(NormalScoreFamily):
    """The normal distribution with mean ``mu`` and standard deviation ``sigma``.

    Parameters
    ----------
    mu : float
        The mean, in the unit of the estimate.
    sigma : float
        The standard deviation, above 0, in the same unit.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> known = mkba.Normal(100, 10)
    >>> round(float(known.cdf(110)), 4)
    0.8413
    >>> stated = mkba.Normal.from_interval(80, 120, mass=0.95)  # 95 % lies between 80 and 120
    >>> stated.mean, round(stated.sd, 1)
    (100.0, 10.2)
    """

    mu: float
    sigma: float
    name: ClassVar[str] = "normal"
    constructors: ClassVar[tuple[str, ...]] = ("from_interval", "from_mean_sd")

    @classmethod
    def from_interval(cls, lower: float, upper: float, mass: float = 0.9) -> Self:
        """Make the one whose central interval of probability ``mass`` runs from ``lower`` to ``upper``."""
        lower, upper = _interval(lower, upper, mass)
        return cls((lower + upper) / 2, (upper - lower) / (2 * _half_width(mass)))

    @classmethod
    def from_mean_sd(cls, mean: float, sd: float) -> Self:
        """Make the one with this mean and standard deviation: what other families call ``mu`` and ``sigma`` here."""
        mean, sd = number("mean", mean), number("sd", sd)
        require_positive("sd", sd)
        return cls(mean, sd)

    def check(self) -> None:
        """Require ``sigma > 0``."""
        require_positive("sigma", self.sigma)

    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give the quantiles at standard normal scores ``z``, any shape."""
        return self.mu + self.sigma * np.asarray(z, dtype=np.float64)

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        probability: Array = ndtr((np.asarray(x, dtype=np.float64) - self.mu) / self.sigma)
        return probability

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density at ``x``, any shape; minus infinity outside the support."""
        return normal_log_density((np.asarray(x, dtype=np.float64) - self.mu) / self.sigma) - math.log(self.sigma)

    @property
    def peak(self) -> float:
        """The mean."""
        return self.mu

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
    """A positive value whose logarithm is normal, with mean ``mu`` and standard deviation ``sigma``.

    Parameters
    ----------
    mu, sigma : float
        Mean and standard deviation of the natural logarithm of the value; ``sigma`` is above 0.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> price = mkba.LogNormal.from_interval(50, 200, mass=0.9)
    >>> [round(float(x), 6) for x in price.ppf([0.05, 0.5, 0.95])]
    [50.0, 100.0, 200.0]
    """

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
        variance = math.log1p(sd / mean * (sd / mean))
        return cls(math.log(mean) - variance / 2, math.sqrt(variance))

    def check(self) -> None:
        """Require ``sigma > 0``, and a mean that is a number: a ``mu`` of thousands was not a logarithm."""
        require_positive("sigma", self.sigma)
        limit = math.log(LARGEST)
        for key, logarithm in (("mu", abs(self.mu)), ("sigma", abs(self.mu) + self.sigma**2)):
            if logarithm > limit:
                raise FamilyError("not_a_logarithm", key=key, found=getattr(self, key), limit=limit)

    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give the quantiles at standard normal scores ``z``, any shape."""
        return np.exp(self.mu + self.sigma * np.asarray(z, dtype=np.float64))

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        with np.errstate(divide="ignore"):  # the logarithm of 0 is minus infinity, as it should
            probability: Array = ndtr((np.log(np.maximum(x, 0.0)) - self.mu) / self.sigma)
        return probability

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density at ``x``, any shape; minus infinity outside the support."""
        x = np.asarray(x, dtype=np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            log_x = np.log(np.maximum(x, 0.0))
            log = normal_log_density((log_x - self.mu) / self.sigma) - math.log(self.sigma) - log_x
        return np.where(x > 0, log, -np.inf)

    @property
    def peak(self) -> float:
        """The most likely value, below the median."""
        return math.exp(self.mu - self.sigma**2)

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
    """The normal distribution of ``mu`` and ``sigma``, given that the value lies between ``low`` and ``high``.

    Without ``low`` or ``high`` that side is open.

    Parameters
    ----------
    mu, sigma : float
        Mean and standard deviation, above 0, of the normal distribution before it is cut.
    low, high : float, optional
        The lowest and the highest possible value; without it that side is open.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> half = mkba.TruncatedNormal(0, 1, low=0)
    >>> round(half.mean, 4)  # the square root of 2 / pi
    0.7979
    >>> half.support
    (0.0, inf)
    """

    mu: float
    sigma: float
    low: float | None = None
    high: float | None = None
    name: ClassVar[str] = "truncated_normal"

    def check(self) -> None:
        """Require ``sigma > 0``, ``low < high``, and some probability between them."""
        for end in ("low", "high"):
            if getattr(self, end) is not None:
                object.__setattr__(self, end, number(end, getattr(self, end)))
        require_positive("sigma", self.sigma)
        require_range(*self.support)
        if not self.mass > 1e-290:
            low, high = self.support
            nearest = "low" if low > self.mu else "high"
            raise FamilyError(
                "truncation_leaves_nothing", key=nearest, low=low, high=high, mu=self.mu, sigma=self.sigma
            )

    @cached_property
    def _ends(self) -> tuple[float, float]:
        """``low`` and ``high`` in standard units."""
        low, high = self.support
        return (low - self.mu) / self.sigma, (high - self.mu) / self.sigma

    @cached_property
    def _cut(self) -> tuple[float, float]:
        """The probabilities cut off below and above."""
        a, b = self._ends
        return float(ndtr(a)), float(ndtr(-b))

    @cached_property
    def mass(self) -> float:
        """The probability left by the truncation, from the tail that keeps most digits."""
        a, b = self._ends
        return float(ndtr(-a) - ndtr(-b)) if a > 0 else float(ndtr(b) - ndtr(a))

    def ppf(self, u: ArrayLike) -> Array:
        """Give the quantiles at probabilities ``u``, any shape."""
        u = np.asarray(u, dtype=np.float64)
        below, above = self._cut
        left, right = below + self.mass * u, above + self.mass * (1.0 - u)
        z = np.where(left < 0.5, ndtri(left), -ndtri(right))  # by way of the nearest tail
        quantile: Array = np.clip(self.mu + self.sigma * z, *self.support)
        return quantile

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        z = (np.clip(np.asarray(x, dtype=np.float64), *self.support) - self.mu) / self.sigma
        below, above = self._cut
        share = np.where(z < 0, (ndtr(z) - below) / self.mass, 1.0 - (ndtr(-z) - above) / self.mass)
        probability: Array = np.clip(share, 0.0, 1.0)
        return probability

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density at ``x``, any shape; minus infinity outside the support."""
        x = np.asarray(x, dtype=np.float64)
        log = normal_log_density((x - self.mu) / self.sigma) - math.log(self.sigma * self.mass)
        return self._inside(x, log)

    @cached_property
    def _moments(self) -> tuple[float, float]:
        """The mean and standard deviation in standard units (Johnson, Kotz and Balakrishnan 1994, section 13.10.1)."""
        a, b = self._ends
        if b - a < 1:  # the closed form would lose its digits; this sum of 40 terms does not
            nodes, weights = np.polynomial.legendre.leggauss(40)
            z = (a + b) / 2 + (b - a) / 2 * nodes
            nearest = min(max(a, 0.0), b)
            weights = weights * np.exp((nearest**2 - z**2) / 2)
            weights /= weights.sum()
            mean = float(weights @ z)
            return mean, math.sqrt(float(weights @ (z - mean) ** 2))
        at_a, at_b = (math.exp(-end * end / 2) / math.sqrt(2 * math.pi) / self.mass for end in (a, b))
        mean = at_a - at_b
        ends = (a * at_a if at_a > 0 else 0.0) - (b * at_b if at_b > 0 else 0.0)
        return mean, math.sqrt(1 + ends - mean * mean)

    @property
    def peak(self) -> float:
        """``mu``, or the end that is nearest to it."""
        low, high = self.support
        return min(max(self.mu, low), high)

    @property
    def mean(self) -> float:
        """The expected value."""
        return self.mu + self.sigma * self._moments[0]

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return self.sigma * self._moments[1]

    @property
    def support(self) -> tuple[float, float]:
        """``low`` and ``high``, infinite where open."""
        return -math.inf if self.low is None else self.low, math.inf if self.high is None else self.high


def _interval(lower: float, upper: float, mass: float) -> tuple[float, float]:
    lower, upper = number("lower", lower), number("upper", upper)
    if not lower < upper:
        raise FamilyError("lower_not_below_upper", key="lower", found=lower, upper=upper)
    require_mass(mass)
    return lower, upper


def _half_width(mass: float) -> float:
    """Give the half-width, in standard deviations, of the central normal interval of probability ``mass``."""
    return float(ndtri((1 + mass) / 2))
