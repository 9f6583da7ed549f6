"""The values of a workbook's cells without draws: what was stored in it, and what was not is computed.

A formula is computed from what is stored in the cells that it uses. So each is compared with its own stored value
alone, and a cell that cannot be computed hides no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from mkba_uncertainty.spreadsheet.book import Book, Formula
from mkba_uncertainty.spreadsheet.evaluation import Evaluation, Unsupported
from mkba_uncertainty.spreadsheet.parsing import Unreadable, parse
from mkba_uncertainty.spreadsheet.tree import Address, Reference, Tree
from mkba_uncertainty.spreadsheet.values import Area, Cell, Error, as_area, without_blanks

LARGE = 4096
"""Blocks of more cells are cut to what is in use."""

KEPT = 256
"""So many blocks are kept."""


@dataclass(frozen=True, eq=False)
class Calculation:
    """Computes the cells of a book.

    Parameters
    ----------
    book : Book
    trees : dict of Address to Tree
        Formulas that hold inputs; those that were read are kept here too.
    points : mapping of str to float
        The value of each input that stands within a formula, when nothing is uncertain.
    """

    book: Book
    trees: dict[Address, Tree] = field(default_factory=dict)
    points: Mapping[str, float] = field(default_factory=dict)
    _values: dict[Address, Cell] = field(default_factory=dict, repr=False)
    _filled: dict[Address, Area] = field(default_factory=dict, repr=False)
    _areas: dict[Reference, Area] = field(default_factory=dict, repr=False)
    _busy: dict[Address, None] = field(default_factory=dict, repr=False)

    @property
    def task_identity(self) -> tuple[Book, Mapping[str, float]]:
        """What its values follow from: trees are read when they are needed, and hold nothing else."""
        return self.book, self.points

    @cached_property
    def anchors(self) -> dict[Address, Address]:
        """Give for each cell that an array formula fills the cell that holds the formula."""
        filled = [(cell, formula.fills) for cell, formula in self.book.formulas.items() if formula.fills is not None]
        return {part: cell for cell, fills in filled for part in fills.addresses()}

    @cached_property
    def with_formula(self) -> dict[Address, None]:
        """Give all cells that have their value from a formula."""
        return dict.fromkeys([*self.book.formulas, *self.anchors])

    def anchor_of(self, cell: Address) -> Address:
        """Give the cell that holds the formula of this one: itself, unless an array formula fills it."""
        return self.anchors.get(cell, cell)

    def formula_of(self, cell: Address) -> Formula | None:
        """Give the formula that a cell has its value from, its own or that of the array formula that fills it."""
        return self.book.formulas.get(self.anchor_of(cell))

    def tree(self, cell: Address) -> Tree:
        """Give the tree of the formula that a cell holds.

        Raises
        ------
        Unsupported
            If it is a data table, or no formula at all.
        """
        if cell not in self.trees:
            formula = self.book.formulas[cell]
            if formula.kind == "table":
                raise Unsupported("table", str(cell))
            try:
                self.trees[cell] = parse(formula.text, cell, self.book)
            except (Unreadable, RecursionError):
                raise Unsupported("formula", formula.text[:80]) from None
        return self.trees[cell]

    # Values

    def cell(self, address: Address) -> Cell:
        """Give the value of a cell: its constant, what is stored of its formula, or else what that comes to."""
        if address in self.book.constants:
            return self.book.constants[address]
        if address in self.book.stored:
            return self.book.stored[address]
        if address not in self._values:
            self._compute(address)
        return self._values[address]

    def _compute(self, address: Address) -> None:
        """Compute a cell of which nothing is stored, after all such cells that it uses: they may be a long chain."""
        from mkba_uncertainty.spreadsheet.precedents import blocks_of

        waiting = [address]
        entered: set[Address] = set()
        while waiting:
            cell = waiting[-1]
            formula = self.formula_of(cell)
            if cell in self._values:
                waiting.pop()
            elif formula is None:
                self._values[waiting.pop()] = None
            elif cell in entered:
                self._values[waiting.pop()] = self.computed(cell)
            else:
                entered.add(cell)
                blocks = blocks_of(self, self.anchor_of(cell))
                before = dict.fromkeys(part for block in blocks for part in block.among(self._not_stored))
                waiting += [part for part in before if part not in entered and part not in self._values]

    @cached_property
    def _not_stored(self) -> dict[Address, None]:
        """Give the cells that have a formula of which nothing is stored."""
        return {cell: None for cell in self.with_formula if cell not in self.book.stored}

    def drawn(self, name: str) -> Cell:
        """Give the point value of an input that stands within a formula."""
        return self.points[name]

    def area(self, reference: Reference) -> Area:
        """Give the values of a block of one sheet; of whole rows and columns as far as anything stands in the book."""
        reference = self.used(reference)
        if reference not in self._areas:
            while len(self._areas) >= KEPT:  # blocks of running totals would take memory without end
                self._areas.pop(next(iter(self._areas)))
            height, width = reference.shape
            made = np.fromiter((self.cell(cell) for cell in reference.addresses()), dtype=object, count=height * width)
            self._areas[reference] = made.reshape(height, width)
        return self._areas[reference]

    def used(self, reference: Reference) -> Reference:
        """Cut a large block where nothing stands any more on any sheet; blocks of one size stay of one size."""
        height, width = reference.shape
        if height * width <= LARGE:
            return reference
        height, width = min(height, self.book.extent[0]), min(width, self.book.extent[1])
        return replace(reference, bottom=reference.top + height - 1, right=reference.left + width - 1)

    def computed(self, cell: Address) -> Cell:
        """Compute the formula that a cell has its value from.

        Raises
        ------
        Unsupported
            If it, or a formula whose value was not stored and that it needs, cannot be computed.
        """
        anchor = self.anchor_of(cell)
        area = self._computed_area(anchor)
        down, right = cell.row - anchor.row, cell.column - anchor.column
        return filled(area, down, right)

    def _computed_area(self, anchor: Address) -> Area:
        if anchor in self._filled:
            return self._filled[anchor]
        if anchor in self._busy:
            raise Unsupported("circular", " -> ".join(str(one) for one in (*self._busy, anchor)[-4:]))
        self._busy[anchor] = None
        try:
            formula = self.book.formulas[anchor]
            evaluation = Evaluation(self, self.book, anchor, formula.fills is not None)
            with np.errstate(all="ignore"):
                self._filled[anchor] = as_area(evaluation.result(self.tree(anchor)))
        finally:
            self._busy.popitem()
        return self._filled[anchor]


def filled(area: Area, down: int, right: int) -> Cell:
    """Give what an array formula leaves in one of the cells that it fills; a blank counts as 0 there."""
    height, width = area.shape
    down, right = (0 if height == 1 else down), (0 if width == 1 else right)
    if down >= height or right >= width:
        return Error.NA
    return without_blanks(area[down, right])
