"""The tornado: how far each estimate swings the outcome, and how far each choice does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkba_uncertainty.analysis.curves.tornado import Bar, Tornado
from mkba_uncertainty.case import outcome_kind
from mkba_uncertainty.plotting import style
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import FigureKind, estimate_range, figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 12
"""Estimates that get a row of their own."""

LOW: dict[str, Any] = {"facecolor": style.SKY, "edgecolor": "white", "linewidth": 0.0}
HIGH: dict[str, Any] = {"facecolor": style.BLUE, "edgecolor": "white", "linewidth": 0.0}
CHOICE_LOW: dict[str, Any] = {"facecolor": "white", "edgecolor": style.VERMILLION, "linewidth": 1.0, "hatch": "////"}
CHOICE_HIGH: dict[str, Any] = {"facecolor": "white", "edgecolor": style.INK, "linewidth": 1.0, "hatch": "xxxx"}


def size(result: Tornado) -> style.Size:
    """Give the size of the figure, in inches."""
    return style.rows_size(min(len(result.bars), MOST + 1) + len(result.choices), 0.42)


def plot_tornado(result: Tornado, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw how far the outcome swings with each estimate, widest first; choices below them, hatched.

    Parameters
    ----------
    result : Tornado
    ax : Axes, optional
        A new figure if absent.
    lang : {"nl", "en"}

    Returns
    -------
    Axes
        With for each estimate or choice two bars from the base: to the outcome at its low value (gid ``low:<name>``)
        and at its high value (``high:<name>``). Of many estimates the last row sums up the rest.
    """
    shown, rest = result.bars[:MOST], result.bars[MOST:]
    kind = outcome_kind(result.outcome, of_case=result.unit is not None)
    ax = style.axes(ax, size(result))
    labels: list[str] = []
    texts: list[tuple[str, str]] = []
    for bar in shown:
        _draw(ax, len(labels), bar, result.base.value)
        labels.append(style.wrap(bar.label[lang]))
        texts.append(_texts(bar, lang, kind))
    if rest:
        labels.append(say("plot.others", lang, count=len(rest)))
        texts.append((say("plot.tornado.at_most", lang, swing=_texts(rest[0], lang, kind)[0]), ""))
    if result.choices:
        ax.axhline(len(labels) - 0.5, color=style.GREY, linewidth=0.7, linestyle="-")
    for bar in result.choices:
        _draw(ax, len(labels), bar, result.base.value)
        labels.append(style.wrap(bar.label[lang]))
        texts.append(_texts(bar, lang, kind))
    ax.axvline(result.base.value, color=style.INK, linewidth=0.9, linestyle="-", zorder=3, gid="base")
    style.rows(ax, labels)
    style.column(ax, say("plot.tornado.column", lang), texts)
    style.value_axis(ax.xaxis, result.label[lang], lang, kind)
    title = say("plot.tornado.title", lang, label=result.label[lang])
    style.heading(ax, title, say(f"plot.tornado.{result.mode}", lang), width=70)
    keys = [style.patch(say("plot.tornado.low", lang), LOW), style.patch(say("plot.tornado.high", lang), HIGH)]
    if result.choices:
        keys += [
            style.patch(say("plot.tornado.choice_low", lang), CHOICE_LOW),
            style.patch(say("plot.tornado.choice_high", lang), CHOICE_HIGH),
        ]
    style.legend(ax, keys, columns=2)
    style.plain(ax)
    return ax


def _draw(ax: Axes, row: int, bar: Bar, base: float) -> None:
    looks = (CHOICE_LOW, CHOICE_HIGH) if bar.chosen else (LOW, HIGH)
    ends = [("low", bar.low_outcome.value, looks[0]), ("high", bar.high_outcome.value, looks[1])]
    for name, outcome, look in sorted(ends, key=lambda end: -abs(end[1] - base)):  # the shorter one on top
        ax.barh(row, outcome - base, left=base, height=0.62, zorder=2, gid=f"{name}:{bar.estimate}", **look)


def _texts(bar: Bar, lang: str, kind: FigureKind) -> tuple[str, str]:
    swing = bar.swing
    return figure(swing, kind, lang), estimate_range(bar.low_input, bar.high_input, lang, bar.unit)
