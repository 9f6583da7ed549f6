"""Where does the verdict flip? The value of each estimate at which the expected outcome is zero."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mkba_uncertainty.analysis.curves.crossings import Crossings, Line, find_crossings, values_to_scan
from mkba_uncertainty.analysis.provenance import Provenance, provenance
from mkba_uncertainty.analysis.requirements import uncertain_names
from mkba_uncertainty.arrays import Rng
from mkba_uncertainty.design import Design, Kind
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.families import Family
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.replication import Executor, Measured, half_width, measure
from mkba_uncertainty.texts import Text

if TYPE_CHECKING:
    import pandas as pd

SCAN = 33
"""Values over the range of an estimate at which its curve is looked at for a change of sign."""


@dataclass(frozen=True)
class SwitchingValue:
    """Where the expected outcome is zero along one estimate.

    Parameters
    ----------
    estimate : str
    label : Text
    unit : str or None
        Its unit in the case.
    point : float
        The point value of the estimate.
    low, high : float
        Its 5 and 95 % quantile.
    value : Measured or None
        The switching value; None where the expected outcome keeps its sign all over the estimate's range. Where there
        are several, the one nearest to the point value.
    values : tuple of Measured
        All of them, ascending.
    probability_crossed : Measured
        Probability that the estimate lies where the expected outcome has the other sign.
    closest : Measured
        The expected outcome that comes closest to zero within the estimate's range; zero itself where it is crossed.
    """

    estimate: str
    label: Text
    unit: str | None
    point: float
    low: float
    high: float
    value: Measured | None
    values: tuple[Measured, ...]
    probability_crossed: Measured
    closest: Measured

    @property
    def relative_change(self) -> float | None:
        """Change from the point value to the switching value, over the point value; None where there is none."""
        if self.value is None or self.point == 0:
            return None
        return (self.value.value - self.point) / abs(self.point)


@dataclass(frozen=True)
class Switching:
    """The switching values of one outcome: those crossed most likely first, then those that come closest.

    Parameters
    ----------
    provenance : Provenance
    outcome : str
    label : Text
        What the outcome is called.
    mean : Measured
        The expected outcome.
    values : dict of estimate to SwitchingValue
    """

    provenance: Provenance
    outcome: str
    label: Text
    mean: Measured
    values: dict[str, SwitchingValue]

    def to_dict(self) -> dict[str, Any]:
        """Give what ``mkba switching --json`` shows."""
        return {
            **self.provenance.to_dict(),
            "outcome": self.outcome,
            "mean": self.mean.to_dict(),
            "estimates": {
                name: {
                    "value": found.value and found.value.value,
                    "relative_change": found.relative_change,
                    "low": found.value and found.value.low,
                    "high": found.value and found.value.high,
                    "probability_crossed": found.probability_crossed.to_dict(),
                    "all": [value.to_dict() for value in found.values],
                    "closest": found.closest.to_dict(),
                }
                for name, found in self.values.items()
            },
        }

    def to_frame(self) -> pd.DataFrame:
        """Give a row an estimate."""
        import pandas as pd

        return pd.DataFrame(
            [
                {
                    "outcome": self.outcome,
                    "estimate": name,
                    "point": found.point,
                    "switching_value": found.value and found.value.value,
                    "switching_value_low": found.value and found.value.low,
                    "switching_value_high": found.value and found.value.high,
                    "relative_change": found.relative_change,
                    "probability_crossed": found.probability_crossed.value,
                    "probability_crossed_low": found.probability_crossed.low,
                    "probability_crossed_high": found.probability_crossed.high,
                    "closest": found.closest.value,
                    "closest_low": found.closest.low,
                    "closest_high": found.closest.high,
                }
                for name, found in self.values.items()
            ]
        )


def switching(
    model: AnyModel,
    *,
    outcome: str = "net_benefit",
    of: Collection[str] | None = None,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: Kind = "sobol",
    executor: Executor | None = None,
) -> Switching:
    """Say at which value of each estimate the expected outcome is zero, all others at their distributions.

    Parameters
    ----------
    model : AnyModel
    outcome : str
        Usually the net benefit, of society or of an actor.
    of : collection of str, optional
        Which estimates; all uncertain ones by default.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    Switching

    Raises
    ------
    InputError
        If the outcome or an estimate is unknown or fixed, or the outcome is a ratio, which flips the verdict at 1.
    ModelError
        If the outcome is always zero, or NaN or infinite on some draw.

    Notes
    -----
    The root of the main-effect curve, found on the curve itself; HM Treasury's Green Book (2022, A5) calls it the
    switching value. Its interval comes from the roots within replicates, each one Newton step from the root of all.
    Curves are scanned between the quantiles at 1e-6 and 1 - 1e-6 of the estimate. Two roots between neighbours of the
    33 values scanned cancel and are not seen.
    """
    design = Design(draws, replicates, rng, kind)
    model.select([outcome])
    if model.unit(outcome) == "ratio":
        raise InputError("switching_ratio", key="outcome", found=outcome)
    names = uncertain_names(model, of)
    lines = {name: Line(name, values_to_scan(model.inputs[name], SCAN)) for name in names}
    mean, crossings = find_crossings(model, design, outcome, lines, executor)
    require_sign(mean, outcome)
    labels, units, points = model.labels(names), {name: model.unit(name) for name in names}, model.point()
    found = [
        _switching_value(
            name,
            labels[name],
            units[name],
            points[name],
            model.inputs[name],
            crossings[name],
            float(np.sign(mean.value)),
        )
        for name in names
    ]
    found.sort(key=lambda value: (value.value is None, -value.probability_crossed.value, abs(value.closest.value)))
    return Switching(
        provenance(model, design),
        outcome,
        model.label(outcome),
        mean,
        {value.estimate: value for value in found},
    )


def require_sign(mean: Measured, outcome: str) -> None:
    """Refuse an outcome whose mean is exactly zero: it has no sign that could change."""
    if mean.value == 0:
        raise ModelError("mean_is_zero", key=outcome)


def _switching_value(
    name: str, label: Text, unit: str | None, point: float, family: Family, crossings: Crossings, sign: float
) -> SwitchingValue:
    low, high = family.ppf(np.array([0.05, 0.95])).tolist()
    ends = float(crossings.along[0]), float(crossings.along[-1])
    values = tuple(
        _clipped(measure(float(root), within), *ends)
        for root, within in zip(crossings.roots, crossings.within.T, strict=True)
    )
    return SwitchingValue(
        name,
        label,
        unit,
        point,
        low,
        high,
        min(values, key=lambda value: abs(value.value - point), default=None),
        values,
        crossings.measured_probability(family.cdf, sign),
        Measured(0.0, 0.0, 0.0) if values else _closest(crossings),
    )


def _closest(crossings: Crossings) -> Measured:
    curve = crossings.means.mean(axis=0)
    place = int(np.argmin(np.abs(curve)))
    half = float(half_width(curve[place], crossings.means[:, place]))
    return Measured(float(curve[place]), float(curve[place]) - half, float(curve[place]) + half)


def _clipped(measured: Measured, low: float, high: float) -> Measured:
    return Measured(measured.value, max(measured.low, low), min(measured.high, high))
