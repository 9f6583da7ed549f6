"""What a cell may hold, alone or a draw at a time: a number, a text, a logical value, an error, or nothing.

Without draws that is a ``float``, ``str``, ``bool``, :class:`Error` or ``None``. Over n draws it is an array of n
finite numbers, an array of n logical values, or, where draws differ in kind, a :class:`Mixed`. An area of cells is an
array of objects with two dimensions, each any of these.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeAlias, TypeGuard

import numpy as np
from numpy.typing import NDArray

from mkba_uncertainty.arrays import Array, Flags, Value

Codes = NDArray[np.uint8]


class Error(IntEnum):
    """The errors that a cell may hold; their order is that of ERROR.TYPE."""

    NULL = 1
    DIV0 = 2
    VALUE = 3
    REF = 4
    NAME = 5
    NUM = 6
    NA = 7

    def __str__(self) -> str:
        """Write it as a sheet does."""
        return _SIGNS[self]

    __repr__ = __str__


_SIGNS = {
    Error.NULL: "#NULL!",
    Error.DIV0: "#DIV/0!",
    Error.VALUE: "#VALUE!",
    Error.REF: "#REF!",
    Error.NAME: "#NAME?",
    Error.NUM: "#NUM!",
    Error.NA: "#N/A",
}
ERRORS = {sign: error for error, sign in _SIGNS.items()}
"""By the sign that stands in a sheet."""


class Kind(IntEnum):
    """What one draw of a :class:`Mixed` is, in the order in which a sheet compares them; codes fit in between."""

    BLANK = 0
    NUMBER = 16
    TEXT = 32
    LOGICAL = 48
    ERROR = 64


@dataclass(frozen=True, eq=False)
class Mixed:
    """Values of n draws that are not all numbers, nor all logical.

    Parameters
    ----------
    marks : array of shape (n,)
        The :class:`Kind` of each draw, of an error plus its code.
    numbers : array of shape (n,)
        The number itself; 0 or 1; the place among ``texts``; 0 for a blank; anything for an error.
    texts : tuple of str
        All texts that occur, each once.
    """

    marks: Codes
    numbers: Array
    texts: tuple[str, ...] = ()

    @property
    def kinds(self) -> Codes:
        """Give the :class:`Kind` of each draw."""
        return self.marks & np.uint8(0xF0)

    @property
    def codes(self) -> Codes:
        """Give the code of the error of each draw; 0 where there is none."""
        return self.marks & np.uint8(0x0F)

    def __len__(self) -> int:
        """Give the number of draws."""
        return len(self.kinds)

    def __getitem__(self, draw: int) -> Scalar:
        """Give the value of one draw."""
        number = float(self.numbers[draw])
        match self.marks[draw] & 0xF0:
            case Kind.NUMBER:
                return number
            case Kind.TEXT:
                return self.texts[int(number)]
            case Kind.LOGICAL:
                return bool(number)
            case Kind.ERROR:
                return Error(int(self.marks[draw] & 0x0F))
        return None


Scalar: TypeAlias = float | str | bool | Error | None
Draws: TypeAlias = Array | Flags | Mixed
Cell: TypeAlias = Scalar | Draws
Area: TypeAlias = NDArray[np.object_]


class Failure(Exception):
    """A scalar computation that ends in an error of the sheet."""

    def __init__(self, error: Error) -> None:
        super().__init__(error)
        self.error = error


def is_draws(value: Any) -> TypeGuard[Draws]:
    """Say whether a value has one for each draw."""
    return isinstance(value, Mixed) or (isinstance(value, np.ndarray) and value.ndim == 1)


def is_area(value: Any) -> TypeGuard[Area]:
    """Say whether it is an area of cells."""
    return isinstance(value, np.ndarray) and value.ndim == 2


def is_number(value: Any) -> TypeGuard[float]:
    """Say whether a scalar is a number: no logical value, no error."""
    return isinstance(value, float)


def is_plain(value: Any) -> TypeGuard[Value]:
    """Say whether a cell is a number, on every draw if it has draws."""
    return isinstance(value, float) or (isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype == np.float64)


def are_numbers(values: Sequence[Any]) -> TypeGuard[Sequence[float]]:
    """Say whether all are numbers without draws, faster than one by one."""
    return set(map(type, values)) == {float}


def is_logical(value: Any) -> TypeGuard[Flags]:
    """Say whether a cell is a logical value on each of its draws."""
    return isinstance(value, np.ndarray) and value.dtype == np.bool_


def area_of(rows: Sequence[Sequence[Cell]]) -> Area:
    """Make an area of rows of cells."""
    made = np.empty((len(rows), len(rows[0]) if rows else 0), dtype=object)
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            made[i, j] = cell
    return made


def as_area(value: Cell | Area) -> Area:
    """Give an area as it is, a cell as an area of one."""
    return value if is_area(value) else area_of([[value]])  # type: ignore[list-item]


def cells_of(value: Any) -> list[Cell]:
    """Give the cells of an area, row by row, or the one cell."""
    flat: Any = value.flat if is_area(value) else [value]
    return list(flat)


# From and to draws


def draws_in(values: Iterable[Cell]) -> int | None:
    """Give how many draws the cells have; None where no cell has any."""
    return next((len(value) for value in values if is_draws(value)), None)


def one_draw(value: Any, draw: int) -> Scalar:
    """Give the value of one draw."""
    found: Any = value[draw] if is_draws(value) else value
    one: Scalar = found.item() if isinstance(found, np.generic) else found
    return one


def mixed(value: Cell, draws: int) -> Mixed:
    """Give any cell in the form that holds every kind."""
    if isinstance(value, Mixed):
        return value
    if isinstance(value, np.ndarray):
        kind = Kind.LOGICAL if value.dtype == np.bool_ else Kind.NUMBER
        return Mixed(np.full(draws, kind, np.uint8), value.astype(np.float64, copy=False))
    mark, number, texts = _coded(value)
    return Mixed(np.full(draws, mark, np.uint8), np.full(draws, number), texts)


def _coded(value: Scalar) -> tuple[int, float, tuple[str, ...]]:
    if value is None:
        return Kind.BLANK, 0.0, ()
    if isinstance(value, str):
        return Kind.TEXT, 0.0, (value,)
    if isinstance(value, Error):
        return Kind.ERROR + value, 0.0, ()
    return Kind.LOGICAL if isinstance(value, bool) else Kind.NUMBER, float(value), ()


def settle(value: Mixed) -> Draws:
    """Give draws in the plainest form that holds them."""
    if (value.marks == int(Kind.NUMBER)).all():
        return value.numbers
    if (value.marks == int(Kind.LOGICAL)).all():
        return value.numbers.astype(np.bool_)
    return value


def without_blanks(cell: Cell) -> Cell:
    """Give what a cell with a formula holds: 0 where that comes to a blank."""
    if isinstance(cell, Mixed):
        return settle(Mixed(_instead(cell.marks, Kind.BLANK, Kind.NUMBER), cell.numbers, cell.texts))
    return 0.0 if cell is None else cell


def _instead(marks: Codes, kind: Kind, other: Kind) -> Codes:
    return np.where(marks == int(kind), np.uint8(other), marks)


def of_scalars(values: Sequence[Scalar]) -> Draws:
    """Make draws of one scalar each."""
    texts: dict[str, int] = {}
    marks = np.empty(len(values), np.uint8)
    numbers = np.empty(len(values))
    for draw, value in enumerate(values):
        marks[draw], numbers[draw], _ = _coded(value)
        if isinstance(value, str):
            numbers[draw] = texts.setdefault(value, len(texts))
    return settle(Mixed(marks, numbers, tuple(texts)))


def choose(places: NDArray[np.intp], options: Sequence[Any]) -> Draws:
    """Give on each draw the option whose place is asked for."""
    if all(is_plain(option) for option in options):
        chosen: Array = np.choose(places, options) if len(options) < 32 else _picked(places, options)
        return chosen
    texts: dict[str, int] = {}
    marks, numbers = np.empty(len(places), np.uint8), np.empty(len(places))
    for place in np.unique(places):
        here, option = places == place, mixed(options[place], len(places))
        renumbered = np.array([texts.setdefault(text, len(texts)) for text in option.texts], dtype=np.float64)
        marks[here] = option.marks[here]
        numbers[here] = option.numbers[here]
        if option.texts:
            words = here & (option.kinds == Kind.TEXT)
            numbers[words] = renumbered[option.numbers[words].astype(np.intp)]
    return settle(Mixed(marks, numbers, tuple(texts)))


def _picked(places: NDArray[np.intp], options: Sequence[Value]) -> Array:
    found = np.empty(len(places))
    for place in np.unique(places):
        here, option = places == place, options[place]
        found[here] = option[here] if isinstance(option, np.ndarray) else option
    return found


def where(condition: Flags, yes: Cell, no: Cell) -> Draws:
    """Give one cell on the draws where a condition holds, another where it does not."""
    if is_plain(yes) and is_plain(no):
        return np.where(condition, yes, no)
    one, other = mixed(yes, len(condition)), mixed(no, len(condition))
    if one.texts and other.texts:
        return choose(np.where(condition, 0, 1), [yes, no])
    marks = other.marks + condition * (one.marks - other.marks)  # eight times as fast as np.where, on bytes
    return settle(Mixed(marks, np.where(condition, one.numbers, other.numbers), one.texts or other.texts))


def each_draw(function: Callable[..., Scalar], *cells: Cell) -> Cell:
    """Apply a function of scalars on every draw; draws that are alike in all cells are computed once."""
    draws = draws_in(cells)
    if draws is None:
        return function(*cells)
    columns = [mixed(cell, draws) for cell in cells if is_draws(cell)]
    known = [np.where(column.codes == 0, column.numbers, 0.0) for column in columns]
    keys = np.column_stack([*known, *(column.marks.astype(np.float64) for column in columns)])
    _, first, places = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    found = [function(*(one_draw(cell, draw) for cell in cells)) for draw in first]
    return choose(places.reshape(-1), found)


# Numbers


@dataclass(frozen=True, eq=False)
class Numbers:
    """Numbers with, where there are none, the code of the :class:`Error` instead; 0 where all is well."""

    values: Value
    codes: Codes | int = 0

    def failing(self, error: Error, where: Flags | bool) -> Numbers:
        """Give the same with an error where something holds and nothing else failed before."""
        if not np.any(where):
            return self
        codes = np.multiply(where, np.uint8(error))
        return Numbers(self.values, first_code(self.codes, codes if codes.ndim else int(codes)))


def first_code(*codes: Codes | int) -> Codes | int:
    """Give on each draw the first error there is."""
    found: Codes | int = 0
    for one in codes:
        if isinstance(found, np.ndarray):
            found = found + np.equal(found, 0) * np.asarray(one, np.uint8) if np.any(one) else found
        else:
            found = found or one
    return found


def number_of_text(text: str) -> float | None:
    """Give the number that a text looks like; None of one that looks like none."""
    plain = text.strip().replace("\u00a0", "")
    percent = plain.endswith("%")
    plain = plain.rstrip("%").strip()
    sign, plain = (-1.0, plain[1:-1]) if plain.startswith("(") and plain.endswith(")") else (1.0, plain)
    plain = plain.lstrip("$€£") if plain[:1] in "$€£" else plain
    whole, comma, rest = plain.partition(",")
    if comma:
        parts = rest.split(".")[0].split(",")
        if not whole.lstrip("+-").isdigit() or any(len(part) != 3 or not part.isdigit() for part in parts):
            return None
        plain = plain.replace(",", "")
    if not plain or not (plain[-1].isdigit() or plain[-1] == ".") or "_" in plain:
        return None
    try:
        found = sign * float(plain)
    except ValueError:
        return None
    return found / 100 if percent else found


def numbers(cell: Cell) -> Numbers:
    """Read a cell as a number where one is asked for: blank is 0, True is 1, a text what it looks like or an error."""
    if is_plain(cell):
        return Numbers(cell)
    if isinstance(cell, np.ndarray):
        return Numbers(cell.astype(np.float64))
    if isinstance(cell, Mixed):
        return _numbers_of_mixed(cell)
    if isinstance(cell, Error):
        return Numbers(math.nan, int(cell))
    if isinstance(cell, str):
        found = number_of_text(cell)
        return Numbers(math.nan, int(Error.VALUE)) if found is None else Numbers(found)
    return Numbers(float(cell or 0.0))


def _numbers_of_mixed(cell: Mixed) -> Numbers:
    if not cell.texts:
        return Numbers(cell.numbers, cell.codes)
    return _replaced(cell, cell.numbers, [numbers(text) for text in cell.texts])


def cell_of(found: Numbers | Value) -> Cell:
    """Make a cell of what was computed; what is no finite number is #NUM!."""
    values, codes = (found.values, found.codes) if isinstance(found, Numbers) else (found, 0)
    if isinstance(codes, int) and not codes and is_plain(values) and math.isfinite(np.add.reduce(values)):
        return values if isinstance(values, np.ndarray) else float(values)
    if np.ndim(values) == 0 and isinstance(codes, int):
        if codes:
            return Error(codes)
        return float(values) if math.isfinite(values) else Error.NUM
    codes = first_code(codes, ~np.isfinite(values) * np.uint8(Error.NUM))
    codes = codes if isinstance(codes, np.ndarray) else np.full(np.size(values), codes, np.uint8)
    return with_errors(np.asarray(values, np.float64) if np.ndim(values) else float(values), codes)


def logicals(cell: Cell) -> Numbers:
    """Read a cell as true (1) or false (0) where a condition is asked for: a text other than TRUE or FALSE fails."""
    if isinstance(cell, str):
        upper = cell.strip().upper()
        return Numbers(float(upper == "TRUE")) if upper in ("TRUE", "FALSE") else Numbers(math.nan, int(Error.VALUE))
    if isinstance(cell, Mixed) and cell.texts:
        return _replaced(cell, np.asarray(_truth(cell.numbers)), [logicals(text) for text in cell.texts])
    found = numbers(cell)
    return Numbers(_truth(found.values), found.codes)


def _truth(values: Value) -> Value:
    return np.where(np.isnan(values), np.nan, values != 0)[()]


def _replaced(cell: Mixed, values: Array, words: Sequence[Numbers]) -> Numbers:
    """Give numbers with what each text comes to in its place."""
    texts = cell.kinds == int(Kind.TEXT)
    place = cell.numbers[texts].astype(np.intp)
    values, codes = values.copy(), cell.codes
    values[texts] = np.array([word.values for word in words])[place]
    codes[texts] = np.array([word.codes for word in words], np.uint8)[place]
    return Numbers(values, codes)


def logical_cell(found: Numbers) -> Cell:
    """Make a logical cell of trues and falses, with their errors."""
    made = cell_of(found)
    if isinstance(made, Mixed):
        return Mixed(_instead(made.marks, Kind.NUMBER, Kind.LOGICAL), made.numbers)
    if isinstance(made, np.ndarray):
        return made.astype(np.bool_)
    return made if isinstance(made, Error) else bool(made)


# Texts


def shown(value: Cell) -> str:
    """Write a cell without draws for people."""
    return str(value) if isinstance(value, Error) else text_of(value) or "-"  # type: ignore[arg-type]


def text_of(value: Scalar) -> str:
    """Write a scalar as ``&`` does.

    Raises
    ------
    Failure
        If it is an error.
    """
    if isinstance(value, Error):
        raise Failure(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return shown_number(value)
    return value or ""


def shown_number(value: float) -> str:
    """Write a number in the General format, with at most 15 digits."""
    if value == 0:
        return "0"
    digits = f"{value:.14e}"
    mantissa, exponent = digits.split("e")
    power = int(exponent)
    if -5 <= power < 21:
        plain = f"{float(digits):.{max(14 - power, 0)}f}"
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        if power >= -5 and len(plain.lstrip("-")) <= 21:
            return plain
    mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}E{'+' if power >= 0 else '-'}{abs(power):02d}"


def errors_of(cell: Cell) -> Codes | int:
    """Give the code of the error that a cell holds; 0 where it holds none."""
    if isinstance(cell, Error):
        return int(cell)
    if isinstance(cell, Mixed):
        return cell.codes
    return 0


def with_errors(cell: Cell, codes: Codes | int) -> Cell:
    """Give a cell, with an error where there is the code of one."""
    if isinstance(codes, int):
        return Error(codes) if codes else cell
    if not codes.any():
        return cell
    known = mixed(cell, len(codes))
    errors = codes + np.uint8(Kind.ERROR)
    return Mixed(known.marks + (codes != 0) * (errors - known.marks), known.numbers, known.texts)


def iterate(values: Iterable[Cell | Area]) -> Iterator[Cell]:
    """Give the cells of several cells and areas, one after the other."""
    for value in values:
        yield from cells_of(value)


def over_cells(
    compute: Callable[..., Cell | Area], arguments: Sequence[Cell | Area], areas: Mapping[int, Area]
) -> Cell | Area:
    """Compute cell by cell: a row or column of one is repeated, what is beyond a shorter one is #N/A."""
    rows, columns = (max(area.shape[axis] for area in areas.values()) for axis in (0, 1))
    made = np.empty((rows, columns), dtype=object)
    for i in range(rows):
        for j in range(columns):
            here = list(arguments)
            for place, area in areas.items():
                here[place] = _at(area, i, j)
            found = compute(*here)
            made[i, j] = found[0, 0] if is_area(found) else found
    return made[0, 0] if made.shape == (1, 1) else made


def _at(area: Area, row: int, column: int) -> Cell:
    row = 0 if area.shape[0] == 1 else row
    column = 0 if area.shape[1] == 1 else column
    if row >= area.shape[0] or column >= area.shape[1]:
        return Error.NA
    return area[row, column]  # type: ignore[no-any-return]
