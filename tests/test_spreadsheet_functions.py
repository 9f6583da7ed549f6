"""Each function of a sheet against LibreOffice, or against Excel where the two differ."""

from __future__ import annotations

import math
import pickle
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
import random_formulas
import spreadsheet_rows
import spreadsheet_table
from books import sheet, value
from libreoffice import SIDE, place, recalculated
from spreadsheet_table import Row

from mkba_uncertainty.spreadsheet import Error, Scalar, Unsupported, as_area
from mkba_uncertainty.spreadsheet.functions import known_functions

CELLS = spreadsheet_table.CELLS | spreadsheet_rows.CELLS
TABLE = spreadsheet_table.TABLE | spreadsheet_rows.TABLE
ROWS: list[Row] = [row for rows in TABLE.values() for row in rows]
OURS = [row for row in ROWS if isinstance(row, str)]
SHEET = sheet(CELLS)
RANDOM = random_formulas.formulas(400)


def shared(name: str, make: Any, factory: pytest.TempPathFactory) -> Any:
    """Make something once for all workers of a run."""
    base = factory.getbasetemp()
    folder = (base.parent if base.name.startswith("popen-") else base) / name
    done = folder / "done"
    try:
        folder.mkdir()
    except FileExistsError:
        while not done.exists():
            assert not (folder / "failed").exists(), f"{name} failed in another worker"
            time.sleep(0.05)
    else:
        try:
            (folder / "made").write_bytes(pickle.dumps(make(folder)))
        except BaseException:
            (folder / "failed").touch()
            raise
        done.touch()
    return pickle.loads((folder / "made").read_bytes())


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Scalar]]:
    """What LibreOffice makes of the rows of the table, and of formulas made at random."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc-nogui")

    def make(folder: Path) -> list[list[Scalar]]:
        return recalculated([*OURS, *RANDOM], CELLS, folder)

    return dict(zip([*OURS, *RANDOM], shared("libreoffice", make, tmp_path_factory), strict=True))


def shown(formula: str) -> list[Scalar]:
    """Give what we make of a formula: one cell, or the cells of the block that an array formula fills."""
    found = value(formula, SHEET, at=place(OURS.index(formula) if formula in OURS else 0))
    if not formula.startswith("{"):
        return [0.0 if found is None else found]
    area = as_area(found)
    return [_filled(area, down, right) for down in range(SIDE) for right in range(SIDE)]


def _filled(area: Any, down: int, right: int) -> Scalar:
    rows, columns = area.shape
    down, right = (0 if rows == 1 else down), (0 if columns == 1 else right)
    found = area[down, right] if down < rows and right < columns else Error.NA
    return 0.0 if found is None else found


def same(ours: Scalar, theirs: Scalar) -> bool:
    """Say whether two values are of one kind and equal, but for the digits beyond those that files hold."""
    if isinstance(ours, float) and isinstance(theirs, float):
        return math.isclose(ours, theirs, rel_tol=1e-13, abs_tol=1e-14)
    return type(ours) is type(theirs) and ours == theirs


@pytest.mark.parametrize("formula", OURS)
def test_a_formula_comes_to_what_libreoffice_makes_of_it(formula: str, libreoffice: dict[str, list[Scalar]]) -> None:
    found, expected = shown(formula), libreoffice[formula]
    assert all(same(ours, theirs) for ours, theirs in zip(found, expected, strict=True)), (found, expected)


@pytest.mark.parametrize(("formula", "answer", "why"), [row for row in ROWS if not isinstance(row, str)])
def test_a_formula_comes_to_what_excel_makes_of_it(formula: str, answer: Any, why: str) -> None:
    answers = answer if isinstance(answer, tuple) else [answer]
    expected = [float(one) if type(one) is int else one for one in answers]
    found = shown(formula)[: len(expected)]
    assert all(same(ours, theirs) for ours, theirs in zip(found, expected, strict=True)), (found, why)


def test_formulas_at_random_come_to_what_libreoffice_makes_of_them(libreoffice: dict[str, list[Scalar]]) -> None:
    differing = {}
    for formula in RANDOM:
        (found,), (expected,) = shown(formula), libreoffice[formula]
        errors = isinstance(found, Error) and isinstance(expected, Error)  # which one, the table says
        if not errors and not same(found, expected):
            differing[formula] = found, expected
    assert not differing


def test_every_function_has_rows() -> None:
    assert {*TABLE, *spreadsheet_rows.TABLE} == known_functions()


def test_the_spilled_cells_of_an_anchor_are_those_that_its_formula_fills() -> None:
    spilled = sheet({"A1": "={1;2}", "A3": 4, "B1": 8}, arrays={"Sheet1!A1": "Sheet1!A1:A2"})
    assert value("=SUM(ANCHORARRAY(A1))", spilled) == 3
    assert value("=SUM(ANCHORARRAY(B1))", spilled) == Error.REF


@pytest.mark.parametrize(
    "formula", ['=COUNTIF(A1:A3,">1-1-2020")', '=SUMIF(A1:A3,"3 May 2021")', '=CELL("filename",A1)']
)
def test_what_depends_on_the_machine_is_refused(formula: str) -> None:
    with pytest.raises(Unsupported):
        value(formula, sheet({"A1": 1}))


def test_what_is_left_of_a_difference_is_nothing_only_where_excel_has_it_so() -> None:
    assert value("=1-0.9-0.1", sheet({})) == 0
    stored = -2.2737367544323206e-12  # by Excel, in a published workbook of loans
    assert value("=A1-B1", sheet({"A1": 1030.1643271779635, "B1": 1030.1643271779658})) == stored
