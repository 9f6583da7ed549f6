"""A model that is a graph: what an input feeds is computed again, all else is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Self

import numpy as np

from mkba_uncertainty.arrays import Value, Values
from mkba_uncertainty.case import Case, price_factor
from mkba_uncertainty.families import Family, Point
from mkba_uncertainty.graph import Graph
from mkba_uncertainty.model.protocol import AnyModel


class GraphModel(AnyModel):
    """Named inputs -> named outcomes, by a graph.

    Attributes
    ----------
    graph : Graph
        What each outcome depends on, and how.
    points : mapping of name to float
        The value of each input when nothing is uncertain.
    """

    graph: Graph
    points: Mapping[str, float]

    def uses(self, outcome: str) -> frozenset[str]:
        """Give the inputs that an outcome depends on."""
        return self.graph_of([outcome]).uses[outcome]

    def point(self) -> dict[str, float]:
        """Give the point value of each input, scenarios included: after data on it, the mean."""
        return {name: self.points.get(name, 0.0) for name in self.inputs}

    def run(self, inputs: Values, outcomes: Collection[str]) -> dict[str, Value]:
        """Evaluate one chunk through the graph."""
        with np.errstate(all="ignore"):
            values = self.graph_of(outcomes).evaluate({**self.fixed, **inputs}, outcomes)
        return self.checked(values, outcomes, None)

    def rerun(self, values: Values, changed: Values, outcomes: Collection[str]) -> dict[str, Value]:
        """Evaluate again only the nodes that use a changed input."""
        with np.errstate(all="ignore"):
            renewed = self.graph_of(outcomes).reevaluate(values, changed, outcomes)
        return self.checked(renewed, outcomes, changed)

    def graph_of(self, outcomes: Collection[str]) -> Graph:
        """Give the graph that has these outcomes."""
        return self.graph

    def checked(
        self, values: dict[str, Value], outcomes: Collection[str], changed: Collection[str] | None
    ) -> dict[str, Value]:
        """Refuse outcomes that are no numbers; of only what was ``changed`` again, if stated.

        Raises
        ------
        ModelError
        """
        raise NotImplementedError


class ModelOfCase(GraphModel):
    """The model of a case, whether its formulas stand in the case or in a workbook.

    Attributes
    ----------
    case, whole, scenarios, dependence
        As for :class:`AnyModel`, and always there.
    """

    case: Case
    whole: Case
    dependence: str

    def price_factor(self, name: str) -> float:
        """Give the index of the case's price level over that of an estimate; 1 where it needs no conversion."""
        return price_factor(self.whole, self.whole.estimates[name])

    def pinned(self, values: Mapping[str, float]) -> Self:
        """Fix inputs at values: no longer uncertain, whatever their distribution was."""
        families = {name: Point(value) for name, value in values.items() if name in self.inputs}
        return replace(  # type: ignore[type-var]  # every kind is a dataclass
            self,
            published={},
            inputs={**self.inputs, **families},
            points={**self.points, **values},
            correlation={pair: rank for pair, rank in self.correlations.items() if values.keys().isdisjoint(pair)},
        )

    def pooled(self, names: Iterable[str]) -> Self:
        """Give estimates the distribution that their experts' answers come to, whatever they had or were fixed at.

        Data on an estimate stay: they update that distribution as they did its own.

        Raises
        ------
        InputError
            If an estimate has no experts.
        """
        families: dict[str, Family] = {name: self.case.estimates[name].pooled for name in names}
        inputs = {**self.inputs, **families}
        asked = self.case.dependence[self.dependence].correlations
        theirs = {pair: rank for pair, rank in asked.items() if not families.keys().isdisjoint(pair)}
        return replace(  # type: ignore[type-var]  # every kind is a dataclass
            self,
            published={},
            inputs=inputs,
            points={**self.points, **{name: family.mean for name, family in families.items()}},
            correlation={
                pair: rank
                for pair, rank in {**self.correlations, **theirs}.items()
                if not any(isinstance(inputs[name], Point) for name in pair)
            },
        )


def has_data(case: Case) -> bool:
    """Say whether data have come in on any estimate, which a publication cannot have known."""
    counted = any(shares.observations for shares in case.shares.values())
    return counted or any(estimate.distribution.evidence[1] for estimate in case.estimates.values())


def published_of(case: Case, scenarios: tuple[str, ...]) -> dict[str, float]:
    """Give the figures that were published for this and nothing else."""
    if has_data(case):
        return {}
    if not scenarios:
        lines = {f"line:{line.name}": line.published for line in case.lines.values() if line.published is not None}
        return {**case.published, **lines}
    return {
        claim.outcome: claim.published
        for claim in case.claims.values()
        if (claim.measure, claim.variant, claim.scenario) == ("value", None, *scenarios)
        and claim.outcome
        and claim.published is not None
    }
