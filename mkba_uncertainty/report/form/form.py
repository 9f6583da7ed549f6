"""What an expert is asked, on one page that opens anywhere, in both languages.

The page never holds the value or the distribution that an estimate has now, nor the truth of a seed question: whoever
sees a number first stays near to it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from mkba_uncertainty.analysis.experts import ASKED, Question, Questions, questions_of
from mkba_uncertainty.case import Case
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.report.frame.document import document
from mkba_uncertainty.report.frame.markup import written
from mkba_uncertainty.report.frame.spoken import json_block, pair, spoken, written_so
from mkba_uncertainty.texts import Text, both, joined, with_per
from mkba_uncertainty.texts.figures import estimate_text
from mkba_uncertainty.texts.unit_words import unit_words
from mkba_uncertainty.texts.units import currency_of, is_share
from mkba_uncertainty.version import __version__

STYLES = ("form/form.css",)
SCRIPTS = (
    *("form/drawn.js", "form/statements.js", "form/picture.js", "form/field.js", "form/roulette.js"),
    *("form/question.js", "form/pair.js", "form/giving_back.js", "form/form.js"),
)

FORMAT = 1
"""Of the file that the form gives back."""

BINS = 10
FEWEST_BINS, MOST_BINS = 5, 20
"""Of the roulette: chips in fewer say too little, and more do not stand on a phone."""

PRACTICE_TRUTH = 32.5
"""The length of the Afsluitdijk in kilometres, according to Rijkswaterstaat, which keeps it."""

PRACTICE_SOURCE = (
    "https://www.rijkswaterstaat.nl/water/waterbeheer/bescherming-tegen-het-water/waterkeringen/dijken/afsluitdijk"
)


def elicitation_form(
    case: Case,
    estimates: Sequence[str],
    *,
    pairs: Sequence[tuple[str, str]] = (),
    supports: Mapping[str, tuple[float | None, float | None]] | None = None,
    seed_questions: Sequence[str] = (),
    roulette_bins: int = BINS,
    lang: str = "en",
) -> str:
    """Make a form for an expert: a page that asks about estimates of a case, and gives back a file of answers.

    It shows what each estimate is, its unit and its source, draws what an answer implies and asks whether the expert
    means that. It holds neither the value nor the distribution of an estimate, and sends nothing.

    Parameters
    ----------
    case : Case
    estimates : sequence of str
        Each uncertain; in the order in which they are asked.
    pairs : sequence of (str, str)
        Of these estimates: how do they go together?
    supports : mapping of name to (low, high), optional
        What is possible at all; None is an open end. Otherwise a share is from 0 to 1, a difference of shares from -1
        to 1, any other difference whatever, and all else above 0.
    seed_questions : sequence of str
        Questions of which the answers are known to others, asked at the end.
    roulette_bins : int
        In so many bins chips are laid, by whoever prefers chips to bounds.
    lang : {"nl", "en"}
        The language in which it opens; it holds both.

    Returns
    -------
    str
        The HTML.

    Raises
    ------
    InputError
        If an estimate is not in the case, chosen rather than uncertain, fixed or asked twice; a pair is not of two
        estimates that are asked; a support has one open end that is not above 0; or there are too few or too many bins.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> html = mkba.elicitation_form(
    ...     mkba.load_case("arnhem-ozo"),
    ...     ["recidivism", "attribution_placements"],
    ...     pairs=[("recidivism", "attribution_placements")],
    ... )
    >>> html.startswith("<!doctype html>")
    True
    """
    asked = questions_of(case, estimates, pairs=pairs, supports=supports)
    return form_of(asked, seed_questions=seed_questions, roulette_bins=roulette_bins, lang=lang)


def form_of(asked: Questions, *, seed_questions: Sequence[str], roulette_bins: int, lang: str) -> str:
    """Make a form of questions.

    Raises
    ------
    InputError
        If there are too few or too many bins.
    """
    if not (isinstance(roulette_bins, int) and FEWEST_BINS <= roulette_bins <= MOST_BINS):
        raise InputError("form_bins", key="roulette_bins", found=roulette_bins, fewest=FEWEST_BINS, most=MOST_BINS)
    case = asked.case
    data = {
        **_asked(asked),
        "mkba_answers": FORMAT,
        "seeds": list(seed_questions),
        "bins": roulette_bins,
        "levels": [f"{level:g}" for level in ASKED],
        "practice": PRACTICE_TRUTH,
        **spoken(("form.say.",), case.currency),
    }
    return document(
        "form.html.j2",
        lang=lang,
        start="startForm();",
        styles=STYLES,
        scripts=SCRIPTS,
        data=json_block(data),
        title=both("form.title", title=with_per(case.title, case.per)),
        facts=both("form.facts"),
        made=both("form.made", version=__version__),
        asked=asked,
        levels=ASKED,
        seeds=seed_questions,
        unit_of=_unit,
        unit_words=unit_words,
        possible=_possible,
        practice_source=PRACTICE_SOURCE,
    )


def _asked(asked: Questions) -> dict[str, Any]:
    return {
        "case": asked.case.name,
        "questions": [_question(question) for question in asked.questions],
        "pairs": [{"between": one.between, "version": one.version} for one in asked.pairs],
    }


def _question(question: Question) -> dict[str, Any]:
    """Give what the script knows of a question; shares are asked in percent, as people say them."""
    estimate = question.estimate
    currency = currency_of(estimate.unit)
    low, high = (end if math.isfinite(end) else None for end in question.support)
    return {
        "name": question.name,
        "version": question.version,
        "label": pair(estimate.label),
        "unit": pair(unit_words(estimate.unit)),
        "currency": currency and written_so(currency)["forms"],
        "scale": 100 if is_share(estimate.unit) else 1,
        "low": low,
        "high": high,
    }


def _unit(question: Question) -> Text:
    """Say in what an answer is given, in prices of which year."""
    unit, year = question.estimate.unit, question.estimate.price_level
    words = unit_words(unit)
    if is_share(unit):
        return both("form.unit.share")
    if not words.en:
        return both("form.unit.none")
    said = both("form.unit.rate" if words.en.startswith("per ") else "form.unit", unit=words)
    return said if year is None else joined([said, both("form.unit.prices", year=str(year))], " ")


def _possible(question: Question) -> Text:
    """Say which values are possible."""
    unit = question.estimate.unit if is_share(question.estimate.unit) else None
    if math.isfinite(question.support[1]):
        low, high = (written(estimate_text, end, unit=unit) for end in question.support)
        return both("form.possible.between", low=low, high=high)
    return both("form.possible.positive" if math.isfinite(question.support[0]) else "form.possible.any")
