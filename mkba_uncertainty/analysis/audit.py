"""Whether the workbook of a case computes here what it computed in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkba_uncertainty.case import Case

if TYPE_CHECKING:
    from mkba_uncertainty.spreadsheet import Audit


def audit_of(case: Case) -> Audit | None:
    """Compare every formula with what is stored; None of a case whose model is no workbook."""
    if case.binding is None:
        return None
    from mkba_uncertainty.spreadsheet import Calculation, audit

    return audit(Calculation(case.binding.calculation.book))


def audit_facts(case: Case, found: Audit) -> dict[str, Any]:
    """Give what JSON shows of an audit, with which cells an outcome of the case hangs on."""
    from mkba_uncertainty.spreadsheet import cells_before, find_cell

    assert case.binding is not None
    calculation = case.binding.calculation
    cells = [outcome.cell for outcome in case.binding.outcomes.values() if outcome.cell is not None]
    before = cells_before(calculation, [find_cell(cell, calculation.book) for cell in cells])
    return found.to_dict(lambda cell: calculation.anchor_of(cell) in before)
