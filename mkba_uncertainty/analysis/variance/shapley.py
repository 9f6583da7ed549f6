"""Which estimates carry the uncertainty, where they depend on each other? Shapley effects, which sum to 1."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.requirements import cut_blocks, require_spread, require_variance
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.analysis.variance.dependent_indices import DependentIndices
from mkba_uncertainty.analysis.variance.factors import (
    Groups,
    factor_labels,
    factors_to_divide,
    leader,
    leaders,
    on_few,
    others,
)
from mkba_uncertainty.analysis.variance.walks import RunWalks
from mkba_uncertainty.arrays import Array, Rng
from mkba_uncertainty.design import Design, DesignKind
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.names import unknown
from mkba_uncertainty.replication import Executor, Measured, RatioSpread, Spread, over_batches
from mkba_uncertainty.stopping import MAX_REPLICATES, Stopping, Until, as_rule, run_until
from mkba_uncertainty.table import Column, Row, Table, error_of
from mkba_uncertainty.texts import Text, both, named

MOST_SHOWN = 20
"""Factors that get a row of their own on a screen."""

Task = Callable[[range], Array]


@dataclass(frozen=True, repr=False)
class ShapleyResult(Result):
    """Shapley effects on one outcome.

    Parameters
    ----------
    provenance : Provenance
    outcome : str
    label : Text
    factors : dict of factor to its inputs
        A factor is an uncertain input, or a group of them.
    factor_labels : dict of factor to Text
    dependent : tuple of factor
        Those that hang together with others, by rank correlations.
    variance : Measured
        Of the outcome: what the effects are shares of.
    effects : dict of factor to Measured
        Largest first; they sum to 1.
    stopping : Stopping or None
        What a stopping rule came to.
    indices : DependentIndices or None
        First and total indices of the same inputs, to be shown beside the effects.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.shapley(model, draws=64)
    >>> round(sum(effect.value for effect in found.effects.values()), 9)
    1.0
    """

    outcome: str
    label: Text
    factors: dict[str, tuple[str, ...]]
    factor_labels: dict[str, Text]
    dependent: tuple[str, ...]
    variance: Measured
    effects: dict[str, Measured]
    stopping: Stopping | None = None
    indices: DependentIndices | None = None

    @property
    def table(self) -> Table:
        """The effect of each estimate (or group), largest first."""
        beside = self.indices.columns if self.indices else []
        return Table(
            [
                Column("label", "shapley.column.estimate", data=False),
                Column("estimate"),
                Column("effect", "shapley.column.effect", "part"),
                error_of("effect", "drivers.error"),
                *beside,
            ],
            [self._row(name, effect) for name, effect in self.effects.items()],
            caption=both("drivers.shapley.caption", **named(self.outcome, self.label)),
            constants={"outcome": self.outcome},
            most=MOST_SHOWN,
            rest=partial(others, "effect"),
        )

    def _row(self, name: str, effect: Measured) -> Row:
        beside = self.indices.indices[name].cells if self.indices else {}
        cells = {"label": self.factor_labels[name], "estimate": name, "effect": effect, **beside}
        return Row(cells, starred=name in self.dependent)

    def title(self) -> Text:
        """Give the heading."""
        return both("plot.sobol.title", label=self.label)

    @property
    def _on_few(self) -> bool:
        return self.outcome in self.provenance.on_few

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give the table, unless a handful of draws decides on the variance."""
        return () if self._on_few else (self.table,)

    def notes(self) -> Sequence[Text]:
        """Say what a star and the indices mean, and whether a stopping rule was met."""
        if self._on_few:
            return [on_few(self.label)]
        starred = [both("shapley.starred")] if self.dependent else []
        beside = self.indices.notes() if self.indices else []
        return [*starred, *beside, *([self.stopping.note()] if self.stopping else [])]

    def finding(self) -> Text:
        """Say how few estimates carry most of the uncertainty."""
        return on_few(self.label) if self._on_few else leaders(self.factor_labels, self.effects)

    def gist(self) -> Sequence[Text]:
        """Name the estimate that carries most."""
        return [] if self._on_few else [leader(self.factor_labels, self.effects)]

    def remarks(self) -> Sequence[Text]:
        """Say why these are Shapley effects, and what a star means."""
        return [both("drivers.shapley"), both("shapley.starred")] if self.dependent else []

    def facts(self) -> dict[str, Any]:
        """Give the effects, and the indices if there are any."""
        beside = {"indices": self.indices.facts()["indices"]} if self.indices else {}
        return {
            "outcome": self.outcome,
            "dependent": list(self.dependent),
            "variance": self.variance.to_dict(),
            "effects": {name: effect.to_dict() for name, effect in self.effects.items()},
            "stopping": self.stopping and self.stopping.to_dict(),
            **beside,
        }


def shapley(
    model: AnyModel,
    *,
    outcome: str | None = None,
    groups: Groups = None,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    until: str | Until | None = None,
    max_replicates: int = MAX_REPLICATES,
    executor: Executor | None = None,
) -> ShapleyResult:
    """Say which estimates carry the uncertainty of an outcome, also where they depend on each other.

    A Shapley effect is the share of the variance that an estimate adds to what is explained by the estimates before
    it, averaged over all orders. Interactions, and what estimates share because they depend on each other, are divided
    evenly: so the effects sum to 1, and none is below zero but for the error of the calculation.

    Parameters
    ----------
    model : AnyModel
    outcome : str, optional
        By default the headline: the net benefit, or else the first outcome.
    groups : mapping of name to inputs, or {"role", "tag"}, optional
        Inputs that count as one factor, as for :func:`mkba_uncertainty.analysis.variance.sobol.sobol`.
    draws : int
        Draws N in each replicate. The model is run N (D + 1) times for D factors, 2 N D times where these depend on
        each other.
    replicates, rng, kind
        As for :func:`mkba_uncertainty.simulate`.
    until : str or Until, optional
        Grow the design until the widest interval (high - low) is narrow enough: ``"effect:0.01"``.
    max_replicates : int
        How far it may grow: no more draws in all than so many replicates of ``draws``.
    executor : optional
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    ShapleyResult

    Raises
    ------
    InputError
        If the outcome is unknown, a group does not fit, or an option cannot be used.
    ModelError
        If the outcome is constant, not a number, or has no variance.

    Notes
    -----
    Shapley effects: Owen 2014, Song, Nelson and Staum 2016. The estimator is that of Goda 2021, extended to a Gaussian
    copula and walked both ways; see :class:`~mkba_uncertainty.analysis.variance.walks.RunWalks`. Values come
    from all draws together, intervals from sectioning over replicates (Nakayama 2014), as of a ratio: see
    :class:`~mkba_uncertainty.replication.RatioSpread`.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.shapley(model)
    >>> {name: round(effect.value, 1) for name, effect in found.effects.items()}  # 16 / 25 and 9 / 25
    {'benefits': 0.6, 'costs': 0.4}
    """
    outcome = outcome or model.headline
    factors = factors_to_divide(model, outcome, groups)
    rule = as_rule(until)
    if rule is not None and (rule.statistic != "effect" or rule.outcome not in (None, outcome)):
        raise unknown("until_unknown", "until", rule.what, ["effect"])

    design = Design(draws, replicates, rng, kind)
    tails = require_variance(model, design, [outcome])

    def run(design: Design) -> ShapleyResult:
        task = RunWalks(model, design, outcome, tuple(factors.values()))
        found = shares_of(task, model, design, outcome, factors, executor)
        return replace(found, provenance=provenance(model, design, tails=tails))

    if rule is None:
        return run(design)
    result, stopping = run_until(
        run, lambda found: max(effect.width for effect in found.effects.values()), rule, design, max_replicates
    )
    return replace(result, stopping=stopping)


def shares_of(
    task: Task,
    model: AnyModel,
    design: Design,
    outcome: str,
    factors: dict[str, tuple[str, ...]],
    executor: Executor | None,
) -> ShapleyResult:
    """Run a task that says what each factor adds to the variance, and turn that into shares."""
    total, spread, ratios = np.zeros(len(factors)), Spread(), RatioSpread()
    for parts in over_batches(task, design.batches(), executor):
        variances = parts.sum(axis=1, keepdims=True)
        require_spread(model, outcome, variances)
        total += parts.sum(axis=0)
        spread.add(variances)
        ratios.add(parts, variances)
    variance = total.sum(keepdims=True) / design.replicates
    values = np.concatenate([variance, total / total.sum()])
    halves = np.concatenate([spread.half_width(variance), ratios.half_width(values[1:], variance)])
    measured = [
        Measured(value, value - half, value + half)
        for value, half in zip(values.tolist(), halves.tolist(), strict=True)
    ]
    effects = dict(zip(factors, measured[1:], strict=True))
    dependent = {name for block in cut_blocks(model, factors.values()) for name in block.names}
    return ShapleyResult(
        provenance=provenance(model, design),
        outcome=outcome,
        label=model.label(outcome),
        factors=factors,
        factor_labels=factor_labels(model, factors),
        dependent=tuple(name for name, inputs in factors.items() if not set(inputs).isdisjoint(dependent)),
        variance=measured[0],
        effects=dict(sorted(effects.items(), key=lambda item: -item[1].value)),
    )
