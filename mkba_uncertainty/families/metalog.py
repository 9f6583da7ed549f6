"""The metalog: a quantile function with as many terms as there are answers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, ClassVar, Self

import numpy as np
from numpy.polynomial.polynomial import polyval
from numpy.typing import ArrayLike
from scipy.special import expit, log_ndtr, logit

from mkba_uncertainty.arrays import Array, Places
from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families.base import LARGEST, WithMoments, number, numbers, require_range
from mkba_uncertainty.families.tabulated_density import NODES, WEIGHTS, rising_root

MOST_TERMS = 16
"""Keelin's tables and workbooks end here; more terms than that chase the last digit of an answer."""

HEAVIEST = 0.499
"""From a tail power of 0.5 the standard deviation is infinite; just below, it is one that no draws would ever show."""

FAR = 40.0
"""Beyond this log odds, 4e-18 from an end, a metalog is a straight line in the log odds, as far as doubles can tell."""

FARTHEST = 745.0
"""The log odds of the smallest number above zero."""

STEPS, SETTLED = 3, 1e-8
"""So many steps Newton's method takes; what it misses is about the square of its last step, so that this is enough."""


@dataclass(frozen=True)
class Metalog(WithMoments):
    """The metalog distribution of Keelin (2016, Decision Analysis 13: 243-277).

    With log odds ``t = ln(u / (1 - u))`` and ``w = u - 1/2`` its quantiles are, equation 6,
    ``M(u) = a1 + a2 t + a3 w t + a4 w + a5 w^2 + a6 w^2 t + a7 w^3 + ...``; with a lower bound ``low + exp(M)``, with
    an upper one ``high - exp(-M)``, with both ``low + (high - low) expit(M)`` (his sections 4.1 to 4.3).

    Two terms make a logistic distribution, the third adds skewness, the fourth mostly the weight of the tails.

    Parameters
    ----------
    coefficients : tuple of float
        ``a1`` to ``an``, 2 to 16 of them. Only where ``M`` rises everywhere is there such a distribution; any other
        coefficients are refused.
    low, high : float, optional
        Without it that side is open. With one bound the open tail is that of a power law: coefficients whose standard
        deviation would be infinite are refused.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> relapse = mkba.Metalog.from_quantiles([0.1, 0.5, 0.9], [0.2, 0.3, 0.5], low=0, high=1)
    >>> [round(float(x), 6) for x in relapse.ppf([0.1, 0.5, 0.9])]
    [0.2, 0.3, 0.5]
    """

    coefficients: tuple[float, ...]
    low: float | None = None
    high: float | None = None
    name: ClassVar[str] = "metalog"
    constructors: ClassVar[tuple[str, ...]] = ("from_quantiles",)

    @classmethod
    def from_quantiles(
        cls,
        probabilities: Iterable[float],
        values: Iterable[float],
        low: float | None = None,
        high: float | None = None,
        terms: float | None = None,
    ) -> Self:
        """Make the one through these quantiles, or as near as fewer terms come by linear least squares.

        Parameters
        ----------
        probabilities, values : lists of float
            ``values[i]`` has the cumulative probability ``probabilities[i]``; both ascending, all within the bounds.
        low, high : float, optional
        terms : int, optional
            As many as there are quantiles unless told otherwise, which makes it go through all of them.

        Raises
        ------
        FamilyError
            Also if no distribution has these coefficients: it is refused, never bent until it has.
        """
        levels, given = ascending("probabilities", probabilities), ascending("values", values)
        if len(levels) != len(given):
            raise FamilyError("lengths_differ", key="probabilities", found=len(levels), expected=len(given))
        for level in levels:
            if not 0 < level < 1:
                raise FamilyError("probability_outside_range", key="probabilities", found=level)
        bounds = _bounds(low, high)
        inner = _inward(np.array(given), *bounds)
        if not np.isfinite(inner).all():
            found = given[int(np.argmin(np.isfinite(inner)))]
            raise FamilyError("value_outside_bounds", key="values", found=found, low=bounds[0], high=bounds[1])
        wanted = number("terms", len(levels) if terms is None else terms)
        if wanted not in range(2, min(len(levels), MOST_TERMS) + 1):
            most = min(len(levels), MOST_TERMS)
            raise FamilyError("metalog_terms", key="terms", found=f"{wanted:g}", most=most)
        design = basis(logit(np.array(levels)), int(wanted))
        solved = np.linalg.lstsq(design, inner, rcond=None)[0]
        return cls(tuple(solved.tolist()), *bounds)

    def check(self) -> None:
        """Require coefficients of a rising quantile function, and a finite standard deviation."""
        object.__setattr__(self, "coefficients", numbers("coefficients", self.coefficients))
        if not 2 <= len(self.coefficients) <= MOST_TERMS:
            raise FamilyError("metalog_terms", key="coefficients", found=len(self.coefficients), most=MOST_TERMS)
        for name, end in zip(("low", "high"), _bounds(self.low, self.high), strict=True):
            object.__setattr__(self, name, end)
        slope, at = self._least_slope
        if not slope > 1e-12 * max(abs(coefficient) for coefficient in self.coefficients[1:]):
            raise FamilyError("metalog_infeasible", key="coefficients", found=float(expit(at)))
        if self._open_end is not None and not self._tail_power <= HEAVIEST:
            raise FamilyError("metalog_tail", key="coefficients", found=self._tail_power, limit=HEAVIEST)
        with np.errstate(over="ignore", invalid="ignore"):
            if not abs(self.mean) + self.sd <= LARGEST:
                raise FamilyError("metalog_too_large", key="coefficients", limit=LARGEST)

    def ppf(self, u: ArrayLike) -> Array:
        """Give the quantiles at probabilities ``u``, any shape, in the open interval (0, 1)."""
        return self._outward(self._inner(logit(np.asarray(u, dtype=np.float64))))

    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give the quantiles at standard normal scores ``z``, any shape."""
        return self._outward(self._inner(log_ndtr(z) - log_ndtr(np.negative(z))))

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape: the root of the quantile function."""
        probability: Array = expit(self._log_odds(np.asarray(x, dtype=np.float64)))
        return probability

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density at ``x``, any shape; minus infinity outside the bounds."""
        x = np.asarray(x, dtype=np.float64)
        t = self._log_odds(x)
        inside = np.abs(t) < FARTHEST
        t = np.where(inside, t, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            below = 0.0 if self.low is None else np.log(x - self.low)
            above = 0.0 if self.high is None else np.log(self.high - x)
            width = 0.0 if self.low is None or self.high is None else math.log(self.high - self.low)
            log = width - below - above - np.log(self._with_slope(t)[1]) - np.logaddexp(0, t) - np.logaddexp(0, -t)
        return np.where(inside, log, -np.inf)[()]

    @property
    def support(self) -> tuple[float, float]:
        """``low`` and ``high``, infinite where open."""
        return -math.inf if self.low is None else self.low, math.inf if self.high is None else self.high

    @cached_property
    def _polynomials(self) -> Array:
        """Polynomials in ``w``, a column each: the bare one of ``M``, that which ``t`` multiplies, and their slopes."""
        parts = np.zeros(((len(self.coefficients) + 1) // 2, 2))
        for place, coefficient in enumerate(self.coefficients):
            parts[place // 2, int(times_log_odds(place))] = coefficient
        slopes = np.roll(np.arange(len(parts))[:, None] * parts, -1, axis=0)
        return np.hstack([parts, slopes])

    def _inner(self, t: Array) -> Array:
        """Give ``M`` at log odds ``t``."""
        bare, odds = polyval(np.tanh(t / 2) / 2, self._polynomials[:, :2])
        inner: Array = bare + odds * t
        return inner

    def _with_slope(self, t: Array) -> tuple[Array, Array]:
        """Give ``M`` at ``t``, and ``dM/dt``, which must be above zero for all ``t``."""
        w = np.tanh(t / 2) / 2
        bare, odds, bare_slope, odds_slope = polyval(w, self._polynomials)
        return bare + odds * t, odds + (0.25 - w * w) * (bare_slope + odds_slope * t)

    @cached_property
    def _grid(self) -> tuple[Array, Array, Array]:
        """Log odds on fine steps, with ``M`` and ``dM/dt`` there."""
        t = np.linspace(-FAR, FAR, 1281)
        return t, *self._with_slope(t)

    @cached_property
    def _least_slope(self) -> tuple[float, float]:
        """The lowest ``dM/dt`` and the log odds where it is: each dip of a fine grid is searched until it is exact."""
        t, _, slope = self._grid
        padded = np.concatenate([[np.inf], slope, [np.inf]])
        dips = np.flatnonzero((slope <= padded[:-2]) & (slope <= padded[2:]))
        low, high = t[np.maximum(dips - 1, 0)], t[np.minimum(dips + 1, t.size - 1)]
        for _ in range(8):
            near = np.linspace(low, high, 17)
            slope = self._with_slope(near)[1]
            place = np.argmin(slope, axis=0), np.arange(dips.size)
            width = (high - low) / 16
            low, high = np.maximum(near[place] - width, low), np.minimum(near[place] + width, high)
        least = int(np.argmin(slope[place]))
        return float(slope[place][least]), float(near[place][least])

    @cached_property
    def _open_end(self) -> int | None:
        """Which tail is that of a power law: 1 the upper (only ``low`` given), -1 the lower, or none."""
        if (self.low is None) == (self.high is None):
            return None
        return 1 if self.high is None else -1

    @cached_property
    def _tail_power(self) -> float:
        """The slope of ``ln|x|`` in the log odds, far in the open tail: ``1 / power`` is the index of the tail."""
        return float(polyval((self._open_end or 0) / 2, self._polynomials[:, 1]))

    def _outward(self, inner: Array) -> Array:
        """Give ``x`` at ``M``."""
        if self.low is None and self.high is None:
            return inner[()]
        if self.high is None:
            return self.low + np.exp(inner)
        if self.low is None:
            return self.high - np.exp(-inner)
        x: Array = np.clip(self.low + (self.high - self.low) * expit(inner), self.low, self.high)
        return x

    @cached_property
    def _table(self) -> tuple[Array, Array]:
        """``M``, ascending, and the log odds at which it is reached: where the search for a log odds starts."""
        ends = np.array([-FARTHEST, FARTHEST])
        inner = np.insert(self._grid[1], [0, self._grid[1].size], self._inner(ends))
        return np.maximum.accumulate(inner), np.insert(self._grid[0], [0, self._grid[0].size], ends)

    def _log_odds(self, x: Array) -> Array:
        """Give ``t`` at ``x``; infinite outside the bounds."""
        target = _inward(x.ravel(), self.low, self.high)
        place = np.searchsorted(self._table[0], target)
        found = np.where(place == 0, -np.inf, np.inf)
        inside = (place > 0) & (place < self._table[0].size)
        found[inside] = self._root(target[inside], place[inside])
        return found.reshape(x.shape)

    def _root(self, target: Array, place: Places) -> Array:
        """Give the log odds at which ``M`` is ``target``, by Newton's method from a chord of the table."""
        inner, t = self._table
        low, high = t[place - 1], t[place]
        root = low + (high - low) * (target - inner[place - 1]) / (inner[place] - inner[place - 1])
        for _ in range(STEPS):
            reached, slope = self._with_slope(root)
            step = (target - reached) / slope
            root = np.clip(root + step, low, high)
        rough = ~(np.abs(step) <= SETTLED)
        if rough.any():
            root[rough] = rising_root(self._inner, target[rough], low[rough], high[rough], smallest=1e-15)
        return root

    @cached_property
    def _moments(self) -> tuple[float, float]:
        """The mean and standard deviation, by quadrature in the log odds: panels are halved until it holds."""
        panels, before = 128, (math.nan, math.nan)
        while True:
            now = self._moments_by(panels)
            if panels >= 8192 or np.allclose(now, before, rtol=1e-12, atol=0.0) or not np.isfinite(now).all():
                return now
            panels, before = 2 * panels, now

    def _moments_by(self, panels: int) -> tuple[float, float]:
        end = 60.0
        half = end / panels
        t = np.linspace(half - end, end - half, panels)[:, None] + half * NODES
        inner = self._inner(t)
        mass = half * WEIGHTS * expit(t) * expit(-t)
        if self._open_end is None:
            x = self._outward(inner)
            mean = float((mass * x).sum())
            return mean, math.sqrt(float((mass * (x - mean) ** 2).sum()))
        # The distance from the bound; beyond the last panel it is exp(intercept + power * t), whose moments are known
        sign, power = self._open_end, self._tail_power
        distance, intercept = np.exp(sign * inner), sign * float(polyval(sign / 2, self._polynomials[:, 0]))
        first, second = (np.exp(k * intercept + (k * power - 1) * end) / (1 - k * power) for k in (1, 2))
        mean = float((mass * distance).sum() + first)
        variance = float((mass * (distance - mean) ** 2).sum() + second - 2 * mean * first)
        bound = self.low if self.low is not None else self.high
        assert bound is not None
        return bound + sign * mean, math.sqrt(max(variance, 0.0))  # of a hair's breadth only rounding is left


def times_log_odds(place: int) -> bool:
    """Say whether the term at ``place``, counted from 0, is a power of ``w`` times ``t`` or the bare power."""
    return place in (1, 2) or (place > 4 and place % 2 == 1)


def basis(t: Array, terms: int) -> Array:
    """Give what each coefficient multiplies at log odds ``t`` (n,): shape (n, terms)."""
    w = np.tanh(t / 2) / 2
    return np.stack([w ** (place // 2) * (t if times_log_odds(place) else 1.0) for place in range(terms)], axis=1)


def ascending(name: str, values: Any) -> tuple[float, ...]:
    """Check that parameter ``name`` is a list of ascending numbers, and give them as floats."""
    given = numbers(name, values)
    for before, found in pairwise(given):
        if found <= before:
            raise FamilyError("not_ascending", key=name, found=found, before=before)
    return given


def _bounds(low: object, high: object) -> tuple[float | None, float | None]:
    """Check that the bounds are numbers in this order, or None."""
    bounds = None if low is None else number("low", low), None if high is None else number("high", high)
    if bounds[0] is not None and bounds[1] is not None:
        require_range(bounds[0], bounds[1])
    return bounds


def _inward(x: Array, low: float | None, high: float | None) -> Array:
    """Give ``M`` at ``x``; infinite on the bounds and beyond."""
    inner: Array = x
    with np.errstate(divide="ignore"):
        if low is not None and high is not None:
            inner = logit(np.clip((x - low) / (high - low), 0.0, 1.0))
        elif low is not None:
            inner = np.log(np.maximum(x - low, 0.0))
        elif high is not None:
            inner = -np.log(np.maximum(high - x, 0.0))
    return inner
