"""Studies: conjugate closed forms, limits, and what may be asked."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from mkba_uncertainty import BinomialStudy, DurationStudy, NormalStudy, PoissonStudy
from mkba_uncertainty.analysis.information import Study, parse_study, preposterior
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import Beta, Family, Gamma, LogNormal, Normal
from mkba_uncertainty.texts import LANGUAGES

Array = NDArray[np.float64]


def fine(family: Family, count: int = 1024) -> tuple[Array, Array]:
    """Give quantiles and weights of an estimate, by a rule of our own: midpoints of a stretched grid."""
    t = (np.arange(count) + 0.5) / count
    probability = t**3 * (10 - 15 * t + 6 * t**2)
    return np.asarray(family.ppf(probability)), 30 * t**2 * (1 - t) ** 2 / count


def value(study: Study, family: Family, intercept: float, slope: float) -> float:
    """Value a study where acting yields a straight line, and not acting 0."""
    x, weight = fine(family)
    curves = np.column_stack([np.zeros_like(x), intercept + slope * x])
    return float(preposterior(study, "x", x, weight).best(curves) - max(0.0, float(weight @ curves[:, 1])))


@pytest.mark.parametrize("n", [1, 7, 100, 5000])
def test_share_of_a_beta_is_beta_binomial(n: int) -> None:
    alpha, beta, cost = 6.0, 14.0, 0.33
    k = np.arange(n + 1)
    after = (alpha + k) / (alpha + beta + n) - cost
    expected = stats.betabinom(n, alpha, beta).pmf(k) @ np.maximum(after, 0)
    assert value(BinomialStudy(n), Beta(alpha, beta), -cost, 1.0) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(("n", "base"), [(3, 1.0), (50, 10.0), (2000, 421.0)])
def test_count_of_a_gamma_is_negative_binomial(n: int, base: float) -> None:
    shape, cost = 60.0, 63.0
    exposure = n / base
    k = np.arange(20_000)
    after = (shape + k) / (1 + exposure) - cost
    expected = stats.nbinom(shape, 1 / (1 + exposure)).pmf(k) @ np.maximum(after, 0)
    assert value(PoissonStudy(n, base=base), Gamma(shape), -cost, 1.0) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(("n", "expected"), [(10, 0.0723251), (100, 0.0821176)])
def test_mean_of_a_normal_is_normal(n: int, expected: float) -> None:
    # design.md: p1 ~ N(1, 1) against p2 ~ N(0, 2), unit-sd data on p1
    assert value(NormalStudy(n, sd=1.0), Normal(1.0, 1.0), 0.0, 1.0) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("n", [1, 4, 60])
@pytest.mark.parametrize("variation", [0.6, 1.0])
def test_mean_duration_follows_a_gamma(n: int, variation: float) -> None:
    shape, family, cost = n / variation**2, LogNormal(0.8, 0.4), 2.4
    x = np.exp(0.8 + 0.4 * np.linspace(-8, 8, 401))
    prior = stats.norm.pdf(np.linspace(-8, 8, 401)) * 16 / 400
    found = np.exp(np.linspace(-14, 9, 6001))
    joint = stats.gamma(shape, scale=x / shape).pdf(found[:, None]) * prior
    expected = np.trapezoid(np.maximum(joint @ (x - cost), 0), found) - max(0.0, float(prior @ (x - cost)))
    assert value(DurationStudy(n, variation=variation), family, -cost, 1.0) == pytest.approx(expected, rel=2e-4)


def loss_when_known(family: Family, cost: float) -> float:
    """Give E max(x - cost, 0) - max(E x - cost, 0)."""
    x, weight = fine(family, 100_000)
    return float(weight @ np.maximum(x - cost, 0) - max(weight @ (x - cost), 0))


STUDIED: list[tuple[Study, Family, float]] = [
    (BinomialStudy(1), Beta(6, 14), 0.33),
    (PoissonStudy(1, base=20.0), Gamma(60), 63.0),
    (NormalStudy(1, sd=40.0), Normal(100.0, 10.0), 104.0),
    (DurationStudy(1), LogNormal(0.8, 0.4), 2.4),
]


@pytest.mark.parametrize(("study", "family", "cost"), STUDIED)
def test_more_households_are_worth_more_up_to_knowing(study: Study, family: Family, cost: float) -> None:
    found = [value(study.of_size(n), family, -cost, 1.0) for n in (1, 3, 10, 100, 1000, 30_000, 1_000_000)]
    assert all(first <= second * (1 + 1e-6) + 1e-12 for first, second in itertools.pairwise(found))
    assert found[-1] == pytest.approx(loss_when_known(family, cost), rel=2e-3)
    assert found[-1] <= loss_when_known(family, cost) * (1 + 1e-4)


@pytest.mark.parametrize(("study", "family", "cost"), STUDIED)
def test_choices_follow_the_data(study: Study, family: Family, cost: float) -> None:
    x, weight = fine(family)
    after = preposterior(study.of_size(200), "x", x, weight)
    curves = np.column_stack([np.zeros_like(x), x - cost])
    chosen = after.choices(curves)
    np.testing.assert_allclose(after.likelihood.sum(axis=0), 1.0, rtol=1e-14)
    np.testing.assert_allclose(chosen.sum(axis=1), 1.0)
    assert (np.diff(chosen[:, 1]) >= -1e-9).all()
    yields = float(weight @ (chosen * curves).sum(axis=1))
    assert yields == pytest.approx(float(after.best(curves)), rel=2e-3)


def test_a_study_of_what_makes_no_difference_is_worth_nothing() -> None:
    assert value(BinomialStudy(100), Beta(6, 14), 0.5, 0.0) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(("study", "family", "_cost"), STUDIED)
@pytest.mark.parametrize("n", [1, 30, 1000])
def test_simulated_data_have_the_distribution_that_is_computed(
    study: Study, family: Family, _cost: float, n: int
) -> None:
    x = np.asarray(family.ppf(np.array([0.1, 0.6])))
    study = study.of_size(n)
    drawn = study.simulate(np.full(40_000, x[1]), np.random.default_rng(3))
    if isinstance(study, BinomialStudy):
        drawn = np.round(drawn * study.n)
    if isinstance(study, DurationStudy):
        drawn = np.exp(drawn)
    places = np.quantile(drawn, [0.02, 0.3, 0.5, 0.8, 0.99], method="inverted_cdf")
    expected = study.cdf(places[:, None], x)[:, 1]
    found = (drawn <= places[:, None]).mean(axis=1)
    assert (np.abs(found - expected) <= 4.5 * np.sqrt(expected * (1 - expected) / 40_000) + 1e-12).all()


@pytest.mark.parametrize(("study", "family", "_cost"), STUDIED)
def test_data_are_sought_where_they_are(study: Study, family: Family, _cost: float) -> None:
    """Quantiles of data at normal scores: exact, but for counts, which are looked at on both sides."""
    x = np.asarray(family.ppf(np.array([0.1, 0.6])))
    study, z = study.of_size(400), np.array([[-3.0], [-1.0], [0.0], [2.0]])
    data = study.quantiles(z, x)
    step = 2.0 if study.discrete else 1e-9
    below = np.stack([study.cdf(row[None, :] - step, x)[0] for row in data])
    above = np.stack([study.cdf(row[None, :] + step, x)[0] for row in data])
    assert (below <= stats.norm.cdf(z)).all()
    assert (above >= stats.norm.cdf(z)).all()


def test_studies_as_text() -> None:
    assert parse_study("recidivism=binomial:100") == {"recidivism": BinomialStudy(100)}
    assert parse_study("price = normal:50, sd=2000") == {"price": NormalStudy(50, sd=2000.0)}
    assert parse_study("count=poisson:200,base=421") == {"count": PoissonStudy(200, base=421.0)}
    both = parse_study("share=binomial:80 + stay=duration:80,variation=0.5")
    assert both == {"share": BinomialStudy(80), "stay": DurationStudy(80, variation=0.5)}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("recidivism", "study_form"),
        ("recidivism=binomial", "study_form"),
        ("recidivism=binomial:many", "study_form"),
        ("recidivism=binomial:1.5", "study_form"),
        ("recidivism=binomial:10,sd=3", "study_form"),
        ("recidivism=binomal:10", "study_kind"),
        ("recidivism=binomial:0", "study_size"),
        ("price=normal:10", "study_needs_sd"),
        ("price=normal:10,sd=-1", "study_not_positive"),
        ("price=normal:10,sd=nan", "study_form"),
    ],
)
def test_what_is_no_study(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_study(text)
    assert caught.value.code == code
    assert all(caught.value.text(lang) for lang in LANGUAGES)


@pytest.mark.parametrize(
    ("study", "x", "code"),
    [
        (BinomialStudy(10), [0.5, 1.5], "study_no_share"),
        (PoissonStudy(10), [-1.0, 2.0], "study_negative"),
        (DurationStudy(10), [0.0, 2.0], "study_no_duration"),
    ],
)
def test_estimates_that_cannot_be_studied_so(study: Study, x: list[float], code: str) -> None:
    with pytest.raises(InputError) as caught:
        preposterior(study, "x", np.array(x), np.array([0.5, 0.5]))
    assert caught.value.code == code
    assert all(caught.value.text(lang) for lang in LANGUAGES)


@pytest.mark.parametrize("n", [True, 2.0, 0, -3, 10**9])
def test_sizes_that_no_study_has(n: object) -> None:
    with pytest.raises(InputError, match="size of the study"):
        BinomialStudy(n)  # type: ignore[arg-type]
