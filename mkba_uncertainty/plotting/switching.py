"""Switching values: how far each estimate may be off before the verdict flips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkba_uncertainty.analysis.curves.switching import Switching, SwitchingValue
from mkba_uncertainty.case import outcome_kind
from mkba_uncertainty.plotting import style
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import FigureKind, about, chance, estimate_text, figure, share, signed_share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 10
"""Estimates that get a row."""

RANGE: dict[str, Any] = {"facecolor": style.SKY, "edgecolor": "white", "linewidth": 0.0}


def size(result: Switching) -> style.Size:
    """Give the size of the figure, in inches."""
    return style.rows_size(min(len(result.values), MOST))


def plot_switching(result: Switching, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw for each estimate its range and the value at which the verdict flips; those that flip it first.

    Parameters
    ----------
    result : Switching
    ax : Axes, optional
        A new figure if absent.
    lang : {"nl", "en"}

    Returns
    -------
    Axes
        With, as changes from the point value, the 90 % range of each estimate (gid ``range:<estimate>``) and its
        switching value if there is one (``value:<estimate>``), with its interval (``interval:<estimate>``).
    """
    shown = list(result.values.values())[:MOST]
    kind = outcome_kind(result.outcome, of_case=result.provenance.case_sha256 is not None)
    ax = style.axes(ax, size(result))
    style.zero_line(ax)
    for row, value in enumerate(shown):
        _draw(ax, row, value)
    style.rows(ax, [style.wrap(value.label[lang]) for value in shown])
    style.column(ax, say("plot.switching.column", lang), [_texts(value, lang, kind) for value in shown])
    style.value_axis(ax.xaxis, say("plot.switching.x", lang), lang, "number")
    ax.xaxis.set_major_formatter(lambda change, _: share(about(float(change), 0.01), lang))
    ax.use_sticky_edges = False
    ax.margins(x=0.05)
    subtitle = say("plot.switching.subtitle", lang, label=result.label[lang])
    style.heading(ax, say("plot.switching.title", lang), subtitle)
    keys = [
        style.patch(say("plot.switching.range", lang), RANGE),
        style.key_mark(say("plot.switching.value", lang), "D", filled=True),
    ]
    style.legend(ax, keys, columns=2)
    style.plain(ax)
    return ax


def _draw(ax: Axes, row: int, value: SwitchingValue) -> None:
    if value.point == 0:
        return  # nothing to be relative to
    low, high = ((end - value.point) / abs(value.point) for end in (value.low, value.high))
    ax.barh(row, high - low, left=low, height=0.5, zorder=1.2, gid=f"range:{value.estimate}", **RANGE)
    if value.value is not None:
        ends = [(end - value.point) / abs(value.point) for end in (value.value.low, value.value.high)]
        style.whisker(ax, ends[0], ends[1], row, gid=f"interval:{value.estimate}")
        assert value.relative_change is not None
        style.mark(ax, value.relative_change, row, gid=f"value:{value.estimate}", filled=True)


def _texts(value: SwitchingValue, lang: str, kind: FigureKind) -> tuple[str, str]:
    if value.value is None:
        side = "above" if value.closest.value > 0 else "below"
        closest = figure(value.closest, kind, lang)
        return say("plot.switching.never", lang), say(f"plot.switching.{side}", lang, closest=closest)
    flips, beyond = estimate_text(value.value.value, lang, value.unit), chance(value.probability_crossed, lang)
    if value.relative_change is None:
        return flips, beyond
    change = signed_share(value.relative_change, lang)
    return flips, say("plot.switching.chance", lang, change=change, chance=beyond)
