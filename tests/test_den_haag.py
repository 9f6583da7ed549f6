"""The case of The Hague against the figures of its article, an independent implementation, and Arnhem."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

import mkba_uncertainty as mkba

Array = NDArray[np.float64]

PUBLISHED = {
    "costs": 3.8e6,
    "benefits": 5.6e6,
    "net_benefit": 1.8e6,
    "financial_net": 0.6e6,
    "costs-1": 2.1e6,
    "costs-2": 1.7e6,
    "benefits-1": 4.4e6,
    "benefits-1a": 1.2e6,
    "benefits-2": 1.2e6,
    "benefits-2b": 0.12e6,
}


@pytest.fixture(scope="module")
def case() -> mkba.Case:
    return mkba.load_case("den-haag-scm")


@pytest.fixture(scope="module")
def arnhem() -> mkba.Case:
    return mkba.load_case("arnhem-ozo")


@pytest.fixture(scope="module")
def point(case: mkba.Case) -> dict[str, float]:
    model = mkba.build_model(case)
    return {name: float(value[0]) for name, value in model.evaluate(model.point()).items()}


def by_hand(x: dict[str, Array], rate: float, qaly_value: float) -> dict[str, Array]:
    """The case as one plain function, without posts, timing or graph."""
    keep = 1 - x["recidivism"]
    years = x["shelter_stay_years"]
    annuity = sum(np.clip(years - k, 0, 1) / (1 + rate) ** k for k in range(5))
    evictions = x["evictions_prevented"] * keep
    lines = {
        "line:costs-1": 24 * x["cost_per_case_manager"],
        "line:costs-2": x["new_households"] * x["intervention_cost_per_household"] * x["trajectory_price_level"],
        "line:benefits-1a": evictions * x["shelter_share"] * x["shelter_cost_per_year"] * annuity,
        "line:benefits-1b": evictions * x["eviction_direct_cost"]
        + x["intensive_trajectories_prevented"] * keep * x["price_intensive_trajectory"] * x["trajectory_price_level"]
        + x["other_savings"] * keep,
        "line:benefits-2a": x["stable_households"] * x["qaly_per_stable_household"] * qaly_value * x["qaly_timing"],
        "line:benefits-2b": x["house_price_gain"] * keep,
    }
    costs = lines["line:costs-1"] + lines["line:costs-2"]
    financial = lines["line:benefits-1a"] + lines["line:benefits-1b"]
    benefits = financial + lines["line:benefits-2a"] + lines["line:benefits-2b"]
    return {
        **lines,
        "costs": costs,
        "net_benefit": benefits - costs,
        "bcr": benefits / costs,
        "financial_net": financial - costs,
    }


@pytest.mark.parametrize(
    ("scenarios", "rate", "qaly_value"),
    [((), 0.055, 2e4), (("discount_3",), 0.03, 2e4), (("qaly_100000",), 0.055, 1e5)],
)
def test_model_is_what_the_file_says_on_every_draw(
    case: mkba.Case, scenarios: tuple[str, ...], rate: float, qaly_value: float
) -> None:
    ensemble = mkba.simulate(mkba.build_model(case, scenarios=scenarios), draws=256, replicates=2, rng=7)
    draws = {str(name): ensemble.inputs[name].to_numpy() for name in ensemble.inputs}
    for outcome, expected in by_hand(draws, rate, qaly_value).items():
        np.testing.assert_allclose(
            ensemble.outcomes[outcome].to_numpy(), expected, rtol=1e-12, atol=1e-6, err_msg=outcome
        )


def test_published_figures_within_a_tenth_of_a_percent(case: mkba.Case) -> None:
    lines = {line.id: line for line in mkba.reconciliation(case).lines}
    assert {name: line.published for name, line in lines.items()} == PUBLISHED
    for name, line in lines.items():
        assert line.relative is not None
        assert abs(line.relative) <= 0.001, name


def test_facts_of_the_article(case: mkba.Case, point: dict[str, float]) -> None:
    value = {name: estimate.value for name, estimate in case.estimates.items()}
    assert (value["case_managers"], value["new_households"], value["stable_households"]) == (24, 640, 170)
    assert value["stable_households"] * value["qaly_per_stable_household"] == pytest.approx(65, rel=1e-4)
    assert value["qaly_value"] == 20_000
    assert point["actor:health_insurer"] == pytest.approx(2e6, rel=1e-3)
    actors = {name: point[f"actor:{name}"] for name in case.actors}
    assert max(actors, key=lambda name: actors[name]) == "health_insurer"
    assert point["bcr"] == pytest.approx(5.6 / 3.8, rel=1e-3)


def test_life_years_exceed_the_line_that_holds_them(case: mkba.Case, point: dict[str, float]) -> None:
    in_full = point["post:quality_of_life"] / case.estimates["qaly_timing"].value
    assert in_full == pytest.approx(65 * 20_000, rel=1e-4)
    published = case.lines["benefits-2"].published
    assert published is not None
    assert in_full > published
    (finding,) = (finding for finding in case.findings if finding.name == "life_years")
    assert "1.3 million" in finding.text.en
    assert "1,3 miljoen" in finding.text.nl


def test_claims(case: mkba.Case) -> None:
    found = {check.claim.name: check.reproduced for check in mkba.reconciliation(case).claims}
    assert found.pop("health_insurer_most") is None
    assert found.pop("municipality") is False
    assert all(found.values()), found


def test_notes_say_what_the_model_gives(case: mkba.Case, point: dict[str, float]) -> None:
    """The amounts in notes and findings, which no formula keeps up to date."""
    contrasts = mkba.contrast(mkba.build_model(case), draws=16, replicates=2).contrasts
    assert contrasts["recidivism_40"].point == pytest.approx(-0.65e6, abs=5e3)
    assert contrasts["life_years_in_full"].point == pytest.approx(0.22e6, abs=5e3)
    relapsed = mkba.build_model(case, scenarios=("recidivism_40",))
    financial = float(relapsed.evaluate(relapsed.point(), ["financial_net"])["financial_net"][0])
    assert -0.05e6 < financial < 0
    assert -2.0e6 < point["actor:municipality"] < -1.9e6
    assert point["actor:households"] == pytest.approx(1.2e6, abs=5e4)
    assert point["post:prevented_eviction_direct"] == pytest.approx(0.22e6, abs=5e3)


def test_every_number_says_what_it_rests_on(case: mkba.Case) -> None:
    for estimate in case.estimates.values():
        if estimate.basis == "implied":
            assert estimate.note is not None, f"{estimate.name} is implied: from what?"
        assert estimate.is_uncertain == (estimate.role not in ("lever", "value_choice"))


def test_what_is_left_for_welfare_work_is_never_negative(case: mkba.Case) -> None:
    highest = [e.distribution.support[1] for name, e in case.estimates.items() if name.startswith("other_share_")]
    assert len(highest) == 3
    assert sum(highest) <= 1


def test_less_information_means_wider_ranges(case: mkba.Case, arnhem: mkba.Case) -> None:
    same = [name for name in case.estimates if name in arnhem.estimates]
    for name in same:
        here, there = (one.estimates[name] for one in (case, arnhem))
        assert (here.unit, here.label) == (there.unit, there.label), "the same name, so the same thing"
    shared = [name for name in same if arnhem.estimates[name].is_uncertain]
    assert {"recidivism", "shelter_share", "shelter_stay_years", "shelter_cost_per_year"} <= set(shared)
    assert "price_awbz" not in shared, "in Arnhem one kind of trajectory, in Den Haag any intensive one"
    for name in shared:
        here, there = (one.estimates[name] for one in (case, arnhem))
        assert here.distribution.sd / here.value > there.distribution.sd / there.value, name
    spread = [_range_of_bcr(one) for one in (case, arnhem)]
    assert spread[0] > 1.2 * spread[1]


def _range_of_bcr(case: mkba.Case) -> float:
    quantiles = mkba.confidence(mkba.build_model(case), draws=256).outcomes["bcr"].quantiles
    return (quantiles[0.95].value - quantiles[0.05].value) / quantiles[0.5].value


@pytest.mark.parametrize("dependence", ["independent", "expected", "strong"])
def test_dependence_variants_run(case: mkba.Case, dependence: str) -> None:
    model = mkba.build_model(case, dependence=dependence)
    assert mkba.confidence(model, draws=64).probabilities["net_benefit > 0"] is not None
