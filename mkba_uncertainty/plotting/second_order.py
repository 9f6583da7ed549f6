"""Second-order indices as a map: which estimates act together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkba_uncertainty.analysis.variance.sobol import OutcomeIndices, SobolResult
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import style
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 9
"""Estimates on each axis."""


def size(result: SobolResult) -> style.Size:
    """Give the size of the figure, in inches."""
    count = min(len(result.factors), MOST)
    return 3.4 + 0.62 * count, 2.2 + 0.5 * count


def plot_second_order(
    result: SobolResult, ax: Axes | None = None, *, lang: str = "en", outcome: str | None = None
) -> Axes:
    """Draw the second-order indices of the estimates that take part in most of them.

    Parameters
    ----------
    result : SobolResult
        Computed with second order.
    ax : Axes, optional
        A new figure if absent.
    lang : {"nl", "en"}
    outcome : str, optional
        The net benefit, or the first outcome, unless named.

    Returns
    -------
    Axes
        With a square for each pair (gid ``<first>:<second>``), darker for a larger index, and the first-order indices
        framed on the diagonal.

    Raises
    ------
    InputError
        If the result has no second order.
    """
    name = outcome or result.leading_outcome
    indices = result.outcomes[name]
    if not indices.second_order:
        raise InputError("plot_no_second_order", key="result")
    order = _shown(indices)
    pairs = {frozenset(pair): value for pair, value in indices.second_order}
    acting = {frozenset(pair) for pair in indices.pairs_that_act(result.provenance.replicates)}
    most = max(max(pairs[frozenset((a, b))].value for a in order for b in order if a != b), 1e-12)
    ax = style.axes(ax, size(result))
    for row, one in enumerate(order):
        for place, other in enumerate(order[:row]):
            pair = frozenset((one, other))
            _square(ax, place, row, pairs[pair], most, lang, f"{other}:{one}", known=pair in acting)
        alone = indices.indices[one].first_order
        _frame(ax, row, share(alone, lang), f"first:{one}")
    numbers = [str(place + 1) for place in range(len(order))]
    labels = [result.factor_labels[factor][lang] for factor in order]
    style.rows(ax, [style.wrap(f"{place}  {label}") for place, label in zip(numbers, labels, strict=True)])
    ax.set_ylim(len(order) - 0.5, -0.5)
    ax.set_xlim(-0.5, len(order) - 0.5)
    ax.set_xticks(range(len(order)), numbers, fontsize=style.SMALL)
    ax.tick_params(axis="x", length=0, labelcolor=style.INK)
    ax.spines[["left", "bottom"]].set_visible(False)
    title = say("plot.second_order.title", lang, label=result.labels[name][lang])
    style.heading(ax, title, say("plot.second_order.subtitle", lang), width=72)
    style.plain(ax)
    return ax


def _shown(indices: OutcomeIndices) -> list[str]:
    """Choose the factors whose total order exceeds their first order most, and put the leading ones first."""
    acting = sorted(
        indices.indices,
        key=lambda name: indices.indices[name].first_order.value - indices.indices[name].total_order.value,
    )[:MOST]
    return [name for name in indices.first_orders if name in acting]


def _square(ax: Axes, x: int, y: int, index: Measured, most: float, lang: str, gid: str, *, known: bool) -> None:
    import matplotlib as mpl
    from matplotlib.patches import Rectangle

    depth = 0.75 * max(index.value, 0.0) / most
    colour = mpl.colormaps["Blues"](depth) if known else "#EFEFEF"
    ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=colour, edgecolor="white", linewidth=1.0, gid=gid))
    ink = style.GREY if not known else "white" if depth > 0.5 else style.INK
    ax.text(x, y, share(index, lang), ha="center", va="center", fontsize=style.SMALL - 0.5, color=ink)


def _frame(ax: Axes, place: int, text: str, gid: str) -> None:
    from matplotlib.patches import Rectangle

    ax.add_patch(
        Rectangle(
            (place - 0.46, place - 0.46), 0.92, 0.92, facecolor="white", edgecolor=style.INK, linewidth=0.9, gid=gid
        )
    )
    ax.text(
        place, place, text, ha="center", va="center", fontsize=style.SMALL - 0.5, color=style.INK, fontweight="bold"
    )
