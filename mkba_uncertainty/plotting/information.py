"""What it is worth to know more: bars of perfect information, and studies against their size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.analysis.information.plain_table import TableInformation
from mkba_uncertainty.analysis.information.planned import StudyWorth
from mkba_uncertainty.analysis.information.value import ValueOfInformation
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import style
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import count, interval, money

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 10
"""Estimates that get a row of their own."""

FEWEST = 5
"""So many estimates are shown even where knowing them is worth nothing."""

ALL: dict[str, Any] = {"facecolor": style.GREY, "edgecolor": "white", "linewidth": 0.0}
GROUP: dict[str, Any] = {"facecolor": style.SKY, "edgecolor": "white", "linewidth": 0.0, "hatch": "////"}
ONE: dict[str, Any] = {"facecolor": style.BLUE, "edgecolor": "white", "linewidth": 0.0}
LINES = (style.BLUE, style.VERMILLION, style.GREEN, style.INK)
MARKERS = ("o", "s", "^", "D")


@dataclass(frozen=True)
class _Row:
    gid: str
    label: str
    value: Measured
    look: dict[str, Any]


def size(result: ValueOfInformation | TableInformation) -> style.Size:
    """Give the size of the figure of bars, in inches."""
    return style.rows_size(len(_rows(result, "en")))


def evsi_size(result: ValueOfInformation) -> style.Size:
    """Give the size of the figure of studies, in inches."""
    return 8.5, 4.6 + 0.22 * len(result.studies)


def plot_evppi(result: ValueOfInformation | TableInformation, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw what it is worth to know everything, each group, and each of the most valuable estimates.

    Parameters
    ----------
    result : ValueOfInformation or TableInformation
    ax : Axes, optional
        A new figure if absent.
    lang : {"nl", "en"}

    Returns
    -------
    Axes
        With for each a bar (gid ``worth:<name>``; everything is ``worth:``) and its 95 % interval
        (``interval:<name>``), where that has a width.
    """
    rows = _rows(result, lang)
    ax = style.axes(ax, size(result))
    style.zero_line(ax)
    for at, row in enumerate(rows):
        ax.barh(at, row.value.value, height=0.62, zorder=2, gid=f"worth:{row.gid}", **row.look)
        if row.value.width > 0:
            style.whisker(ax, row.value.low, row.value.high, at, gid=f"interval:{row.gid}")
    ax.set_xlim(0.0, 1.06 * max(row.value.high for row in rows) or 1.0)
    bold = [row.look is ALL for row in rows]
    style.rows(ax, [style.wrap(row.label) for row in rows], bold)
    style.column(ax, say("plot.evppi.column", lang), [_texts(row.value, lang) for row in rows], bold)
    style.value_axis(ax.xaxis, say("plot.evppi.x", lang), lang, "money")
    style.heading(ax, say("plot.evppi.title", lang), say("plot.evppi.subtitle", lang))
    kinds = [(ALL, "plot.evppi.all"), (GROUP, "plot.evppi.group"), (ONE, "plot.evppi.one")]
    shown = [style.patch(say(key, lang), look) for look, key in kinds if any(row.look is look for row in rows)]
    style.legend(ax, [*shown, style.key_range(say("plot.evppi.interval", lang))], columns=4)
    style.plain(ax)
    return ax


def plot_evsi(result: ValueOfInformation, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw what studies are worth against the number of households, before and after their costs.

    Parameters
    ----------
    result : ValueOfInformation
        With studies.
    ax : Axes, optional
        A new figure if absent.
    lang : {"nl", "en"}

    Returns
    -------
    Axes
        With for each study the worth (gid ``evsi:<estimate>``) with its 95 % interval (``band:<estimate>``), that of
        knowing exactly (``perfect:<estimate>``), what is left after costs (``enbs:<estimate>``), and the size that
        leaves most (``best:<estimate>``).

    Raises
    ------
    InputError
        If the result has no studies.
    """
    if not result.studies:
        raise InputError("plot_no_studies", key="result")
    ax = style.axes(ax, evsi_size(result))
    style.zero_line(ax, upright=False)
    ax.set_xscale("log")
    costly = any(study.costs.of(1) > 0 for study in result.studies)
    for number_of, study in enumerate(result.studies):
        _draw_study(ax, study, LINES[number_of % len(LINES)], MARKERS[number_of % len(MARKERS)], costly, lang)
    top = max(max(study.perfect.high, *(size.value.high for size in study.sizes)) for study in result.studies)
    ax.set_ylim(-0.2 * top if costly else 0.0, 1.12 * top or 1.0)
    ax.xaxis.set_major_formatter(lambda value, _: count(round(value), lang) if value >= 1 else "")
    ax.xaxis.set_minor_formatter(lambda value, _: "")
    ax.set_xlabel(say("plot.evsi.x", lang), fontsize=style.TEXT, color=style.INK)
    ax.tick_params(axis="x", labelsize=style.SMALL, labelcolor=style.INK)
    style.value_axis(ax.yaxis, say("plot.evsi.y", lang), lang, "money")
    subtitle = say("plot.evsi.subtitle" if costly else "plot.evsi.subtitle_free", lang)
    style.heading(ax, say("plot.evsi.title", lang), subtitle, width=100)
    style.legend(ax, _keys(result.studies, costly, lang), columns=2)
    style.plain(ax)
    return ax


def _draw_study(ax: Axes, study: StudyWorth, colour: str, marker: str, costly: bool, lang: str) -> None:
    sizes = [size.n for size in study.sizes]
    values = [size.value for size in study.sizes]
    line: dict[str, Any] = {"color": colour, "linewidth": 1.6, "markersize": 3.6}
    ax.fill_between(
        sizes, [value.low for value in values], [value.high for value in values],
        color=colour, alpha=0.18, linewidth=0, zorder=2, gid=f"band:{study.estimate}",
    )  # fmt: skip
    ax.plot(
        sizes, [value.value for value in values],
        linestyle="-", marker=marker, zorder=3, gid=f"evsi:{study.estimate}", **line,
    )  # fmt: skip
    ax.axhline(
        study.perfect.value, color=colour, linewidth=0.9, linestyle="--", zorder=1.8, gid=f"perfect:{study.estimate}"
    )
    if not costly:
        return
    net = [size.net.value for size in study.sizes]
    ax.plot(sizes, net, linestyle=":", marker="", zorder=2.8, gid=f"enbs:{study.estimate}", **line)
    if study.best is not None:
        style.mark(ax, study.best.n, study.best.net.value, gid=f"best:{study.estimate}")
        note = say("plot.evsi.best", lang, n=count(study.best.n, lang))
        place: dict[str, Any] = {"xytext": (0, -9), "textcoords": "offset points", "ha": "center", "va": "top"}
        at = study.best.n, study.best.net.value
        ax.annotate(note, at, fontsize=style.SMALL, color=colour, gid=f"text:{study.estimate}", **place)


def _keys(studies: Sequence[StudyWorth], costly: bool, lang: str) -> list[Any]:
    from matplotlib.lines import Line2D

    keys: list[Any] = [
        Line2D(
            [], [], color=LINES[place % len(LINES)], marker=MARKERS[place % len(MARKERS)],
            linewidth=1.6, linestyle="-", markersize=3.6, label=study.label[lang],
        )
        for place, study in enumerate(studies)
    ]  # fmt: skip
    if costly:
        keys.append(Line2D([], [], color=style.INK, linewidth=1.6, linestyle=":", label=say("plot.evsi.net", lang)))
    return keys


def _rows(result: ValueOfInformation | TableInformation, lang: str) -> list[_Row]:
    if isinstance(result, TableInformation):
        everything = say("voi.everything", lang)
        ordered = sorted(result.worths, key=lambda worth: -worth.value.value)[:MOST]
        return [
            _Row(worth.name + (f":{worth.n}" if worth.n else ""), _table_label(worth.name, worth.n) or everything,
                 worth.value, ALL if not worth.name else GROUP if "+" in worth.name else ONE)
            for worth in ordered
        ]  # fmt: skip
    rows = [_Row("", say("voi.everything", lang), result.evpi, ALL)]
    groups = sorted(result.groups.values(), key=lambda group: -group.value.value)
    rows += [_Row(group.name, group.label[lang], group.value, GROUP) for group in groups]
    worths = list(result.evppi.values())
    count = max(sum(worth.value.value > 0 for worth in worths), FEWEST)
    return rows + [_Row(worth.name, worth.label[lang], worth.value, ONE) for worth in worths[: min(count, MOST)]]


def _table_label(name: str, n: int | None) -> str:
    return f"{name} (n = {n})" if n else name


def _texts(value: Measured, lang: str) -> tuple[str, str]:
    return money(value, lang), interval(value, lang)
