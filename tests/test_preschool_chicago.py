"""The Child-Parent Centers of Chicago against their published table, and against it in a few lines of numpy."""

from __future__ import annotations

import numpy as np
import pytest
from intervals import assert_near
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import norm

import mkba_uncertainty as mkba
from mkba_uncertainty.case import only

Array = NDArray[np.float64]

ALTERNATIVES = ("preschool", "school_age", "extended")

# line: undiscounted or None, year or years, present value or None, benefits, standard errors
TABLE = {
    "retention": (9173, 19, 5716, (880, 600, 594), (226, 177, 165)),
    "special-education": (9910, 12, 7596, (5317, 3646, 5089), (1573, 1252, 1274)),
    "earnings": (1_013_865, (18, 65), 277_102, (22_445, 6373, 10_807), (7537, 7041, 7399)),
    "taxes": (273_704, (18, 65), 78_996, (6399, 1817, 3081), (2149, 2007, 2109)),
    "juvenile-justice": (24_105, 14, 17_414, (5747, 0, 2438), (2123, 0, 1881)),
    "juvenile-victims": (25_274, 14, 18_258, (4309, 347, 3013), (1716, 1153, 2561)),
    "juvenile-suffering": (83_198, 14, 60_104, (14_185, 1142, 9917), (5648, 3795, 8431)),
    "adult-justice": (62_803, (19, 44), 28_077, (3313, 0, 0), (1674, 0, 0)),
    "adult-victims": (65_849, (19, 44), 29_439, (3474, 0, 0), (1755, 0, 0)),
    "adult-suffering": (216_763, (19, 44), 96_909, (11_435, 0, 0), (5777, 0, 0)),
    "child-welfare": (50_669, 10, 41_199, (3090, 536, 2472), (1074, 858, 822)),
    "abuse-victims": (8797, 10, 7153, (536, 93, 429), (186, 149, 143)),
    "abuse-suffering": (86_482, (4, 44), 49_384, (3704, 642, 2963), (1287, 1029, 986)),
    "college-public": (-8031, 18, -5155, (-196, -88, -149), (89, 89, 100)),
    "college-private": (-4016, 18, -2578, (-98, -44, -75), (45, 44, 50)),
    "depression": (18_821, 22, 10_733, (494, 0, 429), (266, 0, 262)),
    "child-care": (None, None, None, (4387, 0, 1512), (0, 0, 0)),
}
EFFECT_OF = {
    "taxes": "earnings",
    "juvenile-victims": "juvenile-suffering",
    "adult-justice": "adult-suffering",
    "adult-victims": "adult-suffering",
    "abuse-victims": "child-welfare",
    "abuse-suffering": "child-welfare",
    "college-private": "college-public",
}
"""Rows that share the effect of another."""

COSTS = (8512, 3792, 5160)
SUBSTANCE = (2799, 0, 0)
SE_SUBSTANCE = 1508


@pytest.fixture(scope="module")
def case() -> mkba.Case:
    return mkba.load_case("preschool-chicago")


def spread(column: int) -> float:
    """Give the standard deviation of all benefits: rows of one effect move together, effects do not."""
    by_effect: dict[str, float] = {"substance": SE_SUBSTANCE if column == 0 else 0.0}
    for line, (*_, benefits, errors) in TABLE.items():
        effect = EFFECT_OF.get(line, line)
        by_effect[effect] = by_effect.get(effect, 0.0) + np.copysign(errors[column], benefits[column])
    return float(np.sqrt(sum(error**2 for error in by_effect.values())))


def balances() -> Array:
    return np.array([sum(row[3][i] for row in TABLE.values()) + SUBSTANCE[i] - COSTS[i] for i in range(3)])


def stream(growth: float, first: int, last: int, rate: float) -> float:
    """Give the value at age 3 of 1 in the first year, growing."""
    ages = np.arange(first, last + 1)
    return float(np.sum((1 + growth) ** (ages - first) / (1 + rate) ** (ages - 3)))


@pytest.mark.parametrize("column", range(3))
def test_every_cell_of_the_table_comes_back_to_half_a_dollar(case: mkba.Case, column: int) -> None:
    model = mkba.build_model(case, alternative=ALTERNATIVES[column])
    for line, row in TABLE.items():
        assert model.at_point(f"line:{line}") == pytest.approx(row[3][column], abs=0.55), line
    assert model.at_point("costs") == COSTS[column]
    assert model.at_point("net_benefit") == pytest.approx(balances()[column], abs=2)


def test_what_was_published_is_the_table(case: mkba.Case) -> None:
    for column, name in enumerate(ALTERNATIVES):
        published = {
            line: each.published for line, each in only(case, name).lines.items() if each.published is not None
        }
        assert published == {line: row[3][column] for line, row in TABLE.items() if row[3][column]}
    assert only(case, "preschool").published == {"net_benefit": 83_708, "bcr": 10.83}
    assert only(case, "school_age").published == {"bcr": 3.97}
    assert only(case, "extended").published == {"bcr": 8.24}


def test_reconciliation(case: mkba.Case) -> None:
    found = mkba.reconciliation(case)
    assert all(abs(line.difference) < 1.5 for line in found.lines)
    reproduced = {check.claim.name: check.reproduced for check in found.claims}
    assert {name for name, yes in reproduced.items() if not yes} == {f"return_{name}" for name in ALTERNATIVES}
    assert len(reproduced) == 9


def test_effects_have_the_published_standard_errors(case: mkba.Case) -> None:
    """A row is linear in the one effect that it has, so a standard error more of that moves it by its own."""
    for column, name in enumerate(ALTERNATIVES):
        model = mkba.build_model(case, alternative=name)
        estimates = only(case, name).estimates.values()
        shifts = {each.name: each.distribution.sd for each in estimates if each.is_uncertain}
        moved = {estimate: value + shifts.get(estimate, 0.0) for estimate, value in model.point().items()}
        found = model.evaluate(moved, [f"line:{line}" for line in TABLE])
        for line, (*_, errors) in TABLE.items():
            change = float(found[f"line:{line}"][0]) - model.at_point(f"line:{line}")
            assert abs(change) == pytest.approx(errors[column], rel=0.005, abs=1), (name, line)


@pytest.mark.parametrize(
    ("line", "estimate", "sign"),
    [("earnings", "earnings_growth", 1), ("taxes", "taxes_growth", 1), ("adult-suffering", "adult_crime_decline", -1)],
)
def test_growth_is_what_two_published_numbers_imply(case: mkba.Case, line: str, estimate: str, sign: int) -> None:
    total, (first, last), value, *_ = TABLE[line]
    years = last - first + 1

    def gap(growth: float) -> float:
        return total * stream(growth, first, last, 0.03) / np.sum((1 + growth) ** np.arange(years)) - value

    assert sign * case.estimates[estimate].value == pytest.approx(brentq(gap, -0.1, 0.1), abs=2e-5)


def test_another_rate_rescales_streams_from_their_own_years(case: mkba.Case) -> None:
    model = mkba.build_model(case, scenarios=("discount_5",))
    growth = case.estimates["earnings_growth"].value
    ratio = stream(growth, 18, 65, 0.05) / stream(growth, 18, 65, 0.03)
    assert model.at_point("line:earnings") == pytest.approx(0.081 * 277_102 * ratio, rel=1e-12)
    assert model.at_point("line:retention") == pytest.approx(0.154 * 9173 / 1.05**16, rel=1e-12)
    flat = stream(0, 4, 44, 0.05) / stream(0, 4, 44, 0.03)
    assert model.at_point("line:abuse-suffering") == pytest.approx(0.075 * 49_384 * flat, rel=1e-12)


def test_an_alternative_rests_on_its_own_effects_only(case: mkba.Case) -> None:
    for name in ALTERNATIVES:
        alone = only(case, name)
        uncertain = [estimate.name for estimate in alone.estimates.values() if estimate.is_uncertain]
        assert len(uncertain) in (6, 8, 10)
        assert all(estimate.endswith(name) for estimate in uncertain)
        assert list(alone.variants) == ["base"]  # the others are a choice of policy


def test_chances_are_those_of_independent_normals(case: mkba.Case) -> None:
    found = mkba.alternatives(mkba.build_model(case), draws=256).alternatives
    means, sds = balances(), np.array([spread(column) for column in range(3)])
    z = np.random.default_rng(5).standard_normal((200_000, 3))
    best = np.bincount((means + sds * z).argmax(axis=1), minlength=3) / len(z)
    for column, name in enumerate(ALTERNATIVES):
        mean = found[name].net_benefit.mean
        assert mean is not None
        assert mean.value == pytest.approx(means[column], abs=25)
        assert found[name].probability_best.value == pytest.approx(best[column], abs=0.006)
    for one, other in ((0, 2), (2, 1)):
        beats = found[ALTERNATIVES[one]].probability_beats_next
        assert beats is not None
        assert_near(beats, norm.cdf((means[one] - means[other]) / np.hypot(sds[one], sds[other])))
    last = found["school_age"].probability_beats_next
    assert last is not None
    assert_near(last, norm.cdf(means[1] / sds[1]))


def test_knowing_everything_is_worth_little(case: mkba.Case) -> None:
    worth = mkba.value_of_information(mkba.build_model(case), of=[], draws=256)
    z = np.random.default_rng(6).standard_normal((200_000, 3))
    drawn = balances() + np.array([spread(column) for column in range(3)]) * z
    plain = np.maximum(drawn, 0).max(axis=1).mean() - balances().max()
    assert worth.prefer == "preschool"
    assert worth.evpi.value == pytest.approx(plain, abs=60)


def test_rates_of_return_in_the_notes(case: mkba.Case) -> None:
    for name, rate in zip(ALTERNATIVES, (28, 11, 26), strict=True):
        (check,) = (each for each in mkba.reconciliation(case).claims if each.claim.name == f"return_{name}")
        assert check.computed == pytest.approx(rate / 100, abs=5e-3)
        assert check.claim.note is not None
        assert f"{rate}%" in check.claim.note.en
