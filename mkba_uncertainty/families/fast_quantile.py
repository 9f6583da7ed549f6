"""Quantile functions of beta, gamma and others as cubic splines in the normal score ``z = ndtri(u)``.

Inverting an incomplete beta or gamma function takes half a microsecond to a microsecond a number: most of a run.
As a function of the normal score a quantile ``x(z) = F^-1(Phi(z))`` is smooth, with derivative ``phi(z) / f(x)``. So a
cubic Hermite spline through exact values and derivatives, on equal steps ``h``, is off by at most
``h^4 / 384 max|x''''|``, the most in the middle of a step (de Boor, A Practical Guide to Splines, chapter IV).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from scipy.special import (
    betainc,
    betainccinv,
    betaincinv,
    betaln,
    gammainc,
    gammaincc,
    gammainccinv,
    gammaincinv,
    gammaln,
    ndtr,
    ndtri,
    stdtr,
    xlog1py,
    xlogy,
)

from mkba_uncertainty.arrays import Array

EDGE = 6.0
"""Splines run between the normal scores ``-EDGE`` and ``EDGE``; two draws in a billion fall outside."""

NEAR_EDGE = 4.5
"""The edge where only ``1 - cdf`` is known for ``sf``: further on rounding shows; 7 draws in a million fall outside."""

TOLERANCE = 5e-10
"""How far, in standard deviations, a spline may be off in the middle of its steps."""

FAR = 16
"""So many arrays of scores beyond the edges are remembered: every posterior of a prior asks for the same ones."""

FEWEST_STEPS, MOST_STEPS = 64, 1024


@dataclass(frozen=True)
class ScoreFunctions:
    """One distribution as functions of arrays; ``sf`` is one minus ``cdf``, right where that would lose digits."""

    cdf: Callable[[Array], Array]
    sf: Callable[[Array], Array]
    inverse_cdf: Callable[[Array], Array]
    inverse_sf: Callable[[Array], Array]
    log_density: Callable[[Array], Array]
    sd: float

    def quantile(self, z: Array) -> Array:
        """Give the exact quantiles ``x`` at normal scores ``z``, by way of the nearest tail."""
        right = z > 0
        x = np.empty_like(z)
        x[~right] = self.inverse_cdf(ndtr(z[~right]))
        x[right] = self.inverse_sf(ndtr(-z[right]))
        return x

    def slope(self, z: Array, x: Array) -> Array:
        """Give the derivatives ``dx/dz`` where ``x`` are the quantiles at ``z``."""
        return np.exp(-z * z / 2 - math.log(2 * math.pi) / 2 - self.log_density(x))

    def refined(self, z: Array, near: Array) -> Array:
        """Give the exact quantiles at ``z`` where ``near`` are almost right: a Newton step costs a tenth of inverting.

        What a step of ``dz`` leaves is of the order ``dz^2``, so where it is not small the function is inverted.
        """
        right = z > 0
        dz = z.copy()
        dz[~right] -= ndtri(self.cdf(near[~right]))
        dz[right] += ndtri(self.sf(near[right]))
        x = near + dz * self.slope(z, near)
        poor = ~(np.abs(dz) <= 1e-5)
        x[poor] = self.quantile(z[poor])
        return x


class ScoreQuantile:
    """The quantile function of one distribution at normal scores: a spline where that is good enough, else exact.

    The same score gives the same bits, whatever else is in the array.
    """

    def __init__(self, functions: ScoreFunctions, edge: float = EDGE) -> None:
        self.edge = edge
        self.exact = functions.quantile
        self.far = lru_cache(maxsize=FAR)(lambda scores: functions.quantile(np.frombuffer(scores)))
        self.sd = functions.sd
        with np.errstate(all="ignore"):  # what overflows or is NaN fails the spline's own test
            self.coefficients = spline(functions, edge)

    def __call__(self, scores: Array) -> Array:
        """Give the quantiles at normal scores, any shape."""
        z = scores.ravel()
        if self.coefficients is None:
            return self.exact(z).reshape(scores.shape)
        far = ~(np.abs(z) < self.edge)  # so written, NaN is far
        any_far = far.any()
        place = (np.where(far, 0.0, z) if any_far else z) + self.edge
        place *= (self.coefficients.shape[1] - 1) / (2 * self.edge)
        step = place.astype(np.intp)
        place -= step
        constant, linear, square, cube = self.coefficients
        x: Array = cube.take(step)
        for coefficient in (square, linear, constant):
            x *= place
            x += coefficient.take(step)
        if any_far:
            x[far] = self.far(z[far].tobytes())
        return x.reshape(scores.shape)


def spline(functions: ScoreFunctions, edge: float = EDGE) -> Array | None:
    """Halve the steps until the middle of every step is right.

    Returns
    -------
    array of shape (4, steps + 1), or None
        The coefficients of each step, lowest power first, for a place of 0 to 1 within the step; the last column is
        the end point. None if ``MOST_STEPS`` are too few.
    """
    z = np.linspace(-edge, edge, FEWEST_STEPS + 1)
    x = functions.quantile(z)
    while z.size <= MOST_STEPS + 1:
        rise = functions.slope(z, x) * (z[1] - z[0])
        start, end, rise_start, rise_end = x[:-1], x[1:], rise[:-1], rise[1:]
        middle = (start + end) / 2 + (rise_start - rise_end) / 8
        z_middle = (z[:-1] + z[1:]) / 2
        x_middle = functions.refined(z_middle, middle)
        close = np.abs(middle - x_middle) <= TOLERANCE * functions.sd
        # Ascending Bezier points: the spline rises, so that it stays between its knots
        rises = (rise >= 0).all() and (start + rise_start / 3 <= end - rise_end / 3).all()
        if close.all() and rises:
            coefficients = np.zeros((4, z.size))
            coefficients[0] = x
            coefficients[1, :-1] = rise_start
            coefficients[2, :-1] = 3 * (end - start) - 2 * rise_start - rise_end
            coefficients[3, :-1] = 2 * (start - end) + rise_start + rise_end
            return coefficients
        z, x = _interleave(z, z_middle), _interleave(x, x_middle)
    return None


def _interleave(ends: Array, middles: Array) -> Array:
    both = np.empty(ends.size + middles.size)
    both[::2], both[1::2] = ends, middles
    return both


@lru_cache(maxsize=1024)
def beta_quantile(alpha: float, beta: float) -> ScoreQuantile:
    """Give the quantile function of the beta distribution on 0 to 1."""
    total = alpha + beta
    return ScoreQuantile(
        ScoreFunctions(
            cdf=partial(betainc, alpha, beta),
            sf=lambda x: betainc(beta, alpha, 1 - x),  # ten times faster than betaincc
            inverse_cdf=partial(betaincinv, alpha, beta),
            inverse_sf=partial(betainccinv, alpha, beta),
            log_density=lambda x: xlogy(alpha - 1, x) + xlog1py(beta - 1, -x) - betaln(alpha, beta),
            sd=math.sqrt(alpha / total * (beta / total) / (total + 1)),
        )
    )


@lru_cache(maxsize=1024)
def gamma_quantile(shape: float) -> ScoreQuantile:
    """Give the quantile function of the gamma distribution of scale 1."""
    return ScoreQuantile(
        ScoreFunctions(
            cdf=partial(gammainc, shape),
            sf=partial(gammaincc, shape),
            inverse_cdf=partial(gammaincinv, shape),
            inverse_sf=partial(gammainccinv, shape),
            log_density=lambda x: xlogy(shape - 1, x) - x - gammaln(shape),
            sd=math.sqrt(shape),
        )
    )


@lru_cache(maxsize=64)
def t_quantile(freedom: float) -> ScoreQuantile:
    """Give the quantile function of Student's t distribution, with more than 2 degrees of freedom."""
    return ScoreQuantile(
        ScoreFunctions(
            cdf=partial(stdtr, freedom),
            sf=lambda x: stdtr(freedom, -x),
            inverse_cdf=lambda u: -_t_above(freedom, u),
            inverse_sf=partial(_t_above, freedom),
            log_density=partial(t_log_density, freedom),
            sd=math.sqrt(freedom / (freedom - 2)),
        )
    )


def t_log_density(freedom: float, t: Array) -> Array:
    """Give the logarithm of the density of Student's t distribution."""
    return np.asarray(-(freedom + 1) / 2 * np.log1p(t * t / freedom) - betaln(freedom / 2, 0.5) - math.log(freedom) / 2)


def _t_above(freedom: float, u: Array) -> Array:
    """Give the t that has a probability ``u``, at most a half, above it: by ``t^2 / (n + t^2)``, which is beta."""
    t: Array = np.sqrt(freedom * betaincinv(0.5, freedom / 2, 1 - 2 * u) / betaincinv(freedom / 2, 0.5, 2 * u))
    return t
