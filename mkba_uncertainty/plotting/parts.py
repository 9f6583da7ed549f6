"""What plots read from a result: the range of an outcome, the rows of a case that have something to show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mkba_uncertainty.analysis.answer.confidence import Confidence, Distribution
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.case import Case, Line
from mkba_uncertainty.errors import FamilyError, InputError
from mkba_uncertainty.families import Family, density
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts.figures import FigureKind, figure, range_text, shared_unit

LOW, MEDIAN, HIGH = 0.05, 0.5, 0.95
"""The levels of the quantiles that plots show as "90 % range", and the middle."""


@dataclass(frozen=True)
class Spread:
    """The mean of an outcome (its median where it has none) and its 90 % range; ``sign`` -1 turns a cost around."""

    mean: Measured
    low: Measured
    high: Measured
    kind: FigureKind

    @classmethod
    def of(cls, distribution: Distribution, sign: float, kind: FigureKind) -> Spread:
        """Take it from an outcome that is never meaningless, as all amounts of money are."""
        mean = distribution.mean or distribution.quantiles[MEDIAN]
        low, high = (distribution.quantiles[level] for level in (LOW, HIGH))
        ends = (mean, low, high) if sign > 0 else (_turned(mean), _turned(high), _turned(low))
        return cls(*ends, kind)

    @property
    def is_zero(self) -> bool:
        """Whether the outcome is zero, always."""
        return self.mean.value == self.low.value == self.high.value == self.mean.high == 0.0

    def texts(self, lang: str) -> tuple[str, str]:
        """Write the mean, and the range."""
        unit = shared_unit((self.mean, self.low, self.high))
        mean = figure(self.mean, self.kind, lang, unit=unit)
        return mean, range_text(self.low, self.high, lang, self.kind, unit=unit)


def _turned(x: Measured) -> Measured:
    return Measured(-x.value, -x.high, -x.low)


def case_of(result: Confidence) -> Case:
    """Give the case of a result, or say that there is none with lines, years and actors."""
    if result.case is None or result.case.binding is not None:
        raise InputError("plot_needs_case", key="result")
    return result.case


def spread(result: Confidence, outcome: str, sign: float = 1.0) -> Spread:
    """Give the spread of an outcome, or say that the result lacks it."""
    if outcome not in result.outcomes:
        raise InputError("plot_needs_outcomes", key="result", found=outcome)
    return Spread.of(result.outcomes[outcome], sign, result.provenance.kind)


def leaf_lines(case: Case) -> list[Line]:
    """Give the finest lines that add up to the totals, costs first, in the case's order.

    A line is split in its children only if no post is booked on the line itself.
    """
    booked = {post.line for post in case.posts.values()}

    def below(line: Line) -> list[Line]:
        children = [child for child in case.lines.values() if child.parent == line.name]
        if not children or line.name in booked:
            return [line]
        return [leaf for child in children for leaf in below(child)]

    tops = [line for line in case.lines.values() if line.parent is None]
    leaves = [leaf for line in tops for leaf in below(line)]
    return sorted(leaves, key=lambda line: line.side == "benefit")


def density_of(family: Family, x: Array, refusal: str) -> Array:
    """Give the density, without what is infinite at an end, or refuse a distribution that has none."""
    try:
        heights = density(family, x)
    except FamilyError as error:
        raise InputError(refusal, key="result", found=family.name) from error
    return np.where(np.isfinite(heights), heights, np.nan)
