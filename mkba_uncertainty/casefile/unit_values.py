"""The library of unit values: which lists and price indices there are, what stands in them, and where it came from.

A file in ``distributions/values/`` is one edition of a list, or one price index. Figures are those of its source, digit
for digit; ``SOURCES.csv`` beside the files has each as it was printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from mkba_uncertainty.case import CHOICES, Basis, Estimate, PriceIndex, Role
from mkba_uncertainty.casefile.collecting import Problems
from mkba_uncertainty.casefile.loading import shipped_folder
from mkba_uncertainty.casefile.reading import decode, parse_toml
from mkba_uncertainty.casefile.schema import (
    ClosedTable,
    DistributionTable,
    DocumentTable,
    HyphenatedName,
    PlainText,
    TextTable,
    Year,
    YearName,
)
from mkba_uncertainty.casefile.validation import tables_of
from mkba_uncertainty.errors import CaseError, FamilyError, FormulaError
from mkba_uncertainty.names import nearest
from mkba_uncertainty.store import read_bytes
from mkba_uncertainty.table import Column, Laid, Range, Row, Table
from mkba_uncertainty.texts import LANGUAGES, Text, both
from mkba_uncertainty.texts.currencies import may_be_currency
from mkba_uncertainty.texts.unit_words import unit_words
from mkba_uncertainty.texts.units import money_power, powers
from mkba_uncertainty.units import check_unit

EDITION = re.compile(r"(.+)-\d{4}")
"""How an edition of a list is called: the name of the list, and a year."""


class ListTable(DocumentTable):
    """A list as a document, and what holds for all its values."""

    about: TextTable
    licence: TextTable
    price_level: Year | None = None
    index: HyphenatedName | None = None
    judged_by: TextTable | None = None


class ValueTable(ClosedTable):
    """One value of a list."""

    label: TextTable
    role: Role = "unit_value"
    unit: PlainText
    value: float
    price_level: Year | None = None
    population: TextTable | None = None
    distribution: DistributionTable | None = None
    spread: Literal["published", "judgement"] | None = None
    basis: Basis
    place: PlainText


class ListFile(ClosedTable):
    """One edition of a list of unit values."""

    list: ListTable
    values: dict[HyphenatedName, ValueTable] = Field(min_length=1)


class IndexTable(DocumentTable):
    """A price index as a document."""

    about: TextTable
    licence: TextTable
    currency: PlainText
    place: PlainText


class IndexFile(ClosedTable):
    """One price index: a figure a year."""

    index: IndexTable
    figures: dict[YearName, Annotated[float, Field(gt=0)]] = Field(min_length=2)


@dataclass(frozen=True)
class UnitValue:
    """A value of the library: what it is, and where it stands.

    Parameters
    ----------
    list : str
        The edition that it is of: the name of a file.
    name : str
        What the list calls it.
    table : ValueTable
    of : ListTable
    """

    list: str
    name: str
    table: ValueTable
    of: ListTable

    @property
    def use(self) -> str:
        """What a case writes to take it over."""
        return f"{self.list}:{self.name}"

    @property
    def label(self) -> Text:
        """What readers see."""
        return self.table.label.build()

    @property
    def price_level(self) -> int | None:
        """The year of its prices; None of what is no money, or where nobody says."""
        return (self.table.price_level or self.of.price_level) if money_power(self.table.unit) else None

    def entry(self, role: str | None = None) -> dict[str, Any]:
        """Give what a case takes over, as its file would say it; what is chosen has no distribution."""
        table = self.table
        found = {
            "label": table.label.model_dump(),
            "role": role or table.role,
            "unit": table.unit,
            "value": table.value,
            "price_level": self.price_level,
            "distribution": None if table.distribution is None else table.distribution.table,
            "basis": table.basis,
            "source": {"document": self.list, "place": table.place},
        }
        if found["role"] in CHOICES:
            del found["distribution"]
        return {key: value for key, value in found.items() if value is not None}

    @property
    def words(self) -> str:
        """What a search looks in."""
        whom = self.table.population
        texts = [self.label, unit_words(self.table.unit), *([whom.build()] if whom else [])]
        return " ".join([self.use, self.table.unit, *(text[lang] for text in texts for lang in LANGUAGES)]).casefold()

    @property
    def source(self) -> str:
        """Where it stands."""
        return _source(self.of, self.table.place)


@dataclass(frozen=True)
class Library:
    """All lists and price indices."""

    lists: Mapping[str, ListFile]
    indices: Mapping[str, IndexFile]

    @property
    def values(self) -> Iterator[UnitValue]:
        """All values, list by list."""
        for name, each in self.lists.items():
            yield from (UnitValue(name, value, table, each.list) for value, table in each.values.items())

    def value(self, use: str) -> UnitValue | None:
        """Find a value by what a case writes."""
        of, _, name = use.partition(":")
        if of not in self.lists or name not in self.lists[of].values:
            return None
        return UnitValue(of, name, self.lists[of].values[name], self.lists[of].list)

    def index(self, value: UnitValue) -> PriceIndex | None:
        """Give the price index of a value's list, if that is money and has one."""
        name = value.of.index
        if name is None or not money_power(value.table.unit):
            return None
        figures = self.indices[name].figures
        return PriceIndex(name, {int(year): figure for year, figure in figures.items()})

    def document(self, name: str) -> dict[str, Any]:
        """Give a list or an index as a document of a case."""
        table: DocumentTable = self.lists[name].list if name in self.lists else self.indices[name].index
        return {key: found for key in DocumentTable.model_fields if (found := getattr(table, key)) is not None}


def library() -> Library:
    """Read the lists and indices that are shipped.

    Raises
    ------
    CaseError
        If a file is not sound.
    """
    folder = shipped_folder()
    return read_library(folder / "values") if folder else Library({}, {})


@cache
def read_library(folder: Path) -> Library:
    """Read the lists and indices of a folder.

    Raises
    ------
    CaseError
        If a file is not sound.
    """
    lists: dict[str, ListFile] = {}
    indices: dict[str, IndexFile] = {}
    for file in sorted(folder.glob("*.toml")):
        text = decode(read_bytes(file), str(file))
        data, problems = parse_toml(text, str(file)), Problems(str(file), text)
        if "index" in data:
            index = tables_of(IndexFile, data, problems)
            indices |= {} if index is None else {file.stem: index}
        elif (found := tables_of(ListFile, data, problems)) is not None:
            _check(file.stem, found, problems)
            lists[file.stem] = found
        if problems.found:
            raise CaseError.of(problems.found)
    for name, each in lists.items():
        _check_index(each, indices, str(folder / f"{name}.toml"))
    return Library(lists, indices)


def _check_index(found: ListFile, indices: Mapping[str, IndexFile], file: str) -> None:
    """See that the price index of a list exists, and is of the currency of its values."""
    index = found.list.index
    if index is None:
        return
    if index not in indices:
        raise CaseError("list_index", file=file, key="list.index", found=index)
    currency = indices[index].index.currency
    for key, table in found.values.items():
        if any(word != currency for word in powers(table.unit) if may_be_currency(word)):
            at = f"values.{key}.unit"
            raise CaseError("list_currency", file=file, key=at, found=table.unit, index=index, expected=currency)


def _check(name: str, found: ListFile, problems: Problems) -> None:
    """Note what the shapes of the tables do not tell: editions, units, spreads, and who judged these."""
    if not EDITION.fullmatch(name):
        problems.add("list_edition", ("list",), found=name)
    for key, table in found.values.items():
        path = ("values", key)
        try:
            check_unit(table.unit)
            if table.distribution is not None:
                table.distribution.build(table.value)
        except FormulaError as error:
            problems.adopt(error, (*path, "unit"))
        except FamilyError as error:
            problems.adopt(error, (*path, "distribution"))
        if table.price_level is not None and not money_power(table.unit):
            facts = {"found": table.price_level, "unit": table.unit}
            problems.add("price_level_without_money", (*path, "price_level"), **facts)
        if (table.distribution is None) is not (table.spread is None):
            problems.add("list_spread", (*path, "spread"))
        elif table.spread == "judgement" and found.list.judged_by is None:
            problems.add("list_judged_by", (*path, "spread"))


def spread_of(estimate: Estimate) -> Text | None:
    """Say where the distribution of an estimate comes from, before any data, if that is the one of the library."""
    value = library().value(estimate.use or "")
    if value is None or value.table.distribution is None:
        return None
    if value.table.distribution.build(value.table.value) != estimate.distribution.evidence[0]:
        return None
    judged = value.of.judged_by if value.table.spread == "judgement" else None
    return both("values.spread_published") if judged is None else both("values.spread_judged", by=judged.build())


# --- searching


@dataclass(frozen=True)
class UnitValues(Laid):
    """Values of the library, as :func:`unit_values` finds them.

    Parameters
    ----------
    values : tuple of UnitValue
        Each with ``use``, what a case writes to take it over, and ``table``, what stands in the list.
    words : str
        What was asked for.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> frame = mkba.unit_values("shelter-year").to_frame()
    >>> frame[["name", "value", "price_level"]]
                               name    value  price_level
    0  arnhem-ozo-2014:shelter-year  45000.0         2012
    """

    values: tuple[UnitValue, ...]
    words: str = ""

    @property
    def table(self) -> Table:
        """A row a value."""
        columns: list[Column | Range] = [
            Column("name"),
            Column("within", "values.name", data=False),
            Column("label", "values.label"),
            Column("value", "values.value", "estimate"),
            Range("q0.05", "q0.95", "table.range90", "estimate"),
            Column("q0.05"),
            Column("q0.95"),
            Column("unit"),
            Column("price_level"),
            Column("year", "values.price_level", data=False),
            Column("spread"),
            Column("basis"),
            Column("population"),
            Column("place"),
            Column("source"),
            Column("url"),
        ]
        return Table(columns, [_row(value) for value in self.values])

    def title(self) -> Text:
        """Give the heading."""
        return both("values.title", count=len(self.values)) if self.values else both("values.none", found=self.words)

    def shown(self, *, detail: bool = False) -> list[Table]:
        """Give the table, if anything was found: list by list, with the names within each."""
        rows = [
            row
            for of, values in groupby(self.values, lambda value: value.list)
            for row in (Row({"within": f"{of}:"}, bold=True, data=False), *(_row(one).with_unit for one in values))
        ]
        return [self.table.of(rows)] if rows else []

    def notes(self) -> list[Text]:
        """Say how a case takes a value over, where the lists are from, and which price indices convert their values."""
        if not self.values:
            said = [value.label[lang] for value in library().values for lang in LANGUAGES]
            words = [word.strip(":,()") for label in said for word in label.split()]
            near = nearest(self.words, [*(value.name for value in library().values), *said, *words], cutoff=0.5)
            return [*([both("values.near", found=near)] if near else []), both("values.all")]
        lists = {value.list: value.of for value in self.values}
        indices = {each.index: library().indices[each.index] for each in lists.values() if each.index}
        return [
            both("values.how", found=self.values[0].use),
            *(both("values.list", name=name, source=_source(each)) for name, each in lists.items()),
            *(_span(name, each) for name, each in indices.items()),
        ]

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Give what ``mkba values --json`` shows."""
        indices = {
            name: {"source": _source(each.index, each.index.place), "figures": dict(each.figures)}
            for name, each in library().indices.items()
        }
        lists = {value.list: _said_of(value.of, lang) for value in self.values}
        return {"values": self.table.records(lang), "lists": lists, "indices": indices}


def _row(value: UnitValue) -> Row:
    table, of = value.table, value.of
    family = None if table.distribution is None else table.distribution.build(table.value)
    low, high = (None, None) if family is None else map(float, family.ppf(np.array([0.05, 0.95])))
    cells = {
        "name": value.use,
        "within": value.name,
        "label": value.label,
        "value": table.value,
        "q0.05": low,
        "q0.95": high,
        "unit": table.unit,
        "price_level": value.price_level,
        "year": value.price_level and str(value.price_level),
        "spread": table.spread,
        "basis": table.basis,
        "population": None if table.population is None else table.population.build(),
        "place": table.place,
        "source": value.source,
        "url": of.url,
    }
    return Row(cells, unit=table.unit, depth=1)


def _said_of(found: ListTable, lang: str) -> dict[str, str | None]:
    """Say of a list what holds for all its values."""
    said = {"about": found.about, "licence": found.licence, "judged_by": found.judged_by}
    texts = {key: None if text is None else text.build()[lang] for key, text in said.items()}
    return {"source": _source(found), "url": found.url, **texts}


def _source(document: DocumentTable, *place: str) -> str:
    return ", ".join([f"{document.author} ({document.year})", document.title, *place])


def _span(name: str, found: IndexFile) -> Text:
    facts = {"first": min(found.figures), "last": max(found.figures), "source": _source(found.index)}
    return both("values.index", name=name, **facts)


def unit_values(word: str = "") -> UnitValues:
    """List the unit values of the library, or find some.

    Parameters
    ----------
    word : str
        What to look for: in names, labels in both languages, units and populations, or else in sources; of several
        words all. Without it, all values.

    Returns
    -------
    UnitValues
        ``.to_frame()`` is a table; ``.values[0].use`` is what a case writes to take the first over.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> found = mkba.unit_values("discontovoet 2020 standaard")
    >>> [value.use for value in found.values], found.values[0].table.value
    (['discontovoet-2020:standard'], 0.0225)
    """
    wanted = word.casefold().split()
    every = tuple(library().values)
    found = tuple(one for one in every if all(each in one.words for each in wanted))
    by_source = (one for one in every if all(each in one.source.casefold() for each in wanted))
    return UnitValues(found or tuple(by_source), word)
