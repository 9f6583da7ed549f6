"""Section 7 of the page: what was published beside what the model gives, and the publication's own contradictions."""

from __future__ import annotations

from mkba_uncertainty.case import Case, Remark
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.frame.markup import render, unbroken
from mkba_uncertainty.report.page.chapters.estimates import cited
from mkba_uncertainty.report.page.page_table import page_table
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import Text, both


def reconciliation_section(analyses: Analyses) -> Section:
    """Make the section."""
    result = analyses.reconciliation
    alone = result.audit is not None and not (result.lines or result.claims or result.findings)
    claims = page_table(result.claims_table, per=result.per)
    html = render(
        "reconciliation.html.j2",
        lead=[unbroken(sentence) for sentence in result.lead()],
        explained=not alone,
        notes=result.notes(),
        implied=sum(one.basis == "implied" for one in result.case.estimates.values()),
        lines=page_table(result.table, per=result.per).html() if result.lines else None,
        claims=claims,
        checks=[
            (check.verdict, row.cells, cited(result.case, check.claim.source))
            for check, row in zip(result.claims, claims.rows, strict=True)
        ],
        findings=remarks(result.case, result.findings),
    )
    return Section("reconciliation", both("reconciliation.title.workbook" if alone else "reconciliation.title"), html)


def remarks(case: Case, found: tuple[Remark, ...]) -> list[tuple[Text, Text | None]]:
    """Give texts with where they come from."""
    return [(remark.text, cited(case, remark.source) if remark.source else None) for remark in found]
