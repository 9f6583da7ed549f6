"""What an expert answered, as people type it: checked, and brought to points of a distribution where it can be."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from numbers import Real
from typing import Any, Literal

import numpy as np
from scipy.special import ndtr, ndtri

from mkba_uncertainty.arrays import LARGEST_GIVEN, Array
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families.observation import LARGEST as MOST_COUNTED
from mkba_uncertainty.families.tabulated_density import rising_root
from mkba_uncertainty.texts import say

AnswerKind = Literal["quantiles", "three_point", "interval", "roulette", "counts", "mean_se"]
KINDS: tuple[AnswerKind, ...] = ("quantiles", "three_point", "interval", "roulette", "counts", "mean_se")
Support = tuple[float, float]
UNBOUNDED: Support = (-math.inf, math.inf)


@dataclass(frozen=True)
class Answer:
    """One answer of one expert.

    Attributes
    ----------
    kind : str
    values, probabilities : tuples of float
        Points of the cumulative distribution: ``P(x <= values[i]) = probabilities[i]``, both ascending. A roulette and
        a three-point answer say 0 and 1 as well. Empty where something else was asked.
    mode : float, optional
        The most likely value, of a three-point answer.
    moments : (mean, standard error), optional
    counts : (k, n), optional
    stated : float, optional
        The mass of the range from the lowest to the highest value, where the expert stated one.
    """

    kind: AnswerKind
    values: tuple[float, ...] = ()
    probabilities: tuple[float, ...] = ()
    mode: float | None = None
    moments: tuple[float, float] | None = None
    counts: tuple[float, float] | None = None
    stated: float | None = None


def one_answer(answers: Mapping[AnswerKind, Any]) -> Answer:
    """Check the one answer that is given (not None), and bring it to points."""
    given = [kind for kind in KINDS if answers.get(kind) is not None]
    if len(given) != 1:
        raise InputError("elicit_one_answer", found=", ".join(given) or "-", allowed=", ".join(KINDS))
    kind = given[0]
    return _READERS[kind](answers[kind])


def read_support(support: Any) -> Support:
    """Check a support; open ends are infinite or None."""
    if support is None:
        return UNBOUNDED
    low, high = pair("support", support, allow_open=True)
    if not low < high:
        raise InputError("elicit_support", key="support", found=low, high=high)
    return low, high


def within(answer: Answer, support: Support) -> None:
    """Check that the values lie inside the support; only those with probability 0 or 1 may lie on its ends."""
    low, high = support
    for value, probability in zip(answer.values, answer.probabilities, strict=True):
        edge = (probability == 0.0 and value == low) or (probability == 1.0 and value == high)
        if not (low < value < high or edge):
            raise InputError("elicit_outside_support", key=answer.kind, found=value, low=low, high=high)


def widened(answer: Answer, read_as: Any) -> Answer:
    """Read the range that an expert stated as one of a lower probability.

    On the scale of the normal scores all probabilities move towards the middle by one factor, which is what it takes
    to turn the stated mass into ``read_as``: the expert's normal distribution would get a larger standard deviation.
    The values stay as they were. Of a three-point answer what falls outside is shared between both sides, unless the
    mode is one of the ends: that end stays.
    """
    read_as = finite("read_as", read_as)
    if answer.stated is None:
        raise InputError("elicit_no_range", key="read_as", found=answer.kind)
    if not 0 < read_as < answer.stated:
        raise InputError("elicit_read_as", key="read_as", found=read_as, stated=answer.stated)
    if answer.kind == "three_point":
        return replace(answer, probabilities=_tails(answer, read_as), stated=read_as)
    scores = ndtri(np.array(answer.probabilities))
    factor = _factor(scores[0], scores[-1], read_as)
    return replace(answer, probabilities=tuple(ndtr(factor * scores).tolist()), stated=read_as)


def _factor(low: float, high: float, mass: float) -> float:
    """Give the factor by which two normal scores move towards the middle to have this mass between them."""

    def between(factor: Array) -> Array:
        return np.asarray(ndtr(factor * high) - ndtr(factor * low))

    return float(rising_root(between, np.array([mass]), np.zeros(1), np.ones(1), smallest=1e-16)[0])


def _tails(answer: Answer, mass: float) -> tuple[float, float]:
    if answer.mode == answer.values[0]:
        return 0.0, mass
    if answer.mode == answer.values[1]:
        return 1 - mass, 1.0
    return (1 - mass) / 2, (1 + mass) / 2


def finite(key: str, value: Any) -> float:
    """Check that a value is a finite number, and give it as a float."""
    if (
        isinstance(value, bool | np.bool_)
        or not isinstance(value, Real)
        or not abs(number := float(value)) <= LARGEST_GIVEN
    ):
        raise InputError("elicit_number", key=key, found=repr(value))
    return number


def pair(key: str, values: Any, *, allow_open: bool = False) -> tuple[float, float]:
    """Check that there are two numbers; with ``allow_open`` None and infinity are open ends."""
    given = _several(key, values)
    if allow_open:
        given = [
            end if value is None or value in (-math.inf, math.inf) else value
            for end, value in zip(UNBOUNDED, given, strict=True)
        ]
        return tuple(value if value in UNBOUNDED else finite(key, value) for value in given)  # type: ignore[return-value]
    return finite(key, given[0]), finite(key, given[1])


def _several(key: str, values: Any) -> list[Any]:
    """Check that an answer is a row of as many parts as its form has."""
    form = _FORMS[key]
    if not isinstance(values, tuple | list | np.ndarray) or len(values) != form.count(",") + 1:
        raise InputError("elicit_shape", key=key, found=repr(values), expected=form)
    return list(values)


def _quantiles(quantiles: Any) -> Answer:
    if not isinstance(quantiles, Mapping) or len(quantiles) < 2:
        raise InputError("elicit_too_few", key="quantiles", found=repr(quantiles))
    points = sorted((finite("quantiles", p), finite("quantiles", x)) for p, x in quantiles.items())
    for p, _ in points:
        if not 0 < p < 1:
            raise InputError("elicit_probability", key="quantiles", found=p)
    for (_, before), (p, found) in pairwise(points):
        if not found > before:
            raise InputError("elicit_not_ascending", key="quantiles", found=found, before=before, probability=p)
    probabilities, values = zip(*points, strict=True)
    return Answer("quantiles", values, probabilities, stated=probabilities[-1] - probabilities[0])


def _three_point(answer: Any) -> Answer:
    low, mode, high = (finite("three_point", value) for value in _several("three_point", answer))
    if not (low <= mode <= high and low < high):
        raise InputError("elicit_three_point", key="three_point", found=f"{low:g}, {mode:g}, {high:g}")
    return Answer("three_point", (low, high), (0.0, 1.0), mode=mode, stated=1.0)


def _interval(answer: Any) -> Answer:
    lower, upper, mass = (finite("interval", value) for value in _several("interval", answer))
    if not lower < upper:
        raise InputError("elicit_interval", key="interval", found=lower, upper=upper)
    if not 0 < mass < 1:
        raise InputError("elicit_probability", key="interval", found=mass)
    return Answer("interval", (lower, upper), ((1 - mass) / 2, (1 + mass) / 2), stated=mass)


def _roulette(answer: Any) -> Answer:
    if not isinstance(answer, Mapping):
        raise InputError("elicit_too_few", key="roulette", found=repr(answer))
    bins = sorted((*pair("roulette", ends), finite("roulette", chips)) for ends, chips in answer.items())
    before = -math.inf
    for low, high, chips in bins:
        if not low < high:
            raise InputError("elicit_interval", key="roulette", found=low, upper=high)
        if low < before:
            raise InputError("elicit_bins_overlap", key="roulette", found=low, before=before)
        if chips < 0:
            raise InputError("elicit_chips", key="roulette", found=chips)
        before = high
    used = [(low, high, chips) for low, high, chips in bins if chips > 0]
    if len(used) < 3:
        raise InputError("elicit_too_few_bins", key="roulette", found=len(used))
    total = math.fsum(chips for *_, chips in used)
    points: dict[float, float] = {}
    placed = 0.0
    for low, high, chips in used:
        points.setdefault(low, placed / total)
        placed += chips
        points[high] = placed / total
    points[used[-1][1]] = 1.0
    return Answer("roulette", tuple(points), tuple(points.values()))


def _counts(answer: Any) -> Answer:
    k, n = pair("counts", answer)
    if not (0 <= k <= n and 0 < n <= MOST_COUNTED):
        raise InputError("elicit_counts", key="counts", found=k, n=n, most=MOST_COUNTED)
    return Answer("counts", counts=(k, n))


def _mean_se(answer: Any) -> Answer:
    mean, se = pair("mean_se", answer)
    if not se > 0:
        raise InputError("elicit_se", key="mean_se", found=se)
    return Answer("mean_se", moments=(mean, se))


_FORMS = {
    "three_point": "low, mode, high",
    "interval": "lower, upper, mass",
    "roulette": "low, high",
    "counts": "k, n",
    "mean_se": "mean, standard error",
    "support": "low, high",
}

_READERS = {
    "quantiles": _quantiles,
    "three_point": _three_point,
    "interval": _interval,
    "roulette": _roulette,
    "counts": _counts,
    "mean_se": _mean_se,
}


_NUMBER = r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*"


def parse_answer(kind: str, text: str) -> tuple[Any, str | None]:
    """Read one answer of a kind, as :func:`fit` takes it, and what stands behind its ``@``: a weight or a name.

    Raises
    ------
    InputError
        If it is not written as the help shows.
    """
    answer, at, behind = (part.strip() for part in text.partition("@"))
    if at and not behind:
        raise _unreadable(kind, text)
    try:
        return _PARSERS[kind](answer), behind or None
    except ValueError as error:
        raise error if isinstance(error, InputError) else _unreadable(kind, text) from None


def parse_support(text: str) -> tuple[float | None, float | None]:
    """Read a support ``LOW,HIGH``; an empty side is open.

    Raises
    ------
    InputError
        If it is not of this form.
    """
    match = re.fullmatch(f"(?:{_NUMBER})?,(?:{_NUMBER})?", text.strip())
    if match is None:
        raise _unreadable("support", text)
    low, high = (None if end is None else float(end) for end in match.groups())
    return low, high


def parse_named_support(text: str) -> tuple[str, tuple[float | None, float | None]]:
    """Read a support of one estimate, ``NAME=LOW,HIGH``.

    Raises
    ------
    InputError
        If it is not of this form.
    """
    name, equals, support = text.partition("=")
    if not (equals and name.strip()):
        raise InputError("form_support", key="--support", found=repr(text), expected=say("metavar.named_support"))
    return name.strip(), parse_support(support)


def parse_weights(behind: Sequence[str | None]) -> list[float] | None:
    """Read the weights that stand behind answers, 1 where there is none; None where they are all alike.

    Raises
    ------
    InputError
        If one is no number, or there is nothing to weigh it against.
    """
    for text in behind:
        if text is not None and not re.fullmatch(_NUMBER, text):
            raise InputError("elicit_weight_no_number", found=text)
        if text is not None and len(behind) == 1:
            raise InputError("elicit_weight_of_one", found=text)
    weights = [1.0 if text is None else float(text) for text in behind]
    return None if set(weights) == {1.0} else weights


def _unreadable(kind: str, text: str) -> InputError:
    option = f"--{kind.replace('_', '-')}"
    return InputError("elicit_syntax", key=option, found=repr(text), expected=say(f"metavar.{kind}"))


def _numbers(form: str, text: str) -> tuple[float, ...]:
    """Read the numbers in a text of this form, in which N is a number."""
    match = re.fullmatch(form.replace("N", _NUMBER), text)
    if match is None:
        raise ValueError(text)
    return tuple(map(float, match.groups()))


def _typed_row(text: str) -> tuple[float, ...]:
    return tuple(_numbers("N", part)[0] for part in text.split(","))


def _typed_counts(text: str) -> tuple[float, ...]:
    return tuple(_numbers("N", part)[0] for part in text.split("/"))


def _typed_quantiles(text: str) -> dict[float, float]:
    found: dict[float, float] = {}
    for part in text.split(","):
        probability, value = _numbers("N=N", part)
        if probability in found:
            raise InputError("elicit_twice", key="--quantiles", found=probability)
        found[probability] = value
    return found


def _typed_roulette(text: str) -> dict[tuple[float, float], float]:
    bins = (_numbers("N-N:N", part) for part in text.split(","))
    return {(low, high): chips for low, high, chips in bins}


_PARSERS: dict[str, Callable[[str], Any]] = {
    "quantiles": _typed_quantiles,
    "three_point": _typed_row,
    "interval": _typed_row,
    "roulette": _typed_roulette,
    "counts": _typed_counts,
    "mean_se": _typed_row,
    "answers": lambda text: _numbers("N", text)[0],
}
