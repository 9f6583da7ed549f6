"""Shapley effects, and indices under dependence: closed forms of Gaussian and lognormal models, enumeration."""

import itertools
import json
import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from intervals import assert_near, wider
from known_models import G_CONSTANTS, ishigami, random_correlation, sobol_g
from known_shares import GAUSSIAN, GAUSSIAN_WEIGHTS, Weighted, by_orders, explained, linear, of_dependent_indices
from shapley_by_subsets import scores_given_by_inverse, shapley_by_subsets, shapley_of_subsets

from mkba_uncertainty import dependent_indices, shapley, sobol, value_of_information
from mkba_uncertainty.analysis.variance import Walk
from mkba_uncertainty.casefile import load_case
from mkba_uncertainty.copula import pearson_to_spearman
from mkba_uncertainty.design import normal_scores
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.families import Discrete, Empirical, LogNormal, Mixture, Normal, Point, Uniform
from mkba_uncertainty.model import Model, build_model
from mkba_uncertainty.texts import LANGUAGES

METHODS = pytest.mark.parametrize("method", [shapley, shapley_by_subsets])


def assert_close(found, truth, widest):
    """See that intervals are narrow and that the truth is near."""
    for name, value in truth.items():
        assert found[name].width / 2 <= widest, name
        assert_near(found[name], value)


@METHODS
def test_three_gaussians(method):
    result = method(linear(GAUSSIAN, GAUSSIAN_WEIGHTS), outcome="y")
    assert_close(result.effects, {"x1": 0.125, "x2": 0.296875, "x3": 0.578125}, 0.004)
    assert list(result.effects) == ["x3", "x2", "x1"]
    assert_near(result.variance, 8)
    assert result.variance.width < 0.1


def test_three_gaussians_first_and_total():
    indices = dependent_indices(linear(GAUSSIAN, GAUSSIAN_WEIGHTS), outcome="y").indices
    first = {name: index.full_first_order for name, index in indices.items()}
    total = {name: index.independent_total_order for name, index in indices.items()}
    assert_close(first, {"x1": 0.125, "x2": 0.5, "x3": 0.78125}, 0.004)
    assert_close(total, {"x1": 0.125, "x2": 0.09375, "x3": 0.375}, 0.004)


@pytest.mark.parametrize("seed", range(4))
def test_any_gaussian_linear_model(seed):
    size = 3 + seed
    matrix, weights = random_correlation(seed, size), np.random.default_rng(seed + 100).normal(size=size)
    total = weights @ matrix @ weights
    truth = by_orders(lambda u: explained(matrix, weights, u), size) / total
    names = [f"x{number}" for number in range(1, size + 1)]
    model = linear(matrix, weights)
    for method in (shapley, shapley_by_subsets):
        result = method(model, outcome="y")
        assert_close(result.effects, dict(zip(names, truth, strict=True)), 0.02)
        assert sum(effect.value for effect in result.effects.values()) == pytest.approx(1, abs=1e-14)
    known = of_dependent_indices(matrix, weights, product=False)
    assert_close(known.run(), known.truth, 0.02)


def test_lognormal_product_with_dependence():
    """Y = exp(s'Z): E[Y | Z_u] is lognormal too, so Var(E[Y | Z_u]) = E[Y]^2 (exp(Var(E[s'Z | Z_u])) - 1)."""
    matrix, sigmas = random_correlation(7, 4), np.array([0.3, 0.5, 0.2, 0.4])
    total = math.expm1(sigmas @ matrix @ sigmas)
    worth = {
        u: math.expm1(explained(matrix, sigmas, u)) for size in range(5) for u in itertools.combinations(range(4), size)
    }
    truth = by_orders(lambda u: worth[tuple(sorted(u))], 4) / total
    model = linear(matrix, sigmas, np.exp)
    assert abs(truth - by_orders(lambda u: explained(matrix, sigmas, u), 4) / (sigmas @ matrix @ sigmas)).max() > 0.005
    names = ["x1", "x2", "x3", "x4"]
    for method in (shapley, shapley_by_subsets):
        effects = method(model, outcome="y", replicates=32).effects
        assert_close(effects, dict(zip(names, truth, strict=True)), 0.015)
    known = of_dependent_indices(matrix, sigmas, product=True)
    assert_close(known.run(replicates=32), known.truth, 0.017)


def test_ishigami():
    truth = {"x1": 0.313905 + 0.243684 / 2, "x2": 0.442411, "x3": 0.243684 / 2}
    for method in (shapley, shapley_by_subsets):
        assert_close(method(ishigami().model, outcome="y").effects, truth, 0.01)


def test_sobol_g():
    """Each term of Sobol's decomposition is divided evenly over its inputs; here it is a product of variances."""
    parts = [1 / (3 * (1 + a) ** 2) for a in G_CONSTANTS]
    total = math.prod(1 + part for part in parts) - 1
    truth = dict.fromkeys([f"x{number}" for number in range(1, 9)], 0.0)
    for size in range(1, 9):
        for subset in itertools.combinations(range(8), size):
            for place in subset:
                truth[f"x{place + 1}"] += math.prod(parts[one] for one in subset) / size / total
    for method in (shapley, shapley_by_subsets):
        assert_close(method(sobol_g().model, outcome="y").effects, truth, 0.006)


def test_between_first_and_total_where_independent():
    model = build_model(load_case("arnhem-ozo"))
    indices = sobol(model, outcomes=["net_benefit"]).outcomes["net_benefit"].indices
    effects = shapley(model).effects
    ours = dependent_indices(model).indices
    for name, effect in effects.items():
        index = indices[name]
        slack = wider() * (effect.width + index.first_order.width + index.total_order.width) / 2 + 1e-6
        assert index.first_order.value - slack <= effect.value <= index.total_order.value + slack
        first, total = ours[name].full_first_order, ours[name].independent_total_order
        assert abs(first.value - index.first_order.value) <= first.width + index.first_order.width
        assert abs(total.value - index.total_order.value) <= total.width + index.total_order.width


@pytest.mark.parametrize("dependence", ["independent", "expected", "strong"])
def test_arnhem_with_a_narrow_interval(dependence):
    model = build_model(load_case("arnhem-ozo"), dependence=dependence)
    result = shapley(model)
    assert set(result.effects) == set(model.uncertain)
    leader = next(iter(result.effects))
    assert leader == "recidivism"
    assert result.effects[leader].width < 0.05
    assert sum(effect.value for effect in result.effects.values()) == pytest.approx(1, abs=1e-14)


def test_half_of_the_inputs_of_arnhem_by_enumeration():
    """Groups, so that all subsets can be enumerated: two roads, on other draws, lead to the same shares."""
    model = build_model(load_case("arnhem-ozo"), dependence="strong")
    walked = shapley(model, groups="tag", draws=512, rng=1).effects
    enumerated = shapley_by_subsets(model, groups="tag", draws=512, rng=2).effects
    assert walked.keys() == enumerated.keys()
    for name, effect in walked.items():
        half = math.hypot(effect.width, enumerated[name].width) / 2
        assert half <= 0.02, name
        assert abs(effect.value - enumerated[name].value) <= wider() * half, name


@METHODS
def test_groups_are_taken_over_together(method):
    matrix, weights = random_correlation(3, 4), np.array([1.0, -0.5, 2.0, 0.7])
    sides = [(0, 2), (1,), (3,)]
    truth = by_orders(lambda u: explained(matrix, weights, [one for side in u for one in sides[side]]), 3)
    truth /= weights @ matrix @ weights
    result = method(linear(matrix, weights), outcome="y", groups={"both": ["x1", "x3"]})
    assert result.factors == {"both": ("x1", "x3"), "x2": ("x2",), "x4": ("x4",)}
    assert_close(result.effects, dict(zip(("both", "x2", "x4"), truth, strict=True)), 0.01)


@METHODS
def test_null_inputs(method):
    """An input that the model does not use carries nothing; one that hangs together with another, some of that."""
    names = ["x1", "x2", "x3"]
    inputs = {name: Normal(0, 1) for name in names}
    model = Model(inputs, Weighted({"x1": 1.0, "x3": 0.0}), ("y",))
    effects = method(model, outcome="y").effects
    assert (effects["x2"].value, effects["x2"].low, effects["x2"].high) == (0, 0, 0)
    assert effects["x1"].value == 1
    model = Model(inputs, Weighted({"x1": 1.0}), ("y",), correlation={("x1", "x2"): pearson_to_spearman(0.8)})
    effects = method(model, outcome="y").effects
    assert_close(effects, {"x1": 1 - 0.64 / 2, "x2": 0.64 / 2, "x3": 0.0}, 0.005)
    assert effects["x3"].value == pytest.approx(0, abs=1e-15)


@METHODS
@pytest.mark.parametrize("rank", [1, -1])
def test_inputs_that_are_the_same_share_evenly(method, rank):
    inputs = {"x1": Normal(0, 1), "x2": Normal(0, 1), "x3": Normal(0, 1)}
    model = Model(inputs, Weighted({"x1": 3.0, "x3": 4.0}), ("y",), correlation={("x1", "x2"): rank})
    assert_close(method(model, outcome="y").effects, {"x1": 0.18, "x2": 0.18, "x3": 0.64}, 0.01)
    indices = dependent_indices(model, outcome="y").indices
    assert indices["x2"].full_first_order.value == pytest.approx(0.36, abs=0.005)
    assert indices["x1"].independent_total_order.value == pytest.approx(0, abs=1e-12)


def test_chain_of_which_one_input_follows_from_the_others():
    """x3 = (x1 + x2) / sqrt(2): a singular matrix without a pair that is the same."""
    half = math.sqrt(0.5)
    matrix = np.array([[1, 0, half], [0, 1, half], [half, half, 1]])
    weights = np.array([0.0, 0.0, 1.0])
    pairs = {("x1", "x3"): pearson_to_spearman(half), ("x2", "x3"): pearson_to_spearman(half)}
    model = Model({name: Normal(0, 1) for name in ("x1", "x2", "x3")}, Weighted({"x3": 1.0}), ("y",), correlation=pairs)
    worth = {(): 0, (0,): 0.5, (1,): 0.5, (2,): 1, (0, 1): 1, (0, 2): 1, (1, 2): 1, (0, 1, 2): 1}
    assert worth[0,] == pytest.approx(explained(matrix, weights, [0]))
    truth = by_orders(lambda u: worth[tuple(sorted(u))], 3)
    for method in (shapley, shapley_by_subsets):
        assert_close(method(model, outcome="y").effects, dict(zip(("x1", "x2", "x3"), truth, strict=True)), 0.01)


def test_values_of_subsets():
    """Owen 2014: for two inputs, half of what is shared each."""
    np.testing.assert_allclose(shapley_of_subsets(np.array([0, 0.2, 0.5, 1.0])), [0.35, 0.65])
    rng = np.random.default_rng(1)
    values = rng.random((3, 2**5))
    values[:, 0] = 0
    for row, effects in zip(values, shapley_of_subsets(values), strict=True):
        expected = by_orders(lambda u, row=row: row[sum(1 << player for player in u)], 5)
        np.testing.assert_allclose(effects, expected, atol=1e-14)
        assert effects.sum() == pytest.approx(row[-1])


def test_blocks_are_those_that_hang_together():
    inputs = {f"x{number}": Normal(0, 1) for number in range(6)}
    pairs = {("x5", "x1"): 0.4, ("x3", "x5"): 0.2, ("x4", "x0"): -0.3}
    model = Model(inputs, Weighted({"x1": 1.0}), ("y",), correlation=pairs)
    assert [block.places.tolist() for block in model.blocks] == [[0, 4], [1, 3, 5]]
    assert [block.names for block in model.blocks] == [("x0", "x4"), ("x1", "x3", "x5")]
    assert model.blocks[1].correlation[0] == pytest.approx([1, 0, 2 * math.sin(math.pi * 0.4 / 6)])
    assert linear(np.eye(2), np.ones(2)).blocks == ()


def test_a_walk_is_at_the_same_place_as_one_leap():
    matrix = random_correlation(9, 4)
    model = linear(matrix, np.ones(4))
    rng = np.random.default_rng(2)
    start, end = (normal_scores(model, rng.random((4, 6))) for _ in range(2))
    walk = Walk(model, start, end, model.blocks)
    orders = np.array([list(order) for order in [(0, 1, 2, 3), (3, 1, 0, 2), (2, 0, 3, 1)] * 2]).T
    for step, inputs in enumerate(orders, 1):
        walk.take(inputs, np.arange(6))
        places = np.stack(list(walk.values.values()))
        for draw in range(6):
            taken = orders[:step, draw]
            leap = scores_given_by_inverse(start[:, draw], matrix, taken, end[taken, draw])
            np.testing.assert_allclose(places[:, draw], leap, atol=1e-10)
    np.testing.assert_allclose(places, end, atol=1e-12)


def hand_back(values):
    return {"y": values["x1"]}


def test_a_model_may_hand_back_its_input():
    model = Model({"x1": Uniform(0, 1), "x2": Uniform(0, 1), "x3": Uniform(0, 1)}, hand_back, ("y",))
    assert {name: effect.value for name, effect in shapley(model, outcome="y").effects.items()} == {
        "x1": 1.0,
        "x2": 0.0,
        "x3": 0.0,
    }


@METHODS
def test_a_single_input_carries_all(method):
    model = Model({"x1": LogNormal(0, 1), "x2": Point(3.0)}, Weighted({"x1": 1.0, "x2": 1.0}), ("y",))
    assert [effect.value for effect in method(model, outcome="y").effects.values()] == [1.0]


def test_discrete_inputs():
    """Two fair coins, independent: each carries half of their sum."""
    coin = Discrete((0.0, 1.0), (0.5, 0.5))
    model = Model({"x1": coin, "x2": coin}, Weighted({"x1": 1.0, "x2": 1.0}), ("y",))
    assert_close(shapley(model, outcome="y").effects, {"x1": 0.5, "x2": 0.5}, 0.02)


@pytest.mark.parametrize(
    "family", [Discrete((0.0, 1.0), (0.5, 0.5)), Empirical((1.0, 4.0, 9.0)), Mixture((Point(0.0), LogNormal(0, 1)))]
)
@pytest.mark.parametrize(
    "analyse",
    [
        lambda model: shapley(model, outcome="y"),
        lambda model: dependent_indices(model, outcome="y"),
        lambda model: value_of_information(model, outcome="y", groups={"both": ["x1", "x3"]}),
    ],
)
def test_values_that_recur_in_a_dependent_block_are_refused(family, analyse):
    """Conditioning on the score would give a fair coin a full first order of .38 at a rank correlation of .6: .24."""
    inputs = {"x1": family, "x2": Normal(0.0, 1.0), "x3": Normal(0.0, 1.0)}

    def under(*pair):
        return Model(inputs, lambda x: {"y": x["x2"] + x["x3"]}, ("y",), {pair: 0.6})

    assert analyse(under("x2", "x3"))
    with pytest.raises(InputError) as error:
        analyse(under("x1", "x2"))
    assert error.value.code == "recurring_in_block"
    assert error.value.facts["found"] == "x1"
    assert all("main_effect" in error.value.text(lang) for lang in LANGUAGES)


def test_a_group_that_holds_all_of_a_block_needs_no_conditional_draws():
    """A coin and a normal, ranks correlated by .6, are one factor: Var y - 1 is theirs, that of x3 is 1."""
    inputs = {"x1": Discrete((0.0, 1.0), (0.5, 0.5)), "x2": Normal(0.0, 1.0), "x3": Normal(0.0, 1.0)}
    model = Model(inputs, Weighted({"x1": 2.0, "x2": 1.0, "x3": 1.0}), ("y",), {("x1", "x2"): 0.6})
    covariance = 2 * math.sin(math.pi * 0.1) / math.sqrt(2 * math.pi)  # E x2 1{z > 0}, z the score of the coin
    pair = 2**2 / 4 + 1 + 2 * 2 * covariance
    groups = {"pair": ["x1", "x2"]}
    found = shapley(model, outcome="y", groups=groups)
    assert found.dependent == ()
    assert_near(found.effects["pair"], pair / (pair + 1))
    assert found.effects["pair"].width < 0.02
    indices = sobol(model, groups=groups).outcomes["y"].indices["pair"]
    assert_near(indices.first_order, pair / (pair + 1))
    assert value_of_information(model, outcome="y", groups={**groups, "other": ["x3"]}, draws=64)


@pytest.mark.parametrize("dependent", [False, True])
def test_the_same_to_the_last_bit_for_any_number_of_workers(dependent):
    model = linear(GAUSSIAN if dependent else np.eye(3), GAUSSIAN_WEIGHTS)
    alone = shapley(model, outcome="y", draws=4096, replicates=6)
    with ThreadPoolExecutor(3) as pool:
        together = shapley(model, outcome="y", draws=4096, replicates=6, executor=pool)
    assert alone.effects == together.effects
    assert alone.variance == together.variance
    assert shapley(model, outcome="y", draws=4096, replicates=6, rng=2).effects != alone.effects


def test_many_draws_walk_in_pieces():
    truth = {"x1": 0.125, "x2": 0.296875, "x3": 0.578125}
    assert_close(
        shapley(linear(GAUSSIAN, GAUSSIAN_WEIGHTS), outcome="y", draws=2**14, replicates=4).effects, truth, 0.003
    )


def test_a_piece_may_end_within_a_replicate(monkeypatch):
    model = linear(GAUSSIAN, GAUSSIAN_WEIGHTS)
    whole = shapley(model, outcome="y", draws=64, replicates=3)
    monkeypatch.setattr("mkba_uncertainty.analysis.variance.walks.ROOM", 4 * 50)
    pieces = shapley(model, outcome="y", draws=64, replicates=3)
    for name, effect in whole.effects.items():
        assert pieces.effects[name].value == pytest.approx(effect.value, abs=1e-12)
        assert pieces.effects[name].low == pytest.approx(effect.low, abs=1e-12)


@METHODS
def test_what_cannot_be_divided(method):
    inputs = {"x1": Normal(0, 1), "x2": Normal(0, 1)}
    constant = Model(inputs, lambda values: {"y": 0 * values["x1"] + 3.0}, ("y",))
    with pytest.raises(ModelError, match="constant") as caught:
        method(constant, outcome="y")
    assert caught.value.facts["found"] == 3.0
    with pytest.raises(InputError, match="no input is uncertain"):
        method(Model({"x1": Point(1.0)}, hand_back, ("y",)), outcome="y")
    with pytest.raises(InputError, match="Did you mean y"):
        method(constant, outcome="yy")


def test_a_ratio_that_means_nothing_is_refused():
    case = load_case("arnhem-ozo")
    personnel = case.estimates["personnel_cost"]
    sunk = replace(personnel, distribution=Normal(-1e7, 5e6))
    model = build_model(case.replace(estimates={**case.estimates, "personnel_cost": sunk}))
    with pytest.raises(ModelError, match="not a number on some draws"):
        shapley(model, outcome="bcr")


def test_until():
    model = linear(GAUSSIAN, GAUSSIAN_WEIGHTS)
    result = shapley(model, outcome="y", draws=64, until="effect:0.02")
    assert result.stopping is not None
    assert result.stopping.met
    assert max(effect.width for effect in result.effects.values()) == result.stopping.reached <= 0.02
    assert result.provenance.replicates == result.stopping.replicates > 8
    with pytest.raises(InputError, match="Choose from: effect"):
        shapley(model, outcome="y", until="first_order:0.02")


def test_answer_as_json_and_as_frame():
    model = build_model(load_case("arnhem-ozo"), dependence="expected")
    result = shapley(model, draws=64)
    answer = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert answer["outcome"] == "net_benefit"
    assert answer["dependence"] == "expected"
    assert answer["effects"]["recidivism"] == result.effects["recidivism"].to_dict()
    frame = result.to_frame()
    assert list(frame.columns) == ["outcome", "estimate", "effect", "effect_low", "effect_high"]
    assert len(frame) == 51
    assert frame["effect"].is_monotonic_decreasing
    assert result.factor_labels["recidivism"].nl == "Terugval"
    indices = dependent_indices(model, draws=64)
    answer = json.loads(json.dumps(indices.to_dict(), allow_nan=False))
    assert set(answer["indices"]["recidivism"]) == {"full_first_order", "independent_total_order"}
    assert list(indices.to_frame().columns)[:3] == ["outcome", "estimate", "full_first_order"]
