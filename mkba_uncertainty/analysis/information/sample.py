"""The value of a planned study of one estimate, from its main-effect curve; and how large the study should be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.information.perfect import Curves, not_below_zero
from mkba_uncertainty.analysis.information.preposterior import preposterior
from mkba_uncertainty.analysis.information.study import Study
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import Family
from mkba_uncertainty.replication import Measured, measure
from mkba_uncertainty.texts import Text

FINE = 512
"""Values of an estimate told apart by a study: its posterior may be much narrower than the steps of a curve."""

SIZES = (1, 2, 5)
"""Sizes at which the curve over ``n`` is drawn, times powers of ten."""

LARGEST_DRAWN = 1000


@dataclass(frozen=True)
class Costs:
    """What a study costs: a fixed amount, and so much for each household followed, in euros."""

    per_household: float = 0.0
    fixed: float = 0.0

    def __post_init__(self) -> None:
        """Refuse negative amounts."""
        for key in ("per_household", "fixed"):
            if not 0 <= getattr(self, key) < np.inf:
                raise InputError("cost_negative", key=key, found=getattr(self, key))

    def of(self, n: int) -> float:
        """Give the costs of a study of ``n`` households."""
        return self.fixed + self.per_household * n


@dataclass(frozen=True)
class StudySize:
    """A study of one size: what it is worth, and what is left after its costs."""

    n: int
    value: Measured
    cost: float

    @property
    def net(self) -> Measured:
        """The expected net benefit of sampling (Raiffa and Schlaifer 1961)."""
        return Measured(self.value.value - self.cost, self.value.low - self.cost, self.value.high - self.cost)

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {"n": self.n, **self.value.to_dict(), "cost": self.cost, "enbs": self.net.to_dict()}


@dataclass(frozen=True)
class StudyWorth:
    """What a planned study is worth, at several sizes.

    Parameters
    ----------
    estimate : str
        The estimate that is studied; several are joined by ``+``.
    label : Text
    kind : str
        The kind of study, such as ``binomial``.
    asked : int
        The size that was asked.
    sizes : tuple of StudySize
        Ascending in ``n``.
    costs : Costs
    perfect : Measured
        What no study can exceed: the value of knowing exactly.
    """

    estimate: str
    label: Text
    kind: str
    asked: int
    sizes: tuple[StudySize, ...]
    costs: Costs
    perfect: Measured

    @property
    def at(self) -> StudySize:
        """The study of the size that was asked."""
        return next(size for size in self.sizes if size.n == self.asked)

    @property
    def best(self) -> StudySize | None:
        """The size with the most left after its costs; None if no size is worth its costs."""
        best = max(self.sizes, key=lambda size: size.net.value)
        return best if best.net.value > 0 else None


def sizes_to_draw(asked: int) -> list[int]:
    """Give sizes 1, 2, 5, 10, ... up to a thousand or the first from the asked one on, and the asked one."""
    series = [step * 10**power for power in range(8) for step in SIZES]
    top = next(size for size in series if size >= max(asked, LARGEST_DRAWN))
    return sorted({*(size for size in series if size <= top), asked})


def study_curve(
    value_at: Callable[[int], Measured], asked: int, costs: Costs, perfect: Measured
) -> tuple[StudySize, ...]:
    """Value a study at a series of sizes, and at the size that leaves most after its costs.

    No study is worth more than knowing exactly, so with costs per household no larger size can pay than
    ``perfect / per_household``. Between the best of the series and its neighbours the best whole number is sought by
    ternary search.
    """
    found: dict[int, StudySize] = {}

    def at(n: int) -> StudySize:
        if n not in found:
            found[n] = StudySize(n, value_at(n), costs.of(n))
        return found[n]

    series = [at(n) for n in sizes_to_draw(asked)]
    if costs.per_household > 0:
        most = int(min(max(perfect.high, 1.0) / costs.per_household, 1e6))
        series += [at(n) for n in sizes_to_draw(max(most, 1)) if n <= most]
        order = sorted(found)
        place = order.index(max(series, key=lambda size: size.net.value).n)
        low, high = order[max(place - 1, 0)], order[min(place + 1, len(order) - 1)]
        while high - low > 2:
            third = (high - low) // 3
            if at(low + third).net.value < at(high - third).net.value:
                low += third
            else:
                high -= third
        for n in range(low, high + 1):
            at(n)
    best = max(found.values(), key=lambda size: size.net.value)
    keep = {size.n for size in series} | {asked, best.n}
    return tuple(found[n] for n in sorted(keep))


def worth_of_study(study: Study, name: str, family: Family, curves: Curves) -> Callable[[int], Measured]:
    """Give a function from the size of a study to its worth.

    Parameters
    ----------
    study : Study
    name : str
        The estimate.
    family : Family
        Its distribution: the prior.
    curves : Curves
    """
    x, weight, within = _finer(family, curves)
    best = int((weight @ within.mean(axis=0)).argmax())
    together = np.concatenate([within.mean(axis=0, keepdims=True), within]).transpose(1, 0, 2)
    lead = together - together[..., best : best + 1]
    before = np.tensordot(weight, lead, axes=1).max(axis=-1)

    def value_at(n: int) -> Measured:
        after = preposterior(study.of_size(n), name, x, weight).best(lead) - before
        return not_below_zero(measure(float(after[0]), after[1:]))

    return value_at


def _finer(family: Family, curves: Curves) -> tuple[Array, Array, Array]:
    """Give values, weights and curves of shape (R, m, K) in finer steps, by monotone cubic interpolation along x."""
    from scipy.interpolate import PchipInterpolator

    if 0 < len(family.atoms) == curves.x.size:
        return curves.x, curves.weight, curves.by_replicate
    positions, weights = np.polynomial.legendre.leggauss(FINE)
    t = (positions + 1) / 2
    fine = np.asarray(family.ppf(t**2 * (3 - 2 * t)))
    at, first = np.unique(curves.x, return_index=True)
    between = PchipInterpolator(at, curves.by_replicate[:, first], axis=1)
    return fine, 3 * weights * t * (1 - t), np.asarray(between(np.clip(fine, at[0], at[-1])))


def joint_label(labels: Sequence[Text]) -> Text:
    """Join the labels of what is measured in one study."""
    return Text(" + ".join(label.nl for label in labels), " + ".join(label.en for label in labels))
