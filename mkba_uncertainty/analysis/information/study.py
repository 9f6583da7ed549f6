"""Planned studies: what their data may be, and how likely each is given the true value of an estimate.

A study follows ``n`` households and reports one statistic. On the command line it is ``recidivism=binomial:100``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from numbers import Real
from typing import ClassVar, Self

import numpy as np
from scipy.special import bdtr, gammainc, gammainccinv, gammaincinv, ndtr, pdtr

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.names import unknown

LARGEST = 10_000_000


@dataclass(frozen=True)
class Study(ABC):
    """A study of ``n`` households (or stays, or cases).

    Raises
    ------
    InputError
        If a number cannot be used.
    """

    n: int
    kind: ClassVar[str]
    """The name of the study on the command line."""

    discrete: ClassVar[bool] = False
    """Whether the data are counts."""

    def __post_init__(self) -> None:
        """Refuse sizes that no study has."""
        if isinstance(self.n, bool) or not isinstance(self.n, (int, np.integer)) or not 1 <= self.n <= LARGEST:
            raise InputError("study_size", key="n", found=self.n, most=LARGEST)
        object.__setattr__(self, "n", int(self.n))
        self.check()

    def check(self) -> None:  # noqa: B027 (a study may have nothing to check)
        """Raise if the other numbers cannot be used."""

    def of_size(self, n: int) -> Self:
        """Give the same study with another number of households."""
        return replace(self, n=n)

    def times(self, factor: float) -> Study:
        """Give the same study of an estimate that is ``factor`` times as large."""
        return self

    def told(self, data: Array) -> Array:
        """Give the different data that there are at or just below these, ascending: counts are whole."""
        return np.unique(np.floor(data) if self.discrete else data)

    @abstractmethod
    def require_possible(self, name: str, x: Array) -> None:
        """Raise if an estimate with these values cannot be studied so."""

    @abstractmethod
    def quantiles(self, z: Array, x: Array) -> Array:
        """Give data at standard normal scores, given the true value: (j, 1) and (m,) -> (j, m).

        They say where to look; those of counts are approximate, on a scale on which the error is the same everywhere
        (Anscombe 1948, Biometrika 35: 246-254).
        """

    @abstractmethod
    def cdf(self, data: Array, x: Array) -> Array:
        """Give the probability of at most these data, given the true value: shapes (d, 1) and (m,) -> (d, m)."""

    @abstractmethod
    def simulate(self, x: Array, rng: np.random.Generator) -> Array:
        """Draw what the study reports, once for each true value."""


@dataclass(frozen=True)
class BinomialStudy(Study):
    """Count how many of ``n`` households have it: the estimate is the share, such as that of relapse.

    Parameters
    ----------
    n : int
        Number of households.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> study = mkba.BinomialStudy(n=120)
    >>> round(float(study.cdf(0, 0.01)), 4) == round(0.99**120, 4)  # nobody relapses
    True
    """

    kind: ClassVar[str] = "binomial"
    discrete: ClassVar[bool] = True

    def require_possible(self, name: str, x: Array) -> None:
        """Raise if the estimate is no share."""
        if x.min() < 0 or x.max() > 1:
            raise InputError("study_no_share", key=name, low=float(x.min()), high=float(x.max()))

    def quantiles(self, z: Array, x: Array) -> Array:
        """Give counts at normal scores, by the arcsine of their square root."""
        angle = np.arcsin(np.sqrt((self.n * x + 0.375) / (self.n + 0.75))) + z / (2 * np.sqrt(self.n + 0.5))
        return np.asarray(self.n * np.sin(np.clip(angle, 0.0, np.pi / 2)) ** 2)

    def cdf(self, data: Array, x: Array) -> Array:
        """Give the binomial probability."""
        return np.asarray(bdtr(data, self.n, x))

    def simulate(self, x: Array, rng: np.random.Generator) -> Array:
        """Draw the share found."""
        return np.asarray(rng.binomial(self.n, x) / self.n)


@dataclass(frozen=True)
class PoissonStudy(Study):
    """Count events among ``n`` households: the estimate is how many there are among ``base`` households.

    Parameters
    ----------
    n : int
        Number of households.
    base : float
        The number of households that the estimate is about.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> study = mkba.PoissonStudy(n=50, base=100)
    >>> round(float(study.cdf(0, 4.0)), 4)  # 2 events are expected: exp(-2)
    0.1353
    """

    base: float = 1.0
    kind: ClassVar[str] = "poisson"
    discrete: ClassVar[bool] = True

    def check(self) -> None:
        """Refuse a base that is not above zero."""
        _require_positive("base", self.base)

    def require_possible(self, name: str, x: Array) -> None:
        """Raise if the estimate may be negative."""
        if x.min() < 0:
            raise InputError("study_negative", key=name, low=float(x.min()))

    def quantiles(self, z: Array, x: Array) -> Array:
        """Give counts at normal scores, by their square root."""
        return np.asarray(np.maximum(np.sqrt(x * self.n / self.base + 0.375) + z / 2, 0.0) ** 2)

    def cdf(self, data: Array, x: Array) -> Array:
        """Give the Poisson probability."""
        return np.asarray(pdtr(data, x * self.n / self.base))

    def simulate(self, x: Array, rng: np.random.Generator) -> Array:
        """Draw the count."""
        return rng.poisson(x * self.n / self.base).astype(np.float64)


@dataclass(frozen=True)
class NormalStudy(Study):
    """Measure a cost (or anything else) of ``n`` households, which vary with standard deviation ``sd``.

    The estimate is their mean.

    Parameters
    ----------
    n : int
        Number of households.
    sd : float
        Between households, in the unit and the prices that the estimate has in its file; above 0.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> study = mkba.NormalStudy(n=100, sd=50)
    >>> round(float(study.cdf(105.0, 100.0)), 4)  # a standard error of 5
    0.8413
    """

    sd: float
    kind: ClassVar[str] = "normal"

    def check(self) -> None:
        """Refuse a standard deviation that is not above zero."""
        _require_positive("sd", self.sd)

    def times(self, factor: float) -> NormalStudy:
        """Multiply the standard deviation."""
        return replace(self, sd=self.sd * factor)

    def require_possible(self, name: str, x: Array) -> None:
        """Accept any estimate."""

    def quantiles(self, z: Array, x: Array) -> Array:
        """Give means at normal scores."""
        return np.asarray(x + z * self.sd / np.sqrt(self.n))

    def cdf(self, data: Array, x: Array) -> Array:
        """Give the probability of the mean."""
        return np.asarray(ndtr((data - x) / (self.sd / np.sqrt(self.n))))

    def simulate(self, x: Array, rng: np.random.Generator) -> Array:
        """Draw the mean found."""
        return np.asarray(rng.normal(x, self.sd / np.sqrt(self.n)))


@dataclass(frozen=True)
class DurationStudy(Study):
    """Measure how long something lasts in ``n`` cases; the estimate is the mean duration.

    Durations follow a gamma distribution with coefficient of variation ``variation``; 1 is the exponential
    distribution, of stays that end with the same chance whenever.

    Parameters
    ----------
    n : int
        Number of cases that are followed.
    variation : float
        The coefficient of variation of the durations, above 0.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> study = mkba.DurationStudy(n=1)
    >>> round(float(study.cdf(90.0, 90.0)), 4)  # exponential: 1 - 1 / e
    0.6321
    """

    variation: float = 1.0
    kind: ClassVar[str] = "duration"

    def check(self) -> None:
        """Refuse a coefficient of variation that is not above zero."""
        _require_positive("variation", self.variation)

    def require_possible(self, name: str, x: Array) -> None:
        """Raise if the estimate may be zero or less."""
        if x.min() <= 0:
            raise InputError("study_no_duration", key=name, low=float(x.min()))

    def quantiles(self, z: Array, x: Array) -> Array:
        """Give mean durations at normal scores."""
        scale = np.where(z < 0, gammaincinv(self._shape, ndtr(z)), gammainccinv(self._shape, ndtr(-z)))
        return np.asarray(scale / self._shape * x)

    def cdf(self, data: Array, x: Array) -> Array:
        """Give the probability of a mean of gamma variables, itself a gamma variable."""
        return np.asarray(gammainc(self._shape, self._shape * data / x))

    @property
    def _shape(self) -> float:
        return self.n / self.variation**2

    def simulate(self, x: Array, rng: np.random.Generator) -> Array:
        """Draw the logarithm of the mean found."""
        return np.asarray(np.log(np.maximum(rng.gamma(self._shape, x / self._shape), np.finfo(float).tiny)))


def _require_positive(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 < float(value) < np.inf:
        raise InputError("study_not_positive", key=name, found=value)


STUDIES: dict[str, type[Study]] = {
    study.kind: study for study in (BinomialStudy, PoissonStudy, NormalStudy, DurationStudy)
}
_OPTIONS = {"poisson": ("base",), "normal": ("sd",), "duration": ("variation",)}


def parse_study(text: str) -> dict[str, Study]:
    """Read studies ``ESTIMATE=KIND:N``, with options after a comma; ``+`` joins what is measured in one study.

    Parameters
    ----------
    text : str
        ``"recidivism=binomial:100"``, ``"stay=duration:50,variation=0.8"``, ``"price=normal:100,sd=2000"``,
        ``"evictions=poisson:200,base=484"``, ``"recidivism=binomial:100+stay=duration:100"``.

    Raises
    ------
    InputError
        If the text is not of this form, or a number cannot be used.
    """
    return dict(_parse_one(part.strip(), text) for part in text.split("+"))


def _parse_one(part: str, text: str) -> tuple[str, Study]:
    name, equals, rest = part.partition("=")
    kind, colon, numbers = (part.strip() for part in rest.partition(":"))
    if not (name.strip() and equals and colon):
        raise InputError("study_form", key="study", found=text)
    if kind not in STUDIES:
        raise unknown("study_kind", "study", kind, STUDIES)
    size, *more = numbers.split(",")
    options = dict(option.partition("=")[::2] for option in more)
    for option in options:
        if option.strip() not in _OPTIONS.get(kind, ()):
            raise InputError("study_form", key="study", found=text)
    if kind == "normal" and not options:
        raise InputError("study_needs_sd", key="study", found=text)
    parsed = {key.strip(): _number(value, text) for key, value in options.items()}
    whole = _number(size, text)
    if whole != int(whole):
        raise InputError("study_form", key="study", found=text)
    return name.strip(), STUDIES[kind](int(whole), **parsed)


def _number(value: str, text: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = np.nan
    if not np.isfinite(number):
        raise InputError("study_form", key="study", found=text)
    return number
