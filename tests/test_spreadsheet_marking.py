"""What a workbook marks as uncertain is read as its text says: families, names, points, correlations, outcomes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from books import address, book

import mkba_uncertainty as mkba
from mkba_uncertainty.spreadsheet import Calculation, Marking, mark


def marked(cells: dict, **more: object) -> Marking:
    return mark(Calculation(book(cells, **more)))


def only(formula: str, cells: dict | None = None, **more: object):
    """Give the one input that a formula marks."""
    found = marked({"B1": formula, **(cells or {})}, **more)
    assert not found.refused
    (one,) = found.inputs.values()
    return one


@pytest.mark.parametrize(
    ("formula", "family"),
    [
        ("=RiskPert(0.15,0.3,0.5)", mkba.Pert(0.15, 0.3, 0.5)),
        ("=RiskTriang(1,2,4)", mkba.Triangular(1, 2, 4)),
        ("=RiskUniform(-1,1)", mkba.Uniform(-1, 1)),
        ("=RiskNormal(10,2)", mkba.Normal(10, 2)),
        ("=RiskLognorm(10,2)", mkba.LogNormal(math.log(10 / math.sqrt(1.04)), math.sqrt(math.log(1.04)))),
        ("=RiskLognorm2(2,0.5)", mkba.LogNormal(2, 0.5)),
        ("=RiskGamma(2,3)", mkba.Gamma(2, 3)),
        ("=RiskExpon(4)", mkba.Gamma(1, 4)),
        ("=RiskBeta(2,3)", mkba.Beta(2, 3)),
        ("=RiskBetaGeneral(2,3,10,20)", mkba.Beta(2, 3, 10, 20)),
        ("=RiskDiscrete({1,2,5},{1,2,1})", mkba.Discrete((1, 2, 5), (0.25, 0.5, 0.25))),
        ("=RiskDuniform({1,2,5,6})", mkba.Discrete((1, 2, 5, 6), (0.25,) * 4)),
        ("=RiskIntUniform(3,5)", mkba.Discrete((3, 4, 5), (1 / 3,) * 3)),
        ("=RiskBernoulli(0.25)", mkba.Discrete((0, 1), (0.75, 0.25))),
        ("=RiskCumul(0,10,{2,5},{0.2,0.9})", None),
        ("=_xll.RiskPert(0.15,0.3,0.5)", mkba.Pert(0.15, 0.3, 0.5)),
        ("=VosePERT(1,2,4)", mkba.Pert(1, 2, 4)),
        ("=VoseLognormal(10,2)", mkba.LogNormal(math.log(10 / math.sqrt(1.04)), math.sqrt(math.log(1.04)))),
        ("=VoseLognormalE(2,0.5)", mkba.LogNormal(2, 0.5)),
        ("=RAND()", mkba.Uniform(0, 1)),
        ("=NORMINV(RAND(),10,2)", mkba.Normal(10, 2)),
        ("=_xlfn.NORM.S.INV(RAND())", mkba.Normal(0, 1)),
        ("=BETAINV(RAND(),2,3,10,20)", mkba.Beta(2, 3, 10, 20)),
        ("=GAMMAINV(RAND(),2,3)", mkba.Gamma(2, 3)),
        ("=LOGINV(RAND(),2,0.5)", mkba.LogNormal(2, 0.5)),
        ("=RANDBETWEEN(1,4)", mkba.Discrete((1, 2, 3, 4), (0.25,) * 4)),
    ],
)
def test_a_mark_is_the_family_that_it_names(formula, family):
    found = only(formula).family
    if family is None:  # straight from 0 to 0.2 at 2, to 0.9 at 5, to 1 at 10
        np.testing.assert_allclose(found.cdf(np.array([1.0, 2, 3.5, 5, 7.5])), [0.1, 0.2, 0.55, 0.9, 0.95], atol=1e-12)
        return
    assert type(found) is type(family)
    chances = np.array([0.01, 0.3, 0.5, 0.9])
    np.testing.assert_allclose(found.ppf(chances), family.ppf(chances), rtol=1e-12)


def test_parameters_may_stand_in_cells_and_names():
    found = only("=RiskNormal(C1,sd)", {"C1": 10, "C2": "=1+1", "C9": 3}, names={"sd": "Model!$C$2"})
    assert (found.family.mu, found.family.sigma) == (10, 2)


def test_properties_name_truncate_and_fix():
    one = only('=RiskNormal(10,2,RiskName("relapse rate"),RiskTruncate(8,),RiskStatic(11),RiskUnits("share"))')
    assert (one.name, one.label, one.point) == ("relapse_rate", "relapse rate", 11)
    whole, bottom = mkba.Normal(10, 2), float(mkba.Normal(10, 2).cdf(8))
    np.testing.assert_allclose(one.family.ppf(0.3), whole.ppf(bottom + 0.3 * (1 - bottom)), rtol=1e-10)


def test_a_cell_is_called_by_the_text_beside_it_and_no_two_inputs_alike():
    cells = {"A1": "Relapse (%)", "A2": "Relapse (%)", "B2": "=RiskPert(0,1,2)", "C2": "=RAND()*RAND()"}
    names = list(marked({"B1": "=RiskPert(0,1,2)", **cells}).inputs)
    assert names[:2] == ["relapse", "relapse_2"]
    assert len(set(names)) == 4


def test_the_point_is_what_is_stored_where_the_cell_holds_nothing_else_and_else_the_middle():
    stored = {"B1": 0.28}
    assert only("=RiskPert(0.15,0.3,0.5)", stored=stored).point == 0.28
    assert only("=1000*RiskUniform(0,1)", stored=stored).point == 0.5
    assert only("=3+2*RAND()").point == 0.5


def test_correlations_by_place_in_a_matrix_of_which_one_half_is_blank():
    cells = {
        "B1": "=RiskNormal(0,1,RiskName(\"a\"),RiskCorrmat($D$1:$F$3,1))",
        "B2": "=RiskNormal(0,1,RiskName(\"b\"),RiskCorrmat($D$1:$F$3,2))",
        "B3": "=RiskNormal(0,1,RiskName(\"c\"),RiskCorrmat($D$1:$F$3,3))",
        "D1": 1, "D2": 0.5, "E2": 1, "D3": -0.2, "E3": 0, "F3": 1,
    }  # fmt: skip
    assert marked(cells).correlations == {("a", "b"): 0.5, ("a", "c"): -0.2}


def test_outcomes_are_those_that_the_workbook_names():
    found = marked(
        {"A9": "Balance", "B9": '=RiskOutput("Net value")+B8-B7', "B8": 3, "B7": 1, "C9": "=VoseOutput()+B8"}
    )
    assert found.outcomes == {
        "net_value": ("Net value", address("B9")),
        "balance": ("Balance", address("C9")),
    }


@pytest.mark.parametrize(
    ("formula", "cells", "code"),
    [
        ("=RiskWeibull(1,2)", {}, "risk_unknown"),
        ("=RiskNormal(0,1,RiskShift(3))", {}, "risk_unknown"),
        ("=RiskPert(3,2,1)", {}, "risk_parameters"),
        ("=RiskNormal(C1,1)", {"C1": "ten"}, "risk_parameters"),
        ("=RiskNormal(C1,1)", {"C1": "=RAND()"}, "risk_uncertain_parameter"),
        ("=RiskNormal(C1,1)", {"C1": "=C2+1", "C2": "=RiskNormal(0,1)"}, "risk_uncertain_parameter"),
    ],
)
def test_what_is_not_known_or_makes_no_distribution_is_refused_where_it_stands(formula, cells, code):
    assert marked({"B1": formula, **cells}).refused[address("B1")].code == code


def test_a_chance_with_uncertain_parameters_is_uncertain_by_itself():
    found = marked({"B1": "=NORMINV(RAND(),C1,1)", "C1": "=NORMINV(RAND(),0,1)"})
    assert [type(one.family).__name__ for one in found.inputs.values()] == ["Uniform", "Normal"]


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("=RiskPert(1,2,9,0.5)", "risk_parameters"),
        ("=VoseBeta(2,3,0.5)", "risk_parameters"),
        ("=RANDBETWEEN(0,1E9)", "risk_parameters"),
        ("=RiskBinomial(1E9,0.5)", "risk_parameters"),
        ('=RiskNormal(0,1,RiskTruncate("x",))', "risk_parameters"),
        ("=RiskNormal(0,1,RiskTruncate(12,8))", "risk_parameters"),
        ("=RiskNormal(0,1,RiskCorrmat(E1:F2,3))", "risk_parameters"),
    ],
)
def test_surplus_and_wrong_parameters_are_refused_and_never_read_as_something_else(formula, code):
    cells = {"B1": formula, "E1": 1, "F1": 0.5, "E2": 0.5, "F2": 1}
    found = marked(cells)
    if "Corrmat" in formula:
        assert found.correlations == {}
    else:
        assert found.refused[address("B1")].code == code


def test_a_mark_in_an_array_formula_is_refused_and_one_in_a_name_is_found():
    found = marked({"B1": "=RAND()"}, arrays={"B1": "B1:B3"})
    assert found.refused[address("B1")].code == "sheet_random"
    assert len(marked({"B1": "=luck*2"}, names={"luck": "RAND()"}).inputs) == 1
