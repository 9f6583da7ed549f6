"""What experts said of pairs of estimates: pooled, and repaired where not all of it can hold together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.experts.answer_files import Answers
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.case import Case, PairAnswer
from mkba_uncertainty.copula import concordance_to_pearson, nearest_correlation, pearson_to_spearman
from mkba_uncertainty.copula.correlation import ROUNDING
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.table import Row
from mkba_uncertainty.texts import Text, joined
from mkba_uncertainty.texts.figures import exact

NIL = 1e-9
"""A correlation smaller than this is rounding."""

MOST_SWEEPS = 1000
"""In which pairs that can hold together do so."""

Pair = tuple[str, str]


@dataclass(frozen=True)
class PooledPair:
    """How two estimates hang together.

    Parameters
    ----------
    between : (str, str)
    labels : (Text, Text)
    answers : tuple of PairAnswer
        None of a pair that cannot be unrelated, though nobody was asked about it.
    above : float or None
        The weighted mean of the answers.
    asked : float or None
        The rank correlation that follows.
    rank : float
        That with which all pairs can hold together.
    """

    between: Pair
    labels: tuple[Text, Text]
    answers: tuple[PairAnswer, ...]
    above: float | None
    asked: float | None
    rank: float

    @property
    def label(self) -> Text:
        """The names of both estimates."""
        return joined(self.labels)

    @property
    def correlation(self) -> float | None:
        """The correlation of normal scores that follows from the answers."""
        return None if self.above is None else concordance_to_pearson(self.above)

    @property
    def rows(self) -> list[Row]:
        """The pool, and each answer below it."""
        first, second = self.between
        pair, total = {"first": first, "second": second}, sum(one.weight for one in self.answers)
        pool = {"above": self.above, "correlation": self.correlation, "asked": self.asked, "rank": self.rank}
        answers = [
            Row(
                {
                    **pair,
                    "label": one.label,
                    "who": one.label and one.label.nl,
                    "weight": exact(one.weight / total),
                    "above": one.above,
                },
                depth=1,
            )
            for one in self.answers
        ]
        return [Row({**pair, "label": self.label, **pool}, bold=True), *answers]

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {
            "between": list(self.between),
            "experts": [
                {
                    "name": one.label and one.label.nl,
                    "weight": one.weight,
                    "above": one.above,
                    "reason": one.reason,
                    "date": one.date,
                }
                for one in self.answers
            ],
            "above": self.above,
            "correlation": self.correlation,
            "asked": self.asked,
            "rank": self.rank,
        }


def pool_pairs(
    case: Case, answers: Answers, weights: Mapping[str, float], earlier: Sequence[PairAnswer] = ()
) -> tuple[PooledPair, ...]:
    """Pool the answers about pairs, by the weights of the experts (1 where there are none).

    Answers of an earlier round stay, with their weights, of pairs that nobody was asked about again.

    The pool of a pair is the weighted mean of the probabilities that the second estimate lies above its median if the
    first does: as in a linear pool of distributions, one of the experts is right. What follows from it is made
    :func:`possible`.

    Raises
    ------
    InputError
        If nobody who answered a pair has any weight.
    """
    said: dict[Pair, tuple[PairAnswer, ...]] = {}
    for pair in answers.pairs:
        given = [
            replace(one.pairs[pair], weight=weights.get(one.name, 1.0)) for one in answers.experts if pair in one.pairs
        ]
        if not any(one.weight for one in given):
            raise InputError("round_no_weight", key="--seed-questions", found=", ".join(pair))
        said[pair] = tuple(given)
    for one in earlier:
        pair = min(one.between), max(one.between)
        if pair not in answers.pairs:
            said[pair] = (*said.get(pair, ()), one)
    above = {
        pair: float(np.average([one.above for one in given], weights=[one.weight for one in given]))
        for pair, given in said.items()
    }
    asked = {pair: concordance_to_pearson(probability) for pair, probability in above.items()}
    return tuple(
        PooledPair(
            pair,
            (case.estimates[pair[0]].label, case.estimates[pair[1]].label),
            said.get(pair, ()),
            above.get(pair),
            pearson_to_spearman(asked[pair]) if pair in asked else None,
            pearson_to_spearman(correlation),
        )
        for pair, correlation in possible(asked).items()
    )


def possible(asked: Mapping[Pair, float]) -> dict[Pair, float]:
    """Give correlations that can hold together: these, if pairs that nobody was asked about can be unrelated.

    If they cannot, such pairs get the correlation that they have through the others alone. If no correlation of these
    is enough, all are those of the nearest matrix.
    """
    names = sorted({name for pair in asked for name in pair})
    places = {name: place for place, name in enumerate(names)}
    edges = [(places[first], places[second]) for first, second in asked]
    matrix = np.eye(len(names))
    for (i, j), correlation in zip(edges, asked.values(), strict=True):
        matrix[i, j] = matrix[j, i] = correlation
    if not names or np.linalg.eigvalsh(matrix)[0] >= -ROUNDING:
        return dict(asked)
    completed = _completed(matrix, edges)
    found = nearest_correlation(matrix) if completed is None else completed
    every = {pair: float(found[places[pair[0]], places[pair[1]]]) for pair in combinations(names, 2)}
    kept = asked if completed is not None else {}
    return {pair: kept.get(pair, value) for pair, value in every.items() if pair in asked or abs(value) > NIL}


def _completed(matrix: Array, edges: Sequence[tuple[int, int]]) -> Array | None:
    """Give the correlation matrix with these elements and the largest determinant; None if there is none.

    Any two without an edge are independent given the others: Dempster (1972), Covariance selection, Biometrics 28:
    157-175. By proportional scaling of the inverse: Speed and Kiiveri (1986), Annals of Statistics 14: 138-150.
    """
    blocks = [np.ix_(edge, edge) for edge in edges]
    if any(abs(matrix[edge]) > 1 - ROUNDING for edge in edges):
        return None
    inverse = np.eye(len(matrix))
    for _ in range(MOST_SWEEPS):
        for block in blocks:
            inverse[block] += np.linalg.inv(matrix[block]) - np.linalg.inv(np.linalg.inv(inverse)[block])
        found = np.asarray(np.linalg.inv(inverse))
        if max(np.abs(found[block] - matrix[block]).max() for block in blocks) < ROUNDING / 10:
            return found
    return None


def ranks_of(pairs: Sequence[PooledPair]) -> dict[Pair, float]:
    """Give the rank correlations of a variant of dependence."""
    return {pair.between: pair.rank for pair in pairs}
