"""Conditional means: some inputs pinned at values, all others at their draws.

Every value is tried on the same draws, so that noise is a common shift that cancels in differences between them.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np
from scipy.special import ndtr, ndtri

from mkba_uncertainty.analysis.requirements import require_exact
from mkba_uncertainty.arrays import Array, Value
from mkba_uncertainty.design import Design, normal_scores, points_of
from mkba_uncertainty.errors import ModelError
from mkba_uncertainty.families import Family
from mkba_uncertainty.model import AnyModel, chunks
from mkba_uncertainty.replication import Executor, over_batches

FARTHEST = 1e-9
"""Probability in a tail beyond which a normal score is not followed: it would become infinite."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class PinnedDraws:
    """Draws that were evaluated once, ready to pin inputs at values while all others keep their draws.

    Correlated inputs are drawn conditionally on pinned ones: in normal scores, what is left of ``z_j`` after its
    regression on the pinned ``z_i`` does not depend on them, so ``z_j + b' (z - z_i)`` is a draw given ``z_i = z``.
    """

    model: AnyModel
    scores: dict[str, Array]
    values: dict[str, Value]
    outcomes: tuple[str, ...]
    replicates: int
    rows: int

    @classmethod
    def of(cls, model: AnyModel, points: Array, outcomes: tuple[str, ...], replicates: int) -> PinnedDraws:
        """Evaluate points of the unit cube, of shape (uncertain inputs, rows)."""
        scores = dict(zip(model.uncertain, normal_scores(model, points), strict=True))
        inputs = {name: model.drawn_from[name].ppf_from_normal(score) for name, score in scores.items()}
        kept = {name: scores[name] for name in model.correlated}
        return cls(model, kept, model.run(inputs, outcomes), outcomes, replicates, points.shape[1])

    def means(self, pinned: Mapping[str, float]) -> Array:
        """Give the mean of each outcome within each replicate, with inputs pinned: shape (replicates, outcomes)."""
        values = self.model.rerun(self.values, {**self._conditional(pinned), **pinned}, self.outcomes)
        return np.stack([self._fold(values[name]).mean(axis=1) for name in self.outcomes], axis=1)

    def moments(self) -> tuple[Array, Array]:
        """Give mean and variance of each outcome within each replicate, nothing pinned."""
        drawn = [self._fold(self.values[name]) for name in self.outcomes]
        return np.stack([y.mean(axis=1) for y in drawn], axis=1), np.stack([y.var(axis=1) for y in drawn], axis=1)

    @cached_property
    def _levels(self) -> dict[str, Array]:
        """How far up its own distribution each score was drawn: uniform from 0 to 1, with data as well as without."""
        moved = {name: density for block in self.model.evidence for name, density in block.posteriors.items()}
        return {
            name: np.asarray(moved[name].cdf(score)) if name in moved else ndtr(score)
            for name, score in self.scores.items()
            if self.model.drawn_from[name].atoms
        }

    def _fold(self, outcome: Value) -> Array:
        return np.broadcast_to(outcome, self.rows).reshape(self.replicates, -1)

    def _conditional(self, pinned: Mapping[str, float]) -> dict[str, Value]:
        """Draw what is correlated with the pinned inputs, given their values."""
        given = [name for name in self.model.correlated if name in pinned]
        if not given:
            return {}
        require_exact(self.model, given)
        names, matrix = self.model.correlated, self.model.normal_correlation
        rows = [names.index(name) for name in given]
        weights = np.linalg.solve(matrix[np.ix_(rows, rows)], matrix[rows])
        shifts = [
            _score(self.model.drawn_from[name], pinned[name], self._levels.get(name)) - self.scores[name]
            for name in given
        ]
        return {
            other: self.model.drawn_from[other].ppf_from_normal(
                self.scores[other] + sum(weight * shift for weight, shift in zip(column, shifts, strict=True))
            )
            for other, column in zip(names, weights.T, strict=True)
            if other not in pinned and np.any(column)
        }


def _score(family: Family, value: float, level: Array | None) -> Value:
    """Give the normal score of a value. One with a probability of its own has a range of scores: a draw from these."""
    low, high = (float(family.cdf(x)) for x in (np.nextafter(value, -np.inf), value))
    probability = high if level is None else low + (high - low) * level
    score: Value = ndtri(np.clip(probability, FARTHEST, 1 - FARTHEST))
    return score


def atom_weights(family: Family) -> Array | None:
    """Give the probability of each atom, or None where the distribution has other values as well."""
    atoms = np.array(family.atoms)
    weights = np.asarray(family.cdf(atoms)) - np.asarray(family.cdf(np.nextafter(atoms, -np.inf)))
    return weights if weights.sum() > 1 - 1e-9 else None


@dataclass(frozen=True)
class Conditional(Generic[Key]):
    """Means within each of R replicates, of k outcomes.

    Parameters
    ----------
    mean, variance : array of shape (R, k)
        Of the outcomes themselves, nothing pinned.
    pinned : dict of key to array of shape (R, n, k)
        Means with inputs pinned, at the n values asked under that key.
    """

    mean: Array
    variance: Array
    pinned: dict[Key, Array]

    def variance_of_all(self) -> Array:
        """Give the variance over all draws, shape (k,)."""
        within: Array = self.variance.mean(axis=0) + self.mean.var(axis=0)
        return within


@dataclass(frozen=True)
class _Means(Generic[Key]):
    """The task of one batch."""

    model: AnyModel
    design: Design
    outcomes: tuple[str, ...]
    pins: Mapping[Key, Mapping[str, Array]]

    def __call__(self, batch: range) -> Conditional[Key]:
        parts = list(self._parts(batch))
        shares = np.array([share for share, _ in parts])
        together = {
            key: np.asarray(np.tensordot(shares, [part.pinned[key] for _, part in parts], axes=1)) for key in self.pins
        }
        means = np.array([part.mean for _, part in parts])
        mean = np.tensordot(shares, means, axes=1)
        spread = np.array([part.variance for _, part in parts]) + (means - mean) ** 2
        return Conditional(mean, np.tensordot(shares, spread, axes=1), together)

    def _parts(self, batch: range) -> Iterator[tuple[float, Conditional[Key]]]:
        """Go chunk by chunk; there is more than one chunk only where the batch is one large replicate."""
        drawn = np.concatenate([points_of(self.model, self.design, each) for each in batch], axis=1)
        rows = drawn.shape[1]
        for chunk in chunks(rows):
            draws = PinnedDraws.of(self.model, drawn[:, chunk], self.outcomes, len(batch))
            pinned = {
                key: np.stack([draws.means(values) for values in _each(columns)], axis=1)
                for key, columns in self.pins.items()
            }
            yield draws.rows / rows, Conditional(*draws.moments(), pinned)


def _each(columns: Mapping[str, Array]) -> Iterator[dict[str, float]]:
    for values in zip(*(column.tolist() for column in columns.values()), strict=True):
        yield dict(zip(columns, values, strict=True))


def conditional_means(
    model: AnyModel,
    design: Design,
    outcomes: Collection[str],
    pins: Mapping[Key, Mapping[str, Array]],
    executor: Executor | None = None,
) -> Conditional[Key]:
    """Give the mean of outcomes with inputs pinned, all others at their distributions.

    Parameters
    ----------
    model : AnyModel
    design : Design
    outcomes : collection of str
        The k outcomes.
    pins : mapping of key to (mapping of input to array of shape (n,))
        Under each key the n values, or combinations of values, to pin inputs at.
    executor : optional
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    Conditional

    Raises
    ------
    ModelError
        If an outcome is NaN or infinite on some draw, a ratio without meaning included.
    """
    names = tuple(outcomes)
    parts = list(over_batches(_Means(model, design, names, pins), design.batches(), executor))
    found = Conditional(
        np.concatenate([part.mean for part in parts]),
        np.concatenate([part.variance for part in parts]),
        {key: np.concatenate([part.pinned[key] for part in parts]) for key in pins},
    )
    sums = found.mean.sum(axis=0) + sum(values.sum(axis=(0, 1)) for values in found.pinned.values())
    for name, total in zip(names, np.atleast_1d(sums), strict=True):
        if not np.isfinite(total):
            raise ModelError("mean_not_finite", key=name)
    return found
