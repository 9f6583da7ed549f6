"""What it is worth to know one estimate: from the curve of the sites along it, on the same draws of all else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtri

from mkba_uncertainty.analysis.curves.conditional_means import atom_weights
from mkba_uncertainty.analysis.curves.panels import crowded, uncrowded
from mkba_uncertainty.analysis.information.perfect import not_below_zero
from mkba_uncertainty.analysis.portfolio.sites import POINTS, AtSites, child
from mkba_uncertainty.analysis.portfolio.worth import Folds, Worth, with_few_draws
from mkba_uncertainty.arrays import Array, Places, Value, Values
from mkba_uncertainty.case import Site
from mkba_uncertainty.design import Design, dependent
from mkba_uncertainty.families import Family, Normal
from mkba_uncertainty.model import CHUNK
from mkba_uncertainty.replication import Executor, Measured, half_width, over_batches

SETS, EACH = 8, 32
"""So many sets of so many points: the differences between sets say how sure what comes of them is."""

NODES, FEW_NODES, FEW_SITES = 31, 9, 8
"""Values of an estimate along which its curve is traced, and of more sites than these fewer."""

END = 1e-5
"""The probability at which the outermost nodes lie."""

FINE = 2000
"""Places between the nodes at which curves are averaged."""

MOST_NUMBERS = 2**20
"""No task leaves many more numbers of curves behind: of more sites, some come at a time."""


@dataclass(frozen=True)
class _Known:
    """What can be known by itself: where its values, or its common scores, are tried; some rows of uncertain inputs."""

    rows: Places
    at: Array
    by_value: bool


@dataclass(frozen=True)
class _Grid:
    """How a curve goes on between its nodes: in straight lines, and by every other node, to see how well they fit.

    Parameters
    ----------
    before, after, share : arrays of shape (2, m)
        The nodes on either side of each place, and how far it is from the first: by all nodes, and by every other one.
    weight : array of shape (m,)
        Of the places; they sum to 1.
    sets : int
        In how many independent sets the places come: 1 where they are no sample.
    """

    before: Places
    after: Places
    share: Array
    weight: Array
    sets: int = 1

    @classmethod
    def of(cls, family: Family, count: int) -> tuple[Array, _Grid]:
        """Give the nodes along an estimate, and how curves go on between these."""
        weights = atom_weights(family) if len(family.atoms) <= count else None
        if weights is not None:
            place = np.tile(np.arange(weights.size), (2, 1))
            return np.array(family.atoms), cls(place, place, np.zeros(place.shape), weights)
        fine, nodes = (np.arange(FINE) + 0.5) / FINE, (np.arange(count) + 0.5) / count
        ends = uncrowded(np.array([END, 1 - END]))
        x = np.unique(np.asarray(family.ppf(crowded(np.sort(np.concatenate([ends, nodes]))))))
        places, weight = np.asarray(family.ppf(crowded(fine))), fine * (1 - fine)
        every_other = np.unique([*range(0, x.size, 2), x.size - 1])
        before, after, share = zip(*(_lines(x, of, places) for of in (np.arange(x.size), every_other)), strict=True)
        return x, cls(np.stack(before), np.stack(after), np.stack(share), weight / weight.sum())

    @classmethod
    def of_points(cls, count: int) -> _Grid:
        """Give one of points of equal weight, each by itself."""
        place = np.tile(np.arange(count), (2, 1))
        return cls(place, place, np.zeros(place.shape), np.full(count, 1 / count), SETS)

    def through(self, curves: Array, which: int = 0) -> Array:
        """Give curves of shape (..., n) at all places, as far as they are from their mean: shape (..., m)."""
        start = curves[..., self.before[which]]
        found = start + (curves[..., self.after[which]] - start) * self.share[which]
        return np.asarray(found - (found * self.weight).sum(axis=-1, keepdims=True))

    def worth(self, curves: Array, level: Array) -> tuple[Array, Array, float]:
        """Give the worth of knowing by curves within folds, (F, n), around known means, (F,): for :func:`_measured`."""
        sign = -1.0 if level.mean() > 0 else 1.0
        leads = sign * (self.through(curves) + level[:, None])
        lead = leads.mean(axis=0)
        most = np.maximum(lead, 0.0)
        misfit = np.abs(self.through(curves.mean(axis=0)) - self.through(curves.mean(axis=0), 1))
        apart = np.maximum(np.maximum(lead + misfit, 0.0) - most, most - np.maximum(lead - misfit, 0.0))
        value = float((self.weight * most).sum())
        within = _gain(leads, self.weight)
        sets = _gain(lead.reshape(self.sets, -1), np.full(lead.size // self.sets, self.sets / lead.size))
        reach = np.maximum(lead + half_width(lead, leads), 0.0) if value == 0 else np.zeros(1)
        error = float((self.weight * apart).sum() + (self.weight * reach).sum())
        return np.array([value, *within]), sets if self.sets > 1 else np.array([value, value]), error


def _gain(leads: Array, weight: Array) -> Array:
    return np.asarray((np.maximum(leads, 0.0) * weight).sum(axis=-1) - np.maximum((leads * weight).sum(axis=-1), 0.0))


def _lines(x: Array, of: Places, places: Array) -> tuple[Places, Places, Array]:
    """Give for each place the nodes on either side, of some of the nodes, and how far along it is; beyond ends too."""
    if of.size == 1:
        return np.zeros(places.size, dtype=np.intp), np.zeros(places.size, dtype=np.intp), np.zeros(places.size)
    before = np.clip(np.searchsorted(x[of], places) - 1, 0, of.size - 2)
    first, second = of[before], of[before + 1]
    return first, second, (places - x[first]) / (x[second] - x[first])


@dataclass(frozen=True)
class _Along:
    """The task of one batch: the mean outcome of each site, with each of what can be known at each of its nodes.

    It leaves behind an array of shape (R, nodes of all, S).
    """

    run: AtSites
    known: tuple[_Known, ...]

    def __call__(self, batch: range) -> Array:
        run, mixed = self.run, self.run.first_mixed(batch)
        drawn, rows, found = run.drawn(mixed), mixed.shape[1], []
        most = max(known.at.shape[1] for known in self.known)
        times = min(max(CHUNK // rows, 1), most)  # so many nodes are tried in one pass
        common = np.tile(mixed, times)
        for site in run.sites:
            there = run.there(mixed, next(run.own(run.design_of(site), batch)))
            inputs = {**drawn, **run.changed(site, drawn, there)}
            inputs = {name: np.tile(np.broadcast_to(value, rows), times) for name, value in inputs.items()}
            start, own = run.model.run(inputs, (run.outcome,)), np.tile(there, times) - common
            means = []
            for known in self.known:
                for first in range(0, known.at.shape[1], times):
                    some = known.at[:, first : first + times]
                    at = np.repeat(np.pad(some, ((0, 0), (0, times - some.shape[1])), mode="edge"), rows, axis=1)
                    values = run.again(site, start, self._moved(known, site, inputs, common, own, at))
                    each = np.broadcast_to(values, rows * times).reshape(times, len(batch), -1).mean(axis=2)
                    means.append(each[: some.shape[1]])
            found.append(np.concatenate(means).T)
        return np.stack(found, axis=2)

    def _moved(self, known: _Known, site: Site, inputs: Values, common: Array, own: Array, at: Array) -> Values:
        """Give what moves where something is known: inputs, but for what the site knows."""
        model, names = self.run.model, [self.run.model.uncertain[row] for row in known.rows]
        if known.by_value:
            moved: dict[str, Value] = {names[0]: at[0]}
        else:
            scores = own[known.rows] + np.sqrt(self.run.common[known.rows])[:, None] * at
            if any(name in model.correlated for name in names):
                every = own + common
                every[known.rows] = scores
                scores = dependent(model, every)[known.rows]
            moved = {name: model.drawn_from[name].ppf_from_normal(row) for name, row in zip(names, scores, strict=True)}
        knows = {*names} & {*model.inputs_at(inputs, site.values)}
        return moved | model.inputs_at({**inputs, **moved}, site.values) if knows else moved


def along_estimates(run: AtSites, levels: Array, executor: Executor | None) -> dict[str, Worth]:
    """Give the value of knowing each estimate, or at once those that hang together; some sites at a time."""
    units = {name: _known(run, rows) for name, rows in _units(run).items()}
    if not units:
        return {}
    few, known = with_few_draws(run), tuple(each for each, _ in units.values())
    design = few.design
    ends = np.cumsum([each.at.shape[1] for each in known])
    at_once = max(MOST_NUMBERS // (min(design.per_batch, design.replicates) * int(ends[-1])), 1)
    total: Array = np.zeros(())
    sites: dict[str, list[tuple[Array, Array, float]]] = {name: [] for name in units}
    for first in range(0, len(run.sites), at_once):
        some_sites = replace(few, sites=run.sites[first : first + at_once])
        batches, folds = design.batches(), Folds(design.replicates)
        batches.rows *= len(some_sites.sites) * int(ends[-1])
        for left in over_batches(_Along(some_sites, known), batches, executor):
            folds.add(left)
        curves = folds.means
        total = total + curves.sum(axis=2)
        for (name, (_, grid)), some in zip(units.items(), np.split(curves, ends[:-1], axis=1), strict=True):
            here = levels[:, 1 + first : 1 + first + at_once]
            sites[name] += [
                grid.worth(curve, level) for curve, level in zip(some.transpose(2, 0, 1), here.T, strict=True)
            ]
    sums = np.split(total, ends[:-1], axis=1)
    return {
        name: Worth(_measured([grid.worth(curve, levels[:, 0])]), _measured(sites[name]))
        for (name, (_, grid)), curve in zip(units.items(), sums, strict=True)
    }


def _measured(worths: Sequence[tuple[Array, Array, float]]) -> Measured:
    """Add worths up: each its value and those within folds, those by sets of points, and what it may be off by."""
    value, *within = np.sum([worth for worth, _, _ in worths], axis=0).tolist()
    sets = np.sum([each for _, each, _ in worths], axis=0)
    half = math.hypot(half_width(value, within), half_width(value, sets)) + math.fsum(error for _, _, error in worths)
    return not_below_zero(Measured(value, value - half, value + half))


def _units(run: AtSites) -> dict[str, Places]:
    """Give what can be known by itself, with the rows of its inputs: estimates that hang together at once."""
    model = run.model
    together = {name: ", ".join(block.names) for block in model.blocks for name in block.names}
    found: dict[str, list[int]] = {}
    for row in run.shared_rows.tolist():
        name = model.uncertain[row]
        found.setdefault(together.get(name) or model.breaks.get(name, name), []).append(row)
    return {name: np.array(rows) for name, rows in found.items()}


def _known(run: AtSites, rows: Places) -> tuple[_Known, _Grid]:
    """Say where something is tried: at values of it where all of it is shared, else at common scores."""
    first = run.model.uncertain[rows[0]]
    if rows.size > 1:
        points = Design(EACH, SETS, child(run.design.seeds, POINTS, int(rows[0])))
        at = np.concatenate([ndtri(points.uniforms(each, rows.size)) for each in range(SETS)], axis=1)
        return _Known(rows, at, False), _Grid.of_points(at.shape[1])
    by_value = bool(run.common[rows[0]] == 1) and first not in run.model.correlated
    count = NODES if len(run.sites) <= FEW_SITES else FEW_NODES
    x, grid = _Grid.of(run.model.drawn_from[first] if by_value else Normal(0.0, 1.0), count)
    return _Known(rows, x[None], by_value), grid
