"""The reference of the case language: every table and key, with examples that run and what a mistake looks like.

Tables, keys, kinds and defaults are those of the JSON Schema. An example is a fragment of a case: it goes into the one
that ``mkba new`` writes. Some stand there already, the others in ``examples.toml``, each with mistakes in it; of any
other key a value of the wrong kind is the mistake. What a mistake is answered with is what the reader says.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from mkba_uncertainty.casefile.loading import examine
from mkba_uncertainty.casefile.programme import PortfolioFile, portfolio_schema
from mkba_uncertainty.casefile.saving import in_language, template_text, toml_value
from mkba_uncertainty.casefile.schema import BindingFile, CaseFile, DistributionTable, TextTable, json_schema, meaning
from mkba_uncertainty.errors import CaseError, InputError
from mkba_uncertainty.families import FAMILIES, parameter_sets
from mkba_uncertainty.names import nearest
from mkba_uncertainty.table import Column, Row, Table
from mkba_uncertainty.texts import Text, both, joined

if TYPE_CHECKING:
    from mkba_uncertainty.case import Case

_EXAMPLES = Path(__file__).with_name("examples.toml")


@dataclass(frozen=True)
class Key:
    """A table or key of a case file.

    Parameters
    ----------
    path : str
        Where it stands, without the names that a user gives: ``posts.timing.growth``.
    home : str
        Which table of the schema it is of: the same key may stand in several places.
    kind : Text
        What may stand there.
    needed : bool
        Whether its table must have it.
    default : str
        What holds where it is absent, as it would be typed; empty where that is nothing.
    """

    path: str
    home: str
    kind: Text
    needed: bool = False
    default: str = ""

    @property
    def meaning(self) -> Text:
        """What it means."""
        return both(meaning(self.home))

    @property
    def absent(self) -> Text:
        """What holds where it is absent."""
        return both("schema.needed") if self.needed else Text(self.default, self.default)


class Mistake(NamedTuple):
    """What is typed wrong in a case, the key that is named, and what is said of it."""

    typed: str
    key: str
    message: Text


@dataclass(frozen=True)
class Example:
    """A fragment of a case, which runs in the case that ``mkba new`` writes.

    Parameters
    ----------
    text : str
    of : str
        The table or key that it is about; empty for what stands in that case already.
    changes : mapping
        Texts in it, and what may be typed by mistake instead.
    """

    text: str
    of: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def data(self) -> dict[str, Any]:
        """Its tables."""
        return tomllib.loads(self.text)

    def mistakes(self, path: str) -> Iterator[Mistake]:
        """Make each of its mistakes; of an example about something else, those at the key of a path."""
        places = [_dotted(place) for place in _places(self.data, path)]
        for old, new in self.changes.items():
            wrong = self.text.replace(old, new)
            line = next(line for line in wrong.splitlines() if line not in self.text.splitlines())
            made = _mistake(line.strip(), checked(tomllib.loads(wrong))[1][0])
            if self.of.startswith(path) or any(f"{made.key}.".startswith(f"{place}.") for place in places):
                yield made


def _mistake(typed: str, error: CaseError) -> Mistake:
    return Mistake(typed, error.key or "", Text(error.message("nl"), error.message("en")))


def checked(fragment: Mapping[str, Any]) -> tuple[Case | None, list[CaseError]]:
    """Put the tables of a fragment in the case that ``mkba new`` writes, and check it; one of a workbook is whole."""
    whole = {} if "model" in fragment else {**_base()}
    for table, entries in fragment.items():
        whole[table] = {**whole.get(table, {}), **entries} if isinstance(entries, dict) else entries
    return examine(whole, "", _EXAMPLES.with_name("my-city.toml"), "")


@cache
def _base() -> dict[str, Any]:
    return tomllib.loads(template_text("my-city.toml", "en"))


@cache
def all_keys() -> tuple[Key, ...]:
    """Give all tables and keys of a case file, each below the table that it stands in."""
    tables = json.loads(json_schema())["$defs"]
    keys = tuple(_below("", CaseFile.__name__, tables))
    known = {key.path for key in keys}
    return (*keys, *(key for key in _below("", BindingFile.__name__, tables) if key.path not in known))


@cache
def portfolio_keys() -> tuple[Key, ...]:
    """Give all tables and keys of the file of a portfolio."""
    schema = json.loads(portfolio_schema())
    return tuple(_below("", PortfolioFile.__name__, {**schema["$defs"], PortfolioFile.__name__: schema}))


def _below(path: str, name: str, tables: Mapping[str, Any]) -> Iterator[Key]:
    """Give the keys of a table of the schema, and what stands below each."""
    if name == DistributionTable.__name__:
        yield from _of_distribution(path)
    for key, value in tables[name].get("properties", {}).items():
        at = f"{path}.{key}".lstrip(".")
        default = toml_value(value["default"]) if "default" in value else ""
        yield Key(at, f"{name}.{key}", _kind(value), key in _required(tables[name]), default)
        inner = re.search(r"#/\$defs/(\w+Table)", json.dumps(value))
        if inner and inner[1] != TextTable.__name__:
            yield from _below(at, inner[1], tables)


def _required(table: Mapping[str, Any]) -> Collection[str]:
    """Give the keys that a table must have; of the ways that there are, those of the first."""
    return cast("list[str]", (table if "required" in table else table.get("anyOf", [{}])[0]).get("required", []))


def _of_distribution(path: str) -> Iterator[Key]:
    """Give the family of a distribution, the parameters of each family, and what all of them may have."""
    yield Key(
        f"{path}.family",
        f"{DistributionTable.__name__}.family",
        both("schema.kind.one_of", of=", ".join(FAMILIES)),
        needed=True,
    )
    for family in FAMILIES:
        ways = " | ".join(dict.fromkeys(str(parameters) for parameters in parameter_sets(family)))
        yield Key(f"{path}.{family}", f"family.{family}", Text(ways, ways))
    yield Key(f"{path}.truncate", "Truncate", Text(*["[low, high] | { low, high }"] * 2))


def _kind(value: Mapping[str, Any]) -> Text:
    """Say what may stand in a key, by its JSON Schema."""
    if "anyOf" in value:
        return joined(map(_kind, value["anyOf"]), " | ")
    if "enum" in value or "const" in value:
        return both("schema.kind.one_of", of=", ".join(value.get("enum", [value.get("const")])))
    if "$ref" in value:
        return both("schema.kind.texts" if value["$ref"].endswith(TextTable.__name__) else "schema.kind.table")
    kind = value["type"]
    if isinstance(kind, list):
        return both("schema.kind.formula")
    if kind == "array":
        return both("schema.kind.list", of=_kind(value["items"]))
    if kind == "object" and "properties" in value:
        return both("schema.kind.table")
    if kind == "object":
        of = next(iter(value.get("patternProperties", {}).values()), None) or value["additionalProperties"]
        return both("schema.kind.named", of=_kind(of))
    signs = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}
    bounds = [f"{sign} {value[bound]:g}" for bound, sign in signs.items() if bound in value]
    return joined([both(f"schema.kind.{kind}"), *(Text(bound, bound) for bound in bounds)])


def find(asked: str, every: Sequence[Key] | None = None) -> tuple[Key, ...]:
    """Find the tables and keys that a user asks about.

    Parameters
    ----------
    asked : str
        Where it stands, in full or its end: ``posts.timing``, ``timing``, ``[posts.shelter.timing]``.
    every : sequence of Key, optional
        Among which; by default those of a case file.

    Returns
    -------
    tuple of Key
        One of each meaning; first what has this very path.

    Raises
    ------
    InputError
        If there is no such key; it offers the nearest.
    """
    every = all_keys() if every is None else every
    paths = {key.path: key for key in every}
    path = _without_names(asked.strip("[] "), paths)
    found = _once(key for key in every if f".{key.path}".endswith(f".{path}"))
    if not found:
        near = nearest(asked, [*paths, *(known.rpartition(".")[2] for known in paths)])
        raise InputError("unknown_schema_key", key="KEY", found=asked, nearest=near, known=", ".join(_tops(paths)))
    return tuple(sorted(found, key=lambda key: key.path != path))


def _tops(paths: Iterable[str]) -> list[str]:
    return [path for path in paths if "." not in path]


def _without_names(asked: str, paths: Mapping[str, Key]) -> str:
    """Leave out of a path what a user named: ``posts.shelter.timing`` is ``posts.timing``."""
    path = ""
    for part in asked.split("."):
        longer = f"{path}.{part}".lstrip(".")
        path = longer if longer in paths or path not in paths else path
    return path if path.rpartition(".")[2] == asked.rpartition(".")[2] else asked


def key_table(rows: Iterable[Key]) -> Table:
    """Lay tables and keys with what they mean, what may stand in them, and whether they are needed."""
    columns = [Column(name, f"schema.column.{name}") for name in ("key", "meaning", "kind", "default")]
    cells = [{"key": row.path, "meaning": row.meaning, "kind": row.kind, "default": row.absent} for row in rows]
    return Table(columns, [Row(each) for each in cells])


def overview(every: Sequence[Key] | None = None) -> tuple[Key, ...]:
    """Give all tables and keys, each in the first place where it stands."""
    return _once(all_keys() if every is None else every)


def _once(found: Iterable[Key]) -> tuple[Key, ...]:
    """Leave out what stood in another place before."""
    once: dict[str, Key] = {}
    for key in found:
        once.setdefault(key.home, key)
    return tuple(once.values())


def below(key: Key, every: Sequence[Key] | None = None) -> tuple[Key, ...]:
    """Give a table or key, and the keys in it."""
    every = all_keys() if every is None else every
    return tuple(one for one in every if one.path == key.path or one.path.startswith(f"{key.path}."))


def examples(key: Key, lang: str = "en") -> tuple[Example, ...]:
    """Give the examples of a table or key: those about it and about a key in it, or the shortest that has it.

    Of the file of a portfolio that is the one that ``mkba new`` writes.
    """
    if key in portfolio_keys():
        return (Example(template_text("country.toml", lang, "portfolio").strip()),)
    every = every_example(lang)
    if about := tuple(one for one in every if re.fullmatch(rf"{re.escape(key.path)}(\.\w+)?", one.of)):
        return about
    paths = [one.path for one in all_keys() if one.home == key.home]
    holding = [one for one in every if any(any(_places(one.data, path)) for path in paths)]
    return (min(holding, key=lambda one: len(one.text)),)


@cache
def every_example(lang: str = "en") -> tuple[Example, ...]:
    """Give all examples: the parts of the case that ``mkba new`` writes, and those of ``examples.toml``."""
    parts = template_text("my-city.toml", lang).split("\n\n")
    given = tomllib.loads(_EXAMPLES.read_text("utf-8"))["example"]
    own = [Example(in_language(one["case"], lang).strip(), one["of"], one.get("mistakes", {})) for one in given]
    return (*(Example(part.strip()) for part in parts if re.search(r"^\[", part, re.MULTILINE)), *own)


def mistakes(key: Key, lang: str = "en") -> tuple[Mistake, ...]:
    """Give what may be typed wrong in the examples of a table or key; where they have nothing, one of a wrong kind."""
    if key in portfolio_keys():
        return ()
    found = tuple(mistake for example in examples(key, lang) for mistake in example.mistakes(key.path))
    return found or (_of_wrong_kind(key, lang),)


def _of_wrong_kind(key: Key, lang: str) -> Mistake:
    """Mistype what stands in a key: a name, else its kind."""
    data = tomllib.loads(examples(key, lang)[0].text)
    place = next(place for one in all_keys() if one.home == key.home for place in _places(data, one.path))
    inside: Any = data
    for part in place[:-1]:
        inside = inside[part]
    right = inside[place[-1]]
    for wrong in _wrong(right):
        inside[place[-1]] = wrong
        for error in checked(data)[1]:
            return _mistake(f"{place[-1]} = {toml_value(wrong)}", error)
    raise AssertionError(f"{key.path}: nothing is wrong with any of {_wrong(right)}")


def _wrong(right: Any) -> tuple[Any, ...]:
    """Give values that may be wrong where another one is right."""
    if isinstance(right, str):
        return (right[:-1], f"{right}s", 1)
    if isinstance(right, dict):
        return ({**right, "family": right["family"][:-1]} if "family" in right else "...",)
    return (True,) if isinstance(right, list) else (str(right), True)


def _places(data: Mapping[str, Any], path: str) -> Iterator[tuple[Any, ...]]:
    """Find where a table or key stands in a fragment, under which names."""
    first, *parts = path.split(".")
    if first in data:
        yield from _within(data[first], parts, (first,))


def _within(node: Any, parts: list[str], place: tuple[Any, ...], *, named: bool = False) -> Iterator[tuple[Any, ...]]:
    if not parts:
        yield place
    elif isinstance(node, dict) and parts[0] in node:
        yield from _within(node[parts[0]], parts[1:], (*place, parts[0]))
    elif isinstance(node, dict) and node.get("family") == parts[0]:
        yield place
    elif isinstance(node, dict | list) and not named:
        for name, item in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _within(item, parts, (*place, name), named=True)


def _dotted(place: Iterable[Any]) -> str:
    return ".".join(map(str, place))
