"""What happens as one estimate moves? The expected outcome given its value, and what is read off that curve."""

from mkba_uncertainty.analysis.curves.break_even import BreakEven, break_even
from mkba_uncertainty.analysis.curves.main_effect import MainEffect, main_effect, main_effects
from mkba_uncertainty.analysis.curves.switching import Switching, switching
from mkba_uncertainty.analysis.curves.tornado import Tornado, tornado

__all__ = [
    "BreakEven",
    "MainEffect",
    "Switching",
    "Tornado",
    "break_even",
    "main_effect",
    "main_effects",
    "switching",
    "tornado",
]
