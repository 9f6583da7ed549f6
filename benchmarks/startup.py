"""Time ``mkba --help`` and default runs against importing the libraries alone.

Run: ``python benchmarks/startup.py`` in an environment in which the package is installed; writes
``benchmarks/results/startup.md``. Each command is a process of its own; the commands take turns, so that a machine that
slows down slows all of them. Counted are processor seconds, which other work on the machine changes least; quoted are
medians of the ratios of each turn.
Aimed at: help under 0.5, run under 0.9, sobol under 4.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

TURNS = 5
RESULTS = Path(__file__).parent / "results" / "startup.md"
LIBRARIES = [sys.executable, "-c", "import scipy.stats, pandas, xarray"]
MKBA = [sys.executable, "-c", "from mkba_uncertainty.cli import main; main()"]
INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The package is compiled once, as pip does when it installs, as it did the libraries: not again in each run."""
COMMANDS = {
    "mkba --help": ([*MKBA, "--help"], 0.5),
    "mkba run arnhem-ozo": ([*MKBA, "run", "arnhem-ozo"], 0.9),
    "mkba sobol arnhem-ozo": ([*MKBA, "sobol", "arnhem-ozo"], 4.0),
}


def seconds(command: list[str]) -> float:
    """Give the processor seconds of one process."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=INSTALLED)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Take turns and print a table."""
    for command in (LIBRARIES, *(command for command, _ in COMMANDS.values())):
        seconds(command)
    ratios: dict[str, list[float]] = {name: [] for name in COMMANDS}
    libraries = []
    for _ in range(TURNS):
        libraries.append(seconds(LIBRARIES))
        for name, (command, _) in COMMANDS.items():
            ratios[name].append(seconds(command) / libraries[-1])
    table = [
        "# Start-up",
        "",
        "Processor seconds over those of `import scipy.stats, pandas, xarray`"
        f" (median {statistics.median(libraries):.2f} s of {TURNS}).",
        "",
        "| command | ratio (median) | lowest | highest | aimed at |",
        "|---|---:|---:|---:|---:|",
    ]
    for name, (_, limit) in COMMANDS.items():
        found = ratios[name]
        table.append(f"| `{name}` | {statistics.median(found):.2f} | {min(found):.2f} | {max(found):.2f} | {limit} |")
    print("\n".join(table))
    RESULTS.write_text("\n".join([*table, ""]), "utf-8")


if __name__ == "__main__":
    main()
