"""Estimates of a case file: their names, units, distributions, roles, sources and price levels."""

from __future__ import annotations

import math

from mkba_uncertainty.case import CHOICES, DISCOUNT_RATE, Estimate, Expert, Source, misfit
from mkba_uncertainty.casefile.collecting import Problems, plain, shown
from mkba_uncertainty.casefile.lines import Path
from mkba_uncertainty.casefile.schema import DistributionTable, EstimateTable, SourceTable, TextTable
from mkba_uncertainty.casefile.structure import Structure
from mkba_uncertainty.errors import FamilyError, FormulaError
from mkba_uncertainty.families import Family, Point
from mkba_uncertainty.formula import is_name
from mkba_uncertainty.texts import Text
from mkba_uncertainty.texts.units import powers
from mkba_uncertainty.units import check_unit


def make_text(table: TextTable) -> Text:
    """Convert a text."""
    return Text(table.nl, table.en)


def make_note(table: TextTable | None) -> Text | None:
    """Convert a text that may be absent."""
    return None if table is None else make_text(table)


def make_source(table: SourceTable, path: Path, structure: Structure, problems: Problems) -> Source:
    """Convert a source; its document must be known."""
    documents = structure.names("documents")
    if table.document not in documents:
        problems.add_unknown("case_unknown_document", (*path, "document"), table.document, documents)
    return Source(table.document, table.place)


def make_estimates(structure: Structure, problems: Problems) -> dict[str, Estimate]:
    """Convert the estimates; one with a problem is converted all the same, as well as can be."""
    file = structure.file
    estimates = {name: _estimate(name, table, structure, problems) for name, table in file.estimates.items()}
    rate = file.estimates.get(DISCOUNT_RATE)
    if DISCOUNT_RATE not in structure.names("estimates"):
        problems.add("missing_discount_rate", ("estimates",))
    elif rate is not None and rate.role != "value_choice":
        problems.add("discount_rate_role", ("estimates", DISCOUNT_RATE, "role"), found=rate.role)
    elif rate is not None and rate.unit != "share":
        problems.add("discount_rate_unit", ("estimates", DISCOUNT_RATE, "unit"), found=shown(rate.unit))
    return estimates


def _estimate(name: str, table: EstimateTable, structure: Structure, problems: Problems) -> Estimate:
    path = ("estimates", name)
    if not is_name(name):
        problems.add("reserved_name", path, found=name)
    return Estimate(
        name=name,
        label=make_text(table.label),
        role=table.role,
        unit=table.unit,
        value=table.value,
        distribution=_distribution(table, path, problems),
        basis=table.basis,
        source=make_source(table.source, (*path, "source"), structure, problems),
        price_level=_price_level(table, path, structure, problems),
        tags=tuple(table.tags),
        note=make_note(table.note),
        experts=_experts(table, (*path, "experts"), problems),
    )


def _experts(table: EstimateTable, path: Path, problems: Problems) -> tuple[Expert, ...]:
    """Convert the experts' answers: two at least that count, of something that is uncertain."""
    if table.experts is None:
        return ()
    if table.role in CHOICES:
        problems.add("experts_of_choice", path, role=table.role)
    counted = sum(expert.weight > 0 for expert in table.experts)
    if counted < 2:
        problems.add("few_experts", path, found=counted)
    if table.unit == "share":
        for place, expert in enumerate(table.experts):
            if not 0 <= expert.answer <= 1:
                problems.add("share_outside_range", (*path, place, "answer"), found=plain(expert.answer))
    return tuple(Expert(expert.answer, expert.weight, make_note(expert.label)) for expert in table.experts)


def _price_level(table: EstimateTable, path: Path, structure: Structure, problems: Problems) -> int | None:
    """Amounts in euros are in prices of the case's year unless they say otherwise; other units have no prices."""
    try:
        check_unit(table.unit)
    except FormulaError as error:
        problems.adopt(error, (*path, "unit"))
        return None
    if "EUR" in powers(table.unit):
        return table.price_level or structure.file.case.price_level
    if table.price_level is not None:
        problems.add("price_level_without_euros", (*path, "price_level"), found=table.price_level, unit=table.unit)
    return None


def _percent(table: DistributionTable, path: Path, problems: Problems) -> bool:
    """Note the ends and the mode of a share that look like percents, such as a mode of 30."""
    given = {key: (table.model_extra or {}).get(key) for key in ("low", "mode", "high")}
    beyond = {key: found for key, found in given.items() if isinstance(found, int | float) and 2 <= found <= 100}
    for key, found in beyond.items():
        problems.add("share_parameter_outside_range", (*path, key), found=plain(found))
    return bool(beyond)


def _distribution(table: EstimateTable, path: Path, problems: Problems) -> Family:
    """Make the distribution, and hold it against the point value, the unit and the role."""
    try:
        fixed = Point(table.value)
    except FamilyError as error:
        problems.adopt(error, (*path, "value"))
        return Point(0.0)
    if table.unit == "share" and not 0 <= table.value <= 1:
        problems.add("share_outside_range", (*path, "value"), found=plain(table.value))
    if table.distribution is None:
        return fixed
    path = (*path, "distribution")
    if table.unit == "share" and _percent(table.distribution, path, problems):
        return fixed
    try:
        family = table.distribution.build()
        low, high = family.support
    except FamilyError as error:
        problems.adopt(error, path if error.key in (None, "distribution") else (*path, str(error.key)))
        return fixed
    except (OverflowError, RecursionError):
        problems.add("not_finite", path, found="{...}")
        return fixed
    for place, one in enumerate(family.evidence[1]):
        if code := misfit(one, table.unit):
            problems.add(code, (*path, "observations", place), found=one.text, unit=table.unit)
    if table.role in CHOICES and not isinstance(family, Point):
        problems.add("sampled_choice", path, role=table.role)
    if table.unit == "share" and not (low >= 0 and high <= 1):
        problems.add("share_distribution_outside_range", path, low=plain(low), high=plain(high))
    if isinstance(family, Point) and not math.isclose(family.value, table.value):
        problems.add("point_is_not_value", path, found=plain(family.value), value=plain(table.value))
    elif not low <= table.value <= high:
        estimate = path[1]
        problems.warn(
            "value_outside_range", estimate=estimate, value=plain(table.value), low=plain(low), high=plain(high)
        )
    return family
