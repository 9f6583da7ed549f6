"""A formula over draws comes to what it comes to on each draw by itself, to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spreadsheet_rows
from sheets import AT, Sheets
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


class Drawing(Sheets):
    """A sheet whose numbers, and those of the formula, vary over draws; or one draw of it."""

    def __init__(self, draw: int | None) -> None:
        super().__init__(
            {at: varied(cell, draw) if isinstance(cell, float) else cell for at, cell in EVERY_CELL.items()}
        )
        self.draw = draw
        self.constants: list[float] = []

    def drawn(self, name: str) -> Any:
        return varied(self.constants[int(name)], self.draw)


TOGETHER, APART = Drawing(None), [Drawing(draw) for draw in (1, 5, 8)]


def value(tree: Tree, sheet: Drawing, constants: list[float], array: bool) -> list[Any]:
    sheet.constants = constants
    with np.errstate(all="ignore"):
        return cells_of(as_area(Evaluation(sheet, sheet, AT, array).result(tree)))


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
        tree = moved(parse(formula[1:-1] if array else formula, AT, Sheets()), constants)
        try:
            together = value(tree, TOGETHER, constants, array)
        except Unsupported:  # draws move a reference
            continue
        for sheet in APART:
            expected = [repr(cell) for cell in value(tree, sheet, constants, array)]
            assert [repr(one_draw(cell, sheet.draw)) for cell in together] == expected, (formula, sheet.draw)
