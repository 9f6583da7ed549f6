"""Which families can be fitted to an answer: each as a function of unbounded numbers, for least squares."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product
from typing import NamedTuple

import numpy as np
from scipy.special import expit, logit, ndtri

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.elicitation.answers import UNBOUNDED, Answer, Support
from mkba_uncertainty.families import (
    Beta,
    Family,
    Gamma,
    LogNormal,
    Metalog,
    Normal,
    Pert,
    Triangular,
    TruncatedNormal,
    Uniform,
)
from mkba_uncertainty.families.metalog import MOST_TERMS
from mkba_uncertainty.names import unknown


class Problem(NamedTuple):
    """A family to fit: what makes it of parameters without bounds, and parameters to start the search from."""

    build: Callable[[Array], Family]
    starts: list[Array]


class Unsuitable(Exception):
    """The family cannot describe such a quantity, or has more parameters than there are points."""


class Points(NamedTuple):
    """The points to fit, with a rough middle and spread of the distribution that they are of.

    ``mode`` is the answered one, if it was asked; ``terms`` how many a metalog gets, if not one for each point.
    """

    values: Array
    probabilities: Array
    support: Support
    mode: float | None
    terms: int | None
    middle: float
    spread: float


def points_of(answer: Answer, support: Support, terms: int | None) -> Points:
    """Give the points of an answer."""
    values, probabilities = np.array(answer.values), np.array(answer.probabilities)
    scores = ndtri(np.clip(probabilities, 0.005, 0.995))
    spread = (values[-1] - values[0]) / (scores[-1] - scores[0])
    middle = float(np.interp(0.0, scores, values))
    return Points(values, probabilities, support, answer.mode, terms, middle, float(spread))


def _normal(points: Points) -> Problem:
    _require(points, 2, points.support == UNBOUNDED)

    def build(theta: Array) -> Family:
        return Normal(points.middle + points.spread * theta[0], points.spread * math.exp(theta[1]))

    return Problem(build, _grid([0.0, 0.5, -0.5], [0.0, -1.0]))


def _log_normal(points: Points) -> Problem:
    _require(points, 2, _is_positive(points))
    middle, spread = _logarithmic(points)

    def build(theta: Array) -> Family:
        return LogNormal(middle + spread * theta[0], spread * math.exp(theta[1]))

    return Problem(build, _grid([0.0, 0.5, -0.5], [0.0, -1.0]))


def _gamma(points: Points) -> Problem:
    _require(points, 2, _is_positive(points))
    middle, spread = _logarithmic(points)

    def build(theta: Array) -> Family:
        shape = math.exp(-2 * (math.log(spread) + theta[1]))
        return Gamma(shape, math.exp(middle + spread * theta[0]) / shape)

    return Problem(build, _grid([0.0, 0.5], [0.0, -0.7, 0.7]))


def _beta(points: Points) -> Problem:
    low, high = points.support
    if points.support == UNBOUNDED and points.values[0] > 0 and points.values[-1] < 1:
        low, high = 0.0, 1.0  # nobody said so, but these are shares
    _require(points, 2, math.isfinite(high - low))
    share = np.clip((points.middle - low) / (high - low), 0.01, 0.99)
    total = max(share * (1 - share) / (points.spread / (high - low)) ** 2 - 1, 0.1)

    def build(theta: Array) -> Family:
        mean, size = expit(theta[0]), math.exp(theta[1])
        return Beta(mean * size, expit(-theta[0]) * size, low, high)

    return Problem(build, _grid([float(logit(share)), 0.0], [math.log(total), 0.7, 3.0]))


def _truncated_normal(points: Points) -> Problem:
    _require(points, 2, points.support != UNBOUNDED)
    low, high = (end if math.isfinite(end) else None for end in points.support)

    def build(theta: Array) -> Family:
        return TruncatedNormal(points.middle + points.spread * theta[0], points.spread * math.exp(theta[1]), low, high)

    return Problem(build, _grid([0.0, -3.0, 3.0], [0.0, 1.0]))


def _uniform(points: Points) -> Problem:
    _require(points, 2)
    low, high = _ends(points)
    return Problem(lambda theta: Uniform(low(theta[0]), high(theta[1])), _grid([0.0, -3.0], [0.0, -3.0]))


def _triangular(points: Points) -> Problem:
    return _with_mode(points, Triangular)


def _pert(points: Points) -> Problem:
    return _with_mode(points, Pert)


def _with_mode(points: Points, family: type[Triangular | Pert]) -> Problem:
    """Fit both ends; the mode is what was answered, if it was asked, or some share of the way between the ends."""
    mode = points.mode
    low, high = _ends(points)
    if mode is not None:
        _require(points, 2)
        return Problem(lambda theta: family(low(theta[0]), mode, high(theta[1])), _grid([0.0, -3.0], [0.0, -3.0]))
    _require(points, 3)

    def build(theta: Array) -> Family:
        start, end = low(theta[0]), high(theta[2])
        return family(start, min(start + (end - start) * _share(theta[1]), end), end)

    return Problem(build, _grid([0.0, -3.0], [0.0, -2.0, 2.0], [0.0, -3.0]))


def _metalog(points: Points) -> Problem:
    """Interpolate; with fewer terms than points, start from linear least squares. What is infeasible is refused."""
    inside = (points.probabilities > 0) & (points.probabilities < 1)
    values, probabilities = points.values[inside].tolist(), points.probabilities[inside].tolist()
    _require(points, 2)
    low, high = (end if math.isfinite(end) else None for end in points.support)
    terms = min(len(values), MOST_TERMS) if points.terms is None else points.terms
    made = Metalog.from_quantiles(probabilities, values, low, high, terms)
    unit = np.maximum(np.abs(made.coefficients), 1e-3 * abs(made.coefficients[1]))
    start = np.array(made.coefficients) / unit
    return Problem(lambda theta: Metalog(tuple((theta * unit).tolist()), low, high), [start])


CANDIDATES: dict[type[Family], Callable[[Points], Problem]] = {
    Normal: _normal,
    Beta: _beta,
    LogNormal: _log_normal,
    Gamma: _gamma,
    Pert: _pert,
    Triangular: _triangular,
    TruncatedNormal: _truncated_normal,
    Uniform: _uniform,
    Metalog: _metalog,
}
"""Families that can be fitted, in order of preference where several are as near."""

BY_NAME = {family.name: family for family in CANDIDATES}


def from_moments(family: type[Family], mean: float, sd: float, support: Support) -> Family:
    """Make the family with this mean and standard deviation."""
    low, high = support
    if family is Normal and support == UNBOUNDED:
        return Normal(mean, sd)
    if family is Beta and (math.isfinite(high - low) or (support == UNBOUNDED and 0 < mean < 1)):
        return Beta.from_mean_sd(mean, sd, *(support if math.isfinite(high - low) else (0.0, 1.0)))
    if family in (LogNormal, Gamma) and (low == 0 or support == UNBOUNDED) and high == math.inf and mean > 0:
        return family.from_mean_sd(mean, sd)
    raise Unsuitable


def find_family(family: str | type[Family]) -> type[Family]:
    """Give the family that is meant, if it can be fitted."""
    name = family if isinstance(family, str) else getattr(family, "name", repr(family))
    if name not in BY_NAME:
        raise unknown("elicit_family", "family", str(name), BY_NAME)
    return BY_NAME[name]


def _require(points: Points, parameters: int, suits: bool = True) -> None:
    inside = (points.probabilities > 0) & (points.probabilities < 1)
    known = inside.sum() if points.mode is None else points.values.size
    if not suits or known < parameters:
        raise Unsuitable


def _is_positive(points: Points) -> bool:
    """Whether the quantity is known to be positive and unbounded above, or nothing is known and all values are."""
    low, high = points.support
    above = points.values[points.probabilities > 0]
    return high == math.inf and (low == 0 or (low == -math.inf and bool((above > 0).all())))


def _logarithmic(points: Points) -> tuple[float, float]:
    """Give a rough middle and spread of the logarithm."""
    positive = points.values > 0
    values, scores = np.log(points.values[positive]), ndtri(np.clip(points.probabilities[positive], 0.005, 0.995))
    if values.size < 2:
        return math.log(max(points.middle, 1e-300)), 1.0
    return float(np.interp(0.0, scores, values)), float((values[-1] - values[0]) / (scores[-1] - scores[0]))


def _ends(points: Points) -> tuple[Callable[[float], float], Callable[[float], float]]:
    """Give functions from any number to an end: within the support, and beyond all that has some probability.

    Of a three-point answer an end with probability 0 or 1 is the end itself.
    """
    inside = (points.probabilities > 0) & (points.probabilities < 1)
    values = points.values[inside] if inside.any() else points.values
    known = [] if points.mode is None else [points.mode]
    first, last = min([values[0], *known]), max([values[-1], *known])
    lowest, highest = points.support

    def low(theta: float) -> float:
        if known and points.probabilities[0] == 0:
            return float(points.values[0])
        if lowest == -math.inf:
            return float(first - points.spread * math.exp(theta))
        return float(first - (first - lowest) * _share(theta))

    def high(theta: float) -> float:
        if known and points.probabilities[-1] == 1:
            return float(points.values[-1])
        if highest == math.inf:
            return float(last + points.spread * math.exp(theta))
        return float(last + (highest - last) * _share(theta))

    return low, high


def _share(theta: float) -> float:
    """Give a share of any number; one that is all but 0 or 1 is just that, so that ends come out as round numbers."""
    share = float(expit(theta))
    return round(share) if min(share, 1 - share) < 1e-7 else share


def _grid(*axes: list[float]) -> list[Array]:
    return [np.array(start) for start in product(*axes)]
