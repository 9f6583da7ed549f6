"""From text to tree: Python's parser reads, and every node is checked against a short list before it is copied."""

from __future__ import annotations

import ast
import math
import re
from typing import Any

from mkba_uncertainty.arrays import LARGEST_GIVEN
from mkba_uncertainty.errors import FormulaError
from mkba_uncertainty.formula.tree import FUNCTIONS, OPERATORS, Binary, Call, Name, Number, Tree, Unary

MAX_LENGTH = 2000
MAX_DEPTH = 50

NAME = re.compile(r"[a-z][a-z0-9_]*")

_SIGN_OF = {kind: sign for sign, (_, kind) in OPERATORS.items()}
# Looking at the characters first keeps texts, indices and look-alike letters (which Python would quietly turn into
# plain ones) away from the parser, and lets the message say what to write instead.
_FOREIGN = re.compile(r"[^A-Za-z0-9_.,+*/() -]")
# Python reads "2or 3", with a warning on standard error; to us a letter right after a number is a missing sign.
_GLUED = re.compile(r"(?<![\w.])(?=\.?\d)(?>[\d_]*\.?[\d_]*(?:[eE][+-]?[\d_]+)?)[A-Za-z]\w*")
_CODE_OF_CHARACTER = {
    **dict.fromkeys("'\"`", "formula_text"),
    **dict.fromkeys("<>=!", "formula_comparison"),
    **dict.fromkeys("[]{}:", "formula_bracket"),
    "%": "formula_percent",
    "^": "formula_power",
}


def read(text: str) -> Tree:
    """Read a text to a tree.

    Raises
    ------
    FormulaError
        Says what was found that is not allowed; the fact ``column`` counts from 1.
    """
    _look_at(text)
    return _convert(_parse(text), text, 1)


def _look_at(text: str) -> None:
    """Refuse a text that shows at sight that it is no formula."""
    if not text:
        raise FormulaError("formula_empty")
    if len(text) > MAX_LENGTH:
        raise FormulaError("formula_long", found=len(text), limit=MAX_LENGTH)
    if text.startswith("="):
        raise _refusal("formula_equals", text[1:].strip(), 0)
    if foreign := _FOREIGN.search(text):
        code = _CODE_OF_CHARACTER.get(foreign[0], "formula_character")
        raise _refusal(code, foreign[0] if foreign[0].isprintable() else ascii(foreign[0]), foreign.start())
    if glued := _GLUED.search(text):
        raise _refusal("formula_product", glued[0], glued.start())


def _parse(text: str) -> ast.expr:
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError as error:
        if "nested" in error.msg:
            raise FormulaError("formula_deep", limit=MAX_DEPTH) from None
        if text[-1] in "+-*/,(":
            raise _refusal("formula_unfinished", text, len(text)) from None
        column = (error.offset or 1) - 1
        raise _refusal("formula_syntax", text[column:].strip() or text, column) from None
    except (RecursionError, MemoryError):
        raise FormulaError("formula_deep", limit=MAX_DEPTH) from None
    except (ValueError, OverflowError):
        raise _refusal("formula_syntax", text, 0) from None


def shorten(text: str) -> str:
    """Keep a quotation short enough for a message."""
    return text if len(text) <= 60 else text[:57] + "..."


def _refusal(code: str, found: str, column: int, **facts: Any) -> FormulaError:
    return FormulaError(code, found=shorten(found), column=column + 1, functions=", ".join(FUNCTIONS), **facts)


def _convert(node: ast.expr, text: str, depth: int) -> Tree:
    """Copy one node of Python's tree to ours if it is on the list; refuse it otherwise."""
    if depth > MAX_DEPTH:
        raise FormulaError("formula_deep", limit=MAX_DEPTH)
    match node:
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return _number(value, text, node)
        case ast.Name(id=name) if NAME.fullmatch(name) and name not in FUNCTIONS:
            return Name(name)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _convert(operand, text, depth + 1)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = _convert(operand, text, depth + 1)
            return Number(-inner.value) if isinstance(inner, Number) else Unary("-", inner)
        case ast.BinOp(op=op, left=left, right=right) if type(op) in _SIGN_OF:
            return Binary(_SIGN_OF[type(op)], _convert(left, text, depth + 1), _convert(right, text, depth + 1))
        case ast.Call(func=ast.Name(id=function), args=arguments, keywords=[]) if function in FUNCTIONS:
            converted = tuple(_convert(argument, text, depth + 1) for argument in arguments)
            _, fewest, most = FUNCTIONS[function]
            if fewest <= len(converted) <= (most or math.inf):
                return Call(function, converted)
            found, expected = _found(node, text), str(fewest) if most else f">= {fewest}"
            raise _refusal("formula_arguments", found, node.col_offset, count=len(converted), expected=expected)
        case _:
            raise _refusal(_code_of(node), _found(node, text), node.col_offset)


def _number(value: float, text: str, node: ast.expr) -> Number:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise FormulaError("formula_not_finite", found=shorten(_found(node, text)))
    if abs(number) > LARGEST_GIVEN:
        raise FormulaError("formula_large", found=shorten(_found(node, text)), limit=f"{LARGEST_GIVEN:g}")
    return Number(number)


def _found(node: ast.expr, text: str) -> str:
    return text[node.col_offset : node.end_col_offset]


def _code_of(node: ast.expr) -> str:
    """Choose the sentence that says what is wrong with a node."""
    match node:
        case ast.Name(id=name):
            return "formula_function_alone" if name in FUNCTIONS else "formula_name"
        case ast.Tuple():
            return "formula_comma"
        case ast.Attribute() | ast.Call(func=ast.Attribute()):
            return "formula_attribute"
        case ast.Call(func=ast.Name(id=function)) if function not in FUNCTIONS:
            return "formula_function"
        case ast.Call(func=ast.Constant() | ast.BinOp() | ast.UnaryOp() | ast.Call()):
            return "formula_product"
        case _:
            return "formula_construct"
