"""How often do our 95 % intervals of shares of the variance hold the truth? Over 2,000 declared seeds.

    python benchmarks/coverage_shapley.py [--seeds 2000] [--out benchmarks/results/coverage_shapley.md]

Shapley effects, first and total indices under dependence, shares of main effects, and the share between variants of a
model, each where it is known in closed form. Every interval must hold the truth in 92.5 to 97.5 % of the seeds.
"""

from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from coverage_report import report

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from known_shares import KNOWN

SIZES = ((8, 1024), (128, 256))
"""Replicates, and draws in each."""

BLOCK = 25


def count(name: str, replicates: int, draws: int, seeds: range) -> Counter[str]:
    """Count for each share the seeds whose interval holds the truth."""
    known, held = KNOWN[name](), Counter[str]()
    for seed in seeds:
        found = known.run(draws=draws, replicates=replicates, rng=seed)
        held.update({share: int(found[share].low <= true <= found[share].high) for share, true in known.truth.items()})
    return held


def rows(seeds: int) -> list[str]:
    """Run everything; a row a model and size."""
    blocks = [range(start, min(start + BLOCK, seeds)) for start in range(0, seeds, BLOCK)]
    lines = []
    with ProcessPoolExecutor() as pool:
        for replicates, draws in SIZES:
            for name in KNOWN:
                jobs = [pool.submit(count, name, replicates, draws, block) for block in blocks]
                held = sum((job.result() for job in jobs), Counter[str]())
                rates = {share: 100 * held[share] / seeds for share in KNOWN[name]().truth}
                each = ", ".join(f"{share} {rate:.1f}" for share, rate in rates.items())
                lines.append(f"| {name} | {replicates} x {draws} | {each} | {np.mean(list(rates.values())):.1f} |")
                print(lines[-1], file=sys.stderr)
    return lines


if __name__ == "__main__":
    report("shares of the variance", rows, ("share", "replicates x draws", "held, each", "average"))
