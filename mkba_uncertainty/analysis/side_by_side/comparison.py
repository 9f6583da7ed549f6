"""Two cases side by side: which returns more, in all and for its costs, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.answer.confidence import CURVE_LEVELS, Confidence
from mkba_uncertainty.analysis.information.decision import make_decision
from mkba_uncertainty.analysis.requirements import require_unmoved
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.analysis.side_by_side.dependence import answer_over_views
from mkba_uncertainty.analysis.side_by_side.same_draws import (
    Drawn,
    Figure,
    Figures,
    Side,
    drawn,
    on_same_draws,
    own_draws,
)
from mkba_uncertainty.arrays import ROUNDING, Rng, Values
from mkba_uncertainty.case import CHOICES, DERIVED, NET_BENEFIT, RATIOS, Case
from mkba_uncertainty.design import Design, DesignKind, transform
from mkba_uncertainty.errors import Caution, InputError, few
from mkba_uncertainty.model import ModelOfCase, Sticks, build_model
from mkba_uncertainty.replication import Executor, Measured
from mkba_uncertainty.table import Column, Range, Row, Table
from mkba_uncertainty.texts import LANGUAGES, Text, both, joined, say
from mkba_uncertainty.texts.currencies import currency_names
from mkba_uncertainty.texts.figures import (
    Between,
    about,
    chance,
    estimate_text,
    figure,
    kind_of,
    likelihood,
    range_text,
)
from mkba_uncertainty.texts.units import powers

SHARED, INDEPENDENT = "shared", "independent"
PEOPLE = ("household", "person", "child", "pupil", "client")
COMPARED_AT = np.linspace(0.005, 0.995, 100)
"""Levels at which distributions are compared."""

FIRST, SECOND, DIFFERENCE = "first", "second", "difference"


@dataclass(frozen=True, repr=False)
class Comparison(Result):
    """Two cases side by side.

    Parameters
    ----------
    provenance : Provenance
        Names both cases; each has its own in ``cases``.
    cases : dict of name to Confidence
        The first and the second case, each as by itself.
    shared : dict of estimate to Text
        The uncertain estimates, and groups of shares, that both cases have by the same name, and their labels.
    unlike : tuple of Caution
        What makes the two hard to compare: other discount rates and norms, horizons, prices, populations; and other
        distributions of estimates that have the same name.
    outcome : str
        What is subtracted beside the ratios: the net benefit, or the headline of workbooks that have it in common.
    differences : dict of reading to Drawn or None
        The benefit-cost ratio of the first case minus that of the second, and the probability that it exceeds it.
        ``"shared"``: the errors in estimates of the same name are the same in both cases. ``"independent"``: they
        have nothing to do with each other; not for two alternatives of one case. None where a ratio is meaningless,
        since costs are not always positive. Empty between workbooks of which not both give the ratio.
    balances : dict of reading to Drawn or None
        The same of ``outcome``. None between amounts in two currencies, or for one participant and for all.
    curves : dict of name to dict of level to Measured
        Quantiles of the benefit-cost ratio of each case, for its plot; empty where the ratio is meaningless.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> found = mkba.compare([mkba.load_case("arnhem-ozo"), mkba.load_case("den-haag-scm")], draws=64)
    >>> list(found.cases), list(found.differences)
    (['arnhem-ozo', 'den-haag-scm'], ['shared', 'independent'])
    """

    cases: dict[str, Confidence]
    shared: dict[str, Text]
    unlike: tuple[Caution, ...]
    outcome: str
    differences: dict[str, Drawn | None]
    balances: dict[str, Drawn | None]
    curves: dict[str, dict[float, Measured]]

    @property
    def table(self) -> Table:
        """A row a case and outcome, as for each by itself, and a row for each difference of balances and of ratios.

        The latter have ``difference`` as case and the reading of errors as ``errors``, and hold the probability that
        the first case's figure exceeds the second's.
        """
        own = {name: answer.table for name, answer in self.cases.items()}
        rows = [Row({**row.cells, "case": name, "errors": None}) for name, table in own.items() for row in table.rows]
        return Table(
            [
                Column("case"),
                Column("errors"),
                *self._first.table.data_columns,
                Column("label", "table.compare.difference", data=False),
                Column("average", "table.mean", "outcome", data=False),
                Column("median", "table.median", "outcome", data=False),
                Range("low", "high", "table.range90", "outcome"),
                Column("probability", "table.probability", "chance"),
                Column("tie", "table.compare.tie" if self._ties else "", "chance"),
            ],
            [*rows, *self._differences()],
        )

    def _differences(self) -> Iterator[Row]:
        names = currency_names(self.currency)
        for outcome, differences in self._compared.items():
            unit = self._first.units[outcome] if outcome == self.outcome else None  # small ratios need their digits
            called = both(f"outcome.{outcome}", **names) if outcome in DERIVED else self._first.labels[outcome]
            for reading, found in differences.items():
                named = {"case": DIFFERENCE, "errors": reading, "outcome": outcome}
                errors = [] if self._of_one_case else [both(f"compare.{reading}_errors")]
                label = joined([called, *errors])
                yield Row({"label": label, **(found.cells | _shown(found) if found else {}), **named}, unit=unit)

    @property
    def _compared(self) -> dict[str, dict[str, Drawn | None]]:
        return {self.outcome: self.balances, **({"bcr": self.differences} if self.differences else {})}

    @property
    def _first(self) -> Confidence:
        return next(iter(self.cases.values()))

    @property
    def _of_one_case(self) -> bool:
        return INDEPENDENT not in self.balances

    @property
    def currency(self) -> str | None:
        """The currency of both cases; None if they have different ones."""
        first, second = (answer.provenance.currency for answer in self.cases.values())
        return first if first == second else None

    @property
    def called(self) -> dict[str, Text]:
        """What each of the two is called: its title with the alternative, or its name where both have the same."""
        titles = {name: _title(name, answer) for name, answer in self.cases.items()}
        return {name: Text(name, name) for name in titles} if len({*titles.values()}) == 1 else titles

    @property
    def short(self) -> dict[str, Text]:
        """What each is called in a sentence or above a column: its name, or its label as an alternative of one case."""
        chosen = {name: answer.case and answer.case.chosen for name, answer in self.cases.items()}
        return {name: each.label if each and self._of_one_case else Text(name, name) for name, each in chosen.items()}

    @property
    def _certain(self) -> bool:
        """Whether nothing is uncertain in either: then nothing is said in words of likelihood."""
        return all(answer.provenance.certain for answer in self.cases.values())

    @property
    def _ties(self) -> bool:
        found = [each for differences in self._compared.values() for each in differences.values()]
        return any(each is not None and each.tie.value > 0 for each in found)

    @property
    def warnings(self) -> Sequence[Text]:
        """What makes the two hard to compare, and what deserves a look in each."""
        return (*(caution.minded() for caution in self.unlike), *few(self.provenance.warnings, in_file=True))

    def title(self) -> Text:
        """Name both cases."""
        first, second = self.called.values()
        return both("compare.title", first=first, second=second)

    def lead(self) -> Sequence[Text]:
        """Say which returns more, in all and for its costs, and how sure that is."""
        return [*self._balance(), *self._ratio()]

    def _balance(self) -> Iterator[Text]:
        shared, independent = (self.balances.get(reading) for reading in (SHARED, INDEPENDENT))
        if shared is None:
            return
        facts = self._said(shared, independent) | {"label": self._first.labels[self.outcome]}
        said = "compare.balance" if self.outcome == NET_BENEFIT else "compare.outcome"
        if shared.tie.value == 1:
            yield both(f"{said}.tie", **facts)
            return
        if not self._certain:
            yield both(said if independent else "compare.balance.of_one_case", **facts)
        shown, kind = _shown(shared), kind_of(self._first.units[self.outcome])
        facts["median"] = partial(figure, shown["median"], kind)
        facts["range"] = partial(range_text, shown["low"], shown["high"], kind=kind)
        yield both(f"{said}.difference", **facts)

    def _ratio(self) -> Sequence[Text]:
        if not self.differences or self._certain:
            return []
        shared, independent = (self.differences.get(reading) for reading in (SHARED, INDEPENDENT))
        if shared is None:
            return [both("compare.meaningless", **currency_names(self.currency))]
        facts = self._said(shared, independent)
        if independent is None:
            return [both("compare.of_one_case", **facts)]
        if shared.tie.value == 1:
            return [both("compare.tie", **facts)]
        return [both("compare.better", **facts), *([both("compare.ties", **facts)] if shared.tie.value > 0 else [])]

    def _said(self, shared: Drawn, independent: Drawn | None) -> dict[str, Any]:
        first, second = self.short.values()
        facts: dict[str, Any] = {
            "first": first,
            "second": second,
            "in_words": partial(likelihood, shared.probability),
            "shared": partial(chance, shared.probability),
            "tie": partial(chance, shared.tie),
            **currency_names(self.currency),
        }
        if independent is not None:
            facts["in_words_independent"] = partial(likelihood, independent.probability)
            facts["independent"] = partial(chance, independent.probability)
        return facts

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give the headline outcomes, the differences, and how sure a few things are of each case."""
        outcomes: list[Column | Range] = [Column("label", "table.outcome")]
        events = [Column("label", "table.event")]
        for name, called in self.short.items():
            low, high = f"{name} q0.05", f"{name} q0.95"
            outcomes.append(Column(f"{name} median", called, "outcome"))
            outcomes.append(Range(low, high, "table.range90", "outcome"))
            events.append(Column(f"{name} probability", called, "chance"))
        tables = [
            Table(outcomes, self._beside("outcome", [answer.table.rows for answer in self.cases.values()])),
            self.table.of(row for row in self._differences() if "mean" in row.cells),
            Table(events, self._beside("event", [answer.events.rows for answer in self.cases.values()])),
        ]
        return [table for table in tables if table.rows]

    def _beside(self, key: str, rows: Sequence[Sequence[Row]]) -> list[Row]:
        """Put what both cases have of headlines in one row, under its name; ``key`` says what a row is about."""
        made = []
        first, second = ({str(row.cells[key]): row for row in each} for each in rows)
        for pair in ((first[name], second[name]) for name in first if name in second and ":" not in name):
            named = list(zip(self.cases, pair, strict=True))
            cells = {f"{name} {key}": cell for name, row in named for key, cell in row.cells.items()}
            units = {f"{name} {key}": row.unit for name, row in named if row.unit for key in row.cells}
            label = pair[0].cells["label"]
            if self.currency is None and pair[0].cells.get("outcome") in RATIOS:
                label = both(f"outcome.{pair[0].cells['outcome']}", **currency_names(None))
            made.append(Row({"label": label, **cells}, units=units))
        return made

    def notes(self) -> Sequence[Text]:
        """Say which estimates are drawn once, and which differences cannot be taken."""
        labels = _joined(self.shared.values())
        kind = "compare.alternatives" if self._of_one_case else "compare"
        key = {0: f"{kind}.nothing_shared", 1: f"{kind}.shared.one"}.get(len(self.shared), f"{kind}.shared")
        apart = [both("compare.balance.apart")] if self.balances[SHARED] is None else []
        words = [] if self._certain else [both("run.words")]
        return [both(key, count=len(self.shared), labels=labels), *apart, *words]

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Give what ``--json`` shows: both cases as ``run`` does, and their difference."""
        cases = {name: answer.to_dict(lang) for name, answer in self.cases.items()}
        made = self.provenance.to_dict(lang)
        warnings = [*(caution.to_dict(lang) for caution in self.unlike), *made["warnings"]]
        return {**made, "warnings": warnings, "cases": cases, **self.facts()}

    def facts(self) -> dict[str, Any]:
        """Give their differences; ``value``, ``low`` and ``high`` are those of shared errors."""
        unknown = {"value": None, "low": None, "high": None}
        first, second = self.cases
        made: dict[str, Any] = {"shared": list(self.shared)}
        for outcome in self._compared:
            rows = [row for row in self._differences() if row.cells["outcome"] == outcome]
            found = self.table.of(rows).by("errors")
            chances, ties = (
                {reading: each.pop(key, None) for reading, each in found.items()} for key in ("probability", "tie")
            )
            made[f"probability_better_{outcome}"] = {
                **(chances[SHARED] or unknown),
                "better": first,
                "than": second,
                **chances,
            }
            made[f"probability_tie_{outcome}"] = {**(ties[SHARED] or unknown), **ties}
            made[f"difference_{outcome}"] = {
                reading: {key: each[key] for key in ("mean", "sd", "quantiles")} if "mean" in each else None
                for reading, each in found.items()
            }
        return made


def _shown(difference: Drawn) -> dict[str, Between]:
    """Give the mean, median and range in the digits that the range deserves and all of them support."""
    shown = {key: difference.quantiles[level] for key, level in {"median": 0.5, "low": 0.05, "high": 0.95}.items()}
    step = max((shown["high"].value - shown["low"].value) / 50, *(each.width / 2 for each in shown.values()))
    if difference.mean is not None:
        shown["average"] = difference.mean
    return {key: about(each.value, step) for key, each in shown.items()}


def _title(name: str, answer: Confidence) -> Text:
    """Give the title of a case, with the alternative; the name of a model without a case."""
    if answer.case is None:
        return Text(name, name)
    title, chosen = answer.case.title, answer.case.chosen
    return title if chosen is None else joined([title, chosen.label], ": ")


def compare(
    cases: Sequence[Case],
    *,
    alternatives: Sequence[str] = (),
    scenarios: Sequence[str] = (),
    dependence: str = "independent",
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
) -> Comparison:
    """Say which of two cases, or alternatives of a case, returns more, in all and for its costs, and how sure that is.

    Two analyses by the same bureau may err in the same direction: if shelter is dearer than was thought, it is so in
    both. So the probability is given twice. With shared errors, estimates that have the same name in both cases are
    drawn once: the same quantile of each case's own distribution. With independent errors nothing is shared. The truth
    mostly lies between the two.

    Each case keeps its own distributions and its own dependence exactly. Where both correlate the same estimates in
    the same way, these are drawn once as well; where they do not, draws are shared as far as that allows (in the
    Cholesky factor of each case the shared estimates come first, in the same order).

    Parameters
    ----------
    cases : sequence of two Case
        Of different names; or the same one twice, with two alternatives.
    alternatives : sequence of str
        Of each case one, or of both the same; the first by default.
    scenarios, dependence
        As for :func:`mkba_uncertainty.build_model`; both cases must have them.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    Comparison

    Raises
    ------
    InputError
        If there are not two cases, they have the same name, or one lacks an alternative, scenario or dependence
        variant.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> cases = [mkba.load_case("arnhem-ozo"), mkba.load_case("den-haag-scm")]
    >>> found = mkba.compare(cases, draws=64)
    >>> 0 <= found.differences["shared"].probability.value <= 1
    True
    """
    if len(cases) != 2:
        raise InputError("compare_two", key="cases", found=len(cases))
    first, second = _models(cases, alternatives, scenarios=scenarios, dependence=dependence)
    for model in (first, second):
        if any(len(block.observed) > 1 for block in model.evidence):  # whose draws have weights of their own
            require_unmoved(model)
    design = Design(draws, replicates, rng, kind)
    shared = [name for name in first.uncertain if name in second.uncertain]
    estimates = dict.fromkeys(first.breaks.get(name, name) for name in shared)  # shares as the group that they are
    outcome = _common_headline(first, second)
    if first.case.name == second.case.name:  # alternatives of one case have the same estimates, errors and all
        chosen = [str(model.alternative) for model in (first, second)]
        draw = own_draws(make_decision(first, outcome=outcome, options=chosen))
        sides = {SHARED: (Side(first, draw), Side(second, draw))}
    else:
        sides = {
            SHARED: _sides(_with_first(first, shared), _with_first(second, shared), len(shared)),
            INDEPENDENT: _sides(first, second, 0),
        }
    groups: list[Figures] = [{DIFFERENCE: Figure(one, outcome, other)} for one, other in sides.values()]
    if "bcr" in first.outcomes and "bcr" in second.outcomes:
        groups += [_ratios(*pair) for pair in sides.values()]
    found = [drawn(summary) for summary in on_same_draws(groups, design, executor, CURVE_LEVELS)]
    balances, ratios = (dict(zip(sides, part, strict=False)) for part in (found, found[len(sides) :]))
    alike = first.unit(outcome) == second.unit(outcome) and first.case.per == second.case.per
    answers = {model.name: answer_over_views(model, design, executor) for model in (first, second)}
    own = answers[first.name].provenance
    warnings = [warning for answer in answers.values() for warning in answer.provenance.warnings]
    return Comparison(
        provenance=replace(
            own,
            case=f"{first.name}, {second.name}",
            case_sha256=None,
            alternative=None,
            alternative_label=None,
            warnings=tuple({(one.file, one.en): one for one in warnings}.values()),  # tails: the same is said of both
        ),
        cases=answers,
        unlike=tuple(_unlike(first, second)),
        shared={name: first.label(name) for name in estimates},
        outcome=outcome,
        differences={reading: _meaningful(each[DIFFERENCE]) for reading, each in ratios.items()},
        balances={reading: each[DIFFERENCE] if alike else None for reading, each in balances.items()},
        curves={
            name: ratio.quantiles if _meaningful(ratio) else {}
            for name, ratio in zip(answers, ratios.get(SHARED, {}).values(), strict=False)
        },
    )


def _models(cases: Sequence[Case], alternatives: Sequence[str], **under: Any) -> list[ModelOfCase]:
    """Build both models, with names that tell them apart."""
    if len(alternatives) > 2:
        raise InputError("compare_two_alternatives", key="alternative", found=", ".join(alternatives))
    chosen: list[str | None] = [*alternatives] or [None]
    pairs = zip(cases, [*chosen, *chosen], strict=False)
    models = [build_model(case, alternative=alternative, **under) for case, alternative in pairs]
    if models[0].name == models[1].name:
        models = [replace(model, name=f"{model.name}:{model.alternative}") for model in models]  # type: ignore[type-var]
    if models[0].name == models[1].name:
        raise InputError("compare_same_name", key="cases", found=cases[0].name)
    return models


def _common_headline(first: ModelOfCase, second: ModelOfCase) -> str:
    """Give the headline of one that the other has as well."""
    for one, other in ((first, second), (second, first)):
        if one.headline in other.outcomes:
            return one.headline
    raise InputError("compare_nothing_alike", key="cases", first=first.headline, second=second.headline)


def _unlike(first: ModelOfCase, second: ModelOfCase) -> Iterator[Caution]:
    """Say what makes two cases hard to compare."""

    def caution(code: str, key: str, one: Any = "", other: Any = "", **facts: Any) -> Caution:
        names = {"first": first.name, "second": second.name}
        said = both(f"warning.unlike_{code}", **names, one=one, other=other, **facts)
        return Caution(said.nl, said.en, key=key)

    minded = set()
    for name, estimate in first.case.estimates.items():
        norm = estimate.role == "value_choice"
        if name not in second.points or not (norm or estimate.unit in PEOPLE):
            continue
        if not math.isclose(first.points[name], second.points[name], rel_tol=ROUNDING):
            minded.add(name)
            values = (partial(estimate_text, model.points[name], unit=estimate.unit) for model in (first, second))
            yield caution("norm" if norm else "number", f"estimates.{name}", *values, label=estimate.label)
    unlike = [name for name in _drawn_unlike(first, second) if name not in minded]
    half_fixed = [name for name in unlike if (name in first.uncertain) != (name in second.uncertain)]
    if labels := [first.label(name) for name in unlike if name not in half_fixed]:
        code = "distribution" if len(labels) == 1 else "distributions"
        yield caution(code, "estimates", None, None, count=len(labels), labels=_joined(labels))
    for name in half_fixed:
        fixed, other = (second, first) if name in first.uncertain else (first, second)
        yield caution("fixed", f"estimates.{name}", fixed.name, other.name, label=first.case.estimates[name].label)
    for key in ("currency", "horizon", "price_level"):
        one, other = getattr(first.case, key), getattr(second.case, key)
        of_workbook = key == "horizon" and (first.case.binding or second.case.binding)
        if one != other and not of_workbook and None not in (one, other):
            yield caution(key, f"case.{key}", one, other)
    conventions = [both(f"compare.discounting.{model.case.discounting}") for model in (first, second)]
    if conventions[0] != conventions[1]:
        yield caution("discounting", "case.discounting", *conventions)
    if first.case.rates != second.case.rates and first.case.name != second.case.name:
        yield caution("rates", "discounting")
    if first.case.per != second.case.per:
        yield caution("per", "case.per", *(model.case.per or both("compare.per_all") for model in (first, second)))
    groups = [_people(model.whole) for model in (first, second)]
    if groups[0] != groups[1]:
        words = (Text(*(_listed(group, lang) for lang in LANGUAGES)) for group in groups)
        yield caution("people", "estimates", *words)


def _drawn_unlike(first: ModelOfCase, second: ModelOfCase) -> Iterator[str]:
    """Give the estimates and groups of shares of one name with unlike distributions, though nobody asked for that.

    What is asked for: levers and norms, and what an alternative or a scenario in force sets. Between prices of two
    years amounts are compared as they stand in the files.
    """
    models = first, second
    in_force = [model.case.scenarios[name] for model in models for name in model.scenarios]
    asked_for = {name for scenario in in_force for name in (*scenario.values, *scenario.pooled)}
    asked_for |= {name for model in models if model.case.chosen for name in model.case.chosen.values}
    as_typed = first.case.price_level != second.case.price_level
    for name, estimate in first.case.estimates.items():
        if name not in second.inputs or name in asked_for:
            continue
        other = second.case.estimates[name]
        if estimate.role in CHOICES and other.role in CHOICES:
            continue
        here, there = (
            model.inputs[name].ppf(COMPARED_AT) / (model.price_factor(name) if as_typed else 1.0) for model in models
        )
        if powers(estimate.unit) != powers(other.unit) or not np.allclose(here, there, rtol=ROUNDING, atol=0.0):
            yield name
    for group, shares in first.shares.items():
        if shares.free and group in second.shares and not _alike(shares, second.shares[group]):
            yield group


def _alike(one: Sticks, other: Sticks) -> bool:
    """Say whether shares have the same members, in the same proportions and as sure."""
    here, there = one.concentrations, other.concentrations
    return here.keys() == there.keys() and all(math.isclose(here[name], there[name], rel_tol=ROUNDING) for name in here)


def _people(case: Case) -> list[str]:
    """Give the words for those whom a case counts."""
    units = [powers(estimate.unit) for estimate in case.estimates.values()]
    return [who for who in PEOPLE if any(who in unit for unit in units)]


def _joined(labels: Collection[Text]) -> Text:
    return Text(*("; ".join(label[lang] for label in labels) for lang in LANGUAGES))


def _listed(people: Sequence[str], lang: str) -> str:
    return ", ".join(say(f"unit.{who}.many", lang) for who in people) or say("compare.nobody", lang)


def _sides(first: ModelOfCase, second: ModelOfCase, common: int) -> tuple[Side, Side]:
    """Take both on one design, in which the first ``common`` dimensions are for both models."""
    own, others = len(first.uncertain), len(second.uncertain)
    dimensions = own + others - common
    return (
        Side(first, partial(_part_of, first, range(own), dimensions)),
        Side(second, partial(_part_of, second, [*range(common), *range(own, dimensions)], dimensions)),
    )


def _ratios(one: Side, other: Side) -> Figures:
    return {FIRST: Figure(one, "bcr"), SECOND: Figure(other, "bcr"), DIFFERENCE: Figure(one, "bcr", other)}


def _part_of(
    model: ModelOfCase, rows: Sequence[int], dimensions: int, design: Design, batch: range
) -> Iterator[Values]:
    """Draw the inputs of a model from some of the dimensions of a design, block by block."""
    return (transform(model, points[list(rows)]) for points in design.blocks(batch, dimensions))


def _with_first(model: ModelOfCase, names: Sequence[str]) -> ModelOfCase:
    """Put some inputs in front: they get the first dimensions, and the first rows of the Cholesky factor."""
    ordered = {name: model.inputs[name] for name in names}
    return replace(model, inputs=ordered | dict(model.inputs))  # type: ignore[type-var]  # every kind is a dataclass


def _meaningful(ratio: Drawn) -> Drawn | None:
    return None if ratio.mean is not None and np.isnan(ratio.mean.value) else ratio
