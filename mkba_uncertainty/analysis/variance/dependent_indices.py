"""First and total indices where estimates depend on each other: what one explains alone, and what only it explains.

With dependence "the" Sobol' index splits in two (Mara and Tarantola 2012): a *full* one, of the estimate with all that
hangs together with it, and an *independent* one, of what is left of the estimate given all others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.requirements import conditional_blocks, require_spread, require_variance
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.analysis.variance.factors import factors_to_divide, on_few
from mkba_uncertainty.arrays import Array, Rng, Value
from mkba_uncertainty.copula.conditioning import scores_given
from mkba_uncertainty.copula.correlation import Block
from mkba_uncertainty.design import Design, DesignKind, normal_scores, quantiles, twice_point_blocks
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.replication import Executor, Measured, RatioSpread, Spread, over_batches
from mkba_uncertainty.table import Column, Range, Row, Table, error_of
from mkba_uncertainty.texts import Text, both


@dataclass(frozen=True)
class DependentIndex:
    """The two shares of the variance that say something where estimates depend on each other.

    Parameters
    ----------
    full_first_order : Measured
        ``Var(E[Y | X]) / Var(Y)``: by how much the variance would fall, on average, if the estimate were known, and
        with it whatever it tells of the others.
    independent_total_order : Measured
        ``E[Var(Y | all others)] / Var(Y)``: what would be left if all others were known.
    """

    full_first_order: Measured
    independent_total_order: Measured

    @property
    def cells(self) -> dict[str, Measured]:
        """Both, as cells of a row."""
        return {
            "full_first_order": self.full_first_order,
            "independent_total_order": self.independent_total_order,
        }


@dataclass(frozen=True, repr=False)
class DependentIndices(Result):
    """First and total indices of one outcome that allow for dependence.

    Parameters
    ----------
    provenance : Provenance
        What made it: case, version, seed and draws.
    outcome : str
        Of which the variance is explained.
    label : Text
        What the outcome is called.
    labels : dict of estimate to Text
        What the estimates are called.
    variance : Measured
        Of the outcome: what the indices are shares of.
    indices : dict of estimate to DependentIndex
        The largest first.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.dependent_indices(model)
    >>> list(found.indices), round(found.variance.value)
    (['benefits', 'costs'], 25)
    """

    outcome: str
    label: Text
    labels: dict[str, Text]
    variance: Measured
    indices: dict[str, DependentIndex]

    @property
    def columns(self) -> list[Column | Range]:
        """The columns of both indices, also for the table of another result."""
        return [
            Column("full_first_order", "shapley.column.first", "part"),
            error_of("full_first_order", "drivers.error"),
            Column("independent_total_order", "shapley.column.total", "part"),
            error_of("independent_total_order", "drivers.error"),
        ]

    @property
    def table(self) -> Table:
        """Both indices of each estimate."""
        return Table(
            [Column("label", "table.estimate", data=False), Column("estimate"), *self.columns],
            [
                Row({"label": self.labels[name], "estimate": name, **index.cells})
                for name, index in self.indices.items()
            ],
            constants={"outcome": self.outcome},
        )

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
        """Say what the indices are."""
        return [on_few(self.label) if self._on_few else both("shapley.indices")]

    def facts(self) -> dict[str, Any]:
        """Give the variance, and the indices of each estimate."""
        return {
            "outcome": self.outcome,
            "variance": self.variance.to_dict(),
            "indices": self.table.by("estimate"),
        }


@dataclass(frozen=True)
class _Draws:
    """One set of draws: normal scores of shape (D, n), and the values that the model gave."""

    scores: Array
    inputs: dict[str, Array]
    values: dict[str, Value]
    outcome: Array


@dataclass(frozen=True)
class RunGiven:
    """The task of one batch: means from which the indices follow. Picklable where the model is.

    With two independent sets of draws ``z`` and ``z'``: ``Y_i`` is the outcome where estimate ``i`` is taken from ``z``
    and the others are draws given it, made of ``z'``. ``Var(E[Y | X_i])`` is the mean of
    ``(Y(z) - (Y(z') + Y_i) / 2) (Y_i - Y(z'))`` (Goda 2021). ``Y_~i`` has all others from ``z``, and estimate ``i``
    a draw given these: ``E[Var(Y | X_~i)]`` is the mean of ``(Y(z) - Y_~i)^2 / 2`` (Jansen 1999; Kucherenko,
    Tarantola and Annoni 2012). Both are taken both ways, from ``z'`` to ``z`` and back. Squares are taken around
    ``centre``, so that the variance of an outcome that lies far from zero is not lost in rounding.
    """

    model: AnyModel
    design: Design
    outcome: str
    centre: float = 0.0

    def __call__(self, batch: range) -> Array:
        """Give means within each replicate: ``Y``, ``Y^2``, first orders, totals; shape (replicates, 2 + 2 D)."""
        inputs = len(self.model.uncertain)
        sums = np.zeros((2 + 2 * inputs, len(batch)))
        for halves in twice_point_blocks(self.model, self.design, batch):
            one, other = (self._run(normal_scores(self.model, half)) for half in halves)
            for end, start in ((one, other), (other, one)):
                columns = [end.outcome - self.centre, (end.outcome - self.centre) ** 2]
                columns += [self._first(place, start, end) for place in range(inputs)]
                columns += [self._total(place, start, end) for place in range(inputs)]
                sums += np.stack([column.reshape(len(batch), -1).sum(axis=1) for column in columns]) / 2
        return sums.T / self.design.draws

    def _first(self, place: int, start: _Draws, end: _Draws) -> Array:
        known = self._known(place, start, end)
        return np.asarray((end.outcome - (start.outcome + known) / 2) * (known - start.outcome))

    def _total(self, place: int, start: _Draws, end: _Draws) -> Array:
        block = self._block_of.get(place)
        if block is None:  # independent of all others: as if it alone were known, the other way round
            unknown = self._known(place, end, start)
        else:
            unknown = self._moved(end, block, _given(block, start, end, block.places != place))
        return np.asarray((end.outcome - unknown) ** 2 / 2)

    def _known(self, place: int, start: _Draws, end: _Draws) -> Array:
        """Evaluate ``start`` with one input from ``end``, and what depends on it drawn given that."""
        block = self._block_of.get(place)
        if block is None:
            name = self.model.uncertain[place]
            return self._rerun(start, {name: end.inputs[name]})
        return self._moved(start, block, _given(block, start, end, block.places == place))

    def _moved(self, draws: _Draws, block: Block, scores: Array) -> Array:
        families = (self.model.inputs[name] for name in block.names)
        changed = (family.ppf_from_normal(row) for family, row in zip(families, scores, strict=True))
        return self._rerun(draws, dict(zip(block.names, changed, strict=True)))

    def _run(self, scores: Array) -> _Draws:
        inputs = quantiles(self.model, scores)
        values = self.model.run(inputs, [self.outcome])
        return _Draws(scores, inputs, values, np.array(np.broadcast_to(values[self.outcome], scores.shape[1])))

    def _rerun(self, draws: _Draws, changed: Mapping[str, Array]) -> Array:
        found = self.model.rerun(draws.values, changed, [self.outcome])[self.outcome]
        return np.broadcast_to(found, draws.outcome.shape)

    @cached_property
    def _block_of(self) -> dict[int, Block]:
        return {int(place): block for block in conditional_blocks(self.model) for place in block.places}


def _given(block: Block, start: _Draws, end: _Draws, known: NDArray[np.bool_]) -> Array:
    """Give scores of a block with the known ones from ``end``; the others a draw given these, made of ``start``."""
    places = np.flatnonzero(known)
    at = end.scores[block.places[places]]
    return scores_given(start.scores[block.places], block.correlation, places, at)


def dependent_indices(
    model: AnyModel,
    *,
    outcome: str | None = None,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
) -> DependentIndices:
    """Say what each estimate explains alone, and what only it explains, where estimates depend on each other.

    Parameters
    ----------
    model : AnyModel
    outcome : str, optional
        By default the headline: the net benefit, or else the first outcome.
    draws : int
        Draws N in each replicate; the model is run N (4 D + 2) times for D inputs, each time only what changed.
    replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    DependentIndices
        Where an estimate depends on no other, they are the usual first- and total-order Sobol' indices. Under
        dependence neither need be the smaller one, and their sums mean nothing; Shapley effects sum to 1.

    Raises
    ------
    InputError
        If the outcome is unknown, or nothing is uncertain.
    ModelError
        If the outcome is constant or not a number.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> difference = lambda x: {"net_benefit": x["benefits"] - x["costs"]}
    >>> model = mkba.Model(inputs, difference, ["net_benefit"], correlation={("benefits", "costs"): -0.5})
    >>> found = mkba.dependent_indices(model).indices["benefits"]
    >>> found.full_first_order.value > found.independent_total_order.value  # part of it is shared with costs
    True
    """
    outcome = outcome or model.headline
    names = list(factors_to_divide(model, outcome, None))
    design = Design(draws, replicates, rng, kind)
    tails = require_variance(model, design, [outcome])
    medians = {name: family.ppf(np.array([0.5])) for name, family in model.inputs.items() if name in model.uncertain}
    task = RunGiven(model, design, outcome, float(model.evaluate(medians, [outcome])[outcome][0]))
    means, spread, ratios, centre = np.zeros(2 + 2 * len(names)), Spread(), RatioSpread(), None
    for within in over_batches(task, design.batches(), executor):
        centre = within[:, 0].mean() if centre is None else centre
        require_spread(model, outcome, within[:, 1:2] - within[:, :1] ** 2)
        variances = within[:, 1:2] - centre * (2 * within[:, :1] - centre)  # around one mean, as of all draws
        spread.add(variances)
        ratios.add(within[:, 2:], variances)
        means += within.sum(axis=0) / replicates
    variance = means[1:2] - means[:1] ** 2
    values = np.concatenate([variance, means[2:] / variance])
    halves = np.concatenate([spread.half_width(variance), ratios.half_width(values[1:], variance)])
    measured = [
        Measured(value, value - half, value + half)
        for value, half in zip(values.tolist(), halves.tolist(), strict=True)
    ]
    pairs = zip(measured[1 : 1 + len(names)], measured[1 + len(names) :], strict=True)
    return DependentIndices(
        provenance=provenance(model, design, tails=tails),
        outcome=outcome,
        label=model.label(outcome),
        labels=model.labels(names),
        variance=measured[0],
        indices={name: DependentIndex(*pair) for name, pair in zip(names, pairs, strict=True)},
    )
