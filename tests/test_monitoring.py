"""The same question after monitoring data: on cases and models, from the command line, saved and read back."""

from __future__ import annotations

import json
import math
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from cases import MINIMAL, changed, read
from command_line import mkba as command
from intervals import assert_covers
from scipy import stats

import mkba_uncertainty as mkba
from mkba_uncertainty import save_case
from mkba_uncertainty.analysis.monitoring import read_observations, with_observations
from mkba_uncertainty.case import Expert
from mkba_uncertainty.design import Design
from mkba_uncertainty.errors import CaseError, InputError
from mkba_uncertainty.families import Beta, Count, Gamma, Mean, Normal, Pert, Share, Updated, parse_observe
from mkba_uncertainty.report import Analyses
from mkba_uncertainty.report.page import case_page
from mkba_uncertainty.report.page.chapters import drivers_section, estimates_section, reconciliation_section
from mkba_uncertainty.texts import LANGUAGES
from mkba_uncertainty.units import is_counted

FEW = {"draws": 64, "replicates": 4}
ARNHEM = mkba.load_case("arnhem-ozo")


@cache
def monitored(dependence: str = "independent") -> mkba.Update:
    """Arnhem after 31 of 120 relapsed."""
    return mkba.update(ARNHEM, {"recidivism": "31/120"}, dependence=dependence, draws=256, replicates=4)


def test_parts_are_indented_below_their_whole():
    depths = {row.cells["label"].en: row.depth for table in monitored().shown() for row in table.rows}
    lines = {line.label.en: int(line.parent is not None) for line in ARNHEM.lines.values() if line.label.en in depths}
    assert {label: depths[label] for label in lines} == lines
    assert set(lines.values()) == {0, 1}


def test_lines_and_actors_that_did_not_change_are_left_out():
    shown = {row.cells["label"].en for table in monitored().shown()[3:] for row in table.rows}
    assert "Prevented escalations" in shown
    assert "Quality of life" not in shown


def test_the_answer_is_shown_before_and_after():
    """N(8, 4) - N(3, 3), and 4 +- 3 observed of the former: N(5, 5) becomes N(2.44, sqrt(2.4^2 + 3^2))."""
    inputs = {"benefits": Normal(8, 4), "costs": Normal(3, 3)}
    balance = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    found = mkba.update(balance, {"benefits": "4+-3"}, draws=1024)
    told = found.facts()["shift"]
    spread = math.sqrt(2.4**2 + 3**2)
    assert (told["outcome"], told["event"]) == ("net_benefit", "net_benefit > 0")
    for key, before, after, near in (
        ("median", 5.0, 2.44, 0.03),
        ("probability", stats.norm.cdf(1.0), stats.norm.cdf(2.44 / spread), 0.003),
    ):
        assert told[key]["before"]["value"] == pytest.approx(before, abs=near)
        assert told[key]["after"]["value"] == pytest.approx(after, abs=near)
    said = found.verdict.en
    assert "The balance moves from a median of 5.0" in said
    assert "the chance that it is above 0 from 84." in said


def line(x):
    return {"y": 3 * x["x"] + x["noise"]}


def model(slope_of: float = 1.0) -> mkba.Model:
    return mkba.Model({"x": Normal(slope_of, 2.0), "noise": Normal(0, 1)}, line, ["y"])


def test_a_model_has_the_conjugate_answer():
    found = mkba.update(model(), {"x": "2.5+-1"}, draws=4096)
    mean, variance = (1 / 4 + 2.5 / 1) / (1 / 4 + 1), 1 / (1 / 4 + 1)
    assert found.learnt["x"].posterior.mean == pytest.approx(mean, rel=1e-9)
    assert found.learnt["x"].posterior.sd == pytest.approx(math.sqrt(variance), rel=1e-9)
    known = stats.norm(mean, math.sqrt(variance))
    assert found.learnt["x"].posterior.quantiles == pytest.approx(
        {p: known.ppf(p) for p in (0.05, 0.25, 0.5, 0.75, 0.95)}
    )
    outcome = found.after.outcomes["y"]
    assert outcome.mean.value == pytest.approx(3 * mean, abs=0.005)
    assert outcome.sd.value == pytest.approx(math.sqrt(9 * variance + 1), rel=0.002)
    assert found.before.outcomes["y"].mean.value == pytest.approx(3.0, abs=0.005)
    assert found.case is None
    before, after = found.remaining
    for remaining, m, v in ((before, 3.0, 37.0), (after, 3 * mean, 9 * variance + 1)):
        sd = math.sqrt(v)
        assert remaining.evpi.value == pytest.approx(
            sd * stats.norm.pdf(m / sd) - m * stats.norm.cdf(-m / sd), rel=0.02
        )


def test_intervals_after_the_data_hold_the_truth():
    truth = 3 * (1 / 4 + 2.5 / 1) / (1 / 4 + 1)
    chance = 1 - stats.norm.cdf(0, truth, math.sqrt(9 / (1 / 4 + 1) + 1))

    learnt = replace(model(), inputs={**model().inputs, "x": Updated(Normal(1.0, 2.0), (Mean(2.5, 1.0),))})
    assert mkba.update(model(), {"x": Mean(2.5, 1.0)}, rng=7, **FEW).after == mkba.confidence(learnt, rng=7, **FEW)

    def measured(seed):
        after = mkba.confidence(learnt, rng=seed, draws=64)
        return {"mean": after.outcomes["y"].mean, "chance": after.probabilities["y > 0"]}

    assert_covers(measured, {"mean": truth, "chance": chance})


def test_a_case_before_is_its_run():
    found = mkba.update(ARNHEM, {"recidivism": "31/120"}, **FEW)
    run = mkba.confidence(mkba.build_model(ARNHEM), **FEW)
    assert found.before == run
    alone = mkba.confidence(mkba.build_model(found.case), **FEW)
    assert found.after.to_dict() == alone.to_dict()
    voi = mkba.value_of_information(mkba.build_model(found.case), of=["recidivism"], **FEW)
    assert found.remaining[1].evpi == voi.evpi
    assert found.remaining[1].evppi["recidivism"] == voi.evppi["recidivism"].value


def test_the_point_is_the_mean_after_the_data_and_the_published_value_stays():
    found = monitored()
    point = mkba.build_model(found.case).point()["recidivism"]
    assert point == pytest.approx(found.learnt["recidivism"].posterior.mean, rel=5e-4)
    assert found.case.estimates["recidivism"].value == ARNHEM.estimates["recidivism"].value == 0.3
    assert found.after.outcomes["net_benefit"].point > found.before.outcomes["net_benefit"].point


def test_data_are_not_held_against_the_publication():
    case = mkba.update(ARNHEM, {"recidivism": "31/120", "jobs": "9"}, source="Monitor 2014", date="2015", **FEW).case
    found, published = mkba.reconciliation(case), mkba.reconciliation(ARNHEM)
    assert (found.lines, found.claims) == (published.lines, published.claims)
    assert [one.name for one in found.updated] == ["recidivism", "jobs"]
    section = str(reconciliation_section(Analyses(mkba.build_model(case), Design(64, 4))).html)
    assert "left out here" in section
    assert "left out here" not in str(reconciliation_section(Analyses(mkba.build_model(ARNHEM), Design(64, 4))).html)


@pytest.mark.usefixtures("unrendered")
def test_the_page_leaves_out_what_data_on_others_make_impossible():
    observed = with_observations(ARNHEM, {"recidivism": (Share(31, 120),)})
    model = mkba.build_model(observed, dependence="expected")
    html = case_page(model, draws=64, replicates=4)
    assert "left out here. For that, make a page without dependence" in html
    analyses = Analyses(model, Design(64, 4))
    assert analyses.results().keys() == {"run", "whatif", "voi", "dependence", "structure"}
    independent = Analyses(mkba.build_model(observed), Design(64, 4))
    assert independent.speaks_of_each
    assert "left out here" not in str(drivers_section(independent).html)


def test_the_page_says_what_an_updated_estimate_rests_on():
    case = with_observations(ARNHEM, {"recidivism": (Share(31, 120, source="Monitor 2014", date="2015"), Share(9, 40))})
    html = str(estimates_section(Analyses(mkba.build_model(case), Design(64, 4))).html)
    assert "updated with 31/120 (25.8%), Monitor 2014, 2015; 9/40 (22.5%); before that 30%, published" in html
    assert "updated with" not in str(estimates_section(Analyses(mkba.build_model(ARNHEM), Design(64, 4))).html)


def test_dependent_estimates_move_along():
    found = monitored("expected")
    assert found.moved.keys() == {"debt_effectiveness_gain", "nuisance_reduction"}
    assert all(each.posterior.mean > each.prior.mean for each in found.moved.values())  # correlations are negative
    assert found.effective_draws == {}
    independent = monitored()
    assert independent.moved == {}
    gain = found.after.outcomes["benefits"].mean.value - independent.after.outcomes["benefits"].mean.value
    assert gain > 5 * independent.after.outcomes["benefits"].mean.width


def test_several_of_a_block_report_their_effective_draws():
    data = {"recidivism": "31/120", "nuisance_reduction": "60/80"}
    found = mkba.update(ARNHEM, data, dependence="strong", draws=256, replicates=4)
    ((names, draws),) = found.effective_draws.items()
    assert names == ("recidivism", "nuisance_reduction")
    assert 800 < draws < 1024
    assert found.learnt["recidivism"].families == ()
    assert found.remaining[1].evppi == {}
    with pytest.raises(InputError) as error:
        mkba.update(ARNHEM, data, dependence="strong", draws=16, replicates=4)
    assert error.value.code == "too_few_effective"
    mkba.update(ARNHEM, data, draws=16, replicates=4)  # no weights where estimates are independent


def test_where_draws_have_weights_no_cases_are_paired_and_no_sites_added_up():
    """They are those of a case, and of each site."""
    data = {"recidivism": (Share(31, 120),), "nuisance_reduction": (Share(60, 80),)}
    observed, few = with_observations(ARNHEM, data), {"dependence": "strong", "draws": 16, "replicates": 4}
    for ask in (
        lambda: mkba.portfolio(mkba.Programme(observed, {"a": {}, "b": {}}), **few),
        lambda: mkba.compare([observed, replace(ARNHEM, name="other")], **few),
    ):
        with pytest.raises(InputError) as error:
            ask()
        assert error.value.code == "observed_block"


def test_the_same_on_any_number_of_workers(tmp_path):
    case, data = read(MINIMAL, tmp_path), {"relapse": "31/120", "shelter_cost": "1050+-60"}
    run = {"dependence": "expected", "draws": 2048, "replicates": 5}
    assert len(Design(2048, 5).batches()) == 2
    alone = mkba.update(case, data, **run).to_dict()
    with ThreadPoolExecutor(3) as pool:
        assert mkba.update(case, data, executor=pool, **run).to_dict() == alone
    with ProcessPoolExecutor(2) as pool:
        assert mkba.update(case, data, executor=pool, **run).to_dict() == alone


@pytest.mark.parametrize("rng", [None, np.random.default_rng(3)])
def test_before_and_after_are_on_the_same_points(rng):
    found = mkba.update(ARNHEM, {"jobs": "5+-1000000"}, rng=rng, **FEW)  # data that say nothing
    before, after = (each.outcomes["net_benefit"].mean for each in (found.before, found.after))
    assert after.value == pytest.approx(before.value, rel=1e-6)


CONFLICTS = {
    "share": (Beta(6, 14), Share(80, 120), 2 * stats.betabinom(120, 6, 14).pmf(np.arange(80, 121)).sum()),
    "count": (Gamma(60), Count(110), 2 * stats.nbinom(60, 0.5).sf(109)),
    "mean": (Normal(1, 2), Mean(9.0, 1.0), 2 * stats.norm.sf(8 / math.sqrt(5))),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_a_conflict_is_a_warning_with_both_numbers(name):
    prior, data, expected = CONFLICTS[name]
    found = mkba.update(mkba.Model({"x": prior, "noise": Normal(0, 1)}, line, ["y"]), {"x": data}, **FEW)
    assert found.learnt["x"].surprise == (pytest.approx(expected, rel=1e-7),)
    assert expected < 0.01
    (warning,) = found.warnings
    for lang in LANGUAGES:
        assert f"{round(prior.mean, 2):g}".replace(".", "," if lang == "nl" else ".")[:3] in warning[lang]
    assert mkba.update(model(), {"x": "2.5+-1"}, **FEW).warnings == ()


@pytest.mark.parametrize(("k", "warned"), [(585, False), (586, True)])
def test_a_conflict_begins_at_one_percent(k, warned):
    expected = 2 * stats.betabinom(1000, 6, 14).sf(k - 1)
    assert expected == pytest.approx(0.01, rel=0.03)
    assert bool(expected < 0.01) is warned
    found = mkba.update(
        mkba.Model({"x": Beta(6, 14), "noise": Normal(0, 1)}, line, ["y"]), {"x": Share(k, 1000)}, **FEW
    )
    assert found.learnt["x"].surprise == (pytest.approx(expected, rel=1e-7),)
    assert bool(found.warnings) is warned


def test_data_that_contradict_each_other_conflict():
    subject = mkba.Model({"x": Beta(1, 1), "noise": Normal(0, 1)}, line, ["y"])
    found = mkba.update(subject, {"x": ["10/100", "90/100"]}, **FEW).learnt["x"]
    alone, after = 2 * 11 / 101, 2 * stats.betabinom(100, 11, 91).pmf(np.arange(90, 101)).sum()
    assert found.surprise == (pytest.approx(alone, rel=1e-7), pytest.approx(after, rel=1e-7))
    ((data, chance, known),) = found.conflicts
    assert (data, chance) == (Share(90, 100), found.surprise[1])
    assert known.mean == pytest.approx(11 / 102, rel=1e-8)
    first = mkba.update(subject, {"x": "10/100"}, **FEW).learnt["x"].families[1]
    apart = mkba.update(replace(subject, inputs={**subject.inputs, "x": first}), {"x": "90/100"}, **FEW)
    assert apart.learnt["x"].surprise == (pytest.approx(after, rel=1e-7),)


def test_a_conflict_is_told_without_data_on_others():
    names = {"x": Normal(0, 1), "noise": Normal(0, 1)}
    subject = mkba.Model(names, line, ["y"], correlation={("x", "noise"): 0.9})
    before = replace(subject, inputs={**names, "noise": Updated(Normal(0, 1), (Mean(3.0, 0.1),))})
    found = mkba.update(before, {"x": "3.5+-0.1"}, **FEW)
    learnt = found.learnt["x"]
    assert learnt.surprise == (pytest.approx(2 * stats.norm.sf(3.5 / math.sqrt(1.01)), rel=1e-7),)
    assert learnt.prior.mean > 2  # moved along with the other one
    assert learnt.expected[0].mean == pytest.approx(0, abs=1e-9)
    assert "expected 0 (90% range -1.6 to 1.6" in found.warnings[0].en.replace("\N{MINUS SIGN}", "-")


def test_several_observations_of_one_estimate():
    apart = mkba.update(ARNHEM, {"recidivism": ["31/120", Share(4, 40)]}, **FEW)
    assert len(apart.learnt["recidivism"].surprise) == 2
    together = mkba.update(ARNHEM, {"recidivism": "35/160"}, **FEW)
    assert apart.learnt["recidivism"].posterior.mean == pytest.approx(
        together.learnt["recidivism"].posterior.mean, rel=1e-8
    )
    first, second = apart.shown()[0].texts("en")
    assert first[:2] == [ARNHEM.estimates["recidivism"].label.en, "31/120 (25.8%)"]
    assert second[:-1] == ["", "4/40 (10%)", "", "", "", ""]


def test_a_chance_too_small_for_any_number_is_not_shown_as_zero():
    found = mkba.update(model(), {"x": "25+-0.1"}, **FEW)
    assert found.learnt["x"].surprise == (pytest.approx(2 * stats.norm.sf(24 / math.hypot(2.0, 0.1)), rel=1e-6),)
    assert found.shown()[0].texts("en")[0][-1] == "<0.1%"
    assert "doubled, was <0.1%" in found.warnings[0].en


def test_prices_of_another_year():
    case = ARNHEM.replace(price_index={2010: 95.0, 2012: 100.0}).with_estimate("eviction_direct_cost", price_level=2010)
    found = mkba.update(case, {"eviction_direct_cost": "5600+-400"}, **FEW)
    known = Updated(ARNHEM.estimates["eviction_direct_cost"].distribution, (Mean(5600, 400),))
    assert found.learnt["eviction_direct_cost"].posterior.mean == pytest.approx(known.mean)
    rescaled = mkba.build_model(found.case).inputs["eviction_direct_cost"]
    assert rescaled.mean == pytest.approx(known.mean / 0.95)
    again = mkba.update(mkba.build_model(case), {"eviction_direct_cost": "5600+-400"}, **FEW)
    assert again.learnt["eviction_direct_cost"].posterior.mean == pytest.approx(known.mean)
    for outcome in ("net_benefit", "bcr"):
        assert again.after.outcomes[outcome].mean == found.after.outcomes[outcome].mean


def test_a_saved_case_gives_the_same_answer(tmp_path):
    found = mkba.update(
        ARNHEM,
        {"recidivism": "31/120", "shelter_stay_years": "2.1+-0.3,n=40"},
        date="2015-03-01",
        source="monitor",
        **FEW,
    )
    path = tmp_path / "my-case-2015.toml"
    save_case(found.case, path)
    read = mkba.load_case(path)
    assert mkba.confidence(mkba.build_model(read), **FEW).outcomes == found.after.outcomes
    (data,) = read.estimates["recidivism"].distribution.observations
    assert (data.text, data.date, data.source) == ("31/120", "2015-03-01", "monitor")
    before, after = Path(ARNHEM.file).read_text(), path.read_text()
    changed = {line for line in before.splitlines() if line not in set(after.splitlines())}
    assert len(changed) <= 2  # two distributions: all else stands, comments and all
    assert before.count("\n#") == after.count("\n#")


@pytest.mark.parametrize("dependence", ["independent", "expected"])
def test_one_year_after_the_other_is_both_at_once(tmp_path, dependence):
    first = mkba.update(ARNHEM, {"recidivism": "31/120"}, dependence=dependence, date="2014", **FEW)
    save_case(first.case, tmp_path / "one.toml")
    second = mkba.update(
        mkba.load_case(tmp_path / "one.toml"), {"recidivism": "20/90", "nuisance_reduction": "60/80"},
        dependence=dependence, date="2015", **FEW,
    )  # fmt: skip
    both = mkba.update(
        ARNHEM, {"recidivism": ["31/120", "20/90"], "nuisance_reduction": "60/80"}, dependence=dependence, **FEW
    )
    assert second.before.outcomes == first.after.outcomes
    for outcome in ("net_benefit", "benefits"):
        one, other = (each.after.outcomes[outcome] for each in (second, both))
        assert one.mean.value == pytest.approx(other.mean.value, rel=1e-9)
        assert one.quantiles[0.05].value == pytest.approx(other.quantiles[0.05].value, rel=1e-9)


def test_the_same_data_do_not_count_twice(tmp_path):
    first = mkba.update(ARNHEM, {"recidivism": "31/120"}, date="2014", source="monitor", **FEW)
    with pytest.raises(InputError) as error:
        mkba.update(first.case, {"recidivism": "31/120"}, date="2014", source="monitor", **FEW)
    assert error.value.code == "observed_again"
    assert mkba.update(first.case, {"recidivism": "31/120"}, date="2015", source="monitor", **FEW)


def test_a_case_file_may_hold_data_itself(tmp_path):
    prior = '{ family = "pert", low = 0.15, mode = 0.30, high = 0.50 }'
    observations = '[{ observed = "31/120", date = 2015-03-01 }]'
    text = changed({prior: f'{{ family = "updated", prior = {prior}, observations = {observations} }}'})
    family = read(text, tmp_path).estimates["relapse"].distribution
    assert family == Updated(Pert(0.15, 0.30, 0.50), (Share(31, 120, date="2015-03-01"),))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ('observed = "121/120"', "more than all"),
        ('observed = "72"', "Say of how many"),
        ('observed = "31/120", when = 2015', "Expected: a table"),
        ('observed = "31/120", date = "last year"', "not a date"),
        ("observed = 0.26", "a text in quot"),
    ],
)
def test_data_in_a_case_file_are_checked(tmp_path, wrong, words):
    distribution = '{ family = "pert", low = 0.15, mode = 0.30, high = 0.50 }'
    prior = '{ family = "uniform", low = 0.1, high = 0.9 }'
    text = changed({distribution: f'{{ family = "updated", prior = {prior}, observations = [{{ {wrong} }}] }}'})
    with pytest.raises(CaseError, match=words) as error:
        read(text, tmp_path)
    assert error.value.line == MINIMAL[: MINIMAL.index(distribution)].count("\n") + 1


REFUSED = {
    "observed_unknown": {"recidivsm": "31/120"},
    "observed_choice": {"discount_rate": "0.03+-0.01"},
    "observed_fixed": {"qaly_timing": "0.9+-0.1"},
    "observed_no_share": {"shelter_stay_years": "31/120"},
    "observed_share_as_count": {"recidivism": "31"},
    "observed_no_count": {"eviction_direct_cost": "72"},
    "observed_again": {"recidivism": ["31/120", "31/120"]},
    "observation_more_than_all": {"recidivism": "120/31"},
    "observation_without_error": {"recidivism": "0.26"},
    "observation_beyond_prior": {"evictions_prevented_reported": "100000"},
    "observed_nothing": {},
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_observed_is_refused(code):
    with pytest.raises(InputError) as error:
        mkba.update(ARNHEM, REFUSED[code], **FEW)
    assert error.value.code == code
    assert all(error.value.text(lang) for lang in LANGUAGES)


def test_who_observes_nothing_is_told_what_can_be_observed():
    with pytest.raises(InputError, match="can be observed: recidivism, "):
        mkba.update(ARNHEM, {}, **FEW)


def test_the_nearest_name_is_offered():
    with pytest.raises(InputError, match="recidivism"):
        mkba.update(ARNHEM, {"recidivsm": "31/120"}, **FEW)


def test_scenarios_that_set_what_was_observed():
    with pytest.raises(InputError) as error:
        mkba.update(ARNHEM, {"recidivism": "31/120"}, scenarios=["recidivism_40"], **FEW)
    assert error.value.code == "observed_under_scenario"
    with pytest.raises(InputError) as error:
        mkba.update(ARNHEM, {"recidivism": "31/120"}, scenarios=["pooled_recidivism"], **FEW)
    assert error.value.code == "observed_under_scenario"
    assert mkba.update(ARNHEM, {"recidivism": "31/120"}, scenarios=["new_found_30"], **FEW)


@pytest.mark.parametrize("dependence", ["independent", "expected"])
def test_data_update_what_experts_answers_come_to_as_well(dependence):
    observed = with_observations(ARNHEM, {"recidivism": (Share(31, 120),)})
    pool = ARNHEM.estimates["recidivism"].pooled
    known = Beta(pool.alpha + 31, pool.beta + 89)
    model = mkba.build_model(observed, scenarios=["pooled_recidivism"], dependence=dependence)
    found = model.inputs["recidivism"]
    assert (found.mean, found.sd) == pytest.approx((known.mean, known.sd), rel=1e-8)
    assert model.point()["recidivism"] == pytest.approx(known.mean, rel=1e-8)
    plain = mkba.build_model(observed, dependence=dependence)
    change = mkba.contrast(plain, scenarios=["pooled_recidivism"], **FEW).contrasts["pooled_recidivism"]
    before, after = (mkba.confidence(each, **FEW).outcomes["net_benefit"].mean.value for each in (plain, model))
    assert change.mean.value == pytest.approx(after - before, rel=1e-6)


def test_data_in_prices_of_another_year_update_the_answers_too():
    observed = ARNHEM.replace(price_index={2010: 95.0, 2012: 100.0}).with_estimate(
        "eviction_direct_cost", price_level=2010, experts=tuple(Expert(x) for x in (4500.0, 6000.0, 7000.0)),
        distribution=Updated(Normal(6000, 900), (Mean(5600, 400),)),
    )  # fmt: skip
    pool = replace(observed.estimates["eviction_direct_cost"], distribution=Normal(6000, 900)).pooled
    known = Updated(pool, (Mean(5600, 400),)).mean / 0.95
    assert mkba.build_model(observed).pooled(["eviction_direct_cost"]).inputs["eviction_direct_cost"].mean == (
        pytest.approx(known, rel=1e-8)
    )


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("count", True), ("household", True), ("child / year", True), ("share", False), ("EUR", False), ("year", False),
     ("QALY", False), ("QALY / household", False), ("EUR / household", False), ("(child) / (year)", True),
     ("1 / year", False), ("child * household", False)],
)  # fmt: skip
def test_which_units_are_counted(unit, expected):
    assert is_counted(unit) is expected


def test_a_table_of_observations(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text(
        'Estimate;observation;date;source;note\nrecidivism;31/120;2015-03;"monitor; table 3";\n\n jobs ;5;;;five\n'
    )
    assert read_observations(path) == [
        ("recidivism", Share(31, 120, date="2015-03", source="monitor; table 3")),
        ("jobs", Count(5, note="five")),
    ]
    path.write_text('estimate,observation\nshelter_stay_years,"2.1+-0.3,n=40"\n')
    assert read_observations(path) == [("shelter_stay_years", Mean(2.1, 0.3, 40))]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", ("observations_missing", 1, "estimate")),
        ("estimate\nrecidivism\n", ("observations_missing", 1, "observation")),
        ("estimate,observed\nrecidivism,31/120\n", ("observations_column", 1, None)),
        ("estimate,observation,observation\na,1,1\n", ("observations_column", 1, None)),
        ("estimate,observation\n", ("observations_empty", None, None)),
        ("estimate,observation\nrecidivism,31/120\nrecidivism,\n", ("observations_cell", 3, "observation")),
        ("estimate,observation\n,31/120\n", ("observations_cell", 2, "estimate")),
        ("estimate,observation\nrecidivism,121/120\n", ("observation_more_than_all", 2, "observation")),
        ("estimate,observation\nstay,2.1+-0.3,n=4\n", ("observations_excess", 2, None)),
        ("estimate,observation,date\nrecidivism,31/120,yesterday\n", ("observation_date", 2, "date")),
    ],
)
def test_a_wrong_table_is_named_by_line_and_column(tmp_path, text, place):
    path = tmp_path / "data.csv"
    path.write_text(text)
    with pytest.raises(InputError) as error:
        read_observations(path)
    assert (error.value.code, error.value.line, error.value.key) == place
    assert all(str(path) in error.value.text(lang) for lang in LANGUAGES)


@pytest.mark.parametrize("text", ["recidivism", "=31/120", "recidivism=", ""])
def test_observe_needs_a_name_and_data(text):
    with pytest.raises(InputError) as error:
        parse_observe(text)
    assert error.value.code == "observe_form"


def test_json_is_that_of_run_with_prior_and_posterior():
    run = ["arnhem-ozo", "--draws", "64", "--replicates", "4", "--json"]
    status, out, err = command("update", *run, "--observe", "recidivism=31/120", "--date", "2015")
    assert (status, err) == (0, "")
    found = json.loads(out)
    status, out, _ = command("run", *run)
    alone = json.loads(out)
    assert found.keys() >= alone.keys() - {
        "dependence_variants",
        "alternative",
        "alternatives",
    }  # those run sets beside
    assert found["before"]["outcomes"] == alone["outcomes"]
    assert found["prior"]["recidivism"]["mean"] == pytest.approx(Pert(0.15, 0.3, 0.5).mean)
    assert set(found["posterior"]["recidivism"]["quantiles"]) == {"0.05", "0.25", "0.5", "0.75", "0.95"}
    (data,) = found["observations"]["recidivism"]
    assert data["observed"] == "31/120"
    assert data["date"] == "2015"
    assert 0 < data["surprise"] <= 1
    assert found["information"]["before"]["evpi"]["value"] > found["information"]["after"]["evpi"]["value"]
    assert found["warnings"] == []
    assert set(found["update_verdict"]) == {"nl", "en"}


@pytest.mark.usefixtures("unrendered")
def test_the_command_saves_and_writes(tmp_path):
    data, saved, out = tmp_path / "data.csv", tmp_path / "later.toml", tmp_path / "out"
    data.write_text("estimate,observation\nrecidivism,31/120\n")
    run = ["update", "arnhem-ozo", "--draws", "64", "--replicates", "4", "--observations", str(data), "--lang", "en"]
    status, text, err = command(
        *run, "--observe", "jobs=9", "--source", "monitor", "--save", str(saved), "--out", str(out)
    )
    assert status == 0
    assert "31/120 (25.8%)" in text
    assert str(saved) in err
    assert {"update.csv", "learnt.svg", "before_after.png", "manifest.json"} <= {path.name for path in out.iterdir()}
    case = mkba.load_case(saved)
    assert case.estimates["jobs"].distribution.observations[0].source == "monitor"
    status, _, err = command(*run, "--save", str(saved))
    assert status == 2
    assert "--force" in err
    status, _, _ = command(*run, "--save", str(saved), "--force", "--date", "2016")
    assert status == 0
    status, _, err = command("run", str(saved), "--draws", "64", "--replicates", "4", "--quiet")
    assert (status, err) == (0, "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--observe", "recidivism=121/120"],
        ["--observe", "recidivism"],
        ["--observe", "recidivism=2,1+-0,3"],
        ["--observe", "nothing_like_it=1/2"],
        ["--observe", "recidivism=31/120", "--date", "tomorrow"],
        ["--observe", "recidivism=31/120", "--save", "case.txt"],
        ["--observations", "no/such/file.csv"],
        [],
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_bad_input_is_a_message(arguments, lang):
    status, out, err = command("update", "arnhem-ozo", *arguments, "--lang", lang)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_nothing_is_written_after_an_error(tmp_path):
    saved = tmp_path / "later.toml"
    status, _, _ = command("update", "arnhem-ozo", "--observe", "jobs=-3", "--save", str(saved))
    assert status == 2
    assert list(tmp_path.iterdir()) == []


def test_plots_show_what_changed():
    pytest.importorskip("matplotlib").use("agg")
    from mkba_uncertainty.plotting import figures

    data = {"recidivism": "80/120", "nuisance_reduction": "60/80", "jobs": "5", "eviction_direct_cost": "5600+-400"}
    found = mkba.update(ARNHEM, data, dependence="expected", **FEW)
    positive = found.after.probabilities["net_benefit > 0"].value
    for lang in LANGUAGES:
        made = figures(found, lang)
        assert made.keys() == {"learnt", "before_after"}
        gids = {artist.get_gid() for artist in made["learnt"].findobj() if artist.get_gid()}
        assert {f"{part}:{name}" for name in data for part in ("prior", "posterior")} <= gids
        (after,) = made["before_after"].findobj(lambda artist: artist.get_gid() == "after")
        x, more = after.get_data()
        assert np.interp(0.0, x, more) == pytest.approx(positive, abs=0.01)


def test_a_posterior_curve_is_its_density():
    pytest.importorskip("matplotlib").use("agg")
    from mkba_uncertainty.plotting import figures

    found = mkba.update(mkba.Model({"x": Normal(1, 2), "noise": Normal(0, 1)}, line, ["y"]), {"x": "2.5+-1"}, **FEW)
    (curve,) = figures(found)["learnt"].findobj(lambda artist: artist.get_gid() == "posterior:x")
    x, height = curve.get_data()
    assert height == pytest.approx(stats.norm(2.2, math.sqrt(0.8)).pdf(x), abs=1e-7)


def test_frames_are_tidy():
    frame = monitored().to_frame()
    assert set(frame["when"]) == {"before", "after"}
    row = frame[(frame["outcome"] == "estimate:recidivism") & (frame["when"] == "before")]
    assert row["mean"].item() == pytest.approx(Pert(0.15, 0.3, 0.5).mean)


def test_the_year_of_data_may_be_a_number(tmp_path):
    distribution = '{ family = "pert", low = 0.15, mode = 0.30, high = 0.50 }'
    data = f'{{ family = "updated", prior = {distribution}, observations = [{{ observed = "31/120", date = 2024 }}] }}'
    assert read(changed({distribution: data}), tmp_path).estimates["relapse"].distribution.evidence[1][0].date == "2024"
