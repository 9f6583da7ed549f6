"""Every command that writes a folder lists in its manifest exactly what it wrote."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from cases import MINIMAL
from command_line import assert_refused, mkba
from typer.main import get_command
from typer.testing import CliRunner

from mkba_uncertainty.cli.app import application

pytestmark = pytest.mark.usefixtures("unrendered")

COMMANDS = {
    "batch": ("FOLDER",),
    "compare": ("CASE", "arnhem-ozo"),
    "elicit": ("--three-point", "15,30,50", "--three-point", "1,2,60"),
    "portfolio": ("PORTFOLIO",),
    "report": ("CASE",),
    "run": ("CASE",),
    "screen": ("CASE",),
    "shapley": ("CASE", "--indices"),
    "sobol": ("CASE", "--second"),
    "structure": ("CASE",),
    "switching": ("CASE",),
    "table": ("CASE", "--vary", "relapse"),
    "tornado": ("CASE", "--mode", "mean"),
    "update": ("CASE", "--observe", "relapse=31/120", "--date", "2026-01-02"),
    "voi": ("CASE", "--study", "relapse=binomial:100"),
    "whatif": ("CASE",),
}
SMALL = ("--draws", "64", "--replicates", "2")


def written(command: str, folder: Path) -> set[str]:
    """Run a command that writes a folder, check its manifest against the folder, and give the names of the files."""
    case, out = folder / "cases" / "aftercare.toml", folder / "out"
    case.parent.mkdir(exist_ok=True)
    case.write_text(MINIMAL, encoding="utf-8")
    programme = folder / "country.toml"
    programme.write_text('[portfolio]\ncase = "cases/aftercare.toml"\n[sites.here]\n[sites.there]\n', "utf-8")
    places = {"CASE": str(case), "FOLDER": str(case.parent), "PORTFOLIO": str(programme)}
    chosen = [places.get(argument, argument) for argument in COMMANDS[command]]
    done = CliRunner().invoke(
        application(command), [command, *chosen, *(() if command == "elicit" else SMALL), "--quiet", "--out", str(out)]
    )
    assert done.exit_code == 0, done.output
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["command"] == command
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in out.iterdir()}
    del found["manifest.json"]
    assert manifest["files"] == found
    return set(found)


def test_every_command_that_writes_a_folder_is_looked_at() -> None:
    commands = get_command(application()).commands  # type: ignore[attr-defined]
    assert {name for name, command in commands.items() if "out" in {one.name for one in command.params}} == set(
        COMMANDS
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_the_manifest_lists_what_the_command_wrote(command: str, tmp_path: Path) -> None:
    assert f"{'run' if command == 'report' else command}.csv" in written(command, tmp_path)


def test_a_folder_of_several_commands_says_of_each_what_it_wrote(tmp_path: Path) -> None:
    case, out = tmp_path / "aftercare.toml", tmp_path / "out"
    case.write_text(MINIMAL, encoding="utf-8")
    for command in (("run", "--seed", "2"), ("switching",), ("run",)):
        done = mkba(command[0], str(case), *command[1:], *SMALL, "--quiet", "--out", str(out))
        assert done.returncode == 0, done.stderr
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    (switching,) = manifest["earlier"]
    assert (manifest["command"], manifest["seed"], switching["command"]) == ("run", 1, "switching")
    names = {path.name for path in out.iterdir()} - {"manifest.json"}
    assert {*manifest["files"], *switching["files"]} == names
    assert {"run.csv"} <= manifest["files"].keys()
    assert {"switching.csv"} <= switching["files"].keys()


def test_a_folder_is_written_over(tmp_path: Path) -> None:
    assert written("run", tmp_path) == written("run", tmp_path)


def test_switching_values_come_with_those_of_pairs(tmp_path: Path) -> None:
    names = {f"{name}.{ending}" for name in ("switching", "break_even") for ending in ("csv", "png", "svg")}
    assert written("switching", tmp_path) == names


@pytest.mark.parametrize("command", COMMANDS)
def test_the_folder_is_tried_before_anything_is_read_or_computed(command: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = mkba(command, *COMMANDS[command], "--out", str(tmp_path / "file"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "file: this is a file. Give a folder" in done.stderr


def test_the_page_and_files_to_save_are_tried_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "arnhem-ozo-report.html").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delattr("mkba_uncertainty.design.Design.batches")  # so that nothing can be computed
    for arguments in (
        ("report", "arnhem-ozo"),
        ("update", "arnhem-ozo", "--observe", "relapse=31/120", "--save", "file/updated.toml"),
        ("export", "arnhem-ozo", "file/case.xlsx", "--results"),
    ):
        assert_refused(arguments, ["this cannot be written"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "arnhem-ozo", "--out", ""),
        ("run", "arnhem-ozo", "--resume="),
        ("update", "arnhem-ozo", "--observe", "relapse=31/120", "--save", ""),
        ("batch", ""),
    ],
)
def test_an_empty_name_is_no_folder_or_file(arguments: tuple[str, ...]) -> None:
    assert_refused(arguments, ["this name is empty"])
