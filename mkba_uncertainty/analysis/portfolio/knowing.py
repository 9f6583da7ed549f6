"""What it is worth to know more before a programme is carried out: everything, all that is common, each estimate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.information.group import ROOT_LAW
from mkba_uncertainty.analysis.information.perfect import not_below_zero
from mkba_uncertainty.analysis.portfolio.along import along_estimates
from mkba_uncertainty.analysis.portfolio.sites import NESTED, AtSites
from mkba_uncertainty.analysis.portfolio.worth import Folds, Worth, with_few_draws
from mkba_uncertainty.arrays import Array, Values
from mkba_uncertainty.case import Site
from mkba_uncertainty.design import Design
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.replication import Executor, Measured, measure, measure_probability, over_batches
from mkba_uncertainty.table import Column, Laid, Row, Table
from mkba_uncertainty.texts import Text, both

PAIRS = 2
"""Pairs of opposite own scores in each half of those that are drawn for the same common ones."""


@dataclass(frozen=True)
class Knowledge(Laid):
    """What it is worth to know all that sites have in common, and each part of it; and to know everything.

    Parameters
    ----------
    everything : Worth
    common : Worth
    estimates : dict of name to Worth
        The highest for the decision on all sites first. Estimates that hang together stand under one name.
    labels : dict of name to Text
    unit : str or None
    """

    everything: Worth
    common: Worth
    estimates: dict[str, Worth]
    labels: dict[str, Text]
    unit: str | None

    @property
    def table(self) -> Table:
        """A row for everything, for all that is common, and for each part of it."""
        rows = [
            self._row("everything", both("portfolio.worth.everything"), self.everything),
            self._row("common", both("portfolio.worth.common"), self.common),
        ]
        rows += [self._row(name, self.labels[name], worth, depth=1) for name, worth in self.estimates.items()]
        return Table(
            [
                Column("label", "portfolio.worth", data=False),
                Column("estimate"),
                Column("everywhere_or_nowhere", "portfolio.worth.everywhere", "outcome"),
                Column("each_site", "portfolio.worth.each_site", "outcome"),
            ],
            rows,
            most=10,
        )

    def _row(self, name: str, label: Text, worth: Worth, depth: int = 0) -> Row:
        figures = {"everywhere_or_nowhere": worth.everywhere, "each_site": worth.each_site}
        return Row({"label": label, "estimate": name, **figures}, self.unit, depth=depth)

    def title(self) -> Text:
        """Give the heading."""
        return both("portfolio.worth")

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {
            "everything": self.everything.to_dict(),
            "common": self.common.to_dict(),
            "estimates": {name: worth.to_dict() for name, worth in self.estimates.items()},
        }


def knowledge(run: AtSites, gains: Array, sds: Array, executor: Executor | None) -> Knowledge:
    """Give the value of knowing, by what is above zero and below it within folds, (F, 2, k), and how k outcomes spread.

    The sum over sites is the first, the second its like if they were independent, and then each site.
    """
    everything = _everything(run.design, gains, np.delete(sds, 1))
    levels = gains[:, 0] - gains[:, 1]
    estimates = along_estimates(run, levels, executor)
    capped = {name: worth.not_above(everything) for name, worth in estimates.items()}
    ranked = dict(sorted(capped.items(), key=_by_worth))
    labels = {name: _label(run.model, name) for name in ranked}
    common = _common_worth(run, levels, everything, executor)
    return Knowledge(everything, common, ranked, labels, run.model.unit(run.outcome))


def _by_worth(named: tuple[str, Worth]) -> tuple[float, float]:
    return -named[1].everywhere.value, -named[1].each_site.value


def _everything(design: Design, gains: Array, sds: Array) -> Worth:
    """Give the value of knowing all: what is below zero of what would be done, what is above it of what would not.

    Where no draw is, it may be as much as two standard deviations with the highest probability that draws may miss.
    """
    done = gains[:, 0].sum(axis=0) > gains[:, 1].sum(axis=0)
    missed = np.where(done, gains[:, 1], gains[:, 0])
    unseen = measure_probability(0.0, np.zeros(2), design.draws * design.replicates).high
    reach = np.where(missed.sum(axis=0) == 0, 2 * sds * unseen, 0.0)
    return Worth(
        *(
            _with_reach(measure(float(each.mean()), each), more)
            for each, more in (
                (missed[:, 0], reach[0]),
                (missed[:, 1:].sum(axis=1), reach[1:].sum()),
            )
        )
    )


def _with_reach(found: Measured, reach: float) -> Measured:
    return not_below_zero(Measured(found.value, found.low, found.high + float(reach)))


# --- of all that is common


@dataclass(frozen=True)
class _Nested:
    """The task of one batch: outcomes given the common scores, as means over two halves of own scores.

    It leaves behind, of the sum and of each site, means of shape (R, 3, 1 + S): of what is above zero by all own
    scores, by each half of them, and of the outcome.
    """

    run: AtSites

    def __call__(self, batch: range) -> Array:
        run, mixed = self.run, self.run.first_mixed(batch)
        drawn = run.drawn(mixed)
        start = run.model.run(drawn, (run.outcome,))
        total, left = np.zeros((2, mixed.shape[1])), []
        for site in run.sites:
            halves = self._halves(site, batch, mixed, drawn, start)
            total += halves
            left.append(_above_zero(halves, len(batch)))
        return np.stack([_above_zero(total, len(batch)), *left], axis=2)

    def _halves(self, site: Site, batch: range, mixed: Array, drawn: Values, start: Values) -> Array:
        """Give the means over own scores, of each half: shape (2, n)."""
        run, design, shape = self.run, self.run.design_of(site), (len(self.run.own_rows), self.run.design.draws)
        generators = [design.generator(replicate, NESTED) for replicate in batch]
        halves = np.zeros((2, mixed.shape[1]))
        for half in halves:
            for _ in range(PAIRS):
                own = np.concatenate([each.standard_normal(shape) for each in generators], axis=1)
                for opposite in (own, -own):
                    half += run.again(site, start, run.changed(site, drawn, run.there(mixed, opposite)))
        return halves / (2 * PAIRS)


def _above_zero(halves: Array, replicates: int) -> Array:
    whole = halves.mean(axis=0)
    each = np.maximum(whole, 0.0), np.maximum(halves, 0.0).mean(axis=0), whole
    return np.stack([values.reshape(replicates, -1).mean(axis=1) for values in each], axis=1)


def _common_worth(run: AtSites, levels: Array, everything: Worth, executor: Executor | None) -> Worth:
    """Give the value of knowing all that sites have in common: everything, where they have nothing of their own."""
    if not run.own_rows.size:
        return everything
    if not run.shared_rows.size:
        return Worth(Measured(0.0, 0.0, 0.0), Measured(0.0, 0.0, 0.0))
    few, folds = with_few_draws(run), Folds(run.design.replicates)
    batches = few.design.batches()
    batches.rows *= 4 * PAIRS * len(run.sites)
    for left in over_batches(_Nested(few), batches, executor):
        folds.add(left)
    above_zero, by_half, mean = np.moveaxis(folds.means, 1, 0)
    bias = by_half - above_zero
    worth = above_zero - bias - np.where(levels.mean(axis=0) > 0, mean, 0.0)
    found = Worth(
        _unbiased(worth[:, 0], bias[:, 0], everything.everywhere),
        _unbiased(worth[:, 1:].sum(axis=1), bias[:, 1:].sum(axis=1), everything.each_site),
    )
    return found.not_above(everything)


def _unbiased(worth: Array, bias: Array, most: Measured) -> Measured:
    """Measure within folds; the interval reaches down by what may be left of the bias, and up where no draw says so."""
    found, left = measure(float(worth.mean()), worth), ROOT_LAW * max(float(bias.mean()), 0.0)
    return not_below_zero(Measured(found.value, found.low - left, found.high if found.value > 0 else most.high))


def _label(model: AnyModel, name: str) -> Text:
    parts = [model.label(one) for one in name.split(", ")]
    return Text(", ".join(part.nl for part in parts), ", ".join(part.en for part in parts))
