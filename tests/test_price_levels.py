"""Amounts in prices of different years: converted with the case's index, or a warning."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import mkba_uncertainty as mkba
import mkba_uncertainty.case


@pytest.fixture(scope="module")
def case() -> mkba.Case:
    return mkba.load_case("arnhem-ozo")


def test_an_index_converts_values_and_distributions_of_money_only(case: mkba.Case) -> None:
    older = {
        name: dataclasses.replace(case.estimates[name], price_level=2009) for name in ("personnel_cost", "recidivism")
    }
    changed = case.replace(estimates={**case.estimates, **older}, price_index={2009: 96.0, 2012: 102.0})
    model, as_it_was = mkba.build_model(changed), mkba.build_model(case)
    factor = 102.0 / 96.0
    assert model.points["personnel_cost"] == pytest.approx(320_000 * factor, rel=1e-15)
    assert model.points["recidivism"] == 0.30
    u = np.array([0.01, 0.5, 0.99])
    np.testing.assert_allclose(
        model.inputs["personnel_cost"].ppf(u), factor * as_it_was.inputs["personnel_cost"].ppf(u), rtol=1e-14
    )
    family = model.inputs["personnel_cost"]
    np.testing.assert_allclose(family.cdf(family.ppf(u)), u, atol=1e-9)
    assert family.mean == pytest.approx(factor * as_it_was.inputs["personnel_cost"].mean)
    assert family.sd == pytest.approx(factor * as_it_was.inputs["personnel_cost"].sd)
    draws = [
        mkba.simulate(each, draws=64, replicates=2).outcomes["line:costs-1"].to_numpy() for each in (model, as_it_was)
    ]
    np.testing.assert_allclose(draws[0], factor * draws[1], rtol=1e-13)


def test_what_a_euro_buys_goes_the_other_way(case: mkba.Case) -> None:
    """Prices rise from 96 to 102, so a euro of today buys less than one of 2009 did; a square of euros rises twice."""
    before = case.estimates["personnel_cost"]
    for unit, power in (("job / EUR", -1), ("(EUR) / job", 1), ("EUR ** 2", 2)):
        older = dataclasses.replace(before, unit=unit, price_level=2009)
        changed = case.replace(
            estimates={**case.estimates, "personnel_cost": older}, price_index={2009: 96.0, 2012: 102.0}
        )
        found = mkba_uncertainty.case.at_price_level(changed).estimates["personnel_cost"].value
        assert found == pytest.approx(320_000 * (102 / 96) ** power, rel=1e-15)


def test_a_scenario_in_older_prices_is_converted_too(case: mkba.Case) -> None:
    """A scenario that sets an estimate to its own value changes nothing, whatever the year of its prices."""
    older = dataclasses.replace(case.estimates["personnel_cost"], price_level=2009)
    same = mkba.case.Scenario("same", older.label, {"personnel_cost": 320_000.0})
    changed = case.replace(
        estimates={**case.estimates, "personnel_cost": older},
        price_index={2009: 96.0, 2012: 102.0},
        scenarios={"same": same},
        claims={},
    )
    assert mkba.contrast(mkba.build_model(changed), draws=64).contrasts["same"].point == 0
    pinned = mkba.build_model(changed, scenarios=["same"])
    assert pinned.points["personnel_cost"] == pytest.approx(320_000 * 102.0 / 96.0)


def test_without_an_index_nothing_is_converted(case: mkba.Case) -> None:
    older = dataclasses.replace(case.estimates["personnel_cost"], price_level=2009)
    model = mkba.build_model(case.replace(estimates={**case.estimates, "personnel_cost": older}))
    assert model.points["personnel_cost"] == 320_000
