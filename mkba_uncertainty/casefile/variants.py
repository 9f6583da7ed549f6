"""What is asked of a case: scenarios, dependence variants, published outcomes and claims, and remarks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from mkba_uncertainty.case import CHOICES, HEADLINES, POOLED, Case, Claim, Dependence, Estimate, Remark, Scenario
from mkba_uncertainty.casefile.collecting import Problems, plain
from mkba_uncertainty.casefile.estimates import make_note, make_source, make_text
from mkba_uncertainty.casefile.lines import Path
from mkba_uncertainty.casefile.schema import ClaimTable, DependenceTable, RemarkTable
from mkba_uncertainty.casefile.structure import Structure
from mkba_uncertainty.copula.correlation import attainable_spearman, correlation_matrix
from mkba_uncertainty.errors import MkbaError
from mkba_uncertainty.texts import Text, say

INDEPENDENT = "independent"
"""The dependence variant that every case has."""


_SEEN_AT_ANSWERS = ("elicit_few_answers", "elicit_outside_support")
"""What is wrong with experts' answers themselves, and is reported where these stand."""


def make_scenarios(structure: Structure, estimates: Mapping[str, Estimate], problems: Problems) -> dict[str, Scenario]:
    """Convert the scenarios: estimates that exist, set to values that they may have or to their experts' answers."""
    scenarios = {}
    for name, table in structure.file.scenarios.items():
        path = ("scenarios", name, "set")
        pooled = tuple(estimate for estimate, value in table.values.items() if value == POOLED)
        values = {estimate: value for estimate, value in table.values.items() if estimate not in pooled}
        check_values(values, path, structure, problems)
        _check_pooled(pooled, path, structure, estimates, problems)
        scenarios[name] = Scenario(name, make_text(table.label), values, make_note(table.note), pooled)
    return scenarios


def _check_pooled(
    names: Collection[str], path: Path, structure: Structure, estimates: Mapping[str, Estimate], problems: Problems
) -> None:
    """See that estimates have experts' answers, and that these come to a distribution."""
    for name in names:
        if name not in structure.names("estimates"):
            problems.add_unknown("case_unknown_estimate", (*path, name), name, structure.names("estimates"))
        elif name in estimates:
            try:
                _ = estimates[name].pooled
            except MkbaError as error:
                if error.code not in _SEEN_AT_ANSWERS:
                    problems.adopt(error, (*path, name))


def check_values(values: Mapping[str, float], path: Path, structure: Structure, problems: Problems) -> None:
    """See that estimates that are set to a value exist, and may have that value."""
    estimates = structure.file.estimates
    for estimate, value in values.items():
        if estimate not in structure.names("estimates"):
            problems.add_unknown("case_unknown_estimate", (*path, estimate), estimate, structure.names("estimates"))
        elif estimate in estimates and estimates[estimate].unit == "share" and not 0 <= value <= 1:
            problems.add("share_outside_range", (*path, estimate), found=plain(value))


def make_dependence(structure: Structure, problems: Problems) -> dict[str, Dependence]:
    """Convert the dependence variants; the independent one is always there."""
    label = Text(say("casefile.independent", "nl"), say("casefile.independent", "en"))
    variants = {INDEPENDENT: Dependence(INDEPENDENT, label)}
    for name, table in structure.file.dependence.items():
        pairs = _pairs(name, table, structure, problems)
        variants[name] = Dependence(name, make_text(table.label), pairs, make_note(table.note))
    return variants


def _pairs(name: str, table: DependenceTable, structure: Structure, problems: Problems) -> dict[tuple[str, str], float]:
    """Convert correlations: pairs of uncertain estimates, none twice, that can all hold together."""
    path: Path = ("dependence", name, "correlations")
    if name == INDEPENDENT and table.correlations:
        problems.add("independent_correlated", path)
    pairs: dict[tuple[str, str], float] = {}
    sound = True
    for place, correlation in enumerate(table.correlations):
        one, other = correlation.between
        at = (*path, place, "between")
        uncertain = [_is_uncertain(estimate, at, structure, problems) for estimate in (one, other)]
        sound = sound and all(uncertain)
        if one == other:
            problems.add("pair_of_one", at, found=one)
            sound = False
        elif (one, other) in pairs or (other, one) in pairs:
            problems.add("pair_twice", at, found=f"{one}, {other}")
        else:
            pairs[one, other] = correlation.rank
    if sound and pairs:
        names = tuple(dict.fromkeys(estimate for pair in pairs for estimate in pair))
        try:
            correlation_matrix(names, pairs)
        except MkbaError as error:
            problems.adopt(error, path)
    return pairs


def check_attainable(case: Case, problems: Problems) -> None:
    """Warn of rank correlations that draws cannot reach, because a distribution has values that recur."""
    for variant in case.dependence.values():
        for (first, second), rank in variant.correlations.items():
            families = (case.estimates[first].distribution, case.estimates[second].distribution)
            if any(family.atoms for family in families):
                found = f"{attainable_spearman(*families, rank):.2f}"
                problems.warn(
                    "attainable", variant=variant.name, pair=f"{first}, {second}", rank=plain(rank), found=found
                )


def _is_uncertain(name: str, path: Path, structure: Structure, problems: Problems) -> bool:
    """See that a name is an estimate that is sampled."""
    known = structure.names("estimates")
    if name not in known:
        problems.add_unknown("case_unknown_estimate", path, name, known)
        return False
    table = structure.file.estimates.get(name)
    if table is None:
        return False  # reported where it stands
    if table.distribution is None or table.distribution.family == "point" or table.role in CHOICES:
        problems.add("pair_not_uncertain", path, found=name)
        return False
    return True


def make_claims(structure: Structure, problems: Problems) -> dict[str, Claim]:
    """Convert the claims: what is said, of an outcome that exists."""
    claims = {}
    for name, table in structure.file.claims.items():
        path = ("claims", name)
        _check_claim(table, path, structure, problems)
        claims[name] = Claim(
            name=name,
            label=make_text(table.label),
            source=make_source(table.source, (*path, "source"), structure, problems),
            published=table.published,
            measure=table.measure,
            outcome=table.outcome,
            scenario=table.scenario,
            tolerance=table.tolerance,
            note=make_note(table.note),
        )
    return claims


def _check_claim(table: ClaimTable, path: Path, structure: Structure, problems: Problems) -> None:
    scenarios = structure.names("scenarios")
    if table.scenario is not None and table.scenario not in scenarios:
        problems.add_unknown("case_unknown_scenario", (*path, "scenario"), table.scenario, scenarios)
    if table.outcome is None:
        if table.note is None:
            problems.add("claim_without_note", path)
        return
    check_outcome(table.outcome, (*path, "outcome"), structure, problems)
    if table.published is None:
        problems.add("claim_without_published", (*path, "published"))
    elif table.measure == "sign" and table.published not in (-1, 0, 1):
        problems.add("claim_sign", (*path, "published"), found=plain(table.published))
    if table.measure in ("difference", "ratio") and table.scenario is None:
        problems.add("claim_without_scenario", (*path, "scenario"), measure=table.measure)


def check_published(structure: Structure, problems: Problems) -> None:
    """See that the published headline figures are of outcomes that exist."""
    for outcome in structure.file.published:
        check_outcome(outcome, ("published", outcome), structure, problems)


def check_outcome(outcome: str, path: Path, structure: Structure, problems: Problems) -> None:
    """See that an outcome exists: a headline, or a line, post, actor or year of the case."""
    outcomes = [*HEADLINES]
    for kind in ("line", "post", "actor"):
        outcomes += [f"{kind}:{name}" for name in structure.names(f"{kind}s")]
    for kind in ("year", "year_costs", "year_benefits"):
        outcomes += [f"{kind}:{year}" for year in range(structure.file.case.horizon)]
    if outcome not in outcomes:
        problems.add_unknown("case_unknown_outcome", path, outcome, outcomes)


def make_remarks(
    kind: Literal["findings", "not_valued", "overlaps"], structure: Structure, problems: Problems
) -> tuple[Remark, ...]:
    """Convert findings, effects without a value, or possible overlaps; their posts must exist."""
    tables: Mapping[str, RemarkTable] = getattr(structure.file, kind)
    remarks = []
    for name, table in tables.items():
        path = (kind, name)
        for place, post in enumerate(table.posts):
            if post not in structure.names("posts"):
                problems.add_unknown("case_unknown_post", (*path, "posts", place), post, structure.names("posts"))
        source = None if table.source is None else make_source(table.source, (*path, "source"), structure, problems)
        remarks.append(Remark(name, make_text(table.text), tuple(table.posts), source))
    return tuple(remarks)
