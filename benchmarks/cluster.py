"""Do two workers of a Dask cluster beat one process? ``confidence`` on a shipped case, in turns, medians of three.

    python benchmarks/cluster.py [--draws 65536] [--replicates 256] [--rounds 3] [--out benchmarks/results/cluster.md]

By the clock, which a busy machine spoils, and by processor time: that of the busiest worker, and what this process
needs to hand out and fold, which no number of workers takes off it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from distributed import Client

import mkba_uncertainty as mkba
from mkba_uncertainty.cluster import connected

WORKERS = 2
ENOUGH = 1.5
COLUMNS = ("clock", "own", "busiest")


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """Start a scheduler and workers as processes on this machine; gives the address."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "scheduler.json"

        def start(what: str, *options: str) -> subprocess.Popen[bytes]:
            program = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--scheduler-file", str(file)]
            settings = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
            return subprocess.Popen([*program, "--no-dashboard", *options], env=settings, stderr=subprocess.DEVNULL)

        running = [start("scheduler", "--host", "127.0.0.1", "--port", "0")]
        try:
            while not file.exists() or not file.stat().st_size:
                time.sleep(0.05)
            running.append(start("worker", "--nworkers", str(workers), "--nthreads", "1", "--host", "127.0.0.1"))
            yield json.loads(file.read_text())["address"]
        finally:
            for process in reversed(running):
                process.terminate()
                process.wait()


@dataclass(frozen=True)
class Timed:
    """What a run comes to, its seconds by the clock, those that this process computes, and the busiest worker."""

    answer: Any
    clock: float
    own: float
    busiest: float


def timed(run: Callable[[], Any], busy: Callable[[], dict[str, float]]) -> Timed:
    """Run, with the processor time of every worker before and after."""
    before, clock, own = busy(), time.perf_counter(), time.process_time()
    answer, clock, own = run(), time.perf_counter() - clock, time.process_time() - own
    return Timed(answer, clock, own, max(seconds - before[worker] for worker, seconds in busy().items()))


def main() -> int:
    """Run from the command line; the exit status is 1 if workers do not beat one process by enough."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--case", default="arnhem-ozo")
    parser.add_argument("--draws", type=int, default=65536)
    parser.add_argument("--replicates", type=int, default=256)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    model = mkba.build_model(mkba.load_case(options.case))
    size = {"draws": options.draws, "replicates": options.replicates}

    alone, together = [], []
    with cluster(WORKERS) as address, Client(address, set_as_default=False) as client, connected(address) as workers:
        client.wait_for_workers(WORKERS)
        client.run(mkba.confidence, model, draws=64)  # imports
        busy = partial(client.run, time.process_time)
        for _ in range(options.rounds):
            alone.append(timed(lambda: mkba.confidence(model, **size), busy))
            together.append(timed(lambda: mkba.confidence(model, **size, executor=workers), busy))
            assert alone[-1].answer == together[-1].answer

    one, shared = ({what: median(getattr(run, what) for run in runs) for what in COLUMNS} for runs in (alone, together))
    faster, quiet = one["clock"] / shared["clock"], one["own"] / (shared["own"] + shared["busiest"])
    text = f"""# Two workers against one process

`confidence` on {options.case}, {options.draws * options.replicates:,} draws, medians of {options.rounds} in turns; the
answers are the same to the last bit.

| | seconds by the clock | processor seconds of this process | of the busiest worker |
|---|---|---|---|
| one process | {one["clock"]:.1f} | {one["own"]:.1f} | |
| {WORKERS} workers, a thread each | {shared["clock"]:.1f} | {shared["own"]:.1f} | {shared["busiest"]:.1f} |

{faster:.2f} times as fast by the clock, on {os.cpu_count()} processors with load {os.getloadavg()[0]:.1f}. By processor
time {quiet:.2f} times: what one process computes, over what the busiest worker does and what this process hands out and
folds, one after the other.
"""
    print(text)
    if options.out:
        options.out.write_text(text, "utf-8")
    return int(max(faster, quiet) < ENOUGH)


if __name__ == "__main__":
    sys.exit(main())
