"""What to call outcomes, in both languages."""

from __future__ import annotations

from collections.abc import Collection

from mkba_uncertainty.case import Case, Text
from mkba_uncertainty.model import CaseModel, Model
from mkba_uncertainty.texts import CATALOGUE


def outcome_labels(model: Model, outcomes: Collection[str]) -> dict[str, Text]:
    """Give each outcome its label; an outcome of a model that is no case is called by its name."""
    if not isinstance(model, CaseModel):
        return {name: Text(name, name) for name in outcomes}
    return {name: _label(model.case, name) for name in outcomes}


def input_labels(model: Model, inputs: Collection[str]) -> dict[str, Text]:
    """Give each input its label; an input of a model that is no case is called by its name."""
    if not isinstance(model, CaseModel):
        return {name: Text(name, name) for name in inputs}
    return {name: model.case.estimates[name].label for name in inputs}


def input_units(model: Model, inputs: Collection[str]) -> dict[str, str | None]:
    """Give each input its unit; nobody knows that of a model that is no case."""
    if not isinstance(model, CaseModel):
        return dict.fromkeys(inputs)
    return {name: model.case.estimates[name].unit for name in inputs}


def _label(case: Case, outcome: str) -> Text:
    kind, _, name = outcome.partition(":")
    if not name:
        return Text(*CATALOGUE[f"outcome.{outcome}"])
    if kind == "line":
        return case.lines[name].label
    if kind == "post":
        return case.posts[name].label
    if kind == "actor":
        return case.actors[name].label
    nl, en = CATALOGUE[f"outcome.{kind}"]
    return Text(nl.format(year=name), en.format(year=name))
