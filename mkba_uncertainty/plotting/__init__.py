"""Plots of results: ``plot_<what>(result, ax=None, lang="en") -> Axes``.

Each is found where :mod:`mkba_uncertainty.analysis.questions` says, when it is first used. Importing this package
changes no setting of matplotlib; it does not even import it.
"""

from importlib import import_module
from typing import Any

from mkba_uncertainty.analysis.questions import PLOTS
from mkba_uncertainty.plotting.figures import figures, save_figures
from mkba_uncertainty.plotting.registry import plot

__all__ = ["figures", "plot", "save_figures"]

_HOMES = {
    listed.rpartition(":")[2]: listed.rpartition(":")[0] or listed for plots in PLOTS.values() for listed in plots
}


def __getattr__(name: str) -> Any:
    what = name.removeprefix("plot_")
    if name == what or what not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[what]}"), name)
