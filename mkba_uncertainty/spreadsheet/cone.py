"""What lies between uncertain cells and outcomes, as a graph: a formula is a node, all else is a constant.

The cells are followed from the outcomes back. What no uncertain cell feeds keeps the value that is stored in the
workbook, or is computed once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from mkba_uncertainty.arrays import Value
from mkba_uncertainty.graph import Graph, Node
from mkba_uncertainty.spreadsheet.calculation import Calculation, filled
from mkba_uncertainty.spreadsheet.compiling import compiled
from mkba_uncertainty.spreadsheet.evaluation import Evaluation, Unsupported
from mkba_uncertainty.spreadsheet.functions.registry import VALUE
from mkba_uncertainty.spreadsheet.precedents import blocks_of
from mkba_uncertainty.spreadsheet.tree import Address, Drawn, Reference, Tree, every
from mkba_uncertainty.spreadsheet.values import Area, Cell, Error, Kind, Mixed, as_area, without_blanks

Found = Mapping[str, Cell | Area]


@dataclass(frozen=True, eq=False)
class CellFormula:
    """A node's function: the formula of a cell, on the values of the uncertain cells that it uses.

    Parameters
    ----------
    at : Address
    tree : Tree
    array : bool
        Whether it is an array formula; its value is then the area that it comes to.
    uncertain : mapping of Address to str
        The uncertain cells that it uses, by the names of their nodes.
    constants : Calculation
        All other cells.
    """

    at: Address
    tree: Tree
    array: bool
    uncertain: Mapping[Address, str]
    constants: Calculation
    _places: dict[Reference, tuple[tuple[int, int, str], ...]] = field(default_factory=dict, repr=False)

    def __call__(self, values: Found) -> Cell | Area:
        """Compute the formula."""
        if self.array:
            return as_area(self._evaluation(values).result(self.tree))
        return without_blanks(self._compiled(values))

    def _evaluation(self, values: Found) -> Evaluation:
        return Evaluation(_Drawn(self, values), self.constants.book, self.at, self.array)

    @cached_property
    def _compiled(self) -> Callable[[Found], Cell]:
        return compiled(self.tree, self.uncertain, self.constants, self._otherwise)

    def _otherwise(self, tree: Tree, takes: str) -> Callable[[Found], Any]:
        if takes == VALUE:
            return lambda values: self._evaluation(values).result(tree)
        return lambda values: self._evaluation(values).value(tree, takes)

    def __getstate__(self) -> dict[str, Any]:
        """Travel to another process without what is compiled."""
        return {name: value for name, value in self.__dict__.items() if name != "_compiled"}

    def places(self, block: Reference) -> tuple[tuple[int, int, str], ...]:
        """Give the uncertain cells of a block: row and column within it, and the name of the node."""
        if block not in self._places:
            self._places[block] = tuple(
                (cell.row - block.top, cell.column - block.left, name)
                for cell, name in self.uncertain.items()
                if block.holds(cell)
            )
        return self._places[block]


@dataclass(frozen=True)
class _Drawn:
    """The cells that a formula sees: uncertain ones as drawn, the others as they are."""

    formula: CellFormula
    values: Found

    def cell(self, address: Address) -> Cell:
        name = self.formula.uncertain.get(address)
        return self.formula.constants.cell(address) if name is None else self.values[name]  # type: ignore[return-value]

    def area(self, reference: Reference) -> Area:
        constant = self.formula.constants.area(reference)
        places = self.formula.places(self.formula.constants.used(reference))
        if not places:
            return constant
        drawn = constant.copy()
        for row, column, name in places:
            drawn[row, column] = self.values[name]
        return drawn

    def drawn(self, name: str) -> Cell:
        return self.values[name]  # type: ignore[return-value]


@dataclass(frozen=True)
class Filled:
    """A node's function: what an array formula leaves in one of the cells that it fills."""

    whole: str
    down: int
    right: int

    def __call__(self, values: Found) -> Cell:
        """Pick the cell."""
        return filled(values[self.whole], self.down, self.right)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Outcome:
    """A node's function: a cell as numbers, NaN where it is none; a logical value counts as 1 or 0.

    One in the cell stands for a ``multiple``.
    """

    cell: str
    multiple: float = 1.0

    def __call__(self, values: Found) -> Value:
        """Read the cell."""
        return as_numbers(values[self.cell]) * self.multiple  # type: ignore[arg-type]


def as_numbers(cell: Cell) -> Value:
    """Give a cell as numbers, NaN where it holds a text, an error or nothing."""
    if isinstance(cell, Mixed):
        return np.where((cell.kinds == Kind.NUMBER) | (cell.kinds == Kind.LOGICAL), cell.numbers, np.nan)
    if isinstance(cell, np.ndarray):
        return cell.astype(np.float64)
    is_number = isinstance(cell, float | bool) and not isinstance(cell, Error)
    return float(cell) if is_number else float("nan")  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False)
class Cone:
    """Makes the nodes of the cells that outcomes hang on.

    Parameters
    ----------
    calculation : Calculation
        With the trees in which inputs stand.
    inputs : mapping of Address to str
        Cells that are inputs, by the names of the inputs.
    """

    calculation: Calculation
    inputs: Mapping[Address, str]
    nodes: list[Node] = field(default_factory=list)
    _uncertain: dict[Address, bool] = field(default_factory=dict, repr=False)

    def node_of(self, cell: Address) -> str | None:
        """Give the name of the node that a cell's value comes from; None where no input feeds it.

        Raises
        ------
        Unsupported
            If a cell between it and an input cannot be computed; ``at`` says which.
        """
        if cell in self.inputs:
            return self.inputs[cell]
        if self.calculation.formula_of(cell) is None:
            return None
        self._follow(self.calculation.anchor_of(cell))
        return str(cell) if self._uncertain[self.calculation.anchor_of(cell)] else None

    def graph(self, outcomes: Mapping[str, Address], multiples: Mapping[str, float] | None = None) -> Graph:
        """Give the graph from the inputs to the outcomes that inputs feed; outcomes are nodes by their own names.

        Raises
        ------
        Unsupported
            If a cell in between cannot be computed.
        """
        found = {name: node for name, cell in outcomes.items() if (node := self.node_of(cell)) is not None}
        last = [Node(name, (node,), Outcome(node, (multiples or {}).get(name, 1.0))) for name, node in found.items()]
        made = {node.name for node in self.nodes}
        needed = dict.fromkeys(name for node in [*self.nodes, *last] for name in node.needs if name not in made)
        return Graph(tuple(needed), (*self.nodes, *last))

    def _follow(self, outcome: Address) -> None:
        """Make the nodes of a formula and of all before it, those first."""
        path: dict[Address, Iterator[Address]] = {}
        entering: Address | None = outcome
        while entering is not None or path:
            if entering is not None:
                if entering in path:
                    ring = [str(cell) for cell in list(path)[list(path).index(entering) :]]
                    raise Unsupported("circular", " -> ".join([*ring[:3], *ring[3:][-1:], ring[0]]), entering)
                if entering not in self._uncertain:
                    path[entering] = iter(self._before(entering))
            if not path:
                return
            cell, before = next(reversed(path.items()))
            entering = next((one for one in before if one not in self._uncertain), None)
            if entering is None:
                del path[cell]
                self._uncertain[cell] = self._make(cell)

    def _before(self, cell: Address) -> list[Address]:
        """Give the formulas that a formula uses."""
        return list(
            dict.fromkeys(self.calculation.anchor_of(one) for one in self._used(cell) if one not in self.inputs)
        )

    def _used(self, cell: Address) -> tuple[Address, ...]:
        """Give the cells that a formula uses and that are inputs or have a formula."""
        if cell not in self._precedents:
            blocks = blocks_of(self.calculation, cell)
            self._precedents[cell] = tuple(dict.fromkeys(one for block in blocks for one in block.among(self._in_use)))
        return self._precedents[cell]

    @cached_property
    def _precedents(self) -> dict[Address, tuple[Address, ...]]:
        return {}

    @cached_property
    def _in_use(self) -> dict[Address, None]:
        return dict.fromkeys([*self.inputs, *self.calculation.with_formula])

    def _make(self, cell: Address) -> bool:
        """Make the node of a formula whose precedents are done; False where no input feeds it."""
        names = {one: self._name(one) for one in self._used(cell)}
        uncertain = {one: name for one, name in names.items() if name is not None}
        tree = self.calculation.trees.get(cell)
        within = dict.fromkeys(one.name for one in every(tree) if isinstance(one, Drawn)) if tree else {}
        if not uncertain and not within:
            return False
        formula = self.calculation.book.formulas[cell]
        array = formula.fills is not None
        function = CellFormula(cell, self.calculation.tree(cell), array, uncertain, self.calculation)
        name = f"{cell}#" if array else str(cell)
        self.nodes.append(Node(name, (*dict.fromkeys([*uncertain.values(), *within]),), function))  # type: ignore[arg-type]
        for part in formula.fills.addresses() if formula.fills is not None else ():
            place = Filled(name, part.row - cell.row, part.column - cell.column)
            self.nodes.append(Node(str(part), (name,), place))  # type: ignore[arg-type]
        return True

    def _name(self, cell: Address) -> str | None:
        if cell in self.inputs:
            return self.inputs[cell]
        return str(cell) if self._uncertain[self.calculation.anchor_of(cell)] else None
