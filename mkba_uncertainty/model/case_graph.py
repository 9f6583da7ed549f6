"""A case as a graph: quantities, amounts, present values, cash flows, and their sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from mkba_uncertainty.arrays import Value, Values
from mkba_uncertainty.case import DISCOUNT_RATE, Case, Post
from mkba_uncertainty.errors import ModelError
from mkba_uncertainty.formula import order
from mkba_uncertainty.graph import Graph, Node, shown_draw
from mkba_uncertainty.model.cashflow import Annuity, CashFlow, Evaluate, PresentValue, Ratio, WeightedSum

AMOUNT, YEARS, POST = "amount:", "years:", "post:"
"""Prefixes of the nodes of a post: what its own formulas give, and its present value. Only these can go wrong."""

SIGN = {"cost": -1.0, "benefit": 1.0}


def place_of(node: str) -> str:
    """Give the key in the case file of what is behind an ``amount:``, ``years:`` or ``post:`` node."""
    kind, _, post = node.partition(":")
    return f"posts.{post}" + {"amount": ".amount", "years": ".timing.years", "post": ""}[kind]


def require_within_horizon(case: Case, key: str, years: Value, inputs: Values) -> None:
    """Refuse a duration that is negative or runs beyond the case's horizon, with the draw that did it."""
    post = case.posts[key.split(".")[1]]
    longest = case.horizon - post.timing.year
    outside = np.atleast_1d((np.asarray(years) < 0) | (np.asarray(years) > longest))
    if outside.any():
        row = int(np.argmax(outside))
        found = float(np.atleast_1d(years)[row])
        draw = shown_draw(inputs, row)
        code = "outside_horizon" if inputs else "outside_horizon_always"
        raise ModelError(code, file=case.file or None, key=key, found=found, longest=longest, draw=draw)


def build_graph(case: Case) -> Graph:
    """Turn a case into a graph of everything that can be asked of it."""
    nodes = [*_quantities(case), *_posts(case), *_lines(case), *_totals(case), *_actors(case), *_years(case)]
    return Graph(tuple(case.estimates), tuple(nodes))


def _sum(name: str, terms: Mapping[str, float]) -> Node:
    return Node(name, tuple(terms), WeightedSum(tuple(terms.items())))


def _quantities(case: Case) -> Iterator[Node]:
    formulas = {name: quantity.formula for name, quantity in case.quantities.items()}
    for name in order(formulas, case.estimates):
        yield Node(name, tuple(sorted(formulas[name].names)), Evaluate(formulas[name]))


def _posts(case: Case) -> Iterator[Node]:
    annuities: dict[str, str] = {}
    for post in case.posts.values():
        amount = AMOUNT + post.name
        yield Node(amount, tuple(sorted(post.amount.names)), Evaluate(post.amount))
        factor = None
        if post.timing.years is not None:
            text = post.timing.years.text
            yield Node(YEARS + post.name, tuple(sorted(post.timing.years.names)), Evaluate(post.timing.years))
            if text not in annuities:
                annuities[text] = f"annuity:{post.name}"
                needs = YEARS + post.name, DISCOUNT_RATE
                yield Node(annuities[text], needs, Annuity(*needs, case.horizon))
            factor = annuities[text]
        yield Node(
            f"post:{post.name}",
            (amount, DISCOUNT_RATE, *([factor] if factor else [])),
            PresentValue(amount, post.timing.year, DISCOUNT_RATE, factor, post.timing.present_value_at),
        )


def _lines(case: Case) -> Iterator[Node]:
    for line in _children_first({line.name: line.parent for line in case.lines.values()}):
        terms = {f"post:{post.name}": 1.0 for post in case.posts.values() if post.line == line}
        terms |= {f"line:{child.name}": 1.0 for child in case.lines.values() if child.parent == line}
        yield _sum(f"line:{line}", terms)


def _totals(case: Case) -> Iterator[Node]:
    tops = [line for line in case.lines.values() if line.parent is None]
    yield _sum("costs", {f"line:{line.name}": 1.0 for line in tops if line.side == "cost"})
    yield _sum("benefits", {f"line:{line.name}": 1.0 for line in tops if line.side == "benefit"})
    yield _sum("net_benefit", {"benefits": 1.0, "costs": -1.0})
    yield Node("bcr", ("benefits", "costs"), Ratio("benefits", "costs"))
    for side in ("cost", "benefit"):
        posts = [post for post in case.posts.values() if post.kind == "financial" and post.side == side]
        yield _sum(f"financial_{side}s", {f"post:{post.name}": 1.0 for post in posts})
    yield _sum("financial_net", {"financial_benefits": 1.0, "financial_costs": -1.0})
    yield Node(
        "financial_bcr", ("financial_benefits", "financial_costs"), Ratio("financial_benefits", "financial_costs")
    )


def _actors(case: Case) -> Iterator[Node]:
    for actor in _children_first({actor.name: actor.parent for actor in case.actors.values()}):
        terms = {
            f"post:{post.name}": SIGN[post.side] * post.actors[actor]
            for post in case.posts.values()
            if post.actors.get(actor)
        }
        terms |= {f"actor:{child.name}": 1.0 for child in case.actors.values() if child.parent == actor}
        yield _sum(f"actor:{actor}", terms)


def _years(case: Case) -> Iterator[Node]:
    for year in range(case.horizon):
        for side in ("cost", "benefit"):
            flows = [_flow(post, year) for post in case.posts.values() if post.side == side and _may_flow(post, year)]
            yield from flows
            yield _sum(f"year_{side}s:{year}", {node.name: 1.0 for node in flows})
        yield _sum(f"year:{year}", {f"year_benefits:{year}": 1.0, f"year_costs:{year}": -1.0})


def _may_flow(post: Post, year: int) -> bool:
    return year == post.timing.year if post.timing.years is None else year >= post.timing.year


def _flow(post: Post, year: int) -> Node:
    timing = post.timing
    amount, years = AMOUNT + post.name, YEARS + post.name if timing.years is not None else None
    growth = 1.0 if timing.present_value_at is None else (1.0 + timing.present_value_at) ** year
    needs = (amount,) if years is None else (amount, years)
    return Node(f"flow:{post.name}:{year}", needs, CashFlow(amount, year - timing.year, years, growth))


def _children_first(parents: Mapping[str, str | None]) -> list[str]:
    def depth(name: str) -> int:
        parent = parents[name]
        return 0 if parent is None else 1 + depth(parent)

    return sorted(parents, key=depth, reverse=True)
