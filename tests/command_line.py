"""The command line for tests: within this process, or as a process where that is the point."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, NamedTuple
from unittest.mock import patch

from mkba_uncertainty.cli.app import main

PROGRAM = [sys.executable, "-m", "mkba_uncertainty"]
FEW = ("--draws", "64", "--replicates", "4")


class Done(NamedTuple):
    """What a command came to; named as of a process."""

    returncode: int
    stdout: str
    stderr: str


def mkba(*arguments: str) -> Done:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with patch("sys.argv", ["mkba", *arguments]), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
    return Done(status, out.getvalue(), err.getvalue())


def process(*arguments: str, program: Sequence[str] = PROGRAM, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command as people and programs do."""
    return subprocess.run(
        [*program, *arguments], check=False, capture_output=True, text=True, encoding="utf-8", **options
    )


def answer(*arguments: str) -> dict[str, Any]:
    """Give the JSON that a command answers."""
    done = mkba(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def assert_refused(arguments: Sequence[str], words: Sequence[str]) -> None:
    """Bad input is exit status 2 and a message, and nothing where an answer was expected."""
    done = mkba(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def is_number_with_error(found: dict[str, float]) -> bool:
    """Whether a number of an answer has its interval."""
    return set(found) == {"value", "low", "high"} and found["low"] <= found["value"] <= found["high"]
