"""Internal rates of return and payback, against documented examples, closed forms and sums by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose

from mkba_uncertainty.model import internal_rates, payback


def rates(*flows: float) -> np.ndarray:
    return internal_rates(np.array(flows, dtype=float)[:, None])[0]


@pytest.mark.parametrize(
    ("flows", "documented", "every"),
    [
        ([-100, 39, 59, 55, 20], 0.28095, 1),
        ([-100, 0, 0, 74], -0.0955, 1),
        ([-100, 100, 0, -7], -0.0833, 2),
        ([-100, 100, 0, 7], 0.06206, 1),
        ([-5, 10.5, 1, -8, 1], 0.0886, 3),
    ],
)
def test_the_documented_examples_of_numpy_financial(flows: list[float], documented: float, every: int) -> None:
    """numpy-financial 1.0, documentation of ``irr``: its answer is among ours, and some have several."""
    found = rates(*flows)
    assert len(found) == every
    assert np.abs(found - documented).min() < 5e-5
    for rate in found:
        assert sum(flow / (1 + rate) ** year for year, flow in enumerate(flows)) == pytest.approx(0, abs=1e-9)


def test_all_roots_of_those_with_several() -> None:
    assert_allclose(rates(-100, 100, 0, -7), [-0.679, -0.0833], atol=5e-4)
    assert_allclose(rates(-5, 10.5, 1, -8, 1), [-0.870, 0.0886, 0.7096], atol=5e-4)


def test_no_change_of_sign_and_no_root() -> None:
    assert rates(1, 2, 3).size == rates(-1, -2).size == rates(0, 0, 0).size == 0
    assert rates(1, -2, 1.5).size == 0  # two changes of sign, and a discriminant below 0


@pytest.mark.parametrize(
    ("flows", "every"),
    [
        ([-100, 200, -100], [0.0]),
        ([-100, 220, -121], [0.1]),
        ([-1, 3, -3, 1], [0.0]),
        (np.poly([1 / 1.1] * 3)[::-1], [0.1]),
        (np.poly([1 / 1.1, 1 / 1.1, 1 / 1.5])[::-1], [0.1, 0.5]),
        ([-100, 200, -100.01], []),  # it comes close, and has none
    ],
)
def test_a_rate_that_is_repeated_counts_once(flows: list[float], every: list[float]) -> None:
    """One that is there three times is known to the third root of the last bit only."""
    assert_allclose(rates(*flows), every, atol=2e-5)


@settings(max_examples=40)
@given(st.lists(st.floats(-0.9, 3), min_size=1, max_size=4, unique=True), st.integers(0, 3), st.integers(0, 3))
def test_a_polynomial_made_of_its_roots_gives_them_back(chosen: list[float], before: int, after: int) -> None:
    """Also with empty years in front and behind, which move no rate."""
    spaced = sorted(chosen)
    if any(abs(a - b) < 0.01 for a, b in itertools.pairwise(spaced)):
        return
    coefficients = np.poly([1 / (1 + rate) for rate in spaced])[::-1]
    assert_allclose(rates(*[0.0] * before, *coefficients, *[0.0] * after), spaced, rtol=1e-6, atol=1e-8)


def test_many_draws_of_a_long_annuity() -> None:
    """An outlay of the present value of 1 a year at r has the rate r."""
    expected = np.linspace(0.001, 0.4, 500)
    years = np.arange(1, 100)[:, None]
    outlay = -((1 + expected) ** -years).sum(axis=0)
    flows = np.concatenate([outlay[None], np.ones((99, 500))])
    assert_allclose(np.concatenate(internal_rates(flows)), expected, rtol=1e-12)


def test_many_draws_of_a_mine_that_is_cleaned_up_two_centuries_on() -> None:
    """With 1 a year between, first and last flow follow from two rates, and with two changes of sign there are no more.

    A companion matrix for each draw would take minutes.
    """
    low, high = np.linspace(-0.02, 0.005, 500), np.linspace(0.01, 0.3, 500)
    x = 1 / (1 + np.stack([low, high]))
    between = x * (1 - x**199) / (1 - x)
    last = -(between[0] - between[1]) / (x[0] ** 200 - x[1] ** 200)
    flows = np.concatenate([[-between[0] - last * x[0] ** 200], np.ones((199, 500)), [last]])
    found = internal_rates(flows)
    assert {each.size for each in found} == {2}
    assert_allclose(np.transpose(found), [low, high], rtol=1e-8, atol=1e-10)


def of_companion(flows: np.ndarray) -> np.ndarray:
    """Give the rates by the eigenvalues of the companion matrix: those that are real and positive."""
    roots = np.roots(np.trim_zeros(flows)[::-1])
    return np.sort(1 / roots.real[(roots.real > 0) & (np.abs(roots.imag) < 1e-9 * np.abs(roots))] - 1)


@pytest.mark.parametrize("kind", ["any", "now and then", "replaced", "whole", "nothing in all"])
def test_all_rates_are_those_of_the_companion_matrix(kind: str) -> None:
    rng = np.random.default_rng(1)
    flows = rng.normal(0, 1, (30, 80))
    if kind == "now and then":
        flows[rng.random(flows.shape) < 0.7] = 0
    elif kind == "replaced":
        flows = np.full((30, 80), 10.0)
        flows[0] = -50
        flows[5::5] -= rng.uniform(10, 60, (5, 80))
    elif kind == "whole":
        flows = np.round(2 * flows)
    elif kind == "nothing in all":  # so that 0 is one of the rates
        flows = np.round(8 * flows) / 8
        flows[0] = -flows[1:].sum(axis=0)
    for found, stream in zip(internal_rates(flows), flows.T, strict=True):
        assert_allclose(found, of_companion(stream), rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ([-100, 50, 50, 50], 2.0),
        ([-100, 40, 40, 40], 2.5),
        ([-100, 10, 10], np.inf),
        ([10, 10], 0.0),
        ([0, 0, 0], 0.0),
        ([-100, 150, -80, 60], 2.5),  # it dips below again: only what stays counts
        ([50, -100, 25, 50], 2.5),
        ([-100, 100, 0, -1], np.inf),
    ],
)
def test_payback_against_cumulative_sums(flows: list[float], expected: float) -> None:
    assert payback(np.array(flows, dtype=float)[:, None])[0] == pytest.approx(expected, rel=1e-14)
