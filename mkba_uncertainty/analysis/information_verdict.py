"""What it is worth to know more, in plain words."""

from __future__ import annotations

from mkba_uncertainty.analysis.information_result import ValueOfInformation, Worth
from mkba_uncertainty.analysis.sample_information import StudyWorth
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.numbers import euros, number, percentage, share

NEXT_TO_NOTHING = 0.01
"""An estimate is worth next to nothing by itself below this share of what everything is worth."""

SHOWN = 3
"""Estimates named as the most valuable."""


def verdict(result: ValueOfInformation, lang: str) -> str:
    """Write the answer: what to choose now, what all information is worth, which part of it, which study pays."""
    sentences = [_preference(result, lang), _everything(result, lang), *_alone(result, lang)]
    return " ".join([*sentences, *(_study(study, lang) for study in result.studies)])


def _money(amount: Measured, lang: str) -> str:
    return euros(amount.value, lang, low=amount.low, high=amount.high)


def _within(label: str) -> str:
    """Write a label within a sentence: without its capital, unless it is an abbreviation."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _preference(result: ValueOfInformation, lang: str) -> str:
    preferred = result.options[result.prefer]
    others = sorted(
        (option for option in result.options.values() if option.name != result.prefer),
        key=lambda option: -option.mean.value,
    )
    chance = preferred.probability_best
    return say(
        "voi.verdict.prefer",
        lang,
        option=_within(preferred.label[lang]),
        second=_within(others[0].label[lang]),
        gain=_money(result.gain, lang),
        chance=percentage(chance.value, lang, low=chance.low, high=chance.high),
    )


def _everything(result: ValueOfInformation, lang: str) -> str:
    part = result.evpi.value / result.gain.value if result.gain.value > 0 else None
    amount = _money(result.evpi, lang)
    if part is None or part > 1:
        return say("voi.verdict.much", lang, amount=amount)
    key = "voi.verdict.little" if result.is_little else "voi.verdict.something"
    return say(key, lang, amount=amount, part=share(part, lang))


def _alone(result: ValueOfInformation, lang: str) -> list[str]:
    worths = list(result.evppi.values())
    leading = [worth for worth in worths[:SHOWN] if worth.value.value > NEXT_TO_NOTHING * result.evpi.value]
    if not worths or result.evpi.value == 0:
        return []
    if leading:
        found = say("voi.verdict.most", lang, worths=_listed(leading, lang))
    else:
        found = say("voi.verdict.none_alone", lang, label=worths[0].label[lang], amount=_money(worths[0].value, lang))
    groups = [group for group in result.groups.values() if group.value.value > NEXT_TO_NOTHING * result.evpi.value]
    groups.sort(key=lambda group: -group.value.value)
    if not groups:
        return [found]
    return [found, say("voi.verdict.together", lang, worths=_listed(groups[:SHOWN], lang))]


def _listed(worths: list[Worth], lang: str) -> str:
    return "; ".join(f"{worth.label[lang]} ({_money(worth.value, lang)})" for worth in worths)


def _study(study: StudyWorth, lang: str) -> str:
    asked = study.at
    facts = {"label": study.label[lang], "n": number(asked.n, lang), "worth": _money(asked.value, lang)}
    if study.costs.of(1) == 0:
        return say("voi.verdict.study", lang, **facts)
    if study.best is None:
        return say("voi.verdict.study_none", lang, **facts, cost=euros(asked.cost, lang))
    return say(
        "voi.verdict.study_pays", lang, **facts, best=number(study.best.n, lang), net=_money(study.best.net, lang)
    )
