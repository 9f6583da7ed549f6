"""Tests import public names, or what a room gives in its ``__init__``: what stands where inside it may change."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import mkba_uncertainty

PACKAGE = Path(mkba_uncertainty.__file__).parent
IMPORT = re.compile(r"^ *(?:from|import) (mkba_uncertainty[\w.]*)(?: import (\([^)]*\)|.*))?", re.MULTILINE)
FREE = {
    "mkba_uncertainty.texts.figures": "a thing of its own: the one writer of numbers",
    "mkba_uncertainty.texts.places": "a thing of its own: places in documents",
    "mkba_uncertainty.texts.units": "a thing of its own: units in words",
    "mkba_uncertainty.texts.unit_words": "a thing of its own: what a number is of",
    "mkba_uncertainty.texts.currencies": "a thing of its own: money of all countries",
    "mkba_uncertainty.cli.app": "its room gives `main` alone, so that Ctrl-C is caught before commands are imported",
}
WITHIN = {
    "made_up_analysis.py": "stands for a module of the package",
    "test_new_analysis.py": "puts that module in its place",
}


def inside(name: str) -> bool:
    """Whether a dotted name is that of a module inside a room."""
    _, *parts = name.split(".")
    return len(parts) > 1 and PACKAGE.joinpath(*parts).with_suffix(".py").is_file() and name not in FREE


def inner(text: str) -> list[str]:
    """Give the modules inside rooms that a text imports, whole or in part.

    A room may give a module that is a thing of its own, and a function that has the name of its module.
    """
    found = []
    for module, names in IMPORT.findall(text):
        of = [f"{module}.{name}" for name in re.findall(r"(\w+)(?: as \w+)?", names)]
        found += [module] if inside(module) else []
        found += [name for name in of if inside(name) and name.rpartition(".")[2] not in import_module(module).__all__]
    return found


def test_no_test_imports_a_module_inside_a_room() -> None:
    tests = {file: file.read_text("utf-8") for file in Path(__file__).parent.rglob("*.py") if file.name not in WITHIN}
    assert {file.name: found for file, text in tests.items() if (found := inner(text))} == {}


def test_such_imports_are_seen() -> None:
    page = "mkba_uncertainty.report.page"
    assert inner(f"from {page} import mathml, Section\nimport {page}\nfrom mkba_uncertainty.store import write") == []
    assert inner(f"def f():\n    from {page} import (\n        blocks as m,\n    )") == [f"{page}.blocks"]
    assert inner(f"from {page}.mathml import mathml\nimport {page}.mathml as m") == [f"{page}.mathml"] * 2
