"""What a Sobol' analysis gives: indices of each outcome, with intervals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scipy.special import stdtrit

from mkba_uncertainty.analysis.provenance import Provenance
from mkba_uncertainty.case import Text
from mkba_uncertainty.replication import CONFIDENCE_LEVEL, Measured
from mkba_uncertainty.stopping import Stopping

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Index:
    """The share of the variance that one factor carries alone, and with all interactions it takes part in."""

    first_order: Measured
    total_order: Measured


@dataclass(frozen=True)
class OutcomeIndices:
    """The indices of one outcome.

    Parameters
    ----------
    variance : Measured
    indices : dict of factor to Index
    second_order : list of (pair, Measured)
        The share that two factors carry only together; empty unless asked for.
    first_order_sum, interactions : Measured
        The sum of the first-order indices, and what it leaves: the share of all interactions.
    """

    variance: Measured
    indices: dict[str, Index]
    second_order: list[tuple[tuple[str, str], Measured]]
    first_order_sum: Measured
    interactions: Measured

    def pairs_that_act(self, replicates: int) -> dict[tuple[str, str], Measured]:
        """Give the second-order indices that cannot be zero, even though so many pairs are looked at.

        Each interval is widened until all of them hold together with 95 % (Bonferroni; Miller 1981): of a thousand
        pairs without interaction fifty would lie beyond their own interval.
        """
        if not self.second_order:
            return {}
        tail = (1 - CONFIDENCE_LEVEL) / 2
        widening = stdtrit(replicates - 1, 1 - tail / len(self.second_order)) / stdtrit(replicates - 1, 1 - tail)
        return {
            pair: found
            for pair, found in self.second_order
            if abs(found.value) > widening * (found.high - found.low) / 2
        }

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {
            "variance": self.variance.to_dict(),
            "indices": {
                name: {"first_order": index.first_order.to_dict(), "total_order": index.total_order.to_dict()}
                for name, index in self.indices.items()
            },
            "second_order": [{"pair": list(pair), **value.to_dict()} for pair, value in self.second_order],
            "first_order_sum": self.first_order_sum.to_dict(),
            "interactions": self.interactions.to_dict(),
        }


@dataclass(frozen=True)
class SobolResult:
    """Sobol' indices of a model's outcomes.

    Parameters
    ----------
    provenance : Provenance
    labels : dict of outcome to Text
    factors : dict of factor to its inputs
        A factor is an uncertain input, or a group of them.
    factor_labels : dict of factor to Text
    outcomes : dict of outcome to OutcomeIndices
    left_out : dict of outcome to Text
        Headline outcomes that were not asked for by name and have no indices, and why.
    stopping : Stopping or None
        What a stopping rule came to.
    """

    provenance: Provenance
    labels: dict[str, Text]
    factors: dict[str, tuple[str, ...]]
    factor_labels: dict[str, Text]
    outcomes: dict[str, OutcomeIndices]
    left_out: dict[str, Text] = field(default_factory=dict)
    stopping: Stopping | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give what ``mkba sobol --json`` shows."""
        return {
            **self.provenance.to_dict(),
            "outcomes": {name: outcome.to_dict() for name, outcome in self.outcomes.items()},
            "left_out": {name: {"nl": reason.nl, "en": reason.en} for name, reason in self.left_out.items()},
            "stopping": self.stopping and self.stopping.to_dict(),
        }

    def to_frame(self) -> pd.DataFrame:
        """Give a row an outcome and estimate (or group), with both indices and their intervals."""
        import pandas as pd

        return pd.DataFrame(
            {
                "outcome": outcome,
                "estimate": name,
                **_columns("first_order", index.first_order),
                **_columns("total_order", index.total_order),
            }
            for outcome, found in self.outcomes.items()
            for name, index in found.indices.items()
        )

    def second_order_frame(self) -> pd.DataFrame:
        """Give a row an outcome and pair, with the second-order index and its interval."""
        import pandas as pd

        return pd.DataFrame(
            [
                {"outcome": outcome, "estimate": first, "with": second, **_columns("second_order", value)}
                for outcome, found in self.outcomes.items()
                for (first, second), value in found.second_order
            ]
        )


def _columns(name: str, value: Measured) -> dict[str, float]:
    return {name: value.value, f"{name}_low": value.low, f"{name}_high": value.high}
