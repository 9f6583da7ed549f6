"""The look of tables on the screen."""

from __future__ import annotations

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from mkba_uncertainty.texts import say


def heading(text: str) -> Padding:
    """Make a title."""
    return Padding(Styled(text, style="bold"), (1, 2))


def table(lang: str, *columns: str, texts: tuple[int, ...] = (0,)) -> Table:
    """Make an empty table; ``columns`` are keys of texts, ``texts`` the places of those with words, not figures."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=True, header_style="bold")
    for place, column in enumerate(columns):
        if place in texts:
            made.add_column(say(column, lang), overflow="fold", min_width=12)
        else:
            made.add_column(say(column, lang), justify="right", no_wrap=True)
    return made
