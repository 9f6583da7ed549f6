"""Mixtures of families, and the root finder that inverts their distribution functions."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families.base import Family, items
from mkba_uncertainty.families.tabulated import positive


@dataclass(frozen=True, repr=False)
class Mixture(Family):
    """One of several families, each with a probability: so are experts' distributions pooled.

    Without weights all are as probable; weights need not sum to 1.

    Parameters
    ----------
    families : tuple of Family
        Two or more, of the same quantity.
    weights : tuple of float, optional
        One each, 0 or more.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> either = mkba.Mixture((mkba.Normal(10, 1), mkba.Normal(20, 1)), (0.75, 0.25))
    >>> either.mean
    12.5
    >>> round(either.sd**2, 6)  # within 1, and between 0.75 x 0.25 x 10 squared
    19.75
    """

    families: tuple[Family, ...]
    weights: tuple[float, ...] | None = None
    name: ClassVar[str] = "mixture"

    def check(self) -> None:
        """Require families that are not one constant, and as many positive weights if any."""
        object.__setattr__(self, "families", items("families", self.families))
        for family in self.families:
            if not isinstance(family, Family):
                raise FamilyError("not_a_family", key="families", found=repr(family))
        if self.weights is not None:
            object.__setattr__(self, "weights", positive("weights", self.weights, len(self.families)))
        low, high = self.support
        if low == high:
            raise FamilyError("constant", key="families", found=low)

    @cached_property
    def _shares(self) -> Array:
        weights: Array = np.ones(len(self.families)) if self.weights is None else np.array(self.weights)
        weights /= weights.sum()
        return weights

    @cached_property
    def _table(self) -> tuple[Array, Array]:
        """Probabilities and values, both ascending, that the search for a quantile starts from.

        At an atom the table rises from the number just below it, so that the search ends where it begins.
        """
        scores = np.linspace(-8.0, 8.0, 257)
        atoms = np.array(self.atoms)
        values = [*(family.ppf_from_normal(scores) for family in self.families), atoms, np.nextafter(atoms, -np.inf)]
        x = np.unique(np.concatenate(values))
        return np.maximum.accumulate(self.cdf(x)), x

    def ppf(self, u: ArrayLike) -> Array:
        """Give, for probabilities ``u``, any shape, the lowest value whose cumulative probability is at least ``u``.

        Right to 12 digits, and to a billionth of a billionth of the standard deviation about zero.
        """
        u = np.asarray(u, dtype=np.float64)
        targets = u.ravel()
        probabilities, values = self._table
        place = np.searchsorted(probabilities, targets)
        inside = (place > 0) & (place < values.size)
        place = np.clip(place, 1, values.size - 1)
        low, high = values[place - 1], values[place]
        if not inside.all():  # in a far tail: between the lowest and the highest quantile of the families
            quantiles = [family.ppf(targets[~inside]) for family in self.families]
            low[~inside], high[~inside] = np.minimum.reduce(quantiles), np.maximum.reduce(quantiles)
        return rising_root(self.cdf, targets, low, high, smallest=1e-18 * self.sd).reshape(u.shape)[()]

    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""
        parts = zip(self._shares.tolist(), self.families, strict=True)
        probability: Array = np.sum([share * family.cdf(x) for share, family in parts], axis=0)
        return probability

    @property
    def atoms(self) -> tuple[float, ...]:
        """The atoms of all the families."""
        return tuple(sorted({atom for family in self.families for atom in family.atoms}))

    @property
    def mean(self) -> float:
        """The expected value."""
        return float(self._shares @ [family.mean for family in self.families])

    @property
    def sd(self) -> float:
        """The standard deviation: variance within families, and between their means."""
        mean = self.mean
        return math.sqrt(float(self._shares @ [family.sd**2 + (family.mean - mean) ** 2 for family in self.families]))

    @property
    def support(self) -> tuple[float, float]:
        """The lowest and highest value of any of the families."""
        lows, highs = zip(*(family.support for family in self.families), strict=True)
        return min(lows), max(highs)


def rising_root(
    function: Callable[[Array], Array], targets: Array, low: Array, high: Array, *, smallest: float
) -> Array:
    """Solve ``function(x) = target`` for each target by Chandrupatla's method.

    Inverse quadratic interpolation where that is safe, bisection where not (Chandrupatla 1997, Advances in
    Engineering Software 28: 145-149). Each root is found on its own: its bits do not depend on its neighbours.

    Parameters
    ----------
    function : callable
        Non-decreasing; array -> array of the same shape.
    targets, low, high : arrays of shape (n,)
        Each root lies between ``low`` and ``high``; one that does not is taken to be on the nearest of them. Where
        these are as good as equal, ``high`` is the answer.
    smallest : float
        The width of a bracket that is narrow enough near zero; elsewhere 1e-12 of the value is.

    Returns
    -------
    array of shape (n,)
    """
    root = high.copy()
    todo = np.flatnonzero(high - low > 1e-12 * np.maximum(np.abs(low), np.abs(high)) + smallest)
    a, b, target = high[todo], low[todo], targets[todo]
    fa, fb = function(a) - target, function(b) - target
    root[todo[fb >= 0]] = b[fb >= 0]
    between = (fb < 0) & (fa >= 0)  # by rounding a root may lie on an end, or just beyond: that end is the answer
    todo = todo[between]
    a, b, target, fa, fb = (array[between] for array in (a, b, target, fa, fb))
    step = np.full(todo.size, 0.5)
    while todo.size:
        x = a + step * (b - a)
        fx = function(x) - target
        same = (fx >= 0) == (fa >= 0)
        c, fc = np.where(same, a, b), np.where(same, fa, fb)
        b, fb = np.where(same, b, a), np.where(same, fb, fa)
        a, fa = x, fx
        best = np.where(np.abs(fa) < np.abs(fb), a, b)
        least = (0.5e-12 * np.abs(best) + smallest / 2) / np.abs(b - a)  # the smallest step worth taking
        root[todo] = best
        going = (least < 0.5) & (fa != 0)
        todo, target, least = todo[going], target[going], least[going]
        a, b, c, fa, fb, fc = (array[going] for array in (a, b, c, fa, fb, fc))
        with np.errstate(all="ignore"):  # where this divides by zero, it is not used
            xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
            smooth = (phi**2 < xi) & ((1 - phi) ** 2 < 1 - xi)
            curved = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        step = np.clip(np.where(smooth, curved, 0.5), least, 1 - least)
    return root
