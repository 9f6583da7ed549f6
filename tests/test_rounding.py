"""Rounding decides nothing: what differs by the last bits of what was added is equal, wherever it is compared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cases import EUROS, HALF, half_zero, small
from intervals import assert_near
from numpy.testing import assert_array_equal

import mkba_uncertainty as mkba
from mkba_uncertainty.arrays import Value, Values, above, settled, shares_of_best
from mkba_uncertainty.case import Case
from mkba_uncertainty.formula import parse
from mkba_uncertainty.model import Ratio, WeightedSum

FEW = {"draws": 256, "replicates": 4}


def always_zero(folder: Path, more: str = "") -> Case:
    return small(folder, ["0.3 * a"], ["0.2 * a", "0.1 * a"], more, a=EUROS)


def test_sums_and_ratios_are_settled_where_rounding_keeps_them_apart() -> None:
    values = {"x": np.array([0.1 + 0.2, 0.1 + 0.2, np.inf]), "y": np.array([0.3, 0.3 * (1 - 1e-7), 1.0])}
    apart = values["x"][1] - values["y"][1]
    assert_array_equal(WeightedSum((("x", 1.0), ("y", -1.0)))(values), [0.0, apart, np.inf])
    assert_array_equal(Ratio("x", "y")(values)[:2], [1.0, values["x"][1] / values["y"][1]])
    assert settled(0.1 + 0.2, 0.3, at=0.3) == 0.3


def test_above_a_threshold_is_more_than_rounding_above() -> None:
    assert_array_equal(above(np.array([0.1 + 0.2, 0.3001, 0.2]), 0.3), [False, True, False])
    assert_array_equal(above(np.array([-0.3, -0.29]), -(0.1 + 0.2)), [False, True])
    assert_array_equal(above(np.array([0.0, 5e-324]), 0.0), [False, True])


def test_a_balance_that_is_zero_on_half_of_the_draws(tmp_path: Path) -> None:
    answer = mkba.confidence(mkba.build_model(half_zero(tmp_path)), **FEW)
    for event in ("net_benefit > 0", "bcr > 1", "financial_net > 0", "financial_bcr > 1"):
        assert answer.probabilities[event].value == 0.5  # a discrete input is stratified
    assert answer.losses["actor:city"].value == 0.0
    assert answer.outcomes["net_benefit"].quantiles[0.05].value == 0.0
    assert answer.outcomes["bcr"].quantiles[0.25].value == 1.0


@pytest.mark.parametrize(
    "balance",
    [
        "0.1 * a + 0.2 * a - 0.3 * a + eff * b",
        "b * eff - (0.3 * a - (0.1 * a + 0.2 * a))",
        "eff * b + b * (0.3 * c - 0.1 * c - 0.2 * c)",
        "eff * b + b * sqrt(0.3 * c - 0.2 * c - 0.1 * c)",  # of some 1e-9, where that is a number
        "eff * b + a * (0.1 + 0.2 - 0.3)",
    ],
)
def test_what_cancels_within_a_formula_is_settled(tmp_path: Path, balance: str) -> None:
    """As if each term were a post of its own: the balance is ``eff * b``, 0 on half of the draws."""
    share = 'value = 0.5\nunit = "share"\ndistribution = { family = "uniform", low = 0, high = 1 }'
    case = small(tmp_path, [], [balance], a=EUROS, b=EUROS, c=share, eff=HALF)
    model = mkba.build_model(case)
    net = mkba.simulate(model, outcomes=["net_benefit"], **FEW).array(["net_benefit"])
    assert (net == 0).mean() == 0.5
    assert mkba.confidence(model, **FEW).probabilities["net_benefit > 0"].value == 0.5


@pytest.mark.parametrize(
    ("formula", "given", "right"),
    [
        ("1000000000 * (1 - exp(-h))", {"h": 5e-10}, 0.5),
        ("value * (1 - survive)", {"value": 1e12, "survive": 1 - 5e-10}, 500.0),
        ("big + 1 - big", {"big": 3e9}, 1.0),
        ("big - big + 1", {"big": 3e9}, 1.0),
        ("(1 - (1 - p) ** years) * damage", {"p": 1e-10, "years": 5.0, "damage": 1e10}, 5.0),
    ],
)
def test_what_is_small_within_a_formula_stays(formula: str, given: dict[str, float], right: float) -> None:
    """A small chance times a large damage is no rounding, nor is a difference of numbers that are close."""
    assert parse(formula).evaluate(given) == pytest.approx(right, rel=1e-5)


def test_an_infinite_size_settles_nothing() -> None:
    assert settled(1e307, np.inf) == 1e307


def test_only_the_last_digits_of_what_a_formula_adds_are_settled() -> None:
    values = {"x": np.array([1 - 1e-12, 1 - 3e-15]), "y": np.array([np.inf, np.nan])}
    assert_array_equal(parse("1 - x").evaluate(values), [1 - values["x"][0], 0.0])
    assert_array_equal(parse("x - y").evaluate(values), [-np.inf, np.nan])
    assert isinstance(parse("x - 0.3").evaluate({"x": 0.1 + 0.2}), float)


def test_a_balance_that_is_always_zero(tmp_path: Path) -> None:
    answer = mkba.confidence(mkba.build_model(always_zero(tmp_path)), **FEW)
    net = answer.outcomes["net_benefit"]
    assert (net.mean.value, net.mean.width, net.sd.value, net.sd.width) == (0.0, 0.0, 0.0, 0.0)
    assert answer.probabilities["net_benefit > 0"].value == answer.losses["actor:city"].value == 0.0
    assert answer.drivers == {}


def test_a_spread_of_rounding_is_none(tmp_path: Path) -> None:
    """The balance is always 1000, but for the last bits of what cancels in it."""
    thousand = 'value = 1000\nunit = "EUR"'
    case = small(tmp_path, ["0.3 * a"], ["0.2 * a", "0.1 * a", "fixed"], a=EUROS, fixed=thousand)
    answer = mkba.confidence(mkba.build_model(case), **FEW)
    net = answer.outcomes["net_benefit"]
    assert net.mean.value == pytest.approx(1000, rel=1e-12)
    assert (net.sd.value, net.sd.width, answer.drivers) == (0.0, 0.0, {})
    with pytest.raises(mkba.errors.ModelError) as caught:
        mkba.sobol(mkba.build_model(case), outcomes=["net_benefit"], **FEW)
    assert caught.value.code == "sobol_constant"


def test_a_published_figure_that_is_hit_exactly_is_not_exceeded(tmp_path: Path) -> None:
    """The balance is 0.3 with a chance of 70 %, computed as 0.1 x 3, and 1 otherwise: 0.3 is at the 70th percentile."""
    tenth = HALF.replace("[0, 1]", "[0.1, 1]").replace("[0.5, 0.5]", "[0.7, 0.3]").replace("share", "EUR")
    case = small(tmp_path, [], ["3 * a"], "\n[published]\nnet_benefit = 0.3\n", a=tenth)
    answer = mkba.confidence(mkba.build_model(case), draws=1024, replicates=4)
    assert_near(answer.published_percentile, 0.7)
    assert answer.published_percentile.value == pytest.approx(0.7, abs=0.001)


def test_a_threshold_of_a_stopping_rule_that_is_hit_exactly(tmp_path: Path) -> None:
    model = mkba.Model({"a": mkba.Discrete([0.1, 1.0], [0.75, 0.25])}, lambda x: {"y": 3 * x["a"]}, ["y"])
    answer = mkba.confidence(model, until="y > 0.3:0.5", **FEW)
    assert answer.probabilities["y > 0.3"].value == 0.25


def test_a_difference_between_sides_is_settled(tmp_path: Path) -> None:
    """Twice 0.3 a against 0.2 a and 0.1 a: neither returns more per euro."""
    (tmp_path / "two").mkdir()
    one = small(tmp_path, ["b"], ["0.3 * a"], a=EUROS, b=EUROS)
    two = small(tmp_path / "two", ["b"], ["0.2 * a", "0.1 * a"], a=EUROS, b=EUROS).replace(name="two")
    shared = mkba.compare([one, two], **FEW).differences["shared"]
    assert (shared.probability.value, shared.sd.value) == (0.0, 0.0)


def test_the_best_option_is_no_matter_of_rounding() -> None:
    """0.3 x and 0.1 x + 0.2 x are as good: they share being the best."""
    found = shares_of_best(np.array([[0.3, 1.0], [0.1 + 0.2, 1.1], [0.2, 1.0]]))
    assert_array_equal(found, [[0.5, 0.0], [0.5, 1.0], [0.0, 0.0]])

    def options(x: Values) -> dict[str, Value]:
        return {"one": 0.3 * x["a"], "two": 0.1 * x["a"] + 0.2 * x["a"], "third": x["b"]}

    model = mkba.Model({"a": mkba.Uniform(0, 1), "b": mkba.Uniform(0, 0.3)}, options, ["one", "two", "third"])
    found = mkba.value_of_information(model, outcome="one", options=["one", "two", "third"], **FEW)
    chances = {name: option.probability_best for name, option in found.options.items()}
    assert chances["two"].value == chances["one"].value == pytest.approx(0.25, abs=0.005)
