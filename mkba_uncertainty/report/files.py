"""The output folder: tables and figures of what a command found, and a manifest; the page with all behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.case import Case
from mkba_uncertainty.plotting import style
from mkba_uncertainty.plotting.figures import figure_files
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.page.chapters import CHAPTERS, Chapter
from mkba_uncertainty.report.page.page import page_of
from mkba_uncertainty.store import atomic_folder, write_csv, write_manifest
from mkba_uncertainty.texts import CATALOGUE, Text, both, say, with_per
from mkba_uncertainty.texts.currencies import say_of
from mkba_uncertainty.workbook import is_installed, results_workbook

if TYPE_CHECKING:
    import pandas as pd

WORKBOOK = "tables.xlsx"

MOST_BOXED = 12
"""Characters that figures cannot show; more of them tell nobody more."""


def page_file(case: Case) -> str:
    """Say what the page of a case is called."""
    return f"{case.name}-report.html"


def summary_file(case: Case) -> str:
    """Say what the summary of a case is called, which is a page of its own."""
    return f"{case.name}-summary.html"


def write_results(
    results: Mapping[str, Any],
    folder: Path,
    *,
    lang: str,
    facts: Mapping[str, Any],
    table_format: str = "csv",
    width: float | None = None,
) -> list[Text]:
    """Write what a command found: of each result its table and its figures; whole or not at all.

    Gives what deserves a look.

    Parameters
    ----------
    results : mapping of name to result
        Each with ``to_frame()``; the first is called as the command is.
    folder : Path
        Files of the same name in it are replaced, others stay; the manifest keeps what it says of these.
    lang : {"nl", "en"}
        Of the figures.
    facts : mapping
        What made them, for the manifest.
    table_format : {"csv", "parquet"}
        Of the tables.
    width : float, optional
        Of the figures, in centimetres.

    Raises
    ------
    StoreError
        If the folder cannot be written.
    """
    with atomic_folder(folder) as scratch:
        lacking = [_write_figures(result, scratch, lang, width) for result in results.values()]
        _write_tables({name: result.to_frame() for name, result in results.items()}, scratch, table_format)
        write_manifest(scratch, {"command": next(iter(results)), "lang": lang, **facts}, into=folder)
    return _boxed(lacking)


def write_report(
    analyses: Analyses,
    folder: Path,
    *,
    lang: str,
    chapters: Iterable[Chapter] = CHAPTERS,
    step: Callable[[], None] = lambda: None,
    width: float | None = None,
) -> list[Text]:
    """Write the page and all behind it; whole or not at all. Gives what deserves a look.

    The workbook is left out where openpyxl, an extra, is not installed.

    Parameters
    ----------
    analyses : Analyses
    folder : Path
        Files of the same name in it are replaced, others stay; the manifest keeps what it says of these.
    lang : {"nl", "en"}
        In which the page opens; of figures, labels and the workbook.
    chapters : iterable of callable
        What makes each section of the page.
    step : callable
        Called after each analysis.
    width : float, optional
        Of the figures in the folder, in centimetres.

    Raises
    ------
    StoreError
        If the folder cannot be written.
    """
    case, tables, lacking = analyses.model.case, {}, []
    with atomic_folder(folder) as scratch:
        html = page_of(analyses, lang=lang, chapters=chapters)
        (scratch / page_file(case)).write_bytes(html.encode())
        for name, result in analyses.results().items():
            lacking.append(_write_figures(result, scratch, lang, width))
            tables[name] = result.to_frame(lang)
            step()
        tables["reconcile"] = analyses.reconciliation.to_frame(lang)
        if case.claims:
            tables["claims"] = analyses.reconciliation.claims_table.to_frame(lang)
        _write_tables(tables, scratch)
        if is_installed():
            (scratch / WORKBOOK).write_bytes(_workbook(analyses, tables, lang))
        made = analyses.answer.provenance.to_dict(lang)
        write_manifest(scratch, {"command": "report", "lang": lang, **made}, into=folder)
    return _boxed(lacking)


def _write_figures(result: Any, folder: Path, lang: str, width: float | None) -> set[str]:
    files, lacking = figure_files(result, lang, width or style.WIDTH)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return lacking


def _boxed(lacking: Iterable[set[str]]) -> list[Text]:
    """Say of which characters figures show a box."""
    found = sorted(set().union(*lacking))
    shown = " ".join(found[:MOST_BOXED]) + (" ..." if len(found) > MOST_BOXED else "")
    return [both("folder.boxes", found=shown)] if found else []


def _write_tables(tables: Mapping[str, pd.DataFrame], folder: Path, table_format: str = "csv") -> None:
    for name, table in tables.items():
        if table_format == "csv":
            write_csv(table, folder / f"{name}.csv")
        else:
            table.to_parquet(folder / f"{name}.parquet", index=False)


def _workbook(analyses: Analyses, tables: Mapping[str, pd.DataFrame], lang: str) -> bytes:
    """Put the tables in one workbook, with the headings that people read."""
    case, design, made = analyses.model.case, analyses.design, analyses.answer.provenance
    sheets = {say(f"folder.sheet.{name}", lang): in_words(table, lang) for name, table in tables.items()}
    facts = say_of(
        case.currency,
        "folder.facts",
        lang,
        file=page_file(case),
        version=made.version,
        seed=made.seed,
        draws=design.draws * design.replicates,
        replicates=design.replicates,
    )
    title = say("page.title", lang, title=with_per(case.title, case.per)[lang])
    return results_workbook(sheets, notes=[title, "", *facts.split("\n")], lang=lang)


def in_words(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Give columns the headings that people read: "mean (from)" for ``mean_low``."""
    return frame.set_axis([_heading(str(name), lang) for name in frame.columns], axis=1)


def _heading(name: str, lang: str) -> str:
    if f"column.{name}" in CATALOGUE:
        return say(f"column.{name}", lang)
    if name.startswith("from_uncertain_"):
        return say("column.from_uncertain", lang, name=_heading(name.removeprefix("from_uncertain_"), lang))
    for end in ("low", "high"):
        if name.endswith(f"_{end}"):
            return say(f"column.{end}", lang, name=_heading(name.removesuffix(f"_{end}"), lang))
    return name
