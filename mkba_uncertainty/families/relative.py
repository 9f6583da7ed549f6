"""Distributions that are written relative to the value of their estimate: ``low = "-50%"``, ``high = "+65%"``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families.base import Family
from mkba_uncertainty.families.catalogue import make_family

CENTRES = {"pert": "mode", "triangular": "mode", "normal": "mu", "truncated_normal": "mu"}
"""The parameter that is the estimate's value where nothing else is said, of families in which it is no ``mean``."""

_PERCENT = re.compile(r"([+-]?)\s*(\d+(?:\.\d+)?)\s*%")


def places(family: str) -> tuple[str, ...]:
    """Name the parameters that are a value of the estimate: "+65%" is that much above the estimate's own."""
    every = ("low", "mode", "high", "lower", "upper", "p10", "p90", "mean", "values", "truncate")
    return (*every, "mu") if CENTRES.get(family) == "mu" else every


def widths(family: str) -> tuple[str, ...]:
    """Name the parameters that are a distance: "10%" is that share of the estimate's value."""
    return ("sd", "sigma") if CENTRES.get(family) == "mu" else ("sd",)


def is_relative(found: Any) -> bool:
    """Say whether there is a percentage in a table of parameters."""
    if isinstance(found, Mapping):
        return any(is_relative(item) for key, item in found.items() if key not in ("effects", "observations"))
    if isinstance(found, list | tuple):
        return any(map(is_relative, found))
    return isinstance(found, str) and _PERCENT.fullmatch(found.strip()) is not None


def relative_family(table: Mapping[str, Any], value: float | None) -> Family:
    """Make a family of a table of a case file, in which percentages are relative to a value.

    Parameters
    ----------
    table : mapping
        The ``family`` and its parameters. What is left out of a relative one and lies in its middle (``mode``, ``mu``
        of a normal distribution, ``mean`` beside ``sd``) is the value.
    value : float or None
        That of the estimate, if it has one.

    Raises
    ------
    FamilyError
        If the value is not above 0, a percentage has no sign, or the family cannot be made.
    """
    given = _resolved(table, value) if is_relative(table) else table
    return make_family(str(given["family"]), {key: item for key, item in given.items() if key != "family"})


def _resolved(table: Mapping[str, Any], value: float | None) -> dict[str, Any]:
    """Write a table in numbers."""
    at, across = places(table["family"]), widths(table["family"])

    def in_numbers(key: str, found: Any) -> Any:
        if isinstance(found, Mapping):
            if "family" in found:
                return _resolved(found, value) if is_relative(found) else found
            return {inner: in_numbers(key, item) for inner, item in found.items()}
        if isinstance(found, list | tuple):
            return [in_numbers(key, item) for item in found]
        if key not in (*at, *across) or not is_relative(found):
            return found
        return _number(key, found, value, signed=key in at)

    numbers = {key: in_numbers(key, found) for key, found in table.items()}
    centre = "mean" if "sd" in table else CENTRES.get(table["family"])
    if value is not None and centre and (centre == "mode" or not table.keys().isdisjoint(across)):
        numbers.setdefault(centre, value)
    return numbers


def _number(key: str, found: str, value: float | None, *, signed: bool) -> float:
    match = _PERCENT.fullmatch(found.strip())
    assert match is not None  # nothing else is relative
    sign, percent = match.groups()
    if signed and not sign:
        raise FamilyError("relative_sign", key=key, found=found)
    if value is None:
        raise FamilyError("relative_without_value", key=key, found=found)
    if not value > 0:
        raise FamilyError("relative_value", key=key, found=found, value=value)
    share = float(percent) / 100 * (-1 if sign == "-" else 1)
    return value + value * share if signed else value * share
