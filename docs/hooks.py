"""What the documentation site takes from elsewhere: notebooks, and formulas as MathML."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import latex2mathml.converter
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


@event_priority(100)  # before the plugin that renders notebooks looks for them
def on_files(files: Files, config: Any) -> Files:
    """Add the notebooks, which stand outside the folder of the documentation."""
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        place = f"notebooks/{notebook.name}"
        files.append(File(place, str(NOTEBOOKS.parent), config["site_dir"], config["use_directory_urls"]))
    return files


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
