"""A distribution times a factor: the same prices in the money of another year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.families.base import Family
from mkba_uncertainty.families.observation import Observation


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
