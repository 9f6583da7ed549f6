"""A round of experts: what each answered, and the pool of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from mkba_uncertainty.elicitation.cooke import PerformanceWeights
from mkba_uncertainty.elicitation.fitting import Elicited, family_cells, spread_columns
from mkba_uncertainty.elicitation.pooling import Method, check_weights, pool, pooled_answers
from mkba_uncertainty.families import Family
from mkba_uncertainty.table import Column, Laid, Row, Table
from mkba_uncertainty.texts import Text, both
from mkba_uncertainty.texts.figures import chance, exact
from mkba_uncertainty.version import __version__


@dataclass(frozen=True)
class Consultation(Laid):
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

    def record(self, lang: str = "en") -> dict[str, Any]:
        """Give what it is and what made it, for the manifest of a folder; the same in each language."""
        return {"version": __version__, "result": self.to_dict()}

    def to_dict(self) -> dict[str, Any]:
        """Give what ``mkba elicit --json`` shows."""
        each, pools = [elicited.to_dict() for elicited in self.experts], self.pools.nested()
        found: dict[str, Any] = {
            "version": __version__,
            "fits": [{"expert": place, **fit} for place, one in enumerate(each, start=1) for fit in one["fits"]],
            "experts": [
                {"expert": place, "weight": weight, **{key: value for key, value in one.items() if key != "fits"}}
                for place, (weight, one) in enumerate(zip(self.weights, each, strict=False), start=1)
            ],
            "pooled": pools[0] if pools else None,
        }
        if self.answers:
            found["answers"] = self.table.nested()
        for row, name in zip(found["experts"] or found.get("answers", ()), self.names, strict=False):
            row["name"] = name
        if self.performance is not None:
            found["performance"] = self.performance.to_dict()
        if self.pooled_as_stated is not None:
            found["pooled_as_stated"] = pools[1]
        return found

    @property
    def family(self) -> Family:
        """What it all comes to: the pool, or the best fit of a single expert."""
        return self.experts[0].best if self.pooled is None else self.pooled

    @property
    def table(self) -> Table:
        """A row for each expert, family and thing that was asked; or for each bare answer."""
        if self.answers:
            answers = zip(self.answers, self.weights, strict=True)
            rows = [Row({"answer": answer, "weight": weight}) for answer, weight in answers]
            return Table([Column("answer"), Column("weight")], rows)
        tables = [elicited.table for elicited in self.experts]
        return Table(
            [*tables[0].columns, Column("expert"), Column("weight")],
            [
                replace(row, cells={**row.cells, "expert": place, "weight": weight})
                for place, (table, weight) in enumerate(zip(tables, self.weights, strict=True), start=1)
                for row in table.rows
            ],
        )

    @property
    def pools(self) -> Table:
        """The pool, and that of the answers taken at their word; empty for a single expert."""
        pools = {"read_as": self.pooled, "as_stated": self.pooled_as_stated}
        return Table(
            [
                Column("reading", "elicit.reading", data=False),
                Column("method"),
                Column("family"),
                Column("parameters"),
                *spread_columns("table.mean"),
            ],
            [
                Row({"reading": self._reading(reading), "method": self.method, **family_cells(family)})
                for reading, family in pools.items()
                if family is not None
            ],
        )

    def _reading(self, reading: str) -> Text | str:
        """Say how the answers were read; where they were taken at their word, what family the pool is."""
        if self.pooled_as_stated is None:
            return both(f"family.{self.family.name}")
        mass = next(elicited.read_as for elicited in self.experts if elicited.read_as is not None)
        return both(f"elicit.title.{reading}", mass=partial(chance, mass))

    def title(self) -> Text:
        """Give the heading of the pool."""
        return both(f"elicit.title.pooled.{self.method}")

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give the pool."""
        return (self.pools,)

    def parts(self) -> list[tuple[Text, Laid]]:
        """Give all that people read, each with its heading: weights, what each expert answered, the pool."""
        parts: list[tuple[Text, Laid]] = []
        if self.performance is not None:
            parts.append((self.performance.title(), self.performance))
        for place, elicited in enumerate(self.experts):
            parts.append((self._title(place), elicited))
            if elicited.as_stated is not None:
                parts.append((both("elicit.title.as_stated"), elicited.as_stated))
        if self.pooled is not None:
            parts.append((self.title(), self))
        return parts

    def _title(self, place: int) -> Text:
        weight = partial(chance, exact(self.weights[place]))
        if self.names:
            return both("elicit.title.named", name=self.names[place], weight=weight)
        if len(self.experts) > 1:
            return both("elicit.title.expert", place=place + 1, weight=weight)
        return self.experts[place].title()


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
