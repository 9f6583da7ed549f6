"""How sure are we? The distribution of every outcome, in figures and in words."""

from mkba_uncertainty.analysis.answer.confidence import Confidence, Distribution, confidence

__all__ = [
    "Confidence",
    "Distribution",
    "confidence",
]
