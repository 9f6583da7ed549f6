"""The form for an expert: what it draws is what Python draws, and somebody fills it in on a phone."""

from __future__ import annotations

import math
import random
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import mkba_uncertainty as mkba
from mkba_uncertainty.elicitation import drawn, one_answer

CLOSE = 1e-9
SUPPORTS = [(0.0, 1.0), (-1.0, 1.0), (0.0, math.inf), (-math.inf, math.inf)]
LEVELS = [0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999]

# --- the same distribution as Python's


def quantiles_within(rng: random.Random, low: float, high: float) -> dict[str, Any]:
    """Three quantiles, now and then close together, lopsided, or powers of ten apart."""
    if math.isfinite(low + high):
        values = sorted(rng.uniform(low, high) for _ in range(3))
    elif math.isfinite(low):
        values = sorted(math.exp(rng.uniform(-1, 1) * rng.choice([0.1, 1, 5])) for _ in range(3))
    else:
        values = sorted(rng.gauss(0, 1) ** rng.choice([1, 3]) * 100 for _ in range(3))
    return {"quantiles": dict(zip(["0.05", "0.5", "0.95"], values, strict=True))}


def chips_within(rng: random.Random, low: float, high: float) -> dict[str, Any]:
    """Some chips in some bins, with gaps, with several peaks."""
    ends = [low if math.isfinite(low) else rng.uniform(-9, 0), high if math.isfinite(high) else rng.uniform(1, 99)]
    bins = rng.choice([5, 10, 20])
    chips = [max(0, round(rng.gauss(2, 3))) for _ in range(bins)]
    chips[: rng.randrange(3)] = []
    chips += [0] * (bins - len(chips))
    for place in (0, bins // 2, bins - 1):
        chips[place] += 1
    return {"roulette": {"low": ends[0], "high": ends[1], "chips": chips}}


def read(answer: dict[str, Any]) -> Any:
    """Read an answer of a file as Python does."""
    if "quantiles" in answer:
        return one_answer({"quantiles": {float(level): value for level, value in answer["quantiles"].items()}})
    low, high, chips = answer["roulette"].values()
    edges = np.linspace(low, high, len(chips) + 1)
    return one_answer({"roulette": dict(zip(pairwise(edges), chips, strict=True))})


@pytest.fixture(scope="module")
def answered() -> list[tuple[dict[str, Any], tuple[float, float], Any]]:
    """Many answers, each with its support and what Python draws of it."""
    rng = random.Random(15)
    return [
        (answer, support, drawn(read(answer), support))
        for support in SUPPORTS
        for made in (quantiles_within, chips_within)
        for _ in range(40)
        for answer in [made(rng, *support)]
    ]


def test_the_page_draws_what_python_draws(browser: Any, answered: list[tuple[dict[str, Any], Any, Any]]) -> None:
    script = (files("mkba_uncertainty.report") / "form" / "assets" / "drawn.js").read_text("utf-8")
    page = browser.new_page()
    given = [
        (answer, *(end if math.isfinite(end) else None for end in support), family.ppf(LEVELS).tolist())
        for answer, support, family in answered
    ]
    found = page.evaluate(
        f"""([answers, levels]) => {{
        {script}
        return answers.map(([answer, low, high, values]) => {{
          const points = answer.quantiles ? pointsOfQuantiles(answer.quantiles) : pointsOfChips(answer.roulette);
          const family = distributionOf(points, low, high);
          return [
            levels.map((u) => family.quantile(u)), values.map((x) => family.probability(x)),
            levels.map((u) => family.density(u)),
          ];
        }});
        }}""",
        [given, LEVELS],
    )
    page.close()
    for (answer, _, family), (quantiles, probabilities, densities) in zip(answered, found, strict=True):
        values = family.ppf(LEVELS)
        assert quantiles == pytest.approx(values.tolist(), rel=CLOSE, abs=CLOSE), answer
        assert probabilities == pytest.approx(LEVELS, abs=CLOSE), answer
        assert densities == pytest.approx(np.exp(family.log_density(values)).tolist(), rel=1e-6), answer


def test_these_answers_are_of_all_kinds(answered: list[tuple[dict[str, Any], Any, Any]]) -> None:
    """A term less for some, a lognormal for some: else the test above says little."""
    terms = [len(f.coefficients) if isinstance(f, mkba.Metalog) else "log" for *_, f in answered]
    assert {kind: terms.count(kind) for kind in set(terms)}.keys() == {2, 3, 4, "log"}
    lost = [a for (a, _, f), n in zip(answered, terms, strict=True) if "quantiles" in a and n == 2]
    assert lost, "none of the three quantiles is infeasible"
