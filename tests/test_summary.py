"""Summaries equal numpy's own on all draws; pooled distributions stay as good as exact, in a fixed amount of memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import known_models
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from intervals import assert_covers
from numpy.testing import assert_allclose, assert_array_equal

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.design import Design
from mkba_uncertainty.replication import Measured, finest, hazen, measure, measure_probability
from mkba_uncertainty.simulation import RunBatch
from mkba_uncertainty.summary import GRID, HELD, Means, Pooled, Section, Statistics, Summary, counted_alike, grid_of

LEVELS = (0.005, 0.05, 0.25, 0.5, 0.75, 0.95, 0.995)

Draws = Callable[[np.random.Generator, tuple[int, ...]], np.ndarray]

SHAPES: dict[str, Draws] = {
    "normal": lambda rng, shape: rng.standard_normal(shape),
    "heavy": lambda rng, shape: np.exp(2 * rng.standard_normal(shape)),
    "no mean": lambda rng, shape: rng.standard_cauchy(shape),
    "half an atom": lambda rng, shape: np.where(rng.random(shape) < 0.5, 0.1, rng.standard_normal(shape)),
}


def summary_of(values: np.ndarray, statistics: Statistics, per_batch: int = 8) -> Summary:
    summary = Summary(statistics)
    for first in range(0, values.shape[1], per_batch):
        summary.add(statistics.section([values[:, first : first + per_batch]]))
    return summary


@pytest.mark.parametrize(("replicates", "draws"), [(8, 1024), (16, 1024), (3, 2), (5, 37), (100, 16)])
def test_every_number_equals_numpys_on_all_draws(replicates: int, draws: int) -> None:
    values = np.random.default_rng(draws).lognormal(1, 0.7, (2, replicates, draws)) * np.array([[[1.0]], [[-1e6]]])
    statistics = Statistics(("a", "b"), LEVELS, {"a > 3": ("a", 3.0), "b > -4e6": ("b", -4e6), "a > 0": ("a", 0.0)})
    summary = summary_of(values, statistics)
    assert (summary.replicates, summary.draws) == (replicates, replicates * draws)
    flat = values.reshape(2, -1)
    for row in range(2):
        mean = measure(flat[row].mean(), values[row].mean(axis=1))
        sd = measure(flat[row].std(), values[row].std(axis=1))
        for found, expected in ((summary.means()[row], mean), (summary.sds()[row], sd)):
            assert_allclose([found.value, found.low, found.high], [expected.value, expected.low, expected.high], 1e-10)
        for level, found in summary.quantiles()[row].items():
            within = np.quantile(values[row], level, axis=1, method="hazen")
            expected = measure(np.quantile(flat[row], level, method="hazen"), within)
            reach = np.clip(level + finest(replicates, flat.shape[1]) * np.array([-1, 1]), 0, 1)
            low, high = np.quantile(flat[row], reach, method="hazen")
            interval = expected.value, min(expected.low, low), max(expected.high, high)
            assert_allclose([found.value, found.low, found.high], interval, 1e-10)
    for label, (row, limit) in {"a > 3": (0, 3.0), "b > -4e6": (1, -4e6), "a > 0": (0, 0.0)}.items():
        shares = (values[row] > limit).mean(axis=1)
        expected = measure_probability(float((flat[row] > limit).mean()), shares, flat.shape[1])
        found = summary.probabilities()[label]
        assert_allclose([found.value, found.low, found.high], [expected.value, expected.low, expected.high], 1e-12)


def test_replicates_that_are_even_do_not_know_better_than_a_draw() -> None:
    """Of one uniform input every replicate has its points evenly: they agree, and may be wrong together."""
    statistics = Statistics(("u",), (0.1, 0.35), {"u > 0.935": ("u", 0.935)})

    def measured(seed: int) -> dict[str, Measured]:
        design = Design(16, 32, seed)
        values = np.stack([design.uniforms(replicate, 1) for replicate in range(32)], axis=1)
        summary = summary_of(values, statistics)
        return {str(level): one for level, one in summary.quantiles()[0].items()} | summary.probabilities()

    truth = {"0.1": 0.1, "0.35": 0.35, "u > 0.935": 0.065}
    assert_covers(measured, truth, seeds=range(100), rates=(0.95, 1.0))


def test_a_sd_far_from_zero_keeps_its_digits() -> None:
    values = 1e9 + np.random.default_rng(1).normal(0, 1, (1, 8, 1024))
    found = summary_of(values, Statistics(("a",), (0.5,))).sds()[0].value
    assert found == pytest.approx((values - 1e9).std(), rel=1e-6)


def test_a_constant_has_no_spread_and_no_width() -> None:
    summary = summary_of(np.full((1, 30, 1024), 0.1), Statistics(("a",), LEVELS, {"p": ("a", 0.0)}))
    assert summary.means()[0].width == pytest.approx(0, abs=1e-15)
    assert summary.sds()[0].value == pytest.approx(0, abs=1e-15)
    assert all(found.value == pytest.approx(0.1, rel=1e-15) for found in summary.quantiles()[0].values())
    assert summary.probabilities()["p"].value == 1.0
    assert summary.probabilities()["p"].low < 1.0


@pytest.mark.parametrize("per_batch", [1, 3, 8])
def test_summaries_do_not_depend_on_how_replicates_are_batched(per_batch: int) -> None:
    values = np.random.default_rng(3).lognormal(0, 1, (1, 16, 1024))
    statistics = Statistics(("a",), LEVELS, {"p": ("a", 1.0)})
    one, other = summary_of(values, statistics, 16), summary_of(values, statistics, per_batch)
    assert one.means() == other.means()
    assert one.sds() == other.sds()
    assert one.quantiles() == other.quantiles()
    assert one.probabilities() == other.probabilities()


# --- the pooled distribution


def pooled_of(values: np.ndarray, block: int = 8192) -> Pooled:
    pooled = Pooled()
    for first in range(0, values.shape[-1], block):
        pooled.add(values[:, first : first + block])
    return pooled


@pytest.mark.parametrize("count", [1, 1000, 2 * GRID])
@pytest.mark.parametrize("shape", SHAPES)
def test_pooled_is_exact_as_long_as_draws_are_held(count: int, shape: str) -> None:
    values = SHAPES[shape](np.random.default_rng(count), (3, count))
    pooled = pooled_of(values)
    assert pooled.grid is None
    assert pooled.draws == count
    assert_array_equal(pooled.quantiles(np.array(LEVELS)), hazen(np.sort(values), LEVELS))


@pytest.mark.parametrize("blocks", [25, 128, 800])
@pytest.mark.parametrize("shape", SHAPES)
def test_pooled_ranks_are_right_to_a_small_part_of_a_grid_step(blocks: int, shape: str) -> None:
    """Error of a quantile as a share of the draws: below a quarter of ``1 / GRID`` plus one draw.

    Between neighbours of the grid, about ``n / GRID`` draws apart, their number follows a Brownian bridge around the
    straight line: its sd is at most ``sqrt(n / GRID) / 2`` draws; the bound is far outside that.
    """
    values = SHAPES[shape](np.random.default_rng(blocks), (2, blocks * 1024))
    count = values.shape[-1]
    pooled = pooled_of(values)
    assert pooled.grid is not None
    assert pooled.draws == count
    ordered = np.sort(values)
    for row, found in zip(ordered, pooled.quantiles(np.array(LEVELS)), strict=True):
        low, high = np.searchsorted(row, found, "left"), np.searchsorted(row, found, "right")
        wanted = np.array(LEVELS) * count
        error = np.maximum(0, np.maximum(low - wanted, wanted - high))
        step = count / GRID
        assert (error <= min(4.5 * np.sqrt(step) / 2, step) + 1).all(), error


@pytest.mark.parametrize("blocks", [25, 128, 800])
def test_pooled_keeps_the_mass_of_values_that_recur(blocks: int) -> None:
    values = np.random.default_rng(blocks).choice([0.1, 0.3, 0.7, 1e6], (1, blocks * 1024), p=[0.3, 0.3, 0.3, 0.1])
    found = pooled_of(values).quantiles(np.array([0.01, 0.29, 0.31, 0.59, 0.61, 0.89, 0.91, 0.99]))
    assert_array_equal(found[0], [0.1, 0.1, 0.3, 0.3, 0.7, 0.7, 1e6, 1e6])


def test_pooled_counts_are_exact_in_any_order() -> None:
    values = np.random.default_rng(5).standard_normal((2, 64 * 1024)).round(3)
    one = pooled_of(values)
    first, later = values[:, : 3 * 8192], values[:, 3 * 8192 :]  # the first three batches choose the grid
    other = pooled_of(np.concatenate([first, later[:, ::-1]], axis=1))
    assert_array_equal(one.quantiles(np.array(LEVELS)), other.quantiles(np.array(LEVELS)))
    assert one.grid is not None
    assert one.counts is not None
    for row, grid, (below, within) in zip(values, one.grid[:, ::100], one.counts[:, :, ::100], strict=True):
        assert_array_equal(below, [(row < value).sum() for value in grid])
        assert_array_equal(within, [(row <= value).sum() for value in grid])


def test_pooled_reaches_to_the_ends() -> None:
    values = np.random.default_rng(6).standard_cauchy((1, 100 * 1024))
    found = pooled_of(values).quantiles(np.array([0.0, 1.0]))
    assert_array_equal(found[0], [values.min(), values.max()])


@pytest.mark.parametrize("replicates", [128, 800])
@pytest.mark.parametrize("name", ["gaussian sum", "lognormals"])
def test_pooling_costs_far_less_than_the_interval_is_wide(name: str, replicates: int) -> None:
    """Even with quasi-random points, whose intervals are narrow.

    A quarter of the half width somewhere among 199 levels widens the error there by 3 %, which coverage cannot show.
    """
    known = known_models.SMALL[name]()
    design = Design(1024, replicates, 1)
    statistics = Statistics(("y",), tuple(np.round(np.arange(0.005, 1, 0.005), 3)))
    run, summary, draws = RunBatch(known.model, design, ("y",)), Summary(statistics), []
    for batch in design.batches():
        values = run(batch).array(("y",))
        draws.append(values.ravel())
        summary.add(statistics.section([values]))
    found = summary.quantiles()[0]
    exact = np.quantile(np.concatenate(draws), statistics.levels, method="hazen")
    shares = np.abs([one.value - truth for one, truth in zip(found.values(), exact, strict=True)])
    shares /= [one.width / 2 for one in found.values()]
    assert shares.max() < 0.25
    assert shares.mean() < 0.03


# --- memory


def peak(replicates: int) -> int:
    statistics = Statistics(("a", "b"), (0.5,), {"p": ("a", 0.0)})

    def run() -> None:
        rng, summary = np.random.default_rng(1), Summary(statistics)
        for _ in range(replicates // 8):
            summary.add(statistics.section([rng.standard_normal((2, 8, 1024))]))

    return known_models.peak_memory(run)


def test_memory_does_not_grow_with_draws() -> None:
    few, many = peak(80), peak(440)
    assert many - few < 400 * 1024  # 360 replicates of 2 x 1,024 draws would be 5.9 MB


# --- merging


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_merged_in_any_grouping_is_as_taken_in_one_by_one(seed: int, groups: list[int]) -> None:
    rng = np.random.default_rng(seed)
    lots = [[rng.standard_normal((2, 9000)).round(2) for _ in range(group)] for group in groups]
    grid = grid_of(rng.standard_normal((2, HELD)).round(2))
    one_by_one, merged = Pooled(grid), Pooled(grid)
    for lot in lots:
        part = Pooled(grid)
        for values in lot:
            one_by_one.add(values)
            part.add(values)
        merged.merge(part)
    assert merged.draws == one_by_one.draws
    levels = np.array([0.0, *LEVELS, 1.0])
    assert_array_equal(merged.quantiles(levels), one_by_one.quantiles(levels))
    for one, other in zip(merged.farthest(), one_by_one.farthest(), strict=True):
        assert_array_equal(one, other)


def test_a_replicate_in_blocks_leaves_what_it_leaves_as_a_whole() -> None:
    values = np.random.default_rng(2).gamma(2.0, size=(2, 1, 20_000))  # few enough to be held
    statistics = Statistics(("a", "b"), LEVELS, {"p": ("a", 1.0)})
    whole = statistics.section([values])
    found = statistics.section(values[:, :, first : first + 7_000] for first in range(0, 20_000, 7_000))
    for statistic in ("mean", "squares", "above"):
        assert_allclose(getattr(found, statistic), getattr(whole, statistic), rtol=1e-12)
    assert_array_equal(found.quantiles, whole.quantiles)
    assert found.draws == whole.draws


def test_means_in_blocks_are_those_of_all_draws() -> None:
    values = np.random.default_rng(4).standard_normal((3, 5, 2, 1000))
    found = Means(1000)
    for block in np.split(values, [400, 900], axis=-1):
        found.add([block, block[0] > 0])
    means, shares = found.by_replicate()
    assert_allclose(means, np.moveaxis(values.mean(axis=-1), -1, 0), rtol=0, atol=1e-15)
    assert_array_equal(shares, (values[0] > 0).sum(axis=-1).T / 1000)


@pytest.mark.parametrize(
    ("draws", "replicates", "in_tasks", "batches"),
    [(1024, 800, False, 0), (1024, 24, True, 0), (1024, 800, True, 3), (65_536, 2, False, 1)],
)
def test_draws_are_counted_where_the_first_of_a_run_lie(
    draws: int, replicates: int, in_tasks: bool, batches: int
) -> None:
    """Where a replicate has too many to be held, or all together in tasks; no more are drawn than are looked at."""
    design, looked_at, drawn = Design(draws, replicates), list[range](), list[Array]()
    rng = np.random.default_rng(5)

    def blocks(batch: range) -> Iterator[list[Array]]:
        looked_at.append(batch)
        for rows in design.block_rows(batch):
            drawn.append(rng.standard_normal((2, len(batch), rows // len(batch))))
            yield [drawn[-1], drawn[-1][:1]]

    asked = Statistics(("a", "b"), LEVELS), Statistics(("a",), (0.5,))
    found = counted_alike(asked, design, ThreadPoolExecutor(1) if in_tasks else None, blocks)
    assert looked_at == design.batches()[:batches]
    if not batches:
        assert found == asked
        return
    first = np.concatenate([values.reshape(2, -1) for values in drawn], axis=1)
    assert first.shape[1] == HELD
    for statistics, expected in zip(found, (first, first[:1]), strict=True):
        assert_array_equal(statistics.grid, grid_of(expected))


def test_sections_together_say_what_each_said() -> None:
    values = np.random.default_rng(3).standard_normal((2, 6, 512))
    statistics = Statistics(("a", "b"), LEVELS, {"p": ("a", 1.0)})
    one, other = Summary(statistics), Summary(statistics)
    one.add(statistics.section([values]))
    other.add(Section.together([statistics.section([values[:, first : first + 2]]) for first in (0, 2, 4)]))
    assert one.means() == other.means()
    assert one.sds() == other.sds()
    assert one.quantiles() == other.quantiles()
    assert one.probabilities() == other.probabilities()
