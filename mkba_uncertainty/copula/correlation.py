"""Rank correlations between inputs, held by a Gaussian copula.

People state Spearman's rank correlation, which does not depend on the distributions. A Gaussian copula draws
correlated normal scores and maps each to its own distribution, so ranks keep the correlation that was asked.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING

import numpy as np

from mkba_uncertainty.arrays import Array, Places
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.names import unknown
from mkba_uncertainty.texts import say

if TYPE_CHECKING:
    from mkba_uncertainty.families import Family


ROUNDING = 1e-10
"""A smallest eigenvalue above minus this is taken for zero."""


TOLD = 0.01
"""A rank correlation that is missed by less is shown as the one that was asked."""


class UnattainedWarning(UserWarning):
    """Draws do not come to have a rank correlation that was asked, for a distribution has values that recur.

    Examples
    --------
    >>> import warnings
    >>> import mkba_uncertainty as mkba
    >>> coin = mkba.Discrete([0, 1], [0.5, 0.5])
    >>> with warnings.catch_warnings(record=True, action="always") as caught:
    ...     _ = mkba.Model({"a": coin, "b": mkba.Normal(0, 1)}, lambda x: x, ["y"], {("a", "b"): 0.9})
    >>> print(str(caught[0].message).partition(" for")[0], caught[0].category.__name__)
    a rank correlation of 0.9 was asked UnattainedWarning
    """


def spearman_to_pearson(rank: float) -> float:
    """Give the correlation of normal scores whose rank correlation is ``rank``: ``2 sin(pi rank / 6)``.

    Pearson (1907), On further methods of determining correlation; Kruskal (1958), Journal of the American
    Statistical Association 53: 814-861.
    """
    return min(1.0, max(-1.0, 2.0 * math.sin(math.pi * rank / 6.0)))


def pearson_to_spearman(correlation: float) -> float:
    """Give the rank correlation of normal scores with this correlation: ``6 / pi asin(correlation / 2)``."""
    return 6.0 / math.pi * math.asin(correlation / 2.0)


def concordance_to_pearson(probability: float) -> float:
    """Give the correlation of normal scores with this concordance: ``sin(pi (2 probability - 1) / 2)``.

    The concordance is the probability that one lies above its median if the other does, which people can be asked.

    Sheppard (1899), Philosophical Transactions of the Royal Society A 192: 101-167; as a question to experts: Clemen,
    Fischer and Winkler (2000), Management Science 46: 1100-1115.
    """
    return math.sin(math.pi * (2.0 * probability - 1.0) / 2.0)


def attainable_spearman(first: Family, second: Family, rank: float) -> float:
    """Give the rank correlation that draws of two inputs come to have when ``rank`` is asked.

    For continuous distributions that is ``rank``. Where a distribution has values with a probability of their own,
    draws tie; they then share their average rank, and what remains of the correlation is mostly smaller.

    Parameters
    ----------
    first, second : Family
    rank : float
        From -1 to 1.

    Returns
    -------
    float
        To about three decimals: from 2^16 points of a Sobol' sequence.
    """
    if not (first.atoms or second.atoms):
        return rank
    from scipy.special import ndtri
    from scipy.stats import qmc, rankdata

    matrix = np.array([[1.0, spearman_to_pearson(rank)], [spearman_to_pearson(rank), 1.0]])
    points = qmc.Sobol(2, scramble=False).random_base2(16).T + 0.5**17
    scores = mix(ndtri(points), cholesky_factor(matrix))
    ranks = [rankdata(_tied(family, row)) for family, row in zip((first, second), scores, strict=True)]
    return float(np.corrcoef(ranks)[0, 1])


def _tied(family: Family, scores: Array) -> Array:
    """Give normal scores, shape (n,), with all that draw one value at the highest of these: they rank as draws do."""
    from scipy.special import ndtri

    atoms = np.array(family.atoms)
    if not atoms.size:
        return scores
    low, high = (ndtri(family.cdf(at)) for at in (np.nextafter(atoms, -np.inf), atoms))
    place = np.minimum(np.searchsorted(high, scores), atoms.size - 1)
    return np.where((low[place] < scores) & (scores <= high[place]), high[place], scores)


def warn_of_unattained(pairs: Mapping[tuple[str, str], float], families: Mapping[str, Family]) -> None:
    """Warn whoever makes a model, three calls up, of rank correlations that draws of its inputs do not come to have."""
    for (first, second), rank in pairs.items():
        attained = attainable_spearman(families[first], families[second], rank)
        if abs(attained - rank) >= TOLD:
            facts = {"first": first, "second": second, "rank": f"{rank:g}", "found": f"{attained:.2f}"}
            warnings.warn(say("warning.unattained", **facts), UnattainedWarning, stacklevel=4)


def correlation_matrix(names: Sequence[str], pairs: Mapping[tuple[str, str], float]) -> Array:
    """Give the correlation matrix of the normal scores of inputs.

    Parameters
    ----------
    names : sequence of str
        The inputs, in the order of the matrix.
    pairs : mapping of (name, name) to float
        Spearman rank correlations; pairs that are not named are 0.

    Returns
    -------
    array of shape (names, names)

    Raises
    ------
    InputError
        If a correlation is not a number from -1 to 1, is of an input with itself or with one that is not in
        ``names``, is given twice with different values, or if they cannot all hold together (the matrix is not positive
        semi-definite); that error offers values near them that can.
    """
    places = {name: place for place, name in enumerate(names)}
    ranks: dict[tuple[int, int], float] = {}
    for (first, second), rank in pairs.items():
        key = f"{first}, {second}"
        for name in (first, second):
            if name not in places:
                raise unknown("correlation_of_unknown", key, name, names)
        if first == second:
            raise InputError("correlation_with_itself", key=key, found=first)
        if isinstance(rank, bool) or not isinstance(rank, Real) or not -1 <= rank <= 1:
            raise InputError("correlation_outside_range", key=key, found=rank)
        i, j = sorted((places[first], places[second]))
        if ranks.setdefault((i, j), float(rank)) != rank:
            raise InputError("correlation_given_twice", key=key, found=rank, before=ranks[i, j])
    matrix = _matrix(len(names), ranks)
    smallest = _smallest_eigenvalue(matrix)
    if smallest < -ROUNDING:
        possible = ", ".join(
            f"{names[i]} & {names[j]} {rank:+.3f}" for (i, j), rank in _nearest_ranks(matrix, ranks).items()
        )
        raise InputError(
            "correlation_impossible", key="correlation", smallest=f"{smallest:.3g}", nearest_possible=possible
        )
    return matrix


def nearest_correlation(matrix: Array, *, tolerance: float = 1e-10, most_steps: int = 10_000) -> Array:
    """Give the correlation matrix nearest to a symmetric matrix, in the Frobenius norm.

    Alternating projections on the positive semi-definite matrices and on those with a unit diagonal, with Dykstra's
    correction (Higham 2002, IMA Journal of Numerical Analysis 22: 329-343, algorithm 3.3).

    Parameters
    ----------
    matrix : array of shape (n, n)
    tolerance : float
        Stops when no element changes more than this in a step.
    most_steps : int
        Stops after so many steps in any case.

    Returns
    -------
    array of shape (n, n)
        With a unit diagonal; its smallest eigenvalue is zero or more, but for rounding.
    """
    current = np.array(matrix, dtype=np.float64)
    correction = np.zeros_like(current)
    for _ in range(most_steps):
        values, vectors = np.linalg.eigh(current - correction)
        projected = (vectors * np.maximum(values, 0.0)) @ vectors.T
        correction += projected - current
        before, current = current, projected.copy()
        np.fill_diagonal(current, 1.0)
        if np.abs(current - before).max() <= tolerance:
            break
    scale = np.sqrt(np.diag(projected))
    nearest: Array = np.clip(projected / np.outer(scale, scale), -1.0, 1.0)
    np.fill_diagonal(nearest, 1.0)
    return nearest


@dataclass(frozen=True, eq=False)
class Block:
    """Inputs that depend on each other, and on no others.

    Parameters
    ----------
    names : tuple of str
        The b inputs.
    places : array of shape (b,)
        Where they stand among the uncertain inputs of their model.
    correlation : array of shape (b, b)
        Of their normal scores.
    """

    names: tuple[str, ...]
    places: Places
    correlation: Array


def independent_blocks(matrix: Array) -> list[list[int]]:
    """Divide inputs in the smallest blocks that are independent of each other.

    Parameters
    ----------
    matrix : array of shape (n, n)
        A correlation matrix.

    Returns
    -------
    list of list of int
        The places of each block, ascending.
    """
    seen: set[int] = set()
    found = []
    for start in range(len(matrix)):
        members: set[int] = set()
        ahead = {start} - seen
        while ahead:
            members |= ahead
            ahead = {int(other) for one in ahead for other in np.flatnonzero(matrix[one])} - members
        if members:
            found.append(sorted(members))
            seen |= members
    return found


def cholesky_factor(matrix: Array) -> Array:
    """Give the lower triangular factor ``L`` of a correlation matrix ``L L'``, which may be singular.

    From the eigenvalues, those below zero by rounding taken for zero, and a QR decomposition to make it triangular.

    Parameters
    ----------
    matrix : array of shape (n, n)

    Returns
    -------
    array of shape (n, n)
        Every row has length 1, so that scores mixed by it stay standard normal.
    """
    values, vectors = np.linalg.eigh(matrix)
    _, upper = np.linalg.qr((vectors * np.sqrt(np.maximum(values, 0.0))).T)
    factor: Array = np.tril((upper * np.where(np.diag(upper) < 0, -1.0, 1.0)[:, None]).T)
    factor /= np.sqrt((factor**2).sum(axis=1, keepdims=True))
    return factor


def mix(scores: Array, weights: Array) -> Array:
    """Mix scores of shape (k, draws) by weights of shape (inputs, k), such as a factor of a correlation matrix.

    Sums are taken one input at a time, so that a draw's bits do not depend on how many draws there are (those of
    a matrix product may).
    """
    mixed = np.zeros((len(weights), scores.shape[1]))
    for row, each in zip(mixed, weights, strict=True):
        for weight, score in zip(each, scores, strict=True):
            if weight != 0.0:
                row += weight * score
    return mixed


def _matrix(size: int, ranks: Mapping[tuple[int, int], float]) -> Array:
    matrix = np.eye(size)
    for (i, j), rank in ranks.items():
        matrix[i, j] = matrix[j, i] = spearman_to_pearson(rank)
    return matrix


def _smallest_eigenvalue(matrix: Array) -> float:
    blocks = (matrix[np.ix_(block, block)] for block in independent_blocks(matrix))
    return min((float(np.linalg.eigvalsh(block)[0]) for block in blocks), default=1.0)


def _nearest_ranks(matrix: Array, ranks: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """Give rank correlations for the same pairs, near those asked, that can hold together when typed in.

    They are those of the nearest correlation matrix. It also changes pairs that were not asked, and has no room for
    rounding, so its values are shrunk until three decimals of them, and zero elsewhere, will do.
    """
    nearest = nearest_correlation(matrix)
    for shrink in np.linspace(1.0, 0.0, 201):
        found = {pair: round(float(shrink) * pearson_to_spearman(nearest[pair]), 3) for pair in ranks}
        if _smallest_eigenvalue(_matrix(len(matrix), found)) >= -ROUNDING:
            break
    return found
