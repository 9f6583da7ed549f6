"""What is it worth to know more? The value of perfect information, of parts of it, and of studies."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Any

import numpy as np

from mkba_uncertainty.analysis.curves.conditional_means import atom_weights
from mkba_uncertainty.analysis.information.decision import Decision, Scale, make_decision, require_same_norms
from mkba_uncertainty.analysis.information.draws_along import DrawsAlong, cells_for
from mkba_uncertainty.analysis.information.group import worth_of_groups
from mkba_uncertainty.analysis.information.perfect import not_below_zero, trace_curves
from mkba_uncertainty.analysis.information.planned import Costs, StudyWorth, worth_of_planned
from mkba_uncertainty.analysis.information.study import Study
from mkba_uncertainty.analysis.provenance import Provenance, provenance
from mkba_uncertainty.analysis.requirements import known_alone, require_variance, uncertain_names
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.analysis.variance.factors import factor_labels, factors_of
from mkba_uncertainty.arrays import LAST_DIGITS, SMALLEST_SPREAD, Array, Rng, settled, shares_of_best
from mkba_uncertainty.case import BASE, NET_BENEFIT, Case
from mkba_uncertainty.design import Design, DesignKind
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.families import Family
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.names import unknown
from mkba_uncertainty.replication import Executor, Measured, in_sections, measure, measure_probability, over_batches
from mkba_uncertainty.simulation import RunBatch
from mkba_uncertainty.stopping import MAX_REPLICATES, Stopping, Until, as_rule, run_until
from mkba_uncertainty.summary import Means
from mkba_uncertainty.table import Column, Row, Table, error_of
from mkba_uncertainty.tails import Tail
from mkba_uncertainty.texts import LANGUAGES, Text, both, joined
from mkba_uncertainty.texts.figures import (
    Uncertain,
    about,
    chance,
    count,
    estimate_text,
    exact,
    in_euros,
    number,
    share,
)
from mkba_uncertainty.texts.units import is_money

if TYPE_CHECKING:
    import pandas as pd

LITTLE = 0.05
"""Information is worth little when all of it is worth less than this share of what the choice itself gains."""

NEXT_TO_NOTHING = 0.01
"""An estimate is worth next to nothing by itself below this share of what everything is worth."""

NAMED = 3
"""Estimates named as the most valuable."""

MOST_SHOWN = 12
"""Estimates that get a row of their own on a screen: those worth a cent at least."""


@dataclass(frozen=True)
class OptionWorth:
    """An option: its expected net benefit, and the probability that it is the best of all."""

    name: str
    label: Text
    mean: Measured
    probability_best: Measured

    def row(self, *, bold: bool) -> Row:
        """Give the option as a row of the table."""
        cells = {"label": self.label, "mean": self.mean, "probability_best": self.probability_best}
        return Row(cells, bold=bold)


@dataclass(frozen=True)
class Worth:
    """What it is worth to know one estimate exactly, or all estimates of a group.

    Parameters
    ----------
    name : str
    label : Text
    value : Measured
        In the currency of the case.
    members : tuple of str
        The estimates of a group; empty for one estimate.
    inner_bias : float or None
        For a group: the bias by noise of inner means, which has been taken off the value.
    """

    name: str
    label: Text
    value: Measured
    members: tuple[str, ...] = ()
    inner_bias: float | None = None

    @property
    def row(self) -> Row:
        """The estimate or group as a row of the table."""
        kind = "group" if self.members else "estimate"
        cells = {"label": self.label, "kind": kind, "estimate": self.name, "evppi": self.value, "bias": self.inner_bias}
        return Row({**cells, "worth": self.value, "error": self.value})

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        if self.inner_bias is None:
            return self.value.to_dict()
        return {**self.value.to_dict(), "inner_bias": self.inner_bias, "members": list(self.members)}


@dataclass(frozen=True, repr=False)
class ValueOfInformation(Result):
    """What it is worth to know more before choosing.

    Parameters
    ----------
    provenance : Provenance
    case : Case or None
    outcome : str
        The net benefit that counts: ``net_benefit``, or that of an actor.
    label : Text
        What it is called.
    threshold : float
        What doing nothing yields.
    scale : Scale
    options : dict of name to OptionWorth
    prefer : str
        The option with the highest expected net benefit.
    gain : Measured
        How much more it yields than the next best, as expected now.
    evpi : Measured
        The value of knowing everything exactly.
    evppi : dict of estimate to Worth
        The value of knowing one estimate exactly, the most valuable first.
    groups : dict of group to Worth
    studies : tuple of StudyWorth
    stopping : Stopping or None
        What the stopping rule came to.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.value_of_information(model, draws=256)
    >>> list(found.evppi), found.threshold, round(found.gain.value, 1)
    (['benefits', 'costs'], 0.0, 5.0)
    """

    case: Case | None
    outcome: str
    label: Text
    threshold: float
    scale: Scale
    options: dict[str, OptionWorth]
    prefer: str
    gain: Measured
    evpi: Measured
    evppi: dict[str, Worth]
    groups: dict[str, Worth]
    studies: tuple[StudyWorth, ...]
    stopping: Stopping | None = None

    @property
    def table(self) -> Table:
        """A row an estimate, a row a group, a row for everything, and a row a size of a study.

        Programs tell them apart by ``kind`` (``estimate``, ``group``, ``all``, ``study``): ``evppi`` with its interval
        belongs to the first three; ``evsi`` with its interval, ``n``, ``cost`` and ``enbs`` to the last.
        """
        worths = [worth.row for worth in self._each]
        return Table(
            [
                Column("label", "measure.what", data=False),
                Column("kind"),
                Column("estimate"),
                Column("evppi"),
                Column("worth", "measure.worth", self.provenance.kind, data=False),
                error_of("error", "drivers.error", self.provenance.kind, screen=True, by="worth"),
                Column("bias", "voi.bias", self.provenance.kind, data=False),
                Column("evsi", "measure.worth", self.provenance.kind),
                Column("n", "voi.size", "count"),
                Column("cost", "voi.cost", self.provenance.kind),
                Column("enbs", "voi.net", self.provenance.kind, interval=False),
                Column("note", "table.note", data=False),
            ],
            [*worths, self._everything, *(row for study in self.studies for row in study.rows)],
            caption=both("measure.caption"),
            constants={"outcome": self.outcome},
        )

    @property
    def _everything(self) -> Row:
        cells = {"label": both("voi.everything"), "kind": "all", "estimate": "", "evppi": self.evpi}
        return Row({**cells, "worth": self.evpi, "error": self.evpi}, bold=True)

    @property
    def pictured(self) -> Table:
        """What it is worth to know everything, each group and each estimate."""
        rows = [self._beside(worth) for worth in self.groups.values()]
        worth_anything = sum(map(self.is_something, self.evppi.values()))
        noisy = any(round(group.inner_bias or 0.0) != 0 for group in self.groups.values())
        return self.table.of(
            [self._everything, *rows, *(self._beside(worth) for worth in self.evppi.values())],
            show=("label", "worth", "error", *(["bias"] if noisy else [])),
            most=1 + len(rows) + min(worth_anything, MOST_SHOWN),
            rest=_at_most,
        )

    def in_print(self, worth: Measured) -> Uncertain:
        """Give what something is worth as people read it: without cents, unless everything is worth but a few euros."""
        return in_euros(worth, self.evpi)

    def is_something(self, worth: Worth) -> bool:
        """Say whether what it is worth is more than nothing in print."""
        return round(worth.value.value, 2 if self.evpi.value < 100 else 0) > 0

    def _printed(self, row: Row, **cells: Any) -> Row:
        shown = {key: self.in_print(cell) if isinstance(cell, Measured) else cell for key, cell in row.cells.items()}
        return replace(row, cells={**shown, **cells})

    def _beside(self, worth: Worth) -> Row:
        """Give the row of a worth, where it is next to nothing without an interval."""
        return self._printed(worth.row, **({"error": None} if self.is_next_to_nothing(worth) else {}))

    def is_next_to_nothing(self, worth: Worth) -> bool:
        """Say whether what it is worth is next to nothing beside what everything is worth."""
        return worth.value.value <= NEXT_TO_NOTHING * self.evpi.value

    @property
    def _each(self) -> Sequence[Worth]:
        """What it is worth to know each estimate and each group."""
        return [*self.evppi.values(), *self.groups.values()]

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give the options, what knowing is worth, and what each study is worth."""
        options = Table(
            [
                Column("label", "voi.option"),
                Column("mean", self._expected, self.provenance.kind),
                Column("probability_best", "voi.best", "chance"),
            ],
            [option.row(bold=option.name == self.prefer) for option in self.options.values()],
        )
        return (options, self.pictured, *(self._study(study) for study in self.studies))

    def _study(self, study: StudyWorth) -> Table:
        costs = ("cost", "enbs") if study.costs.of(1) > 0 else ()
        exactly = Row({"n": both("voi.exactly"), "evsi": study.perfect}, data=False)
        rows = map(self._printed, [*study.rows, exactly])
        return self.table.of(rows, show=("n", "evsi", *costs, "note"), name=both("voi.study", label=study.label))

    @property
    def _expected(self) -> Text:
        """What is expected of each option: its net benefit, of whomever, or else the outcome."""
        is_net = self.outcome == NET_BENEFIT or self.outcome.startswith("actor:")
        return both("voi.mean") if is_net else both("voi.expected", label=self.label)

    @property
    def is_little(self) -> bool:
        """Whether all information together is worth little beside what the choice itself gains."""
        return self.evpi.value < LITTLE * self.gain.value

    @property
    def verdict(self) -> Text:
        """The answer in plain words: what to choose now, what all information is worth, which part, which study."""
        studies = [_study(self, study) for study in self.studies]
        return joined([_preference(self), _everything(self), *_alone(self), *studies], " ")

    def title(self) -> Text:
        """Give the heading."""
        return both("voi.title", title=self.case.title if self.case else self.provenance.case, label=self.label)

    def lead(self) -> Sequence[Text]:
        """Give the answer."""
        return [self.verdict]

    def notes(self) -> Sequence[Text]:
        """Say what doing nothing yields, how far the choice reaches, and which intervals are left out."""
        notes = [both("voi.threshold", amount=self.provenance.amount(self.threshold))] if self.threshold else []
        if any(self.is_something(worth) and self.is_next_to_nothing(worth) for worth in self._each):
            notes.append(both("voi.no_interval", share=partial(share, exact(NEXT_TO_NOTHING))))
        if self.per is not None and self.scale.population == 1 and any(study.costs.of(1) > 0 for study in self.studies):
            notes.append(both("voi.costs_per", per=self.per))
        scale = self.scale
        if scale.factor != 1:
            notes.append(
                both(
                    "voi.scale",
                    years=partial(number, exact(scale.years)),
                    rate=_rates(scale),
                    population=partial(number, exact(scale.population)),
                    factor=partial(number, about(scale.factor, 0.01)),
                )
            )
        return [*notes, *([self.stopping.note()] if self.stopping else [])]

    def finding(self) -> Text:
        """Give what it found, as a heading."""
        first = next(iter(self.evppi.values()), None)
        if first is None:  # data have moved every estimate together with others
            return both("measure.caption")
        if first.value.value <= NEXT_TO_NOTHING * self.evpi.value:
            return both("measure.none")
        return both("measure.one", label=first.label, value=self.provenance.amount(self.in_print(first.value)))

    def gist(self) -> Sequence[Text]:
        """Give what its chapter should begin with."""
        if self.is_little and 0 <= self.evpi.value < self.evpi.width / 2:
            return [both("measure.lead.less", bound=self.provenance.amount(exact(_rounded_up(self.evpi.high))))]
        evpi = self.provenance.amount(self.evpi)
        if self.is_little:
            return [both("measure.lead.little", evpi=evpi)]
        return [both("measure.lead.something", evpi=evpi, per=_behind(self.per))]

    def remarks(self) -> Sequence[Text]:
        """Give what is said under its heading on a page."""
        return [self.verdict]

    def facts(self) -> dict[str, Any]:
        """Give the choice, and what it is worth to know everything, each group, each estimate, and by a study."""
        verdict = self.verdict
        return {
            "outcome": self.outcome,
            "threshold": self.threshold,
            "scale": self.scale.to_dict(),
            "prefer": {
                "option": self.prefer,
                "gain": self.gain.to_dict(),
                "mean": {name: option.mean.to_dict() for name, option in self.options.items()},
                "probability_best": {name: option.probability_best.to_dict() for name, option in self.options.items()},
            },
            "evpi": self.evpi.to_dict(),
            "evppi": {name: worth.to_dict() for name, worth in self.evppi.items()},
            "evppi_group": {name: worth.to_dict() for name, worth in self.groups.items()},
            "evsi": [
                {"estimate": study.estimate, "study": study.kind, "asked": size.n == study.asked, **size.to_dict()}
                for study in self.studies
                for size in study.sizes
            ],
            "best_study": {
                study.estimate: None if study.best is None else study.best.to_dict() for study in self.studies
            },
            "verdict": {"nl": verdict.nl, "en": verdict.en},
            **({} if self.stopping is None else {"stopping": self.stopping.to_dict()}),
        }

    def to_frame(self, lang: str | None = None) -> pd.DataFrame:
        """Give the table as a frame; sizes of studies stay whole numbers beside rows that have none."""
        frame = self.table.to_frame(lang)
        return frame.astype({"n": "Int64"}) if "n" in frame else frame


def _at_most(rest: Sequence[Row]) -> Row:
    return Row({"label": both("plot.others.at_most", count=len(rest)), "worth": rest[0].cells["worth"]})


def _rates(scale: Scale) -> Text:
    """Give the rates that the years are discounted at, with the year from which each later one holds."""
    used = [band for band in scale.rate if band.start < scale.years]
    rates = [Text(*(estimate_text(float(band.rate), lang, "share") for lang in LANGUAGES)) for band in used]
    later = zip(rates[1:], used[1:], strict=True)
    return joined([rates[0], *(both("voi.rate_from", rate=rate, year=band.start) for rate, band in later)])


def _rounded_up(amount: float) -> float:
    """Round up to one figure: what is below its own error is less than this."""
    scale: float = 10.0 ** floor(log10(amount))
    return ceil(amount / scale) * scale


Studies = Mapping[str, Study] | Sequence[Mapping[str, Study]]


def value_of_information(
    model: AnyModel,
    *,
    outcome: str | None = None,
    options: Sequence[str] | None = None,
    of: Collection[str] | None = None,
    groups: Mapping[str, Sequence[str]] | str | None = None,
    studies: Studies = (),
    cost_per_household: float = 0.0,
    fixed_cost: float = 0.0,
    threshold: float | None = None,
    years: float = 1.0,
    population: float = 1.0,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
    until: str | Until | None = None,
    max_replicates: int = MAX_REPLICATES,
) -> ValueOfInformation:
    """Say what it would be worth to know estimates exactly, or to study them, before choosing between options.

    Parameters
    ----------
    model : AnyModel
    outcome : str, optional
        By default the headline: the net benefit, or else the first outcome.
        The net benefit that counts: of society, or ``actor:<id>``.
    options : sequence of str, optional
        What can be chosen: ``nothing`` (see ``threshold``), ``base`` (the model as it is), alternatives of the case
        and, under the one in force, its scenarios; for a model that is no case, names of outcomes. One option alone is
        weighed against doing nothing. By default all alternatives, or ``base``, and doing nothing.
    of : collection of str, optional
        Which estimates to value; all uncertain ones by default, but for those that data on others have moved.
    groups : mapping of name to estimates, or {"role", "tag"}, optional
        Estimates to be known together. An estimate may be in several groups.
    studies : mapping of estimate to Study, or sequence of these, optional
        Each mapping is one study; with several estimates in it, all are measured in the same households.
    cost_per_household, fixed_cost : float
        What a study costs, in euros.
    threshold : float, optional
        What doing nothing yields: by default 0, and of a ratio 1.
    years, population : float
        For how many years (discounted at the case's rate) and how many times the case's population the choice holds.
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
    curves, with nodes laid where the best option changes or a curve is not smooth, so that a value of a few euros on a
    balance of millions is resolved; its interval comes from the same integral within replicates, and holds the error
    by the nodes. Studies of one estimate are valued exactly,
    by quadrature over its curve; studies of several by regression (Strong et al. 2015).

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.value_of_information(model)
    >>> found.prefer, round(found.evpi.value, 1)  # 5 (density of the normal distribution at 1 - its tail): 0.417
    ('base', 0.4)
    >>> round(found.evppi["benefits"].value.value, 1)  # 4 density(1.25) - 5 tail(1.25): 0.202
    0.2
    """
    outcome = outcome or model.headline
    unit = model.unit(outcome)
    if (cost_per_household or fixed_cost) and unit is not None and not is_money(unit):
        raise InputError(
            "study_cost_no_money", key="cost_per_household" if cost_per_household else "fixed_cost", found=unit
        )
    decision = make_decision(
        model, outcome=outcome, options=options, threshold=threshold, years=years, population=population
    )
    require_same_norms(decision)
    asked = _Asked(
        outcome,
        uncertain_names(decision, known_alone(decision) if of is None else of),
        _members(decision, groups),
        _planned(decision, studies),
        Costs(cost_per_household, fixed_cost),
    )
    rule = as_rule(until)
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


def worth_knowing(
    model: AnyModel, design: Design, *, outcome: str, of: Collection[str], executor: Executor | None = None
) -> ValueOfInformation:
    """Say what it would be worth to know estimates before choosing between nothing and the model as it is."""
    return _value(
        make_decision(model, outcome=outcome, options=(BASE,)),
        _Asked(outcome, uncertain_names(model, of)),
        design,
        executor,
    )


@dataclass(frozen=True)
class _Asked:
    """What is asked, checked: all but the decision and the design."""

    outcome: str
    names: tuple[str, ...]
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    planned: Sequence[Mapping[str, Study]] = ()
    costs: Costs = field(default_factory=Costs)


def _require_known(rule: Until, asked: _Asked) -> None:
    known: dict[str, tuple[str, ...]] = {"evpi": (), "evppi": asked.names}
    if asked.members:
        known["evppi_group"] = tuple(asked.members)
    if rule.statistic not in known:
        raise unknown("until_unknown", "until", rule.statistic, known)
    if rule.outcome is not None and rule.outcome not in known[rule.statistic]:
        raise unknown("until_unknown", "until", rule.outcome, known[rule.statistic] or known)


def _widest(found: ValueOfInformation, rule: Until) -> float:
    if rule.statistic == "evpi":
        return found.evpi.width
    worths = found.evppi if rule.statistic == "evppi" else found.groups
    chosen = worths.values() if rule.outcome is None else [worths[rule.outcome]]
    return max(worth.value.width for worth in chosen)


def _value(decision: Decision, asked: _Asked, design: Design, executor: Executor | None) -> ValueOfInformation:
    model, members = decision.model, asked.members
    tails = {
        name: tail for each, names in decision.wanted for name, tail in require_variance(each, design, names).items()
    }
    needed = {name for group in members.values() for name in group} | {name for each in asked.planned for name in each}
    traced = [name for name in decision.uncertain if name in needed.union(asked.names)]
    means, best, wins, reach, cells = _evaluated(decision, design, traced, executor)
    curves = trace_curves(decision, design, traced, cells, in_sections(means), executor)
    labels = {**factor_labels(decision, members), **decision.labels(traced)}
    listed = [name for name, inputs in members.items() if name == ",".join(inputs)]
    labels |= {name: joined((labels[each] for each in members[name]), " + ") for name in listed}
    found = {name: Worth(name, labels[name], curves[name].worth()) for name in asked.names}
    together = worth_of_groups(decision, design, members, curves, executor) if members else {}
    order = np.argsort(-means.mean(axis=0), kind="stable")
    return ValueOfInformation(
        provenance=replace(_provenance(decision, design, tails), unit=model.unit(asked.outcome)),
        case=model.case,
        outcome=asked.outcome,
        label=model.labels([asked.outcome])[asked.outcome],
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
            worth_of_planned(decision, design, each, labels, curves, asked.costs, executor) for each in asked.planned
        ),
    )


def _provenance(decision: Decision, design: Design, tails: Mapping[str, Tail]) -> Provenance:
    """Say where it comes from: of no alternative where there are several to choose from; for all whom it is about."""
    made = provenance(decision.model, design, tails=tails)
    if made.per is not None and decision.scale.population != 1:
        population = decision.scale.population
        made = replace(made, per=both("voi.population", count=partial(number, exact(population))))
    return made if len(decision.wanted) == 1 else replace(made, alternative=None, alternative_label=None)


def _evaluated(
    decision: Decision, design: Design, estimates: Collection[str], executor: Executor | None
) -> tuple[Array, Array, Array, float, dict[str, DrawsAlong]]:
    """Evaluate all options on all draws.

    Returns
    -------
    means, best, wins : arrays of shape (R, K), (R,), (R, K)
        Within each replicate: the mean of each option, the mean of the best, how often each is the best.
    reach : float
        What knowing all may be worth where no draw shows it: as often as a proportion that was not seen may be
        (Clopper and Pearson 1934), by the standard deviation of a difference between options.
    cells : dict of estimate to DrawsAlong
        Of estimates of which not all values have a probability of their own.
    """
    total = design.draws * design.replicates
    families = {name: decision.inputs[name] for name in estimates if atom_weights(decision.inputs[name]) is None}
    kept, spread, cells = list[tuple[Array, Array, Array]](), 0.0, dict[str, DrawsAlong]()
    for part in over_batches(_Evaluate(decision, design, families), design.batches(), executor):
        kept.append((part.means, part.best, part.wins))
        spread = max(spread, part.spread)
        cells = {name: DrawsAlong.together((cells[name], part.cells[name])) for name in cells} or part.cells
    means, best, wins = map(np.concatenate, zip(*kept, strict=True))
    if spread <= SMALLEST_SPREAD * float(np.abs(means).max()):
        raise ModelError("nothing_to_learn", key="options")
    unseen = measure_probability(0.0, np.zeros(2), total).high
    return means, best, wins, 2 * spread * unseen, cells


@dataclass(frozen=True)
class _Evaluated:
    """What the draws of some replicates say of K options: see :func:`_evaluated`."""

    means: Array
    best: Array
    wins: Array
    spread: float
    cells: dict[str, DrawsAlong]


@dataclass(frozen=True)
class _Evaluate:
    """The task of one batch: all options on its draws, block by block."""

    decision: Decision
    design: Design
    families: Mapping[str, Family]

    def __call__(self, batch: range) -> _Evaluated:
        names, draws = tuple(self.decision.outcomes), self.design.draws
        means, spread, cells = Means(draws), 0.0, list[dict[str, DrawsAlong]]()
        for block in RunBatch(self.decision, self.design, names).blocks(batch):
            drawn = block.array(names)
            means.add([drawn, drawn.max(axis=0), shares_of_best(drawn)])
            flat = drawn.reshape(len(names), -1)
            spread = max(spread, float((flat - flat[:1]).std(axis=1).max()))
            count = cells_for(draws * self.design.replicates)
            cells.append(
                {
                    name: DrawsAlong.of(family, block.inputs[name].ravel(), flat, count)
                    for name, family in self.families.items()
                }
            )
        together = {name: DrawsAlong.together(each[name] for each in cells) for name in self.families}
        mean, best, wins = means.by_replicate()
        return _Evaluated(mean, best, wins, spread, together)


def _difference(first: Array, second: Array) -> Measured:
    return measure(float((first - second).mean()), first - second)


def _evpi(means: Array, best: Array, reach: float) -> Measured:
    most, chosen = best.mean(), means.mean(axis=0).max()
    gained = float(settled(most - chosen, np.abs(most) + np.abs(chosen), rounding=LAST_DIGITS))
    found = not_below_zero(measure(gained, best - means.max(axis=1)))
    return found if found.value > 0 else Measured(0.0, 0.0, max(found.high, reach))


def _members(model: AnyModel, groups: Mapping[str, Sequence[str]] | str | None) -> dict[str, tuple[str, ...]]:
    """Give the uncertain estimates of each group, shares that sum to 1 first; groups may overlap."""
    shares = {name: inputs for name, inputs in factors_of(model).items() if name in model.shares}
    if groups is None:
        return shares
    if isinstance(groups, Mapping):
        return shares | {name: factors_of(model, {name: inputs})[name] for name, inputs in groups.items()}
    return shares | {name: inputs for name, inputs in factors_of(model, groups).items() if name not in model.inputs}


def _planned(model: AnyModel, studies: Studies) -> list[Mapping[str, Study]]:
    """Check studies, and put them in the prices of the model: they are told in those of what they study."""
    planned = [studies] if isinstance(studies, Mapping) else list(studies)
    for each in planned:
        uncertain_names(model, each, key="studies")
        if len({study.n for study in each.values()}) != 1:
            sizes = ", ".join(str(study.n) for study in each.values())
            raise InputError("study_sizes_differ", key="studies", found=sizes)
    return [{name: study.times(model.price_factor(name)) for name, study in each.items()} for each in planned]


def _preference(result: ValueOfInformation) -> Text:
    preferred = result.options[result.prefer]
    others = (option for option in result.options.values() if option.name != result.prefer)
    return both(
        "voi.verdict.prefer",
        option=_within(preferred.label),
        second=_within(max(others, key=lambda option: option.mean.value).label),
        gain=result.provenance.amount(result.gain),
        chance=partial(chance, preferred.probability_best),
    )


def _within(label: Text) -> Text:
    """Write a label within a sentence: without its capital, unless it is an abbreviation."""
    return Text(*(word[:1].lower() + word[1:] if word[1:2].islower() else word for word in (label.nl, label.en)))


def _everything(result: ValueOfInformation) -> Text:
    part = result.evpi.value / result.gain.value if result.gain.value > 0 else None
    amount = result.provenance.amount(result.evpi)
    if part is None or part > 1:
        return both("voi.verdict.much", amount=amount)
    key = "voi.verdict.little" if result.is_little else "voi.verdict.something"
    return both(key, amount=amount, part=partial(share, part), per=_behind(result.per))


def _behind(per: Text | None) -> Text:
    """Give what a sentence about all that research may cost ends with: whom or what that is for, if that is said."""
    return Text("", "") if per is None else Text(*(f" {per[lang]}" for lang in LANGUAGES))


def _alone(result: ValueOfInformation) -> list[Text]:
    worths, negligible = list(result.evppi.values()), NEXT_TO_NOTHING * result.evpi.value
    if not worths or result.evpi.value == 0:
        return []
    leading = [worth for worth in worths[:NAMED] if worth.value.value > negligible]
    if not result.is_something(worths[0]):
        found = both("voi.verdict.nothing_alone")
    elif leading:
        found = both("voi.verdict.most", worths=_listed(result, leading))
    else:
        amount = result.provenance.amount(result.in_print(worths[0].value))
        found = both("voi.verdict.none_alone", label=worths[0].label, amount=amount)
    groups = [group for group in result.groups.values() if group.value.value > negligible]
    groups.sort(key=lambda group: -group.value.value)
    return [found, both("voi.verdict.together", worths=_listed(result, groups[:NAMED]))] if groups else [found]


def _listed(result: ValueOfInformation, worths: Sequence[Worth]) -> Text:
    said = [(worth.label, result.provenance.amount(result.in_print(worth.value))) for worth in worths]
    return Text(*("; ".join(f"{label[lang]} ({amount(lang)})" for label, amount in said) for lang in LANGUAGES))


def _study(result: ValueOfInformation, study: StudyWorth) -> Text:
    asked, best = study.at, study.best
    n, worth = partial(count, asked.n), result.provenance.amount(result.in_print(asked.value))
    if study.costs.of(1) == 0:
        return both("voi.verdict.study", label=study.label, n=n, count=asked.n, worth=worth)
    if best is None:
        cost = result.provenance.amount(exact(asked.cost))
        return both("voi.verdict.study_none", label=study.label, n=n, worth=worth, cost=cost)
    net = result.provenance.amount(result.in_print(best.net))
    return both("voi.verdict.study_pays", label=study.label, best=partial(count, best.n), net=net)
