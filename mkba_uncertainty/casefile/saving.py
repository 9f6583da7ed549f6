"""Writes case files. What has not changed stays as it stands in the file, comments and all."""

from __future__ import annotations

import json
import math
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.casefile import examine
from mkba_uncertainty.casefile.reading import decode, parse_toml, read_bytes
from mkba_uncertainty.casefile.tables import Tables, case_tables
from mkba_uncertainty.errors import CaseError, InputError, StoreError

if TYPE_CHECKING:
    from mkba_uncertainty.case import Case

PLAIN_TABLES = ("case", "published", "quantities")
"""Tables that hold keys; the others hold tables."""

LONG = 120
"""A value longer than this gets a line for each of its parts."""


def save_case(case: Case, path: str | os.PathLike[str]) -> None:
    """Write a case to a file.

    A case that was read from a file keeps the comments, the order and the spelling of all that has not changed since.
    One that was not keeps those of the file that it replaces, if that is a case. The file is there in full, or not at
    all.

    Parameters
    ----------
    case : Case
        As it was read, or edited with ``case.replace(...)`` and ``case.with_estimate(...)``.
    path : str or path
        Replaced if it exists.

    Raises
    ------
    CaseError
        If the case, through its edits, is no sound case any more: it says what is wrong, and nothing is written.
    StoreError
        If the file cannot be written.
    """
    path = Path(path)
    tables = case_tables(case)
    fresh = "\n".join(_lines(tables)) + "\n"
    expected = _read(fresh, path)
    for origin in (Path(case.file), path) if case.file else (path,):
        kept = _updated(origin, tables)
        if kept is not None and _case(kept, path) == expected:
            write_atomically(path, kept.encode())
            return
    write_atomically(path, fresh.encode())


def require_new(path: Path, ending: str, *, force: bool | None = None) -> None:
    """Refuse a name of another ending, and a file that exists; ``force`` None: there is no way to replace it.

    Raises
    ------
    InputError
    """
    if path.suffix.lower() != ending:
        raise InputError("file_ending", file=str(path), expected=ending, example=f"{path.stem or 'my-city'}{ending}")
    if not force and os.path.lexists(path):
        raise InputError("file_exists" if force is None else "file_exists_force", file=str(path))


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file in full or not at all: beside its place, then moved into it.

    Raises
    ------
    StoreError
        If it cannot be written; what was there is still there.
    """
    try:
        path = path.resolve()  # through a link to the file itself
        mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
        handle, scratch = tempfile.mkstemp(prefix=f".{path.name[:50]}-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            os.chmod(scratch, mode)
            os.replace(scratch, path)
        except BaseException:
            os.unlink(scratch)
            raise
    except (OSError, ValueError) as error:
        found = getattr(error, "strerror", None) or str(error)
        raise StoreError("not_writable", file=str(path), found=found) from error


def _umask() -> int:
    """Give the mask of new files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _read(text: str, path: Path) -> Case:
    """Read a case as it is about to be written; lines would be those of a file that nobody has seen."""
    case, errors = examine(parse_toml(text, str(path)), text, path, "")
    if case is None:
        raise CaseError.of([_without_line(error) for error in errors])
    return case.replace(warnings=())


def _without_line(error: CaseError) -> CaseError:
    return CaseError(error.code, file=error.file, key=error.key, **error.facts)


def _case(text: str, path: Path) -> Case | None:
    try:
        return _read(text, path)
    except CaseError:
        return None


# --- a file of its own


def _lines(tables: Tables) -> Iterator[str]:
    for name, table in tables.items():
        if name in PLAIN_TABLES:
            yield from _section(f"[{name}]", table)
        else:
            for entry, content in table.items():
                yield from _section(f"[{name}.{entry}]", content)


def _section(header: str, table: Tables) -> Iterator[str]:
    yield header
    for key, value in table.items():
        written = f"{_key(key)} = {toml_value(value)}"
        if len(written) <= LONG or not isinstance(value, dict | list):
            yield written
        elif isinstance(value, list):
            yield f"{_key(key)} = ["
            yield from (f"  {toml_value(item)}," for item in value)
            yield "]"
        else:
            yield from (f"{_key(key)}.{_key(part)} = {toml_value(item)}" for part, item in value.items())
    yield ""


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else toml_value(key)


def toml_value(value: Any) -> str:
    """Write a value as it stands in a TOML file, on one line."""
    if isinstance(value, dict):
        inside = ", ".join(f"{_key(key)} = {toml_value(item)}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # nan, inf, -inf: for the reader to refuse
    return repr(value)


# --- a file that was there


def _updated(origin: Path, tables: Tables) -> str | None:
    """Change in an existing file what differs; None if that is no case, or tomlkit cannot change it in place."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        text = decode(read_bytes(origin), str(origin))
        before, _ = examine(parse_toml(text, str(origin)), text, origin, "")
        if before is None:
            return None
        old, document = case_tables(before), tomlkit.parse(text)
        added = {name: table for name, table in tables.items() if name not in document}
        _update(document, {name: table for name, table in tables.items() if name not in added}, old)
        kept: str = tomlkit.dumps(document)
        return "\n".join([kept, *_lines(added)]) if added else kept
    except (CaseError, TOMLKitError, AttributeError, LookupError, TypeError, ValueError):
        return None


def _update(table: Any, new: Tables, old: Tables) -> None:
    """Change a table of the file, which says ``old``, so that it says ``new``."""
    for key in old.keys() - new.keys():
        if key in table:
            _remove(table, key)
    for key, value in new.items():
        before = old.get(key)
        if value == before:
            continue
        if isinstance(value, dict) and isinstance(before, dict) and _says(table.get(key), before):
            _update(table[key], value, before)
        else:
            _set(table, key, value)


def _says(part: Any, before: Tables) -> bool:
    """Say whether a part of the file is a table with the keys of its value, not another way to say the same."""
    from tomlkit.items import Table

    return isinstance(part, Table) and (part.is_super_table() or set(part) == set(before))


def _set(table: Any, key: str, value: Any) -> None:
    """Set a key; a new one goes before the blank lines and comments that lead to what follows the table."""
    import tomlkit
    from tomlkit.items import Whitespace

    if not _holds_tables(table):
        item = tomlkit.parse(f"{_key(key)} = {toml_value(value)}\n")[key]
        tail = [] if key in table else _cut_tail(table.value.body)
        table[key] = item
        table.value.body.extend(tail)
        return
    part = tomlkit.parse("\n".join(_section(f"[x.{_key(key)}]", value)))["x"][key]
    if key not in table:
        last = _body(table)
        tail = _cut_tail(last) or [(None, Whitespace("\n"))]
        last.append((None, Whitespace("\n")))
        _cut_tail(_body(part))
        _body(part).extend(tail)
    table[key] = part


def _remove(table: Any, key: str) -> None:
    """Remove a key; comments that lead to what follows it stay."""
    names = list(table)
    place = names.index(key)
    if place and _holds_tables(table):
        _body(table[names[place - 1]]).extend(_cut_tail(_body(table[key])))
    del table[key]


def _holds_tables(table: Any) -> bool:
    """Say whether this is the whole file, or a table that only holds tables."""
    from tomlkit.items import Table

    return not isinstance(table, Table) or table.is_super_table()


def _body(table: Any) -> Any:
    """Give the lines of a table; of a table that only holds tables, those of the last one."""
    while table.is_super_table():
        table = table[list(table)[-1]]
    return table.value.body


def _cut_tail(body: Any) -> list[Any]:
    """Cut off the blank lines and comments at the end of a table."""
    size = len(body)
    while size and body[size - 1][0] is None:
        size -= 1
    tail = list(body[size:])
    del body[size:]
    return tail
