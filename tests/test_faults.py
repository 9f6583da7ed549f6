"""Streams that are closed, full or broken, a terminal of no width, no home, no memory: an answer or a clear error."""

from __future__ import annotations

import json
import os
import sys
from itertools import cycle
from pathlib import Path

import pytest
from cases import MINIMAL
from command_line import mkba, process
from test_files import COMMANDS, SMALL
from typer.main import get_command

from mkba_uncertainty import cli
from mkba_uncertainty.cli.app import application
from mkba_uncertainty.errors import own_pip

HERE = Path(__file__).parent
BOOK = str(HERE / "workbooks" / "inventory.xlsx")

OTHERS = {
    "cases": (),
    "check": ("CASE",),
    "export": ("CASE", "book.xlsx"),
    "import": ("../export/book.xlsx", "imported.toml"),
    "new": ("new.toml",),
    "reconcile": ("CASE",),
    "schema": ("posts",),
    "values": (),
    "wrap": (BOOK, "wrapped.toml", "--outcome", "'EOQ Model'!B9"),
}
"""Commands that write no folder."""

FAULTS = {
    ("file", "full", "file"): 1,
    ("closed", "file", "full"): 0,
    ("file", "closed", "file"): 1,
    ("file", "file", "closed"): 0,
    ("file", "broken", "file"): 1,
    ("closed", "closed", "closed"): 1,
    ("file", "full", "full"): 1,
}
"""What standard input, output and error are, and the exit status."""


def test_every_command_answers_or_says_that_it_cannot(tmp_path: Path) -> None:
    """Each with another fault than the one before it."""
    for name in ("sound.toml", "all/sound.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(MINIMAL, "utf-8")
    (tmp_path / "country.toml").write_text('[portfolio]\ncase = "sound.toml"\n[sites.here]\n[sites.there]\n', "utf-8")
    places = {"CASE": "../sound.toml", "FOLDER": "../all", "PORTFOLIO": "../country.toml"}
    assert set(get_command(application()).commands) == {*COMMANDS, *OTHERS}  # type: ignore[attr-defined]
    tasks = []
    for (command, arguments), fault in zip({**OTHERS, **COMMANDS}.items(), cycle(FAULTS), strict=False):
        (tmp_path / command).mkdir()
        for name in ("stdin", "stdout", "stderr"):
            (tmp_path / command / name).touch()
        chosen = [places.get(argument, argument) for argument in arguments]
        few = SMALL if command in COMMANDS and command != "elicit" else ()
        tasks.append((str(tmp_path / command), [command, *chosen, *few], *fault))
    for (folder, arguments, *fault), status in zip(tasks, forked(tasks), strict=True):
        assert status == FAULTS[tuple(fault)], (arguments, fault)
        said, wrong = ((Path(folder) / name).read_text("utf-8") for name in ("stdout", "stderr"))
        assert "Traceback" not in wrong
        _, out, err = fault
        assert bool(said.strip()) == (out == "file")
        if err == "file":
            assert ("the answer cannot be written, or not all of it: " in wrong) == (out in ("full", "closed"))


def forked(tasks: list[tuple[object, ...]]) -> list[int]:
    done = process(program=[sys.executable, str(HERE / "faulty.py")], input=json.dumps(tasks))
    assert done.returncode == 0, done.stderr
    found: list[int] = json.loads(done.stdout)
    return found


def test_streams_that_were_closed_before_python_began(tmp_path: Path) -> None:
    """What is opened next must not get the number of one: messages would land in it."""
    command = f"exec '{sys.executable}' -m mkba_uncertainty new city.toml <&- >&- 2>&-"
    done = process("-c", command, program=["sh"], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(HERE.parent)})
    assert done.returncode == 1
    assert (tmp_path / "city.toml").read_text("utf-8").startswith("#")


def test_no_terminal_no_home_and_another_alphabet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer is the same, and a name that is not a text can be said."""
    odd = {"COLUMNS": "0", "LINES": "²", "HOME": "/dev/null", "LC_ALL": "C", "PYTHONUTF8": "0"}
    environment = {**os.environ, **odd, "PYTHONIOENCODING": "ascii", "PYTHONPATH": str(HERE.parent)}
    del environment["TERM"]
    monkeypatch.setenv("COLUMNS", "80")
    (tmp_path / "zorg-é.toml").write_text(MINIMAL.replace("Aftercare", "Żółć €"), "utf-8")
    for arguments in (("run", "zorg-é.toml", "--draws", "64"), ("check", os.fsdecode(b"\xff.toml"))):
        monkeypatch.chdir(tmp_path)
        done, plain = process(*arguments, env=environment), mkba(*arguments)
        assert (done.returncode, done.stdout) == (plain.returncode, plain.stdout)


@pytest.mark.parametrize(
    ("own", "named", "said"),
    [
        ("/venv/bin/python3", "/venv/bin/python", "python -m pip"),
        ("/venv/bin/python3", "/usr/bin/python", "/venv/bin/python3 -m pip"),
        ("/my venv/bin/python", None, '"/my venv/bin/python" -m pip'),
        ("", "/usr/bin/python", "python -m pip"),
    ],
)
def test_what_installs_a_library_is_that_of_the_python_that_runs(
    own: str, named: str | None, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", own)
    monkeypatch.setattr("shutil.which", lambda name: named)
    assert own_pip() == said


def test_a_library_that_fails_is_named_and_no_file_is_blamed(tmp_path: Path) -> None:
    (tmp_path / "scipy.py").write_text("raise ValueError('compiled against another version')")
    paths = f"{tmp_path}{os.pathsep}{HERE.parent}"
    done = process("check", "arnhem-ozo", env={**os.environ, "PYTHONPATH": paths})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("the library scipy cannot be loaded (ValueError: compiled against another version).")


def test_a_mistake_of_our_own_is_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken() -> None:
        raise NameError("no such name", name="islice")

    monkeypatch.setattr("mkba_uncertainty.cli.app.main", mistaken)
    with pytest.raises(NameError, match="no such name"):
        cli.main()


LITTLE_MEMORY = """
import resource, sys
from mkba_uncertainty import cli
from mkba_uncertainty.cli import app
pages = int(open("/proc/self/statm").read().split()[0])
resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + 20_000_000,) * 2)
sys.argv[0] = "mkba"
cli.main()
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no other system says what it has in use")
def test_memory_that_is_short_says_what_to_lower() -> None:
    done = process("run", "arnhem-ozo", program=[sys.executable, "-c", LITTLE_MEMORY])
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is not enough memory. Where the command has them, lower --draws" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_character_that_the_font_lacks_is_a_box_and_one_caution(tmp_path: Path) -> None:
    """In a title, a note and a label that is measured; a warning would be an error here."""
    case, out = tmp_path / "住房.toml", tmp_path / "out"
    text = MINIMAL.replace('label = { nl = "Terugval", en = "Relapse" }', 'label = { nl = "人员", en = "人员 🏠 Ž" }')
    case.write_text(text.replace('en = "Aftercare"', 'en = "住房"'), "utf-8")
    done = mkba("tornado", str(case), *SMALL, "--out", str(out))
    assert done.returncode == 0
    assert ": 人 住 员 房 🏠. In" in done.stderr
    assert "人员 🏠" in (out / "tornado.svg").read_text("utf-8")
    assert (out / "tornado.png").stat().st_size > 0
