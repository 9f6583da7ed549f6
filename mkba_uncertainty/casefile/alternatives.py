"""What may be otherwise: scenarios, how estimates hang together, variants of the model itself, and other policies."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from mkba_uncertainty.case import (
    BASE,
    CHOICES,
    NOTHING,
    POOLED,
    Alternative,
    Case,
    Dependence,
    Estimate,
    PairAnswer,
    Post,
    Quantity,
    Scenario,
    Variant,
)
from mkba_uncertainty.casefile.collecting import Problems, plain
from mkba_uncertainty.casefile.estimates import check_share
from mkba_uncertainty.casefile.formulas import demand_unit, read_formula, read_quantity, unit_of_amount
from mkba_uncertainty.casefile.lines import KeyPath
from mkba_uncertainty.casefile.schema import (
    AlternativeTable,
    DependenceTable,
    EstimateTable,
    PairAnswerTable,
    VariantTable,
    note_of,
)
from mkba_uncertainty.casefile.validation import Draft
from mkba_uncertainty.copula.correlation import attainable_spearman, correlation_matrix
from mkba_uncertainty.errors import FormulaError, MkbaError
from mkba_uncertainty.formula import Formula, Number, fold, order
from mkba_uncertainty.texts import both
from mkba_uncertainty.texts.units import is_share

INDEPENDENT = "independent"
"""The dependence variant that every case has."""

_SEEN_AT_ANSWERS = ("elicit_few_answers", "elicit_outside_support")
"""What is wrong with experts' answers themselves, and is reported where these stand."""


def _check_values(values: Mapping[str, float], path: KeyPath, draft: Draft) -> None:
    """See that estimates that are set to a value exist, and may have that value."""
    estimates = draft.file.estimates
    members = {name for shares in draft.file.shares.values() for name in shares.members}
    for name, value in values.items():
        known = draft.knows("estimates", name, (*path, name))
        share = name in members or (name in estimates and is_share(estimates[name].unit))
        if known and share:
            difference = name in estimates and estimates[name].difference
            check_share(value, (*path, name), draft.problems, rate=name in draft.rates, difference=difference)

    for group, table in draft.file.shares.items():
        given = [values[name] for name in table.members if name in values]
        whole = len(given) == len(table.members)
        if math.fsum(given) > 1 + 1e-9 or (whole and math.fsum(given) < 1 - 1e-9):
            draft.problems.add("set_beyond_whole", path, found=plain(math.fsum(given)), group=group)


# --- scenarios


def make_scenarios(draft: Draft, estimates: Mapping[str, Estimate]) -> dict[str, Scenario]:
    """Convert the scenarios: estimates that exist, set to values that they may have or to their experts' answers."""
    scenarios = {}
    for name, table in draft.file.scenarios.items():
        path = ("scenarios", name, "set")
        pooled = tuple(estimate for estimate, value in table.values.items() if value == POOLED)
        values = {estimate: value for estimate, value in table.values.items() if estimate not in pooled}
        _check_values(values, path, draft)
        _check_pooled(pooled, path, draft, estimates)
        scenarios[name] = Scenario(name, table.label.build(), values, note_of(table.note), pooled)
    return scenarios


def _check_pooled(names: Collection[str], path: KeyPath, draft: Draft, estimates: Mapping[str, Estimate]) -> None:
    """See that estimates have experts' answers, and that these come to a distribution."""
    for name in names:
        if draft.knows("estimates", name, (*path, name)) and name in estimates:
            try:
                _ = estimates[name].pooled
            except MkbaError as error:
                if error.code not in _SEEN_AT_ANSWERS:
                    draft.problems.adopt(error, (*path, name))


# --- dependence


def make_dependence(draft: Draft) -> dict[str, Dependence]:
    """Convert the dependence variants; the independent one is always there."""
    variants = {INDEPENDENT: Dependence(INDEPENDENT, both("casefile.independent"))}
    for name, table in draft.file.dependence.items():
        answers = tuple(_pair_answer(name, place, answer, draft) for place, answer in enumerate(table.experts))
        pairs = _pairs(name, table, draft)
        variants[name] = Dependence(name, table.label.build(), pairs, note_of(table.note), answers)
    return variants


def _pair_answer(name: str, place: int, table: PairAnswerTable, draft: Draft) -> PairAnswer:
    """Convert what an expert said of two estimates."""
    one, other = table.between
    for estimate in table.between:
        _is_uncertain(estimate, ("dependence", name, "experts", place, "between"), draft)
    return PairAnswer((one, other), table.above, table.weight, note_of(table.label), table.reason, table.date)


def _pairs(name: str, table: DependenceTable, draft: Draft) -> dict[tuple[str, str], float]:
    """Convert correlations: pairs of uncertain estimates, none twice, that can all hold together."""
    path: KeyPath = ("dependence", name, "correlations")
    if name == INDEPENDENT and table.correlations:
        draft.problems.add("independent_correlated", path)
    pairs: dict[tuple[str, str], float] = {}
    sound = True
    for place, correlation in enumerate(table.correlations):
        one, other = correlation.between
        at = (*path, place, "between")
        uncertain = [_is_uncertain(estimate, at, draft) for estimate in (one, other)]
        sound = sound and all(uncertain) and one != other
        if one == other:
            draft.problems.add("pair_of_one", at, found=one)
        elif (one, other) in pairs or (other, one) in pairs:
            draft.problems.add("pair_twice", at, found=f"{one}, {other}")
        else:
            pairs[one, other] = correlation.rank
    if sound and pairs:
        names = tuple(dict.fromkeys(estimate for pair in pairs for estimate in pair))
        try:
            correlation_matrix(names, pairs)
        except MkbaError as error:
            draft.problems.adopt(error, path)
    return pairs


def _is_uncertain(name: str, path: KeyPath, draft: Draft) -> bool:
    """See that a name is an estimate that is sampled."""
    table = draft.file.estimates.get(name) or draft.file.series.get(name)
    if any(name in shares.members for shares in draft.file.shares.values()):
        draft.problems.add("pair_of_share", path, found=name)
        return False
    if not draft.knows("estimates", name, path) or table is None:  # one that was left out is reported where it stands
        return False
    chosen = isinstance(table, EstimateTable) and table.role in CHOICES
    if table.distribution is None or table.distribution.family == "point" or chosen:
        draft.problems.add("pair_not_uncertain", path, found=name)
        return False
    return True


def check_attainable(case: Case, problems: Problems) -> None:
    """Warn of rank correlations that draws cannot reach, because a distribution has values that recur."""
    for variant in case.dependence.values():
        for (first, second), rank in variant.correlations.items():
            families = (case.estimates[first].distribution, case.estimates[second].distribution)
            if any(family.atoms for family in families):
                found = f"{attainable_spearman(*families, rank):.2f}"
                facts = {"variant": variant.name, "pair": f"{first}, {second}", "rank": plain(rank), "found": found}
                problems.warn("attainable", ("dependence", variant.name, "correlations"), **facts)


# --- variants of the model


def make_variants(
    draft: Draft,
    quantities: Mapping[str, Quantity],
    posts: Mapping[str, Post],
    currency: str | None,
    units: Mapping[str, str],
) -> dict[str, Variant]:
    """Convert the variants; the base, which is the case as it stands, is always there, and comes first.

    Parameters
    ----------
    draft : Draft
    quantities, posts : mapping
        As the case has them.
    currency : str or None
        Of the case; None where that is not sound.
    units : mapping of name to unit
        Of the estimates, quantities and series that have a sound one.
    """
    variants = {BASE: Variant(BASE, both("casefile.base"))}
    for name, table in draft.file.variants.items():
        path = ("variants", name)
        changes = bool(table.values or table.quantities or table.posts)
        if changes == (name == BASE):
            draft.problems.add("variant_base" if changes else "variant_empty", path)
        _check_values(table.values, (*path, "set"), draft)
        variants[name] = Variant(
            name=name,
            label=table.label.build(),
            values=dict(table.values),
            quantities=_changed_quantities(table, path, draft, quantities, units),
            posts=_changed_posts(table, path, draft, posts, currency, units),
            note=note_of(table.note),
        )
    return variants


def _changed_quantities(
    table: VariantTable,
    path: KeyPath,
    draft: Draft,
    quantities: Mapping[str, Quantity],
    units: Mapping[str, str],
) -> dict[str, Formula]:
    """Read formulas of quantities that exist; in their new form they may not go round in a circle."""
    path, formulas = (*path, "quantities"), {}
    for name, text in table.quantities.items():
        draft.knows("quantities", name, (*path, name))
        formula = formulas[name] = read_quantity(text, (*path, name), draft)
        if name in units and not isinstance(fold(formula.tree), Number):
            demand_unit(formula, units[name], (*path, name), units, draft.problems)
    together = {name: formulas.get(name, quantity.formula) for name, quantity in quantities.items()}
    try:
        order(together, draft.formula_names)
    except FormulaError as error:
        key = str(error.key)
        draft.problems.adopt(error, (*path, key) if key in formulas else path)
    return formulas


def _changed_posts(
    table: VariantTable,
    path: KeyPath,
    draft: Draft,
    posts: Mapping[str, Post],
    currency: str | None,
    units: Mapping[str, str],
) -> dict[str, Formula]:
    """Read formulas of the amounts of posts that exist."""
    path, formulas = (*path, "posts"), {}
    for name, text in table.posts.items():
        draft.knows("posts", name, (*path, name))
        formula = formulas[name] = read_formula(text, (*path, name), draft)
        if name in posts:
            unit = unit_of_amount(posts[name], units, currency)
            demand_unit(formula, unit, (*path, name), units, draft.problems)
    return formulas


# --- alternatives


def make_alternatives(draft: Draft) -> dict[str, Alternative]:
    """Convert the alternatives: each with a name and posts of its own, and nothing set twice."""
    alternatives, differing = {}, _differing_norms(draft)
    for name, table in draft.file.alternatives.items():
        path = ("alternatives", name)
        if name in (BASE, NOTHING):
            draft.problems.add("alternative_reserved", path, found=name)
        if name in draft.names("scenarios"):
            draft.problems.add("alternative_is_scenario", path, found=name)
        _check_values(table.values, (*path, "set"), draft)
        for norm in (norm for norm in table.values if norm in differing):
            draft.problems.warn("alternative_norm", (*path, "set", norm), found=norm)
        _check_posts(name, table, draft)
        _check_twice(name, table, draft)
        alternatives[name] = Alternative(
            name=name,
            label=table.label.build(),
            values=dict(table.values),
            posts=None if table.posts is None else tuple(table.posts),
            without=tuple(table.without),
            variants=tuple(table.variants),
            published=dict(table.published),
            source=None if table.source is None else draft.source(table.source, (*path, "source")),
            note=note_of(table.note),
        )
    return alternatives


def has_post(draft: Draft, alternative: str | None, post: str) -> bool:
    """Say whether an alternative has a post: the first where none is named; any post where there is no sound one."""
    table = draft.file.alternatives.get(alternative or _first(draft) or "")
    if table is None:
        return post in draft.names("posts")
    return post in draft.names("posts") and (table.posts is None or post in table.posts) and post not in table.without


def _first(draft: Draft) -> str | None:
    """Give the first alternative; None without any, or where one is not sound, which may be the first."""
    return None if draft.lacks("alternatives") else next(iter(draft.file.alternatives), None)


def _differing_norms(draft: Draft) -> set[str]:
    """Give the value choices that are not the same in all alternatives, which are then not compared by one norm."""
    tables = draft.file.alternatives.values()
    norms = {name: one.value for name, one in draft.file.estimates.items() if one.role == "value_choice"}
    chosen = {name for table in tables for name in table.values if name in norms}
    return {name for name in chosen if len({table.values.get(name, norms[name]) for table in tables}) > 1}


def _check_posts(name: str, table: AlternativeTable, draft: Draft) -> None:
    """See that posts exist, and that an alternative chooses them in one way, and some of them."""
    path: KeyPath = ("alternatives", name)
    known = [
        draft.knows("posts", post, (*path, key, place))
        for key in ("posts", "without")
        for place, post in enumerate(getattr(table, key) or ())
    ]
    if table.posts is not None and table.without:
        draft.problems.add("alternative_both", (*path, "without"))
    elif all(known) and not any(has_post(draft, name, post) for post in draft.names("posts")):
        draft.problems.add("alternative_empty", (*path, "posts" if table.posts is not None else "without"))


def _check_twice(name: str, table: AlternativeTable, draft: Draft) -> None:
    """See that what an alternative sets, by itself or by variants that hold in it, it sets once."""
    path: KeyPath = ("alternatives", name)
    for key in ("posts", "without", "variants"):
        earlier: set[str] = set()
        for place, one in enumerate(getattr(table, key) or ()):
            if one in earlier:
                draft.problems.add("alternative_twice", (*path, key, place), found=one)
            earlier.add(one)
    seen = dict.fromkeys((("set", estimate) for estimate in table.values), "set")
    for place, variant in enumerate(table.variants):
        if draft.knows("variants", variant, (*path, "variants", place)) and variant in draft.file.variants:
            for change in _changes(draft.file.variants[variant]):
                if change in seen and seen[change] != variant:
                    facts = {"found": change[1], "first": seen[change], "variant": variant}
                    draft.problems.add("alternative_set_twice", (*path, "variants", place), **facts)
                seen[change] = variant
    if name == _first(draft):
        lines = (f"line:{line}" for line, one in draft.file.lines.items() if one.published is not None)
        for outcome in chain(draft.file.published, lines):
            if outcome in table.published:
                draft.problems.add("alternative_published_twice", (*path, "published", outcome), found=outcome)


def _changes(table: VariantTable) -> Iterator[tuple[str, str]]:
    """Give what a variant changes, each by its kind and name."""
    for kind, changed in (("set", table.values), ("quantities", table.quantities), ("posts", table.posts)):
        yield from ((kind, name) for name in changed)
