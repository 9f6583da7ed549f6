"""Count how often 95 % intervals of the screening measures hold the truth.

    python benchmarks/coverage_screening.py [--seeds 200] [--out benchmarks/results/coverage_screening.md]

On sums of normals, of which delta, PAWN and the distance by a region are known by quadrature.
"""

from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from coverage_report import report

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from intervals import covers
from known_screening import KNOWN

SIZES = ((8, 1024), (4, 128), (32, 256))
"""Replicates, and draws in each."""

BLOCK = 10


def count(name: str, replicates: int, draws: int, seeds: range) -> Counter[str]:
    """Count for each measure the seeds whose interval holds the truth."""
    known, held = KNOWN[name], Counter[str]()
    for seed in seeds:
        found = known.measured(draws=draws, replicates=replicates, rng=seed)
        held.update({each: int(covers(found[each], true)) for each, true in known.truth.items()})
    return held


def lines(seeds: int) -> list[str]:
    """Run everything; a row a model, size and kind of measure."""
    blocks = [range(start, min(start + BLOCK, seeds)) for start in range(0, seeds, BLOCK)]
    made = []
    with ProcessPoolExecutor() as pool:
        for replicates, draws in SIZES:
            for name, known in KNOWN.items():
                jobs = [pool.submit(count, name, replicates, draws, block) for block in blocks]
                held = sum((job.result() for job in jobs), Counter[str]())
                for kind in dict.fromkeys(each.split()[0] for each in known.truth):
                    cells = [
                        f"{true:.3f}: {100 * held[each] / seeds:.1f}"
                        for each, true in known.truth.items()
                        if each.split()[0] == kind
                    ]
                    made.append(f"| {name} | {replicates} x {draws} | {kind} | {', '.join(cells)} |")
    return made


if __name__ == "__main__":
    report("screening", lines, ("model", "replicates x draws", "measure", "truth: coverage, each input"), seeds=200)
