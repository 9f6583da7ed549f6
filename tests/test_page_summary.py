"""The summary: what it says is what the analyses found, and the command writes nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from cases import minimal
from command_line import answer

import mkba_uncertainty as mkba
from mkba_uncertainty.analysis.answer import ProbabilityRange
from mkba_uncertainty.design import Design
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report import Analyses
from mkba_uncertainty.report.page.chapters import summary_section

pytestmark = pytest.mark.usefixtures("unrendered")


def test_the_command_writes_the_summary_alone(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    made = answer("report", "arnhem-ozo", "--summary", "--draws", "64", "--out", str(folder))
    assert [str(file) for file in folder.iterdir()] == [made["file"]]
    html = Path(made["file"]).read_text(encoding="utf-8")
    assert re.findall(r'<section id="(\w+)"', html) == ["answer"]
    assert "<nav" not in html


def test_dots_are_the_lowest_and_the_highest_chance(tmp_path: Path) -> None:
    analyses = Analyses(minimal(tmp_path), Design(64, 4, 1))
    low, high = (Measured(value, value - 0.001, value + 0.001) for value in (0.83, 0.93))
    found = replace(analyses.answer, probability_range=ProbabilityRange(low, high, ("independent", "strong")))
    analyses.__dict__["answer"] = found
    html = str(summary_section(analyses).html)
    dots = {kind: path.count("M") for kind, path in re.findall(r'<path class="(sure|open|not)" d="([^"]*)"', html)}
    assert dots == {"sure": 83, "open": 10, "not": 7}


def test_it_names_three_drivers_parties_from_loss_to_gain_and_what_is_left_out() -> None:
    case = mkba.load_case("arnhem-ozo")
    analyses = Analyses(mkba.build_model(case), Design(64, 4, 1))
    result, html = analyses.answer, str(summary_section(analyses).html)
    assert len(result.drivers) == 3
    named = re.findall(r'<th scope="row"><span lang="nl">.*?</span><span lang="en">(.*?)</span></th>', html)
    bars = html[html.index('class="bars"') :]
    for name in result.drivers:
        assert case.estimates[name].label.en in bars
    means = {actor.label.en: result.outcomes[f"actor:{name}"].mean.value for name, actor in case.actors.items()}
    shown = [means[label] for label in named if label in means]
    assert len(shown) == 6
    assert shown == sorted(shown)
    assert "Effort of housing corporations in 259 cases (PM)." in html
    assert f"And {len(case.not_valued) - 3} more items" in html
    judged = sum(one.role == "expert" or one.basis == "judgement" for one in case.estimates.values())
    assert f"Of the {len(case.estimates)} numbers, {judged} rest on judgement." in html
