"""How the time to compute grows with the size of the question: a table of measurements as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import style
from mkba_uncertainty.texts import CATALOGUE, say
from mkba_uncertainty.texts.figures import exact, number

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

COLUMNS = ("varied", "size", "seconds")
LOOKS = [
    (style.BLUE, "o", "-"), (style.VERMILLION, "s", "--"), (style.GREEN, "^", "-."), ("#CC79A7", "D", ":"),
    (style.INK, "v", "-"), (style.SKY, "P", "--"),
]  # fmt: skip


@style.sized(lambda table: 3.0)
def plot_cost_growth(table: pd.DataFrame, ax: Axes, lang: str) -> None:
    """Draw measured times against what was made larger.

    The table has columns ``varied`` (``"draws"``, ``"estimates"``, ``"outcomes"``, ``"replicates"``, or any name),
    ``size`` and ``seconds``; and ``tool`` if several are compared. A line for each thing varied, and each tool (gid
    ``<varied>`` or ``<varied>:<tool>``).

    Raises
    ------
    InputError
        If a column is missing.
    """
    for name in COLUMNS:
        if name not in table.columns:
            raise InputError("plot_columns", key="table", found=name, expected=", ".join(COLUMNS))
    by = ["varied", "tool"] if "tool" in table.columns else ["varied"]
    for place, (names, rows) in enumerate(table.groupby(by, sort=False)):
        colour, marker, line = LOOKS[place % len(LOOKS)]
        ordered = rows.sort_values("size")
        label = ", ".join([_varied(str(names[0]), lang), *map(str, names[1:])])
        ax.plot(
            ordered["size"], ordered["seconds"],
            color=colour, marker=marker, linestyle=line, linewidth=1.5, markersize=5, label=label,
            gid=":".join(map(str, names)),
        )  # fmt: skip
    ax.set_xscale("log")
    ax.set_yscale("log")
    for axis, label in ((ax.xaxis, ""), (ax.yaxis, say("plot.cost_growth.y", lang))):
        axis.set_label_text(label, fontsize=style.TEXT, color=style.INK)
        axis.set_major_formatter(lambda value, _: number(exact(float(value)), lang))
        axis.set_minor_formatter(lambda *_: "")
        axis.set_tick_params(labelsize=style.SMALL, labelcolor=style.INK)
        axis.grid(True, color=style.RULE, linewidth=0.5, linestyle=":")
    style.heading(ax, say("plot.cost_growth.title", lang), say("plot.cost_growth.subtitle", lang))
    ax.legend(loc="best", frameon=False, fontsize=style.SMALL, labelcolor=style.INK)


def _varied(name: str, lang: str) -> str:
    return say(f"plot.cost_growth.{name}", lang) if f"plot.cost_growth.{name}" in CATALOGUE else name
