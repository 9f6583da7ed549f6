"""What a workbook itself says is uncertain: functions of @RISK and ModelRisk, and what people do with RAND().

Such a call becomes an input of the model, with the distribution that it names. A RAND() in an inverse distribution
function with fixed parameters is that distribution; any other RAND() is a uniform input. Meanings follow the manuals:
Palisade, *@RISK Function Reference*; Vose Software, *ModelRisk help*; Microsoft, *Excel functions*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from mkba_uncertainty.errors import FamilyError, InputError
from mkba_uncertainty.families import (
    Beta,
    Discrete,
    Family,
    Gamma,
    LogNormal,
    Mixture,
    Normal,
    Pert,
    Triangular,
    Truncated,
    Uniform,
)
from mkba_uncertainty.spreadsheet.book import Book
from mkba_uncertainty.spreadsheet.calculation import Calculation
from mkba_uncertainty.spreadsheet.evaluation import Evaluation, Unsupported, by_sheet
from mkba_uncertainty.spreadsheet.labelling import Names, label_of
from mkba_uncertainty.spreadsheet.precedents import cells_before, references_in
from mkba_uncertainty.spreadsheet.tree import (
    NAMING_INPUTS,
    NAMING_OUTCOMES,
    RANDOM,
    RISK,
    VOSE,
    Address,
    Call,
    Constant,
    Drawn,
    Tree,
    every,
    is_chance,
    rebuilt,
)
from mkba_uncertainty.spreadsheet.values import Area, Cell, Error, as_area, cells_of
from mkba_uncertainty.texts.characters import printable


@dataclass(frozen=True)
class Marked:
    """An input that stands within a formula.

    Parameters
    ----------
    name : str
        Unique; what formulas and correlations call it.
    label : str
        What people call it.
    cell : Address
    family : Family
    point : float
        When nothing is uncertain: the stored value where the cell holds nothing else, else the middle.
    written : str
        The formula as it stands in the cell.
    """

    name: str
    label: str
    cell: Address
    family: Family
    point: float
    written: str


@dataclass(frozen=True)
class Marking:
    """All that a workbook marks.

    Parameters
    ----------
    inputs : mapping of name to Marked
    trees : mapping of Address to Tree
        The formulas in which they stand, with the inputs in place of the calls.
    outcomes : mapping of name to cell
        Cells that RiskOutput or VoseOutput names.
    correlations : mapping of (name, name) to float
        Spearman rank correlations.
    refused : mapping of Address to InputError
        Cells with a mark that is not known here, or makes no distribution: an error if an outcome hangs on it.
    """

    inputs: Mapping[str, Marked]
    trees: Mapping[Address, Tree]
    outcomes: Mapping[str, tuple[str, Address]]
    correlations: Mapping[tuple[str, str], float]
    refused: Mapping[Address, InputError]


# Distributions

_DISTRIBUTIONS: Mapping[str, Callable[..., Family]] = {
    "RISKPERT": lambda low, mode, high: Pert(low, mode, high),
    "RISKTRIANG": Triangular,
    "RISKUNIFORM": Uniform,
    "RISKNORMAL": Normal,
    "RISKLOGNORM": lambda mean, sd: LogNormal.from_mean_sd(mean=mean, sd=sd),
    "RISKLOGNORM2": LogNormal,
    "RISKGAMMA": Gamma,
    "RISKEXPON": lambda mean: Gamma(1.0, mean),
    "RISKBETA": lambda alpha, beta: Beta(alpha, beta),
    "RISKBETAGENERAL": Beta,
    "VOSEPERT": lambda low, mode, high: Pert(low, mode, high),
    "VOSETRIANGLE": Triangular,
    "VOSEUNIFORM": Uniform,
    "VOSENORMAL": Normal,
    "VOSELOGNORMAL": lambda mean, sd: LogNormal.from_mean_sd(mean=mean, sd=sd),
    "VOSELOGNORMALE": LogNormal,
    "VOSEGAMMA": Gamma,
    "VOSEEXPON": lambda mean: Gamma(1.0, mean),
    "VOSEBETA": lambda alpha, beta: Beta(alpha, beta),
    "VOSEBETA4": Beta,
}
"""Those whose parameters are numbers, in this order."""


def _cumulative(low: list[float], high: list[float], places: list[float], chances: list[float]) -> Family:
    """Read a distribution function that is straight between its points: as likely anywhere between two of them."""
    ends, below = [*low, *places, *high], [0.0, *chances, 1.0]
    weights = tuple(after - before for before, after in pairwise(below))
    return Mixture(tuple(Uniform(one, other) for one, other in pairwise(ends)), weights)


def _histogram(low: list[float], high: list[float], weights: list[float]) -> Family:
    width = (high[0] - low[0]) / len(weights)
    bins = tuple(Uniform(low[0] + width * place, low[0] + width * (place + 1)) for place in range(len(weights)))
    return Mixture(bins, tuple(weight / sum(weights) for weight in weights))


def _binomial(size: float, chance: float) -> Family:
    from scipy.stats import binom

    if size > MOST_VALUES:
        raise ValueError(f"{size:.0f} > {MOST_VALUES}")
    counts = np.arange(int(size) + 1)
    masses = binom.pmf(counts, int(size), chance)
    return _discrete(counts[masses > 0].astype(float).tolist(), masses[masses > 0].tolist())


MOST_VALUES = 10_000
"""A distribution of whole numbers has no more of them."""


def _whole_numbers(low: float, high: float) -> Family:
    first, last = int(np.ceil(low)), int(np.floor(high))
    if last - first >= MOST_VALUES:
        raise ValueError(f"{last - first + 1} > {MOST_VALUES}")
    return _discrete([float(k) for k in range(first, last + 1)])


def _discrete(values: Sequence[float], weights: Sequence[float] | None = None) -> Family:
    weights = weights or [1.0] * len(values)
    total = sum(weights)
    return Discrete(tuple(values), tuple(weight / total for weight in weights))


_TABLES: Mapping[str, Callable[..., Family]] = {
    "RISKDISCRETE": _discrete,
    "RISKDUNIFORM": _discrete,
    "RISKCUMUL": _cumulative,
    "RISKHISTOGRM": _histogram,
    "VOSEDISCRETE": _discrete,
    "VOSEDUNIFORM": _discrete,
}
"""Those whose parameters are lists of numbers."""

_COUNTS: Mapping[str, Callable[..., Family]] = {
    "RISKBINOMIAL": _binomial,
    "VOSEBINOMIAL": _binomial,
    "RISKINTUNIFORM": _whole_numbers,
    "RISKBERNOULLI": lambda p: _discrete([0.0, 1.0], [1.0 - p, p]),
    "VOSEBERNOULLI": lambda p: _discrete([0.0, 1.0], [1.0 - p, p]),
    "RANDBETWEEN": _whole_numbers,
}

_INVERSES: Mapping[str, Callable[..., Family]] = {
    **dict.fromkeys(("NORMINV", "NORM.INV"), Normal),
    **dict.fromkeys(("NORMSINV", "NORM.S.INV"), lambda: Normal(0.0, 1.0)),
    **dict.fromkeys(("BETAINV", "BETA.INV"), Beta),
    **dict.fromkeys(("GAMMAINV", "GAMMA.INV"), Gamma),
    **dict.fromkeys(("LOGINV", "LOGNORM.INV"), LogNormal),
}
"""Inverse distribution functions, whose first argument is a chance."""

_IGNORED = frozenset(
    {"RISKCATEGORY", "RISKUNITS", "RISKCOLLECT", "RISKISDATE", "RISKISDISCRETE", "RISKSEED", "RISKSIXSIGMA"}
)
"""Properties of an input that say nothing about its distribution."""
_CORRELATED = ("RISKCORRMAT",)
_OUTER = ("RISKTRUNCATE", "RISKSHIFT", "RISKSTATIC")


def mark(calculation: Calculation, bound: Mapping[Address, str] | None = None) -> Marking:
    """Find all that a workbook marks.

    Parameters
    ----------
    calculation : Calculation
    bound : mapping of Address to name, optional
        Cells that are inputs already: what they mark is left, and no other mark has such a name.
    """
    bound = bound or {}
    found = _Found(calculation, Names(set(bound.values())), bound)
    signs = (*RANDOM, RISK, VOSE)
    named = [one.name.upper() for one in calculation.book.names if any(sign in one.text.upper() for sign in signs)]
    for cell, formula in calculation.book.formulas.items():
        text = formula.text.upper()
        if cell not in bound and formula.kind != "table" and any(word in text for word in (*signs, *named)):
            found.read(cell)
    return Marking(found.inputs, found.trees, found.outcomes, found.correlations(), found.refused)


def marked_calculation(
    book: Book, marking: Marking, others: Mapping[Address, tuple[str, float]] | None = None
) -> Calculation:
    """Compute cells with inputs in the place of marks, each at its point.

    Parameters
    ----------
    book : Book
    marking : Marking
    others : mapping of Address to (name, point), optional
        Inputs in the place of all that a cell holds.
    """
    others = others or {}
    trees = {**marking.trees, **{cell: Drawn(name) for cell, (name, _) in others.items()}}
    return Calculation(book, trees, {name: one.point for name, one in marking.inputs.items()} | dict(others.values()))


def holds_mark(cell: Address, calculation: Calculation) -> bool:
    """Say whether a cell holds nothing but one mark, which another distribution may stand in for."""
    if cell not in calculation.book.formulas:
        return False
    try:
        tree = calculation.tree(cell)
    except Unsupported:
        return False
    return is_chance(tree) or _is_inverse(tree)


def refuse(marking: Marking, calculation: Calculation, outcomes: Iterable[Address]) -> None:
    """Refuse a mark that is not known here, or makes no distribution, if an outcome hangs on it.

    Raises
    ------
    InputError
        That of the first such mark.
    """
    try:
        before = cells_before(calculation, outcomes)
    except Unsupported as unsupported:
        raise InputError(f"sheet_{unsupported.why}", cell=str(unsupported.at), found=unsupported.found) from None
    for cell in before:
        if cell in marking.refused:
            raise marking.refused[cell]


@dataclass
class _Found:
    """What was found so far."""

    calculation: Calculation
    names: Names
    bound: Mapping[Address, str]
    inputs: dict[str, Marked] = field(default_factory=dict)
    trees: dict[Address, Tree] = field(default_factory=dict)
    outcomes: dict[str, tuple[str, Address]] = field(default_factory=dict)
    matrices: dict[tuple[Any, Any], dict[int, str]] = field(default_factory=dict)
    areas: dict[tuple[Any, Any], Area] = field(default_factory=dict)
    refused: dict[Address, InputError] = field(default_factory=dict)

    def read(self, cell: Address) -> None:
        """Read the formula of a cell."""
        try:
            self._read(cell)
        except InputError as error:
            self.refused[cell] = error
        except Unsupported as unsupported:
            self.refused[cell] = InputError(f"sheet_{unsupported.why}", cell=str(cell), found=unsupported.found)
        except (FamilyError, TypeError, ValueError, IndexError) as error:
            found = self.calculation.book.formulas[cell].text[:60]
            self.refused[cell] = InputError("risk_parameters", key=str(cell), found=found, why=str(error))

    def _read(self, cell: Address) -> None:
        tree = self.calculation.tree(cell)
        marks = [part.function for part in every(tree) if is_chance(part)]
        if marks and self.calculation.book.formulas[cell].fills is not None:
            raise InputError("sheet_random", cell=str(cell), found=marks[0])
        changed = rebuilt(tree, lambda part: self._replaced(part, cell, whole=part is tree))
        if changed is not tree:
            self.trees[cell] = changed

    def _replaced(self, tree: Tree, cell: Address, *, whole: bool) -> Tree | None:
        """Give what stands in place of a call; None to leave it, and look into its parts."""
        if not isinstance(tree, Call):
            return None
        name = tree.function
        if name in NAMING_OUTCOMES:
            self._outcome(tree, cell)
            return Constant(0.0)
        if name in NAMING_INPUTS:
            return Constant(0.0)
        if _is_inverse(tree):
            family = self._fixed(tree, _INVERSES[name], tree.arguments[1:], cell)
            return None if family is None else self._input(family, cell, {}, None)
        if name == "RAND":
            return self._input(Uniform(0.0, 1.0), cell, {}, None)
        if name == "RANDBETWEEN":
            return self._input(self._family(tree, _COUNTS[name], tree.arguments, cell), cell, {}, None)
        return self._distribution(tree, cell, whole=whole) if name.startswith((RISK, VOSE)) else None

    def _distribution(self, tree: Call, cell: Address, *, whole: bool) -> Tree:
        """Make an input of a distribution with its properties."""
        own, properties = [], {}
        for argument in tree.arguments:
            is_property = isinstance(argument, Call) and argument.function.startswith(RISK)
            if is_property and argument.function not in _MAKERS:  # type: ignore[union-attr]
                properties[argument.function] = argument.arguments  # type: ignore[union-attr]
            else:
                own.append(argument)
        maker = _MAKERS.get(tree.function)
        if maker is None:
            raise InputError("risk_unknown", key=str(cell), found=tree.function)
        lists = tree.function in _TABLES
        family = self._family(tree, maker, own, cell, lists=lists)
        family = self._changed(family, properties, cell)
        stored = self.calculation.book.stored.get(cell) if whole else None
        return self._input(family, cell, properties, stored if isinstance(stored, float) else None)

    def _changed(self, family: Family, properties: Mapping[str, Sequence[Tree]], cell: Address) -> Family:
        """Truncate, then shift; properties that are not known are refused."""
        for name in properties:
            if name not in (*_OUTER, *_CORRELATED, *NAMING_INPUTS, *_IGNORED):
                raise InputError("risk_unknown", key=str(cell), found=name)
        if "RISKSHIFT" in properties:
            raise InputError("risk_unknown", key=str(cell), found="RISKSHIFT")
        if "RISKTRUNCATE" in properties:
            low, high = (*(self._one(one, cell) for one in properties["RISKTRUNCATE"]), None, None)[:2]
            return Truncated(family, low, high)
        return family

    def _input(
        self, family: Family, cell: Address, properties: Mapping[str, Sequence[Tree]], stored: float | None
    ) -> Drawn:
        label = printable(self._named(properties, cell) or label_of(self.calculation.book, cell) or str(cell))
        name = self.names.unique(label)
        if static := properties.get("RISKSTATIC"):
            stored = self._one(static[0], cell)
        point = float(family.ppf(0.5)) if stored is None else stored
        written = self.calculation.book.formulas[cell].text
        self.inputs[name] = Marked(name, label, cell, family, point, written)
        for area, place, *instance in (properties[key] for key in _CORRELATED if key in properties):
            key = (area, instance[0] if instance else None)
            number = self._one(place, cell)
            self.matrices.setdefault(key, {})[int(number or 0)] = name
            self.areas[key] = as_area(self._evaluation(cell).value(area, "a"))
        return Drawn(name)

    def _named(self, properties: Mapping[str, Sequence[Tree]], cell: Address) -> str | None:
        """Give the name that the cell itself has for an input."""
        given = properties.get("RISKNAME")
        if given is None:
            calls = (one for one in every(self.calculation.tree(cell)) if isinstance(one, Call))
            given = next((one.arguments for one in calls if one.function == "VOSEINPUT"), None)
        found = self._evaluation(cell).one(given[0]) if given else None
        return found if isinstance(found, str) and found.strip() else None

    def _outcome(self, tree: Call, cell: Address) -> None:
        given = self._evaluation(cell).one(tree.arguments[0]) if tree.arguments else None
        own = given if isinstance(given, str) else ""
        label = printable(own or label_of(self.calculation.book, cell) or str(cell))
        self.outcomes[self.names.unique(label)] = (label, cell)

    # Parameters

    def _evaluation(self, cell: Address) -> Evaluation:
        return Evaluation(self.calculation, self.calculation.book, cell)

    def _family(
        self,
        tree: Call,
        maker: Callable[..., Family],
        arguments: Sequence[Tree],
        cell: Address,
        *,
        lists: bool = False,
    ) -> Family:
        """Make a distribution of parameters that are fixed."""
        if any(self._is_uncertain(argument) for argument in arguments):
            raise InputError("risk_uncertain_parameter", key=str(cell), found=tree.function)
        try:
            values = [self._list(one, cell) if lists else self._one(one, cell) for one in arguments]
            return maker(*values)
        except (FamilyError, TypeError, ValueError, ZeroDivisionError, Unsupported) as error:
            raise InputError("risk_parameters", key=str(cell), found=tree.function, why=str(error)) from None

    def _fixed(
        self, tree: Call, maker: Callable[..., Family], arguments: Sequence[Tree], cell: Address
    ) -> Family | None:
        """Make a distribution if its parameters are fixed numbers that make one; else its chance alone is uncertain."""
        try:
            return self._family(tree, maker, arguments, cell)
        except InputError:
            return None

    def _is_uncertain(self, tree: Tree) -> bool:
        """Say whether a parameter hangs on a cell that is itself marked, or an input already."""
        first = (
            cell
            for reference in references_in(tree, self._evaluation(Address(self.calculation.book.sheets[0], 1, 1)))
            for block in by_sheet(self.calculation.used(reference))
            for cell in block.addresses()
        )
        before = cells_before(self.calculation, first)
        if any(cell in self.bound for cell in before):
            return True
        trees = (self.calculation.tree(cell) for cell in before if cell in self.calculation.book.formulas)
        return any(is_chance(part) for one in (tree, *trees) for part in every(one))

    def _one(self, tree: Tree, cell: Address) -> float | None:
        found = self._evaluation(cell).one(tree)
        if found is None:
            return None
        if not isinstance(found, float) or isinstance(found, Error):
            raise TypeError(str(found))
        return float(found)

    def _list(self, tree: Tree, cell: Address) -> list[float]:
        found = self._evaluation(cell).value(tree, "a")
        values = [one for one in cells_of(found) if one is not None]
        if not all(isinstance(one, float) for one in values):
            raise TypeError(", ".join(map(str, values)))
        return [float(one) for one in values]  # type: ignore[arg-type]

    def correlations(self) -> dict[tuple[str, str], float]:
        """Give what RiskCorrmat says: of each matrix the pairs of the inputs that have a place in it."""
        pairs: dict[tuple[str, str], float] = {}
        for key, places in self.matrices.items():
            area, order = self.areas[key], sorted(places)
            for i, first in enumerate(order):
                for second in order[i + 1 :]:
                    rank = _entry(area, first, second)
                    if rank:
                        pairs[places[first], places[second]] = rank
        return pairs


def _is_inverse(tree: Tree) -> bool:
    """Say whether a tree is an inverse distribution function of RAND()."""
    return isinstance(tree, Call) and tree.function in _INVERSES and tree.arguments[:1] == (Call("RAND", ()),)


def _entry(area: Area, first: int, second: int) -> float:
    """Read a correlation matrix of which one half may be blank."""
    found: list[Cell] = [area[second - 1, first - 1], area[first - 1, second - 1]]
    return next((float(one) for one in found if isinstance(one, float) and one), 0.0)


_MAKERS: Mapping[str, Callable[..., Family]] = {**_DISTRIBUTIONS, **_TABLES, **_COUNTS}
