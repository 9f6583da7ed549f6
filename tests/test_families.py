"""Every family against scipy.stats, in one table; a new family is one more row."""

import math
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, strategies as st
from scipy import stats
from scipy.special import ndtr

from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families import (
    FAMILIES,
    Beta,
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
    Pert,
    Point,
    Rescaled,
    Share,
    Studies,
    Study,
    Triangular,
    Truncated,
    TruncatedNormal,
    Uniform,
    Updated,
    fast_quantile,
    make_family,
    parameter_sets,
)


class MixtureReference:
    """A mixture of frozen scipy distributions, its quantiles by bisection down to the last bit."""

    def __init__(self, *parts):
        self.parts = parts

    def cdf(self, x):
        return sum(weight * part.cdf(x) for weight, part in self.parts)

    def ppf(self, u):
        ends = [part.ppf(u) for _, part in self.parts]
        low, high = np.min(ends, axis=0), np.max(ends, axis=0)
        for _ in range(64):
            middle = (low + high) / 2
            below = self.cdf(middle) < u
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return high

    def mean(self):
        return sum(weight * part.mean() for weight, part in self.parts)

    def std(self):
        return math.sqrt(sum(weight * part.moment(2) for weight, part in self.parts) - self.mean() ** 2)

    def support(self):
        lows, highs = zip(*(part.support() for _, part in self.parts), strict=True)
        return min(lows), max(highs)


def quantiles(reference, u):
    """Quantiles by way of the nearest tail: scipy's own ppf may lose digits in the other one."""
    if not hasattr(reference, "isf"):
        return reference.ppf(u)
    x = np.where(u < 0.5, reference.ppf(u), reference.isf(1 - u))
    if reference.dist.name == "truncnorm":  # loses digits either way; Newton steps on its own cdf or sf restore them
        for _ in range(2):
            x += np.where(u < 0.5, u - reference.cdf(x), reference.sf(x) - (1 - u)) / reference.pdf(x)
    return x


def discrete(values, probabilities):
    return stats.rv_discrete(values=(values, probabilities))()


def truncated(mu, sigma, low, high):
    return stats.truncnorm((low - mu) / sigma, (high - mu) / sigma, mu, sigma)


TABLE = [
    (Point(3.5), discrete([3.5], [1.0])),
    (Uniform(-2.0, 5.0), stats.uniform(-2, 7)),
    (Triangular(0.0, 1.0, 4.0), stats.triang(0.25, 0, 4)),
    (Triangular(0.0, 0.0, 4.0), stats.triang(0.0, 0, 4)),
    (Triangular(0.0, 4.0, 4.0), stats.triang(1.0, 0, 4)),
    (Pert(0.15, 0.30, 0.50), stats.beta(1 + 4 * 0.15 / 0.35, 1 + 4 * 0.20 / 0.35, 0.15, 0.35)),
    (Pert(0.5, 1.0, 1.0), stats.beta(5, 1, 0.5, 0.5)),
    (Pert(0.0, 0.0, 9.0), stats.beta(1, 5, 0, 9)),
    (Pert(35000.0, 45000.0, 55000.0), stats.beta(3, 3, 35000, 20000)),
    (Pert(2.0, 6.0, 10.0, concentration=20.0), stats.beta(11, 11, 2, 8)),
    (Pert(2.0, 6.0, 10.0, concentration=0.5), stats.beta(1.25, 1.25, 2, 8)),
    (Beta(258.0, 163.0), stats.beta(258, 163)),
    (Beta(0.5, 0.5), stats.beta(0.5, 0.5)),
    (Beta(0.1, 0.2), stats.beta(0.1, 0.2)),
    (Beta(1.0, 1.0), stats.beta(1, 1)),
    (Beta(2.0, 1000.0, -1.0, 3.0), stats.beta(2, 1000, -1, 4)),
    (Beta(1e5, 3e5), stats.beta(1e5, 3e5)),
    (Normal(-3.0, 2.0), stats.norm(-3, 2)),
    (TruncatedNormal(1.0, 2.0, 0.0, 4.0), truncated(1, 2, 0, 4)),
    (TruncatedNormal(0.0, 1.0, 5.0, 9.0), truncated(0, 1, 5, 9)),
    (TruncatedNormal(0.0, 1.0, -9.0, -5.0), truncated(0, 1, -9, -5)),
    (TruncatedNormal(1.0, 2.0, low=0.0), truncated(1, 2, 0, math.inf)),
    (TruncatedNormal(1.0, 2.0, high=0.0), truncated(1, 2, -math.inf, 0)),
    (LogNormal(1.0, 0.4), stats.lognorm(0.4, scale=math.e)),
    (Gamma(60.0), stats.gamma(60)),
    (Gamma(11.0, 3.0), stats.gamma(11, scale=3)),
    (Gamma(1.0), stats.gamma(1)),
    (Gamma(0.5, 2.0), stats.gamma(0.5, scale=2)),
    (Gamma(0.05), stats.gamma(0.05)),
    (Gamma(1e5), stats.gamma(1e5)),
    (Discrete((-1.0, 0.5, 4.0), (0.2, 0.7, 0.1)), discrete([-1.0, 0.5, 4.0], [0.2, 0.7, 0.1])),
    (Empirical((7.0, 1.0, 3.0, 3.0)), discrete([1.0, 3.0, 7.0], [0.25, 0.5, 0.25])),
    (Empirical((7.0, 1.0, 3.0), (1.0, 2.0, 5.0)), discrete([1.0, 3.0, 7.0], [0.25, 0.625, 0.125])),
    (
        Mixture((Pert(0.0, 1.0, 3.0), Normal(2.0, 1.0))),
        MixtureReference((0.5, stats.beta(1 + 4 / 3, 1 + 8 / 3, 0, 3)), (0.5, stats.norm(2, 1))),
    ),
    (
        Mixture((Gamma(3.0), LogNormal(0.0, 0.5), Uniform(1.0, 9.0)), (1.0, 2.0, 5.0)),
        MixtureReference((0.125, stats.gamma(3)), (0.25, stats.lognorm(0.5)), (0.625, stats.uniform(1, 8))),
    ),
    (LogPool((Normal(0.0, 1.0), Normal(2.0, 3.0))), stats.norm(0.2, 1.8**0.5)),
    (LogPool((Beta(2.0, 5.0), Beta(0.4, 3.0)), (3.0, 1.0)), stats.beta(1.6, 4.5)),
    (LogPool((Gamma(2.0, 3.0), Gamma(5.0, 1.0))), stats.gamma(3.5, scale=1.5)),
    (Metalog((5.0, 2.0)), stats.logistic(5, 2)),
    (Metalog((1.0, 0.2), low=3.0), stats.fisk(5, loc=3, scale=math.e)),
    # of k equal standard errors: variance over places = sum of squares / (k - 1), of which 0.01 is theirs
    (Studies(tuple(Study(found, 0.1) for found in (0.1, 0.3, 0.5))), stats.norm(0.3, (0.04 / 3) ** 0.5)),
    (
        Studies(tuple(Study(found, 0.1) for found in (0.1, 0.3, 0.5)), "new_place", predictive="normal"),
        stats.norm(0.3, (0.03 + 0.04 / 3) ** 0.5),
    ),
    (Updated(Uniform(0.0, 1.0), (Share(31, 120),)), stats.beta(32, 90)),
    (Updated(Normal(0.0, 1.0), (Mean(2.0, 3.0),)), stats.norm(0.2, 0.9**0.5)),
]  # fmt: skip
ROWS = pytest.mark.parametrize(("family", "reference"), TABLE, ids=[str(family)[:60] for family, _ in TABLE])
FAMILY = pytest.mark.parametrize(
    "family", [family for family, _ in TABLE], ids=[str(family)[:60] for family, _ in TABLE]
)

TAILS = np.array([1e-12, 2.0**-31, 1e-6, 1e-4])
GRID = np.concatenate([TAILS, np.linspace(0.001, 0.999, 1997), 1 - TAILS])

UNBOUNDED = st.floats(-1e6, 1e6)
SHAPES = st.floats(0.05, 500)
PROBABILITIES = st.floats(1e-12, 1 - 1e-12)


def test_every_family_is_in_the_table():
    assert {type(family) for family, _ in TABLE} == set(FAMILIES.values())


def test_every_family_has_the_name_that_finds_it():
    assert all(FAMILIES[family.name] is type(family) for family, _ in TABLE)


@pytest.mark.lowest
@ROWS
def test_quantiles_are_those_of_scipy(family, reference):
    misses = np.abs(family.ppf(GRID) - quantiles(reference, GRID))
    if isinstance(family, Mixture):  # solves cdf(x) = u, in which 1 - u has few digits left in the far tail
        misses = misses[GRID <= 1 - 1e-6]
    assert misses.max() <= 1e-9 * family.sd


@ROWS
def test_probabilities_are_those_of_scipy(family, reference):
    ends = reference.ppf([1e-6, 1 - 1e-6])
    width = max(ends[1] - ends[0], 1.0)
    x = np.concatenate([np.linspace(ends[0] - 0.1 * width, ends[1] + 0.1 * width, 501), family.atoms])
    np.testing.assert_allclose(family.cdf(x), reference.cdf(x), rtol=1e-12, atol=1e-14)


@ROWS
def test_moments_and_support_are_those_of_scipy(family, reference):
    assert family.mean == pytest.approx(reference.mean(), rel=1e-12)
    assert family.sd == pytest.approx(reference.std(), rel=1e-9, abs=1e-15)
    assert family.support == pytest.approx(reference.support(), rel=1e-15)


@FAMILY
def test_normal_scores_give_the_same_quantiles(family):
    scores = np.linspace(-4.0, 4.0, 81)
    np.testing.assert_allclose(family.ppf_from_normal(scores), family.ppf(ndtr(scores)), rtol=0, atol=1e-9 * family.sd)


@FAMILY
def test_a_rescaled_one_is_that_of_the_multiples(family):
    rescaled, x = Rescaled(family, 4.0), family.ppf(GRID)  # a power of two: values with a mass of their own stay exact
    np.testing.assert_allclose(rescaled.ppf(GRID), 4 * x, rtol=1e-15)
    np.testing.assert_allclose(rescaled.cdf(4 * x), family.cdf(x), rtol=0, atol=1e-9)
    assert (rescaled.mean, rescaled.sd) == pytest.approx((4 * family.mean, 4 * family.sd), rel=1e-15)
    assert rescaled.support == pytest.approx(tuple(4 * end for end in family.support), rel=1e-15)


@FAMILY
def test_shapes_and_scalars(family):
    block = family.ppf([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])
    assert block.shape == (2, 3)
    assert block.dtype == np.float64
    assert np.ndim(family.ppf(0.5)) == np.ndim(family.cdf(0.5)) == np.ndim(family.ppf_from_normal(0.0)) == 0
    assert float(family.ppf(0.5)) == block[1, 1]
    assert family.cdf(block).shape == (2, 3)
    assert family.ppf(np.empty(0)).shape == (0,)


@FAMILY
def test_the_same_probability_gives_the_same_bits(family):
    u = np.random.default_rng(3).random(1001)
    together = family.ppf(u)
    assert (family.ppf(u[::-7]) == together[::-7]).all()
    assert [float(family.ppf(p)) for p in u[:20]] == together[:20].tolist()
    for cached in (fast_quantile.beta_quantile, fast_quantile.gamma_quantile):
        cached.cache_clear()
    fresh = replace(family)
    with ThreadPoolExecutor(2) as pool:
        for result in pool.map(fresh.ppf, [u] * 4):
            assert (result == together).all()


@FAMILY
def test_quantiles_never_fall(family):
    x = family.ppf(np.linspace(1e-9, 1 - 1e-9, 20_001))
    assert np.diff(x).min() >= -1e-15 * np.abs(x).max()
    assert x.min() >= family.support[0]
    assert x.max() <= family.support[1]


@FAMILY
def test_pickles_by_its_parameters(family):
    family.ppf(0.5)
    again = pickle.loads(pickle.dumps(family))
    assert again == family
    assert hash(again) == hash(family)
    assert not {"_table", "_beta"} & vars(again).keys()


@FAMILY
def test_parameters_rebuild_it(family):
    assert make_family(family.name, family.parameters()) == family


# Fast quantiles


def largest_miss(quantile: fast_quantile.ScoreQuantile) -> float:
    z = np.random.default_rng(8).uniform(-8, 8, 5_000)
    return np.abs(quantile(z) - quantile.exact(z)).max()


@given(SHAPES, SHAPES)
def test_beta_splines_hold_their_tolerance(alpha, beta):
    assert largest_miss(fast_quantile.beta_quantile(alpha, beta)) <= 1e-9 * stats.beta.std(alpha, beta)


@given(SHAPES)
def test_gamma_splines_hold_their_tolerance(shape):
    assert largest_miss(fast_quantile.gamma_quantile(shape)) <= 1e-9 * math.sqrt(shape)


@pytest.mark.parametrize("family", [family for family, _ in TABLE if isinstance(family, Pert)])
def test_every_pert_has_a_spline(family):
    width = family.high - family.low
    alpha = 1 + family.concentration * (family.mode - family.low) / width
    beta = 1 + family.concentration * (family.high - family.mode) / width
    assert fast_quantile.beta_quantile(alpha, beta).coefficients is not None


def test_without_a_good_spline_quantiles_are_exact():
    rough = fast_quantile.beta_quantile(0.1, 0.2)
    assert rough.coefficients is None
    u = np.linspace(0.001, 0.999, 999)
    np.testing.assert_allclose(Beta(0.1, 0.2).ppf(u), stats.beta(0.1, 0.2).ppf(u), rtol=1e-12, atol=1e-16)


def test_splines_join_the_exact_tails():
    z = fast_quantile.EDGE + np.array([-1e-12, 0.0, 1e-12])
    family = Pert(0.0, 1.0, 3.0)
    assert np.ptp(family.ppf_from_normal(z)) <= 1e-9 * family.sd
    assert np.ptp(family.ppf_from_normal(-z)) <= 1e-9 * family.sd


def test_quantiles_of_nan_are_nan():
    for family in (Pert(0.0, 1.0, 3.0), Gamma(3.0), Mixture((Normal(0.0, 1.0), Normal(1.0, 1.0)))):
        assert np.isnan(family.ppf([0.5, math.nan])).tolist() == [False, True]


# Round trips


def assert_inverts(family: Family, u: float) -> None:
    """The cdf passes ``u`` within 1e-9 standard deviations of the quantile."""
    x = float(family.ppf(u))
    margin = 1e-9 * family.sd + 4 * math.ulp(x)
    rounding = 1e-11 * min(u, 1 - u) + 1e-15
    assert family.cdf(x - margin) <= u + rounding
    assert family.cdf(x + margin) >= u - rounding


@example(low=0.0, width=1.0, place=2.2250738585e-313, concentration=1.0, u=0.5)
@given(UNBOUNDED, st.floats(1e-3, 1e6), st.floats(0, 1), st.floats(0.1, 50), PROBABILITIES)
def test_three_point_families_invert(low, width, place, concentration, u):
    high = low + width
    mode = min(low + place * width, high)
    for family in (Pert(low, mode, high, concentration), Triangular(low, mode, high), Uniform(low, high)):
        assert_inverts(family, u)


@given(SHAPES, SHAPES, PROBABILITIES)
def test_beta_and_gamma_invert(first, second, u):
    for family in (Beta(first, second), Gamma(first, second)):
        assert_inverts(family, u)


@given(UNBOUNDED, st.floats(1e-3, 1e3), st.floats(-8, 8), st.floats(1e-3, 8), PROBABILITIES)
def test_normal_families_invert(mu, sigma, start, width, u):
    low = mu + start * sigma
    assert_inverts(Normal(mu, sigma), u)
    assert_inverts(LogNormal(mu / 1e5, min(sigma, 3.0)), u)
    assert_inverts(TruncatedNormal(mu, sigma, low, low + width * sigma), u)


@given(
    st.lists(st.tuples(st.floats(-100, 100), st.floats(0.1, 10), st.floats(0.01, 1)), min_size=1, max_size=5),
    st.booleans(),
    PROBABILITIES,
)
def test_mixtures_invert(parts, with_atom, u):
    families = [Pert(low, low + width / 3, low + width) for low, width, _ in parts]
    weights = [weight for *_, weight in parts]
    if with_atom:
        families, weights = [*families, Point(parts[0][0] + 1.0)], [*weights, 0.5]
    assert_inverts(Mixture(families, weights), u)


def test_mixtures_land_on_their_atoms():
    mixture = Mixture((Normal(0.0, 1.0), Point(1.0), Discrete((0.0, 2.0), (0.5, 0.5))), (2.0, 1.0, 1.0))
    x = mixture.ppf(np.linspace(0.0005, 0.9995, 1000))
    assert (x == 1.0).mean() == pytest.approx(0.25, abs=0.002)
    assert (x == 0.0).mean() == (x == 2.0).mean() == pytest.approx(0.125, abs=0.002)


def test_mixtures_jump_over_gaps():
    x = Mixture((Uniform(0.0, 1.0), Uniform(100.0, 101.0))).ppf([0.25, 0.499999, 0.500001, 0.75])
    np.testing.assert_allclose(x, [0.5, 0.999998, 100.000002, 100.5], rtol=1e-12)


def test_mixtures_nest():
    inner = Mixture((Normal(0.0, 1.0), Normal(3.0, 1.0)))
    outer = Mixture((inner, Normal(6.0, 1.0)), (2.0, 1.0))
    flat = Mixture((Normal(0.0, 1.0), Normal(3.0, 1.0), Normal(6.0, 1.0)))
    np.testing.assert_allclose(outer.ppf(GRID), flat.ppf(GRID), rtol=1e-11, atol=1e-12)
    assert make_family("mixture", outer.parameters()) == outer


def test_a_narrow_truncation_is_nearly_uniform():
    for mu in (0.0, -0.5, 3.0):
        family = TruncatedNormal(mu, 1.0, 1.0, 1.0 + 1e-6)
        assert family.mean == pytest.approx(1.0 + 0.5e-6, abs=1e-12)
        assert family.sd == pytest.approx(1e-6 / math.sqrt(12), rel=1e-6)


def test_both_ways_to_a_truncated_mean_agree():
    below, above = (TruncatedNormal(0.3, 1.0, -0.4, -0.4 + width) for width in (1 - 1e-9, 1 + 1e-9))
    assert below.mean == pytest.approx(above.mean, abs=2e-9)
    assert below.sd == pytest.approx(above.sd, abs=2e-9)


# Other ways to give parameters


@pytest.mark.parametrize("kind", [Normal, LogNormal])
def test_an_interval_has_its_mass_in_its_middle(kind):
    family = kind.from_interval(2.0, 5.0, mass=0.8)
    assert family.cdf([2.0, 5.0]) == pytest.approx([0.1, 0.9], rel=1e-12)
    assert kind.from_interval(2.0, 5.0) == kind.from_interval(2.0, 5.0, mass=0.9)


@pytest.mark.parametrize(
    "family",
    [LogNormal.from_mean_sd(3.0, 0.5), Gamma.from_mean_sd(3.0, 0.5), Beta.from_mean_sd(3.0, 0.5, low=2.0, high=6.0)],
    ids=["log_normal", "gamma", "beta"],
)
def test_mean_and_sd_are_met(family):
    assert (family.mean, family.sd) == pytest.approx((3.0, 0.5), rel=1e-12)


def test_counts():
    assert Beta.from_counts(258, 421) == Beta(258.0, 163.0)
    assert Beta.from_counts(0, 12, prior=0.5) == Beta(0.5, 12.5)


@pytest.mark.parametrize(
    ("name", "parameters", "family"),
    [
        ("log_normal", {"lower": 2, "upper": 5}, LogNormal.from_interval(2, 5)),
        ("log_normal", {"lower": 2, "upper": 5, "mass": 0.5}, LogNormal.from_interval(2, 5, 0.5)),
        ("log_normal", {"mean": 2, "sd": 5}, LogNormal.from_mean_sd(2, 5)),
        ("normal", {"lower": 2, "upper": 5}, Normal.from_interval(2, 5)),
        ("normal", {"mean": 2, "sd": 5}, Normal(2.0, 5.0)),
        ("beta", {"k": 3, "n": 9}, Beta(3.0, 6.0)),
        ("beta", {"mean": 0.3, "sd": 0.1}, Beta.from_mean_sd(0.3, 0.1)),
        ("gamma", {"mean": 4, "sd": 2}, Gamma(4.0, 1.0)),
        (
            "mixture",
            {"families": [{"family": "point", "value": 1}, {"family": "beta", "k": 3, "n": 9}], "weights": [1, 3]},
            Mixture((Point(1.0), Beta(3.0, 6.0)), (1.0, 3.0)),
        ),
    ],
)
def test_case_files_may_use_other_parameters(name, parameters, family):
    made = make_family(name, parameters)
    assert type(made) is type(family)
    assert made == family


def test_parameter_sets_of_a_family():
    assert parameter_sets("beta") == [
        ("Beta", ("alpha", "beta"), ("low", "high")),
        ("Beta.from_counts", ("k", "n"), ("prior",)),
        ("Beta.from_mean_sd", ("mean", "sd"), ("low", "high")),
    ]
    assert str(parameter_sets("pert")[0]) == "low, mode, high [, concentration]"


# Invalid parameters

INVALID = [
    (Uniform, (2, 1), "low_above_high", "low"),
    (Uniform, (2, 2), "constant", "high"),
    (Uniform, (math.nan, 1), "parameter_not_finite", "low"),
    (Uniform, (0, math.inf), "parameter_not_finite", "high"),
    (Uniform, (0, 1e200), "parameter_not_finite", "high"),
    (Uniform, (0, 10**400), "parameter_not_finite", "high"),
    (Uniform, ("0", 1), "parameter_not_a_number", "low"),
    (Uniform, (0, True), "parameter_not_a_number", "high"),
    (Point, (None,), "parameter_not_a_number", "value"),
    (Triangular, (0, 5, 4), "mode_outside_range", "mode"),
    (Pert, (0.3, 0.1, 0.5), "mode_outside_range", "mode"),
    (Pert, (0.1, 0.6, 0.5), "mode_outside_range", "mode"),
    (Pert, (0.6, 0.5, 0.1), "low_above_high", "low"),
    (Pert, (0.5, 0.5, 0.5), "constant", "high"),
    (Pert, (0, 1, 2, 0), "parameter_not_positive", "concentration"),
    (Pert.from_p10_p90, (0, 1, 2), "mode_outside_points", "mode"),
    (Pert.from_p10_p90, (1, 1, 1), "mode_outside_points", "mode"),
    (Truncated, (Normal(0, 1), 10), "truncate_leaves_little", "truncate"),
    (Truncated, (Uniform(0, 1), 2), "truncate_leaves_little", "truncate"),
    (Truncated, (Normal(100, 10), 500, 600), "truncate_leaves_little", "truncate"),
    (Truncated, (Normal(100, 10), None, -500), "truncate_leaves_little", "truncate"),
    (Truncated, (LogNormal(0, 0.1), 1e9, 1e10), "truncate_leaves_little", "truncate"),
    (Truncated, (Normal(0, 1), 3, 2), "truncate_wrong_way", "truncate"),
    (Truncated, (Normal(0, 1),), "truncate_ends", "truncate"),
    (Truncated, (Point(1), 0), "truncated_point", "truncate"),
    (Studies, (({"estimate": 1, "se": 1}, {"estimate": 2}),), "study_without_se", "effects.1"),
    (Studies, (({"estimate": 1, "se": 1}, {"estimate": 2, "se": 0}),), "parameter_not_positive", "effects.1.se"),
    (Studies, (({"estimate": 1, "se": 1, "n": 3},),), "study_keys", "effects.0"),
    (Studies, ((Study(1, 1),),), "studies_one", "effects"),
    (Studies, ((Study(1, 1),) * 4, "new_place"), "studies_few", "use"),
    (Studies, ((Study(1, 1),) * 9, "new_places"), "unknown_choice", "use"),
    (Beta, (0, 1), "parameter_not_positive", "alpha"),
    (Beta, (1, -1), "parameter_not_positive", "beta"),
    (Beta, (1, 1, 1, 0), "low_above_high", "low"),
    (Beta.from_counts, (5, 4), "count_outside_range", "k"),
    (Beta.from_counts, (-1, 4), "count_outside_range", "k"),
    (Beta.from_counts, (4, 4), "count_needs_prior", "k"),
    (Beta.from_counts, (2, 4, -1), "parameter_negative", "prior"),
    (Beta.from_mean_sd, (0.5, 0.5), "sd_too_large", "sd"),
    (Beta.from_mean_sd, (1.5, 0.1), "mean_outside_range", "mean"),
    (Beta.from_mean_sd, (0.5, 0), "parameter_not_positive", "sd"),
    (Normal, (0, 0), "parameter_not_positive", "sigma"),
    (Normal, (0, -1), "parameter_not_positive", "sigma"),
    (Normal.from_mean_sd, (0, -1), "parameter_not_positive", "sd"),
    (Normal.from_interval, (2, 1), "lower_not_below_upper", "lower"),
    (Normal.from_interval, (1, 2, 1), "mass_outside_range", "mass"),
    (LogNormal, (0, 0), "parameter_not_positive", "sigma"),
    (LogNormal, (45000, 1), "not_a_logarithm", "mu"),
    (LogNormal, (0, 45), "not_a_logarithm", "sigma"),
    (LogNormal.from_interval, (0, 2), "parameter_not_positive", "lower"),
    (LogNormal.from_mean_sd, (-1, 2), "parameter_not_positive", "mean"),
    (TruncatedNormal, (0, 1, 2, 1), "low_above_high", "low"),
    (TruncatedNormal, (0, 0, 1, 2), "parameter_not_positive", "sigma"),
    (TruncatedNormal, (0, 1, math.inf), "parameter_not_finite", "low"),
    (TruncatedNormal, (0, 1, 50, 60), "truncation_leaves_nothing", "low"),
    (TruncatedNormal, (0, 1, -60, -50), "truncation_leaves_nothing", "high"),
    (Gamma, (0,), "parameter_not_positive", "shape"),
    (Gamma, (1, 0), "parameter_not_positive", "scale"),
    (Gamma.from_mean_sd, (1e100, 1e-100), "parameter_not_finite", "shape"),
    (Gamma.from_mean_sd, (1, -1), "parameter_not_positive", "sd"),
    (Discrete, ((1, 1), (0.5, 0.5)), "values_not_ascending", "values"),
    (Discrete, ((2, 1), (0.5, 0.5)), "values_not_ascending", "values"),
    (Discrete, ((1, 2), (0.5, 0.4)), "probabilities_do_not_sum", "probabilities"),
    (Discrete, ((1, 2), (1, 0)), "parameter_not_positive", "probabilities"),
    (Discrete, ((1, 2), (1,)), "lengths_differ", "probabilities"),
    (Discrete, ((1,), (1,)), "constant", "values"),
    (Discrete, ((), ()), "parameter_empty", "values"),
    (Discrete, (1, 1), "parameter_not_a_list", "values"),
    (Empirical, ((3, 3),), "constant", "values"),
    (Empirical, ((1, math.nan),), "parameter_not_finite", "values"),
    (Empirical, ((1, 2), (1, -1)), "parameter_not_positive", "weights"),
    (Mixture, ((),), "parameter_empty", "families"),
    (Mixture, ("pert",), "parameter_not_a_list", "families"),
    (Mixture, (("pert",),), "not_a_family", "families"),
    (Mixture, ((Point(1), Point(1)),), "constant", "families"),
    (Mixture, ((Point(1), Point(2)), (1,)), "lengths_differ", "weights"),
    (make_family, ("pret", {}), "unknown_family", "family"),
    (make_family, ("pert", {"low": 0, "mod": 1, "high": 2}), "unknown_parameter", "mod"),
    (make_family, ("pert", {"low": 0, "mode": 1, "high": 2, "lambda": 6}), "unknown_parameter", "lambda"),
    (make_family, ("gamma", {"shape": 1, "truncate": [0]}), "truncate_ends", "truncate"),
    (make_family, ("pert", {"low": 0, "high": 2}), "parameter_missing", "mode"),
    (make_family, ("log_normal", {}), "parameter_missing", "mu"),
    (make_family, ("log_normal", {"lower": 1, "upper": 2, "sd": 1}), "parameters_do_not_mix", "sd"),
    (make_family, ("mixture", {"families": [{"family": "pert", "low": 0}]}), "parameter_missing", "mode"),
    (make_family, ("mixture", {"families": [{"family": ["pert"]}]}), "unknown_family", "family"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "parameters", "code", "key"), INVALID)
def test_invalid_parameters_are_refused(make, parameters, code, key):
    with pytest.raises(FamilyError) as caught:
        make(*parameters)
    assert (caught.value.code, caught.value.key) == (code, key)
    dutch, english = caught.value.text("nl"), caught.value.text("en")
    assert dutch != english
    assert english.startswith(f"{key}: ")


def test_messages_say_what_was_expected():
    with pytest.raises(FamilyError, match=r"mode: mode is 0.6. Give a value from low \(0.1\) to high \(0.5\)"):
        Pert(0.1, 0.6, 0.5)
    with pytest.raises(FamilyError, match=r"no distribution family pret. Did you mean pert\?"):
        make_family("pret", {})
    with pytest.raises(FamilyError, match=r"has no parameter mod. Did you mean mode\?"):
        make_family("pert", {"low": 0, "mod": 1, "high": 2})
    with pytest.raises(FamilyError, match=r"Give: mu, sigma \| lower, upper \[, mass\] \| mean, sd\."):
        make_family("log_normal", {"mu": 0})


def test_probabilities_of_values_of_their_own() -> None:
    half_known = Mixture((Point(1), Uniform(0, 2)), (0.25, 0.75))
    assert half_known.atom_probabilities.tolist() == pytest.approx([0.25])
    assert Discrete((1, 2, 4), (0.2, 0.3, 0.5)).atom_probabilities.tolist() == pytest.approx([0.2, 0.3, 0.5])
    assert Uniform(0, 2).atom_probabilities.size == 0
