"""The analyses behind the page: each made when it is first asked for, and only once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mkba_uncertainty.analysis.confidence import Confidence, confidence
from mkba_uncertainty.design import Design
from mkba_uncertainty.model import CaseModel
from mkba_uncertainty.replication import Executor


@dataclass(frozen=True)
class Analyses:
    """A model, how it is run, and what comes out.

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
        """How sure are we of each outcome."""
        return confidence(self.model, **self.options)
