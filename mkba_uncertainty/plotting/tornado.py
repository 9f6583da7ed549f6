"""The tornado: how far each estimate swings the outcome, and how far each choice does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mkba_uncertainty.analysis.curves.tornado import Bar, Tornado, Tornados
from mkba_uncertainty.plotting import style
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import estimate_on_way, estimate_range, figure, kind_of
from mkba_uncertainty.texts.unit_words import with_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 12
"""Estimates that get a row of their own."""

GAPS = (0.05, 0.0)
"""Room between panels, as shares of the whole."""

HEIGHT = 0.62
"""Of a bar, where a row is 1."""

SPAN = style.fill(style.RULE)
CHOICE_LOW: style.Look = {"facecolor": "white", "edgecolor": style.VERMILLION, "linewidth": 1.0, "hatch": "////"}
CHOICE_HIGH: style.Look = {"facecolor": "white", "edgecolor": style.INK, "linewidth": 1.0, "hatch": "xxxx"}


def _moving(bars: Sequence[Bar]) -> list[Bar]:
    return [bar for bar in bars if bar.moves]


def _height(result: Tornado) -> float:
    moving = len(_moving(result.bars))
    return style.rows_height(min(len(result.bars), moving + 1, MOST + 1) + len(_moving(result.choices)))


@style.sized(_height)
def plot_tornado(result: Tornado, ax: Axes, lang: str) -> None:
    """Draw how far the outcome swings with each estimate, widest first; choices below them, hatched.

    For each estimate or choice two bars from the base: to the outcome at its low value (gid ``low:<name>``) and at its
    high value (``high:<name>``). Where the outcome turns on the way these are half as high, one above the other, before
    all that it passes (``span:<name>``). Of many estimates the last row sums up the rest.
    What moves nothing has no row of its own.
    """
    shown = _moving(result.bars)[:MOST]
    rest, choices = result.bars[len(shown) :], _moving(result.choices)
    kind = kind_of(result.unit)
    labels: list[str] = []
    texts: list[tuple[str, str]] = []
    for bar in shown:
        _draw(ax, len(labels), bar, result.base)
        labels.append(_label(bar, lang))
        texts.append(_texts(result, bar, lang))
    if rest and not rest[0].moves:
        labels.append(say("tornado.idle", lang, count=len(rest)))
        texts.append(("", ""))
    elif rest:
        labels.append(say("plot.others", lang, count=len(rest)))
        texts.append((say("plot.tornado.at_most", lang, swing=_texts(result, rest[0], lang)[0]), ""))
    if choices:
        ax.axhline(len(labels) - 0.5, color=style.GREY, linewidth=0.7, linestyle="-")
    for bar in choices:
        _draw(ax, len(labels), bar, result.base)
        labels.append(_label(bar, lang))
        texts.append(_texts(result, bar, lang))
    ax.axvline(result.base.value, color=style.INK, linewidth=0.9, linestyle="-", zorder=3, gid="base")
    ax.use_sticky_edges = False
    style.rows(ax, labels, say("plot.tornado.column", lang), texts)
    style.value_axis(ax.xaxis, result.label[lang], lang, kind)
    title = say("plot.tornado.title", lang, label=result.label[lang])
    style.heading(ax, title, say(f"plot.tornado.{result.mode}", lang))
    style.legend(ax, style.keys(lang, _looks([*shown, *choices])), columns=2)


@style.sized(lambda result: style.rows_height(_rows(result)))
def plot_tornados(result: Tornados, ax: Axes, lang: str) -> None:
    """Draw how far each of several outcomes swings: panels side by side within the axes, with the same rows.

    As :func:`plot_tornado`, each gid with the outcome in front: ``<outcome>:low:<name>``. First what swings any of the
    outcomes most. Of many estimates the last row says how many there are beside these.
    """
    estimates, choices = result.ranked
    named = [*estimates[:MOST], *choices]
    rows = {name: row + (row >= MOST and len(estimates) > MOST) for row, name in enumerate(named)}
    bars: dict[str, Bar] = {}
    panels = style.panels(ax, len(result.outcomes), len(result.outcomes), gaps=GAPS, above=0.0)
    for panel, (outcome, found) in zip(panels, result.outcomes.items(), strict=True):
        drawn = {bar.estimate: bar for bar in (*found.bars, *found.choices)}
        for name, row in rows.items():
            _draw(panel, row, drawn[name], found.base, f"{outcome}:")
        bars |= drawn
        panel.use_sticky_edges = False
        panel.axvline(found.base.value, color=style.INK, linewidth=0.9, linestyle="-", zorder=3, gid=f"{outcome}:base")
        style.value_axis(panel.xaxis, style.wrap(found.label[lang], 26), lang, kind_of(found.unit), ticks=3)
    labels = [style.wrap(bars[name].label[lang]) for name in named]
    if len(estimates) > MOST:
        labels.insert(MOST, say("plot.others", lang, count=len(estimates) - MOST))
    for place, panel in enumerate(panels):
        style.rows(panel, labels if place == 0 else [""] * len(labels))
        if choices:
            panel.axhline(len(labels) - len(choices) - 0.5, color=style.GREY, linewidth=0.7, linestyle="-")
    mode = next(iter(result.outcomes.values())).mode
    style.heading(ax, say("plot.tornados.title", lang), say(f"plot.tornado.{mode}", lang))
    style.legend(ax, style.keys(lang, _looks([bars[name] for name in named])), columns=2)


def _rows(result: Tornados) -> int:
    estimates, choices = result.ranked
    return min(len(estimates), MOST + 1) + len(choices)


def _looks(bars: Sequence[Bar]) -> dict[str, style.Look]:
    looks = {"plot.tornado.low": style.PALE, "plot.tornado.high": style.SOLID}
    if any(bar.chosen for bar in bars):
        looks |= {"plot.tornado.choice_low": CHOICE_LOW, "plot.tornado.choice_high": CHOICE_HIGH}
    if any(bar.turns for bar in bars):
        looks["plot.tornado.span"] = SPAN
    return looks


def _draw(ax: Axes, row: int, bar: Bar, base: Measured, of: str = "") -> None:
    middle = base.value
    low, high = (CHOICE_LOW, CHOICE_HIGH) if bar.chosen else (style.PALE, style.SOLID)
    ends = [("low", bar.low_outcome.value, low), ("high", bar.high_outcome.value, high)]
    if bar.turns:
        lowest, highest = bar.minimum.value, bar.maximum.value
        ax.barh(row, highest - lowest, left=lowest, height=HEIGHT, zorder=1.8, gid=f"{of}span:{bar.estimate}", **SPAN)
        height, at = HEIGHT / 2, {"low": row - HEIGHT / 4, "high": row + HEIGHT / 4}
    else:
        height, at = HEIGHT, {"low": row, "high": row}
        ends.sort(key=lambda end: -abs(end[1] - middle))  # the shorter one on top
    for name, outcome, look in ends:
        where: style.Look = {"left": middle, "height": height, "zorder": 2, "gid": f"{of}{name}:{bar.estimate}"}
        ax.barh(at[name], outcome - middle, **where, **look)


def _label(bar: Bar, lang: str) -> str:
    return style.wrap(with_unit(bar.label, bar.unit)[lang])


def _texts(result: Tornado, bar: Bar, lang: str) -> tuple[str, str]:
    inputs = estimate_range(bar.low_input, bar.high_input, lang, bar.unit)
    turns = ", ".join(estimate_on_way(at, bar.low_input, bar.high_input, lang, bar.unit) for at in bar.turns)
    swing = figure(result.distance(bar), kind_of(result.unit), lang)
    return swing, f"{inputs}\n{say('plot.tornado.turns', lang, at=turns)}" if turns else inputs
