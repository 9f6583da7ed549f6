"""What a stream of yearly balances earns, and when it has paid itself back: functions of all years of all draws."""

from __future__ import annotations

import numpy as np

from mkba_uncertainty.arrays import Array, Flags, Places, settled

REAL = 1e-4
"""Roots whose imaginary part is a smaller share of them may be real; whether they are, the signs around them say."""

CLOSE = 3e-4
"""Roots whose logarithms differ by less are one that is repeated, which the eigenvalues scatter."""

TOUCHES = 1e-12
"""A present value of a smaller share of its terms is 0: a root where the sign does not change is repeated."""

HALVINGS = 60
"""Of a bracket around a root: enough for its last bit."""


def internal_rates(flows: Array) -> list[Array]:
    """Give all internal rates of return of each draw: the rates above -100 % at which its present value is 0.

    With ``x = 1 / (1 + r)`` the present value is a polynomial in x, of which all positive real roots are sought:
    where the signs of the flows change once there is one, by Descartes' rule; elsewhere the eigenvalues of the
    companion matrix say where to look, and each root is where the sign changes between two of them, or where it is 0
    without changing. A root that is repeated counts once.

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


def _every_rate(flows: Array) -> tuple[Array, Places]:
    """Give all rates of all draws, and whose each is."""
    changes = sign_changes(flows)
    once, more = np.flatnonzero(changes == 1), np.flatnonzero(changes > 1)
    brackets = [_brackets(flows[:, draw]) for draw in more]
    draws = np.repeat(more, [bracket.shape[1] for bracket in brackets]).astype(np.intp)
    low, high = np.concatenate([np.empty((2, 0)), *brackets], axis=1)
    rates = [_only_rate(flows[:, once]), _bisected(flows[:, draws], low, high)]
    return np.concatenate(rates), np.concatenate([once, draws])


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


def _only_rate(flows: Array) -> Array:
    """Bisect for the one root of each draw, within bounds that hold every root of its polynomial."""
    low, high = np.full(flows.shape[1], -1.0), np.full(flows.shape[1], 1.0)
    at_zero, at_infinity = _ends(flows)
    for _ in range(60):  # widen until the signs at both ends are those that they have in the limit
        inside = np.sign(_present_value(flows, low)) == at_zero, np.sign(_present_value(flows, high)) == at_infinity
        if np.all(inside):
            break
        low, high = np.where(inside[0], low, 2 * low), np.where(inside[1], high, 2 * high)
    return _bisected(flows, low, high)


def _ends(flows: Array) -> tuple[Array, Array]:
    """Give the signs of the first and of the last flow that there is."""
    there = flows != 0
    first, last = there.argmax(axis=0), len(flows) - 1 - there[::-1].argmax(axis=0)
    draws = np.arange(flows.shape[1])
    return np.sign(flows[first, draws]), np.sign(flows[last, draws])


def _bisected(flows: Array, low: Array, high: Array) -> Array:
    """Halve brackets of log x around a change of sign, and give the rates there."""
    at_low = np.sign(_present_value(flows, low))
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        same = np.sign(_present_value(flows, middle)) == at_low
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.asarray(np.expm1(-(low + high) / 2))


def _brackets(flows: Array) -> Array:
    """Give the two ends of log x between which each rate of one draw lies, shape (2, rates)."""
    roots = np.roots(np.trim_zeros(flows)[::-1])
    near = roots[(roots.real > 0) & (np.abs(roots.imag) <= REAL * np.abs(roots))].real
    if not near.size:
        return np.empty((2, 0))
    looked = np.sort(np.log(near))
    middles = np.array([some.mean() for some in np.split(looked, np.flatnonzero(np.diff(looked) > CLOSE) + 1)])
    edges = np.concatenate([[middles[0] - 1.0], (middles[1:] + middles[:-1]) / 2, [middles[-1] + 1.0]])
    signs = np.sign(_present_value(_columns(flows, edges.size), edges))
    crossed = signs[1:] * signs[:-1] < 0
    column = _columns(flows, middles.size)
    touched = np.abs(_present_value(column, middles)) <= TOUCHES * _present_value(np.abs(column), middles)
    low, high = np.where(crossed, edges[:-1], middles), np.where(crossed, edges[1:], middles)
    return np.stack([low, high])[:, crossed | touched]


def _columns(flows: Array, count: int) -> Array:
    return np.repeat(flows[:, None], count, axis=1)


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
