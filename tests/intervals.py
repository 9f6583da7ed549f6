"""What can be asked of an interval without one seed that happens to please: coverage over many, or a wider limit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from scipy.stats import binom, t

from mkba_uncertainty.replication import Measured

FALSE_ALARM = 1e-4
"""How often a test may fail where all is well, at most."""
ROUNDING = 1e-12


def covers(measured: Measured, truth: float) -> bool:
    """Whether an interval holds the truth, but for the last bits."""
    slack = ROUNDING * max(1.0, abs(truth))
    return measured.low - slack <= truth <= measured.high + slack


def assert_covers(
    measured_of_seed: Callable[[int], Mapping[str, Measured] | Measured],
    truth: Mapping[str, float] | float,
    *,
    seeds: Iterable[int] = range(60),
    rates: tuple[float, float] = (0.95, 0.95),
) -> float:
    """Intervals hold the truth as often as they say; gives the share of all of them that do.

    Of each number the seeds are counted whose interval holds it. Where the chance of that lies between ``rates``, the
    count leaves the binomial limits once in ten thousand times. Of 60 seeds 49 are asked, which 70 % of coverage
    reaches with a chance of 3 % and 80 % with 45 %; of 200 seeds 177, which 80 % reaches with a chance of 0.1 %. That
    intervals are too wide is seen only from some 180 seeds on: with fewer all may hold the truth, so that a test has
    to ask for their width or for the share that this gives.
    """
    truths = truth if isinstance(truth, Mapping) else {"": truth}
    held, count = Counter(dict.fromkeys(truths, 0)), 0
    for count, seed in enumerate(seeds, 1):  # noqa: B007
        found = measured_of_seed(seed)
        numbers = found if isinstance(found, Mapping) else {"": found}
        held.update({name: int(covers(numbers[name], true)) for name, true in truths.items()})
    fewest = binom.ppf(FALSE_ALARM / len(truths), count, rates[0])
    most = binom.isf(FALSE_ALARM / len(truths), count, rates[1])
    assert all(fewest <= number <= most for number in held.values()), f"{dict(held)} of {count}: {fewest} to {most}"
    return sum(held.values()) / (count * len(held))


def wider(replicates: int = 8) -> float:
    """By how much an interval of 95 % has to grow to hold the truth but for once in ten thousand runs.

    By Student's distribution with ``replicates - 1`` degrees of freedom: 3.3 times with 8 replicates, twice with many.
    """
    return float(t.isf(FALSE_ALARM / 2, replicates - 1) / t.isf(0.025, replicates - 1))


def assert_near(measured: Measured, truth: float, *, replicates: int = 8) -> None:
    """One number of one run lies as near to the truth as its own error says, but for once in ten thousand runs.

    How narrow its interval is, a test has to ask as well.
    """
    half = max(measured.high - measured.value, measured.value - measured.low)
    most = wider(replicates) * half + ROUNDING * max(1.0, abs(truth))
    assert abs(measured.value - truth) <= most, (measured, truth)
