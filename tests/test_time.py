"""Streams over years, series, cohorts and discount rates, against closed forms and sums by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import FULL, HEAD, read
from numpy.testing import assert_allclose, assert_array_equal

import mkba_uncertainty as mkba
from mkba_uncertainty.analysis.information import make_decision
from mkba_uncertainty.errors import CaseError

RATE = 0.03


def model(folder: Path, posts: dict[str, tuple[str, str]], horizon: int = 10, case: str = "", more: str = "") -> Any:
    """Make a model of benefits: an amount and a timing each; the estimates are ``a`` a year, ``once``, and shares."""
    head = HEAD.format(name="Time").replace("horizon = 1\n", f"horizon = {horizon}\n{case}\n")
    estimates = {
        "discount_rate": f'role = "value_choice"\nunit = "share"\nvalue = {RATE}',
        "a": 'role = "expert"\nunit = "EUR / year"\nvalue = 100',
        "once": 'role = "expert"\nunit = "EUR"\nvalue = 100',
        "each": 'role = "expert"\nunit = "EUR / person / year"\nvalue = 100',
        "g": 'role = "expert"\nunit = "share"\nvalue = 0.02\n'
        'distribution = { family = "uniform", low = 0, high = 0.1 }',
        "start": 'role = "expert"\nunit = "year"\nvalue = 2\ndistribution = { family = "uniform", low = 0, high = 3 }',
    }
    text = head + "".join(
        f'[estimates.{name}]\nlabel = {{ nl = "{name}", en = "{name}" }}\nbasis = "judgement"\n'
        f'source = {{ document = "note", place = "-" }}\n{given}\n\n'
        for name, given in estimates.items()
    )
    text += "".join(
        f'[posts.{name}]\nlabel = {{ nl = "{name}", en = "{name}" }}\nside = "benefit"\nkind = "financial"\n'
        f'line = "benefits-1"\namount = "{amount}"\ntiming = {timing}\nactors = {{ city = 1 }}\nbasis = "judgement"\n\n'
        for name, (amount, timing) in posts.items()
    )
    return mkba.build_model(read(text + more, folder))


def values(of: Any, **inputs: Any) -> dict[str, np.ndarray]:
    """Evaluate everything at the point values, but for what is given."""
    return of.evaluate({**of.point(), **inputs})


def flows(found: dict[str, np.ndarray], horizon: int = 10) -> np.ndarray:
    return np.array([found[f"year_benefits:{year}"] for year in range(horizon)])


def series(name: str, given: str, unit: str = "share", more: str = "") -> str:
    return (
        f'[series.{name}]\nlabel = {{ nl = "{name}", en = "{name}" }}\nunit = "{unit}"\nvalues = {given}\n'
        f'basis = "judgement"\nsource = {{ document = "note", place = "-" }}\n{more}\n'
    )


# --- present values in closed form


@pytest.mark.parametrize(("when", "away"), [("start", 0.0), ("middle", 0.5), ("end", 1.0)])
def test_an_annuity_and_a_growing_annuity_by_convention(tmp_path: Path, when: str, away: float) -> None:
    horizon, growth = 60, 0.02
    posts = {
        "flat": ("a", "{ years = 60 }"),
        "grows": ("a", f"{{ years = 60, growth = {growth} }}"),
        "formula": ("a * (1 + g) ** age", "{ until = 59 }"),
        "fades": ("a", "{ years = 60, decline = 0.1 }"),
        "late": ("a", "{ year = 7, until = 20, growth = 0.02 }"),
    }
    found = values(model(tmp_path, posts, horizon, f'discounting = "{when}"'), g=growth)

    def annuity(growth: float, years: int) -> float:
        q = (1 + growth) / (1 + RATE)
        return 100 * (1 - q**years) / (1 - q) * (1 + RATE) ** -away

    assert_allclose(found["post:flat"], annuity(0, 60), rtol=1e-12)
    assert_allclose(found["post:grows"], annuity(growth, 60), rtol=1e-12)
    assert_allclose(found["post:formula"], annuity(growth, 60), rtol=1e-12)
    assert_allclose(found["post:fades"], annuity(-0.1, 60), rtol=1e-12)
    assert_allclose(found["post:late"], annuity(growth, 14) * (1 + RATE) ** -7, rtol=1e-12)


def test_a_long_horizon_is_nearly_a_perpetuity(tmp_path: Path) -> None:
    found = values(model(tmp_path, {"p": ("a * 1.5 ** 0", "{ year = 0.0, years = 200, decline = 0.05 }")}, 200))
    q = 0.95 / (1 + RATE)
    assert_allclose(found["post:p"], 100 / (1 - q), rtol=1e-6)
    assert_allclose(found["post:p"], 100 * (1 - q**200) / (1 - q), rtol=1e-12)


def test_bands_of_the_green_book(tmp_path: Path) -> None:
    """3.5 % to year 30, 3.0 % from 31: 0.3563 and 0.3459 (HM Treasury 2022, table 8 of annex 6)."""
    bands = "[discounting]\nbands = [ { from = 0, rate = 0.035 }, { from = 31, rate = 0.03 } ]\n"
    posts = {f"y{year}": ("once", f"{{ year = {year} }}") for year in (0, 1, 30, 31, 75)}
    found = values(model(tmp_path, posts, 80, more=bands))
    assert_allclose(found["post:y30"] / 100, 0.3563, atol=5e-5)
    assert_allclose(found["post:y31"] / 100, 0.3459, atol=5e-5)
    factors = [1.0]
    for year in range(1, 76):
        factors.append(factors[-1] / (1.035 if year < 31 else 1.03))
    for year in (0, 1, 30, 31, 75):
        assert_allclose(found[f"post:y{year}"], 100 * factors[year], rtol=1e-13)


def test_bands_may_begin_in_years_of_the_calendar(tmp_path: Path) -> None:
    bands = "[discounting]\nbands = [ {{ from = {}, rate = 0.035 }}, {{ from = {}, rate = 0.0 }} ]\n"
    yearly = {"p": ("a", "{ years = 40 }")}
    of_calendar = model(tmp_path, yearly, 40, "first_year = 2025", bands.format(0, 2056))
    assert_allclose(
        values(of_calendar)["post:p"], 100 * (sum(1.035**-t for t in range(31)) + 9 * 1.035**-30), rtol=1e-13
    )
    of_case = model(tmp_path, yearly, 40, "first_year = 2025", bands.format(2025, 31))
    assert_array_equal(values(of_case)["post:p"], values(of_calendar)["post:p"])
    assert not any("discounting" in str(warning.key) for warning in of_calendar.case.warnings)


@pytest.mark.parametrize(("case", "start"), [("", 2056), ("", 40), ("first_year = 2025", 2065), ("", 39)])
def test_a_band_after_the_last_year_is_minded(tmp_path: Path, case: str, start: int) -> None:
    bands = f"[discounting]\nbenefits = [ {{ from = 0, rate = 0.035 }}, {{ from = {start}, rate = 0.0 }} ]\n"
    found = model(tmp_path, {"p": ("a", "{ years = 40 }")}, 40, case, bands).case
    minded = [warning.en for warning in found.warnings if warning.key == "discounting.benefits.1.from"]
    assert len(minded) == (start != 39)
    assert all(f"begins in year {start}, after the last year of the case (39)" in each for each in minded)


def test_a_rate_that_the_bands_replace_is_minded_where_it_is_set(tmp_path: Path) -> None:
    five = '[scenarios.five]\nlabel = { nl = "x", en = "x" }\nset = { discount_rate = 0.05 }\n'
    five += five.replace("scenarios.five", "alternatives.low")
    for rate, minded in (("0.02", ["scenarios.five.set.discount_rate", "alternatives.low.set.discount_rate"]),
                         ('"discount_rate"', [])):  # fmt: skip
        bands = f"[discounting]\nbands = [ {{ from = 0, rate = 0.04 }}, {{ from = 2, rate = {rate} }} ]\n"
        found = model(tmp_path, {"p": ("a", "{ years = 9 }")}, more=bands + five).whole
        keys = [warning.key for warning in found.warnings if "discount_rate" in str(warning.key)]
        assert keys == minded
        changes = mkba.build_model(found, scenarios=["five"], alternative="low").at_point("benefits")
        same = changes == pytest.approx(100 * (1 + sum(1.04**-1 * 1.02**-t for t in range(8))), rel=1e-12)
        assert same == bool(minded)


def test_the_years_of_a_decision_are_discounted_as_the_case_is(tmp_path: Path) -> None:
    """By its bands, whatever ``discount_rate`` is; an actor by its own rate."""
    bands = "bands = [ { from = 0, rate = 0.5 }, { from = 2, rate = 0.1 } ]\nactors = { city = 0.25 }"
    five = '[scenarios.five]\nlabel = { nl = "x", en = "x" }\nset = { discount_rate = 0.05 }\n'
    made = model(tmp_path, {"p": ("a * g", "{ years = 9 }")}, more=f"[discounting]\n{bands}\n{five}")
    for its in (made, mkba.build_model(made.case, scenarios=["five"])):
        society = make_decision(its, years=3.5, population=2)
        assert_allclose(society.scale.factor, 2 * (1 + 1 / 1.5 + 1 / 1.5 / 1.1 + 0.5 / 1.5 / 1.1**2), rtol=1e-13)
    city = make_decision(made, outcome="actor:city", years=2)
    assert_allclose(city.scale.factor, 1 + 1 / 1.25, rtol=1e-13)
    found = mkba.value_of_information(made, years=3.5, draws=64)
    assert found.to_dict()["scale"]["discounting"] == [{"from": 0, "rate": 0.5}, {"from": 2, "rate": 0.1}]
    assert "discounted at 50%, from year 2 10%" in found.notes()[-1].en


def test_rates_and_growth_may_be_negative(tmp_path: Path) -> None:
    """A rate as the share that it is, set by a scenario or named by the file; growth as a plain number."""
    more = "".join(
        f'[estimates.{name}]\nlabel = {{ nl = "{name}", en = "{name}" }}\nrole = "{role}"\nunit = "{unit}"\n'
        f'value = {value}\nbasis = "judgement"\nsource = {{ document = "note", place = "-" }}\n\n'
        for name, role, unit, value in (("norm", "value_choice", "share", -0.02), ("shrinks", "expert", "count", -0.05))
    )
    more += '[discounting]\nposts = { once = "norm" }\n\n'
    more += '[scenarios.low]\nlabel = { nl = "Laag", en = "Low" }\nset = { discount_rate = -0.01, norm = -0.04 }\n'
    posts = {"once": ("once", "{ year = 4 }"), "falls": ("a", '{ years = 3, growth = "shrinks" }')}
    its = model(tmp_path, posts, more=more)
    low = mkba.build_model(its.case, scenarios=["low"])
    for found, rate, norm in ((values(its), RATE, -0.02), (values(low), -0.01, -0.04)):
        assert_allclose(found["post:once"], 100 / (1 + norm) ** 4, rtol=1e-13)
        assert_allclose(found["post:falls"], 100 * sum((0.95 / (1 + rate)) ** year for year in range(3)), rtol=1e-13)


def test_each_side_post_and_actor_at_its_own_rate(tmp_path: Path) -> None:
    """Society takes the post's rate, else its side's; an actor's own replaces both, in its own balance only."""
    posts = {"p": ("once", "{ year = 4 }"), "q": ("once", "{ year = 4 }")}
    more = "[discounting]\nbenefits = 0.05\nposts = { q = 0.01 }\nactors = { city = 0.10 }\n"
    found = values(model(tmp_path, posts, more=more))
    assert_allclose(found["post:p"], 100 / 1.05**4, rtol=1e-13)
    assert_allclose(found["post:q"], 100 / 1.01**4, rtol=1e-13)
    assert_allclose(found["net_benefit"], 100 / 1.05**4 + 100 / 1.01**4, rtol=1e-13)
    assert_allclose(found["actor:city"], 200 / 1.10**4, rtol=1e-13)


@pytest.mark.parametrize(
    "timing",
    [
        "years = 8, growth = 0.02",
        "year = 2, until = 9, ramp = 3",
        "year = 1.5, years = 4, decline = 0.2",
        "every = 4",
        "year = 3",
        'years = 5, cohorts = "intake"',
    ],
)
@pytest.mark.parametrize("when", ["start", "middle"])
def test_a_published_present_value_comes_back_at_its_own_rate(tmp_path: Path, timing: str, when: str) -> None:
    """And at another rate its yearly amounts, which are the same, count for what that makes of them."""
    intake = series("intake", "[1, 2, 0, 3]", "person / year", 'beyond = "zero"')
    posts = {"p": ("once", f"{{ {timing}, present_value_at = 0.05 }}")}
    made = model(tmp_path, posts, case=f'discounting = "{when}"', more=intake)
    found = made.evaluate({**made.point(), "discount_rate": np.array([0.05, 0.0, RATE])})
    half = 0.5 if when == "middle" else 0.0
    yearly = flows(found)[:, 0]
    assert_allclose(found["post:p"][0], 100, rtol=1e-12)
    assert_allclose(found["post:p"][1], yearly.sum(), rtol=1e-12)
    assert_allclose(found["post:p"][2], sum(yearly / (1 + RATE) ** (np.arange(10) + half)), rtol=1e-12)


# --- what falls in which year


@pytest.mark.parametrize(
    ("amount", "timing", "expected"),
    [
        ("a", "{ years = 5, ramp = 3 }", [100 / 3, 200 / 3, 100, 100, 100, 0, 0, 0, 0, 0]),
        ("a * min((age + 1) / 3, 1)", "{ years = 5 }", [100 / 3, 200 / 3, 100, 100, 100, 0, 0, 0, 0, 0]),
        ("a", "{ year = 2, until = 4, decline = 0.5 }", [0, 0, 100, 50, 25, 0, 0, 0, 0, 0]),
        ("once", "{ year = 1, every = 4 }", [0, 100, 0, 0, 0, 100, 0, 0, 0, 100]),
        ("once", "{ every = 3, until = 5, growth = 1.0 }", [100, 0, 0, 800, 0, 0, 0, 0, 0, 0]),
        ("once", "{ every = 5, years = 5.5 }", [100, 0, 0, 0, 0, 100, 0, 0, 0, 0]),
        ("once", "{ every = 5, until = 4.5 }", [100, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ("once", '{ year = "last" }', [0] * 9 + [100]),
        ("a", '{ year = 8, until = "last" }', [0] * 8 + [100, 100]),
        ("once", "{ year = 2.4 }", [0, 0, 60, 40, 0, 0, 0, 0, 0, 0]),
        ("a", "{ year = 2.4, years = 1.5 }", [0, 0, 60, 40 + 30, 20, 0, 0, 0, 0, 0]),
        ("a", "{ year = 2.4, until = 4 }", [0, 0, 60, 100, 100, 0, 0, 0, 0, 0]),
        ("a * t", "{ year = 7, years = 2.5 }", [0] * 7 + [700, 800, 450]),
        ("a * age", "{ year = 6, years = 4 }", [0] * 7 + [100, 200, 300]),
        ("a * t * age", "{ year = 2.5, years = 2 }", [0, 0, 0, 0 + 0.5 * 300 * 1, 0.5 * 400 * 1, 0, 0, 0, 0, 0]),
    ],
)  # fmt: skip
def test_what_falls_in_each_year(tmp_path: Path, amount: str, timing: str, expected: list[float]) -> None:
    found = values(model(tmp_path, {"p": (amount, timing)}))
    assert_allclose(flows(found)[:, 0], expected, rtol=1e-12, atol=1e-12)
    assert_allclose(found["post:p"], sum(np.array(expected) / (1 + RATE) ** np.arange(10)), rtol=1e-12)


def test_an_uncertain_start_splits_each_draw_on_its_own(tmp_path: Path) -> None:
    starts = np.array([0.0, 0.25, 1.0, 2.75])
    made = model(tmp_path, {"p": ("a * (1 + age)", '{ year = "start", years = 2.5 }')})
    found = flows(values(made, start=starts))
    for column, start in zip(found.T, starts, strict=True):
        expected = np.zeros(10)
        for age, part in enumerate([1.0, 1.0, 0.5]):
            whole = int(start)
            expected[whole + age] += (1 - (start - whole)) * part * 100 * (1 + age)
            expected[whole + age + 1] += (start - whole) * part * 100 * (1 + age)
        assert_allclose(column, expected, rtol=1e-12, atol=1e-12)


def test_a_series_is_what_it_says_in_each_year(tmp_path: Path) -> None:
    more = (
        series("wages", "[10, 20, 30]", "EUR / year", 'beyond = "last"')
        + series("share", "{ 2024 = 0.5, 2025 = 0.25 }", more='beyond = "zero"')
        + '[quantities]\npaid = "wages * share"\n'
    )
    posts = {
        "wages": ("wages", "{ years = 10 }"),
        "paid": ("paid * (1 + t) / 2", "{ years = 10 }"),
        "some": ("wages", "{ year = 1, until = 3 }"),
    }
    found = values(model(tmp_path, posts, case="first_year = 2024", more=more))
    wages, years = np.array([10, 20] + [30] * 8), np.arange(10)
    paid = np.array([10 * 0.5 / 2, 20 * 0.25] + [0] * 8)
    assert_allclose(found["post:wages"], sum(wages / (1 + RATE) ** years), rtol=1e-13)
    assert_allclose(found["post:paid"], sum(paid / (1 + RATE) ** years), rtol=1e-13)
    assert_allclose(found["post:some"], sum(wages[1:4] / (1 + RATE) ** years[1:4]), rtol=1e-13)
    assert_allclose(flows(found)[:, 0], wages + paid + wages * ((years > 0) & (years < 4)), rtol=1e-13)


def test_an_uncertain_series_has_one_factor_for_all_its_years(tmp_path: Path) -> None:
    uncertain = 'distribution = { family = "uniform", low = 0.5, high = 1.5 }'
    more = series("wages", "[10, 20, 30, 40, 50, 60, 70, 80, 90, 100]", "EUR / year", uncertain)
    made = model(tmp_path, {"p": ("wages", "{ years = 10 }")}, more=more)
    assert made.uncertain == ("g", "start", "wages")
    found = values(made, wages=np.array([1.0, 1.2]))
    assert_allclose(flows(found)[:, 1], 1.2 * np.arange(10, 101, 10), rtol=1e-13)
    assert_allclose(found["post:p"][1], 1.2 * found["post:p"][0], rtol=1e-13)
    result = mkba.confidence(made, draws=1024, replicates=4, rng=1)
    net = result.outcomes["net_benefit"]
    assert net.mean is not None
    assert_allclose(net.mean.value, found["post:p"][0], rtol=1e-4)


@pytest.mark.parametrize(("low", "high", "minded"), [(0.2, 0.5, True), (1.5, 2.0, True), (0.5, 1.2, False)])
def test_a_factor_that_is_not_around_one_is_minded(tmp_path: Path, low: float, high: float, minded: bool) -> None:
    factor = f'distribution = {{ family = "uniform", low = {low}, high = {high} }}'
    found = read(FULL.replace('distribution = { family = "uniform", low = "-10%", high = "+10%" }', factor), tmp_path)
    keys = [warning.key for warning in found.warnings]
    assert keys.count("series.intake.distribution") == minded


def test_what_is_said_of_an_estimate_may_be_said_of_the_factor_of_a_series(tmp_path: Path) -> None:
    more = series("wages", "[10]", "EUR", 'distribution = { family = "uniform", low = 0.5, high = 1.5 }')
    for table, sets in [
        ("scenarios.high", "set = { wages = 1.2 }"),
        ("variants.low", "set = { wages = 0.7 }"),
        ("alternatives.now", ""),
        ("alternatives.other", "set = { wages = 1.05 }"),
        ("dependence.tied", 'correlations = [ { between = ["g", "wages"], rank = 0.9 } ]'),
    ]:
        more += f'[{table}]\nlabel = {{ nl = "x", en = "x" }}\n{sets}\n'
    case = model(tmp_path, {"p": ("wages * (1 + g)", "{ year = 0 }")}, 1, more=more).whole
    at = {"factor 1": {}, "1.2": {"scenarios": ["high"]}, "1.05": {"alternative": "other"}}
    points = [mkba.build_model(case, **under).at_point("benefits") for under in at.values()]
    assert_allclose(points, np.array([1, 1.2, 1.05]) * 10 * 1.02, rtol=1e-13)
    assert_allclose(mkba.structure(case, draws=64).variants["low"].point, 7 * 1.02, rtol=1e-13)
    assert mkba.build_model(case, alternative="other").uncertain == ("g",)
    assert mkba.build_model(case, dependence="tied").correlated == ("g", "wages")


@pytest.mark.parametrize(
    ("more", "key"),
    [
        (
            series("f", "[1]", more='distribution = { family = "uniform", low = 0.5, high = 1.5 }')
            + '[discounting]\nbands = [ { from = 0, rate = "f" } ]\n',
            "discounting.bands.0.rate",
        ),
        (series("f", "[1]") + '[scenarios.s]\nlabel = { nl = "x", en = "x" }\nset = { f = 1 }\n', "scenarios.s.set.f"),
    ],
)
def test_what_the_factor_of_a_series_is_not(tmp_path: Path, more: str, key: str) -> None:
    """It is no value choice; and a series that is certain has none."""
    with pytest.raises(CaseError) as caught:
        model(tmp_path, {"p": ("once * f", "{ year = 0 }")}, 1, more=more)
    assert caught.value.key == key


@pytest.mark.parametrize("amount", ["each", "each * (1 + g) ** age", "each * (t + 1)"])
def test_cohorts_are_the_double_sum(tmp_path: Path, amount: str) -> None:
    intake = np.array([5, 0, 7, 2] + [0] * 6)
    more = series("intake", "[5, 0, 7, 2]", "person", 'beyond = "zero"')
    found = values(model(tmp_path, {"p": (amount, '{ years = 3.5, cohorts = "intake", year = 1 }')}, more=more), g=0.04)
    expected = np.zeros(10)
    for cohort, size in enumerate(intake):
        for age, part in enumerate([1, 1, 1, 0.5]):
            year = 1 + cohort + age
            if year < 10:
                level = {"each": 1.0, "each * (1 + g) ** age": 1.04**age, "each * (t + 1)": year + 1}[amount]
                expected[year] += size * part * 100 * level
    assert_allclose(flows(found)[:, 0], expected, rtol=1e-12)
    assert_allclose(found["post:p"], sum(expected / (1 + RATE) ** np.arange(10)), rtol=1e-12)


@pytest.mark.parametrize("growth", ["1.1 ** age", "min((age + 1) / 3, 1)", "exp(-0.1 * t)"])
def test_what_changes_over_the_years_is_no_year(tmp_path: Path, growth: str) -> None:
    """So much each second year is not an amount a year, nor is a flow of people times another a year."""
    people = series("intake", "[1, 1]", "person / year", 'beyond = "zero"')
    for amount, timing in (("a", "every = 2"), ("each", 'years = 2, cohorts = "intake"')):
        for formula in (amount, f"{amount} * {growth}"):
            with pytest.raises(CaseError, match="EUR"):
                model(tmp_path, {"p": (formula, f"{{ {timing} }}")}, more=people)


def test_an_estimate_called_t_keeps_its_own_meaning_and_is_minded(tmp_path: Path) -> None:
    own = (
        '[estimates.t]\nlabel = { nl = "t", en = "t" }\nrole = "expert"\nunit = "share"\nvalue = 0.5\n'
        'basis = "judgement"\nsource = { document = "note", place = "-" }\n'
    )
    made = model(tmp_path, {"p": ("a * t * (1 + age)", "{ years = 2 }")}, more=own)
    assert_allclose(flows(values(made))[:3, 0], [50, 100, 0])
    assert [warning.key for warning in made.case.warnings if "age" in warning.en] == ["estimates.t"]


@pytest.mark.parametrize("timing", ["{ year = 8.5, years = 1.5 }", '{ year = "start", years = 7.25 }'])
def test_nothing_of_a_late_start_falls_beyond_the_horizon_unseen(tmp_path: Path, timing: str) -> None:
    made = model(tmp_path, {"p": ("a", timing)})
    with pytest.raises(mkba.errors.ModelError) as caught:
        values(made, start=np.array([0.0, 2.75]))
    assert caught.value.code.startswith("end_outside_horizon")
    assert caught.value.key == "posts.p.timing"


@pytest.mark.parametrize(("year", "nothing"), [("6", False), ("7", True), ("5.5", False), ("6.5", True)])
def test_cohorts_of_which_none_starts_in_time_are_refused(tmp_path: Path, year: str, nothing: bool) -> None:
    """The first comes in year 3 of 0 to 9."""
    intake = series("intake", "[0, 0, 0, 5]", "person", 'beyond = "zero"')
    timing = {"p": ("each", f'{{ year = {year}, years = 2, cohorts = "intake" }}')}
    if nothing:
        with pytest.raises(CaseError, match=r"first is in year 3.*last year of the case \(9\)") as caught:
            model(tmp_path, timing, more=intake)
        assert caught.value.key == "posts.p.timing.year"
    else:
        assert flows(values(model(tmp_path, timing, more=intake))).sum() == {"6": 500, "5.5": 750}[year]


def test_cohorts_of_which_none_starts_in_time_on_a_draw_are_refused(tmp_path: Path) -> None:
    intake = series("intake", "[0, 0, 0, 0, 0, 0, 0, 5]", "person", 'beyond = "zero"')
    made = model(tmp_path, {"p": ("each", '{ year = "start", years = 2, cohorts = "intake" }')}, more=intake)
    assert flows(values(made, start=np.array([0.0, 2.0]))).sum(axis=0).tolist() == [1000, 500]
    with pytest.raises(mkba.errors.ModelError) as caught:
        values(made, start=np.array([0.0, 2.5]))
    assert caught.value.code == "cohorts_outside_horizon"
    assert "0 to 2 years" in caught.value.message("en")


@pytest.mark.parametrize(
    ("timing", "minded"),
    [("year = 1.5, every = 2", True), ("year = 0.5, every = 2", False), ("year = 1, every = 2", False)],
)
def test_half_of_an_amount_after_the_last_year_is_minded(tmp_path: Path, timing: str, minded: bool) -> None:
    """Of 1.5, 3.5, ... 9.5 the last half falls in year 10 of a case of ten years."""
    found = model(tmp_path, {"p": ("once", f"{{ {timing} }}")}).case.warnings
    keys = [warning.key for warning in found if str(warning.key).startswith("posts")]
    assert keys == ["posts.p.timing.year"] * minded


@pytest.mark.parametrize("timing", ['years = "start"', 'years = "start", cohorts = "intake"'])
def test_a_present_value_of_nothing_is_refused(tmp_path: Path, timing: str) -> None:
    intake = series("intake", "[0, 0, 0, 5]", "person / year", 'beyond = "zero"')
    made = model(tmp_path, {"p": ("once", f"{{ {timing}, present_value_at = 0.03 }}")}, more=intake)
    with pytest.raises(mkba.errors.ModelError) as caught:
        values(made, start=np.array([1.0, 0.0]))
    assert caught.value.code.startswith("nothing_to_value")
    assert caught.value.key == "posts.p.timing.present_value_at"
    assert "None" not in str(caught.value)
