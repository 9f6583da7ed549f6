"""Shapley effects as bars: how the variance is divided, also where estimates hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkba_uncertainty.analysis.variance.shapley import ShapleyResult
from mkba_uncertainty.plotting import style
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import about, interval, share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 14
"""Estimates, or groups, that get a row of their own."""

ALONE: dict[str, Any] = {"facecolor": style.BLUE, "edgecolor": "white", "linewidth": 0.0}
TOGETHER: dict[str, Any] = {"facecolor": style.SKY, "edgecolor": "white", "linewidth": 0.0, "hatch": "////"}


def size(result: ShapleyResult) -> style.Size:
    """Give the size of the figure, in inches."""
    return style.rows_size(min(len(result.effects), MOST + 1), 0.46)


def plot_shapley(result: ShapleyResult, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw the Shapley effect of each estimate, largest first.

    Parameters
    ----------
    result : ShapleyResult
    ax : Axes, optional
        A new figure if absent.
    lang : {"nl", "en"}

    Returns
    -------
    Axes
        With for each estimate (or group) a bar (gid ``effect:<name>``), hatched where it hangs together with others,
        and the 95 % interval (``interval:<name>``). Of many the rest is pooled in the last row (``effect:others``).
    """
    shown = list(result.effects.items())[:MOST]
    rest = list(result.effects.values())[MOST:]
    ax = style.axes(ax, size(result))
    style.zero_line(ax)
    labels, texts = [], []
    for row, (name, effect) in enumerate(shown):
        look = TOGETHER if name in result.dependent else ALONE
        ax.barh(row, effect.value, height=0.62, zorder=2, gid=f"effect:{name}", **look)
        style.whisker(ax, effect.low, effect.high, row, gid=f"interval:{name}")
        labels.append(style.wrap(result.factor_labels[name][lang]))
        texts.append((share(effect, lang), interval(effect, lang, "share")))
    if rest:
        together = sum(effect.value for effect in rest)
        ax.barh(len(shown), together, height=0.62, zorder=2, gid="effect:others", facecolor=style.RULE)
        labels.append(say("plot.others", lang, count=len(rest)))
        texts.append((share(together, lang), ""))
    style.rows(ax, labels)
    style.column(ax, say("plot.shapley.column", lang), texts)
    style.value_axis(ax.xaxis, say("plot.shapley.x", lang), lang, "number")
    ax.xaxis.set_major_formatter(lambda value, _: share(about(float(value), 0.01), lang))
    title = say("plot.shapley.title", lang, label=result.label[lang])
    style.heading(ax, title, say("plot.shapley.dependent" if result.dependent else "plot.shapley.independent", lang))
    keys: list[Any] = [style.key_range(say("plot.interval", lang))]
    if result.dependent:
        keys = [
            style.patch(say("plot.shapley.alone", lang), ALONE),
            style.patch(say("plot.shapley.together", lang), TOGETHER),
            *keys,
        ]
    style.legend(ax, keys, columns=3)
    style.plain(ax)
    return ax
