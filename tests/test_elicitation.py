"""From answers to distributions: what is known is recovered, no search comes nearer, and every refusal."""

import json
import math
import re
import tomllib
import warnings

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats
from scipy.optimize import minimize
from typer.testing import CliRunner

import mkba_uncertainty as mkba
from mkba_uncertainty.casefile import distribution_text
from mkba_uncertainty.cli.app import application
from mkba_uncertainty.elicitation import (
    CANDIDATES,
    Consultation,
    Elicited,
    MisfitWarning,
    consult,
    fit,
    performance_weights,
    read_seed_questions,
)
from mkba_uncertainty.errors import FamilyError, InputError, MkbaError, StoreError
from mkba_uncertainty.families import (
    Beta,
    Discrete,
    Gamma,
    LogNormal,
    LogPool,
    Metalog,
    Mixture,
    Normal,
    Pert,
    Triangular,
    TruncatedNormal,
    Uniform,
    density,
    make_family,
)

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def quietly(**answer):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MisfitWarning)
        return fit(**answer)


# Least squares


KNOWN = [
    (Normal(30.0, 8.0), None),
    (LogNormal(1.0, 0.7), (0, None)),
    (Gamma(0.7, 3.0), (0, None)),
    (Gamma(60.0), (0, None)),
    (Beta(2.0, 5.0, 10.0, 40.0), (10, 40)),
    (Beta(0.6, 0.8), (0, 1)),
    (Beta(258.0, 163.0), (0, 1)),
    (Pert(15.0, 20.0, 50.0), (0, 100)),
    (Triangular(15.0, 20.0, 50.0), (0, 100)),
    (TruncatedNormal(2.0, 3.0, 0.0, 9.0), (0, 9)),
    (TruncatedNormal(-3.0, 3.0, low=0.0), (0, None)),
    (Uniform(2.0, 3.0), (0, 5)),
    (Metalog((0.3, 0.2, 0.1, 0.05, 0.02)), None),
    (Metalog((0.3, 0.2, 0.1, 0.05, 0.02), low=0.0), (0, None)),
    (Metalog((0.3, 0.2, 0.1, 0.05, 0.02), 0.0, 3.0), (0, 3)),
]


@pytest.mark.lowest
@pytest.mark.parametrize(("known", "support"), KNOWN, ids=[str(known) for known, _ in KNOWN])
def test_the_quantiles_of_a_family_give_that_family_back(known, support):
    quantiles = dict(zip(LEVELS, known.ppf(np.array(LEVELS)).tolist(), strict=True))
    found = fit(quantiles=quantiles, support=support, family=known.name)
    assert found.fits[0].misfit < 1e-7
    u = np.linspace(0.01, 0.99, 99)
    np.testing.assert_allclose(found.best.ppf(u), known.ppf(u), atol=1e-4 * known.sd)
    assert found.warning() is None


def test_every_family_that_can_be_fitted_is_recovered_above():
    assert {type(known) for known, _ in KNOWN} == set(CANDIDATES)


@given(st.floats(0.3, 50), st.floats(0.3, 50))
def test_any_beta_is_recovered(alpha, beta):
    known = Beta(alpha, beta)
    x = known.ppf(np.array(LEVELS)).tolist()
    found = fit(quantiles=dict(zip(LEVELS, x, strict=True)), support=(0, 1), family="beta")
    assert found.fits[0].misfit < 1e-6


def _truncated_to_100(x, mu, sigma):
    below, above = stats.norm.cdf(0, mu, sigma), stats.norm.cdf(100, mu, sigma)
    return (stats.norm.cdf(x, mu, sigma) - below) / (above - below)


# Distribution functions of scipy, and where to look for their parameters; ends lie beyond all the answers
REFERENCES = {
    "normal": (stats.norm.cdf, [(-100, 200), (1e-3, 300)]),
    "log_normal": (lambda x, mu, sigma: stats.norm.cdf(np.log(x), mu, sigma), [(-5, 8), (1e-3, 5)]),
    "gamma": (lambda x, a, b: stats.gamma.cdf(x, np.exp(a), scale=np.exp(b)), [(-4, 8), (-8, 8)]),
    "beta": (lambda x, a, b: stats.beta.cdf(x / 100, np.exp(a), np.exp(b)), [(-4, 6), (-4, 6)]),
    "uniform": (lambda x, low, high: stats.uniform.cdf(x, low, high - low), [(0, "first"), ("last", 100)]),
    "triangular": (
        lambda x, low, high, at: stats.triang.cdf(x, at, low, high - low),
        [(0, "first"), ("last", 100), (0, 1)],
    ),
    "pert": (
        lambda x, low, high, at: stats.beta.cdf((x - low) / (high - low), 1 + 4 * at, 5 - 4 * at),
        [(0, "first"), ("last", 100), (0, 1)],
    ),
    "truncated_normal": (_truncated_to_100, [(-50, 150), (3, 300)]),
}


def least_squares_by_search(cdf, bounds, p, x):
    """The least sum of squares: of 20,000 random parameters the best 3, each improved by Nelder and Mead's simplex."""
    lows, highs = np.array(bounds, dtype=float).T

    def cost(theta):
        theta = np.clip(theta, lows, highs)
        with np.errstate(all="ignore"):
            return np.nan_to_num(((cdf(x, *np.moveaxis(theta[..., None], -2, 0)) - p) ** 2).sum(axis=-1), nan=9.0)

    tried = np.random.default_rng(5).uniform(lows, highs, (20_000, len(bounds)))
    best = tried[np.argsort(cost(tried))[:3]]
    options = {"xatol": 1e-10, "fatol": 1e-14, "maxiter": 2000}
    return min(minimize(cost, start, method="Nelder-Mead", options=options).fun for start in best)


ANSWERS = [
    {0.25: 25.0, 0.5: 30.0, 0.75: 40.0},
    {0.1: 5.0, 0.5: 10.0, 0.9: 60.0},
    {0.05: 1.0, 0.25: 2.0, 0.5: 7.0, 0.75: 8.0, 0.95: 30.0},
    {0.2: 20.0, 0.6: 70.0, 0.9: 75.0},
]


@pytest.mark.parametrize("quantiles", ANSWERS, ids=str)
@pytest.mark.parametrize("family", REFERENCES)
def test_no_other_parameters_come_nearer_by_least_squares(family, quantiles):
    cdf, bounds = REFERENCES[family]
    p, x = np.array(list(quantiles)), np.array(list(quantiles.values()))
    ends = {"first": x[0], "last": x[-1]}
    least = least_squares_by_search(cdf, [[ends.get(end, end) for end in pair] for pair in bounds], p, x)
    support = {"normal": None, "log_normal": (0, None), "gamma": (0, None)}.get(family, (0, 100))
    found = quietly(quantiles=quantiles, support=support, family=family).fits[0]
    assert np.sum(np.subtract(found.achieved, found.asked) ** 2) <= least * (1 + 1e-4) + 1e-9


@pytest.mark.parametrize("support", [(0, 1), (0, None), None])
@pytest.mark.parametrize("apart", [1e-10, 1e-12, 1e-15])
def test_quantiles_that_hardly_differ_are_fitted_all_the_same(apart, support):
    """Whatever family has no such distribution is left out; none stops the others."""
    found = mkba.fit(quantiles={0.05: 0.3, 0.5: 0.3 + apart, 0.95: 0.3 + 2 * apart}, support=support)
    assert float(found.best.ppf(0.5)) == pytest.approx(0.3, rel=1e-9)


@pytest.mark.lowest
def test_two_points_are_met_exactly_by_families_of_two_parameters():
    found = fit(interval=(10, 40, 0.9), support=(0, None))
    assert [one.family.name for one in found.fits] == ["log_normal", "gamma", "truncated_normal", "uniform", "metalog"]
    expected = LogNormal.from_interval(10, 40, 0.9)
    assert found.best.parameters() == pytest.approx(expected.parameters(), rel=1e-9)
    for one in found.fits:
        assert one.achieved == pytest.approx((0.05, 0.95), abs=1e-9)


def test_ranked_by_the_largest_miss_in_probability():
    found = quietly(quantiles={0.25: 25, 0.5: 30, 0.75: 40}, support=(0, 100))
    misfits = [one.misfit for one in found.fits]
    assert misfits == sorted(misfits)
    for one in found.fits:
        assert one.achieved == pytest.approx(one.family.cdf(np.array([25.0, 30.0, 40.0])))
        assert one.misfit == pytest.approx(np.abs(np.subtract(one.achieved, (0.25, 0.5, 0.75))).max())
    assert isinstance(found.best, Metalog)
    assert misfits[0] < 1e-12


def test_a_fit_that_misses_says_so_loudly_with_both_numbers():
    with pytest.warns(MisfitWarning, match=r"50% of at most 30, .*\(beta\) gives 46%"):
        found = fit(quantiles={0.25: 25, 0.5: 30, 0.75: 40}, support=(0, 100), family="beta")
    assert "50% kans op hoogstens 30" in found.warning("nl")
    assert found.fits[0].misfit > 0.02
    assert found.to_dict()["warning"]["en"] == found.warning()


def test_just_within_two_hundredths_is_no_reason_to_warn():
    x = stats.norm.ppf([0.25, 0.5, 0.75]) + np.array([0, 0, 0.05])
    found = fit(quantiles=dict(zip([0.25, 0.5, 0.75], x, strict=True)), family="normal")
    assert 0.001 < found.fits[0].misfit < 0.02


def test_an_infeasible_metalog_is_refused_never_returned():
    skewed = {0.1: 25, 0.5: 30, 0.9: 80}  # r = 0.09, below Keelin's 0.1666
    found = quietly(quantiles=skewed)
    assert not any(isinstance(one.family, Metalog) for one in found.fits)
    assert found.refused["metalog"].code == "metalog_infeasible"
    with pytest.raises(FamilyError, match="density would not be positive"):
        fit(quantiles=skewed, family="metalog")
    assert isinstance(quietly(quantiles=skewed, family="metalog", terms=2).best, Metalog)


def test_a_metalog_with_fewer_terms_is_improved_in_probability():
    quantiles = {0.05: 1.0, 0.25: 4.0, 0.5: 7.0, 0.75: 9.0, 0.95: 20.0}
    found = quietly(quantiles=quantiles, family="metalog", terms=3).fits[0]
    linear = Metalog.from_quantiles(list(quantiles), list(quantiles.values()), terms=3)
    misses = linear.cdf(np.array(list(quantiles.values()))) - np.array(list(quantiles))
    assert np.sum(np.subtract(found.achieved, found.asked) ** 2) < 0.99 * np.sum(misses**2)


@pytest.mark.parametrize(
    ("support", "names"),
    [
        (None, {"normal", "log_normal", "gamma", "pert", "triangular", "uniform", "metalog"}),
        ((0, None), {"log_normal", "gamma", "truncated_normal", "pert", "triangular", "uniform", "metalog"}),
        ((0, 100), {"beta", "truncated_normal", "pert", "triangular", "uniform", "metalog"}),
        ((None, 100), {"truncated_normal", "pert", "triangular", "uniform", "metalog"}),
        ((5, math.inf), {"truncated_normal", "pert", "triangular", "uniform", "metalog"}),
    ],
)
def test_no_family_goes_beyond_the_support(support, names):
    found = quietly(quantiles={0.1: 20, 0.5: 30, 0.9: 45}, support=support)
    assert {one.family.name for one in found.fits} | set(found.refused) == names
    low, high = found.limits
    for one in found.fits:
        assert low <= one.family.support[0]
        assert one.family.support[1] <= high


def test_without_a_support_shares_may_be_beta_and_negative_values_never_log_normal():
    shares = {one.family.name for one in quietly(interval=(0.1, 0.4, 0.9)).fits}
    assert "beta" in shares
    negative = {one.family.name for one in quietly(quantiles={0.1: -20, 0.5: 30, 0.9: 45}).fits}
    assert negative.isdisjoint({"beta", "log_normal", "gamma"})


# Other answers


def test_three_points_are_the_ends_and_the_mode():
    found = fit(three_point=(15, 30, 50))
    assert [one.family for one in found.fits] == [Pert(15, 30, 50), Triangular(15, 30, 50)]
    assert found.fits[0].what == ("P(x <= 15)", "mode", "P(x <= 50)")
    assert found.fits[0].asked == found.fits[0].achieved == (0.0, 30.0, 1.0)
    assert fit(three_point=(0.5, 1, 1), support=(0, 1)).best == Pert(0.5, 1, 1)


def test_roulette_is_the_cumulated_chips():
    found = fit(roulette={(20, 30): 4, (0, 10): 1, (10, 20): 4, (30, 40): 1, (40, 50): 0}, family="normal")
    assert found.answer.values == (0, 10, 20, 30, 40)
    assert found.answer.probabilities == pytest.approx((0, 0.1, 0.5, 0.9, 1))
    assert found.mean == pytest.approx(20)
    # the symmetric normal with least squares at 0, 10, 30 and 40
    sd = min(
        np.linspace(7, 8.5, 15_001),
        key=lambda s: 2 * (stats.norm.cdf(-20 / s) ** 2 + (stats.norm.cdf(-10 / s) - 0.1) ** 2),
    )
    assert found.sd == pytest.approx(sd, abs=2e-4)


def test_a_gap_between_bins_holds_nothing():
    found = quietly(roulette={(0, 10): 2, (20, 30): 1, (30, 40): 1}, support=(0, 100))
    assert found.answer.values == (0, 10, 20, 30, 40)
    assert found.answer.probabilities == pytest.approx((0, 0.5, 0.5, 0.75, 1))


def test_counts_are_a_beta():
    assert fit(counts=(258, 421)).best == Beta(258, 163)
    assert fit(counts=(0, 20), prior=0.5, support=(0, 1)).best == Beta(0.5, 20.5)
    assert fit(counts=(31, 120)).fits[0].achieved == (31 / 120,)
    with pytest.raises(FamilyError, match="without a prior"):
        fit(counts=(0, 20))


def test_mean_and_standard_error():
    free = fit(mean_se=(30, 5))
    assert [one.family.name for one in free.fits] == ["normal", "log_normal", "gamma"]
    bounded = fit(mean_se=(30, 5), support=(0, 100))
    assert bounded.best == Beta.from_mean_sd(30, 5, 0, 100)
    assert fit(mean_se=(-3, 5)).best == Normal(-3, 5)
    for one in (*free.fits, *bounded.fits):
        assert (one.family.mean, one.family.sd) == pytest.approx((30, 5), rel=1e-12)
        assert one.achieved == pytest.approx(one.asked)
    with pytest.raises(FamilyError):
        fit(mean_se=(30, 60), support=(0, 100))


# Overconfidence


def test_a_range_read_as_less_certain_is_shown_beside_the_raw_one():
    found = fit(interval=(10, 40, 0.9), read_as=0.6)
    assert found.as_stated.best.parameters() == pytest.approx(Normal.from_interval(10, 40, 0.9).parameters())
    assert found.best.parameters() == pytest.approx(Normal.from_interval(10, 40, 0.6).parameters())
    assert found.read_as == 0.6
    assert found.to_dict()["as_stated"]["fits"][0]["family"] == "normal"
    assert set(found.to_frame()["reading"]) == {"read_as", "as_stated"}
    assert fit(interval=(10, 40, 0.9)).as_stated is None


@pytest.mark.parametrize("read_as", [0.5, 0.6, 0.7])
def test_of_a_normal_expert_it_is_a_larger_standard_deviation(read_as):
    known = Normal(30, 8)
    quantiles = dict(zip(LEVELS, known.ppf(np.array(LEVELS)).tolist(), strict=True))
    found = fit(quantiles=quantiles, family="normal", read_as=read_as)
    factor = stats.norm.ppf(0.95) / stats.norm.ppf((1 + read_as) / 2)
    assert (found.mean, found.sd) == pytest.approx((30, 8 * factor), rel=1e-7)
    lower, upper = known.ppf(np.array([0.05, 0.95]))
    assert found.cdf(upper) - found.cdf(lower) == pytest.approx(read_as, abs=1e-9)


@pytest.mark.parametrize("lower", [0.01, 0.05, 0.3, 0.6])
@pytest.mark.parametrize("read_as", [0.02, 0.1])
def test_a_range_that_is_not_symmetric_holds_what_it_is_read_as(lower, read_as):
    """From 1 % to 25 % read as one of 10 %; also where both ends lie on one side of the middle."""
    found = fit(quantiles={lower: 1.0, lower + 0.24: 20.0}, family="normal", read_as=read_as)
    assert found.cdf(20.0) - found.cdf(1.0) == pytest.approx(read_as, abs=1e-9)
    scores = stats.norm.ppf(found.fits[0].asked) / stats.norm.ppf([lower, lower + 0.24])
    assert scores[0] == pytest.approx(scores[1], rel=1e-9)  # one factor for all


def test_three_points_read_as_less_certain_keep_their_mode():
    found = fit(three_point=(15, 30, 50), read_as=0.8)
    assert found.best.mode == 30
    assert found.best.cdf(np.array([15.0, 50.0])) == pytest.approx([0.1, 0.9], abs=1e-9)
    assert found.best.low < 15 < 50 < found.best.high
    one_sided = fit(three_point=(0.5, 1, 1), support=(0, 1), read_as=0.9)
    assert (one_sided.best.mode, one_sided.best.high) == (1, 1)
    assert one_sided.best.cdf(0.5) == pytest.approx(0.1, abs=1e-9)


# Results


def test_it_answers_as_its_best_family_does():
    found = fit(quantiles={0.1: 20, 0.5: 30, 0.9: 45}, family="log_normal")
    assert found.ppf(0.3) == found.best.ppf(0.3)
    assert found.cdf(33.0) == found.best.cdf(33.0)
    assert (found.mean, found.sd, found.support) == (found.best.mean, found.best.sd, found.best.support)
    assert mkba.fit(quantiles={0.1: 20, 0.5: 30, 0.9: 45}, family=LogNormal).best == found.best


def test_frame_has_a_row_for_each_family_and_question():
    found = quietly(quantiles={0.1: 20, 0.5: 30, 0.9: 45})
    frame = found.to_frame()
    assert len(frame) == 3 * len(found.fits)
    assert list(frame.columns) == ["reading", "family", "misfit", "what", "asked", "achieved"]
    assert consult([found, found]).to_frame()["expert"].tolist() == [1] * len(frame) + [2] * len(frame)


def test_on_the_screen_the_question_stands_above_what_each_family_gives_for_it():
    found = fit(interval=(10, 40, 0.9), family="normal")
    asked, normal = found.ranking.on_screen().texts("en")
    assert asked == ["asked", "5%", "95%", "", "", ""]
    assert normal == ["normal", "5%", "95%", "0%", "25.0", "10.0 to 40.0"]
    assert [fitted["family"] for fitted in found.to_dict()["fits"]] == ["normal"]


BAD = [
    ({}, "elicit_one_answer", None),
    ({"counts": (1, 2), "interval": (1, 2, 0.9)}, "elicit_one_answer", None),
    ({"quantiles": {0.5: 1}}, "elicit_too_few", "quantiles"),
    ({"quantiles": [1, 2]}, "elicit_too_few", "quantiles"),
    ({"quantiles": {0: 1, 0.5: 2}}, "elicit_probability", "quantiles"),
    ({"quantiles": {0.5: 1, 1.0: 2}}, "elicit_probability", "quantiles"),
    ({"quantiles": {25: 1, 50: 2}}, "elicit_probability", "quantiles"),
    ({"quantiles": {0.5: 2, 0.75: 2}}, "elicit_not_ascending", "quantiles"),
    ({"quantiles": {0.5: 2, 0.25: 3}}, "elicit_not_ascending", "quantiles"),
    ({"quantiles": {0.5: math.nan, 0.25: 3}}, "elicit_number", "quantiles"),
    ({"quantiles": {0.5: "x", 0.25: 3}}, "elicit_number", "quantiles"),
    ({"quantiles": {0.25: 1, 0.5: 2}, "support": (1, 3)}, "elicit_outside_support", "quantiles"),
    ({"quantiles": {0.25: 1, 0.5: 2}, "support": (0, 2)}, "elicit_outside_support", "quantiles"),
    ({"quantiles": {0.25: 1, 0.5: 2}, "support": (3, 1)}, "elicit_support", "support"),
    ({"quantiles": {0.25: 1, 0.5: 2}, "support": (3, 3)}, "elicit_support", "support"),
    ({"quantiles": {0.25: 1, 0.5: 2}, "support": 3}, "elicit_shape", "support"),
    ({"quantiles": {0.25: 1, 0.5: 2}, "support": (math.nan, 3)}, "elicit_number", "support"),
    ({"quantiles": {0.25: 1, 0.5: 2}, "family": "bet"}, "elicit_family", "family"),
    ({"quantiles": {0.25: 1, 0.5: 2}, "family": "discrete"}, "elicit_family", "family"),
    ({"quantiles": {0.25: 1, 0.5: 2}, "family": Mixture}, "elicit_family", "family"),
    ({"quantiles": {0.25: 1, 0.5: 2}, "family": "pert"}, "elicit_nothing_fits", "family"),
    ({"quantiles": {0.25: 1, 0.5: 2}, "support": (0, 9), "family": "normal"}, "elicit_nothing_fits", "family"),
    ({"quantiles": {0.25: 1, 0.5: 2}, "family": "metalog", "terms": 3}, "metalog_terms", "terms"),
    ({"quantiles": {0.25: 1, 0.5: 2}, "read_as": 0.3}, "elicit_read_as", "read_as"),
    ({"three_point": (1, 2)}, "elicit_shape", "three_point"),
    ({"three_point": "123"}, "elicit_shape", "three_point"),
    ({"three_point": (3, 2, 4)}, "elicit_three_point", "three_point"),
    ({"three_point": (2, 5, 4)}, "elicit_three_point", "three_point"),
    ({"three_point": (2, 2, 2)}, "elicit_three_point", "three_point"),
    ({"three_point": (-1, 2, 4), "support": (0, 9)}, "elicit_outside_support", "three_point"),
    ({"three_point": (1, 2, 4), "family": "normal"}, "elicit_nothing_fits", "family"),
    ({"interval": (1, 2)}, "elicit_shape", "interval"),
    ({"interval": (2, 1, 0.9)}, "elicit_interval", "interval"),
    ({"interval": (1, 2, 90)}, "elicit_probability", "interval"),
    ({"interval": (1, 2, 0.9), "read_as": 0.9}, "elicit_read_as", "read_as"),
    ({"interval": (1, 2, 0.9), "read_as": 0.0}, "elicit_read_as", "read_as"),
    ({"interval": (1, 2, 0.9), "read_as": math.nan}, "elicit_number", "read_as"),
    ({"interval": (1, 2, 0.9), "prior": math.inf}, "elicit_number", "prior"),
    ({"roulette": {}}, "elicit_too_few_bins", "roulette"),
    ({"roulette": [1, 2, 3]}, "elicit_too_few", "roulette"),
    ({"roulette": {1: 2}}, "elicit_shape", "roulette"),
    ({"roulette": {(0, 1): 2, (1, 2): 3}}, "elicit_too_few_bins", "roulette"),
    ({"roulette": {(0, 1): 2, (0.5, 2): 3, (2, 3): 1}}, "elicit_bins_overlap", "roulette"),
    ({"roulette": {(1, 0): 2, (1, 2): 3, (2, 3): 1}}, "elicit_interval", "roulette"),
    ({"roulette": {(0, 1): -2, (1, 2): 3, (2, 3): 1}}, "elicit_chips", "roulette"),
    ({"roulette": {(0, 1): 2, (1, 2): 3, (2, 3): 1}, "read_as": 0.6}, "elicit_no_range", "read_as"),
    ({"counts": (3, 2)}, "elicit_counts", "counts"),
    ({"counts": (0, 0)}, "elicit_counts", "counts"),
    ({"counts": (-1, 2)}, "elicit_counts", "counts"),
    ({"counts": (1, 2), "support": (0, 100)}, "elicit_nothing_fits", "family"),
    ({"counts": (1, 2), "prior": -1}, "parameter_negative", "prior"),
    ({"mean_se": (3, 0)}, "elicit_se", "mean_se"),
    ({"mean_se": (3, True)}, "elicit_number", "mean_se"),
    ({"mean_se": (10, 2), "support": (0, 5)}, "mean_outside_range", "mean"),
]


@pytest.mark.parametrize(("answer", "code", "key"), BAD, ids=[str(answer) for answer, *_ in BAD])
def test_bad_answers_are_refused_in_both_languages(answer, code, key):
    with pytest.raises(MkbaError) as caught:
        fit(**answer)
    assert (caught.value.code, caught.value.key) == (code, key)
    assert caught.value.text("nl") != caught.value.text("en")


# The command


def run(*arguments):
    """Run the command; errors come out as they are raised."""
    return CliRunner().invoke(application("elicit"), ["elicit", *arguments], catch_exceptions=False)


def answer(*arguments):
    return json.loads(run(*arguments, "--json").output)


def test_the_command_gives_what_fit_gives():
    found = answer("--quantiles", "0.25=25,0.5=30,0.75=40", "--support", "0,100")
    expected = quietly(quantiles={0.25: 25, 0.5: 30, 0.75: 40}, support=(0, 100))
    assert [one["family"] for one in found["fits"]] == [one.family.name for one in expected.fits]
    for one, fitted in zip(found["fits"], expected.fits, strict=True):
        assert make_family(one["family"], one["parameters"]) == fitted.family
        assert one["asked"] == [0.25, 0.5, 0.75]
        assert one["achieved"] == pytest.approx(fitted.achieved)
        assert one["misfit"] == pytest.approx(fitted.misfit)
    assert found["pooled"] is None


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--three-point", "15,30,50"), Pert(15, 30, 50)),
        (("--three-point", " -15, 30 ,5e1"), Pert(-15, 30, 50)),
        (("--counts", "31/120"), Beta(31, 89)),
        (("--counts", "0/20", "--prior", "0.5"), Beta(0.5, 20.5)),
        (("--mean-se", "30,5"), Normal(30, 5)),
        (("--mean-se", "30,5", "--support", "0,"), LogNormal.from_mean_sd(30, 5)),
        (("--mean-se", "30,5", "--support", "0,", "--family", "gamma"), Gamma.from_mean_sd(30, 5)),
    ],
)
def test_answers_on_the_command_line(arguments, expected):
    best = answer(*arguments)["fits"][0]
    assert make_family(best["family"], best["parameters"]) == expected


def test_roulette_on_the_command_line_may_be_negative():
    best = answer("--roulette", "-30--20:1, -20--10:4,-10-0:4,0-1e1:1", "--family", "normal")["fits"][0]
    assert best["parameters"]["mu"] == pytest.approx(-10)


def test_repeated_answers_are_pooled():
    arguments = ("--three-point", "15,30,50@3", "--counts", "31/120", "--three-point", "20,25,60")
    found = answer(*arguments)
    expected = Mixture((Pert(15, 30, 50), Pert(20, 25, 60), Beta(31, 89)), (3, 1, 1))
    assert make_family(found["pooled"]["family"], found["pooled"]["parameters"]) == expected
    assert found["pooled"]["mean"] == pytest.approx(expected.mean)
    assert [one["weight"] for one in found["experts"]] == pytest.approx([0.6, 0.2, 0.2])
    assert [one["expert"] for one in found["fits"]] == [1, 1, 2, 2, 3]
    equal = answer("--three-point", "15,30,50", "--three-point", "20,25,60", "--pool", "log")["pooled"]
    assert make_family(equal["family"], equal["parameters"]) == LogPool((Pert(15, 30, 50), Pert(20, 25, 60)))


def test_read_as_is_shown_beside_the_raw_answer_and_so_is_its_pool():
    found = answer("--interval", "10,40,0.9", "--interval", "20,60,0.8", "--read-as", "0.6")
    assert found["experts"][0]["read_as"] == 0.6
    raw = found["experts"][0]["as_stated"]["fits"][0]
    assert raw["parameters"] == pytest.approx(Normal.from_interval(10, 40, 0.9).parameters())
    assert found["pooled"]["sd"] > found["pooled_as_stated"]["sd"]
    shown = run("--interval", "10,40,0.9", "--read-as", "0.6", "--lang", "en").output
    assert "read as one of 60%" in shown
    assert "Taken at face value" in shown


def test_single_answers_on_the_command_line():
    found = answer("--answers", "0.15@94,0.3@75,0.2@75,0.3@98,0.4@79", "--support", "0,1")
    assert found["pooled"]["mean"] == pytest.approx((15 * 94 + 30 * 75 + 20 * 75 + 30 * 98 + 40 * 79) / 421 / 100)
    assert (found["fits"], found["experts"]) == ([], [])
    assert sum(one["weight"] for one in found["answers"]) == pytest.approx(1)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_on_the_screen_a_miss_is_loud_and_what_was_refused_has_its_reason(lang):
    shown = " ".join(run("--quantiles", "0.1=25,0.5=30,0.9=80", "--support", "0,", "--lang", lang).output.split())
    assert {"nl": "Let op: geen familie komt dicht", "en": "Note: no family comes near"}[lang] in shown
    assert {"nl": "metalog kan niet: ", "en": "metalog does not fit: "}[lang] in shown
    assert "[estimates.NAME.distribution]" in shown


@pytest.mark.usefixtures("unrendered")
def test_quiet_says_nothing_and_out_writes_a_folder(tmp_path):
    folder = tmp_path / "out"
    assert run("--three-point", "15,30,50", "--three-point", "1,2,60", "--quiet", "--out", str(folder)).output == ""
    assert {path.name for path in folder.iterdir()} == {"elicit.csv", "elicited.png", "elicited.svg", "manifest.json"}
    assert json.loads((folder / "manifest.json").read_text())["result"]["pooled"]["family"] == "mixture"


SPELLING = [
    ((), "elicit_no_answer", None),
    (("--quantiles", ""), "elicit_syntax", "--quantiles"),
    (("--quantiles", "0.5"), "elicit_syntax", "--quantiles"),
    (("--quantiles", "0.5=1=2"), "elicit_syntax", "--quantiles"),
    (("--quantiles", "0,5=1,0,75=2"), "elicit_syntax", "--quantiles"),
    (("--quantiles", "0.5=nan,0.7=1"), "elicit_syntax", "--quantiles"),
    (("--quantiles", "0.5=1,0.50=2"), "elicit_twice", "--quantiles"),
    (("--quantiles", "0.25=1,0.5=2@x", "--counts", "1/2"), "elicit_weight_no_number", None),
    (("--quantiles", "0.25=1,0.5=2@"), "elicit_syntax", "--quantiles"),
    (("--three-point", "1;2;3"), "elicit_syntax", "--three-point"),
    (("--three-point", "1,2"), "elicit_shape", "three_point"),
    (("--interval", "1-2,0.9"), "elicit_syntax", "--interval"),
    (("--roulette", "0-10"), "elicit_syntax", "--roulette"),
    (("--roulette", "0-10:1:2"), "elicit_syntax", "--roulette"),
    (("--counts", "31"), "elicit_shape", "counts"),
    (("--counts", "31 van 120"), "elicit_syntax", "--counts"),
    (("--mean-se", "30±5"), "elicit_syntax", "--mean-se"),
    (("--answers", "1,x"), "elicit_syntax", "--answers"),
    (("--answers", "1"), "elicit_few_answers", "answers"),
    (("--answers", "1,2", "--family", "beta"), "elicit_answers_alone", None),
    (("--answers", "1,2", "--counts", "1/2"), "elicit_answers_alone", None),
    (("--answers", "1,2", "--read-as", "0"), "elicit_answers_alone", None),
    (("--support", "5", "--counts", "1/2"), "elicit_syntax", "--support"),
    (("--support", "a,b", "--counts", "1/2"), "elicit_syntax", "--support"),
    (("--counts", "1/2", "--counts", "1/3", "--pool", "mean"), "elicit_pool_method", "method"),
    (("--counts", "1/2@-1", "--counts", "1/3"), "elicit_weight", "weights"),
    (("--counts", "1/2", "--pool", "log"), "elicit_pool_of_one", "--pool"),
    (("--answers", "1,2", "--pool", "linear"), "elicit_pool_of_answers", "--pool"),
    (("--interval", "1,2,0.9", "--prior", "0.5"), "elicit_unused_prior", "--prior"),
    (("--interval", "1,2,0.9", "--prior", "0"), "elicit_unused_prior", "--prior"),
    (("--three-point", "1,2,3", "--terms", "3"), "elicit_unused_terms", "--terms"),
    (("--quantiles", "0.25=1,0.5=2", "--family", "normal", "--terms", "2"), "elicit_unused_terms", "--terms"),
    (("--counts", "1/2@2"), "elicit_weight_of_one", None),
    (("--counts", "1/2", "--cutoff", "0.05"), "elicit_unused_cutoff", "--cutoff"),
    (("--roulette", "0-1:1,1-2:3,2-3:1", "--read-as", "0.6"), "elicit_no_range", "read_as"),
    (("--counts", "1/2", "--read-as", "0.6"), "elicit_no_range", "read_as"),
]


@pytest.mark.parametrize(("arguments", "code", "key"), SPELLING, ids=[" ".join(row[0]) for row in SPELLING])
def test_what_cannot_be_read_is_bad_input(arguments, code, key):
    with pytest.raises(InputError) as caught:
        run(*arguments)
    assert (caught.value.code, caught.value.key) == (code, key)
    assert caught.value.text("nl") != caught.value.text("en")


def test_choices_go_to_the_answers_that_they_are_for():
    found = answer("--counts", "0/20", "--quantiles", "0.25=0.1,0.5=0.2,0.9=0.6", "--prior", "0.5", "--terms", "3")
    assert [one["expert"] for one in found["fits"] if one["family"] == "metalog"] == [1]
    best = next(one for one in found["fits"] if one["expert"] == 2)
    assert make_family(best["family"], best["parameters"]) == Beta(0.5, 20.5)


# Seed questions


SEEDS = """\
question,truth,expert,0.05,0.5,0.95
evictions,70,anna,55,68,90
evictions,70,bert,20,25,30
calls,120,anna,90,125,160
calls,120,bert,150,155,160
staff,24,anna,20,25,31
staff,24,bert,26,27,30
"""


def seeds(folder, text=SEEDS):
    file = folder / "seeds.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return str(file)


def test_seed_questions_give_the_weights(tmp_path):
    """Against the weights of the same answers handed to the classical model itself."""
    anna, bert = [[55, 68, 90], [90, 125, 160], [20, 25, 31]], [[20, 25, 30], [150, 155, 160], [26, 27, 30]]
    expected = performance_weights({"anna": anna, "bert": bert}, [70, 120, 24])
    assert 0.5 < expected.weights[0] < 1
    file = seeds(tmp_path)
    found = answer("--interval", "10,40,0.9@bert", "--interval", "20,60,0.9@anna", "--seed-questions", file)
    assert found["performance"] == expected.to_dict()
    assert [one["name"] for one in found["experts"]] == ["bert", "anna"]
    assert [one["weight"] for one in found["experts"]] == pytest.approx(expected.weights[::-1])
    pooled = Mixture((Normal.from_interval(10, 40, 0.9), Normal.from_interval(20, 60, 0.9)), expected.weights[::-1])
    assert found["pooled"]["mean"] == pytest.approx(pooled.mean)
    single = answer("--answers", "25@bert,40@anna", "--seed-questions", file)
    assert [one["name"] for one in single["answers"]] == ["bert", "anna"]
    assert single["pooled"]["mean"] == pytest.approx(expected.weights[1] * 25 + expected.weights[0] * 40)


@pytest.mark.parametrize(
    "text", [SEEDS.replace(",", ";"), SEEDS.replace(",", "\t"), "\ufeff" + SEEDS.replace("\n", "\r\n")]
)
def test_separators_and_ends_of_lines_of_spreadsheets(text, tmp_path):
    plain, other = read_seed_questions(seeds(tmp_path)), read_seed_questions(seeds(tmp_path, text))
    assert plain.questions == other.questions == ("evictions", "calls", "staff")
    assert plain.weights() == other.weights()


def test_a_background_for_each_question(tmp_path):
    lines = [line + (",background" if line.startswith("question") else "," if "evic" in line else ",loguniform")
             for line in SEEDS.splitlines()]  # fmt: skip
    found = read_seed_questions(seeds(tmp_path, "\n".join(lines)))
    assert found.backgrounds == ("uniform", "loguniform", "loguniform")
    expected = performance_weights(found.answers, found.truths, background=found.backgrounds)
    assert found.weights() == expected != read_seed_questions(seeds(tmp_path)).weights()


@pytest.mark.usefixtures("unrendered")
def test_a_cutoff_leaves_out_who_is_not_calibrated(tmp_path):
    file = seeds(tmp_path)
    arguments = ("--interval", "10,40,0.9@bert", "--interval", "20,60,0.9@anna", "--seed-questions", file)
    found = answer(*arguments, "--cutoff", "0.05")
    assert [one["weight"] for one in found["experts"]] == [0, 1]
    shown = run(*arguments, "--cutoff", "0.05", "--lang", "nl").output
    assert "bert (gewicht 0%)" in shown
    assert "Wie onder kalibratie 0,05 blijft" in shown
    run(*arguments, "--out", str(tmp_path / "out"), "--quiet")
    assert (tmp_path / "out" / "performance.csv").read_text().startswith("expert,calibration,information,weight\nanna,")


BAD_SEEDS = {
    "empty": ("", "seeds_empty", None, None),
    "heading": ("question,truth,expert,0.05,0.5,0.95\n", "seeds_empty", None, None),
    "not text": (b"\xff\xfe\x00", "seeds_unreadable", None, None),
    "no expert column": (SEEDS.replace("expert", "who"), "seeds_columns", 1, None),
    "no levels": ("question,truth,expert\na,1,anna\n", "seeds_columns", 1, None),
    "level twice": (SEEDS.replace("0.95\n", "0.5\n"), "seeds_columns", 1, None),
    "level": (SEEDS.replace("0.95\n", "high\n"), "seeds_no_number", 1, "high"),
    "levels": (SEEDS.replace("0.05,", "0.95,").replace("0.95\n", "0.05\n"), "cooke_levels", None, "levels"),
    "cells": (SEEDS.replace("20,25,30", "20,25"), "seeds_cells", 3, None),
    "comma": (SEEDS.replace("20,25,30", "20,25,5,30"), "seeds_cells", 3, None),
    "text": (SEEDS.replace("20,25,30", "20,x,30"), "seeds_no_number", 3, "0.5"),
    "nan": (SEEDS.replace("20,25,30", "20,nan,30"), "seeds_no_number", 3, "0.5"),
    "nameless": (SEEDS.replace("evictions,70,bert", "evictions,70,"), "seeds_no_text", 3, "expert"),
    "truths": (SEEDS.replace("70,bert", "71,bert"), "seeds_differ", 3, "truth"),
    "twice": (SEEDS.replace("70,bert", "70,anna"), "seeds_twice", 3, "expert"),
    "missing": (SEEDS.replace("calls,120,bert,150,155,160\n", ""), "seeds_missing", None, None),
    "descending": (SEEDS.replace("20,25,30", "30,25,20"), "cooke_not_ascending", None, "bert"),
}


@pytest.mark.parametrize("mistake", BAD_SEEDS)
def test_bad_seed_questions_are_named_by_line_and_column(mistake, tmp_path):
    text, code, line, key = BAD_SEEDS[mistake]
    file = seeds(tmp_path, text)
    with pytest.raises(MkbaError) as caught:
        run("--interval", "10,40,0.9@anna", "--interval", "20,60,0.9@bert", "--seed-questions", file)
    assert (caught.value.code, caught.value.line, caught.value.key) == (code, line, key)
    if code.startswith("seeds"):
        assert caught.value.file == file
    assert caught.value.text("nl") != caught.value.text("en")


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (("10,40,0.9@anna", "20,60,0.9"), "seeds_no_expert"),
        (("10,40,0.9@anna", "20,60,0.9@2"), "seeds_unknown_expert"),
        (("10,40,0.9@anna", "20,60,0.9@brt"), "seeds_unknown_expert"),
        (("10,40,0.9@anna", "20,60,0.9@anna"), "seeds_expert_twice"),
    ],
)
def test_answers_are_of_experts_with_seed_questions(answers, code, tmp_path):
    arguments = [part for text in answers for part in ("--interval", text)]
    with pytest.raises(InputError) as caught:
        run(*arguments, "--seed-questions", seeds(tmp_path))
    assert caught.value.code == code
    assert ("Did you mean bert?" in str(caught.value)) == ("brt" in answers[1])
    assert caught.value.text("nl") != caught.value.text("en")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(StoreError, match="there is no such file"):
        run("--counts", "1/2@anna", "--seed-questions", str(tmp_path / "nowhere.csv"))


def test_help_names_every_answer():
    shown = re.sub(r"\x1b\[[0-9;]*m", "", run("--help").output)
    for option in ("--quantiles", "--three-point", "--interval", "--roulette", "--counts", "--mean-se", "--read-as"):
        assert option in shown


@pytest.mark.parametrize(
    "family",
    [
        Pert(15, 30, 50),
        Beta(2, 3),
        Metalog.from_quantiles([0.1, 0.5, 0.9], [1, 2, 4], 0, 9),
        Metalog.from_quantiles([0.05, 0.25, 0.5, 0.75, 0.95], [1, 2, 3, 4.5, 7], 0, 9),
        LogPool((Pert(15, 30, 50), Mixture((Normal(3, 20), Beta(2, 3, 0, 90))))),
    ],
)
def test_what_is_to_be_pasted_in_a_case_file_is_that_distribution(family):
    read = tomllib.loads(distribution_text(family, "relapse"))["estimates"]["relapse"]["distribution"]
    made = make_family(read.pop("family"), read)
    np.testing.assert_allclose(made.ppf([0.1, 0.5, 0.9]), family.ppf([0.1, 0.5, 0.9]), rtol=1e-8)


def test_what_is_to_be_pasted_stands_whole_in_a_narrow_terminal():
    shown = run("--interval", "10,40,0.9", "--interval", "20,60,0.9", "--interval", "5,70,0.9", "--lang", "en").output
    pasted = shown[shown.index("[estimates") :]
    assert len(tomllib.loads(pasted)["estimates"]["NAME"]["distribution"]["families"]) == 3
    assert max(len(line.rstrip()) for line in pasted.splitlines()) < 80


# Plots


@pytest.fixture
def figure():
    from matplotlib.figure import Figure

    with mpl.rc_context():
        yield Figure(layout="constrained")


def drawn(ax):
    return {artist.get_gid(): artist for artist in ax.get_children() if artist.get_gid()}


def test_plot_of_a_fit_marks_what_was_asked(figure):
    found = quietly(quantiles={0.25: 25, 0.5: 30, 0.75: 40}, support=(0, 100), family="beta", read_as=0.4)
    ax = mkba.plot(found, figure.add_subplot())
    artists = drawn(ax)
    x, heights = artists["fit:beta"].get_data()
    np.testing.assert_allclose(heights, density(found.best, x))
    for place, value in enumerate((25, 30, 40)):
        (at, _), (low, high) = artists[f"asked:{place}"].get_data()
        assert (at, low, high) == pytest.approx((value, 0, density(found.best, value)))
    stated, heights = artists["as_stated"].get_data()
    np.testing.assert_allclose(heights, density(found.as_stated.best, stated))
    texts = [artists[f"text:{place}"].get_text() for place in range(3)]
    assert texts[1].startswith("30\n50% (")


def test_plot_of_a_pool_names_experts_who_have_a_name(figure):
    experts = [fit(interval=(10, 40, 0.9)), fit(interval=(20, 60, 0.9))]
    ax = mkba.plot(consult(experts, weights=[1, 0], names=["anna", "bert"]), figure.add_subplot())
    shown = [text.get_text() for legend in [*figure.legends, ax.get_legend()] if legend for text in legend.get_texts()]
    assert {"anna (100%)", "bert (0%)"} <= set(shown)


def test_plot_of_a_pool_shows_each_expert_and_the_pool(figure):
    experts = [fit(three_point=(15, 30, 50)), fit(three_point=(20, 50, 60))]
    together = consult(experts, weights=[3, 1])
    for result in (together, together.pooled):
        artists = drawn(mkba.plot(result, figure.add_subplot()))
        x, heights = artists["pool"].get_data()
        np.testing.assert_allclose(heights, density(together.pooled, x))
        np.testing.assert_allclose(
            heights, 0.75 * artists["expert:1"].get_ydata() + 0.25 * artists["expert:2"].get_ydata(), atol=1e-12
        )
        assert artists["expert:1"].get_label() == "expert 1 (75%)"
    one = mkba.plot(consult(experts[:1]), figure.add_subplot(), lang="nl")
    assert "fit:pert" in drawn(one)


def test_what_cannot_be_drawn_says_why(figure):
    from mkba_uncertainty.plotting import plot_fit, plot_pool

    one = fit(three_point=(15, 30, 50))
    with pytest.raises(InputError, match="plot_pool"):
        plot_fit(consult([one, one]), figure.add_subplot())
    with pytest.raises(InputError, match="plot_fit"):
        plot_pool(consult([one]), figure.add_subplot())
    with pytest.raises(InputError, match="no density"):
        plot_pool(Mixture((Normal(0, 1), Discrete((1.0, 2.0), (0.5, 0.5)))), figure.add_subplot())


def test_a_density_without_end_leaves_room_for_the_others(figure):
    found = quietly(
        quantiles=dict(zip(LEVELS, Beta(0.4, 0.5).ppf(np.array(LEVELS)).tolist(), strict=True)), support=(0, 1)
    )
    ax = mkba.plot(found, figure.add_subplot())
    figure.canvas.draw()
    assert np.isfinite(ax.get_ylim()).all()
    assert isinstance(found, Elicited)
    assert isinstance(consult([found]), Consultation)


@pytest.mark.parametrize(
    ("low", "high", "median", "spread"),
    [(10, 1e5, "1,000", "10 to 100,000"), (1e-3, 1e3, "1.0", "0.0010 to 1,000"), (2e-7, 5e-2, "0.00010", None)],
)
def test_a_fit_over_several_powers_of_ten_keeps_two_digits(
    low: float, high: float, median: str, spread: str | None
) -> None:
    found = mkba.fit(interval=(low, high, 0.9), family="log_normal", support=(0, None))
    texts = found.ranking.texts("en")[-1]
    assert texts[-2] == median  # the root of low times high
    assert texts[-1] == (spread or "0.00000020 to 0.0500")


def test_rounding_is_no_parameter() -> None:
    text = distribution_text(mkba.fit(interval=(1e-3, 1e3, 0.9), family="log_normal", support=(0, None)).best)
    assert "mu = 0\n" in text
    assert "mu = 1e-06\n" in distribution_text(mkba.LogNormal(mu=1e-6, sigma=4.2))
