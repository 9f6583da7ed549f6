"""A formula of one cell as a chain of calls: references are looked up once, not on every evaluation.

What it gives is what :class:`.evaluation.Evaluation` gives: the same functions, in the same
order. Parts that ask for more than the values of single cells are left to that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from mkba_uncertainty.spreadsheet.calculation import Calculation
from mkba_uncertainty.spreadsheet.evaluation import Unsupported
from mkba_uncertainty.spreadsheet.functions import FUNCTIONS
from mkba_uncertainty.spreadsheet.functions.references import REPLACED, SPECIAL, chosen_by, instead
from mkba_uncertainty.spreadsheet.functions.registry import VALUE
from mkba_uncertainty.spreadsheet.operators import ONE_SIDED, SIGNS
from mkba_uncertainty.spreadsheet.tree import Address, Call, Constant, Drawn, Operation, Reference, Tree
from mkba_uncertainty.spreadsheet.values import Cell, is_area, is_logical, where

Found = Mapping[str, Any]
Step = Callable[[Found], Any]


def compiled(
    tree: Tree, uncertain: Mapping[Address, str], constants: Calculation, otherwise: Callable[[Tree, str], Step]
) -> Step:
    """Give a function of the values of uncertain cells.

    Parameters
    ----------
    tree : Tree
    uncertain : mapping of Address to str
        The uncertain cells, by the names of their values.
    constants : Calculation
        All other cells.
    otherwise : callable
        Gives the function of a part that is not compiled, and is to give a value, or what an argument takes.
    """

    def step(part: Tree) -> Step:
        match part:
            case Constant(value=value):
                return _always(value)
            case Drawn(name=name):
                return itemgetter(name)
            case Reference() if part.is_cell:
                node = uncertain.get(part.first)
                return _always(constants.cell(part.first)) if node is None else itemgetter(node)
            case Operation(sign=sign, operands=(one,)):
                return _one(ONE_SIDED[sign], step(one))
            case Operation(sign=sign, operands=(left, right)):
                return _two(SIGNS[sign], step(left), step(right))
            case Call(function="IF", arguments=(condition, yes, no)):
                return _if(step(condition), step(yes), step(no))
            case Call(function=name, arguments=(value, *other)) if name in REPLACED:
                return _instead(name, step(value), step(*other) if other else _always(None))
            case Call() if constants.book.date1904:
                return otherwise(part, VALUE)
            case Call(function=name, arguments=arguments) if name in FUNCTIONS and name not in SPECIAL:
                takes = FUNCTIONS[name].taken
                return _call(part, [argument(one, takes(place)) for place, one in enumerate(arguments)])
        return otherwise(part, VALUE)

    def argument(part: Tree, takes: str) -> Step:
        return step(part) if takes == VALUE or isinstance(part, Constant | Drawn) else otherwise(part, takes)

    return step(tree)


def _always(value: Cell) -> Step:
    return lambda found: value


def _one(function: Callable[[Cell], Cell], operand: Step) -> Step:
    return lambda found: function(operand(found))


def _two(function: Callable[[Cell, Cell], Cell], left: Step, right: Step) -> Step:
    return lambda found: function(left(found), right(found))


def _if(condition: Step, yes: Step, no: Step) -> Step:
    def choose(found: Found) -> Cell:
        known = condition(found)
        if is_logical(known):
            return where(known, yes(found), no(found))
        chosen: Cell = chosen_by(known, lambda: yes(found), lambda: no(found))
        return chosen

    return choose


def _instead(function: str, value: Step, other: Step) -> Step:
    return lambda found: instead(function, value(found), lambda: other(found))


def _call(call: Call, arguments: list[Step]) -> Step:
    function = FUNCTIONS[call.function]
    if not function.accepts(len(arguments)):
        raise Unsupported("arguments", call.function)

    def compute(found: Found) -> Cell:
        made = function.compute(*(one(found) for one in arguments))
        return made[0, 0] if is_area(made) else made  # type: ignore[return-value]

    return compute
