"""Parts of a section: a heading that answers, the figure that shows it, and the figures in a table below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.report.frame.markup import render, unbroken
from mkba_uncertainty.report.page.figure import shown
from mkba_uncertainty.report.page.page_table import PageTable, page_table
from mkba_uncertainty.report.page.pictures import drawn
from mkba_uncertainty.texts import Text


def part(result: Result, *remarks: Text) -> Markup:
    """Make the part of a result: what it found, ``remarks`` of the page and its own, its figure, and its table."""
    paragraphs = [*remarks, *result.remarks()]
    return block(
        result.finding(), result, page_table(result.pictured, per=result.per), said=result.spoken, paragraphs=paragraphs
    )


def block(
    heading: Text,
    result: Result,
    table: PageTable,
    *,
    figure: str | None = None,
    said: Sequence[int] = (1,),
    paragraphs: Iterable[Text] = (),
) -> Markup:
    """Make a part.

    Parameters
    ----------
    heading : Text
        The answer.
    result : Result
        What the figure shows.
    table : Table
        The same in numbers, for whoever unfolds it.
    figure : str, optional
        Which figure of the result; the first if absent.
    said : sequence of int
        Columns of the table that the figure's text alternative says.
    paragraphs : iterable of Text
        Stand under the heading.
    """
    made = drawn(result, figure, table=table)
    return render(
        "block.html.j2",
        heading=unbroken(heading),
        paragraphs=[unbroken(paragraph) for paragraph in paragraphs],
        made=made,
        figure=shown(made, table.in_words(said), table, result.provenance),
    )


def chapter(lead: Iterable[Text], blocks: Iterable[Markup]) -> Markup:
    """Put parts under the sentence that says what they come to."""
    return render("chapter.html.j2", lead=lead, blocks=blocks)
