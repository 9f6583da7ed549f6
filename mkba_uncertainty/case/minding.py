"""What deserves a look in an estimate that is sound: a value its distribution hardly knows, and draws below zero."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from mkba_uncertainty.case.estimate import Estimate
from mkba_uncertainty.errors import Caution
from mkba_uncertainty.families import Family, Pert, Point, Studies, Triangular, Truncated
from mkba_uncertainty.texts import both
from mkba_uncertainty.texts.currencies import may_be_currency
from mkba_uncertainty.texts.figures import chance, estimate_text
from mkba_uncertainty.texts.units import powers
from mkba_uncertainty.units import COUNTED, TIMES

OUTER = (0.001, 0.999)
"""A value beyond these quantiles of its distribution is hardly the one that is used."""

FEW_STUDIES = 7
"""So many hardly say how much places differ."""

SELDOM = 1e-4
"""A chance of being below zero that a run of the usual size meets once at most, on average."""

_NEVER_BELOW_ZERO = {"count", *COUNTED, *TIMES} - {"QALY"}
"""What there cannot be less than none of; health can be lost."""


class Mind(NamedTuple):
    """One thing that deserves a look: the code of its text, the key of the estimate that it is about, and the facts."""

    code: str
    key: str
    facts: dict[str, Any]


def minds(estimate: Estimate) -> Iterator[Mind]:
    """Say what deserves a look in an estimate."""
    if isinstance(estimate.distribution, Point):
        return
    if estimate.middle is None:
        yield from _parted(estimate)
    known = _whole(estimate.distribution.evidence[0])
    if isinstance(known, Studies) and len(known.effects) <= FEW_STUDIES:
        code = "few_studies" if known.use == "new_place" else "few_studies_mean"
        yield Mind(code, "distribution", {"estimate": estimate.label, "count": len(known.effects)})
    low, _ = estimate.distribution.support
    if low < 0 and not estimate.difference and _cannot_be_negative(estimate):
        below = float(estimate.distribution.cdf(np.nextafter(0.0, -1.0)))
        if below > SELDOM:
            facts = {"estimate": estimate.label, "unit": estimate.unit, "share": partial(chance, below)}
            yield Mind("below_zero", "distribution", facts)


def cautions(estimate: Estimate) -> list[Caution]:
    """Give what deserves a look in an estimate that stands in no file."""
    said = [(mind.key, both(f"warning.{mind.code}", **mind.facts)) for mind in minds(estimate)]
    return [Caution(text.nl, text.en, key=f"estimates.{estimate.name}.{key}") for key, text in said]


def _parted(estimate: Estimate) -> Iterator[Mind]:
    """Hold the point value against the distribution, before any data: these leave alone what stands in the source."""
    family, value = estimate.distribution.evidence[0], estimate.value
    mode = _mode(family)
    if mode is not None and math.isclose(mode, value, rel_tol=1e-9, abs_tol=1e-12):
        return  # even where the mode is an end
    facts = {"estimate": estimate.label, "value": f"{value:.12g}"}
    for code, ends in (("value_outside_range", family.support), ("value_unlikely", family.ppf(OUTER))):
        low, high = (float(end) for end in ends)
        if not low <= value <= high:
            yield Mind(code, "value", facts | {"low": _end(low), "high": _end(high)})
            return
    if mode is not None:
        yield Mind("value_is_not_mode", "value", facts | {"mode": f"{mode:.12g}"})


def _end(value: float) -> Callable[[str], str] | str:
    """Write an end of a range in the words of a language."""
    return partial(estimate_text, value) if math.isfinite(value) else "∞" if value > 0 else "−∞"


def _mode(family: Family) -> float | None:
    """Give the most likely value, of families that are made of one."""
    return family.peak if isinstance(_whole(family), Pert | Triangular) else None


def _whole(family: Family) -> Family:
    """Give a distribution before it is truncated."""
    return family.family if isinstance(family, Truncated) else family


def _cannot_be_negative(estimate: Estimate) -> bool:
    """Say whether it is a count, a duration, or a price: an amount for each of something, or a unit value in euros."""
    found = powers(estimate.unit)
    above = [word for word, power in found.items() if power > 0]
    each = [word for word in found if word in COUNTED and word not in above]
    if len(above) == 1 and may_be_currency(above[0]):
        return estimate.role == "unit_value" or bool(each)
    return len(above) == 1 and above[0] in _NEVER_BELOW_ZERO and not each
