"""Count how often 95 % intervals of a programme in many places hold the truth, which is known for normal errors.

python benchmarks/coverage_portfolio.py [--seeds 200] [--out benchmarks/results/coverage_portfolio.md]
"""

from __future__ import annotations

import math
import sys
import tempfile
from collections import Counter
from pathlib import Path

from coverage_report import report
from scipy.stats import norm

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from cases import small
from intervals import covers
from known_models import loss

import mkba_uncertainty as mkba
from mkba_uncertainty.replication import Measured

SITES, MEAN, RHO = 7, -0.5, 0.4
SHARED, OWN, BETWEEN = 2.0, 3.0, 1.5
"""Standard deviations of an error that sites share, of one that they do not, and of one of which they share RHO."""

SIZE = (8, 128)
"""Replicates, and draws in each."""

ONE = math.hypot(SHARED, OWN, BETWEEN)
COMMON = math.sqrt(SHARED**2 + RHO * BETWEEN**2)
SUM = math.sqrt((SITES * COMMON) ** 2 + SITES * (OWN**2 + (1 - RHO) * BETWEEN**2))
APART = math.sqrt(SITES) * ONE

TRUTH = {
    "mean of the sum": SITES * MEAN,
    "sd of the sum": SUM,
    "P(sum > 0)": float(norm.cdf(SITES * MEAN / SUM)),
    "5 % quantile of the sum": float(norm.ppf(0.05, SITES * MEAN, SUM)),
    "sd if independent": APART,
    "P(sum > 0) if independent": float(norm.cdf(SITES * MEAN / APART)),
    "how many times as wide": SUM / APART,
    "sd of a site": ONE,
    "P(site > 0)": float(norm.cdf(MEAN / ONE)),
    "knowing all, everywhere or nowhere": loss(SITES * MEAN, SUM),
    "knowing what is common, everywhere or nowhere": loss(SITES * MEAN, SITES * COMMON),
    "knowing what is common, each site": SITES * loss(MEAN, COMMON),
    "knowing one estimate, everywhere or nowhere": loss(SITES * MEAN, SITES * SHARED),
}


def programme() -> mkba.Programme:
    """Make the sites: each costs 1 and yields three normals."""
    sds = {"shared": (0.5, SHARED), "own": (0.0, OWN), "between": (0.0, BETWEEN)}
    unit = 'unit = "EUR"\n'
    normals = {
        name: f'value = {mean}\n{unit}distribution = {{ family = "normal", mu = {mean}, sigma = {sd} }}'
        for name, (mean, sd) in sds.items()
    }
    with tempfile.TemporaryDirectory() as folder:
        case = small(Path(folder), ["price"], [" + ".join(sds)], price=f"value = 1\n{unit}", **normals)
    sites = {f"site {number}": {} for number in range(SITES)}
    return mkba.Programme(case, sites, local=["own"], exchangeable={"between": RHO})


def answer(asked: mkba.Programme, seed: int) -> dict[str, Measured | None]:
    """Run once, and give what the truth is known of, in its order."""
    replicates, draws = SIZE
    found = mkba.portfolio(asked, draws=draws, replicates=replicates, rng=seed)
    site, known = found.sites["site 3"], found.knowledge
    numbers = (
        found.total.mean,
        found.total.sd,
        found.probability,
        found.total.quantiles[0.05],
        found.independent.sd,
        found.probability_independent,
        found.wider,
        site.found.sd,
        site.probability,
        known.everything.everywhere,
        known.common.everywhere,
        known.common.each_site,
        known.estimates["shared"].everywhere,
    )
    return dict(zip(TRUTH, numbers, strict=True))


def lines(seeds: int) -> list[str]:
    """Run everything; a row a number."""
    asked, held = programme(), Counter[str]()
    for seed in range(seeds):
        held.update({name: int(covers(found, TRUTH[name])) for name, found in answer(asked, seed).items() if found})
    return [f"| {name} | {100 * held[name] / seeds:.1f} |" for name in TRUTH]


if __name__ == "__main__":
    report("a programme in many places", lines, ("number", "held, %"), seeds=200, each=", 8 x 128 draws")
