"""The tornado against closed forms, in both modes; levers and value choices apart."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from cases import changed, read
from intervals import assert_covers, assert_near
from numpy.typing import NDArray
from scipy.special import ndtri

import mkba_uncertainty as mkba
from mkba_uncertainty import Tornado, tornado
from mkba_uncertainty.analysis.curves.tornado import Bar, chosen_ends
from mkba_uncertainty.cli import main
from mkba_uncertainty.errors import InputError, ModelError

Values = Mapping[str, NDArray[np.float64]]
Z = float(ndtri(0.9))


def product(values: Values) -> dict[str, Any]:
    return {"y": values["a"] * values["b"] - values["c"]}


MODEL = mkba.Model({"a": mkba.Normal(3, 1), "b": mkba.LogNormal(0, 0.5), "c": mkba.Uniform(0, 1)}, product, ("y",))


def by_name(result: Tornado) -> dict[str, Bar]:
    return {bar.estimate: bar for bar in (*result.bars, *result.choices)}


def test_between_quantiles_with_the_rest_at_their_median() -> None:
    """Medians are 3, 1 and 0.5."""
    found = tornado(MODEL, outcome="y")
    bars = by_name(found)
    low, high = math.exp(-0.5 * Z), math.exp(0.5 * Z)
    expected = {
        "a": (3 - Z, 3 + Z, 2.5 - Z, 2.5 + Z),
        "b": (low, high, 3 * low - 0.5, 3 * high - 0.5),
        "c": (0.1, 0.9, 2.9, 2.1),
    }
    for name, truth in expected.items():
        bar = bars[name]
        got = (bar.low_input, bar.high_input, bar.low_outcome.value, bar.high_outcome.value)
        assert got == pytest.approx(truth, rel=1e-12)
        assert bar.swing.value == pytest.approx(abs(truth[3] - truth[2]), rel=1e-12)
        assert bar.swing.width == pytest.approx(0, abs=1e-12)
        assert not bar.chosen
    assert found.base.value == pytest.approx(2.5, rel=1e-12)
    assert [bar.estimate for bar in found.bars] == ["b", "a", "c"]
    assert found.choices == ()


def test_the_mean_over_the_others_sees_what_they_do_together() -> None:
    """E b = exp(1/8): moving a moves the mean by more than with b at its median."""
    found = tornado(MODEL, outcome="y", mode="mean", draws=2048)
    bars, mean_b = by_name(found), math.exp(0.125)
    truth = {"a": 2 * Z * mean_b, "b": 3 * 2 * math.sinh(0.5 * Z), "c": 0.8}
    for name, swing in truth.items():
        assert_near(bars[name].swing, swing)
    assert bars["a"].swing.value == pytest.approx(truth["a"], rel=1e-3)
    assert_near(bars["a"].low_outcome, (3 - Z) * mean_b - 0.5)
    assert_near(found.base, 3 * mean_b - 0.5)
    assert found.base.width < 0.01


def test_the_mean_sees_dependence_and_the_median_does_not() -> None:
    model = mkba.Model(
        {"a": mkba.Normal(0, 1), "b": mkba.Normal(0, 1)},
        lambda v: {"y": v["a"] + v["b"]},
        ("y",),
        correlation={("a", "b"): 0.5},
    )
    rho = 2 * math.sin(math.pi * 0.5 / 6)
    assert by_name(tornado(model, outcome="y"))["a"].swing.value == pytest.approx(2 * Z, rel=1e-12)
    assert by_name(tornado(model, outcome="y", mode="mean"))["a"].swing.value == pytest.approx(
        2 * Z * (1 + rho), rel=1e-9
    )


def test_the_interval_of_a_swing_holds_the_truth_as_often_as_it_says() -> None:
    def swing(seed: int) -> mkba.Measured:
        return by_name(tornado(MODEL, outcome="y", mode="mean", draws=64, kind="monte_carlo", rng=seed))["a"].swing

    assert_covers(swing, 2 * Z * math.exp(0.125), seeds=range(200))


def test_a_swing_is_never_below_zero() -> None:
    model = mkba.Model(
        {"a": mkba.Normal(0, 1), "b": mkba.Normal(0, 1)}, lambda v: {"y": v["a"] * v["b"] + v["b"]}, ("y",)
    )
    swing = by_name(tornado(model, outcome="y", mode="mean", draws=64, kind="monte_carlo"))["a"].swing
    assert swing.low == 0  # E b is zero, so the truth is zero
    assert swing.value > 0


# --- Arnhem


def test_levers_and_value_choices_stand_apart(arnhem: mkba.CaseModel) -> None:
    for mode in ("median", "mean"):
        found = tornado(arnhem, mode=mode, draws=128)
        roles = {bar.estimate: arnhem.case.estimates[bar.estimate].role for bar in (*found.bars, *found.choices)}
        assert {roles[bar.estimate] for bar in found.choices} == {"lever", "value_choice"}
        assert all(bar.chosen for bar in found.choices)
        assert {bar.estimate for bar in found.bars} == set(arnhem.uncertain)
        for bars in (found.bars, found.choices):
            assert [bar.swing.value for bar in bars] == sorted((bar.swing.value for bar in bars), reverse=True)
        assert [bar.estimate for bar in found.bars[:2]] == ["recidivism", "attribution_placements"]
        assert list(found.without_range or ()) == ["new_for_old_share"]
        rate = by_name(found)["discount_rate"]
        assert (rate.low_input, rate.high_input) == (0.0225, 0.055)
        assert rate.low_outcome.value > rate.high_outcome.value


def test_the_median_bars_are_runs_of_the_model(arnhem: mkba.CaseModel) -> None:
    medians = {name: float(arnhem.inputs[name].ppf(0.5)) for name in arnhem.uncertain}
    found = tornado(arnhem, outcome="financial_net")
    for name in ("recidivism", "shelter_stay_years", "qaly_value"):
        bar = by_name(found)[name]
        for value, outcome in ((bar.low_input, bar.low_outcome), (bar.high_input, bar.high_outcome)):
            there = arnhem.evaluate({**medians, name: np.array([value])}, ["financial_net"])["financial_net"]
            assert outcome.value == pytest.approx(float(there[0]), rel=1e-12)


def test_a_scenario_moves_what_a_choice_starts_from() -> None:
    case = mkba.load_case("arnhem-ozo")
    before, after = (mkba.build_model(case, scenarios=scenarios) for scenarios in ((), ("qaly_100000",)))
    assert chosen_ends(before) == chosen_ends(after)
    assert chosen_ends(after)[0]["qaly_value"] == (20_000, 100_000)
    one, other = tornado(before), tornado(after)
    assert other.base.value == pytest.approx(by_name(one)["qaly_value"].high_outcome.value, rel=1e-12)
    model = mkba.build_model(case, scenarios=["recidivism_40"])
    assert "recidivism" not in by_name(tornado(model))


def test_json_and_frame(arnhem: mkba.CaseModel) -> None:
    found = tornado(arnhem, mode="mean", draws=64)
    as_json = found.to_dict()
    assert as_json["outcome"] == "net_benefit"
    assert as_json["base"] == found.base.value
    assert {"estimate", "low_input", "high_input", "low_outcome", "high_outcome", "swing"} <= set(as_json["bars"][0])
    frame = found.to_frame()
    assert len(frame) == len(found.bars) + len(found.choices)
    assert frame["chosen"].sum() == len(found.choices)


def test_what_cannot_be_asked() -> None:
    asked: list[tuple[type[Exception], str, mkba.Model, dict[str, Any]]] = [
        (InputError, "tornado_mode", MODEL, {"mode": "mode"}),
        (InputError, "unknown_outcome", MODEL, {"outcome": "z"}),
        (InputError, "nothing_uncertain", mkba.Model({"a": mkba.Point(1)}, lambda v: {"y": v["a"]}, ("y",)), {}),
        (ModelError, "nothing_swings", mkba.Model({"a": mkba.Normal(0, 1)}, lambda v: {"y": 0 * v["a"]}, ("y",)), {}),
    ]
    for kind, code, model, options in asked:
        with pytest.raises(kind) as caught:
            tornado(model, **{"outcome": "y", **options})
        assert caught.value.code == code  # type: ignore[attr-defined]


def test_a_euro_sign_however_the_unit_is_written(tmp_path, monkeypatch, capsys) -> None:
    case = read(changed({'unit = "EUR / household / year"': 'unit = "(EUR) / household / year"'}), tmp_path)
    monkeypatch.setattr("sys.argv", ["mkba", "tornado", case.file, "--draws", "64", "--replicates", "2"])
    with pytest.raises(SystemExit):
        main()
    assert "€870 to €1,130" in capsys.readouterr().out
