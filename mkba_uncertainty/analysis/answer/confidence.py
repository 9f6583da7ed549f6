"""How sure are we? Distributions of all outcomes, probabilities, and where the published figure sits in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import islice
from typing import Any, NamedTuple, Protocol

import numpy as np

from mkba_uncertainty.analysis.answer.probability_range import ProbabilityRange
from mkba_uncertainty.analysis.answer.verdict import how_sure, said_surely, verdict
from mkba_uncertainty.analysis.curves.main_effect import variance_shares
from mkba_uncertainty.analysis.provenance import Provenance, provenance
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.arrays import BELOW_ZERO, LEVELS, Array, Rng
from mkba_uncertainty.case import Case, actor_tree, further_part
from mkba_uncertainty.design import Design, DesignKind
from mkba_uncertainty.errors import Caution, InputError
from mkba_uncertainty.model import AnyModel, limit_of
from mkba_uncertainty.names import unknown
from mkba_uncertainty.replication import Executor, Measured, over_batches
from mkba_uncertainty.simulation import Ensemble, RunBatch, every_reason
from mkba_uncertainty.stopping import MAX_REPLICATES, Stopping, Until, as_rule, run_until
from mkba_uncertainty.summary import Blocks, Partial, PartialSummary, Section, Statistics, Summary, counted_alike
from mkba_uncertainty.table import Column, Range, Row, Table, quantile_cells, quantile_columns
from mkba_uncertainty.tails import Tail
from mkba_uncertainty.texts import LANGUAGES, Text, both, joined
from mkba_uncertainty.texts.currencies import currency_names
from mkba_uncertainty.texts.figures import chance, exact, figure, kind_of

CURVE_LEVELS = tuple(round(0.005 * step, 3) for step in range(1, 200))
PUBLISHED, WORKBOOK = "headline > published", "headline > workbook"
DRIVERS, DRIVER_NODES, DRIVER_DRAWS, DRIVER_REPLICATES = 3, 16, 1024, 8
CANDIDATES, ROUGH_NODES, ROUGH_DRAWS = 6, 8, 128
"""The drivers are sought among so many, which few draws and nodes find."""
SHOWN_EVENTS = ("net_benefit > 0", "financial_net > 0")


class OwnAnswer(NamedTuple):
    """What a workbook itself gives for the headline, and how many of the draws come out lower."""

    value: float
    below: Measured


class Views(Protocol):
    """What an outcome is under several views of dependence, as :func:`mkba_uncertainty.dependence` gives it."""

    @property
    def provenance(self) -> Provenance:
        """Of which case, and how it was run."""

    @property
    def outcome(self) -> str:
        """Which outcome."""

    @property
    def probability_range(self) -> ProbabilityRange | None:
        """How far the probability goes apart that it exceeds its limit."""


@dataclass(frozen=True)
class Distribution:
    """One outcome: its value at the point estimates, mean, standard deviation and quantiles.

    ``meaningless`` marks a ratio whose denominator is not positive on some draws; then there are no figures. ``tail``
    is there where it is heavy; with one that is boundless there are no mean and standard deviation.

    What draws may lack, such as a rate of return, has ``shares``: how likely each reason is. It has no mean, and its
    quantiles are over the draws that have it; ``points`` are all that there are at the point estimates.
    """

    point: float | None
    mean: Measured | None
    sd: Measured | None
    quantiles: dict[float, Measured]
    meaningless: bool = False
    tail: Tail | None = None
    points: tuple[float, ...] = ()
    shares: Mapping[str, Measured] = field(default_factory=dict)

    @property
    def middle(self) -> Measured | Text:
        """The median, or in words why there is none."""
        if self.meaningless:
            return both("table.meaningless")
        return self.quantiles[0.5] if self.quantiles else both("returns.lacking")

    def is_like(self, other: Distribution) -> bool:
        """Say whether another has the same quantiles, but for rounding."""
        ours, theirs = ([value.value for value in one.quantiles.values()] for one in (self, other))
        return bool(ours) and len(ours) == len(theirs) and np.allclose(ours, theirs, rtol=1e-9, atol=0.0)

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        told = self._told()
        if self.shares:
            told["points"] = list(self.points)
            told["shares"] = {why: share.to_dict() for why, share in self.shares.items()}
        return told

    def _told(self) -> dict[str, Any]:
        return {
            "point": self.point,
            "mean": self.mean and self.mean.to_dict(),
            "sd": self.sd and self.sd.to_dict(),
            "quantiles": {str(level): value.to_dict() for level, value in self.quantiles.items()},
            "meaningless": self.meaningless,
        }


@dataclass(frozen=True, repr=False)
class Confidence(Result):
    """How sure we are of a model's outcomes.

    Parameters
    ----------
    provenance : Provenance
    case : Case or None
        None for a model that is no case.
    labels : dict of outcome to Text
    units : dict of outcome to str or None
    outcomes : dict of outcome to Distribution
    probabilities : dict of event to Measured or None
        None where the event speaks of a meaningless ratio.
    published_figures : mapping of outcome to float
        What was published of this model; nothing of another scenario than the one in force.
    published_percentile : Measured or None
        Share of the draws at or below the published net benefit.
    losses : dict of outcome to Measured
        For a case: of each ``actor:<id>`` among the outcomes, the probability that its balance is negative.
    drivers : dict of estimate to Measured
        For a case: the estimates that carry most of the uncertainty of the net benefit, and the share of its variance
        that each would take away by itself (the first-order index); largest first.
    headline : str
        The outcome that the verdict is about: the net benefit, or else the first.
    curve : dict of level to Measured
        Quantiles of the first headline outcome, for its exceedance curve.
    curve_outcome : str
    stopping : Stopping or None
        What a stopping rule came to.
    own_answer : OwnAnswer or None
        Of a case whose model is a workbook: what that gives itself.
    probability_range : ProbabilityRange or None
        Of the probability that the headline exceeds its limit, over the views of how estimates are correlated; the
        word of the verdict fits all of it. None where these were not asked: :meth:`over`.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> answer = mkba.confidence(model, draws=64)
    >>> mean = answer.outcomes["net_benefit"].mean
    >>> mean.low <= mean.value <= mean.high
    True
    >>> answer.to_frame()[["outcome", "point"]]
           outcome  point
    0  net_benefit    5.0
    """

    case: Case | None
    labels: dict[str, Text]
    units: dict[str, str | None]
    outcomes: dict[str, Distribution]
    probabilities: dict[str, Measured | None]
    published_figures: Mapping[str, float]
    published_percentile: Measured | None
    losses: dict[str, Measured]
    drivers: dict[str, Measured]
    headline: str
    curve: dict[float, Measured]
    curve_outcome: str
    stopping: Stopping | None = None
    own_answer: OwnAnswer | None = None
    probability_range: ProbabilityRange | None = None

    @property
    def verdict(self) -> Text | None:
        """The answer in a few sentences; None where the headline was not among the outcomes."""
        return verdict(self)

    def over(self, views: Views) -> Confidence:
        """Give the same with the probability over all views of dependence, those of the same case.

        Raises
        ------
        InputError
            If the views are of another outcome, case, scenario or alternative.

        Examples
        --------
        >>> import mkba_uncertainty as mkba
        >>> case = mkba.load_case("arnhem-ozo")
        >>> answer = mkba.confidence(mkba.build_model(case)).over(mkba.dependence(case))
        >>> answer.verdict.en[:71]
        'It is likely (89% to 92%, depending on how estimates are correlated) th'
        """
        asked, found = self.provenance.circumstance, views.provenance.circumstance
        if (self.headline, *asked) != (views.outcome, *found):
            raise InputError(
                "views_of_another", key="views", found=_of(views.outcome, found), expected=_of(self.headline, asked)
            )
        return replace(self, probability_range=views.probability_range)

    @property
    def view(self) -> Text | None:
        """Under which view of dependence the figures stand, in words, where the verdict is over several."""
        label = self.provenance.dependence_label
        if self.probability_range is None or label is None:
            return None
        return both("plot.exceedance.view", view=label)

    @property
    def limit(self) -> float:
        """What the headline is to exceed: 1 where it is a ratio, else 0."""
        return limit_of(self.units.get(self.headline))

    @property
    def asked(self) -> Measured | None:
        """The probability that the headline exceeds its limit; None where it is not among the outcomes."""
        return self.probabilities.get(self._headline_event)

    @property
    def _headline_event(self) -> str:
        return f"{self.headline} > {self.limit:g}"

    @property
    def table(self) -> Table:
        """A row an outcome: point, mean, sd, quantiles, and for an actor the probability of a loss."""
        return Table(
            [
                Column("label", "table.outcome", data=False),
                Column("outcome"),
                Column("point"),
                Column("published", "table.published", "outcome", data=False),
                Column("mean", "table.mean", "outcome"),
                Column("sd"),
                *quantile_columns(LEVELS),
                Column("median", "table.median", "outcome", data=False),
                Range("q0.05", "q0.95", "table.range90", "outcome"),
                Column("probability_negative", "actors.loss", "chance"),
                *self._reasons,
            ],
            [self._row(name) for name in self.outcomes],
        )

    @property
    def _reasons(self) -> list[Column]:
        """The columns of why draws lack outcomes, for programs."""
        return [Column(why) for why in dict.fromkeys(why for each in self.outcomes.values() for why in each.shares)]

    def _row(self, name: str) -> Row:
        found = self.outcomes[name]
        published = self.published_figures.get(name)
        cells: dict[str, Any] = {
            "label": self.labels[name],
            "outcome": name,
            "point": found.point,
            "published": None if published is None else exact(published),
            "median": found.middle,
            **quantile_cells(found.quantiles, LEVELS),
            **found.shares,
        }
        figures = {"mean": found.mean, "sd": found.sd, "probability_negative": self.losses.get(name)}
        cells |= {key: value for key, value in figures.items() if value is not None}
        is_headline = self.case is not None and name == self.case.headline
        return Row(cells, self.units[name], depth=self.depth(name), bold=is_headline)

    @property
    def balances(self) -> Table:
        """Who pays, who gains: the balance of each actor, of its parts below it, and of all together."""
        tree = [(f"actor:{actor.name}", depth) for actor, depth in actor_tree(self._case.actors)]
        rows = [replace(self._row(name), depth=depth) for name, depth in tree if not self._is_zero(name)]
        total = self._row("net_benefit")
        rows.append(replace(total, cells={**total.cells, "label": both("actors.all")}))
        caption = both("actors.caption", year=str(self._case.price_level))
        if note := self._own_rates:
            caption = joined([caption, note], ". ")
        show = ("label", "mean", "q0.05", "probability_negative")
        return self.table.of(rows, show=show, name="actors.who", caption=caption)

    @property
    def _own_rates(self) -> Text | None:
        """Say whose balances are reckoned at a rate of their own, if any are among the outcomes."""
        case = self.case
        own = (
            [case.actors[name].label for name in case.rates.actors if f"actor:{name}" in self.outcomes] if case else []
        )
        return both("actors.own_rates", labels=joined(own)) if own else None

    @property
    def returns(self) -> Table:
        """Rates of return, payback and what else was asked for: how sure, and how likely there is none."""
        names = [name for name in self.outcomes if further_part(name)] if self.case else []
        rows = [self._row(name) for name in names]
        columns = [
            replace(self.table.columns[0], heading="returns.outcome"),
            Column("points", "returns.points", data=False),
            *self._outcomes(names, "").columns[1:],
            Column("lacking", "returns.lacking_on", data=False),
        ]
        told = [
            {"label": self._whose(name), "points": self._points(name), "lacking": self._lacking(name)} for name in names
        ]
        rows = [replace(row, cells={**row.cells, **cells}) for row, cells in zip(rows, told, strict=True)]
        return Table(columns, rows, caption=both("returns.caption"))

    def _whose(self, name: str) -> Text:
        """Give the label, which says that median and range are only of draws that have one where some have not."""
        some = any(share.value > 0 for share in self.outcomes[name].shares.values())
        return both("returns.of_those", label=self.labels[name]) if some else self.labels[name]

    def _points(self, name: str) -> Text:
        found, kind = self.outcomes[name], kind_of(self.units[name])
        points = found.points if found.shares or found.point is None else (found.point,)
        return joined((Text(*(figure(exact(point), kind, lang) for lang in LANGUAGES)) for point in points), "; ")

    def _lacking(self, name: str) -> Text:
        shares = self.outcomes[name].shares.items()
        return joined((both(f"returns.{why}", chance=partial(chance, likely)) for why, likely in shares), "; ")

    @property
    def flow(self) -> Table:
        """Costs, benefits and balance of each year."""
        kind = self.provenance.kind
        return Table(
            [
                Column("year", "actors.flow.year"),
                Column("costs", "actors.flow.costs", kind),
                Column("benefits", "actors.flow.benefits", kind),
                Column("net", "actors.flow.net", kind),
                Range("low", "high", "actors.flow.range", kind),
            ],
            [self._year(year) for year in range(self._case.horizon)],
            caption=both("actors.flow.caption", year=str(self._case.price_level)),
        )

    def _year(self, year: int) -> Row:
        costs, benefits, net = (self.outcomes[f"{kind}:{year}"] for kind in ("year_costs", "year_benefits", "year"))
        ends = {"low": net.quantiles[0.05], "high": net.quantiles[0.95]}
        shown = str(self._case.calendar(year))
        return Row({"year": shown, "costs": costs.mean, "benefits": benefits.mean, "net": net.mean, **ends})

    @property
    def _case(self) -> Case:
        assert self.case is not None
        return self.case

    def _is_zero(self, name: str) -> bool:
        found = self.outcomes[name]
        return found.mean is not None and found.mean.value == found.mean.high == 0.0 == found.quantiles[0.95].value

    @property
    def published(self) -> float | None:
        """The published net benefit, or what else is the headline."""
        return self.published_figures.get(self.curve_outcome)

    @property
    def beside_own(self) -> Text | None:
        """Say what the workbook itself gives, and where that lies among the draws."""
        if self.own_answer is None:
            return None
        value, below = self.own_answer
        kind = kind_of(self.units[self.curve_outcome])
        return both("verdict.workbook", value=partial(figure, exact(value), kind), below=partial(chance, below))

    def depth(self, outcome: str) -> int:
        """Say how deep the row of an outcome stands: 1 for a part of the one above it."""
        kind, _, key = outcome.partition(":")
        if self.case is None or kind not in ("line", "actor") or further_part(outcome):
            return 0
        above = (self.case.lines if kind == "line" else self.case.actors)[key].parent
        return 1 if above else 0

    @property
    def events(self) -> Table:
        """How sure the events are that people ask about; in words too where anything is uncertain."""
        shown = [event for event in self.probabilities if self._is_asked(event)]
        columns = [Column("label", "table.event"), Column("probability", "table.probability", "chance")]
        if not self.provenance.certain:
            columns.append(Column("word", "table.likelihood"))
        return Table(columns, [self._event(event) for event in shown])

    def _is_asked(self, event: str) -> bool:
        """Say whether people ask about an event: hardly about costs or benefits above 0, and about nothing twice."""
        if self.case is None:
            return True
        if self.case.binding is None:
            return event in SHOWN_EVENTS
        name = event.rpartition(" > ")[0]
        is_side = self.case.binding.outcomes[name].is_side and name != self.curve_outcome
        return not is_side and name not in self._repeated

    @cached_property
    def _repeated(self) -> frozenset[str]:
        """What follows from costs and benefits, where the workbook has an outcome of its own that is the same."""
        bound = self.case.binding.outcomes if self.case and self.case.binding else {}
        own = [self.outcomes[name] for name in self.outcomes if name in bound and bound[name].cell]
        follows = [name for name in self.outcomes if name in bound and not bound[name].cell]
        return frozenset(name for name in follows if any(self.outcomes[name].is_like(one) for one in own))

    def _event(self, event: str) -> Row:
        probability, found = self.probabilities[event], self.probability_range
        cells: dict[str, Any] = {"event": event, "label": self._asked(event)}
        if probability is None:
            return Row({**cells, "probability": both("table.meaningless")})
        outcome = self.outcomes.get(event.rpartition(" > ")[0])
        if outcome and outcome.sd and outcome.sd.value == 0.0:  # nothing uncertain feeds it: no likelihood, but a fact
            return Row({**cells, "probability": exact(probability.value), "word": None})
        if found is None or event != self._headline_event:
            word = said_surely(probability)["likelihood"]
            return Row({**cells, "probability": probability, "word": word})
        said = Text(*(found.said(lang) for lang in LANGUAGES))
        return Row({**cells, "probability": said, "word": how_sure(self)["likelihood"]})

    def _asked(self, event: str) -> Text:
        """Say what is asked."""
        if self.case is None:
            return Text(event, event)
        if self.case.binding is None:
            return both(f"event.{event}", **currency_names(self.case.currency))
        name, _, limit = event.rpartition(" > ")
        return both("event.above", label=self.labels[name], limit=limit)

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give the headline outcomes, the events, and the lines and actors; with ``detail`` posts and years too."""
        groups = {"line": "table.line", "actor": "table.actor"}
        if detail:
            groups |= {"post": "table.post", "year": "table.year"}
        further = self.returns
        heads = [name for name in self.outcomes if ":" not in name and not further_part(name)]
        heads = [name for name in heads if name not in self._repeated]
        heads = heads or ([] if further.rows else list(self.outcomes))
        tables = [self._outcomes(heads, "table.outcome"), further, self.events]
        if self.case is not None:
            tables += [
                self._outcomes([name for name in self.outcomes if self._varies(name, group)], title)
                for group, title in groups.items()
            ]
        return [table for table in tables if table.rows]

    def _outcomes(self, names: Sequence[str], title: str) -> Table:
        published = not self.published_figures.keys().isdisjoint(names)
        keys = ("label", *(["published"] if published else []), "median", "q0.05")
        return self.table.of((self._row(name) for name in names), show=keys, name=title)

    def _varies(self, name: str, group: str) -> bool:
        mean = self.outcomes[name].mean
        of_group = name.partition(":")[0] == group and not further_part(name)
        return of_group and (group == "year" or mean is None or mean.value != 0)

    def title(self) -> Text:
        """Give the heading."""
        name = self.provenance.case
        return both("run.title", title=self.case.title if self.case else name)

    def lead(self) -> Sequence[Text]:
        """Give the answer."""
        return [text for text in (self.verdict, self.beside_own) if text is not None]

    def notes(self) -> Sequence[Text]:
        """Say how fine the shares of the variance are, and what goes with any answer."""
        return [*([both("run.shares")] if self.drivers else []), *self.notes_without_drivers()]

    def notes_without_drivers(self) -> Sequence[Text]:
        """Say what is left out, whether a stopping rule was met, and whose the words are."""
        absent = len(self.case.not_valued) if self.case else 0
        left_out = [both("run.not_valued", count=absent)] if absent else []
        if note := self._own_rates:
            left_out.append(note)
        if any(found.shares for found in self.outcomes.values()):
            left_out.append(both("returns.note"))
        words = [] if self.provenance.certain else [both("run.words")]
        return [*left_out, *([self.stopping.note()] if self.stopping else []), *words]

    def facts(self) -> dict[str, Any]:
        """Give the distributions, the probabilities, and where the published figure sits."""
        return {
            "outcomes": {name: outcome.to_dict() for name, outcome in self.outcomes.items()},
            "probabilities": {event: value and value.to_dict() for event, value in self.probabilities.items()},
            "published": self.published,
            "published_percentile": self.published_percentile and self.published_percentile.to_dict(),
            "tails": {name: found.tail.to_dict() for name, found in self.outcomes.items() if found.tail},
            "own_answer": self.own_answer
            and {"value": self.own_answer.value, "below": self.own_answer.below.to_dict()},
            "losses": {name: loss.to_dict() for name, loss in self.losses.items()},
            "drivers": {name: share.to_dict() for name, share in self.drivers.items()},
            "stopping": self.stopping and self.stopping.to_dict(),
            "probability_range": self.probability_range and self.probability_range.to_dict(),
            "verdict": self.verdict and {"nl": self.verdict.nl, "en": self.verdict.en},
        }

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Give what ``--json`` shows; that balances of actors do not add up is among the warnings."""
        told = super().to_dict(lang)
        if note := self._own_rates:
            told["warnings"].append(Caution(note.nl, note.en, key="discounting.actors").to_dict(lang))
        return told


def _of(outcome: str, circumstance: Sequence[object]) -> str:
    return ", ".join(str(part) for part in (outcome, *circumstance) if part)


class _Left(NamedTuple):
    """What a batch leaves behind."""

    every: Section
    curve: Section
    partial: Partial | None


@dataclass(frozen=True)
class _Summarise:
    """The task of one batch: run it, and leave only its summaries."""

    run: RunBatch | Ensemble
    every: Statistics
    curve: Statistics
    partial: tuple[str, ...]

    def __call__(self, batch: range) -> _Left:
        every, curve, lacking = Blocks(self.every), Blocks(self.curve), list[Array]()
        for block in self.run.blocks(batch):
            every.add(block.array(self.every.names))
            curve.add(block.array(self.curve.names))
            if self.partial:
                lacking.append(block.array(self.partial))
        partial = Partial.of(np.concatenate(lacking, axis=-1), LEVELS) if lacking else None
        return _Left(every.section(), curve.section(), partial)

    def blocks(self, batch: range) -> Iterator[list[Array]]:
        """Give the draws of which both statistics are taken, block by block."""
        return ([block.array(each.names) for each in (self.every, self.curve)] for block in self.run.blocks(batch))


def _fold(parts: list[_Left]) -> list[_Left]:
    every, curve = (Section.together([getattr(part, what) for part in parts]) for what in ("every", "curve"))
    partial = [part.partial for part in parts if part.partial is not None]
    return [_Left(every, curve, Partial.together(partial) if partial else None)]


def confidence(
    subject: Ensemble | AnyModel,
    *,
    outcomes: Collection[str] | None = None,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
    until: str | Until | None = None,
    max_replicates: int = MAX_REPLICATES,
) -> Confidence:
    """Say how sure we are of the outcomes of a model.

    Parameters
    ----------
    subject : Ensemble or AnyModel
        An ensemble is summarised as it is. A model is run batch by batch and no draw is kept, so that memory does not
        grow with the number of replicates; the other options then say how.
    outcomes : collection of str, optional
        Which outcomes; all by default.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.
    until : str or Until, optional
        Grow the design until the interval (high - low) of a number is so narrow: ``"net_benefit > 0:0.01"``,
        ``"net_benefit.mean:5000"``, ``"net_benefit.q0.95:20000"``.
    max_replicates : int
        With ``until``: no more draws in all than so many replicates of ``draws``.

    Returns
    -------
    Confidence

    Raises
    ------
    InputError, ModelError
        As :func:`mkba_uncertainty.simulate`.

    Notes
    -----
    Values come from all draws together; intervals from sectioning over replicates (Nakayama 2014), see
    :mod:`mkba_uncertainty.replication`.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> answer = mkba.confidence(model)
    >>> round(answer.outcomes["net_benefit"].mean.value, 1), round(answer.outcomes["net_benefit"].sd.value, 1)
    (5.0, 5.0)
    >>> round(answer.probabilities["net_benefit > 0"].value, 2)  # the normal distribution at 1
    0.84
    """
    if isinstance(subject, Ensemble):
        if until is not None:
            raise InputError("until_ensemble", key="until")
        model, design = subject.model, subject.design
    else:
        model, design = subject, Design(draws, replicates, rng, kind)
    names = subject.select(outcomes)
    if outcomes is None:  # an ensemble has what says why a draw lacks an outcome beside it
        beside = set(every_reason(model, names))
        names = tuple(name for name in names if name not in beside)
    rule = as_rule(until)
    events = _events(model, names, rule)
    width_of = _width_of(rule, names, events, model) if rule else None

    run = partial(_run, subject, model, names=names, events=events, executor=executor)
    if rule is None or width_of is None:
        return run(design)
    result, stopping = run_until(run, width_of, rule, design, max_replicates)
    return replace(result, stopping=stopping)


def answer_of(model: AnyModel, design: Design, executor: Executor | None = None) -> Confidence:
    """Say how sure we are of all outcomes, by the draws of a design."""
    names = model.select(None)
    return _run(model, model, design, names=names, events=_events(model, names, None), executor=executor)


def _run(
    subject: Ensemble | AnyModel,
    model: AnyModel,
    design: Design,
    *,
    names: tuple[str, ...],
    events: dict[str, tuple[str, float]],
    executor: Executor | None,
) -> Confidence:
    lacking = tuple(name for name in names if model.reasons(name))
    evaluated = tuple(dict.fromkeys((*names, *every_reason(model, names))))
    every = Statistics(tuple(name for name in evaluated if name not in lacking), LEVELS, events)
    curve = Statistics((model.headline,) if model.headline in names else every.names[:1], CURVE_LEVELS)
    run: RunBatch | Ensemble
    if isinstance(subject, Ensemble):
        subject.select(evaluated)
        run, executor = subject, None
    else:
        run = RunBatch(model, design, evaluated)
    drawn = _Summarise(run, every, curve, lacking).blocks
    every, curve = counted_alike((every, curve), design, executor, drawn)
    task = _Summarise(run, every, curve, lacking)
    of_every, of_curve, of_partial = (
        Summary(every, keep=False),
        Summary(curve, keep=False),
        PartialSummary(lacking, LEVELS),
    )
    for left in over_batches(task, design.batches(), executor, fold=_fold):
        of_every.add(left.every)
        of_curve.add(left.curve)
        if left.partial is not None:
            of_partial.add(left.partial)
    return _answer(model, design, names, of_every, of_curve, of_partial)


def _events(model: AnyModel, names: Collection[str], rule: Until | None) -> dict[str, tuple[str, float]]:
    events = model.events(names)
    headline = model.headline
    if model.case is not None:
        if headline in names and headline in model.published:
            events[PUBLISHED] = (headline, model.published[headline])
        if headline in names and model.uncertain and (own := model.own_answer) is not None:
            events[WORKBOOK] = (headline, own)
        balances = (name for name in names if name.startswith("actor:") and not further_part(name))
        events |= {_no_loss(name): (name, BELOW_ZERO) for name in balances}
        events |= {why: (why, 0.5) for why in every_reason(model, names)}
    if rule and rule.limit is not None and rule.outcome is not None and rule.outcome in names:
        events[rule.what] = (rule.outcome, rule.limit)
    return events


def _no_loss(outcome: str) -> str:
    return f"{outcome} >= 0"


def _width_of(
    rule: Until, names: Collection[str], events: Mapping[str, tuple[str, float]], model: AnyModel
) -> Callable[[Confidence], float]:
    """Find the number that a stopping rule speaks of; its width is infinite where the number means nothing."""
    level = _level(rule.statistic)
    if rule.outcome is None or rule.outcome not in names:
        raise unknown("until_unknown", "until", rule.outcome or rule.what, names)
    if model.reasons(rule.outcome) and level not in LEVELS:
        raise unknown("until_unknown", "until", rule.statistic, [f"q{known:g}" for known in LEVELS])
    if rule.limit is None and rule.statistic not in ("mean", "sd") and level not in LEVELS:
        known = ["mean", "sd", *(f"q{known:g}" for known in LEVELS)]
        raise unknown("until_unknown", "until", rule.statistic, known)

    def width(result: Confidence) -> float:
        if rule.limit is not None:
            found = result.probabilities[rule.what]
        else:
            outcome = result.outcomes[rule.outcome or ""]
            found = outcome.quantiles.get(level) if level else {"mean": outcome.mean, "sd": outcome.sd}[rule.statistic]
        return found.width if found else np.inf

    return width


def _level(statistic: str) -> float | None:
    return float(statistic[1:]) if statistic[:1] == "q" and statistic[1:].replace(".", "").isdigit() else None


def _answer(
    model: AnyModel,
    design: Design,
    names: tuple[str, ...],
    every: Summary,
    curve: Summary,
    partial: PartialSummary,
) -> Confidence:
    events, chances = every.statistics.thresholds, every.probabilities()
    found = distributions(model, every)
    found |= {
        name: _partial(model, name, quantiles, {why: chances.pop(key) for why, key in model.reasons(name).items()})
        for name, quantiles in partial.quantiles().items()
    }
    found = {name: found[name] for name in names}
    tails = {name: found[name].tail for name in model.headlines if name in found}
    probabilities: dict[str, Measured | None] = {
        event: None if found[events[event][0]].meaningless else value for event, value in chances.items()
    }
    above = probabilities.pop(PUBLISHED, None)
    percentile = above and _opposite(above)
    above_own = probabilities.pop(WORKBOOK, None)
    losses = {name: kept for name in names if (kept := probabilities.pop(_no_loss(name), None))}
    net = found.get(model.headline)
    drivers = _drivers(model, design, net.sd) if model.case and net and net.sd else {}
    return Confidence(
        provenance=provenance(
            model, design, every.replicates, tails={name: tail for name, tail in tails.items() if tail is not None}
        ),
        case=model.case,
        labels=model.labels((*names, *drivers)),
        units={name: model.unit(name) for name in names},
        outcomes=found,
        probabilities=probabilities,
        published_figures={name: value for name, value in model.published.items() if name in names},
        published_percentile=percentile,
        losses={name: _opposite(kept) for name, kept in losses.items()},
        drivers=drivers,
        headline=model.headline,
        curve=curve.quantiles()[0],
        curve_outcome=curve.statistics.names[0],
        own_answer=None if above_own is None else OwnAnswer(events[WORKBOOK][1], _opposite(above_own)),
    )


def _opposite(probability: Measured) -> Measured:
    return Measured(1 - probability.value, 1 - probability.high, 1 - probability.low)


def _drivers(model: AnyModel, design: Design, spread: Measured) -> dict[str, Measured]:
    """Give the leading estimates, from curves with few nodes on a design of bounded size."""
    if not model.uncertain or model.evidence or spread.value == 0:  # what data have moved has no curve of its own
        return {}
    few = replace(
        design,
        draws=min(design.draws, DRIVER_DRAWS),
        replicates=min(design.replicates, DRIVER_REPLICATES),
        rng=design.seeds,
    )
    fewer = replace(few, draws=min(few.draws, ROUGH_DRAWS))
    likely = list(variance_shares(model, fewer, model.headline, nodes=ROUGH_NODES))[:CANDIDATES]
    found = variance_shares(model, few, model.headline, of=likely, nodes=DRIVER_NODES)
    return dict(islice(found.items(), DRIVERS))


def distributions(model: AnyModel, summary: Summary) -> dict[str, Distribution]:
    """Give what a summary of draws says of each outcome of a model."""
    names = summary.statistics.names
    points = model.evaluate(model.point(), names)
    each = zip(names, summary.means(), summary.sds(), summary.quantiles(), summary.tails(), strict=True)
    return {name: _distribution(points[name], mean, sd, quantiles, tail) for name, mean, sd, quantiles, tail in each}


def _distribution(
    point: Array, mean: Measured, sd: Measured, quantiles: dict[float, Measured], tail: Tail | None
) -> Distribution:
    at_point = None if np.isnan(point[0]) else float(point[0])
    if np.isnan(mean.value):
        return Distribution(at_point, None, None, {}, meaningless=True)
    if tail and tail.boundless:
        return Distribution(at_point, None, None, quantiles, tail=tail)
    return Distribution(at_point, mean, sd, quantiles, tail=tail)


def _partial(
    model: AnyModel, outcome: str, quantiles: dict[float, Measured], shares: Mapping[str, Measured]
) -> Distribution:
    points = model.every_at_point(outcome)
    only = points[0] if len(points) == 1 else None
    return Distribution(only, None, None, quantiles, points=points, shares=shares)
