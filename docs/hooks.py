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

from mkba_uncertainty.cli.app import app

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
COMMANDS = "<!-- commands -->"


@event_priority(100)  # before the plugin that renders notebooks looks for them
def on_files(files: Files, config: Any) -> Files:
    """Add the notebooks, which stand outside the folder of the documentation."""
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        place = f"notebooks/{notebook.name}"
        files.append(File(place, str(NOTEBOOKS.parent), config["site_dir"], config["use_directory_urls"]))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the commands and their options where a page asks for them."""
    return markdown.replace(COMMANDS, _commands()) if COMMANDS in markdown else markdown


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


def _cell(text: str | None) -> str:
    return " ".join((text or "").split()).replace("|", "\\|")
