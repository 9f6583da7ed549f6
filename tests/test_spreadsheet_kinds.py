"""A formula on cells that are of one kind on some draws and of another on others is that of each draw by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spreadsheet_rows
from books import sheet, value
from spreadsheet_table import CELLS as FIRST, TABLE

from mkba_uncertainty.spreadsheet import (
    Calculation,
    Error,
    Scalar,
    Unsupported,
    as_area,
    cells_of,
    of_scalars,
    one_draw,
)

DRAWS = 6
CELLS = FIRST | spreadsheet_rows.CELLS
NEAR = (0.0, 0.0, 1.0, -1.0, 0.5, 3.0)
OTHERS: tuple[Scalar, ...] = ("word", "7", "", True, False, None, Error.NA, Error.DIV0)
FORMULAS = {
    name: [row if isinstance(row, str) else row[0] for row in rows]
    for name, rows in (TABLE | spreadsheet_rows.TABLE).items()
}


def drawn(number: float, rng: np.random.Generator) -> Scalar:
    """Give a number near another, or now and then a value of another kind."""
    if rng.random() < 0.2:
        return OTHERS[rng.integers(len(OTHERS))]
    return number + NEAR[rng.integers(len(NEAR))]


_RNG = np.random.default_rng(20)
DRAWN = {at: [drawn(cell, _RNG) for _ in range(DRAWS)] for at, cell in CELLS.items() if isinstance(cell, float)}
TOGETHER = sheet({**CELLS, **{at: of_scalars(values) for at, values in DRAWN.items()}})
APART = [sheet({**CELLS, **{at: values[draw] for at, values in DRAWN.items()}}) for draw in range(DRAWS)]


def cells(formula: str, sheet: Calculation) -> list[Any]:
    return cells_of(as_area(value(formula, sheet)))


def exact(cell: Scalar) -> str:
    """Write a value so that others are written otherwise; 0 has no sign in a sheet."""
    return repr(0.0 if cell == 0 and isinstance(cell, float) else cell)


@pytest.mark.parametrize("function", FORMULAS)
def test_draws_of_several_kinds_are_each_by_itself(function: str) -> None:
    for formula in FORMULAS[function]:
        try:
            together = cells(formula, TOGETHER)
        except Unsupported as unsupported:
            assert unsupported.why in ("moved", "formula"), formula  # noqa: PT017
            continue
        for draw, one in enumerate(APART):
            found = [exact(one_draw(cell, draw)) for cell in together]
            expected = [exact(cell) for cell in cells(formula, one)]
            if len(expected) == 1:  # an error instead of an array fills all its cells
                expected *= len(found)
            assert found == expected, (formula, {at: values[draw] for at, values in DRAWN.items() if at[0] in formula})
