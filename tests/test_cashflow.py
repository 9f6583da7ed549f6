"""Timing: annuities and present values against sums by hand, and against the cash flows year by year."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from mkba_uncertainty.case import (
    Actor,
    Band,
    Case,
    Dependence,
    Estimate,
    Line,
    Post,
    Quantity,
    Rates,
    Scenario,
    Series,
    Source,
    Timing,
)
from mkba_uncertainty.casefile import load_case
from mkba_uncertainty.families import Family, Normal, Pert, Point, Uniform
from mkba_uncertainty.formula import parse
from mkba_uncertainty.model import (
    PresentValue,
    Ratio,
    Schedule,
    Stream,
    WeightedSum,
    annuity,
    build_model,
    spread,
)
from mkba_uncertainty.texts import Text

# --- annuities


def test_annuity_by_hand() -> None:
    """Arnhem's shelter: 2.5 years at 5.5 % is 1 + 1 / 1.055 + 0.5 / 1.055^2."""
    assert annuity(2.5, 0.055) == pytest.approx(1 + 1 / 1.055 + 0.5 / 1.055**2, rel=1e-15)
    assert annuity(0.25, 0.055) == 0.25
    assert annuity(0.0, 0.055) == 0.0
    assert annuity(1.0, 0.055) == 1.0
    assert annuity(13 / 12, 0.1) == pytest.approx(1 + 1 / 12 / 1.1, rel=1e-15)


@pytest.mark.parametrize("years", [1, 2, 7, 40])
@pytest.mark.parametrize("rate", [0.0225, 0.03, 0.055, 0.5, -0.2])
def test_annuity_of_whole_years_is_the_closed_form(years: int, rate: float) -> None:
    """An annuity due: ``(1 + r) (1 - (1 + r)^-y) / r``."""
    assert annuity(years, rate) == pytest.approx((1 + rate) * (1 - (1 + rate) ** -years) / rate, rel=1e-12)


def test_annuity_without_discounting_is_the_duration() -> None:
    years = np.array([0.0, 0.3, 1.0, 2.75, 9.99])
    assert_allclose(annuity(years, 0.0), years, rtol=1e-14)


@given(st.lists(st.floats(0, 12), min_size=1, max_size=30), st.floats(-0.5, 1))
def test_annuity_is_the_sum_of_discounted_buckets(years: list[float], rate: float) -> None:
    expected = [sum(min(max(y - k, 0.0), 1.0) / (1 + rate) ** k for k in range(13)) for y in years]
    assert_allclose(annuity(np.array(years), rate), expected, rtol=1e-12)


@given(st.lists(st.floats(0, 12), min_size=2, max_size=30), st.floats(0, 1))
def test_an_annuity_does_not_depend_on_its_neighbours(years: list[float], rate: float) -> None:
    """The number of buckets follows from the longest duration of a chunk: the bits of the others must not."""
    together = annuity(np.array(years), rate)
    assert_array_equal(together, [annuity(np.array([y]), rate)[0] for y in years])


def test_an_annuity_takes_a_rate_a_draw() -> None:
    rates = np.array([0.01, 0.055])
    assert_allclose(annuity(np.array([2.5, 3.0]), rates), [annuity(2.5, 0.01), annuity(3.0, 0.055)], rtol=1e-15)


@given(st.floats(0, 20))
def test_buckets_hold_the_whole_duration(years: float) -> None:
    shares = [float(spread(years, bucket)) for bucket in range(21)]
    assert all(0 <= share <= 1 for share in shares)
    assert sum(shares) == pytest.approx(years, rel=1e-12, abs=1e-12)
    assert sorted(shares, reverse=True) == shares


# --- nodes


def test_present_value_of_one_amount() -> None:
    values = {"a": np.array([100.0, 200.0]), "r": 0.05, "f": np.array([1.5, 2.0])}
    assert_array_equal(PresentValue("a", 0, "r")(values), [100, 200])
    assert_allclose(PresentValue("a", 3, "r")(values), values["a"] / 1.05**3)
    assert_allclose(PresentValue("a", 3, "r", "f")(values), values["a"] * values["f"] / 1.05**3)
    assert_allclose(PresentValue("a", 0, "r", "f")(values), values["a"] * values["f"])


def test_a_present_value_at_a_rate_is_itself_at_that_rate() -> None:
    """Arnhem's 60,000 is a present value at 5.5 % of 97,146 in year 9."""
    node = PresentValue("a", 9, "r", None, 0.055)
    flow = Stream("a", Schedule(10, start=9, once=True), scale=1.055**9)
    assert node({"a": 60_000.0, "r": 0.055}) == pytest.approx(60_000, rel=1e-14)
    assert node({"a": 60_000.0, "r": 0.03}) == pytest.approx(60_000 * (1.055 / 1.03) ** 9, rel=1e-14)
    assert dict(flow.by_year({"a": 60_000.0})) == {9: pytest.approx(97_145.66, abs=0.005)}


def test_flows_follow_the_buckets() -> None:
    values = {"a": 1000.0, "y": np.array([0.0, 0.5, 2.5, 4.0])}
    flows = [flow for _, flow in Stream("a", Schedule(4, years="y")).by_year(values)]
    assert_array_equal(np.transpose(flows), [[0, 0, 0, 0], [500, 0, 0, 0], [1000, 1000, 500, 0], [1000] * 4])


def test_a_sum_adds_weights_in_order() -> None:
    values = {"a": np.array([1.0, 2.0]), "b": 10.0, "c": np.array([0.5, 0.25])}
    assert_array_equal(WeightedSum((("a", 1.0), ("b", -1.0), ("c", 4.0)))(values), [-7, -7])
    assert WeightedSum(())(values) == 0.0


def test_a_ratio_says_nothing_where_its_denominator_is_not_positive() -> None:
    values = {"benefits": np.array([2.0, 2.0, -2.0, 0.0]), "costs": np.array([4.0, 0.0, -1.0, 5.0])}
    assert_array_equal(Ratio("benefits", "costs")(values), [0.5, np.nan, np.nan, 0.0])


# --- a whole case: the present value of the yearly flows is the present value of the posts

NAME, NOWHERE = Text("naam", "name"), Source("report", "1")


def estimate(name: str, family: Family, role: str = "expert", unit: str = "EUR") -> Estimate:
    value = family.mean
    return Estimate(name, NAME, role, unit, value, family, "judgement", NOWHERE)  # type: ignore[arg-type]


def small_case(posts: dict[str, Post], estimates: dict[str, Estimate], horizon: int) -> Case:
    lines = {name: Line(name, NAME, name) for name in ("cost", "benefit")}  # type: ignore[arg-type]
    return Case(
        name="small",
        title=NAME,
        horizon=horizon,
        price_level=2020,
        documents={},
        actors={name: Actor(name, NAME) for name in ("city", "state")},
        lines=lines,
        estimates=estimates,
        quantities={"doubled": Quantity("doubled", parse("2 * amount_0"))},
        posts=posts,
        scenarios={},
        dependence={"independent": Dependence("independent", NAME)},
        published={},
        claims={},
    )


@st.composite
def streams(draw: st.DrawFn, horizon: int, year: int, is_value: bool) -> Timing:
    """Give a timing of any shape; a late start may leave a part of the last bucket, but nothing beyond the horizon."""
    begin = draw(st.sampled_from([float(year), year + draw(st.floats(0, 1)) * (horizon - 1 - year)]))
    shape = {key: parse(draw(st.floats(0, 0.3))) for key in ("growth", "decline") if draw(st.booleans())}
    shape |= {"ramp": parse(draw(st.floats(0.5, 4)))} if draw(st.booleans()) else {}
    room = horizon - begin if begin.is_integer() else horizon - 1 - int(begin)  # the split needs a year
    lasts = {"years": parse(draw(st.floats(0.1, 1)) * room), "until": parse(horizon - 1)}
    key = draw(st.sampled_from(["years", "until", "every"]))
    length = {"every": draw(st.integers(1, 4))} if key == "every" else {key: lasts[key]}
    cohorts = {"cohorts": "intake"} if draw(st.booleans()) else {}
    at = {"present_value_at": draw(st.floats(-0.3, 0.6))} if is_value else {}
    return Timing(parse(begin), **length, **shape, **cohorts, **at)


@st.composite
def random_cases(draw: st.DrawFn) -> Case:
    horizon, count = draw(st.integers(1, 12)), draw(st.integers(1, 6))
    rate = draw(st.floats(-0.3, 0.6).filter(lambda value: abs(value) > 1e-3))
    estimates = {"discount_rate": estimate("discount_rate", Point(rate), "value_choice", "share")}
    posts = {}
    for number in range(count):
        year = draw(st.integers(0, horizon - 1))
        middle = draw(st.floats(-1e6, 1e6))
        estimates[f"amount_{number}"] = estimate(f"amount_{number}", Normal(middle, 1 + abs(middle) / 3))
        kind = draw(st.sampled_from(["once", "years", "present value", "stream", "present value of a stream"]))
        timing = Timing(year)
        if kind == "years":
            longest = draw(st.floats(0.05, 1)) * (horizon - year)
            estimates[f"years_{number}"] = estimate(f"years_{number}", Uniform(0, longest), unit="year")
            timing = Timing(year, parse(f"years_{number}"))
        elif kind == "present value":
            timing = Timing(year, present_value_at=draw(st.floats(-0.3, 0.6)))
        elif kind.endswith("stream"):
            timing = draw(streams(horizon, year, kind != "stream"))
        side = draw(st.sampled_from(["cost", "benefit"]))
        share = draw(st.floats(0, 1))
        amount = parse("doubled") if number == 0 else parse(f"amount_{number}")
        actors = {"city": share, "state": 1 - share}
        posts[f"p{number}"] = Post(f"p{number}", NAME, side, "financial", side, amount, timing, actors, "judgement")
    case = small_case(posts, estimates, horizon)
    when = draw(st.sampled_from(["start", "middle", "end"]))
    bands = (Band(0, "discount_rate"), *([Band(draw(st.integers(1, 14)), 0.02)] if draw(st.booleans()) else []))
    intake = Series("intake", NAME, "share", tuple(1.0 + year % 3 for year in range(horizon)), "judgement", NOWHERE)
    return case.replace(discounting=when, rates=Rates(bands), series={"intake": intake})


def factors(case: Case) -> list[float]:
    """Give what each year counts for, one year after the other."""
    rate, start, found = case.estimates["discount_rate"].value, 1.0, []
    for year in range(case.horizon):
        after = start / (1 + (0.02 if len(case.rates.bands) > 1 and year + 1 >= case.rates.bands[1].start else rate))
        found.append({"start": start, "middle": (start * after) ** 0.5, "end": after}[case.discounting])
        start = after
    return found


@settings(max_examples=100)
@given(random_cases(), st.integers(0, 2**32 - 1))
def test_discounted_yearly_flows_are_the_net_benefit(case: Case, seed: int) -> None:
    model = build_model(case)
    rng = np.random.default_rng(seed)
    inputs = {name: model.inputs[name].ppf(rng.random(20)) for name in model.uncertain}
    found = model.evaluate(inputs)
    scale = sum(np.abs(found[f"post:{name}"]) for name in case.posts)
    for flows, total in (("year", "net_benefit"), ("year_costs", "costs"), ("year_benefits", "benefits")):
        discounted = sum(found[f"{flows}:{year}"] * factor for year, factor in enumerate(factors(case)))
        assert_allclose(discounted, np.broadcast_to(found[total], 20), rtol=0, atol=1e-11 * scale.max())
    actors = found["actor:city"] + found["actor:state"]
    assert_allclose(actors, found["net_benefit"], rtol=0, atol=1e-12 * scale.max())
    assert_allclose(found["financial_net"], found["net_benefit"], rtol=0, atol=1e-12 * scale.max())


@cache
def arnhem() -> Case:
    return load_case("arnhem-ozo")


@pytest.mark.parametrize("rate", [0.0225, 0.03, 0.055, 0.0])
def test_arnhem_discounted_year_by_year(rate: float) -> None:
    case = arnhem()
    estimates = {**case.estimates, "discount_rate": replace(case.estimates["discount_rate"], distribution=Point(rate))}
    model = build_model(case.replace(estimates=estimates))
    rng = np.random.default_rng(1)
    inputs = {name: model.inputs[name].ppf(rng.random(50)) for name in model.uncertain}
    found = model.evaluate(inputs)
    flows = sum(found[f"year:{year}"] / (1 + rate) ** year for year in range(case.horizon))
    assert_allclose(flows, found["net_benefit"], rtol=1e-10, atol=1e-3)
    tops = [name for name, actor in case.actors.items() if actor.parent is None]
    assert_allclose(sum(found[f"actor:{name}"] for name in tops), found["net_benefit"], rtol=1e-10, atol=1e-3)


def test_scenarios_change_the_discount_rate_of_everything() -> None:
    post = Post("p", NAME, "benefit", "financial", "benefit", parse("a"), Timing(2), {"city": 1.0}, "judgement")
    estimates = {
        "a": estimate("a", Pert(1, 2, 3)),
        "amount_0": estimate("amount_0", Point(1.0)),
        "discount_rate": estimate("discount_rate", Point(0.1), "value_choice", "share"),
    }
    case = small_case({"p": post}, estimates, 3)
    case = case.replace(scenarios={"low": Scenario("low", NAME, {"discount_rate": 0.0})})
    high, low = (build_model(case, scenarios=names) for names in ((), ("low",)))
    inputs = {"a": np.array([1.0, 2.5])}
    assert_allclose(high.evaluate(inputs)["net_benefit"], inputs["a"] / 1.21)
    assert_array_equal(low.evaluate(inputs)["net_benefit"], inputs["a"])
    assert_array_equal(high.evaluate(inputs)["year:2"], low.evaluate(inputs)["year:2"])
