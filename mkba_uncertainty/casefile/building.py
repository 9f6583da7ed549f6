"""From the tables of a file to a case with its posts, lines and actors, noting every problem on the way."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from mkba_uncertainty.case import (
    HEADLINES,
    RETURNS,
    Actor,
    Case,
    Claim,
    Document,
    Line,
    Post,
    Remark,
    bound_outcomes,
)
from mkba_uncertainty.casefile.alternatives import (
    check_attainable,
    has_post,
    make_alternatives,
    make_dependence,
    make_scenarios,
    make_variants,
)
from mkba_uncertainty.casefile.collecting import Problems, plain, shown
from mkba_uncertainty.casefile.estimates import check_discount_rate, make_estimates
from mkba_uncertainty.casefile.formulas import check_units, check_use, make_quantities, read_formula
from mkba_uncertainty.casefile.lines import KeyPath
from mkba_uncertainty.casefile.schema import BindingFile, CaseFile, ClaimTable, PostTable, RemarkTable, note_of
from mkba_uncertainty.casefile.shares import make_shares, members_of
from mkba_uncertainty.casefile.timing import check_ends, check_yearly, factors_of, make_rates, make_series, make_timing
from mkba_uncertainty.casefile.validation import Draft, validate
from mkba_uncertainty.names import nearest
from mkba_uncertainty.texts.currencies import EURO, FAMILIAR, currencies, is_currency


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
    assert isinstance(file, CaseFile)
    series = make_series(draft)
    shares = make_shares(draft)
    estimates = make_estimates(draft)
    check_discount_rate(draft)
    made = factors_of(series) | members_of(shares)
    estimates |= {name: estimate for name, estimate in made.items() if name not in estimates}
    quantities = make_quantities(draft)
    posts = make_posts(draft)
    currency = currency_of(draft)
    units = check_units(estimates, quantities, series, posts, currency, problems)
    variants = make_variants(draft, quantities, posts, currency, units)
    _check_published(draft)
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
        alternatives=make_alternatives(draft),
        currency=currency or EURO,
        per=note_of(file.case.per),
        language=file.case.language,
        first_year=file.case.first_year,
        discounting=file.case.discounting,
        rates=make_rates(draft),
        series=series,
        shares=shares,
        published=dict(file.published),
        claims={key: make_claim(key, table, draft) for key, table in file.claims.items()},
        findings=make_remarks("findings", draft),
        not_valued=make_remarks("not_valued", draft),
        overlaps=make_remarks("overlaps", draft),
    )
    if not problems.found:
        check_yearly(case, draft)
        check_ends(case, draft)
    if not problems.found:
        check_use(case, problems)
        check_attainable(case, problems)
    return case


def currency_of(draft: Draft) -> str | None:
    """Give the currency of the case; of one that does not exist, what was probably meant, to check the rest with."""
    if draft.lacks("case", "currency"):
        return None
    found = draft.file.case.currency
    if is_currency(found):
        return found
    near = nearest(found, FAMILIAR) or nearest(found, currencies())
    draft.problems.add("unknown_currency", ("case", "currency"), found=shown(found), nearest=near)
    return near


def make_claim(name: str, table: ClaimTable, draft: Draft) -> Claim:
    """Convert a claim: what is said, of an outcome that exists."""
    path = ("claims", name)
    if table.scenario is not None:
        draft.knows("scenarios", table.scenario, (*path, "scenario"))
    if table.alternative is not None:
        draft.knows("alternatives", table.alternative, (*path, "alternative"))
    if table.variant is not None:
        _check_variant(table.variant, (*path, "variant"), draft)
    if table.outcome is not None:
        _check_outcome(table.outcome, (*path, "outcome"), draft, table.alternative)
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
        alternative=table.alternative,
        variant=table.variant,
        tolerance=table.tolerance,
        note=note_of(table.note),
    )


def _check_variant(variant: str, path: KeyPath, draft: Draft) -> None:
    """See that a variant exists, and is no part of an alternative, which is named as such."""
    draft.knows("variants", variant, path)
    having = [name for name, table in draft.file.alternatives.items() if variant in table.variants]
    if having:
        draft.problems.add("claim_variant_of_alternative", path, found=variant, alternatives=", ".join(having))


def _check_measure(table: ClaimTable, path: KeyPath, problems: Problems) -> None:
    """See that a claim says what its measure needs."""
    if table.published is None:
        problems.add("claim_without_published", (*path, "published"))
    elif table.measure == "sign" and table.published not in (-1, 0, 1):
        problems.add("claim_sign", (*path, "published"), found=plain(table.published))
    if table.measure in ("difference", "ratio") and table.scenario is None:
        problems.add("claim_without_scenario", (*path, "scenario"), measure=table.measure)


def _check_published(draft: Draft) -> None:
    """See that outcomes of which figures were published exist."""
    for outcome in draft.file.published:
        _check_outcome(outcome, ("published", outcome), draft)
    for name, table in draft.file.alternatives.items():
        for outcome in table.published:
            _check_outcome(outcome, ("alternatives", name, "published", outcome), draft, name)


def _check_outcome(outcome: str, path: KeyPath, draft: Draft, alternative: str | None = None) -> None:
    """See that an outcome exists: a headline, a return, or a line, post, actor or year, in an alternative."""
    if isinstance(draft.file, BindingFile):
        bound = bound_outcomes(draft.file.outcomes)
        if outcome not in bound:
            draft.problems.add_unknown("case_unknown_outcome", path, outcome, bound)
        return
    if not _has_outcome(outcome, draft, alternative):
        outcomes = [name for name in draft.outcomes if _has_outcome(name, draft, alternative)]
        near, allowed = nearest(outcome, outcomes), ", ".join((*HEADLINES, *RETURNS, "..."))
        draft.problems.add("case_unknown_outcome", path, found=shown(outcome), nearest=near, allowed=allowed)


def _has_outcome(outcome: str, draft: Draft, alternative: str | None) -> bool:
    kind, _, name = outcome.partition(":")
    return outcome in draft.known_outcomes and (kind != "post" or has_post(draft, alternative, name))


def make_remarks(kind: Literal["findings", "not_valued", "overlaps"], draft: Draft) -> tuple[Remark, ...]:
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


DEEPEST = 20
"""Levels of lines or actors above each other."""


def make_actors(draft: Draft) -> dict[str, Actor]:
    """Convert the actors; their parents must be a tree."""
    actors = draft.file.actors
    _check_parents("actors", {name: table.parent for name, table in actors.items()}, draft)
    return {name: Actor(name, table.label.build(), table.parent) for name, table in actors.items()}


def make_lines(draft: Draft) -> dict[str, Line]:
    """Convert the lines; their parents must be a tree, on the same side."""
    lines = draft.file.lines
    _check_parents("lines", {name: table.parent for name, table in lines.items()}, draft)
    made = {}
    for name, table in lines.items():
        path = ("lines", name)
        parent = lines.get(table.parent or "")
        if parent is not None and parent.side != table.side:
            facts = {"found": table.side, "other": table.parent, "expected": parent.side}
            draft.problems.add("side_differs", (*path, "side"), **facts)
        source = None if table.source is None else draft.source(table.source, (*path, "source"))
        made[name] = Line(name, table.label.build(), table.side, table.published, table.parent, source)
    return made


def _check_parents(kind: str, parents: Mapping[str, str | None], draft: Draft) -> None:
    """See that parents exist, and that no chain of parents is a circle or very long."""
    reported: set[str] = set()
    for name, parent in parents.items():
        if parent is not None:
            draft.knows(kind, parent, (kind, name, "parent"))
        chain = [name]
        while (above := parents.get(chain[-1])) is not None and above not in chain and len(chain) <= DEEPEST:
            chain.append(above)
        if above == name and name not in reported:
            draft.problems.add("parent_circle", (kind, name, "parent"), found=" -> ".join([*chain, name]))
            reported.update(chain)
        elif len(chain) > DEEPEST:
            draft.problems.add("parents_deep", (kind, name, "parent"), limit=DEEPEST)


def make_posts(draft: Draft) -> dict[str, Post]:
    """Convert the posts: formulas that can be read, lines and actors that exist and add up."""
    parts = {kind: _parts({name: table.parent for name, table in getattr(draft.file, kind).items()}) for kind in _TREES}
    return {name: _post(name, table, draft, parts) for name, table in draft.file.posts.items()}


_TREES = ("lines", "actors")

_Parts: TypeAlias = Mapping[str, list[str]]


def _parts(parents: Mapping[str, str | None]) -> _Parts:
    """Give what has each as its parent."""
    found: dict[str, list[str]] = {}
    for name, parent in parents.items():
        if parent is not None:
            found.setdefault(parent, []).append(name)
    return found


def _post(name: str, table: PostTable, draft: Draft, parts: Mapping[str, _Parts]) -> Post:
    path = ("posts", name)
    _check_line(table, path, draft, parts["lines"])
    _check_payers(table, path, draft, parts["actors"])
    return Post(
        name=name,
        label=table.label.build(),
        side=table.side,
        kind=table.kind,
        line=table.line,
        amount=read_formula(table.amount, (*path, "amount"), draft),
        timing=make_timing(table, (*path, "timing"), draft),
        actors=dict(table.actors),
        basis=table.basis,
        note=note_of(table.note),
    )


def _check_line(table: PostTable, path: KeyPath, draft: Draft, parts: _Parts) -> None:
    """See that the line of a post exists, is on the post's side, and is not itself a sum of lines."""
    lines = draft.file.lines
    if not draft.knows("lines", table.line, (*path, "line")):
        return
    if table.line in lines and lines[table.line].side != table.side:
        facts = {"found": table.side, "other": table.line, "expected": lines[table.line].side}
        draft.problems.add("side_differs", (*path, "side"), **facts)
    if table.line in parts:
        draft.problems.add("line_is_sum", (*path, "line"), found=table.line, children=", ".join(parts[table.line]))


def _check_payers(table: PostTable, path: KeyPath, draft: Draft, parts: _Parts) -> None:
    """See that the actors of a post exist, are not sums of actors, and together carry all of it."""
    path = (*path, "actors")
    for actor in table.actors:
        if draft.knows("actors", actor, (*path, actor)) and actor in parts:
            draft.problems.add("actor_is_sum", (*path, actor), found=actor, children=", ".join(parts[actor]))
    total = math.fsum(table.actors.values())
    if abs(total - 1) > 1e-9:
        draft.problems.add("shares_do_not_sum", path, found=plain(total))
