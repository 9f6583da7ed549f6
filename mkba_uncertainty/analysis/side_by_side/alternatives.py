"""Which of the alternatives is best? All of them on the same draws, doing nothing among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any, ClassVar, NamedTuple

import numpy as np

from mkba_uncertainty.analysis.answer.confidence import Distribution, distributions
from mkba_uncertainty.analysis.information.decision import Decision, make_decision
from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.arrays import LEVELS, Array, Rng, Values, settled, shares_of_best
from mkba_uncertainty.case import BASE, NOTHING, Case
from mkba_uncertainty.design import Design, DesignKind, point_blocks, transform
from mkba_uncertainty.model import AnyModel, ModelOfCase
from mkba_uncertainty.replication import Executor, Measured, measure, measure_probability, over_batches
from mkba_uncertainty.summary import Blocks, Means, Section, Statistics, Summary, counted_alike, merged
from mkba_uncertainty.table import Column, Range, Row, Table, quantile_cells
from mkba_uncertainty.texts import Text, both
from mkba_uncertainty.texts.figures import chance, figure

NET, RATIO = "net_benefit", "bcr"


@dataclass(frozen=True)
class AlternativeOutcome:
    """An alternative beside the others.

    Parameters
    ----------
    name : str
    label : Text
    net_benefit : Distribution
    bcr : Distribution or None
        None of doing nothing.
    behind_best : Measured or None
        How much lower its mean balance is than that of the best, on the same draws; None where one of them has no mean.
    probability_best : Measured
        That no other has a higher balance; those that have the same share it.
    probability_beats_next : Measured or None
        That its balance is higher than that of the one with the next lower mean; None for the lowest.
    """

    name: str
    label: Text
    net_benefit: Distribution
    bcr: Distribution | None
    behind_best: Measured | None
    probability_best: Measured
    probability_beats_next: Measured | None

    @property
    def row(self) -> Row:
        """The alternative as a row of the table."""
        net, ratio = self.net_benefit, self.bcr
        meaningless = both("table.meaningless") if ratio and ratio.meaningless else None
        cells = {
            "label": self.label,
            "alternative": self.name,
            "point": net.point,
            "net_benefit": net.mean,
            "behind_best": self.behind_best,
            **quantile_cells(net.quantiles, LEVELS),
            "bcr": ratio and ratio.mean,
            "shown_bcr": meaningless or (ratio and ratio.mean),
            "probability_best": self.probability_best,
            "probability_beats_next": self.probability_beats_next,
        }
        return Row({key: cell for key, cell in cells.items() if cell is not None})

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows: of balance and ratio the mean with its interval, and the rest of what is known."""
        beats = self.probability_beats_next
        return {
            NET: _as_dict(self.net_benefit),
            RATIO: self.bcr and _as_dict(self.bcr),
            "behind_best": self.behind_best and self.behind_best.to_dict(),
            "probability_best": self.probability_best.to_dict(),
            "probability_beats_next": beats and beats.to_dict(),
        }


def _as_dict(found: Distribution) -> dict[str, Any]:
    told = found.to_dict()
    return {**(told.pop("mean") or {"value": None, "low": None, "high": None}), **told}


@dataclass(frozen=True, repr=False)
class Alternatives(Result):
    """All alternatives of a case on the same draws.

    Parameters
    ----------
    provenance : Provenance
    case : Case
        With all its alternatives.
    alternatives : dict of name to AlternativeOutcome
        In the order of the file, doing nothing last.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> found = mkba.alternatives(mkba.build_model(mkba.load_case("arnhem-ozo")), draws=64)
    >>> list(found.alternatives)
    ['base', 'nothing']
    """

    spoken: ClassVar[tuple[int, ...]] = (1, 5)

    case: Case
    alternatives: dict[str, AlternativeOutcome]

    @property
    def table(self) -> Table:
        """A row an alternative, the best on average first: balance, how far behind, ratio, chance of being the best."""
        return Table(
            [
                Column("label", "alternatives.column", data=False),
                Column("alternative"),
                Column("point"),
                Column("net_benefit", "alternatives.balance", self.provenance.kind),
                Column("behind_best", "alternatives.behind_best", self.provenance.kind, apart=True),
                *(Column(f"q{level:g}") for level in LEVELS),
                Range("q0.05", "q0.95", "table.range90", self.provenance.kind),
                Column("bcr"),
                Column("shown_bcr", "alternatives.ratio", "ratio", data=False),
                Column("probability_best", "voi.best", "chance"),
                Column("probability_beats_next", "alternatives.beats_next", "chance"),
            ],
            [each.row for each in sorted(self.alternatives.values(), key=_mean, reverse=True)],
            caption=both("alternatives.caption"),
        )

    @property
    def best(self) -> AlternativeOutcome:
        """The one with the highest expected balance."""
        return max(self.alternatives.values(), key=_mean)

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give the table, where there are several."""
        return (self.table,) if self.case.alternatives else ()

    def title(self) -> Text:
        """Give the heading."""
        return both("alternatives.title", title=self.case.title)

    def lead(self) -> Sequence[Text]:
        """Say which is best, and how sure that is."""
        return [self.finding()]

    def notes(self) -> Sequence[Text]:
        """Say which is the next, and where differences come from."""
        return [both("alternatives.note")] if self.case.alternatives else []

    def finding(self) -> Text:
        """Say which is best, and how sure that is."""
        best = self.best
        facts: dict[str, Any] = {"label": best.label, "chance": partial(chance, best.probability_best)}
        if best.net_benefit.mean is None:
            return both("alternatives.likely", **facts)
        return both("alternatives.best", balance=partial(figure, best.net_benefit.mean, self.provenance.kind), **facts)

    def facts(self) -> dict[str, Any]:
        """Give the alternatives by name."""
        return {"alternatives": {name: each.to_dict() for name, each in self.alternatives.items()}}


class _Left(NamedTuple):
    """What a batch leaves: statistics of each, mean balances and shares of being best (R, K), exceeding (R, K, K)."""

    sections: list[Section]
    balances: Array
    best: Array
    exceeds: Array


def _fold(parts: list[_Left]) -> list[_Left]:
    (sections,) = merged([part.sections for part in parts])
    balances, best, exceeds = (np.concatenate(each) for each in zip(*(part[1:] for part in parts), strict=True))
    return [_Left(sections, balances, best, exceeds)]


@dataclass(frozen=True)
class _Run:
    """The task of one batch: every alternative on the same draws."""

    decision: Decision
    models: Mapping[str, AnyModel]
    design: Design
    statistics: tuple[Statistics, ...]

    def __call__(self, batch: range) -> _Left:
        gathered, means = [Blocks(each) for each in self.statistics], Means(self.design.draws)
        for block in self.blocks(batch):
            for each, values in zip(gathered, block, strict=True):
                each.add(values)
            nets = np.stack([*(values[0] for values in block), np.zeros(block[0].shape[1:])])
            size = np.abs(nets)
            apart = np.asarray(settled(nets[:, None] - nets[None], size[:, None] + size[None]))
            means.add([nets, shares_of_best(nets), (np.sign(apart) + 1) / 2])
        return _Left([each.section() for each in gathered], *means.by_replicate())

    def blocks(self, batch: range) -> Iterator[list[Array]]:
        """Give balance and ratio of each alternative, block by block: arrays of shape (2, R, n)."""
        for points in point_blocks(self.decision, self.design, batch):
            drawn, shape = transform(self.decision, points), (len(batch), points.shape[1] // len(batch))
            yield [self._values(model, drawn, shape) for model in self.models.values()]

    def _values(self, model: AnyModel, drawn: Values, shape: tuple[int, int]) -> Array:
        found = model.evaluate({name: drawn[name] for name in model.uncertain}, (NET, RATIO))
        return np.stack([np.broadcast_to(found[name], shape[0] * shape[1]).reshape(shape) for name in (NET, RATIO)])


def alternatives(
    model: ModelOfCase,
    *,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
) -> Alternatives:
    """Set all alternatives of a case side by side, on the same draws.

    Parameters
    ----------
    model : ModelOfCase
        Of any alternative; the others are taken under the same scenarios and dependence.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`. The model itself has the draws that a run of it has; estimates that
        only others use have theirs beside these.

    Returns
    -------
    Alternatives
        Of a case without alternatives: the approach as it is, and doing nothing.

    Raises
    ------
    ModelError
        As :func:`mkba_uncertainty.simulate`.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> found = mkba.alternatives(mkba.build_model(mkba.load_case("arnhem-ozo")), draws=64)
    >>> sum(round(each.probability_best.value, 9) for each in found.alternatives.values())
    1.0
    """
    design = Design(draws, replicates, rng, kind)
    models: Mapping[str, AnyModel] = model.alternatives or {BASE: model}
    decision = make_decision(model, options=(*models, NOTHING))
    run = _Run(decision, models, design, (Statistics((NET, RATIO), LEVELS),) * len(models))
    run = replace(run, statistics=counted_alike(run.statistics, design, executor, run.blocks))
    summaries = [Summary(each) for each in run.statistics]
    nets_of, best, exceeds = [], [], []
    for sections, balances, shares, higher in over_batches(run, design.batches(), executor, fold=_fold):
        nets_of.append(balances)
        best.append(shares)
        exceeds.append(higher)
        for summary, section in zip(summaries, sections, strict=True):
            summary.add(section)
    total = draws * replicates
    found = [distributions(each, summary) for each, summary in zip(models.values(), summaries, strict=True)]
    nothing = Measured(0.0, 0.0, 0.0)
    nets = [*(each[NET] for each in found), Distribution(0.0, nothing, nothing, dict.fromkeys(LEVELS, nothing))]
    means = np.array([*(summary.means()[0].value for summary in summaries), 0.0])
    order = np.argsort(-means, kind="stable").tolist()
    below = dict(pairwise(order))
    balances, shares, higher = np.concatenate(nets_of), np.concatenate(best), np.concatenate(exceeds)
    return Alternatives(
        provenance(model, design),
        model.whole,
        {
            option.name: AlternativeOutcome(
                name=option.name,
                label=option.label,
                net_benefit=nets[place],
                bcr=None if option.name == NOTHING else found[place][RATIO],
                behind_best=_behind(balances[:, place], balances[:, order[0]])
                if nets[place].mean and nets[order[0]].mean
                else None,
                probability_best=_chance(shares[:, place], total),
                probability_beats_next=_chance(higher[:, place, below[place]], total) if place in below else None,
            )
            for place, option in enumerate(decision.options)
        },
    )


def _behind(balances: Array, best: Array) -> Measured:
    """Measure how far mean balances of replicates are below those of the best."""
    lags = np.asarray(settled(best - balances, np.abs(best) + np.abs(balances)))
    return measure(float(lags.mean()), lags)


def _chance(by_replicate: Array, draws: int) -> Measured:
    return measure_probability(float(by_replicate.mean()), by_replicate, draws)


def _mean(one: AlternativeOutcome) -> float:
    found = one.net_benefit.mean
    return -np.inf if found is None else found.value
