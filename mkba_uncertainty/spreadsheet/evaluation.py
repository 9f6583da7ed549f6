"""The value of a formula's tree, over draws or without: an area where one is asked for, else one cell.

In a formula of one cell, a block of cells where one value is asked for means the cell of it in the same row or column
(implicit intersection); in an array formula it means all of them. What is computed with an array is an array in either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from mkba_uncertainty.spreadsheet import operators
from mkba_uncertainty.spreadsheet.functions import FUNCTIONS
from mkba_uncertainty.spreadsheet.functions.dates import in_1904
from mkba_uncertainty.spreadsheet.functions.registry import ARRAY, REFERENCE, VALUE
from mkba_uncertainty.spreadsheet.parsing import Lookup, between
from mkba_uncertainty.spreadsheet.tree import (
    Address,
    Call,
    Constant,
    Drawn,
    Joined,
    Local,
    Operation,
    Reference,
    Rows,
    Tree,
    Unknown,
)
from mkba_uncertainty.spreadsheet.values import Area, Cell, Error, area_of, as_area, is_area


class Unsupported(Exception):
    """What cannot be computed here.

    Parameters
    ----------
    why : str
        ``function``, ``arguments``, ``external``, ``moved``, ``circular``, ``table``, ``random`` or ``formula``: names
        the sentence that says so.
    found : str
        What was found.
    at : Address, optional
        The cell that holds it.
    """

    def __init__(self, why: str, found: str, at: Address | None = None) -> None:
        super().__init__(why, found, at)
        self.why = why
        self.found = found
        self.at = at


class Cells(Protocol):
    """Where the values of cells come from."""

    def cell(self, address: Address) -> Cell:
        """Give the value of a cell."""

    def area(self, reference: Reference) -> Area:
        """Give the values of a block of cells of one sheet."""

    def drawn(self, name: str) -> Cell:
        """Give the value of an input that stands within a formula."""


@dataclass(frozen=True)
class Evaluation:
    """Computes trees for one cell.

    Parameters
    ----------
    cells : Cells
    book : Lookup
        What INDIRECT may speak of.
    at : Address
        The cell that holds the formula.
    array : bool
        Whether it is an array formula.
    """

    cells: Cells
    book: Lookup
    at: Address
    array: bool = False
    locals: dict[str, Cell | Area] = field(default_factory=dict)

    def result(self, tree: Tree) -> Cell | Area:
        """Give what the formula comes to: of an array formula the area that it fills, else one cell."""
        if self.array:
            return self.value(tree, ARRAY)
        found = self.value(tree, VALUE)
        return found[0, 0] if is_area(found) else found

    def value(self, tree: Tree, want: str) -> Cell | Area:
        """Give the value of a tree; ``want`` as in :mod:`.functions.registry`.

        What a reference holds is an area where a reference is asked for, though it be one cell: functions leave out
        a text that stands in a cell, and read one that stands in the formula.
        """
        match tree:
            case Constant(value=value):
                return value
            case Reference() | Joined():
                return self._of_reference(tree, want)
            case Operation(sign=sign, operands=operands):
                inner = ARRAY if want == ARRAY else VALUE
                return operators.apply(sign, [self.value(one, inner) for one in operands])
            case Call():
                return self._call(tree, want)
            case Rows(rows=rows):
                return area_of(rows)
            case Local(name=name):
                return self._local(name, want)
            case Drawn(name=name):
                return self.cells.drawn(name)
            case Unknown(why=why, found=what):
                raise Unsupported(why, what)

    def _local(self, name: str, want: str) -> Cell | Area:
        found = self.locals[name]
        return found[0, 0] if want != REFERENCE and is_area(found) and found.shape == (1, 1) else found

    def one(self, tree: Tree) -> Cell:
        """Give the value of a tree as one cell."""
        found: Any = self.value(tree, ARRAY if self.array else VALUE)
        cell: Cell = found[0, 0] if is_area(found) else found
        return cell

    def arguments(self, call: Call, takes: Callable[[int], str], want: str) -> list[Cell | Area]:
        """Give the values of arguments, each as the function takes it."""
        return [self._argument(argument, takes(place), want) for place, argument in enumerate(call.arguments)]

    def _argument(self, tree: Tree, takes: str, want: str) -> Cell | Area:
        refers = takes == REFERENCE and isinstance(tree, Reference | Joined)
        return self.value(tree, ARRAY if want == ARRAY and not refers else takes)

    def _call(self, call: Call, want: str) -> Cell | Area:
        from mkba_uncertainty.spreadsheet.functions.references import SPECIAL

        if special := SPECIAL.get(call.function):
            return special(self, call, want)
        function = FUNCTIONS.get(call.function)
        if function is None:
            raise Unsupported("function", call.function)
        if not function.accepts(len(call.arguments)):
            raise Unsupported("arguments", call.function)
        arguments = self.arguments(call, function.taken, want)
        return in_1904(function, arguments) if self.book.date1904 else function(arguments)

    # References

    def _of_reference(self, tree: Tree, want: str) -> Cell | Area:
        found = self.references(tree)
        if isinstance(found, Error):
            return found
        if len(found) > 1 and want == VALUE:
            return Error.VALUE
        return self.read(found, want)

    def read(self, found: tuple[Reference, ...], want: str) -> Cell | Area:
        """Give the values in references: one below the other where there are several."""
        if len(found) == 1 and len(found[0].sheets) == 1:
            return self._read_one(found[0], want)
        areas = [self.cells.area(sheet) for one in found for sheet in by_sheet(one)]
        return np.concatenate([area.reshape(-1, 1) for area in areas])

    def _read_one(self, reference: Reference, want: str) -> Cell | Area:
        if reference.is_cell:
            cell = self.cells.cell(reference.first)
            return as_area(cell) if want == REFERENCE else cell
        if want != VALUE:
            return self.cells.area(reference)
        return self._intersected(reference)

    def _intersected(self, reference: Reference) -> Cell:
        """Give the cell of a block that lies in the row or column of the formula."""
        sheet = reference.sheets[0]
        if reference.left == reference.right and reference.top <= self.at.row <= reference.bottom:
            return self.cells.cell(Address(sheet, self.at.row, reference.left))
        if reference.top == reference.bottom and reference.left <= self.at.column <= reference.right:
            return self.cells.cell(Address(sheet, reference.top, self.at.column))
        return Error.VALUE

    def references(self, tree: Tree) -> tuple[Reference, ...] | Error:
        """Give the references that a tree stands for; the error that it is where it stands for none.

        Raises
        ------
        Unsupported
            If draws move it.
        """
        from mkba_uncertainty.spreadsheet.functions.references import REFERRING

        match tree:
            case Reference():
                return (tree,)
            case Joined(sign=sign, parts=parts):
                return self._joined(sign, parts)
            case Call(function=function) if function in REFERRING:
                return REFERRING[function](self, tree)
            case Constant(value=Error() as error):
                return error
            case Unknown(why=why, found=what):
                raise Unsupported(why, what)
        return Error.VALUE

    def _joined(self, sign: str, parts: tuple[Tree, ...]) -> tuple[Reference, ...] | Error:
        every: list[tuple[Reference, ...]] = []
        for part in parts:
            found = self.references(part)
            if isinstance(found, Error):
                return found
            every.append(found)
        if sign == ",":
            return tuple(one for found in every for one in found)
        one, other = every[0][0], every[1][0]
        if sign == ":":
            return (between(one, other),)
        shared = Reference(
            one.sheets,
            max(one.top, other.top),
            max(one.left, other.left),
            min(one.bottom, other.bottom),
            min(one.right, other.right),
        )
        return (shared,) if min(shared.shape) > 0 and one.sheets == other.sheets else Error.NULL


def by_sheet(reference: Reference) -> list[Reference]:
    """Give a reference to several sheets as one of each."""
    top, left, bottom, right = reference.top, reference.left, reference.bottom, reference.right
    return [Reference((sheet,), top, left, bottom, right) for sheet in reference.sheets]
