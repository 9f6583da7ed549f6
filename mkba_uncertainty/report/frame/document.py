"""One HTML file that opens anywhere and asks for nothing.

Styles, scripts, data and figures stand in the file itself. Its Content-Security-Policy allows the one style sheet and
the one script by their hash, images that are in the file, and nothing else: no request, no eval, no inline handler. So
a text of a case file that got past the escaping would still do nothing.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from mkba_uncertainty.report.frame.markup import render

STYLES = ("frame/frame.css",)
SCRIPTS = ("frame/numbers.js", "frame/typed.js", "frame/svg.js", "frame/copied.js", "frame/languages.js")
"""What every page has: of a room of the report a file among its assets."""


def document(
    template: str, *, lang: str, start: str, styles: Iterable[str] = (), scripts: Iterable[str] = (), **values: Any
) -> str:
    """Fill in a template that extends ``frame.html.j2``.

    Parameters
    ----------
    template : str
    lang : {"nl", "en"}
        The language in which it opens.
    start : str
        Trusted JavaScript (never a text of a case) that the script ends with.
    styles, scripts : iterable of str
        Beside those of the frame, in the order in which they are joined: ``"page/page.css"``.
    **values
        What stands in the template.
    """
    style = Markup("".join(map(_asset, (*STYLES, *styles))))
    script = Markup(_script((*SCRIPTS, *scripts), start))
    return str(render(template, lang=lang, policy=policy(style, script), style=style, script=script, **values))


def policy(style: str, script: str) -> str:
    """Write the Content-Security-Policy: what is not named here is refused, whoever asks for it."""
    rules = {
        "default-src": "'none'",
        "script-src": _hash(script),
        "style-src": _hash(style),
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{rule} {allowed}" for rule, allowed in rules.items())


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _script(scripts: Iterable[str], start: str) -> str:
    """Join the scripts to one, in which nothing can end the element it stands in."""
    joined = '(() => {\n"use strict";\n' + "".join(map(_asset, scripts)) + start + "\n})();\n"
    if found := re.search(r"<(?:/?script|!--)", joined, re.IGNORECASE):
        raise ValueError(f"{found[0]!r} in the page's script would end it")
    return joined


def _asset(name: str) -> str:
    room, _, file = name.partition("/")
    return (files("mkba_uncertainty.report") / room / "assets" / file).read_text(encoding="utf-8")
