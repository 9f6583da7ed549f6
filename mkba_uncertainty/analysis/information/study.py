"""Planned studies: what their data may be, and how likely each is given the true value of an estimate.

A study follows ``n`` households and reports one statistic.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from numbers import Real
from typing import ClassVar, Self

import numpy as np

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families.likelihood import log_binomial, log_poisson
from mkba_uncertainty.names import unknown

MOST_DATA = 4096
"""No more different data are told apart; the counts of a study so large are taken in steps."""

FAR = 8.0
"""Standard deviations of a study's error that its data are followed to."""

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

    @abstractmethod
    def require_possible(self, name: str, x: Array) -> None:
        """Raise if an estimate with these values cannot be studied so."""

    @abstractmethod
    def data(self, x: Array) -> Array:
        """Give the data that the study may report, evenly spaced, for true values ``x``."""

    @abstractmethod
    def log_likelihood(self, data: Array, x: Array, step: float) -> Array:
        """Give the logarithm of the likelihood, up to a term per value: shapes (d, 1) and (m,) -> (d, m)."""

    @abstractmethod
    def simulate(self, x: Array, rng: np.random.Generator) -> Array:
        """Draw what the study reports, once for each true value."""


@dataclass(frozen=True)
class BinomialStudy(Study):
    """Count how many of ``n`` households have it: the estimate is the share, such as that of relapse."""

    kind: ClassVar[str] = "binomial"
    discrete: ClassVar[bool] = True

    def require_possible(self, name: str, x: Array) -> None:
        """Raise if the estimate is no share."""
        if x.min() < 0 or x.max() > 1:
            raise InputError("study_no_share", key=name, low=float(x.min()), high=float(x.max()))

    def data(self, x: Array) -> Array:
        """Give the counts."""
        return _counts(0, self.n)

    def log_likelihood(self, data: Array, x: Array, step: float) -> Array:
        """Give the binomial probability."""
        return log_binomial(data, self.n, x)

    def simulate(self, x: Array, rng: np.random.Generator) -> Array:
        """Draw the share found."""
        return np.asarray(rng.binomial(self.n, x) / self.n)


@dataclass(frozen=True)
class PoissonStudy(Study):
    """Count events among ``n`` households: the estimate is how many there are among ``base`` households."""

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

    def data(self, x: Array) -> Array:
        """Give the counts."""
        low, high = (x.min() * self.n / self.base, x.max() * self.n / self.base)
        return _counts(max(0, int(low - FAR * np.sqrt(low) - FAR)), int(high + FAR * np.sqrt(high) + FAR))

    def log_likelihood(self, data: Array, x: Array, step: float) -> Array:
        """Give the Poisson probability."""
        return log_poisson(data, x * self.n / self.base)

    def simulate(self, x: Array, rng: np.random.Generator) -> Array:
        """Draw the count."""
        return rng.poisson(x * self.n / self.base).astype(np.float64)


@dataclass(frozen=True)
class NormalStudy(Study):
    """Measure a cost (or anything else) of ``n`` households, which vary with standard deviation ``sd``.

    The estimate is their mean.
    """

    sd: float
    kind: ClassVar[str] = "normal"

    def check(self) -> None:
        """Refuse a standard deviation that is not above zero."""
        _require_positive("sd", self.sd)

    def require_possible(self, name: str, x: Array) -> None:
        """Accept any estimate."""

    def data(self, x: Array) -> Array:
        """Give the means that may be found."""
        error = self.sd / np.sqrt(self.n)
        return _evenly(x.min() - FAR * error, x.max() + FAR * error, error)

    def log_likelihood(self, data: Array, x: Array, step: float) -> Array:
        """Give the density of the mean."""
        return np.asarray(-0.5 * ((data - x) / max(self.sd / np.sqrt(self.n), 2 * step)) ** 2)

    def simulate(self, x: Array, rng: np.random.Generator) -> Array:
        """Draw the mean found."""
        return np.asarray(rng.normal(x, self.sd / np.sqrt(self.n)))


@dataclass(frozen=True)
class DurationStudy(Study):
    """Measure how long something lasts in ``n`` cases; the estimate is the mean duration.

    Durations follow a gamma distribution with coefficient of variation ``variation``; 1 is the exponential
    distribution, of stays that end with the same chance whenever.
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

    def data(self, x: Array) -> Array:
        """Give the logarithms of the means that may be found: their error is the same for all true values."""
        error = self.variation / np.sqrt(self.n)
        low, high = np.log(x.min()), np.log(x.max())
        return _evenly(low - 2 * FAR * error, high + FAR * error, error)

    def log_likelihood(self, data: Array, x: Array, step: float) -> Array:
        """Give the density of the logarithm of a mean of gamma variables, itself a gamma variable."""
        shape = min(self.n / self.variation**2, 1 / (2 * step) ** 2)
        relative = data - np.log(x)
        return np.asarray(shape * (relative - np.exp(relative)))

    def simulate(self, x: Array, rng: np.random.Generator) -> Array:
        """Draw the logarithm of the mean found."""
        shape = self.n / self.variation**2
        return np.asarray(np.log(np.maximum(rng.gamma(shape, x / shape), np.finfo(float).tiny)))


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


def _counts(low: int, high: int) -> Array:
    return np.arange(low, high + 1, 1 + (high - low) // MOST_DATA, dtype=np.float64)


def _evenly(low: float, high: float, error: float) -> Array:
    """Space data evenly, eight a standard error: a change of the best option falls between two, and is interpolated."""
    return np.linspace(low, high, min(int(np.ceil((high - low) / error * 8)) + 1, MOST_DATA))


def _require_positive(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 < float(value) < np.inf:
        raise InputError("study_not_positive", key=name, found=value)
