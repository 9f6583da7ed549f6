"""The answer to how much the model itself is in doubt; :mod:`mkba_uncertainty.analysis.structure` finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.analysis.provenance import Provenance, brief
from mkba_uncertainty.case import Case, Text
from mkba_uncertainty.replication import Measured

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class VariantOutcome:
    """The outcome under one variant of the model.

    Parameters
    ----------
    label, note : Text
    point : float
        At the point estimates.
    mean, sd : Measured
    quantiles : dict of level to Measured
    probability : Measured
        That the outcome is above zero.
    shift : Measured
        By how much the mean differs from that of the base.
    differs : bool
        Whether it differs from the base on any draw. A reading may make no difference under these choices.
    weight : float
        Its weight in the split of the variance; the weights sum to 1.
    """

    label: Text
    note: Text | None
    point: float
    mean: Measured
    sd: Measured
    quantiles: dict[float, Measured]
    probability: Measured
    shift: Measured
    differs: bool
    weight: float


@dataclass(frozen=True)
class Structure:
    """One outcome under all variants of the model, on the same draws.

    Parameters
    ----------
    provenance : Provenance
    case : Case
    outcome : str
    label : Text
    variants : dict of name to VariantOutcome
        ``base`` is the first.
    equal_weights : bool
        Whether nobody stated weights: then all variants that differ weigh the same.
    within, between : Measured
        The weighted mean of the variances of the variants, and the weighted variance of their means.
    between_share : Measured
        ``between / (within + between)``: the share of the variance that is doubt about the model itself.
    """

    provenance: Provenance
    case: Case
    outcome: str
    label: Text
    variants: dict[str, VariantOutcome]
    equal_weights: bool
    within: Measured
    between: Measured
    between_share: Measured

    __repr__ = brief

    def to_dict(self) -> dict[str, Any]:
        """Give what ``mkba structure --json`` shows."""
        return {
            **self.provenance.to_dict(),
            "outcome": self.outcome,
            "variants": {
                name: {
                    self.outcome: {
                        "point": variant.point,
                        "mean": variant.mean.to_dict(),
                        "sd": variant.sd.to_dict(),
                        "quantiles": {str(level): value.to_dict() for level, value in variant.quantiles.items()},
                    },
                    "probability": variant.probability.to_dict(),
                    "shift": variant.shift.to_dict(),
                    "differs": variant.differs,
                    "weight": variant.weight,
                }
                for name, variant in self.variants.items()
            },
            "equal_weights": self.equal_weights,
            "within_variance": self.within.to_dict(),
            "between_variance": self.between.to_dict(),
            "between_share": self.between_share.to_dict(),
        }

    def to_frame(self) -> pd.DataFrame:
        """Give a row a variant: weight, point, then probability, mean, shift, sd and quantiles with their intervals."""
        import pandas as pd

        rows = []
        for name, variant in self.variants.items():
            row: dict[str, Any] = {
                "outcome": self.outcome,
                "variant": name,
                "weight": variant.weight,
                "point": variant.point,
            }
            figures = {"probability": variant.probability, "mean": variant.mean, "shift": variant.shift}
            figures |= {"sd": variant.sd, **{f"q{level:g}": value for level, value in variant.quantiles.items()}}
            for key, value in figures.items():
                row |= {key: value.value, f"{key}_low": value.low, f"{key}_high": value.high}
            rows.append(row)
        return pd.DataFrame(rows)
