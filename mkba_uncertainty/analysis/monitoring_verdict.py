"""What monitoring data change, in plain words."""

from __future__ import annotations

from mkba_uncertainty.analysis.monitoring_result import Learnt, Update
from mkba_uncertainty.families import Count, Mean, Observation, Share
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.amounts import estimate_range, estimate_text, percent_text
from mkba_uncertainty.texts.numbers import euros, number, percentage, range_text, share

SMALLEST = 1e-6


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


def value_text(value: float, unit: str | None, lang: str) -> str:
    """Write a value of an estimate as its unit asks: shares in percent, money in euros."""
    if unit == "share":
        return percent_text(value, lang)
    if unit is not None and unit.startswith("EUR"):
        return euros(value, lang, low=value * 0.995, high=value * 1.005) if value > 0 else euros(value, lang)
    return estimate_text(value, lang)


def values_text(low: float, high: float, unit: str | None, lang: str) -> str:
    """Write a range of values of an estimate as its unit asks."""
    if unit == "share":
        return range_text(low, high, lang, "percentage")
    if unit is not None and unit.startswith("EUR"):
        return range_text(low, high, lang)
    return estimate_range(low, high, lang)


def observation_text(observation: Observation, unit: str | None, lang: str) -> str:
    """Write an observation as a reader of this language does, with what it says of the estimate: ``31/120 (25.8%)``."""
    match observation:
        case Share():
            return f"{observation.text} ({value_text(observation.value, unit, lang)})"
        case Mean():
            both = observation.mean, observation.standard_error
            mean, error = (number(each, lang, low=each, high=each) for each in both)
            return f"{mean} ± {error}" + ("" if observation.n is None else f" (n = {number(observation.n, lang)})")
        case Count(exposure=1.0):
            return number(observation.k, lang)
        case Count():
            times = number(observation.exposure, lang, low=observation.exposure, high=observation.exposure)
            return f"{number(observation.k, lang)} / {times} ({value_text(observation.value, unit, lang)})"
        case _:
            return observation.text


def chance_text(probability: float, lang: str) -> str:
    """Write a probability that may be very small."""
    if probability < SMALLEST:
        return f"<{share(SMALLEST, lang)}"
    if probability < 0.001:
        return share(probability, lang, low=probability * 0.9, high=probability * 1.1)
    return percentage(probability, lang, low=probability * 0.98, high=min(probability * 1.02, 1.0))


def conflict_text(each: Learnt, observation: Observation, surprise: float, lang: str) -> str:
    """Warn that data and the distribution before conflict, with both numbers."""
    return say(
        "update.conflict",
        lang,
        label=each.label[lang],
        data=observation_text(observation, each.unit, lang),
        mean=value_text(each.prior.mean, each.unit, lang),
        range=values_text(each.prior.quantiles[0.05], each.prior.quantiles[0.95], each.unit, lang),
        chance=chance_text(surprise, lang),
    )


def _estimate(each: Learnt, lang: str) -> str:
    data = ", ".join(observation_text(one, each.unit, lang) for one in each.observations)
    return say(
        "update.verdict.estimate",
        lang,
        label=each.label[lang],
        data=data,
        before=value_text(each.prior.mean, each.unit, lang),
        after=value_text(each.posterior.mean, each.unit, lang),
        range_before=values_text(each.prior.quantiles[0.05], each.prior.quantiles[0.95], each.unit, lang),
        range_after=values_text(each.posterior.quantiles[0.05], each.posterior.quantiles[0.95], each.unit, lang),
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
