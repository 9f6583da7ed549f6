"""The value of information of models and cases: closed forms, limits, what people ask and how it is answered."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from command_line import assert_refused, mkba as command
from drawings import marked
from intervals import assert_covers, assert_near
from known_models import loss
from numpy.typing import NDArray
from scipy import integrate, stats
from scipy.stats import qmc
from threadpoolctl import threadpool_limits

import mkba_uncertainty as mkba
from mkba_uncertainty import BinomialStudy, DurationStudy, NormalStudy, ValueOfInformation, value_of_information
from mkba_uncertainty.analysis.information import Study, preposterior
from mkba_uncertainty.errors import InputError, MkbaError, ModelError
from mkba_uncertainty.families import Discrete, Empirical, Family, Gamma, Mixture, Normal, Pert, Point, Uniform
from mkba_uncertainty.model import CaseModel, Model
from mkba_uncertainty.plotting import figures, plot_evppi, plot_evsi
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report.screen import view
from mkba_uncertainty.texts import LANGUAGES
from mkba_uncertainty.texts.figures import count, exact, money, shared_unit

mpl.use("Agg")

Array = NDArray[np.float64]
SMALL: dict[str, Any] = {"draws": 256, "replicates": 4}


def add(values: Mapping[str, Array]) -> dict[str, Array]:
    return {"y": values["x1"] + values["x2"] - 1.0}


def subtract(values: Mapping[str, Array]) -> dict[str, Array]:
    return {"y": values["p1"] - values["p2"], "first": values["p1"], "second": values["p2"]}


def opposite(values: Mapping[str, Array]) -> dict[str, Array]:
    return {"up": values["x"] + 0.0 * values["other"], "down": -values["x"] + values["other"]}


def product(values: Mapping[str, Array]) -> dict[str, Array]:
    return {"y": values["x1"] * values["x2"] + values["x3"] - 0.5}


SUM = Model({"x1": Normal(0.0, 2.0), "x2": Normal(0.0, math.sqrt(5.0))}, add, ("y",), name="sum")
DIFFERENCE = Model(
    {"p1": Normal(1.0, 1.0), "p2": Normal(0.0, 2.0)}, subtract, ("y", "first", "second"), name="difference"
)
PRODUCT = Model(
    {"x1": Normal(0.0, 1.0), "x2": Normal(0.5, 1.0), "x3": Normal(0.0, 1.0)}, product, ("y",), name="product"
)


@pytest.fixture(scope="module")
def answer(arnhem: CaseModel) -> ValueOfInformation:
    return value_of_information(arnhem)


# --- closed forms


def test_normal_net_benefit() -> None:
    # design.md: NB ~ N(-1, 3)
    found = value_of_information(SUM, outcome="y")
    assert_near(found.evpi, 0.762708)
    assert found.evpi.width < 0.02
    assert found.evppi["x1"].value.value == pytest.approx(0.395593, abs=2e-4)
    assert_near(found.evppi["x1"].value, 0.395593)
    assert found.evppi["x2"].value.value == pytest.approx(loss(-1.0, math.sqrt(5.0)), abs=2e-4)
    assert found.prefer == "nothing"
    assert_near(found.gain, 1.0)
    assert_near(found.options["base"].probability_best, 0.369441)


def test_two_treatments_and_studies_of_one() -> None:
    # design.md: NB = p1 - p2
    found = value_of_information(
        DIFFERENCE, outcome="y", studies=[{"p1": NormalStudy(10, sd=1.0)}, {"p1": NormalStudy(100, sd=1.0)}]
    )
    assert_near(found.evpi, 0.4798107)
    assert_near(found.evppi["p1"].value, 0.0833155)
    assert_near(found.evppi["p2"].value, 0.3955931)
    for study, expected in zip(found.studies, (0.0723251, 0.0821176), strict=True):
        assert_near(study.at.value, expected)
        assert study.at.value.width < 1e-3


def test_options_may_be_outcomes_of_a_model() -> None:
    found = value_of_information(DIFFERENCE, options=["first", "second"], outcome="y")
    assert found.prefer == "first"
    assert_near(found.evpi, 0.4798107)
    assert found.evppi["p1"].value.value == pytest.approx(0.0833155, rel=1e-3)
    assert found.evppi["p2"].value.value == pytest.approx(0.3955931, rel=1e-3)


def test_three_options_and_two_changes_of_the_best() -> None:
    model = Model({"x": Normal(0.0, 1.0), "other": Normal(-0.3, 0.5)}, opposite, ("up", "down"))
    found = value_of_information(model, options=["nothing", "up", "down"], outcome="up")
    # max(x, -x - 0.3, 0) over a standard normal x
    truth = integrate.quad(lambda x: max(x, -x - 0.3, 0.0) * stats.norm.pdf(x), -9, 9, points=[-0.3, 0.0])[0]
    assert_near(found.evppi["x"].value, truth)
    assert found.evppi["x"].value.value == pytest.approx(truth, rel=1e-3)
    assert_near(found.evppi["other"].value, loss(-0.3, 0.5))
    assert found.evppi["other"].value.value == pytest.approx(loss(-0.3, 0.5), rel=5e-3)


def test_estimates_with_few_values_are_summed_exactly() -> None:
    model = Model({"x1": Discrete((-2.0, 0.5, 3.0), (0.5, 0.3, 0.2)), "x2": Normal(0.0, 1.0)}, add, ("y",))
    found = value_of_information(model, outcome="y", studies={"x1": NormalStudy(4, sd=0.001)})
    assert found.evppi["x1"].value.value == pytest.approx(0.2 * 2.0, abs=1e-4)
    assert found.studies[0].at.value.value == pytest.approx(found.evppi["x1"].value.value, rel=1e-9)


NOISE = Normal(0.0, 0.3)
MANY = Empirical(tuple(np.round(np.random.default_rng(3).lognormal(0.0, 1.0, 300), 3).tolist()))
THOUSANDS = Empirical(tuple(np.random.default_rng(4).gamma(0.7, 2.0, 6000).tolist()))


def _against_nothing(family: Family, curve: Callable[[Array], Array], **asked: Any) -> Measured:
    """Value knowing an estimate along which the net benefit is a curve, and noise."""
    model = Model({"x": family, "noise": NOISE}, lambda v: {"y": curve(v["x"]) + v["noise"]}, ["y"])
    return value_of_information(model, outcome="y", of=["x"], **asked).evppi["x"].value


@pytest.mark.parametrize(("family", "precision"), [(MANY, 3e-5), (THOUSANDS, 3e-5)], ids=["300", "6000"])
def test_values_that_have_a_probability_are_summed_however_many(family: Empirical, precision: float) -> None:
    more = np.array(family.values) - 2.5
    found = _against_nothing(family, lambda x: x - 2.5)
    assert found.value == pytest.approx(np.maximum(more, 0.0).mean() - max(more.mean(), 0.0), abs=precision)
    assert found.width < 1e-4


@pytest.mark.parametrize("level", [0.3, 0.6, 0.8])
def test_what_a_jump_hides_among_values_taken_together_is_in_the_interval(level: float) -> None:
    x = np.array(THOUSANDS.values)
    edge = np.quantile(x, level)
    model = Model({"x": THOUSANDS, "z": Normal(0.0, 1e-4)}, lambda v: {"y": (v["x"] > edge) - 0.6 + v["z"]}, ["y"])
    found = value_of_information(model, outcome="y", of=["x"], draws=16, replicates=4).evppi["x"].value
    expected = 0.4 * (x > edge).mean() - max((x > edge).mean() - 0.6, 0.0)
    assert found.low <= expected <= found.high
    assert found.width < 0.01 * expected


def test_values_among_a_stretch_are_nodes_of_their_own() -> None:
    family = Mixture((Uniform(0.0, 1.0), Point(0.25), Point(2.0)), (0.5, 0.2, 0.3))
    # against doing nothing: 0.5 E max(U - 0.8, 0) + 0.3 x 1.2, less the mean of 0.9 - 0.8
    assert _against_nothing(family, lambda x: x - 0.8).value == pytest.approx(0.5 * 0.02 + 0.36 - 0.1, abs=2e-5)


def _above(edge: float) -> Callable[[Array], Array]:
    return lambda x: (x > edge) - 0.5


JUMPS: list[tuple[str, Callable[[Array], Array], float]] = [
    ("step", _above(0.37), 0.5 * 0.63 - 0.13),
    ("spike", lambda x: 100.0 * ((x > 0.600) & (x < 0.610)) - 0.9, 0.891),
    ("dip", lambda x: 0.9 - 100.0 * ((x > 0.300) & (x < 0.308)), 99.1 * 0.008),
    ("kink", lambda x: np.abs(x - 0.37) - 0.1, 0.0),
    ("waves", lambda x: np.sin(20 * np.pi * x) - 0.05, 0.0),
    ("stairs", lambda x: np.floor(10 * x) / 10 - 0.42, 0.0),
]


@pytest.mark.parametrize(("name", "curve", "expected"), JUMPS, ids=[name for name, _, _ in JUMPS])
def test_a_curve_that_is_not_smooth_and_two_of_three_intervals(
    name: str, curve: Callable[[Array], Array], expected: float
) -> None:
    x = (np.arange(10**6) + 0.5) / 10**6
    by_sum = float(np.maximum(curve(x), 0.0).mean() - max(curve(x).mean(), 0.0))
    if expected:
        assert by_sum == pytest.approx(expected, abs=1e-9)
    found = [_against_nothing(Uniform(0.0, 1.0), curve, rng=seed) for seed in (1, 2, 3)]
    assert [each.value for each in found] == pytest.approx([by_sum] * 3, rel=2e-3)
    assert sum(each.low <= by_sum <= each.high for each in found) >= 2
    assert all(each.width < 0.008 * by_sum for each in found)


def test_nine_of_ten_spikes_that_few_draws_meet_are_found_since_their_mean_knows_of_them() -> None:
    """Some 16 of 4,096 draws lie in it, and no node; only the mean of all draws tells."""
    expected, right, held = 0.004 * 249.1 - 0.1, 0, 0
    for seed, low in enumerate(np.random.default_rng(1).uniform(0.05, 0.9, 10).tolist()):

        def spike(x: Array, low: float = low) -> Array:
            return 250.0 * ((x > low) & (x < low + 0.004)) - 0.9

        found = _against_nothing(Uniform(0.0, 1.0), spike, draws=512, rng=seed)
        held += found.low <= expected <= found.high
        right += abs(found.value - expected) < 0.05 * expected
    assert min(held, right) >= 9


@pytest.mark.parametrize(
    "atoms", [Discrete((-2.0, -1.0), (0.5, 0.5)), Empirical(tuple(np.linspace(0.0, 1.0, 20).tolist()))]
)
def test_a_spike_among_values_that_have_a_probability(atoms: Family) -> None:
    def spike(x: Array) -> Array:
        return 100.0 * ((x > 0.604) & (x < 0.614)) - 0.7

    family = Mixture((atoms, Uniform(0.0, 1.0)), (0.2, 0.8))
    found = _against_nothing(family, spike)
    assert found.value == pytest.approx(0.008 * 99.3 - 0.1, abs=1e-3)  # 0.8 x 0.01 of the probability; the mean is 0.1
    assert found.width < 0.01


@pytest.mark.parametrize("rank", [0.5, -0.4])
def test_estimates_that_hang_together_tell_of_each_other(rank: float) -> None:
    model = Model(SUM.inputs, add, ("y",), correlation={("x1", "x2"): rank})
    correlation = 2 * math.sin(math.pi * rank / 6)
    found = value_of_information(model, outcome="y", groups={"first": ["x1"], "both": ["x1", "x2"]})
    truth = loss(-1.0, abs(2.0 + correlation * math.sqrt(5.0)))
    both = loss(-1.0, math.sqrt(9.0 + 2 * correlation * 2.0 * math.sqrt(5.0)))
    assert found.evppi["x1"].value.value == pytest.approx(truth, rel=2e-3)
    assert_near(found.groups["first"].value, truth)
    assert_near(found.groups["both"].value, both)
    assert_near(found.evpi, both)


def test_groups_with_interaction() -> None:
    groups = {"one": ["x1"], "two": ["x1", "x2"], "all": ["x1", "x2", "x3"]}
    found = value_of_information(PRODUCT, outcome="y", groups=groups)

    def given(x1: float) -> float:  # the value of knowing x2 as well, of which x1 x2 - 0.5 is normal; x3 is 0
        return (loss(0.5 * x1 - 0.5, abs(x1)) + max(0.5 * x1 - 0.5, 0.0)) * math.exp(-x1 * x1 / 2)

    pair = integrate.quad(given, -9, 9, points=[0.0, 1.0])[0] / math.sqrt(2 * math.pi)
    assert found.evppi["x1"].value.value == pytest.approx(loss(-0.5, 0.5), rel=2e-2)
    assert_near(found.groups["one"].value, loss(-0.5, 0.5))
    assert_near(found.groups["two"].value, pair)
    assert found.groups["two"].value.width < 0.15 * pair
    one, two, everything = (found.groups[name].value for name in groups)
    assert one.low <= two.high
    assert two.low <= everything.high
    assert two.low <= found.evpi.high
    for group in found.groups.values():
        assert group.inner_bias is not None
        assert abs(group.inner_bias) < 0.02 * group.value.value


def test_noise_of_inner_means_is_seen_and_taken_off() -> None:
    # Knowing x1 tells nothing, but by chance the few inner draws of x2 have a mean, which sin(50 x1) turns into value.
    model = Model({"x1": Uniform(0.0, 1.0), "x2": Normal(0.0, 10.0)}, _wave, ("y",))
    found = value_of_information(
        model, outcome="y", groups={"null": ["x1"]}, draws=64, replicates=16, kind="monte_carlo", rng=3
    )
    group = found.groups["null"]
    assert group.inner_bias is not None
    assert group.inner_bias > 0.05
    assert group.value.low == 0.0
    assert group.value.value < 0.4


def _wave(values: Mapping[str, Array]) -> dict[str, Array]:
    return {"y": values["x2"] * np.sin(50 * values["x1"])}


def test_what_makes_no_difference_is_worth_nothing() -> None:
    model = Model({"x1": Normal(0, 2.0), "x2": Normal(0, 1.0), "null": Uniform(0, 1)}, add, ("y",))
    null = value_of_information(model, outcome="y").evppi["null"].value
    assert (null.value, null.low) == (0.0, 0.0)
    assert null.high < 1e-12


def test_where_no_draw_changes_the_choice_the_interval_still_has_an_end() -> None:
    model = Model({"x1": Normal(30.0, 2.0), "x2": Normal(0.0, 1.0)}, add, ("y",))
    evpi = value_of_information(model, outcome="y", **SMALL).evpi
    assert (evpi.value, evpi.low) == (0.0, 0.0)
    assert 0 < evpi.high < 0.1


@pytest.mark.parametrize(("draws", "replicates", "kind"), [(1024, 11, "sobol"), (333, 5, "latin_hypercube")])
def test_any_design_will_do(draws: int, replicates: int, kind: Any) -> None:
    found = value_of_information(
        SUM, outcome="y", groups={"one": ["x1"]}, draws=draws, replicates=replicates, kind=kind
    )
    assert found.evpi.value == pytest.approx(0.762708, abs=0.05)
    assert found.groups["one"].value.value == pytest.approx(0.395593, abs=0.03)


def test_intervals_hold_the_truth() -> None:
    def measured(seed: int) -> dict[str, Measured]:
        found = value_of_information(SUM, outcome="y", draws=128, replicates=8, rng=seed)
        return {"evpi": found.evpi, "evppi": found.evppi["x1"].value}

    assert_covers(measured, {"evpi": 0.762708, "evppi": 0.395593})


# --- Arnhem


def test_recidivism_against_a_million_is_resolved(arnhem: CaseModel) -> None:
    """Arnhem is linear in recidivism: two points, on other draws, give the line, and quadrature the value."""
    points = qmc.Sobol(len(arnhem.uncertain), rng=7).random(2**16).T
    drawn = {name: arnhem.inputs[name].ppf(np.clip(u, 1e-9, 1 - 1e-9)) for name, u in zip(arnhem.uncertain, points)}  # noqa: B905
    first, middle, second = (
        float(arnhem.evaluate({**drawn, "recidivism": np.full(2**16, x)}, ["net_benefit"])["net_benefit"].mean())
        for x in (0.2, 0.3, 0.4)
    )
    assert middle == pytest.approx((first + second) / 2, rel=1e-9)
    slope = (second - first) / 0.2
    family = stats.beta(1 + 4 * 0.15 / 0.35, 1 + 4 * 0.2 / 0.35, 0.15, 0.35)

    def truth(threshold: float) -> float:
        root = 0.3 + (threshold - middle) / slope
        below = integrate.quad(lambda x: (slope * (x - root)) * family.pdf(x), root, 0.5)[0]
        return float(-below if slope * (0.3 - root) + slope * (family.mean() - 0.3) > 0 else below)

    for threshold, width in ((1e6, 400.0), (0.0, 2.0)):
        found = value_of_information(arnhem, of=["recidivism"], threshold=threshold).evppi["recidivism"].value
        assert found.width < width
        assert found.value == pytest.approx(truth(threshold), abs=width)
    assert 119_500 < truth(1e6) < 121_500
    assert 20 < truth(0.0) < 100


def test_knowing_more_is_worth_little_in_arnhem(answer: ValueOfInformation) -> None:
    assert 20_000 < answer.evpi.value < 32_000
    assert next(iter(answer.evppi.values())).value.value < 0.01 * answer.evpi.value
    assert answer.prefer == "base"
    assert answer.is_little
    assert "weinig waard" in answer.verdict.nl
    assert "worth little" in answer.verdict.en
    assert "next to nothing" in answer.verdict.en
    assert any(row.cells.get("error", True) is None for row in answer.pictured.rows)
    assert any("shown without an interval" in note.en for note in answer.notes())


def test_another_perspective_changes_it(arnhem: CaseModel) -> None:
    model = mkba.build_model(arnhem.case, scenarios=["new_found_30"])
    found = value_of_information(model, outcome="actor:municipality", **SMALL)
    assert not found.is_little
    assert "worth a lot" in found.verdict.en
    assert "veel waard" in found.verdict.nl
    assert found.evppi["recidivism"].value.value > 10_000


def test_scenarios_are_options_on_the_same_draws(arnhem: CaseModel) -> None:
    found = value_of_information(arnhem, options=["base", "new_found_30", "recidivism_20"], of=["recidivism"], **SMALL)
    more = mkba.build_model(arnhem.case, scenarios=["new_found_30"])
    alone = value_of_information(more, of=["recidivism"], **SMALL)
    assert found.options["new_found_30"].mean == alone.options["base"].mean
    assert set(found.options) == {"base", "new_found_30", "recidivism_20"}
    # an option that fixes recidivism does not move with it
    assert found.evppi["recidivism"].value.value > 0


def test_years_and_population_scale_everything(arnhem: CaseModel) -> None:
    plain = value_of_information(arnhem, threshold=1e6, of=["recidivism"], **SMALL)
    wide = value_of_information(arnhem, threshold=1e6, of=["recidivism"], years=2.5, population=3.0, **SMALL)
    factor = 3.0 * (1 + 1 / 1.055 + 0.5 / 1.055**2)
    assert wide.scale.factor == pytest.approx(factor)
    assert wide.evpi.value == pytest.approx(factor * plain.evpi.value)
    assert wide.evppi["recidivism"].value.high == pytest.approx(factor * plain.evppi["recidivism"].value.high)
    assert wide.gain.value == pytest.approx(factor * plain.gain.value)


def test_groups_by_role(arnhem: CaseModel) -> None:
    found = value_of_information(arnhem, groups="role", of=["recidivism"], draws=256, replicates=8)
    assert set(found.groups) == {"expert", "observed", "unit_value"}
    expert = found.groups["expert"].value
    assert found.evppi["recidivism"].value.value < expert.high
    assert expert.low < found.evpi.high
    assert expert.value > found.groups["observed"].value.value


# --- studies


def test_the_best_size_is_the_best_of_all() -> None:
    per_household, fixed = 0.0004, 0.01
    found = value_of_information(
        DIFFERENCE, outcome="y", studies={"p1": NormalStudy(10, sd=1.0)}, cost_per_household=per_household,
        fixed_cost=fixed, **SMALL,
    )  # fmt: skip
    study = found.studies[0]
    assert study.best is not None

    def net(n: int) -> float:
        return loss(1.0, math.sqrt(1 - 1 / (n + 1))) - fixed - per_household * n

    truth = max(range(1, 200), key=net)
    assert abs(study.best.n - truth) <= 1
    assert study.best.net.value == pytest.approx(net(truth), abs=2e-3)
    assert study.best.n in {size.n for size in study.sizes}
    assert study.at.n == 10


def test_a_study_that_costs_too_much_does_not_pay(arnhem: CaseModel) -> None:
    found = value_of_information(
        arnhem, of=["recidivism"], studies={"recidivism": BinomialStudy(100)}, cost_per_household=100, **SMALL
    )
    study = found.studies[0]
    assert study.best is None
    assert all(size.net.value < 0 for size in study.sizes)
    assert study.at.value.value <= study.perfect.high
    assert "pays off at no size" in found.verdict.en
    assert "loont bij geen enkele omvang" in found.verdict.nl


def test_two_estimates_in_one_study(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkba_uncertainty.analysis.information.planned.TABLE_DRAWS", 2**13)  # an eighth of the time
    studies: dict[str, Study] = {"p1": NormalStudy(10, sd=1.0), "p2": NormalStudy(10, sd=1.0)}
    found = value_of_information(DIFFERENCE, outcome="y", studies=studies, **SMALL)
    study = found.studies[0]
    # the posterior mean of p1 - p2 varies by 1 - 1/11 and 4 - 1/(1/4 + 10)
    truth = loss(1.0, math.sqrt((1 - 1 / 11) + (4 - 1 / 10.25)))
    assert study.estimate == "p1+p2"
    assert_near(study.at.value, truth, replicates=4)
    assert study.at.value.width < 0.06
    assert [size.n for size in study.sizes] == [1, 3, 10, 30]
    values = [size.value.value for size in study.sizes]
    assert values == sorted(values)
    assert values[-1] <= study.perfect.value


# --- what people ask


def test_a_run_goes_on_until_an_interval_is_narrow_enough() -> None:
    first = value_of_information(SUM, outcome="y", draws=64)
    asked = first.evppi["x1"].value.width / 3
    found = value_of_information(SUM, outcome="y", draws=64, until=f"x1.evppi:{asked}")
    assert found.stopping is not None
    assert found.stopping.met
    assert found.evppi["x1"].value.width <= asked
    assert found.provenance.replicates > 8
    assert found.to_dict()["stopping"]["met"]


@pytest.mark.parametrize("until", ["first_order:0.1", "evppi_group:1", "x9.evppi:1", "x1.evpi:1"])
def test_a_rule_about_something_else(until: str) -> None:
    with pytest.raises(InputError) as caught:
        value_of_information(SUM, outcome="y", until=until, **SMALL)
    assert caught.value.code == "until_unknown"


def test_sums_over_data_do_not_depend_on_threads() -> None:
    """Products of matrices of this size do, in the last bit; smaller ones stay with one thread."""
    rng = np.random.default_rng(3)
    x, weight = np.sort(rng.lognormal(0, 1, 300)), rng.dirichlet(np.full(300, 9.0))
    curves = rng.normal(size=(300, 8, 3)) + x[:, None, None]

    def answer(threads: int) -> list[Any]:
        with threadpool_limits(threads, user_api="blas"):
            found = preposterior(NormalStudy(20, sd=3.0), "x", x, weight)
            return [
                found.likelihood,
                found.best(curves),
                found.choices(curves[:, 0]),
                found.error(curves[:, 0], weight),
            ]

    for one, two in zip(answer(1), answer(2), strict=True):
        np.testing.assert_array_equal(one, two)


def test_the_answer_does_not_depend_on_workers() -> None:
    plain = value_of_information(PRODUCT, outcome="y", groups={"two": ["x1", "x2"]}, **SMALL)
    with ThreadPoolExecutor(2) as pool:
        again = value_of_information(PRODUCT, outcome="y", groups={"two": ["x1", "x2"]}, executor=pool, **SMALL)
    assert plain.to_dict() == again.to_dict()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"options": ["base", "nowhere"]}, "unknown_option"),
        ({"options": ["base", "base"]}, "option_twice"),
        ({"options": ["nothing"]}, "options_too_few"),
        ({"options": []}, "options_too_few"),
        ({"options": ["base", "qaly_100000"]}, "option_is_norm"),
        ({"outcome": "actor:nobody"}, "unknown_outcome"),
        ({"of": ["relapse"]}, "unknown_input"),
        ({"of": ["discount_rate"]}, "input_fixed"),
        ({"groups": {"levers": ["new_found_share"]}}, "group_empty"),
        ({"threshold": math.nan}, "threshold_not_finite"),
        ({"years": 0.0}, "scale_not_positive"),
        ({"population": math.inf}, "scale_not_positive"),
        ({"fixed_cost": -1.0}, "cost_negative"),
        ({"studies": {"relapse": BinomialStudy(10)}}, "unknown_input"),
        ({"studies": {"shelter_stay_years": BinomialStudy(10)}}, "study_no_share"),
        ({"studies": {"recidivism": BinomialStudy(10), "shelter_stay_years": DurationStudy(9)}}, "study_sizes_differ"),
    ],
)
def test_what_cannot_be_asked(arnhem: CaseModel, asked: dict[str, Any], code: str) -> None:
    with pytest.raises(MkbaError) as caught:
        value_of_information(arnhem, draws=16, replicates=2, **asked)
    assert caught.value.code == code
    assert all(caught.value.text(lang) for lang in LANGUAGES)


def test_a_constant_net_benefit_is_an_error() -> None:
    model = Model({"x": Normal(0.0, 1.0)}, lambda values: {"y": 0.0 * values["x"] + 3.0}, ("y",))
    with pytest.raises(ModelError, match="nothing to learn"):
        value_of_information(model, outcome="y", **SMALL)


def test_frame_and_json_hold_everything(answer: ValueOfInformation) -> None:
    model = SUM
    found = value_of_information(
        model, outcome="y", groups={"both": ["x1", "x2"]}, studies={"x1": NormalStudy(5, sd=1)}
    )
    frame = found.to_frame()
    assert frame["kind"].unique().tolist() == ["estimate", "group", "all", "study"]
    row = frame[frame["estimate"] == "x2"].iloc[0]
    assert (row["evppi"], row["evppi_low"], row["evppi_high"]) == tuple(
        getattr(found.evppi["x2"].value, end) for end in ("value", "low", "high")
    )
    assert frame[frame["kind"] == "study"]["n"].tolist() == [size.n for size in found.studies[0].sizes]
    shown = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert shown["evppi_group"]["both"]["value"] == found.groups["both"].value.value
    assert {"estimate", "n", "value", "low", "high"} <= set(shown["evsi"][0])
    assert list(answer.to_dict()["evppi"]) == list(answer.evppi)
    assert len(answer.to_frame()) == len(answer.evppi) + 1


# --- figures and the screen


@pytest.fixture(scope="module")
def planned(arnhem: CaseModel) -> ValueOfInformation:
    return value_of_information(
        arnhem, of=["recidivism"], groups="role", threshold=1e6, years=5, studies={"recidivism": BinomialStudy(50)},
        cost_per_household=100, draws=64, replicates=2,
    )  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lines_are_the_studies(planned: ValueOfInformation, lang: str) -> None:
    result = planned
    study = result.studies[0]
    ax = plot_evsi(result, lang=lang)
    found = marked(ax)
    np.testing.assert_allclose(found["evsi:recidivism"].get_ydata(), [size.value.value for size in study.sizes])
    np.testing.assert_allclose(found["enbs:recidivism"].get_ydata(), [size.net.value for size in study.sizes])
    assert study.best is not None
    assert found["best:recidivism"].get_xdata()[0] == study.best.n
    assert found["perfect:recidivism"].get_ydata()[0] == study.perfect.value
    assert set(figures(result, lang)) == {"evppi", "evsi"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bars_are_the_values_of_what_is_worth_something(planned: ValueOfInformation, lang: str) -> None:
    found = marked(plot_evppi(planned, lang=lang))
    assert found["worth:"].get_width() == planned.evpi.value
    low, high = found["interval:"].get_xdata()
    assert (low, high) == (planned.evpi.low, planned.evpi.high)
    shown = {gid.removeprefix("worth:") for gid in found if gid.startswith("worth:") and gid != "worth:"}
    each = {**planned.evppi, **planned.groups}
    assert shown == {name for name, worth in each.items() if worth.value.value > 0.01 * planned.evpi.value}
    assert all(found[f"worth:{name}"].get_width() == each[name].value.value for name in shown)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_nothing_alone_is_worth_knowing_there_is_a_sentence(
    answer: ValueOfInformation, arnhem: CaseModel, lang: str
) -> None:
    """In Arnhem as it is no estimate by itself could turn the choice."""
    ax = plot_evppi(answer, lang=lang)
    assert not ax.patches
    assert any(answer.provenance.amount(answer.evpi)(lang) in text.get_text() for text in ax.texts)
    study = value_of_information(arnhem, of=[], studies={"recidivism": BinomialStudy(9)}, draws=64, replicates=2)
    assert not plot_evsi(study, lang=lang).axison


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sizes_of_a_study_end_with_what_no_study_can_exceed(planned: ValueOfInformation, lang: str) -> None:
    study = planned.studies[0]
    *sizes, exactly = planned.shown()[-1].texts(lang)
    units = [shared_unit([size.value, exact(size.cost), size.net]) for size in study.sizes]
    assert [row[:3] for row in sizes] == [
        [count(size.n, lang), money(size.value, lang, unit=unit), money(exact(size.cost), lang, unit=unit)]
        for size, unit in zip(study.sizes, units, strict=True)
    ]
    assert exactly[1:] == [money(study.perfect, lang), "", "", ""]


def test_no_figure_of_studies_where_there_are_none(answer: ValueOfInformation) -> None:
    with pytest.raises(InputError, match="no studies"):
        plot_evsi(answer)
    assert set(figures(answer)) == {"evppi"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_screen_fits_eighty_columns(planned: ValueOfInformation, lang: str) -> None:
    from rich.console import Console

    result = planned
    console = Console(width=80, record=True, file=io.StringIO())
    console.print(view(result, lang))
    text = console.export_text()
    assert "…" not in text
    assert "voi." not in text
    assert result.evppi["recidivism"].label[lang] in text


@pytest.mark.usefixtures("unrendered")
def test_the_command(tmp_path: Path) -> None:
    done = command(
        "voi", "arnhem-ozo", "--json", "--draws", "64", "--replicates", "2", "--perspective", "municipality",
        "--options", "nothing,base,new_found_30", "--years", "5", "--group", "role",
        "--group", "recidivism,shelter_stay_years", "--study", "recidivism=binomial:40", "--cost-per-household", "50",
        "--fixed-cost", "1000", "--threshold=-1000", "--out", str(tmp_path / "out"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert set(shown["evpi"]) == {"value", "low", "high"}
    assert set(shown["evppi_group"]) == {"expert", "observed", "unit_value", "recidivism,shelter_stay_years"}
    assert {entry["n"] for entry in shown["evsi"]} >= {1, 10, 40, 100}
    assert shown["prefer"]["option"] in {"nothing", "base", "new_found_30"}
    assert shown["outcome"] == "actor:municipality"
    assert shown["scale"]["years"] == 5
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"voi.csv", "evppi.svg", "evsi.png", "manifest.json"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--perspective", "nobody"), "the case has no actor nobody"),
        (("--study", "recidivism=binomial"), "is not a study"),
        (("--options", "base,nowhere"), "there is no option nowhere"),
    ],
)
def test_the_command_says_what_is_wrong(arguments: tuple[str, ...], said: str) -> None:
    assert_refused(["voi", "arnhem-ozo", "--lang", "en", *arguments], [said])


def test_a_study_of_a_gamma_count_agrees_with_its_closed_form() -> None:
    """A registered count, on the same base: the posterior of Gamma(60) after k more is Gamma(60 + k) / 2."""
    model = Model({"count": Gamma(60.0), "price": Pert(0.5, 1.0, 1.5)}, _count_times_price, ("y",))
    found = value_of_information(model, outcome="y", studies={"count": mkba.PoissonStudy(1, base=1.0)}, **SMALL)
    k = np.arange(400)
    after = (60 + k) / 2 - 62.0
    truth = float(stats.nbinom(60, 0.5).pmf(k) @ np.maximum(after, 0))
    assert found.studies[0].at.value.value == pytest.approx(truth, rel=2e-3)


def _count_times_price(values: Mapping[str, Array]) -> dict[str, Array]:
    return {"y": values["count"] * values["price"] - 62.0}


def test_what_is_worth_less_than_a_cent_stands_in_one_row() -> None:
    inputs = {"a": Normal(1, 2), **dict.fromkeys("bcd", Normal(0, 0.4))}
    model = Model(inputs, lambda x: {"y": x["a"] + x["b"] + x["c"] + x["d"]}, ["y"])
    found = value_of_information(model, outcome="y", draws=64)
    assert 0 < found.evppi["b"].value.value < 0.005  # 0.4 x loss(2.5) = 0.0008
    labels = [row[0] for row in found.pictured.on_screen().texts("en")]
    assert labels == ["Everything", "a", "3 others, each at most"]


def test_an_evpi_of_rounding_alone_is_zero_with_a_reach() -> None:
    """N(4.5, 1) in units of 100,000: the unit normal loss at 4.5 is 6.9e-7, so that knowing all is worth 0.069."""
    model = mkba.Model({"x": mkba.Normal(450_000, 100_000)}, lambda x: {"net_benefit": x["x"]}, ["net_benefit"])
    found = mkba.value_of_information(model, draws=256, rng=1).evpi
    assert found.value == 0.0
    assert found.low == 0.0
    assert found.high > 100_000 * (stats.norm.pdf(4.5) - 4.5 * stats.norm.sf(4.5))
