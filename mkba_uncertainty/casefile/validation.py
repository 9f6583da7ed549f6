"""Whether a file has the tables and keys of a case, each with the right kind of value.

Entries with a problem are reported and left out, so that the rest of the file can be checked all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mkba_uncertainty.case import CLOCK, DISCOUNT_RATE, Source, further_names, outcome_names
from mkba_uncertainty.casefile.collecting import Problems, plain, shown
from mkba_uncertainty.casefile.limits import check_contents
from mkba_uncertainty.casefile.lines import KeyPath
from mkba_uncertainty.casefile.schema import BindingFile, CaseFile, SharesTable, SourceTable
from mkba_uncertainty.texts import LANGUAGES

Tables = TypeVar("Tables", bound=BaseModel)

_CODES = {
    "string_type": "expected_text",
    "string_unicode": "expected_text",
    "string_too_short": "empty_text",
    "string_pattern_mismatch": "bad_name",
    "float_type": "expected_number",
    "int_type": "expected_whole_number",
    "finite_number": "not_finite",
    "dict_type": "expected_table",
    "model_type": "expected_table",
    "list_type": "expected_list",
    "formula_type": "expected_formula",
    "scenario_value_type": "expected_scenario_value",
    "rate_type": "expected_rate",
}
"""Pydantic's types of error that have one sentence of ours."""

_LONE = "text_without_language"

_BOUNDS = {
    "greater_than": "above",
    "greater_than_equal": "at_least",
    "less_than": "below",
    "less_than_equal": "at_most",
}

_STAND_IN = {"title": {"nl": "-", "en": "-"}, "horizon": 200, "price_level": 2000}
"""What stands in for the keys of [case] that are not sound, so that the rest of the file can be checked."""


@dataclass(frozen=True)
class Draft:
    """A case in the making: the sound part of its file, and all that is wrong with it so far.

    Parameters
    ----------
    file : CaseFile or BindingFile
    problems : Problems
    left_out : mapping of table name to names
        Entries that exist but are not sound; referring to them is no mistake. Of [case] these are keys.
    """

    file: CaseFile | BindingFile
    problems: Problems
    left_out: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def names(self, table: str) -> frozenset[str]:
        """Give the names that a table defines, sound or not; shares and factors of series are estimates too."""
        if table not in self._names:
            own = frozenset([*getattr(self.file, table), *self.left_out.get(table, ())])
            self._names[table] = own.union(self._further_estimates()) if table == "estimates" else own
        return self._names[table]

    @cached_property
    def _names(self) -> dict[str, frozenset[str]]:
        return {}

    def _further_estimates(self) -> Iterator[str]:
        for shares in self.file.shares.values():
            yield from shares.members
        yield from (name for name, series in self.file.series.items() if series.distribution is not None)
        yield from self.left_out.get("series", ())

    @cached_property
    def own_names(self) -> frozenset[str]:
        """The names of estimates and quantities."""
        return self.names("estimates") | self.names("quantities")

    @cached_property
    def formula_names(self) -> frozenset[str]:
        """The names that formulas may use, some in amounts only."""
        return self.own_names | self.names("series") | set(CLOCK)

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes of a case, of all its alternatives."""
        actors, horizon = self.names("actors"), self.file.case.horizon
        taken = self.own_names | self.names("series")
        named = outcome_names(self.names("lines"), self.names("posts"), actors, horizon)
        return (*named, *further_names(actors, horizon, taken))

    @cached_property
    def known_outcomes(self) -> frozenset[str]:
        """The same, to look one up."""
        return frozenset(self.outcomes)

    def lacks(self, table: str, *names: str) -> bool:
        """Say whether a table lacks some of these, or any entry, because that is not sound."""
        left_out = self.left_out.get(table, frozenset())
        return not left_out.isdisjoint(names) if names else bool(left_out)

    @cached_property
    def rates(self) -> frozenset[str]:
        """The names of the estimates that something is discounted at."""
        table = self.file.discounting
        rates = (table.bands, table.costs, table.benefits, *table.posts.values(), *table.actors.values())
        bands = (band for rate in rates for band in rate or ())
        return frozenset({DISCOUNT_RATE, *(band.rate for band in bands if isinstance(band.rate, str))})

    def knows(self, table: str, name: str, path: KeyPath) -> bool:
        """See that a table defines a name, which stands at a path; if it does not, that is a problem."""
        names = self.names(table)
        if name not in names:
            one = {"quantities": "quantity", "series": "series", "shares": "shares"}.get(table, table[:-1])
            self.problems.add_unknown(f"case_unknown_{one}", path, name, names)
        return name in names

    def source(self, table: SourceTable, path: KeyPath) -> Source:
        """Make a source; its document must be known."""
        self.knows("documents", table.document, (*path, "document"))
        return Source(table.document, table.place)


def validate(data: dict[str, Any], problems: Problems) -> Draft | None:
    """Hold the tables of a file against the schema; None if what is left cannot be checked further."""
    check_contents(data, problems)
    if problems.found:
        return None
    using = _using(data)
    unsound: frozenset[str] = frozenset()
    if using:
        from mkba_uncertainty.casefile.using import take_over

        data, unsound = take_over(data, using, problems)
    context = {"language": _language(data)}
    kind: type[CaseFile | BindingFile] = BindingFile if "model" in data else CaseFile
    try:
        return Draft(kind.model_validate(data, context=context), problems, {"estimates": unsound} if unsound else {})
    except ValidationError as error:
        details = error.errors(include_url=False)
    if lone := [detail for detail in details if detail["type"] == _LONE]:
        problems.add(_LONE, lone[0]["loc"], found=shown(lone[0]["input"]), count=len(lone))
        context = {"language": LANGUAGES[0]}  # any will do to check the rest of the file
        details = [detail for detail in details if detail["type"] != _LONE]
    for detail in details:
        _note(detail, problems, kind)
    sound, left_out = _without({detail["loc"] for detail in details}, data, kind)
    try:
        left_out = {**left_out, "estimates": left_out.get("estimates", frozenset()) | unsound}
        return Draft(kind.model_validate(sound, context=context), problems, left_out)
    except ValidationError:
        return None


def _using(data: dict[str, Any]) -> dict[str, Any]:
    """Give the estimates that take a value from the library."""
    estimates = data.get("estimates")
    entries = estimates.items() if isinstance(estimates, dict) else ()
    return {name: entry for name, entry in entries if isinstance(entry, dict) and "use" in entry}


def tables_of(kind: type[Tables], data: dict[str, Any], problems: Problems) -> Tables | None:
    """Hold the tables of another file than a case against its schema; None if something is wrong with them.

    A text there may stand in one language.
    """
    check_contents(data, problems)
    try:
        return kind.model_validate(data, context={"language": LANGUAGES[0]})
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _note(detail, problems, kind)
        return None


def _language(data: dict[str, Any]) -> str | None:
    """Give the language of texts in one only, if the file says it; any where it says one that we do not know."""
    case = data.get("case")
    found = case.get("language") if isinstance(case, dict) else None
    return found if found is None or found in LANGUAGES else LANGUAGES[0]


def _without(
    places: set[KeyPath], data: dict[str, Any], kind: type[BaseModel]
) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """Leave out the entries (of tables of named things) that hold one of the places."""
    left_out: dict[str, set[str]] = {}
    for place in places:
        table = str(place[0])
        if len(place) > 1:
            left_out.setdefault(table, set()).add(str(place[1]))
    for group in left_out.get("shares", ()):
        left_out.setdefault("estimates", set()).update(_members(data["shares"][group]))
    sound = {
        table: {name: entry for name, entry in entries.items() if name not in left_out.get(table, ())}
        if isinstance(entries, dict)
        else entries
        for table, entries in data.items()
        if table in kind.model_fields
    }
    if "case" in left_out and isinstance(data.get("case"), dict):
        known = kind.model_fields["case"].annotation.model_fields  # type: ignore[union-attr]
        sound["case"] = {key: value for key, value in _STAND_IN.items() if key in known} | sound["case"]
    return sound, {table: frozenset(names) for table, names in left_out.items()}


def _members(entry: Any) -> set[str]:
    """Give the names of what may be members of shares that are not sound, under whatever key."""
    others = SharesTable.model_fields.keys() - {"members"}
    found = [value for key, value in entry.items() if key not in others] if isinstance(entry, dict) else []
    return {name for value in found if isinstance(value, dict | list) for name in value if isinstance(name, str)}


def _note(detail: ErrorDetails, problems: Problems, file: type[BaseModel]) -> None:
    """Say in our words what pydantic found."""
    kind, path, found = detail["type"], detail["loc"], detail["input"]
    facts = detail.get("ctx", {})
    if path and path[-1] == "[key]":
        by_year = path[:-2] in (("case", "price_index"), ("figures",)) or path[::2][:2] == ("series", "values")
        problems.add("bad_year" if by_year else "bad_name", path[:-1], found=shown(found))
    elif kind == "missing":
        code = "missing_table" if len(path) == 1 else "missing_source" if path[-1] == "source" else "missing_key"
        problems.add(code, path, found=path[-1])
    elif kind == "extra_forbidden" and file is BindingFile and _of_posts(path):
        problems.add("published_of_workbook" if path == ("published",) else "not_of_workbook", path, found=path[-1])
    elif kind == "extra_forbidden":
        allowed = [*_keys(path[:-1], file)]
        problems.add_unknown("unknown_key" if len(path) > 1 else "unknown_table", path, str(path[-1]), allowed)
    elif kind == "literal_error":
        problems.add_unknown("unknown_choice", path, found, re.findall(r"'(\w+)'", facts["expected"]))
    elif kind in _BOUNDS:
        limit = next(iter(facts.values()))
        problems.add(f"expected_{_BOUNDS[kind]}", path, found=shown(found), limit=plain(limit))
    elif kind == "too_short" and facts["min_length"] == 1:
        problems.add("empty_table" if isinstance(found, dict) else "empty_list", path)
    elif kind in ("too_short", "too_long"):
        problems.add("expected_pair", path, found=facts["actual_length"])
    elif kind == "float_type" and path[2:3] == ("set",):
        problems.add("expected_set_value", path, found=shown(found))
    else:
        problems.add(_CODES.get(kind, "not_sound"), path, found=shown(found))


def _of_posts(path: KeyPath) -> bool:
    """Say whether this may stand in a case whose model is not a workbook."""
    return path[0] in CaseFile.model_fields and str(path[-1]) in _keys(path[:-1], CaseFile)


def _keys(path: KeyPath, file: type[BaseModel]) -> Iterator[str]:
    """Give the keys that the table at a path may have."""
    table: Any = file
    for part in path:
        table = _inner(table)
        if get_origin(table) in (dict, list):
            table = get_args(table)[-1]
        else:
            fields = {field.alias or name: field.annotation for name, field in table.model_fields.items()}
            table = fields[str(part)]
    model: type[BaseModel] = _inner(table)
    return (field.alias or name for name, field in model.model_fields.items())


def _inner(annotation: Any) -> Any:
    """Look through Annotated and Optional."""
    while get_origin(annotation) in (Annotated, Union, UnionType):
        annotation = get_args(annotation)[0]
    return annotation
