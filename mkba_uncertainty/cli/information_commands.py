"""Commands about what it is worth to know more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from mkba_uncertainty.cli.options import CaseArgument, StoppingOptions, help_text, options

if TYPE_CHECKING:
    from mkba_uncertainty.model import CaseModel

KINDS_OF_GROUPS = ("role", "tag")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(help=help_text("voi"))(voi)


@options(StoppingOptions)
def voi(
    case: CaseArgument,
    choices: Annotated[
        str | None, typer.Option("--options", metavar="NAME,...", help=help_text("voi_options"), show_default=False)
    ] = None,
    perspective: Annotated[str, typer.Option(metavar="society|ACTOR", help=help_text("voi_perspective"))] = "society",
    years: Annotated[float, typer.Option(help=help_text("voi_years"))] = 1.0,
    population: Annotated[float, typer.Option(help=help_text("voi_population"))] = 1.0,
    threshold: Annotated[float, typer.Option(help=help_text("voi_threshold"))] = 0.0,
    group: Annotated[
        list[str], typer.Option(metavar="role|tag|NAME,...", help=help_text("voi_group"), show_default=False)
    ] = (),  # type: ignore[assignment]
    study: Annotated[
        list[str], typer.Option(metavar="ESTIMATE=KIND:N", help=help_text("voi_study"), show_default=False)
    ] = (),  # type: ignore[assignment]
    cost_per_household: Annotated[float, typer.Option(help=help_text("voi_cost"))] = 0.0,
    fixed_cost: Annotated[float, typer.Option(help=help_text("voi_fixed"))] = 0.0,
    *,
    options: StoppingOptions,
) -> None:
    """Say what it is worth to know more."""
    from mkba_uncertainty.analysis.information.study_text import parse_study
    from mkba_uncertainty.analysis.information.value import value_of_information
    from mkba_uncertainty.report.screen.information_tables import voi_view

    studies = [parse_study(text) for text in study]
    model = options.model(case)
    with options.design() as design:
        result = value_of_information(
            model,
            outcome=_outcome(model, perspective),
            options=None if choices is None else [name.strip() for name in choices.split(",")],
            groups=_groups(model, group),
            studies=studies,
            cost_per_household=cost_per_household,
            fixed_cost=fixed_cost,
            threshold=threshold,
            years=years,
            population=population,
            **design,
            **options.stopping(),
        )
    options.write(result, "voi")
    options.answer(result.to_dict, lambda lang: voi_view(result, lang))


def _outcome(model: CaseModel, perspective: str) -> str:
    """Give the outcome that a perspective stands for."""
    from mkba_uncertainty.names import unknown

    if perspective == "society":
        return "net_benefit"
    actor = perspective.removeprefix("actor:")
    if actor not in model.case.actors:
        raise unknown("unknown_perspective", "perspective", actor, model.case.actors)
    return f"actor:{actor}"


def _groups(model: CaseModel, asked: Sequence[str]) -> dict[str, tuple[str, ...]] | None:
    """Give groups by name: all roles or tags, or a list of estimates under its own text."""
    from mkba_uncertainty.analysis.variance.factors import factors_of

    groups: dict[str, tuple[str, ...]] = {}
    for text in asked:
        if text in KINDS_OF_GROUPS:
            found = factors_of(model, text)
            groups |= {name: members for name, members in found.items() if name not in model.inputs}
        else:
            groups[text] = tuple(name.strip() for name in text.split(","))
    return groups or None
