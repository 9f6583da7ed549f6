"""What ``mkba cases``, ``check`` and ``reconcile`` show on a screen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from mkba_uncertainty.analysis.answer.soundness import Soundness
from mkba_uncertainty.analysis.published import ClaimCheck, Reconciliation
from mkba_uncertainty.case import RATIOS, Case, Remark
from mkba_uncertainty.report.screen.layout import heading, table
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import count, exact, money, ratio, share


def cases_view(cases: Sequence[Case], lang: str) -> Table:
    """List cases."""
    made = table(lang, "table.name", "table.title", "table.estimates", "table.posts", texts=(0, 1))
    for case in cases:
        made.add_row(case.name, case.title[lang], str(len(case.estimates)), str(len(case.posts)))
    return made


def soundness_view(result: Soundness, lang: str) -> RenderableType:
    """Show what is wrong, or that nothing is."""
    lines = [Styled(error.text(lang)) for error in result.errors]
    if result.case is not None and result.ok:
        sizes = {"estimates": len(result.case.estimates), "posts": len(result.case.posts)}
        lines.append(Styled(say("check.sound", lang, file=result.file, **sizes)))
    lines += [Styled(say("check.warning", lang, warning=warning[lang])) for warning in result.warnings]
    return Group(*lines)


def reconciliation_view(result: Reconciliation, lang: str) -> RenderableType:
    """Show lines, claims and findings."""
    lines = table(lang, "table.line", "table.published", "table.computed", "table.difference")
    for line in result.lines:
        relative = "" if line.relative is None else share(exact(line.relative), lang)
        figures = (f"€ {count(round(value), lang)}" for value in (line.published, line.computed))
        lines.add_row(line.label[lang], *figures, relative)
    claims = table(
        lang, "table.claim", "table.published", "table.computed", "table.reproduced", "table.note", texts=(0, 4)
    )
    for check in result.claims:
        claims.add_row(
            check.claim.label[lang],
            *(_claimed(check, value, lang) for value in (check.claim.published, check.computed)),
            say({True: "table.yes", False: "table.no", None: "table.unknown"}[check.reproduced], lang),
            check.claim.note[lang] if check.claim.note else "",
        )
    remarks = {
        "table.finding": result.findings,
        "table.not_valued": result.case.not_valued,
        "table.overlap": result.case.overlaps,
    }
    updated = ", ".join(f"‘{one.label[lang]}’" for one in result.updated)
    said = say("reconciliation.updated", lang, labels=updated)
    return Group(
        heading(say("reconcile.title", lang, title=result.case.title[lang])),
        lines,
        claims,
        *([Padding(Styled(said, style="dim"), (0, 2))] if updated else []),
        *(part for key, texts in remarks.items() if texts for part in _remarks(say(key, lang), texts, lang)),
    )


def _remarks(title: str, remarks: Sequence[Remark], lang: str) -> tuple[RenderableType, RenderableType]:
    made = Table.grid(padding=(0, 2))
    for remark in remarks:
        made.add_row("•", remark.text[lang])
    return heading(title), Padding(made, (0, 2))


def _claimed(check: ClaimCheck, value: float | None, lang: str) -> str:
    if value is None:
        return ""
    if check.claim.measure == "sign":
        return {-1: "−", 0: "0", 1: "+"}[int(value)]
    if check.claim.measure == "ratio" or check.claim.outcome in (None, *RATIOS):
        return ratio(value, lang)
    return money(value, lang)
