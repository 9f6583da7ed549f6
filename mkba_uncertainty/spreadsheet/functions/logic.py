"""Conditions, and what kind of value a cell holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from mkba_uncertainty.arrays import Value
from mkba_uncertainty.spreadsheet.functions.gathered import Entry, gathered
from mkba_uncertainty.spreadsheet.functions.references import special
from mkba_uncertainty.spreadsheet.functions.registry import ARRAY, VALUE, scalar, whole
from mkba_uncertainty.spreadsheet.tree import Call, Reference
from mkba_uncertainty.spreadsheet.values import (
    Area,
    Cell,
    Codes,
    Error,
    Kind,
    Mixed,
    Numbers,
    Scalar,
    cell_of,
    cells_of,
    each_draw,
    errors_of,
    first_code,
    is_area,
    logical_cell,
    logicals,
    mixed,
    numbers,
    over_cells,
)

if TYPE_CHECKING:
    from mkba_uncertainty.spreadsheet.evaluation import Evaluation

scalar("TRUE")(lambda: True)
scalar("FALSE")(lambda: False)
scalar("NA")(lambda: Error.NA)

# Conditions


def _conditions(arguments: tuple[Cell | Area, ...]) -> list[Entry]:
    """Read conditions; a text or blank in a cell is none, a text in the formula is TRUE or FALSE."""
    entries = []
    for argument in arguments:
        if is_area(argument):
            entries += gathered([argument], (Kind.NUMBER, Kind.LOGICAL))
        else:
            found = logicals(argument)  # type: ignore[arg-type]
            entries.append(Entry(np.nan_to_num(found.values)[()], True, found.codes))
    return entries


def _folded(arguments: tuple[Cell | Area, ...], start: bool, joined: Any) -> Cell:
    entries = _conditions(arguments)
    found, some = np.asarray(start), np.asarray(False)
    for entry in entries:
        found = np.where(entry.here, joined(found, np.not_equal(entry.values, 0)), found)
        some = some | entry.here
    codes = first_code(*(entry.codes for entry in entries))
    return logical_cell(Numbers(found.astype(np.float64)[()], codes).failing(Error.VALUE, (~some)[()]))


@whole("AND", takes="+r")
def and_(first: Cell | Area, *others: Cell | Area) -> Cell:
    """Say whether all hold."""
    return _folded((first, *others), True, np.logical_and)


@whole("OR", takes="+r")
def or_(first: Cell | Area, *others: Cell | Area) -> Cell:
    """Say whether any holds."""
    return _folded((first, *others), False, np.logical_or)


@whole("XOR", takes="+r")
def xor(first: Cell | Area, *others: Cell | Area) -> Cell:
    """Say whether an odd number of them holds."""
    return _folded((first, *others), False, np.logical_xor)


@whole("NOT", takes="v")
def not_(condition: Cell) -> Cell:
    """Say whether it does not hold."""
    found = logicals(condition)
    return logical_cell(Numbers(np.equal(found.values, 0).astype(np.float64), found.codes))


# Kinds


def _kinds(cell: Cell) -> Codes | int:
    """Give the kind of a cell; of draws that differ in kind, of each."""
    if isinstance(cell, np.ndarray):
        return Kind.LOGICAL if cell.dtype == np.bool_ else Kind.NUMBER
    return cell.kinds if isinstance(cell, Mixed) else int(mixed(cell, 1).kinds[0])


def _of_kind(cell: Cell, *kinds: Kind) -> Any:
    found = np.isin(_kinds(cell), kinds)
    return found if found.ndim else bool(found)


def _register_kind(name: str, *kinds: Kind) -> None:
    whole(name, takes="v")(lambda cell: _of_kind(cell, *kinds))


_register_kind("ISNUMBER", Kind.NUMBER)
_register_kind("ISTEXT", Kind.TEXT)
_register_kind("ISNONTEXT", Kind.BLANK, Kind.NUMBER, Kind.LOGICAL, Kind.ERROR)
_register_kind("ISLOGICAL", Kind.LOGICAL)
_register_kind("ISBLANK", Kind.BLANK)
_register_kind("ISERROR", Kind.ERROR)


@whole("ISNA", takes="v")
def is_na(cell: Cell) -> Any:
    """Say whether it is #N/A."""
    return errors_of(cell) == Error.NA


@whole("ISERR", takes="v")
def is_err(cell: Cell) -> Any:
    """Say whether it is an error other than #N/A."""
    codes = errors_of(cell)
    return (codes != 0) & (codes != Error.NA)


def _whole_part(cell: Cell) -> Numbers:
    found = numbers(cell)
    return Numbers(np.abs(np.trunc(found.values)), found.codes).failing(Error.VALUE, _of_kind(cell, Kind.LOGICAL))


def _remainder(values: Value) -> Any:
    return np.asarray(np.mod(values, 2), np.float64)[()]


@whole("ISEVEN", takes="v")
def is_even(cell: Cell) -> Cell:
    """Say whether the whole part of a number is even."""
    found = _whole_part(cell)
    return logical_cell(Numbers(1 - _remainder(found.values), found.codes))


@whole("ISODD", takes="v")
def is_odd(cell: Cell) -> Cell:
    """Say whether the whole part of a number is odd."""
    found = _whole_part(cell)
    return logical_cell(Numbers(_remainder(found.values), found.codes))


@scalar("ERROR.TYPE")
def error_type(value: Scalar) -> Scalar:
    """Give the number of an error."""
    return float(value) if isinstance(value, Error) else Error.NA


@whole("TYPE", takes="a")
def type_(value: Cell | Area) -> Cell:
    """Give the number of a kind: 1 a number, 2 a text, 4 a logical value, 16 an error, 64 an array."""
    return 64.0 if is_area(value) else _type(value)  # type: ignore[arg-type]


def _type(cell: Cell) -> Cell:
    found = np.array([1.0, 1.0, 2.0, 4.0, 16.0])[_kinds(cell) // Kind.NUMBER]
    return found if np.ndim(found) else float(found)


@special("N")
def n(evaluation: Evaluation, call: Call, want: str) -> Cell | Area:
    """Give a number: a logical value as 1 or 0, a text as 0."""
    return _of_first(evaluation, call, want, _as_number)


@special("T")
def t(evaluation: Evaluation, call: Call, want: str) -> Cell | Area:
    """Give a text as it is, anything else as no text."""
    return _of_first(evaluation, call, want, _as_text)


def _of_first(evaluation: Evaluation, call: Call, want: str, function: Callable[[Cell], Cell]) -> Cell | Area:
    """Compute with the first cell of a reference, but with all of what is computed."""
    argument = call.arguments[0]
    if isinstance(argument, Reference):
        return function(evaluation.cells.cell(argument.first))
    value = evaluation.value(argument, ARRAY if want == ARRAY else VALUE)
    return over_cells(function, [value], {0: value}) if is_area(value) else function(cells_of(value)[0])


def _as_number(cell: Cell) -> Cell:
    return each_draw(_number, cell) if isinstance(cell, Mixed | str) else cell_of(numbers(cell))


def _number(value: Scalar) -> Scalar:
    return value if isinstance(value, Error) else 0.0 if isinstance(value, str) else float(value or 0.0)


def _as_text(cell: Cell) -> Cell:
    return "" if isinstance(cell, np.ndarray) else each_draw(_text, cell)


def _text(value: Scalar) -> Scalar:
    return value if isinstance(value, Error | str) else ""
