"""Count how often 95 % intervals of Sobol' indices hold the truth, on functions from the literature.

    python benchmarks/coverage_functions.py [--seeds 100] [--out benchmarks/results/coverage_functions.md]

Functions that the tests do not have. Of polynomials and products the indices are closed forms, of others Gauss's rule.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from coverage_report import report

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from intervals import covers
from known_indices import Indices, compare, of_product

from mkba_uncertainty import sobol
from mkba_uncertainty.families import Family, Normal, Uniform
from mkba_uncertainty.model import Model

REPLICATES, DRAWS = 8, 256
KINDS = ("variance", "first", "total", "second")

Function = Callable[[Sequence[Any]], Any]
Term = tuple[int, ...]


def model_of(function: Function, inputs: int, family: Family) -> Model:
    """Make a model of a function of so many independent inputs."""
    return Model({f"x{i}": family for i in range(inputs)}, lambda x: {"y": function([*x.values()])}, ("y",))


def of_parts(model: Model, parts: dict[Term, float]) -> Indices:
    """Give the indices, of the variance that each set of inputs adds."""
    names, variance = list(model.inputs), sum(parts.values())
    share = {term: part / variance for term, part in parts.items()}
    pairs = combinations(range(len(names)), 2)
    return Indices(
        model,
        variance,
        first={name: share.get((i,), 0.0) for i, name in enumerate(names)},
        total={name: sum(part for term, part in share.items() if i in term) for i, name in enumerate(names)},
        second={(names[i], names[j]): share.get((i, j), 0.0) for i, j in pairs},
    )


def by_gauss(function: Function, inputs: int, family: Family, nodes: int = 16) -> Indices:
    """Give the indices of a function by Gauss's rule in each input."""
    normal = isinstance(family, Normal)
    x, weight = np.polynomial.hermite_e.hermegauss(nodes) if normal else np.polynomial.legendre.leggauss(nodes)
    x, weight = (x if normal else (x + 1) / 2), weight / weight.sum()
    y = function(np.meshgrid(*[x] * inputs, indexing="ij"))
    parts: dict[Term, float] = {}
    for size in range(inputs + 1):
        for term in combinations(range(inputs), size):
            mean = y
            for axis in reversed([i for i in range(inputs) if i not in term]):
                mean = np.tensordot(mean, weight, ([axis], [0]))
            square = mean**2
            for _ in term:
                square = np.tensordot(weight, square, ([0], [0]))
            parts[term] = float(square) - sum(parts[less] for k in range(size) for less in combinations(term, k))
    del parts[()]
    return of_parts(model_of(function, inputs, family), parts)


def moon(x: Sequence[Any]) -> Any:
    """Moon 2010, the terms with two of twenty inputs that matter most; here in the five that they have."""
    return -19.71 * x[0] * x[1] + 23.72 * x[0] * x[2] - 13.34 * x[2] ** 2 + 28.99 * x[3] * x[4]


def curved(x: Sequence[Any]) -> Any:
    """Dette and Pepelyshev 2010."""
    bend = 4 * (x[0] - 2 + 8 * x[1] - 8 * x[1] ** 2) ** 2
    return bend + (3 - 4 * x[1]) ** 2 + 16 * np.sqrt(x[2] + 1) * (2 * x[2] - 1) ** 2


def friedman(x: Sequence[Any]) -> Any:
    """Friedman 1991."""
    return 10 * np.sin(np.pi * x[0] * x[1]) + 20 * (x[2] - 0.5) ** 2 + 10 * x[3] + 5 * x[4]


def interactions(x: Sequence[Any]) -> Any:
    """Give a linear model with products of two and three."""
    return x[0] + 2 * x[1] + 3 * x[2] + 2 * x[0] * x[1] + 1.5 * x[1] * x[2] * x[3] + x[3] * x[4]


def g_star(power: float) -> Indices:
    """Saltelli et al. 2010, section 5: the function G* with these powers."""
    constants = (0, 0.1, 0.2, 0.3, 0.4, 0.8, 1, 2, 3, 4)

    def function(x: Sequence[Any]) -> Any:
        shifted = ((one + 0.3) % 1.0 for one in x)
        return math.prod(
            ((1 + power) * np.abs(2 * one - 1) ** power + a) / (1 + a)
            for one, a in zip(shifted, constants, strict=True)
        )

    parts = [power**2 / ((1 + 2 * power) * (1 + a) ** 2) for a in constants]
    return of_product(model_of(function, len(constants), Uniform(0, 1)), parts, 1.0)


def morris() -> Indices:
    """Morris 1991: twenty inputs, products of two, three and four."""
    x, weight = np.polynomial.legendre.leggauss(60)
    bent = 2 * (1.1 * (x + 1) / 2 / ((x + 1) / 2 + 0.1) - 0.5)
    mean, square = (float((weight / 2) @ bent**power) for power in (1, 2))
    means = [mean if i in (2, 4, 6) else 0.0 for i in range(20)]
    variances = [square - mean**2 if i in (2, 4, 6) else 1 / 3 for i in range(20)]
    terms: dict[Term, float] = {(i,): 20.0 if i < 10 else (-1.0) ** (i + 1) for i in range(20)}
    terms |= {(i, j): -15.0 if j < 6 else (-1.0) ** (i + j) for i, j in combinations(range(20), 2)}
    terms |= dict.fromkeys(combinations(range(5), 3), -10.0) | {(0, 1, 2, 3): 5.0}

    def function(x: Sequence[Any]) -> Any:
        w = [2 * (1.1 * one / (one + 0.1) - 0.5 if i in (2, 4, 6) else one - 0.5) for i, one in enumerate(x)]
        return sum(factor * math.prod(w[i] for i in term) for term, factor in terms.items())

    centred = Counter[Term]()
    for term, factor in terms.items():
        for size in range(1, len(term) + 1):
            for kept in combinations(term, size):
                centred[kept] += factor * math.prod(means[i] for i in term if i not in kept)
    parts = {term: factor**2 * math.prod(variances[i] for i in term) for term, factor in centred.items()}
    return of_parts(model_of(function, 20, Uniform(0, 1)), parts)


def oakley() -> Indices:
    """Of the kind of Oakley and O'Hagan 2004, fifteen inputs, with coefficients of our own."""
    rng, k = np.random.default_rng(5), 15
    line, sine, cosine = (rng.normal(0, np.repeat([0.1, 0.5, 1.2], 5)) for _ in range(3))
    square = rng.normal(0, 0.4, (k, k))

    def function(x: Sequence[Any]) -> Any:
        every = np.array(x)
        return line @ every + sine @ np.sin(every) + cosine @ np.cos(every) + np.sum(every * (square @ every), axis=0)

    e, own, both = math.exp(-0.5), np.diag(square), square + square.T
    odd = line**2 + sine**2 * (1 - e**4) / 2 + 2 * line * sine * e
    even = cosine**2 * (1 - e**2) ** 2 / 2 + 2 * own**2 - 2 * cosine * own * e
    parts: dict[Term, float] = {(i,): float(odd[i] + even[i]) for i in range(k)}
    parts |= {(i, j): float(both[i, j] ** 2) for i, j in combinations(range(k), 2)}
    return of_parts(model_of(function, k, Normal(0, 1)), parts)


KNOWN: dict[str, Callable[[], Indices]] = {
    "Moon": lambda: by_gauss(moon, 5, Uniform(0, 1), 4),
    "Dette and Pepelyshev, curved": lambda: by_gauss(curved, 3, Uniform(0, 1), 32),
    "Friedman": lambda: by_gauss(friedman, 5, Uniform(0, 1), 12),
    "linear with interactions": lambda: by_gauss(interactions, 5, Normal(0, 1), 4),
    "G*, power 0.5": lambda: g_star(0.5),
    "G*, power 1.5": lambda: g_star(1.5),
    "Morris, 20 inputs": morris,
    "Kucherenko, B1": lambda: of_product(
        model_of(lambda x: math.prod((8 - one) / 7.5 for one in x), 8, Uniform(0, 1)), [1 / 12 / 7.5**2] * 8, 1.0
    ),
    "Kucherenko, C2": lambda: of_product(
        model_of(lambda x: math.prod(2 * one for one in x), 6, Uniform(0, 1)), [1 / 3] * 6, 1.0
    ),
    "Oakley and O'Hagan, 15 inputs": oakley,
}


def lines(seeds: int) -> list[str]:
    """Run everything; a row a function."""
    made = []
    for name, known in KNOWN.items():
        truth, held = known(), Counter[str]()
        for seed in range(seeds):
            found = sobol(truth.model, outcomes=["y"], draws=DRAWS, replicates=REPLICATES, rng=seed, second_order=True)
            held.update({index: int(covers(one, true)) for index, one, true in compare(truth, found)})
        rates = {
            kind: [100 * count / seeds for index, count in held.items() if index.split()[0] == kind] for kind in KINDS
        }
        cells = [f"{np.mean(each):.1f} ({min(each):.0f} to {max(each):.0f})" for each in rates.values()]
        made.append(f"| {name} | {' | '.join(cells)} |")
    return made


if __name__ == "__main__":
    title = f"Sobol' indices, {REPLICATES} replicates of {DRAWS} draws"
    report(title, lines, ("function", *KINDS), seeds=100, each=": on average, and the lowest and highest")
