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
from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from mkba_uncertainty.analysis.information.study import Study
from mkba_uncertainty.arrays import Array, Places

CELLS = 1280
"""Data are told apart in at most so many cells."""

ROWS = 16
"""So many data are weighed at once, with the values between which they leave doubt."""

SURE = 13.0
"""Data so many normal scores from where they are expected do not occur."""

GRID = 512
"""Data at which the predictive distribution is computed, to find its quantiles."""


@dataclass(frozen=True)
class Preposterior:
    """All data that a study may give, with their joint probabilities with the estimate's values.

    Parameters
    ----------
    likelihood : array of shape (d, m)
        Probability of each cell of data given each of the values.
    weight : array of shape (m,)
        Probability of each of the values.
    thirds : sequence of array of int
        To see how much the number of cells matters: the first of cells taken together, for some third of the limits.
    """

    likelihood: Array
    weight: Array
    thirds: tuple[Places, ...]

    def best(self, curves: Array) -> Array:
        """Give the expected net benefit of the option that is best after the data: (m, ..., K) -> (...)."""
        return _best(self._worth(curves, self.weight))

    def choices(self, curves: Array) -> Array:
        """Give with what probability each option is chosen, given the true value: (m, K) -> (m, K)."""
        best = self._worth(curves, self.weight).argmax(axis=-1)
        return np.asarray(np.einsum("dm,dk->mk", self.likelihood, np.eye(curves.shape[-1])[best]))

    def error(self, curves: Array, coarse: Array) -> float:
        """Give a bound on the error of the quadrature, from what a third of the cells and fewer values would give.

        Half of the largest differences. A limit that the best choice needs is at most half a cell away; in one of the
        thirds it is at least a whole cell away, which costs some nine times as much.

        Parameters
        ----------
        curves : array of shape (m, K)
        coarse : array of shape (m,)
            Weights on fewer values, as of :class:`~mkba_uncertainty.analysis.curves.panels.Panel`.
        """
        worth = self._worth(curves, self.weight)
        cells = [float(_best(worth) - _best(np.add.reduceat(worth, third, axis=0))) for third in self.thirds]

        def gained(worth: Array, weight: Array) -> float:
            return float(_best(worth) - (weight[:, None] * curves).sum(axis=0).max())

        by_values = gained(self._worth(curves, coarse), coarse) - gained(worth, self.weight)
        return (max(0.0, *cells) + abs(by_values)) / 2

    def _worth(self, curves: Array, weight: Array) -> Array:
        """Weigh by the probability of data and value; not by BLAS, of which the last bit hangs on threads.

        Each curve lies together in memory, as the likelihood of each cell does: that is three times as fast.
        """
        weighed = np.ascontiguousarray(curves.reshape(weight.size, -1).T * weight)
        worth = np.einsum("dm,km->dk", self.likelihood, weighed)
        return np.asarray(worth.reshape(-1, *curves.shape[1:]))


def preposterior(study: Study, name: str, x: Array, weight: Array, *, between: ArrayLike = ()) -> Preposterior:
    """Give the joint distribution of a study's data and the estimate.

    Parameters
    ----------
    study : Study
    name : str
        The estimate, for messages.
    x, weight : array of shape (m,)
        Values of the estimate, ascending, and their probabilities.
    between : array of shape (b,), optional
        Values on both sides of which data are told apart in any case: between the only values that there are.

    Raises
    ------
    InputError
        If an estimate with these values cannot be studied so.
    """
    study.require_possible(name, x)
    always = study.quantiles(np.zeros((1, 1)), np.asarray(between, dtype=np.float64)).ravel()
    quantiles = _predictive_quantiles(study, x, weight)
    limits, *thirds = (
        study.told(np.append(some, always)) for some in (quantiles, *(quantiles[k::3] for k in range(3)))
    )
    below = np.vstack([np.zeros(x.size), _at_most(study, limits, x), np.ones(x.size)])
    firsts = tuple(np.append(0, np.searchsorted(limits, third) + 1) for third in thirds)
    return Preposterior(np.diff(below, axis=0), weight, firsts)


def _predictive_quantiles(study: Study, x: Array, weight: Array) -> Array:
    data = np.sort(study.quantiles(np.linspace(-8.0, 8.0, 33)[:, None], x), axis=None)
    grid = study.told(data[np.linspace(0, data.size - 1, GRID).astype(int)])
    return np.asarray(np.interp(_levels(), np.einsum("dm,m->d", _at_most(study, grid, x), weight), grid))


def _at_most(study: Study, limits: Array, x: Array) -> Array:
    """Give the probability of data up to each limit; what is 0 or 1 to the last digit is not computed.

    Of a large study that is most of it. A count is further off than so many scores with a probability below
    ``exp(-SURE**2 / 4)``, by Chernoff's bound: the relative entropy is more than the squared distance of the roots.
    """
    low, high = study.quantiles(np.array([[-SURE], [SURE]]), x)
    first, end = (np.searchsorted(edge, limits, side="right") for edge in (high, low))
    below = np.where(np.arange(x.size) < first[:, None], 1.0, 0.0)
    for start in range(0, limits.size, ROWS):
        some = slice(start, start + ROWS)
        doubtful = slice(first[some][0], end[some][-1])
        below[some, doubtful] = study.cdf(limits[some, None], x[doubtful])
    return below


@cache
def _levels() -> Array:
    """Give probabilities: four fifths even, one fifth even in normal scores, for what is rare may be worth most."""
    z = np.linspace(-8.0, 8.0, 4097)
    place = 0.8 * ndtr(z) + 0.2 * (z + 8.0) / 16.0
    return np.asarray(ndtr(np.interp(np.arange(1, CELLS) / CELLS, place, z)))


def _best(worth: Array) -> Array:
    return np.asarray(worth.max(axis=-1).sum(axis=0))
