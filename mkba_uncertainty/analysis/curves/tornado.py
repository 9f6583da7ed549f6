"""What swings the answer, one estimate at a time: the tornado."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Literal, get_args

import numpy as np

from mkba_uncertainty.analysis.curves.conditional_means import conditional_means
from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.requirements import require_unmoved, uncertain_names
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.arrays import Array, Rng
from mkba_uncertainty.case import CHOICES
from mkba_uncertainty.design import Design, DesignKind
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.model import AnyModel, build_model
from mkba_uncertainty.replication import Executor, Measured, half_width, measure
from mkba_uncertainty.table import Column, Range, Row, Table
from mkba_uncertainty.texts import Text, both, joined
from mkba_uncertainty.texts.figures import figure, kind_of, range_text

Mode = Literal["median", "mean"]
Ends = tuple[float, float]
LOW, HIGH = 0.1, 0.9

MOST_SHOWN = 15
"""Estimates that get a row of their own on a screen."""


@dataclass(frozen=True)
class Bar:
    """The outcome at a low and a high value of one input.

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
    swing : Measured
        The distance between the two outcomes.
    """

    estimate: str
    label: Text
    unit: str | None
    chosen: bool
    low_input: float
    high_input: float
    low_outcome: Measured
    high_outcome: Measured
    swing: Measured

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
                "low_outcome": self.low_outcome,
                "high_outcome": self.high_outcome,
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
                Range("low_input", "high_input", "table.from_to", "estimate"),
                Column("low_outcome", interval=False),
                Column("high_outcome", interval=False),
                Range("low_outcome", "high_outcome", "table.outcome_from_to", kind, arrow=True),
                Column("swing", "table.swing", kind),
            ],
            [bar.row for bar in (*self.bars, *self.choices)],
            caption=both("drivers.tornado.caption"),
            constants={"outcome": self.outcome},
            most=MOST_SHOWN,
            rest=_at_most,
        )

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give the bars, and the choices apart."""
        bars = self.table.of(bar.row for bar in self.bars)
        choices = self.table.of((bar.row for bar in self.choices), name="table.choice")
        return (bars, choices) if self.choices else (bars,)

    def title(self) -> Text:
        """Give the heading."""
        return both("plot.tornado.title", label=self.label)

    def notes(self) -> Sequence[Text]:
        """Say where the others are while one moves, and which choices no scenario moves."""
        labels = list((self.without_range or {}).values())
        without = [both("tornado.without_range", labels=joined(labels))] if labels else []
        return [both(f"plot.tornado.{self.mode}"), *without]

    def finding(self) -> Text:
        """Name the estimate that moves it most."""
        widest = self.bars[0]
        low, high = sorted((widest.low_outcome.value, widest.high_outcome.value))
        ends = partial(range_text, low, high, kind=kind_of(self.unit))
        return both("drivers.tornado", label=widest.label, range=ends)

    def remarks(self) -> Sequence[Text]:
        """Name the choice that moves it most."""
        if not self.choices:
            return []
        widest = self.choices[0]
        swing = widest.swing if widest.swing.width > 0 else widest.swing.value  # without an error: few digits
        amount = partial(figure, swing, kind_of(self.unit))
        return [both("drivers.tornado.choice", label=widest.label, swing=amount)]

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


def _at_most(rest: Sequence[Row]) -> Row:
    return Row({"label": both("plot.others.at_most", count=len(rest)), "swing": rest[0].cells["swing"]})


def tornado(
    model: AnyModel,
    *,
    outcome: str = "net_benefit",
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
    outcome : str
    mode : {"median", "mean"}
        "median": all other estimates at their median; this ignores interactions and dependence. "mean": the mean of the
        outcome over the distributions of all others, which sees both. Either way only the two ends of each range are
        looked at, and one estimate at a time: not that several can be off at once.
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
    The chart is that of Howard 1988, "Decision analysis: practice and promise", Management Science 34: 679-695.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.tornado(model)
    >>> {bar.estimate: round(bar.swing.value, 2) for bar in found.bars}  # 2 x 1.2816 standard deviations
    {'benefits': 10.25, 'costs': 7.69}
    """
    if mode not in get_args(Mode):
        raise InputError("tornado_mode", key="mode", found=mode, expected=", ".join(get_args(Mode)))
    design = Design(draws, replicates, rng, kind)
    model.select([outcome])
    require_unmoved(model)
    estimates = uncertain_names(model, None)
    ends: dict[str, Ends] = {name: _pair(model.inputs[name].ppf(np.array([LOW, HIGH]))) for name in estimates}
    choices, without_range = chosen_ends(model)
    moved = {**ends, **choices}
    if mode == "mean":
        pins = {name: {name: np.array(pair)} for name, pair in moved.items()}
        found = conditional_means(model, design, [outcome], pins, executor)
        base, sections = found.mean[:, 0], {name: values[:, :, 0] for name, values in found.pinned.items()}
    else:
        base, sections = _at_medians(model, outcome, moved)
    labels, units = model.labels(moved), {name: model.unit(name) for name in moved}
    bars = [
        Bar(
            name,
            labels[name],
            units[name],
            name in choices,
            low,
            high,
            _measured(sections[name][:, 0]),
            _measured(sections[name][:, 1]),
            _distance(sections[name][:, 1] - sections[name][:, 0]),
        )
        for name, (low, high) in moved.items()
    ]
    if all(bar.swing.value == 0 for bar in bars):
        raise ModelError("nothing_swings", key=outcome)
    bars.sort(key=lambda bar: -bar.swing.value)
    return Tornado(
        provenance(model, design),
        outcome,
        model.label(outcome),
        model.unit(outcome),
        mode,
        _measured(base),
        tuple(bar for bar in bars if not bar.chosen),
        tuple(bar for bar in bars if bar.chosen),
        model.labels(without_range),
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


def _pair(values: Array) -> Ends:
    return float(values[0]), float(values[1])


def _distance(differences: Array) -> Measured:
    """Measure a difference, of which the sign does not count; its interval is that of the difference with its sign."""
    value = float(differences.mean())
    half = float(half_width(value, differences))
    return Measured(abs(value), max(abs(value) - half, 0.0), abs(value) + half)


def _at_medians(model: AnyModel, outcome: str, moved: Mapping[str, Ends]) -> tuple[Array, dict[str, Array]]:
    """Give the outcome at both ends of each input, the others at their median, as if two replicates agreed on it."""
    medians = {name: float(model.inputs[name].ppf(np.array([0.5]))[0]) for name in model.uncertain}
    columns = {name: np.full(2 * len(moved) + 1, value) for name, value in {**model.fixed, **medians}.items()}
    for place, (name, pair) in enumerate(moved.items()):
        columns[name][2 * place : 2 * place + 2] = pair
    values = np.broadcast_to(model.evaluate(columns, [outcome])[outcome], 2 * len(moved) + 1)
    if not np.isfinite(values).all():
        raise ModelError("mean_not_finite", key=outcome)
    sections = {name: np.tile(values[2 * place : 2 * place + 2], (2, 1)) for place, name in enumerate(moved)}
    return np.tile(values[-1], 2), sections
