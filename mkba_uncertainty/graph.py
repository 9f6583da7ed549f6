"""A calculation as a graph: named nodes, each a function of inputs and earlier nodes.

The graph knows which inputs every node depends on, so that a run in which one input changes evaluates only the
nodes that use it. Node functions are small picklable objects, so that a graph can travel to another process.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mkba_uncertainty.arrays import LARGEST_COMPUTED, Flags, Value, Values
from mkba_uncertainty.errors import ModelError


@dataclass(frozen=True)
class Node:
    """A named step: ``function`` takes the values of all earlier names and gives the value of this one."""

    name: str
    needs: tuple[str, ...]
    function: Callable[[Values], Value]


@dataclass(frozen=True)
class Graph:
    """Nodes in an order in which each needs only inputs and earlier nodes."""

    inputs: tuple[str, ...]
    nodes: tuple[Node, ...]

    @cached_property
    def uses(self) -> dict[str, frozenset[str]]:
        """Give for each name the inputs that its value depends on."""
        uses = {name: frozenset([name]) for name in self.inputs}
        for node in self.nodes:
            uses[node.name] = frozenset().union(*(uses[name] for name in node.needs))
        return uses

    def alike(self, other: Graph, inputs: Collection[str]) -> set[str]:
        """Give the nodes that are the same in another graph, as is all that they are made of, down to these inputs."""
        theirs, found = {node.name: node for node in other.nodes}, set(inputs)
        for node in self.nodes:
            if found.issuperset(node.needs) and theirs.get(node.name) == node:
                found.add(node.name)
        return found.difference(inputs)

    @cached_property
    def _paths(self) -> dict[tuple[frozenset[str], frozenset[str]], tuple[Node, ...]]:
        return {}

    def path(self, wanted: Collection[str], changed: Collection[str] | None = None) -> tuple[Node, ...]:
        """Give the nodes, in order, that the wanted names need; only those that use a changed input, if stated.

        What is changed may be a node too: it has its value, and nobody asks what it is made of.
        """
        known = frozenset(self.inputs if changed is None else changed)
        key = frozenset(wanted), known
        if key not in self._paths:
            needed, path = set(wanted), []
            for node in reversed(self.nodes):
                if node.name in needed and node.name not in known:
                    needed.update(node.needs)
                    if changed is None or not self.uses[node.name].isdisjoint(known):
                        path.append(node)
            self._paths[key] = tuple(reversed(path))
        return self._paths[key]

    def evaluate(self, inputs: Values, wanted: Collection[str]) -> dict[str, Value]:
        """Evaluate what the wanted names need; returns inputs and all nodes on the way."""
        values = dict(inputs)
        for node in self.path(wanted):
            values[node.name] = node.function(values)
        return values

    def results(self, inputs: Values, wanted: Collection[str]) -> dict[str, Value]:
        """Evaluate the wanted names alone: what no later node needs is let go, so that its memory is used again."""
        values = dict(inputs)
        for node, spent in self._spending(wanted):
            values[node.name] = node.function(values)
            for name in spent:
                del values[name]
        return values

    @cached_property
    def _spent(self) -> dict[frozenset[str], list[tuple[Node, list[str]]]]:
        return {}

    def _spending(self, wanted: Collection[str]) -> list[tuple[Node, list[str]]]:
        """Give the path to the wanted names, with each node what it is the last to need."""
        key = frozenset(wanted)
        if key not in self._spent:
            path = self.path(wanted)
            last = {name: node for node in path for name in node.needs if name not in key}
            spent: dict[str, list[str]] = {node.name: [] for node in path}
            for name, node in last.items():
                spent[node.name].append(name)
            self._spent[key] = [(node, spent[node.name]) for node in path]
        return self._spent[key]

    def reevaluate(self, values: Values, changed: Values, wanted: Collection[str]) -> dict[str, Value]:
        """Evaluate again only the nodes that use a changed input; ``values`` is what ``evaluate`` gave.

        ``changed`` may hold new values of nodes too, which are known already.
        """
        renewed = {**values, **changed}
        for node in self.path(wanted, changed):
            renewed[node.name] = node.function(renewed)
        return renewed


def is_sound(value: Value) -> Flags:
    """Say of each number whether it is one, and of a size that can be computed with."""
    sound: Flags = np.abs(np.atleast_1d(value)) <= LARGEST_COMPUTED
    return sound


def require_finite(name: str, value: Value, inputs: Values, *, file: str | None = None) -> None:
    """Refuse NaN, infinity and what comes near, and show the inputs of the first draw that gave it."""
    sound = is_sound(value)
    if sound.all():
        return
    row = int(np.argmin(sound))
    found, draw = float(np.atleast_1d(value)[row]), shown_draw(inputs, row)
    code = "outcome_not_finite" if inputs else "outcome_never_finite"
    raise ModelError(code, file=file or None, key=name, found=found, draw=draw)


def shown_draw(inputs: Values, row: int) -> str:
    """Write out the inputs of one draw; of what uses none there is nothing to write."""
    values = {name: np.atleast_1d(value) for name, value in inputs.items()}
    return ", ".join(f"{name} = {value[row if value.size > 1 else 0]:.6g}" for name, value in values.items())
