"""What swings the answer, one estimate at a time: the tornado."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ClassVar, Literal, get_args

import numpy as np

from mkba_uncertainty.analysis.curves.conditional_means import conditional_means
from mkba_uncertainty.analysis.curves.extremes import Look, Span, along_quantiles, along_values, find_spans
from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.requirements import (
    require_everywhere,
    require_unmoved,
    require_variance,
    uncertain_names,
)
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.arrays import ROUNDING, Array, Rng
from mkba_uncertainty.case import CHOICES
from mkba_uncertainty.design import Design, DesignKind
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.model import AnyModel, build_model
from mkba_uncertainty.replication import Executor, Measured, half_width, measure
from mkba_uncertainty.table import Column, Range, Row, Table
from mkba_uncertainty.texts import Text, both, joined, named
from mkba_uncertainty.texts.currencies import minor_digits
from mkba_uncertainty.texts.figures import (
    Between,
    Money,
    estimate_on_way,
    exact,
    figure,
    in_two_digits,
    kind_of,
    range_text,
)

Mode = Literal["median", "mean"]
Ends = tuple[float, float]
LOW, HIGH = 0.1, 0.9

LITTLE = 0.05
"""A choice counts for little where it moves the outcome less than this share of what the first estimate does."""

MOST_SHOWN = 15
"""Estimates that get a row of their own on a screen."""


@dataclass(frozen=True)
class Bar:
    """The outcome between a low and a high value of one input.

    In mode "median" nothing is sampled, so that intervals have no width.

    Parameters
    ----------
    estimate : str
    label : Text
    unit : str or None
        Its unit in the case.
    chosen : bool
        Whether it is a lever or value choice: a choice, not an uncertainty.
    low_input, high_input : float
        The 10 and 90 % quantile of an estimate; the lowest and highest value of a choice.
    low_outcome, high_outcome : Measured
        The outcome at these.
    minimum, maximum : Measured
        The lowest and highest outcome at these, between them, and with nothing moved.
    minimum_at, maximum_at : float or None
        The values of the input that give these; None where that is the outcome with nothing moved.
    swing : Measured
        The distance between minimum and maximum.
    """

    estimate: str
    label: Text
    unit: str | None
    chosen: bool
    low_input: float
    high_input: float
    low_outcome: Measured
    high_outcome: Measured
    minimum: Measured
    maximum: Measured
    minimum_at: float | None
    maximum_at: float | None
    swing: Measured

    @property
    def turns(self) -> dict[float, Measured]:
        """Where between its ends the outcome is lowest or highest, ascending; what it is there."""
        extremes = ((self.minimum_at, self.minimum), (self.maximum_at, self.maximum))
        inside = {at: there for at, there in extremes if at is not None and self.low_input < at < self.high_input}
        return dict(sorted(inside.items()))

    @property
    def turns_at(self) -> float | None:
        """Where it turns; where it does so twice, the farther beyond the ends. None where the extremes are the ends."""
        ends = self.low_outcome.value, self.high_outcome.value
        beyond = {at: max(min(ends) - there.value, there.value - max(ends)) for at, there in self.turns.items()}
        return max(beyond, key=lambda at: beyond[at], default=None)

    @property
    def moves(self) -> bool:
        """Whether the outcome swings by more than rounding."""
        return self.swing.value > ROUNDING * max(abs(self.minimum.value), abs(self.maximum.value))

    @property
    def row(self) -> Row:
        """The bar as a row of the table."""
        return Row(
            {
                "estimate": self.estimate,
                "label": self.label,
                "chosen": self.chosen,
                "low_input": self.low_input,
                "high_input": self.high_input,
                "turns": tuple(self.turns),
                "low_outcome": self.low_outcome,
                "high_outcome": self.high_outcome,
                "outcomes_at_turns": tuple(self.turns.values()),
                "minimum": self.minimum,
                "maximum": self.maximum,
                "minimum_at": self.minimum_at,
                "maximum_at": self.maximum_at,
                "turns_at": self.turns_at,
                "swing": self.swing,
            },
            unit=self.unit,
        )


@dataclass(frozen=True, repr=False)
class Tornado(Result):
    """How far an outcome swings.

    Parameters
    ----------
    provenance : Provenance
    outcome : str
    label : Text
        What the outcome is called.
    unit : str or None
        Its unit.
    mode : {"median", "mean"}
    base : Measured
        The outcome with nothing moved.
    bars : tuple of Bar
        The estimates, widest first.
    choices : tuple of Bar
        Levers and value choices of a case, between the lowest and highest value that they have or that a scenario
        sets; widest first.
    without_range : dict of name to Text
        Levers and value choices that no scenario moves, and what they are called.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.tornado(model)
    >>> found.base.value, found.mode, found.bars[0].estimate
    (5.0, 'median', 'benefits')
    """

    spoken: ClassVar[tuple[int, ...]] = (3, 1, 2)

    outcome: str
    label: Text
    unit: str | None
    mode: Mode
    base: Measured
    bars: tuple[Bar, ...]
    choices: tuple[Bar, ...] = ()
    without_range: Mapping[str, Text] | None = None

    @property
    def table(self) -> Table:
        """The bars, widest first, and the choices behind them."""
        kind = kind_of(self.unit)
        return Table(
            [
                Column("label", "table.estimate", data=False),
                Column("estimate"),
                Column("chosen"),
                Column("low_input"),
                Column("high_input"),
                Range("low_input", "high_input", "table.from_to", "estimate", via="turns"),
                Column("low_outcome", interval=False),
                Column("high_outcome", interval=False),
                Range(
                    "low_outcome",
                    "high_outcome",
                    "table.outcome_from_to",
                    kind,
                    arrow=True,
                    via="outcomes_at_turns",
                    by="distance",
                ),
                Column("minimum", interval=False),
                Column("maximum", interval=False),
                Column("minimum_at"),
                Column("maximum_at"),
                Column("turns_at"),
                Column("swing"),
                Column("distance", "table.swing", kind, data=False),
            ],
            [self._row(bar) for bar in (*self.bars, *self.choices)],
            caption=both("drivers.tornado.caption", **self._named),
            constants={"outcome": self.outcome},
            most=MOST_SHOWN,
            rest=_at_most,
        )

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give the bars, and the choices apart; in a row together what moves nothing."""
        bars = self.table.of(self._shown(self.bars))
        choices = self.table.of(self._shown(self.choices), name="table.choice")
        return (bars, choices) if self.choices else (bars,)

    def _shown(self, bars: Sequence[Bar]) -> list[Row]:
        moving = [self._row(bar).with_unit for bar in bars if bar.moves]
        idle = len(bars) - len(moving)
        return [*moving, *([Row({"label": both("tornado.idle", count=idle)}, data=False)] if idle else [])]

    def _row(self, bar: Bar) -> Row:
        return replace(bar.row, cells={**bar.row.cells, "distance": self.distance(bar)})

    def distance(self, bar: Bar) -> Between:
        """Give the swing of a bar in the two digits that people read, or of few coins, as its ends in print give it."""
        found, kind = in_two_digits(bar.swing), kind_of(self.unit)
        if not isinstance(kind, Money):
            return found
        coins = minor_digits(kind.currency)
        if found.high - found.value >= (1 if coins else 10):
            return found
        return exact(round(bar.maximum.value, coins) - round(bar.minimum.value, coins))

    def title(self) -> Text:
        """Give the heading."""
        return both("plot.tornado.title", label=self.label)

    def notes(self) -> Sequence[Text]:
        """Say where the others are while one moves, how to read it, and which choices no scenario moves."""
        labels = list((self.without_range or {}).values())
        without = [both("tornado.without_range", labels=joined(labels))] if labels else []
        return [both(f"plot.tornado.{self.mode}"), both("tornado.digits"), *self._turning(), *without]

    @property
    def _named(self) -> dict[str, Text]:
        return named(self.outcome, self.label)

    def finding(self) -> Text:
        """Name the estimate that moves it most."""
        widest = self.bars[0]
        ends = partial(range_text, widest.minimum.value, widest.maximum.value, kind=kind_of(self.unit))
        if widest.turns_at is None:
            return both("drivers.tornado", **self._named, label=widest.label, range=ends)
        turns = partial(estimate_on_way, widest.turns_at, widest.low_input, widest.high_input, unit=widest.unit)
        return both("drivers.tornado.turns", **self._named, label=widest.label, range=ends, at=turns)

    def remarks(self) -> Sequence[Text]:
        """Say which bars turn on the way, and name the choice that moves it most."""
        if not self.choices:
            return self._turning()
        widest = self.choices[0]
        amount = partial(figure, self.distance(widest), kind_of(self.unit))
        key = "little" if widest.swing.value < LITTLE * self.bars[0].swing.value else "choice"
        return [*self._turning(), both(f"drivers.tornado.{key}", **self._named, label=widest.label, swing=amount)]

    def _turning(self) -> list[Text]:
        labels = [bar.label for bar in (*self.bars, *self.choices) if bar.turns]
        return [both("tornado.turns", labels=joined(labels))] if labels else []

    def facts(self) -> dict[str, Any]:
        """Give the base, the bars and the choices."""
        return {
            "outcome": self.outcome,
            "mode": self.mode,
            "base": self.base.value,
            "bars": self.table.of(bar.row for bar in self.bars).records(),
            "choices": self.table.of(bar.row for bar in self.choices).records(),
            "without_range": list(self.without_range or ()),
        }


@dataclass(frozen=True, repr=False)
class Tornados(Result):
    """How far each of several outcomes swings.

    Parameters
    ----------
    provenance : Provenance
    outcomes : dict of outcome to Tornado

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Uniform(2, 4)}
    >>> def both(x):
    ...     return {"balance": x["benefits"] - x["costs"], "ratio": x["benefits"] / x["costs"]}
    >>> found = mkba.tornados(mkba.Model(inputs, both, ["balance", "ratio"]), outcomes=["balance", "ratio"])
    >>> found.to_frame()["outcome"].tolist()
    ['balance', 'balance', 'ratio', 'ratio']
    """

    outcomes: dict[str, Tornado]

    @property
    def ranked(self) -> tuple[list[str], list[str]]:
        """Estimates, and choices: first what swings any outcome most, as a share of the widest bar of that outcome."""
        shares: dict[tuple[bool, str], float] = {}
        for found in self.outcomes.values():
            bars = [*found.bars, *found.choices]
            widest = max(bar.swing.value for bar in bars)
            for bar in bars:
                key = bar.chosen, bar.estimate
                shares[key] = max(shares.get(key, 0.0), bar.swing.value / widest)
        order = sorted(shares, key=lambda key: -shares[key])
        return [name for chosen, name in order if not chosen], [name for chosen, name in order if chosen]

    @property
    def table(self) -> Table:
        """Those of each outcome, one after another."""
        tables = {name: found.table for name, found in self.outcomes.items()}
        label, *columns = next(iter(tables.values())).columns
        rows = [replace(row, cells={"outcome": name, **row.cells}) for name in tables for row in tables[name].rows]
        return Table([label, Column("outcome"), *columns], rows)

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give the bars of each outcome, and the choices apart."""
        return [
            table.of(table.rows, name=both(f"tornado.{name}", label=found.label))
            for found in self.outcomes.values()
            for name, table in zip(("estimates", "choices"), found.shown(), strict=False)
        ]

    def title(self) -> Text:
        """Give the heading."""
        return both("plot.tornados.title")

    def notes(self) -> Sequence[Text]:
        """Say what those of each outcome say, once."""
        return list(dict.fromkeys(note for found in self.outcomes.values() for note in found.notes()))

    def facts(self) -> dict[str, Any]:
        """Give of each outcome what it gives alone."""
        return {"outcomes": {name: found.facts() for name, found in self.outcomes.items()}}


def _at_most(rest: Sequence[Row]) -> Row:
    return Row({"label": both("plot.others.at_most", count=len(rest)), "distance": rest[0].cells["distance"]})


def tornado(
    model: AnyModel,
    *,
    outcome: str | None = None,
    mode: Mode = "median",
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
) -> Tornado:
    """Say how far an outcome moves when each estimate goes from its 10 % to its 90 % quantile.

    Parameters
    ----------
    model : AnyModel
    outcome : str, optional
        By default the headline: the net benefit, or else the first outcome.
    mode : {"median", "mean"}
        "median": all other estimates at their median, shares that sum to 1 at their mean; this ignores interactions and
        dependence. "mean": the mean of the outcome over the distributions of all others, which sees both. Either way
        one estimate at a time: not that several can be off at once.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`; used in mode "mean".

    Returns
    -------
    Tornado
        Levers and value choices of a case apart: they are choices, not uncertainties.

    Raises
    ------
    InputError
        If the outcome or mode is unknown, or no input is uncertain.
    ModelError
        If no input moves the outcome, or it is NaN or infinite somewhere.

    Notes
    -----
    The chart is that of Howard 1988, "Decision analysis: practice and promise", Management Science 34: 679-695. Its
    bars span all that the outcome passes on the way, not only its two ends, and reach the outcome with nothing moved.
    The way is looked at in 16 steps of equal probability (of a choice: of equal size), at each value with a probability
    of its own, and ever closer around an extreme. It turns where it goes beyond both ends by more than its error. What
    happens within a single step, of 5 % of the probability, may be missed.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.tornado(model)
    >>> {bar.estimate: round(bar.swing.value, 2) for bar in found.bars}  # 2 x 1.2816 standard deviations
    {'benefits': 10.25, 'costs': 7.69}
    """
    outcome = outcome or model.headline
    design = Design(draws, replicates, rng, kind)
    return _tornados(model, design, [outcome], mode, executor)[outcome]


def tornados(
    model: AnyModel,
    *,
    outcomes: Collection[str],
    mode: Mode = "median",
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
) -> Tornados:
    """Give the tornado of several outcomes in one pass; otherwise as :func:`tornado`.

    Parameters
    ----------
    model : AnyModel
    outcomes : collection of str
    mode, draws, replicates, rng, kind, executor
        As for :func:`tornado`.

    Returns
    -------
    Tornados

    Raises
    ------
    InputError, ModelError
        As :func:`tornado`.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> model = mkba.build_model(mkba.load_case("arnhem-ozo"))
    >>> found = mkba.tornados(model, outcomes=["net_benefit", "costs"])
    >>> [tornado.label.en for tornado in found.outcomes.values()]
    ['Net benefit', 'Costs']
    """
    design = Design(draws, replicates, rng, kind)
    return Tornados(provenance(model, design), _tornados(model, design, outcomes, mode, executor))


def _tornados(
    model: AnyModel, design: Design, outcomes: Collection[str], mode: Mode, executor: Executor | None
) -> dict[str, Tornado]:
    if mode not in get_args(Mode):
        raise InputError("tornado_mode", key="mode", found=mode, expected=", ".join(get_args(Mode)))
    names = tuple(dict.fromkeys(model.select(outcomes)))
    require_unmoved(model)
    estimates = uncertain_names(model, None, shares=True)
    choices, without_range = chosen_ends(model)
    paths = {name: along_quantiles(model.family(name), LOW, HIGH) for name in estimates}
    paths |= {name: along_values(*ends) for name, ends in choices.items()}
    tails = require_variance(model, design, names) if mode == "mean" else {}
    base, look = _means(model, design, names, executor) if mode == "mean" else _at_medians(model, names)
    spans = find_spans(paths, len(names), look)
    labels, units = model.labels(paths), {name: model.unit(name) for name in paths}
    found = {}
    for column, outcome in enumerate(names):
        bars = [
            _bar(name, labels[name], units[name], name in choices, span.reaching(base[:, column]))
            for name, span in spans[column].items()
        ]
        if all(bar.swing.value == 0 for bar in bars):
            raise ModelError("nothing_swings", key=outcome)
        bars.sort(key=lambda bar: -bar.swing.value)
        found[outcome] = Tornado(
            provenance(model, design, tails={name: tail for name, tail in tails.items() if name == outcome}),
            outcome,
            model.label(outcome),
            model.unit(outcome),
            mode,
            _measured(base[:, column]),
            tuple(bar for bar in bars if not bar.chosen),
            tuple(bar for bar in bars if bar.chosen),
            model.labels(without_range),
        )
    return found


def _bar(name: str, label: Text, unit: str | None, chosen: bool, span: Span) -> Bar:
    return Bar(
        estimate=name,
        label=label,
        unit=unit,
        chosen=chosen,
        low_input=span.ends[0],
        high_input=span.ends[1],
        low_outcome=_measured(span.low),
        high_outcome=_measured(span.high),
        minimum=_measured(span.lowest.within),
        maximum=_measured(span.highest.within),
        minimum_at=span.lowest.at,
        maximum_at=span.highest.at,
        swing=_distance(span.highest.within - span.lowest.within),
    )


def chosen_ends(model: AnyModel) -> tuple[dict[str, Ends], list[str]]:
    """Give the lowest and highest value of each lever and value choice, and which of them no scenario moves.

    The values are those that it has in the case and in the model, and that scenarios of the case set.
    """
    if model.case is None:
        return {}, []
    ends, without_range = {}, []
    of_case = build_model(model.case).points
    for name, estimate in model.case.estimates.items():
        if estimate.role in CHOICES:
            values = [scenario.values[name] for scenario in model.case.scenarios.values() if name in scenario.values]
            values += [of_case[name], model.point()[name]]
            if min(values) < max(values):
                ends[name] = (min(values), max(values))
            else:
                without_range.append(name)
    return ends, without_range


def _measured(by_replicate: Array) -> Measured:
    return measure(float(by_replicate.mean()), by_replicate)


def _distance(differences: Array) -> Measured:
    """Measure a difference, of which the sign does not count; its interval is that of the difference with its sign."""
    value = float(differences.mean())
    half = float(half_width(value, differences))
    return Measured(abs(value), max(abs(value) - half, 0.0), abs(value) + half)


def _means(model: AnyModel, design: Design, outcomes: tuple[str, ...], executor: Executor | None) -> tuple[Array, Look]:
    """Give the outcomes with nothing moved, shape (R, outcomes), and a way to look at them with one input moved."""
    base = conditional_means(model, design, outcomes, {}, executor).mean
    return base, lambda pins: conditional_means(model, design, outcomes, pins, executor).pinned


def _at_medians(model: AnyModel, outcomes: tuple[str, ...]) -> tuple[Array, Look]:
    """Give the same with all others at their median, as if two replicates agreed on it."""
    medians = {name: float(model.inputs[name].ppf(np.array([0.5]))[0]) for name in model.uncertain}
    still = {**model.fixed, **medians, **{name: model.inputs[name].mean for name in model.breaks}}

    def look(pins: Mapping[Any, Mapping[str, Array]]) -> dict[Any, Array]:
        counts = [len(next(iter(moved.values()))) for moved in pins.values()]
        each = [(model.inputs_at(still, moved), count) for moved, count in zip(pins.values(), counts, strict=True)]
        columns = {
            name: np.concatenate([moved.get(name, np.full(count, value)) for moved, count in each])
            for name, value in still.items()
        }
        found = model.evaluate(columns, outcomes)
        for name in outcomes:
            require_everywhere(model, name, found[name])
            if not np.isfinite(found[name]).all():
                raise ModelError("mean_not_finite", key=name)
        values = np.stack([np.broadcast_to(found[name], sum(counts)) for name in outcomes], axis=1)
        parts = np.split(np.tile(values, (2, 1, 1)), np.cumsum(counts)[:-1], axis=1)
        return dict(zip(pins, parts, strict=True))

    first = next(iter(still))
    return look({"": {first: np.array([still[first]])}})[""][:, 0], look
