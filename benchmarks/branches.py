"""Say which branches no test takes.

Run: ``python benchmarks/branches.py [TESTS]``, after ``pip install coverage``. Without files of tests all of them run;
with them, ``--of`` names the modules that they are about, such as ``*/families/*``. With ``--data FILE`` what earlier
runs took counts as well, so that all can run in parts. Options of pytest follow ``--``. Tracing costs too much to be a
part of ``.ci/run``. What runs in other processes is not seen.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SETTINGS = """\
[run]
branch = true
source = mkba_uncertainty
[report]
exclude_also =
    if TYPE_CHECKING:
    raise NotImplementedError
    raise AssertionError
"""
"""Not counted: what is for the checker of types alone, what each kind of model has itself, and what cannot be."""


def traced(tests: list[str], modules: list[str], data: Path, folder: Path) -> dict[str, Any]:
    """Run tests, and give what they took of the modules; one that fails took its branches too."""
    (folder / "settings").write_text(SETTINGS, "utf-8")
    coverage = [sys.executable, "-m", "coverage"]
    where = [f"--rcfile={folder / 'settings'}", f"--data-file={data}"]
    subprocess.run([*coverage, "run", "--append", *where, "-m", "pytest", *tests], check=False)
    include = [f"--include={','.join(modules)}"] if modules else []
    subprocess.run([*coverage, "json", *where, *include, "-q", f"-o{folder / 'found.json'}"], check=True)
    found: dict[str, Any] = json.loads((folder / "found.json").read_text("utf-8"))
    return found


def table(found: dict[str, Any]) -> str:
    """Lay out how many branches were taken, and where the others begin and would lead."""
    totals = found["totals"]
    taken, every = totals["covered_branches"], totals["num_branches"]
    rows = [
        f"| {name} | {each['summary']['covered_branches']} of {each['summary']['num_branches']} | "
        + ", ".join(f"{start} → {'end' if end < 0 else end}" for start, end in each["missing_branches"])
        for name, each in sorted(found["files"].items())
        if each["missing_branches"]
    ]
    heading = ["| file | branches taken | not taken: line → where it would lead |", "|---|---|---|"]
    summary = f"{taken:,} of {every:,} branches are taken ({taken / every:.1%})."
    return "\n".join([summary, "", *heading, *(f"{row} |" for row in rows)])


def main() -> None:
    """Run the tests and print the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("tests", nargs="*")
    asked.add_argument("--of", nargs="*", default=[])
    asked.add_argument("--data", type=Path)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        print(table(traced(options.tests, options.of, options.data or folder / "data", folder)))


if __name__ == "__main__":
    main()
