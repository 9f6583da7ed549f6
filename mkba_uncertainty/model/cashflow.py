"""From amounts to cash flows and present values: the timing of posts, as nodes of a graph.

An amount over ``y`` years is paid evenly in whole-year buckets: bucket ``k`` holds ``clip(y - k, 0, 1)`` of a year
(Arnhem's report, note 9 and figure 3.4). A post that starts in a whole year and stays the same has its present value
in closed form (:class:`PresentValue`); any other is summed year by year (:class:`StreamValue`), and no year is kept.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from mkba_uncertainty.arrays import Array, Value, Values, settled
from mkba_uncertainty.case import AGE, YEAR
from mkba_uncertainty.formula import Formula
from mkba_uncertainty.model.discounting import Discount


def spread(years: Value, bucket: Value) -> Value:
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


# --- year by year


@dataclass(frozen=True)
class Schedule:
    """Which part of a yearly amount falls in which year of a case.

    Parameters
    ----------
    horizon : int
    start : int or str
        The first year, or the node that gives it.
    years, until, growth, decline, ramp : str, optional
        Nodes, of what :class:`~mkba_uncertainty.case.Timing` says.
    once : bool
        The amount falls in one year.
    every : int, optional
    intake : tuple of float
        How many streams start in each year, if it is not one.
    """

    horizon: int
    start: int | str = 0
    years: str | None = None
    until: str | None = None
    growth: str | None = None
    decline: str | None = None
    ramp: str | None = None
    once: bool = False
    every: int | None = None
    intake: tuple[float, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """The nodes that it is made of."""
        every = (self.start, self.years, self.until, self.growth, self.decline, self.ramp)
        return tuple(name for name in every if isinstance(name, str))

    def by_year(self, values: Values) -> Iterator[tuple[int, list[tuple[Value, Value]]]]:
        """Give each year in which something may fall, with the ages of what does and how much of each."""
        if all(np.ndim(values[name]) == 0 for name in self.needs):
            every = [
                (np.atleast_1d(age), part)
                for age, part in self._parts(values, np.arange(self.horizon, dtype=np.float64))
            ]
            for year in range(self.horizon):
                yield year, [(float(age[year]), float(part[year])) for age, part in every if part[year]]
        else:
            for year in range(self.horizon):
                yield year, [(age, part) for age, part in self._parts(values, year) if np.any(part)]

    def _parts(self, values: Values, year: Value) -> Iterator[tuple[Array, Array]]:
        """Give the ages of the buckets that fall in a year, or in each of several, and the part that does."""
        start = values[self.start] if isinstance(self.start, str) else float(self.start)
        whole = np.floor(start)
        later = start - whole
        for cohort, size in enumerate(self.intake or (1.0,)):
            age = np.subtract(year, whole + cohort)
            yield np.maximum(age, 0.0), size * (1.0 - later) * self._running(values, age, year)
            if np.any(later):
                yield np.maximum(age - 1.0, 0.0), size * later * self._running(values, age - 1.0, year)

    def _running(self, values: Values, age: Array, year: Value) -> Array:
        """Give the part of a bucket of this age that is there in a year, times its size beside that of age 0."""
        lasting = self._lasting(values)
        whole = self.every is not None  # what is bought now and then is bought whole
        part: Value = np.where(age < 0, 0.0, np.less(age, lasting) if whole else spread(lasting, age))
        if self.until is not None:
            last = values[self.until]
            part = part * (np.less_equal(year, last) if whole else spread(np.add(last, 1.0), year))
        age = np.maximum(age, 0.0)
        if self.growth is not None:
            part = part * (1.0 + values[self.growth]) ** age
        if self.decline is not None:
            part = part * (1.0 - values[self.decline]) ** age
        if self.ramp is not None:
            part = part * np.minimum((age + 1.0) / values[self.ramp], 1.0)
        if self.every is not None:
            part = part * (age % self.every == 0)
        return np.asarray(part)

    def _lasting(self, values: Values) -> Value:
        return values[self.years] if self.years is not None else 1.0 if self.once else math.inf


@dataclass(frozen=True)
class YearlyAmount:
    """An amount that is not the same each year.

    Parameters
    ----------
    formula : Formula
    quantities : mapping of name to Formula
        Those with a value a year that it rests on, each after those that it uses.
    series : mapping of name to tuple of float
        The values of each year; those of an uncertain series are times the input of the same name.
    uncertain : frozenset of str
        The series that have such an input.
    clock : tuple of str
        Which of the names of the year and the age mean these here.
    """

    formula: Formula
    quantities: Mapping[str, Formula] = field(default_factory=dict)
    series: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    uncertain: frozenset[str] = frozenset()
    clock: tuple[str, ...] = (YEAR, AGE)

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """The names that have one value for all years."""
        used = self.formula.names.union(*(formula.names for formula in self.quantities.values()))
        own = {*self.clock, *self.quantities, *(self.series.keys() - self.uncertain)}
        return tuple(sorted(used - own))

    def __call__(self, values: Values, year: int, age: Value) -> Value:
        """Give the amount of a year, for something of this age then."""
        now = {name: values[name] for name in self.needs}
        now |= {name: every[year] * now.get(name, 1.0) for name, every in self.series.items()}
        now |= {name: {YEAR: float(year), AGE: age}[name] for name in self.clock}
        for name, formula in self.quantities.items():
            now[name] = formula.evaluate(now)
        return self.formula.evaluate(now)


@dataclass(frozen=True)
class Stream:
    """The cash flow of a post, undiscounted.

    Parameters
    ----------
    amount : str or YearlyAmount
        The node of an amount that is the same each year, or what gives that of a year.
    schedule : Schedule
    factors : tuple of str
        Inputs that all of it is multiplied by.
    scale : float
        The same for a number.
    checked : tuple of str
        Nodes that only say whether it may be so.
    profile : str, optional
        The node of the present value of one a year, where the amount is the present value of the whole stream.
    """

    amount: str | YearlyAmount
    schedule: Schedule
    factors: tuple[str, ...] = ()
    scale: float = 1.0
    profile: str | None = None
    checked: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """The nodes that it is made of."""
        own = (self.amount,) if isinstance(self.amount, str) else self.amount.needs
        profile = () if self.profile is None else (self.profile,)
        return tuple(dict.fromkeys((*own, *self.schedule.needs, *self.factors, *profile, *self.checked)))

    def by_year(self, values: Values) -> Iterator[tuple[int, Value]]:
        """Give what falls in each year in which something does."""
        level: Value = self.scale
        for name in self.factors:
            level = level * values[name]
        if self.profile is not None:
            level = np.divide(level, values[self.profile])
        for year, parts in self.schedule.by_year(values):
            if parts:
                yield year, self._flow(values, year, parts) * level

    def _flow(self, values: Values, year: int, parts: list[tuple[Value, Value]]) -> Value:
        if isinstance(self.amount, str):
            return values[self.amount] * sum(part for _, part in parts)
        return sum(self.amount(values, year, age) * part for age, part in parts)


@dataclass(frozen=True)
class ProfileValue:
    """The present value of a schedule with one a year."""

    schedule: Schedule
    discount: Discount

    def __call__(self, values: Values) -> Value:
        """Discount year by year."""
        factors = self.discount.factors(values, self.schedule.horizon)
        return sum((part * factors[year] for year, parts in self.schedule.by_year(values) for _, part in parts), 0.0)


@dataclass(frozen=True)
class End:
    """The end of the last year in which something falls: a start within a year splits every bucket over two."""

    start: str
    years: str

    def __call__(self, values: Values) -> Value:
        """Give the number of years from the start of the case."""
        start, years = values[self.start], values[self.years]
        whole = np.floor(start)
        return np.where(whole < start, whole + np.ceil(years) + 1.0, np.add(start, years))[()]


@dataclass(frozen=True)
class StreamValue:
    """The present value of a stream."""

    stream: Stream
    discount: Discount

    def __call__(self, values: Values) -> Value:
        """Discount year by year."""
        factors = self.discount.factors(values, self.stream.schedule.horizon)
        return sum((flow * factors[year] for year, flow in self.stream.by_year(values)), start=0.0)


@dataclass(frozen=True)
class YearTotals:
    """What falls in each year of all of several streams, each times a weight.

    Parameters
    ----------
    streams : tuple of (Stream, float)
    horizon : int
    discounts : tuple of Discount
        That of each stream, if what falls later counts for less.
    """

    streams: tuple[tuple[Stream, float], ...]
    horizon: int
    discounts: tuple[Discount, ...] = ()

    def __call__(self, values: Values) -> Array:
        """Give an array of shape (years,), or (years, n) if any of them hangs on a draw."""
        totals: list[Value] = [0.0] * self.horizon
        sizes: list[Value] = [0.0] * self.horizon
        for (stream, weight), discount in itertools.zip_longest(self.streams, self.discounts):
            factors = None if discount is None else discount.factors(values, self.horizon)
            for year, undiscounted in stream.by_year(values):
                flow = undiscounted if factors is None else undiscounted * factors[year]
                totals[year] = totals[year] + (flow if weight == 1.0 else weight * flow)
                sizes[year] = sizes[year] + np.abs(flow) * abs(weight)
        return np.stack(np.broadcast_arrays(*map(settled, totals, sizes)))


@dataclass(frozen=True)
class YearOf:
    """One year of such totals."""

    totals: str
    year: int

    def __call__(self, values: Values) -> Value:
        """Pick it."""
        picked: Value = np.asarray(values[self.totals])[self.year]
        return picked
