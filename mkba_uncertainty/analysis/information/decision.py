"""What can be chosen: doing nothing, the approach as it is, or scenarios of the case."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from mkba_uncertainty.arrays import Value, Values, is_number
from mkba_uncertainty.case import DISCOUNT_RATE
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import Family
from mkba_uncertainty.model import AnyModel, Correlation
from mkba_uncertainty.model.cashflow import annuity
from mkba_uncertainty.names import unknown
from mkba_uncertainty.texts import CATALOGUE, Text

NOTHING, BASE = "nothing", "base"

MARK = "|"
"""Stands between the number of a variant of the model and the name of one of its values."""


@dataclass(frozen=True)
class Option:
    """Something that can be chosen.

    Parameters
    ----------
    name : str
    label : Text
    outcome : str or None
        The outcome that is its net benefit; None for doing nothing.
    changes : mapping of input to value
        What it sets.
    """

    name: str
    label: Text
    outcome: str | None
    changes: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Scale:
    """How far a decision reaches.

    Parameters
    ----------
    years : float
        For how many years it is taken; the net benefit of the model is that of one year's start.
    population : float
        How many times the population of the model it is about.
    discount_rate : float
        A year later everything counts for so much less.
    """

    years: float = 1.0
    population: float = 1.0
    discount_rate: float = 0.0

    def __post_init__(self) -> None:
        """Refuse what is no scale."""
        for key in ("years", "population"):
            value = getattr(self, key)
            if not (is_number(value) and 0 < value < np.inf):
                raise InputError("scale_not_positive", key=key, found=value)

    @property
    def factor(self) -> float:
        """What to multiply by: years discounted to the first (Philips, Claxton and Palmer 2008), times population."""
        return self.population * float(annuity(self.years, self.discount_rate))


@dataclass(frozen=True, kw_only=True, repr=False)
class Decision(AnyModel):
    """The net benefits of options as the outcomes of one model: on the same draws, options differ by what they set.

    Parameters
    ----------
    model : AnyModel
    options : sequence of Option
    threshold : float
        What doing nothing yields.
    scale : Scale
    """

    inputs: Mapping[str, Family]
    outcomes: Sequence[str]
    correlation: Correlation
    name: str
    model: AnyModel
    options: tuple[Option, ...]
    threshold: float = 0.0
    scale: Scale = Scale()

    @property
    def wanted(self) -> tuple[str, ...]:
        """The outcomes of the model that options yield."""
        return _outcomes(self.options)

    @cached_property
    def _variants(self) -> tuple[tuple[Mapping[str, float], tuple[Option, ...]], ...]:
        """Options by what they set: those that set the same need one evaluation."""
        active = [option for option in self.options if option.outcome is not None]
        sets = {tuple(sorted(option.changes.items())): option.changes for option in active}
        return tuple(
            (changes, tuple(option for option in active if option.changes == changes)) for changes in sets.values()
        )

    def run(self, inputs: Values, outcomes: Collection[str]) -> dict[str, Value]:
        """Evaluate one chunk for every option."""
        values: dict[str, Value] = dict(inputs)
        for number, (changes, options) in enumerate(self._variants):
            state = self.model.run({**inputs, **changes}, _outcomes(options))
            values |= {f"{number}{MARK}{name}": value for name, value in state.items()}
            values |= self._net_benefits(options, state)
        return values | self._nothing()

    def rerun(self, values: Values, changed: Values, outcomes: Collection[str]) -> dict[str, Value]:
        """Evaluate again what a changed input touches; an input that an option sets stays as set."""
        found: dict[str, Value] = self._nothing()
        for number, (changes, options) in enumerate(self._variants):
            start = f"{number}{MARK}"
            state = {name[len(start) :]: value for name, value in values.items() if name.startswith(start)}
            moved = {name: value for name, value in changed.items() if name not in changes}
            found |= self._net_benefits(options, self.model.rerun(state, moved, _outcomes(options)))
        return found

    def _net_benefits(self, options: Sequence[Option], state: Values) -> dict[str, Value]:
        factor = self.scale.factor
        return {option.name: factor * state[option.outcome] for option in options if option.outcome is not None}

    def _nothing(self) -> dict[str, Value]:
        return {option.name: self.scale.factor * self.threshold for option in self.options if option.outcome is None}


def make_decision(
    model: AnyModel,
    *,
    outcome: str = "net_benefit",
    options: Sequence[str] | None = None,
    threshold: float = 0.0,
    years: float = 1.0,
    population: float = 1.0,
) -> Decision:
    """Say what can be chosen, and for how long and how many.

    Parameters
    ----------
    model : AnyModel
    outcome : str
        The net benefit: of society, or ``actor:<id>``.
    options : sequence of str, optional
        ``nothing``, ``base`` (the model as it is), and for a case names of its scenarios; for any other model names of
        outcomes, each the net benefit of an option. One option alone is weighed against doing nothing. By default
        ``base``, against doing nothing.
    threshold : float
        What doing nothing yields, in the unit of the outcome.
    years, population : float
        See :class:`Scale`; years are discounted at the case's rate.

    Raises
    ------
    InputError
        If an option is unknown or named twice, sets a value choice (a norm is not something to choose for gain) or an
        estimate to its experts' answers (what is known is no choice either), or a number cannot be used.
    """
    model.select([outcome])
    if not (is_number(threshold) and np.isfinite(threshold)):
        raise InputError("threshold_not_finite", key="threshold", found=threshold)
    names = [BASE] if options is None else [options] if isinstance(options, str) else list(options)
    for name in names:
        if names.count(name) > 1:
            raise InputError("option_twice", key="options", found=name)
    if len(names) == 1 and NOTHING not in names:
        names.insert(0, NOTHING)
    if len(names) < 2:
        raise InputError("options_too_few", key="options", found=", ".join(names) or "-")
    made = tuple(_option(model, name, outcome) for name in names)
    rate = model.fixed.get(DISCOUNT_RATE, 0.0) if model.case else 0.0
    return Decision(
        inputs=model.inputs,
        outcomes=tuple(names),
        correlation=model.correlations,
        name=model.name,
        model=model,
        options=made,
        threshold=threshold,
        scale=Scale(years, population, rate),
    )


def _option(model: AnyModel, name: str, outcome: str) -> Option:
    if name == NOTHING:
        return Option(name, Text(*CATALOGUE["voi.nothing"]), None)
    if name == BASE:
        return Option(name, Text(*CATALOGUE["voi.base"]), outcome)
    if model.case is None:
        if name not in model.outcomes:
            raise unknown("unknown_option", "options", name, (NOTHING, BASE, *model.outcomes))
        return Option(name, Text(name, name), name)
    if name not in model.case.scenarios:
        raise unknown("unknown_option", "options", name, (NOTHING, BASE, *model.case.scenarios))
    scenario = model.case.scenarios[name]
    if scenario.pooled:
        raise InputError("option_is_knowledge", key="options", found=name, sets=", ".join(scenario.pooled))
    for key in scenario.values:
        if model.case.estimates[key].role == "value_choice":
            raise InputError("option_is_norm", key="options", found=name, sets=key)
    return Option(name, scenario.label, outcome, dict(scenario.values))


def _outcomes(options: Sequence[Option]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(option.outcome for option in options if option.outcome is not None))
