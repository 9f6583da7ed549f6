"""Answers as people type them: ``0.25=25,0.5=30``, ``15,30,50``, ``0-10:1,10-20:4``, ``31/120``, ``15@94``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from mkba_uncertainty.errors import InputError
from mkba_uncertainty.texts import say

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


def _row(text: str) -> tuple[float, ...]:
    return tuple(_numbers("N", part)[0] for part in text.split(","))


def _counts(text: str) -> tuple[float, ...]:
    return tuple(_numbers("N", part)[0] for part in text.split("/"))


def _quantiles(text: str) -> dict[float, float]:
    found: dict[float, float] = {}
    for part in text.split(","):
        probability, value = _numbers("N=N", part)
        if probability in found:
            raise InputError("elicit_twice", key="--quantiles", found=probability)
        found[probability] = value
    return found


def _roulette(text: str) -> dict[tuple[float, float], float]:
    bins = (_numbers("N-N:N", part) for part in text.split(","))
    return {(low, high): chips for low, high, chips in bins}


_PARSERS: dict[str, Callable[[str], Any]] = {
    "quantiles": _quantiles,
    "three_point": _row,
    "interval": _row,
    "roulette": _roulette,
    "counts": _counts,
    "mean_se": _row,
    "answers": lambda text: _numbers("N", text)[0],
}
