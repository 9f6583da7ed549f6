"""Rates of return, payback, equivalent annual and cumulative balances of a case, of all together and of each actor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import HEAD, read
from command_line import answer as answered, assert_refused
from numpy.testing import assert_allclose

import mkba_uncertainty as mkba
from mkba_uncertainty.case import Case
from mkba_uncertainty.plotting import plot_cash_flow
from mkba_uncertainty.report.page import case_page
from mkba_uncertainty.report.page.chapters import actors_section
from mkba_uncertainty.report.page.explorer import explorer_section

ESTIMATES = {
    "discount_rate": 'role = "value_choice"\nunit = "share"\nvalue = 0.03',
    "euro": 'role = "unit_value"\nunit = "EUR"\nvalue = 1',
    "low_rate": 'role = "value_choice"\nunit = "share"\nvalue = 0.01',
    "works": 'role = "expert"\nunit = "share"\nvalue = 1\n'
    'distribution = { family = "discrete", values = [0, 1], probabilities = [0.5, 0.5] }',
    "big": 'role = "expert"\nunit = "EUR"\nvalue = 60\ndistribution = { family = "uniform", low = 50, high = 70 }',
}

ACTORS = """\
[actors.state]
label = { nl = "Rijk", en = "State" }
parent = "both"

[actors.both]
label = { nl = "Samen", en = "Both" }

"""


def case(folder: Path, flows: Sequence[float | str], more: str = "", *, split: float = 0.0, keys: str = "") -> Case:
    """Make a case with an amount in each year, below zero a cost; the state has a part ``split`` of all of it."""
    head = HEAD.format(name="Returns").replace("horizon = 1\n", f"horizon = {len(flows)}\n{keys}\n")
    head = head.replace('en = "City" }\n', 'en = "City" }\nparent = "both"\n') + ACTORS
    text = head + "".join(
        f'[estimates.{name}]\nlabel = {{ nl = "{name}", en = "{name}" }}\nbasis = "judgement"\n'
        f'source = {{ document = "note", place = "-" }}\n{given}\n\n'
        for name, given in ESTIMATES.items()
        if name in ("discount_rate", "euro") or name in f"{flows}{more}"
    )
    for year, flow in enumerate(flows):
        cost = isinstance(flow, float | int) and flow < 0
        side, line = ("cost", "costs-1") if cost else ("benefit", "benefits-1")
        amount = f"{abs(flow)} * euro" if isinstance(flow, float | int) else flow
        text += (
            f'[posts.p{year}]\nlabel = {{ nl = "{year}", en = "{year}" }}\nside = "{side}"\nkind = "financial"\n'
            f'line = "{line}"\namount = "{amount}"\ntiming = {{ year = {year} }}\n'
            f'actors = {{ city = {1 - split}, state = {split} }}\nbasis = "judgement"\n\n'
        )
    return read(text + more, folder)


def answer(of: Case, *outcomes: str, **options: Any) -> mkba.Confidence:
    return mkba.confidence(mkba.build_model(of), outcomes=outcomes, **{"draws": 64, "replicates": 4, **options})


@pytest.mark.parametrize(
    ("flows", "documented", "every"),
    [
        ([-100, 39, 59, 55, 20], 0.28095, 1),
        ([-100, 0, 0, 74], -0.0955, 1),
        ([-100, 100, 0, -7], -0.0833, 2),
        ([-100, 100, 0, 7], 0.06206, 1),
        ([-5, 10.5, 1, -8, 1], 0.0886, 3),
    ],
)
def test_the_documented_examples_of_numpy_financial(
    tmp_path: Path, flows: list[float], documented: float, every: int
) -> None:
    """numpy-financial 1.0, documentation of ``irr``: its answer is among ours, and several count as several."""
    found = answer(case(tmp_path, flows, split=0.25), "irr", "actor:state:irr")
    for outcome in found.outcomes.values():
        told = outcome.to_dict()
        assert len(told["points"]) == every
        assert told["mean"] is told["sd"] is None
        assert np.abs(np.array(told["points"]) - documented).min() < 5e-5
        assert told["shares"]["several"]["value"] == (every > 1)
        assert told["shares"]["none"]["value"] == 0
        if every > 1:
            assert told["point"] is None
            assert told["quantiles"] == {}
        else:
            assert told["point"] == told["quantiles"]["0.5"]["value"] == told["points"][0]


def test_payback_and_running_balances_against_cumulative_sums(tmp_path: Path) -> None:
    flows, rate = [-100.0, 50.0, 30.0, 40.0, 10.0], 0.03
    names = ["payback", "payback_discounted", "equivalent_annual", *(f"cumulative:{year}" for year in range(5))]
    found = answer(case(tmp_path, flows), *names).outcomes
    assert found["payback"].quantiles[0.05].value == pytest.approx(2.5, rel=1e-14)
    factors = (1 + rate) ** -np.arange(5.0)
    sums = np.cumsum(flows * factors)
    last = np.flatnonzero(sums < 0)[-1]
    expected = last - sums[last] / (flows * factors)[last + 1]
    assert found["payback_discounted"].point == pytest.approx(expected, rel=1e-13)
    annual = found["equivalent_annual"].mean
    assert annual is not None
    assert annual.value == pytest.approx(sums[-1] / factors.sum(), rel=1e-13)
    assert_allclose([found[name].point for name in names[3:]], np.cumsum(flows), atol=1e-12)


@pytest.mark.parametrize("when", ["middle", "end"])
def test_the_equivalent_annual_balance_is_the_same_whenever_in_a_year_it_falls(tmp_path: Path, when: str) -> None:
    flows = [-100.0, 50.0, 80.0]
    found = answer(case(tmp_path, flows, keys=f'discounting = "{when}"'), "equivalent_annual", "irr").outcomes
    factors = 1.03 ** -np.arange(3.0)
    assert found["equivalent_annual"].point == pytest.approx((flows * factors).sum() / factors.sum(), rel=1e-13)
    assert found["irr"].point == pytest.approx((50 + (50**2 + 4 * 100 * 80) ** 0.5) / 200 - 1, rel=1e-12)


DISCOUNTING = """
[discounting]
costs = 0.05
actors = { state = "low_rate" }
"""


def test_each_actor_at_its_own_rate(tmp_path: Path) -> None:
    """The state has a rate of its own, which replaces that of a side; the city has society's."""
    flows = np.array([-100.0, -20.0, 60.0, 80.0])
    made = case(tmp_path, flows.tolist(), DISCOUNTING, split=0.4)
    names = ["actor:state", "actor:state:equivalent_annual", "actor:state:payback_discounted", "actor:state:irr", "irr"]
    found = {name: each.point for name, each in answer(made, *names, "actor:city:equivalent_annual").outcomes.items()}
    years = np.arange(4.0)
    own = 0.4 * flows * 1.01**-years
    assert found["actor:state"] == pytest.approx(own.sum(), rel=1e-13)
    assert found["actor:state:equivalent_annual"] == pytest.approx(own.sum() / (1.01**-years).sum(), rel=1e-13)
    assert found["actor:state:payback_discounted"] == pytest.approx(2 - own[:3].sum() / own[3], rel=1e-13)
    assert found["actor:state:irr"] == pytest.approx(found["irr"], rel=1e-12)
    by_side = np.where(flows < 0, 1.05**-years, 1.03**-years)
    expected = (0.6 * flows * by_side).sum() / (1.03**-years).sum()
    assert found["actor:city:equivalent_annual"] == pytest.approx(expected, rel=1e-13)


def test_a_parent_adds_up_its_parts_each_at_its_own_rate(tmp_path: Path) -> None:
    flows = np.array([-100.0, -20.0, 60.0, 80.0])
    made = case(tmp_path, flows.tolist(), DISCOUNTING, split=0.4)
    found = answer(made, "actor:both", "actor:both:payback_discounted", "actor:both:cumulative:1").outcomes
    years = np.arange(4.0)
    society = np.where(flows < 0, 1.05**-years, 1.03**-years)
    discounted = flows * (0.6 * society + 0.4 * 1.01**-years)
    assert found["actor:both"].point == pytest.approx(discounted.sum(), rel=1e-13)
    expected = 2 - discounted[:3].sum() / discounted[3]
    assert found["actor:both:payback_discounted"].point == pytest.approx(expected, rel=1e-13)
    assert found["actor:both:cumulative:1"].point == pytest.approx(-120, rel=1e-13)


def test_it_says_that_balances_at_own_rates_do_not_add_up(tmp_path: Path) -> None:
    model = mkba.build_model(case(tmp_path, [-100.0, 120.0], DISCOUNTING, split=0.4))
    found = mkba.confidence(model, draws=16, replicates=2)
    for lang, words in {"nl": "eigen discontovoet", "en": "discount rate of their own"}.items():
        (warning,) = (one for one in found.to_dict(lang)["warnings"] if one["key"] == "discounting.actors")
        assert words in warning["message"]
        assert ("Rijk" if lang == "nl" else "State") in warning["message"]
        assert any(words in note[lang] for note in found.notes())
        assert found.balances.caption is not None
        assert words in found.balances.caption[lang]
    without = mkba.confidence(mkba.build_model(case(tmp_path, [-100.0, 120.0])), draws=16, replicates=2)
    assert without.to_dict()["warnings"] == []


def test_a_rate_of_return_that_half_of_the_draws_lack(tmp_path: Path) -> None:
    """On half of the draws nothing comes back; on the others 50 to 70 on 40: a rate that is uniform."""
    made = case(tmp_path, [-40.0, "works * big"])
    found = answer(made, "irr", "payback", draws=256).outcomes
    for name, why in {"irr": "none", "payback": "never"}.items():
        share = found[name].shares[why]
        assert share.low <= 0.5 <= share.high
        assert share.width < 0.05
        assert found[name].mean is None
    for level, quantile in found["irr"].quantiles.items():
        assert quantile.low - 0.01 < (50 + 20 * level) / 40 - 1 < quantile.high + 0.01
        assert quantile.width < 0.05


@pytest.mark.parametrize(("later", "of_those"), [("works * big", True), ("big", False)])
def test_the_row_itself_says_that_its_median_is_of_the_draws_that_have_one(
    tmp_path: Path, later: str, of_those: bool
) -> None:
    made = case(tmp_path, [-40.0, later])
    found = answer(made, "irr", "payback_discounted", "actor:city:payback", "cumulative:1", draws=16)
    for lang, words in {"nl": "(waar die bestaat)", "en": "(where there is one)"}.items():
        labels = [row[0] for row in found.returns.texts(lang)]
        assert [words in label for label in labels] == [of_those, of_those, of_those, False]


def test_an_ensemble_gives_the_same_answer_and_keeps_why(tmp_path: Path) -> None:
    model = mkba.build_model(case(tmp_path, [-40.0, "works * big"]))
    run: dict[str, Any] = {"draws": 64, "replicates": 4}
    ensemble = mkba.simulate(model, outcomes=["irr"], **run)
    assert list(ensemble.outcomes) == ["irr", "irr:none", "irr:several"]
    lacking = ensemble.outcomes["irr:none"] == 1
    assert (np.isnan(ensemble.outcomes["irr"]) == lacking).all()
    assert 0 < lacking.sum() < lacking.size
    direct = mkba.confidence(model, outcomes=["irr"], **run)
    assert mkba.confidence(ensemble).outcomes == direct.outcomes


def test_what_has_no_mean_is_refused_with_the_share_that_lacks_it(tmp_path: Path) -> None:
    model = mkba.build_model(case(tmp_path, [-40.0, "works * big"]))
    run: dict[str, Any] = {"draws": 64, "replicates": 2}
    asked = [
        lambda: mkba.sobol(model, outcomes=["irr"], **run),
        lambda: mkba.shapley(model, outcome="irr", **run),
        lambda: mkba.value_of_information(model, outcome="payback", **run),
        lambda: mkba.tornado(model, outcome="irr", mode="mean", **run),
        lambda: mkba.data_table(model, vary="big", outcome="irr", **run),
        lambda: mkba.data_table(model, vary="works", what="irr > 0", **run),
    ]
    for ask in asked:
        with pytest.raises(mkba.ModelError, match=r"50\.0%"):
            ask()
    never = mkba.sobol(model, outcomes=["payback:never"], **run).outcomes["payback:never"]
    assert never.indices["works"].total_order.value == pytest.approx(1, abs=0.1)  # on its own it says all of it


def test_an_outcome_that_every_draw_has_may_be_asked_anything(tmp_path: Path) -> None:
    model = mkba.build_model(case(tmp_path, [-40.0, "big"]))
    found = mkba.tornado(model, outcome="irr", mode="mean", draws=64, replicates=2)
    (bar,) = (bar for bar in found.bars if bar.estimate == "big")
    assert bar.low_outcome.value == pytest.approx(52 / 40 - 1)
    assert bar.high_outcome.value == pytest.approx(68 / 40 - 1)


CLAIMS = """
[published]
irr = 0.28
equivalent_annual = 12

[claims.rate]
label = { nl = "Rendement", en = "Return" }
source = { document = "note", place = "1" }
outcome = "irr"
published = 0.281
tolerance = 0.0005

[claims.paid]
label = { nl = "Terugverdiend", en = "Paid back" }
source = { document = "note", place = "2" }
outcome = "actor:city:payback"
published = 2.1
tolerance = 0.01
"""


def test_a_claim_may_speak_of_them_and_then_they_are_always_computed(tmp_path: Path) -> None:
    made = case(tmp_path, [-100, 39, 59, 55, 20], CLAIMS)
    rate, paid = mkba.reconciliation(made).claims
    assert rate.reproduced
    assert rate.computed == pytest.approx(0.28095, abs=5e-6)
    assert not paid.reproduced
    assert paid.computed == pytest.approx(2 + 2 / 55)
    assert rate.row.unit == "share"
    assert paid.row.unit == "year"
    model = mkba.build_model(made)
    assert model.outcomes[-3:] == ("irr", "equivalent_annual", "actor:city:payback")
    assert "payback" not in model.outcomes
    assert mkba.confidence(model, draws=16, replicates=2).table.records()[-3]["outcome"] == "irr"


def test_published_amounts_are_compared_and_rates_left_to_claims(tmp_path: Path) -> None:
    flows = np.array([-100.0, 39.0, 59.0, 55.0, 20.0])
    (line,) = mkba.reconciliation(case(tmp_path, flows.tolist(), CLAIMS)).lines
    factors = 1.03 ** -np.arange(5.0)
    assert line.id == "equivalent_annual"
    assert line.computed == pytest.approx((flows * factors).sum() / factors.sum())


def test_a_name_that_the_file_has_taken_keeps_its_meaning(tmp_path: Path) -> None:
    quantity = '[quantities]\npayback = "40 * euro"\n'
    model = mkba.build_model(case(tmp_path, [-40.0, "payback * 2"], quantity))
    assert "payback" not in model.known_outcomes
    assert model.at_point("actor:city:payback") == 0.5
    assert model.at_point("net_benefit") == pytest.approx(80 / 1.03 - 40)


@pytest.mark.usefixtures("unrendered")
def test_the_page_shows_them_and_its_controls_leave_them_alone(tmp_path: Path) -> None:
    model = mkba.build_model(case(tmp_path, [-40.0, "works * big"], CLAIMS))
    html = case_page(model, draws=16, replicates=2, chapters=[explorer_section, actors_section])
    assert "Interne rentevoet" in html
    assert "los van de knoppen" in html
    assert '"outcomes":["costs"' in html
    assert '"irr"' not in html


def test_years_are_those_of_the_calendar_where_the_case_says_which(tmp_path: Path) -> None:
    made = case(tmp_path, [-100.0, 60.0, 60.0], keys="first_year = 2024")
    model = mkba.build_model(made)
    assert model.label("year:2").en == "Year 2026: balance"
    assert model.label("cumulative:1").nl == "Saldo tot en met jaar 2025"
    assert model.label("actor:city:cumulative:1").en == "City: balance up to year 2025"
    found = mkba.confidence(model, draws=16, replicates=2)
    assert [row.cells["year"] for row in found.flow.rows] == ["2024", "2025", "2026"]
    ax = plot_cash_flow(found)
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["2024", "2025", "2026"]


def test_the_command_adds_what_is_asked_and_offers_the_nearest_name(tmp_path: Path) -> None:
    file = case(tmp_path, [-40.0, "works * big"]).file
    run = ["run", file, "--draws", "16", "--replicates", "2"]
    told = answered(*run, "--outcome", "actor:city:irr", "--outcome", "cumulative:1")
    assert set(told["outcomes"]["actor:city:irr"]["shares"]) == {"none", "several"}
    assert told["outcomes"]["cumulative:1"]["mean"]["value"]
    assert told["verdict"]
    assert "irr" not in told["outcomes"]
    assert_refused([*run, "--outcome", "paybak"], ["payback"])
    assert_refused([*run, "--outcome", "irr", "--until", "irr.mean:0.1"], ["q0.5"])
