"""Least squares: lines and exponential curves through points, with one explaining variable or several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.spreadsheet.functions.gathered import in_cell
from mkba_uncertainty.spreadsheet.functions.registry import whole
from mkba_uncertainty.spreadsheet.values import (
    Area,
    Cell,
    Codes,
    Error,
    Failure,
    Numbers,
    area_of,
    as_area,
    cell_of,
    cells_of,
    draws_in,
    first_code,
    logicals,
)

REDUNDANT = 1e-12
"""A variable that the ones before it explain but for a smaller share has the coefficient 0."""


@dataclass(frozen=True, eq=False)
class Fit:
    """A line through points, of each draw.

    Parameters
    ----------
    slopes : array of shape (draws, variables)
    constant : array of shape (draws,)
    errors : array of shape (draws, variables)
    constant_error, error, explained, left : array of shape (draws,)
        The standard errors of the constant and of y; the sums of squares.
    freedom : float
    codes : int or array of shape (draws,)
    drawn : bool
        Whether there are draws at all.
    """

    slopes: Array
    constant: Array
    errors: Array
    constant_error: Array
    error: Array
    explained: Array
    left: Array
    freedom: float
    codes: Codes | int
    drawn: bool

    def cell(self, values: Any, error: Error = Error.NUM, where: Any = False) -> Cell:
        """Make a cell of a value of each draw."""
        here = np.broadcast_to(where, np.shape(values))
        if not self.drawn:
            values, here = values[0], here[0]
        return cell_of(Numbers(values, self.codes).failing(error, here))


def _stacked(cells: Sequence[Cell]) -> tuple[Array, Codes | int]:
    """Give the numbers of each draw in a row, and the code of the first cell that is none."""
    entries = [in_cell(cell) for cell in cells]
    values = np.stack(np.broadcast_arrays(*(np.atleast_1d(entry.values) for entry in entries)), axis=-1)
    missing = [np.where(entry.here, 0, np.uint8(Error.VALUE)) for entry in entries]
    codes = first_code(*(entry.codes for entry in entries), *(one if one.ndim else int(one) for one in missing))
    return values.astype(np.float64), codes


def _variables(known_x: Cell | Area, known_y: Area) -> list[list[Cell]]:
    """Give the values of each explaining variable: 1, 2, ... where none is given."""
    if known_x is None:
        return [[float(place + 1) for place in range(known_y.size)]]
    area = as_area(known_x)
    if area.shape == known_y.shape:
        return [cells_of(area)]
    return _in_columns(area, known_y)


def _in_columns(area: Area, known_y: Area) -> list[list[Cell]]:
    """Give the columns of an area, or its rows where y lies in a row."""
    lines = area.T if known_y.shape[1] == 1 else area if known_y.shape[0] == 1 else area[:0]
    if not len(lines) or lines.shape[1] != known_y.size:
        raise Failure(Error.REF)
    return [list(line) for line in lines]


def _fit(known_y: Cell | Area, known_x: Cell | Area, constant: Cell, transform: Callable[[Any], Any]) -> Fit:
    ys_area = as_area(known_y)
    lines = _variables(known_x, ys_area)
    ys, codes = _stacked(cells_of(ys_area))
    columns, x_codes = zip(*map(_stacked, lines), strict=True)
    from mkba_uncertainty.spreadsheet.evaluation import Unsupported

    asked = logicals(True if constant is None else constant)
    if np.ndim(asked.values):
        raise Unsupported("moved", "LINEST")
    with_constant = bool(asked.values)
    draws = max(len(ys), *map(len, columns))
    y = np.array(np.broadcast_to(transform(ys), (draws, ys.shape[1])))
    x = np.stack([np.broadcast_to(column, (draws, ys.shape[1])) for column in columns], axis=-1)
    drawn = draws_in([*cells_of(ys_area), *(cell for line in lines for cell in line)]) is not None
    failing = np.where(np.isfinite(y).all(axis=1), np.uint8(0), np.uint8(Error.NUM))
    every = first_code(codes, *x_codes, asked.codes, failing if drawn else int(failing[0]))
    x, y = (np.where(np.isfinite(one), one, 0.0) for one in (x, y))
    return _least_squares(y, x, with_constant, every, drawn)


def _least_squares(y: Array, x: Array, with_constant: bool, codes: Codes | int, drawn: bool) -> Fit:
    draws, points, variables = x.shape
    mean_y = y.mean(axis=1) if with_constant else np.zeros(draws)
    mean_x = x.mean(axis=1) if with_constant else np.zeros((draws, variables))
    centred_y, centred_x = y - mean_y[:, None], x - mean_x[:, None, :]
    if points < variables:
        raise Failure(Error.REF)
    q, r = np.linalg.qr(centred_x)
    pivots = np.abs(np.einsum("dii->di", r))
    size = np.sqrt(np.square(centred_x).sum(axis=1))
    redundant = pivots <= REDUNDANT * size
    eye = np.eye(variables, dtype=bool)
    r = np.where(redundant[:, :, None], 0.0, r)
    r = np.where(redundant[:, :, None] & eye, 1.0, r)
    inverse = np.linalg.inv(r)
    along = np.where(redundant, 0.0, (q * centred_y[:, :, None]).sum(axis=1))
    slopes = np.where(redundant, 0.0, (inverse * along[:, None, :]).sum(axis=2))
    residuals = centred_y - (centred_x * slopes[:, None, :]).sum(axis=2)
    left, whole_ = np.square(residuals).sum(axis=1), np.square(centred_y).sum(axis=1)
    freedom = float(points - variables - with_constant) + redundant.sum(axis=1)
    error = np.sqrt(np.where(freedom > 0, left / np.where(freedom > 0, freedom, 1.0), 0.0))
    shares = np.square(np.where(redundant[:, None, :], 0.0, inverse)).sum(axis=2)
    leverage = np.square((mean_x[:, :, None] * np.where(redundant[:, None, :], 0.0, inverse)).sum(axis=1)).sum(axis=1)
    return Fit(
        slopes=slopes,
        constant=mean_y - (slopes * mean_x).sum(axis=1),
        errors=np.where(redundant, 0.0, error[:, None] * np.sqrt(shares)),
        constant_error=error * np.sqrt(1 / points + leverage) if with_constant else np.full(draws, np.nan),
        error=error,
        explained=whole_ - left,
        left=left,
        freedom=freedom,
        codes=codes,
        drawn=drawn,
    )


def _described(fit: Fit, stats: Cell, curve: Callable[[Any], Any]) -> Area:
    """Give the coefficients, the last variable first, and where asked the table of how well they fit."""
    variables = fit.slopes.shape[1]
    backwards = range(variables - 1, -1, -1)
    coefficients = [*(fit.cell(curve(fit.slopes[:, k])) for k in backwards), fit.cell(curve(fit.constant))]
    asked = logicals(stats)
    if not np.any(asked.values):
        return area_of([coefficients])
    none = np.isnan(fit.constant_error)
    errors = [fit.cell(fit.errors[:, k]) for k in backwards]
    with np.errstate(all="ignore"):
        determination = fit.explained / (fit.explained + fit.left)
        f = fit.explained / (len(backwards)) / (fit.left / fit.freedom)
    padding = [Error.NA] * (variables - 1)
    return area_of([
        coefficients,
        [*errors, fit.cell(fit.constant_error, Error.NA, none)],
        [fit.cell(determination), fit.cell(fit.error), *padding],
        [fit.cell(f), fit.cell(np.asarray(fit.freedom, float)), *padding],
        [fit.cell(fit.explained), fit.cell(fit.left), *padding],
    ])  # fmt: skip


def _as_is(values: Any) -> Any:
    return values


def _log(values: Any) -> Any:
    with np.errstate(all="ignore"):
        return np.log(values)


@whole("LINEST", takes="aavv")
def linest(known_y: Cell | Area, known_x: Cell | Area = None, constant: Cell = True, stats: Cell = False) -> Area:
    """Give the coefficients of a line, and how well it fits."""
    return _described(_fit(known_y, known_x, constant, _as_is), stats, _as_is)


@whole("LOGEST", takes="aavv")
def logest(known_y: Cell | Area, known_x: Cell | Area = None, constant: Cell = True, stats: Cell = False) -> Area:
    """Give the coefficients of an exponential curve, and how well its logarithm fits."""
    return _described(_fit(known_y, known_x, constant, _log), stats, np.exp)


def _continued(known_y: Any, known_x: Any, new_x: Any, constant: Cell, transform: Any, curve: Any) -> Area:
    fit = _fit(known_y, known_x, constant, transform)
    shape = as_area(known_y)
    asked = (known_x if known_x is not None else _counted(shape)) if new_x is None else new_x
    area = as_area(asked)
    if fit.slopes.shape[1] == 1:
        return area_of([[_at(fit, [cell], curve) for cell in row] for row in area])
    if shape.shape[1] == 1:
        return area_of([[_at(fit, list(row), curve)] for row in area])
    return area_of([[_at(fit, list(column), curve) for column in area.T]])


def _counted(known_y: Area) -> Area:
    return np.arange(1.0, known_y.size + 1).astype(object).reshape(known_y.shape)


def _at(fit: Fit, point: list[Cell], curve: Callable[[Any], Any]) -> Cell:
    """Give the value of the curve at a point."""
    if len(point) != fit.slopes.shape[1]:
        raise Failure(Error.REF)
    where, codes = _stacked(point)
    found = fit.constant
    for k in range(len(point)):
        found = found + fit.slopes[:, k] * where[:, k]
    values = curve(found)
    drawn = fit.drawn or draws_in(point) is not None
    return cell_of(Numbers(values if drawn else values[0], first_code(fit.codes, codes)))


@whole("TREND", takes="aaav")
def trend(known_y: Cell | Area, known_x: Cell | Area = None, new_x: Cell | Area = None, constant: Cell = True) -> Area:
    """Give a line through points at other points."""
    return _continued(known_y, known_x, new_x, constant, _as_is, _as_is)


@whole("GROWTH", takes="aaav")
def growth(known_y: Cell | Area, known_x: Cell | Area = None, new_x: Cell | Area = None, constant: Cell = True) -> Area:
    """Give an exponential curve through points at other points."""
    return _continued(known_y, known_x, new_x, constant, _log, np.exp)
