"""Plots of results: ``plot_<what>(result, ax=None, lang="en") -> Axes``.

Each is found where :mod:`mkba_uncertainty.analysis.questions` says, when it is first used. Importing this package
changes no setting of matplotlib; it does not even import it.
"""

from importlib import import_module
from typing import Any

from mkba_uncertainty.analysis import questions
from mkba_uncertainty.plotting.cost_growth import plot_cost_growth
from mkba_uncertainty.plotting.figures import figures, plot, save_figures
from mkba_uncertainty.plotting.parts import leaf_lines
from mkba_uncertainty.plotting.style import wrap

__all__ = ["figures", "leaf_lines", "plot", "plot_cost_growth", "save_figures", "wrap"]


def __getattr__(name: str) -> Any:
    for listed in (one for plots in questions.plots().values() for one in plots):
        home, what = listed.split(":")
        if name == f"plot_{what}":
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
