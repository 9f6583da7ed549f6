"""Formulas and graphs as JavaScript: the text of the translation. Whether it computes the same: tests/browser."""

from __future__ import annotations

import pytest

from mkba_uncertainty.formula import FUNCTIONS, parse
from mkba_uncertainty.graph import Graph, Node
from mkba_uncertainty.model import Annuity, Evaluate, PresentValue, Ratio, WeightedSum
from mkba_uncertainty.report.page import javascript

PLACES = {"x": 0, "y": 1, "constructor": 2, "rate": 3}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("x", "a0[i]"),
        ("2", "2"),
        ("1e17", "1e+17"),
        ("-x", "(-a0[i])"),
        ("-x ** 2", "(-power(a0[i], 2))"),
        ("x ** -y", "power(a0[i], (-a1[i]))"),
        ("x ** 0.5", "Math.sqrt(a0[i])"),
        ("x - (y - 1)", "added(a0[i], -added(a1[i], -1))"),
        ("-x - y + 1", "added((-a0[i]), -a1[i], 1)"),
        ("x / y * 2", "((a0[i] / a1[i]) * 2)"),
        ("min(x, y, 1)", "Math.min(a0[i], a1[i], 1)"),
        ("clip(x, 0, 1)", "clip(a0[i], 0, 1)"),
        ("constructor + 1", "added(a2[i], 1)"),
    ],
)
def test_formulas(formula: str, expected: str) -> None:
    assert javascript.expression(parse(formula).tree, lambda name: f"a{PLACES[name]}[i]") == expected


def test_every_function_of_formulas_has_a_translation() -> None:
    assert javascript.FUNCTIONS.keys() == FUNCTIONS.keys()


def test_constant_parts_are_computed_beforehand_as_python_does() -> None:
    assert javascript.computes(Evaluate(parse("x * (0.1 + 0.2)")), PLACES) == "(a0[i] * 0.30000000000000004)"


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (WeightedSum(()), "0"),
        (WeightedSum((("x", -0.5),)), "0 + (-0.5) * a0[i]"),
        (
            WeightedSum((("x", 1.0), ("y", -1.0), ("rate", -0.5))),
            "settled(0 + a0[i] - a1[i] + (-0.5) * a3[i], "
            "0 + Math.abs(a0[i]) + Math.abs(a1[i]) + 0.5 * Math.abs(a3[i]), 0)",
        ),
        (Annuity("x", "rate", 10), "annuity(a0[i], a3[i], 10)"),
        (Annuity("x", "rate"), "annuity(a0[i], a3[i], Infinity)"),
        (PresentValue("x", 0, "rate"), "a0[i]"),
        (PresentValue("x", 0, "rate", "y"), "a0[i] * a1[i]"),
        (PresentValue("x", 9, "rate", None, 0.055), "a0[i] * power(1.055 / (1 + a3[i]), 9)"),
        (PresentValue("x", 2, "rate", "y"), "a0[i] * a1[i] * power(1 / (1 + a3[i]), 2)"),
        (Ratio("x", "y"), "ratio(a0[i], a1[i])"),
    ],
)
def test_nodes(node: object, expected: str) -> None:
    assert javascript.computes(node, PLACES) == expected  # type: ignore[arg-type]


def test_a_kind_of_node_without_a_translation_is_an_error() -> None:
    with pytest.raises(NotImplementedError, match="function"):
        javascript.computes(lambda values: values["x"], PLACES)


def test_numbers_keep_all_their_digits() -> None:
    assert [javascript.number(value) for value in (0.1, 1.0, -2.5, 1e-17, 258 / 421)] == [
        "0.1", "1", "(-2.5)", "1e-17", "0.6128266033254157",
    ]  # fmt: skip


def test_a_program_holds_slots_and_no_names() -> None:
    graph = Graph(("x", "__proto__"), (Node("constructor", ("x", "__proto__"), Evaluate(parse("x / 2"))),))
    assert javascript.slots(graph) == {"x": 0, "__proto__": 1, "constructor": 2}
    text = javascript.program(graph)
    assert "[2, [0, 1], (v, o, n) => { const a0 = v[0]; for" in text
    assert "constructor" not in text
    assert "__proto__" not in text
