"""How often do our 95 % intervals hold the truth? Over 2,000 declared seeds, on models whose truth is known.

    python benchmarks/coverage.py [--seeds 2000] [--out benchmarks/results/coverage.md]

Every interval must hold the truth in 92.5 to 97.5 % of the seeds, and in 94 to 96 % on average over statistics.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import known_models

from mkba_uncertainty.design import Design

SIZES = ((8, 1024), (128, 1024))
"""Replicates, and draws in each. At 128 replicates the pooled distribution holds counts, no single draws."""

STATISTICS = ("mean", "sd", "probability", "q0.05", "q0.5", "q0.95")
BLOCK = 50


def count(name: str, replicates: int, draws: int, seeds: range) -> np.ndarray:
    """Count for each statistic the seeds whose interval holds the truth."""
    known = known_models.SMALL[name]()
    held = [known_models.covered(known, Design(draws, replicates, seed)) for seed in seeds]
    return np.array([sum(one[statistic] for one in held) for statistic in STATISTICS])


def table(seeds: int) -> str:
    """Run everything and write it out."""
    titles = ("mean", "sd", "P(y > c)", "5 %", "50 %", "95 %")
    lines = [f"| model | replicates x draws | {' | '.join(titles)} | average |", "|---|---|" + "---|" * 7]
    blocks = [range(start, min(start + BLOCK, seeds)) for start in range(0, seeds, BLOCK)]
    started = time.perf_counter()
    with ProcessPoolExecutor() as pool:
        for replicates, draws in SIZES:
            rates = []
            for name in known_models.SMALL:
                jobs = [pool.submit(count, name, replicates, draws, block) for block in blocks]
                rates.append(sum(job.result() for job in jobs) / seeds)
                lines.append(_row(name, replicates, draws, rates[-1]))
            lines.append(_row("all", replicates, draws, np.mean(rates, axis=0)))
    minutes = (time.perf_counter() - started) / 60
    error = 100 * np.sqrt(0.95 * 0.05 / seeds)
    return "\n".join(
        [
            "# Coverage of the 95 % intervals",
            "",
            f"Share of seeds 0 to {seeds - 1} whose interval holds the truth, in %; standard error {error:.1f}.",
            f"Scrambled Sobol' points. Made by `python benchmarks/coverage.py` in {minutes:.0f} minutes on",
            f"{os.cpu_count()} cores. The sd of the heavy-tailed product has a skewed error: it stays below 92.5 %.",
            "",
            *lines,
            "",
        ]
    )


def _row(name: str, replicates: int, draws: int, rates: np.ndarray) -> str:
    cells = [f"{100 * rate:.1f}" for rate in (*rates, np.mean(rates))]
    return f"| {name} | {replicates} x {draws} | {' | '.join(cells)} |"


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=2000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    text = table(options.seeds)
    print(text)
    if options.out:
        options.out.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
