"""Contrasts: the same draws on both sides, pinned where the estimate is uncertain."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import WITH_EXPERTS, changed, minimal, small
from numpy.typing import NDArray
from scipy import stats

import mkba_uncertainty as mkba
from mkba_uncertainty.errors import InputError

Array = NDArray[np.float64]


@pytest.fixture(scope="module")
def model() -> mkba.CaseModel:
    return mkba.build_model(mkba.load_case("arnhem-ozo"))


def with_and_without(model: mkba.CaseModel) -> list[Array]:
    """Give the balance in two runs, shape (replicates, draws): as it is, and with new money for every placement."""
    return [
        mkba.simulate(mkba.build_model(model.case, scenarios=scenarios), draws=256, rng=3)
        .outcomes["net_benefit"]
        .to_numpy()
        for scenarios in ((), ("new_found_30",))
    ]


def test_a_lever_contrasts_the_run_with_and_without_it(model: mkba.CaseModel) -> None:
    result = mkba.contrast(model, scenarios=["new_found_30"], draws=256, rng=3).contrasts["new_found_30"]
    runs = with_and_without(model)
    change = runs[1] - runs[0]
    assert result.mean.value == pytest.approx(change.mean(), rel=1e-12)
    assert result.sd.value == pytest.approx(change.std(), rel=1e-12)
    np.testing.assert_allclose(
        [result.quantiles[level].value for level in (0.05, 0.5, 0.95)],
        np.quantile(change, [0.05, 0.5, 0.95], method="hazen"),
        rtol=1e-12,
    )
    assert result.before.value == np.mean(runs[0] > 0)
    assert result.after.value == np.mean(runs[1] > 0)


def test_an_uncertain_estimate_is_pinned_on_both_sides(model: mkba.CaseModel) -> None:
    """Relapse enters linearly through ``keep``: 30 to 40 % takes as much as 30 to 20 % gives, on every draw."""
    found = mkba.contrast(model, scenarios=["recidivism_40", "recidivism_20"], draws=256).contrasts
    worse, better = found["recidivism_40"], found["recidivism_20"]
    for level in (0.05, 0.5, 0.95):
        assert worse.quantiles[level].value == pytest.approx(-better.quantiles[round(1 - level, 2)].value, rel=1e-9)
    assert worse.before == better.before
    inputs = mkba.simulate(model, draws=256).inputs
    draws = {str(name): inputs[name].to_numpy().ravel() for name in inputs}
    keeps = model.evaluate({**draws, "recidivism": 0.30}, ["net_benefit"])["net_benefit"]
    assert worse.before.value == np.mean(keeps > 0)
    assert worse.after.value < worse.before.value < better.after.value


def test_a_change_that_is_the_same_on_all_draws_has_no_width(model: mkba.CaseModel) -> None:
    """Half of the personnel costs is new for old: shown on an outcome that the scenario does not touch."""
    result = mkba.contrast(model, scenarios=["qaly_100000"], outcome="costs", draws=64).contrasts["qaly_100000"]
    assert (result.mean.value, result.mean.low, result.mean.high, result.sd.value) == (0, 0, 0, 0)
    assert result.published is None


def test_published_changes_come_from_the_claims(model: mkba.CaseModel) -> None:
    contrasts = mkba.contrast(model, draws=64).contrasts
    published = {name: contrast.published for name, contrast in contrasts.items() if contrast.published is not None}
    assert published == {
        "recidivism_40": -700_000,
        "recidivism_20": 700_000,
        "escalations_minus_25": -700_000,
        "new_found_30": 800_000,
    }
    assert set(contrasts) == set(model.case.scenarios)


def test_unknown_scenario_offers_the_nearest(model: mkba.CaseModel) -> None:
    with pytest.raises(InputError, match="recidivism_40"):
        mkba.contrast(model, scenarios=["recidivism_4"])


def test_frame_has_a_row_a_scenario(model: mkba.CaseModel) -> None:
    frame = mkba.contrast(model, draws=256, rng=3).to_frame().set_index("scenario")
    assert list(frame.index) == list(model.case.scenarios)
    row = frame.loc["new_found_30"]
    before, after = with_and_without(model)
    by_replicate = (after - before).mean(axis=1)
    assert row["mean"] == pytest.approx(by_replicate.mean(), rel=1e-12)
    interval = stats.t.interval(0.95, 7, by_replicate.mean(), stats.sem(by_replicate))
    assert (row["mean_low"], row["mean_high"]) == pytest.approx(interval, rel=1e-9)
    assert row["q0.95"] == pytest.approx(np.quantile(after - before, 0.95, method="hazen"), rel=1e-12)
    assert row["probability_after"] == np.mean(after > 0)


# --- the change itself, and against not knowing

SETS = """
[scenarios.{name}]
label = {{ nl = "{name}", en = "{name}" }}
set = {{ {sets} }}
"""
FEW: dict[str, Any] = {"draws": 256, "replicates": 4}
SHARE = 'value = 0.3\nunit = "share"\ndistribution = { family = "uniform", low = 0, high = 1 }'
CLAIM = """
[claims.more]
label = { nl = "Meer", en = "More" }
source = { document = "note", place = "-" }
published = 9
measure = "difference"
outcome = "net_benefit"
scenario = "more"
"""


def shares(folder: Path, more: str = "", price: float = 100.0) -> mkba.CaseModel:
    """Make a balance of ``price * x - price / 4``, x uniform; a scenario sets x to 0.4, its value is 0.3."""
    fixed = f'value = {price}\nunit = "EUR"'
    scenarios = SETS.format(name="more", sets="x = 0.4") + SETS.format(name="dear", sets=f"price = {2 * price}")
    case = small(folder, ["price / 4"], ["price * x"], scenarios + more, x=SHARE, price=fixed)
    return mkba.build_model(case)


def test_both_questions_by_hand(tmp_path: Path) -> None:
    """Itself: from 0.3 to 0.4, always 10. Against not knowing: 100 (0.4 - x), uniform from -60 to 40."""
    model = shares(tmp_path)
    found = mkba.contrast(model, **FEW).contrasts["more"]
    assert found.mean.value == pytest.approx(10, rel=1e-12)
    assert (found.sd.value, found.before.value, found.after.value) == (0.0, 1.0, 1.0)
    other = found.from_uncertain
    assert other.mean.value == pytest.approx(-10, abs=0.1)
    for level in (0.05, 0.5, 0.95):
        assert other.quantiles[level].value == pytest.approx(-60 + 100 * level, abs=0.2)
    assert other.before.value == pytest.approx(0.75, abs=0.002)
    assert other.before == mkba.confidence(model, **FEW).probabilities["net_benefit > 0"]
    assert other.after == found.after


def test_what_a_publication_claims_stands_in_front_else_what_is_not_known(tmp_path: Path) -> None:
    asked = {
        (more, name): list(one.questions)
        for more in ("", CLAIM)
        for name, one in mkba.contrast(shares(tmp_path, more), **FEW).contrasts.items()
    }
    assert asked == {
        ("", "more"): ["from_uncertain", "itself"],
        (CLAIM, "more"): ["itself", "from_uncertain"],
        ("", "dear"): ["both"],
        (CLAIM, "dear"): ["both"],
    }


def test_questions_have_one_order_in_a_table(tmp_path: Path) -> None:
    other = SETS.format(name="other", sets="x = 0.5")
    for more, first in ((other, "from_uncertain"), (other + CLAIM, "itself")):
        found = mkba.contrast(shares(tmp_path, more), **FEW).contrasts
        assert [next(iter(found[name].questions)) for name in ("more", "other")] == [first, first]


def test_every_row_names_its_question(tmp_path: Path) -> None:
    rows = mkba.contrast(shares(tmp_path, CLAIM), **FEW).table.texts("en")
    assert [row[0] for row in rows] == ["more: the change itself", "more: compared with not knowing", "dear"]


def test_json_and_csv_hold_both_answers(tmp_path: Path) -> None:
    result = mkba.contrast(shares(tmp_path), **FEW)
    found, contrast = json.loads(json.dumps(result.to_dict()))["contrasts"], result.contrasts["more"]
    assert found["more"]["mean"] == contrast.mean.to_dict()
    other = found["more"]["from_uncertain"]
    assert set(other) == {"mean", "sd", "quantiles", "probability_net_benefit_positive"}
    assert other["quantiles"]["0.95"] == contrast.from_uncertain.quantiles[0.95].to_dict()
    assert other["probability_net_benefit_positive"]["before"] == contrast.from_uncertain.before.to_dict()
    frame = result.to_frame().set_index("scenario")
    assert list(frame.index) == ["more", "dear"]
    assert frame.loc["more", "from_uncertain_q0.5"] == contrast.from_uncertain.quantiles[0.5].value
    same = found["dear"]["from_uncertain"]
    assert {key: found["dear"][key] for key in same} == same


def test_an_estimate_fixed_until_its_experts_answer_is_not_known_after(tmp_path: Path) -> None:
    """Fixed at 0.3 before, as in a run; uncertain after, whichever question is asked."""
    changes = {
        'distribution = { family = "pert", low = 0.15, mode = 0.30, high = 0.50 }\n': "",
        '  { between = ["relapse", "households_helped"], rank = -0.4 },\n': "",
        '  { between = ["relapse", "shelter_cost"], rank = 0.3 },\n': "",
    }
    fixed = changed(changes, WITH_EXPERTS)
    model = minimal(tmp_path, fixed)
    found = mkba.contrast(model, scenarios=["own_answers"], **FEW).contrasts["own_answers"]
    assert found.from_uncertain.before == mkba.confidence(model, **FEW).probabilities["net_benefit > 0"]
    assert found.from_uncertain.mean == found.mean


def test_heading_figure_and_table_give_the_same_number_of_the_same_question(tmp_path: Path) -> None:
    found = mkba.contrast(shares(tmp_path), scenarios=["more"], **FEW)
    row = found.table.texts("en")[0]
    assert row[0] == "more: compared with not knowing"
    assert found.finding().en.endswith(f"‘{row[0]}’ changes the balance most: {row[2]}")
    ax = mkba.plot(found, lang="en")
    assert row[2] in [text.get_text() for text in ax.texts]


def test_median_and_range_agree_in_their_digits(model: mkba.CaseModel) -> None:
    """So that a median never stands outside its own range."""
    for row in mkba.contrast(model, draws=256).table.texts("en"):
        median, (low, high) = row[2], row[3].split(" to ")
        amounts = [float(one.translate(str.maketrans("\N{MINUS SIGN}", "-", "€kM"))) * scale(one)
                   for one in (low, median, high)]  # fmt: skip
        assert amounts == sorted(amounts)


def scale(amount: str) -> float:
    return {"k": 1e3, "M": 1e6}.get(amount[-1], 1.0)


@pytest.mark.parametrize(("price", "median"), [(430_000, "€43,000"), (1e8, "€10,000,000")])
def test_small_amounts_are_not_written_in_millions(tmp_path: Path, price: float, median: str) -> None:
    rows = mkba.contrast(shares(tmp_path, CLAIM, price), **FEW).table.texts("en")
    assert rows[0][3] == median
