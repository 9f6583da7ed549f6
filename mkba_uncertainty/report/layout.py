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


def table(lang: str, *columns: str, last_wraps: bool = False) -> Table:
    """Make an empty table: its first column holds labels, the others figures; ``columns`` are keys of texts."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=True, header_style="bold")
    made.add_column(say(columns[0], lang), overflow="fold", min_width=16)
    for place, column in enumerate(columns[1:], start=2):
        if last_wraps and place == len(columns):
            made.add_column(say(column, lang), overflow="fold")
        else:
            made.add_column(say(column, lang), justify="right", no_wrap=True)
    return made
