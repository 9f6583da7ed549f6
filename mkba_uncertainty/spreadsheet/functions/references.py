"""Functions that ask for more than the values of their arguments: where they lie, or which of them to compute."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from mkba_uncertainty.spreadsheet.functions.registry import ARRAY, REFERENCE, VALUE, over_cells
from mkba_uncertainty.spreadsheet.parsing import reference_of
from mkba_uncertainty.spreadsheet.tree import COLUMNS, ROWS, Call, Constant, Local, Reference, Tree
from mkba_uncertainty.spreadsheet.values import (
    Area,
    Cell,
    Error,
    Failure,
    Numbers,
    area_of,
    choose,
    first_code,
    is_area,
    is_draws,
    logicals,
    mixed,
    numbers,
    text_of,
    where,
)

if TYPE_CHECKING:
    from mkba_uncertainty.spreadsheet.evaluation import Evaluation

Special: TypeAlias = "Callable[[Evaluation, Call, str], Cell | Area]"
Referring: TypeAlias = "Callable[[Evaluation, Call], tuple[Reference, ...] | Error]"

SPECIAL: dict[str, Special] = {}
"""Functions of a tree."""

REFERRING: dict[str, Referring] = {}
"""Those of them that give a reference."""


def special(*names: str) -> Callable[[Special], Special]:
    """Register a function of the tree of a call."""

    def register(function: Special) -> Special:
        SPECIAL.update(dict.fromkeys(names, function))
        return function

    return register


def referring(*names: str) -> Callable[[Referring], Referring]:
    """Register a function that gives references; its value is what stands there."""

    def register(function: Referring) -> Referring:
        def value(evaluation: Evaluation, call: Call, want: str) -> Cell | Area:
            try:
                found = function(evaluation, call)
            except Failure as failure:
                return failure.error
            return found if isinstance(found, Error) else evaluation.read(found, want)

        REFERRING.update(dict.fromkeys(names, function))
        SPECIAL.update(dict.fromkeys(names, value))
        return function

    return register
