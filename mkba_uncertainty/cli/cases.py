"""Cases, a user's own too: which there are, whether one is sound; start one, take it to Excel and back."""

from __future__ import annotations

import os
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mkba_uncertainty.cli import completion
from mkba_uncertainty.cli.options import AlternativeOption, CaseArgument, OutputOptions, options
from mkba_uncertainty.cli.session import help_text, metavar, option
from mkba_uncertainty.errors import Caution, few
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.currencies import EURO

if TYPE_CHECKING:
    from mkba_uncertainty.casefile.reference import Key

WIDE = 100
"""Characters of a line where it goes to a file or a program."""

Force = Annotated[bool, option("force", "--force")]
Workbook = Annotated[Path, typer.Argument(metavar=metavar("workbook"), help=help_text("workbook"))]
SchemaKey = Annotated[
    str,
    typer.Argument(metavar=metavar("key"), help=help_text("schema_key"), autocompletion=completion.keys),
]
Words = Annotated[
    list[str] | None,
    typer.Argument(metavar=metavar("word"), help=help_text("values_word"), autocompletion=completion.lists),
]
NewFile = Annotated[Path, typer.Argument(metavar=metavar("case_file"), help=help_text("new_file"))]


@options(OutputOptions)
def cases(*, options: OutputOptions) -> None:
    """List the shipped cases."""
    from mkba_uncertainty.casefile import load_case, shipped_cases
    from mkba_uncertainty.report.screen.view import screen_table
    from mkba_uncertainty.table import Column, Row, Table

    columns = [Column("name", "table.name"), Column("title", "table.title")]
    columns += [Column(key, f"table.{key}", "count") for key in ("estimates", "posts")]
    found = [load_case(name) for name in shipped_cases()]
    rows = [
        Row({"name": case.name, "title": case.title, "estimates": len(case.estimates), "posts": len(case.posts)})
        for case in found
    ]
    table = Table(columns, rows)
    options.answer(lambda lang: {"cases": table.records(lang)}, lambda lang: screen_table(table, lang))


@options(OutputOptions)
def check(case: CaseArgument, *, options: OutputOptions) -> None:
    """Say whether a case file is sound."""
    from mkba_uncertainty.analysis.answer.soundness import soundness

    result = soundness(case)
    options.answer(result.to_dict, result.text)
    if not result.ok:
        if options.quiet and not options.as_json:
            typer.echo("\n".join(error.text(options.lang.value) for error in result.errors), err=True)
        raise typer.Exit(2)


@options(OutputOptions)
def schema(
    key: SchemaKey = "",
    portfolio: Annotated[bool, option("schema_portfolio", "--portfolio")] = False,
    *,
    options: OutputOptions,
) -> None:
    """Explain a table or key of a case file, or of that of a portfolio, or list all."""
    from rich.console import Group
    from rich.constrain import Constrain

    from mkba_uncertainty.casefile import reference
    from mkba_uncertainty.report.screen.layout import PROSE
    from mkba_uncertainty.report.screen.view import screen_table

    every = reference.portfolio_keys() if portfolio else reference.all_keys()
    if not key:
        listed = reference.key_table(reference.overview(every))
        options.answer(lambda lang: {"keys": listed.records(lang)}, lambda lang: screen_table(listed, lang), piped=WIDE)
        return
    asked, *also = reference.find(key, every)
    table = reference.key_table(reference.below(asked, every))
    options.answer(
        lambda lang: {
            "keys": table.records(lang),
            "examples": [one.text for one in reference.examples(asked, lang)],
            "mistakes": [
                {"typed": one.typed, "key": one.key, "message": one.message[lang]}
                for one in reference.mistakes(asked, lang)
            ],
            "also": [one.path for one in also],
        },
        lambda lang: Group(screen_table(table, lang), Constrain(_explained(asked, also, lang), PROSE)),
        piped=WIDE,
    )


def _explained(asked: Key, also: Sequence[Key], lang: str) -> str:
    """Show examples of a table or key, mistakes with their messages, and where else there is one of that name."""
    from mkba_uncertainty.casefile import reference

    parts = [say("schema.example", lang, text=one.text) for one in reference.examples(asked, lang)]
    parts += [
        say("schema.mistake", lang, typed=one.typed, key=one.key, message=one.message[lang])
        for one in reference.mistakes(asked, lang)
    ]
    parts += [say("schema.also", lang, keys=", ".join(one.path for one in also))] if also else []
    return "\n" + "\n\n".join(parts)


class NewExample(StrEnum):
    """What a new case may be an example of."""

    streams = "streams"
    alternatives = "alternatives"
    studies = "studies"
    portfolio = "portfolio"


@options(OutputOptions)
def values(word: Words = None, *, options: OutputOptions) -> None:
    """List the unit values that a case can take over, or find some."""
    from mkba_uncertainty.casefile.unit_values import unit_values
    from mkba_uncertainty.report.screen.view import view

    found = unit_values(" ".join(word or ()))
    options.answer(found.to_dict, lambda lang: view(found, lang), piped=WIDE)


@options(OutputOptions)
def new(
    file: NewFile,
    example: Annotated[NewExample | None, option("new_example", "--example")] = None,
    *,
    options: OutputOptions,
) -> None:
    """Write a small case to start from."""
    from mkba_uncertainty.casefile.saving import new_case

    new_case(file, lang=options.lang.value, example=example and example.value)
    key = "new.written_portfolio" if example is NewExample.portfolio else "new.written"
    options.answer(lambda lang: {"file": str(file)}, lambda lang: say(key, lang, file=str(file)))


@options(OutputOptions)
def wrap(
    workbook: Workbook,
    file: NewFile,
    outcome: Annotated[list[str], option("wrap_outcome", "--outcome", value="cell")] = [],  # noqa: B006 (read only; a tuple makes the command line expect two names)
    currency: Annotated[str, option("wrap_currency", "--currency", value="currency")] = EURO,
    marked: Annotated[bool, option("wrap_marked", "--marked")] = False,
    force: Force = False,
    *,
    options: OutputOptions,
) -> None:
    """Write a case file for a workbook."""
    from mkba_uncertainty.casefile import wrap
    from mkba_uncertainty.report.screen.view import view

    lang = options.lang.value
    found = wrap(workbook, file, outcomes=outcome, lang=lang, currency=currency, marked=marked, force=force)
    options.answer(found.to_dict, lambda lang: view(found, lang))


@options(OutputOptions)
def export(
    case: CaseArgument,
    file: Workbook,
    results: Annotated[bool, option("results", "--results")] = False,
    alternative: AlternativeOption = None,
    force: Force = False,
    *,
    options: OutputOptions,
) -> None:
    """Write a case as a workbook."""
    from mkba_uncertainty.casefile import load_case
    from mkba_uncertainty.store import require_new
    from mkba_uncertainty.workbook import save_workbook

    read = load_case(case)
    require_new(file, ".xlsx", force=force)
    outcomes = None
    if results:
        from mkba_uncertainty.analysis.answer.confidence import confidence
        from mkba_uncertainty.model import build_model

        outcomes = confidence(build_model(read, alternative=alternative)).to_frame()
    save_workbook(read, file, lang=options.lang.value, results=outcomes, force=force)
    back = f"{file.stem}.toml"
    key = "export.written_over" if Path(back).exists() else "export.written"
    _written(options, key, read.warnings, file=str(file), case=back)


@options(OutputOptions)
def import_(
    workbook: Workbook,
    file: NewFile,
    force: Force = False,
    *,
    options: OutputOptions,
) -> None:
    """Read a workbook back as a case file."""
    from mkba_uncertainty.casefile.saving import save_case
    from mkba_uncertainty.store import require_new
    from mkba_uncertainty.workbook import load_workbook

    if os.path.isfile(workbook):  # one that is not there comes first
        require_new(file, ".toml", force=force)
    case = load_workbook(workbook)
    save_case(case, file)
    facts = {"file": str(file), "estimates": len(case.estimates), "posts": len(case.posts)}
    _written(options, "import.written", case.warnings, **facts)


def _written(options: OutputOptions, key: str, warnings: Sequence[Caution], **facts: Any) -> None:
    """Say what deserves a look in what was written, and what to type next."""
    options.answer(
        lambda lang: {**facts, "warnings": [warning.to_dict(lang) for warning in warnings]},
        lambda lang: "\n\n".join([*(one[lang] for one in few(warnings)), say(key, lang, **facts)]),
    )
