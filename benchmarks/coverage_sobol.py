"""How often do our 95 % intervals of Sobol' indices hold the truth? Over 2,000 declared seeds.

    python benchmarks/coverage_sobol.py [--seeds 2000] [--out benchmarks/results/coverage_sobol.md]

Every interval must hold the truth in 92.5 to 97.5 % of the seeds, and in 94 to 96 % on average over indices.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from intervals import covers
from known_indices import KNOWN, compare

from mkba_uncertainty.analysis.variance.sobol import sobol

MODELS = ("ishigami", "sobol g", "lognormals")
WITH_PAIRS = ("ishigami", "lognormals")
"""Models whose second-order indices are counted as well."""

SIZES = ((8, 1024), (128, 256))
"""Replicates, and draws in each."""

BLOCK = 50


def count(name: str, replicates: int, draws: int, seeds: range) -> Counter[str]:
    """Count for each index the seeds whose interval holds the truth."""
    truth, held = KNOWN[name](), Counter[str]()
    for seed in seeds:
        found = sobol(truth.model, draws=draws, replicates=replicates, rng=seed, second_order=name in WITH_PAIRS)
        held.update({index: int(covers(measured, true)) for index, measured, true in compare(truth, found)})
    return held


def rows(seeds: int) -> list[str]:
    """Run everything; a row a model and size."""
    blocks = [range(start, min(start + BLOCK, seeds)) for start in range(0, seeds, BLOCK)]
    lines = []
    with ProcessPoolExecutor() as pool:
        for replicates, draws in SIZES:
            everything: list[float] = []
            for name in MODELS:
                jobs = [pool.submit(count, name, replicates, draws, block) for block in blocks]
                held = sum((job.result() for job in jobs), Counter[str]())
                rates = {index: 100 * number / seeds for index, number in held.items()}
                orders = [
                    [rate for index, rate in rates.items() if index.startswith(order)]
                    for order in ("first", "total", "second")
                ]
                each = [rate for order in orders for rate in order]
                cells = [" ".join(f"{rate:.1f}" for rate in order) for order in orders]
                cells += [f"{rate:.1f}" for rate in (np.mean(each), rates["sum"], rates["variance"])]
                lines.append(f"| {name} | {replicates} x {draws} | {' | '.join(cells)} |")
                everything += each
            lines.append(f"| all | {replicates} x {draws} | | | | **{np.mean(everything):.1f}** | | |")
    return lines


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=2000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    started = time.perf_counter()
    lines = rows(options.seeds)
    minutes = (time.perf_counter() - started) / 60
    error = 100 * np.sqrt(0.95 * 0.05 / options.seeds)
    text = "\n".join(
        [
            "# Coverage of the 95 % intervals of Sobol' indices",
            "",
            f"Share of seeds 0 to {options.seeds - 1} whose interval holds the truth, in %;",
            f"standard error {error:.1f}.",
            f"Made by `python benchmarks/coverage_sobol.py` in {minutes:.0f} minutes on {os.cpu_count()} cores.",
            "",
            "| model | replicates x draws | first order, each | total order, each | second order, each "
            "| average | sum of S | variance |",
            "|---|---|---|---|---|---|---|---|",
            *lines,
            "",
        ]
    )
    print(text)
    if options.out:
        options.out.parent.mkdir(exist_ok=True)
        options.out.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
