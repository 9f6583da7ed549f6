"""The numbers of a workbook that its outcomes hang on: what they are called, and how much each does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.graph import Graph
from mkba_uncertainty.spreadsheet.book import Book
from mkba_uncertainty.spreadsheet.calculation import Calculation
from mkba_uncertainty.spreadsheet.cone import Cone, as_numbers
from mkba_uncertainty.spreadsheet.connecting import refusal
from mkba_uncertainty.spreadsheet.evaluation import Unsupported
from mkba_uncertainty.spreadsheet.labelling import Names, label_of
from mkba_uncertainty.spreadsheet.marking import Marked
from mkba_uncertainty.spreadsheet.precedents import cells_before
from mkba_uncertainty.spreadsheet.tree import Address, Operation, Reference, every
from mkba_uncertainty.spreadsheet.values import shown

STEP = 0.01
"""Each number is made so much larger, as a share of itself, to see what that does."""

AT_ONCE = 512
"""So many numbers are tried in one pass."""


@dataclass(frozen=True)
class Candidate:
    """A number that an outcome hangs on.

    Parameters
    ----------
    cell : Address
    name, label : str
    value : float
    effect : float
        What 1 % more of it does to the first outcome, as a share of that; the change itself where that is 0.
    marked : bool
        Whether the workbook marks it as an input: it has a name, or the cell style Input.
    number_format : str
    mark : Marked, optional
        Of an input that the workbook marks within a formula.
    """

    cell: Address
    name: str
    label: str
    value: float
    effect: float
    marked: bool
    number_format: str
    mark: Marked | None = None


def candidates(
    calculation: Calculation, outcomes: Mapping[str, Address], marks: Mapping[str, Marked] | None = None
) -> list[Candidate]:
    """Give the numbers that outcomes hang on: first those that the workbook marks as inputs, then by what they do.

    Numbers that count on from their neighbour, such as the years above columns, come last, as do those that a formula
    compares with ``=``: they choose, and 1 % more of them is another choice.

    Parameters
    ----------
    calculation : Calculation
        With the trees and points of the marks.
    outcomes : mapping of name to Address
        The effect is that on the first.
    marks : mapping of name to Marked, optional
        Inputs that stand within formulas; they come before all numbers.

    Raises
    ------
    InputError
        If an outcome is no number, hangs on none, or on one through something that cannot be computed.
    """
    book, marks = calculation.book, marks or {}
    before = _before(calculation, outcomes)
    cells = [cell for cell in before if isinstance(book.constants.get(cell), float)]
    effects = _effects(calculation, cells, outcomes)
    known = {parsed: name for name, parsed in _named_cells(calculation)}
    names = Names(set(marks))
    found = [
        Candidate(one.cell, name, one.label, one.point, effects[name], True, book.number_formats.get(one.cell, ""), one)
        for name, one in marks.items()
        if name in effects
    ]
    chosen = {cell for cell in cells if cell in known or cell in book.input_style}

    switches = _switches(calculation, before)

    def rank(cell: Address) -> tuple[bool, bool, float]:
        return cell in switches or _counts_on(cell, book), cell not in chosen, -abs(effects[str(cell)])

    for cell in sorted(cells, key=rank):
        label = known.get(cell) or label_of(book, cell) or str(cell)
        found.append(
            Candidate(
                cell=cell,
                name=names.unique(label),
                label=label.replace("_", " ") if cell in known else label,
                value=_number(cell, book),
                effect=effects[str(cell)],
                marked=cell in chosen,
                number_format=book.number_formats.get(cell, ""),
            )
        )
    return found


def _number(cell: Address, book: Book) -> float:
    """Give the number of a cell that holds one."""
    value = book.constants[cell]
    assert isinstance(value, float)
    return value


def _switches(calculation: Calculation, cells: Iterable[Address]) -> set[Address]:
    """Give the cells that formulas among these compare with something by ``=`` or ``<>``."""
    parts = (part for cell in cells if cell in calculation.book.formulas for part in every(calculation.tree(cell)))
    compared = (part.operands for part in parts if isinstance(part, Operation) and part.sign in ("=", "<>"))
    return {one.first for operands in compared for one in operands if isinstance(one, Reference) and one.is_cell}


def _counts_on(cell: Address, book: Book) -> bool:
    """Say whether a whole number is one more or one less than a neighbour on both sides, or than two on one side."""
    return any(_steps_along(cell, down, right, book) for down, right in ((0, 1), (1, 0)))


def _steps_along(cell: Address, down: int, right: int, book: Book) -> bool:
    value = _number(cell, book)
    for direction in (1, -1):
        before, after, next_after = (
            book.constants.get(Address(cell.sheet, cell.row + place * down, cell.column + place * right))
            == value + place
            for place in (-direction, direction, 2 * direction)
        )
        if after and (before or next_after):
            return True
    return False


def _named_cells(calculation: Calculation) -> Iterator[tuple[str, Address]]:
    """Give the names of the workbook that stand for one cell."""
    from mkba_uncertainty.spreadsheet.connecting import find_cell

    for name in calculation.book.names_of_cells:
        try:
            yield name, find_cell(name, calculation.book)
        except InputError:
            continue


def _before(calculation: Calculation, outcomes: Mapping[str, Address]) -> Iterable[Address]:
    """Give the cells that outcomes hang on."""
    try:
        return cells_before(calculation, outcomes.values())
    except Unsupported as unsupported:
        raise refusal(unsupported, next(iter(outcomes))) from None


def _effects(calculation: Calculation, cells: Iterable[Address], outcomes: Mapping[str, Address]) -> dict[str, float]:
    """Make each number larger by :data:`STEP`, and see what that does to the first outcome."""
    first, place = next(iter(outcomes.items()))
    points = {str(cell): _number(cell, calculation.book) for cell in cells}
    try:
        cone = Cone(calculation, {cell: str(cell) for cell in cells})
        for name, cell in outcomes.items():
            _require_outcome(name, cell, cone)
        graph = cone.graph({first: place})
        points |= {name: value for name, value in calculation.points.items() if name in graph.inputs}
        effects: dict[str, float] = {}
        for start in range(0, len(points), AT_ONCE):
            effects |= _effects_of(graph, points, list(points)[start : start + AT_ONCE], first)
    except Unsupported as unsupported:
        raise refusal(unsupported, first) from None
    return effects


def _require_outcome(name: str, cell: Address, cone: Cone) -> None:
    value = cone.calculation.cell(cell)
    if not np.isfinite(as_numbers(value)):
        raise InputError("outcome_no_number", key=name, cell=str(cell), found=shown(value))
    if cone.node_of(cell) is None:
        raise InputError("outcome_hangs_on_nothing", key=name, found=str(cell))


def _effects_of(graph: Graph, points: Mapping[str, float], some: list[str], outcome: str) -> dict[str, float]:
    values: dict[str, Array | float] = dict(points)
    for place, name in enumerate(some, 1):
        moved = np.full(len(some) + 1, points[name])
        moved[place] = points[name] * (1 + STEP) if points[name] else STEP
        values[name] = moved
    with np.errstate(all="ignore"):
        found = np.broadcast_to(as_numbers(graph.evaluate(values, [outcome])[outcome]), (len(some) + 1,))
    change = found[1:] - found[0]
    effects = np.nan_to_num(change / abs(found[0]) if found[0] else change)
    return dict(zip(some, effects.tolist(), strict=True))


def unit_of(number_format: str, value: float, currency: str) -> str:
    """Guess the unit of a number by its format: a percentage from 0 to 1 is a share, a sign of money the currency."""
    if "%" in number_format:
        return "share" if 0 <= value <= 1 else "1"
    return currency if re.search(r"[€$£¥]|\[\$|EUR|USD|GBP", number_format) else "1"
