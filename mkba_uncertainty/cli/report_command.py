"""The command that makes the page."""

from __future__ import annotations

from pathlib import Path

import typer

from mkba_uncertainty.cli.options import CaseArgument, RunOptions, help_text, options
from mkba_uncertainty.texts import say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=help_text("report"))(report)


@options(RunOptions)
def report(case: CaseArgument, *, options: RunOptions) -> None:
    """Write one page that answers, and lets people ask."""
    from rich.text import Text

    from mkba_uncertainty.analysis.provenance import provenance
    from mkba_uncertainty.design import Design
    from mkba_uncertainty.report.page import case_page, write_page

    model = options.model(case)
    with options.design() as design:
        html = case_page(model, lang=options.lang.value, **design)
    file = (options.out or Path()) / f"{model.case.name}-report.html"
    write_page(html, file)
    facts = provenance(model, Design(options.draws, options.replicates, options.seed)).to_dict()
    options.answer(
        lambda: {**facts, "file": str(file)},
        lambda lang: Text(say("report.written", lang, file=file), no_wrap=True, overflow="ignore"),
    )
