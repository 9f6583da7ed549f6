"""What several studies say together of one effect, on average or in a new place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families.base import NormalScoreFamily, items, number, require_positive
from mkba_uncertainty.families.fast_quantile import t_log_density, t_quantile
from mkba_uncertainty.families.normal import Normal
from mkba_uncertainty.names import nearest

FEWEST_FOR_T = 5
"""With fewer studies the predictive distribution has no variance."""

MOST_STEPS = 200
"""Newton steps towards the heterogeneity; it takes some ten."""

CHOICES = {"use": ("mean", "new_place"), "tau": ("dl", "pm"), "predictive": ("t", "normal")}
"""What each of the words of the family may be."""


@dataclass(frozen=True)
class Study:
    """What one study found.

    Parameters
    ----------
    estimate : float
        Of the effect, in the unit of the estimate that it is about.
    se : float
        Its standard error, above 0.
    source : str, optional
        Where that stands.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> mkba.Study(-0.89, 0.57, "Aronson 1948").se
    0.57
    """

    estimate: float
    se: float
    source: str | None = None

    def to_table(self) -> dict[str, Any]:
        """Give it as a case file has it."""
        found = {"estimate": self.estimate, "se": self.se, "source": self.source}
        return {key: value for key, value in found.items() if value is not None}


@dataclass(frozen=True, repr=False)
class Studies(NormalScoreFamily):
    """What studies of the same effect in different places say together: a random-effects meta-analysis.

    Each place has an effect of its own, with mean ``mu`` and standard deviation ``tau`` over places. The mean is known
    as Normal(mu, se). What a new place has, such as the city that takes over an approach, is much less sure:
    ``mu + t(k - 2) sqrt(tau^2 + se^2)`` for ``k`` studies (Higgins, Thompson and Spiegelhalter 2009, Journal of the
    Royal Statistical Society A 172: 137-159, equation 12).

    Parameters
    ----------
    effects : sequence of Study
        Two or more. In a case file tables such as ``{ estimate = -0.89, se = 0.57, source = "Aronson 1948" }``.
    use : {"mean", "new_place"}
        The effect on average, or in a place that was not studied; the latter needs five studies.
    tau : {"dl", "pm"}
        The estimate of the heterogeneity: DerSimonian and Laird (1986, Controlled Clinical Trials 7: 177-188), or Paule
        and Mandel (1982, Journal of Research of the National Bureau of Standards 87: 377-385).
    predictive : {"t", "normal"}
        The shape for a new place. The normal one takes the heterogeneity as known, and may do so for few studies.

    Raises
    ------
    FamilyError
        If there are too few studies, or one has no standard error above 0.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> found = [mkba.Study(0.1, 0.1), mkba.Study(0.3, 0.1), mkba.Study(0.5, 0.1)]
    >>> effect = mkba.Studies(found)  # by hand: Q = 8, tau^2 = (8 - 2) / 200, se^2 = 0.04 / 3
    >>> round(effect.mean, 6), round(effect.heterogeneity, 6), round(effect.sd**2, 6)
    (0.3, 0.173205, 0.013333)
    """

    effects: tuple[Study, ...]
    use: str = "mean"
    tau: str = "dl"
    predictive: str = "t"
    name: ClassVar[str] = "studies"

    def check(self) -> None:
        """Require studies with standard errors, enough for what they are used for."""
        found = items("effects", self.effects)
        object.__setattr__(self, "effects", tuple(_study(place, one) for place, one in enumerate(found)))
        for key, allowed in CHOICES.items():
            if (chosen := getattr(self, key)) not in allowed:
                near = nearest(str(chosen), allowed)
                raise FamilyError("unknown_choice", key=key, found=chosen, nearest=near, allowed=", ".join(allowed))
        if len(self.effects) < 2:
            raise FamilyError("studies_one", key="effects", found=len(self.effects))
        if self._has_t and len(self.effects) < FEWEST_FOR_T:
            raise FamilyError("studies_few", key="use", found=len(self.effects), fewest=FEWEST_FOR_T)

    @property
    def _has_t(self) -> bool:
        return self.use == "new_place" and self.predictive == "t"

    @cached_property
    def _found(self) -> tuple[Array, Array]:
        """The estimates and their variances."""
        return np.array([one.estimate for one in self.effects]), np.array([one.se for one in self.effects]) ** 2

    @cached_property
    def heterogeneity(self) -> float:
        """The standard deviation of the effect over places."""
        y, variances = self._found
        if self.tau == "dl":
            w = 1 / variances
            q, k = float(w @ (y - w @ y / w.sum()) ** 2), len(y)
            return math.sqrt(max(0.0, (q - (k - 1)) / float(w.sum() - (w**2).sum() / w.sum())))
        return math.sqrt(_paule_mandel(y, variances))

    @cached_property
    def _pooled(self) -> tuple[float, float]:
        """The mean over places and its standard error."""
        y, variances = self._found
        w = 1 / (variances + self.heterogeneity**2)
        return float(w @ y / w.sum()), float(w.sum()) ** -0.5

    @property
    def _scale(self) -> float:
        _, se = self._pooled
        return math.hypot(self.heterogeneity, se) if self.use == "new_place" else se

    @property
    def _freedom(self) -> int:
        return len(self.effects) - 2

    @property
    def _normal(self) -> Normal:
        return Normal(self._pooled[0], self._scale)

    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give the quantiles at standard normal scores ``z``, any shape."""
        z = np.asarray(z, dtype=np.float64)
        return self._pooled[0] + self._scale * (t_quantile(self._freedom)(z) if self._has_t else z)

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        if not self._has_t:
            return self._normal.cdf(x)
        probability: Array = stdtr(self._freedom, (np.asarray(x, dtype=np.float64) - self.mean) / self._scale)
        return probability

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density at ``x``, any shape."""
        if not self._has_t:
            return self._normal.log_density(x)
        t = (np.asarray(x, dtype=np.float64) - self.mean) / self._scale
        return t_log_density(self._freedom, t) - math.log(self._scale)

    @property
    def mean(self) -> float:
        """The expected value: the mean over places."""
        return self._pooled[0]

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return self._scale * (math.sqrt(self._freedom / (self._freedom - 2)) if self._has_t else 1.0)

    @property
    def support(self) -> tuple[float, float]:
        """Unbounded on both sides."""
        return -math.inf, math.inf

    @property
    def peak(self) -> float:
        """The most likely value: the mean over places."""
        return self.mean

    def parameters(self) -> dict[str, Any]:
        """Give the studies as plain tables, and how they are used."""
        chosen = {key: getattr(self, key) for key in CHOICES}
        return {"effects": [one.to_table() for one in self.effects]} | chosen


def _study(place: int, found: object) -> Study:
    """Make a study of what a case file has; see that it has a standard error."""
    if isinstance(found, Study):
        found = found.to_table()
    if not isinstance(found, Mapping) or not found.keys() <= {"estimate", "se", "source"} or "estimate" not in found:
        raise FamilyError("study_keys", key=f"effects.{place}", found=repr(found))
    if "se" not in found:
        raise FamilyError("study_without_se", key=f"effects.{place}", found=place + 1)
    at = f"effects.{place}.se"
    se = number(at, found["se"])
    require_positive(at, se)
    return Study(number(f"effects.{place}.estimate", found["estimate"]), se, found.get("source"))


def _paule_mandel(y: Array, variances: Array) -> float:
    """Solve ``Q(tau^2) = k - 1`` by Newton's method, which rises to the root: Q is convex and falls.

    DerSimonian and Kacker (2007), Contemporary Clinical Trials 28: 105-114, section 2.
    """
    tau2 = 0.0
    for _ in range(MOST_STEPS):
        w = 1 / (variances + tau2)
        squares = (y - w @ y / w.sum()) ** 2
        step = float((w @ squares - (len(y) - 1)) / (w**2 @ squares)) if squares.any() else 0.0
        if step <= 1e-15 * tau2:
            break
        tau2 += step
    return tau2
