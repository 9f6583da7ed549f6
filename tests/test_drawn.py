"""The distribution that a form draws of an answer, against Keelin's equations written out, and what is asked."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

import mkba_uncertainty as mkba
from mkba_uncertainty.analysis.experts import questions_of
from mkba_uncertainty.copula import concordance_to_pearson, spearman_to_pearson
from mkba_uncertainty.elicitation import drawn, one_answer
from mkba_uncertainty.errors import FamilyError, InputError

ARNHEM = mkba.load_case("arnhem-ozo")
POSITIVE, UNBOUNDED = (0.0, math.inf), (-math.inf, math.inf)


def quantiles(low, middle, high):
    return one_answer({"quantiles": {0.05: low, 0.5: middle, 0.95: high}})


@pytest.mark.parametrize(
    ("support", "values"),
    [
        ((0.0, 1.0), (0.15, 0.3, 0.5)),
        (POSITIVE, (2.0, 5.0, 9.0)),
        (UNBOUNDED, (-3.0, 1.0, 4.0)),
        ((-1, 1), (-0.2, 0, 0.1)),
    ],
)
def test_three_quantiles_are_met(support, values):
    family = drawn(quantiles(*values), support)
    assert family.ppf([0.05, 0.5, 0.95]).tolist() == pytest.approx(values, rel=1e-12, abs=1e-12)
    assert family.support == support


def test_chips_are_met_by_least_squares_on_four_terms():
    chips = {(0.0, 0.1): 1, (0.1, 0.2): 4, (0.2, 0.3): 6, (0.3, 0.4): 5, (0.4, 0.5): 3, (0.5, 0.6): 1}
    family = drawn(one_answer({"roulette": chips}), (0.0, 1.0))
    u = np.cumsum(list(chips.values()))[:-1] / 20
    x = np.array([0.1, 0.2, 0.3, 0.4, 0.5])
    t, w = np.log(u / (1 - u)), u - 0.5
    design = np.stack([np.ones(5), t, w * t, w], axis=1)
    by_normal_equations = np.linalg.solve(design.T @ design, design.T @ np.log(x / (1 - x)))
    assert family.coefficients == pytest.approx(by_normal_equations.tolist(), rel=1e-9)


def test_a_gap_between_chips_counts_as_its_middle():
    with_gap = drawn(one_answer({"roulette": {(0, 10): 2, (20, 30): 1, (30, 40): 1}}), UNBOUNDED)
    t = np.log([0.5 / 0.5, 0.75 / 0.25])
    assert with_gap.coefficients == pytest.approx([15.0, 15 / (t[1] - t[0])], rel=1e-12)


def test_a_term_less_where_no_curve_meets_the_answer():
    values = np.array([0.0, 9.99, 10.0])  # so lopsided that three terms would turn back
    with pytest.raises(FamilyError):
        mkba.Metalog.from_quantiles([0.05, 0.5, 0.95], values)
    slope, middle = np.polyfit(np.log([0.05 / 0.95, 1.0, 0.95 / 0.05]), values, 1)
    assert drawn(quantiles(*values), UNBOUNDED).coefficients == pytest.approx([middle, slope], rel=1e-12)


def test_lognormal_where_the_tail_of_a_metalog_would_be_too_heavy():
    family = drawn(quantiles(1.0, 30.0, 2000.0), POSITIVE)
    assert isinstance(family, mkba.LogNormal)
    assert family.mu == pytest.approx(math.log(1 * 30 * 2000) / 3, rel=1e-12)
    assert family.sigma == pytest.approx(math.log(2000) / (2 * norm.ppf(0.95)), rel=1e-12)


@pytest.mark.parametrize("support", [(1.0, math.inf), (-math.inf, 0.0)])
def test_other_open_ends_are_refused(support):
    with pytest.raises(InputError, match="cannot draw"):
        drawn(quantiles(-3, -2, -1) if support[1] == 0 else quantiles(2, 3, 4), support)


@pytest.mark.parametrize("probability", [0.0, 0.2, 0.5, 0.65, 0.9, 1.0])
def test_concordance_is_that_of_normal_scores(probability):
    r = concordance_to_pearson(probability)
    both_above = multivariate_normal([0, 0], [[1, r], [r, 1]], allow_singular=True).cdf([0.0, 0.0])
    assert 2 * both_above == pytest.approx(probability, abs=2e-5)


def test_concordance_of_independence_and_of_a_stated_rank():
    assert concordance_to_pearson(0.5) == pytest.approx(0.0, abs=1e-15)
    assert concordance_to_pearson(2 / 3) == pytest.approx(0.5, rel=1e-12)  # sin(pi / 6)
    assert spearman_to_pearson(6 / math.pi * math.asin(0.25)) == pytest.approx(0.5, rel=1e-12)


def test_what_is_asked_and_what_is_possible():
    asked = questions_of(
        ARNHEM, ["recidivism", "shelter_cost_per_year"], pairs=[("recidivism", "shelter_cost_per_year")]
    )
    assert [question.support for question in asked.questions] == [(0.0, 1.0), POSITIVE]
    assert asked.pairs[0].between == ("recidivism", "shelter_cost_per_year")


def test_a_version_follows_the_words_and_the_range_not_the_value():
    from dataclasses import replace

    def version(case, **options):
        return questions_of(case, ["recidivism"], **options).questions[0].version

    estimate = ARNHEM.estimates["recidivism"]
    moved, reworded = (
        replace(ARNHEM, estimates={**ARNHEM.estimates, "recidivism": replace(estimate, **change)})
        for change in ({"value": 0.4}, {"unit": "year"})
    )
    assert version(moved) == version(ARNHEM)
    assert version(reworded, supports={"recidivism": (0, 1)}) != version(ARNHEM)
    assert version(ARNHEM, supports={"recidivism": (0, 0.9)}) != version(ARNHEM)


@pytest.mark.parametrize(
    ("estimates", "options", "message"),
    [
        (["recidivsm"], {}, "recidivism"),
        (["discount_rate"], {}, "value_choice"),
        (["recidivism", "recidivism"], {}, "twice"),
        ([], {}, "--estimate"),
        (["recidivism"], {"pairs": [("recidivism", "shelter_share")]}, "shelter_share"),
        (["recidivism"], {"pairs": [("recidivism", "recidivism")]}, "itself"),
        (["recidivism"], {"supports": {"shelter_share": (0, 1)}}, "shelter_share"),
        (["recidivism"], {"supports": {"recidivism": (0.1, None)}}, "cannot draw"),
    ],
)
def test_what_cannot_be_asked(estimates, options, message):
    with pytest.raises(InputError, match=message):
        questions_of(ARNHEM, estimates, **options)


def test_a_pair_is_asked_once():
    names = ["recidivism", "shelter_share"]
    with pytest.raises(InputError, match="twice"):
        questions_of(ARNHEM, names, pairs=[("recidivism", "shelter_share"), ("shelter_share", "recidivism")])
