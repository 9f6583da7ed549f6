"""What the script of a page reads: data, the sentences that it says, and how it writes amounts."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from mkba_uncertainty.texts import CATALOGUE, LANGUAGES, Text
from mkba_uncertainty.texts.currencies import currency_names, forms, minor_digits

ALWAYS = ("number.", "typed.")
"""Beginnings of the keys of sentences that every script says."""


def spoken(begins: tuple[str, ...], currency: str) -> dict[str, Any]:
    """Give the sentences whose keys begin so, and how amounts are written, for the script's ``Writer``."""
    texts = [[key, *pair(_filled(key, currency))] for key in CATALOGUE if key.startswith((*ALWAYS, *begins))]
    return {"texts": texts, "currency": written_so(currency)}


def _filled(key: str, currency: str) -> Text:
    """Give a sentence that the script fills in, in which the currency stands already."""
    texts = Text(*CATALOGUE[key])
    for name, text in currency_names(currency).items():
        texts = Text(*(texts[lang].replace(f"{{{name}}}", text[lang]) for lang in LANGUAGES))
    return texts


def written_so(currency: str) -> dict[str, Any]:
    """Give how the script writes amounts of a currency."""
    return {"forms": {lang: list(forms(currency, lang)) for lang in LANGUAGES}, "minor": minor_digits(currency)}


def pair(text: Text) -> list[str]:
    """Give a text as the script's ``Writer.of`` takes it."""
    return [text.nl, text.en]


def json_block(data: Any) -> Markup:
    """Write data as JSON that cannot end the element it stands in, whatever texts it holds."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)
