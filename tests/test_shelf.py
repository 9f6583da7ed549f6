"""The worked examples that the authors of SHELF publish with it: their figures, to the digits that they print.

Oakley, Getting Started with SHELF (two experts and a consensus about a share of voters, in percent), and Eliciting a
bivariate or multivariate distribution with a normal copula; CRAN.R-project.org/package=SHELF.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

import mkba_uncertainty as mkba
from mkba_uncertainty.copula import concordance_to_pearson

pytestmark = pytest.mark.filterwarnings("ignore::mkba_uncertainty.MisfitWarning")

QUARTILES = (0.25, 0.5, 0.75)
A, B, CONSENSUS = (25, 30, 35), (30, 35, 50), (25, 30, 40)
LIMITS = {"normal": None, "gamma": (0, None), "log_normal": (0, None), "beta": (0, 100)}


def fitted(values: tuple[float, ...], family: str) -> mkba.Elicited:
    return mkba.fit(quantiles=dict(zip(QUARTILES, values, strict=True)), family=family, support=LIMITS[family])


@pytest.mark.parametrize(("values", "alpha", "beta"), [(A, 11.58800, 26.711428), (B, 3.76511, 6.000839)])
def test_beta_distributions(values: tuple[float, ...], alpha: float, beta: float) -> None:
    found = fitted(values, "beta").best
    assert (found.alpha, found.beta) == pytest.approx((alpha, beta), rel=5e-4)  # its search ends earlier


@pytest.mark.parametrize(
    ("values", "family", "squares"),
    [
        (A, "normal", 0.0),
        (A, "gamma", 0.000126733),
        (A, "log_normal", 0.0002833689),
        (A, "beta", 4.194213e-05),
        (B, "normal", 9.495880e-03),
        (B, "gamma", 0.007194602),
        (B, "log_normal", 0.0061172216),
        (B, "beta", 8.591167e-03),
    ],
)
def test_sums_of_squares(values: tuple[float, ...], family: str, squares: float) -> None:
    probabilities = fitted(values, family).best.cdf(values)
    assert ((probabilities - QUARTILES) ** 2).sum() == pytest.approx(squares, rel=5e-6, abs=1e-15)


@pytest.mark.parametrize(
    ("family", "low", "high", "fitted_probabilities"),
    [
        ("normal", 12.5, 50.4, (0.288, 0.451, 0.772)),
        ("gamma", 16.2, 53.2, (0.279, 0.461, 0.769)),
        ("log_normal", 17.3, 55.3, (0.274, 0.466, 0.767)),
        ("beta", 15.2, 51.2, (0.283, 0.456, 0.770)),
    ],
)
def test_feedback_on_the_consensus(
    family: str, low: float, high: float, fitted_probabilities: tuple[float, ...]
) -> None:
    found = fitted(CONSENSUS, family).best
    assert found.ppf([0.05, 0.95]).round(1).tolist() == [low, high]
    assert found.cdf(CONSENSUS).round(3).tolist() == list(fitted_probabilities)


def correlations(*concordances: float) -> np.ndarray:
    matrix = np.eye(3)
    for (i, j), probability in zip(combinations(range(3), 2), concordances, strict=True):
        matrix[i, j] = matrix[j, i] = concordance_to_pearson(probability)
    return matrix


def test_a_concordance_of_four_in_five() -> None:
    assert round(concordance_to_pearson(0.8), 2) == 0.81


def test_concordances_that_cannot_hold_together() -> None:
    assert np.linalg.eigvalsh(correlations(0.8, 0.7, 0.1)).min() < -0.5
    for edge in (0.5, 0.9):  # between these the third may lie, given the others
        assert np.linalg.eigvalsh(correlations(0.8, 0.7, edge)).min() == pytest.approx(0.0, abs=1e-12)
    for edge in (0.2, 0.4):
        assert np.linalg.eigvalsh(correlations(edge, 0.7, 0.1)).min() == pytest.approx(0.0, abs=1e-12)
