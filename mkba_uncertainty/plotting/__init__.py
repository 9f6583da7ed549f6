"""Plots of results: ``plot_<what>(result, ax=None, lang="en") -> Axes``.

Importing this package changes no setting of matplotlib; it does not even import it.
"""

from mkba_uncertainty.plotting.actors import plot_actors
from mkba_uncertainty.plotting.cash_flow import plot_cash_flow
from mkba_uncertainty.plotting.contrasts import plot_contrasts
from mkba_uncertainty.plotting.dependence import plot_dependence
from mkba_uncertainty.plotting.exceedance import plot_exceedance
from mkba_uncertainty.plotting.figures import figures, save_figures
from mkba_uncertainty.plotting.information import plot_evppi, plot_evsi
from mkba_uncertainty.plotting.registry import plot
from mkba_uncertainty.plotting.shapley import plot_shapley
from mkba_uncertainty.plotting.structure import plot_structure
from mkba_uncertainty.plotting.waterfall import plot_waterfall

__all__ = [
    "figures",
    "plot",
    "plot_actors",
    "plot_cash_flow",
    "plot_contrasts",
    "plot_dependence",
    "plot_evppi",
    "plot_evsi",
    "plot_exceedance",
    "plot_shapley",
    "plot_structure",
    "plot_waterfall",
    "save_figures",
]
