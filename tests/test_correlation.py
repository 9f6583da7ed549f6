"""Rank correlations: known nearest matrices, factors of singular ones, ranks that come out as asked."""

import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import given, strategies as st
from known_models import random_correlation
from scipy import stats

from mkba_uncertainty.copula import (
    cholesky_factor,
    correlation_matrix,
    mix,
    nearest_correlation,
    pearson_to_spearman,
    spearman_to_pearson,
)
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import Gamma, LogNormal, Pert


@pytest.mark.parametrize(("rank", "pearson"), [(0, 0), (1, 1), (-1, -1), (0.5, 0.5176380902050415)])
def test_spearman_to_pearson(rank, pearson):
    assert spearman_to_pearson(rank) == pytest.approx(pearson, abs=1e-15)


@given(st.floats(-1, 1))
def test_spearman_round_trip(rank):
    assert abs(spearman_to_pearson(rank)) <= 1
    assert pearson_to_spearman(spearman_to_pearson(rank)) == pytest.approx(rank, abs=1e-14)


def test_matrix_of_pairs():
    matrix = correlation_matrix(["a", "b", "c"], {("c", "a"): -0.4, ("a", "b"): 0.6})
    expected = np.eye(3)
    expected[0, 1] = expected[1, 0] = 2 * math.sin(math.pi * 0.1)
    expected[0, 2] = expected[2, 0] = -2 * math.sin(math.pi * 0.4 / 6)
    np.testing.assert_allclose(matrix, expected, rtol=1e-15)


def test_nothing_to_correlate():
    assert correlation_matrix([], {}).shape == (0, 0)
    assert (correlation_matrix(["a", "b"], {}) == np.eye(2)).all()


def tridiagonal(size):
    return np.eye(size) + np.eye(size, k=1) + np.eye(size, k=-1)


def test_nearest_matrix_of_higham_2002():
    """Section 4: the tridiagonal matrix of ones of order 3; order 4 up to signs."""
    np.testing.assert_allclose(nearest_correlation(tridiagonal(3))[0], [1, 0.7607, 0.1573], atol=5e-5)
    expected = [
        [1, 0.8084, 0.1916, -0.1068],
        [0.8084, 1, 0.6562, 0.1916],
        [0.1916, 0.6562, 1, 0.8084],
        [-0.1068, 0.1916, 0.8084, 1],
    ]
    np.testing.assert_allclose(nearest_correlation(tridiagonal(4)), expected, atol=5e-5)


def test_nearest_matrix_meets_the_condition_of_the_minimum():
    """On the way to any other correlation matrix the distance grows: <asked - nearest, other - nearest> <= 0."""
    rng = np.random.default_rng(5)
    for _ in range(20):
        asked = rng.uniform(-1, 1, (5, 5))
        asked = (asked + asked.T) / 2
        np.fill_diagonal(asked, 1)
        nearest = nearest_correlation(asked)
        assert np.linalg.eigvalsh(nearest)[0] >= -1e-9
        assert (np.diag(nearest) == 1).all()
        for _ in range(50):
            assert np.sum((asked - nearest) * (random_correlation(rng, 5) - nearest)) <= 1e-6


def test_a_correlation_matrix_is_its_own_nearest():
    matrix = random_correlation(np.random.default_rng(2), 6)
    np.testing.assert_allclose(nearest_correlation(matrix), matrix, atol=1e-12)


def test_rounding_takes_no_correlation_beyond_one():
    """Two that repair puts at one: their rank correlation is refused if it is a digit more."""
    asked = np.ones((4, 4))
    asked[2, 3] = asked[3, 2] = -1.0
    assert np.abs(nearest_correlation(asked)).max() == 1.0


@pytest.mark.parametrize("size", [1, 2, 5, 12])
def test_factor(size):
    matrix = random_correlation(np.random.default_rng(size), size)
    factor = cholesky_factor(matrix)
    np.testing.assert_allclose(factor, np.linalg.cholesky(matrix), atol=1e-8)
    np.testing.assert_allclose(factor @ factor.T, matrix, atol=1e-14)
    assert (np.triu(factor, 1) == 0).all()


def test_factor_of_a_singular_matrix():
    pairs = {("a", "b"): 1, ("b", "c"): -1, ("a", "c"): -1, ("c", "d"): 0.3, ("a", "d"): -0.3, ("b", "d"): -0.3}
    matrix = correlation_matrix(["a", "b", "c", "d"], pairs)
    factor = cholesky_factor(matrix)
    np.testing.assert_allclose(factor @ factor.T, matrix, atol=1e-14)
    np.testing.assert_allclose((factor**2).sum(axis=1), 1, rtol=1e-15)
    assert (np.diag(factor) >= 0).all()
    scores = mix(np.random.default_rng(1).normal(size=(4, 1000)), factor)
    np.testing.assert_allclose(scores[0], scores[1], atol=1e-6)
    np.testing.assert_allclose(scores[0], -scores[2], atol=1e-6)


def test_ranks_come_out_as_asked():
    names, pairs = ["a", "b", "c"], {("a", "b"): 0.6, ("a", "c"): -0.7, ("b", "c"): -0.25}
    draws = 200_000
    scores = np.random.default_rng(11).standard_normal((3, draws))
    scores = mix(scores, cholesky_factor(correlation_matrix(names, pairs)))
    families = [Pert(0.15, 0.3, 0.5), LogNormal(0.0, 1.0), Gamma(11.0)]
    values = [family.ppf_from_normal(row) for family, row in zip(families, scores, strict=True)]
    found = stats.spearmanr(np.array(values), axis=1).statistic
    for (first, second), rank in pairs.items():
        assert found[names.index(first), names.index(second)] == pytest.approx(rank, abs=4 / math.sqrt(draws))


def test_mixing_is_a_matrix_product_whose_bits_do_not_depend_on_the_rest():
    scores = np.random.default_rng(4).normal(size=(6, 1001))
    factor = cholesky_factor(random_correlation(np.random.default_rng(9), 6))
    mixed = mix(scores, factor)
    np.testing.assert_allclose(mixed, factor @ scores, atol=1e-14)
    assert (mix(scores[:, 17:30], factor) == mixed[:, 17:30]).all()


INVALID = [
    ({("a", "b"): 1.01}, "correlation_outside_range"),
    ({("a", "b"): -1.01}, "correlation_outside_range"),
    ({("a", "b"): math.nan}, "correlation_outside_range"),
    ({("a", "b"): "0.5"}, "correlation_outside_range"),
    ({("a", "a"): 0.5}, "correlation_with_itself"),
    ({("a", "b"): 0.5, ("b", "a"): 0.4}, "correlation_given_twice"),
    ({("a", "zz"): 0.5}, "correlation_of_unknown"),
    ({("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.5}, "correlation_impossible"),
]


@pytest.mark.parametrize(("pairs", "code"), INVALID)
def test_invalid_correlations_are_refused(pairs, code):
    with pytest.raises(InputError) as caught:
        correlation_matrix(["a", "b", "c"], pairs)
    assert caught.value.code == code
    assert caught.value.key
    assert caught.value.text("nl") != caught.value.text("en")


@pytest.mark.parametrize(
    "pairs",
    [
        {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.5},
        {("a", "b"): 1.0, ("b", "c"): 1.0, ("a", "c"): 0.98},
        {("a", "b"): 0.9, ("b", "c"): 0.9, ("c", "d"): 0.9},
        dict.fromkeys(itertools.combinations("abcde", 2), -0.5),
    ],
)
def test_the_correlations_offered_can_hold_together(pairs):
    names = sorted({name for pair in pairs for name in pair})
    with pytest.raises(InputError) as caught:
        correlation_matrix(names, pairs)
    assert float(caught.value.facts["smallest"]) < 0
    offered = re.findall(r"(\w) & (\w) ([+-]\d\.\d+)", caught.value.text("en"))
    assert len(offered) == len(pairs)
    ranks = {(first, second): float(rank) for first, second, rank in offered}
    correlation_matrix(names, ranks)
    assert all(ranks[pair] * rank > 0 for pair, rank in pairs.items() if abs(rank) > 0.6)


def test_the_conversion_itself_may_make_it_impossible():
    """Positive semi-definite in Spearman's correlations, but not in those of the normal scores."""
    spearman = np.array([[1.0, 0.5, 0.5], [0.5, 1.0, -0.5], [0.5, -0.5, 1.0]])
    assert np.linalg.eigvalsh(spearman)[0] >= -1e-12
    with pytest.raises(InputError, match=r"smallest eigenvalue -0\.035"):
        correlation_matrix(["a", "b", "c"], {("a", "b"): 0.5, ("a", "c"): 0.5, ("b", "c"): -0.5})
