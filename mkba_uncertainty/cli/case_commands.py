"""Commands about the case itself: which there are, whether one is sound, whether it gives the published figures."""

from __future__ import annotations

import typer

from mkba_uncertainty.cli.options import CaseArgument, OutputOptions, help_text, options


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (cases, check, reconcile):
        app.command(help=help_text(command.__name__))(command)


@options(OutputOptions)
def cases(*, options: OutputOptions) -> None:
    """List the shipped cases."""
    from mkba_uncertainty.casefile import load_case, shipped_cases
    from mkba_uncertainty.report.screen.case_tables import cases_view

    found = [load_case(name) for name in shipped_cases()]
    options.answer(
        lambda: {
            "cases": [
                {
                    "name": case.name,
                    "title": case.title[options.lang.value],
                    "estimates": len(case.estimates),
                    "posts": len(case.posts),
                }
                for case in found
            ]
        },
        lambda lang: cases_view(found, lang),
    )


@options(OutputOptions)
def check(case: CaseArgument, *, options: OutputOptions) -> None:
    """Say whether a case file is sound."""
    from mkba_uncertainty.analysis.answer.soundness import soundness
    from mkba_uncertainty.report.screen.case_tables import soundness_view

    result = soundness(case)
    options.answer(lambda: result.to_dict(options.lang.value), lambda lang: soundness_view(result, lang))
    if not result.ok:
        if options.quiet and not options.as_json:
            typer.echo("\n".join(error.text(options.lang.value) for error in result.errors), err=True)
        raise typer.Exit(2)


@options(OutputOptions)
def reconcile(case: CaseArgument, *, options: OutputOptions) -> None:
    """Compare the model with the published figures."""
    from mkba_uncertainty.analysis.published import reconciliation
    from mkba_uncertainty.casefile import load_case
    from mkba_uncertainty.report.screen.case_tables import reconciliation_view

    result = reconciliation(load_case(case))
    options.answer(lambda: result.to_dict(options.lang.value), lambda lang: reconciliation_view(result, lang))
