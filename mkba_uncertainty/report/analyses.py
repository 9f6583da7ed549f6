"""The analyses behind the page: each made when it is first asked for, and only once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mkba_uncertainty.analysis.answer.confidence import Confidence, confidence
from mkba_uncertainty.analysis.curves.switching import Switching, switching
from mkba_uncertainty.analysis.curves.tornado import Tornado, tornado
from mkba_uncertainty.analysis.information.value import ValueOfInformation, value_of_information
from mkba_uncertainty.analysis.published import Reconciliation, reconciliation
from mkba_uncertainty.analysis.side_by_side.contrast import Contrasts, contrast
from mkba_uncertainty.analysis.side_by_side.dependence import Dependences, dependence
from mkba_uncertainty.analysis.side_by_side.structure import Structure, structure
from mkba_uncertainty.analysis.variance.shapley import ShapleyResult, shapley
from mkba_uncertainty.analysis.variance.sobol import SobolResult, sobol
from mkba_uncertainty.design import Design
from mkba_uncertainty.model import CaseModel, build_model
from mkba_uncertainty.replication import Executor

ROUNDING = 1e-9
"""A standard deviation below this share of the value itself is rounding."""


@dataclass(frozen=True)
class Analyses:
    """A model, how it is run, and what comes out; None where the case has nothing to analyse.

    Parameters
    ----------
    model : CaseModel
        Under its scenarios and its variant of dependence.
    design : Design
        Of every analysis.
    executor : Executor, optional
        Where batches run.
    """

    model: CaseModel
    design: Design
    executor: Executor | None = None

    @property
    def options(self) -> dict[str, Any]:
        """What every analysis takes."""
        design = self.design
        return {
            "draws": design.draws,
            "replicates": design.replicates,
            "rng": design.seeds if design.seed is None else design.seed,
            "executor": self.executor,
        }

    @cached_property
    def answer(self) -> Confidence:
        """How sure we are of each outcome."""
        return confidence(self.model, **self.options)

    @cached_property
    def is_uncertain(self) -> bool:
        """Whether the net benefit varies at all, by more than rounding."""
        found = self.answer.outcomes["net_benefit"]
        return bool(self.model.uncertain) and found.sd is not None and found.sd.value > ROUNDING * abs(found.point or 0)

    @property
    def speaks_of_each(self) -> bool:
        """Whether there is uncertainty, and no data have moved estimates along with others: each stands by itself."""
        return self.is_uncertain and not self.model.evidence

    @cached_property
    def shares(self) -> SobolResult | ShapleyResult | None:
        """Which estimates carry the uncertainty of the net benefit: Shapley effects where estimates hang together."""
        if not self.speaks_of_each:
            return None
        if self.model.correlations:
            return shapley(self.model, **self.options)
        return sobol(self.model, outcomes=["net_benefit"], **self.options)

    @cached_property
    def tornado(self) -> Tornado | None:
        """What swings the net benefit, one estimate at a time."""
        return tornado(self.model, **self.options) if self.speaks_of_each else None

    @cached_property
    def switching(self) -> Switching | None:
        """Where the verdict flips."""
        return switching(self.model, **self.options) if self.speaks_of_each else None

    @cached_property
    def contrasts(self) -> Contrasts | None:
        """What each scenario changes; whatever scenario the page is under, each is compared with none."""
        if not self.model.case.scenarios:
            return None
        plain = build_model(self.model.case, dependence=self.model.dependence) if self.model.scenarios else self.model
        return contrast(plain, **self.options)

    @cached_property
    def information(self) -> ValueOfInformation | None:
        """What it is worth to know more."""
        return value_of_information(self.model, **self.options) if self.is_uncertain else None

    @cached_property
    def dependences(self) -> Dependences | None:
        """The answer under each view of how estimates hang together."""
        if len(self.model.case.dependence) < 2:
            return None
        return dependence(self.model.case, scenarios=self.model.scenarios, **self.options)

    @cached_property
    def structure(self) -> Structure | None:
        """The answer under each variant of the model."""
        if len(self.model.case.variants) < 2:  # one is the case as it stands
            return None
        model = self.model
        return structure(model.case, scenarios=model.scenarios, dependence=model.dependence, **self.options)

    @cached_property
    def reconciliation(self) -> Reconciliation:
        """Whether the model gives the published figures."""
        return reconciliation(self.model.case)
