"""A distribution updated with data, whatever its family: the posterior on a fine grid of its own quantiles.

In the normal score ``z`` of the prior's quantile ``x(z)`` the posterior density is ``phi(z) L(x(z))``, with ``L`` the
likelihood of the data (Gelman et al. 2013, Bayesian Data Analysis, section 1.3). That needs quantiles of the prior and
nothing else: families without a density, with steps or in several parts are updated in the same way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families.base import Family, WithMoments, items
from mkba_uncertainty.families.closed_form import Point
from mkba_uncertainty.families.fast_quantile import EDGE
from mkba_uncertainty.families.observation import Observation, make_observation
from mkba_uncertainty.families.tabulated_density import TabulatedDensity, rising_root

REACH = 38.0
"""Normal scores are followed as far as their probability is a number."""

EDGES = np.concatenate(
    [np.arange(-REACH, -EDGE, 0.5), np.linspace(-EDGE, EDGE, 65), np.arange(EDGE + 0.5, REACH + 0.5, 0.5)]
)
"""First panels: so placed that halving them ends on the knots of the splines that quantiles are made of."""

TOLERANCE = 1e-12
NEGLIGIBLE = 1e-6


@dataclass(frozen=True, repr=False)
class Updated(WithMoments):
    """What is known of an estimate after data, given its distribution before.

    Parameters
    ----------
    prior : Family
        The distribution before any data; one that was updated already is updated further.
    observations : sequence of Observation
        Data that do not depend on each other, given the estimate. In a case file tables such as
        ``{ observed = "31/120", date = "2015-03-01", source = "monitor" }``.

    Raises
    ------
    FamilyError
        If the prior is fixed, or excludes the data, or the data leave one value only.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> after = mkba.Updated(mkba.Beta(2, 8), (mkba.Share(k=10, n=20),))
    >>> round(after.mean, 6)  # Beta(12, 18)
    0.4
    >>> round(float(after.cdf(0.4)), 3) == round(float(mkba.Beta(12, 18).cdf(0.4)), 3)
    True
    """

    prior: Family
    observations: tuple[Observation, ...]
    name: ClassVar[str] = "updated"

    def check(self) -> None:
        """Require an uncertain prior, and data that it allows."""
        if not isinstance(self.prior, Family):
            raise FamilyError("not_a_family", key="prior", found=repr(self.prior))
        made = tuple(make_observation(found) for found in items("observations", self.observations))
        if isinstance(self.prior, Updated):
            made = self.prior.observations + made
            object.__setattr__(self, "prior", self.prior.prior)
        object.__setattr__(self, "observations", made)
        if isinstance(self.prior, Point):
            raise FamilyError("observation_of_point", key="prior", found=self.prior.value)
        facts: dict[str, Any] = {"key": "observations", "found": self.data, "prior": self.prior.name}
        if not self._latent.panels.total > 0:
            raise FamilyError("observation_impossible", **facts)
        if self._is_beyond_reach():
            raise FamilyError("observation_beyond_prior", **facts)
        if not self.sd > 0:
            raise FamilyError("observation_leaves_one", **facts, value=self.mean)

    def _is_beyond_reach(self) -> bool:
        """Say whether the posterior rests on scores that cannot be followed, or on quantiles that overflow there."""
        with np.errstate(all="ignore"):
            followed = EDGES[np.isfinite(self.prior.ppf_from_normal(EDGES))]
        below, above = self._latent.cdf(np.array([followed[0] + 0.5, followed[-1] - 0.5]))
        return bool(below > NEGLIGIBLE or above < 1 - NEGLIGIBLE)

    @property
    def data(self) -> str:
        """The data as they are written."""
        return "; ".join(one.text for one in self.observations)

    @property
    def evidence(self) -> tuple[Family, tuple[Observation, ...]]:
        """The prior, and the data."""
        return self.prior, self.observations

    @cached_property
    def _latent(self) -> TabulatedDensity:
        return latent(self.prior, self.observations)

    def ppf(self, u: ArrayLike) -> Array:
        """Give the quantiles at probabilities ``u``, any shape, in the open interval (0, 1)."""
        return self.ppf_from_normal(ndtri(u))

    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give the quantiles at standard normal scores ``z``, any shape."""
        return self.prior.ppf_from_normal(self._latent.quantile(np.asarray(z, dtype=np.float64)))

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        return self._latent.cdf(score_of(self.prior, np.asarray(x, dtype=np.float64)))[()]

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density at ``x``, any shape; minus infinity outside the support."""
        x = np.asarray(x, dtype=np.float64)
        log = self.prior.log_density(x) + _log_likelihood(self.observations, x) - log_evidence(self)
        return np.where(np.isnan(log), -np.inf, log)

    @property
    def atoms(self) -> tuple[float, ...]:
        """The values with a probability of their own that the data allow."""
        atoms = np.array(self.prior.atoms)
        return tuple(atoms[_log_likelihood(self.observations, atoms) > -np.inf].tolist()) if atoms.size else ()

    @cached_property
    def _moments(self) -> tuple[float, float]:
        mean = self._latent.expectation(self.prior.ppf_from_normal)
        variance = self._latent.expectation(lambda z: (self.prior.ppf_from_normal(z) - mean) ** 2)
        return mean, math.sqrt(variance)

    @property
    def support(self) -> tuple[float, float]:
        """That of the prior."""
        return self.prior.support

    def parameters(self) -> dict[str, Any]:
        """Give the prior and the data as plain tables."""
        usual = {field.name: field.default for field in fields(self.prior)}
        given = {name: value for name, value in self.prior.parameters().items() if value != usual.get(name)}
        prior = {"family": self.prior.name, **given}
        return {"prior": prior, "observations": [one.to_table() for one in self.observations]}


@lru_cache(maxsize=256)
def latent(
    prior: Family, observations: tuple[Observation, ...], centre: float = 0.0, width: float = 1.0
) -> TabulatedDensity:
    """Give the posterior of the prior's normal score.

    Parameters
    ----------
    prior : Family
    observations : tuple of Observation
    centre, width : float
        Mean and standard deviation of the score before the data; those of the standard normal distribution unless
        other data have moved it.
    """
    return _latent(prior, observations, lambda x: _log_likelihood(observations, x), centre, width)


def surprise(family: Family, observation: Observation) -> float:
    """Say how surprising data are: the chance of data at least this extreme on that side, doubled.

    A doubled-tail variant of the prior predictive check of Box (1980), Journal of the Royal Statistical Society A 143:
    383-430, who orders data by their predictive density instead. Twice the smaller of the probabilities of data as low
    or lower and as high or higher, each an integral over the distribution before these data; at most 1.

    Parameters
    ----------
    family : Family
        The distribution before these data.
    observation : Observation
    """
    prior, earlier = family.evidence

    def tail(side: int) -> float:
        def log_weight(x: Array) -> Array:
            with np.errstate(divide="ignore"):
                return np.asarray(_log_likelihood(earlier, x) + np.log(observation.tails(x)[side]))

        return _latent(prior, (*earlier, observation), log_weight, 0.0, 1.0).log_total

    whole = latent(prior, earlier).log_total
    return min(1.0, 2 * math.exp(min(tail(0), tail(1)) - whole))


def log_evidence(family: Updated) -> float:
    """Give the logarithm of the probability (or density) of all the data, before they were seen."""
    return family._latent.log_total - math.log(2 * math.pi) / 2


def score_of(family: Family, x: Array) -> Array:
    """Give the largest normal score whose quantile is at most ``x``, any shape."""
    with np.errstate(all="ignore"):
        z = np.asarray(ndtri(family.cdf(x)), dtype=np.float64)
        far = (z > EDGE) & (x < family.support[1])
        if far.any():
            places = np.broadcast_to(x, z.shape)[far]
            low = np.full(places.shape, EDGE - 0.01)
            z = np.array(z)
            z[far] = rising_root(family.ppf_from_normal, places, low, np.full_like(low, REACH), smallest=1e-12)
    return np.clip(z, -REACH, REACH)


def _latent(
    prior: Family,
    observations: Sequence[Observation],
    log_likelihood: Callable[[Array], Array],
    centre: float,
    width: float,
) -> TabulatedDensity:
    def log_weight(z: Array) -> Array:
        with np.errstate(all="ignore"):
            log = log_likelihood(np.asarray(prior.ppf_from_normal(z))) - ((z - centre) / width) ** 2 / 2
        return np.where(np.isnan(log), -np.inf, log)

    places = [score_of(prior, one.places()) for one in observations]
    atoms = np.array(prior.atoms)
    with np.errstate(divide="ignore"):
        jumps = [ndtri(prior.cdf(at)) for at in (atoms, np.nextafter(atoms, -np.inf))] if atoms.size else []
    about = centre + width * np.linspace(-8.0, 8.0, 33) if width != 1 or centre else np.empty(0)
    edges = np.concatenate([EDGES, *places, *jumps, about])
    return TabulatedDensity(log_weight, np.unique(np.clip(edges, -REACH, REACH)), (-REACH, REACH), tolerance=TOLERANCE)


def _log_likelihood(observations: Sequence[Observation], x: Array) -> Array:
    with np.errstate(all="ignore"):
        log: Array = np.sum([np.zeros(np.shape(x)), *(one.log_likelihood(x) for one in observations)], axis=0)
    return log
