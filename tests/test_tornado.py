"""The tornado against closed forms, in both modes; levers and value choices apart."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import changed, minimal, read
from drawings import marked
from intervals import assert_covers, assert_near
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import binom

import mkba_uncertainty as mkba
from mkba_uncertainty import Tornado, tornado
from mkba_uncertainty.cli import main
from mkba_uncertainty.errors import InputError, ModelError

Values = Mapping[str, NDArray[np.float64]]
Z = float(ndtri(0.9))


def product(values: Values) -> dict[str, Any]:
    return {"y": values["a"] * values["b"] - values["c"]}


MODEL = mkba.Model({"a": mkba.Normal(3, 1), "b": mkba.LogNormal(0, 0.5), "c": mkba.Uniform(0, 1)}, product, ("y",))


def by_name(result: Tornado) -> dict[str, Any]:
    return {bar.estimate: bar for bar in (*result.bars, *result.choices)}


def test_what_moves_nothing_stands_in_one_row(tmp_path: Path) -> None:
    idle = dict.fromkeys(["d", "e"], mkba.Normal(0, 1))
    model = mkba.Model({**MODEL.inputs, **idle}, lambda x: {**product(x), "z": x["c"]}, ("y", "z"))
    found = mkba.tornados(model, outcomes=["y", "z"])
    labels = [[row[0] for row in table.on_screen().texts("en")] for table in found.shown()]
    assert labels == [["b", "a", "c", "2 others change nothing"], ["c", "4 others change nothing"]]
    assert len(found.to_frame()) == 10
    assert [len(each["bars"]) for each in found.facts()["outcomes"].values()] == [5, 5]
    ax = mkba.plot(found.outcomes["z"])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["c", "4 others change nothing"]
    assert {gid for gid in marked(ax) if gid.startswith(("low:", "high:"))} == {"low:c", "high:c"}


@pytest.mark.parametrize(("spread", "exact"), [("0.01", True), ("0.1", False)])
def test_subtracting_the_ends_of_small_amounts_gives_the_swing(tmp_path: Path, spread: str, exact: bool) -> None:
    changes = {"value = 1000\n": "value = 10\n", "mu = 1000, sigma = 100 ": f"mu = 10, sigma = {spread} "}
    found = tornado(minimal(tmp_path, changed({**changes, "value = 100000": "value = 100"})))
    (row,) = (row for row in found.table.texts("en") if row[0] == "Cost of shelter")
    low, high, swing = (Decimal(amount) for amount in re.findall(r"[\d.]+", "".join(row[2:]).replace(",", "")))
    assert (high - low if exact else round(high - low)) == swing


@pytest.mark.parametrize(("value", "said"), [("100", "count for little here"), ("100000", "count as well")])
def test_a_choice_of_little_weight_is_not_said_to_count(tmp_path: Path, value: str, said: str) -> None:
    scenario = f'\n[scenarios.none]\nlabel = {{ nl = "Geen", en = "None" }}\nset = {{ personnel = {value} }}\n'
    found = tornado(minimal(tmp_path, changed({"value = 100000": "value = 0"}) + scenario))
    assert said in found.remarks()[-1].en


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
    model = mkba.Model({name: MODEL.inputs[name] for name in ("a", "b")}, lambda v: {"y": v["a"] * v["b"]}, ("y",))

    def swing(seed: int) -> mkba.Measured:
        return by_name(tornado(model, outcome="y", mode="mean", draws=64, kind="monte_carlo", rng=seed))["a"].swing

    assert_covers(swing, 2 * Z * math.exp(0.125), seeds=range(100))


def test_a_swing_is_never_below_zero() -> None:
    model = mkba.Model(
        {"a": mkba.Normal(0, 1), "b": mkba.Normal(0, 1)}, lambda v: {"y": v["a"] * v["b"] + v["b"]}, ("y",)
    )
    swing = by_name(tornado(model, outcome="y", mode="mean", draws=64, kind="monte_carlo"))["a"].swing
    assert swing.low == 0  # E b is zero, so the truth is zero
    assert swing.value > 0


# --- curves that turn

BOTH = pytest.mark.parametrize("mode", ["median", "mean"])
FEW: dict[str, Any] = {"draws": 64, "replicates": 4}


def one(x: mkba.Family, function: Any) -> mkba.Model:
    """Make a model of one estimate, and another one that only adds to it, with median and mean zero."""
    inputs: dict[str, mkba.Family] = {"x": x, "other": mkba.Normal(0, 1)}
    return mkba.Model(inputs, lambda v: {"y": function(v["x"]) + v["other"]}, ("y",))


def parabola(p: Any) -> Any:
    return 40_000 * p * (1 - p) - 6_600


@BOTH
@pytest.mark.parametrize("upper", [1.0, 0.8])  # 0.5 is one of the values that are looked at first, or is not
def test_a_curve_with_its_top_in_between(mode: Any, upper: float) -> None:
    """Nearly all of the variance, and nothing between the ends of a symmetric one."""
    found = tornado(one(mkba.Uniform(0, upper), parabola), outcome="y", mode=mode, **FEW)
    bar = found.bars[0]
    low, high = parabola(0.1 * upper), parabola(0.9 * upper)
    assert bar.estimate == "x"
    assert (bar.low_outcome.value, bar.high_outcome.value) == pytest.approx((low, high), abs=0.5)
    assert (bar.minimum.value, bar.maximum.value) == pytest.approx((min(low, high), 3_400), abs=0.5)
    assert bar.swing.value == pytest.approx(3_400 - min(low, high), rel=1e-9)
    assert bar.swing.width == pytest.approx(0, abs=1e-9)
    assert bar.turns_at == bar.maximum_at == pytest.approx(0.5, abs=1e-5)
    assert bar.minimum.value <= found.base.value <= bar.maximum.value


@BOTH
def test_a_curve_with_a_kink_and_one_with_a_jump(mode: Any) -> None:
    def bar(function: Any) -> Any:
        return by_name(tornado(one(mkba.Uniform(0, 1), function), outcome="y", mode=mode, **FEW))["x"]

    kink = bar(lambda x: 10 * np.abs(x - 0.37))
    assert kink.turns_at == kink.minimum_at == pytest.approx(0.37, abs=1e-5)
    assert kink.maximum_at == kink.high_input == 0.9
    assert kink.swing.value == pytest.approx(5.3, abs=1e-4)
    tooth = bar(lambda x: np.where(x < 0.37, x, x - 1.5))  # the highest just below, the lowest just above
    assert list(tooth.turns) == pytest.approx([0.37, 0.37], abs=1e-5)
    assert tooth.swing.value == pytest.approx(1.5, abs=1e-4)


def test_a_curve_that_turns_twice_is_spanned_and_the_farther_turn_is_told() -> None:
    bar = by_name(tornado(one(mkba.Uniform(0, 2 * np.pi), lambda x: np.sin(x + 0.5)), outcome="y"))["x"]
    assert list(bar.turns) == pytest.approx([np.pi / 2 - 0.5, 3 * np.pi / 2 - 0.5], abs=1e-4)
    assert [there.value for there in bar.turns.values()] == pytest.approx([1, -1], abs=1e-8)
    ends = np.sin(np.array([0.2, 1.8]) * np.pi + 0.5)
    farther = bar.maximum_at if 1 - max(ends) > min(ends) + 1 else bar.minimum_at
    assert bar.turns_at == farther
    assert bar.swing.value == pytest.approx(2, abs=1e-8)


@BOTH
def test_one_of_few_values_may_be_the_highest_however_unlikely(mode: Any) -> None:
    few = mkba.Discrete((0, 1, 2, 3), (0.3, 0.01, 0.39, 0.3))
    bar = by_name(tornado(one(few, lambda x: np.where(x == 1, 50, x)), outcome="y", mode=mode, **FEW))["x"]
    assert (bar.low_input, bar.high_input, bar.turns_at) == (0, 3, 1)
    assert bar.swing.value == pytest.approx(50, rel=1e-9)


def test_the_outcome_with_nothing_moved_lies_within_every_bar() -> None:
    """Nine times in ten and more nothing happens: the mean lies beyond both quantiles."""
    rare = mkba.Discrete((0, 1000), (0.95, 0.05))
    found = tornado(one(rare, lambda x: x), outcome="y", mode="mean")
    bar = by_name(found)["x"]
    assert (bar.low_input, bar.high_input) == (0, 0)
    assert (bar.maximum, bar.maximum_at, bar.turns_at) == (found.base, None, None)
    assert_near(bar.swing, 50)


def test_noise_makes_no_curve_turn() -> None:
    """Six waves of expectation zero: each run sees waves, of which the largest of 17 values is no finding."""
    k = np.arange(1, 7)[:, None]
    waves = mkba.Model(
        {"x": mkba.Uniform(0, 3), "phase": mkba.Uniform(0, 2 * np.pi)},
        lambda v: {"y": (np.cos(k * v["phase"]) * np.sin(k * v["x"])).sum(axis=0)},
        ("y",),
    )
    runs = [tornado(waves, outcome="y", mode="mean", draws=4, kind="monte_carlo", rng=seed) for seed in range(60)]
    assert sum(by_name(run)["x"].turns_at is not None for run in runs) <= binom.isf(1e-4, 60, 0.05)


def test_rounding_makes_no_curve_turn() -> None:
    saturated = one(mkba.Uniform(0, 1), lambda x: 1e6 + np.minimum(x, 0.5) + 0.1 * x - 0.1 * x)
    bar = by_name(tornado(saturated, outcome="y"))["x"]
    assert (bar.maximum_at, bar.turns_at) == (bar.high_input, None)
    assert bar.swing.value == abs(bar.high_outcome.value - bar.low_outcome.value)


BUDGET = """\
[estimates.budget]
label = { nl = "Budget", en = "Budget" }
role = "lever"
unit = "EUR"
value = 240000
basis = "judgement"
source = { document = "report", place = "1" }

"""


@BOTH
def test_a_lever_turns_as_well(mode: Any, tmp_path: Path) -> None:
    """A cost of max(x, 240,000 - x) between 100,000 and 160,000: least at 120,000."""
    text = changed(
        {
            'amount = "personnel"': 'amount = "max(personnel, budget - personnel)"',
            "[quantities]": BUDGET + "[quantities]",
            "set = { relapse = 0.40 }": "set = { personnel = 160000 }",
        }
    )
    bar = by_name(tornado(minimal(tmp_path, text), mode=mode, **FEW))["personnel"]
    assert bar.chosen
    assert bar.turns_at == bar.maximum_at == pytest.approx(120_000, rel=1e-5)
    assert bar.swing.value == pytest.approx(40_000, rel=1e-5)


def test_a_turn_is_told_in_words_numbers_and_picture() -> None:
    found = tornado(one(mkba.Uniform(-1.25, 1.25), lambda x: 5 - 4 * x**2), outcome="y")
    (row, _), lang = found.shown()[0].texts("en"), "en"
    assert row[1:] == ["−1.00 → 0.00 → 1.00", "1.0 → 5.0 → 1.0", "4"]
    assert "turns at 0.00" in found.finding()[lang]
    for said in (found.notes(), found.remarks()):
        assert any("Turns on the way: x." in sentence[lang] for sentence in said)
    record = found.to_dict()["bars"][0]
    assert record["turns_at"] == pytest.approx(0, abs=1e-5)
    assert record["maximum"] - record["minimum"] == pytest.approx(record["swing"])
    assert found.to_frame()["turns_at"].notna().tolist() == [True, False]
    ax = mkba.plot(found)
    drawn = marked(ax)
    span = drawn["span:x"]
    assert (span.get_x(), span.get_x() + span.get_width()) == pytest.approx((1, 5))
    low, high = drawn["low:x"], drawn["high:x"]
    assert low.get_y() + low.get_height() == pytest.approx(high.get_y())  # one above the other
    assert "span:other" not in drawn
    assert "turns at 0.00" in "".join(text.get_text() for text in ax.texts)


# --- several outcomes


def test_several_outcomes_give_what_each_gives_alone_in_one_figure(arnhem: mkba.CaseModel) -> None:
    names = ["net_benefit", "costs"]
    found = mkba.tornados(arnhem, outcomes=names)
    alone = {name: tornado(arnhem, outcome=name) for name in names}
    assert found.outcomes == alone
    assert found.to_dict()["outcomes"] == {name: one.facts() for name, one in alone.items()}
    frame = found.to_frame()
    assert frame["outcome"].drop_duplicates().tolist() == names
    for name in names:
        assert frame.query("outcome == @name")["swing"].tolist() == alone[name].to_frame()["swing"].tolist()
    ax = mkba.plot(found)
    drawn = marked(ax)
    for name in names:
        bar = by_name(alone[name])["recidivism"]
        low = drawn[f"{name}:low:recidivism"]
        assert low.get_x() + low.get_width() == pytest.approx(bar.low_outcome.value)
    rows = [label.get_text() for label in ax.child_axes[0].get_yticklabels()]
    first = {one.bars[0].label.en for one in alone.values()}
    assert first <= {row.replace("\n", " ") for row in rows[: len(rows) // 2]}
    one, other = (drawn[f"{name}:low:recidivism"].get_y() for name in names)
    assert one == other  # the same row in each panel


def test_outcomes_on_the_command_line(monkeypatch: Any, capsys: Any) -> None:
    def answer(*outcomes: str) -> Any:
        options = [word for outcome in outcomes for word in ("--outcome", outcome)]
        monkeypatch.setattr("sys.argv", ["mkba", "tornado", "arnhem-ozo", *options, "--json"])
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        return json.loads(capsys.readouterr().out)

    several, one = answer("costs", "benefits"), answer("benefits")
    assert list(several["outcomes"]) == ["costs", "benefits"]
    assert several["outcomes"]["benefits"].items() <= one.items()
    assert "outcomes" not in one


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
    one, other = tornado(before), tornado(after)
    ends, still = ({bar.estimate: (bar.low_input, bar.high_input) for bar in each.choices} for each in (one, other))
    assert ends == still
    assert ends["qaly_value"] == (20_000, 100_000)
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
