"""Main effects: the curves are conditional means that are known, and their intervals hold them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from intervals import assert_covers, assert_near
from known_indices import KNOWN
from known_models import gaussian_sum, lognormal_product
from numpy.typing import NDArray
from scipy.stats import norm

import mkba_uncertainty as mkba
from mkba_uncertainty import main_effect, main_effects, sobol
from mkba_uncertainty.analysis.curves import PinnedDraws, quantile_nodes
from mkba_uncertainty.design import Design, points_of, sample
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.model import CHUNK
from mkba_uncertainty.texts import LANGUAGES

Values = Mapping[str, NDArray[np.float64]]


def multilinear(values: Values) -> dict[str, Any]:
    a, b, c = values["a"], values["b"], values["c"]
    return {"y": (a + 2) * (3 * b - c) + a * b * c, "z": b - c}


MULTILINEAR = mkba.Model(
    {"a": mkba.Pert(0, 1, 5), "b": mkba.LogNormal(0, 0.5), "c": mkba.Normal(1, 2)}, multilinear, ("y", "z")
)


# --- known answers


@pytest.mark.parametrize("name", KNOWN)
def test_the_variance_of_the_curve_is_the_first_order_index(name: str) -> None:
    known = KNOWN[name]()
    found = main_effect(known.model, outcome="y")
    for estimate, truth in known.first.items():
        assert_near(found.curves[estimate].variance_share, truth)
        assert found.curves[estimate].variance_share.width < (0.13 if name == "lognormals" else 0.03)


def test_it_agrees_with_sobol_on_arnhem(arnhem: mkba.CaseModel) -> None:
    indices = sobol(arnhem, outcomes=["net_benefit"], rng=3).outcomes["net_benefit"].indices
    curves = main_effect(arnhem, rng=4, nodes=16).curves
    for name, index in indices.items():
        one, other = index.first_order, curves[name].variance_share
        assert abs(one.value - other.value) < 2 * (one.width + other.width) / 2 + 1e-9, name
    assert [curve.estimate for curve in main_effect(arnhem, nodes=8).leading(2)] == [
        "recidivism",
        "attribution_placements",
    ]


def test_of_a_multilinear_model_the_curve_is_exact() -> None:
    """A straight line whose coefficients are means over the very draws, which are known."""
    found = main_effect(MULTILINEAR, outcome="y", draws=64, replicates=3, rng=5)
    draws = sample(MULTILINEAR, Design(64, 3, 5), range(3))
    a, b, c = (np.asarray(draws[name]) for name in "abc")
    lines = {
        "a": ((3 * b - c + b * c).mean(), (2 * (3 * b - c)).mean()),
        "b": ((3 * (a + 2) + a * c).mean(), -((a + 2) * c).mean()),
        "c": ((-(a + 2) + a * b).mean(), (3 * (a + 2) * b).mean()),
    }
    for name, (slope, constant) in lines.items():
        curve = found.curves[name]
        np.testing.assert_allclose(curve.mean, slope * curve.x + constant, rtol=1e-12, atol=1e-12)
    assert found.mean.value == pytest.approx(((a + 2) * (3 * b - c) + a * b * c).mean(), rel=1e-13)


def test_a_gaussian_with_dependence_has_a_straight_line_of_known_slope() -> None:
    model = gaussian_sum(0.5).model  # means 1, -2 and 0.5, sd 1, 1 and 2
    rho = 2 * math.sin(math.pi * 0.5 / 6)
    found = main_effect(model, outcome="y", replicates=16)
    slopes = {"x1": 1.0, "x2": 1 + rho * 2, "x3": 1 + rho / 2}
    for (name, slope), mean in zip(slopes.items(), (1.0, -2.0, 0.5), strict=True):
        curve = found.curves[name]
        truth = -0.5 + slope * (curve.x - mean)
        np.testing.assert_allclose(np.diff(curve.mean), np.diff(truth), rtol=1e-6)
        # Student's t with 15 degrees of freedom leaves 2.5 times its interval of 95 % once in 10,000 times
        assert np.all(np.abs(curve.mean - truth) <= 2.5 * curve.half_width)
        assert np.all(curve.half_width < 0.01)
        sd = 2.0 if name == "x3" else 1.0
        assert curve.variance_share.value == pytest.approx((slope * sd) ** 2 / (6 + 4 * rho), rel=0.02)


def test_given_one_of_a_few_values_what_depends_on_it_is_a_truncated_normal() -> None:
    model = mkba.Model(
        {"step": mkba.Discrete((1, 2, 5), (0.2, 0.5, 0.3)), "x": mkba.Normal(0, 1)},
        lambda values: {"y": values["x"]},
        ("y",),
        correlation={("step", "x"): 0.6},
    )
    rho = 2 * math.sin(math.pi * 0.6 / 6)
    curve = main_effect(model, outcome="y", of=["step"], replicates=16).curves["step"]
    ends = norm.ppf([0.0, 0.2, 0.7, 1.0])
    truth = rho * (norm.pdf(ends[:-1]) - norm.pdf(ends[1:])) / np.array([0.2, 0.5, 0.3])
    np.testing.assert_array_equal(curve.x, [1, 2, 5])
    np.testing.assert_allclose(curve.weight, [0.2, 0.5, 0.3], rtol=1e-12)
    assert np.all(curve.half_width < 0.01)
    np.testing.assert_allclose(curve.mean, truth, atol=0.005)


def test_a_few_values_are_taken_one_by_one() -> None:
    probabilities = (0.1, 0.6, 0.3)
    model = mkba.Model(
        {"step": mkba.Discrete((0, 1, 4), probabilities), "x": mkba.Uniform(0, 1)},
        lambda values: {"y": values["step"] ** 2 + values["x"]},
        ("y",),
    )
    share = main_effect(model, outcome="y").curves["step"].variance_share
    variance = 0.6 * 1 + 0.3 * 256 - (0.6 + 0.3 * 16) ** 2
    assert share.value == pytest.approx(variance / (variance + 1 / 12), rel=1e-4)
    assert_near(share, variance / (variance + 1 / 12))


@pytest.mark.parametrize(
    ("family", "tolerance"),
    [
        (mkba.Normal(3, 2), 1e-5),
        (mkba.LogNormal(0, 0.6), 1e-4),
        (mkba.Pert(0.15, 0.3, 0.5), 1e-7),
        (mkba.Uniform(-1, 2), 1e-12),
        (mkba.Gamma(11), 1e-5),
        (mkba.Discrete((1, 2, 3), (0.2, 0.3, 0.5)), 1e-12),
    ],
)
def test_weighted_sums_over_nodes_are_expectations(family: mkba.Family, tolerance: float) -> None:
    nodes = quantile_nodes(family, 48)
    probability, weight, x = nodes.probability, nodes.weight, nodes.x
    assert weight.sum() == pytest.approx(1, abs=1e-12)
    assert np.all(np.diff(x) > 0)
    assert np.all((probability > 0) & (probability < 1))
    mean = weight @ x
    assert mean == pytest.approx(family.mean, rel=tolerance)
    assert math.sqrt(nodes.variance(x)) == pytest.approx(family.sd, rel=tolerance)
    assert nodes.variance_error(x) <= 40 * tolerance * family.sd**2


@pytest.mark.parametrize(
    ("curve", "truth", "most"),
    [
        (lambda x, at: np.abs(x - at), lambda at: (at**3 + (1 - at) ** 3) / 3 - (at**2 + (1 - at) ** 2) ** 2 / 4, 0.05),
        (lambda x, at: np.where(x > at, 1.0, 0.0), lambda at: at * (1 - at), 0.1),
    ],
)
def test_what_falls_between_the_nodes_is_allowed_for(curve: Any, truth: Any, most: float) -> None:
    nodes = quantile_nodes(mkba.Uniform(0, 1), 48)
    for at in np.linspace(0.1, 0.9, 161):  # a kink, or a jump; 0.5 is halfway between two nodes
        values = curve(nodes.x, at)
        error = nodes.variance_error(values)
        assert abs(float(nodes.variance(values)) - truth(at)) <= 1.05 * error < most


# --- intervals


def test_the_interval_of_a_curve_holds_the_truth_as_often_as_it_says() -> None:
    """E[y | x1] = x1 exp((0.4^2 + 0.6^2) / 2), a line through nothing."""
    model = lognormal_product().model

    def slope(seed: int) -> mkba.Measured:
        curve = main_effect(model, outcome="y", of=["x1"], nodes=3, draws=128, rng=seed).curves["x1"]
        value, half = curve.mean[1] / curve.x[1], curve.half_width[1] / curve.x[1]
        return mkba.Measured(value, value - half, value + half)

    assert_covers(slope, math.exp((0.4**2 + 0.6**2) / 2), seeds=range(200))


def test_what_does_nothing_has_a_share_of_nothing() -> None:
    model = dataclasses.replace(MULTILINEAR, inputs={**MULTILINEAR.inputs, "dummy": mkba.Normal(0, 1)})
    share = main_effect(model, outcome="y").curves["dummy"].variance_share
    assert abs(share.value) < 1e-25
    assert_near(share, 0.0)


def test_noise_is_a_shift_that_cancels_in_differences() -> None:
    curve = main_effect(gaussian_sum().model, outcome="y", draws=8, replicates=4).curves["x1"]
    assert np.ptp(curve.by_replicate, axis=0).min() > 0.01
    np.testing.assert_allclose(np.diff(curve.by_replicate, axis=1), np.tile(np.diff(curve.x), (4, 1)), atol=1e-12)


# --- how it is computed


def test_a_curve_is_the_mean_of_the_model_with_the_estimate_set(arnhem: mkba.CaseModel) -> None:
    curve = main_effect(arnhem, of=["recidivism"], draws=64, replicates=4, rng=2, nodes=5).curves["recidivism"]
    draws = sample(arnhem, Design(64, 4, 2), range(4))
    for x, mean in zip(curve.x, curve.mean, strict=True):
        values = arnhem.evaluate({**draws, "recidivism": np.full(256, x)}, ["net_benefit"])["net_benefit"]
        assert mean == pytest.approx(values.mean(), rel=1e-12)


def test_values_that_are_tried_in_one_pass_give_what_they_give_one_by_one(arnhem: mkba.CaseModel) -> None:
    correlated = mkba.build_model(mkba.load_case("arnhem-ozo"), dependence="expected")
    at = {"recidivism": np.linspace(0.2, 0.4, 5)}  # a pass of three values, and two that are left
    for model in (arnhem, correlated):
        points = points_of(model, Design(16, 4, 2), range(4))
        one_by_one, together = (PinnedDraws.of(model, points, ("bcr", "costs"), 4, times) for times in (1, 3))
        np.testing.assert_array_equal(together.means(at), one_by_one.means(at))
        np.testing.assert_array_equal(together.moments(), one_by_one.moments())


@pytest.mark.parametrize(("draws", "kind"), [(4 * CHUNK, "sobol"), (CHUNK + 1000, "monte_carlo")])
def test_large_replicates_are_run_in_chunks(draws: int, kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = []
    of = PinnedDraws.of

    def recorded(model: Any, points: Any, *arguments: Any) -> Any:
        sizes.append(points.shape[1])
        return of(model, points, *arguments)

    monkeypatch.setattr(PinnedDraws, "of", recorded)
    found = main_effect(MULTILINEAR, outcome="y", nodes=2, draws=draws, replicates=2, kind=kind)
    assert max(sizes) == CHUNK
    assert sum(sizes) == 2 * draws
    y = mkba.simulate(MULTILINEAR, draws=draws, replicates=2, kind=kind).outcomes["y"].to_numpy()
    b, c = (
        mkba.simulate(MULTILINEAR, draws=draws, replicates=2, kind=kind).inputs[name].to_numpy() for name in ("b", "c")
    )
    curve = found.curves["a"]
    truth = (curve.x + 2)[:, None, None] * (3 * b - c) + curve.x[:, None, None] * b * c
    np.testing.assert_allclose(curve.by_replicate, truth.mean(axis=2).T, rtol=1e-11)
    slopes = ((3 * b - c) + b * c).mean(axis=1)
    variance = (curve.weight @ curve.x**2 - (curve.weight @ curve.x) ** 2) * slopes.mean() ** 2
    assert curve.variance_share.value == pytest.approx(variance / y.var(), rel=1e-9)


def test_all_outcomes_in_one_pass_are_the_same() -> None:
    together = main_effects(MULTILINEAR, draws=64)
    assert list(together) == ["y", "z"]
    for outcome, found in together.items():
        alone = main_effect(MULTILINEAR, outcome=outcome, draws=64)
        for name, curve in found.curves.items():
            np.testing.assert_array_equal(curve.by_replicate, alone.curves[name].by_replicate)
            assert curve.variance_share.value == pytest.approx(alone.curves[name].variance_share.value, rel=1e-12)
    assert np.ptp(together["z"].curves["a"].mean) < 1e-14


def test_the_answer_is_the_same_on_any_number_of_workers(arnhem: mkba.CaseModel) -> None:
    options: dict[str, Any] = {"of": ["recidivism", "jobs"], "draws": 1024, "replicates": 17, "nodes": 3}
    alone = main_effect(arnhem, **options)
    with ThreadPoolExecutor(2) as executor:
        shared = main_effect(arnhem, **options, executor=executor)
    for name, curve in alone.curves.items():
        np.testing.assert_array_equal(curve.by_replicate, shared.curves[name].by_replicate)


def test_a_far_off_zero_does_not_blur_the_variance() -> None:
    """A variance from sums of squares would lose all its digits here."""
    near, far = (
        mkba.Model(
            {"a": mkba.Normal(0, 1), "b": mkba.Normal(0, 1)}, lambda x, s=shift: {"y": x["a"] + x["b"] + s}, ("y",)
        )
        for shift in (0.0, 1e9)
    )
    shares = [main_effect(model, outcome="y").curves["a"].variance_share.value for model in (near, far)]
    assert shares[0] == pytest.approx(shares[1], rel=1e-6)


def test_the_frame_and_the_cloud() -> None:
    found = main_effect(MULTILINEAR, outcome="y", draws=2048, replicates=2, nodes=7)
    frame = found.to_frame()
    assert list(frame.columns) == ["outcome", "estimate", "probability", "x", "mean", "mean_low", "mean_high"]
    assert len(frame) == 3 * 7
    assert (frame["mean_low"] < frame["mean"]).all()
    ensemble = mkba.simulate(MULTILINEAR, draws=2048, replicates=2)
    np.testing.assert_allclose(found.cloud["b"], ensemble.inputs["b"].to_numpy()[0, :1024])
    np.testing.assert_allclose(found.cloud["y"], ensemble.outcomes["y"].to_numpy()[0, :1024])


# --- what cannot be asked


def test_what_cannot_be_asked() -> None:
    fixed = dataclasses.replace(MULTILINEAR, inputs={**MULTILINEAR.inputs, "c": mkba.Point(1.5)})
    flat = mkba.Model({"a": mkba.Normal(0, 1)}, lambda x: {"y": 0 * x["a"] + 3}, ("y",))
    rare = mkba.Model({"a": mkba.Uniform(0, 1)}, lambda x: {"y": np.where(x["a"] > 0.9, 1.0, 0.0)}, ("y",))
    nothing = mkba.Model({"a": mkba.Point(0)}, lambda x: {"y": x["a"]}, ("y",))
    cases: list[tuple[type[Exception], str, mkba.Model, dict[str, Any]]] = [
        (InputError, "unknown_outcome", MULTILINEAR, {"outcome": "q"}),
        (InputError, "unknown_input", MULTILINEAR, {"of": ["aa"]}),
        (InputError, "input_fixed", fixed, {"of": "c"}),
        (InputError, "too_few_nodes", MULTILINEAR, {"nodes": 1}),
        (InputError, "nothing_uncertain", nothing, {}),
        (ModelError, "outcome_constant", flat, {}),
        (ModelError, "outcome_constant_in_replicate", rare, {"draws": 2, "replicates": 16}),
    ]
    for kind, code, model, options in cases:
        with pytest.raises(kind) as caught:
            main_effect(model, **{"outcome": "y", **options})
        assert caught.value.code == code  # type: ignore[attr-defined]
        for lang in LANGUAGES:
            assert caught.value.text(lang)  # type: ignore[attr-defined]


def test_a_ratio_without_meaning_has_no_curve() -> None:
    case = mkba.load_case("arnhem-ozo")
    estimates = dict(case.estimates)
    for name, estimate in estimates.items():
        if estimate.unit == "EUR / trajectory" or name == "personnel_cost":
            estimates[name] = dataclasses.replace(estimate, distribution=mkba.Normal(0.0, 5000.0), value=0.0)
    model = mkba.build_model(case.replace(estimates=estimates))
    with pytest.raises(ModelError) as caught:
        main_effect(model, outcome="bcr", nodes=2, draws=128)
    assert caught.value.code == "mean_not_finite"
