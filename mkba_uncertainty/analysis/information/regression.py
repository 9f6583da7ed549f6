"""Conditional means from a table of draws, by regressions that never see the rows they predict.

Rows come in random order and are cut in sections. Each section is predicted by a fit on all others (cross-fitting,
Chernozhukov et al. 2018, The Econometrics Journal 21: C1-C68), so that no fit can take the noise of a row for signal.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.information.cells import FEW_VALUES, Cells
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import InputError

ROWS_A_TERM = 20
"""No fit has more terms than one for so many rows."""

KNOTS = (0, 3, 8, 20, 50)
"""Inner knots of the cubic splines that compete."""

MOST_SPLINED = 3
"""With more columns than this, trees learn what is left by a sum of splines."""


@dataclass(frozen=True)
class Fit:
    """What a regression says of K net benefits.

    Parameters
    ----------
    held_out : array of shape (m, K)
        Each cell as predicted by the fit that did not see its section.
    error : array of shape (m,)
        Squared errors of these.
    """

    held_out: Array
    error: Array
    _at: Any

    def at(self, cells: Any) -> Array:
        """Predict some cells by the fit on all, and by the fit without each section: (S + 1, c, K)."""
        return np.asarray(self._at(cells))


class Regression(ABC):
    """A way to regress net benefits on some columns."""

    @abstractmethod
    def fit(self, lead: Array) -> Fit:
        """Fit net benefits of shape (m, K)."""


class Linear(Regression):
    """Least squares on a basis of shape (m, p). Sums of products by section give all fits at once."""

    def __init__(self, basis: Array, cells: Cells) -> None:
        self.basis, self.cells = basis, cells
        self._weighted = basis * cells.weight[:, None]
        grams = np.stack([basis[part].T @ self._weighted[part] for part in cells.slices])
        total = grams.sum(axis=0)
        self._inverses = np.linalg.pinv(np.concatenate([total[None], total - grams]), hermitian=True, rcond=1e-12)

    def coefficients(self, lead: Array) -> Array:
        """Give the coefficients of the fit on all cells, and of the fit without each section: (S + 1, p, K)."""
        moments = np.stack([self._weighted[part].T @ lead[part] for part in self.cells.slices])
        total = moments.sum(axis=0)
        return np.asarray(self._inverses @ np.concatenate([total[None], total - moments]))

    def fit(self, lead: Array) -> Fit:
        """Fit net benefits of shape (m, K)."""
        found = self.coefficients(lead)
        parts = [self.basis[part] @ each for part, each in zip(self.cells.slices, found[1:], strict=True)]
        return _made(np.concatenate(parts), lead, lambda cells: self.basis[cells] @ found)


class Boosted(Regression):
    """Gradient-boosted trees on what a sum of splines leaves (Friedman 2001), as scikit-learn has them."""

    def __init__(self, start: Linear) -> None:
        self.start = start

    def fit(self, lead: Array) -> Fit:
        """Fit net benefits of shape (m, K)."""
        from threadpoolctl import threadpool_limits

        with threadpool_limits(limits=1, user_api="openmp"):  # threads cost more in waiting than they bring
            return self._fit(lead)

    def _fit(self, lead: Array) -> Fit:
        cells, basis, found = self.start.cells, self.start.basis, self.start.coefficients(lead)
        models = []
        for number, each in enumerate(found):
            seen = np.ones(len(lead), dtype=bool)
            if number:
                seen[cells.slices[number - 1]] = False
            left = lead[seen] - basis[seen] @ each
            models.append([_trees(cells.columns[seen], column) for column in left.T])

        def predict(number: int, some: Any) -> Array:
            columns = cells.columns[some]
            grown = [np.zeros(len(columns)) if trees is None else trees.predict(columns) for trees in models[number]]
            return np.asarray(basis[some] @ found[number] + np.stack(grown, axis=-1))

        parts = [predict(number, part) for number, part in enumerate(cells.slices, 1)]
        return _made(
            np.concatenate(parts), lead, lambda some: np.stack([predict(number, some) for number in range(len(models))])
        )


def _trees(columns: Array, values: Array) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor

    if np.ptp(values) == 0:
        return None
    trees = HistGradientBoostingRegressor(
        max_iter=60, learning_rate=0.1, max_leaf_nodes=16, min_samples_leaf=100, random_state=0
    )
    return trees.fit(columns, values)


def _made(held_out: Array, lead: Array, at: Any) -> Fit:
    return Fit(held_out, ((lead - held_out) ** 2).sum(axis=1), at)


def constant(cells: Cells) -> Linear:
    """Give the regression on nothing: the mean."""
    return Linear(np.ones((len(cells.weight), 1)), cells)


def candidates(cells: Cells) -> list[Regression]:
    """Give the regressions that compete for the columns; cross-validation chooses among them.

    A straight line and cubic splines for one column; sums and products of these for two or three; beyond that a sum
    of splines, products of straight lines, and trees.

    Raises
    ------
    InputError
        If there are more than three columns and scikit-learn is not installed.
    """
    count, most = cells.columns.shape[1], max(len(cells.rows) // ROWS_A_TERM, 4)
    found = [Linear(basis, cells) for basis in _bases(cells.columns) if basis.shape[1] <= most]
    if count <= MOST_SPLINED:
        return [*found]
    _require_learning(count)
    return [*found, Boosted(found[min(1, len(found) - 1)])]


def _bases(columns: Array) -> Iterator[Array]:
    count = columns.shape[1]
    ones = np.ones((len(columns), 1))
    lines = [_line(column) for column in columns.T]
    splines = _splines(columns)
    yield np.concatenate([ones, *lines], axis=1)
    for each in splines.values():
        yield np.concatenate([ones, *each], axis=1)
    if count > 1:
        pairs = [_product(lines[a], lines[b]) for a, b in combinations(range(count), 2)]
        yield np.concatenate([ones, *lines, *pairs], axis=1)
        yield np.concatenate([ones, *splines[3], *pairs], axis=1)
    if 1 < count <= MOST_SPLINED:
        for knots in (0, 3):
            whole = ones
            for column in splines[knots]:
                whole = _product(whole, np.concatenate([ones, column], axis=1))
            yield whole


def _line(column: Array) -> Array:
    return np.asarray((column - column.mean()) / column.std())[:, None]


def _splines(columns: Array) -> dict[int, list[Array]]:
    """Give for each number of knots a basis of each column, less one function, which the constant makes up for.

    Cubic B-splines with knots at quantiles; for a column of few values one function for each of these.
    """
    found: dict[int, list[Array]] = {knots: [] for knots in KNOTS}
    for column in columns.T:
        values, places = np.unique(column, return_inverse=True)
        for knots in KNOTS:
            if values.size <= FEW_VALUES:
                found[knots].append(np.eye(values.size)[places][:, 1:])
            else:
                found[knots].append(spline_basis(column, knots))
    return found


def spline_basis(column: Array, knots: int) -> Array:
    """Give all cubic B-splines but the first, with inner knots at quantiles: (n,) -> (n, knots + 3)."""
    from scipy.interpolate import BSpline

    low, high = column.min(), column.max()
    inner = np.unique(np.quantile(column, np.linspace(0, 1, knots + 2)[1:-1]))
    inner = inner[(inner > low) & (inner < high)]
    whole = np.concatenate([[low] * 4, inner, [high] * 4])
    return np.asarray(BSpline.design_matrix(column, whole, 3).toarray()[:, 1:])


def _product(first: Array, second: Array) -> Array:
    return np.asarray((first[:, :, None] * second[:, None, :]).reshape(len(first), -1))


def _require_learning(count: int) -> None:
    try:
        import sklearn.ensemble  # noqa: F401
    except ImportError:
        raise InputError("learning_missing", key="of", found=count, most=MOST_SPLINED) from None
