"""Dependence: rank correlations come out as asked, what discrete distributions can attain, variants side by side."""

import itertools
import json
import math
from dataclasses import replace

import numpy as np
import pytest
from cases import MINIMAL, changed, read
from scipy.stats import spearmanr

from mkba_uncertainty import confidence, dependence
from mkba_uncertainty.analysis.side_by_side import attained
from mkba_uncertainty.case import Dependence
from mkba_uncertainty.casefile import load_case
from mkba_uncertainty.copula import attainable_spearman, spearman_to_pearson
from mkba_uncertainty.design import Design, sample
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import Discrete, Empirical, Gamma, LogNormal, Mixture, Normal, Pert, Point, Rescaled
from mkba_uncertainty.model import Model, build_model
from mkba_uncertainty.simulation import simulate
from mkba_uncertainty.texts import Text

COIN = Discrete((0.0, 1.0), (0.5, 0.5))
VARIANTS = ["independent", "expected", "strong"]


@pytest.fixture(scope="module")
def arnhem():
    return load_case("arnhem-ozo")


@pytest.mark.parametrize("variant", ["expected", "strong"])
@pytest.mark.parametrize("kind", ["sobol", "latin_hypercube", "monte_carlo"])
def test_arnhem_has_the_rank_correlations_that_were_asked(arnhem, variant, kind):
    model = build_model(arnhem, dependence=variant)
    draws = sample(model, Design(1024, 32, 3, kind), range(32))
    asked = {frozenset(pair): rank for pair, rank in model.correlations.items()}
    assert len(asked) == 5
    ranks = spearmanr(np.array([draws[name] for name in model.correlated]), axis=1).statistic
    for i, j in itertools.combinations(range(len(model.correlated)), 2):
        pair = frozenset({model.correlated[i], model.correlated[j]})
        assert ranks[i, j] == pytest.approx(asked.get(pair, 0.0), abs=0.02), pair


def test_eight_replicates_are_enough_for_that(arnhem):
    model = build_model(arnhem, dependence="strong")
    draws = sample(model, Design(1024, 8, 1), range(8))
    for (first, second), rank in model.correlations.items():
        assert spearmanr(draws[first], draws[second]).statistic == pytest.approx(rank, abs=0.02)


def test_marginals_stay_as_they_were(arnhem):
    model = build_model(arnhem, dependence="strong")
    draws = sample(model, Design(1024, 32, 2), range(32))
    for name in model.correlated:
        probabilities = np.sort(model.inputs[name].cdf(draws[name]))
        even = (np.arange(32768) + 0.5) / 32768
        assert np.abs(probabilities - even).max() < 0.01, name


@pytest.mark.parametrize("rank", [-1.0, -0.4, 0.0, 0.6, 0.9, 1.0])
def test_continuous_distributions_attain_what_is_asked(rank):
    assert attainable_spearman(Pert(0, 1, 3), LogNormal(0, 1), rank) == rank
    assert attainable_spearman(Gamma(11.0), Mixture((Normal(0, 1), Normal(3, 1))), rank) == rank


@pytest.mark.parametrize("rank", [-0.8, -0.4, 0.3, 0.6, 0.95])
def test_what_coins_attain(rank):
    """Sheppard: P(both scores above 0) = 1/4 + asin(r) / 2 pi; with a normal, r is divided by the square root of 2."""
    r = spearman_to_pearson(rank)
    assert attainable_spearman(COIN, COIN, rank) == pytest.approx(2 / math.pi * math.asin(r), abs=1e-3)
    expected = math.sqrt(12) / math.pi * math.asin(r / math.sqrt(2))
    assert attainable_spearman(COIN, Pert(0, 1, 3), rank) == pytest.approx(expected, abs=1e-3)
    assert attainable_spearman(LogNormal(0, 1), COIN, rank) == pytest.approx(expected, abs=1e-3)


def test_ties_bound_what_can_be_attained():
    """Average ranks have the variance (1 - sum p^3) / 12; what is missing from 1 / 12 is lost."""
    three = Discrete((1.0, 2.0, 5.0), (0.2, 0.5, 0.3))
    most = math.sqrt(1 - (0.2**3 + 0.5**3 + 0.3**3))
    assert attainable_spearman(three, Gamma(4.0), 1.0) == pytest.approx(most, abs=2e-4)
    assert attainable_spearman(three, Gamma(4.0), -1.0) == pytest.approx(-most, abs=2e-4)
    assert attainable_spearman(three, three, 1.0) == pytest.approx(1, abs=1e-12)
    assert attainable_spearman(Empirical((3.0, 1.0, 2.0)), three, 0.0) == pytest.approx(0, abs=2e-4)


def identity(values):
    return {"y": values["a"]}


@pytest.mark.parametrize(
    "families",
    [
        (COIN, Normal(0, 1)),
        (Discrete((0, 1, 2, 3), (0.7, 0.1, 0.1, 0.1)), COIN),
        (Mixture((Point(0.0), LogNormal(0, 1)), (0.4, 0.6)), Pert(0, 1, 3)),
        (Empirical((1.0, 4.0, 4.0, 9.0, 11.0)), Empirical((2.0, 3.0))),
    ],
)
def test_draws_attain_what_is_said(families):
    model = Model(dict(zip("ab", families, strict=True)), identity, ("y",), correlation={("a", "b"): 0.7})
    draws = simulate(model, replicates=32).inputs
    found = spearmanr(draws["a"].to_numpy().ravel(), draws["b"].to_numpy().ravel()).statistic
    said = attainable_spearman(*families, 0.7)
    assert found == pytest.approx(said, abs=0.01)
    assert said < 0.68


def test_prices_of_another_year_do_not_hide_values_that_recur():
    rescaled = Rescaled(COIN, 1.1)
    assert rescaled.atoms == (0.0, 1.1)
    assert attainable_spearman(rescaled, COIN, 0.6) == attainable_spearman(COIN, COIN, 0.6)


def test_variants_side_by_side_are_what_each_run_says(arnhem):
    result = dependence(arnhem)
    assert list(result.variants) == VARIANTS
    for name, variant in result.variants.items():
        alone = confidence(build_model(arnhem, dependence=name), outcomes=["net_benefit"])
        outcome = alone.outcomes["net_benefit"]
        assert variant.probability == alone.probabilities["net_benefit > 0"]
        assert (variant.mean, variant.sd, variant.quantiles) == (outcome.mean, outcome.sd, outcome.quantiles)
        assert variant.label == arnhem.dependence[name].label
        assert variant.attained == ()


def test_independence_looks_the_most_certain_in_arnhem(arnhem):
    variants = dependence(arnhem).variants
    spreads = [variants[name].sd for name in VARIANTS]
    chances = [variants[name].probability for name in VARIANTS]
    assert spreads[0].high < spreads[1].low < spreads[1].high < spreads[2].low
    assert chances[0].low > chances[1].high > chances[1].low > chances[2].high


def test_variants_share_the_draws_of_what_depends_on_nothing(arnhem):
    design = Design(256, 2, 5)
    models = [build_model(arnhem, dependence=name) for name in VARIANTS]
    draws = [sample(model, design, range(2)) for model in models]
    for name in models[0].uncertain:
        same = [np.array_equal(draws[0][name], other[name]) for other in draws[1:]]
        if name not in models[1].correlated:
            assert all(same), name
    assert not np.array_equal(draws[0]["supervision_prevented_reported"], draws[1]["supervision_prevented_reported"])


def test_under_a_scenario(arnhem):
    result = dependence(arnhem, scenarios=["recidivism_40"], draws=256)
    assert result.provenance.scenario == ("recidivism_40",)
    assert result.provenance.dependence is None
    alone = confidence(build_model(arnhem, scenarios=["recidivism_40"], dependence="strong"), draws=256)
    assert result.variants["strong"].probability == alone.probabilities["net_benefit > 0"]
    with pytest.raises(InputError, match="Did you mean recidivism_40"):
        dependence(arnhem, scenarios=["recidivism_400"])
    with pytest.raises(InputError, match="Did you mean net_benefit"):
        dependence(arnhem, outcome="nett_benefit")


def test_what_discrete_estimates_attain_is_stated(arnhem):
    jobs = replace(arnhem.estimates["jobs"], distribution=Discrete((4.0, 8.0), (0.5, 0.5)))
    pairs = {("jobs", "recidivism"): -0.6, ("recidivism", "nuisance_reduction"): -0.4}
    text = Text("x", "x")
    variants = {"independent": arnhem.dependence["independent"], "work": Dependence("work", text, pairs)}
    case = arnhem.replace(estimates={**arnhem.estimates, "jobs": jobs}, dependence=variants)
    result = dependence(case, draws=256)
    (found,) = result.variants["work"].attained
    assert (found.between, found.asked) == (("jobs", "recidivism"), -0.6)
    assert found.attained == pytest.approx(-math.sqrt(12) / math.pi * math.asin(0.6180339887 / math.sqrt(2)), abs=1e-3)
    assert attained(build_model(case)) == ()
    answer = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert answer["variants"]["work"]["attained"][0]["between"] == ["jobs", "recidivism"]


def test_a_case_file_warns_of_what_cannot_be_attained(tmp_path):
    discrete = '{ family = "discrete", values = [40, 80], probabilities = [0.5, 0.5] }'
    first, second = read(changed({'{ family = "gamma", shape = 60 }': discrete}), tmp_path).warnings
    assert "a rank correlation of -0.4 for relapse, households_helped; the draws attain -0.33" in first.en
    assert "samenhang expected is voor households_helped, shelter_cost een rangcorrelatie van 0.3" in second.nl
    assert read(MINIMAL, tmp_path).warnings == ()


def test_answer_as_json_and_as_frame(arnhem):
    result = dependence(arnhem, draws=64, replicates=4)
    answer = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert list(answer["variants"]) == VARIANTS
    assert answer["variants"]["strong"]["quantiles"]["0.5"] == result.variants["strong"].quantiles[0.5].to_dict()
    frame = result.to_frame()
    assert frame["dependence"].tolist() == VARIANTS
    assert {"probability", "probability_low", "q0.05", "q0.5_high", "sd"} <= set(frame.columns)
