"""Both languages in one page: every text stands there twice, and the style sheet shows one of them.

Whatever comes from a case file passes through here or through Jinja's own escaping.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from functools import cache, partial
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import LANGUAGES, Text, both
from mkba_uncertainty.texts.figures import AMOUNT_SPACE, chance

ROOMS = ("form", "frame", "page")
"""Of the report, those with templates; each has a name that no other has."""


def written(write: Callable[..., str], *arguments: Any, **options: Any) -> Text:
    """Write a number in both languages with one of the functions of ``texts.figures``: ``written(money, 1.4e6)``.

    No line ends between a number and its unit.
    """
    return unbroken(Text(*(write(*arguments, lang=lang, **options) for lang in LANGUAGES)))


def unbroken(text: Text) -> Text:
    """Keep every amount of a text on one line, its minus too."""
    return Text(*(_unbroken(text[lang]) for lang in LANGUAGES))


def _unbroken(text: str) -> str:
    spaced = re.sub(AMOUNT_SPACE, "\N{NO-BREAK SPACE}", text)
    return re.sub(r"\N{MINUS SIGN}(?=[^\d\s])", "\N{MINUS SIGN}\N{WORD JOINER}", spaced)


def whole_chance(probability: Measured) -> Text:
    """Write a measured probability, to whole percents at most."""
    return written(chance, probability, whole=True)


def spans(text: Text | str) -> Markup:
    """Write a text for the page, escaped: once where both languages say the same, else both in a span."""
    if isinstance(text, str):
        return Markup("{}").format(text)
    if text.nl == text.en:
        return Markup("{}").format(text.nl)
    return Markup('<span lang="nl">{}</span><span lang="en">{}</span>').format(text.nl, text.en)


def picture(svg: Text, alternative: Text, *, narrow: Text | None = None) -> Markup:
    """Show a drawing in SVG, one for each language, as an image: its own styles do not meet those of the page.

    Parameters
    ----------
    svg : Text
        The drawings, such as matplotlib saves them.
    alternative : Text
        What they show, for whoever cannot see them.
    narrow : Text, optional
        The same, for a phone.
    """
    drawings = [("", svg)] if narrow is None else [(' class="wide"', svg), (' class="narrow"', narrow)]
    images = (
        Markup('<img{} lang="{}" alt="{}" src="data:image/svg+xml;base64,{}">').format(
            Markup(kind), lang, alternative[lang], base64.b64encode(drawing[lang].encode("utf-8")).decode("ascii")
        )
        for kind, drawing in drawings
        for lang in LANGUAGES
    )
    return Markup('<figure class="picture">{}</figure>').format(Markup("").join(images))


@cache
def environment() -> Environment:
    """Give the templates of all rooms. They escape all that is not marked as markup, and fail on what is not given."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader(f"mkba_uncertainty.report.{room}") for room in ROOMS]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["spans"] = spans
    made.globals["t"] = lambda key, /, **values: spans(both(key, **values))
    made.globals["both"] = both
    made.globals["zip"] = partial(zip, strict=True)
    return made


def render(template: str, **values: Any) -> Markup:
    """Fill in a template. In it, ``t(key, ...)`` says a sentence in both languages."""
    return Markup(environment().get_template(template).render(**values))
