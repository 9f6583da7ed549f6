"""The analyses behind the page: each made when it is first asked for, and only once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

from mkba_uncertainty.analysis.answer.confidence import Confidence, answer_of
from mkba_uncertainty.analysis.published import Reconciliation, reconciliation
from mkba_uncertainty.analysis.questions import Question, asked
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.arrays import ROUNDING
from mkba_uncertainty.design import Design
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.model import ModelOfCase, build_model
from mkba_uncertainty.replication import Executor
from mkba_uncertainty.texts import Text

GROUP_DRAWS = 256
"""Draws in a replicate at most to see what groups of estimates are worth."""


@dataclass(frozen=True)
class Analyses:
    """A model, how it is run, and what comes out.

    Parameters
    ----------
    model : ModelOfCase
        Under its scenarios and its variant of dependence.
    design : Design
        Of every analysis.
    executor : Executor, optional
        Where batches run.
    """

    model: ModelOfCase
    design: Design
    executor: Executor | None = None

    @cached_property
    def answer(self) -> Confidence:
        """How sure we are of each outcome, and of the headline under each view of dependence."""
        found, views = answer_of(self.model, self.design, self.executor), self["dependence"]
        return found if views is None else found.over(views)

    @cached_property
    def reconciliation(self) -> Reconciliation:
        """Whether the model gives the published figures."""
        return reconciliation(self.model.whole)

    @cached_property
    def is_uncertain(self) -> bool:
        """Whether the net benefit varies at all, by more than rounding."""
        found = self.answer.outcomes[self.model.headline]
        return bool(self.model.uncertain) and found.sd is not None and found.sd.value > ROUNDING * abs(found.point or 0)

    @property
    def speaks_of_each(self) -> bool:
        """Whether there is uncertainty, and no data have moved estimates along with others: each stands by itself."""
        return self.is_uncertain and not self.model.evidence

    @property
    def shares(self) -> Any:
        """Which estimates carry the uncertainty of the net benefit; None where nothing can be said of each."""
        return self["sobol"] or self["shapley"]

    def results(self, chapter: str | None = None) -> dict[str, Result]:
        """Give what the page asks, by name: all of it, or of one chapter; but what the case has nothing for."""
        wanted = [question for question in asked() if chapter in (None, question.chapter) and self._has(question)]
        return {question.name: self._result(question) for question in wanted}

    def __getitem__(self, name: str) -> Any:
        """Give one of these results; None where the case has nothing for it."""
        (question,) = (question for question in asked() if question.name == name)
        return self._result(question) if self._has(question) else None

    def _has(self, question: Question) -> bool:
        match question.needs:
            case "nothing":
                return True
            case "uncertainty":
                return self.is_uncertain
            case "each":
                return self.speaks_of_each
            case "independence":
                return self.speaks_of_each and not self.model.correlations
            case "correlation":
                return self.speaks_of_each and bool(self.model.correlations)
            case "scenarios":
                return not all(each.is_empty for each in self.model.case.scenarios.values())
            case "alternatives":
                return bool(self.model.alternatives)
            case "dependence":
                return not all(each.is_empty for each in self.model.case.dependence.values())
            case "variants":
                return not all(each.is_empty for each in self.model.case.variants.values())

    @cached_property
    def _found(self) -> dict[str, Result]:
        return {}

    def _result(self, question: Question) -> Result:
        if question.name == "run":
            return self.answer
        if question.name not in self._found:
            subject, more = self._subject(question)
            found = cast(Result, question.ask(subject, **more, **self._run))
            self._found[question.name] = self._with_groups(found) if question.name == "voi" else found
        return self._found[question.name]

    def _with_groups(self, found: Any) -> Any:
        """Where no estimate alone is worth knowing, say what groups of them are, on fewer draws: that takes longer."""
        if not all(found.is_next_to_nothing(worth) for worth in found.evppi.values()):
            return found
        from mkba_uncertainty.analysis.information.value import value_of_information

        run = {**self._run, "draws": min(self.design.draws, GROUP_DRAWS)}
        try:
            return replace(found, groups=value_of_information(self.model, of=[], groups="role", **run).groups)
        except InputError:  # the estimates have no roles
            return found

    @cached_property
    def stakes(self) -> dict[str, tuple[Text, Any]]:
        """For whom knowing everything is worth more than for all together: for the own choice of each, most first."""
        from mkba_uncertainty.analysis.information.value import value_of_information

        voi, chances = self["voi"], self.answer.outcomes
        if voi is None or self.model.case.binding is not None:
            return {}
        found = {}
        for name, actor in self.model.case.actors.items():
            quantiles = chances[f"actor:{name}"].quantiles
            if quantiles[0.05].value < 0 < quantiles[0.95].value:
                own = value_of_information(self.model, outcome=f"actor:{name}", of=[], **self._run)
                found[name] = actor.label, own.evpi
        more = {name: one for name, one in found.items() if one[1].low > voi.evpi.high}
        return dict(sorted(more.items(), key=lambda item: -item[1][1].value))

    def _subject(self, question: Question) -> tuple[Any, Mapping[str, Any]]:
        """Say of what a question is asked: the model, the case in all its variants, or the model without scenarios."""
        model, case = self.model, self.model.case
        if question.needs == "scenarios":  # whatever scenario the page is under, each is compared with none
            return build_model(case, dependence=model.dependence) if model.scenarios else model, {}
        if question.needs == "dependence":
            return case, {"scenarios": model.scenarios}
        if question.needs == "variants":
            return case, {"scenarios": model.scenarios, "dependence": model.dependence}
        return model, {"outcomes": [model.headline]} if question.needs == "independence" else {}

    @property
    def _run(self) -> dict[str, Any]:
        design = self.design
        return {
            "draws": design.draws,
            "replicates": design.replicates,
            "rng": design.seeds if design.seed is None else design.seed,
            "executor": self.executor,
        }
