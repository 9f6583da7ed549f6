"""The how-to on experts' knowledge: its commands run as printed, and its numbers and its case are right."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from cases import MINIMAL, read
from typer.testing import CliRunner

import mkba_uncertainty as mkba
from mkba_uncertainty.cli.app import application

PAGE = (Path(__file__).parents[1] / "docs" / "elicitation.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    blocks = re.findall(r"```bash\n(.*?)```", PAGE, re.DOTALL)
    printed = [line for block in blocks for line in block.splitlines()]
    return [*printed, *re.findall(r"`(mkba elicit -[^`]*)`", PAGE)]


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def test_there_are_commands() -> None:
    assert len(commands()) >= 14
    for answer in ("quantiles", "three-point", "interval", "roulette", "counts", "mean-se", "answers"):
        assert any(f"--{answer}" in command for command in commands()), answer


@pytest.mark.parametrize("command", commands())
def test_commands_run_as_printed(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("seeds.csv").write_text(block("csv"), encoding="utf-8")
    program, *arguments = shlex.split(command)
    assert program == "mkba"
    found = CliRunner().invoke(application(arguments[0]), [*arguments, "--lang", "en"], catch_exceptions=False)
    assert found.exit_code == 0, found.output


def test_what_it_says_of_a_miss() -> None:
    printed = CliRunner().invoke(
        application("elicit"), ["elicit", *shlex.split("--quantiles 0.1=25,0.5=30,0.9=80 --support 0, --lang en")]
    )
    said = re.search(r"```\n(Note: .*?)\n```", PAGE, re.DOTALL)
    assert said is not None
    assert " ".join(said[1].split()) in " ".join(printed.output.split())


def test_the_answers_have_the_mean_and_spread_that_it_says() -> None:
    pooled = mkba.pooled_answers([0.15, 0.30, 0.20, 0.30, 0.40], [94, 75, 75, 98, 79], support=(0, 1))
    assert f"weighted mean ({pooled.mean:.3f}) and their weighted spread ({pooled.sd:.3f})" in PAGE


def test_its_part_of_a_case_file_is_sound(tmp_path: Path) -> None:
    text = MINIMAL.replace("relapse", "recidivism").replace("more_recidivism", "more_relapse")
    before, _, after = text.partition("[estimates.recidivism]")
    estimate, _, scenario = block("toml").replace("ozo-2014", "report").partition("[scenarios.")
    case = read(before + estimate + after[after.index("[estimates.") :] + "\n[scenarios." + scenario, tmp_path)
    assert [one.weight for one in case.estimates["recidivism"].experts] == [94, 75, 75]
    assert isinstance(mkba.build_model(case, scenarios=["own_answers"]).inputs["recidivism"], mkba.Beta)
