"""The form for an expert, without a browser: what is on it, what is never on it, and how a command asks for it."""

from __future__ import annotations

import json
import pkgutil
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cases import MINIMAL, read
from command_line import answer, assert_refused, mkba as run

import mkba_uncertainty as mkba
from mkba_uncertainty.analysis.experts import questions_of
from mkba_uncertainty.case import Case, Document, Expert
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.texts import Text

ARNHEM = mkba.load_case("arnhem-ozo")
NAMES = ["recidivism", "shelter_cost_per_year"]


def data_of(html: str) -> dict[str, Any]:
    """Read what the script of a form reads."""
    (block,) = re.findall(r'<script type="application/json" id="form-data">(.*?)</script>', html, re.DOTALL)
    found: dict[str, Any] = json.loads(block)
    return found


def with_estimate(case: Case, name: str, **changes: Any) -> Case:
    return replace(case, estimates={**case.estimates, name: replace(case.estimates[name], **changes)})


def test_neither_value_nor_distribution_nor_answers_are_on_it() -> None:
    """Not a byte of the form depends on them."""
    moved = with_estimate(
        ARNHEM,
        "recidivism",
        value=0.271828,
        distribution=mkba.Pert(0.123456, 0.271828, 0.654321),
        experts=(Expert(0.141421, 3.0), Expert(0.173205)),
    )
    assert mkba.elicitation_form(moved, NAMES) == mkba.elicitation_form(ARNHEM, NAMES)


@pytest.mark.parametrize(
    ("unit", "value", "note", "given_away"),
    [
        ("share", 0.3, "The five put it at 15, 30 and 40 %.", True),
        ("share", 0.3, "It was 0.3 points lower, at 13.0 %, in 130 districts.", False),
        ("EUR", 1250.0, "EUR 1,250 a month.", True),
        ("EUR", 1250.0, "1,250,000 in all, or 12,500 each.", False),
    ],
)
def test_a_note_that_gives_the_value_away_is_told(unit: str, value: float, note: str, given_away: bool) -> None:
    case = with_estimate(ARNHEM, "recidivism", unit=unit, value=value, note=Text(note, note))
    assert questions_of(case, ["recidivism"]).questions[0].is_given_away is given_away


def test_a_command_makes_its_questions_once_and_tells_of_those_given_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "case.toml").write_text(MINIMAL.replace('en = "Relapse"', 'en = "Relapse, now 30%"'), "utf-8")
    made: list[str] = []
    home = "mkba_uncertainty.analysis.experts.questions._question"
    question = pkgutil.resolve_name(home)
    monkeypatch.setattr(home, lambda case, *of: made.append(of[0]) or question(case, *of))
    out = str(tmp_path / "form.html")
    done = run("elicit", "--form", str(tmp_path / "case.toml"), "--estimate", "relapse", "--out", out, "--lang", "en")
    assert made == ["relapse"]
    assert "note of relapse gives the number" in done.stderr


def test_what_is_asked_is_on_it() -> None:
    html = mkba.elicitation_form(ARNHEM, NAMES, pairs=[("recidivism", "shelter_cost_per_year")], lang="nl")
    assert html.startswith('<!doctype html>\n<html lang="nl">')
    for text in ("Terugval", "Relapse", "3.3; bijlage IV", "In percent.", "In procenten.", "In prices of 2012."):
        assert text in html, text
    data = data_of(html)
    share, money = data["questions"]
    assert (share["scale"], share["low"], share["high"], share["currency"]) == (100, 0.0, 1.0, None)
    assert (money["scale"], money["low"], money["high"]) == (1, 0.0, None)
    assert money["currency"]["en"][0] == "€#"
    assert data["levels"] == ["0.05", "0.95", "0.5"]
    assert [pair["between"] for pair in data["pairs"]] == [["recidivism", "shelter_cost_per_year"]]


def test_a_source_is_a_link_only_if_it_is_one() -> None:
    def form(url: str | None) -> str:
        document = Document("A <report>", "-", 2014, url)
        return mkba.elicitation_form(replace(ARNHEM, documents={"ozo-2014": document}), ["recidivism"])

    linked = '<a href="https://example.org/?a&amp;b" rel="noreferrer" target="_blank">A &lt;report&gt;</a>'
    assert linked in form("https://example.org/?a&b")
    for url in ("javascript:alert(1)", "data:text/html,x", None):
        assert "A &lt;report&gt;" in form(url)
        assert "javascript:" not in form(url)


def test_prices_of_another_year_are_another_question() -> None:
    versions = [
        data_of(mkba.elicitation_form(with_estimate(ARNHEM, NAMES[1], price_level=year), NAMES[1:]))["questions"][0]
        for year in (2012, 2013)
    ]
    assert versions[0]["version"] != versions[1]["version"]


def test_a_command_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    asked = ["elicit", "--form", "arnhem-ozo", "--estimate", "recidivism, shelter_share", "--roulette-bins", "8"]
    done = run(*asked, "--pair", "recidivism,shelter_share", "--support", "recidivism=0,0.8", "--lang", "nl")
    assert done.returncode == 0, done.stderr
    assert "form-arnhem-ozo.html" in done.stdout
    assert "recidivism" in done.stderr, "its note holds the 30 %"
    assert Path("form-arnhem-ozo.html").read_text("utf-8") == mkba.elicitation_form(
        ARNHEM,
        ["recidivism", "shelter_share"],
        pairs=[("recidivism", "shelter_share")],
        supports={"recidivism": (0.0, 0.8)},
        roulette_bins=8,
        lang="nl",
    )
    assert_refused(asked, ["form-arnhem-ozo.html", "--force"])
    assert answer(*asked, "--out", "mine.html") == {"case": "arnhem-ozo", "file": "mine.html"}
    assert not Path("mine.html").is_dir()
    assert run(*asked, "--force").returncode == 0


def test_seed_questions_are_asked_and_never_answered(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds.csv"
    seeds.write_text("question,truth\nNights in <2012>?,31415.9265\nCalls?,27182.8182\n", encoding="utf-8")
    asked = ["elicit", "--form", "arnhem-ozo", "--estimate", "recidivism", "--seed-questions", str(seeds)]
    html = Path(answer(*asked, "--out", str(tmp_path / "form.html"))["file"]).read_text("utf-8")
    assert data_of(html)["seeds"] == ["Nights in <2012>?", "Calls?"]
    assert "Nights in &lt;2012&gt;?" in html
    assert not re.search(r"31415|27182", html)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", ["--estimate"]),
        ("--estimate ,", ["--estimate"]),
        ("--estimate recidivsm", ["recidivsm", "recidivism"]),
        ("--estimate discount_rate", ["discount_rate", "value_choice"]),
        ("--estimate cases_reported", ["cases_reported", "fixed"]),
        ("--estimate recidivism --pair recidivism", ["--pair", "comma"]),
        ("--estimate recidivism --pair recidivism,shelter_share", ["shelter_share", "--estimate"]),
        ("--estimate recidivism --support 0,1", ["--support", "NAME=LOW,HIGH"]),
        ("--estimate recidivism --support =0,1", ["--support", "NAME=LOW,HIGH"]),
        ("--estimate recidivism --support recidivism=a", ["--support"]),
        ("--estimate recidivism --support recidivism=0.1,", ["cannot draw"]),
        ("--estimate recidivism --roulette-bins 4", ["--roulette-bins", "5 to 20"]),
        ("--estimate recidivism --quantiles 0.5=1 --prior 1", ["--form", "--quantiles, --prior"]),
        ("--estimate recidivism --answers 1,2 --pool log", ["--form", "--answers, --pool"]),
        ("--estimate recidivism --from answers --save x.toml", ["--form", "--from, --save"]),
        ("--estimate recidivism --seed-questions seeds.csv", ["seeds.csv"]),
        ("--estimate recidivism --out form.htm", ["form.htm", ".html"]),
        ("--estimate recidivism --out nowhere/form.html", ["nowhere"]),
    ],
)
def test_what_cannot_be_asked(typed: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert_refused(["elicit", "--form", "arnhem-ozo", *typed.split(), "--lang", "en"], words)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("--three-point 1,2,3 --estimate a", ["--estimate", "--form"]),
        ("--three-point 1,2,3 --pair a,b --force", ["--pair, --force", "--form"]),
        ("--three-point 1,2,3 --support 0,9 --support 0,8", ["0,9, 0,8"]),
    ],
)
def test_what_does_nothing_without_a_form(typed: str, words: list[str]) -> None:
    assert_refused(["elicit", *typed.split(), "--lang", "en"], words)


def test_bins_that_are_no_number_of_bins() -> None:
    for bins in (4, 21, 9.5):
        with pytest.raises(InputError, match="5 to 20"):
            mkba.elicitation_form(ARNHEM, NAMES, roulette_bins=bins)  # type: ignore[arg-type]


def test_markup_is_escaped(tmp_path: Path) -> None:
    hostile = Text("<b onclick=x()>nl</script>", "<b onclick=x()>en</script>")
    case = with_estimate(read(MINIMAL, tmp_path), "relapse", label=hostile, note=hostile)
    html = mkba.elicitation_form(case, ["relapse"], seed_questions=["<img src=x>"])
    assert "<b onclick" not in html
    assert "<img src=x" not in html
    assert html.count("</script>") == 2
    assert data_of(html)["questions"][0]["label"] == [hostile.nl, hostile.en]
