"""Models whose answers are known: by closed form, or by integration far more precise than any run.

The functions stand at module level, so that a model can travel to another process.
"""

from __future__ import annotations

import math
import tracemalloc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from intervals import covers
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.signal import fftconvolve
from scipy.special import betainc, ndtr, roots_jacobi
from scipy.stats import norm

from mkba_uncertainty.design import Design
from mkba_uncertainty.families import LogNormal, Normal, Pert, Uniform
from mkba_uncertainty.model import Model
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.simulation import RunBatch
from mkba_uncertainty.summary import Statistics, Summary, counted_alike

Array = NDArray[np.float64]
LEVELS = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Known:
    """A model with one outcome ``y``, and what is true of it: moments, and its distribution function."""

    model: Model
    mean: float
    sd: float
    cdf: Callable[[float], float]
    threshold: float
    bracket: tuple[float, float]

    @cached_property
    def truth(self) -> dict[str, float]:
        """Mean, sd, P(y > threshold), and the 5, 50 and 95 % quantiles."""
        quantiles = {
            f"q{level:g}": brentq(lambda y, level=level: self.cdf(y) - level, *self.bracket, xtol=1e-12, rtol=1e-12)
            for level in LEVELS
        }
        return {"mean": self.mean, "sd": self.sd, "probability": 1 - self.cdf(self.threshold), **quantiles}


def add_gaussians(values: Mapping[str, Array]) -> dict[str, Array]:
    return {"y": values["x1"] + values["x2"] + values["x3"]}


@cache
def gaussian_sum(rank23: float = 0.0) -> Known:
    """Add normals of sd 1, 1 and 2; ``rank23`` is Spearman's correlation between the last two."""
    correlation = 2 * math.sin(math.pi * rank23 / 6)
    sd = math.sqrt(1 + 1 + 4 + 2 * 2 * correlation)
    inputs = {"x1": Normal(1, 1), "x2": Normal(-2, 1), "x3": Normal(0.5, 2)}
    pairs = {("x2", "x3"): rank23} if rank23 else None
    model = Model(inputs, add_gaussians, ("y",), correlation=pairs, name="gaussian sum")
    return Known(model, -0.5, sd, lambda y: float(ndtr((y + 0.5) / sd)), 1.0, (-20.0, 20.0))


def multiply(values: Mapping[str, Array]) -> dict[str, Array]:
    return {"y": values["x1"] * values["x2"] * values["x3"]}


@cache
def lognormal_product() -> Known:
    """Multiply lognormals of sigma 0.2, 0.4 and 0.6: a heavy right tail."""
    variance = 0.2**2 + 0.4**2 + 0.6**2
    mean, scale = math.exp(variance / 2), math.sqrt(variance)
    model = Model(
        {"x1": LogNormal(0, 0.2), "x2": LogNormal(0, 0.4), "x3": LogNormal(0, 0.6)}, multiply, ("y",), name="lognormals"
    )
    sd = mean * math.sqrt(math.expm1(variance))
    return Known(model, mean, sd, lambda y: float(ndtr(math.log(y) / scale)), 2.0, (1e-3, 1e3))


PERTS = {
    "cases": Pert(40, 60, 100),
    "price": Pert(3, 5, 8),
    "children": Pert(20, 45, 60),
    "care": Pert(4, 9, 12),
}


def add_products(values: Mapping[str, Array]) -> dict[str, Array]:
    return {"y": values["cases"] * values["price"] + values["children"] * values["care"]}


def _pert_nodes(family: Pert, count: int) -> tuple[Array, Array]:
    """Give Gauss-Jacobi nodes and weights: expectations over a PERT, exact for polynomials below degree 2 count."""
    width = family.high - family.low
    a, b = 4 * (family.mode - family.low) / width, 4 * (family.high - family.mode) / width
    nodes, weights = roots_jacobi(count, b, a)
    return family.low + width * (nodes + 1) / 2, weights / weights.sum()


def _pert_cdf(family: Pert, x: Array) -> Array:
    width = family.high - family.low
    a, b = 1 + 4 * (family.mode - family.low) / width, 1 + 4 * (family.high - family.mode) / width
    return betainc(a, b, np.clip((x - family.low) / width, 0, 1))


def pert_sum_cdf(y: float, count: int = 32) -> float:
    """P(cases * price + children * care <= y): condition on three of the four, whose expectation is a Gauss sum."""
    cases, price, children, care = PERTS.values()
    (a, wa), (b, wb), (c, wc) = (_pert_nodes(family, count) for family in (cases, price, children))
    rest = y - np.multiply.outer(a, b)[..., None]
    return float(np.einsum("i,j,k,ijk->", wa, wb, wc, _pert_cdf(care, rest / c)))


@cache
def pert_sum() -> Known:
    """Add two products of PERTs: what the amounts of a case look like."""
    mean, variance = 0.0, 0.0
    for first, second in (("cases", "price"), ("children", "care")):
        (m1, v1), (m2, v2) = (_pert_moments(PERTS[name]) for name in (first, second))
        mean += m1 * m2
        variance += v1 * v2 + v1 * m2**2 + v2 * m1**2
    model = Model(PERTS, add_products, ("y",), name="sum of PERT products")
    return Known(model, mean, math.sqrt(variance), pert_sum_cdf, 800.0, (210.0, 1500.0))


def _pert_moments(family: Pert) -> tuple[float, float]:
    nodes, weights = _pert_nodes(family, 4)
    mean = float(weights @ nodes)
    return mean, float(weights @ (nodes - mean) ** 2)


def ishigami_function(values: Mapping[str, Array]) -> dict[str, Array]:
    x1, x2, x3 = (values[name] for name in ("x1", "x2", "x3"))
    return {"y": np.sin(x1) + 7.0 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)}


def ishigami_cdf(y: float, count: int = 800) -> float:
    """P(Y <= y): 7 sin(x2)^2 has an arcsine law; x1 is averaged on a periodic grid, x3 by Gauss's rule."""
    x1 = (np.arange(count) + 0.5) / count * 2 * np.pi
    nodes, weights = np.polynomial.legendre.leggauss(count // 10)
    rest = y - np.multiply.outer(np.sin(x1), 1 + 0.1 * (np.pi * nodes) ** 4)
    shares = 2 / np.pi * np.arcsin(np.sqrt(np.clip(rest / 7, 0, 1)))
    return float(shares.mean(axis=0) @ weights / 2)


@cache
def ishigami() -> Known:
    """Ishigami and Homma (1990), with a = 7 and b = 0.1."""
    a, b = 7.0, 0.1
    variance = a**2 / 8 + b * np.pi**4 / 5 + b**2 * np.pi**8 / 18 + 0.5
    inputs = {name: Uniform(-np.pi, np.pi) for name in ("x1", "x2", "x3")}
    model = Model(inputs, ishigami_function, ("y",), name="ishigami")
    return Known(model, a / 2, math.sqrt(variance), ishigami_cdf, 7.0, (-10.75, 17.75))


G_CONSTANTS = (0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0)


def sobol_g_function(values: Mapping[str, Array]) -> dict[str, Array]:
    y = np.ones_like(values["x1"])
    for number, a in enumerate(G_CONSTANTS, 1):
        y = y * (np.abs(4 * values[f"x{number}"] - 2) + a) / (1 + a)
    return {"y": y}


@cache
def _g_rest(cells: int = 2**18) -> tuple[Array, Array]:
    """Give the distribution of the product of all factors but the first: values, and their probabilities.

    Each factor is uniform on [a, a + 2] / (1 + a); their logarithms are added by convolution on a fine grid.
    """
    others = G_CONSTANTS[1:]
    lows = [math.log(a / (1 + a)) for a in others]
    step = sum(math.log((a + 2) / a) for a in others) / cells
    masses = np.ones(1)
    for a, low in zip(others, lows, strict=True):
        edges = np.exp(low + step * (np.arange(math.ceil(math.log((a + 2) / a) / step) + 1)))
        share = np.clip((edges * (1 + a) - a) / 2, 0, 1)
        masses = fftconvolve(masses, np.diff(share))
    middles = sum(lows) + step * (np.arange(masses.size) + len(others) / 2)
    return np.exp(middles), masses / masses.sum()


def sobol_g_cdf(y: float) -> float:
    """P(Y <= y): the first factor is uniform on [0, 2]."""
    values, masses = _g_rest()
    return float(masses @ np.clip(y / (2 * values), 0, 1))


@cache
def sobol_g() -> Known:
    """Sobol's G function (Saltelli and Sobol' 1995), with a = 0, 1, 4.5, 9, 99, 99, 99, 99."""
    variance = math.prod(1 + 1 / (3 * (1 + a) ** 2) for a in G_CONSTANTS) - 1
    inputs = {f"x{number}": Uniform(0, 1) for number in range(1, 9)}
    model = Model(inputs, sobol_g_function, ("y",), name="sobol g")
    return Known(model, 1.0, math.sqrt(variance), sobol_g_cdf, 1.5, (1e-6, 6.0))


SMALL = {"gaussian sum": gaussian_sum, "sum of PERT products": pert_sum, "lognormals": lognormal_product}
"""The three on which coverage is measured."""

ALL = {**SMALL, "ishigami": ishigami, "sobol g": sobol_g}


def summarise(known: Known, design: Design) -> dict[str, Measured]:
    """Run a model batch by batch, as ``confidence`` does, and measure what ``truth`` knows."""
    run = RunBatch(known.model, design, ("y",))

    def blocks(batch: range) -> list[list[Array]]:
        return [[block.array(("y",))] for block in run.blocks(batch)]

    asked = Statistics(("y",), LEVELS, {"probability": ("y", known.threshold)})
    (statistics,) = counted_alike((asked,), design, None, blocks)
    summary = Summary(statistics)
    for batch in design.batches():
        summary.add(statistics.section(values for (values,) in blocks(batch)))
    quantiles = {f"q{level:g}": value for level, value in summary.quantiles()[0].items()}
    return {"mean": summary.means()[0], "sd": summary.sds()[0], **summary.probabilities(), **quantiles}


def covered(known: Known, design: Design) -> dict[str, bool]:
    """Say of each statistic whether its interval holds the truth."""
    return {name: covers(found, known.truth[name]) for name, found in summarise(known, design).items()}


def loss(mean: float, sd: float) -> float:
    """E max(Y, 0) - max(E Y, 0) of a normal Y: what it is worth to know it before acting."""
    if sd == 0:
        return 0.0
    return float(sd * norm.pdf(mean / sd) + mean * norm.cdf(mean / sd) - max(mean, 0.0))


def random_correlation(rng: int | np.random.Generator, size: int) -> Array:
    """Give the correlations between rows of random directions."""
    rows = np.random.default_rng(rng).normal(size=(size, size))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows @ rows.T)


def peak_memory(run: Callable[[], object]) -> int:
    """Give the most memory that a call holds at once, in bytes."""
    tracemalloc.start()
    run()
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found
