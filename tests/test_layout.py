"""Tables in a narrow terminal lose nothing that stands in a wide one."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from command_line import FEW, mkba
from rich.console import Console

from mkba_uncertainty.report.screen import fitted
from mkba_uncertainty.texts import LANGUAGES

LINES = str.maketrans(dict.fromkeys("─━│┃┏┓└┘┡┩╇┼╭╮╰╯", " "))


def answered(*arguments: str) -> Callable[[str], Any]:
    """Run a command, and give what makes its answer in a language."""
    with patch("mkba_uncertainty.cli.options.OutputOptions.answer") as answer:
        done = mkba(*arguments)
    assert done.returncode == 0, done.stderr
    view: Callable[[str], Any] = answer.call_args.args[1]
    return view


def drawn(printed: Any, width: int) -> str:
    console = Console(width=width, file=io.StringIO(), record=True, highlight=False, markup=False)
    console.print(printed)
    text = console.export_text()
    assert all(len(line) <= width for line in text.splitlines())
    return text


def words(text: str) -> Counter[str]:
    return Counter(text.translate(LINES).split())


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "arnhem-ozo", "--detail", *FEW),
        ("run", "den-haag-scm", *FEW),
        ("whatif", "arnhem-ozo", *FEW),
        ("whatif", "den-haag-scm", *FEW),
        ("reconcile", "arnhem-ozo"),
        ("values", "discontovoet", "2020"),
        ("reconcile", "den-haag-scm"),
        ("compare", "arnhem-ozo", "den-haag-scm", *FEW),
        ("sobol", "arnhem-ozo", "--second", "--draws", "64"),
        ("shapley", "arnhem-ozo", "--dependence", "expected", "--draws", "64"),
        ("tornado", "arnhem-ozo", "--draws", "64"),
        ("tornado", "den-haag-scm", "--draws", "64"),
        ("switching", "arnhem-ozo", "--draws", "64"),
        ("switching", "den-haag-scm", "--draws", "64"),
        ("screen", "arnhem-ozo", "--draws", "64", "--replicates", "2", "--trajectories", "2"),
        ("structure", "arnhem-ozo", *FEW),
        ("voi", "arnhem-ozo", *FEW),
        ("voi", "arnhem-ozo", "--study", "recidivism=binomial:100", "--cost-per-household", "50", *FEW),
        ("update", "arnhem-ozo", "--observe", "recidivism=31/120", *FEW),
        ("elicit", "--quantiles", "0.25=0.25,0.5=0.30,0.75=0.40", "--support", "0,1"),
        ("elicit", "--quantiles", "0.25=25,0.5=30,0.75=40", "--quantiles", "0.25=20,0.5=35,0.75=50"),
        ("cases",),
    ],
    ids=" ".join,
)
def test_all_of_a_wide_table_stands_in_a_narrow_one(arguments: tuple[str, ...]) -> None:
    view = answered(*arguments)
    for lang in LANGUAGES:
        wide, narrow = (words(drawn(view(lang), width)) for width in (400, 80))
        assert wide
        assert wide - narrow == Counter()
        assert all("…" not in word or word in wide for word in narrow)


def test_no_line_ends_inside_an_amount() -> None:
    made = fitted(["uitkomst", "mediaan", "90%-bereik"], [0])
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
    made = fitted(["outcome", *["median"] * 6], [0])
    made.add_row("Net", *(f"{place}23456789" for place in range(6)))
    console = Console(width=50, color_system=None)
    with console.capture() as capture:
        console.print(made)
    text = capture.get()
    assert all(sum(character == digit for character in text) >= 6 for digit in "6789")
    assert "…" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_range_breaks_before_its_end_only(lang: str) -> None:
    """The longest amounts of all, beside a label of which the words must stay whole."""
    between = {"nl": "tot", "en": "to"}[lang]
    made = fitted(["regel", "gepubliceerd", "mediaan", "90%-bereik"], [0])
    made.add_row("Ontwikkelingskansen", "€ 589 duizend", "€ 560 duizend", f"€ 328 duizend {between} € 657 duizend")
    lines = [line.rstrip() for line in drawn(made, 78).splitlines() if "€" in line]
    assert lines[0].endswith("€ 328 duizend")
    assert [line.strip() for line in lines[1:]] == [f"{between} € 657 duizend"]
    assert len([line for line in drawn(made, 90).splitlines() if "€" in line]) == 1


def test_columns_come_closer_where_that_keeps_a_range_on_one_line() -> None:
    made = fitted(["line", "published", "90% range"], [0])
    made.add_row("Savings", "€ 589 duizend", "€ 328 duizend tot € 657 duizend")
    whole = len("Savings") + len("published") + 4 + len("€ 328 duizend tot € 657 duizend")
    lines = drawn(made, whole + 1 + 3 * 3 - 2).splitlines()
    assert sum("€" in line for line in lines) == 1


def test_a_note_stands_below_its_row_over_the_whole_width() -> None:
    made = fitted(["claim", "published"], [0])
    made.add_row("Ratio", "1.35", note="The totals of the report itself give another ratio than it prints.")
    made.add_row("Balance", "1.44")
    ratio, note, balance = [line.rstrip() for line in drawn(made, 80).splitlines() if line.strip(" ─")][1:]
    assert (ratio.split(), balance.split()) == (["Ratio", "1.35"], ["Balance", "1.44"])
    assert note == "    The totals of the report itself give another ratio than it prints."
    assert ratio.index("1.35") == balance.index("1.44")


@pytest.mark.parametrize(
    "arguments",
    [("run", "arnhem-ozo", *FEW), ("reconcile", "arnhem-ozo"), ("check", "arnhem-ozo"), ("schema", "timing")],
    ids=" ".join,
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_of_text_is_longer_than_eyes_can_follow(
    arguments: tuple[str, ...], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    lines = [line.strip(" ─") for line in mkba(*arguments, "--lang", lang).stdout.splitlines()]
    assert max(len(line) for line in lines if "  " not in line) <= 100
