"""What was observed of an estimate: a share of so many, a mean with its standard error, or a count."""

from __future__ import annotations

import datetime
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from numbers import Real
from typing import Any, ClassVar

import numpy as np
from scipy.special import betainc, gammainc, gammaincc, gammaln, stdtr, xlog1py, xlogy

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import FamilyError, InputError
from mkba_uncertainty.families.base import normal_log_density, number, require_positive
from mkba_uncertainty.families.shaped import Beta, Gamma

LARGEST = 10_000_000
SCORES = np.linspace(-8.0, 8.0, 33)
"""Standard errors from the data at which the likelihood is looked at."""

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_SHARE = re.compile(rf"({_NUMBER})\s*/\s*({_NUMBER})")
_COUNTS = re.compile(rf"{_NUMBER}(?:\s*/\s*{_NUMBER}){{2,}}")
_MEAN = re.compile(rf"({_NUMBER})\s*(?:\+-|\+/-|±)\s*({_NUMBER})(?:\s*[,;]?\s*\(?\s*n\s*=\s*({_NUMBER})\s*\)?)?")
_COUNT = re.compile(rf"({_NUMBER})(?:\s*[,;]?\s*\(?\s*exposure\s*=\s*({_NUMBER})\s*\)?)?")
_KEYS = ("observed", "date", "source", "note")


@dataclass(frozen=True)
class Observation(ABC):
    """Data on one estimate.

    Parameters
    ----------
    date, source, note : str, optional
        When it was observed, where that stands, and anything that a reader should know.
    """

    date: str | None = field(default=None, kw_only=True)
    source: str | None = field(default=None, kw_only=True)
    note: str | None = field(default=None, kw_only=True)

    needs: ClassVar[str]
    """What an estimate must be to be observed so: ``share``, ``count`` or ``any``."""

    def __post_init__(self) -> None:
        """Refuse what nobody can have observed."""
        if isinstance(self.date, datetime.date):
            object.__setattr__(self, "date", self.date.isoformat())
        if self.date is not None and not _is_date(self.date):
            raise FamilyError("observation_date", key="date", found=str(self.date)[:40])
        self.check()

    @abstractmethod
    def check(self) -> None:
        """Raise if the numbers cannot be used."""

    @property
    @abstractmethod
    def text(self) -> str:
        """The data as they are written, such as ``31/120``."""

    @property
    @abstractmethod
    def value(self) -> float:
        """What the data alone say of the estimate."""

    @abstractmethod
    def log_likelihood(self, x: Array) -> Array:
        """Give the logarithm of the probability (or density) of the data, for true values ``x``, any shape."""

    @abstractmethod
    def tails(self, x: Array) -> tuple[Array, Array]:
        """Give the probabilities of data as low or lower, and as high or higher, for true values ``x``."""

    @abstractmethod
    def places(self) -> Array:
        """Give true values about which the likelihood has its mass, ascending."""

    @abstractmethod
    def times(self, factor: float) -> Observation:
        """Give the same data on an estimate that is ``factor`` times as large."""

    def to_table(self) -> dict[str, str]:
        """Give what a case file says of it; :func:`make_observation` reads that back."""
        facts = {"observed": self.text, "date": self.date, "source": self.source, "note": self.note}
        return {key: fact for key, fact in facts.items() if fact is not None}


@dataclass(frozen=True)
class Share(Observation):
    """``k`` of ``n`` had it; binomial, given the share that the estimate is.

    Parameters
    ----------
    k, n : int
        Cases counted, of ``n`` cases looked at.
    date, source, note : str, optional
        When it was observed, where that stands, and anything that a reader should know.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> after = mkba.Updated(mkba.Uniform(0, 1), (mkba.Share(k=31, n=120),))
    >>> round(after.mean, 6) == round(32 / 122, 6)
    True
    """

    k: int
    n: int
    needs: ClassVar[str] = "share"

    def check(self) -> None:
        """Require whole numbers with ``0 <= k <= n`` and ``n > 0``."""
        object.__setattr__(self, "n", whole("n", self.n, 1))
        object.__setattr__(self, "k", whole("k", self.k, 0))
        if self.k > self.n:
            raise FamilyError("observation_more_than_all", found=self.k, n=self.n)

    @property
    def text(self) -> str:
        """``k/n``."""
        return f"{self.k}/{self.n}"

    @property
    def value(self) -> float:
        """The share observed."""
        return self.k / self.n

    def log_likelihood(self, x: Array) -> Array:
        """Give the logarithm of the binomial probability."""
        ways = gammaln(self.n + 1) - gammaln(self.k + 1) - gammaln(self.n - self.k + 1)
        return np.asarray(xlogy(self.k, x) + xlog1py(self.n - self.k, -x) + ways)

    def tails(self, x: Array) -> tuple[Array, Array]:
        """Give the binomial tails."""
        k, n = self.k, self.n
        below = betainc(n - k, k + 1, 1 - x) if k < n else np.ones_like(x)
        above = betainc(k, n - k + 1, x) if k > 0 else np.ones_like(x)
        return below, above

    def places(self) -> Array:
        """Give quantiles of the normalised likelihood, a beta distribution."""
        return Beta(self.k + 1, self.n - self.k + 1).ppf_from_normal(SCORES)

    def times(self, factor: float) -> Share:
        """Refuse: a share has no unit to convert."""
        raise FamilyError("observation_of_amount", found=self.text)


@dataclass(frozen=True)
class Mean(Observation):
    """A mean with its standard error; normal about the estimate.

    Parameters
    ----------
    mean, standard_error : float
        In the unit of the estimate; the error is above 0.
    n : int, optional
        Of how many observations the mean and its standard error are. With it the error counts as estimated from
        these: the data then follow Student's distribution with ``n - 1`` degrees of freedom about the estimate
        (Gelman et al. 2013, Bayesian Data Analysis, section 3.2), which allows for it where ``n`` is small.
    date, source, note : str, optional
        When it was observed, where that stands, and anything that a reader should know.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> after = mkba.Updated(mkba.Normal(8, 4), (mkba.Mean(mean=4, standard_error=3),))
    >>> round(after.mean, 6), round(after.sd, 6)  # precisions 1 / 16 and 1 / 9 add up
    (5.44, 2.4)
    """

    mean: float
    standard_error: float
    n: int | None = None
    needs: ClassVar[str] = "any"

    def check(self) -> None:
        """Require a positive standard error, and two observations or more where their number is given."""
        object.__setattr__(self, "mean", number("mean", self.mean))
        object.__setattr__(self, "standard_error", number("standard_error", self.standard_error))
        require_positive("standard_error", self.standard_error)
        if self.n is not None:
            object.__setattr__(self, "n", whole("n", self.n, 2))

    @property
    def text(self) -> str:
        """``mean+-error``, and the number of observations."""
        return f"{self.mean!r}+-{self.standard_error!r}" + ("" if self.n is None else f",n={self.n}")

    @property
    def value(self) -> float:
        """The mean observed."""
        return self.mean

    @property
    def _freedom(self) -> float:
        return math.inf if self.n is None else self.n - 1.0

    def _t(self, x: Array) -> Array:
        return (self.mean - x) / self.standard_error

    def log_likelihood(self, x: Array) -> Array:
        """Give the logarithm of the density of the mean."""
        t, freedom = self._t(x), self._freedom
        if math.isinf(freedom):
            return normal_log_density(t) - math.log(self.standard_error)
        constant = math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2) - math.log(freedom * math.pi) / 2
        log = constant - (freedom + 1) / 2 * np.log1p(t * t / freedom)
        return np.asarray(log - math.log(self.standard_error))

    def tails(self, x: Array) -> tuple[Array, Array]:
        """Give the tails of the distribution of the mean."""
        t = self._t(x)
        return stdtr(self._freedom, t), stdtr(self._freedom, -t)

    def places(self) -> Array:
        """Give values up to eight standard errors from the mean."""
        return self.mean + self.standard_error * SCORES

    def times(self, factor: float) -> Mean:
        """Multiply the mean and its standard error."""
        return replace(self, mean=self.mean * factor, standard_error=self.standard_error * factor)


@dataclass(frozen=True)
class Count(Observation):
    """A count of what the estimate is the expected number of; Poisson.

    Parameters
    ----------
    k : int
        Events counted.
    exposure : float
        How many times the base of the estimate was counted over: 2 for two years where the estimate is of one.
    date, source, note : str, optional
        When it was observed, where that stands, and anything that a reader should know.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> after = mkba.Updated(mkba.Gamma(9, 10), (mkba.Count(k=72),))  # 9 / 0.1 = 90 were expected
    >>> round(after.mean, 4) == round((9 + 72) / (1 / 10 + 1), 4)
    True
    """

    k: int
    exposure: float = 1.0
    needs: ClassVar[str] = "count"

    def check(self) -> None:
        """Require a whole number of 0 or more, and a positive exposure."""
        object.__setattr__(self, "k", whole("k", self.k, 0))
        object.__setattr__(self, "exposure", number("exposure", self.exposure))
        require_positive("exposure", self.exposure)

    @property
    def text(self) -> str:
        """The count, and the exposure unless that is 1."""
        return str(self.k) + ("" if self.exposure == 1 else f",exposure={self.exposure!r}")

    @property
    def value(self) -> float:
        """The count for one time the base."""
        return self.k / self.exposure

    def log_likelihood(self, x: Array) -> Array:
        """Give the logarithm of the Poisson probability."""
        mean = x * self.exposure
        return np.asarray(xlogy(self.k, mean) - mean - gammaln(self.k + 1))

    def tails(self, x: Array) -> tuple[Array, Array]:
        """Give the Poisson tails."""
        mean = x * self.exposure
        return gammaincc(self.k + 1, mean), gammainc(self.k, mean) if self.k > 0 else np.ones_like(mean)

    def places(self) -> Array:
        """Give quantiles of the normalised likelihood, a gamma distribution."""
        return Gamma(self.k + 1.0, 1 / self.exposure).ppf_from_normal(SCORES)

    def times(self, factor: float) -> Count:
        """Divide the exposure: the same count, of a larger number for one time the base."""
        return replace(self, exposure=self.exposure / factor)


def whole(name: str, value: object, least: int) -> int:
    """Check that a number is whole, and at least so large."""
    if isinstance(value, bool) or not isinstance(value, Real) or not float(value).is_integer():
        raise FamilyError("observation_not_whole", name=name, found=value)
    if not least <= (found := float(value)) <= LARGEST:
        raise FamilyError("observation_outside_range", name=name, found=value, least=least, most=LARGEST)
    return int(found)


def _is_date(text: str) -> bool:
    """Say whether a text is a year, a month of one, or a day: ``2015``, ``2015-03``, ``2015-03-01``."""
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        return False
    try:
        datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Counts(Observation):
    """So many of each kind were counted: data on shares that sum to 1, in the order of these.

    Parameters
    ----------
    counts : tuple of int
        One for each share, 0 or more.
    date, source, note : str, optional
        When it was observed, where that stands, and anything that a reader should know.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> mkba.Counts((12, 30, 8)).text
    '12/30/8'
    """

    counts: tuple[int, ...]
    needs: ClassVar[str] = "shares"

    def check(self) -> None:
        """Require whole numbers, not all 0."""
        object.__setattr__(self, "counts", tuple(whole("counts", each, 0) for each in self.counts))
        whole("counts", sum(self.counts), 1)

    @property
    def text(self) -> str:
        """``12/30/8``."""
        return "/".join(map(str, self.counts))

    def each(self) -> tuple[Share, ...]:
        """Give what it says of each share by itself."""
        facts = {"date": self.date, "source": self.source, "note": self.note}
        return tuple(Share(found, sum(self.counts), **facts) for found in self.counts)

    @property
    def value(self) -> float:
        """Nothing of one estimate alone."""
        raise self._of_one()

    def log_likelihood(self, x: Array) -> Array:
        """Refuse: it says nothing of one estimate alone."""
        raise self._of_one()

    def tails(self, x: Array) -> tuple[Array, Array]:
        """Refuse: it says nothing of one estimate alone."""
        raise self._of_one()

    def places(self) -> Array:
        """Refuse: it says nothing of one estimate alone."""
        raise self._of_one()

    def times(self, factor: float) -> Observation:
        """Refuse: it says nothing of one estimate alone."""
        raise self._of_one()

    def _of_one(self) -> FamilyError:
        return FamilyError("observed_counts", key="observations", found=self.text)


def counts_of(observation: Observation, expected: int) -> Counts:
    """Give what was counted of so many shares; of two ``12/30`` is 12 and 30, not 12 of 30.

    Raises
    ------
    FamilyError
        If it is something else.
    """
    if isinstance(observation, Share) and expected == 2:
        facts = {"date": observation.date, "source": observation.source, "note": observation.note}
        return Counts((observation.k, observation.n), **facts)
    if not isinstance(observation, Counts) or len(observation.counts) != expected:
        raise FamilyError("observed_shares", key="observe", found=observation.text, expected=expected)
    return observation


def parse_observation(text: str, *, date: str | None = None, source: str | None = None) -> Observation:
    """Read data as people write them.

    Parameters
    ----------
    text : str
        ``31/120`` is 31 of 120, ``12/30/8`` so many of each of three shares; ``2.1+-0.3`` (or with ``±``) a mean with
        its standard error, ``2.1+-0.3,n=40`` of 40 observations; ``72`` a count over the same base as the estimate,
        ``150,exposure=2`` over twice that base.
    date, source : str, optional

    Raises
    ------
    FamilyError
        If the text is of none of these forms, or a number cannot be used.
    """
    facts: dict[str, Any] = {"date": date, "source": source}
    stated = text.strip()
    if found := _SHARE.fullmatch(stated):
        return Share(_whole(found[1]), _whole(found[2]), **facts)
    if _COUNTS.fullmatch(stated):
        return Counts(tuple(map(_whole, stated.split("/"))), **facts)
    if found := _MEAN.fullmatch(stated):
        return Mean(float(found[1]), float(found[2]), _whole(found[3]) if found[3] else None, **facts)
    if found := _COUNT.fullmatch(stated):
        if not float(found[1]).is_integer():
            raise FamilyError("observation_without_error", found=stated)
        return Count(_whole(found[1]), float(found[2] or 1.0), **facts)
    raise FamilyError("observation_comma" if re.search(r"\d,\d", stated) else "observation_form", found=stated[:80])


def parse_observe(text: str) -> tuple[str, Observation]:
    """Read ``ESTIMATE=OBSERVATION``, such as ``recidivism=31/120``.

    Raises
    ------
    InputError
        If the text is not of this form.
    """
    name, equals, data = (part.strip() for part in text.partition("="))
    if not (name and equals and data):
        raise InputError("observe_form", key="observe", found=text)
    return name, observation_of(name, data)


def observation_of(name: str, text: str) -> Observation:
    """Read data on an estimate; an error names it."""
    try:
        return parse_observation(text)
    except FamilyError as error:
        raise InputError(error.code, key=name, **error.facts) from error


def make_observation(found: object) -> Observation:
    """Make an observation of what a case file says: ``{ observed = "31/120", date = "2015-03-01", source = "..." }``.

    Raises
    ------
    FamilyError
        If it is no such table, or the data are of no known form.
    """
    if isinstance(found, Observation):
        return found
    if not isinstance(found, Mapping) or "observed" not in found or not set(found) <= set(_KEYS):
        raise FamilyError("observation_table", key="observations", found=str(found)[:80], allowed=", ".join(_KEYS))
    facts = {key: value.isoformat() if isinstance(value, datetime.date) else value for key, value in found.items()}
    if type(facts.get("date")) is int:  # a year
        facts["date"] = str(facts["date"])
    for key, value in facts.items():
        if not isinstance(value, str):
            raise FamilyError("observation_text", key="observations", name=key, found=repr(value)[:80])
    return replace(parse_observation(facts.pop("observed")), **facts)


def _whole(text: str) -> Any:
    return float(text) if not float(text).is_integer() else int(float(text))
