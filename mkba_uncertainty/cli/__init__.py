"""`mkba`: the command line. Thin: it reads options, calls an analysis, and shows the result; no arithmetic."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; what it imports may be interrupted as well as what it computes."""
    try:
        from mkba_uncertainty.cli.app import main as run

        run()
    except KeyboardInterrupt:
        from mkba_uncertainty.texts import preferred_language, say

        sys.stderr.write(say("interrupted", preferred_language()) + "\n")
        sys.exit(1)


__all__ = ["main"]
