"""What ``mkba sobol``, ``tornado``, ``switching`` and ``screen`` show on a screen."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from mkba_uncertainty.analysis.provenance import Provenance
from mkba_uncertainty.analysis.variance.screening import Screening
from mkba_uncertainty.analysis.variance.sobol import OutcomeIndices, SobolResult
from mkba_uncertainty.case import outcome_kind
from mkba_uncertainty.report.screen.layout import heading, table
from mkba_uncertainty.report.screen.run_tables import stopping_note
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import (
    FigureKind,
    column_kind,
    count,
    figure,
    range_text,
    share,
)

MOST = 15
"""Estimates that get a row of their own on a screen."""

LEADING, PAIRS, CLOSEST = 3, 10, 6


def sobol_view(result: SobolResult, lang: str) -> RenderableType:
    """Show the indices of the net benefit (or the first outcome), and what leads in each of the others."""
    first = "net_benefit" if "net_benefit" in result.outcomes else next(iter(result.outcomes))
    indices = result.outcomes[first]
    parts: list[RenderableType] = [
        heading(say("plot.sobol.title", lang, label=result.labels[first][lang])),
        _indices(result, indices, lang),
    ]
    if indices.second_order:
        parts.append(_pairs(result, indices, lang))
    if len(result.outcomes) > 1:
        parts.append(_leaders(result, lang))
    notes = [say("plot.sobol.subtitle", lang)]
    notes += [say("sobol.left_out", lang, label=name, reason=reason[lang]) for name, reason in result.left_out.items()]
    if result.stopping is not None:
        notes.append(stopping_note(result.stopping, lang))
    return Group(*parts, _footer(result.provenance, lang, notes))


def _indices(result: SobolResult, indices: OutcomeIndices, lang: str) -> Table:
    made = table(lang, "table.estimate", "table.first_order", "table.total_order")
    order = _ranked(indices)
    for name in order[:MOST]:
        index = indices.indices[name]
        made.add_row(result.factor_labels[name][lang], share(index.first_order, lang), share(index.total_order, lang))
    if rest := order[MOST:]:
        together = sum(indices.indices[name].first_order.value for name in rest)
        made.add_row(say("plot.others", lang, count=len(rest)), share(together, lang), "")
    made.add_row(say("plot.sobol.interactions", lang), "", share(indices.interactions, lang), end_section=True)
    return made


def _pairs(result: SobolResult, indices: OutcomeIndices, lang: str) -> Table:
    made = table(lang, "table.pair", "table.second_order")
    known = indices.pairs_that_act(result.provenance.replicates)
    for pair, value in sorted(known.items(), key=lambda found: -abs(found[1].value))[:PAIRS]:
        ends = range_text(value.low, value.high, lang, "share")
        labels = " × ".join(result.factor_labels[name][lang] for name in pair)
        made.add_row(labels, f"{share(value, lang)} ({ends})")
    if not known:
        made.add_row(say("sobol.no_pairs", lang), "")
    return made


def _leaders(result: SobolResult, lang: str) -> Table:
    made = table(lang, "table.outcome", "table.leading", texts=(0, 1))
    for name, indices in result.outcomes.items():
        leading = [
            f"{result.factor_labels[factor][lang]} {share(indices.indices[factor].first_order, lang)}"
            for factor in _ranked(indices)[:LEADING]
        ]
        made.add_row(result.labels[name][lang], ", ".join(leading))
    return made


def _ranked(indices: OutcomeIndices) -> list[str]:
    return sorted(indices.indices, key=lambda name: -indices.indices[name].first_order.value)


def screening_view(result: Screening, lang: str) -> RenderableType:
    """Show the three measures, and those of an input that does nothing beside them."""
    effects = [morris.mu_star for morris in result.morris.values()]
    kind = column_kind(_kind(result.provenance, result.outcome), effects)
    made = table(lang, "table.estimate", _in_unit("table.mu_star", kind), "table.sigma", "table.delta", "table.pawn")
    for name in list(result.morris)[:MOST]:
        morris = result.morris[name]
        figures = [figure(morris.mu_star, kind, lang), figure(morris.sigma, kind, lang)]
        made.add_row(
            result.labels[name][lang], *figures, share(result.delta[name], lang), share(result.pawn[name], lang)
        )
    if (rest := len(result.morris) - MOST) > 0:
        least = figure(effects[MOST], kind, lang)
        made.add_row(say("plot.others", lang, count=rest), f"≤ {least}", "", "", "")
    made.add_row(say("screening.dummy", lang), "", "", share(result.dummy_delta, lang), share(result.dummy_pawn, lang))
    notes = [say("screening.note", lang)]
    if result.provenance.dependence not in (None, "independent"):
        notes.append(say("screening.dependence", lang))
    title = say("plot.screening.title", lang, label=result.label[lang])
    return Group(heading(title), made, _footer(result.provenance, lang, notes))


def _in_unit(key: str, kind: FigureKind) -> str:
    """Give the heading of a column that names the unit of its amounts."""
    return f"{key}_millions" if kind == "million" else key


def _kind(provenance: Provenance, outcome: str) -> FigureKind:
    return outcome_kind(outcome, of_case=provenance.case_sha256 is not None)


def _footer(facts: Provenance, lang: str, notes: Sequence[str]) -> Padding:
    said = list(notes)
    if facts.scenario:
        said.append(say("run.scenario", lang, labels=", ".join(facts.scenario)))
    if facts.dependence not in (None, "independent"):
        said.append(say("run.dependence", lang, label=facts.dependence))
    draws = count(facts.draws * facts.replicates, lang)
    said.append(say("sensitivity.footer", lang, draws=draws, replicates=facts.replicates, seed=facts.seed))
    return Padding(Styled(" ".join(said), style="dim"), (0, 2))
