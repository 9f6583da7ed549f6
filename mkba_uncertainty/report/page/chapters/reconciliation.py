"""Section 7 of the page: what was published beside what the model gives, and the publication's own contradictions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from mkba_uncertainty.analysis.published import ClaimCheck, LineCheck, Reconciliation
from mkba_uncertainty.case import RATIOS, Case, Remark
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.page.chapters.estimates import cited
from mkba_uncertainty.report.page.chapters.posts import whole_euros
from mkba_uncertainty.report.page.markup import render, written
from mkba_uncertainty.report.page.page_tables import PageTable, Row
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import LANGUAGES, Text, both
from mkba_uncertainty.texts.figures import exact, money, ratio, share

CLOSE = 0.01
"""A line that differs by less than this is called close."""

VERDICTS = {True: "yes", False: "no", None: "unknown"}
SIGNS = {-1: "negative", 0: "zero", 1: "positive"}


def reconciliation_section(analyses: Analyses) -> Section:
    """Make the section."""
    result = analyses.reconciliation
    html = render(
        "reconciliation.html.j2",
        lead=lead(result),
        implied=sum(one.basis == "implied" for one in result.case.estimates.values()),
        updated=Text(*(", ".join(f"‘{one.label[lang]}’" for one in result.updated) for lang in LANGUAGES)),
        lines=_lines(result) if result.lines else None,
        claims=[_claim(result.case, check) for check in result.claims],
        findings=remarks(result.case, result.findings),
    )
    return Section("reconciliation", both("reconciliation.title"), html)


def lead(result: Reconciliation) -> list[Text]:
    """Say how close the model comes to the published table, and how many claims it gives."""
    sentences = []
    compared = [line for line in result.lines if line.relative is not None]
    if compared:
        furthest = max(compared, key=lambda line: abs(line.relative or 0.0))
        close = sum(abs(line.relative or 0.0) < CLOSE for line in compared)
        sentences.append(
            both("reconciliation.lead.line", label=furthest.label, furthest=_relative(furthest))
            if len(compared) == 1
            else both(
                "reconciliation.lead.lines",
                close=close,
                count=len(compared),
                within=written(share, exact(CLOSE)),
                label=furthest.label,
                furthest=_relative(furthest),
            )
        )
    else:
        sentences.append(both("reconciliation.lead.no_lines"))
    if result.claims:
        sentences.append(claims_lead(Counter(VERDICTS[check.reproduced] for check in result.claims)))
    return sentences


def claims_lead(found: Counter[str]) -> Text:
    """Say how many claims the model gives, without what is nil."""
    count, most = found.total(), max(found, key=lambda verdict: found[verdict])
    if count == 1:
        return both(f"reconciliation.lead.claim.{most}")
    if found[most] == count:
        return both(f"reconciliation.lead.claims.all.{most}", count=count)
    first = both(f"reconciliation.lead.claims.{'some' if found['yes'] else 'none'}", count=count, yes=found["yes"])
    parts = [first]
    if found["yes"] and found["no"]:
        parts.append(both("reconciliation.lead.claims.no", no=found["no"]))
    if found["unknown"]:
        number_of = "one" if found["unknown"] == 1 else "more"
        parts.append(both(f"reconciliation.lead.claims.unknown.{number_of}", unknown=found["unknown"]))
    return Text(*("".join(part[lang] for part in parts) + "." for lang in LANGUAGES))


def _lines(result: Reconciliation) -> Markup:
    lines = result.case.lines
    rows = [
        Row(
            (line.label, whole_euros(line.published), whole_euros(line.computed), _difference(line), _relative(line)),
            depth=1 if line.id in lines and lines[line.id].parent else 0,
            bold=line.id not in lines,
        )
        for line in result.lines
    ]
    columns = [both(f"reconciliation.{name}") for name in ("line", "published", "computed", "difference", "relative")]
    return PageTable(both("reconciliation.lines"), columns, rows).html()


def _difference(line: LineCheck) -> Text:
    return whole_euros(line.difference)


def _relative(line: LineCheck) -> Text:
    return Text("", "") if line.relative is None else written(share, exact(line.relative))


@dataclass(frozen=True)
class ClaimRecord:
    """A row of the table of claims."""

    check: ClaimCheck
    published: Text
    computed: Text
    verdict: str
    source: Text


def _claim(case: Case, check: ClaimCheck) -> ClaimRecord:
    published, computed = (_claimed(check, value) for value in (check.claim.published, check.computed))
    return ClaimRecord(check, published, computed, VERDICTS[check.reproduced], cited(case, check.claim.source))


def _claimed(check: ClaimCheck, value: float | None) -> Text:
    if value is None:
        return Text("", "")
    if check.claim.measure == "sign":
        return both(f"reconciliation.sign.{SIGNS[int(value)]}")
    if check.claim.measure == "ratio" or check.claim.outcome in (None, *RATIOS):
        return written(ratio, value)
    return written(money, exact(value))


def remarks(case: Case, found: tuple[Remark, ...]) -> list[tuple[Text, Text | None]]:
    """Give texts with where they come from."""
    return [(remark.text, cited(case, remark.source) if remark.source else None) for remark in found]
