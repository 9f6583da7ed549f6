"""Rows of a table in sections; many rows of one column put together in cells, which loses next to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mkba_uncertainty.arrays import Array

SECTIONS = 10
FEW_VALUES = 12
"""A column with no more different values is fitted value by value."""

MANY_ROWS = 20_000
"""From so many rows on, neighbours in one column and one section are put together."""

BINS = 500
"""Stretches in which a column is cut then: short ones at both ends, where a choice may change for a few rows only."""


@dataclass(frozen=True)
class Cells:
    """Rows, or cells of rows of one section that have nearly the same value.

    Parameters
    ----------
    columns : array of shape (m, d)
        Means of the cells.
    lead : array of shape (m, K)
        What each option yields more than the one that is best without knowing: means of the cells.
    weight : array of shape (m,)
        Rows in each cell.
    slices : list of slice
        The cells of each section.
    rows : array of shape (n, K)
        The lead of each row.
    place : array of shape (n,) or None
        The cell of each row; None where cells are rows.
    """

    columns: Array
    lead: Array
    weight: Array
    slices: list[slice]
    rows: Array
    place: NDArray[np.intp] | None

    @classmethod
    def of(cls, columns: Array, lead: Array) -> Cells:
        """Cut rows, which must be in random order, in sections, and put them together where there are many."""
        count = len(lead)
        edges = np.linspace(0, count, SECTIONS + 1).astype(np.intp)
        few = columns.shape[1] > 1 or count < MANY_ROWS or np.unique(columns[:MANY_ROWS, 0]).size <= FEW_VALUES
        if few:
            slices = [slice(low, high) for low, high in pairwise(edges.tolist())]
            return cls(columns, lead, np.ones(count), slices, lead, None)
        stretch = np.empty(count, dtype=np.intp)
        ends = np.round(count * crowded(BINS)).astype(np.intp)
        stretch[np.argsort(columns[:, 0])] = np.repeat(np.arange(BINS), np.diff(ends))
        section = np.repeat(np.arange(SECTIONS), np.diff(edges))
        cell = section * BINS + stretch
        weight = np.bincount(cell, minlength=SECTIONS * BINS)
        kept = weight > 0
        place = (np.cumsum(kept) - 1)[cell]
        parts = np.concatenate([[0], np.cumsum(kept.reshape(SECTIONS, BINS).sum(axis=1))]).tolist()
        slices = [slice(low, high) for low, high in pairwise(parts)]
        weights = weight[kept].astype(np.float64)
        means = _means(columns, place, weights)
        return cls(means, _means(lead, place, weights), weights, slices, lead, place)

    def average(self, values: Array) -> float:
        """Give the mean over all rows of values of shape (m,)."""
        return float(self.weight @ values / self.weight.sum())

    def by_section(self, values: Array) -> Array:
        """Give the mean within each section of values of shape (m,)."""
        return np.array([np.average(values[part], weights=self.weight[part]) for part in self.slices])

    def shuffled(self, rng: np.random.Generator) -> Array:
        """Give the lead of cells with the rows of the lead in another order: shape (m, K)."""
        rows = rng.permutation(self.rows)
        return rows if self.place is None else _means(rows, self.place, self.weight)

    def spread(self, order: Array, count: int) -> tuple[NDArray[np.intp], Array]:
        """Give some cells that stand for all: even over their order, crowded towards both ends; and their weights."""
        ranked = np.argsort(order, kind="stable")
        reached = np.cumsum(self.weight[ranked]) / self.weight.sum()
        edges = crowded(count)
        middle = np.searchsorted(reached, (edges[1:] + edges[:-1]) / 2).clip(max=len(ranked) - 1)
        chosen, stretch = np.unique(middle, return_inverse=True)
        return ranked[chosen], np.asarray(np.bincount(stretch, weights=np.diff(edges)), dtype=np.float64)


def crowded(count: int) -> Array:
    """Cut the probabilities from 0 to 1 in stretches that get shorter towards both ends: their count + 1 edges."""
    t = np.linspace(0, 1, count + 1)
    return np.asarray(t**2 * (3 - 2 * t))


def _means(values: Array, place: NDArray[np.intp], weight: Array) -> Array:
    """Average rows of shape (n, k) within cells: shape (m, k)."""
    sums = [
        np.bincount(place, weights=column, minlength=weight.size) if column.any() else np.zeros(weight.size)
        for column in values.T
    ]
    return np.asarray(np.stack(sums, axis=1) / weight[:, None])
