"""Data as people write them, and as case files hold them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mkba_uncertainty.errors import FamilyError, InputError
from mkba_uncertainty.families.observation import Count, Mean, Observation, Share

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_SHARE = re.compile(rf"({_NUMBER})\s*/\s*({_NUMBER})")
_MEAN = re.compile(rf"({_NUMBER})\s*(?:\+-|\+/-|±)\s*({_NUMBER})(?:\s*[,;]?\s*\(?\s*n\s*=\s*({_NUMBER})\s*\)?)?")
_COUNT = re.compile(rf"({_NUMBER})(?:\s*[,;]?\s*\(?\s*exposure\s*=\s*({_NUMBER})\s*\)?)?")
_KEYS = ("observed", "date", "source", "note")


def parse_observation(text: str, *, date: str | None = None, source: str | None = None) -> Observation:
    """Read data as people write them.

    Parameters
    ----------
    text : str
        ``31/120`` is 31 of 120; ``2.1+-0.3`` (or with ``±``) a mean with its standard error, ``2.1+-0.3,n=40`` of 40
        observations; ``72`` a count over the same base as the estimate, ``150,exposure=2`` over twice that base.
    date, source : str, optional

    Raises
    ------
    FamilyError
        If the text is of none of these forms, or a number cannot be used.
    """
    facts: dict[str, Any] = {"date": date, "source": source}
    stated = text.strip()
    if found := _SHARE.fullmatch(stated):
        return Share(_whole(found[1]), _whole(found[2]), **facts)
    if found := _MEAN.fullmatch(stated):
        return Mean(float(found[1]), float(found[2]), _whole(found[3]) if found[3] else None, **facts)
    if found := _COUNT.fullmatch(stated):
        if not float(found[1]).is_integer():
            raise FamilyError("observation_without_error", found=stated)
        return Count(_whole(found[1]), float(found[2] or 1.0), **facts)
    raise FamilyError("observation_comma" if re.search(r"\d,\d", stated) else "observation_form", found=stated[:80])


def parse_observe(text: str) -> tuple[str, Observation]:
    """Read ``ESTIMATE=OBSERVATION``, such as ``recidivism=31/120``.

    Raises
    ------
    InputError
        If the text is not of this form.
    """
    name, equals, data = (part.strip() for part in text.partition("="))
    if not (name and equals and data):
        raise InputError("observe_form", key="observe", found=text)
    return name, observation_of(name, data)


def observation_of(name: str, text: str) -> Observation:
    """Read data on an estimate; an error names it."""
    try:
        return parse_observation(text)
    except FamilyError as error:
        raise InputError(error.code, key=name, **error.facts) from error


def make_observation(found: object) -> Observation:
    """Make an observation of what a case file says: ``{ observed = "31/120", date = "2015-03-01", source = "..." }``.

    Raises
    ------
    FamilyError
        If it is no such table, or the data are of no known form.
    """
    if isinstance(found, Observation):
        return found
    if not isinstance(found, Mapping) or "observed" not in found or not set(found) <= set(_KEYS):
        raise FamilyError("observation_table", key="observations", found=str(found)[:80], allowed=", ".join(_KEYS))
    facts = {key: value.isoformat() if isinstance(value, datetime.date) else value for key, value in found.items()}
    for key, value in facts.items():
        if not isinstance(value, str):
            raise FamilyError("observation_text", key="observations", name=key, found=repr(value)[:80])
    return replace(parse_observation(facts.pop("observed")), **facts)


def _whole(text: str) -> Any:
    return float(text) if not float(text).is_integer() else int(float(text))
