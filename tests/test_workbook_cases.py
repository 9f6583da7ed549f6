"""A workbook that marks itself what is uncertain answers every question; workbooks are compared by what they share."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from command_line import answer, assert_refused, mkba as command_line
from openpyxl import Workbook

import mkba_uncertainty as mkba
from mkba_uncertainty.case import Document
from mkba_uncertainty.casefile import problems

FEW = ["--draws", "64", "--replicates", "4", "--quiet"]
ROWS = (
    ("Households", 120),
    ("Relapse", "=RiskPert(0.15,0.3,0.5)"),
    ("Saving", "=NORMINV(RAND(),9000,600)"),
    ("Costs", 500_000),
    ("Balance", '=RiskOutput("Balance")+B1*(1-B2)*B3-B4'),
)


def saved(path: Path, *, costs: float = 500_000) -> Path:
    made = Workbook()
    made.active.title = "Model"
    for row in ROWS:
        made.active.append(row)
    made.active["B4"] = costs
    made.save(path)
    return path


@pytest.fixture(scope="module")
def marked(tmp_path_factory) -> Path:
    return saved(tmp_path_factory.mktemp("marked") / "model.xlsx")


@pytest.mark.parametrize(
    "words",
    [
        "check", "reconcile", "run", "run --detail", "run --until balance.mean:100000", "sobol --second",
        "sobol --group role", "tornado", "tornado --mode mean", "switching", "screen --trajectories 4",
        "shapley", "voi", "voi --study saving=normal:20,sd=600", "update --observe relapse=0.25+-0.05",
        "table --vary relapse --by saving",
    ],
)  # fmt: skip
def test_every_command_answers_of_the_workbook_itself(marked, words):
    command, *more = words.split()
    few = FEW[:-1] if command not in ("check", "reconcile") else []
    found = answer(command, str(marked), *more, *few, "--quiet")
    assert (found["case"], found["workbook"]["file"]) == ("model", "model.xlsx")
    assert found["workbook"]["sha256"] == mkba.load_case(marked).sha256
    for lang in ("nl", "en"):
        done = command_line(command, str(marked), *more, *few, "--lang", lang)
        assert done.returncode == 0, done.stderr
        assert "€" not in done.stdout  # nobody says that the numbers are euros


def test_the_workbook_is_the_source_with_the_year_in_which_it_was_saved(marked):
    year = datetime.fromtimestamp(marked.stat().st_mtime, UTC).year
    assert mkba.load_case(marked).documents["workbook"] == Document("model.xlsx", "-", year)


def test_what_the_workbook_has_no_place_for_is_refused(marked, tmp_path):
    model = str(marked)
    assert_refused(["structure", model], ["has no variants"])
    assert_refused(["whatif", model, *FEW], ["has no scenarios", "mkba wrap"])
    assert_refused(["export", model, str(tmp_path / "x.xlsx")], ["already in a workbook", "model.xlsx"])
    assert_refused(["run", model, "--alternative", "more", *FEW], ["has no alternatives", "--scenario"])
    saving = ["--observe", "relapse=0.25+-0.05", "--save", str(tmp_path / "x.toml"), *FEW]
    assert_refused(["update", model, *saving], ["never written to", "mkba wrap"])
    assert not list(tmp_path.iterdir())


def test_a_case_that_was_written_as_a_workbook_is_imported_first(tmp_path):
    for lang in ("nl", "en"):
        mkba.save_workbook(mkba.load_case("delta-dikes"), tmp_path / f"{lang}.xlsx", lang=lang)
        assert_refused(["run", str(tmp_path / f"{lang}.xlsx"), *FEW], ["mkba import"])


@pytest.mark.parametrize(("name", "found"), [("model.csv", "workbook_text_file"), ("folder", "model_workbook_missing")])
def test_what_is_no_workbook_is_said_with_the_line_that_names_it(marked, tmp_path, name, found):
    (tmp_path / "folder").mkdir()
    (tmp_path / "model.csv").write_text("a,b\n1,2\n")
    file = mkba.wrap(marked, tmp_path / "case.toml", outcomes=["Model!B5"], marked=True).file
    text = file.read_text("utf-8")
    [line] = [line for line in text.splitlines() if line.startswith("workbook = ")]
    file.write_text(text.replace(line, f'workbook = "{name}"'), "utf-8")
    [error] = problems(file)[1]
    assert (error.code, error.key, error.file) == (found, "model.workbook", str(file))
    assert text.splitlines()[error.line - 1] == line


def test_workbooks_are_compared_by_the_headline_that_they_share(marked, tmp_path):
    other = saved(tmp_path / "other.xlsx", costs=440_000)
    found = answer("compare", str(other), str(marked), *FEW)
    assert set(found["cases"]) == {"other", "model"}
    assert found["difference_balance"]["shared"]["mean"]["value"] == pytest.approx(60_000, rel=1e-12)
    assert found["probability_better_balance"]["shared"]["value"] == 1
    assert "difference_bcr" not in found
    told = mkba.compare([mkba.load_case(other), mkba.load_case(marked)], draws=64, replicates=4)
    assert told.lead()[1].en == "That of the first minus that of the second is 60,000 (median; 90% range 60,000)."
    assert [row.cells["label"].en for row in told.shown()[0].rows] == ["Balance"]


def test_a_workbook_and_a_case_without_an_outcome_in_common_are_not_compared(marked):
    assert_refused(["compare", str(marked), "arnhem-ozo", *FEW], ["no outcome in common", "balance", "net_benefit"])


def test_sobol_of_the_workbook_is_that_of_its_formula(marked):
    model = mkba.build_model(mkba.load_case(marked))
    same = mkba.Model(
        dict(model.inputs), lambda x: {"balance": 120 * (1 - x["relapse"]) * x["saving"] - 500_000}, ["balance"]
    )
    ours, theirs = (mkba.sobol(one, draws=64, replicates=4).to_frame() for one in (model, same))
    for column in ("first_order", "total_order"):
        np.testing.assert_allclose(ours[column].astype(float), theirs[column].astype(float), atol=1e-12)
