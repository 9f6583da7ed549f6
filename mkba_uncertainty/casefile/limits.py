"""What a file may hold: so much that no case needs more, so little that nothing is slow, overflows or deceives."""

from __future__ import annotations

import re
from typing import Any

from mkba_uncertainty.arrays import LARGEST_GIVEN, SMALLEST_GIVEN
from mkba_uncertainty.casefile.collecting import Problems, shown
from mkba_uncertainty.casefile.lines import KeyPath, without_words
from mkba_uncertainty.errors import CaseError
from mkba_uncertainty.texts.characters import code_point, odd_character

MOST_SIGNS = 120_000
"""Of keys, commas and brackets: ten times the largest case that we know of, and some seconds to read."""

DEEPEST = 30
"""Parts of a key, and levels of brackets."""

_SIGNS = "=,[{"
_LONG_KEY = re.compile(rf"(?<![\w\"'.-])[\w\"'-]++(?:[ \t]*+\.[ \t]*+[\w\"'-]++){{{DEEPEST}}}")
_BRACKET = re.compile(r"[\[\]{}]")


def require_modest(text: str, file: str) -> None:
    """Refuse TOML that would take long or much memory to parse.

    Raises
    ------
    CaseError
    """
    bare = without_words(text)
    if (found := sum(map(bare.count, _SIGNS))) > MOST_SIGNS:
        raise CaseError("toml_large", file=file, found=found, limit=MOST_SIGNS)
    if long := _LONG_KEY.search(bare):
        raise CaseError("toml_long_key", file=file, line=_line(bare, long), limit=DEEPEST)
    depth = 0
    for bracket in _BRACKET.finditer(bare):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > DEEPEST:
            raise CaseError("toml_deep", file=file, line=_line(bare, bracket), limit=DEEPEST)


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def check_contents(value: Any, problems: Problems, path: KeyPath = ()) -> None:
    """Note numbers of impossible size, and texts with characters that nobody sees."""
    if isinstance(value, dict):
        for key, item in value.items():
            _check_text(key, (*path, key), problems)
            check_contents(item, problems, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            check_contents(item, problems, (*path, place))
    elif isinstance(value, str):
        _check_text(value, path, problems)
    elif isinstance(value, int | float) and not is_modest(value):
        problems.add("number_size", path, found=shown(value), low=f"{SMALLEST_GIVEN:g}", high=f"{LARGEST_GIVEN:g}")


def is_modest(value: float) -> bool:
    """Say whether a number has a size with which nothing overflows; what is not finite is refused elsewhere."""
    return value == 0 or SMALLEST_GIVEN <= abs(value) <= LARGEST_GIVEN or value - value != 0


def _check_text(text: str, path: KeyPath, problems: Problems) -> None:
    if odd := odd_character(text):
        problems.add("odd_character", path, found=code_point(odd[0]))
