"""The page as text: what it holds, how it is locked, and the parts it is made of. In a real browser: tests/browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import MINIMAL, changed, minimal
from command_line import answer
from markupsafe import Markup
from pages import Made

import mkba_uncertainty as mkba
from mkba_uncertainty import confidence
from mkba_uncertainty.design import Design
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report import Analyses
from mkba_uncertainty.report.frame import json_block, picture, spans, written
from mkba_uncertainty.report.page import Section, case_page, page, sentences
from mkba_uncertainty.report.page.chapters import CHAPTERS
from mkba_uncertainty.report.page.explorer import controls, decoded, nice_step, page_design, page_draws
from mkba_uncertainty.texts import CATALOGUE, Text, both
from mkba_uncertainty.texts.figures import about, exact, money
from mkba_uncertainty.texts.unit_words import unit_words, with_unit
from mkba_uncertainty.units import UNITS

pytestmark = pytest.mark.usefixtures("unrendered")

FEW: dict[str, Any] = {"draws": 64, "replicates": 4}
BRIEF: dict[str, Any] = {**FEW, "chapters": CHAPTERS[:2]}
"""The answer and the explorer alone."""

VOID = {"meta", "link", "input", "img", "br", "line", "path", "circle", "rect"}


class Outline(HTMLParser):
    """Reads a page strictly: elements close in order; collects ids, references and attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.references: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.attributes.update(name for name, _ in attrs)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("for", "aria-labelledby", "aria-describedby"):
                self.references.update((value or "").split())

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def model(arnhem_page: Made) -> mkba.CaseModel:
    return arnhem_page.model


@pytest.fixture
def html(arnhem_page: Made) -> str:
    return arnhem_page.html


# --- the frame


def test_the_page_is_sound_html(html: str) -> None:
    outline = Outline(html)
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.references <= set(outline.ids)
    assert not {name for name in outline.attributes if name == "style" or name.startswith("on")}
    assert not outline.attributes & {"srcset", "action", "formaction", "integrity"}


def test_nothing_on_the_page_points_outside(html: str) -> None:
    found = set(re.findall(r'(?:src|href)="([^"#]*)', html))
    assert {"", "data:,"} <= found
    assert {address.partition(",")[0] for address in found - {""}} == {"data:", "data:image/svg+xml;base64"}
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    assert not re.search(r"url\(|@import|https?:", style[1])


def test_the_policy_names_the_one_style_and_the_one_script(html: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy[1].replace("&#39;", "'").split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data:"
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        contents = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert len(contents) == 1
        digest = base64.b64encode(hashlib.sha256(contents[0].encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert "unsafe" not in policy[1]


def test_arnhem_fits_in_three_megabytes(html: str) -> None:
    assert len(html.encode()) < 3_000_000


def test_the_same_seed_gives_the_same_page(tmp_path: Path) -> None:
    model = minimal(tmp_path)
    assert case_page(model, **FEW) == case_page(model, **FEW)
    assert case_page(model, **BRIEF, rng=2) != case_page(model, **BRIEF)


def test_both_languages_are_there_and_one_is_open(model: mkba.CaseModel, html: str) -> None:
    assert '<html lang="en">' in html
    assert '<html lang="nl">' in case_page(model, lang="nl", **BRIEF)
    for text in ("the benefits exceed the costs", "de baten groter zijn dan de kosten"):
        assert text in html


def test_sections_come_in_order_with_their_own_contents(model: mkba.CaseModel) -> None:
    def own(analyses: Analyses) -> Section:
        return Section("who-pays", Text("Wie betaalt & wint", "Who pays & gains"), Markup("<p>Own <b>markup</b></p>"))

    html = case_page(model, chapters=[*CHAPTERS[:2], own], **FEW)
    places = [html.index(f'<section id="{name}"') for name in ("answer", "explorer", "who-pays")]
    assert places == sorted(places)
    assert "<p>Own <b>markup</b></p>" in html
    assert '<a href="#who-pays"><span lang="nl">Wie betaalt &amp; wint</span>' in html


def test_a_page_without_an_explorer() -> None:
    text = Text("a < b", "a < b")
    html = page([Section("only", text, Markup("<p>x</p>"))], title=text, facts=text, made=text)
    assert "startPage(null);" in html
    assert "a < b" not in html


def test_a_script_that_would_end_its_element_is_refused() -> None:
    text = Text("x", "x")
    with pytest.raises(ValueError, match="would end it"):
        page([Section("only", text, Markup(""), script="'</SCRIPT>'")], title=text, facts=text, made=text)


# --- texts


def test_whatever_comes_from_a_case_is_escaped(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    html = case_page(minimal(tmp_path, MINIMAL.replace('en = "', f'en = "{evil}')), **FEW)
    assert evil not in html
    assert html.count("</script>") == 2
    assert "&lt;script&gt;alert(1)" in html


def test_json_cannot_end_its_element() -> None:
    data = {"__proto__": "</script><!-- & \u2028 é"}
    block = json_block(data)
    assert not set("<>&\u2028") & set(block)
    assert json.loads(block) == data


def test_texts_in_both_languages() -> None:
    assert spans(Text("a & b", "c")) == '<span lang="nl">a &amp; b</span><span lang="en">c</span>'
    assert spans(Text("<", "<")) == "&lt;"
    assert spans("<b>") == "&lt;b&gt;"
    amount = written(money, about(1.44e6, 1e4))
    assert amount == Text("€\N{NO-BREAK SPACE}1,44\N{NO-BREAK SPACE}mln", "€1.44M")
    assert written(money, exact(-2e5)).en == "\N{MINUS SIGN}\N{WORD JOINER}€200k"
    assert both("explorer.was", value=amount) == Text(f"was {amount.nl}", f"was {amount.en}")


def test_a_picture_is_an_image_with_a_text() -> None:
    made = picture(Text("<svg>é</svg>", "<svg/>"), Text('"kaal"', "bare"))
    assert 'alt="&#34;kaal&#34;"' in made
    found = re.search(r'<img lang="nl"[^>]*base64,([^"]*)"', made)
    assert found is not None
    assert base64.b64decode(found[1]).decode() == "<svg>é</svg>"


@pytest.mark.parametrize(
    ("unit", "dutch", "english"),
    [
        ("EUR", "euro", "euros"),
        ("EUR / household / year", "euro per huishouden per jaar", "euros per household per year"),
        ("QALY / household", "gezonde levensjaren per huishouden", "healthy life years per household"),
        ("month", "maanden", "months"),
        ("metre / year", "meter per jaar", "metres per year"),
        ("EUR / tonne", "euro per ton", "euros per tonne"),
        ("MWh", "MWh", "MWh"),
        ("USD / household", "Amerikaanse dollar per huishouden", "US dollars per household"),
        ("job / GBP", "banen per Britse pond", "jobs per British pound"),
        ("share", "%", "%"),
        ("share / year", "aandeel per jaar", "share per year"),  # 0.04 of it is no 0.04 percent
        ("count", "", ""),
        ("(EUR) / (household * year)", "euro per huishouden per jaar", "euros per household per year"),
        ("EUR ** 2", "EUR ** 2", "EUR ** 2"),
        ("1 / year", "per jaar", "per year"),
        ("1 / metre", "per meter", "per metre"),
        ("1", "", ""),
        ("million EUR / year", "miljoen euro per jaar", "million euros per year"),
    ],
)
def test_units_in_words(unit: str, dutch: str, english: str) -> None:
    assert unit_words(unit) == Text(dutch, english)


@pytest.mark.parametrize("unit", [None, "share", "EUR", "USD", "ratio", "count"])
def test_a_label_has_no_unit_that_its_figures_show(unit: str | None) -> None:
    assert with_unit(Text("Hulp", "Help"), unit) == Text("Hulp", "Help")
    assert with_unit(Text("Hulp", "Help"), "month") == Text("Hulp (maanden)", "Help (months)")


def test_every_unit_has_a_word() -> None:
    assert [unit for unit in UNITS if f"unit.{unit}" not in CATALOGUE] == ["count", "EUR"]


# --- the answer


def test_the_answer_is_two_sentences_of_the_same_numbers(model: mkba.CaseModel) -> None:
    result = confidence(model, draws=256, replicates=4)
    first, second = sentences(result)
    positive, median = result.probabilities["net_benefit > 0"], result.outcomes["net_benefit"].quantiles[0.5]
    assert positive is not None
    assert f"({100 * positive.value:.0f}%)" in first.en
    assert f"about {money(median)}," in first.en
    assert "naar verwachting" not in first.nl
    assert "€1.44M" in second.en
    assert "€\N{NO-BREAK SPACE}1,44\N{NO-BREAK SPACE}mln" in second.nl


def test_the_published_balance_stands_at_the_percentile_of_the_run(model: mkba.CaseModel) -> None:
    result = confidence(model, draws=256, replicates=4)
    assert result.published_percentile is not None
    for share_below, percent in ((0.64514, "65%"), (0.6449, "64%"), (0.001, "1%"), (0.9999, "99%")):
        below = Measured(share_below, share_below - 0.0005, share_below + 0.00005)
        _, second = sentences(replace(result, published_percentile=below))
        assert f" {percent} of the calculations" in second.en


def test_a_case_without_a_published_balance(tmp_path: Path) -> None:
    model = minimal(tmp_path, changed({"[published]\nnet_benefit = 26000\n": ""}))
    _, second = sentences(confidence(model, **FEW))
    assert second.en.endswith("that the approach pays for itself financially.")
    assert "Probability of more than the published balance" not in case_page(model, **BRIEF)


def test_the_curve_stands_beside_the_answer_for_a_desk_and_for_a_phone(html: str) -> None:
    images = re.findall(r'<img( class="narrow"| class="wide") lang="(..)" alt="(.*?)" src="(.*?)">', html)
    curves = [image for image in images if "Probability of more than zero" in image[2] or "meer dan nul" in image[2]]
    assert [(kind, lang) for kind, lang, *_ in curves] == [
        (f' class="{kind}"', lang) for kind in ("wide", "narrow") for lang in ("nl", "en")
    ]
    assert all("€" in base64.b64decode(source.partition(",")[2]).decode() for *_, source in curves)


def test_a_case_in_which_nothing_is_uncertain(tmp_path: Path) -> None:
    text = re.sub(r"^distribution = .*\n", "", MINIMAL, flags=re.MULTILINE)
    text = re.sub(r"correlations = \[.*?^\]", "correlations = []", text, flags=re.MULTILINE | re.DOTALL)
    html = case_page(minimal(tmp_path, text), **FEW)
    assert "nan" not in html.lower().replace("finance", "").replace("financi", "").split("<script>")[0]


# --- the explorer


def test_the_page_carries_the_first_draws_of_the_run() -> None:
    for design, draws, replicates in (
        (Design(1024, 8, 5), 1024, 8),
        (Design(256, 32, 5), 256, 32),
        (Design(256, 64, 5), 256, 32),
        (Design(4096, 16, 5), 1024, 8),
        (Design(16, 4, 5), 16, 4),
    ):
        carried = page_design(design)
        assert (carried.draws, carried.replicates) == (draws, replicates)
        np.testing.assert_array_equal(carried.uniforms(1, 3), design.uniforms(1, 3)[:, :draws])


def test_draws_survive_in_16_bits_where_that_says_enough() -> None:
    families = {
        "pert": mkba.Pert(0.15, 0.3, 0.5),
        "heavy": mkba.LogNormal(0.0, 4.0),
        "coin": mkba.Discrete((0.0, 1.0), (0.9, 0.1)),
        "wide": mkba.Normal(0.0, 1e9),
    }
    case = mkba.Model(families, lambda x: {"y": x["pert"]}, ["y"])
    design = Design(512, 4)
    found = page_draws(case, design)  # type: ignore[arg-type]
    run = mkba.simulate(case, draws=512, replicates=4)
    for name in families:
        exact, kept = run.inputs[name].to_numpy().ravel(), decoded(found[name])
        assert kept.shape == exact.shape
        np.testing.assert_allclose([kept.min(), kept.max()], [exact.min(), exact.max()], rtol=1e-7)
        spread = np.subtract(*np.quantile(exact, [0.75, 0.25]))
        assert np.abs(kept - exact).max() <= max(1e-3 * spread, 1e-7 * np.abs(exact).max())
    assert {name for name, column in found.items() if "low" in column} == {"pert", "wide"}
    assert set(decoded(found["coin"])) == {0.0, 1.0}


def test_controls_span_what_is_plausible_and_what_scenarios_set(model: mkba.CaseModel) -> None:
    made = {control.name: control for control in controls(model)}
    assert made.keys() == model.case.estimates.keys()
    recidivism, count, rate = (made[name] for name in ("recidivism", "evictions_prevented_reported", "discount_rate"))
    assert (recidivism.group, recidivism.low, recidivism.high, recidivism.scale) == ("uncertain", 0.15, 0.5, 100)
    assert 30 < count.low < 45 < 80 < count.high < 95
    assert (rate.group, rate.low, rate.high) == ("choice", 0.0, 0.11)
    assert made["qaly_value"].high >= 100_000
    assert made["cases_reported"].group == "fixed"
    for control in made.values():
        values = [scenario.values.get(control.name, control.value) for scenario in model.case.scenarios.values()]
        assert control.low <= min(values) <= max(values) <= control.high
        assert control.low < control.high
        for end in (control.low, control.high):
            assert end / control.step == pytest.approx(round(end / control.step), abs=1e-6)
    order = [control.name for control in controls(model) if control.group == "uncertain"]
    assert order[0] == "recidivism", "the one that carries most of the uncertainty"


STEPS = {
    "placements_prevented_reported": 1,  # children, of 27 to 69
    "top_escalations_prevented": 1,  # households, of 0 to 9
    "debt_trajectories": 2,
    "recidivism": 0.01,  # of 15 to 50 %
    "discount_rate": 0.001,  # of 0 to 11 %, which is not many whole steps
    "trajectory_price_level": 0.002,  # a level of about 1
}


def test_steps_are_whole_where_parts_say_nothing(model: mkba.CaseModel) -> None:
    made = {control.name: control for control in controls(model)}
    assert {name: made[name].step for name in STEPS} == pytest.approx(STEPS)
    assert [made[name].decimals for name in STEPS] == [0, 0, 0, 0, 1, 3]


@pytest.mark.parametrize(("width", "step"), [(100, 1), (0.35, 0.002), (1, 0.01), (8000, 50), (0.3, 0.002), (2e6, 2e4)])
def test_steps_are_round(width: float, step: float) -> None:
    assert nice_step(width) == pytest.approx(step)


def test_the_page_says_how_dependence_counts(tmp_path: Path) -> None:
    independent = case_page(minimal(tmp_path), **BRIEF)
    assert "The estimates are independent of each other here" in independent
    assert '<p class="with">' not in independent
    dependent = case_page(minimal(tmp_path, dependence="expected"), **BRIEF)
    assert "keep their own distribution" in dependent
    assert "correlated with: Households helped; Cost of shelter" in dependent


# --- the command; with --out in test_chapters.py


def test_the_command_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("aftercare.toml").write_text(MINIMAL, encoding="utf-8")
    options = ["--draws", "64", "--replicates", "2", "--scenario", "more_relapse", "--lang", "nl"]
    found = answer("report", "aftercare.toml", *options)
    assert found["file"] == "aftercare-report.html"
    assert found["scenario"] == ["more_relapse"]
    assert "Scenario: Meer terugval." in Path("aftercare-report.html").read_text(encoding="utf-8")
