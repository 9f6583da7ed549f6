"""How much less a later year counts: discount factors by year, at one rate or by band of years."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mkba_uncertainty.arrays import Value, Values
from mkba_uncertainty.case.time import Convention, Rate


@dataclass(frozen=True)
class Discount:
    """The discount factors of the years of a case at one rate.

    With ``r(t)`` the rate of the band that holds year t, ``D(0) = 1`` and ``D(t) = D(t - 1) / (1 + r(t))``, a year
    counts for ``D(t)`` at its start, for ``D(t + 1)`` at its end and for the root of their product at its middle (HM
    Treasury 2022, The Green Book, annex 6, has such bands).

    Parameters
    ----------
    rate : tuple of Band
    when : {"start", "middle", "end"}
    """

    rate: Rate
    when: Convention = "start"

    @property
    def needs(self) -> tuple[str, ...]:
        """The rates that are inputs."""
        return tuple(dict.fromkeys(band.rate for band in self.rate if isinstance(band.rate, str)))

    @property
    def plain_rate(self) -> str | None:
        """The one input that it is discounted by, with year 0 in full; None if it is otherwise."""
        rate = self.rate[0].rate if len(self.rate) == 1 and self.when == "start" else None
        return rate if isinstance(rate, str) else None

    def factors(self, values: Values, years: int) -> Sequence[Value]:
        """Give the factors of the years 0 to ``years - 1``: worked out once for rates that are fixed."""
        fixed = [rate for rate in (values[name] for name in self.needs) if isinstance(rate, float)]
        return _fixed_factors(self, years, *fixed) if len(fixed) == len(self.needs) else self._factors(values, years)

    def _factors(self, values: Values, years: int) -> Sequence[Value]:
        found = [self._from_start(values, year) for year in range(years + 1)]
        if self.when == "start":
            return found[:-1]
        if self.when == "end":
            return found[1:]
        return [np.sqrt(one * other) for one, other in itertools.pairwise(found)]

    def _from_start(self, values: Values, year: int) -> Value:
        """Discount a year by the years of each band that have passed."""
        factor: Value = 1.0
        ends = [*(band.start for band in self.rate[1:]), year + 1]
        for band, end in zip(self.rate, ends, strict=True):
            passed = min(end, year + 1) - max(band.start, 1)
            if passed > 0:
                rate = values[band.rate] if isinstance(band.rate, str) else band.rate
                factor = factor * (1.0 + rate) ** -passed
        return factor


@lru_cache(maxsize=64, typed=True)
def _fixed_factors(discount: Discount, years: int, *rates: float) -> Sequence[Value]:
    return tuple(discount._factors(dict(zip(discount.needs, rates, strict=True)), years))
