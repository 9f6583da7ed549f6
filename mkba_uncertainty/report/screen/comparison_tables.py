"""What ``mkba compare`` shows on a screen."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from mkba_uncertainty.analysis.answer.confidence import SHOWN_EVENTS, Confidence
from mkba_uncertainty.analysis.side_by_side.comparison import INDEPENDENT, SHARED, Comparison
from mkba_uncertainty.case import HEADLINES, outcome_kind
from mkba_uncertainty.report.screen.layout import heading, table
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import chance, count, figure, range90, ratio
from mkba_uncertainty.texts.likelihood import likelihood


def comparison_view(result: Comparison, lang: str) -> RenderableType:
    """Show two cases side by side: which returns more per euro, the headline outcomes, and what they share."""
    first, second = (_title(each, lang) for each in result.cases.values())
    return Group(
        heading(say("compare.title", lang, first=first, second=second)),
        Padding(Styled(_answer(result, lang)), (0, 2, 1, 2)),
        _outcomes(result, lang),
        _differences(result, lang),
        _events(result, lang),
        Padding(Styled(_shared(result, lang)), (0, 2, 1, 2)),
        Padding(Styled(_footer(result, lang), style="dim"), (0, 2)),
    )


def _title(answer: Confidence, lang: str) -> str:
    return answer.provenance.case if answer.case is None else answer.case.title[lang]


def _answer(result: Comparison, lang: str) -> str:
    shared, independent = (result.differences[reading] for reading in (SHARED, INDEPENDENT))
    if shared is None or independent is None:
        return say("compare.meaningless", lang)
    first, second = result.cases
    return say(
        "compare.better",
        lang,
        first=first,
        second=second,
        likelihood=likelihood(shared.probability, lang),
        shared=chance(shared.probability, lang),
        independent=chance(independent.probability, lang),
    )


def _outcomes(result: Comparison, lang: str) -> Table:
    """Show the median and the 90 % range of each headline outcome, a pair of columns a case."""
    made = table(lang, "table.outcome")
    for name in result.cases:
        made.add_figures(name)
        made.add_figures(say("table.range90", lang))
    for outcome in HEADLINES:
        cells = (cell for answer in result.cases.values() for cell in _cells(answer, outcome, lang))
        made.add_row(say(f"outcome.{outcome}", lang), *cells)
    return made


def _differences(result: Comparison, lang: str) -> Table:
    """Show how much more the first case returns per euro, and the probability that it does, for each reading."""
    made = table(lang, "table.compare.difference", "table.median", "table.range90", "table.probability")
    for reading, difference in result.differences.items():
        if difference is not None:
            made.add_row(
                say(f"compare.{reading}_errors", lang),
                ratio(difference.quantiles[0.5], lang),
                range90(difference.quantiles, lang, "ratio"),
                chance(difference.probability, lang),
            )
    return made


def _cells(answer: Confidence, outcome: str, lang: str) -> tuple[str, str]:
    quantiles = answer.outcomes[outcome].quantiles
    if not quantiles:
        return "-", "-"
    kind = outcome_kind(outcome, of_case=True)
    return figure(quantiles[0.5], kind, lang), range90(quantiles, lang, kind)


def _events(result: Comparison, lang: str) -> Table:
    made = table(lang, "table.event")
    for name in result.cases:
        made.add_figures(name)
    for event in SHOWN_EVENTS:
        probabilities = (answer.probabilities[event] for answer in result.cases.values())
        made.add_row(say(f"event.{event}", lang), *("-" if p is None else chance(p, lang) for p in probabilities))
    return made


def _shared(result: Comparison, lang: str) -> str:
    if not result.shared:
        return say("compare.nothing_shared", lang)
    labels = "; ".join(label[lang] for label in result.shared.values())
    if len(result.shared) == 1:
        return say("compare.shared.one", lang, labels=labels)
    return say("compare.shared", lang, count=len(result.shared), labels=labels)


def _footer(result: Comparison, lang: str) -> str:
    """Say under which choices, which both cases have, and with how many draws."""
    facts, case = result.provenance, next(iter(result.cases.values())).case
    notes = []
    if case is not None:
        notes.append(say("run.dependence", lang, label=case.dependence[facts.dependence or ""].label[lang]))
        if facts.scenario:
            labels = ", ".join(case.scenarios[name].label[lang] for name in facts.scenario)
            notes.append(say("run.scenario", lang, labels=labels))
    draws = count(facts.draws * facts.replicates, lang)
    notes.append(say("run.footer", lang, draws=draws, replicates=facts.replicates, seed=facts.seed))
    return " ".join(notes)
