"""The draws that a page carries: those of the run itself where they fit, in 16 bits where that says enough."""

from __future__ import annotations

import base64
from collections.abc import Collection
from typing import Any

import numpy as np

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.design import Design, sample
from mkba_uncertainty.model import ModelOfCase
from mkba_uncertainty.simulation import RunBatch

MOST_DRAWS, MOST = 1024, 8192
"""A page carries no more draws than this, in each replicate and in all: it must stay small and quick."""

OWN_QUANTILES = 1
"""The purpose, among the random numbers of a replicate, of draws of what the run fixed and experts' answers free."""

LEVELS = 2**16 - 1
FINE = 1e-3
"""A step of the 16 bits may be this share of the interquartile range of the draws."""


def page_design(design: Design) -> Design:
    """Give the design of the page: the run's own, or its first draws of its first replicates."""
    draws = min(design.draws, MOST_DRAWS)
    return Design(draws, min(design.replicates, MOST // draws), design.seeds, design.kind)


def page_draws(model: ModelOfCase, design: Design) -> dict[str, dict[str, Any]]:
    """Give each uncertain input its draws, in replicate after replicate, as JSON knows them.

    Returns
    -------
    dict of name to dict
        ``values`` in base64, lowest byte first. With ``low`` and ``high`` they are 16-bit numbers ``k`` that stand for
        ``min(low + k (high - low) / 65535, high)``; without, they are 32-bit floats.
    """
    chosen = page_design(design)
    draws = sample(model, chosen, range(chosen.replicates))
    return {name: _encoded(np.asarray(column, dtype=np.float64)) for name, column in draws.items()}


def outcome_draws(model: ModelOfCase, outcomes: Collection[str], design: Design) -> dict[str, dict[str, Any]]:
    """Give outcomes their draws, as :func:`page_draws` gives those of inputs."""
    chosen = page_design(design)
    drawn = RunBatch(model, chosen, tuple(outcomes))(range(chosen.replicates)).outcomes
    return {name: _encoded(column.ravel()) for name, column in drawn.items()}


def pooled_draws(model: ModelOfCase, design: Design, names: Collection[str]) -> dict[str, dict[str, Any]]:
    """Give estimates draws from what their experts' answers come to, as :func:`page_draws` gives the others.

    They are at the quantiles at which the run drew these estimates, so that all that depends on them still does. One
    that the run fixed has no quantiles: it gets some of its own, and nothing depends on it.
    """
    chosen = page_design(design)
    batch = range(chosen.replicates)
    draws = sample(model.pooled(name for name in names if name in model.uncertain), chosen, batch)
    random = [chosen.generator(replicate, OWN_QUANTILES) for replicate in batch]
    own = {
        name: model.case.estimates[name].pooled.ppf(np.concatenate([1 - one.random(chosen.draws) for one in random]))
        for name in names
        if name not in model.uncertain
    }
    return {name: _encoded(np.asarray({**draws, **own}[name], dtype=np.float64)) for name in names}


def _encoded(column: Array) -> dict[str, Any]:
    low, high = float(column.min()), float(column.max())
    step = (high - low) / LEVELS
    first, third = np.quantile(column, [0.25, 0.75])
    if 0.0 < step <= FINE * (third - first):
        return {"low": low, "high": high, "values": _base64(np.rint((column - low) / step).astype("<u2"))}
    return {"values": _base64(column.astype("<f4"))}


def _base64(numbers: np.ndarray) -> str:
    return base64.b64encode(numbers.tobytes()).decode("ascii")


def decoded(encoded: dict[str, Any]) -> Array:
    """Read draws as the page reads them."""
    values = base64.b64decode(encoded["values"])
    if "low" not in encoded:
        return np.frombuffer(values, dtype="<f4").astype(np.float64)
    low, high = encoded["low"], encoded["high"]
    column: Array = np.minimum(low + np.frombuffer(values, dtype="<u2") * ((high - low) / LEVELS), high)
    return column
