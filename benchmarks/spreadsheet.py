"""Time draws of a workbook against engines that recalculate it a draw at a time, and analyses against each other.

Run: ``pip install openpyxl ironcalc formualizer``, then ``python benchmarks/spreadsheet.py`` in an environment in which
the package is installed. An engine that is not installed is left out. All is timed in one process, in turns; quoted are
medians. The workbook has 16 sheets, 50 uncertain cells and 1,893 formulas: eleven benefits and the costs over twenty
years, with lookups, price indices, conditions and text.
Required: 8,192 draws at least 200 times as fast as the fastest engine; value of information within 5 times of the
Sobol' run; opening under 2 s.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName

import mkba_uncertainty as mkba

YEARS, BENEFITS, DRAWS, TURNS, RECALCULATED = 20, 11, 8192, 5, 50


def make(path: Path) -> dict[str, mkba.Family]:
    """Write the workbook, and give its uncertain cells."""
    book = Workbook()
    inputs = book.active
    inputs.title = "Inputs"
    cells: dict[str, mkba.Family] = {}

    def add(name: str, value: float, low: float, high: float) -> None:
        inputs.append([name, value])
        cell = f"Inputs!$B${inputs.max_row}"
        book.defined_names[name] = DefinedName(name, attr_text=cell)
        cells[cell.replace("$", "")] = mkba.Uniform(low, high)

    for name, *range_ in [
        ("discount", 0.0225, 0.01, 0.04), ("horizon", 15, 8, 20), ("households", 120, 80, 160),
        ("growth", 0.01, -0.02, 0.04), ("relapse", 0.3, 0.15, 0.5), ("optimism", 0.1, 0, 0.4),
    ]:  # fmt: skip
        add(name, *range_)
    for k in range(1, BENEFITS + 1):
        add(f"reach_{k}", 20 + 7 * k, 10 + 5 * k, 35 + 9 * k)
        add(f"share_{k}", 0.3 + 0.03 * k, 0.1, 0.9)
        add(f"price_{k}", 1500 + 700 * k, 900 + 400 * k, 2600 + 900 * k)
        add(f"lag_{k}", k % 4, 0, 4)
    prices = book.create_sheet("Prices")
    prices.append(["year", "index", "band", "tariff"])
    for year in range(2020, 2046):
        since = year - 2020
        prices.append([year, round(100 * 1.021**since, 2), 25 * since, 1000 + 35 * since])
    years = book.create_sheet("Years")
    costs = book.create_sheet("Costs")
    sheets = [book.create_sheet(f"Benefit {k}") for k in range(1, BENEFITS + 1)]
    for t in range(YEARS):
        here, before = get_column_letter(t + 2), get_column_letter(t + 1)
        years[f"{here}1"] = t
        years[f"{here}2"] = f"=2024+{here}1"
        years[f"{here}3"] = f"=1/(1+discount)^{here}1"
        years[f"{here}4"] = f"=IF({here}1<ROUND(horizon,0),1,0)"
        index = "INDEX(Prices!$B$2:$B$27,MATCH({},Prices!$A$2:$A$27,0))"
        years[f"{here}5"] = f"={index.format(here + '2')}/{index.format(2024)}"
        years[f"{here}6"] = "=households" if t == 0 else f"={before}6*(1+growth)"
        for k, sheet in enumerate(sheets, 1):
            sheet[f"{here}1"] = f"=MIN(reach_{k},Years!{here}6)*Years!{here}4"
            sheet[f"{here}2"] = f"=IF(Years!{here}1>=ROUND(lag_{k},0),{here}1,0)"
            sheet[f"{here}3"] = f"={here}2*share_{k}*(1-relapse)"
            sheet[f"{here}4"] = f"=VLOOKUP({here}2*5,Prices!$C$2:$D$27,2,TRUE)/1000*price_{k}*Years!{here}5"
            sheet[f"{here}5"] = f"=IFERROR({here}3*{here}4/{here}2*{here}2,0)"
            sheet[f"{here}6"] = f"={here}5*Years!{here}3"
            sheet[f"{here}7"] = f"=SUM($B6:{here}6)"
            if t % 4 == 0:
                sheet[f"{here}8"] = f'=IF(AND({here}7>=0,NOT({here}5<0)),"ok","bad")'
        costs[f"{here}1"] = f"=Years!{here}6*Years!{here}4*1800*Years!{here}5*(1+optimism)"
        costs[f"{here}2"] = f"=MAX({here}1*18%,25000*Years!{here}4)"
        costs[f"{here}3"] = f"={here}1+{here}2"
        costs[f"{here}4"] = f"={here}3*Years!{here}3"
    costs["W1"] = "=SUM(B4:U4)"
    for sheet in sheets:
        sheet["W1"] = "=SUM(B6:U6)"
        sheet["W2"] = "=NPV(discount,C5:U5)+B5"
        sheet["W3"] = "=SUMPRODUCT(B5:U5,Years!$B$3:$U$3)"
        sheet["W4"] = '=COUNTIF(B8:U8,"ok")'
        sheet["W5"] = "=SUMIF(Years!$B$4:$U$4,1,B5:U5)"
        sheet["W6"] = "=MAX(B5:U5)"
        sheet["W7"] = "=AVERAGE(B5:U5)"
    summary = book.create_sheet("Summary")
    for k in range(1, BENEFITS + 1):
        summary[f"B{k + 1}"] = f"='Benefit {k}'!W1"
    summary["B15"], summary["B16"], summary["B17"] = "=SUM(B2:B12)", "=Costs!W1", "=B15-B16"
    book.save(path)
    return cells


def ironcalc(path: Path) -> Callable[[dict[str, float]], float]:
    """Recalculate with IronCalc."""
    import ironcalc

    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    sheets = [sheet["name"] for sheet in model.get_worksheets_properties()]
    place, outcome = sheets.index("Inputs"), sheets.index("Summary")

    def run(values: dict[str, float]) -> float:
        for cell, value in values.items():
            model.update_cell_with_number(place, int(cell.rpartition("B")[2]), 2, value)
        model.evaluate()
        return float(model.get_cell_value(outcome, 17, 2))

    return run


def formualizer(path: Path) -> Callable[[dict[str, float]], float]:
    """Recalculate with formualizer."""
    import formualizer

    book = formualizer.load_workbook(str(path))

    def run(values: dict[str, float]) -> float:
        for cell, value in values.items():
            book.set_value("Inputs", int(cell.rpartition("B")[2]), 2, value)
        return float(book.evaluate_cell("Summary", 17, 2))

    return run


def seconds(function: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def main() -> None:
    """Take turns and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.xlsx"
        cells = make(path)
        opening = seconds(lambda: mkba.load_spreadsheet(path, cells, {"net_benefit": "Summary!B17"}))
        model = mkba.load_spreadsheet(path, cells, {"net_benefit": "Summary!B17"})
        rng = np.random.default_rng(1)
        draws = {cell: family.ppf(rng.random(DRAWS)) for cell, family in cells.items()}
        ours = model.evaluate(draws)["net_benefit"]
        engines = {name: engine for name, engine in ENGINES.items() if find_spec(name)}
        running = {name: engine(path) for name, engine in engines.items()}
        times: dict[str, list[float]] = {name: [] for name in ["ours", *running]}
        for _ in range(TURNS):
            times["ours"].append(seconds(lambda: model.evaluate(draws)))
            for name, run in running.items():
                start = time.perf_counter()
                found = [run({cell: float(column[n]) for cell, column in draws.items()}) for n in range(RECALCULATED)]
                times[name].append((time.perf_counter() - start) / RECALCULATED * DRAWS)
                worst = float(np.max(np.abs(np.array(found) / ours[:RECALCULATED] - 1)))
                if worst > 1e-9:
                    print(f"{name} differs by a share of {worst:.1g}")
        sobol = seconds(lambda: mkba.sobol(model, draws=256, replicates=8))
        voi = seconds(lambda: mkba.value_of_information(model, draws=256, replicates=8))
    print(f"opening and connecting: {opening:.2f} s")
    print(f"| {DRAWS} draws | seconds (median of {TURNS}) | times ours |\n|---|---|---|")
    base = statistics.median(times["ours"])
    for name, found in times.items():
        print(f"| {name} | {statistics.median(found):.3g} | {statistics.median(found) / base:.0f} |")
    print(
        f"sobol of all 50 inputs, 8 x 256: {sobol:.1f} s; value of information: {voi:.1f} s ({voi / sobol:.1f} times)"
    )


ENGINES = {"ironcalc": ironcalc, "formualizer": formualizer}

if __name__ == "__main__":
    main()
