"""What knowing something is worth, within folds of the replicates, and the draws by which it is found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.portfolio.sites import AtSites
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.replication import Measured

MOST_ALONG, LEAST_ALONG = 2**13, 64
"""Draws in a replicate along which curves are traced: of all sites together, and of each at least."""

FOLDS = 8
"""Parts of the replicates, of which the differences say how sure the value of knowing is."""


@dataclass(frozen=True)
class Worth:
    """What knowing something is worth: where it is done everywhere or nowhere, and where each site decides alone."""

    everywhere: Measured
    each_site: Measured

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {"everywhere_or_nowhere": self.everywhere.to_dict(), "each_site": self.each_site.to_dict()}

    def not_above(self, most: Worth) -> Worth:
        """Give it where it is below another, and that where it is not."""
        pairs = (self.everywhere, most.everywhere), (self.each_site, most.each_site)
        return Worth(
            *(Measured(*(min(getattr(a, at), getattr(b, at)) for at in ("value", "low", "high"))) for a, b in pairs)
        )


class Folds:
    """Means of arrays by replicate within folds of the replicates: added one by one, in order, whatever the batches."""

    def __init__(self, replicates: int) -> None:
        self._counts = np.bincount(np.arange(replicates) % min(FOLDS, replicates))
        self._sums: list[Array] = [np.zeros(())] * len(self._counts)
        self._added = 0

    def add(self, by_replicate: Array) -> None:
        """Take in some more replicates, shape (R, ...)."""
        for one in by_replicate:
            fold = self._added % len(self._sums)
            self._sums[fold] = self._sums[fold] + one
            self._added += 1

    @property
    def means(self) -> Array:
        """Within each fold, shape (F, ...)."""
        return np.stack([total / count for total, count in zip(self._sums, self._counts.tolist(), strict=True)])


def with_few_draws(run: AtSites) -> AtSites:
    """Give it on the design by which it is known what knowing is worth: the more sites, the fewer draws of each."""
    most = max(MOST_ALONG >> (len(run.sites) - 1).bit_length(), LEAST_ALONG)
    return replace(run, design=replace(run.design, draws=min(run.design.draws, most), rng=run.design.seeds))
