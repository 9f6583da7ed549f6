"""Any distribution, given that the value lies between two ends."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families.base import Family, WithMoments, normal_log_density, number
from mkba_uncertainty.families.closed_form import Point
from mkba_uncertainty.families.normal import TruncatedNormal
from mkba_uncertainty.families.tabulated_density import NODES, WEIGHTS
from mkba_uncertainty.families.updated import EDGES, NEGLIGIBLE, Updated, score_of

FAR = 37.0
"""Normal scores beyond this have next to no probability; quantiles that are no numbers near there count for nothing."""

HALVINGS = 40
"""How often a panel is halved at most: enough to leave nothing of a jump."""


@dataclass(frozen=True, repr=False)
class Truncated(WithMoments):
    """Another distribution, given that the value lies between ``low`` and ``high``, ends included.

    What lies outside is cut off, and the rest counts for more in the same proportions. In a case file it is written
    with the distribution itself: ``truncate = [0, 5000]``, or ``truncate = { low = 0 }`` where one end is open.

    Parameters
    ----------
    family : Family
        The distribution before it is cut; not a :class:`Point`.
    low, high : float, optional
        The lowest and the highest possible value, one at least; without it that side is open.

    Raises
    ------
    FamilyError
        Also if less than one in a million of the probability would be left: then the ends are in another unit.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> price = mkba.Truncated(mkba.Gamma(1, 100), low=50)  # has no memory: it is 50 and the same again
    >>> round(price.mean, 6), price.support
    (150.0, (50.0, inf))
    """

    family: Family
    low: float | None = None
    high: float | None = None

    @property
    def name(self) -> str:  # type: ignore[override]  # that of the distribution that is cut
        """The name of the distribution that is cut, as case files have it."""
        return self.family.name

    def check(self) -> None:
        """Require something to cut, ``low < high``, and some probability between them."""
        if isinstance(self.family, Point):
            raise FamilyError("truncated_point", key="truncate", found=self.family.value)
        for end in ("low", "high"):
            if getattr(self, end) is not None:
                object.__setattr__(self, end, number("truncate", getattr(self, end)))
        if self.low is None and self.high is None:
            raise FamilyError("truncate_ends", key="truncate", found="{}")
        low, high = self._ends
        if low >= high:
            raise FamilyError("truncate_wrong_way", key="truncate", found=low, high=high)
        left = self._left()
        if left < NEGLIGIBLE:
            share, limit = f"{left:.2g}", f"{NEGLIGIBLE:g}"
            raise FamilyError("truncate_leaves_little", key="truncate", low=low, high=high, share=share, limit=limit)

    @property
    def _ends(self) -> tuple[float, float]:
        return -math.inf if self.low is None else self.low, math.inf if self.high is None else self.high

    def _left(self) -> float:
        """Give the probability between the ends."""
        first, last = self.support
        try:
            return self._scores.mass if first < last else 0.0
        except FamilyError:  # both ends are so far out that they have no scores, or the same one
            return 0.0

    @cached_property
    def _scores(self) -> TruncatedNormal:
        """The distribution of the normal score of the value before it was cut."""
        low, high = self._ends
        first, last = self.family.support
        with np.errstate(divide="ignore"):
            below = None if low <= first else float(score_of(self.family, np.nextafter(np.array(low), -np.inf)))
            above = None if high >= last else float(score_of(self.family, np.array(high)))
        return TruncatedNormal(0.0, 1.0, below, above)

    def ppf(self, u: ArrayLike) -> Array:
        """Give the quantiles at probabilities ``u``, any shape, in the open interval (0, 1)."""
        return self._within(self.family.ppf_from_normal(self._scores.ppf(u)))

    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give the quantiles at standard normal scores ``z``, any shape."""
        return self._within(self.family.ppf_from_normal(self._scores.ppf_from_normal(z)))

    def _within(self, x: Array) -> Array:
        return np.clip(x, *self.support)

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        x = np.asarray(x, dtype=np.float64)
        low, high = self._ends
        inner = self._scores.cdf(score_of(self.family, np.clip(x, *self.family.support)))
        return np.where(x < low, 0.0, np.where(x >= high, 1.0, inner))[()]

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density at ``x``, any shape; minus infinity outside the support."""
        x = np.asarray(x, dtype=np.float64)
        return self._inside(x, self.family.log_density(x) - math.log(self._scores.mass))

    @property
    def atoms(self) -> tuple[float, ...]:
        """Those of the distribution that are left."""
        low, high = self._ends
        return tuple(atom for atom in self.family.atoms if low <= atom <= high)

    @cached_property
    def _moments(self) -> tuple[float, float]:
        mean = self._expectation(lambda x: x)
        return mean, math.sqrt(self._expectation(lambda x: (x - mean) ** 2))

    @property
    def support(self) -> tuple[float, float]:
        """What is left of the support."""
        low, high = self._ends
        first, last = self.family.support
        return max(low, first), min(high, last)

    @property
    def peak(self) -> float | None:
        """The most likely value, or the end that is nearest to it."""
        peak = self.family.peak
        return None if peak is None else float(self._within(np.array(peak)))

    def parameters(self) -> dict[str, Any]:
        """Give the parameters of the distribution that is cut, and the ends."""
        usual = {field.name: field.default for field in fields(self.family)}
        given = {name: value for name, value in self.family.parameters().items() if value != usual.get(name)}
        ends = {name: end for name, end in (("low", self.low), ("high", self.high)) if end is not None}
        return given | {"truncate": list(ends.values()) if len(ends) == 2 else ends}

    def _expectation(self, function: Callable[[Array], Array]) -> float:
        """Integrate a function of the value over its normal score; panels are halved until that changes nothing."""
        first, last = (min(max(end, -FAR), FAR) for end in self._scores.support)
        atoms = np.array(self.family.atoms)
        jumps = ndtri([*self.family.cdf(atoms), *self.family.cdf(np.nextafter(atoms, -np.inf))]) if atoms.size else []
        edges = np.unique(np.clip(np.concatenate([EDGES, jumps, [first, last]]), first, last))
        low, high = edges[:-1], edges[1:]

        def integral(low: Array, high: Array) -> Array:
            half = (high - low)[:, None] / 2
            z = (low + high)[:, None] / 2 + half * NODES
            mass = half * WEIGHTS * np.exp(normal_log_density(z)) / self._scores.mass
            with np.errstate(over="ignore", invalid="ignore"):
                terms = mass * function(self._within(self.family.ppf_from_normal(z)))
            found: Array = np.where(np.isfinite(terms), terms, 0.0).sum(axis=1)
            return found

        total, size = 0.0, float(np.abs(integral(low, high)).sum())
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            halves = integral(low, middle) + integral(middle, high)
            poor = np.abs(integral(low, high) - halves) > 1e-15 * size + 1e-13 * np.abs(halves)
            total += float(halves[~poor].sum())
            if not poor.any():
                return total
            low, high, rest = (
                np.concatenate([low[poor], middle[poor]]),
                np.concatenate([middle[poor], high[poor]]),
                halves[poor],
            )
        return total + float(rest.sum())


def cut(family: Family, ends: object) -> Family:
    """Cut a distribution at ends as a case file has them: a list of two, or a table of ``low``, ``high`` or both.

    One that data have updated is cut before these: that is the same, and the data stay known.

    Raises
    ------
    FamilyError
        If they are anything else.
    """
    if isinstance(family, Updated):
        return Updated(cut(family.prior, ends), family.observations)
    if isinstance(ends, list | tuple) and len(ends) == 2:
        return Truncated(family, *ends)
    if isinstance(ends, Mapping) and ends and ends.keys() <= {"low", "high"}:
        return Truncated(family, **ends)
    raise FamilyError("truncate_ends", key="truncate", found=repr(ends))
