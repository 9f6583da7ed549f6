"""Two cases side by side, against probabilities that follow by hand."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from cases import HEAD, changed, housing, read
from command_line import mkba as command
from intervals import assert_near
from rich.console import Console
from scipy.integrate import quad
from scipy.stats import norm
from test_plotting import at, marked

import mkba_uncertainty as mkba
from mkba_uncertainty import Comparison
from mkba_uncertainty.analysis.side_by_side import INDEPENDENT, SHARED
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import figures, plot_comparison
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report.screen import view
from mkba_uncertainty.texts import LANGUAGES, Text

mpl.use("Agg")
FEW: dict[str, Any] = {"draws": 64, "replicates": 4}

CASE = (
    HEAD
    + """\
[posts.costs]
label = {{ nl = "Kosten", en = "Costs" }}
side = "cost"
kind = "financial"
line = "costs-1"
amount = "price"
actors = {{ city = 1 }}
basis = "judgement"

[posts.benefits]
label = {{ nl = "Baten", en = "Benefits" }}
side = "benefit"
kind = "financial"
line = "benefits-1"
amount = "{formula}"
actors = {{ city = 1 }}
basis = "judgement"
"""
)

ESTIMATE = """
[estimates.{name}]
label = {{ nl = "{name}", en = "{name}" }}
role = "{role}"
unit = "{unit}"
value = {value}
{distribution}
basis = "judgement"
source = {{ document = "note", place = "-" }}
"""


def make(folder: Path, name: str, formula: str, more: str = "", price: str = "", **distributions: str) -> mkba.Case:
    """Make a case with a cost of 1 (or ``price``) and estimates in euros with these distributions."""
    text = CASE.format(name=name, formula=formula)
    text += ESTIMATE.format(name="discount_rate", role="value_choice", unit="share", value=0.03, distribution="")
    text += ESTIMATE.format(name="price", role="unit_value", unit="EUR", value=1, distribution=price)
    for estimate, family in distributions.items():
        given = f"distribution = {{ {family} }}"
        text += ESTIMATE.format(name=estimate, role="expert", unit="EUR", value=1, distribution=given)
    file = folder / f"{name}.toml"
    file.write_text(text + more, "utf-8")
    return mkba.load_case(file)


def chances(result: Comparison) -> tuple[Any, Any]:
    shared, independent = (result.differences[reading] for reading in (SHARED, INDEPENDENT))
    assert shared is not None
    assert independent is not None
    return shared.probability, independent.probability


def assert_chance(measured: Any, truth: float) -> None:
    assert_near(measured, truth)
    assert measured.value == pytest.approx(truth, abs=0.02)


def test_uniform_errors(tmp_path: Path) -> None:
    """Shared: 0.5 + u exceeds 0.55 + 0.8 u where u > 0.25. Independent: the area under a distribution function."""
    one = make(tmp_path, "one", "effect", effect='family = "uniform", low = 0.5, high = 1.5')
    two = make(tmp_path, "two", "effect", effect='family = "uniform", low = 0.55, high = 1.35')
    result = mkba.compare([one, two])
    shared, independent = chances(result)
    assert_chance(shared, 0.75)
    assert_chance(independent, 0.55)
    assert list(result.shared) == ["effect"]
    difference = result.differences[SHARED]
    assert difference is not None
    assert difference.mean.value == pytest.approx(0.05, abs=1e-4)
    assert difference.quantiles[0.95].value == pytest.approx(0.2 * 0.95 - 0.05, abs=1e-3)


def test_an_estimate_of_ones_own_beside_a_shared_one(tmp_path: Path) -> None:
    """Normal with sd 2 shared and sd 1 of one's own: 2 z + x against 0.5 + z' + 2 y, all by hand."""
    own = 'family = "normal", mu = 0.5, sigma = 1'
    one = make(tmp_path, "one", "effect + mine", effect='family = "normal", mu = 5, sigma = 2', mine=own)
    two = make(tmp_path, "two", "effect + yours", effect='family = "normal", mu = 5, sigma = 3', yours=own)
    shared, independent = chances(mkba.compare([one, two], draws=4096))
    # the difference: mean 0; sd of (2 - 3) z + x - y, and of 2 z + x - 3 z' - y
    assert_chance(shared, 0.5)
    assert_chance(independent, 0.5)
    three = make(tmp_path, "three", "effect + yours", effect='family = "normal", mu = 4, sigma = 3', yours=own)
    shared, independent = chances(mkba.compare([one, three], draws=4096))
    assert_chance(shared, float(norm.cdf(1 / 3**0.5)))
    assert_chance(independent, float(norm.cdf(1 / 15**0.5)))


def test_costs_differ_too(tmp_path: Path) -> None:
    """A ratio of uniforms, by numerical integration; nothing is shared, so both readings say the same thing."""
    one = make(tmp_path, "one", "a", price='distribution = { family = "uniform", low = 0.5, high = 1.5 }',
               a='family = "uniform", low = 0.5, high = 1.5')  # fmt: skip
    two = make(tmp_path, "two", "b", b='family = "uniform", low = 0.5, high = 1.5')
    result = mkba.compare([one, two], draws=4096)
    shared, independent = chances(result)
    assert result.shared == {}

    def beaten(price: float) -> float:
        """P(a / price > b), a and b uniform."""
        return float(quad(lambda a: min(max(a / price - 0.5, 0), 1), 0.5, 1.5, points=[0.5 * price, 1.0])[0])

    truth = float(quad(beaten, 0.5, 1.5, points=[1.0])[0])
    assert_chance(shared, truth)
    assert_chance(independent, truth)


ALTERNATIVES = """
[posts.more_costs]
label = { nl = "Meer kosten", en = "More costs" }
side = "cost"
kind = "financial"
line = "costs-1"
amount = "9 * price"
actors = { city = 1 }
basis = "judgement"

[posts.more_benefits]
label = { nl = "Meer baten", en = "More benefits" }
side = "benefit"
kind = "financial"
line = "benefits-1"
amount = "theirs"
actors = { city = 1 }
basis = "judgement"

[alternatives.large]
label = { nl = "Groot", en = "Large" }

[alternatives.small]
label = { nl = "Klein", en = "Small" }
posts = ["costs", "benefits"]
"""


def test_the_balances_of_two_alternatives(tmp_path: Path) -> None:
    """What they share, ``ours``, cancels in their difference: Normal(12 - 9, 4), whatever its sd of 50."""
    normal = 'family = "normal", mu = {}, sigma = {}'
    case = make(tmp_path, "one", "ours", ALTERNATIVES, ours=normal.format(5, 50), theirs=normal.format(12, 4))
    result = mkba.compare([case, case], alternatives=["large", "small"], draws=4096)
    (difference,) = result.balances.values()
    assert difference is not None
    assert_near(difference.mean, 3.0)
    assert_near(difference.sd, 4.0)
    for level, found in difference.quantiles.items():
        assert_near(found, norm(3, 4).ppf(level))
    assert_chance(difference.probability, float(norm.cdf(0.75)))
    assert "Large is higher than that of Small is likely (77" in result.lead()[0].en
    assert "min dat van het tweede is € 3,0" in result.lead()[1].nl
    assert "this one estimate is the same for both: ours" in result.notes()[0].en
    assert result.to_dict()["probability_better_net_benefit"]["better"] == "one:large"
    assert [row[0] for row in result.shown()[1].texts("en")] == ["Net benefit", "Benefits per euro of costs"]


def test_the_balances_of_two_cases(tmp_path: Path) -> None:
    """With costs of 1 in both, by the sd that is left: (2 - 3) z + x - y, and 2 z + x - 3 z' - y."""
    own = 'family = "normal", mu = 0.5, sigma = 1'
    one = make(tmp_path, "one", "effect + mine", effect='family = "normal", mu = 5, sigma = 2', mine=own)
    two = make(tmp_path, "two", "effect + yours", effect='family = "normal", mu = 4, sigma = 3', yours=own)
    result = mkba.compare([one, two], draws=4096)
    for reading, sd in ((SHARED, 3**0.5), (INDEPENDENT, 15**0.5)):
        difference = result.balances[reading]
        assert difference is not None
        assert_near(difference.mean, 1.0)
        assert_near(difference.quantiles[0.05], norm(1, sd).ppf(0.05))
        assert_chance(difference.probability, float(norm.cdf(1 / sd)))


@pytest.mark.parametrize("change", [{"currency": "USD"}, {"per": Text("per deelnemer", "per participant")}])
def test_amounts_of_two_kinds_are_not_subtracted(tmp_path: Path, change: dict[str, Any]) -> None:
    one = edited(tmp_path, "one", {})
    result = mkba.compare([one, one.replace(name="two", **change)], **FEW)
    assert result.balances == {SHARED: None, INDEPENDENT: None}
    assert result.to_dict()["difference_net_benefit"][SHARED] is None
    assert result.differences[SHARED] is not None
    assert len(result.shown()[1].rows) == 2
    assert "are not subtracted" in result.notes()[1].en


DEPENDENCE = """
[dependence.expected]
label = {{ nl = "Verwacht", en = "Expected" }}
correlations = [{pairs}]
"""


def test_drawn_once_whatever_the_order_and_the_dependence(tmp_path: Path) -> None:
    """The same estimates, in another order, correlated in the same way: not a hair between the two ratios."""
    families = dict.fromkeys(("a", "b", "c"), 'family = "pert", low = 0.5, mode = 1, high = 3')
    pairs = '{ between = ["a", "b"], rank = 0.6 }, { between = ["b", "c"], rank = -0.4 }'
    more = DEPENDENCE.format(pairs=pairs)
    one = make(tmp_path, "one", "a + b * c / price", more, **families, own='family = "uniform", low = 0, high = 1')
    two = make(tmp_path, "two", "a + b * c / price", more, **dict(reversed(families.items())))
    for dependence in ("independent", "expected"):
        result = mkba.compare([one, two], dependence=dependence)
        difference = result.differences[SHARED]
        assert difference is not None
        assert difference.sd.value < 1e-12
        apart = result.differences[INDEPENDENT]
        assert apart is not None
        assert apart.sd.value > 0.5
        assert_chance(apart.probability, 0.5)


def test_each_case_keeps_its_own_dependence(tmp_path: Path) -> None:
    """Correlated in one case and not in the other: each keeps its own spread, shared or not."""
    families = dict.fromkeys(("a", "b"), 'family = "normal", mu = 5, sigma = 1')
    one = make(tmp_path, "one", "a + b", DEPENDENCE.format(pairs='{ between = ["a", "b"], rank = 0.6 }'), **families)
    two = make(tmp_path, "two", "a + b", DEPENDENCE.format(pairs=""), **families)
    result = mkba.compare([one, two], dependence="expected")
    for name, case in (("one", one), ("two", two)):
        alone = mkba.confidence(mkba.build_model(case, dependence="expected")).outcomes["bcr"]
        for level in (0.05, 0.5, 0.95):
            found = result.curves[name][level]
            assert abs(found.value - alone.quantiles[level].value) < 0.02
    shared = result.differences[SHARED]
    assert shared is not None
    assert shared.sd.value < 0.9  # of two independent normals with these variances it is 2.2


@pytest.fixture(scope="module")
def both() -> Comparison:
    return mkba.compare([mkba.load_case("arnhem-ozo"), mkba.load_case("den-haag-scm")], draws=256)


def test_each_case_is_as_by_itself(both: Comparison) -> None:
    for name, answer in both.cases.items():
        case = mkba.load_case(name)
        alone = mkba.confidence(mkba.build_model(case), draws=256)
        assert answer == alone.over(mkba.dependence(case, draws=256))


def test_shipped_cases_share_what_has_the_same_name(both: Comparison) -> None:
    cases = [mkba.load_case(name) for name in both.cases]
    expected = {name for name, estimate in cases[0].estimates.items() if estimate.is_uncertain}
    expected &= {name for name, estimate in cases[1].estimates.items() if estimate.is_uncertain}
    assert set(both.shared) == expected
    assert "recidivism" in expected
    shared, independent = (both.differences[reading] for reading in (SHARED, INDEPENDENT))
    assert shared is not None
    assert independent is not None
    assert shared.sd.high < independent.sd.low, "errors in the same direction cancel in part"


def test_what_json_and_frames_hold(both: Comparison) -> None:
    found = json.loads(json.dumps(both.to_dict(), allow_nan=False))
    assert set(found["cases"]) == {"arnhem-ozo", "den-haag-scm"}
    better = found["probability_better_bcr"]
    assert {key: better[key] for key in ("value", "low", "high")} == better["shared"]
    assert set(better["independent"]) == {"value", "low", "high"}
    assert (better["better"], better["than"]) == ("arnhem-ozo", "den-haag-scm")
    assert "0.5" in found["difference_bcr"]["shared"]["quantiles"]
    assert found["shared"] == list(both.shared)
    frame = both.to_frame().set_index(["case", "outcome"])
    assert frame.loc[("arnhem-ozo", "bcr"), "point"].item() == pytest.approx(1.33, abs=0.005)
    rows = both.to_frame().query("case == 'difference'").set_index(["outcome", "errors"])
    assert rows.loc[("bcr", "independent"), "probability"] == better["independent"]["value"]
    higher, difference = found["probability_better_net_benefit"], found["difference_net_benefit"]["independent"]
    assert rows.loc[("net_benefit", "independent"), "probability"] == higher["independent"]["value"]
    assert rows.loc[("net_benefit", "independent"), "q0.95_high"] == difference["quantiles"]["0.95"]["high"]


def test_same_seed_same_answer(both: Comparison) -> None:
    cases = [mkba.load_case(name) for name in both.cases]
    assert mkba.compare(cases, draws=256) == both
    assert mkba.compare(cases, draws=256, rng=2).differences != both.differences


def test_a_ratio_without_meaning_has_no_probability(tmp_path: Path) -> None:
    some = {"effect": 'family = "uniform", low = 0.5, high = 1.5'}
    one = make(tmp_path, "one", "effect", price='distribution = { family = "uniform", low = -1, high = 3 }', **some)
    result = mkba.compare([one, make(tmp_path, "two", "effect", **some)], draws=64)
    assert result.differences == {SHARED: None, INDEPENDENT: None}
    assert result.curves["one"] == {}
    assert result.to_dict()["probability_better_bcr"]["value"] is None
    rows = result.to_frame().query("case == 'difference'").set_index("outcome")
    assert rows.loc["bcr", "mean"].isna().all()
    assert rows.loc["net_benefit", "mean"].notna().all(), "balances can be subtracted all the same"
    with pytest.raises(InputError):
        plot_comparison(result)
    assert figures(result) == {}
    for lang in LANGUAGES:
        assert view(result, lang)


def test_cases_without_uncertainty(tmp_path: Path) -> None:
    one, two = (make(tmp_path, name, formula) for name, formula in (("one", "2 * price"), ("two", "price")))
    shared, independent = chances(mkba.compare([one, two], draws=64))
    assert shared.value == independent.value == 1.0
    assert shared.low < 1.0


def test_a_small_difference_has_digits_of_its_own(tmp_path: Path) -> None:
    """By the ratios, which have two decimals, every one of these would read 0.00."""
    some = {"effect": 'family = "uniform", low = 1, high = 2'}
    formulas = {"one": "effect * 1.003", "two": "effect"}
    one, two = (make(tmp_path, name, formula, **some) for name, formula in formulas.items())
    result = mkba.compare([one, two], draws=256)
    _, differences, _ = result.shown()
    *_, shared, independent = differences.texts("en")
    assert shared[2:4] == ["0.00450", "0.00315 to 0.00585"]  # 0.003 times 1.5, and 1.05 to 1.95
    assert re.fullmatch(r"−0\.\d\d to 0\.\d\d", independent[3])


# --- what makes two cases hard to compare


def edited(folder: Path, name: str, changes: dict[str, str]) -> mkba.Case:
    (folder / name).mkdir()
    return read(changed(changes), folder / name).replace(name=name)


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        (
            {"value = 0.03\n": "value = 0.05\n"},
            "estimates.discount_rate",
            "Discount rate is 3% in one and 5% in two",
        ),
        ({"horizon = 4": "horizon = 9"}, "case.horizon", "one looks 4 years ahead and two 9"),
        (
            {"price_level = 2020": "price_level = 2024"},
            "case.price_level",
            "prices of 2020 and two in those of 2024",
        ),
        ({"value = 60\n": "value = 600\n"}, "estimates.households_helped", "is 60 in one and 600 in two"),
    ],
)
def test_what_makes_cases_hard_to_compare_is_minded(
    tmp_path: Path, changes: dict[str, str], key: str, words: str
) -> None:
    one, two = edited(tmp_path, "one", {}), edited(tmp_path, "two", changes)
    found = mkba.compare([one, two], **FEW)
    assert [caution.key for caution in found.unlike] == [key]
    minded = [warning["message"] for warning in found.to_dict()["warnings"]]
    assert words in minded[0]
    assert words in found.warnings[0].en
    assert mkba.compare([one, one.replace(name="again")], **FEW).unlike == ()


def test_cases_about_other_people_are_minded(both: Comparison) -> None:
    assert [caution.key for caution in both.unlike] == [
        "estimates",
        "estimates.qaly_timing",
        "case.horizon",
        "case.price_level",
        "estimates",
    ]
    assert both.unlike[0].en.startswith("7 estimates")
    assert "counts households, persons, children and den-haag-scm households" in both.unlike[4].en


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ({"effect": mkba.Uniform(0.5, 1.6)}, "One estimate has the same name in one and two"),
        ({"effect": mkba.Point(1)}, "‘effect’ is fixed in two and uncertain in one"),
        ({"effect": mkba.Beta(1, 1, low=0.5, high=1.5)}, ""),  # the same, otherwise said
    ],
)
def test_one_name_with_two_distributions_is_minded_once(
    tmp_path: Path, there: dict[str, mkba.Family], words: str
) -> None:
    one = make(tmp_path, "one", "effect", effect='family = "uniform", low = 0.5, high = 1.5')
    two = one.replace(name="two")
    for name, family in there.items():
        two = two.with_estimate(name, distribution=family)
    minded = [caution.en for caution in mkba.compare([one, two], **FEW).unlike]
    assert len(minded) == bool(words)
    assert all(said.startswith(words) and "effect" in said for said in minded)


def test_one_name_with_two_units_is_minded(tmp_path: Path) -> None:
    one = edited(tmp_path, "one", {})
    two = one.replace(name="two").with_estimate("relapse", unit="count")
    assert "Relapse" in mkba.compare([one, two], **FEW).unlike[0].en


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ("concentrations = [8, 30, 12]", "One estimate has the same name in aftercare and two"),
        ("means = [0.24, 0.6, 0.16]\ncount = 50", ""),  # the same, otherwise said
    ],
)
def test_shares_of_one_name_are_drawn_once_and_minded_as_a_whole(tmp_path: Path, there: str, words: str) -> None:
    one = housing(tmp_path)
    text = (tmp_path / "aftercare.toml").read_text("utf-8")
    two = read(changed({"concentrations = [12, 30, 8]": there}, text), tmp_path).replace(name="two")
    found = mkba.compare([one, two], **FEW)
    assert {name: label.en for name, label in found.shared.items()} == {"other": "other", "housing": "Tenure"}
    assert [caution.en.startswith(words) and "Tenure" in caution.en for caution in found.unlike] == [True] * bool(words)
    if not words:
        shared = found.differences[SHARED]
        assert shared is not None
        assert shared.tie.value == 1


def test_what_a_scenario_sets_was_asked_for(tmp_path: Path) -> None:
    """The files differ in the relapse alone, and the scenario sets it in both."""
    one = edited(tmp_path, "one", {})
    two = edited(tmp_path, "two", {"high = 0.50 }": "high = 0.60 }"})
    assert [caution.key for caution in mkba.compare([one, two], **FEW).unlike] == ["estimates"]
    (scenario,) = one.scenarios
    assert mkba.compare([one, two], scenarios=[scenario], **FEW).unlike == ()


# --- ties


def test_a_case_beside_itself_ties(tmp_path: Path) -> None:
    """Not "worse": with shared errors the two are equal on every draw, without them on none."""
    some = {"effect": 'family = "uniform", low = 0.5, high = 1.5'}
    result = mkba.compare([make(tmp_path, name, "effect", **some) for name in ("one", "two")], draws=64)
    shared, independent = (result.differences[reading] for reading in (SHARED, INDEPENDENT))
    assert shared is not None
    assert independent is not None
    assert (shared.probability.value, shared.tie.value, independent.tie.value) == (0.0, 1.0, 0.0)
    said = result.to_dict()
    assert said["probability_better_bcr"]["value"] == 0.0
    assert said["probability_tie_bcr"]["value"] == said["probability_tie_bcr"]["shared"]["value"] == 1.0
    assert said["probability_tie_bcr"]["independent"]["value"] == 0.0
    balance, ratio = (said.en for said in result.lead())
    assert balance == "The net benefit of one equals that of two in every draw."
    assert "returns the same in one and in two, in every draw" in ratio
    assert "unlikely" not in ratio


def test_ties_on_some_draws_are_told(tmp_path: Path) -> None:
    """A discrete effect of 1 or 2 beside one of 1 or 3, shared: equal on the draws on which it is 1."""
    both = (f'family = "discrete", values = [1, {top}], probabilities = [0.25, 0.75]' for top in (2, 3))
    cases = [make(tmp_path, name, "effect", effect=one) for name, one in zip(("one", "two"), both, strict=True)]
    result = mkba.compare(cases, draws=64)
    shared = result.differences[SHARED]
    assert shared is not None
    assert (shared.probability.value, shared.tie.value) == (0.0, 0.25)
    assert "25.0%" in result.lead()[-1].en


def test_each_chance_has_a_word_of_its_own(both: Comparison) -> None:
    chances = ((SHARED, Measured(0.32, 0.31, 0.325)), (INDEPENDENT, Measured(0.45, 0.44, 0.46)))
    found = {name: both.differences[name] for name in both.differences}
    said = {name: replace(found[name], probability=chance) for name, chance in chances if found[name] is not None}
    *_, lead = replace(both, differences=said).lead()
    assert "unlikely (32.0%) if" in lead.en
    assert "about as likely as not (45%) if" in lead.en
    assert "onwaarschijnlijk (32,0%) als" in lead.nl


def test_chances_of_each_case_are_percentages(both: Comparison) -> None:
    rows = both.shown()[2].texts("en")
    assert [cell[-1] for row in rows for cell in row[1:]] == ["%"] * 2 * len(rows)


def test_no_ties_no_word_of_them(both: Comparison) -> None:
    assert len(both.lead()) == 3
    assert "of the same" not in str([column.heading for table in both.shown() for column in table.shown])


def test_bad_input(tmp_path: Path, both: Comparison) -> None:
    arnhem, den_haag = (mkba.load_case(name) for name in both.cases)
    for cases, code in (([arnhem], "compare_two"), ([arnhem] * 3, "compare_two"), ([arnhem] * 2, "compare_same_name")):
        with pytest.raises(InputError) as caught:
            mkba.compare(cases)
        assert caught.value.code == code
    with pytest.raises(InputError) as caught:
        mkba.compare([arnhem, den_haag], alternatives=["one", "two", "three"])
    assert caught.value.code == "compare_two_alternatives"
    with pytest.raises(InputError, match="intensive_trajectories_half"):
        mkba.compare([arnhem, den_haag], scenarios=["intensive_trajectories_half"])
    with pytest.raises(InputError, match="expectd"):
        mkba.compare([arnhem, den_haag], dependence="expectd")


def test_cases_of_one_title_are_called_by_their_names(tmp_path: Path) -> None:
    one = edited(tmp_path, "one", {})
    result = mkba.compare([one, one.replace(name="again")], **FEW)
    assert result.title().en == "one and again side by side"
    assert [label.get_text() for label in plot_comparison(result).get_yticklabels()] == ["one", "again"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_plot_shows_both_distributions(both: Comparison, lang: str) -> None:
    ax = plot_comparison(both, lang=lang)
    found = marked(ax)
    for name, answer in both.cases.items():
        median = found[f"median:{name}"].get_xdata()
        quantiles = answer.outcomes["bcr"].quantiles
        assert median[0] == median[1] == quantiles[0.5].value
        low, high = found[f"range:{name}"].get_xdata()
        assert (low, high) == (quantiles[0.05].value, quantiles[0.95].value)
        assert answer.case is not None
        assert at(found[f"published:{name}"])[0] == answer.case.published["bcr"]
        assert found[f"loss:{name}"].get_paths()[0].vertices[:, 0].max() == 1.0
        assert found[f"gain:{name}"].get_paths()[0].vertices[:, 0].min() == 1.0
    assert found["even"].get_xdata()[0] == 1.0
    labels = " ".join(label.get_text() for label in ax.get_yticklabels()).replace("\n", " ")
    assert "Arnhem" in labels
    mpl.pyplot.close("all")


# --- the command


@pytest.mark.usefixtures("unrendered")
def test_compare_as_a_command(both: Comparison, tmp_path: Path) -> None:
    done = command("compare", "arnhem-ozo", "den-haag-scm", "--draws", "256", "--json", "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads(json.dumps(both.to_dict()))
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "compare.csv", "comparison.svg", "comparison.png", "manifest.json",
    }  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
def test_compare_for_people(lang: str) -> None:
    done = command("compare", "arnhem-ozo", "den-haag-scm", "--draws", "256", "--lang", lang)
    assert (done.returncode, done.stderr) == (0, "")
    assert {"nl": "Terugval", "en": "Relapse"}[lang] in done.stdout
    assert {"nl": "onwaarschijnlijk", "en": "unlikely"}[lang] in done.stdout


def test_compare_words_are_those_of_the_whole_interval(both: Comparison) -> None:
    """As in the verdict of one case: 93 % reads as "likely" where few draws leave 87 % possible."""
    shared = both.differences[SHARED]
    assert shared is not None
    for low, high, words in ((0.87, 0.99, "is likely (93%) if"), (0.92, 0.94, "is very likely (93%) if")):
        sure = replace(shared, probability=Measured(0.93, low, high))
        shown = Console(width=200, record=True, file=io.StringIO())
        shown.print(view(replace(both, differences={**both.differences, SHARED: sure}), "en"))
        assert words in shown.export_text()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("arnhem-ozo",), "CASE"),
        (("arnhem-ozo", "arnhem-ozo"), "two different"),
        (("arnhem-ozo", "den-hag-scm"), "den-haag-scm"),
        (("arnhem-ozo", "den-haag-scm", "--scenario", "new_found_30"), "new_found_30"),
        (("arnhem-ozo", "den-haag-scm", "--dependence", "none"), "expected"),
    ],
)
def test_compare_with_bad_input(arguments: tuple[str, ...], word: str) -> None:
    done = command("compare", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert word in done.stderr
    assert "Traceback" not in done.stderr
