"""What drives it, who pays, what to measure: the numbers are those of the analyses, whatever a case has or lacks."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64decode
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from cases import CERTAIN, MINIMAL, changed, without
from command_line import assert_refused, mkba as command
from pages import Made, pictures_left_empty

import mkba_uncertainty as mkba
from mkba_uncertainty import ShapleyResult, confidence
from mkba_uncertainty.design import Design
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report import Analyses, write_report
from mkba_uncertainty.report.page import PageTable, compact, drawn, page_of, page_table
from mkba_uncertainty.report.page.chapters import (
    CHAPTERS,
    actors_section,
    drivers_section,
    measure_section,
    summary_section,
)
from mkba_uncertainty.texts.figures import about, chance, money, part, share, shared_unit

MINE = (drivers_section, actors_section, measure_section)
LANGUAGES = ("nl", "en")


def analyses_of(case: str | Path, **options: Any) -> Analyses:
    return Analyses(mkba.build_model(mkba.load_case(case), **options), Design(64, 4, 1))


def minimal(folder: Path, text: str = MINIMAL, **options: Any) -> Analyses:
    file = folder / "aftercare.toml"
    file.write_text(text, encoding="utf-8")
    return analyses_of(file, **options)


PLAIN = changed(
    {"[published]\nnet_benefit = 26000\n": ""},
    without(MINIMAL, "scenarios", "claims", "variants", "findings", "not_valued", "dependence", "overlaps"),
)
"""A case with nothing but posts."""


@pytest.fixture
def analyses(arnhem_page: Made) -> Analyses:
    return arnhem_page.analyses


class Reader(HTMLParser):
    """Reads what a page shows in one language: headings, tables as lists of cells, and the texts of pictures."""

    def __init__(self, html: str, lang: str) -> None:
        super().__init__()
        self.lang, self.hidden, self.spans = lang, 0, [False]
        self.headings: list[str] = []
        self.rows: list[list[str]] = []
        self.alternatives: list[str] = []
        self.into: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "span":
            self.spans.append(given.get("lang", self.lang) != self.lang)
            self.hidden += self.spans[-1]
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")
            self.into = self.rows[-1]
        elif tag in ("h2", "h3"):
            self.headings.append("")
            self.into = self.headings
        elif tag == "img" and given["lang"] == self.lang:
            self.alternatives.append(given["alt"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            self.hidden -= self.spans.pop()
        elif tag in ("th", "td", "h2", "h3"):
            self.into = None

    def handle_data(self, data: str) -> None:
        if self.into is not None and not self.hidden:
            self.into[-1] += data


def read(analyses: Analyses, lang: str = "en") -> Reader:
    return Reader("".join(section(analyses).html for section in MINE), lang)


@pytest.fixture(scope="module")
def shown(arnhem_page: Made) -> dict[str, Reader]:
    html = arnhem_page.html[
        arnhem_page.html.index('<section id="drivers"') : arnhem_page.html.index('<section id="estimates"')
    ]
    return {lang: Reader(html, lang) for lang in LANGUAGES}


# --- what the page says is what the analyses found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_table_stands_on_the_page(analyses: Analyses, shown: dict[str, Reader], lang: str) -> None:
    found = [tuple(row) for row in shown[lang].rows]
    assert analyses.shares is not None
    assert analyses["switching"] is not None
    assert analyses["whatif"] is not None
    for table in (
        page_table(analyses.shares.table),
        page_table(analyses["switching"].table),
        page_table(analyses["whatif"].table),
        page_table(analyses.answer.balances),
        page_table(analyses.answer.flow),
    ):
        for row in (table.columns, *(row.cells for row in table.rows)):
            assert tuple(cell if isinstance(cell, str) else cell[lang] for cell in row) in found


def row_of(table: PageTable, label: str) -> list[str]:
    rows = [[cell if isinstance(cell, str) else cell.en for cell in row.cells] for row in table.rows]
    row = next(row for row in rows if row[0] == label)
    return [cell.replace("\N{WORD JOINER}", "") for cell in row]


def test_shares_are_sobol_indices(analyses: Analyses) -> None:
    result = mkba.sobol(analyses.model, outcomes=["net_benefit"])
    index = result.outcomes["net_benefit"].indices["recidivism"]
    first, total = index.first_order, index.total_order
    row = row_of(page_table(result.table), "Relapse")
    assert row[1] == part(first)
    assert row[3] == part(total)
    assert len(page_table(result.table).rows) == len(analyses.model.uncertain) + 1


def test_a_loss_is_a_negative_balance_among_the_draws(analyses: Analyses) -> None:
    balances = mkba.simulate(analyses.model).outcomes
    for name, actor in analyses.model.case.actors.items():
        loss = analyses.answer.losses[f"actor:{name}"]
        assert loss.value == pytest.approx(float((balances[f"actor:{name}"] < 0).mean()), abs=1e-12)
        row = row_of(page_table(analyses.answer.balances), actor.label.en)
        assert row[3] == chance(loss)
        found = analyses.answer.outcomes[f"actor:{name}"]
        assert found.mean is not None
        ends = found.quantiles[0.05], found.quantiles[0.95]
        assert row[1] == money(found.mean, unit=shared_unit([found.mean, *ends]))


def test_nothing_is_no_loss() -> None:
    model = mkba.build_model(mkba.load_case("arnhem-ozo"))
    assert confidence(model, outcomes=["net_benefit"], draws=64).losses == {}
    function_model = mkba.Model({"x": mkba.Uniform(0, 1)}, lambda x: {"y": x["x"]}, ["y"])
    assert confidence(function_model, draws=64).losses == {}


def test_what_was_published_stands_beside_what_if(analyses: Analyses) -> None:
    assert analyses["whatif"] is not None
    row = row_of(page_table(analyses["whatif"].table), "Relapse 40%: the change itself")
    assert row[1] == "−€700k"
    quantiles = analyses["whatif"].contrasts["recidivism_40"].quantiles
    step = max(quantiles[level].width / 2 for level in (0.05, 0.5, 0.95))
    assert row[2] == money(about(quantiles[0.5].value, step))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pictures_are_said_in_words_with_their_numbers(analyses: Analyses, shown: dict[str, Reader], lang: str) -> None:
    found = shown[lang]
    assert len(found.alternatives) == 2 * 9, "nine figures, each for a desk and for a phone"
    assert analyses["voi"] is not None
    worth = analyses["voi"].evpi
    said = "\n".join(found.alternatives)
    assert {"nl": "Terugval: alleen ", "en": "Relapse: alone "}[lang] in said
    everything = {"nl": "Alles: ", "en": "Everything: "}[lang]
    amount = money(worth, lang).replace(" ", "\N{NO-BREAK SPACE}")
    assert everything + amount in said
    assert all(re.search(r"\d", text) for text in found.alternatives)


def test_headings_answer(shown: dict[str, Reader]) -> None:
    headings = shown["en"].headings
    assert any(re.fullmatch(r"The top \d estimates together carry 5\d% of the uncertainty", text) for text in headings)
    assert "For 3 of 6 parties a negative balance is more likely than a positive one" in headings
    assert any("‘Relapse’" in text and "beyond 4" in text for text in headings)
    assert any(text.startswith("Depending on how estimates are correlated") for text in headings)


# --- whatever the case


@pytest.mark.usefixtures("unrendered")
def test_where_estimates_hang_together_shapley_effects_take_over() -> None:
    analyses = analyses_of("arnhem-ozo", dependence="expected")
    assert isinstance(analyses.shares, ShapleyResult)
    html = drivers_section(analyses).html
    assert "So these are Shapley effects" in html
    assert "carry the uncertainty, " not in html
    effect = next(iter(analyses.shares.effects.values()))
    assert row_of(page_table(analyses.shares.table), "Relapse *")[1] == share(effect)


@pytest.mark.usefixtures("unrendered")
def test_a_case_with_nothing_but_posts(tmp_path: Path) -> None:
    analyses = minimal(tmp_path, PLAIN)
    html = page_of(analyses)
    places = [html.index(f'<section id="{name}"') for name in ("answer", "explorer", "drivers", "actors", "measure")]
    assert places == sorted(places)
    assert [analyses["whatif"], analyses["dependence"], analyses["structure"]] == [None] * 3
    assert "Depending on how" not in html
    assert list(analyses.results()) == ["run", "sobol", "tornado", "switching", "voi"]


@pytest.mark.usefixtures("unrendered")
def test_a_case_in_which_nothing_is_uncertain(tmp_path: Path) -> None:
    analyses = minimal(tmp_path, CERTAIN)
    assert "Nothing is uncertain here" in summary_section(analyses).html
    assert "virtually" not in summary_section(analyses).html
    for section in (drivers_section(analyses), measure_section(analyses)):
        assert "Nothing is uncertain in this case" in section.html
    assert "nan" not in read(analyses).alternatives


@pytest.mark.usefixtures("unrendered")
def test_one_uncertain_estimate_is_enough(tmp_path: Path) -> None:
    text = re.sub(r'^distribution = \{ family = "(gamma|normal)".*\n', "", MINIMAL, flags=re.MULTILINE)
    headings = read(minimal(tmp_path, without(text, "dependence"))).headings
    assert "‘Relapse’ carries 100% of the uncertainty" in headings


@pytest.mark.usefixtures("unrendered")
@pytest.mark.parametrize("case", ["den-haag-scm", "new"])
def test_other_cases_give_a_page(tmp_path: Path, case: str) -> None:
    if case == "new":
        case = str(tmp_path / "my.toml")
        assert command("new", case).returncode == 0
    found = read(analyses_of(case), "nl")
    assert len(found.headings) == 8
    assert all("{" not in text for text in found.headings)


@pytest.mark.usefixtures("unrendered")
def test_under_a_scenario_each_what_if_is_compared_with_none(tmp_path: Path) -> None:
    plain, worse = minimal(tmp_path), minimal(tmp_path, scenarios=["more_relapse"])
    assert plain["whatif"] is not None
    assert worse["whatif"] is not None
    assert plain["whatif"].contrasts == worse["whatif"].contrasts
    assert plain.answer.outcomes != worse.answer.outcomes
    said = "here is compared with the case without a scenario"
    assert said in drivers_section(worse).html
    assert said not in drivers_section(plain).html


@pytest.mark.usefixtures("unrendered")
def test_labels_are_escaped_everywhere(tmp_path: Path) -> None:
    evil = '"><script>alert(1)</script>&{0}$x$'
    quoted = evil.replace('"', '\\"')
    analyses = minimal(tmp_path, MINIMAL.replace('en = "', f'en = "{quoted}'))
    html = "".join(section(analyses).html for section in MINE)
    assert "<script" not in html
    assert not re.search(r'alt="[^"]*<', html)
    assert evil in unescape(html)


# --- pictures


def test_a_small_drawing_shows_the_same(analyses: Analyses) -> None:
    assert analyses["tornado"] is not None
    picture = drawn(analyses["tornado"])
    assert picture.title.en == "Net benefit: what moves it most?"
    assert picture.subtitle.nl.startswith("Elke schatting van haar 10%- naar haar 90%-kwantiel")
    for svg in (picture.wide.en, picture.narrow.en):
        root = ElementTree.fromstring(svg)
        texts = [element.text or "" for element in root.iter("{http://www.w3.org/2000/svg}text")]
        assert "Relapse" in texts
        assert picture.title.en not in texts
        assert len(svg) < 25_000
        used = set(re.findall(r"#([\w.-]+)", re.sub(r"#[0-9a-f]{6}\b", "", svg)))
        assert used <= {element.get("id") for element in root.iter()}
    wide, narrow = (float(re.findall(r'width="([\d.]+)pt"', svg)[0]) for svg in (picture.wide.en, picture.narrow.en))
    assert (narrow, wide) == pytest.approx((10.7 / 2.54 * 72, 16 / 2.54 * 72), abs=0.1)


@pytest.mark.parametrize("figure", ["actors", "cash_flow"])
def test_drawings_are_the_same_twice(arnhem_page: Made, figure: str) -> None:
    picture = drawn(arnhem_page.analyses.answer, figure)
    images = re.findall(r'<img[^>]* src="data:image/svg\+xml;base64,([^"]*)"', arnhem_page.html)
    on_page = {re.sub(' data-marks="[^"]*"', "", b64decode(image).decode(), count=1) for image in images}
    assert {picture.wide.nl, picture.wide.en, picture.narrow.nl, picture.narrow.en} <= on_page


def test_what_a_result_lacks_is_not_drawn() -> None:
    model = mkba.Model({"x": mkba.Uniform(0, 1)}, lambda x: {"y": x["x"]}, ["y"])
    with pytest.raises(InputError):
        drawn(confidence(model, draws=64), "actors")


def test_a_path_loses_only_points_on_straight_stretches() -> None:
    def path(points: str) -> str:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg"><path d="{points}"/></svg>'
        return re.findall(r'd="([^"]*)"', compact(svg))[0]

    assert path("M 0 0 L 1 0 L 2 0 L 3.04 0 L 3 4 z ") == "M0 0L3 0L3 4z"
    assert path("M 0 0 L 3 0 L 1 0 L 2 0.5 ") == "M0 0L3 0L1 0L2 0.5"
    assert path("M 0 0 Q 1 0 2 0 L 3 0 L 4 0") == "M0 0Q1 0 2 0L4 0"


# --- the folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Analyses, Path]:
    place = tmp_path_factory.mktemp("report")
    analyses = minimal(place)
    with pictures_left_empty():
        write_report(analyses, place / "out", lang="nl", chapters=CHAPTERS[:1])
    return analyses, place / "out"


def test_the_folder_holds_the_page_figures_tables_and_a_manifest(made: tuple[Analyses, Path]) -> None:
    analyses, folder = made
    names = {path.name for path in folder.iterdir()}
    assert {"aftercare-report.html", "manifest.json", "tables.xlsx"} <= names
    figures = {"exceedance", "waterfall", "cash_flow", "actors", "sobol", "tornado", "switching", "contrasts", "evppi"}
    assert {f"{name}.{kind}" for name in figures | {"dependence", "structure"} for kind in ("svg", "png")} <= names
    assert {f"{name}.csv" for name in (*analyses.results(), "reconcile", "claims")} <= names
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["command"] == "report"
    assert manifest["seed"] == 1
    assert set(manifest["files"]) == names - {"manifest.json"}
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_tables_hold_the_numbers_unrounded_with_labels(made: tuple[Analyses, Path]) -> None:
    analyses, folder = made
    assert analyses.shares is not None
    read_back = pd.read_csv(folder / "sobol.csv")
    pd.testing.assert_frame_equal(read_back.drop(columns="label"), analyses.shares.to_frame(), rtol=1e-12)
    assert set(read_back["label"]) == {"Terugval", "Geholpen huishoudens", "Kosten van opvang"}
    assert pd.read_csv(folder / "voi.csv").set_index("kind").loc["all", "label"] == "Alles"
    outcomes = pd.read_csv(folder / "run.csv").set_index("outcome")
    assert outcomes.loc["actor:city", "probability_negative"] == analyses.answer.losses["actor:city"].value
    assert np.isnan(outcomes.loc["costs", "probability_negative"])


def test_the_workbook_has_a_sheet_for_each_table_in_words(made: tuple[Analyses, Path]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    analyses, folder = made
    book = openpyxl.load_workbook(folder / "tables.xlsx")
    assert book.sheetnames[:4] == ["Lees mij", "Uitkomsten", "Wat als", "Aandelen in onzekerheid"]
    assert len(book.sheetnames) == 1 + len(list(folder.glob("*.csv")))
    page = book["Aandelen in onzekerheid"]
    assert [cell.value for cell in page[1]][:5] == [
        "wat",
        "uitkomst",
        "schatting",
        "aandeel alleen",
        "aandeel alleen (laag)",
    ]
    assert analyses.shares is not None
    first = analyses.shares.to_frame()["first_order"].to_list()
    assert [row[3].value for row in page.iter_rows(min_row=2)] == pytest.approx(first, rel=1e-15)
    assert all(not re.fullmatch(r"[a-z_]+_[a-z_]+", str(cell.value)) for sheet in book for cell in sheet[1])


@pytest.mark.usefixtures("unrendered")
def test_without_openpyxl_the_workbook_alone_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mkba_uncertainty.report.files.is_installed", lambda: False)
    analyses = minimal(tmp_path, PLAIN)
    write_report(analyses, tmp_path / "out", lang="en", chapters=CHAPTERS[:1])
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert "tables.xlsx" not in names
    assert {"sobol.csv", "manifest.json"} <= names


@pytest.mark.usefixtures("unrendered")
def test_the_command_makes_the_folder_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("taken").write_text("x")
    Path("aftercare.toml").write_text(PLAIN, "utf-8")
    options = ["report", "aftercare.toml", "--draws", "64", "--replicates", "2", "--lang", "nl"]
    assert_refused([*options, "--out", "taken"], ["taken"])
    done = command(*options, "--out", "there")
    assert done == (0, f"Geschreven: {Path('there') / 'aftercare-report.html'}\n", "")
    assert '<html lang="nl">' in (tmp_path / "there" / "aftercare-report.html").read_text("utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"taken", "aftercare.toml", "there"}


@pytest.mark.parametrize(("value", "width", "said"), [(300.0, 2000.0, "less than €2,000"), (3e3, 200.0, "only €3,0")])
def test_a_worth_below_its_own_error_is_said_to_be_less(
    value: float, width: float, said: str, analyses: Analyses
) -> None:
    assert analyses["voi"] is not None
    evpi = Measured(value, max(value - width / 2, 0.0), value + width / 2)
    assert said in replace(analyses["voi"], evpi=evpi).gist()[0].en


# --- what to measure next


def test_where_no_estimate_alone_is_worth_knowing_groups_are_and_whose_choice_it_matters_to(analyses: Analyses) -> None:
    information = analyses["voi"]
    assert information.groups["expert"].value.value > 0.1 * information.evpi.value
    assert drawn(information).sentence.en == ""
    ((label, worth),) = analyses.stakes.values()
    assert label.en == "Municipality: youth"
    assert worth.value > information.evpi.value
    said = str(measure_section(analyses).html)
    assert all(part in said for part in (f"For {label.en} more is at stake", f"Voor {label.nl} staat meer op het spel"))


def test_where_all_is_nothing_there_is_a_sentence_and_no_chart(analyses: Analyses) -> None:
    measure_section(analyses)  # so that all is there
    bare = replace(analyses)
    bare._found.update({**analyses._found, "voi": replace(analyses["voi"], groups={})})
    html, charts = (str(measure_section(each).html) for each in (bare, analyses))
    assert "No single estimate is worth more than next to nothing" in html
    assert "Geen enkele schatting is apart meer dan bijna niets waard" in html
    assert html.count("<img") == charts.count("<img") - 4  # in two languages, for a desk and for a phone
