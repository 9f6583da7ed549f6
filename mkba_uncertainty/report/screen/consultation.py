"""What ``mkba elicit`` shows on a screen."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from mkba_uncertainty.elicitation import Consultation, Elicited, PerformanceWeights
from mkba_uncertainty.families import Family
from mkba_uncertainty.report.screen.layout import heading, table
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import about, chance, exact, number, share

MOST_COLUMNS = 4
"""With more questions than this the answers to each do not fit; how much a family misses is shown all the same."""


def consultation_view(result: Consultation, lang: str) -> RenderableType:
    """Show each expert's answer with the families fitted to it, and the pool."""
    parts: list[RenderableType] = []
    if result.performance is not None:
        parts += [heading(say("elicit.title.performance", lang)), _performance(result.performance, lang)]
    for place, (elicited, weight) in enumerate(zip(result.experts, result.weights, strict=False), start=1):
        title = say("elicit.title", lang)
        if result.names:
            title = say("elicit.title.named", lang, name=result.names[place - 1], weight=_weight(weight, lang))
        elif len(result.experts) > 1:
            title = say("elicit.title.expert", lang, place=place, weight=_weight(weight, lang))
        parts.append(heading(title))
        parts += _expert(elicited, lang)
    if result.pooled is not None:
        parts.append(heading(say(f"elicit.title.pooled.{result.method}", lang)))
        parts.append(_pooled(result, lang))
        parts.append(_paste(result.pooled, lang))
    else:
        parts.append(_paste(result.experts[0].best, lang))
    return Group(*parts)


def _performance(found: PerformanceWeights, lang: str) -> Group:
    """Show how experts did on the seed questions, in the order of these."""
    made = table(lang, *(f"elicit.performance.{key}" for key in ("expert", "calibration", "information", "weight")))
    for name, calibration, information, weight in zip(
        found.experts, found.calibration, found.information, found.weights, strict=True
    ):
        made.add_row(
            name, *(_exact(float(f"{score:.2g}"), lang) for score in (calibration, information)), _weight(weight, lang)
        )
    note = say("elicit.performance.cutoff", lang, cutoff=_exact(found.cutoff, lang))
    return Group(made, *([Padding(Styled(note, style="dim"), (0, 2))] if found.cutoff else []))


def _expert(elicited: Elicited, lang: str) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for reading, one in elicited.readings():
        if elicited.as_stated is not None:
            mass = chance(elicited.read_as or 0.0, lang)
            parts.append(Padding(Styled(say(f"elicit.title.{reading}", lang, mass=mass), style="italic"), (0, 2)))
        warning = one.warning(lang)
        if warning is not None:
            parts.append(Padding(Styled(say("elicit.warning", lang, warning=warning), style="bold red"), (0, 2)))
        parts.append(_fits(one, lang))
        for family, error in one.refused.items():
            reason = say("elicit.refused", lang, family=family, reason=error.message(lang))
            parts.append(Padding(Styled(reason, style="dim"), (0, 2)))
    return parts


def _fits(elicited: Elicited, lang: str) -> Table:
    what = elicited.fits[0].what
    shown = len(what) <= MOST_COLUMNS
    made = table(lang, "elicit.family")
    for name in what if shown else ():
        made.add_figures(name.replace("<=", "≤"))
    for key in ("elicit.misfit.column", "table.median", "table.range90"):
        made.add_figures(say(key, lang))
    if shown:
        asked = [
            _figure(name, value, elicited.best, lang) for name, value in zip(what, elicited.fits[0].asked, strict=True)
        ]
        made.add_row(say("elicit.asked", lang), *asked, "", "", "", style="bold", end_section=True)
    for fit in elicited.fits:
        achieved = [_figure(name, value, fit.family, lang) for name, value in zip(what, fit.achieved, strict=True)]
        made.add_row(
            fit.family.name, *(achieved if shown else ()), share(round(fit.misfit, 3), lang), *_spread(fit.family, lang)
        )
    return made


def _pooled(result: Consultation, lang: str) -> Table:
    made = table(lang, "elicit.reading", "table.mean", "table.median", "table.range90")
    pools = [("read_as", result.pooled), ("as_stated", result.pooled_as_stated)]
    for reading, family in pools:
        if family is None:
            continue
        masses = [elicited.read_as for elicited in result.experts if elicited.read_as is not None]
        mass = chance(masses[0], lang) if masses else ""
        label = say(f"elicit.title.{reading}", lang, mass=mass) if result.pooled_as_stated else family.name
        made.add_row(label, _rounded(family.mean, family, lang), *_spread(family, lang))
    return made


def _spread(family: Family, lang: str) -> tuple[str, str]:
    low, median, high = (_rounded(float(family.ppf(level)), family, lang) for level in (0.05, 0.5, 0.95))
    return median, say("number.range", lang, low=low, high=high)


def _rounded(value: float, family: Family, lang: str) -> str:
    """Write a value with the digits that matter to a distribution as wide as this."""
    step = float(family.ppf(0.95) - family.ppf(0.05)) / 50
    return number(about(value, step), lang)


def _figure(name: str, value: float, family: Family, lang: str) -> str:
    """Write what was asked or achieved: a probability, the value that somebody gave as mode, or a moment."""
    if name.startswith("P("):
        return chance(min(max(value, 0.0), 1.0), lang)
    return _exact(value, lang) if name == "mode" else _rounded(value, family, lang)


def _exact(value: float, lang: str) -> str:
    return number(exact(value), lang)


def _weight(share_of_all: float, lang: str) -> str:
    """Write a weight, which has no error: nought is nought."""
    return chance(exact(share_of_all), lang)


def _paste(family: Family, lang: str) -> Padding:
    return Padding(Styled(f"{say('elicit.paste', lang)}\n{table_of(family)}", style="dim"), (1, 2))


def table_of(family: Family, name: str = "NAME") -> str:
    """Write the table of a case file that gives estimate ``name`` this distribution."""
    lines = [f"[estimates.{name}.distribution]"]
    for key, value in {"family": family.name, **family.parameters()}.items():
        if key == "families":  # one a line: an inline table of TOML cannot be broken
            lines += ["families = [", *(f"  {_toml(item)}," for item in value), "]"]
        else:
            lines.append(f"{key} = {_toml(value)}")
    return "\n".join(lines)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else f"{value:.10g}"
