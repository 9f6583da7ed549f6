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
from numpy.typing import NDArray

from mkba_uncertainty.correlation import cholesky_factor, independent_blocks
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import Family
from mkba_uncertainty.families.tabulated_density import TabulatedDensity
from mkba_uncertainty.families.updated import latent
from mkba_uncertainty.graph import Array

Places = NDArray[np.intp]

FEWEST = 100.0
"""An effective number of draws below this says too little."""

WEAKEST = 1e-9
"""The least precision that data are taken to add: those on one estimate may make it less certain."""


@dataclass(frozen=True, eq=False)
class EvidenceBlock:
    """Inputs that depend on each other, with data on some of them.

    Parameters
    ----------
    names : tuple of str
        The b inputs.
    observed : tuple of int
        Places within the block of those with data.
    families : tuple of Family
        The distributions of these, data taken in.
    correlation : array of shape (b, b)
        Of the normal scores before the data.
    """

    names: tuple[str, ...]
    observed: tuple[int, ...]
    families: tuple[Family, ...]
    correlation: Array

    def __reduce__(self) -> Any:
        """Pickle what it was made of, and nothing that was derived."""
        return type(self), (self.names, self.observed, self.families, self.correlation)

    @property
    def observed_names(self) -> tuple[str, ...]:
        """The inputs with data."""
        return tuple(self.names[place] for place in self.observed)

    @property
    def posteriors(self) -> dict[str, TabulatedDensity]:
        """The distribution of the score of each input with data: exact where there is one, roughly so otherwise."""
        return dict(zip(self.observed_names, self._posteriors, strict=True))

    def scores(self, drawn: Array) -> Array:
        """Turn scores before the data, shape (b, n), into scores after them, by the proposal."""
        observed = list(self.observed)
        before = drawn[observed]
        after = self._proposed(before)[1]
        gain = self.correlation[:, observed] @ np.linalg.pinv(self._among, hermitian=True)
        moved: Array = drawn + np.sum(gain[:, :, None] * (after - before)[None], axis=1)
        moved[observed] = after
        return moved

    def weights(self, drawn: Array) -> Array:
        """Give the importance weights, largest 1, of scores before the data of shape (b, n): shape (n,)."""
        if len(self.observed) == 1:
            return np.ones(drawn.shape[1])
        mixed, after = self._proposed(drawn[list(self.observed)])
        means, sds = self._cavities
        log = _log_normal(after, self._among) - _log_copula(mixed, self._tied)
        log += np.sum(((after - means[:, None]) / sds[:, None]) ** 2, axis=0) / 2
        return np.asarray(np.exp(log - log.max()))

    def resampled(self, drawn: Array, replicates: int, start: float) -> Places | None:
        """Say which draws to take, each as often as its weight says; None to take all of them once.

        Parameters
        ----------
        drawn : array of shape (b, n)
            Scores before the data, of one replicate.
        replicates : int
            How many there are in the whole run.
        start : float
            A random number from 0 to 1: where the taking starts.

        Returns
        -------
        array of int of shape (n,), or None

        Raises
        ------
        InputError
            If at this rate the effective number of draws of the run is under :data:`FEWEST`.
        """
        if len(self.observed) == 1:
            return None
        weights = self.weights(drawn)
        found = effective_draws(weights) * replicates
        if found < FEWEST:
            raise InputError(
                "too_few_effective", key="observe", found=found, fewest=FEWEST, names=", ".join(self.observed_names),
                draws=weights.size, more=2 ** math.ceil(math.log2(weights.size * 2 * FEWEST / found)),
            )  # fmt: skip
        return _resampled(weights, start)

    @cached_property
    def _among(self) -> Array:
        """The correlation of the observed ones before the data."""
        return self.correlation[np.ix_(self.observed, self.observed)]

    @cached_property
    def _sites(self) -> tuple[Array, Array]:
        """Mean and covariance of the observed scores, each one's data replaced by a Gaussian likelihood."""
        alone = [latent(*family.evidence) for family in self.families]
        precision = np.array([max(1 / each.sd**2 - 1, WEAKEST) for each in alone])
        pull = np.array([each.mean / each.sd**2 for each in alone])
        root = np.sqrt(precision)
        kept = self._among * root
        covariance = self._among - kept @ np.linalg.solve(np.eye(len(root)) + root[:, None] * kept, kept.T)
        return covariance @ pull, covariance

    @cached_property
    def _cavities(self) -> tuple[Array, Array]:
        """Mean and standard deviation of each observed score, given the data on the others only."""
        if len(self.observed) == 1:
            return np.zeros(1), np.ones(1)
        mean, covariance = self._sites
        alone = [latent(*family.evidence) for family in self.families]
        precision = 1 / np.diag(covariance) - np.array([max(1 / each.sd**2 - 1, WEAKEST) for each in alone])
        pull = mean / np.diag(covariance) - np.array([each.mean / each.sd**2 for each in alone])
        return pull / precision, 1 / np.sqrt(precision)

    @cached_property
    def _tied(self) -> Array:
        """The correlation of the observed scores after the data, roughly."""
        covariance = self._sites[1]
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


def evidence_blocks(
    correlated: Sequence[str], matrix: Array, families: Mapping[str, Family]
) -> tuple[EvidenceBlock, ...]:
    """Find the blocks of inputs that hang together in which some were observed.

    Parameters
    ----------
    correlated : sequence of str
        The inputs that depend on another one.
    matrix : array of shape (n, n)
        The correlation of their normal scores.
    families : mapping of input to Family

    Raises
    ------
    InputError
        If two observed ones determine each other.
    """
    found = []
    for block in independent_blocks(matrix):
        names = tuple(correlated[place] for place in block)
        observed = tuple(place for place, name in enumerate(names) if families[name].evidence[1])
        if not observed:
            continue
        among = matrix[np.ix_(block, block)][np.ix_(observed, observed)]
        if np.linalg.eigvalsh(among)[0] < WEAKEST:
            raise InputError("observed_twice", key="dependence", found=", ".join(names[place] for place in observed))
        chosen = tuple(families[names[place]] for place in observed)
        found.append(EvidenceBlock(names, observed, chosen, matrix[np.ix_(block, block)]))
    return tuple(found)


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
