"""Data on estimates that hang together: conditional Gaussians, quadrature in two dimensions, weights, and refusals."""

from __future__ import annotations

import math
import pickle
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress

import numpy as np
import pytest
from intervals import assert_covers, assert_near
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from mkba_uncertainty import (
    break_even,
    confidence,
    data_table,
    dependent_indices,
    main_effect,
    screening,
    shapley,
    simulate,
    sobol,
    switching,
    tornado,
    value_of_information,
)
from mkba_uncertainty.copula import EvidenceBlock, spearman_to_pearson
from mkba_uncertainty.design import Design, effective_draws
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import (
    Discrete,
    Family,
    Gamma,
    Mean,
    Mixture,
    Normal,
    Observation,
    Pert,
    Point,
    Share,
    Updated,
)
from mkba_uncertainty.model import Model
from mkba_uncertainty.texts import LANGUAGES

Array = NDArray[np.float64]

MEANS = {"a": 1.0, "b": -2.0, "c": 0.5, "d": 3.0}
SDS = {"a": 1.0, "b": 2.0, "c": 0.5, "d": 1.0}
RANKS = {("a", "b"): 0.6, ("a", "c"): -0.4, ("b", "c"): 0.2}
WEIGHTS = np.array([1.0, 2.0, -1.0, 1.0])


def weigh(x: Mapping[str, Array]) -> dict[str, Array]:
    return {"y": x["a"] + 2 * x["b"] - x["c"] + x["d"]}


def gaussian(data: Mapping[str, tuple[float, float]]) -> Model:
    inputs: dict[str, Family] = {name: Normal(MEANS[name], SDS[name]) for name in MEANS}
    inputs |= {name: Updated(inputs[name], (Mean(*found),)) for name, found in data.items()}
    return Model(inputs, weigh, ["y"], RANKS)


def kalman(data: Mapping[str, tuple[float, float]]) -> tuple[Array, Array]:
    """Give mean and covariance of the inputs, given data with normal errors."""
    names, correlation = list(MEANS), np.eye(4)
    for (first, second), rank in RANKS.items():
        i, j = names.index(first), names.index(second)
        correlation[i, j] = correlation[j, i] = spearman_to_pearson(rank)
    scale = np.diag(list(SDS.values()))
    covariance, mean = scale @ correlation @ scale, np.array(list(MEANS.values()))
    rows = [names.index(name) for name in data]
    found, errors = np.array(list(data.values())).T
    gain = covariance[:, rows] @ np.linalg.inv(covariance[np.ix_(rows, rows)] + np.diag(errors**2))
    return mean + gain @ (found - mean[rows]), covariance - gain @ covariance[rows]


DATA = {
    "one": {"a": (2.5, 0.4)},
    "one that is sharp and far off": {"a": (6.0, 0.01)},
    "two": {"a": (2.5, 0.4), "b": (1.0, 1.0)},
    "two that contradict each other": {"a": (5.0, 0.1), "b": (-8.0, 0.1)},
    "three": {"a": (2.5, 0.4), "b": (-3.0, 0.5), "c": (1.0, 0.1)},
    "one beside the block": {"d": (2.0, 0.5)},
}


@pytest.mark.parametrize("name", DATA)
def test_a_gaussian_block_is_the_conditional_gaussian(name):
    model = gaussian(DATA[name])
    mean, covariance = kalman(DATA[name])
    answer = confidence(model).outcomes["y"]
    assert_near(answer.mean, WEIGHTS @ mean)
    assert answer.mean.width < 0.02
    assert answer.sd.value == pytest.approx(math.sqrt(WEIGHTS @ covariance @ WEIGHTS), rel=0.002)
    drawn = simulate(model, draws=4096).inputs
    values = np.stack([drawn[each].to_numpy().ravel() for each in MEANS])
    assert values.mean(axis=1) == pytest.approx(mean, abs=0.001)
    assert np.cov(values) == pytest.approx(covariance, abs=0.004)


def test_sites_of_gaussian_data_are_exact():
    design = Design(256, 4)
    for name in ("two", "two that contradict each other", "three"):
        (found,) = effective_draws(gaussian(DATA[name]), design).values()
        assert found == pytest.approx(1024, abs=1e-3)


SHARES: dict[str, tuple[Family, Family, float, Observation, Observation]] = {
    "smooth": (Pert(0.15, 0.3, 0.5), Pert(0.25, 0.5, 0.75), 0.6, Share(31, 80), Share(20, 60)),
    "weak data": (Pert(0.15, 0.3, 0.5), Pert(0.25, 0.5, 0.75), -0.7, Share(1, 2), Share(1, 2)),
    "data that contradict": (Pert(0.15, 0.3, 0.5), Pert(0.25, 0.5, 0.75), 0.9, Share(4, 40), Share(36, 40)),
    "values and a curve": (Discrete((0.1, 0.3, 0.6), (0.2, 0.5, 0.3)), Gamma(20), 0.5, Share(4, 12), Mean(22.0, 3.0)),
    "data at the edges": (Pert(0.15, 0.3, 0.5), Pert(0.25, 0.5, 0.75), 0.95, Share(0, 40), Share(40, 40)),
    "two humps": (Mixture((Normal(-2, 0.5), Normal(2, 0.5))), Normal(0, 1), 0.7, Mean(0.3, 1.0), Mean(-0.5, 0.7)),
}


def multiply(x: Mapping[str, Array]) -> dict[str, Array]:
    return {"m_p": x["p"], "m_q": x["q"], "y": x["p"] * x["q"]}


def pair(name: str) -> Model:
    first, second, rank, of_first, of_second = SHARES[name]
    inputs = {"p": Updated(first, (of_first,)), "q": Updated(second, (of_second,))}
    return Model(inputs, multiply, ["m_p", "m_q", "y"], {("p", "q"): rank})


def scores_and_masses(family: Family, steps: int = 16) -> tuple[Array, Array]:
    """Give nodes and weights of Gauss and Legendre on the scores from -7.5 to 7.5, between which no value jumps."""
    atoms = np.array(family.atoms)
    jumps = ndtri([family.cdf(at) for at in (atoms, np.nextafter(atoms, -np.inf))]) if atoms.size else np.empty(0)
    edges = np.unique(np.clip(np.concatenate([np.linspace(-7.5, 7.5, 101), np.ravel(jumps)]), -7.5, 7.5))
    nodes, weights = np.polynomial.legendre.leggauss(steps)
    half = np.diff(edges)[:, None] / 2
    return (edges[:-1, None] + half * (1 + nodes)).ravel(), (half * weights).ravel()


def by_quadrature(name: str) -> tuple[dict[str, float], float]:
    """Integrate over both normal scores, jump to jump; give means, and the variance of the product."""
    first, second, rank, of_first, of_second = SHARES[name]
    r = spearman_to_pearson(rank)
    (z, dz), (w, dw) = scores_and_masses(first), scores_and_masses(second)
    x, y = np.asarray(first.ppf_from_normal(z)), np.asarray(second.ppf_from_normal(w))
    quadratic = (z[:, None] ** 2 - 2 * r * z[:, None] * w + w**2) / (1 - r**2)
    log = of_first.log_likelihood(x)[:, None] + of_second.log_likelihood(y) - quadratic / 2
    mass = np.exp(log - log.max()) * dz[:, None] * dw
    mass /= mass.sum()
    means = {"m_p": float(mass.sum(axis=1) @ x), "m_q": float(mass.sum(axis=0) @ y), "y": float(x @ mass @ y)}
    return means, float(x**2 @ mass @ y**2) - means["y"] ** 2


@pytest.mark.parametrize("name", SHARES)
def test_any_two_are_those_of_quadrature(name):
    means, variance = by_quadrature(name)
    found = confidence(pair(name), draws=4096).outcomes
    for outcome, expected in means.items():
        mean = found[outcome].mean
        assert mean.value == pytest.approx(expected, abs=1.5 * mean.width + 1e-5)
        assert mean.width < 0.05 * found[outcome].sd.value
    assert found["y"].sd.value == pytest.approx(math.sqrt(variance), rel=0.01)


def test_quadrature_is_exact_where_values_jump():
    """Given one of three values the other is a truncated normal: the chance of each is known in closed form."""
    first, second, rank, of_first, _ = SHARES["values and a curve"]
    SHARES["no data on the curve"] = (first, second, rank, of_first, Mean(20.0, 1e9))
    try:
        means, _ = by_quadrature("no data on the curve")
    finally:
        del SHARES["no data on the curve"]
    assert means["m_p"] == pytest.approx(Updated(first, (of_first,)).mean, rel=1e-10)


def test_effective_draws_are_those_of_the_weights():
    model, design = pair("data that contradict"), Design(512, 4, 7)
    (evidence,) = model.evidence
    factor = np.linalg.cholesky(evidence.block.correlation)
    (*weights,) = (evidence.weights(factor @ ndtri(design.uniforms(replicate, 2)))[0] for replicate in range(4))
    assert all(each.max() == pytest.approx(1) for each in weights)
    expected = sum(each.sum() ** 2 / (each**2).sum() for each in weights)
    assert effective_draws(model, design) == {("p", "q"): pytest.approx(expected)}
    assert 0.5 * 2048 < expected < 2048


def test_weights_lead_to_the_same_answer_without_the_proposal():
    """Plain importance weights of draws before the data, on a large independent sample."""
    first, second, rank, of_first, of_second = SHARES["smooth"]
    rng = np.random.default_rng(1)
    z = np.linalg.cholesky([[1, spearman_to_pearson(rank)], [spearman_to_pearson(rank), 1]]) @ rng.normal(
        size=(2, 10**6)
    )
    x, y = first.ppf(ndtr(z[0])), second.ppf(ndtr(z[1]))
    weights = np.exp(of_first.log_likelihood(x) + of_second.log_likelihood(y) + 6)
    expected = np.average(x * y, weights=weights)
    error = math.sqrt(np.average((x * y - expected) ** 2, weights=weights**2) * (weights**2).sum()) / weights.sum()
    assert confidence(pair("smooth"), draws=4096).outcomes["y"].mean.value == pytest.approx(expected, abs=4 * error)


@pytest.mark.parametrize(
    ("name", "draws", "replicates"),
    [("smooth", 256, 8), ("data that contradict", 256, 8), ("data at the edges", 256, 32)],
)
def test_intervals_hold_the_truth(name, draws, replicates):
    means, _ = by_quadrature(name)
    model = pair(name)
    runs = []
    for seed in range(30):  # a draw in some hundred thousand has so large a weight that its replicate is refused
        with suppress(InputError):
            outcomes = confidence(model, draws=draws, replicates=replicates, rng=seed).outcomes
            runs.append({name: outcomes[name].mean for name in means})
    assert len(runs) >= 28
    assert_covers(runs.__getitem__, means, seeds=range(len(runs)))


def test_too_few_effective_draws_are_an_error():
    with pytest.raises(InputError) as error:
        confidence(pair("smooth"), draws=16, replicates=4)
    assert error.value.code == "too_few_effective"
    assert error.value.facts["found"] < 100
    assert all("--draws" in error.value.text(lang) for lang in LANGUAGES)
    assert confidence(gaussian(DATA["one"]), draws=16, replicates=2)  # one observed has no weights


def test_more_replicates_do_not_make_up_for_few_draws_in_each():
    """Weights are normalised within a replicate, so that their bias there stays whatever the number of replicates."""
    for draws in (2, 32):
        with pytest.raises(InputError) as error:
            confidence(pair("smooth"), draws=draws, replicates=256)
        assert error.value.code == "too_few_effective_each"
        assert error.value.facts["found"] <= draws
        assert all(f"--draws {error.value.facts['more']}" in error.value.text(lang) for lang in LANGUAGES)
        assert confidence(pair("smooth"), draws=error.value.facts["more"], replicates=4)


def test_stand_ins_of_data_leave_even_weights():
    """Even where the data contradict the dependence: a tenth of the draws was left with stand-ins of each alone."""
    (found,) = effective_draws(pair("data at the edges"), Design(1024, 8)).values()
    assert found > 0.9 * 8192


def test_two_that_determine_each_other_are_an_error():
    inputs = {"p": Updated(Normal(0, 1), (Mean(1, 1),)), "q": Updated(Normal(0, 1), (Mean(1, 1),))}
    with pytest.raises(InputError, match="determine each other"):
        confidence(Model(inputs, lambda x: {"y": x["p"] + x["q"]}, ["y"], {("p", "q"): 1.0}))


def test_given_the_observed_one_others_are_as_before():
    before = main_effect(gaussian({}), outcome="y", of=["a"], draws=4096).curves["a"]
    after = main_effect(gaussian(DATA["one"]), outcome="y", of=["a"], draws=4096).curves["a"]
    slope = np.polyfit(before.x, before.mean, 1)
    assert after.mean == pytest.approx(np.polyval(slope, after.x), abs=0.01)
    assert after.x.min() > before.x.min()


ATOMS = Discrete((0.1, 0.3, 0.6), (0.2, 0.5, 0.3))
PART = Mixture((Point(0.2), Pert(0.0, 0.4, 1.0)), (0.4, 0.6))


@pytest.mark.parametrize("data", [(), (Share(4, 12),)])
def test_given_a_value_with_a_probability_others_are_as_before(data):
    """E[q | p] is r times the mean of a normal score between the two that bound those of the value."""
    for family, places in ((ATOMS, (0.1, 0.3, 0.6)), (PART, (0.2,))):
        known = Updated(family, data) if data else family
        model = Model({"p": known, "q": Normal(0, 1)}, lambda x: {"y": x["q"]}, ["y"], {("p", "q"): 0.8})
        curve = main_effect(model, outcome="y", of=["p"], draws=256).curves["p"]
        for x in places:
            low, high = (float(family.cdf(at)) for at in (np.nextafter(x, -np.inf), x))
            density = [math.exp(-(ndtri(level) ** 2) / 2) / math.sqrt(2 * math.pi) for level in (low, high)]
            expected = spearman_to_pearson(0.8) * (density[0] - density[1]) / (high - low)
            means = curve.mean[curve.x == x]
            assert means.size
            assert means == pytest.approx(expected, abs=2e-3)


def test_it_pays_less_to_know_what_was_observed():
    before, after = (
        value_of_information(gaussian(data), outcome="y", of=["a"]).evppi["a"].value.value for data in ({}, DATA["one"])
    )
    mean, covariance = kalman(DATA["one"])
    slope = (WEIGHTS @ covariance)[0] / covariance[0, 0]
    assert after == pytest.approx(_normal_evppi(WEIGHTS @ mean, abs(slope) * math.sqrt(covariance[0, 0])), rel=0.02)
    assert after < before


def test_what_others_moved_is_left_out_by_default():
    assert value_of_information(gaussian(DATA["one"]), outcome="y").evppi.keys() == {"a", "d"}
    assert value_of_information(gaussian(DATA["two"]), outcome="y").evppi.keys() == {"d"}


def _normal_evppi(mean: float, sd: float) -> float:
    t = abs(mean) / sd
    return sd * (math.exp(-t * t / 2) / math.sqrt(2 * math.pi) - t * ndtr(-t))


@pytest.mark.parametrize(
    ("analyse", "code"),
    [
        (lambda model: main_effect(model, outcome="y"), "observed_beside"),
        (lambda model: switching(model, outcome="y"), "observed_beside"),
        (lambda model: data_table(model, outcome="y", vary="b"), "observed_beside"),
        (lambda model: tornado(model, outcome="y"), "observed_block"),
        (lambda model: break_even(model, outcome="y"), "observed_block"),
        (lambda model: screening(model, outcome="y"), "observed_block"),
        (lambda model: shapley(model, outcome="y"), "observed_block"),
        (lambda model: dependent_indices(model, outcome="y"), "observed_block"),
        (lambda model: value_of_information(model, outcome="y", groups={"g": ["b", "d"]}, of=["d"]), "observed"),
    ],
)
def test_what_would_be_wrong_is_refused(analyse, code):
    with pytest.raises(InputError) as error:
        analyse(gaussian(DATA["one"]))
    assert error.value.code.startswith(code)
    assert all(error.value.text(lang) for lang in LANGUAGES)


@pytest.mark.parametrize("name", ["one", "two", "three", "one beside the block"])
def test_a_whole_block_is_independent_of_the_rest_after_data_too(name):
    """Shares of the variance of a linear outcome, by the covariance that the data leave."""
    model = gaussian(DATA[name])
    _, covariance = kalman(DATA[name])
    weights = np.where([each != "d" for each in MEANS], WEIGHTS, 0.0)
    share = weights @ covariance @ weights / (WEIGHTS @ covariance @ WEIGHTS)
    groups = {"block": ["a", "b", "c"]}
    indices = sobol(model, groups=groups).outcomes["y"].indices
    effects = shapley(model, outcome="y", groups=groups).effects
    for group, truth in {"block": share, "d": 1 - share}.items():
        for found in (indices[group].first_order, indices[group].total_order, effects[group]):
            assert_near(found, truth)
            assert found.width < 0.02


def test_importance_weights_hold_in_both_pages():
    """Shares of y = s t + d, where s and t are shares with data on both; by the moments of the very draws of a run."""
    inputs = {
        "s": Updated(Pert(0.15, 0.3, 0.5), (Share(4, 40),)),
        "t": Updated(Pert(0.25, 0.5, 0.75), (Share(36, 40),)),
    }
    model = Model({**inputs, "d": Normal(0, 0.05)}, lambda x: {"y": x["s"] * x["t"] + x["d"]}, ["y"], {("s", "t"): 0.9})
    drawn = simulate(model, draws=8192).inputs
    variance = float((drawn["s"] * drawn["t"]).var())
    index = sobol(model, groups={"both": ["s", "t"]}).outcomes["y"].indices["both"]
    assert_near(index.first_order, variance / (variance + 0.05**2))
    assert index.first_order.width < 0.05


def test_a_block_with_data_that_is_cut_is_refused():
    for analyse, code in ((sobol, "sobol_correlated"), (shapley, "observed_block")):
        with pytest.raises(InputError) as error:
            analyse(gaussian(DATA["one"]), groups={"g": ["a", "b"]}, **({"outcome": "y"} if analyse is shapley else {}))
        assert error.value.code == code


def test_the_same_in_another_process():
    model = gaussian(DATA["two"])
    alone = confidence(model, draws=2048, replicates=8)
    with ProcessPoolExecutor(2) as pool:
        assert confidence(model, draws=2048, replicates=8, executor=pool).outcomes == alone.outcomes
    (block,) = pickle.loads(pickle.dumps(model)).evidence
    assert isinstance(block, EvidenceBlock)


def test_without_data_nothing_changes():
    model = gaussian({})
    assert model.evidence == ()
    assert model.drawn_from == dict(model.inputs)
