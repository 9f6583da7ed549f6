"""What stands in the formulas of several cells, such as a rounded input, is computed once: a node of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from mkba_uncertainty.graph import Graph, Node
from mkba_uncertainty.spreadsheet.cone import CellFormula
from mkba_uncertainty.spreadsheet.functions import FUNCTIONS
from mkba_uncertainty.spreadsheet.functions.references import SPECIAL
from mkba_uncertainty.spreadsheet.functions.registry import VALUE
from mkba_uncertainty.spreadsheet.tree import (
    Call,
    Constant,
    Drawn,
    Operation,
    Reference,
    Tree,
    every,
    parts_of,
    rebuilt,
)

FIRST_ALWAYS = ("IF", "IFERROR", "IFNA")
"""Functions that compute their first argument always, the others where they are asked for."""


def shared(graph: Graph) -> Graph:
    """Give a graph in which what several formulas have in common stands before the first of them."""
    formulas = [node.function for node in graph.nodes if isinstance(node.function, CellFormula)]
    times = Counter(part for formula in formulas if not formula.array for part in {*_parts(formula.tree)})
    names: dict[Tree, str] = {}
    nodes: list[Node] = []

    def of_part(formula: CellFormula, part: Tree) -> Tree | None:
        if times[part] < 2 or not all(map(_is_plain, every(part))):  # it may only equal one that is
            return None
        if part not in names:
            needs = _needs(part, formula)
            if not needs:
                return None
            names[part] = f"#{len(names) + 1}"
            nodes.append(Node(names[part], needs, replace(formula, tree=part)))  # type: ignore[arg-type]
        return Drawn(names[part])

    for node in graph.nodes:
        if isinstance(node.function, CellFormula) and not node.function.array:
            formula = node.function
            tree = rebuilt(formula.tree, partial(of_part, formula))
            within = (part.name for part in every(tree) if isinstance(part, Drawn))
            node = Node(node.name, (*dict.fromkeys((*node.needs, *within)),), replace(formula, tree=tree))  # type: ignore[arg-type]
        nodes.append(node)
    return Graph(graph.inputs, tuple(nodes))


def _needs(part: Tree, formula: CellFormula) -> tuple[str, ...]:
    """Give the nodes that a part of a formula uses."""
    cells = (formula.uncertain.get(one.first) for one in every(part) if isinstance(one, Reference))
    drawn = (one.name for one in every(part) if isinstance(one, Drawn))
    return (*dict.fromkeys(name for name in (*cells, *drawn) if name is not None),)


def _parts(tree: Tree) -> Iterator[Tree]:
    """Give the parts of a formula that are computed always, and mean the same in every cell."""
    if isinstance(tree, Operation | Call) and all(map(_is_plain, every(tree))):
        yield tree
    always = parts_of(tree)[:1] if isinstance(tree, Call) and tree.function in FIRST_ALWAYS else parts_of(tree)
    if not isinstance(tree, Call) or tree.function in (*FUNCTIONS, *FIRST_ALWAYS):
        for part in always:
            yield from _parts(part)


def _is_plain(tree: Tree) -> bool:
    """Say whether it is a sign, a function of values, a single cell or a constant; True would pass for 1."""
    match tree:
        case Constant(value=value):
            return isinstance(value, str) or type(value) is float
        case Call(function=name, arguments=arguments):
            known = name in FUNCTIONS and name not in SPECIAL
            return known and all(FUNCTIONS[name].taken(place) == VALUE for place in range(len(arguments)))
    return isinstance(tree, Operation | Drawn) or (isinstance(tree, Reference) and tree.is_cell)
