"""The application: commands, and one voice for what goes wrong."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

from mkba_uncertainty.cli import (
    FAILED,
    case_commands,
    dependence_commands,
    elicit_command,
    information_commands,
    language,
    monitoring_command,
    own_case_commands,
    report_command,
    run_commands,
    sensitivity_commands,
)
from mkba_uncertainty.cli.options import LANG, help_text
from mkba_uncertainty.errors import MkbaError
from mkba_uncertainty.texts import say
from mkba_uncertainty.version import __version__

BAD_INPUT = 2

app = typer.Typer(
    help=help_text("mkba"),
    no_args_is_help=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for commands in (
    run_commands,
    sensitivity_commands,
    case_commands,
    dependence_commands,
    elicit_command,
    own_case_commands,
    information_commands,
    monitoring_command,
    report_command,
):
    commands.register(app)

PANELS = {
    "answer": ("report", "run", "whatif", "reconcile", "compare"),
    "drivers": ("sobol", "shapley", "tornado", "switching", "screen"),
    "doubt": ("structure", "voi", "update", "elicit"),
    "cases": ("cases", "check", "new", "export", "import"),
}
"""How the help arranges the commands, in this order."""


def _arrange() -> None:
    """Put the commands in their panels, each with its examples below its help."""
    panels = {name: panel for panel, names in PANELS.items() for name in names}
    order = list(panels)
    for command in app.registered_commands:
        name = command.name or str(getattr(command.callback, "__name__", ""))
        command.name = name
        command.rich_help_panel = say(f"panel.{panels[name]}", LANG)
        command.epilog = f"{help_text('examples')}\n\n{say(f'example.{name}', LANG)}"
    app.registered_commands.sort(key=lambda command: order.index(str(command.name)))


_arrange()


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _start(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help=help_text("version"))
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(say("start", LANG))


def main() -> None:
    """Run the command line: exit status 0 done, 2 bad input, 1 anything else."""
    arguments = sys.argv[1:]
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # euro signs and minus signs, whatever the terminal's own code page
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # its arrays are small: threads cost more than they bring
    try:
        app(arguments, prog_name="mkba")
    except MkbaError as error:
        _fail(error.text(language(arguments) or LANG), BAD_INPUT)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except OSError as error:
        _fail(str(error), FAILED)


def _fail(message: str, status: int) -> None:
    sys.stderr.write(message + "\n")
    sys.exit(status)
