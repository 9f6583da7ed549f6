"""A case file for a workbook: what its outcomes hang on, named and ranked; the ranges are left to fill in."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill
from typing import Any

from mkba_uncertainty.casefile.marked import DOCUMENT, EXPECTED, NOTHING, PLAIN, document_table, estimate_table
from mkba_uncertainty.casefile.saving import LONG, Tables, once, table_lines
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.spreadsheet import (
    Address,
    Audit,
    Book,
    Calculation,
    Candidate,
    Marking,
    Names,
    audit,
    candidates,
    find_cell,
    holds_mark,
    label_of,
    mark,
    marked_calculation,
    read_book,
    refuse,
)
from mkba_uncertainty.store import atomic_file, require_new
from mkba_uncertainty.table import Column, Laid, Row, Table
from mkba_uncertainty.texts import LANGUAGES, Text, both, say
from mkba_uncertainty.texts.characters import printable
from mkba_uncertainty.texts.currencies import EURO
from mkba_uncertainty.texts.figures import estimate_text, exact, signed_share

SHOWN = 20
"""So many numbers become estimates of the file; the others are listed below them."""

LISTED = 200
"""No more numbers are listed."""

DISCOUNT = r"discount|disconto"
SHARE = r"\b(share|fraction|proportion|probability|percentage|uptake|aandeel|fractie|kans)\b|%"
PRICE = r"\b(costs?|prices?|values?|wages?|salary|tariff|fees?)\b|(kosten|prijs|waarde|loon|salaris|tarief)\b"
EACH = r"\b(of an?|van een)\b|price|wage|salary|tariff|\bfee|prijs|loon|salaris|tarief"
NO_PRICE = r"\b(number|factor|index|ratio|growth|increase|aantal|groei|stijging)\b"
RATIO = r"\bbcr\b|\bratio|verhouding|benefit.?cost|per euro"
SIDES = {"cost": r"\bcosts?\b|kosten\b", "benefit": r"\bbenefits?\b|baten\b"}
BALANCE = r"\bnet\b|balance|saldo|netto"
"""Words of labels, in either language, by which role, unit and side are guessed."""


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

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> from openpyxl import Workbook
    >>> import mkba_uncertainty as mkba
    >>> book, folder = Workbook(), Path(mkdtemp())
    >>> for row in (("Costs", 1000), ("Visitors", 300), ("Price", 5), ("Balance", "=B2*B3-B1")):
    ...     book.active.append(row)
    >>> book.save(folder / "model.xlsx")
    >>> found = mkba.wrap(folder / "model.xlsx", folder / "model.toml", outcomes=["B4"])
    >>> [(one.name, round(one.effect, 3)) for one in found.candidates]
    [('visitors', 0.03), ('price', 0.03), ('costs', -0.02)]
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
                        "shown": _shown_effect(one),
                    }
                )
                for one in self.candidates
            ],
        )

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give those that stand in the file."""
        return (self.table if detail else self.table.of(self.table.rows[: self._shown]),)

    @property
    def _shown(self) -> int:
        """How many stand in the file: years come last, and do not."""
        return min(sum(not one.is_year for one in self.candidates), SHOWN)

    def title(self) -> Text:
        """Give the heading."""
        return both("wrap.title", file=self.file.name)

    def lead(self) -> Sequence[Text]:
        """Say whether it computes what Excel did, and what to do next."""
        count, marked = len(self.candidates), sum(one.mark is not None for one in self.candidates)
        if marked:
            return [*self.audit.said(), both("wrap.marked", count=marked, file=str(self.file))]
        return [*self.audit.said(), both("wrap.next", count=count, shown=self._shown, file=str(self.file))]

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
    marked: bool = False,
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
    marked : bool
        Take over what the workbook itself marks as uncertain, by functions of @RISK or RAND(), and its outcomes.
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

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import mkdtemp
    >>> from openpyxl import Workbook
    >>> import mkba_uncertainty as mkba
    >>> book, folder = Workbook(), Path(mkdtemp())
    >>> for row in (("Costs", 1000), ("Visitors", 300), ("Price", 5), ("Balance", "=B2*B3-B1")):
    ...     book.active.append(row)
    >>> book.save(folder / "model.xlsx")
    >>> found = mkba.wrap(folder / "model.xlsx", folder / "model.toml", outcomes=["B4"])
    >>> mkba.load_case(found.file).estimates["visitors"].point
    300.0
    """
    file, path = Path(file), Path(workbook)
    require_new(file, ".toml", force=force)
    book = read_book(path)
    calculation = Calculation(book)
    marking = mark(calculation) if marked else NOTHING
    if marked and not marking.inputs:
        raise InputError("nothing_marked")
    places = _outcomes(outcomes, marking, book)
    if not places:
        raise InputError("no_outcome_marked")
    cells = {name: cell for name, (_, cell) in places.items()}
    with_marks = marked_calculation(book, marking)
    refuse(marking, with_marks, cells.values())
    found = candidates(with_marks, cells, marking.inputs)
    relative = os.path.relpath(path.resolve(), file.resolve().parent).replace(os.sep, "/")
    text = _text(file.name, relative, places, marking, calculation, found, lang, currency)
    atomic_file(file, text.encode())
    return Wrapped(file, cells, found, audit(calculation))


def _outcomes(asked: Iterable[str], marking: Marking, book: Book) -> dict[str, tuple[str, Address]]:
    """Give the label and cell of each outcome: those that are asked for, then those that the workbook names."""
    names = Names()
    found = {}
    for text in asked:
        cell = find_cell(text, book)
        label = label_of(book, cell) or text
        found[names.unique(label if book.name(text, "") is None else text)] = (label, cell)
    known = {cell for _, cell in found.values()}
    return found | {names.unique(name): one for name, one in marking.outcomes.items() if one[1] not in known}


def _text(
    file: str,
    workbook: str,
    outcomes: Mapping[str, tuple[str, Address]],
    marking: Marking,
    calculation: Calculation,
    found: Sequence[Candidate],
    lang: str,
    currency: str,
) -> str:
    book = calculation.book
    document = document_table(book)
    within = any(not holds_mark(cell, calculation) for cell in marking.trees)
    about = say("wrap.about_marked" if marking.inputs else "wrap.about", lang, file=printable(file), currency=currency)
    head = f"""{_comment(about)}

[case]
title = {_quoted(book.path.stem)}
language = "{lang}"
price_level = {document["year"]}  # {say("wrap.price_level", lang)}
currency = "{currency}"

[model]
workbook = {_quoted(workbook)}
sha256 = "{book.sha256}"
{"marked = true" if within else ""}
"""
    tables: Tables = {"documents": {DOCUMENT: document}}
    parts = [head.rstrip() + "\n", "\n".join(table_lines(tables))]
    parts += [_outcome(name, label, cell, book) for name, (label, cell) in outcomes.items()]
    fixed = [one for one in found if one.mark is None and not one.is_year]
    shown = 0 if marking.inputs else SHOWN
    if marking.inputs:
        parts.append("\n".join(table_lines(once(_marked(marking, calculation, lang)))))
    parts += [_estimate(one, currency, lang) for one in fixed[:shown]]
    if rest := fixed[shown : shown + LISTED]:
        parts.append("\n".join([_comment(say("wrap.rest", lang)), *(_listed(one) for one in rest)]) + "\n")
    if years := [str(one.cell) for one in sorted(found, key=lambda one: one.cell) if one.is_year]:
        parts.append(_comment(say("wrap.years", lang, cells=", ".join(years[:LISTED]))) + "\n")
    return "\n".join(parts)


def _comment(text: str) -> str:
    """Write a text as comment lines."""
    return fill(text, LONG, initial_indent="# ", subsequent_indent="# ", break_long_words=False)


def _marked(marking: Marking, calculation: Calculation, lang: str) -> Tables:
    """Write what is marked: estimates that have a cell of their own, and how all hang together."""
    own = {name: one for name, one in marking.inputs.items() if holds_mark(one.cell, calculation)}
    tables: Tables = {"estimates": {name: estimate_table(one) for name, one in own.items()}}
    if marking.correlations:
        pairs = [{"between": list(pair), "rank": rank} for pair, rank in marking.correlations.items()]
        tables["dependence"] = {EXPECTED: {"label": say("casefile.as_marked", lang), "correlations": pairs}}
    return tables


def _outcome(name: str, label: str, cell: Address, book: Book) -> str:
    number_format = book.number_formats.get(cell, "")
    is_ratio = re.search(RATIO, f"{name} {label}", re.IGNORECASE) is not None or "%" in number_format
    more = '\nunit = "ratio"' if is_ratio else ""
    sides = [side for side, words in SIDES.items() if re.search(words, label, re.IGNORECASE)]
    if len(sides) == 1 and not is_ratio and not re.search(BALANCE, label, re.IGNORECASE):
        more = f'\nside = "{sides[0]}"'
    return f"[outcomes.{name}]\nlabel = {_quoted(label)}\ncell = {_quoted(str(cell))}{more}\n"


def _says(one: Candidate, words: str) -> bool:
    return re.search(words, one.label, re.IGNORECASE) is not None


def _is_norm(one: Candidate) -> bool:
    return one.discounts or (0 <= one.value < 1 and _says(one, DISCOUNT))


def _unit(one: Candidate, currency: str) -> str:
    """Guess the unit of a number by its format and label: a share, money, or a plain number."""
    if 0 <= one.value <= 1 and ("%" in one.number_format or _is_norm(one) or _says(one, SHARE)):
        return "share"
    if re.search(r"[€$£¥]|\[\$|EUR|USD|GBP", one.number_format):
        return currency
    is_price = abs(one.value) > 1 and _says(one, PRICE) and not _says(one, f"{SHARE}|{NO_PRICE}")
    return currency if is_price and "%" not in one.number_format else PLAIN


def _role(one: Candidate, unit: str, currency: str) -> str:
    """Guess the role of a number: a norm, a unit value, or else what the maker of the workbook assumed."""
    if _is_norm(one):
        return "value_choice"
    return "unit_value" if unit == currency and _says(one, rf"{EACH}|\bper\b") else "assumption"


def _shown_effect(one: Candidate) -> Text:
    """Write what more of a number does, and how much more of one that is 0."""
    write = estimate_text if one.of_nothing else signed_share
    found = Text(*(write(one.effect, lang) for lang in LANGUAGES))
    return found if one.value else both("wrap.of_zero", effect=found)


def _effect(one: Candidate) -> str:
    return f"{one.effect:+.4g}" if one.of_nothing else f"{one.effect:+.2%}"


def _range_to_fill_in(value: float, unit: str, lang: str) -> str:
    if value == 0:
        return f'# {say("wrap.range_of_zero", lang)}: {{ family = "pert", low = ..., mode = 0, high = ... }}\n'
    low, high = sorted((value * 0.8, value * 1.2))
    high = min(high, 1.0) if unit == "share" else high
    return f'# distribution = {{ family = "pert", low = {low:.6g}, mode = {value:.6g}, high = {high:.6g} }}\n'


def _estimate(one: Candidate, currency: str, lang: str) -> str:
    unit = _unit(one, currency)
    role = _role(one, unit, currency)
    does = say("wrap.does" if one.value else "wrap.does_of_zero", lang)
    return (
        f"[estimates.{one.name}]  # {one.value:.6g}; {does} {_effect(one)}\n"
        f"label = {_quoted(one.label)}\n"
        f"cell = {_quoted(str(one.cell))}\n"
        f'role = "{role}"\n'
        f"unit = {_quoted(unit)}\n"
        f"{'' if role == 'value_choice' else _range_to_fill_in(one.value, unit, lang)}"
        'basis = "judgement"\n'
        f'source = {{ document = "{DOCUMENT}", place = {_quoted(str(one.cell))} }}\n'
    )


def _listed(one: Candidate) -> str:
    more = "" if one.value else "+0.01: "
    return f"#   {one.cell}  {' '.join(one.label.split())}  = {one.value:.6g}  ({more}{_effect(one)})"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
