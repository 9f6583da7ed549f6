"""Do 95 % intervals of Sobol' indices hold the truth in 95 % of the seeds? A small count; the benchmark counts 2,000.

``benchmarks/coverage_sobol.py`` demands 92.5 to 97.5 % of every interval.
"""

from __future__ import annotations

import pytest
from intervals import assert_covers
from known_indices import KNOWN, compare

from mkba_uncertainty import sobol
from mkba_uncertainty.replication import Measured

MODELS = ("ishigami", "sobol g", "lognormals")


@pytest.mark.parametrize(("replicates", "draws", "seeds"), [(8, 256, 80), (64, 64, 25)])
@pytest.mark.parametrize("known", MODELS)
def test_intervals_of_both_orders_hold_the_truth_as_often_as_they_say(
    known: str, replicates: int, draws: int, seeds: int
) -> None:
    one = KNOWN[known]()

    def found(seed: int) -> dict[str, Measured]:
        result = sobol(one.model, draws=draws, replicates=replicates, rng=seed)
        return {name: measured for name, measured, _ in compare(one, result)}

    truth = {f"first {name}": true for name, true in one.first.items()}
    truth |= {f"total {name}": true for name, true in one.total.items()}
    # scrambled nets have errors with heavy tails, which make intervals from eight replicates somewhat wide
    assert assert_covers(found, truth, seeds=range(seeds), rates=(0.925, 0.99)) <= 0.985
