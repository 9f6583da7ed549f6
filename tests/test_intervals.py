"""The tests of intervals can tell: they fail on intervals that are too narrow or too wide, and on no others."""

from __future__ import annotations

import numpy as np
import pytest
from intervals import assert_covers, assert_near
from scipy.special import ndtri

from mkba_uncertainty.replication import Measured, measure


def of_normal(coverage: float, seed: int) -> Measured:
    """A standard normal error about a truth of 5, and an interval with a known chance to hold that."""
    value = 5 + np.random.default_rng(seed).normal()
    half = -ndtri((1 - coverage) / 2)
    return Measured(value, value - half, value + half)


@pytest.mark.parametrize("many", [60, 200])
def test_intervals_that_keep_their_word_pass_on_any_stretch_of_seeds(many: int) -> None:
    for first in range(0, 50 * many, many):
        assert_covers(lambda seed: of_normal(0.95, seed), 5.0, seeds=range(first, first + many))


@pytest.mark.parametrize(("coverage", "many", "share"), [(0.7, 60, 0.9), (0.8, 200, 0.99), (0.9999, 200, 0.9)])
def test_others_are_caught_nearly_always(coverage: float, many: int, share: float) -> None:
    caught = 0
    for first in range(0, 50 * many, many):
        try:
            assert_covers(lambda seed: of_normal(coverage, seed), 5.0, seeds=range(first, first + many))
        except AssertionError:
            caught += 1
    assert caught >= 50 * share - 3


def test_near_is_within_the_interval_of_9999_in_10000() -> None:
    sections = np.random.default_rng(1).normal(size=8)
    found, wide = measure(float(sections.mean()), sections), measure(float(sections.mean()), sections, 0.9999)
    assert_near(found, wide.high - 1e-9)
    assert_near(found, wide.low + 1e-9)
    for beyond in (wide.high + 1e-9, wide.low - 1e-9):
        with pytest.raises(AssertionError):
            assert_near(found, beyond)
