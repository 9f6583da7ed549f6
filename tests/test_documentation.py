"""The documentation names everything that users may call. Its links are checked where it is built, strictly, in CI."""

from __future__ import annotations

import re
from pathlib import Path

import mkba_uncertainty as mkba

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"


def test_every_public_name_is_in_the_reference_once() -> None:
    text = "".join(page.read_text("utf-8") for page in sorted(REFERENCE.glob("*.md")))
    named = re.findall(r"^::: mkba_uncertainty\.(\w+)$", text, re.MULTILINE)
    assert sorted(named) == sorted(set(mkba.__all__) - {"__version__"})
