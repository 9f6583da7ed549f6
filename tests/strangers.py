"""Files that strangers might send, made at random from sound ones, and what must hold of whatever comes of them.

Each kind is a function of a source of chance and a folder: it writes the file there and gives the command.
"""

from __future__ import annotations

import io
import json
import re
import signal
import sys
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from answering import write_round
from cases import MINIMAL, read
from command_line import Done, mkba
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

import mkba_uncertainty
from mkba_uncertainty.casefile import wrap

FEW = ("--draws", "32", "--replicates", "2", "--lang", "en")
MOST_SECONDS = 5.0

NASTY_TEXTS = (
    "", " ", "\x1b[2J", "\u202eabc", "\x00", "\x9b31m", "\r\n", "a\nb", "=1+1", "@SUM(A1)", "\ud7ff",
    "x" * 5_000, "../../etc/passwd", "/dev/zero", "%s%n{0}{x}", "'; DROP", "<script>", "[bold]", "$(id)",
    "1e999", "__class__", "relapse", "EUR / year", "pert", "pooled", "100%", "-5%", "\u0660", "ﬁ", "a\u0301",
)  # fmt: skip
NASTY_NUMBERS = (
    0, 1, -1, 2, 0.5, -0.0, 1e-300, 5e-324, 1e-18, 1e-9, 1e9, 1e15, 1e18, 1e19, 1e150, 1e308, -1e18, 10**18, 10**400,
    2**63, 2**31, 199, 200, 201, 1900, 2200, 0.9999999999, 1.0000001, 100, float("inf"), float("nan"),
)  # fmt: skip
NASTY_VALUES = (True, False, [], {}, [[]], [0, 0], {"family": "pert"}, [{"": 1}], {"nl": "a"}, {"nl": "a", "en": "b"})
PIECES = (
    *"[]{}=,.\"'#()\\-+*/%^;:\n\t\0", '"""', "'''", "[[", "]]", "**", "inf", "1e400", "0x", "1979-05-27",
    "\x1b[2J", "\u202e", "\ufeff", "a.b.c.d", "é", "relapse", "9" * 400, "(" * 60, "1," * 300, "{ a = ", "[" * 60,
    "a." * 40,
)  # fmt: skip


# --- what every kind changes


def _any_value(rng: Random) -> Any:
    return rng.choice((rng.choice(NASTY_TEXTS), rng.choice(NASTY_NUMBERS), rng.choice(NASTY_VALUES)))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Give every table or list with each of its keys."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield value, key
        yield from _places(item)


def _change_tree(tree: dict[str, Any], rng: Random) -> None:
    """Change one thing: take it out, replace it, copy another over it, scale it, or give it another key."""
    places = list(_places(tree))
    if not places:
        return
    table, key = rng.choice(places)
    other, from_key = rng.choice(places)
    match rng.choice((0, 1, 1, 2, 3, 3, 3, 4, 5)):
        case 0:
            del table[key]
        case 1:
            table[key] = _any_value(rng)
        case 2:
            table[key] = json.loads(json.dumps(other[from_key], default=str))
        case 3:
            numbers = [(home, name) for home, name in places if isinstance(home[name], int | float)]
            table, key = rng.choice(numbers or places)
            factor = rng.choice((-1, 0, 1e-9, 0.9, 1.1, 3, 1e3, 1e9, 1e20))
            table[key] = table[key] * (factor if abs(table[key]) < 1e200 else 1) if numbers else factor
        case 4 if isinstance(table, dict):
            table[rng.choice((*NASTY_TEXTS, str(from_key)))] = table.pop(key)
        case 5 if isinstance(table[key], str):
            table[key] = _changed_text(table[key], rng)
        case _:
            table[key] = rng.choice(NASTY_NUMBERS)


def _changed_text(text: str, rng: Random) -> str:
    """Cut something out of a text, double it, or put something in."""
    start = rng.randint(0, len(text))
    end = min(len(text), start + rng.choice((0, 1, 2, 10, 100)))
    middle = rng.choice(("", text[start:end] * 2, rng.choice(PIECES)))
    return text[:start] + middle + text[end:]


def _changed_bytes(raw: bytes, rng: Random) -> bytes:
    """Turn bits, cut, or double a part."""
    start = rng.randint(0, len(raw))
    end = min(len(raw), start + rng.choice((1, 1, 4, 64, 1024)))
    part = raw[start:end]
    middle = rng.choice((b"", part + part, bytes(byte ^ 1 << rng.randrange(8) for byte in part), b"\xff" * len(part)))
    return raw[:start] + middle + raw[end:]


def _toml(value: Any) -> str:
    """Write any tree as TOML, each top-level table on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(str(key))} = {_toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _quoted(value)
    return "1" + "0" * 400 if value == 10**400 else str(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write_toml(tree: dict[str, Any], file: Path) -> None:
    file.write_text("".join(f"{_quoted(key)} = {_toml(table)}\n" for key, table in tree.items()), "utf-8", "replace")


@cache
def _sources() -> tuple[str, ...]:
    shipped = sorted(mkba_uncertainty.shipped_cases())
    folder = Path(mkba_uncertainty.__file__).parent.parent / "distributions"
    return (*[MINIMAL] * 4, *((folder / f"{name}.toml").read_text("utf-8") for name in shipped))


# --- kinds of files


def case_file(rng: Random, folder: Path) -> list[str]:
    """A case in which one to three things are otherwise."""
    tree = tomllib.loads(rng.choice(_sources()))
    for _ in range(rng.choice((1, 1, 2))):
        _change_tree(tree, rng)
    _write_toml(tree, folder / "case.toml")
    return [rng.choice(("run", "run", "check")), "case.toml"]


def text_of_case(rng: Random, folder: Path) -> list[str]:
    """The text of a case, cut and patched."""
    text = rng.choice(_sources())
    for _ in range(rng.randint(1, 4)):
        text = _changed_text(text, rng)
    raw = text.encode("utf-8", "replace")
    (folder / "case.toml").write_bytes(_changed_bytes(raw, rng) if rng.random() < 0.3 else raw)
    return [rng.choice(("run", "check")), "case.toml"]


def _expression(rng: Random, depth: int = 0) -> str:
    if depth > 4 or rng.random() < 0.3:
        return rng.choice(("relapse",) * 6 + ("discount_rate", "stay", "0", "1", "0.5", "1e18", "1e-18", "1000", "12"))
    x, y = _expression(rng, depth + 1), _expression(rng, depth + 1)
    one, two = rng.choice(("abs", "exp", "log", "sqrt")), rng.choice(("min", "max"))
    return rng.choice((f"({x} {rng.choice('+-*/')} {y})", f"{x} ** {y}", f"-{x}", f"{one}({x})", f"{two}({x}, {y})"))


def formula(rng: Random, folder: Path) -> list[str]:
    """A case with a formula of which nothing is known."""
    text = _expression(rng)
    for _ in range(rng.choice((0, 0, 1, 2))):
        text = _changed_text(text, rng)
    tree = tomllib.loads(MINIMAL)
    post = tree["posts"]["staff"]
    match rng.randrange(3):
        case 0:
            tree["quantities"][next(iter(tree["quantities"]))] = text
        case 1:
            post["amount"] = f"personnel * ({text})"
        case 2:
            post["timing"] = {rng.choice(("year", "years", "until", "growth", "decline", "ramp")): text}
    _write_toml(tree, folder / "case.toml")
    return ["run", "case.toml"]


def unit(rng: Random, folder: Path) -> list[str]:
    """A case with a unit of which nothing is known."""
    words = (
        "EUR",
        "USD",
        "year",
        "month",
        "household",
        "share",
        "count",
        "1",
        "QALY",
        "metre",
        "%",
        "XXX",
        "eur",
        "kWh",
    )
    operators = (" / ", "/", " * ", "**2 / ", "**-1 * ", "**0.5 / ", "**999 / ", " ", " / (", " ** ", ")", "//", "^")
    text = rng.choice(words) + "".join(rng.choice(operators) + rng.choice(words) for _ in range(rng.randint(0, 4)))
    tree = tomllib.loads(MINIMAL)
    rng.choice(list(tree["estimates"].values()))["unit"] = _changed_text(text, rng) if rng.random() < 0.2 else text
    _write_toml(tree, folder / "case.toml")
    return ["check", "case.toml"]


@cache
def sample_workbook() -> tuple[bytes, str]:
    """Give a workbook that says what is uncertain in it, and a case file about it."""
    book = Workbook()
    page, sums = book.active, book.create_sheet("Sums")
    rows = (
        ("Households", '=RiskPert(40,60,90,RiskName("Households"))'), ("Relapse", "=RiskTriang(0.15,0.3,0.5)"),
        ("Cost of shelter", "=RiskNormal(1000,100)"), ("Staff", 25000), ("Rate", 0.03), ("Text", "a_x000D_b"),
    )  # fmt: skip
    for row in rows:
        page.append(row)
    page.title = "Inputs"
    years = [f"=Inputs!$B$1*(1-Inputs!$B$2)*Inputs!$B$3/(1+Inputs!$B$5)^{year}" for year in range(4)]
    for year, text in enumerate(years):
        sums.append((f"Year {year}", text, f'=IF(B{year + 1}>0,VLOOKUP({year},A1:B4,2,TRUE),"none")'))
    sums["B6"] = '=RiskOutput("Balance")+SUM(B1:B4)-NPV(Inputs!B5,Staff,Staff)+IFERROR(INDEX(B1:B4,9),0)'
    book.defined_names["Staff"] = DefinedName("Staff", attr_text="Inputs!$B$4")
    with TemporaryDirectory() as name:
        file = Path(name) / "book.xlsx"
        book.save(file)
        wrap(file, file.with_suffix(".toml"), outcomes=["Sums!B6"], marked=True)
        lines = file.with_suffix(".toml").read_text("utf-8").split("\n")
        return file.read_bytes(), "\n".join(line for line in lines if not line.startswith("sha256"))


def binding(rng: Random, folder: Path) -> list[str]:
    """A case file about a workbook, in which one to three things are otherwise."""
    raw, text = sample_workbook()
    (folder / "book.xlsx").write_bytes(raw)
    tree = tomllib.loads(text)
    for _ in range(rng.choice((1, 1, 2))):
        _change_tree(tree, rng)
    _write_toml(tree, folder / "book.toml")
    return [rng.choice(("run", "check")), "book.toml"]


def answer_files(rng: Random, folder: Path) -> list[str]:
    """Answer files of two experts about a case, one of them changed or damaged."""
    case = read(MINIMAL, folder)
    said = {"relapse": [0.1, 0.3, 0.5], "households_helped": [40, 60, 90], "above": 0.7, "reason": "So it was."}
    chips = {"relapse": [0, 1, 4, 6, 5, 3, 1, 0, 0, 0], "seeds": {"nights": [8, 11, 14]}}
    write_round(folder / "answers", case, {"Noor": said, "Bram": chips})
    file = rng.choice(sorted((folder / "answers").iterdir()))
    tree = json.loads(file.read_text("utf-8"))
    for _ in range(rng.choice((0, 1, 1, 2))):
        _change_tree(tree, rng)
    raw = json.dumps(tree, ensure_ascii=rng.random() < 0.5).encode("utf-8", "replace")
    file.write_bytes(_changed_bytes(raw, rng) if rng.random() < 0.3 else raw)
    return ["elicit", "--from", "answers", "--into", "aftercare.toml", "--json"]


@cache
def _portfolio() -> str:
    with TemporaryDirectory() as name:
        file = Path(name) / "sites.toml"
        mkba("new", str(file), "--example", "portfolio")
        return file.read_text("utf-8")


def portfolio(rng: Random, folder: Path) -> list[str]:
    """A programme in many places, in which one or two things are otherwise."""
    tree = tomllib.loads(_portfolio())
    for _ in range(rng.choice((1, 1, 2))):
        _change_tree(tree, rng)
    _write_toml(tree, folder / "sites.toml")
    return ["portfolio", "sites.toml"]


def spreadsheet(rng: Random, folder: Path) -> list[str]:
    """A workbook of which one part, or the package itself, is damaged."""
    raw, _ = sample_workbook()
    raw = (_changed_bytes if rng.random() < 0.2 else _with_part_changed)(raw, rng)
    (folder / "book.xlsx").write_bytes(raw)
    (folder / "book.toml").write_text(sample_workbook()[1])
    name = rng.choice(("run", "run", "wrap", "import", "check"))
    file = rng.choice(("book.xlsx", "book.toml")) if name in ("run", "check") else "book.xlsx"
    return [name, file, *(["new.toml"] if name in ("wrap", "import") else [])]


def _with_part_changed(raw: bytes, rng: Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheets = [name for name in sorted(parts) if name.startswith(("xl/worksheets/", "xl/shared"))]
    name = rng.choice((*sheets, *sheets, *sorted(parts)))
    for _ in range(rng.randint(1, 3)):
        text = parts[name].decode("utf-8", "replace")
        inner = list(_INNER.finditer(text))
        if inner and rng.random() < 0.8:
            found = rng.choice(inner)
            group = 1 if found[1] is not None else 2
            text = text[: found.start(group)] + _changed_inner(found[group], rng) + text[found.end(group) :]
        else:
            text = _changed_text(text, rng)
        parts[name] = text.encode("utf-8", "replace")
    if rng.random() < 0.1:
        del parts[rng.choice(sorted(parts))]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


_INNER = re.compile(r">([^<>]+)<|=\"([^\"<>]*)\"")
"""Texts and values of attributes in a part of a workbook."""

_IN_CELLS = (
    *("SUM(A1:XFD1048576)", "B1", "Sums!B6", "1/0", "RiskPert(1,2,3)", "RiskNormal(0,-1)", "RAND()", "10^308*10"),
    *("A1:A1048576", "OFFSET(A1,1E9,0)", "INDIRECT(&quot;A1&quot;)", "[1]Sheet!A1", "WEBSERVICE(&quot;http://x&quot;)"),
    *("1E308", "-1", "_x001B_[2J", "&#x202E;", "SEQUENCE(9999,9999)", "2^2^2^2^2", "FACT(1E9)", "((((1))))"),
    "REPT(&quot;x&quot;,1E9)",
)


def _changed_inner(text: str | None, rng: Random) -> str:
    return rng.choice((rng.choice(_IN_CELLS), _changed_text(text or "", rng), str(rng.choice(NASTY_NUMBERS[:-3]))))


def _number(rng: Random) -> str:
    return rng.choice((str(rng.choice(NASTY_NUMBERS[:-1])), str(rng.randint(-5, 500)), f"{rng.random():.3f}"))[:60]


def observation(rng: Random, folder: Path) -> list[str]:
    """What was observed, typed or in a file."""
    pattern = rng.choice(("{}/{}", "{}+-{}", "{} of {}", "{}", "n={} mean={}", "{}/{},{}", "{}..{}", "{}:{}"))
    text = pattern.format(*(_number(rng) for _ in range(3)))
    text = _changed_text(text, rng) if rng.random() < 0.3 else text
    (folder / "case.toml").write_text(MINIMAL)
    name = rng.choice(("relapse", "personnel", "shelter_cost", "nobody"))
    if rng.random() < 0.5:
        return ["update", "case.toml", "--observe", f"{name}={text.replace(chr(0), '')}"]
    table = f"estimate,observation,date,source\n{name},{text},2024-01-01,{rng.choice(NASTY_TEXTS)}\n"
    table = _changed_text(table, rng) if rng.random() < 0.3 else table
    (folder / "seen.csv").write_text(table, "utf-8", "replace")
    return ["update", "case.toml", "--observations", "seen.csv"]


def answers(rng: Random, folder: Path) -> list[str]:
    """What experts answered, typed or, of questions whose answer is known, in a file."""
    low, middle, high = (_number(rng) for _ in range(3))
    form, text = rng.choice(
        (
            ("--quantiles", f"0.05={low},0.5={middle},0.95={high}"), ("--three-point", f"{low},{middle},{high}"),
            ("--interval", f"{low},{high}"), ("--counts", f"{low}/{high}"), ("--mean-se", f"{low},{middle}"),
            ("--roulette", f"0-10={low},10-20={middle}"), ("--answers", f"{low},{middle},{high}"),
        )
    )  # fmt: skip
    text = (_changed_text(text, rng) if rng.random() < 0.3 else text).replace("\0", "")
    if rng.random() < 0.5:
        return ["elicit", f"{form}={text}"]
    truths = [rng.choice((_number(rng), "2")) for _ in range(4)]
    rows = [f"q{i},{truths[i]},{name},{i},{i + 1},{i + 2 + len(name)}" for i in range(4) for name in ("N", "Zuid")]
    table = "\n".join(["question,truth,expert,0.05,0.5,0.95", *rows]) + "\n"
    table = _changed_text(table, rng) if rng.random() < 0.7 else table
    (folder / "seeds.csv").write_text(table, "utf-8", "replace")
    asked = [f"--quantiles=0.05=1,0.5={n},0.95=9@{name}" for n, name in ((3, "N"), (4, "Zuid"))]
    return ["elicit", *asked, "--seed-questions", "seeds.csv"]


def table(rng: Random, folder: Path) -> list[str]:
    """A table of draws."""
    rows = [
        ",".join(_number(rng) if rng.random() < 0.001 else f"{rng.gauss(0, 1):.4f}" for _ in "xyz") for _ in range(256)
    ]
    text = "\n".join(["x,y,z", *rows])
    for _ in range(rng.choice((0, 1, 2))):
        text = _changed_text(text, rng)
    (folder / "draws.csv").write_text(text, "utf-8", "replace")
    return ["sobol", "--table", "draws.csv", "--outcome", "z"]


@cache
def _kept() -> tuple[dict[str, bytes], str]:
    """Give what a run left behind, and its answer."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "case.toml").write_text(MINIMAL)
        done = mkba("run", str(folder / "case.toml"), *FEW, "--resume", str(folder / "done"), "--json")
        files = {file.name: file.read_bytes() for file in (folder / "done").rglob("*") if file.is_file()}
    return files, json.dumps(json.loads(done.stdout)["outcomes"])


def checkpoint(rng: Random, folder: Path) -> list[str]:
    """What a run that was cut short left behind, damaged."""
    files, _ = _kept()
    (folder / "case.toml").write_text(MINIMAL)
    (folder / "done").mkdir()
    for name, raw in files.items():
        (folder / "done" / name).write_bytes(_changed_bytes(raw, rng))
    return ["run", "case.toml", "--resume", "done", "--json"]


Kind = Callable[[Random, Path], list[str]]
KINDS: tuple[Kind, ...] = (
    case_file, text_of_case, formula, unit, portfolio, binding, spreadsheet, observation, answers, answer_files, table,
    checkpoint,
)  # fmt: skip


# --- what must hold

_WRITING = (
    "open",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
)
_NEVER = ("socket.connect", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork")
_watched: list[tuple[Path, list[str]]] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watched or not (event in _WRITING or event in _NEVER):
        return
    folder, seen = _watched[-1]
    if event in _NEVER:
        seen.append(f"{event} {arguments!r:.200}")
    elif event != "open" or (isinstance(arguments[1], str) and set(arguments[1]) & set("wxa+")):
        places = [Path(str(place)) for place in arguments[: 2 if event in ("os.rename", "os.link") else 1]]
        seen += [f"{event} {place}" for place in places if not _allowed(place, folder)]


def _allowed(place: Path, folder: Path) -> bool:
    whole = str(place if place.is_absolute() else folder / place)
    return whole.startswith((f"{folder}/", "/dev/null")) or "__pycache__" in whole or "/matplotlib" in whole


sys.addaudithook(_watch)


@contextmanager
def _within(folder: Path) -> Iterator[list[str]]:
    from contextlib import chdir

    seen: list[str] = []
    with chdir(folder):
        _watched.append((folder, seen))
        try:
            yield seen
        finally:
            _watched.pop()


@contextmanager
def _stopped(seconds: float) -> Iterator[None]:
    """Break off what takes so much of the processor."""

    def stop(*_: Any) -> None:
        raise TimeoutError(f"not done after {seconds:g} s")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def trial(kind: Kind, rng: Random, *, seconds: float = MOST_SECONDS) -> str | None:
    """Run a command on a file of this kind; say what is wrong with what came of it, or None."""
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        arguments = kind(rng, folder)
        more = FEW if arguments[0] in ("run", "update", "portfolio") else FEW[-2:]
        start = time.process_time()
        try:
            with _stopped(4 * seconds), _within(folder) as touched:
                done = mkba(*arguments, *more)
        except BaseException as error:  # whatever it is, it is what is looked for
            if isinstance(error, KeyboardInterrupt):
                raise
            return f"{' '.join(arguments)}: {type(error).__name__}: {error!s:.300}"
        spent = time.process_time() - start
        wrong = _wrong(done) or (touched and f"touches {touched[:3]}") or (spent > seconds and f"takes {spent:.1f} s")
        if not wrong and kind is checkpoint and json.dumps(json.loads(done.stdout)["outcomes"]) != _kept()[1]:
            wrong = "another answer"
        return f"{' '.join(arguments)}: {wrong}" if wrong else None


def _wrong(done: Done) -> str | None:
    if done.returncode not in (0, 2):
        return f"status {done.returncode}: {done.stderr[:300]}"
    if done.returncode == 2 and not (done.stderr + done.stdout).strip():
        return "no message"
    said = done.stdout + done.stderr
    if odd := next((sign for sign in said if not sign.isprintable() and sign not in "\n\u00a0\u202f\u2009"), None):
        return f"writes {odd!r} in {said[max(0, said.index(odd) - 40) :][:80]!r}"
    words = ("Traceback", "Warning:", *((" nan ", "NaN") if done.returncode == 0 else ()))
    return next((f"says {said[:300]}" for word in words if word in said), None)
