"""Many at once: the cases in a folder, and one programme in many places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from mkba_uncertainty.cli.options import LongOptions, RunOptions, options
from mkba_uncertainty.cli.session import help_text, metavar, option
from mkba_uncertainty.errors import InputError, own_pip


class TableFormat(StrEnum):
    """What a table can be written as."""

    csv = "csv"
    parquet = "parquet"


@dataclass(frozen=True, kw_only=True)
class BatchOptions(LongOptions):
    """How to run many cases: scenarios each by itself, beside the case as it is."""

    scenario: Annotated[list[str], option("batch_scenario", value="name")] = ()  # type: ignore[assignment]
    table_format: Annotated[TableFormat, option("batch_format", "--format")] = TableFormat.csv

    @property
    def tables_as(self) -> str:
        """What tables are written as."""
        return self.table_format.value


@options(BatchOptions)
def batch(
    folder: Annotated[Path, typer.Argument(metavar=metavar("folder"), help=help_text("batch_folder"))],
    alternative: Annotated[list[str], option("batch_alternative", "--alternative", value="name")] = [],  # noqa: B006 (read only; a tuple makes the command line expect two names)
    detail: Annotated[bool, option("batch_detail", "--detail")] = False,
    *,
    options: BatchOptions,
) -> None:
    """Say of all cases in a folder how sure each is."""
    from mkba_uncertainty.analysis.side_by_side.batch import batch
    from mkba_uncertainty.casefile import case_files
    from mkba_uncertainty.report.screen.view import view

    if options.out is not None and options.out.resolve().is_relative_to(folder.resolve()):
        raise InputError("batch_out_inside", key="--out", found=str(options.out), folder=str(folder))
    if options.table_format is TableFormat.parquet and find_spec("pyarrow") is None:
        raise InputError("no_pyarrow", key="--format", found=options.tables_as, pip=own_pip())
    files = case_files(folder)
    with options.stepping(len(files.cases), "progress.batch") as step, options.executor() as executor:
        result = batch(
            files,
            alternatives=alternative,
            scenarios=options.scenario,
            dependence=options.dependence,
            draws=options.draws,
            replicates=options.replicates,
            rng=options.seed,
            executor=executor,
            step=step,
        )
    options.write(result, "batch")
    options.answer(result.to_dict, lambda lang: view(result, lang, detail=detail))
    if result.faults:
        faults = (fault.text(options.lang.value) for each in result.faults.values() for fault in each)
        typer.echo("\n".join(faults), err=True)
        raise typer.Exit(2)


@dataclass(frozen=True, kw_only=True)
class PortfolioOptions(LongOptions, RunOptions):
    """How to run one programme in many places."""


@options(PortfolioOptions)
def portfolio(
    file: Annotated[Path, typer.Argument(metavar=metavar("case_file"), help=help_text("portfolio_file"))],
    outcome: Annotated[str | None, option("portfolio_outcome", "--outcome", value="name")] = None,
    detail: Annotated[bool, option("portfolio_detail", "--detail")] = False,
    *,
    options: PortfolioOptions,
) -> None:
    """Say how sure one programme in many places is."""
    from mkba_uncertainty.analysis.portfolio.total import portfolio
    from mkba_uncertainty.casefile.programme import load_programme
    from mkba_uncertainty.design import Design
    from mkba_uncertainty.report.screen.view import view

    programme = load_programme(file)
    steps = len(Design(options.draws, options.replicates, options.seed).batches()) * len(programme.sites)
    asked = {"outcome": outcome, **options.under()}
    if options.dask is None and options.resume is None:
        with options.stepping(steps, "progress.portfolio") as step:
            size: dict[str, Any] = {"draws": options.draws, "replicates": options.replicates, "rng": options.seed}
            result = portfolio(programme, **asked, **size, step=step)
    else:
        with options.design() as design:
            result = portfolio(programme, **asked, **design)
    options.write(result, "portfolio", worth_knowing=result.knowledge)
    options.answer(result.to_dict, lambda lang: view(result, lang, detail=detail))
