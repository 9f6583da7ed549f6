"""What LibreOffice makes of formulas: one workbook, recalculated without a window, and read back."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mkba_uncertainty.spreadsheet import ERRORS, Address, Error, Scalar

ROW, COLUMN, SIDE = 101, 20, 3
"""Where formulas stand: below all cells; one of several cells fills a block of so many rows and columns."""


def place(number: int) -> Address:
    """Give the cell of a formula by its place in a list."""
    return Address("Sheet1", ROW + SIDE * number, COLUMN)


def recalculated(formulas: Sequence[str], cells: Mapping[str, Scalar], folder: Path) -> list[list[Scalar]]:
    """Give what formulas come to, each the cells of its block row by row; ``{=...}`` is of several cells.

    Parameters
    ----------
    formulas : sequence of str
    cells : mapping of str to scalar
        By address; a text that begins with ``=`` is a formula.
    folder : Path
        Where files may be written.
    """
    from openpyxl import load_workbook

    given, found = folder / "given.xlsx", folder / "found"
    _write(given, formulas, cells)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", found, given]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    sheet = load_workbook(found / given.name, data_only=True)["Sheet1"]
    return [_block(sheet, place(number), formula) for number, formula in enumerate(formulas)]


def _write(path: Path, formulas: Sequence[str], cells: Mapping[str, Scalar]) -> None:
    from openpyxl import Workbook
    from openpyxl.worksheet.formula import ArrayFormula

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sheet1"
    for address, value in cells.items():
        title, _, cell = address.replace("'", "").rpartition("!")
        if title and title not in book.sheetnames:
            book.create_sheet(title)
        _set((book[title] if title else sheet)[cell], value)
    for number, formula in enumerate(formulas):
        at = place(number)
        text = _with_prefixes(formula)
        corner = sheet.cell(at.row, at.column)
        if formula.startswith("{"):
            block = f"{corner.coordinate}:{sheet.cell(at.row + SIDE - 1, at.column + SIDE - 1).coordinate}"
            corner.value = ArrayFormula(block, text.strip("{}") if text.count("{") == 1 else text[1:-1])
        else:
            corner.value = text
    book.save(path)


def _set(cell: Any, value: Scalar) -> None:
    formula = isinstance(value, str) and value.startswith("=")
    cell.value = _with_prefixes(value) if formula else str(value) if isinstance(value, Error) else value
    if isinstance(value, str) and not formula:
        cell.data_type = "s"


def _with_prefixes(formula: str) -> str:
    """Write functions that came after the format as files hold them."""
    from openpyxl.utils import FORMULAE

    def written(match: re.Match[str]) -> str:
        name = match[1]
        return match[0] if name in FORMULAE or name in ("IFERROR", "COUNTIFS") else f"_xlfn.{name}("

    return re.sub(r"(?<![A-Z0-9.\"])([A-Z][A-Z0-9.]*)\(", written, formula)


def _block(sheet: Any, at: Address, formula: str) -> list[Scalar]:
    """Read the cells of a formula; of an array of logical values LibreOffice says of the first only that it is one."""
    side = SIDE if formula.startswith("{") else 1
    found = [_read(sheet.cell(at.row + down, at.column + right)) for down in range(side) for right in range(side)]
    return [bool(one) if isinstance(found[0], bool) and isinstance(one, float) else one for one in found]


def _read(cell: Any) -> Scalar:
    if cell.data_type == "e":
        return ERRORS[cell.value]
    if isinstance(cell.value, bool | str):
        return cell.value
    return "" if cell.value is None else float(cell.value)
