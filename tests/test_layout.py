"""Tables in a narrow terminal lose nothing that stands in a wide one."""

from __future__ import annotations

from collections import Counter

import pytest
from rich.console import Console
from typer.testing import CliRunner

from mkba_uncertainty.cli.app import app
from mkba_uncertainty.report.screen.layout import table

SMALL = ("--draws", "64", "--replicates", "4")
LINES = str.maketrans(dict.fromkeys("─━│┃┏┓└┘┡┩╇┼╭╮╰╯", " "))


def shown(width: int, *arguments: str) -> str:
    done = CliRunner().invoke(app, arguments, env={"COLUMNS": str(width), "NO_COLOR": "1", "TERM": "dumb"})
    assert done.exit_code == 0, done.exception
    assert all(len(line) <= width for line in done.stdout.splitlines())
    return done.stdout


def words(text: str) -> Counter[str]:
    return Counter(text.translate(LINES).split())


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "arnhem-ozo", "--detail", *SMALL),
        ("run", "den-haag-scm", *SMALL),
        ("whatif", "arnhem-ozo", *SMALL),
        ("whatif", "den-haag-scm", *SMALL),
        ("reconcile", "arnhem-ozo"),
        ("reconcile", "den-haag-scm"),
        ("compare", "arnhem-ozo", "den-haag-scm", *SMALL),
        ("sobol", "arnhem-ozo", "--second", "--draws", "64"),
        ("shapley", "arnhem-ozo", "--dependence", "expected", "--draws", "64"),
        ("tornado", "arnhem-ozo", "--draws", "64"),
        ("tornado", "den-haag-scm", "--draws", "64"),
        ("switching", "arnhem-ozo", "--draws", "64"),
        ("switching", "den-haag-scm", "--draws", "64"),
        ("screen", "arnhem-ozo", "--draws", "64", "--replicates", "3", "--trajectories", "4"),
        ("structure", "arnhem-ozo", *SMALL),
        ("voi", "arnhem-ozo", "--draws", "256"),
        ("voi", "arnhem-ozo", "--study", "recidivism=binomial:100", "--cost-per-household", "50", "--draws", "256"),
        ("update", "arnhem-ozo", "--observe", "recidivism=31/120", *SMALL),
        ("elicit", "--quantiles", "0.25=0.25,0.5=0.30,0.75=0.40", "--support", "0,1"),
        ("elicit", "--quantiles", "0.25=25,0.5=30,0.75=40", "--quantiles", "0.25=20,0.5=35,0.75=50"),
        ("cases",),
    ],
    ids=" ".join,
)
def test_all_of_a_wide_table_stands_in_a_narrow_one(arguments: tuple[str, ...], lang: str) -> None:
    wide, narrow = (words(shown(width, *arguments, "--lang", lang)) for width in (400, 80))
    assert wide - narrow == Counter()
    assert all("…" not in word or word in wide for word in narrow)


def test_no_line_ends_inside_an_amount() -> None:
    made = table("nl", "table.outcome", "table.median", "table.range90")
    made.add_row("Saldo", "−€ 956 duizend (−€ 1,9 tot € 0,1 mln)", "€ 3,9 tot € 5,0 mln")
    console = Console(width=62, color_system=None)
    with console.capture() as capture:
        console.print(made)
    lines = [line.rstrip() for line in capture.get().splitlines()]
    assert [line.split("  ")[-1].strip() for line in lines if "€" in line] == [
        "€ 3,9 tot € 5,0 mln",
        "(−€ 1,9 tot € 0,1 mln)",
    ]


def test_what_cannot_fit_breaks_and_is_not_cut() -> None:
    made = table("en", "table.outcome", *["table.median"] * 6)
    made.add_row("Net", *(f"{place}23456789" for place in range(6)))
    console = Console(width=50, color_system=None)
    with console.capture() as capture:
        console.print(made)
    text = capture.get()
    assert all(sum(character == digit for character in text) >= 6 for digit in "6789")
    assert "…" not in text
