"""Panels: an estimate's probability cut in stretches, each with nodes that tell how well they integrate a curve.

Every panel carries the 15 nodes of a Gauss-Kronrod rule (Kronrod 1965; constants of Piessens et al. 1983, QUADPACK).
Seven of them are Gauss nodes. The polynomial through a curve at these seven, compared with the curve at the other
eight, says how smooth the curve is: far less so where it jumps or has a kink, so that a panel can be cut there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.families import Family

UNMERGED = 2048
"""An estimate with no more possible values keeps all of these as nodes; of more, neighbours are merged."""

MOST_STRETCHES = 16
"""With more stretches between values that have a probability, these are integrated like all others."""

LEAST = 1e-12
"""A stretch with no more probability than this is left out."""

NARROWEST, NARROWEST_END = 1e-7, 1e-4
"""No panel is narrower, in the crowded coordinate; at the ends quantile functions run off."""

BEND = 1e-6
"""A quantile function that is further from a polynomial, in standard deviations, is cut again."""

_HALF = (0.991455371120812639206854697526329, 0.949107912342758524526189684047851, 0.864864423359769072789712788640926,
         0.741531185599394439863864773280788, 0.586087235467691130294144691693013, 0.405845151377397166906606412076961,
         0.207784955007898467600689403773245)  # fmt: skip
_HALF_WEIGHT = (0.022935322010529224963732008058970, 0.063092092629978553290700663189204,
                0.104790010322250183839876322541518, 0.140653259715525918745189590510238,
                0.169004726639267902826583426598550, 0.190350578064785409913256402421014,
                0.204432940075298892414161999234649)  # fmt: skip
POSITIONS = np.array([*(-place for place in _HALF), 0.0, *reversed(_HALF)])
WEIGHTS = np.array([*_HALF_WEIGHT, 0.209482141084727828012999174891714, *reversed(_HALF_WEIGHT)])
GAUSS = np.arange(1, 15, 2)
"""Which of the nodes are Gauss nodes as well."""


@cache
def _barycentric(nodes: tuple[float, ...]) -> Array:
    return np.array([1 / math.prod(2 * (node - other) for other in nodes if other != node) for node in nodes])


def lagrange(nodes: Array, points: Array) -> Array:
    """Give the matrix from values at ``nodes``, shape (n,), to their polynomial at ``points``: shape (m, n)."""
    apart = points[:, None] - nodes
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = _barycentric(tuple(nodes.tolist())) / apart
        matrix = terms / terms.sum(axis=1, keepdims=True)
    return np.asarray(np.where((apart == 0).any(axis=1, keepdims=True), apart == 0, matrix))


THROUGH_GAUSS = lagrange(POSITIONS[GAUSS], POSITIONS)
GAUSS_WEIGHTS = np.polynomial.legendre.leggauss(GAUSS.size)[1]


def crowded(t: Array) -> Array:
    """Give the probability at a coordinate that crowds towards both ends: ``3 t^2 - 2 t^3`` (Korobov 1963)."""
    return np.asarray(np.minimum(t**2 * (3 - 2 * t), np.nextafter(1.0, 0.0)))


def uncrowded(probability: Array) -> Array:
    """Give the coordinate of a probability: the inverse of :func:`crowded`."""
    return np.asarray(0.5 - np.sin(np.arcsin(1 - 2 * np.asarray(probability)) / 3))


@dataclass(frozen=True, eq=False)
class Panel:
    """A stretch of an estimate's probability, or values that have a probability of their own.

    Parameters
    ----------
    start, end : float
        In the crowded coordinate.
    x, weight : array of shape (n,)
        The nodes, ascending, and their weights, which sum to the probability of the panel.
    coarse : array of shape (n,)
        Other weights, on fewer nodes, to see how much their number matters.
    exact : bool
        Whether the nodes are values that have a probability: no more can be laid.
    merged : bool
        Whether these are means of neighbouring values instead.
    """

    start: float
    end: float
    x: Array
    weight: Array
    coarse: Array
    exact: bool = False
    merged: bool = False

    @property
    def t(self) -> Array:
        """The nodes of a stretch in the crowded coordinate."""
        return _nodes(self.start, self.end)

    @property
    def middle(self) -> float:
        """Half way in the crowded coordinate."""
        return (self.start + self.end) / 2

    def rough(self, curve: Array) -> Array:
        """Give how far a curve of shape (n, ...) is at each node from the polynomial through its Gauss nodes.

        Of values it is zero; of merged ones how far it is from the straight line between those on either side.
        """
        if self.merged:
            return _off_line(self.x, curve)
        return 0 * curve if self.exact else np.asarray(curve - np.tensordot(THROUGH_GAUSS, curve[GAUSS], axes=1))

    def at(self, curve: Array, t: Array) -> Array:
        """Give a curve of shape (n, K) at m places of a stretch, by the polynomial through all nodes; a value as is."""
        if self.exact:
            return np.repeat(curve[:1], t.size, axis=0)
        return lagrange(POSITIONS, 2 * (t - self.start) / (self.end - self.start) - 1) @ curve

    def cut(self, family: Family, at: Iterable[float]) -> list[Panel]:
        """Cut the panel in two or more; where that would leave pieces that are too narrow, less, or not at all."""
        if self.exact:
            return [self]
        edges = [self.start]
        for t in sorted(at):
            if t - edges[-1] > _narrowest(edges[-1]) and self.end - t > _narrowest(1 - self.end):
                edges.append(t)
        return [self] if len(edges) == 1 else [stretch(family, *ends) for ends in pairwise([*edges, self.end])]


def _off_line(x: Array, curve: Array) -> Array:
    share = ((x[1:-1] - x[:-2]) / (x[2:] - x[:-2])).reshape(-1, *[1] * (curve.ndim - 1))
    off = np.zeros_like(curve)
    off[1:-1] = curve[1:-1] - (1 - share) * curve[:-2] - share * curve[2:]
    return off


def _narrowest(from_end: float) -> float:
    return NARROWEST_END if from_end <= 0 else NARROWEST


def _nodes(start: float, end: float) -> Array:
    return start + (end - start) * (POSITIONS + 1) / 2


def stretch(family: Family, start: float, end: float) -> Panel:
    """Lay nodes between two places of the crowded coordinate."""
    t = _nodes(start, end)
    density = 3 * t * (1 - t) * (end - start)
    coarse = np.zeros(t.size)
    coarse[GAUSS] = GAUSS_WEIGHTS * density[GAUSS]
    return Panel(start, end, np.asarray(family.ppf(crowded(t))), WEIGHTS * density, coarse)


def panels_of(family: Family) -> list[Panel]:
    """Cut an estimate's probability in panels: its values that have one, and the stretches in between."""
    atoms = np.array(family.atoms)
    if not atoms.size:
        return [stretch(family, 0.0, 1.0)]
    weights = family.atom_probabilities
    if weights.sum() > 1 - 1e-9:
        return [_values(atoms, weights, 0.0, 1.0)]
    above = np.asarray(family.cdf(atoms))
    starts, ends = np.array([0.0, *above]), np.array([*(above - weights), 1.0])
    lies_between = ends - starts > LEAST
    if lies_between.sum() > MOST_STRETCHES:
        return [stretch(family, 0.0, 1.0)]
    panels = []
    first, last = uncrowded(starts).tolist(), uncrowded(ends).tolist()
    for place in range(starts.size):
        if lies_between[place]:
            panels.append(stretch(family, first[place], last[place]))
        if place < atoms.size:
            one = slice(place, place + 1)
            panels.append(_values(atoms[one], weights[one], last[place], first[place + 1]))
    return panels


def _values(values: Array, weights: Array, start: float, end: float) -> Panel:
    merged = values.size > UNMERGED
    if merged:
        middles = np.cumsum(weights) - weights / 2
        _, cells = np.unique((middles * UNMERGED).astype(int), return_inverse=True)
        together = np.bincount(cells, weights).astype(np.float64)
        values, weights = np.bincount(cells, weights * values) / together, together
    return Panel(start, end, values, weights, weights, exact=True, merged=merged)


def in_pieces(family: Family, panels: Sequence[Panel], nodes: int) -> list[Panel]:
    """Cut stretches in equal pieces to have at least so many nodes, and again where the quantile function bends."""
    pieces = -(-nodes // (POSITIONS.size * max(sum(not panel.exact for panel in panels), 1)))
    shares = np.arange(1, pieces) / pieces
    found = [
        piece
        for panel in panels
        for piece in panel.cut(family, (panel.start + (panel.end - panel.start) * shares).tolist())
    ]
    while True:
        bends = [float((panel.weight * np.abs(panel.rough(panel.x))).sum()) for panel in found]
        bent = [panel for panel, bend in zip(found, bends, strict=True) if bend > BEND * family.sd]
        halves = {panel: panel.cut(family, [panel.middle]) for panel in bent}
        if len(found) * POSITIONS.size > 2 * nodes or all(len(each) == 1 for each in halves.values()):
            return found
        found = [piece for panel in found for piece in halves.get(panel, [panel])]
