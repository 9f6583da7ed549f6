"""Time ``mkba --help`` and default runs against importing the libraries alone.

Run: ``python benchmarks/startup.py`` in an environment in which the package is installed. Each command is a process of
its own; the commands take turns, so that a machine that slows down slows all of them; quoted are medians of the ratios
of each turn.
Required: help under 0.5, run under 2.5, sobol under 4.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

TURNS = 7
LIBRARIES = [sys.executable, "-c", "import scipy.stats, pandas, xarray"]
MKBA = [sys.executable, "-c", "from mkba_uncertainty.cli import main; main()"]
COMMANDS = {
    "mkba --help": ([*MKBA, "--help"], 0.5),
    "mkba run arnhem-ozo": ([*MKBA, "run", "arnhem-ozo"], 2.5),
    "mkba sobol arnhem-ozo": ([*MKBA, "sobol", "arnhem-ozo"], 4.0),
}


def seconds(command: list[str]) -> float:
    """Time one process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


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
    print(f"import scipy.stats, pandas, xarray: median {statistics.median(libraries):.2f} s of {TURNS}")
    print("| command | ratio (median) | lowest | highest | required under |\n|---|---|---|---|---|")
    for name, (_, limit) in COMMANDS.items():
        found = ratios[name]
        print(f"| {name} | {statistics.median(found):.2f} | {min(found):.2f} | {max(found):.2f} | {limit} |")


if __name__ == "__main__":
    main()
