"""Typer in the language of this session: the frame of its help, and what it has to say of mistakes."""

from __future__ import annotations

from functools import partial
from shutil import get_terminal_size
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from mkba_uncertainty.errors import InputError
from mkba_uncertainty.names import unknown
from mkba_uncertainty.texts import preferred_language, say

LANG = preferred_language()

FRAME = {
    "ARGUMENTS_PANEL_TITLE": "frame.arguments",
    "OPTIONS_PANEL_TITLE": "frame.options",
    "DEFAULT_STRING": "frame.default",
    "REQUIRED_LONG_STRING": "frame.required",
}
"""What Typer writes around our texts, by its names."""

WIDEST = 100
"""Characters of a line of help, however wide the terminal."""

OF_TYPER = ("help", "install_completion", "show_completion")
"""Options that Typer adds."""

KINDS = {int: "whole_number", float: "number"}
"""Values that a word says something of; any other is text."""


def help_text(key: str) -> str:
    """Give a help text of the catalogue, in the language of this session."""
    return say(f"help.{key}", LANG)


def metavar(key: str) -> str:
    """Give what stands for a value in the help, in the language of this session."""
    return say(f"metavar.{key}", LANG)


def option(key: str, *names: str, value: str | None = None, **settings: Any) -> Any:
    """Describe an option by the keys of its help and of what stands for its value."""
    return typer.Option(*names, help=help_text(key), metavar=value and metavar(value), **settings)


class Spoken:
    """What a command and the group of all commands share."""

    def get_params(self, context: typer.Context) -> list[Any]:
        """Give the arguments and options, described in the language of this session."""
        parameters: list[Any] = super().get_params(context)  # type: ignore[misc]
        for parameter in parameters:
            _describe(parameter)
        return parameters

    def format_usage(self, context: typer.Context, formatter: Any) -> None:
        """Write the line that says what to type."""
        formatter.write_usage(context.command_path, self.pieces(context), prefix=say("frame.usage", LANG))

    def format_help(self, context: typer.Context, formatter: Any) -> None:
        """Print the help, its frame too in the language of this session."""
        from typer import rich_utils

        for name, key in FRAME.items():
            setattr(rich_utils, name, say(key, LANG))
        rich_utils.MAX_WIDTH = min(get_terminal_size().columns, WIDEST)
        super().format_help(context, formatter)  # type: ignore[misc]

    def parse_args(self, context: typer.Context, arguments: list[str]) -> list[str]:
        """Read what was typed; a mistake becomes an error of our own, which has both languages."""
        try:
            rest: list[str] = super().parse_args(context, arguments)  # type: ignore[misc]
        except typer.TyperException as error:
            raise self.mistake(error, context) from None
        return rest

    def pieces(self, context: typer.Context) -> str:
        """Give what may follow the name of the command."""
        return " ".join(self.collect_usage_pieces(context))  # type: ignore[attr-defined]

    def mistake(self, error: Any, context: typer.Context) -> InputError:
        """Say what Typer found wrong."""
        path = context.command_path
        options = {name: option for option in self.get_params(context) for name in option.opts}
        match type(error).__name__:
            case "NoSuchOption":
                long = [name for name in options if name.startswith("--")]
                return unknown("typed_no_option", path, error.option_name, long)
            case "BadOptionUsage":
                option = options[error.option_name]
                code = "typed_needless_value" if option.is_flag else "typed_no_value"
                expected = option.metavar or option.display_type(context)
                return InputError(code, key=error.option_name, expected=expected, command=path)
            case "MissingParameter":
                usage, missing = f"{path} {self.pieces(context)}", error.param
                name = f"{missing.opts[0]} " if missing.param_type_name == "option" else ""
                return InputError("typed_too_little", key=path, found=f"{name}{missing.metavar}", usage=usage)
        return _bad_value(error)


class Command(Spoken, TyperCommand):  # type: ignore[misc]
    """A command."""

    allow_extra_args = True  # they are refused here, in our own words

    def parse_args(self, context: Any, arguments: list[str]) -> list[str]:
        """Read what was typed, all of it."""
        rest = super().parse_args(context, arguments)
        if rest and not context.resilient_parsing:
            path = context.command_path
            usage = f"{path} {self.pieces(context)}"
            raise InputError("typed_too_much", key=path, found=" ".join(rest), usage=usage)
        return rest


class Group(Spoken, TyperGroup):  # type: ignore[misc]
    """All commands."""

    def resolve_command(self, context: Any, arguments: list[str]) -> Any:
        """Find the command that was typed."""
        if arguments[0] not in self.commands and not context.resilient_parsing:
            raise unknown("typed_no_command", context.command_path, arguments[0], self.commands)
        return super().resolve_command(context, arguments)


def _bad_value(error: Any) -> InputError:
    """Say that a value is not of its kind."""
    name, kind = error.param.opts[-1], error.param.type_descriptor
    found = str(error.__cause__.errors()[0]["input"])
    if kind.is_choice:
        return unknown("typed_no_choice", name, found, [choice.value for choice in kind.choices])
    return InputError(f"typed_no_{KINDS[kind.annotation]}", key=name, found=found)


def _describe(parameter: Any) -> None:
    """Put what Typer itself says of a parameter in the language of this session."""
    kind = parameter.type_descriptor
    if kind.is_path:
        parameter.process_value = partial(_named, parameter)
    if parameter.name in OF_TYPER:
        parameter.help = help_text(parameter.name)
    if parameter.name == "install_completion":
        parameter.callback = _install_completion
    if parameter.param_type_name == "argument":
        parameter.display_type_rich = lambda ctx: None  # its name says it
    elif parameter.metavar is None and not kind.is_choice:
        parameter.metavar = "" if parameter.is_flag else metavar(KINDS.get(kind.annotation, "text"))


def _named(parameter: Any, context: Any, value: Any) -> Any:
    """Refuse an empty name of a file or folder; Python takes it for the folder where one is."""
    if value == "" and not context.resilient_parsing:
        raise InputError("typed_no_name", key=parameter.opts[-1])
    return type(parameter).process_value(parameter, context, value)


def _install_completion(context: Any, parameter: Any, shell: Any) -> None:
    """Let the shell complete, and say what comes next."""
    if shell and not context.resilient_parsing:
        from typer.completion import install  # type: ignore[attr-defined]

        name, path = install(shell=shell if isinstance(shell, str) else None)
        typer.echo(say("completion.installed", LANG, shell=name, file=path))
        raise typer.Exit
