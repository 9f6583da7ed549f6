"""Commands that allow for dependence, and for doubt about the model itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from mkba_uncertainty.cli.options import CaseArgument, RunOptions, StoppingOptions, help_text, options
from mkba_uncertainty.errors import InputError


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (shapley, structure):
        app.command(help=help_text(command.__name__))(command)


@options(StoppingOptions)
def shapley(
    case: CaseArgument,
    outcome: Annotated[str, typer.Option(metavar="NAME", help=help_text("shapley_outcome"))] = "net_benefit",
    group: Annotated[
        str | None, typer.Option(metavar="role|tag", help=help_text("shapley_group"), show_default=False)
    ] = None,
    indices: Annotated[bool, typer.Option("--indices", help=help_text("shapley_indices"))] = False,
    *,
    options: StoppingOptions,
) -> None:
    """Divide the variance of an outcome over the estimates."""
    from mkba_uncertainty.analysis.variance.dependent_indices import dependent_indices
    from mkba_uncertainty.analysis.variance.shapley import shapley
    from mkba_uncertainty.report.screen.dependence_tables import shapley_view

    if indices and group:
        raise InputError("indices_of_groups", key="indices")
    model = options.model(case)
    with options.design() as design:
        result = shapley(model, outcome=outcome, groups=group, **design, **options.stopping())
        beside = dependent_indices(model, outcome=outcome, **design) if indices else None
    options.write(result, "shapley")
    answer = result.to_dict if beside is None else lambda: {**result.to_dict(), "indices": beside.to_dict()["indices"]}
    options.answer(answer, lambda lang: shapley_view(result, lang, beside))


@options(RunOptions)
def structure(
    case: CaseArgument,
    weight: Annotated[
        list[str], typer.Option(metavar="VARIANT=NUMBER", help=help_text("structure_weight"), show_default=False)
    ] = (),  # type: ignore[assignment]
    *,
    options: RunOptions,
) -> None:
    """Show all variants of the model, and how much of the variance is between them."""
    from mkba_uncertainty.analysis.side_by_side.structure import structure
    from mkba_uncertainty.casefile import load_case
    from mkba_uncertainty.report.screen.dependence_tables import structure_view

    weights = _weights(weight) if weight else None
    with options.design() as design:
        result = structure(
            load_case(case),
            weights=weights,
            scenarios=tuple(options.scenario),
            dependence=options.dependence,
            **design,
        )
    options.write(result, "structure")
    options.answer(result.to_dict, lambda lang: structure_view(result, lang))


def _weights(texts: Sequence[str]) -> dict[str, float]:
    """Read weights, each as ``VARIANT=NUMBER``."""
    weights = {}
    for text in texts:
        name, equals, number = (part.strip() for part in text.partition("="))
        try:
            weights[name] = float(number)
        except ValueError:
            equals = ""
        if not (name and equals):
            raise InputError("weight_form", key="weight", found=text)
    return weights
