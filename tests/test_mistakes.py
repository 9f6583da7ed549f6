"""What is typed wrong is said in the language of the session, with what was meant and what there is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from command_line import Done, mkba as here, process
from typer.testing import CliRunner

import mkba_uncertainty
from mkba_uncertainty.casefile import decimal_comma
from mkba_uncertainty.cli.app import application
from mkba_uncertainty.errors import InputError, MkbaError

DUTCH = {"LANG": "nl_NL.UTF-8"}
ENGLISH = {"LANG": "en_GB.UTF-8"}


def mkba(*arguments: str, session: dict[str, str], **options: Any) -> subprocess.CompletedProcess[str]:
    """Run in a session that has this language by its locale alone."""
    unset = ("MKBA_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "FORCE_COLOR")
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment |= {"COLUMNS": "200", "NO_COLOR": "1", **session}
    return process(*arguments, env=environment, **options)


ALL = """
import json, sys
from command_line import mkba
json.dump([mkba(*arguments) for arguments in json.load(sys.stdin)], sys.stdout)
"""


@cache
def said_in(lang: str) -> dict[tuple[str, ...], Done]:
    """Make every mistake of the table, and ask for all the help, in one session of that language."""
    asked = [*(arguments for arguments, _, _ in MISTAKES), *((*command.split(), "--help") for command in HELPED)]
    options = {"program": [sys.executable, "-c", ALL], "input": json.dumps(asked), "cwd": Path(__file__).parent}
    found = mkba(session={"nl": DUTCH, "en": ENGLISH}[lang], **options)
    return dict(zip(asked, [Done(*each) for each in json.loads(found.stdout)], strict=True))


def mistake(*arguments: str) -> MkbaError:
    with pytest.raises(MkbaError) as caught:
        CliRunner().invoke(application(), list(arguments), catch_exceptions=False)
    return caught.value


# --- the language of the session

OF_TYPER = re.compile(
    r"usage|options|arguments|\bcommand\b|default|required|show this|missing|no such|invalid|should|did you|try |error"
    r"|install completion|extra|requires|<bool>|<int>|<float>|<str>|<path>|\[args\]|for help",
    re.IGNORECASE,
)
"""English of Typer and those it is made of."""


MISTAKES = [
    (("rnu",), "mkba: er is geen commando rnu. Bedoelt u run? Kies uit: report, run,", "there is no command rnu."),
    (("run", "--seeed", "3"), "er is geen optie --seeed. Bedoelt u --seed?", "no option --seeed. Did you mean"),
    (("--versoin",), "er is geen optie --versoin. Bedoelt u --version?", "no option --versoin. Did you mean"),
    (("run", "-z"), "er is geen optie -z.", "there is no option -z."),
    (("run",), "CASUS ontbreekt. Verwacht: mkba run [OPTIES] {CASUS}; zie mkba run --help.", "CASE is missing."),
    (("table", "a"), "--vary NAAM ontbreekt. Verwacht: mkba table", "--vary NAME is missing."),
    (("run", "a", "b"), "'b' is te veel. Verwacht: mkba run [OPTIES] {CASUS};", "'b' is too much."),
    (("run", "a", "--draws", "x"), "--draws: 'x' is geen geheel getal.", "--draws: 'x' is not a whole number."),
    (("voi", "a", "--years", "x"), "--years: 'x' is geen getal.", "--years: 'x' is not a number."),
    (("tornado", "a", "--mode", "mediaan"), "hier past geen mediaan. Bedoelt u median? Kies uit: median, mean.",
     "mediaan does not fit here. Did you mean median? Choose from: median, mean."),
    (("run", "a", "--seed"), "--seed: hierachter ontbreekt een waarde. Verwacht: --seed <geheel getal>;",
     "--seed: a value is missing after it. Expected: --seed <whole number>;"),
    (("new", "x.toml", "--lang"), "--lang: hierachter ontbreekt een waarde. Verwacht: --lang <nl|en>;",
     "--lang: a value is missing after it. Expected: --lang <nl|en>;"),
    (("new", "x.toml", "--example"), "--example: hierachter ontbreekt een waarde. Verwacht: --example <streams|",
     "--example: a value is missing after it. Expected: --example <streams|"),
    (("run", "a", "--json=3"), "--json: deze optie krijgt geen waarde.", "--json: this option takes no value."),
]  # fmt: skip

HELPED = ["", "run", "voi", "elicit", "new", "shapley"]


@pytest.mark.parametrize(("arguments", "dutch", "english"), MISTAKES)
def test_a_mistake_is_said_in_the_language_of_the_session(arguments: tuple[str, ...], dutch: str, english: str) -> None:
    for lang, expected in (("nl", dutch), ("en", english)):
        done = said_in(lang)[arguments]
        assert (done.returncode, done.stdout) == (2, "")
        assert expected in done.stderr
        assert done.stderr.count("\n") == 1
        if lang == "nl":
            ours = re.sub(r"--[a-z-]+|mediaan|Kies uit:.*", "", done.stderr)
            assert not OF_TYPER.findall(ours)


def test_the_language_that_is_typed_goes_before_that_of_the_session() -> None:
    assert "there is no option --seeed" in mkba("run", "--seeed", "--lang", "en", session=DUTCH).stderr


@pytest.mark.lowest
@pytest.mark.parametrize("command", HELPED)
def test_the_frame_of_the_help_is_dutch_in_a_dutch_session(command: str) -> None:
    shown = said_in("nl")[*command.split(), "--help"].stdout
    assert "Gebruik: mkba" in shown
    assert "─ Opties ─" in shown
    assert "Toon deze hulp." in shown
    frame = re.sub(r"--[a-z-]+|mkba \w.*|'--.*?'|commando's|Commando's|--?options", "", shown)
    assert not OF_TYPER.findall(frame)
    if command in ("run", "voi", "new", "shapley"):
        assert "─ Argumenten ─" in shown
        assert "[verplicht]" in shown
    if command in ("run", "voi", "shapley"):
        assert "[standaard: 1024]" in shown


def test_the_frame_of_the_help_is_english_in_any_other_session() -> None:
    shown = mkba("run", "-h", session={"LANG": "fy_NL.UTF-8"}).stdout
    for part in ("Usage: mkba run [OPTIONS] {CASE}", "─ Arguments ─", "─ Options ─", "[required]", "[default: 1024]"):
        assert part in shown
    assert "<whole number>" in shown
    assert "<bool>" not in shown


@pytest.mark.lowest
def test_completion_is_installed_in_the_language_of_the_session(tmp_path: Path) -> None:
    session = {**DUTCH, "HOME": str(tmp_path), "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    shown = mkba("--install-completion", "bash", session=session).stdout
    assert "aanvullen met Tab werkt in bash" in shown
    assert not OF_TYPER.findall(shown)


# --- the name that was meant

SMALL = ("--draws", "64", "--replicates", "2")


@pytest.mark.parametrize(
    ("arguments", "meant", "others"),
    [
        ("run arnhen-ozo", "arnhem-ozo", "den-haag-scm"),
        ("compare arnhem-ozo den-haag", "den-haag-scm", "arnhem-ozo"),
        ("run arnhem-ozo --scenario recidivism_4", "recidivism_40", "qaly_100000"),
        ("whatif arnhem-ozo --scenario recidivism_4", "recidivism_40", "qaly_100000"),
        ("compare arnhem-ozo den-haag-scm --scenario qaly_10000", "qaly_100000", "discount_3"),
        ("structure arnhem-ozo --scenario recidivism_4", "recidivism_40", "qaly_100000"),
        ("report arnhem-ozo --scenario recidivism_4", "recidivism_40", "qaly_100000"),
        ("update arnhem-ozo --observe recidivism=31/120 --scenario recidivism_4", "recidivism_40", "qaly_100000"),
        ("run arnhem-ozo --dependence strng", "strong", "expected"),
        ("update arnhem-ozo --observe recidivism=31/120 --dependence strng", "strong", "expected"),
        ("sobol arnhem-ozo --outcome net_benefi", "net_benefit", "bcr"),
        ("tornado arnhem-ozo --outcome net_benefi", "net_benefit", "bcr"),
        ("switching arnhem-ozo --outcome net_benefi", "net_benefit", "bcr"),
        ("screen arnhem-ozo --outcome net_benefi", "net_benefit", "bcr"),
        ("shapley arnhem-ozo --outcome net_benefi", "net_benefit", "bcr"),
        ("sobol arnhem-ozo --group rol", "role", "tag"),
        ("shapley arnhem-ozo --group tga", "tag", "role"),
        ("voi arnhem-ozo --group recidivsm,jobs", "recidivism", "jobs"),
        ("voi arnhem-ozo --study recidivsm=binomial:100", "recidivism", "jobs"),
        ("tornado arnhem-ozo --scenario RECIDIVISM_40", "recidivism_40", "new_found_30"),
        ("voi arnhem-ozo --study recidivism=binomal:100", "binomial", "poisson"),
        ("voi arnhem-ozo --options nothng", "nothing", "base"),
        ("voi arnhem-ozo --perspective municpality", "municipality", "state"),
        ("update arnhem-ozo --observe recidivsm=31/120", "recidivism", "jobs"),
        ("structure arnhem-ozo --weight bse=2", "base", "relapse_everywhere"),
        ("run arnhem-ozo --until net_benefi>0:0.01", "net_benefit", "bcr"),
        ("run arnhem-ozo --until net_benefit.maen:1", "mean", "q0.95"),
        ("sobol arnhem-ozo --until first_oder:0.01", "first_order", "total_order"),
        ("sobol arnhem-ozo --until net_benefi.first_order:0.01", "net_benefit", "bcr"),
        ("shapley arnhem-ozo --until efect:0.01", "effect", "effect"),
        ("voi arnhem-ozo --until evpii:1", "evpi", "evppi"),
        ("voi arnhem-ozo --until recidivsm.evppi:1", "recidivism", "jobs"),
        ("elicit --interval 1,2,0.9 --family nrmal", "normal", "log_normal"),
        ("elicit --interval 1,2,0.9 --interval 1,3,0.9 --pool lineair", "linear", "log"),
    ],
)
def test_a_mistyped_name_gets_the_nearest_and_the_known_ones(arguments: str, meant: str, others: str) -> None:
    command, *rest = arguments.split()
    few = SMALL if command in ("run", "sobol", "shapley", "voi") and "--until" in rest else ()
    error = mistake(command, *rest, *few)
    assert f"Did you mean {meant}?" in error.text("en")
    assert f"Bedoelt u {meant}?" in error.text("nl")
    for lang in ("en", "nl"):
        assert {meant, others} <= set(re.findall(r"[\w.:-]*\w", error.text(lang).split("?", 1)[1]))


def test_what_is_near_to_nothing_gets_the_known_names_alone() -> None:
    error = mistake("tornado", "arnhem-ozo", "--mode", "qqqqqq")
    assert isinstance(error, InputError)
    assert error.text("en") == "--mode: qqqqqq does not fit here. Choose from: median, mean."


def test_a_study_of_an_unknown_estimate_is_sought_among_the_studies() -> None:
    assert mistake(*["voi", "arnhem-ozo", "--study", "recidivsm=binomial:100"]).key == "studies"


def test_as_a_module_it_is_the_command() -> None:
    done = process("--version", program=[sys.executable, "-m", "mkba_uncertainty"])
    assert (done.returncode, done.stdout.split()) == (0, [mkba_uncertainty.__version__])


# --- files that are not what was meant


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("city.xlsx", b"PK\x03\x04\x14\x00\xc7", "not a readable Excel workbook (.xlsx). Save it in Excel"),
        (
            "city.ods",
            b"PK\x03\x04\x14\x00\xc7",
            "Save it as an Excel Workbook (.xlsx), and then make it a case file",
        ),
        ("city.xls", b"\xd0\xcf\x11\xe0\xa1", "city.xlsx city.toml."),
    ],
)
def test_a_workbook_where_a_case_is_due_says_how_to_make_it_one(
    name: str, content: bytes, words: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    assert words in mistake("run", str(tmp_path / name)).text()


def test_a_file_that_is_not_there_offers_the_nearest(tmp_path: Path) -> None:
    for name in ("my-city.toml", "my-city.xlsx", "other.txt"):
        (tmp_path / name).touch()
    near = {"my-ctiy.toml": "my-city.toml", "my-ctiy": "my-city.toml", "otter.toml": None, "arnhem": "arnhem-ozo"}
    for typed, meant in near.items():
        error = mistake("run", str(tmp_path / typed))
        expected = meant if meant in (None, "arnhem-ozo") else str(tmp_path / meant)
        assert (error.code, error.facts["nearest"]) == ("unknown_case", expected)
    error = mistake("import", str(tmp_path / "my-ctiy.xlsx"), str(tmp_path / "new.toml"))
    assert "there is no such file. Did you mean" in error.text()
    assert error.facts["nearest"] == str(tmp_path / "my-city.xlsx")
    (tmp_path / "model.xlsm").touch()
    error = mistake("run", str(tmp_path / "model"))
    assert error.facts["nearest"] == str(tmp_path / "model.xlsm")
    assert all(ending in error.message(lang) for lang in ("nl", "en") for ending in (".toml", ".xlsx", ".xlsm"))
    assert mistake("import", str(tmp_path / "nowhere" / "x.xlsx"), "new.toml").facts["nearest"] is None
    (tmp_path / "there.toml").touch()
    assert "there is no such file" in mistake("import", "no.xlsx", str(tmp_path / "there.toml")).text()


@pytest.mark.parametrize("command", ["run", "whatif", "sobol"])
def test_names_in_one_are_given_one_by_one(command: str) -> None:
    option = "--outcome" if command == "sobol" else "--scenario"
    error = mistake(command, "arnhem-ozo", option, "a, b")
    assert (
        f"Give several one by one: {option} a {option} b; in Python: {option[2:]}s=['a', 'b']. Choose" in error.text()
    )


def test_a_number_with_a_decimal_comma_is_read_back() -> None:
    found = {
        "value = 0,30": "0,30",
        "x = { low = -1.234,5, high = 3 }": "-1.234,5",
        'formula = "max(a, 0,5) = 0,5"': None,
        "values = [0, 5]  # = 0,5": None,
        "tags = 1, 2": None,
    }
    assert {line: decimal_comma(line) for line in found} == found


def test_what_export_says_to_type_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for expected in ("mkba import city.xlsx city.toml", "mkba import city.xlsx city.toml --force"):
        shown = here("export", "arnhem-ozo", "city.xlsx", "--force").stdout.splitlines()[-1].strip()
        assert shown == expected
        assert here(*shown.split()[1:]).returncode == 0
