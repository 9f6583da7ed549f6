"""Experts' own answers in a case, and the scenario that takes these instead of the distribution."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cases import WITH_EXPERTS, changed, read
from scipy.stats import beta, kstest, spearmanr

import mkba_uncertainty as mkba
from mkba_uncertainty.case import Case, Estimate, Expert, Scenario, Source
from mkba_uncertainty.design import Design
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.report.page.explorer import controls, decoded, page_draws, pooled_draws
from mkba_uncertainty.texts import Text

OWN = "own_answers"
ANSWERS, WEIGHTS = np.array([0.2, 0.4, 0.3]), np.array([30.0, 10.0, 1.0])


def moments(answers: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """The weighted mean, and the standard deviation as an unbiased estimate has it."""
    shares = weights / weights.sum()
    mean = float((shares * answers).sum())
    return mean, float(np.sqrt((shares * (answers - mean) ** 2).sum() / (1 - (shares**2).sum())))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return read(WITH_EXPERTS, tmp_path)


def estimate(unit: str, *answers: float) -> Estimate:
    texts = Text("x", "x")
    experts = tuple(map(Expert, answers))
    source = Source("report", "1")
    return Estimate("x", texts, "expert", unit, 1.0, mkba.Point(1.0), "judgement", source, experts=experts)


# --- the distribution


def test_arnhem_has_the_answers_of_its_five_coordinators() -> None:
    recidivism = mkba.load_case("arnhem-ozo").estimates["recidivism"]
    assert [one.answer for one in recidivism.experts] == [0.15, 0.30, 0.20, 0.30, 0.40]
    assert [one.weight for one in recidivism.experts] == [94, 75, 75, 98, 79]
    assert len({one.label for one in recidivism.experts}) == 5
    pooled = recidivism.pooled
    assert isinstance(pooled, mkba.Beta)
    assert (round(pooled.mean, 3), round(pooled.sd, 3)) == (0.267, 0.098)
    assert pooled.support == (0.0, 1.0)


def test_answers_keep_their_weighted_mean_and_spread(case: Case) -> None:
    pooled = case.estimates["relapse"].pooled
    assert (pooled.mean, pooled.sd) == pytest.approx(moments(ANSWERS, WEIGHTS), rel=1e-12)


@pytest.mark.parametrize(
    ("unit", "answers", "family"),
    [
        ("share", (0.2, 0.3), mkba.Beta),
        ("month", (6, 9, 12), mkba.Gamma),
        ("EUR", (0, 100, 200), mkba.Gamma),
        ("EUR", (-100, 100, 200), mkba.Normal),
    ],
)
def test_the_shape_follows_from_the_unit_and_the_sign(unit: str, answers: tuple[float, ...], family: type) -> None:
    pooled = estimate(unit, *answers).pooled
    assert type(pooled) is family
    assert (pooled.mean, pooled.sd) == pytest.approx(moments(np.array(answers), np.ones(len(answers))), rel=1e-12)


@pytest.mark.parametrize(
    ("answers", "words"),
    [((), "no experts' answers"), ((0.2,), "at least two"), ((0.2, 0.2), "all answers are"), ((0, 1), "further apart")],
)
def test_answers_that_come_to_nothing(answers: tuple[float, ...], words: str) -> None:
    with pytest.raises(InputError, match=words):
        _ = estimate("share", *answers).pooled


# --- the model


def test_the_scenario_replaces_the_distribution(case: Case) -> None:
    model = mkba.build_model(case, scenarios=[OWN])
    assert model.inputs["relapse"] == case.estimates["relapse"].pooled
    assert model.point()["relapse"] == pytest.approx(moments(ANSWERS, WEIGHTS)[0])
    draws = mkba.simulate(model, draws=1024, replicates=8).inputs["relapse"].to_numpy()
    p = model.inputs["relapse"].parameters()
    for level in (0.05, 0.5, 0.95):
        assert np.quantile(draws, level) == pytest.approx(beta.ppf(level, p["alpha"], p["beta"]), rel=1e-3)


@pytest.mark.parametrize("dependence", ["independent", "expected"])
def test_the_last_scenario_wins(case: Case, dependence: str) -> None:
    def made(*scenarios: str) -> mkba.CaseModel:
        return mkba.build_model(case, scenarios=scenarios, dependence=dependence)

    assert made("more_relapse", OWN).inputs == made(OWN).inputs
    assert made("more_relapse", OWN).correlations == made(OWN).correlations == made().correlations
    assert made(OWN, "more_relapse").inputs == made("more_relapse").inputs
    assert made(OWN, "more_relapse").correlations == made("more_relapse").correlations
    assert made(OWN, "more_relapse").point() == made("more_relapse").point()


def test_dependence_stays(case: Case) -> None:
    model = mkba.build_model(case, scenarios=[OWN], dependence="expected")
    inputs = mkba.simulate(model, draws=1024, replicates=8).inputs
    found = spearmanr(inputs["relapse"].to_numpy().ravel(), inputs["households_helped"].to_numpy().ravel()).statistic
    assert found == pytest.approx(-0.4, abs=0.02)


def test_answers_in_older_prices_are_converted(case: Case) -> None:
    cost = case.estimates["shelter_cost"]
    cost = replace(cost, price_level=2015, experts=(Expert(800.0, 2.0), Expert(1200.0)))
    older = case.replace(
        price_index={2015: 90.0, 2020: 99.0},
        estimates={**case.estimates, "shelter_cost": cost},
        scenarios={"cost": Scenario("cost", Text("x", "x"), {}, pooled=("shelter_cost",))},
    )
    family = mkba.build_model(older, scenarios=["cost"]).inputs["shelter_cost"]
    mean, sd = moments(np.array([800.0, 1200.0]), np.array([2.0, 1.0]))
    assert (family.mean, family.sd) == pytest.approx((1.1 * mean, 1.1 * sd), rel=1e-12)


# --- what if?


def test_what_if_takes_the_same_quantiles_of_both_distributions(case: Case) -> None:
    """Against two runs of the same seed: their draws differ in the one estimate alone."""
    model, after = mkba.build_model(case), mkba.build_model(case, scenarios=[OWN])
    found = mkba.contrast(model, scenarios=[OWN], draws=256, replicates=4, rng=3).contrasts[OWN]
    runs = [mkba.simulate(one, draws=256, replicates=4, rng=3) for one in (model, after)]
    for name in runs[0].inputs:
        if name != "relapse":
            np.testing.assert_array_equal(runs[0].inputs[name], runs[1].inputs[name])
    one, other = (run.outcomes["net_benefit"].to_numpy() for run in runs)
    assert found.mean.value == pytest.approx((other - one).mean(), rel=1e-12)
    assert found.before.value == (one > 0).mean()
    assert found.after.value == (other > 0).mean()
    points = [one.evaluate(one.point(), ["net_benefit"])["net_benefit"][0] for one in (model, after)]
    assert found.point == pytest.approx(points[1] - points[0], rel=1e-12)


def test_what_if_where_the_estimate_was_fixed(case: Case) -> None:
    """From fixed to uncertain: the others have the same draws on both sides, so only this one moves the balance."""
    model = mkba.build_model(case, scenarios=["more_relapse"])
    found = mkba.contrast(model, scenarios=[OWN], draws=1024, replicates=8).contrasts[OWN]
    mean = case.estimates["relapse"].pooled.mean
    assert found.mean.value == pytest.approx(60 * (0.4 - mean) * 1000 * sum(1.03**-year for year in range(3)), rel=2e-4)
    assert found.mean.width < 0.01 * abs(found.mean.value)


def test_a_scenario_may_set_and_pool_at_once(case: Case) -> None:
    both = replace(case.scenarios[OWN], values={"stay": 2.0})
    model = mkba.build_model(case.replace(scenarios={"both": both}))
    found = mkba.contrast(model, scenarios=["both"], draws=64, replicates=2).contrasts["both"]
    after = mkba.build_model(model.case, scenarios=["both"])
    assert after.inputs["stay"] == mkba.Point(2.0)
    points = [one.evaluate(one.point(), ["net_benefit"])["net_benefit"][0] for one in (model, after)]
    assert found.point == pytest.approx(points[1] - points[0], rel=1e-12)


# --- elsewhere


def test_what_is_known_cannot_be_chosen(case: Case) -> None:
    with pytest.raises(InputError, match="what is known of relapse; that cannot be chosen"):
        mkba.value_of_information(mkba.build_model(case), options=["base", OWN])
    found = mkba.value_of_information(mkba.build_model(case, scenarios=[OWN]), draws=64, replicates=2)
    assert "relapse" in found.evppi


def test_a_slider_goes_by_values_only(case: Case) -> None:
    """The scenario sets no value; the range is that of the distribution, and of the scenario that does."""
    (control,) = [one for one in controls(mkba.build_model(case)) if one.name == "relapse"]
    assert (control.low, control.high) == (0.15, 0.5)


def test_an_edited_case_comes_back_from_a_file(case: Case, tmp_path: Path) -> None:
    experts = (*case.estimates["relapse"].experts, Expert(0.25, 5.0, Text("Zuid", "South")))
    edited = case.with_estimate("relapse", experts=experts)
    mkba.save_case(edited, tmp_path / "edited.toml")
    found = mkba.load_case(tmp_path / "edited.toml")
    assert found.estimates["relapse"] == edited.estimates["relapse"]
    assert found.scenarios[OWN].pooled == ("relapse",)
    assert dict(found.scenarios[OWN].values) == {}


def test_experts_who_agree_may_be_on_file(tmp_path: Path) -> None:
    agreed = {"answer = 0.4": "answer = 0.2", "answer = 0.3": "answer = 0.2", '"pooled"': "0.2"}
    case = read(changed(agreed, WITH_EXPERTS), tmp_path)
    assert {one.answer for one in case.estimates["relapse"].experts} == {0.2}


# --- the page


def test_the_page_has_the_draws_of_a_run_under_the_scenario(case: Case) -> None:
    """To within half a step of the 16 bits in which they are written."""
    run = mkba.simulate(mkba.build_model(case, scenarios=[OWN]), draws=128, replicates=4)
    exact = run.inputs["relapse"].to_numpy().ravel()
    (column,) = pooled_draws(mkba.build_model(case), Design(128, 4), ["relapse"]).values()
    assert np.abs(decoded(column) - exact).max() <= 0.51 * np.ptp(exact) / 65535


def test_the_page_of_a_run_that_fixed_the_estimate(case: Case) -> None:
    """Its draws have the distribution of the answers, and nothing to do with those of others."""
    model = mkba.build_model(case, scenarios=["more_relapse"])
    (column,) = pooled_draws(model, Design(1024, 8), ["relapse"]).values()
    found, pooled = decoded(column), case.estimates["relapse"].pooled
    assert kstest(found, pooled.cdf).pvalue > 1e-3
    for name, other in page_draws(model, Design(1024, 8)).items():
        assert abs(spearmanr(found, decoded(other)).statistic) < 0.05, name
