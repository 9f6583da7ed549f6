"""What the documentation site takes from elsewhere: notebooks, the texts of ``mkba --help``, formulas as MathML."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import latex2mathml.converter
import typer
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

from mkba_uncertainty.casefile import reference
from mkba_uncertainty.cli.app import app
from mkba_uncertainty.spreadsheet.functions import known_functions

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
COMMANDS = "<!-- commands -->"
FUNCTIONS = "<!-- functions -->"
SCHEMA = re.compile(r"<!-- schema (\S+) -->")


@event_priority(100)  # before the plugin that renders notebooks looks for them
def on_files(files: Files, config: Any) -> Files:
    """Add the notebooks, which stand outside the folder of the documentation."""
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        place = f"notebooks/{notebook.name}"
        files.append(File(place, str(NOTEBOOKS.parent), config["site_dir"], config["use_directory_urls"]))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the commands and their options, and tables and keys of a case file, where a page asks for them."""
    markdown = markdown.replace(COMMANDS, _commands()) if COMMANDS in markdown else markdown
    markdown = markdown.replace(FUNCTIONS, _functions()) if FUNCTIONS in markdown else markdown
    apart = SCHEMA.findall(markdown)
    return SCHEMA.sub(lambda found: _explained(found[1], apart), markdown)


def on_page_content(content: str, **_: Any) -> str:
    """Turn formulas into MathML, which browsers show without a script, and the roles of docstrings into links.

    Of parameters documented together the parser gives all the type and default of the first: these are left to the
    signature, which stands above.
    """
    content = re.sub(r'<(span|div) class="arithmatex">\\[(\[](.*?)\\[)\]]</\1>', _mathml, content, flags=re.DOTALL)
    content = re.sub(r":(?:class|func|meth|mod):<code>~?([\w.]+)</code>", _link, content)
    content = re.sub(
        r"(</b>)\s*\(<code>(?:(?!</li>).)*?\)(?=\s*–\s*<div[^>]*>\s*<p>As for)", r"\1", content, flags=re.DOTALL
    )
    return re.sub(r",\s*default:\s*<code>.*?</code>\s*(?=\))", "", content, flags=re.DOTALL)


def _functions() -> str:
    """List the functions of a sheet that can be computed."""
    return ", ".join(f"`{name}`" for name in sorted(known_functions()))


def _link(found: re.Match[str]) -> str:
    name = found[1].rpartition(".")[2]
    return f'<autoref optional identifier="mkba_uncertainty.{name}"><code>{name}</code></autoref>'


def _mathml(found: re.Match[str]) -> str:
    display = "block" if found[1] == "div" else "inline"
    return latex2mathml.converter.convert(html.unescape(found[2]), display=display)


def _commands() -> str:
    commands: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]
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
