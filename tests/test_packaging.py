"""What the package says of itself agrees with itself."""

from __future__ import annotations

import ast
import os
import re
import sys
import tomllib
from pathlib import Path

from mkba_uncertainty.version import __version__

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "mkba_uncertainty"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

INSTALLED_LOWEST = ("excel", "distributed", "parquet", "learning")
"""The extras that users install for what they run."""


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_one_version_everywhere() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    assert re.findall(r'^version: "(.+)"$', _read("CITATION.cff"), re.MULTILINE) == [__version__]
    assert re.findall(r"^## (\S+)", _read("CHANGELOG.md"), re.MULTILINE)[0] == __version__


def test_one_holder_and_one_licence_everywhere() -> None:
    holder = PROJECT["authors"][0]["name"]
    assert re.search(rf"^Copyright \(c\) \d{{4}}, {re.escape(holder)}$", _read("LICENSE"), re.MULTILINE)
    assert f'  - name: "{holder}"' in _read("CITATION.cff")
    assert f"\nlicense: {PROJECT['license']}\n" in _read("CITATION.cff")


def test_what_the_package_imports_is_declared() -> None:
    imported = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.partition(".")[0])
    extras = PROJECT["optional-dependencies"]
    requirements = [*PROJECT["dependencies"], *extras["excel"], *extras["distributed"], *extras["learning"]]
    declared = {re.match(r"[\w-]+", requirement)[0].lower() for requirement in requirements}
    foreign = {name.lower() for name in imported} - {name.lower() for name in sys.stdlib_module_names}
    declared.add("sklearn")  # what scikit-learn is imported as
    declared.add("pydantic_core")  # comes with pydantic, of exactly the version that it needs
    declared.add("distributed")  # comes with dask[distributed]
    assert foreign - {"mkba_uncertainty"} <= declared


def test_the_lowest_versions_that_are_tested_are_those_that_are_declared() -> None:
    extras = PROJECT["optional-dependencies"]
    requirements = PROJECT["dependencies"] + [one for name in INSTALLED_LOWEST for one in extras[name]]
    declared = [re.sub(r"(\[.*\])?>=", "==", requirement) for requirement in requirements]
    assert _read(".ci/lowest.txt").splitlines() == declared
    assert f"-e '.[{','.join(INSTALLED_LOWEST)}]'" in _read(".ci/run")


def test_types_are_shipped_and_the_checks_can_be_run() -> None:
    assert (PACKAGE / "py.typed").exists()
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
