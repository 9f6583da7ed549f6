"""The signs of a formula, on cells: ``+ - * / ^ & %`` and the comparisons.

Numbers that differ in the last bits only are equal, and what is left of a difference of such numbers is 0, so that
``1 - 0.9 - 0.1`` is nothing, as the makers of sheets have it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from mkba_uncertainty.arrays import Value
from mkba_uncertainty.spreadsheet.values import (
    Area,
    Cell,
    Error,
    Failure,
    Kind,
    Mixed,
    Numbers,
    Scalar,
    cell_of,
    draws_in,
    each_draw,
    errors_of,
    first_code,
    is_area,
    is_plain,
    logical_cell,
    mixed,
    numbers,
    over_cells,
    text_of,
)

CLOSE = 2.0**-48
"""Numbers that differ by a smaller share count as equal."""

REST = 2.0**-49
"""What is left of a sum, as a share of what it began with, that counts as nothing; Excel keeps 2.2e-15."""

Binary = Callable[[Any, Any], Any]


def _arithmetic(function: Binary) -> Callable[[Cell, Cell], Cell]:
    def compute(left: Cell, right: Cell) -> Cell:
        if is_plain(left) and is_plain(right):
            return cell_of(function(left, right))
        a, b = numbers(left), numbers(right)
        found = function(a.values, b.values)
        codes = first_code(a.codes, b.codes)
        if isinstance(found, Numbers):
            return cell_of(Numbers(found.values, first_code(codes, found.codes)))
        return cell_of(Numbers(found, codes))

    return compute


def _added(a: Value, b: Value) -> Value:
    return _without_rest(np.add(a, b), a)


def _subtracted(a: Value, b: Value) -> Value:
    return _without_rest(np.subtract(a, b), a)


def _without_rest(found: Value, first: Value) -> Value:
    """Give 0 where so little is left that it is rounding."""
    rest = np.abs(found) <= REST * np.abs(first)
    return np.where(rest, 0.0, found)[()] if np.any(rest) else found


def divided(a: Value, b: Value) -> Value | Numbers:
    """Divide; by 0 is #DIV/0!."""
    found = np.divide(a, b)
    zero = np.equal(b, 0)
    return Numbers(found).failing(Error.DIV0, zero) if np.any(zero) else found


def power(a: Value, b: Value) -> Any:
    """Raise to a power, the same for one exponent, where numpy takes the root or the inverse, as for several."""
    found = np.power(a, b)
    if not np.ndim(b):
        return found
    return np.where(np.equal(b, 0.5), np.sqrt(a), np.where(np.equal(b, -1), np.reciprocal(a), found))


def raised(a: Value, b: Value) -> Value | Numbers:
    """Raise to a power: 0 to the power 0 is #NUM!, to a negative one #DIV/0!."""
    found: Value = power(a, b)
    zero = np.equal(a, 0)
    if not np.any(zero):
        return found
    return Numbers(found).failing(Error.NUM, zero & np.equal(b, 0)).failing(Error.DIV0, zero & np.less(b, 0))


def joined(left: Cell, right: Cell) -> Cell:
    """Write one text behind the other."""
    return each_draw(_joined, left, right)


def _joined(left: Scalar, right: Scalar) -> Scalar:
    try:
        return text_of(left) + text_of(right)
    except Failure as failure:
        return failure.error


_COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": lambda difference, rest: np.abs(difference) <= rest,
    "<>": lambda difference, rest: np.abs(difference) > rest,
    "<": lambda difference, rest: difference < -rest,
    ">": lambda difference, rest: difference > rest,
    "<=": lambda difference, rest: difference <= rest,
    ">=": lambda difference, rest: difference >= -rest,
}
"""What is asked of a difference, and of what is rounding in it."""


def _compared(sign: str) -> Callable[[Cell, Cell], Cell]:
    answer = _COMPARISONS[sign]

    def compute(left: Cell, right: Cell) -> Cell:
        if is_plain(left) and is_plain(right):
            found = answer(np.subtract(left, right), CLOSE * np.abs(left))
            return found if isinstance(found, np.ndarray) else bool(found)
        return _compare_kinds(answer, left, right)

    return compute


def _compare_kinds(answer: Callable[[Any, Any], Any], left: Cell, right: Cell) -> Cell:
    """Compare what may be of any kind: numbers before texts before logical values; texts without case."""
    draws = draws_in((left, right))
    a, b = (_comparable(mixed(side, draws or 1)) for side in (left, right))
    a, b = _blank_as(a, b), _blank_as(b, a)
    words = {text: place for place, text in enumerate(sorted({*a.texts, *b.texts}))}
    first, second = _ranked(a, words), _ranked(b, words)
    same_kind, order = a.kinds == b.kinds, np.sign(a.kinds.astype(np.float64) - b.kinds)
    found = answer(np.where(same_kind, first - second, order), np.where(same_kind, CLOSE * np.abs(first), 0.0))
    codes = first_code(errors_of(left), errors_of(right))
    if draws is None:
        codes = codes if isinstance(codes, int) else int(codes[0])
        return Error(codes) if codes else bool(found[0])
    return logical_cell(Numbers(found.astype(np.float64), codes))


def _comparable(cell: Mixed) -> Mixed:
    lowered: dict[str, int] = {}
    places = [lowered.setdefault(text.casefold(), len(lowered)) for text in cell.texts]
    numbers_ = cell.numbers.copy()
    words = cell.kinds == Kind.TEXT
    if words.any():
        numbers_[words] = np.array(places, dtype=np.float64)[cell.numbers[words].astype(np.intp)]
    return Mixed(cell.marks, numbers_, tuple(lowered))


def _blank_as(cell: Mixed, other: Mixed) -> Mixed:
    """Let a blank be 0, no text or False, as what it is compared with."""
    blank = cell.kinds == Kind.BLANK
    if not blank.any():
        return cell
    marks = np.where(blank, np.where(other.kinds == Kind.BLANK, Kind.NUMBER, other.marks), cell.marks).astype(np.uint8)
    texts = cell.texts if "" in cell.texts else (*cell.texts, "")
    numbers_ = np.where(blank & (marks == Kind.TEXT), texts.index(""), cell.numbers)
    return Mixed(marks, numbers_, texts)


def _ranked(cell: Mixed, words: Mapping[str, int]) -> Any:
    if not cell.texts:
        return cell.numbers
    ranks = np.array([words[text] for text in cell.texts], dtype=np.float64)
    place = np.where(cell.kinds == Kind.TEXT, cell.numbers, 0).astype(np.intp)
    return np.where(cell.kinds == Kind.TEXT, ranks[place], cell.numbers)


def _negative(value: Cell) -> Cell:
    found = numbers(value)
    return cell_of(Numbers(np.negative(found.values), found.codes))


def _percent(value: Cell) -> Cell:
    found = numbers(value)
    return cell_of(Numbers(np.divide(found.values, 100.0), found.codes))


SIGNS: Mapping[str, Callable[..., Cell]] = {
    "+": _arithmetic(_added),
    "-": _arithmetic(_subtracted),
    "*": _arithmetic(np.multiply),
    "/": _arithmetic(divided),
    "^": _arithmetic(raised),
    "&": joined,
    **{sign: _compared(sign) for sign in _COMPARISONS},
}
ONE_SIDED: Mapping[str, Callable[[Cell], Cell]] = {"+": lambda value: value, "-": _negative, "%": _percent}


def apply(sign: str, operands: list[Cell | Area]) -> Cell | Area:
    """Compute a sign with what stands beside it, cell by cell where that is an area."""
    function = ONE_SIDED[sign] if len(operands) == 1 else SIGNS[sign]
    areas = {place: operand for place, operand in enumerate(operands) if is_area(operand)}
    if areas:
        return over_cells(function, operands, areas)
    cells: list[Any] = operands
    return function(*cells)
