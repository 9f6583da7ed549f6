"""The command line of the coverage benchmarks, and the report that they write."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np


def report(
    title: str, table: Callable[[int], list[str]], head: Sequence[str], *, seeds: int = 2000, each: str = ""
) -> None:
    """Count over as many seeds as the command line says, and report it.

    Parameters
    ----------
    title : str
        Of what the intervals are.
    table : function of the number of seeds -> list of str
        Counts; gives the rows of the table.
    head : sequence of str
        The columns.
    seeds : int
        How many, if the command line does not say.
    each : str
        What a percentage stands for, where it is not the model.
    """
    parser = argparse.ArgumentParser(description=f"Coverage of the 95 % intervals of {title}.")
    parser.add_argument("--seeds", type=int, default=seeds)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    started = time.perf_counter()
    rows = table(options.seeds)
    minutes = (time.perf_counter() - started) / 60
    error = 100 * np.sqrt(0.95 * 0.05 / options.seeds)
    text = "\n".join(
        [
            f"# Coverage of the 95 % intervals of {title}",
            "",
            f"Share of seeds 0 to {options.seeds - 1} whose interval holds the truth, in %{each};",
            f"standard error {error:.1f}.",
            f"Made by `python benchmarks/{Path(sys.argv[0]).name}` in {minutes:.0f} minutes on {os.cpu_count()} cores.",
            "",
            f"| {' | '.join(head)} |",
            "|" + "---|" * len(head),
            *rows,
            "",
        ]
    )
    print(text)
    if options.out:
        options.out.parent.mkdir(exist_ok=True)
        options.out.write_text(text, "utf-8")
