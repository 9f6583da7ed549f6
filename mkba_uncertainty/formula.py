"""Formulas are data, not code: a short list of arithmetic is parsed to a tree of our own; nothing else passes.

Numbers (always floats), names, ``+ - * / **``, parentheses and the functions of :data:`FUNCTIONS`. A text is never
evaluated: Python's parser reads it, every node is checked against the list and copied to the tree below, and what
runs is made from that tree. From the same tree come the names that a formula uses, its units, and its rendering.
"""

from __future__ import annotations

import ast
import difflib
import graphlib
import keyword
import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mkba_uncertainty.errors import FormulaError

MAX_LENGTH = 2000
MAX_DEPTH = 50

Value: TypeAlias = "float | NDArray[np.float64]"


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
    """Minus something. (A plus sign in front says nothing, so it leaves no node.)"""

    op: str
    operand: Node


@dataclass(frozen=True)
class Binary:
    """Two parts and one of ``+ - * / **`` between them."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call:
    """A function of :data:`FUNCTIONS` with its arguments."""

    function: str
    arguments: tuple[Node, ...]


Node: TypeAlias = Number | Name | Unary | Binary | Call


def _minimum(*values: Any) -> Any:
    smallest, *others = values
    for other in others:
        smallest = np.minimum(smallest, other)
    return smallest


def _maximum(*values: Any) -> Any:
    largest, *others = values
    for other in others:
        largest = np.maximum(largest, other)
    return largest


FUNCTIONS: Mapping[str, tuple[Callable[..., Any], int, int | None]] = {
    "min": (_minimum, 2, None),
    "max": (_maximum, 2, None),
    "exp": (np.exp, 1, 1),
    "log": (np.log, 1, 1),
    "sqrt": (np.sqrt, 1, 1),
    "abs": (np.abs, 1, 1),
    "clip": (np.clip, 3, 3),
}
"""Name -> what computes it, and how few and how many arguments it takes. ``clip(x, low, high)``."""

OPERATORS: Mapping[str, tuple[Callable[[Any, Any], Any], type[ast.operator]]] = {
    "+": (np.add, ast.Add),
    "-": (np.subtract, ast.Sub),
    "*": (np.multiply, ast.Mult),
    "/": (np.divide, ast.Div),
    "**": (np.power, ast.Pow),
}
_SIGN_OF = {kind: sign for sign, (_, kind) in OPERATORS.items()}

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_FOREIGN = re.compile(r"[^A-Za-z0-9_.,+*/() -]")
_CODE_OF_CHARACTER = {
    **dict.fromkeys("'\"`", "formula_text"),
    **dict.fromkeys("<>=!", "formula_comparison"),
    **dict.fromkeys("[]{}:", "formula_bracket"),
    "%": "formula_percent",
    "^": "formula_power",
}


@dataclass(frozen=True)
class Formula:
    """A checked arithmetic expression. Equal texts are equal formulas.

    Parameters
    ----------
    text : str
        The expression; line breaks count as spaces.

    Attributes
    ----------
    tree : Node
        The expression as a tree.
    names : frozenset of str
        The estimates and quantities that it uses.

    Raises
    ------
    FormulaError
        If the text holds anything that is not allowed, or a constant part that is not finite.
    """

    text: str
    tree: Node = field(init=False, repr=False, compare=False)
    names: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        text = re.sub(r"[\t\r\n]", " ", self.text).strip()
        tree = _read(text)
        fold(tree)
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "tree", tree)
        object.__setattr__(self, "names", frozenset(_names(tree)))

    def __reduce__(self) -> Any:
        """Travel as text: the compiled function is made again on arrival."""
        return Formula, (self.text,)

    @cached_property
    def _function(self) -> Callable[[Mapping[str, Any]], Any]:
        return compile_formula(self)

    def evaluate(self, values: Mapping[str, Any]) -> Value:
        """Compute the formula.

        Parameters
        ----------
        values : mapping of name to float or array (n,)
            At least the names that the formula uses.

        Returns
        -------
        float or array (n,)
            A float where only floats went in. Floating-point trouble (a division by zero, a logarithm of a
            negative number) is handled as the caller's ``numpy.errstate`` says. A formula that is only a name
            gives the array itself, not a copy.
        """
        check_names(self, values)
        result = self._function({name: np.asarray(values[name], dtype=float)[()] for name in self.names})
        return result if isinstance(result, np.ndarray) else float(result)

    __call__ = evaluate


def parse(text: str | float) -> Formula:
    """Make a formula of a text or a number.

    Raises
    ------
    FormulaError
        If it is not an allowed expression; the fact ``column`` counts from 1 in the text without outer spaces.
    """
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        raise FormulaError("formula_kind", found=_short(repr(text)))
    if not isinstance(text, str):
        try:
            text = repr(float(text))
        except OverflowError:
            raise FormulaError("formula_not_finite", found=_short(str(text))) from None
        if text in ("nan", "inf", "-inf"):
            raise FormulaError("formula_not_finite", found=text)
    return Formula(text)


def _read(text: str) -> Node:
    """Read a text to a tree, or raise what is wrong with it."""
    if not text:
        raise FormulaError("formula_empty")
    if len(text) > MAX_LENGTH:
        raise FormulaError("formula_long", found=len(text), limit=MAX_LENGTH)
    if foreign := _FOREIGN.search(text):
        code = _CODE_OF_CHARACTER.get(foreign[0], "formula_character")
        raise _refusal(code, foreign[0] if foreign[0].isprintable() else repr(foreign[0]), foreign.start())
    try:
        expression = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        if "nested" in error.msg:
            raise FormulaError("formula_deep", limit=MAX_DEPTH) from None
        column = max(error.offset or 1, 1) - 1
        raise _refusal("formula_syntax", text[column:] or text[-1:], column) from None
    except (RecursionError, MemoryError):
        raise FormulaError("formula_deep", limit=MAX_DEPTH) from None
    except (ValueError, OverflowError):
        raise _refusal("formula_syntax", text, 0) from None
    return _convert(expression, text, 1)


def _refusal(code: str, found: str, column: int, **facts: Any) -> FormulaError:
    return FormulaError(code, found=_short(found), column=column + 1, functions=", ".join(FUNCTIONS), **facts)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."


def _convert(node: ast.expr, text: str, depth: int) -> Node:
    """Copy one node of Python's tree to ours if it is on the list; refuse it otherwise."""
    if depth > MAX_DEPTH:
        raise FormulaError("formula_deep", limit=MAX_DEPTH)
    found, column = text[node.col_offset : node.end_col_offset], node.col_offset
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            try:
                number = float(value)
            except OverflowError:
                number = math.inf
            if not math.isfinite(number):
                raise FormulaError("formula_not_finite", found=_short(found))
            return Number(number)
        case ast.Name(id=name):
            if name in FUNCTIONS:
                raise _refusal("formula_function_alone", name, column)
            if not _NAME.fullmatch(name):
                raise _refusal("formula_name", name, column)
            return Name(name)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _convert(operand, text, depth + 1)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _convert(operand, text, depth + 1)
            return Number(-inner.value) if isinstance(inner, Number) else Unary("-", inner)
        case ast.BinOp(op=op, left=left, right=right):
            if type(op) not in _SIGN_OF:
                raise _refusal("formula_construct", found, column)
            return Binary(_SIGN_OF[type(op)], _convert(left, text, depth + 1), _convert(right, text, depth + 1))
        case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]):
            if function not in FUNCTIONS:
                raise _refusal("formula_function", function, column)
            _, fewest, most = FUNCTIONS[function]
            if len(arguments) < fewest or (most is not None and len(arguments) > most):
                expected = f"{fewest}" if most else f">= {fewest}"
                raise _refusal("formula_arguments", found, column, count=len(arguments), expected=expected)
            return Call(function, tuple(_convert(argument, text, depth + 1) for argument in arguments))
        case ast.Call(func=function) if not isinstance(function, ast.Name | ast.Attribute | ast.Lambda):
            raise _refusal("formula_product", found, column)
        case ast.Tuple():
            raise _refusal("formula_comma", found, column)
        case ast.Attribute() | ast.Call(func=ast.Attribute()):
            raise _refusal("formula_attribute", found, column)
        case _:
            raise _refusal("formula_construct", found, column)


def _names(tree: Node) -> set[str]:
    match tree:
        case Name(id=name):
            return {name}
        case _:
            return set().union(*(_names(part) for part in parts(tree)))


def parts(tree: Node) -> tuple[Node, ...]:
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


def fold(tree: Node) -> Node:
    """Replace every part without names by its number.

    Raises
    ------
    FormulaError
        If such a part is not a finite number: ``1 / 0``, ``9 ** 9 ** 9``, ``log(-1)``.
    """
    inner = tuple(fold(part) for part in parts(tree))
    constants = [part.value for part in inner if isinstance(part, Number)]
    if not inner or len(constants) < len(inner):
        return _with_parts(tree, inner)
    with np.errstate(all="ignore"):
        match tree:
            case Binary(op=op):
                value = float(OPERATORS[op][0](*constants))
            case Call(function=function):
                value = float(FUNCTIONS[function][0](*constants))
            case _:
                value = -constants[0]
    if not math.isfinite(value):
        raise FormulaError("formula_not_finite", found=_short(render(tree)))
    return Number(value)


def _with_parts(tree: Node, inner: Sequence[Node]) -> Node:
    match tree:
        case Unary(op=op):
            return Unary(op, *inner)
        case Binary(op=op):
            return Binary(op, *inner)
        case Call(function=function):
            return Call(function, tuple(inner))
        case _:
            return tree


def compile_formula(formula: Formula) -> Callable[[Mapping[str, Any]], Any]:
    """Make a Python function of the formula's tree.

    Returns
    -------
    callable
        Takes a mapping of name to float array (n,) or ``numpy.float64``. (Plain Python floats would follow
        Python's rules, such as an exception at a division by zero; :meth:`Formula.evaluate` converts them.)
    """
    argument = ast.arguments(posonlyargs=[], args=[ast.arg("_values")], kwonlyargs=[], kw_defaults=[], defaults=[])
    function = ast.Expression(ast.Lambda(argument, _python(fold(formula.tree))))
    code = compile(ast.fix_missing_locations(function), f"<formula {formula.text}>", "eval")
    allowed = {f"_{name}": function for name, (function, _, _) in FUNCTIONS.items()}
    compiled: Callable[[Mapping[str, Any]], Any] = eval(code, {"__builtins__": {}, **allowed})
    return compiled


def _python(tree: Node) -> ast.expr:
    """Write our tree as Python's; names cannot meet those of functions, which begin with an underscore."""
    match tree:
        case Number(value=value):
            return ast.Constant(value)
        case Name(id=name):
            return ast.Subscript(ast.Name("_values", ast.Load()), ast.Constant(name), ast.Load())
        case Unary(operand=operand):
            return ast.UnaryOp(ast.USub(), _python(operand))
        case Binary(op=op, left=left, right=right):
            return ast.BinOp(_python(left), OPERATORS[op][1](), _python(right))
        case Call(function=function, arguments=arguments):
            return ast.Call(ast.Name(f"_{function}", ast.Load()), [_python(each) for each in arguments], [])


_TIGHTNESS = {"+": 1, "-": 1, "*": 2, "/": 2, "negative": 3, "**": 4, "atom": 5}


def render(tree: Node, labels: Mapping[str, str] | None = None) -> str:
    """Write a tree as text, with as few parentheses as give the same tree when read back.

    Parameters
    ----------
    tree : Node
    labels : mapping of name to label, optional
        What to write instead of the names.
    """
    return _render(tree, labels or {}, 0)


def _render(tree: Node, labels: Mapping[str, str], outer: int) -> str:
    match tree:
        case Number(value=value):
            text, tightness = repr(value).removesuffix(".0"), _TIGHTNESS["negative" if value < 0 else "atom"]
        case Name(id=name):
            text, tightness = labels.get(name, name), _TIGHTNESS["atom"]
        case Unary(operand=operand):
            tightness = _TIGHTNESS["negative"]
            text = "-" + _render(operand, labels, tightness)
        case Binary(op=op, left=left, right=right):
            tightness = _TIGHTNESS[op]
            around = (tightness + 1, _TIGHTNESS["negative"]) if op == "**" else (tightness, tightness + 1)
            text = f"{_render(left, labels, around[0])} {op} {_render(right, labels, around[1])}"
        case Call(function=function, arguments=arguments):
            text, tightness = f"{function}({', '.join(_render(each, labels, 0) for each in arguments)})", 5
    return f"({text})" if tightness < outer else text


def is_name(text: str) -> bool:
    """Say whether formulas can use a text as a name: not a function, nor a word that Python's parser keeps."""
    return bool(_NAME.fullmatch(text)) and text not in FUNCTIONS and not keyword.iskeyword(text)


def nearest_name(name: str, allowed: Collection[str]) -> str | None:
    """Find the allowed name that a misspelt one most likely meant; None if nothing is near."""
    return next(iter(difflib.get_close_matches(name, allowed, n=1)), None)


def check_names(formula: Formula, allowed: Collection[str]) -> None:
    """See that a formula uses only allowed names.

    Raises
    ------
    FormulaError
        For the first unknown name in the text, with the nearest allowed one.
    """
    for found in re.finditer(r"[a-z]\w*", formula.text):
        if found[0] in formula.names and found[0] not in allowed:
            facts = {"found": found[0], "column": found.start() + 1, "nearest": nearest_name(found[0], allowed)}
            raise FormulaError("formula_unknown_nearest" if facts["nearest"] else "formula_unknown", **facts)


def order(formulas: Mapping[str, Formula], given: Collection[str]) -> list[str]:
    """Put named formulas in an order in which each comes after those that it uses.

    Parameters
    ----------
    formulas : mapping of name to Formula
    given : collection of str
        Names that have a value already: the estimates.

    Raises
    ------
    FormulaError
        At a name that is neither given nor defined, or a circular definition; ``key`` is the formula's name.
    """
    known = {*formulas, *given}
    for name, formula in formulas.items():
        try:
            check_names(formula, known)
        except FormulaError as error:
            error.key = name
            raise
    uses = {name: sorted(formula.names & formulas.keys()) for name, formula in formulas.items()}
    try:
        return list(graphlib.TopologicalSorter(uses).static_order())
    except graphlib.CycleError as error:
        circle = error.args[1][::-1]
        shown = circle if len(circle) <= 10 else [*circle[:5], "...", *circle[-4:]]
        raise FormulaError("formula_circular", key=circle[0], found=" -> ".join(shown)) from None
