"""Units as people say them: ``EUR / household / year`` is euros per household per year."""

from __future__ import annotations

import re

from mkba_uncertainty.case import Text
from mkba_uncertainty.texts import CATALOGUE, LANGUAGES, say


def unit_words(unit: str) -> Text:
    """Say a unit in both languages; a unit that is more than a quotient of known words stays as it is.

    A share is shown in percent, so its unit is the sign; a plain count has none.
    """
    if unit == "count":
        return Text("", "")
    of, *per = re.split(r"\s*/\s*", unit.strip())
    if not all(f"unit.{word}" in CATALOGUE for word in (of, *per)):
        return Text(unit, unit)
    return Text(*(_words(of, per, lang) for lang in LANGUAGES))


def _words(of: str, per: list[str], lang: str) -> str:
    words = [say(f"unit.{of}.many" if f"unit.{of}.many" in CATALOGUE else f"unit.{of}", lang)]
    return " per ".join([*words, *(say(f"unit.{word}", lang) for word in per)])
