"""Texts and cases use the words of the glossary, and name an estimate by its label, never by its key."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pages import Made

import mkba_uncertainty as mkba
from mkba_uncertainty.texts import CATALOGUE, LANGUAGES, Text

GLOSSARY = Path(mkba.__file__).with_name("texts") / "GLOSSARY.md"
CASES = ("arnhem-ozo", "den-haag-scm", "delta-dikes", "preschool-chicago")
COLUMN = {"nl": "not in Dutch", "en": "not in English"}

PUBLIC = ("page.", "explorer.", "answer.", "actors.", "drivers.", "measure.", "estimates.", "limits.", "form.")
"""What begins so is read by everybody."""

OF_FILES = re.compile(
    r"\{[^}]*\}|\[posts[^]]*\]|\bposts?[:.]\S+|\bposts = |\bposts\b(?= and without)|quantities(,| or) posts"
    r"|\(immaterial\)"
)
"""What a sentence mentions, and names of tables and keys of a case file: these are no words."""


@cache
def unused(heading: str) -> dict[str, list[str]]:
    """Read the words that are not used from the table below a heading."""
    part = GLOSSARY.read_text(encoding="utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    names, _, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines() if line[:1] == "|"
    ]
    return {
        lang: [word.strip() for row in rows for word in row[names.index(COLUMN[lang])].split(",") if word.strip()]
        for lang in LANGUAGES
    }


def found(text: str, words: list[str]) -> list[str]:
    plain = OF_FILES.sub("", text)
    return [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", plain, re.IGNORECASE)]


def texts_of(part: Any) -> Iterator[Text]:
    """Give all texts of a case."""
    if isinstance(part, Text):
        yield part
    elif is_dataclass(part):
        for each in fields(part):
            yield from texts_of(getattr(part, each.name))
    elif isinstance(part, Mapping):
        for each in part.values():
            yield from texts_of(each)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from texts_of(each)


def keys_of(case: mkba.Case) -> re.Pattern[str]:
    """Find the keys of a case that are no words."""
    keys = [key for key in (*case.estimates, *case.quantities, *case.posts, *case.scenarios) if "_" in key]
    return re.compile(rf"\b({'|'.join(keys)})\b")


def test_the_glossary_forbids_something_in_both_languages() -> None:
    assert "rekenfout" in unused("Everywhere")["nl"]
    assert {"unsafety", "post", "hang together"} <= set(unused("Everywhere")["en"])
    assert "trekkingen" in unused("On the page and on the form for experts")["nl"]
    assert found("De rekenfout is klein.", ["rekenfout"])
    assert not found('Put it under [posts], as "post:staff".', ["post", "posts"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_has_a_word_that_is_not_used(lang: str) -> None:
    everywhere, public = unused("Everywhere")[lang], unused("On the page and on the form for experts")[lang]
    said = {key: texts[LANGUAGES.index(lang)] for key, texts in CATALOGUE.items()}
    of_a_file = {key for key in said if key.startswith(("workbook.", "example."))}
    wrong = {
        key: words
        for key, text in said.items()
        if key not in of_a_file and (words := found(text, everywhere + public * key.startswith(PUBLIC)))
    }
    assert wrong == {}


@pytest.mark.parametrize("name", CASES)
def test_no_case_has_a_word_that_is_not_used(name: str) -> None:
    words = unused("Everywhere")
    wrong = {
        text[lang]: each
        for text in texts_of(mkba.load_case(name))
        for lang in LANGUAGES
        if (each := found(text[lang], words[lang]))
    }
    assert wrong == {}


@pytest.mark.parametrize("name", ["arnhem-ozo", "den-haag-scm"])
def test_no_key_of_an_estimate_stands_in_running_text(name: str) -> None:
    case = mkba.load_case(name)
    named, answer = keys_of(case), mkba.confidence(mkba.build_model(case), draws=16, replicates=2)
    said = [*texts_of(case), answer.verdict, *answer.lead(), *answer.notes(), *answer.warnings]
    assert [text for text in said if text is not None for lang in LANGUAGES if named.search(text[lang])] == []


def test_no_key_of_an_estimate_stands_in_running_text_of_the_page(arnhem_page: Made) -> None:
    read = re.sub(r"(?s)<(script|style|code|pre|math)\b.*?</\1>|<[^>]*>", "\n", arnhem_page.html)
    assert keys_of(mkba.load_case("arnhem-ozo")).findall(read) == []
