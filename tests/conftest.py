"""What all tests share: one thread each for linear algebra, what is read and made once, and little to search."""

from __future__ import annotations

import gc
import os
import pickle
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from unittest.mock import patch

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is there; its arrays are small, and workers have a core each

import pytest
from hypothesis import HealthCheck, settings
from pages import Made, made, pictures_left_empty

import mkba_uncertainty as mkba
from mkba_uncertainty.report.page.chapters import CHAPTERS

settings.register_profile("patient", suppress_health_check=[HealthCheck.too_slow], deadline=None)  # busy is no fault
settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what looks at the page of Arnhem in front, together: one worker makes it, and those tests are the longest."""
    items.sort(key=lambda item: "arnhem_page" not in getattr(item, "fixturenames", ()))


def pytest_collection_finish() -> None:
    """Pass over what collecting made in each search for garbage: thousands of tests, which stay to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _parsed_once() -> Iterator[None]:
    """Parse a text of TOML once: hundreds of tests read the same case."""
    parse = tomllib.loads
    packed = lru_cache(maxsize=64)(lambda text: pickle.dumps(parse(text)))
    with patch(
        "tomllib.loads", lambda text, **options: parse(text, **options) if options else pickle.loads(packed(text))
    ):
        yield


@pytest.fixture(scope="session")
def arnhem_page(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The whole page as ``mkba report`` makes it, with the analyses behind it."""
    return made(mkba.build_model(mkba.load_case("arnhem-ozo")), tmp_path_factory.mktemp("page"), chapters=CHAPTERS)


@pytest.fixture
def unrendered() -> Iterator[None]:
    """Lay out figures, but leave their pictures empty."""
    with pictures_left_empty():
        yield
