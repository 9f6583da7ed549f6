"""Count how often 95 % intervals of first-order indices from a plain table of draws hold the truth.

    python benchmarks/coverage_given_data.py [--seeds 2000] [--out benchmarks/results/coverage_given_data.md]

Over declared seeds, each a table of independent draws of a model whose indices are known in closed form.
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
from known_tables import KNOWN

from mkba_uncertainty import sobol_given_data

ROWS = (200, 1024, 8192)
BLOCK = 50


def count(name: str, rows: int, seeds: range) -> Counter[str]:
    """Count for each input, and the sum, the seeds whose interval holds the truth; and add up the widths."""
    known, found = KNOWN[name], Counter[str]()
    truth = {**known.first, "sum": sum(known.first.values())}
    for seed in seeds:
        answer = sobol_given_data(*known.draw(seed, rows)).outcomes["y"]
        measured = {name: index.first_order for name, index in answer.indices.items()}
        measured["sum"] = answer.first_order_sum
        found.update({name: int(covers(measured[name], true)) for name, true in truth.items()})
    return found


def lines(seeds: int) -> list[str]:
    """Run everything; a row a model and number of rows."""
    blocks = [range(start, min(start + BLOCK, seeds)) for start in range(0, seeds, BLOCK)]
    made = []
    with ProcessPoolExecutor() as pool:
        for rows in ROWS:
            everything: list[float] = []
            for name, known in KNOWN.items():
                jobs = [pool.submit(count, name, rows, block) for block in blocks]
                held = sum((job.result() for job in jobs), Counter[str]())
                rates = [100 * held[each] / seeds for each in (*known.first, "sum")]
                cells = " ".join(f"{rate:.1f}" for rate in rates[:-1])
                made.append(f"| {name} | {rows} | {cells} | {rates[-1]:.1f} |")
                everything += rates[:-1]
            made.append(f"| all | {rows} | **{np.mean(everything):.1f}** | |")
    return made


if __name__ == "__main__":
    report(
        "first-order indices from a table of draws",
        lines,
        ("model", "rows", "first order, each", "sum"),
        each=", input by input",
    )
