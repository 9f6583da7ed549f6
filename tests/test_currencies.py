"""Other currencies than the euro, amounts for each of something, and cases in one language."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.numbers import format_currency
from cases import MINIMAL, changed, minimal, read, same

import mkba_uncertainty as mkba
from mkba_uncertainty import confidence, reconciliation
from mkba_uncertainty.errors import FormulaError
from mkba_uncertainty.formula import parse
from mkba_uncertainty.plotting import plot_waterfall
from mkba_uncertainty.report.frame import written_so
from mkba_uncertainty.texts import LANGUAGES
from mkba_uncertainty.texts.currencies import currency_names
from mkba_uncertainty.texts.figures import Money, about, exact, figure, in_full, money, range_text, tick_text
from mkba_uncertainty.units import same_unit, unit_of

DOLLARS = changed(
    {
        "price_level = 2020\n": 'price_level = 2020\ncurrency = "USD"\n'
        'per = { nl = "per deelnemer", en = "per participant" }\n'
    },
    MINIMAL.replace("EUR", "USD"),
)


@pytest.mark.lowest
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("currency", ["USD", "GBP", "CHF", "JPY", "NLG", "KWD"])
def test_amounts_are_written_as_babel_writes_them(currency: str, lang: str) -> None:
    for value in (0.0, 7.0, -7.0, 12.34, 98_765.0, -1_234_567.0):
        digits = None if abs(value) < 100 and value % 1 else "¤#,##0" if lang == "en" else "¤ #,##0;¤ -#,##0"
        wanted = format_currency(value, currency, format=digits, locale=lang, currency_digits=digits is None)
        wanted = wanted.replace("-", "−").replace("\N{NO-BREAK SPACE}", " ")
        assert money(exact(value), lang, unit="euro", currency=currency) == wanted


@pytest.mark.parametrize(
    ("text", "dutch", "english"),
    [
        (lambda lang: money(1_436_210.0, lang, currency="USD"), "US$ 1,4 mln", "$1.4M"),
        (lambda lang: money(-63_000.0, lang, currency="GBP"), "£ −63 duizend", "−£63k"),
        (lambda lang: money(2.5e9, lang, currency="JPY"), "JP¥ 2,5 mld", "¥2.5bn"),
        (lambda lang: money(12.5, lang, currency="JPY"), "JP¥ 12", "¥12"),
        (lambda lang: money(about(45.6, 0.1), lang, currency="CHF"), "CHF 45,60", "CHF45.60"),
        (lambda lang: range_text(6e4, 12e4, lang, Money("NLG")),
         "NLG 60 duizend tot NLG 120 duizend", "NLG60k to NLG120k"),
        (lambda lang: figure(1234.4, Money("USD", whole=True), lang), "US$ 1.234", "$1,234"),
        (lambda lang: figure(0.22, Money("USD", whole=True), lang), "US$ 0,22", "$0.22"),
        (lambda lang: figure(in_full(0.22, beside=131.0), Money("USD", whole=True), lang), "US$ 0", "$0"),
        (lambda lang: tick_text(5e5, [0.0, 5e5, 1e6], lang, Money("USD")), "US$ 0,5 mln", "$0.5M"),
        (lambda lang: range_text(6e4, 12e4, lang), "€ 60 duizend tot € 120 duizend", "€60k to €120k"),
    ],
)  # fmt: skip
def test_magnitudes_are_said_in_our_words(text: object, dutch: str, english: str) -> None:
    assert [text(lang) for lang in LANGUAGES] == [dutch, english]  # type: ignore[operator]


def test_a_currency_has_a_name_and_an_article() -> None:
    said = {
        code: " ".join(currency_names(code)[name].en for name in ("a", "currency", "sums")) for code in ("EUR", "AUD")
    }
    assert said == {"EUR": "a euro euros", "AUD": "an Australian dollar Australian dollars"}
    assert currency_names("GBP")["sums"].nl == "Britse pond"
    assert currency_names(None)["currency"].nl == "geldeenheid"


def test_two_currencies_in_one_sum_are_both_named() -> None:
    units = {"rent": "USD / year", "wage": "EUR / year", "rate": "USD / EUR"}
    with pytest.raises(FormulaError) as raised:
        unit_of(parse("rent + wage"), units)
    assert raised.value.code == "unit_currency"
    assert raised.value.facts == {
        "term": "wage", "found": "EUR / year", "expected": "USD / year", "missing": "USD / EUR",
    }  # fmt: skip
    assert unit_of(parse("rent + wage * rate"), units) == "USD / year"
    assert not same_unit("USD", "EUR")


def test_a_case_in_dollars_speaks_of_them_everywhere(tmp_path: Path) -> None:
    model = minimal(tmp_path, DOLLARS)
    answer = confidence(model, draws=64, replicates=2)
    found = [*answer.table.texts("en"), *answer.flow.texts("en"), *reconciliation(model.case).table.texts("en")]
    assert "$100k" in found[0]
    assert "€" not in f"{found}{answer.verdict}"
    assert answer.labels["bcr"].en == "Benefits per US dollar of costs"
    assert answer.to_dict()["currency"] == "USD"
    assert answer.to_dict("nl")["per"] == "per deelnemer"
    axes = plot_waterfall(answer, lang="nl")
    assert axes.get_xlabel().endswith(", per deelnemer)")
    assert any(label.get_text().startswith("US$") for label in axes.get_xticklabels())


@pytest.mark.parametrize(("population", "per"), [(1, "per participant"), (2000, "for a population of 2,000")])
def test_what_research_may_cost_is_said_for_whom(tmp_path: Path, population: int, per: str) -> None:
    study = {"relapse": mkba.BinomialStudy(n=2)}
    found = mkba.value_of_information(
        minimal(tmp_path, DOLLARS),
        population=population,
        studies=study,
        cost_per_household=1.0 * population,  # as large a study for all of them
        threshold=26_000,
        draws=64,
        replicates=2,
    )
    assert found.per is not None
    assert found.per.en == found.to_dict()["per"] == per
    assert found.gist()[0].en.endswith(f"research should not cost more than that {per}.")
    assert any("costs of a study" in note.en for note in found.notes()) is (population == 1)


def test_an_amount_of_little_keeps_its_cents_where_a_publication_has_them(tmp_path: Path) -> None:
    case = read(
        changed({"published = 100000": "published = 0.31", "value = 100000": "value = 0.29"}, DOLLARS), tmp_path
    )
    rows = {row[0]: row[1:4] for row in reconciliation(case).table.texts("en")}
    assert rows["Staff"] == ["$0.31", "$0.29", "−$0.02"]


def test_numbers_are_those_of_the_case_in_euros(tmp_path: Path) -> None:
    dollars, euros = (confidence(minimal(tmp_path, text), draws=64, replicates=2) for text in (DOLLARS, MINIMAL))
    assert dollars.outcomes == euros.outcomes
    assert "currency" not in euros.to_dict()


def test_prices_of_other_years_are_converted_in_any_currency(tmp_path: Path) -> None:
    text = DOLLARS.replace("price_level = 2020\n", "price_level = 2020\nprice_index = { 2015 = 80, 2020 = 100 }\n")
    model = minimal(tmp_path, text.replace("value = 100000\n", "value = 100000\nprice_level = 2015\n"))
    assert model.point()["personnel"] == 125_000


def test_a_comparison_minds_currencies_and_whom_amounts_are_for(tmp_path: Path) -> None:
    dollars = read(DOLLARS, tmp_path).replace(name="dollars")
    found = mkba.compare([dollars, read(MINIMAL, tmp_path)], draws=64, replicates=2)
    assert [caution.key for caution in found.unlike if caution.key != "estimates"] == ["case.currency", "case.per"]
    costs = found.shown()[0].texts("en")[0]
    assert costs[1::2] == ["$100k", "€100k"]
    assert found.lead()[0].en.startswith("A unit of money returns the same in dollars and in aftercare")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_explorer_writes_amounts_in_the_same_forms(lang: str) -> None:
    for currency in ("EUR", "USD", "JPY"):
        plus, minus = written_so(currency)["forms"][lang]
        assert plus.replace("#", "5") == money(exact(5.0), lang, unit="euro", currency=currency)
        assert minus.replace("#", "5") == money(exact(-5.0), lang, unit="euro", currency=currency)
    assert [written_so(currency)["minor"] for currency in ("EUR", "JPY")] == [2, 0]


# --- one language

ONE = changed(
    {
        "price_level = 2020\n": 'price_level = 2020\nlanguage = "nl"\n',
        'label = { nl = "Terugval", en = "Relapse" }': 'label = "Terugval"  # zo gezegd',
    }
)


def test_a_text_in_the_language_of_the_case_stands_for_both(tmp_path: Path) -> None:
    label = read(ONE, tmp_path).estimates["relapse"].label
    assert (label.nl, label.en) == ("Terugval", "Terugval")


def test_of_many_texts_in_one_language_is_said_once_what_mends_them_all(tmp_path: Path) -> None:
    wrong = changed({'unit = "EUR / household / year"': 'unit = "EUR / tree house"'})
    english, count = re.subn(r'\{ nl = "[^"]*", en = ("[^"]*") \}', r"\1", wrong)
    with pytest.raises(mkba.CaseError) as refused:
        read(english, tmp_path)
    texts, unit = refused.value.problems
    assert (texts.code, texts.key) == ("text_without_language", "case.title")
    assert texts.facts["count"] == count
    assert "Put language =" in str(texts)
    assert "tree house" in str(unit)
    mended = english.replace("tree house", "household / year").replace("[case]", '[case]\nlanguage = "en"')
    assert read(mended, tmp_path).language == "en"


def test_saving_keeps_it_as_typed(tmp_path: Path) -> None:
    case, file = read(ONE, tmp_path), tmp_path / "saved.toml"
    mkba.save_case(case.with_estimate("relapse", value=0.25), file)
    assert 'label = "Terugval"  # zo gezegd' in file.read_text("utf-8")
    fresh = tmp_path / "fresh.toml"
    mkba.save_case(case.replace(file=""), fresh)
    assert 'label = "Terugval"\n' in fresh.read_text("utf-8")
    assert same(mkba.load_case(fresh), case)


def test_a_workbook_keeps_it_in_the_column_of_its_language(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    case, file = read(ONE, tmp_path), tmp_path / "case.xlsx"
    mkba.save_workbook(case, file)
    assert same(mkba.load_workbook(file), case)


def test_euros_need_no_babel() -> None:
    code = "import sys; from mkba_uncertainty.texts.figures import money; money(1.5); print('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
