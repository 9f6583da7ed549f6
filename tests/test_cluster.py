"""A Dask cluster gives the same answer to the last bit, a worker that dies included, and is lost with one message."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import minimal
from command_line import answer, mkba as command, process
from distributed import Client, KilledWorker

import mkba_uncertainty as mkba
from mkba_uncertainty import cluster as clusters
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.cluster import Cluster, connected, differences

HERE = Path(__file__).parent


class Running:
    """A scheduler and two workers, processes of their own; started again for the next test if a test ended them."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "scheduler.json"
        self._scheduler: subprocess.Popen[bytes] | None = None
        self._workers: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        if self._scheduler is None or self._scheduler.poll() is not None:
            self.stop()
            self._file.unlink(missing_ok=True)
            self._scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
            while not self._file.exists() or not self._file.stat().st_size:
                assert self._scheduler.poll() is None
                time.sleep(0.02)
            self._workers = self._start("worker", "--nworkers", "2", "--nthreads", "1", "--host", "127.0.0.1")
            with Client(self._address, set_as_default=False) as client:
                client.wait_for_workers(2, timeout=120)
        return self._address

    @property
    def _address(self) -> str:
        found: str = json.loads(self._file.read_text())["address"]
        return found

    def _start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        program = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--scheduler-file", str(self._file)]
        paths = os.pathsep.join([str(HERE), str(HERE.parent)])
        return subprocess.Popen(
            [*program, "--no-dashboard", *options],
            env={**os.environ, "PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1"},
            stderr=subprocess.DEVNULL,
        )

    @property
    def scheduler(self) -> int:
        """The number of its process."""
        assert self._scheduler is not None
        return self._scheduler.pid

    def stop(self) -> None:
        for running in (self._workers, self._scheduler):
            if running is not None:
                running.terminate()
                running.wait()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    made = Running(tmp_path_factory.mktemp("cluster"))
    yield made
    made.stop()


@pytest.fixture
def cluster(running: Running) -> Iterator[Cluster]:
    with connected(running.address) as found:
        yield found


class InSmallTasks:
    """An executor as another one is, whose tasks are no larger than they must be."""

    def __init__(self, executor: Any) -> None:
        self.submit = executor.submit


def test_a_task_that_is_handed_out_is_large() -> None:
    assert Cluster.task_rows == 400_000


@pytest.mark.lowest
def test_confidence_on_a_cluster_is_that_of_one_process(cluster: Cluster) -> None:
    model = mkba.build_model(mkba.load_case("arnhem-ozo"), dependence="expected")
    found = mkba.confidence(model, replicates=17, executor=InSmallTasks(cluster))
    assert found == mkba.confidence(model, replicates=17)


def test_a_client_is_an_executor_as_it_is(running: Running, tmp_path: Path) -> None:
    model = minimal(tmp_path)
    with Client(running.address, set_as_default=False) as client:
        assert mkba.sobol(model, replicates=9, executor=client) == mkba.sobol(model, replicates=9)


def test_commands_on_a_cluster_answer_the_same(running: Running, tmp_path: Path) -> None:
    minimal(tmp_path)
    case, few = str(tmp_path / "aftercare.toml"), ("--draws", "256", "--replicates", "4")
    for name in ("run", "sobol", "voi", "shapley"):
        done = tmp_path / name
        asked = (name, case, *few)
        assert answer(*asked, "--dask", running.address, "--resume", str(done)) == answer(*asked)
        assert list(done.iterdir())


@dataclass(frozen=True)
class Deadly:
    """A model that ends the process in which it first runs, in the middle of a task."""

    marker: str
    here: int

    def __call__(self, inputs: Mapping[str, Array]) -> dict[str, Array]:
        if os.getpid() != self.here:
            try:
                os.mkdir(self.marker)
            except FileExistsError:
                pass
            else:
                os.kill(os.getpid(), signal.SIGKILL)
        return {"y": inputs["a"] ** 2}


def test_a_worker_that_dies_in_a_task_changes_nothing(cluster: Cluster, tmp_path: Path) -> None:
    marker = tmp_path / "died"
    model = mkba.Model({"a": mkba.Normal(0, 1)}, Deadly(str(marker), os.getpid()), ["y"])
    found = mkba.confidence(model, replicates=24, executor=InSmallTasks(cluster))
    assert marker.exists()
    assert found == mkba.confidence(model, replicates=24)


ENDING = """
import os, signal, sys
from mkba_uncertainty.cli import main
from mkba_uncertainty.cluster import Cluster

scheduler, submit, given = int(sys.argv.pop()), Cluster.submit, []


def ending(self, *task):
    given.append(task)
    if len(given) == 3:
        os.kill(scheduler, signal.SIGKILL)
    return submit(self, *task)


Cluster.submit = ending
main()
"""
"""The command line, but that it ends the process named last when it hands out its third task."""


def test_a_scheduler_that_is_gone_is_one_message_and_what_was_finished_is_kept(
    running: Running, tmp_path: Path
) -> None:
    minimal(tmp_path)
    asked, done = ("run", str(tmp_path / "aftercare.toml"), "--draws", "64", "--json"), tmp_path / "done"
    keep = ("--resume", str(done))
    lost = process(
        "-c", ENDING, *asked, "--dask", running.address, *keep, str(running.scheduler), program=[sys.executable]
    )
    assert (lost.returncode, lost.stdout) == (1, "")
    (said,) = lost.stderr.splitlines()
    assert "no longer answers" in said
    assert "--resume" in said
    assert len(list(done.iterdir())) == 2
    again = command(*asked, *keep)
    assert again.stderr.startswith("2 tasks were already finished")
    assert again.stdout == command(*asked).stdout


class Fate:
    """A client, and the one future that it gives: nothing comes of it, with so many workers, or this error."""

    scheduler = type("", (), {"ncores": None})

    def __init__(self, workers: Mapping[str, int], error: type[Exception] = TimeoutError, *facts: Any) -> None:
        self.workers, self.error, self.asked, self.over = workers, error(*facts), 0, False

    def submit(self, function: Any, /, *arguments: Any, pure: bool) -> Fate:
        return self

    def result(self, timeout: float | None = None) -> Any:
        self.asked += 1
        if self.asked > 50:
            return "at last"
        raise self.error

    def done(self) -> bool:
        return self.over

    def sync(self, function: Any, callback_timeout: float) -> Mapping[str, int]:
        return self.workers


def test_what_takes_long_is_waited_for_as_long_as_there_are_workers() -> None:
    assert Cluster(Fate({"one": 1}), "here").submit(print).result() == "at last"  # type: ignore[arg-type]
    with pytest.raises(mkba.MkbaError, match="no worker for 60 seconds"):
        Cluster(Fate({}), "here").submit(print).result()  # type: ignore[arg-type]


def test_a_task_may_run_out_of_time_itself() -> None:
    fate = Fate({"one": 1}, TimeoutError, "its own")
    fate.over = True
    with pytest.raises(TimeoutError, match="its own"):
        Cluster(fate, "here").submit(print).result()  # type: ignore[arg-type]


def test_a_task_that_kills_worker_after_worker_is_said() -> None:
    fate = Fate({"one": 1}, KilledWorker, "task", "worker", 3)
    with pytest.raises(mkba.MkbaError, match="lack of memory"):
        Cluster(fate, "here").submit(print).result()  # type: ignore[arg-type]


def roots(inputs: Mapping[str, Array]) -> dict[str, Array]:
    return {"y": np.sqrt(inputs["a"])}


def test_what_is_wrong_with_a_model_is_said_as_in_one_process(cluster: Cluster) -> None:
    model = mkba.Model({"a": mkba.Normal(0, 1)}, roots, ["y"])
    with pytest.raises(mkba.ModelError) as here:
        mkba.confidence(model)
    with pytest.raises(mkba.ModelError) as there:
        mkba.confidence(model, executor=cluster)
    assert str(there.value) == str(here.value)


def test_who_does_not_answer_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clusters, "CONNECTING", 0.2)
    minimal(tmp_path)
    for address in ("tcp://127.0.0.1:1", "nowhere", "", "http://127.0.0.1:1"):
        done = command("run", str(tmp_path / "aftercare.toml"), "--dask", address)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"answers at {address} within" in done.stderr


def test_without_dask_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    minimal(tmp_path)
    done = command("run", str(tmp_path / "aftercare.toml"), "--dask", "tcp://127.0.0.1:1")
    assert (done.returncode, done.stdout) == (2, "")
    assert 'pip install "mkba-uncertainty[distributed]"' in done.stderr


def test_versions_of_workers_are_compared() -> None:
    here = {"mkba_uncertainty": "1.0", "numpy": "2.4.0", "scipy": "1.17.0"}
    assert differences(here, [here, here]) == ""
    other = {**here, "numpy": "2.3.0"}
    assert differences(here, [here, other, {**here, "numpy": "1.26.0"}]) == "numpy 2.4.0: 1.26.0 2.3.0"
    with pytest.raises(mkba.InputError, match="does not have scipy"):
        differences(here, [here, {**here, "scipy": None}])
