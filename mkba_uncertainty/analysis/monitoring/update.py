"""The same question after monitoring data: estimates updated, and the whole analysis before and after."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.answer.confidence import SHOWN_EVENTS, Confidence, answer_of
from mkba_uncertainty.analysis.information.value import worth_knowing
from mkba_uncertainty.analysis.monitoring.observations import Given, by_estimate, named_observations
from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.arrays import LEVELS, Array, Rng
from mkba_uncertainty.case import PART, Case
from mkba_uncertainty.design import Design, DesignKind, effective_draws, sample
from mkba_uncertainty.errors import Caution, FamilyError, InputError, ModelError
from mkba_uncertainty.families import Count, Counts, Family, Mean, Observation, Rescaled, Share, Updated
from mkba_uncertainty.families.updated import surprise
from mkba_uncertainty.model import AnyModel, build_model
from mkba_uncertainty.replication import Executor, Measured, hazen
from mkba_uncertainty.table import Column, ColumnKind, Range, Row, Table
from mkba_uncertainty.texts import LANGUAGES, Text, both, joined, named
from mkba_uncertainty.texts.currencies import currency_names
from mkba_uncertainty.texts.figures import (
    Between,
    Uncertain,
    chance,
    count,
    estimate_range,
    estimate_text,
    exact,
    figure,
    in_euros,
    kind_of,
    number,
)

CONFLICT = 0.01
"""Data conflict with what was known where the chance of data at least this extreme, doubled, is below this."""


@dataclass(frozen=True)
class Belief:
    """What is known of an estimate: mean, standard deviation and quantiles."""

    mean: float
    sd: float
    quantiles: Mapping[float, float]

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        quantiles = {str(level): value for level, value in self.quantiles.items()}
        return {"mean": self.mean, "sd": self.sd, "quantiles": quantiles}

    def cells(self, when: str) -> dict[str, float]:
        """Give its mean and the ends of its 90 % range, before or after the data."""
        return {when: self.mean, f"{when}_low": self.quantiles[0.05], f"{when}_high": self.quantiles[0.95]}


@dataclass(frozen=True)
class Learnt:
    """One estimate before and after the data.

    Parameters
    ----------
    name : str
    label : Text
    unit : str or None
        None for an input of a model that is no case.
    observations : tuple of Observation
        Its own data; none for one that moved along with others.
    surprise : tuple of float
        For each observation the chance of data at least this extreme on that side, doubled; given the observations
        before it, whatever the data on other estimates.
    expected : tuple of Belief
        What that chance rests on: what was known of the estimate before each observation, without data on others.
    prior, posterior : Belief
    families : tuple of Family
        Its distribution before and after; empty where that after is known by draws only.
    """

    name: str
    label: Text
    unit: str | None
    observations: tuple[Observation, ...]
    surprise: tuple[float, ...]
    expected: tuple[Belief, ...]
    prior: Belief
    posterior: Belief
    families: tuple[Family, ...] = ()

    @property
    def conflicts(self) -> tuple[tuple[Observation, float, Belief], ...]:
        """The observations that conflict with what was known before, with their chances and what was known."""
        found = zip(self.observations, self.surprise, self.expected, strict=True)
        return tuple((one, chance, known) for one, chance, known in found if chance < CONFLICT)

    @property
    def rows(self) -> list[Row]:
        """What was known and is known, beside the first observation; each other one in a row of its own."""
        cells = {"label": self.label, **self.prior.cells("before"), **self.posterior.cells("after")}
        if not self.observations:
            return [Row({**cells, "observed": both("update.moved")}, self.unit)]
        seen = [
            {"observed": _observed(one, self.unit), "surprise": _as_told(surprise)}
            for one, surprise in zip(self.observations, self.surprise, strict=True)
        ]
        return [Row({**(cells if at == 0 else {}), **one}, self.unit) for at, one in enumerate(seen)]


@dataclass(frozen=True)
class Remaining:
    """What it is still worth to know more.

    Parameters
    ----------
    evpi : Measured
        The value of knowing everything.
    evppi : dict of estimate to Measured
        The value of knowing an observed estimate exactly. Those are left out whose block has data on others as well.
    """

    evpi: Measured
    evppi: dict[str, Measured]

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {"evpi": self.evpi.to_dict(), "evppi": {name: value.to_dict() for name, value in self.evppi.items()}}


@dataclass(frozen=True)
class Shift:
    """What the data do to the answer: the median of its outcome, and the chance of more than a limit.

    Parameters
    ----------
    outcome, event : str
    limit : float
        That of the event: 0, or 1 of a ratio.
    median, probability : tuple of Measured
        Before and after.
    """

    outcome: str
    event: str
    limit: float
    median: tuple[Measured, Measured]
    probability: tuple[Measured, Measured]

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        both_times = {"median": self.median, "probability": self.probability}
        told = {
            key: dict(zip(("before", "after"), (each.to_dict() for each in pair), strict=True))
            for key, pair in both_times.items()
        }
        return {"outcome": self.outcome, "event": self.event, **told}


@dataclass(frozen=True, repr=False)
class Update(Result):
    """The same question after monitoring data.

    Parameters
    ----------
    provenance : Provenance
    case : Case or None
        The case with the data taken in; None for a model that is no case.
    learnt : dict of estimate to Learnt
        The observed estimates.
    moved : dict of estimate to Learnt
        Those that are correlated with them, without data of their own.
    before, after : Confidence
    remaining : tuple of Remaining, or None
        What it is worth to know more, before and after; None where there is nothing to choose or to learn.
    effective_draws : dict of names to float
        For each block of estimates that hang together in which several were observed: how many draws of equal weight
        would say as much as those of this run.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.update(model, {"benefits": "4+-3"}, draws=256)
    >>> found.before.outcomes["net_benefit"].point, round(found.after.outcomes["net_benefit"].point, 6)
    (5.0, 2.44)
    """

    case: Case | None
    learnt: dict[str, Learnt]
    moved: dict[str, Learnt]
    before: Confidence
    after: Confidence
    remaining: tuple[Remaining, Remaining] | None
    effective_draws: dict[tuple[str, ...], float]

    @property
    def shift(self) -> Shift | None:
        """What the data do to the answer; None where its outcome is a ratio that is meaningless on some draws."""
        name, limit = self.after.headline, self.after.limit
        was, now = (answer.outcomes[name].quantiles for answer in (self.before, self.after))
        less, more = self.before.asked, self.after.asked
        if not was or not now or less is None or more is None:
            return None
        return Shift(name, f"{name} > {limit:g}", limit, (was[0.5], now[0.5]), (less, more))

    @property
    def table(self) -> Table:
        """The outcomes as for ``run``, each before and after (column ``when``), and the estimates.

        An estimate is an outcome ``estimate:<name>`` with mean, sd and quantiles.
        """
        answers = (("before", self.before), ("after", self.after))
        outcomes = [(when, row.cells) for when, answer in answers for row in answer.table.rows]
        estimates = [
            (when, {"outcome": f"estimate:{each.name}", "mean": belief.mean, "sd": belief.sd, **_quantiles(belief)})
            for each in (*self.learnt.values(), *self.moved.values())
            for when, belief in (("before", each.prior), ("after", each.posterior))
        ]
        rows = [Row({**cells, "when": when}) for when, cells in (*outcomes, *estimates)]
        return Table([Column("when"), *self.after.table.columns], rows)

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give each estimate, the outcomes and events, the lines and actors that changed, and what more is worth.

        All before and after, with the range after of what has a long name.
        """
        estimates = [row for each in (*self.learnt.values(), *self.moved.values()) for row in each.rows]
        names = [name for name in self.after.outcomes if self._varies(name)]
        moved = [name for name in names if self.after.outcomes[name] != self.before.outcomes[name]]
        groups = {
            "table.line": [name for name in moved if name.startswith("line:")],
            "table.actor": [name for name in moved if name.startswith("actor:")],
        }
        heads = map(self._outcome, (name for name in names if ":" not in name))
        tables = [
            _compared("table.estimate", "estimate", estimates, data=True),
            _compared("table.outcome", "outcome", heads, "median"),
            _compared("table.event", "chance", self._events()),
            *(
                _compared(heading, "outcome", map(self._outcome, group), "median", ranges=("after",))
                for heading, group in groups.items()
            ),
            _compared("update.worth", "outcome", self._worths()),
        ]
        return [table for table in tables if table.rows]

    def _varies(self, name: str) -> bool:
        means = [answer.outcomes[name].mean for answer in (self.before, self.after)]
        return any(mean is None or mean.value != 0 for mean in means)

    def _outcome(self, name: str) -> Row:
        cells: dict[str, Any] = {"label": self.after.labels[name]}
        for when, answer in (("before", self.before), ("after", self.after)):
            found = answer.outcomes[name]
            cells[when] = found.middle
            if found.quantiles:
                cells |= {f"{when}_low": found.quantiles[0.05], f"{when}_high": found.quantiles[0.95]}
        return Row(cells, self.after.units[name], depth=self.after.depth(name), bold=name == "net_benefit")

    def _events(self) -> Iterator[Row]:
        for event, after in self.after.probabilities.items():
            if self.case is None or event in SHOWN_EVENTS:
                label = (
                    Text(event, event)
                    if self.case is None
                    else both(f"event.{event}", **currency_names(self.case.currency))
                )
                before, meaningless = self.before.probabilities[event], both("table.meaningless")
                yield Row({"label": label, "before": before or meaningless, "after": after or meaningless})

    def _worths(self) -> Iterator[Row]:
        if self.remaining is not None:
            (before, after), unit = self.remaining, self.provenance.unit or self.provenance.currency
            told = partial(_told, self.remaining)
            everything = {"label": both("voi.everything"), "before": told(before.evpi), "after": told(after.evpi)}
            yield Row(everything, unit, bold=True)
            for name, worth in after.evppi.items():
                was, label = before.evppi[name], self.learnt[name].label
                yield Row({"label": label, "before": told(was), "after": told(worth)}, unit)

    @property
    def warnings(self) -> Sequence[Text]:
        """What deserves a look in the file of the case, and where data and distribution conflict."""
        return (*super().warnings, *self.conflicts)

    @property
    def conflicts(self) -> tuple[Caution, ...]:
        """Where data and distribution conflict, with both numbers."""
        return tuple(_conflict(name, each, *found) for name, each in self.learnt.items() for found in each.conflicts)

    @property
    def verdict(self) -> Text:
        """The answer in a few sentences: what each estimate was and is, what that makes of the balance."""
        return joined(_sentences(self), " ")

    def title(self) -> Text:
        """Give the heading."""
        return both("update.title", title=self.case.title if self.case else self.provenance.case)

    def lead(self) -> Sequence[Text]:
        """Give the answer."""
        return [self.verdict]

    def notes(self) -> Sequence[Text]:
        """Say what is shown of an estimate, what weighted draws count for, and what ``run`` says."""
        weighted = [
            both("update.note.effective", names=self._labels(names), found=partial(count, int(found)))
            for names, found in self.effective_draws.items()
        ]
        return [both("update.note.beliefs"), *weighted, *self.after.notes_without_drivers()]

    def _labels(self, names: Sequence[str]) -> Text:
        labels = [self.learnt[name].label for name in names if name in self.learnt]
        return joined(labels or [Text(name, name) for name in names])

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Give what ``--json`` shows; conflicts are warnings as well."""
        made = super().to_dict(lang)
        return made | {"warnings": [*made["warnings"], *(conflict.to_dict(lang) for conflict in self.conflicts)]}

    def facts(self) -> dict[str, Any]:
        """Give what ``run`` gives after the data, and what was learnt."""
        verdict = self.verdict
        return {
            **self.after.facts(),
            "shift": self.shift and self.shift.to_dict(),
            "observations": {
                name: [
                    {**one.to_table(), "value": one.value, "surprise": surprise}
                    for one, surprise in zip(each.observations, each.surprise, strict=True)
                ]
                for name, each in self.learnt.items()
            },
            "prior": {name: each.prior.to_dict() for name, each in self.learnt.items()},
            "posterior": {name: each.posterior.to_dict() for name, each in self.learnt.items()},
            "moved": {
                name: {"prior": each.prior.to_dict(), "posterior": each.posterior.to_dict()}
                for name, each in self.moved.items()
            },
            "before": self.before.facts(),
            "information": self.remaining
            and dict(zip(("before", "after"), (each.to_dict() for each in self.remaining), strict=True)),
            "effective_draws": {" + ".join(names): found for names, found in self.effective_draws.items()},
            "update_verdict": {"nl": verdict.nl, "en": verdict.en},
        }


def _quantiles(belief: Belief) -> dict[str, float]:
    return {f"q{level:g}": value for level, value in belief.quantiles.items()}


def _compared(
    heading: str,
    kind: ColumnKind,
    rows: Iterable[Row],
    middle: str = "mean",
    *,
    data: bool = False,
    ranges: Collection[str] = ("before", "after"),
) -> Table:
    """Lay figures before and after beside each other, with their ranges where they have any."""
    made = tuple(rows)
    ranged = any("before_low" in row.cells or "after_low" in row.cells for row in made)
    columns: list[Column | Range] = [Column("label", heading)]
    if data:
        columns.append(Column("observed", "update.observed"))
    for when in ("before", "after"):
        columns.append(Column(when, f"update.{when}.{middle}" if ranged else f"update.{when}", kind))
        if ranged and when in ranges:
            columns.append(Range(f"{when}_low", f"{when}_high", "table.range90", kind))
    if data:
        columns.append(Column("surprise", "update.surprise", "chance"))
    return Table(columns, made)


def update(
    subject: Case | AnyModel,
    observations: Mapping[str, Given] | Iterable[tuple[str, Given]],
    *,
    alternative: str | None = None,
    scenarios: Sequence[str] = (),
    dependence: str = "independent",
    date: str | None = None,
    source: str | None = None,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
) -> Update:
    """Ask the same question after monitoring data.

    Parameters
    ----------
    subject : Case or AnyModel
    observations : mapping of estimate to observation or to several, or pairs of these
        Each a :class:`Share`, :class:`Mean` or :class:`Count`, or a text: ``"31/120"``, ``"2.1+-0.3"``, ``"72"``.
        Several of one estimate are taken to be independent, given the estimate.
    alternative, scenarios, dependence
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
    through the copula (:mod:`mkba_uncertainty.copula.evidence`). A conflict is a doubled predictive tail under 1 %,
    given the earlier data on the same estimate but none on others: a variant of the check of Box (1980), Journal of the
    Royal Statistical Society A 143: 383-430 (:func:`mkba_uncertainty.families.updated.surprise`).

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> after = mkba.update(model, {"benefits": "4+-3"}, draws=256)
    >>> learnt = after.learnt["benefits"].posterior  # precisions 1 / 16 and 1 / 9 add up
    >>> round(learnt.mean, 6), round(learnt.sd, 6)
    (5.44, 2.4)
    """
    under = {"alternative": alternative, "scenarios": scenarios, "dependence": dependence}
    model = build_model(subject, **under) if isinstance(subject, Case) else subject  # type: ignore[arg-type]
    found = by_estimate(model, named_observations(observations, date=date, source=source))
    design = Design(draws, replicates, rng, kind)
    case, updated = _updated(subject, model, found)
    before, after = _State(model, design), _State(updated, design)
    names = tuple(dict.fromkeys((*found, *updated.moved)))
    learnt = {name: _learnt(name, found.get(name, ()), before, after) for name in names}
    return Update(
        provenance=provenance(updated, design),
        case=case,
        learnt={name: each for name, each in learnt.items() if name in found},
        moved={name: each for name, each in learnt.items() if name not in found},
        before=answer_of(model, design, executor),
        after=answer_of(updated, design, executor),
        remaining=_remaining((before, after), found, executor),
        effective_draws=effective_draws(updated, design),
    )


def with_observations(case: Case, observations: Mapping[str, Sequence[Observation]]) -> Case:
    """Give a case with observations taken in: the distributions updated, the values as they were published.

    Raises
    ------
    InputError
        If a distribution excludes the data.
    """
    for shares in case.shares.values():
        counted = [observations[member] for member in shares.members if member in observations]
        case = case.with_counts(shares.name, [_counts(each) for each in zip(*counted, strict=True)])
    for name, data in ((name, data) for name, data in observations.items() if case.estimates[name].part_of != PART):
        case = case.with_estimate(name, distribution=_taken_in(name, case.estimates[name].distribution, data))
    return case


def _counts(each: Sequence[Observation]) -> Counts:
    """Put together what was counted of all shares."""
    found = [one for one in each if isinstance(one, Share)]
    first = found[0]
    return Counts(tuple(one.k for one in found), date=first.date, source=first.source, note=first.note)


@dataclass(frozen=True)
class _State:
    """A model, and what is known of its inputs, each in its own price level."""

    model: AnyModel
    design: Design

    def is_alone(self, name: str) -> bool:
        """Say whether an input has the distribution that stands in the model: no data on others have moved it."""
        return name not in self.model.moved or any(block.observed_names == (name,) for block in self.model.evidence)

    def family(self, name: str) -> Family:
        """Give the distribution of an input, before data on others."""
        family, factor = self.model.family(name), self.model.price_factor(name)
        if isinstance(family, Rescaled):
            return family.family
        return family if factor == 1.0 else Rescaled(family, 1 / factor)  # experts' answers, in prices of the case

    def belief(self, name: str) -> Belief:
        """Say what is known of an input: exactly, or from draws where data on others have moved it."""
        if self.is_alone(name):
            return _belief(self.family(name))
        values = self._moved[name] / self.model.price_factor(name)
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
        label=model.label(name),
        unit=model.unit(name),
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
    subject: Case | AnyModel, model: AnyModel, found: Mapping[str, Sequence[Observation]]
) -> tuple[Case | None, AnyModel]:
    if model.whole is not None and model.dependence is not None:
        case = with_observations(model.whole, found)
        under = {"alternative": model.alternative, "scenarios": model.scenarios, "dependence": model.dependence}
        return case, build_model(case, **under)  # type: ignore[arg-type]
    return None, model.with_inputs({name: _taken_in(name, model.inputs[name], data) for name, data in found.items()})


def _taken_in(name: str, family: Family, data: Sequence[Observation]) -> Family:
    if isinstance(family, Rescaled):
        return Rescaled(_taken_in(name, family.family, data), family.factor)
    try:
        return Updated(family, tuple(data))
    except FamilyError as error:
        raise InputError(error.code, key=name, **error.facts) from error


def _remaining(
    states: tuple[_State, _State], observed: Collection[str], executor: Executor | None
) -> tuple[Remaining, Remaining] | None:
    """Say what knowing more was and is worth; None where nothing can be chosen or learnt."""
    model = states[0].model
    outcome = "net_benefit" if "net_benefit" in model.outcomes else model.outcomes[0]
    names = [name for name in observed if name in model.inputs and all(state.is_alone(name) for state in states)]
    try:
        found = [
            worth_knowing(state.model, state.design, outcome=outcome, of=names, executor=executor) for state in states
        ]
    except ModelError:
        return None
    before, after = (Remaining(each.evpi, {name: each.evppi[name].value for name in names}) for each in found)
    return before, after


def _sentences(result: Update) -> Iterator[Text]:
    made = result.provenance
    yield from map(_estimate, result.learnt.values())
    if shift := result.shift:
        unit = result.after.units[shift.outcome]
        (was, now), (less, more) = shift.median, shift.probability
        yield both(
            "update.verdict.answer",
            **named(shift.outcome, result.after.labels[shift.outcome]),
            limit=partial(number, exact(shift.limit)),
            median_before=partial(figure, was, kind_of(unit)),
            median_after=partial(figure, now, kind_of(unit)),
            chance_before=partial(chance, less),
            chance_after=partial(chance, more),
        )
    if result.remaining is not None:
        first, second = (made.amount(_told(result.remaining, each.evpi)) for each in result.remaining)
        yield both("update.verdict.information", before=first, after=second)


def _told(remaining: tuple[Remaining, Remaining], worth: Measured) -> Uncertain:
    """Give what something is worth as people read it: without cents, unless everything is worth but a few euros."""
    return in_euros(worth, max((each.evpi for each in remaining), key=lambda evpi: evpi.value))


def _estimate(each: Learnt) -> Text:
    return both(
        "update.verdict.estimate",
        label=each.label,
        data=joined(_observed(one, each.unit) for one in each.observations),
        before=partial(estimate_text, each.prior.mean, unit=each.unit),
        after=partial(estimate_text, each.posterior.mean, unit=each.unit),
        range_before=_range(each.prior, each.unit),
        range_after=_range(each.posterior, each.unit),
    )


def _range(known: Belief, unit: str | None) -> Callable[[str], str]:
    return partial(estimate_range, known.quantiles[0.05], known.quantiles[0.95], unit=unit)


def _conflict(name: str, each: Learnt, observation: Observation, surprise: float, known: Belief) -> Caution:
    """Warn that data and the distribution before conflict, with both numbers."""
    said = both(
        "update.conflict",
        label=each.label,
        data=_observed(observation, each.unit),
        mean=partial(estimate_text, known.mean, unit=each.unit),
        range=_range(known, each.unit),
        chance=partial(chance, _as_told(surprise)),
    )
    return Caution(said.nl, said.en, key=f"estimates.{name}")


def _as_told(probability: float) -> Between:
    """Give a probability with the digits that people can use; it may be very small, but is never quite zero."""
    return Between(probability, probability * 0.98, min(probability * 1.02 + 1e-9, 1.0))


def _observed(observation: Observation, unit: str | None) -> Text:
    return Text(*(observation_text(observation, unit, lang) for lang in LANGUAGES))


def observation_text(observation: Observation, unit: str | None, lang: str) -> str:
    """Write an observation as a reader of this language does, with what it says of the estimate: ``31/120 (25.8%)``."""
    match observation:
        case Share():
            return f"{observation.text} ({estimate_text(observation.value, lang, unit)})"
        case Mean():
            mean, error = (number(exact(each), lang) for each in (observation.mean, observation.standard_error))
            return f"{mean} ± {error}" + ("" if observation.n is None else f" (n = {count(observation.n, lang)})")
        case Count(exposure=1.0):
            return count(observation.k, lang)
        case Count():
            times = number(exact(observation.exposure), lang)
            return f"{count(observation.k, lang)} / {times} ({estimate_text(observation.value, lang, unit)})"
        case _:
            return observation.text
