"""What ``mkba update`` shows on a screen."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from mkba_uncertainty.analysis.answer.confidence import SHOWN_EVENTS, Confidence
from mkba_uncertainty.analysis.monitoring.update import Belief, Learnt, Update, chance_text, observation_text
from mkba_uncertainty.case import outcome_kind
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report.screen.layout import heading, table
from mkba_uncertainty.report.screen.run_tables import run_footer
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import chance, count, estimate_range, estimate_text, figure, money, range90

GROUPS = (("table.outcome", ""), ("table.line", "line:"), ("table.actor", "actor:"))


def update_view(result: Update, lang: str) -> RenderableType:
    """Show warnings, the verdict, each estimate before and after, and the whole of ``run`` before and after."""
    title = result.case.title[lang] if result.case else result.provenance.case
    parts: list[RenderableType] = [heading(say("update.title", lang, title=title))]
    parts += [Padding(Styled(warning[lang], style="bold yellow"), (0, 2, 1, 2)) for warning in result.warnings]
    parts += [Padding(Styled(result.verdict[lang]), (0, 2, 1, 2)), _estimates(result, lang)]
    notes = [say("update.note.beliefs", lang)]
    for names, found in result.effective_draws.items():
        labels = ", ".join(result.learnt[name].label[lang] for name in names if name in result.learnt)
        notes.append(
            say("update.note.effective", lang, names=labels or ", ".join(names), found=count(int(found), lang))
        )
    parts.append(Padding(Styled(" ".join(notes), style="dim"), (0, 2, 1, 2)))
    for column, prefix in GROUPS:
        shown = [name for name in result.after.outcomes if _belongs(name, prefix) and _varies(result, name)]
        if shown:
            parts.append(_outcomes(result, lang, column, shown))
    if result.after.probabilities:
        parts.append(_events(result, lang))
    if result.remaining is not None:
        parts.append(_worths(result, lang))
    return Group(*parts, run_footer(result.after, lang))


def _belongs(name: str, prefix: str) -> bool:
    return name.startswith(prefix) if prefix else ":" not in name


def _varies(result: Update, name: str) -> bool:
    means = [answer.outcomes[name].mean for answer in (result.before, result.after)]
    return any(mean is None or mean.value != 0 for mean in means)


def _estimates(result: Update, lang: str) -> Table:
    made = table(
        lang, "update.column.estimate", "update.column.observed", "update.column.before", "update.column.after",
        "update.column.surprise", texts=(0, 1),
    )  # fmt: skip
    for each in result.learnt.values():
        observed = "\n".join(observation_text(one, each.unit, lang) for one in each.observations)
        chances = "\n".join(chance_text(surprise, lang) for surprise in each.surprise)
        made.add_row(each.label[lang], observed, *_beliefs(each, lang), chances)
    for each in result.moved.values():
        made.add_row(each.label[lang], say("update.moved", lang), *_beliefs(each, lang), "", style="dim")
    return made


def _beliefs(each: Learnt, lang: str) -> tuple[str, str]:
    def written(belief: Belief) -> str:
        ends = estimate_range(belief.quantiles[0.05], belief.quantiles[0.95], lang, each.unit)
        return f"{estimate_text(belief.mean, lang, each.unit)} ({ends})"

    return written(each.prior), written(each.posterior)


def _outcomes(result: Update, lang: str, column: str, names: list[str]) -> Table:
    made = table(lang, column, "update.column.median_before", "update.column.median_after")
    for name in names:
        cells = [_outcome(answer, name, lang) for answer in (result.before, result.after)]
        label = result.after.labels[name][lang]
        made.add_row(label, *cells, style="bold" if name == "net_benefit" else None)
    return made


def _outcome(answer: Confidence, name: str, lang: str) -> str:
    outcome = answer.outcomes[name]
    if outcome.meaningless:
        return say("table.meaningless", lang)
    kind = outcome_kind(name, of_case=answer.case is not None)
    median = outcome.quantiles[0.5]
    shown = figure(median, kind, lang)
    return f"{shown} ({range90(outcome.quantiles, lang, kind)})"


def _events(result: Update, lang: str) -> Table:
    made = table(lang, "table.event", "update.column.before", "update.column.after")
    for event, after in result.after.probabilities.items():
        if result.case is not None and event not in SHOWN_EVENTS:
            continue
        label = say(f"event.{event}", lang) if result.case is not None else event
        cells = [_chance(value, lang) for value in (result.before.probabilities[event], after)]
        made.add_row(label, *cells)
    return made


def _chance(value: Measured | None, lang: str) -> str:
    return say("table.meaningless", lang) if value is None else chance(value, lang)


def _worths(result: Update, lang: str) -> Table:
    assert result.remaining is not None
    before, after = result.remaining
    made = table(lang, "update.column.worth", "update.column.before", "update.column.after")
    made.add_row(say("voi.everything", lang), money(before.evpi, lang), money(after.evpi, lang), style="bold")
    for name, worth in after.evppi.items():
        made.add_row(result.learnt[name].label[lang], money(before.evppi[name], lang), money(worth, lang))
    return made
