"""Workbooks that others published, with what Excel itself stored in them: every formula comes to it, or is named.

``MKBA_WORKBOOKS`` names a folder of more workbooks; of these a table is printed.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from mkba_uncertainty.errors import CaseError
from mkba_uncertainty.spreadsheet import Audit, Calculation, audit, read_book

HERE = Path(__file__).parent / "workbooks"
FOLDER = os.environ.get("MKBA_WORKBOOKS")
KINDS = {".xlsx", ".xlsm"}


def audited(path: Path) -> Audit:
    return audit(Calculation(read_book(path)))


def row(path: Path) -> str:
    """Say of one workbook how many formulas come to what is stored, and of the others which and why."""
    try:
        found = audited(path)
    except CaseError as error:
        return f"| {path.name} | refused: {error.message('en')} | | | | | |"
    why = Counter(f"{one.why} {one.found}" for one in found.left)
    left = "; ".join(f"{reason} ({count})" for reason, count in why.most_common())
    some = "; ".join(f"{one.cell}: {one.stored} -> {one.computed}" for one in found.differing[:5])
    numbers = (found.formulas, found.stored, found.reproduced, f"{len(found.differing)} {some}".strip(), found.volatile)
    return f"| {path.name} | {' | '.join(map(str, numbers))} | {left} |"


def formulas_in(path: Path) -> int:
    """Count the formulas of a workbook in its XML."""
    with zipfile.ZipFile(path) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    return sum(len(re.findall(rb"<f[ >/]", sheet)) for sheet in sheets)


@pytest.mark.parametrize("path", sorted(HERE.glob("*.xlsx")), ids=lambda path: path.name)
def test_every_formula_of_a_published_workbook_comes_to_what_excel_stored(path):
    found = audited(path)
    assert (found.differing, found.left, found.volatile) == ((), (), 0)
    assert found.formulas == found.stored == found.reproduced == formulas_in(path) > 0


@pytest.mark.skipif(not FOLDER, reason="MKBA_WORKBOOKS names no folder")
def test_the_workbooks_of_a_folder(capsys):
    heads = ("workbook", "formulas", "stored", "right", "differing", "another each time", "not computed")
    paths = sorted(path for path in Path(FOLDER or "").iterdir() if path.suffix in KINDS)
    with capsys.disabled():
        print(f"\n| {' | '.join(heads)} |\n{'|---' * len(heads)}|")  # noqa: T201
        for path in paths:
            print(row(path), flush=True)  # noqa: T201
    assert paths
