"""What compares committed notebooks and pictures with fresh ones: it lets last digits pass, and nothing else."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

FRESH = Path(__file__).parents[1] / ".ci" / "fresh.py"

fresh = SimpleNamespace(**runpy.run_path(str(FRESH)))


@pytest.mark.parametrize(
    ("stored", "now"),
    [
        ("percentile 64", "percentile 64"),
        ("mean 1.436521", "mean  1.436522"),
        ("0  benefits\n1  costs", "0 benefits 1 costs"),
    ],
)
def test_what_only_differs_in_last_digits_or_white_space_is_the_same(stored: str, now: str) -> None:
    assert list(fresh.differences(stored, now)) == []


@pytest.mark.parametrize(
    ("stored", "now", "told"),
    [
        ("percentile 64.5", "percentile 64", "stored '64.5', now '64'"),
        ("share 0.477", "share 47.7 %", "stored '0.477', now '47.7'"),
        ("likely", "very likely", "stored 'likely', now 'very'"),
        ("mean 1.43", "mean 1.44", "stored '1.43', now '1.44'"),
        ("a b", "a", "stored 'b', now None"),
    ],
)
def test_what_differs_otherwise_is_told(stored: str, now: str, told: str) -> None:
    (found,) = fresh.differences(stored, now)
    assert told in found


def test_the_texts_of_a_picture_are_read(tmp_path: Path) -> None:
    picture = tmp_path / "picture.svg"
    picture.write_text('<svg><g><text x="1">How sure</text></g><text>84 %</text></svg>')
    assert fresh.texts(picture) == "How sure\n84 %"


def test_the_picture_of_the_readme_has_texts() -> None:
    assert "draws" in fresh.texts(FRESH.parents[1] / "docs" / "how-sure.svg")


def test_pages_of_the_documentation_hold_what_the_code_writes_in_them() -> None:
    made = runpy.run_path(str(FRESH.parents[1] / "docs" / "make_pages.py"))
    parts = [found for page in made["PAGES"] for found in made["PART"].finditer(page.read_text("utf-8"))]
    assert len(parts) > 20
    assert all("`" in found[0] for found in parts)
    made_now = made["filled"]("<!-- functions -->\n\nnone\n\n<!-- end -->\n")
    assert "`SUM`" in made_now
    assert "none" not in made_now
