"""What a case earns, beside its present value, as nodes of a graph: rates of return, payback, cumulative balances.

They are about the balance of each year, of all together and of each actor, and cost more than all else in a run: so
they are made only for who asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mkba_uncertainty.arrays import Array, Value, Values, settled
from mkba_uncertainty.case import CUMULATIVE, Case, Rate, further_part, reasons
from mkba_uncertainty.graph import Node
from mkba_uncertainty.model.case_graph import SIGN, all_shares, own_shares
from mkba_uncertainty.model.cashflow import YearOf, YearTotals
from mkba_uncertainty.model.discounting import Discount
from mkba_uncertainty.model.post_graph import POST, PostGraph
from mkba_uncertainty.model.returns import only_rate, payback

FLOWS, DISCOUNTED, FOUND = "flows:", "discounted:", "found:"
"""Prefixes of nodes: the balance of each year, the same discounted, and an outcome with why a draw may lack it."""


@dataclass(frozen=True)
class InternalRate:
    """The only internal rate of return of a draw (NaN if it is not), whether there is none, and whether several."""

    flows: str

    def __call__(self, values: Values) -> Array:
        """Give an array of shape (3,), or (3, n)."""
        flows = np.asarray(values[self.flows])
        rate, count = only_rate(flows.reshape(len(flows), -1))
        return np.stack([rate, count == 0, count > 1]).reshape(3, *flows.shape[1:])


@dataclass(frozen=True)
class Payback:
    """When a draw has paid itself back (NaN if it never does), and whether it never does."""

    flows: str

    def __call__(self, values: Values) -> Array:
        """Give an array of shape (2,), or (2, n)."""
        flows = np.asarray(values[self.flows])
        time = payback(flows.reshape(len(flows), -1))
        never = np.isinf(time)
        return np.stack([np.where(never, np.nan, time), never]).reshape(2, *flows.shape[1:])


@dataclass(frozen=True)
class UpTo:
    """The sum of the first years."""

    flows: str
    year: int

    def __call__(self, values: Values) -> Value:
        """Add up."""
        first = np.asarray(values[self.flows])[: self.year + 1]
        return settled(first.sum(axis=0), np.abs(first).sum(axis=0))


@dataclass(frozen=True)
class EquivalentAnnual:
    """The same amount in each year of the horizon that has this present value."""

    present_value: str
    discount: Discount
    horizon: int

    def __call__(self, values: Values) -> Value:
        """Divide by the sum of the discount factors."""
        return values[self.present_value] / sum(self.discount.factors(values, self.horizon))


def return_nodes(case: Case) -> Iterator[Node]:
    """Make the nodes of all further outcomes of a case."""
    returns, rates = _Returns(case), case.rates
    society = {(post.name, rates.of_post(post.name, post.side)): SIGN[post.side] for post in case.posts.values()}
    yield from returns.nodes("", "net_benefit", society, rates.bands)
    for actor in case.actors:
        shares = _shares(case, actor)
        yield from returns.nodes(f"actor:{actor}:", f"actor:{actor}", shares, rates.of_actor(actor))


Shares = dict[tuple[str, Rate], float]
"""What somebody gains of each post, and at which rate that is discounted."""


def _shares(case: Case, actor: str) -> Shares:
    """Give what an actor gains, all at its own rate; without one its parts have theirs, and posts society's."""
    if (rate := case.rates.actors.get(actor)) is not None:
        return {(post, rate): share for post, share in all_shares(case, actor).items()}
    own = own_shares(case)[actor].items()
    found: Shares = {(post, case.rates.of_post(post, case.posts[post].side)): share for post, share in own}
    for child in case.actors.values():
        if child.parent == actor:
            for part, share in _shares(case, child.name).items():
                found[part] = found.get(part, 0.0) + share
    return found


class _Returns:
    """Makes the nodes of what all together or an actor earns."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.streams = PostGraph(case).streams
        self.further = frozenset(case.further_outcomes)

    def nodes(self, prefix: str, balance: str, shares: Shares, rate: Rate) -> Iterator[Node]:
        """Make those of who has a balance, with names that begin with a prefix."""
        case = self.case
        discounts = tuple(Discount(rate, case.discounting) for _, rate in shares)
        flows, discounted = FLOWS + balance, DISCOUNTED + balance
        yield self._totals(flows, shares, ())
        yield self._totals(discounted, shares, discounts)
        yield from self._found(f"{prefix}irr", flows, InternalRate(flows))
        yield from self._found(f"{prefix}payback", flows, Payback(flows))
        yield from self._found(f"{prefix}payback_discounted", discounted, Payback(discounted))
        annual = EquivalentAnnual(balance, Discount(rate, case.discounting), case.horizon)
        yield from self._named(Node(f"{prefix}equivalent_annual", (balance, *annual.discount.needs), annual))
        for year in range(case.horizon):
            yield Node(f"{prefix}{CUMULATIVE}:{year}", (flows,), UpTo(flows, year))

    def _totals(self, name: str, shares: Shares, discounts: tuple[Discount, ...]) -> Node:
        streams = tuple((self.streams[post], share) for (post, _), share in shares.items())
        needs = [need for stream, _ in streams for need in stream.needs]
        needs += [need for discount in discounts for need in discount.needs]
        needs += [POST + post for post, _ in shares]  # so that a post that is no number is refused here too
        return Node(name, tuple(dict.fromkeys(needs)), YearTotals(streams, self.case.horizon, discounts))

    def _found(self, outcome: str, flows: str, function: InternalRate | Payback) -> Iterator[Node]:
        yield Node(FOUND + outcome, (flows,), function)
        for row, name in enumerate((outcome, *reasons(outcome).values())):
            yield from self._named(Node(name, (FOUND + outcome,), YearOf(FOUND + outcome, row)))

    def _named(self, node: Node) -> Iterator[Node]:
        """Leave out what an estimate or quantity of the case has the name of."""
        if node.name in self.further or len(further_part(node.name)) > 1:
            yield node
