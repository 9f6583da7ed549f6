"""Section 3 of the page: which estimates carry the uncertainty, swing the answer, and flip the verdict; and what if."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from mkba_uncertainty.model import ModelOfCase
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.frame.markup import unbroken
from mkba_uncertainty.report.page.blocks import chapter, part
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import LANGUAGES, Text, both


def drivers_section(analyses: Analyses) -> Section:
    """Make the section."""
    return Section("drivers", both("drivers.title"), chapter(lead(analyses), _blocks(analyses)))


def _blocks(analyses: Analyses) -> Iterator[Markup]:
    results = analyses.results("drivers")
    contrasts = results.pop("whatif", None)
    yield from map(part, results.values())
    if contrasts is not None:
        without = [both("drivers.whatif.without")] if analyses.model.scenarios else []
        yield part(contrasts, *without)


def lead(analyses: Analyses) -> list[Text]:
    """Say what drives the answer, or why nothing can be said of it."""
    if analyses.model.evidence:
        return [both("drivers.lead.observed", observed=_observed(analyses.model))]
    results = analyses.results("drivers").values()
    said = [unbroken(sentence) for result in results for sentence in result.gist()]
    return said or [both("chapter.certain")]


def _observed(model: ModelOfCase) -> Text:
    """Name the estimates whose data have moved others along."""
    labels = [model.case.estimates[name].label for block in model.evidence for name in block.observed_names]
    return Text(*(", ".join(f"‘{label[lang]}’" for label in labels) for lang in LANGUAGES))
