"""Where something stands in a document, in the words of the reader: a *bijlage* of a Dutch report is an appendix."""

from __future__ import annotations

import re

from mkba_uncertainty.texts import LANGUAGES, Text, say


def place_text(place: str) -> Text:
    """Give a place in a document in both languages: its parts are named, what they are about stays as it is.

    Parameters
    ----------
    place : str
        As the case has it: ``"noot 12; bijlage IV"``.
    """
    return Text(*(_in(place, lang) for lang in LANGUAGES))


def _in(place: str, lang: str) -> str:
    words = {
        word: said
        for other in LANGUAGES
        for word, said in zip(_parts(other), _parts(lang), strict=True)
        if word not in _parts(lang)
    }
    pattern = rf"(?<![\w‘])({'|'.join(map(re.escape, words))})(?!\w)"
    return re.sub(pattern, lambda found: words[found[0]], place)


def _parts(lang: str) -> list[str]:
    return say("places.parts", lang).split(", ")
