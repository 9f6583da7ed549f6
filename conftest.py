"""The same words and widths on every machine, and the case that many tests look at."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mkba_uncertainty import CaseModel

os.environ |= {"MKBA_LANG": "en", "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
"""Before anything is imported: what comes first decides the language of the session."""


@pytest.fixture(scope="session")
def arnhem() -> CaseModel:
    """Arnhem as it is, everything independent."""
    import mkba_uncertainty as mkba

    return mkba.build_model(mkba.load_case("arnhem-ozo"))
