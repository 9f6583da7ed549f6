"""Published figures stand beside what they were published for, and beside nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from cases import FULL, MINIMAL, changed, minimal, read, small
from command_line import answer, mkba as command
from test_plotting import marked

import mkba_uncertainty as mkba
from mkba_uncertainty.analysis.answer import percentile_rank
from mkba_uncertainty.case import Source
from mkba_uncertainty.plotting import plot_comparison, plot_exceedance, plot_waterfall

mpl.use("Agg")
FEW: dict[str, Any] = {"draws": 64, "replicates": 4}

CLAIM = """
[claims.less]
label = { nl = "Bij meer terugval een saldo van 50.000", en = "With more relapse a balance of 50,000" }
source = { document = "report", place = "4" }
published = 50000
outcome = "net_benefit"
scenario = "more_relapse"
"""
OTHER = """
[scenarios.less_relapse]
label = { nl = "Minder terugval", en = "Less relapse" }
set = { relapse = 0.20 }
"""


def test_the_case_itself_has_its_published_figures() -> None:
    case = mkba.load_case("arnhem-ozo")
    found = mkba.confidence(mkba.build_model(case), outcomes=["net_benefit", "line:benefits-1"], **FEW)
    lines = {"line:benefits-1": case.lines["benefits-1"].published}
    assert found.published_figures == {"net_benefit": case.published["net_benefit"], **lines}
    assert found.published_percentile is not None


@pytest.mark.parametrize("scenario", ["recidivism_40", "discount_3"])
def test_another_policy_has_none(scenario: str) -> None:
    found = answer("run", "arnhem-ozo", "--scenario", scenario, "--draws", "64", "--replicates", "4")
    assert found["published"] is found["published_percentile"] is None
    assert "published" not in found["verdict"]["en"]
    shown = command("run", "arnhem-ozo", "--scenario", scenario, "--draws", "64", "--replicates", "4").stdout
    assert "published" not in shown


def test_figures_of_another_policy_mark_nothing_as_published() -> None:
    cases = [mkba.load_case(name) for name in ("arnhem-ozo", "den-haag-scm")]
    answer = mkba.confidence(mkba.build_model(cases[0], scenarios=["recidivism_40"]), **FEW)
    for ax in (plot_exceedance(answer), plot_waterfall(answer)):
        assert not [name for name in marked(ax) if "published" in name]
        assert "published" not in " ".join(text.get_text() for text in ax.figure.findobj(mpl.text.Text))
    mpl.pyplot.close("all")
    moved = mkba.compare([case.replace(scenarios={"same": cases[0].scenarios["discount_3"]}) for case in cases],
                         scenarios=["same"], **FEW)  # fmt: skip
    assert not [name for name in marked(plot_comparison(moved)) if "published" in name]
    mpl.pyplot.close("all")


def test_a_scenario_that_a_claim_names_has_that_figure(tmp_path: Path) -> None:
    text = changed({}, MINIMAL) + CLAIM + OTHER
    claimed = mkba.confidence(minimal(tmp_path, text, scenarios=["more_relapse"]), **FEW)
    assert claimed.published_figures == {"net_benefit": 50_000}
    assert claimed.published_percentile is not None
    for scenarios in (["less_relapse"], ["more_relapse", "less_relapse"]):
        other = mkba.confidence(minimal(tmp_path, text, scenarios=scenarios), **FEW)
        assert (other.published_figures, other.published_percentile) == ({}, None)


def test_what_is_known_since_was_not_published(tmp_path: Path) -> None:
    before = minimal(tmp_path)
    found = mkba.update(before, {"relapse": "31/120"}, **FEW)
    assert found.before.published_figures == before.published != {}
    assert (found.after.published, found.after.published_percentile) == (None, None)
    assert mkba.contrast(mkba.build_model(found.after.case), **FEW).contrasts["more_relapse"].published is None
    assert mkba.contrast(before, **FEW).contrasts["more_relapse"].published == -18_000


def test_a_model_that_is_pinned_elsewhere_was_not_published() -> None:
    model = mkba.build_model(mkba.load_case("arnhem-ozo"))
    assert model.pinned({"recidivism": 0.5}).published == {}
    assert mkba.Model({"x": mkba.Uniform(0, 1)}, lambda x: {"y": x["x"]}, ["y"]).published == {}


# --- which way the model is off


@pytest.mark.parametrize(
    ("published", "lead", "percent"),
    [
        (-868, "where the model comes out 15.1% higher", "+15.1%"),
        (-640.8695652, "where the model comes out 15.0% lower", "−15.0%"),
        (-737, "where the model comes out the same (0%)", "0%"),
    ],
)
def test_reconcile_says_which_way(tmp_path: Path, published: float, lead: str, percent: str) -> None:
    """A balance of -737, in which costs are as published; of a negative one too "higher" is less of a loss."""
    amounts = {"spent": 'value = 737\nunit = "EUR"'}
    case = small(tmp_path, ["spent"], [], f"\n[published]\ncosts = 737\nnet_benefit = {published}\n", **amounts)
    found = mkba.reconciliation(case)
    if percent != "0%":
        assert lead in found.lead()[0].en
    assert {row[0]: row[4] for row in found.table.texts("en")}["Net benefit"] == percent


def test_every_published_amount_is_compared(tmp_path: Path) -> None:
    more = '[published]\nnet_benefit = 26000\n"actor:city" = 99\n"post:staff" = 55\n"year:0" = -77\n'
    model = minimal(tmp_path, changed({"[published]\nnet_benefit = 26000\n": more}))
    found = mkba.reconciliation(model.case)
    compared = {line.id: (line.published, line.computed) for line in found.lines}
    point = model.evaluate(model.point(), ["actor:city", "post:staff", "year:0"])
    assert compared.keys() == {"costs-1", "benefits-1", "net_benefit", "actor:city", "post:staff", "year:0"}
    for outcome, published in (("actor:city", 99.0), ("post:staff", 55.0), ("year:0", -77.0)):
        assert compared[outcome] == (published, pytest.approx(point[outcome][0]))


def test_a_percentile_and_its_complement_add_up() -> None:
    """64.51 is the 65th, beside 35 % above."""
    assert [percentile_rank(share) for share in (0.0001, 0.6451, 0.6449, 0.9999)] == [1, 65, 64, 99]


def test_a_published_ratio_or_time_without_a_claim_is_compared_too(tmp_path: Path) -> None:
    more = "[published]\nnet_benefit = 26000\nbcr = 1.25\nirr = 0.08\npayback = 2\n"
    text = changed({"[published]\nnet_benefit = 26000\n": more})
    model = minimal(tmp_path, text)
    found = {line.id: line for line in mkba.reconciliation(model.case).lines}
    point = model.evaluate(model.point(), ["bcr"])
    assert found["bcr"].computed == point["bcr"][0]
    assert (found["irr"].published, found["irr"].unit, found["payback"].unit) == (0.08, "share", "year")
    rows = {row[0]: row[1] for row in mkba.reconciliation(model.case).table.texts("en")}
    assert [rows[found[name].label.en] for name in ("bcr", "irr")] == ["1.25", "8.0%"]
    claim = CLAIM.replace('scenario = "more_relapse"', "").replace('"net_benefit"', '"bcr"')
    assert "bcr" not in {line.id for line in mkba.reconciliation(minimal(tmp_path, text + claim).case).lines}


def test_figures_of_an_alternative_have_their_source(tmp_path: Path) -> None:
    found = mkba.reconciliation(read(FULL, tmp_path))
    cited = {(line.alternative.name, line.id): line.source for line in found.lines if line.alternative}
    assert cited["small", "net_benefit"] == cited["small", "costs-1"] == Source("report", "table 2")
    assert cited["whole", "costs-1"] == Source("report", "5")
    assert cited["whole", "net_benefit"] is None
    shown = {row["id"]: row for row in found.table.nested()}
    assert "source" not in shown["costs-1"]
    assert any("2021), table 2" in row[-1] for row in found.table.texts("en"))


def test_a_claim_may_be_of_a_variant(tmp_path: Path) -> None:
    """The balance is linear in who stays: halved in the variant, so are all the benefits."""
    variant = '\n[variants.half]\nlabel = { nl = "Half", en = "Half" }\nquantities = { keep = "(1 - relapse) / 2" }\n'
    claim = CLAIM.replace("50000", "1").replace("net_benefit", "benefits")
    text = changed({}) + variant + claim.replace("[claims.less]", '[claims.less]\nvariant = "half"\nmeasure = "ratio"')
    model = minimal(tmp_path, text)
    *_, check = mkba.reconciliation(model.case).claims
    assert check.computed == pytest.approx((1 - 0.4) / (1 - 0.3))
    value = (
        changed({})
        + variant
        + claim.replace("scenario", "#").replace("[claims.less]", '[claims.less]\nvariant = "half"')
    )
    *_, check = mkba.reconciliation(minimal(tmp_path, value).case).claims
    assert check.computed == pytest.approx(model.evaluate(model.point(), ["benefits"])["benefits"][0] / 2)
