"""The value of information from plain tables: closed forms, coverage where the truth is small or zero, refusals."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from intervals import assert_covers, assert_near
from known_models import loss
from matplotlib.text import Text
from numpy.typing import NDArray
from scipy import integrate, stats
from threadpoolctl import threadpool_limits

import mkba_uncertainty as mkba
from mkba_uncertainty import BinomialStudy, NormalStudy, evpi, evppi, evsi, value_of_information
from mkba_uncertainty.analysis.information import Cells, Linear
from mkba_uncertainty.errors import InputError, MkbaError, ModelError
from mkba_uncertainty.plotting import plot_evppi
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import LANGUAGES
from mkba_uncertainty.texts.figures import number

Array = NDArray[np.float64]


def table(rows: int, seed: int) -> tuple[pd.DataFrame, Array]:
    """Draw design.md's two treatments."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"p1": rng.normal(1, 1, rows), "p2": rng.normal(0, 2, rows), "null": rng.normal(size=rows)})
    return frame, (frame["p1"] - frame["p2"]).to_numpy()


# --- known answers


def test_perfect_information() -> None:
    rng = np.random.default_rng(2)
    found = evpi(rng.normal(-1, 3, 100_000))
    assert_near(found[""], 0.762708, replicates=10)
    assert found.high - found.low < 0.04
    assert found.to_frame().columns.tolist() == ["evpi", "evpi_low", "evpi_high"]
    assert found.title()["en"] == "What to measure next?"
    two = rng.normal(1, 1, 50_000), rng.normal(0, 2, 50_000)
    assert_near(evpi(np.column_stack(two))[""], 0.4798107, replicates=10)
    np.testing.assert_allclose(evpi(two[0] - two[1]).value, evpi(np.column_stack(two)).value)


def test_one_input() -> None:
    inputs, net = table(50_000, 3)
    found = evppi(inputs, net)
    assert_near(found["p1"], 0.0833155, replicates=10)
    assert_near(found["p2"], 0.3955931, replicates=10)
    assert_near(found["null"], 0.0, replicates=10)
    assert found["p1"].width < 0.03
    assert found["p2"].width < 0.04
    assert found["null"].width < 1e-3
    frame = found.to_frame()
    assert frame.columns.tolist() == ["estimate", "evppi", "evppi_low", "evppi_high", "bias"]
    assert frame["estimate"].tolist() == ["p1", "p2", "null"]


@pytest.mark.parametrize(("n", "expected"), [(10, 0.0723251), (100, 0.0821176)])
def test_study_of_one_input(n: int, expected: float) -> None:
    inputs, net = table(50_000, 4)
    found = evsi(inputs, net, of="p1", study=NormalStudy(n, sd=1.0))
    assert_near(found["p1"], expected, replicates=10)
    assert found.high - found.low < 0.03
    assert found.to_frame().columns.tolist() == ["estimate", "n", "evsi", "evsi_low", "evsi_high", "bias"]


def test_study_of_two_inputs_by_simulated_summaries() -> None:
    inputs, net = table(50_000, 5)
    found = evsi(inputs, net, study={"p1": NormalStudy(10, sd=1.0), "p2": NormalStudy(10, sd=1.0)})
    truth = loss(1.0, math.sqrt((1 - 1 / 11) + (4 - 1 / 10.25)))
    assert_near(found["p1+p2"], truth, replicates=10)


def test_study_of_a_share() -> None:
    rng = np.random.default_rng(6)
    share, other = rng.beta(6, 14, 40_000), rng.normal(0, 0.1, 40_000)
    k = np.arange(51)
    truth = stats.betabinom(50, 6, 14).pmf(k) @ np.maximum((6 + k) / 70 - 0.33, 0)
    found = evsi({"share": share}, share + other - 0.33, of="share", study=BinomialStudy(50), sizes=[5, 50])
    assert_near(found.worths[1].value, float(truth), replicates=10)
    assert found.worths[0].value.value < found.worths[1].value.value
    assert [worth.n for worth in found.worths] == [5, 50]


NONLINEAR: list[tuple[str, Callable[[Array], Array], list[float]]] = [
    ("parabola", lambda x: x**2 - 1.3, [-math.sqrt(1.3), math.sqrt(1.3)]),
    ("wave", lambda x: np.sin(2 * x) - 0.2, sorted(np.concatenate([[a, math.pi / 2 - a] for a in (
        0.5 * math.asin(0.2), 0.5 * math.asin(0.2) - math.pi, 0.5 * math.asin(0.2) + math.pi)]).tolist())),
    ("step", lambda x: np.where(x > 0.8, 1.0, -0.4), [0.8]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "curve", "breaks"), NONLINEAR, ids=[row[0] for row in NONLINEAR])
def test_curved_inputs(name: str, curve: Callable[[Array], Array], breaks: list[float]) -> None:
    def expect(function: Callable[[Array], Any]) -> float:
        return float(integrate.quad(lambda x: function(np.array(x)) * stats.norm.pdf(x), -8, 8, points=breaks)[0])

    truth = expect(lambda x: np.maximum(curve(x), 0)) - max(expect(curve), 0.0)
    rng = np.random.default_rng(7)
    x = rng.normal(size=40_000)
    found = evppi({"x": x}, curve(x) + rng.normal(0, 1.5, x.size))
    assert found["x"].value == pytest.approx(truth, rel=0.05)
    if name != "step":  # the worst for a spline: its value comes out a few per cent too low
        assert_near(found["x"], truth, replicates=10)


def test_inputs_with_few_values() -> None:
    rng = np.random.default_rng(8)
    x = rng.integers(0, 3, 20_000).astype(float)
    found = evppi({"x": x}, np.array([-2.0, 0.5, 1.0])[x.astype(int)] + rng.normal(size=x.size))
    assert_near(found["x"], 0.5, replicates=10)


def test_interaction_of_two_inputs_needs_both() -> None:
    rng = np.random.default_rng(9)
    x, y = rng.normal(size=(2, 30_000))
    net = x * y + rng.normal(0, 0.5, x.size)
    truth = 1 / math.pi  # E max(xy, 0) = E|xy| / 2
    found = evppi({"x": x, "y": y}, net, of=["x", ("x", "y")])
    assert_near(found["x"], 0.0, replicates=10)
    assert_near(found["x+y"], truth, replicates=10)
    assert found["x+y"].width < 0.05


def test_three_options() -> None:
    rng = np.random.default_rng(10)
    x, y = rng.normal(size=(2, 40_000))
    noise = rng.normal(0, 1, (40_000, 3))
    found = evppi({"x": x, "y": y}, np.column_stack([0 * x, x, -x - 0.3]) + noise)
    truth = integrate.quad(lambda t: max(t, -t - 0.3, 0.0) * stats.norm.pdf(t), -9, 9, points=[-0.3, 0.0])[0]
    assert_near(found["x"], truth, replicates=10)
    assert_near(found["y"], 0.0, replicates=10)


def test_groups_of_many_inputs_by_trees() -> None:
    rng = np.random.default_rng(11)
    columns = rng.normal(size=(5, 6000))
    net = columns[0] * columns[1] + columns[2:].sum(axis=0) - 0.5 + rng.normal(0, 0.5, 6000)
    # z1 z2 + a normal of variance 3
    truth = integrate.quad(lambda z: loss_given(z) * stats.norm.pdf(z), -8, 8)[0]
    inputs = {f"x{number}": column for number, column in enumerate(columns)}
    found = evppi(inputs, net, of=[tuple(inputs)])
    assert found.value == pytest.approx(truth, rel=0.1)


def loss_given(z: float) -> float:
    return loss(-0.5, math.sqrt(z**2 + 3.0))


def test_many_inputs_need_a_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.ensemble", None)
    rng = np.random.default_rng(12)
    columns = {f"x{number}": rng.normal(size=500) for number in range(4)}
    with pytest.raises(InputError, match=r'pip install "mkba-uncertainty\[learning\]"'):
        evppi(columns, columns["x0"], of=[tuple(columns)])


# --- bias and coverage

SCENARIOS = {
    "strong": (-1.0, 2.0),
    "medium": (-1.0, 1.0),
    "small": (-1.0, 0.5),
    "next to nothing": (-1.0, 0.3),
    "null": (-1.0, 0.0),
    "null, options equal": (0.0, 0.0),
    "null, options nearly equal": (-0.05, 0.0),
    "weak, options equal": (0.0, 0.1),
    "options equal": (0.0, 1.0),
}
SEEDS, ROWS = 20, 1500


def draw(mean: float, sd: float, seed: int) -> tuple[dict[str, Array], Array]:
    """NB ~ N(mean, 3), of which one input carries sd."""
    rng = np.random.default_rng([seed, 77])
    x = rng.normal(size=ROWS)
    return {"x": x}, mean + sd * x + math.sqrt(9 - sd**2) * rng.normal(size=ROWS)


@pytest.mark.parametrize("name", SCENARIOS)
def test_intervals_hold_the_truth_also_where_it_is_small_or_zero(name: str) -> None:
    mean, sd = SCENARIOS[name]
    truth = loss(mean, sd)
    found = [evppi(*draw(mean, sd, seed), rng=seed)["x"] for seed in range(SEEDS)]
    assert_covers(lambda seed: found[seed], truth, seeds=range(SEEDS), rates=(0.95, 1.0))
    values = np.array([one.value for one in found])
    noise = 3 / math.sqrt(ROWS)  # what the mean of the net benefit is uncertain by
    assert abs(values.mean() - truth) < 0.4 * noise
    if sd == 0:
        assert max(one.low for one in found) == 0.0
        widest = np.mean([one.width for one in found])
        assert widest < (0.1 if mean == -1.0 else 2.0) * noise


def test_the_plain_estimate_is_biased_where_ours_is_not() -> None:
    """Options nearly equal and an input that tells nothing: fitted means in the formula give value, ours hold zero."""
    plain, ours = [], []
    for seed in range(SEEDS):
        inputs, net = draw(0.0, 0.0, seed)
        basis = np.vander((inputs["x"] - inputs["x"].mean()) / inputs["x"].std(), 8)
        fitted = basis @ np.linalg.lstsq(basis, net)[0]
        plain.append(np.maximum(fitted, 0).mean() - max(net.mean(), 0))
        ours.append(evppi(inputs, net, rng=seed)["x"].value)
    assert np.mean(plain) > 0.02
    assert np.mean(ours) < 0.4 * np.mean(plain)


def test_what_is_known_together_is_worth_more() -> None:
    inputs, net = table(20_000, 13)
    found = evppi(inputs, net, of=["p1", "p2", ("p1", "p2"), ("p1", "p2", "null")])
    everything = evpi(net)
    for worth in found.worths:
        assert 0 <= worth.value.low <= worth.value.value <= worth.value.high
        assert worth.value.low <= everything.high
    for part in ("p1", "p2"):
        assert found[part].low <= found["p1+p2"].high
    assert found["p1+p2"].low <= found["p1+p2+null"].high
    assert found["p1+p2"].value == pytest.approx(everything.value, rel=0.02)
    study = evsi(inputs, net, of="p1", study=NormalStudy(10, sd=1.0), sizes=[1, 10, 1000])
    assert [worth.value.value for worth in study.worths] == sorted(worth.value.value for worth in study.worths)
    assert study.worths[-1].value.value <= found["p1"].value + found["p1"].width / 2


def test_both_ways_agree_on_a_case() -> None:
    model = mkba.build_model(mkba.load_case("arnhem-ozo"))
    ensemble = mkba.simulate(model, draws=8192, replicates=4, kind="monte_carlo", outcomes=["net_benefit"])
    names = ["recidivism", "attribution_placements", "personnel_cost"]
    inputs = {name: ensemble.inputs[name].to_numpy().ravel() for name in names}
    found = evppi(inputs, ensemble.outcomes["net_benefit"].to_numpy().ravel() - 1e6)
    exact = value_of_information(model, of=names, threshold=1e6, draws=512)
    for name in names:
        curve = exact.evppi[name].value
        assert curve.low <= found[name].high
        assert found[name].low <= curve.high
        assert curve.width <= found[name].width


def test_the_same_seed_gives_the_same_answer() -> None:
    inputs, net = table(2000, 14)
    assert evppi(inputs, net, rng=5).to_dict() == evppi(inputs, net, rng=5).to_dict()
    assert evppi(inputs, net, rng=5).to_dict() != evppi(inputs, net, rng=6).to_dict()
    state = np.random.get_state()[1][:3].tolist()  # noqa: NPY002
    evppi(inputs, net, rng=None)
    assert np.random.get_state()[1][:3].tolist() == state  # noqa: NPY002


def test_what_a_joint_study_fits_does_not_hang_on_the_number_of_threads() -> None:
    """BLAS divides long sums over its threads: the fit of a study of two estimates, on its table of 65,536 draws."""
    columns = np.random.default_rng(3).normal(size=(2**16, 2))
    lead = np.column_stack([np.zeros(2**16), columns.sum(axis=1)])
    cells = Cells.of(columns, lead)
    basis = np.concatenate([columns**power for power in range(7)], axis=1)

    def found(threads: int) -> tuple[bytes, float]:
        with threadpool_limits(threads, user_api="blas"):
            fit = Linear(basis, cells).fit(lead)
            return fit.held_out.tobytes(), cells.average(fit.error)

    assert found(1) == found(2)


def test_a_constant_is_known_already() -> None:
    _, net = table(1000, 15)
    assert evppi({"x": np.full(1000, 3.0)}, net)["x"] == Measured(0.0, 0.0, 0.0)


# --- refusals


def with_hole(values: Array) -> Array:
    holed = values.copy()
    holed[7] = math.nan
    return holed


INPUTS, NET = table(400, 16)
REFUSED: list[tuple[str, Mapping[str, Any]]] = [
    ("rows_differ", {"inputs": INPUTS, "net_benefit": NET[:-1]}),
    ("row_labels_differ", {"inputs": INPUTS, "net_benefit": pd.Series(NET, index=INPUTS.index[::-1])}),
    ("table_without_names", {"inputs": INPUTS.to_numpy(), "net_benefit": NET}),
    ("table_without_names", {"inputs": NET.tolist(), "net_benefit": NET.tolist()}),
    ("column_shape", {"inputs": {"x": INPUTS.to_numpy()}, "net_benefit": NET}),
    ("column_shape", {"inputs": {"x": 3.0}, "net_benefit": NET}),
    ("rows_too_few", {"inputs": INPUTS[:50], "net_benefit": NET[:50]}),
    ("column_not_finite", {"inputs": {"x": with_hole(NET)}, "net_benefit": NET}),
    ("column_not_finite", {"inputs": INPUTS, "net_benefit": with_hole(NET)}),
    ("column_no_numbers", {"inputs": {"x": NET.astype(str)}, "net_benefit": NET}),
    ("table_shape", {"inputs": INPUTS, "net_benefit": NET.reshape(400, 1, 1)}),
    ("unknown_column", {"inputs": INPUTS, "net_benefit": NET, "of": "p3"}),
    ("unknown_column", {"inputs": INPUTS, "net_benefit": NET, "of": [("p1", "p3")]}),
    ("nothing_to_learn", {"inputs": INPUTS, "net_benefit": np.full(400, 3.0)}),
    ("nothing_to_learn", {"inputs": INPUTS, "net_benefit": np.column_stack([NET, NET + 1.0])}),
]


@pytest.mark.parametrize(("code", "asked"), REFUSED)
def test_what_cannot_be_used(code: str, asked: dict[str, Any]) -> None:
    with pytest.raises(MkbaError) as caught:
        evppi(**asked)
    assert caught.value.code == code
    assert all(caught.value.text(lang) for lang in LANGUAGES)


@pytest.mark.parametrize(
    "asked",
    [
        {"study": BinomialStudy(10)},
        {"study": {"p1": NormalStudy(10, sd=1.0)}, "of": "p2"},
        {"study": {}},
    ],
)
def test_a_study_of_what(asked: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        evsi(INPUTS, NET, **asked)
    assert caught.value.code == "study_of_what"
    assert all(caught.value.text(lang) for lang in LANGUAGES)


def test_an_input_that_is_no_share() -> None:
    with pytest.raises(InputError, match="a share from 0 to 1"):
        evsi(INPUTS, NET, of="p1", study=BinomialStudy(10))


def test_a_constant_net_benefit_is_an_error() -> None:
    with pytest.raises(ModelError, match="nothing to learn"):
        evpi(np.full(500, 2.0))


def test_several_values_have_no_single_one() -> None:
    with pytest.raises(InputError, match="several values"):
        _ = evppi(INPUTS, NET).value


def test_bars_are_the_values() -> None:
    found = evppi(INPUTS, NET)
    drawn = {artist.get_gid(): artist for artist in plot_evppi(found).findobj() if artist.get_gid()}
    assert drawn["worth:p2"].get_width() == found["p2"].value
    texts = {text.get_text() for text in plot_evppi(found).figure.findobj(Text)}
    assert number(found["p2"]) in texts
    assert not any("€" in text for text in texts)
