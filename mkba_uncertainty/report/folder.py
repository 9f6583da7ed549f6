"""The page in a folder, with what it is made of: figures, tables, one workbook, and a manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.case import Case
from mkba_uncertainty.plotting.figures import save_figures
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.page.page import write_page
from mkba_uncertainty.store import write_manifest
from mkba_uncertainty.texts import CATALOGUE, Text, say
from mkba_uncertainty.workbook import is_installed, save_results

if TYPE_CHECKING:
    import pandas as pd

WORKBOOK = "tables.xlsx"
MOST_RESULTS = 8
"""Analyses behind a page, if the case has something for all of them."""

LABELLED = ("estimate", "scenario", "dependence", "variant", "outcome")
"""Columns of names that have a label, the one that tells rows apart first."""


def page_file(case: Case) -> str:
    """Say what the page of a case is called."""
    return f"{case.name}-report.html"


def results_of(analyses: Analyses) -> dict[str, Any]:
    """Give every analysis behind the page, by the command that shows it; but those that the case has nothing for."""
    shares = "shapley" if analyses.model.correlations else "sobol"
    found = {
        "run": analyses.answer,
        shares: analyses.shares,
        "tornado": analyses.tornado,
        "switching": analyses.switching,
        "whatif": analyses.contrasts,
        "voi": analyses.information,
        "dependence": analyses.dependences,
        "structure": analyses.structure,
    }
    return {name: result for name, result in found.items() if result is not None}


def write_folder(
    analyses: Analyses, html: str, folder: Path, *, lang: str, step: Callable[[], None] = lambda: None
) -> None:
    """Write the page and all behind it to an empty folder.

    The workbook is left out where openpyxl, an extra, is not installed.

    Parameters
    ----------
    analyses : Analyses
        Of the page.
    html : str
        The page.
    folder : Path
        Such as :func:`mkba_uncertainty.store.atomic_folder` gives.
    lang : {"nl", "en"}
        Of figures, labels and the workbook.
    step : callable
        Called after each analysis.

    Raises
    ------
    StoreError
        If the folder cannot be written.
    """
    case = analyses.model.case
    write_page(html, folder / page_file(case))
    tables, labels = {}, _labels(analyses)
    for name, result in results_of(analyses).items():
        save_figures(result, folder, lang)
        tables[name] = labelled(result.to_frame(), labels, lang)
        step()
    tables["reconcile"] = analyses.reconciliation.to_frame(lang)
    if case.claims:
        tables["claims"] = analyses.reconciliation.claims_frame(lang)
    for name, frame in tables.items():
        frame.to_csv(folder / f"{name}.csv", index=False)
    made = analyses.answer.provenance
    if is_installed():
        sheets = {say(f"folder.sheet.{name}", lang): in_words(frame, lang) for name, frame in tables.items()}
        title = say("page.title", lang, title=case.title[lang])
        facts = say("folder.facts", lang, file=page_file(case), version=made.version, seed=made.seed, **_size(analyses))
        save_results(sheets, folder / WORKBOOK, notes=[title, "", *facts.split("\n")], lang=lang)
    write_manifest(folder, {"command": "report", "lang": lang, **made.to_dict()})


def _size(analyses: Analyses) -> dict[str, int]:
    return {"draws": analyses.design.draws * analyses.design.replicates, "replicates": analyses.design.replicates}


def _labels(analyses: Analyses) -> dict[str, Mapping[str, Text]]:
    case = analyses.model.case
    return {
        "estimate": {name: estimate.label for name, estimate in case.estimates.items()},
        "scenario": {name: scenario.label for name, scenario in case.scenarios.items()},
        "dependence": {name: variant.label for name, variant in case.dependence.items()},
        "variant": {} if analyses.structure is None else {n: v.label for n, v in analyses.structure.variants.items()},
        "outcome": analyses.answer.labels,
    }


def labelled(frame: pd.DataFrame, labels: Mapping[str, Mapping[str, Text]], lang: str) -> pd.DataFrame:
    """Put a column ``label`` in front of a table of names: what each row is called."""
    column = next((name for name in LABELLED if name in frame), None)
    if column is None or "label" in frame:
        return frame
    known = labels[column]
    frame.insert(0, "label", [known[name][lang] if name in known else "" for name in frame[column]])
    return frame


def in_words(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Give columns the headings that people read: "mean (from)" for ``mean_low``."""
    return frame.set_axis([_heading(str(name), lang) for name in frame.columns], axis=1)


def _heading(name: str, lang: str) -> str:
    if f"column.{name}" in CATALOGUE:
        return say(f"column.{name}", lang)
    for end in ("low", "high"):
        if name.endswith(f"_{end}"):
            return say(f"column.{end}", lang, name=_heading(name.removesuffix(f"_{end}"), lang))
    return name
