"""Distribution functions and their inverses, as Excel has them since 2010 and before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import special

from mkba_uncertainty.arrays import Value
from mkba_uncertainty.spreadsheet.functions.registry import numeric
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
    return np.where(np.not_equal(cumulative, 0), special.ndtr(z), np.exp(-np.square(z) / 2) / ROOT_TAU)[()]


@numeric("NORMSDIST")
def normsdist(z: Value) -> Any:
    return special.ndtr(z)


@numeric("PHI")
def phi(z: Value) -> Any:
    return np.exp(-np.square(z) / 2) / ROOT_TAU


@numeric("GAUSS")
def gauss(z: Value) -> Any:
    return special.ndtr(z) - 0.5


@numeric("NORM.S.INV", "NORMSINV")
def norm_s_inv(p: Value) -> Any:
    return _valid(special.ndtri(p), _chance(p))


@numeric("NORM.DIST", "NORMDIST")
def norm_dist(x: Value, mean: Value, sd: Value, cumulative: Value) -> Any:
    z = np.divide(np.subtract(x, mean), sd)
    density = np.divide(np.exp(-np.square(z) / 2) / ROOT_TAU, sd)
    return _valid(np.where(np.not_equal(cumulative, 0), special.ndtr(z), density)[()], np.greater(sd, 0))


@numeric("NORM.INV", "NORMINV")
def norm_inv(p: Value, mean: Value, sd: Value) -> Any:
    return _valid(np.add(mean, np.multiply(sd, special.ndtri(p))), _chance(p), np.greater(sd, 0))


@numeric("STANDARDIZE")
def standardize(x: Value, mean: Value, sd: Value) -> Any:
    return _valid(np.divide(np.subtract(x, mean), sd), np.greater(sd, 0))


@numeric("CONFIDENCE.NORM", "CONFIDENCE")
def confidence_norm(alpha: Value, sd: Value, size: Value) -> Any:
    half = -special.ndtri(np.divide(alpha, 2)) * np.divide(sd, np.sqrt(_whole(size)))
    return _valid(half, _chance(alpha), np.greater(sd, 0), np.greater_equal(size, 1))


# Lognormal


@numeric("LOGNORM.DIST")
def lognorm_dist(x: Value, mean: Value, sd: Value, cumulative: Value) -> Any:
    z = np.divide(np.subtract(np.log(x), mean), sd)
    density = np.divide(np.exp(-np.square(z) / 2) / ROOT_TAU, np.multiply(x, sd))
    found = np.where(np.not_equal(cumulative, 0), special.ndtr(z), density)[()]
    return _valid(found, np.greater(x, 0), np.greater(sd, 0))


@numeric("LOGNORMDIST")
def lognormdist(x: Value, mean: Value, sd: Value) -> Any:
    return lognorm_dist(x, mean, sd, 1.0)


@numeric("LOGNORM.INV", "LOGINV")
def lognorm_inv(p: Value, mean: Value, sd: Value) -> Any:
    return _valid(np.exp(np.add(mean, np.multiply(sd, special.ndtri(p)))), _chance(p), np.greater(sd, 0))


# Beta, gamma, exponential, Weibull


@numeric("BETA.DIST")
def beta_dist(x: Value, a: Value, b: Value, cumulative: Value, low: Value = 0.0, high: Value = 1.0) -> Any:
    width = np.subtract(high, low)
    u = np.divide(np.subtract(x, low), width)
    log_density = special.xlogy(np.subtract(a, 1), u) + special.xlog1py(np.subtract(b, 1), -u) - special.betaln(a, b)
    found = np.where(np.not_equal(cumulative, 0), special.betainc(a, b, u), np.exp(log_density) / width)[()]
    return _valid(found, np.greater(a, 0), np.greater(b, 0), np.greater_equal(u, 0) & np.less_equal(u, 1), width != 0)


@numeric("BETADIST")
def betadist(x: Value, a: Value, b: Value, low: Value = 0.0, high: Value = 1.0) -> Any:
    return beta_dist(x, a, b, 1.0, low, high)


@numeric("BETA.INV", "BETAINV")
def beta_inv(p: Value, a: Value, b: Value, low: Value = 0.0, high: Value = 1.0) -> Any:
    found = np.add(low, np.multiply(np.subtract(high, low), special.betaincinv(a, b, p)))
    return _valid(found, np.greater(a, 0), np.greater(b, 0), np.greater(p, 0) & np.less_equal(p, 1))


@numeric("GAMMA.DIST", "GAMMADIST")
def gamma_dist(x: Value, shape: Value, scale: Value, cumulative: Value) -> Any:
    u = np.divide(x, scale)
    density = np.exp(special.xlogy(np.subtract(shape, 1), u) - u - special.gammaln(shape)) / scale
    found = np.where(np.not_equal(cumulative, 0), special.gammainc(shape, u), density)[()]
    return _valid(found, np.greater_equal(x, 0), np.greater(shape, 0), np.greater(scale, 0))


@numeric("GAMMA.INV", "GAMMAINV")
def gamma_inv(p: Value, shape: Value, scale: Value) -> Any:
    found = np.multiply(scale, special.gammaincinv(shape, p))
    return _valid(found, np.greater_equal(p, 0) & np.less(p, 1), np.greater(shape, 0), np.greater(scale, 0))


@numeric("GAMMALN", "GAMMALN.PRECISE")
def gammaln(x: Value) -> Any:
    return _valid(special.gammaln(x), np.greater(x, 0))


@numeric("GAMMA")
def gamma(x: Value) -> Any:
    return _valid(special.gamma(x), np.greater(x, 0) | np.not_equal(x, np.trunc(x)))


@numeric("EXPON.DIST", "EXPONDIST")
def expon_dist(x: Value, rate: Value, cumulative: Value) -> Any:
    u = np.multiply(rate, x)
    found = np.where(np.not_equal(cumulative, 0), -np.expm1(-u), np.multiply(rate, np.exp(-u)))[()]
    return _valid(found, np.greater_equal(x, 0), np.greater(rate, 0))


@numeric("WEIBULL.DIST", "WEIBULL")
def weibull_dist(x: Value, shape: Value, scale: Value, cumulative: Value) -> Any:
    u = np.power(np.divide(x, scale), shape)
    density = np.divide(shape, scale) * np.power(np.divide(x, scale), np.subtract(shape, 1)) * np.exp(-u)
    found = np.where(np.not_equal(cumulative, 0), -np.expm1(-u), density)[()]
    return _valid(found, np.greater_equal(x, 0), np.greater(shape, 0), np.greater(scale, 0))


# Of samples: t, chi-squared, F


@numeric("T.DIST")
def t_dist(x: Value, freedom: Value, cumulative: Value) -> Any:
    k = _whole(freedom)
    log_density = special.gammaln((k + 1) / 2) - special.gammaln(k / 2) - np.log(k * np.pi) / 2
    density = np.exp(log_density - (k + 1) / 2 * np.log1p(np.square(x) / k))
    return _valid(np.where(np.not_equal(cumulative, 0), special.stdtr(k, x), density)[()], np.greater_equal(k, 1))


@numeric("T.DIST.RT")
def t_dist_rt(x: Value, freedom: Value) -> Any:
    return _valid(special.stdtr(_whole(freedom), np.negative(x)), np.greater_equal(freedom, 1))


@numeric("T.DIST.2T")
def t_dist_2t(x: Value, freedom: Value) -> Any:
    return _valid(2 * special.stdtr(_whole(freedom), np.negative(x)), np.greater_equal(freedom, 1), np.greater_equal(x, 0))


@numeric("TDIST")
def tdist(x: Value, freedom: Value, tails: Value) -> Any:
    found = _whole(tails) * special.stdtr(_whole(freedom), np.negative(x))
    return _valid(found, np.greater_equal(freedom, 1), np.greater_equal(x, 0), np.isin(_whole(tails), (1, 2)))


@numeric("T.INV")
def t_inv(p: Value, freedom: Value) -> Any:
    return _valid(special.stdtrit(_whole(freedom), p), _chance(p), np.greater_equal(freedom, 1))


@numeric("T.INV.2T", "TINV")
def t_inv_2t(p: Value, freedom: Value) -> Any:
    found = np.negative(special.stdtrit(_whole(freedom), np.divide(p, 2)))
    return _valid(found, np.greater(p, 0) & np.less_equal(p, 1), np.greater_equal(freedom, 1))


@numeric("CONFIDENCE.T")
def confidence_t(alpha: Value, sd: Value, size: Value) -> Any:
    n = _whole(size)
    half = np.negative(special.stdtrit(n - 1, np.divide(alpha, 2))) * np.divide(sd, np.sqrt(n))
    return _valid(half, _chance(alpha), np.greater(sd, 0)).failing(Error.DIV0, np.equal(n, 1))


@numeric("CHISQ.DIST")
def chisq_dist(x: Value, freedom: Value, cumulative: Value) -> Any:
    return gamma_dist(x, _whole(freedom) / 2, 2.0, cumulative)


@numeric("CHISQ.DIST.RT", "CHIDIST")
def chisq_dist_rt(x: Value, freedom: Value) -> Any:
    found = special.gammaincc(_whole(freedom) / 2, np.divide(x, 2))
    return _valid(found, np.greater_equal(x, 0), np.greater_equal(freedom, 1))


@numeric("CHISQ.INV")
def chisq_inv(p: Value, freedom: Value) -> Any:
    found = 2 * special.gammaincinv(_whole(freedom) / 2, p)
    return _valid(found, np.greater_equal(p, 0) & np.less(p, 1), np.greater_equal(freedom, 1))


@numeric("CHISQ.INV.RT", "CHIINV")
def chisq_inv_rt(p: Value, freedom: Value) -> Any:
    found = 2 * special.gammainccinv(_whole(freedom) / 2, p)
    return _valid(found, np.greater(p, 0) & np.less_equal(p, 1), np.greater_equal(freedom, 1))


@numeric("F.DIST")
def f_dist(x: Value, above: Value, below: Value, cumulative: Value) -> Any:
    a, b = _whole(above), _whole(below)
    log_density = (
        special.xlogy(a / 2, a) + special.xlogy(b / 2, b) + special.xlogy(a / 2 - 1, x)
        - (a + b) / 2 * np.log(b + a * x) - special.betaln(a / 2, b / 2)
    )  # fmt: skip
    found = np.where(np.not_equal(cumulative, 0), special.fdtr(a, b, x), np.exp(log_density))[()]
    return _valid(found, np.greater_equal(x, 0), np.greater_equal(a, 1), np.greater_equal(b, 1))


@numeric("F.DIST.RT", "FDIST")
def f_dist_rt(x: Value, above: Value, below: Value) -> Any:
    a, b = _whole(above), _whole(below)
    return _valid(special.fdtrc(a, b, x), np.greater_equal(x, 0), np.greater_equal(a, 1), np.greater_equal(b, 1))


@numeric("F.INV")
def f_inv(p: Value, above: Value, below: Value) -> Any:
    a, b = _whole(above), _whole(below)
    return _valid(special.fdtri(a, b, p), np.greater_equal(p, 0) & np.less(p, 1), np.greater_equal(a, 1), b >= 1)


@numeric("F.INV.RT", "FINV")
def f_inv_rt(p: Value, above: Value, below: Value) -> Any:
    a, b = _whole(above), _whole(below)
    found = special.fdtri(a, b, np.subtract(1, p))
    return _valid(found, np.greater(p, 0) & np.less_equal(p, 1), np.greater_equal(a, 1), np.greater_equal(b, 1))


# Counts


@numeric("BINOM.DIST", "BINOMDIST")
def binom_dist(successes: Value, trials: Value, p: Value, cumulative: Value) -> Any:
    k, n = _whole(successes), _whole(trials)
    log_mass = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)
    mass = np.exp(log_mass + special.xlogy(k, p) + special.xlog1py(n - k, np.negative(p)))
    found = np.where(np.not_equal(cumulative, 0), special.bdtr(k, n.astype(int), p), mass)[()]
    return _valid(found, np.greater_equal(k, 0) & np.less_equal(k, n), np.greater_equal(p, 0) & np.less_equal(p, 1))


@numeric("BINOM.INV", "CRITBINOM")
def binom_inv(trials: Value, p: Value, alpha: Value) -> Any:
    from scipy.stats import binom

    found = binom.ppf(alpha, _whole(trials), p)
    return _valid(found, np.greater_equal(trials, 0), _chance(p), _chance(alpha))


@numeric("NEGBINOM.DIST")
def negbinom_dist(failures: Value, successes: Value, p: Value, cumulative: Value) -> Any:
    f, s = _whole(failures), _whole(successes)
    log_mass = special.gammaln(f + s) - special.gammaln(f + 1) - special.gammaln(s)
    mass = np.exp(log_mass + special.xlogy(s, p) + special.xlog1py(f, np.negative(p)))
    found = np.where(np.not_equal(cumulative, 0), special.betainc(s, f + 1, p), mass)[()]
    return _valid(found, np.greater_equal(f, 0), np.greater_equal(s, 1), _chance(p))


@numeric("NEGBINOMDIST")
def negbinomdist(failures: Value, successes: Value, p: Value) -> Any:
    return negbinom_dist(failures, successes, p, 0.0)


@numeric("POISSON.DIST", "POISSON")
def poisson_dist(count: Value, mean: Value, cumulative: Value) -> Any:
    k = _whole(count)
    mass = np.exp(special.xlogy(k, mean) - mean - special.gammaln(k + 1))
    found = np.where(np.not_equal(cumulative, 0), special.gammaincc(k + 1, mean), mass)[()]
    return _valid(found, np.greater_equal(k, 0), np.greater_equal(mean, 0))


@numeric("HYPGEOM.DIST")
def hypgeom_dist(found: Value, drawn: Value, marked: Value, size: Value, cumulative: Value) -> Any:
    from scipy.stats import hypergeom

    k, n, m, whole = map(_whole, (found, drawn, marked, size))
    value = np.where(np.not_equal(cumulative, 0), hypergeom.cdf(k, whole, m, n), hypergeom.pmf(k, whole, m, n))[()]
    inside = (k >= np.maximum(0, n - whole + m)) & (k <= np.minimum(n, m))
    return _valid(value, inside, (n > 0) & (n <= whole), (m > 0) & (m <= whole))


@numeric("HYPGEOMDIST")
def hypgeomdist(found: Value, drawn: Value, marked: Value, size: Value) -> Any:
    return hypgeom_dist(found, drawn, marked, size, 0.0)


# Errors and transforms


def _of_one(name: str, function: Callable[[Value], Any], *others: str) -> None:
    numeric(name, *others)(lambda x: function(x))


_of_one("ERF.PRECISE", special.erf)
_of_one("ERFC", special.erfc, "ERFC.PRECISE")
_of_one("FISHERINV", np.tanh)


@numeric("ERF")
def erf(low: Value, high: Value | None = None) -> Any:
    return special.erf(low) if high is None else special.erf(high) - special.erf(low)


@numeric("FISHER")
def fisher(x: Value) -> Any:
    return _valid(np.arctanh(x), np.less(np.abs(x), 1))
