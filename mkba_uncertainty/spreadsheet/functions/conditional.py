"""Sums, counts and the like of the cells that meet criteria, such as ``">3"`` or ``"north*"``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from mkba_uncertainty.arrays import Flags, Value
from mkba_uncertainty.spreadsheet.functions.aggregates import least_of, mean_of, most_of
from mkba_uncertainty.spreadsheet.functions.gathered import Entry, count, in_cell, result, total
from mkba_uncertainty.spreadsheet.functions.registry import whole
from mkba_uncertainty.spreadsheet.values import (
    ERRORS,
    Area,
    Cell,
    Error,
    Failure,
    Kind,
    Mixed,
    Numbers,
    Scalar,
    as_area,
    cells_of,
    each_draw,
    is_draws,
    is_plain,
    number_of_text,
    numbers,
    of_scalars,
    one_draw,
)

_CRITERION = re.compile(r"(<=|>=|<>|<|>|=)?(.*)", re.DOTALL)
_DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.*|\d{1,2}[- ][A-Za-z]{3,9}\b.*|\d{1,2}:\d{2}\b.*")
_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_EQUALITY = ("=", "<>")


@lru_cache(maxsize=4096)
def pattern(text: str) -> re.Pattern[str]:
    """Read ``*`` as any text and ``?`` as any letter; behind a ``~`` they are themselves."""
    parts = re.findall(r"~[*?~]|.", text, re.DOTALL)
    read = (".*" if part == "*" else "." if part == "?" else re.escape(part[-1]) for part in parts)
    return re.compile("".join(read), re.IGNORECASE | re.DOTALL)


def criterion(value: Scalar) -> tuple[str, Scalar]:
    """Read a criterion: its sign and what cells are held against, None for a cell in which nothing stands.

    Raises
    ------
    Unsupported
        If it is a date in words: which one depends on the language of the machine.
    """
    from mkba_uncertainty.spreadsheet.evaluation import Unsupported

    if not isinstance(value, str):
        return "=", 0.0 if value is None else value
    match = _CRITERION.fullmatch(value)
    assert match is not None  # the second part takes whatever is left
    sign, text = match[1] or "=", match[2]
    if not text:
        return sign, None if match[1] in _EQUALITY else ""
    if _DATE.fullmatch(text):
        raise Unsupported("formula", value)
    number = number_of_text(text)
    if number is not None:
        return sign, number
    upper = text.upper()
    return sign, upper == "TRUE" if upper in ("TRUE", "FALSE") else ERRORS.get(upper, text)


def _criteria(value: Cell) -> list[tuple[Flags | bool, str, Cell]]:
    """Read a criterion of draws: where which sign holds, and what cells are held against."""
    if not isinstance(value, Mixed | np.ndarray):
        return [(True, *criterion(value))]
    if is_plain(value):
        return [(True, "=", value)]
    read = [criterion(one_draw(value, draw)) for draw in range(len(value))]
    signs = np.array([sign for sign, _ in read])
    operands = of_scalars([operand for _, operand in read])
    return [(signs == sign, str(sign), operands) for sign in np.unique(signs)]


def _meets(cell: Cell, sign: str, operand: Cell) -> Any:
    """Say whether, or on which draws, a cell meets a criterion."""
    if is_plain(operand):
        return _numbers_meet(cell, sign, operand)
    return each_draw(lambda value, against: _meets_one(value, sign, against), cell, operand)


def _numbers_meet(cell: Cell, sign: str, operand: Value) -> Any:
    """Compare with a number; a text that looks like a number equals it."""
    if is_plain(cell):
        return _SIGNS[sign](cell, operand)
    found = numbers(cell)
    kinds = cell.kinds if isinstance(cell, Mixed) else _kind(cell)
    comparable = (kinds == Kind.NUMBER) | ((kinds == Kind.TEXT) & (sign in _EQUALITY) & np.equal(found.codes, 0))
    return np.where(comparable, _SIGNS[sign](found.values, operand), sign == "<>")[()]


def _kind(cell: Cell) -> Kind | None:
    """Give the kind of a cell that holds no number; logical values and errors equal none."""
    return Kind.TEXT if isinstance(cell, str) else None


def _meets_one(value: Scalar, sign: str, against: Scalar) -> bool:
    if sign not in _EQUALITY:
        alike = type(value) is type(against) and isinstance(value, float | str | bool)
        return alike and bool(_SIGNS[sign](_folded(value), _folded(against)))
    return _equals(value, against) == (sign == "=")


def _folded(value: Scalar) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _equals(value: Scalar, against: Scalar) -> bool:
    if isinstance(against, str):
        matches = isinstance(value, str) and pattern(against).fullmatch(value) is not None
        return matches or (value is None and not against)
    if isinstance(against, float):
        return bool(_numbers_meet(value, "=", against))
    return type(value) is type(against) and value == against


def _chosen(ranges: Sequence[Cell | Area], wanted: Sequence[Cell]) -> Iterator[tuple[int, Any]]:
    """Give the places of cells that meet all criteria, with the draws on which they do."""
    areas = [_cells(one) for one in ranges]
    if len({area.shape for area in areas}) > 1:
        raise Failure(Error.VALUE)
    read = [_criteria(one) for one in wanted]
    for place, cells in enumerate(zip(*(area.flat for area in areas), strict=True)):
        met: Any = True
        for cell, parts in zip(cells, read, strict=True):
            if met is not False:
                met = _both(met, _meets_any(cell, parts))
        if met is not False:
            yield place, met


def _cells(value: Cell | Area) -> Area:
    if isinstance(value, Error):
        raise Failure(value)
    return as_area(value)


def _meets_any(cell: Cell, parts: Sequence[tuple[Flags | bool, str, Cell]]) -> Any:
    found: Any = False
    for where, sign, operand in parts:
        found = found | _both(where, _meets(cell, sign, operand))
    return found if is_draws(found) else bool(found)


def _both(one: Any, other: Any) -> Any:
    return other if one is True else one if other is True else one & other


def _entries(cells: Cell | Area, ranges: Sequence[Cell | Area], wanted: Sequence[Cell]) -> list[Entry]:
    """Read the numbers of cells that meet all criteria."""
    if _cells(cells).shape != _cells(ranges[0]).shape:
        raise Failure(Error.VALUE)
    every, found = cells_of(cells), []
    for place, met in _chosen(ranges, wanted):
        entry = in_cell(every[place])
        found.append(_on(entry, met) if is_draws(met) else entry)
    return found


def _on(entry: Entry, met: Any) -> Entry:
    codes = np.where(met, entry.codes, 0).astype(np.uint8)
    return Entry(np.where(met, entry.values, 0.0), met & entry.here, codes)


def _of_one_criterion(name: str, function: Callable[[Sequence[Entry]], Value | Numbers]) -> None:
    """Register a function of the cells that meet one criterion; they are those of the range unless others are given."""

    def compute(cells: Cell | Area, wanted: Cell, of: Cell | Area = None) -> Cell:
        entries = _entries(cells if of is None else of, [cells], [wanted])
        return result(function(entries), entries)

    whole(name, takes="rvr")(compute)


def _of_all_criteria(name: str, function: Callable[[Sequence[Entry]], Value | Numbers]) -> None:
    """Register a function of the cells for which all criteria are met."""

    def compute(of: Cell | Area, cells: Cell | Area, wanted: Cell, *more: Any) -> Cell:
        entries = _entries(of, [cells, *more[::2]], [wanted, *more[1::2]])
        return result(function(entries), entries)

    whole(name, takes="r+rv")(compute)


_of_one_criterion("SUMIF", total)
_of_one_criterion("AVERAGEIF", mean_of)
_of_all_criteria("SUMIFS", total)
_of_all_criteria("AVERAGEIFS", mean_of)
_of_all_criteria("MINIFS", least_of)
_of_all_criteria("MAXIFS", most_of)


@whole("COUNTIF", "COUNTIFS", takes="+rv")
def count_if(cells: Cell | Area, wanted: Cell, *more: Any) -> Cell:
    """Count the cells that meet all criteria."""
    met = _chosen([cells, *more[::2]], [wanted, *more[1::2]])
    found = count(Entry(0.0, where) for _, where in met)
    return found if np.ndim(found) else float(found)
