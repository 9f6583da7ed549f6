"""Draws of a model's inputs that take over the values of other draws, input by input.

Inputs that depend on each other hang together in blocks. When one input of a block takes over a value, the others
become a draw given that value: in normal scores they move by their regression on how far it moved, and what remains
of them does not depend on it. (Conditioning by kriging: Chilès and Delfiner 2012, chapter 7.)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mkba_uncertainty.analysis.requirements import require_unmoved
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.copula.correlation import independent_blocks
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.model import AnyModel

Places = NDArray[np.intp]

NOTHING_LEFT = 1e-10
"""A conditional variance below this is rounding: the input is determined by those already taken over."""


@dataclass(frozen=True)
class Block:
    """Inputs that depend on each other, and on no others.

    Parameters
    ----------
    inputs : array of shape (b,)
        Their places among the uncertain inputs.
    correlation : array of shape (b, b)
        Of their normal scores.
    """

    inputs: Places
    correlation: Array

    def given(self, start: Array, end: Array, taken: Places) -> Array:
        """Give scores with the inputs ``taken`` from ``end``; the others a draw given these, made of ``start``.

        Parameters
        ----------
        start, end : arrays of shape (b, n)
            Independent draws of the block, as normal scores.
        taken : array of int
            Places within the block.

        Returns
        -------
        array of shape (b, n)
        """
        among = np.linalg.pinv(self.correlation[np.ix_(taken, taken)], hermitian=True)
        scores: Array = start + self.correlation[:, taken] @ among @ (end[taken] - start[taken])
        scores[taken] = end[taken]
        return scores


def blocks(model: AnyModel) -> list[Block]:
    """Divide the inputs that depend on others in the smallest blocks that are independent of each other.

    Raises
    ------
    InputError
        If data on one of them have moved the others: their scores are no longer normal. And if one has values with a
        probability of their own: such a value is known less exactly than its score, and of several of them at once
        the scores would have to be drawn from a normal distribution truncated in more than one direction.
    """
    require_unmoved(model)
    matrix, names = model.normal_correlation, model.correlated
    divided = independent_blocks(matrix)
    if recurring := [names[at] for block in divided if len(block) > 1 for at in block if model.inputs[names[at]].atoms]:
        raise InputError("recurring_in_block", key="dependence", found=", ".join(recurring))
    places = np.array([model.uncertain.index(name) for name in names], dtype=np.intp)
    return [Block(places[block], matrix[np.ix_(block, block)]) for block in divided]


def quantiles(model: AnyModel, scores: Array) -> dict[str, Array]:
    """Turn normal scores of shape (D, n) into values of the D uncertain inputs."""
    return {name: model.inputs[name].ppf_from_normal(row) for name, row in zip(model.uncertain, scores, strict=True)}


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
        self._blocks = [_BlockWalk(block, start, end) for block in blocks(model)]
        self._in_block = np.zeros(len(start), dtype=bool)
        for block in self._blocks:
            self._in_block[block.inputs] = True

    @property
    def values(self) -> dict[str, Array]:
        """Where the walks are now: arrays of shape (n,) by input, which the next step changes."""
        return dict(zip(self._model.uncertain, self._values, strict=True))

    def take(self, inputs: Places, rows: Places) -> None:
        """Let each of the walks ``rows``, none of them twice, take over one of ``inputs`` (of the same shape)."""
        alone = ~self._in_block[inputs]
        self._values[inputs[alone], rows[alone]] = self._ends[inputs[alone], rows[alone]]
        for block in self._blocks:
            place = block.place[inputs]
            inside = rows[place >= 0]
            if inside.size:
                block.take(place[place >= 0], inside)
                for number, scores in zip(block.inputs, block.scores, strict=True):
                    family = self._model.inputs[self._model.uncertain[number]]
                    self._values[number, inside] = family.ppf_from_normal(scores[inside])


class _BlockWalk:
    """The scores of one block, shape (b, n), and the covariance that is left of them, shape (n, b, b).

    What :meth:`Block.given` does at once is done one input at a time here: no matrix is inverted, whatever the order.
    """

    def __init__(self, block: Block, start: Array, end: Array) -> None:
        self.inputs = block.inputs
        self.place = np.full(len(start), -1, dtype=np.intp)
        self.place[block.inputs] = np.arange(len(block.inputs))
        self.scores = start[block.inputs]
        self._end = end[block.inputs]
        self._left = np.repeat(block.correlation[None], start.shape[1], axis=0)

    def take(self, place: Places, rows: Places) -> None:
        column = self._left[rows, :, place]
        variance = column[np.arange(len(rows)), place]
        gain = column / np.where(variance > NOTHING_LEFT, variance, np.inf)[:, None]
        self.scores[:, rows] += gain.T * (self._end[place, rows] - self.scores[place, rows])
        self._left[rows] -= gain[:, :, None] * column[:, None, :]
