"""Replicated designs: independent randomised replicates of quasi-random, Latin hypercube or plain points.

The seed of replicate ``i`` is child ``i`` of the run's seed, so that a replicate is the same whichever worker
makes it, and adding replicates leaves the earlier ones as they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal, cast, get_args

import numpy as np
from scipy.special import ndtri

from mkba_uncertainty.arrays import Array, Rng, Values, is_whole
from mkba_uncertainty.copula.correlation import cholesky_factor, mix
from mkba_uncertainty.copula.evidence import EvidenceBlock, effective_draws as kish
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.model import CHUNK, AnyModel, chunks
from mkba_uncertainty.replication import Batches
from mkba_uncertainty.sobol_points import sobol_points

DesignKind = Literal["sobol", "latin_hypercube", "monte_carlo"]

MOST_DRAWS = 2**20
MOST_REPLICATES = 1_000_000

RESAMPLING, ADDED = 2, 3
"""The purposes of the random numbers that say where resampling starts, and that scramble dimensions beside a run's."""


@dataclass(frozen=True)
class Design:
    """How a run samples: R independent randomised replicates of so many draws each.

    Parameters
    ----------
    draws : int
        Draws in each replicate; a power of two for ``kind="sobol"``.
    replicates : int
        Number of replicates, at least 2: the error of every number comes from the differences between them.
    rng : int, SeedSequence, Generator or None
        Where randomness comes from; None takes fresh entropy. 0 is a seed like any other.
    kind : {"sobol", "latin_hypercube", "monte_carlo"}
        Scrambled Sobol' (Owen 1998, in the variant of Matousek 1998 that scipy has), Latin hypercube (McKay,
        Beckman and Conover 1979), or independent draws.

    Raises
    ------
    InputError
        If the numbers cannot be used.
    """

    draws: int = 1024
    replicates: int = 8
    rng: Rng = 1
    kind: DesignKind = "sobol"

    def __post_init__(self) -> None:
        """Refuse what cannot be run."""
        if self.kind not in get_args(DesignKind):
            raise InputError("design_kind", key="kind", found=self.kind, expected=", ".join(get_args(DesignKind)))
        if not is_whole(self.replicates) or self.replicates < 2:
            raise InputError("replicates", key="replicates", found=str(self.replicates))
        if self.replicates > MOST_REPLICATES:
            raise InputError("replicates_most", key="replicates", found=self.replicates, most=MOST_REPLICATES)
        if not is_whole(self.draws) or not 2 <= self.draws <= MOST_DRAWS:
            raise InputError("draws_range", key="draws", found=str(self.draws), most=MOST_DRAWS)
        if self.kind == "sobol" and self.draws & (self.draws - 1):
            below = 1 << (int(self.draws).bit_length() - 1)
            raise InputError("draws_power", key="draws", found=self.draws, below=below, above=2 * below)
        require_rng(self.rng)
        object.__setattr__(self, "draws", int(self.draws))
        object.__setattr__(self, "replicates", int(self.replicates))
        _ = self.seeds

    @cached_property
    def seeds(self) -> np.random.SeedSequence:
        """The run's seed; replicate ``i`` has its child ``i``."""
        if isinstance(self.rng, np.random.SeedSequence):
            return self.rng
        if isinstance(self.rng, np.random.Generator):
            return np.random.SeedSequence([int(word) for word in self.rng.integers(2**32, size=4)])
        return np.random.SeedSequence(self.rng)

    @property
    def seed(self) -> int | None:
        """The seed as a number, where the run was given one."""
        return int(cast(int, self.rng)) if is_whole(self.rng) else None

    @property
    def task_identity(self) -> tuple[object, ...]:
        """What it is, whichever of its forms the seed was given in."""
        seeds = self.seeds
        return self.draws, self.replicates, self.kind, seeds.entropy, seeds.spawn_key, seeds.pool_size

    @property
    def per_batch(self) -> int:
        """How many replicates are evaluated together, so that arrays fill a processor's cache."""
        return max(1, CHUNK // self.draws)

    def batches(self) -> Batches:
        """Cut the replicates in batches; the same cut whatever the number of workers."""
        return Batches(self.replicates, self.per_batch, self.draws)

    def uniforms(self, replicate: int, dimensions: int, kept: int | None = None) -> Array:
        """Give the points of one replicate.

        Parameters
        ----------
        replicate, dimensions : int
        kept : int, optional
            So many of the dimensions are as they are without the others. Each is scrambled by itself, so that all
            together are a scrambled design as any other.

        Returns
        -------
        array of shape (dimensions, draws)
            In the open unit cube: Sobol' points lie half a grid step away from its faces.
        """
        return np.concatenate(list(self.uniform_blocks(replicate, dimensions, kept)), axis=1)

    def uniform_blocks(self, replicate: int, dimensions: int, kept: int | None = None) -> Iterator[Array]:
        """Give the points of one replicate, some draws at a time: arrays of shape (dimensions, at most ``CHUNK``)."""
        own = self._points(self.generator(replicate), dimensions if kept is None else kept)
        if kept is None or kept == dimensions:
            return own
        added = self._points(self.generator(replicate, ADDED), dimensions)
        return (np.concatenate([first, second[kept:]]) for first, second in zip(own, added, strict=True))

    def blocks(self, batch: range, dimensions: int, kept: int | None = None) -> Iterator[Array]:
        """Give the points of a batch of replicates: all at once, or where one is larger than ``CHUNK`` in blocks."""
        each = (self.uniform_blocks(replicate, dimensions, kept) for replicate in batch)
        blocks = chain.from_iterable(each)  # which holds on to none of them
        return blocks if self.draws > CHUNK else iter([np.concatenate(list(blocks), axis=1)])

    def block_rows(self, batch: range) -> list[int]:
        """Give the draws in each of these blocks, those of several replicates together."""
        if self.draws <= CHUNK:
            return [len(batch) * self.draws]
        return [block.stop - block.start for block in chunks(self.draws)] * len(batch)

    def _points(self, generator: np.random.Generator, dimensions: int) -> Iterator[Array]:
        sizes = [block.stop - block.start for block in chunks(self.draws)]
        if dimensions == 0:
            return (np.empty((0, size)) for size in sizes)
        if self.kind == "monte_carlo":
            return (_inside(generator.random((dimensions, size))) for size in sizes)
        if self.kind == "latin_hypercube":  # whose strata are those of all draws
            order = np.argsort(generator.random((dimensions, self.draws)), axis=1)
            points = _inside((order + generator.random((dimensions, self.draws))) / self.draws)
            return (points[:, block] for block in chunks(self.draws))
        return sobol_points(dimensions, self.draws, sizes[0], generator)

    def generator(self, replicate: int, *purpose: int) -> np.random.Generator:
        """Give the random numbers of one replicate; each ``purpose`` has its own stream, the points have none."""
        key = (*self.seeds.spawn_key, replicate, *purpose)
        child = np.random.SeedSequence(self.seeds.entropy, spawn_key=key, pool_size=self.seeds.pool_size)
        return np.random.default_rng(child)

    def __getstate__(self) -> dict[str, object]:
        """Carry the seed along to other processes, so that fresh entropy is drawn once."""
        rng = self.rng if self.seed is not None else self.seeds
        return {"draws": self.draws, "replicates": self.replicates, "rng": rng, "kind": self.kind}


def points_of(model: AnyModel, design: Design, batch: range) -> Array:
    """Give the points of a batch of replicates for the uncertain inputs of a model: shape (inputs, batch x draws).

    Where data were taken in on several inputs that depend on each other, the points of these are taken as often as
    their importance weights say, within each replicate.

    Raises
    ------
    InputError
        If these weights leave too few draws.
    """
    drawn = np.concatenate([_uniforms(model, design, replicate) for replicate in batch], axis=1)
    _resample(model, design, batch, drawn)
    return drawn


def point_blocks(model: AnyModel, design: Design, batch: range) -> Iterator[Array]:
    """Give what :func:`points_of` gives, block by block: a replicate larger than ``CHUNK`` comes in several.

    Only where draws are weighed by data on several inputs at once must all of a replicate be there together.
    """
    if _several(model):
        whole = points_of(model, design, batch)
        return (whole[:, block] for block in chunks(whole.shape[1]))
    return design.blocks(batch, len(model.uncertain), model.kept_dimensions)


def _uniforms(model: AnyModel, design: Design, replicate: int) -> Array:
    return design.uniforms(replicate, len(model.uncertain), model.kept_dimensions)


def twice_point_blocks(
    model: AnyModel, design: Design, batch: range, dimensions: Sequence[int] | None = None
) -> Iterator[tuple[Array, Array]]:
    """Give two sets of points, each as :func:`point_blocks`: the halves of one design in twice the number of inputs.

    Parameters
    ----------
    model, design, batch
    dimensions : sequence of int, optional
        The dimension that each uncertain input takes in the first set, then in the second; in order by default.
    """
    count = len(model.uncertain)
    order = slice(None) if dimensions is None else list(dimensions)
    blocks = (block[order] for block in design.blocks(batch, 2 * count))
    if not _several(model):
        return ((both[:count], both[count:]) for both in blocks)
    both = np.concatenate(list(blocks), axis=1)
    first, second = both[:count], both[count:]
    _resample(model, design, batch, first)
    _resample(model, design, batch, second, 1)
    return ((first[:, block], second[:, block]) for block in chunks(both.shape[1]))


def _resample(model: AnyModel, design: Design, batch: range, points: Array, *purpose: int) -> None:
    """Take points as often as their importance weights say, in place, in blocks in which several were observed."""
    several = _several(model)
    scores = _correlated(model, ndtri(points)) if several else points
    for evidence in several:
        rows = evidence.block.places
        generators = (design.generator(replicate, RESAMPLING, int(rows[0]), *purpose) for replicate in batch)
        starts = [float(generator.random()) for generator in generators]
        points[rows] = points[rows][:, evidence.resampled(scores[rows], design.replicates, starts)]


def effective_draws(model: AnyModel, design: Design) -> dict[tuple[str, ...], float]:
    """Give the effective number of draws of a run for each block in which several inputs were observed."""
    found: dict[tuple[str, ...], float] = {}
    several = _several(model)
    for batch in design.batches() if several else ():
        points = [_uniforms(model, design, replicate) for replicate in batch]
        scores = _correlated(model, ndtri(np.concatenate(points, axis=1)))
        for evidence in several:
            for weights in evidence.weights(scores[evidence.block.places], len(batch)):
                found[evidence.observed_names] = found.get(evidence.observed_names, 0.0) + kish(weights)
    return found


def _several(model: AnyModel) -> list[EvidenceBlock]:
    """Give the blocks in which several inputs were observed, whose draws have weights."""
    return [evidence for evidence in model.evidence if len(evidence.observed) > 1]


def normal_scores(model: AnyModel, uniforms: Array) -> Array:
    """Give standard normal scores of shape (uncertain inputs, draws), with the model's rank correlations in them.

    The Gaussian copula (Iman and Conover 1982; Nelsen 2006): scores of correlated inputs are mixed by the Cholesky
    factor of their correlation matrix, so that the points stay quasi-random and each input keeps its distribution.
    Data on one of them move the scores of all in its block (:mod:`mkba_uncertainty.copula.evidence`).
    """
    return dependent(model, ndtri(uniforms))


def dependent(model: AnyModel, scores: Array) -> Array:
    """Put the model's rank correlations, and data on one of several inputs, in independent scores, in place."""
    scores = _correlated(model, scores)
    for evidence in model.evidence:
        rows = evidence.block.places
        scores[rows] = evidence.scores(scores[rows])
    return scores


def quantiles(model: AnyModel, scores: Array) -> dict[str, Array]:
    """Turn normal scores of shape (uncertain inputs, draws) into draws of the model's inputs."""
    return {
        name: model.drawn_from[name].ppf_from_normal(score) for name, score in zip(model.uncertain, scores, strict=True)
    }


def transform(model: AnyModel, uniforms: Array) -> dict[str, Array]:
    """Turn points of the unit cube, of shape (uncertain inputs, draws), into draws of the model's inputs."""
    return quantiles(model, normal_scores(model, uniforms))


def sample(model: AnyModel, design: Design, batch: range) -> Values:
    """Draw the uncertain inputs of a batch of replicates: arrays of shape (replicates in the batch x draws,)."""
    return transform(model, points_of(model, design, batch))


def sample_blocks(model: AnyModel, design: Design, batch: range) -> Iterator[Values]:
    """Give what :func:`sample` gives, block by block."""
    return (transform(model, points) for points in point_blocks(model, design, batch))


def _correlated(model: AnyModel, scores: Array) -> Array:
    rows = [model.uncertain.index(name) for name in model.correlated]
    if rows:
        scores[rows] = mix(scores[rows], cholesky_factor(model.normal_correlation))
    return scores


def _inside(points: Array) -> Array:
    """Keep away from 0, which a floating-point generator may give."""
    return np.clip(points, 0.5**54, 1.0 - 0.5**53)


def require_rng(rng: object) -> None:
    """See that randomness can come from what was given.

    Raises
    ------
    InputError
        If it is no whole number of 0 or more, SeedSequence, Generator or None.
    """
    if is_whole(rng):
        if cast(int, rng) < 0:
            raise InputError("seed_negative", key="seed", found=rng)
    elif rng is not None and not isinstance(rng, np.random.SeedSequence | np.random.Generator):
        raise InputError("rng_kind", key="rng", found=repr(rng))
