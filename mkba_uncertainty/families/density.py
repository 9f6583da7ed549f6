"""Densities of the families, for pooling and for plots."""

from __future__ import annotations

import math
from functools import singledispatch

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, gammaln, logsumexp, xlog1py, xlogy

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families.base import Family
from mkba_uncertainty.families.closed_form import Triangular, Uniform
from mkba_uncertainty.families.metalog import Metalog
from mkba_uncertainty.families.mixture import Mixture
from mkba_uncertainty.families.normal import LogNormal, Normal, TruncatedNormal
from mkba_uncertainty.families.shaped import Beta, Gamma, Pert


def density(family: Family, x: ArrayLike) -> Array:
    """Give the density of a family at ``x``, any shape; it may be infinite at an end of the support."""
    return np.exp(log_density(family, np.asarray(x, dtype=np.float64)))


@singledispatch
def log_density(family: Family, x: Array) -> Array:
    """Give the logarithm of the density of a family at ``x``, any shape; minus infinity outside the support.

    Raises
    ------
    FamilyError
        If values of the family have a probability of their own, so that it has no density.
    """
    raise FamilyError("no_density", key="families", found=family.name)


@log_density.register
def _(family: Uniform, x: Array) -> Array:
    return _within(family, x, np.full(np.shape(x), -math.log(family.high - family.low)))


@log_density.register
def _(family: Triangular, x: Array) -> Array:
    left, right, width = family.mode - family.low, family.high - family.mode, family.high - family.low
    with np.errstate(divide="ignore", invalid="ignore"):
        rising = np.log((x - family.low) / (left or 1.0))
        falling = np.log((family.high - x) / (right or 1.0))
    return _within(family, x, math.log(2 / width) + np.where(x < family.mode, rising, falling))


@log_density.register
def _(family: Beta, x: Array) -> Array:
    width = family.high - family.low
    share = np.clip((x - family.low) / width, 0.0, 1.0)
    log = xlogy(family.alpha - 1, share) + xlog1py(family.beta - 1, -share)
    return _within(family, x, log - betaln(family.alpha, family.beta) - math.log(width))


@log_density.register
def _(family: Pert, x: Array) -> Array:
    return log_density(family._beta, x)


@log_density.register
def _(family: Normal, x: Array) -> Array:
    return _normal((x - family.mu) / family.sigma) - math.log(family.sigma)


@log_density.register
def _(family: TruncatedNormal, x: Array) -> Array:
    log = _normal((x - family.mu) / family.sigma) - math.log(family.sigma * family._mass)
    return _within(family, x, log)


@log_density.register
def _(family: LogNormal, x: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        log_x = np.log(np.maximum(x, 0.0))
        log = _normal((log_x - family.mu) / family.sigma) - math.log(family.sigma) - log_x
    return np.where(x > 0, log, -np.inf)


@log_density.register
def _(family: Gamma, x: Array) -> Array:
    scaled = np.maximum(x, 0.0) / family.scale
    log = xlogy(family.shape - 1, scaled) - scaled - gammaln(family.shape) - math.log(family.scale)
    return _within(family, x, log)


@log_density.register
def _(family: Mixture, x: Array) -> Array:
    parts = np.stack([log_density(part, x) for part in family.families], axis=-1)
    pooled: Array = logsumexp(parts, b=family._shares, axis=-1)
    return pooled


@log_density.register
def _(family: Metalog, x: Array) -> Array:
    return family.log_density(x)


def _normal(z: Array) -> Array:
    return -z * z / 2 - math.log(2 * math.pi) / 2


def _within(family: Family, x: Array, log: Array) -> Array:
    low, high = family.support
    return np.where((x >= low) & (x <= high), log, -np.inf)
