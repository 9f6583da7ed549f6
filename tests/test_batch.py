"""Many cases at once: the same answers as one by one, faults named, and a league that can be read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from cases import MINIMAL, changed
from command_line import FEW, answer, assert_refused, mkba as command
from drawings import marked
from openpyxl import Workbook
from test_binding import folder as binding  # noqa: F401 (a fixture)

import mkba_uncertainty as mkba
from mkba_uncertainty.plotting import plot_league

mpl.use("Agg")

SCENARIO = """
[scenarios.more]
label = { nl = "Meer", en = "More" }
set = { households_helped = 90 }
"""

SMALL = """
[alternatives.whole]
label = { nl = "Heel", en = "Whole" }

[alternatives.costless]
label = { nl = "Zonder kosten", en = "Without costs" }
posts = ["shelter"]
"""

UNPUBLISHED = changed(
    {"\n[published]\nnet_benefit = 26000\n": "", "published = 126000\n": "", "published = 100000\n": ""}
)


def folder_of(place: Path, texts: Mapping[str, str]) -> str:
    """Write files in a folder of their own."""
    place.mkdir(exist_ok=True)
    for name, text in texts.items():
        (place / name).write_text(text, "utf-8")
    return str(place)


def test_a_folder_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is counted for the bar is what is run, though files come and go meanwhile."""
    folder, read = folder_of(tmp_path / "cases", {"plain.toml": MINIMAL}), []
    looked_in = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda path: read.append(path) or looked_in(path))
    assert list(answer("batch", folder, *FEW)["cases"]) == ["plain"]
    assert read == [Path(folder)]


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return folder_of(
        tmp_path / "cases",
        {"plain.toml": MINIMAL, "scenario.toml": MINIMAL + SCENARIO, "policies.toml": UNPUBLISHED + SMALL},
    )


def test_a_case_has_the_answer_of_a_run_of_its_own(folder: str) -> None:
    found = answer("batch", folder, *FEW)["cases"]
    assert list(found) == ["plain", "policies", "scenario"]
    for name, told in found.items():
        alone = answer("run", f"{folder}/{name}.toml", *FEW)
        assert told.pop("further") == []
        assert told == {key: alone[key] for key in told}
        assert told.keys() >= {"outcomes", "probabilities", "verdict", "case_sha256", "warnings"}


def test_alternatives_and_scenarios_of_the_cases_that_have_them(folder: str) -> None:
    found = mkba.batch(folder, alternatives=["all"], scenarios=["more"], draws=64)
    assert [(ran.name, ran.alternative, ran.scenario) for ran in found.runs] == [
        ("plain", "base", None),
        ("policies", "whole", None),
        ("policies", "costless", None),
        ("scenario", "base", None),
        ("scenario", "base", "more"),
    ]
    model = mkba.build_model(mkba.load_case(f"{folder}/scenario.toml"), scenarios=["more"])
    alone = mkba.confidence(model, draws=64).to_frame()
    table = found.to_frame()
    rows = table[(table["case"] == "scenario") & (table["scenario"] == "more")].reset_index(drop=True)
    shared = [name for name in alone if name in rows and not name.startswith("probability")]
    pd.testing.assert_frame_equal(rows[shared], alone[shared], check_exact=True, check_dtype=False)
    net = rows[rows["outcome"] == "net_benefit"].iloc[0]
    assert (net["unit"], net["threshold"]) == ("EUR", 0.0)
    assert net["probability_low"] <= net["probability"] <= net["probability_high"]


def test_of_each_case_only_summaries_are_kept(folder: str) -> None:
    found = mkba.batch((f"{folder}/plain.toml", mkba.load_case(f"{folder}/scenario.toml")), draws=64)
    assert all(ran.answer.case is None and not ran.answer.curve for ran in found.runs)


@pytest.mark.usefixtures("unrendered")
def test_a_broken_case_is_named_and_the_others_go_on(folder: str, tmp_path: Path) -> None:
    nan = changed({'amount = "stable * shelter_cost"': 'amount = "stable * shelter_cost * log(relapse - 0.2)"'})
    broken = changed({'unit = "household"': 'unit = "houshold"'})
    folder_of(Path(folder), {"broken.toml": broken, "nan.toml": nan, "torn.toml": "[case\n"})
    out = tmp_path / "out"
    done = command("batch", folder, *FEW, "--json", "--out", str(out))
    assert done.returncode == 2
    cases = json.loads(done.stdout)["cases"]
    assert {name for name, told in cases.items() if "error" in told} == {"broken", "nan", "torn"}
    (torn,), (fault, *_) = cases["torn"]["error"], cases["broken"]["error"]
    line = broken.split("\n").index('unit = "houshold"') + 1
    assert (torn["file"], torn["line"]) == (f"{folder}/torn.toml", 1)
    assert (fault["file"], fault["line"], fault["key"]) == (
        f"{folder}/broken.toml", line, "estimates.households_helped.unit",
    )  # fmt: skip
    assert cases["nan"]["error"][0]["file"] == f"{folder}/nan.toml"
    for name in ("broken.toml", "nan.toml", "torn.toml"):
        assert f"{folder}/{name}" in done.stderr
    assert {file.name for file in out.iterdir()} == {"batch.csv", "league.png", "league.svg", "manifest.json"}
    assert set(pd.read_csv(out / "batch.csv")["case"]) == {"plain", "policies", "scenario"}
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["cases"]["torn"]["error"] == cases["torn"]["error"]
    assert manifest["cases"]["plain"] == {"case_sha256": cases["plain"]["case_sha256"]}


def test_where_no_case_can_be_run_all_is_said_and_nothing_written(tmp_path: Path) -> None:
    nan = changed({'amount = "stable * shelter_cost"': 'amount = "stable * shelter_cost * log(relapse - 0.2)"'})
    folder = folder_of(tmp_path / "cases", {"one.toml": "[case\n", "nan.toml": nan})
    for options in ((), ("--json",)):
        done = command("batch", folder, *FEW, *options, "--lang", "nl", "--out", str(tmp_path / "out"))
        assert (done.returncode, done.stdout) == (2, "")
        assert "geen van de 2 casussen" in done.stderr
        assert f"{folder}/one.toml, regel 1" in done.stderr
        assert f"{folder}/nan.toml" in done.stderr
        assert not (tmp_path / "out").exists()
    with pytest.raises(mkba.InputError, match="none of the 2 cases") as caught:
        mkba.batch(folder, draws=64)
    assert caught.value.facts["faults"].keys() == {"nan", "one"}


def test_what_is_passed_over_is_named(folder: str, tmp_path: Path) -> None:
    others = {"many.toml": '[portfolio]\ncase = "plain.toml"\n', "old.xls": "", "Free.ODS": ""}
    folder_of(Path(folder), {**others, ".hidden.toml": "[", "notes.txt": ""})
    passed_over = {"many.toml": "portfolio", "old.xls": "workbook", "Free.ODS": "workbook"}
    assert answer("batch", folder, *FEW)["passed_over"] == passed_over
    dutch = command("batch", folder, *FEW, "--lang", "nl").stdout
    english = command("batch", folder, *FEW, "--lang", "en").stdout
    for said in ("portefeuille (zie: mkba portfolio): many.toml.", "Free.ODS, old.xls."):
        assert said in " ".join(dutch.split())
    for said in (
        "as it is a portfolio and not a case (see: mkba portfolio): many.toml.",
        ".xlsx: Free.ODS, old.xls.",
    ):
        assert said in " ".join(english.split())
    assert_refused(["batch", folder_of(tmp_path / "others", others)], ["no case", "many.toml, Free.ODS, old.xls"])


def test_bindings_and_workbooks(binding: Path, tmp_path: Path) -> None:  # noqa: F811
    """A workbook that a binding is about is not a case by itself; one that marks its inputs is; a portfolio is none."""
    for file in binding.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    marked_book = Workbook()
    for cell, value in {"A1": "=RAND()", "A2": "=A1*10"}.items():
        marked_book.active[cell] = value
    marked_book.save(tmp_path / "dice.xlsx")
    folder_of(tmp_path, {"~$model.xlsx": "", ".hidden.toml": "[", "many.toml": '[portfolio]\ncase = "case.toml"\n'})
    found = mkba.batch(tmp_path, draws=64)
    assert [ran.name for ran in found.runs] == ["case"]
    assert [fault.code for fault in found.faults["dice"]] == ["no_outcome_marked"]


def test_what_cannot_be_asked(folder: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    refused: dict[tuple[str, ...], list[str]] = {
        (str(tmp_path / "empty"),): ["no case", "empty"],
        (f"{folder}/plain.toml",): ["is a file", f"mkba run {folder}/plain.toml"],
        (str(tmp_path / "nowhere"),): ["no folder", "nowhere"],
        (folder, "--out", f"{folder}/out"): ["outside"],
        (folder, "--out", folder): ["outside"],
        (folder, "--scenario", "mroe"): ["no case has a scenario mroe", "more"],
        (folder, "--alternative", "whoel"): ["no case has an alternative whoel", "whole"],
        (folder, "--draws", "100"): ["power of two"],
        (folder, "--format", "parket"): ["parquet"],
    }
    for arguments, words in refused.items():
        assert_refused(["batch", *arguments], words)
    with pytest.raises(mkba.InputError, match="at least one"):
        mkba.batch([])
    (tmp_path / "cases" / "plain.xlsx").write_bytes(b"")
    assert_refused(["batch", folder], ["plain.toml", "plain.xlsx", "Rename"])


@pytest.mark.lowest
def test_parquet_holds_the_same_table(folder: str, tmp_path: Path) -> None:
    done = command("batch", folder, *FEW, "--quiet", "--format", "parquet", "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    found = pd.read_parquet(tmp_path / "out" / "batch.parquet")
    pd.testing.assert_frame_equal(found, mkba.batch(folder, draws=64, replicates=4).to_frame(), check_exact=True)


def test_without_pyarrow_it_says_what_to_install(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkba_uncertainty.cli.many.find_spec", lambda name: None)
    assert_refused(["batch", folder, "--format", "parquet"], ['pip install "mkba-uncertainty[parquet]"'])


def shifted(place: Path, count: int) -> list[str]:
    """Write cases of which each has a higher balance than the one before."""
    names = [f"case{number:03d}" for number in range(count)]
    texts = {
        f"{name}.toml": changed({"value = 60\n": f"value = {60 + number}\n", "shape = 60": f"shape = {60 + number}"})
        for number, name in enumerate(names)
    }
    folder_of(place, texts)
    return names


@pytest.mark.lowest
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_league_has_the_highest_on_top(folder: str, lang: str) -> None:
    found = mkba.batch(folder, alternatives=["all"], draws=64)
    ax = mkba.plot(found, lang=lang)
    shown = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    medians = [ran.median for ran in found.league]
    assert shown == [ran.label[lang] for ran in found.league]
    assert medians == sorted(medians, reverse=True)
    artists = marked(ax)
    for row, ran in enumerate(found.league):
        line: Any = artists[f"median:{ran.label['en']}"]
        assert line.get_xdata()[0] == ran.median
        assert np.mean(line.get_ydata()) == row


def test_a_league_of_very_many_shows_the_best_and_the_worst(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkba_uncertainty.plotting.league.MOST", 4)
    names = shifted(tmp_path, 7)
    ax = mkba.plot(mkba.batch(tmp_path, draws=4, replicates=2))
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == [*reversed(names[5:]), "… and 3 between", *reversed(names[:2])]
    assert {f"median:{name}" for name in (*names[:2], *names[5:])} == {
        name for name in marked(ax) if name.startswith("median")
    }


def test_sixty_rows_fit_a_page_or_two(tmp_path: Path) -> None:
    shifted(tmp_path, 1)
    found = mkba.batch(tmp_path, draws=4, replicates=2)
    heights = [plot_league.height(replace(found, runs=found.runs * count)) for count in (60, 342)]
    assert all(12 < height < 20 for height in heights)  # inches


def test_amounts_in_another_currency_stand_apart(folder: str) -> None:
    dollars = changed({"horizon = 4\n": 'horizon = 4\ncurrency = "USD"\n'}, MINIMAL.replace("EUR", "USD"))
    folder_of(Path(folder), {"dollars.toml": dollars})
    found = mkba.batch(folder, draws=64)
    assert found.league[-1].name == "dollars"
    assert any("currencies" in warning.en for warning in found.warnings)
    ax = mkba.plot(found)
    assert "dollars" not in [label.get_text() for label in ax.get_yticklabels()]
