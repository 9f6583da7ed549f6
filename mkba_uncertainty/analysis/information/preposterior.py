"""All data that a planned study may give, before it is done: what will be chosen after each, and what that is worth.

With the estimate's distribution as prior, the expected net benefit after the data is ``E[net benefit | data] =
E[g(X) | data]``, where ``g`` is the main-effect curve of the estimate: an exact posterior expectation in one dimension
(Raiffa and Schlaifer 1961, chapter 5; Ades, Lu and Claxton 2004, Medical Decision Making 24: 207-227).

Data are told apart in cells, between quantiles of their own predictive distribution. The probability of a cell given
the estimate is exact, so the value is that of a choice that somebody could make: it never exceeds the value of knowing
the estimate exactly, and what it misses is within the cell where the best option changes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from mkba_uncertainty.analysis.information.study import Study
from mkba_uncertainty.arrays import Array

LEVELS = np.unique(np.concatenate([np.arange(1, 1024) / 1024, ndtr(np.linspace(-8.0, 8.0, 257))]))
"""Probabilities of the quantiles: even, and even in normal scores, for what is rare may be worth most."""

SCORES = np.linspace(-8.0, 8.0, 33)[:, None]
"""Data per value of the estimate from which these quantiles are found."""


@dataclass(frozen=True)
class Preposterior:
    """All data that a study may give, with their joint probabilities with the estimate's values.

    Parameters
    ----------
    likelihood : array of shape (d, m)
        Probability of each cell of data given each of the values.
    weight : array of shape (m,)
        Probability of each of the values.
    coarse : array of int, shape (c,)
        First of the cells that are taken together to see how much their number matters.
    """

    likelihood: Array
    weight: Array
    coarse: NDArray[np.intp]

    def best(self, curves: Array) -> Array:
        """Give the expected net benefit of the option that is best after the data: (m, ..., K) -> (...)."""
        return _best(self._worth(curves, self.weight))

    def choices(self, curves: Array) -> Array:
        """Give with what probability each option is chosen, given the true value: (m, K) -> (m, K)."""
        best = self._worth(curves, self.weight).argmax(axis=-1)
        return np.asarray(self.likelihood.T @ np.eye(curves.shape[-1])[best])

    def error(self, curves: Array, thirds: tuple[Array, ...] = ()) -> float:
        """Give a bound on the error of the quadrature: what half of the cells, and a third of the values, would change.

        Parameters
        ----------
        curves : array of shape (m, K)
        thirds : tuple of array of shape (m,)
            Weights on fewer values, as of :class:`~mkba_uncertainty.analysis.curves.nodes.Nodes`.
        """
        worth = self._worth(curves, self.weight)
        cells = float(_best(worth) - _best(np.add.reduceat(worth, self.coarse, axis=0)))

        def gained(weight: Array) -> float:
            return float(_best(self._worth(curves, weight)) - (weight @ curves).max())

        values = max((abs(gained(third) - gained(self.weight)) / 2 for third in thirds), default=0.0)
        return cells + values

    def _worth(self, curves: Array, weight: Array) -> Array:
        return np.asarray(np.tensordot(self.likelihood, (curves.T * weight).T, axes=1))


def preposterior(study: Study, name: str, x: Array, weight: Array) -> Preposterior:
    """Give the joint distribution of a study's data and the estimate.

    Parameters
    ----------
    study : Study
    name : str
        The estimate, for messages.
    x, weight : array of shape (m,)
        Values of the estimate, ascending, and their probabilities.

    Raises
    ------
    InputError
        If an estimate with these values cannot be studied so.
    """
    study.require_possible(name, x)
    quantiles = _predictive_quantiles(study, x, weight)
    between = study.quantiles(np.zeros((1, 1)), (x[:-1] + x[1:]) / 2).ravel()
    edges, coarse = (
        np.unique(np.floor(each) if study.discrete else each)
        for each in (np.concatenate([quantiles, between]), np.concatenate([quantiles[::2], between]))
    )
    below = np.vstack([np.zeros(x.size), study.cdf(edges[:, None], x), np.ones(x.size)])
    starts = np.concatenate([[0], np.searchsorted(edges, coarse) + 1])
    return Preposterior(np.diff(below, axis=0), weight, starts)


def _predictive_quantiles(study: Study, x: Array, weight: Array) -> Array:
    data = study.quantiles(SCORES, x).ravel()
    order = np.argsort(data)
    density = np.exp(-(SCORES**2) / 2)
    mass = (density / density.sum() * weight).ravel()[order]
    return np.asarray(np.interp(LEVELS, np.cumsum(mass) - mass / 2, data[order]))


def _best(worth: Array) -> Array:
    return np.asarray(worth.max(axis=-1).sum(axis=0))
