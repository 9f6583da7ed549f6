"""Cells of a workbook: what stands in them, where they are, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mkba_uncertainty.casefile.collecting import Problems, shown
from mkba_uncertainty.casefile.lines import KeyPath
from mkba_uncertainty.errors import CaseError
from mkba_uncertainty.families import is_relative
from mkba_uncertainty.texts import LANGUAGES, say
from mkba_uncertainty.workbook.layout import PARAMETER, Column

_OF_A_NAME = ("bad_name", "bad_year", "reserved_name", "case_unknown_")
"""How the codes begin of what is wrong with a name, rather than with what stands beside it."""


class Places:
    """Where the keys of a case stand in a workbook, as line numbers say it of a file."""

    def __init__(self) -> None:
        self._values: dict[KeyPath, str] = {}
        self._names: dict[KeyPath, str] = {}

    def __contains__(self, path: object) -> bool:
        """Say whether a key has a cell of its own."""
        return path in self._values

    def note(self, path: KeyPath, place: str, name: str | None = None) -> None:
        """Note the cell of a key, and if that is another one, the cell of its name."""
        self._values[path] = place
        for length in range(1, len(path)):
            self._values.setdefault(path[:length], place)
        if name is not None:
            self._names[path] = name

    def line_of(self, path: KeyPath, *, name: bool = False) -> str | None:
        """Give the cell of a key, or of the nearest one around it; ``name``: of what it is called."""
        if name and path in self._names:
            return self._names[path]
        return next((self._values[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self._values), None)


class SheetProblems(Problems):
    """What was found so far in a workbook; the key of each problem is its sheet and cell."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.places = Places()
        self.__dict__["index"] = self.places  # where others look for lines

    def add(self, code: str, path: KeyPath = (), **facts: Any) -> None:
        """Note a problem at the cell of a key."""
        if code == "missing_table":
            titles = dict.fromkeys(say(f"workbook.sheet.{path[0]}", lang) for lang in LANGUAGES)
            self.at("workbook_missing_sheet", None, found=" / ".join(titles))
            return
        if code in ("missing_key", "missing_source"):
            code = "workbook_missing" if path in self.places else "workbook_missing_part"
        self.at(code, self.places.line_of(path, name=code.startswith(_OF_A_NAME)), **facts)

    def warn(self, code: str, path: KeyPath = (), **facts: Any) -> None:
        """Note what is sound but deserves a look, at the cell of a key."""
        self.warn_at(None, self.places.line_of(path), code, **facts)

    def at(self, code: str, place: str | None, **facts: Any) -> None:
        """Note a problem at a cell or sheet."""
        self.add_error(CaseError(code, file=self.file, key=place, **facts))


@dataclass(frozen=True)
class Cell:
    """A cell: its value as the library read it, what kind that is to Excel, and its sheet and address."""

    value: Any
    kind: str
    place: str

    def read(self, column: Column, problems: SheetProblems) -> Any:
        """Give the value as a case file would have it; None for an empty cell, and for one with a problem."""
        value = self.value
        if is_empty(value):
            return None
        if self.kind == "f":
            problems.at("workbook_formula", self.place)
        elif self.kind == "e":
            problems.at("workbook_error_value", self.place, found=shown(value))
        elif isinstance(value, bool) or not isinstance(value, str | int | float):
            code = "workbook_number_kind" if column.is_number else "workbook_kind"
            problems.at(code, self.place, found=str(value))
        elif column.is_number:
            if column.key.startswith(PARAMETER) and is_relative(value):
                return value
            if isinstance(value, str):
                problems.at("workbook_number", self.place, found=shown(value))
                return None
            return int(value) if column.kind == "whole" and float(value).is_integer() else value
        elif column.kind == "formula":
            return value
        else:
            text = value if isinstance(value, str) else _number_as_text(value)
            if column.kind == "list":
                return [part.strip() for part in text.split(",") if part.strip()]
            return column.name_meant(text) if column.choices or column.refers else text
        return None


def grid(page: Any, *, upright: bool = False) -> Iterator[dict[int, Cell]]:
    """Give the rows of a sheet that are not empty, the headings first; of an upright one, its columns.

    Each is a dict from the number of the column to the cell, which has headings and empty cells under them as well.
    """
    found: dict[int, dict[int, Cell]] = {}
    columns: set[int] = {1}
    for line in page.iter_rows():
        for cell in line:
            at, column = (cell.column, cell.row) if upright else (cell.row, cell.column)
            if not is_empty(cell.value):
                found.setdefault(at, {})
                columns.add(column)
    for at in sorted({1, *found}):
        cells = (page.cell(column, at) if upright else page.cell(at, column) for column in sorted(columns))
        yield {
            (cell.row if upright else cell.column): Cell(cell.value, cell.data_type, f"{page.title}!{cell.coordinate}")
            for cell in cells
        }


def is_empty(value: Any) -> bool:
    """Say whether there is nothing to see in a cell."""
    return value is None or (isinstance(value, str) and not value.strip())


def _number_as_text(value: float) -> str:
    """Write a number that Excel made of a text, such as 2012, as it was typed."""
    return str(int(value)) if float(value).is_integer() else repr(value)
