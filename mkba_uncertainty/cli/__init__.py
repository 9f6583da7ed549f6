"""`mkba`: the command line. Thin: it reads options, calls an analysis, and shows the result; no arithmetic."""

from __future__ import annotations

import signal
import sys

FAILED = 1


def main() -> None:
    """Run the command line, imports and all, until it is done or somebody presses Ctrl-C.

    Some libraries turn an interrupt into an error of another kind; after Ctrl-C every error means just that.
    """
    presses: list[int] = []

    def interrupt(number: int, _frame: object) -> None:
        presses.append(number)
        raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # it is ignored in the background
        signal.signal(signal.SIGINT, interrupt)
    sys.unraisablehook = _interrupt_again
    try:
        from mkba_uncertainty.cli.app import main as run

        run()
    except BaseException:
        if not presses:
            raise
        from mkba_uncertainty.texts import preferred_language, say

        sys.stderr.write(say("interrupted", language(sys.argv[1:]) or preferred_language()) + "\n")
        sys.exit(FAILED)


def language(arguments: list[str]) -> str | None:
    """Read the language off the arguments, for what goes wrong before or outside a command."""
    for place, argument in enumerate(arguments):
        chosen = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang":
            chosen = "".join(arguments[place + 1 : place + 2])
        if chosen in ("nl", "en"):
            return chosen
    return None


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


__all__ = ["main"]
