"""Units as people say them: ``EUR / household / year`` is euros per household per year."""

from __future__ import annotations

from mkba_uncertainty.texts import CATALOGUE, Text, both, joined, with_per
from mkba_uncertainty.texts.currencies import currency_names, is_currency
from mkba_uncertainty.texts.units import MULTIPLES, is_share, powers


def unit_words(unit: str) -> Text:
    """Say a unit in both languages; a unit that is more than a quotient of known words stays as it is.

    A share is shown in percent, so its unit is the sign; a plain number or count has none.
    """
    multiple, _, rest = unit.partition(" ")
    if multiple in MULTIPLES:
        return joined([both(f"unit.{multiple}"), unit_words(rest)], " ")
    if unit in ("1", "count"):
        return Text("", "")
    if is_share(unit):
        return Text("%", "%")
    found = powers(unit)
    of, per = ([word for word, power in found.items() if power == wanted] for wanted in (1, -1))
    if len(of) > 1 or len(found) != len(of) + len(per) or not found or not all(map(_is_known, found)):
        return Text(unit, unit)
    said = joined([*map(_many, of), *map(_one, per)], " per ")
    return said if of else joined([Text("per", "per"), said], " ")


def with_unit(label: Text, unit: str | None) -> Text:
    """Put behind a label the words of its unit, unless figures of it say that already: 22%, €1,000, a plain number."""
    said = unit is None or unit in ("1", "count", "ratio") or is_share(unit) or is_currency(unit)
    return label if unit is None or said else with_per(label, unit_words(unit))


def _is_known(word: str) -> bool:
    return f"unit.{word}" in CATALOGUE or is_currency(word)


def _many(word: str) -> Text:
    if is_currency(word):
        return both("unit.money", **currency_names(word))
    return both(f"unit.{word}.many" if f"unit.{word}.many" in CATALOGUE else f"unit.{word}")


def _one(word: str) -> Text:
    return currency_names(word)["currency"] if is_currency(word) else both(f"unit.{word}")
