"""Where does the verdict flip? The value of each estimate at which the expected outcome is zero."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mkba_uncertainty.analysis.labels import input_labels
from mkba_uncertainty.analysis.main_effect import MOST_EXTREME, PinnedDraws, uncertain_names
from mkba_uncertainty.analysis.provenance import Provenance, provenance
from mkba_uncertainty.case import Text
from mkba_uncertainty.design import Design, Kind, Rng
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.graph import Array
from mkba_uncertainty.model import Model
from mkba_uncertainty.replication import Measured, measure

if TYPE_CHECKING:
    import pandas as pd

SCAN = 33
"""Points at which a curve is looked at for a change of sign."""

STEPS = 60
TOLERANCE = 1e-12


@dataclass(frozen=True)
class SwitchingValue:
    """Where the expected outcome is zero along one estimate.

    Parameters
    ----------
    estimate : str
    label : Text
    point : float
        The point value of the estimate.
    value : Measured or None
        The switching value nearest to the point value; None where the outcome keeps its sign within the estimate's range.
    probability_crossed : Measured
        Probability that the estimate lies where the expected outcome has the other sign.
    """

    estimate: str
    label: Text
    point: float
    value: Measured | None
    probability_crossed: Measured

    @property
    def relative_change(self) -> float | None:
        """Change from the point value to the switching value, over the point value; None where there is none."""
        if self.value is None or self.point == 0:
            return None
        return (self.value.value - self.point) / abs(self.point)


@dataclass(frozen=True)
class Switching:
    """The switching values of one outcome, those that are crossed most likely first."""

    provenance: Provenance
    outcome: str
    mean: Measured
    values: dict[str, SwitchingValue]

    def to_dict(self) -> dict[str, Any]:
        """Give what ``mkba switching --json`` shows."""
        return {
            **self.provenance.to_dict(),
            "outcome": self.outcome,
            "estimates": {
                name: {
                    "value": found.value and found.value.value,
                    "relative_change": found.relative_change,
                    "low": found.value and found.value.low,
                    "high": found.value and found.value.high,
                    "probability_crossed": found.probability_crossed.to_dict(),
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
                }
                for name, found in self.values.items()
            ]
        )


class _Curve:
    """The conditional mean of an outcome along an estimate, within each replicate, evaluated where it is asked."""

    def __init__(self, batches: Sequence[PinnedDraws], estimate: str) -> None:
        self.batches, self.estimate = batches, estimate

    def within(self, x: float | Array) -> Array:
        """Give the mean within each replicate, at one value or at one for each replicate: shape (replicates,)."""
        counts = np.cumsum([0, *(batch.replicates for batch in self.batches)])
        values = np.broadcast_to(x, counts[-1])
        shared = np.ndim(x) == 0
        return np.concatenate(
            [
                batch.means({self.estimate: float(values[0]) if shared else values[first:last]})[:, 0]
                for batch, first, last in zip(self.batches, counts, counts[1:], strict=False)
            ]
        )

    def __call__(self, x: float) -> float:
        """Give the mean over all draws."""
        return float(self.within(x).mean())


def switching(
    model: Model,
    *,
    outcome: str = "net_benefit",
    of: Collection[str] | None = None,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: Kind = "sobol",
) -> Switching:
    """At which value of each estimate is the expected outcome zero, all others at their distributions?

    Parameters
    ----------
    model : Model
    outcome : str
        Usually the net benefit, of society or of an actor.
    of : collection of str, optional
        Which estimates; all uncertain ones by default.
    draws, replicates, rng, kind
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    Switching

    Raises
    ------
    InputError
        If the outcome or an estimate is unknown or fixed.

    Notes
    -----
    The root of the main-effect curve, found on the curve itself and, for its interval, within each replicate. HM
    Treasury's Green Book calls it the switching value. Where a curve changes sign more than once, the root nearest to
    the point value is given; the probability counts all of the range with the other sign.
    """
    design = Design(draws, replicates, rng, kind)
    model.select([outcome])
    names = uncertain_names(model, of)
    batches = [PinnedDraws.of(model, design, batch, [outcome]) for batch in design.batches()]
    means = np.concatenate([batch.means_now()[:, 0] for batch in batches])
    mean = measure(float(means.mean()), means)
    if mean.value == 0:
        raise InputError("mean_is_zero", key=outcome)
    labels, points = input_labels(model, names), model.point()
    found = [
        _switching_value(model, _Curve(batches, name), labels[name], points[name], np.sign(mean.value)) for name in names
    ]
    found.sort(key=lambda value: (value.value is None, -value.probability_crossed.value))
    return Switching(provenance(model, design), outcome, mean, {value.estimate: value for value in found})


def _switching_value(model: Model, curve: _Curve, label: Text, point: float, sign: float) -> SwitchingValue:
    family = model.inputs[curve.estimate]
    scanned = np.unique(family.ppf(np.concatenate([[MOST_EXTREME], np.linspace(0, 1, SCAN)[1:-1], [1 - MOST_EXTREME]])))
    outcomes = np.array([curve(x) for x in scanned])
    crossings = np.flatnonzero(np.diff(np.sign(outcomes)))
    if crossings.size == 0:
        return SwitchingValue(curve.estimate, label, point, None, Measured(0.0, 0.0, 0.0))
    roots = [
        _root(curve, (scanned[place], scanned[place + 1]), (outcomes[place], outcomes[place + 1])) for place in crossings
    ]
    nearest = min(roots, key=lambda root: abs(root - point))
    within = _roots_within(curve, nearest, np.ptp(scanned))
    value = measure(nearest, within)
    crossed = _probability_beyond(family, roots, outcomes[0], sign)
    shifted = [
        _probability_beyond(family, [root - nearest + moved for root in roots], outcomes[0], sign) for moved in within
    ]
    probability = measure(crossed, np.array(shifted))
    return SwitchingValue(
        curve.estimate,
        label,
        point,
        value,
        Measured(crossed, max(probability.low, 0.0), min(probability.high, 1.0)),
    )


def _root(curve: _Curve, ends: tuple[float, float], outcomes: tuple[float, float]) -> float:
    from scipy.optimize import brentq

    if 0.0 in outcomes:
        return float(ends[outcomes.index(0.0)])
    return float(brentq(curve, *ends, xtol=TOLERANCE * max(abs(ends[0]), abs(ends[1])), rtol=4 * np.finfo(float).eps))


def _roots_within(curve: _Curve, root: float, width: float) -> Array:
    """Give the root within each replicate near the root of all: one regula falsi for all replicates at once."""
    step = 1e-3 * width
    outcome = curve.within(root)
    slope = (curve.within(root + step) - curve.within(root - step)) / (2 * step)
    return np.asarray(root - outcome / slope)


def _probability_beyond(family: Any, roots: Sequence[float], first: float, sign: float) -> float:
    """Give the probability of the stretches between roots on which the outcome's sign is not ``sign``."""
    edges = np.concatenate([[0.0], np.asarray(family.cdf(np.sort(roots))), [1.0]])
    starts_crossed = np.sign(first) != sign
    return float(np.sum(np.diff(edges)[0 if starts_crossed else 1 :: 2]))
