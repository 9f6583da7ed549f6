"""One curve per estimate: the conditional mean of an outcome, given the estimate.

The model is cheap, so ``g(x) = E[outcome | estimate = x]`` is not regressed from a cloud of draws but evaluated: at
each node with the same draws of all other estimates. Sampling noise is then a common shift that cancels in
differences along the curve.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from mkba_uncertainty.analysis.labels import input_labels
from mkba_uncertainty.analysis.provenance import Provenance, provenance
from mkba_uncertainty.case import Text
from mkba_uncertainty.design import Design, Kind, Rng, normal_scores
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.formula import nearest_name
from mkba_uncertainty.graph import Array, Value
from mkba_uncertainty.model import Model
from mkba_uncertainty.replication import Executor, Measured, half_width, measure, over_batches

if TYPE_CHECKING:
    import pandas as pd

MOST_EXTREME = 1e-9
"""Probability at which a distribution without an end is cut."""


@dataclass(frozen=True)
class Curve:
    """The conditional mean of an outcome along one estimate.

    Parameters
    ----------
    estimate : str
    probability : array of shape (K,)
        Gauss-Legendre nodes in the estimate's probability; ``weight`` holds their weights, which sum to 1.
    x : array of shape (K,)
        The estimate's quantiles at the nodes.
    mean : array of shape (K,)
        ``E[outcome | estimate = x]``.
    by_replicate : array of shape (R, K)
        The same within each replicate.
    variance_share : Measured
        Variance of the curve over the variance of the outcome: the first-order Sobol' index, by another road.
    """

    estimate: str
    probability: Array
    weight: Array
    x: Array
    mean: Array
    by_replicate: Array
    variance_share: Measured

    @property
    def half_width(self) -> Array:
        """Half the width of the interval at each node, shape (K,)."""
        return half_width(self.mean, self.by_replicate)


@dataclass(frozen=True)
class MainEffect:
    """The curves of one outcome, one for each estimate."""

    provenance: Provenance
    outcome: str
    labels: dict[str, Text]
    mean: Measured
    curves: dict[str, Curve]

    def to_frame(self) -> pd.DataFrame:
        """Give a row a node: outcome, estimate, probability, x, mean and its interval."""
        import pandas as pd

        return pd.concat(
            [
                pd.DataFrame(
                    {
                        "outcome": self.outcome,
                        "estimate": name,
                        "probability": curve.probability,
                        "x": curve.x,
                        "mean": curve.mean,
                        "mean_low": curve.mean - curve.half_width,
                        "mean_high": curve.mean + curve.half_width,
                    }
                )
                for name, curve in self.curves.items()
            ],
            ignore_index=True,
        )


@dataclass(frozen=True)
class PinnedDraws:
    """The draws of a batch, ready to pin inputs at values while all others keep their draws.

    Correlated inputs are drawn conditionally on pinned ones: in normal scores, what is left of ``z_j`` after its
    regression on the pinned ``z_i`` does not depend on them, so ``z_j + b' (z - z_i)`` is a draw given ``z_i = z``.
    """

    model: Model
    scores: dict[str, Array]
    values: dict[str, Value]
    outcomes: tuple[str, ...]
    replicates: int

    @classmethod
    def of(cls, model: Model, design: Design, batch: range, outcomes: Collection[str]) -> PinnedDraws:
        """Sample a batch and evaluate it once."""
        points = np.concatenate([design.uniforms(replicate, len(model.uncertain)) for replicate in batch], axis=1)
        scores = dict(zip(model.uncertain, normal_scores(model, points), strict=True))
        inputs = {name: model.inputs[name].ppf_from_normal(score) for name, score in scores.items()}
        kept = {name: scores[name] for name in model.correlated}
        return cls(model, kept, model.run(inputs, outcomes), tuple(outcomes), len(batch))

    def means(self, pinned: Mapping[str, Value]) -> Array:
        """Give the mean of each outcome within each replicate, with inputs pinned.

        Parameters
        ----------
        pinned : mapping of input to float or array of shape (replicates,)
            One value for all, or one for each replicate of the batch.

        Returns
        -------
        array of shape (replicates, outcomes)
        """
        rows = {
            name: value if np.ndim(value) == 0 else np.repeat(np.asarray(value), self._draws)
            for name, value in pinned.items()
        }
        changed = {**self._conditional(rows), **rows}
        values = self.model.rerun(self.values, changed, self.outcomes)
        return self._within([values[name] for name in self.outcomes])

    def means_now(self) -> Array:
        """Give the mean of each outcome within each replicate, nothing pinned: shape (replicates, outcomes)."""
        return self._within([self.values[name] for name in self.outcomes])

    def squares_now(self) -> Array:
        """Give the mean square of each outcome within each replicate: shape (replicates, outcomes)."""
        return self._within([np.square(self.values[name]) for name in self.outcomes])

    @property
    def _draws(self) -> int:
        return max(np.size(value) for value in self.values.values()) // self.replicates

    def _within(self, outcomes: list[Value]) -> Array:
        rows = self.replicates * self._draws
        return np.stack(
            [np.broadcast_to(value, rows).reshape(self.replicates, -1).mean(axis=1) for value in outcomes], axis=1
        )

    def _conditional(self, pinned: Mapping[str, Value]) -> dict[str, Value]:
        """Draw what is correlated with the pinned inputs, given their values."""
        given = [name for name in self.model.correlated if name in pinned]
        if not given:
            return {}
        names, matrix = self.model.correlated, self.model.normal_correlation
        rows = [names.index(name) for name in given]
        weights = np.linalg.solve(matrix[np.ix_(rows, rows)], matrix[rows])
        shifts = [
            ndtri(np.clip(self.model.inputs[name].cdf(pinned[name]), MOST_EXTREME, 1 - MOST_EXTREME)) - self.scores[name]
            for name in given
        ]
        return {
            other: self.model.inputs[other].ppf_from_normal(
                self.scores[other] + sum(weight * shift for weight, shift in zip(column, shifts, strict=True))
            )
            for other, column in zip(names, weights.T, strict=True)
            if other not in pinned and np.any(column)
        }


@dataclass(frozen=True)
class _Curves:
    """The task of one batch: all estimates, all nodes."""

    model: Model
    design: Design
    outcome: str
    nodes: Mapping[str, Array]

    def __call__(self, batch: range) -> tuple[Array, Array, dict[str, Array]]:
        draws = PinnedDraws.of(self.model, self.design, batch, [self.outcome])
        curves = {
            name: np.stack([draws.means({name: float(x)})[:, 0] for x in nodes], axis=1)
            for name, nodes in self.nodes.items()
        }
        return draws.means_now()[:, 0], draws.squares_now()[:, 0], curves


def main_effect(
    model: Model,
    *,
    outcome: str = "net_benefit",
    of: Collection[str] | None = None,
    nodes: int = 48,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: Kind = "sobol",
    executor: Executor | None = None,
) -> MainEffect:
    """How does the mean of an outcome move with each estimate, all others at their distributions?

    Parameters
    ----------
    model : Model
    outcome : str
    of : collection of str, optional
        Which estimates; all uncertain ones by default.
    nodes : int
        Gauss-Legendre nodes in each estimate's probability.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    MainEffect

    Raises
    ------
    InputError
        If the outcome or an estimate is unknown or fixed.
    ModelError
        If the outcome is NaN or infinite on some draw.

    Notes
    -----
    For a model that is linear in each estimate (multilinear) with independent estimates the curve is a straight line
    at any number of draws. Its variance is the numerator of the first-order index (Sobol' 1993).
    """
    design = Design(draws, replicates, rng, kind)
    model.select([outcome])
    names = uncertain_names(model, of)
    positions, weights = np.polynomial.legendre.leggauss(nodes)
    probability, weight = (positions + 1) / 2, weights / 2
    at = {name: np.asarray(model.inputs[name].ppf(probability)) for name in names}
    parts = list(over_batches(_Curves(model, design, outcome, at), design.batches(), executor))
    means, squares = (np.concatenate([part[place] for part in parts]) for place in (0, 1))
    curves = {}
    for name in names:
        by_replicate = np.concatenate([part[2][name] for part in parts])
        curve = by_replicate.mean(axis=0)
        share = _variance(curve, weight) / (squares.mean() - means.mean() ** 2)
        shares = _variance(by_replicate, weight) / (squares - means**2)
        curves[name] = Curve(name, probability, weight, at[name], curve, by_replicate, measure(float(share), shares))
    return MainEffect(
        provenance(model, design), outcome, input_labels(model, names), measure(float(means.mean()), means), curves
    )


def _variance(curve: Array, weight: Array) -> Array:
    mean = np.asarray(curve @ weight)
    return np.asarray((curve - mean[..., None]) ** 2 @ weight)


def uncertain_names(model: Model, of: Collection[str] | None) -> tuple[str, ...]:
    """Check names of uncertain inputs; all of them where none are named."""
    for name in of or ():
        if name not in model.uncertain:
            code = "input_fixed" if name in model.inputs else "unknown_input"
            raise InputError(code, key=name, found=name, nearest=nearest_name(name, model.uncertain))
    return model.uncertain if of is None else tuple(of)
