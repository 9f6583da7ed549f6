"""All that is wrong with one file, collected: each problem with its line, its key, what was found and expected."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from functools import cached_property
from typing import Any

from mkba_uncertainty.casefile.lines import KeyPath, LineIndex
from mkba_uncertainty.errors import CaseError, Caution, MkbaError
from mkba_uncertainty.names import nearest
from mkba_uncertainty.texts import both
from mkba_uncertainty.texts.characters import printable

MOST_PROBLEMS = 100
"""More problems than this help nobody; the rest is found after these are repaired."""

MOST_NAMES = 12
"""As many names as a sentence can list."""

LONGEST_FACT = 500
"""Characters of a fact that another module found."""


class EnoughProblems(Exception):
    """As many problems were found as are worth showing."""


class Problems:
    """What was found so far in a file.

    Parameters
    ----------
    file : str
        The path, as the user gave it.
    text : str
        The text of the file, for line numbers.
    """

    def __init__(self, file: str, text: str = "") -> None:
        self.file = file
        self.text = text
        self.found: list[CaseError] = []
        self.warnings: list[Caution] = []

    @cached_property
    def index(self) -> LineIndex:
        """The lines of keys; made when the first problem needs one."""
        return LineIndex(self.text)

    def add(self, code: str, path: KeyPath = (), **facts: Any) -> None:
        """Note a problem at a key."""
        if path[-1:] == ("formula",) and path not in self.index:
            path = path[:-1]  # a quantity that is only a formula
        self.add_error(CaseError(code, file=self.file, line=self.index.line_of(path), key=dotted(path), **facts))

    def add_error(self, error: CaseError) -> None:
        """Note a problem that knows its place."""
        self.found.append(error)
        if len(self.found) >= MOST_PROBLEMS:
            raise EnoughProblems

    def add_unknown(self, code: str, path: KeyPath, found: Any, allowed: Collection[str]) -> None:
        """Note what is not among the allowed names, with the nearest of these and a few others."""
        some = sorted(allowed) if len(allowed) <= MOST_NAMES else [*sorted(allowed)[:MOST_NAMES], "..."]
        near = nearest(found, allowed) if isinstance(found, str) else None
        self.add(code, path, found=shown(found), nearest=near, allowed=", ".join(some) or "-")

    def adopt(self, error: MkbaError, path: KeyPath) -> None:
        """Note an error that another module raised, at the key that it came from."""
        self.add(error.code, path, **{name: _short(fact) for name, fact in error.facts.items()})

    def warn(self, code: str, path: KeyPath = (), **facts: Any) -> None:
        """Note what is sound but deserves a look, at a key."""
        self.warn_at(self.index.line_of(path), dotted(path), code, **facts)

    def warn_at(self, line: int | None, key: str | None, code: str, **facts: Any) -> None:
        """Note what is sound but deserves a look, at a place."""
        said = both(f"warning.{code}", **facts)
        self.warnings.append(Caution(said.nl, said.en, self.file, line, key))


def dotted(path: KeyPath) -> str | None:
    """Write a path as TOML writes keys: ``estimates.recidivism.value``."""
    return ".".join(_part(part) for part in path) or None


def _part(part: str | int) -> str:
    if isinstance(part, int) or re.fullmatch(r"[A-Za-z0-9_-]{1,60}", part):
        return str(part)
    return shown(part)


def _short(fact: Any) -> Any:
    """Keep what a file holds from making a message of megabytes."""
    if isinstance(fact, int):
        return shown(fact)
    return fact[:LONGEST_FACT] + "..." if isinstance(fact, str) and len(fact) > LONGEST_FACT else fact


def plain(number: float) -> str:
    """Write a number without needless digits."""
    return f"{number:.12g}"


def shown(found: Any) -> str:
    """Write a value as it may stand in a TOML file, in at most 60 characters."""
    if isinstance(found, bool):
        return str(found).lower()
    if isinstance(found, dict):
        return "{...}"
    if isinstance(found, list):
        return "[...]"
    if isinstance(found, str):
        text = printable(json.dumps(found[:100], ensure_ascii=False))
        return text if len(text) <= 60 and len(found) <= 100 else text[:56].rstrip("\\") + '..."'
    try:
        text = str(found)
    except ValueError:  # a whole number of more digits than Python writes
        return "..."
    return text if len(text) <= 60 else text[:57] + "..."
