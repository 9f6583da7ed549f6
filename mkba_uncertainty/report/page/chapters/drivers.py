"""Section 3 of the page: which estimates carry the uncertainty, swing the answer, and flip the verdict; and what if."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from markupsafe import Markup

from mkba_uncertainty.analysis.curves.switching import Switching, SwitchingValue
from mkba_uncertainty.analysis.curves.tornado import Bar, Tornado
from mkba_uncertainty.analysis.side_by_side.contrast import Contrast, Contrasts
from mkba_uncertainty.analysis.variance.shapley import ShapleyResult
from mkba_uncertainty.analysis.variance.sobol import SobolResult
from mkba_uncertainty.model import CaseModel
from mkba_uncertainty.plotting.parts import HIGH, LOW, MEDIAN
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.page.blocks import block, chapter
from mkba_uncertainty.report.page.markup import whole_chance, written
from mkba_uncertainty.report.page.page_tables import PageTable, Row, page_table
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import LANGUAGES, Text, both
from mkba_uncertainty.texts.figures import (
    about,
    estimate_text,
    exact,
    money,
    range90,
    range_text,
    share,
    signed_share,
)

MOST_OF_IT, FEW = 0.5, 5
"""The heading counts the estimates that together carry half of the uncertainty, but no more than so many."""


def drivers_section(analyses: Analyses) -> Section:
    """Make the section."""
    return Section("drivers", both("drivers.title"), chapter(_lead(analyses), _blocks(analyses)))


def _blocks(analyses: Analyses) -> Iterator[Markup]:
    shares, swings, switching, contrasts = (
        analyses.shares,
        analyses["tornado"],
        analyses["switching"],
        analyses["whatif"],
    )
    if shares is not None:
        dependent = [both("drivers.shapley")] if isinstance(shares, ShapleyResult) else []
        said = (1, 3) if isinstance(shares, SobolResult) else (1,)
        yield block(_shares_heading(shares), shares, shares_table(shares), said=said, paragraphs=dependent)
    if swings is not None:
        paragraphs = [_choice(swings.choices[0])] if swings.choices else []
        yield block(_tornado_heading(swings), swings, page_table(swings.table), said=(3, 1, 2), paragraphs=paragraphs)
    if switching is not None:
        yield block(_switching_heading(switching), switching, page_table(switching.table), said=(2, 4, 5))
    if contrasts is not None:
        heading = _contrasts_heading(contrasts)
        paragraphs = [both("drivers.whatif.without")] if analyses.model.scenarios else []
        yield block(heading, contrasts, contrasts_table(contrasts), said=(1, 2, 3), paragraphs=paragraphs)


def _lead(analyses: Analyses) -> list[Text]:
    if analyses.model.evidence:
        return [both("drivers.lead.observed", observed=_observed(analyses.model))]
    if analyses.shares is None or analyses["switching"] is None:
        return [both("chapter.certain")]
    labels, shares = _ranked(analyses.shares)
    name, carried = next(iter(shares.items()))
    return [both("drivers.lead", label=labels[name], share=written(share, carried)), _flips(analyses["switching"])]


def _observed(model: CaseModel) -> Text:
    """Name the estimates whose data have moved others along."""
    labels = [model.case.estimates[name].label for block in model.evidence for name in block.observed_names]
    return Text(*(", ".join(f"‘{label[lang]}’" for label in labels) for lang in LANGUAGES))


def _flips(result: Switching) -> Text:
    crossed = _crossed(result)
    if not crossed:
        return both("drivers.lead.never", side=both(f"drivers.{'positive' if result.mean.value > 0 else 'negative'}"))
    first = crossed[0]
    facts = {"label": first.label, "chance": whole_chance(first.probability_crossed)}
    return both("drivers.lead.flip" if len(crossed) == 1 else "drivers.lead.flips", count=len(crossed), **facts)


def _ranked(result: SobolResult | ShapleyResult) -> tuple[dict[str, Text], dict[str, Measured]]:
    """Give labels, and the share of each estimate, largest first."""
    if isinstance(result, ShapleyResult):
        return result.factor_labels, result.effects
    (found,) = result.outcomes.values()
    shares = {name: index.first_order for name, index in found.indices.items()}
    return result.factor_labels, dict(sorted(shares.items(), key=lambda one: -one[1].value))


def _shares_heading(result: SobolResult | ShapleyResult) -> Text:
    labels, shares = _ranked(result)
    name, first = next(iter(shares.items()))
    sums = list(accumulate(one.value for one in shares.values()))[:FEW]
    count = next((place for place, together in enumerate(sums, 1) if together >= MOST_OF_IT), len(sums))
    if count == 1:
        return both("drivers.one", label=labels[name], share=written(share, first))
    return both("drivers.some", count=count, share=written(share, sums[count - 1]))


def shares_table(result: SobolResult | ShapleyResult) -> PageTable:
    """Give the share of every estimate in the variance."""
    labels, shares = _ranked(result)
    if isinstance(result, ShapleyResult):
        columns = [both("chapter.estimate"), both("drivers.effect"), both("drivers.error")]
        rows = [Row([labels[name], written(share, found), _error(found)]) for name, found in shares.items()]
        return PageTable(both("drivers.shapley.caption"), columns, rows)
    (found,) = result.outcomes.values()
    rows = []
    for name, first in shares.items():
        total = found.indices[name].total_order
        rows.append(Row([labels[name], written(share, first), _error(first), written(share, total), _error(total)]))
    between = found.interactions
    rows.append(Row([both("drivers.interactions"), "", "", written(share, between), _error(between)], bold=True))
    columns = [both("chapter.estimate")]
    for column in ("drivers.first", "drivers.total"):
        columns += [both(column), both("drivers.error")]
    return PageTable(both("drivers.sobol.caption"), columns, rows)


def _error(found: Measured) -> Text:
    return written(range_text, found.low, found.high, kind="share")


def _tornado_heading(result: Tornado) -> Text:
    widest = result.bars[0]
    ends = sorted((widest.low_outcome.value, widest.high_outcome.value))
    return both("drivers.tornado", label=widest.label, range=written(range_text, *ends))


def _choice(bar: Bar) -> Text:
    return both("drivers.tornado.choice", label=bar.label, swing=_rounded(bar.swing))


def _rounded(amount: Measured) -> Text:
    """Write an amount; one of the median mode has no error, and would get digits that nobody can use."""
    return written(money, amount if amount.width > 0 else about(amount.value, 5e3))


def _crossed(result: Switching) -> list[SwitchingValue]:
    return [found for found in result.values.values() if found.value is not None]


def _switching_heading(result: Switching) -> Text:
    crossed = _crossed(result)
    if not crossed:
        return both("drivers.switching.never")
    if len(crossed) > 1:
        return both("drivers.switching.some", count=len(crossed))
    (only,) = crossed
    assert only.value is not None
    facts = {"label": only.label, "value": written(estimate_text, only.value.value, unit=only.unit)}
    if only.relative_change is None:
        return both("drivers.switching.value", **facts)
    return both("drivers.switching.one", **facts, change=written(signed_share, only.relative_change))


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


def contrasts_table(result: Contrasts) -> PageTable:
    """Give the change by every scenario, the published one beside it."""
    rows = []
    for one in result.contrasts.values():
        published = "" if one.published is None else written(money, exact(one.published))
        spread = written(range90, one.quantiles)
        rows.append(
            Row(
                [
                    one.label,
                    written(money, one.quantiles[MEDIAN]),
                    spread,
                    published,
                    whole_chance(one.before),
                    whole_chance(one.after),
                ]
            )
        )
    columns = [both(f"drivers.whatif.{column}") for column in ("median", "published", "before", "after")]
    columns.insert(1, both("table.range90"))
    return PageTable(both("drivers.whatif.caption"), [both("table.scenario"), *columns], rows)
