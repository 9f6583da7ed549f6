"""A formula over draws comes to what it comes to on each draw by itself, to the last bit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import spreadsheet_rows
from books import AT, sheet
from spreadsheet_table import CELLS, TABLE

from mkba_uncertainty.spreadsheet import (
    Constant,
    Drawn,
    Evaluation,
    Tree,
    Unsupported,
    as_area,
    cells_of,
    one_draw,
    parse,
    rebuilt,
)

FACTORS = 1 + np.array([0, 1e-3, -1e-3, 0.013, -0.02, 0.11, 0.31, -0.37, 0])
EVERY_CELL, EVERY_ROW = CELLS | spreadsheet_rows.CELLS, TABLE | spreadsheet_rows.TABLE
FORMULAS = {name: [row if isinstance(row, str) else row[0] for row in rows] for name, rows in EVERY_ROW.items()}


def varied(number: float, draw: int | None) -> Any:
    return number * FACTORS if draw is None else float(number * FACTORS[draw])


DRAWS = (1, 5, 8)
SHEETS = {
    draw: sheet({at: varied(cell, draw) if isinstance(cell, float) else cell for at, cell in EVERY_CELL.items()})
    for draw in (None, *DRAWS)
}
"""Sheets whose numbers vary over draws, and some draws of these by themselves."""


def cells(tree: Tree, draw: int | None, constants: list[float], array: bool) -> list[Any]:
    """Give what a formula comes to whose own numbers vary as well."""
    points = {str(place): varied(number, draw) for place, number in enumerate(constants)}
    seen = replace(SHEETS[draw], points=points)
    with np.errstate(all="ignore"):
        return cells_of(as_area(Evaluation(seen, seen.book, AT, array).result(tree)))


def moved(tree: Tree, constants: list[float]) -> Tree:
    """Let each number of a formula vary."""

    def vary(one: Tree) -> Tree | None:
        if not (isinstance(one, Constant) and isinstance(one.value, float)):
            return None
        constants.append(one.value)
        return Drawn(str(len(constants) - 1))

    return rebuilt(tree, vary)


@pytest.mark.parametrize("function", FORMULAS)
def test_a_formula_over_draws_is_that_of_each_draw(function: str) -> None:
    for formula in FORMULAS[function]:
        array = formula.startswith("{")
        constants: list[float] = []
        tree = moved(parse(formula[1:-1] if array else formula, AT, SHEETS[None].book), constants)
        try:
            together = cells(tree, None, constants, array)
        except Unsupported:  # draws move a reference
            continue
        for draw in DRAWS:
            expected = [repr(cell) for cell in cells(tree, draw, constants, array)]
            assert [repr(one_draw(cell, draw)) for cell in together] == expected, (formula, draw)
