"""A hundred million draws of Arnhem's headline outcomes on one core: how long, and against what the memory allows.

    python benchmarks/hundred_million.py [--draws 100_000_000] [--out benchmarks/results/hundred_million.md]

The limit is what a model costs that does nothing but write and read its inputs once: copying an array of all draws of
all uncertain inputs, block by block.
"""

from __future__ import annotations

import argparse
import cProfile
import math
import pstats
import resource
import sys
import time
from pathlib import Path

import numpy as np

PER_REPLICATE = 2**20
PROFILED = 2**21
PARTS = {
    "points": ("sobol_points.sobol_points", "sobol_points.<genexpr>"),
    "normal scores": ("design.normal_scores",),
    "distributions": ("design.quantiles",),
    "the model": ("of_graph.run",),
    "counting": ("summary._count", "summary._moments", "summary.above"),
}
"""Functions by the file that they stand in, of which the time of a part is the sum, each with what it calls."""


def copying(inputs: int, draws: int) -> float:
    """Give the seconds that copying so many draws of so many inputs takes, block by block."""
    block, room = np.ones((inputs, 2**16)), np.empty((inputs, 2**16))
    started = time.process_time()
    for _ in range(max(1, draws // 2**16)):
        np.copyto(room, block)
    return time.process_time() - started


def main() -> int:
    """Run from the command line; the exit status is 1 if it takes six minutes or more."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=100_000_000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    import mkba_uncertainty as mkba

    model = mkba.build_model(mkba.load_case("arnhem-ozo"))
    replicates = max(2, math.ceil(options.draws / PER_REPLICATE))
    mkba.confidence(model, outcomes=model.headlines)
    started = time.process_time()
    answer = mkba.confidence(model, outcomes=model.headlines, draws=PER_REPLICATE, replicates=replicates)
    seconds = time.process_time() - started
    draws = replicates * PER_REPLICATE
    limit = copying(len(model.uncertain), min(draws, 2**24)) * draws / min(draws, 2**24)

    profile = cProfile.Profile(time.process_time)
    profile.runcall(mkba.confidence, model, outcomes=model.headlines, draws=PROFILED // 2, replicates=2)
    timed = pstats.Stats(profile)
    whole = timed.total_tt  # type: ignore[attr-defined]
    spent = {
        part: sum(
            figures[3]
            for (file, _, name), figures in timed.stats.items()  # type: ignore[attr-defined]
            if f"{Path(file).stem}.{name}" in names and "mkba" in file
        )
        for part, names in PARTS.items()
    }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    positive = answer.probabilities["net_benefit > 0"]
    lines = [
        "# A hundred million draws",
        "",
        f"{draws:,} draws of {len(model.uncertain)} estimates and {len(model.headlines)} outcomes of arnhem-ozo on",
        f"one core: {seconds:.0f} cpu-s, {1e6 * seconds / draws:.2f} microseconds a draw, {seconds / limit:.0f} times",
        f"as long as copying the inputs ({limit:.1f} s). Peak memory {peak:.0f} MB.",
        "",
        f"P(balance > 0) = {positive.value:.6f} [{positive.low:.6f}, {positive.high:.6f}]",
        "",
        "| where the time goes | share |",
        "|---|---|",
        *(f"| {part} | {part_of / whole:.0%} |" for part, part_of in spent.items()),
        "",
    ]
    text = "\n".join(lines)
    print(text)
    if options.out:
        options.out.write_text(text, "utf-8")
    return int(seconds >= 360)


if __name__ == "__main__":
    sys.exit(main())
