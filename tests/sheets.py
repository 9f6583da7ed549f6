"""Small sheets for tests: formulas on given cells, with draws or without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mkba_uncertainty.spreadsheet import Address, Area, Cell, Evaluation, Reference, Table, area_of, parse, reference_of

AT = Address("Sheet1", 50, 20)
"""The cell that holds a formula unless a test says otherwise."""


@dataclass
class Sheets:
    """Cells by address, such as ``A1`` of the first sheet or ``Prices!B2``; what is not given is blank.

    A text that begins with ``=`` is a formula.
    """

    given: Mapping[str, Any] = field(default_factory=dict)
    sheets: Sequence[str] = ("Sheet1", "Prices", "My sheet")
    names: Mapping[str, str] = field(default_factory=dict)
    tables: Sequence[Table] = ()
    extent: tuple[int, int] = (50, 20)
    date1904: bool = False
    filled: Mapping[str, Reference] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.values: dict[Address, Cell] = {}
        self.formulas: dict[Address, str] = {}
        for text, value in self.given.items():
            reference = reference_of(text, AT, self)
            assert reference is not None, text
            if isinstance(value, str) and value.startswith("="):
                self.formulas[reference.first] = value
            else:
                self.values[reference.first] = float(value) if type(value) is int else value

    def sheet(self, title: str) -> str | None:
        return next((one for one in self.sheets if one.casefold() == title.casefold()), None)

    def name(self, name: str, sheet: str) -> str | None:
        return {key.casefold(): text for key, text in self.names.items()}.get(name.casefold())

    def table(self, name: str) -> Table | None:
        return next((table for table in self.tables if table.name.casefold() == name.casefold()), None)

    def table_at(self, cell: Address) -> Table | None:
        return next((table for table in self.tables if table.reference.holds(cell)), None)

    def formula(self, cell: Address) -> str | None:
        return self.formulas.get(cell)

    def fills(self, cell: Address) -> Reference | None:
        return self.filled.get(str(cell))

    def cell(self, address: Address) -> Cell:
        if formula := self.formulas.get(address):
            return Evaluation(self, self, address).result(parse(formula, address, self))  # type: ignore[return-value]
        return self.values.get(address)

    def area(self, reference: Reference) -> Area:
        bottom = max(reference.top, min(reference.bottom, self.extent[0]))
        right = max(reference.left, min(reference.right, self.extent[1]))
        sheet = reference.sheets[0]
        return area_of(
            [
                [self.cell(Address(sheet, row, column)) for column in range(reference.left, right + 1)]
                for row in range(reference.top, bottom + 1)
            ]
        )


def computed(
    formula: str, cells: Mapping[str, Any] | None = None, *, array: bool = False, at: Address = AT, **more: Any
) -> Any:
    """Give the value of a formula, on cells such as ``{"A1": 3, "Prices!B2": draws}``."""
    sheets = Sheets(cells or {}, **more)
    with np.errstate(all="ignore"):
        return Evaluation(sheets, sheets, at, array).result(parse(formula, at, sheets))
