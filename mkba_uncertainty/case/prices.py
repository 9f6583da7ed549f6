"""Amounts in prices of different years, brought to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mkba_uncertainty.case.case import Case
from mkba_uncertainty.case.estimate import Estimate
from mkba_uncertainty.families import Rescaled
from mkba_uncertainty.texts.units import powers


def at_price_level(case: Case) -> Case:
    """Give the case in prices of its own year: every amount of another year, wherever it stands, times one factor."""
    factors = {name: _price_factor(case, estimate) for name, estimate in case.estimates.items()}
    factors = {name: factor for name, factor in factors.items() if factor != 1.0}
    if not factors:
        return case

    def converted(values: Mapping[str, float]) -> dict[str, float]:
        return {name: value * factors.get(name, 1.0) for name, value in values.items()}

    estimates = {
        name: replace(
            case.estimates[name],
            value=case.estimates[name].value * factor,
            distribution=Rescaled(case.estimates[name].distribution, factor),
            price_level=case.price_level,
            experts=tuple(replace(one, answer=one.answer * factor) for one in case.estimates[name].experts),
        )
        for name, factor in factors.items()
    }
    return case.replace(
        estimates={**case.estimates, **estimates},
        scenarios={name: replace(each, values=converted(each.values)) for name, each in case.scenarios.items()},
        variants={name: replace(each, values=converted(each.values)) for name, each in case.variants.items()},
    )


def _price_factor(case: Case, estimate: Estimate) -> float:
    index, level = case.price_index, estimate.price_level
    if level is None or level not in index or case.price_level not in index:
        return 1.0
    euros = powers(estimate.unit).get("EUR", 0.0)  # below the line, as in jobs / EUR, prices work the other way
    return float((index[case.price_level] / index[level]) ** euros)
