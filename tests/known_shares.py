"""Models of which the shares of the variance are known where inputs depend on each other, or the model is in doubt."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mkba_uncertainty import dependent_indices, main_effect, shapley, structure
from mkba_uncertainty.case import Actor, Case, Dependence, Estimate, Line, Post, Source, Timing, Variant
from mkba_uncertainty.copula import pearson_to_spearman
from mkba_uncertainty.families import Family, LogNormal, Normal, Point
from mkba_uncertainty.formula import parse
from mkba_uncertainty.model import Model
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import Text

Array = NDArray[np.float64]

GAUSSIAN = np.array([[1, 0, 0], [0, 1, 0.5], [0, 0.5, 1]])
GAUSSIAN_WEIGHTS = np.array([1.0, 1.0, 2.0])
NORMALS = Normal(3.0, 1.0), Normal(2.0, 0.5)
LOGNORMALS = LogNormal(0.0, 0.4), LogNormal(0.0, 0.6)
SIGMAS = np.array([0.2, 0.4, 0.6])


class Weighted:
    """Add inputs with weights; ``transform`` is applied to the sum."""

    def __init__(self, weights: dict[str, float], transform: Callable[[Array], Array] | None = None) -> None:
        self.weights = weights
        self.transform = transform

    def __call__(self, values: Any) -> dict[str, Array]:
        total = sum(weight * values[name] for name, weight in self.weights.items())
        return {"y": total if self.transform is None else self.transform(total)}


def linear(matrix: Array, weights: Array, transform: Callable[[Array], Array] | None = None) -> Model:
    """Give the model ``transform(w' Z)`` with Z standard normal, correlated as ``matrix`` says."""
    names = [f"x{number}" for number in range(1, len(weights) + 1)]
    pairs = {
        (names[i], names[j]): pearson_to_spearman(matrix[i, j])
        for i, j in itertools.combinations(range(len(names)), 2)
        if matrix[i, j]
    }
    function = Weighted(dict(zip(names, weights, strict=True)), transform)
    return Model({name: Normal(0, 1) for name in names}, function, ("y",), correlation=pairs or None)


def explained(matrix: Array, weights: Array, subset: Sequence[int]) -> float:
    """Var(E[w'Z | Z_u]) by the Schur complement: Var(w'Z) - w_-u' (S_-u-u - S_-u,u S_uu^-1 S_u,-u) w_-u."""
    u = list(subset)
    rest = [place for place in range(len(weights)) if place not in u]
    total = weights @ matrix @ weights
    left = matrix[np.ix_(rest, rest)]
    if u:
        left = left - matrix[np.ix_(rest, u)] @ np.linalg.solve(matrix[np.ix_(u, u)], matrix[np.ix_(u, rest)])
    return float(total - weights[rest] @ left @ weights[rest])


def explained_of_product(matrix: Array, sigmas: Array, subset: Sequence[int]) -> float:
    """Var(E[exp(s'Z) | Z_u]) over the squared mean: E[Y | Z_u] is lognormal too."""
    return math.expm1(explained(matrix, sigmas, subset))


def by_orders(worth: Callable[[tuple[int, ...]], float], players: int) -> Array:
    """Give Shapley values by their definition: what a player adds, averaged over all orders."""
    effects = np.zeros(players)
    orders = list(itertools.permutations(range(players)))
    for order in orders:
        for place, player in enumerate(order):
            effects[player] += worth(order[: place + 1]) - worth(order[:place])
    return effects / len(orders)


class Product:
    """Multiply all inputs."""

    def __call__(self, values: Any) -> dict[str, Array]:
        return {"y": math.prod(values.values())}


def doubtful_case(x: Family, y: Family) -> Case:
    """Give a case with a balance of ``x y - 1``, and one variant in which it is ``2 x y - 1``."""
    text, source = Text("x", "x"), Source("report", "1")
    estimates = [
        Estimate("discount_rate", text, "value_choice", "share", 0.0, Point(0.0), "judgement", source),
        Estimate("x", text, "expert", "EUR / household", x.mean, x, "judgement", source),
        Estimate("y", text, "expert", "household", y.mean, y, "judgement", source),
    ]
    posts = [
        Post(side, text, side, "financial", side, parse(amount), Timing(), {"city": 1.0}, "judgement")
        for side, amount in (("cost", "1"), ("benefit", "x * y"))
    ]
    return Case(
        name="doubt",
        title=text,
        horizon=1,
        price_level=2020,
        documents={},
        actors={"city": Actor("city", text)},
        lines={side: Line(side, text, side) for side in ("cost", "benefit")},
        estimates={one.name: one for one in estimates},
        quantities={},
        posts={post.name: post for post in posts},
        scenarios={},
        dependence={"independent": Dependence("independent", text)},
        published={},
        claims={},
        variants={"double": Variant("double", text, posts={"benefit": parse("2 * x * y")})},
    )


@dataclass(frozen=True)
class Known:
    """Shares that are known.

    Parameters
    ----------
    run : callable
        Takes draws, replicates and rng, gives each share with its interval.
    truth : dict of name to float
    """

    run: Callable[..., dict[str, Measured]]
    truth: dict[str, float]


def moments_of_product(x: Family, y: Family) -> tuple[float, float]:
    """Give the mean and variance of the product of two independent variables."""
    mean = x.mean * y.mean
    return mean, (x.sd**2 + x.mean**2) * (y.sd**2 + y.mean**2) - mean**2


def of_shapley(matrix: Array, weights: Array, product: bool) -> Known:
    """Shapley effects on a Gaussian sum, or the product of lognormals that it is the logarithm of."""
    model, worth = _model(matrix, weights, product)
    truth = by_orders(worth, len(weights)) / worth(range(len(weights)))
    return Known(
        lambda **options: shapley(model, outcome="y", **options).effects,
        dict(zip(model.inputs, truth.tolist(), strict=True)),
    )


def of_dependent_indices(matrix: Array, weights: Array, product: bool) -> Known:
    """Full first-order and independent total-order indices of the same models."""
    model, worth = _model(matrix, weights, product)
    everything = range(len(weights))
    truth = {}
    for place, name in enumerate(model.inputs):
        truth[f"first {name}"] = worth([place]) / worth(everything)
        truth[f"total {name}"] = 1 - worth([other for other in everything if other != place]) / worth(everything)

    def run(**options: Any) -> dict[str, Measured]:
        found = dependent_indices(model, outcome="y", **options).indices
        first = {f"first {name}": index.full_first_order for name, index in found.items()}
        return first | {f"total {name}": index.independent_total_order for name, index in found.items()}

    return Known(run, truth)


def of_main_effects(x: Family, y: Family) -> Known:
    """Shares of the variance of ``x y`` that the curves of both main effects have."""
    model = Model({"x": x, "z": y}, Product(), ("y",))
    variance = moments_of_product(x, y)[1]
    truth = {"x": (x.sd * y.mean) ** 2 / variance, "z": (x.mean * y.sd) ** 2 / variance}

    def run(**options: Any) -> dict[str, Measured]:
        curves = main_effect(model, outcome="y", **options).curves
        return {name: curve.variance_share for name, curve in curves.items()}

    return Known(run, truth)


def of_structure(x: Family, y: Family) -> Known:
    """The share between variants of which one has twice the benefits of the other."""
    case, (mean, variance) = doubtful_case(x, y), moments_of_product(x, y)
    within, between = 2.5 * variance, (mean / 2) ** 2
    return Known(
        lambda **options: {"between": structure(case, **options).between_share},
        {"between": between / (within + between)},
    )


def _model(matrix: Array, weights: Array, product: bool) -> tuple[Model, Callable[[Sequence[int]], float]]:
    worth = explained_of_product if product else explained
    return linear(matrix, weights, np.exp if product else None), lambda u: worth(matrix, weights, u)


KNOWN: dict[str, Callable[[], Known]] = {
    "Shapley, dependent Gaussians": lambda: of_shapley(GAUSSIAN, GAUSSIAN_WEIGHTS, False),
    "Shapley, product of lognormals": lambda: of_shapley(np.eye(3), SIGMAS, True),
    "Shapley, product of dependent lognormals": lambda: of_shapley(GAUSSIAN, SIGMAS, True),
    "first and total, dependent Gaussians": lambda: of_dependent_indices(GAUSSIAN, GAUSSIAN_WEIGHTS, False),
    "first and total, dependent lognormals": lambda: of_dependent_indices(GAUSSIAN, SIGMAS, True),
    "curves, product of normals": lambda: of_main_effects(*NORMALS),
    "curves, product of lognormals": lambda: of_main_effects(*LOGNORMALS),
    "between variants, normals": lambda: of_structure(*NORMALS),
    "between variants, lognormals": lambda: of_structure(*LOGNORMALS),
}
