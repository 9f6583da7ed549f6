"""The value of knowing some columns of a table, by regression, without the upward bias that regression has.

The value is ``E max_k E[NB_k | columns] - max_k E NB_k`` (Strong, Oakley and Brennan 2014, Medical Decision Making 34:
311-326). With fitted means in place of the true ones it is too high where options are nearly equal, for the maximum
takes noise for signal. So:

- Rows come in random order and are cut in sections. Each is predicted by a fit on all other sections (cross-fitting,
  Chernozhukov et al. 2018, The Econometrics Journal 21: C1-C68), so that no fit can take the noise of a row for signal.
- Many rows of one column are put together in cells, which loses next to nothing.
- Two estimates bracket the truth: the maximum of the fitted means, which is too high by the noise of the fit, and what
  the choice that follows from them yields on rows that had no part in it, which is too low by as much, for a choice by
  a noisy fit is not the best. Their average is free of the noise to first order.
- The same average for the choice without the columns is subtracted, on the same rows: a control variate, by which only
  rows count on which the choices differ.
- Where the fit predicts hardly better than a mean, what is left of the bias is estimated on permuted columns and
  taken off, and the interval begins at zero.
- The interval is that over sections. It reaches at least as far up as the value could be by the noise of the fit,
  for where few rows or none change the choice, sections see nothing.

The page on the value of information shows what each of these does, with numbers.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.information.perfect import not_below_zero
from mkba_uncertainty.analysis.information.preposterior import Preposterior, preposterior
from mkba_uncertainty.analysis.information.study import Study
from mkba_uncertainty.arrays import Array, Places
from mkba_uncertainty.errors import InputError, own_pip
from mkba_uncertainty.replication import Measured, half_width

SECTIONS = 10
FEW_VALUES = 12
"""A column with no more different values is fitted value by value."""

MANY_ROWS = 20_000
"""From so many rows on, neighbours in one column and one section are put together."""

BINS = 500
"""Stretches in which a column is cut then: short ones at both ends, where a choice may change for a few rows only."""

ROWS_A_TERM = 20
"""No fit has more terms than one for so many rows."""

FEW_ROWS = 128
"""So many rows BLAS sums in one go."""

KNOTS = (0, 3, 8, 20, 50)
"""Inner knots of the cubic splines that compete."""

MOST_SPLINED = 3
"""With more columns than this, trees learn what is left by a sum of splines."""

BETTER = 2.26
"""A fit counts as better than the mean if its errors are smaller by so many standard errors over sections."""

PERMUTATIONS = 10
SIMULATED = 400

POINTS = 300
"""Cells that stand for all."""

UPPER = 0.99
"""The value by simulated fits that bounds the interval: 0.975 held the truth too rarely where options are equal."""


def worth_by_regression(question: Question, rng: np.random.Generator) -> tuple[Measured, float]:
    """Give the value, and the bias on permuted rows that was taken off (0 where the fit is sure)."""
    cells = question.cells
    regressions, mean = candidates(cells), constant(cells)
    fit, without, better = _best(cells, regressions, mean, cells.lead)
    gain = cells.average(better)
    sure = gain > BETTER * float(cells.by_section(better).std(ddof=1)) / np.sqrt(SECTIONS)
    value, by_cell = question.average(cells.lead, fit if gain > 0 else without, without)
    bias = 0.0 if sure else _bias(question, [each for each in regressions if isinstance(each, Linear)], mean, rng)
    half = float(half_width(cells.average(by_cell), cells.by_section(by_cell)))
    value -= bias
    high = max(value + half, question.could_be(fit, rng))
    return not_below_zero(Measured(value, value - half if sure else 0.0, high)), bias


def _best(cells: Cells, regressions: Sequence[Regression], mean: Linear, lead: Array) -> tuple[Fit, Fit, Array]:
    """Give the fit with the smallest held-out errors, that of the mean, and by how much each cell's error is less."""
    fits, without = [each.fit(lead) for each in regressions], mean.fit(lead)
    best = min(fits, key=lambda fit: cells.average(fit.error))
    return best, without, without.error - best.error


def _bias(question: Question, regressions: Sequence[Regression], mean: Linear, rng: np.random.Generator) -> float:
    """Give what the average is where there is nothing to know: rows of the net benefit in another order."""
    cells, found = question.cells, []
    for _ in range(PERMUTATIONS):
        lead = cells.shuffled(rng)
        fit, without, better = _best(cells, regressions, mean, lead)
        found.append(question.average(lead, fit, without)[0] if cells.average(better) > 0 else 0.0)
    return float(np.mean(found))


@dataclass(frozen=True)
class Question:
    """What would be known before the choice: the columns exactly, or what a study of the one column reports.

    Parameters
    ----------
    cells : Cells
    study : Study, optional
    name : str
        The column that is studied.
    """

    cells: Cells
    study: Study | None = None
    name: str = ""

    @cached_property
    def studied(self) -> tuple[Places, Preposterior]:
        """Cells that stand for all in the order of the studied column, and what the study may report on them."""
        assert self.study is not None
        some, weight = self.cells.spread(self.cells.columns[:, 0], POINTS)
        return some, preposterior(self.study, self.name, self.cells.columns[some, 0], weight)

    def chosen(self, fit: Fit) -> tuple[Array, float]:
        """Give the probability of each option in each cell, shape (m, K), and what the fit expects of the choices."""
        if self.study is None:
            options = np.eye(fit.held_out.shape[1])
            return options[fit.held_out.argmax(axis=1)], self.cells.average(fit.held_out.max(axis=1))
        some, after = self.studied
        column, at = self.cells.columns[:, 0], fit.at(some)[1:]
        parts = []
        for part, curves in zip(self.cells.slices, at, strict=True):
            likely = after.choices(curves)
            parts.append(np.stack([np.interp(column[part], column[some], each) for each in likely.T], axis=1))
        sizes = [self.cells.weight[part].sum() for part in self.cells.slices]
        return np.concatenate(parts), float(np.average([after.best(curves) for curves in at], weights=sizes))

    def average(self, lead: Array, fit: Fit, without: Fit) -> tuple[float, Array]:
        """Give the average of the two estimates, and what each cell contributes to the one by choices, shape (m,)."""
        choice, expected = self.chosen(fit)
        before = without.held_out
        change = choice - np.eye(lead.shape[1])[before.argmax(axis=1)]
        by_cell = (change * lead).sum(axis=1)
        return (expected - self.cells.average(before.max(axis=1)) + self.cells.average(by_cell)) / 2, by_cell

    def could_be(self, fit: Fit, rng: np.random.Generator) -> float:
        """Give how high the value could be by the noise of the fit.

        Fits are simulated around the fit on all rows, with the covariance that the fits without each section show
        (the jackknife), divided by a random scale as Student's t is.
        """
        if self.study is None:
            others = np.where(self.cells.lead.any(axis=0), fit.held_out, -np.inf).max(axis=1)
            some, weight = self.cells.spread(others, POINTS)
            after = None
        else:
            some, after = self.studied
            weight = after.weight
        found = fit.at(some)
        apart = (found[1:] - found[1:].mean(axis=0)) * np.sqrt((SECTIONS - 1) / SECTIONS)
        scale = np.sqrt(rng.chisquare(SECTIONS - 1, SIMULATED) / (SECTIONS - 1))
        draws = rng.normal(size=(SECTIONS, SIMULATED)) / scale
        simulated = found[0].T[:, :, None] + np.einsum("sck,sd->kcd", apart, draws)
        without, best = (np.einsum("c,...cd->...d", weight, each) for each in (simulated, simulated.max(axis=0)))
        if after is not None:
            best = after.best(np.moveaxis(simulated, 0, -1))
        return float(np.quantile(best - without.max(axis=0), UPPER))


@dataclass(frozen=True)
class Cells:
    """Rows, or cells of rows of one section that have nearly the same value.

    Parameters
    ----------
    columns : array of shape (m, d)
        Means of the cells.
    lead : array of shape (m, K)
        What each option yields more than the one that is best without knowing: means of the cells.
    weight : array of shape (m,)
        Rows in each cell.
    slices : list of slice
        The cells of each section.
    rows : array of shape (n, K)
        The lead of each row.
    place : array of shape (n,) or None
        The cell of each row; None where cells are rows.
    """

    columns: Array
    lead: Array
    weight: Array
    slices: list[slice]
    rows: Array
    place: Places | None

    @classmethod
    def of(cls, columns: Array, lead: Array) -> Cells:
        """Cut rows, which must be in random order, in sections, and put them together where there are many."""
        count = len(lead)
        edges = np.linspace(0, count, SECTIONS + 1).astype(np.intp)
        few = columns.shape[1] > 1 or count < MANY_ROWS or np.unique(columns[:MANY_ROWS, 0]).size <= FEW_VALUES
        if few:
            slices = [slice(low, high) for low, high in pairwise(edges.tolist())]
            return cls(columns, lead, np.ones(count), slices, lead, None)
        stretch = np.empty(count, dtype=np.intp)
        ends = np.round(count * crowded(BINS)).astype(np.intp)
        stretch[np.argsort(columns[:, 0])] = np.repeat(np.arange(BINS), np.diff(ends))
        section = np.repeat(np.arange(SECTIONS), np.diff(edges))
        cell = section * BINS + stretch
        weight = np.bincount(cell, minlength=SECTIONS * BINS)
        kept = weight > 0
        place = (np.cumsum(kept) - 1)[cell]
        parts = np.concatenate([[0], np.cumsum(kept.reshape(SECTIONS, BINS).sum(axis=1))]).tolist()
        slices = [slice(low, high) for low, high in pairwise(parts)]
        weights = weight[kept].astype(np.float64)
        means = _means(columns, place, weights)
        return cls(means, _means(lead, place, weights), weights, slices, lead, place)

    def average(self, values: Array) -> float:
        """Give the mean over all rows of values of shape (m,)."""
        return float((self.weight * values).sum() / self.weight.sum())

    def by_section(self, values: Array) -> Array:
        """Give the mean within each section of values of shape (m,)."""
        return np.array([np.average(values[part], weights=self.weight[part]) for part in self.slices])

    def shuffled(self, rng: np.random.Generator) -> Array:
        """Give the lead of cells with the rows of the lead in another order: shape (m, K)."""
        rows = rng.permutation(self.rows)
        return rows if self.place is None else _means(rows, self.place, self.weight)

    def spread(self, order: Array, count: int) -> tuple[Places, Array]:
        """Give some cells that stand for all: even over their order, crowded towards both ends; and their weights."""
        ranked = np.argsort(order, kind="stable")
        reached = np.cumsum(self.weight[ranked]) / self.weight.sum()
        edges = crowded(count)
        middle = np.searchsorted(reached, (edges[1:] + edges[:-1]) / 2).clip(max=len(ranked) - 1)
        chosen, stretch = np.unique(middle, return_inverse=True)
        return ranked[chosen], np.asarray(np.bincount(stretch, weights=np.diff(edges)), dtype=np.float64)


def crowded(count: int) -> Array:
    """Cut the probabilities from 0 to 1 in stretches that get shorter towards both ends: their count + 1 edges."""
    t = np.linspace(0, 1, count + 1)
    return np.asarray(t**2 * (3 - 2 * t))


def _means(values: Array, place: Places, weight: Array) -> Array:
    """Average rows of shape (n, k) within cells: shape (m, k)."""
    sums = [
        np.bincount(place, weights=column, minlength=weight.size) if column.any() else np.zeros(weight.size)
        for column in values.T
    ]
    return np.asarray(np.stack(sums, axis=1) / weight[:, None])


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
        grams = np.stack([_products(basis[part], self._weighted[part]) for part in cells.slices])
        total = grams.sum(axis=0)
        self._inverses = np.linalg.pinv(np.concatenate([total[None], total - grams]), hermitian=True, rcond=1e-12)

    def coefficients(self, lead: Array) -> Array:
        """Give the coefficients of the fit on all cells, and of the fit without each section: (S + 1, p, K)."""
        moments = np.stack([_products(self._weighted[part], lead[part]) for part in self.cells.slices])
        total = moments.sum(axis=0)
        return np.asarray(self._inverses @ np.concatenate([total[None], total - moments]))

    def fit(self, lead: Array) -> Fit:
        """Fit net benefits of shape (m, K)."""
        found = self.coefficients(lead)
        parts = [_predicted(self.basis[part], each) for part, each in zip(self.cells.slices, found[1:], strict=True)]
        return _made(np.concatenate(parts), lead, lambda cells: _predicted(self.basis[cells], found))


def _products(first: Array, second: Array) -> Array:
    """Sum the products of columns, (n, p) and (n, q) -> (p, q), over few rows at once.

    BLAS divides a long sum in another way over another number of threads, and the last bit would hang on that.
    """
    starts = range(0, len(first), FEW_ROWS)
    return np.asarray(np.sum([first[at : at + FEW_ROWS].T @ second[at : at + FEW_ROWS] for at in starts], axis=0))


def _predicted(basis: Array, coefficients: Array) -> Array:
    """Give what fits predict: (n, p), (..., p, K) -> (..., n, K); not by BLAS, for the same reason."""
    return np.asarray(np.einsum("np,...pk->...nk", basis, coefficients))


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
            left = lead[seen] - _predicted(basis[seen], each)
            models.append([_trees(cells.columns[seen], column) for column in left.T])

        def predict(number: int, some: Any) -> Array:
            columns = cells.columns[some]
            grown = [np.zeros(len(columns)) if trees is None else trees.predict(columns) for trees in models[number]]
            return np.asarray(_predicted(basis[some], found[number]) + np.stack(grown, axis=-1))

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
    except ModuleNotFoundError:
        raise InputError("learning_missing", key="of", found=count, most=MOST_SPLINED, pip=own_pip()) from None
