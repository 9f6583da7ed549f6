"""The value of one input from a table of draws: coverage on closed forms, and time and accuracy against pygam.

    python benchmarks/evppi.py [--seeds 300] [--rows 8192 32768] [--pygam] [--out benchmarks/results/evppi.md]

The net benefit is normal with standard deviation 3, of which one input carries a part. ``plain`` is the usual formula:
fitted means of a least-squares cubic B-spline with 8 inner knots in ``E max - max E``. pygam (an optional
package, in an environment of its own if need be) fits its default smooth of the same input; times are of the processor,
so set ``OMP_NUM_THREADS=1`` lest waiting threads count.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.special import ndtr

from mkba_uncertainty.analysis.information.plain_table import evppi
from mkba_uncertainty.analysis.information.regression import spline_basis

SCENARIOS = {
    "strong": (-1.0, 2.0),
    "medium": (-1.0, 1.0),
    "small": (-1.0, 0.5),
    "next to nothing": (-1.0, 0.3),
    "null": (-1.0, 0.0),
    "null, options equal": (0.0, 0.0),
    "null, nearly equal": (-0.05, 0.0),
    "weak, options equal": (0.0, 0.1),
    "options equal": (0.0, 1.0),
}
"""Mean of the net benefit, and the standard deviation that the input carries."""

ROUNDS = 5


def truth(mean: float, sd: float) -> float:
    """E max(Y, 0) - max(E Y, 0) for a normal Y."""
    if sd == 0:
        return 0.0
    density = math.exp(-0.5 * (mean / sd) ** 2) / math.sqrt(2 * math.pi)
    return sd * density + mean * float(ndtr(mean / sd)) - max(mean, 0.0)


def draw(mean: float, sd: float, rows: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw the input and the net benefit."""
    rng = np.random.default_rng([seed, rows])
    x = rng.normal(size=rows)
    return x, mean + sd * x + math.sqrt(9 - sd**2) * rng.normal(size=rows)


def plain(x: np.ndarray, net: np.ndarray) -> float:
    """Put fitted means in the formula."""
    basis = np.column_stack([np.ones_like(x), spline_basis(x, 8)])
    fitted = basis @ np.linalg.lstsq(basis, net)[0]
    return float(np.maximum(fitted, 0).mean() - max(net.mean(), 0.0))


def by_pygam(x: np.ndarray, net: np.ndarray) -> float:
    """Put pygam's fitted means in the formula."""
    from pygam import LinearGAM, s

    fitted = LinearGAM(s(0)).fit(x[:, None], net).predict(x[:, None])
    return float(np.maximum(fitted, 0).mean() - max(net.mean(), 0.0))


def ours(x: np.ndarray, net: np.ndarray) -> float:
    """Value with our estimator."""
    return evppi({"x": x}, net).value


def coverage(seeds: int, rows: int) -> list[str]:
    """Count for each scenario how often the interval holds the truth."""
    lines = [
        f"{rows:,} rows, {seeds} seeds.",
        "",
        "| scenario | truth | plain, mean | ours, mean | width of the interval | interval holds the truth |",
        "|---|---|---|---|---|---|",
    ]
    for name, (mean, sd) in SCENARIOS.items():
        exact, plains, values, widths, held = truth(mean, sd), [], [], [], 0
        for seed in range(seeds):
            x, net = draw(mean, sd, rows, seed)
            found = evppi({"x": x}, net, rng=seed)["x"]
            plains.append(plain(x, net))
            values.append(found.value)
            widths.append(found.width)
            held += found.low - 1e-12 <= exact <= found.high + 1e-12
        lines.append(
            f"| {name} | {exact:.5f} | {np.mean(plains):.5f} | {np.mean(values):.5f} | {np.mean(widths):.5f} "
            f"| {100 * held / seeds:.1f} % |"
        )
        print(lines[-1], flush=True)
    return lines


def seconds(function: Callable[[], object]) -> float:
    """Give the processor time that a function takes: the median of some rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        function()
        times.append(time.process_time() - start)
    return statistics.median(times)


def against_pygam(rows: int = 100_000, seeds: int = 8) -> list[str]:
    """Time both on as many rows, and compare their errors over some seeds."""
    mean, sd = SCENARIOS["strong"]
    errors: dict[str, list[float]] = {"ours": [], "pygam": []}
    apart = []
    for seed in range(seeds):
        x, net = draw(mean, sd, rows, seed)
        errors["ours"].append(ours(x, net) - truth(mean, sd))
        errors["pygam"].append(by_pygam(x, net) - truth(mean, sd))
        apart.append(errors["ours"][-1] - errors["pygam"][-1])
    x, net = draw(mean, sd, rows, 0)
    fast, slow = seconds(lambda: ours(x, net)), seconds(lambda: by_pygam(x, net))
    root = {name: math.sqrt(np.mean(np.square(found))) for name, found in errors.items()}
    lines = [
        f"{rows:,} rows, the strong input; processor seconds, medians of {ROUNDS}; errors over {seeds} seeds.",
        "",
        "| | seconds | root mean square error |",
        "|---|---|---|",
        f"| ours, interval included | {fast:.2f} | {root['ours']:.5f} |",
        f"| pygam, without interval | {slow:.2f} | {root['pygam']:.5f} |",
        "",
        f"Ours is {slow / fast:.0f} times faster. The two differ by {np.std(apart):.5f} on the same rows.",
    ]
    print("\n".join(lines))
    return lines


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=300)
    parser.add_argument("--rows", type=int, nargs="+", default=[8192, 32768])
    parser.add_argument("--pygam", action="store_true")
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    lines = ["# The value of one input from a table", "", "Made by `python benchmarks/evppi.py`.", ""]
    for rows in options.rows if options.seeds else []:
        lines += [*coverage(options.seeds, rows), ""]
    if options.pygam:
        lines += against_pygam()
    if options.out is not None:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
