"""Units as people say them: ``EUR / household / year`` is euros per household per year."""

from __future__ import annotations

from mkba_uncertainty.texts import CATALOGUE, LANGUAGES, Text, say
from mkba_uncertainty.texts.units import powers


def unit_words(unit: str) -> Text:
    """Say a unit in both languages; a unit that is more than a quotient of known words stays as it is.

    A share is shown in percent, so its unit is the sign; a plain count has none.
    """
    if unit == "count":
        return Text("", "")
    found = powers(unit)
    of, per = ([word for word, power in found.items() if power == wanted] for wanted in (1, -1))
    if len(of) != 1 or len(found) != 1 + len(per) or not all(f"unit.{word}" in CATALOGUE for word in found):
        return Text(unit, unit)
    return Text(*(_words(of[0], per, lang) for lang in LANGUAGES))


def _words(of: str, per: list[str], lang: str) -> str:
    words = [say(f"unit.{of}.many" if f"unit.{of}.many" in CATALOGUE else f"unit.{of}", lang)]
    return " per ".join([*words, *(say(f"unit.{word}", lang) for word in per)])
