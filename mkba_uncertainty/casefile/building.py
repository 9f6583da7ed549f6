"""From the tables of a file to a case, noting every problem on the way."""

from __future__ import annotations

from typing import Any, Literal

from mkba_uncertainty.case import HEADLINES, Case, Claim, Document, Remark
from mkba_uncertainty.casefile.alternatives import check_attainable, make_dependence, make_scenarios, make_variants
from mkba_uncertainty.casefile.collecting import Problems, plain
from mkba_uncertainty.casefile.estimates import make_estimates
from mkba_uncertainty.casefile.formulas import check_units, check_use, make_quantities
from mkba_uncertainty.casefile.lines import KeyPath
from mkba_uncertainty.casefile.posts import make_actors, make_lines, make_posts
from mkba_uncertainty.casefile.schema import ClaimTable, RemarkTable, note_of
from mkba_uncertainty.casefile.validation import Draft, validate


def build_case(data: dict[str, Any], name: str, problems: Problems) -> Case | None:
    """Build the case of a file's tables.

    Returns
    -------
    Case or None
        None where the file has not even the tables of a case. Where problems were noted the case is not sound.
    """
    draft = validate(data, problems)
    if draft is None:
        return None
    file = draft.file
    estimates = make_estimates(draft)
    quantities = make_quantities(draft)
    posts = make_posts(draft)
    units = check_units(estimates, quantities, posts, problems)
    variants = make_variants(draft, quantities, posts, units)
    for outcome in file.published:
        _check_outcome(outcome, ("published", outcome), draft)
    case = Case(
        name=name,
        title=file.case.title.build(),
        description=note_of(file.case.description),
        horizon=file.case.horizon,
        price_level=file.case.price_level,
        price_index={int(year): index for year, index in file.case.price_index.items()},
        documents={key: Document(**table.model_dump()) for key, table in file.documents.items()},
        actors=make_actors(draft),
        lines=make_lines(draft),
        estimates=estimates,
        quantities={key: quantities[key] for key in file.quantities if key in quantities},
        posts=posts,
        scenarios=make_scenarios(draft, estimates),
        dependence=make_dependence(draft),
        variants=variants,
        published=dict(file.published),
        claims={key: _claim(key, table, draft) for key, table in file.claims.items()},
        findings=_remarks("findings", draft),
        not_valued=_remarks("not_valued", draft),
        overlaps=_remarks("overlaps", draft),
    )
    if not problems.found:
        check_use(case, problems)
        check_attainable(case, problems)
    return case


def _claim(name: str, table: ClaimTable, draft: Draft) -> Claim:
    """Convert a claim: what is said, of an outcome that exists."""
    path = ("claims", name)
    if table.scenario is not None:
        draft.knows("scenarios", table.scenario, (*path, "scenario"))
    if table.outcome is not None:
        _check_outcome(table.outcome, (*path, "outcome"), draft)
        _check_measure(table, path, draft.problems)
    elif table.note is None:
        draft.problems.add("claim_without_note", path)
    return Claim(
        name=name,
        label=table.label.build(),
        source=draft.source(table.source, (*path, "source")),
        published=table.published,
        measure=table.measure,
        outcome=table.outcome,
        scenario=table.scenario,
        tolerance=table.tolerance,
        note=note_of(table.note),
    )


def _check_measure(table: ClaimTable, path: KeyPath, problems: Problems) -> None:
    """See that a claim says what its measure needs."""
    if table.published is None:
        problems.add("claim_without_published", (*path, "published"))
    elif table.measure == "sign" and table.published not in (-1, 0, 1):
        problems.add("claim_sign", (*path, "published"), found=plain(table.published))
    if table.measure in ("difference", "ratio") and table.scenario is None:
        problems.add("claim_without_scenario", (*path, "scenario"), measure=table.measure)


def _check_outcome(outcome: str, path: KeyPath, draft: Draft) -> None:
    """See that an outcome exists: a headline, or a line, post, actor or year of the case."""
    outcomes = [*HEADLINES]
    for kind in ("line", "post", "actor"):
        outcomes += [f"{kind}:{name}" for name in draft.names(f"{kind}s")]
    for kind in ("year", "year_costs", "year_benefits"):
        outcomes += [f"{kind}:{year}" for year in range(draft.file.case.horizon)]
    if outcome not in outcomes:
        draft.problems.add_unknown("case_unknown_outcome", path, outcome, outcomes)


def _remarks(kind: Literal["findings", "not_valued", "overlaps"], draft: Draft) -> tuple[Remark, ...]:
    """Convert findings, effects without a value, or possible overlaps; their posts must exist."""
    tables: dict[str, RemarkTable] = getattr(draft.file, kind)
    remarks = []
    for name, table in tables.items():
        path = (kind, name)
        for place, post in enumerate(table.posts):
            draft.knows("posts", post, (*path, "posts", place))
        source = None if table.source is None else draft.source(table.source, (*path, "source"))
        remarks.append(Remark(name, table.text.build(), tuple(table.posts), source))
    return tuple(remarks)
