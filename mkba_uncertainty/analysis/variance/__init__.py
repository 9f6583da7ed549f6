"""Which estimates carry the uncertainty? Shares of the variance, and screening."""

from mkba_uncertainty.analysis.variance.dependent_indices import DependentIndices, dependent_indices
from mkba_uncertainty.analysis.variance.screening import Screening, screening
from mkba_uncertainty.analysis.variance.shapley import ShapleyResult, shapley
from mkba_uncertainty.analysis.variance.sobol import SobolResult, sobol

__all__ = [
    "DependentIndices",
    "Screening",
    "ShapleyResult",
    "SobolResult",
    "dependent_indices",
    "screening",
    "shapley",
    "sobol",
]
