"""How likely data are, given what they measure: logarithms of probabilities and densities, and of their tails."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, gammainc, gammaincc, gammaln, stdtr, xlog1py, xlogy

from mkba_uncertainty.arrays import Array


def log_binomial(k: ArrayLike, n: int, share: Array) -> Array:
    """Give the logarithm of the probability of ``k`` out of ``n``, each with probability ``share``."""
    k = np.asarray(k, dtype=np.float64)
    ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return np.asarray(xlogy(k, share) + xlog1py(n - k, -share) + ways)


def log_poisson(k: ArrayLike, mean: Array) -> Array:
    """Give the logarithm of the probability of a count ``k`` where ``mean`` are expected."""
    k = np.asarray(k, dtype=np.float64)
    return np.asarray(xlogy(k, mean) - mean - gammaln(k + 1))


def log_student(t: Array, freedom: float) -> Array:
    """Give the logarithm of Student's density; infinite degrees of freedom make it the normal one."""
    if math.isinf(freedom):
        return np.asarray(-t * t / 2 - math.log(2 * math.pi) / 2)
    constant = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - math.log(freedom * math.pi) / 2
    return np.asarray(constant - (freedom + 1) / 2 * np.log1p(t * t / freedom))


def binomial_tails(k: int, n: int, share: Array) -> tuple[Array, Array]:
    """Give the probabilities of at most and of at least ``k`` out of ``n``."""
    below = betainc(n - k, k + 1, 1 - share) if k < n else np.ones_like(share)
    above = betainc(k, n - k + 1, share) if k > 0 else np.ones_like(share)
    return below, above


def poisson_tails(k: int, mean: Array) -> tuple[Array, Array]:
    """Give the probabilities of a count of at most and of at least ``k``."""
    return gammaincc(k + 1, mean), gammainc(k, mean) if k > 0 else np.ones_like(mean)


def student_tails(t: Array, freedom: float) -> tuple[Array, Array]:
    """Give the probabilities below and above ``t``."""
    return stdtr(freedom, t), stdtr(freedom, -t)
