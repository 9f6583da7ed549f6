"""The answer in a few plain sentences, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mkba_uncertainty.analysis.confidence_result import Distribution
from mkba_uncertainty.case import Text
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import LANGUAGES, say
from mkba_uncertainty.texts.likelihood import LIKELY, balance_reading, likelihood_of
from mkba_uncertainty.texts.numbers import euros, percentage, range_text


def verdict(
    outcomes: Mapping[str, Distribution],
    probabilities: Mapping[str, Measured | None],
    percentile: Measured | None,
    drivers: Sequence[tuple[Text, Measured]],
) -> Text | None:
    """Say how sure the balance is, where the published figure sits, whether it pays for itself, and what drives it.

    Probabilities are said in the likelihood words of the IPCC (Mastrandrea et al. 2010). Where the sign of the balance
    is open and costs and benefits differ little, it says so, as Rijkswaterstaat's guidance on MKBAs asks
    (:func:`mkba_uncertainty.texts.likelihood.balance_reading`).

    Returns
    -------
    Text or None
        None where the net benefit was not among the outcomes.
    """
    positive = probabilities.get("net_benefit > 0")
    if positive is None:
        return None
    return Text(*(_sentences(outcomes, probabilities, positive, percentile, drivers, lang) for lang in LANGUAGES))


def _sentences(
    outcomes: Mapping[str, Distribution],
    probabilities: Mapping[str, Measured | None],
    positive: Measured,
    percentile: Measured | None,
    drivers: Sequence[tuple[Text, Measured]],
    lang: str,
) -> str:
    balance = outcomes["net_benefit"].quantiles
    median, low, high = balance[0.5], balance[0.05].value, balance[0.95].value
    sentences = [
        say(
            "verdict.balance",
            lang,
            likelihood=likelihood_of(positive.low, positive.high, lang),
            probability=percentage(positive.value, lang, low=positive.low, high=positive.high, whole=True),
            median=euros(median.value, lang),
            range=range_text(low, high, lang),
        )
    ]
    if "costs" in outcomes:
        costs = outcomes["costs"].mean
        modest = positive.low if positive.value > 0.5 else positive.high
        reading = balance_reading(modest, low, high, costs.value if costs else 0.0)
        if reading in ("about_equal", "uncertain"):
            words = say(_open_reading(modest) if reading == "uncertain" else f"verdict.{reading}", lang)
            sentences.append(say("verdict.reading", lang, reading=words))
    if percentile is not None:
        beyond = {0.0: "verdict.below_all", 1.0: "verdict.above_all"}.get(percentile.value)
        rank = ordinal(percentile_rank(percentile.value), lang)
        sentences.append(say(beyond, lang) if beyond else say("verdict.percentile", lang, percentile=rank))
    financial = probabilities.get("financial_net > 0")
    if financial is not None:
        sentences.append(
            say(
                "verdict.financial",
                lang,
                likelihood=likelihood_of(financial.low, financial.high, lang),
                probability=percentage(financial.value, lang, low=financial.low, high=financial.high, whole=True),
            )
        )
    if drivers:
        # Whole percents: the tenths of this quick estimate differ from those that ``mkba sobol`` works out.
        shares = (f"{label[lang]} ({_whole(part, lang)})" for label, part in drivers)
        named = say("verdict.and", lang).join(shares)
        sentences.append(say("verdict.drivers", lang, drivers=named))
    return " ".join(sentences)


def _whole(part: Measured, lang: str) -> str:
    value = min(max(part.value, 0.0), 1.0)
    return percentage(value, lang, low=min(part.low, value), high=max(part.high, value), whole=True)


def _open_reading(probability: float) -> str:
    """Give the reading of a balance whose sign is open, which must not contradict its likelihood word."""
    if probability >= LIKELY:
        return "verdict.uncertain.likely"
    return "verdict.uncertain.unlikely" if probability <= 0.33 else "verdict.uncertain"


def percentile_rank(share_below: float) -> int:
    """Give the percentile of a value above this share of the draws: rounded down, and the first at least."""
    return max(1, int(100 * share_below))


def ordinal(number: int, lang: str) -> str:
    """Write the ``number``-th: ``64e``, ``64th``."""
    if lang == "nl":
        return f"{number}e"
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
