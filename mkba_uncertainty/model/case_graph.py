"""A case as a graph: quantities, the present values of posts, cash flows by year, and their sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mkba_uncertainty.case import PART, Case, actor_tree
from mkba_uncertainty.formula import order
from mkba_uncertainty.graph import Graph, Node
from mkba_uncertainty.model.cashflow import YearOf, YearTotals
from mkba_uncertainty.model.discounting import Discount
from mkba_uncertainty.model.nodes import Ratio, WeightedSum
from mkba_uncertainty.model.post_graph import PostGraph, evaluated
from mkba_uncertainty.model.sticks import Sticks

SIGN = {"cost": -1.0, "benefit": 1.0}
SIDES = ("cost", "benefit")


def build_graph(case: Case) -> Graph:
    """Turn a case into a graph of everything that can be asked of it."""
    parts = (_shares, _quantities, _posts, _lines, _totals, _actors, _years)
    posts = PostGraph(case)
    given = [name for name, one in case.estimates.items() if one.part_of != PART]
    breaks = [name for shares in case.shares.values() for name in Sticks(shares.name, shares.dirichlet).inputs]
    return Graph((*given, *breaks), tuple(node for part in parts for node in part(case, posts)))


MOST_TERMS = 32
"""Of more, a sum is made of sums: when one of a thousand posts moves, few need be added up again."""


def _sum(name: str, terms: Mapping[str, float]) -> Iterator[Node]:
    """Make the nodes of a sum, the last of which has its name."""
    if len(terms) <= MOST_TERMS:
        yield Node(name, tuple(terms), WeightedSum(tuple(terms.items())))
        return
    every = list(terms.items())
    parts = {f"{name}:{start}": dict(every[start : start + MOST_TERMS]) for start in range(0, len(every), MOST_TERMS)}
    for part, some in parts.items():
        yield from _sum(part, some)
    yield from _sum(name, dict.fromkeys(parts, 1.0))


def _shares(case: Case, posts: PostGraph) -> Iterator[Node]:
    for name, shares in case.shares.items():
        yield from Sticks(name, shares.dirichlet).nodes()


def _quantities(case: Case, posts: PostGraph) -> Iterator[Node]:
    formulas = {name: quantity.formula for name, quantity in case.quantities.items()}
    yearly = case.yearly
    for name in order(formulas, {*case.estimates, *yearly}):
        if name not in yearly:
            yield evaluated(name, formulas[name])


def _posts(case: Case, posts: PostGraph) -> Iterator[Node]:
    yield from posts.formulas()
    for name, post in case.posts.items():
        discount = Discount(case.rates.of_post(name, post.side), case.discounting)
        yield from posts.present_value(f"post:{name}", post, discount)


def _lines(case: Case, posts: PostGraph) -> Iterator[Node]:
    terms: dict[str, dict[str, float]] = {line: {} for line in case.lines}
    for post in case.posts.values():
        terms[post.line][f"post:{post.name}"] = 1.0
    for line in _children_first({line.name: line.parent for line in case.lines.values()}):
        yield from _sum(f"line:{line}", terms[line])
        if parent := case.lines[line].parent:
            terms[parent][f"line:{line}"] = 1.0


def _totals(case: Case, posts: PostGraph) -> Iterator[Node]:
    tops = [line for line in case.lines.values() if line.parent is None]
    yield from _sum("costs", {f"line:{line.name}": 1.0 for line in tops if line.side == "cost"})
    yield from _sum("benefits", {f"line:{line.name}": 1.0 for line in tops if line.side == "benefit"})
    yield from _sum("net_benefit", {"benefits": 1.0, "costs": -1.0})
    yield Node("bcr", ("benefits", "costs"), Ratio("benefits", "costs"))
    for side in SIDES:
        paid = [post for post in case.posts.values() if post.kind == "financial" and post.side == side]
        yield from _sum(f"financial_{side}s", {f"post:{post.name}": 1.0 for post in paid})
    yield from _sum("financial_net", {"financial_benefits": 1.0, "financial_costs": -1.0})
    yield Node(
        "financial_bcr", ("financial_benefits", "financial_costs"), Ratio("financial_benefits", "financial_costs")
    )


def _actors(case: Case, posts: PostGraph) -> Iterator[Node]:
    own = own_shares(case)
    parts: dict[str | None, list[str]] = {}
    for name, each in case.actors.items():
        parts.setdefault(each.parent, []).append(name)
    for actor in _children_first({actor.name: actor.parent for actor in case.actors.values()}):
        terms = {f"post:{post}": share for post, share in own[actor].items()}
        terms |= {f"actor:{part}": 1.0 for part in parts.get(actor, ())}
        if actor in case.rates.actors:
            discount = Discount(case.rates.actors[actor], case.discounting)
            shares = all_shares(case, actor)
            terms = {f"present:{post}:{actor}": share for post, share in shares.items()}
            for post in shares:
                yield from posts.present_value(f"present:{post}:{actor}", case.posts[post], discount)
        yield from _sum(f"actor:{actor}", terms)


def own_shares(case: Case) -> dict[str, dict[str, float]]:
    """Give what each actor itself gains of each post: less than 0 of what it pays."""
    shares: dict[str, dict[str, float]] = {actor: {} for actor in case.actors}
    for post in case.posts.values():
        for actor, share in post.actors.items():
            if share:
                shares[actor][post.name] = SIGN[post.side] * share
    return shares


def all_shares(case: Case, actor: str) -> dict[str, float]:
    """Give what an actor gains of each post with all that it adds up."""
    parts = {actor, *(part.name for part, _ in actor_tree(case.actors, actor))}
    total: dict[str, float] = {}
    for name, own in own_shares(case).items():
        if name in parts:
            for post, share in own.items():
                total[post] = total.get(post, 0.0) + share
    return total


def _years(case: Case, posts: PostGraph) -> Iterator[Node]:
    for side in SIDES:
        streams = tuple((posts.streams[name], 1.0) for name, post in case.posts.items() if post.side == side)
        needs = tuple(dict.fromkeys(need for stream, _ in streams for need in stream.needs))
        yield Node(f"flows:{side}", needs, YearTotals(streams, case.horizon))
    for year in range(case.horizon):
        for side in SIDES:
            yield Node(f"year_{side}s:{year}", (f"flows:{side}",), YearOf(f"flows:{side}", year))
        yield from _sum(f"year:{year}", {f"year_benefits:{year}": 1.0, f"year_costs:{year}": -1.0})


def _children_first(parents: Mapping[str, str | None]) -> list[str]:
    def depth(name: str) -> int:
        parent = parents[name]
        return 0 if parent is None else 1 + depth(parent)

    return sorted(parents, key=depth, reverse=True)
