"""From the names of cells that people give to the graph between them, or what is wrong with these cells."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from mkba_uncertainty.errors import InputError
from mkba_uncertainty.graph import Graph, Node
from mkba_uncertainty.names import unknown
from mkba_uncertainty.spreadsheet.audit import difference, is_volatile
from mkba_uncertainty.spreadsheet.book import Book
from mkba_uncertainty.spreadsheet.calculation import Calculation
from mkba_uncertainty.spreadsheet.cone import CellFormula, Cone, Outcome, as_numbers
from mkba_uncertainty.spreadsheet.evaluation import Unsupported
from mkba_uncertainty.spreadsheet.parsing import Unreadable, parse
from mkba_uncertainty.spreadsheet.precedents import cells_before
from mkba_uncertainty.spreadsheet.sharing import shared
from mkba_uncertainty.spreadsheet.tree import Address, Reference, every, is_chance, quoted
from mkba_uncertainty.spreadsheet.values import one_draw, shown

TRIAL = 3
"""Draws on which all cells between inputs and outcomes are tried."""


def find_cell(text: str, book: Book) -> Address:
    """Find one cell by its address, such as ``Inputs!C4``, or by a name of the workbook.

    Raises
    ------
    InputError
        If there is no such sheet, cell or name, or it is more than one cell; it offers the nearest.
    """
    sheet, mark, place = text.rpartition("!")
    title = sheet.strip("'").replace("''", "'")
    if mark and book.sheet(title) is None:
        raise unknown("cell_unknown_sheet", None, title, book.sheets)
    try:
        found = parse(f"{quoted(title)}!{place}" if mark else text, Address(book.sheets[0], 1, 1), book)
    except Unreadable:
        found = None
    if isinstance(found, Reference) and not found.is_cell:
        raise InputError("cell_block", found=text)
    if not isinstance(found, Reference) or (not mark and len(book.sheets) > 1 and book.name(text, "") is None):
        raise unknown("cell_unknown", None, text, book.names_of_cells)
    return found.first


def require_number(cell: Address, calculation: Calculation) -> float:
    """Give the number that stands in a cell.

    Raises
    ------
    InputError
        If it holds a formula, or no number.
    """
    if calculation.formula_of(cell) is not None:
        raise InputError("cell_formula", found=str(cell))
    found = calculation.book.constants.get(cell)
    if not isinstance(found, float):
        raise InputError("cell_no_number", found=str(cell), value="-" if found is None else str(found))
    return found


def connect(
    calculation: Calculation,
    inputs: Mapping[Address, str],
    outcomes: Mapping[str, Address],
    multiples: Mapping[str, float] | None = None,
) -> Graph:
    """Give the graph from inputs to outcomes, after every cell in it was computed on a few draws.

    Outcomes whose cells count in ``multiples``, such as thousands, are numbers of one.

    Raises
    ------
    InputError
        If an outcome hangs on no input, is no number, or something in between cannot be computed, or comes to something
        else than what is stored in the workbook; its key is the outcome.
    """
    cone = Cone(calculation, inputs)
    for name, cell in outcomes.items():
        try:
            if cone.node_of(cell) is None:
                raise InputError("outcome_hangs_on_nothing", key=name, found=str(cell))
        except Unsupported as unsupported:
            raise refusal(unsupported, name) from None
    _refuse_chance(calculation, inputs, outcomes)
    graph = shared(cone.graph(outcomes, multiples))
    _compare(graph, calculation)
    points = {name: as_numbers(calculation.cell(cell)) for cell, name in inputs.items()}
    _try(graph, {**calculation.points, **points})
    return graph


def _refuse_chance(calculation: Calculation, inputs: Mapping[Address, str], outcomes: Mapping[str, Address]) -> None:
    """Refuse what a workbook draws itself and nobody took over: what is stored of it is one draw, not a constant."""
    for cell in cells_before(calculation, outcomes.values()):
        if cell in calculation.book.formulas and cell not in inputs:
            drawn = next((part.function for part in every(calculation.tree(cell)) if is_chance(part)), None)
            if drawn is not None:
                fed = (name for name, outcome in outcomes.items() if cell in cells_before(calculation, [outcome]))
                raise InputError("sheet_random", key=next(fed), cell=str(cell), found=drawn)


def _compare(graph: Graph, calculation: Calculation) -> None:
    """Refuse a formula in between that does not come to what the workbook stored of it."""
    plain = Calculation(calculation.book)
    formulas = ((node, node.function.at) for node in graph.nodes if isinstance(node.function, CellFormula))
    for node, at in formulas:
        with contextlib.suppress(Unsupported):  # it is tried on draws, which tells why
            found = None if is_volatile(plain, at) else difference(plain, at)
            if found is not None:
                outcome = _outcome_of(node, graph)
                stored, computed = shown(found.stored), shown(found.computed)
                raise InputError("cell_differs", key=outcome, cell=str(at), stored=stored, computed=computed)


def _try(graph: Graph, points: Mapping[str, Any]) -> None:
    values: dict[str, Any] = {name: np.full(TRIAL, point) for name, point in points.items()}
    with np.errstate(all="ignore"):
        for node in graph.nodes:
            try:
                values[node.name] = node.function(values)
            except Unsupported as unsupported:
                at = unsupported.at or getattr(node.function, "at", None)
                outcome = _outcome_of(node, graph)
                raise refusal(Unsupported(unsupported.why, unsupported.found, at), outcome) from None
    for name, cell in _outcomes(graph).items():
        if not np.isfinite(values[name]).all():
            raise InputError("outcome_no_number", key=name, cell=cell, found=shown(one_draw(values[cell], 0)))


def _outcomes(graph: Graph) -> dict[str, str]:
    return {node.name: node.function.cell for node in graph.nodes if isinstance(node.function, Outcome)}


def _outcome_of(node: Node, graph: Graph) -> str:
    """Give the first outcome that a node feeds."""
    return next(name for name in _outcomes(graph) if node in graph.path([name]))


def refusal(unsupported: Unsupported, outcome: str) -> InputError:
    """Say what cannot be computed, in which cell, of what an outcome hangs on."""
    cell = str(unsupported.at) if unsupported.at else "-"
    return InputError(f"sheet_{unsupported.why}", key=outcome, cell=cell, found=unsupported.found)
