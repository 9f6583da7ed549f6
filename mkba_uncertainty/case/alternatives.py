"""The case as one of its alternatives has it, as a file would say that holds only that one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from mkba_uncertainty.case.case import BASE, NOTHING, Alternative, Case, Line, Remark, Variant
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import Point
from mkba_uncertainty.names import unknown

Entry = TypeVar("Entry")


def only(case: Case, alternative: str | None = None) -> Case:
    """Give the case as one of its alternatives has it; the first where none is named.

    It has the posts of that alternative, what these rest on, and what was published of it. What stands in the case
    itself, and in claims that name no alternative, was published of the first.

    Raises
    ------
    InputError
        If the case has no such alternative, or it is doing nothing.
    """
    known = case.alternatives or (case.chosen.name if case.chosen else BASE,)
    name = next(iter(known)) if alternative is None else alternative
    if name == NOTHING:
        raise InputError("alternative_nothing", key="alternative")
    if name not in known:
        raise unknown("unknown_alternative", "alternative", name, known)
    if not case.alternatives:
        return case
    return _trimmed(_with_its_posts(case, case.alternatives[name]))


def _with_its_posts(case: Case, chosen: Alternative) -> Case:
    """Put in place what an alternative has of posts, formulas, and figures that were published."""
    first = chosen.name == next(iter(case.alternatives))
    published = {**(_published(case) if first else {}), **chosen.published}
    of_policies = case.variants_of_policies
    for variant in chosen.variants:
        case = reformulated(case, case.variants[variant])
    posts = {name: post for name, post in case.posts.items() if chosen.has(name)}
    return case.replace(
        chosen=chosen,
        alternatives={},
        posts=posts,
        rates=replace(case.rates, posts=_among(case.rates.posts, posts)),
        variants={
            name: replace(each, posts=_among(each.posts, posts))
            for name, each in case.variants.items()
            if name not in of_policies  # no doubt about the model: which of them holds is a choice
        },
        lines={name: _line(line, published, chosen) for name, line in case.lines.items()},
        published={name: value for name, value in published.items() if not name.startswith("line:")},
        claims={
            name: replace(claim, alternative=None)
            for name, claim in case.claims.items()
            if claim.alternative == chosen.name or (first and claim.alternative is None)
        },
        findings=_about(case.findings, posts),
        not_valued=_about(case.not_valued, posts),
        overlaps=_about(case.overlaps, posts),
        estimates={
            name: replace(estimate, value=value, distribution=Point(value), middle=None, relative=None, use=None)
            if (value := _value(case, chosen, name)) is not None
            else estimate
            for name, estimate in case.estimates.items()
        },
    )


def _line(line: Line, published: Mapping[str, float], chosen: Alternative) -> Line:
    """Give a line with what was published of it for an alternative, and where that stands."""
    key = f"line:{line.name}"
    own = key in chosen.published and chosen.source is not None
    return replace(line, published=published.get(key), source=chosen.source if own else line.source)


def _published(case: Case) -> dict[str, float]:
    lines = {f"line:{line.name}": line.published for line in case.lines.values() if line.published is not None}
    return {**case.published, **lines}


def _value(case: Case, chosen: Alternative, estimate: str) -> float | None:
    """Give what an alternative sets an estimate to, by itself or by a variant that holds in it."""
    sets = [chosen.values, *(case.variants[variant].values for variant in chosen.variants)]
    return next((values[estimate] for values in sets if estimate in values), None)


def _trimmed(case: Case) -> Case:
    """Leave out what no post of the case rests on, and tells nothing of what one does."""
    rests_on = used(case)
    rests_on |= _telling(case, rests_on)
    estimates = _among(case.estimates, rests_on)
    uncertain = {name for name, estimate in estimates.items() if estimate.is_uncertain}

    def trimmed(variant: Variant) -> Variant:
        quantities = _among(variant.quantities, rests_on)
        return replace(variant, quantities=quantities, values=_among(variant.values, estimates))

    return case.replace(
        estimates=estimates,
        quantities=_among(case.quantities, rests_on),
        series=_among(case.series, rests_on),
        shares={name: each for name, each in case.shares.items() if not rests_on.isdisjoint(each.members)},
        variants={name: trimmed(variant) for name, variant in case.variants.items()},
        scenarios={
            name: replace(
                each,
                values=_among(each.values, estimates),
                pooled=tuple(one for one in each.pooled if one in estimates),
            )
            for name, each in case.scenarios.items()
        },
        dependence={
            name: replace(
                each,
                correlations={pair: rank for pair, rank in each.correlations.items() if uncertain.issuperset(pair)},
            )
            for name, each in case.dependence.items()
        },
    )


def _telling(case: Case, names: Collection[str]) -> set[str]:
    """Give the estimates that have data, or stand between, where these move some of the named ones along."""
    with_data = {name for name, estimate in case.estimates.items() if estimate.distribution.evidence[1]}
    found: set[str] = set()
    for view in case.dependence.values():
        left = set(view.correlations)
        while left:
            block = set(left.pop())
            while joined := {pair for pair in left if not block.isdisjoint(pair)}:
                left -= joined
                block |= {name for pair in joined for name in pair}
            if not (block.isdisjoint(names) or block.isdisjoint(with_data)):
                found |= block
    return found


def _among(entries: Mapping[str, Entry], names: Iterable[str]) -> dict[str, Entry]:
    known = set(names)
    return {name: entry for name, entry in entries.items() if name in known}


def _about(remarks: Iterable[Remark], posts: Mapping[str, Any]) -> tuple[Remark, ...]:
    """Leave out the remarks that are only about posts that are not there."""
    left = ((remark, tuple(post for post in remark.posts if post in posts)) for remark in remarks)
    return tuple(replace(remark, posts=its) for remark, its in left if its or not remark.posts)


def reformulated(case: Case, variant: Variant) -> Case:
    """Put the formulas of a variant in place of those of the case."""
    quantities = {name: replace(case.quantities[name], formula=new) for name, new in variant.quantities.items()}
    posts = {name: replace(case.posts[name], amount=new) for name, new in variant.posts.items()}
    return case.replace(quantities={**case.quantities, **quantities}, posts={**case.posts, **posts})


def used(case: Case) -> set[str]:
    """Give the names of what the posts of a case rest on, in any of its variants."""
    formulas = [post.amount for post in case.posts.values()]
    formulas += [formula for post in case.posts.values() for formula in post.timing.formulas.values()]
    formulas += [formula for variant in case.variants.values() for formula in variant.posts.values()]
    cohorts = [post.timing.cohorts for post in case.posts.values() if post.timing.cohorts]
    waiting = [*case.rates.named, *cohorts, *(name for formula in formulas for name in formula.names)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            own = [case.quantities[name].formula] if name in case.quantities else []
            others = (variant.quantities[name] for variant in case.variants.values() if name in variant.quantities)
            waiting += [other for formula in (*own, *others) for other in formula.names]
            waiting += [other for each in case.shares.values() if name in each.members for other in each.members]
    return found
