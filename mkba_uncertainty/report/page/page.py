"""The page: one HTML file with the answer, the explorer and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mkba_uncertainty.analysis.answer.confidence import Confidence
from mkba_uncertainty.analysis.provenance import scenario_labels
from mkba_uncertainty.arrays import Rng
from mkba_uncertainty.design import Design
from mkba_uncertainty.model import ModelOfCase
from mkba_uncertainty.replication import Executor
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.frame.document import document
from mkba_uncertainty.report.frame.markup import written
from mkba_uncertainty.report.page.chapters import CHAPTERS, Chapter
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import Text, both, joined, with_per
from mkba_uncertainty.texts.figures import count

STYLES = ("page/page.css", "page/figures.css", "page/explorer.css", "page/record.css")
SCRIPTS = (
    *("page/engine.js", "page/statistics.js", "page/state.js", "page/chart.js"),
    *("page/figures.js", "page/control.js", "page/explorer.js", "page/contents.js", "page/page.js"),
)


def case_page(
    model: ModelOfCase,
    *,
    lang: str = "en",
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    executor: Executor | None = None,
    chapters: Sequence[Chapter] = CHAPTERS,
) -> str:
    """Run a case and make its page.

    Parameters
    ----------
    model : ModelOfCase
    lang : {"nl", "en"}
        The language in which the page opens; it holds both.
    draws, replicates, rng, executor
        As for :func:`mkba_uncertainty.simulate`.
    chapters : sequence of callable
        What makes each section of the analyses.

    Returns
    -------
    str
        The HTML.
    """
    return page_of(Analyses(model, Design(draws, replicates, rng), executor), lang=lang, chapters=chapters)


def page_of(analyses: Analyses, *, lang: str = "en", chapters: Iterable[Chapter] = CHAPTERS) -> str:
    """Make the page of analyses, those already made and those yet to make."""
    return page(
        [section for make in chapters if (section := make(analyses)) is not None],
        title=with_per(analyses.model.case.title, analyses.model.case.per),
        facts=_facts(analyses.model),
        made=_made(analyses.answer),
        lang=lang,
    )


def page(sections: Sequence[Section], *, title: Text, facts: Text, made: Text, lang: str = "en") -> str:
    """Put sections in the frame.

    Parameters
    ----------
    sections : sequence of Section
        In the order of the page. At most one has a script.
    title : Text
        What the page is about.
    facts : Text
        What holds for all amounts on it.
    made : Text
        How it was made.
    lang : {"nl", "en"}
    """
    return document(
        "page.html.j2",
        lang=lang,
        start=f"startPage({next((section.script for section in sections if section.script), 'null')});",
        styles=STYLES,
        scripts=SCRIPTS,
        title=both("page.title", title=title),
        case=title,
        facts=facts,
        made=made,
        sections=sections,
    )


def _facts(model: ModelOfCase) -> Text:
    case = model.case
    dependence = case.dependence[model.dependence].label
    facts = (
        both("page.facts.workbook" if case.binding else "page.facts", year=str(case.price_level), dependence=dependence)
        if case.price_level
        else both("page.facts.no_prices", dependence=dependence)
    )
    more = [] if case.chosen is None else [both("page.facts.alternative", label=case.chosen.label)]
    if case.per is not None:
        more.append(both("page.facts.per", per=case.per))
    if model.scenarios:
        more.append(both("page.facts.scenario", labels=joined(scenario_labels(model))))
    return joined([facts, *more], "")


def _made(result: Confidence) -> Text:
    made = result.provenance
    return both(
        "page.made",
        version=made.version,
        draws=written(count, made.draws * made.replicates),
        replicates=str(made.replicates),
        seed=str(made.seed),
    )
