"""On which line of a TOML text does a key stand? An index for error messages: it validates nothing.

It reads what ``tomllib`` reads (and, to name a duplicate key, also what ``tomllib`` refuses), so it never raises.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field

Path = tuple[str | int, ...]

_DEEPEST = 10
"""Deeper than any key of a case; keys of a million parts then cost no more than others."""

_WORDS = (
    r'"""(?:\\.|[^\\])*?"""'  # strings of more lines come first: their brackets and signs mean nothing
    r"|'{3}.*?'{3}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
)
"""Strings and comments."""

_TOKEN = re.compile(rf"""{_WORDS}|\n|[\[\]{{}}=,.]|[^\s"'\[\]{{}}=,.\#]+""", re.DOTALL)
_THOUSANDS = re.compile(r"(?<![\w.+-])[1-9]\d{0,2}\.\d\d0(?![\w.])")


def thousands_points(text: str) -> list[tuple[int, str]]:
    """Give the line and text of numbers such as ``210.000``: to TOML that is 210, to a Dutch reader 210 thousand."""
    bare = re.sub(_WORDS, lambda words: "\n" * words[0].count("\n"), text, flags=re.DOTALL)
    return [(bare.count("\n", 0, found.start()) + 1, found[0]) for found in _THOUSANDS.finditer(bare)]


@dataclass(frozen=True)
class Repeated:
    """A key or table that stands in the file twice."""

    path: Path
    first: int
    again: int


@dataclass
class _Frame:
    """An array or inline table that is still open, or the statement level of the file."""

    path: Path
    kind: str
    item: int = 0
    parts: list[str] = field(default_factory=list)
    in_value: bool = False

    def child(self) -> Path:
        """Name the value that is being read."""
        own = [self.item] if self.kind == "array" else self.parts[:_DEEPEST]
        return (*self.path, *own)[:_DEEPEST]


class LineIndex:
    """The line of each key, table and array item of a TOML text.

    Parameters
    ----------
    text : str
        The text of the file.
    """

    def __init__(self, text: str) -> None:
        self.repeated: list[Repeated] = []
        self._lines: dict[Path, int] = {}
        self._defined: dict[Path, int] = {}
        self._array_sizes: dict[Path, int] = {}
        self._read(text)

    def __contains__(self, path: object) -> bool:
        """Say whether a key stands in the file."""
        return path in self._lines

    def line_of(self, path: Path) -> int | None:
        """Give the line (from 1) of a key, or of the nearest table around it that stands in the file."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                return self._lines[path[:length]]
        return None

    def _define(self, path: Path, line: int) -> None:
        for length in range(1, len(path)):
            self._lines.setdefault(path[:length], line)
        if path in self._defined and len(path) < _DEEPEST:
            self.repeated.append(Repeated(path, self._defined[path], line))
        else:
            self._defined[path] = self._lines[path] = line

    def _header(self, parts: list[str], *, of_array: bool) -> Path:
        """Resolve a table header: within an array of tables, the last of its tables is meant."""
        path: Path = ()
        parts = parts[:_DEEPEST]
        for part in parts[:-1] if of_array else parts:
            path = (*path, part)
            if path in self._array_sizes:
                path = (*path, self._array_sizes[path] - 1)
        if of_array and parts:
            path = (*path, parts[-1])
            self._array_sizes[path] = self._array_sizes.get(path, 0) + 1
            path = (*path, self._array_sizes[path] - 1)
        return path

    def _read(self, text: str) -> None:
        stack = [_Frame((), "top")]
        header = 0  # 1 within [table], 2 within [[array of tables]]
        next_line = 1
        for match in _TOKEN.finditer(text):
            token, line = match.group(), next_line
            next_line += token.count("\n")
            frame = stack[-1]
            if token.startswith("#"):
                continue
            if token == "\n":
                if frame.kind == "top":
                    frame.parts, frame.in_value, header = [], False, 0
            elif header:
                if token == "[":
                    header = 2
                elif token == "]":
                    frame.path = self._header(frame.parts, of_array=header == 2)
                    self._define(frame.path, line)
                    frame.parts, frame.in_value, header = [], True, 0
                elif token != ".":
                    frame.parts.append(_plain(token))
            elif frame.kind == "top" and token == "[" and not frame.in_value and not frame.parts:
                header = 1
            elif frame.kind == "array" or frame.in_value:
                self._value(stack, token, line)
            elif token == "=":
                self._define(frame.child(), line)
                frame.in_value = True
            elif token in "]}" and frame.kind != "top":
                stack.pop()
            elif token == ",":
                frame.parts = []
            elif token != ".":
                frame.parts.append(_plain(token))

    def _value(self, stack: list[_Frame], token: str, line: int) -> None:
        frame = stack[-1]
        if token in "]}":
            if frame.kind != "top":
                stack.pop()
        elif token == "," and frame.kind != "top":
            frame.item += 1
            frame.parts, frame.in_value = [], False
        else:
            self._lines.setdefault(frame.child(), line)
            if token in "[{":
                stack.append(_Frame(frame.child(), "array" if token == "[" else "inline"))


def _plain(token: str) -> str:
    """Undo the quotes of a key."""
    if token[0] not in "\"'":
        return token
    try:
        return next(iter(tomllib.loads(f"{token} = 0")))
    except (tomllib.TOMLDecodeError, StopIteration):
        return token.strip("\"'")
