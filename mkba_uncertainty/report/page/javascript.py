"""A graph as JavaScript: one function a node, made from the same objects that compute it in Python.

Every value has a numbered place (a slot), so that a name of a case never becomes a name of JavaScript. What a node
computes is one expression on a draw ``i``; the function that holds it runs over all draws:
``(v, o, n) => { const a3 = v[3], a7 = v[7]; for (let i = 0; i < n; i++) o[i] = a3[i] * a7[i]; }``. The few helpers that
expressions call (``power``, ``settled``, ``added``, ``annuity``, ``ratio``, ...) stand in ``assets/engine.js``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mkba_uncertainty.arrays import Value, Values
from mkba_uncertainty.formula import Binary, Call, Name, Number, Tree, Unary, fold, terms
from mkba_uncertainty.graph import Graph, Node
from mkba_uncertainty.model.cashflow import Annuity, CashFlow, Evaluate, PresentValue, Ratio, WeightedSum

Slots = Mapping[str, int]

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
    """
    places = slots(graph)
    return "[\n" + "".join(f"{_node(node, places)},\n" for node in graph.nodes) + "]"


def _node(node: Node, places: Slots) -> str:
    needs = sorted({places[name] for name in node.needs})
    columns = ", ".join(f"a{place} = v[{place}]" for place in needs)
    declared = f"const {columns}; " if needs else ""
    loop = f"for (let i = 0; i < n; i++) o[i] = {computes(node.function, places)};"
    return f"[{places[node.name]}, {needs}, (v, o, n) => {{ {declared}{loop} }}]"


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
            return expression(fold(formula.tree), places)
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
        case CashFlow(amount=amount, bucket=bucket, years=years, growth=grown):
            flow = column(amount) + (f" * spread({column(years)}, {bucket})" if years is not None else "")
            return flow if grown == 1.0 else f"{flow} * {number(grown)}"
        case Ratio(numerator=numerator, denominator=denominator):
            return f"ratio({column(numerator)}, {column(denominator)})"
    raise NotImplementedError(f"no JavaScript for a node of type {type(function).__name__}")


def _term(weight: float, column: str) -> str:
    if abs(weight) == 1.0:
        return f" {'+' if weight > 0 else '-'} {column}"
    return f" + {number(weight)} * {column}"


def expression(tree: Tree, places: Slots) -> str:
    """Translate a formula's tree; every part stands in parentheses, so that precedence cannot differ."""
    match tree:
        case Number(value=value):
            return number(value)
        case Name(id=name):
            return f"a{places[name]}[i]"
        case Unary(operand=operand):
            return f"(-{expression(operand, places)})"
        case Binary(op="**", left=left, right=Number(value=0.5)):
            return f"Math.sqrt({expression(left, places)})"  # numpy's short cut
        case Binary(op="**", left=left, right=right):
            return f"power({expression(left, places)}, {expression(right, places)})"
        case Binary(op="+" | "-"):
            signs, added = terms(tree)
            return f"added({', '.join(_signed(*each, places) for each in zip('+' + signs, added, strict=True))})"
        case Binary(op=op, left=left, right=right):
            return f"({expression(left, places)} {op} {expression(right, places)})"
        case Call(function=function, arguments=arguments):
            return FUNCTIONS[function].format(", ".join(expression(argument, places) for argument in arguments))


def _signed(sign: str, tree: Tree, places: Slots) -> str:
    return ("-" if sign == "-" else "") + expression(tree, places)


def number(value: float) -> str:
    """Write a number with all its digits; a negative one in parentheses."""
    text = repr(float(value)).removesuffix(".0")
    return f"({text})" if text.startswith("-") else text
