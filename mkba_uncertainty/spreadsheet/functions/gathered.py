"""The numbers among the cells that a function is given.

In cells, texts and blanks are left out, and logical values as a rule; what stands in the formula itself is read as a
number. Where a cell is a number on some draws only, it is left out on the others only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mkba_uncertainty.arrays import Array, Flags, Value
from mkba_uncertainty.spreadsheet.values import (
    Area,
    Cell,
    Codes,
    Error,
    Kind,
    Mixed,
    Numbers,
    cell_of,
    cells_of,
    errors_of,
    first_code,
    is_area,
    is_plain,
    numbers,
)


@dataclass(frozen=True, eq=False)
class Entry:
    """What one cell adds.

    Parameters
    ----------
    values : float or array of shape (n,)
        The number; 0 where there is none.
    here : bool or array of shape (n,)
        Where there is one.
    codes : int or array of shape (n,)
        Of the error that there is.
    """

    values: Value
    here: Flags | bool = True
    codes: Codes | int = 0


def in_cell(cell: Cell, kinds: tuple[Kind, ...] = (Kind.NUMBER,)) -> Entry:
    """Read what stands in a cell; of the kinds that count a text is 0."""
    if is_plain(cell):
        return Entry(cell)
    if isinstance(cell, np.ndarray):
        return Entry(cell.astype(np.float64)) if Kind.LOGICAL in kinds else Entry(0.0, False)
    if isinstance(cell, Mixed):
        here = np.isin(cell.kinds, kinds)
        return Entry(np.where(here & (cell.kinds != Kind.TEXT), cell.numbers, 0.0), here, errors_of(cell))
    if isinstance(cell, Error):
        return Entry(0.0, False, int(cell))
    if isinstance(cell, str):
        return Entry(0.0, Kind.TEXT in kinds)
    counts = cell is not None and Kind.LOGICAL in kinds
    return Entry(float(cell or 0.0) if counts else 0.0, counts)


def in_formula(cell: Cell) -> Entry:
    """Read what stands in the formula itself."""
    if is_plain(cell):
        return Entry(cell)
    found = numbers(cell)
    failed = np.not_equal(found.codes, 0)
    return Entry(np.where(failed, 0.0, found.values)[()], (~failed)[()], found.codes)


def gathered(arguments: Iterable[Cell | Area], kinds: tuple[Kind, ...] = (Kind.NUMBER,)) -> list[Entry]:
    """Read all cells, in order, without those that are never a number nor an error."""
    entries = [
        in_cell(cell, kinds) if is_area(argument) else in_formula(cell)
        for argument in arguments
        for cell in cells_of(argument)
    ]
    return [entry for entry in entries if entry.here is True or np.any(entry.here) or np.any(entry.codes)]


def result(found: Value | Numbers, entries: Sequence[Entry]) -> Cell:
    """Make a cell of what was computed; errors among what it was computed from come first."""
    values, codes = (found.values, found.codes) if isinstance(found, Numbers) else (found, 0)
    return cell_of(Numbers(values, first_code(*(entry.codes for entry in entries), codes)))


def total(entries: Iterable[Entry]) -> Any:
    """Add, cell after cell."""
    found: Any = 0.0
    for entry in entries:
        found = found + entry.values
    return found


def count(entries: Iterable[Entry]) -> Any:
    """Count what there is."""
    found: Any = 0.0
    for entry in entries:
        found = found + np.asarray(entry.here, np.float64)[()]
    return found


def sorted_values(entries: Sequence[Entry]) -> Array:
    """Give what there is from small to large: a row for each cell, a column for each draw, nan where there is less."""
    rows = [np.where(entry.here, entry.values, np.nan) for entry in entries]
    return np.sort(np.stack(np.broadcast_arrays(*map(np.atleast_1d, rows))), axis=0) if rows else np.empty((0, 1))


def at_rank(ordered: Array, rank: Any) -> Any:
    """Give the value at a rank, counted from 0, of each draw; a number if nothing has draws."""
    draws = max(ordered.shape[1], np.size(rank))
    places = np.broadcast_to(np.clip(np.nan_to_num(rank), 0, max(len(ordered) - 1, 0)).astype(np.intp), (1, draws))
    if not len(ordered):
        return np.nan
    found = np.take_along_axis(np.broadcast_to(ordered, (len(ordered), draws)), places, axis=0)[0]
    return found if np.ndim(rank) or ordered.shape[1] > 1 else found[0]
