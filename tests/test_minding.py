"""What was typed is what is used, or it is said: values beside their distribution, and draws below zero."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import EUROS, changed, minimal, read, small
from command_line import FEW, answer, mkba as command
from openpyxl import load_workbook
from pages import made

import mkba_uncertainty as mkba
from mkba_uncertainty.case import Estimate, Expert, Source, minds
from mkba_uncertainty.errors import ModelError
from mkba_uncertainty.report.page.chapters import CHAPTERS
from mkba_uncertainty.texts import Text, both

MODEL = mkba.Model({"a": mkba.Normal(8, 4)}, lambda x: {"net_benefit": x["a"]}, ["net_benefit"])

PARTED = {'unit = "share"\nvalue = 0.30': 'unit = "share"\nvalue = 0.48'}
"""Relapse as experts now see it, with the distribution of before."""


def estimate(value: float, family: mkba.Family, unit: str = "EUR", role: str = "expert") -> Estimate:
    label, source = Text("x", "x"), Source("report", "1")
    return Estimate("x", label, role, unit, value, family, "judgement", source)  # type: ignore[arg-type]


def codes(*arguments: object) -> list[str]:
    return [mind.code for mind in minds(estimate(*arguments))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("family", "value", "code"),
    [
        # 99.9 % of a normal lies below 3.0902 standard deviations
        (mkba.Normal(100, 10), 130.9, None),
        (mkba.Normal(100, 10), 131.0, "value_unlikely"),
        (mkba.Normal(100, 10), 69.0, "value_unlikely"),
        (mkba.LogNormal(100, 1), 9000, "value_unlikely"),
        (mkba.LogNormal(np.log(9000), 1), 9000, None),
        (mkba.Gamma(15), 150, "value_unlikely"),
        (mkba.Gamma(15), 15, None),
        (mkba.Uniform(0, 1000), 0.9, "value_unlikely"),
        (mkba.Uniform(0, 1000), 1.1, None),
        (mkba.Uniform(0, 1000), -1, "value_outside_range"),
        (mkba.TruncatedNormal(0, 1, low=0), 3.2, None),  # half a normal: 99.9 % below 3.29
        (mkba.TruncatedNormal(0, 1, low=0), 3.3, "value_unlikely"),
        (mkba.Beta(2, 2), 0.5, None),
        (mkba.Discrete([1, 2], [0.3, 0.7]), 2, None),  # an end, but a likely one
        (mkba.Discrete([1, 2, 9], [0.3, 0.6995, 0.0005]), 9, "value_unlikely"),
        (mkba.Empirical([1, 2, 3]), 3, None),
        (mkba.Mixture([mkba.Uniform(0, 1), mkba.Uniform(5, 6)]), 6.5, "value_outside_range"),
        (mkba.Metalog([5, 1]), 20, "value_unlikely"),  # logistic: 5 + ln(999) = 11.9
        (mkba.Pert(0, 1, 1), 1, None),  # its mode, though at an end
        (mkba.Pert(0.15, 0.30, 0.50), 0.33, "value_is_not_mode"),
        (mkba.Triangular(0, 3, 6), 4, "value_is_not_mode"),
        (mkba.Triangular(0, 3, 6), 3, None),
        (mkba.Updated(mkba.Pert(0.1, 0.3, 0.5), [mkba.Share(90, 100)]), 0.3, None),  # data move it, not the source
        (mkba.Updated(mkba.Pert(0.1, 0.3, 0.5), [mkba.Share(90, 100)]), 0.48, "value_is_not_mode"),
        (mkba.Point(3), 3, None),
    ],
)
def test_a_value_is_held_against_its_distribution(family: mkba.Family, value: float, code: str | None) -> None:
    assert codes(value, family) == ([code] if code else [])


def test_what_was_computed_is_short_in_the_language_of_the_reader_and_what_was_typed_is_quoted() -> None:
    (mind,) = minds(estimate(9.5, mkba.Uniform(195_000, 2_195_000.5)))
    said = both(f"warning.{mind.code}", **mind.facts)
    assert ("(195.000 tot 2.195.000,5)" in said.nl, "(195,000 to 2,195,000.5)" in said.en) == (True, True)
    (mind,) = minds(estimate(-1.5, mkba.Gamma(15)))
    assert "(0 tot ∞)" in both(f"warning.{mind.code}", **mind.facts).nl
    for found, dutch, english in ((5.597049842217139, "5,59705", "5.59705"), (5.25, "5.25", "5.25")):
        error = ModelError("outside_horizon", found=found, longest=5, draw="stay = 2")
        assert f"is {dutch} jaar" in error.message("nl")
        assert f"is {english} years" in error.message("en")
        assert error.facts["found"] == found


@pytest.mark.parametrize(
    ("unit", "role", "minded"),
    [
        ("household", "observed", True),
        ("person / year", "observed", True),
        ("count", "expert", True),
        ("fte", "expert", True),
        ("year", "expert", True),
        ("month", "expert", True),
        ("EUR / household", "expert", True),
        ("EUR / child / year", "unit_value", True),
        ("EUR / year", "unit_value", True),
        ("EUR", "expert", False),  # an effect in euros may be a loss
        ("EUR / year", "expert", False),
        ("QALY", "expert", False),
        ("case / household", "expert", False),  # a change in a rate
        ("1 / year", "expert", False),
    ],
)
def test_what_cannot_be_negative_says_on_which_share_of_the_draws_it_is(unit: str, role: str, minded: bool) -> None:
    found = list(minds(estimate(150, mkba.Normal(150, 150), unit, role)))
    assert [(mind.code, mind.key) for mind in found] == ([("below_zero", "distribution")] if minded else [])
    assert [mind.facts["share"]("en") for mind in found] == ["16%"] * minded  # Phi(-1) = 0.1587


def test_below_zero_may_be_meant_and_only_that_is_then_silent(tmp_path: Path) -> None:
    price = 'value = 120\nunit = "EUR / person"\ndistribution = { family = "normal", mu = 120, sigma = 80 }'
    people, formulas = 'value = 2\nunit = "person"', (["people * cost"], ["people * cost"])
    (minded,) = small(tmp_path, *formulas, people=people, cost=price).warnings
    assert "difference = true" in minded.en
    assert small(tmp_path, *formulas, people=people, cost=f"{price}\ndifference = true").warnings == ()


def test_a_difference_of_shares_may_be_normal_and_negative(tmp_path: Path) -> None:
    normal = 'unit = "share"\ndifference = true\ndistribution = { family = "normal", mu = -0.05, sigma = 0.05 }'
    case = small(tmp_path, ["worth"], ["worth * effect"], worth=EUROS, effect=f"value = 0.5\n{normal}")
    assert [warning.key for warning in case.warnings] == ["estimates.effect.value"]
    assert case.estimates["effect"].distribution == mkba.Normal(-0.05, 0.05)
    answers = tuple(Expert(answer) for answer in (-0.1, 0.1))
    assert case.with_estimate("effect", experts=answers).estimates["effect"].pooled.cdf(0.0) == pytest.approx(0.5)


def test_nothing_is_not_less_than_nothing() -> None:
    assert codes(0, mkba.Discrete([0, 2], [0.5, 0.5]), "household") == []
    assert codes(1, mkba.Discrete([-1, 1], [0.5, 0.5]), "household") == ["below_zero"]
    assert codes(100, mkba.Normal(100, 20), "household") == []  # Phi(-5): not on any draw that is likely to be made
    (mind,) = minds(estimate(0, mkba.Triangular(-1, 0, 3), "year"))
    assert mind.facts["share"]("en") == "25%"


def test_a_warning_knows_its_place(tmp_path: Path) -> None:
    text = changed({**PARTED, 'family = "gamma", shape = 60': 'family = "normal", mu = 60, sigma = 60'})
    value, below = read(text, tmp_path).warnings
    assert (value.line, value.key) == (44, "estimates.relapse.value")
    assert (below.line, below.key) == (54, "estimates.households_helped.distribution")
    assert value.file is not None
    assert value.file.endswith("aftercare.toml")
    assert "0.48 of ‘Relapse’" in value.en
    assert "16%" in below.en


def test_a_case_changed_in_python_is_minded_anew(tmp_path: Path) -> None:
    case = read(changed({}), tmp_path)
    assert case.warnings == ()
    higher = case.with_estimate("relapse", value=0.48)
    assert [warning.key for warning in higher.warnings] == ["estimates.relapse.value"]
    assert higher.with_estimate("relapse", tags=("effect",)).warnings == higher.warnings
    assert higher.with_estimate("relapse", distribution=mkba.Pert(0.3, 0.48, 0.6)).warnings == ()
    found = mkba.confidence(mkba.build_model(higher), draws=64, replicates=2).to_dict("nl")
    assert [(warning["key"], "0.48 van ‘Terugval’" in warning["message"]) for warning in found["warnings"]] == [
        ("estimates.relapse.value", True)
    ]


@pytest.mark.parametrize(
    "name", ["check", "reconcile", "run", "whatif", "tornado", "switching", "sobol", "shapley", "voi", "structure"]
)
def test_every_answer_repeats_what_is_minded(name: str, tmp_path: Path) -> None:
    read(changed(PARTED), tmp_path)
    options = () if name in ("check", "reconcile") else FEW
    (warning,) = answer(name, str(tmp_path / "aftercare.toml"), *options)["warnings"]
    assert set(warning) == {"file", "line", "key", "message"}
    assert warning["key"] == "estimates.relapse.value"


# what a function is given in Python


def test_correlations_that_draws_do_not_attain_are_warned_of() -> None:
    rare, coin, broad = mkba.Discrete([0, 1], [0.99, 0.01]), mkba.Discrete([0, 1], [0.5, 0.5]), mkba.Normal(0, 1)
    ranks = {("a", "b"): 0.9}

    def made(first: mkba.Family, second: mkba.Family) -> None:
        mkba.Model({"a": first, "b": second}, lambda x: {"y": x["a"]}, ["y"], ranks)

    scores = np.random.default_rng(1).normal(size=(2, 10**6))
    r = 2 * np.sin(np.pi * 0.9 / 6)
    scores[1] = r * scores[0] + np.sqrt(1 - r * r) * scores[1]
    attained = np.corrcoef(scores[0] > 0, scores[1].argsort().argsort())[0, 1]
    with pytest.warns(
        mkba.UnattainedWarning, match=f"of 0.9 was asked for between a and b; the draws attain {attained:.2f},"
    ):
        made(coin, broad)
    with pytest.warns(mkba.UnattainedWarning) as caught:
        made(rare, coin)
    assert caught[0].filename == __file__
    made(broad, mkba.Empirical(np.arange(500.0)))  # values recur, but there are many


@pytest.mark.parametrize("function", [mkba.confidence, mkba.simulate, mkba.sobol, mkba.value_of_information])
@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"rng": 1.5}, "rng_kind"),
        ({"rng": "x"}, "rng_kind"),
        ({"rng": True}, "rng_kind"),
        ({"rng": np.random.RandomState(1)}, "rng_kind"),
        ({"rng": -1}, "seed_negative"),
        ({"draws": 64.5}, "draws_range"),
        ({"draws": "64"}, "draws_range"),
        ({"replicates": "8"}, "replicates"),
    ],
)
def test_what_cannot_be_used_says_what_can(function: Any, options: dict[str, Any], code: str) -> None:
    with pytest.raises(mkba.InputError) as caught:
        function(MODEL, **options)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("function", "options", "code"),
    [
        (mkba.main_effects, {"nodes": "x"}, "too_few_nodes"),
        (mkba.value_of_information, {"threshold": "x"}, "threshold_not_finite"),
        (mkba.value_of_information, {"years": "x"}, "scale_not_positive"),
        (mkba.screening, {"trajectories": "x"}, "too_few_trajectories"),
        (mkba.confidence, {"until": 3}, "until_form"),
        (mkba.confidence, {"until": "net_benefit.mean:1", "max_replicates": 9.5}, "until_replicates"),
        (mkba.evpi, {"rng": "x"}, "rng_kind"),
    ],
)
def test_so_do_numbers_of_one_function(function: Any, options: dict[str, Any], code: str) -> None:
    with pytest.raises(mkba.InputError) as caught:
        function([-1.0, 1.0] * 100 if function is mkba.evpi else MODEL, **options)
    assert caught.value.code == code


@pytest.mark.parametrize("bad", [np.nan, -np.inf])
def test_what_is_no_number_in_a_table_is_found_by_row_and_column(bad: float) -> None:
    net = np.random.default_rng(1).normal(size=(300, 3))
    known = {"a": net[:, 0].copy(), "b": net[:, 1].copy()}
    net[9, 2] = bad
    for given in ({"net_benefit": net}, {"inputs": known, "net_benefit": net}):
        with pytest.raises(mkba.InputError, match=f"row 9 holds {bad} in column 2"):
            (mkba.evppi if "inputs" in given else mkba.evpi)(**given)
    known["b"][7] = bad
    for ask in (mkba.evppi, partial(mkba.evsi, of="a", study=mkba.NormalStudy(n=10, sd=1))):
        with pytest.raises(mkba.InputError, match=f"b: row 7 holds {bad}"):
            ask(known, known["a"])


def test_a_page_says_it_beside_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(changed(PARTED), tmp_path)
    monkeypatch.setattr("mkba_uncertainty.report.page.chapters.CHAPTERS", CHAPTERS[:1])
    monkeypatch.chdir(tmp_path)
    done = command("report", "aftercare.toml", *FEW)
    assert "Note: line 44, estimates.relapse.value" in " ".join(done.stdout.split())
    page = (tmp_path / "aftercare-report.html").read_text("utf-8")
    assert page.count("the point value 0.48 of ‘Relapse’") == page.count("de puntwaarde 0.48 van ‘Terugval’") == 1


def test_two_cases_give_the_warnings_of_both_and_conflicting_data_are_one(tmp_path: Path) -> None:
    read(changed(PARTED), tmp_path)
    file = tmp_path / "aftercare.toml"
    (tmp_path / "other.toml").write_bytes(file.read_bytes())
    found = answer("compare", str(file), str(tmp_path / "other.toml"), *FEW, "--lang", "nl")
    assert [warning["file"][-10:] for warning in found["warnings"]] == ["rcare.toml", "other.toml"]
    assert all("puntwaarde" in case["warnings"][0]["message"] for case in found["cases"].values())
    shown = "".join(command("compare", str(file), str(tmp_path / "other.toml"), *FEW).stdout.split())
    assert all(f"{name}.toml,line44,estimates.relapse.value" in shown for name in ("aftercare", "other"))
    found = answer("update", str(file), "--observe", "relapse=90/100", *FEW)
    assert [warning["key"] for warning in found["warnings"]] == ["estimates.relapse.value", "estimates.relapse"]


def test_a_screen_shows_a_few_above_the_answer(tmp_path: Path) -> None:
    two = {**PARTED, 'unit = "EUR"\nvalue = 100000': 'unit = "EUR"\nvalue = 100.000'}
    read(changed(two), tmp_path)
    file = str(tmp_path / "aftercare.toml")
    shown = " ".join(command("run", file, *FEW).stdout.split())
    assert "Note: line 44, estimates.relapse.value: the point value 0.48" in shown
    assert "Note: line 79: this is 100.000: that is 100" in shown
    four = changed(
        {
            **two,
            'family = "gamma", shape = 60': 'family = "normal", mu = 60, sigma = 60',
            "mu = 1000, sigma = 100": "mu = 1000, sigma = 1000",
        }
    )
    read(four, tmp_path)
    shown = " ".join(command("run", file, *FEW, "--lang", "nl").stdout.split())
    assert shown.count("Let op:") == 2
    assert "En nog 2: mkba check toont ze allemaal." in shown


def test_a_workbook_is_minded_by_cell(tmp_path: Path) -> None:
    case = read(changed({}), tmp_path).with_estimate("relapse", value=0.48)
    mkba.save_workbook(case, tmp_path / "aftercare.xlsx")
    (warning,) = mkba.load_workbook(tmp_path / "aftercare.xlsx").warnings
    assert warning.key is not None
    assert warning.key.startswith("Estimates!")
    done = command("import", str(tmp_path / "aftercare.xlsx"), str(tmp_path / "back.toml"))
    assert "Note: Estimates!" in done.stdout


def test_an_export_says_it_on_the_screen_in_json_and_on_the_first_sheet(tmp_path: Path) -> None:
    read(changed(PARTED), tmp_path)
    file, book = str(tmp_path / "aftercare.toml"), tmp_path / "taken.xlsx"
    done = command("export", file, str(book))
    assert "Note: line 44, estimates.relapse.value" in " ".join(done.stdout.split())
    (warning,) = answer("export", file, str(book), "--force", "--lang", "nl")["warnings"]
    assert warning["key"] == "estimates.relapse.value"
    first = load_workbook(book).worksheets[0]
    assert "aftercare.toml, regel 44, estimates.relapse.value: de puntwaarde 0.48" in first.cell(first.max_row, 1).value
    mkba.save_workbook(read(changed({}), tmp_path), book, force=True)
    first = load_workbook(book).worksheets[0]
    assert "aftercare.toml" not in str([cell.value for cell in first["A"]])


def test_the_explorer_says_it_beside_the_slider(tmp_path: Path) -> None:
    page = made(minimal(tmp_path, changed(PARTED)), tmp_path, draws=64, replicates=2).html
    beside = page.partition('data-input="relapse"')[2].partition("</li>")[0]
    assert "the point value 0.48 of ‘Relapse’" in beside
    assert "de puntwaarde 0.48 van ‘Terugval’" in beside
    assert page.count("the point value 0.48 of ‘Relapse’") == 2  # and above the answer
