"""The tree of a sheet's formula: small frozen nodes; references are absolute, names have been looked up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, TypeGuard

from mkba_uncertainty.spreadsheet.values import Scalar

ROWS, COLUMNS = 1_048_576, 16_384
"""The size of a sheet."""


class Address(NamedTuple):
    """One cell: its sheet, and its row and column counted from 1."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        """Write it as a formula does."""
        return f"{quoted(self.sheet)}!{column_letters(self.column)}{self.row}"


@dataclass(frozen=True)
class Constant:
    """A value as written; None for an argument that was left out."""

    value: Scalar


@dataclass(frozen=True)
class Rows:
    """An array as written between braces."""

    rows: tuple[tuple[Scalar, ...], ...]


@dataclass(frozen=True)
class Reference:
    """A block of cells, of one sheet or of several that lie one behind the other; its corners count from 1."""

    sheets: tuple[str, ...]
    top: int
    left: int
    bottom: int
    right: int

    @property
    def shape(self) -> tuple[int, int]:
        """Give the number of rows and of columns."""
        return self.bottom - self.top + 1, self.right - self.left + 1

    @property
    def first(self) -> Address:
        """Give its top left cell."""
        return Address(self.sheets[0], self.top, self.left)

    @property
    def is_cell(self) -> bool:
        """Say whether it is one cell."""
        return self.shape == (1, 1) and len(self.sheets) == 1

    def addresses(self) -> Iterator[Address]:
        """Give its cells, sheet by sheet and row by row."""
        for sheet in self.sheets:
            for row in range(self.top, self.bottom + 1):
                for column in range(self.left, self.right + 1):
                    yield Address(sheet, row, column)

    def holds(self, cell: Address) -> bool:
        """Say whether a cell lies in it."""
        inside = self.top <= cell.row <= self.bottom and self.left <= cell.column <= self.right
        return inside and cell.sheet in self.sheets

    def among(self, cells: Collection[Address]) -> Iterator[Address]:
        """Give those of some cells that lie in it; of the two lists the shorter is gone through."""
        height, width = self.shape
        if height * width * len(self.sheets) <= len(cells):
            return (cell for cell in self.addresses() if cell in cells)
        return (cell for cell in cells if self.holds(cell))


@dataclass(frozen=True)
class Joined:
    """References joined by ``:`` (all between them), by a space (what they share), or by a comma (both)."""

    sign: str
    parts: tuple[Tree, ...]


@dataclass(frozen=True)
class Operation:
    """One or two parts and a sign: ``+ - * / ^ & = <> < > <= >=``, and ``%`` behind one part."""

    sign: str
    operands: tuple[Tree, ...]


@dataclass(frozen=True)
class Call:
    """A function, in capitals and without prefix, with its arguments."""

    function: str
    arguments: tuple[Tree, ...]


@dataclass(frozen=True)
class Local:
    """A name that LET gives within a formula."""

    name: str


@dataclass(frozen=True)
class Drawn:
    """An input that stands within a formula, such as ``RAND()``."""

    name: str


@dataclass(frozen=True)
class Unknown:
    """What cannot be computed, and why: the code of a text, such as ``external``, and what was found."""

    why: str
    found: str


Tree: TypeAlias = Constant | Rows | Reference | Joined | Operation | Call | Local | Drawn | Unknown


def parts_of(tree: Tree) -> tuple[Tree, ...]:
    """Give the trees that a tree is made of."""
    match tree:
        case Operation(operands=parts) | Call(arguments=parts) | Joined(parts=parts):
            return parts
    return ()


def every(tree: Tree) -> Iterator[Tree]:
    """Give a tree and all trees in it."""
    yield tree
    for part in parts_of(tree):
        yield from every(part)


RANDOM = ("RAND", "RANDBETWEEN", "RANDARRAY")
"""Functions of a sheet that give another number each time, by chance."""

RISK, VOSE = "RISK", "VOSE"
"""So begin those of @RISK and of ModelRisk."""

NAMING_OUTCOMES, NAMING_INPUTS = ("RISKOUTPUT", "VOSEOUTPUT"), ("RISKNAME", "VOSEINPUT")
"""Of these the functions that say what something is called, and count as 0."""


def is_chance(tree: Tree) -> TypeGuard[Call]:
    """Say whether a tree is a function that gives another number each time, by chance."""
    if not isinstance(tree, Call):
        return False
    of_add_in = tree.function.startswith((RISK, VOSE)) and tree.function not in (*NAMING_OUTCOMES, *NAMING_INPUTS)
    return of_add_in or tree.function in RANDOM


def rebuilt(tree: Tree, replaced: Callable[[Tree], Tree | None]) -> Tree:
    """Give a tree with other parts where ``replaced`` gives one, the tree itself where nothing changed."""
    if (other := replaced(tree)) is not None:
        return other
    parts = parts_of(tree)
    new = tuple(rebuilt(part, replaced) for part in parts)
    if all(one is other for one, other in zip(parts, new, strict=True)):
        return tree
    match tree:
        case Operation(sign=sign):
            return Operation(sign, new)
        case Call(function=function):
            return Call(function, new)
        case Joined(sign=sign):
            return Joined(sign, new)
    return tree


def quoted(sheet: str) -> str:
    """Write the name of a sheet as a formula does."""
    plain = sheet.replace("_", "a").replace(".", "a")
    return sheet if plain.isalnum() and plain[0].isalpha() else "'" + sheet.replace("'", "''") + "'"


def column_letters(column: int) -> str:
    """Write a column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Read a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
