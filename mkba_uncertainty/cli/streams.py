"""The streams and the terminal of this process, which may be closed, full, or of no width at all."""

from __future__ import annotations

import io
import os
import re
import sys
from contextlib import suppress
from typing import Any

_OF_STREAM = (os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)
"""How to open what stands in for a closed stream: an answer cannot be written there, messages can, and are lost."""

_SIZE = re.compile(r"[2-9]\d|[1-9]\d{2,3}", re.ASCII)
"""Sizes of a terminal that can be; of any other a table would have no room, or no end."""


class Heedless(io.TextIOWrapper):
    """A stream that goes on where nothing can be written: no message is worth losing an answer."""

    def write(self, text: str) -> int:
        """Write a text, or not."""
        with suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        """Write what is left, or not."""
        with suppress(OSError):
            super().flush()

    def close(self) -> None:
        """Leave what it writes to open: that belongs to another stream, too."""
        self.flush()


def set_up() -> None:
    """Make the streams fit to write on: UTF-8 in whatever locale, what is closed replaced, messages that never fail."""
    for number, flags in enumerate(_OF_STREAM):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, flags)  # it gets the lowest number that is free: else a file of the user would
    words: dict[str, Any] = {"encoding": "utf-8", "errors": "backslashreplace"}
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), **words)
    elif isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(**words)  # euro signs and minus signs, whatever the terminal's own code page
    if sys.stderr is None or isinstance(sys.stderr, io.TextIOWrapper):
        messages = io.FileIO(2, "w", closefd=False) if sys.stderr is None else sys.stderr.buffer
        sys.stderr = Heedless(messages, line_buffering=True, **words)
    for name in ("COLUMNS", "LINES"):
        if not _SIZE.fullmatch(os.environ.get(name, "80")):
            del os.environ[name]


def drop_answer() -> None:
    """Throw away what is left of an answer that cannot be written; at its end Python would try again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
