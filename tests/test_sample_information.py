"""The value of a study of one estimate: exact known answers, and what holds of every study of every estimate."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import optimize, stats
from scipy.special import ndtr, pdtrc

from mkba_uncertainty import BinomialStudy, DurationStudy, NormalStudy, PoissonStudy, value_of_information
from mkba_uncertainty.analysis.curves import in_pieces, panels_of
from mkba_uncertainty.analysis.information import Study, StudyWorth, preposterior
from mkba_uncertainty.families import (
    Beta,
    Discrete,
    Empirical,
    Family,
    Gamma,
    LogNormal,
    Metalog,
    Mixture,
    Pert,
    TruncatedNormal,
    Uniform,
)
from mkba_uncertainty.model import Model
from mkba_uncertainty.replication import Measured

Array = NDArray[np.float64]
LONG = LogNormal(0.0, 1.5)
LONG_COUNT = LogNormal.from_interval(0.1, 10.0, mass=0.9)
CARE_SAVING = Metalog((5.7037824746562, 0.25, 0.16366219196432358), low=0.0)
TWO = Mixture((LogNormal(0.0, 0.3), LogNormal(3.0, 0.5)), (0.8, 0.2))
CUT = TruncatedNormal(0.0, 1.0, low=0.2, high=5.0)
SOME = Empirical(tuple(np.round(np.random.default_rng(3).lognormal(0.0, 1.0, 40), 3).tolist()))


def study_of(family: Family, study: Study, *curves: Callable[[Array], Array]) -> StudyWorth:
    """Value a study where each option but doing nothing yields its curve, whatever else there is."""

    def net_benefit(values: Mapping[str, Array]) -> dict[str, Array]:
        return {name: curve(values["x"]) + 0.0 * values["other"] for name, curve in named.items()}

    named = {f"option_{place}": curve for place, curve in enumerate(curves)}
    model = Model({"x": family, "other": Uniform(0.0, 1.0)}, net_benefit, tuple(named))
    found = value_of_information(
        model, outcome="option_0", options=["nothing", *named], of=["x"], studies={"x": study}, draws=2, replicates=2
    )
    return found.studies[0]


def by_size(found: StudyWorth) -> dict[int, Measured]:
    return {size.n: size.value for size in found.sizes}


def fine(family: Family, count: int = 10_001) -> tuple[Array, Array]:
    """Give values and weights of an estimate by the trapezium rule in its normal score; of a mixture part by part."""
    if isinstance(family, Mixture):
        parts = [fine(part, count) for part in family.families]
        shares = zip(family.weights, parts, strict=True)
        return np.concatenate([x for x, _ in parts]), np.concatenate([share * weight for share, (_, weight) in shares])
    z = np.linspace(-8.0, 8.0, count)
    weight = np.exp(-z * z / 2)
    return np.asarray(family.ppf_from_normal(z)), weight / weight.sum()


def act_from(family: Family, curve: Callable[[Array], Array], above: Callable[[float, Array], Array], low: float,
             high: float) -> float:  # fmt: skip
    """Give the value of a study by one integral: act where the data are above the best limit, for a rising curve."""
    x, weight = fine(family)
    yields = weight * curve(x)
    grid = np.linspace(low, high, 801)
    best = int(np.argmax([yields @ above(limit, x) for limit in grid]))
    found = optimize.minimize_scalar(
        lambda limit: -float(yields @ above(limit, x)),
        bounds=(grid[max(best - 1, 0)], grid[min(best + 1, 800)]),
        method="bounded",
        options={"xatol": 1e-9 * (high - low)},
    )
    return -float(found.fun) - max(float(yields.sum()), 0.0)


def test_long_tail() -> None:
    mean = math.exp(1.125)
    sizes = by_size(study_of(LONG, NormalStudy(1000, sd=3.0), lambda x: x - mean))
    for n, expected in {10: 1.65389, 100: 1.68115, 1000: 1.68380}.items():
        found, error = sizes[n], 3.0 / math.sqrt(n)
        truth = act_from(LONG, lambda x: x - mean, lambda limit, x, error=error: ndtr((x - limit) / error), -5.0, 10.0)
        assert truth == pytest.approx(expected, abs=6e-6), n
        assert found.value == pytest.approx(truth, rel=5e-6), n
        assert found.low <= truth <= found.high, n
        assert 0 < found.high - found.low < 1e-3, n


# The curve of `care_saving` in the case of `mkba new`, with this distribution, is a line.
def test_metalog() -> None:
    def curve(x: Array) -> Array:
        return np.asarray(221.38179378 * x - 68095.57242884)

    sizes = by_size(study_of(CARE_SAVING, NormalStudy(1000, sd=600.0), curve))
    for n, expected in {10: 3701.0, 100: 7066.0, 1000: 8006.0}.items():
        found, error = sizes[n], 600.0 / math.sqrt(n)
        truth = act_from(CARE_SAVING, curve, lambda limit, x, error=error: ndtr((x - limit) / error), -2000.0, 2000.0)
        assert truth == pytest.approx(expected, abs=0.6), n
        assert found.value == pytest.approx(truth, rel=1e-5), n
        assert found.low <= truth <= found.high, n


@pytest.mark.parametrize("family", [LONG_COUNT, Gamma(0.5, 4.0), TWO, CUT], ids=lambda family: family.name)
def test_counts_of_long_tails(family: Family) -> None:
    cost = 1.3 * family.mean
    x, weight = fine(family, 2001)
    sizes = by_size(study_of(family, PoissonStudy(10_000), lambda x: x - cost))
    for n in (1, 10, 100, 10_000):
        most = int(stats.poisson.ppf(0.5, n * cost * 3)) + 3
        limits = np.unique(np.linspace(0, most, 1000).astype(int))
        truth = max(float((weight * (x - cost)) @ pdtrc(limit, n * x)) for limit in limits)
        assert sizes[n].value == pytest.approx(truth, rel=3e-4), n
        assert sizes[n].low <= truth * (1 + 2e-5), n
        assert sizes[n].high >= truth * (1 - 2e-5), n


def test_a_count_of_a_long_tail_is_not_worth_more_than_knowing() -> None:
    found = study_of(LONG_COUNT, PoissonStudy(1_000_000), lambda x: x - LONG_COUNT.mean)
    assert found.perfect.value == pytest.approx(1.3747, abs=5e-5)
    assert found.at.value.value <= found.perfect.value


@pytest.mark.parametrize(("alpha", "beta"), [(0.2, 0.3), (0.5, 20.0), (300.0, 2.0)])
def test_shares_of_spread_betas(alpha: float, beta: float) -> None:
    cost = 1.1 * alpha / (alpha + beta) if beta > 1 else 0.3
    sizes = by_size(study_of(Beta(alpha, beta), BinomialStudy(1000), lambda x: x - cost))
    for n in (1, 20, 1000):
        k = np.arange(n + 1)
        after = np.maximum((alpha + k) / (alpha + beta + n) - cost, 0.0)
        expected = float(stats.betabinom(n, alpha, beta).pmf(k) @ after) - max(alpha / (alpha + beta) - cost, 0.0)
        assert sizes[n].value == pytest.approx(expected, rel=1e-4, abs=1e-12), n


KINDS: list[Study] = [NormalStudy(1, sd=2.0), PoissonStudy(1, base=3.0), DurationStudy(1, variation=1.3)]
FAMILIES: list[Family] = [LONG, CARE_SAVING, TWO, CUT, SOME, Gamma(0.7, 3.0), Pert(1.0, 2.0, 9.0)]
FAMILIES += [Discrete((1.0, 2.0, 50.0), (0.5, 0.4, 0.1))]


BETAS = [Beta(0.3, 0.4), Beta(2.0, 30.0)]
PAIRS = [*zip(FAMILIES, itertools.cycle(KINDS)), *itertools.product(BETAS, [BinomialStudy(1)])]


@pytest.mark.parametrize(("family", "study"), PAIRS, ids=[f"{family.name}-{study.kind}" for family, study in PAIRS])
def test_a_larger_study_is_worth_more_and_none_more_than_knowing(family: Family, study: Study) -> None:
    middle = family.mean
    found = study_of(
        family,
        study.of_size(1_000_000),
        lambda x: x - 1.2 * middle,
        lambda x: middle / 3 - np.abs(x - middle),
    )
    values = [size.value for size in found.sizes]
    assert all(first.value <= second.value for first, second in itertools.pairwise(values))
    assert all(0 <= each.low <= each.value <= each.high for each in values)
    assert all(each.value <= found.perfect.value for each in values)
    assert values[-1].value == pytest.approx(found.perfect.value, rel=2e-3)


@pytest.mark.parametrize("study", KINDS, ids=lambda study: study.kind)
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_quadrature_alone_rises_but_for_its_own_error(family: Family, study: Study) -> None:
    panels, middle = in_pieces(family, panels_of(family), 256), family.mean
    x, weight, coarse = (
        np.concatenate(each) for each in zip(*((p.x, p.weight, p.coarse) for p in panels), strict=True)
    )
    curves = np.stack([0 * x, x - 1.2 * middle, middle / 3 - np.abs(x - middle)], axis=1)
    between = (x[:-1] + x[1:]) / 2 if panels[0].exact else ()
    series = [preposterior(study.of_size(n), "x", x, weight, between=between) for n in (1, 3, 10, 100, 1000, 10**5)]
    values = [float(each.best(curves)) for each in series]
    for smaller, larger, after in zip(values, values[1:], series[1:], strict=False):
        assert larger >= smaller - max(after.error(curves, coarse), 1e-12 * abs(smaller))
    assert max(values) <= weight @ curves.max(axis=1) + 1e-12 * middle
