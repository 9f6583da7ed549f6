"""What an answer may not depend on: the scale of outcomes and of money, and the order in which things are named."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings, strategies as st
from intervals import assert_near
from numpy.testing import assert_allclose

import mkba_uncertainty as mkba
from mkba_uncertainty.case import Case, Estimate
from mkba_uncertainty.families import Family, Normal, Pert, Point, Rescaled, Uniform
from mkba_uncertainty.model import Model
from mkba_uncertainty.texts.units import money_power

Array = np.ndarray[Any, np.dtype[np.float64]]

INPUTS: dict[str, Family] = {
    "weighty": Uniform(0, 4),
    "middling": Normal(1, 0.5),
    "slight": Pert(0, 1, 3),
    "idle": Uniform(0, 1),
}
"""Far enough apart that any pilot finds the same order of weight."""

FEW: dict[str, Any] = {"draws": 64, "replicates": 4, "rng": 3}


@dataclass(frozen=True)
class Affine:
    """A model's outcome, in another unit and from another zero."""

    factor: float = 1.0
    shift: float = 0.0

    def __call__(self, x: Mapping[str, Array]) -> dict[str, Array]:
        return {"y": self.factor * (x["weighty"] * (3 + x["middling"]) + 0.2 * x["slight"]) + self.shift}


def model_of(function: Affine, order: Sequence[str] = tuple(INPUTS)) -> Model:
    return Model({name: INPUTS[name] for name in order}, function, ("y",))


def sobol_of(model: mkba.AnyModel) -> dict[str, Array]:
    outcome = mkba.sobol(model, second_order=True, **FEW).outcomes["y"]
    found = {name: [each.first_order, each.total_order] for name, each in outcome.indices.items()}
    found |= {"&".join(sorted(pair)): [each] for pair, each in outcome.second_order}
    return {name: np.array([[one.value, one.low, one.high] for one in each]) for name, each in found.items()}


FACTORS = st.builds(lambda sign, power: sign * 10.0**power, st.sampled_from([-1, 1]), st.floats(-9, 12))


@settings(max_examples=8)
@example(factor=-1e-9, shift=0.0)
@given(FACTORS, st.floats(-1e3, 1e3))
def test_indices_do_not_mind_the_unit_or_the_zero_of_an_outcome(factor: float, shift: float) -> None:
    models = [model_of(function) for function in (Affine(), Affine(factor, factor * shift))]
    plain, found = map(sobol_of, models)
    for name, expected in plain.items():
        assert_allclose(found[name], expected, rtol=0, atol=1e-8)
    plain, found = (mkba.shapley(model, **FEW).effects for model in models)
    assert_allclose(numbers({name: found[name] for name in plain}), numbers(plain), rtol=0, atol=1e-8)


@settings(max_examples=6)
@given(st.permutations(list(INPUTS)))
def test_indices_do_not_mind_the_order_of_inputs(order: list[str]) -> None:
    """Those that matter most get the best points wherever they stand, so that even the draws are the same.

    A pair is not: which of the two is changed first is another estimate of the same.
    """
    plain, found = (sobol_of(model_of(Affine(), names)) for names in (tuple(INPUTS), order))
    assert found.keys() == plain.keys()
    for name in INPUTS:
        assert_allclose(found[name], plain[name], rtol=0, atol=1e-12)


def of_run(model: mkba.AnyModel) -> dict[str, mkba.Measured]:
    found = mkba.confidence(model, **FEW).outcomes["y"]
    return {"mean": found.mean, "sd": found.sd, **{f"q{level}": each for level, each in found.quantiles.items()}}


def of_information(model: mkba.AnyModel) -> dict[str, mkba.Measured]:
    found = mkba.value_of_information(model, outcome="y", **FEW)
    worths = {name: worth.value for name, worth in found.evppi.items()}
    return {"evpi": found.evpi, "gain": found.gain, **worths}


def of_shapley(model: mkba.AnyModel) -> dict[str, mkba.Measured]:
    return mkba.shapley(model, outcome="y", **FEW).effects


def of_tornado(model: mkba.AnyModel) -> dict[str, mkba.Measured]:
    return {bar.estimate: bar.swing for bar in mkba.tornado(model, outcome="y", mode="mean", **FEW).bars}


def of_switching(model: mkba.AnyModel) -> dict[str, mkba.Measured]:
    found = mkba.switching(model, outcome="y", **FEW).values
    roots = {f"{name} {place}": root for name, each in found.items() for place, root in enumerate(each.values)}
    return roots | {name: each.probability_crossed for name, each in found.items()}


Question = Callable[[mkba.AnyModel], dict[str, mkba.Measured]]
IN_ITS_UNIT, WITHOUT_UNIT = (of_run, of_information, of_tornado), (of_shapley, of_switching)
HANG_TOGETHER = {("weighty", "slight"): 0.6}


def hanging_together(function: Affine, order: Sequence[str] = tuple(INPUTS)) -> Model:
    return replace(model_of(function, order), correlation=HANG_TOGETHER)


def assert_alike(found: Mapping[str, mkba.Measured], expected: Mapping[str, mkba.Measured]) -> None:
    """As near as both are known: other points were drawn."""
    assert found.keys() == expected.keys()
    for name, one in expected.items():
        apart, half = found[name].value - one.value, math.hypot(found[name].width, one.width) / 2
        assert_near(mkba.Measured(apart, apart - half, apart + half), 0.0, replicates=FEW["replicates"])


@pytest.mark.parametrize("question", [*IN_ITS_UNIT, *WITHOUT_UNIT])
@pytest.mark.parametrize(
    "order", [("idle", "slight", "middling", "weighty"), ("slight", "weighty", "idle", "middling")]
)
def test_answers_do_not_mind_the_order_of_inputs(question: Question, order: Sequence[str]) -> None:
    """Though other points are drawn; an answer that goes with the place of an input, or another's, is far off."""
    function = Affine(shift=-7.0)
    plain, found = question(hanging_together(function)), question(hanging_together(function, order))
    assert_alike(found, plain)
    if question is not of_run:
        swapped = {**found, "weighty": found["middling"], "middling": found["weighty"]}
        with pytest.raises(AssertionError):
            assert_alike(swapped, plain)


@settings(max_examples=4)
@given(st.floats(-9, 12))
def test_answers_keep_to_the_unit_of_an_outcome(power: float) -> None:
    factor = 10.0**power
    models = [hanging_together(Affine(by, -7.0 * by)) for by in (1.0, factor)]
    for question in (*IN_ITS_UNIT, *WITHOUT_UNIT):
        plain, found = (question(model) for model in models)
        assert found.keys() == plain.keys()
        expected = numbers(plain) * (factor if question in IN_ITS_UNIT else 1.0)
        assert_allclose(
            numbers({name: found[name] for name in plain}), expected, rtol=1e-8, atol=1e-9 * np.abs(expected).max()
        )


GROUPS = {"first": ["middling", "idle"], "second": ["slight"]}
ASKED: dict[str, Callable[[Callable[[Any], Any]], Any]] = {
    "estimates": lambda turned: mkba.value_of_information(model_of(Affine()), outcome="y", of=turned([*INPUTS]), **FEW),
    "groups": lambda turned: mkba.value_of_information(model_of(Affine()), outcome="y", groups=turned(GROUPS), **FEW),
    "factors": lambda turned: mkba.sobol(model_of(Affine()), groups=turned(GROUPS), **FEW),
    "players": lambda turned: mkba.shapley(model_of(Affine()), groups=turned(GROUPS), **FEW),
    "switches": lambda turned: mkba.switching(model_of(Affine()), outcome="y", of=turned([*INPUTS]), **FEW),
}


def back_to_front(asked: Any) -> Any:
    turned = list(reversed(asked))
    return {name: asked[name][::-1] for name in turned} if isinstance(asked, dict) else turned


@pytest.mark.parametrize("what", ASKED)
def test_what_is_asked_in_another_order_is_answered_the_same(what: str) -> None:
    """To the last bit."""
    assert ASKED[what](back_to_front).to_dict() == ASKED[what](lambda asked: asked).to_dict()


# --- money


def times(family: Family, factor: float) -> Family:
    return Point(family.value * factor) if isinstance(family, Point) else Rescaled(family, factor)


def in_other_money(case: Case, factor: float) -> Case:
    """Give a case whose money is worth so much less: all amounts times the factor."""

    def told(estimate: Estimate) -> Estimate:
        by = factor ** money_power(estimate.unit)
        return replace(estimate, value=estimate.value * by, distribution=times(estimate.distribution, by))

    estimates = {name: told(estimate) for name, estimate in case.estimates.items()}
    return case.replace(estimates=estimates, published={}, claims={}, scenarios={})


def numbers(measured: Mapping[str, mkba.Measured]) -> Array:
    return np.array([[one.value, one.low, one.high] for one in measured.values()])


@pytest.mark.parametrize("factor", [1 / 340.75, 1e6])
def test_amounts_scale_and_chances_and_ratios_stay(factor: float) -> None:
    case = mkba.load_case("arnhem-ozo")
    models = [mkba.build_model(in_other_money(case, by)) for by in (1.0, factor)]
    plain, found = (mkba.confidence(model, **FEW) for model in models)
    assert_allclose(numbers(found.probabilities), numbers(plain.probabilities), rtol=0, atol=1e-12)
    for name, outcome in plain.outcomes.items():
        by = 1.0 if name.endswith("bcr") else factor
        here, there = (
            numbers({"mean": each.mean, "sd": each.sd, **each.quantiles}) for each in (outcome, found.outcomes[name])
        )
        assert_allclose(there, by * here, rtol=1e-9, atol=1e-9 * by * np.abs(here).max())
    here, there = (
        mkba.value_of_information(model, threshold=1e6 * by, of=["recidivism"], **FEW)
        for model, by in zip(models, (1.0, factor), strict=True)
    )
    assert here.evppi["recidivism"].value.value > 0
    worths = [
        numbers({"gain": each.gain, "evpi": each.evpi, "evppi": each.evppi["recidivism"].value})
        for each in (there, here)
    ]
    assert_allclose(worths[0], factor * worths[1], rtol=1e-9)


# --- the ledger


@pytest.mark.parametrize("name", mkba.shipped_cases())
def test_posts_add_up_to_lines_lines_to_sides_and_actors_to_the_balance(name: str) -> None:
    """On every draw; a line or an actor that is part of another is counted within it."""
    case = mkba.load_case(name)
    model = mkba.build_model(case)
    rng = np.random.default_rng(5)
    found = model.evaluate({each: model.inputs[each].ppf(rng.random(20)) for each in model.uncertain})
    scale = sum(np.abs(found[f"post:{post}"]).max() for post in case.posts)

    def assert_adds_up(parts: Sequence[str], whole: Array) -> None:
        total = np.sum([np.broadcast_to(found[part], 20) for part in parts], axis=0)
        assert_allclose(total, np.broadcast_to(whole, 20), rtol=0, atol=1e-12 * scale)

    for side, total in (("cost", "costs"), ("benefit", "benefits")):
        assert_adds_up([f"post:{post.name}" for post in case.posts.values() if post.side == side], found[total])
        tops = [f"line:{line.name}" for line in case.lines.values() if line.side == side and line.parent is None]
        assert_adds_up(tops, found[total])
    assert_adds_up(
        [f"actor:{actor.name}" for actor in case.actors.values() if actor.parent is None], found["net_benefit"]
    )
    assert_allclose(found["benefits"] - found["costs"], found["net_benefit"], rtol=0, atol=1e-12 * scale)
    for line in case.lines.values():
        parts = [f"line:{part.name}" for part in case.lines.values() if part.parent == line.name]
        own = [f"post:{post.name}" for post in case.posts.values() if post.line == line.name]
        assert_adds_up([*own, *parts], found[f"line:{line.name}"])
