"""Shapley effects by enumerating all subsets of a few factors: the check on :func:`mkba_uncertainty.shapley`.

It shares neither its random orders nor the way in which it draws dependent inputs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import NDArray

from mkba_uncertainty import ShapleyResult
from mkba_uncertainty.analysis.variance import Groups, factors_to_divide, shares_of
from mkba_uncertainty.design import Design, normal_scores, quantiles
from mkba_uncertainty.model import AnyModel, chunks

Array = NDArray[np.float64]


def shapley_of_subsets(explained: Array) -> Array:
    """Give Shapley effects of what subsets explain.

    Parameters
    ----------
    explained : array of shape (..., 2^D)
        The variance that each subset of D factors explains, ``Var(E[Y | subset])``; factor ``i`` is in subset number
        ``s`` if bit ``i`` of ``s`` is 1.

    Returns
    -------
    array of shape (..., D)
        The sum over subsets without the factor of ``|s|! (D - |s| - 1)! / D!`` times what the factor adds (Shapley
        1953; Owen 2014). They sum to the variance of the full set.
    """
    subsets = np.arange(explained.shape[-1])
    count = len(subsets).bit_length() - 1
    effects = np.empty((*explained.shape[:-1], count))
    for factor in range(count):
        without = subsets[subsets >> factor & 1 == 0]
        sizes = [int(subset).bit_count() for subset in without]
        weights = [factorial(size) * factorial(count - size - 1) / factorial(count) for size in sizes]
        effects[..., factor] = (explained[..., without | 1 << factor] - explained[..., without]) @ np.array(weights)
    return effects


def scores_given_by_inverse(scores: Array, correlation: Array, known: Sequence[int], at: Array) -> Array:
    """Draws of scores given the known ones, by the inverse of the correlation of these: zero where it has none."""
    inverse = np.linalg.pinv(correlation[np.ix_(known, known)], hermitian=True)
    moved: Array = scores + correlation[:, known] @ inverse @ (at - scores[known])
    moved[known] = at
    return moved


@dataclass(frozen=True)
class RunSubsets:
    """The task of one batch: what every subset of the factors explains.

    With two independent sets of draws ``z`` and ``z'``, and ``Y_s`` the outcome where the inputs of subset ``s`` are
    taken from ``z`` and the others are a draw given these, ``Var(E[Y | s])`` is, but for a constant, the mean of
    ``Y(z) Y_s - Y_s^2 / 2``: the second term is the same for all ``s`` and lowers the noise (Goda 2021). Done both
    ways, from ``z'`` to ``z`` and back.
    """

    model: AnyModel
    design: Design
    outcome: str
    factors: tuple[tuple[str, ...], ...]

    def __call__(self, batch: range) -> Array:
        """Give what each factor adds to the variance, in each replicate: shape (replicates, factors)."""
        inputs = len(self.model.uncertain)
        points = np.concatenate([self.design.uniforms(replicate, 2 * inputs) for replicate in batch], axis=1)
        explained = np.zeros((len(batch), 2 ** len(self.factors)))
        for chunk in chunks(points.shape[1]):
            one, other = (normal_scores(self.model, half[:, chunk]) for half in (points[:inputs], points[inputs:]))
            for start, end in ((one, other), (other, one)):
                explained += self._explained(start, end, len(batch)) / 2
        return shapley_of_subsets(explained / self.design.draws)

    def _explained(self, start: Array, end: Array, replicates: int) -> Array:
        full = self._outcome(end)
        centre = full.mean()
        columns = []
        for subset in range(2 ** len(self.factors)):
            moved = self._outcome(self._mixed(start, end, subset)) - centre
            gain = (full - centre) * moved - moved**2 / 2
            columns.append(gain.reshape(replicates, -1).sum(axis=1))
        return np.stack(columns, axis=1)

    def _mixed(self, start: Array, end: Array, subset: int) -> Array:
        uncertain, correlated = self.model.uncertain, self.model.correlated
        known = [name for bit, factor in enumerate(self.factors) if subset >> bit & 1 for name in factor]
        taken = [uncertain.index(name) for name in known]
        scores = start.copy()
        scores[taken] = end[taken]
        rows = [uncertain.index(name) for name in correlated]
        among = [place for place, name in enumerate(correlated) if name in known]
        at = end[rows][among]
        scores[rows] = scores_given_by_inverse(start[rows], self.model.normal_correlation, among, at)
        return scores

    def _outcome(self, scores: Array) -> Array:
        found = self.model.run(quantiles(self.model, scores), [self.outcome])[self.outcome]
        return np.array(np.broadcast_to(found, scores.shape[1]))


def shapley_by_subsets(
    model: AnyModel,
    *,
    outcome: str = "net_benefit",
    groups: Groups = None,
    draws: int = 1024,
    replicates: int = 8,
    rng: int = 1,
) -> ShapleyResult:
    """Say which estimates carry the uncertainty, as :func:`mkba_uncertainty.shapley`, in 2 N (2^D + 1) model runs."""
    factors = factors_to_divide(model, outcome, groups)
    design = Design(draws, replicates, rng)
    task = RunSubsets(model, design, outcome, tuple(factors.values()))
    return shares_of(task, model, design, outcome, factors, None)
