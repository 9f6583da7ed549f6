"""From amounts to cash flows and present values: the timing of posts, as nodes of a graph.

Year 0 is the first year and is not discounted. An amount over ``y`` years is paid evenly in whole-year buckets:
bucket ``k`` holds ``clip(y - k, 0, 1)`` of a year (Arnhem's report, note 9 and figure 3.4).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from mkba_uncertainty.arrays import Array, Value, Values, settled
from mkba_uncertainty.formula import Formula


def spread(years: Value, bucket: int) -> Value:
    """Give the share of year ``bucket`` in which something that lasts ``years`` years still runs, in [0, 1]."""
    return np.clip(np.subtract(years, bucket), 0.0, 1.0)


def annuity(years: Value, rate: Value, horizon: int | None = None) -> Value:
    """Present value of one euro a year over ``years`` years, paid evenly in whole-year buckets.

    Parameters
    ----------
    years : float or array of shape (n,)
        Duration in years.
    rate : float
        Discount rate per year.
    horizon : int, optional
        Years beyond it are left out, so that a duration of a million years takes no million steps.

    Returns
    -------
    float or array of shape (n,)
        ``sum over k of clip(years - k, 0, 1) / (1 + rate)^k``; NaN where ``years`` is.
    """
    total: Value = spread(years, 0)
    longest = float(np.max(years, initial=0.0, where=np.isfinite(years)))
    for bucket in range(1, math.ceil(longest if horizon is None else min(longest, horizon))):
        total = total + spread(years, bucket) * (1.0 + rate) ** -bucket
    return total


@dataclass(frozen=True)
class Evaluate:
    """A formula over earlier names."""

    formula: Formula

    def __call__(self, values: Values) -> Value:
        """Evaluate the formula."""
        return self.formula.evaluate(values)


@dataclass(frozen=True)
class WeightedSum:
    """The sum of earlier nodes, each times a fixed weight; in this order, so that rounding is always the same.

    Where terms cancel but for rounding the sum is exactly 0, so that no probability hangs on the last bit.
    """

    terms: tuple[tuple[str, float], ...]

    def __call__(self, values: Values) -> Value:
        """Add up; in place once the sum is an array of its own, for sums move more memory than all else in a run."""
        total: Value = 0.0
        own: Array | None = None
        for place, (name, weight) in enumerate(self.terms):
            term = values[name] if weight in (1.0, -1.0) else weight * values[name]
            if own is not None and weight == -1.0:
                own -= term
            elif own is not None:
                own += term
            elif place == 0 and weight != -1.0:
                total = term
            else:
                total = total - term if weight == -1.0 else total + term
                own = total if isinstance(total, np.ndarray) else None
        return total if len(self.terms) < 2 else settled(total, self._size(values))

    def _size(self, values: Values) -> Value:
        return sum(abs(weight) * np.abs(values[name]) for name, weight in self.terms)


@dataclass(frozen=True)
class Annuity:
    """The annuity factor of a duration (a node) at the discount rate (an input)."""

    years: str
    rate: str
    horizon: int | None = None

    def __call__(self, values: Values) -> Value:
        """Give the factor."""
        return annuity(values[self.years], values[self.rate], self.horizon)


@dataclass(frozen=True)
class PresentValue:
    """The present value of a post: its amount, times its annuity factor if any, discounted from its first year."""

    amount: str
    year: int
    rate: str
    annuity: str | None = None
    present_value_at: float | None = None

    def __call__(self, values: Values) -> Value:
        """Discount."""
        value = values[self.amount]
        if self.annuity is not None:
            value = value * values[self.annuity]
        if self.year == 0:
            return value
        growth = 1.0 if self.present_value_at is None else 1.0 + self.present_value_at
        return value * (growth / (1.0 + values[self.rate])) ** self.year


@dataclass(frozen=True)
class CashFlow:
    """The undiscounted cash flow of a post in one year."""

    amount: str
    bucket: int
    years: str | None = None
    growth: float = 1.0

    def __call__(self, values: Values) -> Value:
        """Give the flow."""
        flow = values[self.amount]
        if self.years is not None:
            flow = flow * spread(values[self.years], self.bucket)
        return flow if self.growth == 1.0 else flow * self.growth


@dataclass(frozen=True)
class Ratio:
    """Numerator over denominator, 1 where they differ by rounding alone; NaN where the denominator is not positive."""

    numerator: str
    denominator: str

    def __call__(self, values: Values) -> Value:
        """Divide."""
        above, below = np.asarray(values[self.numerator]), np.asarray(values[self.denominator])
        ratio: Array = np.divide(above, np.where(below > 0, below, np.nan))
        return np.asarray(settled(ratio, np.abs(ratio) + 1.0, at=1.0))
