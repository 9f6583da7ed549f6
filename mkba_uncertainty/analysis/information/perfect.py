"""The value of knowing an estimate exactly, from its main-effect curve.

Notation: ``g_k(x)`` is the expected net benefit of option ``k`` given the estimate, and knowing it is worth
``E max_k g_k(X) - max_k E g_k(X)`` (Raiffa and Schlaifer 1961; Felli and Hazen 1998, Medical Decision Making 18:
95-109, who call it the partial EVPI).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from mkba_uncertainty.analysis.curves.conditional_means import conditional_means
from mkba_uncertainty.analysis.curves.nodes import quantile_nodes
from mkba_uncertainty.analysis.information.decision import Decision
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.design import Design
from mkba_uncertainty.families import Family
from mkba_uncertainty.replication import Executor, Measured, half_width, measure


@dataclass(frozen=True)
class Curves:
    """The expected net benefit of K options along one estimate.

    Parameters
    ----------
    probability, weight, x : array of shape (n,)
        Nodes in the estimate's probability, their weights, which sum to 1, and its quantiles there, ascending.
    by_replicate : array of shape (R, n, K)
    """

    probability: Array
    weight: Array
    x: Array
    by_replicate: Array

    @property
    def mean(self) -> Array:
        """Over all draws, shape (n, K)."""
        return np.asarray(self.by_replicate.mean(axis=0))

    def worth(self) -> Measured:
        """Give the value of knowing the estimate.

        The interval also holds what the value would be if every option but the best were as good as the interval of
        its curve allows.
        """
        found = not_below_zero(measure(float(worth(self.mean, self.weight)), worth(self.by_replicate, self.weight)))
        lead = ahead(self.mean, self.weight)
        error = half_width(lead, ahead(self.by_replicate, self.weight, self.mean))
        reach = float(self.weight @ np.maximum(lead + np.where(lead == 0, 0.0, error), 0.0).max(axis=-1))
        return found if found.value > 0 else Measured(found.value, found.low, max(found.high, reach))


def ahead(curves: Array, weight: Array, by: Array | None = None) -> Array:
    """Give what each option yields more than the one that is best without knowing: shape (..., n, K)."""
    best = int(np.argmax(weight @ (curves if by is None else by)))
    return np.asarray(curves - curves[..., best : best + 1])


def worth(curves: Array, weight: Array) -> Array:
    """Give ``E max_k g_k - max_k E g_k`` of curves of shape (..., n, K): shape (...).

    As the expectation of what the best option yields more than the one chosen without knowing, which is zero where
    that one stays the best: so a value of a few euros on a balance of millions loses no digits.
    """
    best = np.argmax(weight @ curves, axis=-1)
    chosen = np.take_along_axis(curves, best[..., None, None], axis=-1)
    return np.asarray((curves - chosen).max(axis=-1) @ weight)


def not_below_zero(found: Measured) -> Measured:
    """Cut an interval off at zero: information is never worth less."""
    return Measured(max(found.value, 0.0), max(found.low, 0.0), max(found.high, 0.0))


def trace_curves(
    decision: Decision,
    design: Design,
    estimates: Collection[str],
    nodes: int,
    executor: Executor | None = None,
) -> tuple[dict[str, Curves], dict[str, Curves]]:
    """Trace the expected net benefit of each option along each estimate.

    Returns
    -------
    curves, refined : dict of estimate to Curves
        First at the quantile nodes; then, where the best option changes along the estimate, on nodes that crowd
        towards each change, so that sums over them integrate the kink.
    """
    places = {name: quantile_nodes(decision.inputs[name], nodes) for name in estimates}
    found = conditional_means(
        decision, design, decision.outcomes, {name: {name: place.x} for name, place in places.items()}, executor
    )
    curves = {
        name: Curves(place.probability, place.weight, place.x, found.pinned[name]) for name, place in places.items()
    }
    finer: dict[str, Curves] = {}
    for name, curve in curves.items():
        changes = changes_of_best(curve, decision.inputs[name])
        if changes.size and places[name].thirds:
            finer[name] = _between(changes, decision.inputs[name], nodes)
    if finer:
        again = conditional_means(
            decision, design, decision.outcomes, {name: {name: place.x} for name, place in finer.items()}, executor
        )
        finer = {
            name: Curves(place.probability, place.weight, place.x, again.pinned[name]) for name, place in finer.items()
        }
    return curves, {**curves, **finer}


def changes_of_best(curve: Curves, family: Family) -> Array:
    """Give the probabilities at which another option becomes the best: roots of a difference, linear between nodes."""
    mean = curve.mean
    best = mean.argmax(axis=1)
    found = []
    for place in np.flatnonzero(np.diff(best)):
        lead = mean[place : place + 2, best[place + 1]] - mean[place : place + 2, best[place]]
        share = -lead[0] / (lead[1] - lead[0])
        x = curve.x[place] + share * (curve.x[place + 1] - curve.x[place])
        found.append(float(np.clip(family.cdf(x), *curve.probability[place : place + 2])))
    return np.array(found)


def _between(changes: Array, family: Family, nodes: int) -> Curves:
    """Lay nodes between changes of the best option, crowded towards the ends of each stretch (as `quantile_nodes`)."""
    positions, weights = np.polynomial.legendre.leggauss(max(nodes // 2, 8))
    t = (positions + 1) / 2
    edges = np.unique(np.concatenate([[0.0], changes, [1.0]]))
    widths = np.diff(edges)[:, None]
    probability = (edges[:-1, None] + widths * t**2 * (3 - 2 * t)).ravel()
    weight = (widths * 3 * weights * t * (1 - t)).ravel()
    return Curves(probability, weight, np.asarray(family.ppf(probability)), np.empty(0))
