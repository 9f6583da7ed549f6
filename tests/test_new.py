"""A case to start from: it runs as it is. Then to Excel and back, by command."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest
from command_line import mkba as command

import mkba_uncertainty as mkba
from mkba_uncertainty import new_case
from mkba_uncertainty.casefile import problems
from mkba_uncertainty.errors import InputError, StoreError
from mkba_uncertainty.texts import LANGUAGES

EXAMPLES = ["streams", "alternatives", "studies"]
DUTCH, ENGLISH = {"het", "een", "wat", "en", "van"}, {"the", "a", "what", "and", "of"}


@pytest.fixture(params=LANGUAGES)
def started(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "my-city.toml"
    new_case(path, lang=request.param)
    return path


def test_it_is_a_small_complete_case_without_warnings(started: Path) -> None:
    case, errors = problems(started)
    assert errors == []
    assert case is not None
    assert case.warnings == ()
    assert len(case.estimates) == 10
    assert (len(case.posts), len(case.actors), len(case.scenarios)) == (5, 3, 2)
    assert set(case.dependence) == {"independent", "expected", "strong"}
    assert {estimate.role for estimate in case.estimates.values()} == {
        "expert",
        "observed",
        "unit_value",
        "value_choice",
    }
    assert {post.kind for post in case.posts.values()} == {"financial", "immaterial"}
    assert case.findings
    assert case.not_valued
    assert case.overlaps


def test_it_gives_its_published_figures(started: Path) -> None:
    result = mkba.reconciliation(mkba.load_case(started))
    assert len(result.lines) == 4
    for line in result.lines:
        assert line.relative is not None
        assert abs(line.relative) < 0.005
    assert [check.reproduced for check in result.claims] == [True]


@pytest.mark.parametrize("dependence", ["independent", "expected", "strong"])
def test_it_runs_as_it_is(started: Path, dependence: str) -> None:
    case = mkba.load_case(started)
    for scenarios in ((), *((name,) for name in case.scenarios)):
        answer = mkba.confidence(mkba.build_model(case, scenarios=scenarios, dependence=dependence), draws=64)
        assert answer.probabilities["net_benefit > 0"] is not None


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_is_sound_reconciled_and_runs(example: str, tmp_path: Path) -> None:
    texts = []
    for lang in LANGUAGES:
        path = tmp_path / f"{lang}.toml"
        new_case(path, lang=lang, example=example)
        texts.append(path.read_text("utf-8"))
        assert f"mkba check {lang}.toml" in texts[-1]
        assert not re.search(r"^#(nl|en)|{{|}}|{file}", texts[-1], re.MULTILINE)
        assert max(map(len, texts[-1].splitlines())) <= 125
    data = [[line for line in text.splitlines() if not line.startswith("#")] for text in texts]
    assert data[0] == data[1]
    case = mkba.load_case(path)
    assert case.warnings == ()
    result = mkba.reconciliation(case)
    assert len(result.lines) >= 4
    assert all(line.relative is not None and abs(line.relative) < 0.005 for line in result.lines)
    assert all(check.reproduced for check in result.claims)
    answer = mkba.confidence(mkba.build_model(case), draws=64, replicates=2)
    assert answer.probabilities["net_benefit > 0"] is not None


def test_an_example_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Did you mean streams"):
        new_case(tmp_path / "city.toml", example="stream")


def test_it_shares_no_name_with_a_shipped_case_by_accident(started: Path) -> None:
    """Estimates of the same name are drawn once by ``mkba compare``; only relapse means the same everywhere."""
    mine = mkba.load_case(started).estimates
    for name in mkba.shipped_cases():
        theirs = mkba.load_case(name).estimates
        assert {estimate for estimate in mine if estimate in theirs} <= {"recidivism", "discount_rate"}


def test_explanations_are_in_one_language_and_name_the_file(tmp_path: Path) -> None:
    for lang, own, other in (("nl", DUTCH, ENGLISH), ("en", ENGLISH, DUTCH)):
        new_case(tmp_path / f"{lang}.toml", lang=lang)
        text = (tmp_path / f"{lang}.toml").read_text("utf-8")
        comments = [line for line in text.splitlines() if line.startswith("#")]
        words = [word for line in comments for word in re.findall(r"[a-z]+", line.lower())]
        assert sum(word in own for word in words) > 3 * sum(word in other for word in words)
        assert f"mkba check {lang}.toml" in text
        assert not re.search(r"^#(nl|en)|{{|}}|{file}", text, re.MULTILINE)
        assert max(map(len, text.splitlines())) <= 125
    data = [
        [line for line in (tmp_path / f"{lang}.toml").read_text("utf-8").splitlines() if not line.startswith("#")]
        for lang in LANGUAGES
    ]
    assert data[0] == data[1]


@pytest.mark.parametrize("name", ["template", *EXAMPLES])
def test_every_explanation_has_both_languages(name: str) -> None:
    template = files("mkba_uncertainty.casefile") / f"{name}.toml"
    blocks = re.findall(r"(?:^#(?:nl|en).*\n)+", template.read_text("utf-8"), re.MULTILINE)
    assert len(blocks) >= 5
    for block in blocks:
        assert "#nl" in block, block
        assert "#en" in block, block


def test_a_file_that_exists_is_never_replaced(started: Path, tmp_path: Path) -> None:
    before = started.read_bytes()
    with pytest.raises(InputError) as caught:
        new_case(started)
    assert caught.value.code == "file_exists"
    assert started.read_bytes() == before
    (tmp_path / "dangling.toml").symlink_to(tmp_path / "nowhere.toml")
    with pytest.raises(InputError):
        new_case(tmp_path / "dangling.toml")


@pytest.mark.parametrize(("name", "example"), [("my-city", "my-city.toml"), ("my-city.xlsx", "my-city.toml")])
def test_another_ending_is_refused(tmp_path: Path, name: str, example: str) -> None:
    with pytest.raises(InputError) as caught:
        new_case(tmp_path / name)
    assert example in str(caught.value)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        new_case(tmp_path / "nowhere" / "my-city.toml")


def test_a_strange_name_stays_within_its_comment(tmp_path: Path) -> None:
    path = tmp_path / "a\n[case]\nb{x}.toml"
    new_case(path)
    assert problems(path)[1] == []


# --- by command: start, check, run, to Excel and back


@pytest.mark.parametrize("lang", LANGUAGES)
def test_five_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> str:
        done = command(*arguments, "--lang", lang)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return done.stdout

    assert "mkba check my-city.toml" in run("new", "my-city.toml")
    assert "10" in run("check", "my-city.toml")
    assert "%" in run("run", "my-city.toml")
    assert "mkba import my-city.xlsx my-city.toml" in run("export", "my-city.toml", "my-city.xlsx")
    book = openpyxl.load_workbook(tmp_path / "my-city.xlsx")
    page = book[{"nl": "Schattingen", "en": "Estimates"}[lang]]
    row = next(cell.row for cell in page["A"] if cell.value == "recidivism")
    column = next(cell.column for cell in page[1] if cell.value in ("waarde", "value"))
    page.cell(row, column).value = 0.2
    book.save(tmp_path / "my-city.xlsx")
    before = (tmp_path / "my-city.toml").read_text("utf-8")
    assert "my-city.toml" in run("import", "my-city.xlsx", "my-city.toml", "--force")
    after = (tmp_path / "my-city.toml").read_text("utf-8")
    assert before.replace("value = 0.30", "value = 0.2", 1) == after
    assert run("import", "my-city.xlsx", "other.toml")
    other, mine = (mkba.load_case(tmp_path / name) for name in ("other.toml", "my-city.toml"))
    assert other.replace(name="my-city", file=mine.file, sha256=mine.sha256) == mine
    assert [warning.key for warning in other.warnings] == ["estimates.recidivism.value"]  # its mode is 0.30 still


def test_json_and_quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = command("new", "my-city.toml", "--json")
    assert json.loads(done.stdout) == {"file": "my-city.toml"}
    done = command("export", "my-city.toml", "my-city.xlsx", "--quiet", "--results")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    page = openpyxl.load_workbook(tmp_path / "my-city.xlsx")["_Results"]
    assert "net_benefit" in [cell.value for cell in page["A"]]
    done = command("import", "my-city.xlsx", "other.toml", "--json")
    assert json.loads(done.stdout) == {"file": "other.toml", "estimates": 10, "posts": 5, "warnings": []}


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("new", "there.toml"), "already exists"),
        (("new", "there"), "there.toml"),
        (("new", "nowhere/there.toml"), "cannot be written"),
        (("new",), "FILE.toml"),
        (("export", "arnhem-ozo", "there.xlsx"), "--force"),
        (("export", "arnhem-ozo", "there.xls"), "there.xlsx"),
        (("export", "arnhem-oz", "new.xlsx"), "arnhem-ozo"),
        (("export", "bad.toml", "new.xlsx"), "bad.toml"),
        (("export", "arnhem-ozo", "nowhere/new.xlsx"), "cannot be written"),
        (("import", "there.xlsx", "there.toml"), "--force"),
        (("import", "there.xlsx", "new.toml"), "not a workbook"),
        (("import", "nowhere.xlsx", "new.toml"), "nowhere.xlsx"),
        (("import", "there.xlsx", "new.xlsx"), "new.toml"),
        (("import", "wrong.xlsx", "new.toml"), "Estimates!F2"),
        (("import", "wrong.xlsx", "there.toml", "--force"), "Estimates!F2"),
    ],
)
def test_bad_input_is_exit_2_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], word: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.toml").write_text("mine")
    (tmp_path / "there.xlsx").write_text("mine")
    (tmp_path / "bad.toml").write_text("[case]\n")
    new_case(tmp_path / "source.toml")
    mkba.save_workbook(mkba.load_case(tmp_path / "source.toml"), tmp_path / "wrong.xlsx")
    book = openpyxl.load_workbook(tmp_path / "wrong.xlsx")
    book["Estimates"]["F2"] = "a third"
    book.save(tmp_path / "wrong.xlsx")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = command(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert word in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
