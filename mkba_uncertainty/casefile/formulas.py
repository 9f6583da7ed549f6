"""Formulas of a case file: their names, their order, and units through all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkba_uncertainty.case import (
    AGE,
    CLOCK,
    DISCOUNT_RATE,
    LAST,
    Case,
    Estimate,
    Post,
    Quantity,
    Series,
    index_for,
    number_of,
    used,
)
from mkba_uncertainty.casefile.collecting import Problems
from mkba_uncertainty.casefile.lines import KeyPath
from mkba_uncertainty.casefile.schema import note_of
from mkba_uncertainty.casefile.validation import Draft
from mkba_uncertainty.errors import FormulaError
from mkba_uncertainty.formula import Formula, Number, check_names, fold, is_name, order, parse
from mkba_uncertainty.units import YEARS, check_unit, require_unit, unit_of

NOTHING = parse(0.0)
"""What stands in for a formula that cannot be read."""


def read_formula(found: Any, path: KeyPath, draft: Draft, *more: str) -> Formula:
    """Parse a formula and check its names; one with a problem becomes ``NOTHING``."""
    try:
        formula = parse(found)
        check_names(formula, draft.formula_names.union(more) if more else draft.formula_names)
    except FormulaError as error:
        draft.problems.adopt(error, path)
        return NOTHING
    return formula


def read_quantity(found: Any, path: KeyPath, draft: Draft) -> Formula:
    """Read the formula of a quantity, which belongs to no post and so knows no age."""
    formula = read_formula(found, path, draft)
    if AGE in formula.names - draft.own_names:
        draft.problems.add("age_outside_amount", path)
    return formula


def make_quantities(draft: Draft) -> dict[str, Quantity]:
    """Convert the quantities, in an order in which each needs only estimates and earlier ones."""
    tables, problems = draft.file.quantities, draft.problems
    formulas: dict[str, Formula] = {}
    for name, table in tables.items():
        path = ("quantities", name)
        if not is_name(name):
            problems.add("reserved_name", path, found=name)
        check_own_name(name, path, draft, "estimates")
        formula = read_quantity(table.formula, (*path, "formula"), draft)
        if formula is not NOTHING:
            formulas[name] = formula
    return {
        name: Quantity(name, formulas[name], tables[name].unit, note_of(tables[name].label))
        for name in _ordered(formulas, draft)
    }


def check_own_name(name: str, path: KeyPath, draft: Draft, *tables: str) -> None:
    """See that nothing in the given tables has this name already."""
    for table in tables:
        if name in getattr(draft.file, table):
            draft.problems.add("name_twice", path, found=name, first=draft.problems.index.line_of((table, name)))


def _ordered(formulas: dict[str, Formula], draft: Draft) -> list[str]:
    """Put formulas in order of use; of each circle, report it and leave one formula out."""
    while True:
        try:
            return order(formulas, draft.formula_names)
        except FormulaError as error:
            draft.problems.adopt(error, ("quantities", str(error.key), "formula"))
            formulas = {name: formula for name, formula in formulas.items() if name != error.key}


# --- units


def check_units(
    estimates: Mapping[str, Estimate],
    quantities: Mapping[str, Quantity],
    series: Mapping[str, Series],
    posts: Mapping[str, Post],
    currency: str | None,
    problems: Problems,
) -> dict[str, str]:
    """Check units through all formulas; those that rest on something without a sound unit are passed over.

    Returns
    -------
    dict of name to unit
        Of the estimates, quantities and series that have a sound one, and of what stands for the year and the age.
    """
    units: dict[str, str] = dict.fromkeys(CLOCK, YEARS) | {LAST: "year"}
    stated = {name: estimate.unit for name, estimate in estimates.items() if estimate.part_of != "series"}
    for name, unit in ({name: each.unit for name, each in series.items()} | stated).items():
        try:
            units[name] = check_unit(unit)
        except FormulaError:
            units.pop(name, None)  # reported where it stands
    for quantity in quantities.values():
        if quantity.formula.names <= units.keys():
            _add_unit(quantity, units, problems)
    for post in posts.values():
        its_unit = unit_of_amount(post, units, currency)
        demand_unit(post.amount, its_unit, ("posts", post.name, "amount"), units, problems)
        for key, formula in post.timing.formulas.items():
            if number_of(formula) is None:  # a bare number counts years, or is a share
                unit = "share" if key in ("growth", "decline") else "year"
                demand_unit(formula, unit, ("posts", post.name, "timing", key), units, problems)
    return units


def _add_unit(quantity: Quantity, units: dict[str, str], problems: Problems) -> None:
    """Add the unit of a quantity: of its formula, which must be the one that is stated; a bare number takes that."""
    path = ("quantities", quantity.name)
    if quantity.unit is None:
        try:
            units[quantity.name] = unit_of(quantity.formula, units)
        except FormulaError as error:
            problems.adopt(error, path)
        return
    try:
        stated = check_unit(quantity.unit)
    except FormulaError as error:
        problems.adopt(error, (*path, "unit"))
        return
    if isinstance(fold(quantity.formula.tree), Number) or demand_unit(
        quantity.formula, stated, (*path, "formula"), units, problems
    ):
        units[quantity.name] = stated


def unit_of_amount(post: Post, units: Mapping[str, str], currency: str | None) -> str | None:
    """Give the unit that the amount of a post must have: times how many start, where it has cohorts, it is a flow.

    None where that rests on a currency or a series that is not sound.
    """
    timing = post.timing
    if currency is None or (timing.cohorts is not None and timing.cohorts not in units):
        return None
    if timing.present_value_at is not None:
        return currency
    if timing.cohorts is not None:
        return f"{currency} / year / ({units[timing.cohorts]})"
    return f"{currency} / year" if timing.lasts and timing.every is None else currency


def demand_unit(
    formula: Formula, unit: str | None, path: KeyPath, units: Mapping[str, str], problems: Problems
) -> bool:
    """See that a formula has a unit, if that is known, it can be read, and all that it rests on has one."""
    if unit is None or formula is NOTHING or not formula.names <= units.keys():
        return False
    try:
        require_unit(formula, units, unit)
    except FormulaError as error:
        problems.adopt(error, path)
        return False
    return True


# --- what is used


def _settings(case: Case, estimate: str) -> list[KeyPath]:
    """Give where something sets an estimate."""
    return [
        (kind, name, "set", estimate)
        for kind in ("scenarios", "variants", "alternatives")
        for name, each in getattr(case, kind).items()
        if estimate in each.values
    ]


def check_use(case: Case, problems: Problems) -> None:
    """Warn of estimates that no post uses, and of price levels that meet in one sum without an index."""
    known = used(case)
    unused = [name for name in {**case.estimates, **case.series} if name not in {*known, DISCOUNT_RATE}]
    if unused:
        problems.warn("unused", names=", ".join(unused))
    if DISCOUNT_RATE not in known:  # which every file has
        for path in _settings(case, DISCOUNT_RATE):
            problems.warn("discount_rate_unused", path)
    foreign: dict[int, list[str]] = {}
    for name, estimate in case.estimates.items():
        level = estimate.price_level
        if name in known and level is not None and level != case.price_level and index_for(case, estimate) is None:
            foreign.setdefault(level, []).append(name)
    if foreign:
        years = "; ".join(f"{year}: {', '.join(foreign[year])}" for year in sorted(foreign))
        problems.warn("price_levels", years=years, level=case.price_level)
