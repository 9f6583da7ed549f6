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

import pytest

from mkba_uncertainty.errors import StoreError
from mkba_uncertainty.store import (
    LOCK,
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


def write(folder: Path, text: str) -> None:
    with atomic_folder(folder) as scratch:
        for name in ("a.csv", "b.csv"):
            (scratch / name).write_text(text)
        write_manifest(scratch, {})


@pytest.mark.parametrize("renames", range(3))
def test_whatever_kills_a_run_no_manifest_stands_beside_files_of_another_one(tmp_path: Path, renames: int) -> None:
    """Killed before a rename; the next run clears away what the dead one left."""
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
    hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in found.items()}
    assert manifest.get("files", hashes) == hashes
    assert set(found.values()) <= {"old", "new"}
    write(out, "old")
    assert files(out) == before


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
    write_manifest(tmp_path, {"case": "x", "seed": 0})
    manifest = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert manifest["files"] == {"a.csv": hashlib.sha256(b"1").hexdigest()}
    assert (manifest["case"], manifest["seed"]) == ("x", 0)
    assert manifest["libraries"]["numpy"]
