"""A case whose model is a workbook: which cells its estimates stand in, and which hold its outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from mkba_uncertainty.case.estimate import Source
from mkba_uncertainty.case.time import Side
from mkba_uncertainty.graph import Graph
from mkba_uncertainty.texts import Text
from mkba_uncertainty.texts.units import counted_in

if TYPE_CHECKING:
    from mkba_uncertainty.spreadsheet import Calculation

DERIVED = ("net_benefit", "bcr")
"""The outcomes that follow where a binding has ``costs`` and ``benefits``."""


def bound_outcomes(named: Iterable[str]) -> tuple[str, ...]:
    """Give the outcomes of a binding that names some: what follows from its costs and benefits first, named or not."""
    named = tuple(named)
    follows = {"costs", "benefits"} <= set(named)
    return tuple(dict.fromkeys((*(DERIVED if follows else ()), *named)))


@dataclass(frozen=True)
class BoundOutcome:
    """An outcome of a workbook: the cell that holds it, in which unit, and what was published of it.

    ``cell`` is None of one that follows from others. ``counted`` is the unit of the cell, which may count in thousands;
    the answers and the published figure never do.
    """

    name: str
    label: Text
    counted: str
    cell: str | None
    side: Side | None = None
    published: float | None = None
    source: Source | None = None
    note: Text | None = None

    @property
    def is_side(self) -> bool:
        """Whether it is all costs or all benefits."""
        return self.side is not None or self.name in ("costs", "benefits")

    @property
    def unit(self) -> str:
        """Give the unit of the answers: euros of a cell in thousands of them."""
        return counted_in(self.counted)[1]

    @property
    def multiple(self) -> float:
        """Give how many one in the cell stands for."""
        return counted_in(self.counted)[0]


@dataclass(frozen=True)
class Binding:
    """What binds a case to a workbook.

    Parameters
    ----------
    workbook : str
        The workbook as the file names it, from the folder of the file.
    sha256 : str or None
        The hash of the workbook that was bound, as the file has it.
    cells : mapping of estimate to cell
        Such as ``"Inputs!C4"``.
    outcomes : mapping of name to BoundOutcome
        The first is the headline.
    graph : Graph
        From the estimates to the outcomes.
    calculation : Calculation
        The workbook as it was read.
    marked : {"binding", "workbook", "both"}
        Where it stands what is uncertain: in a case file, in the workbook itself, or in a file that reads it there too.
    within : frozenset of str
        Estimates that stand within formulas, not in a cell of their own: the workbook itself marks them.
    """

    workbook: str
    sha256: str | None
    cells: Mapping[str, str]
    outcomes: Mapping[str, BoundOutcome]
    graph: Graph = field(repr=False, compare=False)
    calculation: Calculation = field(repr=False, compare=False)
    marked: Literal["binding", "workbook", "both"] = "binding"
    within: frozenset[str] = frozenset()
