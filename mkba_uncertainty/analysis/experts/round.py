"""A round of experts about a case: who said what, the pool, how estimates hang together, and what it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.experts.answer_files import AnswerFile, Answers
from mkba_uncertainty.analysis.experts.pairs import PooledPair, pool_pairs, ranks_of
from mkba_uncertainty.analysis.experts.questions import Question
from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.analysis.side_by_side.same_draws import (
    Drawn,
    Figure,
    Side,
    drawn,
    drawn_columns,
    heaviest,
    on_same_draws,
    own_draws,
    require_numbers,
)
from mkba_uncertainty.arrays import LEVELS, Rng
from mkba_uncertainty.case import Case, Dependence, Estimate, Expert, PairAnswer, Pooling, PoolMethod, WeightsFrom
from mkba_uncertainty.design import Design, DesignKind
from mkba_uncertainty.elicitation import Consultation, PerformanceWeights, SeedQuestions, fit_each
from mkba_uncertainty.elicitation.drawn import MOST_TERMS
from mkba_uncertainty.elicitation.pooling import METHODS
from mkba_uncertainty.errors import FamilyError, InputError
from mkba_uncertainty.families import Family, LogPool, Metalog, Mixture, make_family
from mkba_uncertainty.model import build_model, limit_of
from mkba_uncertainty.names import unknown
from mkba_uncertainty.replication import Executor
from mkba_uncertainty.table import Column, Laid, Range, Row, Table
from mkba_uncertainty.texts import Text, both, joined
from mkba_uncertainty.texts.figures import chance, exact, kind_of
from mkba_uncertainty.texts.unit_words import with_unit

VARIANT = "experts"
"""The variant of dependence that the answers about pairs become."""

BEFORE, AFTER, TOGETHER = "before", "after", "together"


@dataclass(frozen=True)
class Asked:
    """One estimate about which experts were asked.

    Parameters
    ----------
    question : Question
    names : tuple of str
        Who answered.
    experts : tuple of Expert
        What each said.
    method : {"linear", "log"}
    standing : tuple of Family
        What stands for each answer in the pool.
    before, after : Family
        The distribution of the estimate, without any data on it.
    """

    question: Question
    names: tuple[str, ...]
    experts: tuple[Expert, ...]
    method: PoolMethod
    standing: tuple[Family, ...]
    before: Family
    after: Family

    @cached_property
    def consultation(self) -> Consultation:
        """The families fitted to each answer, the weights and the pool."""
        total = sum(one.weight for one in self.experts)
        return Consultation(
            experts=tuple(
                fitted
                for one in self.experts
                for fitted in fit_each([one.given], support=self.question.support, terms=_terms(one))
            ),
            weights=tuple(one.weight / total for one in self.experts),
            method=self.method,
            pooled=self.after,
            names=self.names,
        )

    @property
    def label(self) -> Text:
        """The estimate with its unit."""
        return with_unit(self.question.estimate.label, self.question.estimate.unit)

    @property
    def rows(self) -> list[Row]:
        """What each expert said, the pool, and what the estimate was before."""
        told = zip(self.names, self.consultation.weights, self.consultation.experts, strict=True)
        experts = [
            {
                "who": name,
                "weight": exact(weight),
                "family": fitted.best.name,
                "misses": round(fitted.fits[0].misfit, 3),
            }
            for name, weight, fitted in told
        ]
        rows = [self._row(cells, family) for cells, family in zip(experts, self.standing, strict=True)]
        pool = replace(self._row({"who": both(f"round.pool.{self.method}")}, self.after), bold=True)
        before = self._row({"who": both("round.before"), "family": self.before.name}, self.before)
        return [*rows, replace(pool, data=False), replace(before, data=False)]

    def _row(self, cells: Mapping[str, Any], family: Family) -> Row:
        low, middle, high = (float(value) for value in family.ppf(np.array([0.05, 0.5, 0.95])))
        estimate = self.question.estimate
        return Row({"estimate": estimate.name, **cells, "q0.05": low, "q0.5": middle, "q0.95": high}, estimate.unit)


@dataclass(frozen=True)
class Part(Laid):
    """A part of a round, with a table of its own."""

    name: Text
    laid: Table

    @property
    def table(self) -> Table:
        """The table."""
        return self.laid

    def title(self) -> Text:
        """Give the heading."""
        return self.name


@dataclass(frozen=True, repr=False)
class ExpertRound(Result):
    """What experts said of a case, what it comes to, and what that does to the answer.

    Parameters
    ----------
    provenance : Provenance
    case : Case
        With the answers taken in, which :func:`mkba_uncertainty.save_case` writes.
    estimates : mapping of name to Asked
    pairs : tuple of PooledPair
    changes : mapping of {"before", "after", "together"} to Drawn
        The outcome as the case was, with the pools in place, and as the experts say that estimates hang together too.
    outcome, label, unit
        What changes.
    performance : PerformanceWeights, optional
        How the experts did on seed questions, where the weights come from those.
    passed_over : tuple of str
        Files beside the answers that are none.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> [field for field in ("estimates", "pairs", "changes") if field in mkba.ExpertRound.__annotations__]
    ['estimates', 'pairs', 'changes']
    """

    case: Case
    estimates: Mapping[str, Asked]
    pairs: tuple[PooledPair, ...]
    changes: Mapping[str, Drawn]
    outcome: str
    label: Text
    unit: str | None
    performance: PerformanceWeights | None = None
    passed_over: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """Who answered."""
        every = [name for asked in self.estimates.values() for name in asked.names]
        return list(
            dict.fromkeys([*every, *(one.label.nl for pair in self.pairs for one in pair.answers if one.label)])
        )

    @property
    def table(self) -> Table:
        """A row for each estimate and expert: the weight, quantiles, and the family that comes nearest."""
        rows = [row for asked in self.estimates.values() for row in asked.rows]
        return self._answers(both("round.who"), rows)

    def _answers(self, heading: Text, rows: Sequence[Row]) -> Table:
        return Table(
            [
                Column("who", heading),
                Column("estimate"),
                Column("weight", "round.weight", "chance"),
                Column("q0.5", "table.median", "estimate"),
                Range("q0.05", "q0.95", "table.range90", "estimate"),
                Column("q0.05"),
                Column("q0.95"),
                Column("family", "round.family", "family"),
                Column("misses", "elicit.misfit.column", "chance"),
            ],
            rows,
        )

    @property
    def reasons(self) -> Table:
        """Why, in the experts' own words."""
        said: list[tuple[Text, str, Expert | PairAnswer]] = [
            (asked.question.estimate.label, name, one)
            for name, asked in self.estimates.items()
            for one in asked.experts
        ]
        said += [(pair.label, ", ".join(pair.between), one) for pair in self.pairs for one in pair.answers]
        return Table(
            [
                Column("who", "round.who"),
                Column("estimate"),
                Column("about", "round.about", data=False),
                Column("reason", "round.reason", screen=False, below=True),
            ],
            [
                Row({"who": one.label and one.label.nl, "estimate": names, "about": about, "reason": one.reason})
                for about, names, one in said
                if one.reason
            ],
        )

    @property
    def fits(self) -> Table:
        """How well each family fits each answer: the largest difference between a probability asked and achieved."""
        return Table(
            [
                Column("family", "round.every_family", "family"),
                Column("estimate"),
                Column("expert"),
                Column("misfit"),
            ],
            [
                Row(
                    {
                        "family": fit.family.name,
                        "estimate": name,
                        "expert": who,
                        "misfit": fit.misfit,
                    }
                )
                for name, asked in self.estimates.items()
                for who, fitted in zip(asked.names, asked.consultation.experts, strict=True)
                for fit in fitted.fits
            ],
        )

    @property
    def worst_fits(self) -> Table:
        """How far each family misses the answer that it fits worst."""
        rows = []
        for asked in self.estimates.values():
            worst: dict[str, float] = {}
            for fitted in asked.consultation.experts:
                for fit in fitted.fits:
                    worst[fit.family.name] = max(worst.get(fit.family.name, 0.0), fit.misfit)
            for place, (family, misfit) in enumerate(sorted(worst.items(), key=lambda item: item[1])):
                about = {} if place else {"about": asked.question.estimate.label}
                rows.append(Row({**about, "family": family, "misses": round(misfit, 3)}))
        return Table(
            [
                Column("about", "round.about"),
                Column("family", "round.every_family", "family"),
                Column("misses", "round.misses", "chance"),
            ],
            rows,
        )

    @property
    def hanging_together(self) -> Table:
        """What the answers about pairs come to: the chance, the correlation, and the rank correlation."""
        return Table(
            [
                Column("label", "round.pair", data=False),
                Column("first"),
                Column("second"),
                Column("who"),
                Column("weight", "round.weight", "chance"),
                Column("above", "round.above", "chance"),
                Column("correlation", "round.correlation", "number"),
                Column("asked", "round.rank", "number"),
                Column(
                    "rank", "round.repaired" if self.repaired else "round.taken" if self.completed else "", "number"
                ),
            ],
            [row for pair in self.pairs for row in pair.rows],
        )

    @property
    def repaired(self) -> bool:
        """Whether the answers about pairs could not all hold together."""
        return any(pair.asked not in (None, pair.rank) for pair in self.pairs)

    @property
    def completed(self) -> bool:
        """Whether pairs that nobody was asked about cannot be unrelated."""
        return any(pair.asked is None for pair in self.pairs)

    @property
    def limit(self) -> str:
        """What the outcome is to exceed."""
        return f"{limit_of(self.unit):g}"

    @property
    def what_changes(self) -> Table:
        """The outcome before, with the pools, and as the experts say that estimates hang together."""
        kind = kind_of(self.unit)
        return Table(
            [
                Column("label", self.label, data=False),
                Column("when"),
                Column("probability", both("dependence.column.chance", limit=self.limit), "chance"),
                *drawn_columns(kind),
            ],
            [
                Row({**found.cells, "label": both(f"round.{when}.outcome"), "when": when})
                for when, found in self.changes.items()
            ],
            constants={"outcome": self.outcome},
        )

    def title(self) -> Text:
        """Give the heading."""
        return both("round.title", title=self.case.title, count=len(self.names))

    def lead(self) -> Sequence[Text]:
        """Say what it does to the answer."""
        facts: dict[str, Any] = {when: partial(chance, found.probability) for when, found in self.changes.items()}
        facts |= {"label": self.label, "limit": self.limit}
        key = "round.lead.together" if TOGETHER in self.changes else "round.lead"
        about = joined(asked.question.estimate.label for asked in self.estimates.values())
        return [both(key, about=about, **facts)] if self.estimates else [both("round.lead.pairs", **facts)]

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give what each said and why, the pool, how families fit, the pairs, and what changes."""
        tables = [self._answers(asked.label, asked.rows) for asked in self.estimates.values()]
        performance = [self.performance.table] if self.performance else []
        rest = [self.reasons, *performance, self.worst_fits, self.hanging_together, self.what_changes]
        return [*tables, *(table for table in rest if table.rows)]

    def notes(self) -> Sequence[Text]:
        """Say how to read it."""
        weights = "seed_questions" if self.performance else "equal"
        return [
            both(f"round.note.weights.{weights}"),
            both("round.note.standing"),
            *([both("round.note.repaired")] if self.repaired else []),
            *([both("round.note.completed")] if self.completed and not self.repaired else []),
            *([both("round.note.passed_over", names=", ".join(self.passed_over))] if self.passed_over else []),
        ]

    @property
    def beside(self) -> dict[str, Laid]:
        """The other tables of an output folder."""
        parts = {
            "fits": self.fits,
            "pairs": self.hanging_together,
            "changes": self.what_changes,
            "reasons": self.reasons,
        }
        made: dict[str, Laid] = {
            name: Part(both(f"round.part.{name}"), table) for name, table in parts.items() if table.rows
        }
        return {**made, **({"performance": self.performance} if self.performance else {})}

    def facts(self) -> dict[str, Any]:
        """Give what JSON holds."""
        return {
            "outcome": self.outcome,
            "experts": self.names,
            "estimates": {name: _facts(asked) for name, asked in self.estimates.items()},
            "pairs": [pair.to_dict() for pair in self.pairs],
            "changes": self.what_changes.by("when"),
            "performance": self.performance.to_dict() if self.performance else None,
            "passed_over": list(self.passed_over),
        }


def _terms(one: Expert) -> int | None:
    """Give the terms of a metalog that follows chips as closely as the form drew it."""
    if one.roulette is None:
        return None
    laid = sum(chips > 0 for chips in one.roulette.chips)
    return max(min(laid - 1, MOST_TERMS), 2)


def _facts(asked: Asked) -> dict[str, Any]:
    told = asked.consultation.to_dict()
    return {
        "experts": [
            {
                "name": name,
                "weight": weight,
                "quantiles": {f"{level:g}": value for level, value in one.quantiles.items()} or None,
                "roulette": None if one.roulette is None else vars(one.roulette),
                "reason": one.reason,
                "date": one.date,
                "standing": {"family": family.name, "parameters": family.parameters()},
            }
            for name, weight, one, family in zip(
                asked.names, asked.consultation.weights, asked.experts, asked.standing, strict=True
            )
        ],
        "fits": told["fits"],
        "pooled": told["pooled"],
        "quantiles": {when: _levels(family) for when, family in (("before", asked.before), ("after", asked.after))},
    }


def _levels(family: Family) -> dict[str, float]:
    quantiles = np.asarray(family.ppf(np.array(LEVELS))).tolist()
    return {f"{level:g}": value for level, value in zip(LEVELS, quantiles, strict=True)}


def expert_round(
    answers: Answers,
    *,
    method: PoolMethod = "linear",
    family: str | None = None,
    seeds: SeedQuestions | None = None,
    cutoff: float = 0.0,
    replace_dependence: bool = False,
    alternative: str | None = None,
    scenarios: Sequence[str] = (),
    dependence: str = "independent",
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
) -> ExpertRound:
    """Pool what experts said of a case, take it in, and say what it does to the answer.

    Parameters
    ----------
    answers : Answers
        What :func:`mkba_uncertainty.read_answers` read.
    method : {"linear", "log"}
        As for :func:`mkba_uncertainty.pool`.
    family : str, optional
        What is fitted to each answer; otherwise that stands in the pool which the form drew, and the expert confirmed.
    seeds : SeedQuestions, optional
        Weigh experts by how they did on these; otherwise all count as much.
    cutoff : float
        As for :func:`mkba_uncertainty.performance_weights`.
    replace_dependence : bool
        Whether a variant of dependence called ``experts`` that no experts stand behind may be replaced.
    alternative, scenarios, dependence
        As for :func:`mkba_uncertainty.build_model`: under which the answer is compared.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`. Before and after have the same seeds.

    Returns
    -------
    ExpertRound
        ``result.case`` is the case with the answers taken in: each distribution replaced by the pool, the value as it
        was published, the experts' answers beside it, and ``dependence["experts"]`` if pairs were asked about.

    Raises
    ------
    InputError
        If nobody with some weight answered a question, an expert has no part in the seed questions, or another variant
        of dependence is called ``experts``.
    FamilyError
        If the answers to a question have no pool.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> from mkba_uncertainty.analysis.experts import AnswerFile, Answers, questions_of
    >>> from mkba_uncertainty.case import Expert
    >>> case = mkba.load_case("arnhem-ozo")
    >>> said = {"recidivism": Expert(quantiles={0.05: 0.2, 0.5: 0.3, 0.95: 0.5})}
    >>> asked = {"recidivism": questions_of(case, ["recidivism"]).questions[0]}
    >>> noor = AnswerFile("noor.json", "Noor", "2026-11-29", said)
    >>> found = mkba.expert_round(Answers(case, (noor,), asked), draws=64)
    >>> after = found.case.estimates["recidivism"]
    >>> after.value, round(float(after.distribution.ppf(0.95)), 6)
    (0.3, 0.5)
    """
    performance = seeds.weights(cutoff=cutoff) if seeds else None
    if method not in METHODS:
        raise unknown("elicit_pool_method", "method", method, METHODS)
    names = [one.name for one in answers.experts]
    weights = dict(zip(names, performance.of(names), strict=True)) if performance else {}
    pooling: WeightsFrom = "seed_questions" if performance else "equal"
    case, estimates = answers.case, dict[str, Asked]()
    for name, question in answers.questions.items():
        asked = [one for one in answers.experts if name in one.estimates]
        experts = [replace(one.estimates[name], weight=weights.get(one.name, 1.0)) for one in asked]
        changed = _with_experts(case, question, experts, Pooling(method, pooling, family=family))
        estimates[name] = _asked(question, asked, experts, changed)
        case = _taken_in(case, changed)
    before = case.dependence.get(VARIANT)
    pairs = pool_pairs(case, answers, weights, before.experts if before else ()) if answers.pairs else ()
    if pairs:
        case = _with_variant(case, pairs, force=replace_dependence)
    under: dict[str, Any] = {"alternative": alternative, "scenarios": scenarios}
    models = {
        BEFORE: build_model(answers.case, dependence=dependence, **under),
        AFTER: build_model(case, dependence=dependence, **under),
        **({TOGETHER: build_model(case, dependence=VARIANT, **under)} if pairs else {}),
    }
    design = Design(draws, replicates, rng, kind)
    first = models[BEFORE]
    outcome = first.headline
    figures = [{outcome: Figure(Side(model, own_draws(model)), outcome)} for model in models.values()]
    summaries = on_same_draws(figures, design, executor, limit=limit_of(first.unit(outcome)))
    changes = {when: drawn(summary)[outcome] for when, summary in zip(models, summaries, strict=True)}
    require_numbers(outcome, changes.values())
    return ExpertRound(
        provenance=provenance(models[AFTER], design, tails=heaviest(outcome, changes.values())),
        case=case,
        estimates=estimates,
        pairs=pairs,
        changes=changes,
        outcome=outcome,
        label=first.label(outcome),
        unit=first.unit(outcome),
        performance=performance,
        passed_over=answers.passed_over,
    )


def _with_experts(case: Case, question: Question, experts: Sequence[Expert], how: Pooling) -> Estimate:
    """Give an estimate with the ranges of experts in place of those of an earlier round."""
    estimate = case.estimates[question.name]
    if not any(one.weight > 0 for one in experts):
        raise InputError("round_no_weight", key="--seed-questions", found=question.name)
    low, high = (float(end) if np.isfinite(end) else None for end in question.support)
    earlier = estimate.pooling
    before = earlier.replaced if earlier and earlier.replaced else estimate.distribution.evidence[0]
    single = tuple(one for one in estimate.experts if one.answer is not None)
    pooling = replace(how, low=low, high=high, replaced=before)
    return replace(estimate, experts=(*single, *experts), pooling=pooling)


def _asked(question: Question, files: Sequence[AnswerFile], experts: Sequence[Expert], changed: Estimate) -> Asked:
    """Put what stands for each answer beside the pool."""
    assert changed.pooling is not None
    return Asked(
        question,
        tuple(file.name for file in files),
        tuple(experts),
        changed.pooling.method,
        tuple(changed.of_expert(one) for one in experts),
        changed.distribution.evidence[0],
        changed.pool_of_ranges,
    )


def _taken_in(case: Case, changed: Estimate) -> Case:
    """Give a case with an estimate's experts and their pool taken in; the value stays that which was published."""
    pool = changed.pool_of_ranges
    distribution = changed.after_data(pool)
    value = {} if changed.middle is None else {"value": changed.value}
    return case.with_estimate(
        changed.name,
        experts=changed.experts,
        pooling=changed.pooling,
        distribution=distribution,
        **value,
        relative=changed.relative if distribution == changed.distribution else _readable(pool, changed),
    )


def _readable(pool: Family, estimate: Estimate) -> dict[str, Any]:
    """Write a pool as people can check it: a metalog through three quantiles by these quantiles."""
    from mkba_uncertainty.casefile.saving import distribution_table

    counted = [one for one in estimate.ranges if one.weight > 0]
    if not isinstance(pool, Mixture | LogPool):
        return _as_answered(pool, counted[0], distribution_table(pool))
    table = distribution_table(pool)
    parts = zip(pool.families, counted, table["families"], strict=True)
    return {**table, "families": [_as_answered(*part) for part in parts]}


def _as_answered(family: Family, expert: Expert, table: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(family, Metalog) or not expert.quantiles:
        return table
    bounds: dict[str, Any] = {key: table[key] for key in ("low", "high") if key in table}
    told: dict[str, Any] = {
        "probabilities": list(expert.quantiles),
        "values": list(expert.quantiles.values()),
        **bounds,
    }
    try:
        return {"family": table["family"], **told} if make_family(family.name, told) == family else table
    except FamilyError:
        return table


def _with_variant(case: Case, pairs: Sequence[PooledPair], *, force: bool) -> Case:
    """Give a case with a variant of dependence that rests on the answers about pairs."""
    earlier = case.dependence.get(VARIANT)
    if earlier is not None and not earlier.experts and not force:
        raise InputError("round_variant_taken", key=f"dependence.{VARIANT}", found=VARIANT)
    said = tuple(answer for pair in pairs for answer in pair.answers)
    who = joined(Text(name, name) for name in dict.fromkeys(one.label.nl for one in said if one.label))
    dates = sorted({one.date for one in said if one.date})
    variant = Dependence(
        VARIANT,
        both("round.variant"),
        ranks_of(pairs),
        both("round.variant.note", who=who, date=dates[-1] if dates else ""),
        said,
    )
    return case.replace(dependence={**case.dependence, VARIANT: variant})
