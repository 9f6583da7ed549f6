"""What ``mkba run`` and ``mkba whatif`` show on a screen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from mkba_uncertainty.analysis.answer.confidence import Confidence, Distribution
from mkba_uncertainty.analysis.side_by_side.contrast import Contrasts
from mkba_uncertainty.case import HEADLINES, RATIOS, outcome_kind
from mkba_uncertainty.report.screen.layout import heading, table
from mkba_uncertainty.stopping import Stopping
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import (
    MILLION,
    chance,
    count,
    exact,
    figure,
    millions,
    money,
    number,
    range90,
    ratio,
)
from mkba_uncertainty.texts.likelihood import likelihood

SHOWN_EVENTS = ("net_benefit > 0", "financial_net > 0")


def confidence_view(
    result: Confidence, lang: str, *, detail: bool = False, more: Sequence[RenderableType] = ()
) -> RenderableType:
    """Show how sure we are: verdict, headline outcomes, probabilities, ``more`` tables, lines and actors."""
    parts: list[RenderableType] = []
    if result.case is not None:
        parts.append(heading(say("run.title", lang, title=result.case.title[lang])))
    if result.verdict is not None:
        parts.append(Padding(Styled(result.verdict[lang]), (0, 2, 1, 2)))
    groups = [("table.outcome", [name for name in result.outcomes if name in HEADLINES])]
    parts += [_outcomes(result, lang, *group) for group in groups]
    parts += [_events(result, lang), *more]
    lists = [("table.line", "line:"), ("table.actor", "actor:")]
    if detail:
        lists += [("table.post", "post:"), ("table.year", "year:")]
    if not any(name in HEADLINES for name in result.outcomes):
        lists = [("table.outcome", "")]
    for title, prefix in lists:
        names = [name for name in result.outcomes if name.startswith(prefix) and _varies(result.outcomes[name])]
        if names:
            parts.append(_outcomes(result, lang, title, names))
    parts.append(run_footer(result, lang))
    return Group(*parts)


def _varies(outcome: Distribution) -> bool:
    return outcome.meaningless or outcome.mean is None or outcome.mean.value != 0


def _outcomes(result: Confidence, lang: str, title: str, names: list[str]) -> Table:
    with_published = title in ("table.outcome", "table.line") and result.case is not None
    columns = [title, *(["table.published"] if with_published else []), "table.median", "table.range90"]
    made = table(lang, *columns)
    for name in names:
        outcome = result.outcomes[name]
        label = _indent(result, name) + result.labels[name][lang]
        published = [_published(result, name, lang)] if with_published else []
        if outcome.meaningless:
            made.add_row(label, *published, say("table.meaningless", lang), "")
            continue
        kind = outcome_kind(name, of_case=True)
        shown = figure(outcome.quantiles[0.5], kind, lang), range90(outcome.quantiles, lang, kind)
        made.add_row(label, *published, *shown, style="bold" if name == "net_benefit" else None)
    return made


def _indent(result: Confidence, name: str) -> str:
    kind, _, key = name.partition(":")
    if result.case is None or kind not in ("line", "actor"):
        return ""
    parents = result.case.lines if kind == "line" else result.case.actors
    return "  " if parents[key].parent else ""


def _published(result: Confidence, name: str, lang: str) -> str:
    assert result.case is not None
    key = name.removeprefix("line:")
    value = result.case.lines[key].published if name.startswith("line:") else result.case.published.get(name)
    if value is None:
        return ""
    return ratio(value, lang) if name in RATIOS else money(exact(value), lang)


def _events(result: Confidence, lang: str) -> Table:
    made = table(lang, "table.event", "table.probability", "table.likelihood")
    for event, value in result.probabilities.items():
        if result.case is not None and event not in SHOWN_EVENTS:
            continue
        label = say(f"event.{event}", lang) if result.case is not None else event
        if value is None:
            made.add_row(label, say("table.meaningless", lang), "")
        else:
            made.add_row(label, chance(value, lang), likelihood(value, lang))
    return made


def run_footer(result: Confidence, lang: str) -> Padding:
    """Say under which dependence and scenarios this was computed, and how."""
    facts = result.provenance
    notes = []
    if result.case is not None:
        notes.append(say("run.dependence", lang, label=result.case.dependence[facts.dependence or ""].label[lang]))
        if facts.scenario:
            labels = ", ".join(result.case.scenarios[name].label[lang] for name in facts.scenario)
            notes.append(say("run.scenario", lang, labels=labels))
    if result.case is not None and result.case.not_valued:
        absent = len(result.case.not_valued)
        notes.append(say("run.not_valued.one", lang) if absent == 1 else say("run.not_valued", lang, count=absent))
    if result.stopping is not None:
        notes.append(stopping_note(result.stopping, lang))
    notes.append(
        say(
            "run.footer",
            lang,
            draws=count(facts.draws * facts.replicates, lang),
            replicates=facts.replicates,
            seed=facts.seed,
        )
    )
    return Padding(Styled(" ".join(notes), style="dim"), (0, 2))


def stopping_note(stopping: Stopping, lang: str) -> str:
    """Say whether the stopping rule was met, with both widths."""
    key = "run.stopped" if stopping.met else "run.not_stopped"
    return say(key, lang, what=stopping.what, reached=stopping.reached, asked=stopping.asked)


def contrasts_view(result: Contrasts, lang: str) -> RenderableType:
    """Show what each scenario changes."""
    made = table(lang, "table.scenario", "table.published", "table.median", "table.range90", "table.before_after")
    for contrast in result.contrasts.values():
        made.add_row(
            contrast.label[lang],
            "" if contrast.published is None else number(contrast.published / MILLION, lang),
            millions(contrast.quantiles[0.5], lang),
            range90(contrast.quantiles, lang, "million"),
            f"{chance(contrast.before.value, lang)} → {chance(contrast.after.value, lang)}",
        )
    pooled = any(result.case.scenarios[name].pooled for name in result.contrasts)
    notes = [say("whatif.footer", lang), *([say("whatif.footer.pooled", lang)] if pooled else [])]
    footer = Padding(Styled(" ".join(notes), style="dim"), (0, 2))
    return Group(heading(say("whatif.title", lang, title=result.case.title[lang])), made, footer)
