"""Distribution functions and their inverses, as Excel has them since 2010 and before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import special

from mkba_uncertainty.arrays import Value
from mkba_uncertainty.spreadsheet.functions.registry import numeric
from mkba_uncertainty.spreadsheet.operators import power
from mkba_uncertainty.spreadsheet.values import Error, Numbers

ROOT_TAU = np.sqrt(2 * np.pi)


def _valid(values: Any, *conditions: Any) -> Numbers:
    """Give #NUM! where a parameter is out of range."""
    found = Numbers(values)
    for condition in conditions:
        found = found.failing(Error.NUM, np.logical_not(condition))
    return found


def _chance(p: Value) -> Any:
    return np.greater(p, 0) & np.less(p, 1)


def _whole(x: Value) -> Any:
    return np.trunc(x)


# Normal


@numeric("NORM.S.DIST")
def norm_s_dist(z: Value, cumulative: Value) -> Any:
    """Give the standard normal distribution: the chance of at most z, or the density."""
    return np.where(np.not_equal(cumulative, 0), special.ndtr(z), np.exp(-np.square(z) / 2) / ROOT_TAU)[()]


@numeric("NORMSDIST")
def normsdist(z: Value) -> Any:
    """Give the chance that a standard normal number is at most z."""
    return special.ndtr(z)


@numeric("PHI")
def phi(z: Value) -> Any:
    """Give the density of the standard normal distribution."""
    return np.exp(-np.square(z) / 2) / ROOT_TAU


@numeric("GAUSS")
def gauss(z: Value) -> Any:
    """Give the chance that a standard normal number lies between 0 and z."""
    return special.ndtr(z) - 0.5


@numeric("NORM.S.INV", "NORMSINV")
def norm_s_inv(p: Value) -> Any:
    """Give the quantile of the standard normal distribution."""
    return _valid(special.ndtri(p), _chance(p))


@numeric("NORM.DIST", "NORMDIST")
def norm_dist(x: Value, mean: Value, sd: Value, cumulative: Value) -> Any:
    """Give the normal distribution: the chance of at most x, or the density."""
    z = np.divide(np.subtract(x, mean), sd)
    density = np.divide(np.exp(-np.square(z) / 2) / ROOT_TAU, sd)
    return _valid(np.where(np.not_equal(cumulative, 0), special.ndtr(z), density)[()], np.greater(sd, 0))


@numeric("NORM.INV", "NORMINV")
def norm_inv(p: Value, mean: Value, sd: Value) -> Any:
    """Give the quantile of a normal distribution."""
    return _valid(np.add(mean, np.multiply(sd, special.ndtri(p))), _chance(p), np.greater(sd, 0))


@numeric("STANDARDIZE")
def standardize(x: Value, mean: Value, sd: Value) -> Any:
    """Give how many standard deviations x lies above the mean."""
    return _valid(np.divide(np.subtract(x, mean), sd), np.greater(sd, 0))


@numeric("CONFIDENCE.NORM", "CONFIDENCE")
def confidence_norm(alpha: Value, sd: Value, size: Value) -> Any:
    """Give half the width of the confidence interval of a mean."""
    half = -special.ndtri(np.divide(alpha, 2)) * np.divide(sd, np.sqrt(_whole(size)))
    return _valid(half, _chance(alpha), np.greater(sd, 0), np.greater_equal(size, 1))


# Lognormal


@numeric("LOGNORM.DIST")
def lognorm_dist(x: Value, mean: Value, sd: Value, cumulative: Value) -> Any:
    """Give the lognormal distribution: the chance of at most x, or the density."""
    z = np.divide(np.subtract(np.log(x), mean), sd)
    density = np.divide(np.exp(-np.square(z) / 2) / ROOT_TAU, np.multiply(x, sd))
    found = np.where(np.not_equal(cumulative, 0), special.ndtr(z), density)[()]
    return _valid(found, np.greater(x, 0), np.greater(sd, 0))


@numeric("LOGNORMDIST")
def lognormdist(x: Value, mean: Value, sd: Value) -> Any:
    """Give the chance that a lognormal number is at most x."""
    return lognorm_dist(x, mean, sd, 1.0)


@numeric("LOGNORM.INV", "LOGINV")
def lognorm_inv(p: Value, mean: Value, sd: Value) -> Any:
    """Give the quantile of a lognormal distribution."""
    return _valid(np.exp(np.add(mean, np.multiply(sd, special.ndtri(p)))), _chance(p), np.greater(sd, 0))


# Beta, gamma, exponential, Weibull


@numeric("BETA.DIST")
def beta_dist(x: Value, a: Value, b: Value, cumulative: Value, low: Value = 0.0, high: Value = 1.0) -> Any:
    """Give the beta distribution: the chance of at most x, or the density."""
    width = np.subtract(high, low)
    u = np.divide(np.subtract(x, low), width)
    log_density = special.xlogy(np.subtract(a, 1), u) + special.xlog1py(np.subtract(b, 1), -u) - special.betaln(a, b)
    found = np.where(np.not_equal(cumulative, 0), special.betainc(a, b, u), np.exp(log_density) / width)[()]
    return _valid(found, np.greater(a, 0), np.greater(b, 0), np.greater_equal(u, 0) & np.less_equal(u, 1), width != 0)


@numeric("BETADIST")
def betadist(x: Value, a: Value, b: Value, low: Value = 0.0, high: Value = 1.0) -> Any:
    """Give the chance that a number with a beta distribution is at most x."""
    return beta_dist(x, a, b, 1.0, low, high)


@numeric("BETA.INV", "BETAINV")
def beta_inv(p: Value, a: Value, b: Value, low: Value = 0.0, high: Value = 1.0) -> Any:
    """Give the quantile of a beta distribution."""
    found = np.add(low, np.multiply(np.subtract(high, low), special.betaincinv(a, b, p)))
    return _valid(found, np.greater(a, 0), np.greater(b, 0), np.greater(p, 0) & np.less_equal(p, 1))


@numeric("GAMMA.DIST", "GAMMADIST")
def gamma_dist(x: Value, shape: Value, scale: Value, cumulative: Value) -> Any:
    """Give the gamma distribution: the chance of at most x, or the density."""
    u = np.divide(x, scale)
    density = np.exp(special.xlogy(np.subtract(shape, 1), u) - u - special.gammaln(shape)) / scale
    found = np.where(np.not_equal(cumulative, 0), special.gammainc(shape, u), density)[()]
    return _valid(found, np.greater_equal(x, 0), np.greater(shape, 0), np.greater(scale, 0))


@numeric("GAMMA.INV", "GAMMAINV")
def gamma_inv(p: Value, shape: Value, scale: Value) -> Any:
    """Give the quantile of a gamma distribution."""
    found = np.multiply(scale, special.gammaincinv(shape, p))
    return _valid(found, np.greater_equal(p, 0) & np.less(p, 1), np.greater(shape, 0), np.greater(scale, 0))


@numeric("GAMMALN", "GAMMALN.PRECISE")
def gammaln(x: Value) -> Any:
    """Give the logarithm of the gamma function."""
    return _valid(special.gammaln(x), np.greater(x, 0))


@numeric("GAMMA")
def gamma(x: Value) -> Any:
    """Give the gamma function."""
    return _valid(special.gamma(x), np.greater(x, 0) | np.not_equal(x, np.trunc(x)))


@numeric("EXPON.DIST", "EXPONDIST")
def expon_dist(x: Value, rate: Value, cumulative: Value) -> Any:
    """Give the exponential distribution: the chance of at most x, or the density."""
    u = np.multiply(rate, x)
    found = np.where(np.not_equal(cumulative, 0), -np.expm1(-u), np.multiply(rate, np.exp(-u)))[()]
    return _valid(found, np.greater_equal(x, 0), np.greater(rate, 0))


@numeric("WEIBULL.DIST", "WEIBULL")
def weibull_dist(x: Value, shape: Value, scale: Value, cumulative: Value) -> Any:
    """Give the Weibull distribution: the chance of at most x, or the density."""
    ratio = np.divide(x, scale)
    u = power(ratio, shape)
    density = np.divide(shape, scale) * power(ratio, np.subtract(shape, 1)) * np.exp(-u)
    found = np.where(np.not_equal(cumulative, 0), -np.expm1(-u), density)[()]
    return _valid(found, np.greater_equal(x, 0), np.greater(shape, 0), np.greater(scale, 0))


# Of samples: t, chi-squared, F


@numeric("T.DIST")
def t_dist(x: Value, freedom: Value, cumulative: Value) -> Any:
    """Give Student's distribution: the chance of at most x, or the density."""
    k = _whole(freedom)
    log_density = special.gammaln((k + 1) / 2) - special.gammaln(k / 2) - np.log(k * np.pi) / 2
    density = np.exp(log_density - (k + 1) / 2 * np.log1p(np.square(x) / k))
    return _valid(np.where(np.not_equal(cumulative, 0), special.stdtr(k, x), density)[()], np.greater_equal(k, 1))


@numeric("T.DIST.RT")
def t_dist_rt(x: Value, freedom: Value) -> Any:
    """Give the chance that a number with Student's distribution is larger than x."""
    return _valid(special.stdtr(_whole(freedom), np.negative(x)), np.greater_equal(freedom, 1))


@numeric("T.DIST.2T")
def t_dist_2t(x: Value, freedom: Value) -> Any:
    """Give the chance that a number with Student's distribution lies further than x from 0."""
    return _valid(
        2 * special.stdtr(_whole(freedom), np.negative(x)), np.greater_equal(freedom, 1), np.greater_equal(x, 0)
    )


@numeric("TDIST")
def tdist(x: Value, freedom: Value, tails: Value) -> Any:
    """Give the chance of the right tail of Student's distribution, or of both tails."""
    found = _whole(tails) * special.stdtr(_whole(freedom), np.negative(x))
    return _valid(found, np.greater_equal(freedom, 1), np.greater_equal(x, 0), np.isin(_whole(tails), (1, 2)))


@numeric("T.INV")
def t_inv(p: Value, freedom: Value) -> Any:
    """Give the quantile of Student's distribution."""
    return _valid(special.stdtrit(_whole(freedom), p), _chance(p), np.greater_equal(freedom, 1))


@numeric("T.INV.2T", "TINV")
def t_inv_2t(p: Value, freedom: Value) -> Any:
    """Give how far from 0 both tails of Student's distribution begin."""
    found = np.negative(special.stdtrit(_whole(freedom), np.divide(p, 2)))
    return _valid(found, np.greater(p, 0) & np.less_equal(p, 1), np.greater_equal(freedom, 1))


@numeric("CONFIDENCE.T")
def confidence_t(alpha: Value, sd: Value, size: Value) -> Any:
    """Give half the width of the confidence interval of a mean, by Student's distribution."""
    n = _whole(size)
    half = np.negative(special.stdtrit(n - 1, np.divide(alpha, 2))) * np.divide(sd, np.sqrt(n))
    return _valid(half, _chance(alpha), np.greater(sd, 0)).failing(Error.DIV0, np.equal(n, 1))


@numeric("CHISQ.DIST")
def chisq_dist(x: Value, freedom: Value, cumulative: Value) -> Any:
    """Give the chi-squared distribution: the chance of at most x, or the density."""
    return gamma_dist(x, _whole(freedom) / 2, 2.0, cumulative)


@numeric("CHISQ.DIST.RT", "CHIDIST")
def chisq_dist_rt(x: Value, freedom: Value) -> Any:
    """Give the chance that a number with a chi-squared distribution is larger than x."""
    found = special.gammaincc(_whole(freedom) / 2, np.divide(x, 2))
    return _valid(found, np.greater_equal(x, 0), np.greater_equal(freedom, 1))


@numeric("CHISQ.INV")
def chisq_inv(p: Value, freedom: Value) -> Any:
    """Give the quantile of a chi-squared distribution."""
    found = 2 * special.gammaincinv(_whole(freedom) / 2, p)
    return _valid(found, np.greater_equal(p, 0) & np.less(p, 1), np.greater_equal(freedom, 1))


@numeric("CHISQ.INV.RT", "CHIINV")
def chisq_inv_rt(p: Value, freedom: Value) -> Any:
    """Give where the right tail of a chi-squared distribution begins."""
    found = 2 * special.gammainccinv(_whole(freedom) / 2, p)
    return _valid(found, np.greater(p, 0) & np.less_equal(p, 1), np.greater_equal(freedom, 1))


@numeric("F.DIST")
def f_dist(x: Value, above: Value, below: Value, cumulative: Value) -> Any:
    """Give the F distribution: the chance of at most x, or the density."""
    a, b = _whole(above), _whole(below)
    log_density = (
        special.xlogy(a / 2, a) + special.xlogy(b / 2, b) + special.xlogy(a / 2 - 1, x)
        - (a + b) / 2 * np.log(b + a * x) - special.betaln(a / 2, b / 2)
    )  # fmt: skip
    found = np.where(np.not_equal(cumulative, 0), special.fdtr(a, b, x), np.exp(log_density))[()]
    return _valid(found, np.greater_equal(x, 0), np.greater_equal(a, 1), np.greater_equal(b, 1))


@numeric("F.DIST.RT", "FDIST")
def f_dist_rt(x: Value, above: Value, below: Value) -> Any:
    """Give the chance that a number with an F distribution is larger than x."""
    a, b = _whole(above), _whole(below)
    return _valid(special.fdtrc(a, b, x), np.greater_equal(x, 0), np.greater_equal(a, 1), np.greater_equal(b, 1))


@numeric("F.INV")
def f_inv(p: Value, above: Value, below: Value) -> Any:
    """Give the quantile of an F distribution."""
    a, b = _whole(above), _whole(below)
    return _valid(
        special.fdtri(a, b, p), np.greater_equal(p, 0) & np.less(p, 1), np.greater_equal(a, 1), np.greater_equal(b, 1)
    )


@numeric("F.INV.RT", "FINV")
def f_inv_rt(p: Value, above: Value, below: Value) -> Any:
    """Give where the right tail of an F distribution begins."""
    a, b = _whole(above), _whole(below)
    share = special.betaincinv(b / 2, a / 2, p)
    found = np.divide(b * (1 - share), a * share)
    return _valid(found, np.greater(p, 0) & np.less_equal(p, 1), np.greater_equal(a, 1), np.greater_equal(b, 1))


# Counts


def _choices(among: Any, number: Any) -> Any:
    """Give the logarithm of the ways to choose."""
    return special.gammaln(among + 1) - special.gammaln(number + 1) - special.gammaln(among - number + 1)


def _binomial_mass(k: Any, n: Any, p: Value) -> Any:
    return np.exp(_choices(n, k) + special.xlogy(k, p) + special.xlog1py(n - k, np.negative(p)))


def _binomial_chance(k: Any, n: Any, p: Value) -> Any:
    """Give the chance of at most k of n."""
    return np.where(np.less(k, n), special.betaincc(k + 1, np.maximum(n - k, 1), p), 1.0)[()]


@numeric("BINOM.DIST", "BINOMDIST")
def binom_dist(successes: Value, trials: Value, p: Value, cumulative: Value) -> Any:
    """Give the chance of so many successes, or of at most so many."""
    k, n = _whole(successes), _whole(trials)
    found = np.where(np.not_equal(cumulative, 0), _binomial_chance(k, n, p), _binomial_mass(k, n, p))[()]
    return _valid(found, np.greater_equal(k, 0) & np.less_equal(k, n), np.greater_equal(p, 0) & np.less_equal(p, 1))


@numeric("BINOM.DIST.RANGE")
def binom_dist_range(trials: Value, p: Value, least: Value, most: Value | None = None) -> Any:
    """Give the chance that the number of successes lies in a range."""
    n, low = _whole(trials), _whole(least)
    high = low if most is None else _whole(most)
    below = np.where(np.greater(low, 0), _binomial_chance(np.maximum(low - 1, 0), n, p), 0.0)[()]
    found = _binomial_mass(low, n, p) if most is None else _binomial_chance(high, n, p) - below
    inside = np.greater_equal(low, 0) & np.less_equal(low, high) & np.less_equal(high, n)
    return _valid(found, inside, np.greater_equal(p, 0) & np.less_equal(p, 1))


@numeric("BINOM.INV", "CRITBINOM")
def binom_inv(trials: Value, p: Value, alpha: Value) -> Any:
    """Give the smallest number of successes whose chance, with all below it, is at least alpha."""
    n = _whole(trials)
    near = np.ceil(special.bdtrik(alpha, n, p))
    below = np.maximum(near - 1, 0)
    found = np.where(_binomial_chance(below, n, p) >= alpha, below, near)[()]
    return _valid(found, np.greater_equal(trials, 0), _chance(p), _chance(alpha))


@numeric("NEGBINOM.DIST")
def negbinom_dist(failures: Value, successes: Value, p: Value, cumulative: Value) -> Any:
    """Give the chance of so many failures before the last success, or of at most so many."""
    f, s = _whole(failures), _whole(successes)
    log_mass = special.gammaln(f + s) - special.gammaln(f + 1) - special.gammaln(s)
    mass = np.exp(log_mass + special.xlogy(s, p) + special.xlog1py(f, np.negative(p)))
    found = np.where(np.not_equal(cumulative, 0), special.betainc(s, f + 1, p), mass)[()]
    return _valid(found, np.greater_equal(f, 0), np.greater_equal(s, 1), _chance(p))


@numeric("NEGBINOMDIST")
def negbinomdist(failures: Value, successes: Value, p: Value) -> Any:
    """Give the chance of so many failures before the last success."""
    return negbinom_dist(failures, successes, p, 0.0)


@numeric("POISSON.DIST", "POISSON")
def poisson_dist(count: Value, mean: Value, cumulative: Value) -> Any:
    """Give the chance of so many events, or of at most so many."""
    k = _whole(count)
    mass = np.exp(special.xlogy(k, mean) - mean - special.gammaln(k + 1))
    found = np.where(np.not_equal(cumulative, 0), special.gammaincc(k + 1, mean), mass)[()]
    return _valid(found, np.greater_equal(k, 0), np.greater_equal(mean, 0))


@numeric("HYPGEOM.DIST")
def hypgeom_dist(found: Value, drawn: Value, marked: Value, size: Value, cumulative: Value) -> Any:
    """Give the chance to draw so many that are marked, or at most so many."""
    k, n, m, whole = map(_whole, (found, drawn, marked, size))
    least, most = np.maximum(0, n - whole + m), np.minimum(n, m)

    def mass(number: Any) -> Any:
        log_mass = _choices(m, number) + _choices(whole - m, n - number) - _choices(whole, n)
        return np.where((number >= least) & (number <= most), np.exp(log_mass), 0.0)

    chance: Any = mass(k)
    for below in range(1, int(np.nanmax(np.where(np.equal(cumulative, 0), 0, k - least), initial=0)) + 1):
        chance = chance + np.where(np.equal(cumulative, 0), 0.0, mass(k - below))
    return _valid(chance[()], (k >= least) & (k <= most), (n > 0) & (n <= whole), (m > 0) & (m <= whole))


@numeric("HYPGEOMDIST")
def hypgeomdist(found: Value, drawn: Value, marked: Value, size: Value) -> Any:
    """Give the chance to draw so many that are marked."""
    return hypgeom_dist(found, drawn, marked, size, 0.0)


# Errors and transforms


def _of_one(name: str, function: Callable[[Value], Any], *others: str) -> None:
    numeric(name, *others)(lambda x: function(x))


_of_one("ERF.PRECISE", special.erf)
_of_one("ERFC", special.erfc, "ERFC.PRECISE")
_of_one("FISHERINV", np.tanh)


@numeric("ERF")
def erf(low: Value, high: Value | None = None) -> Any:
    """Give the error function, or what it grows between two numbers."""
    return special.erf(low) if high is None else special.erf(high) - special.erf(low)


@numeric("FISHER")
def fisher(x: Value) -> Any:
    """Give Fisher's transform of a correlation."""
    return _valid(np.arctanh(x), np.less(np.abs(x), 1))
