"""Section 8 of the page: how it was computed, how sure that computation is, and how to make the page again."""

from __future__ import annotations

import math
import platform
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from mkba_uncertainty.analysis.answer.convergence import Convergence, Step, convergence
from mkba_uncertainty.analysis.provenance import Provenance, provenance
from mkba_uncertainty.case import Case
from mkba_uncertainty.casefile import find_case, shipped_cases
from mkba_uncertainty.plotting.figures import source
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.frame.markup import render, written
from mkba_uncertainty.report.page.literature import REFERENCES
from mkba_uncertainty.report.page.marks import written_marks
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import LANGUAGES, Text, both, named
from mkba_uncertainty.texts.figures import FigureKind, Money, about, count, figure, number

LIBRARIES = ("numpy", "scipy")
"""Of these the version may show in the last digits."""

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 360, 230, 62, 12, 14, 40
CHARACTER = 7  # a generous width
"""The size of the figure, and what its axes leave free."""


def method_section(analyses: Analyses) -> Section:
    """Make the section."""
    model, design = analyses.model, analyses.design
    made = provenance(model, design)
    found = convergence(model, design, executor=analyses.executor) if analyses.is_uncertain else None
    ((_, limit),) = model.events([model.headline]).values()
    html = render(
        "method.html.j2",
        made=made,
        draws=written(count, made.draws),
        all=written(count, made.draws * made.replicates),
        libraries=[("Python", platform.python_version()), *((name, version(name)) for name in LIBRARIES)],
        case=model.case,
        file=Path(model.case.file).name or model.case.name,
        command=command(model.case, made),
        convergence=found,
        figure=layout(found, made.kind) if found else None,
        steps=[(step, _row(step, made.kind)) for step in shown(found)] if found else [],
        named=named(model.headline, model.label(model.headline)),
        limit=f"{limit:g}",
        source=Text(*(source(made, lang) for lang in LANGUAGES)),
        noise=[written(number, multiple) for multiple in found.noise] if found else [],
        references=REFERENCES,
    )
    return Section("method", both("method.title"), html)


def command(case: Case, made: Provenance) -> Text | None:
    """Write the command that makes the page again; None where a page was made from Python without a seed."""
    if made.seed is None:
        return None
    parts = ["mkba", "report", name_of(case), "--draws", made.draws, "--replicates", made.replicates]
    parts += ["--seed", made.seed, "--dependence", made.dependence]
    parts += ["--alternative", made.alternative] if made.alternative else []
    parts += [part for scenario in made.scenario for part in ("--scenario", scenario)]
    return Text(*(shlex.join([*map(str, parts), "--lang", lang]) for lang in LANGUAGES))


def name_of(case: Case) -> str:
    """Give what the command line calls a case: the name of a shipped one, else the name of its file."""
    if not case.file or (case.name in shipped_cases() and find_case(case.name) == Path(case.file)):
        return case.name
    return Path(case.file).name


def shown(found: Convergence) -> list[Step]:
    """Choose the steps of the table: 4, 8, 16 replicates and so on, and all of them."""
    steps = _telling(found)
    return [step for step in steps if step.replicates & (step.replicates - 1) == 0 or step is steps[-1]]


def _telling(found: Convergence) -> list[Step]:
    """Leave out two replicates, unless there are no more: where these happen to agree, their error is almost nil."""
    return list(found.steps[1:] or found.steps)


def _row(step: Step, kind: FigureKind) -> dict[str, Text]:
    return {
        "replicates": written(count, step.replicates),
        "mean": written(figure, step.mean, _error(kind)),
        "probability": written(number, 100 * step.probability),
    }


def _error(kind: FigureKind) -> FigureKind:
    """Give how an error of numbers of a kind is written: that of a ratio is far smaller than a hundredth."""
    return kind if isinstance(kind, Money) else "number"


@dataclass(frozen=True)
class Figure:
    """Error against replicates, both on scales of equal ratios, as coordinates.

    ``marks`` says where the rows of the table are, as :mod:`mkba_uncertainty.report.page.marks` does.
    """

    width: int
    height: int
    left: float
    right: float
    bottom: float
    line: str
    dots: list[tuple[float, float]]
    marks: str
    levels: list[tuple[float, Text]]
    ticks: list[tuple[float, Text]]


def layout(found: Convergence, kind: FigureKind) -> Figure:
    """Lay out the figure."""
    steps = _telling(found)
    counts, errors = [step.replicates for step in steps], [step.mean for step in steps]
    expected = found.expected()[-len(steps) :]
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    levels = _round(min(errors) / 2, max(errors) * 2)
    level_kind = kind if isinstance(kind, Money) else "number"
    labels = {level: written(figure, about(level, level / 10), level_kind) for level in levels}
    left = max(LEFT, 10 + CHARACTER * max(len(label[lang]) for label in labels.values() for lang in LANGUAGES))
    across = _scale(counts[0], max(counts[-1], 4), left + 10, right - 10)
    down = _scale(min(*errors, *expected) / 1.15, max(*errors, *expected) * 1.15, bottom, TOP)
    marks = [(across(step.replicates) / WIDTH, down(step.mean) / HEIGHT) for step in shown(found)]
    ticks = [count for count in (2**power for power in range(1, 64)) if counts[0] <= count <= counts[-1]]
    return Figure(
        width=WIDTH,
        height=HEIGHT,
        left=left,
        right=right,
        bottom=bottom,
        line="L".join(f"{across(x):.1f},{down(y):.1f}" for x, y in zip(counts, expected, strict=True)),
        dots=[(across(x), down(y)) for x, y in zip(counts, errors, strict=True)],
        marks=written_marks({row: (x, y, x, y) for row, (x, y) in enumerate(marks)}),
        levels=[(down(level), labels[level]) for level in levels if TOP - 1 <= down(level) <= bottom + 1],
        ticks=[(across(tick), written(count, tick)) for tick in ticks],
    )


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """Place numbers on a scale of equal ratios."""
    return lambda value: start + (end - start) * math.log(value / low) / math.log(high / low)


def _round(low: float, high: float) -> list[float]:
    """Give 1, 2 and 5 times the powers of ten between two numbers."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [value for power in powers for times in (1, 2, 5) if low <= (value := times * 10.0**power) <= high]
