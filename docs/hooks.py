"""What the documentation site takes from elsewhere: notebooks, figures that the gallery draws, formulas as MathML."""

from __future__ import annotations

import html
import re
import runpy
from pathlib import Path
from typing import Any

import latex2mathml.converter
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
GALLERY = runpy.run_path(str(Path(__file__).with_name("gallery.py")))
PICTURES: list[str] = []
"""The files that the gallery shows, in the order of the page."""


@event_priority(100)  # before the plugin that renders notebooks looks for them
def on_files(files: Files, config: Any) -> Files:
    """Add the notebooks, which stand outside the folder of the documentation, and the figures of the gallery."""
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        place = f"notebooks/{notebook.name}"
        files.append(File(place, str(NOTEBOOKS.parent), config["site_dir"], config["use_directory_urls"]))
    PICTURES.clear()
    for place, picture in GALLERY["pictures"](GALLERY["PAGE"].read_text("utf-8")):
        files.append(File.generated(config, place, content=picture))
        PICTURES.append(place)
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Put each figure of the gallery below the lines that make it."""
    return GALLERY["shown"](markdown, PICTURES) if page.file.src_uri == GALLERY["PAGE"].name else markdown


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
