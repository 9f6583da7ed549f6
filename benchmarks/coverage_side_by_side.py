"""Count how often 95 % intervals of changes and comparisons hold the truth: ``whatif`` and ``compare``.

    python benchmarks/coverage_side_by_side.py [--seeds 300] [--out benchmarks/results/coverage_side_by_side.md]

On sums of normals and products of lognormals, of which differences are known in closed form.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from coverage_report import report
from scipy.stats import lognorm, norm

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from cases import small
from intervals import covers

import mkba_uncertainty as mkba
from mkba_uncertainty.replication import Measured

SIZES = ((8, 1024), (8, 64), (32, 256))
"""Replicates, and draws in each."""

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
SCENARIO = '\n[scenarios.more]\nlabel = {{ nl = "Meer", en = "More" }}\nset = {{ {sets} }}\n'

Found = dict[str, Measured]
Count = Callable[[int, int, int], Found]


def estimate(value: float, unit: str, family: str = "") -> str:
    """Give an estimate as a case file has it."""
    return f'value = {value}\nunit = "{unit}"' + (f"\ndistribution = {{ {family} }}" if family else "")


def normal(mean: float, sd: float, unit: str = "EUR") -> str:
    """Give a normal estimate."""
    return estimate(mean, unit, f'family = "normal", mu = {mean}, sigma = {sd}')


def lognormal(mu: float, sigma: float, unit: str = "EUR") -> str:
    """Give a lognormal estimate, of value 1."""
    return estimate(1, unit, f'family = "log_normal", mu = {mu}, sigma = {sigma}')


def case_of(costs: list[str], benefits: list[str], more: str = "", **estimates: str) -> mkba.Case:
    """Make a case of one year."""
    with tempfile.TemporaryDirectory() as folder:
        return small(Path(folder), costs, benefits, more, **estimates)


def known(prefix: str, difference: Any) -> dict[str, float]:
    """Give what is true of a difference with this distribution."""
    moments = {"mean": difference.mean(), "sd": difference.std(), "P(> 0)": difference.sf(0)}
    quantiles = {f"q{level:g}": difference.ppf(level) for level in LEVELS}
    return {f"{prefix} {name}": float(value) for name, value in (moments | quantiles).items()}


def told(prefix: str, one: Any) -> Found:
    """Give what a result says of a difference."""
    quantiles = {f"q{level:g}": one.quantiles[level] for level in LEVELS}
    found = {"mean": one.mean, "sd": one.sd, "P(> 0)": one.probability, **quantiles}
    return {f"{prefix} {name}": value for name, value in found.items()}


def changed(case: mkba.Case) -> Count:
    """Ask what the scenario changes."""
    model = mkba.build_model(case)

    def ask(draws: int, replicates: int, seed: int) -> Found:
        found = mkba.contrast(model, draws=draws, replicates=replicates, rng=seed).contrasts["more"]
        other = found.from_uncertain
        chances = {"before": found.before, "after": found.after, "before, not knowing": other.before}
        return told("itself", found) | told("from uncertain", other) | chances

    return ask


def compared(one: mkba.Case, other: mkba.Case) -> Count:
    """Ask by how much the ratio of one case exceeds that of the other."""
    cases = [one.replace(name="one"), other.replace(name="other")]

    def ask(draws: int, replicates: int, seed: int) -> Found:
        found = mkba.compare(cases, draws=draws, replicates=replicates, rng=seed).differences
        return {name: value for reading, each in found.items() for name, value in told(reading, each).items()}

    return ask


def known_changes() -> dict[str, tuple[Count, dict[str, float]]]:
    """Give what is asked, and what is true of it."""
    sets = SCENARIO.format(sets="k = 2, b = 1")
    sums = case_of(
        ["c"],
        ["a", "w * k", "b"],
        sets,
        a=normal(1, 1),
        w=normal(0.5, 2, "EUR / household"),
        b=normal(0.5, 0.7),
        c=normal(2, 0.5),
        k=estimate(1, "household"),
    )
    product = case_of(
        ["1.5 * k"],
        ["p * v"],
        SCENARIO.format(sets="p = 1.4"),
        p=lognormal(0, 0.3, "EUR / household"),
        v=lognormal(0, 0.5, "household"),
        k=estimate(1, "EUR"),
    )
    of_product = known("itself", lognorm(0.5, scale=0.4))
    del of_product["itself P(> 0)"]  # it is always above 0
    return {
        "sum of normals": (
            changed(sums),
            known("itself", norm(1, 2))
            | known("from uncertain", norm(1, np.hypot(2, 0.7)))
            | {"before": 0.5, "after": norm.cdf(1 / np.sqrt(17.25)), "before, not knowing": 0.5},
        ),
        "product of lognormals": (
            changed(product),
            of_product
            | {
                "from uncertain mean": (1.4 - np.exp(0.045)) * np.exp(0.125),
                "from uncertain P(> 0)": norm.cdf(np.log(1.4) / 0.3),
                "before": lognorm.sf(1.5, 0.5),
                "after": lognorm.sf(1.5, 0.5, scale=1.4),
                "before, not knowing": lognorm.sf(1.5, np.hypot(0.3, 0.5)),
            },
        ),
    }


def known_comparisons() -> dict[str, tuple[Count, dict[str, float]]]:
    """Give what is asked, and what is true of it."""
    price = estimate(1, "EUR")
    one = case_of(["p"], ["e", "own"], p=price, e=normal(5, 2), own=normal(0.5, 1))
    other = case_of(["p"], ["e", "its"], p=price, e=normal(5, 3), its=normal(0.2, 1.5))
    only, alone = (case_of(["p"], ["e"], p=price, e=normal(mean, sd)) for mean, sd in ((5, 2), (4.7, 3)))
    return {
        "normals, one shared": (
            compared(one, other),
            known("shared", norm(0.3, np.sqrt(4.25))) | known("independent", norm(0.3, np.sqrt(16.25))),
        ),
        "one shared normal": (compared(only, alone), known("shared", norm(0.3, 1))),
    }


def kinds(truth: Iterable[str]) -> dict[str, list[str]]:
    """Sort what is asked by kind: means, sds, probabilities, quantiles."""
    sorted_out: dict[str, list[str]] = {"mean": [], "sd": [], "quantile": [], "probability": []}
    for name in truth:
        last = name.rpartition(" ")[2]
        kind = last if last in ("mean", "sd") else "quantile" if last[:2] == "q0" else "probability"
        sorted_out[kind].append(name)
    return sorted_out


def lines(seeds: int) -> list[str]:
    """Run everything; a row a model and size."""
    made = []
    every: Mapping[str, tuple[Count, dict[str, float]]] = known_changes() | known_comparisons()
    for name, (ask, truth) in every.items():
        for replicates, draws in SIZES:
            held = Counter[str]()
            for seed in range(seeds):
                found = ask(draws, replicates, seed)
                held.update({each: int(covers(found[each], true)) for each, true in truth.items()})
            rates = {
                kind: [100 * held[each] / seeds for each in names] for kind, names in kinds(truth).items() if names
            }
            cells = [f"{min(each):.0f} to {max(each):.0f}" if (each := rates.get(kind)) else "" for kind in kinds(())]
            made.append(f"| {name} | {replicates} x {draws} | {' | '.join(cells)} |")
    return made


if __name__ == "__main__":
    report(
        "changes and comparisons",
        lines,
        ("model", "replicates x draws", "mean", "sd", "quantiles", "probabilities"),
        seeds=300,
        each=", the lowest and highest of each kind",
    )
