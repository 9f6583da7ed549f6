"""Families made of others: mixtures, the log-linear pool, and another year's prices."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logsumexp, ndtr

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families.base import Family, NormalScoreFamily, items
from mkba_uncertainty.families.fast_quantile import NEAR_EDGE, ScoreFunctions, ScoreQuantile
from mkba_uncertainty.families.observation import Observation
from mkba_uncertainty.families.tabulated import positive
from mkba_uncertainty.families.tabulated_density import TabulatedDensity, rising_root

SAME = 1e-12
"""Probabilities that differ by no more are the same but for rounding."""


@dataclass(frozen=True, repr=False)
class Mixture(Family):
    """One of several families, each with a probability: so are experts' distributions pooled.

    Without weights all are as probable; weights need not sum to 1.

    Parameters
    ----------
    families : tuple of Family
        Two or more, of the same quantity.
    weights : tuple of float, optional
        One each, 0 or more.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> either = mkba.Mixture((mkba.Normal(10, 1), mkba.Normal(20, 1)), (0.75, 0.25))
    >>> either.mean
    12.5
    >>> round(either.sd**2, 6)  # within 1, and between 0.75 x 0.25 x 10 squared
    19.75
    """

    families: tuple[Family, ...]
    weights: tuple[float, ...] | None = None
    name: ClassVar[str] = "mixture"

    def check(self) -> None:
        """Require families that are not one constant, and as many positive weights if any."""
        object.__setattr__(self, "families", items("families", self.families))
        for family in self.families:
            if not isinstance(family, Family):
                raise FamilyError("not_a_family", key="families", found=repr(family))
        if self.weights is not None:
            object.__setattr__(self, "weights", positive("weights", self.weights, len(self.families)))
        low, high = self.support
        if low == high:
            raise FamilyError("constant", key="families", found=low)

    @cached_property
    def _shares(self) -> Array:
        weights: Array = np.ones(len(self.families)) if self.weights is None else np.array(self.weights)
        weights /= weights.sum()
        return weights

    @cached_property
    def _table(self) -> tuple[Array, Array]:
        """Probabilities and values, both ascending, that the search for a quantile starts from.

        At an atom the table rises from the number just below it, so that the search ends where it begins.
        """
        scores = np.linspace(-8.0, 8.0, 257)
        atoms = np.array(self.atoms)
        values = [*(family.ppf_from_normal(scores) for family in self.families), atoms, np.nextafter(atoms, -np.inf)]
        x = np.unique(np.concatenate(values))
        return np.maximum.accumulate(self.cdf(x)), x

    def ppf(self, u: ArrayLike) -> Array:
        """Give, for probabilities ``u``, any shape, the lowest value whose cumulative probability is at least ``u``.

        Right to 12 digits, and to a billionth of a billionth of the standard deviation about zero.
        """
        u = np.asarray(u, dtype=np.float64)
        targets = u.ravel()
        probabilities, values = self._table
        place = np.searchsorted(probabilities, targets)
        inside = (place > 0) & (place < values.size)
        place = np.clip(place, 1, values.size - 1)
        low, high = values[place - 1], values[place]
        if not inside.all():  # in a far tail: between the lowest and the highest quantile of the families
            quantiles = [family.ppf(targets[~inside]) for family in self.families]
            low[~inside], high[~inside] = np.minimum.reduce(quantiles), np.maximum.reduce(quantiles)
        found = rising_root(self.cdf, targets, low, high, smallest=1e-18 * self.sd)
        for end, probability in self._before_gaps:  # all of the gap has this probability below it; its start is asked
            found = np.where((np.abs(targets - probability) <= SAME) & (found > end), end, found)
        return found.reshape(u.shape)[()]

    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give the quantiles at standard normal scores ``z``, any shape.

        Right to a billionth of the deviation, or to 12 digits where that is less precise.
        """
        scores = np.asarray(z, dtype=np.float64)
        return (self.ppf(ndtr(scores)) if self._quantile is None else self._quantile(scores))[()]

    @cached_property
    def _quantile(self) -> ScoreQuantile | None:
        """The quantile function as a spline; None where values have a probability of their own, or there is a gap."""
        if self.atoms or self._before_gaps:
            return None
        functions = ScoreFunctions(
            cdf=self.cdf,
            sf=lambda x: 1 - self.cdf(x),
            inverse_cdf=self.ppf,
            inverse_sf=lambda v: self.ppf(1 - v),
            log_density=self.log_density,
            sd=self.sd,
        )
        return ScoreQuantile(functions, NEAR_EDGE)

    @cached_property
    def _before_gaps(self) -> list[tuple[float, float]]:
        """Where a gap between the families begins, in which no value can lie, and the probability below it."""
        reached, gaps = -math.inf, list[tuple[float, float]]()
        for low, high in sorted(self._pieces()):
            if low > reached > -math.inf:
                gaps.append((reached, float(self.cdf(reached))))
            reached = max(reached, high)
        return gaps

    def _pieces(self) -> Iterator[tuple[float, float]]:
        for family in self.families:
            if isinstance(family, Mixture):
                yield from family._pieces()
            else:
                yield family.support

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        parts = zip(self._shares.tolist(), self.families, strict=True)
        probability: Array = np.sum([share * family.cdf(x) for share, family in parts], axis=0)
        return probability

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density at ``x``, any shape; minus infinity outside the support."""
        x = np.asarray(x, dtype=np.float64)
        parts = np.stack([family.log_density(x) for family in self.families], axis=-1)
        pooled: Array = logsumexp(parts, b=self._shares, axis=-1)
        return pooled

    @property
    def atoms(self) -> tuple[float, ...]:
        """The atoms of all the families."""
        return tuple(sorted({atom for family in self.families for atom in family.atoms}))

    @property
    def mean(self) -> float:
        """The expected value."""
        return float(self._shares @ [family.mean for family in self.families])

    @property
    def sd(self) -> float:
        """The standard deviation: variance within families, and between their means."""
        mean = self.mean
        return math.sqrt(float(self._shares @ [family.sd**2 + (family.mean - mean) ** 2 for family in self.families]))

    @property
    def support(self) -> tuple[float, float]:
        """The lowest and highest value of any of the families."""
        lows, highs = zip(*(family.support for family in self.families), strict=True)
        return min(lows), max(highs)


@dataclass(frozen=True, repr=False)
class LogPool(NormalScoreFamily):
    """Several families pooled by the product of their densities, each to the power of its share of the weight.

    Its density is highest where all families agree: what one of them excludes the pool excludes (Genest and Zidek
    1986, Statistical Science 1: 114-135, section 3.3). So it is narrower than :class:`Mixture`, the linear pool. It is
    externally Bayesian: updating before or after pooling is the same.

    Without weights all count as much; weights need not sum to 1.

    Parameters
    ----------
    families : tuple of Family
        Two or more that have a density, of the same quantity.
    weights : tuple of float, optional
        One each, 0 or more.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> agreed = mkba.LogPool((mkba.Normal(10, 1), mkba.Normal(20, 1)))
    >>> round(agreed.mean, 6), round(agreed.sd, 6)  # that of normals of the same sd is normal, halfway
    (15.0, 1.0)
    """

    families: tuple[Family, ...]
    weights: tuple[float, ...] | None = None
    name: ClassVar[str] = "log_pool"

    def check(self) -> None:
        """Require families with densities that overlap, and as many positive weights if any."""
        object.__setattr__(self, "families", items("families", self.families))
        for family in self.families:
            if not isinstance(family, Family):
                raise FamilyError("not_a_family", key="families", found=repr(family))
            family.log_density(family.mean)
        if self.weights is not None:
            object.__setattr__(self, "weights", positive("weights", self.weights, len(self.families)))
        low, high = self.support
        if not low < high or not self._tabulated.panels.total > 0:
            raise FamilyError("nothing_in_common", key="families", found=self._ranges())
        if not self._tabulated.tail_share < 1e-9:
            raise FamilyError("log_pool_tail", key="families")

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density at ``x``, any shape."""
        return self._tabulated.log_density(np.asarray(x, dtype=np.float64))

    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give the quantiles at standard normal scores ``z``, any shape."""
        return self._tabulated.quantile(np.asarray(z, dtype=np.float64))

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        return self._tabulated.cdf(np.asarray(x, dtype=np.float64))[()]

    @property
    def mean(self) -> float:
        """The expected value."""
        return self._tabulated.mean

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return self._tabulated.sd

    @property
    def support(self) -> tuple[float, float]:
        """What all the supports have in common."""
        lows, highs = zip(*(family.support for family in self.families), strict=True)
        return max(lows), min(highs)

    def _ranges(self) -> str:
        return ", ".join(f"{low:g} to {high:g}" for low, high in (family.support for family in self.families))

    @cached_property
    def _shares(self) -> list[float]:
        weights = self.weights or (1.0,) * len(self.families)
        return [weight / math.fsum(weights) for weight in weights]

    def _product(self, x: Array) -> Array:
        """Give the logarithm of the product of the densities; at an end where one is infinite, that beside it."""
        low, high = self.support
        inner = np.clip(x, np.nextafter(low, high), np.nextafter(high, low))
        found = [(family.log_density(x), family.log_density(inner)) for family in self.families]
        parts = [
            share * np.where(at == np.inf, beside, at) for share, (at, beside) in zip(self._shares, found, strict=True)
        ]
        inside = np.logical_and.reduce([part > -np.inf for part in parts])
        return np.where(inside, np.sum([np.where(inside, part, 0.0) for part in parts], axis=0), -np.inf)

    @cached_property
    def _tabulated(self) -> TabulatedDensity:
        return TabulatedDensity(self._product, self._first_edges(), self.support)

    def _first_edges(self) -> Array:
        """Give edges where the families' own quantiles are, and in open tails ever further ones."""
        low, high = self.support
        scores = np.linspace(-8.0, 8.0, 65)
        x = np.concatenate([family.ppf_from_normal(scores) for family in self.families])
        x = np.unique(x[np.isfinite(x) & (x > low) & (x < high)])
        if x.size == 0:  # the families' quantiles lie outside the support that they share
            x = np.array([(low + high) / 2])
        steps = 2.0 ** np.arange(64) * max(float(x[-1] - x[0]), abs(float(x[0])) * 1e-9)
        before = [low] if math.isfinite(low) else (x[0] - steps[::-1])
        after = [high] if math.isfinite(high) else (x[-1] + steps)
        return np.unique(np.concatenate([before, x, after]))


@dataclass(frozen=True)
class Rescaled(Family):
    """Another distribution, every value times one positive factor: an amount in prices of another year."""

    family: Family
    factor: float

    def ppf(self, u: ArrayLike) -> Array:
        """Give quantiles."""
        return np.asarray(self.family.ppf(u)) * self.factor

    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give quantiles at normal scores."""
        return np.asarray(self.family.ppf_from_normal(z)) * self.factor

    def cdf(self, x: ArrayLike) -> Array:
        """Give probabilities."""
        return np.asarray(self.family.cdf(np.asarray(x) / self.factor))

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density."""
        return np.asarray(self.family.log_density(np.asarray(x) / self.factor)) - math.log(self.factor)

    @property
    def atoms(self) -> tuple[float, ...]:
        """Give the values with a probability of their own."""
        return tuple(atom * self.factor for atom in self.family.atoms)

    @property
    def evidence(self) -> tuple[Family, tuple[Observation, ...]]:
        """Give the distribution before any data, and the data."""
        prior, data = self.family.evidence
        return (Rescaled(prior, self.factor) if data else self), tuple(one.times(self.factor) for one in data)

    @property
    def mean(self) -> float:
        """Give the mean."""
        return self.family.mean * self.factor

    @property
    def sd(self) -> float:
        """Give the standard deviation."""
        return self.family.sd * self.factor

    @property
    def support(self) -> tuple[float, float]:
        """Give the ends."""
        low, high = self.family.support
        return low * self.factor, high * self.factor
