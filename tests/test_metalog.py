"""The metalog against published figures and its printed equation; log-linear pools against closed forms."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, strategies as st
from scipy import stats
from scipy.integrate import quad
from scipy.optimize import brentq

from mkba_uncertainty.errors import FamilyError
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
    Rescaled,
    Triangular,
    TruncatedNormal,
    Uniform,
    density,
)

U = np.array([1e-9, 1e-4, 0.01, 0.1, 0.35, 0.5, 0.8, 0.99, 1 - 1e-6])


def keelin(a, y):
    """Equation 6 of Keelin (2016), term by term as printed."""
    log_odds, w = np.log(y / (1 - y)), y - 0.5
    total = a[0] + a[1] * log_odds
    if len(a) >= 3:
        total += a[2] * w * log_odds
    if len(a) >= 4:
        total += a[3] * w
    for n in range(5, len(a) + 1):
        total += a[n - 1] * (w ** ((n - 1) / 2) if n % 2 else w ** (n / 2 - 1) * log_odds)
    return total


# Coefficients, quantile at 0.12, density there and probability at 7.11, as the tests of the R package qpd print them
PUBLISHED = [
    ((None, None), (9, 3.5217, 3.1152), 4.3419, 0.0628, 0.3501),
    ((0, None), (2.1972, 0.3678, -0.0032), 4.3146, 0.0662, 0.3452),
    ((None, 50), (-3.7136, 0.0912, 0.0970), 4.3144, 0.0682, 0.3585),
    ((0, 50), (-1.5163, 0.4590, 0.0938), 4.3146, 0.0664, 0.3472),
]


@pytest.mark.parametrize(("bounds", "coefficients", "quantile", "height", "probability"), PUBLISHED)
def test_published_figures(bounds, coefficients, quantile, height, probability):
    made = Metalog.from_quantiles([0.1, 0.5, 0.85], [4, 9, 17], *bounds)
    np.testing.assert_allclose(made.coefficients, coefficients, atol=5e-5)
    assert made.ppf(0.12) == pytest.approx(quantile, abs=5e-5)
    assert density(made, made.ppf(0.12)) == pytest.approx(height, abs=5e-5)
    assert made.cdf(7.11) == pytest.approx(probability, abs=5e-5)


def test_quantiles_are_the_printed_equation_term_by_term():
    a = (3.0, 2.0, 0.5, -0.7, 0.3, 0.2, 0.4, -0.1, 0.2, 0.05)
    made = Metalog(a)
    np.testing.assert_allclose(made.ppf(U), [keelin(a, y) for y in U], rtol=1e-13)
    transforms = {
        (2.0, None): lambda m: 2 + math.exp(m),
        (None, 9.0): lambda m: 9 - math.exp(-m),
        (2.0, 9.0): lambda m: (2 + 9 * math.exp(m)) / (1 + math.exp(m)),
    }
    small = tuple(value / 10 for value in a)
    for bounds, outward in transforms.items():
        expected = [outward(keelin(small, y)) for y in U]
        np.testing.assert_allclose(Metalog(small, *bounds).ppf(U), expected, rtol=1e-13)


@pytest.mark.parametrize("bounds", [(None, None), (0.0, None), (None, 60.0), (0.0, 60.0)])
def test_it_goes_through_every_quantile(bounds):
    levels, values = [0.05, 0.25, 0.5, 0.75, 0.95], [6.0, 14.0, 20.0, 27.0, 41.0]
    made = Metalog.from_quantiles(levels, values, *bounds)
    np.testing.assert_allclose(made.ppf(levels), values, rtol=1e-13)
    np.testing.assert_allclose(made.cdf(values), levels, rtol=1e-12)


def test_fewer_terms_are_keelins_linear_least_squares():
    levels, values = np.array([0.05, 0.25, 0.5, 0.75, 0.95]), np.array([6.0, 14.0, 20.0, 27.0, 41.0])
    log_odds = np.log(levels / (1 - levels))
    design = np.column_stack([np.ones(5), log_odds, (levels - 0.5) * log_odds])
    expected = np.linalg.inv(design.T @ design) @ design.T @ values  # his equation 7
    made = Metalog.from_quantiles(levels, values, terms=3)
    np.testing.assert_allclose(made.coefficients, expected, rtol=1e-12)


@pytest.mark.parametrize(
    "made",
    [
        Metalog((0.0, 1.0, 0.0, -4 + 1e-9)),  # all but flat in the middle, where Newton's method alone does not settle
        Metalog((0.0, 2.0, 2 * 1.667113)),  # and in a tail
        Metalog((1e9, 1e-3)),  # rounding of the values hides the slope
        Metalog((3.0, 2.0, 0.5, -0.7, 0.3, 0.2, 0.4, -0.1, 0.2, 0.05)),
        Metalog((-0.63, 0.32, 0.013, 0.19), 0.0, 1.0),
    ],
    ids=lambda made: str(made.coefficients),
)
def test_probabilities_are_where_the_printed_equation_has_the_values(made):
    x = made.ppf(np.append(U, [0.5 - 1e-4, 0.9167, 0.9168]))
    np.testing.assert_allclose(made.ppf(made.cdf(x)), x, rtol=2e-13, atol=1e-12 * made.sd)


# Feasibility: closed forms, and a check by brute force


LIMIT = 1.6671131192019295  # 1 / max over u of (u - 1/2 + u (1 - u) ln(u / (1 - u))); Keelin prints 1.66711


@pytest.mark.parametrize("sign", [1, -1])
def test_three_terms_are_feasible_up_to_keelins_limit(sign):
    assert Metalog((0.0, 2.0, sign * 2 * (LIMIT - 1e-9))).sd > 0
    with pytest.raises(FamilyError) as caught:
        Metalog((0.0, 2.0, sign * 2 * (LIMIT + 1e-9)))
    assert caught.value.code == "metalog_infeasible"
    # the density fails where u = 0.9168, or at its mirror image
    assert caught.value.facts["found"] == pytest.approx(0.5 - sign * 0.4167782792825137, abs=1e-4)


def test_symmetric_percentiles_are_feasible_within_keelins_range_of_skewness():
    least = 0.5 * (1 - LIMIT * (0.5 - 0.1))  # his k for the 10, 50 and 90 % quantiles, section 6.1
    for skew, feasible in ((least + 1e-6, True), (least - 1e-6, False), (1 - least - 1e-6, True)):
        if feasible:
            Metalog.from_quantiles([0.1, 0.5, 0.9], [0, skew, 1])
        else:
            with pytest.raises(FamilyError, match="density would not be positive"):
                Metalog.from_quantiles([0.1, 0.5, 0.9], [0, skew, 1])


def test_symmetric_four_terms_are_feasible_above_minus_four():
    assert Metalog((0.0, 1.0, 0.0, -4 + 1e-9)).sd > 0
    assert Metalog((0.0, 1.0, 0.0, 1e6)).sd > 0
    with pytest.raises(FamilyError):
        Metalog((0.0, 1.0, 0.0, -4 - 1e-9))


@pytest.mark.parametrize("a", [(0.0, 0.0), (0.0, -1.0), (0.0, 0.0, 1.0), (1.0, 1.0, 2.1), (0.0, 1.0, -2.1)])
def test_what_never_rises_or_falls_in_a_tail_is_refused(a):
    with pytest.raises(FamilyError, match="no such metalog"):
        Metalog(a)


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=7))
def test_feasible_is_rising_everywhere(more):
    a = (0.0, 1.0, *more)
    log_odds = np.linspace(-25, 25, 20_001)
    slope = np.diff(keelin(a, 1 / (1 + np.exp(-log_odds)))) / np.diff(log_odds)
    assume(abs(slope.min()) > 1e-3)  # nearer to the edge a grid cannot tell
    assert is_feasible(a) == (slope.min() > 0)


def is_feasible(a):
    try:
        Metalog(a)
    except FamilyError as error:
        return {"metalog_infeasible": False}[error.code]
    return True


# Moments and probabilities


@given(st.floats(-0.8, 0.8), st.floats(-3.9, 20.0))
def test_moments_of_four_terms_are_the_closed_form(a3, a4):
    try:
        made = Metalog((2.0, 1.0, a3, a4))
    except FamilyError:
        assume(False)
    assert made.mean == pytest.approx(2 + a3 / 2, rel=1e-12)
    variance = math.pi**2 / 3 + a3**2 * (1 / 12 + math.pi**2 / 36) + a4 + a4**2 / 12
    assert made.sd == pytest.approx(math.sqrt(variance), rel=1e-12)


@pytest.mark.parametrize("power", [0.01, 0.2, 0.45, 0.499])
def test_moments_with_one_bound_are_those_of_the_log_logistic(power):
    reference = stats.fisk(1 / power, loc=3, scale=math.exp(1.2))
    below = Metalog((1.2, power), low=3.0)
    assert below.mean == pytest.approx(reference.mean(), rel=1e-11)
    assert below.sd == pytest.approx(reference.std(), rel=1e-8)
    np.testing.assert_allclose(below.cdf(below.ppf(U)), U, rtol=1e-11)
    np.testing.assert_allclose(below.ppf(U), reference.ppf(U), rtol=1e-9)
    above = Metalog((-1.2, power), high=-3.0)
    assert above.mean == pytest.approx(-reference.mean(), rel=1e-11)
    assert above.sd == pytest.approx(reference.std(), rel=1e-8)


@pytest.mark.parametrize("a2", [0.01, 0.5, 3.0, 50.0])
def test_moments_between_bounds(a2):
    made = Metalog((0.3, a2), 1.0, 4.0)
    break_point = 1 / (1 + math.exp(0.3 / a2))
    parts = [(0, break_point), (break_point, 1)]
    mean = sum(quad(made.ppf, *part, epsabs=1e-12, limit=400)[0] for part in parts)
    second = sum(quad(lambda u: (made.ppf(u) - mean) ** 2, *part, epsabs=1e-13, limit=400)[0] for part in parts)
    assert made.mean == pytest.approx(mean, rel=1e-9)
    assert made.sd == pytest.approx(math.sqrt(second), rel=1e-8)


def test_probabilities_are_the_root_of_the_printed_equation():
    a = (3.0, 2.0, 0.5, -0.7, 0.3)
    made = Metalog(a)
    for x in (-30.0, -2.0, 3.0, 5.5, 40.0):
        root = brentq(lambda t, x=x: keelin(a, 1 / (1 + math.exp(-t))) - x, -30, 30, xtol=1e-14)
        assert made.cdf(x) == pytest.approx(1 / (1 + math.exp(-root)), rel=1e-11)


def test_nothing_lies_outside_the_bounds():
    made = Metalog((0.3, 0.5), 1.0, 4.0)
    np.testing.assert_array_equal(made.cdf([-5.0, 1.0, 4.0, 9.0]), [0, 0, 1, 1])
    np.testing.assert_array_equal(density(made, [0.5, 4.5]), 0)
    assert made.support == (1.0, 4.0)
    assert Metalog((0.3, 0.4), low=1.0).support == (1.0, math.inf)
    assert Metalog((0.3, 0.4), high=1.0).support == (-math.inf, 1.0)


def test_a_tail_without_standard_deviation_is_refused():
    assert Metalog((0.0, 0.499), low=0.0).sd > 10
    for a, bounds in (
        ((0.0, 0.5), (0.0, None)),
        ((0.0, 0.4995), (0.0, None)),
        ((0.0, 0.45, 0.11), (0.0, None)),
        ((0.0, 0.45, -0.11), (None, 0.0)),
    ):
        with pytest.raises(FamilyError) as caught:
            Metalog(a, *bounds)
        assert caught.value.code == "metalog_tail"
    assert Metalog((0.0, 0.45, -0.11), low=0.0).sd > 0  # the heavy tail is the one with the bound


BAD = [
    (Metalog, ((1.0,),), "metalog_terms", "coefficients"),
    (Metalog, ((0.0, 1.0) + (0.0,) * 15,), "metalog_terms", "coefficients"),
    (Metalog, ((0.0, math.nan),), "parameter_not_finite", "coefficients"),
    (Metalog, ("ab",), "parameter_not_a_list", "coefficients"),
    (Metalog, ((0.0, 1.0), 3.0, 2.0), "low_above_high", "low"),
    (Metalog, ((0.0, 1.0), 3.0, 3.0), "constant", "high"),
    (Metalog, ((0.0, 1.0), "x"), "parameter_not_a_number", "low"),
    (Metalog, ((1000.0, 0.1), 0.0), "metalog_too_large", "coefficients"),
    (Metalog.from_quantiles, ([0.1, 0.5], [1.0]), "lengths_differ", "probabilities"),
    (Metalog.from_quantiles, ([0.5, 0.1], [1.0, 2.0]), "not_ascending", "probabilities"),
    (Metalog.from_quantiles, ([0.1, 0.5], [2.0, 2.0]), "not_ascending", "values"),
    (Metalog.from_quantiles, ([0.0, 0.5], [1.0, 2.0]), "probability_outside_range", "probabilities"),
    (Metalog.from_quantiles, ([0.1, 0.5], [1.0, 2.0], 1.0), "value_outside_bounds", "values"),
    (Metalog.from_quantiles, ([0.1, 0.5], [1.0, 2.0], None, 1.5), "value_outside_bounds", "values"),
    (Metalog.from_quantiles, ([0.1, 0.5], [1.0, 2.0], 0.0, 9.0, 3), "metalog_terms", "terms"),
    (Metalog.from_quantiles, ([0.1, 0.5], [1.0, 2.0], 0.0, 9.0, 1.5), "metalog_terms", "terms"),
    (LogPool, ((Normal(0, 1), Discrete((1.0, 2.0), (0.5, 0.5))),), "no_density", "families"),
    (LogPool, ((Uniform(0, 1), Uniform(1, 2)),), "nothing_in_common", "families"),
    (LogPool, ((Uniform(0, 1), Uniform(3, 4)),), "nothing_in_common", "families"),
    (LogPool, ((Mixture((Uniform(0, 1), Uniform(4, 5))), Uniform(2, 3)),), "nothing_in_common", "families"),
    (LogPool, ((Normal(0, 1), "x"),), "not_a_family", "families"),
    (LogPool, ((Normal(0, 1), Normal(0, 2)), (1.0, 0.0)), "parameter_not_positive", "weights"),
    (LogPool, ((Metalog((0.0, 0.49), low=0.0), Metalog((0.0, 0.49), low=0.0)),), "log_pool_tail", "families"),
]


@pytest.mark.parametrize(("make", "arguments", "code", "key"), BAD)
def test_what_cannot_be_is_refused_in_both_languages(make, arguments, code, key):
    with pytest.raises(FamilyError) as caught:
        make(*arguments)
    assert (caught.value.code, caught.value.key) == (code, key)
    assert caught.value.text("nl") != caught.value.text("en")


# Densities


DENSITIES = [
    (Uniform(-2.0, 5.0), stats.uniform(-2, 7)),
    (Triangular(0.0, 1.0, 4.0), stats.triang(0.25, 0, 4)),
    (Triangular(0.0, 0.0, 4.0), stats.triang(0.0, 0, 4)),
    (Triangular(0.0, 4.0, 4.0), stats.triang(1.0, 0, 4)),
    (Pert(0.15, 0.30, 0.50), stats.beta(1 + 4 * 0.15 / 0.35, 1 + 4 * 0.20 / 0.35, 0.15, 0.35)),
    (Beta(0.5, 3.0, 1.0, 4.0), stats.beta(0.5, 3, 1, 3)),
    (Normal(-3.0, 2.0), stats.norm(-3, 2)),
    (TruncatedNormal(0.0, 1.0, 5.0, 9.0), stats.truncnorm(5, 9)),
    (TruncatedNormal(1.0, 2.0, low=0.0), stats.truncnorm(-0.5, math.inf, 1, 2)),
    (LogNormal(1.0, 0.4), stats.lognorm(0.4, scale=math.e)),
    (Gamma(11.0, 3.0), stats.gamma(11, scale=3)),
    (Metalog((5.0, 2.0)), stats.logistic(5, 2)),
    (Metalog((1.0, 0.3), low=2.0), stats.fisk(1 / 0.3, loc=2, scale=math.e)),
]


@pytest.mark.parametrize(("family", "reference"), DENSITIES, ids=[str(family)[:40] for family, _ in DENSITIES])
def test_densities_are_those_of_scipy(family, reference):
    low, high = reference.ppf([1e-6, 1 - 1e-6])
    x = np.linspace(low, high, 101)
    np.testing.assert_allclose(density(family, x), reference.pdf(x), rtol=1e-8)
    outside = np.array(
        [end for end in (low - 1e6, high + 1e6) if not reference.support()[0] < end < reference.support()[1]]
    )
    np.testing.assert_array_equal(density(family, outside), 0)


def test_density_of_a_mixture_is_the_weighted_sum():
    mixture = Mixture((Normal(0, 1), Gamma(3.0)), (1.0, 3.0))
    x = np.linspace(-4, 9, 27)
    np.testing.assert_allclose(density(mixture, x), 0.25 * stats.norm.pdf(x) + 0.75 * stats.gamma(3).pdf(x), rtol=1e-12)


# The log-linear pool: conjugate families have it in closed form


def normal_pool(parts, weights):
    shares = np.array(weights) / sum(weights)
    precision = sum(share / sd**2 for share, (_, sd) in zip(shares, parts, strict=True))
    mean = sum(share * mean / sd**2 for share, (mean, sd) in zip(shares, parts, strict=True)) / precision
    return mean, precision**-0.5


@pytest.mark.parametrize(
    ("parts", "weights"),
    [
        ([(0, 1), (2, 3)], (1, 1)),
        ([(0, 1), (100, 1)], (1, 3)),  # the pool lies where neither has any mass
        ([(0, 1), (0, 1e-3)], (1, 1)),
        ([(1e6, 1), (1e6 + 1, 2)], (2, 1)),
        ([(0, 1), (2, 3), (-5, 2)], (1, 2, 3)),
    ],
)
def test_log_pool_of_normals_is_normal(parts, weights):
    mean, sd = normal_pool(parts, weights)
    made = LogPool(tuple(Normal(*part) for part in parts), weights)
    reference = stats.norm(mean, sd)
    assert made.mean == pytest.approx(mean, rel=1e-12, abs=1e-12 * sd)
    assert made.sd == pytest.approx(sd, rel=1e-12)
    np.testing.assert_allclose(made.ppf(U), reference.ppf(U), atol=1e-9 * sd)
    np.testing.assert_allclose(made.cdf(reference.ppf(U)), U, rtol=1e-9)


LOG_POOLS = [
    (LogPool((Beta(2, 5), Beta(0.3, 0.5)), (3, 1)), stats.beta(1 + 0.75 - 0.175, 1 + 3 - 0.125)),
    (LogPool((Gamma(2, 3), Gamma(5, 1))), stats.gamma(3.5, scale=1.5)),
    (LogPool((LogNormal(2, 3), LogNormal(5, 1))), stats.lognorm(5**-0.5 * 3, scale=math.exp(4.7))),
    (LogPool((Uniform(0, 5), Uniform(2, 9))), stats.uniform(2, 3)),
    (LogPool((Normal(0, 1), Uniform(0.5, 2.0)), (1.0, 3.0)), stats.truncnorm(0.25, 1.0, 0, 2)),
    (LogPool((Pert(0, 1, 4),)), stats.beta(2, 4, 0, 4)),
    (
        LogPool((LogPool((Normal(0, 1), Normal(2, 3))), Normal(5, 1)), (2, 1)),
        stats.norm(*normal_pool([(0, 1), (2, 3), (5, 1)], (1, 1, 1))),
    ),
]


@pytest.mark.parametrize(("made", "reference"), LOG_POOLS, ids=[str(made)[:60] for made, _ in LOG_POOLS])
def test_log_pools_in_closed_form(made, reference):
    assert made.mean == pytest.approx(reference.mean(), rel=1e-11)
    assert made.sd == pytest.approx(reference.std(), rel=1e-11)
    assert made.support == pytest.approx(reference.support())
    np.testing.assert_allclose(made.ppf(U), reference.ppf(U), rtol=1e-9, atol=1e-9 * made.sd)
    np.testing.assert_allclose(made.cdf(reference.ppf(U)), U, rtol=1e-11, atol=1e-15)
    inner = reference.ppf(U[1:-1])
    np.testing.assert_allclose(density(made, inner), reference.pdf(inner), rtol=1e-9)


def test_log_pool_of_densities_with_kinks_is_their_product():
    parts, x = (Triangular(0, 1, 5), Triangular(0.5, 3, 6)), 2.2
    made = LogPool(parts, (1.0, 2.0))

    def product(at):
        return (density(parts[0], at) * density(parts[1], at) ** 2) ** (1 / 3)

    options = {"points": [1.0, 3.0], "epsabs": 1e-13, "limit": 200}
    total = quad(product, 0.5, 5, **options)[0]
    assert made.cdf(x) == pytest.approx(quad(product, 0.5, x, points=[1.0], epsabs=1e-13)[0] / total, rel=1e-9)
    assert made.mean == pytest.approx(quad(lambda at: at * product(at), 0.5, 5, **options)[0] / total, rel=1e-9)


def test_log_pool_is_narrower_than_the_linear_one_and_order_does_not_matter():
    parts = (Pert(0, 2, 6), Gamma(3.0), LogNormal(0.5, 0.5))
    one, other = LogPool(parts, (1, 2, 3)), LogPool(parts[::-1], (3, 2, 1))
    assert one.sd < Mixture(parts, (1, 2, 3)).sd
    np.testing.assert_allclose(one.ppf(U), other.ppf(U), rtol=1e-9)


@pytest.mark.parametrize("factor", [1.0, 1e6])
def test_draws_of_a_pool_are_where_brent_finds_them(factor):
    answers = ([0.1, 0.22, 0.45], [0.2, 0.35, 0.55], [0.18, 0.28, 0.42])
    experts = [Metalog.from_quantiles([0.05, 0.5, 0.95], answer, 0, 1) for answer in answers]
    made = Mixture(tuple(Rescaled(expert, factor) for expert in experts), (3, 2, 1))
    z = np.append(np.random.default_rng(4).uniform(-5, 5, 200), [-4.5, 0.0, 4.5])

    def score(x):
        shares = [weight * expert.cdf(x) for weight, expert in zip((3, 2, 1), experts, strict=True)]
        return stats.norm.ppf(sum(shares) / 6)

    roots = [brentq(lambda x, at=at: score(x) - at, 1e-6, 1 - 1e-6, xtol=1e-15) for at in z]
    np.testing.assert_allclose(made.ppf_from_normal(z), factor * np.array(roots), rtol=0, atol=1e-9 * made.sd)
    again = np.log(density(experts[0], np.array([0.2, 0.7]))) - math.log(factor)
    np.testing.assert_allclose(made.families[0].log_density(np.array([0.2, 0.7]) * factor), again, rtol=1e-12)
