"""Draws of a model's inputs that take over the values of other draws, input by input.

When one input of a block takes over a value, those that depend on it become a draw given that value
(:mod:`mkba_uncertainty.copula.conditioning`).
"""

from __future__ import annotations

import numpy as np

from mkba_uncertainty.analysis.requirements import conditional_blocks
from mkba_uncertainty.arrays import Array, Places
from mkba_uncertainty.copula.conditioning import learn
from mkba_uncertainty.copula.correlation import Block
from mkba_uncertainty.design import quantiles
from mkba_uncertainty.model import AnyModel


class Walk:
    """One walk a draw, from the draws of ``start`` to those of ``end``, each in an order of its own.

    Parameters
    ----------
    model : AnyModel
    start, end : arrays of shape (D, n)
        Normal scores of the D uncertain inputs, with the model's correlation in them.
    """

    def __init__(self, model: AnyModel, start: Array, end: Array) -> None:
        self._model = model
        self._values, self._ends = (np.stack([*quantiles(model, scores).values()]) for scores in (start, end))
        self._blocks = [_BlockWalk(block, start, end) for block in conditional_blocks(model)]
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
