"""Cases whose model is a workbook: all that a case can do, and what is wrong with one, said with its line."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from cases import BINDING
from command_line import assert_refused, mkba as command_line
from openpyxl import Workbook
from pages import pictures_left_empty

import mkba_uncertainty as mkba
from mkba_uncertainty.analysis.answer import convergence
from mkba_uncertainty.casefile import problems
from mkba_uncertainty.design import Design
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.report import Analyses
from mkba_uncertainty.report.page.chapters import estimates_section, method_section, reconciliation_section

CELLS = {
    "Inputs": {
        "A1": "Households", "B1": 120, "A2": "Relapse", "B2": 0.3, "A3": "Saving", "B3": 9000, "A4": "Costs",
        "B4": 5500,
        "A5": "Rate", "B5": 0.0225, "A6": "=B1", "B6": "=B4*1.5", "C1": "text", "C2": "=NOSUCH(1)",
        "C3": "=[1]Other!A1",
        "C4": "=C5", "C5": "=C4", "D1": 7,
    },
    "Model": {
        "A1": "Benefits", "B1": "=Inputs!B1*(1-Inputs!B2)*Inputs!B3/(1+Inputs!B5)", "A2": "Costs",
        "B2": "=Inputs!B1*Inputs!B6",
        "A3": "Balance", "B3": "=B1-B2", "A4": "Ratio", "B4": "=B1/B2", "B5": '=IF(B3>0,"yes","no")',
        "B6": "=NOSUCH(Inputs!B2)", "B7": "=OFFSET(B1,Inputs!B2,0)", "B8": "=[1]Other!A1*Inputs!B2",
        "B9": "=B10+Inputs!B2",
        "B10": "=B9", "B11": "=LN(Inputs!B2-0.28)", "B12": "=Inputs!D1*2", "B13": "=Inputs!C2+Inputs!C3+Inputs!B2",
    },
    "Hidden": {"A1": 4},
}  # fmt: skip

TEXT = f"""\
{BINDING}
[estimates.relapse]
label = "Relapse"
role = "expert"
unit = "share"
cell = "Inputs!B2"
distribution = {{ family = "pert", low = 0.15, mode = 0.30, high = 0.50 }}
basis = "judgement"
source = {{ document = "report", place = "p. 1" }}

[estimates.saving]
label = "Saving"
role = "unit_value"
unit = "EUR"
cell = "Inputs!B3"
distribution = {{ family = "pert", low = "-30%", high = "+50%" }}
basis = "judgement"
source = {{ document = "report", place = "p. 1" }}

[estimates.rate]
label = "Rate"
role = "value_choice"
unit = "share"
cell = "rate"
basis = "published"
source = {{ document = "report", place = "p. 1" }}

[outcomes.balance]
label = "Balance"
cell = "Model!B3"
published = 100000

[outcomes.ratio]
label = "Ratio"
cell = "Model!B4"
unit = "ratio"

[scenarios.high_rate]
label = "A rate of 4 %"
set = {{ rate = 0.04 }}

[dependence.expected]
label = "As expected"
correlations = [ {{ between = ["relapse", "saving"], rank = -0.3 }} ]

[claims.with_high_rate]
label = "The balance at 4 %"
source = {{ document = "report", place = "p. 2" }}
outcome = "balance"
scenario = "high_rate"
measure = "value"
published = 90000
tolerance = 500
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    from openpyxl.workbook.defined_name import DefinedName

    made = Workbook()
    made.remove(made.active)
    for title, cells in CELLS.items():
        sheet = made.create_sheet(title)
        for cell, value in cells.items():
            sheet[cell] = value
    made["Hidden"].sheet_state = "veryHidden"
    made["Model"].merge_cells("D1:E2")
    made.defined_names["rate"] = DefinedName("rate", attr_text="Inputs!$B$5")
    place = tmp_path_factory.mktemp("binding")
    made.save(place / "model.xlsx")
    (place / "case.toml").write_text(TEXT)
    return place


@pytest.fixture(scope="module")
def model(folder):
    return mkba.build_model(mkba.load_case(folder / "case.toml"))


def the_function(x):
    benefits = 120 * (1 - x["relapse"]) * x["saving"] / (1 + x["rate"])
    return {"balance": benefits - 120 * 5500 * 1.5, "ratio": benefits / (120 * 5500 * 1.5)}


def as_function(model):
    return mkba.Model(dict(model.inputs), the_function, ["balance", "ratio"], dict(model.correlations))


def test_values_come_from_the_cells_and_the_first_outcome_is_meant(model):
    assert model.point() == {"relapse": 0.3, "saving": 9000.0, "rate": 0.0225}
    assert model.headline == "balance"
    np.testing.assert_allclose(model.at_point("balance"), the_function(model.point())["balance"], rtol=1e-14)


def test_answers_are_those_of_the_same_model_in_python(model):
    other = as_function(model)
    ours, theirs = (mkba.confidence(one, draws=64).to_frame() for one in (model, other))
    np.testing.assert_allclose(ours["mean"].astype(float), theirs["mean"].astype(float), rtol=1e-12)
    ours, theirs = (mkba.sobol(one, draws=64).to_frame() for one in (model, other))
    np.testing.assert_allclose(ours["first_order"].astype(float), theirs["first_order"].astype(float), atol=1e-12)
    ours, theirs = (mkba.tornado(one, draws=64).to_frame().set_index("estimate")["swing"] for one in (model, other))
    np.testing.assert_allclose(ours[theirs.index].astype(float), theirs.astype(float), rtol=1e-12)


def test_draws_are_single_draws_and_what_changes_alone_is_what_changes_in_all_to_the_last_bit(model):
    rng = np.random.default_rng(1)
    draws = {name: model.family(name).ppf(rng.random(64)) for name in model.uncertain}
    whole = model.evaluate(draws)
    for n in range(64):
        one = model.evaluate({name: column[n : n + 1] for name, column in draws.items()})
        assert all(one[name][0] == whole[name][n] for name in model.outcomes)
    for name in draws:
        changed = {name: draws[name][::-1].copy()}
        values = model.run({**model.fixed, **draws}, model.outcomes)
        renewed = model.rerun(values, changed, model.outcomes)
        again = model.run({**model.fixed, **draws, **changed}, model.outcomes)
        assert all((renewed[outcome] == again[outcome]).all() for outcome in model.outcomes)


def test_scenarios_dependence_and_claims(folder, model):
    case = mkba.load_case(folder / "case.toml")
    high = mkba.build_model(case, scenarios=["high_rate"], dependence="expected")
    assert (high.fixed["rate"], high.correlations) == (0.04, {("relapse", "saving"): -0.3})
    found = mkba.reconciliation(case)
    expected = the_function({**model.point(), "rate": 0.04})["balance"]
    np.testing.assert_allclose(found.claims[0].computed, expected, rtol=1e-12)
    assert [line.id for line in found.lines] == ["balance"]


@pytest.mark.parametrize(
    "words",
    [
        "check", "reconcile", "run --dependence expected --scenario high_rate", "whatif", "sobol --second", "tornado",
        "tornado --mode mean", "switching", "screen --trajectories 4", "shapley", "voi",
        "update --observe relapse=31/120",
        "table --vary relapse --by rate",
    ],
)  # fmt: skip
def test_every_command_answers(folder, words):
    command, *more = words.split()
    few = [] if command in ("check", "reconcile") else ["--draws", "64", "--replicates", "4"]
    told = json.loads(command_line(command, str(folder / "case.toml"), *more, *few, "--json", "--quiet").stdout)
    assert told["case"] == "case"
    assert told["workbook"]["file"] == "model.xlsx"


def test_the_page_and_the_folder(folder, tmp_path):
    out = tmp_path / "out"
    few = ["--draws", "32", "--replicates", "4", "--quiet"]
    with pictures_left_empty():
        command_line("report", str(folder / "case.toml"), "--out", str(out), *few)
    names = {file.name for file in out.iterdir()}
    assert {"case-report.html", "exceedance.svg", "tornado.svg", "run.csv", "manifest.json"} <= names
    assert not names & {"waterfall.svg", "actors.svg", "cash_flow.svg"}
    page = (out / "case-report.html").read_text()
    assert "whose formulas do not travel with this page" in page
    assert "The workbook itself, with one value for each number, gives" in page
    assert json.loads((out / "manifest.json").read_text())["workbook"]["sha256"]
    assert "Does it match the publication?" in page


def test_a_page_without_published_figures_does_not_ask_whether_it_matches_them(folder):
    text = TEXT[: TEXT.index("[claims.")].replace("published = 100000\n", "")
    (folder / "unpublished.toml").write_text(text)
    model = mkba.build_model(mkba.load_case(folder / "unpublished.toml"))
    section = reconciliation_section(Analyses(model, Design(32, 4)))
    assert section.title.en == "Does it compute what Excel computed?"
    assert "published" not in str(section.html)


def test_a_binding_is_saved_as_it_stands_and_from_elsewhere(folder, tmp_path):
    case = mkba.load_case(folder / "case.toml")
    copy = folder / "copy.toml"
    copy.write_text("# mine\n" + TEXT)
    mkba.save_case(mkba.load_case(copy), copy)
    assert copy.read_text() == "# mine\n" + TEXT
    mkba.save_case(case.with_estimate("relapse", value=0.35), tmp_path / "other.toml")
    back = mkba.load_case(tmp_path / "other.toml")
    assert (back.estimates["relapse"].value, list(back.binding.outcomes)) == (0.35, ["balance", "ratio"])


def test_what_an_expert_answers_is_written_into_a_binding_beside_its_cell_and_comments(folder):
    commented = TEXT.replace('cell = "Inputs!B2"\n', 'cell = "Inputs!B2"  # of the pilot\n# to ask again in May\n')
    path = folder / "answered.toml"
    path.write_text(commented)
    experts = [mkba.fit(three_point=(0.1, mode, 0.6), family="pert") for mode in (0.2, 0.3)]
    answered = mkba.consult(experts).pooled
    mkba.save_case(mkba.load_case(path).with_estimate("relapse", distribution=answered), path)
    old = 'distribution = { family = "pert", low = 0.15, mode = 0.30, high = 0.50 }\n'
    before, after = commented.split(old)
    text = path.read_text()
    assert text.startswith(before)
    assert text.endswith(after)
    back = mkba.load_case(path)
    assert (back.binding.cells["relapse"], back.estimates["relapse"].distribution) == ("Inputs!B2", answered)
    assert mkba.build_model(back).family("relapse") == answered


def test_answers_of_experts_stand_in_a_binding_as_in_any_case(folder):
    answers = "experts = [{ answer = 0.2, weight = 3 }, { answer = 0.4 }]"
    path = folder / "experts.toml"
    path.write_text(TEXT.replace("basis = ", f"{answers}\nbasis = ", 1))
    mkba.save_case(mkba.load_case(path).with_estimate("saving", value=8000), path)
    assert answers in path.read_text()
    assert [(one.answer, one.weight) for one in mkba.load_case(path).estimates["relapse"].experts] == [
        (0.2, 3),
        (0.4, 1),
    ]


@pytest.mark.parametrize("executor", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_number_of_workers_gives_the_same_bits(model, executor):
    options = {"draws": 64, "replicates": 9}
    with executor(2) as pool:
        assert mkba.confidence(model, executor=pool, **options).outcomes == mkba.confidence(model, **options).outcomes


def test_benefits_and_costs_give_balance_and_ratio(folder):
    text = TEXT.replace("outcomes.balance", "outcomes.benefits").replace("Model!B3", "Model!B1").replace("100000", "1")
    text = (
        text.replace("outcomes.ratio", "outcomes.costs")
        .replace("Model!B4", "Model!B12")
        .replace('unit = "ratio"\n', "")
    )
    text = text.replace('outcome = "balance"', 'outcome = "net_benefit"').replace("Inputs!B3", "Inputs!D1")
    (folder / "derived.toml").write_text(text)
    model = mkba.build_model(mkba.load_case(folder / "derived.toml"))
    assert model.outcomes == ("net_benefit", "bcr", "benefits", "costs")
    found = model.evaluate(model.point())
    assert found["net_benefit"] == found["benefits"] - found["costs"]
    assert found["bcr"] == found["benefits"] / found["costs"]


@pytest.mark.parametrize(("balance", "ratio"), [("B3", "B4"), ("B1", "B4"), ("B3", "B2"), ("B2", "B1")])
def test_a_balance_and_ratio_of_its_own_come_first_and_are_minded_where_they_differ(folder, balance, ratio):
    """Those of the workbook are B3 and B4; the other cells hold something else."""
    cells = {"bcr": ratio, "costs": "B2", "benefits": "B1", "net_benefit": balance}
    outcomes = "".join(
        f'[outcomes.{name}]\nlabel = "{name}"\ncell = "Model!{cell}"\n\n' for name, cell in cells.items()
    )
    outcomes = outcomes.replace('"bcr"\n', '"bcr"\nunit = "ratio"\n')
    first, last = TEXT.index("[outcomes.balance]"), TEXT.index("[scenarios.")
    claims = TEXT[last:].replace('outcome = "balance"', 'outcome = "net_benefit"')
    cost = TEXT[TEXT.index("[estimates.saving]") : TEXT.index("[estimates.rate]")]
    cost = cost.replace("saving", "cost").replace("Inputs!B3", "Inputs!B4")
    (folder / "own.toml").write_text(TEXT[:first] + cost + outcomes + claims)
    case, errors = problems(folder / "own.toml")
    assert not errors
    assert list(case.binding.outcomes) == ["net_benefit", "bcr", "costs", "benefits"]
    assert mkba.build_model(case).headline == "net_benefit"
    keys = [warning.key for warning in case.warnings if str(warning.key).startswith("outcomes.")]
    assert keys == ["outcomes.net_benefit.cell"] * (balance != "B3") + ["outcomes.bcr.cell"] * (ratio != "B4")


@pytest.mark.parametrize(("point", "expected"), [("mean", (0.15 + 4 * 0.3 + 0.5) / 6), ("mode", 0.3)])
def test_a_point_may_be_taken_from_the_distribution_instead_of_the_cell(folder, tmp_path, point, expected):
    cell = 'cell = "Inputs!B2"\n'
    (folder / "point.toml").write_text(TEXT.replace(cell, f'{cell}point = "{point}"\n'))
    case = mkba.load_case(folder / "point.toml")
    assert mkba.build_model(case).point()["relapse"] == pytest.approx(expected, rel=1e-12)
    assert [warning.key for warning in case.warnings if "relapse" in str(warning.key)] == []
    mkba.save_case(case.with_estimate("saving", value=8000.0), folder / "point-saved.toml")
    assert f'point = "{point}"' in (folder / "point-saved.toml").read_text()


def test_what_the_workbook_itself_gives_stands_beside_the_answer(folder, model):
    answer = mkba.confidence(model, draws=256, replicates=4)
    balance = the_function(model.point())["balance"]
    assert answer.own_answer.value == pytest.approx(balance, rel=1e-12)
    draws = mkba.simulate(model, draws=256, replicates=4).array(("balance",))
    assert answer.own_answer.below.value == pytest.approx((draws < balance).mean(), rel=1e-12)
    assert "The workbook itself" in answer.lead()[-1].en
    assert answer.to_dict()["own_answer"]["value"] == answer.own_answer.value
    high = mkba.build_model(mkba.load_case(folder / "case.toml"), scenarios=["high_rate"])
    assert high.own_answer == model.own_answer
    assert mkba.confidence(as_function(model), draws=32).own_answer is None


def test_what_follows_from_costs_and_benefits_is_not_shown_beside_the_same_of_the_workbook(folder):
    cost = TEXT[TEXT.index("[estimates.saving]") : TEXT.index("[estimates.rate]")]
    cost = cost.replace("saving", "cost").replace("Saving", "Cost").replace("Inputs!B3", "Inputs!B4")
    sides = "".join(
        f'[outcomes.{name}]\nlabel = "All {name}"\ncell = "Model!{cell}"\n\n'
        for name, cell in (("benefits", "B1"), ("costs", "B2"))
    )
    (folder / "both.toml").write_text(TEXT.replace("[scenarios.", f"{cost}{sides}[scenarios."))
    answer = mkba.confidence(mkba.build_model(mkba.load_case(folder / "both.toml")), draws=64)
    assert list(answer.outcomes) == ["net_benefit", "bcr", "balance", "ratio", "benefits", "costs"]
    outcomes, events = ([row.cells["label"].en for row in table.rows] for table in answer.shown())
    assert outcomes == ["Balance", "Ratio", "All benefits", "All costs"]
    assert events == ["Balance exceeds 0", "Ratio exceeds 1"]


def test_a_cell_that_counts_in_thousands_gives_amounts_of_one(folder, model):
    text = TEXT.replace('cell = "Model!B3"\n', 'cell = "Model!B3"\nunit = "thousand EUR"\n')
    text = text.replace('unit = "EUR"', 'unit = "million EUR"')
    (folder / "thousands.toml").write_text(text)
    case, _ = problems(folder / "thousands.toml")
    counted = mkba.build_model(case)
    assert (counted.unit("balance"), counted.published["balance"]) == ("EUR", 100000)
    assert counted.at_point("balance") == 1000 * model.at_point("balance")
    assert counted.at_point("ratio") == model.at_point("ratio")
    assert counted.unit("saving") == "million EUR"
    bars, plain = (mkba.tornado(one, draws=64, outcome="balance").bars for one in (counted, model))
    assert [bar.swing.value for bar in bars] == pytest.approx([1000 * bar.swing.value for bar in plain], rel=1e-9)
    mkba.save_case(case.with_estimate("relapse", value=0.35), folder / "saved.toml")
    assert 'unit = "thousand EUR"' in (folder / "saved.toml").read_text()


def test_a_published_figure_in_thousands_is_minded(folder):
    text = TEXT.replace('cell = "Model!B3"\n', 'cell = "Model!B3"\nunit = "thousand EUR"\n')
    (folder / "minded.toml").write_text(text.replace("published = 100000", "published = -255000"))
    case, _ = problems(folder / "minded.toml")
    assert next(w for w in case.warnings if w.key == "outcomes.balance.published").en.endswith("Write -255000000.")


def test_what_has_one_label_has_its_cell_beside_it_wherever_it_is_shown_and_in_no_file(folder):
    text = TEXT.replace('label = "Saving"', 'label = "Relapse"').replace('label = "Ratio"', 'label = "Balance"')
    twins = folder / "twins.toml"
    twins.write_text(text)
    case = mkba.load_case(twins)
    labels = {name: label.en for name, label in mkba.build_model(case).labels([*case.estimates, "balance"]).items()}
    own = {"relapse": "Relapse (Inputs!B2)", "saving": "Relapse (Inputs!B3)", "rate": "Rate"}
    assert labels == {**own, "balance": "Balance (Model!B3)"}
    chapter = str(estimates_section(Analyses(mkba.build_model(case), Design(32, 4))).html)
    assert chapter.count("Relapse<") == 0 < chapter.count("Relapse (Inputs!B2)<")
    mkba.save_case(case, twins)
    assert twins.read_text() == text


def test_what_it_is_worth_to_know_for_a_decision_about_another_outcome(folder):
    few = [str(folder / "case.toml"), "--draws", "64", "--json", "--quiet"]
    balance, ratio = (json.loads(command_line("voi", *few, "--outcome", name).stdout) for name in ("balance", "ratio"))
    costs = 120 * 5500 * 1.5  # fixed, so that the ratio is 1 where the balance is 0
    assert (balance["threshold"], ratio["threshold"], ratio["outcome"]) == (0, 1, "ratio")
    assert ratio["evpi"]["value"] == pytest.approx(balance["evpi"]["value"] / costs, rel=1e-9)
    assert ratio["evppi"]["saving"]["value"] == pytest.approx(balance["evppi"]["saving"]["value"] / costs, rel=1e-6)
    assert "€" not in ratio["verdict"]["en"]
    for words, more in (("do not go together", "--perspective=actor:city"), ("not an amount", "--fixed-cost=5")):
        assert_refused(["voi", str(folder / "case.toml"), "--outcome=ratio", "--lang=en", more], [words])


def test_that_nothing_is_stored_to_compare_with_stands_above_every_answer(folder):
    told = json.loads(command_line("run", str(folder / "case.toml"), "--draws=32", "--json", "--quiet").stdout)
    assert [(one["key"], "without values" in one["message"]) for one in told["warnings"]] == [("model.workbook", True)]
    shown = command_line("run", str(folder / "case.toml"), "--draws=32", "--lang=en").stdout
    assert shown.index("without values") < shown.index("exceeds 0")
    checked = command_line("check", str(folder / "case.toml"), "--lang=en").stdout
    assert checked.count("without values") == 1


def test_what_a_workbook_does_not_have_is_said_with_where_to_put_it(folder):
    assert_refused(["structure", str(folder / "case.toml"), "--lang=en"], ["no variants", "mkba compare"])
    (folder / "plain.toml").write_text(TEXT.partition("[scenarios.")[0])
    assert_refused(["whatif", str(folder / "plain.toml"), "--lang=en"], ["no scenarios", "[scenarios]"])


def test_the_chapters_of_a_page_say_what_is_true_of_a_workbook_and_name_the_outcome(folder):
    ratio = TEXT.partition("[outcomes.balance]")[0] + "[outcomes.ratio]" + TEXT.partition("[outcomes.ratio]")[2]
    (folder / "ratio.toml").write_text(ratio.partition("[claims.")[0])
    analyses = Analyses(mkba.build_model(mkba.load_case(folder / "ratio.toml")), Design(32, 4, 1))
    method, estimates = (str(make(analyses).html) for make in (method_section, estimates_section))
    assert "formulas of the workbook" in method
    assert not [word for word in ("€", "cash flow", "balance") if word in method]
    assert "chance that ‘Ratio’ exceeds 1" in method
    found = convergence(analyses.model, analyses.design)
    ratios = mkba.simulate(analyses.model, draws=32, replicates=4, rng=1).outcomes["ratio"]
    spread = float((ratios > 1).mean("draw").std(ddof=1))
    assert found.steps[-1].probability == pytest.approx(3.1824463052842624 * spread / 2, rel=1e-9)  # t(3) at 97.5 %
    assert "Judged by experts" not in estimates
    assert "of the 3 numbers from the workbook, 2 have a range" in estimates.lower()
    assert mkba.tornado(analyses.model, draws=32).finding().en.startswith("‘Ratio’ moves most")


WRONG = [
    ("Inputs!B2", "Input!B2", "cell_unknown_sheet", "estimates.relapse.cell"),
    ("Inputs!B2", "Inputs!ZZZZ9", "cell_unknown", "estimates.relapse.cell"),
    ('cell = "rate"', 'cell = "rates"', "cell_unknown", "estimates.rate.cell"),
    ("Inputs!B2", "Inputs!B1:B2", "cell_block", "estimates.relapse.cell"),
    ("Inputs!B2", "Inputs!B6", "cell_formula", "estimates.relapse.cell"),
    ("Inputs!B2", "Inputs!C1", "cell_no_number", "estimates.relapse.cell"),
    ("Inputs!B2", "Inputs!Z99", "cell_no_number", "estimates.relapse.cell"),
    ("Inputs!B2", "Model!E2", "cell_no_number", "estimates.relapse.cell"),
    ("Inputs!B3", "Inputs!B2", "cell_twice", "estimates.saving.cell"),
    (
        'cell = "Inputs!B2"',
        'value = 0.3\npoint = "mean"\ncell = "Inputs!B2"',
        "point_and_value",
        "estimates.relapse.point",
    ),
    ("Model!B3", "Model!B12", "outcome_hangs_on_nothing", "outcomes.balance.cell"),
    ("Model!B3", "Inputs!D1", "outcome_hangs_on_nothing", "outcomes.balance.cell"),
    ("Model!B3", "Model!B5", "outcome_no_number", "outcomes.balance.cell"),
    ("Model!B3", "Model!B6", "sheet_function", "outcomes.balance.cell"),
    ("Model!B3", "Model!B7", "sheet_moved", "outcomes.balance.cell"),
    ("Model!B3", "Model!B8", "sheet_external", "outcomes.balance.cell"),
    ("Model!B3", "Model!B9", "sheet_circular", "outcomes.balance.cell"),
    ('unit = "EUR"', 'unit = "EUR"\nprice_level = 2015', "cell_price_level", "estimates.saving.price_level"),
    ('unit = "EUR"', 'unit = "EUR"\nuse = "arnhem-ozo-2014:eviction"', "use_of_workbook", "estimates.saving.use"),
    ('unit = "EUR"', 'unit = "milion EUR"', "unit_syntax", "estimates.saving.unit"),
    ('unit = "ratio"', 'unit = "kEUR"', "outcome_unit", "outcomes.ratio.unit"),
    ('unit = "ratio"', 'unit = "thousand"', "outcome_unit", "outcomes.ratio.unit"),
    ("model.xlsx", "modell.xlsx", "model_workbook_missing", "model.workbook"),
    ("[documents.report]", "[posts.x]\nline = 1\n[documents.report]", "not_of_workbook", "posts"),
    ("[documents.report]", "[published]\nbalance = 1\n[documents.report]", "published_of_workbook", "published"),
    ("price_level = 2024", "price_level = 2024\nhorizon = 4", "not_of_workbook", "case.horizon"),
    ("[documents.report]", "[postz.x]\nline = 1\n[documents.report]", "unknown_table", "postz"),
    ('outcome = "balance"', 'outcome = "net_benefit"', "case_unknown_outcome", "claims.with_high_rate.outcome"),
    ('cell = "Model!B3"\n', "", "missing_key", "outcomes.balance.cell"),
]


@pytest.mark.parametrize(("old", "new", "code", "key"), WRONG)
def test_what_is_wrong_is_said_with_its_line(folder, old, new, code, key):
    assert TEXT.count(old) == 1
    path = folder / "wrong.toml"
    path.write_text(TEXT.replace(old, new))
    case, errors = problems(path)
    assert case is None
    first = errors[0]
    assert (first.code, first.key) == (code, key)
    assert first.line is not None
    assert first.text("nl") != first.text("en")


def test_what_cannot_be_computed_elsewhere_does_no_harm(folder):
    (folder / "around.toml").write_text(TEXT.replace("Model!B3", "Model!B13"))
    case, errors = problems(folder / "around.toml")
    assert [error.code for error in errors] == ["sheet_function"]  # nothing is stored, so that it has no value at all
    assert case is None


def test_an_error_on_some_draws_shows_the_draw(folder):
    (folder / "some.toml").write_text(TEXT.replace("Model!B3", "Model!B11"))
    model = mkba.build_model(mkba.load_case(folder / "some.toml"))
    with pytest.raises(ModelError) as caught:
        mkba.confidence(model, draws=64)
    assert caught.value.code == "cell_not_a_number"
    assert (caught.value.facts["cell"], caught.value.facts["found"]) == ("Model!B11", "#NUM!")
    assert float(caught.value.facts["draw"].split("relapse = ")[1].split(",")[0]) <= 0.28


def test_what_deserves_a_look(folder):
    text = TEXT.replace('workbook = "model.xlsx"', f'workbook = "model.xlsx"\nsha256 = "{"0" * 64}"')
    text = text.replace('cell = "Inputs!B3"', 'value = 8000\ncell = "Inputs!B3"').replace(
        'cell = "rate"', 'cell = "Hidden!A1"'
    )
    text = text.replace('unit = "share"\ncell = "Hidden!A1"', 'unit = "year"\ncell = "Hidden!A1"')
    (folder / "look.toml").write_text(text)
    case, errors = problems(folder / "look.toml")
    assert not errors
    keys = {warning.key for warning in case.warnings}
    assert {"model.sha256", "estimates.saving.cell", "estimates.rate.cell"} <= keys


def test_an_alternative_is_refused_and_so_is_another_export(folder, tmp_path):
    case = mkba.load_case(folder / "case.toml")
    with pytest.raises(InputError, match="no alternatives"):
        mkba.build_model(case, alternative="more")
    with pytest.raises(InputError, match="already in a workbook"):
        mkba.save_workbook(case, tmp_path / "x.xlsx")
    assert replace(case.binding, workbook="x").cells == case.binding.cells


@pytest.mark.parametrize("name", ["b" * 400 + ".xlsx", "no\\u0000name.xlsx"])
def test_a_name_that_no_file_can_have_is_a_workbook_that_is_not_there(folder, name):
    (folder / "case.toml").write_text(TEXT.replace('workbook = "model.xlsx"', f'workbook = "{name}"'), "utf-8")
    case, errors = problems(folder / "case.toml")
    assert case is None
    assert errors
