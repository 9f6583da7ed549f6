"""Formulas of a case file: their names, their order, and units through all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkba_uncertainty.case import DISCOUNT_RATE, Estimate, Post, Quantity, Variant
from mkba_uncertainty.casefile.collecting import Problems
from mkba_uncertainty.casefile.estimates import make_note
from mkba_uncertainty.casefile.lines import Path
from mkba_uncertainty.casefile.structure import Structure
from mkba_uncertainty.errors import FormulaError
from mkba_uncertainty.formula import Formula, Number, check_names, fold, is_name, order, parse
from mkba_uncertainty.units import check_unit, require_unit, unit_of

NOTHING = parse(0.0)
"""What stands in for a formula that cannot be read."""


def read_formula(found: Any, path: Path, known: set[str], problems: Problems) -> Formula:
    """Parse a formula and check its names; one with a problem becomes ``NOTHING``."""
    try:
        formula = parse(found)
        check_names(formula, known)
    except FormulaError as error:
        problems.adopt(error, path)
        return NOTHING
    return formula


def formula_names(structure: Structure) -> set[str]:
    """Give the names that a formula may use."""
    return structure.names("estimates") | structure.names("quantities")


def make_quantities(structure: Structure, problems: Problems) -> dict[str, Quantity]:
    """Convert the quantities, in an order in which each needs only estimates and earlier ones."""
    known = formula_names(structure)
    formulas: dict[str, Formula] = {}
    for name, table in structure.file.quantities.items():
        path = ("quantities", name)
        if not is_name(name):
            problems.add("reserved_name", path, found=name)
        if name in structure.file.estimates:
            problems.add("name_twice", path, found=name, first=problems.index.line_of(("estimates", name)))
        formula = read_formula(table.formula, (*path, "formula"), known, problems)
        if formula is not NOTHING:
            formulas[name] = formula
    return {
        name: Quantity(
            name=name,
            formula=formulas[name],
            unit=structure.file.quantities[name].unit,
            label=make_note(structure.file.quantities[name].label),
        )
        for name in _ordered(formulas, known, problems)
    }


def _ordered(formulas: dict[str, Formula], known: set[str], problems: Problems) -> list[str]:
    """Put formulas in order of use; of each circle, report it and leave one formula out."""
    while True:
        try:
            return order(formulas, known)
        except FormulaError as error:
            problems.adopt(error, ("quantities", str(error.key), "formula"))
            formulas = {name: formula for name, formula in formulas.items() if name != error.key}


def check_units(
    estimates: Mapping[str, Estimate],
    quantities: Mapping[str, Quantity],
    posts: Mapping[str, Post],
    problems: Problems,
) -> dict[str, str]:
    """Check units through all formulas; those that rest on something without a sound unit are passed over.

    Returns
    -------
    dict of name to unit
        Of the estimates and quantities that have a sound one.
    """
    units: dict[str, str] = {}
    for estimate in estimates.values():
        try:
            units[estimate.name] = check_unit(estimate.unit)
        except FormulaError:
            continue  # reported with the estimate
    for quantity in quantities.values():
        if quantity.formula.names <= units.keys():
            path: Path = ("quantities", quantity.name)
            try:
                if quantity.unit is not None:
                    path = (*path, "unit")
                    stated = check_unit(quantity.unit)
                    path = ("quantities", quantity.name, "formula")
                    if not isinstance(fold(quantity.formula.tree), Number):
                        require_unit(quantity.formula, units, stated)
                    units[quantity.name] = stated
                else:
                    units[quantity.name] = unit_of(quantity.formula, units)
            except FormulaError as error:
                problems.adopt(error, path)
    for post in posts.values():
        demand_unit(post.amount, unit_of_amount(post), ("posts", post.name, "amount"), units, problems)
        if post.timing.years is not None:
            demand_unit(post.timing.years, "year", ("posts", post.name, "timing", "years"), units, problems)
    return units


def unit_of_amount(post: Post) -> str:
    """Give the unit that the amount of a post must have."""
    return "EUR" if post.timing.years is None else "EUR / year"


def demand_unit(formula: Formula, unit: str, path: Path, units: Mapping[str, str], problems: Problems) -> None:
    """See that a formula has a unit, if it can be read and all that it rests on has one."""
    if formula is NOTHING or not formula.names <= units.keys():
        return
    try:
        require_unit(formula, units, unit)
    except FormulaError as error:
        problems.adopt(error, path)


def check_use(
    estimates: Mapping[str, Estimate],
    quantities: Mapping[str, Quantity],
    posts: Mapping[str, Post],
    variants: Mapping[str, Variant],
    structure: Structure,
    problems: Problems,
) -> None:
    """Warn of estimates that no post uses, and of price levels that meet in one sum without an index."""
    used = {DISCOUNT_RATE}
    for post in posts.values():
        used |= post.amount.names | (post.timing.years.names if post.timing.years is not None else set())
    for variant in variants.values():
        for formula in (*variant.quantities.values(), *variant.posts.values()):
            used |= formula.names
    for quantity in reversed([*quantities.values()]):
        if quantity.name in used:
            used |= quantity.formula.names
    unused = [name for name in estimates if name not in used]
    if unused:
        problems.warn("unused", names=", ".join(unused))
    case = structure.file.case
    indexed = {int(year) for year in case.price_index} if str(case.price_level) in case.price_index else set()
    foreign: dict[int, list[str]] = {}
    for estimate in estimates.values():
        level = estimate.price_level
        if estimate.name in used and level is not None and level != case.price_level and level not in indexed:
            foreign.setdefault(level, []).append(estimate.name)
    if foreign:
        years = "; ".join(f"{year}: {', '.join(foreign[year])}" for year in sorted(foreign))
        problems.warn("price_levels", years=years, level=case.price_level)
