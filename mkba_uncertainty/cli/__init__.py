"""`mkba`: the command line. Thin: it reads options, calls an analysis, and shows the result; no arithmetic."""

from __future__ import annotations

import gc
import os
import signal
import sys
from traceback import walk_tb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkba_uncertainty.texts import Text

FAILED = 1

RARELY = 50_000
"""New objects between two searches for garbage: what imports make stays, and is not worth looking through."""


def main() -> None:
    """Run the command line, imports and all, until it is done, somebody presses Ctrl-C, or memory or a library fails.

    Some libraries turn an interrupt into an error of another kind; after Ctrl-C every error means just that.
    """
    presses: list[int] = []

    def interrupt(number: int, _frame: object) -> None:
        presses.append(number)
        raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # it is ignored in the background
        signal.signal(signal.SIGINT, interrupt)
    sys.unraisablehook = _interrupt_again
    gc.set_threshold(RARELY)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # no other package decides how a case file is read
    try:
        from mkba_uncertainty.cli.streams import set_up

        set_up()
        from mkba_uncertainty.cli.app import main as run

        run()
    except BaseException as error:
        from mkba_uncertainty.texts import both, preferred_language

        said = both("interrupted") if presses else _fault(error)
        if said is None:
            raise
        sys.stderr.write(said[language(sys.argv[1:]) or preferred_language()] + "\n")
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


def _fault(error: BaseException) -> Text | None:
    """Say of what this machine lacks; None of any other error."""
    from mkba_uncertainty.errors import own_pip
    from mkba_uncertainty.texts import both

    if isinstance(error, MemoryError) or "failed to map segment" in str(error):  # of a library for which is no room
        return both("memory")
    library = _library(error)
    if not library:
        return None
    return both("library", library=library, found=f"{type(error).__name__}: {error}", pip=own_pip())


def _library(error: BaseException) -> str | None:
    """Give the library that could not be imported, with an error of whatever kind: the first module not of ours."""
    frames = (frame for frame, _ in walk_tb(error.__traceback__) if frame.f_code.co_name == "<module>")
    modules = [frame.f_globals["__name__"].partition(".")[0] for frame in frames]
    foreign = [name for name in modules if name not in ("__main__", __name__.partition(".")[0])]
    if not foreign and isinstance(error, ImportError):
        return error.name
    return foreign[0] if foreign else None


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
