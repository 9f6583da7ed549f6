"""`mkba`: the command line. Thin: it reads options, calls an analysis, and shows the result; no arithmetic."""

from __future__ import annotations

from mkba_uncertainty.cli.app import main

__all__ = ["main"]
