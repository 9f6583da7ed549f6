"""Screening: how much an estimate weighs, and how straight its effect is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkba_uncertainty.analysis.variance.screening import Screening
from mkba_uncertainty.plotting import style
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import kind_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAMED = 10
GUIDES = {"linear": (0.1, ":"), "monotonic": (0.5, "--")}
"""Ratios of sigma to mu* that Garcia Sanchez et al. (2014, Energy and Buildings 68: 741-750) read this way."""


def size(result: Screening) -> style.Size:
    """Give the size of the figure, in inches."""
    return 8.6, 5.0


def plot_screening(result: Screening, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw the Morris measures of each estimate: mean size of its effects across, their spread upwards.

    Parameters
    ----------
    result : Screening
    ax : Axes, optional
        A new figure if absent.
    lang : {"nl", "en"}

    Returns
    -------
    Axes
        With a mark for each estimate (gid ``<estimate>``); the ten that weigh most are numbered and named, and have
        their 95 % intervals (``interval:<estimate>``).
    """
    ax = style.axes(ax, size(result))
    kind = kind_of(result.unit)
    furthest = max(found.mu_star.high for found in result.morris.values())
    guides = [
        ax.plot(
            [0, 1.05 * furthest], [0, 1.05 * furthest * ratio],
            color=style.GREY, linewidth=0.9, linestyle=line, marker="", zorder=1.5, gid=f"guide:{name}",
            label=say(f"plot.screening.{name}", lang),
        )[0]
        for name, (ratio, line) in GUIDES.items()
    ]  # fmt: skip
    names = []
    for place, (name, found) in enumerate(result.morris.items()):
        x, y = found.mu_star, found.sigma
        if place < NAMED:
            for xs, ys, way in (((x.low, x.high), (y.value,) * 2, "x"), ((x.value,) * 2, (y.low, y.high), "y")):
                ax.plot(xs, ys, color=style.SKY, linewidth=1.2, linestyle="-", marker="", gid=f"interval:{way}:{name}")
            style.mark(ax, x.value, y.value, gid=name, marker="o").set_markersize(11)
            ax.text(x.value, y.value, str(place + 1), ha="center", va="center_baseline", fontsize=6.5, zorder=6)
            names.append(f"{place + 1}  {style.wrap(result.labels[name][lang], 32, indent='     ').lstrip()}")
        else:
            style.mark(ax, x.value, y.value, gid=name, marker="o").set(markersize=3, zorder=3)
    ax.set_xlim(0, 1.05 * furthest)
    ax.set_ylim(0, 1.1 * max(found.sigma.high for found in result.morris.values()) or 1.0)
    style.value_axis(ax.xaxis, say("plot.screening.x", lang), lang, kind)
    style.value_axis(ax.yaxis, say("plot.screening.y", lang), lang, kind)
    style.heading(ax, say("plot.screening.title", lang, label=result.label[lang]), say("plot.screening.subtitle", lang))
    style.legend(ax, guides, columns=2)
    ax.annotate(
        "\n".join([say("plot.screening.column", lang, count=len(names)), "", *names]),
        (1.03, 1.0), xycoords="axes fraction", va="top", fontsize=style.SMALL, color=style.INK, linespacing=1.35,
        annotation_clip=False,
    )  # fmt: skip
    style.plain(ax)
    return ax
