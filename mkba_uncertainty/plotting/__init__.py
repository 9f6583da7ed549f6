"""Plots of results: ``plot_<what>(result, ax=None, lang="en") -> Axes``.

Importing this package changes no setting of matplotlib; it does not even import it.
"""

from mkba_uncertainty.plotting.actors import plot_actors
from mkba_uncertainty.plotting.break_even import plot_break_even
from mkba_uncertainty.plotting.cash_flow import plot_cash_flow
from mkba_uncertainty.plotting.comparison import plot_comparison
from mkba_uncertainty.plotting.contrasts import plot_contrasts
from mkba_uncertainty.plotting.cost_growth import plot_cost_growth
from mkba_uncertainty.plotting.dependence import plot_dependence
from mkba_uncertainty.plotting.elicitation import plot_consultation, plot_fit, plot_pool
from mkba_uncertainty.plotting.exceedance import plot_exceedance
from mkba_uncertainty.plotting.figures import figures, save_figures
from mkba_uncertainty.plotting.information import plot_evppi, plot_evsi
from mkba_uncertainty.plotting.main_effect import plot_main_effect
from mkba_uncertainty.plotting.monitoring import plot_before_after, plot_learnt
from mkba_uncertainty.plotting.registry import plot
from mkba_uncertainty.plotting.scatter import plot_scatter
from mkba_uncertainty.plotting.screening import plot_screening
from mkba_uncertainty.plotting.second_order import plot_second_order
from mkba_uncertainty.plotting.shapley import plot_shapley
from mkba_uncertainty.plotting.sobol_bars import plot_sobol
from mkba_uncertainty.plotting.spider import plot_spider
from mkba_uncertainty.plotting.structure import plot_structure
from mkba_uncertainty.plotting.switching import plot_switching
from mkba_uncertainty.plotting.tornado import plot_tornado
from mkba_uncertainty.plotting.waterfall import plot_waterfall

__all__ = [
    "figures",
    "plot",
    "plot_actors",
    "plot_before_after",
    "plot_break_even",
    "plot_cash_flow",
    "plot_comparison",
    "plot_consultation",
    "plot_contrasts",
    "plot_cost_growth",
    "plot_dependence",
    "plot_evppi",
    "plot_evsi",
    "plot_exceedance",
    "plot_fit",
    "plot_learnt",
    "plot_main_effect",
    "plot_pool",
    "plot_scatter",
    "plot_screening",
    "plot_second_order",
    "plot_shapley",
    "plot_sobol",
    "plot_spider",
    "plot_structure",
    "plot_switching",
    "plot_tornado",
    "plot_waterfall",
    "save_figures",
]
