"""Amounts in prices of different years: converted with the case's index, or a warning."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from cases import changed, minimal

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


def test_what_is_fixed_stays_fixed_in_other_prices(tmp_path: Path) -> None:
    changes = {
        "price_level = 2020\n": "price_level = 2020\nprice_index = { 2015 = 50, 2020 = 100 }\n",
        "value = 100000\n": "value = 100000\nprice_level = 2015\n",
    }
    model, as_it_was = minimal(tmp_path, changed(changes)), minimal(tmp_path)
    assert model.uncertain == as_it_was.uncertain
    assert model.fixed["personnel"] == 200_000
    assert model.price_factor("personnel") == 2


# what is said of an estimate is said in its own prices


def with_shelter_cost(value: int, level: str = "") -> dict[str, str]:
    return {
        "price_level = 2020\n": "price_level = 2020\nprice_index = { 2015 = 50, 2020 = 100 }\n",
        'value = 1000\ndistribution = { family = "normal", mu = 1000, sigma = 100 }\n': f"value = {value}\n"
        f'distribution = {{ family = "normal", mu = {value}, sigma = {value / 10} }}\n{level}',
    }


OLD = with_shelter_cost(1000, "price_level = 2015\n")
NOW = with_shelter_cost(2000)
"""The same case in both: prices have doubled."""


def test_the_sd_of_a_planned_study_is_in_the_prices_of_what_it_studies(tmp_path: Path) -> None:
    worth = []
    for changes, sd in ((OLD, 300.0), (NOW, 600.0)):
        study = {"shelter_cost": mkba.NormalStudy(n=20, sd=sd)}
        model = minimal(tmp_path, changed(changes))
        found = mkba.value_of_information(model, studies=study, threshold=140_000, draws=128, replicates=4)
        worth.append([size.value.value for size in found.studies[0].sizes])
    assert worth[0][0] > 0
    assert worth[0] == pytest.approx(worth[1], rel=1e-9)


def test_so_is_an_observation(tmp_path: Path) -> None:
    means = []
    for changes, data in ((OLD, "1100+-30"), (NOW, "2200+-60")):
        found = mkba.update(minimal(tmp_path, changed(changes)), {"shelter_cost": data}, draws=128, replicates=4)
        means.append(found.after.outcomes["benefits"].mean.value)
        posterior = found.learnt["shelter_cost"].posterior
    assert means[0] == pytest.approx(means[1], rel=1e-9)
    assert posterior.mean == pytest.approx((2000 / 200**2 + 2200 / 60**2) / (1 / 200**2 + 1 / 60**2), rel=1e-4)


def test_so_is_what_moves_along_under_the_answers_of_experts(tmp_path: Path) -> None:
    """The estimate that a scenario pools is not observed itself, but hangs together with one that is."""
    said = []
    for changes, place in ((OLD, 1), (NOW, 2)):
        answers = ", ".join(f"{{ answer = {place * answer} }}" for answer in (900, 1000, 1400))
        pooled = {
            "set = { relapse = 0.40 }": 'set = { shelter_cost = "pooled" }',
            "[estimates.shelter_cost]\n": f"[estimates.shelter_cost]\nexperts = [{answers}]\n",
        }
        text = changed({**changes, **pooled})
        model = minimal(tmp_path, text, scenarios=["more_relapse"], dependence="expected")
        moved = mkba.update(model, {"relapse": "31/120"}, draws=128, replicates=4).moved["shelter_cost"]
        assert moved.prior.mean == pytest.approx(place * 1100, rel=1e-9)
        said.append(moved.posterior.mean / place)
    assert said[0] == pytest.approx(said[1], rel=1e-9)
    assert said[0] != pytest.approx(1100, rel=1e-3)
