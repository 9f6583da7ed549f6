"""Section 3 of the page: which estimates carry the uncertainty, swing the answer, and flip the verdict; and what if."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from mkba_uncertainty.analysis.side_by_side.contrast import Contrast, Contrasts
from mkba_uncertainty.model import CaseModel
from mkba_uncertainty.plotting.parts import HIGH, LOW, MEDIAN
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.page.blocks import block, chapter, part
from mkba_uncertainty.report.page.markup import unbroken, written
from mkba_uncertainty.report.page.page_tables import page_table
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import LANGUAGES, Text, both
from mkba_uncertainty.texts.figures import money


def drivers_section(analyses: Analyses) -> Section:
    """Make the section."""
    return Section("drivers", both("drivers.title"), chapter(_lead(analyses), _blocks(analyses)))


def _blocks(analyses: Analyses) -> Iterator[Markup]:
    results = analyses.results("drivers")
    contrasts: Any = results.pop("whatif", None)
    yield from map(part, results.values())
    if contrasts is not None:
        heading = _contrasts_heading(contrasts)
        paragraphs = [both("drivers.whatif.without")] if analyses.model.scenarios else []
        yield block(heading, contrasts, page_table(contrasts.table), said=(2, 3, 1), paragraphs=paragraphs)


def _lead(analyses: Analyses) -> list[Text]:
    if analyses.model.evidence:
        return [both("drivers.lead.observed", observed=_observed(analyses.model))]
    results = analyses.results("drivers")
    results.pop("whatif", None)
    said = [unbroken(sentence) for result in results.values() for sentence in result.gist()]
    return said or [both("chapter.certain")]


def _observed(model: CaseModel) -> Text:
    """Name the estimates whose data have moved others along."""
    labels = [model.case.estimates[name].label for block in model.evidence for name in block.observed_names]
    return Text(*(", ".join(f"‘{label[lang]}’" for label in labels) for lang in LANGUAGES))


def _contrasts_heading(result: Contrasts) -> Text:
    contrasts = list(result.contrasts.values())
    claimed = [one for one in contrasts if one.published is not None]
    if not claimed:
        largest = max(contrasts, key=lambda one: abs(one.quantiles[MEDIAN].value))
        return both("drivers.whatif.most", label=largest.label, change=written(money, largest.quantiles[MEDIAN]))
    inside = sum(_holds(one) for one in claimed)
    return both(
        "drivers.whatif.all" if inside == len(claimed) else "drivers.whatif.some", count=len(claimed), inside=inside
    )


def _holds(one: Contrast) -> bool:
    assert one.published is not None
    return one.quantiles[LOW].value <= one.published <= one.quantiles[HIGH].value
