"""What an answer to "how sure are we?" holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.analysis.provenance import Provenance, brief
from mkba_uncertainty.case import Case, Text
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.stopping import Stopping

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Distribution:
    """One outcome: its value at the point estimates, mean, standard deviation and quantiles.

    ``meaningless`` marks a ratio whose denominator is not positive on some draws; then there are no figures.
    """

    point: float | None
    mean: Measured | None
    sd: Measured | None
    quantiles: dict[float, Measured]
    meaningless: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {
            "point": self.point,
            "mean": self.mean and self.mean.to_dict(),
            "sd": self.sd and self.sd.to_dict(),
            "quantiles": {str(level): value.to_dict() for level, value in self.quantiles.items()},
            "meaningless": self.meaningless,
        }


@dataclass(frozen=True)
class Confidence:
    """How sure we are of a model's outcomes.

    Parameters
    ----------
    provenance : Provenance
    case : Case or None
        None for a model that is no case.
    labels : dict of outcome to Text
    outcomes : dict of outcome to Distribution
    probabilities : dict of event to Measured or None
        None where the event speaks of a meaningless ratio.
    published : float or None
        The published net benefit.
    published_percentile : Measured or None
        Share of the draws at or below the published net benefit.
    losses : dict of outcome to Measured
        For a case: of each ``actor:<id>`` among the outcomes, the probability that its balance is negative.
    drivers : dict of estimate to Measured
        For a case: the estimates that carry most of the uncertainty of the net benefit, and the share of its variance
        that each would take away by itself (the first-order index); largest first.
    verdict : Text or None
        The answer in a few sentences; None for a model that is no case.
    curve : dict of level to Measured
        Quantiles of the first headline outcome, for its exceedance curve.
    curve_outcome : str
    stopping : Stopping or None
        What a stopping rule came to.
    """

    provenance: Provenance
    case: Case | None
    labels: dict[str, Text]
    outcomes: dict[str, Distribution]
    probabilities: dict[str, Measured | None]
    published: float | None
    published_percentile: Measured | None
    losses: dict[str, Measured]
    drivers: dict[str, Measured]
    verdict: Text | None
    curve: dict[float, Measured]
    curve_outcome: str
    stopping: Stopping | None = None

    __repr__ = brief

    def to_dict(self) -> dict[str, Any]:
        """Give what ``mkba run --json`` shows."""
        return {
            **self.provenance.to_dict(),
            "outcomes": {name: outcome.to_dict() for name, outcome in self.outcomes.items()},
            "probabilities": {event: value and value.to_dict() for event, value in self.probabilities.items()},
            "published": self.published,
            "published_percentile": self.published_percentile and self.published_percentile.to_dict(),
            "losses": {name: loss.to_dict() for name, loss in self.losses.items()},
            "drivers": {name: share.to_dict() for name, share in self.drivers.items()},
            "stopping": self.stopping and self.stopping.to_dict(),
            "verdict": self.verdict and {"nl": self.verdict.nl, "en": self.verdict.en},
        }

    def to_frame(self) -> pd.DataFrame:
        """Give a row an outcome: point, then mean, sd, quantiles and for an actor the probability of a loss."""
        import pandas as pd

        rows = []
        for name, outcome in self.outcomes.items():
            row: dict[str, Any] = {"outcome": name, "point": outcome.point}
            figures: dict[str, Measured | None] = {"mean": outcome.mean, "sd": outcome.sd}
            figures |= {f"q{level:g}": value for level, value in outcome.quantiles.items()}
            figures["probability_negative"] = self.losses.get(name)
            for key, value in figures.items():
                if value is not None:
                    row |= {key: value.value, f"{key}_low": value.low, f"{key}_high": value.high}
            rows.append(row)
        return pd.DataFrame(rows)
