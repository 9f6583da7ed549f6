"""The pages behind Sobol' indices: runs of a model in which each factor in turn comes from other draws.

The pages are those of Saltelli (2002): A and B are two independent blocks of draws, AB_i is A with factor i taken from
B, and BA_j is B with factor j taken from A. A page leaves only means over its draws, moments that merge, so that any
number of draws and replicates costs the same memory; the indices are estimated from these.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Self

import numpy as np

from mkba_uncertainty.arrays import SMALLEST_SPREAD, Array, Value, Values
from mkba_uncertainty.design import Design, transform, twice_point_blocks
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.replication import RatioSpread

PILOT = 64
"""Draws by which inputs are ranked before the run; any rough order will do."""

PILOT_STREAM = 2_000_000
"""Marks the seed of the pilot, beyond that of any replicate."""

TOGETHER = 4
"""So many inputs take dimensions for A, then for B, before the next come; one by one, Ishigami's errs twice as much."""


def best_dimensions(model: AnyModel, outcomes: Collection[str]) -> tuple[int, ...]:
    """Give the inputs that matter most the first dimensions of a Sobol' sequence, in A as well as in B.

    Low dimensions, and pairs of them, are spread most evenly (Joe and Kuo 2008). On the Arnhem case this halves the
    error of the leading first-order index, as four times the draws would. What matters is ranked by the total order,
    averaged over outcomes, in a pilot whose random numbers no run uses, whatever its seed (0 included), and which are
    always the same: replicates are independent of it and of each other, and the order does not depend on the seed.
    If the model fails in the pilot, perhaps on an outcome that nobody asked for, or data leave too little of its draws,
    inputs keep their order.

    Returns
    -------
    tuple of int
        The dimension of each uncertain input in A, then in B.
    """
    singles = tuple((name,) for name in model.uncertain)
    pilot = Design(PILOT, 2, np.random.SeedSequence(0, spawn_key=(PILOT_STREAM,)))
    try:
        squared = RunPages(model, pilot, tuple(outcomes), singles)(range(1)).squared[0]
    except (ModelError, InputError):
        squared = np.ones((1, len(singles)))
    with np.errstate(invalid="ignore"):  # a constant outcome, or a ratio without meaning, says nothing
        shares = np.nan_to_num(squared / squared.sum(axis=1, keepdims=True))
    in_a, in_b = np.empty(len(singles), dtype=int), np.empty(len(singles), dtype=int)
    order = np.argsort(-shares.sum(axis=0), kind="stable")
    for start in range(0, len(order), TOGETHER):
        some = order[start : start + TOGETHER]
        in_a[some] = 2 * start + np.arange(len(some))
        in_b[some] = in_a[some] + len(some)
    return (*in_a.tolist(), *in_b.tolist())


@dataclass(frozen=True)
class RunPages:
    """The task of one batch: run all pages, chunk by chunk, and leave only their moments. Picklable where the model is.

    Parameters
    ----------
    model : AnyModel
    design : Design
    outcomes : tuple of str
    factors : tuple of tuple of str
        The inputs that change together, for each factor.
    second_order : bool
        Whether to run the pages BA as well.
    dimensions : tuple of int, optional
        The dimension of the design that each uncertain input takes in A, then in B; in their own order by default.
    """

    model: AnyModel
    design: Design
    outcomes: tuple[str, ...]
    factors: tuple[tuple[str, ...], ...]
    second_order: bool = False
    dimensions: tuple[int, ...] | None = None

    def __call__(self, batch: range) -> Moments:
        """Give the moments within each replicate of the batch."""
        moments = None
        for both in twice_point_blocks(self.model, self.design, batch, self.dimensions):
            a, b = (transform(self.model, points) for points in both)
            fresh = self._moments(a, b, len(batch))
            moments = fresh if moments is None else moments + fresh
        assert moments is not None
        return moments

    def _moments(self, a: Values, b: Values, replicates: int) -> Moments:
        rows = np.size(next(iter(a.values())))
        shape = (replicates, rows // replicates)
        values_a, values_b = self.model.run(a, self.outcomes), self.model.run(b, self.outcomes)
        pages = Pages(self._stack(values_a, shape), self._stack(values_b, shape), len(self.factors), self.second_order)
        self._each_factor(values_a, b, pages.forth, shape)
        if self.second_order:
            self._each_factor(values_b, a, pages.back, shape)
        return pages.moments()

    def _each_factor(
        self, values: dict[str, Value], other: Values, take: Callable[[int, int, Array], None], shape: tuple[int, int]
    ) -> None:
        """Run the page of every factor, and hand over what moved, outcome by outcome."""
        moved = np.empty(shape)
        for position, factor in enumerate(self.factors):
            touched = self.touched[position]
            page = self.model.rerun(values, {name: other[name] for name in factor}, touched.values())
            for outcome, name in touched.items():
                np.subtract(page[name], values[name], out=moved.reshape(-1))
                take(outcome, position, moved)

    def _stack(self, values: Mapping[str, Value], shape: tuple[int, int]) -> Array:
        return np.stack([np.broadcast_to(values[name], shape[0] * shape[1]).reshape(shape) for name in self.outcomes])

    @cached_property
    def touched(self) -> list[dict[int, str]]:
        """Give for each factor the outcomes, by position, that depend on it as far as is known."""
        return [
            {
                position: name
                for position, name in enumerate(self.outcomes)
                if not self.model.uses(name).isdisjoint(factor)
            }
            for factor in self.factors
        ]


class Pages:
    """Takes in the pages of some replicates, one by one, and keeps only their moments.

    Parameters
    ----------
    a, b : array of shape (k, R, n)
        The outcomes on A and on B: k outcomes, R replicates of n draws.
    factors : int
        Number D of factors.
    second_order : bool
        Whether pages BA follow; the differences AB - A are then kept until they have come in.
    """

    def __init__(self, a: Array, b: Array, factors: int, second_order: bool = False) -> None:
        outcomes, replicates, self._draws = a.shape
        back = factors if second_order else 0
        self._centre = (a.mean(axis=(1, 2)) + b.mean(axis=(1, 2))) / 2
        self._a = a - self._centre[:, None, None]
        self._b = b - self._centre[:, None, None]
        shape = (replicates, outcomes, factors)
        self._moved, self._first, self._squared = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        self._back_moved, self._back_first = np.zeros((*shape[:2], back)), np.zeros((*shape[:2], back))
        self._cross = np.zeros((*shape[:2], back, back))
        self._second_order = second_order
        self._kept: list[list[tuple[int, Array]]] = [[] for _ in range(outcomes)]

    def forth(self, outcome: int, factor: int, moved: Array) -> None:
        """Take in AB_i - A of one outcome, shape (R, n). Where it is 0 everywhere, it need not come."""
        self._moved[:, outcome, factor] = moved.sum(axis=-1)
        self._first[:, outcome, factor] = _dot(self._b[outcome], moved)
        self._squared[:, outcome, factor] = _dot(moved, moved)
        if self._second_order:
            self._kept[outcome].append((factor, moved.copy()))

    def back(self, outcome: int, factor: int, moved: Array) -> None:
        """Take in BA_j - B of one outcome, shape (R, n), after all its AB - A."""
        self._back_moved[:, outcome, factor] = moved.sum(axis=-1)
        self._back_first[:, outcome, factor] = _dot(self._a[outcome], moved)
        for other, forth in self._kept[outcome]:
            if other > factor:
                self._cross[:, outcome, factor, other] = _dot(moved, forth)

    def moments(self) -> Moments:
        """Give the moments within each replicate: leading axis R."""
        n = self._draws
        return Moments(
            draws=n,
            centre=self._centre,
            a=self._a.mean(axis=-1).T,
            b=self._b.mean(axis=-1).T,
            aa=np.einsum("krn,krn->rk", self._a, self._a) / n,
            bb=np.einsum("krn,krn->rk", self._b, self._b) / n,
            moved=self._moved / n,
            first=self._first / n,
            squared=self._squared / n,
            back_moved=self._back_moved / n,
            back_first=self._back_first / n,
            cross=self._cross / n,
        )


def _dot(left: Array, right: Array) -> Array:
    """Inner products along the last axis. Not by BLAS, whose last bit depends on its number of threads."""
    product: Array = np.einsum("rn,rn->r", left, right)
    return product


@dataclass(frozen=True)
class Moments:
    """Means over draws of what the estimators need; A and B are measured from ``centre``.

    Shapes: ``...`` are replicates or nothing, k outcomes, D factors. Without second order the pages BA are absent: the
    last axis of ``back_moved`` and ``back_first`` and the last two of ``cross`` are then 0 long.

    Parameters
    ----------
    draws : int
        Draws behind each mean.
    centre : array of shape (k,) or (..., k)
    a, b, aa, bb : array of shape (..., k)
        A, B, A^2 and B^2.
    moved, first, squared : array of shape (..., k, D)
        AB_i - A, B (AB_i - A) and (AB_i - A)^2.
    back_moved, back_first : array of shape (..., k, D)
        BA_j - B and A (BA_j - B).
    cross : array of shape (..., k, D, D)
        (BA_j - B)(AB_i - A) for j < i.
    """

    draws: int
    centre: Array
    a: Array
    b: Array
    aa: Array
    bb: Array
    moved: Array
    first: Array
    squared: Array
    back_moved: Array
    back_first: Array
    cross: Array

    @property
    def mean_of_pages(self) -> Array:
        """Mean of all pages together, shape (..., k)."""
        forth, back = self.moved.shape[-1], self.back_moved.shape[-1]
        total = (1 + forth) * self.a + self.moved.sum(-1) + (1 + back) * self.b + self.back_moved.sum(-1)
        return np.asarray(self.centre + total / (2 + forth + back))

    @property
    def mean(self) -> Array:
        """Mean of A and B together, from the centre, shape (..., k)."""
        return np.asarray((self.a + self.b) / 2)

    def variance(self, mean: Array) -> Array:
        """Mean square of A and B around ``mean``, which is measured from the centre; shape (..., k)."""
        return np.asarray((self.aa + self.bb) / 2 - 2 * mean * self.mean + mean**2)

    def about(self, centre: Array) -> Moments:
        """Measure A and B from another centre."""
        shift = self.centre - centre
        return Moments(
            draws=self.draws,
            centre=centre,
            a=self.a + shift,
            b=self.b + shift,
            aa=self.aa + shift * (2 * self.a + shift),
            bb=self.bb + shift * (2 * self.b + shift),
            moved=self.moved,
            first=self.first + shift[..., None] * self.moved,
            squared=self.squared,
            back_moved=self.back_moved,
            back_first=self.back_first + shift[..., None] * self.back_moved,
            cross=self.cross,
        )

    def __add__(self, other: Moments) -> Moments:
        """Take the draws of two together."""
        draws = self.draws + other.draws
        other, share = other.about(self.centre), other.draws / draws
        means = {
            name: getattr(self, name) * (1 - share) + getattr(other, name) * share
            for name in (field.name for field in fields(self))
            if name not in ("draws", "centre")
        }
        return Moments(draws=draws, centre=self.centre, **means)

    def pooled(self) -> Moments:
        """Take the draws of all replicates (the first axis) together; their centre must be one."""
        means = {
            field.name: getattr(self, field.name).mean(axis=0)
            for field in fields(self)
            if field.name not in ("draws", "centre")
        }
        return Moments(draws=self.draws * len(self.a), centre=self.centre, **means)


@dataclass(frozen=True)
class Indices:
    """Sobol' indices, or the half-widths of their intervals.

    Shapes: ``...`` replicates or nothing, k outcomes, D factors, P pairs (i < j, row by row).

    Parameters
    ----------
    variance : array of shape (..., k)
        NaN where an outcome is constant; then its indices are NaN as well.
    first_sum : array of shape (..., k)
        The sum of the first-order indices.
    first, total : array of shape (..., k, D)
    second : array of shape (..., k, P)
        P is 0 if it was not asked for.
    """

    variance: Array
    first_sum: Array
    first: Array
    total: Array
    second: Array

    @classmethod
    def of(cls, moments: Moments) -> Self:
        """Estimate all indices from moments, with A and B measured from the mean of all pages."""
        moments = moments.about(moments.mean_of_pages)
        variance = moments.variance(moments.mean)
        noise = SMALLEST_SPREAD * np.abs(moments.centre)
        variance = np.where(variance > noise**2, variance, np.nan)
        return cls.split(variance, numerators(moments) / variance[..., None], moments.first.shape[-1])

    def joined(self) -> tuple[Array, Array]:
        """Give the variance, and all else along one axis."""
        return self.variance, np.concatenate([self.first_sum[..., None], self.first, self.total, self.second], axis=-1)

    @classmethod
    def split(cls, variance: Array, others: Array, factors: int) -> Self:
        """Take apart what :func:`numerators` or :meth:`joined` put along one axis."""
        return cls(
            variance,
            first_sum=others[..., 0],
            first=others[..., 1 : 1 + factors],
            total=others[..., 1 + factors : 1 + 2 * factors],
            second=others[..., 1 + 2 * factors :],
        )


def numerators(moments: Moments) -> Array:
    """Give what is divided by the variance: sum of first orders, first, total and second orders, along the last axis.

    First order: Saltelli et al. 2010, table 2, formula (b): ``mean(B (AB_i - A))``. Total order: Jansen 1999 (same
    table, formula (f)): ``mean((A - AB_i)^2) / 2``. Second order: Saltelli 2002, ``mean(BA_i AB_j - A B)`` less the
    first orders of i and j; written out in the differences ``BA_i - B`` and ``AB_j - A`` most of it cancels.
    """
    back = moments.cross.shape[-1]
    second = moments.cross + (moments.back_first - moments.first[..., :back])[..., :, None]
    above = np.triu_indices(back, 1)
    first_sum = moments.first.sum(axis=-1, keepdims=True)
    return np.concatenate([first_sum, moments.first, moments.squared / 2, second[..., above[0], above[1]]], axis=-1)


class Sections:
    """Indices of all draws together with their errors, from moments that come in batch by batch.

    An index is a ratio of means, so its error comes from numerator and variance within each replicate, both measured
    from the mean of the first batch (see :class:`~mkba_uncertainty.replication.RatioSpread`).
    """

    def __init__(self) -> None:
        self.pooled: Moments | None = None
        self._variance, self._ratios = RatioSpread(), RatioSpread()

    def add(self, within: Moments) -> None:
        """Take in the moments within some more replicates."""
        fresh = within.pooled()
        if self.pooled is None:
            self.pooled, self._centre = fresh, fresh.mean_of_pages
            self._mean = fresh.about(self._centre).mean
        else:
            self.pooled = self.pooled + fresh
        within = within.about(self._centre)
        variance = within.variance(self._mean)
        self._variance.add(variance, np.ones_like(variance))
        self._ratios.add(numerators(within), variance[..., None])

    def half_widths(self, indices: Indices) -> Indices:
        """Give half the widths of the intervals of the indices of all draws."""
        variance, others = indices.joined()
        half = self._ratios.half_width(others, variance[..., None])
        return Indices.split(self._variance.half_width(variance, np.ones_like(variance)), half, indices.first.shape[-1])
