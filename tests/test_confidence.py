"""Confidence on models whose truth is known, ratios that mean nothing, and the verdict."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from intervals import assert_near
from scipy.stats import norm

import mkba_uncertainty as mkba
from mkba_uncertainty.analysis.answer import ordinal


def gaussian() -> mkba.Model:
    return mkba.Model(
        inputs={"a": mkba.Normal(-1.0, 3.0), "b": mkba.Normal(0.5, 4.0)},
        function=lambda x: {"y": x["a"] + x["b"]},
        outcomes=["y"],
    )


def test_a_gaussian_sum() -> None:
    answer = mkba.confidence(gaussian(), draws=4096)
    truth = norm(-0.5, 5.0)
    y = answer.outcomes["y"]
    for measured, true in ((y.mean, -0.5), (y.sd, 5.0), *((y.quantiles[at], truth.ppf(at)) for at in y.quantiles)):
        assert_near(measured, true)
        assert measured.width < 0.2
    positive = answer.probabilities["y > 0"]
    assert_near(positive, truth.sf(0))
    assert positive.width < 0.01
    assert y.point == -0.5
    assert "as likely as not (46" in answer.verdict.en
    assert "exceeds 0" in answer.verdict.en
    assert repr(answer.verdict.en) in str(answer)
    assert answer.published_percentile is None


def test_of_a_headline_that_is_not_asked_for_there_is_no_verdict() -> None:
    model = mkba.Model({"x": mkba.Normal(0, 1)}, lambda x: {"y": x["x"], "z": x["x"]}, ["y", "z"])
    assert mkba.confidence(model, draws=64, outcomes=["z"]).verdict is None


def test_an_ensemble_gives_the_same_as_its_model() -> None:
    model = gaussian()
    ensemble = mkba.simulate(model, draws=256, replicates=5, rng=11)
    assert mkba.confidence(ensemble) == mkba.confidence(model, draws=256, replicates=5, rng=11)


def test_a_ratio_over_costs_that_may_not_be_positive_is_meaningless() -> None:
    case = mkba.load_case("arnhem-ozo")
    estimates = dict(case.estimates)
    for name, estimate in estimates.items():
        if estimate.unit == "EUR / trajectory" or name == "personnel_cost":
            estimates[name] = dataclasses.replace(estimate, distribution=mkba.Normal(0.0, 5000.0), value=0.0)
    answer = mkba.confidence(mkba.build_model(case.replace(estimates=estimates)), draws=128)
    assert answer.outcomes["bcr"].meaningless
    assert answer.outcomes["bcr"].mean is None
    assert answer.probabilities["bcr > 1"] is None
    assert answer.probabilities["net_benefit > 0"] is not None
    as_json = answer.to_dict()
    assert as_json["outcomes"]["bcr"]["meaningless"]
    assert as_json["probabilities"]["bcr > 1"] is None


def test_certain_probabilities_have_a_bound() -> None:
    model = mkba.Model({"a": mkba.Uniform(1, 2)}, lambda x: {"y": x["a"]}, ["y"])
    positive = mkba.confidence(model).probabilities["y > 0"]
    assert positive.value == positive.high == 1.0
    assert positive.low == pytest.approx(0.025 ** (1 / 8192))


def test_yearly_flows_discount_to_the_balance() -> None:
    model = mkba.build_model(mkba.load_case("arnhem-ozo"))
    ensemble = mkba.simulate(model, draws=64, replicates=2)
    years = [ensemble.outcomes[f"year:{year}"].to_numpy() for year in range(model.case.horizon)]
    rate = model.points["discount_rate"]
    np.testing.assert_allclose(
        sum(flow / (1 + rate) ** year for year, flow in enumerate(years)),
        ensemble.outcomes["net_benefit"].to_numpy(),
        rtol=1e-10,
        atol=1e-6,
    )


@pytest.mark.parametrize(
    ("number", "english"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (64, "64th"), (92, "92nd")]
)
def test_ordinals(number: int, english: str) -> None:
    assert ordinal(number, "en") == english
    assert ordinal(number, "nl") == f"{number}e"


@pytest.mark.parametrize(
    ("rule", "width"),
    [("y > 0:0.004", lambda a: a.probabilities["y > 0"].width), ("y.mean:0.01", lambda a: a.outcomes["y"].mean.width)],
)
def test_a_run_grows_until_an_interval_is_narrow(rule: str, width: object) -> None:
    answer = mkba.confidence(gaussian(), draws=128, until=rule)
    assert answer.stopping is not None
    assert answer.stopping.met
    assert width(answer) == answer.stopping.reached <= answer.stopping.asked
    assert answer.provenance.replicates * answer.provenance.draws > 8 * 128


def test_a_rule_that_is_not_met_says_so_with_both_widths() -> None:
    stopping = mkba.confidence(gaussian(), draws=64, until="y > 1.5:1e-6", max_replicates=16).stopping
    assert stopping is not None
    assert not stopping.met
    assert (stopping.replicates, stopping.asked) == (16, 1e-6)
    assert stopping.reached > 1e-6


@pytest.mark.parametrize("rule", ["z > 0:0.1", "y.median:1", "y.q0.33:1", "first_order:0.1"])
def test_a_rule_about_an_unknown_number_is_refused(rule: str) -> None:
    with pytest.raises(mkba.InputError):
        mkba.confidence(gaussian(), draws=64, until=rule)


def test_an_ensemble_cannot_grow() -> None:
    with pytest.raises(mkba.InputError):
        mkba.confidence(mkba.simulate(gaussian(), draws=64), until="y > 0:0.1")


def test_what_nothing_uncertain_feeds_is_a_fact_without_a_likelihood() -> None:
    model = mkba.Model({"x": mkba.Normal(0, 1)}, lambda x: {"y": x["x"], "sure": 0 * x["x"] + 3.0}, ["y", "sure"])
    open_question, fact = mkba.confidence(model, draws=64).events.texts("en")
    assert open_question[2] == "about as likely as not"
    assert fact[1:] == ["100%", ""]
