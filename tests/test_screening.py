"""Screening: SALib on the same points, known answers, and SALib's traps."""

from __future__ import annotations

import dataclasses
import math
import warnings
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
import SALib.sample.morris
from intervals import assert_covers, assert_near
from known_screening import KNOWN
from numpy.typing import NDArray
from SALib.analyze import morris, pawn
from SALib.analyze.delta import calc_delta
from scipy.special import ndtri
from scipy.stats import norm, rankdata
from test_plotting import marked

import mkba_uncertainty as mkba
from mkba_uncertainty import screening
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.plotting import plot_region, plot_screening
from mkba_uncertainty.texts import LANGUAGES

Values = Mapping[str, NDArray[np.float64]]


def nonlinear(values: Values) -> dict[str, Any]:
    return {"y": values["a"] * values["b"] + np.exp(values["c"] / 2) + 0 * values["null"]}


MODEL = mkba.Model(
    {"a": mkba.Gamma(3), "b": mkba.LogNormal(0, 0.5), "c": mkba.Normal(0, 1), "null": mkba.Uniform(0, 1)},
    nonlinear,
    ("y",),
)
UNIFORM = {"a": mkba.Uniform(0, 1), "b": mkba.Uniform(-2, 2), "null": mkba.Uniform(5, 6)}
LINEAR = mkba.Model(UNIFORM, lambda v: {"y": 3 * v["a"] - 2 * v["b"] + 0 * v["null"] + 7}, ("y",))
SMALL: dict[str, Any] = {"outcome": "y", "draws": 128, "replicates": 4, "trajectories": 5}


# --- SALib itself, on the same points


@pytest.mark.lowest
def test_morris_is_that_of_salib(monkeypatch: pytest.MonkeyPatch) -> None:
    grids = []
    sample = SALib.sample.morris.sample

    def recorded(*arguments: Any, **options: Any) -> Any:
        grids.append(sample(*arguments, **options))
        return grids[-1]

    monkeypatch.setattr(SALib.sample.morris, "sample", recorded)
    found = screening(MODEL, **SMALL)
    points = np.concatenate(grids)
    assert len(grids) == 4
    assert points.shape == (4 * 5 * (4 + 1), 4)
    assert not np.array_equal(grids[0], grids[1])
    levels = 0.005 + 0.99 * points
    y = nonlinear({name: MODEL.inputs[name].ppf(level) for name, level in zip(MODEL.inputs, levels.T, strict=True)})[
        "y"
    ]
    problem = {"num_vars": 4, "names": list(MODEL.inputs), "bounds": [[0, 1]] * 4}
    there = morris.analyze(problem, points, y, num_levels=4)
    for place, name in enumerate(MODEL.inputs):
        assert found.morris[name].mu_star.value == pytest.approx(there["mu_star"][place] / 0.99, rel=1e-12)
        assert found.morris[name].sigma.value == pytest.approx(there["sigma"][place] / 0.99, rel=1e-12)


@pytest.mark.lowest
def test_delta_and_pawn_are_those_of_salib_on_the_same_draws() -> None:
    found = screening(MODEL, **SMALL)
    ensemble = mkba.simulate(MODEL, draws=128, replicates=4)
    x = np.stack([ensemble.inputs[name].to_numpy().ravel() for name in MODEL.inputs], axis=1)
    y = ensemble.outcomes["y"].to_numpy().ravel()
    problem = {"num_vars": 4, "names": list(MODEL.inputs), "bounds": [[0, 1]] * 4}
    medians = pawn.analyze(problem, x, y)["median"]
    for place, name in enumerate(MODEL.inputs):
        assert found.pawn[name].value == pytest.approx(medians[place], rel=1e-12)
        whole = salib_delta(x[:, place], y)
        mean = np.mean([salib_delta(*parts) for parts in zip(np.split(x[:, place], 4), np.split(y, 4), strict=True)])
        lost = max(whole - mean, 0) / (4 ** (4 / 15) - 1)
        assert found.delta[name].value == pytest.approx(whole + lost, rel=1e-9)


def salib_delta(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    normal = ndtri((rankdata(y) - 0.5) / len(y))
    edges = np.linspace(0, len(y), math.ceil(len(y) ** (1 / 3) - 1e-9) + 1)
    return float(calc_delta(normal, np.linspace(normal.min(), normal.max(), 100), x, edges))


# --- known answers


def test_of_a_straight_line_mu_star_is_the_slope_and_sigma_nothing() -> None:
    found = screening(LINEAR, **SMALL)
    assert list(found.morris) == ["b", "a", "null"]
    for name, slope in {"b": 8.0, "a": 3.0, "null": 0.0}.items():
        assert found.morris[name].mu_star.value == pytest.approx(slope, abs=1e-12)
        assert found.morris[name].mu_star.width == pytest.approx(0, abs=1e-12)
        assert found.morris[name].sigma.value == pytest.approx(0, abs=1e-11)


def test_what_does_nothing_scores_as_the_dummy() -> None:
    found = screening(MODEL, outcome="y", draws=512)
    assert found.morris["null"].mu_star.value == 0
    assert abs(found.delta["null"].value - found.dummy_delta.value) < 0.01
    assert abs(found.pawn["null"].value - found.dummy_pawn.value) < 0.015
    for name in "abc":
        assert found.delta[name].value > 2 * found.dummy_delta.value
        assert found.pawn[name].value > 2 * found.dummy_pawn.value


@pytest.mark.parametrize("name", KNOWN)
def test_delta_pawn_and_what_tells_a_region_apart_of_normals(name: str) -> None:
    known = KNOWN[name]
    found = known.measured()
    for each, true in known.truth.items():
        assert found[each].low <= true <= found[each].high, (each, found[each], true)
        assert true == 0 or abs(found[each].value - true) < 0.011, (each, found[each], true)
        assert found[each].width < 0.1


def test_intervals_hold_what_is_known_of_normals() -> None:
    """The mean of 20 seeds alone would be 0.3687 of delta where 0.3856 is true, with 0 to 25 % covered."""
    known = KNOWN["sd 4, 3, 0"]
    assert_covers(
        lambda seed: known.measured(draws=64, replicates=4, trajectories=2, rng=seed),
        known.truth,
        seeds=range(8),
        rates=(0.95, 1.0),
    )


def test_the_share_of_draws_inside_a_region() -> None:
    known = KNOWN["sd 8, 5, 1, 0"]
    region = screening(known.model, outcome="y", where=known.where, draws=256, trajectories=2).region
    assert region is not None
    assert_near(region.share, float(norm.cdf(1.2)))
    assert region.share.width < 0.02
    assert region.where == known.where


def test_a_region_is_the_complement_of_its_complement_and_may_be_of_another_outcome() -> None:
    model = dataclasses.replace(
        LINEAR, function=lambda v: {"y": v["a"], "other": v["b"] + 0 * v["null"]}, outcomes=("y", "other")
    )
    above, below = (screening(model, **SMALL, where=f"other {side} 1").region for side in "><")
    assert above is not None
    assert below is not None
    assert above.distance == below.distance
    assert above.share.value == pytest.approx(1 - below.share.value)
    assert above.distance["b"].value == 1.0
    assert above.distance["a"].value < 0.3


@pytest.mark.parametrize("side", "<>")
def test_draws_that_hit_the_limit_lie_outside_whatever_their_last_bit(side: str) -> None:
    """0.1 * 3 is 0.30000000000000004."""
    values = mkba.Discrete((1.0, 3.0, 5.0), (0.25, 0.5, 0.25))
    model = mkba.Model({"x": values}, lambda v: {"y": 0.1 * v["x"]}, ("y",))
    region = screening(model, **SMALL, where=f"y {side} 0.3").region
    assert region is not None
    assert region.share.value == 0.25


def test_morris_of_groups() -> None:
    """Straight lines with slopes 3 and 8 over the range: both move to the same side or not, |3 + 8| or |3 - 8|."""
    found = screening(LINEAR, groups={"both": ["a", "b"]}, **{**SMALL, "trajectories": 100})
    assert list(found.morris) == ["both", "null"]
    assert_near(found.morris["both"].mu_star, 8.0, replicates=4)
    assert found.morris["both"].mu_star.width < 1.5
    assert found.morris["null"].mu_star.value == 0.0
    assert found.morris["both"].sigma is None
    assert found.morris["null"].sigma is not None
    assert (found.delta, found.pawn, found.dummy_delta) == ({}, {}, None)
    assert found.to_dict()["morris"]["both"]["sigma"] is None
    assert {"mu_star", "sigma_low"} <= set(found.to_frame())
    assert "delta" not in found.to_frame()


def test_groups_of_one_are_estimates() -> None:
    grouped = screening(MODEL, groups={name: [name] for name in MODEL.inputs}, **SMALL).morris
    assert grouped == screening(MODEL, **SMALL).morris


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_figure_of_a_region_shows_how_far_apart_each_is(lang: str) -> None:
    found = screening(LINEAR, where="y > 8", **SMALL)
    region = found.region
    assert region is not None
    ax = plot_region(found, lang=lang)
    marks = marked(ax)
    widths = [marks[f"region:{name}"].get_width() for name in found.morris]
    assert widths == [region.distance[name].value for name in found.morris]
    tops = sorted(found.morris, key=lambda name: marks[f"region:{name}"].get_y())
    assert [region.distance[name].value for name in tops] == sorted(widths, reverse=True)
    whisker = marks[f"interval:{tops[0]}"].get_xdata()
    assert (min(whisker), max(whisker)) == (region.distance[tops[0]].low, region.distance[tops[0]].high)
    assert set(marks["dummy"].get_xdata()) == {region.dummy.value}
    assert "y > 8" in ax.get_xlabel()
    with pytest.raises(InputError, match="where"):
        plot_region(screening(LINEAR, **SMALL))


def test_the_figure_of_groups_has_a_bar_each() -> None:
    ax = plot_screening(screening(LINEAR, groups={"both": ["a", "b"]}, **SMALL))
    assert {patch.get_gid() for patch in ax.patches} >= {"both", "null"}


def test_effects_of_a_product_are_those_of_its_grid() -> None:
    """Of y = a b with a and b uniform an elementary effect of a is b, at one of four levels."""
    model = mkba.Model({"a": mkba.Uniform(0, 1), "b": mkba.Uniform(-2, 2)}, lambda v: {"y": v["a"] * v["b"]}, ("y",))
    levels = 4 * (0.005 + 0.99 * np.arange(4) / 3) - 2
    found = screening(model, outcome="y", draws=64, trajectories=50).morris["a"]
    assert found.sigma is not None
    assert_near(found.mu_star, float(np.abs(levels).mean()))
    assert_near(found.sigma, float(levels.std()))
    assert found.sigma.width < 0.2


def test_what_decides_all() -> None:
    """Given its tenth, y = x lies at most max(k, 9 - k) tenths away from all of y: the median over k is 0.7."""
    model = mkba.Model({"x": mkba.LogNormal(0, 2)}, lambda v: {"y": v["x"]}, ("y",))
    found = screening(model, outcome="y", draws=1024)
    assert found.pawn["x"].value == pytest.approx(0.7, abs=0.005)
    assert found.delta["x"].value > 0.9


def test_two_values_are_both_seen() -> None:
    """SALib's slices by value would never select the highest one."""
    model = mkba.Model(
        {"x": mkba.Discrete((0, 1), (0.5, 0.5)), "z": mkba.Uniform(0, 1)}, lambda v: {"y": v["x"]}, ("y",)
    )
    found = screening(model, outcome="y", draws=512)
    assert found.pawn["x"].value == pytest.approx(0.5, abs=1e-3)
    assert found.delta["x"].value == pytest.approx(0.5, abs=0.08)
    assert found.pawn["z"].value < 0.1


def test_a_long_tail_does_not_hide_the_rest() -> None:
    """delta does not depend on the scale of the outcome: that of y is that of log y."""
    inputs = {"a": mkba.Normal(0, 2), "b": mkba.Normal(0, 1)}
    plain = mkba.Model(inputs, lambda v: {"y": v["a"] + v["b"]}, ("y",))
    tailed = mkba.Model(inputs, lambda v: {"y": np.exp(2 * (v["a"] + v["b"]))}, ("y",))
    one, other = (screening(model, **SMALL) for model in (plain, tailed))
    for name in inputs:
        assert one.delta[name].value == pytest.approx(other.delta[name].value, rel=1e-12)
        assert one.pawn[name].value == pytest.approx(other.pawn[name].value, rel=1e-12)


def test_the_interval_of_mu_star_holds_what_many_trajectories_give(monkeypatch: pytest.MonkeyPatch) -> None:
    for beside in ("_delta", "_pawn"):  # which take nearly all the time
        monkeypatch.setattr(f"mkba_uncertainty.analysis.variance.screening.{beside}", lambda *_: 0.5)
    truth = screening(MODEL, outcome="y", draws=64, trajectories=300, replicates=4, rng=99).morris

    def mu_star(seed: int) -> dict[str, mkba.Measured]:
        found = screening(MODEL, outcome="y", draws=64, replicates=5, rng=seed).morris
        return {name: found[name].mu_star for name in truth}

    assert_covers(mu_star, {name: morris.mu_star.value for name, morris in truth.items()}, seeds=range(30))


def test_dependence_shows_in_delta_and_pawn_but_not_in_morris() -> None:
    inputs = {"x": mkba.Normal(0, 1), "shadow": mkba.Normal(0, 1), "z": mkba.Normal(0, 1)}
    model = mkba.Model(inputs, lambda v: {"y": v["x"] + v["z"]}, ("y",), correlation={("x", "shadow"): 0.9})
    found = screening(model, **{**SMALL, "draws": 512})
    assert found.morris["shadow"].mu_star.value == pytest.approx(0, abs=1e-12)
    assert found.delta["shadow"].value > 3 * found.dummy_delta.value
    assert found.pawn["shadow"].value > 3 * found.dummy_pawn.value


def test_arnhem() -> None:
    model = mkba.build_model(mkba.load_case("arnhem-ozo"))
    found = screening(model, draws=64, replicates=4)
    assert list(found.morris)[:2] == ["recidivism", "attribution_placements"]
    assert set(found.morris) == set(model.uncertain)
    assert sorted(found.delta, key=lambda name: -found.delta[name].value)[:2] == [
        "recidivism",
        "attribution_placements",
    ]


# --- traps


@pytest.mark.parametrize("rng", [0, 7])
def test_every_seed_counts(rng: int) -> None:
    one, other = (screening(MODEL, **SMALL, rng=rng) for _ in range(2))
    assert one == other
    assert screening(MODEL, **SMALL, rng=rng + 1) != one


def test_nothing_global_is_touched() -> None:
    state, formatter, filters = np.random.get_state(), warnings.formatwarning, list(warnings.filters)  # noqa: NPY002
    screening(MODEL, **SMALL)
    np.testing.assert_array_equal(np.random.get_state()[1], state[1])  # type: ignore[index]  # noqa: NPY002
    assert warnings.formatwarning is formatter
    assert list(warnings.filters) == filters


def test_the_answer_is_the_same_on_any_number_of_workers() -> None:
    with ThreadPoolExecutor(1) as executor:
        assert screening(MODEL, **SMALL, executor=executor) == screening(MODEL, **SMALL)


def test_what_cannot_be_asked() -> None:
    flat = dataclasses.replace(LINEAR, function=lambda v: {"y": 0 * v["a"] + 2})
    asked: list[tuple[type[Exception], str, mkba.Model, dict[str, Any]]] = [
        (ModelError, "outcome_constant", flat, {}),
        (InputError, "unknown_outcome", LINEAR, {"outcome": "z"}),
        (InputError, "too_few_trajectories", LINEAR, {"trajectories": 1}),
        (InputError, "too_few_draws", LINEAR, {"draws": 32}),
        (InputError, "condition_form", LINEAR, {"where": "y >= 0"}),
        (InputError, "unknown_outcome", LINEAR, {"where": "z > 0"}),
        (InputError, "where_empty", LINEAR, {"where": "y > 1000"}),
        (InputError, "where_empty", LINEAR, {"where": "y < 1000"}),
        (InputError, "where_of_groups", LINEAR, {"where": "y > 0", "groups": {"both": ["a", "b"]}}),
        (InputError, "group_by", LINEAR, {"groups": "role"}),
        (
            ModelError,
            "outcome_not_finite",
            dataclasses.replace(LINEAR, function=lambda v: {"y": 1 / (v["a"] - v["a"])}),
            {},
        ),
    ]
    for kind, code, model, options in asked:
        with pytest.raises(kind) as caught:
            screening(model, **{**SMALL, **options})
        assert caught.value.code == code  # type: ignore[attr-defined]


def test_an_empty_region_is_said_in_words() -> None:
    with pytest.raises(InputError) as caught:
        screening(LINEAR, where="y > 1000", **SMALL)
    assert "holds on 0% of the draws" in str(caught.value)
    assert "geldt op 0% van de trekkingen" in caught.value.message("nl")


def test_json_and_frame() -> None:
    found = screening(LINEAR, **SMALL)
    as_json = found.to_dict()
    assert set(as_json["morris"]["a"]) == {"mu_star", "sigma"}
    assert set(as_json["delta"]["a"]) == set(as_json["pawn"]["a"]) == {"value", "low", "high"}
    assert all(0 <= value["low"] <= value["value"] <= value["high"] <= 1 for value in as_json["pawn"].values())
    frame = found.to_frame()
    assert list(frame["estimate"]) == ["b", "a", "null"]
    assert {"mu_star_low", "sigma_high", "delta", "pawn_low"} <= set(frame)
