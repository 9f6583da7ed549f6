"""Commands for a user's own case: start one, take it to Excel and back, set it beside another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from mkba_uncertainty.cli.options import CaseArgument, OutputOptions, RunOptions, case_argument, help_text, options
from mkba_uncertainty.texts import say

Force = Annotated[bool, typer.Option("--force", help=help_text("force"))]
Workbook = Annotated[Path, typer.Argument(metavar="FILE.xlsx", help=help_text("workbook"), show_default=False)]
NewFile = Annotated[Path, typer.Argument(metavar="FILE.toml", help=help_text("new_file"), show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for name, command in (("compare", compare), ("new", new), ("export", export), ("import", import_)):
        app.command(name=name, help=help_text(name))(command)


@options(RunOptions)
def compare(
    first: Annotated[str, case_argument("first")],
    second: Annotated[str, case_argument("second")],
    *,
    options: RunOptions,
) -> None:
    """Set two cases side by side."""
    from mkba_uncertainty.analysis.side_by_side.comparison import compare
    from mkba_uncertainty.casefile import load_case
    from mkba_uncertainty.report.screen.comparison_tables import comparison_view

    cases = [load_case(case) for case in (first, second)]
    with options.design() as design:
        result = compare(cases, scenarios=options.scenario, dependence=options.dependence, **design)
    options.write(result, "compare")
    options.answer(result.to_dict, lambda lang: comparison_view(result, lang))


@options(OutputOptions)
def new(file: NewFile, *, options: OutputOptions) -> None:
    """Write a small case to start from."""
    from mkba_uncertainty.casefile.saving import new_case

    new_case(file, lang=options.lang.value)
    _written(options, "new.written", file=str(file))


@options(OutputOptions)
def export(
    case: CaseArgument,
    file: Workbook,
    results: Annotated[bool, typer.Option("--results", help=help_text("results"))] = False,
    force: Force = False,
    *,
    options: OutputOptions,
) -> None:
    """Write a case as a workbook."""
    from mkba_uncertainty.casefile import load_case
    from mkba_uncertainty.workbook import save_workbook

    read = load_case(case)
    outcomes = None
    if results:
        from mkba_uncertainty.analysis.answer.confidence import confidence
        from mkba_uncertainty.model import build_model

        outcomes = confidence(build_model(read)).to_frame()
    save_workbook(read, file, lang=options.lang.value, results=outcomes, force=force)
    _written(options, "export.written", file=str(file), case=f"{file.stem}.toml")


@options(OutputOptions)
def import_(
    workbook: Workbook,
    file: NewFile,
    force: Force = False,
    *,
    options: OutputOptions,
) -> None:
    """Read a workbook back as a case file."""
    from mkba_uncertainty.casefile.saving import save_case
    from mkba_uncertainty.store import require_new
    from mkba_uncertainty.workbook import load_workbook

    require_new(file, ".toml", force=force)
    case = load_workbook(workbook)
    save_case(case, file)
    _written(options, "import.written", file=str(file), estimates=len(case.estimates), posts=len(case.posts))


def _written(options: OutputOptions, key: str, **facts: Any) -> None:
    """Say what was written, and what to type next."""
    options.answer(lambda: facts, lambda lang: say(key, lang, **facts))
