"""How sure are we under each view of how estimates hang together? All variants of a case, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any, ClassVar

from mkba_uncertainty.analysis.answer.confidence import Confidence, answer_of
from mkba_uncertainty.analysis.answer.probability_range import ProbabilityRange
from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.analysis.side_by_side.same_draws import (
    Drawn,
    Figure,
    Side,
    drawn,
    drawn_columns,
    exceeding,
    heaviest,
    on_same_draws,
    own_draws,
    require_numbers,
)
from mkba_uncertainty.arrays import Rng
from mkba_uncertainty.case import Case, only
from mkba_uncertainty.copula.correlation import attainable_spearman
from mkba_uncertainty.design import Design, DesignKind
from mkba_uncertainty.model import AnyModel, ModelOfCase, build_model, limit_of
from mkba_uncertainty.replication import Executor
from mkba_uncertainty.table import Column, Row, Table
from mkba_uncertainty.texts import LANGUAGES, Text, both, named
from mkba_uncertainty.texts.figures import kind_of, number


@dataclass(frozen=True)
class Attained:
    """A rank correlation that draws cannot reach, because a distribution has values that recur."""

    between: tuple[str, str]
    asked: float
    attained: float


@dataclass(frozen=True)
class DependenceVariant(Drawn):
    """The outcome under one variant of dependence.

    Parameters
    ----------
    variant : str
    label : Text
    attained : tuple of Attained
        The rank correlations that come out otherwise than asked; none where all distributions are continuous.
    """

    variant: str
    label: Text
    attained: tuple[Attained, ...] = ()


@dataclass(frozen=True, repr=False)
class Dependences(Result):
    """One outcome under every variant of dependence of a case, with the same seeds.

    Parameters
    ----------
    provenance : Provenance
        What made it: case, version, seed and draws.
    case : Case
        Whose views of dependence they are.
    outcome : str
        What is compared.
    label : Text
        What the outcome is called.
    unit : str or None
        Its unit.
    variants : dict of name to DependenceVariant
        ``independent`` is the first.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> found = mkba.dependence(mkba.load_case("arnhem-ozo"), draws=64)
    >>> found.outcome, found.label.en
    ('net_benefit', 'Net benefit')
    """

    spoken: ClassVar[tuple[int, ...]] = (1, 2, 3)

    case: Case
    outcome: str
    label: Text
    unit: str | None
    variants: dict[str, DependenceVariant]

    @property
    def table(self) -> Table:
        """A row a variant: probability above zero, mean, sd and quantiles."""
        kind = kind_of(self.unit)
        return Table(
            [
                Column("label", "dependence.column.variant", data=False),
                Column("dependence"),
                Column("probability", both("dependence.column.chance", limit=f"{limit_of(self.unit):g}"), "chance"),
                *drawn_columns(kind),
                Column("mean", "table.mean", kind, data=False, screen=False),
            ],
            [Row({**variant.cells, "dependence": name}) for name, variant in self.variants.items()],
            caption=both("measure.dependence.caption", **named(self.outcome, self.label)),
            constants={"outcome": self.outcome},
        )

    @property
    def probability_range(self) -> ProbabilityRange | None:
        """How far the probability goes apart; None where there is but one view."""
        return ProbabilityRange.of({name: variant.probability for name, variant in self.variants.items()})

    def title(self) -> Text:
        """Give the heading."""
        return both("plot.dependence.title", label=self.label)

    def notes(self) -> Sequence[Text]:
        """Say which rank correlations draws cannot reach."""
        return [self._note(variant, one) for variant in self.variants.values() for one in variant.attained]

    def _note(self, variant: DependenceVariant, one: Attained) -> Text:
        first, second = (self.case.estimates[name].label for name in one.between)
        return both(
            "dependence.attained",
            variant=variant.label,
            first=first,
            second=second,
            asked=partial(number, one.asked),
            attained=partial(number, one.attained),
        )

    def finding(self) -> Text:
        """Say how far the probability goes apart."""
        event, found = exceeding(self.outcome, self.label, self.unit), self.probability_range
        if found is None or all(len({*found.ends(lang)}) == 1 for lang in LANGUAGES):
            return both("measure.dependence.same", **event)
        return both("measure.dependence", **event, range=found.said)

    def facts(self) -> dict[str, Any]:
        """Give the variants by name."""
        variants = {
            name: {
                **{key: record[key] for key in ("mean", "sd", "quantiles", "probability")},
                "attained": [asdict(one) for one in self.variants[name].attained],
            }
            for name, record in self.table.by("dependence").items()
        }
        return {"outcome": self.outcome, "variants": variants}


def dependence(
    case: Case,
    *,
    alternative: str | None = None,
    scenarios: Sequence[str] = (),
    outcome: str | None = None,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
) -> Dependences:
    """Say how sure we are under each view of how estimates hang together.

    Parameters
    ----------
    case : Case
    alternative : str, optional
        An alternative of the case; the first by default.
    scenarios : sequence of str
        Scenarios of the case, as for :func:`mkba_uncertainty.build_model`.
    outcome : str, optional
        By default the headline: the net benefit, or else the first outcome.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`. All variants have the same seeds, so that they differ by their
        dependence only: an estimate that depends on no other has the same draws in each.

    Returns
    -------
    Dependences
        A variant for each of the case under which something hangs together, and ``independent``.

    Raises
    ------
    InputError
        If a scenario or the outcome is unknown.
    ModelError
        If the outcome is a ratio that is not a number on some draws.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> found = mkba.dependence(mkba.load_case("arnhem-ozo"), draws=64)
    >>> list(found.variants)
    ['independent', 'expected', 'strong']
    """
    outcome = outcome or case.headline
    design = Design(draws, replicates, rng, kind)
    case = only(case, alternative)
    independent, *others = case.dependence
    views = [independent, *(name for name in others if not case.dependence[name].is_empty)]
    models = {name: build_model(case, scenarios=scenarios, dependence=name) for name in views}
    first = next(iter(models.values()))
    first.select([outcome])
    figures = [{outcome: Figure(Side(model, own_draws(model)), outcome)} for model in models.values()]
    summaries = on_same_draws(figures, design, executor, limit=limit_of(first.unit(outcome)))
    variants = {
        name: DependenceVariant(
            **vars(drawn(summary)[outcome]),
            variant=name,
            label=case.dependence[name].label,
            attained=attained(model),
        )
        for (name, model), summary in zip(models.items(), summaries, strict=True)
    }
    require_numbers(outcome, variants.values())
    made = provenance(first, design, tails=heaviest(outcome, variants.values()))
    return Dependences(
        provenance=replace(made, dependence=None, dependence_label=None),
        case=case,
        outcome=outcome,
        label=first.label(outcome),
        unit=first.unit(outcome),
        variants=variants,
    )


def answer_over_views(model: AnyModel, design: Design, executor: Executor | None = None) -> Confidence:
    """Say how sure we are of all outcomes, and of the headline of a case under each of its views of dependence."""
    answer = answer_of(model, design, executor)
    if not isinstance(model, ModelOfCase) or all(each.is_empty for each in model.case.dependence.values()):
        return answer
    views = dependence(
        model.case,
        scenarios=model.scenarios,
        draws=design.draws,
        replicates=design.replicates,
        rng=design.seeds,
        kind=design.kind,
        executor=executor,
    )
    return answer.over(views)


def attained(model: ModelOfCase) -> tuple[Attained, ...]:
    """Say which of a model's rank correlations draws cannot reach, and what they reach instead."""
    return tuple(
        Attained((first, second), rank, attainable_spearman(model.inputs[first], model.inputs[second], rank))
        for (first, second), rank in model.correlations.items()
        if model.inputs[first].atoms or model.inputs[second].atoms
    )
