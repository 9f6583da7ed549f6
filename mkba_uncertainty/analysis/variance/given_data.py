"""Which inputs carry the uncertainty, from a plain table of draws? First-order indices, where no model can be called.

The rows are divided in classes of one input (Pearson 1905; Plischke, Borgonovo and Smith 2013, European Journal of
Operational Research 226: 536-550). What varies within a class varies although the input is known, so that

    1 - S = E[Var(Y | class)] / Var(Y)

- Classes hold equally many rows; where an input has few values, each value is one. Their number grows with the root of
  the number of rows: noise of the class means then vanishes faster than the error that any sample has.
- In a class a straight line stands for the conditional mean. Constants would leave what the input does within a class,
  most of all in the outer ones, which are wide: a fifth of a standard error for a normal input, nearly one for a
  lognormal.
- A squared residual is divided by one less its leverage, so that noise alone gives an index of zero on average, also
  where it differs from row to row (MacKinnon and White 1985, HC2). Plain sums of squares would give about half the root
  of the number of rows, divided by that number.
- The error is that of a ratio of means over independent rows. Of an input that does nothing it is the noise of the
  classes, and at least so large.
- What half as many classes would leave unexplained is in the interval too: a curve that bends within classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Self

import numpy as np
from scipy.special import ndtri

from mkba_uncertainty.analysis.provenance import cautioned, unsampled
from mkba_uncertainty.analysis.requirements import (
    FEWEST_ROWS,
    columns_of,
    one_column,
    require_bounded,
    require_same_labels,
)
from mkba_uncertainty.analysis.variance.sobol import Index, OutcomeIndices, SobolResult
from mkba_uncertainty.arrays import SMALLEST_SPREAD, Array, Places
from mkba_uncertainty.errors import Caution, InputError
from mkba_uncertainty.replication import CONFIDENCE_LEVEL, Measured
from mkba_uncertainty.texts import Text, both
from mkba_uncertainty.texts.figures import exact, number

OUTCOME = "y"
"""What an outcome without a name is called."""

FEWEST_IN_LINE = 4
"""A class of fewer rows joins its neighbour; so does one of a single row where each value is a class."""

STEEPEST = 0.99
"""A class in which a row has more leverage than this gets its mean instead of a line."""

TOGETHER, ERRORS = 0.1, 5.0
"""Columns hang together from this rank correlation, if it is so many standard errors from 0."""

SIDES = float(ndtri(0.5 + CONFIDENCE_LEVEL / 2))


def sobol_given_data(inputs: Any, outputs: Any) -> SobolResult:
    """Say which inputs carry the uncertainty, from a table of draws: first-order Sobol' indices.

    Parameters
    ----------
    inputs : DataFrame, or mapping of name to array of shape (n,)
        Draws of the inputs, row by row with the outputs; at least 200.
    outputs : array or Series of shape (n,), DataFrame, or mapping of name to array of shape (n,)
        One or more outcomes; an array has the name ``y``.

    Returns
    -------
    SobolResult
        Without total orders, which no table can give. ``interactions`` is what the first orders leave: interactions,
        and what the outcome varies by that is not in the table.

    Raises
    ------
    InputError
        If the inputs have no names; columns differ in length or labels, hold a text or no number, or are constant; or
        there are too few rows.
    ModelError
        If an outcome has no variance by these draws.

    Notes
    -----
    ``S = 1 - E[Var(Y | class of X)] / Var(Y)`` over classes of rows (Plischke, Borgonovo and Smith 2013), with a
    straight line in each class, and without the bias by noise;
    :mod:`mkba_uncertainty.analysis.variance.given_data` says how. Rows are taken as independent draws. Where inputs
    depend on each other an index is the share of an input with all that it says of the others: these overlap, and
    their sum means nothing; where columns have rank correlations that are no chance, ``warnings`` says so. A spike
    narrower than one of the ``sqrt(n) / 2`` classes is mostly missed.

    Examples
    --------
    >>> import numpy as np
    >>> import mkba_uncertainty as mkba
    >>> benefits, costs = np.random.default_rng(1).normal((8, 3), (4, 3), (8192, 2)).T
    >>> found = mkba.sobol_given_data({"benefits": benefits, "costs": costs}, benefits - costs).outcomes["y"]
    >>> {name: round(index.first_order.value, 1) for name, index in found.indices.items()}  # 16 / 25 and 9 / 25
    {'benefits': 0.6, 'costs': 0.4}
    """
    columns, outcomes = columns_of("inputs", inputs), _outcomes(outputs)
    rows = len(next(iter((columns | outcomes).values()), ()))
    _require_usable(columns, outcomes, rows)
    tails = {name: tail for name, values in outcomes.items() for tail in require_bounded(name, values[None])}
    require_same_labels(", ".join(outcomes), inputs, outputs)
    classes = {name: Classes.of(values) for name, values in columns.items()}
    labels = {name: Text(name, name) for name in outcomes}
    of_table = replace(unsampled(None), warnings=tuple(_dependent(columns, rows)))
    return SobolResult(
        provenance=cautioned(of_table, tails, labels.__getitem__),
        labels=labels,
        factors={name: (name,) for name in columns},
        factor_labels={name: Text(name, name) for name in columns},
        outcomes={name: _indices(classes, values) for name, values in outcomes.items()},
        rows=rows,
    )


@dataclass(frozen=True)
class Classes:
    """Rows of a table, divided by one column.

    Parameters
    ----------
    x : array of shape (n,)
    of_row : array of int of shape (n,)
        The class of each row, from 0.
    by_value : bool
        Whether each value is a class of its own.
    """

    x: Array
    of_row: Places
    by_value: bool

    @classmethod
    def of(cls, x: Array, count: int | None = None) -> Self:
        """Divide rows in ``count`` classes of equal size, by default half the root of their number.

        Equal values stay together; where there are no more than twice as many values as classes, each is a class.
        """
        count = count or round(np.sqrt(len(x)) / 2)
        values, place, rows = np.unique(x, return_inverse=True, return_counts=True)
        if len(values) <= 2 * count:
            return cls(x, _joined(place, 2), by_value=True)
        return cls(x, _joined(((np.cumsum(rows) - rows) * count // len(x))[place], FEWEST_IN_LINE), by_value=False)

    @property
    def halved(self) -> Self:
        """The same rows in half as many classes; values that are classes stay so."""
        return self if self.by_value else type(self).of(self.x, max(int(self.of_row[-1] + 1) // 2, 1))

    def unexplained(self, y: Array) -> tuple[Array, float]:
        """Give the squared residual of each row, without bias by noise, and the variance by noise of their sum."""
        size = np.bincount(self.of_row)

        def mean(values: Array) -> Array:
            return np.asarray((np.bincount(self.of_row, values) / size)[self.of_row])

        residual, leverage = y - mean(y), 1 / size[self.of_row]
        lined = np.zeros(len(size), dtype=bool)
        if not self.by_value:
            from_mean = self.x - mean(self.x)
            squares = mean(from_mean**2)
            with np.errstate(divide="ignore", invalid="ignore"):  # a class of one value has no slope
                slope = mean(from_mean * residual) / squares
                steep = leverage + from_mean**2 / squares * leverage
            lined = ~np.bincount(self.of_row, ~(steep < STEEPEST)).astype(bool)
            in_line = lined[self.of_row]
            residual = np.where(in_line, residual - slope * from_mean, residual)
            leverage = np.where(in_line, steep, leverage)
        fitted = 1 + lined
        left = np.bincount(self.of_row, residual**2) / np.maximum(size - fitted, 1)
        return residual**2 / (1 - leverage), float(2 * fitted @ left**2)


def _joined(of_row: Places, fewest: int) -> Places:
    """Join classes of fewer rows to a neighbour, and number them from 0."""
    while True:
        of_row = np.unique(of_row, return_inverse=True)[1]
        size = np.bincount(of_row)
        smallest = int(size.argmin())
        if size[smallest] >= fewest or len(size) == 1:
            return of_row
        of_row = np.where(of_row == smallest, smallest - 1 if smallest else 1, of_row)


@dataclass(frozen=True)
class _Share:
    """A share of the variance, with all that its error comes from.

    Parameters
    ----------
    value : float
    by_row : array of shape (n,)
        What each row adds to its error: the ratio, linearised.
    noise : float
        Its variance if the input does nothing.
    smoothing : float
        What half as many classes would give less.
    """

    value: float
    by_row: Array
    noise: float
    smoothing: float

    @classmethod
    def of(cls, classes: Classes, y: Array, variance: float) -> Self:
        squares, noise = classes.unexplained(y)
        left = squares.mean() / variance
        fewer = classes.halved.unexplained(y)[0].mean() / variance
        by_row = (left * y**2 - squares) / variance
        return cls(float(1 - left), by_row, noise / (len(y) * variance) ** 2, fewer - left)

    @classmethod
    def sum(cls, shares: Iterable[_Share]) -> Self:
        value, by_row, noise, smoothing = zip(*((s.value, s.by_row, s.noise, s.smoothing) for s in shares), strict=True)
        return cls(sum(value), np.sum(by_row, axis=0), sum(noise), float(np.linalg.norm(smoothing)))

    @property
    def measured(self) -> Measured:
        """The share with its interval. Rows count the noise of the classes twice, as each is in the mean of others."""
        variance = max(self.by_row.var() / len(self.by_row) - self.noise, self.noise)
        half = float(np.hypot(SIDES * np.sqrt(variance), self.smoothing))
        return Measured(self.value, self.value - half, self.value + half)


def _indices(classes: Mapping[str, Classes], outcome: Array) -> OutcomeIndices:
    y = outcome - outcome.mean()
    variance = float(y @ y) / (len(y) - 1)
    shares = {name: _Share.of(each, y, variance) for name, each in classes.items()}
    half = SIDES * float(np.std(y**2)) / np.sqrt(len(y))
    together = _Share.sum(shares.values()).measured
    return OutcomeIndices(
        variance=Measured(variance, variance - half, variance + half),
        indices={name: Index(share.measured) for name, share in shares.items()},
        second_order=[],
        first_order_sum=together,
        interactions=Measured(1 - together.value, 1 - together.high, 1 - together.low),
    )


def _outcomes(outputs: Any) -> dict[str, Array]:
    """Give the columns of a table; what has none is an outcome by itself."""
    if hasattr(outputs, "columns") or isinstance(outputs, Mapping):
        return columns_of("outputs", outputs)
    name = str(getattr(outputs, "name", None) or OUTCOME)
    return {name: one_column(name, outputs)}


def _dependent(columns: Mapping[str, Array], rows: int) -> Iterator[Caution]:
    """Say which columns hang together, so that their indices overlap: the strongest pair, and how many there are."""
    from scipy.stats import rankdata

    ranks = np.triu(np.atleast_2d(np.corrcoef([rankdata(values) for values in columns.values()])), 1)
    pairs = np.argwhere(np.abs(ranks) > max(TOGETHER, ERRORS / np.sqrt(rows)))
    if len(pairs):
        first, second = max(pairs.tolist(), key=lambda pair: abs(ranks[*pair]))
        names = tuple(columns)
        said = both(
            "warning.columns_together" if len(pairs) > 1 else "warning.columns_together.one",
            count=len(pairs),
            first=names[first],
            second=names[second],
            rank=partial(number, exact(round(float(ranks[first, second]), 2))),
        )
        yield Caution(said.nl, said.en, key="inputs")


def _require_usable(columns: Mapping[str, Array], outcomes: Mapping[str, Array], rows: int) -> None:
    if not columns or not outcomes:
        raise InputError("table_no_columns", key="outputs" if columns else "inputs")
    for name, values in (*columns.items(), *outcomes.items()):
        if len(values) != rows:
            raise InputError("columns_differ", key=name, found=len(values), expected=rows)
        if np.ptp(values) <= SMALLEST_SPREAD * np.abs(values).max():
            raise InputError("column_constant", key=name, found=float(values[0]))
    if rows < FEWEST_ROWS:
        raise InputError("rows_too_few", key="inputs", found=rows, fewest=FEWEST_ROWS)
