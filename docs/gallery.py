"""The page with all figures: its lines are run, and what they draw stands below them.

A part of the page that draws ends with a call of ``mkba.plot`` or ``plotting.plot_...``, of a result that has a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGE = Path(__file__).with_name("gallery.md")
LINES = re.compile(r"```python\n(.*?)```\n", re.DOTALL)
DRAWN = re.compile(r"(?:mkba\.plot|plotting\.plot_(?P<plot>\w+))\((?P<result>\w+)\)$")


@dataclass(frozen=True)
class Drawn:
    """What a part of the page draws: a plot of a result, by its name, and the lines that make it."""

    plot: str
    result: Any
    lines: str


def drawn(page: str) -> Iterator[Drawn]:
    """Run the lines of the page, from the first to the last."""
    from mkba_uncertainty.plotting.figures import plots_of

    names: dict[str, Any] = {}
    for lines in LINES.findall(page):
        *before, last = lines.strip().splitlines()
        called = DRAWN.search(last)
        exec("\n".join(before if called else [*before, last]), names)
        if called:
            result = names[called["result"]]
            yield Drawn(called["plot"] or next(iter(plots_of(result))), result, lines)


def pictures(page: str) -> Iterator[tuple[str, bytes]]:
    """Give the figures of the page as SVG, by the names of their files."""
    from mkba_uncertainty.plotting.figures import figures, rendered

    for number, part in enumerate(drawn(page), 1):
        yield f"gallery/{number:02}-{part.plot}.svg", rendered(figures(part.result)[part.plot], "svg")


def shown(page: str, plots: list[str]) -> str:
    """Give the page with each picture below the lines that make it."""
    left = iter(plots)

    def below(found: re.Match[str]) -> str:
        called = DRAWN.search(found[1].strip().splitlines()[-1])
        return found[0] + (f"\n![{called[0]}]({next(left)})\n" if called else "")

    return LINES.sub(below, page)
