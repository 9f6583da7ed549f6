"""Small workbooks for tests, as they are read: cells by address, formulas as texts that begin with an equals sign."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkba_uncertainty.spreadsheet import Address, Book, Formula, Name, Reference, column_number


def address(text: str) -> Address:
    """Read ``B2`` of the first sheet, ``Model``, or ``Inputs!B2``."""
    sheet, _, cell = text.rpartition("!")
    letters = cell.rstrip("0123456789")
    return Address(sheet or "Model", int(cell.removeprefix(letters)), column_number(letters))


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
        sheets=tuple(dict.fromkeys(["Model", *(cell.sheet for cell in used)])),
        constants=constants,
        formulas=formulas,
        stored={address(cell): value for cell, value in (stored or {}).items()},
        names=tuple(Name(name, text) for name, text in (names or {}).items()),
        extent=(max(cell.row for cell in used), max(cell.column for cell in used)),
        **more,
    )
