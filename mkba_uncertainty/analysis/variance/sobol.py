"""Which estimates carry the uncertainty? Sobol' indices with intervals, of all outcomes in one pass."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from scipy.special import stdtrit

from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.requirements import boundless, heavy_tails, require_uncut, require_variance
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.analysis.variance.factors import (
    Groups,
    factor_labels,
    factors_of,
    leader,
    leaders,
    on_few,
    others,
)
from mkba_uncertainty.analysis.variance.pages import Indices, RunPages, Sections, best_dimensions
from mkba_uncertainty.arrays import Rng
from mkba_uncertainty.design import Design, DesignKind
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.names import unknown
from mkba_uncertainty.replication import CONFIDENCE_LEVEL, Executor, Measured, over_batches
from mkba_uncertainty.stopping import MAX_REPLICATES, Stopping, Until, as_rule, run_until
from mkba_uncertainty.table import Column, Range, Row, Table, error_of
from mkba_uncertainty.tails import Tail
from mkba_uncertainty.texts import Text, both, joined, named
from mkba_uncertainty.texts.figures import count, part

if TYPE_CHECKING:
    import pandas as pd

MOST_SHOWN, LEADING, PAIRS = 15, 3, 10
"""On a screen: factors with a row of their own, those named of every other outcome, and pairs."""


@dataclass(frozen=True)
class Index:
    """The share of the variance that one factor carries alone, and with all interactions it takes part in.

    The latter is None where only a table of draws was given.
    """

    first_order: Measured
    total_order: Measured | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        total = {} if self.total_order is None else {"total_order": self.total_order.to_dict()}
        return {"first_order": self.first_order.to_dict(), **total}


@dataclass(frozen=True)
class OutcomeIndices:
    """The indices of one outcome.

    Parameters
    ----------
    variance : Measured
    indices : dict of factor to Index
    second_order : list of (pair, Measured)
        The share that two factors carry only together; empty unless asked for.
    first_order_sum, interactions : Measured
        The sum of the first-order indices, and what it leaves: the share of all interactions.
    """

    variance: Measured
    indices: dict[str, Index]
    second_order: list[tuple[tuple[str, str], Measured]]
    first_order_sum: Measured
    interactions: Measured

    @property
    def leaves_none(self) -> bool:
        """Whether first orders surely add up to more than the whole, as those of columns that hang together do."""
        return self.interactions.high < 0

    @property
    def first_orders(self) -> dict[str, Measured]:
        """What each factor carries alone, largest first."""
        found = {name: index.first_order for name, index in self.indices.items()}
        return dict(sorted(found.items(), key=lambda one: -one[1].value))

    def pairs_that_act(self, replicates: int) -> dict[tuple[str, str], Measured]:
        """Give the second-order indices that cannot be zero, even though so many pairs are looked at.

        Each interval is widened until all of them hold together with 95 % (Bonferroni; Miller 1981): of a thousand
        pairs without interaction fifty would lie beyond their own interval.
        """
        if not self.second_order:
            return {}
        tail = (1 - CONFIDENCE_LEVEL) / 2
        widening = stdtrit(replicates - 1, 1 - tail / len(self.second_order)) / stdtrit(replicates - 1, 1 - tail)
        return {
            pair: found
            for pair, found in self.second_order
            if abs(found.value) > widening * (found.high - found.low) / 2
        }

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {
            "variance": self.variance.to_dict(),
            "indices": {name: index.to_dict() for name, index in self.indices.items()},
            "second_order": [{"pair": list(pair), **value.to_dict()} for pair, value in self.second_order],
            "first_order_sum": self.first_order_sum.to_dict(),
            "interactions": self.interactions.to_dict(),
        }


@dataclass(frozen=True, repr=False)
class SobolResult(Result):
    """Sobol' indices of a model's outcomes.

    Parameters
    ----------
    provenance : Provenance
    labels : dict of outcome to Text
    factors : dict of factor to its inputs
        A factor is an uncertain input, or a group of them.
    factor_labels : dict of factor to Text
    outcomes : dict of outcome to OutcomeIndices
    left_out : dict of outcome to Text
        Headline outcomes that were not asked for by name and have no indices, and why.
    stopping : Stopping or None
        What a stopping rule came to.
    rows : int or None
        Of the table of draws, where there was no model; then there are no total orders.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.sobol(model, draws=64)
    >>> found.factors, list(found.outcomes)
    ({'benefits': ('benefits',), 'costs': ('costs',)}, ['net_benefit'])
    >>> found.to_frame().shape
    (2, 8)
    """

    spoken: ClassVar[tuple[int, ...]] = (1, 3)

    labels: dict[str, Text]
    factors: dict[str, tuple[str, ...]]
    factor_labels: dict[str, Text]
    outcomes: dict[str, OutcomeIndices]
    left_out: dict[str, Text] = field(default_factory=dict)
    stopping: Stopping | None = None
    rows: int | None = None

    @property
    def rest_label(self) -> Text:
        """What the share is called that the first-order indices leave."""
        return both("plot.sobol.interactions" if self.rows is None else "given_data.rest")

    @property
    def leading_outcome(self) -> str:
        """The net benefit, or the first outcome if that is not among them."""
        return "net_benefit" if "net_benefit" in self.outcomes else next(iter(self.outcomes))

    @property
    def table(self) -> Table:
        """The indices of each outcome and estimate (or group), largest first."""
        total: list[Column | Range] = [
            Column("total_order", "table.total_order", "part"),
            error_of("total_order", "drivers.error"),
        ]
        return Table(
            [
                Column("label", "table.estimate", data=False),
                Column("outcome"),
                Column("estimate"),
                Column("first_order", "table.first_order", "part"),
                error_of("first_order", "drivers.error", screen=self.rows is not None),
                *(total if self.rows is None else []),
            ],
            [row for name in self.outcomes for row in self._rows(name)],
            caption=both("drivers.sobol.caption", **named(self.leading_outcome, self.labels[self.leading_outcome])),
            most=MOST_SHOWN,
            rest=partial(others, "first_order"),
        )

    def _rows(self, outcome: str) -> list[Row]:
        found = self.outcomes[outcome]
        rows = [
            Row(
                {
                    "label": self.factor_labels[name],
                    "outcome": outcome,
                    "estimate": name,
                    "first_order": first,
                    "total_order": found.indices[name].total_order,
                }
            )
            for name, first in found.first_orders.items()
        ]
        if found.leaves_none:
            return rows
        between = {"label": self.rest_label, "first_order" if self.rows else "total_order": found.interactions}
        return [*rows, Row(between, bold=True, data=False)]

    @property
    def pairs(self) -> Table:
        """The second-order index of each outcome and pair."""
        return Table(
            [
                Column("label", "table.pair", data=False),
                Column("outcome"),
                Column("estimate"),
                Column("with"),
                Column("second_order", "table.second_order", "part"),
                error_of("second_order", "drivers.error", screen=True),
            ],
            [
                self._pair(outcome, pair, value)
                for outcome, found in self.outcomes.items()
                for pair, value in found.second_order
            ],
            most=PAIRS,
        )

    def _pair(self, outcome: str, pair: tuple[str, str], value: Measured) -> Row:
        label = joined((self.factor_labels[name] for name in pair), " × ")
        return Row({"label": label, "outcome": outcome, "estimate": pair[0], "with": pair[1], "second_order": value})

    @property
    def _leaders(self) -> Table:
        return Table(
            [Column("label", "table.outcome"), Column("leading", "table.leading")],
            [
                Row({"label": self.labels[name], "leading": self._leading(found)})
                for name, found in self.outcomes.items()
                if name not in self.provenance.on_few
            ],
        )

    def _leading(self, found: OutcomeIndices) -> Text:
        first = list(found.first_orders.items())[:LEADING]
        return joined(
            joined([self.factor_labels[name], Text(part(one, "nl"), part(one, "en"))], " ") for name, one in first
        )

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give the leading outcome, its pairs that act if they were asked, and what leads in each outcome."""
        name, few = self.leading_outcome, self.provenance.on_few
        tables = [] if name in few else [self.table.of(self._rows(name))]
        if tables and self.outcomes[name].second_order:
            acting = self.outcomes[name].pairs_that_act(self.provenance.replicates)
            ranked = sorted(acting.items(), key=lambda found: -abs(found[1].value))
            rows = [self._pair(name, pair, value) for pair, value in ranked]
            tables.append(self.pairs.of(rows or [Row({"label": both("sobol.no_pairs")})]))
        return [*tables, self._leaders] if {*self.outcomes} - {*few, name} else tables

    def title(self) -> Text:
        """Give the heading."""
        return both("plot.sobol.title", label=self.labels[self.leading_outcome])

    def notes(self) -> Sequence[Text]:
        """Say what the indices are, which outcomes have none, and whether a stopping rule was met."""
        left_out = [
            both("sobol.left_out", label=self.labels[name], reason=reason) for name, reason in self.left_out.items()
        ]
        left_out += [on_few(self.labels[name]) for name in self.provenance.on_few]
        said = (
            both("plot.sobol.subtitle")
            if self.rows is None
            else both("given_data.note", rows=partial(count, self.rows))
        )
        below = [both("sobol.total_below")] if self._has_total_below else []
        return [said, *below, *left_out, *([self.stopping.note()] if self.stopping else [])]

    @property
    def _has_total_below(self) -> bool:
        """Whether a total order that people read came out below the first order, which no true one does."""
        if self._leads_on_few:
            return False
        outcome = self.outcomes[self.leading_outcome]
        shown = [outcome.indices[name] for name in [*outcome.first_orders][:MOST_SHOWN]]
        return any(one.total_order is not None and one.total_order.value < one.first_order.value for one in shown)

    @property
    def _leads_on_few(self) -> bool:
        return self.leading_outcome in self.provenance.on_few

    def finding(self) -> Text:
        """Say how few estimates carry most of the uncertainty."""
        if self._leads_on_few:
            return on_few(self.labels[self.leading_outcome])
        return leaders(self.factor_labels, self.outcomes[self.leading_outcome].first_orders)

    def gist(self) -> Sequence[Text]:
        """Name the estimate that carries most."""
        if self._leads_on_few:
            return []
        return [leader(self.factor_labels, self.outcomes[self.leading_outcome].first_orders)]

    def facts(self) -> dict[str, Any]:
        """Give the indices of each outcome."""
        return {
            "outcomes": {name: outcome.to_dict() for name, outcome in self.outcomes.items()},
            "left_out": {name: {"nl": reason.nl, "en": reason.en} for name, reason in self.left_out.items()},
            "stopping": self.stopping and self.stopping.to_dict(),
            **({} if self.rows is None else {"rows": self.rows}),
        }

    def second_order_frame(self) -> pd.DataFrame:
        """Give a row an outcome and pair, with the second-order index and its interval."""
        return self.pairs.to_frame()


def sobol(
    model: AnyModel,
    *,
    outcomes: Collection[str] | None = None,
    second_order: bool = False,
    groups: Groups = None,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    until: str | Until | None = None,
    max_replicates: int = MAX_REPLICATES,
    executor: Executor | None = None,
) -> SobolResult:
    """Say which estimates carry the uncertainty of the outcomes, by Sobol' indices.

    Parameters
    ----------
    model : AnyModel
        Inputs that depend on each other must stand in one group, all of them; data on some of these do no harm.
    outcomes : collection of str, optional
        By default the six headline outcomes of a case, or all outcomes of another model.
    second_order : bool
        Whether to give the index of each pair as well; this doubles the number of model runs.
    groups : mapping of name to inputs, or {"role", "tag"}, optional
        Inputs that count as one factor. ``"role"`` and ``"tag"`` group the estimates of a case; an estimate with
        several tags is in the group of its first. Inputs in no group stay on their own.
    draws : int
        Draws N in each replicate; the model is run N (D + 2) times for D factors, N (2 D + 2) times with second order.
    replicates, rng, kind
        As for :func:`mkba_uncertainty.simulate`.
    until : str or Until, optional
        Grow the design until an interval (high - low) is narrow enough: ``"first_order:0.01"`` for the widest
        first-order interval of all outcomes, ``"net_benefit.total_order:0.01"`` for those of one. Likewise
        ``second_order``, ``first_order_sum`` and ``interactions``.
    max_replicates : int
        How far it may grow: no more draws in all than so many replicates of ``draws``.
    executor : optional
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    SobolResult

    Raises
    ------
    InputError
        If inputs of different groups depend on each other, a group does not fit, or an option cannot be used.
    ModelError
        If an outcome is constant, not a number, or has no variance. Of the default outcomes of a case those are left
        out instead, with the reason in ``left_out``; an error remains if none is left.

    Notes
    -----
    In each replicate A and B are the two halves of one design in twice the number of inputs (Saltelli et al. 2010), of
    which the inputs that matter most take the first dimensions; a pilot of 64 draws says which. First order by their
    table 2 (b), total order by Jansen 1999, second order by Saltelli 2002; see
    :func:`~mkba_uncertainty.analysis.variance.pages.numerators`. Values come from all draws together,
    intervals from sectioning over replicates (Nakayama 2014), of the ratios linearised at all draws.
    Only what depends on a factor is evaluated again for it;
    an outcome that does not depend on it has a first and a total order of exactly 0.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.sobol(model).outcomes["net_benefit"]
    >>> {name: round(index.first_order.value, 1) for name, index in found.indices.items()}  # 16 / 25 and 9 / 25
    {'benefits': 0.6, 'costs': 0.4}
    """
    if not model.uncertain:
        raise InputError("sobol_nothing_uncertain", key="inputs")
    by_default = outcomes is None and model.case is not None
    headlines = model.headlines
    names = tuple(dict.fromkeys(model.select(headlines if outcomes is None else outcomes)))
    factors = factors_of(model, groups)
    require_uncut(model, factors)  # a page would break the dependence, and shares of variance no longer add up
    rule = as_rule(until)
    if rule is not None:
        _check_rule(rule, names, second_order)
    design = Design(draws, replicates, rng, kind)
    tails = heavy_tails(model, design, names) if by_default else require_variance(model, design, names)
    dimensions = best_dimensions(model, headlines) if kind == "sobol" else None

    def run(design: Design) -> SobolResult:
        task = RunPages(model, design, names, tuple(factors.values()), second_order, dimensions)
        sections = Sections()
        for within in over_batches(task, design.batches(), executor):
            sections.add(within)
        return _answer(model, design, names, factors, sections, tails, by_default)

    if rule is None:
        return run(design)
    result, stopping = run_until(run, lambda found: _widest(found, rule), rule, design, max_replicates)
    return replace(result, stopping=stopping)


def _answer(
    model: AnyModel,
    design: Design,
    names: tuple[str, ...],
    factors: dict[str, tuple[str, ...]],
    sections: Sections,
    tails: Mapping[str, Tail],
    may_leave_out: bool,
) -> SobolResult:
    assert sections.pooled is not None
    means = sections.pooled.centre + sections.pooled.mean
    values = Indices.of(sections.pooled)
    halves = sections.half_widths(values)
    outcomes: dict[str, OutcomeIndices] = {}
    problems: dict[str, ModelError] = {}
    for row, name in enumerate(names):
        if np.isnan(means[row]):
            problems[name] = ModelError("sobol_not_finite", key=name)
        elif np.isnan(values.variance[row]):
            problems[name] = ModelError("sobol_constant", key=name, found=float(means[row]))
        elif name in tails and tails[name].boundless:
            problems[name] = boundless(name, tails[name])
        else:
            outcomes[name] = _outcome(list(factors), values, halves, row)
    if problems and not (may_leave_out and outcomes):
        raise next(iter(problems.values()))
    return SobolResult(
        provenance=provenance(model, design, tails={name: tail for name, tail in tails.items() if name in outcomes}),
        labels=model.labels(names),
        factors=factors,
        factor_labels=factor_labels(model, factors),
        outcomes=outcomes,
        left_out={name: Text(error.message("nl"), error.message("en")) for name, error in problems.items()},
    )


def _outcome(factors: list[str], values: Indices, halves: Indices, row: int) -> OutcomeIndices:
    def measured(name: str) -> list[Measured]:
        value, half = (np.atleast_1d(getattr(part, name)[row]) for part in (values, halves))
        return [
            Measured(*three) for three in zip(*(x.tolist() for x in (value, value - half, value + half)), strict=True)
        ]

    [first_sum], second = measured("first_sum"), measured("second")
    return OutcomeIndices(
        variance=measured("variance")[0],
        indices={name: Index(*both) for name, *both in zip(factors, measured("first"), measured("total"), strict=True)},
        second_order=list(zip(combinations(factors, 2), second, strict=True)) if second else [],
        first_order_sum=first_sum,
        interactions=Measured(1 - first_sum.value, 1 - first_sum.high, 1 - first_sum.low),
    )


def _check_rule(rule: Until, names: tuple[str, ...], second_order: bool) -> None:
    known = [kind for kind in _KINDS if second_order or kind != "second_order"]
    if rule.statistic not in known:
        raise unknown("until_unknown", "until", rule.statistic, known)
    if rule.outcome is not None and rule.outcome not in names:
        raise unknown("until_unknown", "until", rule.outcome, names)


def _widest(result: SobolResult, rule: Until) -> float:
    """Give the width of the widest interval that a stopping rule speaks of."""
    return max(
        measured.width
        for name, outcome in result.outcomes.items()
        if rule.outcome in (None, name)
        for measured in _KINDS[rule.statistic](outcome)
    )


_KINDS: dict[str, Callable[[OutcomeIndices], list[Measured]]] = {
    "first_order": lambda outcome: [index.first_order for index in outcome.indices.values()],
    "total_order": lambda outcome: [index.total_order for index in outcome.indices.values() if index.total_order],
    "second_order": lambda outcome: [value for _, value in outcome.second_order],
    "first_order_sum": lambda outcome: [outcome.first_order_sum],
    "interactions": lambda outcome: [outcome.interactions],
}
