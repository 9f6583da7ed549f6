"""What do data change? The same question after monitoring."""

from mkba_uncertainty.analysis.monitoring.update import Update, update

__all__ = [
    "Update",
    "update",
]
