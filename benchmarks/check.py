"""Measure that ``mkba check`` takes twice as long for a case file of twice the size.

Run: ``python benchmarks/check.py`` (some minutes); writes ``benchmarks/results/check.md``. Each kind of large file is
checked at a size and twice that size, in turns, in processor seconds; quoted are the medians and their quotient.
Required: a quotient below 2.8, where 4 would be quadratic. (What no longer fits a cache costs more than twice.)
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from mkba_uncertainty.analysis.answer.soundness import soundness

TURNS = 3
LIMIT = 2.8
RESULTS = Path(__file__).parent / "results" / "check.md"
SOUND = (Path(__file__).parent.parent / "tests" / "aftercare.toml").read_text("utf-8")


def several(count: int, text: str) -> str:
    """Write a table so many times, with its number for ``#``."""
    return "".join(text.replace("#", str(number)) for number in range(count))


def estimates(count: int) -> str:
    """Write uncertain estimates."""
    return several(
        count,
        '[estimates.e#]\nlabel = { nl = "E #", en = "E #" }\nrole = "expert"\nunit = "EUR"\nvalue = 3\n'
        'distribution = { family = "pert", low = 1, mode = 3, high = 5 }\nbasis = "judgement"\n'
        'source = { document = "report", place = "3" }\n',
    )


def unused(count: int) -> str:
    """Write estimates that nothing uses."""
    return SOUND + estimates(count)


def scenarios(count: int) -> str:
    """Write scenarios of one change."""
    return SOUND + several(count, '[scenarios.s#]\nlabel = { nl = "S", en = "S" }\nset = { relapse = 0.2 }\n')


def variants(count: int) -> str:
    """Write variants of one formula."""
    return SOUND + several(
        count, '[variants.v#]\nlabel = { nl = "V", en = "V" }\nquantities = { stable = "households_helped" }\n'
    )


def alternatives(count: int) -> str:
    """Write alternatives that leave out a post."""
    return SOUND + several(
        count, '[alternatives.a#]\nlabel = { nl = "A", en = "A" }\nset = { stay = 2 }\nwithout = ["shelter"]\n'
    )


def quantities(count: int) -> str:
    """Write quantities of which each rests on the one before."""
    chain = "".join(f"q{number + 1} = 'q{number} + 1'\n" for number in range(count - 1))
    return SOUND.replace("[quantities]\n", "[quantities]\nq0 = 'relapse'\n" + chain)


def payers(count: int) -> str:
    """Write posts that are shared by as many actors as there are posts."""
    size = round(count**0.5)
    shares = ", ".join(f"c{actor} = {1 / size!r}" for actor in range(size))
    return (
        SOUND
        + several(size, '[actors.c#]\nlabel = { nl = "C", en = "C" }\n')
        + several(
            size,
            '[posts.p#]\nlabel = { nl = "P", en = "P" }\nside = "cost"\nkind = "financial"\nline = "costs-1"\n'
            f'amount = "personnel"\nactors = {{ {shares} }}\nbasis = "judgement"\n',
        )
    )


def posts(count: int) -> str:
    """Write posts, each of an actor and a line of its own."""
    return SOUND + several(
        count,
        '[actors.c#]\nlabel = { nl = "C", en = "C" }\n[lines.l#]\nlabel = { nl = "L", en = "L" }\nside = "cost"\n'
        '[posts.p#]\nlabel = { nl = "P", en = "P" }\nside = "cost"\nkind = "financial"\namount = "personnel"\n'
        'line = "l#"\nactors = { c# = 1 }\nbasis = "judgement"\n',
    )


def claims(count: int) -> str:
    """Write claims about one outcome."""
    return SOUND + several(
        count,
        '[claims.k#]\nlabel = { nl = "K", en = "K" }\nsource = { document = "report", place = "4" }\n'
        'published = 5\nmeasure = "value"\noutcome = "net_benefit"\n',
    )


def pairs(count: int) -> str:
    """Write correlations of pairs that have no estimate in common."""
    written = "".join(f'{{ between = ["e{2 * n}", "e{2 * n + 1}"], rank = 0.3 }},\n' for n in range(count))
    return (
        SOUND
        + estimates(2 * count)
        + f'[dependence.many]\nlabel = {{ nl = "D", en = "D" }}\ncorrelations = [\n{written}]\n'
    )


def experts(count: int) -> str:
    """Write answers of experts to one question."""
    answers = several(count, '{ answer = 0.3, label = { nl = "N #", en = "N #" } },\n')
    return SOUND.replace("high = 0.50 }\n", f"high = 0.50 }}\nexperts = [\n{answers}]\n")


def thousands(count: int) -> str:
    """Write numbers with a point between the thousands."""
    return SOUND.replace("horizon = 4\n", "horizon = 4\nnumbers = [" + "1.000,\n" * count + "]\n")


def remarks(count: int) -> str:
    """Write findings and what is not valued."""
    return SOUND + several(
        count,
        '[findings.f#]\ntext = { nl = "F", en = "F" }\n'
        '[not_valued.n#]\ntext = { nl = "N", en = "N" }\nposts = ["shelter"]\n',
    )


def documents(count: int) -> str:
    """Write documents, published lines and outcomes."""
    return SOUND + several(count, '[documents.d#]\ntitle = "D"\nauthor = "A"\nyear = 2020\n')


def values(count: int) -> str:
    """Write a distribution of many values."""
    written = ", ".join(str(60 + number) for number in range(count))
    return SOUND.replace('{ family = "gamma", shape = 60 }', f'{{ family = "empirical", values = [{written}] }}')


def misspelt(count: int) -> str:
    """Write posts of an actor whose name is misspelt, among many that it can mean."""
    return posts(count).replace("actors = { c7 ", "actors = { c7x ")


KINDS: dict[Callable[[int], str], int] = {
    scenarios: 500,
    variants: 500,
    alternatives: 500,
    quantities: 5000,
    payers: 10_000,
    posts: 500,
    claims: 2500,
    pairs: 250,
    unused: 1000,
    experts: 5000,
    thousands: 5000,
    remarks: 2000,
    documents: 2500,
    values: 20_000,
    misspelt: 500,
}


def seconds(text: str, folder: Path) -> float:
    """Time one check."""
    file = folder / "large.toml"
    file.write_text(text, "utf-8")
    start = time.process_time()
    soundness(str(file))
    return time.process_time() - start


def measured(kind: Callable[[int], str], size: int, folder: Path) -> str:
    """Write the row of a kind of file."""
    texts = kind(size), kind(2 * size)
    took = [[seconds(text, folder) for text in texts] for _ in range(TURNS)]
    once, twice = (statistics.median(times) for times in zip(*took, strict=True))
    what = (kind.__doc__ or "").removeprefix("Write ").rstrip(".")
    return f"| {what} | {size:,} | {once:.2f} | {twice:.2f} | {twice / once:.2f} |"


def main() -> None:
    """Take turns, and print and write a table."""
    soundness("arnhem-ozo")  # imports
    with TemporaryDirectory() as folder:
        rows = [measured(kind, size, Path(folder)) for kind, size in KINDS.items()]
    table = [
        "# `mkba check` of large files",
        "",
        f"Processor seconds, medians of {TURNS}; required is a quotient below {LIMIT}.",
        "",
        "| file | size | once | twice the size | quotient |",
        "|---|---:|---:|---:|---:|",
        *rows,
    ]
    print("\n".join(table))
    RESULTS.write_text("\n".join([*table, ""]), "utf-8")


if __name__ == "__main__":
    main()
