"""The tree of a formula: small frozen nodes, and what can be done with them without knowing any value."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeAlias

import numpy as np

from mkba_uncertainty.arrays import LAST_DIGITS, Value, settled
from mkba_uncertainty.errors import FormulaError


@dataclass(frozen=True)
class Number:
    """A number as written, its sign included."""

    value: float


@dataclass(frozen=True)
class Name:
    """An estimate or a quantity."""

    id: str


@dataclass(frozen=True)
class Unary:
    """A minus sign and what it turns; a plus sign in front says nothing, so it leaves no node."""

    op: str
    operand: Tree


@dataclass(frozen=True)
class Binary:
    """Two parts and one of ``+ - * / **`` between them."""

    op: str
    left: Tree
    right: Tree


@dataclass(frozen=True)
class Call:
    """A function of :data:`FUNCTIONS` with its arguments."""

    function: str
    arguments: tuple[Tree, ...]


Tree: TypeAlias = Number | Name | Unary | Binary | Call

FUNCTIONS: Mapping[str, tuple[Callable[..., Any], int, int | None]] = {
    "min": (lambda *values: reduce(np.minimum, values), 2, None),
    "max": (lambda *values: reduce(np.maximum, values), 2, None),
    "exp": (np.exp, 1, 1),
    "log": (np.log, 1, 1),
    "sqrt": (np.sqrt, 1, 1),
    "abs": (np.abs, 1, 1),
    "clip": (lambda x, low, high: np.minimum(np.maximum(x, low), high), 3, 3),
}
"""Name -> what computes it, and the fewest and most arguments it takes. ``clip(x, low, high)``."""

OPERATORS: Mapping[str, tuple[Callable[[Any, Any], Any], type[ast.operator]]] = {
    "+": (operator.add, ast.Add),
    "-": (operator.sub, ast.Sub),
    "*": (operator.mul, ast.Mult),
    "/": (operator.truediv, ast.Div),
    "**": (operator.pow, ast.Pow),
}
"""Sign -> what computes it, and Python's name for it."""


def added(signs: str, first: Value, *others: Value) -> Value:
    """Add terms from left to right, a sign before each but the first: exactly 0 where they cancel but for rounding."""
    total = first
    for sign, term in zip(signs, others, strict=True):
        total = total + term if sign == "+" else total - term
    return settled(total, sum(map(np.abs, others), np.abs(first)), rounding=LAST_DIGITS)


_TIGHTNESS = {"+": 1, "-": 1, "*": 2, "/": 2, "negative": 3, "**": 4, "atom": 5}


def parts(tree: Tree) -> tuple[Tree, ...]:
    """Give the parts that a node is made of."""
    match tree:
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Call(arguments=arguments):
            return arguments
        case _:
            return ()


def terms(tree: Binary) -> tuple[str, list[Tree]]:
    """Give what a sum adds and subtracts from left to right, and the signs between these; parentheses stay whole."""
    signs, found = tree.op, [tree.right]
    left = tree.left
    while isinstance(left, Binary) and left.op in "+-":
        signs, found, left = left.op + signs, [left.right, *found], left.left
    return signs, [left, *found]


def names_in(tree: Tree) -> frozenset[str]:
    """Give the names that a tree uses."""
    if isinstance(tree, Name):
        return frozenset({tree.id})
    return frozenset().union(*(names_in(part) for part in parts(tree)))


def fold(tree: Tree) -> Tree:
    """Replace every part without names by its number.

    Raises
    ------
    FormulaError
        If such a part is not a finite number: ``1 / 0``, ``9 ** 9 ** 9``, ``log(-1)``.
    """
    inner = tuple(fold(part) for part in parts(tree))
    # numpy's floats: Python's own raise where numpy gives infinity, and turn complex under a root
    constants = [np.float64(part.value) for part in inner if isinstance(part, Number)]
    if not inner or len(constants) < len(inner):
        return _with_parts(tree, inner)
    with np.errstate(all="ignore"):
        match tree:
            case Binary(op="+" | "-" as op):
                value = float(added(op, *constants))
            case Binary(op=op):
                value = float(OPERATORS[op][0](*constants))
            case Call(function=function):
                value = float(FUNCTIONS[function][0](*constants))
            case _:
                value = -float(constants[0])
    if not math.isfinite(value):
        raise FormulaError("formula_not_finite", found=render(tree))
    return Number(value)


def _with_parts(tree: Tree, inner: Sequence[Tree]) -> Tree:
    match tree:
        case Unary(op=op):
            return Unary(op, *inner)
        case Binary(op=op):
            return Binary(op, *inner)
        case Call(function=function):
            return Call(function, tuple(inner))
        case _:
            return tree


def render(tree: Tree, labels: Mapping[str, str] | None = None) -> str:
    """Write a tree as text, with as few parentheses as give the same tree when read back.

    Parameters
    ----------
    tree : Tree
    labels : mapping of name to label, optional
        What to write instead of the names.
    """
    return _render(tree, labels or {}, 0)


def _render(tree: Tree, labels: Mapping[str, str], outer: int) -> str:
    match tree:
        case Number(value=value):
            text = repr(value).removesuffix(".0")
            tightness = _TIGHTNESS["negative" if text.startswith("-") else "atom"]
        case Name(id=name):
            text, tightness = labels.get(name, name), _TIGHTNESS["atom"]
        case Unary(op=op, operand=operand):
            tightness = _TIGHTNESS["negative"]
            text = op + _render(operand, labels, tightness)
        case Binary(op=op, left=left, right=right):
            tightness = _TIGHTNESS[op]
            # a power binds from the right and takes a sign there; the others bind from the left
            around = (tightness + 1, _TIGHTNESS["negative"]) if op == "**" else (tightness, tightness + 1)
            text = f"{_render(left, labels, around[0])} {op} {_render(right, labels, around[1])}"
        case Call(function=function, arguments=arguments):
            tightness = _TIGHTNESS["atom"]
            text = f"{function}({', '.join(_render(argument, labels, 0) for argument in arguments)})"
    return f"({text})" if tightness < outer else text
