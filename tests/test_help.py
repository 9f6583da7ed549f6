"""Help with examples that work, and what a shell completes."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from cases import MINIMAL
from command_line import mkba as command_line

import mkba_uncertainty as mkba
from mkba_uncertainty.cli.app import application, panels
from mkba_uncertainty.texts import CATALOGUE, LANGUAGES

PROGRAM = [sys.executable, "-c", "from mkba_uncertainty.cli import main; main()"]
COMMANDS = [str(command.name) for command in application().registered_commands]


def run(*arguments: str, **variables: str) -> str:
    environment = {**os.environ, "MKBA_LANG": "en", "COLUMNS": "100", "NO_COLOR": "1", **variables}
    done = subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, env=environment, check=True)
    return done.stdout


def examples(command: str) -> list[str]:
    return [line for text in CATALOGUE[f"example.{command}"] for line in text.split("\n")]


# --- examples


def test_every_command_stands_in_one_panel() -> None:
    commands = [command for commands in panels().values() for command in commands]
    assert len(commands) == len(set(commands)) == len(COMMANDS)
    assert len(set(COMMANDS)) == len(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_examples_are_commands_that_exist(command: str) -> None:
    from typer.main import get_command

    group: Any = get_command(application(command))
    for line in examples(command):
        before, _, _ = line.partition(" && ")
        program, name, *arguments = shlex.split(before, comments=True)
        assert (program, name) == ("mkba", command)
        context = group.commands[name].make_context(name, arguments)
        if context.params.get("case") == "arnhem-ozo":
            case = mkba.load_case("arnhem-ozo")
            assert set(context.params.get("scenario") or ()) <= set(case.scenarios)
            assert context.params.get("dependence", "independent") in case.dependence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_shows_the_examples_in_the_language_of_the_session(lang: str) -> None:
    shown = run("run", "--help", MKBA_LANG=lang)
    for line in CATALOGUE["example.run"][LANGUAGES.index(lang)].split("\n"):
        assert line in shown
    assert {"nl": "Voorbeelden:", "en": "Examples:"}[lang] in shown


def test_without_arguments_the_page_comes_first() -> None:
    assert "Start with:\n  mkba report arnhem-ozo " in run()


# --- completion


def completed(**variables: str) -> str:
    """Complete as the shell asks for it, in this process."""
    with patch.dict(os.environ, variables):
        return command_line().stdout


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a case and other things in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "aftercare.toml").write_text(MINIMAL, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "old.toml").write_text("[case", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("mkba run ", [*mkba.shipped_cases(), "aftercare.toml", "archive/"]),
        ("mkba run ar", ["arnhem-ozo", "archive/"]),
        ("mkba run archive/", ["archive/old.toml"]),
        ("mkba report nowhere/", []),
        ("mkba run arnhem-ozo --scenario recid", ["recidivism_40", "recidivism_20"]),
        ("mkba run --seed 3 aftercare.toml --scenario ", ["more_relapse"]),
        ("mkba run aftercare.toml --dependence ", ["independent", "expected"]),
        ("mkba voi arnhem-ozo --dependence s", ["strong"]),
        ("mkba run archive/old.toml --scenario ", []),
        ("mkba run nobody --scenario ", []),
        ("mkba run --scenario ", []),
        ("mkba compare arnhem-ozo den-haag-scm --scenario qal", ["qaly_100000"]),
        ("mkba compare arnhem-ozo den", ["den-haag-scm"]),
        ("mkba run arnhem-ozo --lang ", ["nl", "en"]),
        ("mkba schema posts.timing.y", ["posts.timing.year", "posts.timing.years"]),
        ("mkba values disconto", ["discontovoet-2015", "discontovoet-2020"]),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_shell_completes(line: str, expected: list[str]) -> None:
    """Press Tab at the end of a line in bash."""
    words = line.split()
    place = len(words) if line.endswith(" ") else len(words) - 1
    asked = {"_MKBA_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(place)}
    assert completed(**asked).split() == expected


@pytest.mark.usefixtures("folder")
def test_labels_stand_beside_names_where_the_shell_shows_them() -> None:
    asked = {"_MKBA_COMPLETE": "complete_zsh", "_TYPER_COMPLETE_ARGS": "mkba run aftercare.toml --scenario "}
    assert '"more_relapse":"More relapse"' in completed(**asked)


def test_a_process_completes() -> None:
    asked = {"_MKBA_COMPLETE": "complete_bash", "COMP_WORDS": "mkba rep", "COMP_CWORD": "1"}
    assert run(**asked).split() == ["report"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_can_be_shown_for_a_shell(shell: str) -> None:
    assert "_MKBA_COMPLETE=complete" in run(
        "--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1"
    )


def test_completion_can_be_installed(tmp_path: Path) -> None:
    variables = {"HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    assert "bash completion installed" in run("--install-completion", "bash", **variables)
    written = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert "_MKBA_COMPLETE=complete_bash" in written
