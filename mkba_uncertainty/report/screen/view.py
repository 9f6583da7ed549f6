"""Any result in a terminal: its heading, what it says, its tables, and how to read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType

from mkba_uncertainty.report.screen.layout import Fitted, fitted, heading, prose
from mkba_uncertainty.table import Column, Laid, Table
from mkba_uncertainty.texts import Text, with_per

INDENT = "  "


def view(
    result: Laid, lang: str, *, title: Text | None = None, detail: bool = False, more: Sequence[Laid] = ()
) -> RenderableType:
    """Show a result.

    Parameters
    ----------
    result : Laid
    lang : {"nl", "en"}
    title : Text, optional
        Another heading than its own.
    detail : bool
        All tables that it has, instead of those that most people ask for.
    more : sequence of Laid
        Others, of which tables and notes come behind its own.
    """
    tables = [*result.shown(detail=detail), *(table for other in more for table in other.shown())]
    notes = [*(note for each in (result, *more) for note in each.notes()), *result.origin()]
    return Group(
        heading(with_per(title or result.title(), result.per)[lang]),
        *(prose(warning[lang], "bold red") for warning in result.warnings),
        *(prose(sentence[lang]) for sentence in result.lead()),
        *(screen_table(table, lang) for table in tables),
        *([footer(notes, lang)] if notes else []),
    )


def screen_table(laid: Table, lang: str) -> Fitted:
    """Show a table as far as a terminal has room for it."""
    below = [column for column in laid.shown if isinstance(column, Column) and column.below]
    laid = laid.on_screen()
    words = tuple(place for place, column in enumerate(laid.shown) if place == 0 or column.kind in ("text", "family"))
    made = fitted(laid.headings(lang), words)
    for row, (name, *cells) in zip(laid.rows, laid.texts(lang), strict=True):
        style = "bold" if row.bold else None
        note = " ".join(column.text(row, lang) for column in below)
        made.add_row(INDENT * row.depth + name, *cells, note=note, style=style, end_section=not row.data)
    return made


def footer(notes: Iterable[Text], lang: str) -> RenderableType:
    """Say, in small letters, what one should know to read it."""
    return prose(" ".join(note[lang] for note in notes), "dim", below=0)
