"""The same question after monitoring data: estimates updated, and the whole analysis before and after."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.confidence import confidence
from mkba_uncertainty.analysis.information import value_of_information
from mkba_uncertainty.analysis.labels import input_labels
from mkba_uncertainty.analysis.monitoring_result import Belief, Learnt, Remaining, Update
from mkba_uncertainty.analysis.observations import Given, by_estimate, named_observations
from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.case import Case
from mkba_uncertainty.casemodel import Rescaled
from mkba_uncertainty.design import Design, Kind, Rng, effective_draws, sample
from mkba_uncertainty.errors import FamilyError, InputError, ModelError
from mkba_uncertainty.families import Family, Observation, Updated
from mkba_uncertainty.families.updated import surprise
from mkba_uncertainty.graph import Array
from mkba_uncertainty.model import CaseModel, Model, build_model
from mkba_uncertainty.replication import Executor, hazen

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def update(
    subject: Case | Model,
    observations: Mapping[str, Given] | Iterable[tuple[str, Given]],
    *,
    scenarios: Sequence[str] = (),
    dependence: str = "independent",
    date: str | None = None,
    source: str | None = None,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: Kind = "sobol",
    executor: Executor | None = None,
) -> Update:
    """Ask the same question after monitoring data.

    Parameters
    ----------
    subject : Case or Model
    observations : mapping of estimate to observation or to several, or pairs of these
        Each a :class:`Share`, :class:`Mean` or :class:`Count`, or a text: ``"31/120"``, ``"2.1+-0.3"``, ``"72"``.
        Several of one estimate are taken to be independent, given the estimate.
    scenarios, dependence
        As for :func:`mkba_uncertainty.build_model`, for a case.
    date, source : str, optional
        Of observations that have none of their own.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`. Before and after are run on the same points.

    Returns
    -------
    Update
        ``result.case`` is the case with the data taken in, which :func:`mkba_uncertainty.save_case` writes.

    Raises
    ------
    InputError
        If an estimate cannot be observed so, a distribution excludes the data, or the importance weights of several
        observations leave too few effective draws.
    ModelError
        As :func:`mkba_uncertainty.confidence`.

    Notes
    -----
    The distribution of each estimate is the prior, whatever its family; the posterior is that of Bayes' rule on a fine
    grid of the prior's quantiles (:class:`mkba_uncertainty.families.Updated`). Estimates that hang together move along
    through the copula (:mod:`mkba_uncertainty.evidence`). A conflict is a doubled predictive tail under 1 %, given the
    earlier data on the same estimate but none on others: a variant of the check of Box (1980), Journal of the Royal
    Statistical Society A 143: 383-430 (:func:`mkba_uncertainty.families.updated.surprise`).
    """
    model = build_model(subject, scenarios=scenarios, dependence=dependence) if isinstance(subject, Case) else subject
    found = by_estimate(model, named_observations(observations, date=date, source=source))
    design = Design(draws, replicates, rng, kind)
    case, updated = _updated(subject, model, found)
    before, after = _State(model, design), _State(updated, design)
    seed = design.seeds if design.seed is None else design.seed  # a generator would give the second run other numbers
    run: dict[str, Any] = {
        "draws": draws, "replicates": replicates, "rng": seed, "kind": kind, "executor": executor,
    }  # fmt: skip
    answers = [confidence(each, **run) for each in (model, updated)]
    names = tuple(dict.fromkeys((*found, *updated.moved)))
    learnt = {name: _learnt(name, found.get(name, ()), before, after) for name in names}
    return Update(
        provenance=provenance(updated, design),
        case=case,
        learnt={name: each for name, each in learnt.items() if name in found},
        moved={name: each for name, each in learnt.items() if name not in found},
        before=answers[0],
        after=answers[1],
        remaining=_remaining((before, after), found, run),
        effective_draws=effective_draws(updated, design),
    )


def with_observations(case: Case, observations: Mapping[str, Sequence[Observation]]) -> Case:
    """Give a case with observations taken in: the distributions updated, the values as they were published.

    Raises
    ------
    InputError
        If a distribution excludes the data.
    """
    for name, data in observations.items():
        case = case.with_estimate(name, distribution=_taken_in(name, case.estimates[name].distribution, data))
    return case


@dataclass(frozen=True)
class _State:
    """A model, and what is known of its inputs, each in its own price level."""

    model: Model
    design: Design

    def is_alone(self, name: str) -> bool:
        """Say whether an input has the distribution that stands in the model: no data on others have moved it."""
        return name not in self.model.moved or any(block.observed_names == (name,) for block in self.model.evidence)

    def family(self, name: str) -> Family:
        """Give the distribution of an input, before data on others."""
        family = self.model.inputs[name]
        return family.family if isinstance(family, Rescaled) else family

    def belief(self, name: str) -> Belief:
        """Say what is known of an input: exactly, or from draws where data on others have moved it."""
        if self.is_alone(name):
            return _belief(self.family(name))
        family = self.model.inputs[name]
        values = self._moved[name] / (family.factor if isinstance(family, Rescaled) else 1.0)
        return Belief(float(values.mean()), float(values.std()), _by_level(hazen(np.sort(values), LEVELS)))

    @cached_property
    def _moved(self) -> dict[str, Array]:
        parts = [sample(self.model, self.design, batch) for batch in self.design.batches()]
        return {name: np.concatenate([np.asarray(part[name]) for part in parts]) for name in self.model.moved}


def _belief(family: Family) -> Belief:
    return Belief(family.mean, family.sd, _by_level(family.ppf(np.array(LEVELS))))


def _by_level(quantiles: Array) -> dict[float, float]:
    return dict(zip(LEVELS, quantiles.tolist(), strict=True))


def _learnt(name: str, data: tuple[Observation, ...], before: _State, after: _State) -> Learnt:
    model = before.model
    families = before.family(name), after.family(name)
    expected = list(_before_each(families[0], data))
    return Learnt(
        name=name,
        label=input_labels(model, [name])[name],
        unit=model.case.estimates[name].unit if isinstance(model, CaseModel) else None,
        observations=data,
        surprise=tuple(surprise(known, one) for known, one in zip(expected, data, strict=True)),
        expected=tuple(_belief(known) for known in expected),
        prior=before.belief(name),
        posterior=after.belief(name),
        families=families if before.is_alone(name) and after.is_alone(name) else (),
    )


def _before_each(family: Family, data: Sequence[Observation]) -> Iterator[Family]:
    """Give what an estimate's own data said of it before each observation, and nothing that data on others say."""
    for place in range(len(data)):
        yield Updated(family, tuple(data[:place])) if place else family


def _updated(
    subject: Case | Model, model: Model, found: Mapping[str, Sequence[Observation]]
) -> tuple[Case | None, Model]:
    if isinstance(model, CaseModel):
        case = with_observations(subject if isinstance(subject, Case) else model.case, found)
        return case, build_model(case, scenarios=model.scenarios, dependence=model.dependence)
    inputs = {name: _taken_in(name, model.inputs[name], data) for name, data in found.items()}
    return None, replace(model, inputs={**model.inputs, **inputs})


def _taken_in(name: str, family: Family, data: Sequence[Observation]) -> Family:
    if isinstance(family, Rescaled):
        return Rescaled(_taken_in(name, family.family, data), family.factor)
    try:
        return Updated(family, tuple(data))
    except FamilyError as error:
        raise InputError(error.code, key=name, **error.facts) from error


def _remaining(
    states: tuple[_State, _State], observed: Collection[str], run: Mapping[str, Any]
) -> tuple[Remaining, Remaining] | None:
    """Say what knowing more was and is worth; None where nothing can be chosen or learnt."""
    model = states[0].model
    outcome = "net_benefit" if "net_benefit" in model.outcomes else model.outcomes[0]
    names = [name for name in observed if all(state.is_alone(name) for state in states)]
    try:
        found = [value_of_information(state.model, outcome=outcome, of=names, **run) for state in states]
    except ModelError:
        return None
    before, after = (Remaining(each.evpi, {name: each.evppi[name].value for name in names}) for each in found)
    return before, after
