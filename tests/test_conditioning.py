"""Normal scores given some of them: Schur complements by way of the precision matrix, and formulas for two of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import ndtr, ndtri

from mkba_uncertainty.copula import FARTHEST, covariance_given, learn, score_of_value, scores_given, weights_given
from mkba_uncertainty.families import Discrete, Mixture, Normal, Point, Uniform

RNG = np.random.default_rng(4)
ROOT = RNG.normal(size=(6, 6))
COVARIANCE = ROOT @ ROOT.T + np.diag(RNG.uniform(0.5, 1.5, size=6))
SUBSETS = pytest.mark.parametrize("known", [[2], [0, 3], [5, 1, 4], [0, 1, 2, 3, 4]])


def rest_of(known):
    return [place for place in range(6) if place not in known]


@SUBSETS
def test_covariance_left_is_the_inverse_of_a_part_of_the_precision(known):
    rest = rest_of(known)
    left = covariance_given(COVARIANCE, known)
    assert_allclose(left[np.ix_(rest, rest)], np.linalg.inv(np.linalg.inv(COVARIANCE)[np.ix_(rest, rest)]), rtol=1e-11)
    assert_allclose(left[known], 0, atol=1e-13)
    assert_allclose(left[:, known], 0, atol=1e-13)


@SUBSETS
def test_regression_follows_from_the_precision(known):
    """E[z_r | z_k] = -P_rr^-1 P_rk z_k, for the precision matrix P."""
    rest, precision = rest_of(known), np.linalg.inv(COVARIANCE)
    weights = weights_given(COVARIANCE, known)
    expected = -np.linalg.solve(precision[np.ix_(rest, rest)], precision[np.ix_(rest, known)])
    assert_allclose(weights[rest], expected, rtol=1e-11, atol=1e-13)
    assert_allclose(weights[known], np.eye(len(known)), atol=1e-12)


def test_data_with_errors_add_their_precision():
    noise = np.array([0.5, 2.0, 1e-3, 40.0, 1.0, 0.1])
    expected = np.linalg.inv(np.linalg.inv(COVARIANCE) + np.diag(1 / noise))
    assert_allclose(covariance_given(COVARIANCE, range(6), noise), expected, rtol=1e-10, atol=1e-14)


def test_data_that_say_nothing_change_nothing():
    assert_array_equal(covariance_given(COVARIANCE, range(6), np.inf), COVARIANCE)
    assert_array_equal(covariance_given(COVARIANCE, []), COVARIANCE)


@pytest.mark.parametrize("rho", [-0.8, 0.0, 0.35, 0.999])
def test_two_scores(rho):
    """Z_2 given Z_1 = a has mean rho a and variance 1 - rho^2."""
    matrix, at = np.array([[1, rho], [rho, 1]]), np.array([-1.5, 0.2, 3.0])
    assert_allclose(scores_given(np.zeros((2, 3)), matrix, [0], at[None]), [at, rho * at], rtol=1e-14)
    assert_allclose(covariance_given(matrix, [0]), [[0, 0], [0, 1 - rho**2]], atol=1e-15)
    drawn = np.array([[0.3, -1.0, 2.0], [0.1, 0.7, -0.4]])
    assert_allclose(scores_given(drawn, matrix, [1], at[None])[0], drawn[0] + rho * (at - drawn[1]), rtol=1e-14)


def test_the_order_in_which_scores_become_known_makes_no_difference():
    scores, at = RNG.normal(size=(6, 4)), RNG.normal(size=(3, 4))
    one, other = (
        scores_given(scores, COVARIANCE, [[1, 4, 5][place] for place in order], at[list(order)])
        for order in ((0, 1, 2), (2, 0, 1))
    )
    assert_allclose(one, other, rtol=1e-11)


def test_draws_given_some_have_the_same_covariance():
    factor = np.linalg.cholesky(COVARIANCE)
    start, end = factor @ RNG.normal(size=(6, 400_000)), factor @ RNG.normal(size=(6, 400_000))
    scale = np.sqrt(np.outer(np.diag(COVARIANCE), np.diag(COVARIANCE)))
    for known in ([], [2], [0, 3], list(range(6))):
        scores = scores_given(start, COVARIANCE, np.array(known, dtype=int), end[known])
        assert_allclose(np.cov(scores) / scale, COVARIANCE / scale, atol=0.01)
        assert_array_equal(scores[known], end[known])
        if known:  # what is left of the others has nothing to do with any of the other draws
            weights = COVARIANCE[:, known] @ np.linalg.inv(COVARIANCE[np.ix_(known, known)])
            left = scores - weights @ end[known]
            assert_allclose(left @ end.T / left.shape[1] / scale, 0, atol=0.01)


def test_each_set_of_scores_learns_a_score_of_its_own():
    places = np.array([3, 0, 5])
    gain, left = learn(np.repeat(COVARIANCE[None], 3, axis=0), places)
    for one, place in enumerate(places):
        assert_allclose(gain[one], COVARIANCE[place] / COVARIANCE[place, place], rtol=1e-14)
        assert_allclose(left[one], covariance_given(COVARIANCE, [place]), rtol=1e-14)


@pytest.mark.parametrize("sign", [1.0, -1.0])
@pytest.mark.parametrize("known", [[0, 1], [1, 0]])
def test_a_score_that_another_determines_tells_nothing_more(sign, known):
    """The second is the first (or its opposite): the third depends on them as on one."""
    matrix = np.array([[1, sign, 0.5], [sign, 1, 0.5 * sign], [0.5, 0.5 * sign, 1]])
    at = np.array([[2.0], [2.0 * sign]])[known]
    assert_allclose(scores_given(np.zeros((3, 1)), matrix, known, at)[:, 0], [2.0, 2.0 * sign, 1.0], rtol=1e-14)
    assert_allclose(covariance_given(matrix, known), np.diag([0, 0, 0.75]), atol=1e-15)


def test_the_score_of_a_value():
    for value in (-3.0, 0.0, 1.7):
        assert score_of_value(Normal(0.5, 2.0), value) == pytest.approx((value - 0.5) / 2.0, rel=1e-12)
    assert score_of_value(Uniform(0, 1), 0.3, np.array([0.0, 0.5, 1.0])) == pytest.approx([ndtri(0.3)] * 3, rel=1e-12)


def test_a_value_with_a_probability_of_its_own_has_a_range_of_scores():
    levels = np.array([0.0, 0.25, 1.0])
    family = Discrete((0.0, 1.0, 5.0), (0.2, 0.5, 0.3))
    assert score_of_value(family, 1.0, levels) == pytest.approx(ndtri([0.2, 0.325, 0.7]), rel=1e-12)
    mixture = Mixture((Point(0.0), Normal(0.0, 1.0)), (0.4, 0.6))
    assert score_of_value(mixture, 0.0, levels) == pytest.approx(ndtri([0.3, 0.4, 0.7]), rel=1e-12)
    assert score_of_value(mixture, 1.0) == pytest.approx(ndtri(0.4 + 0.6 * ndtr(1.0)), rel=1e-12)


def test_a_score_stays_finite():
    for value, side in ((-50.0, -1), (50.0, 1)):
        score = float(score_of_value(Normal(0, 1), value))
        assert math.isfinite(score)
        assert score == pytest.approx(side * -ndtri(FARTHEST), rel=1e-6)
