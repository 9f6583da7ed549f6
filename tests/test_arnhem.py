"""The Arnhem case against its specification: an independent implementation, and the report's own figures."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

import mkba_uncertainty as mkba

Array = NDArray[np.float64]

TRAJECTORIES = {
    "benefit": (9, 7_300),
    "poverty": (79, 400),
    "debt": (135, 1_300),
    "reintegration": (11, 5_000),
    "participation": (43, 600),
    "social_work": (59, 1_000),
    "youth": (73, 5_500),
    "wmo": (32, 3_100),
    "awbz": (82, 10_000),
    "admission": (22, 28_400),
    "mental_health": (63, 2_100),
}

FIGURE_3_3 = {
    "costs": 4_355_000,
    "benefits": 5_791_000,
    "net_benefit": 1_436_000,
    "costs-1": 320_000,
    "costs-2": 0,
    "costs-3": 4_035_000,
    "benefits-1": 160_000,
    "benefits-1a": 160_000,
    "benefits-1b": 0,
    "benefits-2": 486_100,
    "benefits-3": 3_027_400,
    "benefits-4": 2_117_500,
    "benefits-4a": 551_000,
    "benefits-4b": 588_800,
    "benefits-4c": 977_700,
}


def annuity(years: Array, rate: float) -> Array:
    """The sum of the specification, term by term."""
    return sum(np.clip(years - k, 0, 1) / (1 + rate) ** k for k in range(10))


def by_hand(x: dict[str, Array], rate: float = 0.055, qaly_value: float = 20_000.0) -> dict[str, Array]:
    """Section 3 of the reconstruction as one plain function, without posts, timing or graph."""
    keep, scale = 1 - x["recidivism"], x["caseload_scale"]
    shelter = (
        x["shelter_share"]
        * x["shelter_cost_per_year"]
        * x["shelter_realisation"]
        * annuity(x["shelter_stay_years"], rate)
    )
    eviction = x["eviction_direct_cost"] + shelter
    placement = x["residential_share"] * x["residential_cost_per_year"] * annuity(
        x["residential_months"] / 12, rate
    ) + (1 - x["residential_share"]) * x["foster_cost_per_year"] * annuity(x["foster_months"] / 12, rate)
    supervision = x["supervision_cost_per_year"] * annuity(x["supervision_months"] / 12, rate)
    evictions = x["evictions_prevented_reported"] * scale * x["attribution_evictions"] * keep
    placements = x["placements_prevented_reported"] * scale * x["attribution_placements"] * keep
    supervisions = x["supervision_prevented_reported"] * scale * x["attribution_placements"] * keep
    trajectories = sum(forms * scale * x[f"price_{name}"] for name, (forms, _) in TRAJECTORIES.items())
    stable = x["debt_trajectories"] * x["debt_effectiveness_gain"]
    qualifications = x["qualifications_per_placement"] * placements
    lines = {
        "line:costs-1": x["personnel_cost"],
        "line:costs-3": trajectories * x["trajectory_price_level"]
        + scale
        * (
            x["evictions_enforced_reported"] * eviction
            + x["placements_made_reported"] * placement
            + x["supervision_made_reported"] * supervision
        ),
        "line:benefits-1a": 0.5 * x["personnel_cost"],
        "line:benefits-2": stable * (x["debt_collection_saving"] + x["health_saving_per_stable_household"])
        + x["jobs"] * keep * (x["job_value"] + x["productivity_gain_per_job"])
        + qualifications * x["qualification_value_short"],
        "line:benefits-3": evictions * eviction
        + placements * placement
        + supervisions * supervision
        + x["top_escalations_prevented"] * keep / 0.70 * x["top_escalation_value"],
        "line:benefits-4a": qualifications * x["qualification_value_long"] * (1.055 / (1 + rate)) ** 9,
        "line:benefits-4b": stable * x["qaly_per_stable_household"] * qaly_value * 0.866,
        "line:benefits-4c": 421
        * scale
        * x["nuisance_share"]
        * x["nuisance_reduction"]
        * keep
        * x["nuisance_value_per_household"],
    }
    costs = lines["line:costs-1"] + lines["line:costs-3"]
    benefits = sum(value for name, value in lines.items() if "benefits" in name)
    financial = sum(lines[f"line:benefits-{part}"] for part in ("1a", "2", "3"))
    return {
        **lines,
        "costs": costs,
        "benefits": benefits,
        "net_benefit": benefits - costs,
        "bcr": benefits / costs,
        "financial_net": financial - costs,
        "financial_bcr": financial / costs,
    }


@pytest.fixture(scope="module")
def case() -> mkba.Case:
    return mkba.load_case("arnhem-ozo")


@pytest.mark.parametrize(
    ("scenarios", "choices"), [((), {}), (("discount_3",), {"rate": 0.03}), (("qaly_100000",), {"qaly_value": 1e5})]
)
def test_model_is_the_reconstruction_on_every_draw(
    case: mkba.Case, scenarios: tuple[str, ...], choices: dict[str, float]
) -> None:
    ensemble = mkba.simulate(mkba.build_model(case, scenarios=scenarios), draws=256, replicates=2, rng=7)
    draws = {str(name): ensemble.inputs[name].to_numpy() for name in ensemble.inputs}
    for outcome, expected in by_hand(draws, **choices).items():
        np.testing.assert_allclose(
            ensemble.outcomes[outcome].to_numpy(), expected, rtol=1e-12, atol=1e-8, err_msg=outcome
        )


def test_published_lines_within_half_a_percent(case: mkba.Case) -> None:
    lines = {line.id: line for line in mkba.reconciliation(case).lines}
    assert {name: line.published for name, line in lines.items()} == FIGURE_3_3
    for name, line in lines.items():
        assert line.relative is not None
        assert abs(line.relative) <= 0.005, name
    assert abs(lines["net_benefit"].relative or 1) <= 0.002


def test_unit_prices_give_the_trajectory_table(case: mkba.Case) -> None:
    for name, (forms, price) in TRAJECTORIES.items():
        assert case.estimates[f"forms_{name}"].value == forms
        assert case.estimates[f"price_{name}"].value == price
        assert case.estimates[f"price_{name}"].distribution == mkba.Pert(0.8 * price, price, 1.25 * price)


@pytest.mark.parametrize(
    ("scenario", "outcome", "change"),
    [
        ("recidivism_40", "net_benefit", -706_000),
        ("recidivism_20", "net_benefit", 706_000),
        ("escalations_minus_25", "net_benefit", -719_000),
        ("new_found_30", "net_benefit", 807_000),
        ("qaly_100000", "net_benefit", 2_360_000),
    ],
)
def test_sensitivities_of_section_5(case: mkba.Case, scenario: str, outcome: str, change: float) -> None:
    contrasts = mkba.contrast(mkba.build_model(case), scenarios=[scenario], draws=64, replicates=2)
    assert contrasts.contrasts[scenario].point == pytest.approx(change, abs=abs(change) * 0.002)


def test_claims_that_are_and_are_not_reproduced(case: mkba.Case) -> None:
    checks = {check.claim.name: check for check in mkba.reconciliation(case).claims}
    break_even = [
        c for c in checks.values() if c.claim.outcome == "financial_bcr" and c.claim.scenario == "recidivism_20"
    ]
    assert [check.reproduced for check in break_even] == [False]
    assert break_even[0].computed == pytest.approx(0.956, abs=0.0005)
    ratios = {c.claim.outcome: c for c in checks.values() if c.claim.scenario is None and c.claim.measure == "value"}
    assert ratios["bcr"].computed == pytest.approx(1.330, abs=0.0005)
    assert ratios["financial_bcr"].computed == pytest.approx(0.844, abs=0.0005)
    assert not ratios["bcr"].reproduced
    signs = {c.claim.outcome: c.reproduced for c in checks.values() if c.claim.measure == "sign"}
    for actor in ("state", "health_insurer", "housing_corporation", "households", "municipality_work_income"):
        assert signs[f"actor:{actor}"], actor


def test_actors_share_the_whole_balance(case: mkba.Case) -> None:
    model = mkba.build_model(case)
    point = model.evaluate(model.point())
    tops = [f"actor:{actor.name}" for actor in case.actors.values() if actor.parent is None]
    assert sum(point[top][0] for top in tops) == pytest.approx(point["net_benefit"][0], rel=1e-12)


def test_every_number_has_a_source_and_a_basis(case: mkba.Case) -> None:
    for estimate in case.estimates.values():
        assert estimate.source.document in case.documents
        assert estimate.source.place
        if estimate.basis == "implied":
            assert estimate.note is not None, f"{estimate.name} is implied: from what?"
    assert sum(estimate.is_uncertain for estimate in case.estimates.values()) == 51
    assert all(
        not estimate.is_uncertain for estimate in case.estimates.values() if estimate.role in ("lever", "value_choice")
    )


def test_answer_of_the_default_run(case: mkba.Case) -> None:
    """What the design says of Arnhem, to the digits it says; the interval of the mean is narrow enough."""
    answer = mkba.confidence(mkba.build_model(case))
    net = answer.outcomes["net_benefit"]
    assert net.mean is not None
    assert answer.probabilities["net_benefit > 0"] is not None
    assert answer.probabilities["net_benefit > 0"].value == pytest.approx(0.92, abs=0.005)
    assert answer.probabilities["financial_net > 0"].value == pytest.approx(0.07, abs=0.005)
    assert net.quantiles[0.5].value == pytest.approx(1.1e6, abs=0.05e6)
    assert net.quantiles[0.05].value == pytest.approx(-0.2e6, abs=0.05e6)
    assert net.quantiles[0.95].value == pytest.approx(2.6e6, abs=0.05e6)
    assert int(100 * answer.published_percentile.value) == 64
    assert net.mean.width < 0.003 * net.mean.value
    assert answer.probabilities["bcr > 1"] == answer.probabilities["net_benefit > 0"]
    assert list(answer.drivers) == ["recidivism", "attribution_placements"]
    assert answer.drivers["recidivism"].value == pytest.approx(0.28, abs=0.01)
    assert answer.drivers["attribution_placements"].value == pytest.approx(0.15, abs=0.01)
    assert "very likely (92%)" in answer.verdict.en
    assert "zeer waarschijnlijk (92%)" in answer.verdict.nl
    assert "64th percentile" in answer.verdict.en
