"""The value of studies that somebody plans: of one estimate by quadrature, of several by regression."""

from __future__ import annotations

from collections.abc import Mapping

from mkba_uncertainty.analysis.information.decision import Decision
from mkba_uncertainty.analysis.information.perfect import Curves
from mkba_uncertainty.analysis.information.sample import (
    Costs,
    StudySize,
    StudyWorth,
    joint_label,
    study_curve,
    worth_of_study,
)
from mkba_uncertainty.analysis.information.study import Study
from mkba_uncertainty.analysis.information.table import evppi, evsi
from mkba_uncertainty.design import Design
from mkba_uncertainty.replication import Executor
from mkba_uncertainty.simulation import simulate
from mkba_uncertainty.texts import Text

TABLE_DRAWS = 2**16
"""Independent draws behind a study of several estimates."""

JOINT_SIZES = (0.1, 0.3, 1.0, 3.0)
"""Sizes at which a study of several estimates is valued, as a share of the size asked."""


def worth_of_planned(
    decision: Decision,
    design: Design,
    studies: Mapping[str, Study],
    labels: Mapping[str, Text],
    curves: Mapping[str, Curves],
    refined: Mapping[str, Curves],
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
    curves, refined : mapping of estimate to Curves
        At quantile nodes, and with the changes of the best option found.
    costs : Costs
    executor : optional
    """
    asked = next(iter(studies.values())).n
    name, kind = "+".join(studies), "+".join(study.kind for study in studies.values())
    label = joint_label([labels[estimate] for estimate in studies])
    if len(studies) == 1:
        perfect = refined[name].worth()
        value_at = worth_of_study(studies[name], name, decision.inputs[name], curves[name])
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
