"""The sections after the explorer in a real browser: figures that can be read on a desk, a phone and paper."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from cases import MINIMAL, minimal
from pages import Made, made, pictures_left_empty

import mkba_uncertainty as mkba
from mkba_uncertainty.report.page.chapters import CHAPTERS, actors_section, drivers_section, measure_section

IDS = ("answer", "explorer", "drivers", "actors", "measure")

SEEN = """() => [...document.querySelectorAll(".block")].map((block) => {
  const images = [...block.querySelectorAll("img")].filter((image) => image.getClientRects().length > 0);
  return images.map((image) => ({ lang: image.lang, narrow: image.className === "narrow", alt: image.alt.length,
    drawn: image.complete && image.naturalWidth > 0,
    scale: image.getBoundingClientRect().width / image.naturalWidth }));
})"""


def test_sections_stand_in_the_order_of_the_contents(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    page = visit(arnhem_page).page
    ids = page.evaluate("() => [...document.querySelectorAll('main > section')].map((section) => section.id)")
    assert tuple(ids[: len(IDS)]) == IDS
    links = page.evaluate("() => [...document.querySelectorAll('nav a')].map((link) => link.hash.slice(1))")
    assert links == ids


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_each_figure_is_seen_once_and_large_enough(
    arnhem_page: Made, visit: Callable[..., Any], lang: str, width: int
) -> None:
    blocks = visit(arnhem_page, f"#lang={lang}", width=width).page.evaluate(SEEN)
    assert len(blocks) == 9
    for images in blocks:
        (image,) = images
        assert image["lang"] == lang
        assert image["narrow"] is (width == 360)
        assert image["drawn"]
        assert image["alt"] > 60
        # letters of 8 points are 10.7 CSS pixels where the scale is 1; 16 cm are drawn in 48 rem
        assert 0.7 < image["scale"] <= 1.28


def test_tables_unfold_with_the_keyboard_and_scroll_in_their_own_box(
    arnhem_page: Made, visit: Callable[..., Any]
) -> None:
    page = visit(arnhem_page, width=360).page
    assert not page.locator("#drivers table").first.is_visible()
    page.locator("#drivers .block summary").first.focus()
    page.keyboard.press("Enter")
    table = page.locator("#drivers table").first
    assert table.is_visible()
    assert "Relapse" in table.inner_text()
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


APART = """() => [...document.querySelectorAll("#explorer svg text.tick[text-anchor=middle]")].map((tick) => {
  const { left, right } = tick.getBoundingClientRect();
  return [left, right];
})"""


@pytest.fixture(scope="module")
def small_pages(tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    """The pages of cases of many years, parties and alternatives, on few draws and with empty figures."""
    folder = tmp_path_factory.mktemp("small")
    chapters = [one for one in CHAPTERS if one not in (drivers_section, measure_section)]
    models = [mkba.build_model(mkba.load_case(name)) for name in ("delta-dikes", "preschool-chicago")]
    with pictures_left_empty():
        return [made(model, folder, chapters=chapters, draws=64, replicates=2) for model in models]


def test_no_page_is_wider_than_a_phone(arnhem_page: Made, small_pages: list[Made], visit: Callable[..., Any]) -> None:
    for lang in ("nl", "en"):
        for page in (arnhem_page, *small_pages):
            on = visit(page, f"#lang={lang}", width=360)
            on.unfold()
            assert on.page.evaluate("() => document.documentElement.scrollWidth") <= 360, page.file.name


def test_where_all_gain_the_heading_says_so(small_pages: list[Made]) -> None:
    chicago = small_pages[1].html
    assert "For no party is a negative balance more likely than a positive one" in chicago
    assert "For 0 of" not in chicago


def test_amounts_along_the_curve_stand_apart(small_pages: list[Made], visit: Callable[..., Any]) -> None:
    for page in small_pages:
        ticks = visit(page, "#lang=nl").page.evaluate(APART)
        assert len(ticks) > 1
        assert all(one[1] + 4 < other[0] for one, other in pairwise(ticks)), page.file.name


def test_on_paper_only_what_says_something(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    page = visit(arnhem_page).page
    page.emulate_media(media="print")
    assert not page.locator("#drivers .block summary").first.is_visible()
    page.set_viewport_size({"width": 680, "height": 900})
    assert all(len(images) == 1 and not images[0]["narrow"] for images in page.evaluate(SEEN))


def test_hostile_labels_are_labels(visit: Callable[..., Any], tmp_path: Path) -> None:
    hostile = "</span><script>alert(1)</script><img src=x onerror=alert(1)>"
    model = minimal(tmp_path, MINIMAL.replace('en = "', f'en = "{hostile} '))
    chapters = [drivers_section, actors_section, measure_section]
    page = visit(made(model, tmp_path, chapters=chapters, draws=64, replicates=4)).page
    page.wait_for_timeout(200)
    assert page.locator("script").count() == 1
    assert page.locator("[onerror], img[src=x]").count() == 0
    assert "<script>alert(1)</script>" in page.locator("#drivers .lead").first.inner_text()
