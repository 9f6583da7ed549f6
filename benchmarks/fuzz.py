"""Give the program files by strangers, many of them.

Does each give a result or a clear error, in time, in little memory, and no harm? The kinds of files and what must hold
are those of the tests (``tests/strangers.py``). Each kind runs in a process of its own. What fails is printed with the
number that makes it again: ``--kind case_file --first 1234 --seconds 0``.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
from strangers import KINDS, trial


def one_kind(name: str, seed: int, first: int, seconds: float) -> str:
    """Try files of one kind, and give a row of the table."""
    kind = next(kind for kind in KINDS if kind.__name__ == name)
    start, number, failed, slowest = time.monotonic(), first, 0, 0.0
    while number == first or time.monotonic() - start < seconds:
        before = time.process_time()
        if wrong := trial(kind, Random(f"{seed} {name} {number}")):
            failed += 1
            print(f"{name} {number}: {wrong}", file=sys.stderr)
        slowest = max(slowest, time.process_time() - before)
        number += 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"| {name} | {number - first:,} | {failed or 'none'} | {slowest:.1f} s | {peak:,} MB |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--kind", choices=[kind.__name__ for kind in KINDS])
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    if chosen.kind:
        print(one_kind(chosen.kind, chosen.seed, chosen.first, chosen.seconds))
        return
    rows = [f"Seed {chosen.seed}, {chosen.seconds:g} seconds by the clock for each kind.", ""]
    rows += ["| kind | inputs | failures | slowest, processor time | peak memory |", "|---|---|---|---|---|"]
    for kind in KINDS:
        options = ["--kind", kind.__name__, "--seed", str(chosen.seed), "--seconds", str(chosen.seconds)]
        done = subprocess.run([sys.executable, __file__, *options], stdout=subprocess.PIPE, text=True, check=False)
        rows.append(done.stdout.strip() or f"| {kind.__name__} | | ended with status {done.returncode} | | |")
        print(rows[-1], flush=True)
    if chosen.out:
        chosen.out.write_text("# Files by strangers\n\n" + "\n".join(rows) + "\n", "utf-8")


if __name__ == "__main__":
    main()
