"""One number of a case: what it is, where it stands, how uncertain it is, and what each expert said of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from mkba_uncertainty.errors import FamilyError, InputError
from mkba_uncertainty.families import Family, Observation, Point, Rescaled, Updated
from mkba_uncertainty.texts import Text
from mkba_uncertainty.texts.units import is_share
from mkba_uncertainty.units import is_counted

if TYPE_CHECKING:
    from mkba_uncertainty.elicitation.answers import Answer, AnswerKind

Role = Literal["expert", "observed", "assumption", "unit_value", "lever", "value_choice"]
Basis = Literal["published", "implied", "judgement"]
Middle = Literal["mode", "mean", "median"]
PoolMethod = Literal["linear", "log"]
WeightsFrom = Literal["equal", "seed_questions"]

CHOICES: tuple[Role, ...] = ("lever", "value_choice")
"""Roles that are chosen, not uncertain: never sampled, moved by scenarios."""

POOLED = "pooled"
"""What a scenario sets an estimate to in order to replace its distribution by the one of its experts' answers."""


MOST_BINS, MOST_CHIPS = 100, 1000
"""In which an expert lays chips, and in each of them."""

FIGURES = 4
"""Figures of a point value that is the mean after data."""


@dataclass(frozen=True)
class Source:
    """Where a number stands: a document of the case, and the place in it."""

    document: str
    place: str


@dataclass(frozen=True)
class PriceIndex:
    """A published price index: figures by year, of which the ratios count. Its name is that of its document."""

    name: str
    figures: Mapping[int, float]


@dataclass(frozen=True)
class Roulette:
    """Chips that an expert laid in bins of one width, from ``low`` to ``high``."""

    low: float
    high: float
    chips: tuple[int, ...]

    @property
    def bins(self) -> dict[tuple[float, float], int]:
        """The chips by the ends of their bin."""
        edges = [self.low + (self.high - self.low) * place / len(self.chips) for place in range(len(self.chips))]
        return dict(zip(pairwise([*edges, self.high]), self.chips, strict=True))


@dataclass(frozen=True)
class Expert:
    """What one expert answered, and how much the answer counts beside those of others.

    Parameters
    ----------
    answer : float, optional
        One number, in the unit of the estimate, of an expert who gave no range.
    weight : float
        0 or more, such as the number of cases that the answer is about. Only its ratio to the others matters.
    label : Text, optional
        Who it was.
    quantiles : mapping of probability to value
        Of an expert who gave a range.
    roulette : Roulette, optional
        Of one who laid chips.
    reason : str, optional
        Why, in the expert's own words.
    date : str, optional
    """

    answer: float | None = None
    weight: float = 1.0
    label: Text | None = None
    quantiles: Mapping[float, float] = field(default_factory=dict)
    roulette: Roulette | None = None
    reason: str | None = None
    date: str | None = None

    @property
    def given(self) -> tuple[AnswerKind, Any]:
        """The kind of range, and the range as :func:`mkba_uncertainty.fit` takes it."""
        return ("roulette", self.roulette.bins) if self.roulette else ("quantiles", self.quantiles)

    @property
    def range(self) -> Answer:
        """The range, as points of a distribution.

        Raises
        ------
        InputError
            If it contradicts itself.
        """
        from mkba_uncertainty.elicitation.answers import one_answer

        return one_answer(dict([self.given]))

    def times(self, factor: float) -> Expert:
        """Give the same answer in another year's prices."""
        laid = self.roulette
        return replace(
            self,
            answer=None if self.answer is None else self.answer * factor,
            quantiles={level: value * factor for level, value in self.quantiles.items()},
            roulette=laid and replace(laid, low=laid.low * factor, high=laid.high * factor),
        )


@dataclass(frozen=True)
class Pooling:
    """How the ranges of experts became the distribution of an estimate.

    Parameters
    ----------
    method : {"linear", "log"}
    weights : {"equal", "seed_questions"}
        Where the experts' weights come from.
    low, high : float, optional
        The values that are possible at all; without one that side is open.
    family : str, optional
        The one fitted to each answer, where it is not what the form drew.
    replaced : Family, optional
        The distribution that stood there before.
    """

    method: PoolMethod
    weights: WeightsFrom
    low: float | None = None
    high: float | None = None
    family: str | None = None
    replaced: Family | None = None

    def times(self, factor: float) -> Pooling:
        """Give the same in another year's prices."""
        low, high = (None if end is None else end * factor for end in (self.low, self.high))
        return replace(self, low=low, high=high, replaced=self.replaced and Rescaled(self.replaced, factor))


@dataclass(frozen=True)
class Estimate:
    """One number that somebody estimated, registered, or chose.

    ``value`` is what stands in the source, whatever data have said since. ``experts`` are the answers of those
    who were asked; the scenario value :data:`POOLED` stands for what they come to; ``pooling`` says how their ranges
    became the distribution. ``middle`` says which value of the distribution ``value`` is, where the file leaves it out;
    ``relative`` is the distribution as the file has it, where that is in percentages of the value or reads better. A
    ``difference``, such as an effect, may be below zero whatever its unit. One that does not stand among the estimates
    of its file is ``part_of`` another table: the factor of a series. One that is taken from the library of unit values
    says which in ``use``; ``index`` is the price index of its list.
    """

    name: str
    label: Text
    role: Role
    unit: str
    value: float
    distribution: Family
    basis: Basis
    source: Source
    price_level: int | None = None
    tags: tuple[str, ...] = ()
    note: Text | None = None
    experts: tuple[Expert, ...] = ()
    pooling: Pooling | None = None
    difference: bool = False
    middle: Middle | None = None
    relative: Mapping[str, Any] | None = None
    part_of: str | None = None
    use: str | None = None
    index: PriceIndex | None = None

    @property
    def is_uncertain(self) -> bool:
        """Whether the estimate is sampled."""
        return self.role not in CHOICES and not isinstance(self.distribution, Point)

    @property
    def point(self) -> float:
        """The estimate when nothing is uncertain: its value, or the mean after any data on it, to four figures."""
        family = self.distribution
        return float(f"{family.mean:.{FIGURES}g}") if family.evidence[1] else self.value

    @property
    def possible(self) -> tuple[float, float]:
        """The values that are possible at all, by its unit: of a share 0 to 1, of anything else more than 0.

        A difference of shares is from -1 to 1, any other whatever.
        """
        if is_share(self.unit):
            return (-1.0, 1.0) if self.difference else (0.0, 1.0)
        return (-math.inf, math.inf) if self.difference else (0.0, math.inf)

    @property
    def ranges(self) -> tuple[Expert, ...]:
        """The experts who gave a range."""
        return tuple(one for one in self.experts if one.answer is None)

    @property
    def pooled(self) -> Family:
        """The one distribution that the experts' answers come to, and any data on the estimate after that.

        Of those who gave one number see :func:`mkba_uncertainty.pooled_answers`: normal for a difference, beta from 0
        to 1 for a share, gamma for any other unit if no answer is below 0, and normal otherwise. Where all gave a range
        it is the pool of these. Data update it as they did the estimate's own distribution.

        Raises
        ------
        InputError
            If there are no experts, fewer than two answers with some weight, all are the same, or they differ more
            than a distribution of that shape can; or if what they come to excludes the data.
        """
        if not self.experts:
            raise InputError("no_experts", key=f"estimates.{self.name}", found=self.name)
        single = [one for one in self.experts if one.answer is not None]
        return self.after_data(self._sum_of(single) if single else self.pool_of_ranges)

    @property
    def pool_of_ranges(self) -> Family:
        """The pool of the experts who gave a range, before any data; of one who counts alone what that one said."""
        from mkba_uncertainty.elicitation.pooling import pool

        counted = [one for one in self.ranges if one.weight > 0]
        families = [self.of_expert(one) for one in counted]
        if len(families) == 1:
            return families[0]
        weights = [one.weight for one in counted]
        method = self.pooling.method if self.pooling else "linear"
        return pool(families, weights=weights if len(set(weights)) > 1 else None, method=method)

    def of_expert(self, expert: Expert) -> Family:
        """Give the distribution that stands for the range of an expert.

        Raises
        ------
        InputError, FamilyError
            If the range contradicts itself, lies outside what is possible, or no distribution has it.
        """
        from mkba_uncertainty.elicitation import drawn, fit_each

        if self.pooling is None or self.pooling.family is None:
            return drawn(expert.range, self.asked_within)
        return fit_each([expert.given], support=self.asked_within, family=self.pooling.family)[0].best

    @property
    def asked_within(self) -> tuple[float, float]:
        """The values that experts were told to be possible at all."""
        if self.pooling is None:
            return self.possible
        low, high = self.pooling.low, self.pooling.high
        return -math.inf if low is None else low, math.inf if high is None else high

    def after_data(self, family: Family) -> Family:
        """Give a distribution after the data on this estimate.

        Raises
        ------
        InputError
            If it excludes them.
        """
        _, data = self.distribution.evidence
        try:
            return Updated(family, data) if data else family
        except FamilyError as error:
            raise InputError(error.code, key=f"estimates.{self.name}", **error.facts) from error

    def _sum_of(self, experts: list[Expert]) -> Family:
        """Give what single numbers come to."""
        from mkba_uncertainty.elicitation.pooling import pooled_answers

        answers, weights = [one.answer or 0.0 for one in experts], [one.weight for one in experts]
        above_zero = all(answer >= 0 for answer in answers)
        support = (
            None if self.difference else (0.0, 1.0) if is_share(self.unit) else (0.0, None) if above_zero else None
        )
        try:
            return pooled_answers(answers, weights, support=support)
        except FamilyError as error:
            low, high = min(answers), max(answers)
            raise InputError("experts_contradict", key=f"estimates.{self.name}", low=low, high=high) from error


def middle_of(family: Family, which: Middle) -> float | None:
    """Give the value of a distribution that its estimate has where none is stated; None if it has no such value."""
    if which == "mode":
        return family.peak
    return family.mean if which == "mean" else float(family.ppf(0.5))


def misfit(observation: Observation, unit: str, *, difference: bool = False) -> str | None:
    """Give the code of the error that an estimate with this unit cannot be observed so; None if it can."""
    if observation.needs == "shares":
        return "observed_counts"
    if difference and observation.needs != "any":
        return "observed_difference"
    if observation.needs == "share" and not is_share(unit):
        return "observed_no_share"
    if observation.needs == "count" and not is_counted(unit):
        return "observed_share_as_count" if is_share(unit) else "observed_no_count"
    return None
