"""Switching values: roots that are known, their intervals, and the probability of lying beyond them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from drawings import marked
from intervals import assert_covers, assert_near
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr

import mkba_uncertainty as mkba
from mkba_uncertainty import switching
from mkba_uncertainty.analysis.curves import Crossings, SwitchingValue, values_to_scan
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.families import Family
from mkba_uncertainty.texts.figures import money

Values = Mapping[str, NDArray[np.float64]]


def linear(values: Values) -> dict[str, Any]:
    return {"y": 2 * values["a"] - 3 * values["b"] + 1}


LINEAR = mkba.Model({"a": mkba.Normal(1, 1), "b": mkba.Pert(0, 0.4, 1)}, linear, ("y",))


def one(family: Family, function: Any) -> mkba.Model:
    """Make a model of one estimate and noise of mean zero."""
    inputs: dict[str, Family] = {"x": family, "noise": mkba.LogNormal(0, 0.5)}
    return mkba.Model(inputs, lambda v: {"y": function(v["x"]) + v["noise"] - math.exp(0.125)}, ("y",))


# --- roots


def test_of_a_straight_line_the_root_is_known() -> None:
    """2 a - 3 E b + 1 = 0, and 2 E a - 3 b + 1 = 0, with E b = (0 + 4 * 0.4 + 1) / 6."""
    found = switching(LINEAR, outcome="y", draws=4096)
    mean_b = (4 * 0.4 + 1) / 6
    a, b = found.values["a"], found.values["b"]
    root_a, root_b = (3 * mean_b - 1) / 2, 1.0
    assert a.value is not None
    assert_near(a.value, root_a)
    assert a.value.width < 1e-3
    assert a.relative_change == pytest.approx(a.value.value - 1, rel=1e-12)  # the point value is 1
    assert_near(a.probability_crossed, float(ndtr(root_a - 1)))
    assert b.value is None or b.value.value == pytest.approx(root_b, abs=1e-6)
    assert found.mean.value == pytest.approx(3 - 3 * mean_b, abs=1e-3)


def test_the_root_is_that_of_the_very_draws_and_newton_gives_that_of_each_replicate() -> None:
    model = mkba.Model(
        {"a": mkba.Normal(1, 1), "b": mkba.LogNormal(0, 0.4)},
        lambda v: {"y": v["a"] * v["b"] - 0.6 * v["b"] ** 2},
        ("y",),
    )
    found = switching(model, outcome="y", of=["a"], draws=64, replicates=5, rng=8).values["a"].value
    b = mkba.simulate(model, draws=64, replicates=5, rng=8).inputs["b"].to_numpy()
    assert found is not None
    assert found.value == pytest.approx(0.6 * (b**2).mean() / b.mean(), rel=1e-11)
    roots = 0.6 * (b**2).mean(axis=1) / b.mean(axis=1)
    half = 2.7764451051977987 * math.sqrt(((roots - found.value) ** 2).sum() / 20)  # t(4) at 97.5 %
    assert found.high - found.value == pytest.approx(half, rel=1e-9)
    assert found.value - found.low == pytest.approx(half, rel=1e-9)


def test_a_curve_with_two_roots_gives_both_and_the_probability_between_them() -> None:
    family = mkba.Normal(0, 1)
    found = switching(one(family, lambda x: (x - 0.3) * (x + 1.2) + 0.0), outcome="y").values["x"]
    assert [round(value.value, 3) for value in found.values] == pytest.approx([-1.2, 0.3], abs=2e-3)
    assert found.value == found.values[1]  # nearest to the point value 0
    for value, root in zip(found.values, (-1.2, 0.3), strict=True):
        assert_near(value, root)
    assert_near(found.probability_crossed, float(ndtr(0.3) - ndtr(-1.2)))
    assert found.probability_crossed.width < 0.01


def test_it_says_on_which_side_of_each_value_the_outcome_is_positive() -> None:
    found = switching(LINEAR, outcome="y", draws=256)  # 2 a - 3 b + 1
    assert found.facts()["estimates"]["a"]["positive"] == "above"
    up, down = (one(mkba.Normal(0, 1), lambda x, sign=sign: sign * (x - 0.3) * (x + 1.2)) for sign in (1, -1))
    sides = [switching(model, outcome="y", of=["x"], draws=256).table.rows for model in (up, down)]
    assert [[row.cells["positive"] for row in rows] for rows in sides] == [["below", "above"], ["above", "below"]]
    assert sides[0][0].cells["side"].en == "below it"


def test_a_curve_that_is_not_smooth() -> None:
    root = brentq(lambda x: np.expm1(3 * x) - 0.4, 0, 1)
    kink = switching(
        one(mkba.Uniform(0, 1), lambda x: np.maximum(np.expm1(3 * x) - 0.4, -0.1)), outcome="y", draws=4096
    )
    jump = switching(one(mkba.Uniform(0, 1), lambda x: np.where(x > 0.7, 5.0, -3.0)), outcome="y")
    value = kink.values["x"].value
    assert value is not None
    assert_near(value, root)
    assert value.value == pytest.approx(root, abs=1e-3)
    value = jump.values["x"].value
    assert value is not None
    assert value.value == pytest.approx(0.7, abs=1e-9)
    assert jump.values["x"].probability_crossed.value == pytest.approx(0.3, abs=1e-9)


def test_a_root_on_a_value_that_is_scanned_counts_once() -> None:
    family = mkba.Uniform(0, 1)
    assert 0.5 in values_to_scan(family, 33)
    model = mkba.Model({"x": family, "z": mkba.Uniform(0, 1)}, lambda v: {"y": (v["x"] - 0.5) * (1 + v["x"])}, ("y",))
    found = switching(model, outcome="y", of=["x"]).values["x"]
    assert len(found.values) == 1
    assert found.value is not None
    assert found.value.value == 0.5
    assert found.probability_crossed.value == pytest.approx(0.5, abs=1e-12)


def test_a_curve_that_only_touches_zero_is_never_crossed() -> None:
    model = mkba.Model({"x": mkba.Uniform(0, 1)}, lambda v: {"y": (v["x"] - 0.5) ** 2}, ("y",))
    found = switching(model, outcome="y").values["x"]
    assert found.value is None
    assert found.probability_crossed.value == 0


def test_never_within_its_range() -> None:
    found = switching(one(mkba.Pert(1, 2, 4), lambda x: 3 * x), outcome="y")
    value = found.values["x"]
    assert value.value is None
    assert value.relative_change is None
    assert value.values == ()
    assert (value.probability_crossed.value, value.probability_crossed.low, value.probability_crossed.high) == (0, 0, 0)
    lowest = 3 * float(mkba.Pert(1, 2, 4).ppf(1e-6))
    assert value.closest.value == pytest.approx(lowest, abs=0.01)
    assert_near(value.closest, lowest)
    assert found.to_dict()["estimates"]["x"]["value"] is None


def test_where_the_interval_of_the_curve_reaches_zero_the_probability_is_not_known_to_be_zero() -> None:
    model = one(mkba.Uniform(0, 1), lambda x: x + 1e-4)
    found = switching(model, outcome="y", of=["x"], draws=16, kind="monte_carlo", rng=3).values["x"]
    if found.value is None:  # whichever way the noise fell
        assert found.probability_crossed.value == 0
    assert found.probability_crossed.high > 0.01
    along = np.linspace(0, 1, 11)
    means = np.stack([along + 0.05 + shift for shift in (-0.2, 0.0, 0.2)])
    chance = Crossings(along, means, np.empty(0), np.empty((3, 0))).measured_probability(mkba.Uniform(0, 1).cdf, 1.0)
    assert (chance.value, chance.low) == (0, 0)
    half = 4.302652729749464 * math.sqrt(0.08 / 6)  # t(2) at 97.5 %
    assert chance.high == pytest.approx(round(10 * (half - 0.05)) / 10 - 0.05, abs=0.1)


def test_values_that_are_few() -> None:
    family = mkba.Discrete((0, 1, 2, 5), (0.1, 0.2, 0.3, 0.4))
    np.testing.assert_array_equal(values_to_scan(family, 5), [0, 1, 2, 5])
    found = switching(one(family, lambda x: x - 1.5), outcome="y", draws=4096).values["x"]
    assert found.value is not None
    assert found.value.value == pytest.approx(1.5, abs=1e-3)
    assert found.probability_crossed.value == pytest.approx(0.3, abs=1e-12)
    assert found.probability_crossed.width == pytest.approx(0, abs=1e-12)
    on_it = mkba.Model({"x": family}, lambda v: {"y": v["x"] - 1.0}, ("y",))
    assert switching(on_it, outcome="y").values["x"].probability_crossed.value == pytest.approx(0.1, abs=1e-12)
    on_it = mkba.Model({"x": family}, lambda v: {"y": 1.0 - v["x"]}, ("y",))  # zero at 1 is neither sign
    assert switching(on_it, outcome="y").values["x"].probability_crossed.value == pytest.approx(0.1, abs=1e-12)


def test_a_part_with_a_probability_of_its_own_is_counted() -> None:
    family = mkba.Mixture((mkba.Uniform(0, 1), mkba.Point(3.0)), (0.75, 0.25))
    assert 3.0 in values_to_scan(family, 33)
    found = switching(one(family, lambda x: 2 - x), outcome="y", draws=4096).values["x"]
    assert found.probability_crossed.value == pytest.approx(0.25, abs=1e-9)


def test_estimates_that_depend_on_each_other_move_together() -> None:
    """E[a + b - 1 | a = x] = x + rho x - 1 for standard normals."""
    model = mkba.Model(
        {"a": mkba.Normal(0, 1), "b": mkba.Normal(0, 1)},
        lambda v: {"y": v["a"] + v["b"] - 1},
        ("y",),
        correlation={("a", "b"): 0.5},
    )
    rho = 2 * math.sin(math.pi * 0.5 / 6)
    value = switching(model, outcome="y", of=["a"], draws=4096).values["a"].value
    assert value is not None
    assert_near(value, 1 / (1 + rho))
    assert value.value == pytest.approx(1 / (1 + rho), abs=1e-3)


# --- regions: where the expected outcome has which sign


def regions(found: SwitchingValue) -> list[tuple[float | None, float | None, str]]:
    return [(region.low, region.high, region.sign) for region in found.regions]


def exact(family: Family, function: Any) -> mkba.Model:
    """Make a model of one estimate, and another one that is nothing by itself."""
    inputs: dict[str, Family] = {"x": family, "other": mkba.Uniform(0, 1)}
    return mkba.Model(inputs, lambda v: {"y": function(v["x"])}, ("y",))


def of_x(family: Family, function: Any) -> SwitchingValue:
    return switching(exact(family, function), outcome="y", of=["x"], draws=64, replicates=4).values["x"]


def test_of_a_parabola_both_roots_are_told_and_the_chance_of_each_region() -> None:
    """40,000 p (1 - p) = 6,600 at (1 +- sqrt(0.34)) / 2; p on 0.1 to 1, so that both sides differ."""
    low, high = (1 - math.sqrt(0.34)) / 2, (1 + math.sqrt(0.34)) / 2
    model = exact(mkba.Uniform(0.1, 1), lambda p: 40_000 * p * (1 - p) - 6_600)
    found = switching(model, outcome="y", draws=64, replicates=4)
    value = found.values["x"]
    chances = [(low - 0.1) / 0.9, (high - low) / 0.9, (1 - high) / 0.9]
    assert [root.value for root in value.values] == pytest.approx([low, high], abs=1e-9)
    assert [region.probability.value for region in value.regions] == pytest.approx(chances, abs=1e-9)
    first, second = (root.value for root in value.values)
    assert regions(value) == [(None, first, "negative"), (first, second, "positive"), (second, None, "negative")]
    assert value.probability_crossed.value == pytest.approx(chances[0] + chances[2], abs=1e-9)
    frame = found.to_frame().query("estimate == 'x'")
    np.testing.assert_allclose(frame["switching_value"], [low, high])
    np.testing.assert_allclose(frame["probability_beyond"], [chances[0], chances[2]])
    told = found.to_dict()["estimates"]["x"]["regions"]
    assert [(region["from"], region["to"], region["sign"]) for region in told] == regions(value)
    (said,) = found.remarks()
    for words in ("negative below 0.208 (chance 12", "positive from 0.208 to 0.792 (chance 64", "negative above 0.792"):
        assert words in said.en
    assert [row[2] for row in found.shown()[0].texts("en")] == ["0.208", "0.792"]
    assert found.finding().en == "Only ‘x’ flips the verdict: at 0.208, 0.792"
    ax = mkba.plot(found)
    drawn = marked(ax)
    assert {"value:x", "value:x:2", "beyond:1:x", "beyond:2:x"} <= set(drawn)
    assert drawn["beyond:1:x"].get_x() == pytest.approx((0.145 - 0.55) / 0.55)  # from the 5 % quantile
    assert any("0.208, 0.792" in text.get_text() for text in ax.texts)


def test_of_three_roots_each_has_its_own_region_beyond() -> None:
    """The sine on 1 to 10, at pi, 2 pi and 3 pi: positive, negative, positive, negative."""
    roots = [math.pi, 2 * math.pi, 3 * math.pi]
    found = switching(exact(mkba.Uniform(1, 10), np.sin), outcome="y", draws=64, replicates=4)
    value = found.values["x"]
    assert [root.value for root in value.values] == pytest.approx(roots, abs=1e-9)
    assert [region.sign for region in value.regions] == ["positive", "negative", "positive", "negative"]
    chances = np.diff([1, *roots, 10]) / 9
    assert [region.probability.value for region in value.regions] == pytest.approx(chances, abs=1e-9)
    assert found.mean.value > 0  # (cos 1 - cos 10) / 9
    beyond = found.to_frame().query("estimate == 'x'")["probability_beyond"]
    np.testing.assert_allclose(beyond, [chances[1], chances[1], chances[3]], atol=1e-9)


def test_regions_of_jumps_of_few_values_and_of_no_root() -> None:
    jumps = of_x(mkba.Uniform(0, 1), lambda x: np.where((x > 0.2) & (x < 0.7), 5.0, -3.0))
    assert [root.value for root in jumps.values] == pytest.approx([0.2, 0.7], abs=1e-9)
    assert [region.probability.value for region in jumps.regions] == pytest.approx([0.2, 0.5, 0.3], abs=1e-9)
    family = mkba.Discrete((0, 1, 2, 5), (0.1, 0.2, 0.3, 0.4))
    few = of_x(family, lambda x: (x - 0.5) * (3 - x))
    assert [region.sign for region in few.regions] == ["negative", "positive", "negative"]
    assert [region.probability.value for region in few.regions] == pytest.approx([0.1, 0.5, 0.4], abs=1e-12)
    on_it = of_x(family, lambda x: x - 1.0)  # zero at 1 has no sign
    assert [region.probability.value for region in on_it.regions] == pytest.approx([0.1, 0.7], abs=1e-12)
    never = of_x(mkba.Uniform(0, 1), lambda x: -2 - x)
    assert regions(never) == [(None, None, "negative")]
    assert never.regions[0].probability == mkba.Measured(1, 1, 1)


# --- intervals


def test_the_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """E[y | a = x] = x E b - E b^2 with b lognormal: the root is exp(3 s^2 / 2), beyond it lies what is normal."""
    s = 0.5
    model = mkba.Model(
        {"a": mkba.Normal(2, 1), "b": mkba.LogNormal(0, s)}, lambda v: {"y": v["a"] * v["b"] - v["b"] ** 2}, ("y",)
    )
    root = math.exp(1.5 * s**2)

    def measured(seed: int) -> dict[str, mkba.Measured]:
        found = switching(model, outcome="y", of=["a"], draws=64, kind="monte_carlo", rng=seed).values["a"]
        assert found.value is not None
        below, above = (region.probability for region in found.regions)
        return {"root": found.value, "chance": found.probability_crossed, "below": below, "above": above}

    chance = float(ndtr(root - 2))
    assert_covers(measured, {"root": root, "chance": chance, "below": chance, "above": 1 - chance}, seeds=range(200))


def test_an_interval_stays_within_the_range() -> None:
    value = switching(one(mkba.Uniform(0, 1), lambda x: x - 0.99), outcome="y", draws=8, rng=2).values["x"]
    for found in value.values:
        assert 0 <= found.low <= found.value <= found.high <= 1


# --- Arnhem, and what cannot be asked


def test_arnhem_flips_on_relapse_alone(arnhem: mkba.CaseModel) -> None:
    found = switching(arnhem)
    first = next(iter(found.values.values()))
    assert first.estimate == "recidivism"
    assert first.value is not None
    draws = mkba.simulate(arnhem, outcomes=["net_benefit"])
    inputs = {name: values.to_numpy().ravel() for name, values in draws.inputs.items()}
    at_root = arnhem.evaluate({**inputs, "recidivism": np.full(8192, first.value.value)}, ["net_benefit"])
    assert abs(at_root["net_benefit"].mean()) < 1.0  # euro
    assert first.relative_change == pytest.approx(first.value.value / 0.3 - 1, rel=1e-12)
    never = [value for value in found.values.values() if value.value is None]
    assert len(never) == len(found.values) - 1
    assert [value.closest.value for value in never] == sorted(value.closest.value for value in never)
    _, closest = found.shown()
    texts = closest.on_screen().texts("en")
    assert [row[-1] for row in texts[:-1]] == [money(value.closest) for value in never[: len(texts) - 1]]
    frame = found.to_frame()
    assert frame["switching_value"].notna().sum() == 1
    assert {"switching_value_low", "switching_value_high", "relative_change", "probability_crossed"} <= set(frame)


def test_the_answer_is_the_same_on_any_number_of_workers(arnhem: mkba.CaseModel) -> None:
    alone = switching(arnhem, replicates=17, of=["recidivism", "jobs"])
    with ThreadPoolExecutor(2) as executor:
        assert switching(arnhem, replicates=17, of=["recidivism", "jobs"], executor=executor) == alone


def test_what_cannot_be_asked() -> None:
    with pytest.raises(InputError) as unknown:
        switching(LINEAR, outcome="y", of=["c"])
    assert unknown.value.code == "unknown_input"
    with pytest.raises(InputError) as outcome:
        switching(LINEAR, outcome="net")
    assert outcome.value.code == "unknown_outcome"
    zero = mkba.Model({"a": mkba.Normal(0, 1)}, lambda v: {"y": 0 * v["a"]}, ("y",))
    with pytest.raises(ModelError) as flat:
        switching(zero, outcome="y")
    assert flat.value.code == "mean_is_zero"


def test_what_flips_beyond_the_range_looked_at_is_said_to_be_outside_it() -> None:
    """0.5 - exp(x) / 1e6 is negative above ln(500,000) = 13.1, where a standard normal has next to no probability."""
    inputs = {"x": mkba.Normal(0, 1), "e": mkba.Uniform(-0.1, 0.1)}
    model = mkba.Model(inputs, lambda x: {"y": 0.5 - np.exp(x["x"]) / 1e6 + x["e"]}, ["y"])
    found = switching(model, outcome="y", draws=64)
    assert found.crossed == []
    assert "within its range" in found.finding().en
    assert "all of its probability but a millionth" in found.gist()[0].en
    assert "Beyond it an estimate without a bound may still flip the verdict." in found.notes()[-1].en
