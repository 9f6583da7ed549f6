"""Nodes of a graph that know nothing of time: formulas, sums, ratios."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mkba_uncertainty.arrays import Array, Value, Values, settled
from mkba_uncertainty.formula import Formula


@dataclass(frozen=True)
class Evaluate:
    """A formula over earlier names."""

    formula: Formula

    def __call__(self, values: Values) -> Value:
        """Evaluate the formula."""
        return self.formula.evaluate(values)


@dataclass(frozen=True)
class WeightedSum:
    """The sum of earlier nodes, each times a fixed weight; in this order, so that rounding is always the same.

    Where terms cancel but for rounding the sum is exactly 0, so that no probability hangs on the last bit.
    """

    terms: tuple[tuple[str, float], ...]

    def __call__(self, values: Values) -> Value:
        """Add up; in place once the sum is an array of its own, for sums move more memory than all else in a run."""
        total: Value = 0.0
        own: Array | None = None
        for place, (name, weight) in enumerate(self.terms):
            term = values[name] if weight in (1.0, -1.0) else weight * values[name]
            if own is not None and weight == -1.0:
                own -= term
            elif own is not None:
                own += term
            elif place == 0 and weight != -1.0:
                total = term
            else:
                total = total - term if weight == -1.0 else total + term
                own = total if isinstance(total, np.ndarray) else None
        return total if len(self.terms) < 2 else settled(total, self._size(values))

    def _size(self, values: Values) -> Value:
        return sum(abs(weight) * np.abs(values[name]) for name, weight in self.terms)


@dataclass(frozen=True)
class Ratio:
    """Numerator over denominator, 1 where they differ by rounding alone; NaN where the denominator is not positive."""

    numerator: str
    denominator: str

    def __call__(self, values: Values) -> Value:
        """Divide."""
        above, below = np.asarray(values[self.numerator]), np.asarray(values[self.denominator])
        ratio: Array = np.divide(above, np.where(below > 0, below, np.nan))
        return np.asarray(settled(ratio, np.abs(ratio) + 1.0, at=1.0))
