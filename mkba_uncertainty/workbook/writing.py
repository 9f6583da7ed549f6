"""Writes Excel workbooks: of a case, and of tables of results."""

from __future__ import annotations

import copy
import io
import math
import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.case import Case, taken, taken_table
from mkba_uncertainty.casefile.saving import Tables, case_tables, toml_value
from mkba_uncertainty.errors import CaseError, InputError
from mkba_uncertainty.spreadsheet.opening import openpyxl
from mkba_uncertainty.store import atomic_file, require_new
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.characters import FORMULA_SIGNS, odd_character
from mkba_uncertainty.workbook.layout import ELSEWHERE, MORE, REMARKS, ROWS, Column, Sheet, sheets_of

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 32_767
"""Characters that a cell can hold; the library would cut off the rest."""

SPARE = 200
"""Empty rows under a table that have lists of answers as well."""

MOST_NAMES = 1000
"""The last row of a sheet whose names are offered on other sheets."""

_ESCAPED = "x005F_"
"""What the library takes for a control character that was escaped."""

_MADE = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>")
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The first time that an archive can say."""

_WIDTHS = {"text": 28, "long": 60, "number": 13, "whole": 13, "formula": 50, "list": 24}
_HEADER_FILL, _HEADER_INK = "1F4E79", "FFFFFF"


def save_workbook(
    case: Case,
    path: str | os.PathLike[str],
    *,
    lang: str = "en",
    results: pd.DataFrame | None = None,
    force: bool = False,
) -> None:
    """Write a case as an Excel workbook, which :func:`load_workbook` reads back as the same case.

    Cells where an answer is one of a few have a list to choose from. Texts that look like formulas are written as text.
    What deserves a look in the case (``case.warnings``) stands on the first sheet.

    Parameters
    ----------
    case : Case
    path : str or path
        Ends in ``.xlsx``.
    lang : {"nl", "en"}
        Language of sheets and headings; either can be read back.
    results : DataFrame, optional
        Goes on a sheet of its own, which is not read back.
    force : bool
        Replace the file if it exists.

    Raises
    ------
    InputError
        If openpyxl is not installed, the name has another ending, or the file exists.
    CaseError
        If a text does not fit in a cell.
    StoreError
        If the file cannot be written.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "arnhem-ozo.xlsx"
    ...     mkba.save_workbook(mkba.load_case("arnhem-ozo"), path, lang="nl")
    ...     path.stat().st_size > 0
    True
    """
    if case.binding is not None:
        raise InputError("export_of_workbook", file=case.file, found=case.binding.workbook)
    path = Path(path)
    library = openpyxl()
    require_new(path, ".xlsx", force=force)
    book = library.Workbook()
    book.remove(book.active)
    tables = case_tables(case, in_columns=True)
    layout = sheets_of(tables)
    read_me = say("workbook.read_me", lang, file=path.name)
    minded = [caution.minded(in_file=True)[lang] for caution in case.warnings]
    lines = [*read_me.split("\n"), *([""] if minded else []), *minded]
    write_lines(book.create_sheet(say("workbook.sheet.read_me", lang)), lines)
    for sheet in layout.values():
        page = book.create_sheet(sheet.title(lang))
        if sheet.upright:
            _write_upright(page, sheet, tables.get(sheet.name, {}), lang)
        else:
            rows = list(_values(sheet, tables) if sheet.path else _entries(sheet, tables))
            write_table(page, [column.header(lang) for column in sheet.columns], rows, sheet)
            _offer_answers(page, sheet, len(rows), layout, lang)
    if taken(case):
        table = taken_table(case)
        rows = [[_cell(value, lang) for value in record.values()] for record in table.records(lang)]
        write_table(book.create_sheet(say("workbook.sheet.taken", lang)), table.headings(lang), rows)
    if results is not None:
        page = book.create_sheet(say("workbook.sheet.results", lang))
        write_table(page, [str(name) for name in results.columns], results.itertuples(index=False))
    atomic_file(path, _content(book))


def results_workbook(tables: Mapping[str, pd.DataFrame], *, notes: Sequence[str], lang: str) -> bytes:
    """Make one workbook of tables. Texts that look like formulas are written as text.

    Parameters
    ----------
    tables : mapping of sheet to DataFrame
        With the headings that people read.
    notes : sequence of str
        Lines of the first sheet.
    lang : {"nl", "en"}

    Raises
    ------
    InputError
        If openpyxl is not installed.
    CaseError
        If a text does not fit in a cell.
    """
    book = openpyxl().Workbook()
    book.remove(book.active)
    write_lines(book.create_sheet(say("folder.sheet.read_me", lang)), notes)
    for title, table in tables.items():
        rows = ([_cell(value, lang) for value in row] for row in table.itertuples(index=False))
        write_table(book.create_sheet(title), [str(name) for name in table.columns], rows)
    return _content(book)


def _content(book: Any) -> bytes:
    """Give the file, without the time when it was made: the same book is the same file."""
    made, content = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(content, "w") as timeless:
        for part in parts.infolist():
            text = parts.read(part)
            part.date_time = _NO_TIME
            timeless.writestr(part, _MADE.sub(b"", text) if part.filename == "docProps/core.xml" else text)
    return content.getvalue()


# --- from tables to rows


def _entries(sheet: Sheet, tables: Tables) -> Iterator[list[Any]]:
    for table in REMARKS if sheet.name == "remarks" else (sheet.name,):
        for name, entry in tables.get(table, {}).items():
            left = copy.deepcopy(entry) if isinstance(entry, dict) else {"formula": entry}
            own = {"id": name, "remark": table}
            left = {key: value for key, value in left.items() if key not in ELSEWHERE.get(sheet.name, ())}
            cells = [own[column.key] if column.key in own else _take(left, column) for column in sheet.columns]
            yield _with_more(cells, sheet, left)


def _take(entry: Tables, column: Column) -> Any:
    """Take the value of a column out of an entry; one of another kind stays behind, for the column of the rest."""
    *parents, last = column.key.split(".")
    around = [entry]
    for part in parents:
        inner = around[-1].get(part)
        if not isinstance(inner, dict):
            return None
        around.append(inner)
    value = around[-1].get(last)
    if isinstance(value, list) and column.kind == "list":
        value = ", ".join(value)
    elif value is None or isinstance(value, dict | list):
        return None
    del around[-1][last]
    for part, outer in zip(reversed(parents), reversed(around[:-1]), strict=True):
        if not outer[part]:
            del outer[part]
    return value


def _with_more(cells: list[Any], sheet: Sheet, left: Tables) -> list[Any]:
    """Put what has no column of its own in the column for that, as a case file has it."""
    if left:
        place = [column.key for column in sheet.columns].index(MORE)
        cells[place] = ", ".join(f"{key} = {toml_value(value)}" for key, value in left.items())
    return cells


def _values(sheet: Sheet, tables: Tables) -> Iterator[list[Any]]:
    """Give a row for each single value, or each entry of a list, along the path of a sheet."""
    if sheet.name != "correlations":
        yield from _along(sheet.path, tables, [], sheet)
        return
    for name, variant in tables.get("dependence", {}).items():
        yield from ([name, *pair["between"], pair["rank"]] for pair in variant.get("correlations", []))


def _along(path: Sequence[str], table: Any, found: list[Any], sheet: Sheet) -> Iterator[list[Any]]:
    """Follow a path from a table on; ``found`` are the names that it took before."""
    if not path:
        yield [*found, table]
        return
    part, *rest = path
    if part == ROWS:
        yield from (_of_list(entry, found, sheet) for entry in table)
    elif part.startswith("{"):
        table = {str(place): item for place, item in enumerate(table)} if isinstance(table, list) else table
        allowed = next(column.choices for column in sheet.columns if column.key == part[1:-1]) or table
        for key in (key for key in table if key in allowed):
            yield from _along(rest, table[key], [*found, key], sheet)
    elif part in table:
        yield from _along(rest, table[part], found, sheet)


def _of_list(entry: Tables, found: list[Any], sheet: Sheet) -> list[Any]:
    left = copy.deepcopy(entry)
    cells = [*found, *(_take(left, column) for column in sheet.columns[len(found) :])]
    return _with_more(cells, sheet, left)


# --- from rows to cells


def _cell(value: Any, lang: str) -> Any:
    import pandas as pd

    if isinstance(value, bool):
        return say("table.yes" if value else "table.no", lang)
    return None if pd.isna(value) else value


def _write_upright(page: Any, sheet: Sheet, table: Tables, lang: str) -> None:
    left = {key: value for key, value in copy.deepcopy(table).items() if key not in ELSEWHERE.get(sheet.name, ())}
    cells = _with_more([_take(left, column) for column in sheet.columns], sheet, left)
    for row, (column, value) in enumerate(zip(sheet.columns, cells, strict=True), start=1):
        _head(page.cell(row, 1), column.header(lang))
        _fill(page.cell(row, 2), value, column.key)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 22, 100
    page.freeze_panes = "B1"


def write_table(page: Any, headers: Sequence[str], rows: Iterable[Sequence[Any]], sheet: Sheet | None = None) -> None:
    """Write headings and rows on a page; ``sheet`` says what its columns hold, where it is one of a case."""
    from openpyxl.utils import get_column_letter

    for place, header in enumerate(headers, start=1):
        _head(page.cell(1, place), header)
        column = None if sheet is None else sheet.columns[place - 1]
        width = 14 if column is None or column.choices else _WIDTHS[column.kind]
        page.column_dimensions[get_column_letter(place)].width = max(width, len(header) + 2)
    page.column_dimensions["A"].width = 36
    for row, values in enumerate(rows, start=2):
        for place, value in enumerate(values, start=1):
            _fill(page.cell(row, place), value, headers[place - 1])
    page.freeze_panes = "B2"


def write_lines(page: Any, lines: Iterable[str]) -> None:
    """Write lines of text below each other."""
    for row, line in enumerate(lines, start=1):
        _fill(page.cell(row, 1), line, "A")
    page.column_dimensions["A"].width = 130


def _head(cell: Any, text: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    _fill(cell, text, "")
    cell.font = Font(bold=True, color=_HEADER_INK)
    cell.fill = PatternFill("solid", fgColor=_HEADER_FILL)
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _fill(cell: Any, value: Any, key: str) -> None:
    """Write a value: a text always as text, whatever it looks like."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(wrap_text=isinstance(value, str), vertical="top")
    if not isinstance(value, str):
        # the library itself writes 16 digits, which is one too few for some numbers
        cell.value = repr(float(value)) if isinstance(value, float) else str(value)
        cell.data_type = "n"
        return
    if odd_character(value) or _ESCAPED in value or len(value) > LONGEST:
        shown = value[:60].encode("unicode_escape").decode()
        raise CaseError("workbook_text", key=key or None, found=f'"{shown}"', limit=LONGEST)
    cell.value = value
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(FORMULA_SIGNS)


def _offer_answers(page: Any, sheet: Sheet, rows: int, layout: dict[str, Sheet], lang: str) -> None:
    """Give cells where an answer is one of a few a list to choose from."""
    from openpyxl.utils import get_column_letter, quote_sheetname
    from openpyxl.worksheet.datavalidation import DataValidation

    for place, column in enumerate(sheet.columns, start=1):
        if column.choices:
            answers = f'"{",".join(column.choices)}"'
        elif column.refers:
            answers = f"{quote_sheetname(layout[column.refers].title(lang))}!$A$2:$A${MOST_NAMES}"
        else:
            continue
        rule = DataValidation(type="list", formula1=answers, allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = say("workbook.pick_title", lang), say("workbook.pick", lang)
        letter = get_column_letter(place)
        rule.add(f"{letter}2:{letter}{rows + 1 + SPARE}")
        page.add_data_validation(rule)
