"""What a stream of yearly balances earns, and when it has paid itself back: functions of all years of all draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from mkba_uncertainty.arrays import Array, Flags, Places, settled

CLOSE = 3e-4
"""Roots whose logarithms differ by less are one that is repeated, which rounding scatters."""

NARROW = 1e-6
"""An interval of x of a smaller share of x is not halved again."""

TOGETHER = 256
"""Draws whose coefficients stay in a processor's cache."""

TOUCHES = 1e-12
"""A present value of a smaller share of its terms is 0: a root where the sign does not change is repeated."""

HALVINGS = 60
"""Of a bracket around a root: enough for its last bit."""


def internal_rates(flows: Array) -> list[Array]:
    """Give all internal rates of return of each draw: the rates above -100 % at which its present value is 0.

    With ``x = 1 / (1 + r)`` the present value is a polynomial in x, of which all positive real roots are sought:
    where the signs of the flows change once there is one, by Descartes' rule; elsewhere x is divided in intervals
    until the same rule says so of each. A root that is repeated counts once.

    Parameters
    ----------
    flows : array of shape (years, n)

    Returns
    -------
    list of n arrays
        In increasing order; empty where there is none.
    """
    rates, draws = _every_rate(flows)
    return [np.sort(rates[draws == draw]) for draw in range(flows.shape[1])]


def only_rate(flows: Array) -> tuple[Array, Places]:
    """Give the internal rate of return of draws that have one, NaN of the others, and how many each has.

    Parameters
    ----------
    flows : array of shape (years, n)

    Returns
    -------
    rate, count : array of shape (n,)
    """
    rates, draws = _every_rate(flows)
    count = np.bincount(draws, minlength=flows.shape[1])
    only, alone = np.full(flows.shape[1], np.nan), count[draws] == 1
    only[draws[alone]] = rates[alone]
    return only, count


class _Brackets(NamedTuple):
    """Intervals of log x with one rate in each: whose it is, both ends in any order, and the sign at the first."""

    draws: Places
    first: Array
    last: Array
    sign: Array

    def among(self, these: Places | Flags) -> _Brackets:
        return _Brackets(self.draws[these], self.first[these], self.last[these], self.sign[these])

    def times(self, sign: float) -> _Brackets:
        return self._replace(first=sign * self.first, last=sign * self.last)


def _joined(brackets: Sequence[_Brackets]) -> _Brackets:
    return _Brackets(*(np.concatenate(each) for each in zip(*brackets, strict=True)))


def _every_rate(flows: Array) -> tuple[Array, Places]:
    """Give all rates of all draws, and whose each is."""
    starts = range(0, max(flows.shape[1], 1), TOGETHER)
    found = [_rates_of_few(flows[:, start : start + TOGETHER]) for start in starts]
    draws = [start + whose for start, (_, whose) in zip(starts, found, strict=True)]
    return np.concatenate([rates for rates, _ in found]), np.concatenate(draws)


def _rates_of_few(flows: Array) -> tuple[Array, Places]:
    changes = sign_changes(flows)
    once, more = np.flatnonzero(changes == 1), np.flatnonzero(changes > 1)
    outer, inner = _outer(flows[:, once]), _brackets(flows[:, more])
    every = _joined([outer._replace(draws=once), inner._replace(draws=more[inner.draws])])
    places = _bisected(flows[:, every.draws], every)
    order = np.lexsort((places, every.draws))
    places, draws = places[order], every.draws[order]
    apart = np.diff(draws, prepend=-1).astype(bool) | (np.diff(places, prepend=0.0) > CLOSE)
    return np.expm1(-places[apart]), draws[apart]


def sign_changes(flows: Array) -> Array:
    """Count how often the sign of a draw's flows changes from year to year, years without any left out."""
    signs = np.sign(flows)
    for year in range(1, len(signs)):
        signs[year] = np.where(signs[year] == 0, signs[year - 1], signs[year])
    return np.asarray((signs[1:] * signs[:-1] < 0).sum(axis=0))


def _present_value(flows: Array, log_x: Array) -> Array:
    """Sum flows times powers of x, divided by the largest power so that nothing overflows; the sign is the same."""
    years = np.arange(len(flows), dtype=np.float64)[:, None]
    exponents = years * log_x
    return np.asarray((flows * np.exp(exponents - exponents.max(axis=0))).sum(axis=0))


def _outer(flows: Array) -> _Brackets:
    """Give bounds that hold every root of each draw's polynomial."""
    low, high = np.full(flows.shape[1], -1.0), np.full(flows.shape[1], 1.0)
    at_zero, at_infinity = _ends(flows)
    for _ in range(60):  # widen until the signs at both ends are those that they have in the limit
        inside = np.sign(_present_value(flows, low)) == at_zero, np.sign(_present_value(flows, high)) == at_infinity
        if np.all(inside):
            break
        low, high = np.where(inside[0], low, 2 * low), np.where(inside[1], high, 2 * high)
    return _Brackets(np.arange(flows.shape[1]), low, high, at_zero)


def _ends(flows: Array) -> tuple[Array, Array]:
    """Give the signs of the first and of the last flow that there is."""
    there = flows != 0
    first, last = there.argmax(axis=0), len(flows) - 1 - there[::-1].argmax(axis=0)
    draws = np.arange(flows.shape[1])
    return np.sign(flows[first, draws]), np.sign(flows[last, draws])


def _bisected(flows: Array, brackets: _Brackets) -> Array:
    """Halve brackets around a change of sign, and give log x there; those that are a point stay."""
    _, first, last, sign = brackets
    for _ in range(HALVINGS):
        middle = (first + last) / 2
        same = np.sign(_present_value(flows, middle)) == sign
        first, last = np.where(same, middle, first), np.where(same, last, middle)
    return np.asarray((first + last) / 2)


def _brackets(flows: Array) -> _Brackets:
    """Bracket every rate of some draws: with x from 0 to 1, and with 1 / x from 0 to 1, for rates below 0.

    In Bernstein's basis a polynomial has in an interval at most as many roots as its coefficients there change sign,
    and as many of them, or an even number less; so with no change there is none, with one change one. An interval
    with more is halved (Collins and Akritas 1976; the basis of Lane and Riesenfeld 1981).
    """
    total = flows.sum(axis=0)
    zero = np.flatnonzero(total == 0)
    found = [_Brackets(zero, np.zeros(zero.size), np.zeros(zero.size), np.ones(zero.size))]
    for side, sign in ((flows, 1.0), (flows[::-1], -1.0)):
        coefficients = _in_bernstein(len(flows)) @ side
        coefficients[-1] = total  # the same from both sides, so that a root near 1 is on one of them
        found += (each.times(sign) for each in _isolated(side, coefficients))
    return _joined(found)


def _isolated(flows: Array, coefficients: Array) -> Iterator[_Brackets]:
    """Halve intervals of [0, 1] until there is one root in each, or too little left to tell how many."""
    draws, low, width = np.arange(flows.shape[1]), np.zeros(flows.shape[1]), 1.0
    while draws.size:
        changes = sign_changes(coefficients)
        narrow = (changes > 1) & (width <= NARROW * low)
        alone = (low > 0) & ((changes == 1) | (narrow & (changes % 2 == 1)))
        with np.errstate(divide="ignore"):
            ends = np.log(low), np.log(low + width)
        yield _Brackets(draws, *ends, _first_sign(coefficients)).among(alone)
        touched = np.flatnonzero(narrow & ~alone)
        yield _touching(flows[:, draws[touched]], draws[touched], low[touched], width)
        left = np.flatnonzero((changes > 0) & ~alone & ~narrow)
        width /= 2
        draws, low = draws[left], low[left]
        halves = _halved(coefficients[:, left])
        middle = np.log(low + width)
        yield _Brackets(draws, middle, middle, np.ones(draws.size)).among(halves[1][0] == 0)
        draws, low = np.tile(draws, 2), np.concatenate([low, low + width])
        coefficients = np.concatenate(halves, axis=1)


@lru_cache(maxsize=8)
def _in_bernstein(size: int) -> Array:
    """Give the matrix from coefficients of powers to those of Bernstein's basis on [0, 1]."""
    row, column = np.arange(size, dtype=np.float64)[:, None], np.arange(size - 1, dtype=np.float64)
    steps = (row - column) / (size - 1 - column)
    return np.cumprod(np.concatenate([np.ones((size, 1)), steps], axis=1), axis=1)


def _halved(coefficients: Array) -> tuple[Array, Array]:
    """Give the coefficients on both halves of an interval, by de Casteljau's means of neighbours."""
    left, right = np.empty_like(coefficients), np.empty_like(coefficients)
    for place in range(len(coefficients)):
        left[place], right[-1 - place] = coefficients[0], coefficients[-1]
        coefficients = 0.5 * (coefficients[:-1] + coefficients[1:])
    return left, right


def _first_sign(coefficients: Array) -> Array:
    """Give the sign right behind the start of an interval."""
    return np.asarray(np.sign(coefficients[(coefficients != 0).argmax(axis=0), np.arange(coefficients.shape[1])]))


def _touching(flows: Array, draws: Places, low: Array, width: float) -> _Brackets:
    """Give the top of the parabola through a narrow interval, where that is 0: a root that is repeated."""
    half = width / 2
    start, middle, end = (_present_value(flows, np.log(low + step)) for step in (0, half, width))
    with np.errstate(divide="ignore", invalid="ignore"):
        away = np.nan_to_num((start - end) / (2 * (start + end - 2 * middle))).clip(-1, 1)
    top = middle + away * (end - start) / 4
    at = np.log(low + half * (1 + away))
    return _Brackets(draws, at, at, np.ones(draws.size)).among(
        np.abs(top) <= TOUCHES * _present_value(np.abs(flows), at)
    )


def payback(flows: Array) -> Array:
    """Give when the cumulative balance reaches 0 and stays there to the horizon; infinite where it never does.

    The balance of year t is all there at time t, and comes in evenly since time t - 1: an outlay of 100 in year 0 and
    50 in each year after it are paid back at 2.

    Parameters
    ----------
    flows : array of shape (years, n)

    Returns
    -------
    array of shape (n,)
        In years after year 0.
    """
    total = np.asarray(settled(np.cumsum(flows, axis=0), np.cumsum(np.abs(flows), axis=0)))
    below: Flags = total < 0
    last = len(below) - 1 - below[::-1].argmax(axis=0)
    draws = np.arange(total.shape[1])
    after = np.minimum(last + 1, len(total) - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        within = -total[last, draws] / flows[after, draws]
    reached = np.where(last + 1 < len(total), last + within, np.inf)
    return np.asarray(np.where(below.any(axis=0), reached, 0.0))
