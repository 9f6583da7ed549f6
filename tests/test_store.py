"""Files and folders are whole or absent."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mkba_uncertainty.errors import StoreError
from mkba_uncertainty.store import (
    FINISHED,
    LOCK,
    MANIFEST,
    UNFINISHED,
    atomic_file,
    atomic_folder,
    held,
    make_folder,
    require_writable,
    write_manifest,
)


def test_a_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "case.toml"
    target.write_text("before")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(StoreError, match="No space left"):
        atomic_file(target, b"after")
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["case.toml"]


def test_rights_and_links_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "case.toml", tmp_path / "link.toml"
    target.write_text("before")
    target.chmod(0o640)
    link.symlink_to(target)
    atomic_file(link, b"after")
    assert link.is_symlink()
    assert target.read_bytes() == b"after"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_what_is_new_has_the_rights_that_the_user_gives(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        atomic_file(tmp_path / "new.toml", b"new")
        with atomic_folder(tmp_path / "out") as scratch:
            (scratch / "a.csv").write_bytes(b"1")
    finally:
        os.umask(before)
    rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert rights == {"new.toml": 0o666 & ~mask, "out": 0o777 & ~mask, "a.csv": 0o666 & ~mask}


@pytest.mark.parametrize("place", [".", "file/page.html", "nowhere/page.html", "null\0"])
def test_a_place_where_no_file_can_be_is_told(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be written"):
        atomic_file(tmp_path / place, b"y")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_new_folder_appears_whole(tmp_path: Path) -> None:
    with atomic_folder(tmp_path / "deep" / "out") as scratch:
        (scratch / "a.csv").write_text("1")
        assert not (tmp_path / "deep" / "out" / "a.csv").exists()
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["out"]
    assert (tmp_path / "deep" / "out" / "a.csv").read_text() == "1"


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, ValueError])
def test_an_interruption_leaves_nothing(tmp_path: Path, interruption: type[BaseException]) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "a.csv").write_text("old")

    def interrupted() -> None:
        with atomic_folder(out) as scratch:
            (scratch / "a.csv").write_text("half")
            raise interruption

    with pytest.raises(interruption):
        interrupted()
    assert (out / "a.csv").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_that_was_made_for_nothing_goes_again(tmp_path: Path) -> None:
    def interrupted() -> None:
        with atomic_folder(tmp_path / "new"), atomic_folder(tmp_path / "new"):
            raise KeyboardInterrupt

    with pytest.raises((KeyboardInterrupt, StoreError)):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


def write(folder: Path, text: str, names: tuple[str, ...] = ("a.csv", "b.csv"), **facts: str) -> None:
    with atomic_folder(folder) as scratch:
        for name in names:
            (scratch / name).write_text(text)
        write_manifest(scratch, facts, into=folder)


def manifest_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    return found


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("renames", range(4))
def test_whatever_kills_a_run_no_manifest_stands_beside_files_of_another_one(tmp_path: Path, renames: int) -> None:
    """Killed before a rename; the next run clears away what the dead one left, or moves what that had finished."""
    out = tmp_path / "out"
    write(out, "old")
    before = files(out)
    killed = script(f"""
        import os
        replace, left = os.replace, iter(range({renames}))
        os.replace = lambda *paths: replace(*paths) if next(left, None) is not None else os.kill(os.getpid(), 9)
        with atomic_folder(Path({str(out)!r})) as scratch:
            for name in ("a.csv", "b.csv", "manifest.json"):
                (scratch / name).write_text("new")
        """)
    assert killed.wait() == -9
    found = {name: text for name, text in files(out).items() if not name.startswith(".")}
    manifest = json.loads(found.pop("manifest.json", "{}"))
    hashes = {name: sha256(text) for name, text in found.items()}
    assert manifest.get("files", hashes) == hashes
    assert set(found.values()) <= {"old", "new"}
    with held(out):
        assert (out / "a.csv").read_text() == (out / "b.csv").read_text() == ("new" if renames else "old")
        assert (out / MANIFEST).exists()
    write(out, "old")
    assert files(out) == before


def test_the_manifest_keeps_what_earlier_commands_left(tmp_path: Path) -> None:
    """But not what was replaced, removed or changed since: that is not what they wrote."""
    write(tmp_path, "1", ("a.csv", "b.csv", "c.csv", "d.csv"), command="run", case="x")
    write(tmp_path, "2", ("b.csv",), command="voi")
    (tmp_path / "c.csv").write_text("of mine")
    (tmp_path / "d.csv").unlink()
    write(tmp_path, "3", ("e.csv",), command="sobol")
    last = manifest_of(tmp_path)
    found = [(made["command"], made["files"]) for made in (last, *last["earlier"])]
    assert found == [
        ("sobol", {"e.csv": sha256("3")}),
        ("voi", {"b.csv": sha256("2")}),
        ("run", {"a.csv": sha256("1")}),
    ]
    assert last["earlier"][1]["case"] == "x"
    write(tmp_path, "4", ("a.csv", "b.csv", "e.csv"), command="report")
    assert manifest_of(tmp_path)["earlier"] == []
    assert files(tmp_path)["c.csv"] == "of mine"


OF_SECRET = {"files": {"../secret": sha256("s"), "link": sha256("s")}}


@pytest.mark.parametrize(
    "forged",
    [
        *(
            "",
            "[",
            "[]",
            "3",
            '{"files": 1}',
            '{"files": {}, "earlier": 3}',
            '{"files": {"a.csv": {}}, "earlier": [[]]}',
        ),
        *('{"files": {}, "x": NaN}', '{"files": {}, "x": 1e999}', '{"files": {}, "x": "\\ud800"}', "[" * 100_000),
        json.dumps(OF_SECRET),
        json.dumps({"files": {}, "earlier": [OF_SECRET]}),
    ],
)
def test_what_a_manifest_of_a_stranger_says_is_not_believed(tmp_path: Path, forged: str) -> None:
    (tmp_path / "secret").write_text("s")
    out = tmp_path / "out"
    out.mkdir()
    (out / "link").symlink_to(tmp_path / "secret")
    (out / MANIFEST).write_text(forged)
    write(out, "1")
    assert manifest_of(out)["earlier"] == []


def test_what_is_elsewhere_is_not_moved_for_a_link(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.csv").write_text("mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / FINISHED).symlink_to(tmp_path / "mine")
    with pytest.raises(StoreError, match="cannot be written"):
        write(tmp_path / "out", "x")
    assert (tmp_path / "mine" / "a.csv").read_text() == "mine"


def test_a_folder_in_the_way_of_a_file_is_found_before_any_moves(tmp_path: Path) -> None:
    write(tmp_path, "old")
    before = files(tmp_path)
    (tmp_path / "c.csv").mkdir()
    with pytest.raises(StoreError, match="Is a directory"):
        write(tmp_path, "new", ("a.csv", "c.csv"))
    assert files(tmp_path) == before


def test_what_a_killed_process_was_writing_is_removed_by_the_next(tmp_path: Path) -> None:
    """But not what a process that lives is writing, nor hidden files of others."""
    (tmp_path / ".mine-0123456789ab").write_text("mine")
    writing = """
        import os, shutil
        def stop(*_):
            print("writing", flush=True)
            input()
        os.replace = stop
        atomic_file(Path({!r}), b"half")
        """
    writers = [script(writing.format(str(tmp_path / name))) for name in ("killed.toml", "living.toml")]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "writing\n"
    killed, living = writers
    killed.kill()
    killed.wait()
    assert len(list(tmp_path.glob(f"{UNFINISHED}-*"))) == 2
    atomic_file(tmp_path / "next.toml", b"whole")
    assert len(list(tmp_path.glob(f"{UNFINISHED}-*"))) == 1
    living.communicate("\n")
    require_writable(tmp_path / "next.toml")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".mine-0123456789ab", "next.toml"]


def test_one_run_at_a_time_writes_a_folder(tmp_path: Path) -> None:
    """Whatever name it has there; once the other is dead, however it died, the next may."""
    out, link = tmp_path / "out", tmp_path / "link"
    link.symlink_to(out)
    other = script(f"""
        with held(Path({str(out)!r})):
            print("held", flush=True)
            input()
        """)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(StoreError, match=f"^{link}: another command is writing in this folder. Wait [^:]*$"):
        write(link, "second")
    other.kill()
    other.wait()
    write(link, "second")
    assert set(files(out)) == {"a.csv", "b.csv", "manifest.json"}


def script(text: str) -> subprocess.Popen[str]:
    """Start a process that imports the store and runs some lines."""
    lines = textwrap.dedent(text)
    begin = "from pathlib import Path\nfrom mkba_uncertainty.store import *\n"
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", begin + lines], stdin=pipe, stdout=pipe, text=True)


@contextmanager
def full_disk() -> Iterator[None]:
    """Let nothing be written that is larger than a few bytes."""
    resource = pytest.importorskip("resource")
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, most[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)


@pytest.mark.parametrize("trial", [lambda path: held(path).__enter__(), make_folder, require_writable])
def test_a_full_disk_is_found_before_anything_is_made(tmp_path: Path, trial: Callable[[Path], object]) -> None:
    with full_disk(), pytest.raises(StoreError, match="out: this cannot be written: File too large"):
        trial(tmp_path / "out")
    assert list(tmp_path.rglob("*")) in ([], [tmp_path / "out"])


def test_a_folder_in_a_circle_is_told(tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(StoreError, match="circle: this cannot be written"):
        write(tmp_path / "circle", "x")


def test_a_link_in_the_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / LOCK).symlink_to(tmp_path / "made")
    with pytest.raises(StoreError, match="out: this cannot be written"):
        write(tmp_path / "out", "x")
    assert not (tmp_path / "made").exists()


def test_files_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    (tmp_path / "a.csv").write_text("old")
    with atomic_folder(tmp_path) as scratch:
        (scratch / "a.csv").write_text("new")
    assert (tmp_path / "mine.txt").read_text() == "keep"
    assert (tmp_path / "a.csv").read_text() == "new"


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(StoreError, match="out"), atomic_folder(tmp_path / "out"):
        pass


def test_the_manifest_knows_every_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("1")
    write_manifest(tmp_path, {"case": "x", "seed": 0}, into=tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert manifest["files"] == {"a.csv": hashlib.sha256(b"1").hexdigest()}
    assert (manifest["case"], manifest["seed"]) == ("x", 0)
    assert manifest["libraries"]["numpy"]
