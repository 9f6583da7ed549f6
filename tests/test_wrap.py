"""A case file that is written for a workbook: what its outcome hangs on, named and ranked, sound as it stands."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import numpy as np
import pytest
from command_line import answer, assert_refused
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

import mkba_uncertainty as mkba
from mkba_uncertainty.casefile import problems
from mkba_uncertainty.errors import InputError, MkbaError

ROWS = (
    ("Costs", 1000),
    ("Visitors", 300),
    ("Price", 5),
    ("Threshold", 10),
    ("Elsewhere", 77),
    ("Balance", "=B2*B3-B1+IF(B3>B4,50,0)"),
    ("Text", '="so much: "&B2'),
    ("Constant", "=1+1"),
    ("Of no use", "=B5*2"),
)


def workbook(folder: Path, rows: tuple = ROWS, *, name: str = "model.xlsx", title: str = "Model") -> Path:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    path = folder / name
    book.save(path)
    return path


def wrapped(path: Path, *outcomes: str, **more: object) -> mkba.Wrapped:
    return mkba.wrap(path, path.with_suffix(".toml"), outcomes=outcomes or ["B6"], **more)


def refused(error: type[MkbaError], code: str, path: Path, *outcomes: str, **more: object) -> None:
    with pytest.raises(error) as caught:
        wrapped(path, *outcomes, **more)
    assert caught.value.code == code
    assert not path.with_suffix(".toml").exists()


def test_what_the_outcome_hangs_on_and_only_that_is_ranked_by_what_1_percent_does(tmp_path):
    found = wrapped(workbook(tmp_path)).candidates
    assert [str(one.cell) for one in found] == ["Model!B2", "Model!B3", "Model!B1", "Model!B4"]
    assert [one.name for one in found] == ["visitors", "price", "costs", "threshold"]
    assert [one.value for one in found] == [300, 5, 1000, 10]
    balance = 300 * 5 - 1000
    np.testing.assert_allclose(
        [one.effect for one in found], [3 * 5 / balance, 0.05 * 300 / balance, -10 / balance, 0], rtol=1e-12
    )


def test_a_step_counts_where_1_percent_passes_it(tmp_path):
    found = wrapped(workbook(tmp_path, (("A", 100), ("B", 100.5), ("Y", "=IF(B1>B2,3,2)"))), "B3").candidates
    assert {one.name: one.effect for one in found} == {"a": 0.5, "b": 0.0}


def test_of_an_outcome_and_a_number_of_0_the_change_itself_counts(tmp_path):
    """And the screen and the file say so: 1 % more of 0 is 0, and nothing is a percentage of 0."""
    result = wrapped(workbook(tmp_path, (("A", 0), ("Y", "=3*B1"))), "B2")
    (found,) = result.candidates
    assert found.effect == pytest.approx(0.03, rel=1e-12)
    assert "[estimates.a]  # 0; 0.01 more changes the outcome by +0.03\n" in result.file.read_text("utf-8")
    assert result.shown()[0].texts("nl")[0][-1] == "0,03 (0,01 meer)"


def test_a_number_of_0_has_no_percentage_and_no_range_to_fill_in(tmp_path):
    result = wrapped(workbook(tmp_path, (("A", 0), ("B", 4), ("Y", "=B1*3+B2"))), "B3")
    zero, four = sorted(result.candidates, key=lambda one: one.value)
    np.testing.assert_allclose([zero.effect, four.effect], [0.03 / 4, 0.01], rtol=1e-12)
    text = result.file.read_text("utf-8")
    assert "0.01 more changes the outcome by +0.75%" in text
    assert "1% more changes the outcome by +1.00%" in text
    assert [line.partition("{")[2] for line in text.splitlines() if "low = " in line] == [
        ' family = "pert", low = 3.2, mode = 4, high = 4.8 }',
        ' family = "pert", low = ..., mode = 0, high = ... }',
    ]
    mkba.load_case(result.file)


def test_an_outcome_of_0_has_no_percentage(tmp_path):
    result = wrapped(workbook(tmp_path, (("A", 5), ("B", 5), ("Y", "=B1-B2"))), "B3")
    assert [row[-1] for row in result.shown()[0].texts("en")] == ["0.05", "\N{MINUS SIGN}0.05"]


def test_names_and_the_input_style_come_first_and_years_above_columns_last(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "Model"
    for row in (("", 2024, 2025, 2026), ("Cost per year", 7, 8, 9.5), ("Rate", 0.03), ("Styled", 2), ("Named", 1)):
        sheet.append(row)
    sheet["B4"].style = "Input"
    sheet["B6"] = "=(SUM(B2:D2)*B4+B5+B3)/(D1-B1+C1)"
    book.defined_names["share_kept"] = DefinedName("share_kept", attr_text="Model!$B$5")
    book.save(tmp_path / "model.xlsx")
    found = wrapped(tmp_path / "model.xlsx").candidates
    assert [str(one.cell)[6:] for one in found][:2] == ["B4", "B5"]
    assert {str(one.cell)[6:] for one in found[-3:]} == {"B1", "C1", "D1"}
    assert (found[1].name, found[1].label) == ("share_kept", "share kept")
    assert {one.name for one in found if one.cell.row == 2} == {"cost_per_year", "cost_per_year_2", "cost_per_year_3"}


def test_more_than_20_numbers_are_listed_below(tmp_path):
    rows = (*((f"Item {k}", float(2**k)) for k in range(25)), ("Sum", "=SUM(B1:B25)"))
    found = wrapped(workbook(tmp_path, rows), "B26")
    text = found.file.read_text("utf-8")
    assert list(tomllib.loads(text)["estimates"]) == [f"item_{k}" for k in range(24, 4, -1)]
    assert [line.split()[1] for line in text.splitlines() if line.startswith("#   Model!")] == [
        f"Model!B{k}" for k in range(5, 0, -1)
    ]


def test_units_are_those_of_the_number_format(tmp_path):
    path = workbook(tmp_path, (("Share", 0.2), ("Growth", 1.5), ("Price", 5), ("Count", 3), ("Y", "=B1*B2*B3*B4")))
    from openpyxl import load_workbook

    book = load_workbook(path)
    for cell, number_format in (("B1", "0%"), ("B2", "0.0%"), ("B3", "[$€-2] #,##0")):
        book.active[cell].number_format = number_format
    book.save(path)
    tables = tomllib.loads(wrapped(path, "B5", currency="USD").file.read_text("utf-8"))
    units = {name: table["unit"] for name, table in tables["estimates"].items()}
    assert units == {"share": "share", "growth": "1", "price": "USD", "count": "1"}
    assert tables["case"]["currency"] == "USD"


def test_roles_and_units_are_guessed_by_labels_and_by_what_is_discounted_at(tmp_path):
    rows = (
        ("Rate (%)", 0.03),
        ("Rente", 0.02),
        ("Groei", 0.01),
        ("Value of a QALY", 50_000),
        ("Uitvoeringskosten", 4000),
        ("Uptake, full", 0.9),
        ("Aandeel", 1),
        ("Cost index", 105),
        ("People", 12),
        ("Reach", 0.5),
        ("Y", "=NPV(B1,B4,B5)*B6+B7/(1+B2)^2+B8/B9^2*(1+B3)^3+B10"),
    )
    found = tomllib.loads(wrapped(workbook(tmp_path, rows), "B11").file.read_text("utf-8"))["estimates"]
    assert {name: (table["role"], table["unit"]) for name, table in found.items()} == {
        "rate": ("value_choice", "share"),
        "rente": ("value_choice", "share"),
        "groei": ("assumption", "1"),
        "value_of_a_qaly": ("unit_value", "EUR"),
        "uitvoeringskosten": ("assumption", "EUR"),
        "uptake_full": ("assumption", "share"),
        "aandeel": ("assumption", "share"),
        "cost_index": ("assumption", "1"),
        "people": ("assumption", "1"),
        "reach": ("assumption", "1"),
    }


def test_costs_and_benefits_are_known_by_their_labels(tmp_path):
    labels = ("Present value of costs", "Baten", "Net benefits", "Cost-benefit balance", "Benefit/cost ratio")
    path = workbook(tmp_path, (("X", 3), *((label, "=B1*2") for label in labels)))
    outcomes = tomllib.loads(wrapped(path, "B2", "B3", "B4", "B5", "B6").file.read_text("utf-8"))["outcomes"]
    assert [table.get("side") for table in outcomes.values()] == ["cost", "benefit", None, None, None]


def test_the_range_that_is_offered_for_a_share_stays_below_1(tmp_path):
    path = workbook(tmp_path, (("Uptake", 0.9), ("Reach", 0.9), ("Y", "=B1*B2")))
    lines = wrapped(path, "B3").file.read_text("utf-8").splitlines()
    highs = [line.rpartition("high = ")[2] for line in lines if line.startswith("# distribution")]
    assert highs == ["1 }", "1.08 }"]


def test_years_that_step_evenly_are_left_out_and_named_and_other_numbers_are_not(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "Model"
    for row in (("", 2025, 2030, 2035), ("Turn", 1, 2, 3), ("People", 1900, 2000, 2100), ("Price", 7, 8.5, 9)):
        sheet.append(row)
    sheet["B5"] = "=SUM(B2:D4)/(D1-B1+C1)"
    book.save(tmp_path / "model.xlsx")
    found = wrapped(tmp_path / "model.xlsx", "B5")
    text = found.file.read_text("utf-8")
    cells = {table["cell"][6:] for table in tomllib.loads(text)["estimates"].values()}
    assert cells == {f"{column}{row}" for column in "BCD" for row in (2, 3, 4)}
    assert "Model!B1, Model!C1, Model!D1." in text
    assert len(found.shown()[0].rows) == 9
    assert "the first 9 " in found.lead()[-1].en
    assert mkba.load_case(found.file).estimates


def test_where_the_outcome_hangs_on_years_alone_they_are_estimates(tmp_path):
    path = workbook(tmp_path, (("Start", 2024), ("Middle", 2025), ("End", 2026), ("Y", "=B3-B1+B2")))
    assert {*mkba.load_case(wrapped(path, "B4").file).estimates} == {"start", "middle", "end"}


def test_long_labels_and_names_are_cut_behind_a_word(tmp_path):
    label = "Falls per person per year without programme and without any other exercise"
    (found,) = wrapped(workbook(tmp_path, ((label, 3), ("Y", "=B1*2"))), "B2").candidates
    assert (found.name, found.label) == ("falls_per_person_per_year_without", label[:59])
    word = "meerjarenprogrammafinancieringsarrangementskosten"
    (found,) = wrapped(workbook(tmp_path, ((word, 3), ("Y", "=B1*2"))), "B2", force=True).candidates
    assert found.name == word[:40]


def test_the_file_is_sound_and_runs_once_a_hash_is_taken_away(tmp_path):
    path = workbook(tmp_path)
    before = path.read_bytes()
    file = wrapped(path).file
    case, errors = problems(file)
    assert (errors, [caution.key for caution in case.warnings]) == ([], ["model.workbook", "estimates"])
    file.write_text(file.read_text("utf-8").replace("# distribution", "distribution", 1), "utf-8")
    found = answer("run", str(file), "--draws", "256")
    assert found["outcomes"]["balance"]["quantiles"]["0.5"]["value"] == pytest.approx(500, abs=30)  # 240 to 360
    assert path.read_bytes() == before


def test_the_way_to_a_workbook_in_another_folder_is_from_that_of_the_file(tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "cases").mkdir()
    path = workbook(tmp_path / "models")
    file = tmp_path / "cases" / "case.toml"
    mkba.wrap(path, file, outcomes=["B6"])
    assert tomllib.loads(file.read_text("utf-8"))["model"]["workbook"] == "../models/model.xlsx"
    assert mkba.load_case(file).estimates["visitors"].point == 300


def test_odd_labels_and_sheets_give_a_file_that_parses(tmp_path):
    rows = (
        ('Say "hé" \\ # \t it\'s\nso', 3),
        ("日本 + é", 4),
        ("42", 5),
        ("[estimates.x]", 6),
        ("Y = 1", "=SUM(B1:B4)"),
    )
    path = workbook(tmp_path, rows, title="It's #1")
    found = wrapped(path, "'It''s #1'!B5")
    case, errors = problems(found.file)
    assert (errors, [caution.key for caution in case.warnings]) == ([], ["model.workbook", "estimates"])
    assert case.estimates[found.candidates[0].name].label.en == found.candidates[0].label
    assert len({one.name for one in found.candidates}) == 4


def test_a_file_that_exists_is_left_but_for_force(tmp_path):
    path = workbook(tmp_path)
    file = path.with_suffix(".toml")
    file.write_text("mine")
    with pytest.raises(MkbaError):
        wrapped(path)
    assert file.read_text() == "mine"
    wrapped(path, force=True)
    assert "[estimates.visitors]" in file.read_text()


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        (["Mdel!B6"], "cell_unknown_sheet"),
        (["nonsense"], "cell_unknown"),
        (["B1:B2"], "cell_block"),
        (["B8"], "outcome_hangs_on_nothing"),
        (["B6", "B8"], "outcome_hangs_on_nothing"),
        (["A1"], "outcome_no_number"),
        (["B7"], "outcome_no_number"),
        (["B99"], "outcome_no_number"),
    ],
)
def test_what_is_no_outcome_is_refused_and_nothing_is_written(tmp_path, outcomes, code):
    refused(InputError, code, workbook(tmp_path), *outcomes)


def test_the_command_answers_with_outcomes_candidates_and_audit(tmp_path):
    path = workbook(tmp_path)
    found = answer("wrap", str(path), str(tmp_path / "a.toml"), "--outcome", "B6", "--lang", "nl")
    assert {"file", "outcomes", "candidates", "audit"} <= set(found)
    assert found["outcomes"] == {"balance": "Model!B6"}
    assert {"cell", "name", "value", "effect"} <= set(found["candidates"][0])
    assert found["audit"]["formulas"] == 4
    assert 'language = "nl"' in (tmp_path / "a.toml").read_text("utf-8")
    assert "# Een casus" in (tmp_path / "a.toml").read_text("utf-8")
    assert_refused(["wrap", str(path), str(tmp_path / "b.toml")], ["--outcome"])


# What the workbook marks itself

MARKED = (
    ("Costs", "=RiskPert(500,1000,1200,RiskStatic(900),RiskCorrmat(D1:E2,1))"),
    ("Visitors", "=NORMINV(RAND(),300,40)"),
    ("Price", '=RiskUniform(4,6,RiskName("Entry price"),RiskCorrmat(D1:E2,2))'),
    ("Luck", "=0.8+0.4*RAND()"),
    ("Balance", '=RiskOutput("Balance")+B2*B3*B4-B1'),
    ("Half", "=B5/2"),
)


def marked(folder: Path) -> Path:
    rows = [list(row) for row in MARKED]
    rows[0] += [None, 1, 0.5]
    rows[1] += [None, 0.5, 1]
    return workbook(folder, tuple(rows))


def test_marks_become_estimates_with_their_distributions(tmp_path):
    file = wrapped(marked(tmp_path), "B6", marked=True).file
    tables = tomllib.loads(file.read_text("utf-8"))
    assert list(tables["estimates"]) == ["costs", "visitors", "entry_price"]
    assert tables["estimates"]["costs"]["cell"] == "Model!B1"
    assert tables["estimates"]["costs"]["value"] == 900
    assert tables["dependence"]["expected"]["correlations"] == [{"between": ["costs", "entry_price"], "rank": 0.5}]
    assert {name: table["cell"] for name, table in tables["outcomes"].items()} == {
        "half": "Model!B6",
        "balance": "Model!B5",
    }
    case = mkba.load_case(file)
    assert {name: one.distribution for name, one in case.estimates.items()} == {
        "costs": mkba.Pert(500, 1000, 1200),
        "visitors": mkba.Normal(300, 40),
        "entry_price": mkba.Uniform(4, 6),
        "luck": mkba.Uniform(0, 1),
    }


def test_the_file_computes_what_the_workbook_alone_does(tmp_path):
    path = marked(tmp_path)
    alone = mkba.build_model(mkba.load_case(path), dependence="expected")
    bound = mkba.build_model(mkba.load_case(wrapped(path, marked=True).file), dependence="expected")
    assert set(bound.inputs) == set(alone.inputs)
    assert bound.correlation == alone.correlation
    u = np.linspace(0.05, 0.95, 7)
    draws = {name: family.ppf(u) for name, family in alone.inputs.items()}
    expected = draws["visitors"] * draws["entry_price"] * (0.8 + 0.4 * draws["luck"]) - draws["costs"]
    for model in (alone, bound):
        np.testing.assert_allclose(model.evaluate(draws, ["balance"])["balance"], expected, rtol=1e-12)


def test_the_distribution_of_the_file_takes_the_place_of_the_mark(tmp_path):
    file = wrapped(marked(tmp_path), marked=True).file
    text = file.read_text("utf-8")
    tables = tomllib.loads(text)
    file.write_text(text.replace('family = "normal", mu = 300, sigma = 40', 'family = "normal", mu = 100, sigma = 1'))
    assert tables["model"]["marked"] is True
    assert mkba.load_case(file).estimates["visitors"].distribution == mkba.Normal(100, 1)
    saved = file.with_name("saved.toml")
    mkba.save_case(mkba.load_case(file), saved)
    assert list(tomllib.loads(saved.read_text("utf-8"))["estimates"]) == ["costs", "visitors", "entry_price"]
    assert mkba.load_case(saved).estimates == mkba.load_case(file).estimates


def test_a_parameter_that_the_file_makes_uncertain_is_refused(tmp_path):
    path = workbook(tmp_path, (("Mean", 3), ("X", "=1+RiskNormal(B1,1)"), ("Y", "=B2*2+B1")))
    file = wrapped(path, "B3", marked=True).file
    mean = '[estimates.mean]\nlabel = "Mean"\ncell = "Model!B1"\nrole = "expert"\nunit = "1"\nbasis = "judgement"\n'
    file.write_text(f'{file.read_text("utf-8")}\n{mean}source = {{ document = "workbook", place = "-" }}\n')
    case, errors = problems(file)
    assert case is None
    assert [error.code for error in errors] == ["risk_uncertain_parameter"]


def test_a_formula_that_is_more_than_a_mark_is_no_cell_of_an_estimate(tmp_path):
    file = wrapped(marked(tmp_path), marked=True).file
    file.write_text(file.read_text("utf-8").replace('cell = "Model!B2"', 'cell = "Model!B4"'))
    assert [error.code for error in problems(file)[1]] == ["cell_formula"]


def test_what_stands_within_a_mark_does_no_harm_to_the_outcome_as_it_does_none_in_the_workbook_alone(tmp_path):
    mark = "=RiskUniform(4,6,RiskCategory(INDIRECT(NOSUCH(1))))"
    path = workbook(tmp_path, (("X", mark), ("Y", '=RiskOutput("Y")+B1*2')))
    bound, alone = mkba.load_case(wrapped(path, "B2", marked=True).file), mkba.load_case(path)
    assert bound.estimates["x"].distribution == alone.estimates["x"].distribution == mkba.Uniform(4, 6)


def test_the_year_of_the_file_is_said_to_be_a_guess_at_that_of_the_prices(tmp_path):
    path = workbook(tmp_path)
    os.utime(path, (0, 86400 * 365 * 40))  # about the end of 2009
    for lang, guess in (("en", "a guess"), ("nl", "een gok")):
        text = wrapped(path, lang=lang, force=True).file.read_text("utf-8")
        assert f"\nprice_level = 2009  # {guess}" in text


def test_a_workbook_that_marks_nothing_is_refused(tmp_path):
    refused(InputError, "nothing_marked", workbook(tmp_path), "B6", marked=True)
    assert_refused(["wrap", str(workbook(tmp_path)), str(tmp_path / "a.toml"), "--marked"], ["no functions of @RISK"])


def test_switches_come_last_a_discount_rate_is_a_choice_and_a_ratio_has_no_money(tmp_path):
    ratio = ("Benefit/Cost ratio", "=IF(B1=2,B3,1)/(1+B2)/100")
    rows = [("Choice", 2), ("Discount rate", 0.04), ("Amount", 300), ratio]
    found = wrapped(workbook(tmp_path, rows, title="A b"), "A b!B4")
    assert [one.label for one in found.candidates] == ["Amount", "Discount rate", "Choice"]
    case = mkba.load_case(found.file)
    assert [each.role for each in case.estimates.values()] == ["assumption", "value_choice", "assumption"]
    assert [each.unit for each in case.binding.outcomes.values()] == ["ratio"]
    assert "Nothing is uncertain here" in mkba.confidence(mkba.build_model(case), draws=16).verdict.en
