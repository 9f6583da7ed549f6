"""Which figures there are of which result, as :mod:`mkba_uncertainty.analysis.questions` lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.analysis import questions
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting.style import Size

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Plot:
    """How to draw a result, and the size of figure that suits it."""

    draw: Callable[..., Axes]
    size: Callable[[Any], Size]


def plots_of(result: object) -> dict[str, Plot]:
    """Give the figures of a result by name; none where there are none of its kind."""
    found = {}
    for listed in questions.plots().get(type(result).__name__, ()):
        home, _, name = listed.rpartition(":")
        module = import_module(f"mkba_uncertainty.plotting.{home or name}")
        found[name] = Plot(getattr(module, f"plot_{name}"), getattr(module, f"{name}_size", None) or module.size)
    return found


def plot(result: object, ax: Axes | None = None, *, lang: str = "en") -> Axes:
    """Draw a result: the plot that answers its question first.

    Parameters
    ----------
    result
        What one of the analyses returned.
    ax : Axes, optional
        Where to draw; a new figure if absent.
    lang : {"nl", "en"}

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If there is no plot of such a thing, or this one lacks what the plot shows.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> axes = mkba.plot(mkba.shapley(model))
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['benefits', 'costs']
    """
    figures = plots_of(result)
    if not figures:
        known = ", ".join(kind for kind, listed in questions.plots().items() if listed)
        raise InputError("plot_unknown", key="result", found=type(result).__name__, known=known)
    return next(iter(figures.values())).draw(result, ax, lang=lang)
