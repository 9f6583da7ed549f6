"""When amounts fall and what later years count for: the timings of posts, series, and discount rates of a file."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, TypeAlias

from mkba_uncertainty.case import (
    AGE,
    CASE_RATE,
    CLOCK,
    LAST,
    Band,
    Case,
    Estimate,
    Rate,
    Rates,
    Series,
    Timing,
    number_of,
    only,
    reformulated,
)
from mkba_uncertainty.case.minding import OUTER
from mkba_uncertainty.casefile.collecting import plain
from mkba_uncertainty.casefile.estimates import as_typed, make_family, price_level
from mkba_uncertainty.casefile.formulas import check_own_name, read_formula
from mkba_uncertainty.casefile.lines import KeyPath
from mkba_uncertainty.casefile.schema import BandTable, PostTable, SeriesTable, note_of
from mkba_uncertainty.casefile.validation import Draft
from mkba_uncertainty.errors import FormulaError
from mkba_uncertainty.families import Family
from mkba_uncertainty.formula import Formula, is_name
from mkba_uncertainty.texts import Text, both

SHAPES = ("growth", "decline", "ramp")
"""Keys of a timing that say how an amount changes from year to year."""


# --- timings


def make_timing(table: PostTable, path: KeyPath, draft: Draft) -> Timing:
    """Convert the timing of a post: formulas that can be read, and keys that go together."""
    found = table.timing
    formulas = {
        key: read_formula(given, (*path, key), draft, LAST)
        for key in ("year", "years", "until", *SHAPES)
        if (given := getattr(found, key)) is not None
    }
    year = number_of(formulas["year"])
    timing = Timing(
        int(year) if year is not None and year.is_integer() else formulas["year"],
        **{key: formula for key, formula in formulas.items() if key != "year"},
        every=found.every,
        cohorts=found.cohorts,
        present_value_at=found.present_value_at,
    )
    _check_together(timing, path, draft)
    _check_numbers(formulas, timing, path, draft)
    return timing


def _check_together(timing: Timing, path: KeyPath, draft: Draft) -> None:
    """See that the keys of a timing can mean something together."""
    problems = draft.problems
    if timing.years is not None and timing.until is not None:
        problems.add("years_and_until", (*path, "until"))
    if timing.cohorts is not None:
        draft.knows("series", timing.cohorts, (*path, "cohorts"))
    for key in SHAPES:
        if getattr(timing, key) is not None and not timing.lasts and timing.every is None:
            problems.add("shape_of_once", (*path, key), found=key)


def _check_numbers(formulas: Mapping[str, Formula], timing: Timing, path: KeyPath, draft: Draft) -> None:
    """Hold the numbers of a timing against the horizon; what formulas give is seen when they are evaluated."""
    numbers = {key: number for key, formula in formulas.items() if (number := number_of(formula)) is not None}
    horizon, problems = draft.file.case.horizon, draft.problems
    for key in ("year", "years", "until"):
        if numbers.get(key, 0.0) < 0:
            problems.add("expected_at_least", (*path, key), found=plain(numbers[key]), limit=0)
    for key in ("year", "until"):
        if numbers.get(key, 0.0) > horizon - 1:
            problems.add("year_beyond_horizon", (*path, key), found=plain(numbers[key]), last=horizon - 1)
    if timing.cohorts is None:
        longest = horizon - numbers.get("year", 0.0)
        if numbers.get("years", 0.0) > longest > 0:
            facts = {"found": plain(numbers["years"]), "longest": plain(longest), "draw": ""}
            problems.add("outside_horizon_always", (*path, "years"), **facts)
    if numbers.get("until", math.inf) < numbers.get("year", 0.0):
        facts = {"found": plain(numbers["until"]), "start": plain(numbers["year"])}
        problems.add("until_before_year", (*path, "until"), **facts)
    if numbers.get("growth", 0.0) <= -1:
        problems.add("growth_too_low_always", (*path, "growth"), found=plain(numbers["growth"]), draw="")
    if not 0 <= numbers.get("decline", 0.0) <= 1:
        problems.add("decline_outside_always", (*path, "decline"), found=plain(numbers["decline"]), draw="")
    if numbers.get("ramp", 1.0) <= 0:
        problems.add("ramp_not_positive_always", (*path, "ramp"), found=plain(numbers["ramp"]), draw="")


def check_ends(case: Case, draft: Draft) -> None:
    """See that the first of cohorts starts before the horizon ends, and mind half an amount that falls after it."""
    for post in case.posts.values():
        timing, path = post.timing, ("posts", post.name, "timing", "year")
        start = timing.year if isinstance(timing.year, int) else number_of(timing.year)
        if start is None:
            continue
        whole, last = math.floor(start), case.horizon - 1
        if timing.cohorts is not None:
            if (first := case.series[timing.cohorts].begins(case.horizon)) + start > last:
                draft.problems.add("cohorts_beyond_horizon", path, found=plain(start), first=first, last=last)
        elif timing.every is not None and not timing.lasts and start > whole and (last - whole) % timing.every == 0:
            draft.problems.warn("part_beyond_horizon", path, found=plain(start), last=last)


_Misplaced: TypeAlias = tuple[str, KeyPath, str]
"""What is wrong, the key, and the name that has a value a year."""

_FORMULAS = ("quantities", "posts")
"""What variants have formulas of."""


def check_yearly(case: Case, draft: Draft) -> None:
    """See that what has a value a year stands in amounts only, which last where they use the age; in variants too."""
    as_it_stands = list(_misplaced(case))
    for code, path, name in (*as_it_stands, *_misplaced_by_variants(case, as_it_stands, draft)):
        draft.problems.add(code, path, found=name)
    for name in CLOCK:
        table = "estimates" if name in case.estimates else "quantities" if name in case.quantities else None
        if table:
            draft.problems.warn("clock_name", (table, name), found=name)


def _misplaced_by_variants(case: Case, known: Collection[_Misplaced], draft: Draft) -> list[_Misplaced]:
    """Give what is not known yet of the case as variants make it, in each alternative, at the keys of the variants."""
    found: dict[_Misplaced, None] = {}
    for alternative in case.alternatives or (None,):
        its = only(case, alternative)
        held = [case.variants[name] for name in its.chosen.variants] if its.chosen else []
        for variant in its.variants.values():
            changed = reformulated(its, variant)
            changes = {(kind, key): v.name for v in (*held, variant) for kind in _FORMULAS for key in getattr(v, kind)}
            try:
                new = [each for each in _misplaced(changed) if each not in known]
            except FormulaError as error:  # variants that are sound one by one
                draft.problems.adopt(error, ("alternatives", str(alternative), "variants"))
                break
            found |= {(code, _origin(path, name, changed, case, changes), name): None for code, path, name in new}
    return list(found)


def _misplaced(case: Case) -> Iterator[_Misplaced]:
    """Give what has a value a year where it may not stand."""
    yearly = case.yearly
    for post in case.posts.values():
        path = ("posts", post.name)
        for key, formula in post.timing.formulas.items():
            for name in sorted(formula.names & yearly):
                yield "yearly_outside_amount", (*path, "timing", key), name
        for name in sorted(post.amount.names & yearly):
            if post.timing.present_value_at is not None:
                yield "present_value_of_yearly", (*path, "timing", "present_value_at"), name
            if name == AGE and not post.timing.lasts and post.timing.every is None:
                yield "age_of_once", (*path, "amount"), name


def _origin(path: KeyPath, name: str, changed: Case, case: Case, changes: Mapping[tuple[str, str], str]) -> KeyPath:
    """Give the formula of a variant that made what stands at a key have a value a year, directly or by what it uses."""
    amount, quantity = ("posts", str(path[1])), ("quantities", name)
    if amount in changes and path[-1] in ("amount", "present_value_at"):
        return ("variants", changes[amount], *amount)
    if quantity in changes:
        return ("variants", changes[quantity], *quantity)
    by = min((changed.quantities[name].formula.names & changed.yearly) - case.yearly)
    return _origin(path, by, changed, case, changes)


# --- series


def make_series(draft: Draft) -> dict[str, Series]:
    """Convert the series: names of their own, and a value for each year of the case."""
    return {name: _series(name, table, draft) for name, table in draft.file.series.items()}


def _series(name: str, table: SeriesTable, draft: Draft) -> Series:
    path = ("series", name)
    if not is_name(name) or name in (*CLOCK, LAST):
        draft.problems.add("reserved_name", path, found=name)
    check_own_name(name, path, draft, "estimates", "quantities")
    return Series(
        name=name,
        label=table.label.build(),
        unit=table.unit,
        values=_values(table, (*path, "values"), draft),
        basis=table.basis,
        source=draft.source(table.source, (*path, "source")),
        beyond=table.beyond,
        distribution=_factor_of(table, (*path, "distribution"), draft),
        price_level=price_level(table, path, draft),
        note=note_of(table.note),
        relative=as_typed(table.distribution),
    )


def _factor_of(table: SeriesTable, path: KeyPath, draft: Draft) -> Family | None:
    """Make the distribution of the factor of a series, and mind one that all but excludes the values as they stand."""
    family = make_family(table.distribution, path, draft.problems, 1.0)
    if family is not None:
        low, high = (float(end) for end in family.ppf(OUTER))
        if not low <= 1 <= high:
            draft.problems.warn("series_factor", path, low=plain(low), high=plain(high))
    return family


def _values(table: SeriesTable, path: KeyPath, draft: Draft) -> tuple[float, ...] | dict[int, float]:
    """Convert the values: a list of them, or by year of the calendar."""
    years = sorted(int(year) for year in table.values)
    numbered = years == list(range(len(years)))
    if not draft.lacks("case", "horizon", "first_year"):
        _check_years(years, table, path, draft)
    values = {int(year): value for year, value in table.values.items()}
    return tuple(values[year] for year in years) if numbered else {year: values[year] for year in years}


def _check_years(years: list[int], table: SeriesTable, path: KeyPath, draft: Draft) -> None:
    """See that years follow each other from the first one on, to the horizon unless something stands beyond."""
    case = draft.file.case
    first = 0 if case.first_year is None or years == list(range(len(years))) else case.first_year
    missing = [year for year in range(first, max(years[-1], first) + 1) if year not in years]
    early = [year for year in years if year < first]
    if early or missing:
        facts = {"found": (early or missing)[0], "first": first}
        draft.problems.add("series_early" if early else "series_gap", path, **facts)
    elif len(years) < case.horizon and table.beyond == "error":
        last = first + case.horizon - 1
        draft.problems.add("series_short", path, found=len(years), horizon=case.horizon, last=last)
    elif len(years) > case.horizon:
        draft.problems.warn("series_long", path, found=len(years), horizon=case.horizon)


def factors_of(series: Mapping[str, Series]) -> dict[str, Estimate]:
    """Give the estimates that uncertain series are multiplied by: of value 1, and of the series' own name."""
    return {
        name: Estimate(
            name=name,
            label=_factor(each.label),
            role="expert",
            unit="count",
            value=1.0,
            distribution=each.distribution,
            basis=each.basis,
            source=each.source,
            note=each.note,
            relative=each.relative,
            part_of="series",
        )
        for name, each in series.items()
        if each.distribution is not None
    }


def _factor(label: Text) -> Text:
    return both("casefile.factor", label=label)


# --- rates


def make_rates(draft: Draft) -> Rates:
    """Convert the discount rates: bands that follow each other, of value choices, posts and actors that exist."""
    table = draft.file.discounting
    path: KeyPath = ("discounting",)

    def by_name(key: str, given: Mapping[str, list[BandTable]]) -> dict[str, Rate]:
        for name in given:
            draft.knows(key, name, (*path, key, name))
        return {name: _rate(bands, (*path, key, name), draft) for name, bands in given.items()}

    single: dict[str, Any] = {
        key: None if (bands := getattr(table, key)) is None else _rate(bands, (*path, key), draft)
        for key in ("bands", "costs", "benefits")
    }
    posts, actors = by_name("posts", table.posts), by_name("actors", table.actors)
    return Rates(single.pop("bands") or CASE_RATE, **single, posts=posts, actors=actors)


def _rate(bands: list[BandTable], path: KeyPath, draft: Draft) -> Rate:
    """See that bands follow each other from year 0 on, and that what they name is a value choice."""
    estimates = draft.file.estimates
    for place, band in enumerate(bands):
        at = (*path, place, "rate")
        known = isinstance(band.rate, str) and draft.knows("estimates", band.rate, at)
        if known and not draft.lacks("estimates", band.rate):
            role = estimates[band.rate].role if band.rate in estimates else "expert"  # a share, or a factor
            if role != "value_choice":
                draft.problems.add("discount_rate_role", at, found=role)
    _check_starts([band.start for band in bands], path, draft)
    return tuple(Band(_year_of_case(band.start, draft), band.rate) for band in bands)


def _check_starts(starts: Sequence[int], path: KeyPath, draft: Draft) -> None:
    """See that bands begin in year 0, each after the one before, and mind those that begin after the last year."""
    case = draft.file.case
    years = [_year_of_case(start, draft) for start in starts]
    if years[0] != 0:
        draft.problems.add("bands_from_zero", (*path, 0, "from"), found=starts[0])
    for place, (before, after) in enumerate(pairwise(years)):
        at = (*path, place + 1, "from")
        if after <= before:
            draft.problems.add("bands_overlap", at, found=starts[place + 1], before=starts[place])
        elif after >= case.horizon and not draft.lacks("case", "horizon", "first_year"):
            draft.problems.warn("band_beyond_horizon", at, found=starts[place + 1], last=case.horizon - 1)


def _year_of_case(year: int, draft: Draft) -> int:
    """Give a year of the case, of one that may be of the calendar: these are later than any horizon."""
    first = draft.file.case.first_year
    return year if first is None or year < first else year - first
