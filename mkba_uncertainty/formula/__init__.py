"""Formulas are data, not code: a short list of arithmetic is parsed to a tree of our own; nothing else passes.

Numbers (always floats), names, ``+ - * / **``, parentheses and the functions of :data:`FUNCTIONS`. A text is never
evaluated: Python's parser reads it (:mod:`.reading`), every node is checked and copied to a tree (:mod:`.tree`), and
what runs is made from that tree. From the same tree come the names that a formula uses, its units, its rendering.
"""

from __future__ import annotations

import ast
import graphlib
import keyword
import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from mkba_uncertainty.arrays import Value
from mkba_uncertainty.errors import FormulaError
from mkba_uncertainty.formula.reading import MAX_DEPTH, MAX_LENGTH, NAME, read, shorten
from mkba_uncertainty.formula.tree import (
    FUNCTIONS,
    OPERATORS,
    Binary,
    Call,
    Name,
    Number,
    Tree,
    Unary,
    added,
    fold,
    names_in,
    parts,
    render,
    terms,
)
from mkba_uncertainty.names import nearest

__all__ = [
    "FUNCTIONS",
    "MAX_DEPTH",
    "MAX_LENGTH",
    "OPERATORS",
    "Binary",
    "Call",
    "Formula",
    "Name",
    "Number",
    "Tree",
    "Unary",
    "check_names",
    "compile_formula",
    "fold",
    "is_name",
    "names_in",
    "order",
    "parse",
    "parts",
    "render",
    "terms",
]


@dataclass(frozen=True)
class Formula:
    """A checked arithmetic expression. Equal texts are equal formulas.

    Parameters
    ----------
    text : str
        The expression; line breaks count as spaces, and spaces around it do not count.

    Attributes
    ----------
    tree : Tree
        The expression as a tree.
    names : frozenset of str
        The estimates and quantities that it uses.

    Raises
    ------
    FormulaError
        If the text holds anything that is not allowed, or a constant part that is not finite.
    """

    text: str
    tree: Tree = field(init=False, repr=False, compare=False)
    names: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Read the text, and see that its constant parts are finite."""
        text = re.sub(r"[\t\r\n]", " ", self.text).strip(" ")
        tree = read(text)
        fold(tree)
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "tree", tree)
        object.__setattr__(self, "names", names_in(tree))

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
            A float where only floats went in, so also for a formula without names. Floating-point trouble (a
            division by zero, a logarithm of a negative number) is handled as the caller's ``numpy.errstate`` says.
            A formula that is only a name gives a view of the array that went in, not a copy.

        Raises
        ------
        FormulaError
            If a name that the formula uses has no value.
        """
        try:
            arrays = {name: np.asarray(values[name], dtype=float)[()] for name in self.names}
        except KeyError:
            check_names(self, values)
            raise
        result = self._function(arrays)
        return result if isinstance(result, np.ndarray) else float(result)

    __call__ = evaluate


def parse(text: str | float) -> Formula:
    """Make a formula of a text or a number.

    Raises
    ------
    FormulaError
        If it is not an allowed expression; the fact ``column`` counts from 1 in the text without outer spaces.
    """
    if isinstance(text, str):
        return Formula(text)
    if isinstance(text, bool) or not isinstance(text, int | float):
        raise FormulaError("formula_kind", found=shorten(repr(text)))
    try:
        number = float(text)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise FormulaError("formula_not_finite", found=number)
    return Formula(repr(number).removesuffix(".0"))


def compile_formula(formula: Formula) -> Callable[[Mapping[str, Any]], Any]:
    """Make a Python function of the formula's tree, constant parts computed beforehand.

    Returns
    -------
    callable
        Takes a mapping of name to float array (n,) or ``numpy.float64``. (Plain Python floats would follow
        Python's rules, such as an exception at a division by zero; :meth:`Formula.evaluate` converts them.)
    """
    argument = ast.arguments(posonlyargs=[], args=[ast.arg("_values")], kwonlyargs=[], kw_defaults=[], defaults=[])
    function = ast.Expression(ast.Lambda(argument, _python(fold(formula.tree))))
    code = compile(ast.fix_missing_locations(function), f"<formula {shorten(formula.text)}>", "eval")
    allowed = {f"_{name}": computes for name, (computes, _, _) in FUNCTIONS.items()} | {"_added": added}
    compiled: Callable[[Mapping[str, Any]], Any] = eval(code, {"__builtins__": {}, **allowed})
    return compiled


def _python(tree: Tree) -> ast.expr:
    """Write our tree as Python's: names become keys of the mapping, so that they can never be Python's own names."""
    match tree:
        case Number(value=value):
            return ast.Constant(value)
        case Name(id=name):
            return ast.Subscript(ast.Name("_values", ast.Load()), ast.Constant(name), ast.Load())
        case Unary(operand=operand):
            return ast.UnaryOp(ast.USub(), _python(operand))
        case Binary(op="+" | "-"):
            signs, added_up = terms(tree)
            return ast.Call(ast.Name("_added", ast.Load()), [ast.Constant(signs), *map(_python, added_up)], [])
        case Binary(op=op, left=left, right=right):
            return ast.BinOp(_python(left), OPERATORS[op][1](), _python(right))
        case Call(function=function, arguments=arguments):
            return ast.Call(ast.Name(f"_{function}", ast.Load()), [_python(argument) for argument in arguments], [])


def is_name(text: str) -> bool:
    """Say whether formulas can use a text as a name: not a function, nor a word that Python's parser keeps."""
    return bool(NAME.fullmatch(text)) and text not in FUNCTIONS and not keyword.iskeyword(text)


def check_names(formula: Formula, allowed: Collection[str]) -> None:
    """See that a formula uses only allowed names.

    Raises
    ------
    FormulaError
        For the first unknown name in the text, with the nearest allowed one if there is one.
    """
    if all(name in allowed for name in formula.names):
        return
    for found in re.finditer(r"(?<![\w.])[a-z]\w*", formula.text):
        if found[0] in formula.names and found[0] not in allowed:
            near = nearest(found[0], allowed)
            code = "formula_unknown_nearest" if near else "formula_unknown"
            raise FormulaError(code, found=found[0], column=found.start() + 1, nearest=near)


def order(formulas: Mapping[str, Formula], given: Collection[str]) -> list[str]:
    """Put named formulas in an order in which each comes after those that it uses.

    Parameters
    ----------
    formulas : mapping of name to Formula
    given : collection of str
        Names that have a value already: the estimates.

    Returns
    -------
    list of str
        The names of ``formulas``; the same for the same formulas, run after run.

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
        circle = error.args[1][::-1]  # graphlib shows who is used by whom
        shown = circle if len(circle) <= 10 else [*circle[:5], "...", *circle[-4:]]
        raise FormulaError("formula_circular", key=circle[0], found=" -> ".join(shown)) from None
