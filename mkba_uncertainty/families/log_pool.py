"""The log-linear pool: the normalised product of densities, tabulated by quadrature."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families.base import Family, NormalScoreFamily, items
from mkba_uncertainty.families.density import log_density
from mkba_uncertainty.families.tabulated import positive
from mkba_uncertainty.families.tabulated_density import TabulatedDensity


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
            log_density(family, np.array([family.mean]))
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
        """Give the logarithm of the product of the densities."""
        parts = [share * log_density(family, x) for share, family in zip(self._shares, self.families, strict=True)]
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


@log_density.register
def _(family: LogPool, x: Array) -> Array:
    return family.log_density(x)
