"""The value of knowing a group of estimates at once: an outer design over the group, inner draws of all others.

Each replicate has outer points of its own. At all of these it uses the same inner draws of all other estimates, so
that noise of the inner means is mostly a common shift.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from mkba_uncertainty.analysis.information.decision import Decision
from mkba_uncertainty.analysis.information.perfect import Curves, expected, not_below_zero
from mkba_uncertainty.analysis.requirements import conditional_blocks, require_unmoved
from mkba_uncertainty.arrays import Array, Value, Values
from mkba_uncertainty.copula.conditioning import scores_given
from mkba_uncertainty.design import MOST_DRAWS, Design, normal_scores, quantiles
from mkba_uncertainty.replication import Executor, Measured, measure, over_batches

OUTER_STREAM = 1_000_000
"""Marks the seed of outer points, beyond that of any replicate."""

MOST_INNER = 1024
"""Inner draws in a replicate: more would hardly move a conditional mean."""

OUTER_SHARE = 4
"""One outer point for so many draws of the run."""

ROOT_LAW = 1 / (math.sqrt(2) - 1) - 1
"""What is left of a bias that falls with the root of the number of draws, by the bias taken off."""

CONTROL = 64
"""Points of the control variate for each outer point; they cost next to nothing."""


@dataclass(frozen=True)
class _Outer:
    """The task of one batch: means of each option at outer points of each group, over both halves of the draws.

    Every replicate has outer points of its own, and at all of these the same draws of all other estimates.
    """

    decision: Decision
    design: Design
    outer: Design
    groups: Mapping[str, tuple[str, ...]]

    def __call__(self, batch: range) -> dict[str, Array]:
        decision, size, uncertain = self.decision, len(batch), self.decision.uncertain
        points = np.concatenate([self.design.uniforms(each, len(uncertain)) for each in batch], axis=1)
        start = normal_scores(decision, points)
        values = decision.run(quantiles(decision, start), decision.outcomes)
        ends = np.stack([normal_scores(decision, self.outer.uniforms(each, len(uncertain))) for each in batch], axis=1)
        known = {
            name: decision.inputs[name].ppf_from_normal(ends[uncertain.index(name)])
            for name in {name for members in self.groups.values() for name in members}
        }
        found = {group: np.empty((size, self.outer.draws, 2, len(decision.outcomes))) for group in self.groups}
        for place in range(self.outer.draws):
            for group, members in self.groups.items():
                moved = self._dependent(start, ends[:, :, place], members)
                moved |= {name: np.repeat(known[name][:, place], self.design.draws) for name in members}
                again = decision.rerun(values, moved, decision.outcomes)
                for column, option in enumerate(decision.outcomes):
                    folded = np.broadcast_to(again[option], start.shape[1]).reshape(size, 2, -1)
                    found[group][:, place, :, column] = folded.mean(axis=2)
        return found

    def _dependent(self, start: Array, end: Array, members: Collection[str]) -> dict[str, Value]:
        """Draw what depends on a group, given its outer points of shape (D, R), one for each replicate."""
        moved: dict[str, Value] = {}
        for block in conditional_blocks(self.decision, [members]):
            known = np.flatnonzero(np.isin(block.names, list(members)))
            if known.size:
                at = np.repeat(end[block.places[known]], self.design.draws, axis=1)
                scores = scores_given(start[block.places], block.correlation, known, at)
                moved |= {
                    name: self.decision.inputs[name].ppf_from_normal(row)
                    for name, row in zip(block.names, scores, strict=True)
                }
        return moved


def worth_of_groups(
    decision: Decision,
    design: Design,
    groups: Mapping[str, tuple[str, ...]],
    curves: Mapping[str, Curves],
    executor: Executor | None = None,
) -> dict[str, tuple[Measured, float]]:
    """Give the value of knowing all estimates of a group at once.

    The sum of the curves of its members stands in as a control variate: what it would be worth is known from many
    points, so that outer points need only say how the truth differs from it (interactions within the group).

    Parameters
    ----------
    decision : Decision
    design : Design
    groups : mapping of group to its estimates
    curves : mapping of estimate to Curves
    executor : optional

    Returns
    -------
    dict of group to (Measured, float)
        The value, and the bias by noise of the inner means, which has been taken off: what half of the inner draws
        would give more. That is all of it where the bias falls with the number of draws; where options are nearly
        equal it falls with the root only, and the interval reaches down so much further.
    """
    require_unmoved(decision)
    seeds = design.seeds
    apart = np.random.SeedSequence(seeds.entropy, spawn_key=(*seeds.spawn_key, OUTER_STREAM), pool_size=seeds.pool_size)
    inner = Design(min(design.draws, MOST_INNER) // 2 * 2, design.replicates, seeds, design.kind)
    outer = Design(max(design.draws // OUTER_SHARE, 16), design.replicates, apart, design.kind)
    parts = list(over_batches(_Outer(decision, inner, outer, groups), inner.batches(), executor))
    means = {group: np.concatenate([part[group] for part in parts]) for group in groups}
    best = {group: int(each.mean(axis=(0, 1, 2)).argmax()) for group, each in means.items()}
    many = Design(min(CONTROL * outer.draws, MOST_DRAWS), outer.replicates, outer.seeds, outer.kind)
    at_outer, at_many = (_mean_leads(decision, each, groups, curves, best) for each in (outer, many))
    return {group: _group_worth(means[group], best[group], at_many[group] - at_outer[group]) for group in groups}


def _mean_leads(
    decision: Decision,
    design: Design,
    groups: Mapping[str, tuple[str, ...]],
    curves: Mapping[str, Curves],
    best: Mapping[str, int],
) -> dict[str, Array]:
    """Give what choosing by the sums of curves yields more than the best option, within each replicate: shape (R,)."""
    found = {group: np.zeros(design.replicates) for group in groups}
    for replicate in range(design.replicates):
        for points in design.uniform_blocks(replicate, len(decision.uncertain)):
            drawn = quantiles(decision, normal_scores(decision, points))
            for group, members in groups.items():
                sums = _sum_of_curves({name: curves[name] for name in members}, drawn)
                found[group][replicate] += _lead(sums, best[group]).sum() / design.draws
    return found


def _sum_of_curves(curves: Mapping[str, Curves], drawn: Values) -> Array:
    """Add up how far each curve is from its mean, and the mean: shape (n, K)."""
    first = next(iter(curves.values()))
    total: Array = expected(first.mean, first.weight)
    for name, curve in curves.items():
        mean = curve.mean
        moved = [np.interp(drawn[name], curve.x, column) for column in (mean - expected(mean, curve.weight)).T]
        total = total + np.stack(moved, axis=-1)
    return total


def _lead(values: Array, best: int) -> Array:
    """Give what the best of K options here yields more than the one that is best on average: (..., K) -> (...)."""
    return np.asarray((values - values[..., best : best + 1]).max(axis=-1))


def _group_worth(halves: Array, best: int, control: Array) -> tuple[Measured, float]:
    """Measure from inner means of shape (R, J, 2, K), and by how much the control variate is off, shape (R,)."""
    whole = _lead(halves.mean(axis=2), best).mean(axis=1)
    bias = _lead(halves, best).mean(axis=(1, 2)) - whole
    by_replicate = whole + control - bias
    found = measure(float(by_replicate.mean()), by_replicate)
    left = ROOT_LAW * max(float(bias.mean()), 0.0)
    return not_below_zero(Measured(found.value, found.low - left, found.high)), float(bias.mean())
