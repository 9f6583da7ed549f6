"""The command that makes the page."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mkba_uncertainty.cli.options import CaseArgument, RunOptions, help_text, options
from mkba_uncertainty.texts import say

if TYPE_CHECKING:
    from mkba_uncertainty.report.page.chapters import Chapter


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=help_text("report"))(report)


@options(RunOptions)
def report(case: CaseArgument, *, options: RunOptions) -> None:
    """Write one page that answers, and lets people ask."""
    from rich.text import Text

    from mkba_uncertainty.design import Design
    from mkba_uncertainty.report.analyses import Analyses
    from mkba_uncertainty.report.folder import MOST_RESULTS, page_file, write_folder
    from mkba_uncertainty.report.page.chapters import CHAPTERS
    from mkba_uncertainty.report.page.page import page_of, write_page
    from mkba_uncertainty.store import atomic_folder
    from mkba_uncertainty.workbook.library import is_installed

    lang = options.lang.value
    analyses = Analyses(options.model(case), Design(options.draws, options.replicates, options.seed))
    file = (options.out or Path()) / page_file(analyses.model.case)
    if options.out is None:
        with _progress(len(CHAPTERS), options) as step:
            write_page(page_of(analyses, lang=lang, chapters=_stepping(CHAPTERS, step)), file)
    else:
        with atomic_folder(options.out) as folder, _progress(len(CHAPTERS) + MOST_RESULTS, options) as step:
            html = page_of(analyses, lang=lang, chapters=_stepping(CHAPTERS, step))
            write_folder(analyses, html, folder, lang=lang, step=step)
        if not (is_installed() or options.quiet):
            typer.echo(say("folder.no_workbook", lang), err=True)
    options.answer(
        lambda: {**analyses.answer.provenance.to_dict(), "file": str(file)},
        lambda lang: Text(say("report.written", lang, file=file), no_wrap=True, overflow="ignore"),
    )


@contextmanager
def _progress(steps: int, options: RunOptions) -> Iterator[Callable[[], None]]:
    """Show a bar where somebody watches; gives what to call after each step."""
    if not sys.stderr.isatty() or options.quiet:
        yield lambda: None
        return
    from mkba_uncertainty.cli.progress import step_bar

    with step_bar(steps, say("progress.report", options.lang.value)) as step:
        yield step


def _stepping(chapters: Sequence[Chapter], step: Callable[[], None]) -> Iterator[Chapter]:
    """Give chapters, with a step after each that is made."""
    for chapter in chapters:
        yield chapter
        step()
