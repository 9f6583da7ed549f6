"""Conditional means: some inputs pinned at values, all others at their draws.

Every value is tried on the same draws, so that noise is a common shift that cancels in differences between them.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np
from scipy.special import ndtr

from mkba_uncertainty.analysis.requirements import require_exact
from mkba_uncertainty.arrays import Array, Value
from mkba_uncertainty.copula.conditioning import score_of_value, scores_given
from mkba_uncertainty.design import Design, normal_scores, point_blocks, quantiles
from mkba_uncertainty.errors import ModelError
from mkba_uncertainty.families import Family
from mkba_uncertainty.model import CHUNK, AnyModel
from mkba_uncertainty.replication import Executor, Sections, in_sections, over_batches

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class PinnedDraws:
    """Draws that were evaluated once, ready to pin inputs at values while all others keep their draws.

    Inputs that depend on pinned ones are drawn given these (:mod:`mkba_uncertainty.copula.conditioning`). Few draws are
    held a number of times over, so that as many values are tried in one pass.
    """

    model: AnyModel
    scores: Array
    values: dict[str, Value]
    outcomes: tuple[str, ...]
    replicates: int
    times: int = 1

    @classmethod
    def of(
        cls, model: AnyModel, points: Array, outcomes: tuple[str, ...], replicates: int, times: int = 1
    ) -> PinnedDraws:
        """Evaluate points of the unit cube, of shape (uncertain inputs, draws of all replicates)."""
        scores = normal_scores(model, points)
        inputs = quantiles(model, scores)
        if times > 1:
            scores, inputs = np.tile(scores, times), {name: np.tile(values, times) for name, values in inputs.items()}
        return cls(model, scores, model.run(inputs, outcomes), outcomes, replicates, times)

    @property
    def rows(self) -> int:
        """How many draws are held."""
        return int(self.scores.shape[1])

    def drawn(self, pinned: Mapping[str, Value]) -> list[Array]:
        """Give the draws of each outcome, with inputs pinned: shape (times x replicates, draws)."""
        changed = self._conditional(pinned) | self.model.inputs_at(self.values, pinned)
        values = self.model.rerun(self.values, changed, self.outcomes)
        return [self._fold(values[name]) for name in self.outcomes]

    def means(self, pinned: Mapping[str, Array]) -> Array:
        """Give the mean of each outcome within each replicate, with inputs pinned at each of n values.

        Of shape (replicates, n, outcomes).
        """
        n = len(next(iter(pinned.values())))
        parts = [
            self._means({name: self._spread(column[start : start + self.times]) for name, column in pinned.items()})
            for start in range(0, n, self.times)
        ]
        return np.concatenate(parts)[:n].swapaxes(0, 1)

    def moments(self) -> tuple[Array, Array]:
        """Give mean and variance of each outcome within each replicate, nothing pinned."""
        drawn = [self._fold(self.values[name])[: self.replicates] for name in self.outcomes]
        return np.stack([y.mean(axis=1) for y in drawn], axis=1), np.stack([y.var(axis=1) for y in drawn], axis=1)

    def _means(self, pinned: Mapping[str, Value]) -> Array:
        """Give the means of one pass: shape (times, replicates, outcomes)."""
        means = np.stack([drawn.mean(axis=1) for drawn in self.drawn(pinned)], axis=1)
        return means.reshape(self.times, self.replicates, -1)

    def _spread(self, values: Array) -> Value:
        """Give each of the draws held its value; those that are left over have the last."""
        if self.times == 1:
            return float(values[0])
        return np.repeat(np.pad(values, (0, self.times - len(values)), mode="edge"), self.rows // self.times)

    @cached_property
    def _levels(self) -> dict[str, Array]:
        """How far up its own distribution each score was drawn: uniform from 0 to 1, with data as well as without."""
        moved = {name: density for evidence in self.model.evidence for name, density in evidence.posteriors.items()}
        return {
            name: np.asarray(moved[name].cdf(score)) if name in moved else ndtr(score)
            for name, score in zip(self.model.uncertain, self.scores, strict=True)
            if name in self.model.correlated and self.model.drawn_from[name].atoms
        }

    def _fold(self, outcome: Value) -> Array:
        return np.broadcast_to(outcome, self.rows).reshape(self.times * self.replicates, -1)

    def _conditional(self, pinned: Mapping[str, Value]) -> dict[str, Value]:
        """Draw what depends on the pinned inputs, given their values."""
        require_exact(self.model, pinned)
        families = self.model.drawn_from
        moved: dict[str, Value] = {}
        for block in self.model.blocks:
            known = [place for place, name in enumerate(block.names) if name in pinned]
            if known:
                at = [self._score(block.names[place], pinned[block.names[place]]) for place in known]
                scores = scores_given(self.scores[block.places], block.correlation, known, np.stack(at))
                moved |= {
                    name: families[name].ppf_from_normal(row)
                    for name, row, with_known in zip(block.names, scores, block.correlation[:, known], strict=True)
                    if name not in pinned and with_known.any()
                }
        return moved

    def _score(self, name: str, value: Value) -> Array:
        """Give the score of a pinned value: where it has a range of them, as far up in this as it was drawn."""
        score = score_of_value(self.model.drawn_from[name], value, self._levels.get(name, 1.0))
        return np.broadcast_to(score, self.rows)


def atom_weights(family: Family) -> Array | None:
    """Give the probability of each atom, or None where the distribution has other values as well."""
    weights = family.atom_probabilities
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
        rows = len(batch) * self.design.draws
        longest = max((len(column) for columns in self.pins.values() for column in columns.values()), default=1)
        times = max(1, min(longest, CHUNK // rows))
        for part in point_blocks(self.model, self.design, batch):
            draws = PinnedDraws.of(self.model, part, self.outcomes, len(batch), times)
            pinned = {key: draws.means(columns) for key, columns in self.pins.items()}
            yield part.shape[1] / rows, Conditional(*draws.moments(), pinned)


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
        Of more replicates than are kept, R counts the :func:`mkba_uncertainty.replication.sections` of them.

    Raises
    ------
    ModelError
        If an outcome is NaN or infinite on some draw, a ratio without meaning included.
    """
    names = tuple(outcomes)
    pinned = {key: Sections(design.replicates) for key in pins}
    moments = list[tuple[Array, Array]]()
    for part in over_batches(_Means(model, design, names, pins), design.batches(), executor):
        moments.append((part.mean, part.variance))
        for key, values in part.pinned.items():
            pinned[key].add(values)
    found = Conditional(
        *_within_sections(*map(np.concatenate, zip(*moments, strict=True))),
        {key: each.means() for key, each in pinned.items()},
    )
    sums = found.mean.sum(axis=0) + sum(values.sum(axis=(0, 1)) for values in found.pinned.values())
    for name, total in zip(names, np.atleast_1d(sums), strict=True):
        if not np.isfinite(total):
            raise ModelError("mean_not_finite", key=name)
    return found


def _within_sections(mean: Array, variance: Array) -> tuple[Array, Array]:
    """Give mean and variance within each section of replicates, of those within replicates: shapes (R, k)."""
    middle = in_sections(mean)
    apart = mean - np.repeat(middle, len(mean) // len(middle), axis=0)
    return middle, in_sections(variance + apart**2)
