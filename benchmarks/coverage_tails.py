"""How often a heavy tail is warned of: where intervals fail, and where they do not.

    python benchmarks/coverage_tails.py [--seeds 200] [--out benchmarks/results/coverage_tails.md]

For each model: how often the 95 % intervals of the mean and the standard deviation hold the truth (8 replicates of
1,024 draws), and how often the mean counts as blurred, the answer warns, and it refuses to give a mean. The limits in
``mkba_uncertainty/tails.py`` are set by this table: a warning in at least 95 % of the seeds where an interval holds the
truth in less than 92.5 %, and in at most 5 % where nothing is wrong.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np

import mkba_uncertainty as mkba
from mkba_uncertainty.analysis.requirements import heavy_tails
from mkba_uncertainty.design import Design
from mkba_uncertainty.simulation import RunBatch
from mkba_uncertainty.summary import Statistics, Summary

HEAD = "| model | mean held | sd held | mean blurred | warns | refuses |\n|---|---|---|---|---|---|"


def product(sigma: float) -> tuple[mkba.Model, float, float]:
    """Give a product of three lognormals, with its mean and standard deviation."""
    inputs = {name: mkba.LogNormal(0, sigma) for name in "abc"}
    growth = math.exp(3 * sigma**2)
    model = mkba.Model(inputs, lambda x: {"y": x["a"] * x["b"] * x["c"]}, ["y"])
    return model, math.sqrt(growth), math.sqrt((growth - 1) * growth)


def total(family: mkba.Family) -> tuple[mkba.Model, float, float]:
    """Give a sum of three."""
    model = mkba.Model(dict.fromkeys("abc", family), lambda x: {"y": x["a"] + x["b"] + x["c"]}, ["y"])
    return model, 3 * family.mean, math.sqrt(3) * family.sd


def rare(chance: float) -> tuple[mkba.Model, float, float]:
    """Give a branch that is seldom taken, and then decides."""
    inputs = {"r": mkba.Normal(0, 1), "b": mkba.Uniform(0, 1), "e": mkba.Normal(0, 0.1)}
    model = mkba.Model(inputs, lambda x: {"y": 100 * x["r"] * (x["b"] < chance) + x["e"]}, ["y"])
    return model, 0.0, math.sqrt(1e4 * chance + 0.01)


def pole() -> tuple[mkba.Model, float, float]:
    """Give a division by what may be zero, which has no mean."""
    model = mkba.Model({"x": mkba.Pert(0.15, 0.30, 0.50)}, lambda x: {"y": 1 / (x["x"] - 0.25)}, ["y"])
    return model, math.nan, math.nan


MODELS = {
    "sum of three normals": total(mkba.Normal(0, 1)),
    "sum of three uniforms": total(mkba.Uniform(0, 1)),
    "sum of three PERT(0.15, 0.30, 0.50)": total(mkba.Pert(0.15, 0.30, 0.50)),
    **{f"product of three LogNormal(0, {sigma})": product(sigma) for sigma in (0.2, 0.4, 0.6, 0.8, 1.0)},
    **{f"branch of probability {chance}": rare(chance) for chance in (0.001, 0.01, 0.1)},
    "1 / (x - 0.25), x ~ PERT(0.15, 0.30, 0.50)": pole(),
}


def look(model: mkba.Model, mean: float, sd: float, seed: int) -> list[bool]:
    """Say of one run what held and what was said."""
    statistics, design = Statistics(("y",), ()), Design(rng=seed)
    summary, run = Summary(statistics), RunBatch(model, design, ("y",))
    for batch in design.batches():
        summary.add(statistics.section([run(batch).array(("y",))]))
    found, tail = (summary.means()[0], summary.sds()[0]), summary.tails()[0]
    held = [each.low <= truth <= each.high for each, truth in zip(found, (mean, sd), strict=True)]
    return [*held, *([tail.blurs_mean, True, tail.boundless] if tail else [False] * 3)]


def rows(seeds: int) -> Iterator[str]:
    """Run everything."""
    for name, (model, mean, sd) in MODELS.items():
        shares = np.mean([look(model, mean, sd, seed) for seed in range(seeds)], axis=0)
        cells = ["-" if math.isnan(mean) and place < 2 else f"{100 * share:.1f}" for place, share in enumerate(shares)]
        yield f"| {name} | {' | '.join(cells)} |"
    for name in ("arnhem-ozo", "den-haag-scm"):
        model = mkba.build_model(mkba.load_case(name))
        warned = [bool(heavy_tails(model, Design(rng=seed), model.headlines)) for seed in range(seeds // 4)]
        yield f"| {name}, any of six outcomes | - | - | - | {100 * np.mean(warned):.1f} | - |"


def stopped(seeds: int) -> Iterator[str]:
    """Say how often the interval of a run that stops itself holds the mean, begun from 16 draws in 2 replicates."""
    for name in ("sum of three normals", "product of three LogNormal(0, 0.6)"):
        model, mean, sd = MODELS[name]
        for share in (0.05, 0.1, 0.2):
            runs = (
                mkba.confidence(model, draws=16, replicates=2, rng=seed, until=f"y.mean:{share * sd}")
                .outcomes["y"]
                .mean
                for seed in range(seeds)
            )
            held = np.mean([run is not None and run.low <= mean <= run.high for run in runs])
            yield f"| {name} | {share} sd | {100 * held:.1f} |"


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    lines = [
        "# Heavy tails: what holds, and what is said",
        "",
        f"In % of {options.seeds} seeds (a quarter of them for the shipped cases); standard error of 95 %:"
        f" {100 * math.sqrt(0.0475 / options.seeds):.1f}. Made by `python benchmarks/coverage_tails.py`.",
        "",
        HEAD,
        *rows(options.seeds),
        "",
        "Begun from 2 replicates of 16 draws, with `until` the mean has an interval of so many standard deviations:",
        "",
        "| model | width asked | mean held |\n|---|---|---|",
        *stopped(options.seeds),
        "",
    ]
    text = "\n".join(lines)
    print(text)
    if options.out:
        options.out.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
