"""Does the memory of a run grow with its replicates? Peak memory of ``confidence`` on a shipped case, a process each.

    python benchmarks/memory.py [--case arnhem-ozo] [--out benchmarks/results/memory.md]

With 100 times the replicates it may take at most half as much again.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

REPLICATES = (8, 32, 128, 800)
DRAWS = 1024
MOST_GROWTH = 1.5


def run(case: str, replicates: int) -> None:
    """Run once in this process, and print peak megabytes and seconds."""
    import mkba_uncertainty as mkba

    model = mkba.build_model(mkba.load_case(case))
    started = time.perf_counter()
    mkba.confidence(model, draws=DRAWS, replicates=replicates)
    seconds = time.perf_counter() - started
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, seconds)


def main() -> int:
    """Run from the command line; the exit status is 1 if memory grew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--case", default="arnhem-ozo")
    parser.add_argument("--replicates", type=int, help="one run in this process, as the benchmark starts them")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.replicates:
        run(options.case, options.replicates)
        return 0
    lines = ["| replicates x draws | peak memory, MB | seconds |", "|---|---|---|"]
    peaks = []
    for replicates in REPLICATES:
        command = [sys.executable, __file__, "--case", options.case, "--replicates", str(replicates)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        peak, seconds = (float(word) for word in answer.split())
        peaks.append(peak)
        lines.append(f"| {replicates} x {DRAWS} | {peak:.0f} | {seconds:.1f} |")
    text = "\n".join(["# Peak memory of a run", "", f"`confidence` on {options.case}, all outcomes.", "", *lines, ""])
    print(text)
    if options.out:
        options.out.write_text(text, "utf-8")
    return int(peaks[-1] > MOST_GROWTH * peaks[0])


if __name__ == "__main__":
    sys.exit(main())
