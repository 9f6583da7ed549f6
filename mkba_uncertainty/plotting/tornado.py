"""The tornado: how far each estimate swings the outcome, and how far each choice does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mkba_uncertainty.analysis.curves.tornado import Bar, Tornado, Tornados
from mkba_uncertainty.plotting import style
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import (
    Unit,
    estimate_ends,
    estimate_on_way,
    exact,
    figure,
    in_two_digits,
    kind_of,
    shared_unit,
    way_text,
)
from mkba_uncertainty.texts.unit_words import with_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 12
"""Estimates that get a row of their own."""

GAPS = (0.05, 0.0)
"""Room between panels, as shares of the whole."""

HEIGHT = 0.62
"""Of a bar, where a row is 1."""

ZERO_NEAR = 0.6
"""Zero is in sight where it is no farther from the bars than this share of what they span."""

SPAN = style.fill(style.RULE)
CHOICE_LOW: style.Look = {"facecolor": "white", "edgecolor": style.VERMILLION, "linewidth": 1.0, "hatch": "////"}
CHOICE_HIGH: style.Look = {"facecolor": "white", "edgecolor": style.INK, "linewidth": 1.0, "hatch": "xxxx"}


def _moving(bars: Sequence[Bar]) -> list[Bar]:
    return [bar for bar in bars if bar.moves]


def _height(result: Tornado) -> float:
    moving, choices = len(_moving(result.bars)), len(_moving(result.choices))
    return style.rows_height(min(len(result.bars), moving + 1, MOST + 1) + choices + bool(choices), 0.38)


@style.sized(_height)
def plot_tornado(result: Tornado, ax: Axes, lang: str) -> None:
    """Draw how far the outcome swings with each estimate, widest first; choices below them, hatched.

    For each estimate or choice two bars from the base, which is written above them: to the outcome at its low value
    (gid ``low:<name>``) and at its high value (``high:<name>``). Where the outcome turns on the way these are half as
    high, one above the other, before all that it passes (``span:<name>``). At either end stands which value gives which
    outcome (``least:<name>``, ``most:<name>``). Of many estimates the last row sums up the rest (``others``).
    What moves nothing has no row of its own.
    """
    shown = _moving(result.bars)[:MOST]
    rest, choices = result.bars[len(shown) :], _moving(result.choices)
    rows: list[Bar | str] = [*shown]
    if rest:
        rows.append(say("plot.others" if rest[0].moves else "tornado.idle", lang, count=len(rest)))
    if choices:
        rows += [say("plot.tornado.choices", lang), *choices]
    labels = [row if isinstance(row, str) else _label(row, lang) for row in rows]
    named = style.rows(
        ax, labels, bold=[bool(choices) and at == len(rows) - len(choices) - 1 for at in range(len(rows))]
    )
    unit = shared_unit([result.base, *(end for bar in (*shown, *choices) for end in (bar.minimum, bar.maximum))])
    for at, row in enumerate(rows):
        if isinstance(row, Bar):
            _draw(ax, at, row, result.base)
            _label_ends(ax, at, row, result, unit, lang)
    if rest and rest[0].moves:
        _draw_rest(ax, len(shown), rest[0], result, lang)
    _draw_base(ax, result.base, figure(result.base, kind_of(result.unit), lang, unit=unit), "base")
    far = _fit(ax, result, [*shown, *choices], named, lang)
    style.value_axis(ax.xaxis, result.label[lang], lang, kind_of(result.unit))
    title = say("plot.tornado.title", lang, label=result.label[lang])
    style.heading(ax, title, say(f"plot.tornado.{result.mode}", lang) + far)
    style.legend(ax, style.keys(lang, _looks([*shown, *choices])), columns=2)


def _draw_base(ax: Axes, base: Measured, text: str, gid: str) -> None:
    """Draw the line of the outcome with nothing moved, with its value above."""
    ax.axvline(base.value, color=style.INK, linewidth=0.9, linestyle="-", zorder=3, gid=gid)
    where: style.Look = {"xycoords": ("data", "axes fraction"), "xytext": (0, 3), "textcoords": "offset points"}
    look: style.Look = {"fontsize": style.SMALL, "fontweight": "bold", "color": style.INK, "ha": "center"}
    ax.annotate(text, (base.value, 1.0), va="bottom", label=style.HEADER, **where, **look)


def _label_ends(ax: Axes, row: int, bar: Bar, result: Tornado, unit: Unit | None, lang: str) -> None:
    """Write at either end of a bar which value of the input gives which outcome."""
    far, kind = result.distance(bar), kind_of(result.unit)
    at_ends = estimate_ends(bar.low_input, bar.high_input, lang, bar.unit)
    inputs = dict(zip((bar.low_input, bar.high_input), at_ends, strict=True))
    ends = (("least", bar.minimum_at, bar.minimum, -3, "right"), ("most", bar.maximum_at, bar.maximum, 3, "left"))
    for name, at, outcome, aside, side in ends:
        if at is None:
            continue
        if at in bar.turns:
            turns = estimate_on_way(at, bar.low_input, bar.high_input, lang, bar.unit)
            given = say("plot.tornado.turns", lang, at=turns)
        else:
            given = inputs[at]
        text = f"{given}\n{way_text([outcome], far, lang, kind, unit=unit)}"
        style.aside(ax, text, (outcome.value, row), aside, side, gid=f"{name}:{bar.estimate}")


def _draw_rest(ax: Axes, row: int, widest: Bar, result: Tornado, lang: str) -> None:
    """Draw how far the widest of the others reaches."""
    low, high = widest.minimum.value, widest.maximum.value
    ax.barh(row, high - low, left=low, height=HEIGHT / 2, zorder=1.8, gid="others", **style.REST)
    most = figure(result.distance(widest), kind_of(result.unit), lang)
    style.aside(ax, say("plot.tornado.at_most", lang, swing=most), (high, row), 3, "left", gid="text:others")


def _fit(ax: Axes, result: Tornado, bars: Sequence[Bar], named: float, lang: str) -> str:
    """Leave room for what stands at the ends of bars, and for zero if it is near; or else say how far off it is."""
    low, high = min(bar.minimum.value for bar in bars), max(bar.maximum.value for bar in bars)
    near = ZERO_NEAR * (high - low)
    far = ""
    if low > near or high < -near:
        away, side = (low, "above") if low > 0 else (-high, "below")
        far = " " + say(
            f"plot.tornado.zero_{side}", lang, far=figure(in_two_digits(exact(away)), kind_of(result.unit), lang)
        )
    else:
        low, high = min(low, 0.0), max(high, 0.0)
        style.zero_line(ax)
    texts = [text for text in ax.texts if (text.get_gid() or "").startswith(("least:", "most:"))]
    widest = max((style.widest_line(text.get_text(), style.TINY) for text in texts), default=0.0) + 6.0
    room = style.breadth(ax) - named - 2 * widest
    share = widest / max(room, widest)
    ax.set_xlim(low - share * (high - low), high + share * (high - low))
    return far


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
        kind = kind_of(found.unit)
        _draw_base(panel, found.base, figure(found.base, kind, lang), f"{outcome}:base")
        style.value_axis(panel.xaxis, style.wrap(found.label[lang], 20), lang, kind, ticks=2)
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
