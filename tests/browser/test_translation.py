"""Formulas and nodes give the same in JavaScript as in Python, for sound and for odd numbers; so do texts of them."""

from __future__ import annotations

import math
import random
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import FULL, minimal

from mkba_uncertainty.errors import FormulaError
from mkba_uncertainty.formula import Formula, parse
from mkba_uncertainty.graph import Graph, Node
from mkba_uncertainty.model import Annuity, Evaluate, Part, PresentValue, Ratio, StreamValue, WeightedSum, YearTotals
from mkba_uncertainty.report.frame import written_so
from mkba_uncertainty.report.page import PIN, javascript, page_graph
from mkba_uncertainty.texts import CATALOGUE
from mkba_uncertainty.texts.figures import (
    Between,
    Money,
    chance,
    exact,
    figure,
    likelihood,
    number,
    range_text,
    ratio,
    tick_text,
)

ROOMS = files("mkba_uncertainty.report")
COLUMNS = {
    "x": [0.7, 1.0, -1.0, 2.5, -0.2, 1e-300, 1e300, 5e8, math.nan, 0.3, 7.0],
    "y": [1.0, 0.1, 3.0, -2.5, 4.0, 0.5, 1e8, -9.5, 1.0, math.nan, 0.055],
    "years": [0.0, 0.5, 1.0, 2.5, 10.0, 3.0, 12.7, 4.000001, -1.0, 9.999, 0.1],
    "rate": [0.0, 0.055, 0.03, 0.0225, 0.055, -0.5, 0.055, 1.0, 0.055, 0.01, 0.055],
}


def asset(name: str, room: str = "page") -> str:
    return (ROOMS / room / "assets" / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(browser: Any) -> Any:
    page = browser.new_page()
    yield page
    page.close()


def run(page: Any, graph: Graph, columns: dict[str, list[float]]) -> dict[str, np.ndarray]:
    """Compute a graph in the browser."""
    rows = len(next(iter(columns.values())))
    found = page.evaluate(
        f"""([columns, count, rows]) => {{
        {asset("engine.js")}
        const v = columns.map((column) => Float64Array.from(column));
        while (v.length < count) v.push(new Float64Array(rows));
        for (const [slot, , run] of {javascript.program(graph)}) run(v, v[slot], rows);
        return v.map((column) => Array.from(column));
        }}""",
        [[columns[name] for name in graph.inputs], len(javascript.slots(graph)), rows],
    )
    return {name: np.array(found[place]) for name, place in javascript.slots(graph).items()}


def compare(page: Any, nodes: list[Node], columns: dict[str, list[float]] = COLUMNS) -> None:
    graph = Graph(tuple(columns), tuple(nodes))
    found = run(page, graph, columns)
    with np.errstate(all="ignore"):
        values = graph.evaluate(
            {name: np.array(column) for name, column in columns.items()}, [node.name for node in nodes]
        )
    for node in nodes:
        expected = np.broadcast_to(np.asarray(values[node.name]), found[node.name].shape)
        np.testing.assert_allclose(found[node.name], expected, rtol=1e-12, err_msg=repr(node.function))


def any_formula(rng: random.Random, depth: int) -> str:
    """Write some formula."""
    if depth == 0 or rng.random() < 0.15:
        return rng.choice(["x", "y", "years", "rate", "2", "0.5", "3", "1e-3"])
    part = [f"({any_formula(rng, depth - 1)})" for _ in range(3)]
    kind = rng.choice(["binary", "binary", "binary", "unary", "many", "one", "clip"])
    if kind == "binary":
        return f"{part[0]} {rng.choice(['+', '-', '*', '/', '**'])} {part[1]}"
    if kind == "unary":
        return f"-{part[0]}"
    if kind == "many":
        return f"{rng.choice(['min', 'max'])}({', '.join(part)})"
    return f"clip({', '.join(part)})" if kind == "clip" else f"{rng.choice(['exp', 'log', 'sqrt', 'abs'])}({part[0]})"


def sound_formulas(count: int) -> list[Formula]:
    rng, found = random.Random(20), []
    while len(found) < count:
        try:
            found.append(parse(any_formula(rng, rng.choice([1, 2, 3, 4]))))
        except FormulaError:  # a constant part that is no finite number
            continue
    return found


def test_any_formula(page: Any) -> None:
    formulas = sound_formulas(600)
    assert {name for formula in formulas for name in formula.names} == set(COLUMNS)
    compare(page, [Node(f"f{i}", tuple(formula.names), Evaluate(formula)) for i, formula in enumerate(formulas)])


def test_odd_numbers(page: Any) -> None:
    odd = [0.0, -0.0, 1.0, -1.0, 2.5, -2.5, 1e300, -1e300, 1e-300, math.inf, -math.inf, math.nan]
    columns = {"x": [x for x in odd for _ in odd], "y": [y for _ in odd for y in odd]}
    texts = ["x + y", "x - y", "x * y", "x / y", "x ** y", "-x", "exp(x)", "log(x)", "sqrt(x)", "abs(x)", "x ** 0.5"]
    texts += ["x ** 2", "x ** -1", "x ** 3", "2 ** y", "min(x, y)", "max(x, y)", "clip(x, -2, 2)", "clip(0.5, x, y)"]
    nodes = [Node(f"f{i}", tuple(parse(text).names), Evaluate(parse(text))) for i, text in enumerate(texts)]
    compare(page, nodes, columns)


def test_any_node(page: Any) -> None:
    functions = [
        *(Annuity("years", "rate", horizon) for horizon in (None, 1, 4, 10)),
        *(PresentValue("x", year, "rate", None, at) for year in (0, 1, 9) for at in (None, 0.055)),
        *(PresentValue("x", year, "rate", "y", at) for year in (0, 1, 9) for at in (None, 0.055)),
        WeightedSum(()),
        WeightedSum((("x", 1.0), ("years", -1.0), ("y", 0.25), ("rate", -0.1))),
        Ratio("years", "rate"),
        Ratio("x", "y"),
    ]  # fmt: skip
    compare(page, [Node(f"f{i}", tuple(COLUMNS), function) for i, function in enumerate(functions)])


def test_any_stream(page: Any, tmp_path: Path) -> None:
    """All that a timing, a series and rates can say, on draws with uncertain starts, durations and growth."""
    model = minimal(tmp_path, FULL)
    rng = np.random.default_rng(7)
    columns = {name: family.ppf(rng.random(11)).tolist() for name, family in model.inputs.items()}
    nodes = [node for node in model.graph.nodes if not isinstance(node.function, YearTotals)]
    found = run(page, model.graph, columns)
    with np.errstate(all="ignore"):
        values = model.graph.evaluate(
            {name: np.array(column) for name, column in columns.items()}, [node.name for node in nodes]
        )
    assert any(isinstance(node.function, StreamValue) for node in nodes)
    for node in nodes:
        expected = np.broadcast_to(np.asarray(values[node.name]), 11)
        np.testing.assert_allclose(found[node.name], expected, rtol=1e-12, err_msg=node.name)


def test_any_share(page: Any, tmp_path: Path) -> None:
    """Shares of which a reader fixes none, some, or more than there is; NaN is what nobody fixes."""
    graph = page_graph(minimal(tmp_path, FULL))
    names = [node.name for node in graph.nodes if isinstance(node.function, Part)]
    rng = np.random.default_rng(7)
    columns = {name: rng.random(11) for name in graph.inputs}
    for name in (f"{PIN}{share}" for share in names):
        columns[name] = np.where(rng.random(11) < 0.5, np.nan, columns[name])
    found = run(page, graph, {name: column.tolist() for name, column in columns.items()})
    values = graph.evaluate(columns, names)
    assert {"rented", "to_care"} <= set(names)
    for name in names:
        np.testing.assert_allclose(found[name], values[name], rtol=1e-12, err_msg=name)


def amounts(rng: random.Random, count: int) -> list[tuple[float, float, float]]:
    """Give values with their intervals: of every size and sign, many of them on the edge of rounding."""
    found = []
    for _ in range(count):
        size = 10.0 ** rng.uniform(-3, 10)
        value = rng.choice([-1.0, 1.0]) * rng.choice([size, round(size), round(size, -3), round(size * 2) / 2])
        half = rng.choice([0.0, 1.0]) * abs(value) * 10 ** rng.uniform(-6, 0.5)
        value = round(value, 4) if half == 0.0 else value
        found.append((value, value - half, value + half))
    return found


@pytest.mark.parametrize(("lang", "currency"), [("nl", "EUR"), ("en", "EUR"), ("nl", "USD"), ("en", "JPY")])
def test_numbers_are_written_as_python_writes_them(page: Any, lang: str, currency: str) -> None:
    rng = random.Random(7)
    intervals, chances = amounts(rng, 1500), [rng.choice([rng.random(), 10 ** -rng.uniform(0, 6)]) for _ in range(300)]
    chances += [0.0, 1.0, 0.5, 0.005, 0.995, 0.125]
    ticks = [
        (step * place, step) for step in (0.5, 20.0, 250.0, 5e4, 2e5, 5e5, 1e6, 2.5e9) for place in (-3, -1, 0, 1, 4)
    ]
    texts = [[key, *pair] for key, pair in CATALOGUE.items() if key.startswith(("number.", "likelihood."))]
    found = page.evaluate(
        f"""([texts, lang, currency, intervals, chances, ticks]) => {{
        {asset("numbers.js", "frame")}
        const writer = new Writer(texts, lang, currency);
        return [
          intervals.map(([value, low, high]) => [
            writer.amount(value), writer.amount(value, low, high), writer.amount(value, low, high, "million"),
            writer.amount(value, low, high, "thousand"), writer.amount(value, low, high, "euro"),
            writer.number(value), writer.number(value, low, high), writer.ratio(value), writer.ratio(value, low, high),
            writer.range(low, high, "money"), writer.range(low, high, "ratio"),
            writer.range(low, high, "money", "million"),
          ]),
          chances.map((p) => [
            writer.percentage(p), writer.percentage(p, Math.max(0, p - 0.004), Math.min(1, p + 0.004)),
            writer.percentage(p, Math.max(0, p - 0.004), Math.min(1, p + 0.004), true),
            writer.likelihood({{ low: p, high: p }}),
            writer.likelihood({{ low: Math.max(0, p - 0.03), high: Math.min(1, p + 0.03) }}),
          ]),
          ticks.map(([tick, step]) => writer.tick(tick, step, 4 * step)),
        ];
        }}""",
        [texts, lang, written_so(currency), intervals, chances, ticks],
    )  # fmt: skip
    kind = Money(currency)
    for (value, low, high), texts_found in zip(intervals, found[0], strict=True):
        measured = Between(value, low, high)
        assert texts_found == [
            figure(value, kind, lang), figure(measured, kind, lang), figure(measured, kind, lang, unit="million"),
            figure(measured, kind, lang, unit="thousand"), figure(measured, kind, lang, unit="euro"),
            number(value, lang), number(measured, lang), ratio(value, lang), ratio(measured, lang),
            range_text(low, high, lang, kind), range_text(low, high, lang, "ratio"),
            range_text(low, high, lang, kind, unit="million"),
        ], (value, low, high)  # fmt: skip
    for p, texts_found in zip(chances, found[1], strict=True):
        measured, wide = (Between(p, max(0.0, p - around), min(1.0, p + around)) for around in (0.004, 0.03))
        assert texts_found == [
            chance(p, lang), chance(measured, lang), chance(measured, lang, whole=True),
            likelihood(exact(p), lang), likelihood(wide, lang),
        ], p  # fmt: skip
    for (tick, step), text in zip(ticks, found[2], strict=True):
        assert text == tick_text(tick, [step * place for place in range(-4, 5)], lang, kind), (tick, step)
