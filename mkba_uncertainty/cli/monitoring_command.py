"""The command that asks the same question after monitoring data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mkba_uncertainty.cli.options import CaseArgument, RunOptions, help_text, options
from mkba_uncertainty.texts import say


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=help_text("update"))(update)


@options(RunOptions)
def update(
    case: CaseArgument,
    observe: Annotated[
        list[str], typer.Option(metavar="ESTIMATE=OBSERVATION", help=help_text("update_observe"), show_default=False)
    ] = (),  # type: ignore[assignment]
    observations: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help=help_text("update_observations"), show_default=False)
    ] = None,
    date: Annotated[str | None, typer.Option(help=help_text("update_date"), show_default=False)] = None,
    source: Annotated[str | None, typer.Option(help=help_text("update_source"), show_default=False)] = None,
    save: Annotated[
        Path | None, typer.Option(metavar="FILE.toml", help=help_text("update_save"), show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=help_text("force"))] = False,
    *,
    options: RunOptions,
) -> None:
    """Ask the same question after monitoring data."""
    import datetime

    from mkba_uncertainty.analysis.monitoring.observations import parse_observe, read_observations
    from mkba_uncertainty.analysis.monitoring.update import update
    from mkba_uncertainty.casefile import load_case
    from mkba_uncertainty.report.screen.monitoring_tables import update_view

    if save is not None:
        from mkba_uncertainty.casefile.saving import save_case
        from mkba_uncertainty.store import require_new

        require_new(save, ".toml", force=force)
    named = [parse_observe(text) for text in observe] + (read_observations(observations) if observations else [])
    with options.design() as design:
        result = update(
            load_case(case),
            named,
            scenarios=options.scenario,
            dependence=options.dependence,
            date=date or datetime.date.today().isoformat(),
            source=source,
            **design,
        )
    if save is not None and result.case is not None:
        save_case(result.case, save)
    options.write(result, "update")
    options.answer(result.to_dict, lambda lang: update_view(result, lang))
    if save is not None and not (options.quiet or options.as_json):
        typer.echo(say("update.saved", options.lang.value, file=save), err=True)
