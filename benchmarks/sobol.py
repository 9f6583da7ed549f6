"""Sobol' indices of the Arnhem case: our speed, memory and widths against SALib, scipy and OpenTURNS.

    python benchmarks/sobol.py [--rounds 5] [--out benchmarks/results]

Setting: all uncertain estimates of the case, 20 of its outcomes, N = 8,192 rows (8 replicates of 1,024 draws), so
N (D + 2) model runs on either side. SALib is used as its documentation shows: its sampler, the same vectorised model
on all rows, `analyze` for each outcome with its 100 resamples. What takes it long is measured on one outcome and
counted 20 times. Every side has one thread, and time is processor time: other work on the machine does not count.
OpenTURNS is optional; without it its row is left out. Takes about fifteen minutes.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import importlib
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mkba_uncertainty.analysis.variance.pages import RunPages
from mkba_uncertainty.analysis.variance.sobol import sobol
from mkba_uncertainty.case import HEADLINES
from mkba_uncertainty.casefile import load_case
from mkba_uncertainty.design import Design, transform
from mkba_uncertainty.model import CaseModel, build_model, chunks

CASE, LEADER = "arnhem-ozo", "recidivism"
DRAWS, REPLICATES, OUTCOMES, RESAMPLES = 1024, 8, 20, 100
N = DRAWS * REPLICATES
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@functools.cache
def setting() -> tuple[CaseModel, tuple[str, ...]]:
    """Give the model, and the first 20 of its outcomes that vary."""
    model = build_model(load_case(CASE))
    return model, varying(model)[:OUTCOMES]


def varying(model: CaseModel) -> tuple[str, ...]:
    """Give the headline outcomes, then all others but the years, as far as they are not constant."""
    names = dict.fromkeys([*HEADLINES, *(name for name in model.outcomes if not name.startswith("year"))])
    return tuple(name for name in names if model.graph.uses[name].intersection(model.uncertain))


# --- the sides


def ours(second_order: bool = False, replicates: int = REPLICATES) -> None:
    """Give indices of all outcomes, with intervals."""
    model, outcomes = setting()
    sobol(model, outcomes=outcomes, second_order=second_order, replicates=replicates)


def salib(second_order: bool = False, resamples: int = RESAMPLES, seed: int = 1) -> tuple[dict[str, float], Any]:
    """Give SALib's seconds for each step, with `analyze` of one outcome counted for all, and its indices."""
    from SALib.analyze import sobol as analyze
    from SALib.sample import sobol as sample

    model, outcomes = setting()
    names = list(model.uncertain)
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    seconds = {}
    with timed(seconds, "sample"):
        points = sample.sample(problem, N, calc_second_order=second_order, seed=seed)
    with timed(seconds, "evaluate"):
        table = evaluate(model, outcomes, points.T)
    with timed(seconds, "analyze"):
        y = table[outcomes.index("net_benefit")]
        found = analyze.analyze(problem, y, calc_second_order=second_order, num_resamples=resamples, seed=seed)
    seconds["analyze"] *= OUTCOMES
    return seconds, {name: (found["S1"][i], found["S1_conf"][i]) for i, name in enumerate(names)}


def scipy_indices() -> None:
    """Run scipy's indices (no intervals) of all outcomes."""
    from scipy.stats import sobol_indices

    model, outcomes = setting()

    def function(values: np.ndarray) -> np.ndarray:
        results = model.evaluate(dict(zip(model.uncertain, values, strict=True)), outcomes)
        return np.stack([results[name] for name in outcomes])

    sobol_indices(func=function, n=N, dists=[model.inputs[name] for name in model.uncertain], rng=1)


def openturns() -> dict[str, float]:
    """Give OpenTURNS' seconds for each step, with the analysis of one outcome counted for all."""
    import openturns as ot

    ot.RandomGenerator.SetSeed(1)
    ot.TBB.Disable()
    model, outcomes = setting()
    count = len(model.uncertain)
    seconds: dict[str, float] = {}
    with timed(seconds, "sample"):
        unit = ot.JointDistribution([ot.Uniform(0, 1)] * count)
        design = ot.SobolIndicesExperiment(unit, N, False).generate()
    with timed(seconds, "evaluate"):
        table = evaluate(model, outcomes, np.asarray(design).T)
    with timed(seconds, "analyze"):
        y = ot.Sample(table[outcomes.index("net_benefit")][:, None])
        algorithm = ot.SaltelliSensitivityAlgorithm(design, y, N)
        algorithm.setUseAsymptoticDistribution(False)
        algorithm.setBootstrapSize(RESAMPLES)
        algorithm.getFirstOrderIndicesInterval()
        algorithm.getTotalOrderIndicesInterval()
    seconds["analyze"] *= OUTCOMES
    return seconds


def evaluate(model: CaseModel, outcomes: tuple[str, ...], points: np.ndarray) -> np.ndarray:
    """Evaluate the vectorised model on rows of the unit cube, in the chunks that suit it best."""
    table = np.empty((len(outcomes), points.shape[1]))
    for chunk in chunks(points.shape[1]):
        inside = np.clip(points[:, chunk], 1e-12, 1 - 1e-12)
        results = model.evaluate(transform(model, inside), outcomes)
        table[:, chunk] = [results[name] for name in outcomes]
    return table


@contextlib.contextmanager
def timed(seconds: dict[str, float], step: str) -> Iterator[None]:
    """Note how long a step takes."""
    started = time.process_time()
    yield
    seconds[step] = time.process_time() - started


TASKS: dict[str, Callable[[], Any]] = {
    "ours": ours,
    "ours, second order": lambda: ours(second_order=True),
    "ours, 800 replicates": lambda: ours(replicates=800),
    "salib": lambda: salib()[0],
    "salib, second order": lambda: salib(second_order=True)[0],
    "scipy": scipy_indices,
    "openturns": openturns,
}


# --- measuring


def measure(task: str) -> dict[str, float]:
    """Run a task in this process; give its seconds, and the memory it took above what was there, in MB."""
    for name in ("scipy.stats", "SALib.analyze.sobol", "SALib.sample.sobol", "openturns"):
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    setting()
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # forget the peak of the imports
    before = status("VmRSS")
    started = time.process_time()
    steps = TASKS[task]()
    seconds = time.process_time() - started
    return {"seconds": sum(steps.values()) if steps else seconds, "megabytes": (status("VmHWM") - before) / 1024}


def status(key: str) -> float:
    """Read a figure of this process, in kB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return float(next(line for line in lines if line.startswith(key)).split()[1])


def fresh(task: str) -> dict[str, float]:
    """Measure a task in a process of its own, imports excluded."""
    run = subprocess.run([sys.executable, __file__, "--task", task], capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(run.stdout)
    return result


def warm(task: str) -> float:
    """Give the seconds of a task in this process."""
    return measure(task)["seconds"]


def median(task: str, how: Callable[[str], Any], rounds: int) -> Any:
    """Give the median over rounds."""
    found = [how(task) for _ in range(rounds)]
    if isinstance(found[0], dict):
        return {key: statistics.median(one[key] for one in found) for key in found[0]}
    return statistics.median(found)


def speed(rounds: int) -> list[str]:
    """Compare speed and memory with each other side."""
    lines = [
        "| against | runs measured | theirs, s | ours, s | ratio in a fresh process | ratio, warm |",
        "|---|---|---|---|---|---|",
    ]
    memory = {}
    pairs = [("salib", "ours", rounds), ("salib, second order", "ours, second order", 1), ("scipy", "ours", rounds)]
    if installed("openturns"):
        pairs.append(("openturns", "ours", rounds))
    for theirs, mine, slow_rounds in pairs:
        median(mine, warm, 2)
        pair = [(median(theirs, fresh, 1), median(mine, fresh, 1)) for _ in range(slow_rounds)]
        quick = [median(mine, fresh, 1) for _ in range(rounds - slow_rounds)] + [one for _, one in pair]
        cold = statistics.median(one["seconds"] for one, _ in pair), statistics.median(one["seconds"] for one in quick)
        hot = [(warm(theirs), warm(mine)) for _ in range(slow_rounds)]
        mine_hot = statistics.median([one for _, one in hot] + [warm(mine) for _ in range(rounds)])
        ratio = statistics.median(one for one, _ in hot) / mine_hot
        lines.append(
            f"| {theirs} | {slow_rounds} | {cold[0]:.2f} | {cold[1]:.3f} | **{cold[0] / cold[1]:.3g}** | {ratio:.3g} |"
        )
        memory[theirs] = statistics.median(one["megabytes"] for one, _ in pair)
        memory[mine] = statistics.median(one["megabytes"] for one in quick)
    memory["ours, 800 replicates"] = fresh("ours, 800 replicates")["megabytes"]
    lines += ["", "Peak memory above imports, in MB:", "", "| side | MB |", "|---|---|"]
    return lines + [f"| {side} | {megabytes:.0f} |" for side, megabytes in memory.items()]


def widths(seeds: int = 20, of_salib: int = 5) -> list[str]:
    """Compare the interval of the leading index at equal model runs, and what it should be."""
    model, _ = setting()
    truth = sobol(model, outcomes=["net_benefit"], draws=8192, replicates=64, rng=999).outcomes["net_benefit"]
    true = truth.indices[LEADER].first_order.value
    mine = [
        sobol(model, outcomes=["net_benefit"], rng=seed).outcomes["net_benefit"].indices[LEADER].first_order
        for seed in range(seeds)
    ]
    theirs = [salib(seed=seed)[1][LEADER] for seed in range(1, 1 + of_salib)]
    points = [salib(resamples=2, seed=seed)[1][LEADER][0] for seed in range(100, 100 + seeds - of_salib)]
    values = [value for value, _ in theirs] + points
    wide, their_wide = statistics.median(one.width for one in mine), statistics.median(2 * conf for _, conf in theirs)
    inside = np.mean([one.low <= true <= one.high for one in mine])
    their_inside = np.mean([abs(value - true) <= their_wide / 2 for value in values])
    their_error, my_error = (3.92 * error(each, true) for each in (values, [one.value for one in mine]))
    return [
        f"First order of {LEADER} on net_benefit ({true:.4f} in a run of 524,288 rows), N = {N:,} on both sides:",
        "",
        "| side | median width of the 95 % interval | 3.92 times the true standard error | holds the truth |",
        "|---|---|---|---|",
        f"| SALib | {their_wide:.4f} | {their_error:.4f} | {100 * their_inside:.0f} % of {len(values)} |",
        f"| ours | {wide:.4f} | {my_error:.4f} | {100 * inside:.0f} % of {seeds} |",
        "",
        f"Theirs is {their_wide / wide:.1f} times as wide.",
    ]


def error(values: list[float], truth: float) -> float:
    """Root mean square error."""
    return float(np.sqrt(np.mean((np.array(values) - truth) ** 2)))


def traffic(rounds: int) -> list[str]:
    """Compare model evaluation with merely moving the arrays it reads and writes."""
    model, outcomes = setting()
    design = Design(DRAWS, REPLICATES, 1)
    points = np.concatenate(
        [design.uniforms(replicate, 2 * len(model.uncertain)) for replicate in range(REPLICATES)], 1
    )
    half = len(model.uncertain)
    a, b = transform(model, points[:half]), transform(model, points[half:])
    factors = tuple((name,) for name in model.uncertain)
    touched = RunPages(model, design, outcomes, factors, False).touched

    def run_all() -> None:
        model.run(b, outcomes)
        values = model.run(a, outcomes)
        for (name,), some in zip(factors, touched, strict=True):
            model.rerun(values, {name: b[name]}, some.values())

    values = model.run(a, outcomes)
    moved = 2 * sum(arrays(node, values) for node in model.graph.path(outcomes))
    moved += sum(
        arrays(node, values)
        for (name,), some in zip(factors, touched, strict=True)
        for node in model.graph.path(tuple(some.values()), (name,))
    )
    pool = [np.zeros(N) for value in values.values() if np.ndim(value)]
    adds = moved // 3

    def move() -> None:
        for i in range(adds):
            np.add(pool[i % len(pool)], pool[(i + 1) % len(pool)], out=pool[(i + 2) % len(pool)])

    pairs = [(seconds(run_all), seconds(move)) for _ in range(2 * rounds)]
    mine, limit = (statistics.median(column) for column in zip(*pairs, strict=True))
    return [
        f"All pages of {len(outcomes)} outcomes through the graph: {1e3 * mine:.1f} ms. Every node that runs must read",
        f"its arrays and write one: {moved:,} arrays of {N:,} rows, moved by plain additions in {1e3 * limit:.1f} ms.",
        f"Model evaluation takes **{mine / limit:.1f}** times that limit.",
    ]


def arrays(node: Any, values: dict[str, Any]) -> int:
    """Count the arrays that a node reads and writes."""
    return sum(np.ndim(values[name]) for name in (*node.needs, node.name))


def seconds(function: Callable[[], Any]) -> float:
    """Time one call."""
    started = time.process_time()
    function()
    return time.process_time() - started


def growth(out: Path | None) -> list[str]:
    """Tabulate and plot how our cost grows with rows, estimates and outcomes."""
    model, some = setting()
    names = varying(model)

    def cost(replicates: int = REPLICATES, estimates: int | None = None, outcomes: tuple[str, ...] = some) -> float:
        pinned = dict(list(model.point().items())) if estimates is not None else {}
        left = model.uncertain[:estimates] if estimates is not None else model.uncertain
        smaller = (
            model.pinned({name: pinned[name] for name in model.uncertain if name not in left}) if pinned else model
        )
        fit = tuple(name for name in outcomes if smaller.graph.uses[name].intersection(smaller.uncertain))
        return statistics.median(seconds(lambda: sobol(smaller, outcomes=fit, replicates=replicates)) for _ in range(5))

    axes = {
        "draws": {replicates * DRAWS: cost(replicates=replicates) for replicates in (2, 4, 8, 16, 32, 64, 128)},
        "estimates": {count: cost(estimates=count) for count in (7, 13, 25, 38, len(model.uncertain))},
        "outcomes": {count: cost(outcomes=names[:count]) for count in (1, 5, 10, 20, 40, len(names))},
    }
    if out is not None:
        plot(axes, out / "sobol_growth.svg")
    lines = ["Seconds of `sobol`, first and total order, warm, when one of the three changes:", ""]
    for varied, costs in axes.items():
        lines += [f"| {varied} | " + " | ".join(f"{size:,}" for size in costs) + " |", "|---|" + "---|" * len(costs)]
        lines += ["| seconds | " + " | ".join(f"{cost:.3f}" for cost in costs.values()) + " |", ""]
    return lines + (["![How cost grows](sobol_growth.svg)"] if out is not None else [])


def plot(axes: dict[str, dict[int, float]], file: Path) -> None:
    """Draw the growth."""
    import matplotlib as mpl
    import pandas as pd

    from mkba_uncertainty.plotting.cost_growth import plot_cost_growth

    rows = [(varied, size, cost) for varied, costs in axes.items() for size, cost in costs.items()]
    with mpl.rc_context({"svg.hashsalt": "mkba"}):
        ax = plot_cost_growth(pd.DataFrame(rows, columns=["varied", "size", "seconds"]))
        ax.figure.savefig(file, metadata={"Date": None})


def machine() -> str:
    """Name the machine and the versions."""
    model = platform.processor() or platform.machine()
    with contextlib.suppress(OSError, StopIteration):
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    libraries = [f"{name} {version(name)}" for name in ("numpy", "scipy", "SALib", "openturns") if installed(name)]
    return f"{model}, {os.cpu_count()} cores; Python {platform.python_version()}, {', '.join(libraries)}"


def installed(name: str) -> bool:
    """Whether a package is there."""
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--task", choices=TASKS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not ONE_THREAD.items() <= os.environ.items():  # numpy reads them when it is imported: begin again
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **ONE_THREAD})
    if options.task:
        print(json.dumps(measure(options.task)))
        return
    if options.out:
        options.out.mkdir(exist_ok=True)
    model, outcomes = setting()
    about = [
        f"{len(model.uncertain)} estimates, {len(outcomes)} outcomes, N = {N:,} rows ({REPLICATES} x {DRAWS:,});",
        f"medians of processor time, one thread on every side. {machine()}.",
        "SALib and OpenTURNS: `analyze` of one outcome, counted 20 times. Imports are not counted on either side.",
        "",
    ]
    parts: dict[str, Callable[[], list[str]]] = {
        "# Sobol' indices of the Arnhem case": lambda: about,
        "## Growth": lambda: growth(options.out),
        "## Memory traffic": lambda: traffic(options.rounds),
        "## Speed and memory": lambda: speed(options.rounds),
        "## Width": widths,
    }
    text = ""
    for title, write in parts.items():
        text += "\n".join([title, "", *write(), "", ""])
        print(f"{title} done", file=sys.stderr, flush=True)
        if options.out:
            (options.out / "sobol.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
