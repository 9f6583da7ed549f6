"""Runs of a model in which each factor in turn comes from other draws: the pages behind Sobol' indices."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mkba_uncertainty.analysis.variance.sobol_indices import Moments, Pages
from mkba_uncertainty.arrays import Array, Value, Values
from mkba_uncertainty.design import Design, transform
from mkba_uncertainty.errors import ModelError
from mkba_uncertainty.model import AnyModel, chunks

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
    If the model fails in the pilot, perhaps on an outcome that nobody asked for, inputs keep their order.

    Returns
    -------
    tuple of int
        The dimension of each uncertain input in A, then in B.
    """
    singles = tuple((name,) for name in model.uncertain)
    pilot = Design(PILOT, 2, np.random.SeedSequence(0, spawn_key=(PILOT_STREAM,)))
    try:
        squared = RunPages(model, pilot, tuple(outcomes), singles)(range(1)).squared[0]
    except ModelError:
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
        inputs = len(self.model.uncertain)
        points = np.concatenate([self.design.uniforms(replicate, 2 * inputs) for replicate in batch], axis=1)
        if self.dimensions is not None:
            points = points[list(self.dimensions)]
        moments = None
        for chunk in chunks(points.shape[1]):
            a, b = (transform(self.model, half[:, chunk]) for half in (points[:inputs], points[inputs:]))
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
