"""How often do our 95 % intervals of Sobol' indices hold the truth? Over 2,000 declared seeds.

    python benchmarks/coverage_sobol.py [--seeds 2000] [--out benchmarks/results/coverage_sobol.md]

Every interval must hold the truth in 92.5 to 97.5 % of the seeds, and in 94 to 96 % on average over indices.
"""

from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from coverage_report import report

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


if __name__ == "__main__":
    orders = [f"{order} order, each" for order in ("first", "total", "second")]
    report("Sobol' indices", rows, ("model", "replicates x draws", *orders, "average", "sum of S", "variance"))
