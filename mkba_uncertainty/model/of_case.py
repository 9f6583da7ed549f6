"""The model of a case: a graph, of which a changed input touches only a part."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from mkba_uncertainty.arrays import Value
from mkba_uncertainty.case import (
    ASKED,
    CUMULATIVE,
    HEADLINES,
    PART,
    Case,
    Variant,
    at_price_level,
    further_part,
    only,
    plain_unit,
    reasons,
    reformulated,
)
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import Family
from mkba_uncertainty.graph import Graph, is_sound, require_finite
from mkba_uncertainty.model.case_graph import build_graph
from mkba_uncertainty.model.of_graph import ModelOfCase, published_of
from mkba_uncertainty.model.post_graph import AMOUNT, POST, Limit, limits, place_of, require_within
from mkba_uncertainty.model.protocol import AnyModel, Correlation
from mkba_uncertainty.model.return_graph import FLOWS, return_nodes
from mkba_uncertainty.model.returns import internal_rates
from mkba_uncertainty.model.sticks import Sticks
from mkba_uncertainty.names import unknown
from mkba_uncertainty.texts import LANGUAGES, Text, both
from mkba_uncertainty.texts.currencies import currency_names


@dataclass(frozen=True, kw_only=True, repr=False)
class CaseModel(ModelOfCase):
    """The model of a case, or of one of its alternatives, under scenarios and a variant of dependence.

    Parameters
    ----------
    inputs, outcomes, correlation, name
        As for :class:`AnyModel`; :func:`build_model` gives them all.
    case : Case
        Whose model it is: as its alternative has it, in prices of its own year.
    whole : Case
        With all its alternatives.
    graph : Graph
        Estimates, quantities and posts, and what each depends on.
    points : mapping of name to float
        The point value of each estimate, in its unit.
    scenarios : tuple of str
        Those in force, of the case.
    dependence : str
        The view in force of how estimates hang together.
    published : mapping of outcome to float
        What the publication says of this very model: of the case as it is, or, by a claim, of the scenario in force.
    shares : mapping of name to Sticks
        The estimates that sum to 1, and how they are drawn.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> model = mkba.build_model(mkba.load_case("arnhem-ozo"), scenarios=["recidivism_40"])
    >>> type(model).__name__, model.scenarios, model.dependence
    ('CaseModel', ('recidivism_40',), 'independent')
    >>> model.fixed["recidivism"]
    0.4
    """

    inputs: Mapping[str, Family]
    outcomes: Sequence[str]
    correlation: Correlation
    name: str
    case: Case = field()
    whole: Case = field(repr=False)
    graph: Graph = field(repr=False)
    points: Mapping[str, float] = field(repr=False)
    scenarios: tuple[str, ...] = ()
    dependence: str = "independent"
    published: Mapping[str, float] = field(default_factory=dict, repr=False)
    shares: Mapping[str, Sticks] = field(default_factory=dict, repr=False)

    @property
    def alternative(self) -> str | None:  # type: ignore[override]
        """Which of several alternatives it is of; None where there is one approach."""
        return self.case.chosen.name if self.case.chosen else None

    @cached_property
    def alternatives(self) -> dict[str, AnyModel]:
        """The models of all alternatives of the case, under the same scenarios and dependence."""
        under = {"scenarios": self.scenarios, "dependence": self.dependence}
        return {
            name: self if name == self.alternative else build_model(self.whole, alternative=name, **under)  # type: ignore[arg-type]
            for name in self.whole.alternatives
        }

    @property
    def headlines(self) -> tuple[str, ...]:
        """The six figures that every case is summed up in."""
        return HEADLINES

    def events(self, outcomes: Collection[str]) -> dict[str, tuple[str, float]]:
        """Ask whether benefits exceed costs, of everything and of what is financial."""
        return super().events([name for name in ASKED if name in outcomes])

    @cached_property
    def known_outcomes(self) -> tuple[str, ...]:
        """All outcomes of the case, those that are computed only where they are named too."""
        further = self.case.further_outcomes
        whys = (why for name in further for why in reasons(name).values())
        return tuple(dict.fromkeys((*self.outcomes, *further, *whys)))

    def reasons(self, outcome: str) -> dict[str, str]:
        """Give why a draw may lack an outcome: no rate of return, several, an outlay that is never paid back."""
        return reasons(outcome)

    def label(self, name: str) -> Text:
        """Give the label of an estimate or outcome, in the words of the case where it has them."""
        if name in self.shares:
            return self.case.shares[name].label
        name = self._estimate(name)
        kind, _, key = name.partition(":")
        if part := further_part(name):
            return self._further_label(kind, key, part)
        labels = {
            "line": lambda: self.case.lines[key].label,
            "post": lambda: self.case.posts[key].label,
            "actor": lambda: self.case.actors[key].label,
        }
        if key and kind in labels:
            return labels[kind]()
        if name in self.case.estimates:
            return self.case.estimates[name].label
        return self._named(kind, key)

    def _further_label(self, kind: str, key: str, part: tuple[str, ...]) -> Text:
        what = self._named(*part) if part[0] == CUMULATIVE else both(f"outcome.{'.'.join(part)}")
        if kind != "actor":
            return what
        actor = self.case.actors[key.partition(":")[0]].label
        return Text(*(f"{actor[lang]}: {what[lang][0].lower()}{what[lang][1:]}" for lang in LANGUAGES))

    def _named(self, kind: str, year: str) -> Text:
        """Give the label of a headline outcome, or of one of a year."""
        shown = str(self.case.calendar(int(year))) if year else ""
        return both(f"outcome.{kind}", year=shown, **currency_names(self.case.currency))

    def unit(self, name: str) -> str | None:
        """Give the unit of an estimate; outcomes of a case are money, but for ratios, rates of return and payback."""
        name = self._estimate(name)
        if name in self.case.estimates:
            return self.case.estimates[name].unit
        return plain_unit(name) or self.case.currency

    def price_factor(self, name: str) -> float:
        """Give the index of the case's price level over that of an estimate; 1 where it needs no conversion."""
        return super().price_factor(self._estimate(name))

    def _estimate(self, name: str) -> str:
        """Give the estimate that a name is about: of a break the share that it makes."""
        return self.shares[self.breaks[name]].member(name) if name in self.breaks else name

    def point(self) -> dict[str, float]:
        """Give the point value of each input, scenarios included: after data on it, the mean."""
        breaks = {name: self.inputs[name].mean for name in self.breaks}
        return {name: breaks.get(name, self.points.get(name, 0.0)) for name in self.inputs}

    def alike(self, other: AnyModel) -> Collection[str]:
        """Give the nodes of both, as of two alternatives of a case, that neither's own inputs or formulas touch."""
        if not isinstance(other, CaseModel):
            return ()
        unlike = {name for name in {**self.fixed, **other.fixed} if self.fixed.get(name) != other.fixed.get(name)}
        return self.graph.alike(other.graph, (self.inputs.keys() & other.inputs.keys()) - unlike)

    def every_at_point(self, outcome: str) -> tuple[float, ...]:
        """Give all that an outcome is at the point estimates: of a rate of return all that there are."""
        if further_part(outcome) != ("irr",):
            return super().every_at_point(outcome)
        flows = FLOWS + (outcome.removesuffix(":irr") if ":" in outcome else "net_benefit")
        balances = np.reshape(self.run(self.point(), [flows])[flows], (self.case.horizon, 1))
        return tuple(internal_rates(balances)[0].tolist())

    def graph_of(self, outcomes: Collection[str]) -> Graph:
        """Give the graph that has these outcomes: the wider one is made only if it is asked for."""
        return self.graph if self.graph.uses.keys() >= set(outcomes) else self._wider_graph

    @cached_property
    def _wider_graph(self) -> Graph:
        return Graph(self.graph.inputs, (*self.graph.nodes, *return_nodes(self.case)))

    @cached_property
    def _limits(self) -> dict[str, Limit]:
        return limits(self.case)

    def checked(
        self, values: dict[str, Value], outcomes: Collection[str], changed: Collection[str] | None
    ) -> dict[str, Value]:
        """Refuse posts and limits that are no numbers, or out of their bounds."""
        graph = self.graph_of(outcomes)
        for node in graph.path(outcomes, changed):
            limit = self._limits.get(node.name)
            if limit is None and (not node.name.startswith((AMOUNT, POST)) or is_sound(values[node.name]).all()):
                continue
            place = place_of(node.name)
            shown = {name: values[name] for name in sorted(graph.uses[node.name])}
            require_finite(place, values[node.name], shown, file=self.case.file)
            if limit is not None:
                require_within(limit, place, values[node.name], shown, self.case.file or None)
        return values

    def pinned(self, values: Mapping[str, float]) -> CaseModel:
        """Fix estimates at values: no longer uncertain, whatever their distribution was.

        Of a share that is fixed the others divide the rest.
        """
        shares = {group: self._with_fixed(each, values) for group, each in self.shares.items()}
        families = {name: family for each in shares.values() for name, family in each.inputs.items()}
        members = {node.name: node for each in shares.values() for node in each.nodes()}
        points = {name: each.family(name).mean for each in shares.values() for name in each.concentrations}
        nodes = tuple(members.get(node.name, node) for node in self.graph.nodes)
        changed = replace(
            self,
            inputs={**self.inputs, **families},
            graph=Graph(self.graph.inputs, nodes) if members else self.graph,
            shares=shares,
            points={**self.points, **points},
        )
        return super(CaseModel, changed).pinned(values)

    def _with_fixed(self, shares: Sticks, values: Mapping[str, float]) -> Sticks:
        among = {name: value for name, value in values.items() if name in shares.concentrations}
        return shares.pinned(among) if among else shares


def build_model(
    case: Case, *, alternative: str | None = None, scenarios: Sequence[str] = (), dependence: str = "independent"
) -> ModelOfCase:
    """Turn a case into a model.

    Parameters
    ----------
    case : Case
    alternative : str, optional
        An alternative of the case; the first by default.
    scenarios : sequence of str
        Scenarios of the case, applied in this order: levers, value choices and estimates that they set to a value are
        fixed; those that they set to "pooled" get the distribution that their experts' answers come to, updated with
        any data on them.
    dependence : str
        A dependence variant of the case.

    Returns
    -------
    ModelOfCase
        Of a case whose model is a workbook the outcomes are those of its file. Of any other they are
        ``costs, benefits, net_benefit, bcr, financial_net, financial_bcr``, ``line:<id>``,
        ``post:<id>``, ``actor:<id>`` (net present values) and ``year:<k>``, ``year_costs:<k>``,
        ``year_benefits:<k>`` (undiscounted). Only where they are named, or the case speaks of them, it computes
        ``irr``, ``payback``, ``payback_discounted`` (NaN on a draw that has none, or several rates),
        ``equivalent_annual`` and ``cumulative:<k>``, and the same of each actor, such as ``actor:<id>:irr``.

    Raises
    ------
    InputError
        If the case has no such alternative, scenario or dependence variant.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> case = mkba.load_case("arnhem-ozo")
    >>> mkba.build_model(case)
    CaseModel('arnhem-ozo', inputs=73, outcomes=90)
    >>> "recidivism" in mkba.build_model(case, dependence="strong").correlated
    True
    """
    if dependence not in case.dependence:
        raise unknown("unknown_dependence", "dependence", dependence, case.dependence)
    for scenario in scenarios:
        if scenario not in case.scenarios:
            raise unknown("unknown_scenario", "scenario", scenario, case.scenarios)
    if case.binding is not None:
        if alternative is not None:
            raise InputError("alternative_of_workbook", key="alternative", found=alternative)
        from mkba_uncertainty.model.of_spreadsheet import model_of_binding

        return model_of_binding(case, scenarios=scenarios, dependence=dependence)
    whole, case = case, at_price_level(only(case, alternative))
    graph = build_graph(case)
    shares = {name: Sticks(name, each.dirichlet) for name, each in case.shares.items()}
    inputs = {name: one.distribution for name, one in case.estimates.items() if one.part_of != PART}
    model = CaseModel(
        inputs={**inputs, **{name: family for each in shares.values() for name, family in each.inputs.items()}},
        outcomes=case.outcomes,
        correlation=case.dependence[dependence].correlations,
        name=case.name,
        case=case,
        whole=whole,
        graph=graph,
        points={name: estimate.point for name, estimate in case.estimates.items()},
        scenarios=tuple(scenarios),
        dependence=dependence,
        shares=shares,
    )
    chosen = {name: one.value for name, one in case.estimates.items() if one.part_of == PART and not one.is_uncertain}
    if chosen:  # by the alternative
        model = model.pinned(chosen)
    for scenario in scenarios:
        model = model.pinned(case.scenarios[scenario].values).pooled(case.scenarios[scenario].pooled)
    return replace(model, published=published_of(case, model.scenarios))


def variant_model(
    case: Case, variant: Variant, scenarios: Sequence[str] = (), dependence: str = "independent"
) -> ModelOfCase:
    """Build the model of a case as a variant has it: its formulas in place, its values fixed."""
    model = build_model(reformulated(case, variant), scenarios=scenarios, dependence=dependence)
    return model.pinned(model.case.variants[variant.name].values if variant.name in case.variants else variant.values)
