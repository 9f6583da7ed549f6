"""Section 5 of the page: what it is worth to know more, and what dependence or the model itself may change."""

from __future__ import annotations

import math
from collections.abc import Iterator

from markupsafe import Markup

from mkba_uncertainty.analysis.information.value import NEXT_TO_NOTHING, ValueOfInformation
from mkba_uncertainty.analysis.side_by_side.dependence import Dependences
from mkba_uncertainty.analysis.side_by_side.structure import Structure
from mkba_uncertainty.plotting.parts import MEDIAN
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.page.blocks import block, chapter
from mkba_uncertainty.report.page.markup import unbroken, whole_chance, written
from mkba_uncertainty.report.page.page_tables import PageTable, Row
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import Text, both
from mkba_uncertainty.texts.figures import exact, interval, money, range90, range_text, share


def measure_section(analyses: Analyses) -> Section:
    """Make the section."""
    return Section("measure", both("measure.title"), chapter([_lead(analyses["voi"])], _blocks(analyses)))


def _blocks(analyses: Analyses) -> Iterator[Markup]:
    information, dependences, structure = analyses["voi"], analyses["dependence"], analyses["structure"]
    if information is not None:
        heading = _information_heading(information)
        yield block(heading, information, information_table(information), paragraphs=[unbroken(information.verdict)])
    if dependences is not None:
        yield block(_dependences_heading(dependences), dependences, dependences_table(dependences), said=(1, 2, 3))
    if structure is not None:
        chances = _span([variant.probability for variant in structure.variants.values()])
        weighted = sum(variant.weight > 0 for variant in structure.variants.values())
        heading = both("measure.structure", share=written(share, structure.between_share), count=weighted)
        note = both("measure.structure.range", range=chances)
        yield block(heading, structure, structure_table(structure), said=(1, 2, 3), paragraphs=[note])


def _lead(result: ValueOfInformation | None) -> Text:
    if result is None:
        return both("chapter.certain")
    if result.is_little and 0 <= result.evpi.value < result.evpi.width / 2:
        return both("measure.lead.less", bound=written(_rounded_up, result.evpi.high))
    return both(f"measure.lead.{'little' if result.is_little else 'something'}", evpi=written(money, result.evpi))


def _rounded_up(amount: float, lang: str) -> str:
    """Write an amount, rounded up to one figure: what is below its own error is less than this."""
    scale = 10.0 ** math.floor(math.log10(amount))
    bound = math.ceil(amount / scale) * scale
    return money(exact(bound), lang)


def _information_heading(result: ValueOfInformation) -> Text:
    first = next(iter(result.evppi.values()), None)
    if first is None:  # data have moved every estimate together with others
        return both("measure.caption")
    if first.value.value <= NEXT_TO_NOTHING * result.evpi.value:
        return both("measure.none")
    return both("measure.one", label=first.label, value=written(money, first.value))


def information_table(result: ValueOfInformation) -> PageTable:
    """Give what it is worth to know everything, and each estimate."""
    known = [(both("measure.all"), result.evpi), *((worth.label, worth.value) for worth in result.evppi.values())]
    rows = [
        Row([label, written(money, worth), written(interval, worth)], bold=at == 0)
        for at, (label, worth) in enumerate(known)
    ]
    columns = [both("measure.what"), both("measure.worth"), both("drivers.error")]
    return PageTable(both("measure.caption"), columns, rows)


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
