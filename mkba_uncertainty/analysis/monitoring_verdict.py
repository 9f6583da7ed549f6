"""What monitoring data change, in plain words."""

from __future__ import annotations

from mkba_uncertainty.analysis.monitoring_result import Belief, Learnt, Update
from mkba_uncertainty.families import Count, Mean, Observation, Share
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.amounts import estimate_range, estimate_text
from mkba_uncertainty.texts.numbers import euros, number, percentage, share

SMALLEST = 0.001


def verdict(result: Update, lang: str) -> str:
    """Write the answer: what each estimate was and is, what that makes of the balance, what more is worth."""
    sentences = [_estimate(each, lang) for each in result.learnt.values()]
    before, after = (answer.probabilities.get("net_benefit > 0") for answer in (result.before, result.after))
    if before is not None and after is not None:
        sentences.append(_balance(result, before, after, lang))
    if result.remaining is not None:
        first, second = (_money(each.evpi, lang) for each in result.remaining)
        sentences.append(say("update.verdict.information", lang, before=first, after=second))
    return " ".join(sentences)


def observation_text(observation: Observation, unit: str | None, lang: str) -> str:
    """Write an observation as a reader of this language does, with what it says of the estimate: ``31/120 (25.8%)``."""
    match observation:
        case Share():
            return f"{observation.text} ({estimate_text(observation.value, lang, unit)})"
        case Mean():
            both = observation.mean, observation.standard_error
            mean, error = (number(each, lang, low=each, high=each) for each in both)
            return f"{mean} ± {error}" + ("" if observation.n is None else f" (n = {number(observation.n, lang)})")
        case Count(exposure=1.0):
            return number(observation.k, lang)
        case Count():
            times = number(observation.exposure, lang, low=observation.exposure, high=observation.exposure)
            return f"{number(observation.k, lang)} / {times} ({estimate_text(observation.value, lang, unit)})"
        case _:
            return observation.text


def chance_text(probability: float, lang: str) -> str:
    """Write a probability that may be very small."""
    if probability < SMALLEST:
        return f"<{share(SMALLEST, lang)}"
    return percentage(probability, lang, low=probability * 0.98, high=min(probability * 1.02, 1.0))


def conflict_text(each: Learnt, observation: Observation, surprise: float, known: Belief, lang: str) -> str:
    """Warn that data and the distribution before conflict, with both numbers."""
    return say(
        "update.conflict",
        lang,
        label=each.label[lang],
        data=observation_text(observation, each.unit, lang),
        mean=estimate_text(known.mean, lang, each.unit),
        range=estimate_range(known.quantiles[0.05], known.quantiles[0.95], lang, each.unit),
        chance=chance_text(surprise, lang),
    )


def _estimate(each: Learnt, lang: str) -> str:
    data = ", ".join(observation_text(one, each.unit, lang) for one in each.observations)
    return say(
        "update.verdict.estimate",
        lang,
        label=each.label[lang],
        data=data,
        before=estimate_text(each.prior.mean, lang, each.unit),
        after=estimate_text(each.posterior.mean, lang, each.unit),
        range_before=estimate_range(each.prior.quantiles[0.05], each.prior.quantiles[0.95], lang, each.unit),
        range_after=estimate_range(each.posterior.quantiles[0.05], each.posterior.quantiles[0.95], lang, each.unit),
    )


def _balance(result: Update, before: Measured, after: Measured, lang: str) -> str:
    means = [answer.outcomes["net_benefit"].mean for answer in (result.before, result.after)]
    assert all(mean is not None for mean in means)
    money = [_money(mean, lang) for mean in means if mean is not None]
    chances = [percentage(each.value, lang, low=each.low, high=each.high) for each in (before, after)]
    return say(
        "update.verdict.balance",
        lang,
        mean_before=money[0],
        mean_after=money[1],
        chance_before=chances[0],
        chance_after=chances[1],
    )


def _money(amount: Measured, lang: str) -> str:
    return euros(amount.value, lang, low=amount.low, high=amount.high)
