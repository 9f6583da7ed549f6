"""Every mistake in a case file gives one message: what, where (file, line, key), what was expected, what to do.

The mistakes stand in ``mistakes.py``.
"""

import tomllib
from pathlib import Path

import pytest
from cases import FULL, MINIMAL, changed, read
from mistakes import MISTAKES, NOT_TOML, mistaken

from mkba_uncertainty.casefile import examine, load_case, problems
from mkba_uncertainty.errors import CaseError

MALFORMED = Path(__file__).parent / "malformed"


def only_problem(file: Path) -> CaseError:
    case, errors = problems(file)
    assert case is None
    assert len(errors) == 1, [str(error) for error in errors]
    return errors[0]


def helps(file: Path, line: int | None, key: str | None, says: list[str]) -> None:
    error = only_problem(file)
    assert (error.file, error.line, error.key) == (str(file), line, key)
    for part in says:
        assert part in error.message("en")
    assert error.message("nl") != error.message("en")
    assert len(error.text("nl")) < 1000
    for foreign in ("pydantic", "Input should", "(at line", "None"):
        assert foreign not in error.message("en")


@pytest.mark.lowest
@pytest.mark.parametrize("name", MISTAKES)
def test_mistake(name, tmp_path):
    text, line = mistaken(name)
    file = tmp_path / f"{name}.toml"
    file.write_text(text, "utf-8")
    helps(file, line, *MISTAKES[name][1:])


@pytest.mark.lowest
@pytest.mark.parametrize("name", NOT_TOML)
def test_what_is_not_toml(name):
    helps(MALFORMED / f"{name}.toml", *NOT_TOML[name])


def test_a_file_that_is_not_toml_may_hold_more_that_is_wrong():
    assert "more may follow" in only_problem(MALFORMED / "decimal_comma.toml").message("en")
    assert "more may follow" not in only_problem(MALFORMED / "empty.toml").message("en")


SINGLE = ("case", "discounting", "published")
"""The tables without entries of a name of their own."""


@pytest.mark.parametrize(
    ("table", "name"),
    [(table, name) for table, entries in tomllib.loads(FULL).items() if table not in SINGLE for name in entries],
)
def test_of_what_hangs_on_an_unsound_entry_nothing_is_said(table, name):
    data = tomllib.loads(FULL)
    entry = data[table][name]
    data[table][name] = {**entry, "colour": "red"} if isinstance(entry, dict) else []
    _, errors = examine(data, FULL, Path("full.toml"), "")
    assert [error.key.removesuffix(".colour") for error in errors] == [f"{table}.{name}"]


@pytest.mark.parametrize("members", [{"members": ["rented", "owned"]}, {"parts": {"rented": "R", "owned": "O"}}])
def test_what_may_be_the_members_of_unsound_shares_is_known(members):
    data = tomllib.loads(FULL)
    del data["shares"]["housing"]["members"]
    data["shares"]["housing"] |= members
    _, errors = examine(data, FULL, Path("full.toml"), "")
    assert {error.key for error in errors} <= {f"shares.housing.{key}" for key in ("members", *members)}


@pytest.mark.parametrize(
    ("key", "found"), [("horizon", "four"), ("first_year", "soon"), ("currency", 7), ("language", "de")]
)
def test_of_what_hangs_on_an_unsound_key_of_the_case_nothing_is_said(key, found):
    data = tomllib.loads(FULL)
    data["case"][key] = found
    _, errors = examine(data, FULL, Path("full.toml"), "")
    assert [error.key for error in errors] == [f"case.{key}"]


def test_every_file_is_in_the_table():
    assert {file.name for file in MALFORMED.iterdir()} == {f"{name}.toml" for name in NOT_TOML}


@pytest.mark.parametrize("old", ["nowhere in the case", 'unit = "share"'])
def test_a_change_of_what_does_not_stand_there_once_fails(old):
    with pytest.raises(AssertionError, match="times in the text"):
        changed({old: "new"})


def test_folder(tmp_path):
    error = only_problem(tmp_path)
    assert error.file == str(tmp_path)
    assert "a folder" in error.message("en")
    assert "path to the file itself" in error.message("en")


def test_too_large(tmp_path):
    file = tmp_path / "large.toml"
    file.write_text(MINIMAL + "#" * (5_000_000 - len(MINIMAL)))
    assert problems(file)[1] == []
    file.write_text(MINIMAL + "#" * (5_000_000 + 1 - len(MINIMAL)))
    error = only_problem(file)
    assert "larger than 5 MB" in error.message("en")
    assert "right file" in error.message("en")


@pytest.mark.parametrize("name", ["arnhem-oso", "somewhere/arnhem-ozoo.toml"])
def test_no_such_case_offers_the_nearest(name):
    with pytest.raises(CaseError, match=r"Did you mean arnhem-ozo\?"):
        load_case(name)


@pytest.mark.parametrize("name", ["qqqqqq", "nowhere/qqqqqq.toml", "", "a\0b", "x" * 5000, "."])
def test_no_such_file(name):
    with pytest.raises(CaseError):
        load_case(name)


@pytest.mark.parametrize(
    "text", ["1" * 400, "[1, " + "2" * 400 + "]", "0x" + "f" * 9000, "1e999", "1979-05-27", f'"{"x" * 9999}"']
)
def test_values_that_are_no_numbers(tmp_path, text):
    file = tmp_path / "case.toml"
    for old in ("shape = 60", "value = 60", "published = 126000"):
        file.write_text(changed({old: f"{old.split()[0]} = {text}"}))
        error = only_problem(file)
        assert len(error.message("en")) < 1000
        assert error.line == 1 + MINIMAL[: MINIMAL.index(old)].count("\n")


def test_numbers_of_thousands_of_digits(tmp_path):
    file = tmp_path / "case.toml"
    file.write_text(changed({"value = 60": "value = " + "1" * 5000}))
    assert "thousands of digits" in only_problem(file).message("en")


def test_nested_too_deep(tmp_path):
    file = tmp_path / "case.toml"
    file.write_text("a = " + "[" * 100_000)
    assert "nested more than 30 levels" in only_problem(file).message("en")


def test_lines_above_each_other_without_end(tmp_path):
    """A chain of parents must not exhaust what walks along it."""
    label = 'label = { nl = "Regel", en = "Line" }\nside = "benefit"'
    chain = "".join(f'[lines.above-{i}]\n{label}\nparent = "above-{i + 1}"\n' for i in range(30))
    file = tmp_path / "case.toml"
    file.write_text(changed({"[published]": f"{chain}[lines.above-30]\n{label}\n[published]"}))
    errors = problems(file)[1]
    assert {error.code for error in errors} == {"parents_deep"}
    assert [error.key for error in errors] == [
        f"lines.above-{i}.parent" for i in range(11)
    ]  # from 10 to 30 are 21 levels
    assert "more than 20 levels" in errors[0].message("en")


def test_device_is_not_read():
    assert "ordinary file" in only_problem(Path("/dev/zero")).message("en")


def test_price_levels_that_meet_in_one_sum(tmp_path):
    case = read(changed({"value = 1000\n": "value = 1000\nprice_level = 2015\n"}), tmp_path)
    (warning,) = case.warnings
    assert "2015: shelter_cost" in warning.en
    assert "prices of 2020" in warning.en
    assert "price_index" in warning.nl
    assert case.estimates["shelter_cost"].price_level == 2015
    assert case.estimates["personnel"].price_level == 2020
