"""Pools of experts, and Cooke's weights: published figures, sums by hand, closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats
from scipy.special import ndtr

import mkba_uncertainty as mkba
from mkba_uncertainty.elicitation import consult, consult_answers, fit, performance_weights, pool, pooled_answers
from mkba_uncertainty.errors import FamilyError, InputError, MkbaError
from mkba_uncertainty.families import Beta, Discrete, Gamma, LogPool, Mixture, Normal, Pert, Point, Rescaled, Uniform

# Pools


def test_a_linear_pool_is_a_true_mixture():
    parts = (Normal(0, 1), Normal(10, 2))
    made = pool(parts, weights=[1, 3])
    assert made == Mixture(parts, (1, 3))
    x = np.linspace(-3, 16, 50)
    np.testing.assert_allclose(made.cdf(x), 0.25 * stats.norm.cdf(x) + 0.75 * stats.norm.cdf(x, 10, 2), rtol=1e-13)
    assert made.mean == pytest.approx(7.5)
    assert made.sd == pytest.approx(math.sqrt(0.25 * (1 + 7.5**2) + 0.75 * (4 + 2.5**2)))


def test_weights_are_equal_unless_given_and_nought_leaves_an_expert_out():
    parts = [Normal(0, 1), Normal(10, 2), Normal(3, 1)]
    assert pool(parts) == Mixture(tuple(parts))
    assert pool(parts, weights=[2, 0, 1]) == Mixture((parts[0], parts[2]), (2, 1))
    assert pool(parts, weights=[0, 0, 1]).sd == pytest.approx(1)
    assert mkba.pool(parts, weights=np.array([1.0, 1.0, 2.0])).weights == (1, 1, 2)


def test_a_log_linear_pool_of_normals_is_normal():
    made = pool([Normal(0, 1), Normal(6, 2)], weights=[1, 2], method="log")
    precision = 1 / 3 + 2 / 3 / 4
    assert isinstance(made, LogPool)
    assert made.mean == pytest.approx(2 / 3 * 6 / 4 / precision)
    assert made.sd == pytest.approx(precision**-0.5)


@pytest.mark.parametrize(("one", "two"), [((2.0, 0.9), (3.0, 0.9)), ((0.9, 0.9), (0.9, 0.8)), ((2.0, 0.5), (0.6, 0.7))])
def test_a_log_linear_pool_of_betas_is_beta_also_where_the_density_has_no_limit(one, two):
    made = pool([Beta(*one), Beta(*two)], weights=[1, 3], method="log")
    known = stats.beta(*(0.25 * np.array(one) + 0.75 * np.array(two)))
    assert (made.mean, made.sd) == pytest.approx((known.mean(), known.std()), rel=1e-9)
    u = np.linspace(0.01, 0.99, 9)
    np.testing.assert_allclose(made.ppf(u), known.ppf(u), rtol=1e-8)


def test_pools_take_fits_and_what_was_elicited():
    one, other = fit(three_point=(15, 30, 50)), Pert(1, 2, 3)
    assert pool([one, one.fits[1], other]) == Mixture((Pert(15, 30, 50), one.fits[1].family, other))


@given(st.lists(st.floats(0.1, 10), min_size=2, max_size=5))
def test_the_pool_of_experts_who_agree_is_that_expert(weights):
    parts = [Beta(2, 5)] * len(weights)
    u = np.linspace(0.01, 0.99, 9)
    np.testing.assert_allclose(pool(parts, weights=weights).ppf(u), parts[0].ppf(u), rtol=1e-9)
    np.testing.assert_allclose(pool(parts, weights=weights, method="log").ppf(u), parts[0].ppf(u), rtol=1e-8)


@pytest.mark.parametrize(
    ("distributions", "options", "code"),
    [
        ([], {}, "elicit_experts"),
        ([Normal(0, 1)], {"weights": [1, 2]}, "elicit_experts"),
        ([Normal(0, 1)], {"weights": []}, "elicit_experts"),
        ([Normal(0, 1)] * 2, {"weights": [1, -2]}, "elicit_weight"),
        ([Normal(0, 1)] * 2, {"weights": [0, 0]}, "elicit_weight"),
        ([Normal(0, 1)] * 2, {"weights": [1, math.nan]}, "elicit_number"),
        ([Normal(0, 1)] * 2, {"method": "mean"}, "elicit_pool_method"),
        ([Normal(0, 1), "beta"], {}, "elicit_not_pooled"),
        ([Normal(0, 1), Point(3)], {"method": "log"}, "no_density"),
        ([Pert(0, 1, 2), Pert(3, 4, 5)], {"method": "log"}, "nothing_in_common"),
    ],
)
def test_what_cannot_be_pooled_is_refused(distributions, options, code):
    with pytest.raises(MkbaError) as caught:
        pool(distributions, **options)
    assert caught.value.code == code
    assert caught.value.text("nl") != caught.value.text("en")


def test_consult_puts_the_answers_beside_the_pool():
    experts = [fit(interval=(10, 40, 0.9), read_as=0.6), fit(three_point=(15, 30, 50))]
    found = consult(experts, weights=[1, 3])
    assert found.weights == (0.25, 0.75)
    assert found.pooled == pool(experts, weights=[1, 3])
    assert found.pooled_as_stated == pool([experts[0].as_stated, experts[1]], weights=[1, 3])
    assert consult(experts[1:]).pooled is None
    assert consult([experts[1]] * 2).pooled_as_stated is None


# Single answers

ARNHEM = ([0.15, 0.30, 0.20, 0.30, 0.40], [94, 75, 75, 98, 79])


def test_arnhems_answers_have_their_weighted_mean_and_spread():
    made = pooled_answers(*ARNHEM, support=(0, 1))
    answers, shares = np.array(ARNHEM[0]), np.array(ARNHEM[1]) / 421
    assert made.mean == pytest.approx(112.6 / 421)  # 0.15 x 94 + 0.30 x 75 + 0.20 x 75 + 0.30 x 98 + 0.40 x 79
    assert made.mean == pytest.approx(0.267, abs=5e-4)
    spread = (shares * (answers - made.mean) ** 2).sum() / (1 - (shares**2).sum())
    assert made.sd == pytest.approx(math.sqrt(spread))
    assert isinstance(made, Beta)


def test_equal_weights_give_the_sample_standard_deviation():
    answers = [3.0, 5.0, 10.0]
    for support, family in ((None, Normal), ((0, None), Gamma), ((0, 20), Beta)):
        made = pooled_answers(answers, support=support)
        assert isinstance(made, family)
        assert (made.mean, made.sd) == pytest.approx((np.mean(answers), np.std(answers, ddof=1)))
    assert pooled_answers([3, 5, 10, 99], [1, 1, 1, 0]) == pooled_answers(answers)


def test_answers_and_their_pool_in_one_result():
    found = consult_answers(ARNHEM[0], weights=ARNHEM[1], support=(0, 1))
    assert found.pooled == pooled_answers(*ARNHEM, support=(0, 1))
    assert found.to_frame()["weight"].sum() == pytest.approx(1)
    assert found.to_dict()["pooled"]["family"] == "beta"


@pytest.mark.parametrize(
    ("answers", "options", "code"),
    [
        ([], {}, "elicit_experts"),
        ([1.0], {}, "elicit_few_answers"),
        ([1.0, 2.0], {"weights": [1, 0]}, "elicit_few_answers"),
        ([2.0, 2.0], {}, "elicit_same_answers"),
        ([2.0, math.inf], {}, "elicit_number"),
        ([2.0, 3.0], {"support": (0, 2.5)}, "elicit_outside_support"),
        ([2.0, 3.0], {"support": (1, None)}, "elicit_pooled_support"),
        ([0.0, 1.0], {"support": (0, 1)}, "sd_too_large"),
    ],
)
def test_answers_that_say_too_little_are_refused(answers, options, code):
    with pytest.raises((InputError, FamilyError)) as caught:
        pooled_answers(answers, **options)
    assert caught.value.code == code
    assert caught.value.text("nl") != caught.value.text("en")


# Cooke's classical model

# Delft University of Technology, online course on expert judgment, unit 3.7.3 ("Intelligence and other life aspects"):
# 5, 50 and 95 % quantiles of three experts on five questions; the scores and weights are those printed there.
DELFT = {
    "A": [[2, 5, 7], [12, 13, 15], [87, 89, 92], [2, 5, 8], [48, 50, 52]],
    "B": [[20, 23, 34], [8, 10, 11], [60, 70, 90], [20, 35, 45], [30, 35, 40]],
    "C": [[20, 25, 28], [10, 13, 15], [65, 67, 70], [42, 44, 46], [32, 33, 35]],
}
TRUTH = [24, 11, 68, 47, 31]
PUBLISHED_WEIGHTS = (0.00006565341, 0.4338007, 0.5661336)


def test_published_scores_and_weights():
    found = performance_weights(DELFT, TRUTH)
    assert found.experts == ("A", "B", "C")
    assert found.calibration == pytest.approx((3.621e-5, 0.608, 0.327), rel=1e-3)
    assert found.information == pytest.approx((1.418, 0.558, 1.354), abs=5e-4)
    assert found.weights == pytest.approx(PUBLISHED_WEIGHTS, rel=1e-3)
    # they were computed from scores rounded to three decimals, so that these give them to the last digit
    rounded = np.array([3.621e-5 * 1.418, 0.608 * 0.558, 0.327 * 1.354])
    assert rounded / rounded.sum() == pytest.approx(PUBLISHED_WEIGHTS, rel=1e-6)


def test_published_calibration_of_a_share_vector():
    """Unit 2.3.4 of the same course: shares 1/10, 2/10, 5/10, 2/10 of ten questions give 0.2370678 and 0.19."""
    quantiles = [[10.0, 20.0, 30.0]] * 10
    truth = [5] + [15] * 2 + [25] * 5 + [35] * 2
    found = performance_weights({"one": quantiles}, truth)
    assert found.calibration[0] == pytest.approx(stats.chi2.sf(2 * 10 * 0.2370678, 3), rel=1e-6)
    assert found.calibration[0] == pytest.approx(0.19, abs=5e-3)


def test_one_question_by_hand():
    """Background 0 to 10 with a tenth beyond: -1 to 11, 12 wide."""
    found = performance_weights({"e": [[0.0, 4.0, 10.0]]}, [5.0])
    expected = math.log(12) + sum(p * math.log(p / w) for p, w in ((0.05, 1), (0.45, 4), (0.45, 6), (0.05, 1)))
    assert found.information == pytest.approx((expected,))
    assert found.calibration == pytest.approx((stats.chi2.sf(2 * math.log(1 / 0.45), 3),))
    assert found.weights == (1.0,)


def test_a_loguniform_background_is_the_uniform_one_of_the_logarithms():
    logs = {name: np.log(rows) for name, rows in DELFT.items()}
    found = performance_weights(DELFT, TRUTH, background="loguniform")
    expected = performance_weights(logs, np.log(TRUTH))
    assert found.information == pytest.approx(expected.information, rel=1e-12)
    assert found.calibration == pytest.approx(expected.calibration)
    mixed = performance_weights(DELFT, TRUTH, background=["loguniform", *["uniform"] * 4])
    one = {name: rows[:1] for name, rows in DELFT.items()}
    change = np.subtract(
        performance_weights(one, TRUTH[:1], background="loguniform").information,
        performance_weights(one, TRUTH[:1]).information,
    )
    plain = performance_weights(DELFT, TRUTH)
    np.testing.assert_allclose(np.subtract(mixed.information, plain.information), change / 5, rtol=1e-9)


def test_who_is_not_calibrated_gets_no_weight():
    found = performance_weights(DELFT, TRUTH, cutoff=0.05)
    assert found.weights[0] == 0
    assert sum(found.weights) == pytest.approx(1)
    everyone = performance_weights(DELFT, TRUTH).weights
    assert found.weights[1] / found.weights[2] == pytest.approx(everyone[1] / everyone[2], rel=1e-12)
    pooled = pool([Normal(0, 1), Normal(1, 1), Normal(2, 1)], weights=found.weights)
    assert pooled.families == (Normal(1, 1), Normal(2, 1))


def test_other_levels():
    quantiles = {"e": [[1.0, 2.0, 3.0, 4.0, 5.0]] * 4}
    found = performance_weights(quantiles, [1.5, 2.5, 3.5, 4.5], levels=(0.05, 0.25, 0.5, 0.75, 0.95))
    shares = np.array([0, 1, 1, 1, 1, 0]) / 4
    p = np.array([0.05, 0.2, 0.25, 0.25, 0.2, 0.05])
    divergence = sum(s * math.log(s / q) for s, q in zip(shares, p, strict=True) if s)
    assert found.calibration[0] == pytest.approx(stats.chi2.sf(8 * divergence, 5))


def test_a_truth_on_a_quantile_counts_below_it():
    on, just_below = (performance_weights({"e": [[1.0, 2.0, 3.0]]}, [x]).calibration[0] for x in (2.0, 1.9999))
    just_above = performance_weights({"e": [[1.0, 2.0, 3.0]] * 2}, [2.0001, 1.5]).calibration[0]
    assert on == just_below
    assert just_above == pytest.approx(stats.chi2.sf(4 * math.log(0.5 / 0.45), 3))


def test_a_well_calibrated_expert_has_calibration_spread_evenly():
    """The p-value of a true hypothesis is nearly uniform: of 2,000 honest experts about 5 % score below 0.05."""
    rng = np.random.default_rng(11)
    quantiles = np.tile(stats.norm.ppf([0.05, 0.5, 0.95]), (60, 1))
    scores = [performance_weights({"e": quantiles}, rng.normal(size=60)).calibration[0] for _ in range(2000)]
    assert 0.03 < np.mean(np.array(scores) < 0.05) < 0.08
    assert 0.45 < np.mean(scores) < 0.55


def test_frame_and_dictionary():
    found = performance_weights(DELFT, TRUTH)
    assert found.to_frame()["expert"].tolist() == ["A", "B", "C"]
    assert found.to_frame()["weight"].sum() == pytest.approx(1)
    assert found.to_dict()["experts"]["B"]["calibration"] == found.calibration[1]


@pytest.mark.parametrize(
    ("answers", "truth", "options", "code"),
    [
        ({}, TRUTH, {}, "cooke_shape"),
        ({"A": np.empty((0, 3))}, [], {}, "cooke_shape"),
        ({"A": DELFT["A"][:4]}, TRUTH, {}, "cooke_shape"),
        ({"A": [[1, 2]] * 5}, TRUTH, {}, "cooke_shape"),
        ({"A": "abc"}, TRUTH, {}, "cooke_shape"),
        ({"A": DELFT["A"]}, [[1, 2]], {}, "cooke_shape"),
        ({"A": [[1, 3, 2]]}, [1], {}, "cooke_not_ascending"),
        ({"A": [[1, 2, 2]]}, [1], {}, "cooke_not_ascending"),
        ({"A": [[1, 2, math.nan]]}, [1], {}, "elicit_number"),
        ({"A": [[1, 2, 3]]}, [math.inf], {}, "elicit_number"),
        ({"A": [[1, 2, 3]]}, [1], {"levels": (0.5, 0.05, 0.95)}, "cooke_levels"),
        ({"A": [[1, 2, 3]]}, [1], {"levels": (5, 50, 95)}, "cooke_levels"),
        ({"A": [[1, 2, 3]]}, [1], {"overshoot": 0}, "cooke_overshoot"),
        ({"A": [[1, 2, 3]]}, [1], {"background": "flat"}, "cooke_background"),
        ({"A": [[1, 2, 3]]}, [1], {"background": ["uniform", "uniform"]}, "cooke_shape"),
        ({"A": [[0, 2, 3]]}, [1], {"background": "loguniform"}, "cooke_not_positive"),
        ({"A": [[1, 2, 3]]}, [9], {"cutoff": 0.9}, "cooke_nobody"),
    ],
)
def test_seed_questions_that_do_not_fit_are_refused(answers, truth, options, code):
    with pytest.raises(InputError) as caught:
        performance_weights(answers, truth, **options)
    assert caught.value.code == code
    assert caught.value.text("nl") != caught.value.text("en")


# --- where no value lies

LOW, MIDDLE, HIGH = Uniform(0, 1), Uniform(5, 6), Uniform(8, 9)


@pytest.mark.parametrize(
    ("mixture", "u", "value"),
    [
        (Mixture((LOW, MIDDLE)), 0.5, 1.0),
        (Mixture((MIDDLE, LOW)), 0.5, 1.0),
        (Mixture((LOW, MIDDLE, HIGH)), 1 / 3, 1.0),
        (Mixture((LOW, MIDDLE, HIGH)), 2 / 3, 6.0),
        (Mixture((LOW, MIDDLE, HIGH), (1, 2, 7)), 0.3, 6.0),
        (Mixture((Mixture((LOW, MIDDLE)), HIGH)), 0.25, 1.0),
        (Mixture((Mixture((LOW, HIGH)), Uniform(0, 2))), 0.75, 2.0),
        (Mixture((Discrete((0, 1), (0.5, 0.5)), MIDDLE)), 0.5, 1.0),
        (Rescaled(Mixture((LOW, MIDDLE)), 2.0), 0.5, 2.0),
        (LogPool((Mixture((LOW, MIDDLE)), Uniform(0, 7))), 0.5, 1.0),
    ],
)
def test_a_quantile_is_the_lowest_value_that_has_its_probability_below_it(mixture, u, value):
    """In a gap between the families no value lies: the quantile at its probability is where the gap begins."""
    assert mixture.ppf(u) == pytest.approx(value, abs=1e-9)
    assert mixture.ppf(u - 1e-6) <= value + 1e-9
    assert mixture.ppf(u + 1e-6) > value
    assert mixture.cdf(mixture.ppf(u)) == pytest.approx(u, abs=1e-9)


@pytest.mark.parametrize(
    ("other", "upper"),
    [(Uniform(5, 6), lambda u: 4 + 2 * u), (Point(3), lambda u: np.full_like(u, 3.0))],
    ids=["a gap", "an atom"],
)
def test_draws_of_a_pool_that_no_spline_follows_are_exact(other, upper):
    scores = np.linspace(-3, 3, 200)  # not 0, at which half of the draws begin to come from the other
    u = ndtr(scores)
    expected = np.where(u < 0.5, 2 * u, upper(u))
    np.testing.assert_allclose(Mixture((Uniform(0, 1), other)).ppf_from_normal(scores), expected, rtol=1e-11)
