"""When amounts fall, and how much less a later year counts."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from mkba_uncertainty.case.estimate import Basis, Source
from mkba_uncertainty.families import Family
from mkba_uncertainty.formula import Formula, Number, fold
from mkba_uncertainty.texts import Text

Side = Literal["cost", "benefit"]
Convention = Literal["start", "middle", "end"]
Beyond = Literal["last", "zero", "error"]

DISCOUNT_RATE = "discount_rate"
"""The one reserved name: every case has an estimate of this name, in the role ``value_choice``."""

YEAR, AGE, LAST = "t", "age", "last"
"""What formulas may call the year of the case, the whole years since a post's own first one, and the last year."""

CLOCK = (YEAR, AGE)
"""What an amount may use and nothing else has."""


@dataclass(frozen=True)
class Timing:
    """When the amount of a post falls.

    Parameters
    ----------
    year : int or Formula
        The (first) year of the case. A start within a year splits each amount over that year and the next.
    years : Formula, optional
        The amount is so much a year, over this many years, paid evenly in whole-year buckets.
    until : Formula, optional
        Instead of ``years``: the last year with an amount. Without either the amount falls once.
    growth, decline : Formula, optional
        Each year's amount is this share above, or below, that of the year before; at age 0 it is the amount itself.
    ramp : Formula, optional
        The amount comes in even steps over this many years: of three a third, two thirds, all.
    every : int, optional
        The amount falls once in so many years, from the first one on, up to the horizon if nothing ends it.
    cohorts : str, optional
        A series of how many start in each year: the stream starts anew in each, times that year's number.
    present_value_at : float, optional
        The amount is already the present value of all of it, in year 0, reckoned at this rate.
    """

    year: int | Formula = 0
    years: Formula | None = None
    until: Formula | None = None
    growth: Formula | None = None
    decline: Formula | None = None
    ramp: Formula | None = None
    every: int | None = None
    cohorts: str | None = None
    present_value_at: float | None = None

    @property
    def lasts(self) -> bool:
        """Whether the amount is so much a year, rather than once."""
        return self.years is not None or self.until is not None

    @property
    def is_plain(self) -> bool:
        """Whether it is an amount from a whole year on, the same each year."""
        shaped = (self.until, self.growth, self.decline, self.ramp, self.every, self.cohorts)
        return isinstance(self.year, int) and all(part is None for part in shaped)

    @property
    def formulas(self) -> dict[str, Formula]:
        """The formulas in it, by their keys."""
        keys = ("year", "years", "until", "growth", "decline", "ramp")
        return {key: found for key in keys if isinstance(found := getattr(self, key), Formula)}


@dataclass(frozen=True)
class Series:
    """A quantity with a value a year.

    Parameters
    ----------
    values : tuple of float, or mapping of year to float
        From year 0 on; a mapping has years of the case, or of the calendar where the case says which its first is.
    beyond : {"error", "last", "zero"}
        What it is in the years after those.
    distribution : Family, optional
        Of one factor for all its years, with mean or mode 1.
    relative : mapping, optional
        The distribution as the file has it, where that is in percentages of 1.
    """

    name: str
    label: Text
    unit: str
    values: tuple[float, ...] | Mapping[int, float]
    basis: Basis
    source: Source
    beyond: Beyond = "error"
    distribution: Family | None = None
    price_level: int | None = None
    note: Text | None = None
    relative: Mapping[str, Any] | None = None

    def yearly(self, horizon: int) -> tuple[float, ...]:
        """Give its values in the years 0 to ``horizon - 1``."""
        given = tuple(self.values.values()) if isinstance(self.values, Mapping) else self.values
        rest = given[-1] if self.beyond == "last" else 0.0 if self.beyond == "zero" else math.nan
        return (*given[:horizon], *[rest] * (horizon - len(given)))

    def begins(self, horizon: int) -> int:
        """Give the first year in which it is not 0; year 0 where there is none."""
        return next((year for year, value in enumerate(self.yearly(horizon)) if value), 0)


@dataclass(frozen=True)
class Band:
    """A discount rate from a year on: a number, or the name of a value choice."""

    start: int
    rate: str | float


Rate: TypeAlias = tuple[Band, ...]

CASE_RATE: Rate = (Band(0, DISCOUNT_RATE),)
"""What everything is discounted at where nothing else is said."""


@dataclass(frozen=True)
class Rates:
    """At which rates a case is discounted.

    Parameters
    ----------
    bands : tuple of Band
        The case's own rate.
    costs, benefits : tuple of Band, optional
        That of a side.
    posts, actors : mapping of name to tuple of Band
        That of a post, before that of its side; and that at which an actor's balance is reckoned.
    """

    bands: Rate = CASE_RATE
    costs: Rate | None = None
    benefits: Rate | None = None
    posts: Mapping[str, Rate] = field(default_factory=dict)
    actors: Mapping[str, Rate] = field(default_factory=dict)

    def of_post(self, post: str, side: Side) -> Rate:
        """Give the rate of a post for society: its own, else its side's, else the case's."""
        return self.posts.get(post) or (self.costs if side == "cost" else self.benefits) or self.bands

    def of_actor(self, actor: str) -> Rate:
        """Give the rate of an actor: its own, else the case's."""
        return self.actors.get(actor, self.bands)

    @property
    def named(self) -> frozenset[str]:
        """The value choices that set them."""
        every = (self.bands, self.costs or (), self.benefits or (), *self.posts.values(), *self.actors.values())
        return frozenset(band.rate for rate in every for band in rate if isinstance(band.rate, str))


def number_of(formula: Formula) -> float | None:
    """Give the number that a formula is; None if it has names."""
    tree = fold(formula.tree)
    return tree.value if isinstance(tree, Number) else None
