"""The value of planned studies: of one estimate by quadrature, of several by regression; and the best size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.curves.panels import in_pieces
from mkba_uncertainty.analysis.information.decision import Decision
from mkba_uncertainty.analysis.information.perfect import (
    Curves,
    ahead,
    evaluated,
    expected,
    not_above,
    not_below_zero,
    rising,
)
from mkba_uncertainty.analysis.information.plain_table import evppi, evsi
from mkba_uncertainty.analysis.information.preposterior import preposterior
from mkba_uncertainty.analysis.information.study import Study
from mkba_uncertainty.design import Design
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.replication import Executor, Measured, half_width, measure
from mkba_uncertainty.simulation import simulate
from mkba_uncertainty.table import Row
from mkba_uncertainty.texts import Text, both, joined
from mkba_uncertainty.texts.figures import exact

FINE = 256
"""Values of an estimate told apart by a study: its posterior may be much narrower than the steps of a curve."""

TABLE_DRAWS = 2**16
"""Independent draws behind a study of several estimates."""

JOINT_SIZES = (0.1, 0.3, 1.0, 3.0)
"""Sizes at which a study of several estimates is valued, as a share of the size asked."""

SIZES = (1, 2, 5)
"""Sizes at which the curve over ``n`` is drawn, times powers of ten."""

LARGEST_DRAWN = 1000


@dataclass(frozen=True)
class Costs:
    """What a study costs: a fixed amount, and so much for each household followed, in the currency of the case."""

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

    @property
    def rows(self) -> list[Row]:
        """The sizes as rows of the table."""
        best = self.best if self.costs.of(1) > 0 else None
        return [self._row(size, best) for size in self.sizes]

    def _row(self, size: StudySize, best: StudySize | None) -> Row:
        note = "voi.best_size" if size is best else "voi.asked" if size.n == self.asked else None
        cells = {
            "label": self.label,
            "kind": "study",
            "estimate": self.estimate,
            "evsi": size.value,
            "n": size.n,
            "cost": exact(size.cost),
            "enbs": size.net,
            "note": note and both(note),
        }
        return Row(cells, bold=note is not None)


def worth_of_planned(
    decision: Decision,
    design: Design,
    studies: Mapping[str, Study],
    labels: Mapping[str, Text],
    curves: Mapping[str, Curves],
    costs: Costs,
    executor: Executor | None,
) -> StudyWorth:
    """Value one planned study, at a series of sizes.

    Parameters
    ----------
    decision : Decision
    design : Design
    studies : mapping of estimate to Study
        What is measured, all in the same households.
    labels : mapping of estimate to Text
    curves : mapping of estimate to Curves
        With the changes of the best option found.
    costs : Costs
    executor : optional
    """
    asked = next(iter(studies.values())).n
    name, kind = "+".join(studies), "+".join(study.kind for study in studies.values())
    label = joined((labels[estimate] for estimate in studies), " + ")
    if len(studies) == 1:
        perfect = curves[name].worth()
        value_at = worth_of_study(decision, design, name, studies[name], curves[name], executor)
        return StudyWorth(name, label, kind, asked, study_curve(value_at, asked, costs, perfect), costs, perfect)
    return _joint_study(decision, design, studies, name, label, kind, costs, executor)


def _joint_study(
    decision: Decision,
    design: Design,
    studies: Mapping[str, Study],
    name: str,
    label: Text,
    kind: str,
    costs: Costs,
    executor: Executor | None,
) -> StudyWorth:
    """Value a study of several estimates on a table of independent draws."""
    table = simulate(
        decision,
        draws=TABLE_DRAWS // design.replicates,
        replicates=design.replicates,
        rng=design.seeds,
        kind="monte_carlo",
        executor=executor,
    )
    inputs = {estimate: table.inputs[estimate].to_numpy().ravel() for estimate in studies}
    net_benefit = table.array(tuple(decision.outcomes)).reshape(len(decision.outcomes), -1).T
    asked = next(iter(studies.values())).n
    sizes = sorted({max(round(asked * share), 1) for share in JOINT_SIZES})
    found = evsi(inputs, net_benefit, study=studies, sizes=sizes)
    perfect = evppi(inputs, net_benefit, of=[tuple(studies)])
    rows = tuple(StudySize(worth.n or 0, worth.value, costs.of(worth.n or 0)) for worth in found.worths)
    return StudyWorth(name, label, kind, asked, rows, costs, perfect.worths[0].value)


def worth_of_study(
    decision: Decision, design: Design, name: str, study: Study, curves: Curves, executor: Executor | None = None
) -> Callable[[int], Measured]:
    """Give a function from the size of a study of one estimate to its worth.

    The interval holds the error of the curve, over replicates, and that of the quadrature. Where the data never change
    the choice it reaches as far as they would if every option were as good as the interval of its curve allows.

    Parameters
    ----------
    decision : Decision
    design : Design
    name : str
        The estimate.
    study : Study
    curves : Curves
        Along the estimate: no study is worth more than knowing it exactly.
    executor : optional
    """
    family, perfect = decision.inputs[name], curves.worth()
    panels = in_pieces(family, curves.panels, FINE)
    fine = Curves(tuple(evaluated(decision, design, {name: panels}, executor)[name]), curves.unexplained)
    study.require_possible(name, fine.x)
    within = ahead(fine.by_replicate, fine.weight, fine.mean)
    error = half_width(fine.lead, within)
    lines = np.stack([fine.lead, fine.lead + np.where(fine.lead == 0, 0.0, error), *within], axis=1)
    before = expected(np.moveaxis(lines, 1, 0), fine.weight).max(axis=-1)
    between = (fine.x[:-1] + fine.x[1:]) / 2 if all(panel.exact for panel in panels) else ()

    def value_at(n: int) -> Measured:
        after = preposterior(study.of_size(n), name, fine.x, fine.weight, between=between)
        value, reach, *sections = after.best(lines) - before
        found = measure(float(value), sections)
        quadrature = after.error(fine.lead, fine.coarse) + fine.merging_error + fine.unexplained
        high = max(found.high, reach if value <= 0 else 0.0) + quadrature
        return not_below_zero(not_above(Measured(found.value, found.low - quadrature, high), perfect.value))

    return value_at


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
    kept = [found[n] for n in sorted(keep)]
    values = rising([size.value for size in kept])
    return tuple(replace(size, value=value) for size, value in zip(kept, values, strict=True))


def sizes_to_draw(asked: int) -> list[int]:
    """Give sizes 1, 2, 5, 10, ... up to a thousand or the first from the asked one on, and the asked one."""
    series = [step * 10**power for power in range(8) for step in SIZES]
    top = next(size for size in series if size >= max(asked, LARGEST_DRAWN))
    return sorted({*(size for size in series if size <= top), asked})
