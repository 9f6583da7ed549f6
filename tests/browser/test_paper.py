"""On paper, and on the narrowest phone: one sheet for a summary, contents with the right pages, nothing too wide."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import answer
from pages import Made, made, pictures_left_empty

import mkba_uncertainty as mkba
from mkba_uncertainty.report.page.chapters import CHAPTERS, SUMMARY, drivers_section, measure_section

CASES = ("arnhem-ozo", "delta-dikes", "den-haag-scm", "preschool-chicago")

BUTTONS = ("Nederlands", "English")

WORD = "Zelfstandigenopkomstverbeteringsregeling" * 3


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> list[mkba.CaseModel]:
    """Every case that comes along, the one that ``mkba new`` begins, and that with a word as long as three."""
    folder = tmp_path_factory.mktemp("cases")
    answer("new", str(folder / "mine.toml"))
    text = (folder / "mine.toml").read_text(encoding="utf-8")
    long = re.sub(r'(nl|en) = "', rf'\1 = "{WORD} ', text).replace('author = "', f'author = "{WORD}')
    (folder / "long.toml").write_text(long, encoding="utf-8")
    names = [*CASES, folder / "mine.toml", folder / "long.toml"]
    return [mkba.build_model(mkba.load_case(name)) for name in names]


@pytest.fixture(scope="module")
def summaries(models: list[mkba.CaseModel], tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    folder = tmp_path_factory.mktemp("summaries")
    return [made(model, folder, chapters=SUMMARY, draws=64, replicates=2) for model in models]


@pytest.fixture(scope="module")
def pages(models: list[mkba.CaseModel], tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    """Pages without the chapters that take long, and with empty figures."""
    folder = tmp_path_factory.mktemp("pages")
    chapters = [one for one in CHAPTERS if one not in (drivers_section, measure_section)]
    with pictures_left_empty():
        return [made(model, folder, chapters=chapters, draws=64, replicates=2) for model in models]


def sheets(page: Any) -> tuple[int, dict[str, int]]:
    """Print a page: give how many sheets it takes, and on which of them each chapter begins."""
    pdf = page.pdf(prefer_css_page_size=True)
    numbers = [int(found) for found in re.findall(rb"(\d+) 0 obj\s*<</Type /Page\b", pdf)]
    places = re.findall(rb"/(\w+) \[(\d+) 0 R /XYZ", pdf)
    return len(numbers), {name.decode(): 1 + sorted(numbers).index(int(number)) for name, number in places}


def test_a_summary_is_one_sheet_and_one_screen(summaries: list[Made], visit: Callable[..., Any]) -> None:
    for summary in summaries[:-1]:
        page = visit(summary, width=1280, height=800).page
        for language in BUTTONS:
            page.get_by_role("button", name=language).click()
            bottom = page.locator("#answer .parts").evaluate("(one) => one.getBoundingClientRect().bottom")
            assert bottom <= 800, (summary.file.name, language)
            assert sheets(page)[0] == 1, (summary.file.name, language)


def test_contents_say_on_which_page_each_chapter_begins(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    page = visit(arnhem_page, folded=True).page
    _, places = sheets(page)
    told = page.locator("nav a").evaluate_all(
        "(all) => all.map((one) => [one.hash.slice(1), Number(one.dataset.page)])"
    )
    assert dict(told) == places
    assert places["explorer"] == 2, "the contents stand on the sheet of the summary"
    assert [number for _, number in told] == sorted({number for _, number in told})
    assert page.locator(".chapter[open]").count() == 0


def test_no_page_is_wider_than_the_narrowest_phone(pages: list[Made], visit: Callable[..., Any]) -> None:
    for one in pages:
        going = visit(one, width=320)
        going.unfold()
        for language in BUTTONS:
            going.page.get_by_role("button", name=language).click()
            assert going.page.evaluate("() => document.documentElement.scrollWidth") <= 320, (one.file.name, language)


def test_the_form_of_a_case_just_begun_is_no_wider(
    models: list[mkba.CaseModel], visit: Callable[..., Any], tmp_path: Path
) -> None:
    for model in models[-2:]:
        estimate = next(name for name, one in model.case.estimates.items() if one.is_uncertain)
        file = tmp_path / f"{model.case.name}.html"
        file.write_text(mkba.elicitation_form(model.case, estimates=[estimate], lang="nl"), encoding="utf-8")
        going = visit(file, width=320)
        assert going.page.evaluate("() => document.documentElement.scrollWidth") <= 320
