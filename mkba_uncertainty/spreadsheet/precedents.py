"""Which cells a formula hangs on, directly or through others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeGuard

from mkba_uncertainty.spreadsheet.evaluation import Evaluation, Unsupported, by_sheet
from mkba_uncertainty.spreadsheet.functions.references import PLACES
from mkba_uncertainty.spreadsheet.tree import Address, Call, Joined, Reference, Tree, parts_of
from mkba_uncertainty.spreadsheet.values import Error

if TYPE_CHECKING:
    from mkba_uncertainty.spreadsheet.calculation import Calculation


def blocks_of(calculation: Calculation, cell: Address) -> list[Reference]:
    """Give the blocks, of one sheet each, whose values the formula of a cell uses.

    Raises
    ------
    Unsupported
        If nobody knows; ``at`` is the cell.
    """
    try:
        tree = calculation.tree(cell)
        references = list(references_in(tree, Evaluation(calculation, calculation.book, cell)))
    except Unsupported as unsupported:
        raise Unsupported(unsupported.why, unsupported.found, unsupported.at or cell) from None
    return [block for one in references for block in by_sheet(calculation.used(one))]


def cells_before(calculation: Calculation, outcomes: Iterable[Address]) -> dict[Address, None]:
    """Give all cells that outcomes hang on, themselves among them; of an array formula the cell that holds it.

    Raises
    ------
    Unsupported
        If nobody knows what a formula among them hangs on.
    """
    waiting = [calculation.anchor_of(cell) for cell in outcomes]
    found = dict.fromkeys(waiting)
    seen: set[Reference] = set()
    while waiting:
        cell = waiting.pop()
        if cell not in calculation.book.formulas:
            continue
        blocks = dict.fromkeys(block for block in blocks_of(calculation, cell) if block not in seen)
        seen.update(blocks)
        for part in (part for block in blocks for part in block.addresses()):
            before = calculation.anchor_of(part)
            if before not in found:
                found[before] = None
                waiting.append(before)
    return found


def references_in(tree: Tree, evaluation: Evaluation) -> Iterator[Reference]:
    """Give the references whose values a tree uses; what OFFSET and INDIRECT come to is computed.

    Raises
    ------
    Unsupported
        If that cannot be computed.
    """
    if isinstance(tree, Reference):
        yield tree
        return
    moving = isinstance(tree, Call) and tree.function in ("OFFSET", "INDIRECT")
    if moving or isinstance(tree, Joined):
        found = evaluation.references(tree)
        yield from () if isinstance(found, Error) else found
    parts = parts_of(tree)
    if isinstance(tree, Joined):  # of INDEX only a corner counts
        parts = tuple(one for part in parts for one in (part.arguments[1:] if _is_index(part) else (part,)))
    if isinstance(tree, Call) and tree.function in PLACES:
        parts = tuple(part for part in parts if not isinstance(part, Reference))
    elif isinstance(tree, Call) and tree.function == "OFFSET" and isinstance(parts[0], Reference):
        parts = parts[1:]
    for part in parts:
        yield from references_in(part, evaluation)


def _is_index(tree: Tree) -> TypeGuard[Call]:
    return isinstance(tree, Call) and tree.function == "INDEX"
