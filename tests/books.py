"""Small workbooks for tests, as they are read: cells by address, formulas as texts that begin with an equals sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mkba_uncertainty.spreadsheet import (
    Address,
    Book,
    Calculation,
    Evaluation,
    Formula,
    Name,
    Reference,
    column_number,
    parse,
)

AT = Address("Sheet1", 50, 20)
"""The cell that holds a formula of the table of functions, but where LibreOffice has it elsewhere."""


def address(text: str) -> Address:
    """Read ``B2`` of the first sheet, ``Model``, or ``Inputs!B2``."""
    sheet, _, cell = text.rpartition("!")
    letters = cell.rstrip("0123456789")
    return Address(sheet.strip("'") or "Model", int(cell.removeprefix(letters)), column_number(letters))


def block(text: str) -> Reference:
    """Read ``B2:C3``."""
    first, _, last = text.partition(":")
    one, other = address(first), address(last or first)
    return Reference((one.sheet,), one.row, one.column, other.row, other.column)


def book(
    cells: Mapping[str, Any],
    *,
    stored: Mapping[str, Any] | None = None,
    names: Mapping[str, str] | None = None,
    arrays: Mapping[str, str] | None = None,
    sheets: Sequence[str] = ("Model",),
    **more: Any,
) -> Book:
    """Make a book; ``arrays`` says of formulas which cells they fill."""
    fills = {address(cell): block(text) for cell, text in (arrays or {}).items()}
    constants, formulas = {}, {}
    for text, value in cells.items():
        cell = address(text)
        if isinstance(value, str) and value.startswith("="):
            kind = "array" if cell in fills else "cell"
            formulas[cell] = Formula(value[1:], fills.get(cell), kind)
        else:
            constants[cell] = float(value) if type(value) is int else value
    used = [*constants, *formulas, *(part for one in fills.values() for part in one.addresses())]
    return Book(
        path=Path("model.xlsx"),
        sha256="0" * 64,
        sheets=tuple(dict.fromkeys([*sheets, *(cell.sheet for cell in used)])),
        constants=constants,
        formulas=formulas,
        stored={address(cell): value for cell, value in (stored or {}).items()},
        names=tuple(Name(name, text) for name, text in (names or {}).items()),
        extent=(max((cell.row for cell in used), default=1), max((cell.column for cell in used), default=1)),
        **more,
    )


def sheet(cells: Mapping[str, Any], **more: Any) -> Calculation:
    """Make the sheets that formulas of the table of functions speak of; ``A1`` is a cell of the first, ``Sheet1``."""
    there = {text if "!" in text else f"Sheet1!{text}": value for text, value in cells.items()}
    return Calculation(book(there, sheets=("Sheet1", "Prices", "My sheet"), **more))


def value(formula: str, sheet: Calculation, *, at: Address = AT) -> Any:
    """Give what a formula comes to on a sheet; between braces it is an array formula."""
    array = formula.startswith("{")
    tree = parse(formula[1:-1] if array else formula, at, sheet.book)
    with np.errstate(all="ignore"):
        return Evaluation(sheet, sheet.book, at, array).result(tree)
