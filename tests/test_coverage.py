"""The promise of every interval: 95 % of them hold the truth. The full count is ``benchmarks/coverage.py``."""

from __future__ import annotations

from itertools import pairwise

import known_models
import numpy as np
import pytest
from intervals import assert_covers

from mkba_uncertainty.design import Design, DesignKind

HEAVY = {("lognormals", "sd")}
"""The error of the sd of a heavy-tailed product is skewed: its intervals hold the truth in 89 % of the runs."""


# --- first: what is called the truth must be true


@pytest.mark.parametrize("name", known_models.ALL)
def test_distribution_functions_have_the_moments_of_the_closed_forms(name: str) -> None:
    """``E y^k = low^k + integral of k y^(k-1) (1 - F)``: two derivations of mean and sd that share nothing."""
    known = known_models.ALL[name]()
    low, high = known.bracket
    assert [known.cdf(low), known.cdf(high)] == pytest.approx([0, 1], abs=1e-6)
    edges = np.linspace(low, high, 31) if name != "lognormals" else np.geomspace(low, high, 31)
    nodes, weights = np.polynomial.legendre.leggauss(5)
    first, second = low, low**2
    for left, right in pairwise(edges):
        y = left + (right - left) * (nodes + 1) / 2
        tail = np.array([1 - known.cdf(value) for value in y]) * weights * (right - left) / 2
        first, second = first + tail.sum(), second + (2 * y * tail).sum()
    assert first == pytest.approx(known.mean, rel=2e-5)
    assert np.sqrt(second - first**2) == pytest.approx(known.sd, rel=1e-4)


@pytest.mark.parametrize("name", known_models.ALL)
def test_a_long_run_finds_the_truth(name: str) -> None:
    known = known_models.ALL[name]()
    found = known_models.summarise(known, Design(2**15, 8, 2))
    for statistic, truth in known.truth.items():
        error = abs(found[statistic].value - truth)
        assert error < 1.5 * found[statistic].width, statistic  # three half widths: 6 standard errors
        assert error < 0.01 * abs(truth), statistic


# --- then: the intervals


def check(known: known_models.Known, seeds: int, replicates: int, draws: int, kind: DesignKind = "sobol") -> None:
    runs = [known_models.summarise(known, Design(draws, replicates, seed, kind)) for seed in range(seeds)]
    for statistic, truth in known.truth.items():
        least = 0.88 if (known.model.name, statistic) in HEAVY else 0.95
        of_seed = [run[statistic] for run in runs]
        assert_covers(of_seed.__getitem__, truth, seeds=range(seeds), rates=(least, 0.95))


@pytest.mark.parametrize("name", known_models.SMALL)
def test_intervals_of_a_default_run_hold_the_truth_as_often_as_they_say(name: str) -> None:
    check(known_models.SMALL[name](), seeds=100, replicates=8, draws=1024)


@pytest.mark.parametrize("name", known_models.SMALL)
def test_so_do_those_of_many_replicates(name: str) -> None:
    """More draws than a pooled distribution holds one by one."""
    check(known_models.SMALL[name](), seeds=40, replicates=72, draws=256)


@pytest.mark.parametrize("kind", ["latin_hypercube", "monte_carlo"])
def test_so_do_those_of_other_designs(kind: DesignKind) -> None:
    check(known_models.pert_sum(), seeds=200, replicates=8, draws=256, kind=kind)


def test_so_do_those_of_correlated_inputs() -> None:
    check(known_models.gaussian_sum(0.5), seeds=200, replicates=8, draws=512)
