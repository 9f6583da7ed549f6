"""Chapters that fold, and the contents: what is folded is found by keyboard, link and paper, and stays short."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pages import Made

OPEN = "() => [...document.querySelectorAll('.chapter[open]')].map((one) => one.parentElement.id)"
TOP = "(one) => one.getBoundingClientRect().top"


def test_all_but_the_answer_folds_and_a_phone_page_is_short(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    page = visit(arnhem_page, width=390, height=800, folded=True).page
    assert page.evaluate(OPEN) == []
    headings = page.get_by_role("heading", level=2)
    assert headings.count() == page.locator("main > section").count()
    assert all(heading.is_visible() for heading in headings.all())
    assert page.evaluate("() => document.documentElement.scrollHeight") < 4 * 800


def test_a_chapter_unfolds_with_the_keyboard(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    page = visit(arnhem_page, folded=True).page
    page.locator("#drivers > .chapter > summary").focus()
    page.keyboard.press("Enter")
    assert page.evaluate(OPEN) == ["drivers"]
    page.keyboard.press("Enter")
    assert page.evaluate(OPEN) == []


@pytest.mark.parametrize("hash", ["#limits", "#limits-title"])
def test_a_link_opens_the_fold_that_it_leads_to(arnhem_page: Made, visit: Callable[..., Any], hash: str) -> None:  # noqa: A002
    page = visit(arnhem_page, hash, folded=True).page
    assert page.evaluate(OPEN) == ["limits"]
    assert page.locator("#limits li").first.is_visible()


def test_contents_lead_to_a_chapter_and_stay_in_sight(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    page = visit(arnhem_page, width=390, height=800, folded=True).page
    page.locator("nav summary").focus()
    page.keyboard.press("Enter")
    page.locator("nav a[href='#method']").press("Enter")
    assert page.evaluate(OPEN) == ["method"]
    assert not page.locator("nav a").first.is_visible()
    page.mouse.wheel(0, 400)
    page.wait_for_function("() => document.querySelector('nav summary').innerText.includes('How it was computed')")
    assert page.locator("nav").evaluate(TOP) == 0
    assert page.locator("nav a[aria-current]").evaluate_all("(links) => links.map((link) => link.hash)") == ["#method"]
    page.locator("nav summary").click()
    page.keyboard.press("Escape")
    assert not page.locator("nav a").first.is_visible()
    page.locator("nav summary").click()
    page.locator("footer").dispatch_event("pointerdown")
    assert not page.locator("nav a").first.is_visible()


def test_what_a_link_shows_is_not_hidden_by_the_contents(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    page = visit(arnhem_page, "#actors", folded=True).page
    page.wait_for_function("() => scrollY > 0")
    bar = page.locator("nav").evaluate("(one) => one.getBoundingClientRect().bottom")
    assert page.locator("#actors h2").evaluate(TOP) >= bar


def test_all_chapters_are_printed_and_folded_again(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    page = visit(arnhem_page, "#drivers", folded=True).page
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert len(page.evaluate(OPEN)) == page.locator(".chapter").count()
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(OPEN) == ["drivers"]
