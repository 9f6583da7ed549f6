"""The log-linear pool: the normalised product of densities, tabulated by quadrature."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families.base import Array, Family, NormalScoreFamily, items
from mkba_uncertainty.families.density import log_density
from mkba_uncertainty.families.fast_quantile import ScoreFunctions, ScoreQuantile
from mkba_uncertainty.families.mixture import rising_root
from mkba_uncertainty.families.tabulated import positive

NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)
MOST_HALVINGS = 60


class Panels(NamedTuple):
    """The support in panels so narrow that 16 Gauss-Legendre nodes are exact in each.

    Attributes
    ----------
    edges : array of shape (panels + 1,)
    below, above : arrays of shape (panels + 1,)
        The probability below and above each edge; summed from either end, so that neither tail loses digits.
    peak : float
        The logarithm of the largest product of densities.
    total : float
        The integral of that product over its largest value.
    """

    edges: Array
    below: Array
    above: Array
    peak: float
    total: float


@dataclass(frozen=True)
class LogPool(NormalScoreFamily):
    """Several families pooled by the product of their densities, each to the power of its share of the weight.

    Its density is highest where all families agree: what one of them excludes the pool excludes (Genest and Zidek
    1986, Statistical Science 1: 114-135, section 3.3). So it is narrower than :class:`Mixture`, the linear pool. It is
    externally Bayesian: updating before or after pooling is the same.

    Without weights all count as much; weights need not sum to 1.
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
        if not low < high or not self._panels.total > 0:
            raise FamilyError("nothing_in_common", key="families", found=self._ranges())
        if not self._moments[2] < 1e-9:
            raise FamilyError("log_pool_tail", key="families")

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density at ``x``, any shape."""
        panels = self._panels
        return self._product(np.asarray(x, dtype=np.float64)) - panels.peak - math.log(panels.total)

    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give the quantiles at standard normal scores ``z``, any shape."""
        return self._quantile(np.asarray(z, dtype=np.float64))

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        x = np.asarray(x, dtype=np.float64)
        return self._below(x.ravel()).reshape(x.shape)[()]

    @property
    def mean(self) -> float:
        """The expected value."""
        return self._moments[0]

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return self._moments[1]

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

    def _integral(self, low: Array, high: Array, peak: float) -> Array:
        """Integrate the product over each of the panels (n,) from ``low`` to ``high``."""
        half = (high - low) / 2
        x = ((low + high) / 2)[:, None] + half[:, None] * NODES
        return half * (np.exp(self._product(x) - peak) * WEIGHTS).sum(axis=1)  # type: ignore[no-any-return]

    @cached_property
    def _panels(self) -> Panels:
        edges = self._first_edges()
        middles = (edges[:-1] + edges[1:]) / 2
        peak = float(self._product(middles).max())
        if not np.isfinite(peak):
            return Panels(edges, edges, edges, peak, 0.0)
        for _ in range(MOST_HALVINGS):
            middles = (edges[:-1] + edges[1:]) / 2
            whole = self._integral(edges[:-1], edges[1:], peak)
            halves = self._integral(edges[:-1], middles, peak) + self._integral(middles, edges[1:], peak)
            poor = np.abs(whole - halves) > 1e-16 * halves.sum() + 1e-14 * halves
            if not poor.any():
                break
            edges = np.unique(np.concatenate([edges, middles[poor]]))
        mass = self._integral(edges[:-1], edges[1:], peak)
        total = float(mass.sum())
        below = np.append(0.0, np.cumsum(mass)) / total
        above = np.append(np.cumsum(mass[::-1])[::-1], 0.0) / total
        return Panels(edges, below, above, peak, total)

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

    def _below(self, x: Array) -> Array:
        panels = self._panels
        x, place = self._placed(x)
        part = self._integral(panels.edges[place], x, panels.peak) / panels.total
        return np.minimum(panels.below[place] + part, 1.0)

    def _above(self, x: Array) -> Array:
        panels = self._panels
        x, place = self._placed(x)
        part = self._integral(x, panels.edges[place + 1], panels.peak) / panels.total
        return np.minimum(panels.above[place + 1] + part, 1.0)

    def _placed(self, x: Array) -> tuple[Array, NDArray[np.intp]]:
        edges = self._panels.edges
        x = np.clip(x, edges[0], edges[-1])
        return x, np.clip(np.searchsorted(edges, x, side="right") - 1, 0, edges.size - 2)

    def _inverse_below(self, u: Array) -> Array:
        edges, below = self._panels.edges, self._panels.below
        place = np.clip(np.searchsorted(below, u), 1, edges.size - 1)
        x = rising_root(self._below, u, edges[place - 1], edges[place], smallest=1e-18 * self.sd)
        return self._polished(x, u - self._below(x))

    def _inverse_above(self, v: Array) -> Array:
        edges, above = self._panels.edges, self._panels.above
        place = np.clip(np.searchsorted(-above, -v), 1, edges.size - 1)
        x = rising_root(lambda x: -self._above(x), -v, edges[place - 1], edges[place], smallest=1e-18 * self.sd)
        return self._polished(x, self._above(x) - v)

    def _polished(self, x: Array, miss: Array) -> Array:
        """Take a Newton step: near a root it finds the last digits, which matter where the sd is far below the mean."""
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            step = miss / np.exp(self.log_density(x))
        return np.clip(x + np.where(np.abs(step) < 1e-6 * self.sd, step, 0.0), *self.support)

    @cached_property
    def _quantile(self) -> ScoreQuantile:
        return ScoreQuantile(
            ScoreFunctions(
                cdf=self._below,
                sf=self._above,
                inverse_cdf=self._inverse_below,
                inverse_sf=self._inverse_above,
                log_density=self.log_density,
                sd=self.sd,
            )
        )

    @cached_property
    def _moments(self) -> tuple[float, float, float]:
        """The mean, the standard deviation, and which share of the variance lies in the outermost panels."""
        panels = self._panels
        low, high = panels.edges[:-1, None], panels.edges[1:, None]
        x = (low + high) / 2 + (high - low) / 2 * NODES
        mass = np.exp(self._product(x) - panels.peak) * WEIGHTS * (high - low) / 2 / panels.total
        mean = float((mass * x).sum())
        squares = (mass * (x - mean) ** 2).sum(axis=1)
        ends = squares[[0, -1]] * np.isinf(self.support)
        return mean, math.sqrt(float(squares.sum())), float(ends.sum() / squares.sum())


@log_density.register
def _(family: LogPool, x: Array) -> Array:
    return family.log_density(x)
