"""Write what pages of the documentation take from the code, from ``<!-- ... -->`` to ``<!-- end -->``.

``python docs/make_pages.py``: commands and their options, functions of a sheet, tables and keys of a case file.
"""

from __future__ import annotations

import html
import re
import textwrap
from pathlib import Path
from typing import Any

import typer

from mkba_uncertainty.casefile import reference
from mkba_uncertainty.cli.app import application
from mkba_uncertainty.spreadsheet.functions import known_functions

PAGES = [*Path(__file__).parent.rglob("*.md")]
PART = re.compile(r"<!-- (commands|functions|schema (\S+)) -->\n.*?<!-- end -->", re.DOTALL)


def filled(page: str) -> str:
    """Give a page with its parts as the code has them now."""
    apart = [path for _, path in PART.findall(page) if path]

    def part(found: re.Match[str]) -> str:
        made = _explained(found[2], apart) if found[2] else {"commands": _commands, "functions": _functions}[found[1]]()
        return f"<!-- {found[1]} -->\n\n{made.strip()}\n\n<!-- end -->"

    return PART.sub(part, page)


def main() -> None:
    """Write all pages again."""
    for page in PAGES:
        page.write_text(filled(page.read_text("utf-8")), "utf-8")


def _functions() -> str:
    """List the functions of a sheet that can be computed."""
    return textwrap.fill(", ".join(f"`{name}`" for name in sorted(known_functions())), 120)


def _commands() -> str:
    commands: dict[str, Any] = typer.main.get_command(application()).commands  # type: ignore[attr-defined]
    return "\n\n".join(_command(name, command) for name, command in commands.items() if not command.hidden)


def _command(name: str, command: Any) -> str:
    arguments = [one.name.upper() for one in command.params if one.param_type_name == "argument"]
    rows = [
        f"| `{', '.join(one.opts)}` | {_cell(one.help)} |" for one in command.params if one.param_type_name == "option"
    ]
    usage = " ".join(["mkba", name, *arguments, "[options]"])
    return "\n".join([f"## {name}", "", command.help, "", f"```\n{usage}\n```", "", "| option | |", "|---|---|", *rows])


def _explained(path: str, apart: list[str]) -> str:
    """Explain a table of a case file, but for what stands apart on the page; of anything else show the example."""
    key = {one.path: one for one in reference.all_keys()}.get(path)
    rows = [
        f"| `{one.path.removeprefix(f'{path}.')}` | {_cell(one.meaning.en)} | {_cell(one.kind.en)} "
        f"| {_cell(one.absent.en)} |"
        for one in (reference.below(key) if key else ())
        if max((other for other in apart if f"{one.path}.".startswith(f"{other}.")), key=len) == path
    ]
    head = ["| key | what it is | what may stand there | if absent |", "|---|---|---|---|"] if rows else []
    shown = reference.examples(key) if key else [one for one in reference.every_example() if one.of == path]
    return "\n".join([*head, *rows, "", *(_example(one) for one in shown)])


def _example(example: reference.Example) -> str:
    """Show an example, and its mistakes with what is said of each."""
    rows = [
        f"| {_code(one.typed)} | {_code(one.key)}: {_cell(html.escape(one.message.en, quote=False))} |"
        for one in example.mistakes(example.of)
    ]
    head = ["| typed by mistake | answer |", "|---|---|"] if rows else []
    return "\n".join(["", "```toml", example.text, "```", "", *head, *rows, ""])


def _code(text: str) -> str:
    return f"<code>{_cell(html.escape(text, quote=False))}</code>"


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|").replace("{", "&#123;")


if __name__ == "__main__":
    main()
