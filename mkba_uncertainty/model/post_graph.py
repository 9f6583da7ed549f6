"""The posts of a case as nodes: their formulas, their streams, their present values, and what they may not be."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from mkba_uncertainty.arrays import Value, Values
from mkba_uncertainty.case import CLOCK, LAST, Band, Case, Post, Timing
from mkba_uncertainty.errors import ModelError
from mkba_uncertainty.formula import Formula, order, parse
from mkba_uncertainty.graph import Node, shown_draw
from mkba_uncertainty.model.cashflow import (
    Annuity,
    End,
    PresentValue,
    ProfileValue,
    Schedule,
    Stream,
    StreamValue,
    YearlyAmount,
)
from mkba_uncertainty.model.discounting import Discount
from mkba_uncertainty.model.nodes import Evaluate, WeightedSum

AMOUNT, POST, END, LENGTH, PROFILE = "amount:", "post:", "end:", "length:", "profile:"
"""Prefixes of nodes of a post: what its formula gives, its present value, when it ends, how long it lasts, and the
present value of one a year."""

TIMING = {key: f"{key}:" for key in ("years", "until", "growth", "decline", "ramp")} | {"year": "start:"}
"""The same for the formulas of its timing; ``year:`` is an outcome."""


def evaluated(name: str, formula: Formula) -> Node:
    """Make the node of a formula."""
    return Node(name, tuple(sorted(formula.names)), Evaluate(formula))


class PostGraph:
    """Makes the nodes of posts.

    Attributes
    ----------
    streams : dict of post to Stream
        The cash flow of each.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self.yearly = case.yearly
        self._ends = {post.name: tuple(_ends(post)) for post in case.posts.values()}
        self.streams = {post.name: self._stream(post) for post in case.posts.values()}
        self._annuities: dict[tuple[str, str], str] = {}

    def formulas(self) -> Iterator[Node]:
        """Make the nodes that the formulas of posts are."""
        timings = [formula for post in self.case.posts.values() for formula in post.timing.formulas.values()]
        if LAST not in self.known and any(LAST in formula.names for formula in timings):
            yield evaluated(LAST, parse(self.case.horizon - 1))
        for post in self.case.posts.values():
            if isinstance(self.streams[post.name].amount, str):
                yield evaluated(AMOUNT + post.name, post.amount)
            for key, formula in post.timing.formulas.items():
                yield evaluated(TIMING[key] + post.name, formula)
            yield from self._ends[post.name]
            stream = self.streams[post.name]
            if stream.profile is not None and post.timing.present_value_at is not None:
                discount = Discount((Band(0, post.timing.present_value_at),), self.case.discounting)
                yield Node(stream.profile, stream.schedule.needs, ProfileValue(stream.schedule, discount))

    @property
    def known(self) -> set[str]:
        """The names that have a meaning of their own in the case."""
        return {*self.case.estimates, *self.case.quantities}

    def present_value(self, name: str, post: Post, discount: Discount) -> Iterator[Node]:
        """Make the node of a post's present value at a rate: in closed form where there is one."""
        stream, timing, rate = self.streams[post.name], post.timing, discount.plain_rate
        if rate is None or not timing.is_plain or not isinstance(stream.amount, str) or stream.profile is not None:
            needs = tuple(dict.fromkeys((*stream.needs, *discount.needs)))
            yield Node(name, needs, StreamValue(stream, discount))
            return
        assert isinstance(timing.year, int)
        factor = None
        if timing.years is not None:
            key = timing.years.text, rate
            if key not in self._annuities:
                self._annuities[key] = f"annuity:{name}"
                needs = TIMING["years"] + post.name, rate
                yield Node(self._annuities[key], needs, Annuity(*needs, self.case.horizon))
            factor = self._annuities[key]
        needs = (stream.amount, rate, *([factor] if factor else []))
        yield Node(name, needs, PresentValue(stream.amount, timing.year, rate, factor, timing.present_value_at))

    def _stream(self, post: Post) -> Stream:
        timing = post.timing
        nodes = {key: TIMING[key] + post.name for key in timing.formulas}
        series = self.case.series.get(timing.cohorts or "")
        schedule = Schedule(
            horizon=self.case.horizon,
            start=timing.year if isinstance(timing.year, int) else nodes["year"],
            once=not timing.lasts and timing.every is None,
            every=timing.every,
            intake=series.yearly(self.case.horizon) if series else (),
            **{key: node for key, node in nodes.items() if key != "year"},
        )
        at, scale, profile = timing.present_value_at, 1.0, None
        if at is not None and timing.is_plain and schedule.once and self.case.discounting == "start":
            scale = (1.0 + at) ** int(schedule.start)
        elif at is not None:
            profile = PROFILE + post.name
        factors = (series.name,) if series and series.distribution is not None and at is None else ()
        checked = tuple(node.name for node in self._ends[post.name])
        return Stream(self._amount(post), schedule, factors, scale, profile, checked)

    def _amount(self, post: Post) -> str | YearlyAmount:
        """Give the node of an amount, or what gives that of each year if it is not the same each year."""
        if self.yearly.isdisjoint(post.amount.names):
            return AMOUNT + post.name
        chain = self._chain(post.amount)
        used = post.amount.names.union(*(formula.names for formula in chain.values()))
        series = {name: each for name, each in self.case.series.items() if name in used}
        return YearlyAmount(
            formula=post.amount,
            quantities=chain,
            series={name: each.yearly(self.case.horizon) for name, each in series.items()},
            uncertain=frozenset(name for name, each in series.items() if each.distribution is not None),
            clock=tuple(name for name in CLOCK if name in self.yearly & used),
        )

    def _chain(self, formula: Formula) -> dict[str, Formula]:
        """Give the quantities with a value a year that a formula rests on, each after those that it uses."""
        formulas = {name: quantity.formula for name, quantity in self.case.quantities.items() if name in self.yearly}
        wanted, found = set(formula.names), dict[str, Formula]()
        for name in reversed(order(formulas, self.known | self.yearly)):
            if name in wanted:
                found[name] = formulas[name]
                wanted |= formulas[name].names
        return dict(reversed(found.items()))


def _ends(post: Post) -> Iterator[Node]:
    """Make what says when a post ends, where that is not seen from its own formulas."""
    start = TIMING["year"] + post.name
    if post.timing.years is not None and not isinstance(post.timing.year, int):
        needs = start, TIMING["years"] + post.name
        yield Node(END + post.name, needs, End(*needs))
    elif post.timing.until is not None:
        terms = {TIMING["until"] + post.name: 1.0} | ({} if isinstance(post.timing.year, int) else {start: -1.0})
        yield Node(LENGTH + post.name, tuple(terms), WeightedSum(tuple(terms.items())))


# --- what may not be


class Limit(NamedTuple):
    """Where a node of a timing must lie: the code of the error otherwise, and the ends of the range, included."""

    code: str
    low: float
    high: float


def _start_limit(case: Case, timing: Timing) -> Limit:
    """Have something fall before the horizon ends: of cohorts the first one."""
    last = float(case.horizon - 1)
    if timing.cohorts is None:
        return Limit("start_outside_horizon", 0.0, last)
    return Limit("cohorts_outside_horizon", 0.0, last - case.series[timing.cohorts].begins(case.horizon))


ABOVE_ZERO = math.ulp(0.0)


def limits(case: Case) -> dict[str, Limit]:
    """Give the limits of the timings of a case, by node."""
    last = float(case.horizon - 1)
    found: dict[str, Limit] = {}
    for post in case.posts.values():
        timing = post.timing
        first = float(timing.year) if isinstance(timing.year, int) else None
        longest = math.inf if first is None else case.horizon - first
        of_post = {
            TIMING["years"]: Limit("outside_horizon", 0.0, math.inf if timing.cohorts else longest),
            TIMING["year"]: _start_limit(case, timing),
            TIMING["until"]: Limit("until_outside_horizon", 0.0, last),
            LENGTH: Limit("until_before_start", -1.0 if first is None else first - 1.0, last),
            END: Limit("end_outside_horizon", 0.0, math.inf if timing.cohorts else last + 1.0),
            PROFILE: Limit("nothing_to_value", ABOVE_ZERO, math.inf),
            TIMING["growth"]: Limit("growth_too_low", float(np.nextafter(-1.0, 0.0)), math.inf),
            TIMING["decline"]: Limit("decline_outside", 0.0, 1.0),
            TIMING["ramp"]: Limit("ramp_not_positive", ABOVE_ZERO, math.inf),
        }
        found |= {prefix + post.name: limit for prefix, limit in of_post.items()}
    return found


def place_of(node: str) -> str:
    """Give the key in the case file of what is behind a node of a post."""
    prefix, _, post = node.partition(":")
    keys = {AMOUNT: ".amount", POST: "", END: ".timing", LENGTH: ".timing.until"}
    keys[PROFILE] = ".timing.present_value_at"
    keys |= {each: f".timing.{key}" for key, each in TIMING.items()}
    return f"posts.{post}{keys[prefix + ':']}"


def require_within(limit: Limit, key: str, values: Value, inputs: Values, file: str | None) -> None:
    """Refuse a timing that is outside its limits, with the draw that did it."""
    outside = np.atleast_1d((np.asarray(values) < limit.low) | (np.asarray(values) > limit.high))
    if outside.any():
        row = int(np.argmax(outside))
        found = float(np.atleast_1d(values)[row])
        code, draw = limit.code if inputs else f"{limit.code}_always", shown_draw(inputs, row)
        raise ModelError(code, file=file, key=key, found=found, longest=limit.high, draw=draw)
