"""Data on estimates that hang together: the whole block moves along through the copula.

The correlations say how the estimates hang together *before* data. In normal scores ``z`` of those distributions a
block is Gaussian with correlation ``C``, and given the scores ``z_O`` of the observed estimates the others are Gaussian
whatever the data were. So the data only need to change the distribution of ``z_O``:

    posterior(z_O) is proportional to phi_C(z_O) times the likelihood of each observed estimate

One observed estimate takes its own posterior, which is exact. Several are drawn from a proposal that is close: each
the posterior of its own data given roughly what the others' data say of it (a Gaussian site for each of these, as
expectation propagation has; Minka 2001), all of them tied by a Gaussian copula. The likelihoods then cancel from the
importance weights, which only have to repair the approximation.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from mkba_uncertainty.arrays import Array, Places
from mkba_uncertainty.copula.conditioning import covariance_given, scores_given
from mkba_uncertainty.copula.correlation import Block, cholesky_factor
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import Family
from mkba_uncertainty.families.tabulated_density import NODES, WEIGHTS, TabulatedDensity
from mkba_uncertainty.families.updated import latent

FEWEST = 100.0
"""An effective number of draws of a run below this says too little."""

FEWEST_EACH = 50.0
"""So many in each replicate: weights are normalised there, and more replicates do not make that less biased."""

SWEEPS = 30
SETTLED = 1e-6
DAMPING = 0.7
"""How often Gaussian stand-ins of the data are improved at most, when they no longer change, and by how much of it."""

WEAKEST = 1e-9
"""The least precision that data are taken to add: those on one estimate may make it less certain."""


@dataclass(frozen=True, eq=False)
class EvidenceBlock:
    """Inputs that depend on each other, with data on some of them.

    Parameters
    ----------
    block : Block
    observed : tuple of int
        Places within the block of those with data.
    families : tuple of Family
        The distributions of these, data taken in.
    """

    block: Block
    observed: tuple[int, ...]
    families: tuple[Family, ...]

    def __reduce__(self) -> Any:
        """Pickle what it was made of, and nothing that was derived."""
        return type(self), (self.block, self.observed, self.families)

    @property
    def observed_names(self) -> tuple[str, ...]:
        """The inputs with data."""
        return tuple(self.block.names[place] for place in self.observed)

    @property
    def posteriors(self) -> dict[str, TabulatedDensity]:
        """The distribution of the score of each input with data: exact where there is one, roughly so otherwise."""
        return dict(zip(self.observed_names, self._posteriors, strict=True))

    def scores(self, drawn: Array) -> Array:
        """Turn scores before the data, shape (b, n), into scores after them, by the proposal."""
        observed = list(self.observed)
        return scores_given(drawn, self.block.correlation, observed, self._proposed(drawn[observed])[1])

    def weights(self, drawn: Array, replicates: int = 1) -> Array:
        """Give the importance weights of scores before the data, shape (b, replicates x n): shape (replicates, n).

        The largest of each replicate is 1.
        """
        mixed, after = self._proposed(drawn[list(self.observed)])
        means, sds = self._cavities
        log = _log_normal(after, self._among) - _log_copula(mixed, self._tied)
        log += np.sum(((after - means[:, None]) / sds[:, None]) ** 2, axis=0) / 2
        log = log.reshape(replicates, -1)
        return np.asarray(np.exp(log - log.max(axis=1, keepdims=True)))

    def resampled(self, drawn: Array, replicates: int, starts: Sequence[float]) -> Places:
        """Say which draws to take, each as often as its weight within its replicate says.

        Parameters
        ----------
        drawn : array of shape (b, k x n)
            Scores before the data, of k replicates.
        replicates : int
            How many there are in the whole run.
        starts : sequence of k floats
            Random numbers from 0 to 1: where the taking starts.

        Returns
        -------
        array of int of shape (k x n,)

        Raises
        ------
        InputError
            If the effective number of draws is under :data:`FEWEST_EACH` here, or at this rate under :data:`FEWEST` in
            the whole run.
        """
        weights = self.weights(drawn, len(starts))
        for each in weights:
            self._require_enough(each, replicates)
        taken = [_resampled(each, start) for each, start in zip(weights, starts, strict=True)]
        return np.concatenate([place * weights.shape[1] + each for place, each in enumerate(taken)])

    def _require_enough(self, weights: Array, replicates: int) -> None:
        """Refuse weights of one replicate that leave too few effective draws."""
        each = effective_draws(weights)
        if each < FEWEST_EACH <= FEWEST <= each * replicates:
            raise InputError(
                "too_few_effective_each", key="observe", found=each, fewest=FEWEST_EACH,
                names=", ".join(self.observed_names), draws=weights.size,
                more=2 ** math.ceil(math.log2(weights.size * 2 * FEWEST_EACH / each)),
            )  # fmt: skip
        found = each * replicates
        if found < FEWEST:
            raise InputError(
                "too_few_effective", key="observe", found=found, fewest=FEWEST, names=", ".join(self.observed_names),
                draws=weights.size, more=2 ** math.ceil(math.log2(weights.size * 2 * FEWEST / found)),
            )  # fmt: skip

    @cached_property
    def _among(self) -> Array:
        """The correlation of the observed ones before the data."""
        return self.block.correlation[np.ix_(self.observed, self.observed)]

    @cached_property
    def _sites(self) -> tuple[Array, Array]:
        """Precision and pull (mean times precision) of the Gaussian likelihoods that stand in for the data.

        Each is chosen so that it does to the mean and variance of its score, given the others, what the data do:
        expectation propagation, all at once and damped. For Gaussian data the first step is exact.
        """
        sites = np.zeros((2, len(self.observed)))
        nodes = [_nodes(latent(*family.evidence)) for family in self.families]
        for sweep in range(SWEEPS):
            means, sds = _cavities(self._among, *sites)
            after = np.array([_moments(*each, mean, sd) for each, mean, sd in zip(nodes, means, sds, strict=True)]).T
            precision = np.maximum(1 / after[1] - 1 / sds**2, WEAKEST)
            step = np.stack([precision, after[0] * (precision + 1 / sds**2) - means / sds**2]) - sites
            if np.all(np.abs(step) <= SETTLED * (1 + np.abs(sites))):
                break
            sites = sites + (DAMPING if sweep else 1.0) * step
        return sites[0], sites[1]

    @cached_property
    def _cavities(self) -> tuple[Array, Array]:
        """Mean and standard deviation of each observed score, given roughly the data on the others only."""
        if len(self.observed) == 1:
            return np.zeros(1), np.ones(1)
        return _cavities(self._among, *self._sites)

    @cached_property
    def _tied(self) -> Array:
        """The correlation of the observed scores after the data, roughly."""
        covariance = _covariance(self._among, self._sites[0])
        scale = np.sqrt(np.diag(covariance))
        return np.asarray(covariance / np.outer(scale, scale))

    @cached_property
    def _posteriors(self) -> list[TabulatedDensity]:
        """The distribution of each observed score, given its own data and roughly those on the others."""
        means, sds = self._cavities
        return [
            latent(*family.evidence, float(mean), float(sd))
            for family, mean, sd in zip(self.families, means, sds, strict=True)
        ]

    def _proposed(self, before: Array) -> tuple[Array, Array]:
        """Give independent scores of the proposal's copula, and the scores after the data: shape (o, n) each."""
        mixed = before
        if len(self.observed) > 1:
            change = cholesky_factor(self._tied) @ np.linalg.inv(cholesky_factor(self._among))
            mixed = np.sum(change[:, :, None] * before[None], axis=1)
        return mixed, np.stack([each.quantile(row) for each, row in zip(self._posteriors, mixed, strict=True)])


def evidence_blocks(blocks: Sequence[Block], families: Mapping[str, Family]) -> tuple[EvidenceBlock, ...]:
    """Find the blocks of inputs that hang together in which some were observed.

    Parameters
    ----------
    blocks : sequence of Block
    families : mapping of input to Family

    Raises
    ------
    InputError
        If two observed ones determine each other.
    """
    found = []
    for block in blocks:
        observed = tuple(place for place, name in enumerate(block.names) if families[name].evidence[1])
        if not observed:
            continue
        if np.linalg.eigvalsh(block.correlation[np.ix_(observed, observed)])[0] < WEAKEST:
            twice = ", ".join(block.names[place] for place in observed)
            raise InputError("observed_twice", key="dependence", found=twice)
        chosen = tuple(families[block.names[place]] for place in observed)
        found.append(EvidenceBlock(block, observed, chosen))
    return tuple(found)


def _covariance(among: Array, precision: Array) -> Array:
    """Give the covariance of scores of correlation ``among`` given Gaussian data of so much precision on each."""
    with np.errstate(divide="ignore"):
        return covariance_given(among, range(len(among)), 1 / precision)


def _cavities(among: Array, precision: Array, pull: Array) -> tuple[Array, Array]:
    """Give mean and standard deviation of each score, given Gaussian data on all others."""
    covariance = _covariance(among, precision)
    variance = np.diag(covariance)
    left = 1 / variance - precision
    return (covariance @ pull / variance - pull) / left, 1 / np.sqrt(left)


def _nodes(density: TabulatedDensity) -> tuple[Array, Array]:
    """Give scores, and the logarithm of the likelihood that each stands for, to integrate any cavity against."""
    low, high = density.panels.edges[:-1, None], density.panels.edges[1:, None]
    z = (low + high) / 2 + (high - low) / 2 * NODES
    return z.ravel(), (density.log_weight(z) + z**2 / 2 + np.log(WEIGHTS * (high - low))).ravel()


def _moments(z: Array, log: Array, mean: float, sd: float) -> tuple[float, float]:
    """Give mean and variance of a score that is normal but for the likelihood of :func:`_nodes`."""
    log = log - ((z - mean) / sd) ** 2 / 2
    mass = np.exp(log - log.max())
    mass /= mass.sum()
    centre = float(mass @ z)
    return centre, float(mass @ (z - centre) ** 2)


def effective_draws(weights: Array) -> float:
    """Give how many draws of equal weight would say as much (Kish 1965; Kong 1992)."""
    return float(weights.sum() ** 2 / np.sum(weights**2))


def _resampled(weights: Array, start: float) -> Places:
    """Take each draw as often as its weight says, rounded up or down (systematic resampling, Kitagawa 1996).

    In the order of the weights, so that what is rounded evens out among draws of like weight: in their own order the
    weights of quasi-random draws even out before a single draw is taken twice. A draw stays in its place, and those
    that are taken more than once fill the places of those that are not taken.
    """
    order = np.argsort(weights, kind="stable")
    steps = np.cumsum(weights[order])
    places = (np.arange(weights.size) + start) / weights.size * steps[-1]
    times = np.empty(weights.size, dtype=np.intp)
    times[order] = np.bincount(np.searchsorted(steps, places), minlength=weights.size)
    taken = np.arange(weights.size)
    taken[times == 0] = np.repeat(taken, np.maximum(times - 1, 0))
    return taken


def _log_normal(z: Array, matrix: Array) -> Array:
    """Give the logarithm of a normal density of mean 0, up to a constant: (o, n) -> (n,)."""
    return np.asarray(-np.sum(z * np.linalg.solve(matrix, z), axis=0) / 2)


def _log_copula(z: Array, matrix: Array) -> Array:
    """Give the logarithm of the density of a Gaussian copula at normal scores, up to a constant."""
    return np.asarray(_log_normal(z, matrix) + np.sum(z * z, axis=0) / 2)
