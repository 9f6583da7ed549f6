"""Conditional means from a table of draws, by regressions that never see the rows they predict.

Rows come in random order and are cut in sections. Each section is predicted by a fit on all others (cross-fitting,
Chernozhukov et al. 2018, The Econometrics Journal 21: C1-C68), so that no fit can take the noise of a row for signal.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from mkba_uncertainty.errors import InputError
from mkba_uncertainty.graph import Array

SECTIONS = 10
FEW_VALUES = 12
"""A column with no more different values is fitted value by value."""

ROWS_A_TERM = 20
"""No fit has more terms than one for so many rows."""

KNOTS = (0, 3, 8, 20)
"""Inner knots of the cubic splines that compete."""

MOST_SPLINED = 3
"""With more columns than this, trees learn what is left by a sum of splines."""


@dataclass(frozen=True)
class Sections:
    """Where the sections of ``rows`` rows begin and end."""

    rows: int

    @cached_property
    def slices(self) -> list[slice]:
        """The rows of each section."""
        edges = np.linspace(0, self.rows, SECTIONS + 1).astype(int).tolist()
        return [slice(low, high) for low, high in pairwise(edges)]

    def means(self, values: Array) -> Array:
        """Give the mean within each section: (n, ...) -> (S, ...)."""
        return np.stack([values[rows].mean(axis=0) for rows in self.slices])


@dataclass(frozen=True)
class Fit:
    """What a regression says of K net benefits.

    Parameters
    ----------
    held_out : array of shape (n, K)
        Each row as predicted by the fit that did not see its section.
    error : array of shape (n,)
        Squared errors of these.
    """

    held_out: Array
    error: Array
    _at: Any

    def at(self, rows: Array) -> Array:
        """Predict rows of the table by the fit on all rows, and by the fit without each section: (S + 1, m, K)."""
        return np.asarray(self._at(rows))


class Regression(ABC):
    """A way to regress net benefits on some columns."""

    @abstractmethod
    def fit(self, net_benefits: Array) -> Fit:
        """Fit net benefits of shape (n, K)."""


class Linear(Regression):
    """Least squares on a basis of shape (n, p). Sums of products by section give all fits at once."""

    def __init__(self, basis: Array, sections: Sections) -> None:
        self.basis, self.sections = basis, sections
        grams = np.stack([basis[rows].T @ basis[rows] for rows in sections.slices])
        total = grams.sum(axis=0)
        self._inverses = np.linalg.pinv(np.concatenate([total[None], total - grams]), hermitian=True, rcond=1e-12)

    def coefficients(self, net_benefits: Array) -> Array:
        """Give the coefficients of the fit on all rows, and of the fit without each section: (S + 1, p, K)."""
        moments = np.stack([self.basis[rows].T @ net_benefits[rows] for rows in self.sections.slices])
        total = moments.sum(axis=0)
        return np.asarray(self._inverses @ np.concatenate([total[None], total - moments]))

    def fit(self, net_benefits: Array) -> Fit:
        """Fit net benefits of shape (n, K)."""
        found = self.coefficients(net_benefits)
        parts = [self.basis[rows] @ each for rows, each in zip(self.sections.slices, found[1:], strict=True)]
        return _made(np.concatenate(parts), net_benefits, lambda rows: self.basis[rows] @ found)


class Boosted(Regression):
    """Gradient-boosted trees on what a sum of splines leaves (Friedman 2001), as scikit-learn has them."""

    def __init__(self, columns: Array, start: Linear) -> None:
        self.columns, self.start = columns, start

    def fit(self, net_benefits: Array) -> Fit:
        """Fit net benefits of shape (n, K)."""
        from threadpoolctl import threadpool_limits

        with threadpool_limits(
            limits=1, user_api="openmp"
        ):  # threads that wait for each other cost more than they bring
            return self._fit(net_benefits)

    def _fit(self, net_benefits: Array) -> Fit:
        from sklearn.ensemble import HistGradientBoostingRegressor

        sections, found = self.start.sections, self.start.coefficients(net_benefits)
        models = []
        for number, each in enumerate(found):
            seen = np.ones(sections.rows, dtype=bool)
            if number:
                seen[sections.slices[number - 1]] = False
            left = net_benefits[seen] - self.start.basis[seen] @ each
            models.append(
                [
                    HistGradientBoostingRegressor(
                        max_iter=60, learning_rate=0.1, max_leaf_nodes=16, min_samples_leaf=100, random_state=0
                    ).fit(self.columns[seen], column)
                    if np.ptp(column) > 0
                    else None
                    for column in left.T
                ]
            )

        def predict(number: int, rows: Any) -> Array:
            trees = [
                np.zeros(len(self.columns[rows])) if model is None else model.predict(self.columns[rows])
                for model in models[number]
            ]
            return np.asarray(self.start.basis[rows] @ found[number] + np.stack(trees, axis=-1))

        parts = [predict(number, rows) for number, rows in enumerate(sections.slices, 1)]
        return _made(
            np.concatenate(parts),
            net_benefits,
            lambda rows: np.stack([predict(number, rows) for number in range(len(models))]),
        )


def _made(held_out: Array, net_benefits: Array, at: Any) -> Fit:
    scale = net_benefits.var(axis=0)
    error = ((net_benefits - held_out) ** 2 / np.where(scale > 0, scale, 1.0)).sum(axis=1)
    return Fit(held_out, np.asarray(error), at)


def constant(sections: Sections) -> Linear:
    """Give the regression on nothing: the mean."""
    return Linear(np.ones((sections.rows, 1)), sections)


def candidates(columns: Array, sections: Sections) -> list[Regression]:
    """Give the regressions that compete for some columns, of shape (n, d); cross-validation chooses among them.

    A straight line and cubic splines for one column; sums and products of these for two or three; beyond that a sum
    of splines, products of straight lines, and trees.

    Raises
    ------
    InputError
        If there are more than three columns and scikit-learn is not installed.
    """
    most = sections.rows // ROWS_A_TERM
    found: list[Regression] = [
        Linear(basis, sections) for basis in _bases(columns) if 0 < basis.shape[1] <= max(most, 4)
    ]
    if columns.shape[1] > MOST_SPLINED:
        _require_learning(columns.shape[1])
        start = found[1] if len(found) > 1 else found[0]
        assert isinstance(start, Linear)
        found.append(Boosted(columns, start))
    return found


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
