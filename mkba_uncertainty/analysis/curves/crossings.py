"""Where a conditional mean changes sign: looked for on a scan, then solved on the curve itself.

Each evaluation is a pass over all draws. So all roots are sought side by side, one evaluation of each in a pass, and
nothing is kept between passes but means.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

import numpy as np

from mkba_uncertainty.analysis.curves.conditional_means import atom_weights, conditional_means
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.design import Design
from mkba_uncertainty.families import Family
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.replication import Executor, Measured, half_width, measure

OUTSIDE = 1e-6
"""Probability in each tail that counts as outside the range of an estimate."""

LOOKED_AT_EACH = 256
"""An estimate with no more possible values is looked at on each of these."""

PRECISION = 1e-12
STEP = 1e-3
"""Step of the slope at a root, as a share of what was scanned."""

Key = TypeVar("Key", bound=Hashable)
Cdf = Callable[[Array], Array]


@dataclass(frozen=True)
class Line:
    """A line through the space of inputs: one input takes the values ``along``, ascending; some may be pinned."""

    moving: str
    along: Array
    pinned: Mapping[str, float] = field(default_factory=dict)

    def pins(self, values: Array) -> dict[str, Array]:
        """Give what to pin at some values of the moving input."""
        return {self.moving: values, **{name: np.full_like(values, value) for name, value in self.pinned.items()}}


@dataclass(frozen=True)
class Crossings:
    """The curve along a line at the values scanned, and its roots.

    Parameters
    ----------
    along : array of shape (n,)
    means : array of shape (R, n)
        Within each replicate.
    roots : array of shape (m,)
        Of the curve of all draws, ascending; m may be 0.
    within : array of shape (R, m)
        The same within each replicate.
    """

    along: Array
    means: Array
    roots: Array
    within: Array

    def measured_roots(self) -> tuple[Measured, ...]:
        """Give each root with its interval, within what was scanned."""
        found = [measure(float(root), within) for root, within in zip(self.roots, self.within.T, strict=True)]
        low, high = float(self.along[0]), float(self.along[-1])
        return tuple(Measured(root.value, max(root.low, low), min(root.high, high)) for root in found)

    def probability(self, cdf: Cdf, sign: float) -> float:
        """Give the probability of the values at which the curve of all draws does not have ``sign``."""
        return float(np.sum(_stretches(cdf, self.roots)[self._others(sign)]))

    def probability_by_replicate(self, cdf: Cdf, sign: float) -> Array:
        """Give the same within each replicate, shape (R,)."""
        return np.array([np.sum(_stretches(cdf, np.sort(roots))[self._others(sign)]) for roots in self.within])

    def measured_regions(self, cdf: Cdf) -> list[Measured]:
        """Give the probability of each stretch between roots, from the lowest values on: m + 1 of them."""
        within = np.array([_stretches(cdf, np.sort(roots)) for roots in self.within])
        return [
            _as_probability(measure(float(value), sections))
            for value, sections in zip(_stretches(cdf, self.roots), within.T, strict=True)
        ]

    def others(self, sign: float) -> list[tuple[float, float]]:
        """Give the stretches in which the curve of all draws does not have ``sign``, from end to end."""
        return list(pairwise([-np.inf, *self.roots.tolist(), np.inf]))[self._others(sign)]

    def _others(self, sign: float) -> slice:
        """Say which stretches do not have ``sign``: every other one."""
        return slice(1 if self.starts_with(sign) else 0, None, 2)

    def measured_probability(self, cdf: Cdf, sign: float) -> Measured:
        """Give the probability with its interval.

        Where the curve has no root the probability is 0 as far as is known. The upper end then holds the values at
        which the interval of the curve does reach zero.
        """
        if self.roots.size:
            return _as_probability(measure(self.probability(cdf, sign), self.probability_by_replicate(cdf, sign)))
        curve = self.means.mean(axis=0)
        unsure = np.abs(curve) <= half_width(curve, self.means)
        reached = np.concatenate([[0.0], np.asarray(cdf((self.along[1:] + self.along[:-1]) / 2)), [1.0]])
        return Measured(0.0, 0.0, float(np.diff(reached)[unsure].sum()))

    def starts_with(self, sign: float) -> bool:
        """Say whether the curve of all draws has ``sign`` at its lowest value."""
        signs = np.sign(self.means.mean(axis=0))
        return bool(signs[np.flatnonzero(signs)[0]] == sign) if signs.any() else True


def values_to_scan(family: Family, count: int) -> Array:
    """Give values over the whole range of an estimate, ascending: ``count`` quantiles, and what has a probability."""
    atoms = np.array(family.atoms if len(family.atoms) <= LOOKED_AT_EACH else ())
    if atoms.size and atom_weights(family) is not None:
        return atoms
    levels = np.concatenate([[OUTSIDE], np.linspace(0, 1, count)[1:-1], [1 - OUTSIDE]])
    return np.union1d(family.ppf(levels), atoms)


def find_crossings(
    model: AnyModel, design: Design, outcome: str, lines: Mapping[Key, Line], executor: Executor | None = None
) -> tuple[Measured, dict[Key, Crossings]]:
    """Find where the mean of an outcome is zero along lines.

    Returns
    -------
    mean : Measured
        The mean of the outcome.
    crossings : dict of key to Crossings
    """
    scan = conditional_means(
        model, design, [outcome], {key: line.pins(line.along) for key, line in lines.items()}, executor
    )
    means = {key: scan.pinned[key][:, :, 0] for key in lines}

    def evaluate(asked: Mapping[tuple[Key, int], float]) -> dict[tuple[Key, int], float]:
        pins = {root: lines[root[0]].pins(np.array([x])) for root, x in asked.items()}
        return {
            root: float(found.mean())
            for root, found in conditional_means(model, design, [outcome], pins, executor).pinned.items()
        }

    roots = _solve(
        {
            (key, number): finder
            for key, line in lines.items()
            for number, finder in enumerate(_finders(line.along, means[key].mean(axis=0)))
        },
        evaluate,
    )
    found = {key: np.array([root for (of, _), root in roots.items() if of == key]) for key in lines}
    steps = {
        key: line.pins((found[key] + STEP * np.ptp(line.along) * np.array([[0], [1], [-1]])).ravel())
        for key, line in lines.items()
        if found[key].size
    }
    around = conditional_means(model, design, [outcome], steps, executor).pinned if steps else {}
    total = measure(float(scan.mean.mean()), scan.mean[:, 0])
    return total, {
        key: Crossings(line.along, means[key], found[key], _within(line, found[key], around[key][:, :, 0]))
        if found[key].size
        else Crossings(line.along, means[key], found[key], np.empty((len(means[key]), 0)))
        for key, line in lines.items()
    }


def _within(line: Line, roots: Array, means: Array) -> Array:
    """Give the roots within each replicate, by one Newton step from those of all draws: shape (R, m).

    Parameters
    ----------
    means : array of shape (R, 3 m)
        At the roots, and a step above and below them.
    """
    at, above, below = np.split(means, 3, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = roots - at * 2 * STEP * np.ptp(line.along) / (above - below)
    return np.clip(np.where(np.isnan(moved), roots, moved), line.along[0], line.along[-1])


def _stretches(cdf: Cdf, roots: Array) -> Array:
    """Give the probability of each stretch between roots, shape (m + 1,); a root itself has neither sign."""
    starts = np.concatenate([[0.0], np.asarray(cdf(roots))])
    ends = np.concatenate([np.asarray(cdf(np.nextafter(roots, -np.inf))), [1.0]])
    return np.asarray(np.maximum(ends - starts, 0.0))


def _as_probability(found: Measured) -> Measured:
    return Measured(found.value, max(found.low, 0.0), min(found.high, 1.0))


Finder = Generator[float, float, float]


def _finders(along: Array, curve: Array) -> list[Finder]:
    """Give a root finder for each change of sign; a value at which the curve is zero has no sign of its own."""
    signed = np.flatnonzero(curve)
    return [
        _chandrupatla((along[low], curve[low]), (along[high], curve[high]))
        for low, high in pairwise(signed)
        if np.sign(curve[low]) != np.sign(curve[high])
    ]


def _solve(
    finders: Mapping[Key, Finder], evaluate: Callable[[Mapping[Key, float]], Mapping[Key, float]]
) -> dict[Key, float]:
    """Run all root finders side by side, with one evaluation of each in a pass."""
    asked = {key: next(finder) for key, finder in finders.items()}
    roots: dict[Key, float] = {}
    while asked:
        values = evaluate(asked)
        going = {}
        for key in asked:
            try:
                going[key] = finders[key].send(values[key])
            except StopIteration as stop:
                roots[key] = stop.value
        asked = going
    return {key: roots[key] for key in finders}


def _chandrupatla(first: tuple[float, float], second: tuple[float, float]) -> Finder:
    """Find a root between two values: asks for the curve at a value, and is sent it.

    Inverse quadratic interpolation where that is safe, bisection where not (Chandrupatla 1997, Advances in
    Engineering Software 28: 145-149); the first step is a secant, which solves a straight line at once.
    """
    (a, fa), (b, fb) = second, first
    width = abs(a - b)
    step = fa / (fa - fb)
    while True:
        x = a + step * (b - a)
        fx = yield x
        (c, fc), (b, fb) = ((a, fa), (b, fb)) if np.sign(fx) == np.sign(fa) else ((b, fb), (a, fa))
        a, fa = x, fx
        best, f_best = (a, fa) if abs(fa) < abs(fb) else (b, fb)
        least = PRECISION * max(abs(best), width) / abs(b - a)
        if f_best == 0 or least > 0.5:
            return float(best)
        xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
        step = 0.5
        if phi**2 < xi and (1 - phi) ** 2 < 1 - xi:
            step = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        step = min(max(step, least), 1 - least)
