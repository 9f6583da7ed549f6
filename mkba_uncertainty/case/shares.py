"""Shares that together are the whole: of households by tenure, of clients by what follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mkba_uncertainty.case.estimate import Basis, Estimate, Source
from mkba_uncertainty.families import Beta, Counts
from mkba_uncertainty.texts import Text

PART = "shares"
"""What their members are ``part_of``."""


@dataclass(frozen=True)
class Shares:
    """Shares that sum to 1, with a Dirichlet distribution.

    Parameters
    ----------
    members : mapping of name to Text
        The label of each; formulas use the names.
    concentrations : tuple of float, optional
        One for each member, above 0: as if so many had been counted.
    means : tuple of float, optional
        Instead: the expected shares, which sum to 1, with ``count``, the sum of the concentrations.
    observations : tuple of Counts
        What has been counted of them: it is added to the concentrations.
    """

    name: str
    label: Text
    members: Mapping[str, Text]
    basis: Basis
    source: Source
    concentrations: tuple[float, ...] | None = None
    means: tuple[float, ...] | None = None
    count: float | None = None
    tags: tuple[str, ...] = ()
    observations: tuple[Counts, ...] = ()
    note: Text | None = None

    @property
    def dirichlet(self) -> dict[str, float]:
        """The concentration of each member: as it was stated, and what has been counted since."""
        stated = self.concentrations or tuple(mean * (self.count or 0.0) for mean in self.means or ())
        counted = (one.counts for one in self.observations)
        return {name: sum(found) for name, *found in zip(self.members, stated, *counted, strict=True)}

    def estimates(self) -> dict[str, Estimate]:
        """Give the members as estimates: of each the mean, and its distribution by itself."""
        found = self.dirichlet
        total = sum(found.values())
        return {
            name: Estimate(
                name=name,
                label=self.members[name],
                role="expert",
                unit="share",
                value=concentration / total,
                distribution=Beta(concentration, total - concentration),
                basis=self.basis,
                source=self.source,
                tags=self.tags,
                note=self.note,
                part_of=PART,
            )
            for name, concentration in found.items()
        }
