"""What can be chosen: doing nothing, the approach as it is, alternatives of the case, or scenarios."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil
from typing import Any

import numpy as np

from mkba_uncertainty.arrays import Value, Values, is_number
from mkba_uncertainty.case import BASE, NOTHING, Band, Case, Rate
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import Family, Point
from mkba_uncertainty.model import AnyModel, Correlation, Sticks, limit_of
from mkba_uncertainty.model.cashflow import spread
from mkba_uncertainty.model.discounting import Discount
from mkba_uncertainty.names import unknown
from mkba_uncertainty.texts import CATALOGUE, Text

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
    model : AnyModel or None
        Of which it is an outcome.
    changes : mapping of input to value
        What it sets.
    """

    name: str
    label: Text
    outcome: str | None
    model: AnyModel | None = None
    changes: Mapping[str, float] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What its net benefit is called beside inputs, of which one may have the same name."""
        return f"option:{self.name}"


@dataclass(frozen=True)
class Scale:
    """How far a decision reaches.

    Parameters
    ----------
    years : float
        For how many years it is taken; the net benefit of the model is that of one year's start.
    population : float
        How many times the population of the model it is about.
    rate : tuple of Band
        At which a later year counts for less.
    """

    years: float = 1.0
    population: float = 1.0
    rate: Rate = (Band(0, 0.0),)

    def __post_init__(self) -> None:
        """Refuse what is no scale."""
        for key in ("years", "population"):
            value = getattr(self, key)
            if not (is_number(value) and 0 < value < np.inf):
                raise InputError("scale_not_positive", key=key, found=value)

    @cached_property
    def factor(self) -> float:
        """What to multiply by: years discounted to the first (Philips, Claxton and Palmer 2008), times population."""
        later = Discount(self.rate).factors({}, ceil(self.years))
        return self.population * float(sum(spread(self.years, year) * factor for year, factor in enumerate(later)))

    def to_dict(self) -> dict[str, Any]:
        """Give what ``--json`` shows."""
        bands = [{"from": band.start, "rate": band.rate} for band in self.rate]
        return {"years": self.years, "population": self.population, "discounting": bands, "factor": self.factor}


@dataclass(frozen=True, kw_only=True, repr=False)
class Decision(AnyModel):
    """The net benefits of options as the outcomes of one model: on the same draws, options differ by what they are.

    Parameters
    ----------
    model : AnyModel
        Whose uncertain inputs come first, and have the draws that a run of it has.
    options : sequence of Option
        Of this model, or of others that may have inputs of their own.
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
    def case(self) -> Case | None:  # type: ignore[override]
        """The case with all that can be chosen."""
        return self.model.whole

    @property
    def models(self) -> tuple[AnyModel, ...]:
        """The models of which options are outcomes, each once."""
        every = (self.model, *(option.model for option in self.options if option.model is not None))
        return tuple({id(model): model for model in every}.values())

    @property
    def shares(self) -> Mapping[str, Sticks]:  # type: ignore[override]
        """The estimates that sum to 1 of all the models."""
        return {name: each for model in reversed(self.models) for name, each in model.shares.items()}

    @property
    def wanted(self) -> list[tuple[AnyModel, tuple[str, ...]]]:
        """The models of which options are outcomes, each with these outcomes."""
        found = [(model, [each for each in self.options if each.model is model]) for model in self.models]
        return [(model, _outcomes(options)) for model, options in found if options]

    @property
    def kept_dimensions(self) -> int:
        """How many inputs are drawn as in a run of the model by itself."""
        return len(self.model.uncertain)

    def label(self, name: str) -> Text:
        """Give what an input is called, by a model that has it."""
        return self._with(name).label(name)

    def unit(self, name: str) -> str | None:
        """Give the unit of an input, by a model that has it."""
        return self._with(name).unit(name)

    def price_factor(self, name: str) -> float:
        """Give what turns an amount in the prices of an input into one in those of its model."""
        return self._with(name).price_factor(name)

    def _with(self, name: str) -> AnyModel:
        return next((model for model in self.models if name in model.inputs or name in model.shares), self.model)

    @cached_property
    def _variants(self) -> tuple[tuple[AnyModel, Mapping[str, float], tuple[Option, ...]], ...]:
        """Options by the model and what they set: those that share both need one evaluation."""
        alike: dict[Any, list[Option]] = {}
        for option in self.options:
            if option.model is not None:
                alike.setdefault((id(option.model), *sorted(option.changes.items())), []).append(option)
        return tuple((same[0].model, same[0].changes, tuple(same)) for same in alike.values() if same[0].model)

    @cached_property
    def _known(self) -> tuple[dict[int, Collection[str]], ...]:
        """Give for each variant what it has in common with earlier ones, where none sets anything."""
        return tuple(
            {
                earlier: model.alike(other)
                for earlier, (other, set_too, _) in enumerate(self._variants[:number])
                if not changes and not set_too
            }
            for number, (model, changes, _) in enumerate(self._variants)
        )

    def run(self, inputs: Values, outcomes: Collection[str]) -> dict[str, Value]:
        """Evaluate one chunk for every option."""
        values: dict[str, Value] = dict(inputs)
        for number, (model, changes, options) in enumerate(self._variants):
            own = {name: value for name, value in inputs.items() if name in model.uncertain}
            state = model.run({**own, **model.inputs_at(own, changes)}, _outcomes(options))
            values |= {f"{number}{MARK}{name}": value for name, value in state.items()}
            values |= self._net_benefits(options, state)
        return values | self._nothing()

    def rerun(self, values: Values, changed: Values, outcomes: Collection[str]) -> dict[str, Value]:
        """Evaluate again what a changed input touches; an input that an option sets stays as set."""
        found, given = self._nothing(), {**values, **changed}
        renewed: list[dict[str, Value]] = []
        for number, (model, changes, options) in enumerate(self._variants):
            start = f"{number}{MARK}"
            state = {name[len(start) :]: value for name, value in values.items() if name.startswith(start)}
            moved = {name: value for name, value in changed.items() if name in model.uncertain and name not in changes}
            moved |= model.inputs_at(given, {name: value for name, value in changes.items() if name in model.members})
            for earlier, names in self._known[number].items():
                moved |= {name: renewed[earlier][name] for name in names if name in renewed[earlier]}
            renewed.append(model.rerun(state, moved, _outcomes(options)))
            found |= self._net_benefits(options, renewed[number])
        return found

    def _net_benefits(self, options: Sequence[Option], state: Values) -> dict[str, Value]:
        factor = self.scale.factor
        return {option.key: factor * state[option.outcome] for option in options if option.outcome is not None}

    def _nothing(self) -> dict[str, Value]:
        return {option.key: self.scale.factor * self.threshold for option in self.options if option.outcome is None}


def make_decision(
    model: AnyModel,
    *,
    outcome: str | None = None,
    options: Sequence[str] | None = None,
    threshold: float | None = None,
    years: float = 1.0,
    population: float = 1.0,
) -> Decision:
    """Say what can be chosen, and for how long and how many.

    Parameters
    ----------
    model : AnyModel
    outcome : str, optional
        By default the headline: the net benefit, or else the first outcome.
        The net benefit: of society, or ``actor:<id>``.
    options : sequence of str, optional
        ``nothing``, ``base`` (the model as it is), and for a case names of its alternatives and, under the one in
        force, of its scenarios; for any other model names of outcomes, each the net benefit of an option. One option
        alone is weighed against doing nothing. By default all alternatives and doing nothing.
    threshold : float, optional
        What doing nothing yields, in the unit of the outcome: by default 0, and of a ratio 1.
    years, population : float
        See :class:`Scale`; years are discounted at the case's rate, or at the own rate of the actor that decides.

    Raises
    ------
    InputError
        If an option is unknown or named twice, has another value choice (a norm is not something to choose for gain) or
        sets an estimate to its experts' answers (what is known is no choice either), or a number cannot be used.
    """
    outcome = outcome or model.headline
    model.select([outcome])
    if threshold is None:
        threshold = limit_of(model.unit(outcome))
    if not (is_number(threshold) and np.isfinite(threshold)):
        raise InputError("threshold_not_finite", key="threshold", found=threshold)
    if options is None:
        options = (*model.alternatives, NOTHING) if model.alternatives else (BASE,)
    names = [options] if isinstance(options, str) else list(options)
    for name in names:
        if names.count(name) > 1:
            raise InputError("option_twice", key="options", found=name)
    if len(names) == 1 and NOTHING not in names:
        names.insert(0, NOTHING)
    if len(names) < 2:
        raise InputError("options_too_few", key="options", found=", ".join(names) or "-")
    made = tuple(_option(model, name, outcome) for name in names)
    others = [option.model for option in made if option.model is not None and option.model is not model]
    inputs = _all_inputs(model, others) if others else model.inputs
    return Decision(
        inputs=inputs,
        outcomes=tuple(option.key for option in made),
        correlation=_all_correlations(model, inputs) if others else model.correlations,
        name=model.name,
        model=model,
        options=made,
        threshold=threshold,
        scale=Scale(years, population, _rate(model, outcome)),
    )


def _rate(model: AnyModel, outcome: str) -> Rate:
    """Give the rate at which an outcome counts for less when it comes later, in numbers."""
    if model.case is None:
        return Scale().rate
    kind, _, about = outcome.partition(":")
    rates = model.case.rates
    bands = rates.of_actor(about.partition(":")[0]) if kind == "actor" else rates.bands
    named = {**dict.fromkeys(rates.named, 0.0), **model.fixed}  # a workbook has its own rate, or none
    return tuple(Band(band.start, named[band.rate] if isinstance(band.rate, str) else band.rate) for band in bands)


def _option(model: AnyModel, name: str, outcome: str) -> Option:
    case, alternatives = model.case, model.alternatives
    if name == NOTHING:
        return Option(name, Text(*CATALOGUE["voi.nothing"]), None)
    if name == BASE:
        label = case.chosen.label if case and case.chosen else Text(*CATALOGUE["voi.base"])
        return Option(name, label, outcome, model)
    if model.whole and name in alternatives:
        alternatives[name].select([outcome])
        return Option(name, model.whole.alternatives[name].label, outcome, alternatives[name])
    if case is None:
        if name not in model.outcomes:
            raise unknown("unknown_option", "options", name, (NOTHING, BASE, *model.outcomes))
        return Option(name, Text(name, name), name, model)
    if name not in case.scenarios:
        raise unknown("unknown_option", "options", name, (NOTHING, BASE, *alternatives, *case.scenarios))
    scenario = case.scenarios[name]
    if scenario.pooled:
        raise InputError("option_is_knowledge", key="options", found=name, sets=", ".join(scenario.pooled))
    for key in scenario.values:
        if case.estimates[key].role == "value_choice":
            raise InputError("option_is_norm", key="options", found=name, sets=key)
    return Option(name, scenario.label, outcome, model, dict(scenario.values))


def require_same_norms(decision: Decision) -> None:
    """Refuse alternatives that set a value choice to different values: a norm is not chosen to come out better.

    Raises
    ------
    InputError
    """
    models = [model for model, _ in decision.wanted]
    norms = {} if decision.case is None else decision.case.estimates
    for name in (name for name, estimate in norms.items() if estimate.role == "value_choice"):
        values = {model.point()[name] for model in models if name in model.inputs}
        if len(values) > 1:
            raise InputError(
                "alternative_is_norm",
                key="options",
                found=", ".join(option.name for option in decision.options),
                sets=name,
            )


def _all_inputs(model: AnyModel, others: Sequence[AnyModel]) -> dict[str, Family]:
    """Give the inputs of several models: first the uncertain ones of one of them, in its order."""
    inputs = {name: model.inputs[name] for name in model.uncertain}
    for other in others:
        inputs |= {name: other.inputs[name] for name in other.uncertain if name not in inputs}
    return inputs | {name: family for name, family in model.inputs.items() if name not in inputs}


def _all_correlations(model: AnyModel, inputs: Mapping[str, Family]) -> dict[tuple[str, str], float]:
    """Give what the view in force says of these inputs: also of two that no alternative has both of."""
    assert model.whole is not None
    assert model.dependence is not None
    asked = model.whole.dependence[model.dependence].correlations
    uncertain = {name for name, family in inputs.items() if not isinstance(family, Point)}
    return {pair: rank for pair, rank in asked.items() if uncertain.issuperset(pair)}


def _outcomes(options: Sequence[Option]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(option.outcome for option in options if option.outcome is not None))
