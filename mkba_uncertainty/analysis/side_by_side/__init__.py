"""What differs? Several models on the same draws: scenarios, dependence, variants of the model, other cases."""

from mkba_uncertainty.analysis.side_by_side.comparison import Comparison, compare
from mkba_uncertainty.analysis.side_by_side.contrast import Contrasts, contrast
from mkba_uncertainty.analysis.side_by_side.dependence import Dependences, dependence
from mkba_uncertainty.analysis.side_by_side.structure import Structure, structure

__all__ = [
    "Comparison",
    "Contrasts",
    "Dependences",
    "Structure",
    "compare",
    "contrast",
    "dependence",
    "structure",
]
