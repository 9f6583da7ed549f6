"""Sections of the page that set figures of the headline side by side: alternatives, and which figure is which."""

from __future__ import annotations

from functools import partial

from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.frame.markup import render, unbroken
from mkba_uncertainty.report.page.blocks import part
from mkba_uncertainty.report.page.page_table import PageTable, Row
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import LANGUAGES, Text, both
from mkba_uncertainty.texts.figures import exact, figure, kind_of, median


def alternatives_section(analyses: Analyses) -> Section | None:
    """Make the section on the alternatives of a case, where it has any."""
    beside = analyses["alternatives"]
    return None if beside is None else Section("alternatives", both("alternatives.question"), part(beside))


def balances_section(analyses: Analyses) -> Section | None:
    """Make the section that says which figure of the headline is which, where there is more than one."""
    table = _balances(analyses)
    if table is None:
        return None
    return Section("balances", both("answer.which.caption"), render("balances.html.j2", table=table))


def _balances(analyses: Analyses) -> PageTable | None:
    """Say which figure of the headline is which: its median, which is meant everywhere, and what differs from that."""
    result, tornado = analyses.answer, analyses["tornado"]
    found = result.outcomes[result.headline]
    if tornado is None or found.mean is None or found.point is None:
        return None
    kind, name = kind_of(result.units[result.headline]), result.labels[result.headline]
    figures = {
        "median": partial(median, found.quantiles, kind=kind),
        "mean": partial(figure, found.mean, kind),
        "medians": partial(figure, tornado.base, kind),
        "point": partial(figure, exact(found.point), kind),
        **({} if result.published is None else {"published": partial(figure, exact(result.published), kind)}),
    }
    columns = [both("answer.which"), name, both("answer.which.meaning")]
    rows = [
        Row([both(f"answer.which.{key}"), unbroken(Text(*map(said, LANGUAGES))), both(f"answer.which.{key}.meaning")])
        for key, said in figures.items()
    ]
    return PageTable(both("answer.which.caption"), columns, rows, texts=(0, 2))
