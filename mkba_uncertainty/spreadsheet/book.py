"""What stands in a workbook: values, formulas and what Excel last computed of them, names and tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from mkba_uncertainty.spreadsheet.parsing import Table
from mkba_uncertainty.spreadsheet.tree import Address, Reference
from mkba_uncertainty.spreadsheet.values import Scalar


@dataclass(frozen=True)
class Formula:
    """The formula of a cell, without its equals sign.

    Parameters
    ----------
    text : str
    fills : Reference, optional
        The cells that an array formula fills, or those of a data table.
    kind : {"cell", "array", "table"}
        A cell of a data table holds what Excel tried out: ``TABLE(row input, column input)``.
    """

    text: str
    fills: Reference | None = None
    kind: Literal["cell", "array", "table"] = "cell"


@dataclass(frozen=True)
class Name:
    """A defined name: of one sheet, or of the whole workbook where ``sheet`` is None.

    The references in ``text`` that are not fixed by ``$`` are written as seen from cell A1.
    """

    name: str
    text: str
    sheet: str | None = None
    hidden: bool = False


@dataclass(frozen=True, eq=False)
class Book:
    """A workbook as it was saved.

    Parameters
    ----------
    path : Path
    sha256 : str
        Of the bytes of the file.
    sheets : tuple of str
        Those that have cells, in order.
    hidden : mapping of str to {"hidden", "veryHidden"}
        The sheets that are.
    constants : mapping of Address to scalar
        Cells without a formula that are not blank. Dates are serial numbers.
    formulas : mapping of Address to Formula
        An array formula stands at its first cell alone.
    stored : mapping of Address to scalar
        What Excel stored of cells with a formula and of cells that an array formula fills. An error that is none of
        the seven, such as #SPILL!, is #VALUE!, as Excel writes it for its older versions.
    names : tuple of Name
    tables : tuple of Table
    date1904 : bool
        Whether day 0 is the first of January 1904.
    number_formats : mapping of Address to str
        Of cells that hold something, where it is not General.
    input_style : frozenset of Address
        Cells that hold something, in the cell style Input.
    merged : tuple of Reference
    extent : tuple of int
        The last row and column in which anything stands on any sheet.
    macros, external, pivots, connections : bool
        Whether the file brings these along: macros, links to other workbooks, pivot tables, data connections. None is
        ever run or followed.
    """

    path: Path
    sha256: str
    sheets: tuple[str, ...]
    hidden: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[Address, Scalar] = field(default_factory=dict)
    formulas: Mapping[Address, Formula] = field(default_factory=dict)
    stored: Mapping[Address, Scalar] = field(default_factory=dict)
    names: tuple[Name, ...] = ()
    tables: tuple[Table, ...] = ()
    date1904: bool = False
    number_formats: Mapping[Address, str] = field(default_factory=dict)
    input_style: frozenset[Address] = frozenset()
    merged: tuple[Reference, ...] = ()
    extent: tuple[int, int] = (1, 1)
    macros: bool = False
    external: bool = False
    pivots: bool = False
    connections: bool = False

    @property
    def task_identity(self) -> str:
        """The hash of its file, of which it holds what was read."""
        return self.sha256

    @cached_property
    def _sheets(self) -> dict[str, str]:
        return {sheet.casefold(): sheet for sheet in self.sheets}

    @cached_property
    def _names(self) -> dict[tuple[str | None, str], str]:
        return {(name.sheet, name.name.casefold()): name.text for name in self.names}

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.name.casefold(): table for table in self.tables}

    @property
    def names_of_cells(self) -> tuple[str, ...]:
        """Give the names of the workbook that people gave, for messages."""
        return tuple(name.name for name in self.names if not name.hidden and not name.name.startswith("_xlnm"))

    def sheet(self, title: str) -> str | None:
        """Give a sheet as it is written, whatever the case of its letters; None if there is none."""
        return self._sheets.get(title.casefold())

    def name(self, name: str, sheet: str) -> str | None:
        """Give the formula of a name, of the sheet itself or of the workbook; None if there is none."""
        own = self._names.get((sheet, name.casefold()))
        return self._names.get((None, name.casefold())) if own is None else own

    def table(self, name: str) -> Table | None:
        """Give a table; None if there is none."""
        return self._tables.get(name.casefold())

    def table_at(self, cell: Address) -> Table | None:
        """Give the table that a cell lies in; None if there is none."""
        return next((table for table in self.tables if table.reference.holds(cell)), None)

    def formula(self, cell: Address) -> str | None:
        """Give the text of the formula that a cell holds; None if it holds none."""
        found = self.formulas.get(cell)
        return None if found is None else found.text

    def fills(self, cell: Address) -> Reference | None:
        """Give the cells that the array formula in a cell fills; None if it holds none."""
        found = self.formulas.get(cell)
        return None if found is None else found.fills
