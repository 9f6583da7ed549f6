"""Models whose screening measures are known by quadrature."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri
from scipy.stats import multivariate_normal

import mkba_uncertainty as mkba

Array = NDArray[np.float64]
MIDDLES = ndtri((np.arange(4000) + 0.5) / 4000)
"""Middles of 4,000 equal stretches of a standard normal input."""


@dataclass(frozen=True)
class Known:
    """A model with one outcome ``y``, and what is true of each measure, as ``"delta a"``."""

    model: mkba.Model
    truth: Mapping[str, float]
    where: str = "y > 0"

    def measured(self, **options: Any) -> dict[str, mkba.Measured]:
        """Screen it, and give each measure by the names of ``truth``."""
        found = mkba.screening(self.model, outcome="y", where=self.where, **options)
        assert found.region is not None
        measures = {"delta": found.delta, "pawn": found.pawn, "apart": found.region.distance}
        return {f"{kind} {name}": one for kind, each in measures.items() for name, one in each.items()}


def gaussian_delta(share: float) -> float:
    """Half of |density - density given x|, over y and x, for a normal y of which x carries this share."""
    if not share:
        return 0.0
    y, rest = np.linspace(-8, 8, 4001), math.sqrt(1 - share)
    density = np.exp(-(y**2) / 2)
    apart = [
        np.abs(density - np.exp(-(((y - math.sqrt(share) * x) / rest) ** 2) / 2) / rest).sum() for x in MIDDLES[::8]
    ]
    return float(np.mean(apart) * 0.004 / 2 / math.sqrt(2 * math.pi))


def gaussian_pawn(share: float) -> float:
    """Median over ten slices of the largest distance between the distribution of y, and that within the slice."""
    if not share:
        return 0.0
    y = np.linspace(-5, 5, 1001)
    given = ndtr((y - math.sqrt(share) * MIDDLES[:, None]) / math.sqrt(1 - share))
    return float(np.median(np.abs(given.reshape(10, 400, -1).mean(axis=1) - ndtr(y)).max(axis=1)))


def gaussian_apart(share: float, limit: float) -> float:
    """The largest distance between the distributions of x where y > limit, and where it is not.

    It is where P(y > limit | x) equals P(y > limit); there the distribution inside is P(x, y <= limit) put aside.
    """
    correlation = math.sqrt(share)
    if not share:
        return 0.0
    at = limit * (1 - math.sqrt(1 - share)) / correlation
    below = float(multivariate_normal([0, 0], [[1, correlation], [correlation, 1]]).cdf([at, limit]))
    return below / float(ndtr(limit)) - (float(ndtr(at)) - below) / float(ndtr(-limit))


def of_normals(sds: Mapping[str, float], limit: float) -> Known:
    """Add normals with these standard deviations; one of them may do nothing."""
    total = math.hypot(*sds.values())
    names = {name: sd for name, sd in sds.items() if sd}
    model = mkba.Model(
        {name: mkba.Normal(0, sd or 1.0) for name, sd in sds.items()},
        lambda x: {"y": sum(x[name] for name in names)},
        ("y",),
    )
    truth = {}
    for name, sd in sds.items():
        share = (sd / total) ** 2
        truth |= {
            f"delta {name}": gaussian_delta(share),
            f"pawn {name}": gaussian_pawn(share),
            f"apart {name}": gaussian_apart(share, limit),
        }
    return Known(model, truth, f"y > {limit * total}")


KNOWN = {
    "sd 4, 3, 0": of_normals({"a": 4.0, "b": 3.0, "null": 0.0}, 0.0),
    "sd 8, 5, 1, 0": of_normals({"a": 8.0, "b": 5.0, "c": 1.0, "null": 0.0}, -1.2),
}
