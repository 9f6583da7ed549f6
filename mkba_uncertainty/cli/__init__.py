"""`mkba`: the command line. Thin: it reads options, calls an analysis, and shows the result; no arithmetic."""

from __future__ import annotations

import sys


def _interrupt_again(what: sys.UnraisableHookArgs) -> None:
    """Raise a Ctrl-C once more that fell where Python raises nothing, such as a callback of the import system."""
    if what.exc_type is KeyboardInterrupt:
        sys.setprofile(_interrupt)
    else:
        sys.__unraisablehook__(what)


def _interrupt(_frame: object, event: str, _argument: object) -> None:
    if event == "call":  # the next one, outside that callback
        sys.setprofile(None)
        raise KeyboardInterrupt


def main() -> None:
    """Run the command line; what it imports may be interrupted as well as what it computes."""
    sys.unraisablehook = _interrupt_again
    try:
        from mkba_uncertainty.cli.app import main as run

        run()
    except KeyboardInterrupt:
        from mkba_uncertainty.texts import preferred_language, say

        sys.stderr.write(say("interrupted", preferred_language()) + "\n")
        sys.exit(1)


__all__ = ["main"]
