"""Where a value stands in a table, and what stands beside it; tables sorted, filtered and put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mkba_uncertainty.arrays import Array, Value
from mkba_uncertainty.spreadsheet.functions.conditional import pattern
from mkba_uncertainty.spreadsheet.functions.registry import whole
from mkba_uncertainty.spreadsheet.operators import SIGNS
from mkba_uncertainty.spreadsheet.values import (
    Area,
    Cell,
    Error,
    Failure,
    Kind,
    Mixed,
    Numbers,
    are_numbers,
    area_of,
    as_area,
    cell_of,
    cells_of,
    choose,
    draws_in,
    each_draw,
    first_code,
    is_draws,
    is_plain,
    logicals,
    mixed,
    numbers,
    of_scalars,
    one_draw,
    with_errors,
)

EXACT, BELOW, ABOVE = 0, -1, 1
FIRST, LAST, RISING, FALLING = 1, -1, 2, -2
SHORT = 64
"""Columns of no more values are compared as a whole, which is faster than to search in them."""


@dataclass(frozen=True)
class Search:
    """How to look for a value.

    Parameters
    ----------
    mode : int
        For the value itself, or else the nearest below or above it.
    order : int
        From the first, from the last, or by halves in what rises or falls.
    wild : bool
        Whether ``*`` and ``?`` in a text stand for others.
    """

    mode: int = EXACT
    order: int = FIRST
    wild: bool = False


def place(key: Cell, cells: Sequence[Cell], how: Search) -> Numbers:
    """Give the place of a value among cells, counted from 0; #N/A where it is not there."""
    if is_plain(key) and are_numbers(cells):
        return _nearest(key, range(len(cells)), cells, how)
    draws = draws_in((key, *cells))
    if draws is None or ((is_plain(key) or not is_draws(key)) and not any(isinstance(cell, Mixed) for cell in cells)):
        return _place(key, cells, how)
    if draws_in(cells) is None:
        return numbers(each_draw(lambda one: cell_of(_place(one, cells, how)), key))  # type: ignore[arg-type, return-value]
    each = ((one_draw(key, draw), [one_draw(cell, draw) for cell in cells]) for draw in range(draws))
    return numbers(of_scalars([cell_of(_place(one, row, how)) for one, row in each]))  # type: ignore[misc]


def _place(key: Cell, cells: Sequence[Cell], how: Search) -> Numbers:
    """Give the place of a value of one kind: only cells of that kind are looked at."""
    if isinstance(key, Error):
        return Numbers(np.nan, int(key))
    if isinstance(key, str):
        return _place_of_text(key, cells, how)
    if isinstance(key, bool):
        here = [at for at, cell in enumerate(cells) if isinstance(cell, bool) or _is_logical_draws(cell)]
        return _nearest(float(key), here, [numbers(cells[at]).values for at in here], how)
    here = [at for at, cell in enumerate(cells) if is_plain(cell)]
    return _nearest(0.0 if key is None else key, here, [cells[at] for at in here], how)  # type: ignore[arg-type, misc]


def _is_logical_draws(cell: Cell) -> bool:
    return isinstance(cell, np.ndarray) and cell.dtype == np.bool_


def _place_of_text(key: str, cells: Sequence[Cell], how: Search) -> Numbers:
    words = {at: cell.casefold() for at, cell in enumerate(cells) if isinstance(cell, str)}
    folded = key.casefold()
    if how.wild and any(sign in key for sign in "*?~"):
        matching = pattern(folded)
        words = {at: folded for at, word in words.items() if matching.fullmatch(word)}
    ranks = {word: float(rank) for rank, word in enumerate(sorted({folded, *words.values()}))}
    return _nearest(ranks[folded], list(words), [ranks[word] for word in words.values()], how)


def _nearest(key: Value, places: Sequence[int], values: Sequence[Value], how: Search) -> Numbers:
    if not places:
        return Numbers(np.nan, int(Error.NA))
    find = _by_halves if how.order in (RISING, FALLING) else _one_by_one
    found = find(key, values, how)
    return Numbers(np.asarray(places, np.float64)[found]).failing(Error.NA, np.less(found, 0))


def _one_by_one(key: Value, values: Sequence[Value], how: Search) -> Any:
    """Go through all, the preferred one last."""
    found, best = np.asarray(-1), np.asarray(how.mode * np.inf if how.mode else 0.0)
    turns = range(len(values)) if how.order == LAST else reversed(range(len(values)))
    for turn in turns:
        value = values[turn]
        if how.mode == EXACT:
            better = np.equal(value, key)
        elif how.mode == BELOW:
            better = np.less_equal(value, key) & np.greater_equal(value, best)
        else:
            better = np.greater_equal(value, key) & np.less_equal(value, best)
        found, best = np.where(better, turn, found), np.where(better, value, best)
    return found


def _by_halves(key: Value, values: Sequence[Value], how: Search) -> Any:
    """Halve what may hold it until it is met, and go on to the last one beside it that equals it.

    What sheets take to be sorted need not be: which of several is found then is part of what a workbook comes to.
    """
    constant = are_numbers(values)
    table = np.array(values) if constant else np.stack(np.broadcast_arrays(*values))
    if constant and (how.mode, how.order) == (BELOW, RISING) and (table[:-1] <= table[1:]).all():
        return _at_most(key, table) - 1
    before = np.less if how.order == RISING else np.greater
    shape = np.broadcast_shapes(np.shape(key), table.shape[1:])
    low, high, met = (np.full(shape, end) for end in (0, len(values), -1))
    for _ in range(len(values).bit_length()):
        middle = (low + high) // 2
        here, open_ = _at(table, middle), (low < high) & (met < 0)
        left, met = before(key, here), np.where(open_ & np.equal(here, key), middle, met)
        low, high = np.where(open_ & ~left, middle + 1, low), np.where(open_ & left, middle, high)
    while np.any(more := (met >= 0) & (met + 1 < len(values)) & np.equal(_at(table, met + 1), key)):
        met = np.where(more, met + 1, met)
    nearest = {EXACT: np.asarray(-1), -how.order // 2: low - 1}.get(how.mode, np.where(low < len(values), low, -1))
    return np.where(met < 0, nearest, met)


def _at_most(key: Value, table: Array) -> Any:
    """Count the values of a sorted column that are at most as large; of a short one without branches, all at once."""
    if len(table) > SHORT:
        return np.searchsorted(table, key, side="right")
    return np.add.reduce(np.less_equal.outer(table, key), axis=0, dtype=np.uint8).astype(np.intp)


def _at(table: Any, rows: Any) -> Any:
    """Give the value in a row of each draw."""
    rows = np.clip(rows, 0, len(table) - 1)
    return table[rows] if table.ndim == 1 else table[rows, np.arange(table.shape[1])]


def picked(cells: Sequence[Cell], places: Numbers) -> Cell:
    """Give the cell at a place, counted from 0, on each draw."""
    if not np.ndim(places.values) and isinstance(places.codes, int):
        return Error(places.codes) if places.codes else cells[int(places.values)]
    values = np.where(np.equal(places.codes, 0), places.values, 0) if np.any(places.codes) else places.values
    rows = np.asarray(values).astype(np.intp)
    if are_numbers(cells):
        return with_errors(np.array(cells)[rows], places.codes)
    used, which = np.unique(rows, return_inverse=True)
    found = choose(which.reshape(-1), [cells[at] for at in used])
    return with_errors(found, places.codes)


def _fixed(value: Cell, name: str, default: int = 0) -> int:
    """Read a whole number that says how to compute, which no draw may change; of what is left out the default."""
    from mkba_uncertainty.spreadsheet.functions.references import whole_number

    _refuse_draws(name, value)
    return default if value is None else whole_number(value)


def _refuse_draws(name: str, *cells: Cell) -> None:
    from mkba_uncertainty.spreadsheet.evaluation import Unsupported

    if any(is_draws(cell) for cell in cells):
        raise Unsupported("moved", name)


def _line(array: Cell | Area, error: Error = Error.NA) -> list[Cell]:
    """Give the cells of a row or column."""
    if isinstance(array, Error):
        raise Failure(array)
    if min(as_area(array).shape) != 1:
        raise Failure(error)
    return cells_of(array)


# Where


@whole("MATCH", takes="vav")
def match(key: Cell, array: Cell | Area, kind: Cell = 1.0) -> Cell:
    """Give the place of a value: itself, or the last at most (1) or at least (-1) as large in what is sorted."""
    asked = np.sign(_fixed(kind, "MATCH"))
    how = {0: Search(wild=True), 1: Search(BELOW, RISING), -1: Search(ABOVE, FALLING)}[int(asked)]
    return _counted_from_1(place(key, _line(array), how))


def _counted_from_1(found: Numbers) -> Cell:
    return cell_of(Numbers(np.add(found.values, 1.0), found.codes))


def _search(mode: Cell, order: Cell, name: str) -> Search:
    asked, turn = _fixed(mode, name), _fixed(order, name, FIRST)
    if asked not in (EXACT, BELOW, ABOVE, 2) or turn not in (FIRST, LAST, RISING, FALLING):
        raise Failure(Error.VALUE)
    return Search(EXACT if asked == 2 else asked, turn, asked == 2)


@whole("XMATCH", takes="vavv")
def x_match(key: Cell, array: Cell | Area, mode: Cell = 0.0, order: Cell = 1.0) -> Cell:
    """Give the place of a value, or of the nearest."""
    return _counted_from_1(place(key, _line(array, Error.VALUE), _search(mode, order, "XMATCH")))


# What stands beside it


@whole("XLOOKUP", takes="vaavvv")
def x_lookup(
    key: Cell,
    array: Cell | Area,
    results: Cell | Area,
    otherwise: Cell = None,
    mode: Cell = 0.0,
    order: Cell = 1.0,
) -> Cell | Area:
    """Give what lies where a value, or the nearest, was found."""
    line, found = _line(array, Error.VALUE), as_area(results)
    across = as_area(array).shape[1] > 1
    table = found.T if across else found
    if len(table) != len(line):
        raise Failure(Error.VALUE)
    places = place(key, line, _search(mode, order, "XLOOKUP"))
    cells = [_or_else(picked(list(column), places), places, otherwise) for column in table.T]
    if len(cells) == 1:
        return cells[0]
    return area_of([[cell] for cell in cells] if across else [cells])


def _or_else(cell: Cell, places: Numbers, otherwise: Cell) -> Cell:
    missing = np.equal(places.codes, Error.NA)
    if otherwise is None or not np.any(missing):
        return cell
    if not missing.ndim:
        return otherwise
    return choose(missing.astype(np.intp), [cell, otherwise])


def _table_lookup(name: str, turned: bool) -> None:
    """Register VLOOKUP or HLOOKUP."""

    def compute(key: Cell, array: Cell | Area, column: Cell, nearest: Cell = True) -> Cell:
        if isinstance(array, Error):
            raise Failure(array)
        table = as_area(array).T if turned else as_area(array)
        _refuse_draws(name, nearest)
        asked = logicals(nearest)
        if asked.codes:
            return Error(int(asked.codes))
        how = Search(BELOW, RISING) if asked.values else Search(wild=True)
        found, side = place(key, list(table[:, 0]), how), numbers(column)
        across = np.trunc(side.values)
        codes = first_code(found.codes, side.codes)
        places = Numbers(np.add(np.multiply(found.values, table.shape[1]), across - 1), codes)
        places = places.failing(Error.VALUE, np.less(across, 1)).failing(Error.REF, np.greater(across, table.shape[1]))
        return picked(cells_of(table), places)

    whole(name, takes="vavv")(compute)


_table_lookup("VLOOKUP", False)
_table_lookup("HLOOKUP", True)


@whole("LOOKUP", takes="vaa")
def lookup(key: Cell, array: Cell | Area, results: Cell | Area = None) -> Cell:
    """Give what lies beside the last value at most as large: in the results, or in the last row or column."""
    if isinstance(array, Error):
        raise Failure(array)
    table = as_area(array)
    table = table.T if table.shape[1] > table.shape[0] else table
    beside = list(table[:, -1]) if results is None else _line(results)
    found = place(key, list(table[:, 0]), Search(BELOW, RISING))
    return picked(beside, found.failing(Error.NA, np.greater_equal(found.values, len(beside))))


# Tables


@whole("FILTER", takes="aaa")
def filter_(array: Cell | Area, include: Cell | Area, otherwise: Cell | Area = Error.VALUE) -> Cell | Area:
    """Give the rows or columns for which a condition holds."""
    table, wanted = as_area(array), as_area(include)
    _refuse_draws("FILTER", *cells_of(include))
    across = wanted.shape[0] == 1 and wanted.shape[1] == table.shape[1] and wanted.shape[1] > 1
    if wanted.size != table.shape[1 if across else 0]:
        raise Failure(Error.VALUE)
    read = [logicals(cell) for cell in cells_of(include)]
    code = first_code(*(one.codes for one in read))
    if code:
        raise Failure(Error(int(code)))
    keep = np.array([bool(one.values) for one in read])
    if not keep.any():
        return otherwise
    return table[:, keep] if across else table[keep]


def _ranks(cells: Sequence[Cell], order: int, name: str) -> Any:
    """Give numbers that sort as cells do, a column of them or one for each draw: blanks always come last."""
    if all(is_plain(cell) for cell in cells):
        return order * np.stack(np.broadcast_arrays(*(np.atleast_1d(cell) for cell in cells)))  # type: ignore[arg-type]
    _refuse_draws(name, *cells)
    keys = [_sort_key(cell) for cell in cells]
    known = {key: rank for rank, key in enumerate(sorted(set(keys)))}
    return np.array([[np.inf if cell is None else order * known[key]] for cell, key in zip(cells, keys, strict=True)])


def _sort_key(cell: Cell) -> tuple[int, float, str]:
    one = mixed(cell, 1)
    is_text = one.kinds[0] == Kind.TEXT
    return int(one.marks[0]), 0.0 if is_text else float(one.numbers[0]), one.texts[0].casefold() if is_text else ""


def _sorted(table: Area, keys: Sequence[Any]) -> Area:
    """Sort rows by keys, the first of which counts most."""
    draws = max(key.shape[1] for key in keys)
    order = np.broadcast_to(np.arange(len(table))[:, None], (len(table), draws))
    for key in reversed(keys):
        ranks = np.take_along_axis(np.broadcast_to(key, order.shape), order, axis=0)
        order = np.take_along_axis(order, np.argsort(ranks, axis=0, kind="stable"), axis=0)
    places = [Numbers(row.astype(np.float64) if draws > 1 else float(row[0])) for row in order]
    return area_of([[picked(list(column), at) for column in table.T] for at in places])


@whole("SORT", takes="aaav")
def sort(array: Cell | Area, index: Cell | Area = 1.0, order: Cell | Area = 1.0, by_column: Cell = False) -> Area:
    """Sort rows, or columns, by one or some of them."""
    turned = bool(_fixed(by_column, "SORT"))
    table = as_area(array).T if turned else as_area(array)
    columns = [_fixed(cell, "SORT", 1) for cell in cells_of(index)]
    turns = [_order(cell, "SORT") for cell in cells_of(order)]
    if any(not 1 <= column <= table.shape[1] for column in columns):
        raise Failure(Error.VALUE)
    turns *= len(columns) if len(turns) == 1 else 1
    keys = [_ranks(list(table[:, column - 1]), turn, "SORT") for column, turn in zip(columns, turns, strict=True)]
    found = _sorted(table, keys)
    return found.T if turned else found


def _order(cell: Cell, name: str) -> int:
    found = _fixed(cell, name, 1)
    if found not in (1, -1):
        raise Failure(Error.VALUE)
    return found


@whole("SORTBY", takes="aa+va")
def sort_by(array: Cell | Area, by: Cell | Area, *more: Any) -> Area:
    """Sort rows, or columns, by others beside them."""
    across = as_area(by).shape[1] > 1
    table = as_area(array).T if across else as_area(array)
    pairs = [by, *more] if len(more) % 2 else [by, *more, 1.0]
    keys = [_ranks(_line(line, Error.VALUE), _order(turn, "SORTBY"), "SORTBY") for line, turn in _pairs(pairs)]
    if any(len(key) != len(table) for key in keys):
        raise Failure(Error.VALUE)
    found = _sorted(table, keys)
    return found.T if across else found


def _pairs(values: Sequence[Any]) -> Any:
    return zip(values[::2], values[1::2], strict=True)


@whole("UNIQUE", takes="avv")
def unique(array: Cell | Area, by_column: Cell = False, once: Cell = False) -> Area:
    """Give each row, or column, once; or those that occur only once."""
    turned, only = _fixed(by_column, "UNIQUE"), _fixed(once, "UNIQUE")
    table = as_area(array).T if turned else as_area(array)
    _refuse_draws("UNIQUE", *table.flat)
    keys = [tuple(_sort_key(cell) for cell in row) for row in table]
    kept = [at for at, key in enumerate(keys) if (keys.count(key) == 1 if only else key not in keys[:at])]
    if not kept:
        raise Failure(Error.VALUE)
    return table[kept].T if turned else table[kept]


@whole("SEQUENCE", takes="vvvv")
def sequence(rows: Cell, columns: Cell = 1.0, start: Cell = 1.0, step: Cell = 1.0) -> Area:
    """Count, row by row."""
    down, across = _fixed(rows, "SEQUENCE", 1), _fixed(columns, "SEQUENCE", 1)
    if down < 1 or across < 1:
        raise Failure(Error.VALUE)
    first, by = (1.0 if one is None else one for one in (start, step))
    counted = [SIGNS["+"](first, SIGNS["*"](float(turn), by)) for turn in range(down * across)]
    return area_of([counted[row * across : (row + 1) * across] for row in range(down)])


def _part(name: str, cut: Callable[[int, int], slice]) -> None:
    """Register TAKE or DROP."""

    def compute(array: Cell | Area, rows: Cell, columns: Cell = None) -> Area:
        table = as_area(array)
        parts = [
            slice(None) if asked is None else cut(_fixed(asked, name), size)
            for asked, size in zip((rows, columns), table.shape, strict=True)
        ]
        found: Area = table[parts[0], parts[1]]
        if not found.size:
            raise Failure(Error.VALUE)
        return found

    whole(name, takes="avv")(compute)


_part("TAKE", lambda asked, size: slice(0, asked) if asked >= 0 else slice(max(size + asked, 0), size))
_part("DROP", lambda asked, size: slice(asked, size) if asked >= 0 else slice(0, max(size + asked, 0)))


def _some(name: str, turned: bool) -> None:
    """Register CHOOSEROWS or CHOOSECOLS."""

    def compute(array: Cell | Area, first: Cell | Area, *others: Cell | Area) -> Area:
        table = as_area(array).T if turned else as_area(array)
        asked = [_fixed(cell, name) for one in (first, *others) for cell in cells_of(one)]
        if any(not 1 <= abs(one) <= len(table) for one in asked):
            raise Failure(Error.VALUE)
        found: Area = table[[one - 1 if one > 0 else one for one in asked]]
        return found.T if turned else found

    whole(name, takes="a+a")(compute)


_some("CHOOSEROWS", False)
_some("CHOOSECOLS", True)


def _stack(name: str, turned: bool) -> None:
    """Register VSTACK or HSTACK; what is missing beside a longer one is #N/A."""

    def compute(first: Cell | Area, *others: Cell | Area) -> Area:
        tables = [as_area(one).T if turned else as_area(one) for one in (first, *others)]
        width = max(table.shape[1] for table in tables)
        found = area_of([[*row, *[Error.NA] * (width - len(row))] for table in tables for row in table])
        return found.T if turned else found

    whole(name, takes="+a")(compute)


_stack("VSTACK", False)
_stack("HSTACK", True)


def _in_line(name: str, turned: bool) -> None:
    """Register TOCOL or TOROW."""

    def compute(array: Cell | Area, leave_out: Cell = 0.0, by_column: Cell = False) -> Area:
        table = as_area(array).T if _fixed(by_column, name) else as_area(array)
        out = _fixed(leave_out, name)
        dropped = ({Kind.BLANK} if out in (1, 3) else set()) | ({Kind.ERROR} if out in (2, 3) else set())
        if dropped:
            _refuse_draws(name, *(cell for cell in cells_of(table) if isinstance(cell, Mixed)))
        cells = [cell for cell in cells_of(table) if is_draws(cell) or mixed(cell, 1).kinds[0] not in dropped]
        if not cells:
            raise Failure(Error.VALUE)
        return area_of([cells] if turned else [[cell] for cell in cells])

    whole(name, takes="avv")(compute)


_in_line("TOCOL", False)
_in_line("TOROW", True)
