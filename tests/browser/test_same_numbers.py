"""The page computes what Python computes of the same draws: every outcome, every scenario, and whatever is fixed."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import BINDING, changed, half_zero, housing, minimal
from openpyxl import Workbook
from pages import Made, made

import mkba_uncertainty as mkba
from mkba_uncertainty.model import CaseModel
from mkba_uncertainty.replication import Measured, hazen, measure, measure_probability
from mkba_uncertainty.report.page.explorer import decoded
from mkba_uncertainty.texts.figures import chance, likelihood, money, range_text, ratio

CLOSE = 1e-9


def embedded(page: Made, scenario: str | None = None) -> dict[str, np.ndarray]:
    """Read the draws off the page: those of the run, and those that a scenario puts in their place."""
    html = page.file.read_text(encoding="utf-8")
    block = re.search(r'<script type="application/json" id="explorer-data">(.*?)</script>', html, re.DOTALL)
    assert block is not None
    data = json.loads(block[1])
    columns = [*data["draws"]["columns"], *(c for s in data["scenarios"] if s["name"] == scenario for c in s["draws"])]
    return {column["input"]: decoded(column) for column in columns}


BYTES = """names => names.map(name => {
  const bytes = new Uint8Array(mkba.outcome(name).buffer);
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
})"""


def of_page(visit: Any, outcomes: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Read outcomes off the page's model."""
    columns = visit.page.evaluate(BYTES, list(outcomes))
    return {
        name: np.frombuffer(base64.b64decode(column), "<f8") for name, column in zip(outcomes, columns, strict=True)
    }


def of_python(model: CaseModel, draws: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    inputs = {name: draws[name] for name in model.uncertain}
    rows = len(next(iter(draws.values())))
    return {name: np.broadcast_to(column, (rows,)) for name, column in model.evaluate(inputs, model.outcomes).items()}


def chance_of(column: np.ndarray, threshold: float) -> Measured:
    """Measure a probability from the 8 replicates of the page."""
    above = column > threshold
    return measure_probability(float(above.mean()), above.reshape(8, -1).mean(axis=1), above.size)


def shown(probability: Measured) -> str:
    return chance(probability, whole=True)


def assert_same(visit: Any, model: CaseModel, draws: dict[str, np.ndarray]) -> None:
    """Hold all outcomes but rates of return, which the explorer leaves to Python."""
    names = tuple(name for name in model.outcomes if name != "irr")
    found, expected = of_page(visit, names), of_python(model, draws)
    for name in names:
        np.testing.assert_allclose(found[name], expected[name], rtol=CLOSE, atol=0.0, err_msg=name)


def unglued(place: Any) -> str:
    """Give what is written, without the joiner that keeps a minus at its amount."""
    return str(place.inner_text().replace("\u2060", ""))


@pytest.mark.parametrize("name", mkba.shipped_cases())
def test_every_outcome_in_every_scenario(name: str, visit: Callable[..., Any], tmp_path: Path) -> None:
    case = mkba.load_case(name)
    page = made(mkba.build_model(case), tmp_path, draws=128, replicates=4)
    draws = embedded(page)
    going = visit(page)
    assert_same(going, page.model, draws)
    for scenario in case.scenarios:
        going.page.evaluate("name => mkba.choose(name)", scenario)
        assert_same(going, mkba.build_model(case, scenarios=[scenario]), embedded(page, scenario))
    going.page.evaluate("() => mkba.reset()")
    assert_same(going, page.model, draws)


def test_every_outcome_of_another_alternative(visit: Callable[..., Any], tmp_path: Path) -> None:
    """Streams from age 3 to 65, of posts and estimates that the first alternative does not have."""
    case = mkba.load_case("preschool-chicago")
    page = made(mkba.build_model(case, alternative="extended"), tmp_path, draws=64, replicates=2)
    draws, going = embedded(page), visit(page)
    assert_same(going, page.model, draws)
    name = page.model.uncertain[0]
    going.page.evaluate("([name, value]) => mkba.pin(name, value)", [name, float(draws[name][5])])
    assert_same(going, page.model.pinned({name: float(draws[name][5])}), draws)


def test_whatever_is_fixed(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    draws, going, rng = embedded(arnhem_page), visit(arnhem_page), np.random.default_rng(3)
    names = list(arnhem_page.model.uncertain)
    fixed: dict[str, float] = {}
    for name in [*rng.choice(names, 12, replace=False), "discount_rate", "qaly_value", "escalation_prevention_level"]:
        fixed[str(name)] = float(draws[name][5]) if name in draws else arnhem_page.model.points[name] * 1.1
        going.page.evaluate("([name, value]) => mkba.pin(name, value)", [str(name), fixed[str(name)]])
        found = of_page(going, ("net_benefit", "bcr", "actor:state"))
        expected = of_python(arnhem_page.model.pinned(fixed), draws)
        for outcome, column in found.items():
            np.testing.assert_allclose(column, expected[outcome], rtol=CLOSE, err_msg=f"{outcome} after {name}")
    assert_same(going, arnhem_page.model.pinned(fixed), draws)


def test_shares_that_are_fixed_leave_the_rest_to_the_others(visit: Callable[..., Any], tmp_path: Path) -> None:
    case = housing(tmp_path)
    page = made(mkba.build_model(case), tmp_path, draws=64, replicates=4)
    draws, going = embedded(page), visit(page)
    assert_same(going, page.model, draws)
    going.page.evaluate("name => mkba.choose(name)", "half")
    assert_same(going, mkba.build_model(case, scenarios=["half"]), draws)
    going.page.evaluate("([name, value]) => mkba.pin(name, value)", ["social", 0.3])
    assert_same(going, page.model.pinned({"private": 0.5, "social": 0.3}), draws)
    going.page.evaluate("() => mkba.reset()")
    assert_same(going, page.model, draws)


def test_the_draws_are_those_of_the_run(arnhem_page: Made) -> None:
    draws = embedded(arnhem_page)
    run = mkba.simulate(arnhem_page.model, outcomes=["net_benefit"])
    for name, column in draws.items():
        exact = run.inputs[name].to_numpy().ravel()
        assert np.abs(column - exact).max() <= 0.51 * np.ptp(exact) / 65535
    mean = of_python(arnhem_page.model, draws)["net_benefit"].mean()
    assert mean == pytest.approx(float(run.outcomes["net_benefit"].mean()), rel=1e-4)


def test_dragging_a_slider_shows_what_python_says(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    going = visit(arnhem_page)
    slide = going.page.locator("#slide-recidivism")
    slide.scroll_into_view_if_needed()
    box = slide.bounding_box()
    middle = box["y"] + box["height"] / 2
    going.page.mouse.move(box["x"] + box["width"] / 2, middle)
    going.page.mouse.down()
    going.page.mouse.move(box["x"] + 0.8 * box["width"], middle, steps=5)
    going.page.mouse.up()
    value = float(going.field("recidivism").input_value()) / 100
    assert 0.35 < value < 0.5

    balance = of_python(arnhem_page.model.pinned({"recidivism": value}), embedded(arnhem_page))["net_benefit"]
    probability = chance_of(balance, 0.0)
    assert going.part("chance").inner_text() == shown(probability)
    assert going.part("words").inner_text() == likelihood(probability)


def measured(column: np.ndarray, level: float | None = None) -> Measured:
    """Measure a mean, or a quantile, from the 8 replicates of the page."""
    sections = column.reshape(8, -1)
    if level is None:
        return measure(float(column.mean()), sections.mean(axis=1))
    return measure(float(hazen(np.sort(column), [level])[0]), hazen(np.sort(sections), [level])[:, 0])


def test_every_figure_shown_is_what_python_says(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    going = visit(arnhem_page, "#pin=recidivism:0.2&scenario=new_found_30")
    model = mkba.build_model(arnhem_page.model.case, scenarios=["new_found_30"]).pinned({"recidivism": 0.2})
    found, before = (of_python(of, embedded(arnhem_page)) for of in (model, arnhem_page.model))
    for outcomes, was in ((found, ""), (before, "-was")):
        median, ratios = measured(outcomes["net_benefit"], 0.5), measured(outcomes["bcr"], 0.5)
        amount = money(median, unit="million")
        assert unglued(going.part(f"median{was}")).removeprefix("was ") == amount
        text = ratio(ratios)
        assert going.part(f"ratio{was}").inner_text().removeprefix("was ") == text
    low, high = (measured(found["net_benefit"], level).value for level in (0.05, 0.95))
    assert unglued(going.part("median-range")) == f"90% range {range_text(low, high, 'en', unit='million')}"
    for actor in arnhem_page.model.case.actors:
        row, column = going.page.locator(f'[data-actor="actor:{actor}"]'), found[f"actor:{actor}"]
        mean = measured(column)
        shown_mean = money(mean, unit="million")
        assert unglued(row.locator(".mean")) == shown_mean, actor
        assert row.locator(".gain").inner_text() == shown(chance_of(column, 0.0)), actor


def test_a_threshold_asks_another_question(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    going = visit(arnhem_page)
    going.part("threshold-field").fill("0.5")
    balance = of_python(arnhem_page.model, embedded(arnhem_page))["net_benefit"]
    assert going.part("chance").inner_text() == shown(chance_of(balance, 5e5))
    going.part("view").select_option("actor:state")
    going.part("threshold-field").fill("-0.5")
    state = of_python(arnhem_page.model, embedded(arnhem_page))["actor:state"]
    assert going.part("chance").inner_text() == shown(chance_of(state, -5e5))
    assert going.part("ratio-tile").is_hidden()


def test_a_ratio_that_means_nothing_in_some_draws(visit: Callable[..., Any], tmp_path: Path) -> None:
    text = changed({'"personnel"': '"personnel * (relapse - 0.3)"'})
    page = made(minimal(tmp_path, text), tmp_path, draws=128, replicates=4)
    going = visit(page)
    draws = embedded(page)
    np.testing.assert_allclose(
        of_page(going, ("bcr",))["bcr"], of_python(page.model, draws)["bcr"], rtol=CLOSE, equal_nan=True
    )
    assert going.part("ratio").inner_text() == "meaningless"


def test_a_balance_that_is_zero_on_half_of_the_draws(visit: Callable[..., Any], tmp_path: Path) -> None:
    """Costs and benefits that are equal but for rounding are so on the page too, to the last bit."""
    page = made(mkba.build_model(half_zero(tmp_path)), tmp_path, draws=128, replicates=4)
    going = visit(page)
    assert_same(going, page.model, embedded(page))
    balance = of_page(going, ("net_benefit",))["net_benefit"]
    assert np.sum(balance == 0.0) == balance.size / 2
    assert going.part("chance").inner_text() == "50%"


def test_a_combination_without_an_outcome_says_so(visit: Callable[..., Any], tmp_path: Path) -> None:
    going = visit(made(minimal(tmp_path), tmp_path, draws=128, replicates=4))
    assert going.part("notice").inner_text() == ""
    going.page.locator(".controls summary").last.click()
    going.field("stay").fill("5")
    assert "outside 0 to 4 years" in going.part("notice").inner_text()
    assert going.part("outcome").is_hidden()
    going.field("stay").fill("4")
    assert going.part("notice").inner_text() == ""
    assert going.part("outcome").is_visible()


def test_dependent_estimates_stay_where_they_are_and_the_page_says_so(
    visit: Callable[..., Any], tmp_path: Path
) -> None:
    page = made(
        mkba.build_model(mkba.load_case("arnhem-ozo"), dependence="expected"), tmp_path, draws=128, replicates=4
    )
    draws, going = embedded(page), visit(page)
    assert np.corrcoef(draws["recidivism"], draws["nuisance_reduction"])[0, 1] < -0.2
    going.field("recidivism").fill("45")
    assert_same(going, page.model.pinned({"recidivism": 0.45}), draws)
    text = going.page.locator("#explorer").inner_text()
    assert "keep their own distribution" in text
    assert "correlated with" in text
    going.page.get_by_role("button", name="Nederlands").click()
    assert "houden hun eigen verdeling" in going.page.locator("#explorer").inner_text()


def test_a_scenario_that_takes_experts_answers_says_so(arnhem_page: Made, visit: Callable[..., Any]) -> None:
    going = visit(arnhem_page)
    going.part("scenario").select_option("pooled_recidivism")
    changed = "Relapse: according to the experts, 27% on average"
    assert going.part("changes").inner_text().splitlines()[1:] == [changed]
    assert going.field("recidivism").input_value() == "27"
    assert "experts' answers" in going.page.locator("#slide-recidivism").get_attribute("aria-valuetext")
    model = mkba.build_model(arnhem_page.model.case, scenarios=["pooled_recidivism"])
    balance = of_python(model, embedded(arnhem_page, "pooled_recidivism"))["net_benefit"]
    assert going.part("chance").inner_text() == shown(chance_of(balance, 0.0))
    going.field("recidivism").fill("25")
    assert going.part("changes").inner_text().endswith("on average, to 25%")
    going.page.get_by_role("button", name="Release Relapse").click()
    going.part("scenario").select_option("")
    assert_same(going, arnhem_page.model, embedded(arnhem_page))


BOUND = f"""\
{BINDING}
[estimates.saving]
label = "Saving"
role = "expert"
unit = "EUR"
cell = "Model!B1"
value = 9000
distribution = {{ family = "normal", mu = 9000, sigma = 500 }}
basis = "judgement"
source = {{ document = "report", place = "p. 1" }}

[outcomes.left]
label = "What is left"
cell = "Model!B3"
unit = "EUR"

[outcomes.ratio]
label = "Back per euro"
cell = "Model!B4"
unit = "ratio"

[outcomes.twice]
label = "Twice that"
cell = "Model!B5"
unit = "thousand EUR"
"""


def test_of_a_workbook_other_thresholds_can_be_asked_of_its_draws(visit: Callable[..., Any], tmp_path: Path) -> None:
    """Its formulas stay behind: no estimate can be moved, and the page says so."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Model"
    for cell, value in {"B1": 9000, "B2": 8800, "B3": "=B1-B2", "B4": "=B1/B2", "B5": "=2*B3"}.items():
        sheet[cell] = value
    book.save(tmp_path / "model.xlsx")
    (tmp_path / "bound.toml").write_text(BOUND, "utf-8")
    model = mkba.build_model(mkba.load_case(tmp_path / "bound.toml"))
    page = made(model, tmp_path, draws=128, replicates=4)
    going = visit(page)
    drawn = mkba.simulate(model, draws=128, replicates=4).outcomes
    for outcome, threshold, unit in (("left", 0.0, 1e3), ("left", 430.0, 1e3), ("twice", 500_000.0, 1e6)):
        going.part("view").select_option(outcome)
        going.part("threshold-field").fill(f"{threshold / unit:g}")
        column = drawn[outcome].to_numpy()
        within = np.mean(column > threshold, axis=1)
        expected = measure_probability(float(within.mean()), within, column.size)
        assert going.part("chance").inner_text() == shown(expected), outcome
    assert going.part("view").locator("option").all_inner_texts() == ["What is left", "Twice that"]
    assert "Twice that" in going.part("question").inner_text()
    assert going.page.locator(".control").count() == 0
    assert going.page.locator("table.actors").is_hidden()
    assert "cannot move an estimate" in going.page.locator("#explorer").inner_text()
