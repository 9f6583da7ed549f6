"""The headline is not the kindest variant: it is said over all views of dependence, in the word of the lowest."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest
from command_line import answer as asked
from scipy.stats import norm

import mkba_uncertainty as mkba
from mkba_uncertainty.analysis.answer import ProbabilityRange, how_sure
from mkba_uncertainty.case import Case
from mkba_uncertainty.design import Design
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report import Analyses
from mkba_uncertainty.report.page.chapters import balances_section

CASE = """
[case]
title = { nl = "Twee sommen", en = "Two sums" }
horizon = 1
price_level = 2020

[documents.own]
title = "Own"
author = "A. Author"
year = 2021

[actors.city]
label = { nl = "Gemeente", en = "Municipality" }

[lines.costs]
label = { nl = "Kosten", en = "Costs" }
side = "cost"

[lines.benefits]
label = { nl = "Baten", en = "Benefits" }
side = "benefit"

[estimates.discount_rate]
label = { nl = "Discontovoet", en = "Discount rate" }
role = "value_choice"
unit = "share"
value = 0
basis = "judgement"
source = { document = "own", place = "1" }

[estimates.gain]
label = { nl = "Opbrengst", en = "Gain" }
role = "expert"
unit = "EUR"
value = 100
distribution = { family = "normal", mu = 100, sigma = 8 }
basis = "judgement"
source = { document = "own", place = "1" }

[estimates.effort]
label = { nl = "Inzet", en = "Effort" }
role = "expert"
unit = "EUR"
value = 90
distribution = { family = "normal", mu = 90, sigma = 6 }
basis = "judgement"
source = { document = "own", place = "1" }

[posts.gain]
label = { nl = "Opbrengst", en = "Gain" }
side = "benefit"
kind = "financial"
line = "benefits"
amount = "gain"
actors = { city = 1.0 }
basis = "judgement"

[posts.effort]
label = { nl = "Inzet", en = "Effort" }
side = "cost"
kind = "financial"
line = "costs"
amount = "effort"
actors = { city = 1.0 }
basis = "judgement"

[dependence.together]
label = { nl = "Samen", en = "Together" }
correlations = [{ between = ["gain", "effort"], rank = 0.5 }]

[dependence.apart]
label = { nl = "Tegengesteld", en = "Apart" }
correlations = [{ between = ["gain", "effort"], rank = -0.5 }]

[variants.base]
label = { nl = "Zoals het is", en = "As it is" }

[variants.dearer]
label = { nl = "Duurder", en = "Dearer" }
posts = { effort = "1.1 * effort" }

[variants.other_words]
label = { nl = "Anders geschreven", en = "In other words" }
posts = { gain = "2 * gain / 2" }
"""


def positive(correlation: float, dearer: float = 1.0) -> float:
    """Give the probability that a difference of two correlated normal amounts is positive."""
    variance = 8**2 + (6 * dearer) ** 2 - 2 * correlation * 8 * 6 * dearer
    return float(norm.cdf((100 - 90 * dearer) / math.sqrt(variance)))


PEARSON = 2 * math.sin(math.pi * 0.5 / 6)  # of normal amounts with this rank correlation
VIEWS = {"independent": positive(0.0), "together": positive(PEARSON), "apart": positive(-PEARSON)}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    file = tmp_path_factory.mktemp("verdict") / "two-sums.toml"
    file.write_text(CASE, "utf-8")
    return mkba.load_case(file)


@pytest.mark.parametrize("outcome", ["net_benefit", "bcr"])
def test_the_range_is_that_of_the_views(case: Case, outcome: str) -> None:
    """A ratio of benefits and costs is asked whether it exceeds 1, which is the same event."""
    found = mkba.dependence(case, outcome=outcome, replicates=32).probability_range
    assert found is not None
    assert found.over == ("independent", "together", "apart")
    for end, view in ((found.low, "apart"), (found.high, "together")):
        assert end.value == pytest.approx(VIEWS[view], abs=0.002)
        assert end.low - 0.001 < VIEWS[view] < end.high + 0.001


@pytest.mark.parametrize("outcome", ["net_benefit", "bcr"])
def test_variants_of_the_model_are_said_one_at_a_time(case: Case, outcome: str) -> None:
    found = mkba.structure(case, outcome=outcome, replicates=32)
    for name, factor in (("base", 1.0), ("dearer", 1.1)):
        assert found.variants[name].probability.value == pytest.approx(positive(0.0, factor), abs=0.002)
    low, high = (100 * positive(0.0, factor) for factor in (1.1, 1.0))
    label = {"net_benefit": "the balance is positive", "bcr": "‘Benefits per euro of costs’ exceeds 1"}[outcome]
    (said,) = found.range_said
    assert said.en == (
        f"Over the variants of the model itself, one at a time, "
        f"the probability that {label} is {low:.1f}% to {high:.1f}%."
    )
    assert found.lead()[0] == said
    assert list(found.differing) == ["base", "dearer"]


def test_the_verdict_speaks_in_the_word_of_the_lowest(case: Case) -> None:
    plain = mkba.confidence(mkba.build_model(case))
    assert plain.probability_range is None
    assert f"It is likely ({100 * VIEWS['independent']:.1f}%)" in plain.verdict.en  # type: ignore[union-attr]
    found = asked("run", case.file)
    ends = [round(100 * VIEWS[view]) for view in ("apart", "together")]
    assert found["verdict"]["en"].startswith(
        f"It is likely ({ends[0]}% to {ends[1]}%, depending on how estimates are correlated) that the balance is"
    )
    assert found["probability_range"]["low"]["value"] == found["dependence_variants"]["apart"]["probability"]["value"]
    assert found["probabilities"]["net_benefit > 0"]["value"] == pytest.approx(VIEWS["independent"], abs=0.002)


def exactly(value: float) -> Measured:
    return Measured(value, value, value)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.62, 0.95, "about as likely as not (62% to 95%, depending on how estimates are correlated)"),
        (0.04, 0.45, "about as likely as not (4% to 45%, depending on how estimates are correlated)"),
        (0.871, 0.874, "likely (87%, under each assumption about how estimates are correlated)"),
        (1.0, 1.0, "virtually certain (100%, under each assumption about how estimates are correlated)"),
        (0.005, 0.995, "about as likely as not (<1% to >99%, depending on how estimates are correlated)"),
    ],
)
def test_word_and_range(case: Case, low: float, high: float, said: str) -> None:
    views = {"independent": exactly(high), "together": exactly(low)}
    answer = replace(mkba.confidence(mkba.build_model(case), draws=64), probability_range=ProbabilityRange.of(views))
    words = how_sure(answer)
    assert f"{words['likelihood'].en} ({words['probability'].en})" == said
    shown = next(table for table in answer.shown() if table.rows[0].cells.get("event") == "net_benefit > 0")
    assert shown.rows[0].cells["word"] == words["likelihood"]


def test_a_range_reaches_as_far_as_any_interval() -> None:
    """The view with the lowest value need not be the least certain one; its digits are those that all support."""
    found = ProbabilityRange.of({"first": Measured(0.905, 0.904, 0.906), "second": Measured(0.906, 0.886, 0.926)})
    assert found is not None
    assert (found.span.low, found.span.high) == (0.886, 0.926)
    assert found.said("en") == "90% to 91%"


def test_only_the_views_of_the_same_answer_are_taken(case: Case) -> None:
    answer = mkba.confidence(mkba.build_model(case), draws=64)
    assert answer.over(mkba.dependence(case, draws=64)).probability_range is not None
    for views in (
        mkba.dependence(case, outcome="financial_net", draws=64),
        mkba.dependence(mkba.load_case("den-haag-scm"), draws=64),
    ):
        with pytest.raises(InputError, match="these views of dependence are of"):
            answer.over(views)


def test_of_an_outcome_that_was_not_asked_nothing_is_said(case: Case) -> None:
    answer = mkba.confidence(mkba.build_model(case), outcomes=["costs"], draws=64)
    assert answer.asked is None
    assert answer.verdict is None


def test_what_no_variant_changes_has_no_range(case: Case) -> None:
    alone = case.replace(variants={name: case.variants[name] for name in ("base", "other_words")})
    found = mkba.structure(alone, draws=64)
    assert not found.range_said
    assert found.lead()[0] is not None
    assert [note.en for note in found.notes()] == ["Makes no difference here: In other words."]


def test_a_variant_that_counts_is_shown_though_it_makes_no_difference(case: Case) -> None:
    found = mkba.structure(case, weights={"base": 1, "dearer": 1, "other_words": 8}, draws=64)
    assert list(found.differing) == ["base", "dearer", "other_words"]
    assert sum(variant.weight for variant in found.differing.values()) == 1
    assert "with the weights given for 3 variants" in found.finding().en


def test_the_page_says_which_figure_is_which(case: Case) -> None:
    analyses = Analyses(mkba.build_model(case), Design(256, 4))
    answer = analyses.answer
    found = answer.outcomes["net_benefit"]
    section = balances_section(analyses)
    assert section is not None
    said = re.findall(r'<span lang="en">(.*?)</span>|<td>(€[\d.]+)</td>', section.html)
    texts = [english or amount for english, amount in said]
    expected = {  # 100 - 90, which is linear in symmetric estimates
        "Median": found.quantiles[0.5].value,
        "Mean": 10.0,
        "With every estimate at its median": 10.0,
        "With every estimate at its point value": 10.0,
    }
    shown = {text: texts[place + 1] for place, text in enumerate(texts) if text in expected}
    assert {name: float(amount.strip("€")) for name, amount in shown.items()} == pytest.approx(expected, abs=0.6)


def test_one_view_is_no_range() -> None:
    assert ProbabilityRange.of({"independent": exactly(0.9)}) is None


def test_a_balance_whose_sign_is_open_under_some_view_is_read_so(case: Case) -> None:
    answer = mkba.confidence(mkba.build_model(case), draws=64)

    def read(low: float, high: float) -> str:
        views = {"independent": exactly(high), "together": exactly(low)}
        verdict = replace(answer, probability_range=ProbabilityRange.of(views)).verdict
        assert verdict is not None
        return verdict.en

    assert "Read this as: it is uncertain whether the benefits exceed the costs." in read(0.62, 0.95)
    assert "Read this as" not in read(0.87, 0.95)  # which the word says already


def test_a_model_that_is_no_case_has_a_verdict_of_its_own() -> None:
    model = mkba.Model({"x": mkba.Normal(1, 1)}, lambda x: {"y": x["x"]}, ["y"])
    answer = mkba.confidence(model)
    assert isinstance(answer, mkba.Confidence)
    assert answer.verdict is not None
    assert answer.verdict.en.startswith(f"It is likely ({100 * norm.cdf(1):.1f}%) that ‘y’ exceeds 0")


def test_shipped_cases() -> None:
    """Both are likely, not very likely, under the dependence that the case itself calls expected."""
    for name in ("arnhem-ozo", "den-haag-scm"):
        found = asked("run", name)
        views = [each["probability"]["value"] for each in found["dependence_variants"].values()]
        assert found["probability_range"]["low"]["value"] == min(views)
        assert found["probability_range"]["high"]["value"] == max(views)
        assert found["verdict"]["en"].startswith("It is likely (")
        assert found["verdict"]["nl"].startswith("Dat het saldo positief is, is waarschijnlijk (")
