"""Shares that sum to 1: closed forms of the Dirichlet distribution, through all that is asked of a model."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cases import SHARES_WORTH, housing, read, same
from scipy import stats

import mkba_uncertainty as mkba
from mkba_uncertainty.case import Case
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.model import Sticks
from mkba_uncertainty.simulation import simulate

NAMES = tuple(SHARES_WORTH)
COUNTED = np.array([12.0, 30.0, 8.0])
WORTH = np.array([*SHARES_WORTH.values()])
TOTAL = COUNTED.sum()
MEANS = COUNTED / TOTAL
COVARIANCE = (np.diag(MEANS) - np.outer(MEANS, MEANS)) / (TOTAL + 1)
OTHER = 999**2 / 12
"""The variance of an estimate that has nothing to do with the shares: uniform from 1 to 1000, 500.5 on average."""


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return housing(tmp_path)


@pytest.fixture
def model(case: Case) -> mkba.CaseModel:
    return mkba.build_model(case)


def given(place: int, value: float | np.ndarray) -> float | np.ndarray:
    """What all is worth on average where one share is known: the others divide the rest in proportion."""
    rest = [each for each in range(3) if each != place]
    others = float(COUNTED[rest] @ WORTH[rest] / COUNTED[rest].sum())
    return WORTH[place] * value + (1 - value) * others + 500.5 - 100


def test_means_variances_and_covariances_are_those_of_dirichlet() -> None:
    sticks = Sticks("housing", dict(zip(NAMES, COUNTED, strict=True)))
    u = stats.qmc.Sobol(2, rng=1).random_base2(14).T
    breaks = {name: family.ppf(row) for (name, family), row in zip(sticks.inputs.items(), u, strict=True)}
    drawn = np.array(list(sticks.shares(breaks).values()))
    np.testing.assert_allclose(drawn.sum(axis=0), 1, atol=1e-15)
    np.testing.assert_allclose(drawn.mean(axis=1), MEANS, rtol=1e-5)
    np.testing.assert_allclose(np.cov(drawn), COVARIANCE, rtol=5e-3)
    for place, name in enumerate(NAMES):
        assert stats.kstest(drawn[place], stats.beta(COUNTED[place], TOTAL - COUNTED[place]).cdf).statistic < 0.002
        assert sticks.family(name) == mkba.Beta(COUNTED[place], TOTAL - COUNTED[place])


def test_what_is_fixed_leaves_a_dirichlet_of_the_others() -> None:
    sticks = Sticks("housing", dict(zip(NAMES, COUNTED, strict=True))).pinned({"private": 0.5})
    u = stats.qmc.Sobol(2, rng=1).random_base2(13).T
    breaks = {name: family.ppf(row) for (name, family), row in zip(sticks.inputs.items(), u, strict=True)}
    drawn = sticks.shares(breaks)
    assert drawn["private"] == 0.5
    np.testing.assert_allclose(np.add(drawn["social"], drawn["owned"]), 0.5)
    assert stats.kstest(np.asarray(drawn["social"]) * 2, stats.beta(12, 8).cdf).statistic < 0.005
    assert sticks.family("social") == mkba.Beta(12, 8, 0, 0.5)
    known = sticks.pinned({"social": 0.2})
    assert (known.free, known.family("owned").mean) == ((), pytest.approx(0.3))
    with pytest.raises(InputError, match="do not form part of 1"):
        sticks.pinned({"social": 0.6})


def test_others_divide_the_rest_by_their_breaks_where_one_had_all_that_a_number_can_say() -> None:
    """Beta(0.05, 0.1) is 1 to the last bit on many draws; what is fixed below it leaves the rest all the same."""
    sticks = Sticks("g", dict.fromkeys("abc", 0.05))
    breaks = {"g:a": np.array([1.0, 0.0, 0.0, 0.4]), "g:b": np.array([0.25, 1.0, 0.0, 0.5])}
    expected = {
        "a": ([0.3, 0.3, 0.3, 0.3], [0.7 * 0.25, 0.7, 0, 0.35], [0.7 * 0.75, 0, 0.7, 0.35]),
        "b": ([0.7, 0, 0, 0.7 * 0.4 / 0.7], [0.3, 0.3, 0.3, 0.3], [0, 0.7, 0.7, 0.3]),
        "c": ([0.7, 0, 0, 0.7 * 0.4 / 0.7], [0, 0.7, 0.7, 0.3], [0.3, 0.3, 0.3, 0.3]),
    }
    for name, shares in expected.items():
        pinned = sticks.pinned({name: 0.3}).shares(breaks)
        moved = sticks.shares(sticks.breaks_at(breaks, {name: 0.3}))
        for found in (pinned, moved):
            np.testing.assert_allclose(list(np.broadcast_arrays(*found.values())), shares, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("fixed", [{"private": 1.0}, {"private": 1.0, "social": 0.0}, {"private": 1 + 1e-10}])
def test_one_that_is_the_whole_leaves_nothing_to_the_others(fixed: dict[str, float]) -> None:
    sticks = Sticks("housing", dict(zip(NAMES, COUNTED, strict=True))).pinned(fixed)
    assert (sticks.free, sticks.family("social"), sticks.family("owned")) == ((), mkba.Point(0.0), mkba.Point(0.0))
    shares = sticks.shares({name: family.mean for name, family in sticks.inputs.items()})
    assert (shares["social"], shares["owned"]) == (0, 0)


def test_a_run_has_the_mean_and_variance_of_a_closed_form(model: mkba.CaseModel) -> None:
    found = mkba.confidence(model, draws=256).outcomes["net_benefit"]
    assert found.mean is not None
    assert found.mean.value == pytest.approx(WORTH @ MEANS + 500.5 - 100, abs=1)
    assert found.sd is not None
    assert found.sd.value == pytest.approx((WORTH @ COVARIANCE @ WORTH + OTHER) ** 0.5, rel=2e-3)
    assert model.at_point("net_benefit") == pytest.approx(WORTH @ MEANS + 500 - 100)
    drawn = simulate(model, draws=64, replicates=2).inputs
    assert set(drawn.data_vars) == {"other", "housing:social", "housing:private"}  # one less than there are members


def test_shares_stand_under_their_own_name(model: mkba.CaseModel) -> None:
    known = WORTH @ COVARIANCE @ WORTH
    indices = mkba.sobol(model, draws=512).outcomes["net_benefit"].indices
    assert set(indices) == {"housing", "other"}
    assert indices["housing"].first_order.value == pytest.approx(known / (known + OTHER), abs=2e-3)
    effects = mkba.shapley(model, draws=512).to_frame().set_index("estimate")["effect"]
    assert effects["housing"] == pytest.approx(known / (known + OTHER), abs=5e-3)
    worth = mkba.value_of_information(model, threshold=2400, draws=128)
    assert (set(worth.evppi), set(worth.groups)) == ({"other"}, {"housing"})
    with pytest.raises(InputError, match="social is one of the shares housing"):
        mkba.value_of_information(model, of=["social"])
    assert set(mkba.screening(model, draws=256, trajectories=4).morris) == {"housing", "other"}


def test_every_curve_moves_the_others_along(model: mkba.CaseModel) -> None:
    curves = mkba.main_effect(model, draws=256, nodes=4).curves
    for place, name in enumerate(NAMES):
        np.testing.assert_allclose(curves[name].mean, given(place, curves[name].x), atol=0.5)
    ends = [stats.beta(each, TOTAL - each).ppf([0.1, 0.9]) for each in COUNTED]
    bars = {bar.estimate: bar.swing.value for bar in mkba.tornado(model).bars}
    assert set(bars) == {*NAMES, "other"}
    for place, name in enumerate(NAMES):
        known = abs(given(place, ends[place][1]) - given(place, ends[place][0]))
        assert bars[name] == pytest.approx(known, rel=1e-8)


def test_break_even_says_that_it_leaves_shares_out(case: Case, tmp_path: Path) -> None:
    uncertain = 'value = 100\nunit = "EUR"\ndistribution = { family = "uniform", low = 0, high = 4000 }'
    assert case.file is not None
    text = Path(case.file).read_text("utf-8").replace('value = 100\nunit = "EUR"', uncertain)
    found = mkba.break_even(mkba.build_model(read(text, tmp_path)), draws=64)
    assert set(found.pair) == {"cost", "other"}
    assert [note.en for note in found.notes()] == ["Without shares that sum to 1 (Tenure): none of these moves alone."]


def test_a_table_of_shares(model: mkba.CaseModel) -> None:
    """One share leaves a rest that the others divide; two leave all of it to the third."""
    few = {"draws": 64, "replicates": 4}
    one = mkba.data_table(model, vary="private", at=[0.2, 0.7], **few)
    np.testing.assert_allclose([cell.value for (cell,) in one.values], given(1, np.array([0.2, 0.7])), atol=2)
    two = mkba.data_table(model, vary=NAMES[0], at=[0.1, 0.3], by=NAMES[1], by_at=[0.2, 0.7], **few)
    for place in np.ndindex(2, 2):
        first, second = (0.1, 0.3)[place[0]], (0.2, 0.7)[place[1]]
        worth = float(WORTH @ [first, second, 1 - first - second]) + 500.5 - 100
        assert two.values[place[0]][place[1]].value == pytest.approx(worth, abs=2)
    with pytest.raises(InputError, match="do not form part of 1"):
        mkba.data_table(model, vary=NAMES[0], at=0.4, by=NAMES[1], by_at=0.7, **few)
    fixed = model.pinned({"private": 0.5})
    with pytest.raises(InputError, match=r"private is fixed at 0\.5"):
        mkba.data_table(fixed, vary="private", at=0.4, **few)


def test_the_value_at_which_it_turns(case: Case) -> None:
    dear = case.with_estimate("cost", value=2600)
    found = mkba.switching(mkba.build_model(dear), draws=256).values["private"].value
    assert found is not None
    slope = given(1, 1.0) - given(1, 0.0)
    assert found.value == pytest.approx((2500 - given(1, 0.0)) / slope, abs=1e-3)


def test_a_scenario_and_an_option_fix_a_share(case: Case) -> None:
    model = mkba.build_model(case, scenarios=["half"])
    assert model.at_point("net_benefit") == pytest.approx(given(1, 0.5) - 0.5)
    mean = mkba.confidence(model, draws=256).outcomes["net_benefit"].mean
    assert mean is not None
    assert mean.value == pytest.approx(given(1, 0.5), abs=0.5)
    worth = mkba.value_of_information(mkba.build_model(case), options=["base", "half"], draws=256)
    assert worth.options["half"].mean.value == pytest.approx(given(1, 0.5), abs=0.5)
    assert worth.options["base"].mean.value == pytest.approx(WORTH @ MEANS + 400.5, abs=0.5)


@pytest.mark.parametrize("table", ["scenarios", "alternatives"])
def test_a_file_may_set_a_share_to_the_whole(case: Case, tmp_path: Path, table: str) -> None:
    text = (tmp_path / "aftercare.toml").read_text("utf-8")
    whole = f'\n[{table}.whole]\nlabel = {{ nl = "Een", en = "One" }}\nset = {{ private = 1 }}\n'
    again = '[alternatives.now]\nlabel = { nl = "Nu", en = "Now" }\n' if table == "alternatives" else ""
    found = read(text + whole + again, tmp_path)
    under = {"scenarios": ["whole"]} if table == "scenarios" else {"alternative": "whole"}
    model = mkba.build_model(found, **under)  # type: ignore[arg-type]
    assert model.at_point("net_benefit") == pytest.approx(given(1, 1.0) - 0.5)
    assert model.uncertain == ("other",)


def test_an_alternative_fixes_a_share_and_leaves_out_those_that_it_does_not_use(case: Case, tmp_path: Path) -> None:
    text = (tmp_path / "aftercare.toml").read_text()
    whole = read(
        text
        + """
[posts.plain]
label = { nl = "Vast", en = "Plain" }
side = "benefit"
kind = "financial"
line = "benefits-1"
amount = "other"
actors = { city = 1 }
basis = "judgement"

[alternatives.all]
label = { nl = "Alles", en = "All" }
without = ["plain"]

[alternatives.halved]
label = { nl = "De helft", en = "Half" }
without = ["plain"]
set = { private = 0.5 }

[alternatives.plain]
label = { nl = "Vast", en = "Plain" }
posts = ["p0", "plain"]
""",
        tmp_path,
    )
    half, plain = (mkba.build_model(whole, alternative=name) for name in ("halved", "plain"))
    assert half.at_point("net_benefit") == pytest.approx(given(1, 0.5) - 0.5)
    assert (half.shares["housing"].fixed, plain.shares) == ({"private": 0.5}, {})
    worth = mkba.value_of_information(mkba.build_model(whole), draws=128)
    assert worth.options["halved"].mean.value == pytest.approx(given(1, 0.5), abs=0.5)
    assert (set(worth.evppi), set(worth.groups)) == ({"other"}, {"housing"})


def test_counts_are_conjugate_and_stay_in_the_file(case: Case, tmp_path: Path) -> None:
    found = mkba.update(case, {"housing": "6/3/1"}, date="2024-03", draws=64, replicates=2)
    assert found.case is not None
    after = COUNTED + np.array([6, 3, 1])
    for place, name in enumerate(NAMES):
        assert found.learnt[name].prior.mean == pytest.approx(MEANS[place])
        assert found.learnt[name].posterior.mean == pytest.approx(after[place] / 60)
        assert found.case.estimates[name].distribution == mkba.Beta(after[place], 60 - after[place])
    mkba.save_case(found.case, tmp_path / "aftercare.toml")
    text = (tmp_path / "aftercare.toml").read_text()
    assert "concentrations = [12, 30, 8]  # counted in spring" in text
    assert '{ observed = "6/3/1", date = "2024-03" }' in text
    assert same(read(text, tmp_path), found.case)
    for data in ({"housing": "6/3"}, {"social": "3/6"}, {"other": "1/2/3"}):
        with pytest.raises(InputError):
            mkba.update(case, data)
    with pytest.raises(InputError, match="one of several shares"):
        case.with_estimate("social", value=0.5)
