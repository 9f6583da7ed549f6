"""Truncated distributions against scipy's own where it has them, and quadrature of what is left otherwise."""

from __future__ import annotations

import math
import pickle
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats
from scipy.integrate import quad

import mkba_uncertainty as mkba
from mkba_uncertainty.families import make_family

U = np.array([1e-9, 0.001, 0.1, 0.5, 0.9, 0.999, 1 - 1e-6])
INF = math.inf

KNOWN = [
    (mkba.Truncated(mkba.Normal(1, 2), 0, 4), stats.truncnorm(-0.5, 1.5, 1, 2)),
    (mkba.Truncated(mkba.Normal(0, 1), low=3), stats.truncnorm(3, INF)),
    (mkba.Truncated(mkba.Normal(0, 1), high=-3), stats.truncnorm(-INF, -3)),
    (mkba.Truncated(mkba.Uniform(0, 10), 2, 50), stats.uniform(2, 8)),
    (mkba.Truncated(mkba.Gamma(1, 100), low=50), stats.expon(50, 100)),
    (mkba.Truncated(mkba.Gamma(1, 100), -7, 150), stats.truncexpon(1.5, 0, 100)),
    (mkba.Truncated(mkba.TruncatedNormal(1, 2, low=0), high=4), stats.truncnorm(-0.5, 1.5, 1, 2)),
    (mkba.Truncated(mkba.Triangular(0, 0, 1), low=0.5), stats.triang(0, 0.5, 0.5)),
    (mkba.Truncated(mkba.Beta(1, 1), 0.2, 0.6), stats.uniform(0.2, 0.4)),
]
BY_QUADRATURE = [
    (mkba.LogNormal(0, 1), 0.1, 30),
    (mkba.Pert(0, 2, 10), 1, 4),
    (mkba.Triangular(0, 2, 10), 1, 4),
    (mkba.Beta(0.5, 0.5), 0.2, None),
    (mkba.Metalog((5.0, 2.0)), 0, 9),
    (mkba.Mixture((mkba.Normal(0, 1), mkba.Uniform(4, 5))), -1, 4.5),
    (mkba.Studies([mkba.Study(found, 0.1) for found in (0.1, 0.3, 0.3, 0.5, 0.6)], "new_place"), 0, 1),
]


@pytest.mark.parametrize(("family", "reference"), KNOWN)
def test_all_that_is_asked_of_it_is_that_of_scipy(family: mkba.Truncated, reference: object) -> None:
    x = np.where(U < 0.5, reference.ppf(U), reference.isf(1 - U))  # type: ignore[attr-defined]
    np.testing.assert_allclose(family.ppf(U), x, rtol=0, atol=1e-9 * family.sd)
    np.testing.assert_allclose(family.ppf_from_normal(stats.norm.ppf(U)), x, rtol=0, atol=1e-9 * family.sd)
    np.testing.assert_allclose(family.cdf(x), reference.cdf(x), rtol=1e-9, atol=1e-10)  # type: ignore[attr-defined]
    np.testing.assert_allclose(family.log_density(x), reference.logpdf(x), atol=1e-10)  # type: ignore[attr-defined]
    assert family.mean == pytest.approx(reference.mean(), rel=1e-10)  # type: ignore[attr-defined]
    assert family.sd == pytest.approx(reference.std(), rel=1e-9)  # type: ignore[attr-defined]
    assert family.support == pytest.approx(reference.support())  # type: ignore[attr-defined]
    assert family.cdf(family.support[0] - 1) == 0
    assert pickle.loads(pickle.dumps(family)) == family
    assert make_family(family.name, family.parameters()) == family


@pytest.mark.parametrize(("whole", "low", "high"), BY_QUADRATURE)
def test_what_is_left_counts_for_more_in_the_same_proportions(
    whole: mkba.Family, low: float | None, high: float | None
) -> None:
    family = mkba.Truncated(whole, low, high)
    first, last = family.support
    kinks = [x for x in (2.0, 4.0) if first < x < last]

    def integral(power: int) -> float:
        def term(x: float) -> float:
            return float((x - (family.mean if power == 2 else 0)) ** power * np.exp(whole.log_density(x)))

        cuts = [first, *kinks, last]
        return math.fsum(quad(term, a, b, epsabs=1e-13, limit=200)[0] for a, b in pairwise(cuts))

    left = integral(0)
    assert family.mean == pytest.approx(integral(1) / left, rel=1e-8)
    assert family.sd == pytest.approx(math.sqrt(integral(2) / left), rel=1e-8)
    x = np.linspace(first, last, 7)[1:-1]
    np.testing.assert_allclose(family.log_density(x), whole.log_density(x) - math.log(left), atol=1e-8)
    np.testing.assert_allclose(family.cdf(x), (whole.cdf(x) - whole.cdf(first)) / left, atol=1e-9)
    np.testing.assert_allclose(family.cdf(family.ppf(U)), U, atol=1e-8)


def test_values_with_a_probability_of_their_own_stay_when_they_are_an_end() -> None:
    family = mkba.Truncated(mkba.Discrete((1, 2, 3), (0.2, 0.3, 0.5)), low=2)
    assert (family.mean, family.sd) == (pytest.approx(2.625), pytest.approx(math.sqrt(0.625 * 0.375)))
    assert family.atoms == (2, 3)
    assert family.atom_probabilities == pytest.approx([0.375, 0.625])
    assert family.ppf([0.37, 0.38]).tolist() == [2, 3]


def test_data_on_what_is_cut_are_those_on_what_was() -> None:
    cut = make_family(
        "updated",
        {
            "prior": {"family": "normal", "mu": 0, "sigma": 1},
            "observations": [{"observed": "2+-3"}],
            "truncate": {"low": 0},
        },
    )
    prior, data = cut.evidence
    assert prior == mkba.Truncated(mkba.Normal(0, 1), low=0)
    assert data == (mkba.Mean(2, 3),)
    known = stats.truncnorm(-0.2 / 0.9**0.5, INF, 0.2, 0.9**0.5)
    assert cut.mean == pytest.approx(known.mean(), rel=1e-9)
    assert cut.ppf(0.3) == pytest.approx(known.ppf(0.3), rel=1e-9)


@pytest.mark.parametrize(
    ("family", "peak"),
    [
        (mkba.Truncated(mkba.Normal(5, 1), high=4), 4),
        (mkba.Truncated(mkba.Pert(0, 3, 5), low=1), 3),
        (mkba.LogNormal(1, 0.5), math.exp(0.75)),
        (mkba.Gamma(3, 2), 4),
        (mkba.Gamma(0.5), 0),
        (mkba.Beta(3, 2), 2 / 3),
        (mkba.Beta(1, 2), 0),
        (mkba.Beta(2, 1), 1),
        (mkba.Beta(0.5, 2), 0),
        (mkba.Beta(0.5, 0.5), None),
        (mkba.Beta(1, 1), None),
        (mkba.TruncatedNormal(0, 1, low=2), 2),
        (mkba.Uniform(0, 1), None),
    ],
)
def test_the_most_likely_value(family: mkba.Family, peak: float | None) -> None:
    assert family.peak == (None if peak is None else pytest.approx(peak))
