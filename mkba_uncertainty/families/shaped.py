"""Beta, PERT and gamma: families whose quantiles have no closed form."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincinv, betaln, gammainc, gammaln, xlog1py, xlogy

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families.base import (
    BoundedFamily,
    NormalScoreFamily,
    number,
    require_mode,
    require_positive,
    require_range,
)
from mkba_uncertainty.families.fast_quantile import beta_quantile, gamma_quantile
from mkba_uncertainty.families.tabulated_density import rising_root


@dataclass(frozen=True)
class Beta(BoundedFamily, NormalScoreFamily):
    """The beta distribution of shapes ``alpha`` and ``beta``, stretched from ``low`` to ``high``.

    Parameters
    ----------
    alpha, beta : float
        The two shapes, above 0.
    low, high : float, optional
        The lowest and the highest possible value, in the unit of the estimate; a share if absent.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> relapse = mkba.Beta.from_counts(30, 100, prior=1)  # 30 of 100 households, from a uniform prior
    >>> relapse.alpha, relapse.beta
    (31.0, 71.0)
    >>> round(relapse.mean, 4)
    0.3039
    """

    alpha: float
    beta: float
    low: float = 0.0
    high: float = 1.0
    name: ClassVar[str] = "beta"
    constructors: ClassVar[tuple[str, ...]] = ("from_counts", "from_mean_sd")

    @classmethod
    def from_counts(cls, k: float, n: float, prior: float = 0.0) -> Self:
        """Make the distribution of a share of which ``k`` cases out of ``n`` were counted.

        Parameters
        ----------
        k, n : float
            Cases counted, and cases looked at.
        prior : float
            Added to both ``k`` and ``n - k``: 0 gives Beta(k, n - k), whose mean is k / n; 0.5 is Jeffreys' prior,
            1 the uniform one. With ``prior`` 0 both counts must be above zero.
        """
        k, n, prior = number("k", k), number("n", n), number("prior", prior)
        if prior < 0:
            raise FamilyError("parameter_negative", key="prior", found=prior)
        if not 0 <= k <= n:
            raise FamilyError("count_outside_range", key="k", found=k, n=n)
        if prior == 0 and not 0 < k < n:
            raise FamilyError("count_needs_prior", key="k", found=k, n=n)
        return cls(k + prior, n - k + prior)

    @classmethod
    def from_mean_sd(cls, mean: float, sd: float, low: float = 0.0, high: float = 1.0) -> Self:
        """Make the one with this mean and standard deviation on ``low`` to ``high``."""
        mean, sd, low, high = number("mean", mean), number("sd", sd), number("low", low), number("high", high)
        require_range(low, high)
        require_positive("sd", sd)
        if not low < mean < high:
            raise FamilyError("mean_outside_range", key="mean", found=mean, low=low, high=high)
        limit = math.sqrt((mean - low) * (high - mean))
        if sd >= limit:
            raise FamilyError("sd_too_large", key="sd", found=sd, limit=limit, mean=mean, low=low, high=high)
        share = (mean - low) / (high - low)
        total = limit / sd * (limit / sd) - 1
        return cls(share * total, (1 - share) * total, low, high)

    def check(self) -> None:
        """Require positive shapes and ``low < high``."""
        require_positive("alpha", self.alpha)
        require_positive("beta", self.beta)
        require_range(self.low, self.high)

    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give the quantiles at standard normal scores ``z``, any shape."""
        share = beta_quantile(self.alpha, self.beta)(np.asarray(z, dtype=np.float64))
        share *= self.high - self.low
        share += self.low
        return np.clip(share, self.low, self.high)

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        share = (np.asarray(x, dtype=np.float64) - self.low) / (self.high - self.low)
        probability: Array = betainc(self.alpha, self.beta, np.clip(share, 0.0, 1.0))
        return probability

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density at ``x``, any shape; minus infinity outside the support."""
        x = np.asarray(x, dtype=np.float64)
        width = self.high - self.low
        share = np.clip((x - self.low) / width, 0.0, 1.0)
        log = xlogy(self.alpha - 1, share) + xlog1py(self.beta - 1, -share)
        return self._inside(x, log - betaln(self.alpha, self.beta) - math.log(width))

    @property
    def peak(self) -> float | None:
        """The most likely value; None where neither the middle nor one of the ends is."""
        first, second = self.alpha - 1, self.beta - 1
        if min(first, second) < 0 < max(first, second) or 0 in (first, second):
            return None if first == second else self.low if first < second else self.high
        return self.low + (self.high - self.low) * first / (first + second) if first > 0 else None

    @property
    def mean(self) -> float:
        """The expected value."""
        return self.low + (self.high - self.low) * self.alpha / (self.alpha + self.beta)

    @property
    def sd(self) -> float:
        """The standard deviation."""
        total = self.alpha + self.beta
        return (self.high - self.low) * math.sqrt(self.alpha * self.beta / (total + 1)) / total


@dataclass(frozen=True)
class Pert(BoundedFamily, NormalScoreFamily):
    """The PERT distribution: a beta on ``low`` to ``high`` that has its mode at ``mode``.

    Its shapes are ``1 + concentration (mode - low) / (high - low)`` and ``1 + concentration (high - mode) / (high -
    low)``. The concentration 4 makes the mean ``(low + 4 mode + high) / 6``, the rule of Malcolm, Roseboom, Clark and
    Fazar (1959, Operations Research 7: 646-669) and Clark (1962, Operations Research 10: 405-406); other
    concentrations are the modified PERT of Vose (2008, Risk Analysis, third edition, appendix III). A higher one says
    more confidence in the mode.

    Parameters
    ----------
    low, mode, high : float
        The lowest, most likely and highest possible value, in the unit of the estimate.
    concentration : float
        How strongly the value clings to its mode; above 0. Others call it lambda.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> relapse = mkba.Pert(0.15, 0.30, 0.45)
    >>> round(relapse.mean, 6), round(float(relapse.cdf(0.30)), 6)
    (0.3, 0.5)
    >>> mkba.Pert(0.15, 0.30, 0.45, concentration=20).sd < relapse.sd
    True
    >>> cost = mkba.Pert.from_p10_p90(mode=100, p10=80, p90=150)
    >>> [round(float(cost.cdf(x)), 6) for x in (80, 150)]
    [0.1, 0.9]
    """

    low: float
    mode: float
    high: float
    concentration: float = 4.0
    name: ClassVar[str] = "pert"
    constructors: ClassVar[tuple[str, ...]] = ("from_p10_p90",)

    @classmethod
    def from_p10_p90(cls, mode: float, p10: float, p90: float, concentration: float = 4.0) -> Self:
        """Make the one with this mode, of which a tenth lies below ``p10`` and a tenth above ``p90``.

        Where the mode lies between these says where it lies between the ends, whatever the width.
        """
        mode, p10, p90 = number("mode", mode), number("p10", p10), number("p90", p90)
        concentration = number("concentration", concentration)
        require_positive("concentration", concentration)
        if not p10 <= mode <= p90 or p10 == p90:
            raise FamilyError("mode_outside_points", key="mode", found=mode, p10=p10, p90=p90)

        def shapes(place: Array) -> tuple[Array, Array]:
            return 1 + concentration * place, 1 + concentration * (1 - place)

        def between(place: Array) -> Array:
            tenth, ninetieth = (betaincinv(*shapes(place), level) for level in (0.1, 0.9))
            return np.asarray((place - tenth) / (ninetieth - tenth))

        target = np.array([(mode - p10) / (p90 - p10)])
        place = rising_root(between, target, np.zeros(1), np.ones(1), smallest=1e-15)
        tenth, ninetieth = (float(betaincinv(*shapes(place), level)[0]) for level in (0.1, 0.9))
        width, left = (p90 - p10) / (ninetieth - tenth), float(place[0])
        return cls(mode - width * left, mode, mode + width * (1 - left), concentration)

    def check(self) -> None:
        """Require ``low <= mode <= high``, ``low < high`` and a positive concentration."""
        require_mode(self.low, self.mode, self.high)
        require_positive("concentration", self.concentration)

    @cached_property
    def _beta(self) -> Beta:
        width = self.high - self.low
        return Beta(
            1 + self.concentration * (self.mode - self.low) / width,
            1 + self.concentration * (self.high - self.mode) / width,
            self.low,
            self.high,
        )

    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give the quantiles at standard normal scores ``z``, any shape."""
        return self._beta.ppf_from_normal(z)

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        return self._beta.cdf(x)

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density at ``x``, any shape; minus infinity outside the support."""
        return self._beta.log_density(x)

    @property
    def peak(self) -> float:
        """The mode."""
        return self.mode

    @property
    def mean(self) -> float:
        """The expected value."""
        return (self.low + self.concentration * self.mode + self.high) / (self.concentration + 2)

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return self._beta.sd


@dataclass(frozen=True)
class Gamma(NormalScoreFamily):
    """The gamma distribution. ``Gamma(n)`` describes the rate behind a registered count ``n``.

    Parameters
    ----------
    shape : float
        Above 0.
    scale : float
        Above 0, in the unit of the estimate.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> nights = mkba.Gamma.from_mean_sd(90, 30)
    >>> round(nights.shape, 6), round(nights.scale, 6)
    (9.0, 10.0)
    """

    shape: float
    scale: float = 1.0
    name: ClassVar[str] = "gamma"
    constructors: ClassVar[tuple[str, ...]] = ("from_mean_sd",)

    @classmethod
    def from_mean_sd(cls, mean: float, sd: float) -> Self:
        """Make the one with this mean and standard deviation."""
        mean, sd = number("mean", mean), number("sd", sd)
        require_positive("mean", mean)
        require_positive("sd", sd)
        return cls(mean / sd * (mean / sd), sd / mean * sd)

    def check(self) -> None:
        """Require a positive shape and scale."""
        require_positive("shape", self.shape)
        require_positive("scale", self.scale)

    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give the quantiles at standard normal scores ``z``, any shape."""
        return self.scale * gamma_quantile(self.shape)(np.asarray(z, dtype=np.float64))

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        probability: Array = gammainc(self.shape, np.maximum(x, 0.0) / self.scale)
        return probability

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density at ``x``, any shape; minus infinity outside the support."""
        x = np.asarray(x, dtype=np.float64)
        scaled = np.maximum(x, 0.0) / self.scale
        log = xlogy(self.shape - 1, scaled) - scaled - gammaln(self.shape) - math.log(self.scale)
        return self._inside(x, log)

    @property
    def peak(self) -> float:
        """The most likely value."""
        return max(self.shape - 1, 0.0) * self.scale

    @property
    def mean(self) -> float:
        """The expected value."""
        return self.shape * self.scale

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return math.sqrt(self.shape) * self.scale

    @property
    def support(self) -> tuple[float, float]:
        """From zero up."""
        return 0.0, math.inf
