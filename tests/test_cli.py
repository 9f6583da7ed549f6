"""The command line as programs and people meet it: exit status, JSON alone on standard output, messages."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from cases import CERTAIN, MINIMAL, changed
from command_line import FEW, answer, assert_refused, is_number_with_error, mkba, process

import mkba_uncertainty
from mkba_uncertainty.casefile import find_case, load_case
from mkba_uncertainty.texts import CATALOGUE

ROOT = Path(__file__).parent.parent


def test_without_arguments_it_says_what_to_type_first() -> None:
    done = process()
    assert done.returncode == 0
    assert "mkba run arnhem-ozo" in done.stdout


def test_help_lists_every_command_in_the_language_of_the_session() -> None:
    for lang, words in (("nl", "Hoe zeker zijn we?"), ("en", "How sure are we?")):
        done = process("--help", env={**os.environ, "MKBA_LANG": lang})
        assert done.returncode == 0
        assert words in done.stdout


def test_cases() -> None:
    found = answer("cases")["cases"]
    arnhem = next(case for case in found if case["name"] == "arnhem-ozo")
    assert set(arnhem) == {"name", "title", "estimates", "posts"}
    assert arnhem["estimates"] > 51


def test_check_of_a_sound_case() -> None:
    found = answer("check", "arnhem-ozo")
    assert found["ok"]
    assert found["errors"] == found["warnings"] == []


@pytest.mark.lowest
def test_check_of_an_unsound_case_is_exit_2_with_places(tmp_path: Path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text("[case]\ntitle = 3\n", "utf-8")
    done = mkba("check", str(path), "--json")
    assert done.returncode == 2
    found = json.loads(done.stdout)
    assert not found["ok"]
    assert all(error["file"] and error["message"] for error in found["errors"])
    assert any(error["line"] == 2 and error["key"] == "case.title" for error in found["errors"])


@pytest.mark.lowest
def test_run() -> None:
    found = answer("run", "arnhem-ozo")
    common = {"case", "case_sha256", "version", "seed", "draws", "replicates", "scenario", "dependence"}
    assert common | {"outcomes", "probabilities", "published_percentile", "verdict"} <= set(found)
    for name in ("costs", "benefits", "net_benefit", "bcr", "financial_net", "financial_bcr", "line:costs-3"):
        outcome = found["outcomes"][name]
        assert isinstance(outcome["point"], float)
        assert is_number_with_error(outcome["mean"])
        assert is_number_with_error(outcome["sd"])
        assert list(outcome["quantiles"]) == ["0.05", "0.25", "0.5", "0.75", "0.95"]
        assert all(map(is_number_with_error, outcome["quantiles"].values()))
    assert {"post:prevented_shelter", "actor:municipality", "year:0", "year:9"} <= set(found["outcomes"])
    assert list(found["probabilities"]) == ["net_benefit > 0", "bcr > 1", "financial_net > 0", "financial_bcr > 1"]
    assert is_number_with_error(found["published_percentile"])
    assert set(found["verdict"]) == {"nl", "en"}
    assert set(found["dependence_variants"]) == {"independent", "expected", "strong"}
    assert found["dependence_variants"]["independent"]["probability"] == found["probabilities"]["net_benefit > 0"]
    assert found["seed"] == 1


def test_same_seed_same_answer_and_zero_is_a_seed() -> None:
    small = ("run", "arnhem-ozo", "--draws", "64")
    assert answer(*small, "--seed", "0") == answer(*small, "--seed", "0")
    assert answer(*small, "--seed", "0")["outcomes"] != answer(*small, "--seed", "1")["outcomes"]


def test_scenarios_and_dependence_are_applied() -> None:
    found = answer("run", "arnhem-ozo", "--draws", "64", "--scenario", "new_found_30", "--dependence", "strong")
    assert (found["scenario"], found["dependence"]) == (["new_found_30"], "strong")
    assert found["outcomes"]["net_benefit"]["point"] == pytest.approx(1.437e6 + 0.807e6, rel=0.002)


def test_reconcile_and_whatif() -> None:
    found = answer("reconcile", "arnhem-ozo")
    assert set(found["lines"][0]) >= {"id", "published", "computed", "difference", "relative"}
    assert set(found["claims"][0]) >= {"id", "published", "computed", "reproduced", "note"}
    assert len(found["findings"]) >= 10
    contrast = answer("whatif", "arnhem-ozo", "--draws", "64")["contrasts"]["recidivism_40"]
    assert contrast["published"] == -700_000
    assert set(contrast["probability_net_benefit_positive"]) == {"before", "after"}


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("command", ["cases", "check", "reconcile", "run", "whatif"])
def test_tables_for_people(command: str, lang: str) -> None:
    case = () if command == "cases" else ("arnhem-ozo",)
    done = mkba(command, *case, "--lang", lang)
    assert done.returncode == 0, done.stderr
    assert "Arnhem" in done.stdout or "arnhem-ozo" in done.stdout
    assert "Traceback" not in done.stderr
    assert done.stderr == ""


def test_check_on_draws_and_quiet_errors(tmp_path: Path) -> None:
    """A duration that outlives the horizon on some draws only is found; --quiet still says what is wrong."""
    text = Path(find_case("arnhem-ozo")).read_text("utf-8")
    path = tmp_path / "late.toml"
    path.write_text(text.replace("horizon = 10", "horizon = 10", 1).replace("high = 4.0", "high = 14.0", 1), "utf-8")
    done = mkba("check", str(path), "--quiet")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "shelter_stay_years" in done.stderr


def test_a_value_too_large_is_told_with_its_line(tmp_path: Path) -> None:
    text = Path(find_case("arnhem-ozo")).read_text("utf-8")
    path = tmp_path / "large.toml"
    path.write_text(text.replace("value = 45000", "value = 1e200", 1), "utf-8")
    done = mkba("check", str(path), "--json")
    assert done.returncode == 2
    assert "estimates.shelter_cost_per_year.value" in {error["key"] for error in json.loads(done.stdout)["errors"]}


def test_labels_are_texts_not_markup(tmp_path: Path) -> None:
    text = Path(find_case("arnhem-ozo")).read_text("utf-8")
    path = tmp_path / "markup.toml"
    path.write_text(text.replace('en = "State"', 'en = "State [/nope] [sic]"'), "utf-8")
    done = mkba("run", str(path), "--draws", "64")
    assert done.returncode == 0, done.stderr
    assert "State [/nope] [sic]" in done.stdout


def test_output_is_utf_8_whatever_the_terminal_says() -> None:
    done = process("run", "arnhem-ozo", "--draws", "64", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0, done.stderr
    assert "€" in done.stdout


def test_quiet_says_nothing() -> None:
    assert mkba("run", "arnhem-ozo", "--draws", "64", "--quiet") == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "arnhem-oz"), ("arnhem-oz", "arnhem-ozo")),
        (("run", "no-such-file.toml"), ("no-such-file.toml",)),
        (("run", "arnhem-ozo", "--draws", "1000"), ("1000", "1024", "power of two")),
        (("run", "arnhem-ozo", "--replicates", "0"), ("replicates", "0")),
        (("run", "arnhem-ozo", "--seed", "-1"), ("seed", "-1")),
        (("run", "arnhem-ozo", "--scenario", "recidivism_4"), ("recidivism_4", "recidivism_40")),
        (("run", "arnhem-ozo", "--dependence", "stronger"), ("stronger", "strong")),
        (("whatif", "arnhem-ozo", "--scenario", "qaly"), ("qaly",)),
        (("run", "arnhem-ozo", "--draws", "many"), ("--draws",)),
        (("runn",), ("runn",)),
    ],
)
def test_bad_input_is_exit_2_with_a_message(arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    assert_refused(arguments, words)


def test_errors_speak_dutch_when_asked() -> None:
    assert "macht van twee" in mkba("run", "arnhem-ozo", "--draws", "1000", "--lang", "nl").stderr


def test_what_stands_beside_a_run_that_grew_has_as_many_draws(tmp_path: Path) -> None:
    case = tmp_path / "aftercare.toml"
    case.write_text(MINIMAL, "utf-8")
    found = answer("run", str(case), "--draws", "64", "--until", "net_benefit.mean:40")
    assert found["stopping"]["replicates"] > 8
    assert found["stopping"]["met"]
    assert found["dependence_variants"]["independent"]["mean"] == found["outcomes"]["net_benefit"]["mean"]


def test_indices_beside_effects_that_grew_have_as_many_draws(tmp_path: Path) -> None:
    case = tmp_path / "aftercare.toml"
    case.write_text(MINIMAL, "utf-8")
    found = answer("shapley", str(case), "--draws", "64", "--indices", "--until", "effect:0.01")
    grown = {key: found["stopping"][key] for key in ("draws", "replicates")}
    assert grown != {"draws": 64, "replicates": 8}
    model = mkba_uncertainty.build_model(load_case(case))
    assert found["indices"] == mkba_uncertainty.dependent_indices(model, **grown).to_dict()["indices"]


def test_where_nothing_is_uncertain_no_likelihood_is_put_into_words(tmp_path: Path) -> None:
    """On the screen, in JSON and in figures; and that they are the IPCC's is not said then."""
    dear = changed({"value = 100000\n": "value = 200000\n"}, CERTAIN)
    country = '[portfolio]\ncase = "sure.toml"\n[sites.here]\n[sites.there]\n'
    for name, text in {"sure": CERTAIN, "dear": dear, "country": country}.items():
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    sure, dear, country = (str(tmp_path / f"{name}.toml") for name in ("sure", "dear", "country"))
    words = [CATALOGUE[key] for key in CATALOGUE if key.startswith("likelihood.")]
    for command in (("run", sure), ("compare", sure, dear), ("portfolio", country)):
        for number, more in enumerate((("--lang", "nl"), ("--lang", "en", "--json"))):
            said = " ".join(mkba(*command, *FEW, *more).stdout.split())
            assert ("aldo", "net_benefit")[number] in said
            assert [word for word in words if word[number] in said] == []
            assert "IPCC" not in said
    plotted = mkba_uncertainty.plot(
        mkba_uncertainty.confidence(mkba_uncertainty.build_model(load_case(sure)), draws=64)
    )
    assert "virtually" not in " ".join(text.get_text() for text in plotted.texts)


def test_out_holds_tables_figures_and_a_manifest(tmp_path: Path) -> None:
    done = mkba("run", "arnhem-ozo", "--draws", "64", "--out", str(tmp_path / "results"))
    assert done.returncode == 0, done.stderr
    names = {path.name for path in (tmp_path / "results").iterdir()}
    assert {"run.csv", "manifest.json"} <= names
    assert {path.suffix for path in (tmp_path / "results").iterdir()} == {".csv", ".json", ".svg", ".png"}
    manifest = json.loads((tmp_path / "results" / "manifest.json").read_text("utf-8"))
    assert set(manifest["files"]) == names - {"manifest.json"}
    assert manifest["seed"] == 1
    assert len(manifest["case_sha256"]) == 64
    assert [path.name for path in tmp_path.iterdir()] == ["results"]


def test_a_formula_that_fails_on_a_draw_names_the_post_and_shows_the_draw(tmp_path: Path) -> None:
    text = Path(find_case("arnhem-ozo")).read_text("utf-8")
    path = tmp_path / "nan.toml"
    path.write_text(text.replace('formula = "1 - recidivism"', 'formula = "sqrt(0.4 - recidivism)"'), "utf-8")
    done = mkba("run", str(path))
    assert done.returncode == 2
    assert "posts." in done.stderr
    assert "recidivism = 0.4" in done.stderr
    assert "Traceback" not in done.stderr


INTERRUPTED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests were started in the background
from mkba_uncertainty.cli import main
moment = sys.argv.pop(1)
def watch(frame, event, argument):
    if event == "call" and frame.f_code.co_name == moment:
        sys.setprofile(None)
        signal.raise_signal(signal.SIGINT)
sys.setprofile(watch)
main()
"""
"""The command line, interrupted at the first call of a function whose name is given before the arguments."""


@pytest.mark.parametrize(
    "moment",
    [
        "exec_module",  # of an import
        "cb",  # of the import system, which swallows what is raised
        "__set_name__",  # of the definition of a class, which makes a RuntimeError of it
        "evaluate",
        "figures",  # with half of the folder on the disk
    ],
)
def test_ctrl_c_leaves_nothing_half_written(moment: str, tmp_path: Path) -> None:
    run = ["run", "arnhem-ozo", "--draws", "16", "--replicates", "2", "--out", str(tmp_path / "results")]
    done = process(*run, program=[sys.executable, "-c", INTERRUPTED, moment])
    assert done.stderr == "Interrupted; nothing was left half written.\n"
    assert (done.returncode, done.stdout) == (1, "")
    assert list(tmp_path.iterdir()) == []


def test_a_library_that_is_broken_is_not_said_to_be_missing(tmp_path: Path) -> None:
    (tmp_path / "openpyxl.py").write_text("raise ImportError('a broken library')\n", "utf-8")
    (tmp_path / "book.xlsx").touch()
    load = "import mkba_uncertainty as mkba; mkba.load_case('book.xlsx')"
    paths = f"{tmp_path}{os.pathsep}{ROOT}"
    done = process(load, program=[sys.executable, "-c"], env={**os.environ, "PYTHONPATH": paths}, cwd=tmp_path)
    assert done.stderr.endswith("ImportError: a broken library\n")
