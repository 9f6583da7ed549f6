"""What was finished is on disk: whatever ended a run, the same run goes on to the same bits, and trusts no file."""

from __future__ import annotations

import io
import os
import pickle
import re
import signal
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cases import minimal
from command_line import PROGRAM, answer, mkba as command

import mkba_uncertainty as mkba
from mkba_uncertainty import kept, resuming

DRAWS: dict[str, Any] = {"draws": 64, "replicates": 4}


class Nowhere:
    """An executor that runs nothing."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Any:
        raise AssertionError("a task that was finished is run again")


ANALYSES: dict[str, Callable[..., Any]] = {
    "confidence": mkba.confidence,
    "until": lambda model, **options: mkba.confidence(model, until="net_benefit.mean:1500", **options),
    "large": lambda model, **options: mkba.confidence(model, **{**options, "draws": 32768}),
    "sobol": lambda model, **options: mkba.sobol(model, second_order=True, **options),
    "shapley": lambda model, **options: mkba.shapley(model, **options),
    "indices": lambda model, **options: mkba.dependent_indices(model, outcome="net_benefit", **options),
    "voi": lambda model, **options: mkba.value_of_information(
        model, groups={"both": ["relapse", "personnel"]}, **{**options, "draws": 256}
    ),
    "tornado": lambda model, **options: mkba.tornado(model, mode="mean", **options),
    "switching": mkba.switching,
    "table": lambda model, **options: mkba.data_table(model, vary="relapse", **options),
    "screening": lambda model, **options: mkba.screening(model, trajectories=2, **options),
    "alternatives": mkba.alternatives,
    "dependence": lambda model, **options: mkba.dependence(model.case, **options),
    "contrast": mkba.contrast,
    "portfolio": lambda model, **options: mkba.portfolio(
        mkba.Programme(model.case, {"north": {}, "south": {}}, local=["relapse"]), **options
    ),
    "simulate": lambda model, **options: mkba.simulate(model, **options).outcomes,
}


@pytest.mark.parametrize("name", ANALYSES)
def test_every_analysis_goes_on_from_its_tasks(name: str, tmp_path: Path) -> None:
    model, run = minimal(tmp_path), ANALYSES[name]
    expected = run(model, **DRAWS)
    assert_equal(run(model, executor=mkba.Resuming(tmp_path / "done"), **DRAWS), expected)
    again = mkba.Resuming(tmp_path / "done", Nowhere())
    assert_equal(run(model, executor=again, **DRAWS), expected)
    assert again.taken == len(os.listdir(tmp_path / "done"))


def assert_equal(found: Any, expected: Any) -> None:
    assert found.equals(expected) if hasattr(found, "equals") else found == expected


@pytest.fixture
def model(tmp_path: Path) -> mkba.CaseModel:
    return minimal(tmp_path)


@pytest.fixture
def folder(model: mkba.CaseModel, tmp_path: Path) -> Path:
    """A folder with one finished task."""
    mkba.confidence(model, executor=mkba.Resuming(tmp_path / "done"), **DRAWS)
    return tmp_path / "done"


def only(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-5] ^= 1
    file.write_bytes(content)


def pickled(file: Path) -> None:
    file.write_bytes(pickle.dumps({"left": 1}))


def of_another_seed(file: Path) -> None:
    """A sound file under a name that is not its own."""
    name, folder = file.name, file.parent
    file.unlink()
    mkba.confidence(minimal(folder.parent), rng=2, executor=mkba.Resuming(folder), **DRAWS)
    only(folder).rename(folder / name)


def endless(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def enormous(file: Path) -> None:
    with file.open("r+b") as stream:
        stream.truncate(2**40)


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def linked(file: Path) -> None:
    elsewhere = file.parent.with_name("elsewhere")
    file.rename(elsewhere)
    file.symlink_to(elsewhere)


@pytest.mark.parametrize(
    "damage", [emptied, cut, flipped, pickled, of_another_seed, endless, enormous, a_folder, linked]
)
def test_a_damaged_file_is_not_used(damage: Callable[[Path], None], folder: Path, model: mkba.CaseModel) -> None:
    damage(only(folder))
    again = mkba.Resuming(folder)
    assert mkba.confidence(model, executor=again, **DRAWS) == mkba.confidence(model, **DRAWS)
    assert again.taken == 0
    assert [note.en for note in again.notes()] == [
        f"One file in {folder} was damaged, or of another version or something else; its task was computed again."
    ]
    if damage is not a_folder:  # it stays, as nobody knows whose it is
        repaired = mkba.Resuming(folder, Nowhere())
        mkba.confidence(model, executor=repaired, **DRAWS)
        assert repaired.taken == 1


def test_what_a_link_leads_to_stays_as_it_is(folder: Path, model: mkba.CaseModel) -> None:
    file, secret = only(folder), folder.with_name("secret")
    secret.write_text("mine")
    file.unlink()
    file.symlink_to(secret)
    mkba.confidence(model, executor=mkba.Resuming(folder), **DRAWS)
    assert secret.read_text() == "mine"
    assert not file.is_symlink()


@pytest.mark.parametrize(
    "changes", [{"rng": 2}, {"draws": 128}, {"replicates": 5}, {"kind": "monte_carlo"}, {"outcomes": ["costs"]}]
)
def test_another_run_is_not_taken_for_this_one(changes: dict[str, Any], folder: Path, model: mkba.CaseModel) -> None:
    """That several runs share a folder is no news."""
    options = {**DRAWS, **changes}
    other = mkba.Resuming(folder)
    assert mkba.confidence(model, executor=other, **options) == mkba.confidence(model, **options)
    assert other.taken == 0
    assert other.notes() == []
    assert len(os.listdir(folder)) == 2


def test_the_same_run_of_another_version_is_not_used_and_said(
    folder: Path, model: mkba.CaseModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resuming, "VERSIONS", ("0.0.1", "1.26", "1.15"))
    other = mkba.Resuming(folder)
    assert mkba.confidence(model, executor=other, **DRAWS) == mkba.confidence(model, **DRAWS)
    assert other.taken == 0
    assert ["another version" in note.en for note in other.notes()] == [True]


@pytest.mark.parametrize(("limit", "size"), [("LARGEST", 300), ("LARGEST_TREE", 30)])
def test_a_task_that_leaves_too_much_behind_is_said_not_to_be_kept(
    limit: str, size: int, tmp_path: Path, model: mkba.CaseModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, limit, size)
    expected = mkba.confidence(model, **DRAWS)
    for _ in range(2):  # nor is it taken for damaged the next time
        keeping = mkba.Resuming(tmp_path / "done")
        assert mkba.confidence(model, executor=keeping, **DRAWS) == expected
        (said,) = keeping.notes()
        assert "the result of one task exceeds" in said.en
        assert os.listdir(tmp_path / "done") == []


def test_a_larger_task_is_of_another_size(folder: Path, model: mkba.CaseModel) -> None:
    """Tasks of an executor that asks for fewer rows leave the same sums, in more files."""

    class Small:
        task_rows = 64

        def submit(self, function: Callable[..., Any], /, *arguments: Any) -> Any:
            return ThreadPoolExecutor(1).submit(function, *arguments)

    options = {"draws": 1024, "replicates": 24}
    small = mkba.Resuming(folder, Small())
    assert mkba.confidence(model, executor=small, **options) == mkba.confidence(model, **options)
    assert len(os.listdir(folder)) == 1 + 3


def test_two_runs_with_one_folder_do_each_other_no_harm(tmp_path: Path, model: mkba.CaseModel) -> None:
    def run(_: int) -> mkba.Confidence:
        return mkba.confidence(model, draws=1024, replicates=24, executor=mkba.Resuming(tmp_path / "done"))

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(run, range(8)))
    assert found == [mkba.confidence(model, draws=1024, replicates=24)] * 8


LONG = ("--draws", "1024", "--replicates", "48", "--json")


def test_after_kill_9_the_same_command_goes_on(tmp_path: Path, model: mkba.CaseModel) -> None:
    done = tmp_path / "done"
    ask = ("run", str(tmp_path / "aftercare.toml"), *LONG)
    with subprocess.Popen([*PROGRAM, *ask, "--resume", str(done)], stdout=subprocess.DEVNULL) as run:
        while not list(done.glob("*.task")):
            assert run.poll() is None
            time.sleep(0.01)
        run.send_signal(signal.SIGKILL)
    assert run.returncode == -signal.SIGKILL
    finished = len(list(done.glob("*.task")))
    again = command(*ask, "--resume", str(done))
    assert (again.returncode, again.stdout) == (0, command(*ask).stdout)
    assert len(list(done.glob("*.task"))) > finished
    assert "already finished" in again.stderr


def test_the_command_says_what_it_keeps_and_answers_the_same(tmp_path: Path, model: mkba.CaseModel) -> None:
    case, done = str(tmp_path / "aftercare.toml"), tmp_path / "done"
    few = ("--draws", "256", "--replicates", "4")
    for name in ("run", "sobol", "voi", "shapley"):
        assert f"{done}; remove" in command(name, case, *few, "--resume", str(done)).stderr
        assert answer(name, case, *few, "--resume", str(done)) == answer(name, case, *few)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_moves_wherever_tasks_run(tmp_path: Path, model: mkba.CaseModel, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("run", str(tmp_path / "aftercare.toml"), "--replicates", "24", "--json")
    expected = command(*asked)
    assert expected.stderr == ""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(io, "StringIO", Terminal)
    for options in ((), ("--resume", str(tmp_path / "done"))):
        found = command(*asked, *options)
        assert found.stdout == expected.stdout
        assert re.search(r"Draws.*100%", found.stderr)


def test_what_was_forged_is_refused_and_no_traceback(
    folder: Path, model: mkba.CaseModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers of a stranger cannot be told from ours, but what this run cannot take up is said."""
    monkeypatch.setattr(kept, "from_bytes", lambda content, of: [[1, 2, 3]])
    case = str(tmp_path / "aftercare.toml")
    command("run", case, "--resume", str(folder))
    done = command("run", case, "--resume", str(folder))
    assert (done.returncode, done.stdout) == (2, "")
    assert "does not fit this run" in done.stderr


def test_what_is_no_fault_of_the_folder_is_not_blamed_on_it(
    folder: Path, model: mkba.CaseModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_with(fault: Exception) -> None:
        def submit(self: mkba.Resuming, *_: Any) -> None:
            self.taken = 1
            raise fault

        monkeypatch.setattr(resuming.Resuming, "submit", submit)

    run = ("run", str(tmp_path / "aftercare.toml"), "--resume", str(folder))
    fail_with(OSError("No space left on device"))
    done = command(*run)
    assert done.returncode == 1
    assert "No space left" in done.stderr
    fail_with(ImportError("a library is broken"))
    with pytest.raises(ImportError, match="broken"):
        command(*run)


def test_a_folder_that_cannot_be_written_is_refused_before_anything_runs(tmp_path: Path) -> None:
    minimal(tmp_path)
    file = tmp_path / "file"
    file.touch()
    for place in (file, file / "below", Path("/proc/nowhere")):
        done = command("run", str(tmp_path / "aftercare.toml"), "--resume", str(place))
        assert (done.returncode, done.stdout) == (2, "")
        assert "cannot be written" in done.stderr
