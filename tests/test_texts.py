"""Numbers in words and figures, and a catalogue that is complete in both languages."""

from __future__ import annotations

import ast
import math
import re
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mkba_uncertainty
from mkba_uncertainty import errors
from mkba_uncertainty.texts import CATALOGUE, LANGUAGES, preferred_language, say
from mkba_uncertainty.texts.likelihood import balance_reading, likelihood
from mkba_uncertainty.texts.numbers import euros, number, percentage, range_text, ratio, share

AMOUNT = st.floats(-1e15, 1e15)
WIDTH = st.floats(0, 1e12)
PROBABILITY = st.floats(0, 1)
LANG = st.sampled_from(LANGUAGES)

# --- figures


@pytest.mark.parametrize(
    ("value", "half_width", "dutch", "english"),
    [
        (1_436_210.0, None, "€ 1,4 mln", "€1.4M"),
        (1_436_210.0, 300_000, "€ 1,4 mln", "€1.4M"),
        (1_436_210.0, 30_000, "€ 1,44 mln", "€1.44M"),
        (1_436_210.0, 3_000, "€ 1,44 mln", "€1.44M"),  # a hundredth of a million is the finest
        (1_436_210.0, 0, "€ 1,44 mln", "€1.44M"),
        (1_436_210.0, 3e6, "€ 1 mln", "€1M"),
        (1_436_210.0, 4e7, "€ 0", "€0"),  # the interval does not tell it from zero
        (1_400_000.0, 30_000, "€ 1,40 mln", "€1.40M"),
        (-706_000.0, 3_000, "−€ 706 duizend", "−€706k"),
        (-706_000.0, 30_000, "−€ 710 duizend", "−€710k"),
        (-706_000.0, None, "−€ 710 duizend", "−€710k"),
        (999_600.0, 1_000, "€ 1,00 mln", "€1.00M"),
        (45_000.0, None, "€ 45 duizend", "€45k"),
        (9_996.0, 100, "€ 10,0 duizend", "€10.0k"),
        (5_890.0, None, "€ 5.900", "€5,900"),
        (5_890.0, 2, "€ 5.890", "€5,890"),
        (99.6, None, "€ 100", "€100"),
        (23.5, 0, "€ 23,50", "€23.50"),
        (2.35, 0.2, "€ 2,35", "€2.35"),
        (2_500_000_000.0, None, "€ 2,5 mld", "€2.5bn"),
        (12_345_678_000_000.0, 0, "€ 12.345,68 mld", "€12,345.68bn"),
        (0.0, None, "€ 0", "€0"),
        (-0.001, None, "€ 0,00", "€0.00"),
    ],
)
def test_euros(value: float, half_width: float | None, dutch: str, english: str) -> None:
    interval = {} if half_width is None else {"low": value - half_width, "high": value + half_width}
    assert euros(value, "nl", **interval) == dutch
    assert euros(value, "en", **interval) == english


def test_euros_in_the_unit_of_the_other_rows_of_a_table() -> None:
    assert euros(-706_000.0, "nl", unit="million") == "−€ 0,71 mln"
    assert euros(-706_000.0, "en", low=-1e6, high=-4e5, unit="million") == "−€0.7M"
    assert euros(3_000.0, "en", unit="million") == "€0.00M"
    assert euros(1_436_210.0, "nl", low=1.43e6, high=1.44e6, unit="thousand") == "€ 1.436 duizend"
    assert euros(1_436_210.0, "nl", low=1.4362e6, high=1.4363e6, unit="euro") == "€ 1.436.210"


@pytest.mark.parametrize(
    ("value", "half_width", "dutch", "english"),
    [
        (421, None, "421", "421"),
        (8192, None, "8.192", "8,192"),
        (8192.0, None, "8.200", "8,200"),
        (0.507, None, "0,51", "0.51"),
        (0.507, 0, "0,507", "0.507"),
        (9.96, None, "10", "10"),
        (-1234.5, 0.25, "−1.234,5", "−1,234.5"),
        (33.0, 0.1 + 0.2 - 0.3 + 0.001, "33,000", "33.000"),
        (0.0, None, "0", "0"),
        (-0.04, 0.3, "0,0", "0.0"),
    ],
)
def test_number(value: float, half_width: float | None, dutch: str, english: str) -> None:
    interval = {} if half_width is None else {"low": value - half_width, "high": value + half_width}
    assert number(value, "nl", **interval) == dutch
    assert number(value, "en", **interval) == english


def test_ratio() -> None:
    assert ratio(5791 / 4355, "nl") == "1,33"
    assert ratio(5791 / 4355, "en", low=1.23, high=1.43) == "1.3"
    assert ratio(5791 / 4355, "en", low=1.3297, high=1.3298) == "1.33"


def test_share() -> None:
    assert share(258 / 421, "nl") == "61%"
    assert share(-0.0041, "en") == "−0.4%"
    assert share(-0.0041, "nl", low=-0.0042, high=-0.0040) == "−0,4%"
    assert share(0, "en") == "0%"
    assert share(1.437, "en", low=1.43, high=1.444) == "143.7%"


@pytest.mark.parametrize(
    ("p", "low", "high", "dutch", "english"),
    [
        (0.923, None, None, "92%", "92%"),
        (0.923, 0.920, 0.926, "92,3%", "92.3%"),
        (0.923, 0.9229, 0.9231, "92,3%", "92.3%"),  # a tenth is the finest
        (0.5, 0.3, 0.7, "50%", "50%"),
        (0.996, None, None, ">99%", ">99%"),
        (0.004, None, None, "<1%", "<1%"),
        (0.9998, 0.9997, 0.9999, ">99,9%", ">99.9%"),
        (0.0001, 0.0, 0.0002, "<0,1%", "<0.1%"),
        (1.0, None, None, "100%", "100%"),
        (1.0, 1.0, 1.0, "100%", "100%"),
        (0.0, 0.0, 0.0, "0%", "0%"),
        (1.0, 0.99955, 1.0, ">99,9%", ">99.9%"),
        (1.0, 0.9982, 1.0, ">99,8%", ">99.8%"),  # never more than the bound says
        (0.0, 0.0, 0.0123, "<1,3%", "<1.3%"),
    ],
)
def test_percentage(p: float, low: float | None, high: float | None, dutch: str, english: str) -> None:
    assert percentage(p, "nl", low=low, high=high) == dutch
    assert percentage(p, "en", low=low, high=high) == english


@pytest.mark.parametrize(
    ("low", "high", "kind", "dutch", "english"),
    [
        (0.21e6, 2.63e6, "euros", "€ 0,2 tot € 2,6 mln", "€0.2M to €2.6M"),
        (-300_000, 1.2e6, "euros", "−€ 0,3 tot € 1,2 mln", "−€0.3M to €1.2M"),
        (1_433_000, 1_439_000, "euros", "€ 1,433 tot € 1,439 mln", "€1.433M to €1.439M"),
        (35_000, 55_000, "euros", "€ 35 tot € 55 duizend", "€35k to €55k"),
        (2000, 2000, "euros", "€ 2.000", "€2,000"),
        (0.916, 0.931, "percentage", "91,6% tot 93,1%", "91.6% to 93.1%"),
        (0, 0.0004, "percentage", "0% tot 0,040%", "0% to 0.040%"),
        (0.7, 0.998, "percentage", "70% tot >99%", "70% to >99%"),
        (-0.2, 0.02, "share", "−20% tot 2%", "−20% to 2%"),
        (1.05, 1.62, "ratio", "1,1 tot 1,6", "1.1 to 1.6"),
        (8000, 16000, "number", "8.000 tot 16.000", "8,000 to 16,000"),
    ],
)
def test_range_text(low: float, high: float, kind: str, dutch: str, english: str) -> None:
    assert range_text(low, high, "nl", kind) == dutch
    assert range_text(low, high, "en", kind) == english


@pytest.mark.parametrize("write", [euros, number, ratio, share, percentage])
def test_what_has_no_figures_is_an_error(write: object) -> None:
    for value in (math.nan, math.inf):
        with pytest.raises(ValueError, match="no figures"):
            write(value)
    with pytest.raises(ValueError, match="both ends"):
        write(0.5, low=0.4)
    with pytest.raises(ValueError, match="not an interval"):
        write(0.5, low=0.6, high=0.4)
    with pytest.raises(ValueError, match="not an interval"):
        write(0.5, low=0.4, high=math.nan)


@pytest.mark.parametrize("p", [-0.01, 1.01])
def test_what_is_no_probability_is_an_error(p: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        percentage(p)
    with pytest.raises(ValueError, match="between 0 and 1"):
        likelihood(p)


def _read(text: str) -> float:
    """Read English figures back, as a person would."""
    units = {"bn": 1e9, "M": 1e6, "k": 1e3, "%": 0.01}
    text = text.replace("−", "-").replace("€", "").replace(",", "").strip("<>")
    for unit, size in units.items():
        if text.endswith(unit):
            return float(text.removesuffix(unit)) * size
    return float(text)


@given(AMOUNT, WIDTH)
def test_what_is_read_lies_within_the_interval_or_a_hundredth_of_the_unit(value: float, half_width: float) -> None:
    low, high = value - half_width, value + half_width
    read = _read(euros(value, low=low, high=high))
    slack = max((high - low) / 2, 0.006 * abs(value), 0.5 if abs(value) >= 100 else 0.005)
    assert abs(read - value) <= slack * 1.000001
    assert abs(_read(number(value, low=low, high=high)) - value) <= max((high - low) / 2, 1e-12) + 1e-12 * abs(value)


@given(AMOUNT)
def test_two_figures_without_an_interval_are_within_five_percent(value: float) -> None:
    assert abs(_read(euros(value)) - value) <= max(0.05 * abs(value) * 1.000001, 0.005)
    assert _read(number(value)) == pytest.approx(value, rel=0.05 * 1.000001, abs=0)


@given(AMOUNT, AMOUNT, st.none() | st.tuples(AMOUNT, WIDTH))
def test_a_larger_number_never_reads_smaller(one: float, other: float, around: tuple[float, float] | None) -> None:
    interval = {} if around is None else {"low": around[0] - around[1], "high": around[0] + around[1]}
    less, more = sorted((one, other))
    for write in (euros, number, ratio, share):
        if around is None or around[1] > 1e-3:  # an interval without width leaves each number its own last digit
            assert _read(write(less, **interval)) <= _read(write(more, **interval))


@given(PROBABILITY, PROBABILITY)
def test_a_larger_probability_never_reads_smaller(one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert _read(percentage(less)) <= _read(percentage(more))
    assert WORDS.index(likelihood(less)) <= WORDS.index(likelihood(more))


@given(PROBABILITY, PROBABILITY, PROBABILITY, LANG)
def test_only_certainty_reads_0_or_100_percent(one: float, other: float, third: float, lang: str) -> None:
    low, p, high = sorted((one, other, third))
    text = percentage(p, lang, low=low, high=high)
    assert (text in ("0%", "100%")) == (low == high and p in (0, 1))
    if text.startswith(">"):
        assert _read(percentage(p, low=low, high=high)) <= p + 1e-12
    if text.startswith("<"):
        assert _read(percentage(p, low=low, high=high)) >= p - 1e-12


@given(AMOUNT, AMOUNT, LANG)
def test_the_ends_of_a_range_stay_apart(one: float, other: float, lang: str) -> None:
    low, high = sorted((one, other))
    for kind in ("euros", "number", "ratio", "share"):
        text = range_text(low, high, lang, kind)
        if high - low > 0.1 + 1e-9 * max(abs(low), abs(high)):
            first, second = text.split({"nl": " tot ", "en": " to "}[lang])
            assert first != second
    if low >= 0 and high <= 1:
        assert range_text(low, high, lang, "percentage")


# --- words

WORDS = [
    "exceptionally unlikely",
    "very unlikely",
    "unlikely",
    "about as likely as not",
    "likely",
    "very likely",
    "virtually certain",
]


@pytest.mark.parametrize(
    ("p", "english"),
    [
        (0, "exceptionally unlikely"),
        (0.01, "exceptionally unlikely"),
        (0.011, "very unlikely"),
        (0.10, "very unlikely"),
        (0.11, "unlikely"),
        (0.33, "unlikely"),
        (0.34, "about as likely as not"),
        (0.659, "about as likely as not"),
        (0.66, "likely"),
        (0.899, "likely"),
        (0.90, "very likely"),
        (0.989, "very likely"),
        (0.99, "virtually certain"),
        (1, "virtually certain"),
    ],
)
def test_likelihood_words_are_the_ipccs(p: float, english: str) -> None:
    assert likelihood(p, "en") == english


def test_likelihood_words_are_knmis_in_dutch() -> None:
    assert [likelihood(p, "nl") for p in (0.005, 0.05, 0.2, 0.5, 0.8, 0.95, 0.995)] == [
        "zo goed als uitgesloten",
        "zeer onwaarschijnlijk",
        "onwaarschijnlijk",
        "ongeveer even waarschijnlijk als onwaarschijnlijk",
        "waarschijnlijk",
        "zeer waarschijnlijk",
        "zo goed als zeker",
    ]


@pytest.mark.parametrize(
    ("probability", "low", "high", "expected"),
    [
        (0.97, 0.1e6, 2.7e6, "positive"),
        (0.90, -0.1e6, 2.7e6, "positive"),
        (0.95, 0.0, 0.01e6, "positive"),  # small, but of one sign
        (0.10, -2.7e6, 0.1e6, "negative"),
        (0.60, -0.3e6, 0.5e6, "about_equal"),
        (0.60, -0.3e6, 0.6e6, "uncertain"),
        (0.40, -0.6e6, 0.3e6, "uncertain"),
        (0.50, -3e6, 3e6, "uncertain"),  # equal in the middle only
    ],
)
def test_balance_reading(probability: float, low: float, high: float, expected: str) -> None:
    assert balance_reading(probability, low, high, 5e6) == expected
    for lang in LANGUAGES:
        assert say(f"verdict.{expected}", lang)


def test_a_balance_without_costs_is_never_about_equal() -> None:
    assert balance_reading(0.5, -1.0, 1.0, 0.0) == "uncertain"
    assert balance_reading(0.5, -1.0, 1.0, -100.0) == "uncertain"


# --- the catalogue


def _names(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_an_error_speaks_both_languages_and_says_where() -> None:
    error = errors.CaseError("several", file="case.toml", line=3, key="posts.shelter", count=2)
    assert error.text("nl") == "case.toml, regel 3, posts.shelter: 2 fouten gevonden"
    assert str(error) == "case.toml, line 3, posts.shelter: 2 errors found"


@pytest.mark.parametrize("key", CATALOGUE)
def test_every_sentence_says_the_same_in_both_languages(key: str) -> None:
    dutch, english = CATALOGUE[key]
    assert dutch.strip()
    assert english.strip()
    assert _names(dutch) == _names(english)
    assert all(name.isidentifier() for name in _names(english)), "names only: no positions, no attributes"


PARTS = ("error.place.line", "error.several")
"""What an error is put together with, not a sentence."""


@pytest.mark.parametrize("key", [key for key in CATALOGUE if key.startswith("error.") and key not in PARTS])
def test_every_error_says_what_is_wrong_and_what_to_do(key: str) -> None:
    for text in CATALOGUE[key]:
        sentences = re.split(r"(?<=[.?])\s+|\{did_you_mean\}\s*|;\s+", text)
        assert len(sentences) >= 2, "what was found, and what was expected or is to be done"
        assert text[-1] in ".?" or "pip install" in sentences[-1]
        assert not re.search(r"\d %|\bquotes\b", text), "12% and quotation marks, as in all other texts"


@pytest.mark.parametrize("key", CATALOGUE)
def test_dutch_has_one_word_for_a_case_and_for_a_replicate(key: str) -> None:
    dutch = re.sub(r"mkba \w+|[\[{]case[\]}]|case\.\w+", "", CATALOGUE[key][0])
    assert not re.search(r"\b[Cc]ases?\b|casebestand|herhaling", dutch)


def _calls() -> list[tuple[str, ast.Call]]:
    package = Path(mkba_uncertainty.__file__).parent
    return [
        (f"{path.relative_to(package)}:{node.lineno}", node)
        for path in sorted(package.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)
    ]


def _sentences_used() -> list[tuple[str, str, ast.Call]]:
    classes = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
    used = []
    for place, call in _calls():
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in classes and issubclass(getattr(errors, name), errors.MkbaError):
            used.append((place, f"error.{call.args[0].value}", call))
        elif name == "say":
            used.append((place, str(call.args[0].value), call))
    return used


def test_every_sentence_used_exists_and_gets_the_values_it_mentions() -> None:
    used = _sentences_used()
    assert used
    assert [f"{place}: no sentence {key}" for place, key, _ in used if key not in CATALOGUE] == []
    for place, key, call in used:
        given_names = {keyword.arg for keyword in call.keywords} | {"key", "file"}
        given_names |= {"did_you_mean"} if "nearest" in given_names else set()
        missing = _names(CATALOGUE[key][1]) - given_names
        assert None in given_names or not missing, f"{place}: {key} mentions {sorted(missing)}"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "MKBA_LANG": "nl"}, "nl"),
        ({"LANG": "nl_BE", "MKBA_LANG": "de"}, "nl"),
    ],
)
def test_preferred_language(environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MKBA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert preferred_language() == language
