"""A real browser for the tests of the page: Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pages import Made

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def chromium() -> str:
    """Find the browser; without it tests are skipped, but not where everything must hold."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium: apt-get install chromium")
        pytest.skip("no Chromium on this machine")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


class Visit:
    """A visit to a page that notes what goes wrong: errors, warnings on the console, dialogs, and every request."""

    def __init__(self, browser: Any, lang: str, *, touch: bool = False) -> None:
        self.context = browser.new_context(locale=lang, has_touch=touch, accept_downloads=True)
        self.page = self.context.new_page()
        self.trouble: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.trouble.append(message.text))
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.trouble.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def leave(self) -> None:
        """Make it as new for another test, which is cheaper than a new one."""
        self.page.evaluate("localStorage.clear()")
        self.page.goto("about:blank")
        self.page.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")
        self.page.mouse.move(0, 0)
        self.context.clear_permissions()
        self.trouble.clear()
        self.requests.clear()

    def unfold(self, which: str = "section details") -> None:
        """Open what is folded."""
        self.page.locator(which).evaluate_all("(found) => found.forEach((one) => { one.open = true; })")

    def part(self, name: str) -> Any:
        """Find a part of the explorer."""
        return self.page.locator(f'[data-part="{name}"]')

    def field(self, name: str) -> Any:
        return self.page.locator(f"#field-{name}")


Kept = dict[tuple[str, bool], Visit]
"""A visit that has ended, by its language and whether it is by touch."""


@pytest.fixture(scope="session")
def kept() -> Kept:
    return {}


@pytest.fixture
def visit(browser: Any, kept: Kept) -> Iterator[Callable[..., Visit]]:
    again: list[tuple[tuple[str, bool], Visit]] = []
    once: list[Visit] = []

    def go(
        made: Made | Path,
        hash: str = "",  # noqa: A002
        *,
        width: int = 1280,
        height: int = 900,
        lang: str = "en-GB",
        touch: bool = False,
        before: str = "",
        folded: bool = False,
    ) -> Visit:
        """Open a page and its chapters, unless these stay ``folded``; ``before`` is a script ahead of its own."""
        if before:
            visit = Visit(browser, lang, touch=touch)
            visit.page.add_init_script(before)
            once.append(visit)
        else:
            visit = kept.pop((lang, touch), None) or Visit(browser, lang, touch=touch)
            again.append(((lang, touch), visit))
        visit.page.set_viewport_size({"width": width, "height": height})
        visit.page.goto((made.as_uri() if isinstance(made, Path) else made.url) + hash)
        if not folded:
            visit.unfold(".chapter")
        return visit

    yield go
    visits = [*once, *(visit for _, visit in again)]
    trouble = [each for visit in visits for each in visit.trouble]
    asked = [url for visit in visits for url in visit.requests if not url.startswith(("file:", "data:"))]
    for key, visit in again:
        if key in kept or trouble or asked:
            once.append(visit)
        else:
            visit.leave()
            kept[key] = visit
    for visit in once:
        visit.context.close()
    assert trouble == []
    assert asked == []
