"""Rows of a sheet: the path in the case file that their names give, and the entry that their cells give."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

from mkba_uncertainty.casefile.collecting import shown
from mkba_uncertainty.casefile.lines import KeyPath
from mkba_uncertainty.casefile.saving import Tables
from mkba_uncertainty.names import nearest
from mkba_uncertainty.workbook.cells import Cell, SheetProblems, is_empty
from mkba_uncertainty.workbook.layout import ELSEWHERE, MORE, Column, Sheet

Names = tuple[str, ...]

Row = dict[str, tuple[Column, Cell]]
"""The cells of a row by the keys of their columns."""


def path_of(row: Row, pattern: tuple[str, ...], sheet: Sheet, problems: SheetProblems) -> Names | None:
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


def entry_of(row: Row, path: KeyPath, problems: SheetProblems) -> Tables:
    """Read the cells of a row as the keys of an entry, which stands at a path of the case file."""
    entry: Tables = {}
    for key, (column, cell) in row.items():
        if key in ("id", "remark", MORE):
            continue
        parts = key.split(".")
        problems.places.note((*path, *parts), cell.place)
        value = cell.read(column, problems)
        if value is not None:
            put(entry, parts, value)
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
        more = tomllib.loads(f"more = {{ {text} }}")["more"]
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


def put(table: Tables, parts: Sequence[str], value: Any) -> None:
    """Set a value at a path within a table."""
    for part in parts[:-1]:
        table = table.setdefault(part, {})
    table[parts[-1]] = value
