"""A small case with explanations, to start from."""

from __future__ import annotations

import os
from pathlib import Path

from mkba_uncertainty.casefile.collecting import printable
from mkba_uncertainty.casefile.saving import require_new, write_atomically
from mkba_uncertainty.texts import LANGUAGES

TEMPLATE = Path(__file__).with_name("template.toml")


def new_case(path: str | os.PathLike[str], *, lang: str = "en") -> None:
    """Write a small, complete case with explanations, which runs as it is.

    Parameters
    ----------
    path : str or path
        Ends in ``.toml``, and does not exist.
    lang : {"nl", "en"}
        Language of the explanations; labels are in both.

    Raises
    ------
    InputError
        If the name has another ending, or the file exists.
    StoreError
        If the file cannot be written.
    """
    path = Path(path)
    require_new(path, ".toml")
    write_atomically(path, template_text(printable(path.name), lang).encode())


def template_text(file: str, lang: str) -> str:
    """Give the text of the small case: its comments begin with ``#nl`` or ``#en``, and are about ``file``."""
    lines = []
    for line in TEMPLATE.read_text("utf-8").splitlines():
        own = line.removeprefix(f"#{lang}")
        if own != line:
            lines.append(f"#{own.format(file=file)}")
        elif not line.startswith(tuple(f"#{other}" for other in LANGUAGES)):
            lines.append(line)
    return "\n".join(lines) + "\n"
