"""Where the curve of an outcome along one input is lowest and highest: looked for on a scan, then ever closer.

Each look is a pass over all draws. So all curves are looked at side by side, and every value is tried on the same
draws: noise is a common shift, which makes no curve turn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.curves.crossings import LOOKED_AT_EACH
from mkba_uncertainty.arrays import ROUNDING, Array
from mkba_uncertainty.families import Family
from mkba_uncertainty.replication import CONFIDENCE_LEVEL, half_width

PLACES_LOOKED_AT = 17
"""Values of an input, both ends included, at which its curve is looked at; as many again for each closer look."""

CLOSER = 5
"""Closer looks at an extreme, each between the neighbours of the best value so far."""

Look = Callable[[Mapping[Any, Mapping[str, Array]]], Mapping[Any, Array]]
"""Gives for the n values of an input under each key the outcomes by replicate: arrays of shape (R, n, outcomes)."""


@dataclass(frozen=True)
class Path:
    """The values that an input passes from its low to its high one: at each level between ``levels[0]`` and [-1]."""

    levels: Array
    at: Callable[[Array], Array]


def along_quantiles(family: Family, low: float, high: float) -> Path:
    """Pass from one quantile to another: only values that occur, and all of those that have a probability."""
    levels = np.linspace(low, high, PLACES_LOOKED_AT)
    if 0 < len(family.atoms) <= LOOKED_AT_EACH:
        middles = np.asarray(family.cdf(np.array(family.atoms))) - family.atom_probabilities / 2
        levels = np.union1d(levels, middles[(low < middles) & (middles < high)])
    return Path(levels, lambda levels: np.asarray(family.ppf(levels)))


def along_values(low: float, high: float) -> Path:
    """Pass from one value to another."""
    return Path(np.linspace(low, high, PLACES_LOOKED_AT), np.asarray)


@dataclass(frozen=True)
class Stop:
    """A point of a curve.

    Parameters
    ----------
    at : float or None
        The value of the input; None where nothing is moved.
    within : array of shape (R,)
        The outcome within each replicate.
    """

    at: float | None
    within: Array


@dataclass(frozen=True)
class Span:
    """A curve from end to end.

    Parameters
    ----------
    ends : (float, float)
        The lowest and highest value of the input.
    low, high : array of shape (R,)
        The outcome there, within each replicate.
    lowest, highest : Stop
        Where the curve is lowest and highest: at an end, unless it turns in between.
    """

    ends: tuple[float, float]
    low: Array
    high: Array
    lowest: Stop
    highest: Stop

    def reaching(self, base: Array) -> Span:
        """Give the span that holds the outcome with nothing moved as well, shape (R,)."""
        still, middle, noise = Stop(None, base), base.mean(), ROUNDING * np.abs(base.mean())
        lowest = still if middle < self.lowest.within.mean() - noise else self.lowest
        highest = still if middle > self.highest.within.mean() + noise else self.highest
        return replace(self, lowest=lowest, highest=highest)


def find_spans(paths: Mapping[str, Path], outcomes: int, look: Look) -> list[dict[str, Span]]:
    """Find the extremes of each of so many outcomes along each path.

    An extreme between the ends counts if it lies farther out than either end by more than its error: the 95 % interval
    of that difference over replicates, widened for the number of values looked at (Bonferroni; Miller 1981).
    """
    values = {name: path.at(path.levels) for name, path in paths.items()}
    scan = look({name: {name: values[name]} for name in paths})
    curves = {
        (name, column, sign): sign * scan[name][:, :, column]
        for name, column, sign in product(paths, range(outcomes), (-1.0, 1.0))
    }
    best, turning = {}, {}
    for key, curve in curves.items():
        end, inside = -1 if _highest(curve[:, [0, -1]]) else 0, _highest(curve)
        best[key] = Stop(float(values[key[0]][end]), curve[:, end])
        if _stands_out(curve, inside, end):
            turning[key] = paths[key[0]].levels[inside - 1 : inside + 2]
    best |= _closer(paths, turning, look)

    def span(name: str, column: int) -> Span:
        ends, outcome = (float(values[name][0]), float(values[name][-1])), scan[name][:, :, column]
        lowest, highest = best[name, column, -1.0], best[name, column, 1.0]
        return Span(ends, outcome[:, 0], outcome[:, -1], Stop(lowest.at, -lowest.within), highest)

    return [{name: span(name, column) for name in paths} for column in range(outcomes)]


def _closer(
    paths: Mapping[str, Path], turning: Mapping[tuple[str, int, float], Array], look: Look
) -> dict[tuple[str, int, float], Stop]:
    """Look closer at what turns between the first and last of three levels, of which the middle one is the best."""
    around, found = dict(turning), {}
    for _ in range(CLOSER if around else 0):
        levels = {key: _between(*three) for key, three in around.items()}
        values = {key: paths[key[0]].at(levels[key]) for key in around}
        seen = look({key: {key[0]: values[key]} for key in around})
        for name, column, sign in around:
            key = name, column, sign
            curve = sign * seen[key][:, :, column]
            best = 1 + _highest(curve[:, 1:-1])
            found[key] = Stop(float(values[key][best]), curve[:, best])
            around[key] = levels[key][best - 1 : best + 2]
    return found


def _between(low: float, middle: float, high: float) -> Array:
    half = PLACES_LOOKED_AT // 2
    return np.concatenate([np.linspace(low, middle, half + 1)[:-1], np.linspace(middle, high, half + 1)])


def _highest(curve: Array) -> int:
    return int(np.argmax(curve.mean(axis=0)))


def _stands_out(curve: Array, inside: int, end: int) -> bool:
    """Say whether a curve, of shape (R, n), is truly higher somewhere inside than at its higher end."""
    beyond = curve[:, inside] - curve[:, end]
    higher, size = float(beyond.mean()), float(np.abs(curve.mean(axis=0)).max())
    error = half_width(higher, beyond, 1 - (1 - CONFIDENCE_LEVEL) / curve.shape[1])
    return higher > max(float(error), ROUNDING * size)
