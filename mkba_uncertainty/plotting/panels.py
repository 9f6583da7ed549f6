"""Small multiples: a few little axes side by side within one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkba_uncertainty.analysis.curves.main_effect import Curve, MainEffect
from mkba_uncertainty.case import outcome_kind
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import style
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import share, tick_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST, COLUMNS = 6, 3
GAP_ACROSS, GAP_DOWN, ABOVE = 0.035, 0.24, 0.05
"""Room between panels and above them, as shares of the whole."""


def size(result: MainEffect) -> style.Size:
    """Give the size of the figure, in inches."""
    count = min(len(result.curves), MOST)
    return 8.6, 1.9 + 2.15 * -(-count // COLUMNS)


def panels(result: MainEffect, ax: Axes, lang: str) -> list[tuple[Axes, Curve]]:
    """Cut axes in a panel for each leading estimate, with the outcome upwards on one scale for all.

    Raises
    ------
    InputError
        If there are no curves.
    """
    curves = result.leading(MOST)
    ax.set_axis_off()
    columns = min(COLUMNS, len(curves))
    rows = -(-len(curves) // columns)
    width, height = (1 - GAP_ACROSS * (columns - 1)) / columns, (1 - ABOVE - GAP_DOWN * (rows - 1)) / rows
    made: list[tuple[Axes, Curve]] = []
    for place, curve in enumerate(curves):
        row, column = divmod(place, columns)
        at = column * (width + GAP_ACROSS), 1 - ABOVE - height - row * (height + GAP_DOWN), width, height
        panel = ax.inset_axes(at, sharey=made[0][0] if made else None)
        panel.spines[["top", "right"]].set_visible(False)
        _label(panel, curve, result, lang, first=column == 0)
        made.append((panel, curve))
    return made


def require_curves(result: MainEffect) -> None:
    """Refuse a result without curves, before anything is drawn."""
    if not result.curves:
        raise InputError("plot_no_curves", key="result")


def _label(panel: Axes, curve: Curve, result: MainEffect, lang: str, *, first: bool) -> None:
    from matplotlib.ticker import MaxNLocator

    kind = outcome_kind(result.outcome, of_case=result.provenance.case_sha256 is not None)
    style.value_axis(panel.yaxis, "", lang, kind)
    style.value_axis(panel.xaxis, style.wrap(curve.label[lang], 34), lang, "number")
    panel.xaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 5, 10]))
    panel.xaxis.set_major_formatter(
        lambda value, _: tick_text(float(value), panel.xaxis.get_majorticklocs().tolist(), lang, "number")
    )
    panel.xaxis.label.set_fontsize(style.SMALL)
    panel.tick_params(labelsize=style.SMALL - 1)
    panel.tick_params(axis="y", labelleft=first, length=3 if first else 0)
    found = curve.variance_share
    text = say("plot.main_effect.share", lang, share=share(found, lang))
    panel.annotate(
        text, (0, 1), xycoords="axes fraction", xytext=(2, 2), textcoords="offset points",
        fontsize=style.SMALL - 1, color=style.GREY, va="bottom",
    )  # fmt: skip
