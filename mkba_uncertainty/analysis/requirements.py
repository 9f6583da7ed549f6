"""What analyses ask of a model before they answer, and the error of one that cannot be answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from mkba_uncertainty.arrays import SMALLEST_SPREAD, Array
from mkba_uncertainty.copula.correlation import Block
from mkba_uncertainty.design import Design
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.names import unknown
from mkba_uncertainty.simulation import RunBatch
from mkba_uncertainty.tails import Tail, tails_of

LOOKED_AT = 1024
"""Draws of each replicate, of eight at most, that say how heavy the tails of an outcome are."""

FEWEST_ROWS = 200
"""A table with fewer rows says too little."""


def uncertain_names(
    model: AnyModel, of: Collection[str] | None, *, key: str = "of", shares: bool = False
) -> tuple[str, ...]:
    """Check names of uncertain inputs, given as option ``key``; all of them where none are named.

    Shares that sum to 1 are among them only where that is asked: one cannot move or be known without the others.

    Raises
    ------
    InputError
        If an input is unknown or fixed, or a share that is not asked, or none is uncertain.
    """
    if not model.uncertain:
        raise InputError("nothing_uncertain", key="inputs")
    known = tuple(name for name in model.movable if shares or name not in model.members)
    if of is None:
        return known
    names = (of,) if isinstance(of, str) else tuple(dict.fromkeys(of))
    for name in names:
        if name in model.members and not shares:
            raise InputError("share_alone", key=key, found=name, group=model.members[name])
        if name not in model.inputs and name not in known:
            raise unknown("unknown_input", key, name, known)
        if name in model.fixed:
            raise InputError("input_fixed", key=key, found=name, value=model.fixed[name])
    return names


def column_of_numbers(name: str, values: Any) -> Array:
    """Give a column of a table as floats.

    Raises
    ------
    InputError
        If it does not hold numbers, or one of them is missing or infinite.
    """
    if values.dtype.kind not in "buif":
        raise InputError("column_no_numbers", key=name, found=values.dtype.name)
    numbers: Array = values.astype(np.float64)
    if not np.isfinite(numbers).all():
        place = tuple(np.argwhere(~np.isfinite(numbers))[0].tolist())
        facts = {"row": place[0], "found": float(numbers[place])}
        if len(place) > 1:
            raise InputError("cell_not_finite", key=name, column=place[1], **facts)
        raise InputError("column_not_finite", key=name, **facts)
    return numbers


def columns_of(key: str, table: Any) -> dict[str, Array]:
    """Give the columns of a table, which is given as ``key``, as floats.

    Raises
    ------
    InputError
        If it has no columns with names, or one of them is not a row of numbers.
    """
    if not isinstance(table, Mapping) and not hasattr(table, "columns"):
        raise InputError("table_without_names", key=key, found=type(table).__name__)
    names = table if isinstance(table, Mapping) else table.columns
    return {str(name): one_column(str(name), table[name]) for name in names}


def one_column(name: str, values: Any) -> Array:
    """Give a column of numbers, one a row.

    Raises
    ------
    InputError
    """
    column = np.asarray(values)
    if column.ndim != 1:
        raise InputError("column_shape", key=name, found=column.shape)
    return column_of_numbers(name, column)


def require_same_labels(key: str, inputs: Any, outputs: Any) -> None:
    """Refuse tables of pandas whose rows are labelled otherwise; those of a list or array have no labels.

    Raises
    ------
    InputError
    """
    import pandas as pd

    labelled = isinstance(inputs, pd.DataFrame) and isinstance(outputs, pd.DataFrame | pd.Series)
    if labelled and not inputs.index.equals(outputs.index):
        raise InputError("row_labels_differ", key=key)


def require_unmoved(model: AnyModel, blocks: Collection[Block] | None = None) -> None:
    """Refuse a model in which data on one input have moved others: their own distribution is no longer known.

    Parameters
    ----------
    model : AnyModel
    blocks : collection of Block, optional
        Only data in these count.

    Raises
    ------
    InputError
    """
    counted = {block.names for block in (model.blocks if blocks is None else blocks)}
    moved = [one for one in model.evidence if one.block.names in counted]
    if moved:
        observed = ", ".join(name for block in moved for name in block.observed_names)
        raise InputError("observed_block", key="dependence", found=observed)


def cut_blocks(model: AnyModel, factors: Iterable[Collection[str]]) -> tuple[Block, ...]:
    """Give the blocks of inputs that depend on each other of which one of these factors holds some and not all."""
    held = [set(factor) for factor in factors]
    return tuple(
        block for block in model.blocks if any(0 < len(one & set(block.names)) < len(block.names) for one in held)
    )


def require_uncut(model: AnyModel, factors: Mapping[str, Collection[str]]) -> None:
    """Refuse factors that depend on each other: inputs of a block must stand in one factor, all of them.

    Raises
    ------
    InputError
        It names a pair that depends on each other across factors.
    """
    factor_of = {name: factor for factor, names in factors.items() for name in names}
    for block in cut_blocks(model, factors.values()):
        for first, second in np.argwhere(np.triu(block.correlation, 1)):
            pair = block.names[first], block.names[second]
            if factor_of[pair[0]] != factor_of[pair[1]]:
                raise InputError("sobol_correlated", key="dependence", first=pair[0], second=pair[1])


def conditional_blocks(model: AnyModel, factors: Iterable[Collection[str]] | None = None) -> tuple[Block, ...]:
    """Give the blocks of inputs that depend on each other, of which draws can be made given the scores of some.

    Parameters
    ----------
    model : AnyModel
    factors : iterable of collection of str, optional
        Inputs that become known together: only the blocks that these cut are given.

    Raises
    ------
    InputError
        If data on one of these have moved the others: their scores are no longer normal. And if one has values with a
        probability of their own: such a value is known less exactly than its score, and of several of them at once
        the scores would have to be drawn from a normal distribution truncated in more than one direction.
    """
    blocks = model.blocks if factors is None else cut_blocks(model, factors)
    require_unmoved(model, blocks)
    names = [name for block in blocks if len(block.names) > 1 for name in block.names]
    if recurring := [name for name in names if model.inputs[name].atoms]:
        raise InputError("recurring_in_block", key="dependence", found=", ".join(recurring))
    return blocks


def require_exact(model: AnyModel, pinned: Collection[str]) -> None:
    """See that draws given pinned inputs can be made exactly: with data on their block, given all that was observed.

    Raises
    ------
    InputError
        If an input is pinned that depends on one with data which is not.
    """
    for evidence in model.evidence:
        among = [name for name in evidence.block.names if name in pinned]
        if among and not set(evidence.observed_names) <= set(among):
            raise InputError("observed_beside", key=among[0], found=", ".join(evidence.observed_names))


def known_alone(model: AnyModel) -> tuple[str, ...]:
    """Give the uncertain inputs that draws can be made given: not those that data on others have moved."""
    alone = {block.observed_names[0] for block in model.evidence if len(block.observed_names) == 1}
    names = [name for name in model.uncertain if name not in model.breaks]
    return tuple(name for name in names if name in alone or name not in model.moved)


def require_varies(means: Array, variances: Array, outcomes: Collection[str], draws: int) -> None:
    """Refuse an outcome that does not vary, over all draws or within a replicate; arrays of shape (R, outcomes)."""
    noise = SMALLEST_SPREAD * np.abs(means.mean(axis=0))
    constant = variances.mean(axis=0) + means.var(axis=0) <= noise**2
    unmoved = (variances <= noise**2).any(axis=0)
    for column, name in enumerate(outcomes):
        if constant[column]:
            raise ModelError("outcome_constant", key=name, found=float(means[0, column]))
        if unmoved[column]:
            raise ModelError("outcome_constant_in_replicate", key=name, draws=draws)


def require_everywhere(model: AnyModel, outcome: str, drawn: Array) -> None:
    """Refuse an outcome that some of these draws lack for a reason that the model knows.

    Raises
    ------
    ModelError
        It says which share of them.
    """
    lacking = float(np.isnan(drawn).mean())
    if lacking and (reasons := model.reasons(outcome)):
        raise ModelError("outcome_lacking", key=outcome, share=f"{lacking:.1%}", instead=", ".join(reasons.values()))


def heavy_tails(model: AnyModel, design: Design, outcomes: Collection[str]) -> dict[str, Tail]:
    """Give the tails of those outcomes that have heavy ones, seen in a sample of bounded size.

    Raises
    ------
    ModelError
        As :func:`require_everywhere`.
    """
    names = tuple(outcomes)
    few = replace(design, draws=min(design.draws, LOOKED_AT), replicates=min(design.replicates, 8), rng=design.seeds)
    run = RunBatch(model, few, names)
    values = np.concatenate([run(batch).array(names) for batch in few.batches()], axis=1)
    for name, drawn in zip(names, values, strict=True):
        require_everywhere(model, name, drawn)
    found = zip(names, tails_of(values.reshape(len(names), -1)), strict=True)
    return {name: tail for name, tail in found if tail is not None}


def require_variance(model: AnyModel, design: Design, outcomes: Collection[str]) -> dict[str, Tail]:
    """Refuse an outcome that has no variance; otherwise as :func:`heavy_tails`.

    Raises
    ------
    ModelError
    """
    tails = heavy_tails(model, design, outcomes)
    for name, tail in tails.items():
        if tail.boundless:
            raise boundless(name, tail)
    return tails


def require_bounded(name: str, values: Array) -> list[Tail]:
    """Refuse columns of draws, shape (k, n), of which one has no variance; otherwise give their heavy tails.

    Raises
    ------
    ModelError
    """
    tails = [tail for tail in tails_of(values) if tail is not None]
    for tail in tails:
        if tail.boundless:
            raise boundless(name, tail)
    return tails


def boundless(outcome: str, tail: Tail) -> ModelError:
    """Make the error of an outcome that has no variance."""
    return ModelError("boundless", key=outcome, carriers=tail.carriers, draws=tail.draws)


def require_spread(model: AnyModel, outcome: str, variance: Array) -> None:
    """Refuse an outcome that is not always a number, or constant but for rounding noise.

    Parameters
    ----------
    variance : array
        Of the outcome, within replicates.
    """
    if np.isnan(variance).any():
        raise ModelError("sobol_not_finite", key=outcome)
    centre = float(model.evaluate(model.point(), [outcome])[outcome][0])  # a constant is its value anywhere
    if (variance <= (SMALLEST_SPREAD * np.nan_to_num(centre)) ** 2).any():
        raise ModelError("sobol_constant", key=outcome, found=centre)
