"""Does memory grow with draws or with replicates? Peak memory of four analyses of a shipped case, a process each.

    python benchmarks/memory.py [--case arnhem-ozo] [--only run sobol] [--out benchmarks/results/memory.md]

Sixteen times the draws may take a tenth more at most, whether they are more replicates or larger ones.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

SIZES = {
    "run": ((1024, 1024), (1024, 16_384), (2**17, 8), (2**20, 16)),
    "sobol": ((1024, 128), (1024, 2048), (2**14, 8), (2**18, 8)),
    "shapley": ((1024, 128), (1024, 2048), (2**14, 8), (2**18, 8)),
    "voi": ((1024, 128), (1024, 2048), (2**14, 8), (2**18, 8)),
}
MOST_GROWTH = 1.1


def run(analysis: str, case: str, draws: int, replicates: int) -> None:
    """Run once in this process, and print peak megabytes and cpu-seconds."""
    import mkba_uncertainty as mkba

    functions = {
        "run": mkba.confidence,
        "sobol": mkba.sobol,
        "shapley": mkba.shapley,
        "voi": mkba.value_of_information,
    }
    model = mkba.build_model(mkba.load_case(case))
    started = time.process_time()
    functions[analysis](model, draws=draws, replicates=replicates)
    seconds = time.process_time() - started
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, seconds)


def main() -> int:
    """Run from the command line; the exit status is 1 if memory grew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--case", default="arnhem-ozo")
    parser.add_argument("--only", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--one", nargs=3, help="one run in this process, as the benchmark starts them")
    options = parser.parse_args()
    if options.one:
        analysis, draws, replicates = options.one
        run(analysis, options.case, int(draws), int(replicates))
        return 0
    lines = ["| analysis | draws x replicates | peak memory, MB | cpu-s |", "|---|---|---|---|"]
    grew = False
    for analysis in options.only:
        peaks = []
        for draws, replicates in SIZES[analysis]:
            command = [sys.executable, __file__, "--case", options.case, "--one", analysis, str(draws), str(replicates)]
            answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            peak, seconds = (float(word) for word in answer.split())
            peaks.append(peak)
            lines.append(f"| {analysis} | {draws:,} x {replicates:,} | {peak:.0f} | {seconds:.0f} |")
            print(lines[-1], flush=True)
        grew |= peaks[1] > MOST_GROWTH * peaks[0] or peaks[3] > MOST_GROWTH * peaks[2]
    text = "\n".join(["# Peak memory", "", f"Of {options.case}; `run` with all outcomes.", "", *lines, ""])
    if options.out:
        options.out.write_text(text, "utf-8")
    return int(grew)


if __name__ == "__main__":
    sys.exit(main())
