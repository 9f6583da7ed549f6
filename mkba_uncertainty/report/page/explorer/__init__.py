"""The explorer: a section of the page in which a reader moves estimates and choices, and the model answers at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.case import actor_tree
from mkba_uncertainty.design import Design
from mkba_uncertainty.model import ModelOfCase
from mkba_uncertainty.plotting.figures import source
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.frame.markup import render, written
from mkba_uncertainty.report.frame.spoken import json_block
from mkba_uncertainty.report.page.blocks import chapter
from mkba_uncertainty.report.page.explorer.controls import Control, controls, nice_step
from mkba_uncertainty.report.page.explorer.data import draws_data, page_data
from mkba_uncertainty.report.page.explorer.draws import decoded, page_design, page_draws, pooled_draws
from mkba_uncertainty.report.page.javascript import program
from mkba_uncertainty.report.page.pinned_shares import page_graph
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import LANGUAGES, Text, both, joined
from mkba_uncertainty.texts.currencies import currency_names
from mkba_uncertainty.texts.figures import Money, count, kind_of
from mkba_uncertainty.texts.unit_words import unit_words

__all__ = [
    "controls", "decoded", "explorer_section", "nice_step", "page_design", "page_draws", "pooled_draws",
]  # fmt: skip

LEADING = 8
"""So many estimates stand open, those that carry most of the uncertainty; the others can be unfolded."""


def explorer_section(analyses: Analyses) -> Section:
    """Make the section; a workbook's formulas are not carried along: only the threshold can be moved there."""
    model, design = analyses.model, analyses.design
    if model.case.binding is not None:
        return _of_workbook(model, design)
    made = controls(model, rng=design.seeds)
    choices, estimates, fixed = ([one for one in made if one.group == group] for group in GROUPS)
    html = render(
        "explorer.html.j2",
        data=json_block(page_data(model, made, design)),
        lead=joined([both("explorer.lead"), *_alternative(model)], " "),
        movable=True,
        dependence=_dependence(model),
        view=analyses.answer.view,
        draws=_draws(design),
        source=_source(model, design),
        scenarios=not all(each.is_empty for each in model.case.scenarios.values()),
        choices=choices,
        leading=estimates[:LEADING],
        others=estimates[LEADING:],
        fixed=fixed,
        actors=actor_tree(model.case.actors),
        unit_words=unit_words,
        money=currency_names(model.case.currency),
        per=model.case.per,
        correlated=lambda control: _labels(model, control),
        cautions=lambda control: _cautions(model, control),
    )
    return Section("explorer", both("explorer.title"), html, script=program(page_graph(model)))


def _alternative(model: ModelOfCase) -> list[Text]:
    """Say which alternative is moved, and how to get the page of another."""
    others = [name for name in model.alternatives if name != model.alternative]
    if model.case.chosen is None or not others:
        return []
    file = Path(model.case.file).name or model.name
    return [both("explorer.alternative", label=model.case.chosen.label, file=file, names=", ".join(others))]


def _of_workbook(model: ModelOfCase, design: Design) -> Section:
    """Ask about the draws of its outcomes; of one that is no money there is no curve to ask about."""
    file = Path(model.case.file).name
    keys = ["explorer.workbook", *(["explorer.workbook.scenarios"] if model.case.scenarios else [])]
    lead = [both(key, file=file) for key in keys]
    outcomes = [name for name in model.outcomes if isinstance(kind_of(model.unit(name)), Money)]
    if not outcomes:
        return Section("explorer", both("explorer.title"), chapter(lead, []))
    carried = page_design(design)
    html = render(
        "explorer.html.j2",
        data=json_block(draws_data(model, outcomes, design)),
        lead=joined(lead, " "),
        movable=False,
        view=None,
        scenarios=False,
        actors=(),
        source=_source(model, design),
        draws=both("explorer.own_draws", draws=written(count, carried.draws * carried.replicates)),
        money=currency_names(model.case.currency),
        per=model.case.per,
    )
    return Section("explorer", both("explorer.title"), html, script="[]")


GROUPS = ("choice", "uncertain", "fixed")


def _dependence(model: ModelOfCase) -> Text:
    if not model.correlations:
        return both("explorer.independent")
    return both("explorer.dependent", dependence=model.case.dependence[model.dependence].label)


def _source(model: ModelOfCase, design: Design) -> Text:
    """Say where the curve of the explorer comes from."""
    carried = page_design(design)
    made = replace(provenance(model, design), draws=carried.draws, replicates=carried.replicates)
    return Text(*(source(made, lang) for lang in LANGUAGES))


def _draws(design: Design) -> Text:
    carried = page_design(design)
    draws, every = (written(count, of.draws * of.replicates) for of in (carried, design))
    return (
        both("explorer.same_draws", draws=draws) if draws == every else both("explorer.draws", draws=draws, all=every)
    )


def _cautions(model: ModelOfCase, control: Control) -> list[Text]:
    """Give what deserves a look in an estimate, such as a value that its distribution does not hold."""
    place = f"estimates.{control.name}."
    return [caution for caution in model.case.warnings if (caution.key or "").startswith(place)]


def _labels(model: ModelOfCase, control: Control) -> Text | None:
    labels = [model.case.estimates[name].label for name in control.correlated]
    return joined(labels, "; ") if labels else None
