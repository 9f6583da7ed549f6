"""Currencies by their ISO 4217 code: which there are, what they are named, and how their amounts are written.

The euro is written as our catalogue has it; what is known of others comes from the Unicode CLDR, through Babel.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from mkba_uncertainty.texts import LANGUAGES, Text, say

EURO = "EUR"

FAMILIAR = (EURO, "USD", "GBP", "CHF", "JPY", "SEK", "NOK", "DKK", "PLN", "CAD", "AUD")
"""What somebody who misspells a code most likely means: nearly any three letters are near to some code."""

MINUS = "\N{MINUS SIGN}"

FIGURES = "#"
"""Where the figures stand in the form of an amount."""


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """Give the codes of all currencies, of today and of before."""
    from babel.numbers import list_currencies

    return frozenset(list_currencies())


def may_be_currency(word: str) -> bool:
    """Say whether a word looks like a code: in a sound unit, only a currency does."""
    return len(word) == 3 and word.isascii() and word.isalpha() and word.isupper()


def is_currency(word: str) -> bool:
    """Say whether a word is the code of a currency."""
    return word == EURO or (may_be_currency(word) and word in currencies())


@lru_cache(maxsize=64)
def forms(currency: str, lang: str) -> tuple[str, str]:
    """Give how an amount is written, and one below zero, with ``#`` where the figures stand: ``€ #`` and ``−€ #``."""
    if currency == EURO:
        return say("number.euro", lang, sign="", figures=FIGURES), say("number.euro", lang, sign=MINUS, figures=FIGURES)
    from babel import Locale
    from babel.numbers import get_currency_symbol

    pattern, symbol = Locale.parse(lang).currency_formats["standard"], get_currency_symbol(currency, lang)
    plus, minus = (
        f"{before}{FIGURES}{after}".replace("-", MINUS).replace("\N{NO-BREAK SPACE}", " ").replace("¤", symbol)
        for before, after in zip(pattern.prefix, pattern.suffix, strict=True)
    )
    return plus, minus


def minor_digits(currency: str) -> int:
    """Give how many decimals a small amount has: two for euros and cents, none for yen."""
    if currency == EURO:
        return 2
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


def currency_names(currency: str | None) -> dict[str, Text]:
    """Give what a sentence may call a currency; without one it is a unit of money, of whatever currency.

    ``a`` or ``A currency``, several ``currencies``; and ``sums`` for what amounts are in, which is singular in Dutch.
    """
    one, many = (Text(*(_name(currency, lang, times) for lang in LANGUAGES)) for times in (1, 2))
    article = "an" if one.en[0] in "AEIO" else "a"
    articles = {"a": Text("een", article), "A": Text("Een", article.capitalize())}
    return {"currency": one, "currencies": many, "sums": Text(one.nl, many.en), **articles}


def _name(currency: str | None, lang: str, times: int) -> str:
    if currency is None:
        return say("currency.any", lang)
    if currency == EURO:
        return say("currency.EUR" if times == 1 else "currency.EUR.many", lang)
    from babel.numbers import get_currency_name

    return get_currency_name(currency, count=times, locale=lang)


def say_of(currency: str | None, key: str, lang: str, **values: Any) -> str:
    """Give a sentence of the catalogue that mentions a currency."""
    return say(key, lang, **{name: text[lang] for name, text in currency_names(currency).items()}, **values)
