"""Functions that ask for more than the values of their arguments: where they lie, or which of them to compute."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from mkba_uncertainty.spreadsheet.functions.registry import ARRAY, FUNCTIONS, REFERENCE, VALUE, scalar, whole
from mkba_uncertainty.spreadsheet.parsing import reference_of
from mkba_uncertainty.spreadsheet.tree import (
    COLUMNS,
    ROWS,
    Address,
    Call,
    Constant,
    Local,
    Reference,
    Tree,
    column_letters,
    quoted,
)
from mkba_uncertainty.spreadsheet.values import (
    Area,
    Cell,
    Error,
    Failure,
    Kind,
    Mixed,
    Numbers,
    Scalar,
    area_of,
    as_area,
    cells_of,
    choose,
    first_code,
    is_area,
    is_draws,
    is_logical,
    logicals,
    numbers,
    over_cells,
    text_of,
    where,
    with_errors,
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


def moved_by_draws(call: Call, *cells: Cell) -> None:
    """Refuse a reference that would lie elsewhere on other draws.

    Raises
    ------
    Unsupported
    """
    from mkba_uncertainty.spreadsheet.evaluation import Unsupported

    if any(is_draws(cell) for cell in cells):
        raise Unsupported("moved", call.function)


def whole_number(cell: Cell) -> int:
    """Read a cell without draws as a whole number, cut off towards 0.

    Raises
    ------
    Failure
        If it is none.
    """
    found = numbers(cell)
    if found.codes:
        raise Failure(Error(int(found.codes)))
    return int(np.trunc(found.values))


# Where


@special("ROW")
def row(evaluation: Evaluation, call: Call, want: str) -> Cell | Area:
    """Give the number of a row; in an array formula of every row of a reference."""
    return _numbers_along(evaluation, call, want, 0)


@special("COLUMN")
def column(evaluation: Evaluation, call: Call, want: str) -> Cell | Area:
    """Give the number of a column; in an array formula of every column of a reference."""
    return _numbers_along(evaluation, call, want, 1)


def _numbers_along(evaluation: Evaluation, call: Call, want: str, axis: int) -> Cell | Area:
    if not call.arguments:
        return float(evaluation.at[1 + axis])
    found = evaluation.references(call.arguments[0])
    if isinstance(found, Error):
        return found
    first, count = (found[0].top, found[0].left)[axis], found[0].shape[axis]
    if want != ARRAY or count == 1:
        return float(first)
    along = [float(first + place) for place in range(count)]
    return area_of([along] if axis else [[number] for number in along])


@special("ROWS")
def rows(evaluation: Evaluation, call: Call, want: str) -> Cell:
    """Count the rows of a reference or array."""
    return _count_along(evaluation, call, 0)


@special("COLUMNS")
def columns(evaluation: Evaluation, call: Call, want: str) -> Cell:
    """Count the columns of a reference or array."""
    return _count_along(evaluation, call, 1)


def _count_along(evaluation: Evaluation, call: Call, axis: int) -> Cell:
    argument = call.arguments[0]
    if isinstance(argument, Reference):
        return float(argument.shape[axis])
    found = evaluation.references(argument)
    if not isinstance(found, Error):
        return float(found[0].shape[axis])
    value = evaluation.value(argument, ARRAY)
    return float(value.shape[axis]) if is_area(value) else value if isinstance(value, Error) else 1.0


@special("ISREF")
def is_reference(evaluation: Evaluation, call: Call, want: str) -> Cell:
    """Say whether an argument is a reference."""
    return not isinstance(evaluation.references(call.arguments[0]), Error)


@special("SHEET")
def sheet(evaluation: Evaluation, call: Call, want: str) -> Cell:
    """Give the place of a sheet among all."""
    title = evaluation.at.sheet
    if call.arguments:
        found = evaluation.references(call.arguments[0])
        if isinstance(found, Error):
            return found
        title = found[0].sheets[0]
    return float(list(evaluation.book.sheets).index(title) + 1)


@special("SHEETS")
def sheets(evaluation: Evaluation, call: Call, want: str) -> Cell:
    """Count the sheets."""
    return float(len(evaluation.book.sheets))


@special("ISFORMULA")
def is_formula(evaluation: Evaluation, call: Call, want: str) -> Cell:
    """Say whether a cell holds a formula."""
    found = evaluation.references(call.arguments[0])
    return found if isinstance(found, Error) else evaluation.book.formula(found[0].first) is not None


@referring("OFFSET")
def offset(evaluation: Evaluation, call: Call) -> tuple[Reference, ...] | Error:
    """Give the block that lies some rows and columns further, of another height and width if asked."""
    found = evaluation.references(call.arguments[0])
    if isinstance(found, Error):
        return found
    others = [evaluation.one(argument) for argument in call.arguments[1:]]
    moved_by_draws(call, *others)
    down, right, *size = (None if other is None else whole_number(other) for other in others)
    base = found[0]
    height, width = (*size, None, None)[:2]
    height = base.shape[0] if height is None else height
    width = base.shape[1] if width is None else width
    top, left = base.top + (down or 0), base.left + (right or 0)
    top, height = (top, height) if height > 0 else (top + height + 1, -height)
    left, width = (left, width) if width > 0 else (left + width + 1, -width)
    bottom, last = top + height - 1, left + width - 1
    if not height or not width or top < 1 or left < 1 or bottom > ROWS or last > COLUMNS:
        return Error.REF
    return (Reference(base.sheets, top, left, bottom, last),)


@referring("INDIRECT")
def indirect(evaluation: Evaluation, call: Call) -> tuple[Reference, ...] | Error:
    """Give the reference that a text stands for."""
    from mkba_uncertainty.spreadsheet.evaluation import Unsupported

    text, *style = (evaluation.one(argument) for argument in call.arguments)
    moved_by_draws(call, text, *style)
    if style and not whole_number(style[0]):
        raise Unsupported("moved", "INDIRECT(..., FALSE)")
    found = reference_of(text_of(text), evaluation.at, evaluation.book)  # type: ignore[arg-type]
    return Error.REF if found is None else (found,)


@referring("SINGLE")
def single(evaluation: Evaluation, call: Call) -> tuple[Reference, ...] | Error:
    """Give the cell of a block that lies in the row or column of the formula."""
    found = evaluation.references(call.arguments[0])
    if isinstance(found, Error):
        return found
    block, at = found[0], evaluation.at
    if block.is_cell:
        return (block,)
    if block.left == block.right and block.top <= at.row <= block.bottom:
        return (Reference(block.sheets, at.row, block.left, at.row, block.left),)
    if block.top == block.bottom and block.left <= at.column <= block.right:
        return (Reference(block.sheets, block.top, at.column, block.top, at.column),)
    return Error.VALUE


# Which


@special("INDEX")
def index(evaluation: Evaluation, call: Call, want: str) -> Cell | Area:
    """Give a cell of a block or array by its row and column; 0 means all of them."""
    try:
        found = _index_reference(evaluation, call)
        if found is not None:
            return found if isinstance(found, Error) else evaluation.read(found, want)
        return _index_value(evaluation, call, want)
    except Failure as failure:
        return failure.error


def _index_of_reference(evaluation: Evaluation, call: Call) -> tuple[Reference, ...] | Error:
    from mkba_uncertainty.spreadsheet.evaluation import Unsupported

    found = _index_reference(evaluation, call)
    if found is None and not isinstance(evaluation.references(call.arguments[0]), Error):
        raise Unsupported("moved", call.function)
    return Error.VALUE if found is None else found


REFERRING["INDEX"] = _index_of_reference


def _index_reference(evaluation: Evaluation, call: Call) -> tuple[Reference, ...] | Error | None:
    """Give what INDEX refers to; None where it picks by draws, or from what is no reference."""
    blocks = evaluation.references(call.arguments[0])
    if isinstance(blocks, Error):
        return None
    places = [evaluation.value(argument, ARRAY) for argument in call.arguments[1:]]
    if any(is_area(place) or is_draws(place) for place in places):
        return None
    numbered = [whole_number(place) for place in places]  # type: ignore[arg-type]
    area = numbered[2] if len(numbered) > 2 else 1
    if not 1 <= area <= len(blocks):
        return Error.REF
    block = blocks[area - 1]
    down, right = _row_and_column(numbered, block.shape)
    if down < 0 or right < 0:
        return Error.VALUE
    if down > block.shape[0] or right > block.shape[1]:
        return Error.REF
    top, bottom = (block.top + down - 1,) * 2 if down else (block.top, block.bottom)
    left, last = (block.left + right - 1,) * 2 if right else (block.left, block.right)
    return (Reference(block.sheets, top, left, bottom, last),)


def _row_and_column(places: list[int], shape: tuple[int, int]) -> tuple[int, int]:
    """Give row and column: of a single row the one number that is given is the column."""
    if len(places) > 1:
        return places[0], places[1]
    return (1, places[0]) if shape[0] == 1 and shape[1] > 1 else (places[0], 0 if shape[1] > 1 else 1)


def _index_value(evaluation: Evaluation, call: Call, want: str) -> Cell | Area:
    area = as_area(evaluation.value(call.arguments[0], ARRAY))
    places: list[Any] = [
        evaluation.value(argument, want if want == ARRAY else VALUE) for argument in call.arguments[1:]
    ]
    one = len(places) == 1
    first, second = (places[0], None) if one else places[:2]
    if one and area.shape[0] == 1:
        first, second = 1.0, places[0]
    elif one:
        second = 1.0 if area.shape[1] == 1 else 0.0
    areas = {place: value for place, value in enumerate((first, second)) if is_area(value)}
    if areas:
        return over_cells(lambda down, right: _picked(area, down, right, call), (first, second), areas)
    return _picked(area, first, second, call)


def _picked(area: Area, down: Cell, right: Cell, call: Call) -> Cell | Area:
    if not is_draws(down) and not is_draws(right):
        i, j = whole_number(down), whole_number(right)
        if i < 0 or j < 0 or i > area.shape[0] or j > area.shape[1]:
            return Error.VALUE if i < 0 or j < 0 else Error.REF
        found = area[i - 1 : i if i else None, j - 1 : j if j else None] if i and j else _slice(area, i, j)
        return found[0, 0] if found.shape == (1, 1) else found
    return _picked_by_draws(area, numbers(down), numbers(right), call)


def _slice(area: Area, i: int, j: int) -> Area:
    part = area[i - 1 : i] if i else area
    return part[:, j - 1 : j] if j else part


def _picked_by_draws(area: Area, down: Numbers, right: Numbers, call: Call) -> Cell:
    from mkba_uncertainty.spreadsheet.evaluation import Unsupported

    i, j = np.trunc(down.values), np.trunc(right.values)
    if np.any(i == 0) or np.any(j == 0):
        raise Unsupported("moved", f"{call.function}(..., 0)")
    inside = (i >= 1) & (i <= area.shape[0]) & (j >= 1) & (j <= area.shape[1])
    places = np.where(inside, (i - 1) * area.shape[1] + j - 1, area.size)
    used, places = np.unique(places.astype(np.intp), return_inverse=True)
    cells = [Error.REF if place == area.size else area.flat[place] for place in used]
    return with_errors(choose(places.reshape(-1), cells), first_code(down.codes, right.codes))


@special("CHOOSE")
def choose_one(evaluation: Evaluation, call: Call, want: str) -> Cell | Area:
    """Give the argument whose place is asked for."""
    which = evaluation.value(call.arguments[0], ARRAY if want == ARRAY else VALUE)
    options = call.arguments[1:]
    if is_area(which) or is_draws(which):
        found = [evaluation.value(option, want) for option in options]
        every = [which, *found]
        areas = {place: value for place, value in enumerate(every) if is_area(value)}
        return over_cells(_chosen, every, areas) if areas else _chosen(*every)  # type: ignore[arg-type]
    try:
        place = whole_number(which)  # type: ignore[arg-type]
    except Failure as failure:
        return failure.error
    return evaluation.value(options[place - 1], want) if 1 <= place <= len(options) else Error.VALUE


def _chosen(which: Cell, *options: Cell) -> Cell:
    found = numbers(which)
    place = np.trunc(found.values)
    inside = (place >= 1) & (place <= len(options))
    places = np.atleast_1d(np.where(inside, place - 1, len(options))).astype(np.intp)
    if not is_draws(which):
        return Error(found.codes) if found.codes else (*options, Error.VALUE)[places[0]]  # type: ignore[arg-type]
    return with_errors(choose(places, [*options, Error.VALUE]), found.codes)


@special("IF")
def if_(evaluation: Evaluation, call: Call, want: str) -> Cell | Area:
    """Give one of two by a condition."""
    condition = evaluation.value(call.arguments[0], ARRAY if want == ARRAY else VALUE)
    branches = (
        (*call.arguments[1:], Constant(False))[:2] if len(call.arguments) > 1 else (Constant(True), Constant(False))
    )
    if not is_area(condition):
        chosen: Cell | Area = chosen_by(condition, *(partial(evaluation.value, branch, want) for branch in branches))
        return chosen
    yes, no = (evaluation.value(branch, want) for branch in branches)
    return _over([condition, yes, no], _if)


def chosen_by(condition: Any, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
    """Give one of two by a condition; only the one that is asked for is computed where draws do not decide."""
    if is_draws(condition):
        return _over([condition, yes(), no()], _if)
    found = logicals(condition)
    if found.codes:
        return Error(int(found.codes))
    return yes() if found.values else no()


def _over(arguments: list[Any], function: Callable[..., Cell]) -> Cell | Area:
    areas = {place: value for place, value in enumerate(arguments) if is_area(value)}
    return over_cells(function, arguments, areas) if areas else function(*arguments)


def _if(condition: Cell, yes: Cell, no: Cell) -> Cell:
    if is_logical(condition):
        return where(condition, yes, no)
    found = logicals(condition)
    if not is_draws(condition):
        return Error(int(found.codes)) if found.codes else yes if found.values else no
    return with_errors(where(np.equal(found.values, 1), yes, no), found.codes)


@special("IFS")
def ifs(evaluation: Evaluation, call: Call, want: str) -> Cell | Area:
    """Give what belongs to the first condition that holds; #N/A if none does."""
    return _in_turn(evaluation, list(call.arguments), want)


def _in_turn(evaluation: Evaluation, arguments: list[Tree], want: str) -> Cell | Area:
    """Read pairs of a condition and what it gives, and perhaps what holds otherwise."""
    if not arguments:
        return Error.NA
    if len(arguments) == 1:
        return evaluation.value(arguments[0], want)
    condition: Any = evaluation.value(arguments[0], ARRAY if want == ARRAY else VALUE)
    if not is_area(condition) and not is_draws(condition):
        found = logicals(condition)
        if found.codes:
            return Error(int(found.codes))
        return evaluation.value(arguments[1], want) if found.values else _in_turn(evaluation, arguments[2:], want)
    yes, no = evaluation.value(arguments[1], want), _in_turn(evaluation, arguments[2:], want)
    return _over([condition, yes, no], _if)


@special("SWITCH")
def switch(evaluation: Evaluation, call: Call, want: str) -> Cell | Area:
    """Give what belongs to the first value that equals the first argument."""
    from mkba_uncertainty.spreadsheet.tree import Operation

    asked, *rest = call.arguments
    pairs: list[Tree] = []
    for place in range(0, len(rest) - 1, 2):
        pairs += [Operation("=", (asked, rest[place])), rest[place + 1]]
    return _in_turn(evaluation, pairs + ([rest[-1]] if len(rest) % 2 else []), want)


REPLACED: Mapping[str, Callable[[Any], Any]] = {
    "IFERROR": lambda codes: codes != 0,
    "IFNA": lambda codes: codes == Error.NA,
}
"""Functions that give a value, or another where that is an error, and where it is."""


@special("IFERROR", "IFNA")
def if_error(evaluation: Evaluation, call: Call, want: str) -> Cell | Area:
    """Give a value, or another where that is an error, or #N/A."""
    inner = want if want == ARRAY else VALUE
    value, other = (*call.arguments, Constant(None))[:2]
    found: Cell | Area = instead(call.function, evaluation.value(value, inner), lambda: evaluation.value(other, inner))
    return found


def instead(function: str, value: Any, other: Callable[[], Any]) -> Any:
    """Give a value, or another where that is an error; it is only computed where it is somewhere."""
    from mkba_uncertainty.spreadsheet.values import errors_of

    replaced = REPLACED[function]
    if not any(np.any(replaced(errors_of(cell))) for cell in cells_of(value)):
        return value

    def one(cell: Cell, other: Cell) -> Cell:
        codes = errors_of(cell)
        if isinstance(codes, int):
            return other if replaced(codes) else cell
        return where(replaced(codes), other, cell)

    return _over([value, other()], one)


@special("LET")
def let(evaluation: Evaluation, call: Call, want: str) -> Cell | Area:
    """Name values, and compute with the names."""
    named = dict(evaluation.locals)
    inner = replace(evaluation, locals=named)
    for name, tree in zip(call.arguments[:-1:2], call.arguments[1::2], strict=True):
        assert isinstance(name, Local)
        named[name.name] = inner.value(tree, ARRAY if want == ARRAY else REFERENCE)
    return inner.value(call.arguments[-1], want)


# What a cell holds, and how it is written


@special("AREAS")
def areas(evaluation: Evaluation, call: Call, want: str) -> Cell:
    """Count the blocks of a reference."""
    found = evaluation.references(call.arguments[0])
    return found if isinstance(found, Error) else float(len(found))


@special("FORMULATEXT")
def formula_text(evaluation: Evaluation, call: Call, want: str) -> Cell:
    """Give the formula that a cell holds; #N/A if it holds none."""
    found = evaluation.references(call.arguments[0])
    if isinstance(found, Error):
        return found
    text = evaluation.book.formula(found[0].first)
    return Error.NA if text is None else "=" + text.removeprefix("=")


@special("CELL")
def about_cell(evaluation: Evaluation, call: Call, want: str) -> Cell:
    """Give the row, column, address or contents of a cell."""
    from mkba_uncertainty.spreadsheet.evaluation import Unsupported

    asked = evaluation.one(call.arguments[0])
    found = evaluation.references(call.arguments[1]) if len(call.arguments) > 1 else Error.VALUE
    if isinstance(found, Error):
        raise Unsupported("function", "CELL")
    at = found[0].first
    match asked.casefold() if isinstance(asked, str) else asked:
        case "row":
            return float(at.row)
        case "col":
            return float(at.column)
        case "address":
            return f"${column_letters(at.column)}${at.row}"
        case "contents":
            return evaluation.cells.cell(at)
    raise Unsupported("function", f'CELL("{asked}")')


@scalar("ADDRESS")
def address(row: int, column: int, fixed: int = 1, letters: bool = True, sheet: str = "") -> Scalar:
    """Write the address of a cell: fixed is 1 for both, 2 for the row, 3 for the column, 4 for neither."""
    if not (1 <= row <= ROWS and 1 <= column <= COLUMNS and 1 <= fixed <= 4):
        return Error.VALUE
    place = f"{quoted(sheet)}!" if sheet else ""
    row_fixed, column_fixed = fixed in (1, 2), fixed in (1, 3)
    if letters:
        return f"{place}{'$' * column_fixed}{column_letters(column)}{'$' * row_fixed}{row}"
    return f"{place}R{row if row_fixed else f'[{row}]'}C{column if column_fixed else f'[{column}]'}"


@whole("HYPERLINK", takes="vv")
def hyperlink(link: Cell, *shown: Cell) -> Cell:
    """Give what a link shows."""
    return shown[0] if shown else link


# Sums that leave other such sums out

_SUBTOTALS = ["AVERAGE", "COUNT", "COUNTA", "MAX", "MIN", "PRODUCT", "STDEV.S", "STDEV.P", "SUM", "VAR.S", "VAR.P"]
_AGGREGATES = [
    *_SUBTOTALS,
    *["MEDIAN", "MODE.SNGL", "LARGE", "SMALL", "PERCENTILE.INC", "QUARTILE.INC", "PERCENTILE.EXC", "QUARTILE.EXC"],
]
_OF_ARRAY = 14
_PARTIAL = re.compile(r"\b(SUBTOTAL|AGGREGATE)\(", re.IGNORECASE)


@special("SUBTOTAL")
def subtotal(evaluation: Evaluation, call: Call, want: str) -> Cell | Area:
    """Aggregate cells as a number says, without those that hold an aggregate themselves."""
    try:
        number = _number_of_function(evaluation, call)
        name = _named(number - 100 if number > 100 else number, _SUBTOTALS)
        return FUNCTIONS[name]([_cells(evaluation, tree, nested=True) for tree in call.arguments[1:]])
    except Failure as failure:
        return failure.error


@special("AGGREGATE")
def aggregate(evaluation: Evaluation, call: Call, want: str) -> Cell | Area:
    """Aggregate cells as a number says; a second one says whether to leave out other aggregates (0-3) and errors."""
    try:
        number = _number_of_function(evaluation, call)
        name = _named(number, _AGGREGATES)
        options = whole_number(evaluation.one(call.arguments[1]))
        nested, errors = options in (0, 1, 2, 3), options in (2, 3, 6, 7)
        given, others = call.arguments[2:], []
        if number >= _OF_ARRAY:
            others = [evaluation.value(tree, ARRAY if want == ARRAY else VALUE) for tree in given[1:]]
            given = given[:1]
        blocks = [_cells(evaluation, tree, nested=nested) for tree in given]
        return FUNCTIONS[name]([*(_without_errors(block) if errors else block for block in blocks), *others])
    except Failure as failure:
        return failure.error


def _number_of_function(evaluation: Evaluation, call: Call) -> int:
    asked = evaluation.one(call.arguments[0])
    moved_by_draws(call, asked)
    return whole_number(asked)


def _named(number: int, names: Sequence[str]) -> str:
    from mkba_uncertainty.spreadsheet.evaluation import Unsupported

    if not 1 <= number <= len(names):
        raise Failure(Error.VALUE)
    if names[number - 1] not in FUNCTIONS:
        raise Unsupported("function", names[number - 1])
    return names[number - 1]


def _cells(evaluation: Evaluation, tree: Tree, *, nested: bool) -> Area:
    """Give the cells of an argument; blanks instead of those that hold an aggregate where these are left out."""
    from mkba_uncertainty.spreadsheet.evaluation import by_sheet

    found = evaluation.references(tree)
    if isinstance(found, Error):
        return as_area(evaluation.value(tree, ARRAY))
    blocks = []
    for block in (sheet for one in found for sheet in by_sheet(one)):
        area = evaluation.cells.area(block).copy()
        for i, j in np.ndindex(area.shape) if nested else ():
            formula = evaluation.book.formula(Address(block.sheets[0], block.top + i, block.left + j))
            if formula and _PARTIAL.search(formula):
                area[i, j] = None
        blocks.append(area)
    return blocks[0] if len(blocks) == 1 else np.concatenate([area.reshape(-1, 1) for area in blocks])


def _without_errors(area: Area) -> Area:
    return area_of([[_blank_for_error(cell) for cell in row] for row in area])


def _blank_for_error(cell: Cell) -> Cell:
    if isinstance(cell, Mixed):
        return where(cell.kinds == Kind.ERROR, None, cell)
    return None if isinstance(cell, Error) else cell


PLACES = frozenset(
    {"ROW", "COLUMN", "ROWS", "COLUMNS", "SHEET", "SHEETS", "AREAS", "ISREF", "ISFORMULA", "FORMULATEXT"}
)
"""Functions that ask where a reference lies, not what stands there."""
