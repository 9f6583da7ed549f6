"""Commands that run a case: how sure we are, and what if."""

from __future__ import annotations

from typing import Annotated

import typer

from mkba_uncertainty.cli.options import CaseArgument, RunOptions, StoppingOptions, help_text, options


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (run, whatif):
        app.command(help=help_text(command.__name__))(command)


@options(StoppingOptions)
def run(
    case: CaseArgument,
    detail: Annotated[bool, typer.Option("--detail", help=help_text("detail"))] = False,
    *,
    options: StoppingOptions,
) -> None:
    """Say how sure we are."""
    from mkba_uncertainty.analysis.answer.confidence import confidence
    from mkba_uncertainty.analysis.side_by_side.dependence import dependence
    from mkba_uncertainty.report.screen.dependence_tables import dependence_view
    from mkba_uncertainty.report.screen.run_tables import confidence_view

    model = options.model(case)
    with options.design() as design:
        result = confidence(model, **design, **options.stopping())
        variants = dependence(model.case, scenarios=model.scenarios, **design)
    options.write(result, "run")
    options.answer(
        lambda: {**result.to_dict(), "dependence_variants": variants.to_dict()["variants"]},
        lambda lang: confidence_view(result, lang, detail=detail, more=[dependence_view(variants, lang)]),
    )


@options(RunOptions)
def whatif(case: CaseArgument, *, options: RunOptions) -> None:
    """Show the published sensitivities as full distributions."""
    from dataclasses import replace

    from mkba_uncertainty.analysis.side_by_side.contrast import contrast
    from mkba_uncertainty.report.screen.run_tables import contrasts_view

    model = replace(options, scenario=[]).model(case)
    with options.design() as design:
        result = contrast(model, scenarios=options.scenario or None, **design)
    options.write(result, "whatif")
    options.answer(result.to_dict, lambda lang: contrasts_view(result, lang))
