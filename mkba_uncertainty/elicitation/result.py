"""What comes out of an elicitation: the families fitted to an answer, and what they give for what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mkba_uncertainty.arrays import LEVELS
from mkba_uncertainty.elicitation.answers import Answer, Support
from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families import Family
from mkba_uncertainty.texts import LANGUAGES, say
from mkba_uncertainty.texts.figures import chance, exact, number

if TYPE_CHECKING:
    import pandas as pd

TOLERANCE = 0.02
"""A best fit that misses by more than this, in probability, comes with a warning."""

"""Levels of the quantiles by which a distribution is shown."""


@dataclass(frozen=True)
class Fit:
    """One family fitted to one answer.

    Attributes
    ----------
    family : Family
    what : tuple of str
        What was asked: ``"P(x <= 30)"``, ``"mean"``, ``"sd"``, ``"low"``, ``"mode"`` or ``"high"``.
    asked, achieved : tuples of float
        What the expert answered, and what the family gives.
    misfit : float
        The largest difference between a probability asked and achieved.
    """

    family: Family
    what: tuple[str, ...]
    asked: tuple[float, ...]
    achieved: tuple[float, ...]
    misfit: float

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of the family."""
        return self.family.parameters()

    def to_dict(self) -> dict[str, Any]:
        """Give the fit as plain numbers, with the quantiles that people check."""
        return {
            "family": self.family.name,
            "parameters": self.parameters,
            "what": list(self.what),
            "asked": list(self.asked),
            "achieved": list(self.achieved),
            "misfit": self.misfit,
            **shown(self.family),
        }


@dataclass(frozen=True)
class Elicited:
    """What one expert answered, and the families fitted to it, the nearest first.

    It can be asked for quantiles and the like as a family can: the answers are those of the best fit.

    Attributes
    ----------
    answer : Answer
        As it was read: with ``read_as`` its probabilities are the lower ones.
    limits : (low, high)
        The values that were said to be possible at all.
    fits : tuple of Fit
        Ranked by misfit; of fits as good as equal the one with fewest parameters comes first.
    refused : mapping of family name to FamilyError
        Families that suit the quantity, but of which none could be made.
    read_as : float, optional
        The probability that the stated range was read as.
    as_stated : Elicited, optional
        The same answer taken at its word, to be shown beside this one; present where ``read_as`` is.
    """

    answer: Answer
    limits: Support
    fits: tuple[Fit, ...]
    refused: Mapping[str, FamilyError]
    read_as: float | None = None
    as_stated: Elicited | None = None

    @property
    def best(self) -> Family:
        """The family that comes nearest."""
        return self.fits[0].family

    def ppf(self, u: ArrayLike) -> NDArray[np.float64]:
        """Give the quantiles of the best fit at probabilities ``u``, any shape."""
        return self.best.ppf(u)

    def cdf(self, x: ArrayLike) -> NDArray[np.float64]:
        """Give the probabilities of at most ``x``, any shape, by the best fit."""
        return self.best.cdf(x)

    @property
    def mean(self) -> float:
        """The expected value of the best fit."""
        return self.best.mean

    @property
    def sd(self) -> float:
        """The standard deviation of the best fit."""
        return self.best.sd

    @property
    def support(self) -> Support:
        """The lowest and highest possible value of the best fit."""
        return self.best.support

    def warning(self, lang: str = "en") -> str | None:
        """Say by how much the best fit misses, with both numbers, or None where it does not."""
        fit = self.fits[0]
        if not fit.misfit > TOLERANCE:
            return None
        misses = np.abs(np.subtract(fit.achieved, fit.asked)) * [name.startswith("P(") for name in fit.what]
        worst = int(np.argmax(misses))
        at = [name for name in fit.what if name.startswith("P(")].index(fit.what[worst])
        value = self.answer.values[at]
        return say(
            "elicit.misfit",
            lang,
            family=fit.family.name,
            value=number(exact(value), lang),
            asked=chance(fit.asked[worst], lang),
            achieved=chance(fit.achieved[worst], lang),
        )

    def to_dict(self) -> dict[str, Any]:
        """Give the fits as ``mkba elicit --json`` shows them."""
        found: dict[str, Any] = {
            "fits": [fit.to_dict() for fit in self.fits],
            "refused": {name: {lang: error.text(lang) for lang in LANGUAGES} for name, error in self.refused.items()},
            "warning": {lang: self.warning(lang) for lang in LANGUAGES} if self.warning() else None,
        }
        if self.as_stated is not None:
            found |= {"read_as": self.read_as, "as_stated": self.as_stated.to_dict()}
        return found

    def to_frame(self) -> pd.DataFrame:
        """Give a row for each family and each thing that was asked."""
        import pandas as pd

        rows = [
            {
                "reading": reading,
                "family": fit.family.name,
                "misfit": fit.misfit,
                "what": what,
                "asked": asked,
                "achieved": achieved,
            }
            for reading, elicited in self.readings()
            for fit in elicited.fits
            for what, asked, achieved in zip(fit.what, fit.asked, fit.achieved, strict=True)
        ]
        return pd.DataFrame(rows)

    def readings(self) -> list[tuple[str, Elicited]]:
        """List this reading and, where there is one, the answer as it was stated."""
        if self.as_stated is None:
            return [("as_stated", self)]
        return [("read_as", self), ("as_stated", self.as_stated)]


def shown(family: Family) -> dict[str, Any]:
    """Give the mean, standard deviation and quantiles of a family."""
    quantiles = np.asarray(family.ppf(np.array(LEVELS))).tolist()
    return {
        "mean": family.mean,
        "sd": family.sd,
        "quantiles": {str(level): value for level, value in zip(LEVELS, quantiles, strict=True)},
    }
