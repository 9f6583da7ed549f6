"""Reads a workbook, each part once and from its begin to its end, and keeps what stands in its cells.

The names of elements and attributes are those of ECMA-376, part 1, chapter 18.
"""

from __future__ import annotations

import math
import posixpath
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from mkba_uncertainty.errors import CaseError
from mkba_uncertainty.spreadsheet.book import Book, Formula, Name
from mkba_uncertainty.spreadsheet.opening import Limits, Package, open_package, openpyxl
from mkba_uncertainty.spreadsheet.parsing import Table
from mkba_uncertainty.spreadsheet.shifting import shifted
from mkba_uncertainty.spreadsheet.tree import Address, Reference
from mkba_uncertainty.spreadsheet.values import ERRORS, Error, Scalar
from mkba_uncertainty.texts.characters import code_point, odd_character

LIMITS = Limits(
    packed=50_000_000,
    unpacked=300_000_000,
    parts=5000,
    counts={
        "cells": 1_000_000,
        "rows": 200_000,
        "merges": 100_000,
        "merged": 2_000_000,
        "linked": 2_000_000,
        "filled": 1_000_000,
        "styles": 131_072,
        "texts": 1_000_000,
        "names": 50_000,
        "values": 3_000_000,
        "formulas": 1_000_000,
        "other": 300_000,
    },
)
"""Far more than a model that people can follow."""

LONGEST = 32_768
"""Characters of a formula; Excel itself allows 8,192."""

_INPUT = "20"
_INPUT_NAMES = {"input", "invoer"}
_ESCAPED = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")
_TRUE = ("1", "true")


def read_book(path: str | Path) -> Book:
    """Read a workbook of Excel: its values, its formulas, and what Excel stored of them.

    Parameters
    ----------
    path : str or path
        An .xlsx or .xlsm.

    Raises
    ------
    InputError
        If openpyxl is not installed.
    CaseError
        If it is no such workbook, or holds more than one that can be read; it says what was found.
    """
    openpyxl()
    path = Path(path)
    package = open_package(path, LIMITS)
    parts = _Parts(package)
    front = _Front(parts)
    styles = _Styles(parts, front.path)
    texts = _texts(parts, front.path)
    cells = _Cells(package, texts, styles, front.date1904)
    tables: list[Table] = []
    for sheet in front.sheets:
        cells.read(sheet.part, sheet.title)
        tables += [_table(package, part, sheet.title) for part in parts.related(sheet.part, "table")]
    return Book(
        path=path,
        sha256=package.sha256,
        sheets=tuple(sheet.title for sheet in front.sheets),
        hidden={sheet.title: sheet.state for sheet in front.sheets if sheet.state in ("hidden", "veryHidden")},
        constants=cells.constants,
        formulas=cells.formulas,
        stored=cells.stored,
        names=tuple(front.names),
        tables=tuple(tables),
        date1904=front.date1904,
        number_formats=cells.number_formats,
        input_style=frozenset(cells.input_style),
        merged=tuple(cells.merged),
        extent=cells.extent,
        macros=package.macros,
        external=parts.has("xl/externallinks/"),
        pivots=parts.has("xl/pivottables/"),
        connections=parts.has("xl/connections.xml") or parts.has("xl/querytables/"),
    )


# Parts and how they refer to one another


class _Related(NamedTuple):
    kind: str
    part: str
    id: str


class _Parts:
    """Finds parts by what refers to them."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.names = {name.replace("\\", "/").casefold(): name for name in package.names}

    def has(self, beginning: str) -> bool:
        """Say whether there are parts of which the name begins like this."""
        return any(name.startswith(beginning) for name in self.names)

    def relations(self, part: str) -> list[_Related]:
        """Give what a part refers to and is there; the empty name stands for the whole file."""
        folder, name = posixpath.split(part)
        relations = self.names.get(posixpath.join(folder, "_rels", f"{name}.rels").casefold())
        found: list[_Related] = []

        def opened(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes["Target"].replace("\\", "/")))
                known = self.names.get(target.lstrip("/").casefold())
                if known is not None:
                    found.append(_Related(attributes["Type"].rpartition("/")[2], known, attributes["Id"]))

        if relations is not None:
            self.package.parse(relations, opened)
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Give the parts of one kind that a part refers to."""
        return [one.part for one in self.relations(part) if one.kind == kind]


# The workbook itself


class _Sheet(NamedTuple):
    title: str
    state: str
    part: str


class _Front:
    """What the part says that all others hang on: sheets, names, how days are counted."""

    def __init__(self, parts: _Parts) -> None:
        found = parts.related("", "officeDocument")
        if not found:
            raise parts.package.unreadable("xl/workbook.xml")
        self.path = found[0]
        self.date1904 = False
        self.sheets: list[_Sheet] = []
        self.names: list[Name] = []
        self._file = parts.package.file
        self._titles: list[str] = []
        self._name: dict[str, str] = {}
        self._worksheets = {one.id: one.part for one in parts.relations(self.path) if one.kind == "worksheet"}
        parts.package.parse(self.path, self._opened, self._closed)

    def _opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "workbookPr":
            self.date1904 = attributes.get("date1904") in _TRUE
        elif tag == "sheet":
            title = self._name_of(_plain(attributes["name"]))
            self._titles.append(title)
            ids = [value for key, value in attributes.items() if key.endswith(":id")]
            if ids and ids[0] in self._worksheets:  # else a sheet of a chart, of a dialog or of old macros
                self.sheets.append(_Sheet(title, attributes.get("state", "visible"), self._worksheets[ids[0]]))
        elif tag == "definedName":
            self._name_of(attributes["name"])
            self._name = attributes

    def _name_of(self, name: str) -> str:
        """Refuse a name that holds what a terminal obeys or does not show; formulas and messages repeat it."""
        if odd := odd_character(name):
            raise CaseError("odd_character", file=self._file, key=self.path, found=code_point(odd[0]))
        return name

    def _closed(self, tag: str, text: str) -> None:
        if tag == "definedName":
            sheet = self._name.get("localSheetId")
            hidden = self._name.get("hidden") in _TRUE
            owner = None if sheet is None else self._titles[int(sheet)]
            self.names.append(Name(self._name["name"], text.strip().removeprefix("="), owner, hidden))


def _table(package: Package, part: str, sheet: str) -> Table:
    columns: list[str] = []
    found: list[dict[str, Any]] = []

    def opened(tag: str, attributes: dict[str, str]) -> None:
        if tag == "table":
            found.append(
                {
                    "name": attributes["displayName"],
                    "reference": package.block(attributes["ref"], sheet),
                    "headings": int(attributes.get("headerRowCount", 1)),
                    "totals": int(attributes.get("totalsRowCount", 0)),
                }
            )
        elif tag == "tableColumn":
            columns.append(_plain(attributes["name"]))

    package.parse(part, opened)
    if not found:
        raise package.unreadable(part)
    return Table(columns=tuple(columns), **found[0])


# Texts and formats


def _plain(text: str) -> str:
    """Put characters in the place of what stands for them, such as ``_x000D_``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class _Text:
    """Joins the runs of a rich text, without what tells how to pronounce it."""

    def __init__(self) -> None:
        self.runs: list[str] = []
        self.kept = False
        self.spoken = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "rPh":
            self.spoken = True
        elif tag == "t":
            self.kept = attributes.get("xml:space") == "preserve"

    def closed(self, tag: str, text: str) -> None:
        if tag == "rPh":
            self.spoken = False
        elif tag == "t" and not self.spoken:
            self.runs.append(text if self.kept else text.strip(" \t\r\n"))

    def taken(self) -> str:
        """Give the text, and begin another one."""
        found = _plain("".join(self.runs))
        self.runs.clear()
        return found


def _texts(parts: _Parts, front: str) -> list[str]:
    """Read the texts that cells share."""
    found: list[str] = []
    text = _Text()

    def closed(tag: str, inner: str) -> None:
        text.closed(tag, inner)
        if tag == "si":
            found.append(text.taken())

    for part in parts.related(front, "sharedStrings"):
        parts.package.parse(part, text.opened, closed)
    return found


class _Styles:
    """What matters of how cells look: by the place of their style, their number format and whether it is Input."""

    def __init__(self, parts: _Parts, front: str) -> None:
        self.formats: list[str] = []
        self.inputs: list[bool] = []
        self._own: dict[int, str] = {}
        self._within = ""
        self._cells: list[tuple[int, str]] = []
        self._input: set[str] = set()
        for part in parts.related(front, "styles"):
            parts.package.parse(part, self._opened)
        for number, style in self._cells:
            self.formats.append(self._own.get(number) or _built_in(number))
            self.inputs.append(style in self._input)

    def _opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("cellXfs", "cellStyleXfs", "dxfs", "numFmts"):
            self._within = tag
        elif tag == "numFmt" and self._within == "numFmts":
            self._own[int(attributes["numFmtId"])] = _plain(attributes["formatCode"])
        elif tag == "xf" and self._within == "cellXfs":
            self._cells.append((int(attributes.get("numFmtId", 0)), attributes.get("xfId", "0")))
        elif tag == "cellStyle" and (
            attributes.get("builtinId") == _INPUT or attributes.get("name", "").casefold() in _INPUT_NAMES
        ):
            self._input.add(attributes.get("xfId", "0"))


def _built_in(number: int) -> str:
    from openpyxl.styles.numbers import builtin_format_code

    return builtin_format_code(number) or "General"


# Cells


@dataclass
class _Cells:
    """What stands in the cells of all sheets."""

    package: Package
    texts: list[str]
    styles: _Styles
    date1904: bool
    constants: dict[Address, Scalar] = field(default_factory=dict)
    formulas: dict[Address, Formula] = field(default_factory=dict)
    stored: dict[Address, Scalar] = field(default_factory=dict)
    number_formats: dict[Address, str] = field(default_factory=dict)
    input_style: set[Address] = field(default_factory=set)
    merged: list[Reference] = field(default_factory=list)
    extent: tuple[int, int] = (1, 1)

    def read(self, part: str, title: str) -> None:
        """Read one sheet."""
        sheet = _SheetReader(self, title)
        self.package.parse(part, sheet.opened, sheet.closed)
        sheet.finish()

    def put(self, cell: Address, style: str | None) -> None:
        """Note that something stands in a cell."""
        self.extent = max(self.extent[0], cell.row), max(self.extent[1], cell.column)
        if style is not None and (place := int(style)) < len(self.styles.formats):
            if (code := self.styles.formats[place]) != "General":
                self.number_formats[cell] = code
            if self.styles.inputs[place]:
                self.input_style.add(cell)


class _SheetReader:
    """Reads the cells of one sheet, in the order in which they stand there."""

    def __init__(self, cells: _Cells, title: str) -> None:
        self.cells = cells
        self.title = title
        self.row = 0
        self.column = 0
        self.cell: dict[str, str] | None = None
        self.value: str | None = None
        self.text = _Text()
        self.inline: str | None = None
        self.formula: tuple[dict[str, str], str] | None = None
        self.attributes: dict[str, str] = {}
        self.shared: dict[str, tuple[str, Address]] = {}
        self.filled: dict[Address, Formula] = {}
        self.ended = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Take in the begin of an element."""
        if tag == "mergeCell":
            self.cells.merged.append(self.cells.package.block(attributes["ref"], self.title))
        elif self.ended:
            return
        elif tag == "row":
            self.row = self.cells.package.place(attributes["r"])[0] if "r" in attributes else self.row + 1
            self.column = 0
        elif tag == "c":
            self.cell = attributes
            self.value = self.inline = self.formula = None
        elif tag == "f":
            self.attributes = attributes
        else:
            self.text.opened(tag, attributes)

    def closed(self, tag: str, text: str) -> None:
        """Take in the end of an element, and the text in it."""
        if self.ended:
            return
        if tag == "v":
            self.value = text
        elif tag == "f":
            self.formula = self.attributes, text
        elif tag == "is":
            self.inline = self.text.taken()
        elif tag == "c" and self.cell is not None:
            self._take(self.cell)
            self.cell = None
        elif tag == "sheetData":
            self.ended = True
        else:
            self.text.closed(tag, text)

    def _take(self, cell: dict[str, str]) -> None:
        package = self.cells.package
        if "r" in cell:
            self.row, self.column = package.place(cell["r"])
        else:
            self.column += 1
        address = Address(self.title, self.row, self.column)
        if not self.row or not self.column:
            raise package.unreadable(f"{self.title}!{cell.get('r', '')}")
        if self.value is None and self.inline is None and self.formula is None:
            return
        try:
            value = self._value(cell.get("t", "n"))
        except (ValueError, IndexError):
            raise package.unreadable(str(address)) from None
        formula = None if self.formula is None else self._formula(*self.formula, address)
        if formula is not None:
            self.cells.formulas[address] = formula
            if value is not None:
                self.cells.stored[address] = value
        elif value is not None:
            self.cells.constants[address] = value
        else:
            return
        self.cells.put(address, cell.get("s"))

    def _value(self, kind: str) -> Scalar:
        if kind == "inlineStr":
            return self.inline
        text = self.value
        if text is None:
            return None
        match kind:
            case "s":
                return self.cells.texts[int(text)] if text else None
            case "str":
                return _plain(text)
            case "b":
                return text.strip() in _TRUE if text else None
            case "e":
                return ERRORS.get(text.strip(), Error.VALUE) if text else None
            case "d":
                return _serial(text, self.cells.date1904) if text else None
        if not text.strip():
            return None
        number = float(text)
        if not math.isfinite(number):
            raise ValueError(text)
        return number

    def _formula(self, attributes: dict[str, str], text: str, cell: Address) -> Formula | None:
        if len(text) > LONGEST:
            facts = {"found": len(text), "limit": LONGEST}
            raise CaseError("workbook_formula_long", file=self.cells.package.file, key=str(cell), **facts)
        text = text.strip().removeprefix("=")
        match attributes.get("t"):
            case "shared":
                if text:  # the first of those that share it; some writers begin anew under the same number
                    self.shared[attributes["si"]] = (text, cell)
                text, origin = self.shared.get(attributes["si"], (text, cell))
                text = shifted(text, cell.row - origin.row, cell.column - origin.column)
            case "array":
                return self._filling(Formula(text, self._block(attributes), "array"), cell)
            case "dataTable":
                tried = f"TABLE({attributes.get('r1', '')},{attributes.get('r2', '')})"
                return self._filling(Formula(tried, self._block(attributes), "table"), cell)
        return Formula(text) if text else None

    def _block(self, attributes: dict[str, str]) -> Reference:
        return self.cells.package.block(attributes["ref"], self.title)

    def _filling(self, formula: Formula, cell: Address) -> Formula:
        self.filled[cell] = formula
        return formula

    def finish(self) -> None:
        """Take what array formulas and data tables filled out of the constants."""
        cells = self.cells
        for first, formula in self.filled.items():
            assert formula.fills is not None
            for address in formula.fills.addresses():
                if address in cells.constants:
                    cells.stored[address] = cells.constants.pop(address)
                if formula.kind == "table" and address != first:
                    cells.formulas[address] = Formula(formula.text, None, "table")


def _serial(text: str, date1904: bool) -> float:
    """Give the serial number of a date that is written as one."""
    moment = datetime.fromisoformat(text.removesuffix("Z"))
    start = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)
    return (moment - start).total_seconds() / 86_400
