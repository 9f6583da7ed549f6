"""A case at many sites, on the same draws of what these have in common.

At each site the same case is run with what is known of the site. Of the error in an estimate a share ``rho`` of the
variance is common to all sites: as a normal score the error of site ``s`` is

    ``z(s) = sqrt(rho) z(common) + sqrt(1 - rho) z(s alone)``,

a random-effects model with intra-class correlation ``rho`` (Gelman and Hill 2007, section 12.5) on the scale of the
one-factor Gaussian copula (Vasicek 2002, Risk 15(12): 160-162). So every site has the distribution that the case has,
whatever ``rho``; with 1 the error is the same everywhere, with 0 each site has its own.

The common scores are one scrambled Sobol' design a replicate. Each site has one of its own for its own scores, seeded
by its name, and in an order of its own: two scramblings of the same dimensions, row beside row, would not be
independent. So what a site comes to does not hang on which other sites there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

import numpy as np
from scipy.special import ndtri

from mkba_uncertainty.arrays import Array, Places, Value, Values
from mkba_uncertainty.case import Programme, Site
from mkba_uncertainty.design import Design, dependent
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.model import AnyModel, ModelOfCase
from mkba_uncertainty.names import unknown

SITES = 2_000_000
"""Marks the seeds of sites, beyond that of any replicate."""

ORDER, APART, NESTED = 4, 5, 6
"""The purposes of random numbers that put a site's own points in an order, and its outcomes beside those of others; and
that draw its own scores again for the same common ones."""

POINTS = 700_000
"""Marks the seed of the points at which several common scores are known at once, beyond that of sites' purposes."""


@dataclass(frozen=True)
class AtSites:
    """A model at sites, of which each uncertain input has a share of its variance in common."""

    model: AnyModel
    outcome: str
    design: Design
    sites: tuple[Site, ...]
    common: Array

    @classmethod
    def of(cls, model: ModelOfCase, outcome: str, design: Design, programme: Programme) -> AtSites:
        """Prepare a programme; what is known of sites is put in the prices of the case.

        Raises
        ------
        InputError
            If a site sets what the case has not, or estimates that hang together do not have the same in common.
        """
        return cls(model, outcome, design, _sites(model, programme), _common(model, programme))

    @cached_property
    def shared_rows(self) -> Places:
        """The uncertain inputs that have something in common."""
        return np.flatnonzero(self.common > 0)

    @cached_property
    def own_rows(self) -> Places:
        """The uncertain inputs of which a site has something of its own."""
        return np.flatnonzero(self.common < 1)

    def mixed(self, points: Array) -> Array:
        """Give the common part of the scores of all uncertain inputs, by points of the unit cube."""
        found = np.zeros((len(self.model.uncertain), points.shape[1]))
        found[self.shared_rows] = np.sqrt(self.common[self.shared_rows])[:, None] * ndtri(points)
        return found

    def first_mixed(self, batch: range) -> Array:
        """Give it for the first block of a batch, which is all of a replicate of few draws."""
        return self.mixed(next(self.design.blocks(batch, len(self.shared_rows))))

    def drawn(self, mixed: Array) -> dict[str, Value]:
        """Give the inputs by the common part of their scores alone."""
        return _drawn(self.model, dependent(self.model, mixed.copy()), self.model.uncertain)

    def there(self, mixed: Array, own: Array) -> Array:
        """Give the scores of a site before they depend on each other, by the common part and its own scores."""
        found = mixed.copy()
        found[self.own_rows] += np.sqrt(1.0 - self.common[self.own_rows])[:, None] * own
        return found

    def changed(self, site: Site, drawn: Values, there: Array) -> dict[str, Value]:
        """Give the inputs by which a site differs: by its own scores, and what it knows."""
        scores = dependent(self.model, there.copy())
        changed = _drawn(self.model, scores, [self.model.uncertain[row] for row in self.own_rows])
        return changed | self.model.inputs_at({**drawn, **changed}, site.values)

    def again(self, site: Site, start: Values, changed: Values) -> Value:
        """Evaluate again what differs."""
        try:
            return self.model.rerun(start, changed, (self.outcome,))[self.outcome]
        except ModelError as error:
            error.key = f"sites.{site.name}: {error.key}"
            raise

    def own(self, design: Design, batch: range) -> Iterator[Array]:
        """Give a site's own scores, block by block: points that are even, in an order of their own.

        It holds on to no block: as many are under way as there are sites. A Latin hypercube is all of it: made again.
        """
        blocks = design.blocks(batch, len(self.own_rows))
        whole = design.kind == "latin_hypercube" and len(design.block_rows(batch)) > 1
        for number, order in enumerate(orders(design, batch, ORDER)):
            points = next(islice(design.blocks(batch, len(self.own_rows)), number, None) if whole else blocks)
            yield np.asarray(ndtri(points[:, order]))

    def design_of(self, site: Site) -> Design:
        """Give the design of a site's own scores, seeded by its name."""
        seeds = self.design.seeds
        words = np.frombuffer(hashlib.sha256(site.name.encode()).digest()[:16], dtype=np.uint32).tolist()
        return replace(self.design, rng=child(seeds, SITES, *words))


def _sites(model: ModelOfCase, programme: Programme) -> tuple[Site, ...]:
    """Give the sites with their values in the prices of the case."""
    known = {*model.inputs, *model.members}
    for site in programme.sites.values():
        for name in site.values:
            if name not in known:
                raise unknown("portfolio_sets_unknown", f"sites.{site.name}.set", name, known)
    return tuple(
        replace(site, values={name: value * model.price_factor(name) for name, value in site.values.items()})
        for site in programme.sites.values()
    )


def _common(model: ModelOfCase, programme: Programme) -> Array:
    """Give for each uncertain input the share of its variance that sites have in common, the same within a block."""
    found = {name: programme.common(model.breaks.get(name, name)) for name in model.uncertain}
    for block in model.blocks:
        if len({found[name] for name in block.names}) > 1:
            first, *others = block.names
            other = next(name for name in others if found[name] != found[first])
            raise InputError("portfolio_hang_together", key="dependence", first=first, second=other)
    return np.array([found[name] for name in model.uncertain])


def child(seeds: np.random.SeedSequence, *key: int) -> np.random.SeedSequence:
    """Give the child of a seed that has this key."""
    return np.random.SeedSequence(seeds.entropy, spawn_key=(*seeds.spawn_key, *key), pool_size=seeds.pool_size)


def orders(design: Design, batch: range, purpose: int) -> Iterator[Places]:
    """Give for each block an order of its draws, within each replicate."""
    generators = [design.generator(replicate, purpose) for replicate in batch]
    for rows in design.block_rows(batch):
        size = rows // len(batch)
        yield np.concatenate([place * size + each.permutation(size) for place, each in enumerate(generators)])


def _drawn(model: AnyModel, scores: Array, names: Collection[str]) -> dict[str, Value]:
    """Turn scores of all uncertain inputs into values of some."""
    return {
        name: model.drawn_from[name].ppf_from_normal(row)
        for name, row in zip(model.uncertain, scores, strict=True)
        if name in names
    }
