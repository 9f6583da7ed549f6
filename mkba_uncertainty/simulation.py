"""Run a model on a replicated design: all draws in an ensemble, or batch by batch for summaries."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mkba_uncertainty.arrays import Array, Rng
from mkba_uncertainty.design import Design, DesignKind, point_blocks, transform
from mkba_uncertainty.model import AnyModel, chunks
from mkba_uncertainty.names import select
from mkba_uncertainty.replication import Executor, over_batches

if TYPE_CHECKING:
    import xarray as xr


@dataclass(frozen=True)
class Ensemble:
    """All draws of a run.

    Parameters
    ----------
    model : AnyModel
    design : Design
    inputs, outcomes : xarray.Dataset
        A variable for each uncertain input and each outcome, with dimensions (replicate, draw).

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> ensemble = mkba.simulate(model, draws=64)
    >>> ensemble
    Ensemble(model='model', inputs=2, outcomes=1, draws=64 x 8)
    >>> sorted(ensemble.inputs.data_vars), dict(ensemble.inputs.sizes)
    (['benefits', 'costs'], {'replicate': 8, 'draw': 64})
    >>> mkba.confidence(ensemble).outcomes["net_benefit"].point
    5.0
    """

    model: AnyModel
    design: Design
    inputs: xr.Dataset
    outcomes: xr.Dataset

    def __repr__(self) -> str:
        """Show it in a line."""
        size = f"inputs={len(self.inputs)}, outcomes={len(self.outcomes)}"
        return f"Ensemble(model={self.model.name!r}, {size}, draws={self.design.draws} x {self.design.replicates})"

    def select(self, outcomes: Collection[str] | None) -> tuple[str, ...]:
        """Check names of outcomes; all that were kept for None."""
        return select(outcomes, [str(name) for name in self.outcomes])

    def array(self, outcomes: Collection[str]) -> Array:
        """Give outcomes as one array of shape (outcomes, replicates, draws)."""
        return np.stack([self.outcomes[name].to_numpy() for name in outcomes])

    def blocks(self, batch: range) -> Iterator[Batch]:
        """Give the draws of some replicates, as :meth:`RunBatch.blocks` does."""
        for block in chunks(self.design.draws):
            chosen = slice(batch.start, batch.stop), block
            yield Batch(
                *(
                    {str(name): values.to_numpy()[chosen] for name, values in drawn.items()}
                    for drawn in (self.inputs, self.outcomes)
                )
            )

    def to_frame(self) -> object:
        """Give a row a draw, with replicate, draw, inputs and outcomes as columns."""
        return self.inputs.merge(self.outcomes).to_dataframe().reset_index()


@dataclass(frozen=True)
class Batch:
    """The draws of some replicates: names -> arrays of shape (replicates in the batch, draws)."""

    inputs: dict[str, Array]
    outcomes: dict[str, Array]

    def array(self, outcomes: Collection[str]) -> Array:
        """Give outcomes as one array of shape (outcomes, replicates, draws)."""
        return np.stack([self.outcomes[name] for name in outcomes])


@dataclass(frozen=True)
class RunBatch:
    """The task of one batch: sample, evaluate, fold in replicates. Picklable where the model is."""

    model: AnyModel
    design: Design
    outcomes: tuple[str, ...]

    def __call__(self, batch: range) -> Batch:
        """Run the replicates of the batch."""
        blocks = list(self.blocks(batch))
        if len(blocks) == 1:
            return blocks[0]
        return Batch(
            *(
                {name: np.concatenate([part[name] for part in parts], axis=1) for name in parts[0]}
                for parts in ([block.inputs for block in blocks], [block.outcomes for block in blocks])
            )
        )

    def blocks(self, batch: range) -> Iterator[Batch]:
        """Run them some draws at a time, so that a large replicate needs no more memory than a small one."""
        for points in point_blocks(self.model, self.design, batch):
            inputs, shape = transform(self.model, points), (len(batch), points.shape[1] // len(batch))
            outcomes = self.model.evaluate(inputs, self.outcomes)
            yield Batch(_folded(inputs, shape), _folded(outcomes, shape))


def _folded(values: Mapping[str, Array], shape: tuple[int, int]) -> dict[str, Array]:
    return {name: np.broadcast_to(value, shape[0] * shape[1]).reshape(shape) for name, value in values.items()}


def every_reason(model: AnyModel, outcomes: Collection[str]) -> tuple[str, ...]:
    """Give the outcomes that say why a draw lacks one of these."""
    return tuple(why for name in outcomes for why in model.reasons(name).values())


def simulate(
    model: AnyModel,
    *,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    outcomes: Collection[str] | None = None,
    executor: Executor | None = None,
) -> Ensemble:
    """Run a model and keep every draw.

    Parameters
    ----------
    model : AnyModel
    draws : int
        Draws in each replicate; a power of two for Sobol' designs.
    replicates : int
        Number of independent randomised replicates, at least 2.
    rng : int, SeedSequence, Generator or None
        The same seed gives the same draws, on any number of workers.
    kind : {"sobol", "latin_hypercube", "monte_carlo"}
    outcomes : collection of str, optional
        Which outcomes; all by default. With one that draws may lack come those that say why, such as ``irr:none``.
    executor : optional
        Anything with ``submit`` as in ``concurrent.futures``. Serial by default: on two cores that is the fastest for
        models as cheap as a cost-benefit analysis.

    Returns
    -------
    Ensemble

    Raises
    ------
    InputError
        If the numbers cannot be used or an outcome is unknown.
    ModelError
        If an outcome is NaN or infinite on some draw.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> ensemble = mkba.simulate(model, draws=256, replicates=4, rng=7)
    >>> ensemble.outcomes["net_benefit"].shape
    (4, 256)
    >>> round(float(ensemble.outcomes["net_benefit"].mean()), 1)
    5.0
    """
    import xarray as xr

    design = Design(draws, replicates, rng, kind)
    names = model.select(outcomes)
    run = RunBatch(model, design, tuple(dict.fromkeys((*names, *every_reason(model, names)))))
    batches = list(over_batches(run, design.batches(), executor))
    coordinates = {"replicate": np.arange(replicates), "draw": np.arange(draws)}

    def dataset(parts: list[dict[str, Array]]) -> xr.Dataset:
        return xr.Dataset(
            {name: (("replicate", "draw"), np.concatenate([part[name] for part in parts])) for name in parts[0]},
            coords=coordinates,
        )

    return Ensemble(
        model, design, dataset([batch.inputs for batch in batches]), dataset([batch.outcomes for batch in batches])
    )
