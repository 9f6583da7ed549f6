"""Does the workbook compute here what it computed in Excel? Every formula is computed again and compared.

What is stored in the file is the measure: each formula is computed from the stored values of the cells that it uses.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mkba_uncertainty.spreadsheet.calculation import Calculation
from mkba_uncertainty.spreadsheet.evaluation import Unsupported
from mkba_uncertainty.spreadsheet.tree import RANDOM, Address, Call, Tree, every
from mkba_uncertainty.spreadsheet.values import Cell, Error, shown
from mkba_uncertainty.texts import Text, both

RELATIVE, ABSOLUTE = 1e-9, 1e-12
"""Two numbers that differ by less, as a share of the larger or at all, are the same."""

SOUGHT, NEAR = frozenset({"IRR", "XIRR", "RATE"}), 1e-7
"""Functions that Excel finds step by step, until a step is a share of 0.00001 %; as far may the two be apart."""

VOLATILE = frozenset({*RANDOM, "NOW", "TODAY"})
"""Functions that give something else each time."""


@dataclass(frozen=True)
class Difference:
    """A formula that comes to something else than what is stored."""

    cell: Address
    stored: Cell
    computed: Cell


@dataclass(frozen=True)
class Left:
    """A formula that cannot be computed: its stored value is used."""

    cell: Address
    why: str
    found: str


@dataclass(frozen=True)
class Audit:
    """What became of the formulas of a workbook.

    Parameters
    ----------
    formulas : int
        How many cells have one, those that array formulas fill included.
    stored : int
        How many of them have a stored value.
    reproduced : int
        How many of these come to it.
    differing : tuple of Difference
    left : tuple of Left
    volatile : int
        How many have a value that is another each time: these are not compared, but what hangs on them is.
    """

    formulas: int
    stored: int
    reproduced: int
    differing: tuple[Difference, ...]
    left: tuple[Left, ...]
    volatile: int

    def said(self) -> list[Text]:
        """Say in sentences how many formulas come to what is stored, and which do not."""
        if not self.stored:
            return [both("audit.nothing_stored", formulas=self.formulas)]
        found = [both("audit.reproduced", stored=self.stored, reproduced=self.reproduced, formulas=self.formulas)]
        if self.differing:
            some = [f"{one.cell} ({shown(one.stored)} → {shown(one.computed)})" for one in self.differing[:FEW]]
            found.append(both("audit.differing", count=len(self.differing), cells=_listed(some, len(self.differing))))
        if self.left:
            some = [f"{one.cell} ({one.found})" for one in self.left[:FEW]]
            found.append(both("audit.left", count=len(self.left), cells=_listed(some, len(self.left))))
        if self.volatile:
            found.append(both("audit.volatile", count=self.volatile))
        return found

    def to_dict(self, feeds: Callable[[Address], bool] = lambda cell: False) -> dict[str, Any]:
        """Give what JSON shows; ``feeds`` says whether an outcome hangs on a cell."""
        return {
            "formulas": self.formulas,
            "stored": self.stored,
            "reproduced": self.reproduced,
            "volatile": self.volatile,
            "differing": [
                {
                    "cell": str(one.cell),
                    "stored": _in_json(one.stored),
                    "computed": _in_json(one.computed),
                    "feeds": feeds(one.cell),
                }
                for one in self.differing
            ],
            "unsupported": [
                {"cell": str(one.cell), "why": one.why, "found": one.found, "feeds": feeds(one.cell)}
                for one in self.left
            ],
        }


FEW = 8
"""So many cells are named."""


def _listed(some: list[str], count: int) -> str:
    return ", ".join([*some, *(["..."] if count > len(some) else [])])


def _in_json(value: Cell) -> Any:
    return str(value) if isinstance(value, Error) else value


def audit(calculation: Calculation) -> Audit:
    """Compare every formula with what is stored."""
    book = calculation.book
    cells = calculation.with_formula
    differing, left, reproduced, volatile = [], [], 0, 0
    for cell in cells:
        try:
            if is_volatile(calculation, cell):
                volatile += 1
                continue
            found = difference(calculation, cell)
        except Unsupported as unsupported:
            left.append(Left(cell, unsupported.why, unsupported.found))
            continue
        if found is not None:
            differing.append(found)
        else:
            reproduced += cell in book.stored
    return Audit(
        formulas=len(cells),
        stored=sum(cell in book.stored for cell in cells),
        reproduced=reproduced,
        differing=tuple(differing),
        left=tuple(left),
        volatile=volatile,
    )


def difference(calculation: Calculation, cell: Address) -> Difference | None:
    """Compute a formula from the stored values of the cells that it uses; None if it comes to its own, or has none.

    Raises
    ------
    Unsupported
        If it cannot be computed.
    """
    computed, stored = calculation.computed(cell), calculation.book.stored.get(cell)
    sought = functions_in(calculation.tree(calculation.anchor_of(cell))) & SOUGHT
    if cell not in calculation.book.stored or same(computed, stored, relative=NEAR if sought else RELATIVE):
        return None
    return Difference(cell, stored, computed)


def is_volatile(calculation: Calculation, cell: Address) -> bool:
    """Say whether a formula gives something else each time."""
    return bool(functions_in(calculation.tree(calculation.anchor_of(cell))) & VOLATILE)


def functions_in(tree: Tree) -> set[str]:
    """Give the functions that a tree uses."""
    return {one.function for one in every(tree) if isinstance(one, Call)}


def same(computed: Cell, stored: Cell, *, relative: float = RELATIVE) -> bool:
    """Say whether two scalars are the same, but for rounding."""
    if (
        isinstance(computed, Error)
        or isinstance(stored, Error)
        or isinstance(computed, bool)
        or isinstance(stored, bool)
    ):
        return type(computed) is type(stored) and computed == stored
    if isinstance(computed, float) and isinstance(stored, float):
        return math.isclose(computed, stored, rel_tol=relative, abs_tol=ABSOLUTE)
    return (computed or "") == (stored or "")
