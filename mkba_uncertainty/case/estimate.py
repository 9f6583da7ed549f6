"""One number of a case: what it is, where it stands, how uncertain it is, and what each expert said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mkba_uncertainty.errors import FamilyError, InputError
from mkba_uncertainty.families import Family, Observation, Point, Updated
from mkba_uncertainty.texts import Text
from mkba_uncertainty.texts.units import is_share
from mkba_uncertainty.units import is_counted

Role = Literal["expert", "observed", "assumption", "unit_value", "lever", "value_choice"]
Basis = Literal["published", "implied", "judgement"]
Middle = Literal["mode", "mean", "median"]

CHOICES: tuple[Role, ...] = ("lever", "value_choice")
"""Roles that are chosen, not uncertain: never sampled, moved by scenarios."""

POOLED = "pooled"
"""What a scenario sets an estimate to in order to replace its distribution by the one of its experts' answers."""


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
class Expert:
    """What one expert answered, asked for one number, and how much the answer counts beside those of others.

    Parameters
    ----------
    answer : float
        In the unit of the estimate.
    weight : float
        0 or more, such as the number of cases that the answer is about. Only its ratio to the others matters.
    label : Text, optional
        Who it was.
    """

    answer: float
    weight: float = 1.0
    label: Text | None = None


@dataclass(frozen=True)
class Estimate:
    """One number that somebody estimated, registered, or chose.

    ``value`` is what stands in the source, whatever data have said since. ``experts`` are the answers of those
    who were asked; the scenario value :data:`POOLED` stands for what they come to. ``middle`` says which value of the
    distribution ``value`` is, where the file leaves it out; ``relative`` is the distribution as the file has it, where
    that is in percentages of the value. A ``difference``, such as an effect, may be below zero whatever its unit. One
    that does not stand among the estimates of its file is ``part_of`` another table: the factor of a series. One that
    is taken from the library of unit values says which in ``use``; ``index`` is the price index of its list.
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
    def pooled(self) -> Family:
        """The one distribution that the experts' answers come to, and any data on the estimate after that.

        See :func:`mkba_uncertainty.pooled_answers`: normal for a difference, beta from 0 to 1 for a share, gamma
        for any other unit if no answer is below 0, and normal otherwise. Data update it as they did the estimate's
        own distribution.

        Raises
        ------
        InputError
            If there are no experts, fewer than two answers with some weight, all are the same, or they differ more
            than a distribution of that shape can; or if what they come to excludes the data.
        """
        from mkba_uncertainty.elicitation.pooling import pooled_answers

        if not self.experts:
            raise InputError("no_experts", key=f"estimates.{self.name}", found=self.name)
        answers, weights = [one.answer for one in self.experts], [one.weight for one in self.experts]
        above_zero = all(answer >= 0 for answer in answers)
        support = (
            None if self.difference else (0.0, 1.0) if is_share(self.unit) else (0.0, None) if above_zero else None
        )
        try:
            pool = pooled_answers(answers, weights, support=support)
        except FamilyError as error:
            low, high = min(answers), max(answers)
            raise InputError("experts_contradict", key=f"estimates.{self.name}", low=low, high=high) from error
        _, data = self.distribution.evidence
        try:
            return Updated(pool, data) if data else pool
        except FamilyError as error:
            raise InputError(error.code, key=f"estimates.{self.name}", **error.facts) from error


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
