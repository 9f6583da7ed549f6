"""Fitting: every family to what an expert answered, by least squares on probabilities, and what they give for it."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mkba_uncertainty.arrays import LEVELS
from mkba_uncertainty.elicitation.answers import (
    UNBOUNDED,
    Answer,
    AnswerKind,
    Support,
    finite,
    one_answer,
    read_support,
    widened,
    within,
)
from mkba_uncertainty.elicitation.candidates import (
    CANDIDATES,
    Points,
    Unsuitable,
    find_family,
    from_moments,
    points_of,
)
from mkba_uncertainty.errors import FamilyError, InputError
from mkba_uncertainty.families import Beta, Family, Pert, Triangular
from mkba_uncertainty.table import Column, Laid, Range, Row, Table
from mkba_uncertainty.texts import LANGUAGES, Text, both
from mkba_uncertainty.texts.figures import Between, about, chance, exact, number

TOLERANCE = 0.02
"""A best fit that misses by more than this, in probability, comes with a warning."""

MOST_STARTS = 4
"""From how many starts each family is fitted: those that are nearest to begin with."""

EXACT = 1e-20
"""A sum of squared differences in probability of which only rounding is left."""

OF_METALOGS = ("quantiles", "interval", "roulette")
"""The answers to which a metalog can be fitted."""

PARTS = 50
"""A part of a 90 % range so small that digits below it do not matter."""

MOST_COLUMNS = 4
"""What was asked has a column each in a terminal, unless that is more than this: how far a family misses is shown."""


@dataclass(frozen=True)
class Fit:
    """One family fitted to one answer.

    Attributes
    ----------
    family : Family
    what : tuple of str
        What was asked: ``"P(x <= 30)"``, ``"mean"``, ``"sd"``, ``"low"``, ``"mode"`` or ``"high"``.
    asked, achieved : tuples of float
        What the expert answered, and what the family gives.
    misfit : float
        The largest difference between a probability asked and achieved.
    """

    family: Family
    what: tuple[str, ...]
    asked: tuple[float, ...]
    achieved: tuple[float, ...]
    misfit: float

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of the family."""
        return self.family.parameters()

    @property
    def row(self) -> Row:
        """The fit as a row: what it achieves, how far it misses, and the quantiles that people check."""
        cells: dict[str, Any] = {
            "what": list(self.what),
            "asked": list(self.asked),
            "achieved": list(self.achieved),
            "misfit": self.misfit,
            "misses": round(self.misfit, 3),  # what is less than people read is nought
        }
        return Row({**family_cells(self.family), **cells, **self.figures(self.achieved)})

    def figures(self, values: Sequence[float]) -> dict[str, Between | float]:
        """Give what was asked or achieved, a cell each, with the digits that matter to a family as wide as this."""
        step = _step(self.family)
        return {
            f"what:{place}": _figure(name, value, step)
            for place, (name, value) in enumerate(zip(self.what, values, strict=True))
        }


@dataclass(frozen=True)
class Elicited(Laid):
    """What one expert answered, and the families fitted to it, the nearest first.

    It can be asked for quantiles and the like as a family can: the answers are those of the best fit.

    Parameters
    ----------
    answer : Answer
        As it was read: with ``read_as`` its probabilities are the lower ones.
    limits : (low, high)
        The values that were said to be possible at all.
    fits : tuple of Fit
        Ranked by misfit; of fits as good as equal the one with fewest parameters comes first.
    refused : mapping of family name to FamilyError
        Families that suit the quantity, but of which none could be made.
    read_as : float, optional
        The probability that the stated range was read as.
    as_stated : Elicited, optional
        The same answer taken at its word, to be shown beside this one; present where ``read_as`` is.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> expert = mkba.fit(quantiles={0.25: 25, 0.5: 30, 0.75: 40})
    >>> all(first.misfit <= second.misfit for first, second in zip(expert.fits, expert.fits[1:]))
    True
    >>> expert.best == expert.fits[0].family
    True
    """

    answer: Answer
    limits: Support
    fits: tuple[Fit, ...]
    refused: Mapping[str, FamilyError]
    read_as: float | None = None
    as_stated: Elicited | None = None

    def __repr__(self) -> str:
        """Show it in a line: the best fit."""
        return f"Elicited(best={self.best!r}, fits={len(self.fits)})"

    @property
    def best(self) -> Family:
        """The family that comes nearest."""
        return self.fits[0].family

    def ppf(self, u: ArrayLike) -> NDArray[np.float64]:
        """Give the quantiles of the best fit at probabilities ``u``, any shape."""
        return self.best.ppf(u)

    def cdf(self, x: ArrayLike) -> NDArray[np.float64]:
        """Give the probabilities of at most ``x``, any shape, by the best fit."""
        return self.best.cdf(x)

    @property
    def mean(self) -> float:
        """The expected value of the best fit."""
        return self.best.mean

    @property
    def sd(self) -> float:
        """The standard deviation of the best fit."""
        return self.best.sd

    @property
    def support(self) -> Support:
        """The lowest and highest possible value of the best fit."""
        return self.best.support

    def warning(self, lang: str = "en") -> str | None:
        """Say by how much the best fit misses, with both numbers, or None where it does not."""
        return None if self._miss is None else self._miss[lang]

    @property
    def _miss(self) -> Text | None:
        fit = self.fits[0]
        if not fit.misfit > TOLERANCE:
            return None
        misses = np.abs(np.subtract(fit.achieved, fit.asked)) * [_is_chance(name) for name in fit.what]
        worst = int(np.argmax(misses))
        at = [name for name in fit.what if _is_chance(name)].index(fit.what[worst])
        value = self.answer.values[at]
        return both(
            "elicit.misfit",
            family=both(f"family.{fit.family.name}"),
            value=partial(number, exact(value)),
            asked=partial(chance, fit.asked[worst]),
            achieved=partial(chance, fit.achieved[worst]),
        )

    def to_dict(self) -> dict[str, Any]:
        """Give the fits as ``mkba elicit --json`` shows them."""
        found: dict[str, Any] = {
            "fits": self.ranking.nested(),
            "refused": {name: {lang: error.text(lang) for lang in LANGUAGES} for name, error in self.refused.items()},
            "warning": self._miss and {lang: self._miss[lang] for lang in LANGUAGES},
        }
        if self.as_stated is not None:
            found |= {"read_as": self.read_as, "as_stated": self.as_stated.to_dict()}
        return found

    @property
    def table(self) -> Table:
        """A row for each family and each thing that was asked, in each reading."""
        keys = ("reading", "family", "misfit", "what", "asked", "achieved")
        rows = [
            Row(dict(zip(keys, (reading, fit.family.name, fit.misfit, *each), strict=True)))
            for reading, elicited in self.readings()
            for fit in elicited.fits
            for each in zip(fit.what, fit.asked, fit.achieved, strict=True)
        ]
        return Table([Column(key) for key in keys], rows)

    @property
    def ranking(self) -> Table:
        """The families, the nearest first, below what was asked."""
        first = self.fits[0]
        asked = [
            Column(f"what:{place}", _heading(name), "chance" if _is_chance(name) else "number", data=False)
            for place, name in enumerate(first.what if len(first.what) <= MOST_COLUMNS else ())
        ]
        columns = [
            Column("family", "elicit.family", "family"),
            Column("parameters"),
            Column("what"),
            Column("asked"),
            Column("achieved"),
            *asked,
            Column("misfit"),
            Column("misses", "elicit.misfit.column", "share", data=False),
            *spread_columns(),
        ]
        question = {"family": both("elicit.asked"), **first.figures(first.asked)}
        rows = [Row(question, bold=True, data=False)] if asked else []
        return Table(columns, [*rows, *(fit.row for fit in self.fits)])

    def title(self) -> Text:
        """Give the heading."""
        return both("elicit.title")

    @property
    def warnings(self) -> Sequence[Text]:
        """By how much the best fit misses, where it does."""
        return [] if self._miss is None else [both("elicit.warning", warning=self._miss)]

    def lead(self) -> Sequence[Text]:
        """Say as what the stated range was read."""
        return [] if self.read_as is None else [both("elicit.title.read_as", mass=partial(chance, self.read_as))]

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give the families."""
        return (self.ranking,)

    def notes(self) -> Sequence[Text]:
        """Say why some families were refused."""
        return [
            both("elicit.refused", family=both(f"family.{name}"), reason=error.message)
            for name, error in self.refused.items()
        ]

    def readings(self) -> list[tuple[str, Elicited]]:
        """List this reading and, where there is one, the answer as it was stated."""
        if self.as_stated is None:
            return [("as_stated", self)]
        return [("read_as", self), ("as_stated", self.as_stated)]


def spread_columns(mean: str = "") -> list[Column | Range]:
    """Give the columns of a family's mean, shown if it has a heading, standard deviation and quantiles."""
    quantiles = [Column(f"q{level:g}", "table.median" if level == 0.5 else "", "number") for level in LEVELS]
    range90 = Range("q0.05", "q0.95", "table.range90", "number")
    return [Column("mean", mean, "number"), Column("sd"), *quantiles, range90]


def family_cells(family: Family) -> dict[str, Any]:
    """Give a family: its name, parameters, mean, standard deviation and quantiles."""
    quantiles = dict(zip(LEVELS, np.asarray(family.ppf(np.array(LEVELS))).tolist(), strict=True))
    low, high = quantiles[0.05], quantiles[0.95]
    return {
        "family": family.name,
        "parameters": family.parameters(),
        "mean": _within(family.mean, low, high),
        "sd": family.sd,
        **{f"q{level:g}": _within(value, low, high) for level, value in quantiles.items()},
    }


def _within(value: float, low: float, high: float) -> Between:
    """Give a value the digits that matter to a 90 % range: two of its own at least if that spans powers of ten."""
    step = (high - low) / PARTS
    return about(value, min(step, abs(value) / 10) if low * high > 0 and not 0.1 <= low / high <= 10 else step)


def _step(family: Family) -> float:
    """Give down to where digits matter to a distribution as wide as this."""
    return float(family.ppf(0.95) - family.ppf(0.05)) / PARTS


def _is_chance(name: str) -> bool:
    return name.startswith("P(")


def _heading(name: str) -> Text:
    if not _is_chance(name):
        return both(f"elicit.what.{name}")
    limit = exact(float(name.removeprefix("P(x <= ").removesuffix(")")))
    return Text(*(f"P(x ≤ {number(limit, lang)})" for lang in LANGUAGES))


def _figure(name: str, value: float, step: float) -> Between | float:
    """Give what was asked or achieved: a probability, the value that somebody gave as mode, or a moment."""
    if _is_chance(name):
        return min(max(value, 0.0), 1.0)
    return exact(value) if name == "mode" else about(value, step)


class MisfitWarning(UserWarning):
    """No family that was tried comes near what the expert answered.

    Examples
    --------
    >>> import warnings
    >>> import mkba_uncertainty as mkba
    >>> with warnings.catch_warnings(record=True, action="always") as caught:
    ...     _ = mkba.fit(quantiles={0.25: 1, 0.5: 9, 0.75: 10}, family="normal")
    >>> [warning.category.__name__ for warning in caught]
    ['MisfitWarning']
    """


def fit(
    *,
    quantiles: Mapping[float, float] | None = None,
    three_point: tuple[float, float, float] | None = None,
    interval: tuple[float, float, float] | None = None,
    roulette: Mapping[tuple[float, float], float] | None = None,
    counts: tuple[float, float] | None = None,
    mean_se: tuple[float, float] | None = None,
    support: tuple[float | None, float | None] | None = None,
    family: str | type[Family] | None = None,
    read_as: float | None = None,
    prior: float = 0.0,
    terms: int | None = None,
) -> Elicited:
    """Say which distribution says what this expert said.

    Give one of the first six. Each family is fitted by least squares on probabilities, as in SHELF.

    Parameters
    ----------
    quantiles : mapping of probability to value
        Any number of them, two at least: ``{0.25: 25, 0.5: 30, 0.75: 40}``.
    three_point : (low, mode, high)
        The lowest, most likely and highest value possible.
    interval : (lower, upper, mass)
        A range that holds the value with probability ``mass``, as much being left below it as above.
    roulette : mapping of (low, high) to chips
        Chips laid in bins; what has no chip gets no probability.
    counts : (k, n)
        Cases counted, of cases looked at.
    mean_se : (mean, standard error)
    support : (low, high), optional
        Values that are possible at all; None or infinity is an open end. Without it only families that suit any number
        are tried, and those of positive numbers, or of shares, if all values are.
    family : str or class, optional
        Only this one.
    read_as : float, optional
        Read the range that the expert stated as one of this lower probability, since people's 90 % ranges hold the
        truth far less often (Alpert and Raiffa 1982; Moore, Tenney and Haran 2015). The range is that of ``interval``,
        of ``three_point`` (stated: all), or from the lowest to the highest of ``quantiles``. The answer at its word
        stays in the result as ``as_stated``.
    prior : float
        Of counts: added to ``k`` and to ``n - k``, see :meth:`Beta.from_counts`.
    terms : int, optional
        Of a metalog; one for each quantile unless told otherwise.

    Returns
    -------
    Elicited
        ``.best`` is the family that comes nearest, ``.fits`` are all of them.

    Raises
    ------
    InputError
        If not one answer is given, it contradicts itself, lies outside the support, or no family suits it.
    FamilyError
        If ``family`` suits it, but no distribution of that family comes out: an infeasible metalog is refused.

    Warns
    -----
    MisfitWarning
        If the best fit misses by more than 0.02 in probability.

    Notes
    -----
    O'Hagan et al. (2006), Uncertain Judgements, sections 6.3 and 6.4; Oakley and O'Hagan, SHELF: the Sheffield
    Elicitation Framework.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> expert = mkba.fit(interval=(80, 120, 0.95), family="normal")
    >>> round(expert.best.mean, 3), round(expert.best.sd, 3)
    (100.0, 10.204)
    >>> mkba.fit(counts=(30, 100), prior=1, support=(0, 1)).best
    Beta(alpha=31.0, beta=71.0, low=0.0, high=1.0)
    """
    given = one_answer(
        {
            "quantiles": quantiles,
            "three_point": three_point,
            "interval": interval,
            "roulette": roulette,
            "counts": counts,
            "mean_se": mean_se,
        }
    )
    choices = _Choices(
        read_support(support),
        None if family is None else find_family(family),
        finite("prior", prior),
        None if terms is None else int(finite("terms", terms)),
    )
    if choices.prior and given.counts is None:
        raise InputError("elicit_unused_prior", key="prior", found=prior)
    found = _elicited(given, choices)
    if read_as is not None:
        wider = _elicited(widened(given, read_as), choices)
        found = replace(wider, read_as=float(read_as), as_stated=found)
    message = found.warning()
    if message is not None:
        warnings.warn(message, MisfitWarning, stacklevel=2)
    return found


def fit_each(
    answers: Sequence[tuple[AnswerKind, Any]],
    *,
    support: tuple[float | None, float | None] | None = None,
    prior: float | None = None,
    terms: int | None = None,
    **choices: Any,
) -> list[Elicited]:
    """Fit each of several answers as :func:`fit` does, without its warnings.

    Parameters
    ----------
    answers : sequence of (kind, answer)
    prior, terms, optional
        Go to the answers that they say something of: counts, and those to which a metalog can be fitted.
    support, **choices
        Go to all of them.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MisfitWarning)
        return [
            fit(
                **{kind: answer},
                support=support,
                prior=prior if kind == "counts" and prior is not None else 0.0,
                terms=terms if kind in OF_METALOGS else None,
                **choices,
            )
            for kind, answer in answers
        ]


class _Choices(NamedTuple):
    """What the user of :func:`fit` chose."""

    limits: Support
    family: type[Family] | None
    prior: float
    terms: int | None


def _elicited(answer: Answer, choices: _Choices) -> Elicited:
    within(answer, choices.limits)
    fits: list[Fit] = []
    refused: dict[str, FamilyError] = {}
    for family in CANDIDATES:
        if choices.family not in (None, family):
            continue
        try:
            made = _fitted(family, answer, choices)
        except Unsuitable:
            continue
        except FamilyError as error:
            refused[family.name] = error
            continue
        fits.append(made)
    if fits:
        ranked = sorted(fits, key=lambda made: round(made.misfit, 6))  # stable: equals stay in order of preference
        return Elicited(answer, choices.limits, tuple(ranked), refused)
    if refused:
        raise next(iter(refused.values()))
    low, high = choices.limits
    name = "-" if choices.family is None else choices.family.name
    raise InputError("elicit_nothing_fits", key="family", found=name, kind=answer.kind, low=low, high=high)


def _fitted(family: type[Family], answer: Answer, choices: _Choices) -> Fit:
    if answer.counts is not None:
        k, n = answer.counts
        if family is not Beta or choices.limits not in (UNBOUNDED, (0.0, 1.0)):
            raise Unsuitable
        made: Family = Beta.from_counts(k, n, choices.prior)
        return Fit(made, ("mean",), (k / n,), (made.mean,), 0.0)
    if answer.moments is not None:
        made = from_moments(family, *answer.moments, choices.limits)
        return Fit(made, ("mean", "sd"), answer.moments, (made.mean, made.sd), 0.0)
    if answer.mode is not None and family not in (Pert, Triangular):
        raise Unsuitable
    return _compared(_least_squares(family, points_of(answer, choices.limits, choices.terms)), answer)


def _least_squares(family: type[Family], points: Points) -> Family:
    """Minimise the sum of squared differences in probability, from several starts."""
    from scipy.optimize import least_squares

    build, starts = CANDIDATES[family](points)
    worst = np.full(points.values.size, 2.0)  # worse than any distribution

    def misses(theta: NDArray[np.float64]) -> NDArray[np.float64]:
        try:
            missed = np.asarray(build(theta).cdf(points.values) - points.probabilities)
        except (FamilyError, OverflowError, ZeroDivisionError):
            return worst
        return np.where(np.isfinite(missed), missed, worst)

    def cost(theta: NDArray[np.float64]) -> float:
        return float((misses(theta) ** 2).sum())

    starts = sorted(starts, key=cost)[:MOST_STARTS]
    best, least = starts[0], cost(starts[0])
    for start in starts:
        if least < EXACT:
            break
        found = least_squares(misses, start, xtol=1e-13, ftol=1e-13, gtol=1e-13, max_nfev=300)
        if 2 * found.cost < least - 1e-15:
            best, least = found.x, 2 * found.cost
    return build(best)


def _compared(family: Family, answer: Answer) -> Fit:
    achieved = np.asarray(family.cdf(np.array(answer.values))).tolist()
    misfit = max(abs(got - asked) for got, asked in zip(achieved, answer.probabilities, strict=True))
    what = [f"P(x <= {value:g})" for value in answer.values]
    asked = list(answer.probabilities)
    if isinstance(family, Pert | Triangular) and answer.mode is not None:
        what.insert(1, "mode")
        asked.insert(1, answer.mode)
        achieved.insert(1, family.mode)
    return Fit(family, tuple(what), tuple(asked), tuple(achieved), float(misfit))
