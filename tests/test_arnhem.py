"""The Arnhem case against its specification: an independent implementation, and the report's own figures."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

import mkba_uncertainty as mkba
from mkba_uncertainty.texts.figures import chance

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


SPECIFICATION = {
    "recidivism": (0.3, mkba.Pert(0.15, 0.3, 0.5)),
    "attribution_placements": (0.5, mkba.Pert(0.25, 0.5, 0.75)),
    "attribution_evictions": (1, mkba.Pert(0.5, 1, 1)),
    "debt_effectiveness_gain": (0.15, mkba.Pert(0.05, 0.15, 0.25)),
    "shelter_stay_years": (2.5, mkba.Pert(1, 2.5, 4)),
    "shelter_share": (0.25, mkba.Pert(0.15, 0.25, 0.35)),
    "shelter_realisation": (0.665, mkba.Pert(0.4, 0.665, 1)),
    "nuisance_reduction": (0.8, mkba.Pert(0.6, 0.8, 0.9)),
    "jobs": (6, mkba.Pert(2, 6, 10)),
    "qualifications_per_placement": (0.507, mkba.Pert(0.2, 0.507, 0.8)),
    "qaly_per_stable_household": (0.5075, mkba.Pert(0.2, 0.5075, 0.8)),
    "top_escalations_prevented": (6, mkba.Pert(0, 6, 9)),
    "debt_trajectories": (447, mkba.Pert(350, 447, 550)),
    "evictions_prevented_reported": (60, mkba.Gamma(60)),
    "placements_prevented_reported": (45, mkba.Gamma(45)),
    "supervision_prevented_reported": (51, mkba.Gamma(51)),
    "evictions_enforced_reported": (11, mkba.Gamma(11)),
    "placements_made_reported": (11, mkba.Gamma(11)),
    "supervision_made_reported": (17, mkba.Gamma(17)),
    "nuisance_share": (258 / 421, mkba.Beta(258, 163)),
    "eviction_direct_cost": (5_000, mkba.Pert(3_500, 5_000, 8_000)),
    "shelter_cost_per_year": (45_000, mkba.Pert(35_000, 45_000, 55_000)),
    "residential_cost_per_year": (63_000, mkba.Pert(50_000, 63_000, 76_000)),
    "foster_cost_per_year": (7_000, mkba.Pert(5_500, 7_000, 9_000)),
    "residential_months": (13, mkba.Pert(8, 13, 20)),
    "foster_months": (25, mkba.Pert(15, 25, 36)),
    "residential_share": (0.5, mkba.Pert(0.4, 0.5, 0.6)),
    "supervision_cost_per_year": (7_100, mkba.Pert(6_000, 7_100, 8_500)),
    "supervision_months": (33, mkba.Pert(24, 33, 42)),
    "trajectory_price_level": (1, mkba.Pert(0.9, 1, 1.15)),
    "job_value": (60_000, mkba.Pert(45_000, 60_000, 75_000)),
    "productivity_gain_per_job": (10_450, mkba.Pert(0, 10_450, 20_000)),
    "qualification_value_long": (60_000, mkba.Pert(30_000, 60_000, 90_000)),
    "qualification_value_short": (10_000, mkba.Pert(5_000, 10_000, 15_000)),
    "nuisance_value_per_household": (5_890, mkba.Pert(2_000, 5_890, 10_000)),
    "top_escalation_value": (132_300, mkba.Pert(60_000, 132_300, 180_000)),
    "debt_collection_saving": (600, mkba.Pert(300, 600, 900)),
    "health_saving_per_stable_household": (900, mkba.Pert(400, 900, 1_400)),
    "personnel_cost": (320_000, mkba.Pert(300_000, 320_000, 350_000)),
    "caseload_scale": (1.15, mkba.Pert(1.08, 1.15, 1.22)),
    **{
        f"price_{name}": (price, mkba.Pert(0.8 * price, price, 1.25 * price))
        for name, (_, price) in TRAJECTORIES.items()
    },
}
"""Section 4 of the reconstruction: point value and distribution of every uncertain estimate."""

FIXED = {
    "qaly_timing": 0.866,
    "new_found_share": 0.50,
    "new_for_old_share": 0.50,
    "escalation_prevention_level": 1.00,
    "discount_rate": 0.055,
    "qaly_value": 20_000,
}

PAIRS = (
    ("attribution_placements", "attribution_evictions"),
    ("placements_prevented_reported", "supervision_prevented_reported"),
    ("recidivism", "debt_effectiveness_gain"),
    ("recidivism", "nuisance_reduction"),
    ("debt_effectiveness_gain", "nuisance_reduction"),
)
RANKS = {"expected": (0.6, 0.6, -0.4, -0.4, 0.25), "strong": (0.9, 0.9, -0.7, -0.7, 0.5)}

SCENARIOS = {
    "recidivism_40": {"recidivism": 0.40},
    "recidivism_20": {"recidivism": 0.20},
    "pooled_recidivism": {"recidivism": "pooled"},
    "escalations_minus_25": {"escalation_prevention_level": 0.75},
    "new_found_30": {"new_found_share": 0.30},
    "new_found_trajectories_only": {"trajectory_volume_level": 0.60},
    "qaly_100000": {"qaly_value": 100_000},
    "discount_3": {"discount_rate": 0.03},
    "discount_2_25": {"discount_rate": 0.0225},
    "full_shelter_price": {"shelter_realisation": 1.00},
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
    assert lines["net_benefit"].relative == pytest.approx(0, abs=0.002)


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


def test_every_estimate_is_as_specified(case: mkba.Case) -> None:
    uncertain = {name: (e.value, e.distribution) for name, e in case.estimates.items() if e.is_uncertain}
    assert uncertain.keys() == SPECIFICATION.keys()
    for name, (value, distribution) in SPECIFICATION.items():
        found, family = uncertain[name]
        assert found == pytest.approx(value, rel=1e-7), name
        assert type(family) is type(distribution), name
        for parameter, expected in distribution.parameters().items():
            assert family.parameters()[parameter] == pytest.approx(expected, rel=1e-12), f"{name}.{parameter}"
    for name, value in FIXED.items():
        assert case.estimates[name].value == value
        assert not case.estimates[name].is_uncertain


def test_dependence_and_scenarios_are_as_specified(case: mkba.Case) -> None:
    assert case.dependence["independent"].correlations == {}
    for variant, ranks in RANKS.items():
        asked = {frozenset(pair): rank for pair, rank in case.dependence[variant].correlations.items()}
        assert asked == {frozenset(pair): rank for pair, rank in zip(PAIRS, ranks, strict=True)}
    sets = {
        name: {**scenario.values, **dict.fromkeys(scenario.pooled, "pooled")}
        for name, scenario in case.scenarios.items()
    }
    assert sets == SCENARIOS


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


@pytest.fixture(scope="module")
def independent() -> dict[str, Array]:
    """Half a million plain draws by scipy's own samplers through the plain function: nothing of ours in between."""
    rng, n = np.random.default_rng(20140131), 500_000
    draws: dict[str, Array] = {}
    for name, (_, family) in SPECIFICATION.items():
        p = family.parameters()
        if isinstance(family, mkba.Pert):
            width = p["high"] - p["low"]
            a, b = 1 + 4 * (p["mode"] - p["low"]) / width, 1 + 4 * (p["high"] - p["mode"]) / width
            draws[name] = p["low"] + width * rng.beta(a, b, n)
        elif isinstance(family, mkba.Gamma):
            draws[name] = rng.gamma(p["shape"], 1.0, n)
        else:
            draws[name] = rng.beta(258, 163, n)
    return by_hand(draws)


def test_answer_of_the_default_run(case: mkba.Case, independent: dict[str, Array]) -> None:
    """Probabilities, quantiles and percentile against the independent draws, within four standard errors of both."""
    answer = mkba.confidence(mkba.build_model(case))
    n = independent["net_benefit"].size
    for event, outcome, limit in (
        ("net_benefit > 0", "net_benefit", 0),
        ("bcr > 1", "bcr", 1),
        ("financial_net > 0", "financial_net", 0),
    ):
        truth = float(np.mean(independent[outcome] > limit))
        found = answer.probabilities[event]
        assert found is not None
        assert abs(found.value - truth) < 2 * found.width / 2 + 4 * np.sqrt(truth * (1 - truth) / n), event
        assert found.width < 0.02
    for outcome in ("costs", "benefits", "net_benefit", "bcr", "financial_net"):
        values, found = independent[outcome], answer.outcomes[outcome]
        assert found.mean is not None
        assert found.sd is not None
        error = values.std() / np.sqrt(n)
        assert abs(found.mean.value - values.mean()) < found.mean.width + 4 * error, outcome
        assert abs(found.sd.value - values.std()) < found.sd.width + 4 * error, outcome
        for level, quantile in found.quantiles.items():
            share = float(np.mean(values <= quantile.value))
            assert abs(share - level) < 0.01, (outcome, level)
    published = float(np.mean(independent["net_benefit"] <= case.published["net_benefit"]))
    assert answer.published_percentile is not None
    assert abs(answer.published_percentile.value - published) < answer.published_percentile.width + 0.003
    net = answer.outcomes["net_benefit"].mean
    assert net is not None
    assert net.width < 0.003 * net.value


def test_verdict_says_what_the_numbers_say(case: mkba.Case) -> None:
    answer = mkba.confidence(mkba.build_model(case))
    assert answer.verdict is not None
    assert "very likely (92.0%)" in answer.verdict.en
    assert "zeer waarschijnlijk (92,0%)" in answer.verdict.nl
    shown = next(table for table in answer.shown() if any("net_benefit" in row.cells.values() for row in table.rows))
    row = next(at for at, row in enumerate(shown.rows) if row.cells["outcome"] == "net_benefit")
    median, range90 = shown.texts("en")[row][-2:]
    assert f"median {median}, 90% range {range90}" in answer.verdict.en  # one number has one text on a screen
    assert "65th percentile" in answer.verdict.en
    assert "very unlikely (7.1%)" in answer.verdict.en
    assert list(answer.drivers)[:2] == ["recidivism", "attribution_placements"]


def test_word_of_a_probability_at_a_boundary_is_the_modest_one(case: mkba.Case) -> None:
    """Under the expected dependence the probability lies at 90 %: not "very likely" where the interval touches it."""
    answer = mkba.confidence(mkba.build_model(case, dependence="expected"), rng=2)
    positive = answer.probabilities["net_benefit > 0"]
    assert positive is not None
    assert positive.low < 0.9 < positive.high
    assert answer.verdict is not None
    assert f"It is likely ({chance(positive)})" in answer.verdict.en
