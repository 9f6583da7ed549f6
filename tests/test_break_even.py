"""The break-even line of two estimates: known lines, and the probability of lying beyond them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from intervals import assert_covers, assert_near, covers
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.special import ndtr
from scipy.stats import norm

import mkba_uncertainty as mkba
from mkba_uncertainty import break_even
from mkba_uncertainty.errors import InputError

Values = Mapping[str, NDArray[np.float64]]


def hyperbola(values: Values) -> dict[str, Any]:
    return {"y": values["a"] * values["b"] - values["c"]}


MODEL = mkba.Model({"a": mkba.Uniform(1, 3), "b": mkba.Uniform(0, 2), "c": mkba.LogNormal(0, 0.4)}, hyperbola, ("y",))
MEAN_C = math.exp(0.08)


def line_of(found: mkba.BreakEven) -> NDArray[np.float64]:
    """Give the one root at each value, or NaN."""
    assert all(len(roots) <= 1 for roots in found.roots)
    return np.array([roots[0].value if roots else np.nan for roots in found.roots])


def test_a_hyperbola() -> None:
    """E y = a b - E c, so b = E c / a, and P(a b < E c) by integration over a."""
    found = break_even(MODEL, ("a", "b"), outcome="y", draws=4096)
    assert found.pair == ("a", "b")
    np.testing.assert_allclose(line_of(found), MEAN_C / found.x, rtol=1e-3)
    assert all(root.width < 0.01 for roots in found.roots for root in roots)
    truth = MEAN_C / 2 * math.log(3) / 2
    assert_near(found.probability_crossed, truth)
    assert found.probability_crossed.width < 0.005
    assert found.cloud.shape == (2, 1024)
    assert found.ranges[0] == pytest.approx((1.1, 2.9))
    frame = found.to_frame()
    assert list(frame.columns) == ["outcome", "estimate", "with", "x", "y", "y_low", "y_high"]


def test_a_ring_has_two_roots_in_its_columns_and_the_other_sign_between_them() -> None:
    """Inside the unit circle on a square of 4 by 4: a sixteenth of pi, however coarse the columns are."""
    disc = mkba.Model(
        {"a": mkba.Uniform(-2, 2), "b": mkba.Uniform(-2, 2)}, lambda v: {"y": v["a"] ** 2 + v["b"] ** 2 - 1}, ("y",)
    )
    found = break_even(disc, ("a", "b"), outcome="y", draws=64, replicates=4)
    for x, roots, others in zip(found.x, found.roots, found.other_sign, strict=True):
        half = [math.sqrt(1 - x**2)] if abs(x) < 1 else []
        assert [root.value for root in roots] == pytest.approx([-y for y in half] + half, abs=1e-9)
        assert list(others) == ([(roots[0].value, roots[1].value)] if half else [])
    frame = found.to_frame()
    assert len(frame) == found.x.size + (abs(found.x) < 1).sum()
    assert covers(found.probability_crossed, math.pi / 16)


def test_no_line_where_the_sign_never_changes() -> None:
    found = break_even(MODEL, ("c", "b"), outcome="y")  # E y = 2 b - c: none where c > 4
    line = line_of(found)
    assert np.isnan(line[found.x > 4]).all()
    np.testing.assert_allclose(line[found.x < 4], found.x[found.x < 4] / 2, rtol=1e-3)
    truth = quad(lambda c: min(c / 4, 1) * norm.pdf(math.log(c) / 0.4) / 0.4 / c, 0, 20)[0]
    assert found.probability_crossed.value == pytest.approx(truth, abs=5e-3)


def test_the_leading_two_are_taken_unless_told_otherwise() -> None:
    inputs = {"small": mkba.Uniform(0, 0.1), **MODEL.inputs}
    model = mkba.Model(inputs, lambda v: {"y": hyperbola(v)["y"] + v["small"]}, ("y",))
    assert break_even(model, outcome="y").pair == ("b", "a")


@pytest.mark.parametrize("rank", [0.0, 0.5])
def test_gaussians_that_depend_on_each_other(rank: float) -> None:
    model = mkba.Model(
        {"a": mkba.Normal(0.5, 1), "b": mkba.Normal(0.5, 2), "c": mkba.Normal(0, 1)},
        lambda v: {"y": v["a"] + v["b"] + v["c"]},
        ("y",),
        correlation={("a", "b"): rank, ("b", "c"): rank} if rank else None,
    )
    rho = 2 * math.sin(math.pi * rank / 6)
    # E[c | a, b] by the regression of c on (a, b) in standard units
    on_a, on_b = np.linalg.solve([[1, rho], [rho, 1]], [0, rho])
    found = break_even(model, ("a", "b"), outcome="y", draws=4096)
    line = (-found.x - on_a * (found.x - 0.5) + on_b * 0.25) / (1 + on_b / 2)
    roots = line_of(found)
    inside = ~np.isnan(roots)
    assert inside.sum() > 20
    np.testing.assert_allclose(roots[inside], line[inside], atol=5e-3)
    weights = np.array([1 + on_a, 1 + on_b / 2])
    covariance = np.array([[1, 2 * rho], [2 * rho, 4]])
    truth = ndtr(-1.0 / math.sqrt(weights @ covariance @ weights))
    assert found.probability_crossed.value == pytest.approx(truth, abs=2e-3)


def test_given_one_of_a_few_values_the_other_is_drawn_from_what_belongs_to_it() -> None:
    """P(b < 0 | a = low) for a copula: an integral over the scores below the median."""
    model = mkba.Model(
        {"a": mkba.Discrete((0, 1), (0.5, 0.5)), "b": mkba.Normal(0, 1)},
        lambda v: {"y": v["b"] + 0.4 * v["a"]},
        ("y",),
        correlation={("a", "b"): 0.6},
    )
    rho = 2 * math.sin(math.pi * 0.6 / 6)
    given = [(-np.inf, 0.0, 0.0), (0.0, np.inf, -0.4)]
    truth = sum(
        quad(lambda z, at=at: norm.pdf(z) * ndtr((at - rho * z) / math.sqrt(1 - rho**2)), low, high)[0]
        for low, high, at in given
    )
    assert break_even(model, ("a", "b"), outcome="y").probability_crossed.value == pytest.approx(truth, abs=2e-3)


def test_the_intervals_hold_the_truth_as_often_as_they_say() -> None:
    at = float(break_even(MODEL, ("a", "b"), outcome="y", draws=32).x[10])

    def measured(seed: int) -> dict[str, mkba.Measured]:
        found = break_even(MODEL, ("a", "b"), outcome="y", draws=32, kind="monte_carlo", rng=seed)
        assert found.x[10] == at
        return {"line": found.roots[10][0], "chance": found.probability_crossed}

    truth = {"line": MEAN_C / at, "chance": MEAN_C / 2 * math.log(3) / 2}
    assert_covers(measured, truth)


def test_arnhem() -> None:
    model = mkba.build_model(mkba.load_case("arnhem-ozo"))
    found = break_even(model, draws=256)
    assert found.pair == ("recidivism", "attribution_placements")
    place = int(np.flatnonzero(~np.isnan(line_of(found)))[-1])
    draws = mkba.simulate(model, draws=256, outcomes=["net_benefit"]).inputs
    inputs = {name: values.to_numpy().ravel() for name, values in draws.items()}
    pinned = {"recidivism": found.x[place], "attribution_placements": found.roots[place][0].value}
    inputs |= {name: np.full(2048, value) for name, value in pinned.items()}
    assert abs(model.evaluate(inputs, ["net_benefit"])["net_benefit"].mean()) < 1.0  # euro
    assert 0.005 < found.probability_crossed.value < 0.03


@pytest.mark.parametrize(
    ("pair", "code"), [(("a", "a"), "not_a_pair"), (("a", "q"), "unknown_input"), ("a", "not_a_pair")]
)
def test_what_cannot_be_asked(pair: Any, code: str) -> None:
    with pytest.raises(InputError) as caught:
        break_even(MODEL, pair, outcome="y")
    assert caught.value.code == code


def test_one_estimate_is_no_pair() -> None:
    with pytest.raises(InputError) as caught:
        break_even(mkba.Model({"a": mkba.Uniform(0, 1)}, lambda v: {"y": v["a"]}, ("y",)), outcome="y")
    assert caught.value.code == "not_a_pair"
