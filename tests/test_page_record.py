"""The page's account: every estimate and post, the reconciliation, what is left out, the method."""

from __future__ import annotations

import html as entities
import re
import shlex
import sys
from collections import Counter
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import FULL, MINIMAL, changed, minimal
from command_line import mkba as command

import mkba_uncertainty as mkba
from mkba_uncertainty import reconciliation
from mkba_uncertainty.analysis import claims_lead
from mkba_uncertainty.analysis.answer import convergence
from mkba_uncertainty.design import Design
from mkba_uncertainty.report import Analyses
from mkba_uncertainty.report.page import case_page, labels_of, silhouette
from mkba_uncertainty.report.page.chapters import (
    estimates_section,
    limits_section,
    method_section,
    reconciliation_section,
)
from mkba_uncertainty.texts.places import place_text

SECTIONS = (estimates_section, reconciliation_section, limits_section, method_section)
FEW: dict[str, Any] = {"draws": 64, "replicates": 4}
page = partial(case_page, chapters=SECTIONS, **FEW)


class Rows(HTMLParser):
    """Collects the cells of every table, in one language."""

    def __init__(self, html: str, lang: str = "en") -> None:
        super().__init__()
        self.lang, self.rows, self.skipping = lang, [], 0
        self.cell: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.skipping or dict(attrs).get("lang", self.lang) != self.lang:
            self.skipping += tag not in ("path", "line", "circle")
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.cell = []

    def handle_endtag(self, tag: str) -> None:
        if self.skipping:
            self.skipping -= 1
        elif tag in ("td", "th") and self.cell is not None:
            self.rows[-1].append(" ".join("".join(self.cell).split()))
            self.cell = None

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.skipping:
            self.cell.append(data)


def rows(section: Any, analyses: Analyses, lang: str = "en") -> dict[str, list[str]]:
    """Give the tables of a section: what names a row -> the other cells."""
    return {row[0]: row[1:] for row in Rows(str(section(analyses).html), lang).rows if row}


@pytest.fixture(scope="module")
def arnhem() -> Analyses:
    return Analyses(mkba.build_model(mkba.load_case("arnhem-ozo")), Design(64, 4))


# --- every estimate


def test_every_estimate_stands_there_once_with_the_value_of_the_case(arnhem: Analyses) -> None:
    case = arnhem.model.case
    table = Rows(str(estimates_section(arnhem).html)).rows
    assert sum(len(row) == 5 for row in table) == len(case.estimates) + 1
    for estimate in case.estimates.values():
        (row,) = [row for row in table if len(row) == 5 and f"{row[0]} ".startswith(f"{estimate.label.en} ")]
        shown = float(row[1].split()[0].replace(",", "").rstrip("%"))
        assert shown == pytest.approx(estimate.value * (100 if estimate.unit == "share" else 1), abs=0.05), row
        assert (
            row[3] == {"published": "published", "implied": "back-calculated", "judgement": "judgement"}[estimate.basis]
        )
        assert (
            row[4]
            == f"{place_text(estimate.source.place).en} [{list(case.documents).index(estimate.source.document) + 1}]"
        )
        for expert in estimate.experts:
            assert f"{100 * expert.answer:g}%" in row[0]
        if estimate.note:
            assert " ".join(estimate.note.en.split()) in row[0]


def test_choices_and_fixed_numbers_are_marked_as_such(arnhem: Analyses) -> None:
    found = Counter(row[2] for row in Rows(str(estimates_section(arnhem).html)).rows if len(row) == 5)
    estimates = arnhem.model.case.estimates.values()
    assert found["choice"] == sum(one.role in ("lever", "value_choice") for one in estimates)
    assert found["fixed"] == sum(not one.is_uncertain for one in estimates) - found["choice"]


def test_the_range_holds_nine_tenths(arnhem: Analyses) -> None:
    relapse = next(row for row in Rows(str(estimates_section(arnhem).html)).rows if row[0].startswith("Relapse"))
    low, high = re.findall(r"(\d+)%", relapse[2])
    family = arnhem.model.inputs["recidivism"]
    assert family.cdf(float(high) / 100) - family.cdf(float(low) / 100) == pytest.approx(0.9, abs=0.02)


def test_what_is_taken_from_a_list_says_which_and_how_it_was_converted(tmp_path: Path) -> None:
    html = str(estimates_section(Analyses(minimal(tmp_path, FULL), Design(64, 4))).html)
    (row,) = [row for row in Rows(html).rows if row[0].startswith("Direct cost of an eviction")]
    assert row[4] == (
        "3.2.3, 2a [2] arnhem-ozo-2014:eviction €5,000 in prices of 2012 × 1.1194 (Consumentenprijzen; prijsindex"
        " 2015=100, StatLine 83131NED) is €5,600 in prices of 2020."  # 107.51 / 96.04; in three digits
    )
    assert "The makers of the case arnhem-ozo; the report gives no ranges." in row[0]
    assert "LPBL: Merei Lubbe, Veroni Larsen" in html


def lead(analyses: Analyses, lang: str) -> str:
    """Give what stands above the estimates."""
    (said,) = re.findall(r'<p class="lead">(.*?)</p>', str(estimates_section(analyses).html))
    return " ".join(re.findall(rf'<span lang="{lang}">(.*?)</span>', said))


def test_how_many_rest_on_judgement_is_said_first(tmp_path: Path) -> None:
    analyses = Analyses(minimal(tmp_path), Design(64, 4))
    # relapse is judged by experts, so is the stay; the discount rate is the maker's; three others are published
    assert lead(analyses, "en").startswith(
        "Of the 6 numbers behind this answer, 3 rest on judgement (judged by experts: 2; chosen by the maker of"
        " this case: 1). Of the others, printed in a source: 3; back-calculated from published figures: 0."
    )
    assert lead(analyses, "nl").endswith("Onzeker, met een verdeling: 3; een keuze: 2; vast: 1.")


@pytest.mark.parametrize("name", ["arnhem-ozo", "den-haag-scm"])
def test_the_counts_add_up(name: str) -> None:
    case = mkba.load_case(name)
    said = lead(Analyses(mkba.build_model(case), Design(64, 4)), "nl")
    total, judged, experts, own, published, implied, both, solved_for, *kinds = map(int, re.findall(r"\d+", said))
    assert total == len(case.estimates) == judged + published + implied
    assert judged == experts + own
    assert solved_for == implied + both == sum(one.basis == "implied" for one in case.estimates.values())
    assert sum(kinds) == total


def test_an_estimate_that_a_scenario_fixes_says_so(tmp_path: Path) -> None:
    html = str(estimates_section(Analyses(minimal(tmp_path, scenarios=["more_relapse"]), Design(64, 4))).html)
    assert "Fixed at 40% on this page, by a scenario." in html
    assert html.count("by a scenario") == 1


def hill(family: mkba.Family, value: float) -> tuple[np.ndarray, bool]:
    """Give the outline that is drawn, in parts of the width and the height."""
    svg, comparable = silhouette(family, value)
    outline = re.findall(r'<path d="M([^"]*)Z"', svg)[0]
    points = np.array([[float(number) for number in point.split(",")] for point in outline.split("L")])
    return points / (120, 30), comparable


@pytest.mark.parametrize(
    ("family", "value", "comparable"),
    [
        (mkba.Pert(0.15, 0.3, 0.5), 0.3, True),
        (mkba.Pert(0.5, 1.0, 1.0), 1.0, True),
        (mkba.Gamma(60), 60.0, True),
        (mkba.Beta(0.5, 0.5), 0.5, True),
        (mkba.Normal(0.0, 1.0), 0.0, False),
        (mkba.Normal(1.0, 5.0), 1.0, False),
        (mkba.LogNormal(0.0, 3.0), 1.0, False),
        (mkba.Discrete((0.0, 1.0), (0.9, 0.1)), 0.1, False),
        (mkba.Pert(-5.0, -3.0, -1.0), -3.0, True),
    ],
)
def test_a_hill_is_the_density(family: mkba.Family, value: float, comparable: bool) -> None:
    points, found = hill(family, value)
    assert found is comparable
    assert points.min() >= 0
    assert points[:, 0].max() <= 1
    assert points[:, 1].min() == 0
    assert points[:, 1].max() == 1
    assert np.all(np.diff(points[:, 0]) >= 0)
    if comparable and not family.atoms:
        heights = 1 - points[1:-1, 1]
        middle = np.sum(points[1:-1, 0] * heights) / heights.sum()
        low, high = sorted((0.0, 2 * value))
        assert low + middle * (high - low) == pytest.approx(family.mean, rel=0.03)


def test_values_of_their_own_are_drawn_as_blocks() -> None:
    points, _ = hill(mkba.Discrete((0.0, 1.0), (0.9, 0.1)), 0.1)
    np.testing.assert_allclose(sorted(set(points[:, 1])), [0.0, 1 - 0.1 / 0.9, 1.0], atol=0.002)


# --- every post


def test_every_post_and_quantity_is_written_in_words_with_its_amount(arnhem: Analyses) -> None:
    case = arnhem.model.case
    html = str(estimates_section(arnhem).html)
    words = {entities.unescape(word) for word in re.findall(r"<mtext><span>([^<]*)</span></mtext>", html)}
    used = frozenset().union(
        *(quantity.formula.names for quantity in case.quantities.values()),
        *(post.amount.names for post in case.posts.values()),
        *(post.timing.years.names for post in case.posts.values() if post.timing.years),
    )
    labels = labels_of(case)
    assert {labels[name][lang] for name in used for lang in ("nl", "en")} <= words
    assert html.count('<details class="record">') == len(case.posts)
    for name, post in case.posts.items():
        point = arnhem.answer.outcomes[f"post:{name}"].point
        assert point is not None
        assert f"€{point:,.0f}".replace("€-", "−€") in html, name
        assert f"<code>{name}: {entities.escape(post.amount.text)}</code>" in html


def test_intermediate_results_at_the_point_estimates(arnhem: Analyses) -> None:
    html = str(estimates_section(arnhem).html)
    values = arnhem.model.points
    evictions = (
        values["evictions_prevented_reported"]
        * values["caseload_scale"]
        * values["escalation_prevention_level"]
        * values["attribution_evictions"]
        * (1 - values["recidivism"])
    )
    assert f">{float(f'{evictions:.4g}'):g} households<" in html


def test_timing_in_words(tmp_path: Path) -> None:
    html = str(estimates_section(Analyses(minimal(tmp_path, FULL), Design(64, 4))).html)
    for sentence in (
        "Once, in year 2025. The amount is already a present value, at a discount rate of 3%.",
        "Every year from year 2025, evenly over the number of years.",
        "Municipality 75%; Households 25%",
        "Wie wint",
    ):
        assert sentence in html


# --- the reconciliation


@pytest.mark.parametrize(
    ("found", "english", "dutch"),
    [
        (
            {"no": 1},
            "The model does not reproduce the one claim in the publication.",
            "De ene bewering in de publicatie",
        ),
        ({"yes": 3}, "The model reproduces all 3 claims in the publication.", "Het model geeft alle 3 beweringen"),
        (
            {"yes": 2, "no": 1},
            "the model reproduces 2 and does not reproduce 1.",
            "geeft het model er 2 terug en 1 niet.",
        ),
        (
            {"no": 2, "unknown": 1},
            "the model reproduces none; one cannot be checked.",
            "geen terug; één is niet na te",
        ),
        ({"yes": 5, "unknown": 2}, "the model reproduces 5; 2 cannot be checked.", "5 terug; 2 zijn niet na te gaan."),
    ],
)
def test_claims_are_counted_without_what_is_nil(found: dict[str, int], english: str, dutch: str) -> None:
    text = claims_lead(Counter(found))
    assert text.en.endswith(english)
    assert dutch in text.nl


def test_only_estimates_that_were_solved_for_are_said_to_be(arnhem: Analyses, tmp_path: Path) -> None:
    none = str(reconciliation_section(Analyses(minimal(tmp_path), Design(64, 4))).html)
    assert "No published outcome enters" in none
    assert "back-calculated from published figures" not in none
    assert "estimates were back-calculated from published figures" in str(reconciliation_section(arnhem).html)


@pytest.mark.parametrize("name", ["arnhem-ozo", "den-haag-scm"])
def test_published_lines_equal_the_reconciliation(name: str) -> None:
    analyses = Analyses(mkba.build_model(mkba.load_case(name)), Design(64, 4))
    result = reconciliation(analyses.model.case)
    found = Rows(str(reconciliation_section(analyses).html)).rows
    lines = [row for row in found if len(row) == 6][1:]
    assert len(lines) == len(result.lines)
    plain = str.maketrans({"€": None, ",": None, "\N{WORD JOINER}": None, "−": "-"})
    for row, line in zip(lines, result.lines, strict=True):
        amounts = [float(cell.translate(plain)) for cell in row[1:4]]
        assert row[0] == line.label.en
        np.testing.assert_allclose(amounts, [line.published, line.computed, line.difference], atol=0.51)
    claims = [row for row in found if len(row) == 4][1:]
    verdicts = {True: "✓ yes", False: "✗ no", None: "cannot be checked"}
    assert [row[3] for row in claims] == [verdicts[check.reproduced] for check in result.claims]
    for row, check in zip(claims, result.claims, strict=True):
        assert row[0].startswith(check.claim.label.en)
        if check.claim.note:
            assert row[0].endswith(" ".join(check.claim.note.en.split()))


def test_findings_gaps_and_overlaps_are_all_there(arnhem: Analyses) -> None:
    case = arnhem.model.case
    html = entities.unescape(str(reconciliation_section(arnhem).html) + str(limits_section(arnhem).html))
    for remark in (*case.findings, *case.not_valued, *case.overlaps):
        for lang in ("nl", "en"):
            assert remark.text[lang] in html
    assert f"About: {'; '.join(case.posts[name].label.en for name in case.overlaps[0].posts)}." in html


def test_a_case_that_claims_nothing_still_has_a_page(tmp_path: Path) -> None:
    text = MINIMAL[: MINIMAL.index("[claims.relapse]")] + "[variants" + MINIMAL.partition("[variants")[2]
    claims = ("published = 100000\n", "published = 126000\n", "[published]\nnet_benefit = 26000\n")
    html = page(minimal(tmp_path, changed(dict.fromkeys(claims, ""), text)))
    for sentence in (
        "The case names no published lines to compare with.",
        "The case names no items that cannot be valued.",
        "De casus noemt geen posten die elkaar mogelijk overlappen.",
    ):
        assert sentence in html
    assert '<table class="claims">' not in html


# --- the method


def test_errors_against_replicates_are_those_of_shorter_runs(arnhem: Analyses) -> None:
    design = Design(64, 8, 5)
    found = convergence(arnhem.model, design)
    assert [step.replicates for step in found.steps] == list(range(2, 9))
    for step in (found.steps[0], found.steps[2], found.steps[-1]):
        run = mkba.confidence(arnhem.model, draws=64, replicates=step.replicates, rng=5, outcomes=["net_benefit"])
        mean, chance = run.outcomes["net_benefit"].mean, run.probabilities["net_benefit > 0"]
        assert mean is not None
        assert chance is not None
        assert step.mean == pytest.approx(mean.width / 2, rel=1e-9)
        assert step.probability == pytest.approx(chance.width / 2, rel=1e-9)
    assert found.expected()[-1] == pytest.approx(found.steps[-1].mean)
    assert [row for row in rows(method_section, Analyses(arnhem.model, design)) if row.isdigit()] == ["4", "8"]
    assert list(found.to_frame()["replicates"]) == list(range(2, 9))


def test_the_noise_of_an_error_is_as_large_as_it_says() -> None:
    rng = np.random.default_rng(7)
    model = mkba.Model({"x": mkba.Normal(0.0, 1.0)}, lambda x: {"y": x["x"]}, ["y"])
    low, high = convergence(model, Design(4, 8), outcome="y").noise
    spreads = rng.standard_normal((100_000, 8)).std(axis=1, ddof=1)
    average = spreads.mean()
    assert np.mean((spreads * low < average) & (spreads * high > average)) == pytest.approx(0.95, abs=0.005)
    assert (low, high) == (pytest.approx(0.9650 * 0.6612, abs=1e-4), pytest.approx(0.9650 * 2.0353, abs=1e-4))


def test_theory_expects_what_intervals_of_normal_numbers_are_on_average(arnhem: Analyses) -> None:
    found = convergence(arnhem.model, Design(64, 8, 5))
    expected = dict(zip([step.replicates for step in found.steps], found.expected(), strict=True))
    drawn = np.random.default_rng(7).standard_normal((400_000, 8))
    widths = {
        count: student / count**0.5 * drawn[:, :count].std(axis=1, ddof=1).mean()
        for count, student in {2: 12.7062047, 4: 3.1824463, 8: 2.3646243}.items()
    }
    assert expected[2] / expected[8] == pytest.approx(widths[2] / widths[8], rel=0.005)
    assert expected[4] / expected[8] == pytest.approx(widths[4] / widths[8], rel=0.005)


def command_for(model: mkba.CaseModel) -> list[str]:
    """Give the arguments of the command on the page."""
    section = str(method_section(Analyses(model, Design(32, 2, 3))).html)
    (found,) = re.findall(r'<pre class="command"><code><span lang="nl">[^<]*</span><span lang="en">([^<]*)<', section)
    _, *arguments = shlex.split(entities.unescape(found))
    return arguments


@pytest.mark.usefixtures("unrendered")
def test_the_command_on_the_page_makes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shipped = mkba.load_case("den-haag-scm")
    assert command_for(mkba.build_model(shipped, scenarios=list(shipped.scenarios)[:1]))[:2] == ["report", shipped.name]
    minimal(tmp_path)
    model = mkba.build_model(mkba.load_case("aftercare.toml"), scenarios=["more_relapse"])
    arguments = command_for(model)
    assert arguments[-2:] == ["--lang", "en"]
    assert command(*arguments, "--quiet").returncode == 0
    written = (tmp_path / "aftercare-report.html").read_text(encoding="utf-8")
    assert written == case_page(model, draws=32, replicates=2, rng=3)


def test_a_case_of_ones_own_is_named_by_its_file(tmp_path: Path) -> None:
    assert command_for(minimal(tmp_path))[:2] == ["report", "aftercare.toml"]
    folder = tmp_path / "arnhem-ozo.toml"
    folder.write_text(MINIMAL, encoding="utf-8")
    assert command_for(mkba.build_model(mkba.load_case(folder)))[:2] == ["report", "arnhem-ozo.toml"]
    assert str(tmp_path) not in page(minimal(tmp_path))


def test_without_a_seed_there_is_no_command(tmp_path: Path) -> None:
    section = str(method_section(Analyses(minimal(tmp_path), Design(32, 2, np.random.default_rng(1)))).html)
    assert "cannot be made again exactly" in section
    assert 'class="command"' not in section


def test_versions_and_hash(arnhem: Analyses) -> None:
    section = str(method_section(arnhem).html)
    for fact in (arnhem.model.case.sha256, mkba.__version__, np.__version__, sys.version.split()[0]):
        assert fact in section


# --- all of it


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_whatever_comes_from_a_case_is_escaped(tmp_path: Path, lang: str) -> None:
    evil = "<img src=x onerror=alert(1)> & {{ 7 * 7 }}"
    hostile = re.sub(rf'({lang} = )"([^"]*)"', lambda found: f'{found[1]}"{evil} {found[2]}"', FULL)
    hostile = hostile.replace('place = "', f'place = "{evil}').replace('author = "', f'author = "{evil}')
    html = page(minimal(tmp_path, hostile))
    assert "<img" not in html
    assert html.count(entities.escape(evil)) > 40


def test_a_case_in_which_nothing_is_uncertain(tmp_path: Path) -> None:
    text = re.sub(r"^distribution = .*\n", "", MINIMAL, flags=re.MULTILINE)
    text = re.sub(r"correlations = \[.*?^\]", "correlations = []", text, flags=re.MULTILINE | re.DOTALL)
    html = page(minimal(tmp_path, text))
    assert "Were these enough draws?" not in html
    assert "Make this page again" in html
