"""The functions of a sheet by name, and the three ways to write one.

- :func:`numeric`: of numbers, element by element. The function is given numbers or arrays of n draws and gives the
  same, or :class:`Numbers` where some draws fail. Errors among its arguments travel on by themselves.
- :func:`scalar`: of one value at a time, in plain Python. It is given what its annotations ask for (``str``,
  ``float``, ``int``, ``bool``, or ``Scalar`` for the value as it is) and may raise :class:`Failure`. Draws that are
  alike are computed once.
- :func:`whole`: of cells and areas as they are. It does all by itself.

What an argument takes is said by a letter for each place: ``v`` for a value (an area of cells is taken cell by cell
in an array formula, and otherwise the one cell of it in the row or column of the formula), ``r`` for a reference to
cells, ``a`` for an array, whose parts are computed cell by cell. The letters after ``+`` recur as often as needed.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mkba_uncertainty.spreadsheet.values import (
    Area,
    Cell,
    Error,
    Failure,
    Numbers,
    Scalar,
    cell_of,
    each_draw,
    first_code,
    is_area,
    logicals,
    numbers,
    over_cells,
    text_of,
)

VALUE, REFERENCE, ARRAY = "v", "r", "a"


@dataclass(frozen=True)
class Function:
    """A function of a sheet.

    Parameters
    ----------
    name : str
        In capitals.
    compute : callable
        Takes cells and areas, gives a cell or an area.
    takes : str
        What each argument takes; after ``+`` what recurs.
    least : int
        The fewest arguments.
    most : int or None
        The most arguments; None if there is no end to them.
    """

    name: str
    compute: Callable[..., Cell | Area]
    takes: str
    least: int
    most: int | None

    def taken(self, place: int) -> str:
        """Give what the argument at a place, counted from 0, takes."""
        first, _, recurring = self.takes.partition("+")
        if place < len(first):
            return first[place]
        return recurring[(place - len(first)) % len(recurring)] if recurring else VALUE

    def accepts(self, count: int) -> bool:
        """Say whether it takes so many arguments."""
        return count >= self.least and (self.most is None or count <= self.most)

    def __call__(self, arguments: Sequence[Cell | Area]) -> Cell | Area:
        """Compute it; over the cells of areas where values are asked for."""
        areas = {
            place: argument
            for place, argument in enumerate(arguments)
            if is_area(argument) and self.taken(place) == VALUE
        }
        if not areas:
            return self.compute(*arguments)
        return over_cells(self.compute, arguments, areas)


FUNCTIONS: dict[str, Function] = {}
"""All functions but those of ``references.py``, which ask for more than the values of their arguments."""


def numeric(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function of numbers under its names."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        def compute(*cells: Cell) -> Cell:
            found = [numbers(cell) for cell in cells]
            return _number_result(function(*(one.values for one in found)), found)

        _register(names, compute, "+v", function)
        return function

    return register


def _number_result(result: Any, arguments: Sequence[Numbers]) -> Cell:
    codes = first_code(*(one.codes for one in arguments))
    if isinstance(result, Numbers):
        return cell_of(Numbers(result.values, first_code(codes, result.codes)))
    return cell_of(Numbers(result, codes))


def scalar(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function of one value at a time under its names."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        parameters = list(inspect.signature(function).parameters.values())
        recurring = parameters[-1] if parameters and parameters[-1].kind is inspect.Parameter.VAR_POSITIONAL else None

        def one(*values: Scalar) -> Scalar:
            kinds = [parameters[min(place, len(parameters) - 1)].annotation for place in range(len(values))]
            try:
                found = function(*(_READERS[kind](value) for kind, value in zip(kinds, values, strict=True)))
            except Failure as failure:
                return failure.error
            except (OverflowError, ValueError, ZeroDivisionError):
                return Error.NUM
            return _scalar_result(found)

        def compute(*cells: Cell) -> Cell:
            return each_draw(one, *cells)

        _register(names, compute, "+v", function)
        assert recurring is None or recurring.annotation in _READERS
        return function

    return register


def _scalar_result(found: Any) -> Scalar:
    if isinstance(found, bool | str | Error) or found is None:
        return found
    return cell_of(float(found))  # type: ignore[return-value]


def number_of(value: Scalar) -> float:
    """Read a scalar as a number.

    Raises
    ------
    Failure
        If it is none.
    """
    found = numbers(value)
    if found.codes:
        raise Failure(Error(int(found.codes)))
    return float(found.values)


def _logical(value: Scalar) -> bool:
    found = logicals(value)
    if found.codes:
        raise Failure(Error(int(found.codes)))
    return bool(found.values)


_READERS: dict[str, Callable[[Scalar], Any]] = {
    "str": text_of,
    "float": number_of,
    "int": lambda value: int(np.trunc(number_of(value))),
    "bool": _logical,
    "Scalar": lambda value: value,
}


def whole(*names: str, takes: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function of cells and areas as they are; a :class:`Failure` that it raises is its result."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        def compute(*arguments: Cell | Area) -> Cell | Area:
            try:
                return function(*arguments)  # type: ignore[no-any-return]
            except Failure as failure:
                return failure.error

        _register(names, compute, takes, function)
        return function

    return register


def _register(names: Sequence[str], compute: Callable[..., Any], takes: str, function: Callable[..., Any]) -> None:
    """Enter a function under its names; how many arguments it takes stands in its signature."""
    parameters = inspect.signature(function).parameters.values()
    open_ended = any(one.kind is inspect.Parameter.VAR_POSITIONAL for one in parameters)
    named = [one for one in parameters if one.kind is not inspect.Parameter.VAR_POSITIONAL]
    least = sum(one.default is inspect.Parameter.empty for one in named)
    for name in names:
        assert name not in FUNCTIONS, name
        FUNCTIONS[name] = Function(name, compute, takes, least, None if open_ended else len(named))
