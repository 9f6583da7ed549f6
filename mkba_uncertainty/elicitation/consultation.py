"""A round of experts: what each answered, and the pool of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from mkba_uncertainty.elicitation.cooke import PerformanceWeights
from mkba_uncertainty.elicitation.fitting import Elicited, shown
from mkba_uncertainty.elicitation.pooling import Method, check_weights, pool, pooled_answers
from mkba_uncertainty.families import Family
from mkba_uncertainty.version import __version__

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Consultation:
    """One expert or several, and what they come to.

    Attributes
    ----------
    experts : tuple of Elicited
    weights : tuple of float
        The share of each; they sum to 1.
    method : {"linear", "log"}
    pooled : Family, optional
        Of several experts: the pool of their best fits, or the distribution that sums up their answers.
    pooled_as_stated : Family, optional
        The same of the answers taken at their word, where they were read as less certain.
    answers : tuple of float
        Of experts who gave one number each; ``experts`` is empty then.
    names : tuple of str
        Who they are, where that was said.
    performance : PerformanceWeights, optional
        How they did on seed questions, where the weights come from those.
    """

    experts: tuple[Elicited, ...]
    weights: tuple[float, ...]
    method: Method | Literal["answers"]
    pooled: Family | None
    pooled_as_stated: Family | None = None
    answers: tuple[float, ...] = ()
    names: tuple[str, ...] = ()
    performance: PerformanceWeights | None = None

    def __repr__(self) -> str:
        """Show it in a line: how many were asked, and what they come to."""
        return f"Consultation(experts={len(self.weights)}, method={self.method!r}, pooled={self.pooled!r})"

    def to_dict(self) -> dict[str, Any]:
        """Give what ``mkba elicit --json`` shows."""
        each = [elicited.to_dict() for elicited in self.experts]
        found: dict[str, Any] = {
            "version": __version__,
            "fits": [{"expert": place, **fit} for place, one in enumerate(each, start=1) for fit in one["fits"]],
            "experts": [
                {"expert": place, "weight": weight, **{key: value for key, value in one.items() if key != "fits"}}
                for place, (weight, one) in enumerate(zip(self.weights, each, strict=False), start=1)
            ],
            "pooled": None if self.pooled is None else {"method": self.method, **_family(self.pooled)},
        }
        if self.answers:
            found["answers"] = [
                {"answer": answer, "weight": weight} for answer, weight in zip(self.answers, self.weights, strict=True)
            ]
        for row, name in zip(found["experts"] or found.get("answers", ()), self.names, strict=False):
            row["name"] = name
        if self.performance is not None:
            found["performance"] = self.performance.to_dict()
        if self.pooled_as_stated is not None:
            found["pooled_as_stated"] = {"method": self.method, **_family(self.pooled_as_stated)}
        return found

    def to_frame(self) -> pd.DataFrame:
        """Give a row for each expert, family and thing that was asked; or for each bare answer."""
        import pandas as pd

        if self.answers:
            return pd.DataFrame({"answer": self.answers, "weight": self.weights})
        frames = [
            elicited.to_frame().assign(expert=place, weight=weight)
            for place, (elicited, weight) in enumerate(zip(self.experts, self.weights, strict=True), start=1)
        ]
        return pd.concat(frames, ignore_index=True)


def consult(
    experts: Sequence[Elicited],
    *,
    weights: Sequence[float] | None = None,
    method: Method = "linear",
    names: Sequence[str] = (),
    performance: PerformanceWeights | None = None,
) -> Consultation:
    """Put several experts side by side, and pool them if they are more than one.

    Parameters
    ----------
    experts : sequence of Elicited
        What :func:`fit` returned for each.
    weights, method
        As for :func:`pool`.
    names : sequence of str, optional
        Who they are.
    performance : PerformanceWeights, optional
        Where the weights come from.

    Returns
    -------
    Consultation
        ``.experts`` as they came, ``.weights`` that sum to 1, and ``.pooled``, which is None for a single expert.

    Raises
    ------
    InputError, FamilyError
        As :func:`pool`.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> north = mkba.fit(interval=(80, 120, 0.9), family="normal")
    >>> south = mkba.fit(interval=(90, 170, 0.9), family="normal")
    >>> together = mkba.consult([north, south], weights=[3, 1], names=["North", "South"])
    >>> together.weights, round(together.pooled.mean, 3)
    ((0.75, 0.25), 107.5)
    """
    checked = check_weights(weights, len(experts))
    shares = tuple(weight / sum(checked) for weight in checked)
    alone = Consultation(tuple(experts), shares, method, None, names=tuple(names), performance=performance)
    if len(experts) == 1:
        return alone
    pooled = pool(experts, weights=weights, method=method)
    stated = None
    if any(elicited.as_stated is not None for elicited in experts):
        stated = pool([elicited.as_stated or elicited for elicited in experts], weights=weights, method=method)
    return replace(alone, pooled=pooled, pooled_as_stated=stated)


def consult_answers(
    answers: Sequence[float],
    *,
    weights: Sequence[float] | None = None,
    support: tuple[float | None, float | None] | None = None,
    names: Sequence[str] = (),
    performance: PerformanceWeights | None = None,
) -> Consultation:
    """Put the single numbers of several experts side by side, and sum them up as :func:`pooled_answers` does."""
    pooled = pooled_answers(answers, weights, support=support)
    checked = check_weights(weights, len(answers))
    shares = tuple(weight / sum(checked) for weight in checked)
    single = tuple(map(float, answers))
    return Consultation((), shares, "answers", pooled, None, single, tuple(names), performance)


def _family(family: Family) -> dict[str, Any]:
    return {"family": family.name, "parameters": family.parameters(), **shown(family)}
