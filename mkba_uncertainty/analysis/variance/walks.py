"""Random walks from one set of draws to another: runs of a model, and the estimator behind Shapley effects.

Input by input, draws take over the values of other draws. When one input of a block does, those that depend on it
become a draw given that value (:mod:`mkba_uncertainty.copula.conditioning`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

import numpy as np

from mkba_uncertainty.analysis.requirements import conditional_blocks
from mkba_uncertainty.arrays import Array, Places, Values
from mkba_uncertainty.copula.conditioning import learn
from mkba_uncertainty.copula.correlation import Block
from mkba_uncertainty.design import Design, normal_scores, quantiles, twice_point_blocks
from mkba_uncertainty.model import CHUNK, AnyModel, chunks

ORDERS = 1
"""The purpose, among the random numbers of a replicate, of the orders in which its walks take factors over."""

ROOM = 2**22
"""Numbers that the covariances of walks under way may take: 32 MB."""


@dataclass(frozen=True)
class RunWalks:
    """The task of one batch: shares of the variance of an outcome. Picklable where the model is.

    Parameters
    ----------
    model : AnyModel
    design : Design
    outcome : str
    factors : tuple of tuple of str
        The inputs that are taken over together, for each of F factors.

    Notes
    -----
    Take two independent sets of draws, ``z`` and ``z'``, and for each draw a random order of the factors. Walk from
    ``z'`` to ``z``: one factor after the other takes over its value in ``z``, and whatever has not is a draw given what
    has. The mean of ``Y(z) (Y_(k+1) - Y_k)`` is what a factor adds to the explained variance,
    ``Var(E[Y | first k + 1]) - Var(E[Y | first k])``; its mean over orders is the Shapley effect times the variance
    (Owen 2014; Song, Nelson and Staum 2016). Half of ``(Y_(k+1) + Y_k) (Y_(k+1) - Y_k)``, whose mean over orders and
    draws is zero, may be taken off: ``(Y(z) - (Y_k + Y_(k+1)) / 2) (Y_(k+1) - Y_k)`` is far less noisy and sums to
    ``(Y(z) - Y(z'))^2 / 2`` along every walk (Goda 2021, here extended to a Gaussian copula).

    The same is done from ``z`` to ``z'`` in the reversed order, and the two are averaged: most of the noise cancels.
    Where factors are independent the way back passes the same points, so it costs no runs: the average is
    ``(Y(z) - Y(z')) (Y_(k+1) - Y_k) / 2``.

    Walks differ in their orders from draw to draw, so every step evaluates the model afresh, but on all draws at once:
    N (F + 1) model runs, or 2 N F where factors depend on each other.
    """

    model: AnyModel
    design: Design
    outcome: str
    factors: tuple[tuple[str, ...], ...]

    def __call__(self, batch: range) -> Array:
        """Give what each factor adds to the variance, in each replicate: shape (replicates, factors)."""
        draws, done = self.design.draws, 0
        parts, orders = np.zeros((len(batch), len(self.factors))), self._orders(batch)
        for both in twice_point_blocks(self.model, self.design, batch):
            order, rows = next(orders), both[0].shape[1]
            sections = np.arange(done, done + rows) // draws
            for first in range(0, rows, self._at_once):
                piece = slice(first, first + self._at_once)
                end, start = (normal_scores(self.model, points[:, piece]) for points in both)
                for factors, gains in self._gains(start, end, order[:, piece]):
                    cells = sections[piece] * len(self.factors) + factors
                    parts += np.bincount(cells, gains, parts.size).reshape(parts.shape)
            done += rows
        return parts / draws

    def _orders(self, batch: range) -> Iterator[Places]:
        """Give an order of the factors for each draw, block by block: shape (factors, draws of the block)."""
        generators = [self.design.generator(replicate, ORDERS) for replicate in batch]
        for block in chunks(self.design.draws):
            ordered = np.tile(np.arange(len(self.factors))[:, None], block.stop - block.start)
            yield np.concatenate([each.permuted(ordered, axis=0) for each in generators], axis=1)

    def _gains(self, start: Array, end: Array, orders: Places) -> Iterator[tuple[Places, Array]]:
        """Give, step by step, the factor that each walk takes over and what it adds; shapes (n,)."""
        first, last = (self._outcome(quantiles(self.model, scores)) for scores in (start, end))
        if not self._blocks:
            for factors, before, after in self._steps(start, end, orders, first, last):
                yield factors, (last - first) / 2 * (after - before)
            return
        for way in ((start, end, orders, first, last), (end, start, orders[::-1], last, first)):
            for factors, before, after in self._steps(*way):
                yield factors, (way[-1] - (before + after) / 2) * (after - before) / 2

    def _steps(
        self, start: Array, end: Array, orders: Places, first: Array, last: Array
    ) -> Iterator[tuple[Places, Array, Array]]:
        """Give, step by step, the factor that each walk takes over, and the outcome before and after."""
        walk, before = Walk(self.model, start, end, self._blocks), first
        for factors in orders[:-1]:
            for inputs in self._members[:, factors]:
                rows = np.flatnonzero(inputs >= 0)
                walk.take(inputs[rows], rows)
            after = self._outcome(walk.values)
            yield factors, before, after
            before = after
        yield orders[-1], before, last

    def _outcome(self, values: Values) -> Array:
        rows = np.size(next(iter(values.values())))
        found = self.model.run(values, [self.outcome])[self.outcome]
        return np.array(np.broadcast_to(found, rows))  # a copy: a model may hand its input back as outcome

    @cached_property
    def _blocks(self) -> tuple[Block, ...]:
        """The blocks that depend on each other across factors; any other is taken over as a whole."""
        return conditional_blocks(self.model, self.factors)

    @cached_property
    def _members(self) -> Places:
        """The places of the inputs of each factor, shape (most inputs, factors); -1 where it has fewer."""
        rows = ([self.model.uncertain.index(name) for name in factor] for factor in self.factors)
        return np.array(list(zip_longest(*rows, fillvalue=-1)), dtype=np.intp)

    @property
    def _at_once(self) -> int:
        """How many draws walk together: the covariances of their largest block must find room."""
        largest = max((len(block.names) for block in self._blocks), default=1)
        return max(1, min(CHUNK, ROOM // largest**2))


class Walk:
    """One walk a draw, from the draws of ``start`` to those of ``end``, each in an order of its own.

    Parameters
    ----------
    model : AnyModel
    start, end : arrays of shape (D, n)
        Normal scores of the D uncertain inputs, with the model's correlation in them.
    blocks : sequence of Block
        Inputs that are drawn anew when one of their block is taken over.
    """

    def __init__(self, model: AnyModel, start: Array, end: Array, blocks: Sequence[Block]) -> None:
        self._model = model
        self._values, self._ends = (np.stack([*quantiles(model, scores).values()]) for scores in (start, end))
        self._blocks = [_BlockWalk(block, start, end) for block in blocks]
        self._in_block = np.zeros(len(start), dtype=bool)
        for walk in self._blocks:
            self._in_block[walk.block.places] = True

    @property
    def values(self) -> dict[str, Array]:
        """Where the walks are now: arrays of shape (n,) by input, which the next step changes."""
        return dict(zip(self._model.uncertain, self._values, strict=True))

    def take(self, inputs: Places, rows: Places) -> None:
        """Let each of the walks ``rows``, none of them twice, take over one of ``inputs`` (of the same shape)."""
        alone = ~self._in_block[inputs]
        self._values[inputs[alone], rows[alone]] = self._ends[inputs[alone], rows[alone]]
        for walk in self._blocks:
            within = walk.within[inputs]
            inside = rows[within >= 0]
            if inside.size:
                walk.take(within[within >= 0], inside)
                for name, place, scores in zip(walk.block.names, walk.block.places, walk.scores, strict=True):
                    self._values[place, inside] = self._model.inputs[name].ppf_from_normal(scores[inside])


class _BlockWalk:
    """The scores of one block, shape (b, n), and the covariance that is left of them, shape (n, b, b)."""

    def __init__(self, block: Block, start: Array, end: Array) -> None:
        self.block = block
        self.within = np.full(len(start), -1, dtype=np.intp)
        self.within[block.places] = np.arange(len(block.places))
        self.scores = start[block.places]
        self._end = end[block.places]
        self._left = np.repeat(block.correlation[None], start.shape[1], axis=0)

    def take(self, within: Places, rows: Places) -> None:
        gain, self._left[rows] = learn(self._left[rows], within)
        self.scores[:, rows] += gain.T * (self._end[within, rows] - self.scores[within, rows])
