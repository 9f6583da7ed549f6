"""Section 5 of the page: what it is worth to know more, and what dependence or the model itself may change."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from mkba_uncertainty.analysis.side_by_side.dependence import Dependences
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.page.blocks import block, chapter
from mkba_uncertainty.report.page.markup import unbroken, written
from mkba_uncertainty.report.page.page_tables import page_table
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import Text, both
from mkba_uncertainty.texts.figures import range_text, share


def measure_section(analyses: Analyses) -> Section:
    """Make the section."""
    information = analyses["voi"]
    lead = [both("chapter.certain")] if information is None else [unbroken(said) for said in information.gist()]
    return Section("measure", both("measure.title"), chapter(lead, _blocks(analyses)))


def _blocks(analyses: Analyses) -> Iterator[Markup]:
    information, dependences, structure = analyses["voi"], analyses["dependence"], analyses["structure"]
    if information is not None:
        remarks = [unbroken(said) for said in information.remarks()]
        yield block(unbroken(information.finding()), information, page_table(information.worths), paragraphs=remarks)
    if dependences is not None:
        yield block(_dependences_heading(dependences), dependences, page_table(dependences.table), said=(1, 2, 3))
    if structure is not None:
        chances = _span([variant.probability for variant in structure.variants.values()])
        weighted = sum(variant.weight > 0 for variant in structure.variants.values())
        heading = both("measure.structure", share=written(share, structure.between_share), count=weighted)
        note = both("measure.structure.range", range=chances)
        yield block(heading, structure, page_table(structure.table), said=(3, 4, 5), paragraphs=[note])


def _span(chances: list[Measured]) -> Text:
    low, high = (pick(chances, key=lambda one: one.value) for pick in (min, max))
    return written(range_text, low.value, high.value, kind="chance")


def _dependences_heading(result: Dependences) -> Text:
    chances = [variant.probability for variant in result.variants.values()]
    if len({one.value for one in chances}) == 1:
        return both("measure.dependence.same")
    return both("measure.dependence", range=_span(chances))
