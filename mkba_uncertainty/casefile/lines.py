"""On which line of a TOML text does a key stand? An index for error messages: it validates nothing.

It reads what ``tomllib`` reads (and, to name a duplicate key, also what ``tomllib`` refuses), so it never raises.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

KeyPath = tuple[str | int, ...]

_DEEPEST = 10
"""Deeper than any key of a case; keys of a million parts then cost no more than others."""

_WORDS = (
    r'"{3}(?:\\.|[^\\"]|"(?!""))*+(?:"{3,5})?'  # of more lines come first: their brackets and signs mean nothing
    r"|'{3}(?:[^']|'(?!''))*+(?:'{3,5})?"
    r'|"(?:\\.|[^"\\\n])*+"?'
    r"|'[^'\n]*+'?"
    r"|\#[^\n]*"
)
"""Strings and comments. One that is not closed runs on: nothing is read twice, so that no text takes long."""

_TOKEN = re.compile(rf"""{_WORDS}|\n|[\[\]{{}}=,.]|[^\s"'\[\]{{}}=,.\#]+""", re.DOTALL)
_BLANKED = re.compile(_WORDS, re.DOTALL)
_QUOTES = {'"': '""', "'": "''"}
_COMMA = re.compile(r"=\s*([-+]?\d[\d.]*,\d+)")
_THOUSANDS = re.compile(r"(?<![\w.+-])[1-9]\d{0,2}\.\d\d0(?![\w.])")


def thousands_points(text: str) -> list[tuple[int, str]]:
    """Give the line and text of numbers such as ``210.000``: to TOML that is 210, to a Dutch reader 210 thousand."""
    lines = enumerate(without_words(text).split("\n"), 1)
    return [(number, found[0]) for number, line in lines for found in _THOUSANDS.finditer(line)]


def without_words(text: str) -> str:
    """Take out strings and comments, but not the ends of their lines; a string leaves its quotes."""
    return _BLANKED.sub(lambda words: _QUOTES.get(words[0][0], "") + "\n" * words[0].count("\n"), text)


def decimal_comma(line: str) -> str | None:
    """Give the number in a line whose decimals stand behind a comma: ``0,15``; None if there is none."""
    found = _COMMA.search(re.sub(_WORDS, "", line, flags=re.DOTALL))
    return found and found[1]


@dataclass(frozen=True)
class Repeated:
    """A key or table that stands in the file twice."""

    path: KeyPath
    first: int
    again: int


@dataclass
class _Frame:
    """What is being read: the statements of the file, a header, an array, or an inline table."""

    kind: Literal["file", "header", "array", "inline"]
    path: KeyPath = ()
    parts: list[str] = field(default_factory=list)
    item: int = 0
    in_value: bool = False

    @property
    def child(self) -> KeyPath:
        """The value that is being read."""
        own = [self.item] if self.kind == "array" else self.parts[:_DEEPEST]
        return (*self.path, *own)[:_DEEPEST]

    def next_key(self) -> None:
        """Begin a statement, or the next entry of an inline table."""
        self.parts, self.in_value = [], False


class LineIndex:
    """The line of each key, table and array item of a TOML text.

    Parameters
    ----------
    text : str
        The text of the file.
    """

    def __init__(self, text: str) -> None:
        self.repeated: list[Repeated] = []
        self._lines: dict[KeyPath, int] = {}
        self._defined: dict[KeyPath, int] = {}
        self._array_sizes: dict[KeyPath, int] = {}
        self._read(text)

    def __contains__(self, path: object) -> bool:
        """Say whether a key stands in the file."""
        return path in self._lines

    def line_of(self, path: KeyPath) -> int | None:
        """Give the line (from 1) of a key, or of the nearest table around it that stands in the file."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                return self._lines[path[:length]]
        return None

    def _define(self, path: KeyPath, line: int) -> None:
        for length in range(1, len(path)):
            self._lines.setdefault(path[:length], line)
        if path in self._defined and len(path) < _DEEPEST:
            self.repeated.append(Repeated(path, self._defined[path], line))
        else:
            self._defined[path] = self._lines[path] = line

    def _header(self, parts: list[str], *, of_array: bool) -> KeyPath:
        """Resolve a table header: within an array of tables, the last of its tables is meant."""
        path: KeyPath = ()
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
        stack = [_Frame("file")]
        for token, line in _tokens(text):
            frame = stack[-1]
            if frame.kind == "header":
                self._read_header(stack, token, line)
            elif frame.kind == "array" or frame.in_value:
                self._read_value(stack, token, line)
            else:
                self._read_key(stack, token, line)

    def _read_header(self, stack: list[_Frame], token: str, line: int) -> None:
        frame, around = stack[-1], stack[-2]
        if token == "[":  # the second of [[
            frame.item += 1
        elif token == "]":
            around.path = self._header(frame.parts, of_array=frame.item > 0)
            around.in_value = True
            self._define(around.path, line)
            stack.pop()
        elif token == "\n":
            stack.pop()
        elif token != ".":
            frame.parts.append(_unquoted(token))

    def _read_key(self, stack: list[_Frame], token: str, line: int) -> None:
        frame = stack[-1]
        if token == "[" and frame.kind == "file" and not frame.parts:
            stack.append(_Frame("header"))
        elif token == "=":
            self._define(frame.child, line)
            frame.in_value = True
        elif token in "]}" and frame.kind == "inline":
            stack.pop()
        elif token == "," or (token == "\n" and frame.kind == "file"):
            frame.next_key()
        elif token not in ".\n":
            frame.parts.append(_unquoted(token))

    def _read_value(self, stack: list[_Frame], token: str, line: int) -> None:
        frame = stack[-1]
        inside = frame.kind != "file"
        if token == "\n" and not inside:
            frame.next_key()
        elif token in "]}" and inside:
            stack.pop()
        elif token == "," and inside:
            frame.item += 1
            frame.next_key()
        elif token not in "\n]},":
            self._lines.setdefault(frame.child, line)
            if token in "[{":
                stack.append(_Frame("array" if token == "[" else "inline", frame.child))


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """Give strings, words, signs and ends of lines, each with the line where it begins; comments are left out."""
    line = 1
    for match in _TOKEN.finditer(text):
        token = match.group()
        if not token.startswith("#"):
            yield token, line
        line += token.count("\n")


def _unquoted(token: str) -> str:
    """Undo the quotes of a key."""
    if token[0] not in "\"'":
        return token
    try:
        return next(iter(tomllib.loads(f"{token} = 0")))
    except (tomllib.TOMLDecodeError, StopIteration):
        return token.strip("\"'")
