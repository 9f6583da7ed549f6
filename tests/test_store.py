"""Output folders are whole or absent."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from mkba_uncertainty.errors import StoreError
from mkba_uncertainty.store import atomic_folder, write_manifest


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
