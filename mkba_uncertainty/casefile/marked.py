"""A workbook that says itself what is uncertain, as a case: nobody has to write a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mkba_uncertainty.case import Binding, BoundOutcome, Case, Dependence, Document, Estimate, Source
from mkba_uncertainty.casefile.alternatives import INDEPENDENT
from mkba_uncertainty.casefile.saving import distribution_table
from mkba_uncertainty.errors import CaseError, Caution, InputError
from mkba_uncertainty.spreadsheet import (
    Address,
    Book,
    Calculation,
    Marked,
    Marking,
    connect,
    find_cell,
    label_of,
    mark,
    marked_calculation,
    read_book,
    refuse,
)
from mkba_uncertainty.texts import LANGUAGES, Text, both, say

PLAIN = "1"
"""The unit of a number of which nobody says what it is."""

DOCUMENT = "workbook"
"""The source of what a workbook says itself."""

EXPECTED = "expected"
"""The view of dependence that a workbook says itself."""

NOTHING = Marking({}, {}, {}, {}, {})
"""What a workbook marks whose marks are not asked for."""


def case_of_workbook(path: Path, outcomes: Iterable[str] = ()) -> Case:
    """Make a case of what a workbook marks as uncertain.

    Parameters
    ----------
    path : Path
    outcomes : iterable of str
        Cells or names of cells; by default those that the workbook names as its outcomes.

    Raises
    ------
    CaseError
        If it is no workbook, marks nothing, names no outcomes, or something in between cannot be computed.
    """
    book = read_book(path)
    try:
        marking = mark(Calculation(book))
        places = _outcomes(marking, book, outcomes)
        if not marking.inputs and marking.refused:
            raise next(iter(marking.refused.values()))
        if not marking.inputs:
            raise InputError("workbook_is_case" if _is_case(book) else "nothing_marked")
        if not places:
            raise InputError("no_outcome_marked")
        calculation = marked_calculation(book, marking)
        refuse(marking, calculation, (cell for _, cell in places.values()))
        graph = connect(calculation, {}, {name: cell for name, (_, cell) in places.items()})
    except InputError as error:
        raise CaseError(error.code, file=str(path), key=error.key, **error.facts) from None
    return Case(
        name=path.stem,
        title=Text(path.name, path.name),
        horizon=1,
        price_level=None,
        documents={DOCUMENT: Document(**document_table(book))},
        actors={},
        lines={},
        estimates={name: _estimate(one) for name, one in marking.inputs.items()},
        quantities={},
        posts={},
        scenarios={},
        dependence=_dependence(marking),
        published={},
        claims={},
        binding=Binding(
            workbook=path.name,
            sha256=None,
            cells={name: str(one.cell) for name, one in marking.inputs.items()},
            outcomes={
                name: BoundOutcome(name, Text(label, label), PLAIN, str(cell)) for name, (label, cell) in places.items()
            },
            graph=graph,
            calculation=calculation,
            marked="workbook",
        ),
        file=str(path),
        sha256=book.sha256,
        warnings=_cautions(marking, book),
    )


def _is_case(book: Book) -> bool:
    """Say whether this is a case that was written as a workbook, whose formulas are in its texts."""
    return any(
        {say("workbook.sheet.estimates", lang), say("workbook.sheet.posts", lang)} <= {*book.sheets}
        for lang in LANGUAGES
    )


def _cautions(marking: Marking, book: Book) -> tuple[Caution, ...]:
    """Say that the workbook correlates inputs, which the default leaves out, and that it holds no values."""
    said = [both("warning.marked_correlations", view=EXPECTED)] if marking.correlations else []
    said += [] if book.stored else [both("warning.nothing_stored")]
    return tuple(Caution(one.nl, one.en) for one in said)


def _outcomes(marking: Marking, book: Book, asked: Iterable[str]) -> dict[str, tuple[str, Address]]:
    """Give the outcomes that are asked for, or else those that the workbook names."""
    found = {text: find_cell(text, book) for text in asked if text not in marking.outcomes}
    named = {text: (label_of(book, cell) or text, cell) for text, cell in found.items()}
    return {**named, **marking.outcomes}


def _estimate(one: Marked) -> Estimate:
    return Estimate(
        name=one.name,
        label=Text(one.label, one.label),
        role="assumption",
        unit=PLAIN,
        value=one.point,
        distribution=one.family,
        basis="judgement",
        source=Source(DOCUMENT, str(one.cell)),
        note=Text(one.written, one.written),
    )


def document_table(book: Book) -> dict[str, Any]:
    """Write a workbook as the table of a document in a case file."""
    year = datetime.fromtimestamp(book.path.stat().st_mtime, UTC).year
    return {"title": book.path.name, "author": "-", "year": year}


def estimate_table(one: Marked) -> dict[str, Any]:
    """Write what is marked as the table of an estimate in a case file."""
    return {
        "label": dict.fromkeys(LANGUAGES, one.label),
        "cell": str(one.cell),
        "role": "assumption",
        "unit": PLAIN,
        "value": one.point,
        "distribution": distribution_table(one.family),
        "basis": "judgement",
        "source": {"document": DOCUMENT, "place": str(one.cell)},
        "note": dict.fromkeys(LANGUAGES, f"={one.written}"),
    }


def _dependence(marking: Marking) -> dict[str, Dependence]:
    """Give how the inputs hang together: as the workbook says, and as if they did not."""
    independent = Dependence(INDEPENDENT, both("casefile.independent"))
    if not marking.correlations:
        return {INDEPENDENT: independent}
    expected = Dependence(EXPECTED, both("casefile.as_marked"), marking.correlations)
    return {INDEPENDENT: independent, EXPECTED: expected}
