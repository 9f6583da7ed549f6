"""How far a probability goes apart over several views of what nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts.figures import Between, chance, range_text


@dataclass(frozen=True)
class ProbabilityRange:
    """How far the probability of an event goes apart over several views.

    Parameters
    ----------
    low, high : Measured
        The lowest and the highest. The interval of an end reaches as far as that of any view does.
    over : tuple of str
        The views, by name.
    """

    low: Measured
    high: Measured
    over: tuple[str, ...]

    @classmethod
    def of(cls, views: Mapping[str, Measured]) -> ProbabilityRange | None:
        """Give the range over views; None where there is but one."""
        if len(views) < 2:
            return None
        return cls(_end(min, views.values()), _end(max, views.values()), tuple(views))

    @property
    def span(self) -> Between:
        """The range with the intervals of its ends, for a word that fits all of it."""
        return Between(self.low.value, self.low.low, self.high.high)

    def ends(self, lang: str, *, whole: bool = False) -> tuple[str, str]:
        """Write the lowest and the highest."""
        return chance(self.low, lang, whole=whole), chance(self.high, lang, whole=whole)

    def said(self, lang: str) -> str:
        """Write the range; one number where both ends read the same."""
        return range_text(self.low, self.high, lang, "chance")

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {"low": self.low.to_dict(), "high": self.high.to_dict(), "over": list(self.over)}


def _end(pick: Any, views: Iterable[Measured]) -> Measured:
    """Give the lowest, or the highest, of the values and of their intervals."""
    views = list(views)
    return Measured(*(pick(getattr(view, part) for view in views) for part in ("value", "low", "high")))
