"""Observations as people hand them in, and which estimates they can be of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mkba_uncertainty.analysis.requirements import known_alone
from mkba_uncertainty.case import CHOICES, misfit
from mkba_uncertainty.errors import FamilyError, InputError
from mkba_uncertainty.families import Observation, counts_of
from mkba_uncertainty.families.observation import observation_of, parse_observation
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.names import listed, nearest, unknown
from mkba_uncertainty.store import read_csv

COLUMNS = ("estimate", "observation", "date", "source", "note")
REQUIRED = COLUMNS[:2]

Given = Observation | str | Sequence[Observation | str]
Named = list[tuple[str, Observation]]


def named_observations(
    given: Mapping[str, Given] | Iterable[tuple[str, Given]], *, date: str | None = None, source: str | None = None
) -> Named:
    """Give observations as pairs of estimate and observation; all without a date or source get this one.

    Raises
    ------
    InputError
        If a text is no observation.
    """
    found = []
    for name, data in given.items() if isinstance(given, Mapping) else given:
        for one in [data] if isinstance(data, Observation | str) else data:
            made = observation_of(name, one) if isinstance(one, str) else one
            found.append((name, _with_facts(made, name, date=made.date or date, source=made.source or source)))
    return found


def read_observations(path: Path) -> Named:
    """Read a CSV file with the columns ``estimate, observation`` and, if wanted, ``date, source, note``.

    Commas, semicolons or tabs separate the columns, as the first line does.

    Raises
    ------
    InputError
        If a column or cell is wrong; it names the line and the column.
    StoreError
        If the file cannot be read.
    """
    (_, header), *rows = read_csv(path, "observations_not_readable").rows or [(1, [])]
    columns = [name.lower() for name in header]
    for name in columns:
        if name not in COLUMNS or columns.count(name) > 1:
            near = nearest(name, COLUMNS)
            allowed = ", ".join(COLUMNS)
            raise InputError("observations_column", file=str(path), line=1, found=name, nearest=near, allowed=allowed)
    for name in REQUIRED:
        if name not in columns:
            raise InputError("observations_missing", file=str(path), line=1, key=name, allowed=", ".join(COLUMNS))
    found = [
        _read_row(path, line, dict(zip(columns, row, strict=False)), len(row) - len(columns)) for line, row in rows
    ]
    if not found:
        raise InputError("observations_empty", file=str(path))
    return found


def _read_row(path: Path, line: int, row: Mapping[str, str], excess: int) -> tuple[str, Observation]:
    if excess > 0:
        raise InputError("observations_excess", file=str(path), line=line, found=excess)
    cells = {name: cell.strip() for name, cell in row.items()}
    for name in REQUIRED:
        if not cells.get(name):
            raise InputError("observations_cell", file=str(path), line=line, key=name)
    try:
        made = parse_observation(cells["observation"])
        return cells["estimate"], replace(made, **{name: cells.get(name) or None for name in COLUMNS[2:]})
    except FamilyError as error:
        column = "date" if error.key == "date" else "observation"
        raise InputError(error.code, file=str(path), line=line, key=column, **error.facts) from error


def _with_facts(one: Observation, name: str, **facts: str | None) -> Observation:
    try:
        return replace(one, **facts)
    except FamilyError as error:
        raise InputError(error.code, key=name, **error.facts) from error


def by_estimate(model: AnyModel, observations: Iterable[tuple[str, Observation]]) -> dict[str, tuple[Observation, ...]]:
    """Gather the observations of each estimate, and see that it can be observed so.

    Raises
    ------
    InputError
        If an estimate is unknown, fixed or a choice, its unit does not go with the observation, a scenario has replaced
        its distribution, or the same observation comes twice.
    """
    found: dict[str, tuple[Observation, ...]] = {}
    for name, one in observations:
        if name in model.shares:
            for member, each in _of_members(model, name, one).items():
                found[member] = (*found.get(member, ()), each)
            continue
        if name in model.members:
            raise InputError("share_alone", key="observe", found=name, group=model.members[name])
        if name not in model.inputs or name in model.breaks:
            raise unknown("observed_unknown", "observe", name, (*known_alone(model), *model.shares))
        _require_observable(model, name)
        unit, difference = model.unit(name), model.case is not None and model.case.estimates[name].difference
        if unit and (code := misfit(one, unit, difference=difference)):
            raise InputError(code, key=name, found=one.text, unit=unit)
        if name in model.fixed:
            raise InputError("observed_fixed", key="observe", found=name, value=model.fixed[name])
        earlier = (*model.inputs[name].evidence[1], *found.get(name, ()))
        same = [
            other for other in earlier if (other.text, other.date, other.source) == (one.text, one.date, one.source)
        ]
        if same:
            raise InputError("observed_again", key="observe", found=name, data=one.text)
        found[name] = (*found.get(name, ()), one)
    if not found:
        raise InputError("observed_nothing", key="observe", known=listed(model.uncertain))
    return found


def _of_members(model: AnyModel, name: str, one: Observation) -> dict[str, Observation]:
    """Give what was counted of shares as what it says of each of them."""
    shares = model.shares[name]
    try:
        counted = counts_of(one, len(shares.concentrations))
    except FamilyError as error:
        raise InputError(error.code, key=name, **error.facts) from error
    if shares.fixed:
        raise InputError("observed_under_scenario", key="observe", found=name, scenario=", ".join(model.scenarios))
    earlier = model.case.shares[name].observations if model.case else ()
    if any((each.text, each.date, each.source) == (counted.text, counted.date, counted.source) for each in earlier):
        raise InputError("observed_again", key="observe", found=name, data=counted.text)
    return dict(zip(shares.concentrations, counted.each(), strict=True))


def _require_observable(model: AnyModel, name: str) -> None:
    case = model.case
    if case is None:
        return
    estimate = case.estimates[name]
    if estimate.role in CHOICES:
        raise InputError("observed_choice", key="observe", found=name)
    if model.inputs[name] == estimate.distribution:
        return
    for scenario in reversed(model.scenarios):
        if name in case.scenarios[scenario].values or name in case.scenarios[scenario].pooled:
            raise InputError("observed_under_scenario", key="observe", found=name, scenario=scenario)
