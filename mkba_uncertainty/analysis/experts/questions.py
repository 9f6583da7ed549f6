"""What experts are asked about a case: a question for each estimate, and for pairs of them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from mkba_uncertainty.case import Case, Document, Estimate
from mkba_uncertainty.elicitation.answers import UNBOUNDED, Support, read_support
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.names import unknown
from mkba_uncertainty.texts.units import is_share

ASKED = (0.05, 0.95, 0.5)
"""Of which probabilities a quantile is asked, in this order: whoever says the middle first stays too near to it."""

VERSION_LENGTH = 12
"""Of a digest that tells versions of a question apart."""


@dataclass(frozen=True)
class Question:
    """What is asked about one estimate.

    Attributes
    ----------
    estimate : Estimate
        Its value and distribution are never shown: they would be an anchor.
    support : (low, high)
        The values that are possible at all: two numbers, ``(0, inf)`` or ``(-inf, inf)``.
    document : Document, optional
        What its source is.
    """

    estimate: Estimate
    support: Support
    document: Document | None

    @property
    def name(self) -> str:
        """The estimate's name."""
        return self.estimate.name

    @property
    def is_given_away(self) -> bool:
        """Whether the number that the case has now stands in the words that an expert reads."""
        estimate = self.estimate
        words = f"{estimate.label.en} {estimate.note.en if estimate.note else ''}"
        shown = 100 * estimate.value if is_share(estimate.unit) else estimate.value
        figures = (float(figure.replace(",", "")) for figure in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", words))
        return any(math.isclose(figure, shown, rel_tol=1e-9) for figure in figures)

    @property
    def version(self) -> str:
        """A digest of what an answer depends on: words, unit, prices of which year, what is possible, the levels."""
        estimate = self.estimate
        low, high = (end if math.isfinite(end) else None for end in self.support)
        words = [text and (text.nl, text.en) for text in (estimate.label, estimate.note)]
        return _digest(words, estimate.unit, estimate.price_level, low, high, ASKED)


@dataclass(frozen=True)
class Pair:
    """Two questions of which it is asked how they go together.

    An expert says how likely it is that the second estimate lies above its median if the first one does.
    """

    first: Question
    second: Question

    @property
    def between(self) -> tuple[str, str]:
        """The names of both."""
        return self.first.name, self.second.name

    @property
    def version(self) -> str:
        """A digest of what an answer depends on."""
        return _digest(self.first.version, self.second.version)


@dataclass(frozen=True)
class Questions:
    """All that is asked in one form.

    Attributes
    ----------
    case : Case
    questions : tuple of Question
    pairs : tuple of Pair
    """

    case: Case
    questions: tuple[Question, ...]
    pairs: tuple[Pair, ...] = ()


def questions_of(
    case: Case,
    estimates: Sequence[str],
    *,
    pairs: Sequence[tuple[str, str]] = (),
    supports: Mapping[str, tuple[float | None, float | None]] | None = None,
) -> Questions:
    """Say what is to be asked about estimates of a case.

    Parameters
    ----------
    case : Case
    estimates : sequence of str
        Each uncertain; in the order in which they are asked.
    pairs : sequence of (str, str)
        Of the same estimates.
    supports : mapping of name to (low, high), optional
        What is possible at all; None is an open end. Otherwise a share is from 0 to 1, a difference of shares from -1
        to 1, any other difference whatever, and all else above 0.

    Raises
    ------
    InputError
        If an estimate is not in the case, chosen rather than uncertain, fixed or asked twice, or the case has no place
        for answers about it; a pair is not of two estimates that are asked; or a support has one open end that is not
        above 0.
    """
    if not estimates:
        raise InputError("form_empty", key="estimate")
    uncertain = [name for name, estimate in case.estimates.items() if estimate.is_uncertain]
    for place, name in enumerate(estimates):
        if name not in case.estimates:
            raise unknown("form_unknown", "estimate", name, uncertain)
        if not case.estimates[name].is_uncertain:
            raise InputError("form_not_uncertain", key="estimate", found=name, role=case.estimates[name].role)
        if case.estimates[name].part_of is not None or (case.binding is not None and name in case.binding.within):
            raise InputError("round_no_place", key="estimate", found=name)
        if name in estimates[:place]:
            raise InputError("form_twice", key="estimate", found=name)
    for name in supports or {}:
        if name not in estimates:
            raise unknown("form_unasked", "support", name, estimates)
    asked = {name: _question(case, name, (supports or {}).get(name)) for name in estimates}
    return Questions(case, tuple(asked.values()), tuple(_pair(asked, pair, pairs) for pair in pairs))


def _question(case: Case, name: str, support: tuple[float | None, float | None] | None) -> Question:
    estimate = case.estimates[name]
    low, high = estimate.possible if support is None else read_support(support)
    if not (math.isfinite(high - low) or (low, high) in (UNBOUNDED, (0.0, math.inf))):
        raise InputError("elicit_form_support", key=name, low=low, high=high)
    return Question(estimate, (low, high), case.documents.get(estimate.source.document))


def _pair(asked: Mapping[str, Question], pair: tuple[str, str], pairs: Sequence[tuple[str, str]]) -> Pair:
    first, second = pair
    for name in pair:
        if name not in asked:
            raise unknown("form_pair_unasked", "pair", name, asked)
    if first == second:
        raise InputError("correlation_with_itself", key=f"{first}, {second}", found=first)
    if sum({*other} == {*pair} for other in pairs) > 1:
        raise InputError("form_twice", key="pair", found=f"{first}, {second}")
    return Pair(asked[first], asked[second])


def _digest(*parts: Any) -> str:
    return sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:VERSION_LENGTH]
