"""Distributions updated with data: conjugate closed forms, independent quadrature, and what may be observed."""

from __future__ import annotations

import math
import pickle
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from scipy import integrate, stats

from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families import (
    Beta,
    Count,
    Discrete,
    Empirical,
    Family,
    Gamma,
    LogNormal,
    LogPool,
    Mean,
    Metalog,
    Mixture,
    Normal,
    Observation,
    Pert,
    Point,
    Rescaled,
    Share,
    Triangular,
    TruncatedNormal,
    Uniform,
    Updated,
    density,
    log_evidence,
    make_family,
    parse_observation,
    surprise,
)
from mkba_uncertainty.texts import LANGUAGES

U = np.array([1e-6, 0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999, 1 - 1e-6])


def betas(alpha: float, beta: float, k: int, n: int) -> tuple[Updated, object, object]:
    posterior = Updated(Beta(alpha, beta), (Share(k, n),))
    return posterior, stats.beta(alpha + k, beta + n - k), stats.betabinom(n, alpha, beta)


def gammas(shape: float, scale: float, k: int, exposure: float) -> tuple[Updated, object, object]:
    posterior = Updated(Gamma(shape, scale), (Count(k, exposure),))
    share = 1 / (1 + scale * exposure)
    return posterior, stats.gamma(shape + k, scale=scale * share), stats.nbinom(shape, share)


def normals(mu: float, sigma: float, mean: float, error: float) -> tuple[Updated, object, object]:
    posterior = Updated(Normal(mu, sigma), (Mean(mean, error),))
    weight = 1 / sigma**2 + 1 / error**2
    found = stats.norm((mu / sigma**2 + mean / error**2) / weight, weight**-0.5)
    return posterior, found, stats.norm(mu, math.hypot(sigma, error))


CONJUGATE = {
    "beta": betas(2, 3, 31, 120),
    "beta that is sure": betas(258, 163, 31, 120),
    "beta with poles": betas(0.5, 0.5, 0, 10),
    "beta, far in the tail": betas(200, 300, 110, 120),
    "beta, all of them": betas(3, 9, 120, 120),
    "beta, data a hundred times as sharp": betas(1, 1, 90_000, 100_000),
    "gamma": gammas(60, 1, 72, 1),
    "gamma, exposure 2": gammas(60, 1, 150, 2),
    "gamma, nothing counted": gammas(60, 1, 0, 1),
    "gamma, far in the tail": gammas(60, 1, 300, 1),
    "gamma, sharp data": gammas(60, 1, 600_000, 1e4),
    "normal": normals(0, 1, 0.5, 0.3),
    "normal, far in the tail": normals(0, 1, 30, 0.1),
    "normal, far below": normals(5, 2, -30, 0.01),
    "normal, data ten thousand times as sharp": normals(5, 2, 6, 2e-4),
    "normal, data that say nothing": normals(0, 1, 3, 100),
}


@pytest.mark.parametrize("name", CONJUGATE)
def test_posterior_is_the_conjugate_one(name):
    posterior, known, _ = CONJUGATE[name]
    assert posterior.mean == pytest.approx(known.mean(), rel=1e-8)
    assert posterior.sd == pytest.approx(known.std(), rel=1e-8)
    assert np.abs(posterior.ppf(U) - known.ppf(U)).max() < 1e-7 * known.std()
    assert np.abs(posterior.cdf(known.ppf(U)) - U).max() < 1e-7
    x = known.ppf([0.1, 0.5, 0.9])
    assert density(posterior, x) == pytest.approx(known.pdf(x), rel=1e-8)


@pytest.mark.parametrize("name", CONJUGATE)
def test_surprise_is_the_tail_of_the_prior_predictive(name):
    posterior, _, predictive = CONJUGATE[name]
    (data,) = posterior.observations
    if isinstance(data, Mean):
        expected = 2 * predictive.sf(abs(data.mean - predictive.mean()) + predictive.mean())
    else:
        tails = predictive.pmf(np.arange(data.k + 1)).sum(), predictive.pmf(np.arange(data.k, 3_000_000)).sum()
        expected = min(1.0, 2 * min(tails))
    assert surprise(posterior.prior, data) == pytest.approx(expected, rel=1e-7)
    density_of_data = predictive.pdf(data.mean) if isinstance(data, Mean) else predictive.pmf(data.k)
    assert math.exp(log_evidence(posterior)) == pytest.approx(density_of_data, rel=1e-7)


ANY = {
    "pert": (Pert(0.15, 0.3, 0.5), Share(31, 120)),
    "pert pressed to its end": (Pert(0.15, 0.3, 0.5), Share(110, 120)),
    "triangular": (Triangular(0.1, 0.2, 0.6), Share(9, 20)),
    "uniform": (Uniform(1, 4), Mean(2.1, 0.3)),
    "uniform pressed to its end": (Uniform(0.0, 0.5), Share(190, 200)),
    "few observations": (Uniform(1, 4), Mean(2.1, 0.3, n=3)),
    "truncated normal": (TruncatedNormal(2, 1, 0, 5), Mean(2.1, 0.3)),
    "lognormal": (LogNormal(4, 0.3), Count(72)),
    "metalog": (Metalog.from_quantiles((0.1, 0.5, 0.9), (1.0, 2.0, 4.0), low=0), Mean(2.1, 0.3)),
    "log pool": (LogPool((Beta(2, 5), Beta(4, 4))), Share(31, 120)),
    "mixture": (Mixture((Beta(20, 80), Beta(60, 40)), (1, 3)), Share(9, 30)),
    "mixture of far parts": (Mixture((Normal(-5, 0.1), Normal(5, 0.2))), Mean(0, 1)),
    "two modes": (Normal(0, 1), Mean(9, 0.01, n=4)),
}


@pytest.mark.parametrize("name", ANY)
def test_posterior_is_that_of_independent_quadrature(name):
    prior, data = ANY[name]
    posterior = Updated(prior, (data,))
    open_ended = np.isinf(prior.support).any()
    low, high = prior.ppf(np.array([1e-15, 1 - 1e-15])) if open_ended else prior.support
    places = np.concatenate([[low, high], data.places(), prior.ppf(np.linspace(0.001, 0.999, 21))])

    @cache
    def weight(x):
        return float(density(prior, x) * math.exp(data.log_likelihood(np.array(x))))

    def integral(function, end=high):
        edges = np.unique(np.clip(np.append(places, end), low, end))
        parts = (integrate.quad(function, *part, epsabs=0, epsrel=1e-11, limit=200) for part in pairwise(edges))
        return math.fsum(found for found, _ in parts)

    total = integral(weight)
    mean = integral(lambda x: x * weight(x)) / total
    variance = integral(lambda x: (x - mean) ** 2 * weight(x)) / total
    assert posterior.mean == pytest.approx(mean, rel=1e-7)
    assert posterior.sd == pytest.approx(math.sqrt(variance), rel=1e-6)
    assert math.exp(log_evidence(posterior)) == pytest.approx(total, rel=1e-7)
    for u in (0.05, 0.5, 0.95):
        assert integral(weight, float(posterior.ppf(u))) / total == pytest.approx(u, abs=1e-7)


STEPS = {
    "discrete": (Discrete((0.1, 0.3, 0.6), (0.2, 0.5, 0.3)), Share(31, 120)),
    "empirical": (Empirical((1.0, 2.0, 2.0, 5.0, 7.0)), Mean(2.1, 1.0)),
    "weighted": (Empirical((10.0, 20.0, 40.0), (1, 2, 1)), Count(25)),
    "one value excluded": (Discrete((0.0, 0.2, 0.4), (0.5, 0.25, 0.25)), Share(1, 10)),
}


@pytest.mark.parametrize("name", STEPS)
def test_values_keep_their_places_and_get_other_probabilities(name):
    prior, data = STEPS[name]
    values, before = prior.table
    with np.errstate(divide="ignore"):
        after = before * np.exp(data.log_likelihood(values))
    after /= after.sum()
    posterior = Updated(prior, (data,))
    assert posterior.cdf(values) == pytest.approx(np.cumsum(after), abs=1e-11)
    assert posterior.mean == pytest.approx(after @ values, rel=1e-9)
    assert posterior.sd == pytest.approx(math.sqrt(after @ (values - after @ values) ** 2), rel=1e-8)
    assert posterior.atoms == tuple(values[after > 0])
    for value, below, above in zip(values, np.cumsum(after) - after, np.cumsum(after), strict=True):
        if above > below + 1e-6:
            assert posterior.ppf(np.array([below + 1e-8, above - 1e-8])) == pytest.approx([value, value], rel=1e-12)


def test_a_value_with_a_probability_beside_a_density():
    prior = Mixture((Point(0.0), Gamma(4, 5)), (1, 3))
    posterior = Updated(prior, (Count(2),))
    assert posterior.cdf(0.0) == pytest.approx(0.0, abs=1e-12)
    assert posterior.mean == pytest.approx((4 + 2) * 5 / 6, rel=1e-7)
    nothing = Updated(prior, (Count(0),))
    gamma = (1 / 6) ** 4
    assert nothing.cdf(0.0) == pytest.approx(1 / (1 + 3 * gamma), rel=1e-10)
    assert nothing.mean == pytest.approx(3 * gamma / (1 + 3 * gamma) * 4 * 5 / 6, rel=1e-7)


@pytest.mark.parametrize("prior", [Pert(0.15, 0.3, 0.5), Beta(2, 5), Discrete((0.1, 0.3), (0.5, 0.5))])
def test_one_after_the_other_is_all_at_once(prior):
    first, second = Share(31, 120), Share(1, 8)
    once = Updated(prior, (first, second))
    assert Updated(Updated(prior, (first,)), (second,)) == once
    turned = Updated(prior, (second, first))
    together = Updated(prior, (Share(32, 128),))
    for other in (turned, together):
        assert once.ppf(U) == pytest.approx(other.ppf(U), rel=1e-8)
    assert surprise(Updated(prior, (first,)), second) == pytest.approx(_ratio(prior, first, second), rel=1e-7)


def _ratio(prior: Family, first: Observation, second: Observation) -> float:
    """Sum over all second data their probability given the first."""
    start = log_evidence(Updated(prior, (first,)))
    given = [math.exp(log_evidence(Updated(prior, (first, Share(k, second.n)))) - start) for k in range(second.n + 1)]
    return min(1.0, 2 * min(sum(given[: second.k + 1]), sum(given[second.k :])))


def test_prices_of_another_year_do_not_matter():
    prior, data = Pert(3500, 5000, 8000), Mean(5600, 400)
    assert Rescaled(Updated(prior, (data,)), 1.1).ppf(U) == pytest.approx(1.1 * Updated(prior, (data,)).ppf(U))
    family, observations = Rescaled(Updated(prior, (data,)), 1.1).evidence
    assert family.ppf(U) == pytest.approx(1.1 * prior.ppf(U))
    x = np.array([5000.0, 5500.0, 6100.0])
    assert np.diff(observations[0].log_likelihood(x)) == pytest.approx(np.diff(data.log_likelihood(x / 1.1)))
    assert np.diff(Count(72).times(1.1).log_likelihood(x)) == pytest.approx(np.diff(Count(72).log_likelihood(x / 1.1)))


def test_it_is_stored_by_prior_and_data():
    family = Updated(Pert(0.15, 0.3, 0.5), (Share(31, 120, date="2015-03-01", source="monitor"), Share(2, 9)))
    table = family.parameters()
    assert table["observations"][0] == {"observed": "31/120", "date": "2015-03-01", "source": "monitor"}
    again = make_family("updated", table)
    assert again == family
    assert again.ppf(U).tolist() == family.ppf(U).tolist()
    assert pickle.loads(pickle.dumps(family)) == family


@pytest.mark.parametrize(
    "data", [Share(31, 120), Mean(2.1, 0.3), Mean(-2e-9, 1e-11, n=4), Count(72), Count(150, 2.5), Mean(1e12, 3.5)]
)
def test_text_is_read_back(data):
    assert parse_observation(data.text) == data


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (" 31 / 120 ", Share(31, 120)),
        ("31.0/120", Share(31, 120)),
        ("2.1±0.3", Mean(2.1, 0.3)),
        ("2.1 +/- .3", Mean(2.1, 0.3)),
        ("-5e3+-1e2 (n=40)", Mean(-5000, 100, 40)),
        ("2.1+-0.3; n = 40", Mean(2.1, 0.3, 40)),
        ("72", Count(72)),
        ("150,exposure=2", Count(150, 2.0)),
    ],
)
def test_people_write_data_in_several_ways(text, data):
    assert parse_observation(text) == data


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "observation_form"),
        ("many", "observation_form"),
        ("31 of 120", "observation_form"),
        ("nan", "observation_form"),
        ("inf/3", "observation_form"),
        ("2,1+-0,3", "observation_comma"),
        ("0.26", "observation_without_error"),
        ("121/120", "observation_more_than_all"),
        ("-1/120", "observation_outside_range"),
        ("0/0", "observation_outside_range"),
        ("3.5/10", "observation_not_whole"),
        ("1e400/1e400", "observation_not_whole"),
        ("-3", "observation_outside_range"),
        ("2.1+-0", "parameter_not_positive"),
        ("2.1+--0.3", "parameter_not_positive"),
        ("1e999+-1", "parameter_not_finite"),
        ("2.1+-0.3,n=1", "observation_outside_range"),
        ("2.1+-0.3,n=2.5", "observation_not_whole"),
        ("72,exposure=0", "parameter_not_positive"),
    ],
)
def test_what_nobody_observed_is_refused(text, code):
    with pytest.raises(FamilyError) as error:
        parse_observation(text)
    assert error.value.code == code
    assert all(error.value.text(lang) for lang in LANGUAGES)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: Updated(Point(0.3), (Share(1, 2),)), "observation_of_point"),
        (lambda: Updated(Discrete((0.0, 1.0), (0.5, 0.5)), (Share(1, 2),)), "observation_impossible"),
        (lambda: Updated(Discrete((0.0, 0.4), (0.5, 0.5)), (Share(1, 2),)), "observation_leaves_one"),
        (lambda: Updated(Normal(0, 1), (Mean(1000, 0.1),)), "observation_beyond_prior"),
        (lambda: Updated(Mixture((Normal(0, 1), Normal(1, 1))), (Mean(40, 0.1),)), "observation_beyond_prior"),
        (lambda: Updated(Beta(2, 3), ()), "parameter_empty"),
        (lambda: Updated(Beta(2, 3), ({"observed": "1/2", "when": "now"},)), "observation_table"),
        (lambda: Updated(Beta(2, 3), ({"observed": 0.5},)), "observation_text"),
        (lambda: Updated("beta", (Share(1, 2),)), "not_a_family"),
        (lambda: Share(True, 2), "observation_not_whole"),
        (lambda: Mean(math.nan, 1), "parameter_not_finite"),
    ],
)
def test_what_cannot_be_updated_is_refused(make, code):
    with pytest.raises(FamilyError) as error:
        make()
    assert error.value.code == code
    assert all(error.value.text(lang) for lang in LANGUAGES)


def test_the_same_bits_whatever_is_asked_beside():
    family = Updated(Pert(0.15, 0.3, 0.5), (Share(31, 120),))
    z = np.linspace(-9, 9, 997)
    together = family.ppf_from_normal(z)
    assert [float(family.ppf_from_normal(np.array([each]))[0]) for each in z[::83]] == together[::83].tolist()
