"""Designs: seeds, points, strata, and rank correlations that change nothing but ranks."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import stats
from scipy.stats import qmc

from mkba_uncertainty.design import MOST_DRAWS, Design, normal_scores, sample, transform
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import Beta, Gamma, LogNormal, Normal, Pert, Point, Triangular, Uniform
from mkba_uncertainty.model import CHUNK, Model

KINDS = ("sobol", "latin_hypercube", "monte_carlo")


def nothing(values: Any) -> Any:
    return {"y": values["a"]}


# --- seeds


@pytest.mark.parametrize("seed", [0, 1, 20260101])
@pytest.mark.parametrize(("dimensions", "draws"), [(1, 2), (3, 64), (51, 1024), (7, 4 * CHUNK), (21201, 2)])
def test_points_are_scipys_own_with_the_seed_of_the_child(seed: int, dimensions: int, draws: int) -> None:
    design = Design(draws, 3, seed)
    for replicate, child in enumerate(np.random.SeedSequence(seed).spawn(3)):
        engine = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(child))
        points = engine.random(draws) + 0.5 / 2**30  # scipy's points are whole multiples of 2^-30
        assert_array_equal(design.uniforms(replicate, dimensions), points.T)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_points_and_another_seed_others(kind: Any) -> None:
    points = {seed: Design(64, 3, seed, kind).uniforms(2, 4) for seed in (0, 1, 2)}
    for seed, found in points.items():
        assert_array_equal(found, Design(64, 3, seed, kind).uniforms(2, 4))
    assert not np.isclose(points[0], points[1]).any()
    assert not np.isclose(points[1], points[2]).any()


@pytest.mark.parametrize("kind", KINDS)
def test_more_replicates_leave_the_earlier_ones_as_they_were(kind: Any) -> None:
    few, many = (Design(32, replicates, 7, kind) for replicates in (4, 400))
    for replicate in range(4):
        assert_array_equal(few.uniforms(replicate, 3), many.uniforms(replicate, 3))


@pytest.mark.parametrize("kind", KINDS)
def test_replicates_differ(kind: Any) -> None:
    design = Design(64, 6, 3, kind)
    first = design.uniforms(0, 2)
    assert all(not np.isclose(first, design.uniforms(replicate, 2)).any() for replicate in range(1, 6))


def test_a_seed_sequence_is_used_as_it_is() -> None:
    parent = np.random.SeedSequence(5).spawn(3)[1]
    design = Design(16, 4, parent)
    engine = qmc.Sobol(2, scramble=True, rng=np.random.default_rng(parent.spawn(4)[3]))
    expected = engine.random(16).T + 0.5**31
    assert_array_equal(design.uniforms(3, 2), expected)
    assert_array_equal(design.uniforms(3, 2), expected)  # and asking did not move it on
    assert design.seed is None


def test_a_generator_moves_on_and_no_seed_is_fresh() -> None:
    one, other = (Design(16, 2, np.random.default_rng(3)) for _ in range(2))
    assert_array_equal(one.uniforms(0, 2), other.uniforms(0, 2))
    generator = np.random.default_rng(3)
    first, second = Design(16, 2, generator), Design(16, 2, generator)
    assert not np.isclose(first.uniforms(0, 2), second.uniforms(0, 2)).any()
    first, second = Design(16, 2, None), Design(16, 2, None)
    assert not np.isclose(first.uniforms(0, 2), second.uniforms(0, 2)).any()
    assert_array_equal(first.uniforms(1, 2), first.uniforms(1, 2))


@pytest.mark.parametrize("rng", [0, 12, np.int64(12), None, np.random.default_rng(1), np.random.SeedSequence(4)])
def test_a_design_travels_with_its_seed(rng: Any) -> None:
    design = Design(16, 2, rng)
    for made in (pickle.loads(pickle.dumps(design)), copy.copy(design), copy.deepcopy(design)):
        assert made.seed == design.seed
        assert (made.draws, made.replicates, made.kind) == (16, 2, "sobol")
        assert_array_equal(made.uniforms(1, 3), design.uniforms(1, 3))


def test_numpys_global_state_is_left_alone() -> None:
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    for kind in KINDS:
        Design(16, 2, None, kind).uniforms(0, 3)
    assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


# --- points


@pytest.mark.parametrize("kind", KINDS)
def test_points_lie_in_the_open_cube(kind: Any) -> None:
    points = np.concatenate([Design(4096, 4, 0, kind).uniforms(replicate, 20) for replicate in range(4)], axis=1)
    assert points.shape == (20, 4 * 4096)
    assert points.min() > 0
    assert points.max() < 1
    assert np.isfinite(normal_scores(model(20), points)).all()


def test_the_generators_zero_is_kept_out(monkeypatch: pytest.MonkeyPatch) -> None:
    class Ends:
        def random(self, shape: tuple[int, int]) -> np.ndarray:
            return np.resize([0.0, 1.0 - 2.0**-53], shape)

    monkeypatch.setattr(np.random, "default_rng", lambda _: Ends())
    for kind in ("monte_carlo", "latin_hypercube"):
        points = Design(8, 2, 1, kind).uniforms(0, 3)  # type: ignore[arg-type]
        assert points.min() > 0
        assert points.max() < 1


@pytest.mark.parametrize("kind", ["sobol", "latin_hypercube"])
@pytest.mark.parametrize("draws", [2, 256, 4096])
def test_every_margin_has_one_point_in_every_stratum(kind: Any, draws: int) -> None:
    design = Design(draws, 3, 11, kind)
    for replicate in range(3):
        strata = np.floor(design.uniforms(replicate, 6) * draws)
        assert_array_equal(np.sort(strata, axis=1), np.broadcast_to(np.arange(draws), (6, draws)))


def test_a_latin_hypercube_may_have_any_number_of_draws() -> None:
    strata = np.floor(Design(1000, 2, 1, "latin_hypercube").uniforms(0, 3) * 1000)
    assert_array_equal(np.sort(strata, axis=1), np.broadcast_to(np.arange(1000), (3, 1000)))


def test_columns_of_a_latin_hypercube_are_shuffled_apart() -> None:
    points = Design(4096, 2, 1, "latin_hypercube").uniforms(0, 5)
    assert np.abs(np.corrcoef(points) - np.eye(5)).max() < 5 / np.sqrt(4096)


def test_plain_points_are_uniform_and_independent() -> None:
    points = np.concatenate([Design(1024, 20, 2, "monte_carlo").uniforms(replicate, 3) for replicate in range(20)], 1)
    for row in points:
        assert stats.kstest(row, "uniform").pvalue > 1e-3
    assert np.abs(np.corrcoef(points) - np.eye(3)).max() < 4 / np.sqrt(points.shape[1])
    strata = np.floor(points[:, :1024] * 1024)
    assert all(len(np.unique(row)) < 700 for row in strata)  # 1 - 1/e of 1,024 are hit, not all


@pytest.mark.parametrize("kind", KINDS)
def test_every_point_is_uniform_over_seeds(kind: Any) -> None:
    """Unbiasedness rests on this: over randomisations, each single point is uniform on the cube."""
    points = np.stack([Design(4, 2, seed, kind).uniforms(0, 2) for seed in range(2000)])
    for dimension in range(2):
        for draw in range(4):
            assert stats.kstest(points[:, dimension, draw], "uniform").pvalue > 1e-4


def test_no_dimensions_give_no_points() -> None:
    assert Design(8, 2, 1).uniforms(0, 0).shape == (0, 8)


# --- batches


@pytest.mark.parametrize(("draws", "replicates"), [(1024, 8), (1024, 3), (256, 100), (2**14, 5), (4096, 7), (2, 9)])
def test_batches_cover_every_replicate_once_in_order(draws: int, replicates: int) -> None:
    batches = Design(draws, replicates, 1).batches()
    assert [replicate for batch in batches for replicate in batch] == list(range(replicates))
    assert all(len(batch) * draws <= max(CHUNK, draws) for batch in batches)
    assert len({len(batch) for batch in batches[:-1]}) <= 1


def test_a_batch_holds_its_replicates_one_after_another() -> None:
    design, subject = Design(16, 6, 4), model(3)
    together = sample(subject, design, range(2, 5))
    for place, replicate in enumerate(range(2, 5)):
        alone = sample(subject, design, range(replicate, replicate + 1))
        for name, values in alone.items():
            assert_array_equal(together[name][16 * place : 16 * (place + 1)], values)


# --- what cannot be run


def test_there_are_no_sobol_points_in_more_dimensions_than_direction_numbers() -> None:
    with pytest.raises(InputError, match=r"21201 .*21202, .*latin_hypercube") as caught:
        Design(2, 2).uniforms(0, 21202)
    assert caught.value.code == "sobol_dimensions"
    assert Design(2, 2, kind="latin_hypercube").uniforms(0, 21202).shape == (21202, 2)


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ({"draws": 1000}, "draws_power", ["1000", "512", "1024"]),
        ({"draws": np.int64(1000)}, "draws_power", ["1000", "512", "1024"]),
        ({"draws": 3}, "draws_power", ["3", "2", "4"]),
        ({"draws": 1}, "draws_range", ["1", "2"]),
        ({"draws": 0}, "draws_range", ["0"]),
        ({"draws": -8}, "draws_range", ["-8"]),
        ({"draws": 8.0}, "draws_range", ["8.0"]),
        ({"draws": True}, "draws_range", ["True"]),
        ({"draws": 2 * MOST_DRAWS}, "draws_range", [str(MOST_DRAWS)]),
        ({"replicates": 0}, "replicates", ["0", "2"]),
        ({"replicates": 1}, "replicates", ["1", "2"]),
        ({"replicates": -3}, "replicates", ["-3"]),
        ({"replicates": 2.5}, "replicates", ["2.5"]),
        ({"replicates": 1_000_001}, "replicates_most", ["1000001", "1000000"]),
        ({"rng": -1}, "seed_negative", ["-1", "0"]),
        ({"kind": "sobl"}, "design_kind", ["sobl", "sobol", "latin_hypercube", "monte_carlo"]),
    ],
)
def test_numbers_that_cannot_be_run(options: dict[str, Any], code: str, words: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        Design(**options)
    assert caught.value.code == code
    for lang in ("nl", "en"):
        message = caught.value.message(lang)
        assert all(word in message for word in words), message
        assert "{" not in message


def test_other_designs_take_any_number_of_draws() -> None:
    for kind in ("latin_hypercube", "monte_carlo"):
        assert Design(1000, 2, 1, kind).uniforms(0, 2).shape == (2, 1000)  # type: ignore[arg-type]


# --- from points to inputs


def model(size: int = 3, **pairs: float) -> Model:
    """Make a model of inputs a, b, c, ... of different families, with rank correlations such as ``ab=0.5``."""
    families = [LogNormal(0, 0.5), Pert(1, 2, 5), Gamma(4), Beta(2, 3), Normal(1, 2), Triangular(0, 1, 4)]
    inputs = {chr(ord("a") + i): families[i % len(families)] for i in range(size)}
    return Model(
        inputs, nothing, ("y",), correlation={(pair[0], pair[1]): rank for pair, rank in pairs.items()} or None
    )


def test_fixed_inputs_take_no_dimension() -> None:
    subject = Model({"a": Normal(0, 1), "p": Point(3), "b": Uniform(0, 1)}, nothing, ("y",))
    drawn = sample(subject, Design(64, 2, 1), range(2))
    assert list(drawn) == ["a", "b"]
    points = Design(64, 2, 1).uniforms(1, 2)
    assert_allclose(drawn["b"][64:], points[1], rtol=0, atol=1e-12)


def test_independent_inputs_are_their_own_quantiles() -> None:
    subject, points = model(6), Design(256, 2, 3).uniforms(0, 6)
    for (name, family), row in zip(subject.inputs.items(), points, strict=True):
        assert_allclose(transform(subject, points)[name], family.ppf(row), rtol=1e-9)


@pytest.mark.parametrize("kind", KINDS)
def test_copula_gives_the_rank_correlations_that_were_asked(kind: Any) -> None:
    """Within 0.02 over a run (of plain draws ever more; their own error is 1 / sqrt(16384))."""
    subject = model(7, ab=0.6, ac=-0.4, ad=0.3, de=-0.5, ef=0.25)
    drawn = sample(subject, Design(1024, 16, 5, kind), range(16))
    found = stats.spearmanr(np.stack(list(drawn.values())).T).statistic
    tolerance = 0.02 if kind != "monte_carlo" else 4 / np.sqrt(16384)
    for (first, second), rank in subject.correlations.items():
        assert found[ord(first) - 97, ord(second) - 97] == pytest.approx(rank, abs=tolerance)
    for i in range(6):  # g depends on nothing
        assert found[i, 6] == pytest.approx(0, abs=tolerance)


@pytest.mark.parametrize("rank", [-1.0, -0.95, 0.0, 0.95, 1.0])
def test_copula_up_to_its_ends(rank: float) -> None:
    drawn = sample(model(2, ab=rank), Design(1024, 8, 1), range(8))
    assert stats.spearmanr(drawn["a"], drawn["b"]).statistic == pytest.approx(rank, abs=0.01)


def test_copula_leaves_each_distribution_as_it_was() -> None:
    subject = model(5, ab=0.6, ac=-0.4, ad=0.3, de=-0.5)
    drawn = sample(subject, Design(1024, 16, 8), range(16))
    for name, family in subject.inputs.items():
        distance = stats.kstest(drawn[name], family.cdf).statistic
        assert distance < 0.5 * 1.36 / np.sqrt(16 * 1024)  # half the 5 % bound of as many independent draws


def test_inputs_without_correlations_keep_their_points() -> None:
    points = Design(128, 2, 9).uniforms(0, 6)
    free, tied = transform(model(6), points), transform(model(6, bd=0.8), points)
    for name in "abcef":
        assert_array_equal(free[name], tied[name])
    assert not np.isclose(free["d"], tied["d"]).any()


def test_copula_keeps_what_quasi_random_points_gain() -> None:
    """The error of a mean over replicates stays far below that of as many plain draws."""
    subject = model(4, ab=0.6, bc=0.5, cd=-0.4)

    def spread(kind: Any) -> float:
        design = Design(1024, 64, 3, kind)
        means = []
        for replicate in range(64):
            drawn = sample(subject, design, range(replicate, replicate + 1))
            means.append(np.mean(drawn["a"] * drawn["b"] + drawn["c"] * drawn["d"]))
        return float(np.std(means))

    assert spread("sobol") < spread("monte_carlo") / 5


def test_correlated_points_stay_even() -> None:
    """Undone by the factor, the points have the discrepancy of the net that they came from."""
    subject = model(3, ab=0.7, bc=0.4)
    points = Design(1024, 2, 3).uniforms(0, 3)
    back = np.linalg.solve(np.linalg.cholesky(subject.normal_correlation), normal_scores(subject, points))
    assert_allclose(stats.norm.cdf(back), points, atol=1e-12)
    plain = Design(1024, 2, 3, "monte_carlo").uniforms(0, 3)
    assert qmc.discrepancy(stats.norm.cdf(back).T) < qmc.discrepancy(plain.T) / 10


def test_a_batch_gives_the_same_bits_as_its_replicates_when_correlated() -> None:
    subject, design = model(4, ab=0.6, bc=0.5, cd=-0.4), Design(8, 50, 4)
    together = sample(subject, design, range(50))
    for replicate in (0, 23, 49):
        for name, values in sample(subject, design, range(replicate, replicate + 1)).items():
            assert_array_equal(together[name][8 * replicate : 8 * replicate + 8], values)
