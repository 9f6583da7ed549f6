"""What the page carries of the model: draws, names, labels, and how to check an outcome."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from scipy.special import stdtrit

from mkba_uncertainty.case import actor_tree
from mkba_uncertainty.design import Design
from mkba_uncertainty.model import ModelOfCase
from mkba_uncertainty.model.post_graph import AMOUNT, POST, Limit, limits
from mkba_uncertainty.replication import CONFIDENCE_LEVEL
from mkba_uncertainty.report.frame.spoken import pair, spoken
from mkba_uncertainty.report.page.explorer.controls import Control
from mkba_uncertainty.report.page.explorer.draws import outcome_draws, page_design, page_draws, pooled_draws
from mkba_uncertainty.report.page.pinned_shares import PIN, free_value, page_graph
from mkba_uncertainty.texts import Text, both, with_per
from mkba_uncertainty.texts.unit_words import unit_words

RATIOS = {"net_benefit": "bcr", "financial_net": "financial_bcr"}

SPOKEN = ("explorer.", "likelihood.", "page.title")
"""The sentences of the catalogue that the page's script says."""


def page_data(model: ModelOfCase, controls: Sequence[Control], design: Design) -> dict[str, Any]:
    """Give all that the script of the explorer reads, as JSON knows it. Names are values, never keys.

    Parameters
    ----------
    model : ModelOfCase
    controls : sequence of Control
    design : Design
        Of the run.
    """
    case, carried = model.case, page_design(design)
    by_name = {control.name: control for control in controls}
    views = ["net_benefit", "financial_net", *(f"actor:{actor.name}" for actor, _ in actor_tree(case.actors))]
    labels = model.labels(views)
    return {
        "draws": _draws(carried, page_draws(model, design)),
        "certain": False,
        "inputs": [_any_input(name, model, by_name) for name in page_graph(model).inputs],
        "names": [node.name for node in model.graph.nodes],
        "outcomes": [name for name in model.outcomes if name in model.graph.uses],
        "checks": _checks(model),
        "views": [_view(model, view, labels[view], balance=True) for view in views],
        "actors": [
            {"outcome": f"actor:{actor.name}", "label": pair(actor.label), "depth": depth}
            for actor, depth in actor_tree(case.actors)
        ],
        "scenarios": [
            {
                "name": scenario.name,
                "label": pair(scenario.label),
                "values": list(scenario.values.items()),
                "draws": [
                    {"input": name, "mean": case.estimates[name].pooled.mean, **column}
                    for name, column in pooled_draws(model, design, scenario.pooled).items()
                ],
            }
            for scenario in case.scenarios.values()
            if not scenario.is_empty
        ],
        **spoken(SPOKEN, case.currency),
    }


def draws_data(model: ModelOfCase, outcomes: Sequence[str], design: Design) -> dict[str, Any]:
    """Give what the script reads where it can only ask about draws of outcomes, and move no estimate.

    Parameters
    ----------
    model : ModelOfCase
    outcomes : sequence of str
        Amounts of money.
    design : Design
        Of the run.
    """
    case, labels = model.case, model.labels(outcomes)
    return {
        "draws": _draws(page_design(design), outcome_draws(model, outcomes, design)),
        "certain": not model.uncertain,
        "inputs": [{"name": name, "value": 0.0} for name in outcomes],
        "names": [],
        "outcomes": list(outcomes),
        "checks": [],
        "views": [_view(model, name, labels[name], balance=False) for name in outcomes],
        "actors": [],
        "scenarios": [],
        **spoken(SPOKEN, case.currency),
    }


def _draws(carried: Design, columns: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "count": carried.draws * carried.replicates,
        "replicates": carried.replicates,
        "student": float(stdtrit(carried.replicates - 1, 0.5 + CONFIDENCE_LEVEL / 2)),
        "tail": (1 - CONFIDENCE_LEVEL) / 2,
        "columns": [{"input": name, **column} for name, column in columns.items()],
    }


def _view(model: ModelOfCase, outcome: str, label: Text, *, balance: bool) -> dict[str, Any]:
    """Give what can be looked at: a balance, which has a name of its own unless it is an actor's, or another amount."""
    whole = balance and not outcome.startswith("actor:")
    return {
        "outcome": outcome,
        "label": pair(both(f"explorer.view.{outcome}") if whole else with_per(label, model.case.per)),
        "ratio": RATIOS.get(outcome) if balance else None,
        "published": model.published.get(outcome),
        "balance": balance,
    }


def _any_input(name: str, model: ModelOfCase, controls: Mapping[str, Control]) -> dict[str, Any]:
    """Give what the script knows of an input: what shares follow from is moved by nobody."""
    if name in model.breaks:
        return {"name": name, "value": model.inputs[name].mean}
    if name.startswith(PIN):
        share = name.removeprefix(PIN)
        return {**_input(controls[share]), "free": free_value(model, share)}
    return _input(controls[name])


def _input(control: Control) -> dict[str, Any]:
    return {
        "name": control.name,
        "label": pair(control.estimate.label),
        "unit": pair(unit_words(control.estimate.unit)),
        "group": control.group,
        "value": control.value,
        "low": control.low,
        "high": control.high,
        "scale": control.scale,
        "decimals": control.decimals,
    }


def _checks(model: ModelOfCase) -> list[dict[str, Any]]:
    """Say what may go wrong: the columns that must be finite, and between which limits a timing must lie."""
    limited = limits(model.case)
    checked = [node.name for node in model.graph.nodes if node.name.startswith((AMOUNT, POST)) or node.name in limited]
    return [
        {"column": name, "label": pair(model.case.posts[name.partition(":")[2]].label), **_limit(limited.get(name))}
        for name in checked
    ]


def _limit(limit: Limit | None) -> dict[str, Any]:
    if limit is None:
        return {"low": None, "high": None, "says": None}
    says = "explorer.too_long" if limit.code == "outside_horizon" else "explorer.timing"
    low, high = (end if math.isfinite(end) else None for end in (limit.low, limit.high))
    return {"low": low, "high": high, "says": says}
