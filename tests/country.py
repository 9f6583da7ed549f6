"""A made-up country: Arnhem's programme in 342 municipalities of a declared seed, a portfolio with a table of sites."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

import mkba_uncertainty as mkba

SEED, MUNICIPALITIES, ARNHEM = 342, 342, 150_000
COUNTED = ("household", "child", "trajectory", "person")
"""Units of what grows with a municipality."""

PORTFOLIO = """\
[portfolio]
title = { nl = "Een verzonnen land", en = "A made-up country" }
case = "arnhem-ozo"
sites = "sites.csv"
local = ["shelter_share", "shelter_realisation", "residential_share", "nuisance_share"]

[portfolio.exchangeable]
recidivism = 0.5
attribution_placements = 0.5
attribution_evictions = 0.5
debt_effectiveness_gain = 0.6
nuisance_reduction = 0.5
"""


def write_country(folder: Path, municipalities: int = MUNICIPALITIES) -> Path:
    """Write the portfolio and its table; gives the path of the portfolio.

    Populations are lognormal. Counts and costs of a municipality are Arnhem's in proportion, give or take a quarter.
    """
    rng = np.random.default_rng(SEED)
    case = mkba.load_case("arnhem-ozo")
    counted = {name: one.value for name, one in case.estimates.items() if one.unit in COUNTED}
    folder.mkdir(exist_ok=True)
    with (folder / "sites.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["site", "label", *counted, "personnel_cost"])
        for number in range(1, municipalities + 1):
            size = rng.lognormal(np.log(32_000), 0.8) / ARNHEM
            own = [f"{value * size * rng.gamma(16, 1 / 16):.4g}" for value in counted.values()]
            cost = case.estimates["personnel_cost"].value * size**0.9
            table.writerow([f"gm{number:04d}", f"Municipality {number}", *own, f"{cost:.6g}"])
    path = folder / "country.toml"
    path.write_text(PORTFOLIO, "utf-8")
    return path
