"""Runs: the same to the last bit on any number of workers, batch by batch or with every draw kept, in flat memory."""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from typing import Any

import known_models
import numpy as np
import pytest
from cases import minimal
from known_models import peak_memory
from numpy.testing import assert_array_equal

import mkba_uncertainty as mkba
from mkba_uncertainty import Confidence, confidence
from mkba_uncertainty.casefile import load_case
from mkba_uncertainty.design import Design, sample
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.families import Normal, Point, Uniform
from mkba_uncertainty.model import CaseModel, Model, build_model
from mkba_uncertainty.simulation import Batch, RunBatch, simulate

Array = np.ndarray


@cache
def arnhem() -> CaseModel:
    return build_model(load_case("arnhem-ozo"), dependence="expected")


def models() -> dict[str, Model]:
    return {"arnhem": arnhem(), "lognormals": known_models.lognormal_product().model, "correlated": correlated()}


def correlated() -> Model:
    return known_models.gaussian_sum(0.5).model


@pytest.fixture(scope="module")
def pools() -> Iterator[dict[str, Executor | None]]:
    """Workers of both kinds; processes start afresh, so that nothing reaches them but what is sent."""
    fresh = multiprocessing.get_context("spawn")
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2, mp_context=fresh) as processes:
        yield {"serial": None, "threads": threads, "processes": processes}


# --- the same to the last bit


@pytest.mark.parametrize("name", ["arnhem", "lognormals", "correlated"])
@pytest.mark.parametrize("workers", ["threads", "processes"])
@pytest.mark.parametrize(("replicates", "draws", "kind"), [(30, 512, "sobol"), (20, 1000, "latin_hypercube")])
def test_confidence_is_the_same_for_any_workers(
    name: str, workers: str, replicates: int, draws: int, kind: Any, pools: Mapping[str, Any]
) -> None:
    model, options = models()[name], {"replicates": replicates, "draws": draws, "rng": 0, "kind": kind}
    serial = confidence(model, **options)
    assert confidence(model, executor=pools[workers], **options) == serial


@pytest.mark.parametrize("name", ["arnhem", "lognormals"])
@pytest.mark.parametrize(("replicates", "draws"), [(8, 1024), (3, 64), (40, 512), (3, 16384)])
def test_confidence_of_an_ensemble_is_that_of_a_run(name: str, replicates: int, draws: int) -> None:
    """Below and beyond the number of draws that a pooled distribution holds one by one."""
    model = models()[name]
    ensemble = simulate(model, replicates=replicates, draws=draws, rng=7)
    run = confidence(model, replicates=replicates, draws=draws, rng=7)
    assert confidence(ensemble) == run
    some = [*model.outcomes][:1]
    assert confidence(ensemble, outcomes=some).outcomes == {name: run.outcomes[name] for name in some}


@pytest.mark.parametrize("workers", ["threads", "processes"])
def test_simulate_is_the_same_for_any_workers(workers: str, pools: Mapping[str, Any]) -> None:
    serial, other = (simulate(arnhem(), replicates=20, executor=pool) for pool in (None, pools[workers]))
    assert serial.inputs.identical(other.inputs)
    assert serial.outcomes.identical(other.outcomes)


def test_the_seed_decides() -> None:
    zero, again, one = (confidence(correlated(), rng=seed) for seed in (0, 0, 1))
    assert zero == again
    assert zero.outcomes["y"].mean != one.outcomes["y"].mean
    assert zero.provenance.seed == 0


def test_more_replicates_keep_the_draws_of_the_earlier_ones() -> None:
    few, many = (simulate(correlated(), replicates=replicates, draws=256) for replicates in (3, 50))
    assert_array_equal(many.outcomes["y"][:3], few.outcomes["y"])
    assert_array_equal(many.inputs["x2"][:3], few.inputs["x2"])


# --- an ensemble holds what it says


@pytest.mark.lowest
@pytest.mark.parametrize("kind", ["sobol", "latin_hypercube", "monte_carlo"])
def test_an_ensemble_holds_every_draw(kind: Any) -> None:
    model, design = correlated(), Design(64, 5, 3, kind)
    ensemble = simulate(model, draws=64, replicates=5, rng=3, kind=kind)
    assert dict(ensemble.outcomes.sizes) == dict(ensemble.inputs.sizes) == {"replicate": 5, "draw": 64}
    for replicate in range(5):
        drawn = sample(model, design, range(replicate, replicate + 1))
        for name, values in drawn.items():
            assert_array_equal(ensemble.inputs[name].sel(replicate=replicate), values)
        assert_array_equal(ensemble.outcomes["y"].sel(replicate=replicate), model.evaluate(drawn)["y"])
    assert ensemble.array(["y"]).shape == (1, 5, 64)
    (block,) = ensemble.blocks(range(2, 4))
    assert_array_equal(block.array(["y"]), ensemble.array(["y"])[:, 2:4])


@pytest.mark.lowest
def test_an_ensemble_as_a_table() -> None:
    frame = simulate(correlated(), draws=16, replicates=3).to_frame()
    assert list(frame.columns) == ["replicate", "draw", "x1", "x2", "x3", "y"]
    assert len(frame) == 48
    assert_array_equal(frame["y"], frame["x1"] + frame["x2"] + frame["x3"])
    assert frame["replicate"].tolist() == sorted(frame["replicate"])


def test_only_some_outcomes_are_kept() -> None:
    ensemble = simulate(arnhem(), draws=64, outcomes=["costs", "net_benefit"])
    assert list(ensemble.outcomes) == ["costs", "net_benefit"]
    with pytest.raises(InputError) as caught:
        confidence(ensemble, outcomes=["benefits"])
    assert caught.value.code == "unknown_outcome"
    assert list(confidence(ensemble).outcomes) == ["costs", "net_benefit"]


def test_an_ensemble_travels() -> None:
    ensemble = simulate(correlated(), draws=64, rng=5)
    again = pickle.loads(pickle.dumps(ensemble))
    assert confidence(again) == confidence(ensemble)
    assert confidence(again).provenance.seed == 5


def test_names_of_the_package() -> None:
    ensemble = mkba.simulate(correlated(), draws=64, replicates=4, rng=1)
    assert mkba.confidence(ensemble).outcomes["y"].mean.value == pytest.approx(-0.5, abs=0.1)


# --- models at the edge


def constant(values: Any) -> dict[str, Array]:
    return {"y": values["p"] * 2 + 0 * values["q"]}


def test_a_model_without_uncertain_inputs() -> None:
    model = Model({"p": Point(2.0), "q": Point(1.0)}, constant, ("y",))
    found = confidence(model, draws=16, replicates=3)
    assert (found.outcomes["y"].mean.value, found.outcomes["y"].sd.value, found.outcomes["y"].mean.width) == (4, 0, 0)
    ensemble = simulate(model, draws=16, replicates=3)
    assert ensemble.outcomes["y"].shape == (3, 16)
    assert confidence(ensemble) == found


def test_a_model_of_one_input() -> None:
    found = confidence(Model({"p": Point(2.0), "q": Uniform(-1, 1)}, lambda v: {"y": v["q"]}, ("y",)))
    low, _, middle, _, high = (value.value for value in found.outcomes["y"].quantiles.values())
    assert [low, middle, high] == pytest.approx([-0.9, 0, 0.9], abs=1e-3)
    assert found.probabilities["y > 0"].value == 0.5


def test_certain_events_keep_a_doubt() -> None:
    found = confidence(Model({"p": Normal(50, 1), "q": Point(1)}, constant, ("y",)))
    assert found.probabilities["y > 0"].value == 1
    assert 0.999 < found.probabilities["y > 0"].low < 1
    assert found.probabilities["y > 0"].high == 1


def fails_far_out(values: Any) -> dict[str, Array]:
    return {"y": np.sqrt(3.5 - values["x1"])}


@pytest.mark.parametrize("workers", ["serial", "threads", "processes"])
def test_a_draw_without_answer_stops_the_run_with_its_inputs(workers: str, pools: Mapping[str, Any]) -> None:
    model = Model({"x1": Normal(0, 1)}, fails_far_out, ("y",))
    with pytest.raises(ModelError) as caught:
        confidence(model, replicates=200, executor=pools[workers])
    assert caught.value.code == "outcome_not_finite"
    assert float(caught.value.facts["draw"].removeprefix("x1 = ")) > 3.5


# --- memory


class OneByOne:
    """Runs tasks at once, and counts how many answers wait to be asked for."""

    def __init__(self) -> None:
        self.waiting = self.most = 0

    def submit(self, function: Any, /, *arguments: Any) -> Future[Any]:
        outer = self

        class Answer(Future[Any]):
            def result(self, timeout: float | None = None) -> Any:
                outer.waiting -= 1
                return super().result(timeout)

        self.waiting += 1
        self.most = max(self.most, self.waiting)
        answer = Answer()
        answer.set_result(function(*arguments))
        return answer


def test_batches_do_not_pile_up_in_an_executor() -> None:
    executor = OneByOne()
    confidence(correlated(), draws=64, replicates=3_200, executor=executor)
    assert 2 <= executor.most <= 8


class AllAtOnce(ThreadPoolExecutor):
    task_rows = 400_000


@pytest.mark.parametrize(
    ("replicates", "draws", "kind"),
    [
        (40, 1024, "sobol"),
        (3, 32_768, "sobol"),
        (2, 30_000, "monte_carlo"),
        (4, 16_384, "sobol"),
        (11, 3000, "monte_carlo"),
    ],
)
def test_tasks_of_many_draws_and_replicates_in_blocks_leave_the_same(replicates: int, draws: int, kind: Any) -> None:
    """More draws than are held: they are counted where the first of the run lie, in tasks as well as here."""
    options = {"replicates": replicates, "draws": draws, "rng": 0, "kind": kind}
    with AllAtOnce(2) as pool:
        alone, together = confidence(correlated(), **options), confidence(correlated(), executor=pool, **options)
    kept = confidence(simulate(correlated(), **options))
    assert alone.to_dict() == together.to_dict() == kept.to_dict()
    drawn = simulate(correlated(), **options).outcomes["y"].to_numpy()
    found = alone.outcomes["y"]
    assert found.mean.value == pytest.approx(drawn.mean(), rel=0, abs=1e-13 * drawn.std())
    assert found.sd.value == pytest.approx(drawn.std(), rel=1e-12)
    for level, quantile in found.quantiles.items():
        exact = np.quantile(drawn, level, method="hazen")
        assert quantile.value == pytest.approx(exact, rel=0, abs=1e-3 * drawn.std())
        assert quantile.low <= exact <= quantile.high


@pytest.mark.parametrize(("replicates", "draws"), [(14, 2048), (2, 32_768)])
def test_models_side_by_side_and_tables_leave_the_same_in_tasks(replicates: int, draws: int, tmp_path: Path) -> None:
    """As above; with more draws in all than are held, and in each replicate."""
    case, options = minimal(tmp_path), {"replicates": replicates, "draws": draws}
    asked: list[Callable[..., Any]] = [
        partial(mkba.data_table, correlated(), vary="x1", at=[-1, 1], what="q0.9"),
        partial(mkba.alternatives, case),
        partial(mkba.contrast, case),
    ]
    with AllAtOnce(2) as pool:
        for ask in asked:
            assert ask(executor=pool, **options).to_dict() == ask(**options).to_dict()


def test_memory_is_flat_in_the_draws_of_a_replicate() -> None:
    """Sixteen times the draws of a replicate would be 31 MB more if all of them were there at once."""
    model = Model({"x1": Normal(0, 1), "x2": Normal(0, 1)}, sums, tuple(f"y{i}" for i in range(2)))
    confidence(model, draws=64)  # imports
    few, many = peak(model, 2, 2**16), peak(model, 2, 2**20)
    assert many - few < 2 * 2**20


def peak(model: Model, replicates: int, draws: int) -> int:
    """Give the most memory that a run holds at once, in bytes, beyond the intervals' own sections."""
    return peak_memory(lambda: confidence(model, replicates=replicates, draws=draws))


def test_memory_is_flat_in_the_number_of_replicates() -> None:
    """Five times the replicates would be 26 MB more if draws were kept; sections of 199 quantiles take 1.6 kB each."""
    model = Model({"x1": Normal(0, 1), "x2": Normal(0, 1)}, sums, tuple(f"y{i}" for i in range(10)))
    confidence(model, draws=64)  # imports
    few, many = peak(model, 80, 1024), peak(model, 400, 1024)
    assert few > 2 * 2**20
    assert many - few < 3 * 2**20


def sums(values: Any) -> dict[str, Array]:
    return {f"y{i}": values["x1"] + i * values["x2"] for i in range(10)}


def test_a_run_leaves_its_draws_behind() -> None:
    design = Design(64, 4, 1)
    batch = RunBatch(correlated(), design, ("y",))(range(4))
    assert isinstance(batch, Batch)
    assert batch.array(("y",)).shape == (1, 4, 64)
    answer = confidence(correlated(), draws=64, replicates=4)
    assert isinstance(answer, Confidence)
    assert not any(isinstance(value, np.ndarray) for value in vars(answer).values())
