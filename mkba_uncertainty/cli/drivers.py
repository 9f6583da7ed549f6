"""What drives the answer: Sobol' indices, Shapley effects, the tornado, switching values and screening."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from mkba_uncertainty.cli import completion
from mkba_uncertainty.cli.options import CaseArgument, RunOptions, StoppingOptions, case_argument, options
from mkba_uncertainty.cli.session import option
from mkba_uncertainty.errors import InputError


class Mode(StrEnum):
    """Where the others are while one estimate moves."""

    median = "median"
    mean = "mean"


class Group(StrEnum):
    """What makes estimates one factor."""

    role = "role"
    tag = "tag"


OutcomeOption = Annotated[str | None, option("outcome", "--outcome", value="name")]


@options(StoppingOptions)
def sobol(
    case: Annotated[str | None, case_argument("case")] = None,
    outcome: Annotated[list[str], option("outcomes", "--outcome", value="name")] = [],  # noqa: B006 (read only; a tuple makes the command line expect two names)
    second: Annotated[bool, option("pairs", "--second")] = False,
    group: Annotated[Group | None, option("group", "--group")] = None,
    table: Annotated[Path | None, option("sobol_table", value="csv")] = None,
    *,
    options: StoppingOptions,
) -> None:
    """Say which estimates carry the uncertainty."""
    from mkba_uncertainty.report.screen.view import view

    if table is not None:
        from mkba_uncertainty.analysis.variance.draws_file import sobol_of_file

        asked = {"CASE": case, "--second": second, "--group": group, **options.of_a_model()}
        if found := [name for name, value in asked.items() if value]:
            raise InputError("table_beside_case", key="--table", found=", ".join(found))
        result = sobol_of_file(table, outcome)
    elif case is None:
        raise InputError("table_or_case", key="mkba sobol")
    else:
        from mkba_uncertainty.analysis.variance.sobol import sobol as analyse

        model = options.model(case, outcome)
        groups = group.value if group else None
        with options.design() as design:
            result = analyse(
                model, outcomes=outcome or None, second_order=second, groups=groups, **design, **options.stopping()
            )
    options.write(result, "sobol")
    options.answer(result.to_dict, lambda lang: view(result, lang))


@options(StoppingOptions)
def shapley(
    case: CaseArgument,
    outcome: Annotated[str | None, option("shapley_outcome", value="name")] = None,
    group: Annotated[Group | None, option("shapley_group")] = None,
    indices: Annotated[bool, option("shapley_indices", "--indices")] = False,
    *,
    options: StoppingOptions,
) -> None:
    """Divide the variance of an outcome over the estimates."""
    from mkba_uncertainty.analysis.variance.dependent_indices import dependent_indices
    from mkba_uncertainty.analysis.variance.shapley import shapley
    from mkba_uncertainty.report.screen.view import view

    if indices and group:
        raise InputError("indices_of_groups", key="indices")
    model = options.model(case, [outcome] if outcome else [])
    groups = group.value if group else None
    with options.design() as design:
        result = shapley(model, outcome=outcome, groups=groups, **design, **options.stopping())
        if indices:
            result = replace(result, indices=dependent_indices(model, outcome=outcome, **options.grown(design, result)))
    options.write(result, "shapley")
    options.answer(result.to_dict, lambda lang: view(result, lang))


@options(RunOptions)
def tornado(
    case: CaseArgument,
    mode: Annotated[Mode, option("mode")] = Mode.median,
    outcome: Annotated[list[str], option("tornado_outcomes", "--outcome", value="name")] = [],  # noqa: B006 (as above)
    *,
    options: RunOptions,
) -> None:
    """Say what swings the answer."""
    from mkba_uncertainty.analysis.curves.tornado import tornado, tornados
    from mkba_uncertainty.analysis.result import Result
    from mkba_uncertainty.report.screen.view import view

    model = options.model(case, outcome)
    with options.design() as design:
        result: Result = (
            tornado(model, outcome=next(iter(outcome), None), mode=mode.value, **design)
            if len(outcome) < 2
            else tornados(model, outcomes=outcome, mode=mode.value, **design)
        )
    options.write(result, "tornado")
    options.answer(result.to_dict, lambda lang: view(result, lang))


@options(RunOptions)
def switching(case: CaseArgument, outcome: OutcomeOption = None, *, options: RunOptions) -> None:
    """Say where the verdict flips."""
    from mkba_uncertainty.analysis.curves.break_even import break_even
    from mkba_uncertainty.analysis.curves.switching import switching as analyse
    from mkba_uncertainty.report.screen.view import view

    model = options.model(case, [outcome] if outcome else [])
    with options.design() as design:
        result = analyse(model, outcome=outcome, **design)
        pairs = {}
        if options.out is not None and len(model.uncertain) > 1:
            pairs["break_even"] = break_even(model, outcome=outcome, **design)
    options.write(result, "switching", **pairs)
    options.answer(result.to_dict, lambda lang: view(result, lang))


@options(RunOptions)
def table(
    case: CaseArgument,
    vary: Annotated[str, option("table_vary", "--vary", value="name", autocompletion=completion.estimates)],
    by: Annotated[str | None, option("table_by", "--by", value="name", autocompletion=completion.estimates)] = None,
    at: Annotated[str | None, option("table_at", "--at", value="numbers")] = None,
    by_at: Annotated[str | None, option("table_by_at", "--by-at", value="numbers")] = None,
    outcome: Annotated[str | None, option("table_outcome", "--outcome", value="name")] = None,
    what: Annotated[str, option("table_what", "--what", value="text")] = "mean",
    *,
    options: RunOptions,
) -> None:
    """Give an outcome over a grid of one or two inputs."""
    from mkba_uncertainty.analysis.curves.data_table import data_table
    from mkba_uncertainty.report.screen.view import view

    model = options.model(case)
    with options.design() as design:
        result = data_table(model, vary=vary, by=by, at=at, by_at=by_at, outcome=outcome, what=what, **design)
    options.write(result, "table")
    options.answer(result.to_dict, lambda lang: view(result, lang))


@options(RunOptions)
def screen(
    case: CaseArgument,
    outcome: OutcomeOption = None,
    trajectories: Annotated[int, option("trajectories")] = 16,
    group: Annotated[Group | None, option("screen_group", "--group")] = None,
    where: Annotated[str | None, option("where", value="where")] = None,
    *,
    options: RunOptions,
) -> None:
    """Say which estimates can be left out."""
    from mkba_uncertainty.analysis.variance.screening import screening
    from mkba_uncertainty.report.screen.view import view

    model = options.model(case, [outcome] if outcome else [])
    with options.design() as design:
        result = screening(
            model, outcome=outcome, groups=group and group.value, where=where, trajectories=trajectories, **design
        )
    options.write(result, "screen")
    options.answer(result.to_dict, lambda lang: view(result, lang))
