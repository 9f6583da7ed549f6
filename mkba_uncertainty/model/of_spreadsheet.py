"""The model of a workbook: its own formulas, on arrays of draws."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from mkba_uncertainty.arrays import Value, Values
from mkba_uncertainty.case import Case
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.families import Family
from mkba_uncertainty.graph import Graph, shown_draw
from mkba_uncertainty.model.of_graph import GraphModel
from mkba_uncertainty.model.protocol import Correlation
from mkba_uncertainty.spreadsheet.cone import Outcome
from mkba_uncertainty.spreadsheet.values import Cell, is_draws, one_draw


@dataclass(frozen=True, kw_only=True, repr=False)
class SpreadsheetModel(GraphModel):
    """The model of a workbook, under scenarios and a variant of dependence where a case binds it.

    Parameters
    ----------
    inputs, outcomes, correlation, name
        As for :class:`AnyModel`.
    graph : Graph
        The cells between inputs and outcomes, and what each depends on.
    points : mapping of name to float
        What stands in the workbook.
    file : str
        The workbook, for messages.
    """

    inputs: Mapping[str, Family]
    outcomes: Sequence[str]
    correlation: Correlation = None
    name: str
    graph: Graph = field(repr=False)
    points: Mapping[str, float] = field(repr=False)
    file: str = ""

    def checked(
        self, values: dict[str, Value], outcomes: Collection[str], changed: Collection[str] | None
    ) -> dict[str, Value]:
        """Refuse outcomes that are no numbers on some draw: it shows what they are instead, and the draw."""
        for node in self.graph.path(outcomes, changed):
            if isinstance(node.function, Outcome) and not np.isfinite(values[node.name]).all():
                self._refuse(node.name, node.function.cell, values)
        return values

    def _refuse(self, outcome: str, cell: str, values: Values) -> None:
        row = int(np.argmin(np.isfinite(np.atleast_1d(values[outcome]))))
        found: Cell = values[cell]
        shown = one_draw(found, row) if is_draws(found) else found
        draw = shown_draw({name: values[name] for name in sorted(self.graph.uses[outcome])}, row)
        facts = {"cell": cell, "found": "-" if shown is None else str(shown), "draw": draw}
        raise ModelError("cell_not_a_number", file=self.file or None, key=outcome, **facts)
