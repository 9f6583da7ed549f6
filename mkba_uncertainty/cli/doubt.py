"""What more to know: doubt about the model, what it is worth to know more, and what data say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from mkba_uncertainty.cli.options import (
    CaseArgument,
    RunOptions,
    StoppingOptions,
    options,
)
from mkba_uncertainty.cli.session import option
from mkba_uncertainty.errors import InputError

if TYPE_CHECKING:
    from mkba_uncertainty.model import ModelOfCase


@options(RunOptions)
def structure(
    case: CaseArgument,
    weight: Annotated[list[str], option("structure_weight", value="weight")] = (),  # type: ignore[assignment]
    *,
    options: RunOptions,
) -> None:
    """Show all variants of the model, and how much of the variance is between them."""
    from mkba_uncertainty.analysis.side_by_side.structure import parse_weights, structure
    from mkba_uncertainty.casefile import load_case
    from mkba_uncertainty.report.screen.view import view

    with options.design() as design:
        result = structure(
            load_case(case),
            weights=parse_weights(weight) or None,
            **options.under(),
            **design,
        )
    options.write(result, "structure")
    options.answer(result.to_dict, lambda lang: view(result, lang))


@options(StoppingOptions)
def voi(
    case: CaseArgument,
    choices: Annotated[str | None, option("voi_options", "--options", value="names")] = None,
    perspective: Annotated[str, option("voi_perspective", value="perspective")] = "society",
    years: Annotated[float, option("voi_years")] = 1.0,
    population: Annotated[float, option("voi_population")] = 1.0,
    threshold: Annotated[float | None, option("voi_threshold")] = None,
    outcome: Annotated[str | None, option("voi_outcome", "--outcome", value="name")] = None,
    group: Annotated[list[str], option("voi_group", value="groups")] = (),  # type: ignore[assignment]
    study: Annotated[list[str], option("voi_study", value="study")] = (),  # type: ignore[assignment]
    cost_per_household: Annotated[float, option("voi_cost")] = 0.0,
    fixed_cost: Annotated[float, option("voi_fixed")] = 0.0,
    *,
    options: StoppingOptions,
) -> None:
    """Say what it is worth to know more."""
    from mkba_uncertainty.analysis.information.decision import make_decision
    from mkba_uncertainty.analysis.information.study import parse_study
    from mkba_uncertainty.analysis.information.value import value_of_information
    from mkba_uncertainty.analysis.variance.factors import parse_groups
    from mkba_uncertainty.report.screen.view import view

    studies = [parse_study(text) for text in study]
    model = options.model(case, [outcome] if outcome else [])
    chosen = None if choices is None else [name.strip() for name in choices.split(",")]
    with options.design() as design:
        result = value_of_information(
            model,
            outcome=_outcome(model, perspective, outcome),
            options=chosen,
            groups=parse_groups(make_decision(model, options=chosen), group) or None,
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
    options.answer(result.to_dict, lambda lang: view(result, lang))


def _outcome(model: ModelOfCase, perspective: str, outcome: str | None) -> str:
    """Give the outcome that is asked for, or that a perspective stands for."""
    from mkba_uncertainty.names import unknown

    if perspective == "society":
        return outcome or model.headline
    if outcome is not None:
        raise InputError("outcome_and_perspective", key="outcome")
    actor = perspective.removeprefix("actor:")
    if actor not in model.case.actors:
        raise unknown("unknown_perspective", "perspective", actor, model.case.actors)
    return f"actor:{actor}"


@options(RunOptions)
def update(
    case: CaseArgument,
    observe: Annotated[list[str], option("update_observe", value="observe")] = (),  # type: ignore[assignment]
    observations: Annotated[Path | None, option("update_observations", value="csv")] = None,
    date: Annotated[str | None, option("update_date")] = None,
    source: Annotated[str | None, option("update_source")] = None,
    save: Annotated[Path | None, option("update_save", value="case_file")] = None,
    force: Annotated[bool, option("force", "--force")] = False,
    *,
    options: RunOptions,
) -> None:
    """Ask the same question after monitoring data."""
    import datetime

    from mkba_uncertainty.analysis.monitoring.observations import read_observations
    from mkba_uncertainty.analysis.monitoring.update import update
    from mkba_uncertainty.casefile import load_case
    from mkba_uncertainty.families.observation import parse_observe
    from mkba_uncertainty.report.screen.view import view

    if save is not None:
        from mkba_uncertainty.casefile.saving import save_case
        from mkba_uncertainty.store import require_new

        require_new(save, ".toml", force=force)
    named = [parse_observe(text) for text in observe] + (read_observations(observations) if observations else [])
    with options.design() as design:
        result = update(
            load_case(case),
            named,
            **options.under(),
            date=date or datetime.date.today().isoformat(),
            source=source,
            **design,
        )
    if save is not None and result.case is not None:
        save_case(result.case, save)
    options.write(result, "update")
    options.answer(result.to_dict, lambda lang: view(result, lang))
    if save is not None:
        options.tell("update.saved", file=save)
