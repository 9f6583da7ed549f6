"""The documentation names everything that users may call, and says of each what it takes, gives and shows by example.

The examples run with the tests of the package. Links are checked where the documentation is built, strictly, in CI.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpydoc.validate
import pytest

import mkba_uncertainty as mkba

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
PUBLIC = sorted(set(mkba.__all__) - {"__version__"})

REFUSED = {
    "GL01": "a summary that begins on the second line",
    "GL06": "a section of an unknown name",
    "GL07": "sections in another order",
    "GL08": "no docstring",
    "SS01": "no summary",
    "SS03": "a summary without a full stop",
    "SS06": "a summary of more than one line",
    "PR01": "a parameter that is not documented",
    "PR02": "a parameter that does not exist",
    "PR03": "parameters in another order",
    "PR10": "no space before the colon of a parameter",
    "RT01": "nothing on what it returns",
    "YD01": "nothing on what it yields",
    "EX01": "no examples",
}
"""Findings of numpydoc's validator, by its codes."""


def test_every_public_name_is_in_the_reference_once() -> None:
    text = "".join(page.read_text("utf-8") for page in sorted(REFERENCE.glob("*.md")))
    named = re.findall(r"^::: mkba_uncertainty\.(\w+)$", text, re.MULTILINE)
    assert sorted(named) == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_is_documented_in_full(name: str) -> None:
    found = numpydoc.validate.validate(f"mkba_uncertainty.{name}")
    assert not [said for code, said in found["errors"] if code in REFUSED]
    assert ">>>" in getattr(mkba, name).__doc__


def test_the_recipes_name_places_that_exist() -> None:
    root = REFERENCE.parents[1]
    text = (root / "CONTRIBUTING.md").read_text("utf-8")
    named = set(re.findall(r"`([\w./-]+(?:/|\.pyi?|\.toml|\.md|\.cff))`", text)) - {"your-case.toml", "dist/"}
    homes = (root, root / "mkba_uncertainty", root / "mkba_uncertainty" / "analysis")
    assert len(named) > 30
    assert [path for path in named if not any((home / path).exists() for home in homes)] == []
