"""How much faster our quantile functions are than scipy's, and how far they are off.

Run ``python benchmarks/quantile_functions.py``. Each ratio is the median over rounds, in which both take turns, of
the time that a frozen distribution of ``scipy.stats`` takes for 8,192 draws, over ours. Building a spline is timed on
its own: it happens once for each pair of shapes; "first" is the ratio with it included. The miss is the largest over
normal scores from -8 to 8, in standard deviations.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np
import scipy
from scipy import stats
from scipy.special import ndtri

from mkba_uncertainty.families import Beta, Family, Gamma, LogNormal, Mixture, Pert, Triangular
from mkba_uncertainty.families.fast_quantile import ScoreQuantile, beta_quantile, gamma_quantile

DRAWS, ROUNDS, REPEATS = 8192, 15, 5


def main() -> None:
    """Print one line for each distribution."""
    u = np.random.default_rng(1).random(DRAWS)
    print(f"{DRAWS:,} draws, medians of {ROUNDS} rounds; scipy {scipy.__version__}, numpy {np.__version__}")
    print(f"{'microseconds':34}{'scipy':>8}{'ours':>8}{'ratio':>8}{'building':>10}{'first':>8}{'steps':>7}{'miss':>10}")
    for family, reference, build in cases():
        theirs, ours = in_turns(partial(reference.ppf, u), partial(family.ppf, u))
        ratio = statistics.median(slow / fast for slow, fast in zip(theirs, ours, strict=True))
        slow, fast = statistics.median(theirs), statistics.median(ours)
        print(
            f"{family!s:34.33}{slow:8.0f}{fast:8.0f}{ratio:8.1f}" + (spline_columns(build, slow, fast) if build else "")
        )
    scores = statistics.median(microseconds(partial(ndtri, u)) for _ in range(ROUNDS))
    print(f"\nOf ours, ndtri takes {scores:.0f}; none of it where normal scores are given (ppf_from_normal).")
    mixture = Mixture((Pert(0.1, 0.3, 0.5), Pert(0.2, 0.4, 0.8), LogNormal(-1.0, 0.3)))
    mixture.ppf(0.5)
    solving = statistics.median(microseconds(partial(mixture.ppf, u)) for _ in range(ROUNDS))
    print(f"A mixture of three takes {solving:.0f}.")


def cases() -> list[tuple[Family, stats.rv_continuous, Callable[[], ScoreQuantile] | None]]:
    """Give each family, the same in scipy, and what builds its spline."""

    def pert(low: float, mode: float, high: float) -> tuple[Family, stats.rv_continuous, Callable[[], ScoreQuantile]]:
        width = high - low
        alpha, beta = 1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width
        return Pert(low, mode, high), stats.beta(alpha, beta, low, width), lambda: beta_quantile(alpha, beta)

    return [
        pert(0.15, 0.30, 0.50),
        pert(0.25, 0.50, 0.75),
        pert(1.08, 1.15, 1.22),
        pert(5840.0, 7300.0, 9125.0),
        pert(0.50, 1.00, 1.00),
        (Beta(258.0, 163.0), stats.beta(258, 163), lambda: beta_quantile(258.0, 163.0)),
        (Gamma(11.0), stats.gamma(11), lambda: gamma_quantile(11.0)),
        (Gamma(60.0), stats.gamma(60), lambda: gamma_quantile(60.0)),
        (Triangular(0.15, 0.30, 0.50), stats.triang(0.15 / 0.35, 0.15, 0.35), None),
        (LogNormal(0.0, 0.4), stats.lognorm(0.4), None),
    ]


def in_turns(first: Callable[[], object], second: Callable[[], object]) -> list[list[float]]:
    """Time two functions in turns; returns the microseconds of each round, the best of some repeats."""
    times: list[list[float]] = [[], []]
    for _ in range(ROUNDS):
        for function, record in zip((first, second), times, strict=True):
            record.append(min(microseconds(function) for _ in range(REPEATS)))
    return times


def microseconds(function: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    function()
    return (time.perf_counter() - start) * 1e6


def spline_columns(build: Callable[[], ScoreQuantile], slow: float, fast: float) -> str:
    """Describe the spline: the time to build it, the ratio with that included, its steps, its largest miss."""

    def anew() -> ScoreQuantile:
        beta_quantile.cache_clear()
        gamma_quantile.cache_clear()
        return build()

    building = statistics.median(microseconds(anew) for _ in range(ROUNDS))
    spline = build()
    z = np.random.default_rng(2).uniform(-8, 8, 100_000)
    miss = np.abs(spline(z) - spline.exact(z)).max() / spline.sd
    first = slow / (building + fast)
    return f"{building:10.0f}{first:8.1f}{spline.coefficients.shape[1] - 1:7d}{miss:10.1e}"


if __name__ == "__main__":
    main()
