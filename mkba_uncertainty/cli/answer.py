"""The answer: the page, how sure we are, what if, and whether the model gives the published figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mkba_uncertainty.cli import completion
from mkba_uncertainty.cli.options import (
    AlternativeOption,
    CaseArgument,
    DrawOptions,
    OutputOptions,
    RunOptions,
    StoppingOptions,
    case_argument,
    options,
)
from mkba_uncertainty.cli.session import option
from mkba_uncertainty.errors import InputError, own_pip
from mkba_uncertainty.texts import say

if TYPE_CHECKING:
    from mkba_uncertainty.report.page.chapters import Chapter


@options(RunOptions)
def report(
    case: CaseArgument,
    summary: Annotated[bool, option("summary", "--summary")] = False,
    *,
    options: RunOptions,
) -> None:
    """Write one page that answers, and lets people ask; or of it only the summary."""
    from rich.console import Group
    from rich.text import Text

    from mkba_uncertainty.analysis.questions import asked
    from mkba_uncertainty.design import Design
    from mkba_uncertainty.report.analyses import Analyses
    from mkba_uncertainty.report.files import page_file, summary_file, write_report
    from mkba_uncertainty.report.page.chapters import CHAPTERS, SUMMARY
    from mkba_uncertainty.report.page.page import page_of
    from mkba_uncertainty.store import atomic_file, require_writable
    from mkba_uncertainty.workbook import is_installed

    lang = options.lang.value
    analyses = Analyses(options.model(case), Design(options.draws, options.replicates, options.seed))
    chapters, name = (SUMMARY, summary_file) if summary else (CHAPTERS, page_file)
    file = (options.out or Path()) / name(analyses.model.case)
    if summary or options.out is None:
        require_writable(file)
        with options.stepping(len(chapters), "progress.report") as step:
            atomic_file(file, page_of(analyses, lang=lang, chapters=_stepping(chapters, step)).encode())
    else:
        with options.stepping(len(chapters) + len(asked()), "progress.report") as step:
            begun = _stepping(chapters, step)
            boxed = write_report(analyses, options.out, lang=lang, chapters=begun, step=step, width=options.width)
        options.mind(*boxed)
        if not (is_installed() or options.quiet):
            typer.echo(say("folder.no_workbook", lang, pip=own_pip()), err=True)
    made = analyses.answer.provenance
    options.answer(
        lambda lang: {**made.to_dict(lang), "file": str(file)},
        lambda lang: Group(
            *(f"{one[lang]}\n" for one in analyses.answer.warnings),
            Text(say("report.written", lang, file=file), no_wrap=True, overflow="ignore"),
        ),
    )


def _stepping(chapters: Sequence[Chapter], step: Callable[[], None]) -> Iterator[Chapter]:
    """Give chapters, with a step after each that is made."""
    for chapter in chapters:
        yield chapter
        step()


@options(StoppingOptions)
def run(
    case: CaseArgument,
    detail: Annotated[bool, option("detail", "--detail")] = False,
    outcome: Annotated[list[str], option("run_outcomes", "--outcome", value="name")] = [],  # noqa: B006 (read only; a tuple makes the command line expect two names)
    headlines: Annotated[bool, option("headlines", "--headlines")] = False,
    *,
    options: StoppingOptions,
) -> None:
    """Say how sure we are."""
    from mkba_uncertainty.analysis.answer.confidence import confidence
    from mkba_uncertainty.analysis.side_by_side.alternatives import alternatives
    from mkba_uncertainty.analysis.side_by_side.dependence import dependence
    from mkba_uncertainty.case import BASE
    from mkba_uncertainty.report.screen.view import view

    model = options.model(case, outcome)
    with options.design() as begun:
        names = tuple(dict.fromkeys((*(model.headlines if headlines else model.outcomes), *outcome)))
        result = confidence(model, outcomes=names, **begun, **options.stopping())
        design = options.grown(begun, result)
        whole = {"net_benefit", "bcr"} <= set(model.outcomes)
        beside = alternatives(model, **design) if whole and (model.alternatives or options.as_json) else None
        variants = dependence(model.case, scenarios=model.scenarios, **design)
    result = result.over(variants)
    options.write(result, "run", **({"alternatives": beside} if model.alternatives and beside else {}))
    options.answer(
        lambda lang: {
            **result.to_dict(lang),
            "alternative": model.alternative or BASE,
            **(beside.facts() if beside else {}),
            "dependence_variants": variants.to_dict()["variants"],
        },
        lambda lang: view(
            result, lang, detail=detail, more=[*([beside] if beside else []), *([variants] if model.uncertain else [])]
        ),
    )


@options(RunOptions)
def whatif(case: CaseArgument, *, options: RunOptions) -> None:
    """Show the published sensitivities as full distributions."""
    from dataclasses import replace

    from mkba_uncertainty.analysis.side_by_side.contrast import contrast
    from mkba_uncertainty.report.screen.view import view

    model = replace(options, scenario=[]).model(case)
    with options.design() as design:
        result = contrast(model, scenarios=options.scenario or None, **design)
    options.write(result, "whatif")
    options.answer(result.to_dict, lambda lang: view(result, lang))


@options(OutputOptions)
def reconcile(case: CaseArgument, alternative: AlternativeOption = None, *, options: OutputOptions) -> None:
    """Compare the model with the published figures."""
    from mkba_uncertainty.analysis.published import reconciliation
    from mkba_uncertainty.casefile import load_case
    from mkba_uncertainty.report.screen.view import view

    result = reconciliation(load_case(case), alternative=alternative)
    options.answer(result.to_dict, lambda lang: view(result, lang))


@options(DrawOptions)
def compare(
    first: Annotated[str, case_argument("first")],
    second: Annotated[str | None, case_argument("second")] = None,
    alternative: Annotated[
        list[str],
        option("compare_alternative", "--alternative", value="name", autocompletion=completion.alternatives),
    ] = [],  # noqa: B006 (read only; a tuple makes the command line expect two names)
    *,
    options: DrawOptions,
) -> None:
    """Set two cases, or two alternatives of a case, side by side."""
    from mkba_uncertainty.analysis.side_by_side.comparison import compare
    from mkba_uncertainty.casefile import load_case
    from mkba_uncertainty.report.screen.view import view

    if second is None and len(alternative) < 2:
        raise InputError("compare_one", key="mkba compare", found=first)
    cases = [load_case(case) for case in (first, second or first)]
    with options.design() as design:
        result = compare(
            cases, alternatives=alternative, scenarios=options.scenario, dependence=options.dependence, **design
        )
    options.write(result, "compare")
    options.answer(result.to_dict, lambda lang: view(result, lang))
