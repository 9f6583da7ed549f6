"""The model of a workbook: its own formulas, on arrays of draws."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from mkba_uncertainty.arrays import Value, Values
from mkba_uncertainty.case import Binding, BoundOutcome, Case, Estimate, at_price_level
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.families import Family
from mkba_uncertainty.graph import Graph, Node, is_sound, shown_draw
from mkba_uncertainty.model.nodes import Ratio, WeightedSum
from mkba_uncertainty.model.of_graph import GraphModel, ModelOfCase, published_of
from mkba_uncertainty.model.protocol import Correlation
from mkba_uncertainty.spreadsheet import Address, Calculation, connect, find_cell, read_book, require_number
from mkba_uncertainty.spreadsheet.cone import Outcome, as_numbers
from mkba_uncertainty.spreadsheet.values import one_draw, shown
from mkba_uncertainty.texts import Text, with_per

Labelled = TypeVar("Labelled", Estimate, BoundOutcome)


@dataclass(frozen=True, kw_only=True, repr=False)
class SpreadsheetModel(GraphModel):
    """The model of a workbook.

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
    >>> model = mkba.load_spreadsheet(folder / "model.xlsx", {"B2": mkba.Pert(200, 300, 350)}, {"balance": "B4"})
    >>> model.outcomes, dict(model.points)
    (('balance',), {'B2': 300.0})
    """

    inputs: Mapping[str, Family]
    outcomes: Sequence[str]
    correlation: Correlation = None
    name: str
    graph: Graph = field(repr=False)
    points: Mapping[str, float] = field(repr=False)
    file: str = field(default="", compare=False)

    def results(self, inputs: Values, outcomes: Collection[str]) -> dict[str, Value]:
        """Evaluate outcomes and let go of the cells on the way; these are kept where there is something to refuse."""
        with np.errstate(all="ignore"):
            values = self.graph.results({**self.fixed, **inputs}, outcomes)
        return values if all(is_sound(values[name]).all() for name in outcomes) else self.run(inputs, outcomes)

    def checked(
        self, values: dict[str, Value], outcomes: Collection[str], changed: Collection[str] | None
    ) -> dict[str, Value]:
        """Refuse outcomes that are no numbers on some draw: it shows what they are instead, and the draw."""
        for node in self.graph.path(outcomes, changed):
            if isinstance(node.function, Outcome) and not is_sound(values[node.name]).all():
                self._refuse(node.name, node.function.cell, values)
        return values

    def _refuse(self, outcome: str, cell: str, values: Values) -> None:
        row = int(np.argmin(is_sound(values[outcome])))
        draw = shown_draw({name: values[name] for name in sorted(self.graph.uses[outcome])}, row)
        found = shown(one_draw(values[cell], row))
        raise ModelError("cell_not_a_number", file=self.file, key=outcome, cell=cell, found=found, draw=draw)


@dataclass(frozen=True, kw_only=True, repr=False)
class BindingModel(SpreadsheetModel, ModelOfCase):
    """The model of a case that binds a workbook, under scenarios and a variant of dependence.

    Parameters
    ----------
    inputs, outcomes, correlation, name, graph, points, file
        As for :class:`SpreadsheetModel`.
    case, whole, scenarios, dependence, published
        As for :class:`AnyModel`.
    binding : Binding
        Of the case.
    """

    case: Case
    whole: Case = field(repr=False)
    binding: Binding = field(repr=False)
    scenarios: tuple[str, ...] = ()
    dependence: str = "independent"
    published: Mapping[str, float] = field(default_factory=dict, repr=False)

    def label(self, name: str) -> Text:
        """Give the label of an estimate or outcome."""
        outcomes = self.binding.outcomes
        return outcomes[name].label if name in outcomes else self.case.estimates[name].label

    def unit(self, name: str) -> str | None:
        """Give the unit of an estimate or outcome."""
        outcomes = self.binding.outcomes
        return outcomes[name].unit if name in outcomes else self.case.estimates[name].unit

    @property
    def own_answer(self) -> float | None:
        """The headline as it stands in the workbook, or follows from it; None where that draws numbers itself."""
        if self.binding.within or self.binding.marked == "workbook":
            return None
        if self.binding.outcomes[self.headline].cell is None:
            return self._stored("benefits") - self._stored("costs")
        return self._stored(self.headline)

    def _stored(self, name: str) -> float:
        outcome, calculation = self.binding.outcomes[name], self.binding.calculation
        return float(as_numbers(calculation.cell(find_cell(outcome.cell or "", calculation.book)))) * outcome.multiple


_DERIVED = {
    "net_benefit": Node("net_benefit", ("benefits", "costs"), WeightedSum((("benefits", 1.0), ("costs", -1.0)))),
    "bcr": Node("bcr", ("benefits", "costs"), Ratio("benefits", "costs")),
}
"""What follows where a binding has costs and benefits, and no cell for these."""


def model_of_binding(case: Case, *, scenarios: Sequence[str], dependence: str) -> BindingModel:
    """Turn a case that binds a workbook into a model; as :func:`build_model` does with any case."""
    assert case.binding is not None
    outcomes = case.binding.outcomes
    outcomes = _told_apart(outcomes, {name: outcome.cell for name, outcome in outcomes.items()})
    binding = replace(case.binding, outcomes=outcomes)
    whole, case = case, at_price_level(case)
    case = case.replace(estimates=_told_apart(case.estimates, binding.cells), binding=binding)
    derived = [_DERIVED[name] for name, outcome in binding.outcomes.items() if outcome.cell is None]
    model = BindingModel(
        inputs={name: estimate.distribution for name, estimate in case.estimates.items()},
        outcomes=tuple(binding.outcomes),
        correlation=case.dependence[dependence].correlations,
        name=case.name,
        graph=Graph(binding.graph.inputs, (*binding.graph.nodes, *derived)),
        points={name: estimate.point for name, estimate in case.estimates.items()},
        file=str(binding.calculation.book.path),
        case=case,
        whole=whole,
        binding=binding,
        scenarios=tuple(scenarios),
        dependence=dependence,
    )
    for scenario in scenarios:
        model = model.pinned(case.scenarios[scenario].values).pooled(case.scenarios[scenario].pooled)
    return replace(model, published=published_of(case, model.scenarios))


def _told_apart(entries: Mapping[str, Labelled], cells: Mapping[str, str | None]) -> dict[str, Labelled]:
    """Put the cell beside the label where several have it in common."""
    times = Counter(text for entry in entries.values() for text in {entry.label.nl, entry.label.en})
    return {
        name: replace(entry, label=with_per(entry.label, Text(cell, cell)))
        if (cell := cells[name]) and max(times[entry.label.nl], times[entry.label.en]) > 1
        else entry
        for name, entry in entries.items()
    }


def load_spreadsheet(
    path: str | os.PathLike[str],
    inputs: Mapping[str, Family] | None = None,
    outcomes: Mapping[str, str] | None = None,
    *,
    correlation: Correlation = None,
) -> SpreadsheetModel:
    """Make a model of a workbook: its own formulas, over draws.

    Parameters
    ----------
    path : str or path
        A workbook (.xlsx or .xlsm). It is never written to, its macros are never run, its links never followed.
    inputs : mapping of cell to Family
        The cells that are uncertain, such as ``{"Inputs!C4": mkba.Pert(0.1, 0.3, 0.5)}``, or names of cells.
    outcomes : mapping of name to cell
        Such as ``{"net_benefit": "Summary!B17"}``. The first is the default of every analysis.
    correlation : mapping of (cell, cell) to float, or DataFrame, optional
        Spearman rank correlations between inputs.

    Returns
    -------
    SpreadsheetModel
        A model like any other.

    Raises
    ------
    CaseError
        If the file cannot be read as a workbook.
    InputError
        If there is no such cell, an input is no number, an outcome hangs on no input, or something between them
        cannot be computed; it says which cell and why.

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
    >>> model = mkba.load_spreadsheet(folder / "model.xlsx", {"B2": mkba.Uniform(100, 300)}, {"balance": "B4"})
    >>> round(mkba.confidence(model).probabilities["balance > 0"].value, 2)
    0.5
    """
    calculation = Calculation(read_book(Path(path)))
    cells: dict[Address, str] = {}
    for text in inputs or {}:
        with _about(f"inputs.{text}"):
            cell = find_cell(text, calculation.book)
            require_number(cell, calculation)
            if cell in cells:
                raise InputError("cell_twice", found=str(cell), other=cells[cell])
            cells[cell] = text
    places = {}
    for name, text in (outcomes or {}).items():
        with _about(f"outcomes.{name}"):
            places[name] = find_cell(text, calculation.book)
    return SpreadsheetModel(
        inputs=dict(inputs or {}),
        outcomes=tuple(places),
        correlation=correlation,
        name=Path(path).stem,
        graph=connect(calculation, cells, places),
        points={name: require_number(cell, calculation) for cell, name in cells.items()},
        file=str(path),
    )


@contextmanager
def _about(key: str) -> Iterator[None]:
    """Say of an error which argument it is about."""
    try:
        yield
    except InputError as error:
        raise InputError(error.code, key=key, **error.facts) from None
