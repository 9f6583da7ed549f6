"""A graph as JavaScript: one function a node, made from the same objects that compute it in Python.

Every value has a numbered place (a slot), so that a name of a case never becomes a name of JavaScript. What a node
computes is one expression on a draw ``i``; the function that holds it runs over all draws:
``(v, o, n) => { const a3 = v[3], a7 = v[7]; for (let i = 0; i < n; i++) o[i] = a3[i] * a7[i]; }``. The few helpers that
expressions call (``power``, ``settled``, ``added``, ``annuity``, ``ratio``, ...) stand in ``assets/engine.js``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from mkba_uncertainty.arrays import Value, Values
from mkba_uncertainty.case import AGE, YEAR
from mkba_uncertainty.formula import Binary, Call, Name, Number, Tree, Unary, fold, terms
from mkba_uncertainty.graph import Graph, Node
from mkba_uncertainty.model import (
    Annuity,
    Discount,
    End,
    Evaluate,
    Part,
    PresentValue,
    ProfileValue,
    Ratio,
    Schedule,
    Stream,
    StreamValue,
    WeightedSum,
    YearlyAmount,
    YearOf,
    YearTotals,
)

Slots = Mapping[str, int]
Words = Callable[[str], str]
"""Gives what stands for a name: the number of this draw in its column."""

FUNCTIONS: Mapping[str, str] = {
    "min": "Math.min({})",
    "max": "Math.max({})",
    "exp": "Math.exp({})",
    "log": "Math.log({})",
    "sqrt": "Math.sqrt({})",
    "abs": "Math.abs({})",
    "clip": "clip({})",
}
"""What JavaScript has for each function of a formula; ``{}`` is where the arguments go."""


def slots(graph: Graph) -> dict[str, int]:
    """Give every input and node of a graph its place: inputs first, nodes in the order in which they are computed."""
    return {name: place for place, name in enumerate([*graph.inputs, *(node.name for node in graph.nodes)])}


def program(graph: Graph) -> str:
    """Translate a graph.

    Returns
    -------
    str
        An array with ``[slot, [slots it needs], function]`` for every node, in the order in which they are computed.
        Within it stand the streams of posts, as functions of the columns, a draw and a year.
    """
    places = slots(graph)
    totals = {node.name: node for node in graph.nodes if isinstance(node.function, YearTotals)}
    streams = {id(stream): stream for node in totals.values() for stream, _ in _streams(node)}
    flows = "".join(
        f"(v, i) => (year) => {_flow(stream, lambda name: f'v[{places[name]}][i]')},\n" for stream in streams.values()
    )
    nodes = "".join(f"{_node(node, places, totals, list(streams))},\n" for node in graph.nodes)
    return f"(() => {{\nconst flows = [\n{flows}];\nreturn [\n{nodes}];\n}})()"


def _streams(node: Node) -> tuple[tuple[Stream, float], ...]:
    assert isinstance(node.function, YearTotals)
    return node.function.streams


def _node(node: Node, places: Slots, totals: Mapping[str, Node], streams: Sequence[int]) -> str:
    """Translate a node; the totals of all years are no column, so one year of them is computed when it is asked."""
    if isinstance(node.function, YearTotals):
        return f"[{places[node.name]}, [], () => {{}}]"
    if isinstance(node.function, YearOf):
        of_all = totals[node.function.totals]
        terms = json.dumps([[streams.index(id(stream)), weight] for stream, weight in _streams(of_all)])
        needs, computed = of_all.needs, f"yearTotal(flows, {terms}, v, i, {node.function.year})"
    else:
        needs, computed = node.needs, computes(node.function, places)
    used = sorted({places[name] for name in needs})
    columns = ", ".join(f"a{place} = v[{place}]" for place in used if f"a{place}[i]" in computed)
    declared = f"const {columns}; " if columns else ""
    loop = f"for (let i = 0; i < n; i++) o[i] = {computed};"
    return f"[{places[node.name]}, {used}, (v, o, n) => {{ {declared}{loop} }}]"


def computes(function: Callable[[Values], Value], places: Slots) -> str:
    """Translate what a node computes to an expression on draw ``i``.

    Raises
    ------
    NotImplementedError
        For a kind of node that has no translation.
    """

    def column(name: str) -> str:
        return f"a{places[name]}[i]"

    match function:
        case Evaluate(formula=formula):
            return expression(fold(formula.tree), column)
        case WeightedSum(terms=terms):
            total = "0" + "".join(_term(weight, column(name)) for name, weight in terms)
            size = "".join(_term(abs(weight), f"Math.abs({column(name)})") for name, weight in terms)
            return f"settled({total}, 0{size}, 0)" if len(terms) > 1 else total
        case Annuity(years=years, rate=rate, horizon=horizon):
            limit = "Infinity" if horizon is None else str(horizon)
            return f"annuity({column(years)}, {column(rate)}, {limit})"
        case PresentValue(amount=amount, year=year, rate=rate, annuity=factor, present_value_at=at):
            value = column(amount) + (f" * {column(factor)}" if factor is not None else "")
            growth = number(1.0 if at is None else 1.0 + at)
            return value if year == 0 else f"{value} * power({growth} / (1 + {column(rate)}), {year})"
        case End(start=start, years=years):
            return f"endOf({column(start)}, {column(years)})"
        case ProfileValue(schedule=schedule, discount=discount):
            factors = _factors(discount, schedule.horizon, column)
            return f"discounted((year) => flow({_shape(schedule, column)}, () => 1, year), {factors})"
        case StreamValue(stream=stream, discount=discount):
            factors = _factors(discount, stream.schedule.horizon, column)
            return f"discounted((year) => {_flow(stream, column)}, {factors})"
        case Part(breaks=breaks, pins=pins, place=place):
            fixed = ("NaN" if pin is None else column(pin) if isinstance(pin, str) else number(pin) for pin in pins)
            return f"part([{', '.join([*map(column, breaks), '1'])}], [{', '.join(fixed)}], {place})"
        case Ratio(numerator=numerator, denominator=denominator):
            return f"ratio({column(numerator)}, {column(denominator)})"
    raise NotImplementedError(f"no JavaScript for a node of type {type(function).__name__}")


def _term(weight: float, column: str) -> str:
    if abs(weight) == 1.0:
        return f" {'+' if weight > 0 else '-'} {column}"
    return f" + {number(weight)} * {column}"


def _flow(stream: Stream, column: Words) -> str:
    """Translate what falls in a year, which is called ``year``."""
    amount = stream.amount
    each = f"() => {column(amount)}" if isinstance(amount, str) else f"(t, age) => {_amount(amount, column)}"
    shape = _shape(stream.schedule, column)
    found = f"flow({shape}, {each}, year)"
    found += "".join(f" * {column(name)}" for name in stream.factors)
    found += "" if stream.scale == 1.0 else f" * {number(stream.scale)}"
    if stream.profile is not None:
        found += f" / {column(stream.profile)}"
    return found


def _shape(schedule: Schedule, column: Words) -> str:
    start = column(schedule.start) if isinstance(schedule.start, str) else number(schedule.start)
    lasting = "1" if schedule.once else "Infinity"
    if schedule.years is not None:
        lasting = column(schedule.years)
    parts = {
        "start": start,
        "lasting": lasting,
        "until": "Infinity" if schedule.until is None else column(schedule.until),
        "growth": "1" if schedule.growth is None else f"1 + {column(schedule.growth)}",
        "decline": "1" if schedule.decline is None else f"1 - {column(schedule.decline)}",
        "ramp": "0" if schedule.ramp is None else column(schedule.ramp),
        "every": str(schedule.every or 0),
        "intake": f"[{', '.join(map(number, schedule.intake or (1.0,)))}]",
    }
    return "{ " + ", ".join(f"{key}: {part}" for key, part in parts.items()) + " }"


def _amount(amount: YearlyAmount, column: Words) -> str:
    """Translate the amount of a year: the quantities that have a value a year are computed on the way."""
    known = {name: {YEAR: "t", AGE: "age"}[name] for name in amount.clock}
    for name, every in amount.series.items():
        values = f"[{', '.join(map(number, every))}][t]"
        known[name] = f"({values} * {column(name)})" if name in amount.uncertain else values

    def word(name: str) -> str:
        return known[name] if name in known else column(name)

    steps = []
    for place, (name, formula) in enumerate(amount.quantities.items()):
        steps.append(f"const q{place} = {expression(fold(formula.tree), word)};")
        known[name] = f"q{place}"
    result = expression(fold(amount.formula.tree), word)
    return f"{{ {' '.join(steps)} return {result}; }}" if steps else result


def _factors(discount: Discount, horizon: int, column: Words) -> str:
    rates = [band.rate if isinstance(band.rate, float | int) else column(band.rate) for band in discount.rate]
    bands = ", ".join(f"[{band.start}, {rate}]" for band, rate in zip(discount.rate, rates, strict=True))
    return f'discountFactors([{bands}], "{discount.when}", {horizon})'


def expression(tree: Tree, column: Words) -> str:
    """Translate a formula's tree; every part stands in parentheses, so that precedence cannot differ."""

    def inner(part: Tree) -> str:
        return expression(part, column)

    match tree:
        case Number(value=value):
            return number(value)
        case Name(id=name):
            return column(name)
        case Unary(operand=operand):
            return f"(-{inner(operand)})"
        case Binary(op="**", left=left, right=Number(value=0.5)):
            return f"Math.sqrt({inner(left)})"  # numpy's short cut
        case Binary(op="**", left=left, right=right):
            return f"power({inner(left)}, {inner(right)})"
        case Binary(op="+" | "-"):
            signs, added = terms(tree)
            signed = (("-" if sign == "-" else "") + inner(part) for sign, part in zip("+" + signs, added, strict=True))
            return f"added({', '.join(signed)})"
        case Binary(op=op, left=left, right=right):
            return f"({inner(left)} {op} {inner(right)})"
        case Call(function=function, arguments=arguments):
            return FUNCTIONS[function].format(", ".join(map(inner, arguments)))


def number(value: float) -> str:
    """Write a number with all its digits; a negative one in parentheses."""
    text = repr(float(value)).removesuffix(".0")
    return f"({text})" if text.startswith("-") else text
