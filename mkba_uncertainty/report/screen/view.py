"""Any result in a terminal: its heading, what it says, its tables, and how to read them."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text as Styled

from mkba_uncertainty.analysis.table import Result, Table
from mkba_uncertainty.report.screen.layout import Fitted, fitted, heading
from mkba_uncertainty.texts import Text

INDENT = "  "


def view(result: Result, lang: str, *, detail: bool = False, more: Iterable[Table] = ()) -> RenderableType:
    """Show a result.

    Parameters
    ----------
    result : Result
    lang : {"nl", "en"}
    detail : bool
        All tables that it has, instead of those that most people ask for.
    more : iterable of Table
        Tables of other results, shown behind its own.
    """
    return Group(
        heading(result.title()[lang]),
        *(Padding(Styled(sentence[lang]), (0, 2, 1, 2)) for sentence in result.lead()),
        *(screen_table(each, lang) for each in (*result.shown(detail=detail), *more)),
        footer([*result.notes(), *result.provenance.circumstances(), result.provenance.sampling()], lang),
    )


def screen_table(laid: Table, lang: str) -> Fitted:
    """Show a table as far as a terminal has room for it."""
    laid = laid.on_screen()
    words = tuple(place for place, column in enumerate(laid.shown) if place == 0 or column.kind == "text")
    made = fitted(laid.headings(lang, compact=True), words)
    for row, (name, *cells) in zip(laid.rows, laid.texts(lang, compact=True), strict=True):
        made.add_row(INDENT * row.depth + name, *cells, style="bold" if row.bold else None)
    return made


def footer(notes: Iterable[Text], lang: str) -> Padding:
    """Say, in small letters, what one should know to read it."""
    return Padding(Styled(" ".join(note[lang] for note in notes), style="dim"), (0, 2))
