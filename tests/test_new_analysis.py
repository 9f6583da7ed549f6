"""The recipe for an analysis in CONTRIBUTING: with one row in the list of questions it is everywhere it should be."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import made_up_analysis as made_up
import pytest
from cases import minimal
from command_line import mkba as run

import mkba_uncertainty as mkba
from mkba_uncertainty import plotting
from mkba_uncertainty.analysis import questions
from mkba_uncertainty.cli import app, doubt
from mkba_uncertainty.report import write_results
from mkba_uncertainty.texts import CATALOGUE, Text

ROW = questions.Question(
    "analysis.made_up:largest", "Largest", command="largest", panel="doubt", plots=("made_up:largest",)
)


@pytest.fixture(autouse=True)
def _added(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the made-up analysis: its module, its plot, its texts, its command, and its row."""
    monkeypatch.setitem(sys.modules, "mkba_uncertainty.analysis.made_up", made_up)
    monkeypatch.setitem(sys.modules, "mkba_uncertainty.plotting.made_up", made_up)
    for key, pair in made_up.TEXTS.items():
        monkeypatch.setitem(CATALOGUE, key, Text(*pair))
    monkeypatch.setattr(doubt, "largest", made_up.command, raising=False)
    monkeypatch.setattr(questions, "QUESTIONS", (*questions.QUESTIONS, ROW))


def test_it_is_asked_by_its_row(tmp_path: Path) -> None:
    found = ROW.ask(minimal(tmp_path))
    assert list(found.amounts) == ["post:shelter", "post:staff"]
    assert found.amounts["post:staff"] == 100_000


def test_plot_finds_its_figure(tmp_path: Path) -> None:
    drawn = mkba.plot(ROW.ask(minimal(tmp_path)), lang="nl")
    assert [label.get_text() for label in drawn.get_yticklabels()] == ["Minder opvang", "Personeel"]
    assert plotting.plot_largest is made_up.plot_largest


def test_the_folder_holds_its_table_and_its_figure(tmp_path: Path) -> None:
    found = ROW.ask(minimal(tmp_path))
    write_results({"largest": found}, tmp_path / "out", lang="en", facts=found.provenance.to_dict())
    written = {file.name for file in (tmp_path / "out").iterdir()}
    assert written == {"largest.csv", "largest.svg", "largest.png", "manifest.json"}
    assert (tmp_path / "out" / "largest.csv").read_text("utf-8").startswith("post,amount\npost:shelter,")


def test_the_help_and_the_command_line_know_it(tmp_path: Path) -> None:
    listed = run("--help").stdout
    assert "Which post is the largest?" in listed
    minimal(tmp_path)
    told = run("largest", str(tmp_path / "aftercare.toml"))
    assert told.returncode == 0, told.stderr
    assert told.stdout.index("Less shelter") < told.stdout.index("Staff")
    answered = json.loads(run("largest", str(tmp_path / "aftercare.toml"), "--json").stdout)
    assert answered["posts"][1] == {"post": "post:staff", "amount": 100_000.0}


def test_without_its_row_nobody_knows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = ROW.ask(minimal(tmp_path))
    monkeypatch.setattr(questions, "QUESTIONS", questions.QUESTIONS[:-1])
    with pytest.raises(mkba.InputError, match="Largest"):
        mkba.plot(found)
    assert "largest" not in app.panels()["doubt"]
