"""Files of strangers: what they may hold, and that they do no harm. The kinds of files are made in ``strangers.py``."""

import os
import re
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from command_line import mkba as mkba_command
from hypothesis import HealthCheck, given, settings, strategies as st
from strangers import KINDS, Kind, trial

import mkba_uncertainty as mkba
from mkba_uncertainty.casefile import problems
from mkba_uncertainty.errors import CaseError, InputError, MkbaError, StoreError
from mkba_uncertainty.store import read_csv, write_csv


def _found(text: str, folder: Path) -> CaseError:
    """Give the first thing that is wrong with a file."""
    file = folder / "case.toml"
    file.write_text(text)
    return problems(file)[1][0]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a = 1\n" + ".".join("k" * 12_000) + " = 1", "toml_long_key", 2),
        ("a = 1\n\n" + " . ".join('"a b"' for _ in range(31)) + " = 1", "toml_long_key", 3),
        ("[" + ".".join("k" * 31) + "]", "toml_long_key", 1),
        ("a = 1\nb = {" + ".".join("k" * 31) + " = 1}", "toml_long_key", 2),
        ("a = 1\nb = " + "[" * 12_000, "toml_deep", 2),
        ("a = " + "{b = " * 31, "toml_deep", 1),
        ("a = [" + "1," * 120_000 + "]", "toml_large", None),
        ("".join(f"[t{i}]\n" for i in range(120_001)), "toml_large", None),
    ],
)
def test_toml_that_costs_too_much_is_not_parsed(text: str, code: str, line: int | None, tmp_path: Path) -> None:
    error = _found(text, tmp_path)
    assert (error.code, error.line) == (code, line)


def test_what_stands_in_texts_and_remarks_counts_for_nothing(tmp_path: Path) -> None:
    loud = ".".join("k" * 99) + "[[{" * 99 + "=," * 120_000
    for quoted in (f'"{loud}"', f"'{loud}'", f'"""{loud}\n{loud}"""', f"'''{loud}'''", f"1 # {loud}"):
        assert _found(f"a = {quoted}\n" + ".".join("k" * 30) + " = 1", tmp_path).code == "missing_table"


@pytest.mark.parametrize("piece", ['"""\\', '\\"', "'''", '"', "'", "a", "a ", ". ", '"""\\"', "#", '"a\\\n'])
def test_no_text_takes_long_to_look_through(piece: str, tmp_path: Path) -> None:
    """Twice as long is not four times as slow: a million characters of anything pass within the time of a test."""
    _found(piece * (1_000_000 // len(piece)), tmp_path)


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 4_000_000_000)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path.symlink_to("/dev/zero"), "file_unreadable"),
        (_fifo, "file_unreadable"),
        (_sparse, "file_too_large"),
        (Path.mkdir, "file_is_folder"),
        (lambda path: path.symlink_to(path.name), "file_unreadable"),
        (lambda path: None, "file_missing"),
    ],
)
def test_what_is_no_table_is_not_read(make, code: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    make(path)
    with pytest.raises(StoreError) as caught:
        read_csv(path, "observations_not_readable")
    assert (caught.value.code, caught.value.file) == (code, str(path))


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("a,b\n1," + "2" * 140_000, "draws_not_readable", 2),
        ('a,b\n1,"' + "\n" * 140_000, "draws_not_readable", None),
        ("a\n" * 2_000_001, "csv_cells", None),
        ("a,b\n\n1,\x1b[2J", "odd_character", 3),
        ("a,b\r\n1,\u202e2", "odd_character", 2),
        ("a\x00b\n", "odd_character", 1),
    ],
)
def test_tables_of_impossible_cells(content: str, code: str, line: int | None, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content.encode())
    with pytest.raises(StoreError) as caught:
        read_csv(path, "draws_not_readable")
    assert caught.value.code == code
    assert line in (None, caught.value.line)


def test_numbers_of_impossible_size_in_a_table(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("question,truth,expert,0.05,0.5,0.95\nnights,1e150,North,8,11,14\n")
    with pytest.raises(InputError, match="1e150"):
        mkba.read_seed_questions(path)


@pytest.mark.parametrize("typed", ["--counts=1e18/1e19", "--interval=-1e150,1e150,0.9", "--three-point=0,1e19,1e20"])
def test_answers_of_impossible_size(typed: str) -> None:
    done = mkba_command("elicit", typed)
    assert done.returncode == 2
    assert "at most 10000000" in done.stderr or "-1e18 to 1e18" in done.stderr


def test_ends_of_lines_of_every_system(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    for end in ("\n", "\r\n", "\r"):
        path.write_bytes(end.join(["a;b", "", "1;2", "3;4"]).encode())
        assert read_csv(path, "draws_not_readable").rows == [(1, ["a", "b"]), (3, ["1", "2"]), (4, ["3", "4"])]


def test_no_message_holds_what_a_terminal_obeys() -> None:
    bad = "\x1b[2J\u202e\x9b\u200b\r\n"
    error = MkbaError("unknown_case", file=bad, line=3, key=bad, found=bad, nearest=bad, allowed=bad)
    for lang in ("nl", "en"):
        assert all(sign.isprintable() or sign == "\u00a0" for sign in error.text(lang)), error.text(lang)
        assert "\\x1b[2J" in error.text(lang)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_texts_that_look_like_formulas_stay_texts_in_csv(sign: str, tmp_path: Path) -> None:
    table = pd.DataFrame({f"{sign}label": [f"{sign}1+1", f"a{sign}"], "mean": [-1.5, 2.0]})
    write_csv(table, tmp_path / "run.csv")
    assert (tmp_path / "run.csv").read_text() == f"'{sign}label,mean\n'{sign}1+1,-1.5\na{sign},2.0\n"


def test_a_name_with_an_escape_is_written_as_one() -> None:
    """Of a file, folder, scenario or option alike: nothing that was typed reaches a terminal as it was."""
    bad = "\x1b[2J"
    for typed in (["check", bad], ["run", "arnhem-ozo", "--scenario", bad], ["run", f"--{bad}"], [bad]):
        done = mkba_command(*typed)
        assert done.returncode == 2
        assert "\x1b" not in done.stdout + done.stderr
        assert re.search(r"\\(x|u00)1b\[2J", done.stdout + done.stderr)


def test_a_file_whose_name_turns_text_around(tmp_path: Path) -> None:
    file = tmp_path / "case\u202elmot.toml"
    file.write_text("a = 1")
    (error,) = problems(file)[1]
    assert error.code == "file_name"
    assert "U+202E" in error.text("nl")
    assert "\u202e" not in error.text("nl")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_file_of_a_stranger_gives_a_result_or_a_clear_error(kind: Kind) -> None:
    """Status 0 or 2, in time, nothing touched elsewhere and nothing written that a terminal obeys."""
    quick = settings(
        max_examples=int(os.environ.get("MKBA_FUZZ", "10")), derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip

    @quick
    @given(st.integers(0, 2**32))
    def tried(seed: int) -> None:
        wrong = trial(kind, Random(seed))
        if wrong and ": takes " in wrong:  # a first one counts imports too, and a machine has slow moments
            wrong = trial(kind, Random(seed))
        assert wrong is None

    tried()
