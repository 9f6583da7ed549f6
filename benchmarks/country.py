"""One programme in 342 municipalities: how long, and how much memory, against draws and sites? A process each.

    python benchmarks/country.py [--out benchmarks/results/country.md]

Up to 24,576 draws are held, more are counted: from there on twice the draws may take a tenth more memory at most.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from country import MUNICIPALITIES, SEED, write_country

RUNS = (
    (38, 1024, 8),
    (MUNICIPALITIES, 1024, 8),
    (MUNICIPALITIES, 1024, 32),
    (MUNICIPALITIES, 1024, 64),
    (MUNICIPALITIES, 32_768, 2),
    (MUNICIPALITIES, 65_536, 2),
)
"""Municipalities, draws in a replicate, replicates: the last two pairs have once and twice the draws."""

MOST_GROWTH = 1.1


def run(municipalities: int, draws: int, replicates: int) -> None:
    """Run once in this process, and print peak megabytes, processor seconds and what came of it."""
    import mkba_uncertainty as mkba

    with TemporaryDirectory() as folder:
        programme = mkba.load_programme(write_country(Path(folder), municipalities))
    started = time.process_time()
    found = mkba.portfolio(programme, draws=draws, replicates=replicates)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(peak, seconds, found.probability.value, found.wider.value)


def main() -> int:
    """Run from the command line; the exit status is 1 if memory grew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--run", type=int, nargs=3, help="one run in this process, as the benchmark starts them")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if options.run:
        run(*options.run)
        return 0
    lines = ["| municipalities | draws | peak memory, MB | processor seconds | P(sum > 0) | sd, times independent |"]
    lines.append("|---|---|---|---|---|---|")
    peaks = []
    for municipalities, draws, replicates in RUNS:
        command = [sys.executable, __file__, "--run", str(municipalities), str(draws), str(replicates)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        peak, seconds, probability, wider = (float(word) for word in answer.split())
        peaks.append(peak)
        figures = f"{peak:.0f} | {seconds:.1f} | {probability:.3f} | {wider:.1f}"
        lines.append(f"| {municipalities} | {replicates} x {draws} | {figures} |")
    title = f"# One programme in {MUNICIPALITIES} municipalities"
    text = "\n".join([title, "", f"`mkba portfolio` on a made-up country of seed {SEED}.", "", *lines, ""])
    print(text)
    if options.out:
        options.out.write_text(text, "utf-8")
    return int(peaks[3] > MOST_GROWTH * peaks[2] or peaks[5] > MOST_GROWTH * peaks[4])


if __name__ == "__main__":
    sys.exit(main())
