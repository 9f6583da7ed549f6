"""Section 5 of the page: what it is worth to know more, and what dependence or the model itself may change."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from mkba_uncertainty.analysis.side_by_side.dependence import Dependences
from mkba_uncertainty.analysis.side_by_side.structure import Structure
from mkba_uncertainty.plotting.parts import MEDIAN
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.page.blocks import block, chapter
from mkba_uncertainty.report.page.markup import unbroken, whole_chance, written
from mkba_uncertainty.report.page.page_tables import PageTable, Row, page_table
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import Text, both
from mkba_uncertainty.texts.figures import money, range90, range_text, share


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
        yield block(_dependences_heading(dependences), dependences, dependences_table(dependences), said=(1, 2, 3))
    if structure is not None:
        chances = _span([variant.probability for variant in structure.variants.values()])
        weighted = sum(variant.weight > 0 for variant in structure.variants.values())
        heading = both("measure.structure", share=written(share, structure.between_share), count=weighted)
        note = both("measure.structure.range", range=chances)
        yield block(heading, structure, structure_table(structure), said=(1, 2, 3), paragraphs=[note])


def _span(chances: list[Measured]) -> Text:
    low, high = (pick(chances, key=lambda one: one.value) for pick in (min, max))
    return written(range_text, low.value, high.value, kind="chance")


def _dependences_heading(result: Dependences) -> Text:
    chances = [variant.probability for variant in result.variants.values()]
    if len({one.value for one in chances}) == 1:
        return both("measure.dependence.same")
    return both("measure.dependence", range=_span(chances))


def dependences_table(result: Dependences) -> PageTable:
    """Give the balance under each variant of dependence."""
    rows = [
        _row(variant.label, variant.probability, variant.quantiles, variant.mean)
        for variant in result.variants.values()
    ]
    return PageTable(both("measure.dependence.caption"), _columns(), rows)


def structure_table(result: Structure) -> PageTable:
    """Give the balance under each variant of the model."""
    rows = [
        _row(variant.label, variant.probability, variant.quantiles, variant.mean)
        for variant in result.variants.values()
    ]
    return PageTable(both("measure.structure.caption"), _columns(), rows)


def _columns() -> list[Text]:
    names = ("measure.variant", "measure.chance", "drivers.whatif.median", "table.range90", "measure.mean")
    return [both(name) for name in names]


def _row(label: Text, probability: Measured, quantiles: dict[float, Measured], mean: Measured) -> Row:
    spread = written(range90, quantiles)
    return Row([label, whole_chance(probability), written(money, quantiles[MEDIAN]), spread, written(money, mean)])
