"""The application: commands, and one voice for what goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any

import typer

from mkba_uncertainty.analysis.questions import PANELS, commands
from mkba_uncertainty.cli import FAILED, language
from mkba_uncertainty.cli.session import LANG, Command, Group, help_text, metavar, option
from mkba_uncertainty.cli.streams import drop_answer
from mkba_uncertainty.errors import ClusterError, MkbaError
from mkba_uncertainty.texts import say
from mkba_uncertainty.version import __version__

BAD_INPUT = 2

BESIDE = {"answer": ("report",), "cases": ("cases", "check", "schema", "values", "new", "wrap", "export", "import")}
"""Commands that are no question to a model."""


def panels() -> dict[str, tuple[str, ...]]:
    """Give the commands of each panel of the help, in its order; a panel is a module of the command line."""
    return {panel: (*BESIDE.get(panel, ()), *commands(panel)) for panel in PANELS}


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


def _start(
    context: typer.Context,
    version: Annotated[bool, option("version", "--version", callback=_show_version, is_eager=True)] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(say("start", LANG))


def application(asked: str | None = None) -> typer.Typer:
    """Gather the commands, each in its panel; only the one that is asked, where there is such a command."""
    made = typer.Typer(
        cls=Group,
        help=help_text("mkba"),
        options_metavar=metavar("options"),
        subcommand_metavar=metavar("command"),
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    made.callback(invoke_without_command=True)(_start)
    panel_of = {name: panel for panel, names in panels().items() for name in names}
    for name in [asked] if asked in panel_of else panel_of:
        home = import_module(f"mkba_uncertainty.cli.{panel_of[name]}")
        made.command(
            name,
            cls=Command,
            help=help_text(name),
            options_metavar=metavar("options"),
            epilog=f"{help_text('examples')}\n\n{say(f'example.{name}', LANG)}",
            rich_help_panel=say(f"panel.{panel_of[name]}", LANG),
        )(getattr(home, f"{name}_" if iskeyword(name) else name))
    return made


def main() -> None:
    """Run the command line: exit status 0 done, 2 bad input, 1 anything else."""
    arguments = sys.argv[1:]
    app = application(arguments[0] if arguments else None)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its arrays are small: threads cost more than they bring
    try:
        try:
            app(arguments, prog_name="mkba")
        finally:
            sys.stdout.flush()
    except ClusterError as error:
        _fail(error.text(language(arguments) or LANG), FAILED)
    except MkbaError as error:
        _name_option(error, app, arguments)
        _fail(error.text(language(arguments) or LANG), BAD_INPUT)
    except BrokenPipeError:  # who reads has read enough
        drop_answer()
        sys.exit(FAILED)
    except OSError as error:
        if error.errno is None or error.filename is not None:
            _fail(str(error), FAILED)
        drop_answer()  # a stream has no name
        _fail(say("answer_lost", language(arguments) or LANG, found=error.strerror), FAILED)


def _name_option(error: MkbaError, app: typer.Typer, arguments: Sequence[str]) -> None:
    """Call an argument that an error is about as it is typed: ``--by-at`` for ``by_at``."""
    commands: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    asked = next((commands[one] for one in arguments if one in commands), None)
    if asked is not None and error.file is None:
        typed = {one.name: one.opts[0] for one in asked.params if one.param_type_name == "option"}
        error.key = typed.get(error.key, error.key)


def _fail(message: str, status: int) -> None:
    sys.stderr.write(message + "\n")
    sys.exit(status)
