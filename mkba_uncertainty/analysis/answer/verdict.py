"""The answer in a few sentences: how sure it is, how large, where the published figure sits, and what drives it."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from mkba_uncertainty.case import NET_BENEFIT
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import LANGUAGES, Text, both, joined
from mkba_uncertainty.texts.figures import (
    LIKELY,
    UNLIKELY,
    Between,
    balance_reading,
    chance,
    exact,
    figure,
    kind_of,
    likelihood,
    median,
    range90,
    share,
)

if TYPE_CHECKING:
    from mkba_uncertainty.analysis.answer.confidence import Confidence


NAMED = 2
"""So many drivers fit in a sentence."""


def verdict(result: Confidence) -> Text | None:
    """Say how sure the headline is, where the published figure sits, whether it pays for itself, and what drives it.

    Probabilities are said in the likelihood words of the IPCC (Mastrandrea et al. 2010); where the probability was
    found under several views of dependence, in a word that fits all of them. Where the sign of the balance is open
    and costs and benefits differ little, it says so, as Rijkswaterstaat's guidance on MKBAs asks
    (:func:`mkba_uncertainty.texts.figures.balance_reading`).

    Returns
    -------
    Text or None
        None where the headline was not among the outcomes, or cannot be said to exceed anything.
    """
    name = result.headline
    found = result.outcomes.get(name)
    if found is None:
        return None
    kind = kind_of(result.units[name])
    if result.provenance.certain:
        if found.point is None:
            return None
        value = partial(figure, exact(found.point), kind)
        return both("verdict.nothing_uncertain", label=result.labels[name], value=value)
    if result.asked is None:
        return None
    is_balance = name == NET_BENEFIT
    first = both(
        "verdict.balance" if is_balance else "verdict.outcome",
        **how_sure(result),
        median=partial(median, found.quantiles, kind=kind),
        range=partial(range90, found.quantiles, kind=kind),
        label=result.labels[name],
        limit=f"{result.limit:g}",
    )
    more = [*(_reading(result) if is_balance else []), *_about_published(result.published_percentile)]
    financial = result.probabilities.get("financial_net > 0")
    if is_balance and financial is not None:
        more.append(both("verdict.financial", **said_surely(financial)))
    return joined([first, *more, *_about_drivers(result)], " ")


def how_sure(result: Confidence, *, whole: bool = False) -> dict[str, Text]:
    """Say how sure it is that the headline exceeds its limit: ``likelihood`` in a word, ``probability`` as a number.

    Parameters
    ----------
    result : Confidence
        In which the headline has a probability.
    whole : bool
        Whether to give whole percents, as a range over views of dependence always does.
    """
    found = result.probability_range
    if found is None:
        assert result.asked is not None
        return said_surely(result.asked, whole=whole)
    low, high = (Text(*ends) for ends in zip(*(found.ends(lang, whole=True) for lang in LANGUAGES), strict=True))
    key = "verdict.over_dependence" if low != high else "verdict.whatever_dependence"
    word = Text(*(likelihood(found.span, lang) for lang in LANGUAGES))
    return {"likelihood": word, "probability": both(key, low=low, high=high)}


def said_surely(probability: Measured, *, whole: bool = False) -> dict[str, Text]:
    """Give a probability as a word and as a number."""
    return {
        "likelihood": Text(*(likelihood(probability, lang) for lang in LANGUAGES)),
        "probability": Text(*(chance(probability, lang, whole=whole) for lang in LANGUAGES)),
    }


def _reading(result: Confidence) -> list[Text]:
    """Say how to read a balance whose sign is open, where its likelihood word does not say it already."""
    if "costs" not in result.outcomes:
        return []
    found, costs = result.probability_range, result.outcomes["costs"].mean
    span = found.span if found else result.asked
    assert span is not None
    modest = min(max(span.low, 0.5), span.high)
    bottom, top = (result.outcomes[result.headline].quantiles[level].value for level in (0.05, 0.95))
    reading = balance_reading(modest, bottom, top, costs.value if costs else 0.0)
    is_open = reading == "about_equal" or (reading == "uncertain" and UNLIKELY < modest < LIKELY)
    return [both("verdict.reading", reading=both(f"verdict.{reading}"))] if is_open else []


def _about_published(percentile: Measured | None) -> list[Text]:
    if percentile is None:
        return []
    beyond = {0.0: "verdict.below_all", 1.0: "verdict.above_all"}.get(percentile.value)
    rank = partial(ordinal, percentile_rank(percentile.value))
    return [both(beyond) if beyond else both("verdict.percentile", percentile=rank)]


def _about_drivers(result: Confidence) -> list[Text]:
    return [both("verdict.drivers", drivers=drivers_said(result))] if result.drivers else []


def drivers_said(result: Confidence) -> Text:
    """Name the estimates that carry most of the uncertainty, with the share that each would take away by itself.

    In whole percents: the tenths of this quick estimate differ from those that ``mkba sobol`` works out.
    """
    parts = [
        both("verdict.driver", label=result.labels[name], share=partial(share, whole_share(part)))
        for name, part in islice(result.drivers.items(), NAMED)
    ]
    return Text(*(both("verdict.and")[lang].join(part[lang] for part in parts) for lang in LANGUAGES))


def whole_share(part: Measured) -> Between:
    """Give a share of the variance with an interval no narrower than for whole percents."""
    value = min(max(part.value, 0.0), 1.0)
    return Between(value, min(part.low, value - 0.01), max(part.high, value + 0.01))


def percentile_rank(share_below: float) -> int:
    """Give the percentile of a value above this share of the draws, as near as whole ones are: the first to the 99th.

    So it adds up with the share above, which is rounded likewise.
    """
    return min(max(1, round(100 * share_below)), 99)


def ordinal(number: int, lang: str) -> str:
    """Write the ``number``-th: ``64e``, ``64th``."""
    if lang == "nl":
        return f"{number}e"
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
