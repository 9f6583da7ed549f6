"""Shares that sum to 1 on the page, where a reader can fix each of them: the others divide what it leaves."""

from __future__ import annotations

from dataclasses import replace

from mkba_uncertainty.graph import Graph, Node
from mkba_uncertainty.model import ModelOfCase, Part

PIN = "pin:"
"""What stands before the name of a share for what it is fixed at; not a number where it is free."""


def page_graph(model: ModelOfCase) -> Graph:
    """Give the graph of a model in which each share has an input of its own as well, for a reader to fix it."""
    members = [name for shares in model.shares.values() for name in shares.concentrations]
    given = (*model.graph.inputs, *(f"{PIN}{name}" for name in members))
    pins = {
        name: tuple(f"{PIN}{each}" for each in shares.concentrations)
        for shares in model.shares.values()
        for name in shares.concentrations
    }
    return Graph(given, tuple(_node(node, pins) if node.name in pins else node for node in model.graph.nodes))


def _node(node: Node, pins: dict[str, tuple[str, ...]]) -> Node:
    assert isinstance(node.function, Part)
    part = replace(node.function, pins=pins[node.name])
    return Node(node.name, part.needs, part)


def free_value(model: ModelOfCase, name: str) -> float | None:
    """Give what a share is fixed at in the model as it was run; None where it is free."""
    return next(shares.fixed.get(name) for shares in model.shares.values() if name in shares.concentrations)
