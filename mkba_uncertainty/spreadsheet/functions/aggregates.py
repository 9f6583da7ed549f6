"""Sums, means, extremes and counts of cells; ranks; matrices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from mkba_uncertainty.arrays import Array, Value
from mkba_uncertainty.spreadsheet.functions.gathered import (
    Entry,
    at_rank,
    count,
    gathered,
    in_cell,
    result,
    sorted_values,
    total,
)
from mkba_uncertainty.spreadsheet.functions.registry import whole
from mkba_uncertainty.spreadsheet.operators import divided
from mkba_uncertainty.spreadsheet.values import (
    Area,
    Cell,
    Error,
    Failure,
    Kind,
    Mixed,
    Numbers,
    area_of,
    as_area,
    cell_of,
    cells_of,
    draws_in,
    first_code,
    is_area,
    is_draws,
    iterate,
    numbers,
)

EVERY_KIND = (Kind.NUMBER, Kind.TEXT, Kind.LOGICAL)


def aggregate(*names: str, kinds: tuple[Kind, ...] = (Kind.NUMBER,)) -> Callable[[Any], Any]:
    """Register a function of the numbers among its arguments."""

    def register(function: Callable[[Sequence[Entry]], Value | Numbers]) -> Any:
        def compute(first: Cell | Area, *others: Cell | Area) -> Cell:
            entries = gathered([first, *others], kinds)
            return result(function(entries), entries)

        whole(*names, takes="+r")(compute)
        return function

    return register


@aggregate("SUM")
def _sum(entries: Sequence[Entry]) -> Value:
    return total(entries)  # type: ignore[no-any-return]


@aggregate("AVERAGEA", kinds=EVERY_KIND)
@aggregate("AVERAGE")
def mean_of(entries: Sequence[Entry]) -> Value | Numbers:
    """Give the mean of what there is."""
    return divided(total(entries), count(entries))


@aggregate("PRODUCT")
def _product(entries: Sequence[Entry]) -> Value:
    found: Any = 1.0
    for entry in entries:
        found = found * np.where(entry.here, entry.values, 1.0)[()]
    return np.where(count(entries) == 0, 0.0, found)[()]


def _extreme(entries: Sequence[Entry], furthest: float, better: Any) -> Value:
    found: Any = furthest
    for entry in entries:
        found = better(found, entry.values if entry.here is True else np.where(entry.here, entry.values, furthest)[()])
    if any(entry.here is True for entry in entries):
        return found  # type: ignore[no-any-return]
    return np.where(np.isinf(found), 0.0, found)[()]


@aggregate("MINA", kinds=EVERY_KIND)
@aggregate("MIN")
def least_of(entries: Sequence[Entry]) -> Value:
    """Give the smallest that there is, or 0."""
    return _extreme(entries, np.inf, np.minimum)


@aggregate("MAXA", kinds=EVERY_KIND)
@aggregate("MAX")
def most_of(entries: Sequence[Entry]) -> Value:
    """Give the largest that there is, or 0."""
    return _extreme(entries, -np.inf, np.maximum)


@aggregate("MEDIAN")
def _median(entries: Sequence[Entry]) -> Numbers:
    many, ordered = count(entries), sorted_values(entries)
    middle = (at_rank(ordered, (many - 1) // 2) + at_rank(ordered, many // 2)) / 2
    return Numbers(middle).failing(Error.NUM, many == 0)


@aggregate("SUMSQ")
def _sum_of_squares(entries: Sequence[Entry]) -> Value:
    return total(Entry(np.square(entry.values)) for entry in entries)  # type: ignore[no-any-return]


# Counts


def _counted(cells: Iterable[Any]) -> Value:
    found: Value = 0.0
    for one in cells:
        found = found + np.asarray(one, np.float64)[()]
    return found if isinstance(found, np.ndarray) else float(found)


@whole("COUNT", takes="+r")
def count_numbers(first: Cell | Area, *others: Cell | Area) -> Cell:
    """Count the numbers; errors are none."""
    return _counted([entry.here for entry in gathered([first, *others])])


@whole("COUNTA", takes="+r")
def count_filled(first: Cell | Area, *others: Cell | Area) -> Cell:
    """Count the cells that are not blank, and what stands in the formula."""
    return _counted([
        _filled(cell) if is_area(argument) else True
        for argument in (first, *others)
        for cell in iterate([argument])
    ])  # fmt: skip


def _filled(cell: Cell) -> Any:
    return cell.kinds != Kind.BLANK if isinstance(cell, Mixed) else cell is not None


@whole("COUNTBLANK", takes="r")
def count_blank(cells: Cell | Area) -> Cell:
    """Count the cells that show nothing."""
    return _counted([_empty(cell) for cell in iterate([cells])])


def _empty(cell: Cell) -> Any:
    if not isinstance(cell, Mixed):
        return cell is None or (isinstance(cell, str) and not cell)
    words = cell.texts.index("") if "" in cell.texts else -1
    return (cell.kinds == Kind.BLANK) | ((cell.kinds == Kind.TEXT) & (cell.numbers == words))


# Of cells side by side


def _same_shape(arrays: Sequence[Cell | Area], error: Error) -> list[Area]:
    for array in arrays:
        if isinstance(array, Error):
            raise Failure(array)
    areas = [as_area(array) for array in arrays]
    if len({area.shape for area in areas}) > 1:
        raise Failure(error)
    return areas


@whole("SUMPRODUCT", takes="+a")
def sum_product(first: Cell | Area, *others: Cell | Area) -> Cell:
    """Add the products of cells that lie at the same place; what is no number counts as 0."""
    areas = _same_shape([first, *others], Error.VALUE)
    products: list[Entry] = []
    for cells in zip(*(area.flat for area in areas), strict=True):
        entries = [in_cell(cell) for cell in cells]
        product: Any = 1.0
        for entry in entries:
            product = product * entry.values
        products.append(Entry(product, True, first_code(*(entry.codes for entry in entries))))
    return result(total(products), products)


def _of_pairs(name: str, term: Callable[[Any, Any], Any]) -> None:
    """Register a sum over pairs of numbers; a pair with anything else is left out."""

    def compute(first: Cell | Area, second: Cell | Area) -> Cell:
        terms = []
        for pair in zip(*(area.flat for area in _same_shape([first, second], Error.NA)), strict=True):
            a, b = (in_cell(cell) for cell in pair)
            here = np.asarray(a.here) & b.here
            terms.append(Entry(np.where(here, term(a.values, b.values), 0.0)[()], here, first_code(a.codes, b.codes)))
        return result(total(terms), terms)

    whole(name, takes="aa")(compute)


_of_pairs("SUMX2MY2", lambda x, y: np.square(x) - np.square(y))
_of_pairs("SUMX2PY2", lambda x, y: np.square(x) + np.square(y))
_of_pairs("SUMXMY2", lambda x, y: np.square(np.subtract(x, y)))

# Ranks


def _ranked(name: str, rank: Callable[[Any, Any], Any]) -> None:
    """Register a function that gives the number at a rank."""

    def compute(cells: Cell | Area, place: Cell) -> Cell:
        entries, asked = gathered([as_area(cells)]), numbers(place)
        many = count(entries)
        found = at_rank(sorted_values(entries), rank(many, np.ceil(asked.values)))
        outside = np.less(asked.values, 1) | np.greater(np.ceil(asked.values), many)
        return result(Numbers(found, asked.codes).failing(Error.NUM, outside), entries)

    whole(name, takes="rv")(compute)


_ranked("SMALL", lambda many, place: place - 1)
_ranked("LARGE", lambda many, place: many - place)


def _rank(value: Cell, cells: Cell | Area, order: Cell, ties: float) -> Cell:
    """Give the place of a number among others, from the largest, or from the smallest where ``order`` is not 0."""
    asked, turned = numbers(value), numbers(order)
    before, equal = [], []
    entries = gathered([cells])
    for entry in entries:
        larger = np.where(
            np.equal(turned.values, 0), np.greater(entry.values, asked.values), np.less(entry.values, asked.values)
        )
        before.append(larger & entry.here)
        equal.append(np.equal(entry.values, asked.values) & entry.here)
    same = _counted(equal)
    found = Numbers(_counted(before) + 1 + ties * (same - 1), first_code(asked.codes, turned.codes))
    return result(found.failing(Error.NA, np.equal(same, 0)), entries)


@whole("RANK", "RANK.EQ", takes="vrv")
def rank(value: Cell, cells: Cell | Area, order: Cell = 0.0) -> Cell:
    """Give the place of a number among others; equal ones share the first of their places."""
    return _rank(value, cells, order, 0.0)


@whole("RANK.AVG", takes="vrv")
def rank_average(value: Cell, cells: Cell | Area, order: Cell = 0.0) -> Cell:
    """Give the place of a number among others; equal ones share the mean of their places."""
    return _rank(value, cells, order, 0.5)


# Matrices


def _matrix(array: Cell | Area) -> tuple[list[list[Value]], Any]:
    """Read numbers only, with the code of the first cell that is none."""
    rows, codes = [], []
    for row in as_area(array):
        entries = [in_cell(cell) for cell in row]
        rows.append([entry.values for entry in entries])
        codes += [entry.codes for entry in entries]
        codes += [np.where(entry.here, 0, np.uint8(Error.VALUE)) for entry in entries]
    codes = [code if np.ndim(code) else int(code) for code in codes]
    return rows, first_code(*codes)


@whole("MMULT", takes="aa")
def matrix_product(first: Cell | Area, second: Cell | Area) -> Area:
    """Multiply two matrices."""
    (a, a_codes), (b, b_codes) = _matrix(first), _matrix(second)
    if len(a[0]) != len(b):
        raise Failure(Error.VALUE)
    codes = first_code(a_codes, b_codes)
    return area_of([[cell_of(Numbers(_inner(row, column), codes)) for column in zip(*b, strict=True)] for row in a])


def _inner(row: Sequence[Value], column: Sequence[Value]) -> Any:
    return total(Entry(x * y) for x, y in zip(row, column, strict=True))


def _square(array: Cell | Area) -> tuple[Array, Any, bool]:
    """Give a matrix of each draw, the codes of errors, and whether it has draws."""
    area = as_area(array)
    if area.shape[0] != area.shape[1]:
        raise Failure(Error.VALUE)
    rows, codes = _matrix(area)
    draws = draws_in(cells_of(area))
    every = np.broadcast_arrays(*(np.atleast_1d(value) for row in rows for value in row))
    return np.stack(every, axis=-1).reshape(-1, *area.shape), codes, draws is not None


@whole("MDETERM", takes="a")
def determinant(array: Cell | Area) -> Cell:
    """Give the determinant of a matrix."""
    matrices, codes, draws = _square(array)
    found = np.linalg.det(matrices)
    return cell_of(Numbers(found if draws else found[0], codes))


@whole("MINVERSE", takes="a")
def inverse(array: Cell | Area) -> Area:
    """Give the inverse of a matrix; #NUM! if there is none."""
    matrices, codes, draws = _square(array)
    none = np.linalg.det(matrices) == 0
    if not draws and none[0] and not codes:
        raise Failure(Error.NUM)
    found = np.linalg.inv(np.where(none[:, None, None], np.eye(matrices.shape[1]), matrices))
    cells = found.transpose(1, 2, 0) if draws else found[0]
    return area_of(
        [[cell_of(Numbers(cell, codes).failing(Error.NUM, none if draws else False)) for cell in row] for row in cells]
    )


@whole("MUNIT", takes="v")
def unit_matrix(size: Cell) -> Area:
    """Give a matrix with ones on its diagonal."""
    from mkba_uncertainty.spreadsheet.evaluation import Unsupported
    from mkba_uncertainty.spreadsheet.functions.references import whole_number

    if is_draws(size):
        raise Unsupported("moved", "MUNIT")
    side = whole_number(size)
    if side < 1:
        raise Failure(Error.VALUE)
    return area_of([[float(i == j) for j in range(side)] for i in range(side)])


@whole("TRANSPOSE", takes="a")
def transpose(array: Cell | Area) -> Area:
    """Turn rows into columns."""
    return as_area(array).T
