"""What it is worth to know more: bars of perfect information, and studies against their size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkba_uncertainty.analysis.information.plain_table import TableInformation
from mkba_uncertainty.analysis.information.planned import StudyWorth
from mkba_uncertainty.analysis.information.value import NEXT_TO_NOTHING, ValueOfInformation
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import style
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.currencies import say_of
from mkba_uncertainty.texts.figures import FigureKind, Uncertain, count, figure, interval

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

MOST = 10
"""Estimates that get a row of their own."""

ALL = style.fill(style.GREY)
LINES = (style.BLUE, style.VERMILLION, style.GREEN, style.INK)
MARKERS = ("o", "s", "^", "D")


@dataclass(frozen=True)
class _Row:
    gid: str
    label: str
    value: Measured
    shown: Uncertain
    look: style.Look


def _evppi_height(result: ValueOfInformation | TableInformation) -> float:
    rows = len(_rows(result, "en"))
    return style.rows_height(rows) if rows > 1 else style.SENTENCE_HEIGHT


@style.sized(_evppi_height)
def plot_evppi(result: ValueOfInformation | TableInformation, ax: Axes, lang: str) -> None:
    """Draw what it is worth to know everything, each group, and each of the most valuable estimates.

    For each a bar (gid ``worth:<name>``; everything is ``worth:``) and its 95 % interval (``interval:<name>``), where
    that has a width. What is worth next to nothing beside everything has no row; where all is, a sentence says so.
    """
    rows = _rows(result, lang)
    style.heading(ax, say("plot.evppi.title", lang), say("plot.evppi.subtitle", lang))
    if len(rows) == 1:
        everything = figure(rows[0].shown, _kind(result), lang)
        style.sentence(ax, say("plot.evppi.nothing_apart", lang, everything=everything))
        return
    style.zero_line(ax)
    for at, row in enumerate(rows):
        ax.barh(at, row.value.value, height=0.62, zorder=2, gid=f"worth:{row.gid}", **row.look)
        if row.value.width > 0:
            style.whisker(ax, row.value.low, row.value.high, at, gid=f"interval:{row.gid}")
    ax.set_xlim(0.0, 1.06 * max(row.value.high for row in rows) or 1.0)
    labels = [style.wrap(row.label) for row in rows]
    kind = _kind(result)
    texts = [(figure(row.shown, kind, lang), interval(row.shown, lang, kind)) for row in rows]
    style.rows(ax, labels, say("plot.evppi.column", lang), texts, [row.look is ALL for row in rows])
    style.value_axis(ax.xaxis, say("plot.evppi.x", lang), lang, kind)
    looks = {"plot.evppi.all": ALL, "plot.evppi.group": style.HATCHED, "plot.evppi.one": style.SOLID}
    shown = {text: look for text, look in looks.items() if any(row.look is look for row in rows)}
    if any(row.value.width > 0 for row in rows):
        shown["plot.evppi.interval"] = style.RANGE
    style.legend(ax, style.keys(lang, shown), columns=4)


@style.sized(lambda result: style.SENTENCE_HEIGHT if _studies_are_nothing(result) else 2.9)
def plot_evsi(result: ValueOfInformation, ax: Axes, lang: str) -> None:
    """Draw what studies are worth against the number of households, before and after their costs.

    For each study the worth (gid ``evsi:<estimate>``) with its 95 % interval (``band:<estimate>``), that of knowing
    exactly (``perfect:<estimate>``), what is left after costs (``enbs:<estimate>``), and the size that leaves most
    (``best:<estimate>``). Where even knowing exactly is worth next to nothing, a sentence says so.

    Raises
    ------
    InputError
        If the result has no studies.
    """
    if not result.studies:
        raise InputError("plot_no_studies", key="result")
    if _studies_are_nothing(result):
        style.heading(ax, say("plot.evsi.title", lang), "")
        most = max((study.perfect for study in result.studies), key=lambda perfect: perfect.value)
        style.sentence(ax, say("plot.evsi.nothing", lang, most=figure(result.in_print(most), _kind(result), lang)))
        return
    style.zero_line(ax, upright=False)
    ax.set_xscale("log")
    costly = any(study.costs.of(1) > 0 for study in result.studies)
    keys: list[Artist] = [
        _draw_study(ax, study, LINES[place % len(LINES)], MARKERS[place % len(MARKERS)], costly, lang)
        for place, study in enumerate(result.studies)
    ]
    if costly:
        keys += style.keys(lang, {"plot.evsi.net": {**style.stroke(style.INK, 1.6), "linestyle": ":"}})
    top = max(max(study.perfect.high, *(size.value.high for size in study.sizes)) for study in result.studies)
    ax.set_ylim(-0.2 * top if costly else 0.0, 1.12 * top or 1.0)
    ax.xaxis.set_major_formatter(lambda value, _: count(round(value), lang) if value >= 1 else "")
    ax.xaxis.set_minor_formatter(lambda value, _: "")
    ax.set_xlabel(say("plot.evsi.x", lang), fontsize=style.TEXT, color=style.INK)
    ax.tick_params(axis="x", labelsize=style.SMALL, labelcolor=style.INK)
    currency = result.provenance.currency
    style.value_axis(ax.yaxis, say_of(currency, "plot.evsi.y", lang), lang, result.provenance.kind)
    subtitle = say("plot.evsi.subtitle" if costly else "plot.evsi.subtitle_free", lang)
    style.heading(ax, say("plot.evsi.title", lang), subtitle)
    style.legend(ax, keys, columns=2)


def _studies_are_nothing(result: ValueOfInformation) -> bool:
    return all(study.perfect.value <= NEXT_TO_NOTHING * result.evpi.value for study in result.studies)


def _draw_study(ax: Axes, study: StudyWorth, colour: str, marker: str, costly: bool, lang: str) -> Artist:
    """Draw the curves of a study, and give the one that the key shows."""
    name, sizes, worths = study.estimate, [size.n for size in study.sizes], [size.value for size in study.sizes]
    lows, highs = [worth.low for worth in worths], [worth.high for worth in worths]
    ax.fill_between(sizes, lows, highs, color=colour, alpha=0.18, linewidth=0, zorder=2, gid=f"band:{name}")
    look: style.Look = {"marker": marker, "markersize": 3.6, "label": study.label[lang], "gid": f"evsi:{name}"}
    line = style.line(ax, sizes, [worth.value for worth in worths], colour, 1.6, zorder=3, **look)
    perfect: style.Look = {"linewidth": 0.9, "linestyle": "--", "zorder": 1.8, "gid": f"perfect:{name}"}
    ax.axhline(study.perfect.value, color=colour, **perfect)
    if costly:
        net = [size.net.value for size in study.sizes]
        style.line(ax, sizes, net, colour, 1.6, linestyle=":", zorder=2.8, gid=f"enbs:{name}")
        if study.best is not None:
            at = study.best.n, study.best.net.value
            style.mark(ax, *at, gid=f"best:{name}")
            note = say("plot.evsi.best", lang, n=count(study.best.n, lang))
            place: style.Look = {"xytext": (0, -9), "textcoords": "offset points", "ha": "center", "va": "top"}
            ax.annotate(note, at, fontsize=style.SMALL, color=colour, gid=f"text:{name}", **place)
    return line


def _kind(result: ValueOfInformation | TableInformation) -> FigureKind:
    """Give the kind of its amounts; of a table that somebody handed in nobody knows the currency."""
    return "number" if isinstance(result, TableInformation) else result.provenance.kind


def _rows(result: ValueOfInformation | TableInformation, lang: str) -> list[_Row]:
    if isinstance(result, TableInformation):
        everything = say("voi.everything", lang)
        ordered = sorted(result.worths, key=lambda worth: -worth.value.value)[:MOST]
        return [
            _Row(worth.name + (f":{worth.n}" if worth.n else ""), _table_label(worth.name, worth.n) or everything,
                 worth.value, worth.value,
                 ALL if not worth.name else style.HATCHED if "+" in worth.name else style.SOLID)
            for worth in ordered
        ]  # fmt: skip
    groups = sorted(result.groups.values(), key=lambda group: -group.value.value)
    valued = [(group, style.HATCHED) for group in groups if not result.is_next_to_nothing(group)]
    estimates = [worth for worth in result.evppi.values() if not result.is_next_to_nothing(worth)]
    valued += [(worth, style.SOLID) for worth in estimates[:MOST]]
    return [
        _Row("", say("voi.everything", lang), result.evpi, result.in_print(result.evpi), ALL),
        *(_Row(one.name, one.label[lang], one.value, result.in_print(one.value), look) for one, look in valued),
    ]


def _table_label(name: str, n: int | None) -> str:
    return f"{name} (n = {n})" if n else name
