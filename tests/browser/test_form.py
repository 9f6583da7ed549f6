"""The form for an expert: what it draws is what Python draws, and somebody fills it in on a phone."""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mkba_uncertainty as mkba
from mkba_uncertainty.analysis.experts import questions_of, read_answers
from mkba_uncertainty.case import Case
from mkba_uncertainty.elicitation import drawn, one_answer
from mkba_uncertainty.texts import Text

ARNHEM = mkba.load_case("arnhem-ozo")
ROOMS = files("mkba_uncertainty.report")
BOUNDS = ("lower", "upper", "middle")
CLOSE = 1e-9
SUPPORTS = [(0.0, 1.0), (-1.0, 1.0), (0.0, math.inf), (-math.inf, math.inf)]
LEVELS = [0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999]

# --- the same distribution as Python's


def quantiles_within(rng: random.Random, low: float, high: float) -> dict[str, Any]:
    """Three quantiles, now and then close together, lopsided, or powers of ten apart."""
    if math.isfinite(low + high):
        values = sorted(rng.uniform(low, high) for _ in range(3))
    elif math.isfinite(low):
        values = sorted(math.exp(rng.uniform(-1, 1) * rng.choice([0.1, 1, 5])) for _ in range(3))
    else:
        values = sorted(rng.gauss(0, 1) ** rng.choice([1, 3]) * 100 for _ in range(3))
    return {"quantiles": dict(zip(["0.05", "0.5", "0.95"], values, strict=True))}


def chips_within(rng: random.Random, low: float, high: float) -> dict[str, Any]:
    """Some chips in some bins, with gaps, with several peaks."""
    ends = [low if math.isfinite(low) else rng.uniform(-9, 0), high if math.isfinite(high) else rng.uniform(1, 99)]
    bins = rng.choice([5, 10, 20])
    chips = [max(0, round(rng.gauss(2, 3))) for _ in range(bins)]
    chips[: rng.randrange(3)] = []
    chips += [0] * (bins - len(chips))
    for place in (0, bins // 2, bins - 1):
        chips[place] += 1
    return {"roulette": {"low": ends[0], "high": ends[1], "chips": chips}}


def read(answer: dict[str, Any]) -> Any:
    """Read an answer of a file as Python does."""
    if "quantiles" in answer:
        return one_answer({"quantiles": {float(level): value for level, value in answer["quantiles"].items()}})
    low, high, chips = answer["roulette"].values()
    edges = np.linspace(low, high, len(chips) + 1)
    return one_answer({"roulette": dict(zip(pairwise(edges), chips, strict=True))})


@pytest.fixture(scope="module")
def answered() -> list[tuple[dict[str, Any], tuple[float, float], Any]]:
    """Many answers, each with its support and what Python draws of it."""
    rng = random.Random(15)
    return [
        (answer, support, drawn(read(answer), support))
        for support in SUPPORTS
        for made in (quantiles_within, chips_within)
        for _ in range(20)
        for answer in [made(rng, *support)]
    ]


def test_the_page_draws_what_python_draws(browser: Any, answered: list[tuple[dict[str, Any], Any, Any]]) -> None:
    script = (ROOMS / "form" / "assets" / "drawn.js").read_text("utf-8")
    page = browser.new_page()
    given = [
        (answer, *(end if math.isfinite(end) else None for end in support), family.ppf(LEVELS).tolist())
        for answer, support, family in answered
    ]
    found = page.evaluate(
        f"""([answers, levels]) => {{
        {script}
        return answers.map(([answer, low, high, values]) => {{
          const points = answer.quantiles ? pointsOfQuantiles(answer.quantiles) : pointsOfChips(answer.roulette);
          const family = distributionOf(points, low, high);
          return [
            levels.map((u) => family.quantile(u)), values.map((x) => family.probability(x)),
            levels.map((u) => family.density(u)),
          ];
        }});
        }}""",
        [given, LEVELS],
    )
    page.close()
    for (answer, _, family), (quantiles, probabilities, densities) in zip(answered, found, strict=True):
        values = family.ppf(LEVELS)
        assert quantiles == pytest.approx(values.tolist(), rel=CLOSE, abs=CLOSE), answer
        assert probabilities == pytest.approx(family.cdf(values).tolist(), abs=CLOSE), answer
        middle = slice(2, -2)  # further out chips at both ends may have their values on the ends, to the last digit
        assert densities[middle] == pytest.approx(np.exp(family.log_density(values))[middle].tolist(), rel=1e-6), answer


def test_these_answers_are_of_all_kinds(answered: list[tuple[dict[str, Any], Any, Any]]) -> None:
    """A term less for some, a lognormal for some: else the test above says little."""
    terms = [len(f.coefficients) if isinstance(f, mkba.Metalog) else "log" for *_, f in answered]
    assert {kind: terms.count(kind) for kind in set(terms)}.keys() == {2, 3, 4, "log"}
    lost = [a for (a, _, f), n in zip(answered, terms, strict=True) if "quantiles" in a and n == 2]
    assert lost, "none of the three quantiles is infeasible"


# --- somebody fills it in


NAMES = ["recidivism", "shelter_cost_per_year"]
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7 * 7 }} <b onclick=alert(3)>"


def form(folder: Path, case: Case = ARNHEM, names: list[str] = NAMES, **options: Any) -> Path:
    """Write a form."""
    file = folder / "form.html"
    file.write_text(mkba.elicitation_form(case, names, **options), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def arnhem_form(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A form about two estimates and how they go together, in each language."""
    return {
        lang: form(tmp_path_factory.mktemp(lang), pairs=[tuple(NAMES)], seed_questions=["Nights?"], lang=lang)
        for lang in ("nl", "en")
    }


class Keyboard:
    """Somebody who uses the keyboard alone."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def go(self, target: str) -> None:
        """Press Tab until the focus is there."""
        for _ in range(60):
            if self.page.evaluate("target => document.activeElement.matches(target)", target):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"Tab never comes to {target}")

    def press(self, target: str) -> None:
        self.go(target)
        self.page.keyboard.press("Enter")

    def type(self, target: str, text: str) -> None:
        """Type in a field, and go on to the next."""
        self.go(target)
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Enter")

    def choose(self, target: str) -> None:
        self.go(target.replace("roulette", "quantiles"))
        self.page.keyboard.press("ArrowDown")

    def lay(self, place: int, count: int) -> None:
        self.go(f"li:nth-child({place + 1}) .pile")
        for _ in range(count):
            self.page.keyboard.press("ArrowUp" if place % 2 else "+")

    def slide(self, target: str) -> None:
        """From 50 to 70."""
        self.go(target)
        for _ in range(4):
            self.page.keyboard.press("ArrowRight")


class Finger:
    """Somebody who taps."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def go(self, target: str) -> None:
        self.page.locator(f"{target} >> visible=true").first.tap()

    press = choose = go

    def type(self, target: str, text: str) -> None:
        self.go(target)
        self.page.keyboard.insert_text(text)
        self.press("button.main")

    def lay(self, place: int, count: int) -> None:
        """One too many, and that one off again."""
        row = self.page.locator(".step:not([hidden]) .bins li").nth(place).locator("button")
        for button in (1,) * (count + 1) + (0,):
            row.nth(button).tap()

    def slide(self, target: str) -> None:
        box = self.page.locator(target).bounding_box()
        self.page.touchscreen.tap(box["x"] + 8 + 0.7 * (box["width"] - 16), box["y"] + box["height"] / 2)


UNFOLD = """() => {
  for (const step of document.querySelectorAll(".step, .step [hidden]")) step.hidden = false;
  for (const one of document.querySelectorAll("details")) one.open = true;
}"""
"""Shows all steps at once, and all that comes in sight as one goes on."""

SMALL = """() => [...document.querySelectorAll("button, summary, label:has([type=radio]), input:not([type=radio]), a")]
  .filter((one) => one.offsetParent !== null && !one.closest(".skip, p a"))
  .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
  .filter(([, box]) => box.width < 44 || box.height < 44)
  .map(([html]) => html)"""
"""What is smaller than a finger."""


def assert_for_everybody(page: Any) -> None:
    """Nothing sticks out at 320 pixels, nothing is smaller than a finger, and axe finds nothing."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate(UNFOLD)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    assert page.evaluate(SMALL) == []
    found = Axe().run(page, None, {"resultTypes": ["violations"]}).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []


@pytest.mark.parametrize("means", [Keyboard, Finger])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_two_estimates_and_a_pair_on_a_phone(
    arnhem_form: dict[str, Path], visit: Callable[..., Any], lang: str, means: type[Keyboard | Finger], tmp_path: Path
) -> None:
    going = visit(arnhem_form[lang], width=360, height=740, touch=means is Finger)
    page, hand = going.page, means(going.page)
    hand.press("#start .main")
    for bound, value in zip(BOUNDS, ("20", "60", "35"), strict=True):
        hand.type(f"#practice-{bound}", value)
    assert "32" in page.locator("#practice [data-part=verdict]").inner_text()
    hand.press("#practice .main")

    for bound, value in zip(BOUNDS, ("15", "50", "30%"), strict=True):
        hand.type(f"#question-0-{bound}", value)
    assert "45%" in page.locator("#question-0 [data-part=statements]").inner_text()
    hand.press("#question-0 [data-part=confirm]")
    page.keyboard.insert_text("Zag ik <b>zelf</b>.\nTwee keer.")
    hand.press("#question-0 .main")

    hand.choose("#question-1 [value=roulette]")
    hand.type("#question-1-from", "10.000" if lang == "nl" else "10,000")
    hand.type("#question-1-to", "60000")
    for place, count in ((1, 2), (2, 3), (3, 2)):
        hand.lay(place, count)
    hand.press("#question-1 [data-part=confirm]")
    hand.press("#question-1 .main")

    said = page.locator("#pair-0-supposed").inner_text()
    assert "(30%)" in said
    hand.slide("#pair-0-slide")
    assert page.locator("#pair-0-above").input_value() == "70"
    hand.press("#pair-0 .main")
    hand.press("#seed-0 [data-part=skip]")

    page.locator("#end").wait_for()
    with page.expect_download() as download:
        hand.type("#expert", "Noor  de Vries")
    assert download.value.suggested_filename == "answers-arnhem-ozo-Noor-de-Vries.json"
    text = Path(download.value.path()).read_text("utf-8")
    asked = questions_of(ARNHEM, NAMES, pairs=[("recidivism", "shelter_cost_per_year")])
    one, other = asked.questions
    found = json.loads(text)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found.pop("date"))
    assert found == {
        "mkba_answers": 1,
        "case": "arnhem-ozo",
        "expert": "Noor de Vries",
        "lang": lang,
        "estimates": {
            "recidivism": {
                "version": one.version,
                "quantiles": {"0.05": 0.15, "0.95": 0.5, "0.5": 0.3},
                "reason": "Zag ik <b>zelf</b>.\nTwee keer.",
            },
            "shelter_cost_per_year": {
                "version": other.version,
                "roulette": {"low": 10000, "high": 60000, "chips": [0, 2, 3, 2, 0, 0, 0, 0, 0, 0]},
                "reason": "",
            },
        },
        "pairs": [{"between": NAMES, "version": asked.pairs[0].version, "above": 0.7, "reason": ""}],
        "seed_questions": [],
    }
    download.value.save_as(tmp_path / "noor.json")
    (expert,) = read_answers(tmp_path, ARNHEM).experts
    assert list(expert.estimates) == NAMES
    if means is Finger:
        assert_for_everybody(page)
    else:
        hand.press("#end [data-part=clear]")
        page.locator("#start").wait_for()
        assert page.locator("#question-0-lower").input_value() == page.locator("#expert").input_value() == ""


# --- what is typed


@pytest.fixture
def asked(arnhem_form: dict[str, Path], visit: Callable[..., Any]) -> Callable[..., Any]:
    """Go to the question about relapse."""

    def go(lang: str = "en", **options: Any) -> Any:
        page = visit(arnhem_form[lang], width=360, height=740, **options).page
        page.locator("#start .main").click()
        page.locator("#practice [data-part=skip]").click()
        return page

    return go


REFUSED = [
    ("lower", "", "Type a number here.", "Typ hier een getal."),
    ("lower", "abc", "abc is not a number. Type digits, such as 12 or 12.5.", "abc is geen getal."),
    ("lower", "1e400", "too large", "te groot"),
    ("lower", "0", "This must be more than 0%.", "Dit moet meer zijn dan 0%."),
    ("lower", "100", "This must be less than 100%.", "Dit moet minder zijn dan 100%."),
    ("lower", "-5", "This must be more than 0%.", "Dit moet meer zijn dan 0%."),
    ("lower", "20", None, None),
    ("upper", "20", "This must lie above your lower bound, 20%.", "Dit moet boven uw ondergrens liggen, 20%."),
    ("upper", "0.6", "This must lie above your lower bound", "Dit moet boven uw ondergrens liggen"),
    ("upper", "60", None, None),
    ("middle", "60", "This must lie below your upper bound, 60%.", "Dit moet onder uw bovengrens liggen, 60%."),
    ("middle", "32,5", None, None),
]


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_what_cannot_be_is_said_beside_the_field(asked: Callable[..., Any], lang: str) -> None:
    page = asked(lang)
    for bound, typed, *said in REFUSED:
        field, problem = page.locator(f"#question-0-{bound}"), page.locator(f"#question-0-{bound}-problem")
        field.fill(typed)
        field.press("Enter")
        words = said[lang == "nl"]
        assert field.get_attribute("aria-invalid") == str(words is not None).lower(), typed
        assert field.input_value() == typed
        if words is None:
            assert problem.is_hidden()
        else:
            assert words in problem.inner_text()
            assert page.evaluate("() => document.activeElement.id") == f"question-0-{bound}"
    assert page.locator("#question-0 [data-part=picture] path").count() == 3
    page.locator("#question-0-lower").fill("40")
    assert page.locator("#question-0 [data-part=check]").is_hidden(), "nothing is drawn of what cannot be"


TYPED = {
    "nl": {"45.000": 45_000, "45.000,5": 45_000.5, "0,125": 0.125, "0.125": 0.125, "12.5": 12.5, "-0,500": -0.5},
    "en": {"45,000": 45_000, "45000,5": 45_000.5, "0,125": 0.125, "0.125": 0.125, "12,5": 12.5, "-0,500": -0.5},
}


def test_a_comma_may_stand_for_a_point(browser: Any) -> None:
    script = (ROOMS / "frame" / "assets" / "typed.js").read_text("utf-8")
    page = browser.new_page()
    for lang, typed in TYPED.items():
        read_so = f"([texts, lang]) => {{ {script}; return texts.map((text) => readTyped(text, lang)); }}"
        assert page.evaluate(read_so, [list(typed), lang]) == list(typed.values()), lang
    page.close()


SAYS = re.compile(r"(more than|less than|between) ([\d.]+)%(?: and ([\d.]+)%)? is about (\d+)\sin\s(\d+)")

ROUND = (12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500, 1000)
"""Of how many people count one, where that is more than eleven."""


def counted(chance: float) -> tuple[int, int]:
    """Count a chance in whole tenths, or as one in the number that is nearest: by its size up to 11, then by ratio."""
    if chance > 0.7:
        count, of = counted(1 - chance)
        return of - count, of
    if chance > 0.3:
        return round(10 * chance), 10
    nearest = round(1 / chance) if chance > 1 / 11 else min(ROUND, key=lambda of: abs(math.log(of * chance)))
    return 1, nearest


def test_statements_are_true_of_the_curve(asked: Callable[..., Any]) -> None:
    page = asked()
    rng = random.Random(3)
    for _ in range(12):
        low, middle, high = sorted(rng.uniform(1, 99) for _ in range(3))
        for bound, value in zip(BOUNDS, (low, high, middle), strict=True):
            page.locator(f"#question-0-{bound}").evaluate("(field, text) => { field.value = text; }", str(value))
        page.locator("#question-0-middle").dispatch_event("input")
        family = drawn(one_answer({"quantiles": {0.05: low / 100, 0.5: middle / 100, 0.95: high / 100}}), (0.0, 1.0))
        said = page.locator("#question-0 [data-part=statements]").inner_text()
        found = SAYS.findall(said)
        assert len(found) == said.count("So you think") >= 2
        for way, x, other, count, of in found:
            below, above = (float(family.cdf(float(end) / 100)) for end in (x, other or x))
            chance = {"more than": 1 - below, "less than": below, "between": above - below}[way]
            assert (int(count), int(of)) == counted(chance), said


def answer_relapse(page: Any) -> None:
    for bound, value in zip(BOUNDS, ("15", "50", "30"), strict=True):
        page.locator(f"#question-0-{bound}").fill(value)
        page.locator(f"#question-0-{bound}").press("Enter")


def test_chips_in_two_heaps_are_said_to_have_no_smooth_curve(asked: Callable[..., Any]) -> None:
    page = asked()
    page.locator("#question-0 [value=roulette]").check(force=True)
    bent = page.locator("#question-0 [data-part=bent]")
    for place, count in enumerate([0, 3, 5, 2, 0, 0, 2, 5, 3]):
        for _ in range(count):
            page.locator("#question-0 .bins li").nth(place).locator("button").nth(1).click()
        if place == 3:
            assert not bent.is_visible()
    assert "No smooth curve" in bent.inner_text()


def test_only_what_the_expert_agreed_with_is_given_back(asked: Callable[..., Any]) -> None:
    page = asked()
    answer_relapse(page)
    main, confirm = page.locator("#question-0 .main"), page.locator("#question-0 [data-part=confirm]")
    main.click()
    assert "whether this is what you think" in page.locator("#question-0 [data-part=unconfirmed]").inner_text()
    confirm.click()
    assert confirm.get_attribute("aria-pressed") == "true"
    page.locator("#question-0-upper").fill("55")
    assert confirm.get_attribute("aria-pressed") == "false"
    page.locator("#question-0 [data-part=skip]").click()
    page.locator("#question-1 [data-part=skip]").click()
    assert "both questions" in page.locator("#pair-0 [data-part=early]").inner_text()
    page.locator("#pair-0 .main").click()
    page.locator("#seed-0 [data-part=skip]").click()
    states = page.locator("#end .state").all_inner_texts()
    assert states == ["Not confirmed yet: not in the file", "Not answered", "Not answered", "Not answered"]
    page.locator("#expert").fill("Noor")
    page.locator("#end .main").click()
    assert "no answer to save" in page.locator("#end [data-part=given]").inner_text()
    page.get_by_role("button", name="To this question: Relapse", exact=True).click()
    assert page.locator("#question-0-upper").input_value() == "55"


def test_what_was_typed_is_there_after_a_reload_and_in_the_other_language(asked: Callable[..., Any]) -> None:
    page = asked()
    answer_relapse(page)
    page.locator("#question-0 [data-part=confirm]").click()
    page.locator("#question-0-reason").fill("Seen it.")
    page.locator("#question-0 .main").click()
    page.locator("#question-1-lower").fill("12,500.5")
    page.get_by_role("button", name="Nederlands").click()
    assert page.locator("#question-1-lower").input_value() == "12.500,5"
    page.reload()
    assert page.evaluate("() => document.documentElement.lang") == "nl"
    assert page.locator("#question-1-lower").input_value() == "12.500,5"
    page.locator("#question-1 [data-part=back]").click()
    assert page.locator("#question-0-reason").input_value() == "Seen it."
    assert page.locator("#question-0 [data-part=confirm]").get_attribute("aria-pressed") == "true"


NO_STORE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } });"
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined });"


def test_a_browser_that_keeps_nothing_and_copies_nothing(asked: Callable[..., Any]) -> None:
    page = asked(before=NO_STORE + NO_CLIPBOARD)
    assert page.locator("[data-part=unkept]").is_visible()
    answer_relapse(page)
    page.locator("#question-0 [data-part=confirm]").click()
    page.locator("#question-0 .main").click()
    for step in ("question-1", "pair-0", "seed-0"):
        page.locator(f"#{step} [data-part=skip]").click()
    page.locator("#end [data-part=copy]").click()
    assert page.locator("#expert-problem").inner_text() == "Fill in your name."
    page.locator("#expert").fill("Noor")
    page.locator("#end [data-part=copy]").click()
    assert json.loads(page.locator("#answers-text").input_value())["expert"] == "Noor"


def test_labels_notes_and_questions_are_texts_only(visit: Callable[..., Any], tmp_path: Path) -> None:
    long = "zelfstandigenopkomstverbeteringsregeling" * 2
    hostile, relapse = Text(f"nl {HOSTILE} {long}", f"en {HOSTILE} {long}"), ARNHEM.estimates["recidivism"]
    case = replace(ARNHEM, estimates={**ARNHEM.estimates, "recidivism": replace(relapse, label=hostile, note=hostile)})
    page = visit(form(tmp_path, case, pairs=[tuple(NAMES)], seed_questions=[HOSTILE]), width=320).page
    page.evaluate(UNFOLD)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320
    page.locator("#end [data-part=back]").click()
    shown = page.locator("body").inner_text()
    assert "<script>alert(1)</script>" in shown
    assert "{{ 7 * 7 }}" in shown
    assert page.locator("script").count() == 2
    assert page.locator("[onclick], [onerror], main img").count() == 0
