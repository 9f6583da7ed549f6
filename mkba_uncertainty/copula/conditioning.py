"""Normal scores that depend on each other, of which some become known.

When a score becomes known, the others move by their regression on how far it moved, and their covariance shrinks by
what it explained. What remains of them does not depend on it, so that a draw becomes a draw given that score
(conditioning by kriging: Chilès and Delfiner 2012, chapter 7). Several become known one after the other: no matrix is
inverted, and scores that determine each other do no harm.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from mkba_uncertainty.arrays import Array, Places, Value
from mkba_uncertainty.copula.correlation import mix
from mkba_uncertainty.families import Family

NOTHING_LEFT = 1e-10
"""A variance below this is rounding: the score is determined by those that are known already."""

FARTHEST = 1e-9
"""Probability in a tail beyond which a normal score is not followed: it would become infinite."""


def learn(covariance: Array, place: Places, noise: float = 0.0) -> tuple[Array, Array]:
    """Let one score become known, in each of m sets of b scores.

    Parameters
    ----------
    covariance : array of shape (m, b, b)
        Of the scores of each set.
    place : array of int of shape (m,)
        Which of them becomes known.
    noise : float
        The variance of the error in what becomes known; infinite where that says nothing.

    Returns
    -------
    array of shape (m, b)
        The gain: how far each score moves for every unit that the known one lies above what was expected.
    array of shape (m, b, b)
        The covariance that is left (Schur complement).
    """
    each = np.arange(len(place))
    column = covariance[each, :, place]
    variance = column[each, place]
    gain = column / np.where(variance > NOTHING_LEFT, variance + noise, np.inf)[:, None]
    return gain, covariance - gain[:, :, None] * column[:, None, :]


def covariance_given(covariance: Array, known: Sequence[int] | Places, noise: ArrayLike = 0.0) -> Array:
    """Give what is left of the covariance of b scores, shape (b, b), once some are known.

    Parameters
    ----------
    covariance : array of shape (b, b)
    known : sequence of int
        The places of the k known scores.
    noise : float or array of shape (k,)
        As for :func:`learn`.
    """
    left = covariance[None]
    for place, error in zip(known, np.broadcast_to(noise, len(known)), strict=True):
        left = learn(left, np.array([place]), float(error))[1]
    return np.asarray(left[0])


def weights_given(covariance: Array, known: Sequence[int] | Places) -> Array:
    """Give the regression of b scores on k known ones: how far each moves as one of these does, shape (b, k)."""
    left = covariance[None]
    weights: Array = np.zeros((len(covariance), len(known)))
    for place, one in zip(known, np.eye(len(known)), strict=True):
        gain, left = learn(left, np.array([place]))
        weights += gain.T * (one - weights[place])
    return weights


def scores_given(scores: Array, covariance: Array, known: Sequence[int] | Places, at: Array) -> Array:
    """Turn draws of b scores into draws given some of these.

    Parameters
    ----------
    scores : array of shape (b, n)
    covariance : array of shape (b, b)
        Of the scores: their correlation, if they are standard normal.
    known : sequence of int
        The places of the k known scores.
    at : array of shape (k, n)
        What these are known to be.

    Returns
    -------
    array of shape (b, n)
    """
    rest = np.ones(len(scores), dtype=bool)
    rest[known] = False
    moved = np.empty_like(scores)
    moved[known] = at
    moved[rest] = scores[rest] + mix(at - scores[known], weights_given(covariance, known)[rest])
    return moved


def score_of_value(family: Family, value: Value, level: ArrayLike = 1.0) -> Array:
    """Give the normal score of a value of a distribution.

    Parameters
    ----------
    family : Family
    value : float or array
    level : float or array
        A value with a probability of its own has a range of scores; this says how far up in it, from 0 to 1.

    Returns
    -------
    array of the shape of both
    """
    low, high = (np.asarray(family.cdf(x)) for x in (np.nextafter(value, -np.inf), value))
    score: Array = ndtri(np.clip(low + (high - low) * np.asarray(level), FARTHEST, 1 - FARTHEST))
    return score
