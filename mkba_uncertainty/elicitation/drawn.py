"""What a form draws of an answer at once: a distribution in closed form, so that a page and Python draw the same."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtri

from mkba_uncertainty.elicitation.answers import UNBOUNDED, Answer, Support, within
from mkba_uncertainty.errors import FamilyError, InputError
from mkba_uncertainty.families import LogNormal, Metalog

MOST_TERMS = 4
"""More terms would follow the ragged edge of chips."""


def drawn(answer: Answer, support: Support) -> Metalog | LogNormal:
    """Give the smooth distribution that a form draws of an answer, and that stands for it when answers are pooled.

    A metalog with a term for each point that was answered, at most four, by linear least squares on the quantiles.
    Where no distribution has these coefficients a term less; with two terms there is one, but for an answer about a
    positive quantity whose tail would be too heavy: then the lognormal that is nearest in the same way.

    Parameters
    ----------
    answer : Answer
        Quantiles or chips.
    support : (low, high)
        Two numbers, ``(0, inf)`` or ``(-inf, inf)``.

    Raises
    ------
    InputError
        If the answer has fewer than two points within the support, or the support has another open end.

    Notes
    -----
    Keelin (2016), The metalog distributions, Decision Analysis 13: 243-277, sections 3.2 and 4.

    Examples
    --------
    >>> from mkba_uncertainty.elicitation.answers import one_answer
    >>> relapse = drawn(one_answer({"quantiles": {0.05: 0.15, 0.5: 0.30, 0.95: 0.50}}), (0.0, 1.0))
    >>> [round(float(x), 6) for x in relapse.ppf([0.05, 0.5, 0.95])]
    [0.15, 0.3, 0.5]
    """
    if not (support in (UNBOUNDED, (0.0, math.inf)) or math.isfinite(support[1] - support[0])):
        raise InputError("elicit_form_support", key="support", low=support[0], high=support[1])
    within(answer, support)
    levels, values = _points(answer)
    if len(levels) < 2:
        raise InputError("elicit_too_few", key=answer.kind, found=len(levels))
    low, high = (end if math.isfinite(end) else None for end in support)
    for terms in range(min(len(levels), MOST_TERMS), 1, -1):
        try:
            return Metalog.from_quantiles(levels, values, low, high, terms)
        except FamilyError as error:
            if error.code == "value_outside_bounds":
                raise
    slope, middle = np.polyfit(ndtri(levels), np.log(values), 1)
    return LogNormal(float(middle), float(slope))


def _points(answer: Answer) -> tuple[list[float], list[float]]:
    """Give the probabilities within 0 and 1 with their values; the middle of a gap in the chips, which has one."""
    found: dict[float, list[float]] = {}
    for probability, value in zip(answer.probabilities, answer.values, strict=True):
        if 0 < probability < 1:
            found.setdefault(probability, []).append(value)
    return list(found), [sum(values) / len(values) for values in found.values()]
