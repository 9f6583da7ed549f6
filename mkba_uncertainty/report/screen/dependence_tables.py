"""What ``mkba shapley`` and ``mkba structure`` show on a screen, and all dependence variants side by side."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from mkba_uncertainty.analysis.provenance import Provenance
from mkba_uncertainty.analysis.side_by_side.dependence import Dependences
from mkba_uncertainty.analysis.side_by_side.structure import Structure
from mkba_uncertainty.case import RATIOS, Case, outcome_kind
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report.screen.layout import heading, table
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import chance, count, figure, number, over, range90, range_text, ratio, share


def dependence_view(result: Dependences, lang: str) -> RenderableType:
    """Show how sure the outcome is under each variant of dependence."""
    made = table(lang, "dependence.column.variant", "dependence.column.chance", "table.median", "table.range90")
    for variant in result.variants.values():
        made.add_row(variant.label[lang], *_figures(result.outcome, variant.probability, variant.quantiles, lang))
    notes = [
        say(
            "dependence.attained",
            lang,
            variant=variant.label[lang],
            pair=", ".join(result.case.estimates[name].label[lang] for name in one.between),
            asked=number(one.asked, lang),
            attained=number(one.attained, lang),
        )
        for variant in result.variants.values()
        for one in variant.attained
    ]
    parts: list[RenderableType] = [made]
    if notes:
        parts.append(Padding(Styled(" ".join(notes), style="dim"), (0, 2)))
    return Group(*parts)


def structure_view(result: Structure, lang: str) -> RenderableType:
    """Show every variant of the model, what each is about, and the split of the variance."""
    columns = (
        "structure.column.point",
        "dependence.column.chance",
        "table.median",
        "table.range90",
        "structure.column.weight",
    )
    made = table(lang, "structure.column.variant", *columns)
    unit, size = _unit(result)
    for variant in result.variants.values():
        made.add_row(
            variant.label[lang],
            ratio(variant.point / size, lang),
            chance(variant.probability, lang),
            ratio(over(variant.quantiles[0.5], size), lang),
            range_text(variant.quantiles[0.05].value / size, variant.quantiles[0.95].value / size, lang, "number"),
            chance(variant.weight, lang) if variant.weight else "–",
        )
    between = result.between_share
    key = "structure.equal" if result.equal_weights else "structure.stated"
    verdict = say(key, lang, share=share(between, lang))
    return Group(
        heading(say("structure.title", lang, title=result.case.title[lang])),
        Padding(Styled(say(f"structure.unit.{unit}", lang, label=result.label[lang])), (0, 2)),
        made,
        Padding(Styled(verdict), (0, 2, 1, 2)),
        *_notes(result, lang),
        _footer(result.provenance, result.case, lang, []),
    )


def _unit(result: Structure) -> tuple[str, float]:
    """Choose one unit for the whole table, so that it fits a screen."""
    if result.outcome in RATIOS:
        return "ratio", 1.0
    largest = max(abs(variant.quantiles[level].value) for variant in result.variants.values() for level in (0.05, 0.95))
    return next(
        ((unit, size) for unit, size in (("million", 1e6), ("thousand", 1e3)) if largest >= size), ("euro", 1.0)
    )


def _notes(result: Structure, lang: str) -> list[Table]:
    """Say what each variant is about, if there is anything to say."""
    notes = table(lang, "structure.column.variant", "table.note", texts=(0, 1))
    for name, variant in result.variants.items():
        same = [] if variant.differs or name == "base" else [say("structure.same_note", lang)]
        note = [*same, *([variant.note[lang]] if variant.note else [])]
        if note:
            notes.add_row(variant.label[lang], " ".join(note))
    return [notes] if notes.row_count else []


def _figures(
    outcome: str, probability: Measured, quantiles: Mapping[float, Measured], lang: str
) -> tuple[str, str, str]:
    kind = outcome_kind(outcome, of_case=True)
    return chance(probability, lang), figure(quantiles[0.5], kind, lang), range90(quantiles, lang, kind)


def _footer(facts: Provenance, case: Case | None, lang: str, notes: list[str]) -> Padding:
    notes = list(notes)
    if case is not None:
        notes.append(say("run.dependence", lang, label=case.dependence[facts.dependence or ""].label[lang]))
        if facts.scenario:
            labels = ", ".join(case.scenarios[name].label[lang] for name in facts.scenario)
            notes.append(say("run.scenario", lang, labels=labels))
    notes.append(
        say(
            "dependence.footer",
            lang,
            draws=count(facts.draws * facts.replicates, lang),
            replicates=facts.replicates,
            seed=facts.seed,
        )
    )
    return Padding(Styled(" ".join(notes), style="dim"), (0, 2))
