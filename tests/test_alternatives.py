"""Several policies of one case: each by itself, all on the same draws, and the choice between them."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import MINIMAL, changed, read
from command_line import answer, mkba as mkba_command
from intervals import assert_near
from scipy.integrate import quad
from scipy.stats import multivariate_normal, norm

import mkba_uncertainty as mkba
from mkba_uncertainty.analysis.information import make_decision
from mkba_uncertainty.case import Case, only
from mkba_uncertainty.design import Design, sample
from mkba_uncertainty.report import Analyses
from mkba_uncertainty.report.page.chapters import alternatives_section
from mkba_uncertainty.report.page.explorer import explorer_section

FEW = {"draws": 64}

ESTIMATE = """
[estimates.{name}]
label = {{ nl = "{name}", en = "{name}" }}
role = "expert"
unit = "EUR"
value = {mean}
distribution = {{ family = "normal", mu = {mean}, sigma = {sd} }}
basis = "judgement"
source = {{ document = "report", place = "3" }}

[posts.{name}]
label = {{ nl = "{name}", en = "{name}" }}
side = "benefit"
kind = "financial"
line = "benefits-1"
amount = "{name}"
actors = {{ city = 1 }}
basis = "judgement"

[alternatives.{name}]
label = {{ nl = "{name}", en = "{name}" }}
posts = ["{name}"]
"""
"""A policy that yields an amount of its own."""

POLICIES = {"one": (1.0, 1.0), "two": (1.5, 2.0), "three": (0.5, 3.0)}

BASE_ONLY = changed(
    {"\n[published]\nnet_benefit = 26000\n": "", "published = 126000\n": "", "published = 100000\n": ""}
)

CHEAPER = """
[alternatives.now]
label = { nl = "Nu", en = "Now" }

[alternatives.cheap]
label = { nl = "Goedkoop", en = "Cheap" }
set = { personnel = 60000, relapse = 0.4 }
published = { net_benefit = 44000, "line:costs-1" = 60000 }

[alternatives.staff_only]
label = { nl = "Alleen personeel", en = "Staff only" }
without = ["shelter"]

[claims.cheap]
label = { nl = "Goedkoop loont", en = "Cheap pays" }
source = { document = "report", place = "4" }
published = 1
measure = "sign"
outcome = "net_benefit"
alternative = "cheap"
"""


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return read(MINIMAL + CHEAPER, tmp_path_factory.mktemp("several"))


@pytest.fixture(scope="module")
def normals(tmp_path_factory: pytest.TempPathFactory) -> Case:
    policies = (ESTIMATE.format(name=name, mean=mean, sd=sd) for name, (mean, sd) in POLICIES.items())
    return read(BASE_ONLY + "".join(policies), tmp_path_factory.mktemp("normals"))


def test_what_alternatives_have_in_common_is_as_each_computes_it(several: Case) -> None:
    """A changed input, for all alternatives at once and for each by itself: the same to the last bit."""
    model = mkba.build_model(several)
    decision = make_decision(model)
    shared = [model.alike(other) for other in model.alternatives.values() if other is not model]
    assert ["post:staff" in names for names in shared] == [False, True]  # one of them has cheaper staff
    inputs = sample(decision, Design(64, 2), range(2))
    changed = {"relapse": 0.4}
    found = decision.rerun(decision.run(inputs, decision.outcomes), changed, decision.outcomes)
    for option in decision.options:
        if option.model is not None:
            own = {name: inputs[name] for name in option.model.uncertain}
            expected = option.model.run(own | changed, ["net_benefit"])["net_benefit"]
            np.testing.assert_array_equal(found[option.key], expected)


def probability_best(name: str) -> float:
    """Give the chance that a normal exceeds the others and zero, by quadrature."""
    others = [norm(mean, sd) for other, (mean, sd) in POLICIES.items() if other != name]
    own = norm(*POLICIES[name])
    found, _ = quad(lambda x: own.pdf(x) * np.prod([other.cdf(x) for other in others]), 0, 40, epsabs=1e-12)
    return float(found)


def beats(one: str, other: str) -> float:
    (mean, sd), (low, spread) = POLICIES[one], POLICIES[other]
    return float(norm.cdf((mean - low) / np.hypot(sd, spread)))


def test_the_probability_of_being_best_is_that_by_quadrature(normals: Case) -> None:
    found = mkba.alternatives(mkba.build_model(normals), draws=512, replicates=16).alternatives
    assert list(found) == ["one", "two", "three", "nothing"]
    nothing = float(np.prod([norm.cdf(0, mean, sd) for mean, sd in POLICIES.values()]))
    for name, truth in {**{name: probability_best(name) for name in POLICIES}, "nothing": nothing}.items():
        assert_near(found[name].probability_best, truth, replicates=16)
        assert found[name].probability_best.width < 0.03
    assert sum(each.probability_best.value for each in found.values()) == pytest.approx(1, abs=1e-12)


def test_each_is_compared_with_the_one_with_the_next_lower_mean(normals: Case) -> None:
    found = mkba.alternatives(mkba.build_model(normals), draws=512, replicates=16).alternatives
    truths = {"two": beats("two", "one"), "one": beats("one", "three"), "three": float(norm.cdf(0.5 / 3))}
    for name, truth in truths.items():  # by their means: 1.5, 1, 0.5, and 0 of doing nothing
        next_lower = found[name].probability_beats_next
        assert next_lower is not None
        assert_near(next_lower, truth, replicates=16)
    assert found["nothing"].probability_beats_next is None
    assert found["nothing"].bcr is None
    for name, truth in {"one": 0.5, "three": 1.0, "nothing": 1.5}.items():  # behind the best, which is two
        assert found[name].behind_best is not None
        assert_near(found[name].behind_best, truth, replicates=16)
    assert found["two"].behind_best == mkba.Measured(0, 0, 0)


def test_the_best_on_average_stands_first(normals: Case) -> None:
    found = mkba.alternatives(mkba.build_model(normals), **FEW)
    assert [row.cells["alternative"] for row in found.table.rows] == ["two", "one", "three", "nothing"]


def test_alternatives_that_differ_by_less_than_they_print_are_told_apart(tmp_path: Path) -> None:
    label = 'label = { nl = "-", en = "-" }\n'
    text = f"{MINIMAL}[alternatives.now]\n{label}[alternatives.nearly]\n{label}set = {{ personnel = 100004 }}\n"
    found = mkba.alternatives(mkba.build_model(read(text, tmp_path)), **FEW)
    behind = found.alternatives["nearly"].behind_best
    assert behind is not None
    np.testing.assert_allclose((behind.low, behind.value, behind.high), 4, atol=1e-6)
    rows = dict(zip(found.alternatives, found.table.texts("en"), strict=True))
    assert rows["now"][1] == rows["nearly"][1]
    assert [row[2] for row in rows.values()][:2] == ["€0", "€4"]
    assert found.facts()["alternatives"]["nearly"]["behind_best"] == behind.to_dict()
    assert list(found.to_frame()["behind_best"])[:2] == [0, behind.value]


def test_those_that_are_equal_share(tmp_path: Path) -> None:
    twins = "".join(f'[alternatives.{name}]\nlabel = {{ nl = "a", en = "b" }}\n' for name in ("one", "other"))
    found = mkba.alternatives(mkba.build_model(read(MINIMAL + twins, tmp_path)), **FEW).alternatives
    assert found["one"].probability_best == found["other"].probability_best
    assert found["one"].probability_best.value == (1 - found["nothing"].probability_best.value) / 2
    assert found["one"].probability_beats_next is not None
    assert found["one"].probability_beats_next.value == 0.5


BY_ITSELF = {
    'value = 0.30\ndistribution = { family = "pert", low = 0.15, mode = 0.30, high = 0.50 }\n': "value = 0.4\n",
    "value = 100000\n": "value = 60000\n",
    "published = 100000\n": "published = 60000\n",
    "published = 126000\n": "",
    "net_benefit = 26000\n": "net_benefit = 44000\n",
    '  { between = ["relapse", "households_helped"], rank = -0.4 },\n': "",
    '  { between = ["relapse", "shelter_cost"], rank = 0.3 },\n': "",
}
"""The changes that make of the minimal case the alternative ``cheap``, and nothing else."""


@pytest.mark.parametrize("dependence", ["independent", "expected"])
def test_run_of_an_alternative_is_that_of_a_file_with_only_that_one(tmp_path: Path, dependence: str) -> None:
    files = {"several.toml": MINIMAL + CHEAPER, "alone.toml": changed(BY_ITSELF)}
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    few = ("--draws", "64", "--dependence", dependence)
    one = answer("run", str(tmp_path / "several.toml"), "--alternative", "cheap", *few)
    other = answer("run", str(tmp_path / "alone.toml"), *few)
    keys = ("outcomes", "probabilities", "published", "published_percentile", "verdict", "losses", "drivers")
    assert {key: one[key] for key in keys} == {key: other[key] for key in keys}
    assert (one["alternative"], other["alternative"]) == ("cheap", "base")
    assert one["dependence_variants"] == other["dependence_variants"]


def test_what_only_other_alternatives_use_changes_nothing(tmp_path: Path, normals: Case) -> None:
    alone = changed(
        {"[alternatives.one]\n": "[alternatives.one]\n"}, BASE_ONLY + ESTIMATE.format(name="one", mean=1, sd=1)
    )
    (model, by_itself) = (mkba.build_model(case) for case in (normals, read(alone, tmp_path)))
    assert set(model.inputs) == {"discount_rate", "one"}
    assert mkba.confidence(model, **FEW).outcomes == mkba.confidence(by_itself, **FEW).outcomes
    beside = mkba.alternatives(model, **FEW).alternatives["one"].net_benefit
    assert beside == mkba.confidence(model, **FEW).outcomes["net_benefit"]
    assert [bar.estimate for bar in mkba.tornado(model).bars] == ["one"]


def test_run_shows_all_of_them_and_answers_for_the_first(tmp_path: Path) -> None:
    file = tmp_path / "several.toml"
    file.write_text(MINIMAL + CHEAPER, "utf-8")
    found = answer("run", str(file), "--draws", "64")
    assert found["alternative"] == "now"
    assert found["published"] == 26000
    assert list(found["alternatives"]) == ["now", "cheap", "staff_only", "nothing"]
    now, staff, nothing = (found["alternatives"][name] for name in ("now", "staff_only", "nothing"))
    mean = found["outcomes"]["net_benefit"]["mean"]
    assert {key: now["net_benefit"][key] for key in mean} == mean
    assert staff["net_benefit"]["value"] == -100000
    assert staff["bcr"]["value"] == 0
    assert staff["probability_beats_next"] is None  # doing nothing is better
    assert (nothing["net_benefit"]["value"], nothing["bcr"]) == (0, None)
    without = answer("run", str(file), "--draws", "64", "--alternative", "staff_only")
    assert (without["published"], without["published_percentile"]) == (None, None)


def test_a_case_without_alternatives_has_one_and_doing_nothing(tmp_path: Path) -> None:
    model = mkba.build_model(read(MINIMAL, tmp_path))
    found = mkba.alternatives(model, **FEW).alternatives
    assert list(found) == ["base", "nothing"]
    positive = mkba.confidence(model, **FEW).probabilities["net_benefit > 0"]
    assert found["base"].probability_best == positive
    assert mkba.build_model(model.case, alternative="base").inputs == model.inputs


def test_a_claim_is_held_against_the_alternative_that_it_names(several: Case) -> None:
    found = mkba.reconciliation(several)
    assert {(each.alternative and each.alternative.name, each.claim.name) for each in found.claims} == {
        ("now", "relapse"), ("now", "top"), ("cheap", "cheap"),
    }  # fmt: skip
    lines = {(line.alternative and line.alternative.name, line.id): line.published for line in found.lines}
    assert lines["now", "net_benefit"] == 26000
    assert lines["cheap", "costs-1"] == 60000
    assert ("cheap", "benefits-1") not in lines
    cheap = mkba.reconciliation(several, alternative="cheap")
    assert [line.alternative for line in cheap.lines] == 2 * [several.alternatives["cheap"]]


def test_voi_chooses_among_alternatives(normals: Case) -> None:
    model = mkba.build_model(normals)
    found = mkba.value_of_information(model, draws=512, replicates=16)
    assert list(found.options) == ["one", "two", "three", "nothing"]
    assert set(found.evppi) == set(POLICIES)
    best = expected_best()
    assert_near(found.evpi, best - 1.5, replicates=16)
    beside = mkba.alternatives(model, draws=512, replicates=16).alternatives
    for name, option in found.options.items():
        assert option.probability_best == beside[name].probability_best
    # one known: it is chosen where it exceeds the mean of two, 1.5
    gain = norm.pdf(0.5) - 0.5 * norm.sf(0.5)
    assert_near(found.evppi["one"].value, float(gain), replicates=16)


def expected_best() -> float:
    """Give the expectation of the largest of the three normals and zero: the integral of what lies above each level."""
    normals = [norm(mean, sd) for mean, sd in POLICIES.values()]
    found, _ = quad(lambda x: 1 - np.prod([one.cdf(x) for one in normals]), 0, 40, epsabs=1e-12)
    return float(found)


TIED = """
[dependence.tied]
label = {{ nl = "Samen", en = "Tied" }}
correlations = [{pairs}]
"""


def tied(folder: Path, ranks: dict[tuple[str, str], float], alternatives: dict[str, list[str]] | None = None) -> Case:
    """Give the policies with estimates that hang together, each with its own post or with those named."""
    text = BASE_ONLY + "".join(ESTIMATE.format(name=name, mean=mean, sd=sd) for name, (mean, sd) in POLICIES.items())
    for name, posts in (alternatives or {}).items():
        text = text.replace(f'posts = ["{name}"]', f"posts = {posts}".replace("'", '"'))
    pairs = ", ".join(f'{{ between = ["{one}", "{other}"], rank = {rank} }}' for (one, other), rank in ranks.items())
    return read(text + TIED.format(pairs=pairs), folder)


def covariance(ranks: dict[tuple[str, str], float]) -> np.ndarray[Any, Any]:
    """Give that of the three normals: a normal copula of normals is normal (Pearson 1907)."""
    names = list(POLICIES)
    scores = np.eye(3)
    for (one, other), rank in ranks.items():
        place = names.index(one), names.index(other)
        scores[place] = scores[place[::-1]] = 2 * np.sin(np.pi * rank / 6)
    sds = np.array([sd for _, sd in POLICIES.values()])
    return np.asarray(scores * np.outer(sds, sds))


def test_what_hangs_together_across_alternatives_does_so_where_they_are_compared(tmp_path: Path) -> None:
    ranks = {("one", "two"): 0.8, ("two", "three"): 0.5}
    between = covariance(ranks)
    case = tied(tmp_path, ranks)
    model = mkba.build_model(case, dependence="tied")
    spread = float(np.sqrt(between[0, 0] + between[1, 1] - 2 * between[0, 1]))
    found = mkba.alternatives(model, draws=512, replicates=16).alternatives
    means = [mean for mean, _ in POLICIES.values()]
    nothing = float(multivariate_normal(means, between).cdf(np.zeros(3)))
    assert_near(found["nothing"].probability_best, nothing, replicates=16)
    assert found["two"].probability_beats_next is not None
    assert_near(found["two"].probability_beats_next, float(norm.cdf(0.5 / spread)), replicates=16)
    difference = mkba.compare([case, case], alternatives=["two", "one"], dependence="tied", draws=512, replicates=16)
    balance = difference.balances["shared"]
    assert balance is not None
    assert_near(balance.sd, spread, replicates=16)
    # two known: the others are then expected on their regression lines, and the best of all is chosen
    slopes = between[1] / between[1, 1]
    best, _ = quad(lambda z: norm.pdf(z) * max(0, *(means + slopes * 2 * z)), -8, 8, points=[-2, 2], limit=200)
    known = mkba.value_of_information(model, of=["two"], draws=512, replicates=16).evppi["two"].value
    assert_near(known, best - 1.5, replicates=16)


def test_correlations_that_hold_together_do_so_in_any_alternatives(tmp_path: Path) -> None:
    """No alternative has both one and three, without whose tie the others would be impossible."""
    ranks = {("one", "two"): 0.9, ("two", "three"): 0.9, ("one", "three"): 0.9}
    case = tied(tmp_path, ranks, {"one": ["one", "two"], "two": ["two", "three"]})
    found = mkba.alternatives(mkba.build_model(case, dependence="tied"), draws=512, replicates=16).alternatives
    weights = np.array([[1, 1, 0], [0, 1, 1]])
    apart = np.array([1, 0, -1])
    spread = float(np.sqrt(apart @ covariance(ranks) @ apart))
    assert_near(found["one"].net_benefit.sd, float(np.sqrt(weights[0] @ covariance(ranks) @ weights[0])), replicates=16)
    assert found["one"].probability_beats_next is not None
    assert_near(found["one"].probability_beats_next, float(norm.cdf(0.5 / spread)), replicates=16)


def test_data_on_what_another_alternative_uses_move_what_hangs_together_with_it(tmp_path: Path) -> None:
    """Two seen at 3.5, with an error as large as its sd: halfway its mean, and one along by regression."""
    ranks = {("one", "two"): 0.8}
    between = covariance(ranks)
    seen = mkba.update(tied(tmp_path, ranks), {"two": "3.5+-2"}, alternative="two", **FEW).case
    assert seen is not None
    moved = 1 + between[0, 1] / between[1, 1] * 1.0
    left = float(np.sqrt(1 - between[0, 1] ** 2 / between[1, 1] / 2))
    model = mkba.build_model(seen, alternative="one", dependence="tied")
    found = mkba.confidence(model, draws=512, replicates=16).outcomes["net_benefit"]
    assert_near(found.mean, moved, replicates=16)
    assert_near(found.sd, left, replicates=16)
    assert set(mkba.build_model(tied(tmp_path, ranks), alternative="one").inputs) == {"discount_rate", "one"}


def test_voi_takes_alternatives_and_scenarios_of_the_chosen_one(several: Case) -> None:
    model = mkba.build_model(several, alternative="now")
    found = mkba.value_of_information(model, options=["staff_only", "more_relapse"], of=["shelter_cost"], **FEW)
    assert list(found.options) == ["staff_only", "more_relapse"]
    assert found.prefer == "more_relapse"
    with pytest.raises(mkba.InputError, match="Did you mean cheap"):
        mkba.value_of_information(model, options=["cheep"], **FEW)


def test_alternatives_with_other_norms_are_minded_and_not_chosen_between(tmp_path: Path) -> None:
    other = '\n[alternatives.patient]\nlabel = { nl = "a", en = "b" }\nset = { discount_rate = 0.0 }\n'
    case = read(MINIMAL + CHEAPER + other, tmp_path)
    assert any("norm discount_rate" in warning.en for warning in case.warnings)
    model = mkba.build_model(case)
    mkba.alternatives(model, **FEW)
    with pytest.raises(mkba.InputError, match="do not have the same discount_rate"):
        mkba.value_of_information(model, **FEW)


def test_an_alternative_under_a_scenario_and_its_variants(several: Case, tmp_path: Path) -> None:
    under = mkba.build_model(several, alternative="now", scenarios=["more_relapse"])
    assert under.fixed["relapse"] == 0.4
    assert under.published == {}
    assert {model.scenarios for model in under.alternatives.values()} == {("more_relapse",)}  # type: ignore[attr-defined]
    halved = '\n[alternatives.halved]\nlabel = { nl = "a", en = "b" }\nvariants = ["all_stay"]\n'
    case = read(MINIMAL + CHEAPER + halved, tmp_path)
    assert "all_stay" in several.variants
    assert "all_stay" not in only(case, "now").variants  # a choice of policy is no doubt about the model
    model = mkba.build_model(case, alternative="halved")
    now = mkba.build_model(read(MINIMAL, tmp_path))
    assert set(now.inputs) - set(model.inputs) == {"relapse"}
    assert model.at_point("benefits") == pytest.approx(now.at_point("benefits") / 0.7 / 2)


def test_what_changes_nothing_in_an_alternative_is_not_listed_there(several: Case) -> None:
    """One that only pays staff knows no relapse, and no shelter."""
    without = {"alternative": "staff_only"}
    model = mkba.build_model(several, **without)
    with pytest.raises(mkba.InputError, match="no scenario of the case changes anything in this alternative"):
        mkba.contrast(model, **FEW)
    with pytest.raises(mkba.InputError, match="no variant of the model changes anything in this alternative"):
        mkba.structure(several, **without, **FEW)
    assert list(mkba.dependence(several, **without, **FEW).variants) == ["independent"]
    analyses = Analyses(model, Design(64, 2))
    assert [analyses[name] for name in ("whatif", "dependence", "structure")] == [None, None, None]
    page = str(explorer_section(analyses).html)
    assert '"scenarios":[]' in page.replace(" ", "")
    assert '<p hidden><label for="explorer-scenario">' in page


def test_the_explorer_says_which_alternative_moves_and_how_to_get_another(several: Case) -> None:
    model = mkba.build_model(several, alternative="staff_only")
    page = unescape(str(explorer_section(Analyses(model, Design(64, 2))).html))
    assert "This is the alternative ‘Staff only’" in page
    others = ", ".join(name for name in several.alternatives if name != "staff_only")
    assert f"--alternative NAME: {others}." in page


def test_a_scenario_that_changes_nothing_may_be_asked_for_and_says_so(several: Case) -> None:
    """So that all alternatives can be run under one scenario."""
    model = mkba.build_model(several, alternative="staff_only", scenarios=["more_relapse"])
    found = mkba.confidence(model, **FEW)
    assert "Scenario: More relapse (changes nothing here)." in [text.en for text in found.origin()]
    assert "more_relapse" in found.to_dict()["scenario"]
    change = mkba.contrast(model, scenarios=["more_relapse"], **FEW).contrasts["more_relapse"]
    assert (change.point, change.sd.value) == (0, 0)
    elsewhere = mkba.build_model(several, scenarios=["more_relapse"])
    assert [label.en for label in mkba.confidence(elsewhere, **FEW).provenance.scenario_labels] == ["More relapse"]


@pytest.mark.parametrize(
    ("alternative", "says"),
    [("cheep", "Did you mean cheap?"), ("nothing", "doing nothing costs nothing"), ("base", "no alternative base")],
)
def test_an_alternative_that_cannot_be_run(several: Case, alternative: str, says: str) -> None:
    with pytest.raises(mkba.InputError) as error:
        mkba.build_model(several, alternative=alternative)
    assert says in str(error.value)


def test_alternatives_of_one_case_are_compared(several: Case) -> None:
    found = mkba.compare([several, several], alternatives=["cheap", "now"], **FEW)
    assert list(found.cases) == ["aftercare:cheap", "aftercare:now"]
    shared = found.differences["shared"]
    assert shared is not None
    assert shared.probability.value > 0.95
    assert found.unlike == ()
    with pytest.raises(mkba.InputError, match="both cases are called"):
        mkba.compare([several, several], alternatives=["now", "now"], **FEW)


def test_other_conventions_of_discounting_are_minded(several: Case) -> None:
    other = several.replace(name="other", discounting="end")
    found = mkba.compare([several, other], **FEW)
    assert [caution.key for caution in found.unlike] == ["case.discounting"]


def test_data_are_taken_in_the_whole_case(several: Case) -> None:
    found = mkba.update(several, {"households_helped": "50"}, alternative="cheap", **FEW)
    assert found.case is not None
    assert list(found.case.alternatives) == ["now", "cheap", "staff_only"]
    assert found.case.estimates["households_helped"].distribution.evidence[1]
    assert found.provenance.alternative == "cheap"


def test_remarks_and_claims_are_those_of_the_alternative(several: Case) -> None:
    assert [remark.name for remark in only(several, "staff_only").not_valued] == []
    assert [remark.name for remark in only(several, "now").not_valued] == ["police"]


def test_the_figure_shows_the_probability_of_each(normals: Case) -> None:
    result = mkba.alternatives(mkba.build_model(normals), **FEW)
    bars: dict[Any, float] = {bar.get_gid(): bar.get_width() for bar in mkba.plot(result).patches}
    assert bars == {f"best:{name}": each.probability_best.value for name, each in result.alternatives.items()}


def test_alternatives_of_one_case_have_no_errors_of_their_own(several: Case) -> None:
    found = mkba.compare([several, several], alternatives=["cheap", "now"], **FEW)
    assert list(found.differences) == ["shared"]
    assert found.to_dict()["probability_better_bcr"].keys() == {"value", "low", "high", "better", "than", "shared"}
    assert found.lead()[-1].en.startswith("That a euro returns more in Cheap than in Now is")


def test_every_alternative_is_checked(tmp_path: Path) -> None:
    file = tmp_path / "case.toml"
    grown = '\n[alternatives.long]\nlabel = { nl = "Lang", en = "Long" }\nset = { stay = 40 }\n'
    file.write_text(MINIMAL + CHEAPER + grown, "utf-8")
    done = mkba_command("check", str(file))
    assert done.returncode == 2
    assert "posts.shelter.timing.years" in done.stdout


def test_a_variant_is_checked_in_the_policies_that_it_can_hold_in(tmp_path: Path) -> None:
    """Here an amount that may not change over the years, which the one policy of the variant has not."""
    variant = (
        '\n[variants.dearer]\nlabel = { nl = "Duurder", en = "Dearer" }\nposts = { staff = "personnel * (1 + t)" }\n'
    )
    alone = '\n[alternatives.alone]\nlabel = { nl = "Alleen", en = "Alone" }\nvariants = ["dearer"]\n'
    published = {'amount = "personnel"': 'amount = "personnel"\ntiming = { present_value_at = 0.03 }'}
    case = read(changed(published, MINIMAL + variant + alone + 'without = ["staff"]\n'), tmp_path)
    assert only(case, "alone").posts.keys() == {"shelter"}
    with pytest.raises(mkba.CaseError, match=r"variants\.dearer\.posts\.staff"):
        read(changed(published, MINIMAL + variant + alone), tmp_path)


def test_the_page_shows_all_and_says_which_it_is_about(several: Case) -> None:
    analyses = Analyses(mkba.build_model(several, alternative="cheap"), Design(64))
    html = str(alternatives_section(analyses).html)
    for label in ("Now", "Cheap", "Staff only", "Doing nothing"):
        assert f">{label}<" in html
    assert analyses.reconciliation.lines[-1].alternative == several.alternatives["cheap"]


def test_an_alternative_is_read_back_from_a_workbook(several: Case, tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    mkba.save_workbook(several, tmp_path / "aftercare.xlsx")
    back = mkba.load_workbook(tmp_path / "aftercare.xlsx")
    assert back.alternatives == several.alternatives
    assert back.claims == several.claims


@pytest.mark.parametrize("best_first", [True, False])
def test_a_bar_stands_beside_its_own_figures(best_first: bool) -> None:
    """The table puts the best on average first, whatever the order of the case."""
    found = mkba.alternatives(mkba.build_model(mkba.load_case("delta-dikes")), draws=64)
    names = sorted(found.alternatives, key=lambda name: -found.table.by("alternative")[name]["net_benefit"]["value"])
    order = names if best_first else names[::-1]
    ax = mkba.plot(replace(found, alternatives={name: found.alternatives[name] for name in order}))
    rows = {text.get_text().replace("\n", " "): place for place, text in enumerate(ax.get_yticklabels())}
    beside = {str(bar.get_gid()): round(bar.get_y() + bar.get_height() / 2) for bar in ax.patches}
    expected = {f"best:{name}": rows[found.alternatives[name].label.en] for name in names}
    assert {gid: place for gid, place in beside.items() if gid in expected} == expected
