"""Estimates, posts, reconciliation and method in a browser: formulas are drawn, a phone suffices, print shows all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pages import Made, made

import mkba_uncertainty as mkba
from mkba_uncertainty.report.page.chapters import (
    estimates_section,
    limits_section,
    method_section,
    reconciliation_section,
)

SECTIONS = (estimates_section, reconciliation_section, limits_section, method_section)


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Made:
    model = mkba.build_model(mkba.load_case("arnhem-ozo"))
    return made(model, tmp_path_factory.mktemp("record"), chapters=SECTIONS, draws=128, replicates=4)


def test_formulas_are_drawn_as_mathematics_in_one_language(record: Made, visit: Callable[..., Any]) -> None:
    going = visit(record)
    going.unfold()
    shelter = going.page.locator("details.record", has_text="Prevented evictions: shelter")
    assert shelter.locator("math:visible").count() == 2, "the amount and the number of years"
    assert shelter.locator("math:visible").first.text_content().startswith("Prevented evictions, net×Shelter per")
    fraction = going.page.locator(".quantities mfrac:visible").first
    above, below = (part.bounding_box() for part in fraction.locator(":scope > *").all())
    assert above["y"] + above["height"] <= below["y"] + 1
    going.page.get_by_role("button", name="Nederlands").click()
    shelter = going.page.locator("details.record", has_text="Voorkomen huisuitzettingen: opvang")
    assert shelter.locator("math:visible").count() == 2
    assert "Prevented" not in going.page.locator("#estimates").inner_text()


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_phone_suffices(record: Made, visit: Callable[..., Any], lang: str) -> None:
    going = visit(record, f"#lang={lang}", width=360)
    going.page.get_by_role("button", name={"nl": "Nederlands", "en": "English"}[lang]).click()
    going.unfold()
    assert going.page.evaluate("() => document.documentElement.scrollWidth") == 360
    within = "(one) => one.scrollWidth <= one.clientWidth + 1"
    assert going.page.evaluate(f"() => [...document.querySelectorAll('.formula')].every({within})")
    hill = going.page.locator("svg.hill").first.bounding_box()
    assert hill["width"] > 80
    assert hill["x"] + hill["width"] <= 360


def test_print_shows_every_formula_unasked(record: Made, visit: Callable[..., Any]) -> None:
    going = visit(record)
    formula = going.page.locator("details.record math[lang=en]").first
    seen = "(one) => one.checkVisibility({ contentVisibilityAuto: true })"
    assert not formula.evaluate(seen)
    going.page.emulate_media(media="print")
    assert formula.evaluate(seen)
    assert going.page.locator("details.record").first.evaluate("(one) => one.open") is False
