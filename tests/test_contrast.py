"""Contrasts: the same draws on both sides, pinned where the estimate is uncertain."""

from __future__ import annotations

import numpy as np
import pytest
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
