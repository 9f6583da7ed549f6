"""The value of knowing an estimate exactly, from its main-effect curve.

Notation: ``g_k(x)`` is the expected net benefit of option ``k`` given the estimate, and knowing it is worth
``E max_k g_k(X) - max_k E g_k(X)`` (Raiffa and Schlaifer 1961; Felli and Hazen 1998, Medical Decision Making 18:
95-109, who call it the partial EVPI).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from mkba_uncertainty.analysis.curves.conditional_means import conditional_means
from mkba_uncertainty.analysis.curves.panels import Panel, crowded, panels_of, uncrowded
from mkba_uncertainty.analysis.information.decision import Decision
from mkba_uncertainty.analysis.information.draws_along import DrawsAlong
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.design import Design
from mkba_uncertainty.families import Family
from mkba_uncertainty.replication import Executor, Measured, half_width, measure

NOISE_SHARE = 0.1
"""Nodes suffice once the error of the quadrature is this small beside that by the draws."""

PRECISION = 1e-5
"""They suffice as well once it is this small beside the value itself."""

PASSES = 12
"""Nodes are added at most so many times."""

APART = 3.0
"""Half-widths from which the mean of a curve is said to differ from that of the draws."""

PASSES_BY_DRAWS = 3
"""So many times at most nodes are added because the draws themselves say otherwise."""


@dataclass(frozen=True)
class Curves:
    """The expected net benefit of K options along one estimate.

    Parameters
    ----------
    parts : tuple of (Panel, array of shape (R, n, K))
        Stretches of the estimate's probability, ascending, each with the values at its n nodes.
    unexplained : float
        What the value would differ by, if the draws themselves were right wherever they say something else.
    """

    parts: tuple[tuple[Panel, Array], ...]
    unexplained: float = 0.0

    @property
    def panels(self) -> list[Panel]:
        """The stretches."""
        return [panel for panel, _ in self.parts]

    @cached_property
    def by_replicate(self) -> Array:
        """Within each replicate, shape (R, n, K) with the nodes of all panels."""
        return np.concatenate([values for _, values in self.parts], axis=1)

    @cached_property
    def x(self) -> Array:
        """Values of the estimate, shape (n,)."""
        return np.concatenate([panel.x for panel in self.panels])

    @cached_property
    def weight(self) -> Array:
        """Their weights, which sum to 1."""
        return np.concatenate([panel.weight for panel in self.panels])

    @cached_property
    def coarse(self) -> Array:
        """Other weights, on fewer nodes, to see how much their number matters."""
        return np.concatenate([panel.coarse for panel in self.panels])

    @cached_property
    def mean(self) -> Array:
        """Over all draws, shape (n, K)."""
        return np.asarray(self.by_replicate.mean(axis=0))

    @cached_property
    def lead(self) -> Array:
        """What each option yields more than the one that is best without knowing, shape (n, K)."""
        return ahead(self.mean, self.weight)

    @property
    def quadrature_error(self) -> float:
        """A bound on the error of the value by the finite number of nodes."""
        return float(self._inside.sum() + self._seams.sum())

    @property
    def merging_error(self) -> float:
        """The part of it by values that are merged, of which no more nodes can be laid."""
        return float(sum(error for panel, error in zip(self.panels, self._inside, strict=True) if panel.merged))

    @cached_property
    def _inside(self) -> Array:
        """What each panel may add to the error.

        The distance to a coarser curve, of what the best option yields and of each option by itself: the first
        has a kink where another option becomes the best, the second may rise above zero between two nodes.
        """
        return np.array([_panel_error(panel, lead) for panel, lead in self._by_panel])

    @cached_property
    def _seams(self) -> Array:
        """What the seams between panels may add: as much as a curve jumps from one to the next, between their nodes."""
        return np.array([_seam_error(before, after) for before, after in pairwise(self._by_panel)])

    @cached_property
    def _by_panel(self) -> list[tuple[Panel, Array]]:
        sizes = np.cumsum([panel.x.size for panel in self.panels])[:-1]
        return list(zip(self.panels, np.split(self.lead, sizes), strict=True))

    def lead_at(self, t: Array) -> Array:
        """Give the lead of each option at places of the crowded coordinate, shape (m,): (m, K)."""
        ends = np.array([panel.end for panel in self.panels[:-1]])
        inside = np.searchsorted(ends, t, side="right")
        found = np.empty((t.size, self.lead.shape[1]))
        for place in np.unique(inside):
            panel, lead = self._by_panel[place]
            found[inside == place] = panel.at(lead, t[inside == place])
        return found

    def sampled(self) -> Measured:
        """Give the value of knowing the estimate with its error by the draws alone."""
        return measure(float(worth(self.mean, self.weight)), worth(self.by_replicate, self.weight))

    def worth(self) -> Measured:
        """Give the value of knowing the estimate.

        The interval holds the error by the draws and that by the nodes, what the draws themselves say otherwise, and
        where the value is zero also what it would be if every option but the best were as good as the interval of its
        curve allows.
        """
        found, error = self.sampled(), self.quadrature_error + self.unexplained
        found = not_below_zero(Measured(found.value, found.low - error, found.high + error))
        apart = half_width(self.lead, ahead(self.by_replicate, self.weight, self.mean))
        leads = np.maximum(self.lead + np.where(self.lead == 0, 0.0, apart), 0.0).max(axis=-1)
        reach = float((self.weight * leads).sum())
        return found if found.value > 0 else Measured(found.value, found.low, max(found.high, reach))

    @property
    def enough(self) -> float:
        """How small the error by the nodes should be."""
        found = self.sampled()
        return max(NOISE_SHARE * found.width / 2, PRECISION * abs(found.value))

    def unseen(self, means: Array, best: int) -> float:
        """Give by how much the mean of an option over the draws, shape (R, K), surely differs from what the nodes say.

        A spike that no node has met is in the mean of all draws, even where too few draws are in it to say where it is.
        What a curve that is not smooth explains is left out.
        """
        rough = [expected(np.abs(panel.rough(lead)), panel.weight) for panel, lead in self._by_panel]
        apart = means - expected(self.by_replicate, self.weight)
        apart = apart - apart[:, best : best + 1]
        size = np.abs(apart.mean(axis=0))
        sure = size > APART * half_width(apart.mean(axis=0), apart) + np.sum(rough, axis=0)
        return float(size[sure].max(initial=0.0))

    def rough_panels(self, family: Family) -> dict[Panel, list[float]]:
        """Give the panels that make the error by the nodes too large, and where to cut them."""
        if self.quadrature_error <= self.enough:
            return {}
        panels, most = self.panels, self.enough / (2 * len(self.panels))
        rough = [place for place in np.flatnonzero(self._inside > most) if not panels[place].exact]
        found = {panels[place]: _cuts(*self._by_panel[place], family) for place in rough}
        for place in np.flatnonzero(self._seams > most):
            for panel, node in ((panels[place], -1), (panels[place + 1], 0)):
                found.setdefault(panel, []).append(float(panel.t[node]))
        return found

    def contradicted_panels(self, cells: DrawsAlong, means: Array, best: int) -> dict[Panel, list[float]]:
        """Give the panels of which the draws say otherwise, and where to cut them."""
        found: dict[Panel, list[float]] = {}
        lacking = self.unseen(means, best) > 0
        contradicted, effect = cells.contradicted(self.lead_at, best, lacking=lacking)
        for place in np.flatnonzero(contradicted & (effect > self.enough)):
            edges = cells.edges[max(place - 1, 0) : place + 3].tolist()  # with a neighbour on either side
            for panel in self.panels:
                if panel.start < edges[-1] and panel.end > edges[0]:
                    inside = [edge for edge in edges if panel.start < edge < panel.end]
                    found.setdefault(panel, []).extend(inside or [panel.middle])
        return found


def _panel_error(panel: Panel, lead: Array) -> float:
    best = lead.max(axis=1)
    may_be = np.maximum(lead + np.abs(panel.rough(lead)), 0.0).max(axis=1)
    return float((panel.weight * np.maximum(np.abs(panel.rough(best)), may_be - best)).sum())


def _seam_error(before: tuple[Panel, Array], after: tuple[Panel, Array]) -> float:
    (left, lead_left), (right, lead_right) = before, after
    if left.exact or right.exact:
        return 0.0
    seam, between = np.array([left.end]), crowded(right.t[:1]) - crowded(left.t[-1:])
    jump = left.at(lead_left, seam).max(axis=1) - right.at(lead_right, seam).max(axis=1)
    return float(np.abs(jump[0]) * between[0])


def _cuts(panel: Panel, lead: Array, family: Family) -> list[float]:
    """Give where to cut a panel: on both sides of a jump, where the best option changes, or else in the middle."""
    may_be = np.maximum(lead + np.abs(panel.rough(lead)), 0.0)
    steps = np.abs(np.diff(lead[:, int(expected(may_be, panel.weight).argmax())]))
    widest = int(steps.argmax())
    if steps[widest] > steps.sum() / 2:
        return [float(panel.t[widest]), float(panel.t[widest + 1])]
    changes = [_change(panel, lead, place, family) for place in np.flatnonzero(np.diff(lead.argmax(axis=1))).tolist()]
    return changes or [panel.middle]


def _change(panel: Panel, lead: Array, place: int, family: Family) -> float:
    """Give where another option becomes the best behind a node: a root of a difference, linear in the estimate."""
    here, there = lead[place : place + 2].argmax(axis=1)
    ahead_of = lead[place : place + 2, there] - lead[place : place + 2, here]
    share = -ahead_of[0] / (ahead_of[1] - ahead_of[0])
    x = panel.x[place] + share * (panel.x[place + 1] - panel.x[place])
    return float(np.clip(uncrowded(family.cdf(x)), panel.t[place], panel.t[place + 1]))


def ahead(curves: Array, weight: Array, by: Array | None = None) -> Array:
    """Give what each option yields more than the one that is best without knowing: shape (..., n, K)."""
    best = int(np.argmax(expected(curves if by is None else by, weight)))
    return np.asarray(curves - curves[..., best : best + 1])


def expected(curves: Array, weight: Array) -> Array:
    """Give expectations over nodes, (..., n, K) -> (..., K), to the last bit the same on any number of threads."""
    return np.asarray((curves * weight[:, None]).sum(axis=-2))


def worth(curves: Array, weight: Array) -> Array:
    """Give ``E max_k g_k - max_k E g_k`` of curves of shape (..., n, K): shape (...).

    As the expectation of what the best option yields more than the one chosen without knowing, which is zero where
    that one stays the best: so a value of a few euros on a balance of millions loses no digits.
    """
    best = np.argmax(expected(curves, weight), axis=-1)
    chosen = np.take_along_axis(curves, best[..., None, None], axis=-1)
    return np.asarray(((curves - chosen).max(axis=-1) * weight).sum(axis=-1))


def not_below_zero(found: Measured) -> Measured:
    """Cut an interval off at zero: information is never worth less."""
    return Measured(max(found.value, 0.0), max(found.low, 0.0), max(found.high, 0.0))


def not_above(found: Measured, most: float) -> Measured:
    """Let no study be worth more than knowing exactly."""
    return Measured(min(found.value, most), min(found.low, most), found.high)


def rising(values: Sequence[Measured]) -> list[Measured]:
    """Let no study be worth less, by an error, than a smaller one: it could leave households out."""
    best = np.maximum.accumulate([each.value for each in values]).tolist()
    return [replace(each, value=value, high=max(value, each.high)) for each, value in zip(values, best, strict=True)]


def trace_curves(
    decision: Decision,
    design: Design,
    estimates: Collection[str],
    cells: Mapping[str, DrawsAlong],
    means: Array,
    executor: Executor | None = None,
) -> dict[str, Curves]:
    """Trace the expected net benefit of each option along estimates, at as many nodes as that takes.

    Each estimate begins with a few nodes. More are laid where the value is not known well enough: where the best
    option changes, where a curve jumps, and where the draws themselves say otherwise than the curve between its nodes.

    Parameters
    ----------
    decision : Decision
    design : Design
    estimates : collection of str
    cells : mapping of estimate to DrawsAlong
        What the draws of the run say along the estimates of which not all values are nodes.
    means : array of shape (R, K)
        Of each option over the draws of the run, within each replicate.
    executor : optional

    Returns
    -------
    dict of estimate to Curves
    """
    best = int(means.mean(axis=0).argmax())
    traced: dict[str, Curves] = {}
    waiting = {name: panels_of(decision.inputs[name]) for name in estimates}
    kept: dict[str, list[tuple[Panel, Array]]] = {name: [] for name in estimates}
    for number in range(PASSES + 1):
        fresh = evaluated(decision, design, waiting, executor)
        for name, new in fresh.items():
            traced[name] = Curves(tuple(sorted([*kept[name], *new], key=lambda part: part[0].start)))
        waiting = {}
        for name in fresh if number < PASSES else ():
            cuts = traced[name].rough_panels(decision.inputs[name])
            if name in cells and number < PASSES_BY_DRAWS:
                cuts |= traced[name].contradicted_panels(cells[name], means, best)
            pieces = {panel: panel.cut(decision.inputs[name], at) for panel, at in cuts.items()}
            pieces = {panel: new for panel, new in pieces.items() if len(new) > 1}
            if pieces:
                waiting[name] = [piece for new in pieces.values() for piece in new]
                kept[name] = [part for part in traced[name].parts if part[0] not in pieces]
        if not waiting:
            break
    return {
        name: replace(curves, unexplained=_unexplained(curves, cells.get(name), means, best))
        for name, curves in traced.items()
    }


def _unexplained(curves: Curves, cells: DrawsAlong | None, means: Array, best: int) -> float:
    by_cell = 0.0 if cells is None else float(cells.contradicted(curves.lead_at, best)[1].sum())
    return max(by_cell, curves.unseen(means, best))


def evaluated(
    decision: Decision, design: Design, panels: Mapping[str, Sequence[Panel]], executor: Executor | None = None
) -> dict[str, list[tuple[Panel, Array]]]:
    """Give the expected net benefit of each option at the nodes of panels of estimates."""
    pins = {name: {name: np.concatenate([panel.x for panel in each])} for name, each in panels.items()}
    found = conditional_means(decision, design, decision.outcomes, pins, executor).pinned
    ends = {name: np.cumsum([panel.x.size for panel in each])[:-1] for name, each in panels.items()}
    return {
        name: list(zip(each, np.split(found[name], ends[name], axis=1), strict=True)) for name, each in panels.items()
    }
