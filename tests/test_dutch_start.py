"""The Dutch pages of the documentation: every command runs as it is typed there, on fewer draws."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from command_line import mkba

DOCS = Path(__file__).parents[1] / "docs"
DRAWN = ("run", "whatif", "sobol", "switching", "voi", "update", "compare", "report")
"""Commands that draw."""


def commands(page: str) -> list[list[str]]:
    text = (DOCS / page).read_text("utf-8")
    blocks = re.findall(r"```bash\n(.*?)```", text, re.DOTALL)
    return [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]


@pytest.mark.usefixtures("unrendered")
@pytest.mark.parametrize("page", ["hoe-zeker-zijn-we.md", "uw-eigen-casus.md"])
def test_every_command_of_a_page_runs(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    typed = commands(page)
    assert len(typed) > 6
    for program, command, *rest in typed:
        few = ("--draws", "16", "--replicates", "2") if command in DRAWN else ()
        done = mkba(command, *rest, *few)
        assert (program, done.returncode) == ("mkba", 0), f"{command} {rest}: {done.stderr}"
        assert "--lang" in rest


def test_both_pages_stand_in_the_contents() -> None:
    contents = (DOCS.parent / "mkdocs.yml").read_text("utf-8")
    assert re.search(r"- Nederlands:\n\s+- Hoe zeker zijn we\?: hoe-zeker-zijn-we.md\n\s+- Uw eigen casus: ", contents)
