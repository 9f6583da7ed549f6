"""Figures in a reader's hands: their values at the pointer, and files of them that stand on their own."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pages import Made

SVG = "{http://www.w3.org/2000/svg}"

FIGURES = """() => [...document.querySelectorAll("[data-figure]")].map((root) => ({
  images: [...root.querySelectorAll("img")].map((image) => [image.lang, atob(image.src.split(",")[1])]),
  rows: [...root.querySelectorAll("tbody th")].map((name) => [...name.querySelectorAll("span"), name][0].textContent),
  takes: [...root.querySelectorAll("[data-as]")].filter((button) => button.getClientRects().length).length,
  source: root.querySelector(".source").innerText,
}))"""


def figure_of(going: Any, section: str, place: int = 0) -> Any:
    return going.page.locator(f"#{section} [data-figure]").nth(place)


def taken(going: Any, figure: Any, kind: str) -> tuple[str, Path]:
    """Save a figure; give what its file is called, and where it is."""
    with going.page.expect_download() as download:
        figure.locator(f"[data-as={kind}]").click()
    return download.value.suggested_filename, Path(download.value.path())


def rows_of(file: Path, separator: str) -> list[list[str]]:
    return list(csv.reader(file.read_text("utf-8-sig").splitlines(), delimiter=separator))


def words(text: str) -> str:
    """Leave out of a text what only keeps its lines together."""
    return " ".join(text.replace("\N{WORD JOINER}", "").split())


def test_every_figure_can_be_taken_and_says_where_its_rows_are(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    going = visit(arnhem_page)
    going.unfold()
    found = going.page.evaluate(FIGURES)
    assert len(found) == 12
    drawn = [svg for figure in found for _, svg in figure["images"]]
    assert len(drawn) == 40  # of ten figures in both languages, wide and for a phone
    assert all("data-marks" in svg for svg in drawn)
    for figure in found:
        assert figure["takes"] == 4
        assert arnhem_page.model.case.title.en in figure["source"]
        for _, svg in figure["images"]:
            places = re.match('<svg[^>]* data-marks="([^"]*)"', svg)
            if places is None:
                assert svg.count("<path") == 1, "a sentence alone has no rows"
                continue
            rows = [int(mark.split()[0]) for mark in places[1].split(";")]
            assert len(rows) >= min(2, len(figure["rows"]))
            assert max(rows) < len(figure["rows"])


def test_a_row_is_where_its_label_is(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    going = visit(arnhem_page)
    seen = 0
    for figure in going.page.evaluate(FIGURES):
        for lang, svg in figure["images"]:
            root = ElementTree.fromstring(svg.encode("latin-1"))
            height = float(root.get("viewBox", "").split()[3])
            texts = {text.text: text for text in root.iter(f"{SVG}text")}
            for mark in filter(None, root.get("data-marks", "").split(";")):
                row, *ends = map(int, mark.split())
                label = texts.get(figure["rows"][row])
                if lang == "nl" and label is not None and ends[0] == 0:
                    y = re.search(r"[\d.]+\)", label.get("transform", "")) or re.search(r"[\d.]+$", label.get("y", ""))
                    assert ends[1] < 1000 * float(y[0].rstrip(")")) / height < ends[3], label.text
                    seen += 1
    assert seen > 40


def test_numbers_go_along_in_full(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    answer, case = arnhem_page.analyses.answer, arnhem_page.model.case
    for lang, separator, point in (("nl", ";", ","), ("en", ",", ".")):
        going = visit(arnhem_page, f"#lang={lang}")
        going.unfold()
        name, file = taken(going, figure_of(going, "actors"), "csv")
        assert name.startswith(f"{case.title[lang]}, ")
        assert name.endswith(f" ({lang}).csv")
        head, *rows, source = rows_of(file, separator)
        ends = {"nl": ["90%-bereik (van)", "90%-bereik (tot)"], "en": ["90% range (from)", "90% range (to)"]}
        assert head[2:4] == ends[lang]
        assert case.title[lang] in source[0]
        by_name = {row[0]: [float(cell.replace(point, ".")) if cell else None for cell in row[1:]] for row in rows}
        assert len(by_name) == len(case.actors) + 1
        for actor in case.actors.values():
            found = answer.outcomes[f"actor:{actor.name}"]
            expected = [found.mean.value, found.quantiles[0.05].value, found.quantiles[0.95].value]
            assert by_name[actor.label[lang]][:3] == pytest.approx(expected, rel=1e-8)


def test_a_drawing_that_is_saved_stands_on_its_own(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    going = visit(arnhem_page, "#lang=nl")
    going.unfold()
    figure = figure_of(going, "actors")
    name, file = taken(going, figure, "svg")
    assert name == f"{arnhem_page.model.case.title.nl}, Wie betaalt, wie wint (nl).svg"
    root = ElementTree.fromstring(file.read_text("utf-8"))
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts[0] == "Wie betaalt, wie wint?"
    assert "Huishoudens en buurt" in texts
    assert words(" ".join(texts)).count(words(figure.locator(".source").inner_text())) == 1
    _, file = taken(going, figure, "png")
    pixels = file.read_bytes()
    assert pixels[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(pixels[16:20]) == 1890
    assert len(pixels) > 30_000


def test_the_curve_of_the_explorer_goes_along_as_it_stands(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    going = visit(arnhem_page, "#pin=recidivism:0.4")
    figure = figure_of(going, "explorer")
    _, file = taken(going, figure, "csv")
    head, *rows, _ = rows_of(file, ",")
    assert head == ["chance of more", "now", "without your changes"]
    now = sorted(going.page.evaluate("() => [...mkba.outcome('net_benefit')]"))
    middle = next(float(row[1]) for row in rows if row[0] == "0.5")
    half = len(now) // 2
    assert middle == pytest.approx((now[half - 1] + now[half]) / 2, rel=1e-8)
    _, file = taken(going, figure, "svg")
    text = file.read_text("utf-8")
    assert "Relapse: " in text
    assert 'stroke="rgb(0, 114, 178)"' in text


def test_a_figure_is_copied_as_an_image(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    going = visit(arnhem_page)
    going.unfold()
    going.context.grant_permissions(["clipboard-read", "clipboard-write"])
    figure = figure_of(going, "actors")
    figure.locator("[data-as=copy]").click()
    status = figure.locator("[role=status]").last
    going.page.wait_for_function("(one) => one.textContent !== ''", arg=status.element_handle())
    assert status.inner_text() == "Copied: paste the figure where you like."
    kinds = going.page.evaluate("async () => (await navigator.clipboard.read()).flatMap((item) => item.types)")
    assert kinds == ["image/png"]


def test_where_the_clipboard_is_kept_closed_a_file_serves(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    going = visit(arnhem_page, before="Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    going.unfold()
    figure = figure_of(going, "actors")
    name, _ = taken(going, figure, "copy")
    assert name.endswith(".png")
    assert "is saved as PNG" in figure.locator("[role=status]").last.inner_text()


def test_a_year_is_told_as_one(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    going = visit(arnhem_page)
    figure = figure_of(going, "actors", 1).locator("figure")
    figure.focus()
    going.page.keyboard.press("ArrowRight")
    assert figure.locator(".tip strong").inner_text() == "year: 0"
    assert figure.get_attribute("aria-label").endswith("Arrow keys go along the values.")


def test_the_pointer_a_finger_and_the_keyboard_find_values(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    for width, touch in ((1280, False), (320, True)):
        going = visit(arnhem_page, width=width, touch=touch)
        going.unfold()
        figure = figure_of(going, "actors").locator("figure")
        figure.scroll_into_view_if_needed()
        first = figure_of(going, "actors").locator("tbody tr").first.locator("td")
        told = [words(cell.inner_text()) for cell in first.all()]
        figure.focus()
        going.page.keyboard.press("ArrowDown")
        tip = figure.locator(".tip")
        assert tip.locator("strong").inner_text() == "Municipality"
        assert [words(each).partition(": ")[2] for each in tip.locator("span").all_inner_texts()] == told
        going.page.keyboard.press("Escape")
        assert tip.inner_text() == ""
        going.page.keyboard.press("Home")
        bar = figure.locator(".pointed").bounding_box()
        middle = bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2
        going.page.keyboard.press("End")
        assert tip.locator("strong").inner_text() == "All together"
        (going.page.touchscreen.tap if touch else going.page.mouse.move)(*middle)
        assert tip.locator("strong").inner_text() == "Municipality"
        box = tip.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert going.page.evaluate("() => document.documentElement.scrollWidth") <= width
