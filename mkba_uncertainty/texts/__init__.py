"""The one catalogue of what users see, in Dutch and English; numbers, euros and likelihood words in both.

Each JSON file beside this module holds the sentences of one area, in both languages, where whoever translates finds
them.
Labels of a case stand in quotation marks: they begin with a capital, and whatever they are, the sentence holds.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

LANGUAGES = ("nl", "en")

AREAS = (
    "answer",
    "casefile",
    "commands",
    "doubt",
    "drivers",
    "elicitation",
    "experts",
    "form",
    "long_runs",
    "many",
    "model",
    "page",
    "record",
    "schema",
    "spreadsheet",
    "values",
    "workbook",
)


def read_catalogue() -> dict[str, tuple[str, str]]:
    """Read the sentences of all areas: key -> (Dutch, English).

    Raises
    ------
    KeyError
        If two areas have a sentence of the same key.
    """
    catalogue: dict[str, tuple[str, str]] = {}
    for area in AREAS:
        sentences = json.loads(Path(__file__).with_name(f"{area}.json").read_text(encoding="utf-8"))
        if twice := catalogue.keys() & sentences.keys():
            raise KeyError(f"texts defined twice: {sorted(twice)}")
        catalogue |= {key: (sentence["nl"], sentence["en"]) for key, sentence in sentences.items()}
    return catalogue


CATALOGUE = read_catalogue()


@dataclass(frozen=True)
class Text:
    """A text in both languages."""

    nl: str
    en: str

    def __getitem__(self, lang: str) -> str:
        """Give the text in ``"nl"`` or ``"en"``."""
        return self.nl if lang == "nl" else self.en


def joined(texts: Iterable[Text], between: str = ", ") -> Text:
    """Put texts behind one another."""
    texts = list(texts)
    return Text(*(between.join(text[lang] for text in texts) for lang in LANGUAGES))


def with_per(text: Text, per: Text | None) -> Text:
    """Put behind a heading whom or what its amounts are for, if that is said."""
    return text if per is None else Text(*(f"{text[lang]} ({per[lang]})" for lang in LANGUAGES))


def named(outcome: str, label: Text) -> dict[str, Text]:
    """Give what a sentence may call an outcome: the balance, or else what it is called; ``Outcome`` begins one."""
    if outcome == "net_benefit":
        return {"outcome": both("outcome.the_balance"), "Outcome": both("outcome.The_balance")}
    quoted = Text(*(f"‘{label[lang]}’" for lang in LANGUAGES))
    return {"outcome": quoted, "Outcome": quoted}


Filled: TypeAlias = Text | Callable[[str], str] | str | int


def both(key: str, /, **values: Filled) -> Text:
    """Give the sentence ``key`` of the catalogue in both languages.

    Parameters
    ----------
    key : str
    **values
        What the sentence mentions: a ``Text``, or a function of the language, such as one that writes a number.
    """
    return Text(*(say(key, lang, **{name: _in(value, lang) for name, value in values.items()}) for lang in LANGUAGES))


def _in(value: Filled, lang: str) -> str | int:
    if isinstance(value, Text):
        return value[lang]
    return value(lang) if callable(value) else value


def say(key: str, /, lang: str = "en", **values: Any) -> str:
    """Give the sentence ``key`` in a language, with ``{names}`` filled in.

    Where a fact ``nearest`` is given, ``{did_you_mean}`` asks whether that was meant; it is empty where it is None.
    Where a fact ``count`` is 1, the sentence ``key.one`` is given if there is one.

    Parameters
    ----------
    key : str
        A key of the catalogue, such as ``"error.unknown_key"``.
    lang : {"nl", "en"}
    **values
        What the sentence mentions.

    Raises
    ------
    KeyError
        If the catalogue has no such sentence, or the sentence mentions a value that was not given.
    """
    column = LANGUAGES.index(lang)
    if "nearest" in values:
        values["did_you_mean"] = CATALOGUE["did_you_mean"][column].format_map(values) if values["nearest"] else ""
    one = f"{key}.one"
    return CATALOGUE[one if values.get("count") == 1 and one in CATALOGUE else key][column].format_map(values)


def preferred_language() -> str:
    """Say which language to speak unless told otherwise: ``MKBA_LANG``, else Dutch where the locale is Dutch."""
    chosen = os.environ.get("MKBA_LANG", "")
    if chosen in LANGUAGES:
        return chosen
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "nl" if locale.startswith("nl") else "en"
