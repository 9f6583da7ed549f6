"""Formulas as mathematics: read back as a person reads them, they give the same numbers."""

from __future__ import annotations

import math
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import assume, given, strategies as st

import mkba_uncertainty as mkba
from mkba_uncertainty.errors import FormulaError
from mkba_uncertainty.formula import Binary, Call, Formula, Name, Number, Tree, Unary, parse, render
from mkba_uncertainty.report.page import labels_of, mathml
from mkba_uncertainty.texts import Text

VALUES = {"a": 1.7, "b": 0.6, "c": 3.1}
LABELS = {name: Text(f"{name} <nl> & zo", f"{name} <en> & so") for name in VALUES}
OPERATORS = {"\N{MINUS SIGN}": "-", "\N{MULTIPLICATION SIGN}": "*", ";": ",", "\N{FUNCTION APPLICATION}": ""}


def read(element: ElementTree.Element, lang: str) -> str:
    """Write as Python what the eye sees: a superscript belongs to what stands right before it, and so on."""
    inner = [read(child, lang) for child in element]
    text = "".join(element.itertext())
    match element.tag:
        case "mfrac":
            return f"(({inner[0]})/({inner[1]}))"
        case "msup":
            return f"{inner[0]}**({inner[1]})"
        case "msqrt":
            return f"sqrt({''.join(inner)})"
        case "mtext":
            return text.partition(" ")[0]
        case "mn":
            return text.translate(str.maketrans(".,", "_.")) if lang == "nl" else text.replace(",", "_")
        case "mi":
            return {"e": "e", "min": "min", "max": "max", "ln": "log"}[text]
        case "mo" if text == "|":
            return "abs(" if element.get("form") == "prefix" else ")"
        case "mo":
            return OPERATORS.get(text, text)
    return "".join(inner)


def value_of(tree: Tree, lang: str) -> Any:
    element = ElementTree.fromstring(mathml(tree, LABELS, lang))
    assert element.get("lang") == lang
    known = {"e": math.e, "log": math.log, "sqrt": math.sqrt, "min": min, "max": max, "abs": abs, **VALUES}
    return eval(read(element, lang), {"__builtins__": {}}, known)


LEAVES = st.one_of(
    st.sampled_from([Name(name) for name in VALUES]),
    st.sampled_from([Number(value) for value in (0.5, 2.0, 12.0, -3.0, 45000.0, 1234567.25, 2.5e-7, 4e20, -1e-9)]),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Binary, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
        st.builds(Binary, st.just("**"), inner, st.sampled_from([Number(2.0), Number(-1.0), Name("b")])),
        st.builds(Unary, st.just("-"), inner),
        st.builds(
            lambda name, parts: Call(name, tuple(parts)), st.sampled_from(["min", "max"]), st.lists(inner, min_size=2)
        ),
        st.builds(lambda name, part: Call(name, (part,)), st.sampled_from(["exp", "log", "sqrt", "abs"]), inner),
        st.builds(lambda part: Call("clip", (part, Number(0.0), Name("c"))), inner),
    ),
    max_leaves=8,
)


@given(TREES, st.sampled_from(["nl", "en"]))
def test_what_the_eye_reads_is_what_is_computed(tree: Tree, lang: str) -> None:
    try:
        expected = Formula(render(tree)).evaluate(VALUES)
    except (FormulaError, FloatingPointError, RuntimeWarning):
        assume(False)
        raise AssertionError from None
    assume(math.isfinite(expected) and 1e-100 < abs(expected) < 1e100)
    try:
        found = value_of(tree, lang)
    except (OverflowError, ValueError, ZeroDivisionError):
        assume(False)
        raise AssertionError from None
    assume(not isinstance(found, complex))
    assert found == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("formula", "shape"),
    [
        ("a / b", "<mfrac>a b</mfrac>"),
        ("(a + b) / 2", "<mfrac><mrow>a<mrow>+b</mrow></mrow> 2</mfrac>"),
        ("a - (b - c)", "a<mrow>−<mrow>(<mrow>b<mrow>−c</mrow></mrow>)</mrow></mrow>"),
        ("a * b / c", "<mfrac><mrow>a<mrow>×b</mrow></mrow> c</mfrac>"),
        ("a * b * c", "a<mrow>×b</mrow><mrow>×c</mrow>"),
        ("exp(a)", "<msup>e a</msup>"),
    ],
)
def test_the_shape(formula: str, shape: str) -> None:
    element = ElementTree.fromstring(mathml(parse(formula).tree, {name: Text(name, name) for name in VALUES}, "en"))
    assert drawn(element) == f"<math>{shape}</math>"


def drawn(element: ElementTree.Element) -> str:
    """Write an element without attributes, and letters and signs as they are."""
    if element.tag in ("mtext", "mn", "mi", "mo"):
        return "".join(element.itertext())
    between = " " if element.tag in ("mfrac", "msup") else ""
    return f"<{element.tag}>{between.join(drawn(child) for child in element)}</{element.tag}>"


def test_what_a_formula_gives_stands_in_front() -> None:
    element = ElementTree.fromstring(mathml(parse("a + b").tree, LABELS, "nl", gives=Text("Som", "Sum")))
    assert "".join(element.itertext()) == "Som=a <nl> & zo+b <nl> & zo"


def test_labels_are_escaped_and_numbers_follow_the_language() -> None:
    dutch, english = (mathml(parse("1234.5 * a").tree, LABELS, lang) for lang in ("nl", "en"))
    assert "<mn>1.234,5</mn>" in dutch
    assert "<mn>1,234.5</mn>" in english
    assert "<nl>" not in dutch
    assert "a &lt;nl&gt; &amp; zo" in dutch


@pytest.mark.parametrize("name", ["arnhem-ozo", "den-haag-scm"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_formula_of_a_case_in_words(name: str, lang: str) -> None:
    case = mkba.load_case(name)
    labels = labels_of(case)
    formulas = [quantity.formula for quantity in case.quantities.values()]
    formulas += [post.amount for post in case.posts.values()]
    formulas += [post.timing.years for post in case.posts.values() if post.timing.years]
    for formula in formulas:
        element = ElementTree.fromstring(mathml(formula.tree, labels, lang))
        words = {"".join(text.itertext()) for text in element.iter("mtext")}
        assert words == {labels[used][lang] for used in formula.names}
        assert not any("_" in word for word in words)
