"""Shares that sum to 1 as a model draws them: a stick of length 1 that is broken once for each member but the last.

Of a Dirichlet distribution each break is a beta, independent of the others (Connor and Mosimann 1969, Journal of the
American Statistical Association 64: 194-206). Members that are fixed leave the rest of the whole, which the others
divide as they did: that is a Dirichlet of the others.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from mkba_uncertainty.arrays import Array, Flags, Value, Values
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import Beta, Family, Point
from mkba_uncertainty.graph import Node

ROUNDING = 1e-9
"""Shares that are fixed may be so far from 1 together, and count as the whole."""


@dataclass(frozen=True)
class Part:
    """One of several shares, as a node of a graph.

    Parameters
    ----------
    breaks : tuple of str
        For each share but the last the name of what it takes of what earlier ones leave.
    pins : tuple of float, str or None
        What each is fixed at: a number, or the name of what holds it or is not a number; None where it is free.
    place : int
        Which of them it is.
    """

    breaks: tuple[str, ...]
    pins: tuple[float | str | None, ...]
    place: int

    @property
    def needs(self) -> tuple[str, ...]:
        """The names that it uses."""
        named = tuple(pin for pin in self.pins if isinstance(pin, str))
        return () if isinstance(self.pins[self.place], float) else (*self.breaks, *named)

    def __call__(self, values: Values) -> Value:
        """Give what it is fixed at, or its part of what the fixed ones leave."""
        own = self.pins[self.place]
        if isinstance(own, float):
            return own
        if all(pin is None for pin in self.pins):
            return self._broken(values, self.place)
        pins = [
            np.asarray(values[pin] if isinstance(pin, str) else math.nan if pin is None else pin) for pin in self.pins
        ]
        free = [np.isnan(pin) for pin in pins]
        rest = 1.0 - sum(np.where(np.isnan(pin), 0.0, pin) for pin in pins)
        shares = [self._broken(values, place) for place in range(len(pins))]
        divided = _divided(shares, free, [values[name] for name in self.breaks])
        return np.where(free[self.place], np.maximum(rest, 0.0) * divided[self.place], pins[self.place])

    def _broken(self, values: Values, place: int) -> Value:
        left: Value = 1.0
        for name in self.breaks[:place]:
            left = left * (1.0 - values[name])
        return left * values[self.breaks[place]] if place < len(self.breaks) else left


@dataclass(frozen=True)
class Sticks:
    """The shares of one group.

    Parameters
    ----------
    group : str
    concentrations : mapping of member to float
    fixed : mapping of member to float
        What is known of some members.
    """

    group: str
    concentrations: Mapping[str, float]
    fixed: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def left(self) -> float:
        """What the fixed members leave of the whole: nothing where the rest is rounding."""
        left = 1.0 - math.fsum(self.fixed.values())
        return left if abs(left) > ROUNDING else 0.0

    @cached_property
    def free(self) -> tuple[str, ...]:
        """The members that are uncertain: not fixed, nor the only one that is not, nor 0 for want of a rest."""
        found = tuple(name for name in self.concentrations if name not in self.fixed)
        return found if len(found) > 1 and self.left > 0 else ()

    @cached_property
    def breaks(self) -> tuple[str, ...]:
        """The names of the breaks: one for each member but the last."""
        return tuple(f"{self.group}:{name}" for name in self.concentrations)[:-1]

    @cached_property
    def inputs(self) -> dict[str, Family]:
        """The breaks with their distributions, as inputs of a model; fixed where no member is uncertain."""
        given = list(self.concentrations.values())
        families = [Beta(own, math.fsum(given[place + 1 :])) for place, own in enumerate(given[:-1])]
        return {
            name: family if self.free else Point(family.mean)
            for name, family in zip(self.breaks, families, strict=True)
        }

    def member(self, name: str) -> str:
        """Give the member that a break is of."""
        return name.removeprefix(f"{self.group}:")

    def family(self, member: str) -> Family:
        """Give the distribution of a member by itself."""
        if not self.free or member in self.fixed:
            return Point(self.fixed.get(member, self.left))
        total = math.fsum(self.concentrations[name] for name in self.free)
        own = self.concentrations[member]
        return Beta(own, total - own, 0.0, self.left)

    def nodes(self) -> list[Node]:
        """Give the members as nodes of a graph, which need the breaks."""
        pins = tuple(self.fixed.get(name) for name in self.concentrations)
        parts = [Part(self.breaks, pins, place) for place in range(len(pins))]
        return [Node(name, part.needs, part) for name, part in zip(self.concentrations, parts, strict=True)]

    def shares(self, values: Values) -> dict[str, Value]:
        """Give the members of values of the breaks."""
        return {node.name: node.function(values) for node in self.nodes()}

    def pinned(self, values: Mapping[str, float]) -> Sticks:
        """Fix members.

        Raises
        ------
        InputError
            If they are below 0, or more than the whole; or all of them are not the whole.
        """
        fixed = replace(self, fixed={**self.fixed, **{name: float(value) for name, value in values.items()}})
        whole = len(fixed.fixed) == len(self.concentrations)
        if min(fixed.fixed.values()) < 0 or fixed.left < 0 or (whole and fixed.left > 0):
            found = ", ".join(f"{name} = {value:g}" for name, value in fixed.fixed.items())
            raise InputError("shares_beyond_whole", key=self.group, found=found)
        return fixed

    def breaks_at(self, values: Values, pinned: Values) -> dict[str, Value]:
        """Give the breaks where some free members are pinned, and the others divide the rest as they did.

        Parameters
        ----------
        values : mapping of name to float or array
            Of the breaks.
        pinned : mapping of member to float or array
        """
        shares = self.shares(values)
        rest = np.maximum(self.left - sum(pinned.values()), 0.0)
        others = [np.asarray(name in self.free and name not in pinned) for name in shares]
        divided = _divided(list(shares.values()), others, [values[name] for name in self.breaks])
        moved_along = {name: rest * part for name, part in zip(shares, divided, strict=True)}
        moved = [np.asarray(value) for value in (moved_along | dict(self.fixed) | dict(pinned)).values()]
        return {name: _over(moved[place], sum(moved[place:])) for place, name in enumerate(self.breaks)}


def _divided(shares: Sequence[Value], free: Sequence[Flags], breaks: Sequence[Value]) -> list[Value]:
    """Give what the free members have of what they have together.

    Where that is less than a number can be, they divide it by their breaks, and the last takes what is left.
    """
    together = np.asarray(sum(np.where(its, share, 0.0) for its, share in zip(free, shares, strict=True)))
    if np.all(together > 0):
        return [_over(share, together) for share in shares]
    left: Value = 1.0
    found: list[Value] = []
    for place, (its, share) in enumerate(zip(free, shares, strict=True)):
        last = np.equal(sum(free[place + 1 :]), 0)
        taken = np.where(its, np.where(last, 1.0, breaks[min(place, len(breaks) - 1)]), 0.0)
        found.append(np.where(together > 0, _over(share, together), left * taken))
        left = left * (1.0 - taken)
    return found


def _over(numerator: Value, denominator: Value) -> Array:
    """Divide; 0 where nothing is to be divided by."""
    below = np.asarray(denominator)
    return np.asarray(np.where(below > 0, numerator / np.where(below > 0, below, 1.0), 0.0))
