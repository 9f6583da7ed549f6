"""The sea dikes of Central Holland against the published outputs, and against the model in a few lines of numpy."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from intervals import assert_near
from numpy.typing import NDArray
from scipy.stats import norm, qmc

import mkba_uncertainty as mkba

Array = NDArray[np.float64]

HEIGHTS = {"h240": 2.40, "h235": 2.35, "h248": 2.48}
YEARS = np.arange(76.0)

TOTAL_COSTS = {
    "cost_per_metre": (0.748627, 0.058109),
    "flood_frequency": (0.133764, 0.015814),
    "steepness": (0.081169, 0.010097),
    "sea_level_rise": (0.015996, 0.002398),
    "value_protected": (0.005282, 0.000632),
    "subsidence": (0.000934, 0.000117),
}
DAMAGE = {
    "flood_frequency": (0.557362, 0.055771),
    "steepness": (0.338213, 0.039896),
    "sea_level_rise": (0.066652, 0.009801),
    "value_protected": (0.022010, 0.002696),
    "subsidence": (0.003894, 0.000506),
    "cost_per_metre": (0.0, 0.0),
}
"""Published total indices at 2.40 m, and half of their intervals, with the discount rate drawn as well."""


@pytest.fixture(scope="module")
def case() -> mkba.Case:
    return mkba.load_case("delta-dikes")


def by_hand(x: dict[str, Array], height: float, rate: float = 0.02) -> dict[str, Array]:
    """Sum the years one by one."""
    rise = x["subsidence"] + x["sea_level_rise"]
    yearly = [x["flood_frequency"] * x["value_protected"] * np.exp(x["steepness"] * rise * t) for t in YEARS]
    without = sum(amount / (1 + rate) ** t for amount, t in zip(yearly, YEARS, strict=True))
    heightening, remaining = x["cost_per_metre"] * height, without * np.exp(-x["steepness"] * height)
    costs = heightening + remaining
    return {"line:costs-1": heightening, "line:costs-2": remaining, "costs": costs, "net_benefit": without - costs}


@pytest.fixture(scope="module")
def drawn() -> dict[str, Array]:
    """Draws by scipy's own quantiles, from the numbers of the publication."""
    z = norm.ppf(qmc.Sobol(6, seed=3).random(2**13)).T
    return {
        "flood_frequency": 0.0038 * np.exp(0.25 * z[0]),
        "steepness": 2.6 + 0.1 * z[1],
        "value_protected": 2e10 + 1e9 * z[2],
        "cost_per_metre": 4.2e7 + 4e6 * z[3],
        "subsidence": 0.002 * np.exp(0.1 * z[4]),
        "sea_level_rise": 0.008 * np.exp(0.1 * z[5]),
    }


def on_average(height: float) -> dict[str, float]:
    """Give the means: exact in all but what the sea and the land do, which is done by quadrature."""
    z, weights = np.polynomial.hermite_e.hermegauss(12)
    weights = weights / weights.sum()
    rise = 0.002 * np.exp(0.1 * z)[:, None] + 0.008 * np.exp(0.1 * z)
    above = height - rise[..., None] * YEARS
    chance = 0.0038 * np.exp(0.25**2 / 2) * np.exp(-2.6 * above + (0.1 * above) ** 2 / 2)
    damage = float(weights @ (2e10 * chance / 1.02**YEARS).sum(axis=2) @ weights)
    return {"line:costs-1": 4.2e7 * height, "line:costs-2": damage, "costs": 4.2e7 * height + damage}


def best_estimates(case: mkba.Case) -> dict[str, Array]:
    return {name: np.array(estimate.value) for name, estimate in case.estimates.items()}


@pytest.mark.parametrize(
    ("alternative", "scenarios", "rate"),
    [("h240", (), 0.02), ("h235", ("rate_low",), 0.01644), ("h248", ("rate_high",), 0.02433)],
)
def test_model_is_what_the_file_says_on_every_draw(
    case: mkba.Case, alternative: str, scenarios: tuple[str, ...], rate: float
) -> None:
    model = mkba.build_model(case, alternative=alternative, scenarios=scenarios)
    ensemble = mkba.simulate(model, draws=64, replicates=2, rng=7)
    draws = {str(name): ensemble.inputs[name].to_numpy() for name in ensemble.inputs}
    for outcome, expected in by_hand(draws, HEIGHTS[alternative], rate).items():
        np.testing.assert_allclose(ensemble.outcomes[outcome].to_numpy(), expected, rtol=1e-11, err_msg=outcome)


def test_distributions_are_the_published_ones(case: mkba.Case, drawn: dict[str, Array]) -> None:
    for name, values in drawn.items():
        family = case.estimates[name].distribution
        for probability in (0.05, 0.5, 0.95):
            assert np.quantile(values, probability) == pytest.approx(family.ppf(probability), rel=1e-3), name


def test_published_means_within_their_standard_errors(case: mkba.Case) -> None:
    """The publication gives means and standard deviations of 16,000 draws."""
    lines = {line.id: line for line in mkba.reconciliation(case).lines}
    assert {name: line.published for name, line in lines.items()} == {"costs": 116_078_000, "costs-1": 100_818_000}
    assert all(abs(line.relative or 0) < 0.01 for line in lines.values())
    found = mkba.confidence(mkba.build_model(case), draws=256).outcomes
    for outcome, published, sd in [
        ("costs", 116.078e6, 11.052e6),
        ("line:costs-1", 100.818e6, 9.608e6),
        ("line:costs-2", 15.260e6, 5.427e6),
    ]:
        truth = on_average(2.40)[outcome]
        assert truth == pytest.approx(published, abs=sd / np.sqrt(16_000))
        mean = found[outcome].mean
        assert mean is not None
        assert_near(mean, truth)


def test_claims(case: mkba.Case) -> None:
    found = {check.claim.name: check.reproduced for check in mkba.reconciliation(case).claims}
    assert found == {
        "stored_heightening": True,
        "stored_damage": True,
        "mean_damage": False,
        "optimum_at_best_estimates": None,
        "optimum_under_uncertainty": None,
    }


def test_an_evaluation_of_the_publication_comes_back_to_the_last_digit(case: mkba.Case) -> None:
    """Rows 1 and 2 of its stored sets, which differ in the flood frequency only."""
    model = mkba.build_model(case, scenarios=("stored_set",))
    (first,) = model.evaluate(model.point(), ["costs"])["costs"]
    assert first == pytest.approx(97_673_434.900053, abs=1e-5)
    stored = case.scenarios["stored_set"]
    values = {**stored.values, "flood_frequency": 0.00943657375567775}
    second = case.replace(scenarios={"stored_set": replace(stored, values=values)})
    model = mkba.build_model(second, scenarios=("stored_set",))
    (damage,) = model.evaluate(model.point(), ["line:costs-2"])["line:costs-2"]
    assert damage == pytest.approx(32_448_662.3007119, abs=1e-5)


def test_the_published_optima(case: mkba.Case) -> None:
    """2.35 m at the best estimates, 2.40 m on average, on the publication's grid of 5 cm."""
    grid = np.arange(0, 10.01, 0.05)
    at_best = [by_hand(best_estimates(case), height)["costs"] for height in grid]
    assert grid[int(np.argmin(at_best))] == pytest.approx(2.35)
    assert grid[int(np.argmin([on_average(height)["costs"] for height in grid]))] == pytest.approx(2.40)


@pytest.mark.parametrize(("outcome", "published"), [("costs", TOTAL_COSTS), ("line:costs-2", DAMAGE)])
def test_total_indices_lie_in_the_published_intervals(
    case: mkba.Case, outcome: str, published: dict[str, tuple[float, float]]
) -> None:
    indices = mkba.sobol(mkba.build_model(case), outcomes=[outcome], draws=256).outcomes[outcome].indices
    for name, (value, half) in published.items():
        own = indices[name].total_order
        assert own is not None
        assert abs(own.value - value) <= half + (own.high - own.low) / 2 + 1e-12, name


def test_the_best_on_average_is_the_least_often_best(case: mkba.Case, drawn: dict[str, Array]) -> None:
    found = mkba.alternatives(mkba.build_model(case), draws=256).alternatives
    costs = np.array([by_hand(drawn, height)["costs"] for height in HEIGHTS.values()])
    often = np.bincount(costs.argmin(axis=0)) / costs.shape[1]
    for name, share in zip(HEIGHTS, often, strict=True):
        assert_near(found[name].probability_best, share)
    assert often.argmin() == 0
    assert min(HEIGHTS, key=lambda name: on_average(HEIGHTS[name])["costs"]) == "h240"
    assert found["nothing"].probability_best.value == 0


def test_knowing_everything_is_worth_half_a_million_guilders(case: mkba.Case, drawn: dict[str, Array]) -> None:
    worth = mkba.value_of_information(mkba.build_model(case), of=[], draws=256)
    costs = np.array([by_hand(drawn, height)["costs"] for height in HEIGHTS.values()])
    assert worth.prefer in ("h240", "h235")  # a few hundred guilders apart
    assert worth.evpi.value == pytest.approx(costs.mean(axis=1).min() - costs.min(axis=0).mean(), rel=0.05)


def test_notes_say_what_the_model_gives(case: mkba.Case) -> None:
    """The amounts in notes and findings, which no formula keeps up to date."""
    point = best_estimates(case)
    totals = [float(by_hand(point, height)["costs"]) / 1e6 for height in (2.35, 2.40, 2.48)]
    assert totals == pytest.approx([115.03, 115.14, 115.81], abs=5e-3)
    found = {name: float(value) for name, value in by_hand(point, 2.40).items()}
    assert found["line:costs-2"] / 1e6 == pytest.approx(14.34, abs=5e-3)
    without = found["net_benefit"] + found["costs"]
    assert without / 1e9 == pytest.approx(7.35, abs=5e-3)
    assert without / found["costs"] == pytest.approx(64, abs=0.5)
    assert (without - found["line:costs-2"]) / found["line:costs-1"] == pytest.approx(73, abs=0.5)
    chance = 40.1e6 * 0.33 * 0.015 / 24.2e9
    assert (chance, 1.96 - 0.33 * np.log(chance)) == pytest.approx((8.2e-6, 5.825), rel=1e-3)
