"""Doubt about the model itself: variants of a case file, on the same draws, and their split of the variance."""

import json
import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from cases import MINIMAL, changed, read
from intervals import assert_covers, assert_near

from mkba_uncertainty import confidence, contrast, structure
from mkba_uncertainty.case import BASE, Alternative, Variant
from mkba_uncertainty.casefile import load_case
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.families import Gamma, Normal, Pert
from mkba_uncertainty.formula import parse
from mkba_uncertainty.model import build_model, variant_model
from mkba_uncertainty.texts import Text

ARNHEM = ["base", "new_found_trajectories", "relapse_everywhere", "full_shelter_price", "children_4_percent"]
VARIANT = MINIMAL[MINIMAL.index("[variants.all_stay]") :]

# net benefit = households * (1 - relapse) * cost * annuity - personnel, all independent
ANNUITY = 1 + 1 / 1.03 + 1 / 1.03**2
PARTS = (Gamma(60.0), Pert(0.5, 0.7, 0.85), Normal(1000.0, 100.0))
MEAN = math.prod(part.mean for part in PARTS) * ANNUITY
SECOND = math.prod(part.mean**2 + part.sd**2 for part in PARTS) * ANNUITY**2
VARIANCE = SECOND - MEAN**2


@pytest.fixture(scope="module")
def arnhem():
    return load_case("arnhem-ozo")


@pytest.fixture
def small(tmp_path):
    """Give a case whose variants scale the benefits, and one that does away with relapse."""
    variants = """\
[variants.half]
label = { nl = "Half", en = "Half" }
posts = { shelter = "stable * shelter_cost / 2" }

[variants.double]
label = { nl = "Dubbel", en = "Double" }
quantities = { stable = "2 * households_helped * keep" }
note = { nl = "Twee keer zoveel.", en = "Twice as many." }

[variants.no_relapse]
label = { nl = "Geen terugval", en = "No relapse" }
set = { relapse = 0.0 }
"""
    return read(changed({VARIANT: variants}), tmp_path)


def without(case, *names):
    return case.replace(variants={name: variant for name, variant in case.variants.items() if name not in names})


def truth(weights, factors):
    """Give variance within and between, and the share of the latter, where benefits are scaled by factors."""
    weights, factors = np.array(weights) / sum(weights), np.array(factors)
    within = weights @ factors**2 * VARIANCE
    between = (weights @ factors**2 - (weights @ factors) ** 2) * MEAN**2
    return within, between, between / (within + between)


@pytest.mark.parametrize(
    "weights", [None, {"base": 1, "half": 1, "double": 1}, {"base": 0.5, "half": 3, "double": 0.1}]
)
def test_split_of_the_variance(small, weights):
    """Benefits are scaled by 1, 1/2 and 2; so mean and variance are known."""
    result = structure(without(small, "no_relapse"), weights=weights, replicates=32)
    within, between, share = truth(list((weights or dict.fromkeys("abc", 1)).values()), [1, 0.5, 2])
    assert result.equal_weights == (weights is None)
    assert sum(variant.weight for variant in result.variants.values()) == pytest.approx(1)
    for found, true, widest in (
        (result.within, within, 0.02 * within),
        (result.between, between, 0.001 * between),
        (result.between_share, share, 0.005),
    ):
        half = found.width / 2
        assert half < widest
        assert abs(found.value - true) < 3 * half
    assert result.between_share.value == pytest.approx(
        result.between.value / (result.within.value + result.between.value)
    )


def test_each_variant_is_what_its_own_model_says(small):
    result = structure(small)
    assert list(result.variants) == ["base", "half", "double", "no_relapse"]
    for name, variant in result.variants.items():
        alone = confidence(variant_model(small, small.variants[name]), outcomes=["net_benefit"])
        outcome = alone.outcomes["net_benefit"]
        assert variant.point == outcome.point
        if name != "no_relapse":  # which has one estimate less to draw, so its own run has other points
            assert (variant.mean, variant.sd, variant.quantiles) == (outcome.mean, outcome.sd, outcome.quantiles)
            assert variant.probability == alone.probabilities["net_benefit > 0"]
    assert result.variants["half"].point == pytest.approx(0.5 * 42_000 * ANNUITY - 100_000)
    assert result.variants["double"].point == pytest.approx(2 * 42_000 * ANNUITY - 100_000)
    assert result.variants["no_relapse"].point == pytest.approx(60_000 * ANNUITY - 100_000)
    assert result.variants["double"].note == Text("Twee keer zoveel.", "Twice as many.")


def test_the_same_draws_make_shifts_precise(small):
    """The benefits are doubled draw by draw, so the shift of the mean is as precise as the mean itself."""
    shift = structure(small).variants["double"].shift
    assert_near(shift, MEAN)
    assert shift.width < 0.02 * MEAN
    assert structure(small).variants["base"].shift.width == 0
    assert structure(small).variants["base"].differs is False
    twice = structure(small, rng=4).variants
    assert twice["double"].shift.value == pytest.approx(twice["base"].mean.value + 100_000, rel=1e-12)


def test_what_a_variant_fixes_is_an_assumption_and_not_an_observation(small):
    """Under dependence the other estimates keep their draws."""
    result = structure(small, dependence="expected", replicates=32)
    mean = result.variants["no_relapse"].mean
    expected = 60 * 1000  # households and cost hang together: E[N C] = E N E C + covariance
    covariance = mean.value / ANNUITY + 100_000 / ANNUITY - expected
    assert 0 < covariance < 0.3 * math.sqrt(60) * 100 * 1.1
    base = structure(small, dependence="expected", replicates=32).variants["base"]
    alone = confidence(build_model(small, dependence="expected"), outcomes=["net_benefit"], replicates=32)
    assert base.mean == alone.outcomes["net_benefit"].mean


def test_what_makes_no_difference_counts_once(small):
    same = Variant(
        "same", Text("x", "x"), quantities={"stable": parse("households_helped - households_helped * relapse")}
    )
    case = without(small, "no_relapse").replace()
    more = case.replace(variants={**case.variants, "same": same})
    result, plain = structure(more), structure(case)
    assert result.variants["same"].differs is False
    assert result.variants["same"].weight == 0
    assert result.variants["same"].mean.value == pytest.approx(result.variants["base"].mean.value)
    assert result.between_share == plain.between_share
    weights = dict.fromkeys(more.variants, 1.0)
    assert structure(more, weights=weights).variants["same"].weight == 0.25
    assert structure(more, weights=weights).between_share.value != plain.between_share.value


def test_coverage_of_the_share(small):
    case, share = without(small, "no_relapse"), truth([1, 1, 1], [1, 0.5, 2])[2]
    assert_covers(
        lambda seed: structure(case, draws=64, rng=seed).between_share, share, seeds=range(120), rates=(0.925, 0.975)
    )


def test_arnhem_at_its_point_values(arnhem):
    """By hand: what relapse takes off 67 stable households, what full shelter adds, 19.2 instead of 18.1 placements."""
    result = structure(arnhem)
    assert list(result.variants) == ARNHEM
    point = {name: variant.point for name, variant in result.variants.items()}
    assert point["base"] == pytest.approx(1_436_000, rel=0.005)
    assert point["new_found_trajectories"] == pytest.approx(point["base"], rel=1e-12)
    stable = 447 * 0.15
    relapsed = 0.3 * stable * (600 + 900 + 0.5075 * 20_000 * 0.866)
    assert point["base"] - point["relapse_everywhere"] == pytest.approx(relapsed, rel=1e-9)
    years = 1 + 1 / 1.055 + 0.5 / 1.055**2
    evictions = 1.15 * (60 * 0.7 - 11)
    shelter = evictions * 0.25 * 45_000 * (1 - 0.665) * years
    assert point["full_shelter_price"] - point["base"] == pytest.approx(shelter, rel=1e-9)
    residential = 0.5 * 63_000 * (1 + 1 / 12 / 1.055)
    foster = 0.5 * 7_000 * (1 + 1 / 1.055 + 1 / 12 / 1.055**2)
    more = 418 * 1.15 * 0.04 - 45 * 1.15 * 0.5 * 0.7
    per_child = residential + foster + 0.507 * (10_000 + 60_000)
    assert abs(418 * 1.15 * 0.04 - 20) < 1
    assert point["children_4_percent"] - point["base"] == pytest.approx(more * per_child, rel=1e-9)


def test_arnhem_split(arnhem):
    result = structure(arnhem)
    assert result.equal_weights
    assert [variant.weight for variant in result.variants.values()] == [0.25, 0, 0.25, 0.25, 0.25]
    assert 0.02 < result.between_share.low < result.between_share.high < 0.06
    assert result.between_share.width < 0.01
    chances = {name: variant.probability.value for name, variant in result.variants.items()}
    assert chances["relapse_everywhere"] < chances["base"] < chances["full_shelter_price"]


def test_arnhem_second_reading_of_newly_found(arnhem):
    """Under the scenario the two readings give what the report's claim is compared with: +0.807 and +1.146 million."""
    before = structure(arnhem, draws=256).variants["base"].point
    after = structure(arnhem, scenarios=["new_found_30"], draws=256)
    assert after.variants["base"].point - before == pytest.approx(807_000, abs=1000)
    assert after.variants["new_found_trajectories"].point - before == pytest.approx(1_146_000, abs=1000)
    assert after.variants["new_found_trajectories"].differs
    assert after.provenance.scenario == ("new_found_30",)
    (lever,) = contrast(build_model(arnhem), scenarios=["new_found_trajectories_only"], draws=256).contrasts.values()
    assert after.variants["new_found_trajectories"].point - before == pytest.approx(lever.point, rel=1e-9)


def test_under_dependence(arnhem):
    result = structure(arnhem, dependence="strong")
    alone = confidence(build_model(arnhem, dependence="strong"), outcomes=["net_benefit"])
    assert result.variants["base"].probability == alone.probabilities["net_benefit > 0"]
    assert result.provenance.dependence == "strong"


def test_the_same_to_the_last_bit_for_any_number_of_workers(arnhem):
    alone = structure(arnhem, draws=4096, replicates=5)
    with ThreadPoolExecutor(2) as pool:
        together = structure(arnhem, draws=4096, replicates=5, executor=pool)
    assert alone.to_dict() == together.to_dict()


@pytest.mark.parametrize(
    ("weights", "code", "says"),
    [
        ({"base": 1, "half": 1, "dubble": 1, "no_relapse": 1}, "unknown_variant", "Did you mean double?"),
        ({"base": 1, "half": 1}, "structure_weights_missing", "double, no_relapse"),
        ({"base": 1, "half": -1, "double": 1, "no_relapse": 1}, "structure_weight", "-1"),
        ({"base": 1, "half": math.nan, "double": 1, "no_relapse": 1}, "structure_weight", "nan"),
        ({"base": 1, "half": math.inf, "double": 1, "no_relapse": 1}, "structure_weight", "inf"),
        ({"base": 1, "half": True, "double": 1, "no_relapse": 1}, "structure_weight", "True"),
        (dict.fromkeys(["base", "half", "double", "no_relapse"], 0), "structure_weights_zero", "above 0"),
    ],
)
def test_weights_that_cannot_be_used(small, weights, code, says):
    with pytest.raises(InputError) as caught:
        structure(small, weights=weights)
    assert caught.value.code == code
    assert says in caught.value.text("en")
    assert caught.value.text("nl") != caught.value.text("en")


def test_what_cannot_be_asked(small):
    for case in (without(small, "half", "double", "no_relapse"), small.replace(variants={})):
        with pytest.raises(InputError, match="no variants of the model"):
            structure(case)
    with pytest.raises(InputError, match="Did you mean net_benefit"):
        structure(small, outcome="nett_benefit")
    with pytest.raises(InputError, match="nothing"):
        structure(small, scenarios=["nothing"])
    with pytest.raises(ModelError, match="constant"):
        structure(small, outcome="costs")
    free = Variant("free", Text("x", "x"), posts={"staff": parse("personnel * (relapse - 0.3)")})
    with pytest.raises(ModelError, match="not a number"):
        structure(small.replace(variants={"free": free}), outcome="bcr")


def test_variants_that_alternatives_choose_are_no_doubt(small):
    chosen = {name: Alternative(name, Text(name, name), variants=(name,)) for name in ("half", "double")}
    case = without(small, "no_relapse").replace(alternatives=chosen)
    with pytest.raises(InputError, match=r"\(double, half\) is part of an alternative.* mkba compare"):
        structure(case)
    assert list(structure(small.replace(alternatives=chosen), draws=64).variants) == ["base", "no_relapse"]


def test_a_case_without_a_base_gets_one(small):
    bare = small.replace(variants={"half": small.variants["half"]})
    assert list(structure(bare, draws=64).variants) == ["base", "half"]


def test_case_file(tmp_path):
    case = read(MINIMAL, tmp_path)
    assert list(case.variants) == [BASE, "all_stay"]
    assert case.variants[BASE] == Variant(BASE, Text("De casus zoals die is", "The case as it is"))
    assert case.variants["all_stay"] == Variant(
        name="all_stay",
        label=Text("Zonder terugval, halve prijs", "No relapse, half the price"),
        values={"relapse": 0.0},
        quantities={"stable": parse("households_helped")},
        posts={"shelter": parse("stable * shelter_cost / 2")},
    )
    assert structure(case).variants["all_stay"].point == pytest.approx(30_000 * ANNUITY - 100_000)
    case = read(MINIMAL + '\n[variants.base]\nlabel = { nl = "Zo", en = "So" }\n', tmp_path)
    assert case.variants[BASE].label == Text("Zo", "So")
    assert list(case.variants) == [BASE, "all_stay"]


def test_an_estimate_of_a_variant_only_is_used(tmp_path):
    stay = MINIMAL[MINIMAL.index("[estimates.stay]") : MINIMAL.index("[estimates.personnel]")]
    extra = changed({stay: stay + stay.replace("stay", "visit")})
    assert "visit" in read(extra, tmp_path).warnings[0].en
    assert read(changed({"shelter_cost / 2": "shelter_cost * visit / stay"}, extra), tmp_path).warnings == ()


def test_formulas_of_a_variant_may_use_each_other(tmp_path):
    """Circles are looked for in the variant as a whole: two formulas may swap their order."""
    case = read(changed({"quantities = {": 'quantities = { keep = "stable / households_helped",'}), tmp_path)
    assert structure(case).variants["all_stay"].point == pytest.approx(30_000 * ANNUITY - 100_000)


def test_shipped_cases_have_notes_with_their_variants():
    for file in (Path(__file__).parent.parent / "distributions").glob("*.toml"):
        case = load_case(file)
        for name, variant in case.variants.items():
            assert name == BASE or variant.note is not None, (file, name)


def test_answer_as_json_and_as_frame(arnhem):
    result = structure(arnhem, draws=64, replicates=4)
    answer = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert list(answer["variants"]) == ARNHEM
    for variant in answer["variants"].values():
        assert set(variant) == {"net_benefit", "probability", "shift", "differs", "weight"}
        assert set(variant["net_benefit"]) == {"point", "mean", "sd", "quantiles"}
        assert set(variant["probability"]) == {"value", "low", "high"}
    assert set(answer["between_share"]) == {"value", "low", "high"}
    frame = result.to_frame()
    assert frame["variant"].tolist() == ARNHEM
    assert {"point", "weight", "probability_low", "q0.5", "shift"} <= set(frame.columns)
