"""What few draws decide: tails that are too heavy for intervals, and outcomes that have no mean."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import changed, read
from command_line import answer, assert_refused
from intervals import FALSE_ALARM, assert_covers, assert_near
from scipy.stats import binom, genpareto

import mkba_uncertainty as mkba
from mkba_uncertainty.design import Design
from mkba_uncertainty.errors import ModelError
from mkba_uncertainty.report.screen import view
from mkba_uncertainty.simulation import RunBatch
from mkba_uncertainty.summary import Statistics, Summary
from mkba_uncertainty.tails import Tail, shapes, tails_of

SEEDS = range(40)


def draws_of(model: mkba.Model, seed: int, draws: int = 1024) -> np.ndarray:
    design = Design(draws, rng=seed)
    return np.concatenate([RunBatch(model, design, ("y",))(batch).outcomes["y"] for batch in design.batches()])


def tail_of(model: mkba.Model, seed: int) -> Tail | None:
    return tails_of(draws_of(model, seed).reshape(1, -1))[0]


def product(sigma: float) -> mkba.Model:
    inputs = {name: mkba.LogNormal(0, sigma) for name in "abc"}
    return mkba.Model(inputs, lambda x: {"y": x["a"] * x["b"] * x["c"]}, ["y"])


def total(family: mkba.Family) -> mkba.Model:
    return mkba.Model(dict.fromkeys("abc", family), lambda x: {"y": x["a"] + x["b"] + x["c"]}, ["y"])


def rare(chance: float) -> mkba.Model:
    inputs = {"r": mkba.Normal(0, 1), "b": mkba.Uniform(0, 1), "e": mkba.Normal(0, 0.1)}
    return mkba.Model(inputs, lambda x: {"y": 100 * x["r"] * (x["b"] > 1 - chance) + x["e"]}, ["y"])


def pole() -> mkba.Model:
    inputs = {"x": mkba.Pert(0.15, 0.30, 0.50), "z": mkba.Normal(0, 1)}
    return mkba.Model(inputs, lambda x: {"y": (1 + x["z"] ** 2) / (x["x"] - 0.25)}, ["y"])


@pytest.mark.parametrize("k", [-0.4, 0.2, 0.5, 1.0])
@pytest.mark.parametrize("scale", [1e-3, 1e6])
def test_the_shape_of_a_generalised_pareto_distribution_is_found(k: float, scale: float) -> None:
    count = 400
    beyond = genpareto(k, scale=scale).ppf((np.arange(count) + 0.5) / count)
    without_prior = (float(shapes(beyond)) * (count + 10) - 5) / count
    assert without_prior == pytest.approx(k, abs=0.03)


def test_the_shape_is_near_that_of_maximum_likelihood() -> None:
    beyond = np.sort(genpareto(0.4).rvs(500, random_state=3))
    likeliest, _, _ = genpareto.fit(beyond, floc=0)
    assert (float(shapes(beyond)) * 510 - 5) / 500 == pytest.approx(likeliest, abs=0.02)


def test_replicates_merge_to_the_tails_of_all_draws() -> None:
    """More draws than are held: only the farthest are kept, and these exactly."""
    values = np.random.default_rng(4).standard_t(3, size=(2, 24, 1024))
    statistics = Statistics(("y", "z"), ())
    summary = Summary(statistics)
    for part in np.split(values, 12, axis=1):
        summary.add(statistics.section([part]))
    for found, expected in zip(summary.tails(), tails_of(values.reshape(2, -1)), strict=True):
        assert found is not None
        assert expected is not None
        assert vars(found) == pytest.approx(vars(expected), rel=1e-9)


@pytest.mark.parametrize("family", [mkba.Normal(0, 1), mkba.Uniform(0, 1), mkba.Pert(0.15, 0.30, 0.50)])
def test_fewer_than_5_in_100_light_tails_get_a_warning(family: mkba.Family) -> None:
    assert sum(tail_of(total(family), seed) is not None for seed in range(100)) < 5


@pytest.mark.parametrize("case", ["arnhem-ozo", "den-haag-scm"])
def test_shipped_cases_get_no_warning(case: str) -> None:
    model = mkba.build_model(mkba.load_case(case))
    for seed in range(2):
        ensemble = mkba.simulate(model, rng=seed, outcomes=model.headlines)
        draws = ensemble.array(model.headlines).reshape(len(model.headlines), -1)
        assert tails_of(draws) == [None] * len(model.headlines)


@pytest.mark.parametrize("model", [product(0.6), product(1.0), rare(0.001), pole()])
def test_heavy_tails_get_one(model: mkba.Model) -> None:
    warned = sum((tail := tail_of(model, seed)) is not None and tail.blurs_spread for seed in SEEDS)
    assert warned >= binom.ppf(FALSE_ALARM, len(SEEDS), 0.95)


@pytest.mark.parametrize(
    ("model", "has_variance"),
    [(product(1.0), True), (rare(0.001), True), (rare(0.003), True), (rare(0.01), True), (pole(), False)],
)
def test_only_what_has_no_variance_is_said_to_have_none(model: mkba.Model, has_variance: bool) -> None:
    """A rare branch that is far away looks like a Pareto tail of any shape, but for the gap before it."""
    right = sum(((tail := tail_of(model, seed)) is not None and tail.boundless) != has_variance for seed in SEEDS)
    assert right >= binom.ppf(FALSE_ALARM, len(SEEDS), 0.95)


def test_counts_the_draws_that_make_up_half_of_the_variance() -> None:
    values = draws_of(rare(0.001), 1).reshape(1, -1)
    squares = np.sort((values[0] - values.mean()) ** 2)[::-1]
    (tail,) = tails_of(values)
    assert tail is not None
    assert tail.carriers is not None
    assert squares[: tail.carriers].sum() >= squares.sum() / 2 > squares[: tail.carriers - 1].sum()


def test_rounding_has_no_tail() -> None:
    noise = np.zeros((1, 1000))
    noise[0, 0] = 1e-13
    assert tails_of(1 + noise) == [None]


def mean_of(model: mkba.Model, seed: int) -> mkba.Measured:
    mean = mkba.confidence(model, rng=seed).outcomes["y"].mean
    assert mean is not None
    return mean


def test_the_mean_of_a_heavy_tail_is_covered() -> None:
    model = product(1.0)
    assert_covers(lambda seed: mean_of(model, seed), math.exp(1.5), seeds=SEEDS, rates=(0.95, 1.0))


def test_replicates_that_agree_on_a_rare_loss_do_not_know_its_mean() -> None:
    """Each of them has one draw in the branch, whatever the seed: they agree to the last bit."""
    model = mkba.Model({"b": mkba.Uniform(0, 1)}, lambda x: {"y": 100.0 * (x["b"] > 0.999)}, ["y"])
    assert_near(mean_of(model, 1), 0.1)
    assert mkba.confidence(model).warnings


def table_of(model: mkba.Model) -> tuple[dict[str, np.ndarray], np.ndarray]:
    drawn = mkba.simulate(model, outcomes=["y"])
    return {name: values.to_numpy().ravel() for name, values in drawn.inputs.items()}, drawn.array(["y"]).ravel()


ASKED: dict[str, Callable[[mkba.Model], object]] = {
    "sobol": lambda model: mkba.sobol(model, draws=256),
    "shapley": lambda model: mkba.shapley(model, outcome="y", draws=256),
    "dependent_indices": lambda model: mkba.dependent_indices(model, outcome="y", draws=256),
    "main_effect": lambda model: mkba.main_effect(model, outcome="y", draws=256),
    "switching": lambda model: mkba.switching(model, outcome="y", draws=256),
    "break_even": lambda model: mkba.break_even(model, outcome="y", draws=256),
    "tornado": lambda model: mkba.tornado(model, outcome="y", mode="mean", draws=256),
    "voi": lambda model: mkba.value_of_information(model, outcome="y", draws=256),
    "evpi": lambda model: mkba.evpi(table_of(model)[1]),
    "evppi": lambda model: mkba.evppi(*table_of(model)),
    "given data": lambda model: mkba.sobol_given_data(*table_of(model)),
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_what_needs_a_mean_or_a_variance_is_refused_without_one(ask: Callable[[mkba.Model], object]) -> None:
    with pytest.raises(ModelError) as error:
        ask(pole())
    assert error.value.code == "boundless"
    assert "denominator" in error.value.message("en")
    assert "noemer" in error.value.message("nl")


def test_screening_says_that_its_moments_mean_little() -> None:
    def warned(model: mkba.Model) -> list[str]:
        found = mkba.screening(model, outcome="y", trajectories=2, draws=512)
        return [warning.en for warning in found.warnings]

    assert "judging by these draws there is no variance" in warned(pole())[0]
    assert len(warned(product(1.0))) == 1
    assert warned(total(mkba.Normal(0, 1))) == []


def test_quantiles_and_probabilities_are_what_is_left() -> None:
    found = mkba.confidence(pole())
    outcome = found.outcomes["y"]
    assert (outcome.mean, outcome.sd) == (None, None)
    assert set(outcome.quantiles) == {0.05, 0.25, 0.5, 0.75, 0.95}
    above = found.probabilities["y > 0"]
    assert above is not None
    assert_near(above, 1 - float(mkba.Pert(0.15, 0.30, 0.50).cdf(0.25)))
    (warning,) = found.to_dict()["warnings"]
    assert "no variance" in warning["message"]
    assert found.to_dict()["tails"]["y"]["carriers"] < 10
    assert mkba.tornado(pole(), outcome="y").bars


def of_draws(model: mkba.Model, *, rng: int) -> mkba.SobolResult:
    drawn: Any = mkba.simulate(model, rng=rng).to_frame()
    return mkba.sobol_given_data(drawn[["r", "b", "e"]], drawn[["y"]])


@pytest.mark.parametrize(
    "shares",
    [
        mkba.sobol,
        of_draws,
        partial(mkba.shapley, outcome="y", draws=4096),
        partial(mkba.dependent_indices, outcome="y"),
    ],
)
def test_shares_of_a_rare_branch_say_how_few_draws_carry_them(shares: Callable[..., Any]) -> None:
    for seed in range(3):
        found = shares(rare(0.001), rng=seed)
        (warning,) = found.warnings
        assert "half of the variance comes from" in warning.en
        assert not found.shown()
        assert "No shares shown of y" in "".join(note.en for note in found.notes())
        assert len(found.to_frame()) == 3
        assert "%" not in str(view(found, "en"))


NO_MEAN = {'keep = "1 - relapse"': 'keep = "0.05 / (relapse - 0.25)"'}
VARIANT = """
[variants.twice]
label = { nl = "Dubbel", en = "Twice" }
quantities = { keep = "0.1 / (relapse - 0.25)" }
"""


def test_a_case_whose_benefits_have_no_mean(tmp_path: Path) -> None:
    text = changed(NO_MEAN)
    file = read(text, tmp_path).file
    found = answer("run", file)
    net = found["outcomes"]["net_benefit"]
    assert (net["mean"], net["sd"], found["drivers"]) == (None, None, {})
    assert found["outcomes"]["costs"]["mean"] is not None
    assert found["warnings"][0]["key"] == "outcomes"
    assert_refused(["voi", file], ["no variance"])
    assert_refused(["sobol", file, "--outcome", "net_benefit"], ["no variance"])


def test_side_by_side_there_is_no_mean_where_none_exists(tmp_path: Path) -> None:
    """Of the difference by a scenario, under each view of dependence, of variants of the model, of two cases."""
    case = read(changed(NO_MEAN) + VARIANT, tmp_path)
    model = mkba.build_model(case)
    change = mkba.contrast(model).contrasts["more_relapse"]
    assert change.mean is not None  # the estimate is known on both sides
    assert (change.from_uncertain.mean, change.from_uncertain.sd) == (None, None)
    views = mkba.dependence(case, draws=256)
    assert {(view.mean, view.sd) for view in views.variants.values()} == {(None, None)}
    doubt = mkba.structure(case, draws=256)
    assert {name for name, one in doubt.variants.items() if one.mean is one.sd is None} == {"base", "twice"}
    assert {one.shift for one in doubt.variants.values()} == {None}  # the base has no mean to differ from
    assert (doubt.within, doubt.between, doubt.between_share) == (None, None, None)
    beside = mkba.compare([case, case.replace(name="again")], draws=256)
    independent = beside.differences["independent"]
    assert independent is not None
    assert (independent.mean, independent.sd) == (None, None)
    results: tuple[Any, ...] = mkba.contrast(model), views, doubt, beside
    for result in results:
        assert "judging by these draws there is no variance" in result.warnings[0].en
        assert result.to_dict()["warnings"][0]["key"] == "outcomes"
        assert view(result, "nl")
        assert mkba.plot(result)


def test_a_variant_without_weight_may_have_no_mean(tmp_path: Path) -> None:
    text = changed({}) + VARIANT
    doubt = mkba.structure(read(text, tmp_path), weights={"base": 1, "all_stay": 0, "twice": 0}, draws=256)
    assert doubt.variants["twice"].mean is None
    assert doubt.between_share == mkba.Measured(0.0, 0.0, 0.0)
    assert doubt.variants["base"].mean is not None
