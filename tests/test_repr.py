"""What a notebook shows of a model, a run or a result is short, however large that is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import mkba_uncertainty as mkba
from mkba_uncertainty.analysis.information import make_decision
from mkba_uncertainty.design import Design
from mkba_uncertainty.model import CaseModel
from mkba_uncertainty.summary import Statistics, Summary

VALUES = mkba.Empirical(range(5000), [1.0] * 5000)
ELICITED = mkba.fit(three_point=(1, 2, 4))
TABLE = {f"x{column}": np.random.default_rng(column).normal(size=200) for column in range(100)}

FEW: dict[str, Any] = {"draws": 64, "replicates": 2}
LONGEST = 2000

MAKE: dict[str, Callable[[CaseModel], Any]] = {
    "Case": lambda model: model.case,
    "CaseModel": lambda model: model,
    "Comparison": lambda model: mkba.compare([model.case, mkba.load_case("den-haag-scm")], **FEW),
    "Confidence": lambda model: mkba.confidence(model, **FEW),
    "Contrasts": lambda model: mkba.contrast(model, **FEW),
    "Dependences": lambda model: mkba.dependence(model.case, **FEW),
    "DependentIndices": lambda model: mkba.dependent_indices(model, **FEW),
    "Ensemble": lambda model: mkba.simulate(model, **FEW),
    "MainEffect": lambda model: mkba.main_effect(model, of=["recidivism"], **FEW),
    "Model": lambda model: mkba.Model(model.inputs, lambda x: {"y": x["recidivism"]}, ["y"]),
    "BreakEven": lambda model: mkba.break_even(model, model.uncertain[:2], **FEW),
    "Consultation": lambda model: mkba.consult([ELICITED] * 30, names=[f"expert {place}" for place in range(30)]),
    "Decision": make_decision,
    "Design": lambda model: Design(64, 2),
    "Elicited": lambda model: ELICITED,
    "Empirical": lambda model: VALUES,
    "LogPool": lambda model: mkba.LogPool([mkba.Normal(place, 1) for place in range(50)]),
    "Mixture": lambda model: mkba.Mixture([mkba.Mixture([VALUES] * 30)] * 30),
    "Discrete": lambda model: mkba.Discrete(range(1000), [0.001] * 1000),
    "Summary": lambda model: Summary(Statistics(model.outcomes, (0.5,))),
    "TableInformation": lambda model: mkba.evppi(TABLE, sum(TABLE.values())),
    "Update": lambda model: mkba.update(model.case, {"recidivism": "31/120"}, **FEW),
    "Updated": lambda model: mkba.Updated(mkba.Beta(1, 2), [{"observed": "1/3", "note": "x" * 50}] * 100),
    "Reconciliation": lambda model: mkba.reconciliation(model.case),
    "Screening": lambda model: mkba.screening(model, **FEW),
    "ShapleyResult": lambda model: mkba.shapley(model, groups="role", **FEW),
    "SobolResult": lambda model: mkba.sobol(model, second_order=True, **FEW),
    "Structure": lambda model: mkba.structure(model.case, **FEW),
    "Switching": lambda model: mkba.switching(model, **FEW),
    "DataTable": lambda model: mkba.data_table(model, vary="recidivism", **FEW),
    "Tornado": lambda model: mkba.tornado(model, **FEW),
    "ValueOfInformation": lambda model: mkba.value_of_information(model, **FEW),
}


@pytest.fixture(scope="module")
def model() -> CaseModel:
    return mkba.build_model(mkba.load_case("arnhem-ozo"))


@pytest.mark.parametrize("kind", MAKE)
def test_what_is_shown_of_it_is_short(kind: str, model: CaseModel) -> None:
    made = MAKE[kind](model)
    assert type(made).__name__ == kind
    shown = repr(made)
    assert kind in shown.partition("(")[0]
    assert len(shown) <= LONGEST
    html = getattr(made, "_repr_html_", None)
    assert html is None or len(html()) <= LONGEST


def test_an_ensemble_says_its_size() -> None:
    model = mkba.Model({"x": mkba.Uniform(0, 1)}, lambda x: {"y": x["x"]}, ["y"], name="line")
    assert repr(mkba.simulate(model, **FEW)) == "Ensemble(model='line', inputs=1, outcomes=1, draws=64 x 2)"
    assert repr(model) == "Model('line', inputs=1, outcomes=1)"


def test_families_are_shown_short(model: CaseModel) -> None:
    assert max(len(repr(family)) for family in model.inputs.values()) <= LONGEST
