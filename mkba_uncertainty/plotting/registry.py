"""Which plots there are of which result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.analysis.answer.confidence import Confidence
from mkba_uncertainty.analysis.curves.break_even import BreakEven
from mkba_uncertainty.analysis.curves.main_effect import MainEffect
from mkba_uncertainty.analysis.curves.switching import Switching
from mkba_uncertainty.analysis.curves.tornado import Tornado
from mkba_uncertainty.analysis.information.table import TableInformation
from mkba_uncertainty.analysis.information.value import ValueOfInformation
from mkba_uncertainty.analysis.monitoring.update import Update
from mkba_uncertainty.analysis.side_by_side.comparison import Comparison
from mkba_uncertainty.analysis.side_by_side.contrast import Contrasts
from mkba_uncertainty.analysis.side_by_side.dependence import Dependences
from mkba_uncertainty.analysis.side_by_side.structure import Structure
from mkba_uncertainty.analysis.variance.screening import Screening
from mkba_uncertainty.analysis.variance.shapley import ShapleyResult
from mkba_uncertainty.analysis.variance.sobol import SobolResult
from mkba_uncertainty.elicitation import Consultation, Elicited
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import LogPool, Mixture
from mkba_uncertainty.plotting import (
    actors,
    break_even,
    cash_flow,
    comparison,
    contrasts,
    dependence,
    elicitation,
    exceedance,
    information,
    main_effect,
    monitoring,
    scatter,
    screening,
    second_order,
    shapley,
    sobol_bars,
    spider,
    structure,
    switching,
    tornado,
    waterfall,
)
from mkba_uncertainty.plotting.style import Size

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Plot:
    """How to draw a result, and the size of figure that suits it."""

    draw: Callable[..., Axes]
    size: Callable[[Any], Size]


PLOTS: dict[type, dict[str, Plot]] = {
    Confidence: {
        "exceedance": Plot(exceedance.plot_exceedance, exceedance.size),
        "waterfall": Plot(waterfall.plot_waterfall, waterfall.size),
        "cash_flow": Plot(cash_flow.plot_cash_flow, cash_flow.size),
        "actors": Plot(actors.plot_actors, actors.size),
    },
    Comparison: {"comparison": Plot(comparison.plot_comparison, comparison.size)},
    Contrasts: {"contrasts": Plot(contrasts.plot_contrasts, contrasts.size)},
    SobolResult: {
        "sobol": Plot(sobol_bars.plot_sobol, sobol_bars.size),
        "second_order": Plot(second_order.plot_second_order, second_order.size),
    },
    Tornado: {"tornado": Plot(tornado.plot_tornado, tornado.size)},
    Switching: {"switching": Plot(switching.plot_switching, switching.size)},
    BreakEven: {"break_even": Plot(break_even.plot_break_even, break_even.size)},
    MainEffect: {
        "main_effect": Plot(main_effect.plot_main_effect, main_effect.size),
        "spider": Plot(spider.plot_spider, spider.size),
        "scatter": Plot(scatter.plot_scatter, scatter.size),
    },
    Screening: {"screening": Plot(screening.plot_screening, screening.size)},
    Elicited: {"fit": Plot(elicitation.plot_fit, elicitation.size)},
    Consultation: {"elicited": Plot(elicitation.plot_consultation, elicitation.size)},
    Mixture: {"pool": Plot(elicitation.plot_pool, elicitation.size)},
    LogPool: {"pool": Plot(elicitation.plot_pool, elicitation.size)},
    ShapleyResult: {"shapley": Plot(shapley.plot_shapley, shapley.size)},
    Dependences: {"dependence": Plot(dependence.plot_dependence, dependence.size)},
    Structure: {"structure": Plot(structure.plot_structure, structure.size)},
    ValueOfInformation: {
        "evppi": Plot(information.plot_evppi, information.size),
        "evsi": Plot(information.plot_evsi, information.evsi_size),
    },
    Update: {
        "learnt": Plot(monitoring.plot_learnt, monitoring.learnt_size),
        "before_after": Plot(monitoring.plot_before_after, monitoring.size),
    },
    TableInformation: {"evppi": Plot(information.plot_evppi, information.size)},
}
"""For each class of result its plots by name; the first is what :func:`plot` draws."""


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
    """
    if type(result) not in PLOTS:
        known = ", ".join(kind.__name__ for kind in PLOTS)
        raise InputError("plot_unknown", key="result", found=type(result).__name__, known=known)
    first = next(iter(PLOTS[type(result)].values()))
    return first.draw(result, ax, lang=lang)
