"""Reads a case from an Excel workbook; what is wrong is named by sheet and cell."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.casefile.building import build_case
from mkba_uncertainty.casefile.collecting import EnoughProblems, shown
from mkba_uncertainty.casefile.saving import Tables
from mkba_uncertainty.errors import CaseError
from mkba_uncertainty.names import nearest
from mkba_uncertainty.texts import LANGUAGES
from mkba_uncertainty.workbook.cells import SheetProblems, grid, is_empty
from mkba_uncertainty.workbook.layout import MORE, OWN, ROWS, Column, Sheet, sheets
from mkba_uncertainty.workbook.opening import open_workbook
from mkba_uncertainty.workbook.rows import Names, Row, entry_of, path_of, put

if TYPE_CHECKING:
    from mkba_uncertainty.case import Case

MOST_ROWS, MOST_COLUMNS = 2000, 200
"""Cells beyond these are not those of a case."""


def load_workbook(path: str | os.PathLike[str]) -> Case:
    """Read a case from an Excel workbook.

    Parameters
    ----------
    path : str or path
        A workbook as :func:`save_workbook` writes it, changed or not. Sheets and headings may be in Dutch or English;
        sheets whose name begins with ``_`` are not read.

    Returns
    -------
    Case
        Validated as a case file is.

    Raises
    ------
    InputError
        If openpyxl is not installed.
    CaseError
        If the file is not a workbook that can be trusted (macros, links, too large), or what it says is not a sound
        case. It holds all problems (``problems``); their ``key`` is the sheet and cell.
    """
    path = Path(path)
    book, raw = open_workbook(path)
    problems = SheetProblems(str(path))
    case = None
    with contextlib.suppress(EnoughProblems):
        tables = _read(book, problems)
        if not problems.found:
            case = build_case(tables, path.stem, problems)
    if case is None or problems.found:
        raise CaseError.of(problems.found)
    digest = hashlib.sha256(raw).hexdigest()
    return case.replace(file=str(path), sha256=digest, warnings=tuple(problems.warnings))


def _read(book: Any, problems: SheetProblems) -> Tables:
    """Read all sheets: those of entries first, since those of single values speak of the entries."""
    pages = dict(_known_pages(book, problems))
    tables: Tables = {}
    for sheet in sorted(sheets().values(), key=lambda sheet: bool(sheet.path)):
        if sheet.name in pages:
            in_lists = _read_lists if sheet.path[-1:] == (ROWS,) else _read_values
            read = in_lists if sheet.path else _read_entries
            read(_rows(pages[sheet.name], sheet, problems), sheet, tables, problems)
    return tables


def _known_pages(book: Any, problems: SheetProblems) -> Iterator[tuple[str, Any]]:
    titles = {sheet.title(lang): name for name, sheet in sheets().items() for lang in LANGUAGES}
    names = {title.casefold(): name for title, name in titles.items()}
    seen: dict[str, str] = {}
    for page in book.worksheets:
        title = page.title.strip()
        if title.startswith(OWN):
            continue
        name = names.get(title.casefold())
        if name is None:
            problems.at("workbook_unknown_sheet", page.title, found=shown(title), nearest=nearest(title, titles))
        elif name in seen:
            problems.at("workbook_twice", page.title, found=shown(title), first=seen[name])
        elif page.max_row > MOST_ROWS or page.max_column > MOST_COLUMNS:
            far = page.cell(page.max_row, page.max_column).coordinate
            problems.at("workbook_far_cell", page.title, found=far, rows=MOST_ROWS, columns=MOST_COLUMNS)
        else:
            seen[name] = page.title
            yield name, page


def _rows(page: Any, sheet: Sheet, problems: SheetProblems) -> Iterator[Row]:
    """Give the rows under the headings; a heading that is unknown, or a cell without one, is a problem."""
    lines = grid(page, upright=sheet.upright)
    columns: dict[int, Column] = {}
    seen: dict[str, str] = {}
    for place, cell in next(lines).items():
        header = cell.read(Column("header"), problems)
        column = None if header is None else sheet.column(header)
        if header is not None and column is None:
            allowed = sheet.headers()
            facts = {"nearest": nearest(header, allowed), "allowed": ", ".join(allowed)}
            problems.at("workbook_unknown_column", cell.place, found=shown(header), **facts)
        elif column is not None and column.key in seen:
            problems.at("workbook_twice", cell.place, found=shown(header), first=seen[column.key])
        elif column is not None:
            columns[place], seen[column.key] = column, cell.place
        if header is not None and column is None:
            columns[place] = Column(MORE)  # reported; what stands under it is not worth a problem as well
    for number, line in enumerate(lines):
        row: Row = {}
        for place, cell in line.items():
            if place in columns and not (sheet.upright and number):
                row[columns[place].key] = columns[place], cell
            elif not is_empty(cell.value):
                problems.at("workbook_no_header", cell.place, found=shown(cell.value))
        if row:
            yield row


# --- sheets with an entry a row


def _read_entries(rows: Iterator[Row], sheet: Sheet, tables: Tables, problems: SheetProblems) -> None:
    for row in rows:
        if sheet.upright:
            tables[sheet.name] = entry_of(row, (sheet.name,), problems)
            continue
        path = path_of(row, ("{remark}" if sheet.name == "remarks" else sheet.name, "{id}"), sheet, problems)
        if path is None:
            continue
        place = row["id"][1].place
        if path in problems.places:
            first = problems.places.line_of(path)
            problems.at("workbook_twice", place, found=shown(path[-1]), first=first)
            continue
        problems.places.note(path, place)
        tables.setdefault(path[0], {})[path[1]] = entry_of(row, path, problems)


# --- sheets of single values


def _read_values(rows: Iterator[Row], sheet: Sheet, tables: Tables, problems: SheetProblems) -> None:
    *_, last = sheet.columns
    for row in rows:
        path = path_of(row, sheet.path, sheet, problems)
        if path is None or not _is_known(path, row, sheet, tables, problems):
            continue
        if last.key not in row:
            problems.at("workbook_missing", next(iter(row.values()))[1].place, found=last.key)
            continue
        column, cell = row[last.key]
        named = row[sheet.path[-1][1:-1]][1].place
        if path in problems.places:
            problems.at("workbook_twice", named, found=shown(path[-1]), first=problems.places.line_of(path, name=True))
            continue
        problems.places.note(path, cell.place, named)
        value = cell.read(column, problems)
        if value is None:
            if is_empty(cell.value):
                problems.at("workbook_missing", cell.place, found=last.key)
        elif sheet.name == "correlations":
            _add_correlation(path, value, row, tables, problems)
        else:
            put(tables, path, value)


def _add_correlation(path: Names, rank: Any, row: Row, tables: Tables, problems: SheetProblems) -> None:
    table, variant, key, one, other = path
    pairs = tables[table].setdefault(variant, {}).setdefault(key, [])
    pairs.append({"between": [one, other], "rank": rank})
    at = (table, variant, key, len(pairs) - 1)
    problems.places.note((*at, "between"), row["one"][1].place)
    problems.places.note((*at, "rank"), row["rank"][1].place)


# --- sheets of lists


def _read_lists(rows: Iterator[Row], sheet: Sheet, tables: Tables, problems: SheetProblems) -> None:
    """Read rows of which each is one more entry in the list that its names point to."""
    *pattern, _ = sheet.path
    for row in rows:
        path = path_of(row, tuple(pattern), sheet, problems)
        if path is None or not _is_known(path, row, sheet, tables, problems):
            continue
        table, name, key = path
        entries = tables[table][name].setdefault(key, [])
        place: tuple[str | int, ...] = (*path, len(entries))
        named = sheet.columns[0].key
        problems.places.note(place, row[named][1].place)
        entries.append(entry_of({key: cell for key, cell in row.items() if key != named}, place, problems))


def _is_known(path: Names, row: Row, sheet: Sheet, tables: Tables, problems: SheetProblems) -> bool:
    """See that the entry that a value is for stands on its own sheet; ``[case]`` and ``[published]`` need none."""
    if len(sheet.path) < 4:
        return True
    known = tables.get(path[0], {})
    if path[1] in known:
        return True
    cell = row[sheet.path[1][1:-1]][1]
    near = nearest(path[1], known)
    where = " / ".join(dict.fromkeys(sheets()[path[0]].title(lang) for lang in LANGUAGES))
    problems.at("workbook_unknown_entry", cell.place, found=shown(path[1]), nearest=near, sheet=where)
    return False
