"""Plain tables of independent draws of models whose first-order indices are known in closed form."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from known_indices import of_ishigami, of_lognormals, of_sobol_g
from numpy.typing import NDArray

from mkba_uncertainty.families import Discrete, Family, LogNormal, Normal, Uniform
from mkba_uncertainty.model import Model

Array = NDArray[np.float64]
NULL = "null"


@dataclass(frozen=True)
class Known:
    """Inputs with distributions, an outcome, and the first-order index of each input; one does nothing."""

    inputs: Mapping[str, Family]
    outcome: Callable[[Mapping[str, Array], np.random.Generator], Array]
    first: Mapping[str, float]

    def draw(self, seed: int, rows: int) -> tuple[dict[str, Array], Array]:
        """Draw a table."""
        rng = np.random.default_rng(seed)
        inputs = {name: family.ppf(rng.random(rows)) for name, family in self.inputs.items()}
        return inputs, self.outcome(inputs, rng)


def _of_model(model: Model, first: Mapping[str, float]) -> Known:
    inputs = {**model.inputs, NULL: Uniform(0, 1)}
    return Known(
        inputs, lambda x, rng: model.evaluate({name: x[name] for name in model.inputs})["y"], {**first, NULL: 0}
    )


def _linear() -> Known:
    inputs = {"a": Normal(0, 4), "b": Normal(0, 3), NULL: Normal(0, 1)}
    return Known(inputs, lambda x, rng: x["a"] + x["b"], {"a": 0.64, "b": 0.36, NULL: 0})


def _few_values() -> Known:
    inputs = {
        "coin": Discrete((0.0, 1.0), (0.5, 0.5)),
        "count": Discrete((0.0, 1.0, 5.0), (0.7, 0.2, 0.1)),
        "a": Normal(0, 1),
        NULL: Discrete((1.0, 2.0, 3.0), (0.2, 0.3, 0.5)),
    }
    variances = {name: family.sd**2 for name, family in inputs.items() if name != NULL}
    first = {name: variance / sum(variances.values()) for name, variance in variances.items()}
    return Known(inputs, lambda x, rng: x["coin"] + x["count"] + x["a"], {**first, NULL: 0})


def _uneven_noise() -> Known:
    """Noise that grows with an input counts for nothing of it: y = x + scale e, with a variance of E scale^2."""
    noise = math.exp(2 * 0.25)
    first = {"x": 0.25 / (0.25 + noise), "scale": 0.0, NULL: 0.0}
    inputs = {"x": Normal(0, 0.5), "scale": LogNormal(0, 0.5), NULL: Uniform(0, 1)}

    def outcome(x: Mapping[str, Array], rng: np.random.Generator) -> Array:
        return x["x"] + x["scale"] * rng.normal(size=len(x["x"]))

    return Known(inputs, outcome, first)


def _exactly() -> Known:
    return Known({"x": Normal(0, 1), NULL: Normal(0, 1)}, lambda x, rng: x["x"] ** 3, {"x": 1.0, NULL: 0})


KNOWN = {
    "Ishigami": _of_model(of_ishigami().model, of_ishigami().first),
    "Sobol' G": _of_model(of_sobol_g().model, of_sobol_g().first),
    "product of lognormals": _of_model(of_lognormals().model, of_lognormals().first),
    "normals, added": _linear(),
    "few values": _few_values(),
    "uneven noise": _uneven_noise(),
    "all of it": _exactly(),
}
