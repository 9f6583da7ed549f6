"""A changed input recomputes what uses it, nothing else, and to the last bit."""

from __future__ import annotations

import pickle
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from mkba_uncertainty.arrays import Value, Values
from mkba_uncertainty.casefile import load_case
from mkba_uncertainty.design import Design, sample
from mkba_uncertainty.errors import ModelError
from mkba_uncertainty.graph import Graph, Node, require_finite, shown_draw
from mkba_uncertainty.model import CaseModel, WeightedSum, build_model

CALLS: Counter[str] = Counter()


@dataclass(frozen=True)
class Counted:
    """A node's function that counts its calls."""

    node: Node

    def __call__(self, values: Values) -> Value:
        CALLS[self.node.name] += 1
        return self.node.function(values)


def counted(graph: Graph) -> Graph:
    CALLS.clear()
    return Graph(graph.inputs, tuple(replace(node, function=Counted(node)) for node in graph.nodes))


def add(name: str, *needs: str) -> Node:
    return Node(name, needs, WeightedSum(tuple((need, 1.0) for need in needs)))


def diamond() -> Graph:
    """a, b -> left; b, c -> right; both -> top; c -> alone; nothing -> constant."""
    nodes = (add("left", "a", "b"), add("right", "b", "c"), add("top", "left", "right"), add("alone", "c"))
    return counted(Graph(("a", "b", "c"), (*nodes, add("constant"))))


def test_a_node_that_is_known_is_not_evaluated() -> None:
    graph, inputs = diamond(), {"a": 1.0, "b": 2.0, "c": 4.0}
    values = graph.evaluate(inputs, ["top"])
    CALLS.clear()
    assert graph.reevaluate(values, {"b": 3.0, "left": 5.0}, ["top"])["top"] == 5.0 + 7.0
    assert CALLS == {"right": 1, "top": 1}


def test_alike_is_what_is_made_of_the_same() -> None:
    """``right`` is another function in the other graph, and ``c`` an input with another value."""
    graph = Graph(("a", "b", "c"), (add("left", "a", "b"), add("right", "b"), add("top", "left"), add("all", "right")))
    other = Graph(graph.inputs, tuple(add("right", "a") if node.name == "right" else node for node in graph.nodes))
    assert graph.alike(other, "abc") == {"left", "top"}
    assert graph.alike(graph, "bc") == {"right", "all"}


def test_uses_are_the_inputs_behind_each_name() -> None:
    uses = {name: "".join(sorted(inputs)) for name, inputs in diamond().uses.items()}
    assert uses == {
        **{name: name for name in "abc"},
        "left": "ab",
        "right": "bc",
        "top": "abc",
        "alone": "c",
        "constant": "",
    }


@pytest.mark.parametrize(
    ("wanted", "changed", "path"),
    [
        (["top"], None, ["left", "right", "top"]),
        (["alone"], None, ["alone"]),
        (["alone", "left"], None, ["left", "alone"]),
        (["top"], ["a"], ["left", "top"]),
        (["top"], ["c"], ["right", "top"]),
        (["top", "alone"], ["c"], ["right", "top", "alone"]),
        (["left"], ["c"], []),
        (["constant"], ["a", "b", "c"], []),
        (["constant"], None, ["constant"]),
        (["a"], None, []),
    ],
)
def test_only_what_is_needed_is_called_and_once(wanted: list[str], changed: list[str] | None, path: list[str]) -> None:
    graph = diamond()
    values = graph.evaluate({"a": 1.0, "b": 10.0, "c": 100.0}, ["top", "alone", "constant"])
    assert values["top"] == 121
    CALLS.clear()
    if changed is None:
        graph.evaluate({"a": 1.0, "b": 10.0, "c": 100.0}, wanted)
    else:
        graph.reevaluate(values, dict.fromkeys(changed, 5.0), wanted)
    assert list(CALLS) == path
    assert set(CALLS.values()) <= {1}
    assert [node.name for node in graph.path(wanted, changed)] == path


def test_evaluating_again_changes_neither_the_values_nor_what_is_not_asked() -> None:
    graph = diamond()
    values = graph.evaluate({"a": 1.0, "b": 10.0, "c": 100.0}, ["top", "alone"])
    before = dict(values)
    renewed = graph.reevaluate(values, {"c": 0.0}, ["top"])
    assert values == before
    assert renewed["top"] == 21
    assert renewed["alone"] == 100  # not asked, so still the old one


# --- a whole case


@cache
def arnhem() -> CaseModel:
    return build_model(load_case("arnhem-ozo"))


def drawn(rows: int = 64) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Draw two independent sets of inputs."""
    model, design = arnhem(), Design(rows, 2, 3)
    one, other = (dict(sample(model, design, range(i, i + 1))) for i in (0, 1))
    return one, other  # type: ignore[return-value]


@pytest.mark.parametrize("name", [*arnhem().inputs])
def test_a_changed_input_gives_the_same_bits_as_a_whole_run(name: str) -> None:
    model = arnhem()
    one, other = drawn()
    changed = {name: other.get(name, np.float64(model.fixed.get(name, 0.0) * 0.9 + 0.01))}
    values = model.run(one, model.outcomes)
    again, whole = model.rerun(values, changed, model.outcomes), model.run({**one, **changed}, model.outcomes)
    for outcome in model.outcomes:
        assert_array_equal(again[outcome], whole[outcome], strict=True)


def test_two_changed_inputs_and_back_again() -> None:
    model = arnhem()
    one, other = drawn()
    values = model.run(one, model.outcomes)
    names = model.uncertain[:2]
    changed = model.rerun(values, {name: other[name] for name in names}, model.outcomes)
    back = model.rerun(changed, {name: one[name] for name in names}, model.outcomes)
    for outcome in model.outcomes:
        assert_array_equal(back[outcome], values[outcome])


@pytest.mark.parametrize("name", ["recidivism", "jobs", "personnel_cost", "discount_rate", "nuisance_share"])
def test_a_changed_input_calls_the_nodes_that_use_it_once(name: str) -> None:
    model = replace(arnhem(), graph=counted(arnhem().graph))
    one, other = drawn()
    values = model.run(one, ["net_benefit"])
    on_the_way = set(CALLS)
    assert set(CALLS.values()) == {1}
    CALLS.clear()
    model.rerun(values, {name: other.get(name, 0.04)}, ["net_benefit"])
    assert set(CALLS) == {node for node in on_the_way if name in model.graph.uses[node]}
    assert set(CALLS.values()) == {1}
    assert 0 < len(CALLS) < len(on_the_way)


def test_asking_for_one_post_evaluates_that_post() -> None:
    model = replace(arnhem(), graph=counted(arnhem().graph))
    outcome = next(name for name in model.outcomes if name.startswith("post:"))
    model.run(drawn()[0], [outcome])
    assert outcome in CALLS
    assert not any(name.startswith(("line:", "actor:", "year:", "flow:")) for name in CALLS)


def test_a_graph_travels() -> None:
    graph = pickle.loads(pickle.dumps(arnhem().graph))
    one, _ = drawn()
    inputs = {**arnhem().fixed, **one}
    assert_array_equal(
        graph.evaluate(inputs, ["net_benefit"])["net_benefit"],
        arnhem().graph.evaluate(inputs, ["net_benefit"])["net_benefit"],
    )


# --- values that are no numbers


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_the_first_draw_that_is_no_number_is_shown(bad: float) -> None:
    value = np.array([1.0, 2.0, bad, bad])
    with pytest.raises(ModelError) as caught:
        require_finite("y", value, {"a": np.arange(4) / 7, "fixed": 0.25, "one": np.array([3.0])})
    assert caught.value.key == "y"
    assert caught.value.facts["draw"] == "a = 0.285714, fixed = 0.25, one = 3"
    for lang in ("nl", "en"):
        assert str(bad) in caught.value.message(lang)
        assert "a = 0.285714" in caught.value.message(lang)


def test_a_single_value_that_is_no_number() -> None:
    with pytest.raises(ModelError, match="a = 1"):
        require_finite("y", np.nan, {"a": np.array([1.0, 2.0])})


def test_numbers_whose_fourth_power_is_a_number_pass() -> None:
    require_finite("y", np.array([1e70, 1e70, -1e70]), {})
    require_finite("y", 1e70, {})
    with pytest.raises(ModelError, match=r"the result is -1e\+75 at the draw a = 2"):
        require_finite("y", np.array([1e70, -1e75]), {"a": np.array([1.0, 2.0])})
    require_finite("y", np.array([]), {})


def test_a_draw_without_inputs() -> None:
    assert shown_draw({}, 0) == ""
