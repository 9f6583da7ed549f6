"""Writes case files: the template, a case as a new file, and what changed in the file of a case.

What has not changed stays as it stands in the file, comments and all. A case is written by the fields of its
dataclasses, so that a field that is added to a case is written as well, if the file calls it by the same name.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

from mkba_uncertainty.case import (
    POOLED,
    Alternative,
    Band,
    Binding,
    BoundOutcome,
    Case,
    Estimate,
    Quantity,
    Scenario,
    Series,
    Variant,
)
from mkba_uncertainty.casefile.loading import examine
from mkba_uncertainty.casefile.reading import decode, parse_toml
from mkba_uncertainty.casefile.schema import BindingFile, CaseFile, CaseTable
from mkba_uncertainty.errors import CaseError
from mkba_uncertainty.families import Family, Observation, Point
from mkba_uncertainty.formula import Formula
from mkba_uncertainty.names import unknown
from mkba_uncertainty.store import atomic_file, read_bytes, require_new
from mkba_uncertainty.texts import LANGUAGES, both
from mkba_uncertainty.texts.characters import printable

NEW_EXAMPLES = ("streams", "alternatives", "studies", "portfolio")
"""Other small cases to start from than ``template.toml``, and a programme; each is the file of that name."""

Tables = dict[str, Any]

_NOT_IN_FILE = ("name", "file", "sha256", "warnings", "part_of", "relative", "chosen", "binding", "index")
"""Fields that say where something stands, not what it is."""

_IN_FILE = {
    (Scenario, "values"): "set",
    (Variant, "values"): "set",
    (Alternative, "values"): "set",
    (Band, "start"): "from",
    (Estimate, "middle"): "point",
    (BoundOutcome, "counted"): "unit",
    (Case, "discounting"): "convention",
    (Case, "rates"): "discounting",
}
"""Fields that the file calls otherwise, or has elsewhere."""

_ALWAYS_THERE = {"dependence": "independent", "variants": "base"}
"""Entries that every case has, in the file or not; ``casefile.<name>`` in the catalogue is their label."""

PLAIN_TABLES = ("case", "model", "published", "quantities", "discounting")
"""Tables that hold keys; the others hold tables."""

LONG = 120
"""A value longer than this gets a line for each of its parts."""

NARROW = 72
"""The same where people copy it from a terminal, which breaks lines that it has no room for."""

NIL = 1e-12
"""What people copy is 0 where it is less than this share of the largest number beside it: rounding."""


def new_case(path: str | os.PathLike[str], *, lang: str = "en", example: str | None = None) -> None:
    """Write a small, complete case with explanations, which runs as it is.

    Parameters
    ----------
    path : str or path
        Ends in ``.toml``, and does not exist.
    lang : {"nl", "en"}
        Language of the explanations; labels are in both.
    example : {"streams", "alternatives", "studies", "portfolio"}, optional
        What it shows: yearly amounts that grow, fade and start late; policies that exclude each other; effects from
        studies; or one programme in many places, which is no case. Without it, a first case.

    Raises
    ------
    InputError
        If the name has another ending, the file exists, or there is no such example.
    StoreError
        If the file cannot be written.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "debt-advice.toml"
    ...     mkba.new_case(path)
    ...     case = mkba.load_case(path)
    >>> case.name
    'debt-advice'
    """
    path = Path(path)
    require_new(path, ".toml")
    atomic_file(path, template_text(printable(path.name), lang, example).encode())


def template_text(file: str, lang: str, example: str | None = None) -> str:
    """Give the text of a small case, with comments in one language, which are about ``file``."""
    if example is not None and example not in NEW_EXAMPLES:
        raise unknown("typed_no_choice", "example", example, NEW_EXAMPLES)
    template = Path(__file__).with_name(f"{example or 'template'}.toml")
    return in_language(template.read_text("utf-8"), lang, file=file)


def in_language(text: str, lang: str, **facts: str) -> str:
    """Keep of comments, which begin with ``#nl`` or ``#en``, those in one language, and fill in facts."""
    lines = []
    for line in text.splitlines():
        own = line.removeprefix(f"#{lang}")
        if own != line:
            lines.append(f"#{own.format(**facts)}")
        elif not line.startswith(tuple(f"#{other}" for other in LANGUAGES)):
            lines.append(line)
    return "\n".join(lines) + "\n"


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

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> case = mkba.load_case("arnhem-ozo").with_estimate("recidivism", value=0.35)
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "arnhem-ozo.toml"
    ...     mkba.save_case(case, path)
    ...     mkba.load_case(path).estimates["recidivism"].value
    0.35
    """
    path = Path(path)
    tables = case_tables(_bound_from(case, path))
    fresh = "\n".join(table_lines(tables)) + "\n"
    expected = _read(fresh, path)
    for origin in (Path(case.file), path) if case.file else (path,):
        kept = _updated(origin, tables)
        if kept is not None and _case(kept, path) == expected:
            atomic_file(path, kept.encode())
            return
    atomic_file(path, fresh.encode())


def _bound_from(case: Case, path: Path) -> Case:
    """Give a case with the way to its workbook from where its file will be.

    Raises
    ------
    CaseError
        If it is the workbook itself that says what is uncertain.
    """
    if case.binding is None:
        return case
    workbook = case.binding.calculation.book.path
    if case.binding.marked == "workbook":
        raise CaseError("workbook_says_it", file=str(workbook))
    way = os.path.relpath(workbook.resolve(), path.resolve().parent).replace(os.sep, "/")
    return case.replace(binding=replace(case.binding, workbook=way))


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


# --- from a case to tables


def case_tables(case: Case, *, in_columns: bool = False) -> Tables:
    """Give the tables of a case file as plain texts, numbers, lists and dicts, in the order of the file.

    What has its default value is left out, as a person would; ``in_columns`` keeps a text that is in one language under
    the name of that.
    """
    whole = _table(case.replace(estimates={name: one for name, one in case.estimates.items() if not one.part_of}))
    convention = {"discounting": whole.pop("convention")} if "convention" in whole else {}
    rates = {"discounting": whole.pop("discounting")} if "discounting" in whole else {}
    tables: Tables = {"case": {key: whole[key] for key in CaseTable.model_fields if key in whole} | convention}
    whole |= rates
    if case.binding is not None:
        return _in_language(_bound_tables(case, case.binding, tables["case"], whole), case, lambda text: text)
    tables |= {key: whole[key] for key in CaseFile.model_fields if whole.get(key)}
    tables |= {key: value for key, value in whole.items() if key not in tables["case"] and key not in tables}
    for name, table in tables["estimates"].items():
        _as_typed(case.estimates[name], case, table)
    if any(estimate.use for estimate in case.estimates.values()):
        _as_used(case, tables, in_columns=in_columns)
    for name, series in case.series.items():
        _in_percentages(series, tables["series"][name])
    for name, quantity in case.quantities.items():
        tables["quantities"][name] = _shortest(quantity, tables["quantities"][name])
    for scenario in case.scenarios.values():
        table = tables["scenarios"][scenario.name]
        table["set"] = table.get("set", {}) | dict.fromkeys(table.pop("pooled", ()), POOLED)
    for name, entry in _ALWAYS_THERE.items():
        if tables.get(name, {}).get(entry) == {"label": _plain(both(f"casefile.{entry}"))}:
            del tables[name][entry]
    return _in_language(tables, case, (lambda text: {case.language: text}) if in_columns else (lambda text: text))


def _in_language(tables: Tables, case: Case, write: Callable[[str], Any]) -> Tables:
    """Leave out empty tables, and in a case with a language write texts once."""
    tables = {key: value for key, value in tables.items() if value not in ({}, [])}
    typed: Tables = tables if case.language is None else once(tables, write)
    return typed


def _bound_tables(case: Case, binding: Binding, head: Tables, whole: Tables) -> Tables:
    """Give the tables of a case whose model is a workbook."""
    from mkba_uncertainty.spreadsheet import find_cell

    book = binding.calculation.book
    model = {"workbook": binding.workbook, "sha256": binding.sha256, "marked": binding.marked == "both"}
    whole["estimates"] = {name: table for name, table in whole["estimates"].items() if name not in binding.within}
    for name, table in whole["estimates"].items():
        _as_typed(case.estimates[name], case, table)
        if table.get("value") == book.constants.get(find_cell(binding.cells[name], book)):
            table.pop("value", None)
        table["cell"] = binding.cells[name]
    outcomes = {name: _table(outcome) for name, outcome in binding.outcomes.items() if outcome.cell is not None}
    for table in outcomes.values():
        if table["unit"] == case.currency:
            del table["unit"]
    for scenario in case.scenarios.values():
        table = whole["scenarios"][scenario.name]
        table["set"] = table.get("set", {}) | dict.fromkeys(table.pop("pooled", ()), POOLED)
    if whole.get("dependence", {}).get("independent") == {"label": _plain(both("casefile.independent"))}:
        del whole["dependence"]["independent"]
    about = {key: value for key, value in head.items() if key != "horizon"}
    own = {"case": about, "model": {key: value for key, value in model.items() if value}, "outcomes": outcomes}
    return {key: own.get(key, whole.get(key, {})) for key in BindingFile.model_fields}


def once(value: Any, write: Callable[[str], Any] = str) -> Any:
    """Write a text that is the same in both languages once."""
    if isinstance(value, list):
        return [once(item, write) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == set(LANGUAGES) and isinstance(value["nl"], str) and value["nl"] == value["en"]:
        return write(value["nl"])
    return {key: once(item, write) for key, item in value.items()}


def _as_typed(estimate: Estimate, case: Case, table: Tables) -> None:
    """Leave out what needs no saying, and write what is relative to the value as it was typed."""
    if estimate.distribution == Point(estimate.value):
        del table["distribution"]
    _in_percentages(estimate, table)
    if estimate.middle is not None:
        del table["value"]
        if estimate.middle == "mode" and case.binding is None:  # where it is that of the cell if nothing is said
            del table["point"]
    if estimate.price_level == case.price_level:
        table.pop("price_level", None)


def _as_used(case: Case, tables: Tables, *, in_columns: bool) -> None:
    """Leave out what estimates take from the library, and its documents; in columns all but the value is there to see.

    An estimate that no longer has the value of the library has one of its own.
    """
    from mkba_uncertainty.casefile.unit_values import library

    for name, table in tables["estimates"].items():
        estimate, value = case.estimates[name], library().value(table.get("use", ""))
        if value is None or estimate.value != value.table.value:
            table.pop("use", None)
            continue
        taken = value.entry(estimate.role) | {"role": value.table.role}
        if "distribution" in taken:
            table.setdefault("distribution", distribution_table(Point(estimate.value)))
        for key in [key for key in taken if key == "value" or (table.get(key) == taken[key] and not in_columns)]:
            table.pop(key, None)
    if not in_columns:
        cited = set(_cited(tables))
        for name in [*library().lists, *library().indices]:
            if name not in cited and tables.get("documents", {}).get(name) == library().document(name):
                del tables["documents"][name]


def _cited(part: Any) -> Iterator[str]:
    """Give the documents that sources in a part of a file name."""
    if isinstance(part, dict):
        if isinstance(part.get("document"), str):
            yield part["document"]
        for item in part.values():
            yield from _cited(item)


def _in_percentages(entry: Estimate | Series, table: Tables) -> None:
    """Write a distribution relative to the value, before any data, as it was typed."""
    if entry.relative is not None and entry.distribution is not None:
        part, key = (table["distribution"], "prior") if entry.distribution.evidence[1] else (table, "distribution")
        part[key] = _plain(entry.relative)


def _shortest(quantity: Quantity, table: Tables) -> Tables | str:
    """Write a quantity that is only a formula as such."""
    return quantity.formula.text if table.keys() == {"formula"} else table


def _table(entry: Any) -> Tables:
    """Write a dataclass by its fields, but for those that have their default."""
    values = {field: getattr(entry, field.name) for field in fields(entry) if field.name not in _NOT_IN_FILE}
    written = {
        _IN_FILE.get((type(entry), field.name), field.name): _plain(value)
        for field, value in values.items()
        if value is not None and value != _default(field)
    }
    return {key: value for key, value in written.items() if value not in ({}, [])}


def _default(field: Field[Any]) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def _plain(value: Any) -> Any:
    match value:
        case Formula():
            return value.text
        case Family():
            return distribution_table(value)
        case Observation():
            return value.to_table()
        case Mapping():
            return _mapping(value)
        case tuple() | list():
            return _list(value)
        case float() if value.is_integer() and abs(value) < 1e15:
            return int(value)
        case _:
            return _table(value) if is_dataclass(value) else value


def distribution_table(family: Family) -> Tables:
    """Write a distribution: its family, and the parameters that are not what they are without saying so."""
    defaults = {field.name: field.default for field in fields(family)}
    given = {key: value for key, value in family.parameters().items() if value != defaults.get(key)}
    return {"family": family.name, **_mapping(given)}


def _mapping(entries: Mapping[Any, Any]) -> Any:
    """Write entries by their names; correlations, which pairs of names have, as a list."""
    if any(isinstance(key, tuple) for key in entries):
        return [{"between": list(pair), "rank": _plain(rank)} for pair, rank in entries.items()]
    return {str(key): _plain(value) for key, value in entries.items()}


def _list(items: Sequence[Any]) -> Any:
    """Write items; those that have names, which remarks are, by these."""
    if items and all(hasattr(item, "name") and is_dataclass(item) for item in items):
        return {item.name: _plain(item) for item in items}
    return [_plain(item) for item in items]


# --- a file of its own


def distribution_text(family: Family, name: str = "NAME") -> str:
    """Write the table that gives estimate ``name`` this distribution, for people to paste in a case file."""
    table = distribution_table(family)
    lines = _section(f"[estimates.{name}.distribution]", _to_ten_digits(table, NIL * _largest(table)), NARROW)
    return "\n".join(lines).rstrip()


def _largest(value: Any) -> float:
    """Give the largest number in a table, by size."""
    if isinstance(value, dict | list):
        return max(map(_largest, value.values() if isinstance(value, dict) else value), default=0.0)
    return abs(value) if isinstance(value, int | float) else 0.0


def _to_ten_digits(value: Any, nil: float) -> Any:
    """Write numbers in ten digits; what is smaller than ``nil`` is 0."""
    match value:
        case dict():
            return {key: _to_ten_digits(item, nil) for key, item in value.items()}
        case list():
            return [_to_ten_digits(item, nil) for item in value]
        case float():
            return _plain(float(f"{value:.10g}") if abs(value) >= nil else 0.0)
        case _:
            return value


def table_lines(tables: Tables) -> Iterator[str]:
    """Write tables as the lines of a TOML file."""
    for name, table in tables.items():
        if name in PLAIN_TABLES:
            yield from _section(f"[{name}]", table)
        else:
            for entry, content in table.items():
                yield from _section(f"[{name}.{entry}]", content)


def _section(header: str, table: Tables, long: int = LONG) -> Iterator[str]:
    yield header
    for key, value in table.items():
        if len(f"{_key(key)} = {toml_value(value)}") <= long or not isinstance(value, dict):
            yield _entry(key, value, long)
        else:
            yield from (f"{_key(key)}.{_entry(part, item, long)}" for part, item in value.items())
    yield ""


def _entry(key: str, value: Any, long: int = LONG) -> str:
    """Write a key with its value: on one line, or with one for each item of the lists in it."""
    line = f"{_key(key)} = {toml_value(value)}"
    return line if len(line) <= long else f"{_key(key)} = {toml_value(value, broken=True)}"


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else toml_value(key)


def toml_value(value: Any, *, broken: bool = False) -> str:
    """Write a value as it stands in a TOML file, on one line; ``broken``: with a line for each item of its lists."""
    if isinstance(value, dict):
        inside = ", ".join(f"{_key(key)} = {toml_value(item, broken=broken)}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list):
        items = [toml_value(item) for item in value]
        line = f"[{', '.join(items)}]"
        return "[\n" + "".join(f"  {item},\n" for item in items) + "]" if broken and len(line) > LONG // 2 else line
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
        return "\n".join([kept, *table_lines(added)]) if added else kept
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
        elif isinstance(value, list) and isinstance(before, list) and _goes_on(table.get(key), value, before):
            _replace_tail(table[key], value, before)
        else:
            _set(table, key, value)


def _goes_on(part: Any, value: list[Any], before: list[Any]) -> bool:
    """Say whether a part of the file is a list with a line for each item that begins as its new value does."""
    from tomlkit.items import Array

    return isinstance(part, Array) and "\n" in part.as_string() and len(part) == len(before) and value[:1] == before[:1]


def _replace_tail(array: Any, value: list[Any], before: list[Any]) -> None:
    """Change the items of a list from the first that differs on; those before it keep their comments."""
    import tomlkit

    same = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(value, before, strict=False)))
    for _ in before[same:]:
        del array[-1]
    for item in value[same:]:
        array.add_line(tomlkit.parse(f"item = {toml_value(item)}")["item"], indent="  ")


def _says(part: Any, before: Tables) -> bool:
    """Say whether a part of the file is a table with the keys of its value, not another way to say the same."""
    from tomlkit.container import OutOfOrderTableProxy
    from tomlkit.items import Table

    if isinstance(part, OutOfOrderTableProxy):  # tables of one kind with others between them
        return True
    return isinstance(part, Table) and (part.is_super_table() or set(part) == set(before))


def _set(table: Any, key: str, value: Any) -> None:
    """Set a key; a new one goes before the blank lines and comments that lead to what follows the table."""
    import tomlkit
    from tomlkit.items import Whitespace

    if not _holds_tables(table):
        item = tomlkit.parse(f"{_entry(key, value)}\n")[key]
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
