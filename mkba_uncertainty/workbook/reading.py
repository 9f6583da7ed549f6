"""Reads a case from an Excel workbook; what is wrong is named by sheet and cell."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.casefile.building import build_case
from mkba_uncertainty.casefile.collecting import EnoughProblems, shown
from mkba_uncertainty.casefile.lines import KeyPath
from mkba_uncertainty.casefile.reading import parse_toml
from mkba_uncertainty.casefile.saving import Tables
from mkba_uncertainty.errors import CaseError, UnreadError
from mkba_uncertainty.names import nearest
from mkba_uncertainty.texts import LANGUAGES
from mkba_uncertainty.workbook.cells import Cell, SheetProblems, grid, is_empty
from mkba_uncertainty.workbook.layout import ELSEWHERE, MORE, OWN, ROWS, Column, Sheet, sheets
from mkba_uncertainty.workbook.opening import open_workbook

if TYPE_CHECKING:
    from mkba_uncertainty.case import Case

Names = tuple[str, ...]

Row = dict[str, tuple[Column, Cell]]
"""The cells of a row by the keys of their columns."""

HEADINGS_WITHIN = 20
"""Headings that stand further down than this are none."""

MOST_ROWS, MOST_COLUMNS = 2000, 200
"""Cells beyond these are not those of a case."""

MOST_CELLS = 400_000
"""Rows times columns, over all sheets: each of these is looked at."""


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

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> case = mkba.load_case("arnhem-ozo")
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "arnhem-ozo.xlsx"
    ...     mkba.save_workbook(case, path)
    ...     mkba.load_workbook(path).posts == case.posts
    True
    """
    path = Path(path)
    book, sha256 = open_workbook(path)
    problems = SheetProblems(str(path))
    case = None
    with contextlib.suppress(EnoughProblems):
        tables = _read(book, problems)
        if problems.found:
            raise UnreadError.of(problems.found)
        case = build_case(tables, path.stem, problems)
    if case is None or problems.found:
        raise CaseError.of(problems.found)
    return case.replace(file=str(path), sha256=sha256, warnings=tuple(problems.warnings))


def _read(book: Any, problems: SheetProblems) -> Tables:
    """Read all sheets: those of entries first, since those of single values speak of the entries."""
    pages = dict(_known_pages(book, problems))
    tables: Tables = {}
    if (cells := sum(page.max_row * page.max_column for page in pages.values())) > MOST_CELLS:
        problems.at("workbook_wide", None, found=cells, limit=MOST_CELLS)
        return tables
    if [name for name, page in pages.items() if not _has_headings(page, sheets()[name], problems)]:
        return tables  # every cell of such a sheet would be a problem
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


def _has_headings(page: Any, sheet: Sheet, problems: SheetProblems) -> bool:
    """See that the headings of a sheet are not further on than where they are looked for."""
    lines = list(islice(grid(page, upright=sheet.upright), HEADINGS_WITHIN))
    known = [sum(sheet.column(str(cell.value)) is not None for cell in line.values()) for line in lines]
    place = known.index(max(known))
    if known[0] > 1 or known[place] < 2:
        return True
    first = next(iter(lines[place].values())).place
    address = first.rpartition("!")[2]
    column = address.rstrip("0123456789")
    if sheet.upright:
        problems.at("workbook_headings_column", first, found=column)
    else:
        problems.at("workbook_headings_row", first, found=address.removeprefix(column))
    return False


def _rows(page: Any, sheet: Sheet, problems: SheetProblems) -> Iterator[Row]:
    """Give the rows under the headings; a cell without a heading is a problem."""
    lines = grid(page, upright=sheet.upright)
    columns = _columns(next(lines), sheet, problems)
    for number, line in enumerate(lines):
        row: Row = {}
        for place, cell in line.items():
            if place in columns and not (sheet.upright and number):
                row[columns[place].key] = columns[place], cell
            elif not is_empty(cell.value):
                problems.at("workbook_no_header", cell.place, found=shown(cell.value))
        if row:
            yield row


def _columns(headings: dict[int, Cell], sheet: Sheet, problems: SheetProblems) -> dict[int, Column]:
    """Give the columns by their places; a heading that is unknown, or stands there twice, is a problem."""
    columns: dict[int, Column] = {}
    seen: dict[str, str] = {}
    for place, cell in headings.items():
        header = cell.read(Column("header"), problems)
        if header is None:
            continue
        column = sheet.column(header)
        if column is None:
            allowed = sheet.headers()
            facts = {"nearest": nearest(header, allowed), "allowed": ", ".join(allowed)}
            problems.at("workbook_unknown_column", cell.place, found=shown(header), **facts)
            columns[place] = Column(MORE)  # what stands under it is not worth a problem as well
        elif column.key in seen:
            problems.at("workbook_twice", cell.place, found=shown(header), first=seen[column.key])
        else:
            columns[place], seen[column.key] = column, cell.place
    return columns


# --- sheets with an entry a row


def _read_entries(rows: Iterator[Row], sheet: Sheet, tables: Tables, problems: SheetProblems) -> None:
    for row in rows:
        if sheet.upright:
            tables[sheet.name] = _entry(row, (sheet.name,), problems)
            continue
        path = _path(row, ("{remark}" if sheet.name == "remarks" else sheet.name, "{id}"), sheet, problems)
        if path is None:
            continue
        place = row["id"][1].place
        if path in problems.places:
            first = problems.places.line_of(path)
            problems.at("workbook_twice", place, found=shown(path[-1]), first=first)
            continue
        problems.places.note(path, place)
        tables.setdefault(path[0], {})[path[1]] = _entry(row, path, problems)


# --- sheets of single values


def _read_values(rows: Iterator[Row], sheet: Sheet, tables: Tables, problems: SheetProblems) -> None:
    *_, last = sheet.columns
    for row in rows:
        path = _path(row, sheet.path, sheet, problems)
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
            _put(tables, path, value)


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
        path = _path(row, tuple(pattern), sheet, problems)
        if path is None or not _is_known(path, row, sheet, tables, problems):
            continue
        table, name, key = path
        entries = tables[table][name].setdefault(key, [])
        place: tuple[str | int, ...] = (*path, len(entries))
        named = sheet.columns[0].key
        problems.places.note(place, row[named][1].place)
        entries.append(_entry({key: cell for key, cell in row.items() if key != named}, place, problems))


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


# --- from the cells of a row to names and entries


def _path(row: Row, pattern: tuple[str, ...], sheet: Sheet, problems: SheetProblems) -> Names | None:
    """Fill in a path with the names in a row; None if one is missing or not among the answers that there are."""
    path: list[str] = []
    for part in pattern:
        if not part.startswith("{"):
            path.append(part)
            continue
        key = part[1:-1]
        if key not in row or is_empty(row[key][1].value):
            place = row[key if key in row else next(iter(row))][1].place
            problems.at("workbook_no_name", place, found=key)
            return None
        column, cell = row[key]
        name = cell.read(column, problems)
        if name is None:
            return None
        if column.choices and name not in column.choices:
            facts = {"nearest": nearest(name, column.choices), "allowed": ", ".join(column.choices)}
            problems.at("unknown_choice", cell.place, found=shown(name), **facts)
            return None
        path.append(name.strip())
    return tuple(path)


def _entry(row: Row, path: KeyPath, problems: SheetProblems) -> Tables:
    """Read the cells of a row as the keys of an entry, which stands at a path of the case file."""
    entry: Tables = {}
    for key, (column, cell) in row.items():
        if key in ("id", "remark", MORE):
            continue
        parts = key.split(".")
        problems.places.note((*path, *parts), cell.place)
        value = cell.read(column, problems)
        if value is not None:
            _put(entry, parts, value)
    if MORE in row:
        _add_more(entry, row[MORE], path, problems)
    return entry


def _add_more(entry: Tables, found: tuple[Column, Cell], path: KeyPath, problems: SheetProblems) -> None:
    """Add what has no column of its own, written as in a case file."""
    column, cell = found
    text = cell.read(column, problems)
    if text is None:
        return
    try:
        more = parse_toml(f"more = {{ {text} }}", "")["more"]
        if not more.keys().isdisjoint(ELSEWHERE.get(str(path[0]), ())):
            raise ValueError("stands on another sheet")
        _merge(entry, more)
    except (ValueError, RecursionError, TypeError):
        problems.at("workbook_more", cell.place, found=shown(text))
        return
    for key in more:
        problems.places.note((*path, key), cell.place)


def _merge(entry: Tables, more: Tables) -> None:
    """Add keys to an entry.

    Raises
    ------
    ValueError
        If one stands there already.
    """
    for key, value in more.items():
        if key not in entry:
            entry[key] = value
        elif isinstance(value, dict) and isinstance(entry[key], dict):
            _merge(entry[key], value)
        else:
            raise ValueError("twice")


def _put(table: Tables, parts: Sequence[str], value: Any) -> None:
    """Set a value at a path within a table."""
    for part in parts[:-1]:
        table = table.setdefault(part, {})
    table[parts[-1]] = value
