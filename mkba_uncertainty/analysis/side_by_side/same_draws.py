"""Several models on the same draws: they differ by what they are, and not by chance.

An analysis of this room says which models it sets side by side, and which figures it wants: an outcome of one of them,
or by how much it exceeds that of another.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.requirements import require_everywhere
from mkba_uncertainty.arrays import LEVELS, Array, Values, settled
from mkba_uncertainty.design import Design, sample_blocks
from mkba_uncertainty.errors import ModelError
from mkba_uncertainty.model import AnyModel, limit_of
from mkba_uncertainty.replication import Executor, Measured, measure_probability, over_batches
from mkba_uncertainty.summary import Blocks, Section, Statistics, Summary, counted_alike, merged
from mkba_uncertainty.table import Column, Range, quantile_cells, quantile_columns
from mkba_uncertainty.tails import Tail
from mkba_uncertainty.texts import Text, both, named
from mkba_uncertainty.texts.figures import FigureKind

Draw = Callable[[Design, range], Iterator[Values]]
"""What draws inputs for a batch of replicates, block by block."""


@dataclass(frozen=True, eq=False)
class Side:
    """A model, and where its inputs come from.

    Parameters
    ----------
    model : AnyModel
    draw : function of (Design, range of replicates) -> values
        May give more inputs than the model samples. Sides that have the very same one are drawn once.
    """

    model: AnyModel
    draw: Draw


def own_draws(model: AnyModel) -> Draw:
    """Give what draws the inputs of a model as a run of it by itself does."""
    return partial(sample_blocks, model)


@dataclass(frozen=True)
class Figure:
    """An outcome of a side; or, with ``minus``, by how much it exceeds that of another side."""

    side: Side
    outcome: str
    minus: Side | None = None


Figures = Mapping[str, Figure]


@dataclass(frozen=True)
class _Run:
    """The task of one batch: every side on the same draws. Picklable where the models are."""

    groups: Sequence[Figures]
    statistics: Sequence[Statistics]
    design: Design

    def __call__(self, batch: range) -> list[Section]:
        """Give the statistics of each group."""
        gathered = [Blocks(each) for each in self.statistics]
        for block in self.blocks(batch):
            for each, values in zip(gathered, block, strict=True):
                each.add(values)
        return [each.section() for each in gathered]

    def blocks(self, batch: range) -> Iterator[list[Array]]:
        """Give the draws of each group, block by block: arrays of shape (figures, R, n)."""
        wanted: dict[Side, set[str]] = {}
        for figures in self.groups:
            for figure in figures.values():
                for side in (figure.side, figure.minus):
                    if side is not None:
                        wanted.setdefault(side, set()).add(figure.outcome)
        drawn = {draw: draw(self.design, batch) for draw in dict.fromkeys(side.draw for side in wanted)}
        for rows, *values in zip(self.design.block_rows(batch), *drawn.values(), strict=True):
            yield self._block(wanted, dict(zip(drawn, values, strict=True)), (len(batch), rows // len(batch)))

    def _block(
        self, wanted: Mapping[Side, set[str]], drawn: Mapping[Draw, Values], shape: tuple[int, int]
    ) -> list[Array]:
        found = {
            side: side.model.evaluate({name: drawn[side.draw][name] for name in side.model.uncertain}, outcomes)
            for side, outcomes in wanted.items()
        }
        for side, values in found.items():
            for outcome, each in values.items():
                require_everywhere(side.model, outcome, each)

        def values_of(figure: Figure) -> Array:
            value = found[figure.side][figure.outcome]
            if figure.minus is not None:
                other = found[figure.minus][figure.outcome]
                value = np.asarray(settled(value - other, np.abs(value) + np.abs(other)))
            return np.broadcast_to(value, shape[0] * shape[1]).reshape(shape)

        return [np.stack([values_of(figure) for figure in figures.values()]) for figures in self.groups]


def on_same_draws(
    groups: Sequence[Figures],
    design: Design,
    executor: Executor | None,
    levels: tuple[float, ...] = LEVELS,
    limit: float = 0.0,
) -> list[Summary]:
    """Run several models on the same draws.

    Parameters
    ----------
    groups : sequence of mapping of name to Figure
        Figures that are summarised together.
    design : Design
    executor : Executor, optional
    levels : tuple of float
        Of the quantiles of each figure.
    limit : float
        What figures are to exceed; a difference is to exceed 0.

    Returns
    -------
    list of Summary
        One a group: of each of its figures the moments, quantiles, and probabilities that it is above the
        limit and that it is not below it.
    """
    statistics = [
        Statistics(
            tuple(figures),
            levels,
            _events({name: 0.0 if figure.minus else limit for name, figure in figures.items()}),
        )
        for figures in groups
    ]
    run = _Run(groups, statistics, design)
    run = replace(run, statistics=counted_alike(statistics, design, executor, run.blocks))
    summaries = [Summary(each) for each in run.statistics]
    for sections in over_batches(run, design.batches(), executor, fold=merged):
        for summary, section in zip(summaries, sections, strict=True):
            summary.add(section)
    return summaries


def _events(limits: Mapping[str, float]) -> dict[str, tuple[str, float]]:
    """Ask of each figure whether it is above its limit, and whether it is not below."""
    above = {name: (name, limit) for name, limit in limits.items()}
    return above | {f"{name} not below": (name, math.nextafter(limit, -math.inf)) for name, limit in limits.items()}


@dataclass(frozen=True)
class Drawn:
    """What the draws say of one figure.

    Parameters
    ----------
    mean, sd : Measured or None
        None where its tail is boundless.
    quantiles : dict of level to Measured
    probability : Measured
        That it is above the limit.
    tie : Measured
        Probability that it is just that.
    tail : Tail or None
        Where it is heavy.
    """

    mean: Measured | None
    sd: Measured | None
    quantiles: dict[float, Measured]
    probability: Measured
    tie: Measured
    tail: Tail | None

    @property
    def cells(self) -> dict[str, Any]:
        """All of it as cells of a table."""
        return {**vars(self), **quantile_cells(self.quantiles, LEVELS)}


def drawn(summary: Summary) -> dict[str, Drawn]:
    """Give what a summary holds, by figure."""
    means, sds, quantiles, probabilities = summary.means(), summary.sds(), summary.quantiles(), summary.probabilities()
    tails = summary.tails()
    boundless = [tail is not None and tail.boundless for tail in tails]
    above, not_below = np.split(summary.within("above"), 2, axis=1)
    ties = not_below - above
    return {
        name: Drawn(
            None if boundless[row] else means[row],
            None if boundless[row] else sds[row],
            quantiles[row],
            probabilities[name],
            measure_probability(float(ties[:, row].mean()), ties[:, row], summary.draws),
            tails[row],
        )
        for row, name in enumerate(summary.statistics.names)
    }


def require_numbers(outcome: str, figures: Iterable[Drawn]) -> None:
    """Refuse a ratio that is not a number on some draws: it has no quantiles, nor a probability.

    Raises
    ------
    ModelError
    """
    if any(figure.mean is not None and np.isnan(figure.mean.value) for figure in figures):
        raise ModelError("meaningless_ratio", key="outcome", found=outcome)


def heaviest(outcome: str, figures: Iterable[Drawn]) -> dict[str, Tail]:
    """Give the heaviest tail of figures of one outcome, where one is heavy, for the provenance to say."""
    tails = [figure.tail for figure in figures if figure.tail is not None]
    heaviest = max(tails, key=lambda tail: (tail.boundless, tail.rests_on_few), default=None)
    return {outcome: heaviest} if heaviest else {}


def exceeding(outcome: str, label: Text, unit: str | None) -> dict[str, Text]:
    """Give, as ``event``, the words for that an outcome exceeds its limit: the balance is positive."""
    key = "dependence.event" if limit_of(unit) == 0.0 else "dependence.event.ratio"
    return {"event": both(key, **named(outcome, label))}


def drawn_columns(kind: FigureKind) -> list[Column | Range]:
    """Give the columns of a figure, but its probability: programs read mean, sd and quantiles, people the latter."""
    return [
        Column("mean"),
        Column("sd"),
        *quantile_columns(LEVELS),
        Column("q0.5", "table.median", kind, data=False),
        Range("q0.05", "q0.95", "table.range90", kind),
    ]
