"""What all tests share: one thread each for linear algebra, and the page of Arnhem, made once."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is there; its arrays are small, and workers have a core each

import pytest
from pages import Made, made, pictures_left_empty

import mkba_uncertainty as mkba
from mkba_uncertainty.report.page.chapters import CHAPTERS


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what looks at the page of Arnhem in front, together: one worker makes it, and those tests are the longest."""
    items.sort(key=lambda item: "arnhem_page" not in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def arnhem_page(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The whole page as ``mkba report`` makes it, with the analyses behind it."""
    return made(mkba.build_model(mkba.load_case("arnhem-ozo")), tmp_path_factory.mktemp("page"), chapters=CHAPTERS)


@pytest.fixture
def unrendered() -> Iterator[None]:
    """Lay out figures, but leave their pictures empty."""
    with pictures_left_empty():
        yield
