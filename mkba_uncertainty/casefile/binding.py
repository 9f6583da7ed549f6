"""A case file whose model is a workbook: its estimates and outcomes are cells."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkba_uncertainty.case import DERIVED, Binding, BoundOutcome, Case, Dependence, Document, bound_outcomes
from mkba_uncertainty.casefile.alternatives import make_dependence, make_scenarios
from mkba_uncertainty.casefile.building import currency_of, make_claim, make_remarks
from mkba_uncertainty.casefile.collecting import Problems, plain, shown
from mkba_uncertainty.casefile.estimates import make_estimates
from mkba_uncertainty.casefile.lines import KeyPath
from mkba_uncertainty.casefile.marked import DOCUMENT, EXPECTED, NOTHING, PLAIN, document_table, estimate_table
from mkba_uncertainty.casefile.schema import BindingFile, BoundEstimateTable, DocumentTable, note_of
from mkba_uncertainty.casefile.validation import Draft, validate
from mkba_uncertainty.errors import CaseError, FormulaError, InputError
from mkba_uncertainty.graph import Graph
from mkba_uncertainty.spreadsheet import (
    Address,
    Calculation,
    Marking,
    connect,
    find_cell,
    holds_mark,
    mark,
    marked_calculation,
    read_book,
    refuse,
    require_number,
)
from mkba_uncertainty.texts import both
from mkba_uncertainty.texts.currencies import EURO, currency_names
from mkba_uncertainty.texts.units import counted_in
from mkba_uncertainty.units import UNITS, check_unit

OTHERWISE = 1e-6
"""A balance that differs by more, as a share of what it is the balance of, is another one."""


def build_binding(data: dict[str, Any], path: Path, problems: Problems) -> Case | None:
    """Build the case of a file whose model is a workbook.

    Returns
    -------
    Case or None
        None where the file has not even the tables of a case, or the workbook cannot be read. Where problems were
        noted the case is not sound.
    """
    draft = validate(data, problems)
    if draft is None:
        return None
    file = draft.file
    assert isinstance(file, BindingFile)
    calculation = _workbook(file, path, problems)
    if calculation is None:
        return None
    cells = _cells(file, calculation, problems)
    marking = mark(calculation, cells) if file.model.marked else NOTHING
    _add_marks(marking, file, calculation)
    estimates = make_estimates(draft)
    if not any(estimate.is_uncertain for estimate in estimates.values()):
        problems.warn("nothing_has_a_range", ("estimates",))
    currency = currency_of(draft) or EURO
    outcomes = _outcomes(draft, file, currency)
    graph = None
    if not problems.found:
        alone = {cell: (name, estimates[name].point) for cell, name in cells.items() if holds_mark(cell, calculation)}
        calculation = marked_calculation(calculation.book, marking, alone)
        graph = _graph(outcomes, cells, calculation, marking, problems)
    return Case(
        name=path.stem,
        title=file.case.title.build(),
        description=note_of(file.case.description),
        horizon=1,
        price_level=file.case.price_level,
        documents={key: Document(**table.model_dump()) for key, table in file.documents.items()},
        actors={},
        lines={},
        estimates=estimates,
        quantities={},
        posts={},
        scenarios=make_scenarios(draft, estimates),
        dependence=_with_marked(make_dependence(draft), marking),
        published={name: outcome.published for name, outcome in outcomes.items() if outcome.published is not None},
        claims={key: make_claim(key, table, draft) for key, table in file.claims.items()},
        findings=make_remarks("findings", draft),
        not_valued=make_remarks("not_valued", draft),
        overlaps=make_remarks("overlaps", draft),
        currency=currency,
        per=note_of(file.case.per),
        language=file.case.language,
        binding=None
        if graph is None
        else Binding(
            workbook=file.model.workbook,
            sha256=file.model.sha256,
            cells={name: table.cell for name, table in file.estimates.items()},
            outcomes=outcomes,
            graph=graph,
            calculation=calculation,
            marked="both" if file.model.marked else "binding",
            within=frozenset(marking.inputs),
        ),
    )


def _workbook(file: BindingFile, path: Path, problems: Problems) -> Calculation | None:
    """Read the workbook; its path counts from the folder of the file."""
    found = path.parent / file.model.workbook
    if not os.path.isfile(found):  # nor is one whose name is too long for any file
        problems.add("model_workbook_missing", ("model", "workbook"), found=shown(file.model.workbook))
        return None
    try:
        book = read_book(found)
    except CaseError as error:
        if error.key is None:
            problems.adopt(error, ("model", "workbook"))
        else:  # it says where in the workbook
            problems.add_error(error)
        return None
    if file.model.sha256 not in (None, book.sha256):
        problems.warn("workbook_changed", ("model", "sha256"), found=book.sha256)
    if book.formulas and not book.stored:
        problems.warn("nothing_stored", ("model", "workbook"))
    return Calculation(book)


# Cells


def _cell(text: str, path: KeyPath, calculation: Calculation, problems: Problems) -> Address | None:
    """Find a cell by its address or by a name of the workbook; None where there is none."""
    try:
        cell = find_cell(text, calculation.book)
    except InputError as error:
        problems.adopt(error, path)
        return None
    if cell.sheet in calculation.book.hidden:
        problems.warn("cell_hidden", path, cell=str(cell), sheet=cell.sheet)
    return cell


def _cells(file: BindingFile, calculation: Calculation, problems: Problems) -> dict[Address, str]:
    """Find the cells of the estimates, each a number or a mark and each once.

    What has no value takes that of its number; in the place of a mark comes what the file says.
    """
    cells: dict[Address, str] = {}
    for name, table in file.estimates.items():
        path = ("estimates", name, "cell")
        cell = _cell(table.cell, path, calculation, problems)
        if table.price_level is not None:
            problems.add("cell_price_level", ("estimates", name, "price_level"), found=table.price_level)
        if cell is None:
            _stand_in(name, file)
            continue
        if cell in cells:
            problems.add("cell_twice", path, found=str(cell), other=cells[cell])
        cells[cell] = name
        if holds_mark(cell, calculation):
            continue
        try:
            stored = require_number(cell, calculation)
        except InputError as error:
            problems.adopt(error, path)
            _stand_in(name, file)
            continue
        if table.point is not None:  # instead of what the cell has
            continue
        if table.value is None:
            file.estimates[name] = table.model_copy(update={"value": stored})
        elif not math.isclose(table.value, stored, rel_tol=1e-9):
            problems.warn("cell_other_value", path, cell=str(cell), found=plain(stored), value=plain(table.value))
    return cells


def _with_marked(views: dict[str, Dependence], marking: Marking) -> dict[str, Dependence]:
    """Add the correlations that the workbook marks, where the file has no view of that name."""
    if not marking.correlations or EXPECTED in views:
        return views
    return {**views, EXPECTED: Dependence(EXPECTED, both("casefile.as_marked"), marking.correlations)}


def _stand_in(name: str, file: BindingFile) -> None:
    """Give an estimate whose cell is not sound a value all the same, so that the rest can be checked."""
    table = file.estimates[name]
    if table.value is None and table.distribution is None:
        file.estimates[name] = table.model_copy(update={"value": 0.0})


def _add_marks(marking: Marking, file: BindingFile, calculation: Calculation) -> None:
    """Make estimates of what the workbook marks within its formulas."""
    for name, one in marking.inputs.items():
        file.estimates[name] = BoundEstimateTable.model_validate(estimate_table(one))
    if marking.inputs and DOCUMENT not in file.documents:
        file.documents[DOCUMENT] = DocumentTable.model_validate(document_table(calculation.book))


def _outcomes(draft: Draft, file: BindingFile, currency: str) -> dict[str, BoundOutcome]:
    """Convert the outcomes; before them what follows from costs and benefits."""
    for name, table in file.outcomes.items():
        if table.unit is not None and not _is_unit(table.unit):
            draft.problems.add("outcome_unit", ("outcomes", name, "unit"), found=table.unit, units=", ".join(UNITS))
    named = {
        name: BoundOutcome(
            name=name,
            label=table.label.build(),
            counted=table.unit or currency,
            cell=table.cell,
            side=table.side,
            published=table.published,
            source=None if table.source is None else draft.source(table.source, ("outcomes", name, "source")),
            note=note_of(table.note),
        )
        for name, table in file.outcomes.items()
    }
    labels = {name: both(f"outcome.{name}", **currency_names(currency)) for name in DERIVED}
    units = {"net_benefit": currency, "bcr": "ratio"}
    return {
        name: named[name] if name in named else BoundOutcome(name, labels[name], units[name], None)
        for name in bound_outcomes(named)
    }


def _is_unit(text: str) -> bool:
    try:
        return text in ("ratio", PLAIN) or bool(check_unit(counted_in(text)[1]))
    except FormulaError:
        return False


def _mind_published(
    outcomes: Mapping[str, BoundOutcome], cells: Mapping[str, Address], calculation: Calculation, problems: Problems
) -> None:
    """Mind a published figure that counts in thousands as its cell does, where the answers do not."""
    for name, cell in cells.items():
        published, multiple, value = outcomes[name].published, outcomes[name].multiple, calculation.cell(cell)
        if published is None or multiple == 1 or not isinstance(value, float):
            continue
        if math.isclose(published, value, rel_tol=0.1):
            facts = {"found": plain(published), "value": plain(published * multiple)}
            problems.warn("published_as_counted", ("outcomes", name, "published"), **facts)


def _mind_what_follows(
    outcomes: Mapping[str, BoundOutcome], cells: Mapping[str, Address], calculation: Calculation, problems: Problems
) -> None:
    """Mind a balance or ratio of the workbook that is not that of its costs and benefits."""
    stored = {name: calculation.cell(cell) for name, cell in cells.items()}
    values = {name: outcomes[name].multiple * one for name, one in stored.items() if isinstance(one, float)}
    if not {"costs", "benefits"} <= values.keys():
        return
    costs, benefits = values["costs"], values["benefits"]
    size = abs(costs) + abs(benefits)
    follows = {"net_benefit": (benefits - costs, size)}
    if costs != 0:
        follows["bcr"] = (benefits / costs, size / abs(costs))
    for name, (expected, terms) in follows.items():
        if name in values and abs(values[name] - expected) > OTHERWISE * terms:
            facts = {"found": plain(values[name]), "expected": f"{expected:.12g}"}
            problems.warn(f"{name}_differs", ("outcomes", name, "cell"), cell=str(cells[name]), **facts)


def _graph(
    outcomes: Mapping[str, BoundOutcome],
    cells: Mapping[Address, str],
    calculation: Calculation,
    marking: Marking,
    problems: Problems,
) -> Graph | None:
    """Follow the outcomes back to the estimates."""
    places = {
        name: _cell(outcome.cell, ("outcomes", name, "cell"), calculation, problems)
        for name, outcome in outcomes.items()
        if outcome.cell is not None
    }
    found = {name: cell for name, cell in places.items() if cell is not None}
    if len(found) < len(places):
        return None
    try:
        if marking.refused:
            refuse(marking, calculation, found.values())
        graph = connect(calculation, cells, found, {name: outcomes[name].multiple for name in found})
    except InputError as error:
        problems.adopt(error, ("outcomes", str(error.key), "cell"))
        return None
    _mind_published(outcomes, found, calculation, problems)
    _mind_what_follows(outcomes, found, calculation, problems)
    for cell, name in cells.items():
        if name not in graph.inputs:
            problems.warn("cell_feeds_nothing", ("estimates", name, "cell"), cell=str(cell), found=name)
    return graph
