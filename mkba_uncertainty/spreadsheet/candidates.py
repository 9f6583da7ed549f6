"""The numbers of a workbook that its outcomes hang on: what they are called, and how much each does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
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
from mkba_uncertainty.spreadsheet.tree import Address, Call, Constant, Operation, Reference, Tree, every
from mkba_uncertainty.spreadsheet.values import shown

STEP = 0.01
"""Each number is made so much larger, as a share of itself, to see what that does."""

YEARS, YEARS_APART = (1900, 2200), 10
"""Whole numbers between these that step evenly, by no more than so much, are years."""

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
        What 1 % more of it does to the first outcome, as a share of that; of a number that is 0, what 0.01 more does.
    marked : bool
        Whether the workbook marks it as an input: it has a name, or the cell style Input.
    number_format : str
    mark : Marked, optional
        Of an input that the workbook marks within a formula.
    discounts : bool
        Whether a formula discounts at it: in ``NPV``, ``XNPV`` or ``PV``, or as ``x / (1 + rate) ^ n``.
    is_year : bool
        Whether it is one of a row or column of years, and nobody marks it.
    of_nothing : bool
        Whether the outcome is 0, so that the effect is the change itself.
    """

    cell: Address
    name: str
    label: str
    value: float
    effect: float
    marked: bool
    number_format: str
    mark: Marked | None = None
    discounts: bool = False
    is_year: bool = False
    of_nothing: bool = False


def candidates(
    calculation: Calculation, outcomes: Mapping[str, Address], marks: Mapping[str, Marked] | None = None
) -> list[Candidate]:
    """Give the numbers that outcomes hang on: first those that the workbook marks as inputs, then by what they do.

    Numbers that count on from their neighbours, such as the years above columns, come last, as do those that a formula
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
    of_nothing = as_numbers(calculation.cell(next(iter(outcomes.values())))) == 0
    found = [
        Candidate(
            cell=one.cell,
            name=name,
            label=one.label,
            value=one.point,
            effect=effects[name],
            marked=True,
            number_format=book.number_formats.get(one.cell, ""),
            mark=one,
            of_nothing=of_nothing,
        )
        for name, one in marks.items()
        if name in effects
    ]
    chosen = {cell for cell in cells if cell in known or cell in book.input_style}

    parts = [part for cell in before if cell in calculation.book.formulas for part in every(calculation.tree(cell))]
    switches, rates = _switches(parts), _rates(parts)
    years = {cell for cell in cells if cell not in chosen and _runs(cell, book, _are_years)}
    if len(years) == len(cells):  # then the model is about them
        years = set()

    def rank(cell: Address) -> tuple[int, bool, float]:
        last = 2 if cell in years else cell in switches or _runs(cell, book, _counts)
        return last, cell not in chosen, -abs(effects[str(cell)])

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
                discounts=cell in rates,
                is_year=cell in years,
                of_nothing=of_nothing,
            )
        )
    return found


def _number(cell: Address, book: Book) -> float:
    """Give the number of a cell that holds one."""
    value = book.constants[cell]
    assert isinstance(value, float)
    return value


def _switches(parts: Iterable[Tree]) -> set[Address]:
    """Give the cells that parts of formulas compare with something by ``=`` or ``<>``."""
    compared = (part.operands for part in parts if isinstance(part, Operation) and part.sign in ("=", "<>"))
    return {one.first for operands in compared for one in operands if isinstance(one, Reference) and one.is_cell}


def _rates(parts: Iterable[Tree]) -> set[Address]:
    """Give the cells that parts of formulas discount at."""
    rates: list[Tree] = []
    for part in parts:
        match part:
            case Call("NPV" | "XNPV" | "PV", (rate, *_)):
                rates.append(rate)
            case Operation("/", (_, below)):
                powers = (one.operands[0] for one in every(below) if isinstance(one, Operation) and one.sign == "^")
                rates += [factor for factor in powers if isinstance(factor, Operation)]
            case Operation("^", (Operation() as factor, Operation("-", (_,)))):
                rates.append(factor)
    return {cell for rate in rates if (cell := _rate_of(rate))}


def _rate_of(tree: Tree) -> Address | None:
    """Give the cell of a rate, or of ``1 + rate``; None where that is something else."""
    match tree:
        case Operation("+", (Constant(1.0), rate) | (rate, Constant(1.0))):
            return _rate_of(rate)
        case Reference() if tree.is_cell:
            return tree.first
    return None


def _runs(cell: Address, book: Book, alike: Callable[[list[float]], bool]) -> bool:
    """Say whether a number and two neighbours, in its row or its column, are alike."""
    for down, right in ((0, 1), (1, 0)):
        line = [
            book.constants.get(Address(cell.sheet, cell.row + place * down, cell.column + place * right))
            for place in range(-2, 3)
        ]
        threes = ([one for one in line[start : start + 3] if isinstance(one, float)] for start in range(3))
        if any(len(three) == 3 and alike(three) for three in threes):
            return True
    return False


def _counts(three: list[float]) -> bool:
    """Say whether numbers count up or down, one by one."""
    return abs(three[1] - three[0]) == 1 and three[2] - three[1] == three[1] - three[0]


def _are_years(three: list[float]) -> bool:
    """Say whether numbers are years that step evenly."""
    first, second, third = three
    evenly = third - second == second - first and 0 < abs(second - first) <= YEARS_APART
    return evenly and all(YEARS[0] <= one <= YEARS[1] and one.is_integer() for one in three)


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
