"""Run commands whose streams or terminal are at fault, each in a fork of this process: imports take most of the time.

Standard input has a list of commands, each with the folder where it runs, its arguments, and what its standard input,
output and error are: a "file" of that name in the folder, "closed", "full" or "broken", a pipe that nobody reads. The
exit statuses are written on standard output.
"""

from __future__ import annotations

import json
import os
import sys

from mkba_uncertainty import cli
from mkba_uncertainty.casefile import load_case
from mkba_uncertainty.cli.app import application
from mkba_uncertainty.report.page import chapters

assert application()
assert load_case("arnhem-ozo")


def main() -> None:
    """Run the commands that standard input lists."""
    statuses = []
    for folder, arguments, *streams in json.load(sys.stdin):
        if not (process := os.fork()):
            run(folder, arguments, streams)
        statuses.append(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]))
    json.dump(statuses, sys.stdout)


def run(folder: str, arguments: list[str], streams: list[str]) -> None:
    """Run one command as Python would, which finds None in place of a closed stream."""
    os.chdir(folder)
    chapters.CHAPTERS = chapters.CHAPTERS[:1]
    sys.argv = ["mkba", *arguments]
    names = ("stdin", "stdout", "stderr")
    files = [opened(kind, name) for kind, name in zip(streams, names, strict=True)]
    for number, (name, kind) in enumerate(zip(names, streams, strict=True)):
        os.dup2(files[number], number)
        if kind == "closed":
            os.close(number)
            setattr(sys, name, None)
    status = 0
    try:
        cli.main()
        sys.stdout.flush()
    except SystemExit as end:
        status = int(end.code or 0)
    os._exit(status)


def opened(kind: str, name: str) -> int:
    """Open what a stream is to be."""
    if kind == "broken":
        read, write = os.pipe()
        os.close(read)
        return write
    return os.open("/dev/full" if kind == "full" else name, os.O_RDWR | os.O_CREAT)


if __name__ == "__main__":
    main()
