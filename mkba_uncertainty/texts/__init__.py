"""The one catalogue of what users see, in Dutch and English; numbers, euros and likelihood words in both.

Each module beside this one holds the sentences of one area in a dictionary ``TEXTS``: key -> (Dutch, English).
"""

from __future__ import annotations

import os
from typing import Any

from mkba_uncertainty.texts import (
    casefile,
    chapters,
    commands,
    dependence,
    elicitation,
    engine,
    errors,
    examples,
    experts,
    families,
    formulas,
    information,
    monitoring,
    owncase,
    page,
    plots,
    record,
    results,
    sensitivity,
    sensitivity_plots,
    sobol,
    tables,
)

LANGUAGES = ("nl", "en")

CATALOGUE: dict[str, tuple[str, str]] = {}
for _area in (
    casefile,
    chapters,
    commands,
    dependence,
    elicitation,
    engine,
    errors,
    examples,
    experts,
    families,
    formulas,
    information,
    monitoring,
    owncase,
    page,
    plots,
    record,
    results,
    sensitivity,
    sensitivity_plots,
    sobol,
    tables,
):
    _twice = CATALOGUE.keys() & _area.TEXTS.keys()
    if _twice:
        raise KeyError(f"texts defined twice: {sorted(_twice)}")
    CATALOGUE |= _area.TEXTS


def say(key: str, /, lang: str = "en", **values: Any) -> str:
    """Give the sentence ``key`` in a language, with ``{names}`` filled in.

    Where a fact ``nearest`` is given, ``{did_you_mean}`` asks whether that was meant; it is empty where it is None.

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
    return CATALOGUE[key][column].format_map(values)


def preferred_language() -> str:
    """Say which language to speak unless told otherwise: ``MKBA_LANG``, else Dutch where the locale is Dutch."""
    chosen = os.environ.get("MKBA_LANG", "")
    if chosen in LANGUAGES:
        return chosen
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "nl" if locale.startswith("nl") else "en"
