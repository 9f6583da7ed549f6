"""A short section of the page: what is not in the balance, and what may be in it twice."""

from __future__ import annotations

from mkba_uncertainty.case import Case, Remark
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.frame.markup import render
from mkba_uncertainty.report.page.chapters.reconciliation import remarks
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import Text, both, joined


def limits_section(analyses: Analyses) -> Section:
    """Make the section."""
    case = analyses.model.case
    html = render(
        "limits.html.j2",
        not_valued=remarks(case, case.not_valued),
        overlaps=[(remark.text, about(case, remark)) for remark in case.overlaps],
    )
    return Section("limits", both("limits.title"), html)


def about(case: Case, remark: Remark) -> Text | None:
    """Name the posts that a remark is about."""
    labels = [case.posts[name].label for name in remark.posts]
    return joined(labels, "; ") if labels else None
