"""Several experts in one distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

from mkba_uncertainty.elicitation.answers import UNBOUNDED, finite, read_support
from mkba_uncertainty.elicitation.fitting import Elicited, Fit
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import Beta, Family, Gamma, LogPool, Mixture, Normal
from mkba_uncertainty.names import unknown

Method = Literal["linear", "log"]
METHODS: tuple[Method, ...] = ("linear", "log")


def pool(
    distributions: Sequence[Family | Fit | Elicited],
    *,
    weights: Sequence[float] | None = None,
    method: Method = "linear",
) -> Mixture | LogPool:
    """Pool the distributions of several experts into one.

    Parameters
    ----------
    distributions : sequence of Family, Fit or Elicited
        Of an :class:`Elicited` its best fit.
    weights : sequence of float, optional
        One each, 0 or more; they need not sum to 1. Equal unless given. Those of :func:`performance_weights` will do.
    method : {"linear", "log"}
        "linear": one of the experts is right, with these probabilities. A true mixture, not a distribution fitted to
        it: where experts contradict each other it has several peaks. "log": the normalised product of densities, each
        to the power of its weight: narrower, and nothing is possible that one of them excludes.

    Returns
    -------
    Mixture or LogPool
        Of the experts with some weight.

    Raises
    ------
    InputError
        If there is nothing to pool, or the weights do not fit.
    FamilyError
        Of "log": if a distribution has no density, or they have nothing in common.

    Notes
    -----
    Genest and Zidek (1986), Combining probability distributions: a critique and an annotated bibliography,
    Statistical Science 1: 114-135.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> experts = [mkba.Normal(10, 1), mkba.Normal(20, 1)]
    >>> mkba.pool(experts, weights=[3, 1]).mean
    12.5
    >>> round(mkba.pool(experts, weights=[3, 1], method="log").sd, 6)
    1.0
    """
    families = tuple(_family(distribution) for distribution in distributions)
    checked = check_weights(weights, len(families))
    if method not in METHODS:
        raise unknown("elicit_pool_method", "method", method, METHODS)
    kept = [(family, weight) for family, weight in zip(families, checked, strict=True) if weight > 0]
    made = Mixture if method == "linear" else LogPool
    parts, shares = zip(*kept, strict=True)
    return made(parts, None if weights is None else shares)


def pooled_answers(
    answers: Sequence[float],
    weights: Sequence[float] | None = None,
    *,
    support: tuple[float | None, float | None] | None = None,
) -> Family:
    """Give one distribution for the single numbers that several experts answered.

    Each expert gave a best guess and no range, so that what is known of the uncertainty is how far they differ. The
    answers are taken for draws from what such experts would say: the result has their weighted mean, and their
    weighted standard deviation as an unbiased estimate has it (the sum of squares over ``n - 1`` for equal weights, in
    general over ``1 - sum of squared shares``). Its shape is the plainest for the support: beta between two bounds,
    gamma above 0, normal without bounds. A smooth shape, because the linear pool of the bare answers holds only the few
    values that somebody mentioned, while those between and just beyond them are no less likely.

    What this leaves out is each expert's own doubt, which nobody asked: where experts know the same one source they
    agree, and the result is too narrow. Ask for ranges, and use :func:`fit` and :func:`pool`, where you can.

    Parameters
    ----------
    answers : sequence of float
        Two at least, not all the same.
    weights : sequence of float, optional
        How much each answer counts, such as the number of cases that it is about. Equal unless given.
    support : (low, high), optional
        Values that are possible at all; None or infinity is an open end.

    Returns
    -------
    Beta, Gamma or Normal

    Raises
    ------
    InputError
        If there are fewer than two answers, all are the same, or they do not fit the support or the weights.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> relapse = mkba.pooled_answers([0.2, 0.3, 0.4], support=(0, 1))
    >>> type(relapse).__name__, round(relapse.mean, 6), round(relapse.sd, 6)
    ('Beta', 0.3, 0.1)
    """
    values = np.array([finite("answers", answer) for answer in answers])
    shares = np.array(check_weights(weights, values.size))
    values, shares = values[shares > 0], shares[shares > 0]
    if values.size < 2:
        raise InputError("elicit_few_answers", key="answers", found=values.size)
    if values.min() == values.max():
        raise InputError("elicit_same_answers", key="answers", found=float(values[0]))
    low, high = read_support(support)
    for value in values.tolist():
        if not low <= value <= high:
            raise InputError("elicit_outside_support", key="answers", found=value, low=low, high=high)
    shares /= shares.sum()
    mean = float(shares @ values)
    sd = math.sqrt(float(shares @ (values - mean) ** 2) / (1 - float(shares @ shares)))
    if math.isfinite(high - low):
        return Beta.from_mean_sd(mean, sd, low, high)
    if (low, high) == (0.0, math.inf):
        return Gamma.from_mean_sd(mean, sd)
    if (low, high) == UNBOUNDED:
        return Normal(mean, sd)
    raise InputError("elicit_pooled_support", key="support", low=low, high=high)


def check_weights(weights: Sequence[float] | None, experts: int) -> list[float]:
    """Check that there is a weight for each expert, and give them; equal ones if there are none."""
    if experts == 0:
        raise InputError("elicit_experts", key="weights", found=0, expected=1 if weights is None else len(weights))
    if weights is None:
        return [1.0] * experts
    if len(weights) != experts:
        raise InputError("elicit_experts", key="weights", found=experts, expected=len(weights))
    checked = [finite("weights", weight) for weight in weights]
    for weight in checked:
        if weight < 0 or max(checked) == 0:
            raise InputError("elicit_weight", key="weights", found=weight)
    return checked


def _family(distribution: Family | Fit | Elicited) -> Family:
    if isinstance(distribution, Fit):
        return distribution.family
    if isinstance(distribution, Elicited):
        return distribution.best
    if not isinstance(distribution, Family):
        raise InputError("elicit_not_pooled", key="distributions", found=repr(distribution))
    return distribution
