"""Section 5 of the page: what it is worth to know more, and what dependence or the model itself may change."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.frame.markup import unbroken
from mkba_uncertainty.report.page.blocks import chapter, part
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import both


def measure_section(analyses: Analyses) -> Section:
    """Make the section."""
    information = analyses["voi"]
    lead = [both("chapter.certain")] if information is None else [unbroken(said) for said in information.gist()]
    lead += [unbroken(both("measure.stakes", label=label, worth=information.provenance.amount(worth)))
             for label, worth in [*analyses.stakes.values()][:1]]  # fmt: skip
    return Section("measure", both("measure.title"), chapter(lead, _blocks(analyses)))


def _blocks(analyses: Analyses) -> Iterator[Markup]:
    results = (analyses[name] for name in ("voi", "dependence", "structure"))
    return (part(result) for result in results if result is not None)
