"""What a screening gives: three measures of each estimate, and of an input that does nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.analysis.provenance import Provenance
from mkba_uncertainty.case import Text
from mkba_uncertainty.replication import Measured

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Morris:
    """Mean size and standard deviation of the elementary effects of one estimate.

    Both in units of the outcome, as if the estimate went from one end of its range to the other.
    """

    mu_star: Measured
    sigma: Measured


@dataclass(frozen=True)
class Screening:
    """Three ways to see which estimates matter to an outcome.

    Parameters
    ----------
    provenance : Provenance
    outcome : str
    label : Text
        What the outcome is called.
    labels : dict of estimate to Text
    trajectories : int
        Morris trajectories in each replicate.
    morris : dict of estimate to Morris
        Largest ``mu_star`` first.
    delta, pawn : dict of estimate to Measured
        In the same order.
    dummy_delta, dummy_pawn : Measured
        The same for an input that does nothing: whatever scores no higher cannot be told from it.
    """

    provenance: Provenance
    outcome: str
    label: Text
    labels: dict[str, Text]
    trajectories: int
    morris: dict[str, Morris]
    delta: dict[str, Measured]
    pawn: dict[str, Measured]
    dummy_delta: Measured
    dummy_pawn: Measured

    def to_dict(self) -> dict[str, Any]:
        """Give what ``mkba screen --json`` shows."""
        return {
            **self.provenance.to_dict(),
            "outcome": self.outcome,
            "trajectories": self.trajectories,
            "morris": {
                name: {"mu_star": found.mu_star.to_dict(), "sigma": found.sigma.to_dict()}
                for name, found in self.morris.items()
            },
            "delta": {name: found.to_dict() for name, found in self.delta.items()},
            "pawn": {name: found.to_dict() for name, found in self.pawn.items()},
            "dummy": {"delta": self.dummy_delta.to_dict(), "pawn": self.dummy_pawn.to_dict()},
        }

    def to_frame(self) -> pd.DataFrame:
        """Give a row an estimate: each measure with its interval."""
        import pandas as pd

        rows = []
        for name, morris in self.morris.items():
            row: dict[str, Any] = {"outcome": self.outcome, "estimate": name}
            figures = {"mu_star": morris.mu_star, "sigma": morris.sigma}
            for key, value in {**figures, "delta": self.delta[name], "pawn": self.pawn[name]}.items():
                row |= {key: value.value, f"{key}_low": value.low, f"{key}_high": value.high}
            rows.append(row)
        return pd.DataFrame(rows)
