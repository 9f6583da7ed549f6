"""The sections of the page, in its order; each is made of the analyses, which they share."""

from __future__ import annotations

from collections.abc import Callable

from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.page.chapters.actors import actors_section
from mkba_uncertainty.report.page.chapters.balances import alternatives_section, balances_section
from mkba_uncertainty.report.page.chapters.drivers import drivers_section
from mkba_uncertainty.report.page.chapters.estimates import estimates_section
from mkba_uncertainty.report.page.chapters.limits import limits_section
from mkba_uncertainty.report.page.chapters.measure import measure_section
from mkba_uncertainty.report.page.chapters.method import method_section
from mkba_uncertainty.report.page.chapters.reconciliation import reconciliation_section
from mkba_uncertainty.report.page.chapters.summary import summary_section
from mkba_uncertainty.report.page.explorer import explorer_section
from mkba_uncertainty.report.page.section import Section

__all__ = [
    "CHAPTERS",
    "SUMMARY",
    "Chapter",
    "actors_section",
    "alternatives_section",
    "balances_section",
    "drivers_section",
    "estimates_section",
    "explorer_section",
    "limits_section",
    "measure_section",
    "method_section",
    "reconciliation_section",
    "summary_section",
]

Chapter = Callable[[Analyses], Section | None]

CHAPTERS: tuple[Chapter, ...] = (
    summary_section,
    explorer_section,
    alternatives_section,
    drivers_section,
    actors_section,
    measure_section,
    balances_section,
    estimates_section,
    reconciliation_section,
    limits_section,
    method_section,
)
"""What makes each section. A section with nothing to say for a case says so, or leaves the part out; None for all."""

SUMMARY = CHAPTERS[:1]
"""What fits one screen and one sheet of A4."""
