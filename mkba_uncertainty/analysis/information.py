"""What is it worth to know more? The value of perfect information, of parts of it, and of studies."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mkba_uncertainty.analysis.decision import Decision, make_decision
from mkba_uncertainty.analysis.factors import factor_labels, factors_of
from mkba_uncertainty.analysis.group_information import worth_of_groups
from mkba_uncertainty.analysis.information_result import OptionWorth, ValueOfInformation, Worth
from mkba_uncertainty.analysis.information_table import ROUNDING
from mkba_uncertainty.analysis.labels import input_labels, outcome_labels
from mkba_uncertainty.analysis.main_effect import uncertain_names
from mkba_uncertainty.analysis.perfect_information import not_below_zero, trace_curves
from mkba_uncertainty.analysis.pinned import known_alone
from mkba_uncertainty.analysis.planned_studies import worth_of_planned
from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.sample_information import Costs, joint_label
from mkba_uncertainty.analysis.study import Study
from mkba_uncertainty.design import Design, Kind, Rng
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.graph import Array
from mkba_uncertainty.model import CaseModel, Model
from mkba_uncertainty.replication import Executor, Measured, measure, measure_probability, over_batches
from mkba_uncertainty.simulation import RunBatch
from mkba_uncertainty.stopping import MAX_REPLICATES, Until, parse_until, run_until

Studies = Mapping[str, Study] | Sequence[Mapping[str, Study]]


def value_of_information(
    model: Model,
    *,
    outcome: str = "net_benefit",
    options: Sequence[str] | None = None,
    of: Collection[str] | None = None,
    groups: Mapping[str, Sequence[str]] | str | None = None,
    studies: Studies = (),
    cost_per_household: float = 0.0,
    fixed_cost: float = 0.0,
    threshold: float = 0.0,
    years: float = 1.0,
    population: float = 1.0,
    nodes: int = 48,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: Kind = "sobol",
    executor: Executor | None = None,
    until: str | Until | None = None,
    max_replicates: int = MAX_REPLICATES,
) -> ValueOfInformation:
    """Say what it would be worth to know estimates exactly, or to study them, before choosing between options.

    Parameters
    ----------
    model : Model
    outcome : str
        The net benefit that counts: of society, or ``actor:<id>``.
    options : sequence of str, optional
        What can be chosen: ``nothing`` (see ``threshold``), ``base`` (the model as it is) and scenarios of the case;
        for a model that is no case, names of outcomes. One option alone, by default ``base``, is weighed against
        doing nothing.
    of : collection of str, optional
        Which estimates to value; all uncertain ones by default, but for those that data on others have moved.
    groups : mapping of name to estimates, or {"role", "tag"}, optional
        Estimates to be known together. An estimate may be in several groups.
    studies : mapping of estimate to Study, or sequence of these, optional
        Each mapping is one study; with several estimates in it, all are measured in the same households.
    cost_per_household, fixed_cost : float
        What a study costs, in euros.
    threshold : float
        What doing nothing yields.
    years, population : float
        For how many years (discounted at the case's rate) and how many times the case's population the choice holds.
    nodes : int
        Values at which each curve is evaluated.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.
    until : str or Until, optional
        Grow the design until an interval (high - low) is narrow enough, in euros: ``"evpi:500"``, ``"evppi:20"`` for
        the widest of the estimates, ``"evppi_group:1000"``, or ``"recidivism.evppi:20"`` for one.
    max_replicates : int
        The largest run that ``until`` may ask for, in replicates of ``draws``.

    Returns
    -------
    ValueOfInformation

    Raises
    ------
    InputError
        If something asked for is unknown or cannot be used.
    ModelError
        If the net benefit is the same in all options on all draws, or NaN or infinite on some draw.

    Notes
    -----
    EVPI and EVPPI are of Raiffa and Schlaifer (1961). The EVPPI of one estimate is the integral of its main-effect
    curves with the changes of the best option found first, so that a value of a few euros on a balance of millions is
    resolved; its interval comes from the same integral within replicates. Studies of one estimate are valued exactly,
    by quadrature over its curve; studies of several by regression (Strong et al. 2015).
    """
    decision = make_decision(
        model, outcome=outcome, options=options, threshold=threshold, years=years, population=population
    )
    asked = _Asked(
        outcome,
        uncertain_names(model, known_alone(model) if of is None else of),
        _members(model, groups),
        _planned(model, studies),
        Costs(cost_per_household, fixed_cost),
        nodes,
    )
    rule = parse_until(until) if isinstance(until, str) else until
    if rule is not None:
        _require_known(rule, asked)
    design = Design(draws, replicates, rng, kind)
    if rule is None:
        return _value(decision, asked, design, executor)
    result, stopping = run_until(
        lambda larger: _value(decision, asked, larger, executor),
        lambda found: _widest(found, rule),
        rule,
        design,
        max_replicates,
    )
    return replace(result, stopping=stopping)


@dataclass(frozen=True)
class _Asked:
    """What is asked, checked: all but the decision and the design."""

    outcome: str
    names: tuple[str, ...]
    members: dict[str, tuple[str, ...]]
    planned: list[Mapping[str, Study]]
    costs: Costs
    nodes: int


def _require_known(rule: Until, asked: _Asked) -> None:
    known = {"evpi": (), "evppi": asked.names, "evppi_group": tuple(asked.members)}
    if rule.statistic not in known or (rule.statistic == "evppi_group" and not asked.members):
        raise InputError("until_unknown", key="until", found=rule.what, known=", ".join(known))
    if rule.outcome is not None and rule.outcome not in known[rule.statistic]:
        raise InputError(
            "until_unknown", key="until", found=rule.outcome, known=", ".join(known[rule.statistic]) or "-"
        )


def _widest(found: ValueOfInformation, rule: Until) -> float:
    if rule.statistic == "evpi":
        return found.evpi.width
    worths = found.evppi if rule.statistic == "evppi" else found.groups
    chosen = worths.values() if rule.outcome is None else [worths[rule.outcome]]
    return max(worth.value.width for worth in chosen)


def _value(decision: Decision, asked: _Asked, design: Design, executor: Executor | None) -> ValueOfInformation:
    model, members = decision.model, asked.members
    means, best, wins, reach = _evaluated(decision, design, executor)
    needed = {name for group in members.values() for name in group} | {name for each in asked.planned for name in each}
    traced = [name for name in model.uncertain if name in needed.union(asked.names)]
    curves, refined = trace_curves(decision, design, traced, asked.nodes, executor)
    labels = {**factor_labels(model, members), **input_labels(model, traced)}
    listed = [name for name, inputs in members.items() if name == ",".join(inputs)]
    labels |= {name: joint_label([labels[each] for each in members[name]]) for name in listed}
    found = {name: Worth(name, labels[name], refined[name].worth()) for name in asked.names}
    together = worth_of_groups(decision, design, members, curves, executor) if members else {}
    order = np.argsort(-means.mean(axis=0), kind="stable")
    return ValueOfInformation(
        provenance=provenance(model, design),
        case=model.case if isinstance(model, CaseModel) else None,
        outcome=asked.outcome,
        label=outcome_labels(model, [asked.outcome])[asked.outcome],
        threshold=decision.threshold,
        scale=decision.scale,
        options={
            option.name: OptionWorth(
                option.name,
                option.label,
                measure(float(means[:, place].mean()), means[:, place]),
                measure_probability(float(wins[:, place].mean()), wins[:, place], design.draws * design.replicates),
            )
            for place, option in enumerate(decision.options)
        },
        prefer=decision.options[order[0]].name,
        gain=_difference(means[:, order[0]], means[:, order[1]]),
        evpi=_evpi(means, best, reach),
        evppi=dict(sorted(found.items(), key=lambda item: -item[1].value.value)),
        groups={
            name: Worth(name, labels[name], value, members[name], bias) for name, (value, bias) in together.items()
        },
        studies=tuple(
            worth_of_planned(decision, design, each, labels, curves, refined, asked.costs, executor)
            for each in asked.planned
        ),
    )


def _evaluated(decision: Decision, design: Design, executor: Executor | None) -> tuple[Array, Array, Array, float]:
    """Evaluate all options on all draws.

    Returns
    -------
    means, best, wins : arrays of shape (R, K), (R,), (R, K)
        Within each replicate: the mean of each option, the mean of the best, how often each is the best.
    reach : float
        What knowing all may be worth where no draw shows it: as often as a proportion that was not seen may be
        (Clopper and Pearson 1934), by the standard deviation of a difference between options.
    """
    names = tuple(decision.outcomes)
    means, best, wins, spreads = [], [], [], []
    for batch in over_batches(RunBatch(decision, design, names), design.batches(), executor):
        drawn = batch.array(names)
        first = drawn.argmax(axis=0)
        means.append(drawn.mean(axis=2).T)
        best.append(drawn.max(axis=0).mean(axis=1))
        wins.append(np.stack([(first == place).mean(axis=1) for place in range(len(names))], axis=1))
        spreads.append((drawn - drawn[:1]).reshape(len(names), -1).std(axis=1))
    spread = float(np.max(spreads))
    if spread <= ROUNDING * float(np.abs(np.concatenate(means)).max()):
        raise ModelError("nothing_to_learn", key="options")
    unseen = measure_probability(0.0, np.zeros(2), design.draws * design.replicates).high
    return np.concatenate(means), np.concatenate(best), np.concatenate(wins), 2 * spread * unseen


def _difference(first: Array, second: Array) -> Measured:
    return measure(float((first - second).mean()), first - second)


def _evpi(means: Array, best: Array, reach: float) -> Measured:
    found = not_below_zero(measure(float(best.mean() - means.mean(axis=0).max()), best - means.max(axis=1)))
    return found if found.value > 0 else Measured(0.0, 0.0, max(found.high, reach))


def _members(model: Model, groups: Mapping[str, Sequence[str]] | str | None) -> dict[str, tuple[str, ...]]:
    """Give the uncertain estimates of each group; groups may overlap."""
    if groups is None:
        return {}
    if isinstance(groups, Mapping):
        return {name: factors_of(model, {name: inputs})[name] for name, inputs in groups.items()}
    return {name: inputs for name, inputs in factors_of(model, groups).items() if name not in model.inputs}


def _planned(model: Model, studies: Studies) -> list[Mapping[str, Study]]:
    planned = [studies] if isinstance(studies, Mapping) else list(studies)
    for each in planned:
        uncertain_names(model, each)
        if len({study.n for study in each.values()}) != 1:
            sizes = ", ".join(str(study.n) for study in each.values())
            raise InputError("study_sizes_differ", key="studies", found=sizes)
    return planned
