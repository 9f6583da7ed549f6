"""Files and folders are whole or absent."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from pathlib import Path

import pytest

from mkba_uncertainty.errors import StoreError
from mkba_uncertainty.store import atomic_file, atomic_folder, write_manifest


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
        assert not (tmp_path / "deep" / "out").exists()
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
