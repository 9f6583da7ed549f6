"""What the draws themselves say along one estimate: means of options in cells of its probability.

A curve knows an estimate at its nodes only. What happens between two of them may still stand in draws already made:
the given-data view of Plischke, Borgonovo and Smith (2013, European Journal of Operational Research 226: 536-550).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from mkba_uncertainty.analysis.curves.panels import uncrowded
from mkba_uncertainty.arrays import Array, Flags
from mkba_uncertainty.families import Family

MOST_CELLS, FEWEST_DRAWS = 64, 64
"""As many cells of equal probability as leave so many draws in each, up to so many."""

DISAGREES = 6.0
"""Standard errors from which a curve is said to disagree with the draws in a cell."""

DISAGREES_IF_LACKING = 3.0
"""The same where the mean of all draws says that the curve lacks something, so that it is a matter of finding where."""

POINTS = 8
"""Places in each cell at which a curve is averaged."""


@dataclass(frozen=True)
class DrawsAlong:
    """Sums over the draws in each of B cells, of what each of K options yields more than the first.

    A value with a probability of its own is a cell by itself.

    Parameters
    ----------
    levels : array of shape (B + 1,)
        The probabilities between which the cells lie.
    count : array of shape (B,)
    total : array of shape (B, K)
    squares : array of shape (B, K, K)
        Of products of two options.
    """

    levels: Array
    count: Array
    total: Array
    squares: Array

    @classmethod
    def of(cls, family: Family, draws: Array, net_benefits: Array, cells: int) -> DrawsAlong:
        """Sum up draws of an estimate, shape (n,), and the net benefits of the options there, shape (K, n)."""
        atoms = np.array(family.atoms)
        limits = np.unique([*family.ppf(np.arange(1, cells) / cells), *atoms, *np.nextafter(atoms, -np.inf)])
        place, cells = np.searchsorted(limits, draws), limits.size + 1
        levels = np.concatenate([[0.0], family.cdf(limits), [1.0]])
        more = net_benefits - net_benefits[0]
        total: Array = np.stack([np.bincount(place, each, cells) for each in more], axis=1)
        squares = np.array([[np.bincount(place, one * other, cells) for one in more] for other in more])
        count = np.asarray(np.bincount(place, minlength=cells), dtype=np.float64)
        return cls(levels, count, total, np.moveaxis(squares, 2, 0))

    @classmethod
    def together(cls, parts: Iterable[DrawsAlong]) -> DrawsAlong:
        """Add up the cells of several batches of draws."""
        first, *others = parts
        sums = zip(*((part.count, part.total, part.squares) for part in (first, *others)), strict=True)
        return cls(first.levels, *(np.sum(each, axis=0) for each in sums))

    @property
    def edges(self) -> Array:
        """Where the cells begin and end, in the coordinate of :func:`crowded`."""
        return uncrowded(self.levels)

    def lead(self, best: int) -> tuple[Array, Array]:
        """Give what each option yields more than the best one, and its standard error: shapes (B, K).

        No cell is taken to vary less than all cells do on average: the draws that matter may be rare.
        """
        several = np.maximum(self.count, 2.0)[:, None]
        diagonal = np.diagonal(self.squares, axis1=1, axis2=2)
        mean = (self.total - self.total[:, best : best + 1]) / several
        squares = (diagonal - 2 * self.squares[:, best] + diagonal[:, best : best + 1]) / several
        variance = np.maximum(squares - mean**2, 0.0)
        return mean, np.sqrt(np.maximum(variance, variance.mean(axis=0)) / (several - 1))

    def contradicted(
        self, lead_at: Callable[[Array], Array], best: int, *, lacking: bool = False
    ) -> tuple[Flags, Array]:
        """Say in which cells the draws contradict a curve, and what the value would differ by if they are right.

        Parameters
        ----------
        lead_at : function of array of shape (m,) -> array of shape (m, K)
            What each option yields more than the best, at places of the coordinate of :func:`crowded`.
        best : int
            The option that is best over all draws.
        lacking : bool
            Whether the mean of all draws says that the curve lacks something.

        Returns
        -------
        contradicted, effect : array of shape (B,)
        """
        wide = np.diff(self.levels)
        levels = self.levels[:-1, None] + (np.arange(POINTS) + 0.5) / POINTS * wide[:, None]
        curve = lead_at(uncrowded(levels.ravel())).reshape(*levels.shape, -1)
        curve = curve - curve[..., best : best + 1]
        drawn, error = self.lead(best)
        apart = drawn - curve.mean(axis=1)
        sure = (np.abs(apart) > (DISAGREES_IF_LACKING if lacking else DISAGREES) * error) & (
            self.count >= FEWEST_DRAWS // 2
        )[:, None]
        moved = curve + np.where(sure, apart, 0.0)[:, None, :]
        effect = np.abs(moved.max(axis=2).mean(axis=1) - curve.max(axis=2).mean(axis=1)) * wide
        return sure.any(axis=1), effect


def cells_for(draws: int) -> int:
    """Give the number of cells that leaves enough draws in each."""
    return max(min(MOST_CELLS, draws // FEWEST_DRAWS), 1)
