"""A case file for a workbook: what its outcomes hang on, named and ranked; the ranges are left to fill in."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mkba_uncertainty.casefile.collecting import printable
from mkba_uncertainty.casefile.saving import in_language
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.spreadsheet import Address, Audit, Calculation, audit, find_cell, read_book
from mkba_uncertainty.spreadsheet.candidates import Candidate, candidates, unit_of
from mkba_uncertainty.spreadsheet.labelling import label_of, slug
from mkba_uncertainty.store import atomic_file, require_new
from mkba_uncertainty.table import Column, Laid, Row, Table
from mkba_uncertainty.texts import LANGUAGES, Text, both
from mkba_uncertainty.texts.currencies import EURO
from mkba_uncertainty.texts.figures import exact, signed_share

SHOWN = 20
"""So many numbers become estimates of the file; the others are listed below them."""

LISTED = 200
"""No more numbers are listed."""


@dataclass(frozen=True)
class Wrapped(Laid):
    """What a workbook's outcomes hang on.

    Parameters
    ----------
    file : Path
        The case file that was written.
    outcomes : mapping of name to Address
    candidates : sequence of Candidate
    audit : Audit
        Whether the workbook computes here what it computed in Excel.
    """

    file: Path
    outcomes: Mapping[str, Address]
    candidates: Sequence[Candidate]
    audit: Audit

    @property
    def table(self) -> Table:
        """A row a number that the outcome hangs on, those that matter most first."""
        return Table(
            [
                Column("label", "wrap.label"),
                Column("cell", "wrap.cell"),
                Column("name", "wrap.name"),
                Column("value", "wrap.value", "number"),
                Column("effect"),
                Column("shown", "wrap.effect", data=False),
            ],
            [
                Row(
                    {
                        "label": one.label,
                        "cell": str(one.cell),
                        "name": one.name,
                        "value": exact(one.value),
                        "effect": one.effect,
                        "shown": Text(*(signed_share(one.effect, lang) for lang in LANGUAGES)),
                    }
                )
                for one in self.candidates
            ],
        )

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give those that stand in the file."""
        return (self.table if detail else self.table.of(self.table.rows[:SHOWN]),)

    def title(self) -> Text:
        """Give the heading."""
        return both("wrap.title", file=self.file.name)

    def lead(self) -> Sequence[Text]:
        """Say whether it computes what Excel did, and what to do next."""
        count = len(self.candidates)
        return [*self.audit.said(), both("wrap.next", count=count, shown=min(count, SHOWN), file=str(self.file))]

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Give what ``--json`` shows."""
        return {
            "file": str(self.file),
            "outcomes": {name: str(cell) for name, cell in self.outcomes.items()},
            "candidates": self.table.records(lang),
            "audit": self.audit.to_dict(),
        }


def wrap(
    workbook: str | os.PathLike[str],
    file: str | os.PathLike[str],
    *,
    outcomes: Iterable[str],
    lang: str = "en",
    currency: str = EURO,
    force: bool = False,
) -> Wrapped:
    """Write a case file for a workbook, which is sound as it is: every number is fixed until it gets a range.

    Parameters
    ----------
    workbook : str or path
        It is read, never written to.
    file : str or path
        Ends in ``.toml``.
    outcomes : iterable of str
        Cells, such as ``"Summary!B17"``, or names of cells; the first is the headline.
    lang : {"nl", "en"}
        Language of the explanations and labels.
    currency : str
        Of amounts.
    force : bool
        Write over a file that exists.

    Returns
    -------
    Wrapped

    Raises
    ------
    CaseError
        If the workbook cannot be read.
    InputError
        If there is no such cell, an outcome hangs on no number, or on one through what cannot be computed; or the file
        exists.
    """
    file, path = Path(file), Path(workbook)
    require_new(file, ".toml", force=force)
    book = read_book(path)
    calculation = Calculation(book)
    places: dict[str, Address] = {}
    for text in outcomes:
        cell = find_cell(text, book)
        label = text if "!" not in text else (label_of(book, cell) or text)
        places[slug(label)] = cell
    if not places:
        raise InputError("no_outcome_marked")
    found = candidates(calculation, places)
    relative = os.path.relpath(path.resolve(), file.resolve().parent).replace(os.sep, "/")
    text = _text(file.name, relative, places, calculation, found, lang, currency)
    atomic_file(file, text.encode())
    return Wrapped(file, places, found, audit(calculation))


def _text(
    file: str,
    workbook: str,
    outcomes: Mapping[str, Address],
    calculation: Calculation,
    found: Sequence[Candidate],
    lang: str,
    currency: str,
) -> str:
    book = calculation.book
    year = datetime.fromtimestamp(book.path.stat().st_mtime, UTC).year
    about = in_language(Path(__file__).with_name("wrapped.toml").read_text("utf-8"), lang, file=printable(file))
    head = f"""{about}
[case]
title = {_quoted(book.path.stem)}
language = "{lang}"
price_level = {year}
currency = "{currency}"

[model]
workbook = {_quoted(workbook)}
sha256 = "{book.sha256}"

[documents.workbook]
title = {_quoted(book.path.name)}
author = "-"
year = {year}
"""
    parts = [head, *(_outcome(name, cell, calculation) for name, cell in outcomes.items())]
    parts += [_estimate(one, currency, lang) for one in found[:SHOWN]]
    if rest := found[SHOWN : SHOWN + LISTED]:
        parts.append("\n".join([in_language(_REST, lang).rstrip(), *(_listed(one) for one in rest)]) + "\n")
    return "\n".join(parts)


_REST = """\
#nl Andere getallen waar de uitkomst van afhangt, met wat 1% meer ervan doet. Maak er een tabel van zoals hierboven.
#en Other numbers that the outcome hangs on, with what 1 % more of each does. Make a table of it like those above."""


def _outcome(name: str, cell: Address, calculation: Calculation) -> str:
    label = label_of(calculation.book, cell) or name
    number_format = calculation.book.number_formats.get(cell, "")
    unit = '\nunit = "ratio"' if name in ("bcr", "ratio") or "%" in number_format else ""
    return f"[outcomes.{name}]\nlabel = {_quoted(label)}\ncell = {_quoted(str(cell))}{unit}\n"


def _estimate(one: Candidate, currency: str, lang: str) -> str:
    about = {"nl": "1% meer verandert de uitkomst", "en": "1 % more changes the outcome by"}[lang]
    return (
        f"[estimates.{one.name}]  # {one.value:.6g}; {about} {one.effect:+.2%}\n"
        f"label = {_quoted(one.label)}\n"
        f"cell = {_quoted(str(one.cell))}\n"
        'role = "expert"\n'
        f"unit = {_quoted(unit_of(one.number_format, one.value, currency))}\n"
        f'# distribution = {{ family = "pert", low = {one.value * 0.8:.6g}, mode = {one.value:.6g}, '
        f"high = {one.value * 1.2:.6g} }}\n"
        'basis = "judgement"\n'
        f'source = {{ document = "workbook", place = {_quoted(str(one.cell))} }}\n'
    )


def _listed(one: Candidate) -> str:
    return f"#   {one.cell}  {' '.join(one.label.split())}  = {one.value:.6g}  ({one.effect:+.2%})"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
