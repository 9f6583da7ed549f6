"""Estimates of a case file: their names, units, distributions, roles, sources and price levels."""

from __future__ import annotations

import math
from typing import Any

from mkba_uncertainty.case import (
    CHOICES,
    DISCOUNT_RATE,
    Estimate,
    Expert,
    Middle,
    Pooling,
    PriceIndex,
    Roulette,
    middle_of,
    misfit,
)
from mkba_uncertainty.case.minding import OUTER, minds
from mkba_uncertainty.casefile.collecting import Problems, plain, shown
from mkba_uncertainty.casefile.lines import KeyPath
from mkba_uncertainty.casefile.schema import (
    BoundEstimateTable,
    DistributionTable,
    EstimateTable,
    ExpertTable,
    SeriesTable,
    note_of,
)
from mkba_uncertainty.casefile.validation import Draft
from mkba_uncertainty.errors import FamilyError, FormulaError, InputError
from mkba_uncertainty.families import FAMILIES, Family, Point, Updated, is_relative
from mkba_uncertainty.formula import is_name
from mkba_uncertainty.texts.currencies import may_be_currency
from mkba_uncertainty.texts.units import counted_in, is_share, powers
from mkba_uncertainty.units import check_unit


def make_estimates(draft: Draft) -> dict[str, Estimate]:
    """Convert the estimates; one with a problem is converted all the same, as well as can be."""
    return {name: _estimate(name, table, draft) for name, table in draft.file.estimates.items()}


def check_discount_rate(draft: Draft) -> None:
    """See that there is a discount rate, that somebody chose."""
    rate = draft.file.estimates.get(DISCOUNT_RATE)
    if rate is None and DISCOUNT_RATE not in draft.left_out.get("estimates", ()):
        draft.problems.add("missing_discount_rate", ("estimates",))
    elif rate is not None and rate.role != "value_choice":
        draft.problems.add("discount_rate_role", ("estimates", DISCOUNT_RATE, "role"), found=rate.role)
    elif rate is not None and not is_share(rate.unit):
        draft.problems.add("discount_rate_unit", ("estimates", DISCOUNT_RATE, "unit"), found=shown(rate.unit))


def _estimate(name: str, table: EstimateTable, draft: Draft) -> Estimate:
    path = ("estimates", name)
    if not is_name(name):
        draft.problems.add("reserved_name", path, found=name)
    distribution = _distribution(table, path, draft.problems, rate=name in draft.rates)
    middle = table.point or "mode"
    value = _middle(distribution, middle, path, draft.problems) if table.value is None else table.value
    estimate = Estimate(
        name=name,
        label=table.label.build(),
        role=table.role,
        unit=table.unit,
        value=value,
        distribution=distribution,
        basis=table.basis,
        source=draft.source(table.source, (*path, "source")),
        price_level=price_level(table, path, draft),
        tags=tuple(table.tags),
        note=note_of(table.note),
        experts=_experts(table, (*path, "experts"), draft.problems),
        pooling=_pooling(table, value, (*path, "pooling"), draft.problems),
        difference=table.difference,
        middle=None if table.value is not None or isinstance(distribution, Point) else middle,
        relative=as_typed(table.distribution),
        use=table.use,
        index=_index(table.use),
    )
    _check_ranges(estimate, (*path, "experts"), draft.problems)
    for mind in minds(estimate):
        draft.problems.warn(mind.code, (*path, mind.key), **mind.facts)
    return estimate


def _index(use: str | None) -> PriceIndex | None:
    """Give the price index of what is taken from the library."""
    if use is None:
        return None
    from mkba_uncertainty.casefile.using import index_of

    return index_of(use)


def as_typed(table: DistributionTable | None) -> dict[str, Any] | None:
    """Give a distribution, before any data, as it was typed, where it has percentages of the value."""
    if table is None:
        return None
    typed = table.table["prior"] if table.family == Updated.name and "prior" in table.table else table.table
    return typed if is_relative(typed) else None


def _middle(family: Family, which: Middle, path: KeyPath, problems: Problems) -> float:
    """Give the value that follows from a distribution; 0 where there is none."""
    found = middle_of(family.evidence[0], which)
    if found is None:
        problems.add("no_peak", (*path, "distribution"), found=family.name)
    return found or 0.0


def _experts(table: EstimateTable, path: KeyPath, problems: Problems) -> tuple[Expert, ...]:
    """Convert the experts' answers, of something that is uncertain: of single numbers two at least that count."""
    if table.experts is None:
        return ()
    if table.role in CHOICES:
        problems.add("experts_of_choice", path, role=table.role)
    for place, expert in enumerate(table.experts):
        given = [name for name in ("answer", "quantiles", "roulette") if getattr(expert, name) is not None]
        if len(given) != 1:
            problems.add("expert_answers", (*path, place), found=", ".join(given) or "-")
    single = [expert for expert in table.experts if expert.answer is not None]
    counted = sum(expert.weight > 0 for expert in single or table.experts)
    if counted < (2 if single or not table.experts else 1):
        problems.add("few_experts", path, found=counted)
    if is_share(table.unit):
        for place, expert in enumerate(table.experts):
            if expert.answer is not None:
                check_share(expert.answer, (*path, place, "answer"), problems, difference=table.difference)
    return tuple(map(_expert, table.experts))


def _expert(table: ExpertTable) -> Expert:
    laid = table.roulette
    return Expert(
        table.answer,
        table.weight,
        note_of(table.label),
        {float(level): value for level, value in (table.quantiles or {}).items()},
        None if laid is None else Roulette(laid.low, laid.high, tuple(laid.chips)),
        table.reason,
        table.date,
    )


def _pooling(table: EstimateTable, value: float, path: KeyPath, problems: Problems) -> Pooling | None:
    """Convert how ranges were pooled."""
    how = table.pooling
    if how is None:
        return None
    if not any(expert.answer is None for expert in table.experts or ()):
        problems.add("pooling_of_nothing", path)
    if how.family is not None and how.family not in FAMILIES:
        problems.add_unknown("unknown_family", (*path, "family"), how.family, FAMILIES)
    replaced = make_family(how.replaced, (*path, "replaced"), problems, value)
    return Pooling(how.method, how.weights, how.low, how.high, how.family, replaced)


def _check_ranges(estimate: Estimate, path: KeyPath, problems: Problems) -> None:
    """See that each range is one: in order, and within what is possible."""
    for place, expert in enumerate(estimate.experts):
        if expert.quantiles or expert.roulette:
            from mkba_uncertainty.elicitation.answers import within

            try:
                within(expert.range, estimate.asked_within)
            except InputError as error:
                problems.adopt(error, (*path, place, expert.given[0]))


def check_share(
    value: float, path: KeyPath, problems: Problems, *, rate: bool = False, difference: bool = False
) -> None:
    """See that a share is from 0 to 1; from -1 if it is a difference, or something is discounted at it."""
    if rate and not -1 < value < 1:
        problems.add("rate_outside_range", path, found=plain(value))
    elif difference and not -1 <= value <= 1:
        problems.add("difference_outside_range", path, found=plain(value))
    elif not (rate or difference or 0 <= value <= 1):
        problems.add("share_negative" if value < 0 else "share_outside_range", path, found=plain(value))


def price_level(table: EstimateTable | SeriesTable, path: KeyPath, draft: Draft) -> int | None:
    """Amounts of money are in prices of the case's year unless they say otherwise; other units have no prices."""
    try:
        check_unit(counted_in(table.unit)[1] if isinstance(table, BoundEstimateTable) else table.unit)
    except FormulaError as error:
        draft.problems.adopt(error, (*path, "unit"))
        return None
    if any(map(may_be_currency, powers(table.unit))):
        return table.price_level or draft.file.case.price_level
    if table.price_level is not None:
        facts = {"found": table.price_level, "unit": table.unit}
        draft.problems.add("price_level_without_money", (*path, "price_level"), **facts)
    return None


def _distribution(table: EstimateTable, path: KeyPath, problems: Problems, *, rate: bool) -> Family:
    """Make the distribution of an estimate, or the fixed value where there is none to be made."""
    try:
        fixed = Point(table.value or 0.0)
    except FamilyError as error:
        problems.adopt(error, (*path, "value"))
        return Point(0.0)
    if table.value is None and table.distribution is None:
        problems.add("value_missing", (*path, "value"))
    if table.value is not None and table.point is not None:
        problems.add("point_and_value", (*path, "point"), found=plain(table.value))
    if is_share(table.unit):
        check_share(fixed.value, (*path, "value"), problems, rate=rate, difference=table.difference)
    if table.distribution is None:
        return fixed
    inside = (*path, "distribution")
    if is_share(table.unit) and _percent(table.distribution, inside, problems):
        return fixed
    family = make_family(table.distribution, inside, problems, table.value)
    if family is None:
        return fixed
    _check_data(family, table, inside, problems)
    _check_range(family, table, path, problems, rate=rate)
    return family


def _percent(table: DistributionTable, path: KeyPath, problems: Problems) -> bool:
    """Note the ends and the mode of a share that look like percents, such as a mode of 30."""
    given = {key: (table.model_extra or {}).get(key) for key in ("low", "mode", "high")}
    beyond = {key: found for key, found in given.items() if isinstance(found, int | float) and 2 <= found <= 100}
    for key, found in beyond.items():
        problems.add("share_parameter_outside_range", (*path, key), found=plain(found))
    return bool(beyond)


def make_family(
    table: DistributionTable | None, path: KeyPath, problems: Problems, value: float | None = None
) -> Family | None:
    """Make a distribution whose ends can be computed; None where there is none to be made.

    Percentages in it are relative to the value.
    """
    if table is None:
        return None
    try:
        family = table.build(value)
        _ = family.support
    except FamilyError as error:
        parts = [int(part) if part.isdigit() else part for part in str(error.key).split(".")]
        problems.adopt(error, path if error.key in (None, "distribution") else (*path, *parts))
        return None
    except (OverflowError, RecursionError):
        problems.add("not_finite", path, found="{...}")
        return None
    return family


def _check_data(family: Family, table: EstimateTable, path: KeyPath, problems: Problems) -> None:
    """See that an estimate of this role may be uncertain, and one with this unit observed so."""
    for place, one in enumerate(family.evidence[1]):
        if code := misfit(one, table.unit, difference=table.difference):
            problems.add(code, (*path, "observations", place), found=one.text, unit=table.unit)
    if table.role in CHOICES and not isinstance(family, Point):
        problems.add("sampled_choice", path, role=table.role)


def _check_range(family: Family, table: EstimateTable, path: KeyPath, problems: Problems, *, rate: bool) -> None:
    """Hold a distribution against the unit and the point value."""
    low, high = family.support
    inside = (*path, "distribution")
    if is_share(table.unit) and isinstance(family, Point):
        check_share(family.value, inside, problems, rate=rate, difference=table.difference)
    elif is_share(table.unit) and table.difference:
        _check_difference(family, inside, problems)
    elif is_share(table.unit) and not (low >= 0 and high <= 1):
        problems.add("share_distribution_outside_range", inside, low=plain(low), high=plain(high))
    if isinstance(family, Point) and table.value is not None and not math.isclose(family.value, table.value):
        problems.add("point_is_not_value", inside, found=plain(family.value), value=plain(table.value))


def _check_difference(family: Family, path: KeyPath, problems: Problems) -> None:
    """See that a difference of two shares hardly goes beyond -1 and 1; its distribution may have tails."""
    low, high = (float(end) for end in family.ppf(OUTER))
    if not (low >= -1 and high <= 1):
        problems.add("difference_distribution_outside_range", path, low=plain(low), high=plain(high))
