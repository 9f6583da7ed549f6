"""The models of ``known_models`` whose Sobol' indices are known in closed form."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, combinations
from operator import mul
from typing import Any

import numpy as np
from known_models import G_CONSTANTS, gaussian_sum, ishigami, lognormal_product, sobol_g

from mkba_uncertainty import SobolResult
from mkba_uncertainty.analysis.variance import OutcomeIndices
from mkba_uncertainty.families import Uniform
from mkba_uncertainty.model import Model
from mkba_uncertainty.replication import Measured

Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Indices:
    """A model with one outcome ``y`` and its true indices."""

    model: Model
    variance: float
    first: dict[str, float]
    total: dict[str, float]
    second: dict[tuple[str, str], float] = field(default_factory=dict)


def of_ishigami(a: float = 7.0, b: float = 0.1) -> Indices:
    """Ishigami and Homma 1990: x3 acts only together with x1."""
    one, two = 0.5 * (1 + b * math.pi**4 / 5) ** 2, a**2 / 8
    both = b**2 * math.pi**8 * (1 / 18 - 1 / 50)
    variance = one + two + both
    return Indices(
        ishigami().model,
        variance,
        first={"x1": one / variance, "x2": two / variance, "x3": 0.0},
        total={"x1": (one + both) / variance, "x2": two / variance, "x3": both / variance},
        second={("x1", "x2"): 0.0, ("x1", "x3"): both / variance, ("x2", "x3"): 0.0},
    )


def of_product(model: Model, parts: Sequence[float], mean: float) -> Indices:
    """Give the indices of a product of factors whose variances, over their squared means, are ``parts``."""
    part = dict(zip(model.inputs, parts, strict=True))
    whole = math.prod(1 + value for value in parts)
    return Indices(
        model,
        mean**2 * (whole - 1),
        first={name: value / (whole - 1) for name, value in part.items()},
        total={name: value * whole / (1 + value) / (whole - 1) for name, value in part.items()},
        second={(one, two): part[one] * part[two] / (whole - 1) for one, two in combinations(part, 2)},
    )


def of_sobol_g() -> Indices:
    """Saltelli and Sobol' 1995."""
    return of_product(sobol_g().model, [1 / (3 * (1 + a) ** 2) for a in G_CONSTANTS], 1.0)


def of_lognormals() -> Indices:
    """Multiply three lognormals."""
    parts = [math.expm1(sigma**2) for sigma in (0.2, 0.4, 0.6)]
    return of_product(lognormal_product().model, parts, math.exp((0.2**2 + 0.4**2 + 0.6**2) / 2))


def of_gaussian_sum() -> Indices:
    """Add normals of sd 1, 1 and 2."""
    model = gaussian_sum().model
    shares = dict(zip(model.inputs, (1 / 6, 1 / 6, 4 / 6), strict=True))
    return Indices(model, 6.0, shares, shares, dict.fromkeys(combinations(shares, 2), 0.0))


LEVITAN = (1.5, 0.9, 0.9, 0.9, 0.9, 0.9)


def sobol_levitan_function(values: Mapping[str, Array]) -> dict[str, Array]:
    return {"y": np.exp(sum(b * x for b, x in zip(LEVITAN, values.values(), strict=True)))}


def of_sobol_levitan() -> Indices:
    """Sobol' and Levitan 1999, Computer Physics Communications 117: 52-61, with their six constants."""
    means = [math.expm1(b) / b for b in LEVITAN]
    parts = [math.expm1(2 * b) / (2 * b) / mean**2 - 1 for b, mean in zip(LEVITAN, means, strict=True)]
    inputs = {f"x{number}": Uniform(0, 1) for number in range(1, 7)}
    return of_product(Model(inputs, sobol_levitan_function, ("y",)), parts, math.prod(means))


BRATLEY = 5


def bratley_function(values: Mapping[str, Array]) -> dict[str, Array]:
    signed = [(-1) ** number * product for number, product in enumerate(accumulate(values.values(), mul), 1)]
    return {"y": sum(signed)}


def of_bratley() -> Indices:
    """Bratley, Fox and Niederreiter 1992, ACM TOMACS 2: 195-213: x1 acts in all terms, x5 in one only."""
    numbers = range(1, BRATLEY + 1)

    def together(i: int, j: int, known: Collection[int]) -> float:
        """E of the product of E[x1 ... xi given known] and E[x1 ... xj given known], for i at most j."""
        return math.prod((1 / 3 if place in known else 1 / 4) if place <= i else 1 / 2 for place in range(1, j + 1))

    def explained(*known: int) -> float:
        squares = sum((-1) ** (i + j) * together(min(i, j), max(i, j), known) for i in numbers for j in numbers)
        return squares - sum((-0.5) ** i for i in numbers) ** 2

    variance, name = explained(*numbers), "x{}".format
    return Indices(
        Model({name(i): Uniform(0, 1) for i in numbers}, bratley_function, ("y",)),
        variance,
        first={name(i): explained(i) / variance for i in numbers},
        total={name(i): 1 - explained(*(j for j in numbers if j != i)) / variance for i in numbers},
        second={
            (name(i), name(j)): (explained(i, j) - explained(i) - explained(j)) / variance
            for i, j in combinations(numbers, 2)
        },
    )


KNOWN = {
    "ishigami": of_ishigami,
    "sobol g": of_sobol_g,
    "lognormals": of_lognormals,
    "gaussian sum": of_gaussian_sum,
    "sobol levitan": of_sobol_levitan,
    "bratley": of_bratley,
}


def compare(known: Indices, found: SobolResult) -> Iterator[tuple[str, Measured, float]]:
    """Give the name, the measured value and the truth of every index in a result."""
    outcome: OutcomeIndices = found.outcomes["y"]
    yield "variance", outcome.variance, known.variance
    yield "sum", outcome.first_order_sum, sum(known.first.values())
    yield "interactions", outcome.interactions, 1 - sum(known.first.values())
    for name, index in outcome.indices.items():
        yield f"first {name}", index.first_order, known.first[name]
        yield f"total {name}", index.total_order, known.total[name]
    for pair, measured in outcome.second_order:
        yield f"second {' '.join(pair)}", measured, known.second[pair]
