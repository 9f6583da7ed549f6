"""A density that is known up to a factor, tabulated by quadrature; and the root finder that inverts such tables."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

import numpy as np

from mkba_uncertainty.arrays import Array, Places
from mkba_uncertainty.families.fast_quantile import ScoreFunctions, ScoreQuantile

NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)
MOST_HALVINGS = 60
MOST_PANELS = 2**15
NEAR = 2.0
"""Neighbouring panels whose logarithms differ by no more than this show where the peak is."""


class Panels(NamedTuple):
    """The support in panels so narrow that 16 Gauss-Legendre nodes are exact in each.

    Attributes
    ----------
    edges : array of shape (panels + 1,)
    below, above : arrays of shape (panels + 1,)
        The probability below and above each edge; summed from either end, so that neither tail loses digits.
    peak : float
        The logarithm of the largest weight seen.
    total : float
        The integral of the weight over its largest value; 0 where there is no weight at all.
    """

    edges: Array
    below: Array
    above: Array
    peak: float
    total: float


class TabulatedDensity:
    """The distribution whose density is proportional to ``exp(log_weight(x))``.

    Parameters
    ----------
    log_weight : callable
        Array of shape (n,) -> array of the same shape; minus infinity where there is no weight.
    edges : array of shape (e,)
        Where the first panels end: the ends of the support, places where the weight jumps or bends, and enough others
        that no peak falls between them unseen.
    support : tuple of float
        The lowest and highest value; may be infinite.
    tolerance : float
        How far, as a share of it, the integral over one panel may be off.
    """

    def __init__(
        self,
        log_weight: Callable[[Array], Array],
        edges: Array,
        support: tuple[float, float],
        *,
        tolerance: float = 1e-14,
    ) -> None:
        self.log_weight = log_weight
        self.support = support
        self._first_edges = edges
        self._tolerance = tolerance

    @cached_property
    def panels(self) -> Panels:
        """The panels: halved until they are narrow enough."""
        edges, peak = self._around_the_peak(self._first_edges)
        if not np.isfinite(peak):
            return Panels(edges, edges, edges, peak, 0.0)
        whole = self._integral(edges[:-1], edges[1:], peak)
        low, high, whole, left, right = parts = self._in_halves(edges[:-1], edges[1:], whole, peak)
        for _ in range(MOST_HALVINGS):
            halves = left + right
            poor = np.abs(whole - halves) > 1e-16 * halves.sum() + self._tolerance * halves
            if not poor.any() or whole.size >= MOST_PANELS:
                break
            middles = (low[poor] + high[poor]) / 2
            ends = np.append(low[poor], middles), np.append(middles, high[poor])
            finer = self._in_halves(*ends, np.append(left[poor], right[poor]), peak)
            parts = np.append(parts[:, ~poor], finer, axis=1)
            low, high, whole, left, right = parts = parts[:, parts[0].argsort()]
        total = float(whole.sum())
        below = np.append(0.0, np.cumsum(whole)) / total
        above = np.append(np.cumsum(whole[::-1])[::-1], 0.0) / total
        return Panels(np.append(low, high[-1]), below, above, peak, total)

    @property
    def log_total(self) -> float:
        """The logarithm of the integral of the weight; minus infinity where there is none."""
        panels = self.panels
        return panels.peak + math.log(panels.total) if panels.total > 0 else -math.inf

    def log_density(self, x: Array) -> Array:
        """Give the logarithm of the density at ``x``, any shape."""
        return self.log_weight(x) - self.log_total

    def cdf(self, x: Array) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        return self._below(x.ravel()).reshape(x.shape)

    def quantile(self, z: Array) -> Array:
        """Give the quantiles at normal scores ``z``, any shape."""
        return self._quantile(z)

    def expectation(self, function: Callable[[Array], Array]) -> float:
        """Give the expected value of a function that is smooth within panels: array (n, 16) -> array (n, 16)."""
        x, mass = self._nodes
        with np.errstate(invalid="ignore", over="ignore"):
            terms = mass * function(x)
        return float(np.where(mass > 0, terms, 0.0).sum())

    @property
    def mean(self) -> float:
        """The expected value."""
        return self._moments[0]

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return self._moments[1]

    @property
    def tail_share(self) -> float:
        """Which share of the variance lies in the outermost panels of open tails."""
        return self._moments[2]

    def _around_the_peak(self, edges: Array) -> tuple[Array, float]:
        """Halve panels about the highest one until its neighbours are nearly as high; give its height as well."""
        for _ in range(20 * MOST_HALVINGS):
            middles = (edges[:-1] + edges[1:]) / 2
            heights = self.log_weight(middles)
            best = int(heights.argmax())
            near = slice(max(best - 1, 0), best + 2)
            if not np.isfinite(heights[best]) or heights[near].min() > heights[best] - NEAR:
                break
            finer = np.unique(np.concatenate([edges, middles[near]]))
            if finer.size == edges.size:  # the weight jumps, or rounding leaves nothing between
                break
            edges = finer
        return edges, float(heights[best])

    def _in_halves(self, low: Array, high: Array, whole: Array, peak: float) -> Array:
        """Give panels (n,) as rows: low, high, the integral over the whole, and over its left and right half."""
        middle = (low + high) / 2
        return np.stack([low, high, whole, self._integral(low, middle, peak), self._integral(middle, high, peak)])

    def _integral(self, low: Array, high: Array, peak: float) -> Array:
        """Integrate the weight over each of the panels (n,) from ``low`` to ``high``."""
        half = (high - low) / 2
        x = ((low + high) / 2)[:, None] + half[:, None] * NODES
        return half * (np.exp(self.log_weight(x) - peak) * WEIGHTS).sum(axis=1)  # type: ignore[no-any-return]

    @cached_property
    def _nodes(self) -> tuple[Array, Array]:
        """The nodes of all panels and the probability that each stands for, shape (panels, 16)."""
        panels = self.panels
        low, high = panels.edges[:-1, None], panels.edges[1:, None]
        x = (low + high) / 2 + (high - low) / 2 * NODES
        return x, np.exp(self.log_weight(x) - panels.peak) * WEIGHTS * (high - low) / 2 / panels.total

    @cached_property
    def _moments(self) -> tuple[float, float, float]:
        x, mass = self._nodes
        mean = float((mass * x).sum())
        squares = (mass * (x - mean) ** 2).sum(axis=1)
        ends = squares[[0, -1]] * np.isinf(self.support)
        return mean, math.sqrt(float(squares.sum())), float(ends.sum() / squares.sum())

    def _below(self, x: Array) -> Array:
        panels = self.panels
        x, place = self._placed(x)
        part = self._integral(panels.edges[place], x, panels.peak) / panels.total
        return np.minimum(panels.below[place] + part, 1.0)

    def _above(self, x: Array) -> Array:
        panels = self.panels
        x, place = self._placed(x)
        part = self._integral(x, panels.edges[place + 1], panels.peak) / panels.total
        return np.minimum(panels.above[place + 1] + part, 1.0)

    def _placed(self, x: Array) -> tuple[Array, Places]:
        edges = self.panels.edges
        x = np.clip(x, edges[0], edges[-1])
        return x, np.clip(np.searchsorted(edges, x, side="right") - 1, 0, edges.size - 2)

    def _inverse_below(self, u: Array) -> Array:
        edges, below = self.panels.edges, self.panels.below
        place = np.clip(np.searchsorted(below, u), 1, edges.size - 1)
        x = rising_root(self._below, u, edges[place - 1], edges[place], smallest=1e-18 * self.sd)
        return self._polished(x, u - self._below(x))

    def _inverse_above(self, v: Array) -> Array:
        edges, above = self.panels.edges, self.panels.above
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


def rising_root(
    function: Callable[[Array], Array], targets: Array, low: Array, high: Array, *, smallest: float
) -> Array:
    """Solve ``function(x) = target`` for each target by Chandrupatla's method.

    Inverse quadratic interpolation where that is safe, bisection where not (Chandrupatla 1997, Advances in
    Engineering Software 28: 145-149). Each root is found on its own: its bits do not depend on its neighbours.

    Parameters
    ----------
    function : callable
        Non-decreasing; array -> array of the same shape.
    targets, low, high : arrays of shape (n,)
        Each root lies between ``low`` and ``high``; one that does not is taken to be on the nearest of them. Where
        these are as good as equal, ``high`` is the answer.
    smallest : float
        The width of a bracket that is narrow enough near zero; elsewhere 1e-12 of the value is.

    Returns
    -------
    array of shape (n,)
    """
    root = high.copy()
    todo = np.flatnonzero(high - low > 1e-12 * np.maximum(np.abs(low), np.abs(high)) + smallest)
    a, b, target = high[todo], low[todo], targets[todo]
    fa, fb = function(a) - target, function(b) - target
    root[todo[fb >= 0]] = b[fb >= 0]
    between = (fb < 0) & (fa >= 0)  # by rounding a root may lie on an end, or just beyond: that end is the answer
    todo = todo[between]
    a, b, target, fa, fb = (array[between] for array in (a, b, target, fa, fb))
    step = np.full(todo.size, 0.5)
    while todo.size:
        x = a + step * (b - a)
        fx = function(x) - target
        same = (fx >= 0) == (fa >= 0)
        c, fc = np.where(same, a, b), np.where(same, fa, fb)
        b, fb = np.where(same, b, a), np.where(same, fb, fa)
        a, fa = x, fx
        best = np.where(np.abs(fa) < np.abs(fb), a, b)
        least = (0.5e-12 * np.abs(best) + smallest / 2) / np.abs(b - a)  # the smallest step worth taking
        root[todo] = best
        going = (least < 0.5) & (fa != 0)
        todo, target, least = todo[going], target[going], least[going]
        a, b, c, fa, fb, fc = (array[going] for array in (a, b, c, fa, fb, fc))
        with np.errstate(all="ignore"):  # where this divides by zero, it is not used
            xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
            smooth = (phi**2 < xi) & ((1 - phi) ** 2 < 1 - xi)
            curved = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        step = np.clip(np.where(smooth, curved, 0.5), least, 1 - least)
    return root
