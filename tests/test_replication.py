"""Sectioning by hand, exact bounds for proportions, Hazen's quantiles, and tasks that keep their order."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from hypothesis.extra import numpy as arrays
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats

import mkba_uncertainty as mkba
from mkba_uncertainty.replication import (
    IN_FLIGHT,
    Batches,
    Measured,
    Sections,
    half_width,
    hazen,
    in_sections,
    measure,
    measure_probability,
    over_batches,
)

# --- sectioning


def test_half_width_by_hand() -> None:
    """R = 4, s(all) = 3, sections 1, 2, 4, 7: squares 4 + 1 + 1 + 16 = 22; t(3) at 97.5 % is 3.182446 (tables)."""
    expected = 3.182446305284 * math.sqrt(22 / (4 * 3))
    assert half_width(3.0, [1.0, 2.0, 4.0, 7.0]) == pytest.approx(expected, rel=1e-12)
    found = measure(3.0, [1.0, 2.0, 4.0, 7.0])
    assert (found.low, found.value, found.high) == pytest.approx((3 - expected, 3.0, 3 + expected), rel=1e-12)
    assert found.width == pytest.approx(2 * expected, rel=1e-12)


def test_deviations_are_from_all_draws_together_not_from_the_mean_of_sections() -> None:
    """A bias shared by all sections (here 1) widens the interval; the classical one would have no width at all."""
    assert half_width(0.0, np.ones(8)) == pytest.approx(stats.t.ppf(0.975, 7) / math.sqrt(7))


@pytest.mark.parametrize("replicates", [2, 3, 8, 32, 128, 800])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.99])
def test_around_the_mean_it_is_students_interval(replicates: int, level: float) -> None:
    sections = np.random.default_rng(replicates).normal(5, 2, replicates)
    expected = stats.t.interval(level, replicates - 1, sections.mean(), stats.sem(sections))
    half = half_width(sections.mean(), sections, level)
    assert_allclose([sections.mean() - half, sections.mean() + half], expected, rtol=1e-12)


def test_arrays_are_measured_element_by_element() -> None:
    rng = np.random.default_rng(1)
    values, sections = rng.normal(size=(3, 2)), rng.normal(size=(8, 3, 2))
    together = half_width(values, sections)
    assert together.shape == (3, 2)
    for place in np.ndindex(3, 2):
        assert together[place] == half_width(values[place], sections[(slice(None), *place)])


def test_equal_sections_have_no_width() -> None:
    assert measure(2.5, [2.5] * 8) == Measured(2.5, 2.5, 2.5)
    assert measure(2.5, [2.5] * 8).to_dict() == {"value": 2.5, "low": 2.5, "high": 2.5}


# --- proportions


@pytest.mark.parametrize("draws", [1, 2, 30, 8192, 819_200])
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_nothing_and_everything_get_the_exact_binomial_bound(draws: int, level: float) -> None:
    for hits, value in ((0, 0.0), (draws, 1.0)):
        exact = stats.binomtest(hits, draws).proportion_ci(level, method="exact")
        found = measure_probability(value, [value] * 8, draws, level)
        closed = (
            (((1 - level) / 2) ** (1 / draws), 1.0) if hits else (0.0, -math.expm1(math.log((1 - level) / 2) / draws))
        )
        assert_allclose([found.low, found.high], closed, rtol=1e-12)
        assert_allclose([found.low, found.high], [exact.low, exact.high], rtol=1e-7)  # found there by a root search
        assert found.value == value


def test_a_proportion_in_between_is_sectioned() -> None:
    sections = np.array([0.2, 0.3, 0.25, 0.35])
    found, plain = measure_probability(0.275, sections, 4096), measure(0.275, sections)
    assert found == plain


@given(arrays.arrays(float, st.integers(2, 40), elements=st.floats(0, 1)))
def test_a_probability_and_its_interval_stay_between_0_and_1(sections: np.ndarray) -> None:
    found = measure_probability(float(sections.mean()), sections, 1024)
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_a_rare_event_is_clipped_at_0() -> None:
    found = measure_probability(1 / 8192, [1 / 1024, *[0.0] * 7], 8192)
    assert found.low == 0
    assert found.high > 2 / 8192


# --- quantiles

LEVELS = np.array([0.001, 0.005, 0.05, 0.25, 0.5, 0.75, 0.95, 0.995, 0.999])


@pytest.mark.parametrize("count", [1, 2, 3, 10, 1000, 1024, 8192])
def test_hazen_is_numpys_hazen(count: int) -> None:
    values = np.sort(np.random.default_rng(count).lognormal(0, 2, (3, 2, count)))
    expected = np.moveaxis(np.quantile(values, LEVELS, axis=-1, method="hazen"), 0, -1)
    found = hazen(values, LEVELS)
    assert found.shape == (3, 2, 9)
    # numpy interpolates as a + (b - a) t, here a (1 - t) + b t: a few units in the last place
    assert_allclose(found, expected, rtol=1e-12)


@settings(max_examples=200)
@given(
    arrays.arrays(float, st.integers(1, 50), elements=st.floats(-1e9, 1e9)),
    arrays.arrays(float, st.integers(1, 9), elements=st.floats(0, 1)),
)
def test_hazen_is_monotone_and_within_the_draws(values: np.ndarray, levels: np.ndarray) -> None:
    found = hazen(np.sort(values), np.sort(levels))
    scale = np.abs(values).max()
    assert (np.diff(found) >= -1e-12 * scale).all()
    assert (found >= values.min() - 1e-12 * scale).all()
    assert (found <= values.max() + 1e-12 * scale).all()


def test_hazen_by_hand() -> None:
    """Of 4 values, number i stands at (i - 1/2) / 4: 12.5, 37.5, 62.5 and 87.5 %."""
    values = np.array([10.0, 20.0, 40.0, 80.0])
    found = hazen(values, [0.0, 0.125, 0.25, 0.5, 0.8125, 0.875, 1.0])
    assert_allclose(found, [10, 10, 15, 30, 70, 80, 80])


# --- tasks


class Backwards:
    """Finishes later tasks first, and counts how many are under way."""

    def __init__(self) -> None:
        self.pool = ThreadPoolExecutor(4)
        self.open = self.most = self.started = 0
        self.lock = threading.Lock()

    def submit(self, function: object, task: list[int]) -> Future[int]:
        with self.lock:
            self.open += 1
            self.started += 1
            self.most = max(self.most, self.open)
        return self.pool.submit(self._run, function, task)

    def _run(self, function: object, task: list[int]) -> int:
        time.sleep(0.002 * (4 - task[0] % 4))
        result = function(task)  # type: ignore[operator]
        with self.lock:
            self.open -= 1
        return result


def test_results_come_in_the_order_of_the_tasks() -> None:
    executor = Backwards()
    assert list(over_batches(lambda task: task**2, range(30), executor)) == [task**2 for task in range(30)]
    assert executor.most <= IN_FLIGHT
    assert list(over_batches(lambda task: task**2, range(30))) == [task**2 for task in range(30)]


@pytest.mark.parametrize(("task_rows", "sizes"), [(0, [1] * 7), (2048, [2, 2, 2, 1]), (2049, [3, 3, 1]), (10**6, [7])])
def test_an_executor_that_asks_for_it_gets_several_batches_at_once(task_rows: int, sizes: list[int]) -> None:
    seen: list[int] = []

    class Asking(ThreadPoolExecutor):
        def submit(self, function: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
            seen.append(len(arguments[0]))
            return super().submit(function, *arguments)

    with Asking(1) as pool:
        pool.task_rows = task_rows  # type: ignore[attr-defined]
        batches = Batches(replicates=13, per_batch=2, draws=512)
        assert batches == [
            range(2),
            range(2, 4),
            range(4, 6),
            range(6, 8),
            range(8, 10),
            range(10, 12),
            range(12, 13),
        ]
        summed = list(over_batches(len, batches, pool, fold=lambda found: [sum(found)]))
    assert seen == sizes
    assert sum(summed) == 13
    assert len(summed) == len(sizes)


def test_tasks_are_taken_only_as_they_are_needed() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for task in range(1000):
            taken.append(task)
            yield task

    with ThreadPoolExecutor(2) as pool:
        results = over_batches(lambda task: task, tasks(), pool)
        assert next(results) == 0
        assert len(taken) <= IN_FLIGHT
        results.close()  # type: ignore[attr-defined]
    taken.clear()
    assert next(over_batches(lambda task: task, tasks())) == 0
    assert taken == [0]


def test_an_error_in_a_task_comes_out_and_cancels_the_rest() -> None:
    begun: list[int] = []
    over = threading.Event()

    def task(number: int) -> int:
        begun.append(number)
        if number == 1:
            raise ValueError("number one")
        if number > 1:
            over.wait()
        return number

    with ThreadPoolExecutor(1) as pool:
        with pytest.raises(ValueError, match="number one"):
            list(over_batches(task, range(100), pool))
        over.set()
    assert len(begun) <= 3  # the third may have begun before the error was seen


def test_measured_numbers_compare_by_value() -> None:
    numbers = [measure(1.0, [0.5, 1.5]), measure(1.0, [0.5, 1.5])]
    assert numbers[0] == numbers[1]
    assert_array_equal(half_width([1.0], [[0.5], [1.5]]), [numbers[0].high - 1])


@pytest.mark.parametrize(("replicates", "kept"), [(8, 8), (256, 256), (257, 257), (512, 256), (1000, 250), (1023, 93)])
def test_many_replicates_are_kept_as_sections_of_equal_size(replicates, kept):
    values = np.random.default_rng(1).normal(size=(replicates, 3))
    gathered = Sections(replicates)
    for first in range(0, replicates, 7):
        gathered.add(values[first : first + 7])
    size = replicates // kept
    by_hand = np.array([values[size * each : size * (each + 1)].sum(axis=0) / size for each in range(kept)])
    assert_allclose(gathered.means(), by_hand, rtol=1e-12)
    assert_array_equal(in_sections(values), gathered.means())


def test_what_it_is_worth_to_know_is_the_same_from_sections(monkeypatch):
    inputs = {"p1": mkba.Normal(1, 1), "p2": mkba.Normal(0, 2)}
    model = mkba.Model(inputs, lambda x: {"net_benefit": x["p1"] - x["p2"]}, ["net_benefit"])

    def worth():
        return mkba.value_of_information(model, draws=64, replicates=256).evppi["p1"].value

    each = worth()
    monkeypatch.setattr("mkba_uncertainty.replication.MOST_SECTIONS", 64)
    together = worth()
    assert together.value == pytest.approx(each.value, rel=1e-9)
    assert together.width == pytest.approx(each.width, rel=0.25)
    assert abs(together.value - 0.0833155) < 2 * together.width


def test_the_variance_of_an_outcome_is_the_same_from_sections(monkeypatch):
    """Of two draws in a replicate half of the variance lies between replicates: here within sections of four."""
    inputs = {"a": mkba.Normal(0, 1), "b": mkba.Normal(0, 2)}
    model = mkba.Model(inputs, lambda x: {"y": x["a"] + x["b"]}, ["y"])

    def shares():
        curves = mkba.main_effect(model, draws=2, replicates=256, kind="monte_carlo").curves
        return {name: curve.variance_share for name, curve in curves.items()}

    each = shares()
    monkeypatch.setattr("mkba_uncertainty.replication.MOST_SECTIONS", 64)
    together = shares()
    for name, share in together.items():
        assert share.value == pytest.approx(each[name].value, rel=1e-12)
        assert share.width == pytest.approx(each[name].width, rel=0.25)
    assert together["b"].low < 0.8 < together["b"].high
