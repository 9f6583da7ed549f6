"""What an answer may not depend on: the scale of outcomes and of money, and the order in which things are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings, strategies as st
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


@settings(max_examples=8, deadline=None)
@example(factor=-1e-9, shift=0.0)
@given(FACTORS, st.floats(-1e3, 1e3))
def test_indices_do_not_mind_the_unit_or_the_zero_of_an_outcome(factor: float, shift: float) -> None:
    plain, found = (sobol_of(model_of(function)) for function in (Affine(), Affine(factor, factor * shift)))
    for name, expected in plain.items():
        assert_allclose(found[name], expected, rtol=0, atol=1e-8)


@settings(max_examples=6, deadline=None)
@given(st.permutations(list(INPUTS)))
def test_indices_do_not_mind_the_order_of_inputs(order: list[str]) -> None:
    """Those that matter most get the best points wherever they stand, so that even the draws are the same.

    A pair is not: which of the two is changed first is another estimate of the same.
    """
    plain, found = (sobol_of(model_of(Affine(), names)) for names in (tuple(INPUTS), order))
    assert found.keys() == plain.keys()
    for name in INPUTS:
        assert_allclose(found[name], plain[name], rtol=0, atol=1e-12)


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
