"""Which sheets a case has as a workbook, and what stands in their columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from mkba_uncertainty.case import Basis, Beyond, Measure, PostKind, Role, Side
from mkba_uncertainty.casefile.saving import Tables
from mkba_uncertainty.families import FAMILIES, is_relative
from mkba_uncertainty.families.catalogue import parameter_sets
from mkba_uncertainty.texts import LANGUAGES, say

CellKind = Literal["text", "long", "number", "whole", "formula", "list"]

MORE = "more"
"""The column for what has no column of its own, in the words of a case file."""

OWN = "_"
"""A sheet whose name begins so is the user's own, and is not read."""

ELSEWHERE = {
    "case": ("price_index",),
    "estimates": ("experts",),
    "scenarios": ("set",),
    "dependence": ("correlations",),
    "variants": ("set", "quantities", "posts"),
    "alternatives": ("set", "published"),
    "series": ("values",),
}
"""What of the entries of a sheet stands on another one."""

ROWS = "*"
"""In the path of a sheet: from here on every row is one of a list of entries, rather than a single value."""

SHARE, PARAMETER = "actors.", "distribution."
"""How the keys of columns begin of which there is one for each actor, or for each parameter of a distribution."""


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Parameters
    ----------
    key : str
        The dotted key within an entry of the case file.
    kind : str
    choices : tuple of str
        The only answers that there are, if any.
    refers : str
        The sheet whose names are the only answers, if any.
    """

    key: str
    kind: CellKind = "text"
    choices: tuple[str, ...] = ()
    refers: str = ""

    @property
    def is_number(self) -> bool:
        """Whether numbers stand in it."""
        return self.kind in ("number", "whole")

    def name_meant(self, text: str) -> str:
        """Give a name without blanks around it, a choice also without the capital that Excel likes to give it."""
        name = text.strip()
        return next((choice for choice in self.choices if choice.casefold() == name.casefold()), name)

    def header(self, lang: str) -> str:
        """Say what stands on top of the column."""
        if self.key.startswith(SHARE):
            return say("workbook.column.share", lang, actor=self.key.removeprefix(SHARE))
        if self.key.startswith(PARAMETER) and self.key != "distribution.family":
            return self.key.removeprefix(PARAMETER)
        return say(f"workbook.column.{self.key}", lang)


@dataclass(frozen=True)
class Sheet:
    """A sheet: a table of entries, one a row, or of single values (``path``).

    Parameters
    ----------
    name : str
        Names the sheet; its title is in the catalogue.
    columns : tuple of Column
    path : tuple of str, optional
        For a sheet of single values, the path to each in the case file: words, and ``{key}`` for what stands in the
        column of that key. The value stands in the last column; with ``*`` at the end each row is an entry in a list.
    upright : bool
        One entry, with a row for each of its keys.
    """

    name: str
    columns: tuple[Column, ...]
    path: tuple[str, ...] = ()
    upright: bool = False

    def title(self, lang: str) -> str:
        """Say what the sheet is called."""
        return say(f"workbook.sheet.{self.name}", lang)

    def headers(self) -> list[str]:
        """Give the headings that the sheet may have, in both languages."""
        columns = (*self.columns, *_parameters(self))
        return list(dict.fromkeys(column.header(lang) for column in columns for lang in LANGUAGES))

    def column(self, header: str) -> Column | None:
        """Find the column of a heading, in either language."""
        wanted = header.strip().casefold()
        for lang in LANGUAGES:
            share = say("workbook.column.share", lang, actor="")
            if self.name == "posts" and wanted.startswith(share):
                return Column(f"{SHARE}{header.strip()[len(share) :].strip()}", "number")
        columns = (*self.columns, *_parameters(self))
        return next((column for column in columns for lang in LANGUAGES if column.header(lang) == wanted), None)


def _parameters(sheet: Sheet) -> tuple[Column, ...]:
    """Give a column for each parameter that a distribution can have; a case uses but a few."""
    if sheet.name != "estimates":
        return ()
    return tuple(Column(f"{PARAMETER}{name}", "number") for name in all_parameters())


def _both(key: str, kind: CellKind = "long") -> tuple[Column, Column]:
    return Column(f"{key}.nl", kind), Column(f"{key}.en", kind)


_NAME = Column("id")
_LABEL, _NOTE, _TEXT = _both("label", "text"), _both("note"), _both("text")
_SOURCE = (Column("source.document", refers="documents"), Column("source.place"))
_MORE = Column(MORE, "long")
_SIDE, _BASIS = Column("side", choices=get_args(Side)), Column("basis", choices=get_args(Basis))
_VALUE = Column("value", "number")

REMARKS = ("findings", "not_valued", "overlaps")
"""The tables that share the sheet of remarks, where ``kind`` tells which."""

USUAL_PARAMETERS = ("low", "mode", "high", "alpha", "beta", "mu", "sigma", "shape", "scale")
"""Parameters of distributions that get a column whether the case uses them or not."""

_FAMILY = Column("distribution.family", choices=tuple(FAMILIES))
_ESTIMATE = (
    _NAME,
    *_LABEL,
    Column("role", choices=get_args(Role)),
    Column("unit"),
    _VALUE,
    _FAMILY,
)
_ESTIMATE_END = (
    _BASIS,
    *_SOURCE,
    Column("price_level", "whole"),
    Column("use"),
    Column("tags", "list"),
    *_NOTE,
    _MORE,
)
_SERIES = (
    _NAME,
    *_LABEL,
    Column("unit"),
    Column("beyond", choices=get_args(Beyond)),
    _BASIS,
    *_SOURCE,
    Column("price_level", "whole"),
    *_NOTE,
    _MORE,
)
_POST = (
    _NAME,
    *_LABEL,
    _SIDE,
    Column("kind", choices=get_args(PostKind)),
    Column("line", refers="lines"),
    Column("amount", "formula"),
    Column("timing.year", "formula"),
    Column("timing.years", "formula"),
    Column("timing.until", "formula"),
    Column("timing.growth", "formula"),
    Column("timing.decline", "formula"),
    Column("timing.ramp", "formula"),
    Column("timing.every", "whole"),
    Column("timing.cohorts", refers="series"),
    Column("timing.present_value_at", "number"),
)
_POST_END = (_BASIS, *_NOTE, _MORE)


def sheets(actors: tuple[str, ...] = (), parameters: tuple[str, ...] = ()) -> dict[str, Sheet]:
    """Give all sheets by name, in their order; some columns depend on the actors and distributions of the case."""
    shares = tuple(Column(f"{SHARE}{actor}", "number") for actor in actors)
    given = tuple(Column(f"{PARAMETER}{name}", "number") for name in parameters)
    found = (
        Sheet(
            "case",
            (
                *_both("title"),
                *_both("description"),
                Column("horizon", "whole"),
                Column("price_level", "whole"),
                Column("first_year", "whole"),
                Column("discounting"),
                _MORE,
            ),
            upright=True,
        ),
        Sheet("estimates", (*_ESTIMATE, *given, *_ESTIMATE_END)),
        Sheet(
            "experts",
            (
                Column("estimate", refers="estimates"),
                *_LABEL,
                Column("answer", "number"),
                Column("weight", "number"),
                Column("reason"),
                _MORE,
            ),
            path=("estimates", "{estimate}", "experts", ROWS),
        ),
        Sheet("quantities", (_NAME, Column("formula", "formula"), Column("unit"), *_LABEL, _MORE)),
        Sheet("shares", (_NAME, *_LABEL, _BASIS, *_SOURCE, Column("tags", "list"), *_NOTE, _MORE)),
        Sheet("series", _SERIES),
        Sheet(
            "series_values",
            (Column("series", refers="series"), Column("year"), _VALUE),
            path=("series", "{series}", "values", "{year}"),
        ),
        Sheet("posts", (*_POST, *shares, *_POST_END)),
        Sheet("actors", (_NAME, *_LABEL, Column("parent", refers="actors"), _MORE)),
        Sheet(
            "lines",
            (_NAME, *_LABEL, _SIDE, Column("published", "number"), Column("parent", refers="lines"), *_SOURCE, _MORE),
        ),
        Sheet("published", (Column("outcome"), _VALUE), path=("published", "{outcome}")),
        Sheet("scenarios", (_NAME, *_LABEL, *_NOTE, _MORE)),
        Sheet(
            "scenario_values",
            (
                Column("scenario", refers="scenarios"),
                Column("estimate", refers="estimates"),
                Column("value", "formula"),
            ),
            path=("scenarios", "{scenario}", "set", "{estimate}"),
        ),
        Sheet("dependence", (_NAME, *_LABEL, *_NOTE, _MORE)),
        Sheet(
            "correlations",
            (
                Column("dependence", refers="dependence"),
                Column("one", refers="estimates"),
                Column("other", refers="estimates"),
                Column("rank", "number"),
            ),
            path=("dependence", "{dependence}", "correlations", "{one}", "{other}"),
        ),
        Sheet("variants", (_NAME, *_LABEL, *_NOTE, _MORE)),
        Sheet(
            "variant_changes",
            (
                Column("variant", refers="variants"),
                Column("what", choices=("set", "quantities", "posts")),
                Column("changed"),
                Column("by", "formula"),
            ),
            path=("variants", "{variant}", "{what}", "{changed}"),
        ),
        Sheet(
            "alternatives",
            (
                _NAME,
                *_LABEL,
                Column("posts", "list"),
                Column("without", "list"),
                Column("variants", "list"),
                *_SOURCE,
                *_NOTE,
                _MORE,
            ),
        ),
        Sheet(
            "alternative_values",
            (
                Column("alternative", refers="alternatives"),
                Column("what", choices=("set", "published")),
                Column("changed"),
                _VALUE,
            ),
            path=("alternatives", "{alternative}", "{what}", "{changed}"),
        ),
        Sheet(
            "claims",
            (
                _NAME,
                *_LABEL,
                *_SOURCE,
                Column("published", "number"),
                Column("measure", choices=get_args(Measure)),
                Column("outcome"),
                Column("scenario", refers="scenarios"),
                Column("alternative", refers="alternatives"),
                Column("variant", refers="variants"),
                Column("tolerance", "number"),
                *_NOTE,
                _MORE,
            ),
        ),
        Sheet("remarks", (_NAME, Column("remark", choices=REMARKS), *_TEXT, *_SOURCE, Column("posts", "list"), _MORE)),
        Sheet("documents", (_NAME, Column("title"), Column("author"), Column("year", "whole"), Column("url"), _MORE)),
        Sheet("discounting", (_MORE,), upright=True),
        Sheet("price_index", (Column("year"), Column("index", "number")), path=("case", "price_index", "{year}")),
    )
    return {sheet.name: sheet for sheet in found}


def sheets_of(tables: Tables) -> dict[str, Sheet]:
    """Give the sheets for the tables of a case."""
    distributions = [estimate.get("distribution", {}) for estimate in tables["estimates"].values()]
    given = [entry for found in distributions for entry in found.items()]
    used = {name for name, value in given if isinstance(value, int | float) or is_relative(value)}
    parameters = [*USUAL_PARAMETERS, *(name for name in all_parameters() if name in used)]
    summed = {actor.get("parent") for actor in tables["actors"].values()}
    payers = tuple(actor for actor in tables["actors"] if actor not in summed)
    return sheets(payers, tuple(dict.fromkeys(parameters)))


@cache
def all_parameters() -> tuple[str, ...]:
    """Give the names of all parameters that distributions can have."""
    names = (
        name for family in FAMILIES for given in parameter_sets(family) for name in (*given.required, *given.optional)
    )
    return tuple(dict.fromkeys(names))
