"""The file of a programme in many places: which case, which sites, and what these have in common."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, TypeAdapter

from mkba_uncertainty.arrays import LARGEST_GIVEN, SMALLEST_GIVEN
from mkba_uncertainty.case import Case, Programme, Site, mistakes
from mkba_uncertainty.casefile.collecting import EnoughProblems, Problems, dotted, shown
from mkba_uncertainty.casefile.limits import is_modest
from mkba_uncertainty.casefile.loading import load_case
from mkba_uncertainty.casefile.reading import decode, parse_toml
from mkba_uncertainty.casefile.schema import ClosedTable, PlainText, TextTable, note_of, schema_text
from mkba_uncertainty.casefile.validation import tables_of
from mkba_uncertainty.errors import CaseError, StoreError
from mkba_uncertainty.names import listed, nearest
from mkba_uncertainty.store import read_bytes, read_csv
from mkba_uncertainty.texts import LANGUAGES, Text

SITE, LABEL = "site", "label"
"""The columns of a table of sites that are no estimates."""

SiteName = Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
Place = tuple[str, int | None, str | None]
"""A file, a line and a key in it."""


class PortfolioTable(ClosedTable):
    """What is carried out, and what its sites have in common."""

    title: TextTable | None = None
    case: PlainText
    shared: list[str] = Field(default_factory=list)
    local: list[str] = Field(default_factory=list)
    exchangeable: dict[str, float] = Field(default_factory=dict)
    others: Literal["shared", "local"] = "shared"
    sites: PlainText | None = None


class SiteTable(ClosedTable):
    """A place, and what is known of it."""

    label: TextTable | None = None
    set: dict[str, float] = Field(default_factory=dict)


class PortfolioFile(ClosedTable):
    """A programme in many places."""

    portfolio: PortfolioTable
    sites: dict[SiteName, SiteTable] = Field(default_factory=dict)


def portfolio_schema() -> str:
    """Write the JSON Schema of such a file: the text of ``distributions/portfolio.schema.json``."""
    return schema_text(TypeAdapter(PortfolioFile), "A portfolio of mkba_uncertainty")


def load_programme(path: str | os.PathLike[str]) -> Programme:
    """Read a programme in many places.

    Parameters
    ----------
    path : str or path
        A TOML file with ``[portfolio]``; its case and table of sites count from its folder.

    Returns
    -------
    Programme

    Raises
    ------
    CaseError
        If the file or its case is not sound; it holds all problems, each with file, line and key.
    StoreError
        If the table of sites cannot be read.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "country.toml"
    ...     mkba.new_case(path, example="portfolio")
    ...     list(mkba.load_programme(path).sites)
    ['arnhem', 'sample-city', 'sample-town']
    """
    path = Path(path)
    raw = read_bytes(path)
    text = decode(raw, str(path))
    data = parse_toml(text, str(path))
    if "portfolio" not in data:
        raise CaseError("portfolio_is_case" if "case" in data else "portfolio_is_none", file=str(path))
    problems = Problems(str(path), text)
    try:
        programme = _programme(data, path, problems)
    except EnoughProblems:
        programme = None
    if programme is None or problems.found:
        raise CaseError.of(sorted(problems.found, key=lambda error: (error.file != str(path), error.line or 0)))
    object.__setattr__(programme, "sha256", hashlib.sha256(raw).hexdigest())
    return programme


def _programme(data: dict[str, Any], path: Path, problems: Problems) -> Programme | None:
    file = tables_of(PortfolioFile, data, problems)
    if file is None:
        return None
    asked = file.portfolio
    case = _case(asked.case, path, problems)
    sites = {name: Site(name, table.set, note_of(table.label)) for name, table in file.sites.items()}
    places: dict[tuple[str | int, ...], Place] = {}
    if asked.sites is not None:
        for site, line, columns in _rows(path.parent / asked.sites, problems):
            table = str(path.parent / asked.sites)
            if site.name in sites:
                _add(problems, (table, line, SITE), "portfolio_site_twice", found=shown(site.name))
                continue
            sites[site.name] = site
            places |= {("sites", site.name, "set", name): (table, line, name) for name in columns}
    if case is None or problems.found:
        return None
    given = (asked.shared, asked.local, asked.exchangeable)
    for mistake in mistakes(case, sites, *given, asked.others):
        place = places.get(mistake.path) or (str(path), problems.index.line_of(mistake.path), dotted(mistake.path))
        facts = dict(mistake.facts)
        if mistake.allowed is not None:
            near = nearest(str(mistake.found), mistake.allowed)
            facts |= {"nearest": near, "allowed": listed(mistake.allowed) or "-"}
        _add(problems, place, mistake.code, found=shown(mistake.found), **facts)
    if problems.found:
        return None
    return Programme(case, sites, *given, asked.others, path.stem, note_of(asked.title), str(path))


def _add(problems: Problems, place: Place, code: str, **facts: Any) -> None:
    file, line, key = place
    problems.add_error(CaseError(code, file=file, line=line, key=key, **facts))


def _case(named: str, path: Path, problems: Problems) -> Case | None:
    """Read the case: a file beside the programme, or a shipped one."""
    beside = path.parent / named
    try:
        return load_case(beside if os.path.isfile(beside) else named)
    except CaseError as error:
        if error.code == "unknown_case":
            problems.adopt(error, ("portfolio", "case"))
        for problem in error.problems or ([] if error.code == "unknown_case" else [error]):
            problems.add_error(problem)
        return None


def _rows(path: Path, problems: Problems) -> Iterator[tuple[Site, int, list[str]]]:
    """Give the sites of a CSV table, each with its line and the estimates that it sets."""
    try:
        table = read_csv(path, "portfolio_table_no_csv")
    except StoreError as error:
        said = Text(*(error.text(lang).rstrip(".") for lang in LANGUAGES))
        problems.add("portfolio_table_unreadable", ("portfolio", "sites"), found=said)
        return
    (first, header), *rows = table.rows or [(1, [])]
    header = [SITE if name.lower() == SITE else LABEL if name.lower() == LABEL else name for name in header]
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            _add(problems, (str(path), first, name or None), "portfolio_column_twice", found=shown(name))
            return
    if SITE not in header:
        _add(problems, (str(path), first, None), "portfolio_no_site_column", found=shown(", ".join(header)))
        return
    seen: set[str] = set()
    for line, row in rows:
        if len(row) > len(header):
            _add(problems, (str(path), line, None), "portfolio_long_row", found=len(row), columns=len(header))
            continue
        cells = dict(zip(header, row, strict=False))
        name = cells.pop(SITE, "")
        label = cells.pop(LABEL, "") or None
        if not name or name in seen:
            code = "portfolio_site_twice" if name else "portfolio_no_name"
            _add(problems, (str(path), line, SITE), code, found=shown(name))
            continue
        seen.add(name)
        values = {}
        for column, cell in cells.items():
            number = _number(cell, table.separator) if cell else None
            if cell and number is None:
                _add(problems, (str(path), line, column), "portfolio_cell", found=shown(cell))
            elif number is not None and not is_modest(number):
                limits = {"low": f"{SMALLEST_GIVEN:g}", "high": f"{LARGEST_GIVEN:g}"}
                _add(problems, (str(path), line, column), "number_size", found=shown(cell), **limits)
            elif number is not None:
                values[column] = number
        yield Site(name, values, label and Text(label, label)), line, list(values)


def _number(cell: str, separator: str) -> float | None:
    """Read a number; where columns have another separator than a comma, one with a decimal comma as well.

    There ``1.234`` may be a thousand and some, or one and some: that is no number to rely on.
    """
    if separator != ",":
        if re.fullmatch(r"[+-]?[1-9]\d{0,2}(\.\d{3})+", cell):
            return None
        cell = cell.replace(",", ".", 1) if "." not in cell else cell
    return float(cell) if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", cell) else None
